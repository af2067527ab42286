// Package paper makes PDF documents that can be read aloud: tagged, with
// language, title, reading order and real letters, in the shape ISO 14289-1
// (PDF/UA-1) asks for. A caller lists elements; the package sets them on A4
// pages in the look of the web pages. It also draws QR codes.
//
// The bytes depend on the document alone: no clock, no chance. That is why the
// file is written here and not by a library: those tried stamp the time of
// writing and a random identifier, and cannot tag while they draw.
package paper

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"
)

// Document is what Write puts on paper.
type Document struct {
	Title   string    // required; shown by readers instead of a file name
	Lang    string    // BCP 47 tag; empty means sv-SE
	Author  string    // who issues it; may be empty
	Created time.Time // required; the only time in the file
	Foot    string    // small text at the foot of every page; empty means Title
	// PageLabel words the page number at the foot; nil means "1 / 3" and
	// nothing at all on a document of one page.
	PageLabel func(page, pages int) string
	Elements  []Element
}

var langTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// Write sets the document and writes it to w as one PDF file. It fails, before
// anything is written, when the document could not be read aloud in full: no
// title, a picture without text alternative, a skipped heading level, a table
// row that does not fit its header. Any text is accepted; see Unprintable.
func Write(w io.Writer, d Document) error {
	if d.Lang == "" {
		d.Lang = "sv-SE"
	}
	d.Title, d.Author, d.Foot = cleanLine(d.Title), cleanLine(d.Author), cleanLine(d.Foot)
	if d.Foot == "" {
		d.Foot = d.Title
	}
	if err := d.check(); err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	f := newFlow()
	for i, e := range d.Elements {
		if err := e.place(f); err != nil {
			return fmt.Errorf("paper: element %d: %w", i, err)
		}
	}
	f.finish(d)
	if _, err := w.Write(export(d, f)); err != nil {
		return fmt.Errorf("paper: %w", err)
	}
	return nil
}

// check finds what is wrong with a document before any of it is set.
func (d Document) check() error {
	switch {
	case d.Title == "":
		return errors.New("the document has no title")
	case d.Created.IsZero():
		return errors.New("the document has no time of creation")
	case !langTag.MatchString(d.Lang):
		return fmt.Errorf("%q is not a language tag", d.Lang)
	case len(d.Elements) == 0:
		return errors.New("the document is empty")
	}
	level := 0
	for i, e := range d.Elements {
		if e == nil {
			return fmt.Errorf("element %d is nil", i)
		}
		h, ok := e.(Heading)
		if !ok {
			continue
		}
		if h.Level < 1 || h.Level > maxLevel || h.Level > level+1 {
			return fmt.Errorf("element %d: heading level %d after %d", i, h.Level, level)
		}
		level = h.Level
	}
	return nil
}

func (d Document) pageLabel(page, pages int) string {
	switch {
	case d.PageLabel != nil:
		return cleanLine(d.PageLabel(page, pages))
	case pages == 1:
		return ""
	}
	return strconv.Itoa(page) + " / " + strconv.Itoa(pages)
}
