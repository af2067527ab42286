package folder

import (
	"strings"
	"testing"
)

func TestSVG(t *testing.T) {
	t.Parallel()
	const head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 20">` + "\n"
	for name, tc := range map[string]struct {
		svg, key string
		line     int
	}{
		"shapes":            {head + `<title>Å</title><g fill="#fff"><use href="#a"/><use xlink:href="#b" xml:lang="sv"/></g></svg>`, "", 0},
		"script":            {head + `<script>alert(1)</script></svg>`, "svg_element", 2},
		"script in capital": {head + "\n" + `<SCRIPT/></svg>`, "svg_element", 3},
		"foreign":           {head + `<foreignObject/></svg>`, "svg_element", 2},
		"animation":         {head + `<set attributeName="href" to="javascript:a"/></svg>`, "svg_element", 2},
		"picture inside":    {head + `<image href="a.png"/></svg>`, "svg_element", 2},
		"html inside":       {head + `<p xmlns="http://www.w3.org/1999/xhtml">a</p></svg>`, "svg_element", 2},
		"event":             {head + "<g\nonload=\"a()\"/></svg>", "svg_attribute", 2},
		"foreign attribute": {head + `<g xmlns:i="urn:i" i:label="a"/></svg>`, "svg_attribute", 2},
		"base":              {head + `<g xml:base="https://e.se/"/></svg>`, "svg_attribute", 2},
		"link out":          {head + `<use href="https://e.se/a.svg#b"/></svg>`, "svg_outside", 2},
		"linked out":        {head + `<use xlink:href=" javascript:a"/></svg>`, "svg_outside", 2},
		"fill out":          {head + `<g fill="URL( 'https://e.se/a')"/></svg>`, "svg_outside", 2},
		"style":             {head + `<g style="fill:red"/></svg>`, "svg_style", 2},
		"style element":     {head + `<style>g{}</style></svg>`, "svg_element", 2},
		"doctype":           {`<!DOCTYPE svg [<!ENTITY a "b">]>` + "\n" + head + `</svg>`, "svg_directive", 1},
		"stylesheet":        {`<?xml-stylesheet href="a.css"?>` + head + `</svg>`, "svg_directive", 1},
		"not closed":        {head + "<g>\n</svg>", "svg_xml", 3},
		"entity":            {head + "&a;</svg>", "svg_xml", 2},
		"empty":             {" ", "svg_xml", 1},
		"no size":           {`<svg xmlns="http://www.w3.org/2000/svg"/>`, "svg_size", 1},
		"odd size":          {`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e9 NaN"/>`, "svg_size", 1},
		"not svg":           {`<html/>`, "svg_root", 1},
		"deep":              {head + strings.Repeat("<g>", 60), "svg_deep", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := sample()
			fsys["media/hander.svg"] = file(tc.svg)
			c, problems := Read(fsys)
			if tc.key == "" {
				if len(problems) != 0 || c.Media[0].Width != 10 || c.Media[0].Height != 20 {
					t.Errorf("%v %+v", problems, c.Media)
				}
				return
			}
			p, ok := find(problems, tc.key)
			if !ok || p.Line != tc.line || p.Level != LevelError {
				t.Errorf("want %s at line %d, got %v", tc.key, tc.line, problems)
			}
		})
	}
}

func TestMediaKinds(t *testing.T) {
	t.Parallel()
	webp := "RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x0f\x00\x00\x1f\x00\x00"
	lossless := "RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f\x0f\xc0\x07\x00\x00\x00\x00\x00\x00"
	lossy := "RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x10\x00\x20\x00"
	for name, tc := range map[string]struct {
		file, text, key string
		width, height   int
	}{
		"png":               {"a.png", picture(t, "png", 16, 32), "", 16, 32},
		"jpg":               {"a.jpg", picture(t, "jpg", 16, 32), "", 16, 32},
		"webp":              {"a.webp", webp, "", 16, 32},
		"webp lossless":     {"a.webp", lossless, "", 16, 32},
		"webp lossy":        {"a.webp", lossy, "", 16, 32},
		"webp cut off":      {"a.webp", webp[:20], "media_bytes", 0, 0},
		"webp of no kind":   {"a.webp", strings.Replace(webp, "VP8X", "VP8?", 1), "media_bytes", 0, 0},
		"png as jpg":        {"a.jpg", picture(t, "png", 16, 32), "media_bytes", 0, 0},
		"png cut off":       {"a.png", "\x89PNG\r\n\x1a\n", "media_bytes", 0, 0},
		"a wide picture":    {"a.png", picture(t, "png", widestPicture+1, 1), "picture_wide", 0, 0},
		"a heavy picture":   {"a.png", strings.Repeat("a", 5<<20+1), "file_bytes", 0, 0},
		"film":              {"a.mp4", "\x00\x00\x00\x18ftypmp42\x00\x00", "", 0, 0},
		"no film":           {"a.mp4", "<html><body>a", "media_bytes", 0, 0},
		"audio with a tag":  {"a.mp3", "ID3\x04", "", 0, 0},
		"audio":             {"a.mp3", "\xff\xfb\x90", "", 0, 0},
		"no audio":          {"a.mp3", "\xff\xfe\x90", "media_bytes", 0, 0},
		"document":          {"a.pdf", "%PDF-1.7", "", 0, 0},
		"empty document":    {"a.pdf", "", "media_bytes", 0, 0},
		"captions":          {"a.vtt", "WEBVTT\n\n", "", 0, 0},
		"no captions":       {"a.vtt", "WEBVTTX", "media_bytes", 0, 0},
		"captions in latin": {"a.vtt", "WEBVTT\n\n\xe4", "text_utf8", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := sample()
			fsys["media/"+tc.file] = file(tc.text)
			c, problems := Read(fsys)
			_, wrong := find(problems, tc.key)
			if tc.key != "" && !wrong || tc.key == "" && len(problems) != 1 { // the one: nobody uses it
				t.Errorf("want %q, got %v", tc.key, problems)
			}
			if m := c.Media[0]; tc.key == "" && (m.Width != tc.width || m.Height != tc.height || m.Type == "" || m.Bytes != int64(len(tc.text))) {
				t.Errorf("%+v", m)
			}
		})
	}
}

