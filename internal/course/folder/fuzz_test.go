package folder

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var archiveName = regexp.MustCompile(`(?m)^-- (\S+) --\n`)

// archive joins files into one text with "-- name --" before each.
func archive(fsys fstest.MapFS) string {
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fsys)) {
		out.WriteString("-- " + name + " --\n" + string(fsys[name].Data))
	}
	return out.String()
}

// unarchive is the reverse of archive.
func unarchive(text string) fstest.MapFS {
	fsys := fstest.MapFS{}
	heads := archiveName.FindAllStringSubmatchIndex(text, -1)
	for i, head := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		if name := text[head[2]:head[3]]; fs.ValidPath(name) {
			fsys[name] = file(text[head[1]:end])
		}
	}
	return fsys
}

// unsafeHTML is what must never come out: the tags and attributes are looked
// for unescaped, so text about them passes.
var unsafeHTML = regexp.MustCompile(`(?i)<(script|style|iframe|img|object|form|svg)|<[^>]* (style|on[a-z]+|class|id)=|href="(?:[^h]|h[^t])`)

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// check holds what is true of any folder, however broken.
func check(t *testing.T, fsys fs.FS) {
	c, problems := Read(fsys)
	for _, p := range problems {
		if p.Line < 1 || p.File == "" || Sentence(p) == p.Key {
			t.Errorf("a problem that cannot be told: %+v", p)
		}
		for _, m := range placeholder.FindAllStringSubmatch(messages[p.Key], -1) {
			if _, ok := p.Args[m[1]]; !ok {
				t.Errorf("%s is told without %s", p.Key, m[1])
			}
		}
	}
	for _, html := range everyHTML(c) {
		if unsafeHTML.MatchString(html) {
			t.Errorf("unsafe: %s", html)
		}
	}
	first, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Read(fsys)
	if second, _ := json.Marshal(again); !bytes.Equal(first, second) { // the first went well
		t.Error("reading twice gives two contents")
	}
	if HasErrors(problems) {
		return
	}
	if c.ID == "" || c.Kind == "lessons" && len(c.Lessons) == 0 || (c.Kind == kindDay) != (len(c.Days) > 0) || c.Hours < c.DayHours() && len(c.Days) > 0 {
		t.Errorf("no error, and yet no course: %+v", c)
	}
	checkQuestions(t, c)
}

// checkQuestions makes sure that every question of a course without errors can
// be answered right, also in easy Swedish.
func checkQuestions(t *testing.T, c Content) {
	var all []*Question
	for _, l := range c.Lessons {
		for _, s := range l.Steps {
			all = append(append(all, questionsOf(s.Blocks)...), questionsOf(s.Easy)...)
		}
	}
	if c.Test != nil {
		for _, q := range c.Test.Questions {
			all = append(all, &q)
		}
	}
	for _, q := range all {
		if v := q.Judge(rightAnswer(*q)); q.Kind != "reflect" && !v.Right {
			t.Errorf("cannot be answered right: %+v", q)
		}
	}
}

func everyHTML(c Content) []string {
	all := []string{c.WhyHTML, c.WhyEasyHTML}
	for _, l := range c.Lessons {
		for _, s := range l.Steps {
			for _, b := range slices.Concat(s.Blocks, s.Easy) {
				all = append(all, b.HTML)
				for _, html := range b.Areas {
					all = append(all, html)
				}
			}
		}
	}
	return all
}

func FuzzRead(f *testing.F) {
	f.Add(archive(sample()))
	f.Add(archive(daySample()))
	f.Add(strings.Replace(archive(daySample()), "hours: 6", "hours: 1e999", 1))
	f.Add(strings.Replace(archive(daySample()), "follow_up:", "follow_up: [a]\nmore:", 1))
	for _, change := range [][2]string{
		{"Smitta följer", "<script>alert(1)</script>"},
		{"Smitta följer", "[a](javascript:alert(1)) ![b](c.png) <https://e.se>"},
		{"Smitta följer", "| a | b |\n|--|:-:|\n| c | d |\n\n[x]: https://e.se 'y'\n"},
		{"Smitta följer", "```\n## a\n:::\n```\n\n~~~ b\n"},
		{"kind: single", "kind: order"},
		{"aldreomsorg: |", "aldreomsorg: >-"},
		{"title: Rena händer", "title: &a [*a]"},
		{"::: picture", "::: film"},
		{":::\n", "\n"},
		{"viewBox", "onload='a' viewBox"},
	} {
		f.Add(strings.Replace(archive(sample()), change[0], change[1], 1))
	}
	f.Fuzz(func(t *testing.T, text string) { check(t, unarchive(text)) })
}

func FuzzZip(f *testing.F) {
	var plain, packed bytes.Buffer
	if err := WriteZip(sample(), &plain); err != nil {
		f.Fatal(err)
	}
	f.Add(plain.Bytes())
	z := zip.NewWriter(&packed)
	for name, file := range sample() {
		w, err := z.Create("kurs/" + name)
		if err != nil {
			f.Fatal(err)
		}
		if _, err := w.Write(file.Data); err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(packed.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys, err := open(data)
		if err != nil {
			return
		}
		check(t, fsys)
		var out bytes.Buffer
		if err := WriteZip(fsys, &out); err != nil {
			return // an entry with a wrong checksum
		}
		back, err := open(out.Bytes())
		if err != nil {
			t.Fatalf("what was written cannot be opened: %v", err)
		}
		a, errA := Fingerprint(fsys)
		b, errB := Fingerprint(back)
		if a != b || errA != nil || errB != nil {
			t.Fatalf("other files came back: %v %v", errA, errB)
		}
	})
}
