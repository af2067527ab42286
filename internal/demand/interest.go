package demand

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Interest is that somebody wants to go to a course's days, and when it would suit.
type Interest struct {
	ID, PersonID, CourseID             string
	EmployerID, MunicipalityID, UnitID string
	Period                             string // a half-year, "2027-1"; "" as soon as may be
	Weekdays                           string // digits, Monday 1; "" any
	Hours                              string // "", morning or afternoon
	MadeAt                             time.Time
	SaidAt                             time.Time // when it was said last
	Title                              string    // of the course; "" when it is gone
}

// Days are the weekdays wished.
func (i Interest) Days() (out []time.Weekday) {
	for _, c := range i.Weekdays {
		out = append(out, time.Weekday(c-'0'))
	}
	return out
}

// Periods are the half-years that may be wished from a day on: what is left of this one and the three that follow.
func Periods(on string) []string {
	year, err := strconv.Atoi(on[:4])
	if err != nil {
		return nil
	}
	half := 1
	if on[5:7] > "06" {
		half = 2
	}
	var out []string
	for range 4 {
		out = append(out, strconv.Itoa(year)+"-"+strconv.Itoa(half))
		if half++; half > 2 {
			year, half = year+1, 1
		}
	}
	return out
}

// PeriodOf is the half-year of a day.
func PeriodOf(day string) string { return Periods(day)[0] }

const interestColumns = `id, person_id, course_id, employer_id, municipality_id, unit_id, period, weekdays, hours, made_at, changed_at`

func scanInterest(s db.Scanner) (i Interest, err error) {
	err = s.Scan(&i.ID, &i.PersonID, &i.CourseID, &i.EmployerID, &i.MunicipalityID, &i.UnitID, &i.Period, &i.Weekdays, &i.Hours, &i.MadeAt, &i.SaidAt)
	return i, err
}

