// Package uitest checks the HTML of a page without a browser: what every page
// of the service promises.
package uitest

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"yrkesresan/assets"
	"yrkesresan/internal/platform/lang"
)

// Render draws a component with a catalogue, as a request would.
func Render(t testing.TB, texts *lang.Catalog, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(lang.With(context.Background(), texts), &b); err != nil {
		t.Fatalf("render: %v", err)
	}
	return b.String()
}

// Page fails the test for each promise that a whole page breaks.
func Page(t testing.TB, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	c := checker{ids: map[string]int{}, counts: map[string]int{}}
	c.walk(root)
	c.references()
	for _, tag := range []string{"h1", "main", "title"} {
		if n := c.counts[tag]; n != 1 {
			c.say("%d <%s>, want 1", n, tag)
		}
	}
	for _, missing := range regexp.MustCompile(`⟦[^⟧]*⟧`).FindAllString(page, -1) {
		c.say("no text for %s", missing)
	}
	for _, fault := range c.faults {
		t.Errorf("page: %s", fault)
	}
}

// checker walks a page once and gathers what is wrong.
type checker struct {
	ids    map[string]int
	points []string // ids that other elements name
	counts map[string]int
	faults []string
}

func (c *checker) say(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *checker) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		c.element(n)
	}
	for child := range n.ChildNodes() {
		c.walk(child)
	}
}

func (c *checker) element(n *html.Node) {
	c.attributes(n)
	switch n.Data {
	case "title":
		if n.Namespace == "" {
			c.counts["title"]++
		}
	case "style":
		c.say("a <style> element")
	case "script":
		if attr(n, "src") == "" {
			c.say("an inline script")
		}
	case "img":
		if !has(n, "alt") {
			c.say("an image without alt: %s", attr(n, "src"))
		}
	case "html":
		if attr(n, "lang") == "" {
			c.say("no language")
		}
	case "use":
		_, icon, _ := strings.Cut(attr(n, "href"), "#")
		if !assets.HasIcon(icon) {
			c.say("no icon %q in the sprite", icon)
		}
	case "a", "button", "label", "th", "summary", "h1", "h2", "h3":
		if strings.TrimSpace(words(n)) == "" && !has(n, "aria-label") {
			c.say("a <%s> without words", n.Data)
		}
		fallthrough
	default:
		c.counts[n.Data]++
	}
	if strings.HasPrefix(attr(n, "class"), "status") && strings.TrimSpace(words(n)) == "" {
		c.say("a status without a word")
	}
}

// attributes looks at each attribute: no inline style or handler, ids once.
func (c *checker) attributes(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "style":
			c.say("a style attribute on <%s>", n.Data)
		case strings.HasPrefix(a.Key, "on"):
			c.say("an inline handler %s on <%s>", a.Key, n.Data)
		case a.Key == "id":
			c.ids[a.Val]++
			if c.ids[a.Val] == 2 {
				c.say("the id %q is used twice", a.Val)
			}
		case a.Key == "for", a.Key == "aria-labelledby", a.Key == "aria-describedby", a.Key == "popovertarget":
			c.points = append(c.points, strings.Fields(a.Val)...)
		case a.Key == "href" && n.Data == "a" && len(a.Val) > 1 && a.Val[0] == '#':
			c.points = append(c.points, a.Val[1:])
		}
	}
}

func (c *checker) references() {
	for _, id := range c.points {
		if c.ids[id] == 0 {
			c.say("nothing has the id %q that is pointed at", id)
		}
	}
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for child := range n.ChildNodes() {
		b.WriteString(words(child))
	}
	if alt := attr(n, "alt"); alt != "" {
		b.WriteString(alt)
	}
	return b.String()
}
