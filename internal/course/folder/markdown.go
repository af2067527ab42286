package folder

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// longestMarkdown is the most bytes of one text: a step is one screen.
const longestMarkdown = 20_000

var markdown = goldmark.New(goldmark.WithExtensions(
	extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
))

// safe lets through what Markdown gives and nothing else: no style, no class,
// no id, no picture (a strict content security policy holds).
var safe = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "strong", "em", "ul", "ol", "li", "h3", "h4", "h5", "h6",
		"blockquote", "code", "pre", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)
	return p
}()

// renderMarkdown turns source, whose first line is at at.line, into safe HTML.
// Raw HTML, pictures in the text, headings above ### and links that are not
// http(s) addresses are errors.
func renderMarkdown(at place, source string) string {
	if strings.TrimSpace(source) == "" {
		return ""
	}
	if len(source) > longestMarkdown {
		at.wrong("markdown_long", "most", strconv.Itoa(longestMarkdown))
		return ""
	}
	if line, ok := tooDeep(source); ok {
		at.on(at.line + line).wrong("markdown_deep")
		return ""
	}
	src := []byte(source)
	doc := markdown.Parser().Parse(text.NewReader(src))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the walker never fails
		if entering {
			checkNode(at, n, src)
		}
		return ast.WalkContinue, nil
	})
	var out bytes.Buffer
	if err := markdown.Renderer().Render(&out, src, doc); err != nil {
		at.wrong("markdown")
		return ""
	}
	return strings.TrimSpace(string(safe.SanitizeBytes(out.Bytes())))
}

// deepestQuote is the most quotes inside quotes: beyond it the parser gets slow.
const deepestQuote = 8

// tooDeep finds the first line (from 0) with too many quotes inside each other.
func tooDeep(source string) (line int, ok bool) {
	for i, text := range strings.Split(source, "\n") {
		marks := text[:len(text)-len(strings.TrimLeft(text, "> \t-*+.)0123456789"))]
		if strings.Count(marks, ">") > deepestQuote {
			return i, true
		}
	}
	return 0, false
}

// checkNode reports what a lesson text may not hold.
func checkNode(at place, n ast.Node, src []byte) {
	on := at.on(at.line + bytes.Count(src[:offset(n)], []byte("\n")))
	switch n := n.(type) {
	case *ast.Heading:
		if n.Level < 3 {
			on.wrong("heading_level")
		}
	case *ast.HTMLBlock, *ast.RawHTML:
		on.wrong("markdown_html")
	case *ast.Image:
		on.wrong("markdown_picture")
	case *ast.Link:
		if !isWebAddress(string(n.Destination)) {
			on.wrong("link_form", "link", string(n.Destination))
		}
	case *ast.AutoLink:
		if link := string(n.URL(src)); n.AutoLinkType != ast.AutoLinkURL || !isWebAddress(link) {
			on.wrong("link_form", "link", link)
		}
	}
}

// offset is the byte where n begins in the source, as near as the tree knows:
// its own text, else that of its first child, else that of its parent.
func offset(n ast.Node) int {
	for at := n; at != nil; at = at.FirstChild() {
		if start, ok := ownOffset(at); ok {
			return start
		}
	}
	for at := n.Parent(); at != nil; at = at.Parent() {
		if start, ok := ownOffset(at); ok {
			return start
		}
	}
	return 0
}

func ownOffset(n ast.Node) (int, bool) {
	switch n := n.(type) {
	case *ast.Text:
		return n.Segment.Start, true
	case *ast.RawHTML:
		if n.Segments.Len() > 0 {
			return n.Segments.At(0).Start, true
		}
	}
	if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
		return n.Lines().At(0).Start, true
	}
	return 0, false
}

// Text turns what somebody writes beside a course into the same safe HTML as lesson text, by the same
// rules. Problems tell what it may not hold, with the line; html is "" then.
func Text(source string) (html string, problems []Problem) {
	r := &report{}
	html = renderMarkdown(place{r, "text", 1}, source)
	if r.errors > 0 {
		return "", r.sorted()
	}
	return html, nil
}
