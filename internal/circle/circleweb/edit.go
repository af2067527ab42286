package circleweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// editable gives a guide that the visitor keeps, as it is worked on.
func (p *Pages) editable(r *http.Request) (circle.OneGuide, guide.Guide, error) {
	g, err := p.Circles.GuideOf(r.Context(), actor(r), r.PathValue("guide"))
	if err == nil && !g.May {
		err = circle.ErrNoGuide
	}
	x := g.Guide
	if g.Work {
		x = g.Draft
	}
	return g, x, err
}

// spot is what of a guide a page is about: the whole (both 0), a meeting, or one of its steps; a step after the last is a new
// one. Both count from 1.
type spot struct{ meeting, step int }

func spotOf(r *http.Request, g guide.Guide) spot {
	number := func(name string, most int) int {
		n, err := strconv.Atoi(r.FormValue(name))
		if err != nil || n < 1 || n > most {
			return 0
		}
		return n
	}
	s := spot{meeting: number("traff", len(g.Meetings)+1)}
	if s.meeting > 0 && s.meeting <= len(g.Meetings) {
		s.step = number("steg", len(g.Meetings[s.meeting-1].Steps)+1)
	}
	return s
}

func (s spot) pairs() []string {
	out := []string{}
	if s.meeting > 0 {
		out = append(out, "traff", strconv.Itoa(s.meeting))
	}
	if s.step > 0 {
		out = append(out, "steg", strconv.Itoa(s.step))
	}
	return out
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	return p.showEdit(w, r, nil, nil)
}

// showEdit is the form of a guide's own fields, of one meeting's, or of one step's.
func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, wrong map[string]string, problems []guide.Problem) error {
	g, x, err := p.editable(r)
	if err != nil {
		return err
	}
	c, s, at := p.catalog(r), spotOf(r, x), guideOf(g.ID, "/andra")
	v := &sheet.Sheet{Title: x.Title, Lead: c.T("circle.edit_lead"), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: guideOf(g.ID, ""), Text: c.T("circle.to_guide")}}
	if len(problems) > 0 {
		v.Add(sheet.List(problemWords(c, problems)))
	}
	hidden := [][2]string{{"revision", strconv.FormatInt(g.Revision, 10)}}
	for i := 0; i+1 < len(s.pairs()); i += 2 {
		hidden = append(hidden, [2]string{s.pairs()[i], s.pairs()[i+1]})
	}
	send := sheet.Send{Action: at, Hidden: hidden, Button: c.T("circle.save")}
	switch {
	case s.step > 0:
		m := x.Meetings[s.meeting-1]
		v.Back = ui.Link{Href: page.At(at, "traff", strconv.Itoa(s.meeting)), Text: m.Title}
		step := guide.Step{Minutes: 5, How: guide.All}
		if s.step <= len(m.Steps) {
			step = m.Steps[s.step-1]
		}
		v.Title = step.Title
		if v.Title == "" {
			v.Title = c.T("circle.new_step")
		}
		stepForm(v, c, r, step).End(send)
		if s.step <= len(m.Steps) {
			v.Add(moves(c, at, hidden)...)
		}
	case s.meeting > 0:
		m := guide.Meeting{Minutes: 45}
		if s.meeting <= len(x.Meetings) {
			m = x.Meetings[s.meeting-1]
		}
		v.Back = ui.Link{Href: at, Text: x.Title}
		if v.Title = m.Title; v.Title == "" {
			v.Title = c.T("circle.new_meeting")
		}
		f := fill(v, c, r, "titel", m.Title, "text", m.About, "minuter", strconv.FormatInt(m.Minutes, 10))
		f.typed("titel", "guide_title", "", false).area("text", "about", 3, true).typed("minuter", "minutes", "number", false).End(send)
		if s.meeting <= len(x.Meetings) {
			v.Add(p.stepList(c, at, m, s)...)
			v.Add(moves(c, at, hidden)...)
		}
	default:
		guideForm(v, c, r, x).End(send)
		v.Add(sheet.Heading(c.T("circle.meetings")))
		var parts []ui.Part
		for i, m := range x.Meetings {
			parts = append(parts, ui.Part{Href: page.At(at, "traff", strconv.Itoa(i+1)), Title: m.Title, Note: c.T("circle.steps_n", "n", len(m.Steps), "time", c.Duration(int(m.Minutes)))})
		}
		v.Add(ui.Parts(parts), sheet.Links(ui.LinkButtonProps{Href: page.At(at, "traff", strconv.Itoa(len(x.Meetings)+1)), Text: c.T("circle.new_meeting"), Kind: ui.Secondary, Icon: "plus"}))
	}
	return p.show(w, r, v)
}

