package collection_test

import (
	"io/fs"
	"strings"
	"testing"

	"yrkesresan/content"
	"yrkesresan/internal/library/collection"
)

const good = `
id: prov
title: Prov
theme: Lugn
audience: leader
about: Kort
items:
  - id: ett
    title: Ett
    about: Om ett
    form: method
    text: Text
    links: [{title: Mer, href: "https://a.example/x"}]
    files: [{path: filer/a.pdf, about: A}]
    reviewed: "2026-01-02"
`

func TestACollectionIsRead(t *testing.T) {
	c, problems := collection.Parse([]byte(good))
	if len(problems) > 0 || c.ID != "prov" || len(c.Items) != 1 || c.Items[0].Files[0].Path != "filer/a.pdf" {
		t.Fatal(c, problems)
	}
	for name, tc := range map[string][2]string{
		"a misspelling":      {"theme: Lugn", "them: Lugn"},
		"no theme":           {"theme: Lugn", "theme: ''"},
		"an audience":        {"audience: leader", "audience: alla"},
		"an id":              {"id: ett", "id: Ett Två"},
		"a form":             {"form: method", "form: bok"},
		"an unsafe link":     {"https://a.example/x", "javascript:alert(1)"},
		"a link with a name": {"https://a.example/x", "https://a:b@a.example/"},
		"a file elsewhere":   {"filer/a.pdf", "../../etc/passwd"},
		"an absolute file":   {"filer/a.pdf", "/etc/passwd"},
		"a day":              {"2026-01-02", "i januari"},
		"two documents":      {"id: prov", "id: prov\n---\nid: x"},
	} {
		if _, problems := collection.Parse([]byte(strings.Replace(good, tc[0], tc[1], 1))); len(problems) == 0 {
			t.Errorf("%s is no problem", name)
		}
	}
	if _, problems := collection.Parse([]byte(strings.Repeat("#", 2<<20))); len(problems) == 0 {
		t.Error("too large is no problem")
	}
}

func TestTheShippedCollectionsAreGood(t *testing.T) {
	names, err := fs.Glob(content.Material(), "*.yaml")
	if err != nil || len(names) < 3 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(content.Material(), name)
		if err != nil {
			t.Fatal(err)
		}
		c, problems := collection.Parse(text)
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
		for _, item := range c.Items {
			if item.Source == "" || item.Licence == "" || item.Months == 0 || item.Reviewed == "" || len(item.Topics) == 0 {
				t.Errorf("%s: %s says not where it comes from, what it is about or when it is looked over", name, item.ID)
			}
		}
	}
}

// Whatever a file holds, reading it ends, and what is read without problems can be checked again.
func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("id: [a"))
	f.Add([]byte("&a [*a]"))
	f.Add([]byte("a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]"))
	f.Add([]byte("items: [{links: [{href: \"https://\"}]}]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, problems := collection.Parse(text)
		if len(problems) == 0 && len(collection.Check(c)) > 0 {
			t.Errorf("%+v", c)
		}
	})
}
