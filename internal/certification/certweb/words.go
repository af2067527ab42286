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

// untilThen are the reasons whose day is the first one on which something no longer holds. People read the day before it.
var untilThen = []string{"why." + rule.WaitNew, "why." + rule.WaitRepair, "why." + rule.LackExpired, "unit." + rule.UnitExpiry}

// reasonWords are a reason's words, of a person. Days are written out.
func reasonWords(c *lang.Catalog, r rule.Reason) string { return wordsOf(c, "why."+r.Key, r.Args) }

// lackWords are why a unit does not fulfil its scheme. They stand apart from those of people: one word may be of both.
func lackWords(c *lang.Catalog, r rule.Reason) string { return wordsOf(c, "unit."+r.Key, r.Args) }

func wordsOf(c *lang.Catalog, key string, args map[string]string) string {
	pairs := make([]any, 0, 2*len(args))
	for name, value := range args {
		switch name {
		case "day":
			if slices.Contains(untilThen, key) {
				value = dayBefore(value)
			}
			value = c.DateOf(value)
		case "step":
			value = c.T("cert.step." + value)
		}
		pairs = append(pairs, name, value)
	}
	return c.T("cert."+key, pairs...)
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
