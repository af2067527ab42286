package occasion

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion/calendar"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/mail"
)

// subscribed is for how many days since it was last read a calendar that subscribes to the secret address is taken to
// be alive: its owner is sent no days besides.
const subscribed = 7

// invited is a meeting that somebody's calendar has been given by mail.
type invited struct {
	uid, occasionID, title string
	sequence               int64
	begins, ends           time.Time
}

// reader is whose calendar it is: a person, wherever letters go to now, or an address alone.
type reader struct{ personID, address string }

// known is the address that the reader is known by, "" of a person.
func (r reader) known() string {
	if r.personID != "" {
		return ""
	}
	return r.address
}

// Enclose implements message.Days: the files that make a calendar right about some occasions. What it was given and is
// no longer so is taken away again, with the same UID: a place given up, a session dropped, a day cancelled.
func (o *Occasions) Enclose(ctx context.Context, personID, address string, occasionIDs []string) (e message.Enclosed, err error) {
	defer fault.Wrap(&err, "enclose days of %s", personID)
	if len(occasionIDs) == 0 {
		return e, nil
	}
	found, err := o.FindMany(ctx, occasionIDs)
	if err != nil {
		return e, err
	}
	attends, err := o.attended(ctx, personID)
	if err != nil {
		return e, err
	}
	feed, err := o.readsFeed(ctx, personID)
	if err != nil {
		return e, err
	}
	trainer, err := o.IsTrainer(ctx, personID)
	if err != nil {
		return e, err
	}
	var due []Occasion
	for _, id := range occasionIDs {
		oc, ok := found[id]
		if !ok {
			continue
		}
		switch {
		case feed:
			oc.Sessions = nil // the calendar reads them itself
		case !attends[id]:
			oc.Sessions = oc.ledBy(trainer.ID)
		}
		due = append(due, oc)
	}
	return o.enclose(ctx, o.DB, reader{personID, address}, due)
}

// EncloseOutside is Enclose for somebody without an account, about one occasion, within the transaction that changes
// something of it. comes tells whether the address is to have it in its calendar.
func (o *Occasions) EncloseOutside(ctx context.Context, q db.Q, address string, oc Occasion, comes bool) (message.Enclosed, error) {
	if address == "" {
		return message.Enclosed{}, nil
	}
	if !comes {
		oc.Sessions = nil
	}
	return o.enclose(ctx, q, reader{"", address}, []Occasion{oc})
}

// enclose compares what a calendar has been given with what the sessions of some occasions say now.
func (o *Occasions) enclose(ctx context.Context, q db.Q, r reader, due []Occasion) (e message.Enclosed, err error) {
	now := o.Now()
	var told, gone []invited
	for _, oc := range due {
		has, err := db.All(ctx, q, scanInvited, `
			SELECT uid, occasion_id, title, sequence, begins_at, ends_at
			FROM invitation
			WHERE occasion_id = $1 AND person_id = $2 AND address = $3
			ORDER BY begins_at, uid`,
			oc.ID, r.personID, r.known())
		if err != nil {
			return e, err
		}
		if oc.State != Open {
			oc.Sessions = nil
		}
		before := len(e.Files)
		var still []string
		for _, x := range o.Entries(oc, false, now) {
			still = append(still, x.UID)
			i := slices.IndexFunc(has, func(h invited) bool { return h.uid == x.UID })
			if x.Ends.Before(now) || i >= 0 && has[i].sequence == x.Sequence {
				continue
			}
			e.Files = append(e.Files, o.invitation(r, oc, x, calendar.Request))
			told = append(told, invited{x.UID, oc.ID, x.Title, x.Sequence, x.Begins, x.Ends})
		}
		for _, h := range has {
			if slices.Contains(still, h.uid) {
				continue
			}
			if gone = append(gone, h); h.ends.Before(now) {
				continue
			}
			e.Files = append(e.Files, o.invitation(r, oc, calendar.Entry{UID: h.uid, Sequence: max(h.sequence, oc.Sequence), Begins: h.begins, Ends: h.ends, Title: h.title,
				URL: "/kursdagar/" + oc.ID, Changed: now}, calendar.Cancel))
		}
		if len(e.Files) > before {
			e.Of = append(e.Of, oc.ID)
		}
	}
	e.Sent = func(ctx context.Context, tx *db.Tx) error { return o.noteInvited(ctx, tx, r, told, gone) }
	return e, nil
}

