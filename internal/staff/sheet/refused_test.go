package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// What the reader of foreign sheets takes at most (platform/grid/rows).
const (
	bomUTF8   = "\uFEFF"
	maxRecord = 1 << 20
	maxToken  = 1 << 20
	maxParts  = 1000
)

func TestRefusedTextFiles(t *testing.T) {
	t.Parallel()
	wide := "Anst.nr;Namn;Enhet" + strings.Repeat(";x", 198)
	for name, tc := range map[string]struct{ text, key string }{
		"empty":               {"", "empty"},
		"only a mark":         {bomUTF8, "header"},
		"prose":               {"Hej!\nDet här är inte en lista.\n", "header"},
		"no header":           {"1;Ida Ek;Nord\n2;Bo Ek;Syd\n", "header"},
		"web page":            {"\n<html><table><tr><td>Anst.nr</td></tr></table></html>", "markup"},
		"pdf":                 {"%PDF-1.7\n", "type"},
		"image":               {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"},
		"torn utf-8":          {"Anst.nr;Namn;Enhet\n" + strings.Repeat("1;Åsa Öst;Nörd\n", 20) + "2;\xC3;Syd\n", "encoding"},
		"mark, not utf-8":     {bomUTF8 + "Anst.nr;Namn;Enhet\n1;\xC5sa;Nord\n", "encoding"},
		"half utf-16":         {"\xFF\xFEA\x00\x00\xD8;\x00", "encoding"},
		"only title and name": {"Anst.form;Namn;Titel\nTv;Ida Ek;Usk\n", "missing"},
		"two numbers":         {"Pnr;Personnummer;Namn;Enhet\n;;Ida Ek;Nord\n", "duplicate"},
		"two levels alike":    {"Anst.nr;Namn;Enhet;Förvaltning;FÖRVALTNING\n", "duplicate"},
		"too many columns":    {wide + "\n", "columns"},
		"endless row":         {"Anst.nr;Namn;Enhet\n" + strings.Repeat("x", maxRecord+10), "record"},
		"endless fields":      {"Anst.nr;Namn;Enhet\n" + strings.Repeat(";", maxRecord), "record"},
		"too many rows":       {"Anst.nr;Namn;Enhet\n" + strings.Repeat("1;Ida Ek;N\n", maxRows+1), "rows"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := readAll(t, []byte(tc.text))
			wantRefused(t, err, tc.key)
		})
	}
}

func TestEmptyColumnsAreNotTooMany(t *testing.T) {
	t.Parallel()
	one(t, []byte("Anst.nr;Namn;Enhet"+strings.Repeat(";", 400)+"\n1;Ida Ek;Nord\n"))
}

func TestMissingColumnsAreNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Titel;Namn;Chef\n":               "Anställningsnr eller Personnummer, Enhet",
		"Anst.nr;Enhet;Titel\n":           "Namn",
		"Anst.nr;Enhet;Förnamn\n":         "Efternamn",
		"Efternamn;Förnamn;Arbetsplats\n": "Anställningsnr eller Personnummer",
	} {
		_, _, err := readAll(t, []byte(text))
		if r := wantRefused(t, err, "missing"); r.Args["columns"] != want {
			t.Errorf("%s: got %q", text, r.Args["columns"])
		}
	}
}

func TestAFileThatIsTooLargeIsNotEvenOpened(t *testing.T) {
	t.Parallel()
	_, err := Read(lostDisk{}, maxBytes+1, today, nil)
	wantRefused(t, err, "large")
}