// stepList are a meeting's steps, and the way to a new one.
func (p *Pages) stepList(c *lang.Catalog, at string, m guide.Meeting, s spot) []templ.Component {
	var parts []ui.Part
	for i, x := range m.Steps {
		parts = append(parts, ui.Part{Href: page.At(at, "traff", strconv.Itoa(s.meeting), "steg", strconv.Itoa(i+1)), Title: x.Title, Note: c.Duration(int(x.Minutes)) + ". " + c.T("circle.how."+string(x.How)) + "."})
	}
	return []templ.Component{sheet.Heading(c.T("circle.steps_title")), ui.Parts(parts),
		sheet.Links(ui.LinkButtonProps{Href: page.At(at, "traff", strconv.Itoa(s.meeting), "steg", strconv.Itoa(len(m.Steps)+1)), Text: c.T("circle.new_step"), Kind: ui.Secondary, Icon: "plus"})}
}

// moves let a meeting or a step go up, down or away.
func moves(c *lang.Catalog, at string, hidden [][2]string) []templ.Component {
	var out []templ.Component
	for _, do := range []string{"upp", "ned", "bort"} {
		out = append(out, sheet.FormOf(sheet.Send{Action: at, Hidden: append(slices.Clone(hidden), [2]string{"gor", do}), Button: c.T("circle.go." + do), Kind: ui.Secondary}))
	}
	return []templ.Component{sheet.More(c.T("circle.order"), out...)}
}

func guideForm(v *sheet.Sheet, c *lang.Catalog, r *http.Request, g guide.Guide) *form {
	most := ""
	if g.Groups.Most > 0 {
		most = strconv.FormatInt(g.Groups.Most, 10)
	}
	own := ""
	if g.OwnCase {
		own = "1"
	}
	var kinds []ui.Option
	for _, k := range guide.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Text: c.T("circle.kind." + string(k))})
	}
	f := fill(v, c, r, "titel", g.Title, "form", string(g.Kind), "text", g.About, "for", g.For, "kalla", g.Source, "forbered", strings.Join(g.Preparation, "\n"), "regler", strings.Join(g.Rules, "\n"),
		"grupp", most, "dela", g.Groups.How, "hjalp", g.Groups.Help, "eget", own)
	f.typed("titel", "guide_title", "", false).pick("form", "kind", kinds).area("text", "about", 4, false).area("for", "for", 2, true).area("kalla", "source", 2, true).
		area("forbered", "preparation", 6, true).area("regler", "rules", 6, true).typed("grupp", "group_most", "number", true).area("dela", "split", 3, true).area("hjalp", "help", 3, true)
	f.Tick(f.named("eget", "own_case"))
	return f
}

func stepForm(v *sheet.Sheet, c *lang.Catalog, r *http.Request, s guide.Step) *form {
	var hows []ui.Option
	for _, h := range guide.Hows() {
		hows = append(hows, ui.Option{Value: string(h), Text: c.T("circle.how." + string(h))})
	}
	writes := ""
	if s.Writes {
		writes = "1"
	}
	f := fill(v, c, r, "titel", s.Title, "minuter", strconv.FormatInt(s.Minutes, 10), "hur", string(s.How), "text", s.Text, "fraga", s.Question, "latt", s.Easy, "not", s.Note, "material", materialText(s.Material), "skriver", writes)
	f.typed("titel", "guide_title", "", false).typed("minuter", "minutes", "number", false).pick("hur", "how", hows).area("text", "step_text", 3, true).area("fraga", "question", 3, true).area("latt", "easy", 2, true).
		area("not", "note", 3, true).area("material", "material", 3, true)
	f.Tick(f.named("skriver", "writes"))
	return f
}

// materialText writes material as lines that materialOf reads: title | address, or title | kurs:ID, or title | film:address.
func materialText(all []guide.Material) string {
	var lines []string
	for _, m := range all {
		switch {
		case m.Course != "" && m.Lesson != "":
			lines = append(lines, m.Title+" | kurs:"+m.Course+"/"+m.Lesson)
		case m.Course != "":
			lines = append(lines, m.Title+" | kurs:"+m.Course)
		case m.Film != "":
			lines = append(lines, m.Title+" | film:"+m.Film)
		default:
			lines = append(lines, m.Title+" | "+m.Link)
		}
	}
	return strings.Join(lines, "\n")
}

func materialOf(text string) []guide.Material {
	var out []guide.Material
	for _, line := range sheet.Lines(text) {
		title, at, _ := strings.Cut(line, "|")
		m, at := guide.Material{Title: strings.TrimSpace(title)}, strings.TrimSpace(at)
		if course, is := strings.CutPrefix(at, "kurs:"); is {
			m.Course, m.Lesson, _ = strings.Cut(course, "/")
		} else if film, is := strings.CutPrefix(at, "film:"); is {
			m.Film = film
		} else {
			m.Link = at
		}
		out = append(out, m)
	}
	return out
}

