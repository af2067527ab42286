package certweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
)

// schemeFields are the names of the form's fields by the scheme's own.
var schemeFields = map[string]string{"title": "titel", "about": "om", "versions": "versioner", "share": "andel", "weights": "vikter", "long_leave": "borta", "grace": "nya", "repair": "laga",
	"hourly_months": "timmanader", "months": "manader", "window": "fonster", "by": "av", "steps": "steg", "requirements": requirementField(0, "")}

// The form has room for what there is and a few more.
const (
	moreRequirements = 3
	ways             = 2
)

// requirementField names a field of requirement i: its title, or what is asked in its way.
func requirementField(i int, part string) string {
	name := "krav" + strconv.Itoa(i)
	if part != "" {
		name += "-" + part
	}
	return name
}

// readScheme reads the form. Requirements without a title are left out; more ways than the form shows stay as they were.
func (p *Pages) readScheme(r *http.Request) (s rule.Scheme, err error) {
	if err := r.ParseForm(); err != nil {
		return s, err
	}
	_, version, err := p.edited(r)
	if err != nil {
		return s, err
	}
	was := version.Scheme
	value := r.PostFormValue
	number := func(name string) int {
		n, err := strconv.Atoi(strings.TrimSpace(value(name)))
		if err != nil {
			return -1 // no number: the check says so
		}
		return n
	}
	s = rule.Scheme{Title: value("titel"), About: strings.ReplaceAll(value("om"), "\r\n", "\n"), Versions: value("versioner"), Share: number("andel"), Hourly: value("timanstallda") != "", Serving: value("tjanstgor") != "",
		LongLeave: number("borta"), Grace: number("nya"), GraceFirst: value("nyaforst") != "", Repair: number("laga"), Leader: value("ledare") != "", Months: number("manader"), Window: number("fonster"),
		Anew: value("omigen") != "", By: value("av")}
	if s.Share == 0 {
		s.Share = -1
	}
	if s.Hourly {
		s.HourlyMonths = number("timmanader")
	}
	for _, step := range rule.Steps() {
		if slices.Contains(r.PostForm["steg"], step) || step == rule.Certification && slices.Contains(was.Steps, step) {
			s.Steps = append(s.Steps, step)
		}
	}
	if s.Weights, err = p.readWeights(r, value("vikter")); err != nil {
		return s, err
	}
	for i := range len(was.Requirements) + moreRequirements {
		if x := readRequirement(r, i, was); x.Title != "" {
			s.Requirements = append(s.Requirements, x)
		}
	}
	nameRequirements(&s, was)
	return s, nil
}

// nameRequirements gives new requirements keys that none has or had in the version before.
func nameRequirements(s *rule.Scheme, was rule.Scheme) {
	taken := map[string]bool{}
	for _, x := range was.Requirements {
		taken[x.Key] = true
	}
	n := len(was.Requirements)
	for i := range s.Requirements {
		for x := &s.Requirements[i]; x.Key == ""; {
			n++
			if key := "krav-" + strconv.Itoa(n); !taken[key] {
				x.Key = key
			}
		}
	}
}

// readRequirement reads requirement i of the form; one that is new has no key yet.
func readRequirement(r *http.Request, i int, was rule.Scheme) rule.Requirement {
	value := func(part string) string { return strings.TrimSpace(r.PostFormValue(requirementField(i, part))) }
	out := rule.Requirement{Title: value("")}
	if i < len(was.Requirements) {
		out.Key = was.Requirements[i].Key // what is done for it stays done when its title changes
	}
	for k := range ways {
		way := "satt" + strconv.Itoa(k)
		e := rule.Evidence{Kind: value(way), Ref: value(way + "-kurs")}
		switch e.Kind {
		case "":
			continue
		case rule.BySkill:
			e.Ref = value(way + "-annat")
		case rule.ByMeetings:
			e.Ref = value(way + "-traff")
			e.Count, _ = strconv.Atoi(value(way + "-annat")) // 0 is refused by the check
		case rule.ByTask:
			e.Ref = ""
		}
		out.OneOf = append(out.OneOf, e)
	}
	if i < len(was.Requirements) && len(was.Requirements[i].OneOf) > ways {
		out.OneOf = append(out.OneOf, was.Requirements[i].OneOf[ways:]...)
	}
	return out
}

// readWeights reads lines of an occupation and a number: "undersköterska: 2". What is no occupation stays as it is, for
// the check to say so.
func (p *Pages) readWeights(r *http.Request, text string) (map[string]int, error) {
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, err
	}
	var out map[string]int
	for _, line := range sheet.Lines(text) {
		name, number, _ := strings.Cut(line, ":")
		n, err := strconv.Atoi(strings.TrimSpace(number))
		if err != nil {
			n = -1
		}
		name = strings.TrimSpace(name)
		for _, o := range ref.Occupations {
			if strings.EqualFold(o.Name, name) {
				name = o.ID
			}
		}
		if out == nil {
			out = map[string]int{}
		}
		out[name] = n
	}
	return out, nil
}

