package practice

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/course"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/practice/rule"
)

// Kind is when a try was.
type Kind string

// The kinds.
const (
	AtDay Kind = "day"   // at the station
	Later Kind = "later" // at the workplace, weeks later (R275)
)

// Try is one try at a station.
type Try struct {
	ID, StationID, BookingID string
	PersonID, EmployerID     string // "" of a guest
	Kind                     Kind
	Passed                   bool
	Ticked                   []int // numbers of steps, from 0
	Note                     string
	Assessor                 string // the booking of a guest who assessed; "" = By did
	By                       string
	On                       string
	At                       time.Time
}

const tryColumns = `t.id, t.station_id, t.booking_id, t.person_id, t.employer_id, t.kind, t.passed, t.ticked, t.note, t.assessor, t.by_id, t.tried_on, t.tried_at`

func scanTry(s db.Scanner) (t Try, err error) {
	var ticked string
	if err = s.Scan(&t.ID, &t.StationID, &t.BookingID, &t.PersonID, &t.EmployerID, &t.Kind, &t.Passed, &ticked, &t.Note, &t.Assessor, &t.By, &t.On, &t.At); err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(ticked), &t.Ticked)
}

// Person is somebody whom the actor assesses at an occasion.
type Person struct {
	BookingID, PersonID, EmployerID, UnitID string
	Name                                    string // of a protected identity the contact code (rule 7)
	From                                    string // of a guest the organisation
	Standing                                map[string]rule.Standing
}

// Floor is an occasion as whoever assesses sees it.
type Floor struct {
	occasion.Occasion
	Whole    bool // leads, arranges or is named: sees all who have a seat
	Stations []Station
	People   []Person // by name
	Guests   []Named  // guests who come as assessors, by booking; only for who sees the whole
}

// Station finds one of the floor that has not ended.
func (f Floor) Station(id string) (Station, error) {
	for _, s := range f.Stations {
		if s.ID == id {
			return s, nil
		}
	}
	return Station{}, ErrNoStation
}

// Person finds one of the floor.
func (f Floor) Person(bookingID string) (Person, error) {
	for _, x := range f.People {
		if x.BookingID == bookingID {
			return x, nil
		}
	}
	return Person{}, ErrNobody
}

// Floor gives an occasion to who signs off there: who leads or arranges it and whom the organiser has named see all who
// have a seat, as long as who leads sees them; who may sign skills for a unit sees the unit's people. Nobody sees themself. Errors: occasion.ErrNoOccasion,
// may.ErrDenied.
func (p *Practice) Floor(ctx context.Context, a may.Actor, occasionID string) (f Floor, err error) {
	defer fault.Wrap(&err, "assess at %s", occasionID)
	if f.Occasion, err = p.Occasions.Find(ctx, occasionID); err != nil {
		return f, err
	}
	if f.Whole, err = p.whole(ctx, a, f.Occasion); err != nil {
		return f, err
	}
	if !f.Whole {
		if err := may.AskSomewhere(a, may.SignSkill); err != nil {
			return f, err
		}
	}
	if f.Stations, err = stationsOf(ctx, p.DB, occasionID); err != nil {
		return f, err
	}
	f.Stations = slices.DeleteFunc(f.Stations, func(s Station) bool { return s.Ended })
	seated, err := p.Bookings.Seated(ctx, p.DB, occasionID)
	if err != nil {
		return f, err
	}
	if err := p.fill(ctx, a, &f, seated); err != nil {
		return f, err
	}
	if !f.Whole && len(f.People) == 0 {
		return f, may.ErrDenied
	}
	return f, p.stand(ctx, &f)
}

