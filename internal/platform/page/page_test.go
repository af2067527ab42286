package page_test

import (
	"errors"
	"io/fs"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/ui/uitest"
)

func TestWhereAVisitBeginsAndWhatTheMenuHolds(t *testing.T) {
	t.Parallel()
	grants := func(rs ...may.Role) (a may.Actor) {
		a.PersonID = "p"
		for _, r := range rs {
			a.Grants = append(a.Grants, may.Grant{Role: r, Path: "se/r/k"})
		}
		return a
	}
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts})
	if err != nil {
		t.Fatal(err)
	}
	f := &page.Frame{Product: "Yrkesresan", Texts: texts, Now: time.Now}
	for name, tc := range map[string]struct {
		visit page.Visit
		home  string
		menu  string
	}{
		"a visitor":            {page.Visit{}, "/hjalp", ""},
		"a learner":            {page.Visit{Actor: grants(), Employed: true}, "/min-resa", "/min-resa /intyg /kursdagar /hjalp"},
		"a manager":            {page.Visit{Actor: grants(may.Manager), Employed: true}, "/min-resa", "/min-resa /min-grupp /intyg /kursdagar"},
		"all at once":          {page.Visit{Actor: grants(may.Manager, may.HR), Employed: true}, "/min-resa", "/min-resa /min-grupp /kommun /intyg"},
		"who leads the talk":   {page.Visit{Actor: grants(may.Leader), Employed: true}, "/min-resa", "/min-resa /larande /intyg /kursdagar"},
		"who leads programmes": {page.Visit{Actor: grants(may.Programme)}, "/larande", "/larande /oversikt /hjalp"},
		"the region":           {page.Visit{Actor: grants(may.Region)}, "/rss", "/rss /hjalp"},
		"the nation":           {page.Visit{Actor: grants(may.National)}, "/nationen", "/nationen /hjalp"},
		"who leads managers":   {page.Visit{Actor: grants(may.Operations)}, "/omrade", "/omrade /hjalp"},
		"who makes journeys":   {page.Visit{Actor: grants(may.Producer)}, "/nationen/resor", "/nationen/resor /hjalp"},
		"makes and works":      {page.Visit{Actor: grants(may.Producer), Employed: true}, "/min-resa", "/min-resa /intyg /kursdagar /nationen/resor"},
		"who reads logs":       {page.Visit{Actor: grants(may.Auditor)}, "/oversikt", "/oversikt /hjalp"},
		"who has left it all":  {page.Visit{Actor: grants()}, "/hjalp", "/hjalp"},
	} {
		if got := page.Home(tc.visit); got != tc.home {
			t.Errorf("%s begins at %s", name, got)
		}
		r := httptest.NewRequest("GET", "/intyg/x", nil)
		var menu []string
		for _, l := range f.Shell(r.WithContext(page.With(r.Context(), tc.visit)), "x").Nav {
			menu = append(menu, l.Href)
			if l.Current != (l.Href == "/intyg") {
				t.Errorf("%s: %s is where one is: %v", name, l.Href, l.Current)
			}
		}
		if got := strings.Join(menu, " "); got != tc.menu {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAnErrorPageSaysWhatIsKnownAndNothingElse(t *testing.T) {
	t.Parallel()
	texts, err := lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts})
	if err != nil {
		t.Fatal(err)
	}
	f := &page.Frame{Product: "Yrkesresan", Texts: texts, Now: time.Now}
	for key, want := range map[string]string{"may.denied": "Fråga din chef", "pq: secret table": "<h1>"} {
		w := httptest.NewRecorder()
		what := &fault.Fault{Kind: fault.Denied, Key: key, Cause: errors.New("secret table")}
		if err := f.Fail(w, httptest.NewRequest("GET", "/", nil), 403, what); err != nil {
			t.Fatal(err)
		}
		uitest.Page(t, w.Body.String())
		if body := w.Body.String(); w.Code != 403 || !strings.Contains(body, want) || strings.Contains(body, "secret") {
			t.Errorf("%s: %d %q", key, w.Code, body)
		}
	}
}
