package occasion

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults of changing.
var (
	ErrState    = fault.New(fault.Conflict, "occasion.closed")  // cancelled, done, or no draft any more
	ErrChanged  = fault.New(fault.Conflict, "occasion.changed") // somebody changed it meanwhile
	ErrNotDraft = fault.New(fault.Conflict, "occasion.not_draft")
	ErrTaken    = fault.New(fault.Conflict, "occasion.seats_taken").On("antal")
	ErrPilotCap = fault.New(fault.Conflict, "occasion.pilot_cap").On("antal")  // its pilot takes fewer in a round (R276)
	ErrHeld     = fault.New(fault.Conflict, "occasion.session_held").On("dag") // a session that has been moves nowhere
	ErrWhy      = fault.New(fault.Invalid, "occasion.why_missing").On("varfor")
	ErrDays     = fault.New(fault.Invalid, "occasion.days_missing").On("dag") // not every session got a new day
)

// What can happen to an occasion.
const (
	Opened    = "opened"
	Edited    = "changed"
	Moved     = "moved"     // another place or link
	Postponed = "postponed" // other days or hours
	ToOnline  = "online"
	ToPlace   = "in_place" // from online to a place or a workplace
	Reseated  = "seats"
	Called    = "cancelled"
	Shared    = "shared" // another RSS arranges with
	Left      = "left"   // and does so no more
)

// Differs is one thing that an occasion says otherwise than before.
type Differs struct {
	Field   string `json:"field"`             // form, town, place, …; session, plan or trainers of a session
	Session string `json:"session,omitempty"` // its id
	Was     string `json:"was"`
	Is      string `json:"is"`
}

// Differences reads what a change says was and is.
func (c Change) Differences() (out []Differs) {
	_ = json.Unmarshal([]byte(c.Body), &out) // written by this room; an older shape tells nothing more
	return out
}

// Change writes an occasion anew as a whole: all that may be edited, sessions by their ids (those without are new, those
// left out are gone). Revision is the one that was shown. Whoever has a seat is told by Told in the same transaction,
// and calendars by a higher Sequence when a day, an hour or a place is another. Course, organiser, owners and state stay;
// with another first day the last day to book moves along as in Postpone, unless it is another already.
// It gives the occasion as it is afterwards; with ErrChanged as somebody else has made it, so that nothing is lost.
// Errors: ErrNoOccasion, ErrState, ErrChanged, ErrHeld, ErrTaken, ErrPilotCap, faults of check.go and of trainers, may.ErrDenied.
func (o *Occasions) Change(ctx context.Context, a may.Actor, want Occasion, why string) (_ Occasion, err error) {
	defer fault.Wrap(&err, "change occasion %s", want.ID)
	return o.alter(ctx, a, want.ID, "", why, func(was Occasion) (Occasion, error) {
		if was.Revision != want.Revision {
			return was, ErrChanged
		}
		want.keep(was)
		want.followDay(was, o.Today())
		return want, nil
	})
}

// keep takes from what was all that Change does not touch.
func (o *Occasion) keep(was Occasion) {
	o.CourseID, o.Title, o.OrganiserID, o.Owners = was.CourseID, was.Title, was.OrganiserID, was.Owners
	o.State, o.Decided, o.UID, o.Sequence, o.SeriesID, o.Revision = was.State, was.Decided, was.UID, was.Sequence, was.SeriesID, was.Revision
	o.MadeBy, o.MadeAt = was.MadeBy, was.MadeAt
}

// held holds an occasion for the rest of the transaction, for one who arranges it.
func (o *Occasions) held(ctx context.Context, tx *db.Tx, a may.Actor, id string) (Occasion, error) {
	if err := Hold(ctx, tx, id); err != nil {
		return Occasion{}, err
	}
	oc, err := Find(ctx, tx, id)
	if err != nil {
		return oc, err
	}
	return oc, o.owns(ctx, tx, a, oc)
}

