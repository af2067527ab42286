package pack_test

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/library/pack"
)

func file(name, body string) pack.File {
	return pack.File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(body)), nil }}
}

var words = pack.Words{Contents: "Innehåll", Files: "Filer", Links: "Länkar", Source: "Källa", Licence: "Licens", From: "Från", BasedOn: "Bygger på", Back: "Till innehållet", Form: map[string]string{"method": "Metod"}}

func written(t interface{ Fatal(...any) }, b pack.Box) []byte {
	var out bytes.Buffer
	if err := pack.Write(&out, b, words, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// href finds links of the pages.
var href = regexp.MustCompile(`href="([^"]*)"`)

// opened opens a package and holds every link of every page against what is there.
func opened(t interface {
	Fatal(...any)
	Errorf(string, ...any)
}, body []byte) map[string]string {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	in, low := map[string]string{}, map[string]bool{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		in[f.Name] = string(text)
		if low[strings.ToLower(f.Name)] {
			t.Errorf("%s is there twice where capitals do not count", f.Name)
		}
		low[strings.ToLower(f.Name)] = true
		base := path.Base(f.Name)
		if strings.Trim(f.Name, "abcdefghijklmnopqrstuvwxyz0123456789-./") != "" || strings.HasSuffix(base, ".") || len(f.Name) > 100 || path.Clean(f.Name) != f.Name {
			t.Errorf("%q is no name for every system", f.Name)
		}
	}
	for name, text := range in {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, m := range href.FindAllStringSubmatch(text, -1) {
			if strings.HasPrefix(m[1], "https://") {
				continue
			}
			if _, there := in[path.Join(path.Dir(name), m[1])]; !there {
				t.Errorf("%s leads to %s, which is not there", name, m[1])
			}
		}
	}
	return in
}

func TestAPackageIsOpenedWithItsLinks(t *testing.T) {
	b := pack.Box{Title: "Att leda samtal", Theme: "Lärande", About: "Kort & gott", From: "Nationen", Items: []pack.Item{
		{Title: "När ingen säger något?", About: "Tre vägar", Form: "method", HTML: "<p>Vänta tio sekunder.</p>", Source: "Egen text", Links: []pack.Link{{Title: "Mer", Href: "https://mer.example/?a=1&b=2"}},
			Files: []pack.File{file("Kort.PDF", "%PDF-1"), file("kort.pdf", "%PDF-2"), file("../../etc/passwd", "x")}},
		{Title: "När ingen säger något?", About: "Samma namn", Form: "method", BasedOn: "Något, Solen"},
		{Title: "CON", About: "Ett namn som Windows behåller", Form: "method"},
		{Title: "???", About: "<script>alert(1)</script>", Form: "method"},
	}}
	body := written(t, b)
	in := opened(t, body)
	for name, parts := range map[string][]string{
		"index.html":                           {`lang="sv"`, "Att leda samtal", "Kort &amp; gott", "&lt;script&gt;", `href="texter/01-nar-ingen-sager-nagot.html"`},
		"index.txt":                            {"När ingen säger något?", "filer/01-kort.pdf", "https://mer.example/?a=1&b=2", "Källa: Egen text", "\r\n"},
		"texter/01-nar-ingen-sager-nagot.html": {"<p>Vänta tio sekunder.</p>", "https://mer.example/?a=1&amp;b=2", "../filer/01-kort-2.pdf"},
		"texter/02-nar-ingen-sager-nagot.html": {"Bygger på: Något, Solen"},
		"texter/03-material-con.html":          {"CON"},
		"texter/04-material.html":              {"???"},
		"filer/01-kort.pdf":                    {"%PDF-1"},
		"filer/01-kort-2.pdf":                  {"%PDF-2"},
		"filer/01-etc-passwd":                  {"x"},
	} {
		for _, p := range parts {
			if !strings.Contains(in[name], p) {
				t.Errorf("%s: no %q in %s", name, p, in[name])
			}
		}
	}
	if len(in) != 9 {
		t.Errorf("%d files: %v", len(in), in)
	}
	if !bytes.Equal(body, written(t, b)) {
		t.Error("made again it is not the same bytes")
	}
}

// Whatever things are called, the package opens, every link leads somewhere, and it is the same bytes twice.
func TestEveryPackageOpens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := pack.Box{Title: rapid.String().Draw(t, "title")}
		for range rapid.IntRange(0, 6).Draw(t, "items") {
			item := pack.Item{Title: rapid.String().Draw(t, "item"), About: rapid.String().Draw(t, "about")}
			for range rapid.IntRange(0, 3).Draw(t, "files") {
				item.Files = append(item.Files, file(rapid.String().Draw(t, "name"), rapid.String().Draw(t, "body")))
			}
			b.Items = append(b.Items, item)
		}
		body := written(t, b)
		opened(t, body)
		if !bytes.Equal(body, written(t, b)) {
			t.Fatal("not the same bytes")
		}
	})
}

func TestWritingTellsHowFarItHasCome(t *testing.T) {
	var steps []int
	b := pack.Box{Items: []pack.Item{{Title: "a", Files: []pack.File{file("a.pdf", "x")}}}}
	if err := pack.Write(io.Discard, b, words, func(done, all int) { steps = append(steps, done*10+all) }); err != nil {
		t.Fatal(err)
	}
	if len(steps) != 4 || steps[3] != 44 {
		t.Errorf("%v", steps)
	}
}
