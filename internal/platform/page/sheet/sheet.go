// Package sheet lays out the ordinary page: a heading, what stands under it in order, and forms that remember what was
// typed and tell what was wrong at its field. A face fills one sheet and shows it; pages of a shape of their own have
// their own templates.
package sheet

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// Sheet is a page. All texts are in the visitor's words already.
type Sheet struct {
	Title, Lead, Said string // Said: what was just done
	Back              ui.Link
	Wrong             map[string]string // what is wrong with what was sent, by field; "" is of no field
	Blocks            []templ.Component

	fields []string // names of all fields, so that a problem leads to its own
}

// Add puts blocks under what stands there.
func (s *Sheet) Add(blocks ...templ.Component) { s.Blocks = append(s.Blocks, blocks...) }

// problems are what is wrong, for the summary above the page; what belongs to no field of the page leads nowhere.
func (s *Sheet) problems() []ui.Problem {
	out := make([]ui.Problem, 0, len(s.Wrong))
	for _, field := range append(slices.Clone(s.fields), "") {
		if text := s.Wrong[field]; text != "" && !slices.ContainsFunc(out, func(p ui.Problem) bool { return p.Field == field }) {
			out = append(out, ui.Problem{Field: field, Text: text})
		}
	}
	for field, text := range s.Wrong {
		if field != "" && !slices.Contains(s.fields, field) {
			out = append(out, ui.Problem{Text: text})
		}
	}
	return out
}

// Show answers with the sheet: 422 when something is wrong with what was sent.
func (s *Sheet) Show(w http.ResponseWriter, r *http.Request, f *page.Frame) error {
	shell, status := f.Shell(r, s.Title), http.StatusOK
	if len(s.Wrong) > 0 {
		shell.Wrong, status = true, http.StatusUnprocessableEntity
	}
	return f.ShowAs(w, r, status, shell, whole(s))
}

// Refused is what a refused form says, by field: a fault of what was sent whose key begins with one of the prefixes.
// Other errors are given back.
func Refused(c *lang.Catalog, err error, prefixes ...string) (map[string]string, error) {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid && f.Kind != fault.Conflict || !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(f.Key, p) }) {
		return nil, err
	}
	return map[string]string{f.Field: page.Say(c, f)}, nil
}

// Lines are the lines of a text that say something.
func Lines(text string) (out []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
