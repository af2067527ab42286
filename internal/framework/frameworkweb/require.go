package frameworkweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

type goalRow struct {
	N int
	frame.Goal
}

type proofRow struct {
	N                                          int
	Proof, Level, Orientation, Credits, Months string
}

type requireView struct {
	Framework, FrameworkName    string
	Action, Title, Seen, AreaID string
	R                           frame.Requirement
	Tags, Months                string
	Areas, Levels, Kinds, Forms []ui.Option
	Bases, Proofs               []ui.Option
	Goals                       []goalRow
	MoreGoals                   []goalRow // empty ones besides the first
	Grounds                     []groundRow
	Evidence                    []proofRow
	New                         bool
	Problems                    []ui.Problem
	Wrong                       map[string]string
	Conflict                    conflict
	Notes                       []string // what the check says of the requirement as it is saved
}

func (p *Pages) askNewRequirement(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	a, ok := d.FindArea(r.PathValue("frame_area"))
	if !ok {
		return framework.ErrNone
	}
	v := &requireView{New: true, AreaID: a.ID, R: frame.Requirement{Evidence: []frame.Evidence{{By: frame.ByAssessment, Ref: "manager"}}}}
	return p.showRequirement(w, r, http.StatusOK, s, &d, v)
}

func (p *Pages) askRequirement(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	req, a, ok := d.Find(r.PathValue("requirement"))
	if !ok {
		return framework.ErrNone
	}
	v := &requireView{AreaID: a.ID, R: *req, Seen: frame.Seen(req)}
	for _, pr := range d.Problems {
		if pr.ID == req.ID && pr.Part != frame.AreaPart && pr.Part != frame.LevelPart {
			v.Notes = append(v.Notes, s.problem(pr))
		}
	}
	return p.showRequirement(w, r, http.StatusOK, s, &d, v)
}

func (p *Pages) showRequirement(w http.ResponseWriter, r *http.Request, status int, s *speaker, d *framework.Draft, v *requireView) error {
	v.Framework, v.FrameworkName = d.ID, d.Name
	v.Tags, v.Months = strings.Join(v.R.Tags, ", "), number(v.R.Months)
	v.Title, v.Action = v.R.Name, draftAt(d.ID, "/krav/", v.R.ID)
	if v.New {
		v.Title, v.Action = s.t("new_requirement"), draftAt(d.ID, "/omrade/", v.AreaID, "/krav")
	}
	for _, a := range d.Areas {
		v.Areas = append(v.Areas, ui.Option{Value: a.ID, Text: a.Name})
	}
	v.Levels = []ui.Option{{Text: s.t("no_level")}}
	for _, l := range d.Scheme() {
		v.Levels = append(v.Levels, ui.Option{Value: l.Key, Text: l.Name})
	}
	v.Kinds, v.Forms = []ui.Option{{Text: s.t("choose")}}, []ui.Option{{Text: s.t("choose")}}
	for _, k := range frame.Kinds() {
		v.Kinds = append(v.Kinds, ui.Option{Value: string(k), Text: s.kind(k)})
	}
	for _, f := range frame.Forms() {
		v.Forms = append(v.Forms, ui.Option{Value: string(f), Text: s.form(f)})
	}
	for i, g := range append(slices.Clip(v.R.Goals), make([]frame.Goal, blankGoals)...) {
		v.Goals = append(v.Goals, goalRow{i + 1, g})
	}
	v.Goals, v.MoreGoals = v.Goals[:len(v.R.Goals)+1], v.Goals[len(v.R.Goals)+1:]
	v.Grounds, v.Bases = groundRows(v.R.Grounds), s.bases()
	for i, e := range append(slices.Clip(v.R.Evidence), make([]frame.Evidence, blankProofs)...) {
		row := proofRow{N: i + 1, Level: e.Level, Orientation: e.Orientation, Months: number(e.Months)}
		if e.By != "" {
			row.Proof = string(e.By) + " " + e.Ref
		}
		if e.Credits != 0 {
			row.Credits = strings.ReplaceAll(strconv.FormatFloat(e.Credits, 'f', -1, 64), ".", ",")
		}
		v.Evidence = append(v.Evidence, row)
	}
	v.Proofs = s.proofs(v.R.Evidence)
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, v.Title), requirePage(v))
}

// proofs is everything that may count, and what the requirement has that is not in our lists.
func (s *speaker) proofs(have []frame.Evidence) []ui.Option {
	out := []ui.Option{{Text: s.t("no_proof")}}
	add := func(list []frame.Evidence) {
		var some []ui.Option
		for _, e := range list {
			some = append(some, ui.Option{Value: string(e.By) + " " + e.Ref, Text: s.proof(e)})
		}
		sortOptions(some)
		out = append(out, some...)
	}
	var acquired, formal []frame.Evidence
	for _, who := range []string{"manager", "colleague", "self"} {
		acquired = append(acquired, frame.Evidence{By: frame.ByAssessment, Ref: who})
	}
	for id := range s.titles {
		acquired = append(acquired, frame.Evidence{By: frame.ByCourse, Ref: id})
	}
	for _, p := range programme.All() {
		formal = append(formal, frame.Evidence{By: frame.ByEducation, Ref: p.ID}, frame.Evidence{By: frame.ByValidation, Ref: p.ID})
	}
	for _, o := range s.ref.Chosen().Occupations {
		if o.Licensed && !o.NoTrack {
			formal = append(formal, frame.Evidence{By: frame.ByLicence, Ref: o.ID})
		}
	}
	formal = append(formal, frame.Evidence{By: frame.ByTitle, Ref: "underskoterska"})
	add(acquired)
	add(formal)
	for _, e := range have {
		value := string(e.By) + " " + e.Ref
		if e.By != "" && !slices.ContainsFunc(out, func(o ui.Option) bool { return o.Value == value }) {
			out = append(out, ui.Option{Value: value, Text: s.proof(e)})
		}
	}
	return out
}

