package courseweb

import (
	"net/url"
	"strconv"
	"strings"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// ask is a question on its way to a page.
type ask struct {
	folder.Question
	Action  string         // where the answer goes
	Seed    uint64         // the order in which the answers are shown
	Given   *folder.Answer // the answer that is kept; nil: none yet
	Typed   url.Values     // what was sent when it was refused
	Wrong   string         // key of what was wrong
	Just    bool           // answered right now: the feedback gets the focus
	Final   bool           // a test: the first answer counts, and the right one is told
	Heading string         // "Fråga"; "" where the page itself is the question
}

// asked is a question as the template draws it: nothing is looked up there.
type asked struct {
	ID, Action, Heading, Text, Error, Typed, Button string
	Kind                                            string
	Primary                                         bool
	Locked                                          bool // answered for good: shown, not asked
	Choices                                         []ui.Choice
	Rows                                            []row
	Feedback                                        *feedback
}

// row is a line of a question of order or pairs: its words and the list to choose from.
type row struct {
	ui.FieldProps
	Status ui.StatusKind
	Word   string
}

// feedback tells how it went and why.
type feedback struct {
	Kind  ui.NoticeKind
	Title string
	Lines []string
	Just  bool
}

func (a ask) draw(t *lang.Catalog) asked {
	q := asked{ID: fieldID(a.ID), Action: a.Action, Heading: a.Heading, Text: a.Text, Kind: a.Kind, Primary: a.Final, Locked: a.Final && a.Given != nil}
	if a.Wrong != "" {
		q.Error = t.T(a.Wrong)
	}
	q.Button = t.T("course.answer")
	if a.Given != nil {
		q.Button = t.T("course.answer_again")
	}
	switch a.Kind {
	case "reflect":
		a.drawText(t, &q)
		return q
	case "order":
		q.Rows = a.orderRows(t)
	case "match":
		q.Rows = a.matchRows(t)
	default:
		q.Choices = a.choices(t)
	}
	q.Feedback = a.feedback(t)
	return q
}

// fieldID is the id of a question's first field, where an error leads.
func fieldID(question string) string { return "q-" + question }

func (a ask) drawText(t *lang.Catalog, q *asked) {
	q.Button = t.T("course.save")
	if a.Given != nil {
		q.Typed = a.Given.Text
	}
	if a.Typed != nil {
		q.Typed = a.Typed.Get("text")
	}
	if course.PointsOut(q.Typed) {
		q.Feedback = &feedback{Kind: ui.Warn, Lines: []string{t.T("course.points_out")}, Just: a.Just}
	} else if a.Just {
		q.Feedback = &feedback{Kind: ui.OK, Lines: []string{t.T("course.saved_own")}, Just: true}
	}
}

// verdict judges the kept answer; the zero Verdict when there is none.
func (a ask) verdict() folder.Verdict {
	if a.Given == nil {
		return folder.Verdict{}
	}
	return a.Judge(*a.Given)
}

// chosen tells which options stand as chosen: what was sent now, else what is kept.
func (a ask) chosen() map[string]bool {
	on := map[string]bool{}
	if a.Typed != nil {
		for _, v := range a.Typed["svar"] {
			on[v] = true
		}
		return on
	}
	if a.Given != nil {
		for _, i := range a.Given.Picks {
			on[strconv.Itoa(i)] = true
		}
	}
	return on
}

func (a ask) choices(t *lang.Catalog) []ui.Choice {
	on, v := a.chosen(), a.verdict()
	var out []ui.Choice
	for _, i := range a.Shown(a.Seed) {
		value := strconv.Itoa(i)
		c := ui.Choice{Value: value, Text: a.Options[i].Text, Chosen: on[value], Disabled: a.Final && v.Whole}
		if v.Whole && a.Typed == nil {
			c.Mark, c.MarkText = a.mark(t, v.Parts[i], a.Options[i].Right)
			if a.Kind == "multiple" && c.Mark != ui.NoMark {
				c.Note = reason(v.Parts[i].Why)
			}
		}
		out = append(out, c)
	}
	return out
}

// mark tells about one option. In a lesson only what was chosen is told, so that one can try again.
func (a ask) mark(t *lang.Catalog, part folder.Feedback, right bool) (ui.Mark, string) {
	switch {
	case part.Chosen && right:
		return ui.Right, t.T("course.yours_right")
	case part.Chosen:
		return ui.Wrong, t.T("course.yours_wrong")
	case right && a.Final:
		return ui.Right, t.T("course.this_right")
	}
	return ui.NoMark, ""
}

// orderRows asks for the place of each thing; it works with a keyboard and without script.
func (a ask) orderRows(t *lang.Catalog) []row {
	v := a.verdict()
	given := map[int]string{}
	if a.Given != nil {
		for place, item := range a.Given.Picks {
			given[item] = strconv.Itoa(place + 1)
		}
	}
	options := []ui.Option{{Value: "", Text: t.T("course.choose_place")}}
	for n := range a.Items {
		options = append(options, ui.Option{Value: strconv.Itoa(n + 1), Text: strconv.Itoa(n + 1)})
	}
	var rows []row
	for nth, i := range a.Shown(a.Seed) {
		name := "plats-" + strconv.Itoa(i)
		value := given[i]
		if a.Typed != nil {
			value = a.Typed.Get(name)
		}
		r := row{FieldProps: ui.FieldProps{Name: name, ID: a.rowID(nth), Label: a.Items[i].Text, Options: options, Value: value}}
		if v.Whole && a.Typed == nil {
			right := value == strconv.Itoa(i+1)
			r.Status, r.Word = a.rowMark(t, right)
			if !right && a.Final {
				r.Word = t.T("course.right_place", "n", i+1)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

func (a ask) rowID(nth int) string {
	if nth == 0 {
		return fieldID(a.ID)
	}
	return fieldID(a.ID) + "-" + strconv.Itoa(nth+1)
}

func (a ask) rowMark(t *lang.Catalog, right bool) (ui.StatusKind, string) {
	if right {
		return ui.Done, t.T("course.row_right")
	}
	return ui.Missing, t.T("course.row_wrong")
}

// matchRows asks what belongs to each left side.
func (a ask) matchRows(t *lang.Catalog) []row {
	v := a.verdict()
	options := []ui.Option{{Value: "", Text: t.T("course.choose_pair")}}
	for _, i := range a.Shown(a.Seed) {
		options = append(options, ui.Option{Value: strconv.Itoa(i), Text: a.Pairs[i].Right})
	}
	var rows []row
	for i, pair := range a.Pairs {
		name, value := "par-"+strconv.Itoa(i), ""
		if a.Given != nil && i < len(a.Given.Picks) {
			value = strconv.Itoa(a.Given.Picks[i])
		}
		if a.Typed != nil {
			value = a.Typed.Get(name)
		}
		r := row{FieldProps: ui.FieldProps{Name: name, ID: a.rowID(i), Label: pair.Left, Options: options, Value: value}}
		if v.Whole && a.Typed == nil {
			r.Status, r.Word = a.rowMark(t, v.Parts[i].Right)
			if !v.Parts[i].Right && a.Final {
				r.Word = t.T("course.right_pair", "text", pair.Right)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// feedback says how it went and why.
func (a ask) feedback(t *lang.Catalog) *feedback {
	v := a.verdict()
	if !v.Whole || a.Typed != nil {
		return nil
	}
	f := &feedback{Kind: ui.OK, Title: t.T("course.feedback_right"), Just: a.Just}
	if !v.Right {
		f.Kind, f.Title = ui.Warn, t.T("course.feedback_wrong")
	}
	switch a.Kind {
	case "single":
		f.Lines = a.whySingle(t, v)
	case "multiple":
		f.Lines = a.whyMultiple(t, v)
	default:
		f.Lines = a.whyRows(v)
	}
	return f
}

// leads are how reasons begin in the courses; the title of the box has said so much already.
var leads = []string{"Ja, det stämmer. ", "Inte riktigt. "}

func reason(why string) string {
	for _, lead := range leads {
		if rest, ok := strings.CutPrefix(why, lead); ok {
			return rest
		}
	}
	return why
}

// whySingle gives the reason for what was chosen; in a test also what was right.
func (a ask) whySingle(t *lang.Catalog, v folder.Verdict) (lines []string) {
	for _, part := range v.Parts {
		if part.Chosen {
			lines = append(lines, reason(part.Why))
		}
	}
	for i, o := range a.Options {
		if a.Final && o.Right && !v.Parts[i].Chosen {
			lines = append(lines, t.T("course.right_was", "text", o.Text), reason(o.Why))
		}
	}
	return lines
}

// whyMultiple counts; the reasons stand at the rows.
func (a ask) whyMultiple(t *lang.Catalog, v folder.Verdict) []string {
	chosen, right, missed := 0, 0, false
	for i, part := range v.Parts {
		if part.Chosen {
			chosen++
		}
		if part.Chosen && a.Options[i].Right {
			right++
		}
		missed = missed || !part.Chosen && a.Options[i].Right
	}
	said := t.T("course.chosen_right", "n", chosen, "right", right)
	if missed && !a.Final {
		said += " " + t.T("course.more_right")
	}
	return []string{said, t.T("course.read_rows")}
}

// whyRows gives the reasons for rows that went wrong; for all when none did.
func (a ask) whyRows(v folder.Verdict) (lines []string) {
	for i, part := range v.Parts {
		if part.Right && !v.Right {
			continue
		}
		name := ""
		if a.Kind == "order" {
			name = a.Items[i].Text
		} else {
			name = a.Pairs[i].Left
		}
		lines = append(lines, name+": "+reason(part.Why))
	}
	return lines
}

// readAnswer reads what a form sent. What does not fit is left for the rule to refuse.
func readAnswer(q folder.Question, form url.Values) folder.Answer {
	switch q.Kind {
	case "reflect":
		return folder.Answer{Text: form.Get("text")}
	case "order":
		picks := make([]int, len(q.Items))
		for place := range picks {
			picks[place] = -1
		}
		for i := range q.Items {
			if place := number(form.Get("plats-"+strconv.Itoa(i))) - 1; place >= 0 && place < len(picks) {
				picks[place] = i
			}
		}
		return folder.Answer{Picks: picks}
	case "match":
		var picks []int
		for i := range q.Pairs {
			picks = append(picks, number(form.Get("par-"+strconv.Itoa(i))))
		}
		return folder.Answer{Picks: picks}
	}
	var picks []int
	for _, v := range form["svar"] {
		picks = append(picks, number(v))
	}
	return folder.Answer{Picks: picks}
}

// number is a whole number, or -1.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// missingKey says what is missing in an answer to a kind of question.
func missingKey(kind string) string {
	switch kind {
	case "order", "match", "multiple", "reflect":
		return "course.missing_" + kind
	}
	return "course.missing_single"
}

func answerKind(q asked) ui.ButtonKind {
	if q.Primary {
		return ui.Primary
	}
	return ui.Secondary
}
