package seatweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// pageView is a page: a heading and sections.
type pageView struct {
	Back     ui.Link
	Title    string
	About    []string // small lines under the heading
	Tabs     []ui.Link
	Problems []ui.Problem
	Said     string
	Wrong    string
	Secret   secret
	Intro    []string
	Places   []ui.Link // the same page of other places
	Sections []section
}

// secret is an address that is shown once.
type secret struct{ Title, Text, Address, Copy string }

// section is a part of a page, with whatever of these it has, in this order.
type section struct {
	ID, Title string
	Hidden    string // a sentence that it opens behind; "" shows it
	Lines     []string
	Facts     []ui.Fact
	Table     ui.TableProps
	Pager     ui.PagerProps
	None      string // instead of a list that is empty
	After     []string
	Items     []item
	Forms     []form
	Links     []ui.LinkButtonProps
	Print     string
}

// item is one thing of a list, with what can be done about it.
type item struct {
	ID, Href, Title string
	Marks           []string
	Lines           []string
	More            []section
	Forms           []form
	Link            ui.LinkButtonProps
}

// form is a form with its button.
type form struct {
	Action      string
	Get         bool
	Hidden      [][2]string
	Lines       []string
	Before      []ui.ChoicesProps // questions before the fields
	Table       ui.TableProps     // fields in rows
	Fields      []ui.FieldProps
	Questions   []ui.ChoicesProps // questions after the fields
	Button      string
	Kind        ui.ButtonKind
	Describes   string
	Name, Value string // what the form says when its button sent it
	Cancel      ui.LinkButtonProps
}

// cell is a field in a table.
type cell struct {
	Type, ID, Name, Value, Label, Note string
	Wrong                              bool
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v pageView) error {
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = len(v.Problems) > 0
	return p.Frame.ShowAs(w, r, status, shell, seatPage(v))
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog {
	return p.Frame.Catalog(page.Of(r.Context()))
}

// refused is what was wrong with what was typed: where it belongs to a field, it stands there too.
type refused struct {
	fault *fault.Fault
	form  url.Values
	where string // which of the page's forms
}

// at is the sentence for a field; "" when it is not about that one.
func (x *refused) at(c *lang.Catalog, where, field string) string {
	if x == nil || x.where != where || x.fault.Field != field {
		return ""
	}
	return page.Say(c, x.fault)
}

// typed is what was written in a field, or what stands there otherwise.
func (x *refused) typed(where, field, otherwise string) string {
	if x == nil || x.where != where {
		return otherwise
	}
	return x.form.Get(field)
}

// told puts the sentence on the page, leading to its field when it has one.
func (x *refused) told(c *lang.Catalog, v *pageView, ids map[string]string) {
	if x == nil {
		return
	}
	if id := ids[x.fault.Field]; id != "" && x.fault.Field != "" {
		v.Problems = append(v.Problems, ui.Problem{Field: id, Text: page.Say(c, x.fault)})
		return
	}
	v.Wrong = page.Say(c, x.fault)
}

// number reads a whole number; what is no number is −1, which no rule takes.
func number(text string) int64 {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func texts(cells ...string) []templ.Component {
	out := make([]templ.Component, len(cells))
	for i, text := range cells {
		out[i] = ui.Text(text)
	}
	return out
}

// where says where it is held.
func where(c *lang.Catalog, o occasion.Occasion, town string) string {
	switch o.Form {
	case occasion.Online:
		return c.T("seats.online")
	case occasion.AtWorkplace:
		return c.T("seats.at_workplace")
	}
	parts := []string{}
	for _, part := range []string{o.Place, town} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
