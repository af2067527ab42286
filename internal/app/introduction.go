package app

import (
	"context"
	"crypto/rand"

	"yrkesresan/internal/group"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
)

// buildIntroductions builds the room of introductions, and lets it follow the learning record and staff files.
func (a *App) buildIntroductions() {
	in := &introduction.Introductions{DB: a.DB, Staff: a.Staff, Tree: a.Tree, Access: a.Access, Record: a.Record, Messages: a.Messages, Jobs: a.Jobs, Audit: a.Audit, Now: a.Now, NewID: NewID, Random: rand.Text,
		Courses: a.learning.Titles, Leaders: a.leadersOf}
	a.Introductions = in
	a.Groups.Newcomers = groupNewcomers{in}
	a.Record.Listeners = append(a.Record.Listeners, in.OnFact)
	shared, changed := a.Record.Shared, a.Imports.Changed
	a.Record.Shared = func(ctx context.Context, tx *db.Tx, personID string) error {
		if err := shared(ctx, tx, personID); err != nil {
			return err
		}
		return in.OnShared(ctx, tx, personID)
	}
	a.Imports.Changed = func(ctx context.Context, tx *db.Tx, employerID string) error {
		if err := changed(ctx, tx, employerID); err != nil {
			return err
		}
		return in.OnStaffChanged(ctx, tx, employerID)
	}
	job.Handle(a.Jobs, in.OnLooked)
	job.Handle(a.Jobs, in.OnSettled)
	job.Handle(a.Jobs, in.OnRelieved)
	job.Handle(a.Jobs, in.OnCompleted)
	job.Every(a.Jobs, introduction.LookEvery, introduction.Looked{})
}

// groupNewcomers lets who leads people see what is to be done about who is new.
type groupNewcomers struct{ in *introduction.Introductions }

// Due implements group.Newcomers.
func (g groupNewcomers) Due(ctx context.Context, a may.Actor, units []org.Node) (group.NewcomersDue, error) {
	d, err := g.in.DueAt(ctx, a, units)
	out := group.NewcomersDue{Late: d.Late, Lack: d.Lack, Href: "/min-grupp/introduktion"}
	if d.Unit != "" {
		out.Href += "?enhet=" + d.Unit
	}
	return out, err
}