// alter is how an occasion changes: held, checked, written, kept in its history, and told. what "" is found by what
// differs. When nothing differs nothing happens.
func (o *Occasions) alter(ctx context.Context, a may.Actor, id, what, why string, f func(was Occasion) (Occasion, error)) (is Occasion, err error) {
	if err := text(&why, longestText, "varfor", o.Now()); err != nil {
		return is, err
	}
	seen, err := o.Find(ctx, id)
	if err != nil {
		return is, err
	}
	x, err := o.around(ctx, seen)
	if err != nil {
		return is, err
	}
	err = o.DB.Tx(ctx, func(tx *db.Tx) error {
		was, err := o.held(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if is, err = f(was.clone()); err != nil {
			return err
		}
		if was.State == Cancelled {
			return ErrState
		}
		if err := o.check(ctx, tx, x, was, &is); err != nil {
			return err
		}
		differs := differences(was, is)
		if len(differs) == 0 && what == "" {
			is = was
			return nil
		}
		is.Revision, is.ChangedBy, is.ChangedAt = was.Revision+1, a.PersonID, o.Now()
		if was.State != Draft && calendarsMustKnow(differs) {
			is.Sequence = was.Sequence + 1
		}
		if err := update(ctx, tx, was, is); err != nil || is.State == Draft {
			return err
		}
		return o.note(ctx, tx, x, was, is, Change{What: what, Why: why, By: a.PersonID}, differs)
	})
	return is, o.naming(ctx, err)
}

// check holds what an occasion is to be against the rules.
func (o *Occasions) check(ctx context.Context, tx *db.Tx, x around, was Occasion, is *Occasion) error {
	for i := range is.Sessions {
		if _, old := was.session(is.Sessions[i].ID); !old {
			is.Sessions[i].ID = o.NewID()
		}
	}
	if err := is.tidy(o.Now()); err != nil {
		return err
	}
	if is.State == Cancelled {
		return nil
	}
	if err := stayed(was, *is, o.Today()); err != nil {
		return err
	}
	if is.State == Open && !(was.State == Open && was.Over(o.Today())) {
		if err := is.whole(o.Today()); err != nil {
			return err
		}
	}
	if err := o.checkPlaces(ctx, tx, *is); err != nil {
		return err
	}
	if err := o.checkTrainers(ctx, tx, x, was, *is); err != nil {
		return err
	}
	if is.Seats < was.Seats && o.Seats != nil {
		taken, err := o.Seats.Taken(ctx, tx, is.ID)
		if err != nil {
			return err
		}
		if is.Seats < taken {
			return ErrTaken.With("n", strconv.FormatInt(taken, 10))
		}
	}
	if o.MayChange == nil {
		return nil
	}
	return o.MayChange(ctx, tx, was, *is)
}

// stayed says that sessions of an open occasion that have been are where they were.
func stayed(was, is Occasion, today string) error {
	if was.State == Draft {
		return nil
	}
	for _, s := range was.Sessions {
		if s.Day >= today {
			continue
		}
		now, there := is.session(s.ID)
		if !there || now.Day != s.Day || now.Begins != s.Begins || now.Ends != s.Ends {
			return ErrHeld
		}
	}
	return nil
}

// note keeps a change and tells it.
func (o *Occasions) note(ctx context.Context, tx *db.Tx, x around, was, is Occasion, c Change, differs []Differs) error {
	if c.What == "" {
		c.What = named(was, is, differs)
	}
	c.ID, c.OccasionID, c.Body, c.At = o.NewID(), is.ID, marshal(differs), o.Now()
	if err := insertChange(ctx, tx, c); err != nil {
		return err
	}
	if err := o.tellOwners(ctx, tx, x, is, c, is.Owners); err != nil {
		return err
	}
	if err := o.tellTrainers(ctx, tx, was, is, c); err != nil {
		return err
	}
	if o.Told == nil {
		return nil
	}
	return o.Told(ctx, tx, is, c)
}

func marshal(differs []Differs) string {
	body, _ := json.Marshal(differs) // texts alone: there is nothing to fail
	return string(body)
}

// named is what a change is called: the most of what differs.
func named(was, is Occasion, differs []Differs) string {
	has := func(fields ...string) bool {
		return slices.ContainsFunc(differs, func(d Differs) bool { return slices.Contains(fields, d.Field) })
	}
	switch {
	case is.State == Cancelled:
		return Called
	case has("session"):
		return Postponed
	case was.Form != Online && is.Form == Online:
		return ToOnline
	case was.Form == Online && is.Form != Online:
		return ToPlace
	case has("form", "town", "place", "address", "room", "link"):
		return Moved
	case has("seats"):
		return Reseated
	}
	return Edited
}

// calendarsMustKnow tells whether an entry in somebody's calendar is wrong by now.
func calendarsMustKnow(differs []Differs) bool {
	return slices.ContainsFunc(differs, func(d Differs) bool {
		return slices.Contains([]string{"state", "session", "form", "town", "place", "address", "room", "link"}, d.Field)
	})
}

// Differences tells what an occasion says otherwise than another telling of it, in the order of the page.
func Differences(was, is Occasion) []Differs { return differences(was, is) }

// differences tells what one says otherwise than the other, in the order of the page.
func differences(was, is Occasion) (out []Differs) {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	for _, d := range []Differs{
		{Field: "state", Was: string(was.State), Is: string(is.State)}, {Field: "form", Was: string(was.Form), Is: string(is.Form)},
		{Field: "town", Was: was.Town, Is: is.Town}, {Field: "place", Was: was.Place, Is: is.Place}, {Field: "address", Was: was.Address, Is: is.Address},
		{Field: "room", Was: was.Room, Is: is.Room}, {Field: "access", Was: was.AccessNotes, Is: is.AccessNotes}, {Field: "link", Was: was.Link, Is: is.Link},
		{Field: "language", Was: was.Language, Is: is.Language}, {Field: "seats", Was: number(was.Seats), Is: number(is.Seats)},
		{Field: "min_seats", Was: number(was.MinSeats), Is: number(is.MinSeats)}, {Field: "cut_off", Was: was.CutOff, Is: is.CutOff},
		{Field: "fee", Was: number(was.Fee), Is: number(is.Fee)}, {Field: "terms", Was: was.Terms, Is: is.Terms}, {Field: "note", Was: was.Note, Is: is.Note},
		{Field: "outside", Was: was.Outside, Is: is.Outside}, {Field: "decided", Was: was.Decided, Is: is.Decided},
		{Field: "owners", Was: strings.Join(was.Owners, " "), Is: strings.Join(is.Owners, " ")},
	} {
		if d.Was != d.Is {
			out = append(out, d)
		}
	}
	for _, s := range is.Sessions {
		old, _ := was.session(s.ID)
		out = append(out, sessionDiffers(old, s)...)
	}
	for _, s := range was.Sessions {
		if _, stays := is.session(s.ID); !stays {
			out = append(out, Differs{Field: "session", Session: s.ID, Was: s.When()})
		}
	}
	return out
}

func sessionDiffers(was, is Session) (out []Differs) {
	if was.When() != is.When() {
		out = append(out, Differs{Field: "session", Session: is.ID, Was: was.When(), Is: is.When()})
	}
	if was.Length != is.Length && was.ID != "" {
		out = append(out, Differs{Field: "length", Session: is.ID, Was: string(was.Length), Is: string(is.Length)})
	}
	if !slices.Equal(was.Parts, is.Parts) {
		out = append(out, Differs{Field: "plan", Session: is.ID, Was: strconv.Itoa(len(was.Parts)), Is: strconv.Itoa(len(is.Parts))})
	}
	if !slices.Equal(was.Trainers, is.Trainers) {
		out = append(out, Differs{Field: "trainers", Session: is.ID, Was: strings.Join(was.Trainers, " "), Is: strings.Join(is.Trainers, " ")})
	}
	return out
}

// When is a session's day and hours: "2026-12-01 09:00–16:00"; "" of no session.
func (s Session) When() string {
	if s.Day == "" {
		return ""
	}
	return s.Day + " " + s.Begins + "–" + s.Ends
}

// session finds a session by its id.
func (o Occasion) session(id string) (Session, bool) {
	for _, s := range o.Sessions {
		if s.ID == id && id != "" {
			return s, true
		}
	}
	return Session{}, false
}

// Session finds a session by its id.
func (o Occasion) Session(id string) (Session, bool) { return o.session(id) }

// clone copies an occasion, so that what is done to the copy leaves it alone.
func (o Occasion) clone() Occasion {
	o.Owners, o.Sessions = slices.Clone(o.Owners), slices.Clone(o.Sessions)
	for i := range o.Sessions {
		o.Sessions[i].Parts, o.Sessions[i].Trainers = slices.Clone(o.Sessions[i].Parts), slices.Clone(o.Sessions[i].Trainers)
	}
	return o
}

// GoOnline switches an occasion to online (R132). Errors: as Change, and ErrWhy, ErrLink when there is no address.
func (o *Occasions) GoOnline(ctx context.Context, a may.Actor, id string, revision int64, link, why string) (_ Occasion, err error) {
	defer fault.Wrap(&err, "switch occasion %s to online", id)
	return o.decide(ctx, a, id, revision, ToOnline, why, func(oc *Occasion) error {
		if link = strings.TrimSpace(link); link == "" {
			return ErrLink
		}
		oc.Form, oc.Link = Online, link
		return nil
	})
}

// GoToPlace holds an occasion that was online somewhere instead. Errors: as Change, and ErrWhy.
func (o *Occasions) GoToPlace(ctx context.Context, a may.Actor, id string, revision int64, at Occasion, why string) (_ Occasion, err error) {
	defer fault.Wrap(&err, "hold occasion %s at a place", id)
	return o.decide(ctx, a, id, revision, ToPlace, why, func(oc *Occasion) error {
		if at.Form == Online {
			return ErrForm
		}
		oc.Form, oc.Town, oc.Place, oc.Address, oc.Room, oc.AccessNotes = at.Form, at.Town, at.Place, at.Address, at.Room, at.AccessNotes
		return nil
	})
}

// Reseat sets how many seats there are, at least those that are taken and at most what its pilot takes. Errors: as Change.
func (o *Occasions) Reseat(ctx context.Context, a may.Actor, id string, seats, least int64) (_ Occasion, err error) {
	defer fault.Wrap(&err, "set seats of occasion %s", id)
	return o.alter(ctx, a, id, "", "", func(was Occasion) (Occasion, error) {
		was.Seats, was.MinSeats = seats, least
		return was, nil
	})
}

// Cancel calls an occasion off, for a reason that everybody concerned is told. Errors: ErrWhy, ErrState, ErrHeld when it
// has been, may.ErrDenied.
func (o *Occasions) Cancel(ctx context.Context, a may.Actor, id, why string) (_ Occasion, err error) {
	defer fault.Wrap(&err, "cancel occasion %s", id)
	if strings.TrimSpace(why) == "" {
		return Occasion{}, ErrWhy
	}
	return o.alter(ctx, a, id, Called, why, func(was Occasion) (Occasion, error) {
		switch {
		case was.State == Draft:
			return was, ErrState
		case was.Over(o.Today()):
			return was, ErrHeld
		}
		was.State = Cancelled
		return was, nil
	})
}

// Decide notes at the cut-off whether an occasion is held: go or no_go; "" takes it back. Errors: ErrState, may.ErrDenied.
func (o *Occasions) Decide(ctx context.Context, a may.Actor, id, decided string) (_ Occasion, err error) {
	defer fault.Wrap(&err, "decide occasion %s", id)
	return o.alter(ctx, a, id, "", "", func(was Occasion) (Occasion, error) {
		if was.State != Open || !slices.Contains([]string{"", "go", "no_go"}, decided) {
			return was, ErrState
		}
		was.Decided = decided
		return was, nil
	})
}

// decide is a change that has a reason once it is open.
func (o *Occasions) decide(ctx context.Context, a may.Actor, id string, revision int64, what, why string, f func(oc *Occasion) error) (Occasion, error) {
	return o.alter(ctx, a, id, what, why, func(was Occasion) (Occasion, error) {
		if was.Revision != revision {
			return was, ErrChanged
		}
		if was.State != Draft && strings.TrimSpace(why) == "" {
			return was, ErrWhy
		}
		return was, f(&was)
	})
}

// History lists what has happened to an occasion since it was opened, the latest first.
func (o *Occasions) History(ctx context.Context, a may.Actor, id string) ([]Change, error) {
	oc, err := o.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := o.Owns(ctx, a, oc); err != nil {
		return nil, err
	}
	return changes(ctx, o.DB, id, time.Time{})
}

// changes reads the latest changes of an occasion since a time.
func changes(ctx context.Context, q db.Q, id string, since time.Time) ([]Change, error) {
	return db.All(ctx, q, func(s db.Scanner) (c Change, err error) {
		err = s.Scan(&c.ID, &c.OccasionID, &c.What, &c.Body, &c.Why, &c.By, &c.At)
		return c, err
	}, `
		SELECT id, occasion_id, what, body, why, by_id, at
		FROM occasion_change
		WHERE occasion_id = $1 AND at >= $2
		ORDER BY at DESC, id DESC
		LIMIT 200`,
		id, since)
}
