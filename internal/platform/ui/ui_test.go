package ui

import (
	"net/http"
	"strings"
	"testing"

	"yrkesresan/internal/platform/ui/uitest"
)

func TestPagesKeepTheirPromises(t *testing.T) {
	c := texts(t)
	for name, page := range pages(c) {
		t.Run(name, func(t *testing.T) { uitest.Page(t, uitest.Render(t, c, page)) })
	}
}

func TestEveryErrorHasAPageOfItsOwn(t *testing.T) {
	c := texts(t)
	for _, status := range []int{403, 404, 405, 409, 422, 429, 500, 503, 418} {
		html := uitest.Render(t, c, ErrorPage(Shell{Product: "Resan", Texts: c}, ErrorPageProps{Status: status}))
		uitest.Page(t, html)
		if strings.Contains(html, http.StatusText(status)) {
			t.Errorf("%d speaks the language of machines", status)
		}
	}
}

func TestTitleSaysThatSomethingIsWrong(t *testing.T) {
	c := texts(t)
	html := uitest.Render(t, c, Layout(Shell{Product: "Resan", Title: "Anmälan", Wrong: true, Texts: c}))
	if !strings.Contains(html, "<title>Fel: Anmälan – Resan</title>") {
		t.Errorf("title: %s", html[:200])
	}
}

func TestSortedColumnSaysSo(t *testing.T) {
	c := texts(t)
	html := uitest.Render(t, c, Table(TableProps{ID: "t", Caption: "Tal", Columns: []Column{{Title: "Enhet", SortHref: "?a"}, {Title: "Klara", SortHref: "?b", Sorted: Descending, Number: true}}}))
	for _, want := range []string{`aria-sort="descending"`, "störst först. Välj för minst först", "välj för att sortera"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q in %s", want, html)
		}
	}
}

func TestMenuHoldsFour(t *testing.T) {
	c := texts(t)
	five := make([]Link, 5)
	html := uitest.Render(t, c, Layout(Shell{Nav: five, Texts: c}))
	if n := strings.Count(html, "<li>"); n != 4 {
		t.Errorf("%d places in the menu, want 4", n)
	}
}

func TestErrorStandsAtItsFieldAndInTheSummary(t *testing.T) {
	c := texts(t)
	html := uitest.Render(t, c, Input(FieldProps{Name: "mobil", Label: "Mobilnummer", Tip: "Vi skickar SMS.", Error: "Skriv ett nummer"}))
	for _, want := range []string{`aria-describedby="mobil-tips mobil-fel"`, `aria-invalid="true"`, `id="mobil-fel"`, `for="mobil"`} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
}

func TestPasswordIsNeverSentBack(t *testing.T) {
	html := uitest.Render(t, texts(t), Input(FieldProps{Name: "pin", Label: "Kod", Type: "password", Value: "1234"}))
	if strings.Contains(html, "1234") {
		t.Error("the password stands in the page")
	}
}

func TestACellIsDrawnOnceAndAsAStatusIs(t *testing.T) {
	t.Parallel()
	c := texts(t)
	for _, kind := range []StatusKind{Missing, Done} {
		for range 2 {
			if got, want := uitest.Render(t, c, Drawn(kind, "Saknas <>")), uitest.Render(t, c, Status(kind, "Saknas <>")); got != want {
				t.Errorf("%q, not %q", got, want)
			}
		}
	}
}

func TestTheOutboxSaysWhatTheScriptNeeds(t *testing.T) {
	t.Parallel()
	c := texts(t)
	html := uitest.Render(t, c, Outbox(&OutboxProps{Send: "/skickat", Who: "x", Key: "dag-1", Pages: []string{"/a", "/b"}, Until: "1", Worker: "/vakt.js", Offer: true}))
	for _, want := range []string{`data-utkorg="/skickat"`, `data-dag="dag-1"`, `data-sidor="/a /b"`, "data-gor-redo", "{n}"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	if strings.Contains(html, "data-pass") || strings.Contains(html, "data-stangd") || strings.Contains(html, "data-fasta") {
		t.Errorf("a part or an end that nobody named: %s", html)
	}
	if shared := uitest.Render(t, c, Outbox(nil)); strings.Contains(shared, "data-utkorg") || !strings.Contains(shared, "Flera använder") {
		t.Errorf("on a shared device: %s", shared)
	}
}
