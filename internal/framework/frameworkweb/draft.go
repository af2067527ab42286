package frameworkweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

type newView struct {
	New      framework.New
	Like     string // what it starts from is called
	Owners   []ui.Option
	Problems []ui.Problem
	Wrong    map[string]string
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	return p.showNew(w, r, http.StatusOK, framework.New{Like: r.URL.Query().Get("som")}, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, n framework.New, f *fault.Fault) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	actor := web.ActorOf(r.Context())
	v := &newView{New: n, Problems: problems(s.c, f), Wrong: map[string]string{}}
	if f != nil {
		v.Wrong[f.Field] = page.Say(s.c, f)
	}
	if n.Like != "" {
		like, err := p.Frameworks.Holding(r.Context(), actor, n.Like)
		if err != nil {
			return err
		}
		if v.Like = like.Frame.Name; n.Name == "" && f == nil {
			v.New.Name = like.Frame.Name
		}
	}
	if v.Owners, err = p.owners(r, s); err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("new")), newPage(v))
}

// owners are the places whose frameworks one may keep.
func (p *Pages) owners(r *http.Request, s *speaker) ([]ui.Option, error) {
	keepers, err := p.Frameworks.Keepers(r.Context(), web.ActorOf(r.Context()))
	if err != nil {
		return nil, err
	}
	var out []ui.Option
	for _, k := range keepers {
		out = append(out, ui.Option{Value: k.ID, Text: s.owner(k)})
	}
	sortOptions(out)
	return out, nil
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	n := framework.New{Name: trimmed(r, "name"), About: trimmed(r, "about"), Owner: r.FormValue("owner"), Like: r.FormValue("som")}
	if n.Name == "" {
		f := framework.ErrNoName.On("name")
		return p.showNew(w, r, web.Status(f), n, f)
	}
	id, err := p.Frameworks.Begin(r.Context(), web.ActorOf(r.Context()), n)
	if f := refused(err); f != nil {
		return p.showNew(w, r, web.Status(f), n, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftAt(id, "?klart=borjat"))
}

func (p *Pages) beginVersion(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("framework")
	err := p.Frameworks.BeginVersion(r.Context(), web.ActorOf(r.Context()), id)
	if err != nil && !errors.Is(err, framework.ErrHasDraft) { // somebody else has begun it: go on in that
		return err
	}
	return web.Redirect(w, r, draftAt(id))
}

type partLine struct {
	ID, Name, Note, Href string
	First, Last          bool
	Wrong                []string
}

type draftArea struct {
	partLine
	Requirements []partLine
}

type draftView struct {
	ID, Name, Revision  string
	New, Broken, Passed bool // Passed: somebody has published since it began
	Shell               bool
	About               []string
	ChangedAt           string
	Problems, Warnings  []wrongLine
	Areas               []draftArea
	Facts               []ui.Fact
	Said                string
	Refused             []ui.Problem
	AreaName, AreaAbout string
}

// wrongLine is one thing to mend, with where.
type wrongLine struct{ Text, Where, Href string }

// draft is the next version as a whole: what it holds, what is wrong, and the way to each part.
func (p *Pages) draft(w http.ResponseWriter, r *http.Request) error {
	return p.showDraft(w, r, http.StatusOK, nil)
}

func (p *Pages) showDraft(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	d, err := p.Frameworks.Draft(r.Context(), web.ActorOf(r.Context()), r.PathValue("framework"))
	if err != nil {
		return err
	}
	owner, err := p.Frameworks.Owner(r.Context(), d.OwnerID)
	if err != nil {
		return err
	}
	v := &draftView{ID: d.ID, Name: d.Name, Revision: strconv.FormatInt(d.Revision, 10), New: d.Before == nil, Broken: d.Broken(), Passed: d.Latest > d.Base, Shell: d.Shell, About: lines(d.About),
		ChangedAt: s.c.Near(d.ChangedAt, p.Frameworks.Now()), Said: s.said(r, "borjat", "sparat", "inlast", "borttaget"), Refused: problems(s.c, f),
		AreaName: trimmed(r, "area_name"), AreaAbout: trimmed(r, "area_about")}
	v.Facts = s.head(&d, owner)
	for i, a := range d.Areas {
		da := draftArea{partLine: partLine{ID: a.ID, Name: a.Name, Note: a.About, Href: draftAt(d.ID, "/omrade/", a.ID), First: i == 0, Last: i == len(d.Areas)-1}}
		for k, q := range a.Requirements {
			da.Requirements = append(da.Requirements, partLine{ID: q.ID, Name: q.Name, Href: draftAt(d.ID, "/krav/", q.ID), First: k == 0, Last: k == len(a.Requirements)-1, Note: s.sizes(&q)})
		}
		v.Areas = append(v.Areas, da)
	}
	for _, pr := range d.Problems {
		line := s.wrongLine(&d, pr)
		if pr.Warning {
			v.Warnings = append(v.Warnings, line)
		} else {
			v.Problems = append(v.Problems, line)
		}
	}
	v.Warnings = v.Warnings[:min(len(v.Warnings), 30)]
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("draft_title", "name", d.Name)), draftPage(v))
}

