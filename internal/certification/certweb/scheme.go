package certweb

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func schemeAt(id string) string { return schemesAt + "/" + url.PathEscape(id) }

// schemes lists the schemes of the places where the visitor edits them.
func (p *Pages) schemes(w http.ResponseWriter, r *http.Request) error {
	all, err := p.Certifications.Schemes(r.Context(), actor(r))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("cert.schemes"), Lead: c.T("cert.schemes_lead"), Said: said(c, r), Back: ui.Link{Href: homeAt, Text: c.T("cert.title")}}
	var parts []ui.Part
	for _, s := range all {
		note := s.Owner.Name + ". " + c.T("cert.units", "n", s.Units)
		if s.EndedOn <= p.Certifications.Today() {
			note += " " + c.T("cert.scheme_ended")
		}
		parts = append(parts, ui.Part{Href: schemeAt(s.ID), Title: s.Title, Note: note})
	}
	if len(parts) > 0 {
		v.Add(ui.Parts(parts))
	} else {
		v.Add(sheet.Para(c.T("cert.no_schemes")))
	}
	v.Add(sheet.Links(ui.LinkButtonProps{Href: schemesAt + "/nytt", Text: c.T("cert.new_scheme"), Kind: ui.Secondary, Icon: "plus"}))
	return v.Show(w, r, p.Frame)
}

// scheme tells everybody who is signed in what a unit must fulfil, in words.
func (p *Pages) scheme(w http.ResponseWriter, r *http.Request) error {
	s, err := p.Certifications.Scheme(r.Context(), actor(r), r.PathValue("scheme"))
	if err != nil {
		return err
	}
	c, today := p.catalog(r), p.Certifications.Today()
	v := &sheet.Sheet{Title: s.Title, Said: said(c, r), Back: ui.Link{Href: homeAt, Text: c.T("cert.title")}}
	now := s.On(today)
	v.Add(sheet.Written(now.Scheme.About))
	called, err := p.names(r, now.Scheme)
	if err != nil {
		return err
	}
	schemeWords(v, c, now.Scheme, called)
	edits := p.Certifications.MayEditScheme(r.Context(), actor(r), s)
	plannedPart(v, c, s, today, edits)
	if edits {
		v.Back = ui.Link{Href: schemesAt, Text: c.T("cert.schemes")}
		v.Add(sheet.Links(ui.LinkButtonProps{Href: schemeAt(s.ID) + "/andra", Text: c.T("cert.change_scheme"), Kind: ui.Secondary, Icon: "pencil"}))
		if s.EndedOn > today {
			v.Add(sheet.More(c.T("cert.end_scheme"), sheet.Para(c.T("cert.end_scheme_about")), sheet.FormOf(sheet.Send{Action: schemeAt(s.ID) + "/avsluta", Button: c.T("cert.end_scheme"), Kind: ui.Secondary})))
		}
	}
	return v.Show(w, r, p.Frame)
}

// plannedPart tells what is planned, and lets who edits the scheme change it or take it back.
func plannedPart(v *sheet.Sheet, c *lang.Catalog, s certification.Scheme, today string, edits bool) {
	for _, x := range s.Planned(today) {
		day, number := c.DateOf(x.From), strconv.FormatInt(x.Number, 10)
		v.Add(sheet.Note(ui.Info, c.T("cert.version_coming", "day", day)))
		if !edits {
			continue
		}
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(schemeAt(s.ID)+"/andra", "nummer", number), Text: c.T("cert.change_planned"), Kind: ui.Secondary, Describes: day}))
		if x.From > s.Versions[0].From {
			v.Add(sheet.FormOf(sheet.Send{Action: schemeAt(s.ID) + "/ta-tillbaka", Hidden: [][2]string{{"nummer", number}}, Button: c.T("cert.withdraw"), Kind: ui.Secondary, About: day}))
		}
	}
}

// withdraw takes back a version that is planned.
func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	number, _ := strconv.ParseInt(r.PostFormValue("nummer"), 10, 64) // 0 is nobody's
	if err := p.Certifications.WithdrawVersion(r.Context(), actor(r), r.PathValue("scheme"), number); err != nil {
		return err
	}
	return web.Redirect(w, r, schemeAt(r.PathValue("scheme"))+"?gjort=sparat")
}

// schemeWords say a scheme: what each person shows, whom it is about, and how long it holds.
func schemeWords(v *sheet.Sheet, c *lang.Catalog, s rule.Scheme, called names) {
	var each []string
	for _, r := range s.Requirements {
		var ways []string
		for _, e := range r.OneOf {
			ways = append(ways, wayWords(c, e, called))
		}
		each = append(each, r.Title+": "+strings.Join(ways, " "+c.T("cert.or")+" "))
	}
	v.Add(sheet.Heading(c.T("cert.each_shows")), sheet.List(each))
	v.Add(sheet.Heading(c.T("cert.about_unit")), sheet.List(unitWords(c, s)))
	var steps []string
	for _, name := range rule.Steps() {
		if slices.Contains(s.Steps, name) || name == rule.Certification {
			steps = append(steps, c.T("cert.step."+name))
		}
	}
	v.Add(sheet.Heading(c.T("cert.steps")), sheet.List(steps))
}

