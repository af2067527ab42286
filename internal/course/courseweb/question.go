package courseweb

import (
	"context"
	"net/url"
	"strconv"

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

func (a ask) draw(ctx context.Context) asked {
	q := asked{ID: fieldID(a.ID), Action: a.Action, Heading: a.Heading, Text: a.Text, Kind: a.Kind, Primary: a.Final, Locked: a.Final && a.Given != nil}
	if a.Wrong != "" {
		q.Error = lang.T(ctx, a.Wrong)
	}
	q.Button = lang.T(ctx, "course.answer")
	if a.Given != nil {
		q.Button = lang.T(ctx, "course.answer_again")
	}
	switch a.Kind {
	case "reflect":
		a.drawText(ctx, &q)
		return q
	case "order":
		q.Rows = a.orderRows(ctx)
	case "match":
		q.Rows = a.matchRows(ctx)
	default:
		q.Choices = a.choices(ctx)
	}
	q.Feedback = a.feedback(ctx)
	return q
}

// fieldID is the id of a question's first field, where an error leads.
func fieldID(question string) string { return "q-" + question }

func (a ask) drawText(ctx context.Context, q *asked) {
	q.Button = lang.T(ctx, "course.save")
	if a.Given != nil {
		q.Typed = a.Given.Text
	}
	if a.Typed != nil {
		q.Typed = a.Typed.Get("text")
	}
	if course.PointsOut(q.Typed) {
		q.Feedback = &feedback{Kind: ui.Warn, Lines: []string{lang.T(ctx, "course.points_out")}, Just: a.Just}
	} else if a.Just {
		q.Feedback = &feedback{Kind: ui.OK, Lines: []string{lang.T(ctx, "course.saved_own")}, Just: true}
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

func (a ask) choices(ctx context.Context) []ui.Choice {
	on, v := a.chosen(), a.verdict()
	var out []ui.Choice
	for _, i := range a.Shown(a.Seed) {
		value := strconv.Itoa(i)
		c := ui.Choice{Value: value, Text: a.Options[i].Text, Chosen: on[value], Disabled: a.Final && v.Whole}
		if v.Whole && a.Typed == nil {
			c.Mark, c.MarkText = a.mark(ctx, v.Parts[i], a.Options[i].Right)
		}
		out = append(out, c)
	}
	return out
}

// mark tells about one option. In a lesson only what was chosen is told, so that one can try again.
func (a ask) mark(ctx context.Context, part folder.Feedback, right bool) (ui.Mark, string) {
	switch {
	case part.Chosen && right:
		return ui.Right, lang.T(ctx, "course.yours_right")
	case part.Chosen:
		return ui.Wrong, lang.T(ctx, "course.yours_wrong")
	case right && a.Final:
		return ui.Right, lang.T(ctx, "course.this_right")
	}
	return ui.NoMark, ""
}

// orderRows asks for the place of each thing; it works with a keyboard and without script.
func (a ask) orderRows(ctx context.Context) []row {
	v := a.verdict()
	given := map[int]string{}
	if a.Given != nil {
		for place, item := range a.Given.Picks {
			given[item] = strconv.Itoa(place + 1)
		}
	}
	options := []ui.Option{{Value: "", Text: lang.T(ctx, "course.choose_place")}}
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
			r.Status, r.Word = a.rowMark(ctx, right)
			if !right && a.Final {
				r.Word = lang.T(ctx, "course.right_place", "n", i+1)
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

func (a ask) rowMark(ctx context.Context, right bool) (ui.StatusKind, string) {
	if right {
		return ui.Done, lang.T(ctx, "course.row_right")
	}
	return ui.Missing, lang.T(ctx, "course.row_wrong")
}

// matchRows asks what belongs to each left side.
func (a ask) matchRows(ctx context.Context) []row {
	v := a.verdict()
	options := []ui.Option{{Value: "", Text: lang.T(ctx, "course.choose_pair")}}
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
			r.Status, r.Word = a.rowMark(ctx, v.Parts[i].Right)
			if !v.Parts[i].Right && a.Final {
				r.Word = lang.T(ctx, "course.right_pair", "text", pair.Right)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// feedback says why, about what the learner chose; in a test also about what was right.
func (a ask) feedback(ctx context.Context) *feedback {
	v := a.verdict()
	if !v.Whole || a.Typed != nil {
		return nil
	}
	f := &feedback{Kind: ui.OK, Title: lang.T(ctx, "course.feedback_right"), Just: a.Just}
	if !v.Right {
		f.Kind, f.Title = ui.Warn, lang.T(ctx, "course.feedback_wrong")
	}
	missed := false
	for i, part := range v.Parts {
		options := len(a.Options) > 0
		missed = missed || options && !part.Chosen && !part.Right
		if options && !part.Chosen && !(a.Final && a.Options[i].Right) || !options && part.Right && !v.Right {
			continue
		}
		f.Lines = append(f.Lines, part.Why)
	}
	if missed && !a.Final && len(f.Lines) > 0 && a.Kind == "multiple" {
		f.Lines = append(f.Lines, lang.T(ctx, "course.more_right"))
	}
	return f
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
