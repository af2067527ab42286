package uptake

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// TaskMember is how somebody stands in a task.
type TaskMember struct {
	PersonID, Name string
	DoneOn         string // YYYY-MM-DD; "" = not done
	Away           bool   // not counted now: on leave, and not done
}

// Progress is how far a group has come in a task.
type Progress struct {
	Task
	Members   []TaskMember // in name order; nil for who sees the count only
	Done, All int          // of those who are counted
}

// Tasks lists what the people of a unit take together, what lasts first and the newest first, to who follows them.
// Errors: ErrPlace, may.ErrDenied.
func (u *Uptake) Tasks(ctx context.Context, a may.Actor, unitID string) (_ org.Node, out []Progress, err error) {
	defer fault.Wrap(&err, "courses together at %s", unitID)
	n, employer, err := u.place(ctx, u.DB, a, may.SeeProgress, unitID)
	if err != nil {
		return n, nil, err
	}
	tasks, err := db.All(ctx, u.DB, scanTask, `
		SELECT `+taskColumns+`
		FROM team_task t
		WHERE t.unit_id = $1 AND t.employer_id = $2
		ORDER BY t.ended_on DESC, t.made_at DESC, t.id
		LIMIT 50`,
		unitID, employer.ID)
	if err != nil {
		return n, nil, err
	}
	for _, t := range tasks {
		p, err := u.progress(ctx, a, t)
		if err != nil {
			return n, nil, err
		}
		out = append(out, p)
	}
	return n, out, u.Audit.Node(ctx, u.DB, a, "uptake.unit", unitID)
}

// Progress tells how far a group has come in a task, by name, to who follows them. Reading it is logged. Errors:
// ErrNoTask, may.ErrDenied.
func (u *Uptake) Progress(ctx context.Context, a may.Actor, taskID string) (p Progress, err error) {
	defer fault.Wrap(&err, "progress of task %s", taskID)
	t, err := u.task(ctx, a, may.SeeProgress, taskID)
	if err != nil {
		return p, err
	}
	if p, err = u.progress(ctx, a, t); err != nil {
		return p, err
	}
	return p, u.Audit.Node(ctx, u.DB, a, "uptake.unit", t.UnitID)
}

func (u *Uptake) progress(ctx context.Context, a may.Actor, t Task) (p Progress, err error) {
	p.Task = t
	if p.Title, err = u.title(ctx, t.CourseID); err != nil {
		return p, err
	}
	if p.Node == "" {
		n, err := u.Tree.FindEver(ctx, t.NodeID)
		if err != nil {
			return p, err
		}
		p.Node = n.Name
	}
	crew, err := u.members(ctx, a, t)
	if err != nil {
		return p, err
	}
	ids := make([]string, len(crew))
	for i, m := range crew {
		ids[i] = m.Employee.PersonID
	}
	done, err := u.doneAmong(ctx, t, ids)
	if err != nil {
		return p, err
	}
	leaves, err := u.Staff.LeavesOf(ctx, ids)
	if err != nil {
		return p, err
	}
	today := u.Today()
	for _, m := range crew {
		id := m.Employee.PersonID
		x := TaskMember{PersonID: id, Name: m.Shown(), DoneOn: done[id]}
		for _, l := range leaves[id] {
			x.Away = x.Away || x.DoneOn == "" && l.From <= today && l.To >= today
		}
		if p.Members = append(p.Members, x); x.Away {
			continue
		}
		if p.All++; x.DoneOn != "" {
			p.Done++
		}
	}
	return p, nil
}

// doneAmong tells on which day each of some people did what a task asks for, as far as the employer sees (rule 19).
func (u *Uptake) doneAmong(ctx context.Context, t Task, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for some := range slices.Chunk(ids, 200) {
		facts, err := u.Record.SeenBy(ctx, t.EmployerID, some)
		if err != nil {
			return nil, err
		}
		for id, all := range facts {
			if on := u.doneOn(t, all); on != "" {
				out[id] = on
			}
		}
	}
	return out, nil
}

// doneOn is when a record says that a task is done; "" when it does not. Something from before a repeat is not it (R064).
func (u *Uptake) doneOn(t Task, facts []record.Fact) (on string) {
	for _, f := range record.Standing(facts) {
		if f.CourseID != t.CourseID || f.Kind != record.Completed && f.Kind != record.Passed && (f.Kind != record.Credited || t.Kind == Repeat) {
			continue
		}
		if !f.Holds(u.Today()) || t.Kind == Repeat && f.At.Before(t.MadeAt.Truncate(time.Millisecond)) {
			continue
		}
		if day := lang.ISO(f.At); on == "" || day < on {
			on = day
		}
	}
	return on
}

// OwnTask is a task that the person has, with the count of the group.
type OwnTask struct {
	Progress
	Mine string // the day the person did it; "" = not done
}

// OwnTasks lists what the group that the person is of today takes together and lasts, with counts and without names: who
// has moved is told no more of the former one's. The counts are read only when withCounts is set. Errors: may.ErrSignIn.
func (u *Uptake) OwnTasks(ctx context.Context, a may.Actor, withCounts bool) (out []OwnTask, err error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	tasks, err := db.All(ctx, u.DB, scanTask, `
		SELECT `+taskColumns+`
		FROM team_task_person x
		JOIN team_task t ON t.id = x.task_id AND t.ended_on = '9999-12-31'
		WHERE x.person_id = $1
		ORDER BY t.made_at DESC, t.id
		LIMIT 50`,
		a.PersonID)
	if err != nil {
		return nil, err
	}
	if tasks, err = u.stillOf(ctx, a.PersonID, tasks); err != nil {
		return nil, err
	}
	for _, t := range tasks {
		mine := OwnTask{Progress: Progress{Task: t}}
		if withCounts {
			if mine.Progress, err = u.progress(ctx, may.Actor{}, t); err != nil {
				return nil, err
			}
			mine.Members = nil
		}
		facts, err := record.About(ctx, u.DB, a.PersonID, t.CourseID)
		if err != nil {
			return nil, err
		}
		mine.Mine = u.doneOn(t, facts)
		out = append(out, mine)
	}
	return out, nil
}

// stillOf leaves out the tasks of units and teams where a person is no more, as members does for everybody of a task.
func (u *Uptake) stillOf(ctx context.Context, personID string, tasks []Task) (out []Task, err error) {
	if len(tasks) == 0 {
		return nil, nil
	}
	today := u.Today()
	jobs, err := u.Staff.Employments(ctx, personID, today)
	if err != nil {
		return nil, err
	}
	served, err := u.Staff.Served(ctx, personID, today)
	if err != nil {
		return nil, err
	}
	works := func(t Task) bool {
		return slices.ContainsFunc(jobs, func(e staff.Employment) bool {
			serves := slices.ContainsFunc(served, func(v staff.Service) bool { return v.EmploymentID == e.ID && v.UnitID == t.UnitID })
			return !e.Dormant && e.Current(today) && (serves || e.UnitID == t.UnitID && e.EmployerID == t.EmployerID) && (t.NodeID == t.UnitID || e.TeamID == t.NodeID)
		})
	}
	for _, t := range tasks {
		if !works(t) {
			continue
		}
		leads, err := u.Leaders(ctx, t.UnitID, "")
		if err != nil {
			return nil, err
		}
		if !slices.Contains(leads, personID) {
			out = append(out, t)
		}
	}
	return out, nil
}
