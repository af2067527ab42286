package access

import (
	"context"
	"database/sql"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

const selectAccount = `
		SELECT person_id, login, secret_kind, secret_hash, text_size, theme, easy, low_data, asked_done
		FROM account`

func scanAccount(s db.Scanner) (a Account, err error) {
	var login sql.NullString
	err = s.Scan(&a.PersonID, &login, &a.SecretKind, &a.secretHash, &a.TextSize, &a.Theme, &a.Easy, &a.LowData, &a.AskedDone)
	a.Login = login.String
	return a, err
}

func findAccount(ctx context.Context, q db.Q, personID string) (Account, error) {
	return db.One(ctx, q, scanAccount, selectAccount+`
		WHERE person_id = $1`,
		personID)
}

func findLogin(ctx context.Context, q db.Q, login string) (Account, error) {
	return db.One(ctx, q, scanAccount, selectAccount+`
		WHERE login = $1`,
		login)
}

// holdAccount makes the account when there is none, and takes its row.
func (a *Access) holdAccount(ctx context.Context, tx *db.Tx, personID string) (Account, error) {
	_, err := tx.Exec(ctx, `
		INSERT INTO account (person_id, secret_kind, secret_hash, text_size, theme, easy, low_data, asked_done)
		VALUES ($1, '', '', '', '', $2, $2, $2)
		ON CONFLICT (person_id) DO UPDATE SET person_id = excluded.person_id`,
		personID, false)
	if err != nil {
		return Account{}, err
	}
	return findAccount(ctx, tx, personID)
}

// OpenAccount makes a person's account when there is none: wishes for reading can be kept before
// the first sign-in.
func (a *Access) OpenAccount(ctx context.Context, tx *db.Tx, personID string) error {
	_, err := a.holdAccount(ctx, tx, personID)
	return err
}

// NoteSignIn notes when a person signed in where nothing is noted yet: what another system or an
// invented past tells.
func (a *Access) NoteSignIn(ctx context.Context, q db.Q, personID string, at time.Time) error {
	_, err := q.Exec(ctx, `
		UPDATE account
		SET last_signin = $2
		WHERE person_id = $1 AND last_signin IS NULL`,
		personID, at)
	return err
}

// Account gives a person's own account.
func (a *Access) Account(ctx context.Context, actor may.Actor) (Account, error) {
	return findAccount(ctx, a.DB, actor.PersonID)
}

// SetReading keeps how a person wants to read.
func (a *Access) SetReading(ctx context.Context, actor may.Actor, r Account) error {
	_, err := a.DB.Exec(ctx, `
		UPDATE account
		SET text_size = $2, theme = $3, easy = $4, low_data = $5
		WHERE person_id = $1`,
		actor.PersonID, r.TextSize, r.Theme, r.Easy, r.LowData)
	return err
}

// SetAskedDone notes that the person has answered "Vad har du redan gått?".
func (a *Access) SetAskedDone(ctx context.Context, q db.Q, personID string) error {
	_, err := q.Exec(ctx, `
		UPDATE account
		SET asked_done = $2
		WHERE person_id = $1`,
		personID, true)
	return err
}

// Visitor is all that a request needs to know of who is signed in, in two statements.
type Visitor struct {
	Account
	FirstName string
	Employed  bool
	Unread    int // notes in the inbox
	Grants    []may.Grant
}

// Visitor reads who is signed in on a day.
func (a *Access) Visitor(ctx context.Context, personID, on string) (Visitor, error) {
	v, err := db.One(ctx, a.DB, func(s db.Scanner) (v Visitor, err error) {
		var login, first sql.NullString
		var employed int64
		err = s.Scan(&v.PersonID, &login, &v.SecretKind, &v.secretHash, &v.TextSize, &v.Theme, &v.Easy, &v.LowData, &v.AskedDone, &first, &employed, &v.Unread)
		v.Login, v.FirstName, v.Employed = login.String, first.String, employed > 0
		return v, err
	}, `
		SELECT a.person_id, a.login, a.secret_kind, a.secret_hash, a.text_size, a.theme, a.easy, a.low_data, a.asked_done,
		       (SELECT e.first_name FROM employee e WHERE e.person_id = a.person_id ORDER BY e.employer_id LIMIT 1),
		       (SELECT COUNT(*) FROM employment k WHERE k.person_id = a.person_id),
		       (SELECT COUNT(*) FROM note n WHERE n.person_id = a.person_id AND n.read_at IS NULL)
		FROM account a
		WHERE a.person_id = $1`,
		personID)
	if err != nil {
		return v, err
	}
	v.Grants, err = Grants(ctx, a.DB, personID, on)
	return v, err
}
