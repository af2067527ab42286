package rows

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
)

// maxStrings bounds the texts of a workbook, which are the only thing of it
// that is held in memory.
const maxStrings = 64 << 20

// book is a workbook ready to give rows. It is read here and not with a
// spreadsheet library because those end quietly where a torn sheet does, and
// whoever is missing from the file would end; they also unpack to memory or to
// temporary files.
type book struct {
	*parts
	sheets   []sheetPart
	texts    string // shared strings, one after the other
	ends     []uint32
	widths   map[int]int // cell style -> digits that the number format shows
	date1904 bool
	columns  int // with something in them
}

type sheetPart struct{ name, path string }

func openBook(src io.ReaderAt, size int64, columns int) (*book, error) {
	p, err := openParts(src, size)
	if err != nil {
		return nil, err
	}
	b := &book{parts: p, widths: map[int]int{}, columns: columns}
	root, err := b.links("_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	main := "xl/workbook.xml"
	for _, l := range root {
		if strings.HasSuffix(l.kind, "/officeDocument") {
			main = l.path
		}
	}
	links, err := b.links(path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"), path.Dir(main))
	if err != nil {
		return nil, err
	}
	if err := b.readMain(main, links); err != nil {
		return nil, err
	}
	return b, b.readShared(links)
}

func (b *book) readShared(links map[string]link) error {
	for _, l := range links {
		var err error
		switch {
		case b.files[partName(l.path)] == nil:
		case strings.HasSuffix(l.kind, "/sharedStrings") && b.ends == nil:
			err = b.readTexts(l.path)
		case strings.HasSuffix(l.kind, "/styles"):
			err = b.readStyles(l.path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type link struct{ kind, path string }

// links reads a relationship part, by id. Links that lead outside the file are
// never followed.
func (b *book) links(name, dir string) (map[string]link, error) {
	found := map[string]link{}
	if b.files[partName(name)] == nil {
		return found, nil
	}
	t, err := b.tokens(name)
	if err != nil {
		return nil, err
	}
	return found, t.each(func(e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attr(e, "TargetMode") == "External" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		found[attr(e, "Id")] = link{attr(e, "Type"), target}
		return nil
	})
}

// readMain reads the names, order and visibility of the sheets, and from which
// day dates count.
func (b *book) readMain(name string, links map[string]link) error {
	t, err := b.tokens(name)
	if err != nil {
		return err
	}
	var hidden []sheetPart
	err = t.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.date1904 = attr(e, "date1904") == "1" || attr(e, "date1904") == "true"
		case "sheet":
			l, ok := links[attr(e, "id")]
			s := sheetPart{attr(e, "name"), l.path}
			switch {
			case !ok || !strings.HasSuffix(l.kind, "/worksheet"):
			case strings.EqualFold(attr(e, "state"), "hidden"), strings.EqualFold(attr(e, "state"), "veryHidden"):
				hidden = append(hidden, s)
			default:
				b.sheets = append(b.sheets, s)
			}
		}
		return nil
	})
	b.sheets = slices.Concat(b.sheets, hidden)
	return err
}

// readTexts reads the shared strings into one string and where each ends.
func (b *book) readTexts(name string) error {
	t, err := b.tokens(name)
	if err != nil {
		return err
	}
	defer t.in.Close()
	var all []byte
	for {
		tok, err := t.next()
		if errors.Is(err, io.EOF) {
			b.texts = string(all)
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "si" {
			if all, err = t.text(all); err != nil {
				return err
			}
			if len(all) > maxStrings || len(b.ends) > math.MaxInt32/64 {
				return refuse("bomb")
			}
			b.ends = append(b.ends, uint32(len(all)))
		}
	}
}

// shared gives a shared string by its number.
func (b *book) shared(index string) (string, error) {
	i, err := strconv.Atoi(strings.TrimSpace(index))
	if err != nil || i < 0 || i >= len(b.ends) {
		return "", refuse("broken")
	}
	from := uint32(0)
	if i > 0 {
		from = b.ends[i-1]
	}
	return b.texts[from:b.ends[i]], nil
}

// readStyles finds the number formats made of zeros, such as 00000 for an
// employment number: there the leading zeros that Excel shows are not in the value.
func (b *book) readStyles(name string) error {
	t, err := b.tokens(name)
	if err != nil {
		return err
	}
	zeros := map[string]int{}
	inCells, style := false, 0
	return t.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			if n := zeroDigits(attr(e, "formatCode")); n > 1 {
				zeros[attr(e, "numFmtId")] = n
			}
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				if n := zeros[attr(e, "numFmtId")]; n > 0 {
					b.widths[style] = n
				}
				style++
			}
		}
		return nil
	})
}

// zeroDigits counts the digits of a format of zeros only; "000000-0000" has ten.
func zeroDigits(format string) int {
	if strings.Trim(format, `0-\" `) != "" || len(format) > 40 {
		return 0
	}
	return strings.Count(format, "0")
}
