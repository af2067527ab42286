package message

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/mail"
)

// Digests tells who leads others and what is to be done there. The room of the group does.
type Digests interface {
	// Leaders gives the ids of people who lead others, in the order of ids, after one of them, at most n.
	Leaders(ctx context.Context, after string, n int) ([]string, error)
	// ToDo gives what is to be done by a person who leads others: counts and courses, never names. None is nothing to do.
	ToDo(ctx context.Context, personID string) ([]DigestLine, error)
}

// DigestLine is one thing to do, as a text of the catalogue.
type DigestLine struct {
	Key  string
	Args map[string]string
}

// digestHour is when on its first day a digest is due at the earliest.
const digestHour = 8

// digestHref is where one does what a digest lists.
const digestHref = "/min-grupp"

// Digest sends everybody who leads others what is to be done, once a week or a day as each has
// chosen, within the chosen hours. Where nothing is to be done nothing is sent. A digest is noted in
// the transaction that puts it in the outbox: a crash sends none twice.
func (m *Messages) Digest(ctx context.Context) error {
	if m.Digests == nil {
		return nil
	}
	for after := ""; ; {
		people, err := m.Digests.Leaders(ctx, after, 200)
		if err != nil || len(people) == 0 {
			return err
		}
		for _, person := range people {
			if err := errors.Join(ctx.Err(), m.digestTo(ctx, person)); err != nil {
				return err
			}
		}
		after = people[len(people)-1]
	}
}

// period names the week or the day that a digest is for; due is when it begins to be due.
func period(often Often, now time.Time) (name string, due time.Time) {
	if often == Daily {
		return now.Format(time.DateOnly), atHour(now, 0, digestHour)
	}
	year, week := now.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week), atHour(now, -(int(now.Weekday())+6)%7, digestHour)
}

func (m *Messages) digestTo(ctx context.Context, personID string) error {
	now := m.Now().In(m.Place)
	w, err := wishes(ctx, m.DB, personID)
	if err != nil || w.Digest == Never || !w.ByEmail && !w.BySMS {
		return err
	}
	name, due := period(w.Digest, now)
	if now.Before(due) || w.Opens(now, m.Place).After(now) {
		return nil
	}
	had, err := db.One(ctx, m.DB, db.Number, `
		SELECT COUNT(*)
		FROM message_digest
		WHERE person_id = $1 AND period = $2`,
		personID, name)
	if err != nil || had > 0 {
		return err
	}
	lines, err := m.Digests.ToDo(ctx, personID)
	if err != nil {
		return err
	}
	letters, err := m.digest(ctx, w, personID, name, lines)
	if err != nil {
		return err
	}
	return m.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO message_digest (person_id, period, made_at)
			VALUES ($1, $2, $3)
			ON CONFLICT (person_id) DO UPDATE SET period = excluded.period, made_at = excluded.made_at`,
			personID, name, m.Now())
		if err != nil {
			return err
		}
		for _, l := range letters {
			if err := m.Outbox.Add(ctx, tx, l); err != nil && !errors.Is(err, mail.ErrAddress) {
				return err
			}
		}
		return nil
	})
}

// digest puts what is to be done in words: by e-mail the lines, by SMS, to who has no e-mail, how many.
func (m *Messages) digest(ctx context.Context, w Wishes, personID, name string, lines []DigestLine) ([]mail.Message, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	email, mobile, err := m.reach(ctx, personID, "")
	if err != nil {
		return nil, err
	}
	if w.OwnEmail != "" {
		email = w.OwnEmail
	}
	c, err := m.wording(ctx, personID)
	if err != nil {
		return nil, err
	}
	l := mail.Message{PersonID: personID, OnceKey: "digest:" + personID + ":" + name, Subject: c.T("message.digest_subject", "n", len(lines))}
	switch {
	case w.ByEmail && email != "":
		var b strings.Builder
		b.WriteString(c.T("message.digest_intro") + "\n\n")
		for _, line := range lines {
			pairs, err := m.pairs(ctx, Note{Args: line.Args})
			if err != nil {
				return nil, err
			}
			b.WriteString("- " + c.T(line.Key, pairs...) + "\n")
		}
		b.WriteString("\n" + m.URL + digestHref + "\n\n-- \n")
		l.Channel, l.Address, l.Unsubscribe = mail.Email, email, m.stopLink(personID, StopDigest)
		b.WriteString(c.T("message.why_digest") + "\n" + m.URL + "/installningar/meddelanden\n\n" + c.T("message.stop_digest_mail") + "\n" + l.Unsubscribe + "\n")
		l.Body = b.String()
	case w.BySMS && mobile != "":
		l.Channel, l.Address, l.Body = mail.SMS, mobile, l.Subject+". "+m.URL+digestHref
		l.Subject = ""
	default:
		return nil, nil
	}
	return []mail.Message{l}, nil
}
