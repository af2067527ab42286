package message

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Often is how often somebody who leads others gets a digest.
type Often string

// How often.
const (
	Weekly Often = "weekly"
	Daily  Often = "daily"
	Never  Often = "never"
)

// Wishes is how a person wants to be told what stands in the inbox. In the program it always stands.
type Wishes struct {
	ByEmail, BySMS bool
	OwnEmail       string // an address of the person's own, confirmed; goes before the employer's
	AskedEmail     string // one that is not confirmed yet
	Silent         []Kind // stay in the program
	Days           []time.Weekday
	From, Until    int // whole hours of these days, Until not included
	Digest         Often
}

// Week is the days of a week, Monday first.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// Week gives the days of a week, Monday first.
func Week() []time.Weekday { return slices.Clone(week) }

// Begin is how the program tells a person who has chosen nothing: by e-mail to work, on weekdays
// between 7 and 18 (rule 36).
func Begin() Wishes {
	return Wishes{ByEmail: true, Days: slices.Clone(week[:5]), From: 7, Until: 18, Digest: Weekly}
}

// Check is the rule for what may be wished.
func (w Wishes) Check() error {
	switch {
	case len(w.Days) == 0:
		return ErrDays.On("days")
	case w.From < 0 || w.Until > 24 || w.From >= w.Until:
		return ErrHours.On("from")
	}
	return nil
}

// Opens is the first moment from t on that is within the hours.
func (w Wishes) Opens(t time.Time, place *time.Location) time.Time {
	local := t.In(place)
	for range 8 {
		if slices.Contains(w.Days, local.Weekday()) {
			if local.Hour() < w.From {
				local = atHour(local, 0, w.From)
			}
			if local.Hour() < w.Until {
				if local.Before(t) {
					return t
				}
				return local
			}
		}
		local = atHour(local, 1, 0)
	}
	return atHour(t.In(place), 7, 0) // no days at all, which Check refuses: a week on
}

func atHour(t time.Time, days, hour int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, hour, 0, 0, 0, t.Location())
}

// wants tells whether notes of a kind leave the program.
func (w Wishes) wants(k Kind) bool { return !slices.Contains(w.Silent, k) }

// Settings is a person's wishes, and where messages can reach the person.
type Settings struct {
	Wishes
	WorkEmail, Mobile string // as the employer knows them; "" when none
	Leads             bool   // leads others, and may have a digest
}

// Settings gives the actor's own.
func (m *Messages) Settings(ctx context.Context, a may.Actor) (s Settings, err error) {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return s, err
	}
	if s.Wishes, err = wishes(ctx, m.DB, a.PersonID); err != nil {
		return s, err
	}
	s.WorkEmail, s.Mobile, err = m.reach(ctx, a.PersonID, "")
	s.Leads = m.Digests != nil && len(a.Scopes(may.SeeProgress)) > 0
	return s, err
}

// SetWishes keeps the actor's own wishes; addresses are set by AskEmail and Confirm.
func (m *Messages) SetWishes(ctx context.Context, a may.Actor, w Wishes) error {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return err
	}
	if err := w.Check(); err != nil {
		return err
	}
	return m.change(ctx, a.PersonID, func(old *Wishes) error {
		w.OwnEmail, w.AskedEmail = old.OwnEmail, old.AskedEmail
		*old = w
		return nil
	})
}

// change reads a person's wishes, changes them and keeps them; of two at once one waits for the other.
func (m *Messages) change(ctx context.Context, personID string, f func(*Wishes) error) error {
	return m.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := m.keep(ctx, tx, personID, Begin(), false); err != nil { // the row, so that it can be taken
			return err
		}
		w, err := wishes(ctx, tx, personID)
		if err != nil {
			return err
		}
		if err := f(&w); err != nil {
			return err
		}
		return m.keep(ctx, tx, personID, w, true)
	})
}

// keep puts wishes in place, or with over false only takes the row.
func (m *Messages) keep(ctx context.Context, tx *db.Tx, personID string, w Wishes, over bool) error {
	then := `person_id = excluded.person_id`
	if over {
		then = `by_email = excluded.by_email, by_sms = excluded.by_sms, own_email = excluded.own_email, asked_email = excluded.asked_email,
			silent = excluded.silent, days = excluded.days, from_hour = excluded.from_hour, until_hour = excluded.until_hour,
			digest = excluded.digest, changed_at = excluded.changed_at`
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO message_wish (person_id, by_email, by_sms, own_email, asked_email, silent, days, from_hour, until_hour, digest, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (person_id) DO UPDATE SET `+then,
		personID, w.ByEmail, w.BySMS, w.OwnEmail, w.AskedEmail, joined(w.Silent), writeDays(w.Days), w.From, w.Until, string(w.Digest), m.Now())
	return err
}

func wishes(ctx context.Context, q db.Q, personID string) (Wishes, error) {
	w, err := db.One(ctx, q, func(s db.Scanner) (w Wishes, err error) {
		var silent, days string
		err = s.Scan(&w.ByEmail, &w.BySMS, &w.OwnEmail, &w.AskedEmail, &silent, &days, &w.From, &w.Until, &w.Digest)
		for _, k := range strings.Fields(silent) {
			w.Silent = append(w.Silent, Kind(k))
		}
		w.Days = readDays(days)
		return w, err
	}, `
		SELECT by_email, by_sms, own_email, asked_email, silent, days, from_hour, until_hour, digest
		FROM message_wish
		WHERE person_id = $1`,
		personID)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return Begin(), nil
	}
	return w, err
}

func joined(kinds []Kind) string {
	var out []string
	for _, k := range kinds {
		out = append(out, string(k))
	}
	return strings.Join(out, " ")
}

// Days are kept as digits, Monday is 1.
func writeDays(days []time.Weekday) string {
	var out []byte
	for i, d := range week {
		if slices.Contains(days, d) {
			out = append(out, byte('1'+i))
		}
	}
	return string(out)
}

func readDays(text string) (days []time.Weekday) {
	for _, r := range text {
		if r >= '1' && r <= '7' {
			days = append(days, week[r-'1'])
		}
	}
	return days
}

// reach tells where a person is reached: at the employer whose matter it is before others.
func (m *Messages) reach(ctx context.Context, personID, employerID string) (email, mobile string, err error) {
	card, err := m.Staff.Own(ctx, personID)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return "", "", nil
	}
	if err != nil || employerID == "" || card.EmployerID == employerID {
		return card.Email, card.Mobile, err
	}
	cards, err := m.Staff.Cards(ctx, personID)
	for _, c := range cards {
		if c.EmployerID == employerID {
			return c.Email, c.Mobile, err
		}
	}
	return card.Email, card.Mobile, err
}

// plainAddress reads one e-mail address as a person types it.
func plainAddress(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	a, err := mail.ParseAddress(typed)
	if err != nil || a.Address != typed || len(typed) > 200 || !strings.Contains(typed[strings.LastIndexByte(typed, '@'):], ".") {
		return "", ErrAddress.On("email")
	}
	return typed, nil
}
