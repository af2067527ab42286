package course

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// MaxCertificate is how large an uploaded certificate may be.
const MaxCertificate = blob.MaxPaper

// Decision is what came of a report.
type Decision string

// The decisions. Waiting is for a manager; a report that needs none is approved at once.
const (
	Waiting  Decision = ""
	Approved Decision = "approved"
	Declined Decision = "declined"
)

// Report is a learner's word that an external course is done (rule 15).
type Report struct {
	ID, PersonID, CourseID string
	Version                int64
	DoneOn                 string // YYYY-MM-DD
	FileName               string // of the certificate; "" when none came along
	MadeAt                 time.Time
	DecidedAt              *time.Time
	DecidedBy              string
	Decision               Decision
	Reason                 string // why it was declined

	blob string
}

// Done is what a learner reports: when, and the certificate when there is one.
type Done struct {
	On       string
	File     io.Reader // nil: none
	FileName string
}

// ReportExternal reports an external course done. It counts at once, unless the layers around the
// person say that a manager approves. The same day twice is one report.
func (s *Studies) ReportExternal(ctx context.Context, a may.Actor, courseID string, d Done) (r Report, err error) {
	defer fault.Wrap(&err, "report %s", courseID)
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return r, err
	}
	c, version, err := s.external(ctx, courseID)
	if err != nil {
		return r, err
	}
	if err := s.checkDay(d.On); err != nil {
		return r, err
	}
	r = Report{ID: s.NewID(), PersonID: a.PersonID, CourseID: courseID, Version: version, DoneOn: d.On, MadeAt: s.Now(), Decision: Approved}
	if s.Approval != nil {
		waits, err := s.Approval.NeedsApproval(ctx, a.PersonID, courseID)
		if err != nil {
			return r, err
		}
		if waits {
			r.Decision = Waiting
		}
	}
	if err := s.keepCertificate(ctx, &r, d); err != nil {
		return r, err
	}
	err = s.ending(ctx, a.PersonID, func(tx *db.Tx, e *employer) error {
		if e == nil && r.Decision == Approved {
			return errEmployer
		}
		if r.Decision == Approved {
			r.DecidedAt, r.DecidedBy = &r.MadeAt, a.PersonID
		}
		earlier, err := reportsOf(ctx, tx, a.PersonID, courseID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(earlier, func(r Report) bool { return r.Decision == Waiting }) {
			return ErrReported
		}
		if err := insertReport(ctx, tx, r); err != nil || r.Decision == Waiting {
			return err
		}
		return s.recordExternal(ctx, tx, r, c, a, e)
	})
	if errors.Is(err, db.ErrTaken) {
		return r, ErrReported
	}
	return r, err
}

// external reads the current version of an external course.
func (s *Studies) external(ctx context.Context, courseID string) (*folder.Content, int64, error) {
	version, err := s.Courses.Current(ctx, courseID)
	if err != nil {
		return nil, 0, err
	}
	c, err := s.Courses.edition(ctx, edition{courseID, version})
	if err == nil && c.Kind != External {
		err = ErrNotExternal
	}
	return c, version, err
}

// checkDay takes a day that has been, within a working life.
func (s *Studies) checkDay(on string) error {
	t, err := time.Parse(time.DateOnly, on)
	switch {
	case err != nil || t.Year() < 1960:
		return ErrDate.On("on")
	case on > s.Staff.Today():
		return ErrFuture.On("on")
	}
	return nil
}

// keepCertificate puts the certificate in the store when its bytes are what they should be.
func (s *Studies) keepCertificate(ctx context.Context, r *Report, d Done) error {
	paper, err := blob.PutPaper(ctx, s.Blobs, d.File, d.FileName, "intyg")
	switch {
	case errors.Is(err, blob.ErrLarge):
		return ErrFileLarge.On("file")
	case errors.Is(err, blob.ErrSort):
		return ErrFileKind.On("file")
	case errors.Is(err, blob.ErrBroken):
		return ErrPicture.On("file")
	}
	r.blob, r.FileName = paper.Hash, paper.Name
	return err
}

// recordExternal puts an approved report in the record, on the day the course was done.
func (s *Studies) recordExternal(ctx context.Context, tx *db.Tx, r Report, c *folder.Content, a may.Actor, e *employer) error {
	on, err := time.ParseInLocation(time.DateOnly, r.DoneOn, s.Place)
	if err != nil {
		return err
	}
	on = on.Add(12 * time.Hour) // the day in Sweden is the day everywhere it is read
	_, err = s.Record.Append(ctx, tx, record.Fact{
		PersonID: r.PersonID, Kind: record.Completed, CourseID: r.CourseID, Version: r.Version, Title: c.Title,
		At: on, ValidUntil: record.ValidFor(on, c.ValidityMonths), Hours: externalHours(c),
		Source: record.FromExternal, ActorID: a.PersonID, ControllerID: e.id, OnceKey: "report:" + r.ID + ":completed", Detail: `{"report":"` + r.ID + `"}`,
	})
	return err
}

func externalHours(c *folder.Content) float64 {
	if c.External != nil && c.External.Hours > 0 {
		return c.External.Hours
	}
	return c.Hours
}

// OwnReports gives the actor's reports of a course, the latest first.
func (s *Studies) OwnReports(ctx context.Context, a may.Actor, courseID string) ([]Report, error) {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return nil, err
	}
	return reportsOf(ctx, s.DB, a.PersonID, courseID)
}

// Certificate opens an uploaded certificate, for the person and for whoever may approve it.
func (s *Studies) Certificate(ctx context.Context, a may.Actor, reportID string) (_ io.ReadSeekCloser, name, kind string, err error) {
	defer fault.Wrap(&err, "certificate of report %s", reportID)
	r, err := reportByID(ctx, s.DB, reportID)
	if err != nil {
		return nil, "", "", err
	}
	if may.AskSelf(a, r.PersonID) != nil {
		if err := s.askAbout(ctx, a, may.DecideExternal, r.PersonID); err != nil {
			return nil, "", "", err
		}
		if err := s.Audit.Person(ctx, s.DB, a, "course.certificate", r.PersonID); err != nil {
			return nil, "", "", err
		}
	}
	if r.blob == "" {
		return nil, "", "", ErrNoFile
	}
	f, kind, err := blob.GetPaper(ctx, s.Blobs, r.blob)
	return f, r.FileName, kind, err
}
