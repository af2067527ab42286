// Package pack makes a package of a toolbox: a ZIP that opens anywhere, without a network. It knows values only, and the
// same values make the same bytes.
package pack

import (
	"archive/zip"
	"fmt"
	"html"
	"io"
	"strings"
	"time"
)

// Words are what a package says besides its content.
type Words struct {
	Contents, Files, Links, Source, Licence, From, BasedOn, Back string
	Form                                                         map[string]string // by form
}

// Box is what is packed.
type Box struct {
	Title, Theme, About, From string
	Items                     []Item
}

// Item is a piece of material: HTML is safe and finished.
type Item struct {
	Title, About, Form, HTML, Source, Licence, BasedOn string
	Links                                              []Link
	Files                                              []File
}

// Link leads to the web.
type Link struct{ Title, Href string }

// File is a file and how to open it.
type File struct {
	Name, About string
	Open        func() (io.ReadCloser, error)
}

// when is the moment that every entry of a package carries: a package made again is the same bytes.
var when = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)

// Write writes a package. step, when given, is told how many of all files have been written.
func Write(w io.Writer, b Box, words Words, step func(done, all int)) error {
	names := newNames()
	paths := make([]itemPaths, len(b.Items))
	all := 2
	for i, item := range b.Items {
		paths[i].page = names.next("texter/", fmt.Sprintf("%02d-%s", i+1, Plain(item.Title)), ".html")
		all++
		for _, f := range item.Files {
			base, ending := split(f.Name)
			paths[i].files = append(paths[i].files, names.next("filer/", fmt.Sprintf("%02d-%s", i+1, Plain(base)), ending))
			all++
		}
	}
	z := zip.NewWriter(w)
	done := 0
	add := func(name string, write func(io.Writer) error) error {
		to, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: when})
		if err != nil {
			return err
		}
		if err := write(to); err != nil {
			return err
		}
		if done++; step != nil {
			step(done, all)
		}
		return nil
	}
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	if err := add("index.html", text(index(b, words, paths))); err != nil {
		return err
	}
	if err := add("index.txt", text(list(b, words, paths))); err != nil {
		return err
	}
	for i, item := range b.Items {
		if err := add(paths[i].page, text(page(item, words, paths[i]))); err != nil {
			return err
		}
		for j, f := range item.Files {
			if err := add(paths[i].files[j], f.copy); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

func (f File) copy(w io.Writer) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(w, r)
	return err
}

// itemPaths are where an item lies in the package.
type itemPaths struct {
	page  string
	files []string
}

const style = `body{font:1.125rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}` +
	`h1,h2,h3{line-height:1.25}a{color:#0b5c6b}li{margin:.4rem 0}table{border-collapse:collapse}td,th{border:1px solid #888;padding:.3rem .6rem;text-align:left}.q{color:#555}@media print{nav{display:none}}`

func head(title string) string {
	return "<!doctype html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>" +
		html.EscapeString(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n"
}

const foot = "</body>\n</html>\n"

func p(class, text string) string {
	if text == "" {
		return ""
	}
	if class != "" {
		class = ` class="` + class + `"`
	}
	return "<p" + class + ">" + html.EscapeString(text) + "</p>\n"
}

func anchor(href, text string) string {
	return `<a href="` + html.EscapeString(href) + `">` + html.EscapeString(text) + `</a>`
}

// index is the first page: everything in the package, with links.
func index(b Box, words Words, paths []itemPaths) string {
	var out strings.Builder
	out.WriteString(head(b.Title) + "<h1>" + html.EscapeString(b.Title) + "</h1>\n" + p("q", b.Theme) + p("", b.About) + p("q", labelled(words.From, b.From)))
	out.WriteString("<h2>" + html.EscapeString(words.Contents) + "</h2>\n<ol>\n")
	for i, item := range b.Items {
		out.WriteString("<li>" + anchor(paths[i].page, item.Title) + " <span class=\"q\">(" + html.EscapeString(words.Form[item.Form]) + ")</span><br>" + html.EscapeString(item.About))
		for j, f := range item.Files {
			out.WriteString("<br>" + anchor(paths[i].files[j], f.shown()))
		}
		out.WriteString("</li>\n")
	}
	out.WriteString("</ol>\n" + foot)
	return out.String()
}

func (f File) shown() string {
	if f.About != "" {
		return f.About
	}
	return f.Name
}

func labelled(label, text string) string {
	if text == "" {
		return ""
	}
	return label + ": " + text
}

// page is one item's text.
func page(item Item, words Words, at itemPaths) string {
	var out strings.Builder
	out.WriteString(head(item.Title) + "<nav>" + anchor("../index.html", words.Back) + "</nav>\n<h1>" + html.EscapeString(item.Title) + "</h1>\n" + p("q", words.Form[item.Form]) + p("", item.About))
	if item.HTML != "" { // its own headings stand under one
		out.WriteString("<h2>" + html.EscapeString(words.Contents) + "</h2>\n" + item.HTML + "\n")
	}
	if len(item.Files) > 0 {
		out.WriteString("<h2>" + html.EscapeString(words.Files) + "</h2>\n<ul>\n")
		for j, f := range item.Files {
			out.WriteString("<li>" + anchor("../"+at.files[j], f.shown()) + "</li>\n")
		}
		out.WriteString("</ul>\n")
	}
	if len(item.Links) > 0 {
		out.WriteString("<h2>" + html.EscapeString(words.Links) + "</h2>\n<ul>\n")
		for _, l := range item.Links {
			out.WriteString("<li>" + anchor(l.Href, l.Title) + "</li>\n")
		}
		out.WriteString("</ul>\n")
	}
	out.WriteString(p("q", labelled(words.BasedOn, item.BasedOn)) + p("q", labelled(words.Source, item.Source)) + p("q", labelled(words.Licence, item.Licence)) + foot)
	return out.String()
}

// list is the same as a plain text, for who has no browser. Lines end as Windows has them.
func list(b Box, words Words, paths []itemPaths) string {
	lines := []string{b.Title, strings.Repeat("=", len([]rune(b.Title))), b.Theme, b.About, labelled(words.From, b.From), "", words.Contents}
	for i, item := range b.Items {
		lines = append(lines, "", fmt.Sprintf("%d. %s (%s)", i+1, item.Title, words.Form[item.Form]), "   "+item.About, "   "+paths[i].page)
		for j, f := range item.Files {
			lines = append(lines, "   "+f.shown()+": "+paths[i].files[j])
		}
		for _, l := range item.Links {
			lines = append(lines, "   "+l.Title+": "+l.Href)
		}
		for _, credit := range []string{labelled(words.BasedOn, item.BasedOn), labelled(words.Source, item.Source), labelled(words.Licence, item.Licence)} {
			if credit != "" {
				lines = append(lines, "   "+credit)
			}
		}
	}
	var out strings.Builder
	for _, line := range lines {
		out.WriteString(strings.NewReplacer("\r", " ", "\n", " ").Replace(line) + "\r\n")
	}
	return out.String()
}
