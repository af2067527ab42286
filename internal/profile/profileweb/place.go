package profileweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// placeView is what a place asks for, area by area.
type placeView struct {
	head
	At      string
	Edit    bool
	Roles   bool // it is a unit where the visitor may note how far roles go
	Count   string
	Areas   []areaView
	Idle    []rowView // what concerns nobody who works at the unit today
	IdleSay string
	Dropped []rowView
	Coming  []comingView
	Empty   bool
	Copy    bool
}

type areaView struct {
	ID, Title, Frame string
	Rows             []rowView
}

// rowView is one demand.
type rowView struct {
	Title     string
	Weight    string        // how much it matters, and whether it is formal
	Status    ui.StatusKind // only of what does not hold today
	Word      string
	Formal    bool
	Sentences []string
	Counts    string
	Edit      string // address; "" none
	ID        string
}

// comingView is what the place has decided for a coming day.
type comingView struct {
	ID, Title, Note string
	Changes         []difference
}

func (p *Pages) place(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, false)
	if err != nil {
		return err
	}
	idle, err := l.idle()
	if err != nil {
		return err
	}
	v := l.view(idle)
	return p.Frame.ShowAs(w, r, http.StatusOK, l.shell(v.Title, nil), placePage(v))
}

// paper is the same for paper: no buttons, nothing folded.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, false)
	if err != nil {
		return err
	}
	v := l.view(nil)
	v.Back = ui.Link{Href: at(l.node().ID), Text: l.c.T("profile.back_place", "place", l.node().Name)}
	return p.Frame.ShowAs(w, r, http.StatusOK, l.shell(v.Title, nil), paperPage(v, l.c.T("profile.printed", "day", l.words.c.DateOf(p.Today()))))
}

// idle tells of which demands at a unit nobody there has the occupation. What the unit has decided itself stands
// where it was put, and so does a number: it is for the unit to reach, whoever works there now.
func (l *look) idle() (func(a *layer.Asked) bool, error) {
	if org.Kind(l.node().Kind) != org.Unit {
		return nil, nil
	}
	here, err := l.p.Profiles.Occupied(l.r.Context(), l.node())
	if err != nil || len(here) == 0 {
		return nil, err
	}
	return func(a *layer.Asked) bool {
		return a.NodeID != l.node().ID && a.Measure != layer.Count && len(a.Who.Occupations) > 0 &&
			!slices.ContainsFunc(a.Who.Occupations, func(o string) bool { return slices.Contains(here, o) })
	}, nil
}

// view is what a place asks for; idle tells what is shown apart, nil nothing.
func (l *look) view(idle func(a *layer.Asked) bool) placeView {
	n := l.node()
	v := placeView{head: l.head(l.c.T("profile.title_at", "place", n.Name)), At: at(n.ID), Edit: l.place.MayEdit, Roles: org.Kind(n.Kind) == org.Unit && may.Ask(web.ActorOf(l.r.Context()), may.NoteCompetence, n.Path) == nil,
		Empty: len(l.place.Here) == 0, Copy: !layer.Recommends(n.Kind)}
	v.Place, v.Back = "", ui.Link{Href: placeURL(n.ID), Text: l.c.T("profile.back_places")}
	v.Count = l.c.T("profile.count", "n", len(l.place.Here))
	v.Areas, v.Idle = l.areas(idle)
	v.IdleSay = l.c.T("profile.idle", "n", strconv.Itoa(len(v.Idle)))
	for _, op := range l.place.Now.Ops {
		if op.Drop {
			v.Dropped = append(v.Dropped, l.droppedRow(op))
		}
	}
	before := l.place.Now.Ops
	for _, coming := range l.place.Coming {
		v.Coming = append(v.Coming, comingView{coming.ID, l.c.T("profile.from_day", "day", l.words.c.DateOf(coming.From)), coming.Note, l.words.differences(before, coming.Ops)})
		before = coming.Ops
	}
	return v
}

// areas groups what is asked for by the frameworks' areas, in the frameworks' order.
func (l *look) areas(idle func(a *layer.Asked) bool) (out []areaView, apart []rowView) {
	rows := map[string][]rowView{}
	for i := range l.place.Here {
		a := &l.place.Here[i]
		if idle != nil && idle(a) {
			apart = append(apart, l.row(a))
			continue
		}
		key := ""
		if e, ok := l.book().Find(a.Requirement); ok {
			key = e.Frame.ID + "/" + e.Area.ID
		}
		rows[key] = append(rows[key], l.row(a))
	}
	for _, f := range l.book().Frames {
		for i := range f.Areas {
			key := f.ID + "/" + f.Areas[i].ID
			if len(rows[key]) > 0 {
				out = append(out, areaView{f.ID + "-" + f.Areas[i].ID, f.Areas[i].Name, f.Name, rows[key]})
			}
		}
	}
	if len(rows[""]) > 0 {
		out = append(out, areaView{"utan", l.c.T("profile.no_area"), "", rows[""]})
	}
	return out, apart
}

