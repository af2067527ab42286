package folder

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// variant says how hard a text may be.
type variant struct {
	key        string // of the warning
	warn, stop int    // LIX over this is a warning, an error
	blocks     func(Step) []Block
	title      func(Step) string
}

var (
	normalProse = variant{"lix_normal", 30, 45,
		func(s Step) []Block { return s.Blocks }, func(s Step) string { return s.Title }}
	easyProse = variant{"lix_easy", 20, 35,
		func(s Step) []Block { return s.Easy }, func(s Step) string { return s.EasyTitle }}
)

// steadyWords is the length from which LIX can be trusted.
const steadyWords = 100

// checkProse measures a lesson in one variant and gives its LIX and words.
func (r *reader) checkProse(file string, steps []Step, v variant) (lix, words int) {
	at := place{r.report, file, 1}
	source, _ := r.bytes(at, file, textBytes)
	var all []string
	for _, s := range steps {
		all = append(all, v.title(s))
		for _, b := range v.blocks(s) {
			text := proseOf([]Block{b})
			warnLong(at.on(b.line), text, string(source))
			all = append(all, text)
		}
		warnWords(at, v.blocks(s))
	}
	m := Measure(strings.Join(all, "\n\n"))
	warnLix(at, m, v)
	return m.Lix, m.Words
}

// warnLix judges the LIX of a text that is long enough to have one.
func warnLix(at place, m Reading, v variant) {
	switch {
	case m.Words < steadyWords:
	case m.Lix > v.stop:
		at.wrong("lix_stop", "lix", strconv.Itoa(m.Lix), "most", strconv.Itoa(v.stop))
	case m.Lix > v.warn:
		at.doubtful(v.key, "lix", strconv.Itoa(m.Lix), "most", strconv.Itoa(v.warn))
	}
}

// warnLong tells of long sentences, at the line in source where they begin
// when that can be seen, else where the block begins.
func warnLong(at place, text, source string) {
	lines := strings.Split(source, "\n")
	for _, s := range Measure(text).LongSentences {
		on := at
		begins := strings.Fields(s.Begins)
		first, second := begins[0], strings.Join(begins[:2], " ")
		for i := at.line - 1; i >= 0 && i < len(lines); i++ {
			if strings.Contains(lines[i], second) || strings.HasSuffix(strings.TrimSpace(lines[i]), first) {
				on.line = i + 1
				break
			}
		}
		on.doubtful("sentence_long", "begins", s.Begins, "words", strconv.Itoa(s.Words),
			"most", strconv.Itoa(longestSentence))
	}
}

// warnWords tells of explained words that the step does not use.
func warnWords(at place, blocks []Block) {
	text := strings.ToLower(proseOf(slices.DeleteFunc(slices.Clone(blocks), func(b Block) bool { return b.Kind == "word" })))
	for _, b := range blocks {
		if b.Kind == "word" && !uses(text, b.Word) {
			at.on(b.line).doubtful("word_unused", "word", b.Word)
		}
	}
}

// uses tells whether a text in lower case has every part of word, in any of
// its forms: Swedish bends words at the end.
func uses(text, word string) bool {
	for _, part := range strings.Fields(strings.ToLower(word)) {
		runes := []rune(part)
		if !strings.Contains(text, string(runes[:max(min(len(runes), 4), len(runes)-3)])) {
			return false
		}
	}
	return true
}

// proseOf is what a reader meets in blocks, as plain text: one paragraph for
// each paragraph, list item, answer and so on.
func proseOf(blocks []Block) string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.Title, htmlProse(b.HTML), b.Text, b.Caption, b.Easy)
		for _, area := range slices.Sorted(maps.Keys(b.Areas)) {
			all = append(all, htmlProse(b.Areas[area]))
		}
		if q := b.Question; q != nil {
			all = append(all, q.Text)
			for _, o := range q.Options {
				all = append(all, o.Text, o.Why)
			}
			for _, i := range q.Items {
				all = append(all, i.Text, i.Why)
			}
			for _, p := range q.Pairs {
				all = append(all, p.Left, p.Right, p.Why)
			}
		}
	}
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), "\n\n")
}

// htmlProse is the text of our own sanitised HTML.
func htmlProse(source string) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(out.String())
		case html.TextToken:
			out.Write(tokens.Text())
		case html.StartTagToken, html.EndTagToken:
			name, _ := tokens.TagName()
			switch string(name) {
			case "strong", "em", "a", "code", "br":
			default:
				out.WriteString("\n\n")
			}
		}
	}
}
