package introweb

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// From which page something is ticked, and so where one comes back to.
const (
	fromOwn    = "egen"
	fromMentor = "mentor"
	fromLeader = "chef"
)

// desk draws somebody's checklist for one of those who work with it.
type desk struct {
	c    *lang.Catalog
	r    *http.Request
	s    introduction.Sight
	from string
	now  string // today
}

// todoView is an item with what the reader can do about it.
type todoView struct {
	Text, Note string
	Does       []templ.Component
}

// note is what stands under an item: who confirms it, how long it takes, and who decided.
func (d desk) note(l checklist.Line) string {
	out := ""
	add := func(text string) {
		if out != "" {
			out += " "
		}
		out += text
	}
	switch {
	case l.Course != "":
		add(d.c.T("introduction.by.course"))
	case l.Session:
		add(d.c.T("introduction.by.session"))
	case l.Who != checklist.Self || d.from != fromOwn:
		add(d.c.T("introduction.by." + string(l.Who)))
	}
	if l.Minutes > 0 {
		add(d.c.T("introduction.takes", "time", d.c.Minutes(int(l.Minutes))))
	}
	if l.Local() {
		add(d.c.T("introduction.from_place", "place", l.Place))
	}
	return out
}

// doneNote tells who confirmed an item, and when.
func (d desk) doneNote(l checklist.Line) string {
	day := d.c.DateOf(l.Tick.On)
	if name := d.s.Names[l.Tick.By]; name != "" && l.Tick.By != d.s.PersonID {
		return d.c.T("introduction.done_by", "day", day, "name", name)
	}
	return d.c.T("introduction.done_on", "day", day)
}

// todo is an item that is left, with what the reader can do about it.
func (d desk) todo(l checklist.Line) todoView {
	text := easy(d.r, l.Text, l.Easy)
	var does []templ.Component
	switch {
	case l.Course != "" && d.s.Own:
		does = append(does, ui.LinkButton(ui.LinkButtonProps{Href: "/kurs/" + url.PathEscape(l.Course), Text: d.c.T("introduction.to_course"), Kind: ui.Secondary, Describes: text}))
	case l.Session:
		if m := d.session(l.ID); m != nil {
			does = append(does, ui.LinkButton(ui.LinkButtonProps{Href: talkAt + "/" + url.PathEscape(m.ID), Text: d.c.T("introduction.to_session", "day", d.c.DateOf(m.Day)), Kind: ui.Secondary, Describes: text}))
		}
	case d.s.MayConfirm(l):
		does = append(does, d.button(l.ID, true, d.c.T("introduction.tick"), text))
	case d.s.Own && l.Who == checklist.Colleague && d.s.State == introduction.Active:
		does = append(does, ui.LinkButton(ui.LinkButtonProps{Href: page.At(askAt, "introduktion", d.s.ID, "rad", l.ID), Text: d.c.T("introduction.ask_sign"), Kind: ui.Secondary, Describes: text}))
	}
	note := d.note(l)
	if l.Late {
		note = d.c.T("introduction.late_since", "day", d.c.DateOf(l.Due)) + " " + note
	}
	return todoView{text, note, does}
}

// done is an item that is done; who confirmed it may take that back.
func (d desk) done(l checklist.Line) todoView {
	x := todoView{Text: easy(d.r, l.Text, l.Easy), Note: d.doneNote(l)}
	if d.s.MayConfirm(l) {
		x.Does = append(x.Does, d.button(l.ID, false, d.c.T("introduction.untick"), x.Text))
	}
	return x
}

// blocks are the whole checklist: what is to be done now, then, and what is done.
func (d desk) blocks() (out []templ.Component) {
	var done []todoView
	for i, g := range d.s.Standing.Groups {
		var left []todoView
		for _, l := range g.Lines {
			if l.Done() {
				done = append(done, d.done(l))
				continue
			}
			left = append(left, d.todo(l))
		}
		if len(left) == 0 {
			continue
		}
		title := d.c.T("introduction.group", "when", whenWords(d.c, g.When), "day", d.c.DateOf(g.Due))
		if i == d.s.Standing.Now || d.s.Standing.Late > 0 && g.Due < d.now {
			out = append(out, sheet.Heading(title), todoList(left))
			continue
		}
		out = append(out, sheet.More(d.c.T("introduction.group_more", "group", title, "n", len(left)), todoList(left)))
	}
	if len(done) > 0 {
		out = append(out, sheet.More(d.c.T("introduction.done_items", "n", len(done)), doneList(done)))
	}
	return out
}

func (d desk) session(itemID string) *introduction.Meeting {
	for _, m := range d.s.Meetings {
		if m.ItemID == itemID {
			return &m
		}
	}
	return nil
}

// button ticks an item or takes that back, with one press.
func (d desk) button(itemID string, done bool, text, about string) templ.Component {
	kind, value := ui.Primary, "1"
	if !done {
		kind, value = ui.Quiet, ""
	}
	return sheet.FormOf(sheet.Send{Action: tickAt, Hidden: hidden("introduktion", d.s.ID, "rad", itemID, "klar", value, "fran", d.from), Button: text, Kind: kind, About: about})
}

// tick does it, and comes back to where it was pressed.
func (p *Pages) tick(w http.ResponseWriter, r *http.Request) error {
	id, done := r.PostFormValue("introduktion"), r.PostFormValue("klar") != ""
	if err := p.Introductions.Confirm(r.Context(), actor(r), id, r.PostFormValue("rad"), done); err != nil {
		return err
	}
	to, word := homeAt, "klar"
	switch r.PostFormValue("fran") {
	case fromMentor:
		to = guideAt + "/" + url.PathEscape(id)
	case fromLeader:
		to = unitAt + "/" + url.PathEscape(id)
	}
	if !done {
		word = "oppen"
	}
	return web.Redirect(w, r, page.At(to, "gjort", word))
}
