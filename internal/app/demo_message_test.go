package app_test

import (
	"strings"
	"testing"

	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/ui/uitest"
)

// A demo sends nothing and shows all that it would have sent; a real site shows nobody's messages.
func TestTheDemosOutboxShowsWhatWouldHaveBeenSent(t *testing.T) {
	b, a := browsertest.New(t), newDemo(t, "")
	if len(a.Post.Senders) != 0 {
		t.Error("a demo sends")
	}
	base, _ := serveDemo(t, a)
	list, all, err := a.Post.Show(t.Context(), mail.Email, 100, 0)
	if err != nil || all < 5 {
		t.Fatalf("%d messages, %v", all, err)
	}
	digests := 0
	for _, m := range list {
		if m.State != mail.Waiting || !strings.HasSuffix(m.Address, ".example") || strings.Contains(m.Subject+m.Body, "⟦") || strings.Contains(m.Subject+m.Body, "{") {
			t.Errorf("%+v", m)
		}
		if strings.Contains(m.Subject, "att göra i din grupp") {
			digests++
		}
	}
	if digests == 0 {
		t.Error("no manager has a digest")
	}
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(base + "/demo")
	p.Click("Se vilka mejl och sms som skulle ha skickats")
	p.Sees("Demon skickar ingenting.", "att göra i din grupp")
	_, _, body := newVisit(t, base).get(t, "/demo/utkorg")
	uitest.Page(t, body)
	(&world{base: base}).inspect(t, p, "utkorg")
	v := newVisit(t, base)
	v.post(t, "/demo/in/learner")
	if status, _, body := v.get(t, "/meddelanden"); status != 200 || !strings.Contains(body, "Du har fått en kurs") || strings.Contains(body, "⟦") {
		t.Errorf("the learner's inbox: %d", status)
	}
}

func TestNoRealSiteShowsItsOutbox(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if served(w.site.Routes, "/demo/utkorg") {
		t.Error("messages are open to all")
	}
}
