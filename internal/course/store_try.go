package course

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
)

// triesOf reads the tries of a study with what was answered in them.
func triesOf(ctx context.Context, q db.Q, studyID string) ([]Try, error) {
	return db.All(ctx, q, func(s db.Scanner) (t Try, err error) {
		var questions string
		var answered, right sql.NullString
		err = s.Scan(&t.ID, &t.StudyID, &t.Number, &questions, &t.BegunAt, &t.FinishedAt, &t.Passed, &answered, &right)
		t.Questions, t.Answered, t.Right = ids(questions), ids(answered.String), ids(right.String)
		return t, err
	}, `
		SELECT t.id, t.study_id, t.number, t.questions, t.begun_at, t.finished_at, t.passed,
		       (SELECT string_agg(a.question, ' ') FROM test_answer a WHERE a.try_id = t.id),
		       (SELECT string_agg(a.question, ' ') FROM test_answer a WHERE a.try_id = t.id AND a.is_right)
		FROM test_try t
		WHERE t.study_id = $1
		ORDER BY t.number
		LIMIT 500`,
		studyID)
}

// ids splits what is kept as ids with spaces between; an id holds no space.
func ids(s string) []string { return strings.Fields(s) }

func insertTry(ctx context.Context, tx *db.Tx, t Try) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO test_try (id, study_id, number, questions, begun_at, finished_at, correct, passed)
		VALUES ($1, $2, $3, $4, $5, NULL, 0, $6)`,
		t.ID, t.StudyID, t.Number, strings.Join(t.Questions, " "), t.BegunAt, false)
	return err
}

func finishTry(ctx context.Context, tx *db.Tx, id string, at time.Time, r folder.Result) error {
	_, err := tx.Exec(ctx, `
		UPDATE test_try
		SET finished_at = $2, correct = $3, passed = $4
		WHERE id = $1`,
		id, at, r.Right, r.Passed)
	return err
}

func deleteTry(ctx context.Context, tx *db.Tx, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM test_answer WHERE try_id = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM test_try WHERE id = $1`, id)
	return err
}

// insertTryAnswer keeps the first answer.
func insertTryAnswer(ctx context.Context, tx *db.Tx, tryID, question string, a folder.Answer, right bool, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO test_answer (try_id, question, body, is_right, at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (try_id, question) DO NOTHING`,
		tryID, question, answerJSON(a), right, at)
	return err
}

// answerInTry reads one answer of a try that is the person's own.
func answerInTry(ctx context.Context, q db.Q, personID, tryID, question string) (a folder.Answer, err error) {
	body, err := db.One(ctx, q, db.Text, `
		SELECT a.body
		FROM test_answer a
		JOIN test_try t ON t.id = a.try_id
		JOIN study s ON s.id = t.study_id
		WHERE a.try_id = $1 AND a.question = $2 AND s.person_id = $3`,
		tryID, question, personID)
	if errors.Is(err, db.ErrMissing) {
		return a, ErrNoQuestion
	}
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal([]byte(body), &a)
}
