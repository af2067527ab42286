package staffingweb

import (
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staffing"
)

// limitView is the form of how many may be away.
type limitView struct {
	Place      org.Node
	Back       ui.Link
	Holds      string
	Stands     string // what somebody else said meanwhile
	Places     []ui.Option
	Measures   []ui.Choice
	Unit, Team string
	Was        string
	History    []ui.Fact
	Wrong      map[string]string
}

// place is the chosen place or unit.
func (p *Pages) place(r *http.Request) (org.Node, error) {
	if id := r.FormValue("plats"); id != "" {
		return p.Tree.Find(r.Context(), id, p.Staffing.Today())
	}
	n, _, err := p.unit(r, may.BookStaff)
	return n, err
}

// places are where the visitor's roles stand, besides units: those who lead an operation or a municipality say it
// for all units there.
func (p *Pages) places(r *http.Request, at org.Node) (out []ui.Option, err error) {
	out = []ui.Option{{Value: at.ID, Text: at.Name}}
	for _, path := range web.ActorOf(r.Context()).Scopes(may.BookStaff) {
		n, err := p.Tree.Find(r.Context(), path[strings.LastIndexByte(path, '/')+1:], p.Staffing.Today())
		if err != nil {
			return nil, err
		}
		if n.ID != at.ID {
			out = append(out, ui.Option{Value: n.ID, Text: n.Name})
		}
	}
	return out, nil
}

func (p *Pages) limit(w http.ResponseWriter, r *http.Request) error {
	n, err := p.place(r)
	if err != nil {
		return err
	}
	l, err := p.Staffing.LimitOf(r.Context(), web.ActorOf(r.Context()), n.ID)
	if err != nil {
		return err
	}
	v := limitView{Place: n, Was: l.Own.ID}
	measure := l.Own.Measure
	v.Unit, v.Team = strconv.Itoa(l.Unit), strconv.Itoa(l.Team)
	return p.showLimit(w, r, http.StatusOK, v, measure)
}

func (p *Pages) showLimit(w http.ResponseWriter, r *http.Request, status int, v limitView, m staffing.Measure) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	l, err := p.Staffing.LimitOf(r.Context(), a, v.Place.ID)
	if err != nil {
		return err
	}
	v.Holds = p.holds(c, l)
	for _, one := range []staffing.Measure{staffing.Inherit, staffing.Percent, staffing.Number} {
		key := "staffing.measure." + string(one)
		if one == staffing.Inherit {
			key = "staffing.measure.inherit"
		}
		v.Measures = append(v.Measures, ui.Choice{Value: string(one), Text: c.T(key), Note: c.T(key + "_note"), Chosen: one == m})
	}
	if v.Places, err = p.places(r, v.Place); err != nil {
		return err
	}
	said, err := p.Staffing.LimitHistory(r.Context(), a, v.Place.ID)
	if err != nil {
		return err
	}
	for _, s := range said {
		v.History = append(v.History, ui.Fact{Term: c.Date(s.At), Text: p.saidWords(r, s)})
	}
	v.Back = ui.Link{Href: homeAt, Text: c.T("staffing.back_home")}
	if v.Place.Kind == string(org.Unit) {
		v.Back = backHome(c, v.Place.ID)
	}
	return p.render(w, r, status, c.T("staffing.limit"), limitPage(v))
}

// saidWords is what a place has said, in words.
func (p *Pages) saidWords(r *http.Request, s staffing.Said) string {
	c := p.catalog(r)
	switch s.Measure {
	case staffing.Percent:
		return c.T("staffing.said_percent", "unit", s.Unit, "team", s.Team)
	case staffing.Number:
		return c.T("staffing.said_number", "unit", s.Unit, "team", s.Team)
	}
	return c.T("staffing.said_inherit")
}

func (p *Pages) setLimit(w http.ResponseWriter, r *http.Request) error {
	n, err := p.place(r)
	if err != nil {
		return err
	}
	c, m := p.catalog(r), staffing.Measure(r.PostFormValue("measure"))
	v := limitView{Place: n, Unit: r.PostFormValue("unit"), Team: r.PostFormValue("team"), Was: r.PostFormValue("was")}
	if _, sent := r.PostForm["measure"]; !sent {
		m = "?"
	}
	l, err := p.Staffing.SetLimit(r.Context(), web.ActorOf(r.Context()), n.ID, m, whole(v.Unit), whole(v.Team), v.Was)
	if err == nil {
		if n.Kind == string(org.Unit) {
			return web.Redirect(w, r, page.At(homeAt, "enhet", n.ID, "klart", "grans"))
		}
		return web.Redirect(w, r, page.At(homeAt, "klart", "grans"))
	}
	conflict := fault.Of(err) != nil && fault.Of(err).Kind == fault.Conflict
	wrong, status, err := refusedForm(c, err)
	if err != nil {
		return err
	}
	if v.Wrong = wrong; conflict {
		v.Was, v.Stands = l.Own.ID, p.saidWords(r, l.Own)
	}
	return p.showLimit(w, r, status, v, m)
}

// whole reads a whole number; 0 for what is none.
func whole(s string) int64 {
	n := number(s)
	if n != float64(int64(n)) {
		return 0
	}
	return int64(n)
}
