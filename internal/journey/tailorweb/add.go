package tailorweb

import (
	"errors"
	"net/http"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// addView is where a course from the catalogue, or a text of the place's own, is put in a journey.
type addView struct {
	head
	Action, Search, Words string
	Layer                 string
	Version               int64
	Found                 []ui.Choice
	None                  bool
	Blocks                []ui.Option
	Block                 string
	Title, Text, URL      string
	Wrongs                map[string]string
}

func (p *Pages) find(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	return l.showAdd(http.StatusOK, addView{Words: r.URL.Query().Get("sok")})
}

func (l *look) showAdd(status int, v addView) error {
	v.head, v.Action, v.Search = l.head(l.c.T("tailor.add.title")), l.at()+"/lagg-till", l.at()+"/lagg-till"
	v.Layer, v.Version = l.t.Layer.ID, l.t.Draft.Version
	found, err := l.p.Courses.Find(l.r.Context(), v.Words, mostFound)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, b := range l.t.Outline(l.t.Ops(), l.p.Today()).Blocks {
		v.Blocks = append(v.Blocks, ui.Option{Value: b.ID, Text: b.Title})
		for _, it := range b.Items {
			there[it.Course] = true
		}
	}
	for _, c := range found {
		choice := ui.Choice{Value: c.ID, Text: c.Title}
		switch {
		case there[c.ID]:
			choice.Note, choice.Disabled = l.c.T("tailor.add.is_there"), true
		case c.External:
			choice.Note = l.c.T("tailor.add.external")
		}
		v.Found = append(v.Found, choice)
	}
	v.None = len(found) == 0
	for _, field := range []string{"kurs", "titel", "why", "lank"} {
		if v.Wrongs[field] != "" {
			v.Wrong = append(v.Wrong, ui.Problem{Field: field, Text: v.Wrongs[field]})
		}
	}
	s := l.p.Frame.Shell(l.r, v.head.Title)
	s.Wrong = len(v.Wrong) > 0
	return l.p.Frame.ShowAs(l.w, l.r, status, s, addPage(v))
}

func (p *Pages) add(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	v := addView{Words: r.PostFormValue("sok"), Block: r.PostFormValue("block"), Title: strings.TrimSpace(r.PostFormValue("titel")),
		Text: strings.TrimSpace(r.PostFormValue("why")), URL: strings.TrimSpace(r.PostFormValue("lank")), Wrongs: map[string]string{}}
	op := plan.Op{Kind: plan.Add, Requirement: plan.Recommended, Block: v.Block}
	if r.PostFormValue("slag") == "text" {
		op.Item, op.Title, op.Text, op.URL = "lokal-"+p.Journeys.NewID(), v.Title, v.Text, v.URL
		if v.Title == "" {
			v.Wrongs["titel"] = l.c.T("tailor.wrong.title")
		}
		if v.URL != "" && !strings.HasPrefix(v.URL, "https://") && !strings.HasPrefix(v.URL, "http://") {
			v.Wrongs["lank"] = l.c.T("tailor.wrong.link")
		}
	} else {
		c, ok, err := p.Courses.Named(r.Context(), r.PostFormValue("kurs"))
		if err != nil {
			return err
		}
		if !ok {
			v.Wrongs["kurs"] = l.c.T("tailor.wrong.course")
		}
		op.Item, op.Course = c.ID, c.ID
	}
	if len(v.Wrongs) > 0 {
		return l.showAdd(http.StatusUnprocessableEntity, v)
	}
	_, problems, err := p.Journeys.Edit(r.Context(), l.actor(), l.t.Node.ID, l.t.Frame().ID, journey.Edit{Item: op.Item, Course: op.Course, Ops: []plan.Op{op}, Seen: seen(r)})
	switch {
	case errors.Is(err, journey.ErrMeanwhile): // somebody has put the same course in
		return l.on(itemURL(l.t.Node.ID, l.t.Frame().ID, op.Item), "nytt-utkast")
	case errors.Is(err, journey.ErrRules):
		v.Wrongs["kurs"] = l.problem(problems)
		return l.showAdd(http.StatusUnprocessableEntity, v)
	case err != nil:
		if f := wrong(err); f != nil {
			v.Wrongs["why"] = page.Say(l.c, f)
			return l.showAdd(http.StatusUnprocessableEntity, v)
		}
		return err
	}
	return l.on(itemURL(l.t.Node.ID, l.t.Frame().ID, op.Item), "lagt-till")
}
