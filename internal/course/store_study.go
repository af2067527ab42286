package course

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
)

const studyColumns = `id, person_id, course_id, version, begun_at, changed_at, lesson, step, finished_at`

func scanStudy(s db.Scanner) (v Study, err error) {
	err = s.Scan(&v.ID, &v.PersonID, &v.CourseID, &v.Version, &v.BegunAt, &v.ChangedAt, &v.Lesson, &v.Step, &v.FinishedAt)
	return v, err
}

// latestStudy gives the study under way, else the one ended last, else one without an id; and the
// course's current version.
func latestStudy(ctx context.Context, q db.Q, personID, courseID string) (Study, int64, error) {
	type row struct {
		study   Study
		current int64
	}
	r, err := db.One(ctx, q, func(s db.Scanner) (r row, err error) {
		var id, lesson, step sql.NullString
		var version sql.NullInt64
		var begun, changed sql.NullTime
		r.study.PersonID, r.study.CourseID = personID, courseID
		err = s.Scan(&r.current, &id, &version, &begun, &changed, &lesson, &step, &r.study.FinishedAt)
		r.study.ID, r.study.Version, r.study.Lesson, r.study.Step = id.String, version.Int64, lesson.String, step.String
		r.study.BegunAt, r.study.ChangedAt = begun.Time, changed.Time
		return r, err
	}, `
		SELECT c.current, s.id, s.version, s.begun_at, s.changed_at, s.lesson, s.step, s.finished_at
		FROM course c
		LEFT JOIN study s ON s.course_id = c.id AND s.person_id = $2
		WHERE c.id = $1
		ORDER BY CASE WHEN s.finished_at IS NULL THEN 0 ELSE 1 END, s.begun_at DESC
		LIMIT 1`,
		courseID, personID)
	if errors.Is(err, db.ErrMissing) {
		return r.study, 0, ErrNoCourse
	}
	return r.study, r.current, err
}

// insertStudy begins a study unless one is under way.
func insertStudy(ctx context.Context, tx *db.Tx, s Study) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO study (`+studyColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)
		ON CONFLICT (person_id, course_id) WHERE finished_at IS NULL DO NOTHING`,
		s.ID, s.PersonID, s.CourseID, s.Version, s.BegunAt, s.ChangedAt, s.Lesson, s.Step)
	return err
}

// holdStudy takes the study under way: two requests at once wait for one another.
func holdStudy(ctx context.Context, tx *db.Tx, personID, courseID string) (Study, error) {
	return db.One(ctx, tx, scanStudy, `
		UPDATE study
		SET id = id
		WHERE person_id = $1 AND course_id = $2 AND finished_at IS NULL
		RETURNING `+studyColumns,
		personID, courseID)
}

// holdEnded takes the study that ended last.
func holdEnded(ctx context.Context, tx *db.Tx, personID, courseID string) (Study, error) {
	return db.One(ctx, tx, scanStudy, `
		UPDATE study
		SET id = id
		WHERE id = (
			SELECT id
			FROM study
			WHERE person_id = $1 AND course_id = $2
			ORDER BY begun_at DESC
			LIMIT 1)
		RETURNING `+studyColumns,
		personID, courseID)
}

func moveStudy(ctx context.Context, tx *db.Tx, id string, to Spot, at time.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE study
		SET lesson = $2, step = $3, changed_at = $4
		WHERE id = $1`,
		id, to.Lesson, to.Step, at)
	return err
}

func finishStudy(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE study
		SET finished_at = $2, changed_at = $2
		WHERE id = $1`,
		id, at)
	return err
}

// touchStudy notes that the learner has done something in a study.
func touchStudy(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE study
		SET changed_at = $2
		WHERE id = $1`,
		id, at)
	return err
}

// holdByID takes a study of a person.
func holdByID(ctx context.Context, tx *db.Tx, personID, id string) (Study, error) {
	return db.One(ctx, tx, scanStudy, `
		UPDATE study
		SET id = id
		WHERE id = $1 AND person_id = $2
		RETURNING `+studyColumns,
		id, personID)
}

// reopenStudy opens a study that had ended, unless another of the same course is under way.
func reopenStudy(ctx context.Context, tx *db.Tx, s Study, at time.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE study
		SET finished_at = NULL, changed_at = $2
		WHERE id = $1 AND NOT EXISTS (
			SELECT 1
			FROM study o
			WHERE o.person_id = $3 AND o.course_id = $4 AND o.finished_at IS NULL)`,
		s.ID, at, s.PersonID, s.CourseID)
	return err
}

