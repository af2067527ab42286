package demandweb

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/demand"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// interest is where somebody says to be interested in course days, and sees what has been said.
func (p *Pages) interest(w http.ResponseWriter, r *http.Request) error {
	return p.showInterest(w, r, http.StatusOK, r.URL.Query(), nil)
}

func (p *Pages) showInterest(w http.ResponseWriter, r *http.Request, status int, typed url.Values, wrong *fault.Fault) error {
	c := p.words(r)
	own, err := p.Demand.Own(r.Context(), actorOf(r))
	if err != nil {
		return err
	}
	options, err := p.courses(r, c)
	if err != nil {
		return err
	}
	v := pageView{Back: ui.Link{Href: "/kursdagar", Text: c.T("demand.to_days")}, Title: c.T("demand.interest"), Intro: []string{c.T("demand.interest_text")},
		Said: said(c, r, map[string]string{"sparat": "demand.interest_saved", "bort": "demand.interest_gone"})}
	at := v.refuse(c, wrong, "kurs", "nar", "dagar")
	if len(own) > 0 {
		s := section{ID: "mina", Title: c.T("demand.interest_own")}
		for _, i := range own {
			s.Items = append(s.Items, item{Title: i.Title, Marks: []string{p.wishes(c, i)},
				Forms: []form{{Action: "/kursdagar/intresse/bort", Hidden: [][2]string{{"kurs", i.CourseID}}, Button: c.T("demand.withdraw"), Kind: ui.Secondary, Describes: i.Title}}})
		}
		v.Sections = append(v.Sections, s)
	}
	days := ui.ChoicesProps{Name: "dagar", Legend: c.T("demand.weekdays"), Tip: c.T("demand.weekdays_tip"), Many: true, Error: at["dagar"]}
	for n := '1'; n <= '5'; n++ {
		days.Choices = append(days.Choices, ui.Choice{Value: string(n), Text: c.T("demand.weekday." + string(n)), Chosen: slices.Contains(typed["dagar"], string(n))})
	}
	v.Sections = append(v.Sections, section{ID: "nytt", Title: c.T("demand.interest_new"), Forms: []form{{Action: "/kursdagar/intresse", Button: c.T("demand.interest_button"),
		Fields: []ui.FieldProps{
			{Name: "kurs", Label: c.T("demand.course"), Value: typed.Get("kurs"), Error: at["kurs"], Options: options},
			{Name: "nar", Label: c.T("demand.when"), Value: typed.Get("nar"), Error: at["nar"], Options: p.periods(c, c.T("demand.soon"))},
			{Name: "tid", Label: c.T("demand.hours"), Value: typed.Get("tid"), Options: []ui.Option{{Text: c.T("demand.hours.any")}, {Value: "morning", Text: c.T("demand.hours.morning")}, {Value: "afternoon", Text: c.T("demand.hours.afternoon")}}},
		}, Questions: []ui.ChoicesProps{days}}}, After: []string{c.T("demand.interest_who")}})
	return p.show(w, r, status, v)
}

// courses are the choices of a course, by name.
func (p *Pages) courses(r *http.Request, c *lang.Catalog) ([]ui.Option, error) {
	all, err := p.Demand.Choosable(r.Context())
	if err != nil {
		return nil, err
	}
	out := make([]ui.Option, 0, len(all)+1)
	for id, title := range all {
		out = append(out, ui.Option{Value: id, Text: title})
	}
	slices.SortFunc(out, func(a, b ui.Option) int { return cmp.Compare(a.Text, b.Text) })
	return slices.Insert(out, 0, ui.Option{Text: c.T("demand.choose")}), nil
}

// periods are the choices of a half-year; first is what none of them says.
func (p *Pages) periods(c *lang.Catalog, first string) []ui.Option {
	out := []ui.Option{{Text: first}}
	for _, x := range demand.Periods(p.Demand.Today()) {
		out = append(out, ui.Option{Value: x, Text: period(c, x)})
	}
	return out
}

// wishes says when a day would suit.
func (p *Pages) wishes(c *lang.Catalog, i demand.Interest) string {
	parts := []string{c.T("demand.soon")}
	if i.Period != "" {
		parts[0] = period(c, i.Period)
	}
	var days []string
	for _, d := range i.Weekdays {
		days = append(days, strings.ToLower(c.T("demand.weekday."+string(d))))
	}
	if len(days) > 0 {
		parts = append(parts, c.And(days...))
	}
	if i.Hours != "" {
		parts = append(parts, strings.ToLower(c.T("demand.hours."+i.Hours)))
	}
	return strings.Join(parts, ", ")
}

func (p *Pages) say(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	err := p.Demand.Say(r.Context(), actorOf(r), demand.Interest{CourseID: f.Get("kurs"), Period: f.Get("nar"), Weekdays: strings.Join(f["dagar"], ""), Hours: f.Get("tid")})
	if wrong := refusal(err); wrong != nil {
		return p.showInterest(w, r, web.Status(wrong), f, wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kursdagar/intresse?klart=sparat")
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	err := p.Demand.Withdraw(r.Context(), actorOf(r), r.PostFormValue("kurs"))
	if f := fault.Of(err); f != nil && f.Key == demand.ErrNoInterest.Key {
		err = nil // taken back already
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, "/kursdagar/intresse?klart=bort")
}
