package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// batch is how many people's facts go in at a time.
const batch = 50

// remember puts what people have done before into the record.
func (m *maker) remember(ctx context.Context) error {
	for from := 0; from < len(m.people); from += batch {
		some := m.people[from:min(from+batch, len(m.people))]
		courses, err := m.coursesOf(ctx, some)
		if err != nil {
			return err
		}
		if err := m.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, p := range some {
				if err := m.rememberOne(ctx, tx, p, courses); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// coursesOf reads the courses before the transaction, which must not wait for a second connection.
func (m *maker) coursesOf(ctx context.Context, people []*person) (map[string]*folder.Content, error) {
	all := map[string]*folder.Content{}
	for _, p := range people {
		for _, f := range p.Done {
			if all[f.Course] != nil {
				continue
			}
			c, err := m.Courses.Version(ctx, f.Course, 0)
			if err != nil {
				return nil, fmt.Errorf("course %s: %w", f.Course, err)
			}
			all[f.Course] = c
		}
	}
	return all, nil
}

func (m *maker) rememberOne(ctx context.Context, tx *db.Tx, p *person, courses map[string]*folder.Content) error {
	for _, done := range p.Done {
		f := m.fact(p, done, courses[done.Course])
		if _, err := m.Record.Append(ctx, tx, f); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) fact(p *person, d done, c *folder.Content) record.Fact {
	at := m.at(d.Day, 9+len(d.Course)%7)
	f := record.Fact{PersonID: p.id, Kind: record.Completed, CourseID: d.Course, Version: 1, Title: c.Title, At: at, Hours: c.Hours,
		ValidUntil: record.ValidFor(at, c.ValidityMonths), Source: record.FromCourse, ActorID: p.id,
		ControllerID: org.MunicipalityID(p.town.Code), OnceKey: m.once(p, d)}
	if c.External != nil {
		f.Source, f.Hours = record.FromExternal, c.External.Hours
	}
	if d.Kind != "" {
		f.Kind, f.Source, f.ValidUntil, f.Hours, f.Version = record.Kind(d.Kind), d.From, "", 0, 0
	}
	return f
}

func (m *maker) once(p *person, d done) string {
	return fmt.Sprintf("demo:%s:%s:%s", p.id, d.Course, m.date(d.Day))
}

// study lets people really take courses, as they do on the pages.
func (m *maker) study(ctx context.Context) error {
	for _, p := range m.people {
		for _, t := range p.Taken {
			if err := m.take(ctx, p, t); err != nil {
				return fmt.Errorf("%s: %w", p.Key, err)
			}
		}
		for _, o := range p.Open {
			if err := m.begin(ctx, p, o); err != nil {
				return fmt.Errorf("%s: %w", p.Key, err)
			}
		}
		for _, r := range p.Reports {
			if err := m.report(ctx, p, r); err != nil {
				return fmt.Errorf("%s: %w", p.Key, err)
			}
		}
	}
	return nil
}

// begin reads some steps of a course and leaves it there.
func (m *maker) begin(ctx context.Context, p *person, o open) error {
	clock, _, studies := m.past(m.at(o.Day, 13))
	me := may.Actor{PersonID: p.id}
	study, err := studies.Begin(ctx, me, o.Course)
	if err != nil {
		return err
	}
	c, err := m.Courses.Version(ctx, o.Course, study.Version)
	if err != nil {
		return err
	}
	left := o.Steps
	for _, lesson := range c.Lessons {
		for _, step := range lesson.Steps {
			if left == 0 {
				return nil
			}
			left--
			clock.wait(50 * time.Second)
			if _, err := studies.See(ctx, me, o.Course, course.Spot{Lesson: lesson.ID, Step: step.ID}); err != nil {
				return err
			}
		}
	}
	return nil
}

// take takes a course to its end, or as far as the tries at the test lead.
func (m *maker) take(ctx context.Context, p *person, t taken) error {
	_, _, studies := m.past(m.at(t.Day, 10))
	me := may.Actor{PersonID: p.id}
	before, err := studies.Own(ctx, me, t.Course)
	if err != nil || before.Finished() {
		return err
	}
	if err := m.begin(ctx, p, open{Course: t.Course, Day: t.Day, Steps: -1}); err != nil {
		return err
	}
	ended := 0 // a try that a crash cut off goes on
	for _, try := range before.Tries {
		if try.FinishedAt != nil {
			ended++
		}
	}
	for i := ended; i < len(t.Tries); i++ {
		if err := m.try(ctx, p, t.Course, t.Day+i, t.Tries[i] == "right"); err != nil {
			return err
		}
	}
	return nil
}

// try answers every question of a test, right or wrong.
func (m *maker) try(ctx context.Context, p *person, courseID string, day int, right bool) error {
	clock, _, studies := m.past(m.at(day, 15))
	me := may.Actor{PersonID: p.id}
	try, err := studies.BeginTry(ctx, me, courseID)
	if err != nil {
		return err
	}
	own, err := studies.Own(ctx, me, courseID)
	if err != nil {
		return err
	}
	for _, id := range try.Left(own.Course.Test) {
		q, _ := own.Course.Test.Question(id)
		clock.wait(40 * time.Second)
		if _, err := studies.AnswerTry(ctx, me, courseID, id, reply(q, right)); err != nil {
			return err
		}
	}
	return nil
}

// reply is a right answer to a question, or a wrong one.
func reply(q folder.Question, right bool) folder.Answer {
	var picks []int
	for i, o := range q.Options {
		if o.Right == right && (q.Kind == "multiple" || len(picks) == 0) {
			picks = append(picks, i)
		}
	}
	n := max(len(q.Items), len(q.Pairs))
	for i := range n {
		if !right {
			i = n - 1 - i
		}
		picks = append(picks, i)
	}
	if len(picks) == 0 { // every option is right
		picks = []int{0}
	}
	return folder.Answer{Picks: picks}
}

// report tells of a course taken elsewhere; a manager has decided, or has not yet.
func (m *maker) report(ctx context.Context, p *person, r report) error {
	clock, then, studies := m.past(m.at(r.Day, 16))
	studies.Approval = asked{}
	sent, err := studies.ReportExternal(ctx, may.Actor{PersonID: p.id}, r.Course, course.Done{On: m.date(r.Day)})
	if errors.Is(err, course.ErrReported) {
		return nil
	}
	if err != nil || r.Decision == "waiting" {
		return err
	}
	clock.wait(48 * time.Hour)
	boss, err := m.actor(ctx, m.chiefOf(p.unit).id, then.Today())
	if err != nil {
		return err
	}
	return studies.DecideExternal(ctx, boss, sent.ID, true, "")
}

// asked says that managers approve what was learnt elsewhere.
type asked struct{}

// NeedsApproval implements course.Approval.
func (asked) NeedsApproval(context.Context, string, string) (bool, error) { return true, nil }

// correct takes back what was wrong, and lets people share with a second employer.
func (m *maker) correct(ctx context.Context) error {
	for _, p := range m.people {
		for _, d := range p.Done {
			if d.Revoked == "" {
				continue
			}
			if err := m.revoke(ctx, p, d); err != nil {
				return fmt.Errorf("%s: %w", p.Key, err)
			}
		}
		if !p.Share {
			continue
		}
		if err := m.Record.ShareAll(ctx, may.Actor{PersonID: p.id}, org.MunicipalityID(p.also.town.Code)); err != nil {
			return fmt.Errorf("%s: %w", p.Key, err)
		}
	}
	return nil
}

func (m *maker) revoke(ctx context.Context, p *person, d done) error {
	facts, err := m.Record.Facts(ctx, p.id)
	if err != nil {
		return err
	}
	boss, err := m.actor(ctx, m.chiefOf(p.unit).id, m.date(0))
	if err != nil {
		return err
	}
	for _, f := range facts {
		if f.OnceKey != m.once(p, d) {
			continue
		}
		if _, err := m.Record.Revoke(ctx, boss, f.ID, d.Revoked); err != nil && !errors.Is(err, record.ErrNotRevoked) {
			return err
		}
	}
	return nil
}
