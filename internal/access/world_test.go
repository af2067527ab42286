package access

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// world is a room on a database of its own with a clock that the test moves: Amina (a, 1001) and
// Bengt (b, 1002) work at unit u in Ale (k), Cilla (c, 1001) in Borås (m). Amina has signed in
// with a PIN.
type world struct {
	*Access
	t   *testing.T
	now atomic.Int64
}

const aminas = "481516"

func newWorld(t *testing.T) *world {
	t.Helper()
	ring, err := keys.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t}
	w.now.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixMilli())
	now := func() time.Time { return time.UnixMilli(w.now.Load()) }
	newID, d := rand.Text, dbtest.Open(t)
	room := &staff.Staff{DB: d, Audit: &audit.Log{DB: d, Now: now, NewID: newID}, Now: now, NewID: newID, Place: lang.Zone()}
	w.Access = New(Access{DB: d, Staff: room, Keys: ring, Outbox: &mail.Outbox{Now: now, NewID: newID}, Now: now, NewID: newID, Random: rand.Text})
	w.memory = 64
	w.node("k", "municipality", "se/r/k", "2000-01-01", db.NoEnd)
	w.node("m", "municipality", "se/r/m", "2000-01-01", db.NoEnd)
	w.node("u", "unit", "se/r/k/u", "2000-01-01", db.NoEnd)
	w.node("v", "unit", "se/r/m/v", "2000-01-01", db.NoEnd)
	w.hire("a", "k", "u", "1001")
	w.hire("b", "k", "u", "1002")
	w.hire("c", "m", "v", "1001")
	w.choose("a", aminas)
	return w
}

func (w *world) exec(q string, args ...any) {
	w.t.Helper()
	if _, err := w.DB.Exec(w.t.Context(), q, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) node(id, kind, path, from, until string) {
	w.t.Helper()
	w.exec(`INSERT INTO node (id, kind, code, population, made_by) VALUES ($1, $2, '', 0, '') ON CONFLICT (id) DO NOTHING`, id, kind)
	w.exec(`INSERT INTO node_place (id, node_id, parent_id, path, name, label, valid_from, valid_until) VALUES ($1, $2, $6, $3, $2, '', $4, $5)`, rand.Text(), id, path, from, until, parentOf(path))
}

// parentOf is the node above the last of a path.
func parentOf(path string) string {
	ids := strings.Split(path, "/")
	return ids[max(0, len(ids)-2)]
}

func (w *world) hire(person, employer, unit, number string) {
	w.t.Helper()
	w.exec(`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', '') ON CONFLICT (id) DO NOTHING`, person)
	w.exec(`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ($1, $2, $3, '', '', '', '', $4, '') ON CONFLICT DO NOTHING`, employer, person, "Namn "+person, false)
	id := rand.Text()
	w.exec(`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, $2, $3, $3, $4, '')`, id, employer, number, person)
	w.exec(`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
			start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		VALUES ($1, $1, $2, $3, $4, '', '', '', '', '', '', 100, '2020-01-01', '', $5, '', '', '2020-01-01', '9999-12-31', '', '')`, id, employer, person, unit, false)
	w.tx(func(ctx context.Context, tx *db.Tx) error { return w.OpenAccount(ctx, tx, person) })
}

func (w *world) tx(f func(context.Context, *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) error { return f(w.t.Context(), tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) later(d time.Duration) { w.now.Add(d.Milliseconds()) }

func (w *world) grant(person string, role may.Role, node, from, until string) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Grant(ctx, tx, person, role, node, from, until, "")
	})
}

func as(person string, gs ...may.Grant) may.Actor { return may.Actor{PersonID: person, Grants: gs} }

func managerOf(path string) may.Grant { return may.Grant{Role: may.Manager, Path: path} }

func (w *world) choose(person, secret string) {
	w.t.Helper()
	if err := w.SetSecret(w.t.Context(), as(person), SecretChange{Anew: true, Chosen: ChosenSecret{secret, secret}}); err != nil {
		w.t.Fatal(err)
	}
}

// enter tries as whoever has a number in Ale, from an address.
func (w *world) enter(who, secret, from string) error {
	_, err := w.Enter(w.t.Context(), Attempt{EmployerID: "k", Who: who, Secret: secret, From: from})
	return err
}

// wrong guesses Amina's PIN n times from an address.
func (w *world) wrong(n int, from string) {
	w.t.Helper()
	for range n {
		if err := w.enter("1001", "000000", from); !errors.Is(err, ErrWrong) && !errors.Is(err, ErrWait) {
			w.t.Fatal(err)
		}
	}
}

func (w *world) code(person string) string {
	w.t.Helper()
	c, err := w.GiveCode(w.t.Context(), may.Operator(), person, ForSignIn)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.Code
}

func (w *world) want(what string, err, want error) {
	w.t.Helper()
	if !errors.Is(err, want) || (want == nil && err != nil) {
		w.t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func (w *world) number(q string, args ...any) int64 {
	w.t.Helper()
	n, err := db.One(w.t.Context(), w.DB, db.Number, q, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// stranger is one of many addresses.
func stranger(i int) string { return fmt.Sprintf("198.51.%d.%d", i/250, i%250) }
