package app

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/staff"
)

func (a *App) buildPrivacy() error {
	texts, err := Texts()
	a.Privacy = &privacy.Privacy{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Record: a.Record, Texts: texts, Copiers: a.copiers(), Shorten: a.shorteners(), Messages: a.Messages, Audit: a.Audit, Jobs: a.Jobs, Keys: a.Keys,
		Files: keptFiles{[]fileRoom{a.Studies, a.Competence, a.Occasions, a.Library}, a.Blobs, a.DB}, Forgetters: a.forgetters(), Holders: a.holders(), Now: a.Now, NewID: NewID}
	return err
}

// shorteners remove what an employer keeps for a time only.
func (a *App) shorteners() map[string]privacy.Shortener {
	return map[string]privacy.Shortener{privacy.KeepLeave: a.Staff.ForgetLeave, privacy.KeepNotes: a.Messages.ForgetBefore, privacy.KeepFiles: a.forgetFiles, privacy.KeepThoughts: a.Circles.ForgetThoughts}
}

// forgetFiles lets go of uploaded certificates and evidence that were decided on long ago; the report, the fact and
// the merit stay.
func (a *App) forgetFiles(ctx context.Context, employerID, _ string, at time.Time) error {
	files, err := a.Studies.ForgetFiles(ctx, employerID, at)
	if err != nil {
		return err
	}
	papers, err := a.Competence.ForgetFiles(ctx, employerID, at)
	if err != nil {
		return err
	}
	return a.Privacy.DropFiles(ctx, slices.Concat(files, papers))
}

// copiers give out what is kept about a person, in the order that the person reads it.
func (a *App) copiers() []privacy.Copier {
	return []privacy.Copier{a.Staff.Copy, a.Access.Copy, a.Record.Copy, a.Certificates.Copy, a.Studies.Copy, a.Journeys.Copy, a.Groups.Copy, a.Competence.Copy, a.Profiles.Copy, a.Plans.Copy, a.Occasions.Copy, a.Bookings.Copy, a.Demand.Copy, a.Attendance.Copy, a.Evaluations.Copy, a.Staffing.Copy, a.Practice.Copy,
		a.Introductions.Copy,
		a.Certification.Copy,
		a.Library.Copy,
		a.Appointments.Copy,
		a.Circles.Copy,
		a.Uptake.Copy,
		a.Presets.Copy,
		a.Tree.Copy, a.Messages.Copy, a.Outbox.Copy,
	}
}

// forgetters removes what an employer holds about a person, room by room. The order is the
// database's: who points comes before what is pointed at, and what is found by way of facts comes
// before the facts; access and staff come last. A room with a column that holds a person's id
// stands here; privacy_test looks into every column of every table afterwards.
func (a *App) forgetters() []privacy.Forgetter {
	return []privacy.Forgetter{
		a.Figures.Forget,
		a.Gaps.Forget,
		a.Messages.Forget,
		outbox{a.Outbox, a.Staff}.forget,
		a.Certificates.Forget,
		a.Uptake.Forget,
		a.Studies.Forget,
		a.Journeys.Forget,
		a.Groups.Forget,
		a.Plans.Forget,
		a.Staffing.Forget,
		a.Practice.Forget,
		a.Certification.Forget,
		a.Introductions.Forget,
		a.Library.Forget,
		a.Appointments.Forget,
		a.Circles.Forget,
		a.Presets.Forget,
		a.Occasions.Forget,
		a.Competence.Forget,
		a.Profiles.Forget,
		a.Frameworks.Forget,
		a.Evaluations.Forget,
		a.Attendance.Forget,
		a.Bookings.Forget,
		a.Demand.Forget,
		a.Record.Forget,
		a.Audit.Forget,
		a.Tasks.Forget,
		a.Search.Forget,
		a.Tree.Forget,
		a.forgetNamed,
		api.Forget,
		a.Access.Forget,
		a.Staff.Forget,
	}
}

