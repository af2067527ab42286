package roleweb

import (
	"net/http"
	"net/url"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) writer(r *http.Request) writer {
	return writer{p.Frame.Catalog(page.Of(r.Context())), p.Today()}
}

// start shows the place where the visitor gives roles, or the places to choose from.
func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	places, err := p.Access.RolePlaces(r.Context(), page.Of(r.Context()).Actor)
	if err != nil {
		return err
	}
	if len(places) == 1 {
		return p.showPlace(w, r, places[0].ID)
	}
	var parts []ui.Part
	for _, n := range places {
		parts = append(parts, ui.Part{Href: "/roller/" + n.ID, Title: n.Name})
	}
	return p.Frame.Show(w, r, http.StatusOK, "role.title", startPage(parts, p.accountsHref(r)))
}

// accountsHref leads to the accounts, for who may see them.
func (p *Pages) accountsHref(r *http.Request) string {
	if may.AskSomewhere(page.Of(r.Context()).Actor, may.SeeAccounts) != nil {
		return ""
	}
	return "/roller/konton"
}

func (p *Pages) place(w http.ResponseWriter, r *http.Request) error {
	return p.showPlace(w, r, r.PathValue("node"))
}

// placeView is a place with who does what there.
type placeView struct {
	Node           string
	Title, Said    string
	Up             ui.Link
	Name           string // the filter
	Role           string
	Roles          []ui.Option
	Count          string
	People         []ui.Part
	Pager          ui.PagerProps
	Give           string // where a role is given; "" when none is given at this very place
	Below          []ui.Part
	BelowPager     ui.PagerProps
	Log            []logLine
	Accounts       string
	Filtered, None bool
}