func (l *look) row(a *layer.Asked) rowView {
	r := rowView{ID: a.ID, Title: l.words.name(a.Requirement), Weight: l.c.T("profile.weight." + string(a.Weight)), Sentences: l.words.sentences(a, l.node().ID)}
	if e, ok := l.book().Find(a.Requirement); ok {
		r.Formal = e.Formal
		r.Counts = l.words.evidence(e, &a.Demand)
	}
	if r.Formal {
		r.Weight = l.c.T("profile.weight_formal", "weight", r.Weight)
	}
	if a.Announced {
		r.Status, r.Word = ui.Booked, l.c.T("profile.announced")
	}
	if l.place.MayEdit && !a.Announced && (!layer.Recommends(l.node().Kind) || a.NodeID == l.node().ID) {
		r.Edit = changeURL(l.node().ID, a.ID)
	}
	return r
}

func (l *look) droppedRow(op layer.Op) rowView {
	r := rowView{ID: op.Demand.ID, Title: l.c.T("profile.dropped_gone"), Status: ui.NotApplicable, Word: l.c.T("profile.dropped")}
	for i := range l.place.Above {
		if a := &l.place.Above[i]; a.ID == op.Demand.ID {
			r.Title = l.words.name(a.Requirement)
			r.Sentences = append(r.Sentences, l.c.T("profile.dropped_from", "by", a.NodeName))
		}
	}
	r.Sentences = append(r.Sentences, l.c.T("profile.why_is", "why", op.Demand.Note))
	if l.place.MayEdit {
		r.Edit = changeURL(l.node().ID, op.Demand.ID)
	}
	return r
}

// difference is one demand about which two versions say otherwise.
type difference struct{ Title, Was, Is string }

// differences tells what a version says otherwise than the one before.
func (v *words) differences(before, after []layer.Op) (out []difference) {
	add := func(was, is *layer.Op) {
		op := is
		if op == nil {
			op = was
		}
		title := v.name(op.Demand.Requirement)
		if op.Demand.Requirement == "" {
			title = v.c.T("profile.from_above")
		}
		d := difference{Title: title}
		if was != nil {
			d.Was = v.short(was)
		}
		if is != nil {
			d.Is = v.short(is)
		}
		out = append(out, d)
	}
	for i := range after {
		was := layer.Find(before, after[i].Demand.ID)
		if was == nil || was.Drop != after[i].Drop || !layer.Same(was.Demand, after[i].Demand) {
			add(was, &after[i])
		}
	}
	for i := range before {
		if layer.Find(after, before[i].Demand.ID) == nil {
			add(&before[i], nil)
		}
	}
	slices.SortStableFunc(out, func(a, b difference) int { return compare(a.Title, b.Title) })
	return out
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// find gives what stands about a demand here: what holds, and what the place itself has decided.
func (l *look) find(id string) (above, here *layer.Asked, own *layer.Op) {
	is := func(a layer.Asked) bool { return a.ID == id && !a.Announced }
	if i := slices.IndexFunc(l.place.Above, is); i >= 0 {
		above = &l.place.Above[i]
	}
	if i := slices.IndexFunc(l.place.Here, is); i >= 0 {
		here = &l.place.Here[i]
	}
	return above, here, layer.Find(l.place.Now.Ops, id)
}

// entry finds a requirement in a framework that holds.
func (l *look) entry(key string) (frame.Entry, bool) { return l.book().Find(key) }

// history is what a place has decided, the latest first.
func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, false)
	if err != nil {
		return err
	}
	all, err := p.Profiles.History(r.Context(), l.actor(), l.node().ID)
	if err != nil {
		return err
	}
	v := historyView{head: l.head(l.c.T("profile.history.title"))}
	for i, version := range all {
		one := versionView{ID: version.ID, Note: version.Note, Changes: l.words.differences(before(all[i+1:], version), version.Ops)}
		switch {
		case version.Replaced():
			one.Title = l.c.T("profile.history.replaced", "day", l.words.c.DateOf(version.From))
		case version.From > p.Today():
			one.Title = l.c.T("profile.history.coming", "day", l.words.c.DateOf(version.From))
		default:
			one.Title = l.c.T("profile.history.from", "day", l.words.c.DateOf(version.From))
		}
		one.By = l.c.T("profile.history.by", "who", l.name(version.By), "when", l.c.Near(version.At, p.Now()))
		v.Versions = append(v.Versions, one)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, l.shell(v.Title, nil), historyPage(v))
}

// before is what held before a version, among those decided earlier.
func before(earlier []profile.Version, v profile.Version) []layer.Op {
	for _, e := range earlier {
		if e.From <= v.From && !(e.Replaced() && e.From < v.From) {
			return e.Ops
		}
	}
	return nil
}

type historyView struct {
	head
	Versions []versionView
}

type versionView struct {
	ID, Title, By, Note string
	Changes             []difference
}

// name names somebody who decided, to who may edit here: the name where it is known, else nobody in
// particular.
func (l *look) name(personID string) string {
	if personID == l.actor().PersonID {
		return l.c.T("profile.you")
	}
	if l.place.MayEdit {
		if cards, err := l.p.Profiles.Staff.Cards(l.r.Context(), personID); err == nil && len(cards) > 0 {
			return cards[len(cards)-1].Shown()
		}
	}
	return l.c.T("profile.somebody")
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	switch err := p.Profiles.Withdraw(r.Context(), l.actor(), l.node().ID, r.PostFormValue("beslut")); {
	case errors.Is(err, profile.ErrNoLayer):
		return l.on(at(l.node().ID), "borta")
	case errors.Is(err, profile.ErrBegun):
		return l.on(at(l.node().ID), "borjat")
	case err != nil:
		return err
	}
	return l.on(at(l.node().ID), "inget")
}