// Say notes that the actor is interested in a course, or changes when it suits; saying it twice is once. Errors: ErrCourse,
// ErrPeriod, ErrWish, ErrNoWork, may.ErrDenied.
func (d *Demand) Say(ctx context.Context, a may.Actor, i Interest) (err error) {
	defer fault.Wrap(&err, "say interest in %s", i.CourseID)
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return err
	}
	if err := d.checkInterest(ctx, &i); err != nil {
		return err
	}
	jobs, err := d.Staff.Employments(ctx, a.PersonID, d.Today())
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		return ErrNoWork
	}
	at := slices.MaxFunc(jobs, func(x, y staff.Employment) int { return int(x.Extent - y.Extent) })
	if i.MunicipalityID, err = d.municipalityAt(ctx, at.UnitPath); err != nil {
		return err
	}
	now := d.Now().UTC()
	return d.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := d.Staff.HoldPerson(ctx, tx, a.PersonID); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `
			UPDATE interest
			SET period = $3, weekdays = $4, hours = $5, employer_id = $6, municipality_id = $7, unit_id = $8, changed_at = $9
			WHERE person_id = $1 AND course_id = $2 AND withdrawn_at IS NULL`,
			a.PersonID, i.CourseID, i.Period, i.Weekdays, i.Hours, at.EmployerID, i.MunicipalityID, at.UnitID, now)
		if err != nil || n > 0 {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO interest (`+interestColumns+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
			d.NewID(), a.PersonID, i.CourseID, at.EmployerID, i.MunicipalityID, at.UnitID, i.Period, i.Weekdays, i.Hours, now)
		return err
	})
}

// municipalityAt finds the municipality on a path; "" when there is none, as at an RSS.
func (d *Demand) municipalityAt(ctx context.Context, path string) (string, error) {
	all, err := d.Tree.Municipalities(ctx, d.Today())
	if err != nil {
		return "", err
	}
	is := make(map[string]bool, len(all))
	for _, n := range all {
		is[n.ID] = true
	}
	return townIn(path, is), nil
}

func (d *Demand) checkInterest(ctx context.Context, i *Interest) error {
	all, err := d.Courses.All(ctx)
	if err != nil {
		return err
	}
	is := false
	for _, c := range all {
		is = is || c.ID == i.CourseID
	}
	if !is {
		return ErrCourse
	}
	if i.Period != "" && !slices.Contains(Periods(d.Today()), i.Period) {
		return ErrPeriod
	}
	days := strings.Split(i.Weekdays, "")
	slices.Sort(days)
	i.Weekdays = strings.Join(slices.Compact(days), "")
	if strings.Trim(i.Weekdays, "12345") != "" || !slices.Contains([]string{"", "morning", "afternoon"}, i.Hours) {
		return ErrWish
	}
	return nil
}

// Withdraw takes the actor's interest in a course back. Errors: ErrNoInterest, may.ErrDenied.
func (d *Demand) Withdraw(ctx context.Context, a may.Actor, courseID string) (err error) {
	defer fault.Wrap(&err, "withdraw interest in %s", courseID)
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return err
	}
	n, err := d.DB.Exec(ctx, `
		UPDATE interest
		SET withdrawn_at = $3
		WHERE person_id = $1 AND course_id = $2 AND withdrawn_at IS NULL`,
		a.PersonID, courseID, d.Now().UTC())
	if err == nil && n == 0 {
		return ErrNoInterest
	}
	return err
}

// unmet leaves out what has been met: the person was at the course, or has completed it, since saying so. Who needs it again
// is counted by what runs out, and who wants it again says so again.
func (d *Demand) unmet(ctx context.Context, all []Interest) ([]Interest, error) {
	var people, courses []string
	for _, i := range all {
		people, courses = append(people, i.PersonID), append(courses, i.CourseID)
	}
	slices.Sort(people)
	slices.Sort(courses)
	met, err := d.Record.Met(ctx, slices.Compact(people), slices.Compact(courses))
	return slices.DeleteFunc(all, func(i Interest) bool { return met[i.PersonID][i.CourseID].After(i.SaidAt) }), err
}

// Own lists what the actor is interested in and has not met since, the latest first.
func (d *Demand) Own(ctx context.Context, a may.Actor) ([]Interest, error) {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, d.DB, scanInterest, `
		SELECT `+interestColumns+`
		FROM interest
		WHERE person_id = $1 AND withdrawn_at IS NULL
		ORDER BY made_at DESC, id DESC
		LIMIT 200`,
		a.PersonID)
	if err == nil {
		all, err = d.unmet(ctx, all)
	}
	if err != nil {
		return nil, err
	}
	return all, d.entitle(ctx, all)
}

// entitle fills in what the courses are called.
func (d *Demand) entitle(ctx context.Context, all []Interest) error {
	titles, err := d.Titles(ctx)
	for i := range all {
		all[i].Title = titles[all[i].CourseID]
	}
	return err
}

// Titles gives what courses are called.
func (d *Demand) Titles(ctx context.Context) (map[string]string, error) {
	all, err := d.Courses.All(ctx)
	out := make(map[string]string, len(all))
	for _, c := range all {
		out[c.ID] = c.Title
	}
	return out, err
}

// Choosable are the courses that somebody can be interested in: those with course days, and those that have had days.
func (d *Demand) Choosable(ctx context.Context) (map[string]string, error) {
	return d.coursesWithDays(ctx)
}

// wishes reads who is interested in some municipalities, each where the person works now; who works there no longer is
// left, and who has been there since.
func (d *Demand) wishes(ctx context.Context, towns []org.Node) ([]Interest, error) {
	if len(towns) == 0 {
		return nil, nil
	}
	all, err := db.All(ctx, d.DB, scanInterest, `
		SELECT `+interestColumns+`
		FROM interest
		WHERE withdrawn_at IS NULL AND municipality_id IN (`+db.Marks(1, len(towns))+`)
		ORDER BY person_id, course_id
		LIMIT 200000`,
		idsOf(towns)...)
	if err != nil {
		return nil, err
	}
	var out []Interest
	for chunk := range slices.Chunk(all, 500) {
		ids := make([]string, len(chunk))
		for k, i := range chunk {
			ids[k] = i.PersonID
		}
		slices.Sort(ids)
		work, err := d.Staff.WorkOf(ctx, slices.Compact(ids), d.Today())
		if err == nil {
			chunk, err = d.unmet(ctx, chunk)
		}
		if err != nil {
			return nil, err
		}
		for _, i := range chunk {
			if slices.ContainsFunc(work[i.PersonID], func(w staff.Working) bool { return w.EmployerID == i.EmployerID }) {
				out = append(out, i)
			}
		}
	}
	return out, nil
}

// weightOf is how much a person needs a course, for reserve lists by need.
func (d *Demand) weightOf(ctx context.Context, courseID, personID string) (int64, error) {
	reasons, err := db.All(ctx, d.DB, db.Text, `
		SELECT reason
		FROM course_need
		WHERE person_id = $1 AND course_id = $2`,
		personID, courseID)
	if err != nil {
		return 0, err
	}
	said, err := db.All(ctx, d.DB, scanInterest, `
		SELECT `+interestColumns+`
		FROM interest
		WHERE person_id = $1 AND course_id = $2 AND withdrawn_at IS NULL`,
		personID, courseID)
	if err == nil {
		said, err = d.unmet(ctx, said)
	}
	if len(said) > 0 {
		reasons = append(reasons, string(Interested))
	}
	var sum int64
	for _, r := range reasons {
		sum += map[Reason]int64{Expiring: 4, Hired: 2, Interested: 1}[Reason(r)]
	}
	return sum, err
}

// Wisher is somebody who is interested, as the employer's own see it.
type Wisher struct {
	Interest
	Name, Unit string
}

// Wishers lists who at an employer is interested in a course, by name, to who names people for its seats. Somebody with a
// protected identity stands with the contact code and no unit (rule 7). The reading is logged. Errors: org.ErrNoNode, may.ErrDenied.
func (d *Demand) Wishers(ctx context.Context, a may.Actor, employerID, courseID string) (_ []Wisher, err error) {
	defer fault.Wrap(&err, "who at %s is interested in %s", employerID, courseID)
	employer, err := d.Tree.Find(ctx, employerID, d.Today())
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a.Inside(employer.Path), may.NameSeats, employer.Path); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, d.DB, scanInterest, `
		SELECT `+interestColumns+`
		FROM interest
		WHERE employer_id = $1 AND course_id = $2 AND withdrawn_at IS NULL
		ORDER BY made_at, id
		LIMIT 500`,
		employerID, courseID)
	if err == nil {
		all, err = d.unmet(ctx, all)
	}
	if err != nil {
		return nil, err
	}
	out, err := d.named(ctx, employerID, all)
	if err != nil {
		return nil, err
	}
	return out, d.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, w := range out {
			if err := d.Audit.Person(ctx, tx, a, "demand.wishers", w.PersonID); err != nil {
				return err
			}
		}
		return nil
	})
}

// named gives those who are interested the names that the employer may read.
func (d *Demand) named(ctx context.Context, employerID string, all []Interest) ([]Wisher, error) {
	ids := make([]string, len(all))
	for i, w := range all {
		ids[i] = w.PersonID
	}
	cards, err := d.Staff.CardsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	units := map[string]string{}
	out := make([]Wisher, 0, len(all))
	for _, i := range all {
		w := Wisher{Interest: i}
		for _, c := range cards[i.PersonID] {
			if c.EmployerID == employerID {
				w.Name = c.Name()
			}
		}
		name, guarded := staff.Listed(cards[i.PersonID], employerID)
		if guarded { // at any employer
			w.Name = name
		}
		if _, read := units[i.UnitID]; !read {
			n, err := d.Tree.FindEver(ctx, i.UnitID)
			if err != nil {
				return nil, err
			}
			units[i.UnitID] = n.Name
		}
		if w.Unit = units[i.UnitID]; guarded {
			w.Unit = ""
		}
		out = append(out, w)
	}
	return out, nil
}
