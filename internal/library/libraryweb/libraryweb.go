// Package libraryweb is the pages of the material bank and of good examples.
package libraryweb

import (
	"context"
	"embed"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/library"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, of what is refused, of what people are told and of packages, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Reference is what these pages ask of the tree: what areas, topics and occupations are called.
type Reference interface {
	CachedReference(ctx context.Context) (org.Reference, error)
}

// Pages serves them.
type Pages struct {
	Library   *library.Library
	Reference Reference
	Frame     *page.Frame
}

// Where the pages are.
const (
	bankAt    = "/material"
	itemAt    = "/material/om/"
	boxAt     = "/material/lada/"
	packageAt = "/material/paket/"
	keepAt    = "/material/skot"
	keepBoxAt = "/material/lador/skot"

	examplesAt = "/exempel"
	exampleAt  = "/exempel/om/"
	mineAt     = "/exempel/mina"
	newAt      = "/exempel/nytt"
	ownAt      = "/exempel/mitt/"
	reviewAt   = "/exempel/granska"
	groupAt    = "/exempel/gruppen"
	askedAt    = "/exempel/fragor"
)

// BigBody is what a request may carry where that is more than usual: a file and its form.
var BigBody = map[string]int64{
	"POST " + keepAt + "/{material}/fil": blob.MaxPaper + 1<<20,
	"POST " + ownAt + "{example}/bild":   blob.MaxPaper + 1<<20,
}

// Mount puts the pages on the site. Who keeps material is known by the place: the domain asks.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET "+bankAt, web.Own, p.bank)
	r.Page("GET "+itemAt+"{material}", web.Own, p.item)
	r.Page("POST "+itemAt+"{material}/kopiera", web.Own, p.copyItem)
	r.Page("GET "+itemAt+"{material}/fil/{file}", web.Own, p.file)
	r.Page("GET "+boxAt+"{toolbox}", web.Own, p.toolbox)
	r.Page("POST "+boxAt+"{toolbox}/paket", web.Own, p.pack)
	r.Page("GET "+packageAt+"{pack}", web.Own, p.making)
	r.Page("GET "+packageAt+"{pack}/hamta", web.Own, p.download)
	p.mountKeeping(r)
	p.mountExamples(r)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

// refused is what a refused form says, by field; other errors are given back.
func (p *Pages) refused(r *http.Request, err error) (map[string]string, error) {
	return sheet.Refused(p.catalog(r), err, "library.")
}

// said is what was just done, by a word in the address.
func said(c *lang.Catalog, r *http.Request) string {
	switch r.URL.Query().Get("gjort") {
	case "sparat":
		return c.T("library.said.saved")
	case "skickat":
		return c.T("library.said.sent")
	case "publicerat":
		return c.T("library.said.published")
	case "avslutat":
		return c.T("library.said.ended")
	case "sett":
		return c.T("library.said.reviewed")
	case "fraga":
		return c.T("library.said.asked")
	case "svar":
		return c.T("library.said.answered")
	case "borttaget":
		return c.T("library.said.deleted")
	case "klart":
		return c.T("library.said.done")
	}
	return ""
}

func at(prefix, id string, more ...string) string {
	return prefix + url.PathEscape(id) + strings.Join(more, "")
}

// number reads a whole number of a form; -1 is none.
func number(r *http.Request, name string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(r.PostFormValue(name)), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func revision(n int64) [2]string { return [2]string{"utgava", strconv.FormatInt(n, 10)} }

// readForm reads a form that may have a file; a request that is too large says so at the file.
func readForm(r *http.Request) (up library.Upload, closed func(), err error) {
	closed = func() {}
	var large *http.MaxBytesError
	err = r.ParseMultipartForm(1 << 20)
	if errors.As(err, &large) {
		return up, closed, library.ErrLarge
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return up, closed, library.ErrFile
	}
	file, header, err := r.FormFile("fil")
	if err != nil { // none was chosen
		return up, closed, nil
	}
	return library.Upload{File: file, Name: header.Filename}, func() { file.Close() }, nil
}

// give sends a file to be saved, never to be shown: what others have put up runs nowhere here.
func give(w http.ResponseWriter, r *http.Request, body io.ReadSeeker, name string) error {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "private, no-cache")
	http.ServeContent(w, r, "", time.Time{}, body)
	return nil
}

// filter reads what is looked for out of an address.
func filter(r *http.Request) (f library.Filter, number int) {
	q := r.URL.Query()
	number = page.Number(q.Get("sida"))
	return library.Filter{Words: cut(q.Get("q"), 200), Topic: q.Get("amne"), Area: q.Get("omrade"), Occupation: q.Get("yrke"), Role: q.Get("roll"), Form: q.Get("form"), Level: q.Get("niva"),
		Users: q.Get("brukare") != "", Municipality: q.Get("kommun"), Limit: library.PerPage, Offset: (number - 1) * library.PerPage}, number
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// filtered is the address of a list with what was chosen.
func filtered(path string, f library.Filter) string {
	users := ""
	if f.Users {
		users = "1"
	}
	return page.At(path, "q", f.Words, "amne", f.Topic, "omrade", f.Area, "yrke", f.Occupation, "roll", f.Role, "form", f.Form, "niva", f.Level, "brukare", users, "kommun", f.Municipality)
}

// narrowed tells whether more than words was chosen.
func narrowed(f library.Filter) bool {
	return f.Topic+f.Area+f.Occupation+f.Role+f.Form+f.Level+f.Municipality != "" || f.Users
}

// options are what can be chosen, with nothing first.
func options(none string) []ui.Option { return []ui.Option{{Text: none}} }

func (p *Pages) areas(c *lang.Catalog, ref org.Reference) []ui.Option {
	out := options(c.T("library.any"))
	for _, a := range ref.Areas {
		out = append(out, ui.Option{Value: a.ID, Text: a.Name})
	}
	return out
}

func (p *Pages) topics(c *lang.Catalog, ref org.Reference) []ui.Option {
	out := options(c.T("library.any"))
	for _, t := range ref.Tags {
		out = append(out, ui.Option{Value: t.ID, Text: t.Name})
	}
	lang.SortBy(out[1:], func(o ui.Option) string { return o.Text })
	return out
}

func (p *Pages) occupations(c *lang.Catalog, ref org.Reference) []ui.Option {
	out := options(c.T("library.any"))
	for _, o := range ref.Occupations {
		out = append(out, ui.Option{Value: o.ID, Text: o.Name})
	}
	lang.SortBy(out[1:], func(o ui.Option) string { return o.Text })
	return out
}

func words(c *lang.Catalog, prefix string, values []string) []ui.Option {
	out := options(c.T("library.any"))
	for _, v := range values {
		out = append(out, ui.Option{Value: v, Text: c.T(prefix + v)})
	}
	return out
}

// choices are options to tick, without the first, which is none.
func choices(all []ui.Option) (out []ui.Choice) {
	for _, o := range all[1:] {
		out = append(out, ui.Choice{Value: o.Value, Text: o.Text})
	}
	return out
}

// searchForm is the form above a list: words, and the rest behind a summary.
func (p *Pages) searchForm(c *lang.Catalog, action string, f library.Filter, open bool, more ...templ.Component) templ.Component {
	return searchForm(searchView{Action: action, Words: f.Words, Label: c.T("library.f.q"), Button: c.T("library.search"), More: c.T("library.more_choices"), Open: open, Fields: more})
}

func pick(c *lang.Catalog, name, key, value string, all []ui.Option) templ.Component {
	return ui.Select(ui.FieldProps{Name: name, Label: c.T("library.f." + key), Value: value, Options: all})
}

// tagWords are the names of what something is about and for whom.
func tagWords(ref org.Reference, topics, areas, occupations []string) (out []string) {
	for _, id := range areas {
		out = append(out, ref.AreaName(id))
	}
	for _, id := range topics {
		for _, t := range ref.Tags {
			if t.ID == id {
				out = append(out, t.Name)
			}
		}
	}
	for _, id := range occupations {
		out = append(out, ref.Occupation(id).Name)
	}
	return out
}

func formWord(c *lang.Catalog, m collection.Item) string { return c.T("library.form." + m.Form) }
