package frameworkweb

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

var (
	errNoArea = fault.New(fault.Invalid, "framework.page.area_missing")
	errNoReq  = fault.New(fault.Invalid, "framework.page.requirement_missing")
)

// blankGrounds, blankProofs and blankGoals are how many empty rows a form has besides what is there.
const (
	blankGrounds = 1
	blankProofs  = 1
	blankGoals   = 5
)

// conflict is what another has made of the same part meanwhile.
type conflict struct {
	Is    bool
	Facts []ui.Fact
}

type headView struct {
	ID, Name, Seen       string
	Head                 frame.Head
	Occupations, Service []ui.Choice
	Links                string
	Grounds              []groundRow
	Bases                []ui.Option
	Expect               string
	Problems             []ui.Problem
	Conflict             conflict
}

type groundRow struct {
	N int
	frame.Ground
}

func groundRows(have []frame.Ground) (out []groundRow) {
	for i, g := range append(slices.Clip(have), make([]frame.Ground, blankGrounds)...) {
		out = append(out, groundRow{i + 1, g})
	}
	return out
}

// readGrounds reads the rows of a form; a row without reference is taken away.
func readGrounds(r *http.Request) (out []frame.Ground) {
	for i := range rowsOf(r, "ground_reference") {
		n := strconv.Itoa(i + 1)
		g := frame.Ground{Basis: frame.Basis(r.FormValue("ground_basis" + n)), Reference: trimmed(r, "ground_reference"+n), URL: trimmed(r, "ground_url"+n),
			From: trimmed(r, "ground_from"+n), Until: trimmed(r, "ground_until"+n)}
		if g.Reference != "" || g.URL != "" || g.From != "" || g.Until != "" {
			out = append(out, g)
		}
	}
	return out
}

// rowsOf counts the numbered rows that a form was sent with.
func rowsOf(r *http.Request, name string) []struct{} {
	_ = r.FormValue(name) // reads the form
	n := 0
	for n < 300 && r.Form.Has(name+strconv.Itoa(n+1)) {
		n++
	}
	return make([]struct{}, n)
}

func (s *speaker) bases() []ui.Option {
	out := []ui.Option{}
	for _, b := range frame.Bases() {
		out = append(out, ui.Option{Value: string(b), Text: s.basis(b)})
	}
	return out
}

func (p *Pages) askHead(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	return p.showHead(w, r, http.StatusOK, s, &headView{ID: d.ID, Name: d.Name, Seen: frame.Seen(d.Head()), Head: d.Head()})
}

// open gives the draft that a form is about.
func (p *Pages) open(r *http.Request) (framework.Draft, *speaker, error) {
	s, err := p.speaker(r)
	if err != nil {
		return framework.Draft{}, nil, err
	}
	d, err := p.Frameworks.Draft(r.Context(), web.ActorOf(r.Context()), r.PathValue("framework"))
	return d, s, err
}

func (p *Pages) showHead(w http.ResponseWriter, r *http.Request, status int, s *speaker, v *headView) error {
	v.Grounds, v.Bases, v.Expect, v.Links = groundRows(v.Head.Grounds), s.bases(), number(v.Head.Expect), strings.Join(v.Head.Links, ", ")
	ref := s.ref.Chosen()
	for _, o := range ref.Occupations {
		v.Occupations = append(v.Occupations, ui.Choice{Value: o.ID, Text: o.Name, Chosen: slices.Contains(v.Head.Occupations, o.ID)})
	}
	for _, a := range ref.Areas {
		v.Service = append(v.Service, ui.Choice{Value: a.ID, Text: a.Name, Chosen: slices.Contains(v.Head.Service, a.ID)})
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("head_title", "name", v.Name)), headPage(v))
}

