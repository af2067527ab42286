package paper_test

import (
	"bytes"
	"compress/zlib"
	"image/png"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"

	"yrkesresan/internal/platform/paper"
)

// unzip unpacks a zlib stream, or gives back what is none.
func unzip(b []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return b
	}
	out, _ := io.ReadAll(r) // the checksum fails on trailing bytes; the text is there
	return out
}

func TestLettersComeBackAsWritten(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"Swedish":               "Åsa Öberg, åäö ÅÄÖ é – ”citat” … 5 § 20 % €",
		"Eastern Europe":        "Žilina, Čapek, Łódź, Wałęsa, Şişli, Győr, Đặng",
		"Vietnamese":            "Nguyễn Thị Hồng",
		"Ukrainian":             "Олена Їжакевич",
		"letters and marks":     "A\u030asa O\u0308berg", // å and ö in two parts
		"no picture in Chinese": "王小明",
		"no picture in emoji":   "Bra 👍 gjort",
		"a rare mark":           "ḱ and e\u033d",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pdf := write(t, document(paper.Paragraph{Text: text}))
			want := strings.NewReplacer("A\u030a", "Å", "O\u0308", "Ö").Replace(text)
			if got := read(t, pdf, "pdftotext", "-raw"); !strings.Contains(got, want) {
				t.Errorf("copied %q, want %q", got, want)
			}
		})
	}
}

func TestAStandInKeepsItsPlaceInTheOrder(t *testing.T) {
	t.Parallel()
	pdf := write(t, document(paper.Paragraph{Text: "Intyg för 王小明 och e\u033d 👍 klar"}))
	checkFile(t, pdf)
	inOrder(t, squeeze(read(t, pdf, "pdfinfo", "-struct-text")),
		`P (block) "Intyg för " Span (inline)`, `" och " Span (inline)`, `" klar"`)
	inOrder(t, string(inflated(t, pdf)), "/S /Span", "/ActualText <FEFF738B5C0F660E>")
	arabic := write(t, document(paper.Paragraph{Text: "Amina أمينة Warsame"}))
	inOrder(t, string(inflated(t, arabic)), "/ActualText <FEFF06230645064A06460629>")
}

func TestUnprintableNamesTheLetters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Åsa Čapek Nguyễn\nЇ": "",
		"\u200bA\x00B":        "",
		"王小王":                 "王小",
	} {
		if got := string(paper.Unprintable(text)); got != want {
			t.Errorf("Unprintable(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestHostileTextBreaksNothing(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("långtordutanslut", 800)
	for name, text := range map[string]string{
		"control characters": "a\x00b\x07c\x1bd\u0085e\ufefff\u00adg",
		"direction marks":    "\u202eevil\u202c \u2066a\u2069",
		"right to left":      "שלום עולם مرحبا بالعالم",
		"PDF syntax":         "(a) \\ ) Tj ET EMC <</X>> endstream endobj %%EOF",
		"XML":                `<b>&amp;"'</b> ]]> <?xpacket end="w"?>`,
		"not UTF-8":          "a\xff\xfe\xc3(b",
		"a very long word":   long,
		"only marks":         strings.Repeat("\u0301\u033d", 50),
		"private and none":   "\ue000\U0010ffff\ufffe\ufffd",
		"many lines":         strings.Repeat("a\r\n", 400),
		"spaces":             strings.Repeat(" \t\u00a0\u2003", 300),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := document(
				paper.Mark{Name: "N" + text},
				paper.Heading{Level: 1, Text: "R" + text, Kicker: text},
				paper.Paragraph{Text: text}, paper.Paragraph{Text: text, Style: paper.Small},
				paper.Facts{Pairs: []paper.Pair{{Term: text, Value: text}, {Term: "t", Value: text}, {Term: text, Value: ""}}},
				paper.List{Items: []string{text, "efter"}},
				paper.Table{Header: []string{"A" + text, "B", "C"}, Rows: [][]string{{text, "b", text}, {"", "", ""}, {"x", text, "y"}}, RowHeads: true},
				paper.QR{URL: "https://a.se/?q=%28%29\\()", Alt: "Q" + text, Title: text, Text: text, AtBottom: true},
				paper.Paragraph{Text: "sista"})
			d.Title, d.Author, d.Foot = "T"+text, text, text
			pdf := write(t, d)
			checkFile(t, pdf)
			inOrder(t, read(t, pdf, "pdfinfo", "-struct-text"), "Table", `"x`, `"y"`, "Figure", `"sista"`)
			read(t, pdf, "pdftotext")
		})
	}
}

func TestTheDrawnCodeIsTheCode(t *testing.T) {
	t.Parallel()
	const address = "https://yrkesresan.exempel.se/kontroll/YR-7K2M-48Q"
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	pdf := write(t, document(paper.QR{URL: address, Alt: "Kontroll"}))
	img, err := png.Decode(strings.NewReader(read(t, pdf, "pdftoppm", "-r", "254", "-png", "-singlefile")))
	if err != nil {
		t.Fatal(err)
	}
	// 254 dots an inch are 10 a millimetre; the code is 34 mm wide at 24, 22 mm.
	module := 340 / float64(code.Size)
	for y := range code.Size {
		for x := range code.Size {
			r, _, _, _ := img.At(240+int((float64(x)+.5)*module), 220+int((float64(y)+.5)*module)).RGBA()
			if dark := r < 0x8000; dark != code.Black(x, y) {
				t.Fatalf("module %d,%d is drawn wrong", x, y)
			}
		}
	}
}

func TestTheWebCodeIsTheCode(t *testing.T) {
	t.Parallel()
	const address = "https://yrkesresan.exempel.se/kontroll/YR-7K2M-48Q"
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	path, size, err := paper.QRSVG(address)
	if err != nil || size != code.Size+8 {
		t.Fatalf("size %d, %v", size, err)
	}
	dark := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllStringSubmatch(path, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		length, _ := strconv.Atoi(m[3])
		for i := range length {
			dark[[2]int{x + i, y}] = true
		}
	}
	for y := range size {
		for x := range size {
			inside := x >= 4 && y >= 4 && x < size-4 && y < size-4
			if dark[[2]int{x, y}] != (inside && code.Black(x-4, y-4)) {
				t.Fatalf("module %d,%d is wrong", x, y)
			}
		}
	}
	for _, bad := range []string{"", "YR-7K2M", "ftp://a.se/", "https://", "https://å.se/", "https://a.se/" + strings.Repeat("a", 3000), "https://a\x00.se"} {
		if _, _, err := paper.QRSVG(bad); err == nil {
			t.Errorf("%.30q was accepted", bad)
		}
	}
}
