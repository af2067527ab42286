package practice

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/practice/rule"
)

// DefaultWeeks is when the workplace looks whether a skill is kept when nothing else is said.
const DefaultWeeks = 8

// mostWeeks bounds it.
const mostWeeks = 104

// Template is a station that a place keeps to begin from.
type Template struct {
	ID, OwnerID string
	Name, Skill string
	Steps       []rule.Step
	Weeks       int64
}

// Station is where a skill is trained and signed off at an occasion (R270).
type Station struct {
	ID, OccasionID, CourseID string
	Name, Skill              string
	Steps                    []rule.Step
	Weeks                    int64 // 0: nobody looks later
	Required                 bool  // the course is not done before the skill is signed off
	Ended                    bool
	Revision                 int64
}

const stationColumns = `s.id, s.occasion_id, s.course_id, s.name, s.skill, s.steps, s.weeks, s.required, s.ended, s.revision`

func scanStation(s db.Scanner) (x Station, err error) {
	var steps string
	if err = s.Scan(&x.ID, &x.OccasionID, &x.CourseID, &x.Name, &x.Skill, &steps, &x.Weeks, &x.Required, &x.Ended, &x.Revision); err != nil {
		return x, err
	}
	return x, json.Unmarshal([]byte(steps), &x.Steps)
}

func findStation(ctx context.Context, q db.Q, id string) (Station, error) {
	return one(ctx, q, scanStation, ErrNoStation, `SELECT `+stationColumns+` FROM station s WHERE s.id = $1`, id)
}

func stationsOf(ctx context.Context, q db.Q, occasionID string) ([]Station, error) {
	return db.All(ctx, q, scanStation, `
		SELECT `+stationColumns+`
		FROM station s
		WHERE s.occasion_id = $1
		ORDER BY s.ended, s.made_at, s.id`,
		occasionID)
}

// check tidies what a station or a template says, or tells what is wrong.
func (p *Practice) check(name, skill *string, steps []rule.Step, weeks int64) error {
	if err := p.needed(name, ErrName, mostName); err != nil {
		return err
	}
	if err := p.needed(skill, ErrSkill, mostName); err != nil {
		return err
	}
	switch {
	case len(steps) == 0:
		return ErrSteps
	case len(steps) > mostSteps:
		return ErrManySteps
	case weeks < 0 || weeks > mostWeeks:
		return ErrWeeks
	}
	for i := range steps {
		if err := p.text(&steps[i].Text, "moment", 300); err != nil {
			return err
		}
	}
	return nil
}

func packed(v any) string {
	b, _ := json.Marshal(v) // values that we made
	return string(b)
}

// Templates lists the stations that the actor's places keep, by name.
func (p *Practice) Templates(ctx context.Context, a may.Actor) ([]Template, error) {
	ids, err := p.owners(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return db.All(ctx, p.DB, scanTemplate, `
		SELECT t.id, t.owner_id, t.name, t.skill, t.steps, t.weeks
		FROM station_template t
		WHERE NOT t.retired AND t.owner_id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY t.name, t.id
		LIMIT 300`,
		db.Args(ids)...)
}

func scanTemplate(s db.Scanner) (t Template, err error) {
	var steps string
	if err = s.Scan(&t.ID, &t.OwnerID, &t.Name, &t.Skill, &steps, &t.Weeks); err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(steps), &t.Steps)
}