func (p *Pages) saveHead(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	h := frame.Head{Name: trimmed(r, "name"), About: trimmed(r, "about"), Shell: r.FormValue("shell") != "", Expect: whole(r.FormValue("expect")), Grounds: readGrounds(r),
		Occupations: chosen(r, "occupations", d.Head().Occupations), Service: chosen(r, "service", d.Head().Service), Links: words(r.FormValue("links"))}
	v := &headView{ID: d.ID, Name: d.Name, Seen: r.FormValue("seen"), Head: h}
	if h.Name == "" {
		f := framework.ErrNoName.On("name")
		v.Problems = problems(s.c, f)
		return p.showHead(w, r, web.Status(f), s, v)
	}
	err = p.Frameworks.Change(r.Context(), web.ActorOf(r.Context()), d.ID, frame.SetHead(v.Seen, h))
	if f := refused(err); f != nil {
		v.Problems = problems(s.c, f)
		if errors.Is(f, frame.ErrSeen) {
			if d, _, err = p.open(r); err != nil {
				return err
			}
			v.Seen, v.Conflict = frame.Seen(d.Head()), conflict{true, s.headFacts(&d)}
		}
		return p.showHead(w, r, web.Status(f), s, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftAt(d.ID, "?klart=sparat"))
}

// headFacts is what the framework says of itself now, to be compared with what was typed.
func (s *speaker) headFacts(d *framework.Draft) []ui.Fact {
	out := []ui.Fact{{Term: s.t("f.name"), Text: d.Name}, {Term: s.t("f.about"), Text: d.About}}
	return append(out, s.facts(framework.Version{Frame: d.Frame}, "")[2:]...)
}

// chosen reads boxes; what the draft has and no box shows (it has been retired) stays.
func chosen(r *http.Request, name string, had []string) (out []string) {
	for _, id := range r.Form[name] {
		if frame.GoodID(id) && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { // as it stood, so that saving the same changes nothing
		place := func(id string) int {
			if i := slices.Index(had, id); i >= 0 {
				return i
			}
			return len(had)
		}
		return cmp.Compare(place(a), place(b))
	})
	return out
}

// words splits a list at commas.
func words(text string) (out []string) {
	for _, w := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' || c == '\n' }) {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

type levelRow struct {
	N int
	frame.Level
}

type levelsView struct {
	ID, Name, Seen string
	Levels         []levelRow
	Problems       []ui.Problem
	Conflict       conflict
}

func (p *Pages) askLevels(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	return p.showLevels(w, r, http.StatusOK, s, &levelsView{ID: d.ID, Name: d.Name, Seen: frame.Seen(d.Levels)}, d.Scheme())
}

func (p *Pages) showLevels(w http.ResponseWriter, r *http.Request, status int, s *speaker, v *levelsView, levels []frame.Level) error {
	for i, l := range append(slices.Clip(levels), frame.Level{}, frame.Level{}) {
		v.Levels = append(v.Levels, levelRow{i + 1, l})
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("levels_title", "name", v.Name)), levelsPage(v))
}

func (p *Pages) saveLevels(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	var levels []frame.Level
	taken := map[string]bool{}
	for i := range rowsOf(r, "level_name") {
		n := strconv.Itoa(i + 1)
		l := frame.Level{Key: r.FormValue("level_key" + n), Name: trimmed(r, "level_name"+n), About: trimmed(r, "level_about"+n)}
		if l.Name == "" {
			continue
		}
		if l.Key == "" {
			l.Key = frame.NewID(l.Name, func(id string) bool { return taken[id] || d.Rank(id) > 0 })
		}
		taken[l.Key] = true
		levels = append(levels, l)
	}
	if slices.Equal(levels, frame.StandardLevels()) {
		levels = nil
	}
	v := &levelsView{ID: d.ID, Name: d.Name, Seen: r.FormValue("seen")}
	err = p.Frameworks.Change(r.Context(), web.ActorOf(r.Context()), d.ID, frame.SetLevels(v.Seen, levels))
	if f := refused(err); f != nil {
		v.Problems = problems(s.c, f)
		if errors.Is(f, frame.ErrSeen) {
			if d, _, err = p.open(r); err != nil {
				return err
			}
			v.Seen, v.Conflict.Is = frame.Seen(d.Levels), true
			for _, l := range d.Scheme() {
				v.Conflict.Facts = append(v.Conflict.Facts, ui.Fact{Term: l.Name, Text: l.About})
			}
		}
		return p.showLevels(w, r, web.Status(f), s, v, levels)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftAt(d.ID, "?klart=sparat"))
}

type areaForm struct {
	ID, Framework, Area, Seen, Name, About string
	Problems                               []ui.Problem
	Conflict                               conflict
}

func (p *Pages) askArea(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	a, ok := d.FindArea(r.PathValue("frame_area"))
	if !ok {
		return framework.ErrNone
	}
	return p.showArea(w, r, http.StatusOK, s, &areaForm{ID: a.ID, Framework: d.ID, Area: a.Name, Seen: frame.Seen(a.AreaHead()), Name: a.Name, About: a.About})
}

func (p *Pages) showArea(w http.ResponseWriter, r *http.Request, status int, s *speaker, v *areaForm) error {
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("area_title", "name", v.Area)), areaPage(v))
}

func (p *Pages) saveArea(w http.ResponseWriter, r *http.Request) error {
	d, s, err := p.open(r)
	if err != nil {
		return err
	}
	id := r.PathValue("frame_area")
	v := &areaForm{ID: id, Framework: d.ID, Seen: r.FormValue("seen"), Name: trimmed(r, "name"), About: trimmed(r, "about")}
	if a, ok := d.FindArea(id); ok {
		v.Area = a.Name
	}
	if v.Name == "" {
		f := errNoArea.On("name")
		v.Problems = problems(s.c, f)
		return p.showArea(w, r, web.Status(f), s, v)
	}
	err = p.Frameworks.Change(r.Context(), web.ActorOf(r.Context()), d.ID, frame.SetArea(v.Seen, id, v.Name, v.About))
	if f := refused(err); f != nil {
		v.Problems = problems(s.c, f)
		if errors.Is(f, frame.ErrSeen) {
			if d, _, err = p.open(r); err != nil {
				return err
			}
			if a, ok := d.FindArea(id); ok {
				v.Seen, v.Conflict = frame.Seen(a.AreaHead()), conflict{true, []ui.Fact{{Term: s.t("f.name"), Text: a.Name}, {Term: s.t("f.about"), Text: a.About}}}
			}
		}
		return p.showArea(w, r, web.Status(f), s, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftAt(d.ID, "?klart=sparat#", id))
}
