package submitweb

import (
	"net/http"
	"net/url"
	"strconv"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// boardView is an RSS's board: lists with headings, from need to done.
type boardView struct {
	Title   string
	Up      ui.Link
	Choices []ui.Link
	Said    string
	Intro   string
	Place   string
	Fields  []ui.FieldProps
	Columns []columnView
}

// columnView is one list of the board.
type columnView struct {
	Title string
	None  string // what stands there when the list is empty
	Cards []cardView
	More  string // how many are not shown
}

// cardView is one card: a need or a joint work.
type cardView struct {
	ID    string
	Title string
	Marks []string
	Lines []string
	Do    ui.Link
}

// mostNeeds is how many needs the board shows; the overview has them all.
const mostNeeds = 12

func planArea(text string) gap.PlanArea {
	for _, a := range gap.PlanAreas() {
		if string(a) == text {
			return a
		}
	}
	return gap.EveryArea
}

func areaName(c *lang.Catalog, a gap.PlanArea) string {
	if a == gap.EveryArea {
		return c.T("submit.plan.all")
	}
	return c.T("submit.plan." + string(a))
}

func (p *Pages) board(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	b, err := p.Gaps.Board(r.Context(), page.Of(r.Context()).Actor, q.Get("plats"), planArea(q.Get("plan")), filterOf(q))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := boardView{Title: c.T("submit.board.of", "place", b.Node.Name), Place: b.Node.ID, Intro: c.T("submit.board.intro"),
		Up: ui.Link{Href: page.At("/rss/kompetens", "plats", b.Node.ID), Text: c.T("submit.board.back")}}
	for _, n := range b.Overview.Choices {
		v.Choices = append(v.Choices, ui.Link{Href: page.At("/rss/kompetens/tavla", "plats", n.ID, "plan", string(b.Area)), Text: n.Name, Current: n.ID == b.Node.ID})
	}
	switch q.Get("klart") {
	case "foreslaget":
		v.Said = c.T("submit.board.proposed_done")
	case "sparat":
		v.Said = c.T("submit.board.saved")
	}
	area := ui.FieldProps{Name: "plan", Label: c.T("submit.board.plan"), Value: string(b.Area), Options: []ui.Option{{Text: c.T("submit.plan.all")}}}
	for _, a := range gap.PlanAreas() {
		area.Options = append(area.Options, ui.Option{Value: string(a), Text: areaName(c, a)})
	}
	v.Fields = []ui.FieldProps{area}
	v.Columns = append(v.Columns, needColumn(c, b))
	for _, s := range []gap.Stage{gap.Proposed, gap.Planned, gap.Finished} {
		col := columnView{Title: c.T("submit.stage." + string(s)), None: c.T("submit.stage_none." + string(s))}
		for _, x := range b.At(s) {
			col.Cards = append(col.Cards, workCard(c, x, b.Mine))
		}
		v.Columns = append(v.Columns, col)
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), boardPage(v))
}

// needColumn is the needs that nothing is under way for.
func needColumn(c *lang.Catalog, b gap.Board) columnView {
	col := columnView{Title: c.T("submit.stage.need"), None: c.T("submit.stage_none.need")}
	for i, n := range b.Needs {
		if i == mostNeeds {
			col.More = c.T("submit.board.more", "n", len(b.Needs)-mostNeeds)
			break
		}
		card := cardView{ID: "krav-" + strconv.Itoa(i+1), Title: n.Name, Marks: marks(c, n.Figure, n.Weight)}
		if n.Told.Of > 0 {
			card.Lines = append(card.Lines, c.T("submit.board.lacks", "n", n.Told.Gap(), "towns", c.T("submit.towns", "n", n.Municipalities)))
		} else {
			card.Lines = append(card.Lines, c.T("submit.board.few", "towns", c.T("submit.towns", "n", n.Municipalities)))
		}
		var own, joint []string
		for _, x := range n.Choices {
			if x.Reply == gap.Own {
				own = append(own, x.Municipality)
			} else {
				joint = append(joint, x.Municipality)
			}
		}
		if len(joint) > 0 {
			card.Lines = append(card.Lines, c.T("submit.board.joint", "names", c.And(joint...)))
		}
		if len(own) > 0 {
			card.Lines = append(card.Lines, c.T("submit.board.own", "names", c.And(own...)))
		}
		if b.Mine {
			card.Do = ui.Link{Href: page.At("/rss/kompetens/tavla/nytt", "plats", b.Node.ID, "krav", n.Key, "plan", string(b.Area)), Text: c.T("submit.board.propose")}
		}
		col.Cards = append(col.Cards, card)
	}
	return col
}

