package introduction

import (
	"context"
	"strings"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// unitCount is, of those at a unit with a form of employment, whose time was up, who of them are done, and who are under
// way in time.
type unitCount struct {
	unit, form       string
	due, done, going int64
}

func (c unitCount) key() string { return c.unit + "/" + c.form }

func unitOf(key string) string { unit, _, _ := strings.Cut(key, "/"); return unit }

func formOf(key string) string { _, form, _ := strings.Cut(key, "/"); return form }

// longest is from how many days before a period what is done may have begun and been due within it: the twelve months of
// the longest checklist, and long leave.
const longest = 3 * 365

// counted counts an employer's introductions by unit and form, in their order. The day that settles is when the last
// item was due: of who began lately, with twelve months to go, nothing can be told yet.
func (in *Introductions) counted(ctx context.Context, employer org.Node, from, until string) ([]unitCount, error) {
	all, err := db.All(ctx, in.DB, scanIntroduction, `
		SELECT `+columns+`
		FROM introduction i
		WHERE i.employer_id = $1 AND (i.state IN ('active', 'paused') OR i.state = 'done' AND i.start_day >= $2) AND i.start_day <= $3
		ORDER BY i.unit_id, i.form, i.id`,
		employer.ID, checklist.Later(from, -longest), in.Today())
	if err != nil {
		return nil, err
	}
	last, err := in.lastDays(ctx, employer, all)
	if err != nil {
		return nil, err
	}
	var out []unitCount
	for _, x := range all {
		c := unitCount{unit: x.UnitID, form: x.Form}
		switch day := last[x.ID]; {
		case day >= in.Today() && x.Open():
			c.going = 1
		case day >= in.Today() || day < from || day > until:
			continue
		default:
			if c.due = 1; x.State == Done {
				c.done = 1
			}
		}
		if n := len(out); n > 0 && out[n-1].key() == c.key() {
			out[n-1].due, out[n-1].done, out[n-1].going = out[n-1].due+c.due, out[n-1].done+c.done, out[n-1].going+c.going
			continue
		}
		out = append(out, c)
	}
	return out, nil
}

// lastDays tells when the last item of some introductions of one employer is due, by introduction.
func (in *Introductions) lastDays(ctx context.Context, employer org.Node, all []Introduction) (map[string]string, error) {
	places, err := org.Under(ctx, in.DB, employer.Path, in.Today())
	if err != nil {
		return nil, err
	}
	locals, err := in.localsUnder(ctx, employer, places)
	if err != nil {
		return nil, err
	}
	people := make([]string, len(all))
	for i, x := range all {
		people[i] = x.PersonID
	}
	away, err := in.away(ctx, in.DB, people)
	if err != nil {
		return nil, err
	}
	type key struct {
		id      string
		version int64
	}
	templates, out := map[key]checklist.Template{}, map[string]string{}
	for _, x := range all {
		k := key{x.TemplateID, x.Version}
		t, known := templates[k]
		if !known {
			v, err := findVersion(ctx, in.DB, x.TemplateID, x.Version)
			if err != nil {
				return nil, err
			}
			t, templates[k] = v.Template, v.Template
		}
		c := checklist.Case{Template: t, Locals: locals[x.UnitID], Area: x.Area, Start: x.StartDay, Paused: x.paused(in.Today(), away[x.PersonID]), Away: away[x.PersonID]}
		out[x.ID] = c.Last()
	}
	return out, nil
}

// localsUnder are the items that hold at the units of an employer, by unit.
func (in *Introductions) localsUnder(ctx context.Context, employer org.Node, places []org.Node) (map[string][]checklist.Local, error) {
	low, high := org.Inside(employer.Path)
	items, err := db.All(ctx, in.DB, scanItem, `
		SELECT `+itemColumns+`
		FROM workplace_item w
		JOIN node_place p ON p.node_id = w.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE w.ended_on = '' AND (p.path = $2 OR p.path >= $3 AND p.path < $4)`,
		in.Today(), employer.Path, low, high)
	if err != nil {
		return nil, err
	}
	at := map[string][]checklist.Local{}
	for _, x := range items {
		at[x.NodeID] = append(at[x.NodeID], checklist.Local{ID: x.ID, When: x.When, Template: x.TemplateID})
	}
	out := map[string][]checklist.Local{}
	for _, n := range places {
		for _, id := range own(n.Path, employer.Path) {
			out[n.ID] = append(out[n.ID], at[id]...)
		}
	}
	return out, nil
}
