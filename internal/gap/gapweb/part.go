package gapweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/profile/layer"
)

// mostProofs is how many reasons why something counts are told.
const mostProofs = 3

// fadesWithin is how long before the last day one is told that something ends.
const fadesWithin = 90

// areaView is the requirements of one area of a framework.
type areaView struct {
	Name  string
	Parts []partView
}

// partView is how a person stands to one requirement, in words.
type partView struct {
	Title  string
	Status ui.StatusKind
	Word   string
	Lines  []string
	Ways   []wayView
	Why    string // who asks, and on what it rests
}

// wayView is one thing that would close a gap: it is put in the plan, or it leads on.
type wayView struct {
	Text, Href        string
	Planned           string // it stands in the plan already, in words
	Button, Describes string
	Action            string // where the button posts …
	Fields            [][2]string
	To                string // … or leads
}

// teller puts positions into words for one reader.
type teller struct {
	ctx     context.Context
	p       *Pages
	c       *lang.Catalog
	ref     org.Reference
	on      string
	own     bool   // the reader is the person
	to      string // where a way is put in the plan; "" nowhere
	keep    [][2]string
	planned map[string]bool // requirement + " " + how + " " + ref: what stands in the plan
	plan    bool            // the reader may put things in the plan
	assess  string          // where the reader assesses; "" nowhere
	merits  string          // where formal merits are noted
	paths   string          // where the ways to education are told of
}

// areas gathers items by framework and area, and puts each in words: what matters most first in its area.
func (t *teller) areas(all []gap.Item, say func(gap.Item) (partView, error)) ([]areaView, error) {
	type place struct{ library, area, name string }
	var order []place
	in := map[place][]gap.Item{}
	for _, i := range all {
		at := place{i.FrameworkID, i.AreaID, i.Area}
		if _, have := in[at]; !have {
			order = append(order, at)
		}
		in[at] = append(in[at], i)
	}
	var out []areaView
	for _, at := range order {
		v := areaView{Name: at.name}
		slices.SortStableFunc(in[at], heavier)
		for _, i := range in[at] {
			part, err := say(i)
			if err != nil {
				return nil, err
			}
			v.Parts = append(v.Parts, part)
		}
		out = append(out, v)
	}
	return out, nil
}

// heavier puts what matters most first: formal, critical, what IVO points at, important, useful (rule 22, R362).
func heavier(a, b gap.Item) int { return weigh(a) - weigh(b) }

func weigh(i gap.Item) int {
	at := slices.Index(layer.Weights(), i.Weight)
	switch {
	case i.Formal && i.Weight == layer.Critical:
		return 0
	case i.Formal:
		return 1
	case i.Weight == layer.Critical:
		return 2
	case i.Risk:
		return 3
	case at < 0:
		return 4 + len(layer.Weights())
	}
	return 4 + at
}

// leveled is what a level is called where it says something: formal competence is held or not.
func leveled(i gap.Item, l frame.Level) string {
	if i.Formal {
		return ""
	}
	return l.Name
}

// lacking is a part that is missing, with what would close it.
func (t *teller) lacking(i gap.Item) (partView, error) {
	v := partView{Title: i.Name, Status: ui.Missing, Word: t.c.T("gap.state.lacks"), Why: t.why(i)}
	need, has := leveled(i, i.Target), leveled(i, i.Held)
	switch {
	case i.Formal:
		v.Lines = append(v.Lines, t.c.T("gap.part.formal"))
	case has != "":
		v.Status, v.Word = ui.Ongoing, t.c.T("gap.state.lower")
		v.Lines = append(v.Lines, t.c.T("gap.part.from_to", "has", has, "need", need))
	case need != "":
		v.Lines = append(v.Lines, t.c.T("gap.part.need", "need", need))
	}
	for _, proof := range i.Faded {
		if proof.Rank >= i.TargetRank {
			v.Status, v.Word = ui.Renew, t.c.T("gap.state.faded")
			v.Lines = append(v.Lines, t.c.T("gap.part.faded", "date", t.c.DateOf(proof.Until)))
			break
		}
	}
	var err error
	v.Ways, err = t.ways(i)
	return v, err
}

