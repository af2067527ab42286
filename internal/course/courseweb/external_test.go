package courseweb_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/page"
)

// send sends the form "Jag är klar" as a browser does.
func (s *site) send(on, name, file string) shown {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("on", on); err != nil {
		s.t.Fatal(err)
	}
	w, err := form.CreateFormFile("file", name)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := w.Write([]byte(file)); err != nil {
		s.t.Fatal(err)
	}
	form.Close()
	return s.read(http.Post(s.URL+"/kurs/demens-abc/rapport", form.FormDataContentType(), &body))
}

type needed bool

func (n needed) NeedsApproval(context.Context, string, string) (bool, error) { return bool(n), nil }

func TestACourseElsewhereIsReported(t *testing.T) {
	s := newSite(t, coursetest.ExternalFolder("demens-abc"), coursetest.Folder("hygien", 2))
	s.get("/kurs/demens-abc").says("Svenskt Demenscentrum ger kursen. Den tar 2 timmar.", `href="https://www.example.se/demens-abc"`, "Jag är klar", "Öppna kursen").saysNot("Börja kursen", "Kursens delar")
	s.get("/kurs/demens-abc/rapport").says("Vilken dag blev du klar?", `max="2026-03-02"`)
	s.get("/kurs/hygien/rapport").is(404, "/kurs/hygien/rapport")
	s.send("", "", "").is(422, "/kurs/demens-abc/rapport").says("<title>Fel: ", "Skriv vilken dag du blev klar")
	s.send("2027-01-01", "", "").is(422, "/kurs/demens-abc/rapport").says("Välj en dag som har varit")
	s.send("2026-02-10", "intyg.pdf", "<script>").is(422, "/kurs/demens-abc/rapport").says("Filen kan inte läsas.", `value="2026-02-10"`)
	s.send("2026-02-10", "stor.pdf", "%PDF-"+strings.Repeat("x", 10<<20)).is(422, "/kurs/demens-abc/rapport").says("Filen är för stor.")
	s.send("2026-02-10", "stor.pdf", "%PDF-"+strings.Repeat("x", 12<<20)).is(422, "/kurs/demens-abc/rapport").says("Filen är för stor.")
	s.send("2026-02-10", "intyg från kursen.pdf", "%PDF-1.4 mitt").is(200, "/kurs/demens-abc?skickat=1").says("Du blev klar 10 februari 2026.", "Ditt intyg: intyg från kursen.pdf")
	s.send("2026-02-10", "", "").is(200, "/kurs/demens-abc?skickat=1") // twice is once
	reports, err := s.Studies.OwnReports(t.Context(), coursetest.Learner, "demens-abc")
	if err != nil || len(reports) != 1 {
		t.Fatal(reports, err)
	}
	own := "/kurs/demens-abc/rapport/" + reports[0].ID + "/intyg"
	if p := s.get(own); p.Status != 200 || p.Body != "%PDF-1.4 mitt" || !strings.HasPrefix(p.Header.Get("Content-Disposition"), "attachment") || p.Header.Get("Content-Type") != "application/pdf" {
		t.Error(p)
	}
	s.is(func(v *page.Visit) { v.Actor = coursetest.Other })
	s.get(own).is(403, own)
}

func TestAManagerDecidesOnThePage(t *testing.T) {
	s := newSite(t, coursetest.ExternalFolder("demens-abc"))
	s.Studies.Approval = needed(true)
	s.get("/min-grupp/att-godkanna").is(403, "/min-grupp/att-godkanna")
	s.send("2026-02-10", "intyg.pdf", "%PDF-1.4").says("väntar du på att din chef godkänner").saysNot(`href="/kurs/demens-abc/rapport"`)
	manager := func() { s.is(func(v *page.Visit) { v.Actor = coursetest.Manager }) }
	learner := func() { s.is(func(v *page.Visit) { v.Actor = coursetest.Learner }) }
	waiting := func() string {
		r, err := s.Studies.OwnReports(t.Context(), coursetest.Learner, "demens-abc")
		if err != nil || len(r) == 0 {
			t.Fatal(r, err)
		}
		return r[0].ID
	}
	manager()
	s.get("/min-grupp/att-godkanna").says("Amina Warsame", "Demens ABC", "Klar 10 februari 2026. Skickat 2 mars 2026.", "Öppna intyget")
	s.post("/min-grupp/att-godkanna", "rapport", waiting(), "beslut", "nej").is(422, "/min-grupp/att-godkanna").says("Skriv varför du säger nej", `href="#skal-`)
	s.post("/min-grupp/att-godkanna", "rapport", waiting(), "beslut", "nej", "skal", "Det är fel kurs.").says("Du sa nej. Personen ser varför.", "Inget att godkänna nu")
	learner()
	s.get("/kurs/demens-abc").says("Din chef kunde inte godkänna", "Det är fel kurs.", "Jag är klar")
	s.Wait(1e9)
	s.send("2026-02-11", "", "")
	manager()
	s.post("/min-grupp/att-godkanna", "rapport", waiting(), "beslut", "ja").says("Godkänt. Kursen räknas nu.")
	s.post("/min-grupp/att-godkanna", "rapport", waiting(), "beslut", "ja").says("Någon annan hade redan svarat.")
	learner()
	s.get("/kurs/demens-abc").says("Du blev klar 11 februari 2026.")
}
