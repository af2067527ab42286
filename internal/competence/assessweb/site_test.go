package assessweb_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/access/accesstest"
	"yrkesresan/internal/app"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/profile/layer"
)

// world is Göteborg with solen, which karin leads and where others work, and a unit elsewhere with erik.
// Solen asks for two areas of the framework grund, and for one formal thing.
type world struct {
	*app.App
	t    testing.TB
	base string
}

const town = "k-1480"

// newWorld opens a world with so many people at solen besides karin: anna, and p02, p03 …
func newWorld(t testing.TB, people int) *world {
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
		for _, u := range []string{"solen", "manen"} {
			if _, err := a.Tree.Add(t.Context(), tx, org.Node{ID: u, Kind: "unit", Name: strings.ToUpper(u[:1]) + u[1:], Parent: town}, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		for i := range people {
			id := fmt.Sprintf("p%02d", i+1)
			if i == 0 {
				id = "anna"
			}
			if err := employ(t.Context(), tx, id, "solen"); err != nil {
				return err
			}
		}
		for person, unit := range map[string]string{"karin": "solen", "erik": "manen"} {
			if err := employ(t.Context(), tx, person, unit); err != nil {
				return err
			}
		}
		if err := a.Access.Grant(t.Context(), tx, "karin", may.Manager, "solen", "2020-01-01", db.NoEnd, "test"); err != nil {
			return err
		}
		return putFrame(t.Context(), tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	var ops []layer.Op
	for _, key := range []string{"grund/bemota", "grund/lyfta", "grund/demens", "grund/utbildning"} {
		ops = append(ops, layer.Op{Demand: layer.Demand{ID: "d-" + key, Requirement: key, Measure: layer.Each, Weight: layer.Important, Target: target(key)}})
	}
	if err := a.Profiles.Save(t.Context(), may.Operator(), "solen", ops, "2026-01-01", "", ""); err != nil {
		t.Fatal(err)
	}
	return w
}

func target(key string) string {
	if key == "grund/utbildning" {
		return ""
	}
	return "do"
}

func putFrame(ctx context.Context, tx *db.Tx) error {
	assessed := []frame.Evidence{{By: frame.ByAssessment}}
	body, err := json.Marshal(frame.Frame{ID: "grund", Name: "Grunden", Areas: []frame.Area{
		{ID: "omvardnad", Name: "Omvårdnad", Requirements: []frame.Requirement{
			{ID: "bemota", Name: "Bemöta med respekt", About: "Du lyssnar och låter den du hjälper bestämma.", Evidence: assessed,
				Goals: []frame.Goal{{ID: "lyssna", Text: "Lyssna färdigt", Kind: frame.Skill}, {ID: "lugna", Text: "Lugna den som är orolig", Kind: frame.Method}}},
			{ID: "lyfta", Name: "Förflyttning", Evidence: assessed}}},
		{ID: "sjukdom", Name: "Sjukdomar", Requirements: []frame.Requirement{{ID: "demens", Name: "Demens", Evidence: assessed}}},
		{ID: "formellt", Name: "Formellt", Requirements: []frame.Requirement{{ID: "utbildning", Name: "Undersköterska", Formal: true, Evidence: []frame.Evidence{{By: frame.ByEducation}}}}},
	}})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO framework (id, owner_id, made_by, made_at) VALUES ('grund', 'se', 'test', '2020-01-01 00:00:00')`); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by)
		VALUES ('grund', 1, 'published', '2020-01-01', '9999-12-31', 'Grunden', 'grund-1', $1, 1, 'test', '2020-01-01 00:00:00', 'test')`, string(body))
	return err
}

func employ(ctx context.Context, tx *db.Tx, person, unit string) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, []any{person}},
		{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ('k-1480', $1, $2, 'Exempel', $1, '', '', FALSE, '')`, []any{person, strings.ToUpper(person[:1]) + person[1:]}},
		{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, 'k-1480', $1, 'nr-' || $1, $1, 'test')`, []any{person}},
		{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ('t-' || $1, 'e-' || $1, 'k-1480', $1, $2, '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2024-01-01', '', FALSE, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{person, unit}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return fmt.Errorf("%w: %s", err, q.text)
		}
	}
	return nil
}

func (w *world) actor(person string) may.Actor {
	w.t.Helper()
	grants, err := access.Grants(w.t.Context(), w.DB, person, w.Staff.Today())
	if err != nil {
		w.t.Fatal(err)
	}
	return may.Actor{PersonID: person, Grants: grants}
}

// townChief leads the municipality, as erik.
func (w *world) townChief() *webtest.Visitor {
	w.t.Helper()
	err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) error {
		return w.Access.Grant(w.t.Context(), tx, "erik", may.Municipality, town, "2020-01-01", db.NoEnd, "test")
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.as("erik")
}

func (w *world) as(person string) *webtest.Visitor {
	w.t.Helper()
	return accesstest.As(w.t, w.Access, w.base, person)
}
