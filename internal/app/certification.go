package app

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/appointment"
	appointed "yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certweb"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/uptake"
)

// buildCertification builds the certification of units, and lets what changes how they stand mark them in its own
// transaction. It comes after the rooms whose changes it follows.
func (a *App) buildCertification() {
	c := &certification.Certifications{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Record: a.Record, Courses: a.Courses, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit,
		Now: a.Now, NewID: NewID, Place: a.Place, Managers: a.leadersOf}
	a.Certification = c
	a.Record.Listeners = append(a.Record.Listeners, c.OnFact)
	for _, person := range []*func(context.Context, *db.Tx, string) error{&a.Staff.Changed, &a.Record.Shared} {
		*person = both(*person, c.MarkPerson)
	}
	a.Imports.Changed = both(a.Imports.Changed, c.MarkEmployer)
	c.Leaders, c.Skills, c.Repeater = leaderSpans{a.Appointments}, signedSkills{a.Practice}, repeater{a}
	a.Appointments.Changed = both(a.Appointments.Changed, c.MarkUnder)
	a.Practice.Tried = both(a.Practice.Tried, c.MarkPerson)
	a.Courses.Changed = both(a.Courses.Changed, c.MarkCourse)
	job.Handle(a.Jobs, c.OnChanged)
	job.Handle(a.Jobs, c.OnPassed)
	job.Every(a.Jobs, time.Hour, certification.Passed{})
}

// leaderSpans tells who leads workplace learning, as certification asks.
type leaderSpans struct{ *appointment.Appointments }

// LeaderSpans implements certification.Leaders.
func (l leaderSpans) LeaderSpans(ctx context.Context, unitIDs []string) (map[string][]rule.Span, error) {
	all, err := l.Histories(ctx, unitIDs, appointed.Leader)
	out := make(map[string][]rule.Span, len(all))
	for id, holders := range all {
		for _, h := range holders {
			out[id] = append(out[id], rule.Span{From: h.From, Until: h.Until})
		}
	}
	return out, err
}

// meetingGuides tells which guides there are, as the pages of certification ask.
type meetingGuides struct{ *circle.Circles }

// GuidesOf implements certweb.Guides.
func (g meetingGuides) GuidesOf(ctx context.Context, nodeIDs []string) ([]certweb.Guide, error) {
	all, err := g.Circles.GuidesOf(ctx, nodeIDs)
	out := make([]certweb.Guide, len(all))
	for i, x := range all {
		out[i] = certweb.Guide{ID: x.ID, Title: x.Title, Course: x.Guide.Course}
	}
	return out, err
}

// signedSkills tells who has a practical skill, as certification asks.
type signedSkills struct{ *practice.Practice }

// SignedAmong implements certification.Skills.
func (s signedSkills) SignedAmong(ctx context.Context, employerID string, personIDs []string) ([]certification.Signed, error) {
	all, err := s.SignedSpans(ctx, employerID, personIDs)
	out := make([]certification.Signed, len(all))
	for i, x := range all {
		out[i] = certification.Signed{PersonID: x.PersonID, Skill: x.Skill, Span: rule.Span{From: x.From, Until: x.Until}}
	}
	return out, err
}

// repeater lets units take courses again together, as certification asks.
type repeater struct{ *App }

// Repeat implements certification.Repeater. A unit and a day are a round: a later renewal lets everybody begin again, and two
// programmes of a unit that are renewed on one day do it once.
func (r repeater) Repeat(ctx context.Context, tx *db.Tx, who may.Actor, unitIDs, courseIDs []string, reason, due string) error {
	for _, id := range unitIDs {
		again := uptake.Again{NodeID: id, Courses: courseIDs, Reason: reason, Due: due, OnceKey: reason + ":" + r.Uptake.Today()}
		if _, err := r.Uptake.Repeat(ctx, tx, who, again); err != nil {
			return err
		}
	}
	return nil
}

// both tells two, in one transaction.
func both(first, second func(context.Context, *db.Tx, string) error) func(context.Context, *db.Tx, string) error {
	if first == nil {
		return second
	}
	return func(ctx context.Context, tx *db.Tx, id string) error {
		return errors.Join(first(ctx, tx, id), second(ctx, tx, id))
	}
}
