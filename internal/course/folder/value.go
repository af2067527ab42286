package folder

import (
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Limits of a single text, in characters.
const (
	longestPlain = 1000
	longestID    = 64
	mostEntries  = 200 // of any list
)

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// scalar is the raw text of a value; ok is false when there is none.
func (f fields) scalar(key string) (text string, ok bool) {
	if !f.has(key) {
		return "", false
	}
	n := f.values[key]
	if n.Kind != yaml.ScalarNode {
		f.at(key).wrong("field_text", "field", key)
		return "", false
	}
	return n.Value, true
}

// text is a required plain text in one paragraph.
func (f fields) text(key string) string {
	before := f.errors
	s := f.maybe(key)
	if s == "" && f.errors == before {
		f.missing(key)
	}
	return s
}

// maybe is an optional plain text in one paragraph. Line breaks become spaces.
func (f fields) maybe(key string) string {
	raw, _ := f.scalar(key)
	s := strings.Join(strings.Fields(raw), " ")
	if n := utf8.RuneCountInString(s); n > longestPlain {
		f.at(key).wrong("text_long", "field", key, "most", strconv.Itoa(longestPlain))
	}
	if strings.Contains(s, "**") || strings.Contains(s, "](") {
		f.at(key).wrong("text_markdown", "field", key)
	}
	return s
}

// id is a required name that links, answers and results hang on.
func (f fields) id(key string) string {
	s := f.text(key)
	if s != "" && !isID(s) {
		f.at(key).wrong("id_form", "id", s)
	}
	return s
}

func isID(s string) bool { return len(s) <= longestID && slug.MatchString(s) }

// one is a required text out of a few.
func (f fields) one(key string, among ...string) string {
	s := f.text(key)
	if s != "" && !slices.Contains(among, s) {
		f.at(key).wrong("field_among", "field", key, "value", s, "among", strings.Join(among, ", "))
	}
	return s
}

// whole is a required whole number between low and high.
func (f fields) whole(key string, low, high int) int {
	if !f.has(key) {
		f.missing(key)
		return 0
	}
	raw, _ := f.scalar(key)
	n, err := strconv.Atoi(raw)
	if err != nil || n < low || n > high {
		f.at(key).wrong("field_whole", "field", key, "low", strconv.Itoa(low), "high", strconv.Itoa(high))
		return 0
	}
	return n
}

// hours is a required number of hours, above 0 and at most 1,000.
func (f fields) hours(key string) float64 {
	if !f.has(key) {
		f.missing(key)
		return 0
	}
	raw, _ := f.scalar(key)
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsNaN(n) || n <= 0 || n > 1000 {
		f.at(key).wrong("field_hours", "field", key)
		return 0
	}
	return n
}

// flag is an optional true or false.
func (f fields) flag(key string) bool {
	raw, ok := f.scalar(key)
	if ok && raw != "true" && raw != "false" {
		f.at(key).wrong("field_flag", "field", key)
	}
	return raw == "true"
}

// date is a required YYYY-MM-DD.
func (f fields) date(key string) string {
	before := f.errors
	s := f.maybeDate(key)
	if s == "" && f.errors == before {
		f.missing(key)
	}
	return s
}

// maybeDate is an optional YYYY-MM-DD.
func (f fields) maybeDate(key string) string {
	s := f.maybe(key)
	if _, err := time.Parse(time.DateOnly, s); err != nil && s != "" {
		f.at(key).wrong("field_date", "field", key)
	}
	return s
}

// mustAddress is a required http(s) address.
func (f fields) mustAddress(key string) string {
	before := f.errors
	s := f.address(key)
	if s == "" && f.errors == before {
		f.missing(key)
	}
	return s
}

// address is an optional http(s) address.
func (f fields) address(key string) string {
	s := f.maybe(key)
	if s != "" && !isWebAddress(s) {
		f.at(key).wrong("link_form", "link", s)
	}
	return s
}

// isWebAddress tells whether s is a whole http or https address without a
// user name in it.
func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil &&
		!strings.ContainsAny(s, " \t\r\n\\\"<>")
}

// markdown is an optional Markdown text, as safe HTML.
func (f fields) markdown(key string) string {
	raw, ok := f.scalar(key)
	if !ok {
		return ""
	}
	n := f.values[key]
	at := f.on(f.shift + n.Line)
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		at.line++ // the text begins on the line after the sign
	}
	return renderMarkdown(at, raw)
}

// mustMarkdown is a required Markdown text, as safe HTML.
func (f fields) mustMarkdown(key string) string {
	before := f.errors
	html := f.markdown(key)
	if html == "" && f.errors == before {
		f.missing(key)
	}
	return html
}

// entries are the nodes of an optional list.
func (f fields) entries(key string) []*yaml.Node {
	if !f.has(key) {
		return nil
	}
	n := f.values[key]
	if n.Kind != yaml.SequenceNode {
		f.at(key).wrong("field_list", "field", key)
		return nil
	}
	if len(n.Content) > mostEntries {
		f.at(key).wrong("field_long", "field", key, "most", strconv.Itoa(mostEntries))
		return nil
	}
	return n.Content
}

// ids is a list of names, each once.
func (f fields) ids(key string) []string {
	var all []string
	for _, n := range f.entries(key) {
		at := f.on(f.shift + n.Line)
		switch {
		case n.Kind != yaml.ScalarNode || !isID(n.Value):
			at.wrong("id_form", "id", n.Value)
		case slices.Contains(all, n.Value):
			at.wrong("id_twice", "id", n.Value)
		default:
			all = append(all, n.Value)
		}
	}
	return all
}

// mustIDs is a list of at least one name.
func (f fields) mustIDs(key string) []string {
	before := f.errors
	all := f.ids(key)
	if len(all) == 0 && f.errors == before {
		f.missing(key)
	}
	return all
}

// labels is a list of short texts, each once.
func (f fields) labels(key string) []string {
	var all []string
	for _, n := range f.entries(key) {
		at, label := f.on(f.shift+n.Line), strings.Join(strings.Fields(n.Value), " ")
		switch {
		case n.Kind != yaml.ScalarNode || label == "":
			at.wrong("field_text", "field", key)
		case utf8.RuneCountInString(label) > longestID:
			at.wrong("text_long", "field", key, "most", strconv.Itoa(longestID))
		case slices.Contains(all, label):
			at.wrong("id_twice", "id", label)
		default:
			all = append(all, label)
		}
	}
	return all
}

// each reads a list of mappings, and reports keys that do not belong in them.
func (f fields) each(key string, read func(fields)) {
	for _, n := range f.entries(key) {
		if entry, ok := fieldsOf(f.place, f.shift, n); ok {
			read(entry)
			entry.close()
		}
	}
}

// part is an optional mapping inside this one.
func (f fields) part(key string) (fields, bool) {
	if !f.has(key) {
		return fields{}, false
	}
	return fieldsOf(f.place, f.shift, f.values[key])
}
