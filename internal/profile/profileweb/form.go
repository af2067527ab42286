package profileweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/profile/layer"
)

// demandForm is how something is asked for, as a form holds it.
type demandForm struct {
	Work, Areas        []string
	Role               string
	Targets            map[string]string // level by framework
	Measure            string
	Percent, Count, At string
	Weight             string
	From, Until        string
	Months             string
	Evidence           []string // what counts; none: as the framework says
	Note               string
	Seen, Key          string // the version that was seen, and the name under which what is new is made
}

// The names of form fields are those that layer.Check tells of.
func readForm(r *http.Request) demandForm {
	get := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	f := demandForm{Role: get("steg"), Measure: get("matt"), Percent: get("andel"), Count: get("antal"), At: get("plats"), Weight: get("vikt"), From: get("fran"),
		Until: get("till"), Months: get("manader"), Note: get("varfor"), Seen: get("sett"), Key: get("nyckel"), Targets: map[string]string{}}
	f.Work, f.Areas, f.Evidence = r.PostForm["yrke"], r.PostForm["omrade"], r.PostForm["bevis"]
	for name, values := range r.PostForm {
		if id, ok := strings.CutPrefix(name, "niva-"); ok && len(values) > 0 {
			f.Targets[id] = values[0]
		}
	}
	return f
}

// formOf holds a demand in a form.
func formOf(d *layer.Demand, e frame.Entry) demandForm {
	f := demandForm{Work: d.Who.Occupations, Areas: d.Who.Areas, Role: string(d.Who.Level), Measure: string(d.Measure), At: d.At, Weight: string(d.Weight), Until: d.Until,
		Note: d.Note, Targets: map[string]string{}}
	if e.Frame != nil {
		f.Targets[e.Frame.ID] = d.Target
	}
	if d.Percent > 0 {
		f.Percent = strconv.Itoa(d.Percent)
	}
	if d.Count > 0 {
		f.Count = strconv.Itoa(d.Count)
	}
	if d.Months > 0 {
		f.Months = strconv.Itoa(d.Months)
	}
	for _, by := range d.Evidence {
		f.Evidence = append(f.Evidence, proofKey(by))
	}
	return f
}

// fresh is the form before anything is chosen.
func freshForm(key, seen string) demandForm {
	return demandForm{Measure: string(layer.Each), Weight: string(layer.Important), Targets: map[string]string{}, Key: key, Seen: seen}
}

// demand makes a demand on a requirement of what the form says. What is typed and is no number is wrong.
func (f *demandForm) demand(id string, e frame.Entry, wrongs map[string]string) layer.Demand {
	d := layer.Demand{ID: id, Requirement: e.Key, Who: layer.Who{Occupations: f.Work, Areas: f.Areas, Level: layer.RoleLevel(f.Role)},
		Measure: layer.Measure(f.Measure), Weight: layer.Weight(f.Weight), Until: f.Until, Note: f.Note}
	if d.Who.Level == layer.Base {
		d.Who.Level = ""
	}
	if e.Frame != nil {
		d.Target = f.Targets[e.Frame.ID]
	}
	number := func(field, typed, wrong string) int {
		n, err := strconv.Atoi(typed)
		if err != nil && typed != "" {
			wrongs[field] = wrong
		}
		return n
	}
	switch d.Measure {
	case layer.Share:
		d.Percent = number("andel", f.Percent, "profile.wrong.percent")
	case layer.Count:
		d.Count = number("antal", f.Count, "profile.wrong.count")
		d.At = f.At
	}
	d.Months = number("manader", f.Months, "profile.wrong.months")
	for _, key := range f.Evidence {
		for _, by := range offered(e) {
			if proofKey(by) == key {
				d.Evidence = append(d.Evidence, by)
			}
		}
	}
	return d
}

func proofKey(by layer.By) string {
	return strings.Join([]string{by.By, by.Ref, by.Level, by.Orientation, strconv.FormatFloat(by.Credits, 'f', -1, 64), strconv.Itoa(by.Months)}, "|")
}

// offered is what a place can let count for a requirement: what the framework says, and for what is
// acquired also what a colleague or the manager sees.
func offered(e frame.Entry) (out []layer.By) {
	add := func(by layer.By) {
		if !slices.Contains(out, by) {
			out = append(out, by)
		}
	}
	if e.Requirement == nil {
		return nil
	}
	for _, ev := range e.Evidence {
		add(layer.ByOf(ev))
	}
	if !e.Formal {
		add(layer.By{By: string(frame.ByAssessment), Ref: "manager"})
		add(layer.By{By: string(frame.ByAssessment), Ref: "colleague"})
	}
	return out
}

// fields is a form with what there is to choose from.
type fields struct {
	demandForm
	Works, MoreWorks                   []ui.Choice // those of the people here, and the others
	Services, Roles, Measures, Weights []ui.Choice
	Places                             []ui.Option
	Levels                             []levelField
	Proofs                             []ui.Choice
	Wrongs                             map[string]string
	NeedsNote                          bool // it changes what comes from above
	Dated                              bool // it says from when
}

type levelField struct {
	Name, Label, Value string
	Options            []ui.Option
}