// invitation is one meeting as a file: a calendar takes one UID from one file.
func (o *Occasions) invitation(r reader, oc Occasion, x calendar.Entry, method calendar.Method) mail.File {
	x.Organiser, x.Attendee, x.URL = "mailto:"+o.From, "mailto:"+r.address, o.URL+x.URL
	if o.From == "" {
		x.Organiser = o.URL
	}
	if r.personID == "" {
		x.URL = "" // who has no account sees no page of it
	}
	name := "kursdag-" + x.Begins.In(o.Place).Format(time.DateOnly)
	if method == calendar.Cancel {
		name = "avbokad-" + name
	}
	if len(oc.Sessions) > 1 {
		name += "-" + strings.ReplaceAll(x.Begins.In(o.Place).Format("15.04"), ".", "")
	}
	return mail.File{Name: name + ".ics", Type: "text/calendar; charset=utf-8; method=" + string(method), Text: calendar.Write("", method, []calendar.Entry{x})}
}

// noteInvited keeps what a calendar has been given and what was taken away, and lets go of what is long over.
func (o *Occasions) noteInvited(ctx context.Context, tx *db.Tx, r reader, told, gone []invited) error {
	for _, t := range told {
		if _, err := tx.Exec(ctx, `
			INSERT INTO invitation (person_id, address, uid, occasion_id, sequence, title, begins_at, ends_at, told_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (person_id, address, uid) DO UPDATE SET sequence = excluded.sequence, title = excluded.title, begins_at = excluded.begins_at, ends_at = excluded.ends_at, told_at = excluded.told_at`,
			r.personID, r.known(), t.uid, t.occasionID, t.sequence, t.title, t.begins, t.ends, o.Now()); err != nil {
			return err
		}
	}
	for _, g := range gone {
		if _, err := tx.Exec(ctx, `DELETE FROM invitation WHERE person_id = $1 AND address = $2 AND uid = $3`, r.personID, r.known(), g.uid); err != nil {
			return err
		}
	}
	return nil
}

// SweepInvited forgets which meetings calendars were given, when they are over: nothing is taken away any more.
func (o *Occasions) SweepInvited(ctx context.Context) error {
	_, err := o.DB.Exec(ctx, `DELETE FROM invitation WHERE ends_at < $1`, o.Now().AddDate(0, 0, -1))
	return err
}

func scanInvited(s db.Scanner) (i invited, err error) {
	err = s.Scan(&i.uid, &i.occasionID, &i.title, &i.sequence, &i.begins, &i.ends)
	return i, err
}

// attended are the occasions where a person has a seat that is the person's own, not only offered.
func (o *Occasions) attended(ctx context.Context, personID string) (map[string]bool, error) {
	out := map[string]bool{}
	if o.BookedDays == nil {
		return out, nil
	}
	all, err := o.BookedDays(ctx, personID)
	for _, b := range all {
		out[b.OccasionID] = out[b.OccasionID] || !b.Cancelled && !b.Offered
	}
	return out, err
}

// ledBy are the sessions that a trainer leads.
func (o Occasion) ledBy(trainerID string) []Session {
	return slices.DeleteFunc(slices.Clone(o.Sessions), func(s Session) bool { return trainerID == "" || !slices.Contains(s.Trainers, trainerID) })
}

// readsFeed tells whether a calendar of the person's subscribes to the own days.
func (o *Occasions) readsFeed(ctx context.Context, personID string) (bool, error) {
	n, err := db.One(ctx, o.DB, db.Number, `
		SELECT COUNT(*)
		FROM calendar_feed
		WHERE person_id = $1 AND node_id = '' AND read_on >= $2`,
		personID, org.Today(o.Now().AddDate(0, 0, -subscribed), o.Place))
	return n > 0, err
}
