package submitweb

import (
	"net/http"
	"net/url"
	"strconv"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// jointView is what a municipality decides: its own needs first, and what its RSS proposes.
type jointView struct {
	Place       string
	Others      []ui.Link
	Said, Wrong string
	Intro       string
	Works       []jointWork
	Needs       []jointNeed
	NoNeeds     string
}

// jointWork is a proposal with the form to answer it; Form is false when it is over.
type jointWork struct {
	ID, Title string
	Facts     []ui.Fact
	Form      bool
	Reply     ui.ChoicesProps
	People    ui.FieldProps
	Note      ui.FieldProps
	Button    string
}

// jointNeed is a need of the municipality's own with the form to decide about it.
type jointNeed struct {
	ID, Key, Title string
	Marks          []string
	Text           string
	Said           string // what is decided
	Reply          ui.ChoicesProps
	Note           ui.FieldProps
}

func (p *Pages) joint(w http.ResponseWriter, r *http.Request) error {
	return p.showJoint(w, r, r.URL.Query().Get("plats"), nil, http.StatusOK, nil)
}

// showJoint shows the page; form is what was typed and refused.
func (p *Pages) showJoint(w http.ResponseWriter, r *http.Request, place string, form url.Values, status int, wrong *fault.Fault) error {
	id, all, err := p.townOf(r.Context(), place)
	if err != nil {
		return err
	}
	j, err := p.Gaps.JointPage(r.Context(), page.Of(r.Context()).Actor, id)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := jointView{Place: id, Others: others(all, id, "/kommun/behov/gemensamt"), Intro: c.T("submit.joint.intro", "rss", j.RSS.Name)}
	switch r.URL.Query().Get("klart") {
	case "svarat":
		v.Said = c.T("submit.joint.answered", "rss", j.RSS.Name)
	case "valt":
		v.Said = c.T("submit.joint.chosen")
	}
	if wrong != nil {
		v.Wrong = page.Say(c, wrong)
	}
	for _, x := range j.Works {
		v.Works = append(v.Works, jointCard(c, x, form, wrong))
	}
	if j.Submitted == "" {
		v.NoNeeds = c.T("submit.joint.not_submitted")
	} else if len(j.Needs) == 0 {
		v.NoNeeds = c.T("submit.joint.no_needs")
	}
	for i, n := range j.Needs {
		v.Needs = append(v.Needs, needOf(c, i, n))
	}
	shell := p.Frame.Shell(r, c.T("submit.joint.title"))
	shell.Wrong = wrong != nil
	return p.Frame.ShowAs(w, r, status, shell, jointPage(v))
}

func jointCard(c *lang.Catalog, x gap.Work, form url.Values, wrong *fault.Fault) jointWork {
	own := gap.Answer{}
	if len(x.Answers) > 0 {
		own = x.Answers[0]
	}
	out := jointWork{ID: x.ID, Title: x.Title, Form: x.Stage == gap.Proposed || x.Stage == gap.Planned, Button: c.T("submit.joint.button")}
	if own.Reply != "" {
		out.Button = c.T("submit.joint.button_again")
	}
	fact := func(term, text string) {
		if text != "" {
			out.Facts = append(out.Facts, ui.Fact{Term: c.T(term), Text: text})
		}
	}
	fact("submit.requirement", x.Figure.Name)
	fact("submit.work.stage", c.T("submit.stage."+string(x.Stage)))
	fact("submit.work.goal", x.Goal)
	fact("submit.work.period_label", period(c, x))
	if x.When != "" {
		fact("submit.work.planned", planned(c, x))
	}
	fact("submit.work.outcome", x.Outcome)
	if own.Reply != "" {
		fact("submit.joint.own_answer", c.T("submit.reply."+string(own.Reply)))
	}
	people, note, missing := "", own.Note, ""
	if own.People > 0 {
		people = strconv.FormatInt(own.People, 10)
	}
	var wrongPeople string
	if form.Get("arbete") == x.ID && wrong != nil {
		own.Reply, people, note = gap.Reply(form.Get("svar")), form.Get("platser"), form.Get("notis")
		switch wrong.Field {
		case "svar":
			missing = page.Say(c, wrong)
		case "platser":
			wrongPeople = page.Say(c, wrong)
		}
	}
	out.Reply = ui.ChoicesProps{Name: "svar", ID: "svar-" + x.ID, Legend: c.T("submit.joint.question"), Error: missing}
	for _, reply := range []gap.Reply{gap.Yes, gap.No, gap.Own} {
		out.Reply.Choices = append(out.Reply.Choices, ui.Choice{Value: string(reply), Text: c.T("submit.reply." + string(reply)), Chosen: own.Reply == reply})
	}
	out.People = ui.FieldProps{Name: "platser", ID: "platser-" + x.ID, Label: c.T("submit.joint.people"), InputMode: "numeric", Value: people, Optional: true, Error: wrongPeople}
	out.Note = ui.FieldProps{Name: "notis", ID: "notis-" + x.ID, Label: c.T("submit.note"), Value: note, Optional: true}
	return out
}

func needOf(c *lang.Catalog, i int, n gap.Need) jointNeed {
	id := strconv.Itoa(i + 1)
	col := n.Exact.Column()
	out := jointNeed{ID: "behov-" + id, Key: n.Key, Title: n.Figure.Name, Marks: marks(c, n.Figure, n.Weight),
		Text: c.T("submit.joint.lacks", "n", col.Gap(), "develop", lang.Number(col.Develop), "recruit", lang.Number(col.Recruit))}
	if n.Choice.Reply == gap.Own || n.Choice.Reply == gap.Joint {
		out.Said = c.T("submit.choice_said." + string(n.Choice.Reply))
	}
	out.Reply = ui.ChoicesProps{Name: "val", ID: "val-" + id, Legend: c.T("submit.joint.how")}
	for _, reply := range []gap.Reply{gap.Own, gap.Joint, gap.Open} {
		chosen := n.Choice.Reply == reply || n.Choice.Reply == "" && reply == gap.Open
		out.Reply.Choices = append(out.Reply.Choices, ui.Choice{Value: string(reply), Text: c.T("submit.choice." + string(reply)), Chosen: chosen})
	}
	out.Note = ui.FieldProps{Name: "notis", ID: "not-" + id, Label: c.T("submit.note"), Value: n.Choice.Note, Optional: true}
	return out
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	id, _, err := p.townOf(r.Context(), f.Get("plats"))
	if err != nil {
		return err
	}
	err = p.Gaps.Answer(r.Context(), page.Of(r.Context()).Actor, gap.Answer{WorkID: f.Get("arbete"), MunicipalityID: id, Reply: gap.Reply(f.Get("svar")), People: number(f.Get("platser")), Note: f.Get("notis")})
	if told(err) {
		wrong := fault.Of(err)
		return p.showJoint(w, r, id, f, web.Status(wrong), wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kommun/behov/gemensamt", "plats", id, "klart", "svarat"))
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	f := r.PostForm
	id, _, err := p.townOf(r.Context(), f.Get("plats"))
	if err != nil {
		return err
	}
	err = p.Gaps.Choose(r.Context(), page.Of(r.Context()).Actor, gap.Choice{MunicipalityID: id, Requirement: f.Get("krav"), Reply: gap.Reply(f.Get("val")), Note: f.Get("notis")})
	if told(err) {
		wrong := fault.Of(err)
		return p.showJoint(w, r, id, f, web.Status(wrong), wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At("/kommun/behov/gemensamt", "plats", id, "klart", "valt"))
}
