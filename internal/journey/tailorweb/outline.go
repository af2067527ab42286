package tailorweb

import (
	"net/http"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/ui"
)

// outlineView is a journey as it stands at a place: what comes from above, and what is changed here.
type outlineView struct {
	head
	Edit    bool
	Draft   string // who has worked on what is not saved yet; "" when there is none
	News    string // how much has become otherwise above
	At      string
	Count   string // how much is the place's own
	Blocks  []outlineBlock
	Gone    []string // own operations that rest
	Version int64
	Layer   string
	HasOwn  bool
}

type outlineBlock struct {
	ID, Title, Helper string
	Items             []outlineItem
}

type outlineItem struct {
	Title, Above, Here, Own string
	Decided                 []string // by those above
	Changed                 bool
	Edit, Local             string // addresses; "" = none
	Status                  ui.StatusKind
	Word                    string
}

func (p *Pages) outline(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, false)
	if err != nil {
		return err
	}
	news, err := p.Journeys.News(r.Context(), l.t)
	if err != nil {
		return err
	}
	ops := l.t.Ops()
	v := outlineView{head: l.head(l.c.T("tailor.make_own", "journey", l.t.Frame().Title)), Edit: l.t.MayEdit, At: l.at(), Version: l.t.Draft.Version, Layer: l.t.Layer.ID, HasOwn: len(ops) > 0}
	v.Place, v.Back = l.t.Node.Name, ui.Link{Href: placeURL(l.t.Node.ID), Text: l.c.T("tailor.back_places")}
	if l.t.Draft.Version > 0 {
		v.Draft = l.c.T("tailor.draft_by", "who", l.who(l.t.Draft.By), "when", l.c.Near(l.t.Draft.At, p.Now()))
	}
	if len(news) > 0 {
		v.News = l.c.T("tailor.news_count", "n", len(news))
	}
	v.Count = l.c.T("tailor.own_count", "n", len(ops))
	if len(ops) == 0 {
		v.Count = l.c.T("tailor.own_none")
	}
	l.fill(&v, ops)
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), outlinePage(v))
}

func (l *look) fill(v *outlineView, ops []plan.Op) {
	out := l.t.Outline(ops, l.p.Today())
	l.v.learn(ops)
	for _, above := range l.t.Above.Layers {
		l.v.learn(above.Ops)
	}
	for _, b := range out.Blocks {
		ob := outlineBlock{ID: b.ID, Title: b.Title, Helper: b.Helper}
		for i := range b.Items {
			ob.Items = append(ob.Items, l.outlined(&b.Items[i]))
		}
		v.Blocks = append(v.Blocks, ob)
	}
	for _, o := range out.Gone {
		v.Gone = append(v.Gone, l.v.title(firstOf(o.Course, o.Item))+": "+l.v.op(o))
	}
}

func (l *look) outlined(it *plan.OutlineItem) outlineItem {
	o := outlineItem{Title: l.v.itemTitle(&it.Item), Above: l.v.standpoint(it.Above), Changed: len(it.Own) > 0}
	for _, d := range it.Decided {
		o.Decided = append(o.Decided, l.c.T("tailor.decided_by", "by", d.By, "what", l.v.op(d.Op)))
	}
	if l.t.MayEdit {
		o.Edit = itemURL(l.t.Node.ID, l.t.Frame().ID, it.ID)
		if it.Course != "" && plan.NodeKind(l.t.Node.Kind).MayDemand() && l.v.course(it.Course).Title != "" && !l.v.course(it.Course).External {
			o.Local = localURL(l.t.Node.ID, it.Course)
		}
	}
	switch {
	case !it.Above.In && !o.Changed:
		o.Word = l.c.T("tailor.word_gone")
		o.Status = ui.NotApplicable
	case o.Changed:
		o.Here, o.Own = l.v.standpoint(it.Here), l.v.ops(it.Own)
		o.Status, o.Word = ui.Done, l.c.T("tailor.word_changed")
		if it.Here.Hidden {
			o.Status, o.Word = ui.Locked, l.c.T("tailor.word_hidden")
		}
		if !it.Above.In && it.Here.In {
			o.Word = l.c.T("tailor.word_added")
		}
	default:
		o.Word = ""
	}
	return o
}

// itemTitle is what an item is called: by the journey, by the catalogue, else by its id.
func (v *words) itemTitle(it *plan.Item) string {
	if it.Title != "" {
		return it.Title
	}
	return v.title(firstOf(it.Course, it.ID))
}

// who names somebody who works with layers: the name where it is known here, else nobody in particular.
func (l *look) who(personID string) string {
	if personID == l.actor().PersonID {
		return l.c.T("tailor.you")
	}
	if cards, err := l.p.Journeys.Staff.Cards(l.r.Context(), personID); err == nil && len(cards) > 0 && l.t.MayEdit {
		return cards[len(cards)-1].Shown()
	}
	return l.c.T("tailor.somebody")
}
