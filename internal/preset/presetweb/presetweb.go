// Package presetweb is the pages of presets: what there is, what one would make at a place, taking it in, and what was taken
// in where, by whom and when.
package presetweb

import (
	"embed"
	"net/http"
	"net/url"
	"strconv"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/preset"
	"yrkesresan/internal/preset/recipe"
)

// Texts are the words of these pages, of what is refused and of what people are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Pages serves them.
type Pages struct {
	Presets *preset.Presets
	Frame   *page.Frame
}

// Where the pages are.
const (
	homeAt    = "/forlagor"
	historyAt = homeAt + "/historik"
	loadAt    = historyAt + "/"
)

// mostLoads is how many loads a page shows.
const mostLoads = 30

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	loads := web.To(may.LoadPreset)
	r.Page("GET "+homeAt, loads, p.list)
	r.Page("GET "+historyAt, loads, p.history)
	r.Page("GET "+loadAt+"{presetload}", loads, p.loaded)
	r.Page("GET "+homeAt+"/{preset}", loads, p.one)
	r.Page("GET "+homeAt+"/{preset}/plats/{presetplace}", loads, p.preview)
	r.Page("POST "+homeAt+"/{preset}/plats/{presetplace}", loads, p.load)
}

func presetAt(id string) string { return homeAt + "/" + url.PathEscape(id) }

func placeAt(id, node string) string { return presetAt(id) + "/plats/" + url.PathEscape(node) }

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

// list shows every preset.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Presets.All(actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("preset.home"), Lead: c.T("preset.home_lead"), Back: ui.Link{Href: "/larande", Text: c.T("preset.back")}}
	var parts []ui.Part
	for _, x := range all {
		parts = append(parts, ui.Part{Href: presetAt(x.ID), Title: x.Title, Note: x.Short})
	}
	v.Add(ui.Parts(parts), sheet.Links(ui.LinkButtonProps{Href: historyAt, Text: c.T("preset.to_history"), Kind: ui.Secondary}))
	return v.Show(w, r, p.Frame)
}

// one shows a preset: what it brings, whose model it is after, and the places where it can be taken in.
func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Presets.Find(actor(r), r.PathValue("preset"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: x.Title, Lead: x.Short, Back: ui.Link{Href: homeAt, Text: c.T("preset.home")}}
	v.Add(sheet.Written(x.About), sheet.Heading(c.T("preset.next")), p.next(c, x), sheet.Heading(c.T("preset.where")), sheet.Quiet(c.T("preset.where_lead")))
	if err := p.places(v, c, r, x); err != nil {
		return err
	}
	v.Add(sheet.More(c.T("preset.credit"), sheet.Para(x.Credit)))
	return v.Show(w, r, p.Frame)
}

// places lets one find a place: from those of one's roles down through the tree.
func (p *Pages) places(v *sheet.Sheet, c *lang.Catalog, r *http.Request, x recipe.Preset) error {
	at, from := r.FormValue("plats"), presetAt(x.ID)
	offset, _ := strconv.Atoi(r.FormValue("fran"))
	if at == "" {
		tops, err := p.Presets.Tops(r.Context(), actor(r))
		if err != nil {
			return err
		}
		if len(tops) != 1 {
			var parts []ui.Part
			for _, n := range tops {
				parts = append(parts, ui.Part{Href: page.At(from, "plats", n.ID), Title: n.Name, Note: c.T("preset.kind." + n.Kind)})
			}
			v.Add(ui.Parts(parts))
			return nil
		}
		at = tops[0].ID
	}
	around, err := p.Presets.Look(r.Context(), actor(r), at, offset)
	if err != nil {
		return err
	}
	v.Add(sheet.Smaller(around.Place.Name))
	if x.At(recipe.Place(around.Place.Kind)) {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: placeAt(x.ID, around.Place.ID), Text: c.T("preset.look_at", "place", around.Place.Name), Kind: ui.Primary}))
	} else {
		v.Add(sheet.Quiet(c.T("preset.not_here")))
	}
	if around.Up.ID != "" {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(from, "plats", around.Up.ID), Text: c.T("preset.up", "place", around.Up.Name), Kind: ui.Secondary}))
	}
	if len(around.Under) == 0 {
		return nil
	}
	var parts []ui.Part
	for _, n := range around.Under {
		parts = append(parts, ui.Part{Href: page.At(from, "plats", n.ID), Title: n.Name, Note: c.T("preset.kind." + n.Kind)})
	}
	v.Add(sheet.Smaller(c.T("preset.under", "place", around.Place.Name)), ui.Parts(parts))
	if around.Next > 0 {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(from, "plats", at, "fran", strconv.Itoa(around.Next)), Text: c.T("preset.more"), Kind: ui.Secondary}))
	}
	return nil
}

// preview shows what taking a preset in at a place makes.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	return p.showPreview(w, r, nil)
}