// upsertStep notes when a step was read last.
func upsertStep(ctx context.Context, tx *db.Tx, studyID string, at Spot, when time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO study_step (study_id, lesson, step, at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (study_id, lesson, step) DO UPDATE SET at = excluded.at`,
		studyID, at.Lesson, at.Step, when)
	return err
}

func setTask(ctx context.Context, tx *db.Tx, studyID, task string, done bool, at time.Time) error {
	if !done {
		_, err := tx.Exec(ctx, `
			DELETE FROM study_task
			WHERE study_id = $1 AND task = $2`,
			studyID, task)
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO study_task (study_id, task, at)
		VALUES ($1, $2, $3)
		ON CONFLICT (study_id, task) DO NOTHING`,
		studyID, task, at)
	return err
}

func upsertAnswer(ctx context.Context, tx *db.Tx, studyID, question string, a folder.Answer, right bool, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO answer (study_id, question, body, is_right, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (study_id, question) DO UPDATE SET body = excluded.body, is_right = excluded.is_right, at = excluded.at`,
		studyID, question, answerJSON(a), right, at)
	return err
}

// mark is a row of what a learner has done in a study.
type mark struct {
	kind, a, b string
	right      bool
	at         time.Time
}

// readMarks reads steps, tasks and answers in one statement; a study has some hundred at most.
func readMarks(ctx context.Context, q db.Q, p *Progress) error {
	p.Seen, p.Tasks, p.Answers = map[Spot]time.Time{}, map[string]time.Time{}, map[string]Answered{}
	return db.Each(ctx, q, func(s db.Scanner) (m mark, err error) {
		err = s.Scan(&m.kind, &m.a, &m.b, &m.right, &m.at)
		return m, err
	}, func(m mark) error {
		switch m.kind {
		case "step":
			p.Seen[Spot{m.a, m.b}] = m.at
		case "task":
			p.Tasks[m.a] = m.at
		case "answer":
			given := Answered{Right: m.right}
			if err := json.Unmarshal([]byte(m.b), &given.Answer); err != nil {
				return err
			}
			p.Answers[m.a] = given
		}
		return nil
	}, `
		SELECT 'step', lesson, step, FALSE, at
		FROM study_step
		WHERE study_id = $1
		UNION ALL
		SELECT 'task', task, '', FALSE, at
		FROM study_task
		WHERE study_id = $1
		UNION ALL
		SELECT 'answer', question, body, is_right, at
		FROM answer
		WHERE study_id = $1`,
		p.Study.ID)
}

// openStudies is bounded by the person: one study a course.
func openStudies(ctx context.Context, q db.Q, personID string) ([]Study, error) {
	return db.All(ctx, q, scanStudy, `
		SELECT `+studyColumns+`
		FROM study
		WHERE person_id = $1 AND finished_at IS NULL
		ORDER BY changed_at DESC
		LIMIT 1000`,
		personID)
}

// openWithDays gives studies under way of courses with course days, in the order of their ids.
func openWithDays(ctx context.Context, q db.Q, after string, limit int) ([]Study, error) {
	return db.All(ctx, q, scanStudy, `
		SELECT s.id, s.person_id, s.course_id, s.version, s.begun_at, s.changed_at, s.lesson, s.step, s.finished_at
		FROM study s
		JOIN course_version v ON v.course_id = s.course_id AND v.version = s.version
		WHERE s.finished_at IS NULL AND v.kind = 'day' AND s.id > $1
		ORDER BY s.id
		LIMIT $2`,
		after, limit)
}

// openAmong asks for some hundred persons at a time.
func openAmong(ctx context.Context, q db.Q, personIDs []string) (map[string][]Study, error) {
	out := map[string][]Study{}
	for some := range slices.Chunk(personIDs, 200) {
		err := db.Each(ctx, q, scanStudy, func(s Study) error {
			out[s.PersonID] = append(out[s.PersonID], s)
			return nil
		}, `
		SELECT `+studyColumns+`
		FROM study
		WHERE person_id IN (`+db.Marks(1, len(some))+`) AND finished_at IS NULL
		ORDER BY changed_at DESC`,
			db.Args(some)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

type endedStudy struct {
	Study
	reflected bool
}

// endedStudies gives the studies that have ended, the latest first, and whether a reflection is written.
func endedStudies(ctx context.Context, q db.Q, personID string) ([]endedStudy, error) {
	return db.All(ctx, q, func(s db.Scanner) (e endedStudy, err error) {
		var body sql.NullString
		err = s.Scan(&e.ID, &e.CourseID, &e.Version, &e.FinishedAt, &body)
		e.PersonID, e.reflected = personID, body.Valid && body.String != "{}"
		return e, err
	}, `
		SELECT s.id, s.course_id, s.version, s.finished_at, a.body
		FROM study s
		LEFT JOIN answer a ON a.study_id = s.id AND a.question = $2
		WHERE s.person_id = $1 AND s.finished_at IS NOT NULL
		ORDER BY s.finished_at DESC
		LIMIT 200`,
		personID, reflection)
}
