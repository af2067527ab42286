package group

import (
	"context"
	"slices"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Enrolment is what a leader asks for: a course for some people, by a day and with a note.
type Enrolment struct {
	NodeID string   // the unit, or "" for all units that the actor leads
	People []string // whom
	Course string
	Due    string // YYYY-MM-DD; "" = no date
	Note   string // the people read it
}

// Enrolled is what came of it.
type Enrolled struct {
	Title string
	Got   []*Member // have the course in the journey now
	Done  []*Member // have it already and it counts; the date and the note stand for when it is renewed
	None  []*Member // have no journey to put it in
}

// Enrol puts a course in the journeys of one, several or all (R133) and tells each. Asking again
// changes the date and the note.
func (g *Groups) Enrol(ctx context.Context, a may.Actor, e Enrolment, say func(plan.Date) string) (out Enrolled, err error) {
	t, err := g.Team(ctx, a, e.NodeID)
	if err != nil {
		return out, err
	}
	if !t.Can[may.Enrol] {
		return out, may.ErrDenied
	}
	if out.Title, err = g.Courses.Title(ctx, e.Course); err != nil {
		return out, err
	}
	if out.Title == "" {
		return out, ErrNoCourse.On("kurs")
	}
	if err := g.Journeys.CheckEnrolment(e.Due, e.Note); err != nil {
		return out, err
	}
	var chosen []*Member
	for _, id := range e.People {
		m := t.Find(id)
		if m == nil || !t.Lets(a, may.Enrol, m) {
			return out, may.ErrDenied
		}
		if !slices.Contains(chosen, m) {
			chosen = append(chosen, m)
		}
	}
	if len(chosen) == 0 {
		return out, ErrNoOne.On("person")
	}
	return out, g.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, m := range chosen {
			if m.State == NoneNow {
				out.None = append(out.None, m)
				continue
			}
			if err := g.enrol(ctx, tx, a, m, e, out.Title, say); err != nil {
				return err
			}
			if i := slices.IndexFunc(m.Lines, func(l Line) bool { return l.Course == e.Course && l.done() }); i >= 0 {
				out.Done = append(out.Done, m)
				continue
			}
			out.Got = append(out.Got, m)
		}
		return nil
	})
}

func (g *Groups) enrol(ctx context.Context, tx *db.Tx, a may.Actor, m *Member, e Enrolment, title string, say func(plan.Date) string) error {
	_, err := g.Journeys.Enrol(ctx, tx, journey.Enrolment{PersonID: m.ID(), NodeID: m.UnitID, EmployerID: m.EmployerID, CourseID: e.Course, Due: e.Due, Note: e.Note, MadeBy: a.PersonID})
	if err != nil {
		return err
	}
	key, args := "enrolled", map[string]string{"item": title}
	if e.Due != "" {
		key, args["date"] = "enrolled_by", say(plan.Date(e.Due))
	}
	return g.Messages.Tell(ctx, tx, message.Note{PersonID: m.ID(), EmployerID: m.EmployerID, Key: "group.told." + key, Args: args, Href: "/kurs/" + e.Course,
		OnceKey: "enrol:" + m.ID() + ":" + m.EmployerID + ":" + e.Course + ":" + e.Due + ":" + g.Staff.Today()})
}

// Withdraw takes a course that a leader has put in a person's journey back, and tells the person.
// What is done stays done.
func (g *Groups) Withdraw(ctx context.Context, a may.Actor, personID, courseID string) error {
	k, err := g.Staff.Know(ctx, a, may.Enrol, personID, g.Staff.Today())
	if err != nil {
		return err
	}
	title, err := g.title(ctx, courseID)
	if err != nil {
		return err
	}
	return g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := g.Journeys.Withdraw(ctx, tx, personID, k.Employer.ID, courseID, a.PersonID); err != nil {
			return err
		}
		return g.Messages.Tell(ctx, tx, message.Note{PersonID: personID, EmployerID: k.Employer.ID, Key: "group.told.withdrawn", Args: map[string]string{"item": title}, Href: "/min-resa"})
	})
}

// Lets tells whether the actor may do it to somebody of the team, at one of the units there.
func (t *Team) Lets(a may.Actor, do may.Action, m *Member) bool {
	for _, id := range m.AtUnits {
		if u, ok := t.Unit(id); ok && may.Ask(a, do, u.Path) == nil {
			return true
		}
	}
	return false
}
