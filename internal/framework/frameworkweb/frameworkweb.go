// Package frameworkweb is the library of competence frameworks: looking, drafts, versions, Excel in and out
// (R190–R195, R201, R212).
//
// A form of a draft carries a mark of the part that it was made from: who saves a part that somebody has changed
// since sees both, and what was saved in other parts stays.
package frameworkweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yrkesresan/internal/framework"
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

// Courses is what these pages ask of the courses.
type Courses interface {
	// Titles gives what every course in the catalogue is called, by id.
	Titles(ctx context.Context) (map[string]string, error)
}

// Pages serves them.
type Pages struct {
	Frameworks *framework.Frameworks
	Courses    Courses
	Tree       *org.Tree
	Frame      *page.Frame
	Today      func() string
}

// top is where these pages begin.
const top = "/ramverk"

// BigBody are the requests that carry a file, or what one said, and how large they may be.
var BigBody = map[string]int64{
	"POST /ramverk/las-in":       21 << 20,
	"POST /ramverk/las-in/spara": 8 << 20,
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	edit := web.To(may.EditFramework)
	r.Page("GET "+top, web.Own, p.library)
	r.Page("GET "+top+"/mall", web.Own, p.template)
	r.Page("GET "+top+"/ny", edit, p.askNew)
	r.Page("POST "+top+"/ny", edit, p.begin)
	r.Page("GET "+top+"/las-in", edit, p.askFile)
	r.Page("POST "+top+"/las-in", edit, p.readFile)
	r.Page("POST "+top+"/las-in/spara", edit, p.takeIn)
	r.Page("GET "+top+"/{framework}", web.Own, p.show)
	r.Page("GET "+top+"/{framework}/skillnad", web.Own, p.compare)
	r.Page("GET "+top+"/{framework}/excel", web.Own, p.excel)
	r.Page("POST "+top+"/{framework}/utkast", edit, p.beginVersion)
	r.Page("GET "+top+"/{framework}/utkast", edit, p.draft)
	r.Page("GET "+top+"/{framework}/utkast/excel", edit, p.draftExcel)
	r.Page("GET "+top+"/{framework}/utkast/om", edit, p.askHead)
	r.Page("POST "+top+"/{framework}/utkast/om", edit, p.saveHead)
	r.Page("GET "+top+"/{framework}/utkast/nivaer", edit, p.askLevels)
	r.Page("POST "+top+"/{framework}/utkast/nivaer", edit, p.saveLevels)
	r.Page("POST "+top+"/{framework}/utkast/omrade", edit, p.addArea)
	r.Page("GET "+top+"/{framework}/utkast/omrade/{frame_area}", edit, p.askArea)
	r.Page("POST "+top+"/{framework}/utkast/omrade/{frame_area}", edit, p.saveArea)
	r.Page("GET "+top+"/{framework}/utkast/omrade/{frame_area}/krav", edit, p.askNewRequirement)
	r.Page("POST "+top+"/{framework}/utkast/omrade/{frame_area}/krav", edit, p.addRequirement)
	r.Page("GET "+top+"/{framework}/utkast/krav/{requirement}", edit, p.askRequirement)
	r.Page("POST "+top+"/{framework}/utkast/krav/{requirement}", edit, p.saveRequirement)
	r.Page("POST "+top+"/{framework}/utkast/ordna", edit, p.arrange)
	r.Page("POST "+top+"/{framework}/utkast/slang", edit, p.discard)
	r.Page("GET "+top+"/{framework}/utkast/publicera", edit, p.review)
	r.Page("POST "+top+"/{framework}/utkast/publicera", edit, p.publish)
}

func at(id string, rest ...string) string {
	return top + "/" + url.PathEscape(id) + strings.Join(rest, "")
}

func draftAt(id string, rest ...string) string { return at(id, "/utkast", strings.Join(rest, "")) }

// refused keeps the faults that a page answers itself.
func refused(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

func problems(c *lang.Catalog, f *fault.Fault) []ui.Problem {
	if f == nil {
		return nil
	}
	return []ui.Problem{{Field: f.Field, Text: page.Say(c, f)}}
}

func trimmed(r *http.Request, name string) string {
	return strings.TrimSpace(strings.ReplaceAll(r.FormValue(name), "\r\n", "\n"))
}

// whole reads a number of a form; what is none is -1, which Check refuses.
func whole(s string) int {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func revisionOf(r *http.Request) int64 {
	n, _ := strconv.ParseInt(r.FormValue("revision"), 10, 64)
	return n
}

// said is the notice after something was done, by the word in the address.
func (s *speaker) said(r *http.Request, known ...string) string {
	word := r.URL.Query().Get("klart")
	for _, k := range known {
		if k == word {
			return s.t("done." + k)
		}
	}
	return ""
}