func TestRefusedWorkbooks(t *testing.T) {
	t.Parallel()
	good := `<row r="3"><c r="A3"><v>1</v></c><c r="B3" t="str"><v>Ida Ek</v></c><c r="C3" t="s"><v>0</v></c></row>`
	change := func(name, text string) []byte { return handmade(t, good, map[string]string{name: text}) }
	doctype := `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>`
	whole := handmade(t, good, nil)
	for name, tc := range map[string]struct {
		data []byte
		key  string
	}{
		"macro in a workbook":    {change("xl/vbaProject.bin", "x"), "macro"},
		"macro elsewhere":        {change(`xl\VBAPROJECT.BIN`, "x"), "macro"},
		"macro sheet":            {change("xl/macrosheets/sheet1.xml", "x"), "macro"},
		"macro type":             {change("[Content_Types].xml", `<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`), "macro"},
		"binary workbook":        {change("xl/workbook.bin", "x"), "xlsb"},
		"open document":          {zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "ods"},
		"word document":          {change("[Content_Types].xml", `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`), "type"},
		"other archive":          {zipped(t, map[string]string{"lista.csv": full}), "type"},
		"entity in the sheet":    {change("xl/worksheets/sheet1.xml", doctype+`<worksheet><sheetData>`+sheetHead+`</sheetData></worksheet>`), "doctype"},
		"entity in the strings":  {change("xl/sharedStrings.xml", doctype+`<sst><si><t>&e;</t></si></sst>`), "doctype"},
		"entity in the book":     {change("xl/workbook.xml", doctype+`<workbook/>`), "doctype"},
		"unknown entity":         {change("xl/sharedStrings.xml", `<sst><si><t>&e;</t></si></sst>`), "broken"},
		"sheet ends early":       {change("xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+sheetHead+good), "broken"},
		"tags do not match":      {change("xl/worksheets/sheet1.xml", `<worksheet><sheetData>`+sheetHead+good+`</worksheet></sheetData>`), "broken"},
		"empty sheet part":       {change("xl/worksheets/sheet1.xml", " "), "broken"},
		"sheet part is missing":  {change("xl/worksheets/sheet1.xml", ""), "broken"},
		"string that is missing": {handmade(t, strings.Replace(good, "<v>0</v>", "<v>99</v>", 1), nil), "broken"},
		"row number zero":        {handmade(t, strings.Replace(good, `r="3"`, `r="0"`, 1), nil), "broken"},
		"row number too large":   {handmade(t, strings.Replace(good, `r="3"`, `r="1048577"`, 1), nil), "broken"},
		"bad address":            {handmade(t, strings.Replace(good, `"A3"`, `"åäö"`, 1), nil), "broken"},
		"too far to the right":   {handmade(t, strings.Replace(good, `"C3"`, `"ZZ3"`, 1), nil), "columns"},
		"deep elements":          {change("xl/worksheets/sheet1.xml", strings.Repeat("<a>", 100)), "broken"},
		"one endless text":       {change("xl/sharedStrings.xml", `<sst><si><t>`+strings.Repeat("x", maxToken+9000)+`</t></si></sst>`), "bomb"},
		"endless text in pieces": {change("xl/sharedStrings.xml", `<sst><si>`+strings.Repeat("<t>"+strings.Repeat("x", 9000)+"</t>", 200)+`</si></sst>`), "bomb"},
		"no header":              {workbook(t, []any{"Hej"}), "header"},
		"cut off":                {whole[:len(whole)/2], "broken"},
		"encrypted":              {encrypted(t), "encrypted"},
		"old xls":                {append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 2000)...), "xls"},
		"bomb":                   {bomb(t, 300<<20), "bomb"},
		"small bomb":             {bomb(t, 60<<20), "bomb"},
		"too many parts":         {manyParts(t), "bomb"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := readAll(t, tc.data)
			wantRefused(t, err, tc.key)
		})
	}
	mustRead(t, whole)
}

// A bit that has turned over inside the compressed sheet is found by the checksum.
func TestDamagedSheetIsNeverReadInPart(t *testing.T) {
	t.Parallel()
	data := bigBook(t, 300)
	for at := len(data) / 5; at < len(data)/2; at += len(data) / 40 {
		torn := bytes.Clone(data)
		torn[at] ^= 0x10
		if rows, _, err := readAll(t, torn); err == nil && len(rows) != 300 {
			t.Errorf("byte %d: %d rows without a word", at, len(rows))
		}
	}
}

func encrypted(tb testing.TB) []byte {
	tb.Helper()
	f := excelize.NewFile()
	fill(tb, f, "Sheet1", [][]any{{"Anst.nr", "Namn", "Enhet"}})
	return saved(tb, f, excelize.Options{Password: "hemligt"})
}

// bomb is a workbook whose sheet unpacks to size bytes.
func bomb(tb testing.TB, size int) []byte {
	tb.Helper()
	return handmade(tb, strings.Repeat(" ", size), nil)
}

func manyParts(tb testing.TB) []byte {
	tb.Helper()
	parts := map[string]string{}
	for i := range maxParts {
		parts[fmt.Sprintf("xl/media/%d.xml", i)] = "x"
	}
	return handmade(tb, "", parts)
}

// Every key in the code has a sentence, every sentence a key, and the sentence
// uses only values that the code gives.
func TestEveryKeyHasASentence(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("sv.json")
	if err != nil {
		t.Fatal(err)
	}
	var said map[string]string
	if err := json.Unmarshal(raw, &said); err != nil {
		t.Fatal(err)
	}
	used := usedKeys(t)
	for key, names := range used {
		if said[key] == "" {
			t.Errorf("no sentence for %s", key)
		}
		for _, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(said[key], -1) {
			if !strings.Contains(names, `"`+m[1]+`"`) {
				t.Errorf("%s asks for {%s}", key, m[1])
			}
		}
	}
	for key := range said {
		if _, ok := used[key]; !ok {
			t.Errorf("nobody says %s", key)
		}
	}
}

// usedKeys finds the keys in the code, with the text of the call they stand in.
func usedKeys(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	low, err := filepath.Glob("../../platform/grid/rows/*.go") // what it refuses is said here in our own words
	if err != nil || len(low) == 0 {
		t.Fatal(err, low)
	}
	files = append(files, low...)
	used := map[string]string{}
	refusal := regexp.MustCompile(`refuse\("(\w+)"(.*)`)
	problem := regexp.MustCompile(`(?:problem|problemIn)\((?:Warning|Error), .*?, "(\w+)"(.*)`)
	whole := regexp.MustCompile(`Key: "(staff\.sheet\.[a-z_]+)"`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range refusal.FindAllStringSubmatch(string(code), -1) {
			used["staff.sheet.refused."+m[1]] += m[2]
		}
		for _, m := range problem.FindAllStringSubmatch(string(code), -1) {
			used["staff.sheet."+m[1]] += m[2]
		}
		for _, m := range whole.FindAllStringSubmatch(string(code), -1) {
			used[m[1]] += ""
		}
	}
	return used
}
