package evaluation

import (
	"context"

	"yrkesresan/internal/evaluation/tally"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

const askColumns = `a.id, a.kind, a.occasion_id, a.person_id, a.employer_id, a.unit_id, a.made_on, a.until_day, a.reminded, a.answered`

func scanAsk(s db.Scanner) (a Ask, err error) {
	err = s.Scan(&a.ID, &a.Kind, &a.OccasionID, &a.PersonID, &a.EmployerID, &a.UnitID, &a.MadeOn, &a.Until, &a.Reminded, &a.Answered)
	return a, err
}

// insertAsk makes an ask; false when the person has been asked that already.
func insertAsk(ctx context.Context, tx *db.Tx, a Ask) (bool, error) {
	n, err := tx.Exec(ctx, `
		INSERT INTO evaluation_ask (id, kind, occasion_id, person_id, employer_id, unit_id, made_on, until_day, reminded, answered)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, FALSE)
		ON CONFLICT (occasion_id, kind, person_id) DO NOTHING`,
		a.ID, string(a.Kind), a.OccasionID, a.PersonID, a.EmployerID, a.UnitID, a.MadeOn, a.Until)
	return n > 0, err
}

// atOnce is how many are reminded in one transaction.
const atOnce = 200

// silent gives some of those who were asked on a day or before it and have neither answered nor been reminded.
func silent(ctx context.Context, q db.Q, asked, today string) ([]Ask, error) {
	return db.All(ctx, q, scanAsk, `
		SELECT `+askColumns+`
		FROM evaluation_ask a
		WHERE NOT a.answered AND a.until_day >= $2 AND NOT a.reminded AND a.made_on <= $1
		ORDER BY a.until_day, a.id
		LIMIT $3`,
		asked, today, atOnce)
}

func setReminded(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE evaluation_ask SET reminded = TRUE WHERE id = $1`, id)
	return err
}

// mostOwn is how many asks a person is shown.
const mostOwn = 50

func asksOf(ctx context.Context, q db.Q, personID, today string) ([]Ask, error) {
	return db.All(ctx, q, scanAsk, `
		SELECT `+askColumns+`
		FROM evaluation_ask a
		WHERE a.person_id = $1 AND a.until_day >= $2 AND NOT a.answered
		ORDER BY a.until_day, a.id
		LIMIT $3`,
		personID, today, mostOwn)
}

func findAsk(ctx context.Context, q db.Q, id string) (Ask, error) {
	a, err := db.One(ctx, q, scanAsk, `SELECT `+askColumns+` FROM evaluation_ask a WHERE a.id = $1`, id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return a, ErrNoAsk
	}
	return a, err
}

// setAnswered notes that there is an answer; false when there was one already.
func setAnswered(ctx context.Context, tx *db.Tx, id string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE evaluation_ask SET answered = TRUE WHERE id = $1 AND NOT answered`, id)
	return n > 0, err
}

func insertAnswer(ctx context.Context, tx *db.Tx, id string, a Ask, choices, words, month string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO evaluation_answer (id, kind, occasion_id, choices, words, month)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		id, string(a.Kind), a.OccasionID, choices, words, month)
	return err
}

// countAsked counts who has been asked about occasions, by kind.
func countAsked(ctx context.Context, q db.Q, ids []string) (map[string]map[tally.Kind]int, error) {
	type row struct {
		id   string
		kind tally.Kind
		n    int
	}
	out := map[string]map[tally.Kind]int{}
	if len(ids) == 0 {
		return out, nil
	}
	return out, db.Each(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.id, &r.kind, &r.n); return r, err }, func(r row) error {
		if out[r.id] == nil {
			out[r.id] = map[tally.Kind]int{}
		}
		out[r.id][r.kind] = r.n
		return nil
	}, `
		SELECT occasion_id, kind, COUNT(*)
		FROM evaluation_ask
		WHERE occasion_id IN (`+db.Marks(1, len(ids))+`)
		GROUP BY occasion_id, kind`,
		db.Args(ids)...)
}

func answersTo(ctx context.Context, q db.Q, ids []string) ([]answer, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return db.All(ctx, q, func(s db.Scanner) (x answer, err error) {
		var body string
		if err := s.Scan(&x.occasionID, &x.kind, &body, &x.words); err != nil {
			return x, err
		}
		return x, x.read(body)
	}, `
		SELECT occasion_id, kind, choices, words
		FROM evaluation_answer
		WHERE occasion_id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY id`,
		db.Args(ids)...)
}
