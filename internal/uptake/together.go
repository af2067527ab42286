package uptake

import (
	"context"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Kind is how a group takes a course.
type Kind string

// The kinds.
const (
	Assign Kind = "assign" // everybody has it in the journey (R144)
	Repeat Kind = "repeat" // those who have done it take it again, the others for the first time (R064)
)

// Task is a course that a unit or a team takes together.
type Task struct {
	ID              string
	NodeID, Node    string // the unit, or a team of it, and what it is called
	UnitID          string
	EmployerID      string
	CourseID, Title string
	Kind            Kind
	Whole           bool   // who comes there while it lasts gets it too
	Due             string // YYYY-MM-DD; "" = no date
	Note            string // the people read it
	Reason          string // of a repeat that another room asked for: which; ""
	MadeBy          string
	MadeAt          time.Time
	MadeOn, EndedOn string // EndedOn: db.NoEnd while it lasts
}

// Lasts tells whether the task is under way.
func (t Task) Lasts() bool { return t.EndedOn == db.NoEnd }

const taskColumns = `t.id, t.node_id, t.unit_id, t.employer_id, t.course_id, t.kind, t.whole, t.due, t.note, t.reason, t.made_by, t.made_at, t.made_on, t.ended_on`

func scanTask(s db.Scanner) (t Task, err error) {
	err = s.Scan(&t.ID, &t.NodeID, &t.UnitID, &t.EmployerID, &t.CourseID, &t.Kind, &t.Whole, &t.Due, &t.Note, &t.Reason, &t.MadeBy, &t.MadeAt, &t.MadeOn, &t.EndedOn)
	return t, err
}

// Again is what another room asks for when people are to take courses again, as when a unit is certified anew.
type Again struct {
	NodeID  string   // the unit, or a team of it
	People  []string // whom; nil: everybody there, and whoever comes while it lasts
	Courses []string
	Reason  string // a word of the caller's: "certification". The journey tells it, uptake.reason.WORD
	Note    string // the people read it
	Due     string // YYYY-MM-DD; "" = no date
	OnceKey string // the round: the same key twice is one, another begins anew. "" = the day is the round
}

// Repeat lets people take courses again, as part of tx: earlier completions and certificates stay, each gets a new study
// on the newest version, and the journey says so until it is done (R064). It asks for no permission: callers have. The
// studies are made by a job right after the transaction. Errors: ErrPlace, ErrCourse, ErrDue, ErrLong, ErrIdentity.
func (u *Uptake) Repeat(ctx context.Context, tx *db.Tx, a may.Actor, r Again) (out []Task, err error) {
	defer fault.Wrap(&err, "repeat courses at %s", r.NodeID)
	for _, id := range r.Courses {
		t := Task{NodeID: r.NodeID, CourseID: id, Kind: Repeat, Whole: r.People == nil, Due: r.Due, Note: r.Note, Reason: r.Reason}
		if t, err = u.begin(ctx, tx, a, t, r.OnceKey); err != nil {
			return nil, err
		}
		if err := u.Jobs.Add(ctx, tx, Given{TaskID: t.ID, People: r.People, Anew: true}); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// Together is what a leader asks for: courses for everybody at a unit or a team.
type Together struct {
	NodeID    string
	Courses   []string
	Kind      Kind
	Due, Note string
}

// atOnce is how many people get a task while the leader waits; larger units are left to a job.
const atOnce = 60

// Begin puts courses in the journeys of everybody at a unit or a team, once or again (R144, R064). The same course assigned
// again changes date and note; so does a repeat on the same day, while one on a later day is a new round. Errors: ErrPlace, ErrCourse, ErrKind, ErrDue, ErrLong, ErrIdentity, may.ErrDenied.
func (u *Uptake) Begin(ctx context.Context, a may.Actor, w Together) (out []Task, err error) {
	defer fault.Wrap(&err, "courses together at %s", w.NodeID)
	if _, _, err := u.place(ctx, u.DB, a, may.Enrol, w.NodeID); err != nil {
		return nil, err
	}
	if len(w.Courses) == 0 {
		return nil, ErrCourse
	}
	if w.Kind != Assign && w.Kind != Repeat {
		return nil, ErrKind
	}
	if err := u.DB.Tx(ctx, func(tx *db.Tx) error {
		out = nil
		for _, id := range w.Courses {
			t, err := u.begin(ctx, tx, a, Task{NodeID: w.NodeID, CourseID: id, Kind: w.Kind, Whole: true, Due: w.Due, Note: w.Note}, "")
			if err != nil {
				return err
			}
			if err := u.Jobs.Add(ctx, tx, Given{TaskID: t.ID, Anew: true}); err != nil {
				return err
			}
			out = append(out, t)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	for _, t := range out {
		members, err := u.members(ctx, may.Actor{}, t)
		if err != nil {
			return out, err
		}
		if len(members) > atOnce {
			continue // the job does it
		}
		if err := u.OnGiven(ctx, Given{TaskID: t.ID, Anew: true}); err != nil {
			return out, err
		}
	}
	return out, nil
}

// End lets a task end: who comes later does not get it. What people have in their journeys they keep. Errors:
// ErrNoTask, ErrEnded, may.ErrDenied.
func (u *Uptake) End(ctx context.Context, a may.Actor, taskID string) (err error) {
	defer fault.Wrap(&err, "end task %s", taskID)
	t, err := u.task(ctx, a, may.Enrol, taskID)
	if err != nil {
		return err
	}
	n, err := u.DB.Exec(ctx, `UPDATE team_task SET ended_on = $2, ended_by = $3 WHERE id = $1 AND ended_on = $4`, t.ID, u.Today(), a.PersonID, db.NoEnd)
	if err == nil && n == 0 {
		err = ErrEnded
	}
	return err
}

// task gives a task to who may do something where it is.
func (u *Uptake) task(ctx context.Context, a may.Actor, do may.Action, id string) (t Task, err error) {
	if t, err = findTask(ctx, u.DB, id); err != nil {
		return t, err
	}
	n, employer, err := u.place(ctx, u.DB, a, do, t.NodeID)
	if errors.Is(err, ErrPlace) {
		return t, ErrNoTask
	}
	if err != nil {
		return t, err
	}
	if employer.ID != t.EmployerID {
		return t, may.ErrDenied
	}
	t.Node = n.Name
	t.Title, err = u.title(ctx, t.CourseID)
	return t, err
}

func findTask(ctx context.Context, q db.Q, id string) (Task, error) {
	return one(ctx, q, scanTask, ErrNoTask, `SELECT `+taskColumns+` FROM team_task t WHERE t.id = $1`, id)
}

// members are who a task is for today: those who work at the unit, or in the team, and are not dormant; not who leads them.
func (u *Uptake) members(ctx context.Context, a may.Actor, t Task) ([]staff.CrewMember, error) {
	crew, err := u.Staff.Crew(ctx, a, []string{t.UnitID}, t.EmployerID, u.Today())
	if err != nil {
		return nil, err
	}
	leads, err := u.Leaders(ctx, t.UnitID, "")
	if err != nil {
		return nil, err
	}
	var given []string
	if !t.Whole {
		if given, err = db.All(ctx, u.DB, db.Text, `SELECT person_id FROM team_task_person WHERE task_id = $1`, t.ID); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(crew, func(m staff.CrewMember) bool {
		id := m.Employee.PersonID
		return m.Dormant || !m.Current(u.Today()) || slices.Contains(leads, id) || t.NodeID != t.UnitID && m.TeamID != t.NodeID || !t.Whole && !slices.Contains(given, id)
	}), nil
}

// Given asks for a task to be given to those who are to have it and do not. TaskID "" is every task that lasts: it is
// done daily, for who has come since.
type Given struct {
	TaskID string   `json:"task"`
	People []string `json:"people,omitempty"` // whom, of a task that is not for everybody
	Anew   bool     `json:"anew,omitempty"`   // date or note may have changed: also who has it
}

// Kind implements job.Args.
func (Given) Kind() string { return "uptake.given" }

// OnGiven gives it. Twice is once.
func (u *Uptake) OnGiven(ctx context.Context, g Given) (err error) {
	defer fault.Wrap(&err, "give task %q", g.TaskID)
	if g.TaskID != "" {
		t, err := findTask(ctx, u.DB, g.TaskID)
		if errors.Is(err, ErrNoTask) || err == nil && !t.Lasts() {
			return nil
		}
		if err != nil {
			return err
		}
		return u.give(ctx, t, g)
	}
	for after := ""; ; {
		tasks, err := db.All(ctx, u.DB, scanTask, `
			SELECT `+taskColumns+`
			FROM team_task t
			WHERE t.ended_on = '9999-12-31' AND t.whole AND t.id > $1
			ORDER BY t.id
			LIMIT 200`,
			after)
		if err != nil || len(tasks) == 0 {
			return err
		}
		for _, t := range tasks {
			if err := u.give(ctx, t, Given{}); err != nil {
				return err
			}
		}
		after = tasks[len(tasks)-1].ID
	}
}

// give gives a task to each who is to have it.
func (u *Uptake) give(ctx context.Context, t Task, g Given) error {
	people := g.People
	if t.Whole {
		members, err := u.members(ctx, may.Actor{}, t)
		if err != nil {
			return err
		}
		for _, m := range members {
			people = append(people, m.Employee.PersonID)
		}
	}
	have, err := db.All(ctx, u.DB, db.Text, `SELECT person_id FROM team_task_person WHERE task_id = $1`, t.ID)
	if err != nil {
		return err
	}
	if t.Title, err = u.title(ctx, t.CourseID); err != nil {
		return err
	}
	for _, id := range people {
		if known := slices.Contains(have, id); known && !g.Anew {
			continue
		}
		if err := u.giveOne(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}

// giveOne puts the course in one person's journey, begins it anew for who has done it, and tells the person.
func (u *Uptake) giveOne(ctx context.Context, t Task, personID string) error {
	version, err := u.Studies.VersionFor(ctx, personID, t.CourseID)
	if err != nil {
		return err
	}
	return u.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			INSERT INTO team_task_person (task_id, person_id, given_on)
			VALUES ($1, $2, $3)
			ON CONFLICT DO NOTHING`,
			t.ID, personID, u.Today())
		if err != nil {
			return err
		}
		if _, err := u.Journeys.Enrol(ctx, tx, journey.Enrolment{PersonID: personID, NodeID: t.NodeID, EmployerID: t.EmployerID, CourseID: t.CourseID, Due: t.Due, Note: t.Note, MadeBy: t.MadeBy}); err != nil {
			return err
		}
		key := "together"
		if t.Kind == Repeat && n > 0 {
			begun, err := u.Studies.BeginAgain(ctx, tx, personID, t.CourseID, version)
			if err != nil {
				return err
			}
			if begun {
				key = "again"
			}
		}
		if n == 0 {
			return nil // has been told
		}
		args := map[string]string{"course": t.Title}
		if t.Due != "" {
			key, args["date"] = key+"_by", u.Messages.Texts.DateOf(t.Due)
		}
		return u.tell(ctx, tx, key, message.Note{PersonID: personID, EmployerID: t.EmployerID, Args: args, Href: "/kurs/" + t.CourseID,
			OnceKey: "together:" + t.ID + ":" + personID})
	})
}
