package certweb

import (
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// looks are how states look beside their words.
var looks = map[rule.State]ui.StatusKind{rule.Preparing: ui.Ongoing, rule.Certified: ui.Done, rule.Pending: ui.Done, rule.Renewal: ui.Renew, rule.Lapsed: ui.Missing, rule.Revoked: ui.Missing}

// stateWords are a state's words.
func stateWords(c *lang.Catalog, s rule.State) string { return c.T("cert.state." + string(s)) }

// reasonWords are a reason's words, of a person. Days are written out.
func reasonWords(c *lang.Catalog, r rule.Reason) string {
	return c.T("cert.why."+r.Key, told(c, r, rule.WaitNew, rule.WaitRepair, rule.LackExpired)...)
}

// lackWords are why a unit does not fulfil its scheme. They stand apart from those of people: one word may be of both.
func lackWords(c *lang.Catalog, r rule.Reason) string {
	return c.T("cert.unit."+r.Key, told(c, r, rule.UnitExpiry)...)
}

// told are the values of a reason as people read them. The day of those in until is the first on which something no longer
// holds: people read the day before it.
func told(c *lang.Catalog, r rule.Reason, until ...string) []any {
	pairs := make([]any, 0, 2*len(r.Args))
	for name, value := range r.Args {
		switch name {
		case "day":
			if slices.Contains(until, r.Key) {
				value = dayBefore(value)
			}
			value = c.DateOf(value)
		case "step":
			value = c.T("cert.step." + value)
		}
		pairs = append(pairs, name, value)
	}
	return pairs
}

func all[T any](of []T, words func(T) string) []string {
	out := make([]string, 0, len(of))
	for _, x := range of {
		if w := words(x); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
