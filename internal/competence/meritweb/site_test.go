package meritweb_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"yrkesresan/internal/access/accesstest"
	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// world is Göteborg with the unit solen, which karin leads and where amina (permanent since 2020) and bengt
// (temporary) work, and helga of HR.
type world struct {
	*app.App
	t    testing.TB
	base string
}

const town = "k-1480"

func newWorld(t testing.TB) *world {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: dbtest.URL(t), Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	site, err := a.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site.Handler)
	t.Cleanup(server.Close)
	w := &world{a, t, server.URL}
	err = a.DB.Tx(t.Context(), func(tx *db.Tx) error {
		if _, err := a.Tree.Add(t.Context(), tx, org.Node{ID: "solen", Kind: "unit", Name: "Solen", Parent: town}, "2020-01-01", "test"); err != nil {
			return err
		}
		for person, job := range map[string][2]string{"karin": {"enhetschef", "permanent"}, "amina": {"underskoterska", "permanent"}, "bengt": {"underskoterska", "fixed"}, "helga": {"", "permanent"}} {
			if err := employ(t.Context(), tx, person, job[0], job[1]); err != nil {
				return err
			}
		}
		if err := a.Access.Grant(t.Context(), tx, "karin", may.Manager, "solen", "2020-01-01", db.NoEnd, "test"); err != nil {
			return err
		}
		if err := a.Access.Grant(t.Context(), tx, "helga", may.Municipality, town, "2020-01-01", db.NoEnd, "test"); err != nil {
			return err
		}
		return a.Access.Grant(t.Context(), tx, "helga", may.HR, town, "2020-01-01", db.NoEnd, "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func employ(ctx context.Context, tx *db.Tx, person, occupation, form string) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, []any{person}},
		{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ('k-1480', $1, $2, 'Exempel', $1, '', '', $3, '')`, []any{person, strings.ToUpper(person[:1]) + person[1:], false}},
		{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, 'k-1480', $1, 'nr-' || $1, $1, 'test')`, []any{person}},
		{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ('t-' || $1, 'e-' || $1, 'k-1480', $1, 'solen', '', 'Titel', '', $2, 'aldreomsorg', $3, 100,
				'2020-01-01', '', $4, '', '', '2020-01-01', '9999-12-31', 'test', '')`, []any{person, occupation, form, false}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return fmt.Errorf("%w: %s", err, q.text)
		}
	}
	return nil
}

func (w *world) as(person string) *webtest.Visitor {
	w.t.Helper()
	return accesstest.As(w.t, w.Access, w.base, person)
}
