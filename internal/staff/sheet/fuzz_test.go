package sheet

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// FuzzRead looks for files that make the reader panic, give anything but rows
// or a refusal, or let an identity number into a problem.
func FuzzRead(f *testing.F) {
	for _, tr := range []transform.Transformer{
		transform.Nop, charmap.Windows1252.NewEncoder(), unicode.UTF8BOM.NewEncoder(),
		unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(), unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
	} {
		b, _, err := transform.Bytes(tr, []byte(full))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, delim := range []string{",", "\t", "|"} {
		f.Add([]byte(strings.ReplaceAll(full, ";", delim)))
	}
	f.Add([]byte("sep=;\nLista\n\nAnst.nr;\"Namn\nx\";Enhet;Fr.o.m.;Syss.grad\n1,2E+09;\"Ek, \"\"I\"\"\";#N/A;1/3 2024;0,75\nSumma;1;\n"))
	f.Add(workbook(f, []any{"Lista"}, []any{"Anst.nr", "Pnr", "Namn", "Enhet", "Fr.o.m."}, []any{1, 198001011231, "Ek, Ida", "Nord", 45352}))
	f.Add(handmade(f, `<row><c><v>1</v></c><c t="str"><v>Ida Ek</v></c><c t="s"><v>1</v></c></row>`, nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		last := 0
		_, err := Read(bytes.NewReader(data), int64(len(data)), today, func(r Row) error {
			if r.Number < 1 {
				t.Errorf("row number %d after %d", r.Number, last)
			}
			last = r.Number
			for _, p := range r.Problems {
				if p.Row != r.Number || longDigits.MatchString(p.Args["value"]) {
					t.Errorf("problem %+v", p)
				}
			}
			return nil
		})
		var refused *Refused
		if err != nil && !errors.As(err, &refused) {
			t.Errorf("neither rows nor a refusal: %v", err)
		}
	})
}

// FuzzSheet puts the XML of rows where the checksum of an archive would hide it
// from FuzzRead.
func FuzzSheet(f *testing.F) {
	f.Add(`<row><c><v>1</v></c><c t="str"><v>Ida Ek</v></c><c t="s"><v>1</v></c></row>`)
	f.Add(`<row r="9"><c r="C9" t="inlineStr" s="1"><is><r><t>x</t></r></is></c><c r="ZZ9" t="e"><v>#N/A</v></c><c/></row>`)
	f.Fuzz(func(t *testing.T, rows string) {
		_, _, err := readAll(t, handmade(t, rows, nil))
		var refused *Refused
		if err != nil && !errors.As(err, &refused) {
			t.Errorf("neither rows nor a refusal: %v", err)
		}
	})
}
