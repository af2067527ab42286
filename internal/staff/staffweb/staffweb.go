// Package staffweb is the municipality's pages for staff files: what a file would do, doing it and
// undoing it, what has been read in before, and what titles mean.
package staffweb

import (
	"embed"
	"net/http"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staff"
)

// Texts are the words of these pages and of what staff files are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// maxFile is the largest staff file, and BigBody the routes that take one.
const maxFile = 100 << 20

// BigBody is how much more than others these routes may carry.
var BigBody = map[string]int64{"POST /kommun/inlasning": maxFile + 1<<20}

// Pages serves them.
type Pages struct {
	Imports *staff.Imports
	Tree    *org.Tree
	Frame   *page.Frame
	Today   func() string
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /kommun/inlasning", web.To(may.ImportStaff), p.home)
	r.Page("POST /kommun/inlasning", web.To(may.ImportStaff), p.upload)
	r.Page("GET /kommun/inlasning/{id}", web.To(may.ImportStaff), p.show)
	r.Page("POST /kommun/inlasning/{id}", web.To(may.ImportStaff), p.commit)
	r.Page("POST /kommun/inlasning/{id}/avbryt", web.To(may.ImportStaff), p.drop)
	r.Page("GET /kommun/inlasning/{id}/rader.csv", web.To(may.ImportStaff), p.rows)
	r.Page("GET /kommun/angra", web.To(may.ImportStaff), p.askUndo)
	r.Page("POST /kommun/angra", web.To(may.ImportStaff), p.undo)
	r.Page("GET /kommun/titlar", web.To(may.MapTitles), p.titles)
	r.Page("POST /kommun/titlar", web.To(may.MapTitles), p.mapTitle)
	r.Page("GET /kommun/titlar/titel", web.To(may.MapTitles), p.title)
	r.Page("POST /kommun/titlar/angra", web.To(may.MapTitles), p.undoTitle)
}

// employers are the municipalities and other employers that the visitor imports staff for.
func (p *Pages) employers(r *http.Request) ([]org.Node, error) {
	out, err := p.Tree.Employers(r.Context(), web.ActorOf(r.Context()), may.ImportStaff, p.Today())
	if err == nil && len(out) == 0 {
		return nil, staff.ErrNotEmployer
	}
	return out, err
}

// employer is the one a page is about: the one named, else the visitor's first.
func (p *Pages) employer(r *http.Request, id string) (org.Node, []org.Node, error) {
	all, err := p.employers(r)
	if err != nil {
		return org.Node{}, nil, err
	}
	for _, n := range all {
		if n.ID == id {
			return n, all, nil
		}
	}
	if id != "" { // the domain call says whether the visitor may
		n, err := p.Tree.Find(r.Context(), id, p.Today())
		return n, all, err
	}
	return all[0], all, nil
}

// at adds the employer to an address, when the visitor has more than one.
func at(address string, employer org.Node, all []org.Node) string {
	if len(all) < 2 {
		return address
	}
	return address + "?plats=" + employer.ID
}

// expected keeps the faults that a page answers itself.
func expected(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}
