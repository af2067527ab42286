package browser

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

// full runs every variant of the checks: make test-full.
var full = os.Getenv("YRKESRESAN_FULL") != ""

// pagesEach is how many pages of a role are visited at most; patterns, not addresses, are counted.
const pagesEach = 14

// TestEveryRoleFindsOnlyGoodPages signs in as everyone who is ready in the demo and follows the
// links of the pages, each kind of page once, with axe and the checks of layout.
func TestEveryRoleFindsOnlyGoodPages(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.serve(t, "--demo")
	views := map[string]browsertest.View{"phone": browsertest.Phone}
	if full {
		views = map[string]browsertest.View{"phone": browsertest.Phone, "desktop": browsertest.Desktop, "phone dark": browsertest.Phone.Dark(),
			"desktop dark": browsertest.Desktop.Dark(), "narrow": browsertest.Narrow}
	}
	seen := map[string]bool{}
	for _, role := range []string{"learner", "manager", "municipality", "region", "national", "trainer", "leader", "hr"} {
		for name, view := range views {
			b := browsertest.New(t).Page(t, view)
			b.Open(p.run(t, "demo", "signin", role, "--url", p.base))
			b.Click("main form button.knapp")
			crawl(t, b, p.base, role+" "+name, name, seen)
		}
	}
	visitor := browsertest.New(t).Page(t, browsertest.Phone)
	visitor.Open(p.base + "/demo")
	crawl(t, visitor, p.base, "visitor", "visitor", seen)
}

// crawl visits pages breadth first, one of each pattern and view.
func crawl(t *testing.T, b *browsertest.Page, base, who, view string, seen map[string]bool) {
	t.Helper()
	queue, visited := append([]string{b.Path()}, links(b)...), 0
	for len(queue) > 0 && visited < pagesEach {
		path := queue[0]
		queue = queue[1:]
		if key := view + pattern(path); seen[key] || !walkable(path) {
			continue
		} else {
			seen[key] = true
		}
		b.Open(base + path)
		if b.Status() != http.StatusOK {
			t.Errorf("%s: %s answers %d", who, path, b.Status())
			continue
		}
		if strings.Contains(b.Text(), "⟦") {
			t.Errorf("%s: %s has a text that is missing", who, path)
		}
		good(t, b)
		visited++
		queue = append(queue, links(b)...)
	}
}

var hrefs = regexp.MustCompile(`<a[^>]+href="(/[^"#]*)`)

func links(b *browsertest.Page) []string {
	var out []string
	for _, m := range hrefs.FindAllStringSubmatch(b.HTML(), -1) {
		out = append(out, strings.ReplaceAll(m[1], "&amp;", "&"))
	}
	return out
}

// walkable leaves out what is not a page.
func walkable(path string) bool {
	address, _, _ := strings.Cut(path, "?")
	for _, end := range []string{".pdf", ".csv", ".xlsx", ".zip", ".json", "/pdf", "/fil"} {
		if strings.HasSuffix(address, end) {
			return false
		}
	}
	return !strings.HasPrefix(path, "/static/") && !strings.Contains(path, "/media/")
}

var identifiers = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27,}|YR-[A-Z0-9-]+|/kurs/[a-z-]+|/lektion/[a-z-]+/[a-z-]+|/varfor/[a-z-]+/[a-z0-9-]+|/punkt/[a-z-]+/[a-z0-9-]+|(rss|k)-[A-Z0-9]+|\d+`)

// pattern is a path with what differs from thing to thing taken out.
func pattern(path string) string { return identifiers.ReplaceAllString(path, "*") }

// TestTheLearnersFlowsWithKeyboardOnly reaches everything on the main pages by Tab, with a ring.
func TestTheLearnersFlowsWithKeyboardOnly(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.serve(t, "--demo")
	b := browsertest.New(t).Page(t, browsertest.Phone)
	b.Open(p.run(t, "demo", "signin", "learner", "--url", p.base))
	b.TabWalk(t)
	b.Click("main form button.knapp")
	for _, path := range []string{"/min-resa", "/kurs/basala-hygienrutiner", "/intyg", "/mitt-larande", "/installningar"} {
		b.Open(p.base + path)
		b.TabWalk(t)
	}
	b.Open(p.base + "/min-resa")
	b.Click("section.nasta a.knapp")
	b.TabWalk(t)
}
