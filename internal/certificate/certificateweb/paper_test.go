package certificateweb

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"yrkesresan/internal/certificate"
)

// read runs a program of poppler on a file and gives what it prints, with single spaces.
func read(t *testing.T, pdf []byte, program string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	args = append(args, file)
	if program == "pdftotext" {
		args = append(args, "-")
	}
	var complaints bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("%s (of poppler-utils): %v %s", program, err, complaints.String())
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		i := strings.Index(rest, part)
		if i < 0 {
			t.Fatalf("%q is missing, or not after what comes before it, in:\n%s", part, text)
		}
		rest = rest[i+len(part):]
	}
}

func TestThePaperIsReadInOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, code := s.completed("delegering", "Läkemedel och delegering", "2027-02-03", 1.5)
	w := s.get("a", "/intyg/"+code+"/pdf")
	pdf := w.Body.Bytes()
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/pdf" || !strings.Contains(w.Header().Get("Content-Disposition"), "kursintyg-"+code+".pdf") {
		t.Fatal(w.Code, w.Header())
	}
	if name := os.Getenv("YRKESRESAN_PICTURES"); name != "" {
		if err := os.WriteFile(filepath.Join(name, "kursintyg.pdf"), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tree := read(t, pdf, "pdfinfo", "-struct-text")
	inOrder(t, tree, `P (block) "Yrkesresan"`, `H1 (block) "Kursintyg"`, `P (block) "Amina Warsame"`, `P (block) "har gått kursen"`,
		`H2 (block) "Läkemedel och delegering"`, `Lbl (block) "Klar" LBody (block) "3 februari 2026"`, `"Gäller till" LBody (block) "3 februari 2027"`,
		`"Omfattning" LBody (block) "1 timme och 30 minuter"`, `"Kursens version" LBody (block) "2"`, `H2 (block) "Det här kan du nu"`, `"Du förstår vad en delegering är`,
		`H2 (block) "Inte en delegering"`, `Intyget är inte en delegering.`, `"Kontrollkod `+code+`"`, `Link (inline) "https://yrkesresan.exempel.se/intyg/`+code+`"`, `Figure`)
	for _, never := range []string{"legitimation", "certifiering", "bevis"} { // rule 21; licensed staff are people, not a paper
		if strings.Contains(strings.ToLower(tree), never) {
			t.Errorf("the paper says %q", never)
		}
	}
	inOrder(t, read(t, pdf, "pdfinfo"), "Title: Kursintyg: Läkemedel och delegering", "Tagged: yes", "Pages: 1")
	inOrder(t, read(t, pdf, "pdfinfo", "-meta"), "sv-SE")
	inOrder(t, read(t, pdf, "pdftotext"), "Kursintyg", "Amina Warsame", code)
}

func TestAPaperOfWhatIsRevokedOrUnknownIsNotMade(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f, code := s.completed("hygien", "Hygien", "", 1)
	s.revoke(f)
	if w := s.get("a", "/intyg/"+code+"/pdf"); w.Code != 409 || !strings.Contains(w.Body.String(), "återtaget") {
		t.Error(w.Code)
	}
	if w := s.get("a", "/intyg/YR-2222-2222-22222/pdf"); w.Code != 404 {
		t.Error(w.Code)
	}
}

// A long title, many goals and a name without end still make one page.
func TestALongCertificateStaysOnOnePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sheet := certificate.Sheet{Holder: strings.Repeat("Anna-Karin ", 5), Certificate: certificate.Certificate{Code: "YR-2222-2222-22222", IssuedAt: s.now,
		ValidUntil: "2027-01-01", Hours: 1, Card: certificate.Card{Title: strings.Repeat("Läkemedel och delegering ", 3), EvidenceOnly: true}}}
	for range 5 {
		sheet.Goals = append(sheet.Goals, "Du vet hur läkemedel kontrolleras, lämnas över och signeras på ett säkert sätt")
	}
	var out bytes.Buffer
	if err := s.write(&out, sheet); err != nil {
		t.Fatal(err)
	}
	inOrder(t, read(t, out.Bytes(), "pdfinfo"), "Pages: 1")
}