// whole tells whether the actor assesses all of an occasion: who leads it or is named as an assessor does until some
// months after its last day, who arranges it always.
func (p *Practice) whole(ctx context.Context, a may.Actor, o occasion.Occasion) (bool, error) {
	if !a.Known() && !a.IsOperator() {
		return false, may.ErrSignIn
	}
	if _, err := p.Occasions.Leads(ctx, a, o); err == nil {
		return true, nil
	} else if !isDenied(err) {
		return false, err
	}
	n, err := db.One(ctx, p.DB, db.Number, `SELECT COUNT(*) FROM station_assessor WHERE occasion_id = $1 AND person_id = $2`, o.ID, a.PersonID)
	return n > 0 && o.State != occasion.Draft && !p.Occasions.Long(o), err
}

func isDenied(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Kind == fault.Denied
}

// fill puts those whom the actor assesses on the floor.
func (p *Practice) fill(ctx context.Context, a may.Actor, f *Floor, seated []booking.Seated) error {
	signs := map[string]bool{}
	for _, s := range seated {
		if s.GuestID != "" && s.Part == "assessor" {
			if f.Whole {
				f.Guests = append(f.Guests, Named{s.ID, s.Name})
			}
			continue
		}
		if s.PersonID != "" && s.PersonID == a.PersonID {
			continue
		}
		if !f.Whole {
			if _, known := signs[s.UnitID]; !known {
				is, err := p.signs(ctx, a, s.UnitID)
				if err != nil {
					return err
				}
				signs[s.UnitID] = is
			}
			if !signs[s.UnitID] {
				continue
			}
		}
		f.People = append(f.People, Person{BookingID: s.ID, PersonID: s.PersonID, EmployerID: s.EmployerID, UnitID: s.UnitID, Name: s.Name, From: s.Organisation, Standing: map[string]rule.Standing{}})
	}
	lang.SortBy(f.People, func(x Person) string { return x.Name })
	return nil
}

// signs tells whether the actor signs skills for a unit's people.
func (p *Practice) signs(ctx context.Context, a may.Actor, unitID string) (bool, error) {
	if unitID == "" {
		return false, nil
	}
	unit, err := p.Tree.Find(ctx, unitID, p.Today())
	if errors.Is(err, org.ErrNoNode) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := org.AskWithin(ctx, p.DB, a, may.SignSkill, unit, p.Today()); isDenied(err) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	return true, nil
}

// stand tells how each stands at each station.
func (p *Practice) stand(ctx context.Context, f *Floor) error {
	all, err := db.All(ctx, p.DB, scanTry, `
		SELECT `+tryColumns+`
		FROM skill_try t
		JOIN station s ON s.id = t.station_id
		WHERE s.occasion_id = $1 AND t.kind = 'day'`,
		f.ID)
	if err != nil {
		return err
	}
	tries := map[[2]string][]rule.Try{}
	for _, t := range all {
		k := [2]string{t.BookingID, t.StationID}
		tries[k] = append(tries[k], rule.Try{ID: t.ID, Passed: t.Passed, At: t.At})
	}
	for k, some := range tries {
		if i := slices.IndexFunc(f.People, func(x Person) bool { return x.BookingID == k[0] }); i >= 0 {
			f.People[i].Standing[k[1]] = rule.Stand(some)
		}
	}
	return nil
}

// Tries lists somebody's tries at a station, the latest first, for who assesses there. The person can read who looked.
func (p *Practice) Tries(ctx context.Context, a may.Actor, f Floor, stationID, bookingID string) ([]Try, error) {
	x, err := f.Person(bookingID)
	if err != nil {
		return nil, err
	}
	if x.PersonID != "" {
		if err := p.Audit.Person(ctx, p.DB, a, "practice.try", x.PersonID); err != nil {
			return nil, err
		}
	}
	return db.All(ctx, p.DB, scanTry, `
		SELECT `+tryColumns+`
		FROM skill_try t
		WHERE t.station_id = $1 AND t.booking_id = $2
		ORDER BY t.tried_at DESC, t.id DESC
		LIMIT 50`,
		stationID, bookingID)
}

// Passed says that somebody has signed off a skill: the course may be done now.
type Passed struct{ PersonID, CourseID string }

// Kind implements job.Args.
func (Passed) Kind() string { return "practice.passed" }

