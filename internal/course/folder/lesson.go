package folder

import (
	"slices"
	"strconv"
	"strings"
)

const (
	longestLesson = 15 // minutes
	mostSteps     = 60 // in a lesson
	mostBlocks    = 60 // in a step
)

// splitLesson reads the fields between --- and --- and gives the rest of the
// file with the line it begins on.
func (r *reader) splitLesson(file string) (f fields, body string, line int, ok bool) {
	at := place{r.report, file, 1}
	text, ok := r.text(file)
	if !ok {
		return f, "", 0, false
	}
	lines := strings.Split(text, "\n")
	end := slices.IndexFunc(lines[1:], isRule) + 1
	if !isRule(lines[0]) || end == 0 {
		at.wrong("lesson_front")
		return f, "", 0, false
	}
	f, ok = readYAML(at.on(2), strings.Join(lines[1:end], "\n"))
	return f, strings.Join(lines[end+1:], "\n"), end + 2, ok
}

func isRule(line string) bool { return strings.TrimRight(line, " \t") == "---" }

// readLesson reads a lesson in its normal variant.
func (r *reader) readLesson(file string) (Lesson, bool) {
	f, body, line, ok := r.splitLesson(file)
	if !ok {
		return Lesson{}, false
	}
	if len(r.c.Lessons) >= mostLessons {
		f.wrong("lesson_many", "most", strconv.Itoa(mostLessons))
		return Lesson{}, false
	}
	l := Lesson{
		ID: f.id("id"), File: file, Title: f.text("title"),
		Minutes: f.whole("minutes", 1, longestLesson), Goals: f.mustIDs("goals"),
	}
	for _, goal := range l.Goals {
		r.checkGoal(f.at("goals"), goal)
	}
	f.close()
	at := place{r.report, file, line}
	ids := once{}
	for _, raw := range cutSteps(at, body) {
		ids.add(at.on(raw.line), raw.id)
		l.Steps = append(l.Steps, r.readStep(file, raw, nil))
	}
	if len(l.Steps) == 0 {
		at.wrong("step_none")
	}
	l.Lix, l.Words = r.checkProse(file, l.Steps, normalProse)
	return l, true
}

// cutSteps is cutLesson with a bound on what is read further.
func cutSteps(at place, body string) []rawStep {
	raws := cutLesson(at, body)
	if len(raws) > mostSteps {
		at.on(raws[mostSteps].line).wrong("step_many", "most", strconv.Itoa(mostSteps))
		raws = raws[:mostSteps]
	}
	for i, raw := range raws {
		if len(raw.parts) > mostBlocks {
			at.on(raw.line).wrong("step_long", "most", strconv.Itoa(mostBlocks))
			raws[i].parts = raw.parts[:mostBlocks]
		}
	}
	return raws
}

// readStep reads the blocks of a step. normal is the same step in the lesson
// that an easy one is a variant of, else nil.
func (r *reader) readStep(file string, raw rawStep, normal *Step) Step {
	step := Step{ID: raw.id, Title: raw.title, Blocks: []Block{}, line: raw.line}
	for _, part := range raw.parts {
		at := place{r.report, file, part.line}
		var b Block
		ok := true
		switch part.kind {
		case "":
			b = Block{Kind: "text", HTML: renderMarkdown(at, part.text), line: part.line}
			ok = b.HTML != ""
		case "same":
			b, ok = readSame(at, part.text, normal)
		default:
			b, ok = r.readBlock(at, part)
		}
		if ok {
			step.Blocks = append(step.Blocks, b)
		}
	}
	if len(step.Blocks) == 0 {
		place{r.report, file, raw.line}.wrong("step_empty")
	}
	step.Words = wordsOf(step.Blocks)
	return step
}

// wordsOf gathers the words that the blocks explain.
func wordsOf(blocks []Block) []Word {
	var words []Word
	for _, b := range blocks {
		if b.Kind == "word" {
			words = append(words, Word{b.Word, b.Easy})
		}
	}
	return words
}

// checkGoal reports a goal that course.yaml does not have. Without any goals
// course.yaml has told its own problem.
func (r *reader) checkGoal(at place, goal string) {
	if goal == "" || len(r.c.Goals) == 0 || slices.ContainsFunc(r.c.Goals, func(g Goal) bool { return g.ID == goal }) {
		return
	}
	at.wrong("goal_unknown", "goal", goal)
}
