package submitweb

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// submitView is a municipality's gap before it leaves it, and what has left it.
type submitView struct {
	Place       string // id
	Others      []ui.Link
	Said, Wrong string
	Now         string // what RSS and nation read now
	Sentences   []string
	Table       ui.TableProps // exact: what is submitted
	Targets     ui.TableProps
	Seen        ui.TableProps // what others will see of it
	AllGroups   ui.Link       // the same with each group by itself
	Private     string
	Digest      string
	Button      string
	Latest      string // the submission that can be taken back
	History     ui.TableProps
}

func (p *Pages) submission(w http.ResponseWriter, r *http.Request) error {
	id, all, err := p.townOf(r.Context(), r.URL.Query().Get("plats"))
	if err != nil {
		return err
	}
	return p.showSubmission(w, r, id, all, http.StatusOK, nil)
}

func (p *Pages) showSubmission(w http.ResponseWriter, r *http.Request, id string, all []org.Node, status int, wrong *fault.Fault) error {
	c := p.catalog(r)
	s, err := p.Gaps.Submission(r.Context(), page.Of(r.Context()).Actor, id)
	if err != nil {
		return err
	}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return err
	}
	v := submitView{Place: id, Others: others(all, id, "/kommun/behov"), Digest: s.Draft.Digest(), Button: c.T("submit.button"), Now: c.T("submit.never")}
	if wrong != nil {
		v.Wrong = page.Say(c, wrong)
	}
	switch r.URL.Query().Get("klart") {
	case "inlamnat":
		v.Said = c.T("submit.done")
	case "tillbaka":
		v.Said = c.T("submit.taken_back")
	}
	last, have := s.Last()
	if have {
		v.Now, v.Button, v.Latest = c.T("submit.now", "day", c.DateOf(last.AsOf)), c.T("submit.again"), last.ID
	}
	if len(s.Private) > 0 {
		v.Private = c.T("submit.private", "names", c.And(s.Private...))
	}
	if len(s.Draft.Figures) > 0 {
		v.Sentences = ownSentences(c, s.Draft, last, have)
		v.Table, v.Targets = p.ownTable(c, s, last, have), targetTable(c, s)
		groups := r.URL.Query().Get("visa") == "grupper"
		v.Seen = seenTable(c, ref, s, groups)
		v.AllGroups = ui.Link{Href: page.At("/kommun/behov", "plats", id, "visa", "grupper") + "#syns", Text: c.T("submit.seen.groups")}
		if groups {
			v.AllGroups = ui.Link{Href: page.At("/kommun/behov", "plats", id) + "#syns", Text: c.T("submit.seen.sums")}
		}
	}
	v.History = p.historyTable(c, s)
	shell := p.Frame.Shell(r, c.T("submit.title"))
	shell.Wrong = wrong != nil
	return p.Frame.ShowAs(w, r, status, shell, submitPage(v))
}

// ownSentences says how it stands, and what has become of it since the last time.
func ownSentences(c *lang.Catalog, draft, last gap.Summary, have bool) []string {
	t := draft.Total()
	out := []string{c.T("submit.said", "share", share(c, t.Held, t.Required), "n", draft.Persons)}
	if t.Gap() == 0 {
		out = append(out, c.T("submit.said_whole"))
	} else {
		out = append(out, c.T("submit.said_gap", "develop", lang.Number(t.Develop), "recruit", lang.Number(t.Recruit)))
	}
	if have {
		out = append(out, c.T("submit.since", "day", c.DateOf(last.AsOf), "change", change(c, last.Total().Gap(), t.Gap())))
	}
	return out
}

// change says how much more or less is missing.
func change(c *lang.Catalog, was, is int64) string {
	switch {
	case is > was:
		return c.T("submit.more", "n", is-was)
	case is < was:
		return c.T("submit.fewer", "n", was-is)
	}
	return c.T("submit.same")
}

// ownTable is what is submitted: exact, beside what was submitted last.
func (p *Pages) ownTable(c *lang.Catalog, s gap.Submission, last gap.Summary, have bool) ui.TableProps {
	t := ui.TableProps{ID: "krav", Caption: c.T("submit.table"), Cards: true, Columns: append(p.figureColumns(c, c.T("submit.requirement")), ui.Column{Title: c.T("submit.since_last")})}
	for _, a := range ordered(s) {
		cells := exactCells(c, a.Column)
		since := c.T("submit.dash")
		if have {
			since = c.T("submit.new")
			if was, known := last.Exactly(a.Key); known {
				since = change(c, was.Column().Gap(), a.Gap())
			}
		}
		t.Rows = append(t.Rows, ui.Row{Head: requirementHead(a.Name, marks(c, a.Figure, a.Weight)), Cells: texts(append(cells, since))})
	}
	total := s.Draft.Total()
	t.Foot = []ui.Row{{Head: ui.Text(c.T("submit.all")), Cells: texts(append(exactCells(c, total), totalChange(c, total, last, have)))}}
	return t
}

func totalChange(c *lang.Catalog, total count.Column, last gap.Summary, have bool) string {
	if !have {
		return c.T("submit.dash")
	}
	return change(c, last.Total().Gap(), total.Gap())
}

// ordered lists the draft's requirements as pages show them: formal first.
func ordered(s gap.Submission) []gap.Asked {
	var out []gap.Asked
	for _, e := range s.Draft.Figures {
		a := gap.Asked{Figure: s.Meta[e.Requirement], Weight: e.Weight}
		a.Column = e.Column()
		out = append(out, a)
	}
	gap.SortAsked(out)
	return out
}