// readRequirement reads the form. A row without what makes it one is taken away.
func readRequirement(r *http.Request, id string) (frame.Requirement, string) {
	out := frame.Requirement{ID: id, Name: trimmed(r, "name"), About: trimmed(r, "about"), Formal: r.FormValue("formal") == "ja", Lowest: r.FormValue("lowest"),
		Risk: r.FormValue("risk") != "", Tags: words(r.FormValue("tags")), Months: whole(r.FormValue("months")), Grounds: readGrounds(r)}
	for i := range rowsOf(r, "goal_text") {
		n := strconv.Itoa(i + 1)
		g := frame.Goal{ID: r.FormValue("goal_id" + n), Text: trimmed(r, "goal_text"+n), Kind: frame.Kind(r.FormValue("goal_kind" + n)),
			Form: frame.Form(r.FormValue("goal_form" + n)), Level: r.FormValue("goal_level" + n)}
		if g.Text != "" {
			out.Goals = append(out.Goals, g)
		}
	}
	for i := range rowsOf(r, "proof") {
		n := strconv.Itoa(i + 1)
		by, ref, _ := strings.Cut(r.FormValue("proof"+n), " ")
		if by == "" {
			continue
		}
		e := frame.Evidence{By: frame.By(by), Ref: ref, Level: r.FormValue("proof_level" + n), Orientation: trimmed(r, "proof_orientation"+n), Months: whole(r.FormValue("proof_months" + n))}
		if text := strings.ReplaceAll(trimmed(r, "proof_credits"+n), ",", "."); text != "" {
			credits, err := strconv.ParseFloat(text, 64)
			if e.Credits = credits; err != nil {
				e.Credits = -1 // Check says so
			}
		}
		out.Evidence = append(out.Evidence, e)
	}
	return out, r.FormValue("area")
}

func (p *Pages) addRequirement(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	req, area := readRequirement(r, "")
	v := &requireView{New: true, AreaID: r.PathValue("frame_area"), R: req}
	if area != "" {
		v.AreaID = area
	}
	if req.Name == "" {
		return p.refuse(w, r, s, &d, v, errNoReq.On("name"))
	}
	made := ""
	err = p.Frameworks.Change(r.Context(), web.ActorOf(r.Context()), d.ID, frame.AddRequirement(v.AreaID, req, &made))
	if f := refused(err); f != nil {
		return p.refuse(w, r, s, &d, v, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftAt(d.ID, "?klart=sparat#", made))
}

func (p *Pages) refuse(w http.ResponseWriter, r *http.Request, s *speaker, d *framework.Draft, v *requireView, f *fault.Fault) error {
	v.Problems, v.Wrong = problems(s.c, f), map[string]string{f.Field: page.Say(s.c, f)}
	return p.showRequirement(w, r, web.Status(f), s, d, v)
}

func (p *Pages) saveRequirement(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	req, area := readRequirement(r, r.PathValue("requirement"))
	v := &requireView{AreaID: area, R: req, Seen: r.FormValue("seen")}
	if req.Name == "" {
		return p.refuse(w, r, s, &d, v, errNoReq.On("name"))
	}
	err = p.Frameworks.Change(r.Context(), web.ActorOf(r.Context()), d.ID, frame.SetRequirement(v.Seen, req, area))
	if f := refused(err); f != nil {
		if errors.Is(f, frame.ErrSeen) {
			if d, _, err = p.open(r); err != nil {
				return err
			}
			if now, _, ok := d.Find(req.ID); ok {
				v.Seen, v.Conflict = frame.Seen(now), conflict{true, s.requirementFacts(d.Frame, now)}
			}
		}
		return p.refuse(w, r, s, &d, v, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftAt(d.ID, "?klart=sparat#", req.ID))
}

// requirementFacts is what a requirement says now, to be compared with what was typed.
func (s *speaker) requirementFacts(f *frame.Frame, r *frame.Requirement) []ui.Fact {
	v := s.requirement(f, r)
	out := []ui.Fact{{Term: s.t("f.name"), Text: r.Name}, {Term: s.t("f.about"), Text: r.About}, {Term: s.t("f.marks"), Text: strings.Join(v.Marks, ", ")}}
	var goals []string
	for _, g := range v.Goals {
		goals = append(goals, strings.Join(slices.DeleteFunc([]string{g.Text, g.Kind, g.Form, g.Level}, func(t string) bool { return t == "" }), " · "))
	}
	if len(goals) > 0 {
		out = append(out, ui.Fact{Term: s.t("f.goals"), Body: textList(goals)})
	}
	return append(out, v.Facts...)
}
