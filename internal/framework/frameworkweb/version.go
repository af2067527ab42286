package frameworkweb

import (
	"net/http"
	"slices"
	"strconv"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

type goalView struct{ Text, Kind, Form, Level string }

type requirementView struct {
	ID, Name, About string
	Marks           []string
	Facts           []ui.Fact
	Goals           []goalView
}

type areaView struct {
	ID, Name, About string
	Requirements    []requirementView
}

type versionView struct {
	ID, Name          string
	About             []string
	Status            ui.StatusKind
	State             string
	Facts             []ui.Fact
	Shell             bool
	Expect            string
	Areas             []areaView
	Filter            framework.Filter
	Kinds             []ui.Option
	Narrowed          bool
	HasGoals          bool
	Versions          []ui.Part
	Compare           []ui.Option
	From, To          string
	MayEdit, HasDraft bool
	MayCopy           bool
	Said              string
	Problems          []ui.Problem
	Older             bool // not the version that holds today
	Holding           string
}

// show is a version of a framework: what it asks, on what it rests and what counts.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showVersion(w, r, http.StatusOK, nil)
}

func (p *Pages) version(r *http.Request) (framework.Version, error) {
	id, actor := r.PathValue("framework"), web.ActorOf(r.Context())
	if n, err := strconv.ParseInt(r.URL.Query().Get("version"), 10, 64); err == nil && n > 0 {
		return p.Frameworks.Version(r.Context(), actor, id, n)
	}
	return p.Frameworks.Holding(r.Context(), actor, id)
}

func (p *Pages) showVersion(w http.ResponseWriter, r *http.Request, status int, wrong []ui.Problem) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	ver, err := p.version(r)
	if err != nil {
		return err
	}
	actor := web.ActorOf(r.Context())
	versions, err := p.Frameworks.Versions(r.Context(), actor, ver.Frame.ID)
	if err != nil {
		return err
	}
	keepers, err := p.Frameworks.Keepers(r.Context(), actor)
	if err != nil {
		return err
	}
	owner, err := p.Frameworks.Owner(r.Context(), ver.OwnerID)
	if err != nil {
		return err
	}
	f := ver.Frame
	v := &versionView{ID: f.ID, Name: f.Name, About: lines(f.About), Shell: f.Shell, Expect: number(f.Expect), Filter: filterOf(r), Problems: wrong,
		MayEdit: p.Frameworks.MayEdit(r.Context(), actor, ver.OwnerID), Older: ver.State == framework.Superseded, Holding: at(f.ID),
		Said: s.said(r, "publicerad")}
	v.Narrowed = v.Filter.Kind != "" || v.Filter.Tag != ""
	v.MayCopy = len(keepers) > 0 && !f.Shell
	if v.MayEdit {
		_, err := p.Frameworks.Draft(r.Context(), actor, f.ID)
		v.HasDraft = err == nil
	}
	v.Status, v.State = s.state(ver)
	v.Facts = s.facts(ver, s.owner(owner))
	v.Areas = s.areas(f, v.Filter)
	for _, a := range f.Areas {
		v.HasGoals = v.HasGoals || slices.ContainsFunc(a.Requirements, func(q frame.Requirement) bool { return len(q.Goals) > 0 })
	}
	v.Kinds = []ui.Option{{Text: s.t("any")}}
	for _, k := range frame.Kinds() {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Text: s.kind(k)})
	}
	for _, one := range versions {
		status, word := s.state(one)
		n := strconv.FormatInt(one.Version, 10)
		v.Versions = append(v.Versions, ui.Part{Href: at(f.ID, "?version=", n), Title: s.t("version", "n", n), Note: s.days(one), Status: status, Word: word})
		v.Compare = append(v.Compare, ui.Option{Value: n, Text: s.t("version", "n", n)})
	}
	if len(versions) > 1 {
		v.From, v.To = v.Compare[1].Value, v.Compare[0].Value
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, f.Name), versionPage(v))
}

func (s *speaker) state(v framework.Version) (ui.StatusKind, string) {
	switch {
	case v.State == framework.Announced:
		return ui.Booked, s.t("state.announced", "date", s.c.DateOf(v.From))
	case v.State == framework.Superseded:
		return ui.NotApplicable, s.t("state.superseded")
	case v.Frame.Shell:
		return ui.NotStarted, s.t("state.shell")
	}
	return ui.Done, s.t("state.published")
}

func (s *speaker) days(v framework.Version) string {
	if v.Until == "" {
		return s.t("days.from", "from", s.c.DateOf(v.From))
	}
	return s.t("days.both", "from", s.c.DateOf(v.From), "until", s.c.DateOf(v.Until))
}

