package course

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Forget removes the studies and reports that ended in an employer's facts, with answers and
// reflections; with last all of a person's. A study under way and a report that waits belong to no
// employer yet: they go with the last. It comes before the facts. Files are left, since
// they cannot be taken back when the transaction fails: FilesOf and RefersTo tell which may go after it.
func (s *Studies) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if last {
		studies, err := db.All(ctx, tx, db.Text, `SELECT id FROM study WHERE person_id = $1`, personID)
		if err != nil {
			return nil, err
		}
		for _, id := range studies {
			if err := forgetStudy(ctx, tx, gone, id); err != nil {
				return nil, err
			}
		}
		if err := gone.Destroy(ctx, tx, `DELETE FROM external_report WHERE person_id = $1`, personID); err != nil {
			return nil, err
		}
		if err := gone.Destroy(ctx, tx, `DELETE FROM course_local_done WHERE person_id = $1`, personID); err != nil {
			return nil, err
		}
		for _, q := range []string{
			`UPDATE course_local SET made_by = $2 WHERE made_by = $1`,
			`UPDATE course_local SET ended_by = $2 WHERE ended_by = $1`,
			`UPDATE external_report SET decided_by = $2 WHERE decided_by = $1`,
			`UPDATE course_version SET made_by = $2 WHERE made_by = $1`,
			`UPDATE course_version SET withdrawn_by = $2 WHERE withdrawn_by = $1`,
			`UPDATE course_pilot SET made_by = $2 WHERE made_by = $1`,
			`UPDATE course_pilot SET noted_by = $2 WHERE noted_by = $1`,
		} {
			if _, err := tx.Exec(ctx, q, personID, may.Erased); err != nil {
				return nil, err
			}
		}
		return gone, nil
	}
	studies, reports, err := s.endedAt(ctx, tx, personID, employerID)
	if err != nil {
		return nil, err
	}
	for _, id := range studies {
		if err := forgetStudy(ctx, tx, gone, id); err != nil {
			return nil, err
		}
	}
	for _, id := range reports {
		if err := gone.Destroy(ctx, tx, `DELETE FROM external_report WHERE id = $1 AND person_id = $2`, id, personID); err != nil {
			return nil, err
		}
	}
	return gone, s.forgetTicks(ctx, tx, gone, personID, employerID)
}

// forgetTicks removes what a person has ticked of an employer's local tasks.
func (s *Studies) forgetTicks(ctx context.Context, tx *db.Tx, gone db.Gone, personID, employerID string) error {
	type tick struct{ id, path string }
	ticks, err := db.All(ctx, tx, func(r db.Scanner) (t tick, err error) { err = r.Scan(&t.id, &t.path); return t, err }, `
		SELECT DISTINCT d.local_id, p.path
		FROM course_local_done d
		JOIN course_local l ON l.id = d.local_id
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_until = '9999-12-31'
		WHERE d.person_id = $1`,
		personID)
	if err != nil {
		return err
	}
	for _, t := range ticks {
		employer, err := org.EmployerOf(ctx, tx, t.path, s.Staff.Today())
		if err != nil {
			return err
		}
		if employer.ID != employerID {
			continue
		}
		if err := gone.Destroy(ctx, tx, `DELETE FROM course_local_done WHERE person_id = $1 AND local_id = $2`, personID, t.id); err != nil {
			return err
		}
	}
	return nil
}

// endedAt gives the studies and reports that an employer's facts came of.
func (s *Studies) endedAt(ctx context.Context, q db.Q, personID, employerID string) (studies, reports []string, err error) {
	held, err := s.Record.HeldBy(ctx, q, personID, employerID)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range held {
		var from struct{ Study, Report string }
		if json.Unmarshal([]byte(f.Detail), &from) != nil {
			continue // facts from elsewhere keep other things in Detail
		}
		if from.Study != "" {
			studies = append(studies, from.Study)
		}
		if from.Report != "" {
			reports = append(reports, from.Report)
		}
	}
	return studies, reports, nil
}

// forgetStudy removes a study with all that hangs on it. One that is gone already is no matter: a
// passed test and the completion tell of the same.
func forgetStudy(ctx context.Context, tx *db.Tx, gone db.Gone, id string) error {
	for _, q := range []string{
		`DELETE FROM test_answer WHERE try_id IN (SELECT t.id FROM test_try t WHERE t.study_id = $1)`,
		`DELETE FROM test_try WHERE study_id = $1`,
		`DELETE FROM answer WHERE study_id = $1`,
		`DELETE FROM study_task WHERE study_id = $1`,
		`DELETE FROM study_step WHERE study_id = $1`,
		`DELETE FROM study WHERE id = $1`,
	} {
		if err := gone.Destroy(ctx, tx, q, id); err != nil {
			return err
		}
	}
	return nil
}

// FilesOf gives the hashes of what a person has uploaded; ask before Forget.
func (s *Studies) FilesOf(ctx context.Context, q db.Q, personID string) ([]string, error) {
	return db.All(ctx, q, db.Text, `
		SELECT DISTINCT blob
		FROM external_report
		WHERE person_id = $1 AND blob <> ''`,
		personID)
}

// RefersTo tells whether any report or course needs a file.
func (s *Studies) RefersTo(ctx context.Context, q db.Q, hash string) (bool, error) {
	n, err := db.One(ctx, q, db.Number, `
		SELECT (SELECT COUNT(*) FROM external_report WHERE blob = $1) + (SELECT COUNT(*) FROM course_file WHERE blob = $1)`,
		hash)
	return n > 0, err
}

// ForgetFiles lets go of the files of reports that ended in an employer's facts and were decided on
// before an instant, and gives their hashes.
func (s *Studies) ForgetFiles(ctx context.Context, employerID string, at time.Time) ([]string, error) {
	type old struct{ id, person, hash string }
	reports, err := db.All(ctx, s.DB, func(r db.Scanner) (o old, err error) { err = r.Scan(&o.id, &o.person, &o.hash); return o, err }, `
		SELECT id, person_id, blob
		FROM external_report
		WHERE blob <> '' AND decided_at < $1
		ORDER BY decided_at
		LIMIT 5000`,
		at)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, o := range reports {
		_, theirs, err := s.endedAt(ctx, s.DB, o.person, employerID)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(theirs, o.id) {
			continue
		}
		if _, err := s.DB.Exec(ctx, `UPDATE external_report SET blob = '', file_name = '' WHERE id = $1`, o.id); err != nil {
			return nil, err
		}
		files = append(files, o.hash)
	}
	return files, nil
}