// Eased says that a station is not required any more: courses of those who were there may be done now.
type Eased struct{ OccasionID string }

// Kind implements job.Args.
func (Eased) Kind() string { return "practice.eased" }

// Sign notes a try at a station on the day (R270). t says ID (made with the form: the same twice is one), StationID,
// BookingID, Passed, Ticked, Note and Assessor. Errors: ErrKey, ErrNoStation, ErrEnded, ErrNobody, ErrSelf, ErrOff, ErrEarly,
// ErrCritical, ErrAssessor, ErrLong, ErrIdentity, may.ErrDenied.
func (p *Practice) Sign(ctx context.Context, a may.Actor, t Try) (err error) {
	defer fault.Wrap(&err, "sign off at station %s", t.StationID)
	s, err := findStation(ctx, p.DB, t.StationID)
	if err != nil {
		return err
	}
	f, err := p.Floor(ctx, a, s.OccasionID)
	if err != nil {
		return err
	}
	switch {
	case s.Ended:
		return ErrEnded
	case f.State == occasion.Draft || f.State == occasion.Cancelled:
		return ErrOff
	case f.FirstDay > p.Today():
		return ErrEarly
	}
	if own, err := p.isOwn(ctx, a, t.BookingID); err != nil || own {
		return errors.Join(err, whenTrue(own, ErrSelf))
	}
	x, err := f.Person(t.BookingID)
	if err != nil {
		return err
	}
	if t.Assessor != "" && !slices.ContainsFunc(f.Guests, func(g Named) bool { return g.ID == t.Assessor }) {
		return ErrAssessor
	}
	t.PersonID, t.EmployerID, t.Kind = x.PersonID, x.EmployerID, AtDay
	if err := p.checkTry(&t, s); err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		added, err := p.insertTry(ctx, tx, a, t)
		if err != nil || !added || t.PersonID == "" {
			return err
		}
		return p.after(ctx, tx, s, t)
	})
}

func whenTrue(is bool, err error) error {
	if is {
		return err
	}
	return nil
}

// isOwn tells whether a booking is the actor's own.
func (p *Practice) isOwn(ctx context.Context, a may.Actor, bookingID string) (bool, error) {
	if a.PersonID == "" {
		return false, nil
	}
	k, err := p.Bookings.Look(ctx, p.DB, bookingID)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return false, nil
	}
	return err == nil && k.PersonID == a.PersonID, err
}

// checkTry tidies a try, or tells what is wrong with it.
func (p *Practice) checkTry(t *Try, s Station) error {
	if t.ID == "" || len(t.ID) > 64 {
		return ErrKey
	}
	slices.Sort(t.Ticked)
	t.Ticked = slices.Compact(t.Ticked)
	for _, i := range t.Ticked {
		if i < 0 || i >= len(s.Steps) {
			return ErrKey
		}
	}
	if t.Ticked == nil {
		t.Ticked = []int{}
	}
	if err := p.text(&t.Note, "anteckning", 500); err != nil {
		return err
	}
	if t.Passed && !rule.Ready(s.Steps, t.Ticked) {
		return ErrCritical
	}
	return nil
}

