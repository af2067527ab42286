package circleweb

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) people(w http.ResponseWriter, r *http.Request) error { return p.showPeople(w, r, nil) }

// showPeople lets who leads ask more people: of the unit, colleagues from other units, and from other employers.
func (p *Pages) showPeople(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	o, err := p.steered(r)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), serieOf(o.Circle.ID, "/personer")
	v := sub(c, o, c.T("circle.people"), wrong)
	v.Said, v.Lead = said(c, r), c.T("circle.people_lead")
	word := strings.TrimSpace(r.FormValue("sok"))
	v.Add(sheet.Heading(c.T("circle.ask_here")))
	f := fill(v, c, r, "sok", word).typed("sok", "find", "search", false)
	f.End(sheet.Send{Action: at, Get: true, Button: c.T("circle.find"), Kind: ui.Secondary})
	found, more, err := p.Circles.FindColleagues(r.Context(), actor(r), o.Circle.ID, word)
	if err != nil {
		return err
	}
	if word != "" && len(found) == 0 {
		v.Add(sheet.Para(c.T("circle.found_none")))
	}
	for _, x := range found {
		v.Add(sheet.Row(x.Name, strings.Join(told(x.Title, x.Unit), ", "), sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"gor", "bjud"}, {"person", x.PersonID}, {"sok", word}}, Button: c.T("circle.ask"), Kind: ui.Secondary, About: x.Name})))
	}
	if more {
		v.Add(sheet.Quiet(c.T("circle.found_more")))
	}
	if err := p.addNumber(v, c, r, at); err != nil {
		return err
	}
	v.Add(sheet.Heading(c.T("circle.taken_in")))
	for _, m := range o.People {
		if m.PersonID == o.Circle.LeaderID {
			continue
		}
		text := o.Place.Unit.Name
		if m.How == circle.Guest {
			text = m.Unit
		}
		if m.State == circle.Declined {
			text = c.T("circle.said_no_long")
		}
		v.Add(sheet.Row(m.Name, text, sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"gor", "bort"}, {"person", m.PersonID}}, Button: c.T("circle.take_out"), Kind: ui.Secondary, About: m.Name})))
	}
	return p.show(w, r, v)
}

// addNumber lets who leads ask somebody at another employer, by the exact number.
func (p *Pages) addNumber(v *sheet.Sheet, c *lang.Catalog, r *http.Request, at string) error {
	all, err := p.Circles.Employers(r.Context())
	if err != nil {
		return err
	}
	f := fill(v, c, r).pick("arbetsgivare", "employer", options(all)).typed("person", "number", "", false)
	v.Add(sheet.More(c.T("circle.ask_elsewhere"), sheet.Para(c.T("circle.ask_elsewhere_text")),
		sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"gor", "nummer"}}, Button: c.T("circle.ask"), Kind: ui.Secondary}, f.Fields()...)))
	return nil
}

func told(words ...string) (out []string) {
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

func (p *Pages) changePeople(w http.ResponseWriter, r *http.Request) (err error) {
	id, person, done := r.PathValue("circle"), r.PostFormValue("person"), "inbjuden"
	switch r.PostFormValue("gor") {
	case "bort":
		err, done = p.Circles.Remove(r.Context(), actor(r), id, person), "borttagen"
	case "nummer":
		err = p.Circles.InviteNumber(r.Context(), actor(r), id, r.PostFormValue("arbetsgivare"), strings.TrimSpace(person))
	default:
		err = p.Circles.Invite(r.Context(), actor(r), id, person)
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showPeople(w, r, wrong)
	}
	return web.Redirect(w, r, serieOf(id, "/personer", "gjort", done))
}

func (p *Pages) groups(w http.ResponseWriter, r *http.Request) error { return p.showGroups(w, r, nil) }

// showGroups proposes small groups, which the leader changes by hand (R147).
func (p *Pages) showGroups(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	o, err := p.steered(r)
	if err != nil {
		return err
	}
	most, err := strconv.ParseInt(r.URL.Query().Get("hogst"), 10, 64)
	if err != nil || most < 2 || most > 30 {
		most = 0
	}
	groups, err := p.Circles.Groups(r.Context(), actor(r), o.Circle.ID, most)
	if err != nil {
		return err
	}
	c, at := p.catalog(r), serieOf(o.Circle.ID, "/grupper")
	if most == 0 {
		most = o.Circle.GroupMost
	}
	v := sub(c, o, c.T("circle.small"), wrong)
	v.Lead = c.T("circle.small_lead")
	for _, text := range told(o.Circle.Guide.Groups.How, o.Circle.Guide.Groups.Help) {
		v.Add(sheet.Para(text))
	}
	fill(v, c, r, "hogst", strconv.FormatInt(max(most, 2), 10)).typed("hogst", "group_most", "number", false).End(sheet.Send{Action: at, Get: true, Button: c.T("circle.propose"), Kind: ui.Secondary})
	many := int64(1)
	for _, n := range groups {
		many = max(many, n)
	}
	choices := []ui.Option{{Value: "0", Text: c.T("circle.no_group")}}
	for n := range many + 1 {
		choices = append(choices, ui.Option{Value: strconv.FormatInt(n+1, 10), Text: c.T("circle.group", "n", n+1)})
	}
	var fields []templ.Component
	for _, m := range o.People {
		if m.In() {
			fields = append(fields, ui.Select(ui.FieldProps{Name: "g-" + m.PersonID, Label: m.Name, Value: strconv.FormatInt(groups[m.PersonID], 10), Options: choices}))
		}
	}
	v.Add(sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"hogst", strconv.FormatInt(most, 10)}, {"revision", strconv.FormatInt(o.Circle.Revision, 10)}}, Button: c.T("circle.save_groups")}, fields...))
	return p.show(w, r, v)
}

func (p *Pages) setGroups(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("circle")
	number := func(s string) int64 {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return -1 // refused
		}
		return n
	}
	groups := map[string]int64{}
	revision := number(r.PostFormValue("revision"))
	for name := range r.PostForm {
		if person, is := strings.CutPrefix(name, "g-"); is {
			groups[person] = number(r.PostFormValue(name))
		}
	}
	if err := p.Circles.SetGroups(r.Context(), actor(r), id, number(r.PostFormValue("hogst")), groups, revision); err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showGroups(w, r, wrong)
	}
	return web.Redirect(w, r, serieOf(id, "", "gjort", "grupper"))
}
