package referenceweb

import (
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

type entryView struct {
	Kind     org.ReferenceKind
	Entry    org.Entry
	New      bool
	Heading  string
	ListName string
	Action   string
	Why      string
	Said     string
	Uses     []ui.Fact
	Changes  []change
	Areas    []ui.Option
	Theirs   []string // what somebody else has written meanwhile, field by field
	Problems []ui.Problem
	Wrong    map[string]string
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	return p.showEntry(w, r, http.StatusOK, &entryView{Kind: kind, New: true, Entry: org.Entry{Kind: kind, Fields: org.Fields{}}}, nil)
}

// read takes what a form says of an entry.
func read(r *http.Request, kind org.ReferenceKind, id string) (org.Entry, error) {
	if err := r.ParseForm(); err != nil {
		return org.Entry{}, err
	}
	e := org.Entry{Kind: kind, ID: id, Fields: org.Fields{}}
	for _, f := range org.FieldsOf(kind) {
		e.Fields[f] = strings.ReplaceAll(r.PostFormValue(f), "\r\n", "\n")
	}
	e.Revision, _ = strconv.ParseInt(r.PostFormValue("revision"), 10, 64)
	return e, nil
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	e, err := read(r, kind, "")
	if err != nil {
		return err
	}
	why := r.PostFormValue("why")
	id, err := p.Tree.AddEntry(r.Context(), web.ActorOf(r.Context()), e, why, p.Now(), p.Today())
	if f := refused(err); f != nil {
		return p.showEntry(w, r, web.Status(f), &entryView{Kind: kind, New: true, Entry: e, Why: why}, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, entryURL(kind, id)+"?klart=ny")
}

func (p *Pages) entry(w http.ResponseWriter, r *http.Request) error {
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	e, err := p.Tree.Entry(r.Context(), web.ActorOf(r.Context()), kind, r.PathValue("entry"))
	if err != nil {
		return err
	}
	v := &entryView{Kind: kind, Entry: e}
	switch done := r.URL.Query().Get("klart"); done {
	case "ny", "sparat", "avvecklad", "tillbaka":
		v.Said = p.words(r).T("org.ref.done." + done)
	}
	return p.showEntry(w, r, http.StatusOK, v, nil)
}

func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	e, err := read(r, kind, r.PathValue("entry"))
	if err != nil {
		return err
	}
	why := r.PostFormValue("why")
	is, theirs, err := p.Tree.SaveEntry(r.Context(), web.ActorOf(r.Context()), e, why, p.Now(), p.Today())
	if f := refused(err); f != nil {
		v := &entryView{Kind: kind, Entry: e, Why: why}
		if len(theirs) > 0 { // saving once more means knowing what the other wrote
			v.Entry = is
			c := p.words(r)
			for _, name := range org.FieldsOf(kind) {
				if text, both := theirs[name]; both {
					v.Theirs = append(v.Theirs, c.T("org.ref.theirs", "field", fieldLabel(c, kind, name), "text", strings.ReplaceAll(shown(c, name, text), "\n", ", ")))
				}
			}
		}
		return p.showEntry(w, r, web.Status(f), v, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, entryURL(kind, e.ID)+"?klart=sparat")
}

func (p *Pages) retire(w http.ResponseWriter, r *http.Request) error {
	kind, err := kindOf(r)
	if err != nil {
		return err
	}
	id, is, done := r.PathValue("entry"), r.PostFormValue("gor") != "tillbaka", "avvecklad"
	if !is {
		done = "tillbaka"
	}
	actor := web.ActorOf(r.Context())
	err = p.Tree.RetireEntry(r.Context(), actor, kind, id, is, r.PostFormValue("why"), p.Now(), p.Today())
	if f := refused(err); f != nil {
		e, err := p.Tree.Entry(r.Context(), actor, kind, id)
		if err != nil {
			return err
		}
		return p.showEntry(w, r, web.Status(f), &entryView{Kind: kind, Entry: e, Why: r.PostFormValue("why")}, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, entryURL(kind, id)+"?klart="+done)
}

// showEntry fills the page around what a form has or had.
func (p *Pages) showEntry(w http.ResponseWriter, r *http.Request, status int, v *entryView, f *fault.Fault) error {
	c, actor := p.words(r), web.ActorOf(r.Context())
	v.ListName, v.Wrong = c.T("org.ref.list."+string(v.Kind)), map[string]string{}
	if f != nil {
		v.Problems = []ui.Problem{{Field: f.Field, Text: page.Say(c, f)}}
		v.Wrong[f.Field] = page.Say(c, f)
	}
	if v.New {
		v.Heading, v.Action = c.T("org.ref.new."+string(v.Kind)), listURL(v.Kind)+"/ny"
	} else {
		v.Action = entryURL(v.Kind, v.Entry.ID)
		is, err := p.Tree.Entry(r.Context(), actor, v.Kind, v.Entry.ID)
		if err != nil {
			return err
		}
		v.Heading, v.Entry.Retired = is.Name(), is.Retired
		if err := p.fillUses(r, c, v); err != nil {
			return err
		}
		all, err := p.Tree.ReferenceChanges(r.Context(), actor, v.Kind, v.Entry.ID, onPage, 0)
		if err != nil {
			return err
		}
		if v.Changes, err = p.tell(r, all, false); err != nil {
			return err
		}
	}
	if v.Kind == org.TagList {
		areas, err := p.Tree.Entries(r.Context(), actor, org.AreaList)
		if err != nil {
			return err
		}
		v.Areas = []ui.Option{{Text: c.T("org.ref.all_areas")}}
		for _, a := range areas {
			if a.Retired == "" || a.ID == v.Entry.Fields["area"] {
				v.Areas = append(v.Areas, ui.Option{Value: a.ID, Text: a.Name()})
			}
		}
	}
	s := p.Frame.Shell(r, v.Heading)
	s.Wrong = f != nil
	return p.Frame.ShowAs(w, r, status, s, entryPage(v))
}

// fillUses tells what an entry is used by, so that whoever changes it knows what follows.
func (p *Pages) fillUses(r *http.Request, c *lang.Catalog, v *entryView) error {
	if v.Kind == org.WordList {
		return nil
	}
	used, err := p.Rooms.ReferenceUsed(r.Context())
	if err != nil {
		return err
	}
	u := used.Of[v.Kind][v.Entry.ID]
	list := func(names []string) string {
		if len(names) == 0 {
			return c.T("org.ref.used_nowhere")
		}
		return c.And(names...)
	}
	if v.Kind == org.OccupationList {
		nation, local, err := p.Tree.TitlesTo(r.Context(), web.ActorOf(r.Context()))
		if err != nil {
			return err
		}
		v.Uses = append(v.Uses, ui.Fact{Term: c.T("org.ref.titles_nation"), Text: strconv.FormatInt(nation[v.Entry.ID], 10)},
			ui.Fact{Term: c.T("org.ref.titles_local"), Text: strconv.FormatInt(local[v.Entry.ID], 10)})
	} else {
		v.Uses = append(v.Uses, ui.Fact{Term: c.T("org.ref.courses"), Text: list(u.Courses)})
	}
	v.Uses = append(v.Uses, ui.Fact{Term: c.T("org.ref.journeys"), Text: list(u.Journeys)})
	return nil
}
