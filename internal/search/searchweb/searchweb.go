// Package searchweb is the page where one looks for something.
package searchweb

import (
	"embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/search"
)

// Texts are the words of this page, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

const (
	onPage  = 20
	longest = 200 // letters of a question
)

// Pages serves it.
type Pages struct {
	Search *search.Search
	Frame  *page.Frame
}

// Mount puts the page on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /sok", web.Own, p.find)
}

// findView is the page: what was asked and what was found.
type findView struct {
	Asked   string
	Summary string
	Nearly  string // which word was looked for in place of a misspelt one
	Kinds   []kindLink
	Hits    []hitView
	Pager   ui.PagerProps
}

type kindLink struct {
	ui.Link
	Here bool
}

type hitView struct{ Kind, Title, About, Href string }

func (p *Pages) find(w http.ResponseWriter, r *http.Request) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	q := r.URL.Query()
	asked := []rune(strings.TrimSpace(q.Get("q")))
	v := findView{Asked: string(asked[:min(len(asked), longest)])}
	kind, number := kindOf(q.Get("typ")), page.Number(q.Get("sida"))
	if v.Asked == "" {
		return p.Frame.Show(w, r, http.StatusOK, "search.title", findPage(v))
	}
	found, err := p.Search.Find(r.Context(), visit.Actor, search.Question{Text: v.Asked, Kind: kind, Limit: onPage, Offset: (number - 1) * onPage})
	if err != nil {
		return err
	}
	v.Summary = c.T("search.found", "n", found.All, "asked", v.Asked)
	if found.All == 0 {
		v.Summary = c.T("search.none", "asked", v.Asked)
	}
	if len(found.Nearly) > 0 {
		v.Nearly = c.T("search.nearly")
	}
	v.Kinds = kinds(c, v.Asked, kind, found.ByKind)
	for _, h := range found.Hits {
		v.Hits = append(v.Hits, hitOf(c, h))
	}
	v.Pager = page.Pager(address(v.Asked, kind, 1), "sida", number, found.All, onPage)
	shell := p.Frame.Shell(r, c.T("search.title_of", "asked", v.Asked))
	return p.Frame.ShowAs(w, r, http.StatusOK, shell, findPage(v))
}

// hitOf is a hit as it is shown: a part of a course says so by itself.
func hitOf(c *lang.Catalog, h search.Hit) hitView {
	v := hitView{Title: h.Title, About: h.About, Href: h.Href}
	if h.Kind == search.Lesson {
		v.About = c.T("search.in_course", "course", h.About)
	} else {
		v.Kind = c.T("search.kind." + string(h.Kind))
	}
	return v
}

// kinds are the links to one kind of hits, where there are several.
func kinds(c *lang.Catalog, asked string, here search.Kind, by map[search.Kind]int) []kindLink {
	if len(by) < 2 && here == "" {
		return nil
	}
	out := []kindLink{{ui.Link{Href: address(asked, "", 1), Text: c.T("search.all")}, here == ""}}
	for _, k := range search.Kinds() {
		if by[k] > 0 {
			out = append(out, kindLink{ui.Link{Href: address(asked, k, 1), Text: c.T("search.kind_n", "kind", c.T("search.kinds."+string(k)), "n", by[k])}, here == k})
		}
	}
	return out
}

func kindOf(s string) search.Kind {
	for _, k := range search.Kinds() {
		if s == string(k) {
			return k
		}
	}
	return ""
}

func address(asked string, kind search.Kind, number int) string {
	v := url.Values{"q": {asked}}
	if kind != "" {
		v.Set("typ", string(kind))
	}
	if number > 1 {
		v.Set("sida", strconv.Itoa(number))
	}
	return "/sok?" + v.Encode()
}
