package attendance

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Need is what somebody with a seat tells before the day (R128). Able, Hard and Tried are for who leads, without
// a name unless Named; Diet and Access are for the organiser only (rule 31). All of it is deleted after the day.
type Need struct {
	BookingID, OccasionID, PersonID, EmployerID string
	Able, Hard, Tried                           string
	Named                                       bool
	Diet, Access                                string
	MadeAt                                      time.Time
}

// Seat is one's own place at an occasion, with what one has told.
type Seat struct {
	Occasion occasion.Occasion
	Line     Line
	Need     Need
	Told     bool
	ClosedAt *time.Time
	MadeUp   []MakeUp
	Again    []occasion.Occasion // coming occasions of the course, where it can be made up
}

// Own gives one's own seat at an occasion. ErrNoSeat when there is none.
func (at *Attendance) Own(ctx context.Context, a may.Actor, occasionID string) (s Seat, err error) {
	defer fault.Wrap(&err, "own seat at %s", occasionID)
	if !a.Known() {
		return s, may.ErrSignIn
	}
	d, err := at.own(ctx, at.DB, a, occasionID)
	if err != nil {
		return s, err
	}
	s = Seat{Occasion: d.Occasion, Line: d.Lines[0], ClosedAt: d.ClosedAt}
	s.Need, err = needOf(ctx, at.DB, s.Line.BookingID)
	if s.Told = err == nil; isMissing(err) {
		err = nil
	}
	if s.MadeUp = makeUps(d.Sessions, s.Line); err == nil && len(s.MadeUp) > 0 {
		s.Again, err = at.again(ctx, a, s.Occasion)
	}
	return s, err
}

// mostAgain bounds the days where something can be made up.
const mostAgain = 5

// again lists coming occasions of the same course that the person sees.
func (at *Attendance) again(ctx context.Context, a may.Actor, was occasion.Occasion) ([]occasion.Occasion, error) {
	seen, err := at.Occasions.Sees(ctx, a.PersonID)
	if err != nil {
		return nil, err
	}
	all, _, err := at.Occasions.Visible(ctx, seen, occasion.Filter{CourseIDs: []string{was.CourseID}, From: at.Today(), Limit: mostAgain + 1})
	all = slices.DeleteFunc(all, func(o occasion.Occasion) bool { return o.ID == was.ID })
	return all[:min(len(all), mostAgain)], err
}

// own gives a day with the actor's own line only.
func (at *Attendance) own(ctx context.Context, q db.Q, a may.Actor, occasionID string) (d Day, err error) {
	if d.Occasion, err = occasion.Find(ctx, q, occasionID); err != nil {
		return d, err
	}
	if err = at.fill(ctx, q, &d); err != nil {
		return d, err
	}
	mine := slices.IndexFunc(d.Lines, func(l Line) bool { return l.PersonID != "" && l.PersonID == a.PersonID })
	if mine < 0 {
		return d, ErrNoSeat
	}
	d.Lines = d.Lines[mine : mine+1]
	return d, nil
}

// Tell keeps what somebody tells before the day; what is empty takes it back. ErrOver when the day has been.
func (at *Attendance) Tell(ctx context.Context, a may.Actor, n Need) (err error) {
	defer fault.Wrap(&err, "tell of needs at %s", n.OccasionID)
	if !a.Known() {
		return may.ErrSignIn
	}
	for _, f := range []struct {
		text  *string
		field string
	}{{&n.Able, "kunna"}, {&n.Hard, "svart"}, {&n.Tried, "provat"}, {&n.Diet, "kost"}, {&n.Access, "tillganglighet"}} {
		if err := at.text(f.text, f.field); err != nil {
			return err
		}
	}
	return at.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := occasion.Hold(ctx, tx, n.OccasionID); err != nil {
			return err
		}
		d, err := at.own(ctx, tx, a, n.OccasionID)
		if err != nil {
			return err
		}
		if over(d.Occasion, at.Today()) {
			return ErrOver
		}
		l := d.Lines[0]
		n.BookingID, n.PersonID, n.EmployerID, n.MadeAt = l.BookingID, a.PersonID, l.EmployerID, at.Now()
		return putNeed(ctx, tx, n)
	})
}

// over tells whether nothing more can be told of an occasion: it has been, or is cancelled.
func over(o occasion.Occasion, today string) bool {
	return o.LastDay < today || o.State == occasion.Cancelled
}

