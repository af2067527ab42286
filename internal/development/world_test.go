package development_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/development"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// world is Göteborg with the operation omr, its units solen and manen, and a private employer firma with the
// unit granen. Amina and bengt work at solen, which karin leads; clara at manen; frida at granen. Kim leads
// the municipality, olle plans at omr and sees no names.
type world struct {
	*development.Plans
	app *app.App
	t   testing.TB
	now time.Time

	data, database string // for another process
}

const town = "k-1480"

func newWorld(t testing.TB) *world {
	t.Helper()
	data, database := t.TempDir(), dbtest.URL(t)
	a, err := app.Open(t.Context(), app.Config{Data: data, Database: database, Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	w := &world{Plans: a.Plans, app: a, t: t, data: data, database: database, now: time.Date(2026, 11, 23, 9, 0, 0, 0, a.Place)} // a Monday
	now := func() time.Time { return w.now }
	a.Plans.Now, a.Staff.Now, a.Record.Now, a.Messages.Now, a.Journeys.Now = now, now, now, now, now
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for _, n := range []org.Node{{ID: "omr", Kind: "operation", Name: "Äldreomsorg", Parent: town}, {ID: "solen", Kind: "unit", Name: "Solen", Parent: "omr"},
			{ID: "manen", Kind: "unit", Name: "Månen", Parent: "omr"}, {ID: "firma", Kind: "employer", Name: "Omsorg AB", Parent: town}, {ID: "granen", Kind: "unit", Name: "Granen", Parent: "firma"}} {
			if _, err := a.Tree.Add(ctx, tx, n, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		for _, p := range [][3]string{{"amina", "solen", town}, {"bengt", "solen", town}, {"karin", "solen", town}, {"clara", "manen", town}, {"kim", "manen", town}, {"olle", "manen", town}, {"frida", "granen", "firma"}} {
			if err := employ(ctx, tx, p[0], p[1], p[2]); err != nil {
				return err
			}
		}
		for _, g := range []struct {
			person string
			role   may.Role
			node   string
		}{{"karin", may.Manager, "solen"}, {"kim", may.Municipality, town}, {"olle", may.Operations, "omr"}} {
			if err := a.Access.Grant(ctx, tx, g.person, g.role, g.node, "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

func employ(ctx context.Context, tx *db.Tx, person, unit, employer string) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, []any{person}},
		{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ($2, $1, $3, 'Exempel', $1, '', '', FALSE, '')`, []any{person, employer, person}},
		{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, $2, $1, 'nr-' || $1, $1, 'test')`, []any{person, employer}},
		{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ('t-' || $1, 'e-' || $1, $3, $1, $2, '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2024-01-01', '', FALSE, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{person, unit, employer}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return fmt.Errorf("%w: %s", err, q.text)
		}
	}
	return nil
}

func (w *world) tx(f func(context.Context, *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) error { return f(w.t.Context(), tx) }); err != nil {
		w.t.Fatal(err)
	}
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

func (w *world) does(person, course string) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Record.Append(ctx, tx, record.Fact{PersonID: person, Kind: record.Completed, CourseID: course, Title: course, Source: record.FromCourse, ActorID: person, ControllerID: town})
		return err
	})
}

// told are the keys of what a person has been told, in order.
func (w *world) told(person string) []string {
	w.t.Helper()
	keys, err := db.All(w.t.Context(), w.DB, db.Text, `SELECT key FROM note WHERE person_id = $1 ORDER BY made_at, id`, person)
	if err != nil {
		w.t.Fatal(err)
	}
	return keys
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) plan(as string, whose development.Whose) development.Plan {
	w.t.Helper()
	p, err := w.Of(w.t.Context(), w.actor(as), whose)
	w.must(err)
	return p
}

func fieldOf(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Field
	}
	return ""
}
