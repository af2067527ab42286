package folder

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

const sampleCourse = `id: rena-hander
title: Rena händer
easy_title: Rena händer
kind: lessons
update: major
reviewed: 2026-11-20
validity_months: 24
hours: 0.5
areas: [aldreomsorg]
tags: [hygien, lex Sarah]
why: |
  Du tvättar händerna **ofta**.
why_easy: |
  Tvätta händerna ofta.
goals:
  - id: tvatta
    text: Du kan tvätta händerna
    form: skill
    kind: skill
laws:
  - title: Socialtjänstlagen
    number: "2025:400"
    date: 2025-07-01
    about: God kvalitet.
sources:
  - title: Basala hygienrutiner
    publisher: Socialstyrelsen
`

const sampleLesson = `---
id: varfor
title: Varför rena händer?
minutes: 8
goals: [tvatta]
---

## Smitta {#smitta}

Smitta följer med händerna. [Läs mer](https://example.se/a).

::: picture
file: hander.svg
alt: Två händer
caption: Gnid.
:::

::: word
word: smitta
easy: Bakterier som flyttar sig.
:::

::: case
title: Ett pass
areas:
  aldreomsorg: |
    Du hjälper Karin.
  all: |
    Du hjälper någon.
:::

## Prova {#prova}

::: question
id: nar
goal: tvatta
kind: single
text: När ska du sprita?
options:
  - text: Före
    right: true
    why: Ja.
  - text: Aldrig
    why: Inte riktigt.
:::
`

const sampleEasy = `---
id: varfor
title: Rena händer
---

## Smitta {#smitta}

Smitta finns på händer.

::: same
file: hander.svg
:::

## Prova {#prova}

::: question
id: nar
goal: tvatta
kind: single
text: När spritar du?
options:
  - text: Före
    right: true
    why: Ja.
  - text: Aldrig
    why: Nej.
:::
`

const sampleSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><path d="M0 0h1" fill="url(#a)"/></svg>`

// sampleTest has four questions on the one goal.
func sampleTest() string {
	text := "pass: 80\ntries: 3\ndraw: 2\nquestions:\n"
	for _, id := range []string{"t1", "t2", "t3", "t4"} {
		text += strings.ReplaceAll(`  - id: ID
    goal: tvatta
    lesson: varfor
    kind: multiple
    text: Vad är sant?
    options:
      - text: Det här
        right: true
        why: Ja.
      - text: Det där
        why: Nej.
`, "ID", id)
	}
	return text
}

// sample is a small course with nothing wrong in it.
func sample() fstest.MapFS {
	return fstest.MapFS{
		"course.yaml":               file(sampleCourse),
		"test.yaml":                 file(sampleTest()),
		"lessons/01-varfor.md":      file(sampleLesson),
		"lessons/01-varfor.latt.md": file(sampleEasy),
		"media/hander.svg":          file(sampleSVG),
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// edited is the sample with one text replaced in one file.
func edited(t *testing.T, name, old, new string) fstest.MapFS {
	t.Helper()
	fsys := sample()
	before := string(fsys[name].Data)
	if !strings.Contains(before, old) {
		t.Fatalf("%s has no %q", name, old)
	}
	fsys[name] = file(strings.Replace(before, old, new, 1))
	return fsys
}

func picture(t *testing.T, kind string, width, height int) string {
	t.Helper()
	var out bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, width, height))
	var err error
	if kind == "png" {
		err = png.Encode(&out, img)
	} else {
		err = jpeg.Encode(&out, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// find is the first problem with key.
func find(problems []Problem, key string) (Problem, bool) {
	for _, p := range problems {
		if p.Key == key {
			return p, true
		}
	}
	return Problem{}, false
}

// nilFS is a folder that cannot be read.
type nilFS struct{}

func (nilFS) Open(string) (fs.File, error) { return nil, fs.ErrPermission }
