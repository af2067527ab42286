package mapweb

import (
	"net/http"
	"slices"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

var (
	errNone   = fault.New(fault.Invalid, "map.needs.none_chosen")
	errUndone = fault.New(fault.Missing, "map.needs.gone")
)

// needsView is the first step: what the unit requires.
type needsView struct {
	MayEdit bool
	Seen    string // the version that the page was made from
	Above   []needLine
	Own     []needLine
	Dropped []needLine
	More    string // where everything about requirements is
	Areas   []ui.Option
	Area    string
	Add     ui.ChoicesProps
	Levels  []ui.Choice
}

type needLine struct{ ID, Name, Note, Word string }

func (p *Pages) needs(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r, may.NoteCompetence)
	if err != nil || shown {
		return err
	}
	return p.showNeeds(w, r, http.StatusOK, unit, nil)
}

func (p *Pages) showNeeds(w http.ResponseWriter, r *http.Request, status int, unit org.Node, wrongs map[string]string) error {
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	place, err := p.Profiles.Layer(r.Context(), visit.Actor, unit.ID)
	if err != nil {
		return err
	}
	book, err := p.Frameworks.Book(r.Context(), p.Staff.Today())
	if err != nil {
		return err
	}
	v := needsView{MayEdit: place.MayEdit, Seen: place.Now.ID, More: "/krav/" + unit.ID}
	for _, a := range place.Here {
		line, ok := lineOf(c, book, a)
		if !ok {
			continue
		}
		if slices.ContainsFunc(place.Above, func(o layer.Asked) bool { return o.ID == a.ID }) {
			v.Above = append(v.Above, line)
		} else {
			v.Own = append(v.Own, line)
		}
	}
	for _, a := range place.Above {
		if line, ok := lineOf(c, book, a); ok && !slices.ContainsFunc(place.Here, func(o layer.Asked) bool { return o.ID == a.ID }) {
			v.Dropped = append(v.Dropped, line)
		}
	}
	p.library(r, c, book, place, &v)
	s := p.step(c, page.Of(r.Context()).Actor, unit, 0)
	s.Wrong = wrongs
	switch r.URL.Query().Get("gjort") {
	case "lagt":
		s.Said = c.T("map.needs.added")
	case "borta":
		s.Said = c.T("map.needs.dropped")
	case "ater":
		s.Said = c.T("map.needs.back")
	}
	return p.show(w, r, status, s, needsBody(v))
}

// lineOf says a demand in a line; ok is false when no framework has it any longer.
func lineOf(c *lang.Catalog, book *frame.Book, a layer.Asked) (needLine, bool) {
	for _, key := range book.Now(a.Requirement) {
		e, ok := book.Find(key)
		if !ok {
			continue
		}
		line := needLine{ID: a.ID, Name: e.Name, Note: c.T("map.needs.from", "place", a.NodeName)}
		if e.Formal {
			line.Word = c.T("map.formal")
		} else if rank := e.Frame.Rank(a.Target); rank > 0 {
			line.Word = e.Frame.Scheme()[rank-1].Name
		}
		return line, true
	}
	return needLine{}, false
}

// library are the requirements of one area that the unit does not ask for yet.
func (p *Pages) library(r *http.Request, c *lang.Catalog, book *frame.Book, place profile.Place, v *needsView) {
	v.Areas = []ui.Option{{Text: c.T("map.needs.choose_area")}}
	for _, f := range book.Frames {
		for _, a := range f.Areas {
			if len(a.Requirements) == 0 {
				continue
			}
			id := frame.Key(f.ID, a.ID)
			v.Areas = append(v.Areas, ui.Option{Value: id, Text: f.Name + ": " + a.Name})
			if r.FormValue("omrade") != id {
				continue
			}
			v.Area = id
			v.Add = ui.ChoicesProps{Name: "krav", Legend: a.Name, Many: true}
			for _, q := range a.Requirements {
				key := frame.Key(f.ID, q.ID)
				if !slices.ContainsFunc(place.Here, func(o layer.Asked) bool { return o.Requirement == key }) {
					v.Add.Choices = append(v.Add.Choices, ui.Choice{Value: key, Text: q.Name, Note: q.About, Chosen: slices.Contains(r.PostForm["krav"], key)})
				}
			}
			for i, l := range f.Scheme() {
				v.Levels = append(v.Levels, ui.Choice{Value: l.Key, Text: l.Name, Note: l.About, Chosen: r.PostFormValue("niva") == l.Key || r.PostFormValue("niva") == "" && i == len(f.Scheme())*2/3})
			}
		}
	}
}

