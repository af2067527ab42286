package libraryweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/library"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) newBox(w http.ResponseWriter, r *http.Request) error {
	return p.showBox(w, r, library.Toolbox{Spread: state.Own}, nil)
}

func (p *Pages) editBox(w http.ResponseWriter, r *http.Request) error {
	t, err := p.Library.KeptToolbox(r.Context(), actor(r), r.PathValue("toolbox"))
	if err != nil {
		return err
	}
	return p.showBox(w, r, t, nil)
}

// showBox is a toolbox for who keeps it. Its items are rows with a number: the order that they are read in.
func (p *Pages) showBox(w http.ResponseWriter, r *http.Request, t library.Toolbox, wrong map[string]string) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	s := &sheet.Sheet{Title: c.T("library.new_box"), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: keepAt, Text: c.T("library.keep")}}
	here := keepBoxAt + "/ny"
	if t.ID != "" {
		s.Title, here = t.Title, at(keepBoxAt+"/", t.ID)
		kind, word := stateStatus(c, t.State)
		s.Add(sheet.State(kind, word))
		to, key := library.Published, "library.publish_box"
		if t.State == library.Published {
			to, key = library.Ended, "library.end_box"
		}
		s.Form(r).End(sheet.Send{Action: here + "/lage", Hidden: [][2]string{{"till", to}, revision(t.Revision)}, Button: c.T(key), Kind: ui.Secondary})
	}
	items, err := p.Library.ForToolbox(ctx, a, t)
	if err != nil {
		return err
	}
	pairs := []string{"rubrik", t.Title, "tema", t.Theme, "om", t.About, "malgrupp", t.Audience, "spridning", string(t.Spread)}
	for i, id := range t.IDs {
		pairs = append(pairs, "ordning-"+id, strconv.Itoa(i+1))
	}
	f := s.Form(r, pairs...)
	if t.ID == "" {
		places, err := p.Library.Places(ctx, a)
		if err != nil {
			return err
		}
		f.Pick(p.field(c, "agare", "owner"), placeOptions(places))
	}
	f.Input(p.field(c, "rubrik", "title")).Input(p.field(c, "tema", "theme")).Input(rows(p.field(c, "om", "about_box"), 3, true))
	audience := words(c, "library.role.", collection.Roles())
	audience[0].Text = c.T("library.everybody")
	f.Pick(p.field(c, "malgrupp", "audience"), audience)
	reach, err := p.reach(r, t.OwnerID)
	if err != nil {
		return err
	}
	f.Choose(p.field(c, "spridning", "spread"), false, reach)
	f.Put(sheet.Heading(c.T("library.order")), sheet.Para(c.T("library.order_lead")))
	for _, m := range items {
		x := sheet.Field{Name: "ordning-" + m.ID, Label: m.Title, Tip: m.Owner, Type: "number", Optional: true}
		f.Input(x)
	}
	f.End(sheet.Send{Action: here, Hidden: [][2]string{revision(t.Revision)}, Button: c.T("library.save")})
	return s.Show(w, r, p.Frame)
}

// orderOf reads the order of a toolbox's items: those with a number, by it.
func orderOf(f url.Values) (ids []string) {
	order := map[string]int{}
	for name := range f {
		id, isOrder := strings.CutPrefix(name, "ordning-")
		n, err := strconv.Atoi(strings.TrimSpace(f.Get(name)))
		if isOrder && err == nil && n > 0 {
			order[id] = n
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		if order[a] != order[b] {
			return order[a] - order[b]
		}
		return strings.Compare(a, b)
	})
	return ids
}

func (p *Pages) saveBox(w http.ResponseWriter, r *http.Request) error {
	n := number(r, "utgava") // reads the form, too
	f := r.PostForm
	t := library.Toolbox{ID: r.PathValue("toolbox"), OwnerID: f.Get("agare"), Title: f.Get("rubrik"), Theme: f.Get("tema"), About: f.Get("om"), Audience: f.Get("malgrupp"), Spread: state.Spread(f.Get("spridning")), Revision: n, IDs: orderOf(f)}
	saved, err := p.Library.SaveToolbox(r.Context(), actor(r), t)
	if err != nil {
		return p.boxRefused(w, r, t, err)
	}
	return web.Redirect(w, r, at(keepBoxAt+"/", saved.ID)+"?gjort=sparat")
}

func (p *Pages) boxRefused(w http.ResponseWriter, r *http.Request, t library.Toolbox, err error) error {
	wrong, err := p.refused(r, err)
	if err != nil {
		return err
	}
	if t.ID != "" {
		if t, err = p.Library.KeptToolbox(r.Context(), actor(r), t.ID); err != nil {
			return err
		}
	}
	return p.showBox(w, r, t, wrong)
}

func (p *Pages) boxState(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("toolbox")
	if err := p.Library.SetToolboxState(r.Context(), actor(r), id, number(r, "utgava"), r.PostFormValue("till")); err != nil {
		r.PostForm = nil
		return p.boxRefused(w, r, library.Toolbox{ID: id}, err)
	}
	return web.Redirect(w, r, page.At(at(keepBoxAt+"/", id), "gjort", "sparat"))
}
