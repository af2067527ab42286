// Package messageweb is a person's inbox and how the person wants to be told, what the links in
// messages lead to, and for operators how sending goes.
package messageweb

import (
	"embed"
	"net/http"
	"strconv"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, of what leaves the program and of the room's faults, for lang.New.
//
//go:embed sv.json sv-latt.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Messages *message.Messages
	Post     *mail.Post
	Frame    *page.Frame
}

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	r.Page("GET /meddelanden", web.Own, p.inbox)
	r.Page("POST /meddelanden", web.Own, p.readAll)
	r.Page("POST /meddelanden/{note}", web.Own, p.open)
	r.Page("GET /installningar/meddelanden", web.Own, p.settings)
	r.Page("POST /installningar/meddelanden", web.Own, p.setWishes)
	r.Page("POST /installningar/meddelanden/adress", web.Own, p.askEmail)
	r.Page("GET /meddelanden/bekrafta/{token}", web.Public, p.asked)
	r.Page("POST /meddelanden/bekrafta/{token}", web.Public, p.confirm)
	r.Page("GET /meddelanden/sluta/{token}", web.Public, p.stopping)
	r.Page("POST /meddelanden/sluta/{token}", web.Public, p.stop)
	r.Page("GET /nationen/utskick", web.To(may.SeeInstallation), p.sending)
	r.Page("POST /nationen/utskick/{message}", web.To(may.SeeInstallation), p.retry)
	if p.Frame.Demo {
		r.Page("GET /demo/utkorg", web.Public, p.demoOutbox)
	}
}

// inboxView is a page of the inbox.
type inboxView struct {
	message.Inbox
	Now   time.Time
	Asked int64 // the moment the page was made, in milliseconds
	Pager ui.PagerProps
	Said  string // message key about the last action
}

func (p *Pages) inbox(w http.ResponseWriter, r *http.Request) (err error) {
	visit := page.Of(r.Context())
	v := inboxView{Now: p.Frame.Now()}
	v.Asked = v.Now.UnixMilli()
	at := page.Number(r.URL.Query().Get("sida"))
	if v.Inbox, err = p.Messages.Inbox(r.Context(), visit.Actor, p.Frame.Catalog(visit), at); err != nil {
		return err
	}
	v.Pager = page.Pager("/meddelanden", "sida", at, v.Pages(), 1)
	if r.URL.Query().Get("last") != "" {
		v.Said = "message.said_read"
	}
	return p.Frame.Show(w, r, http.StatusOK, "message.inbox", inboxBody(v))
}

// open reads one: it is marked, and one goes to where one acts.
func (p *Pages) open(w http.ResponseWriter, r *http.Request) error {
	href, err := p.Messages.Open(r.Context(), web.ActorOf(r.Context()), r.PathValue("note"))
	if err != nil {
		return err
	}
	return web.Redirect(w, r, web.LocalPath(href, "/meddelanden"))
}

func (p *Pages) readAll(w http.ResponseWriter, r *http.Request) error {
	until := p.Frame.Now()
	if asked, err := strconv.ParseInt(r.PostFormValue("until"), 10, 64); err == nil {
		until = time.UnixMilli(asked)
	}
	if err := p.Messages.ReadAll(r.Context(), web.ActorOf(r.Context()), until); err != nil {
		return err
	}
	return web.Redirect(w, r, "/meddelanden?last=1")
}