func TestEveryMediaNameHasAKind(t *testing.T) {
	t.Parallel()
	for ending := range mediaKinds {
		if !mediaName.MatchString("media/a" + ending) {
			t.Errorf("%s is a kind but not a name", ending)
		}
	}
	if mediaName.MatchString("media/a.exe") || mediaName.MatchString("media/a.png.svg") {
		t.Error("a name without a kind passes")
	}
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	fsys := edited(t, "lessons/01-varfor.md", "::: word", `::: film
file: a.mp4
captions: a.vtt
alt: Någon tvättar händerna
minutes: 2
:::

::: audio
file: a.mp3
text: |
  Hör här.
:::

::: document
file: a.pdf
title: Checklista
:::

::: link
url: https://example.se/
title: Mer
text: Läs.
:::

::: facts
title: Bra att veta
text: |
  - Ett
  - Två
:::

::: discussion
title: Prata
text: Vad gör du?
minutes: 5
:::

::: question
id: ordning
goal: tvatta
kind: order
text: Ordna
items:
  - {text: Blöt, why: Först.}
  - {text: Tvåla, why: Sen.}
:::

::: question
id: para
goal: tvatta
kind: match
text: Para ihop
pairs:
  - {left: Hand, right: Tvål, why: Ren.}
  - {left: Yta, right: Trasa, why: Torr.}
:::

::: question
id: tank
kind: reflect
text: Hur gör du?
:::

::: word`)
	for name, text := range map[string]string{
		"a.mp4": "\x00\x00\x00\x18ftypmp42\x00\x00", "a.vtt": "WEBVTT\n", "a.mp3": "ID3", "a.pdf": "%PDF-1.7",
	} {
		fsys["media/"+name] = file(text)
	}
	delete(fsys, "lessons/01-varfor.latt.md")
	c, problems := Read(fsys)
	if HasErrors(problems) {
		t.Fatal(problems)
	}
	blocks := map[string]Block{}
	for _, b := range c.Lessons[0].Steps[0].Blocks {
		blocks[b.Kind] = b
	}
	if b := blocks["film"]; b.File != "a.mp4" || b.Captions != "a.vtt" || b.Minutes != 2 || b.Bytes != 14 || b.Alt == "" {
		t.Errorf("film: %+v", b)
	}
	if b := blocks["facts"]; b.Title != "Bra att veta" || b.HTML != "<ul>\n<li>Ett</li>\n<li>Två</li>\n</ul>" {
		t.Errorf("facts: %+v", b)
	}
	if b := blocks["discussion"]; b.HTML != "<p>Vad gör du?</p>" || b.Minutes != 5 {
		t.Errorf("discussion: %+v", b)
	}
	for _, kind := range []string{"text", "picture", "audio", "document", "link", "word", "case", "question"} {
		if blocks[kind].Kind != kind {
			t.Errorf("no %s", kind)
		}
	}
}

func TestExternal(t *testing.T) {
	t.Parallel()
	fsys := edited(t, "course.yaml", "kind: lessons", `kind: external
external:
  provider: Svenskt Demenscentrum
  url: https://example.se/abc
  hours: 2
  report: Du berättar själv.`)
	for name := range fsys {
		if name != "course.yaml" {
			delete(fsys, name)
		}
	}
	c, problems := Read(fsys)
	if len(problems) != 0 || c.External.Hours != 2 {
		t.Errorf("%v %+v", problems, c.External)
	}
}
