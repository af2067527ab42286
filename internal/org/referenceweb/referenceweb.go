// Package referenceweb is the pages where the nation edits its reference data: occupations with their titles, service
// areas, topics, and old words (R164, R168, R207). Ids never change, nothing is deleted, and each change stays with
// who, when and why.
package referenceweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Uses is where an entry is used, by title.
type Uses struct{ Journeys, Courses []string }

// Used is where the whole reference data is used, and the words on courses that are no topic.
type Used struct {
	Of      map[org.ReferenceKind]map[string]Uses
	Strange map[string][]string // word → courses
}

// Rooms is what these pages ask of the rooms above the tree.
type Rooms interface {
	ReferenceUsed(ctx context.Context) (Used, error)
	// NamesOf gives what people are called, by id; whoever is not known is left out.
	NamesOf(ctx context.Context, people []string) (map[string]string, error)
}

// Pages serves them.
type Pages struct {
	Tree  *org.Tree
	Rooms Rooms
	Frame *page.Frame
	Today func() string
	Now   func() time.Time
}

// top is where these pages begin.
const top = "/nationen/referens"

// onPage is how many changes a page tells of.
const onPage = 25

// listed are the lists by their address.
var listed = map[string]org.ReferenceKind{"yrken": org.OccupationList, "omraden": org.AreaList, "amnen": org.TagList, "ord": org.WordList}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	need := web.To(may.EditReference)
	r.Page("GET "+top, need, p.start)
	r.Page("GET "+top+"/{list}", need, p.list)
	r.Page("GET "+top+"/{list}/ny", need, p.askNew)
	r.Page("POST "+top+"/{list}/ny", need, p.add)
	r.Page("GET "+top+"/{list}/post/{entry}", need, p.entry)
	r.Page("POST "+top+"/{list}/post/{entry}", need, p.save)
	r.Page("POST "+top+"/{list}/post/{entry}/avveckla", need, p.retire)
}

// kindOf is the list of an address.
func kindOf(r *http.Request) (org.ReferenceKind, error) {
	if kind, ok := listed[r.PathValue("list")]; ok {
		return kind, nil
	}
	return "", org.ErrNoEntry
}

func slugOf(kind org.ReferenceKind) string {
	for slug, k := range listed {
		if k == kind {
			return slug
		}
	}
	return ""
}

func listURL(kind org.ReferenceKind) string { return top + "/" + slugOf(kind) }

func entryURL(kind org.ReferenceKind, id string) string {
	return listURL(kind) + "/post/" + url.PathEscape(id)
}

