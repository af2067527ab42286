package profileweb

import (
	"net/http"
	"net/url"
	"slices"

	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// copyView is where a place takes over what another of the same employer asks for.
type copyView struct {
	head
	Action     string
	Peers      []ui.Part
	Pager      ui.PagerProps
	From, Name string // the place that is copied; "" none is chosen
	Choices    []ui.Choice
	Key, Seen  string
	Error      string
}

func (p *Pages) peers(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if from := r.URL.Query().Get("fran"); from != "" {
		return l.showCopy(http.StatusOK, from, p.Profiles.NewID(), l.place.Now.ID, nil, "")
	}
	v := copyView{head: l.head(l.c.T("profile.copy.title")), Action: at(l.node().ID) + "/kopiera"}
	number := page.Number(r.URL.Query().Get("sida"))
	peers, all, err := p.Profiles.Peers(r.Context(), l.actor(), l.node().ID, onPage, (number-1)*onPage)
	if err != nil {
		return err
	}
	for _, o := range peers {
		v.Peers = append(v.Peers, ui.Part{Href: v.Action + "?fran=" + url.QueryEscape(o.ID), Title: o.Name, Note: o.Above})
	}
	v.Pager = page.Pager(v.Action, "sida", number, int(all), onPage)
	return p.Frame.ShowAs(w, r, http.StatusOK, l.shell(v.Title, nil), copyPage(v))
}

func (l *look) showCopy(status int, from, key, seen string, chosen []string, wrong string) error {
	other, demands, err := l.p.Profiles.OfPeer(l.r.Context(), l.actor(), l.node().ID, from)
	if err != nil {
		return err
	}
	v := copyView{head: l.head(l.c.T("profile.copy.from", "place", other.Name)), Action: at(l.node().ID) + "/kopiera", From: from, Name: other.Name, Key: key, Seen: seen, Error: wrong}
	v.Back = ui.Link{Href: v.Action, Text: l.c.T("profile.copy.back")}
	for i := range demands {
		d := &demands[i]
		v.Choices = append(v.Choices, ui.Choice{Value: d.ID, Text: l.words.name(d.Requirement), Note: l.words.short(&layer.Op{Demand: *d}),
			Chosen: chosen == nil && wrong == "" || slices.Contains(chosen, d.ID)})
	}
	if wrong != "" {
		v.Wrong = []ui.Problem{{Field: "krav", Text: wrong}}
	}
	return l.p.Frame.ShowAs(l.w, l.r, status, l.shell(v.Title, v.Wrong), copyPage(v))
}

func (p *Pages) copy(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	from, key, seen, chosen := r.PostFormValue("fran"), r.PostFormValue("nyckel"), r.PostFormValue("sett"), r.PostForm["krav"]
	if from == "" {
		return web.Redirect(w, r, at(l.node().ID)+"/kopiera")
	}
	if key == "" || len(key) > 60 {
		key = p.Profiles.NewID()
	}
	if len(chosen) == 0 {
		return l.showCopy(http.StatusUnprocessableEntity, from, key, seen, nil, l.c.T("profile.copy.none"))
	}
	other, demands, err := p.Profiles.OfPeer(r.Context(), l.actor(), l.node().ID, from)
	if err != nil {
		return err
	}
	e := profile.Edit{SeenID: seen, Note: l.c.T("profile.copy.note", "place", other.Name)}
	for _, d := range demands {
		if slices.Contains(chosen, d.ID) {
			d.ID = key + "-" + d.ID
			e.Set = append(e.Set, layer.Op{Demand: d})
		}
	}
	if err := p.Profiles.Edit(r.Context(), l.actor(), l.node().ID, e); err != nil {
		if s := l.say(err); s != "" {
			return l.showCopy(http.StatusUnprocessableEntity, from, key, seen, chosen, s)
		}
		return err
	}
	return l.on(at(l.node().ID), "kopierat")
}
