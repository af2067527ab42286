package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/browsertest"
)

// TestAMunicipalityReadsInAndUndoesAStaffFile previews, is stopped, reads in and undoes, as HR does
// on a computer.
func TestAMunicipalityReadsInAndUndoesAStaffFile(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	loadStaff(t, p)
	p.serve(t)
	b := browsertest.New(t).Page(t, browsertest.Desktop)
	p.makeHR(t, b)
	more := filepath.Join(t.TempDir(), "mer.csv")
	text := staffFile + "1003;Öberg;Åsa;Trivselvärd;Vård och omsorg;Björkens hemtjänst;;Vikariat;2026-01-01\r\n" +
		"1004;Lind;Bengt;Vårdbiträde;Vård och omsorg;Tallens hemtjänst;;Tillsvidare;den första\r\n"
	if err := os.WriteFile(more, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Open(p.base + "/kommun/inlasning")
	b.Click("Granska filen")
	good(t, b) // no file was chosen: it says so
	b.Upload("Personalfil", more)
	b.Click("Granska filen")
	b.Sees("Granska filen", "Trivselvärd", "7") // the unmapped title, and the row with a date that is none
	good(t, b)
	b.Open(p.base + "/kommun/inlasning")
	text = staffFile + "1003;Öberg;Åsa;Trivselvärd;Vård och omsorg;Björkens hemtjänst;;Vikariat;2026-01-01\r\n"
	if err := os.WriteFile(more, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Upload("Personalfil", more)
	b.Click("Granska filen")
	b.Click("Läs in")
	for range 50 {
		if strings.Contains(b.Text(), "Filen är inläst") {
			break
		}
		time.Sleep(200 * time.Millisecond) // a job does it; the page is loaded again as a person would
		b.Reload()
	}
	b.Sees("Filen är inläst")
	good(t, b)
	b.Open(p.base + "/kommun/titlar")
	b.Sees("Trivselvärd")
	b.Open(p.base + "/kommun/angra")
	good(t, b)
	b.Click("main form button.knapp")
	b.Sees("Inläsningen är ångrad")
	good(t, b)
}

// makeHR signs the manager in; a municipality's first HR role is given by the operator.
func (p *program) makeHR(t *testing.T, b *browsertest.Page) {
	t.Helper()
	p.run(t, "may", "grant", "hr", "--municipality", "1480", "--employee", "1001")
	b.Open(p.signIn(t, "1001"))
	b.Click("main form button.knapp")
}
