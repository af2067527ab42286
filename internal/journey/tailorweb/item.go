package tailorweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// What may be chosen for an item.
const (
	asAbove = ""
	must    = "maste"
	should  = "rekommenderad"
	mayDo   = "valfri"
	hide    = "dolj"
	show    = "visa"
	remove  = "ta-bort"
)

// itemForm is what one place decides about one item, as a form holds it.
type itemForm struct {
	Choice, Days, From string
	Occupations        []string
	Why                string
	Block, After       string // where a local item, or a moved one, stands: "block:bas", "efter:akk"
	First, Mode, Gate  string // the course that comes first, how strictly, and why
	Approve            bool
}

// itemView is the page of one item.
type itemView struct {
	head
	Action, Item, Layer string
	Version             int64
	Above               string
	Decided             []string
	Own                 string // what the place has decided, in words

	Form           itemForm
	Choices        []ui.Choice
	Froms          []ui.Choice
	Occupations    []ui.Choice
	Places, Firsts []ui.Option
	Modes          []ui.Choice
	External       bool
	Wrongs         map[string]string
	Mine, Theirs   string // both sides, when somebody has changed the same
	TheirName      string
	Demands        bool
}

// found is an item of the outline, with its block.
type foundItem struct {
	plan.OutlineItem
	block int
	out   plan.Outline
}

func (l *look) find(id string) (foundItem, bool) {
	out := l.t.Outline(l.t.Ops(), l.p.Today())
	for b := range out.Blocks {
		for _, it := range out.Blocks[b].Items {
			if it.ID == id || it.Course == id && id != "" {
				return foundItem{it, b, out}, true
			}
		}
	}
	return foundItem{}, false
}

func (p *Pages) item(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	it, ok := l.find(r.URL.Query().Get("punkt"))
	if !ok {
		return l.on(l.at(), "")
	}
	return l.showItem(http.StatusOK, &it, formOf(&it), nil)
}

// formOf reads what the form can hold out of the operations.
func formOf(it *foundItem) itemForm {
	f := itemForm{From: string(plan.FromAssigned), Mode: string(plan.Warn)}
	for _, o := range it.Own {
		switch o.Kind {
		case plan.Add, plan.Require, plan.Recommend, plan.Elect, plan.Hide, plan.Show:
			f.Choice = choiceOf(o)
			f.Why = o.Why
			if o.Kind == plan.Add && o.Block != "" {
				f.Block = "block:" + o.Block
			}
			if o.Kind == plan.Add && o.After != "" {
				f.Block = "efter:" + o.After
			}
			if o.Audience != nil {
				f.Occupations = o.Audience.Occupations
			}
		case plan.Move:
			f.Block = "block:" + o.Block
			if o.After != "" {
				f.Block = "efter:" + o.After
			}
		case plan.Gate:
			if o.Link != nil {
				f.First, f.Mode, f.Gate = o.Link.Course, string(o.Link.Mode), o.Link.Why
			}
		case plan.Approve:
			f.Approve = true
		}
		if o.Due != nil {
			f.Days, f.From = strconv.Itoa(o.Due.Days), string(o.Due.From)
		}
	}
	return f
}

func choiceOf(o plan.Op) string {
	switch o.Kind {
	case plan.Require:
		return must
	case plan.Elect:
		return mayDo
	case plan.Hide:
		return hide
	case plan.Show:
		return show
	case plan.Add:
		switch o.Requirement {
		case plan.Mandatory:
			return must
		case plan.Elective:
			return mayDo
		}
	}
	return should
}

func readForm(r *http.Request) itemForm {
	f := itemForm{Choice: r.PostFormValue("val"), Days: strings.TrimSpace(r.PostFormValue("dagar")), From: r.PostFormValue("fran"), Occupations: r.PostForm["yrke"],
		Why: strings.TrimSpace(r.PostFormValue("why")), Block: r.PostFormValue("plats"), First: r.PostFormValue("forst"), Mode: r.PostFormValue("hur"),
		Gate: strings.TrimSpace(r.PostFormValue("forst-why")), Approve: r.PostFormValue("godkanns") != ""}
	if f.First == "" {
		f.Mode, f.Gate = string(plan.Warn), ""
	}
	return f
}

