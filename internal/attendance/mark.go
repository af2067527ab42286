package attendance

import (
	"context"
	"strings"
	"time"

	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/offline"
)

// Note notes somebody at a session, by whoever leads or arranges the day. The id is made where the note is made:
// the same again changes nothing. Older tells that something newer had been noted, which holds.
func (at *Attendance) Note(ctx context.Context, a may.Actor, m Mark) (older bool, err error) {
	defer fault.Wrap(&err, "note booking %s at occasion %s", m.BookingID, m.OccasionID)
	d, err := at.led(ctx, a, m.OccasionID)
	if err != nil {
		return false, err
	}
	m.At, m.How = at.Now(), ByList
	err = at.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := at.held(ctx, tx, &d); err != nil {
			return err
		}
		older, err = at.note(ctx, tx, a, &d, m)
		return err
	})
	return older, err
}

// Take takes what a phone has kept while it had no network: marks of one occasion, in whatever order. What has
// been taken before is taken; what cannot be taken says why.
func (at *Attendance) Take(ctx context.Context, a may.Actor, occasionID string, items []offline.Item) (answers []offline.Answer, err error) {
	defer fault.Wrap(&err, "take %d marks at occasion %s", len(items), occasionID)
	d, err := at.led(ctx, a, occasionID)
	if err != nil {
		return nil, err
	}
	err = at.DB.Tx(ctx, func(tx *db.Tx) error {
		answers = answers[:0]
		if err := at.held(ctx, tx, &d); err != nil {
			return err
		}
		for _, i := range items {
			m := Mark{ID: i.ID, OccasionID: occasionID, SessionID: i.Fields["pass"], BookingID: i.Fields["bokning"], What: rule.What(i.Fields["vad"]), Time: i.Fields["klockslag"], How: ByList, At: i.At}
			if l := d.Line(m.BookingID); l != nil && i.Fields["kod"] == l.Code {
				m.How = ByCode
			}
			older, err := at.note(ctx, tx, a, &d, m)
			answer := offline.Answer{ID: i.ID, State: offline.Taken}
			if f := fault.Of(err); f != nil && f.Kind != fault.Internal && f.Kind != fault.Busy {
				answer.State, answer.Text, err = offline.Refused, f.Key, nil
			}
			if err != nil {
				return err
			}
			if older {
				answer.State, answer.Text = offline.Older, m.BookingID
			}
			answers = append(answers, answer)
		}
		return nil
	})
	return answers, err
}

// held lets one at a time change a day, and reads its list.
func (at *Attendance) held(ctx context.Context, tx *db.Tx, d *Day) error {
	if err := occasion.Hold(ctx, tx, d.ID); err != nil {
		return err
	}
	return at.fill(ctx, tx, d)
}

// note appends a mark to a day that is held.
func (at *Attendance) note(ctx context.Context, tx *db.Tx, a may.Actor, d *Day, m Mark) (older bool, err error) {
	l := d.Line(m.BookingID)
	if l == nil {
		return false, ErrNoSeat
	}
	s, err := d.Session(m.SessionID, at.Today())
	if err != nil {
		return false, err
	}
	if err := at.check(&m, s); err != nil {
		return false, err
	}
	if d.ClosedAt != nil && !m.At.Before(*d.ClosedAt) {
		known, err := hasMark(ctx, tx, m.ID)
		if err == nil && !known {
			err = ErrClosed
		}
		return false, err
	}
	m.OccasionID, m.SessionID, m.PersonID, m.EmployerID, m.By, m.ReceivedAt = d.ID, s.ID, l.PersonID, l.EmployerID, a.PersonID, at.Now()
	added, err := insertMark(ctx, tx, m)
	if err != nil || !added {
		return false, err
	}
	last := l.Presence[s.ID].Last
	older = last.ID != "" && m.At.Before(last.At)
	return older, at.follow(ctx, tx, d, l, "", "")
}

// follow reads again what is known of somebody after a mark, and lets the outcome of a closed day follow.
func (at *Attendance) follow(ctx context.Context, tx *db.Tx, d *Day, l *Line, why, by string) error {
	marks, err := marksOf(ctx, tx, d.ID, l.BookingID)
	if err != nil {
		return err
	}
	l.Presence, l.Sum = judge(d.Sessions, marks)
	if d.ClosedAt == nil {
		return nil
	}
	was := l.Outcome
	is := Outcome{BookingID: l.BookingID, OccasionID: d.ID, PersonID: l.PersonID, EmployerID: l.EmployerID, State: l.Sum.State, Minutes: int64(l.Sum.Minutes), OfMinutes: int64(l.Sum.OfMinutes),
		Why: why, By: by, ChangedAt: at.Now()}
	if was != nil {
		if was.State == is.State && was.Minutes == is.Minutes && why == "" {
			return nil
		}
		is.Enough = was.Enough && is.State == rule.WasPart
		if why == "" {
			is.Why, is.By = was.Why, was.By
		}
	}
	if err := putOutcome(ctx, tx, is); err != nil {
		return err
	}
	l.Outcome = &is
	return at.Jobs.Add(ctx, tx, Closed{OccasionID: d.ID})
}

// check holds a mark against what can be noted.
func (at *Attendance) check(m *Mark, s occasion.Session) error {
	known := false
	for _, w := range rule.Whats() {
		known = known || m.What == w
	}
	if !known || m.ID == "" || len(m.ID) > mostKey {
		return ErrWhat
	}
	if !at.begun(s, m.At) {
		return ErrEarly
	}
	if m.Time = strings.TrimSpace(m.Time); !m.What.Timed() {
		m.Time = ""
	} else if m.Time == "" { // no time was typed: it is now, as long as the session goes on
		m.Time = m.At.In(at.Place).Format("15:04")
	} else if rule.Clock(m.Time) < 0 {
		return ErrTime.On("klockslag")
	}
	return at.text(&m.Why, "varfor")
}

const (
	mostKey  = 64  // letters of a mark's id
	mostText = 500 // letters of what people write
)

// text holds what somebody wrote against its bounds; identity numbers are refused (rule 42).
func (at *Attendance) text(s *string, field string) error {
	*s = strings.TrimSpace(*s)
	switch {
	case len([]rune(*s)) > mostText:
		return ErrLong.On(field)
	case identity.In(*s, at.Now()):
		return ErrIdentity.On(field)
	}
	return nil
}

// hasMark tells whether a mark has been taken.
func hasMark(ctx context.Context, q db.Q, id string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `SELECT COUNT(*) FROM day_mark WHERE id = $1`, id)
	return n > 0, err
}

// ByOwnCode finds who on the list has six digits; with them whoever leads marks somebody without a name being said.
func (d Day) ByOwnCode(code string) (*Line, error) {
	code = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
	var found *Line
	for i := range d.Lines {
		if code != "" && d.Lines[i].Code == code {
			if found != nil {
				return nil, ErrOwnCode // two have the same digits: the name decides
			}
			found = &d.Lines[i]
		}
	}
	if found == nil {
		return nil, ErrOwnCode
	}
	return found, nil
}

// window is when one can check in oneself: from before the beginning until after the end.
func (at *Attendance) window(s occasion.Session, now time.Time) bool {
	return now.After(at.Opens(s)) && now.Before(s.EndsAt(at.Place).Add(closesAfter))
}

// How long before a session and after it the codes on the wall hold.
const (
	opensBefore = 2 * time.Hour
	closesAfter = time.Hour
)
