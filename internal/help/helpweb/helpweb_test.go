package helpweb

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/help"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/lang/langtest"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/ui/uitest"
)

func texts(t *testing.T) *lang.Catalog {
	t.Helper()
	c, err := lang.New(map[string]fs.FS{"help": Texts, "ui": ui.Texts})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNoTextIsMissingOrUnused(t *testing.T) {
	t.Parallel()
	c, err := lang.New(map[string]fs.FS{"help": Texts})
	if err != nil {
		t.Fatal(err)
	}
	use, err := langtest.Read("..")
	if err != nil {
		t.Fatal(err)
	}
	if missing := use.Missing(c); len(missing) > 0 {
		t.Errorf("missing: %v", missing)
	}
	if unused := slices.DeleteFunc(use.Unused(c), func(k string) bool { return !strings.HasPrefix(k, "help.") }); len(unused) > 0 {
		t.Errorf("unused: %v", unused)
	}
}

// prose is what a person reads of a page: paragraphs and points, without headings and links.
func prose(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (n.Data == "p" || n.Data == "li") && (n.FirstChild == nil || n.FirstChild.Data != "a") {
			for part := range n.Descendants() {
				if part.Type == html.TextNode {
					b.WriteString(part.Data)
				}
			}
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// whole is a body in its shell.
func whole(s ui.Shell, body component) component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Layout(s).Render(templ.WithChildren(ctx, body), w)
	})
}

// The statement names laws and standards and is for whoever reviews it; help is for everyone.
func TestPagesAreEasyToRead(t *testing.T) {
	t.Parallel()
	c := texts(t)
	for name, p := range map[string]struct {
		body    component
		hardest int
	}{
		"help": {helpPage(view{}), 25}, "privacy": {privacyPage(view{}), 30}, "access": {accessPage(view{Reviewed: time.Now()}), 40}, "form": {reportPage(reportForm{}), 25},
	} {
		m := folder.Measure(prose(t, uitest.Render(t, c, p.body)))
		t.Logf("%s: LIX %d, %d words", name, m.Lix, m.Words)
		if m.Lix > p.hardest || len(m.LongSentences) > 0 {
			t.Errorf("%s: LIX %d, want at most %d; long sentences %v", name, m.Lix, p.hardest, m.LongSentences)
		}
	}
}

func TestPagesKeepTheirPromises(t *testing.T) {
	t.Parallel()
	c := texts(t)
	shell := ui.Shell{Product: "Resan", Title: "T", Texts: c}
	for name, body := range map[string]component{
		"help": helpPage(view{Contact: "Ring 000."}), "privacy": privacyPage(view{SignedIn: true}), "access": accessPage(view{}), "thanks": thanksPage(view{}),
		"form": reportPage(reportForm{}), "refused": reportPage(reportForm{Report: help.Report{Page: "/hjalp"}, Wrong: map[string]string{"what": "help.report.empty"}}),
	} {
		t.Run(name, func(t *testing.T) { uitest.Page(t, uitest.Render(t, c, whole(shell, body))) })
	}
}

func TestTheCatalogueIsInOrder(t *testing.T) {
	t.Parallel()
	var all map[string]string
	b, err := Texts.ReadFile("sv.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for _, part := range slices.Concat(helpParts, accessParts, privacyParts) {
		if all[part.Key+"title"] == "" || part.Href != "" && all[part.Key+"link"] == "" {
			t.Errorf("%s has no title or link", part.Key)
		}
	}
}