// holding is a part that is held, with why it counts and until when.
func (t *teller) holding(i gap.Item) (partView, error) {
	v := partView{Title: i.Name, Status: ui.Done, Word: t.c.T("gap.state.holds"), Why: t.why(i)}
	if name := leveled(i, i.Held); name != "" {
		v.Lines = append(v.Lines, t.c.T("gap.part.level", "level", name))
	}
	for n, proof := range i.Proofs {
		if proof.Rank < i.TargetRank || n >= mostProofs {
			break
		}
		said, err := t.proof(proof)
		if err != nil {
			return v, err
		}
		v.Lines = append(v.Lines, said)
	}
	switch until := i.Until; {
	case until == "":
		v.Lines = append(v.Lines, t.c.T("gap.part.forever"))
	default:
		v.Lines = append(v.Lines, t.c.T("gap.part.until", "date", t.c.DateOf(before(until))))
		if until <= addDays(t.on, fadesWithin) {
			v.Status, v.Word = ui.Renew, t.c.T("gap.state.fades")
			var err error
			if v.Ways, err = t.ways(i); err != nil {
				return v, err
			}
		}
	}
	return v, nil
}

// announced is a part that will be asked for.
func (t *teller) announced(i gap.Item) (partView, error) {
	v := partView{Title: i.Name, Status: ui.Booked, Word: t.c.T("gap.state.from", "date", t.c.DateOf(i.Since)), Why: t.why(i)}
	if need := leveled(i, i.Target); need != "" {
		v.Lines = append(v.Lines, t.c.T("gap.part.will_need", "need", need))
	}
	var err error
	if i.Mark == count.Has {
		v.Lines = append(v.Lines, t.c.T("gap.part.already"))
	} else {
		v.Ways, err = t.ways(i)
	}
	return v, err
}

// why tells who asks since when, and the ground it rests on.
func (t *teller) why(i gap.Item) string {
	a := i.Reasons[0]
	said := t.c.T("gap.part.asked", "place", a.NodeName)
	if a.Since != "" && a.Since <= t.on {
		said = t.c.T("gap.part.asked_since", "place", a.NodeName, "date", t.c.DateOf(a.Since))
	}
	for _, g := range i.Grounds {
		if g.Reference != "" && (g.Until == "" || g.Until > t.on) {
			said += " " + t.c.T("gap.part.ground", "reference", g.Reference)
			break
		}
	}
	if a.Note != "" {
		said += " " + a.Note
	}
	return said
}

// proof says why something counts.
func (t *teller) proof(p held.Proof) (string, error) {
	name, err := t.named(p.Evidence, p.Title)
	if err != nil {
		return "", err
	}
	key := "gap.proof." + string(p.By)
	if p.From == "" {
		return t.c.T(key+".undated", "name", name), nil
	}
	return t.c.T(key, "name", name, "date", t.c.DateOf(p.From)), nil
}

// named is what a piece of evidence is called.
func (t *teller) named(e frame.Evidence, title string) (string, error) {
	if e.By == frame.ByCourse {
		if title == "" {
			var err error
			if title, err = t.p.Courses.Title(t.ctx, e.Ref); err != nil {
				return "", err
			}
		}
		if title == "" {
			title = e.Ref
		}
		return title, nil
	}
	return name(t.c, t.ref, e), nil
}

// ways are what would close a gap: what counts as evidence.
func (t *teller) ways(i gap.Item) ([]wayView, error) {
	var out []wayView
	seen := map[string]bool{}
	for _, e := range i.Evidence {
		if e.By == frame.ByCourse && e.Ref == "" {
			continue
		}
		w, err := t.way(i, e)
		if err != nil {
			return nil, err
		}
		if w.Text == "" || seen[w.Text] {
			continue
		}
		seen[w.Text] = true
		out = append(out, w)
	}
	return out, nil
}

