package occasion

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/occasion/calendar"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults of calendars.
var (
	ErrNoFeed    = fault.New(fault.Missing, "occasion.feed_missing")
	ErrFeedOften = fault.New(fault.Often, "occasion.feed_often")
)

const (
	// feedBack and feedOn are how far back and on a calendar reaches.
	feedBack = 60
	feedOn   = 550
	// missesWithin is how many wrong addresses one may try in an hour, and readsWithin how often one is read.
	missesWithin, readsWithin = 30, 120
)

// Booked is a person's place at an occasion, as a calendar has it.
type Booked struct {
	OccasionID string
	Cancelled  bool      // given up or lost: the calendar takes the entry away
	Offered    bool      // held for the person, who has not answered
	ChangedAt  time.Time // of the place, not of the occasion
}

// Feed is one secret address of a calendar.
type Feed struct {
	PersonID string
	NodeID   string // "" the person's own days; else all days of a place
	Place    string // its name
	MadeAt   time.Time
	ReadOn   string // the day it was last read; "" never
}

// Subscription is what an address tells.
type Subscription struct {
	Feed
	Entries []calendar.Entry
	Changed time.Time // of the latest entry
}

// MakeFeed gives a new secret address for the actor's own days, or of a place where the actor arranges course days; one
// there was before ends. The address is told once: only its hash is kept. Errors: may.ErrDenied, org.ErrNoNode.
func (o *Occasions) MakeFeed(ctx context.Context, a may.Actor, nodeID string) (token string, err error) {
	defer fault.Wrap(&err, "make calendar")
	if a.PersonID == "" {
		return "", may.ErrSignIn
	}
	if nodeID != "" {
		if err := o.readsPlace(ctx, a, nodeID); err != nil {
			return "", err
		}
	}
	err = o.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM calendar_feed WHERE person_id = $1 AND node_id = $2`, a.PersonID, nodeID); err != nil {
			return err
		}
		token, err = o.addFeed(ctx, tx, a, nodeID)
		return err
	})
	return token, err
}

// AddFeed is MakeFeed beside what there is: the demo shows a calendar and ends nobody's.
func (o *Occasions) AddFeed(ctx context.Context, a may.Actor, nodeID string) (string, error) {
	if nodeID != "" {
		if err := o.readsPlace(ctx, a, nodeID); err != nil {
			return "", err
		}
	}
	return o.addFeed(ctx, o.DB, a, nodeID)
}

func (o *Occasions) addFeed(ctx context.Context, q db.Q, a may.Actor, nodeID string) (string, error) {
	secret := make([]byte, 24) // 192 bits
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	token := base64.RawURLEncoding.EncodeToString(secret)
	_, err := q.Exec(ctx, `INSERT INTO calendar_feed (token_hash, person_id, node_id, made_at, read_on) VALUES ($1, $2, $3, $4, '')`, hashed(token), a.PersonID, nodeID, o.Now())
	return token, err
}

// readsPlace asks whether the actor may have a place's calendar.
func (o *Occasions) readsPlace(ctx context.Context, a may.Actor, nodeID string) error {
	n, err := org.Find(ctx, o.DB, nodeID, o.Today())
	if err != nil {
		return err
	}
	return may.Ask(a.Inside(n.Path), may.ArrangeDays, n.Path)
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// EndFeed switches a calendar of the actor's own off; its address tells nothing more.
func (o *Occasions) EndFeed(ctx context.Context, a may.Actor, nodeID string) error {
	_, err := o.DB.Exec(ctx, `DELETE FROM calendar_feed WHERE person_id = $1 AND node_id = $2 AND person_id <> ''`, a.PersonID, nodeID)
	return err
}

// Feeds lists the actor's calendars: first the own one, then those of places.
func (o *Occasions) Feeds(ctx context.Context, a may.Actor) ([]Feed, error) {
	return db.All(ctx, o.DB, scanFeed, selectFeed+`
		WHERE f.person_id = $1 AND f.person_id <> ''
		ORDER BY f.node_id
		LIMIT 100`, a.PersonID)
}

const selectFeed = `
		SELECT f.person_id, f.node_id, COALESCE((SELECT p.name FROM node_place p WHERE p.node_id = f.node_id AND p.valid_until = '9999-12-31'), ''), f.made_at, f.read_on
		FROM calendar_feed f`

func scanFeed(s db.Scanner) (f Feed, err error) {
	err = s.Scan(&f.PersonID, &f.NodeID, &f.Place, &f.MadeAt, &f.ReadOn)
	return f, err
}

// ReadFeed gives what an address tells, to whoever has it: no sign-in. A place's calendar ends with the role that it was
// made by. from is the address that asks: who tries many is made to wait. It names nobody but the course and the place.
// Errors: ErrNoFeed, ErrFeedOften.
func (o *Occasions) ReadFeed(ctx context.Context, token, from string) (t Subscription, err error) {
	hash := hashed(token)
	t.Feed, err = db.One(ctx, o.DB, scanFeed, selectFeed+` WHERE f.token_hash = $1`, hash)
	if errors.Is(err, db.ErrMissing) {
		return t, o.missed(ctx, from)
	}
	if err != nil {
		return t, err
	}
	if ok, err := o.Access.Turn(ctx, "calendar:"+hash[:16], readsWithin, time.Hour); err != nil || !ok {
		return t, errOr(err, ErrFeedOften)
	}
	if t.NodeID == "" {
		err = o.ownEntries(ctx, &t)
	} else {
		err = o.placeEntries(ctx, &t)
	}
	if err != nil {
		return t, err
	}
	t.Changed = t.MadeAt
	for _, e := range t.Entries {
		if e.Changed.After(t.Changed) {
			t.Changed = e.Changed
		}
	}
	if t.ReadOn != o.Today() {
		_, err = o.DB.Exec(ctx, `UPDATE calendar_feed SET read_on = $2 WHERE token_hash = $1`, hash, o.Today())
	}
	return t, err
}

// HasDays tells whether the calendar of a person, or the one that the person has of a place, tells of days to come.
func (o *Occasions) HasDays(ctx context.Context, personID, nodeID string) (bool, error) {
	t := Subscription{Feed: Feed{PersonID: personID, NodeID: nodeID}}
	read := o.ownEntries
	if nodeID != "" {
		read = o.placeEntries
	}
	if err := read(ctx, &t); err != nil {
		return false, err
	}
	now := o.Now()
	return slices.ContainsFunc(t.Entries, func(e calendar.Entry) bool { return !e.Cancelled && e.Begins.After(now) }), nil
}

// missed counts a wrong address.
func (o *Occasions) missed(ctx context.Context, from string) error {
	ok, err := o.Access.Turn(ctx, "calendar:"+from, missesWithin, time.Hour)
	if err != nil || !ok {
		return errOr(err, ErrFeedOften)
	}
	return ErrNoFeed
}

func errOr(err error, f *fault.Fault) error {
	if err != nil {
		return err
	}
	return f
}

// reach is from which day to which a calendar tells.
func (o *Occasions) reach() (from, until string) {
	day := o.Now().In(o.Place)
	return day.AddDate(0, 0, -feedBack).Format(time.DateOnly), day.AddDate(0, 0, feedOn).Format(time.DateOnly)
}

// ownEntries are the days that a person has a place at, the sessions that the person leads, and meetings at the workplace.
func (o *Occasions) ownEntries(ctx context.Context, t *Subscription) error {
	from, until := o.reach()
	led, _, err := o.LedBy(ctx, t.PersonID, Filter{From: from, Until: until})
	if err != nil {
		return err
	}
	trainer, err := o.IsTrainer(ctx, t.PersonID)
	if err != nil {
		return err
	}
	attends, err := o.placeEntriesOf(ctx, t.PersonID, from, until)
	if err != nil {
		return err
	}
	for _, oc := range led {
		if some := attends[oc.ID]; len(some) > 0 && !some[0].Cancelled {
			continue // who takes part has all of its sessions
		}
		delete(attends, oc.ID)
		oc.Sessions = oc.ledBy(trainer.ID)
		t.Entries = append(t.Entries, o.Entries(oc, oc.State == Cancelled, time.Time{})...)
	}
	for _, some := range attends {
		t.Entries = append(t.Entries, some...)
	}
	if o.OtherEntries != nil {
		others, err := o.OtherEntries(ctx, t.PersonID, from, until)
		if err != nil {
			return err
		}
		t.Entries = append(t.Entries, others...)
	}
	inOrder(t.Entries)
	return nil
}

// placeEntriesOf are the sessions of occasions where a person has a place, or had one lately, by occasion.
func (o *Occasions) placeEntriesOf(ctx context.Context, personID, from, until string) (map[string][]calendar.Entry, error) {
	out := map[string][]calendar.Entry{}
	if o.BookedDays == nil {
		return out, nil
	}
	booked, err := o.BookedDays(ctx, personID)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, b := range booked {
		ids = append(ids, b.OccasionID)
	}
	found, err := o.FindMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, b := range latest(booked) {
		oc, ok := found[b.OccasionID]
		if !ok || oc.State == Draft || oc.LastDay < from || oc.FirstDay > until {
			continue
		}
		some := o.Entries(oc, b.Cancelled || oc.State == Cancelled, b.ChangedAt)
		for i := range some {
			some[i].Tentative = b.Offered
		}
		out[oc.ID] = some
	}
	return out, nil
}

// latest keeps of several places at one occasion the one that stands, else the one that ended last.
func latest(all []Booked) (out []Booked) {
	for _, b := range all {
		i := slices.IndexFunc(out, func(x Booked) bool { return x.OccasionID == b.OccasionID })
		switch {
		case i < 0:
			out = append(out, b)
		case out[i].Cancelled && (!b.Cancelled || b.ChangedAt.After(out[i].ChangedAt)):
			out[i] = b
		}
	}
	return out
}

// placeEntries are the days that a place arranges, while whoever made the calendar still does so there.
func (o *Occasions) placeEntries(ctx context.Context, t *Subscription) error {
	grants, err := access.Grants(ctx, o.DB, t.PersonID, o.Today())
	if err != nil {
		return err
	}
	if o.readsPlace(ctx, may.Actor{PersonID: t.PersonID, Grants: grants}, t.NodeID) != nil {
		return ErrNoFeed
	}
	from, until := o.reach()
	c := &condition{text: []string{"o.state <> 'draft'"}}
	c.is("EXISTS (SELECT 1 FROM occasion_owner w WHERE w.occasion_id = o.id AND w.node_id = ?)", t.NodeID)
	for offset := 0; ; offset += mostListed {
		some, all, err := o.list(ctx, &condition{slices.Clone(c.text), slices.Clone(c.args)}, Filter{From: from, Until: until, Offset: offset})
		if err != nil {
			return err
		}
		for _, oc := range some {
			t.Entries = append(t.Entries, o.Entries(oc, oc.State == Cancelled, time.Time{})...)
		}
		if offset+mostListed >= all || offset > 5000 {
			break
		}
	}
	inOrder(t.Entries)
	return nil
}

func inOrder(all []calendar.Entry) {
	slices.SortFunc(all, func(a, b calendar.Entry) int {
		if c := a.Begins.Compare(b.Begins); c != 0 {
			return c
		}
		return strings.Compare(a.UID, b.UID)
	})
}

// Entries are an occasion's sessions as calendar entries. Each has a UID of its own for life, made of the session's id
// and the occasion's UID; its URL is a path here. changed is when the place at it changed, when that is what is told.
func (o *Occasions) Entries(oc Occasion, cancelled bool, changed time.Time) (out []calendar.Entry) {
	if changed.Before(oc.ChangedAt) {
		changed = oc.ChangedAt
	}
	for _, s := range oc.Sessions {
		e := calendar.Entry{UID: s.ID + "." + oc.UID, Sequence: oc.Sequence, Begins: s.BeginsAt(o.Place), Ends: s.EndsAt(o.Place), Title: oc.Title,
			Location: oc.Where(), URL: "/kursdagar/" + oc.ID, Cancelled: cancelled, Changed: changed}
		if oc.Form == Online {
			e.Text = oc.Link
		}
		if cancelled {
			e.Text = ""
		}
		out = append(out, e)
	}
	return out
}

// Where is the place in one line: room, place and address. Online it is the link.
func (o Occasion) Where() string {
	if o.Form == Online {
		return o.Link
	}
	var words []string
	for _, w := range []string{o.Place, o.Room, o.Address} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}
