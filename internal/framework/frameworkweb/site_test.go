package frameworkweb_test

import (
	"context"
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
)

const town = "k-1480"

// world is the shipped frameworks; nora edits the nation's, rut the region's, chief the town's, and kim none.
type world struct {
	*app.App
	t    testing.TB
	base string
}

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
	err = w.DB.Tx(t.Context(), func(tx *db.Tx) error { return w.fill(t.Context(), tx) })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) fill(ctx context.Context, tx *db.Tx) error {
	if _, err := w.Tree.Add(ctx, tx, org.Node{ID: "solen", Kind: "unit", Name: "Solen", Parent: town}, "2020-01-01", "test"); err != nil {
		return err
	}
	for person, grant := range map[string]struct {
		role may.Role
		node string
	}{"nora": {may.National, org.Sweden}, "rut": {may.Region, "rss-GR"}, "chief": {may.Municipality, town}, "kim": {may.Leader, "solen"}, "karin": {may.Manager, "solen"}} {
		if err := employ(ctx, tx, person); err != nil {
			return err
		}
		if err := w.Access.Grant(ctx, tx, person, grant.role, grant.node, "2020-01-01", db.NoEnd, "test"); err != nil {
			return err
		}
	}
	return nil
}

func employ(ctx context.Context, tx *db.Tx, person string) error {
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
			VALUES ('t-' || $1, 'e-' || $1, 'k-1480', $1, 'solen', '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2024-01-01', '', $2, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{person, false}},
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

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// hidden reads the hidden fields of a page's forms; the first of a name counts.
func hidden(body string) url.Values {
	out := url.Values{}
	for _, m := range hiddenField.FindAllStringSubmatch(body, -1) {
		if !out.Has(m[1]) {
			out.Set(m[1], m[2])
		}
	}
	return out
}

// demens is a framework of the town with one requirement.
func (w *world) demens() {
	w.t.Helper()
	f := &frame.Frame{ID: "demens", Name: "Demens hos oss", Areas: []frame.Area{{ID: "mote", Name: "Möta", Requirements: []frame.Requirement{
		{ID: "lyssna", Name: "Lyssna", Goals: []frame.Goal{{ID: "m", Text: "Kan vänta in", Kind: frame.Skill, Form: frame.Familiarity}}, Evidence: []frame.Evidence{{By: frame.ByCourse, Ref: "demens-abc", Level: "understand"}, {By: frame.ByAssessment, Ref: "manager"}}},
		{ID: "tala", Name: "Tala", Evidence: []frame.Evidence{{By: frame.ByAssessment}}}}}}}
	if _, err := w.Frameworks.Publish(w.t.Context(), may.Operator(), f, town, "2025-01-01"); err != nil {
		w.t.Fatal(err)
	}
}

func upload(v *webtest.Visitor, into string, file []byte, status int) string {
	v.T.Helper()
	_, body := v.Upload("/ramverk/las-in", url.Values{"till": {into}}, webtest.File{Field: "fil", Name: "ramverk.xlsx", Content: file}, status)
	return body
}