func wayWords(c *lang.Catalog, e rule.Evidence, called names) string {
	name := called.courses[e.Ref]
	if e.Kind == rule.ByMeetings {
		name = called.meetings[e.Ref]
	}
	if e.Kind == rule.ByMeetings && e.Ref != "" {
		return c.T("cert.way.meetings_of", "what", name, "n", e.Count)
	}
	return c.T("cert.way."+e.Kind, "what", cmp.Or(name, e.Ref), "n", e.Count)
}

func unitWords(c *lang.Catalog, s rule.Scheme) []string {
	out := []string{c.T("cert.everybody")}
	if s.Share < 100 {
		out[0] = c.T("cert.share", "percent", s.Share)
	}
	switch {
	case !s.Hourly:
		out = append(out, c.T("cert.hourly_no"))
	case s.HourlyMonths > 0:
		out = append(out, c.T("cert.hourly_after", "n", s.HourlyMonths))
	default:
		out = append(out, c.T("cert.hourly_yes"))
	}
	if s.Serving {
		out = append(out, c.T("cert.serving_yes"))
	}
	out = append(out, c.T("cert.leave_out", "n", s.LongLeave), c.T("cert.grace", "n", s.Grace), c.T("cert.repair", "n", s.Repair))
	if s.Leader {
		out = append(out, c.T("cert.needs_leader"))
	}
	out = append(out, c.T("cert.holds_months", "n", s.Months, "window", s.Window))
	if s.Anew {
		out = append(out, c.T("cert.anew"))
	}
	return append(out, c.T("cert.certifies."+s.By))
}

func (p *Pages) endScheme(w http.ResponseWriter, r *http.Request) error {
	if err := p.Certifications.EndScheme(r.Context(), actor(r), r.PathValue("scheme")); err != nil {
		return err
	}
	return web.Redirect(w, r, schemesAt+"?gjort=sparat")
}

// saveScheme keeps a new scheme or a new version of one.
func (p *Pages) saveScheme(w http.ResponseWriter, r *http.Request) error {
	s, err := p.readScheme(r)
	if err != nil {
		return err
	}
	wrong, err := p.Certifications.CheckScheme(r.Context(), s)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return p.showSchemeForm(w, r, p.schemeProblems(r, wrong))
	}
	id := r.PathValue("scheme")
	if id == "" {
		id, err = p.Certifications.AddScheme(r.Context(), actor(r), r.PostFormValue("plats"), s, r.PostFormValue("from"))
	} else {
		seen, _ := strconv.ParseInt(r.PostFormValue("utgava"), 10, 64) // 0 is nobody's
		err = p.Certifications.ChangeScheme(r.Context(), actor(r), id, seen, s, r.PostFormValue("from"))
	}
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showSchemeForm(w, r, wrong)
	}
	return web.Redirect(w, r, schemeAt(id)+"?gjort=sparat")
}

// schemeProblems are what is wrong with a scheme, by field of the form.
func (p *Pages) schemeProblems(r *http.Request, wrong []rule.Problem) map[string]string {
	c, out := p.catalog(r), map[string]string{}
	for _, x := range wrong {
		name := schemeFields[x.Field]
		if parts := strings.Split(x.Field, "."); len(parts) == 3 && parts[0] == "requirements" {
			i, _ := strconv.Atoi(parts[1])
			name = requirementField(i, map[string]string{"one_of": "satt0"}[parts[2]])
		}
		if out[name] == "" {
			out[name] = c.T("cert.wrong." + x.Key)
		}
	}
	return out
}

func (p *Pages) editScheme(w http.ResponseWriter, r *http.Request) error {
	return p.showSchemeForm(w, r, nil)
}

// edited is the scheme that a form is about, and its version: the one that holds today, or one that is planned and is asked
// for by its number. A new scheme begins as the usual does.
func (p *Pages) edited(r *http.Request) (s certification.Scheme, v rule.Version, err error) {
	id := r.PathValue("scheme")
	if id == "" {
		return s, rule.Version{Scheme: usual()}, nil
	}
	if s, err = p.Certifications.Scheme(r.Context(), actor(r), id); err != nil {
		return s, v, err
	}
	number := r.FormValue("nummer")
	for _, x := range s.Planned(p.Certifications.Today()) {
		if strconv.FormatInt(x.Number, 10) == number {
			return s, x, nil
		}
	}
	if number != "" {
		return s, v, certification.ErrNotPlanned
	}
	return s, s.On(p.Certifications.Today()), nil
}

// usual is what a new scheme begins as: all staff, two years, the eight steps (R182, R183, R185).
func usual() rule.Scheme {
	return rule.Scheme{Versions: rule.RoundVersion, Share: 100, Hourly: true, HourlyMonths: 3, LongLeave: 30, Grace: 90, Repair: 60, Leader: true, Steps: rule.Steps(), Months: 24, Window: 6, Anew: true, By: rule.ByLeader}
}
