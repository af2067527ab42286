package staffing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Cost is what one course cost, in sums.
type Cost struct {
	CourseID, Title string
	People          int64
	Study           float64 // hours of study on working time
	Own             float64 // hours of study on the own time
	Substitute      float64 // hours of substitutes
	Kronor          int64
	By              map[Funding]int64 // kronor by what pays
}

// Report is what courses cost a place a year (R032).
type Report struct {
	Place   org.Node
	Year    int
	Courses []Cost // by what they are called
	Sum     Cost
}

// sum is one group of records.
type sum struct {
	course, education, same string
	kind                    Kind
	paid                    bool
	funding                 Funding
	hours                   float64
	kronor                  int64
}

// mostSums bounds a report: kinds, fundings and courses of a year.
const mostSums = "5000"

// ReportOf sums up what courses cost a unit, an operation or a whole employer a year, to who sees funding there. It
// names nobody.
func (s *Staffing) ReportOf(ctx context.Context, a may.Actor, nodeID string, year int) (Report, error) {
	n, employer, err := s.place(ctx, a, may.SeeFunding, nodeID)
	if err != nil {
		return Report{}, err
	}
	from, until := yearOf(year)
	low, high := org.Inside(n.Path)
	args := []any{employer.ID, from, until, n.Path, low, high, s.Today()}
	const which = `
		FROM staffing_record r
		JOIN node_place p ON p.node_id = r.unit_id AND p.valid_until = (
			SELECT MAX(l.valid_until)
			FROM node_place l
			WHERE l.node_id = r.unit_id AND l.valid_from < l.valid_until AND l.valid_from <= $7)
		WHERE r.employer_id = $1 AND r.from_day >= $2 AND r.from_day < $3 AND r.removed_by = '' AND (p.path = $4 OR (p.path >= $5 AND p.path < $6))`
	by := map[string]*Cost{}
	sums, err := db.All(ctx, s.DB, func(r db.Scanner) (x sum, err error) {
		err = r.Scan(&x.course, &x.education, &x.same, &x.kind, &x.paid, &x.funding, &x.hours, &x.kronor)
		return x, err
	}, `
		SELECT r.course_id, MIN(r.education), r.same, r.kind, r.paid, r.funding, SUM(r.hours), SUM(r.cost)`+which+`
		GROUP BY r.same, r.course_id, r.kind, r.paid, r.funding
		ORDER BY r.same, r.kind, r.paid, r.funding
		LIMIT `+mostSums,
		args...)
	if err != nil {
		return Report{}, err
	}
	out := Report{Place: n, Year: year}
	for _, x := range sums {
		c := by[x.same]
		if c == nil {
			c = &Cost{CourseID: x.course, Title: x.education, By: map[Funding]int64{}}
			by[x.same] = c
		}
		c.add(x)
		out.Sum.add(x)
	}
	if err := s.countPeople(ctx, by, which, args); err != nil {
		return Report{}, err
	}
	if out.Sum.People, err = db.One(ctx, s.DB, db.Number, `SELECT COUNT(DISTINCT r.person_id)`+which, args...); err != nil {
		return Report{}, err
	}
	for _, c := range by {
		if c.CourseID != "" {
			title, err := s.Courses.Title(ctx, c.CourseID)
			if err != nil {
				return Report{}, err
			}
			c.Title = cmp.Or(title, c.CourseID)
		}
		out.Courses = append(out.Courses, *c)
	}
	slices.SortFunc(out.Courses, func(x, y Cost) int {
		return cmp.Or(strings.Compare(x.Title, y.Title), strings.Compare(x.CourseID, y.CourseID))
	})
	lang.SortBy(out.Courses, func(c Cost) string { return c.Title })
	return out, nil
}

// countPeople fills in how many people each course is about, of the records that which and args choose.
func (s *Staffing) countPeople(ctx context.Context, by map[string]*Cost, which string, args []any) error {
	type heads struct {
		same string
		n    int64
	}
	return db.Each(ctx, s.DB, func(r db.Scanner) (h heads, err error) { err = r.Scan(&h.same, &h.n); return h, err }, func(h heads) error {
		if c := by[h.same]; c != nil {
			c.People = h.n
		}
		return nil
	}, `
		SELECT r.same, COUNT(DISTINCT r.person_id)`+which+`
		GROUP BY r.same`,
		args...)
}

func (c *Cost) add(x sum) {
	if c.By == nil {
		c.By = map[Funding]int64{}
	}
	switch {
	case x.kind == Substitute:
		c.Substitute += x.hours
	case x.paid:
		c.Study += x.hours
	default:
		c.Own += x.hours
	}
	c.Kronor += x.kronor
	c.By[x.funding] += x.kronor
}

// Lift is what Äldreomsorgslyftet paid at a municipality a year (rule 35): the sums of every employer there, and
// person by person those of the place's own.
type Lift struct {
	Place     org.Node // the municipality, another employer in it, or a part of either
	Year      int
	Employers []LiftSum // the own first; of others than a municipality only the own
	Rows      []LiftRow // of the own employer, by name and course
	All       int64     // rows there are
	Sum       LiftSum   // of all employers
}

// LiftSum is what it came to at an employer.
type LiftSum struct {
	Employer          org.Node
	People            int64
	Study, Substitute float64
	Kronor            int64
}

// LiftRow is what it came to for a person and a course or education.
type LiftRow struct {
	PersonID, Name    string
	CourseID, Title   string
	Form              string
	Study, Substitute float64
	Kronor            int64
	From, Until       string
}

