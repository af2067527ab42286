package access

import (
	"context"
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// nationwide fills 290 municipalities with 40 units, a manager each, and a municipality's
// administrator.
func (w *world) nationwide() {
	w.t.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		load := func(table string, columns []string, rows func(yield func([]any) bool)) error {
			_, err := tx.Load(ctx, table, columns, rows)
			return err
		}
		each := func(f func(m, path, u string, yield func([]any) bool)) func(yield func([]any) bool) {
			return func(yield func([]any) bool) {
				for i := range 290 {
					m := fmt.Sprintf("k%03d", i)
					f(m, "se/r/"+m, "", yield)
					for j := range 40 {
						f(m, "se/r/"+m, fmt.Sprintf("%s-u%02d", m, j), yield)
					}
				}
			}
		}
		for _, step := range []error{
			load("node", []string{"id", "kind", "code", "population", "made_by"}, each(func(m, _, u string, yield func([]any) bool) {
				if u == "" {
					yield([]any{m, "municipality", "", 0, ""})
				} else {
					yield([]any{u, "unit", "", 0, ""})
				}
			})),
			load("node_place", []string{"id", "node_id", "parent_id", "path", "name", "label", "valid_from", "valid_until"}, each(func(m, path, u string, yield func([]any) bool) {
				if u == "" {
					yield([]any{m, m, "r", path, m, "", "2000-01-01", db.NoEnd})
				} else {
					yield([]any{u, u, m, path + "/" + u, u, "", "2000-01-01", db.NoEnd})
				}
			})),
			load("person", []string{"id", "made_at", "made_by"}, each(func(m, _, u string, yield func([]any) bool) { yield([]any{"p" + m + u, time.Unix(0, 0), ""}) })),
			load("employee", []string{"employer_id", "person_id", "first_name", "last_name", "sort_name", "email", "mobile", "protected", "contact_code"}, each(func(m, _, u string, yield func([]any) bool) {
				yield([]any{m, "p" + m + u, "Namn", u, u, "", "", false, ""})
			})),
			load("employment", []string{"id", "employer_id", "match_key", "number", "person_id", "made_by"}, each(func(m, _, u string, yield func([]any) bool) {
				yield([]any{"e" + m + u, m, m + u, m + u, "p" + m + u, ""})
			})),
			load("employment_period", []string{"id", "employment_id", "employer_id", "person_id", "unit_id", "team_id", "title", "aid", "occupation", "area", "form", "extent",
				"start_date", "end_date", "dormant", "manager", "row_hash", "valid_from", "valid_until", "opened_by", "closed_by"}, each(func(m, _, u string, yield func([]any) bool) {
				yield([]any{"t" + m + u, "e" + m + u, m, "p" + m + u, max(u, m+"-u00"), "", "Enhetschef", "", "", "", "", 100.0, "2020-01-01", "", false, "", "", "2020-01-01", db.NoEnd, "", ""})
			})),
			load("role_grant", []string{"id", "person_id", "role", "node_id", "valid_from", "valid_until", "made_by", "ended_by"}, each(func(m, _, u string, yield func([]any) bool) {
				role, node := may.Manager, u
				if u == "" {
					role, node = may.Municipality, m
				}
				yield([]any{"g" + m + u, "p" + m + u, string(role), node, "2020-01-01", db.NoEnd, "import", ""})
			})),
		} {
			if step != nil {
				return step
			}
		}
		return nil
	})
}

// Who holds what is read once a request, and lists are read from a nation's roles: neither grows
// with the nation.
func TestReadingRolesIsQuickInAWholeNation(t *testing.T) {
	w := roleWorld(t)
	w.nationwide()
	w.exec(`ANALYZE`) // as a database in use is
	for i := range 100 {
		w.grant("a", may.Mentor, fmt.Sprintf("k007-u%02d", i%40), fmt.Sprintf("2026-01-%02d", 1+i/40), "2026-12-31")
	}
	ctx := t.Context()
	for name, c := range map[string]struct {
		most time.Duration
		do   func() error
	}{
		"a learner's roles": {5 * time.Millisecond, func() error { _, err := Grants(ctx, w.DB, "c", "2026-03-02"); return err }},
		"a manager's roles": {5 * time.Millisecond, func() error { _, err := Grants(ctx, w.DB, "pk007k007-u03", "2026-03-02"); return err }},
		"roles at 40 units": {40 * time.Millisecond, func() error { _, err := Grants(ctx, w.DB, "a", "2026-03-02"); return err }},
		"a municipality's list": {60 * time.Millisecond, func() error {
			_, _, err := w.Roles(ctx, as("x", at(may.Municipality, "se/r/k007")), "k007", RoleFilter{}, 50, 0)
			return err
		}},
		"the nation's list": {150 * time.Millisecond, func() error { _, _, err := w.Roles(ctx, nation, "se", RoleFilter{}, 50, 0); return err }},
		"a manager's page": {40 * time.Millisecond, func() error {
			_, _, err := w.Roles(ctx, as("x", at(may.Manager, "se/r/k007/k007-u03")), "k007-u03", RoleFilter{Here: true}, 50, 0)
			return err
		}},
		"somebody found by a name": {40 * time.Millisecond, func() error {
			_, _, err := w.Colleagues(ctx, as("x", at(may.Municipality, "se/r/k007")), "k007", "Namn k")
			return err
		}},
		"a municipality's accounts": {40 * time.Millisecond, func() error {
			_, _, err := w.Accounts(ctx, as("x", at(may.Municipality, "se/r/k007")), "k007", AccountFilter{}, 50, 0)
			return err
		}},
	} {
		if err := c.do(); err != nil {
			t.Fatal(name, err)
		}
		best := time.Hour
		for range 5 {
			began := time.Now()
			if err := c.do(); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(began))
		}
		t.Logf("%s: %s", name, best.Round(10*time.Microsecond))
		if best > c.most {
			t.Errorf("%s: %s, want at most %s", name, best, c.most)
		}
	}
}