// AddTemplate keeps a station to begin from at a place that the actor arranges for. Errors: ErrPlace, ErrName, ErrSkill,
// ErrSteps, ErrManySteps, ErrWeeks, ErrLong, ErrIdentity, may.ErrDenied.
func (p *Practice) AddTemplate(ctx context.Context, a may.Actor, t Template) (_ Template, err error) {
	defer fault.Wrap(&err, "keep a station at %s", t.OwnerID)
	if _, err := p.owner(ctx, a, t.OwnerID); err != nil {
		return t, err
	}
	if err := p.check(&t.Name, &t.Skill, t.Steps, t.Weeks); err != nil {
		return t, err
	}
	t.ID = p.NewID()
	_, err = p.DB.Exec(ctx, `
		INSERT INTO station_template (id, owner_id, name, skill, steps, weeks, retired, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.ID, t.OwnerID, t.Name, t.Skill, packed(t.Steps), t.Weeks, false, a.PersonID, p.Now())
	return t, err
}

// Template gives one that the actor may begin from.
func (p *Practice) Template(ctx context.Context, a may.Actor, id string) (Template, error) {
	t, err := one(ctx, p.DB, scanTemplate, ErrNoTemplate, `
		SELECT t.id, t.owner_id, t.name, t.skill, t.steps, t.weeks
		FROM station_template t
		WHERE t.id = $1 AND NOT t.retired`,
		id)
	if err != nil {
		return t, err
	}
	_, err = p.owner(ctx, a, t.OwnerID)
	return t, err
}

// RetireTemplate keeps a template no more; stations that were made from it stay.
func (p *Practice) RetireTemplate(ctx context.Context, a may.Actor, id string) error {
	if _, err := p.Template(ctx, a, id); err != nil {
		return err
	}
	_, err := p.DB.Exec(ctx, `UPDATE station_template SET retired = $2 WHERE id = $1`, id, true)
	return err
}

// Setup is an occasion's stations and who may sign off there, for its organiser.
type Setup struct {
	occasion.Occasion
	Stations  []Station
	Assessors []Named
	Others    []Named   // who may be named: those with a seat and trainers with an account
	Figures   []Figures // by station, in their order
}

// Named is a person with what lists say.
type Named struct{ ID, Name string }

// Figures are the totals of a station. Kept and Checked are 0 unless Enough people have been looked at (rule 25).
type Figures struct {
	StationID     string
	People        int64 // who have tried
	Passed        int64
	Checked, Kept int64
	Enough        bool
}

// Setup gives it. Errors: occasion.ErrNoOccasion, may.ErrDenied.
func (p *Practice) Setup(ctx context.Context, a may.Actor, occasionID string) (s Setup, err error) {
	defer fault.Wrap(&err, "stations of %s", occasionID)
	if s.Occasion, err = p.owned(ctx, a, occasionID); err != nil {
		return s, err
	}
	if s.Stations, err = stationsOf(ctx, p.DB, occasionID); err != nil {
		return s, err
	}
	named, err := db.All(ctx, p.DB, db.Text, `SELECT person_id FROM station_assessor WHERE occasion_id = $1 ORDER BY made_at, person_id`, occasionID)
	if err != nil {
		return s, err
	}
	other, err := p.mayBeNamed(ctx, a, occasionID)
	if err != nil {
		return s, err
	}
	names, err := p.names(ctx, slices.Concat(named, other))
	if err != nil {
		return s, err
	}
	for _, id := range named {
		s.Assessors = append(s.Assessors, Named{id, names[id]})
	}
	for _, id := range other {
		if !slices.Contains(named, id) {
			s.Others = append(s.Others, Named{id, names[id]})
		}
	}
	for _, st := range s.Stations {
		f, err := p.figures(ctx, st.ID)
		if err != nil {
			return s, err
		}
		s.Figures = append(s.Figures, f)
	}
	return s, nil
}

// mayBeNamed are those with a seat at an occasion and the register's trainers with an account.
func (p *Practice) mayBeNamed(ctx context.Context, a may.Actor, occasionID string) (ids []string, err error) {
	seated, err := p.Bookings.Seated(ctx, p.DB, occasionID)
	if err != nil {
		return nil, err
	}
	trainers, err := p.Occasions.Trainers(ctx, a, "")
	if err != nil {
		return nil, err
	}
	for _, t := range trainers {
		if t.PersonID != "" {
			ids = append(ids, t.PersonID)
		}
	}
	for _, s := range seated {
		if s.PersonID != "" && !slices.Contains(ids, s.PersonID) {
			ids = append(ids, s.PersonID)
		}
	}
	return ids[:min(len(ids), mostListed)], nil
}

// AddStation puts a station at an occasion that the actor arranges. Errors: as AddTemplate, ErrOff when it is called off.
func (p *Practice) AddStation(ctx context.Context, a may.Actor, s Station) (_ Station, err error) {
	defer fault.Wrap(&err, "add a station to %s", s.OccasionID)
	o, err := p.owned(ctx, a, s.OccasionID)
	if err != nil {
		return s, err
	}
	if o.State == occasion.Cancelled {
		return s, ErrOff
	}
	if err := p.check(&s.Name, &s.Skill, s.Steps, s.Weeks); err != nil {
		return s, err
	}
	s.ID, s.CourseID, s.Revision = p.NewID(), o.CourseID, 1
	_, err = p.DB.Exec(ctx, `
		INSERT INTO station (id, occasion_id, course_id, name, skill, steps, weeks, required, ended, revision, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)`,
		s.ID, s.OccasionID, s.CourseID, s.Name, s.Skill, packed(s.Steps), s.Weeks, s.Required, false, a.PersonID, p.Now())
	return s, err
}

// SaveStation writes a station anew. When somebody has tried, its steps stay as they were assessed: ErrEnded is for one
// that has ended, ErrTried when the steps of one that was tried differ, ErrChanged when somebody else saved meanwhile.
func (p *Practice) SaveStation(ctx context.Context, a may.Actor, s Station) (err error) {
	defer fault.Wrap(&err, "save station %s", s.ID)
	was, err := findStation(ctx, p.DB, s.ID)
	if err != nil {
		return err
	}
	if _, err := p.owned(ctx, a, was.OccasionID); err != nil {
		return err
	}
	if err := p.check(&s.Name, &s.Skill, s.Steps, s.Weeks); err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		tries, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM skill_try WHERE station_id = $1`, s.ID)
		if err != nil {
			return err
		}
		if tries > 0 && (!slices.Equal(was.Steps, s.Steps) || was.Skill != s.Skill) {
			return ErrTried
		}
		n, err := tx.Exec(ctx, `
			UPDATE station SET name = $2, skill = $3, steps = $4, weeks = $5, required = $6, ended = $7, revision = revision + 1
			WHERE id = $1 AND revision = $8`,
			s.ID, s.Name, s.Skill, packed(s.Steps), s.Weeks, s.Required, s.Ended, s.Revision)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		if was.Required && !was.Ended && (!s.Required || s.Ended) {
			return p.Jobs.Add(ctx, tx, Eased{OccasionID: was.OccasionID})
		}
		return nil
	})
}

