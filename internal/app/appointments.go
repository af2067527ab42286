package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/appointweb"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/record"
)

// buildAppointments builds the room of leaders of workplace learning and representatives: the role of a leader is given
// there only, and what is learnt and what an employer switches decides who holds what.
func (a *App) buildAppointments() {
	a.Appointments = &appointment.Appointments{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Record: a.Record, Competence: a.Competence, Messages: a.Messages, Outbox: a.Outbox, Jobs: a.Jobs,
		Audit: a.Audit, Now: a.Now, NewID: NewID}
	a.Access.Appointed = a.Appointments.OnRole
	a.Tree.Switched = a.Appointments.OnSwitched
	a.Record.Listeners = append(a.Record.Listeners, a.Appointments.OnFact)
	job.Handle(a.Jobs, a.Appointments.OnSettle)
	job.Handle(a.Jobs, a.Appointments.OnDue)
	job.Every(a.Jobs, 12*time.Hour, appointment.Due{})
}

// appointPages are the pages of the room.
func (a *App) appointPages(frame *page.Frame) *appointweb.Pages {
	return &appointweb.Pages{Appointments: a.Appointments, Tree: a.Tree, Courses: leaderCourses{a}, Networks: leaderNetworks{a.Practice}, Colleagues: a.colleagues, Borrowed: a.borrowed, Guides: a.leaderGuides, Frame: frame}
}

func (a *App) colleagues(ctx context.Context, actor may.Actor, nodeID, text string) ([]appointweb.Person, bool, error) {
	found, more, err := a.Access.Colleagues(ctx, actor, nodeID, text)
	return asPeople(found), more, err
}

func (a *App) borrowed(ctx context.Context, actor may.Actor, nodeID, employerID, number string) ([]appointweb.Person, error) {
	found, err := a.Access.Borrowed(ctx, actor, nodeID, employerID, number)
	return asPeople(found), err
}

func asPeople(found []access.Colleague) (out []appointweb.Person) {
	for _, c := range found {
		work := c.Title
		if c.Unit != "" {
			work = strings.TrimPrefix(work+", "+c.Unit, ", ")
		}
		out = append(out, appointweb.Person{ID: c.PersonID, Name: c.Name, Work: work})
	}
	return out
}

// leaderGuides are the ways to guides and material that a leader has, as the rooms stand on the site.
func (a *App) leaderGuides(_ context.Context, actor may.Actor, c *lang.Catalog) (out []appointweb.Guide, err error) {
	for _, d := range doors() {
		if d.Hub == page.LearningHub && slices.Contains(guideDoors, d.Href) && (d.Do == "" || may.AskSomewhere(actor, d.Do) == nil) {
			out = append(out, appointweb.Guide{Href: d.Href, Title: c.T(d.Name), About: c.T(d.About)})
		}
	}
	return out, nil
}

// guideDoors are the pages of the hub that hold guides of meetings and material: those that are there.
var guideDoors = []string{"/traffar", "/traff", "/material", "/exempel"}

// leaderCourses tells appointweb how far somebody has come in the courses of the track.
type leaderCourses struct{ *App }

// Step implements appointweb.Courses.
func (l leaderCourses) Step(ctx context.Context, actor may.Actor, courseID string) (appointweb.Step, error) {
	s := appointweb.Step{Course: courseID, Status: ui.NotStarted}
	title, err := l.learning.Title(ctx, courseID)
	if s.Title = title; err != nil || title == "" {
		return s, err
	}
	facts, err := l.Record.Own(ctx, actor, actor.PersonID)
	if err != nil {
		return s, err
	}
	for _, f := range record.Standing(facts) {
		if f.CourseID == courseID && f.Done() && f.Holds(l.Staff.Today()) {
			s.Status = ui.Done
			return s, nil
		}
	}
	begun, err := l.learning.Begun(ctx, actor.PersonID)
	if slices.Contains(begun, courseID) {
		s.Status = ui.Ongoing
	}
	return s, err
}

// Track implements appointweb.Courses: the courses of the journeys' blocks about learning at the workplace.
func (l leaderCourses) Track(ctx context.Context, actor may.Actor) (out []appointweb.Step, err error) {
	journeys, err := l.Journeys.Own(ctx, actor, l.Staff.Today())
	if err != nil {
		return nil, err
	}
	for _, j := range journeys {
		for _, b := range j.Blocks {
			if b.Kind != plan.Workplace {
				continue
			}
			for _, item := range b.Items {
				if item.Course == "" {
					continue
				}
				s, err := l.Step(ctx, actor, item.Course)
				if err != nil {
					return nil, err
				}
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// Titles implements appointweb.Courses.
func (l leaderCourses) Titles(ctx context.Context) (map[string]string, error) {
	return l.learning.Titles(ctx)
}

// leaderNetworks lets holders meet in the networks of practice.
type leaderNetworks struct{ *practice.Practice }

// For implements appointweb.Networks.
func (n leaderNetworks) For(ctx context.Context, actor may.Actor, c *lang.Catalog, kinds []rule.Kind) (out []appointweb.Network, err error) {
	audiences := make([]string, len(kinds))
	for i, k := range kinds {
		audiences[i] = string(k)
	}
	all, err := n.Practice.For(ctx, actor, audiences)
	for _, x := range all {
		line := appointweb.Network{ID: x.ID, Name: x.Name, Owner: x.Owner, Joined: x.Joined}
		for _, m := range x.Meetings {
			if m.Day >= n.Today() {
				line.Next = c.T("appointment.network_next", "when", c.DateOf(m.Day)+" "+m.Begins)
				break
			}
		}
		out = append(out, line)
	}
	return out, err
}
