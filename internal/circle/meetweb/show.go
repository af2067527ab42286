package meetweb

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// showView is one page for the whole room. It names nobody.
type showView struct {
	Problems        []ui.Problem
	Over, Big, Text string
	Warn            string // what in the group's text may point at somebody
	Boxes           []boxView
	Time, Step      string
	Seconds         int // of the step; 0: it has no time
	Material        []ui.Link
	Write           *writeView
	Prev, Next, End string
	NextText        string
	Light           ui.Link // the other of a light and a dark picture
}

// boxView is a box with lines.
type boxView struct {
	ID, Title string
	Lines     []string
	Numbered  bool
}

// writeView is a text of the group's.
type writeView struct {
	Title, Action, Revision string
	Field                   ui.FieldProps
	Said                    string
	Theirs                  string // what somebody else wrote meanwhile
}

// slide is one page for the room: the beginning, the team's own case, a step, or the end.
type slide struct {
	step   guide.Step
	number int // of the step, from 1
	kind   slideKind
}

type slideKind int

const (
	beginning slideKind = iota
	ownCase
	ofStep
	ending
)

// slides are the pages of a meeting in their order.
func slides(v circle.View) []slide {
	out := []slide{{kind: beginning}}
	if v.Circle.Guide.OwnCase {
		out = append(out, slide{kind: ownCase, step: guide.Step{ID: guide.Case}})
	}
	for i, s := range v.Agenda.Steps {
		out = append(out, slide{kind: ofStep, step: s, number: i + 1})
	}
	return append(out, slide{kind: ending})
}

// slideOf is the place of a step's page.
func slideOf(v circle.View, stepID string) int {
	for i, s := range slides(v) {
		if s.step.ID == stepID {
			return i
		}
	}
	return 0
}

// dark is the value of the address that makes the picture dark, or light; without it the picture is as the visitor's pages.
const dark, light = "mork", "ljus"

func showAt(id string, n int, look string, pairs ...string) string {
	if look != dark && look != light {
		look = ""
	}
	return meetingAt(id, "/visa", append([]string{"sida", strconv.Itoa(n), "bild", look}, pairs...)...)
}

// show is a page for the room.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showSlide(w, r, nil, "")
}

func (p *Pages) showSlide(w http.ResponseWriter, r *http.Request, wrong *fault.Fault, typed string) error {
	v, err := p.Circles.Agenda(r.Context(), actor(r), r.PathValue("meeting")) // nobody is named
	if err != nil {
		return err
	}
	c, all, look := p.catalog(r), slides(v), r.URL.Query().Get("bild")
	n, err := strconv.Atoi(r.URL.Query().Get("sida"))
	if err != nil || n < 0 || n >= len(all) {
		n = 0
	}
	s := all[n]
	d := showView{Problems: problems(c, wrong), Over: over(c, v), Step: s.step.ID, End: meetingAt(v.Meeting.ID, ""), Light: p.lightLink(c, v.Meeting.ID, n, look)}
	if !v.Steers {
		d.End = meetingAt(v.Meeting.ID, "/min")
	}
	if n > 0 {
		d.Prev = showAt(v.Meeting.ID, n-1, look)
	}
	if n < len(all)-1 {
		d.Next, d.NextText = showAt(v.Meeting.ID, n+1, look), c.T("meet.show.next")
	}
	p.fillSlide(c, v, s, &d)
	if s.step.ID != "" && (s.kind == ownCase || s.step.Writes) && v.WasIn {
		text := v.Texts[s.step.ID]
		d.Write = p.writeOf(c, v, s, wrong, typed, showAt(v.Meeting.ID, n, look))
		d.Warn = hints(c, text.Text)
		if r.URL.Query().Get("klart") == "sparat" {
			d.Write.Said = c.T("meet.write.said")
		}
	}
	shell := p.Frame.Shell(r, d.Big)
	shell.Projector, shell.Nav, shell.Tools, shell.Account, shell.Footer, shell.Contact = true, nil, nil, ui.Link{}, nil, ""
	shell.Wrong = wrong != nil
	switch look {
	case dark:
		shell.Theme = ui.ThemeDark
	case light:
		shell.Theme = ui.ThemeLight
	}
	return p.Frame.ShowAs(w, r, status(wrong), shell, showPage(d))
}

// lightLink leads to the same page with the other picture: dark for a room without light, light for a bright one.
func (p *Pages) lightLink(c *lang.Catalog, id string, n int, look string) ui.Link {
	if look == dark {
		return ui.Link{Href: showAt(id, n, light), Text: c.T("meet.show.light")}
	}
	return ui.Link{Href: showAt(id, n, dark), Text: c.T("meet.show.dark")}
}