func (t *teller) way(i gap.Item, e frame.Evidence) (wayView, error) {
	name, err := t.named(e, "")
	if err != nil {
		return wayView{}, err
	}
	w := wayView{Describes: i.Name}
	switch e.By {
	case frame.ByCourse:
		w.Text, w.Describes = t.c.T("gap.way.course", "name", name), name
		for _, c := range i.Close {
			if c.Course != e.Ref {
				continue
			}
			w.Href = c.Href
			if c.External {
				w.Text = t.c.T("gap.way.external", "name", name)
			}
			if c.Days {
				w.Text = t.c.T("gap.way.days", "name", name)
			}
		}
		t.plannable(&w, i, string(frame.ByCourse), e.Ref)
	case frame.ByAssessment:
		w.Text = t.c.T("gap.way.assessment." + t.reader() + "." + assessor(e.Ref))
		if t.assess != "" {
			w.Button, w.To = t.c.T("gap.way.assess_button."+t.reader()), t.assess
		}
	case frame.ByEducation, frame.ByValidation:
		w.Text = t.c.T("gap.way."+string(e.By), "name", name)
		t.plannable(&w, i, string(e.By), e.Ref)
	case frame.ByLicence, frame.ByTitle:
		w.Text = t.c.T("gap.way."+string(e.By), "name", name)
		if t.merits != "" {
			w.Button, w.To = t.c.T("gap.way.merit_button"), t.merits
		}
	case frame.ByFunction:
		w.Text = t.c.T("gap.way.function", "name", name)
	}
	return w, nil
}

// plannable lets a way be put in the plan by one press.
func (t *teller) plannable(w *wayView, i gap.Item, how, ref string) {
	if t.planned[i.Key+" "+how+" "+ref] {
		w.Planned = t.c.T("gap.way.planned")
		return
	}
	if !t.plan {
		return
	}
	w.Button, w.Action = t.c.T("gap.way.plan_button."+t.reader()), t.to
	w.Fields = append(slices.Clone(t.keep), [2]string{"krav", i.Key}, [2]string{"hur", how}, [2]string{"vad", ref})
}

func (t *teller) reader() string {
	if t.own {
		return "own"
	}
	return "leader"
}

// assessor is who at least is to assess; nobody named is the manager.
func assessor(ref string) string {
	if ref == string(held.Self) || ref == string(held.Colleague) {
		return ref
	}
	return string(held.Manager)
}

// before is the last day that something holds, given the first that it does not.
func before(day string) string { return addDays(day, -1) }

func addDays(day string, n int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}

// wanted is a part that the unit or the municipality wants more people to hold: nobody's own duty.
func (t *teller) wanted(i gap.Item) (partView, error) {
	v := partView{Title: i.Name, Status: ui.NotStarted, Word: t.c.T("gap.state.wanted"), Why: t.why(i)}
	if i.Measure == layer.Count {
		v.Lines = append(v.Lines, t.c.T("gap.part.wanted_count", "n", i.Count))
	} else {
		v.Lines = append(v.Lines, t.c.T("gap.part.wanted_share"))
	}
	var err error
	v.Ways, err = t.ways(i)
	return v, err
}

// teller makes one for what a person holds at an employer.
func (p *Pages) teller(r *http.Request, personID, employerID string) (*teller, error) {
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, err
	}
	planned, err := p.planned(r.Context(), personID, employerID)
	if err != nil {
		return nil, err
	}
	t := &teller{ctx: r.Context(), p: p, c: p.catalog(r), ref: ref, on: p.Staff.Today(), planned: planned, keep: [][2]string{{"hos", employerID}}}
	if unit := r.URL.Query().Get("enhet"); unit != "" {
		t.keep = append(t.keep, [2]string{"enhet", unit})
	}
	return t, nil
}
