package profileweb_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

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

// world is Göteborg with the units solen, which karin leads, and manen; four people work at solen. One
// framework is there, beside those that are shipped, and the municipality asks for one thing.
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
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for _, u := range []string{"solen", "manen"} {
			if _, err := a.Tree.Add(ctx, tx, org.Node{ID: u, Kind: "unit", Name: strings.ToUpper(u[:1]) + u[1:], Parent: town}, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		for person, unit := range map[string]string{"karin": "solen", "amina": "solen", "bengt": "solen", "clara": "solen", "chief": "manen", "amal": "manen"} {
			if err := employ(ctx, tx, person, unit); err != nil {
				return err
			}
		}
		for person, grant := range map[string]struct {
			role may.Role
			node string
		}{"karin": {may.Manager, "solen"}, "chief": {may.Municipality, town}, "amal": {may.Region, "rss-GR"}, "clara": {may.Deputy, "solen"}} {
			if err := a.Access.Grant(ctx, tx, person, grant.role, grant.node, "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		return nil
	})
	w.frame(&frame.Frame{ID: "prov", Name: "Provramverk", Areas: []frame.Area{{ID: "mote", Name: "Möta människor", Requirements: []frame.Requirement{
		{ID: "lyssna", Name: "Lyssna och fråga", About: "Att höra vad någon vill.", Tags: []string{"bemotande"}, Grounds: []frame.Ground{{Basis: frame.Law, Reference: "SoL 2025:400"}},
			Evidence: []frame.Evidence{{By: frame.ByCourse, Ref: "bemotande", Level: "do"}, {By: frame.ByAssessment, Ref: "manager"}}},
		{ID: "tala", Name: "Tala tydligt"}}},
		{ID: "papper", Name: "Papper", Requirements: []frame.Requirement{{ID: "examen", Name: "Examen", Formal: true, Evidence: []frame.Evidence{{By: frame.ByEducation}}}}}}})
	d := layer.Demand{ID: "grund", Requirement: "prov/tala", Target: "do", Measure: layer.Each, Weight: layer.Critical}
	if err := w.Profiles.Save(t.Context(), may.Operator(), town, []layer.Op{{Demand: d}}, "2025-01-01", "Beslut i nämnden.", ""); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) frame(f *frame.Frame) {
	w.t.Helper()
	body, err := json.Marshal(f)
	if err != nil {
		w.t.Fatal(err)
	}
	w.exec(`INSERT INTO framework (id, owner_id, made_by, made_at) VALUES ($1, 'se', 'test', '2020-01-01 00:00:00')`, f.ID)
	w.exec(`INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by)
		VALUES ($1, 1, 'published', '2020-01-01', $2, $3, $1, $4, 1, 'test', '2020-01-01 00:00:00', 'test')`, f.ID, db.NoEnd, f.Name, string(body))
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

func (w *world) as(person string) *webtest.Visitor {
	w.t.Helper()
	return accesstest.As(w.t, w.Access, w.base, person)
}

// hidden reads the hidden fields of a page's forms; the first of a name counts.
func hidden(body string) url.Values {
	out := url.Values{}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if m[1] == "krav" || !out.Has(m[1]) {
			out.Add(m[1], m[2])
		}
	}
	return out
}

// with is a form with some values put in.
func with(form url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = append([]string(nil), v...)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// asks is what a place asks for today, by requirement: level, and who decided.
func (w *world) asks(node string) map[string]string {
	w.t.Helper()
	n, err := w.Tree.Find(w.t.Context(), node, w.Staff.Today())
	if err != nil {
		w.t.Fatal(err)
	}
	all, err := w.Profiles.Reader(w.Staff.Today()).At(w.t.Context(), n.Path)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]string{}
	for _, a := range all {
		if !a.Announced {
			out[a.Requirement] = a.Target + " " + a.NodeID
		}
	}
	return out
}