func (p *Pages) showPlace(w http.ResponseWriter, r *http.Request, nodeID string) error {
	actor, t := page.Of(r.Context()).Actor, p.writer(r)
	place, roles, err := p.Access.RolePlace(r.Context(), actor, nodeID)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	f := access.RoleFilter{Role: may.Role(q.Get("roll")), Name: q.Get("namn")}
	number := page.Number(q.Get("sida"))
	held, all, err := p.Access.Roles(r.Context(), actor, nodeID, f, onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	at := "/roller/" + url.PathEscape(place.ID)
	v := placeView{Node: place.ID, Title: place.Name, Said: t.said(q), Name: f.Name, Role: string(f.Role), Roles: t.options(actor, place),
		Count: t.T("role.count", "n", all), Pager: page.Pager(at+"?"+q.Encode(), "sida", number, all, onPage), Accounts: p.accountsHref(r), Filtered: f != access.RoleFilter{}, None: all == 0}
	for _, h := range held {
		v.People = append(v.People, t.line(h, "/roller/uppdrag/"+h.ID))
	}
	if len(roles) > 0 {
		v.Give = "/roller/ge?plats=" + url.QueryEscape(place.ID)
	}
	if err := p.below(r, place, &v); err != nil {
		return err
	}
	log, err := p.Access.RoleLog(r.Context(), actor, nodeID, false, onLog)
	if err != nil {
		return err
	}
	v.Log = t.log(log)
	return p.show(w, r, http.StatusOK, t.T("role.title_at", "place", place.Name), false, placePage(v))
}

// said answers what was just done.
func (t writer) said(q url.Values) string {
	switch q.Get("klart") {
	case "gett":
		return t.T("role.said.given")
	case "avslutat":
		return t.T("role.said.ended")
	case "forlangt":
		return t.T("role.said.prolonged")
	}
	return ""
}

// options are the roles to filter by: those that the visitor gives here or below.
func (t writer) options(actor may.Actor, place access.Place) []ui.Option {
	out := []ui.Option{{Value: "", Text: t.T("role.every")}}
	offers := actor.Offers(may.Place{Kind: place.Kind, Path: place.Path, Employer: place.Employer.Path})
	for _, role := range may.Roles() {
		if slices.ContainsFunc(offers, func(o may.Offer) bool { return o.Role == role }) {
			out = append(out, ui.Option{Value: string(role), Text: t.role(role)})
		}
	}
	return out
}

// below lists the places under this one where the visitor gives roles too.
func (p *Pages) below(r *http.Request, place access.Place, v *placeView) error {
	visit, number := page.Of(r.Context()), page.Number(r.URL.Query().Get("platser"))
	t := p.writer(r)
	l, err := p.Tree.Below(r.Context(), visit.Actor, place.ID, p.Today(), onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	for _, n := range l.Children {
		if access.GivesBelow(visit.Actor, place, n) {
			v.Below = append(v.Below, ui.Part{Href: "/roller/" + url.PathEscape(n.ID), Title: n.Name})
		}
	}
	if l.Up.ID != "" {
		if _, _, err := p.Access.RolePlace(r.Context(), visit.Actor, l.Up.ID); err == nil {
			v.Up = ui.Link{Href: "/roller/" + url.PathEscape(l.Up.ID), Text: t.T("role.up", "place", l.Up.Name)}
		}
	}
	if v.Up.Href == "" {
		if places, err := p.Access.RolePlaces(r.Context(), visit.Actor); err != nil || len(places) > 1 {
			v.Up = ui.Link{Href: "/roller", Text: t.T("role.to_all")}
		}
	}
	if len(v.Below) > 0 {
		v.BelowPager = page.Pager("/roller/"+url.PathEscape(place.ID)+"?"+r.URL.RawQuery, "platser", number, l.All, onPage)
	}
	return nil
}

// personView is all that the visitor may read of a person's roles.
type personView struct {
	Name  string
	Roles []ui.Part
}

func (p *Pages) person(w http.ResponseWriter, r *http.Request) error {
	actor, t := page.Of(r.Context()).Actor, p.writer(r)
	hs, err := p.Access.PersonRoles(r.Context(), actor, r.PathValue("person"))
	if err != nil {
		return err
	}
	v := personView{Name: t.T("role.person")}
	for _, h := range hs {
		v.Name = h.Name
		v.Roles = append(v.Roles, t.personLine(h, "/roller/uppdrag/"+h.ID))
	}
	return p.show(w, r, http.StatusOK, v.Name, false, personPage(v))
}

// personLine is a role in a list of one person's roles.
func (t writer) personLine(h access.Holding, href string) ui.Part {
	role := t.role(h.Role)
	if h.Subject != "" {
		role = t.T("role.about", "role", role, "journey", h.Subject)
	}
	part := ui.Part{Href: href, Title: t.T("role.role_at", "role", role, "place", h.PlaceName), Note: t.when(h.From, h.Until)}
	part.Status, part.Word = t.status(h)
	return part
}

// ownView is the visitor's own roles.
type ownView struct{ Now, Over []ownRole }

type ownRole struct {
	ui.Part
	Given, Does string
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	actor, t := page.Of(r.Context()).Actor, p.writer(r)
	hs, err := p.Access.OwnRoles(r.Context(), actor)
	if err != nil {
		return err
	}
	names, err := p.Access.GiverNames(r.Context(), actor, hs)
	if err != nil {
		return err
	}
	var v ownView
	for _, h := range hs {
		if h.Role == may.Learner {
			continue
		}
		o := ownRole{Part: t.personLine(h, ""), Given: t.T("role.given_by", "by", t.giver(h.Held, names)), Does: t.does(h.Role)}
		if h.Until > t.today {
			v.Now = append(v.Now, o)
		} else {
			v.Over = append(v.Over, o)
		}
	}
	return p.Frame.Show(w, r, http.StatusOK, "role.own_title", ownPage(v))
}

// accountsView is who works for an employer, and who has signed in.
type accountsView struct {
	Place  org.Node
	Places []ui.Part
	Name   string
	Never  bool
	Count  string
	Lines  []accountLine
	Pager  ui.PagerProps
}

type accountLine struct {
	Name, Unit, Last string
	Never            bool
	Code             string // where a code is given
}

func (p *Pages) accounts(w http.ResponseWriter, r *http.Request) error {
	actor, t, q := page.Of(r.Context()).Actor, p.writer(r), r.URL.Query()
	places, err := p.Access.AccountPlaces(r.Context(), actor)
	if err != nil {
		return err
	}
	at := q.Get("plats")
	if at == "" && len(places) == 1 {
		at = places[0].ID
	}
	if at == "" {
		var v accountsView
		for _, n := range places {
			v.Places = append(v.Places, ui.Part{Href: "/roller/konton?plats=" + url.QueryEscape(n.ID), Title: n.Name})
		}
		return p.Frame.Show(w, r, http.StatusOK, "role.accounts", accountsPage(v))
	}
	number := page.Number(q.Get("sida"))
	f := access.AccountFilter{Never: q.Get("visa") == "aldrig", Name: q.Get("namn")}
	lines, all, err := p.Access.Accounts(r.Context(), actor, at, f, onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	v := accountsView{Name: f.Name, Never: f.Never, Count: t.T("role.accounts_count", "n", all), Pager: page.Pager("/roller/konton?"+q.Encode(), "sida", number, all, onPage)}
	if v.Place, err = p.Tree.Find(r.Context(), at, t.today); err != nil {
		return err
	}
	for _, l := range lines {
		a := accountLine{Name: l.Name, Unit: l.Unit, Never: l.Last.IsZero(), Last: t.T("role.accounts_never"), Code: "/min-grupp/person/" + url.PathEscape(l.PersonID) + "/kod"}
		if !a.Never {
			a.Last = t.T("role.accounts_last", "day", t.Date(l.Last))
		}
		v.Lines = append(v.Lines, a)
	}
	return p.Frame.Show(w, r, http.StatusOK, "role.accounts", accountsPage(v))
}

// redirect goes back to a place after something was done there.
func redirect(w http.ResponseWriter, r *http.Request, home, done string) error {
	mark := "?"
	if u, err := url.Parse(home); err == nil && u.RawQuery != "" {
		mark = "&"
	}
	return web.Redirect(w, r, home+mark+"klart="+done)
}