// saveEdit saves one form of a guide, or moves or removes a part of it.
func (p *Pages) saveEdit(w http.ResponseWriter, r *http.Request) error {
	g, x, err := p.editable(r)
	if err != nil {
		return err
	}
	s := spotOf(r, x)
	revision, err := strconv.ParseInt(r.PostFormValue("revision"), 10, 64)
	if err != nil {
		revision = -1 // told as changed
	}
	back := s
	if do := r.PostFormValue("gor"); do != "" {
		x.Meetings = slices.Clone(x.Meetings)
		back = shift(&x, s, do)
	} else {
		read(&x, s, r.PostForm)
	}
	problems, err := p.Circles.SaveGuide(r.Context(), actor(r), x, revision)
	if err == nil {
		return web.Redirect(w, r, page.At(guideOf(g.ID, "/andra"), append(back.pairs(), "gjort", "sparat")...))
	}
	wrong, err := refused(p.catalog(r), err)
	if err != nil {
		return err
	}
	return p.showEdit(w, r, wrong, problems)
}

// read puts what a form says into a guide.
func read(g *guide.Guide, s spot, v url.Values) {
	n := func(name string) int64 {
		x, err := strconv.ParseInt(strings.TrimSpace(v.Get(name)), 10, 64)
		if err != nil && strings.TrimSpace(v.Get(name)) != "" {
			return -1 // what is no number is a problem of the guide
		}
		return x
	}
	get := func(name string) string {
		return strings.TrimSpace(strings.ReplaceAll(v.Get(name), "\r\n", "\n"))
	}
	switch {
	case s.step > 0:
		m := &g.Meetings[s.meeting-1]
		m.Steps = slices.Clone(m.Steps)
		if s.step > len(m.Steps) {
			m.Steps = append(m.Steps, guide.Step{ID: freeID(*m)})
		}
		x := &m.Steps[s.step-1]
		x.Title, x.Minutes, x.How, x.Text, x.Question, x.Easy, x.Note = get("titel"), n("minuter"), guide.How(get("hur")), get("text"), get("fraga"), get("latt"), get("not")
		x.Writes, x.Material = get("skriver") != "", materialOf(get("material"))
		m.Minutes = max(m.Minutes, m.Took())
	case s.meeting > 0:
		if s.meeting > len(g.Meetings) {
			g.Meetings = append(slices.Clone(g.Meetings), guide.Meeting{Steps: []guide.Step{{ID: "steg-1", Title: get("titel"), Minutes: n("minuter"), How: guide.All, Text: get("titel")}}})
		}
		m := &g.Meetings[s.meeting-1]
		m.Title, m.About, m.Minutes = get("titel"), get("text"), n("minuter")
	default:
		g.Title, g.Kind, g.About, g.For, g.Source = get("titel"), guide.Kind(get("form")), get("text"), get("for"), get("kalla")
		g.Preparation, g.Rules, g.OwnCase = sheet.Lines(get("forbered")), sheet.Lines(get("regler")), get("eget") != ""
		g.Groups = guide.Groups{Most: n("grupp"), How: get("dela"), Help: get("hjalp")}
	}
}

// freeID is an id that no step of a meeting has.
func freeID(m guide.Meeting) string {
	for n := len(m.Steps) + 1; ; n++ {
		id := "steg-" + strconv.Itoa(n)
		if _, taken := m.Step(id); !taken {
			return id
		}
	}
}

// shift moves a meeting or a step up, down or away, and gives where it is then.
func shift(g *guide.Guide, s spot, do string) spot {
	if s.meeting < 1 || s.meeting > len(g.Meetings) {
		return s
	}
	if s.step > 0 {
		m := &g.Meetings[s.meeting-1]
		m.Steps = slices.Clone(m.Steps)
		m.Steps, s.step = shifted(m.Steps, s.step, do)
		return s
	}
	g.Meetings, s.meeting = shifted(g.Meetings, s.meeting, do)
	return s
}

// shifted moves number n of a list; 0 when it is gone.
func shifted[T any](list []T, n int, do string) ([]T, int) {
	to := n
	switch do {
	case "bort":
		if n <= len(list) {
			list = slices.Delete(list, n-1, n)
		}
		return list, 0
	case "upp":
		to--
	case "ned":
		to++
	}
	if n > len(list) || to < 1 || to > len(list) {
		return list, n
	}
	list[n-1], list[to-1] = list[to-1], list[n-1]
	return list, to
}