// ops turns the form into operations. What the form leaves as it was stays as it was decided, also where
// the form shows less than was decided.
func (l *look) ops(it *foundItem, f itemForm) ([]plan.Op, map[string]string) {
	wrongs := map[string]string{}
	was := formOf(it)
	local := slices.ContainsFunc(it.Own, func(o plan.Op) bool { return o.Kind == plan.Add })
	if f.Choice == remove {
		return nil, nil
	}
	var out []plan.Op
	keep := func(a plan.Aspect) {
		for _, o := range it.Own {
			if o.Slot().Aspect == a {
				out = append(out, o)
			}
		}
	}
	standing := func(f itemForm) [5]string {
		return [5]string{f.Choice, f.Days, f.From, strings.Join(f.Occupations, " "), f.Why}
	}
	if standing(f) == standing(was) && (!local || f.Block == was.Block) {
		keep(plan.Standing)
	} else {
		out = append(out, l.standing(it, f, local, wrongs)...)
	}
	if f.Block == was.Block || local {
		keep(plan.Placing)
	} else if f.Block != "" {
		o := plan.Op{Kind: plan.Move, Item: it.ID}
		o.Block, o.After = where(f.Block)
		out = append(out, o)
	}
	if f.First == was.First && f.Mode == was.Mode && f.Gate == was.Gate {
		keep(plan.Gating)
	} else if f.First != "" {
		if f.Gate == "" && f.Mode != string(plan.Off) {
			wrongs["forst-why"] = l.c.T("tailor.wrong.gate_why")
		}
		out = append(out, plan.Op{Kind: plan.Gate, Item: it.ID, Link: &plan.Link{Course: f.First, Mode: plan.Mode(f.Mode), Why: f.Gate}})
	}
	if f.Approve {
		out = append(out, plan.Op{Kind: plan.Approve, Item: it.ID, Course: it.Course})
	}
	return out, wrongs
}

// standing makes the operations of what the item is here.
func (l *look) standing(it *foundItem, f itemForm, local bool, wrongs map[string]string) []plan.Op {
	o := plan.Op{Item: it.ID, Why: f.Why}
	if len(f.Occupations) > 0 {
		o.Audience = &plan.Audience{Occupations: f.Occupations}
	}
	if f.Days != "" {
		n, err := strconv.Atoi(f.Days)
		if err != nil || n < 1 || n > 3650 {
			wrongs["dagar"] = l.c.T("tailor.wrong.days")
		}
		from := plan.FromAssigned
		if f.From == string(plan.FromStart) {
			from = plan.FromStart
		}
		o.Due = &plan.Due{Days: n, From: from}
	}
	if local {
		for _, had := range it.Own {
			if had.Kind == plan.Add {
				o.Kind, o.Course, o.Title, o.Text, o.URL = plan.Add, had.Course, had.Title, had.Text, had.URL
			}
		}
		o.Requirement = map[string]plan.Requirement{must: plan.Mandatory, mayDo: plan.Elective}[f.Choice]
		if o.Requirement == "" {
			o.Requirement = plan.Recommended
		}
		o.Block, o.After = where(f.Block)
		return []plan.Op{o}
	}
	kind := map[string]plan.OpKind{must: plan.Require, should: plan.Recommend, mayDo: plan.Elect, hide: plan.Hide, show: plan.Show}[f.Choice]
	switch {
	case kind == "" && o.Due == nil:
		return nil
	case kind == "":
		o.Kind = plan.SetDue
	default:
		o.Kind = kind
	}
	if o.Kind == plan.Hide || o.Kind == plan.Show || o.Kind == plan.Elect {
		o.Due = nil
	}
	return []plan.Op{o}
}

func where(s string) (block, after string) {
	if b, ok := strings.CutPrefix(s, "block:"); ok {
		return b, ""
	}
	after, _ = strings.CutPrefix(s, "efter:")
	return "", after
}

func (p *Pages) saveItem(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return journey.ErrAnswer
	}
	it, ok := l.find(r.PostFormValue("punkt"))
	if !ok {
		return l.on(l.at(), "inget-utkast")
	}
	f := readForm(r)
	ops, wrongs := l.ops(&it, f)
	if len(wrongs) > 0 {
		return l.showItem(http.StatusUnprocessableEntity, &it, f, wrongs)
	}
	clash, problems, err := p.Journeys.Edit(r.Context(), l.actor(), l.t.Node.ID, l.t.Frame().ID, journey.Edit{Item: it.ID, Course: it.Course, Ops: ops, Seen: seen(r)})
	switch {
	case errors.Is(err, journey.ErrMeanwhile):
		return l.showClash(&it, f, ops, clash)
	case errors.Is(err, journey.ErrRules):
		return l.showItem(http.StatusUnprocessableEntity, &it, f, map[string]string{"val": l.problem(problems)})
	case err != nil:
		if f2 := wrong(err); f2 != nil && f2.Kind == fault.Invalid {
			return l.showItem(http.StatusUnprocessableEntity, &it, f, map[string]string{"why": page.Say(l.c, f2)})
		}
		return err
	}
	return l.on(l.at(), "utkast")
}

// problem says the first thing that the place may not decide.
func (l *look) problem(problems []plan.Problem) string {
	for _, pr := range problems {
		if !pr.Warning {
			pairs := []any{}
			for k, v := range pr.Args {
				pairs = append(pairs, k, v)
			}
			return l.c.T(pr.Key, pairs...)
		}
	}
	return l.c.T("journey.may_not")
}

// showClash shows what both have made of the same item: the form holds the visitor's own, and saving it
// puts it in place of the other's.
func (l *look) showClash(it *foundItem, f itemForm, mine []plan.Op, clash journey.Clash) error {
	var theirs []plan.Op
	for _, c := range clash.Conflicts {
		theirs = append(theirs, c.Theirs...)
	}
	v := l.itemView(it, f, nil)
	v.Mine, v.Theirs = l.v.ops(mine), l.v.ops(theirs)
	if v.Mine == "" {
		v.Mine = l.c.T("tailor.nothing_own")
	}
	if v.Theirs == "" {
		v.Theirs = l.c.T("tailor.nothing_own")
	}
	v.TheirName = l.who(l.t.Draft.By)
	s := l.p.Frame.Shell(l.r, v.Title)
	s.Wrong = true
	return l.p.Frame.ShowAs(l.w, l.r, http.StatusConflict, s, itemPage(v))
}

