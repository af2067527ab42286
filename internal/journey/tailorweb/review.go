package tailorweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// reviewView is what changes and whom it touches, before it is saved.
type reviewView struct {
	head
	At        string
	Version   int64
	Changes   []difference
	Counting  string // how far the counting has come; "" when it is done
	Touches   []string
	Items     ui.TableProps
	From      string
	FromWrong string
	Clash     []clashView
	Legend    string
}

// clashView is one thing that the draft and a layer saved meanwhile say otherwise about.
type clashView struct {
	Name, Title  string
	Choices      []ui.Choice
	Mine, Theirs string
}

func (p *Pages) review(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if l.t.Draft.Version == 0 {
		return l.on(l.at(), "inget-utkast")
	}
	return l.showReview(http.StatusOK, p.Today(), "")
}

func (l *look) showReview(status int, from, fromWrong string) error {
	v := reviewView{head: l.head(l.c.T("tailor.review.title")), At: l.at(), Version: l.t.Draft.Version, From: from, FromWrong: fromWrong}
	if fromWrong != "" {
		v.Wrong = []ui.Problem{{Field: "fran", Text: fromWrong}}
	}
	l.v.learn(l.t.Layer.Ops)
	v.Changes = l.v.differences(l.t.Layer.Ops, l.t.Draft.Ops)
	clash, err := l.p.Journeys.Clashes(l.r.Context(), l.t)
	if err != nil {
		return err
	}
	for i, c := range clash.Conflicts {
		v.Clash = append(v.Clash, l.clash(i, c))
	}
	if len(v.Clash) == 0 && len(v.Changes) > 0 {
		im, task, err := l.p.Journeys.Count(l.r.Context(), l.actor(), l.t)
		if err != nil {
			return err
		}
		l.touched(&v, &im, task.State, task.Done, task.Total)
	}
	s := l.p.Frame.Shell(l.r, v.Title)
	s.Wrong = len(v.Wrong) > 0
	return l.p.Frame.ShowAs(l.w, l.r, status, s, reviewPage(v))
}

func slotName(s plan.Slot) string { return string(s.Aspect) + " " + s.Item + " " + s.First }

func (l *look) clash(i int, c plan.Conflict) clashView {
	v := clashView{Name: "krock-" + strconv.Itoa(i), Title: l.v.title(c.Item), Mine: l.v.ops(c.Mine), Theirs: l.v.ops(c.Theirs)}
	say := func(s string) string {
		if s == "" {
			return l.c.T("tailor.nothing_own")
		}
		return s
	}
	v.Choices = []ui.Choice{{Value: "deras", Text: l.c.T("tailor.clash.theirs"), Note: say(v.Theirs), Chosen: true}, {Value: slotName(c.Slot), Text: l.c.T("tailor.clash.mine"), Note: say(v.Mine)}}
	return v
}

// touched tells whom the draft touches. Above the employer figures are rounded and few are told as few.
func (l *look) touched(v *reviewView, im *journey.Impact, state string, done, total int64) {
	if state != "" && state != "done" {
		v.Counting = l.c.T("tailor.touch.counting", "n", im.All)
		if total > 0 {
			v.Counting = l.c.T("tailor.touch.progress", "done", done, "total", total)
		}
		if state == "failed" {
			v.Counting = l.c.T("tailor.touch.failed")
		}
		return
	}
	say := func(n int) string { return l.people(n, im) }
	if im.Touched == 0 {
		v.Touches = append(v.Touches, l.c.T("tailor.touch.nobody"))
		return
	}
	v.Touches = append(v.Touches, l.c.T("tailor.touch.some", "n", say(im.Touched), "all", say2(l, im)))
	for _, part := range []struct {
		key string
		n   int
	}{{"tailor.touch.more", im.More}, {"tailor.touch.less", im.Less}, {"tailor.touch.due", im.Due}} {
		if part.n > 0 {
			v.Touches = append(v.Touches, l.c.T(part.key, "n", say(part.n)))
		}
	}
	if im.Looked < im.All {
		v.Touches = append(v.Touches, l.c.T("tailor.touch.sample", "n", lang.Number(im.Looked), "all", l.people(im.All, &journey.Impact{All: im.All, Looked: im.All})))
	}
	var work []string
	for _, id := range sortedKeys(im.Work) {
		name := strings.ToLower(l.v.ref.Occupation(id).Plural)
		if name == "" {
			name = l.c.T("tailor.touch.other_work")
		}
		work = append(work, l.c.T("tailor.touch.work", "n", say(im.Work[id]), "work", name))
	}
	if len(work) > 0 {
		v.Touches = append(v.Touches, l.c.T("tailor.touch.works", "who", l.c.And(work...)))
	}
	v.Items = ui.TableProps{ID: "vilka", Caption: l.c.T("tailor.touch.items"), Columns: []ui.Column{{Title: l.c.T("tailor.touch.item")}, {Title: l.c.T("tailor.touch.people")}}}
	for _, id := range sortedKeys(im.Items) {
		v.Items.Rows = append(v.Items.Rows, ui.Row{Head: ui.Text(l.v.title(id)), Cells: []templComponent{ui.Text(say(im.Items[id]))}})
	}
}

