package uptakeweb

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

func (p *Pages) rules(w http.ResponseWriter, r *http.Request) error { return p.showRules(w, r, nil) }

// showRules is what a place says comes after courses, what holds from above, and a form to say more.
func (p *Pages) showRules(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c, ctx := p.catalog(r), r.Context()
	places, err := p.Uptake.Places(ctx, actor(r))
	if err != nil {
		return err
	}
	at := r.FormValue("plats")
	if at == "" && len(places) > 0 {
		at = places[0].ID
	}
	if at == "" {
		return org.ErrNoNode
	}
	n, own, above, err := p.Uptake.Rules(ctx, actor(r), at)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("uptake.rules", "place", n.Name), Lead: c.T("uptake.rules_lead"), Back: back(c, "/anpassa", "uptake.to_tailor"), Wrong: wrong, Said: said(c, r)}
	if len(places) > 1 {
		v.Add(sheet.FormOf(sheet.Send{Action: rulesAt, Get: true, Button: c.T("uptake.show"), Kind: ui.Secondary}, ui.Select(ui.FieldProps{ID: "valj-plats", Name: "plats", Label: c.T("uptake.f.place"), Value: at, Options: options(places)})))
	}
	v.Add(sheet.Heading(c.T("uptake.rules_own", "place", n.Name)))
	if len(own) == 0 {
		v.Add(sheet.Para(c.T("uptake.rules_none")))
	}
	was := ""
	for i, x := range own {
		var does []templ.Component
		if i+1 == len(own) || own[i+1].CourseID != x.CourseID { // one way to change what is said of a course
			does = append(does, sheet.Links(ui.LinkButtonProps{Href: page.At(rulesAt, "plats", n.ID, "kurs", x.CourseID) + "#andra", Text: c.T("uptake.change"), Kind: ui.Secondary, Describes: x.Title}))
		}
		v.Add(sheet.Row(x.Title, ruleText(c, x), does...))
		if x.CourseID == r.FormValue("kurs") {
			was = x.ID
		}
	}
	if len(above) > 0 {
		var lines []string
		for _, x := range above {
			lines = append(lines, c.T("uptake.rule_above", "place", x.Node, "course", x.Title)+" "+ruleText(c, x))
		}
		v.Add(sheet.Heading(c.T("uptake.rules_above")), sheet.Para(c.T("uptake.rules_above_lead")), sheet.List(lines))
	}
	return p.ruleForm(w, r, v, c, n, own, was)
}

// ruleText says what a rule asks, and on which days: of one that holds and is taken back from a coming day, the last one.
func ruleText(c *lang.Catalog, x uptake.Rule) string {
	text := c.T("uptake.asks." + string(x.Reflect))
	if x.UseWeeks > 0 {
		text += " " + c.T("uptake.asks_use", "n", int(x.UseWeeks))
	}
	text += " " + c.T("uptake.asks_from", "day", c.DateOf(x.From))
	if last, err := lang.ParseDate(x.Until); err == nil && !x.Lasts() {
		text += " " + c.T("uptake.asks_until", "day", c.DateOf(lang.ISO(last.AddDate(0, 0, -1))))
	}
	return text
}

// ruleForm says something about a course, anew or for the first time.
func (p *Pages) ruleForm(w http.ResponseWriter, r *http.Request, v *sheet.Sheet, c *lang.Catalog, n org.Node, own []uptake.Rule, was string) error {
	courses, err := p.courses(r)
	if err != nil {
		return err
	}
	reflect, weeks := string(rule.Group), ""
	for _, x := range own {
		if x.ID == was && was != "" {
			reflect = string(x.Reflect)
			if x.UseWeeks > 0 {
				weeks = strconv.FormatInt(x.UseWeeks, 10)
			}
		}
	}
	v.Add(anchor("andra", c.T("uptake.rule_new")))
	f := v.Form(r, "kurs", r.FormValue("kurs"), "reflektion", reflect, "veckor", weeks)
	f.Pick(field(c, "kurs", "course"), courses)
	var needs []ui.Choice
	for _, need := range rule.Needs() {
		needs = append(needs, ui.Choice{Value: string(need), Text: c.T("uptake.need." + string(need))})
	}
	f.Choose(field(c, "reflektion", "reflect"), false, needs)
	week := field(c, "veckor", "weeks")
	week.Type, week.Optional = "number", true
	f.Input(week)
	from := field(c, "fran", "from")
	from.Type, from.Optional = "date", true
	f.Input(from)
	hidden := [][2]string{{"plats", n.ID}}
	for _, x := range own { // what the place had said when the form was read
		if x.Lasts() {
			hidden = append(hidden, [2]string{"sagt", x.CourseID + " " + x.ID})
		}
	}
	f.End(sheet.Send{Action: rulesAt, Hidden: hidden, Button: c.T("uptake.save")})
	return v.Show(w, r, p.Frame)
}

// decide saves what a place says.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) (err error) {
	if err := r.ParseForm(); err != nil {
		return err
	}
	x := uptake.Rule{CourseID: r.PostFormValue("kurs"), From: r.PostFormValue("fran"), Decided: rule.Decided{NodeID: r.PostFormValue("plats"), Reflect: rule.Need(r.PostFormValue("reflektion"))}}
	if s := r.PostFormValue("veckor"); s != "" {
		if x.UseWeeks, err = strconv.ParseInt(s, 10, 64); err != nil {
			x.UseWeeks = -1
		}
	}
	was := ""
	for _, said := range r.PostForm["sagt"] {
		if course, id, _ := strings.Cut(said, " "); course == x.CourseID {
			was = id
		}
	}
	if err := p.Uptake.Decide(r.Context(), actor(r), x, was); err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showRules(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(rulesAt, "plats", x.NodeID, "gjort", "sparat"))
}