// holders tell whether anybody else holds something about a person.
func (a *App) holders() []privacy.Holder {
	return []privacy.Holder{
		anyDay(a.Staff.HeldElsewhere),
		anyDay(a.Record.HeldElsewhere),
		a.Access.HeldElsewhere,
	}
}

func anyDay(f func(context.Context, *db.Tx, string, string) (bool, error)) privacy.Holder {
	return func(ctx context.Context, tx *db.Tx, personID, employerID, _ string) (bool, error) {
		return f(ctx, tx, personID, employerID)
	}
}

// outbox finds a person's messages by the addresses that the employer has.
type outbox struct {
	out   *mail.Outbox
	staff *staff.Staff
}

func (o outbox) forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	card, err := o.staff.AddressesAt(ctx, tx, personID, employerID)
	if err != nil {
		return nil, err
	}
	return o.out.Forget(ctx, tx, personID, employerID, card, last)
}

// forgetNamed removes contacts and holders of functions that an employer has written by hand and that
// are the person, by the name and the addresses that the employer knows.
func (a *App) forgetNamed(ctx context.Context, tx *db.Tx, personID, employerID string, _ bool) (map[string]int64, error) {
	words, err := a.Staff.AddressesAt(ctx, tx, personID, employerID)
	if err != nil {
		return nil, err
	}
	cards, err := a.Staff.Cards(ctx, personID)
	if err != nil {
		return nil, err
	}
	for _, c := range cards {
		if c.EmployerID == employerID {
			words = append(words, strings.TrimSpace(c.Name()))
		}
	}
	return org.ForgetNamed(ctx, tx, employerID, words)
}

// fileRoom is a room that people upload files to.
type fileRoom interface {
	// FilesOf gives the hashes of what a person has uploaded.
	FilesOf(ctx context.Context, q db.Q, personID string) ([]string, error)
	// RefersTo tells whether anything in the room needs a file.
	RefersTo(ctx context.Context, q db.Q, hash string) (bool, error)
	// Uploads gives what a person has uploaded, in the order it came.
	Uploads(ctx context.Context, q db.Q, personID string) ([]blob.Upload, error)
}

// keptFiles are what people have uploaded, in every room.
type keptFiles struct {
	rooms []fileRoom
	blobs *blob.Dir
	db    *db.DB
}

// FilesOf implements privacy.Files.
func (f keptFiles) FilesOf(ctx context.Context, q db.Q, personID string) (all []string, err error) {
	for _, room := range f.rooms {
		some, err := room.FilesOf(ctx, q, personID)
		if err != nil {
			return nil, err
		}
		for _, hash := range some {
			if !slices.Contains(all, hash) {
				all = append(all, hash)
			}
		}
	}
	return all, nil
}

// Uploads implements privacy.Files.
func (f keptFiles) Uploads(ctx context.Context, q db.Q, personID string) (all []blob.Upload, err error) {
	for _, room := range f.rooms {
		some, err := room.Uploads(ctx, q, personID)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// RefersTo implements privacy.Files.
func (f keptFiles) RefersTo(ctx context.Context, q db.Q, hash string) (bool, error) {
	for _, room := range f.rooms {
		if needs, err := room.RefersTo(ctx, q, hash); needs || err != nil {
			return needs, err
		}
	}
	return false, nil
}

// Get implements privacy.Files.
func (f keptFiles) Get(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	return f.blobs.Get(ctx, hash)
}

// Sweep implements privacy.Files: what is put and in no row within the hour never will be. It is the
// machine's hour, as the files' is.
func (f keptFiles) Sweep(ctx context.Context) error {
	return f.blobs.Each(ctx, func(hash string) error {
		since, err := f.blobs.KeptSince(ctx, hash)
		if errors.Is(err, blob.ErrMissing) || err == nil && time.Since(since) < time.Hour {
			return nil
		}
		if err != nil {
			return err
		}
		needed, err := f.RefersTo(ctx, f.db, hash)
		if err != nil || needed {
			return err
		}
		return f.blobs.Remove(ctx, hash)
	})
}

// Drop implements privacy.Files.
func (f keptFiles) Drop(ctx context.Context, hash string) error { return f.blobs.Remove(ctx, hash) }