func say2(l *look, im *journey.Impact) string {
	return l.people(im.All, &journey.Impact{All: im.All, Looked: im.All})
}

func sortedKeys(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int {
		if m[a] != m[b] {
			return m[b] - m[a]
		}
		return strings.Compare(a, b)
	})
	return out
}

// fewest is how many people a figure above the employer tells of at least (rule 25).
const fewest = 5

// people says how many. A sample is counted up to all.
func (l *look) people(n int, im *journey.Impact) string {
	sampled := im.Looked > 0 && im.Looked < im.All
	if sampled {
		n = n * im.All / im.Looked
	}
	switch kind := plan.NodeKind(l.t.Node.Kind); {
	case !kind.MayDemand() && n < fewest:
		return l.c.T("tailor.touch.few")
	case !kind.MayDemand() || sampled:
		return l.c.T("tailor.touch.about", "n", lang.Number((n+5)/10*10))
	}
	return lang.Number(n)
}

func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return journey.ErrNoLayerDraft
	}
	version, from := seen(r).Version, r.PostFormValue("fran")
	node, id := l.t.Node.ID, l.t.Frame().ID
	if r.PostFormValue("valj") != "" {
		err = p.Journeys.Settle(r.Context(), l.actor(), node, id, version, l.chosen())
		if err == nil {
			return l.on(l.at()+"/granska", "hopa")
		}
	} else {
		if !lang.IsDay(from) {
			if l.t.Draft.Version == 0 {
				return l.on(l.at(), "inget-utkast")
			}
			return l.showReview(http.StatusUnprocessableEntity, from, l.c.T("tailor.wrong.date"))
		}
		_, err = p.Journeys.Save(r.Context(), l.actor(), node, id, version, from)
	}
	switch {
	case err == nil:
		return l.on(l.at(), "sparat")
	case errors.Is(err, journey.ErrRebased):
		return l.on(l.at()+"/granska", "hopa")
	case errors.Is(err, journey.ErrDraftMoved):
		return l.on(l.at()+"/granska", "nytt-utkast")
	case errors.Is(err, journey.ErrNoLayerDraft):
		return l.on(l.at(), "inget-utkast")
	case errors.Is(err, journey.ErrMeanwhile):
		return l.showReview(http.StatusConflict, from, "")
	case errors.Is(err, journey.ErrPast), errors.Is(err, journey.ErrLater):
		f := wrong(err)
		if f.Args["date"] != "" {
			f = f.With("date", l.v.day(f.Args["date"]))
		}
		return l.showReview(http.StatusUnprocessableEntity, from, page.Say(l.c, f))
	}
	return err
}

// chosen are the conflicts in which the visitor chose the draft.
func (l *look) chosen() []plan.Slot {
	clash, err := l.p.Journeys.Clashes(l.r.Context(), l.t)
	if err != nil {
		return nil
	}
	var out []plan.Slot
	for i, c := range clash.Conflicts {
		if l.r.PostFormValue("krock-"+strconv.Itoa(i)) == slotName(c.Slot) {
			out = append(out, c.Slot)
		}
	}
	return out
}

func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	err = p.Journeys.Drop(r.Context(), l.actor(), l.t.Node.ID, l.t.Frame().ID, seen(r).Version)
	switch {
	case errors.Is(err, journey.ErrDraftMoved):
		return l.on(l.at()+"/granska", "nytt-utkast")
	case meanwhile(err):
		return l.on(l.at(), "inget-utkast")
	case err != nil:
		return err
	}
	return l.on(l.at(), "slangt")
}

// empty makes a draft without anything of the place's own: saved, the layer is switched off.
func (p *Pages) empty(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	_, err = p.Journeys.Empty(r.Context(), l.actor(), l.t.Node.ID, l.t.Frame().ID, seen(r))
	switch {
	case errors.Is(err, journey.ErrMeanwhile), meanwhile(err):
		return l.on(l.at(), "nytt-utkast")
	case err != nil:
		return err
	}
	return l.on(l.at(), "tomt")
}