func putNeed(ctx context.Context, tx *db.Tx, n Need) error {
	if n.Able+n.Hard+n.Tried+n.Diet+n.Access == "" {
		_, err := tx.Exec(ctx, `DELETE FROM day_need WHERE booking_id = $1`, n.BookingID)
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO day_need (booking_id, occasion_id, person_id, employer_id, able, hard, tried, named, diet, access, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (booking_id) DO UPDATE SET
			able = excluded.able, hard = excluded.hard, tried = excluded.tried, named = excluded.named, diet = excluded.diet, access = excluded.access, made_at = excluded.made_at`,
		n.BookingID, n.OccasionID, n.PersonID, n.EmployerID, n.Able, n.Hard, n.Tried, n.Named, n.Diet, n.Access, n.MadeAt)
	return err
}

const needColumns = `booking_id, occasion_id, person_id, employer_id, able, hard, tried, named, diet, access, made_at`

func scanNeed(s db.Scanner) (n Need, err error) {
	err = s.Scan(&n.BookingID, &n.OccasionID, &n.PersonID, &n.EmployerID, &n.Able, &n.Hard, &n.Tried, &n.Named, &n.Diet, &n.Access, &n.MadeAt)
	return n, err
}

func needOf(ctx context.Context, q db.Q, bookingID string) (Need, error) {
	return db.One(ctx, q, scanNeed, `
		SELECT `+needColumns+`
		FROM day_need
		WHERE booking_id = $1`,
		bookingID)
}

func needsOf(ctx context.Context, q db.Q, occasionID string) (map[string]Need, error) {
	out := map[string]Need{}
	err := db.Each(ctx, q, scanNeed, func(n Need) error { out[n.BookingID] = n; return nil }, `
		SELECT `+needColumns+`
		FROM day_need
		WHERE occasion_id = $1`,
		occasionID)
	return out, err
}

// Group is who comes, as whoever leads may know it before the day: totals, and answers without names (rule 31).
type Group struct {
	Day
	Steps, Occupations, Areas, Towns []rule.Total // keys: step, occupation, area, name of the municipality
	Answers                          []Answer     // of those who still have a seat, in the order of the alphabet
	Prepared                         Prepared
}

// Who is whose a phone's outbox is, without saying who: what one has kept there nobody else sends.
func (at *Attendance) Who(a may.Actor) string { return token(at.Keys.Hash("outbox", a.PersonID)) }

// Opens is when one can begin to check in at a session.
func (at *Attendance) Opens(s occasion.Session) time.Time {
	return s.BeginsAt(at.Place).Add(-opensBefore)
}

// Answer is what somebody wants of the day. Name is "" unless the person agreed to be named.
type Answer struct{ Name, Able, Hard, Tried string }

// Prepared counts how far those who come have got with what is to be done before the day.
type Prepared struct {
	Asked               bool // the course asks for something before its day
	Done, Started, None int64
}

// Group tells whoever leads or arranges the day who comes (R128). Those who are named can read who looked.
func (at *Attendance) Group(ctx context.Context, a may.Actor, occasionID string) (g Group, err error) {
	defer fault.Wrap(&err, "group of %s", occasionID)
	if g.Day, err = at.led(ctx, a, occasionID); err != nil {
		return g, err
	}
	if err = at.fill(ctx, at.DB, &g.Day); err != nil {
		return g, err
	}
	if err = at.mix(ctx, &g); err != nil {
		return g, err
	}
	needs, err := needsOf(ctx, at.DB, occasionID)
	if err != nil {
		return g, err
	}
	if over(g.Occasion, at.Today()) { // nothing is read any more, also before the job has been here
		needs = nil
	}
	for _, l := range g.Lines {
		n := needs[l.BookingID]
		if n.Able+n.Hard+n.Tried == "" {
			continue
		}
		answer := Answer{Able: n.Able, Hard: n.Hard, Tried: n.Tried}
		if n.Named {
			answer.Name = l.Name
			if err := at.Audit.Person(ctx, at.DB, a, "attendance.needs", l.PersonID); err != nil {
				return g, err
			}
		}
		g.Answers = append(g.Answers, answer)
	}
	// In the order of the words, not of the list: the place of an answer tells nothing of whose it is.
	slices.SortStableFunc(g.Answers, func(x, y Answer) int {
		return cmp.Or(cmp.Compare(x.Able, y.Able), cmp.Compare(x.Hard, y.Hard), cmp.Compare(x.Tried, y.Tried))
	})
	g.Prepared, err = at.prepared(ctx, g.Day)
	return g, err
}

// prepared counts how far those with an account here have got with what the course asks for before its day.
func (at *Attendance) prepared(ctx context.Context, d Day) (p Prepared, err error) {
	var ids []string
	for _, l := range d.Lines {
		if l.PersonID != "" {
			ids = append(ids, l.PersonID)
		}
	}
	asked, done, err := at.Studies.PreparedAmong(ctx, d.CourseID, ids)
	p.Asked = asked > 0
	for _, id := range ids {
		switch n := done[id]; {
		case n >= asked:
			p.Done++
		case n > 0:
			p.Started++
		default:
			p.None++
		}
	}
	return p, err
}

// mix counts the group by years in the work, occupation, area and municipality. Small numbers are hidden.
func (at *Attendance) mix(ctx context.Context, g *Group) error {
	steps, occupations, areas, towns := map[string]int64{}, map[string]int64{}, map[string]int64{}, map[string]int64{}
	var ids []string
	for _, l := range g.Lines {
		switch {
		case l.From != "":
			towns[l.From]++
		default:
			towns[""]++ // of a protected identity nothing is said
		}
		if l.PersonID != "" {
			ids = append(ids, l.PersonID)
		}
	}
	work, err := at.Staff.WorkOf(ctx, ids, at.Today())
	if err != nil {
		return err
	}
	for _, l := range g.Lines {
		step, occupation, area := "", "", ""
		for _, w := range work[l.PersonID] {
			if w.EmployerID == l.EmployerID || occupation == "" {
				occupation, area = w.Occupation, w.Area
			}
			step = max(step, stepOf(w.StartDate, g.FirstDay)) // the keys sort as the steps do
		}
		steps[step]++
		occupations[occupation]++
		areas[area]++
	}
	g.Steps, g.Occupations, g.Areas, g.Towns = rule.Few(steps), rule.Few(occupations), rule.Few(areas), rule.Few(towns)
	return nil
}

// The steps by years at the present work (rule 9).
const (
	StepNew         = "1"
	StepPractised   = "2"
	StepExperienced = "3"
)

func stepOf(since, on string) string {
	from, err := lang.ParseDate(since)
	until, err2 := lang.ParseDate(on)
	switch {
	case err != nil || err2 != nil:
		return ""
	case from.AddDate(2, 0, 0).After(until):
		return StepNew
	case from.AddDate(5, 0, 0).After(until):
		return StepPractised
	}
	return StepExperienced
}

// Kitchen is what the organiser reads of diet and access: name and need.
type Kitchen struct {
	Day
	Needs []KitchenLine
}

// KitchenLine is somebody's diet and access needs.
type KitchenLine struct{ Name, Diet, Access string }

// Kitchen gives diet and access needs to whoever arranges the occasion, never to who only leads it, nor to
// managers (rule 31). The people can read who looked.
func (at *Attendance) Kitchen(ctx context.Context, a may.Actor, occasionID string) (k Kitchen, err error) {
	defer fault.Wrap(&err, "diet at %s", occasionID)
	if k.Occasion, err = at.Occasions.Find(ctx, occasionID); err != nil {
		return k, err
	}
	if err = at.Occasions.Owns(ctx, a, k.Occasion); err != nil {
		return k, err
	}
	if k.Lines, err = at.lines(ctx, at.DB, occasionID); err != nil {
		return k, err
	}
	needs, err := needsOf(ctx, at.DB, occasionID)
	if err != nil || over(k.Occasion, at.Today()) { // nothing is read any more, also before the job has been here
		return k, err
	}
	for _, l := range k.Lines {
		n := needs[l.BookingID]
		if n.Diet+n.Access == "" {
			continue
		}
		if err := at.Audit.Person(ctx, at.DB, a, "attendance.diet", l.PersonID); err != nil {
			return k, err
		}
		k.Needs = append(k.Needs, KitchenLine{l.Name, n.Diet, n.Access})
	}
	return k, nil
}

// Aged asks for what is only for the day to be deleted when it is over.
type Aged struct{}

// Kind implements job.Args.
func (Aged) Kind() string { return "attendance.aged" }

// keepMarks is how long single marks are kept: what came of them stays in the outcome.
const keepMarks = 2 // years

// OnAged deletes what people told before days that have been, or were cancelled, or where they have no seat any more
// (rule 31); codes of days that
// have passed; and marks of long ago.
func (at *Attendance) OnAged(ctx context.Context, _ Aged) error {
	ids, err := db.All(ctx, at.DB, db.Text, `SELECT DISTINCT occasion_id FROM day_need ORDER BY occasion_id`)
	if err != nil {
		return err
	}
	today := at.Today()
	for _, id := range ids {
		o, err := at.Occasions.Find(ctx, id)
		if err != nil && !errors.Is(err, occasion.ErrNoOccasion) {
			return err
		}
		if err == nil && !over(o, today) {
			if err := at.unseated(ctx, id); err != nil {
				return err
			}
			continue
		}
		if _, err := at.DB.Exec(ctx, `DELETE FROM day_need WHERE occasion_id = $1`, id); err != nil {
			return err
		}
	}
	long := org.Today(at.Now().AddDate(-keepMarks, 0, 0), at.Place)
	for _, q := range []struct{ text, day string }{
		{`DELETE FROM day_code WHERE on_day < $1`, today},
		{`DELETE FROM day_look WHERE on_day < $1`, long},
	} {
		if _, err := at.DB.Exec(ctx, q.text, q.day); err != nil {
			return err
		}
	}
	_, err = at.DB.Exec(ctx, `
		DELETE FROM day_mark
		WHERE received_at < $1`,
		at.Now().AddDate(-keepMarks, 0, 0))
	return err
}

// unseated deletes what was told before a day by those who have given up their seats: nobody reads it, and they cannot
// take it back themselves.
func (at *Attendance) unseated(ctx context.Context, occasionID string) error {
	return at.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := occasion.Hold(ctx, tx, occasionID); err != nil {
			return err
		}
		needs, err := needsOf(ctx, tx, occasionID)
		if err != nil {
			return err
		}
		seated, err := at.Bookings.Seated(ctx, tx, occasionID)
		if err != nil {
			return err
		}
		for _, b := range seated {
			delete(needs, b.ID)
		}
		for id := range needs {
			if _, err := tx.Exec(ctx, `DELETE FROM day_need WHERE booking_id = $1`, id); err != nil {
				return err
			}
		}
		return nil
	})
}