func workCard(c *lang.Catalog, x gap.Work, mine bool) cardView {
	card := cardView{ID: x.ID, Title: x.Title, Lines: []string{c.T("submit.work.for", "name", x.Figure.Name), areaName(c, x.Area)}}
	if text := period(c, x); text != "" {
		card.Lines = append(card.Lines, text)
	}
	if x.When != "" {
		card.Lines = append(card.Lines, planned(c, x))
	}
	if x.Stage == gap.Finished && x.Outcome != "" {
		card.Lines = append(card.Lines, x.Outcome)
	}
	card.Lines = append(card.Lines, answersLine(c, x))
	card.Do = ui.Link{Href: "/rss/kompetens/tavla/" + x.ID, Text: c.T("submit.work.open")}
	if mine && x.Stage != gap.Finished {
		card.Do.Text = c.T("submit.work.plan")
	}
	return card
}

func period(c *lang.Catalog, x gap.Work) string {
	switch {
	case x.From != "" && x.Until != "":
		return c.T("submit.work.period", "from", c.DateOf(x.From), "until", c.DateOf(x.Until))
	case x.From != "":
		return c.T("submit.work.from", "from", c.DateOf(x.From))
	case x.Until != "":
		return c.T("submit.work.until", "until", c.DateOf(x.Until))
	}
	return ""
}

// planned says when, where and for how many.
func planned(c *lang.Catalog, x gap.Work) string {
	text := x.When
	if x.Where != "" {
		text = c.T("submit.work.when_where", "when", x.When, "where", x.Where)
	}
	if x.Seats > 0 {
		text = c.T("submit.work.seats", "text", text, "n", x.Seats)
	}
	return text
}

// answersLine says what the municipalities have answered.
func answersLine(c *lang.Catalog, x gap.Work) string {
	text := c.T("submit.work.answers", "yes", x.Said(gap.Yes), "no", x.Said(gap.No), "own", x.Said(gap.Own), "wait", x.Asked-len(x.Answers))
	if n := x.People(); n > 0 {
		text = c.T("submit.work.people", "text", text, "n", n)
	}
	return text
}

// workView is a joint work: what is proposed, what has been answered, and the form to plan it.
type workView struct {
	Title    string
	Back     ui.Link
	Action   string
	Problems []ui.Problem
	Wrong    string
	New      bool
	Need     string
	Facts    []ui.Fact
	Answers  ui.TableProps
	Form     bool
	Hidden   [][2]string
	Fields   []ui.FieldProps
	Texts    map[string]bool // names of fields of several lines
	Stage    ui.ChoicesProps
	Button   string
}

