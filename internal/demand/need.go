package demand

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/group"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// Need is that a person needs a course, and why.
type Need struct {
	PersonID, CourseID         string
	Reason                     Reason
	EmployerID, MunicipalityID string
}

// Counted is the job that computes everybody's needs again, once a day.
type Counted struct{}

// Kind implements job.Args.
func (Counted) Kind() string { return "demand.counted" }

// Asked is the job that computes some municipalities' again, since somebody asked.
type Asked struct{ TaskID string }

// Kind implements job.Args.
func (Asked) Kind() string { return "demand.asked" }

// mostAtOnce is how many people are resolved at once.
const mostAtOnce = 200

// counting computes needs on one day.
type counting struct {
	*Demand
	on       string
	courses  map[string]string
	resolver *journey.Resolver
	expiring map[string][]Need // by municipality
}

// counting begins to compute: what runs out is read for all at once.
func (d *Demand) counting(ctx context.Context, courses map[string]string, towns []org.Node, on string) (*counting, error) {
	c := &counting{Demand: d, on: on, courses: courses, resolver: d.Journeys.Resolver(on), expiring: map[string][]Need{}}
	all, err := d.Record.Expiring(ctx, slices.Sorted(maps.Keys(courses)), shift(on, -behindMonths, 0), shift(on, aheadMonths, 0))
	if err != nil {
		return nil, err
	}
	is := make(map[string]bool, len(towns))
	for _, t := range towns {
		is[t.ID] = true
	}
	for chunk := range slices.Chunk(all, mostAtOnce) {
		if err := c.home(ctx, chunk, is); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// home finds where people work of whom something runs out; who does not work for the employer any longer is left.
func (c *counting) home(ctx context.Context, all []record.Expiry, towns map[string]bool) error {
	var ids []string
	for _, e := range all {
		if !slices.Contains(ids, e.PersonID) {
			ids = append(ids, e.PersonID)
		}
	}
	work, err := c.Staff.WorkOf(ctx, ids, c.on)
	if err != nil {
		return err
	}
	for _, e := range all {
		for _, w := range work[e.PersonID] {
			town := townIn(w.UnitPath, towns)
			if w.EmployerID == e.EmployerID && !w.Dormant && town != "" {
				c.expiring[town] = append(c.expiring[town], Need{e.PersonID, e.CourseID, Expiring, e.EmployerID, town})
				break
			}
		}
	}
	return nil
}

// townIn finds the municipality on a path.
func townIn(path string, towns map[string]bool) string {
	for _, id := range strings.Split(path, "/") {
		if towns[id] {
			return id
		}
	}
	return ""
}

// of computes a municipality's needs, each once.
func (c *counting) of(ctx context.Context, town org.Node) ([]Need, error) {
	once := map[Need]bool{}
	out := []Need{}
	add := func(n Need) {
		key := Need{PersonID: n.PersonID, CourseID: n.CourseID, Reason: n.Reason}
		if !once[key] {
			once[key] = true
			out = append(out, n)
		}
	}
	for _, n := range c.expiring[town.ID] {
		add(n)
	}
	ids, err := c.Staff.Newcomers(ctx, town.Path, shift(c.on, 0, -newDays), c.on)
	if err != nil {
		return nil, err
	}
	for chunk := range slices.Chunk(ids, mostAtOnce) {
		stands, err := c.resolver.Stands(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for _, s := range stands {
			if !may.Within(s.Home.UnitPath, town.Path) || s.Home.StartDate < shift(c.on, 0, -newDays) {
				continue
			}
			_, lines := group.Count(s.Journeys, plan.Date(c.on))
			for _, l := range lines {
				_, planned := c.courses[l.Course]
				if planned && (l.Cell == group.Overdue || l.Cell == group.Missing || l.Cell == group.Ongoing) {
					add(Need{s.PersonID, l.Course, Hired, s.EmployerID, town.ID})
				}
			}
		}
	}
	return out, nil
}

// OnCounted computes all municipalities' needs. It may run twice: the later puts the same in place.
func (d *Demand) OnCounted(ctx context.Context, _ Counted) error {
	towns, err := d.Tree.Municipalities(ctx, d.Today())
	if err != nil {
		return err
	}
	return d.Recount(ctx, towns, nil)
}

// Recount computes some municipalities' needs as of today and keeps them. step is told how far it has come.
func (d *Demand) Recount(ctx context.Context, towns []org.Node, step func(done, total int) error) (err error) {
	defer fault.Wrap(&err, "count who needs courses in %d municipalities", len(towns))
	courses, err := d.coursesWithDays(ctx)
	if err != nil {
		return err
	}
	c, err := d.counting(ctx, courses, towns, d.Today())
	if err != nil {
		return err
	}
	for i, town := range towns {
		if step != nil {
			if err := step(i, len(towns)); err != nil {
				return err
			}
		}
		needs, err := c.of(ctx, town)
		if err != nil {
			return err
		}
		if err := d.DB.Tx(ctx, func(tx *db.Tx) error { return d.keep(ctx, tx, town.ID, needs) }); err != nil {
			return err
		}
	}
	return nil
}

// keep puts a municipality's needs in place of those that were.
func (d *Demand) keep(ctx context.Context, tx *db.Tx, townID string, needs []Need) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO course_need_pass (municipality_id, on_day, ended_at)
		VALUES ($1, $2, $3)
		ON CONFLICT (municipality_id) DO UPDATE SET on_day = excluded.on_day, ended_at = excluded.ended_at`,
		townID, d.Today(), d.Now().UTC())
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM course_need WHERE municipality_id = $1`, townID); err != nil {
		return err
	}
	for chunk := range slices.Chunk(needs, 500) { // who works in two municipalities is counted where it was computed last
		args := []any{}
		for _, n := range chunk {
			args = append(args, n.PersonID)
		}
		if _, err := tx.Exec(ctx, `DELETE FROM course_need WHERE person_id IN (`+db.Marks(1, len(args))+`) AND municipality_id <> $`+number(len(args)+1), append(args, townID)...); err != nil {
			return err
		}
	}
	_, err = tx.Load(ctx, "course_need", []string{"person_id", "course_id", "reason", "employer_id", "municipality_id"}, rowsOf(needs))
	return err
}

func rowsOf(needs []Need) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, n := range needs {
			if !yield([]any{n.PersonID, n.CourseID, string(n.Reason), n.EmployerID, n.MunicipalityID}) {
				return
			}
		}
	}
}