// lifted are the records of the grant at a municipality a year, with $4 one employer's only and within a path.
const lifted = `
		FROM staffing_record r
		JOIN node_place p ON p.node_id = r.unit_id AND p.valid_until = (
			SELECT MAX(l.valid_until)
			FROM node_place l
			WHERE l.node_id = r.unit_id AND l.valid_from < l.valid_until AND l.valid_from <= $8)
		WHERE r.municipality_id = $1 AND r.funding = '` + string(Elderly) + `' AND r.from_day >= $2 AND r.from_day < $3 AND r.removed_by = ''
		      AND $4 IN ('', r.employer_id) AND (p.path = $5 OR (p.path >= $6 AND p.path < $7))`

// LiftOf compiles Äldreomsorgslyftet for a municipality, for another employer in one, or for a part of either, a
// year, to who sees funding there. The rows are at most limit from offset. Of other employers a municipality gets
// sums only: names stay with each. It is logged as one viewing of the place.
func (s *Staffing) LiftOf(ctx context.Context, a may.Actor, nodeID string, year, limit, offset int) (Lift, error) {
	n, employer, err := s.place(ctx, a, may.SeeFunding, nodeID)
	if err != nil {
		return Lift{}, err
	}
	from, until := yearOf(year)
	low, high := org.Inside(n.Path)
	out := Lift{Place: n, Year: year}
	through, whose := municipalityOf(employer), employer.ID
	if n.ID == through {
		whose = "" // all employers of the municipality
	}
	args := []any{through, from, until, whose, n.Path, low, high, s.Today()}
	if err := s.liftSums(ctx, &out, employer.ID, args); err != nil {
		return out, err
	}
	args[3] = employer.ID
	if out.All, err = db.One(ctx, s.DB, db.Number, `
		SELECT COUNT(*)
		FROM (SELECT r.person_id, r.same`+lifted+`
		      GROUP BY r.person_id, r.same) x`,
		args...); err != nil {
		return out, err
	}
	if out.Rows, err = db.All(ctx, s.DB, func(r db.Scanner) (x LiftRow, err error) {
		err = r.Scan(&x.PersonID, &x.CourseID, &x.Title, &x.Form, &x.Study, &x.Substitute, &x.Kronor, &x.From, &x.Until)
		return x, err
	}, `
		SELECT r.person_id, r.course_id, MIN(r.education), MAX(r.form), SUM(CASE WHEN r.kind = 'study' THEN r.hours ELSE 0 END), SUM(CASE WHEN r.kind = 'study' THEN 0 ELSE r.hours END), SUM(r.cost), MIN(r.from_day), MAX(r.until_day)`+lifted+`
		GROUP BY r.person_id, r.same, r.course_id
		ORDER BY r.person_id, r.same
		LIMIT $9 OFFSET $10`,
		append(args, limit, offset)...); err != nil {
		return out, err
	}
	if err := s.liftNames(ctx, employer.ID, out.Rows); err != nil {
		return out, err
	}
	return out, s.Audit.Node(ctx, s.DB, a, "staffing.lift", n.ID)
}

// liftSums adds up each employer's and the whole: the place's own employer first, then by name.
func (s *Staffing) liftSums(ctx context.Context, out *Lift, own string, args []any) error {
	type counted struct {
		employer string
		LiftSum
	}
	sums, err := db.All(ctx, s.DB, func(r db.Scanner) (x counted, err error) {
		err = r.Scan(&x.employer, &x.People, &x.Study, &x.Substitute, &x.Kronor)
		return x, err
	}, `
		SELECT r.employer_id, COUNT(DISTINCT r.person_id), SUM(CASE WHEN r.kind = 'study' THEN r.hours ELSE 0 END), SUM(CASE WHEN r.kind = 'study' THEN 0 ELSE r.hours END), SUM(r.cost)`+lifted+`
		GROUP BY r.employer_id
		ORDER BY r.employer_id`,
		args...)
	if err != nil {
		return err
	}
	for _, x := range sums {
		if x.Employer, err = s.Tree.FindEver(ctx, x.employer); err != nil {
			return err
		}
		out.Employers = append(out.Employers, x.LiftSum)
		out.Sum.People, out.Sum.Study, out.Sum.Substitute, out.Sum.Kronor = out.Sum.People+x.People, out.Sum.Study+x.Study, out.Sum.Substitute+x.Substitute, out.Sum.Kronor+x.Kronor
	}
	slices.SortStableFunc(out.Employers, func(x, y LiftSum) int {
		other := func(l LiftSum) int {
			if l.Employer.ID == own {
				return 0
			}
			return 1
		}
		return cmp.Or(other(x)-other(y), strings.Compare(x.Employer.Name, y.Employer.Name))
	})
	return nil
}

func (s *Staffing) liftNames(ctx context.Context, employerID string, rows []LiftRow) error {
	ids := make([]string, 0, len(rows))
	for _, r := range rows {
		if !slices.Contains(ids, r.PersonID) {
			ids = append(ids, r.PersonID)
		}
	}
	names, err := s.names(ctx, employerID, ids)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Name = names[rows[i].PersonID]
		if rows[i].CourseID == "" {
			continue
		}
		title, err := s.Courses.Title(ctx, rows[i].CourseID)
		if err != nil {
			return err
		}
		rows[i].Title = cmp.Or(title, rows[i].CourseID)
	}
	lang.SortBy(rows, func(r LiftRow) string { return r.Name + "\x00" + r.Title })
	return nil
}