func (p *Pages) showSchemeForm(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	scheme, version, err := p.edited(r)
	if err != nil {
		return err
	}
	c, s := p.catalog(r), version.Scheme
	action, title, back := schemesAt+"/nytt", c.T("cert.new_scheme"), ui.Link{Href: schemesAt, Text: c.T("cert.schemes")}
	if scheme.ID != "" {
		action, title, back = schemeAt(scheme.ID)+"/andra", c.T("cert.change_scheme"), ui.Link{Href: schemeAt(scheme.ID), Text: scheme.Title}
	}
	v := &sheet.Sheet{Title: title, Wrong: wrong, Back: back}
	hidden, planned := p.versionPart(v, c, scheme, version)
	pairs, err := p.schemePairs(r, version)
	if err != nil {
		return err
	}
	f := v.Form(r, pairs...)
	if scheme.ID == "" {
		places, err := p.places(r)
		if err != nil {
			return err
		}
		f.Pick(field(c, "plats", "owner"), places)
	}
	about := field(c, "om", "about")
	about.Rows, about.Optional = 4, true
	f.Input(field(c, "titel", "title")).Input(about)
	if err := p.requirementFields(r, f, scheme, s); err != nil {
		return err
	}
	p.ruleFields(c, f)
	if !planned {
		from := field(c, "from", "from")
		from.Type = "date"
		f.Input(from)
	}
	f.End(sheet.Send{Action: action, Hidden: hidden, Button: c.T("cert.save")})
	return v.Show(w, r, p.Frame)
}

// versionPart says which version a form shows and what comes after it; it gives what the form sends unseen, and whether the
// version is one that is planned: its day stands.
func (p *Pages) versionPart(v *sheet.Sheet, c *lang.Catalog, s certification.Scheme, shown rule.Version) (hidden [][2]string, planned bool) {
	hidden = [][2]string{{"utgava", strconv.FormatInt(s.Newest, 10)}}
	if s.ID == "" {
		return hidden, false
	}
	coming := s.Planned(p.Certifications.Today())
	for _, x := range coming {
		planned = planned || x.Number == shown.Number && x.From > s.Versions[0].From
	}
	if planned {
		v.Add(sheet.Note(ui.Info, c.T("cert.version_planned", "day", c.DateOf(shown.From))))
		hidden = append(hidden, [2]string{"nummer", strconv.FormatInt(shown.Number, 10)}, [2]string{"from", shown.From})
	} else {
		v.Add(sheet.Note(ui.Info, c.T("cert.version_now", "day", c.DateOf(shown.From))))
	}
	for _, x := range coming {
		if x.From > shown.From {
			v.Add(sheet.Note(ui.Info, c.T("cert.version_after", "day", c.DateOf(x.From))))
		}
	}
	return hidden, planned
}

// places are those where the visitor may keep schemes.
func (p *Pages) places(r *http.Request) ([]ui.Option, error) {
	var out []ui.Option
	for _, path := range actor(r).Scopes(may.EditScheme) {
		n, err := p.Tree.FindEver(r.Context(), path[strings.LastIndex(path, "/")+1:])
		if err != nil {
			return nil, err
		}
		out = option(out, n.ID, n.Name)
	}
	return out, nil
}

func (p *Pages) schemePairs(r *http.Request, v rule.Version) ([]string, error) {
	n, s := strconv.Itoa, v.Scheme
	tick := func(is bool) string {
		if is {
			return "1"
		}
		return ""
	}
	out := []string{"titel", s.Title, "om", s.About, "versioner", s.Versions, "andel", n(s.Share), "timanstallda", tick(s.Hourly), "timmanader", n(s.HourlyMonths), "tjanstgor", tick(s.Serving), "borta", n(s.LongLeave),
		"nya", n(s.Grace), "nyaforst", tick(s.GraceFirst), "laga", n(s.Repair), "ledare", tick(s.Leader), "manader", n(s.Months), "fonster", n(s.Window), "omigen", tick(s.Anew), "av", s.By, "from", max(v.From, p.Certifications.Today())}
	for _, step := range s.Steps {
		out = append(out, "steg", step)
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, err
	}
	out = append(out, "vikter", weightLines(s, ref))
	for i, x := range s.Requirements {
		out = append(out, requirementField(i, ""), x.Title)
		for k, e := range x.OneOf[:min(ways, len(x.OneOf))] {
			way := "satt" + n(k)
			out = append(out, requirementField(i, way), e.Kind)
			switch e.Kind {
			case rule.ByCourse, rule.ByTest:
				out = append(out, requirementField(i, way+"-kurs"), e.Ref)
			case rule.BySkill:
				out = append(out, requirementField(i, way+"-annat"), e.Ref)
			case rule.ByMeetings:
				out = append(out, requirementField(i, way+"-annat"), n(e.Count), requirementField(i, way+"-traff"), e.Ref)
			}
		}
	}
	return out, nil
}

