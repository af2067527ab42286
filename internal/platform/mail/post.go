package mail

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"sync"
	"time"

	"yrkesresan/internal/platform/db"
)

// State is how far a message has come.
type State string

// The states.
const (
	Waiting   State = "waiting"
	Sending   State = "sending"   // claimed; the lease tells until when
	Sent      State = "sent"      // the other side has taken it
	Failed    State = "failed"    // refused for good, or tried long enough; the reason tells
	Uncertain State = "uncertain" // it may have left; nobody knows
	Expired   State = "expired"   // its time ran out before it left
)

// Sender carries messages of one channel.
type Sender interface {
	// Open makes a way to the other side; an error says that there is none now.
	Open(ctx context.Context) (Way, error)
	// TakesOnce tells whether the other side takes the same id once only, so that a message whose
	// outcome is unknown may be sent again.
	TakesOnce() bool
}

// Way is a way to the other side, for several messages in turn.
type Way interface {
	// Send gives nil when the other side has taken the message, else a *Trouble.
	Send(ctx context.Context, l Letter) error
	Close() error
}

// Letter is a message as it leaves. The id is the same at every try.
type Letter struct {
	ID, Address, Subject, Body, Unsubscribe string
	MadeAt                                  time.Time
	Files                                   []File
}

// Trouble is why a message was not taken.
type Trouble struct {
	State  State  // Waiting: try later; Failed: never; Uncertain: it may have been taken
	Reason string // for operators: the other side's number or word, never an address
}

func (t *Trouble) Error() string { return string(t.State) + ": " + t.Reason }

// Post sends what waits. Several replicas may: each message is claimed by one.
type Post struct {
	DB      *db.DB
	Senders map[string]Sender // by channel; messages of a channel without one wait
	Now     func() time.Time
	NewID   func() string
	Log     *slog.Logger
	Lease   time.Duration // how long whoever claimed a message may take; longer than any sender waits
	Keep    time.Duration // how long text and address are kept

	running sync.Mutex
	counts  sync.Mutex
	sent    map[string]int64
}

// SentHere counts what this process has sent since it started, by channel.
func (p *Post) SentHere() map[string]int64 {
	p.counts.Lock()
	defer p.counts.Unlock()
	return maps.Clone(p.sent)
}

func (p *Post) count(channel string) {
	p.counts.Lock()
	defer p.counts.Unlock()
	if p.sent == nil {
		p.sent = map[string]int64{}
	}
	p.sent[channel]++
}

// Limits of one run, so that other waiting work gets its turn.
const (
	batch   = 50
	longest = 10 * time.Second
)

// delays are how long a message waits after each try that failed for now: about three days in all.
var delays = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour,
	8 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour}

// Run sends what is due. In one process one run goes on at a time.
func (p *Post) Run(ctx context.Context) error {
	if !p.running.TryLock() {
		return nil
	}
	defer p.running.Unlock()
	if err := p.settle(ctx); err != nil {
		return err
	}
	var wrong []error
	for channel, sender := range p.Senders {
		wrong = append(wrong, p.send(ctx, channel, sender, time.Now().Add(longest)))
	}
	return errors.Join(wrong...)
}

// settle says what became of messages whose claimer never came back, and of those whose time is out.
func (p *Post) settle(ctx context.Context) error {
	now := p.Now()
	for channel, after := range map[string]State{Email: Uncertain, SMS: Uncertain} {
		if s := p.Senders[channel]; s != nil && s.TakesOnce() {
			after = Waiting
		}
		n, err := p.DB.Exec(ctx, `
			UPDATE message
			SET state = $1, reason = 'interrupted'
			WHERE state = 'sending' AND state <> 'sent' AND channel = $2 AND lease_until <= $3`,
			string(after), channel, now)
		if err != nil {
			return err
		}
		if n > 0 && after == Uncertain {
			p.Log.ErrorContext(ctx, "messages were cut off while they were sent; look at message list", "channel", channel, "n", n)
		}
	}
	_, err := p.DB.Exec(ctx, `
		UPDATE message
		SET state = 'expired'
		WHERE state = 'waiting' AND state <> 'sent' AND expires_at <= $1`,
		now)
	return err
}

