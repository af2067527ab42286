// Package privacyweb is a person's own data, and what the employer does with it as controller: gives
// it out, corrects it, erases it, and keeps it no longer than decided.
package privacyweb

import (
	"context"
	"embed"
	"net/http"
	"strconv"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/staff"
)

// Texts are the words of these pages and of the room's faults, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// onPage is how many lines a list has.
const onPage = 50

// Pages serves them.
type Pages struct {
	Privacy *privacy.Privacy
	Staff   *staff.Staff
	Tree    *org.Tree
	Frame   *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /mina-uppgifter", web.Own, p.mine)
	r.Page("GET /mina-uppgifter/kopia.zip", web.Own, p.ownCopy)
	r.Page("GET /mina-uppgifter/ratta/{employer}", web.Own, p.ask(privacy.Correct))
	r.Page("POST /mina-uppgifter/ratta/{employer}", web.Own, p.send(privacy.Correct))
	r.Page("GET /mina-uppgifter/radera/{employer}", web.Own, p.ask(privacy.Erase))
	r.Page("POST /mina-uppgifter/radera/{employer}", web.Own, p.send(privacy.Erase))

	handle := web.To(may.HandlePerson)
	r.Page("GET /kommun/personuppgifter", handle, p.handle)
	r.Page("GET /kommun/personuppgifter/begaran/{request}", handle, p.request)
	r.Page("POST /kommun/personuppgifter/begaran/{request}", handle, p.answer)
	r.Page("GET /kommun/personuppgifter/person/{person}", handle, p.person)
	r.Page("GET /kommun/personuppgifter/person/{person}/kopia.zip", handle, p.copy)
	r.Page("GET /kommun/personuppgifter/person/{person}/radera", handle, p.preview)
	r.Page("POST /kommun/personuppgifter/person/{person}/radera", handle, p.erase)
	r.Page("GET /kommun/personuppgifter/lagring", handle, p.keeping)
	r.Page("POST /kommun/personuppgifter/lagring", handle, p.keep)
	r.Page("GET /kommun/personuppgifter/raderingar", handle, p.erasures)

	protect := web.To(may.ProtectIdentity)
	r.Page("GET /kommun/personuppgifter/skydd", protect, p.protected)
	r.Page("POST /kommun/personuppgifter/skydd", protect, p.protect)
	r.Page("POST /kommun/personuppgifter/skydd/person/{person}", protect, p.lift)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

// expected is a fault that the same page can say.
func expected(err error) *fault.Fault {
	if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return f
	}
	return nil
}

// wrong is the sentence at a field, or "".
func wrong(ctx context.Context, all map[string]string, field string) string {
	if key := all[field]; key != "" {
		return lang.T(ctx, key)
	}
	return ""
}

// wrongOn puts a fault at its field, or at the first one.
func wrongOn(f *fault.Fault, first string) map[string]string {
	if f.Field == "" {
		return map[string]string{first: f.Key}
	}
	return map[string]string{f.Field: f.Key}
}

// word is a short word of the catalogue for one of a few values.
func word(t *lang.Catalog, under, value string) string { return t.T(under + value) }

// employer is the one a page is about: the one named, else the visitor's first.
func (p *Pages) employer(r *http.Request, id string) (org.Node, []org.Node, error) {
	all, err := p.Privacy.Employers(r.Context(), web.ActorOf(r.Context()))
	if err != nil || len(all) == 0 {
		return org.Node{}, nil, err
	}
	for _, n := range all {
		if n.ID == id {
			return n, all, nil
		}
	}
	if id != "" {
		return org.Node{}, nil, may.ErrDenied
	}
	return all[0], all, nil
}

// at adds the employer to an address, when the visitor has more than one.
func at(address string, employer org.Node, all []org.Node) string {
	if len(all) < 2 {
		return address
	}
	return address + "?hos=" + employer.ID
}

// sendZip packs a copy straight to the browser: it is small, but for what was uploaded.
func (p *Pages) sendZip(w http.ResponseWriter, r *http.Request, name string, c privacy.Copy) error {
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+name+"-"+lang.ISO(p.Frame.Now())+`.zip"`)
	h.Set("Cache-Control", "private, no-store")
	return p.Privacy.Write(r.Context(), w, c)
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1_000_000_000 {
		return 1
	}
	return n
}