func (s *speaker) facts(v framework.Version, owner string) []ui.Fact {
	f := v.Frame
	out := []ui.Fact{{Term: s.t("fact.owner"), Text: owner}, {Term: s.t("fact.days"), Text: s.t("version", "n", v.Version) + ". " + s.days(v)}}
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: s.t("fact." + key), Text: text})
		}
	}
	var levels []string
	for _, l := range f.Scheme() {
		levels = append(levels, l.Name)
	}
	add("levels", all(levels, func(n string) string { return n }))
	add("occupations", all(f.Occupations, s.occupation))
	add("service", all(f.Service, s.service))
	if len(f.Links) > 0 {
		out = append(out, ui.Fact{Term: s.t("fact.links"), Body: linkList(f.Links)})
	}
	if len(f.Grounds) > 0 {
		out = append(out, ui.Fact{Term: s.t("fact.grounds"), Body: textList(s.grounds(f.Grounds))})
	}
	return out
}

func (s *speaker) grounds(all []frame.Ground) (out []string) {
	for _, g := range all {
		out = append(out, s.ground(g))
	}
	return out
}

// areas are those that a filter leaves something of.
func (s *speaker) areas(f *frame.Frame, filter framework.Filter) (out []areaView) {
	for _, a := range f.Areas {
		av := areaView{ID: a.ID, Name: a.Name, About: a.About}
		for i := range a.Requirements {
			if r := &a.Requirements[i]; filter.Fits(r) {
				av.Requirements = append(av.Requirements, s.requirement(f, r))
			}
		}
		if len(av.Requirements) > 0 || filter.Kind == "" && filter.Tag == "" {
			out = append(out, av)
		}
	}
	return out
}

func (s *speaker) requirement(f *frame.Frame, r *frame.Requirement) requirementView {
	v := requirementView{ID: r.ID, Name: r.Name, About: r.About}
	if r.Formal {
		v.Marks = append(v.Marks, s.t("mark.formal"))
	} else {
		v.Marks = append(v.Marks, s.t("mark.acquired"))
	}
	if r.Lowest != "" {
		v.Marks = append(v.Marks, s.t("mark.lowest", "level", levelName(f, r.Lowest)))
	}
	if r.Risk {
		v.Marks = append(v.Marks, s.t("mark.risk"))
	}
	if r.Months > 0 {
		v.Marks = append(v.Marks, s.t("months", "n", r.Months))
	}
	for _, g := range r.Goals {
		level := ""
		if g.Level != "" {
			level = levelName(f, g.Level)
		}
		v.Goals = append(v.Goals, goalView{g.Text, s.kind(g.Kind), s.form(g.Form), level})
	}
	if len(r.Grounds) > 0 {
		v.Facts = append(v.Facts, ui.Fact{Term: s.t("fact.grounds"), Body: textList(s.grounds(r.Grounds))})
	}
	if len(r.Evidence) > 0 {
		var counts []string
		for _, e := range r.Evidence {
			counts = append(counts, s.evidence(f, e))
		}
		v.Facts = append(v.Facts, ui.Fact{Term: s.t("fact.evidence"), Body: textList(counts)})
	}
	if len(r.Tags) > 0 {
		v.Facts = append(v.Facts, ui.Fact{Term: s.t("fact.tags"), Text: all(r.Tags, s.tag)})
	}
	return v
}

type compareView struct {
	ID, Name, From, To string
	Options            []ui.Option
	Changes            []string
}

// compare tells what a later version says differently than an earlier one.
func (p *Pages) compare(w http.ResponseWriter, r *http.Request) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	id, actor := r.PathValue("framework"), web.ActorOf(r.Context())
	q := r.URL.Query()
	v := &compareView{ID: id, From: q.Get("fran"), To: q.Get("till")}
	versions, err := p.Frameworks.Versions(r.Context(), actor, id)
	if err != nil {
		return err
	}
	var from, to *frame.Frame
	for _, one := range versions {
		n := strconv.FormatInt(one.Version, 10)
		v.Options = append(v.Options, ui.Option{Value: n, Text: s.t("version", "n", n)})
		if n == v.From {
			from = one.Frame
		}
		if n == v.To {
			to = one.Frame
		}
	}
	if from == nil || to == nil {
		return framework.ErrNone
	}
	v.Name, v.Changes = to.Name, s.differences(frame.Diff(from, to))
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, s.t("compare_title", "name", to.Name)), comparePage(v))
}

// excel gives a version out as a workbook that can be filled in and read again.
func (p *Pages) excel(w http.ResponseWriter, r *http.Request) error {
	v, err := p.version(r)
	if err != nil {
		return err
	}
	body, err := framework.Excel(v.Frame)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, v.Frame.ID+".xlsx", body)
}

func (p *Pages) draftExcel(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("framework")
	body, err := p.Frameworks.Workbook(r.Context(), web.ActorOf(r.Context()), id, true)
	if err != nil {
		return err
	}
	return grid.Send(w, grid.ExcelType, id+"-utkast.xlsx", body)
}