func (p *Pages) newWork(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	x := gap.Work{RSSID: q.Get("plats"), Requirement: q.Get("krav"), Area: planArea(q.Get("plan"))}
	return p.showNew(w, r, x, http.StatusOK, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, x gap.Work, status int, wrong *fault.Fault) error {
	b, err := p.Gaps.Board(r.Context(), page.Of(r.Context()).Actor, x.RSSID, gap.EveryArea, gap.Filter{Requirement: x.Requirement})
	if err != nil {
		return err
	}
	c := p.catalog(r)
	x.RSSID = b.Node.ID
	v := workView{Title: c.T("submit.new.title"), Action: "/rss/kompetens/tavla", New: true, Button: c.T("submit.new.button"), Form: true,
		Back: ui.Link{Href: page.At("/rss/kompetens/tavla", "plats", x.RSSID), Text: c.T("submit.work.back")}}
	for _, a := range b.Overview.Asked {
		if a.Key == x.Requirement {
			v.Need = c.T("submit.new.need", "name", a.Name, "lines", c.T("submit.towns", "n", a.Municipalities))
			if a.Told.Of > 0 {
				v.Need = c.T("submit.new.need_gap", "name", a.Name, "n", a.Told.Gap(), "lines", c.T("submit.towns", "n", a.Municipalities))
			}
			if x.Title == "" && wrong == nil {
				x.Title = a.Name
			}
		}
	}
	v.Hidden = [][2]string{{"plats", x.RSSID}, {"krav", x.Requirement}}
	v.fill(c, x, wrong)
	return p.showWork(w, r, v, status, wrong)
}

// fill makes the fields of the form.
func (v *workView) fill(c *lang.Catalog, x gap.Work, wrong *fault.Fault) {
	at := map[string]string{}
	if wrong != nil {
		if wrong.Field != "" {
			at[wrong.Field] = page.Say(c, wrong)
		} else {
			v.Wrong = page.Say(c, wrong)
		}
	}
	area := ui.FieldProps{Name: "plan", Label: c.T("submit.work.area"), Value: string(x.Area), Options: []ui.Option{{Text: c.T("submit.plan.all")}}}
	for _, a := range gap.PlanAreas() {
		area.Options = append(area.Options, ui.Option{Value: string(a), Text: areaName(c, a)})
	}
	seats := ""
	if x.Seats > 0 {
		seats = strconv.FormatInt(x.Seats, 10)
	}
	v.Fields = []ui.FieldProps{
		{Name: "titel", Label: c.T("submit.work.title"), Value: x.Title, Error: at["titel"]},
		{Name: "mal", Label: c.T("submit.work.goal"), Value: x.Goal, Optional: true, Rows: 3},
		area,
		{Name: "fran", Label: c.T("submit.work.from_day"), Type: "date", Value: x.From, Optional: true},
		{Name: "till", Label: c.T("submit.work.until_day"), Type: "date", Value: x.Until, Optional: true, Error: at["till"]},
	}
	if !v.New {
		v.Fields = append(v.Fields,
			ui.FieldProps{Name: "nar", Label: c.T("submit.work.when"), Tip: c.T("submit.work.when_tip"), Value: x.When, Error: at["nar"], Optional: true},
			ui.FieldProps{Name: "var", Label: c.T("submit.work.where"), Value: x.Where, Optional: true},
			ui.FieldProps{Name: "platser", Label: c.T("submit.work.seats_label"), InputMode: "numeric", Value: seats, Error: at["platser"], Optional: true},
			ui.FieldProps{Name: "resultat", Label: c.T("submit.work.outcome"), Value: x.Outcome, Optional: true, Rows: 3})
	}
	for _, f := range v.Fields {
		if f.Error != "" {
			v.Problems = append(v.Problems, ui.Problem{Field: f.Name, Text: f.Error})
		}
	}
}

func (p *Pages) showWork(w http.ResponseWriter, r *http.Request, v workView, status int, wrong *fault.Fault) error {
	shell := p.Frame.Shell(r, v.Title)
	shell.Wrong = wrong != nil
	return p.Frame.ShowAs(w, r, status, shell, workPage(v))
}

// workOf reads the form of a work.
func workOf(form url.Values) gap.Work {
	return gap.Work{RSSID: form.Get("plats"), Requirement: form.Get("krav"), Area: planArea(form.Get("plan")), From: form.Get("fran"), Until: form.Get("till"), Title: form.Get("titel"), Goal: form.Get("mal"),
		When: form.Get("nar"), Where: form.Get("var"), Seats: number(form.Get("platser")), Outcome: form.Get("resultat"), Stage: gap.Stage(form.Get("lage")), Revision: number(form.Get("andrad"))}
}

// told are the faults that are shown at the form.
func told(err error) bool {
	return among(err, gap.ErrTitle, gap.ErrPeriod, gap.ErrNeed, gap.ErrLong, gap.ErrIdentity, gap.ErrSeats, gap.ErrWhen, gap.ErrWorkTold, gap.ErrWorkOver, gap.ErrAnswer)
}

func (p *Pages) propose(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	x := workOf(r.PostForm)
	_, err := p.Gaps.Propose(r.Context(), page.Of(r.Context()).Actor, x)
	if told(err) {
		f := fault.Of(err)
		return p.showNew(w, r, x, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/rss/kompetens/tavla", "plats", x.RSSID, "plan", string(x.Area), "klart", "foreslaget"))
}

func (p *Pages) work(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, nil, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, typed *gap.Work, status int, wrong *fault.Fault) error {
	actor := page.Of(r.Context()).Actor
	x, rss, err := p.Gaps.Work(r.Context(), actor, r.PathValue("work"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := workView{Title: x.Title, Action: "/rss/kompetens/tavla/" + x.ID, Button: c.T("submit.work.save"), Back: ui.Link{Href: page.At("/rss/kompetens/tavla", "plats", rss.ID), Text: c.T("submit.work.back")}}
	v.Form = mayPlan(actor, rss) && (x.Stage == gap.Proposed || x.Stage == gap.Planned)
	fact := func(term, text string) {
		if text != "" {
			v.Facts = append(v.Facts, ui.Fact{Term: c.T(term), Text: text})
		}
	}
	fact("submit.requirement", x.Figure.Name)
	fact("submit.work.stage", c.T("submit.stage."+string(x.Stage)))
	fact("submit.work.area", areaName(c, x.Area))
	fact("submit.work.period_label", period(c, x))
	fact("submit.work.goal", x.Goal)
	if x.When != "" {
		fact("submit.work.planned", planned(c, x))
	}
	fact("submit.work.outcome", x.Outcome)
	fact("submit.work.said", answersLine(c, x))
	v.Answers = answerTable(c, x)
	shown := x
	if typed != nil {
		shown = *typed
		shown.Revision = x.Revision
	}
	v.Hidden = [][2]string{{"andrad", strconv.FormatInt(x.Revision, 10)}}
	v.fill(c, shown, wrong)
	v.Stage = stageChoices(c, x.Stage, shown.Stage)
	return p.showWork(w, r, v, status, wrong)
}

func mayPlan(a may.Actor, rss org.Node) bool { return may.Ask(a, may.PlanJointly, rss.Path) == nil }

// stageChoices are where a work may go from where it is.
func stageChoices(c *lang.Catalog, is, chosen gap.Stage) ui.ChoicesProps {
	to := map[gap.Stage][]gap.Stage{gap.Proposed: {gap.Proposed, gap.Planned, gap.Dropped}, gap.Planned: {gap.Planned, gap.Finished, gap.Dropped}}[is]
	out := ui.ChoicesProps{Name: "lage", Legend: c.T("submit.work.stage")}
	for _, s := range to {
		out.Choices = append(out.Choices, ui.Choice{Value: string(s), Text: c.T("submit.stage." + string(s)), Note: c.T("submit.stage_note." + string(s)), Chosen: s == chosen})
	}
	return out
}

func answerTable(c *lang.Catalog, x gap.Work) ui.TableProps {
	t := ui.TableProps{ID: "svar", Caption: c.T("submit.work.answers_table"), Cards: true, Columns: []ui.Column{{Title: c.T("submit.municipality")}, {Title: c.T("submit.answer")}, {Title: c.T("submit.people"), Number: true}, {Title: c.T("submit.note")}}}
	for _, a := range x.Answers {
		n := c.T("submit.dash")
		if a.People > 0 {
			n = lang.Number(a.People)
		}
		note := a.Note
		if note == "" {
			note = c.T("submit.dash")
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(a.Municipality), Cells: texts([]string{c.T("submit.reply." + string(a.Reply)), n, note})})
	}
	return t
}

func (p *Pages) changeWork(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	x := workOf(r.PostForm)
	x.ID = r.PathValue("work")
	err := p.Gaps.ChangeWork(r.Context(), page.Of(r.Context()).Actor, x)
	if told(err) {
		f := fault.Of(err)
		return p.showOne(w, r, &x, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	_, rss, err := p.Gaps.Work(r.Context(), page.Of(r.Context()).Actor, x.ID)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/rss/kompetens/tavla", "plats", rss.ID, "klart", "sparat"))
}