// fields fills in the choices for demands on some requirements.
func (l *look) fields(f demandForm, entries []frame.Entry, wrongs map[string]string) fields {
	v := fields{demandForm: f, Wrongs: wrongs, Dated: true}
	ref := l.words.ref.Chosen()
	here := l.occupations()
	for _, o := range ref.Occupations {
		choice := ui.Choice{Value: o.ID, Text: upper(o.Plural), Chosen: slices.Contains(f.Work, o.ID)}
		if choice.Chosen || slices.Contains(here, o.ID) {
			v.Works = append(v.Works, choice)
		} else {
			v.MoreWorks = append(v.MoreWorks, choice)
		}
	}
	for _, a := range ref.Areas {
		v.Services = append(v.Services, ui.Choice{Value: a.ID, Text: a.Name, Chosen: slices.Contains(f.Areas, a.ID)})
	}
	for _, r := range layer.RoleLevels() {
		chosen := string(r) == f.Role || f.Role == "" && r == layer.Base
		v.Roles = append(v.Roles, ui.Choice{Value: string(r), Text: l.c.T("profile.role_from." + string(r)), Chosen: chosen})
	}
	for _, m := range layer.Measures() {
		v.Measures = append(v.Measures, ui.Choice{Value: string(m), Text: l.c.T("profile.form.measure." + string(m)), Chosen: string(m) == f.Measure})
	}
	for _, w := range layer.Weights() {
		v.Weights = append(v.Weights, ui.Choice{Value: string(w), Text: l.c.T("profile.weight." + string(w)), Note: l.c.T("profile.form.weight." + string(w)), Chosen: string(w) == f.Weight})
	}
	v.Places = l.countPlaces()
	seen := map[string]bool{}
	for _, e := range entries {
		if e.Frame == nil || seen[e.Frame.ID] || len(e.Frame.Scheme()) < 2 {
			continue
		}
		seen[e.Frame.ID] = true
		v.Levels = append(v.Levels, l.levelField(e.Frame, f.Targets, len(entries) > 1))
	}
	if len(entries) == 1 {
		for _, by := range offered(entries[0]) {
			v.Proofs = append(v.Proofs, ui.Choice{Value: proofKey(by), Text: upper(l.words.proof(by.Evidence())), Chosen: slices.Contains(f.Evidence, proofKey(by))})
		}
	}
	return v
}

// occupations are those of the people here; above the employers there are none.
func (l *look) occupations() []string {
	if layer.Recommends(l.node().Kind) {
		return nil
	}
	employer, err := l.p.Tree.EmployerAt(l.r.Context(), l.node().Path, l.p.Today())
	if err != nil {
		return nil
	}
	found, err := l.p.Profiles.Staff.OccupationsUnder(l.r.Context(), l.node().Path, employer.ID, l.p.Today())
	if err != nil {
		return nil
	}
	return found
}

// folds tells whether a part of the form may be folded: not where something in it is wrong or filled in.
func (v *fields) folds(names ...string) bool {
	for _, n := range names {
		if v.Wrongs[n] != "" {
			return false
		}
	}
	switch names[0] {
	case "omrade":
		return len(v.Areas) == 0 && (v.Role == "" || v.Role == string(layer.Base))
	case "andel":
		return v.Measure == string(layer.Each)
	}
	return v.Months == "" && v.Until == "" && len(v.Evidence) == 0
}

func (l *look) levelField(f *frame.Frame, chosen map[string]string, many bool) levelField {
	out := levelField{Name: "niva-" + f.ID, Label: l.c.T("profile.form.target"), Value: chosen[f.ID]}
	if many {
		out.Label = l.c.T("profile.form.target_of", "frame", f.Name)
	}
	scheme := f.Scheme()
	for i, s := range scheme {
		text := s.Name
		if s.About != "" {
			text += ": " + s.About
		}
		out.Options = append(out.Options, ui.Option{Value: s.Key, Text: text})
		if i == len(scheme)-1 && out.Value == "" {
			out.Value = s.Key
		}
	}
	return out
}

// countPlaces are the places of which each is to have so many.
func (l *look) countPlaces() []ui.Option {
	kinds := map[string][]string{"unit": {"unit", "team"}, "team": {"team"}, "operation": {"unit", "team", "operation"}}[l.node().Kind]
	if kinds == nil {
		kinds = []string{"unit", "team", "operation", "municipality"}
	}
	var out []ui.Option
	for _, k := range kinds {
		out = append(out, ui.Option{Value: k, Text: l.c.T("profile.form.at." + k)})
	}
	if slices.Contains(kinds, "operation") {
		words, err := l.p.Profiles.Words(l.r.Context(), l.node())
		if err != nil {
			return out
		}
		for _, w := range words {
			out = append(out, ui.Option{Value: "operation:" + w, Text: l.c.T("profile.form.at.word", "word", strings.ToLower(w))})
		}
	}
	return out
}

// problems are the wrongs in the order of the form, each leading to its field.
func (l *look) problems(wrongs map[string]string) (out []ui.Problem) {
	for _, field := range []string{"krav", "yrke", "omrade", "steg", "niva", "matt", "andel", "antal", "plats", "vikt", "fran", "till", "manader", "bevis", "varfor", "varfor-bort"} {
		if key := wrongs[field]; key != "" {
			to := field
			if field == "krav" || field == "niva" || field == "bevis" {
				to = ""
			}
			out = append(out, ui.Problem{Field: to, Text: l.c.T(key)})
		}
	}
	return out
}

// say is the words of what is wrong with a field.
func (v *fields) say(ctx context.Context, field string) string { return sayIn(ctx, v.Wrongs, field) }

func sayIn(ctx context.Context, wrongs map[string]string, field string) string {
	if key := wrongs[field]; key != "" {
		return lang.T(ctx, key)
	}
	return ""
}

func takeAwayAction(v demandView) string { return strings.TrimSuffix(v.Action, "/andra") + "/ta-bort" }

// moreWork is the summary of the occupations that nobody here has.
func moreWork(ctx context.Context, v demandView) string {
	if len(v.Fields.Works) == 0 {
		return lang.T(ctx, "profile.form.some_work")
	}
	return lang.T(ctx, "profile.form.more_work")
}