func (s *speaker) head(d *framework.Draft, owner org.Node) []ui.Fact {
	facts := s.facts(framework.Version{Frame: d.Frame}, s.owner(owner))
	return slices.Delete(facts, 1, 2) // it has no days yet
}

func (s *speaker) sizes(r *frame.Requirement) string {
	out := s.t("mark.acquired")
	if r.Formal {
		out = s.t("mark.formal")
	}
	return out + " · " + s.t("goals", "n", len(r.Goals)) + " · " + s.t("proofs", "n", len(r.Evidence))
}

// wrongLine leads to the part that is to be mended.
func (s *speaker) wrongLine(d *framework.Draft, p frame.Problem) wrongLine {
	out := wrongLine{Text: s.problem(p), Where: d.Name, Href: draftAt(d.ID, "/om")}
	switch {
	case p.Part == frame.LevelPart:
		out.Where, out.Href = s.t("levels"), draftAt(d.ID, "/nivaer")
	case p.Part == frame.AreaPart:
		if a, ok := d.FindArea(p.ID); ok {
			out.Where, out.Href = a.Name, draftAt(d.ID, "/omrade/", a.ID)
		}
	case p.ID != "" && p.Part != frame.Whole && p.Part != frame.ChangePart:
		if r, _, ok := d.Find(p.ID); ok {
			out.Where, out.Href = r.Name, draftAt(d.ID, "/krav/", r.ID)
		}
	case p.Field == "areas":
		out.Href = draftAt(d.ID)
	}
	return out
}

// change carries out an edit and leads back to the draft, or shows it with what was refused.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, edit frame.Edit, done string) error {
	id := r.PathValue("framework")
	err := p.Frameworks.Change(r.Context(), web.ActorOf(r.Context()), id, edit)
	if f := refused(err); f != nil {
		return p.showDraft(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, draftAt(id, done))
}

func (p *Pages) addArea(w http.ResponseWriter, r *http.Request) error {
	name := trimmed(r, "area_name")
	if name == "" {
		f := errNoArea.On("area_name")
		return p.showDraft(w, r, web.Status(f), f)
	}
	return p.change(w, r, frame.AddArea(name, trimmed(r, "area_about")), "?klart=sparat")
}

// arrange moves or takes away an area or a requirement: what is told by the button that was pressed.
func (p *Pages) arrange(w http.ResponseWriter, r *http.Request) error {
	do, id, _ := strings.Cut(r.FormValue("gor"), " ")
	edit, ok := map[string]frame.Edit{
		"omrade-upp": frame.MoveArea(id, -1), "omrade-ned": frame.MoveArea(id, 1), "omrade-bort": frame.RemoveArea(id),
		"krav-upp": frame.MoveRequirement(id, -1), "krav-ned": frame.MoveRequirement(id, 1), "krav-bort": frame.RemoveRequirement(id),
	}[do]
	if !ok {
		return framework.ErrNone
	}
	done := ""
	if strings.HasSuffix(do, "-bort") {
		done = "?klart=borttaget"
	}
	return p.change(w, r, edit, done)
}

func (p *Pages) discard(w http.ResponseWriter, r *http.Request) error {
	err := p.Frameworks.Discard(r.Context(), web.ActorOf(r.Context()), r.PathValue("framework"), revisionOf(r))
	if f := refused(err); f != nil {
		return p.showDraft(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, top+"?klart=slangt")
}
