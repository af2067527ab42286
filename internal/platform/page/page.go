// Package page holds what every page shares: who visits and how that person wants to read, and
// the shell around the page. Faces call Frame.Show with their own content.
package page

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Visit is who visits and how that person wants to read.
type Visit struct {
	Actor     may.Actor
	FirstName string
	Theme     ui.Theme
	LargeText bool
	Easy      bool // easy Swedish where there is an easy text
	LowData   bool // text and stills; films say their size first
	Employed  bool // has a journey of the own
	AskedDone bool // has answered what was learnt before
	Unread    int  // messages in the inbox
	Shared    bool // on a device that several people use
}

type visitKey struct{}

// With carries the visit, and its actor, in the context of the request.
func With(ctx context.Context, v Visit) context.Context {
	return context.WithValue(web.WithActor(ctx, v.Actor), visitKey{}, v)
}

// Of is the visit of a request; a visitor without wishes when nobody is signed in.
func Of(ctx context.Context) Visit { v, _ := ctx.Value(visitKey{}).(Visit); return v }

// Frame builds the shell around every page.
type Frame struct {
	Product string // the name shown to users is a setting: the brand belongs to its owner
	Demo    bool
	Contact string // whom to call
	Texts   *lang.Catalog
	Now     func() time.Time
	Doors   []Door // the ways from the hubs to pages of other faces
	Topics  []Topic
}

// Catalog is the wording for a visit: easy Swedish for who has chosen it.
func (f *Frame) Catalog(v Visit) *lang.Catalog {
	if v.Easy {
		return f.Texts.Easy()
	}
	return f.Texts
}

// Shell is the shell around a page with a title that is already a text.
func (f *Frame) Shell(r *http.Request, title string) ui.Shell {
	v := Of(r.Context())
	c := f.Catalog(v)
	s := ui.Shell{Product: f.Product, Title: title, Theme: v.Theme, LargeText: v.LargeText, Easy: v.Easy, Texts: c, Contact: f.Contact,
		Footer: []ui.Link{
			{Href: "/hjalp", Text: c.T("page.help")},
			{Href: "/tillganglighet", Text: c.T("page.accessibility")},
			{Href: "/personuppgifter", Text: c.T("page.privacy")},
		}}
	if f.Demo {
		s.Banner = c.T("page.demo")
		s.Footer = append(s.Footer, ui.Link{Href: "/demo", Text: c.T("page.demo_other")})
	}
	if v.Shared {
		s.Shared = &ui.Shared{Here: r.URL.RequestURI()}
		if r.Method != http.MethodGet {
			s.Shared.Here = "/"
		}
	}
	if v.Actor.Known() {
		s.Nav = nav(c, v, r.URL.Path)
		s.Tools = []ui.Link{{Href: "/sok", Text: c.T("page.search"), Icon: "search"}, {Href: "/meddelanden", Text: inbox(c, v.Unread), Icon: "mail"}}
		s.Account = ui.Link{Href: "/installningar", Text: c.T("page.settings"), Icon: "settings"}
	} else {
		s.Account = ui.Link{Href: "/logga-in", Text: c.T("page.sign_in"), Icon: "key-round"}
	}
	return s
}

// inbox is the link to what one is told, with how much of it is new.
func inbox(c *lang.Catalog, unread int) string {
	if unread == 0 {
		return c.T("page.inbox")
	}
	return c.T("page.inbox_new", "n", unread)
}

// Show renders a page in its shell. The title is a message key; the body holds the only h1.
func (f *Frame) Show(w http.ResponseWriter, r *http.Request, status int, titleKey string, body templ.Component) error {
	return f.ShowAs(w, r, status, f.Shell(r, f.Catalog(Of(r.Context())).T(titleKey)), body)
}

// ShowAs renders a page in a shell that the face has changed (a title of its own, errors).
func (f *Frame) ShowAs(w http.ResponseWriter, r *http.Request, status int, s ui.Shell, body templ.Component) error {
	ctx := lang.With(templ.WithChildren(r.Context(), body), s.Texts)
	return web.Show(w, r.WithContext(ctx), status, ui.Layout(s))
}

// Fail shows what went wrong; it is web.Site.Fail.
func (f *Frame) Fail(w http.ResponseWriter, r *http.Request, status int, what *fault.Fault) error {
	c := f.Catalog(Of(r.Context()))
	p := ui.ErrorPageProps{Status: status}
	if c.Has(what.Key) {
		p.Text = Say(c, what)
	}
	s := f.Shell(r, "")
	return web.Show(w, r.WithContext(lang.With(r.Context(), c)), status, ui.ErrorPage(s, p))
}

// Say is the sentence of a fault.
func Say(c *lang.Catalog, f *fault.Fault) string {
	pairs := make([]any, 0, 2*len(f.Args))
	for name, value := range f.Args {
		pairs = append(pairs, name, value)
	}
	return c.T(f.Key, pairs...)
}
