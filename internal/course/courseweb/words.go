package courseweb

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/ui"
)

// explained are the words of a step as the boxes and the list at the end want them.
func explained(words []folder.Word) []ui.Word {
	var out []ui.Word
	for i, w := range words {
		out = append(out, ui.Word{ID: strconv.Itoa(i + 1), Word: upper(w.Word), Meaning: w.Easy})
	}
	return out
}

func upper(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// marker makes the first occurrence of each word of a step something to press. It goes through
// the texts of the step in turn.
type marker struct {
	words []ui.Word
	done  []bool
}

func newMarker(words []ui.Word) *marker { return &marker{words, make([]bool, len(words))} }

// found are the words that have been met, and so need a box.
func (m *marker) found() []ui.Word {
	var out []ui.Word
	for i, w := range m.words {
		if m.done[i] {
			out = append(out, w)
		}
	}
	return out
}

// mark puts buttons around words in safe HTML, but not inside links and headings.
func (m *marker) mark(text string) string {
	if !slices.Contains(m.done, false) {
		return text
	}
	var out strings.Builder
	closed := 0 // how many links and headings are open
	for text != "" {
		tag := strings.IndexByte(text, '<')
		if tag < 0 {
			tag = len(text)
		}
		if closed == 0 {
			m.plain(&out, text[:tag])
		} else {
			out.WriteString(text[:tag])
		}
		text = text[tag:]
		end := strings.IndexByte(text, '>')
		if end < 0 {
			end = len(text) - 1
		}
		switch name := tagName(text); {
		case keepsOut[name]:
			closed++
		case strings.HasPrefix(name, "/") && keepsOut[name[1:]]:
			closed--
		}
		out.WriteString(text[:end+1])
		text = text[end+1:]
	}
	return out.String()
}

var keepsOut = map[string]bool{"a": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "code": true}

// tagName is "a" for "<a href=…>" and "/a" for "</a>".
func tagName(tag string) string {
	if tag == "" {
		return ""
	}
	name, _, _ := strings.Cut(strings.Trim(tag[:strings.IndexByte(tag+">", '>')], "<"), " ")
	return name
}

// plain marks words in text without tags.
func (m *marker) plain(out *strings.Builder, text string) {
	for {
		which, from, to := m.first(text)
		if which < 0 {
			out.WriteString(text)
			return
		}
		m.done[which] = true
		out.WriteString(text[:from])
		out.WriteString(`<button type="button" class="ord" popovertarget="ord-` + m.words[which].ID + `">` + text[from:to] + `</button>`)
		text = text[to:]
	}
}

// first finds the first of the words that are left.
func (m *marker) first(text string) (which, from, to int) {
	which, from = -1, len(text)
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return -1, 0, 0 // a letter that changes its length: leave the text as it is
	}
	for i, w := range m.words {
		if m.done[i] {
			continue
		}
		at, end := findWord(lower, strings.ToLower(html.EscapeString(w.Word)))
		if at >= 0 && at < from {
			which, from, to = i, at, end
		}
	}
	return which, from, to
}

// endings are what a Swedish word may get at its end and still be that word.
var endings = []string{"", "n", "en", "et", "t", "a", "na", "e", "er", "or", "ar", "r", "erna", "orna", "arna", "rna", "s", "ns", "ens", "ets", "de", "ade"}

// findWord finds a word from its beginning, also inflected.
func findWord(text, word string) (from, to int) {
	for start := 0; word != ""; {
		at := strings.Index(text[start:], word)
		if at < 0 {
			return -1, 0
		}
		at += start
		end := at + len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		tail := text[end:]
		if i := strings.IndexFunc(tail, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
			tail = tail[:i]
		}
		if !unicode.IsLetter(before) && before != '-' && slices.Contains(endings, tail) {
			return at, end + len(tail)
		}
		start = end
	}
	return -1, 0
}
