package groupweb_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/access/accesstest"
	"yrkesresan/internal/app"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/record"
)

// world is Göteborg with the units solen and manen, which karin leads, and the pool, which she does
// not. Everybody is late with hygiene but clara. Four people at solen have a single task there.
type world struct {
	*app.App
	t    testing.TB
	base string
}

const town = "k-1480"

// tasks are who has which single task.
var tasks = map[string]may.Role{"enrols": may.EnrolTask, "codes": may.CodeTask, "leaves": may.LeaveTask, "follows": may.FollowTask}

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
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for _, u := range []string{"solen", "manen", "pool"} {
			if _, err := a.Tree.Add(ctx, tx, org.Node{ID: u, Kind: "unit", Name: strings.ToUpper(u[:1]) + u[1:], Parent: town}, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		for person, unit := range map[string]string{"karin": "solen", "amina": "solen", "bengt": "manen", "clara": "solen", "per": "pool", "enrols": "solen", "codes": "solen", "leaves": "solen", "follows": "solen"} {
			if err := employ(ctx, tx, person, unit); err != nil {
				return err
			}
		}
		for _, unit := range []string{"solen", "manen"} {
			if err := a.Access.Grant(ctx, tx, "karin", may.Manager, unit, "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		for person, role := range tasks {
			if err := a.Access.Grant(ctx, tx, person, role, "solen", "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		_, err := a.Record.Append(ctx, tx, record.Fact{PersonID: "clara", Kind: record.Completed, CourseID: "basala-hygienrutiner", Title: "Hygien", Source: record.FromCourse, ActorID: "clara", ControllerID: town})
		return err
	})
	op := plan.Op{Kind: plan.Require, Item: "basala-hygienrutiner", Due: &plan.Due{Days: 30, From: plan.FromStart}}
	if problems, err := a.Journeys.SetLayer(t.Context(), may.Operator(), town, "vard-och-omsorg", []plan.Op{op}, "2021-01-01"); err != nil {
		t.Fatal(problems, err)
	}
	return w
}

func (w *world) tx(f func(context.Context, *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) error { return f(w.t.Context(), tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exec(q string, args ...any) {
	w.t.Helper()
	if _, err := w.DB.Exec(w.t.Context(), q, args...); err != nil {
		w.t.Fatal(err)
	}
}

func employ(ctx context.Context, tx *db.Tx, person, unit string) error {
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
			VALUES ('t-' || $1, 'e-' || $1, 'k-1480', $1, $2, '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2024-01-01', '', $3, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{person, unit, false}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return fmt.Errorf("%w: %s", err, q.text)
		}
	}
	return nil
}

// actor is a person with the roles held.
func (w *world) actor(person string) may.Actor {
	w.t.Helper()
	grants, err := access.Grants(w.t.Context(), w.DB, person, w.Staff.Today())
	if err != nil {
		w.t.Fatal(err)
	}
	return may.Actor{PersonID: person, Grants: grants}
}

func (w *world) as(person string) *webtest.Visitor {
	w.t.Helper()
	return accesstest.As(w.t, w.Access, w.base, person)
}

// notes are the keys of what a person has been told, in order.
func (w *world) notes(person string) string {
	w.t.Helper()
	keys, err := db.All(w.t.Context(), w.DB, db.Text, `SELECT key FROM note WHERE person_id = $1 ORDER BY made_at, id`, person)
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(keys, " ")
}
