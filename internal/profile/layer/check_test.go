package layer_test

import (
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/profile/layer"
)

func book() *frame.Book {
	return frame.NewBook([]*frame.Frame{{ID: "f", Name: "Ramverk", Areas: []frame.Area{{ID: "o", Name: "Område",
		Requirements: []frame.Requirement{{ID: "a", Name: "A"}, {ID: "b", Name: "B", Formal: true}, {ID: "c", Name: "C"}}}}}})
}

func known(kind string) layer.Known {
	is := func(words ...string) func(string) bool {
		return func(s string) bool { return slices.Contains(words, s) }
	}
	return layer.Known{Kind: kind, Occupation: is("underskoterska"), Area: is("aldreomsorg"), Word: is("område")}
}

func TestWhatIsWrongWithALayer(t *testing.T) {
	t.Parallel()
	d := func(change func(d *layer.Demand)) layer.Op {
		x := demand("a", "")
		change(&x)
		return set(x)
	}
	above := []layer.Asked{{Demand: demand("a", "do"), NodeID: "se"}}
	for name, c := range map[string]struct {
		kind  string
		above []layer.Asked
		ops   []layer.Op
		want  string // field key
	}{
		"nothing": {"unit", nil, []layer.Op{set(demand("a", "do"))}, ""},
		"everything": {"nation", nil, []layer.Op{d(func(d *layer.Demand) {
			d.Who = layer.Who{Occupations: []string{"underskoterska"}, Areas: []string{"aldreomsorg"}, Level: layer.Expert}
			d.From, d.Until = "2027-01-01", "2028-01-01"
		})}, ""},
		"no id":                    {"unit", nil, []layer.Op{set(demand("", "do"))}, "krav id"},
		"twice":                    {"unit", nil, []layer.Op{set(demand("a", "do")), set(demand("a", "do"))}, "krav twice"},
		"no such requirement":      {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Requirement = "f/x" })}, "krav requirement"},
		"no such target":           {"unit", nil, []layer.Op{set(demand("a", "x"))}, "niva target"},
		"occupation":               {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Who.Occupations = []string{"x"} })}, "yrke occupation"},
		"area":                     {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Who.Areas = []string{"x"} })}, "omrade area"},
		"level of the role":        {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Who.Level = "x" })}, "steg level"},
		"weight":                   {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Weight = "x" })}, "vikt weight"},
		"measure":                  {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure = "x" })}, "matt measure"},
		"no share":                 {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure = layer.Share })}, "andel percent"},
		"more than all":            {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Percent = layer.Share, 101 })}, "andel percent"},
		"a share of each":          {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Percent = 5 })}, "andel percent"},
		"all":                      {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Percent = layer.Share, 100 })}, ""},
		"none at least":            {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.At = layer.Count, "unit" })}, "antal count"},
		"one at a unit":            {"nation", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Count, d.At = layer.Count, 1, "unit" })}, ""},
		"one nowhere":              {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Count = layer.Count, 1 })}, "plats at"},
		"one at an RSS":            {"nation", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Count, d.At = layer.Count, 1, "rss" })}, "plats at"},
		"one at a unit called":     {"nation", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Count, d.At = layer.Count, 1, "unit:x" })}, "plats at"},
		"one at each by a place":   {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.At = "unit" })}, "plats at"},
		"a unit asks for its town": {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Count, d.At = layer.Count, 1, "municipality" })}, "plats at_above"},
		"one an operation":         {"municipality", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Count, d.At = layer.Count, 1, "operation:område" })}, ""},
		"an operation called x":    {"municipality", nil, []layer.Op{d(func(d *layer.Demand) { d.Measure, d.Count, d.At = layer.Count, 1, "operation:x" })}, "plats word"},
		"not a day":                {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.From = "2027-02-30" })}, "fran day"},
		"ends before it begins":    {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.From, d.Until = "2027-02-03", "2027-02-03" })}, "till until"},
		"months":                   {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Months = -1 })}, "manader months"},
		"a course for acquired":    {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Evidence = []layer.By{{By: "course", Ref: "x"}} })}, ""},
		"a course for formal":      {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Requirement, d.Evidence = "f/b", []layer.By{{By: "course", Ref: "x"}} })}, "bevis formal"},
		"assessed for formal": {"unit", nil, []layer.Op{d(func(d *layer.Demand) {
			d.Requirement, d.Evidence = "f/b", []layer.By{{By: "education"}, {By: "assessment"}}
		})}, "bevis formal"},
		"a licence for formal":    {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Requirement, d.Evidence = "f/b", []layer.By{{By: "licence"}} })}, ""},
		"what is no evidence":     {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Evidence = []layer.By{{By: "x"}} })}, "bevis evidence"},
		"evidence for no level":   {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Evidence = []layer.By{{By: "course", Level: "x"}} })}, "bevis evidence_level"},
		"changes without a note":  {"unit", above, []layer.Op{set(demand("a", "do"))}, "varfor note"},
		"changes with a note":     {"unit", above, []layer.Op{d(func(d *layer.Demand) { d.Note = "Vi gör så." })}, ""},
		"changes the requirement": {"unit", above, []layer.Op{d(func(d *layer.Demand) { d.Requirement, d.Note = "f/c", "Vi gör så." })}, "krav other"},
		"drops with a note":       {"municipality", above, []layer.Op{drop("a")}, ""},
		"drops without a note":    {"municipality", above, []layer.Op{{Drop: true, Demand: layer.Demand{ID: "a"}}}, "varfor note"},
		"an RSS drops":            {"rss", above, []layer.Op{drop("a")}, "krav above"},
		"an RSS changes":          {"rss", above, []layer.Op{d(func(d *layer.Demand) { d.Note = "Vi gör så." })}, "krav above"},
		"too long a note":         {"unit", nil, []layer.Op{d(func(d *layer.Demand) { d.Note = strings.Repeat("x", 1001) })}, "varfor long"},
	} {
		got := ""
		for _, p := range layer.Check(c.ops, c.above, book(), known(c.kind)) {
			got += " " + p.Field + " " + strings.TrimPrefix(p.Key, "profile.wrong.")
		}
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
