package profileweb

import (
	"errors"
	"net/http"
	"strings"

	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// change is the form for one demand: the place's own, or one that comes from above.
func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	id := r.URL.Query().Get("id")
	f, ok := l.standing(id)
	if !ok {
		return l.on(at(l.node().ID), "")
	}
	f.Seen = l.place.Now.ID
	return l.showChange(http.StatusOK, id, f, nil, nil, "")
}

// standing is the form of a demand as it stands here; ok is false when there is none.
func (l *look) standing(id string) (demandForm, bool) {
	above, here, own := l.find(id)
	d := &layer.Demand{}
	switch {
	case own != nil && !own.Drop:
		d = &own.Demand
	case here != nil:
		d = &here.Demand
	case above != nil:
		d = &above.Demand
	default:
		return demandForm{}, false
	}
	e, _ := l.entry(d.Requirement)
	f := formOf(d, e)
	if own == nil {
		f.Note = ""
	} else if own.Drop {
		f.Note = own.Demand.Note
	}
	return f, true
}

// requirement is which requirement a demand is about.
func (l *look) requirement(id string) string {
	above, here, own := l.find(id)
	switch {
	case own != nil && !own.Drop:
		return own.Demand.Requirement
	case here != nil:
		return here.Requirement
	case above != nil:
		return above.Requirement
	}
	return ""
}

func (l *look) showChange(status int, id string, f demandForm, wrongs map[string]string, review *reviewView, theirs string) error {
	above, _, own := l.find(id)
	key := l.requirement(id)
	e, ok := l.entry(key)
	v := demandView{Action: at(l.node().ID) + "/andra", ID: id, Review: review, Theirs: theirs, Unknown: !ok, Own: own != nil, Dropped: own != nil && own.Drop}
	v.head = l.head(l.words.name(key))
	if ok {
		v.Fields = l.fields(f, entriesOf(e), wrongs)
		v.Formal, v.About = e.Formal, e.About
		for _, g := range e.Grounds {
			v.Grounds = append(v.Grounds, strings.TrimSpace(l.c.T("profile.basis."+string(g.Basis))+" "+g.Reference))
		}
	} else {
		v.Fields = fields{demandForm: f, Wrongs: wrongs}
	}
	if above != nil {
		v.From, v.Above = above.NodeName, l.words.sentences(above, l.node().ID)
		v.Fields.NeedsNote = true
	}
	v.Wrong = l.problems(wrongs)
	return l.p.Frame.ShowAs(l.w, l.r, status, l.shell(v.Title, v.Wrong), demandPage(v))
}

func (p *Pages) saveChange(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, id := readForm(r), r.PostFormValue("id")
	e, ok := l.entry(l.requirement(id))
	if !ok {
		return l.on(at(l.node().ID), "")
	}
	wrongs := map[string]string{}
	edit := profile.Edit{From: f.From, SeenID: f.Seen, Set: []layer.Op{{Demand: f.demand(id, e, wrongs)}}}
	if had, err := l.seen(f.Seen, id); err != nil {
		return err
	} else if had != nil && !had.Drop {
		edit.Set[0].Demand.From = had.Demand.From
	}
	if err := l.wrongs(edit, wrongs); err != nil {
		return err
	}
	if len(wrongs) > 0 {
		return l.showChange(http.StatusUnprocessableEntity, id, f, wrongs, nil, "")
	}
	if r.PostFormValue("gor") != "spara" {
		review, err := l.review(edit)
		if err != nil {
			return err
		}
		return l.showChange(http.StatusOK, id, f, nil, review, "")
	}
	if done, err := l.save(edit, id, f); done {
		return err
	}
	return l.on(at(l.node().ID), "andrat")
}

// seen is what the place had decided about a demand in the version that the editor saw.
func (l *look) seen(versionID, id string) (*layer.Op, error) {
	ops, err := l.p.Profiles.Ops(l.r.Context(), l.actor(), l.node().ID, profile.Edit{SeenID: versionID})
	if err != nil {
		return nil, err
	}
	return layer.Find(ops, id), nil
}

// save saves an edit of one demand; done is true when the page has been answered.
func (l *look) save(e profile.Edit, id string, f demandForm) (done bool, err error) {
	err = l.p.Profiles.Edit(l.r.Context(), l.actor(), l.node().ID, e)
	switch {
	case errors.Is(err, profile.ErrMeanwhile):
		_, _, theirs := l.find(id)
		f.Seen = l.place.Now.ID
		return true, l.showChange(http.StatusConflict, id, f, nil, nil, l.words.short(theirs))
	case wrong(err) != nil:
		return true, l.showChange(http.StatusUnprocessableEntity, id, f, map[string]string{orKrav(wrong(err).Field): wrong(err).Key}, nil, "")
	}
	return err != nil, err
}

// drop takes a demand away here: the place's own goes, what comes from above is not asked for here, with
// a note. The same way back lets what comes from above hold again.
func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	f, id := readForm(r), r.PostFormValue("id")
	above, _, own := l.find(id)
	if above == nil && own == nil {
		return l.on(at(l.node().ID), "")
	}
	edit, said := profile.Edit{From: f.From, SeenID: f.Seen, Remove: []string{id}}, "tillbaka"
	switch {
	case above == nil:
		said = "borttaget"
	case r.PostFormValue("gor") == "bort":
		said = "borttaget"
		edit.Remove = nil
		edit.Set = []layer.Op{{Drop: true, Demand: layer.Demand{ID: id, Requirement: above.Requirement, Note: f.Note}}}
		if f.Note == "" {
			shown, _ := l.standing(id)
			shown.Seen, shown.From = f.Seen, f.From
			return l.showChange(http.StatusUnprocessableEntity, id, shown, map[string]string{"varfor-bort": "profile.wrong.note"}, nil, "")
		}
	}
	shown, _ := l.standing(id)
	shown.Seen, shown.From, shown.Note = f.Seen, f.From, f.Note
	if done, err := l.save(edit, id, shown); done {
		return err
	}
	return l.on(at(l.node().ID), said)
}

// entriesOf is one requirement as a list.
func entriesOf[E any](e E) []E { return []E{e} }
