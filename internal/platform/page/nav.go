package page

import (
	"embed"
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

// places in their order. The menu holds four at most: what a role needs most comes first.
var places = []place{
	{"/min-resa", "page.nav.journey", "map", func(v Visit) bool { return v.Employed }},
	{"/min-grupp", "page.nav.group", "users", leads},
	{"/kommun", "page.nav.municipality", "building-2", does(may.ImportStaff)},
	{"/intyg", "page.nav.certificates", "award", func(v Visit) bool { return v.Employed }},
	{"/oversikt", "page.nav.overview", "list", func(v Visit) bool { return !v.Employed && len(v.Actor.Grants) > 0 }},
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

// Home is where a visit begins: the journey of who has one, else the role's own page.
func Home(v Visit) string {
	for _, p := range places {
		if p.has(v) {
			return p.href
		}
	}
	return "/hjalp"
}