func (p *Pages) words(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

// refused keeps the faults that a page answers itself.
func refused(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

type startView struct {
	Lists   []ui.Part
	Changes []change
	Pager   ui.PagerProps
}

// start shows the lists and what was changed last.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	c, actor := p.words(r), web.ActorOf(r.Context())
	v := &startView{}
	for _, kind := range org.ReferenceKinds() {
		all, err := p.Tree.Entries(r.Context(), actor, kind)
		if err != nil {
			return err
		}
		n := 0
		for _, e := range all {
			if e.Retired == "" {
				n++
			}
		}
		v.Lists = append(v.Lists, ui.Part{Href: listURL(kind), Title: c.T("org.ref.list." + string(kind)), Note: c.T("org.ref.about."+string(kind)) + " " + c.T("org.ref.count", "n", n)})
	}
	number, _ := strconv.Atoi(r.URL.Query().Get("sida"))
	number = max(number, 1)
	all, err := p.Tree.ReferenceChanges(r.Context(), actor, "", "", onPage+1, (number-1)*onPage)
	if err != nil {
		return err
	}
	if number > 1 || len(all) > onPage {
		v.Pager = ui.PagerProps{Page: number, Pages: number}
		if number > 1 {
			v.Pager.Previous = top + "?sida=" + strconv.Itoa(number-1)
		}
		if len(all) > onPage {
			v.Pager.Pages, v.Pager.Next = number+1, top+"?sida="+strconv.Itoa(number+1)
		}
	}
	if v.Changes, err = p.tell(r, all[:min(len(all), onPage)], true); err != nil {
		return err
	}
	return p.Frame.Show(w, r, http.StatusOK, "org.ref.title", startPage(v))
}

// change is a change as it is told: what, and each field with before and after.
type change struct {
	Href, Title, By, Why string
	Lines                []string
}

// tell says what was changed, by whom and when.
func (p *Pages) tell(r *http.Request, all []org.ReferenceChange, named bool) ([]change, error) {
	c := p.words(r)
	var people []string
	for _, ch := range all {
		people = append(people, ch.MadeBy)
	}
	names, err := p.Rooms.NamesOf(r.Context(), people)
	if err != nil {
		return nil, err
	}
	var out []change
	for _, ch := range all {
		who := names[ch.MadeBy]
		if who == "" {
			who = c.T("org.ref.somebody")
		}
		one := change{By: c.T("org.ref.made_by", "who", who, "date", c.Near(ch.MadeAt, p.Now())), Why: ch.Why}
		if named {
			one.Href, one.Title = entryURL(ch.Kind, ch.ID), ch.After["name"]
		}
		switch {
		case len(ch.Before) == 0:
			one.Lines = []string{c.T("org.ref.was_added")}
		case ch.After["retired"] != "" && ch.Before["retired"] == "":
			one.Lines = []string{c.T("org.ref.was_retired")}
		case ch.After["retired"] == "" && ch.Before["retired"] != "":
			one.Lines = []string{c.T("org.ref.was_put_back")}
		}
		for _, f := range org.FieldsOf(ch.Kind) {
			if was, is := ch.Before[f], ch.After[f]; len(ch.Before) > 0 && was != is {
				one.Lines = append(one.Lines, difference(c, ch.Kind, f, was, is))
			}
		}
		out = append(out, one)
	}
	return out, nil
}

// difference says one field's change: of a list what came and what went.
func difference(c *lang.Catalog, kind org.ReferenceKind, field, was, is string) string {
	label := fieldLabel(c, kind, field)
	switch field {
	case "titles", "words", "synonyms":
		var said []string
		if came := without(is, was); len(came) > 0 {
			said = append(said, c.T("org.ref.came", "what", c.And(came...)))
		}
		if went := without(was, is); len(went) > 0 {
			said = append(said, c.T("org.ref.went", "what", c.And(went...)))
		}
		return c.T("org.ref.changed_list", "field", label, "what", strings.Join(said, " "))
	}
	return c.T("org.ref.changed", "field", label, "was", shown(c, field, was), "is", shown(c, field, is))
}

func without(list, other string) []string {
	have := strings.Split(other, "\n")
	return slices.DeleteFunc(strings.Split(list, "\n"), func(s string) bool { return s == "" || slices.Contains(have, s) })
}

// shown is a value as it is read.
func shown(c *lang.Catalog, field, value string) string {
	switch field {
	case "licensed", "manager", "no_track", "is_old":
		if value != "" {
			return c.T("org.ref.yes")
		}
		return c.T("org.ref.no")
	}
	if value == "" {
		return c.T("org.ref.nothing")
	}
	return value
}

func fieldLabel(c *lang.Catalog, kind org.ReferenceKind, field string) string {
	if field == "name" && kind == org.WordList {
		return c.T("org.ref.f.word")
	}
	return c.T("org.ref.f." + field)
}

// sorted puts entries in Swedish order, the retired last.
func sorted(all []org.Entry) {
	sv := collate.New(language.Swedish)
	slices.SortStableFunc(all, func(a, b org.Entry) int {
		if (a.Retired == "") != (b.Retired == "") {
			return strings.Compare(a.Retired, b.Retired)
		}
		return sv.CompareString(a.Name(), b.Name())
	})
}
