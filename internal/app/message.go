package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/mail"
)

// buildMessages makes the inbox, the outbox and who sends from it. A demo sends nothing: its people
// are invented and their addresses nobody's.
func (a *App) buildMessages() error {
	texts, err := Texts()
	if err != nil {
		return err
	}
	keep := a.Config.KeepMail
	if keep == 0 {
		keep = 30 * 24 * time.Hour
	}
	a.Post = &mail.Post{DB: a.DB, Senders: map[string]mail.Sender{}, Now: time.Now, NewID: NewID, Log: a.Log, Lease: 10 * time.Minute, Keep: keep}
	if a.Config.Mail != nil && !a.Config.Demo {
		a.Post.Senders[mail.Email] = a.Config.Mail
	}
	if a.Config.SMS != nil && !a.Config.Demo {
		a.Post.Senders[mail.SMS] = a.Config.SMS
	}
	a.Messages = &message.Messages{DB: a.DB, Staff: a.Staff, Access: a.Access, Outbox: a.Outbox, Keys: a.Keys, Texts: texts, URL: a.Config.URL, Product: a.Config.Product,
		Now: a.Now, NewID: NewID, Place: a.Place}
	return nil
}

// Work that is done again and again.
type (
	messagesDue struct{} // notes that leave the program, and what waits in the outbox
	digestsDue  struct{} // what is to be done, to those who lead
	messagesOld struct{} // text and addresses that are kept no longer
)

// Kind implements job.Args.
func (messagesDue) Kind() string { return "message.due" }

// Kind implements job.Args.
func (digestsDue) Kind() string { return "message.digests_due" }

// Kind implements job.Args.
func (messagesOld) Kind() string { return "message.old" }

func (a *App) buildMessageJobs() {
	job.Handle(a.Jobs, func(ctx context.Context, _ messagesDue) error {
		if err := a.Messages.Carry(ctx); err != nil {
			return err
		}
		return a.Post.Run(ctx)
	})
	job.Every(a.Jobs, 15*time.Second, messagesDue{})
	job.Handle(a.Jobs, func(ctx context.Context, _ digestsDue) error { return a.Messages.Digest(ctx) })
	job.Every(a.Jobs, 15*time.Minute, digestsDue{})
	job.Handle(a.Jobs, func(ctx context.Context, _ messagesOld) error {
		return errors.Join(a.Post.Sweep(ctx), a.Occasions.SweepInvited(ctx), a.Bookings.ForgetGuests(ctx))
	})
	job.Every(a.Jobs, time.Hour, messagesOld{})
}

// outboxFigures counts what is in the outbox and not sent, when somebody asks for the figures.
type outboxFigures struct {
	post *mail.Post
	log  *slog.Logger
}

var (
	inOutbox = prometheus.NewDesc("yrkesresan_outbox_messages", "Messages that are not sent, by channel and state.", []string{"channel", "state"}, nil)
	allSent  = prometheus.NewDesc("yrkesresan_messages_sent_total", "Messages sent by this replica, by channel.", []string{"channel"}, nil)
)

// Describe implements prometheus.Collector.
func (f outboxFigures) Describe(to chan<- *prometheus.Desc) { to <- inOutbox; to <- allSent }

// Collect implements prometheus.Collector.
func (f outboxFigures) Collect(to chan<- prometheus.Metric) {
	ctx, done := context.WithTimeout(context.Background(), 5*time.Second)
	defer done()
	counts, err := f.post.Counts(ctx)
	if err != nil {
		f.log.ErrorContext(ctx, "the outbox could not be counted", "err", err)
		to <- prometheus.NewInvalidMetric(inOutbox, err)
		return
	}
	for _, c := range counts {
		to <- prometheus.MustNewConstMetric(inOutbox, prometheus.GaugeValue, float64(c.N), c.Channel, string(c.State))
	}
	for channel, n := range f.post.SentHere() {
		to <- prometheus.MustNewConstMetric(allSent, prometheus.CounterValue, float64(n), channel)
	}
}
