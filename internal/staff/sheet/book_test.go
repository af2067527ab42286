package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"reflect"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func TestReadsAWorkbook(t *testing.T) {
	t.Parallel()
	data := workbook(t,
		[]any{"Personallista Exempelstad"},
		[]any{},
		[]any{"Anst.nr", "Personnummer", "Namn", "Enhet", "Ansvar", "Syss.grad", "Fr.o.m.", "T.o.m.", "Titel"},
		[]any{100001, 198001011231, "Exempel, Ida", "Solgläntan", 5311, 0.75, 45352, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), " Under\u00a0 sköterska "},
		[]any{},
		[]any{"100002", "800101-1231", "Påhitt, Bo", "Solgläntan", "5311", "100 %", "2024-03-01", 2958465},
		[]any{"Antal anställda", 2},
	)
	rows, head := mustRead(t, data)
	want := []Row{
		{Number: 4, EmploymentNumber: "100001", Identity: Identity{"198001011231"}, FirstName: "Ida", LastName: "Exempel", Unit: "Solgläntan",
			Ansvar: "5311", ExtentPercent: 75, HasExtent: true, Start: "2024-03-01", End: "2026-12-31", Title: "Under sköterska"},
		{Number: 6, EmploymentNumber: "100002", Identity: Identity{"198001011231"}, FirstName: "Bo", LastName: "Påhitt", Unit: "Solgläntan",
			Ansvar: "5311", ExtentPercent: 100, HasExtent: true, Start: "2024-03-01"},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got  %+v\nwant %+v", rows, want)
	}
	if head.Kind != "xlsx" || head.Sheet != "Sheet1" || head.Row != 3 || head.Rows != 2 {
		t.Errorf("header %+v", head)
	}
}

func TestTheFirstSheetWithAHeaderIsRead(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	fill(t, f, "Sheet1", [][]any{{"Läs mig"}, {"Listan ligger i nästa blad"}})
	for sheet, name := range map[string]string{"Gammal": "Fel", "Personal": "Rätt", "Senare": "Fel"} {
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		fill(t, f, sheet, [][]any{{"Anst.nr", "Namn", "Enhet"}, {1, "Ida Ek", name}})
	}
	if err := f.SetSheetVisible("Gammal", false); err != nil {
		t.Fatal(err)
	}
	if err := f.MoveSheet("Personal", "Senare"); err != nil {
		t.Fatal(err)
	}
	rows, head := mustRead(t, saved(t, f))
	if head.Sheet != "Personal" || len(rows) != 1 || rows[0].Unit != "Rätt" {
		t.Errorf("read %s: %+v", head.Sheet, rows)
	}
}

// A number format of zeros shows leading zeros that the value does not have.
func TestLeadingZerosOfNumberFormats(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	fill(t, f, "Sheet1", [][]any{{"Anst.nr", "Pnr", "Namn", "Enhet"}, {123, 2291235, "Ida Ek", "Nord"}})
	for at, format := range map[string]string{"A2": "00000", "B2": `000000\-0000`} {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", at, at, style); err != nil {
			t.Fatal(err)
		}
	}
	r := one(t, saved(t, f))
	if r.EmploymentNumber != "00123" || r.Identity.Digits() != "200002291235" {
		t.Errorf("got %q %q %v", r.EmploymentNumber, r.Identity.Digits(), keys(r))
	}
}

const sheetHead = `<row r="2"><c r="A2" t="inlineStr"><is><t>Anst.nr</t></is></c><c r="B2" t="inlineStr"><is><t>Namn</t></is></c><c r="C2" t="inlineStr"><is><t>Enhet</t></is></c><c r="D2" t="str"><v>Fr.o.m.</v></c></row>`

// handmade makes a workbook from the XML of its rows.
func handmade(tb testing.TB, rows string, change map[string]string) []byte {
	tb.Helper()
	const ns = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	parts := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":         `<Relationships><Relationship Id="rId1" Type="` + rel + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<?xml version="1.0" encoding="UTF-8"?><workbook ` + ns + `><workbookPr/><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="` + rel + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + rel + `sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml":     `<sst ` + ns + `><si><t>Nord</t></si><si><r><t>So</t></r><r><t xml:space="preserve">der </t></r><rPh sb="0" eb="1"><t>uttal</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet ` + ns + `><sheetData>` + sheetHead + rows + `</sheetData></worksheet>`,
	}
	for name, text := range change {
		parts[name] = text
	}
	return zipped(tb, parts)
}

func zipped(tb testing.TB, parts map[string]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		if text == "" {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestWaysToWriteCells(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		row  string
		want Row
	}{
		"shared strings":  {`<row r="7"><c r="A7"><v>1</v></c><c r="B7" t="str"><f>A1</f><v>Ida Ek</v></c><c r="C7" t="s"><v>0</v></c></row>`, Row{Number: 7, Unit: "Nord"}},
		"rich text":       {`<row r="7"><c r="A7"><v>1</v></c><c r="B7" t="str"><v>Ida Ek</v></c><c r="C7" t="s"><v>1</v></c></row>`, Row{Number: 7, Unit: "Soder"}},
		"no addresses":    {`<row><c><v>1</v></c><c t="str"><v>Ida Ek</v></c><c t="s"><v>0</v></c></row>`, Row{Number: 3, Unit: "Nord"}},
		"no address, gap": {`<row><c><v>1</v></c><c t="str"><v>Ida Ek</v></c><c/><c><v>45352</v></c></row>`, Row{Number: 3, Start: "2024-03-01"}},
		"iso date":        {`<row r="3"><c r="A3"><v>1.0</v></c><c r="B3" t="str"><v>Ida Ek</v></c><c r="D3" t="d"><v>2024-03-01T00:00:00</v></c></row>`, Row{Number: 3, Start: "2024-03-01"}},
		"escaped break":   {`<row r="3"><c r="A3"><v>1</v></c><c r="B3" t="str"><v>Ida_x000D_ Ek</v></c><c r="C3" t="str"><v>A &amp; B</v></c></row>`, Row{Number: 3, Unit: "A & B"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := one(t, handmade(t, tc.row, nil))
			if r.Number != tc.want.Number || r.Unit != tc.want.Unit || r.Start != tc.want.Start || r.EmploymentNumber != "1" || r.LastName != "Ek" {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestPrefixedNamesAndDatesFrom1904(t *testing.T) {
	t.Parallel()
	data := handmade(t, "", map[string]string{
		"xl/worksheets/sheet1.xml": `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>` +
			`<x:row r="1"><x:c t="str"><x:v>Anst.nr</x:v></x:c><x:c t="str"><x:v>Namn</x:v></x:c><x:c t="str"><x:v>Enhet</x:v></x:c><x:c t="str"><x:v>Fr.o.m.</x:v></x:c></x:row>` +
			`<x:row r="2"><x:c><x:v>1</x:v></x:c><x:c t="str"><x:v>Ida Ek</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c><x:c><x:v>43890</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
		"xl/workbook.xml": `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
	})
	if r := one(t, data); r.Start != "2024-03-01" || r.Unit != "Nord" {
		t.Errorf("got %+v", r)
	}
}

func TestStyledEmptyCellsCostNothing(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	for i := 3; i < 3000; i++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" s="1"/><c r="XFD%d" s="1"/></row>`, i, i, i)
	}
	b.WriteString(`<row r="3000"><c r="A3000"><v>1</v></c><c r="B3000" t="str"><v>Ida Ek</v></c><c r="C3000" t="s"><v>0</v></c></row>`)
	if r := one(t, handmade(t, b.String(), nil)); r.Number != 3000 {
		t.Errorf("got %+v", r)
	}
}
