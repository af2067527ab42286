package meritweb

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// titlesPage is who uses a protected title, by what is to be done about it.
type titlesPage struct {
	Said            string
	Problems        []ui.Problem
	Wrong           refused
	Places          []ui.Option
	Place           string
	PlaceName       string
	Title           title.Title
	Lead            string
	Without, Ending []userView
	Presumed        []ui.Choice
	All             int
	Why             string
	Rules           []ui.Fact
	More            map[string]int
}

// userView is somebody who uses the title.
type userView struct {
	Href, Name, Unit, Ends string
}

// shownUsers is how many a list shows; the rest is said as a number, and comes when the first are dealt with.
const shownUsers = 200

func (p *Pages) titles(w http.ResponseWriter, r *http.Request) error {
	said := map[string]string{"intygat": "merit.said.confirmed", "nekat": "merit.said.denied"}[r.URL.Query().Get("klart")]
	return p.showTitles(w, r, http.StatusOK, titlesPage{Said: said}, r.URL.Query().Get("plats"))
}

func (p *Pages) showTitles(w http.ResponseWriter, r *http.Request, status int, v titlesPage, place string) error {
	a, c := actorOf(r), p.words(r)
	places, err := p.places(r, may.CheckMerit)
	if err != nil {
		return err
	}
	org.SortByName(places)
	for _, n := range places {
		v.Places = append(v.Places, ui.Option{Value: n.ID, Text: n.Name})
	}
	if place == "" && len(places) > 0 {
		place = places[0].ID
	}
	v.Place, v.Title, v.More = place, title.All()[0], map[string]int{}
	if v.Said != "" {
		v.Said = c.T(v.Said)
	}
	uses, err := p.Competence.TitleUses(r.Context(), a, place, v.Title.ID)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(places, func(n org.Node) bool { return n.ID == place }); i >= 0 {
		v.PlaceName = places[i].Name
	}
	v.All = uses.All
	v.Lead = c.T("merit.titles.lead", "n", uses.All, "title", v.Title.Name, "place", v.PlaceName)
	for _, u := range first(uses.Without) {
		v.Without = append(v.Without, userView{personURL(u.PersonID), u.Name, u.Unit, ""})
	}
	for _, u := range first(uses.Ending) {
		v.Ending = append(v.Ending, userView{personURL(u.PersonID), u.Name, u.Unit, c.DateOf(lastDay(u.Right.Until))})
	}
	for _, u := range first(uses.Presumed) {
		v.Presumed = append(v.Presumed, ui.Choice{Value: u.PersonID, Text: u.Name, Note: u.Unit})
	}
	v.More["without"], v.More["ending"], v.More["presumed"] = len(uses.Without)-len(v.Without), len(uses.Ending)-len(v.Ending), len(uses.Presumed)-len(v.Presumed)
	v.Rules = titleRules(c, v.Title)
	v.Problems = v.Wrong.problems("people", "why")
	return p.show(w, r, status, c.T("merit.titles.title", "title", v.Title.Name), len(v.Problems) > 0, titlesBody(v))
}

func first(all []competence.TitleUse) []competence.TitleUse { return all[:min(len(all), shownUsers)] }

func (p *Pages) decideTitles(w http.ResponseWriter, r *http.Request) error {
	place, why, deny := r.PostFormValue("plats"), r.PostFormValue("why"), r.PostFormValue("beslut") == "nej"
	if err := r.ParseForm(); err != nil {
		return err
	}
	people := r.PostForm["people"]
	var err error
	t := title.All()[0]
	if deny {
		err = p.denyAll(r, people, t.ID, why)
	} else {
		n := competence.NewMerit{Seen: true, Merit: competence.Merit{Kind: frame.ByTitle, Ref: t.ID, Details: competence.Details{Ground: title.ByTransition}}}
		_, err = p.Competence.AddMerits(r.Context(), actorOf(r), n, people)
	}
	if f := expected(err); f != nil {
		v := titlesPage{Why: why, Wrong: p.refusal(r, f, "people")}
		if v.Wrong["person"] != "" {
			v.Wrong["people"] = v.Wrong["person"]
		}
		return p.showTitles(w, r, web.Status(f), v, place)
	}
	if err != nil {
		return err
	}
	done := "intygat"
	if deny {
		done = "nekat"
	}
	return web.Redirect(w, r, groupTop+"/titlar?klart="+done+"&plats="+url.QueryEscape(place))
}

// denyAll says of each that the transition does not hold. Who has been dealt with already is left as is.
func (p *Pages) denyAll(r *http.Request, people []string, titleID, why string) error {
	if len(people) == 0 {
		return competence.ErrNobody.On("person")
	}
	for _, id := range people {
		if err := p.Competence.DenyTransition(r.Context(), actorOf(r), id, "", titleID, why); err != nil && !errors.Is(err, competence.ErrMeritThere) {
			return err
		}
	}
	return nil
}

// titleRules are the rules of a title in words, with their dates.
func titleRules(c *lang.Catalog, t title.Title) (out []ui.Fact) {
	add := func(key string, pairs ...any) {
		out = append(out, ui.Fact{Term: c.T("merit.rule." + key), Text: c.T("merit.rule."+key+"_text", pairs...)})
	}
	add("since", "title", t.Name, "day", c.DateOf(t.Since), "certificate", t.Certificate, "issuer", t.Issuer)
	if tr := t.Transition; tr != nil {
		add("transition", "title", t.Name, "day", c.DateOf(tr.On), "last", c.DateOf(lastDay(tr.Until)))
	}
	if len(t.Licences) > 0 {
		add("licence", "title", t.Name)
	}
	for _, k := range t.Tasks {
		add("task", "title", t.Name, "task", k.Name, "day", c.DateOf(k.Since))
	}
	return out
}
