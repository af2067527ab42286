package introduction

import (
	"context"
	"slices"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// State is how far somebody's introduction has come.
type State string

// The states.
const (
	Active State = "active"
	Paused State = "paused" // the manager has paused it: nothing is late
	Done   State = "done"
	Ended  State = "ended" // the manager has ended it, or the person has left
)

// Why an introduction was begun.
const (
	ForNew  = "new"  // by itself, at the start of an employment
	ByHand  = "hand" // the manager began it
	ForMove = "move" // the manager began it for somebody who came from another unit
)

// Introduction is one person's at one unit.
type Introduction struct {
	ID, PersonID, EmployerID, UnitID string
	EmploymentID, Why                string
	TemplateID                       string
	Version                          int64
	Form, Area, StartDay             string
	State                            State
	PausedOn                         string
	PausedDays                       int64
	DoneOn, EndedOn, EndReason       string
	AsksMentor, AsksBuddy            bool
	Revision                         int64
}

// Open tells whether it is under way or paused.
func (x Introduction) Open() bool { return x.State == Active || x.State == Paused }

const columns = `i.id, i.person_id, i.employer_id, i.unit_id, i.employment_id, i.why, i.template_id, i.version, i.form, i.area, i.start_day, i.state, i.paused_on, i.paused_days,
		       i.done_on, i.ended_on, i.end_reason, i.asks_mentor, i.asks_buddy, i.revision`

func (x *Introduction) fields() []any {
	return []any{&x.ID, &x.PersonID, &x.EmployerID, &x.UnitID, &x.EmploymentID, &x.Why, &x.TemplateID, &x.Version, &x.Form, &x.Area, &x.StartDay, &x.State, &x.PausedOn, &x.PausedDays,
		&x.DoneOn, &x.EndedOn, &x.EndReason, &x.AsksMentor, &x.AsksBuddy, &x.Revision}
}

func scanIntroduction(s db.Scanner) (x Introduction, err error) {
	err = s.Scan(x.fields()...)
	return x, err
}

func find(ctx context.Context, q db.Q, id string) (Introduction, error) {
	return one(ctx, q, scanIntroduction, ErrNone, `SELECT `+columns+` FROM introduction i WHERE i.id = $1`, id)
}

// paused is how many days an introduction has been paused on a day, beside those that the person was away.
func (x Introduction) paused(today string, away []checklist.Away) int {
	n := int(x.PausedDays)
	if x.State == Paused {
		n += checklist.Besides(x.PausedOn, today, away)
	}
	return n
}

// ticksOf are what is done of some introductions, by introduction and item.
func ticksOf(ctx context.Context, q db.Q, ids []string) (map[string]map[string]checklist.Tick, error) {
	type row struct {
		introduction, item string
		checklist.Tick
	}
	out := map[string]map[string]checklist.Tick{}
	for chunk := range slices.Chunk(ids, 200) {
		err := db.Each(ctx, q, func(s db.Scanner) (r row, err error) {
			err = s.Scan(&r.introduction, &r.item, &r.How, &r.By, &r.On)
			return r, err
		}, func(r row) error {
			if out[r.introduction] == nil {
				out[r.introduction] = map[string]checklist.Tick{}
			}
			out[r.introduction][r.item] = r.Tick
			return nil
		}, `
			SELECT introduction_id, item_id, how, by_id, on_day
			FROM introduction_tick
			WHERE introduction_id IN (`+db.Marks(1, len(chunk))+`)`,
			db.Args(chunk)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// place gives the unit of an introduction and whose it is; a place that has ended as it stood last.
func (in *Introductions) place(ctx context.Context, q db.Q, unitID, employerID string) (unit, employer org.Node, err error) {
	for _, x := range []struct {
		id string
		to *org.Node
	}{{unitID, &unit}, {employerID, &employer}} {
		*x.to, err = db.One(ctx, q, func(s db.Scanner) (n org.Node, err error) {
			err = s.Scan(&n.ID, &n.Kind, &n.Name, &n.Path)
			return n, err
		}, `
			SELECT n.id, n.kind, p.name, p.path
			FROM node_place p
			JOIN node n ON n.id = p.node_id
			WHERE p.node_id = $1 AND p.valid_from < p.valid_until AND p.valid_from <= $2
			ORDER BY p.valid_until DESC
			LIMIT 1`,
			x.id, in.Today())
		if err != nil {
			return unit, employer, err
		}
	}
	return unit, employer, nil
}

// stand tells how an introduction stands today.
func (in *Introductions) stand(ctx context.Context, q db.Q, x Introduction) (t Version, s checklist.Standing, err error) {
	unit, employer, err := in.place(ctx, q, x.UnitID, x.EmployerID)
	if err != nil {
		return t, s, err
	}
	if t, err = findVersion(ctx, q, x.TemplateID, x.Version); err != nil {
		return t, s, err
	}
	locals, err := in.localsOf(ctx, q, unit, employer, x.ID)
	if err != nil {
		return t, s, err
	}
	ticks, err := ticksOf(ctx, q, []string{x.ID})
	if err != nil {
		return t, s, err
	}
	away, err := in.away(ctx, q, []string{x.PersonID})
	if err != nil {
		return t, s, err
	}
	c := checklist.Case{Template: t.Template, Locals: locals, Area: x.Area, Start: x.StartDay, Paused: x.paused(in.Today(), away[x.PersonID]), Resting: in.resting(x, away[x.PersonID]), Away: away[x.PersonID], Ticks: ticks[x.ID]}
	return t, c.Stand(in.Today()), nil
}

// Sight is an introduction as somebody sees it, and what the reader may do.
type Sight struct {
	Introduction
	Template       checklist.Template
	Standing       checklist.Standing
	Unit, Employer org.Node
	Name           string // the newcomer's, as the reader may know it
	Mentor, Buddy  *Guide
	Meetings       []Meeting
	Asked          map[string]Ask // by item: who is asked to sign
	Names          map[string]string

	Own      bool // the reader is the newcomer
	Mentors  bool // the reader is the mentor
	Leads    bool // may confirm, pause and end
	Appoints bool // may name mentor and buddy
}

// Sight gives an introduction to the newcomer, to the mentor, and to who leads the unit; the reading of another's is
// logged. To everybody else it does not exist: a mentor sees the own newcomer's only. Errors: ErrNone, may.ErrSignIn.
func (in *Introductions) Sight(ctx context.Context, a may.Actor, id string) (s Sight, err error) {
	defer fault.Wrap(&err, "introduction %s", id)
	x, err := find(ctx, in.DB, id)
	if err != nil {
		return s, err
	}
	if s, err = in.reach(ctx, a, x); err != nil {
		return s, err
	}
	t, standing, err := in.stand(ctx, in.DB, x)
	if err != nil {
		return s, err
	}
	s.Template, s.Standing = t.Template, standing
	if s.Meetings, err = meetingsOf(ctx, in.DB, id); err != nil {
		return s, err
	}
	if s.Asked, err = in.asksOf(ctx, id); err != nil {
		return s, err
	}
	if err := in.name(ctx, a, &s); err != nil {
		return s, err
	}
	return s, in.Audit.Person(ctx, in.DB, a, "introduction.read", x.PersonID)
}

// reach tells what the actor is to an introduction.
func (in *Introductions) reach(ctx context.Context, a may.Actor, x Introduction) (s Sight, err error) {
	if !a.Known() && !a.IsOperator() {
		return s, may.ErrSignIn
	}
	s.Introduction = x
	if s.Unit, s.Employer, err = in.place(ctx, in.DB, x.UnitID, x.EmployerID); err != nil {
		return s, err
	}
	guides, err := in.guides(ctx, []string{x.ID})
	if err != nil {
		return s, err
	}
	for _, g := range guides[x.ID] {
		if g.Part == MentorPart {
			s.Mentor = &g
		} else {
			s.Buddy = &g
		}
	}
	s.Own = a.PersonID == x.PersonID
	s.Mentors = !s.Own && s.Mentor != nil && s.Mentor.PersonID == a.PersonID && x.State != Ended
	inside := a.Inside(s.Employer.Path)
	sees := false
	if !s.Own { // nobody leads the own introduction
		s.Leads = may.Ask(inside, may.PlanPerson, s.Unit.Path) == nil
		s.Appoints = may.Ask(inside, may.Appoint, s.Unit.Path) == nil
		sees = s.Leads || s.Appoints
	}
	if !s.Own && !s.Mentors && !sees {
		return s, ErrNone
	}
	return s, nil
}

// name fills in what everybody in a sight is called.
func (in *Introductions) name(ctx context.Context, a may.Actor, s *Sight) (err error) {
	ids := []string{s.PersonID}
	for _, g := range []*Guide{s.Mentor, s.Buddy} {
		if g != nil {
			ids = append(ids, g.PersonID)
		}
	}
	for _, l := range s.Standing.Lines() {
		if l.Tick != nil && l.Tick.By != "" && !slices.Contains(ids, l.Tick.By) {
			ids = append(ids, l.Tick.By)
		}
	}
	for _, x := range s.Asked {
		if x.PersonID != "" && !slices.Contains(ids, x.PersonID) {
			ids = append(ids, x.PersonID)
		}
	}
	if s.Names, err = in.names(ctx, ids); err != nil {
		return err
	}
	own, err := in.crowd(ctx, a, s.EmployerID, s.Unit.Path, []string{s.PersonID})
	s.Name = s.Names[s.PersonID]
	if own[s.PersonID] != "" && (s.Leads || s.Own) {
		s.Name = own[s.PersonID]
	}
	return err
}

// CompletedOn gives on which day some people's introductions at an employer were completed, by person: for rooms that
// ask whether somebody is introduced. It is for rules: it asks no leave.
func (in *Introductions) CompletedOn(ctx context.Context, q db.Q, employerID string, personIDs []string) (map[string]string, error) {
	out := map[string]string{}
	for chunk := range slices.Chunk(personIDs, 200) {
		err := db.Each(ctx, q, func(s db.Scanner) (r [2]string, err error) { err = s.Scan(&r[0], &r[1]); return r, err },
			func(r [2]string) error { out[r[0]] = r[1]; return nil }, `
			SELECT person_id, MAX(done_on)
			FROM introduction
			WHERE employer_id = $1 AND state = 'done' AND person_id IN (`+db.Marks(2, len(chunk))+`)
			GROUP BY person_id`,
			db.Args(chunk, employerID)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// doneCourses are the courses that the employer sees are done by somebody (rule 19).
func (in *Introductions) doneCourses(ctx context.Context, employerID, personID string) (map[string]bool, error) {
	seen, err := in.Record.SeenBy(ctx, employerID, []string{personID})
	return doneOf(seen[personID], in.Today()), err
}

func doneOf(facts []record.Fact, today string) map[string]bool {
	out := map[string]bool{}
	for _, f := range record.Standing(facts) {
		if f.Done() && f.Holds(today) {
			out[f.CourseID] = true
		}
	}
	return out
}

// tickCourses ticks what the learning record settles, in a transaction that holds the introduction.
func (in *Introductions) tickCourses(ctx context.Context, tx *db.Tx, x Introduction, done map[string]bool) error {
	_, s, err := in.stand(ctx, tx, x)
	if err != nil {
		return err
	}
	for _, l := range s.Lines() {
		if l.Course == "" || l.Done() || !done[l.Course] {
			continue
		}
		if err := in.tick(ctx, tx, x.ID, l.ID, "course", ""); err != nil {
			return err
		}
	}
	return nil
}

func (in *Introductions) tick(ctx context.Context, tx *db.Tx, introductionID, itemID, how, by string) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO introduction_tick (introduction_id, item_id, how, by_id, on_day, at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (introduction_id, item_id) DO NOTHING`,
		introductionID, itemID, how, by, in.Today(), in.Now()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM introduction_ask WHERE introduction_id = $1 AND item_id = $2`, introductionID, itemID)
	return err
}

// settle sets whether an introduction is done, after something in it has changed, in the transaction that changed it.
func (in *Introductions) settle(ctx context.Context, tx *db.Tx, id string) error {
	x, err := find(ctx, tx, id)
	if err != nil {
		return err
	}
	if x.State != Active && x.State != Done {
		return nil
	}
	_, s, err := in.stand(ctx, tx, x)
	if err != nil {
		return err
	}
	switch {
	case s.Whole() && x.State == Active:
		if _, err := tx.Exec(ctx, `UPDATE introduction SET state = 'done', done_on = $2, revision = revision + 1, changed_at = $3 WHERE id = $1`, id, in.Today(), in.Now()); err != nil {
			return err
		}
		return in.Jobs.Add(ctx, tx, Completed{ID: id})
	case !s.Whole() && x.State == Done: // something is taken back; another may be under way there meanwhile
		_, err := tx.Exec(ctx, `
			UPDATE introduction
			SET state = 'active', done_on = '', revision = revision + 1, changed_at = $2
			WHERE id = $1 AND NOT EXISTS (
				SELECT 1
				FROM introduction o
				WHERE o.person_id = introduction.person_id AND o.unit_id = introduction.unit_id AND o.state IN ('active', 'paused'))`,
			id, in.Now())
		return err
	}
	return nil
}

// hold takes an introduction in a transaction: the second one waits here.
func hold(ctx context.Context, tx *db.Tx, id string) (Introduction, error) {
	if _, err := tx.Exec(ctx, `UPDATE introduction SET id = id WHERE id = $1`, id); err != nil {
		return Introduction{}, err
	}
	return find(ctx, tx, id)
}