// AskRecount lets needs be computed again behind, for who sees them of a place, and gives the task to follow. One at a
// time is under way of each person. Errors: ErrNoRSS, may.ErrDenied.
func (d *Demand) AskRecount(ctx context.Context, a may.Actor, placeID string) (taskID string, err error) {
	if _, _, err := d.open(ctx, a, placeID); err != nil {
		return "", err
	}
	id := d.NewID()
	return id, d.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := d.Staff.HoldPerson(ctx, tx, a.PersonID); err != nil {
			return err
		}
		under, err := d.Tasks.UnderWay(ctx, tx, Asked{}.Kind(), a.PersonID, d.Now().AddDate(0, 0, -1))
		if err != nil {
			return err
		}
		if len(under) > 0 {
			id = under[0].ID
			return nil
		}
		if err := d.Tasks.Begin(ctx, tx, id, Asked{}.Kind(), placeID, a.PersonID); err != nil || d.Jobs == nil {
			return err
		}
		return d.Jobs.Add(ctx, tx, Asked{id})
	})
}

// OnAsked computes what somebody asked for.
func (d *Demand) OnAsked(ctx context.Context, asked Asked) error {
	t, err := d.Tasks.Work(ctx, asked.TaskID)
	if errors.Is(err, job.ErrNoTask) || err == nil && (t.State == "done" || t.State == "failed") {
		return nil
	}
	if err != nil {
		return err
	}
	towns, err := d.townsOf(ctx, t.Subject)
	if err != nil {
		return err
	}
	if err := d.Recount(ctx, towns, func(done, total int) error { return d.Tasks.Step(ctx, d.DB, t.ID, done, total) }); err != nil {
		return err
	}
	return d.Tasks.End(ctx, d.DB, t.ID, "done", "")
}