// ErrTried says that what has been assessed is not written anew.
var ErrTried = fault.New(fault.Conflict, "practice.tried").On("moment")

// NameAssessor lets somebody sign off at an occasion. Errors: ErrAssessor, may.ErrDenied.
func (p *Practice) NameAssessor(ctx context.Context, a may.Actor, occasionID, personID string) (err error) {
	defer fault.Wrap(&err, "name an assessor of %s", occasionID)
	if _, err := p.owned(ctx, a, occasionID); err != nil {
		return err
	}
	ids, err := p.mayBeNamed(ctx, a, occasionID)
	if err != nil {
		return err
	}
	if !slices.Contains(ids, personID) {
		return ErrAssessor
	}
	_, err = p.DB.Exec(ctx, `
		INSERT INTO station_assessor (occasion_id, person_id, made_by, made_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`,
		occasionID, personID, a.PersonID, p.Now())
	return err
}

// DropAssessor ends that.
func (p *Practice) DropAssessor(ctx context.Context, a may.Actor, occasionID, personID string) error {
	if _, err := p.owned(ctx, a, occasionID); err != nil {
		return err
	}
	_, err := p.DB.Exec(ctx, `DELETE FROM station_assessor WHERE occasion_id = $1 AND person_id = $2`, occasionID, personID)
	return err
}

// figures counts a station's tries by person.
func (p *Practice) figures(ctx context.Context, stationID string) (f Figures, err error) {
	type row struct {
		who, kind string
		rule.Try
	}
	day, later := map[string][]rule.Try{}, map[string][]rule.Try{}
	err = db.Each(ctx, p.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.who, &r.kind, &r.ID, &r.Passed, &r.At)
		return r, err
	}, func(r row) error {
		if r.kind == string(AtDay) {
			day[r.who] = append(day[r.who], r.Try)
		} else {
			later[r.who] = append(later[r.who], r.Try)
		}
		return nil
	}, `SELECT booking_id, kind, id, passed, tried_at FROM skill_try WHERE station_id = $1`, stationID)
	f.StationID, f.People = stationID, int64(len(day))
	for _, tries := range day {
		if rule.Stand(tries).Passed {
			f.Passed++
		}
	}
	if f.Enough = len(later) >= rule.Few; !f.Enough {
		return f, err
	}
	f.Checked = int64(len(later))
	for _, tries := range later {
		first := slices.MinFunc(tries, func(x, y rule.Try) int { return x.At.Compare(y.At) })
		if first.Passed { // kept when first looked at; practised again is another thing
			f.Kept++
		}
	}
	return f, err
}

// dueDay is a number of weeks after a day.
func dueDay(on string, weeks int64) string {
	t, err := time.Parse(time.DateOnly, on)
	if err != nil {
		return on // what is kept has been checked
	}
	return t.AddDate(0, 0, int(weeks)*7).Format(time.DateOnly)
}
