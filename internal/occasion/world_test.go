package occasion_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// world is Göteborg with the unit solen, where amina works and karin leads. Rut arranges for the RSS rss-GR, where the
// municipality is, vera for another, rss-FYRBODAL; kim for the municipality; nils for the nation; paula produces the journey
// vard-och-omsorg.
type world struct {
	*occasion.Occasions
	app *app.App
	t   testing.TB
	now time.Time
}

const (
	town   = "k-1480"
	region = "rss-GR"
	other  = "rss-FYRBODAL"
)

func newWorld(t testing.TB) *world {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: dbtest.URL(t), Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	w := &world{Occasions: a.Occasions, app: a, t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, a.Place)} // a Monday
	now := func() time.Time { return w.now }
	a.Occasions.Now, a.Staff.Now, a.Messages.Now = now, now, now
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		if _, err := a.Tree.Add(ctx, tx, org.Node{ID: "solen", Kind: "unit", Name: "Solen", Parent: town}, "2020-01-01", "test"); err != nil {
			return err
		}
		for _, p := range []string{"amina", "karin", "kim", "rut", "vera", "nils", "paula", "tor"} {
			if err := employ(ctx, tx, p, "solen", town); err != nil {
				return err
			}
		}
		for _, g := range []struct {
			person        string
			role          may.Role
			node, subject string
		}{{"karin", may.Manager, "solen", ""}, {"kim", may.Municipality, town, ""}, {"rut", may.Region, region, ""}, {"vera", may.Region, other, ""},
			{"nils", may.National, org.Sweden, ""}, {"paula", may.Producer, org.Sweden, "vard-och-omsorg"}} {
			if err := a.Access.GrantAbout(ctx, tx, g.person, g.role, g.node, g.subject, "2020-01-01", db.NoEnd, "test"); err != nil {
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

// plain is an occasion of rss-GR at a place in Göteborg, a whole day.
func plain(day string) occasion.Occasion {
	return occasion.Occasion{CourseID: "forflyttning", OrganiserID: region, Form: occasion.AtPlace, Town: town, Place: "Folkets hus", Address: "Storgatan 1", Seats: 20, MinSeats: 8,
		Sessions: []occasion.Session{{Day: day, Begins: "09:00", Ends: "16:00"}}}
}

// add makes an occasion, opened.
func (w *world) add(person string, oc occasion.Occasion) occasion.Occasion {
	w.t.Helper()
	oc, err := w.Add(w.t.Context(), w.actor(person), oc)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.OpenUp(w.t.Context(), w.actor(person), oc.ID); err != nil {
		w.t.Fatal(err)
	}
	return w.find(oc.ID)
}

func (w *world) find(id string) occasion.Occasion {
	w.t.Helper()
	oc, err := w.Find(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return oc
}

// told are the keys of what a person has been told, in order.
func (w *world) told(person string) []string {
	w.t.Helper()
	all, err := db.All(w.t.Context(), w.DB, db.Text, `SELECT key FROM note WHERE person_id = $1 ORDER BY id`, person)
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// key is what an error is called.
func key(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