func weightLines(s rule.Scheme, ref org.Reference) string {
	var lines []string
	for id, n := range s.Weights {
		lines = append(lines, cmp.Or(ref.Occupation(id).Name, id)+": "+strconv.Itoa(n))
	}
	lang.SortBy(lines, func(s string) string { return s })
	return strings.Join(lines, "\n")
}

// requirementFields ask what each person shows, with room for more.
func (p *Pages) requirementFields(r *http.Request, f *sheet.Form, scheme certification.Scheme, s rule.Scheme) error {
	called, err := p.names(r, s)
	if err != nil {
		return err
	}
	meetings, err := p.meetingOptions(r, scheme, called)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	kinds, which := option(nil, "", c.T("cert.choose")), option(nil, "", c.T("cert.no_course"))
	for _, k := range rule.Kinds() {
		kinds = option(kinds, k, c.T("cert.kind."+k))
	}
	which = append(which, courseOptions(called)...)
	f.Put(sheet.Heading(c.T("cert.each_shows")), sheet.Para(c.T("cert.each_shows_tip")))
	for i := range len(s.Requirements) + moreRequirements {
		title := field(c, requirementField(i, ""), "requirement")
		title.Label = c.T("cert.f.requirement", "n", i+1)
		title.Optional = i > 0
		f.Put(sheet.Smaller(title.Label))
		f.Input(title)
		for k := range ways {
			way := "satt" + strconv.Itoa(k)
			kind := field(c, requirementField(i, way), "way")
			kind.Label = c.T("cert.f.way", "n", k+1)
			kind.Optional = k > 0
			what, about, other := field(c, requirementField(i, way+"-kurs"), "way_course"), field(c, requirementField(i, way+"-traff"), "way_meetings"), field(c, requirementField(i, way+"-annat"), "way_other")
			what.Optional, about.Optional, other.Optional = true, true, true
			f.Pick(kind, kinds).Pick(what, which).Pick(about, meetings).Input(other)
		}
	}
	return nil
}

// courseOptions are the courses to choose from, by title.
func courseOptions(called names) (out []ui.Option) {
	for id, title := range called.courses {
		out = option(out, id, title)
	}
	lang.SortBy(out, func(o ui.Option) string { return o.Text })
	return out
}

// ruleFields ask whom the scheme is about, and how long a certification holds.
func (p *Pages) ruleFields(c *lang.Catalog, f *sheet.Form) {
	number := func(name, key string) {
		x := field(c, name, key)
		x.Type = "number"
		f.Input(x)
	}
	f.Put(sheet.Heading(c.T("cert.about_unit")))
	number("andel", "share")
	f.Tick(field(c, "timanstallda", "hourly"))
	number("timmanader", "hourly_months")
	f.Tick(field(c, "tjanstgor", "serving"))
	number("borta", "long_leave")
	number("nya", "grace")
	f.Tick(field(c, "nyaforst", "grace_first"))
	number("laga", "repair")
	f.Tick(field(c, "ledare", "leader"))
	weights := field(c, "vikter", "weights")
	weights.Rows, weights.Optional = 3, true
	f.Input(weights)
	var steps []ui.Choice
	for _, name := range rule.Steps() {
		if name != rule.Certification {
			steps = append(steps, ui.Choice{Value: name, Text: c.T("cert.step." + name)})
		}
	}
	f.Choose(field(c, "steg", "steps"), true, steps)
	f.Put(sheet.Heading(c.T("cert.holds")))
	number("manader", "months")
	number("fonster", "window")
	f.Tick(field(c, "omigen", "anew"))
	f.Pick(field(c, "versioner", "versions"), []ui.Option{{Value: rule.AnyVersion, Text: c.T("cert.version.any")}, {Value: rule.RoundVersion, Text: c.T("cert.version.round")}, {Value: rule.NewestAlways, Text: c.T("cert.version.always")}})
	var by []ui.Option
	for _, x := range rule.Certifiers() {
		by = option(by, x, c.T("cert.certifies."+x))
	}
	f.Pick(field(c, "av", "by"), by)
}
