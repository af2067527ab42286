package profileweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// demandView is the page on which demands are put together, looked through and saved.
type demandView struct {
	head
	Action  string
	Names   []string // what is asked for
	Keys    []string // the requirements, of what is new
	ID      string   // the demand, of what is changed
	Fields  fields
	Review  *reviewView
	Above   []string // what holds without this place's own decision
	From    string   // who decided that; "" nobody above
	Own     bool     // the place has decided something about it
	Dropped bool
	Unknown bool // the requirement is in no framework that holds
	Formal  bool
	Theirs  string // what somebody else has decided meanwhile
	About   string
	Grounds []string
}

// reviewView is how it becomes, before it is saved.
type reviewView struct {
	Says    []string
	Touches []string
}

// chosen reads which requirements are to be asked for: some, or a whole area of a framework.
func (l *look) chosen() (out []frame.Entry) {
	q := l.r.Form
	add := func(key string) {
		if e, ok := l.entry(key); ok && !slices.ContainsFunc(out, func(o frame.Entry) bool { return o.Key == key }) && len(out) < mostShown {
			out = append(out, e)
		}
	}
	for _, key := range q["krav"] {
		add(key)
	}
	for _, part := range q["del"] {
		id, area, _ := strings.Cut(part, "/")
		for _, f := range l.book().Frames {
			for i := range f.Areas {
				if f.ID == id && f.Areas[i].ID == area {
					for _, r := range f.Areas[i].Requirements {
						add(frame.Key(f.ID, r.ID))
					}
				}
			}
		}
	}
	return out
}

// fresh is the form for what is chosen in the library, or for the formal requirements of an occupation.
func (p *Pages) fresh(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := freshForm(p.Profiles.NewID(), l.place.Now.ID)
	entries := l.chosen()
	if work := r.Form.Get("formellt"); work != "" {
		entries = profile.FormalOf(l.book(), work)
		f.Work, f.Weight = []string{work}, string(layer.Critical)
	}
	if len(entries) == 0 {
		return l.on(at(l.node().ID)+"/lagg-till", "")
	}
	return l.showFresh(http.StatusOK, f, entries, nil, nil)
}

func (l *look) showFresh(status int, f demandForm, entries []frame.Entry, wrongs map[string]string, review *reviewView) error {
	v := demandView{Action: at(l.node().ID) + "/nya", Fields: l.fields(f, entries, wrongs), Review: review}
	v.head = l.head(l.c.T("profile.new.title", "n", len(entries)))
	v.Back = ui.Link{Href: at(l.node().ID) + "/lagg-till", Text: l.c.T("profile.back_library")}
	for _, e := range entries {
		v.Names, v.Keys = append(v.Names, e.Name), append(v.Keys, e.Key)
		v.Formal = v.Formal || e.Formal
	}
	v.Wrong = l.problems(wrongs)
	return l.p.Frame.ShowAs(l.w, l.r, status, l.shell(v.Title, v.Wrong), demandPage(v))
}

func (p *Pages) saveFresh(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, entries := readForm(r), l.chosen()
	if len(entries) == 0 {
		return l.on(at(l.node().ID)+"/lagg-till", "")
	}
	if f.Key == "" || len(f.Key) > 60 {
		f.Key = p.Profiles.NewID()
	}
	wrongs := map[string]string{}
	e := profile.Edit{From: f.From, SeenID: f.Seen}
	for i, entry := range entries {
		e.Set = append(e.Set, layer.Op{Demand: f.demand(f.Key+"-"+strconv.Itoa(i+1), entry, wrongs)})
	}
	if err := l.wrongs(e, wrongs); err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return l.showFresh(http.StatusUnprocessableEntity, f, entries, wrongs, nil)
	}
	if r.PostFormValue("gor") != "spara" {
		review, err := l.review(e)
		if err != nil {
			return err
		}
		return l.showFresh(http.StatusOK, f, entries, nil, review)
	}
	switch err := p.Profiles.Edit(r.Context(), l.actor(), l.node().ID, e); {
	case errors.Is(err, profile.ErrMeanwhile): // the same form, sent before with other words
		f.Key, f.Seen = p.Profiles.NewID(), l.place.Now.ID
		return l.showFresh(http.StatusConflict, f, entries, map[string]string{"krav": "profile.meanwhile"}, nil)
	case wrong(err) != nil:
		return l.showFresh(http.StatusUnprocessableEntity, f, entries, map[string]string{orKrav(wrong(err).Field): wrong(err).Key}, nil)
	case err != nil:
		return err
	}
	return l.on(at(l.node().ID), "tillagt")
}

func orKrav(field string) string {
	if field == "" {
		return "krav"
	}
	return field
}

// wrongs tells what is wrong with an edit, by field.
func (l *look) wrongs(e profile.Edit, wrongs map[string]string) error {
	ops, err := l.p.Profiles.Ops(l.r.Context(), l.actor(), l.node().ID, e)
	if err != nil {
		return err
	}
	problems, err := l.p.Profiles.Problems(l.r.Context(), l.actor(), l.node().ID, ops, e.From, e.SeenID)
	if f := wrong(err); f != nil {
		wrongs[orKrav(f.Field)] = f.Key
		return nil
	}
	if err != nil {
		return err
	}
	for _, found := range problems {
		if wrongs[found.Field] == "" {
			wrongs[found.Field] = found.Key
		}
	}
	return nil
}

// review says how it becomes, and whom it touches today.
func (l *look) review(e profile.Edit) (*reviewView, error) {
	v := &reviewView{}
	var asked []layer.Asked
	for i := range e.Set {
		op := &e.Set[i]
		v.Says = append(v.Says, l.c.T("profile.review.line", "what", l.words.name(op.Demand.Requirement), "how", l.words.short(op)))
		if !op.Drop {
			asked = append(asked, layer.Asked{Demand: op.Demand, NodeID: l.node().ID, NodeName: l.node().Name, Since: l.p.Today()})
		}
	}
	if e.From > l.p.Today() {
		v.Says = append(v.Says, l.c.T("profile.review.coming", "day", l.words.c.DateOf(e.From)))
	}
	switch {
	case len(asked) == 0:
	case layer.Recommends(l.node().Kind):
		v.Touches = append(v.Touches, l.c.T("profile.review.recommends"))
	default:
		t, err := l.p.Preview.Touched(l.r.Context(), page.Of(l.r.Context()).Actor, l.node(), asked)
		if err != nil {
			return nil, err
		}
		v.Touches = append(v.Touches, l.touches(t, len(asked))...)
	}
	return v, nil
}

func (l *look) touches(t profile.Touched, demands int) (out []string) {
	if !t.Known {
		return nil
	}
	if t.Positions == 0 {
		return []string{l.c.T("profile.review.nobody")}
	}
	key := "profile.review.touched"
	if demands > 1 {
		key = "profile.review.touched_many"
	}
	if t.Unsaid {
		return []string{l.c.T(key, "n", t.Positions)}
	}
	return []string{l.c.T(key, "n", t.Positions), l.c.T("profile.review.holding", "n", t.Holding, "all", lang.Number(t.Positions))}
}

// say is a fault's sentence.
func (l *look) say(err error) string {
	if f := wrong(err); f != nil {
		return page.Say(l.c, f)
	}
	return ""
}
