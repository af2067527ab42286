package paper_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/paper"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// document is the least that can be written, with the elements to try.
func document(elements ...paper.Element) paper.Document {
	return paper.Document{Title: "Prov", Created: noon, Elements: elements}
}

func write(t *testing.T, d paper.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := paper.Write(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read runs a program of poppler on a file and returns what it prints. Any
// complaint about the file fails the test, and so does a missing program.
func read(t *testing.T, pdf []byte, program string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, file)
	if program == "pdftotext" {
		args = append(args, "-") // print instead of writing a file
	}
	cmd := exec.Command(program, args...)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s (of poppler-utils): %v %s", program, err, complaints.String())
	}
	if complaints.Len() > 0 {
		t.Fatalf("%s complains: %s", program, complaints.String())
	}
	return out.String()
}

// checkFile lets qpdf judge the file, where it is installed. The programs of
// poppler that every test uses judge it too.
func checkFile(t *testing.T, pdf []byte) {
	t.Helper()
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		return
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(qpdf, "--check", file).CombinedOutput(); err != nil || bytes.Contains(out, []byte("WARNING")) {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

// inOrder fails unless all parts stand in text, each after the one before.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		i := strings.Index(rest, part)
		if i < 0 {
			t.Fatalf("%q is missing, or not after what comes before it, in:\n%.2000s", part, text)
		}
		rest = rest[i+len(part):]
	}
}

// squeeze makes one space of every run of spaces and line ends.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestACertificateIsReadInOrder(t *testing.T) {
	t.Parallel()
	pdf := write(t, certificate())
	checkFile(t, pdf)
	if len(pdf) > 60_000 {
		t.Errorf("%d bytes, want at most 60,000", len(pdf))
	}
	inOrder(t, squeeze(read(t, pdf, "pdfinfo", "-struct-text")),
		`Document P (block) "Yrkesresan"`,
		`P (block) "Intyg · Yrkesresan, äldreomsorg" H1 (block) "Basala hygienrutiner"`,
		`P (block) "Žaneta Šåström-Wałęsa"`,
		`L (block) LI (block) Lbl (block) "Klar" LBody (block) "20 november 2026"`,
		`Lbl (block) "Utfärdat av" LBody (block) "Exempelköpings kommun, vård- och omsorgsförvaltningen"`,
		`H2 (block) "Det här kan du nu"`,
		`Lbl (block) "•" LBody (block) "Tvätta och sprita händerna`,
		`P (block) "Kontrollkod YR-7K2M-48Q"`,
		`Link (inline) "https://yrkesresan.exempel.se/kontroll/YR-7K2M-48Q" Object`,
		`Figure`)
	text := squeeze(read(t, pdf, "pdftotext"))
	inOrder(t, text, "Žaneta Šåström-Wałęsa", "Gäller till", "förkläde")
	if strings.Contains(read(t, pdf, "pdfinfo", "-struct-text"), "Exempelköpings kommun\"\n  Figure") {
		t.Error("the foot is read aloud")
	}
}

