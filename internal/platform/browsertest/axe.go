package browsertest

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"

	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axeJS is axe-core 4.14.1 (Mozilla Public License 2.0), for tests only.
//
//go:embed axe.min.js
var axeJS string

// axeTags are the rules every page keeps: WCAG 2.2 AA and good habits.
const axeTags = `["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]`

type axeResult struct {
	Violations, Incomplete []axeRule
}

type axeRule struct {
	ID, Impact, Help string
	Nodes            []struct {
		HTML           string
		Target         []any
		FailureSummary string
	}
}

// Axe fails the test for each fault that axe-core finds, and logs what it could
// not decide.
func (p *Page) Axe(t testing.TB) {
	t.Helper()
	if p.view.Script == WithoutScript {
		t.Fatal("axe needs a page with script")
	}
	var found axeResult
	p.run("load axe", chromedp.Evaluate(axeJS+";0", nil))
	p.run("run axe", chromedp.Evaluate(`axe.run(document, {runOnly: `+axeTags+`, resultTypes: ["violations", "incomplete"]})
		.then(r => ({Violations: r.violations, Incomplete: r.incomplete}))`, &found,
		func(e *cdpruntime.EvaluateParams) *cdpruntime.EvaluateParams { return e.WithAwaitPromise(true) }))
	for _, rule := range found.Violations {
		t.Errorf("axe at %s: %s", p.Path(), rule)
	}
	for _, rule := range found.Incomplete {
		t.Logf("axe could not decide at %s: %s", p.Path(), rule)
	}
}

func (r axeRule) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", r.ID, r.Impact, r.Help)
	for i, n := range r.Nodes {
		if i == 5 {
			fmt.Fprintf(&b, "\n  … and %d more", len(r.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %v %s\n    %s", n.Target, short(n.HTML, 160), strings.ReplaceAll(n.FailureSummary, "\n", "\n    "))
	}
	return b.String()
}

func short(s string, n int) string {
	if len(s) > n {
		return s[:n] + "…"
	}
	return s
}