func (l *look) showItem(status int, it *foundItem, f itemForm, wrongs map[string]string) error {
	v := l.itemView(it, f, wrongs)
	s := l.p.Frame.Shell(l.r, v.Title)
	s.Wrong = len(v.Wrong) > 0
	return l.p.Frame.ShowAs(l.w, l.r, status, s, itemPage(v))
}

func (l *look) itemView(it *foundItem, f itemForm, wrongs map[string]string) itemView {
	l.v.learn(l.t.Ops())
	kind := plan.NodeKind(l.t.Node.Kind)
	v := itemView{head: l.head(l.v.itemTitle(&it.Item)), Action: l.at() + "/andra", Item: it.ID, Layer: l.t.Layer.ID, Version: l.t.Draft.Version,
		Above: l.v.standpoint(it.Above), Own: l.v.ops(it.Own), Form: f, Wrongs: wrongs, External: l.v.course(it.Course).External, Demands: kind.MayDemand()}
	for _, field := range []string{"val", "dagar", "why", "forst-why"} {
		if wrongs[field] != "" {
			v.Wrong = append(v.Wrong, ui.Problem{Field: field, Text: wrongs[field]})
		}
	}
	for _, d := range it.Decided {
		v.Decided = append(v.Decided, l.c.T("tailor.decided_by", "by", d.By, "what", l.v.op(d.Op)))
	}
	local := slices.ContainsFunc(it.Own, func(o plan.Op) bool { return o.Kind == plan.Add })
	v.Choices = l.choices(it, f.Choice, local, kind.MayDemand())
	for _, o := range []struct{ value, key string }{{string(plan.FromAssigned), "tailor.from.assigned"}, {string(plan.FromStart), "tailor.from.start"}} {
		v.Froms = append(v.Froms, ui.Choice{Value: o.value, Text: l.c.T(o.key), Chosen: f.From == o.value})
	}
	for _, o := range l.v.ref.Occupations {
		if o.Retired != "" && !slices.Contains(f.Occupations, o.ID) {
			continue
		}
		v.Occupations = append(v.Occupations, ui.Choice{Value: o.ID, Text: o.Name, Chosen: slices.Contains(f.Occupations, o.ID)})
	}
	for _, m := range []string{string(plan.Warn), string(plan.BlockMode)} {
		if m == string(plan.Warn) || kind.MayDemand() {
			v.Modes = append(v.Modes, ui.Choice{Value: m, Text: l.c.T("tailor.mode." + m), Chosen: f.Mode == m})
		}
	}
	v.Places, v.Firsts = l.spots(it, local)
	return v
}

func (l *look) choices(it *foundItem, chosen string, local, demands bool) []ui.Choice {
	var out []ui.Choice
	add := func(value, key string) {
		out = append(out, ui.Choice{Value: value, Text: l.c.T(key), Chosen: chosen == value})
	}
	if !local {
		add(asAbove, "tailor.choice.above")
		out[0].Note = l.v.standpoint(it.Above)
	}
	if demands {
		add(must, "tailor.choice.must")
	}
	if !it.Above.Fixed {
		add(should, "tailor.choice.should")
		add(mayDo, "tailor.choice.may")
	}
	if demands && !it.Above.Fixed && !local {
		add(hide, "tailor.choice.hide")
	}
	if it.Above.Hidden {
		add(show, "tailor.choice.show")
	}
	if local {
		add(remove, "tailor.choice.remove")
	}
	if !slices.ContainsFunc(out, func(c ui.Choice) bool { return c.Chosen }) {
		out[0].Chosen = true
	}
	return out
}

// spots are where the item may stand, and what may come before it.
func (l *look) spots(it *foundItem, local bool) (places, firsts []ui.Option) {
	places = []ui.Option{{Value: "", Text: l.c.T("tailor.place.as_is")}}
	firsts = []ui.Option{{Value: "", Text: l.c.T("tailor.first.none")}}
	for b, block := range it.out.Blocks {
		if b == it.block || local {
			key := "tailor.place.first_in"
			if local {
				key = "tailor.place.last_in"
			}
			places = append(places, ui.Option{Value: "block:" + block.ID, Text: l.c.T(key, "block", block.Title)})
		}
		for i := range block.Items {
			o := &block.Items[i]
			if o.ID == it.ID {
				continue
			}
			title := l.v.itemTitle(&o.Item)
			if b == it.block || local {
				places = append(places, ui.Option{Value: "efter:" + o.ID, Text: l.c.T("tailor.place.after", "item", title)})
			}
			if o.Course != "" {
				firsts = append(firsts, ui.Option{Value: o.Course, Text: title})
			}
		}
	}
	return places, firsts
}
