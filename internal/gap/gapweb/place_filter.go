package gapweb

import (
	"net/http"
	"slices"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// filterOf reads which people and requirements are chosen.
func filterOf(r *http.Request) gap.Filter {
	q := r.URL.Query()
	return gap.Filter{Occupation: q.Get("yrke"), Area: q.Get("omrade"), Tag: q.Get("amne"), Framework: q.Get("ramverk"), Requirement: q.Get("krav"),
		Formal: q.Get("typ") == kindFormal, Risk: q.Get("typ") == kindRisk}
}

// kindRisk chooses the topics that IVO points at.
const kindRisk = "ivo"

// asFiltered is the address of a place's figures as they are chosen, with some pairs changed.
func asFiltered(r *http.Request, path string, pairs ...string) string {
	return asNow(r, path, []string{"plats", "yrke", "omrade", "amne", "ramverk", "typ", "krav", "dag", "visa", "sortera"}, pairs)
}

// asNow is an address with what the request says of some names, and pairs in its place or besides.
func asNow(r *http.Request, path string, names, pairs []string) string {
	q := r.URL.Query()
	var all []string
	for _, name := range names {
		all = append(all, name, q.Get(name))
	}
	return page.At(path, append(all, pairs...)...)
}

// dayOf is the day that figures are asked for: today when none or no day is named.
func (p *Pages) dayOf(r *http.Request) string {
	if d, err := lang.ParseDate(r.URL.Query().Get("dag")); err == nil {
		return lang.ISO(d)
	}
	return p.Staff.Today()
}

// placeFilter chooses people, requirements and a day.
func (p *Pages) placeFilter(r *http.Request, c *lang.Catalog, ref org.Reference, v gap.View, at, on string) filterView {
	var occupations, areas []ui.Option
	for _, o := range ref.Occupations {
		if slices.Contains(v.Occupations, o.ID) {
			occupations = append(occupations, ui.Option{Value: o.ID, Text: o.Name})
		}
	}
	for _, a := range ref.Areas {
		if slices.Contains(v.Areas, a.ID) {
			areas = append(areas, ui.Option{Value: a.ID, Text: a.Name})
		}
	}
	ch, f := filterOf(r), needFilter(r, c, ref, v, at)
	var people filterView
	people.pick("yrke", c.T("gap.filter.occupation"), ch.Occupation, c.T("gap.filter.all_occupations"), occupations)
	people.pick("omrade", c.T("gap.filter.service"), ch.Area, c.T("gap.filter.all_services"), areas)
	f.Fields = append(people.Fields, f.Fields...)
	f.Fields = append(f.Fields, ui.FieldProps{Name: "dag", Type: "date", Label: c.T("gap.filter.day"), Value: on})
	return f
}

// needFilter chooses requirements.
func needFilter(r *http.Request, c *lang.Catalog, ref org.Reference, v gap.View, at string) filterView {
	f := filterView{Action: at + "#siffror", Hidden: [][2]string{{"plats", v.Node.ID}, {"visa", r.URL.Query().Get("visa")}}}
	ch := filterOf(r)
	var tags, frames, needs []ui.Option
	for _, t := range ref.Tags {
		if slices.Contains(v.Tags, t.ID) {
			tags = append(tags, ui.Option{Value: t.ID, Text: t.Name})
		}
	}
	for _, fr := range v.Frameworks {
		frames = append(frames, ui.Option{Value: fr.ID, Text: fr.Name})
	}
	for _, fig := range v.Figures {
		needs = append(needs, ui.Option{Value: fig.Key, Text: fig.Name})
	}
	f.pick("amne", c.T("gap.filter.tag"), ch.Tag, c.T("gap.filter.all_tags"), tags)
	f.pick("ramverk", c.T("gap.filter.frame"), ch.Framework, c.T("gap.filter.all_frames"), frames)
	f.pick("krav", c.T("gap.filter.need"), ch.Requirement, c.T("gap.filter.all_needs"), needs)
	f.Fields = append(f.Fields, ui.FieldProps{Name: "typ", Label: c.T("gap.filter.kind"), Value: r.URL.Query().Get("typ"),
		Options: []ui.Option{{Text: c.T("gap.filter.all_kinds")}, {Value: kindFormal, Text: c.T("gap.filter.formal")}, {Value: kindRisk, Text: c.T("gap.filter.risk")}}})
	return f
}

// pick adds a field where there is something to choose between.
func (f *filterView) pick(name, label, value, all string, options []ui.Option) {
	if len(options) > 1 || value != "" {
		f.Fields = append(f.Fields, ui.FieldProps{Name: name, Label: label, Value: value, Options: append([]ui.Option{{Text: all}}, options...)})
	}
}