func targetTable(c *lang.Catalog, s gap.Submission) ui.TableProps {
	t := ui.TableProps{ID: "mal", Caption: c.T("submit.targets"), Cards: true, Columns: []ui.Column{{Title: c.T("submit.requirement")}, {Title: c.T("submit.required"), Number: true},
		{Title: c.T("submit.held"), Number: true}, {Title: c.T("submit.gap"), Number: true}}}
	for _, e := range s.Draft.Targets {
		cells := exactCells(c, e.Column())
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(s.Meta[e.Requirement].Name), Cells: texts(cells[:3])})
	}
	return t
}

// seenTable is what others will see: added up, or each group by itself.
func seenTable(c *lang.Catalog, ref org.Reference, s gap.Submission, groups bool) ui.TableProps {
	t := ui.TableProps{ID: "syns", Caption: c.T("submit.seen.table"), Cards: true, Columns: []ui.Column{{Title: c.T("submit.requirement")}, {Title: c.T("submit.required"), Number: true},
		{Title: c.T("submit.held"), Number: true}, {Title: c.T("submit.gap"), Number: true}, {Title: c.T("submit.develop"), Number: true}, {Title: c.T("submit.recruit"), Number: true}, {Title: c.T("submit.figures_from")}}}
	if groups {
		t.Columns = append(t.Columns[:1:1], append([]ui.Column{{Title: c.T("submit.who")}}, t.Columns[1:]...)...)
	}
	for _, a := range ordered(s) {
		told := s.Draft.Of(a.Key)
		if !groups {
			sum := told.Sum(nil)
			t.Rows = append(t.Rows, ui.Row{Head: ui.Text(a.Name), Cells: texts(append(toldCells(c, sum), dayOr(c, sum.Oldest)))})
			continue
		}
		for _, g := range told.Groups {
			one := told.Sum(func(k string) bool { return slices.Contains(g.Keys, k) })
			cells := append([]templ.Component{keysName(c, ref, g.Keys)}, texts(append(toldCells(c, one), c.DateOf(g.AsOf)))...)
			t.Rows = append(t.Rows, ui.Row{Head: ui.Text(a.Name), Cells: cells})
		}
		if len(told.Groups) == 0 {
			t.Rows = append(t.Rows, ui.Row{Head: ui.Text(a.Name), Cells: append([]templ.Component{ui.Text(c.T("submit.dash"))}, texts(append(toldCells(c, told.Sum(nil)), c.T("submit.dash")))...)})
		}
	}
	return t
}

func dayOr(c *lang.Catalog, text string) string {
	if text == "" {
		return c.T("submit.dash")
	}
	return c.DateOf(text)
}

// keysName says who a group is.
func keysName(c *lang.Catalog, ref org.Reference, keys []string) templ.Component {
	var names []string
	for _, k := range keys {
		names = append(names, keyName(c, ref, k))
	}
	lang.SortBy(names, func(s string) string { return s })
	if len(names) == 1 {
		return ui.Text(names[0])
	}
	return ui.Text(c.T("submit.together", "n", len(names), "names", strings.Join(names, "; ")))
}

func keyName(c *lang.Catalog, ref org.Reference, key string) string {
	if key == gap.Numbers {
		return c.T("submit.numbers")
	}
	occupation, area, _ := strings.Cut(key, "/")
	name := ref.Occupation(occupation).Name
	if name == "" {
		name = c.T("submit.no_occupation")
	}
	if a := ref.AreaName(area); a != "" {
		return c.T("submit.occupation_area", "occupation", name, "area", a)
	}
	return name
}

func (p *Pages) historyTable(c *lang.Catalog, s gap.Submission) ui.TableProps {
	t := ui.TableProps{ID: "historik", Caption: c.T("submit.history"), Cards: true, Columns: []ui.Column{{Title: c.T("submit.figures_from")}, {Title: c.T("submit.state")},
		{Title: c.T("submit.held"), Number: true}, {Title: c.T("submit.gap"), Number: true}, {Title: c.T("submit.develop"), Number: true}, {Title: c.T("submit.recruit"), Number: true}}}
	for _, h := range s.History {
		state := c.T("submit.replaced")
		switch {
		case h.Latest:
			state = c.T("submit.latest")
		case h.WithdrawnAt != nil:
			state = c.T("submit.withdrawn", "when", when(c, *h.WithdrawnAt, p.Frame.Now()))
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(c.DateOf(h.AsOf)), Cells: texts(append([]string{state}, exactCells(c, h.Total())[1:]...))})
	}
	return t
}

func (p *Pages) submit(w http.ResponseWriter, r *http.Request) error {
	id, all, err := p.townOf(r.Context(), r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	_, err = p.Gaps.Submit(r.Context(), page.Of(r.Context()).Actor, id, r.PostFormValue("sett"))
	if among(err, gap.ErrChanged, gap.ErrNothing) {
		f := fault.Of(err)
		return p.showSubmission(w, r, id, all, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kommun/behov", "plats", id, "klart", "inlamnat"))
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	id, _, err := p.townOf(r.Context(), r.PostFormValue("plats"))
	if err != nil {
		return err
	}
	if err := p.Gaps.Withdraw(r.Context(), page.Of(r.Context()).Actor, id, r.PostFormValue("inlamning")); err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kommun/behov", "plats", id, "klart", "tillbaka"))
}