// send sends what is due by one channel, until a time.
func (p *Post) send(ctx context.Context, channel string, sender Sender, until time.Time) error {
	var way Way
	defer func() {
		if way != nil {
			way.Close()
		}
	}()
	for {
		ids, err := p.due(ctx, channel)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if ctx.Err() != nil || time.Now().After(until) {
				return ctx.Err()
			}
			if way == nil {
				if way, err = sender.Open(ctx); err != nil {
					p.Log.ErrorContext(ctx, "no way to send messages; they wait", "channel", channel, "err", err)
					return nil
				}
			}
			broken, err := p.sendOne(ctx, channel, way, id)
			if err != nil {
				return err
			}
			if broken {
				way.Close()
				way = nil
			}
		}
	}
}

func (p *Post) due(ctx context.Context, channel string) ([]string, error) {
	return db.All(ctx, p.DB, db.Text, `
		SELECT id
		FROM message
		WHERE state = 'waiting' AND state <> 'sent' AND channel = $1 AND address <> '' AND (due_at IS NULL OR due_at <= $2)
		ORDER BY id
		LIMIT $3`,
		channel, p.Now(), batch)
}

// sendOne claims a message, sends it and notes what became of it. Broken says that the way should
// not be used again.
func (p *Post) sendOne(ctx context.Context, channel string, way Way, id string) (broken bool, err error) {
	lease := p.NewID()
	l, tries, err := p.claim(ctx, id, lease)
	if errors.Is(err, db.ErrMissing) { // another replica was first
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err = way.Send(ctx, l); err == nil {
		p.count(channel)
	}
	// What has happened outside is noted also when the program is told to end.
	return err != nil, p.note(context.WithoutCancel(ctx), id, lease, tries, err)
}

func (p *Post) claim(ctx context.Context, id, lease string) (l Letter, tries int64, err error) {
	l, err = db.One(ctx, p.DB, func(s db.Scanner) (l Letter, err error) {
		var files string
		if err = s.Scan(&l.ID, &l.Address, &l.Subject, &l.Body, &l.Unsubscribe, &l.MadeAt, &tries, &files); err != nil {
			return l, err
		}
		l.Files, err = readFiles(files)
		return l, err
	}, `
		UPDATE message
		SET state = 'sending', lease_id = $2, lease_until = $3, tries = tries + 1
		WHERE id = $1 AND state = 'waiting'
		RETURNING id, address, subject, body, unsubscribe, made_at, tries, files`,
		id, lease, p.Now().Add(p.Lease))
	return l, tries, err
}

// note keeps what became of a message, unless somebody else has claimed it since.
func (p *Post) note(ctx context.Context, id, lease string, tries int64, sending error) error {
	if sending == nil {
		_, err := p.DB.Exec(ctx, `
			UPDATE message
			SET state = 'sent', sent_at = $3, reason = ''
			WHERE id = $1 AND lease_id = $2`,
			id, lease, p.Now())
		return err
	}
	t := &Trouble{State: Uncertain, Reason: "unknown"}
	errors.As(sending, &t)
	state, wait := t.State, time.Duration(0)
	if state == Waiting {
		if tries > int64(len(delays)) {
			state = Failed
		} else {
			wait = delays[tries-1]
		}
	}
	p.Log.WarnContext(ctx, "a message was not sent", "id", id, "state", state, "reason", t.Reason, "tries", tries)
	_, err := p.DB.Exec(ctx, `
		UPDATE message
		SET state = $3, reason = $4, due_at = $5
		WHERE id = $1 AND lease_id = $2 AND state = 'sending'`,
		id, lease, string(state), t.Reason, p.Now().Add(wait))
	return err
}

// Sweep empties what is old: the text and address of what was told, and of what has run out.
func (p *Post) Sweep(ctx context.Context) error {
	_, err := p.DB.Exec(ctx, `
		UPDATE message
		SET address = '', subject = '', body = '', unsubscribe = '', files = ''
		WHERE body <> '' AND (expires_at <= $1 OR made_at <= $2 AND state <> 'waiting' AND state <> 'sending')`,
		p.Now(), p.Now().Add(-p.Keep))
	return err
}
