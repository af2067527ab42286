package page

import (
	"context"
	"embed"
	"slices"
	"strings"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
)

// Texts are the words of the shell, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// place is an entry of the menu and who has it.
type place struct {
	href, key, icon string
	has             func(Visit) bool
}

func does(do may.Action) func(Visit) bool {
	return func(v Visit) bool { return len(v.Actor.Scopes(do)) > 0 }
}

// leads is whoever follows people, or has a single task among them (R166).
func leads(v Visit) bool {
	return does(may.SeeProgress)(v) || v.Actor.Has(may.CodeTask) || v.Actor.Has(may.LeaveTask)
}

// has tells whether the visitor holds one of the roles.
func has(roles ...may.Role) func(Visit) bool {
	return func(v Visit) bool { return slices.ContainsFunc(roles, v.Actor.Has) }
}

// figures are the roles whose own first page is one of figures.
var figures = has(may.Operations, may.Region, may.National, may.Quality)

// produces is whoever makes a journey or course and has no page of figures that leads to it.
func produces(v Visit) bool { return v.Actor.Has(may.Producer) && !figures(v) }

// places in their order. The menu holds four at most: what a role needs most comes first.
var places = []place{
	{"/min-resa", "page.nav.journey", "map", func(v Visit) bool { return v.Employed }},
	{"/min-grupp", "page.nav.group", "users", leads},
	{"/kommun", "page.nav.municipality", "building-2", does(may.ImportStaff)},
	{"/larande", "page.nav.workplace", "users", has(may.Leader, may.Programme)},
	{"/intyg", "page.nav.certificates", "award", func(v Visit) bool { return v.Employed }},
	{"/kursdagar", "page.nav.days", "calendar", func(v Visit) bool { return v.Employed }},
	{"/omrade", "page.nav.area", "list", has(may.Operations)},
	{"/rss", "page.nav.region", "map-pin", has(may.Region)},
	{"/nationen", "page.nav.nation", "list", has(may.National, may.Quality)},
	{"/nationen/resor", "page.nav.making", "pencil", produces},
	{"/kursledare", "page.nav.leading", "calendar", has(may.Trainer)},
	{"/oversikt", "page.nav.overview", "list", func(v Visit) bool { return !v.Employed && len(v.Actor.Grants) > 0 && !figures(v) && !produces(v) }},
	{"/hjalp", "page.nav.help", "circle-help", func(Visit) bool { return true }},
}

func nav(c *lang.Catalog, v Visit, path string) []ui.Link {
	var links []ui.Link
	for _, p := range places {
		if p.has(v) {
			links = append(links, ui.Link{Href: p.href, Text: c.T(p.key), Icon: p.icon, Current: path == p.href || strings.HasPrefix(path, p.href+"/")})
		}
	}
	if len(links) > 4 { // help is in the footer too
		links = links[:4]
	}
	return links
}

// hubs are the pages that lead to those that several roles share, the widest first.
var hubs = []place{
	{"/nationen", "page.nav.nation", "", has(may.National, may.Quality)},
	{"/rss", "page.nav.region", "", has(may.Region)},
	{"/kommun", "page.nav.municipality", "", does(may.ImportStaff)},
	{"/nationen/resor", "page.nav.making", "", produces},
}

// Up is the way from a page that several roles share to the visitor's own hub; without an address when
// there is none, or when the page is that hub.
func Up(ctx context.Context, from string) ui.Link {
	for _, h := range hubs {
		if h.has(Of(ctx)) {
			if h.href == from {
				return ui.Link{}
			}
			return ui.Link{Href: h.href, Text: lang.T(ctx, h.key)}
		}
	}
	return ui.Link{}
}

// Home is where a visit begins: the journey of who has one, else the role's own page.
func Home(v Visit) string {
	for _, p := range places {
		if p.has(v) {
			return p.href
		}
	}
	return "/hjalp"
}