// insertTry puts a try; false when it is there already.
func (p *Practice) insertTry(ctx context.Context, tx *db.Tx, a may.Actor, t Try) (bool, error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO skill_try (id, station_id, booking_id, person_id, employer_id, kind, passed, ticked, note, assessor, by_id, tried_on, tried_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (id) DO NOTHING`,
		t.ID, t.StationID, t.BookingID, t.PersonID, t.EmployerID, string(t.Kind), t.Passed, packed(t.Ticked), t.Note, t.Assessor, a.PersonID, p.Today(), p.Now())
	if err == nil && n == 1 && t.PersonID != "" && p.Tried != nil {
		err = p.Tried(ctx, tx, t.PersonID)
	}
	return n == 1, err
}

// after lets follow what a try on the day leads to: a later look, and the course that waited for it.
func (p *Practice) after(ctx context.Context, tx *db.Tx, s Station, t Try) error {
	if !t.Passed || s.Weeks == 0 {
		if _, err := tx.Exec(ctx, `DELETE FROM skill_due WHERE station_id = $1 AND booking_id = $2`, s.ID, t.BookingID); err != nil {
			return err
		}
	} else if _, err := tx.Exec(ctx, `
			INSERT INTO skill_due (station_id, booking_id, person_id, employer_id, due_on, told_for)
			VALUES ($1, $2, $3, $4, $5, '')
			ON CONFLICT (station_id, booking_id) DO UPDATE SET due_on = excluded.due_on`,
		s.ID, t.BookingID, t.PersonID, t.EmployerID, dueDay(p.Today(), s.Weeks)); err != nil {
		return err
	}
	if !t.Passed || !s.Required {
		return nil
	}
	return p.Jobs.Add(ctx, tx, Passed{PersonID: t.PersonID, CourseID: s.CourseID})
}

// OnPassed ends a study that waited for nothing but the skill. Twice is once.
func (p *Practice) OnPassed(ctx context.Context, x Passed) error {
	err := p.Studies.Finish(ctx, may.Actor{PersonID: x.PersonID}, x.CourseID)
	if f := fault.Of(err); errors.Is(err, course.ErrNotReady) || f != nil && (f.Kind == fault.Missing || f.Kind == fault.Conflict) {
		return nil // something else is left, or the course was never begun
	}
	return err
}

// OnEased asks for each who was there whether the course is done now.
func (p *Practice) OnEased(ctx context.Context, x Eased) error {
	o, err := p.Occasions.Find(ctx, x.OccasionID)
	if err != nil {
		return err
	}
	seated, err := p.Bookings.Seated(ctx, p.DB, x.OccasionID)
	if err != nil {
		return err
	}
	for _, s := range seated {
		if s.PersonID == "" {
			continue
		}
		if err := p.OnPassed(ctx, Passed{PersonID: s.PersonID, CourseID: o.CourseID}); err != nil {
			return err
		}
	}
	return nil
}

// Open implements course.Gate: of the occasions of the course that the person has been at, every required skill is
// signed off, there or at another occasion of the course. The latest try of a skill holds.
func (p *Practice) Open(ctx context.Context, tx *db.Tx, s course.Study) (bool, error) {
	asked, err := db.All(ctx, tx, scanStation, `
		SELECT `+stationColumns+`
		FROM station s
		JOIN booking b ON b.occasion_id = s.occasion_id AND b.person_id = $1
		WHERE s.course_id = $2 AND s.required AND NOT s.ended AND b.state IN ('booked', 'attended', 'part')`,
		s.PersonID, s.CourseID)
	if err != nil || len(asked) == 0 {
		return err == nil, err
	}
	var ids []string
	for _, x := range asked {
		ids = append(ids, x.OccasionID)
	}
	occasions, err := occasion.FindMany(ctx, tx, ids)
	if err != nil {
		return false, err
	}
	type row struct {
		skill string
		rule.Try
	}
	tries := map[string][]rule.Try{}
	err = db.Each(ctx, tx, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.skill, &r.ID, &r.Passed, &r.At); return r, err },
		func(r row) error { tries[r.skill] = append(tries[r.skill], r.Try); return nil }, `
		SELECT s.skill, t.id, t.passed, t.tried_at
		FROM skill_try t
		JOIN station s ON s.id = t.station_id
		WHERE t.person_id = $1 AND t.kind = 'day' AND s.course_id = $2`,
		s.PersonID, s.CourseID)
	if err != nil {
		return false, err
	}
	for _, x := range asked {
		if o := occasions[x.OccasionID]; o.State == occasion.Cancelled || o.FirstDay > p.Today() {
			continue // a day that is to come asks for nothing yet
		}
		if !rule.Stand(tries[x.Skill]).Passed {
			return false, nil
		}
	}
	return true, nil
}
