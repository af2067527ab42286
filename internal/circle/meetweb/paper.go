package meetweb

import (
	"net/http"
	"unicode/utf8"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/platform/ui"
)

// paperView is the sheet for who takes part.
type paperView struct {
	Back, Copies string
	Kinds        []ui.Link // in common and in easy words
	Title, When  string
	Rules        []string
	Steps        []paperStep
}

// paperStep is a step on the sheet, with room to write.
type paperStep struct {
	Title, Note, Question string
	Asks                  bool
	Lines                 int
}

// How high things are on the sheet in millimetres, as led.css prints them, and how many letters go on a line.
const (
	sheetHigh   = 270 // of one side of A4, without margins
	headHigh    = 17
	rulesHigh   = 8 // the heading of the ground rules
	lineHigh    = 6
	stepHigh    = 8 // a step's heading
	writeHigh   = 8 // a line to write on
	endHigh     = 34
	lineLetters = 100
)

// room is how many lines to write on each of some steps that ask gets, so that all stands on one side.
func room(rules []string, steps []paperStep, ask int) int {
	high := sheetHigh - headHigh - endHigh
	if len(rules) > 0 {
		high -= rulesHigh
	}
	for _, s := range rules {
		high -= lineHigh * textLines(s)
	}
	for _, s := range steps {
		high -= stepHigh + lineHigh*textLines(s.Question)
	}
	return min(max(high/writeHigh/max(ask, 1), 1), 5)
}

func textLines(s string) int {
	if s == "" {
		return 0
	}
	return 1 + utf8.RuneCountInString(s)/lineLetters
}

// paper is the sheet to print. Easy words are chosen for the sheet, whatever the visitor reads: it is for others too.
func (p *Pages) paper(w http.ResponseWriter, r *http.Request) error {
	v, err := p.open(r)
	if err != nil {
		return err
	}
	easy := r.URL.Query().Get("ord") == "latta"
	c, id := p.Frame.Texts, v.Meeting.ID
	if easy {
		c = c.Easy()
	}
	d := paperView{Back: meetingAt(id, ""), Title: name(v), When: p.when(c, v.Meeting), Rules: v.Circle.Guide.Rules, Copies: copies(p, r, v),
		Kinds: []ui.Link{{Href: meetingAt(id, "/papper"), Text: c.T("meet.paper.common"), Current: !easy}, {Href: meetingAt(id, "/papper", "ord", "latta"), Text: c.T("meet.paper.easy"), Current: easy}}}
	ask := 0
	for _, s := range v.Agenda.Steps {
		d.Steps = append(d.Steps, paperStep{Title: s.Title, Note: c.T("meet.paper.note", "time", c.Duration(int(s.Minutes)), "how", howWords(c, s.How)), Question: question(c, s), Asks: s.Question != "" || s.Writes})
		if d.Steps[len(d.Steps)-1].Asks {
			ask++
		}
	}
	lines := room(d.Rules, d.Steps, ask)
	for i := range d.Steps {
		if d.Steps[i].Asks {
			d.Steps[i].Lines = lines
		}
	}
	return p.draw(w, r, http.StatusOK, c.T("meet.paper.title")+": "+d.Title, paperPage(d))
}

// copies says how many sheets there are to print: one each, and how many groups that makes.
func copies(p *Pages, r *http.Request, v circle.View) string {
	c, n := p.catalog(r), len(invited(v))
	if most := int(v.Circle.GroupMost); most > 0 && n > most {
		groups := (n + most - 1) / most
		return c.T("meet.paper.copies_groups", "n", n, "groups", groups)
	}
	return c.T("meet.paper.copies", "n", n)
}
