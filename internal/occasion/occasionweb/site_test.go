package occasionweb_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/access/accesstest"
	"yrkesresan/internal/app"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// world is Göteborg with the unit solen, where amina works; rut arranges for the RSS, kim for the municipality.
type world struct {
	*app.App
	t    testing.TB
	base string
}

const (
	town   = "k-1480"
	region = "rss-GR"
)

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
		for _, person := range []string{"amina", "rut", "kim"} {
			if err := employ(t.Context(), tx, person); err != nil {
				return err
			}
		}
		if err := a.Access.Grant(t.Context(), tx, "kim", may.Municipality, town, "2020-01-01", db.NoEnd, "test"); err != nil {
			return err
		}
		return a.Access.Grant(t.Context(), tx, "rut", may.Region, region, "2020-01-01", db.NoEnd, "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func employ(ctx context.Context, tx *db.Tx, person string) error {
	for _, q := range []string{
		`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`,
		`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ('k-1480', $1, $1, 'Exempel', $1, '', '', FALSE, '')`,
		`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, 'k-1480', $1, 'nr-' || $1, $1, 'test')`,
		`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ('t-' || $1, 'e-' || $1, 'k-1480', $1, 'solen', '', 'Titel', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2020-01-01', '', FALSE, '', '', '2020-01-01', '9999-12-31', 'test', '')`,
	} {
		if _, err := tx.Exec(ctx, q, person); err != nil {
			return fmt.Errorf("%w: %s", err, q)
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

// opened is an open occasion of the RSS.
func (w *world) opened(day string) occasion.Occasion {
	w.t.Helper()
	oc, err := w.Occasions.Add(w.t.Context(), w.actor("rut"), occasion.Occasion{CourseID: "forflyttning", OrganiserID: region, Form: occasion.AtPlace, Town: town, Place: "Folkets hus", Seats: 20,
		Sessions: []occasion.Session{{Day: day, Begins: "09:00", Ends: "16:00"}}})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.Occasions.OpenUp(w.t.Context(), w.actor("rut"), oc.ID); err != nil {
		w.t.Fatal(err)
	}
	if oc, err = w.Occasions.Find(w.t.Context(), oc.ID); err != nil {
		w.t.Fatal(err)
	}
	return oc
}
