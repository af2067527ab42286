package folder

import "strconv"

// readEasy reads the easy variant of l into it and checks that the two can
// stand in for each other: the same steps and the same questions.
func (r *reader) readEasy(file string, l *Lesson) {
	f, body, line, ok := r.splitLesson(file)
	if !ok {
		return
	}
	if id := f.id("id"); id != "" && id != l.ID {
		f.at("id").wrong("easy_id", "id", l.ID)
	}
	l.EasyTitle = f.text("title")
	if f.has("minutes") {
		if n := f.whole("minutes", 1, longestLesson); n != 0 && n != l.Minutes {
			f.at("minutes").wrong("easy_minutes", "minutes", strconv.Itoa(l.Minutes))
		}
	}
	if f.has("goals") && !sameIDs(f.ids("goals"), l.Goals) {
		f.at("goals").wrong("easy_goals")
	}
	f.close()
	at := place{r.report, file, line}
	raws := cutSteps(at, body)
	for i := range l.Steps {
		if i >= len(raws) {
			at.wrong("easy_step_missing", "step", l.Steps[i].ID)
			continue
		}
		if !r.readEasyStep(file, raws[i], &l.Steps[i]) {
			return // the steps after it would be wrong in the same way
		}
	}
	if len(raws) > len(l.Steps) {
		at.on(raws[len(l.Steps)].line).wrong("easy_step_more")
	}
	l.HasEasy = true
	l.EasyLix, l.EasyWords = r.checkProse(file, l.Steps, easyProse)
}

// readEasyStep reads the easy variant of normal. It tells whether raw is the
// same step.
func (r *reader) readEasyStep(file string, raw rawStep, normal *Step) bool {
	if raw.id != normal.ID {
		place{r.report, file, raw.line}.wrong("easy_step", "step", normal.ID)
		return false
	}
	easy := r.readStep(file, raw, normal)
	r.compareQuestions(place{r.report, file, raw.line}, normal.Blocks, easy.Blocks)
	normal.EasyTitle, normal.Easy, normal.EasyWords = easy.Title, easy.Blocks, easy.Words
	return true
}

func sameIDs(a, b []string) bool {
	seen := map[string]bool{}
	for _, id := range a {
		seen[id] = true
	}
	for _, id := range b {
		if !seen[id] {
			return false
		}
	}
	return len(a) == len(b)
}

// readSame takes over a block from the normal variant of the step.
func readSame(at place, text string, normal *Step) (Block, bool) {
	f, ok := readYAML(at, text)
	if !ok {
		return Block{}, false
	}
	f.line = at.line - 1
	id, file := f.maybe("id"), f.maybe("file")
	f.close()
	switch {
	case normal == nil:
		f.wrong("same_normal")
		return Block{}, false
	case (id == "") == (file == ""):
		f.wrong("same_what")
		return Block{}, false
	}
	for _, b := range normal.Blocks {
		if file != "" && b.File == file || b.Question != nil && id != "" && b.Question.ID == id {
			b.line = at.line
			return b, true
		}
	}
	f.wrong("same_missing", "id", id+file)
	return Block{}, false
}

// compareQuestions checks that easy has the questions of normal in order.
func (r *reader) compareQuestions(at place, normal, easy []Block) {
	a, b := questionsOf(normal), questionsOf(easy)
	for i, q := range a {
		switch {
		case i >= len(b):
			at.wrong("easy_question_missing", "id", q.ID)
		case b[i].ID != q.ID:
			at.on(b[i].line).wrong("easy_question", "id", q.ID)
			return
		case !sameShape(*q, *b[i]):
			at.on(b[i].line).wrong("easy_question_shape", "id", q.ID)
		}
	}
	for _, q := range b[min(len(a), len(b)):] {
		at.on(q.line).wrong("easy_question_more", "id", q.ID)
	}
}

func questionsOf(blocks []Block) []*Question {
	var all []*Question
	for _, b := range blocks {
		if b.Question != nil {
			all = append(all, b.Question)
		}
	}
	return all
}

// sameShape tells whether an answer to one means the same in the other.
func sameShape(a, b Question) bool {
	if a.Kind != b.Kind || a.Goal != b.Goal || len(a.Options) != len(b.Options) ||
		len(a.Items) != len(b.Items) || len(a.Pairs) != len(b.Pairs) {
		return false
	}
	for i := range a.Options {
		if a.Options[i].Right != b.Options[i].Right {
			return false
		}
	}
	return true
}