// changeNeeds adds requirements for everybody at the unit, drops one that comes from above or the unit's
// own, or asks again for what was dropped.
func (p *Pages) changeNeeds(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r, may.NoteCompetence)
	if err != nil || shown {
		return err
	}
	visit := page.Of(r.Context())
	c := p.Frame.Catalog(visit)
	place, err := p.Profiles.Layer(r.Context(), visit.Actor, unit.ID)
	if err != nil {
		return err
	}
	ops, did, err := p.change(r, place)
	if same := did == "lagt" && len(ops) == len(place.Now.Ops); err == nil && !same {
		err = p.Profiles.Save(r.Context(), visit.Actor, unit.ID, ops, "", "", place.Now.ID)
	}
	wrongs, err := wrong(c, err)
	if err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return p.showNeeds(w, r, http.StatusUnprocessableEntity, unit, wrongs)
	}
	return web.Redirect(w, r, page.At(top+"/krav", "enhet", unit.ID, "gjort", did))
}

// change gives what the unit decides with the form's change put in.
func (p *Pages) change(r *http.Request, place profile.Place) (ops []layer.Op, did string, err error) {
	ops = slices.Clone(place.Now.Ops)
	id := r.PostFormValue("bort")
	own := slices.IndexFunc(ops, func(o layer.Op) bool { return o.Demand.ID == id })
	fromAbove := slices.ContainsFunc(place.Above, func(a layer.Asked) bool { return a.ID == id })
	switch {
	case id != "" && fromAbove && own >= 0:
		ops[own] = layer.Op{Drop: true, Demand: layer.Demand{ID: id, Note: r.PostFormValue("varfor")}}
		return ops, "borta", nil
	case id != "" && fromAbove:
		return append(ops, layer.Op{Drop: true, Demand: layer.Demand{ID: id, Note: r.PostFormValue("varfor")}}), "borta", nil
	case id != "" && own >= 0:
		return slices.Delete(ops, own, own+1), "borta", nil
	case id != "":
		return nil, "", errUndone
	}
	if id = r.PostFormValue("ater"); id != "" {
		i := slices.IndexFunc(ops, func(o layer.Op) bool { return o.Demand.ID == id && o.Drop })
		if i < 0 {
			return nil, "", errUndone
		}
		return slices.Delete(ops, i, i+1), "ater", nil
	}
	if len(r.PostForm["krav"]) == 0 {
		return nil, "", errNone
	}
	book, err := p.Frameworks.Book(r.Context(), p.Staff.Today())
	if err != nil {
		return nil, "", err
	}
	for _, key := range r.PostForm["krav"] {
		e, ok := book.Find(key)
		if !ok {
			return nil, "", errUndone
		}
		if slices.ContainsFunc(place.Here, func(a layer.Asked) bool { return a.Requirement == key }) {
			continue // asked for already: pressed twice
		}
		d := layer.Demand{ID: p.NewID(), Requirement: key, Measure: layer.Each, Weight: layer.Important}
		if !e.Formal && e.Frame.Rank(r.PostFormValue("niva")) > 0 {
			d.Target = r.PostFormValue("niva")
		}
		ops = append(ops, layer.Op{Demand: d})
	}
	return ops, "lagt", nil
}