func TestTheFileSaysWhatReadersAsk(t *testing.T) {
	t.Parallel()
	pdf := write(t, certificate())
	inOrder(t, squeeze(read(t, pdf, "pdfinfo")),
		"Title: Intyg: Basala hygienrutiner, Žaneta Šåström-Wałęsa", "Author: Exempelköpings kommun",
		"Tagged: yes", "Pages: 1", "Page size: 595.28 x 841.89 pts (A4)", "PDF version: 1.7")
	inOrder(t, read(t, pdf, "pdfinfo", "-meta"), "<pdfuaid:part>1</pdfuaid:part>", "Žaneta", "<rdf:li>sv-SE</rdf:li>", "2026-11-20T09:30:00Z")
	inOrder(t, read(t, pdf, "pdfinfo", "-url"), "https://yrkesresan.exempel.se/kontroll/YR-7K2M-48Q")
	for l := range strings.Lines(read(t, pdf, "pdffonts")) {
		if strings.Contains(l, "SourceSans3") && !strings.Contains(l, "yes yes yes") {
			t.Errorf("a font that is not embedded, a subset and mapped to Unicode: %s", l)
		}
	}
	file := string(inflated(t, pdf))
	for _, want := range []string{"/Lang (sv-SE)", "/MarkInfo <</Marked true>>", "/DisplayDocTitle true", "/Tabs /S", "/StructParents 0", "/StructParent 1"} {
		if !strings.Contains(file, want) {
			t.Errorf("the file lacks %s", want)
		}
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	first := write(t, certificate())
	for range 20 {
		if !bytes.Equal(first, write(t, certificate())) {
			t.Fatal("two files of one document differ")
		}
	}
	later := certificate()
	later.Created = later.Created.Add(time.Second)
	if bytes.Equal(first, write(t, later)) {
		t.Error("the time of creation is not in the file")
	}
}

// record is a list of courses as long as a working life.
func record(rows int) paper.Document {
	table := paper.Table{Header: []string{"Nr", "Utbildning", "Datum", "Resultat"}, RowHeads: true}
	for i := range rows {
		table.Rows = append(table.Rows, []string{
			fmt.Sprintf("N%03d", i+1), "Förflyttningskunskap för den som arbetar natt och ofta är ensam", "2026-02-03", "Godkänd",
		})
	}
	return document(
		paper.Heading{Level: 1, Text: "Utdrag"},
		paper.Paragraph{Text: "Alla utbildningar."},
		table,
		paper.Paragraph{Text: "Slut på utdraget."})
}

func TestALongTableRepeatsItsHeadForTheEyeOnly(t *testing.T) {
	t.Parallel()
	d := record(300)
	d.PageLabel = func(page, pages int) string { return fmt.Sprintf("Sida %d av %d", page, pages) }
	pdf := write(t, d)
	checkFile(t, pdf)
	tree := squeeze(read(t, pdf, "pdfinfo", "-struct-text"))
	inOrder(t, tree, `Table (block) THead TR TH: /Scope /Column "Nr" TH: /Scope /Column "Utbildning"`,
		`TBody TR TH: /Scope /Row "N001" TD "Förflyttningskunskap`, `TH: /Scope /Row "N300"`, `P (block) "Slut på utdraget."`)
	if n := strings.Count(tree, `"Utbildning"`); n != 1 {
		t.Errorf("the head is read %d times", n)
	}
	if n := strings.Count(tree, " TR "); n != 301 {
		t.Errorf("%d rows are read, want 301", n)
	}
	if strings.Contains(tree, "Sida") {
		t.Error("page numbers are read")
	}
	pages := strings.Split(strings.TrimSuffix(read(t, pdf, "pdftotext", "-layout"), "\f"), "\f")
	if len(pages) < 5 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, p := range pages {
		if !strings.Contains(p, "Utbildning") || !strings.Contains(p, fmt.Sprintf("Sida %d av %d", i+1, len(pages))) {
			t.Errorf("page %d lacks its table head or number", i+1)
		}
	}
	inOrder(t, pages[0], "N001  ", "2026-02-03", "N002  ") // short columns are not cut
	if len(pdf) > 120_000 {
		t.Errorf("%d bytes", len(pdf))
	}
}

func TestALongParagraphStaysOneElement(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Orden räcker över flera sidor. ", 600)
	pdf := write(t, document(paper.Paragraph{Text: text}))
	checkFile(t, pdf)
	tree := read(t, pdf, "pdfinfo", "-struct-text")
	if strings.Count(tree, "P (block)") != 1 || strings.Count(tree, "räcker") != 600 {
		t.Errorf("want one paragraph with all words, got:\n%.300s", tree)
	}
	inOrder(t, read(t, pdf, "pdfinfo"), "Pages:           ")
}

func TestRefusedDocuments(t *testing.T) {
	t.Parallel()
	h := func(level int) paper.Element { return paper.Heading{Level: level, Text: "Rubrik"} }
	for name, d := range map[string]paper.Document{
		"no title":               {Created: noon, Elements: []paper.Element{h(1)}},
		"no time":                {Title: "Prov", Elements: []paper.Element{h(1)}},
		"not a language":         {Title: "Prov", Lang: "sv) /X (", Created: noon, Elements: []paper.Element{h(1)}},
		"empty":                  document(),
		"nil element":            document(nil),
		"first heading is not 1": document(h(2)),
		"a skipped level":        document(h(1), h(3)),
		"too deep":               document(h(1), h(2), h(3), h(4)),
		"heading of nothing":     document(paper.Heading{Level: 1, Text: "\x00\n "}),
		"unknown style":          document(paper.Paragraph{Text: "a", Style: 99}),
		"QR without alternative": document(paper.QR{URL: "https://a.se/"}),
		"QR to a script":         document(paper.QR{URL: "javascript:alert(1)", Alt: "a"}),
		"QR of a novel":          document(paper.QR{URL: "https://a.se/" + strings.Repeat("a", 3000), Alt: "a"}),
		"mark that says nothing": document(paper.Mark{}),
		"ragged table":           document(paper.Table{Header: []string{"a", "b"}, Rows: [][]string{{"c"}}}),
		"table without columns":  document(paper.Table{}),
		"column without head":    document(paper.Table{Header: []string{"a", "\u200b"}}),
		"too many columns":       document(paper.Table{Header: strings.Split("abcdefghijk", "")}),
		"negative space":         document(paper.Space{MM: -1}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := paper.Write(&out, d); err == nil {
				t.Error("was written")
			}
			if out.Len() > 0 {
				t.Error("something was written before the refusal")
			}
		})
	}
}

// inflated is the file with every stream unpacked, to look for words in it.
func inflated(t *testing.T, pdf []byte) []byte {
	t.Helper()
	var all []byte
	for _, part := range bytes.Split(pdf, []byte("stream\n")) {
		all = append(all, unzip(part)...)
	}
	return all
}

func BenchmarkCertificate(b *testing.B) {
	for b.Loop() {
		if err := paper.Write(&bytes.Buffer{}, certificate()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRecordOf300Rows(b *testing.B) {
	d := record(300)
	for b.Loop() {
		if err := paper.Write(&bytes.Buffer{}, d); err != nil {
			b.Fatal(err)
		}
	}
}
