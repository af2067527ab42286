// Package recordweb is a person's own record: to read, to take along, to share with an employer,
// and who has looked at it.
package recordweb

import (
	"embed"
	"net/http"

	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/record"
)

// Texts are the words of these pages and of the record's faults, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Record *record.Record
	Frame  *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /mitt-larande", web.Own, p.own)
	r.Page("GET /mitt-larande.pdf", web.Own, p.pdf)
	r.Page("GET /mitt-larande.csv", web.Own, p.csv)
	r.Page("GET /mitt-larande.json", web.Own, p.json)
	r.Page("GET /mitt-larande/dela/{employer}", web.Own, p.choose)
	r.Page("POST /mitt-larande/dela/{employer}", web.Own, p.shareChosen)
	r.Page("POST /mitt-larande/dela/{employer}/allt", web.Own, p.shareAll)
	r.Page("POST /mitt-larande/dela/{employer}/sluta", web.Own, p.withdraw)
}

// maxLooks is how many of the latest viewings a person is shown.
const maxLooks = 100

// ownPage is a person's whole record.
type ownPage struct {
	PersonID string
	Lines    []record.Line
	Sharings []record.Sharing
	Looks    []record.Look
	Said     string // message key about the last action
}

// said is what the page says after an action, by the word in the address.
var said = map[string]string{"delat": "record.said_shared", "slutat": "record.said_withdrawn"}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) (err error) {
	ctx, a := r.Context(), web.ActorOf(r.Context())
	v := ownPage{PersonID: a.PersonID, Said: said[r.URL.Query().Get("sparat")]}
	if v.Lines, err = p.Record.Lines(ctx, a, a.PersonID); err != nil {
		return err
	}
	if v.Sharings, err = p.Record.Sharings(ctx, a); err != nil {
		return err
	}
	if v.Looks, err = p.Record.Looks(ctx, a, a.PersonID, maxLooks); err != nil {
		return err
	}
	return p.Frame.Show(w, r, http.StatusOK, "record.mine", ownBody(v))
}
