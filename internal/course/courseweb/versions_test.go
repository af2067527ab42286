package courseweb_test

import (
	"net/http"
	"testing"

	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
)

// versions is a site whose visitor keeps a course with two versions: the second is new and current.
func versions(t *testing.T) *site {
	t.Helper()
	s := newSite(t, coursetest.Folder("hygien", 3))
	s.Import(t, coursetest.Changed(t, coursetest.Folder("hygien", 3), "lessons/02-sa-gor-du.md", "title: Så gör du rent", "title: Gör så här"))
	s.is(func(v *page.Visit) {
		*v = page.Visit{FirstName: "Nina", Actor: may.Actor{PersonID: "nina", Grants: []may.Grant{{Role: may.National, NodeID: "se", Path: "se"}}}}
	})
	return s
}

const versionsOf = "/nationen/kurser/hygien"

func TestVersionsOfACourseAreKeptInPages(t *testing.T) {
	t.Parallel()
	s := versions(t)
	s.get("/nationen/kurser").is(200, "/nationen/kurser").says("Rena händer", `href="`+versionsOf+`"`, "Version 2")
	s.get(versionsOf).is(200, versionsOf).says("Version 1", "Version 2", "Den här börjar alla på", "Används inte för nya", "Ny lektion: Gör så här", "Lektion som inte är kvar: Så gör du rent", "Ingen går den nu.")
	s.post(versionsOf+"/1", "gor", "galler").is(200, versionsOf+"?klart=galler").says("Alla som börjar nu får den versionen.")
	if now, err := s.Courses.Current(t.Context(), "hygien"); err != nil || now != 1 {
		t.Error("current is", now, err)
	}
	s.post(versionsOf+"/2", "gor", "prova", "from", "2026-03-02").is(422, versionsOf+"/2").says("Välj en kommun.")
	s.post(versionsOf+"/2", "gor", "prova", "pilot1", "k-1", "from", "2026-03-01").is(422, versionsOf+"/2").says("Välj i dag eller en senare dag.")
	s.post(versionsOf+"/2", "gor", "prova", "pilot1", "k-1", "from", "2026-03-02").is(200, versionsOf+"?klart=prova").says("Kommunen provar versionen.", "Provas av några kommuner", "Ekby börjar på den här från 2 mars 2026.")
	s.post(versionsOf+"/1", "gor", "taget").is(409, versionsOf+"/1").saysNot("Tillbakadragen")
	s.post(versionsOf+"/2", "gor", "taget").is(200, versionsOf+"?klart=taget").says("Versionen är tillbakadragen.", "Tillbakadragen 2 mars 2026")
	s.post(versionsOf+"/2", "gor", "galler").is(409, versionsOf+"/2")
	s.post(versionsOf+"/9", "gor", "galler").is(404, versionsOf+"/9")
	s.post(versionsOf+"/x", "gor", "galler").is(404, versionsOf+"/x")
	s.is(func(v *page.Visit) { v.Actor = coursetest.Manager })
	for _, path := range []string{"/nationen/kurser", versionsOf} {
		s.get(path).is(http.StatusForbidden, path)
	}
	s.post(versionsOf+"/2", "gor", "galler").is(http.StatusForbidden, versionsOf+"/2")
	if now, err := s.Courses.Current(t.Context(), "hygien"); err != nil || now != 1 {
		t.Error("current is", now, err)
	}
}

// A course's versions from the list to a version taken back, pressed without script and looked at with it.
func TestVersionsOfACourseInABrowser(t *testing.T) {
	b, s := browsertest.New(t), versions(t)
	seen := b.Page(t, browsertest.Phone)
	p := b.Page(t, browsertest.Phone.NoScript())
	p.Open(s.URL + "/nationen/kurser")
	seen.Open(p.URL())
	look(t, seen, "kurser")
	p.Click("Rena händer")
	seen.Open(p.URL())
	look(t, seen, "versioner")
	p.Click("Låt alla börja på den här")
	p.Sees("Alla som börjar nu får den versionen.")
	p.Click("Prova version 2 i en kommun eller dra tillbaka den")
	p.Select("Kommun som provar", "Ekby")
	p.Click("Låt kommunen prova")
	p.Sees("Ekby börjar på den här från 2 mars 2026.")
	seen.Open(p.URL())
	seen.Click("Prova version 2 i en kommun eller dra tillbaka den")
	look(t, seen, "versioner-provas")
	s.is(func(v *page.Visit) {
		v.Actor.Grants = []may.Grant{{Role: may.Municipality, NodeID: "k-1", Path: "se/rss-X/k-1"}}
	})
	seen.Open(s.URL + "/kommun/prova-kurser")
	seen.Sees("Version 2, från 2 mars 2026.")
	look(t, seen, "prova-kurser")
	s.is(func(v *page.Visit) { v.Actor.Grants = []may.Grant{{Role: may.National, NodeID: "se", Path: "se"}} })
	p.Click("Prova version 2 i en kommun eller dra tillbaka den")
	p.Click("Dra tillbaka versionen")
	p.Sees("Versionen är tillbakadragen.", "Tillbakadragen 2 mars 2026")
	seen.Open(p.URL())
	look(t, seen, "versioner-tagen")
}

// A municipality writes what it thinks of the version that it tries, and whoever keeps the course reads it.
func TestAMunicipalityWritesOfTheCourseThatItTries(t *testing.T) {
	t.Parallel()
	s := versions(t)
	const tried = "/kommun/prova-kurser"
	s.post(versionsOf+"/1", "gor", "prova", "pilot1", "k-1", "from", "2026-03-02").is(200, versionsOf+"?klart=prova")
	town := func(v *page.Visit) {
		v.Actor = may.Actor{PersonID: "kai", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-1", Path: "se/rss-X/k-1"}}}
	}
	national := func(v *page.Visit) {
		v.Actor = may.Actor{PersonID: "nina", Grants: []may.Grant{{Role: may.National, NodeID: "se", Path: "se"}}}
	}
	s.is(town)
	s.get(tried).is(200, tried).says("Rena händer", "Version 1, från 2 mars 2026.", "Ekby")
	s.post(tried, "place", "k-1", "course", "hygien", "version", "1", "note", "Ring 19800101-1231.").is(422, tried).says("Ring 19800101-1231.")
	s.post(tried, "place", "k-1", "course", "hygien", "version", "2", "note", "Bra.").is(404, tried)
	s.post(tried, "place", "k-1", "course", "hygien", "version", "1", "note", "Kort och bra.").is(200, tried+"?klart=svar").says("Kort och bra.", "Tack.")
	s.is(national)
	s.get(versionsOf).says("Ekby skriver: Kort och bra.")
	s.is(func(v *page.Visit) { v.Actor = coursetest.Learner })
	s.get(tried).is(http.StatusForbidden, tried)
	s.post(tried, "place", "k-1", "course", "hygien", "version", "1", "note", "Nej.").is(http.StatusForbidden, tried)
}
