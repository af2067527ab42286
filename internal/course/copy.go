package course

import (
	"context"
	"slices"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
)

// Copy gives out to the person ("") all studies, with answers and reflections, and all reports. An
// employer never reads answers or reflections, also not to give them out: it gets the studies and
// reports that ended in its facts, and reports that wait for a decision.
func (s *Studies) Copy(ctx context.Context, q db.Q, personID, employerID string) ([]db.Sheet, error) {
	own := []any{personID}
	sheets, err := db.ReadSheets(ctx, q,
		db.Statement{Name: "study", Args: own, Text: `
			SELECT id, course_id AS course, version, begun_at, changed_at, finished_at
			FROM study
			WHERE person_id = $1
			ORDER BY begun_at, id`},
		db.Statement{Name: "external_report", Args: own, Text: `
			SELECT id, course_id AS course, done_on, file_name, made_at, decided_at, decision, reason
			FROM external_report
			WHERE person_id = $1
			ORDER BY made_at, id`})
	if err != nil {
		return nil, err
	}
	if employerID != "" {
		return s.copyTheirs(ctx, q, sheets, personID, employerID)
	}
	more, err := db.ReadSheets(ctx, q,
		db.Statement{Name: "test_try", Args: own, Text: `
			SELECT s.course_id AS course, t.number, t.begun_at, t.finished_at, t.correct, t.passed
			FROM test_try t
			JOIN study s ON s.id = t.study_id
			WHERE s.person_id = $1
			ORDER BY t.begun_at, t.id`},
		db.Statement{Name: "answer", Args: own, Text: `
			SELECT s.course_id AS course, a.question, a.body, a.is_right, a.at
			FROM answer a
			JOIN study s ON s.id = a.study_id
			WHERE s.person_id = $1
			ORDER BY a.at, a.question`},
		db.Statement{Name: "test_answer", Args: own, Text: `
			SELECT s.course_id AS course, a.question, a.body, a.is_right, a.at
			FROM test_answer a
			JOIN test_try t ON t.id = a.try_id
			JOIN study s ON s.id = t.study_id
			WHERE s.person_id = $1
			ORDER BY a.at, a.question`},
		db.Statement{Name: "course_local_done", Args: own, Text: `
			SELECT d.local_id AS task, (SELECT MAX(l.title) FROM course_local l WHERE l.id = d.local_id) AS title, d.at
			FROM course_local_done d
			WHERE d.person_id = $1
			ORDER BY d.at, d.local_id`})
	return append(sheets, more...), err
}

func (s *Studies) copyTheirs(ctx context.Context, q db.Q, sheets []db.Sheet, personID, employerID string) ([]db.Sheet, error) {
	studies, reports, err := s.endedAt(ctx, q, personID, employerID)
	if err != nil {
		return nil, err
	}
	for i := range sheets {
		sheets[i].Rows = slices.DeleteFunc(sheets[i].Rows, func(row []any) bool {
			id, _ := row[0].(string)
			if sheets[i].Name == "study" {
				return !slices.Contains(studies, id)
			}
			return !slices.Contains(reports, id) && row[6] != string(Waiting)
		})
	}
	return slices.DeleteFunc(sheets, func(s db.Sheet) bool { return len(s.Rows) == 0 }), nil
}

// Uploads gives what a person has uploaded, in the order it came.
func (s *Studies) Uploads(ctx context.Context, q db.Q, personID string) ([]blob.Upload, error) {
	return db.All(ctx, q, func(r db.Scanner) (u blob.Upload, err error) {
		u.Sheet = "external_report"
		err = r.Scan(&u.ID, &u.Name, &u.Hash)
		return u, err
	}, `
		SELECT id, file_name, blob
		FROM external_report
		WHERE person_id = $1 AND blob <> ''
		ORDER BY made_at, id`,
		personID)
}