func (p *Pages) showPreview(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	id, node := r.PathValue("preset"), r.PathValue("presetplace")
	x, err := p.Presets.Preview(r.Context(), actor(r), id, node)
	c := p.catalog(r)
	if err != nil {
		refused, err := sheet.Refused(c, err, "preset.place")
		if err != nil {
			return err
		}
		return p.refused(w, r, refused)
	}
	v := &sheet.Sheet{Title: x.Preset.Title, Lead: c.T("preset.at", "place", x.Place.Name), Wrong: wrong, Back: ui.Link{Href: page.At(presetAt(id), "plats", node), Text: c.T("preset.choose_place")}}
	if r.FormValue("klart") != "" && x.New() == 0 {
		v.Said = c.T("preset.nothing_new")
	}
	if x.Last.ID != "" && !x.Last.Whole {
		v.Add(sheet.Note(ui.Warn, c.T("preset.stopped")))
	}
	for _, part := range []struct {
		outcome preset.Outcome
		title   string
	}{{preset.New, "preset.new"}, {preset.There, "preset.there"}, {preset.Kept, "preset.kept"}} {
		if lines := p.lines(c, x.Steps, part.outcome); len(lines) > 0 {
			v.Add(sheet.Heading(c.T(part.title)), sheet.List(lines))
		}
	}
	if x.New() > 0 {
		v.Add(sheet.Quiet(c.T("preset.told_who")))
		v.Form(r).End(sheet.Send{Action: placeAt(id, node), Button: c.T("preset.load", "place", x.Place.Name)})
	} else {
		v.Add(sheet.Para(c.T("preset.all_there")))
		if x.Last.ID != "" {
			v.Add(sheet.Links(ui.LinkButtonProps{Href: loadAt + url.PathEscape(x.Last.ID), Text: c.T("preset.to_last"), Kind: ui.Secondary}))
		}
	}
	return v.Show(w, r, p.Frame)
}

// refused shows the preset with what was wrong with the place.
func (p *Pages) refused(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Presets.Find(actor(r), r.PathValue("preset"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: x.Title, Lead: x.Short, Wrong: map[string]string{}, Back: ui.Link{Href: homeAt, Text: c.T("preset.home")}}
	for _, text := range wrong {
		v.Wrong[""] = text
	}
	if err := p.places(v, c, r, x); err != nil {
		return err
	}
	return v.Show(w, r, p.Frame)
}

// load takes a preset in.
func (p *Pages) load(w http.ResponseWriter, r *http.Request) error {
	id, node := r.PathValue("preset"), r.PathValue("presetplace")
	x, err := p.Presets.Load(r.Context(), actor(r), id, node)
	if err != nil {
		refused, err := sheet.Refused(p.catalog(r), err, "preset.")
		if err != nil {
			return err
		}
		wrong := map[string]string{}
		for _, text := range refused {
			wrong[""] = text
		}
		return p.showPreview(w, r, wrong)
	}
	if x.ID == "" {
		return web.Redirect(w, r, page.At(placeAt(id, node), "klart", "1"))
	}
	return web.Redirect(w, r, page.At(loadAt+url.PathEscape(x.ID), "klart", "1"))
}

// loaded shows what a load made, with the pages where it goes on.
func (p *Pages) loaded(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Presets.Loaded(r.Context(), actor(r), r.PathValue("presetload"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	title, about := x.PresetID, recipe.Preset{}
	if y, err := p.Presets.Find(actor(r), x.PresetID); err == nil {
		title, about = y.Title, y
	}
	v := &sheet.Sheet{Title: title, Lead: p.when(c, x), Back: ui.Link{Href: historyAt, Text: c.T("preset.history")}}
	if r.FormValue("klart") != "" && x.Whole {
		v.Said = c.T("preset.done")
	}
	if !x.Whole {
		v.Add(sheet.Note(ui.Warn, c.T("preset.stopped")), sheet.Links(ui.LinkButtonProps{Href: placeAt(x.PresetID, x.Place.ID), Text: c.T("preset.go_on"), Kind: ui.Primary}))
	}
	v.Add(sheet.Heading(c.T("preset.made")), sheet.List(p.lines(c, x.Steps, preset.Made, preset.There, preset.Kept)))
	if links := p.links(c, x.Steps); len(links) > 0 {
		v.Add(sheet.Links(links...))
	}
	if len(about.Next) > 0 {
		v.Add(sheet.Heading(c.T("preset.next")), p.next(c, about))
	}
	if links := p.nextLinks(about); len(links) > 0 {
		v.Add(sheet.Links(links...))
	}
	return v.Show(w, r, p.Frame)
}

// history lists what has been taken in.
func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	offset, _ := strconv.Atoi(r.FormValue("fran"))
	all, more, err := p.Presets.History(r.Context(), actor(r), "", mostLoads, offset)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	recipes, err := p.Presets.All(actor(r))
	if err != nil {
		return err
	}
	for _, x := range recipes {
		titles[x.ID] = x.Title
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("preset.history"), Lead: c.T("preset.history_lead"), Back: ui.Link{Href: homeAt, Text: c.T("preset.home")}}
	var parts []ui.Part
	for _, x := range all {
		note := p.when(c, x)
		if !x.Whole {
			note += " " + c.T("preset.not_whole")
		}
		title := titles[x.PresetID]
		if title == "" {
			title = x.PresetID
		}
		parts = append(parts, ui.Part{Href: loadAt + url.PathEscape(x.ID), Title: title, Note: note})
	}
	if len(parts) == 0 {
		v.Add(sheet.Para(c.T("preset.no_history")))
	} else {
		v.Add(ui.Parts(parts))
	}
	if more {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(historyAt, "fran", strconv.Itoa(max(offset, 0)+mostLoads)), Text: c.T("preset.more"), Kind: ui.Secondary}))
	}
	return v.Show(w, r, p.Frame)
}

// when says where, when and by whom something was taken in.
func (p *Pages) when(c *lang.Catalog, x preset.Load) string {
	if x.By == "" {
		return c.T("preset.when", "place", x.Place.Name, "day", c.Date(x.MadeAt.In(lang.Zone())))
	}
	return c.T("preset.when_by", "place", x.Place.Name, "day", c.Date(x.MadeAt.In(lang.Zone())), "name", x.By)
}

// small tells whether a place is one whose own page a step leads to.
func small(n org.Node) bool { return org.Kind(n.Kind) == org.Unit || org.Kind(n.Kind) == org.Operation }
