package demand_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/demand"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// world is an RSS with Göteborg (unit solen, which karin leads; kim names people for it), Mölndal (mlo; maja) and Kungälv (kuo).
// Rut arranges for the RSS, vera for another, nils for the nation.
type world struct {
	*demand.Demand
	app *app.App
	t   testing.TB
	now time.Time
}

const (
	town   = "k-1480"
	second = "k-1481"
	third  = "k-1482"
	region = "rss-GR"
	other  = "rss-FYRBODAL"
	course = "bemotande-vid-demens"
)

func newWorld(t testing.TB) *world {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: dbtest.URL(t), Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	w := &world{Demand: a.Demand, app: a, t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, a.Place)} // a Monday
	now := func() time.Time { return w.now }
	a.Demand.Now, a.Bookings.Now, a.Occasions.Now, a.Staff.Now, a.Messages.Now, a.Audit.Now, a.Record.Now = now, now, now, now, now, now, now
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for _, n := range []org.Node{{ID: "solen", Kind: "unit", Name: "Solen", Parent: town}, {ID: "mlo", Kind: "unit", Name: "Ängen", Parent: second},
			{ID: "kuo", Kind: "unit", Name: "Backen", Parent: third}} {
			if _, err := a.Tree.Add(ctx, tx, n, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		return nil
	})
	for _, p := range []struct{ id, unit, employer string }{{"amina", "solen", town}, {"bengt", "solen", town}, {"karin", "solen", town}, {"kim", "solen", town}, {"rut", "solen", town},
		{"vera", "solen", town}, {"nils", "solen", town}, {"malin", "mlo", second}, {"maja", "mlo", second}, {"kurt", "kuo", third}} {
		w.employ(p.id, p.unit, p.employer, "2020-01-01")
	}
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for _, g := range []struct {
			person string
			role   may.Role
			node   string
		}{{"karin", may.Manager, "solen"}, {"kim", may.Municipality, town}, {"maja", may.Municipality, second}, {"rut", may.Region, region}, {"vera", may.Region, other},
			{"nils", may.National, org.Sweden}} {
			if err := a.Access.GrantAbout(ctx, tx, g.person, g.role, g.node, "", "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

// employ gives a person work as undersköterska in elderly care from a day.
func (w *world) employ(person, unit, employer, from string) {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
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
					$4, '', FALSE, '', '', $4, '9999-12-31', 'test', '')`, []any{person, unit, employer, from}},
		} {
			if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
				return fmt.Errorf("%w: %s", err, q.text)
			}
		}
		return nil
	})
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

// day opens an occasion of the course in Göteborg, arranged by the RSS.
func (w *world) day(on string, change func(*occasion.Occasion)) occasion.Occasion {
	w.t.Helper()
	oc := occasion.Occasion{CourseID: course, OrganiserID: region, Form: occasion.AtPlace, Town: town, Place: "Folkets hus", Address: "Storgatan 1", Seats: 20, MinSeats: 8,
		Sessions: []occasion.Session{{Day: on, Begins: "09:00", Ends: "16:00"}}}
	if change != nil {
		change(&oc)
	}
	oc, err := w.Occasions.Add(w.t.Context(), w.actor("rut"), oc)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.Occasions.OpenUp(w.t.Context(), w.actor("rut"), oc.ID); err != nil {
		w.t.Fatal(err)
	}
	oc, err = w.Occasions.Find(w.t.Context(), oc.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return oc
}

// must ends the test on an error.
func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// exact is how much a course is needed in the region.
func (w *world) exact() demand.Course {
	w.t.Helper()
	p, err := w.Exact(w.t.Context(), may.Operator(), region, w.Staff.Today())
	w.must(err)
	c, _ := p.Course(course)
	return c
}

func key(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
