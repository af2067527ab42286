package course

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/record"
)

// VersionFor gives the version that a person who begins a course now gets: the current one, or one that is tried where
// the person works.
func (s *Studies) VersionFor(ctx context.Context, personID, courseID string) (int64, error) {
	return s.versionFor(ctx, personID, courseID)
}

// BeginAgain begins a course anew for a person who has completed it, on a version that VersionFor gave: a group takes
// it together again (R064). The earlier completion stays. It gives false when there is nothing to begin: the course is
// under way already, was never completed here, or is of a kind without studies. It asks for no permission: the
// room that decides has.
func (s *Studies) BeginAgain(ctx context.Context, tx *db.Tx, personID, courseID string, version int64) (begun bool, err error) {
	defer fault.Wrap(&err, "begin %s again", courseID)
	c, err := s.Courses.editionIn(ctx, tx, edition{courseID, version})
	if err != nil || c.Kind == External {
		return false, err
	}
	last, err := holdEnded(ctx, tx, personID, courseID)
	if errors.Is(err, db.ErrMissing) {
		facts, err := record.About(ctx, tx, personID, courseID)
		if err != nil || !everCompleted(facts) {
			return false, err
		}
	} else if err != nil {
		return false, err
	}
	if last.ID != "" {
		if _, err := holdStudy(ctx, tx, personID, courseID); !errors.Is(err, db.ErrMissing) {
			return false, err // under way
		}
	}
	first, now := firstSpot(c), s.Now()
	study := Study{ID: s.NewID(), PersonID: personID, CourseID: courseID, Version: version, BegunAt: now, ChangedAt: now, Lesson: first.Lesson, Step: first.Step}
	if err := insertStudy(ctx, tx, study); err != nil || s.Begun == nil {
		return err == nil, err
	}
	return true, s.Begun(ctx, tx, personID)
}

func everCompleted(facts []record.Fact) bool {
	for _, f := range record.Standing(facts) {
		if f.Kind == record.Completed || f.Kind == record.Credited {
			return true
		}
	}
	return false
}

// GateOpened ends a person's study of a course when nothing else holds it, as of the instant when the gate opened or
// the last part was done, whichever is later. It is for rooms with a gate, in the transaction that opens it; they have
// asked for leave. A course that is not under way, or not ready, is left as it is.
func (s *Studies) GateOpened(ctx context.Context, tx *db.Tx, personID, courseID, controllerID string, at time.Time) (err error) {
	defer fault.Wrap(&err, "gate of %s opened", courseID)
	study, err := holdStudy(ctx, tx, personID, courseID)
	if errors.Is(err, db.ErrMissing) {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := s.progress(ctx, tx, study, study.Version)
	if err != nil {
		return err
	}
	_, err = s.endAt(ctx, tx, p, &employer{controllerID}, latest(at, study.ChangedAt))
	return err
}

// GateClosed opens a study again that had ended by what a room with a gate now takes back; its completion is taken
// back, and its certificate with it. Where the person has begun the course anew since, the old study stays ended.
func (s *Studies) GateClosed(ctx context.Context, tx *db.Tx, personID, studyID, actorID, reason string) (err error) {
	defer fault.Wrap(&err, "gate of study %s closed", studyID)
	study, err := holdByID(ctx, tx, personID, studyID)
	if errors.Is(err, db.ErrMissing) || err == nil && study.FinishedAt == nil {
		return nil
	}
	if err != nil {
		return err
	}
	return s.reopenWhole(ctx, tx, study, actorID, reason)
}

// CompletedBefore is when a person had last ended another study of a course that began before this one; the zero time when never.
func CompletedBefore(ctx context.Context, q db.Q, study Study) (time.Time, error) {
	last, err := db.One(ctx, q, func(s db.Scanner) (t *time.Time, err error) { err = s.Scan(&t); return t, err }, `
		SELECT finished_at
		FROM study
		WHERE person_id = $1 AND course_id = $2 AND id <> $3 AND finished_at IS NOT NULL AND begun_at <= $4
		ORDER BY finished_at DESC
		LIMIT 1`,
		study.PersonID, study.CourseID, study.ID, study.BegunAt)
	if errors.Is(err, db.ErrMissing) || err == nil && last == nil {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return *last, nil
}

// FindStudy gives a study; db.ErrMissing when there is none of that id.
func FindStudy(ctx context.Context, q db.Q, id string) (Study, error) {
	return db.One(ctx, q, scanStudy, `
		SELECT `+studyColumns+`
		FROM study
		WHERE id = $1`,
		id)
}

// KindIn tells of which kind a version of a course is, inside a transaction too; "" when there is no such version.
func KindIn(ctx context.Context, q db.Q, courseID string, version int64) (string, error) {
	kind, err := db.One(ctx, q, db.Text, `
		SELECT kind
		FROM course_version
		WHERE course_id = $1 AND version = $2`,
		courseID, version)
	if errors.Is(err, db.ErrMissing) {
		return "", nil
	}
	return kind, err
}

// CurrentIn gives the current version of a course, inside a transaction too; ErrNoCourse when there is none.
func (cs *Courses) CurrentIn(ctx context.Context, q db.Q, id string) (*folder.Content, error) {
	version, err := currentVersion(ctx, q, id)
	if err != nil {
		return nil, err
	}
	return cs.editionIn(ctx, q, edition{id, version})
}