// fillSlide writes what a page says.
func (p *Pages) fillSlide(c *lang.Catalog, v circle.View, s slide, d *showView) {
	switch s.kind {
	case beginning:
		d.Big, d.Text = name(v), v.Agenda.About
		var agenda []string
		for _, step := range v.Agenda.Steps {
			agenda = append(agenda, c.T("meet.show.line", "title", step.Title, "time", c.Duration(int(step.Minutes))))
		}
		d.Boxes = append(d.Boxes, boxView{ID: "dagordning", Title: c.T("meet.lead.agenda"), Lines: agenda, Numbered: true})
		if len(v.Circle.Guide.Rules) > 0 {
			d.Boxes = append(d.Boxes, boxView{ID: "regler", Title: c.T("meet.mine.rules"), Lines: v.Circle.Guide.Rules})
		}
		d.NextText = c.T("meet.show.begin")
	case ownCase:
		d.Big, d.Text = c.T("meet.case.title"), c.T("meet.case.text")
	case ofStep:
		d.Over = joined(d.Over, c.T("meet.show.step", "n", s.number, "all", len(v.Agenda.Steps)), s.step.Title)
		d.Big, d.Text, d.Material = question(c, s.step), s.step.Text, materialLinks(s.step)
		if d.Big == "" {
			d.Big = s.step.Title
		}
		d.Boxes = append(d.Boxes, boxView{ID: "gor-sa-har", Title: c.T("meet.show.how"), Lines: howLines(c, v, s.step), Numbered: true})
		if s.step.Minutes > 0 {
			d.Seconds, d.Time = int(s.step.Minutes)*60, c.Duration(int(s.step.Minutes))
		}
	case ending:
		d.Big = c.T("meet.show.thanks")
		var lines []string
		for _, g := range v.Agreements {
			lines = append(lines, c.T("meet.show.agreed", "what", g.What, "day", c.DateOf(g.Due)))
		}
		if len(lines) == 0 {
			d.Text = c.T("meet.show.agree_now")
		} else {
			d.Boxes = append(d.Boxes, boxView{ID: "overens", Title: c.T("meet.agree.title"), Lines: lines})
		}
	}
}

// joined is words on one line with dots between, without those already said.
func joined(parts ...string) string {
	var out []string
	for _, s := range parts {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}

// howLines say how the room works in a step, one thing at a time. Small groups get the guide of theirs (R147).
func howLines(c *lang.Catalog, v circle.View, s guide.Step) []string {
	switch s.How {
	case guide.Alone:
		return []string{c.T("meet.do.alone"), c.T("meet.do.alone_write")}
	case guide.Pair:
		return []string{c.T("meet.do.think"), c.T("meet.do.pair"), c.T("meet.do.listen")}
	case guide.Small:
		return append(smallLines(c, v), c.T("meet.do.everybody"))
	}
	return []string{c.T("meet.do.round"), c.T("meet.do.everybody")}
}

// smallLines are the guide to small groups: how many, how to split, and help for those who find the language hard.
func smallLines(c *lang.Catalog, v circle.View) (out []string) {
	switch {
	case v.Circle.GroupsSet:
		out = append(out, c.T("meet.do.own_group"))
	case v.Circle.GroupMost > 0:
		out = append(out, c.T("meet.do.split", "n", v.Circle.GroupMost))
	default:
		out = append(out, c.T("meet.do.small"))
	}
	for _, s := range []string{v.Circle.Guide.Groups.How, v.Circle.Guide.Groups.Help} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// writeOf is the field where the group writes. What somebody else wrote meanwhile stands beside what was typed.
func (p *Pages) writeOf(c *lang.Catalog, v circle.View, s slide, wrong *fault.Fault, typed, action string) *writeView {
	text := v.Texts[s.step.ID]
	w := &writeView{Title: c.T("meet.write.title"), Action: action, Revision: strconv.FormatInt(text.Revision, 10),
		Field: ui.FieldProps{Name: "text", Label: c.T("meet.write.title"), Tip: c.T("meet.write.tip"), Value: text.Text, Rows: 4, Error: at(c, wrong, "text")}}
	if s.kind == ownCase {
		w.Title, w.Field.Label = c.T("meet.case.ours"), c.T("meet.case.ours")
	}
	if wrong != nil {
		w.Field.Value = typed
		if errors.Is(wrong, circle.ErrChanged) && typed != text.Text {
			w.Theirs = text.Text
		}
	}
	return w
}

// write saves what the group came to. The script saves while somebody writes, and hears which revision it was.
func (p *Pages) write(w http.ResponseWriter, r *http.Request) error {
	v, err := p.Circles.Agenda(r.Context(), actor(r), r.PathValue("meeting")) // nobody is named
	if err != nil {
		return err
	}
	all := slides(v)
	n, err := strconv.Atoi(r.URL.Query().Get("sida"))
	if err != nil || n < 0 || n >= len(all) {
		return circle.ErrNoStep
	}
	seen, _ := strconv.ParseInt(r.PostFormValue("andrad"), 10, 64)
	typed := r.PostFormValue("text")
	save := p.Circles.WriteStep
	if r.Header.Get("X-Autospara") == leaving {
		save = p.Circles.WriteLast
	}
	now, err := save(r.Context(), actor(r), v.Meeting.ID, all[n].step.ID, typed, seen)
	if f := told(err); f != nil {
		return p.showSlide(w, r, f, typed)
	}
	if err != nil {
		return err
	}
	if saves(r) {
		w.Header().Set("X-Andrad", strconv.FormatInt(now, 10))
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return web.Redirect(w, r, showAt(v.Meeting.ID, n, r.URL.Query().Get("bild"), "klart", "sparat"))
}

// leaving is what the script says when the page goes away while a save of it is under way.
const leaving = "sist"

// saves tells whether the script saves behind the page.
func saves(r *http.Request) bool { return r.Header.Get("X-Autospara") != "" }
