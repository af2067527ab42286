package title_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/competence/title"
)

func rule(t interface{ Fatal(...any) }) title.Title {
	r, ok := title.Of("underskoterska")
	if !ok {
		t.Fatal("no rule of undersköterska")
	}
	return r
}

// job is an employment known from its first day.
func job(occupation, form, start, end string) title.Employment {
	return title.Employment{ID: "e-1", Occupation: occupation, Form: form, Start: start, End: end, KnownFrom: start, KnownUntil: "9999-12-31"}
}

func known(e title.Employment, from, until string) title.Employment {
	e.KnownFrom, e.KnownUntil = from, until
	return e
}

func TestWhoMayUseTheTitle(t *testing.T) {
	t.Parallel()
	usk := job("underskoterska", "permanent", "2015-03-01", "")
	for name, c := range map[string]struct {
		facts  title.Facts
		on     string
		ground title.Ground
		last   string // first day it no longer holds
		likely bool
	}{
		"nothing":                               {title.Facts{}, "2026-03-02", title.None, "", false},
		"a certificate":                         {title.Facts{Papers: []title.Paper{{ID: "m", Ground: title.ByCertificate, From: "2025-01-10"}}}, "2026-03-02", title.ByCertificate, "", false},
		"a certificate to come":                 {title.Facts{Papers: []title.Paper{{ID: "m", Ground: title.ByCertificate, From: "2026-03-03"}}}, "2026-03-02", title.None, "", false},
		"a nurse":                               {title.Facts{Papers: []title.Paper{{ID: "m", Ground: title.ByLicence, Ref: "sjukskoterska"}}}, "2026-03-02", title.ByLicence, "", false},
		"a physiotherapist":                     {title.Facts{Papers: []title.Paper{{ID: "m", Ground: title.ByLicence, Ref: "fysioterapeut"}}}, "2026-03-02", title.None, "", false},
		"permanent on the day":                  {title.Facts{Employments: []title.Employment{usk}}, "2026-03-02", title.ByTransition, "2033-07-01", false},
		"the last day":                          {title.Facts{Employments: []title.Employment{usk}}, "2033-06-30", title.ByTransition, "2033-07-01", false},
		"the day after":                         {title.Facts{Employments: []title.Employment{usk}}, "2033-07-01", title.None, "", false},
		"before it was protected":               {title.Facts{Employments: []title.Employment{usk}}, "2023-06-30", title.None, "", false},
		"began on the day":                      {title.Facts{Employments: []title.Employment{job("underskoterska", "permanent", "2023-07-01", "")}}, "2026-03-02", title.ByTransition, "2033-07-01", false},
		"began the day after":                   {title.Facts{Employments: []title.Employment{job("underskoterska", "permanent", "2023-07-02", "")}}, "2026-03-02", title.None, "", false},
		"left on the day":                       {title.Facts{Employments: []title.Employment{job("underskoterska", "permanent", "2015-01-01", "2023-07-01")}}, "2026-03-02", title.ByTransition, "2033-07-01", false},
		"left the day before":                   {title.Facts{Employments: []title.Employment{job("underskoterska", "permanent", "2015-01-01", "2023-06-30")}}, "2026-03-02", title.None, "", false},
		"on trial":                              {title.Facts{Employments: []title.Employment{job("underskoterska", "probation", "2023-05-01", "")}}, "2026-03-02", title.None, "", false},
		"temporary":                             {title.Facts{Employments: []title.Employment{job("underskoterska", "fixed", "2020-05-01", "")}}, "2026-03-02", title.None, "", false},
		"by the hour":                           {title.Facts{Employments: []title.Employment{job("underskoterska", "hourly", "2020-05-01", "")}}, "2026-03-02", title.None, "", false},
		"another title":                         {title.Facts{Employments: []title.Employment{job("vardbitrade", "permanent", "2015-05-01", "")}}, "2026-03-02", title.None, "", false},
		"became one later":                      {title.Facts{Employments: []title.Employment{known(job("vardbitrade", "permanent", "2015-05-01", ""), "2015-05-01", "2024-01-01"), known(job("underskoterska", "permanent", "2015-05-01", ""), "2024-01-01", "9999-12-31")}}, "2026-03-02", title.None, "", false},
		"works by the hour now":                 {title.Facts{Employments: []title.Employment{known(usk, "2015-03-01", "2024-01-01"), known(job("underskoterska", "hourly", "2015-03-01", ""), "2024-01-01", "9999-12-31")}}, "2026-03-02", title.ByTransition, "2033-07-01", false},
		"the first file came later":             {title.Facts{Employments: []title.Employment{known(usk, "2026-01-15", "9999-12-31")}}, "2026-03-02", title.ByTransition, "2033-07-01", true},
		"the first file, may have been trial":   {title.Facts{Employments: []title.Employment{known(job("underskoterska", "permanent", "2023-02-01", ""), "2026-01-15", "9999-12-31")}}, "2026-03-02", title.None, "", false},
		"the first file had another title":      {title.Facts{Employments: []title.Employment{known(job("vardbitrade", "permanent", "2015-05-01", ""), "2026-01-15", "2026-02-01"), known(usk, "2026-02-01", "9999-12-31")}}, "2026-03-02", title.None, "", false},
		"HR says no":                            {title.Facts{Employments: []title.Employment{known(usk, "2026-01-15", "9999-12-31")}, Denied: true}, "2026-03-02", title.None, "", false},
		"HR says yes":                           {title.Facts{Papers: []title.Paper{{ID: "m", Ground: title.ByTransition}}}, "2026-03-02", title.ByTransition, "2033-07-01", false},
		"HR said no and then yes":               {title.Facts{Papers: []title.Paper{{ID: "m", Ground: title.ByTransition}}, Denied: true}, "2026-03-02", title.ByTransition, "2033-07-01", false},
		"a certificate outlasts the transition": {title.Facts{Papers: []title.Paper{{ID: "m", Ground: title.ByCertificate, From: "2025-01-10"}}, Employments: []title.Employment{usk}}, "2026-03-02", title.ByCertificate, "", false},
	} {
		r, ok := rule(t).Holds(c.facts, c.on)
		if ok != (c.ground != title.None) || r.Ground != c.ground || r.Until != c.last && ok && c.ground == title.ByTransition || r.Presumed != c.likely {
			t.Errorf("%s: %+v %v", name, r, ok)
		}
	}
}

func TestOnlyInHomeCareIsTheTitleAskedFor(t *testing.T) {
	t.Parallel()
	r := rule(t)
	for _, c := range []struct {
		task, setting, on string
		want              bool
	}{
		{"fast-omsorgskontakt", "hemtjanst", "2023-07-01", true},
		{"fast-omsorgskontakt", "hemtjanst", "2023-06-30", false},
		{"fast-omsorgskontakt", "sarskilt-boende", "2026-01-01", false},
		{"kontaktperson", "hemtjanst", "2026-01-01", false},
	} {
		if got := r.Requires(c.task, c.setting, c.on); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// The dates are data: other data give other rights.
func TestTheDatesAreData(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	later := strings.NewReplacer(`until: "2033-07-01"`, `until: "2035-01-01"`, `"on": "2023-07-01"`, `"on": "2024-07-01"`).Replace(string(text))
	list, err := title.Read([]byte(later))
	if err != nil {
		t.Fatal(err)
	}
	r, ok := list[0].Holds(title.Facts{Employments: []title.Employment{job("underskoterska", "permanent", "2024-01-01", "")}}, "2034-12-31")
	if !ok || r.Until != "2035-01-01" || r.From != "2024-07-01" {
		t.Errorf("%+v", r)
	}
	for _, wrong := range []string{"- {id: x}", `- {id: x, name: x, since: "i dag", occupations: [a]}`, `- {id: x, name: x, since: "2023-07-01", occupations: [a], transition: {"on": "2023-07-01", until: "2020-01-01", forms: [permanent]}}`} {
		if _, err := title.Read([]byte(wrong)); err == nil {
			t.Errorf("read %s", wrong)
		}
	}
}

// Whatever the employments are: the transition gives a right only between its days, only from a permanent
// employment with the title that was under way on the day, and never to who HR has denied.
func TestTheTransitionHoldsForNobodyElse(t *testing.T) {
	t.Parallel()
	day := rapid.Custom(func(t *rapid.T) string {
		return time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 1200).Draw(t, "day")).Format(time.DateOnly)
	})
	rapid.Check(t, func(t *rapid.T) {
		r := rule(t)
		var f title.Facts
		may := false
		for i := range rapid.IntRange(0, 4).Draw(t, "jobs") {
			e := title.Employment{ID: string(rune('a' + i)), Occupation: rapid.SampledFrom([]string{"underskoterska", "vardbitrade"}).Draw(t, "work"),
				Form: rapid.SampledFrom([]string{"permanent", "probation", "fixed", "hourly"}).Draw(t, "form"), Start: day.Draw(t, "start"), KnownUntil: "9999-12-31"}
			e.KnownFrom = max(e.Start, day.Draw(t, "known"))
			if rapid.Bool().Draw(t, "ended") {
				e.End = max(e.Start, day.Draw(t, "end"))
			}
			f.Employments = append(f.Employments, e)
			may = may || e.Form == "permanent" && e.Occupation == "underskoterska" && e.Start <= "2023-07-01" && (e.End == "" || e.End >= "2023-07-01")
		}
		on := rapid.SampledFrom([]string{"2023-06-30", "2023-07-01", "2026-01-01", "2033-06-30", "2033-07-01"}).Draw(t, "on")
		right, ok := r.Holds(f, on)
		if ok && (!may || on < "2023-07-01" || on >= "2033-07-01" || right.Until != "2033-07-01") {
			t.Fatalf("%+v from %+v on %s", right, f, on)
		}
		sure := false
		for _, e := range f.Employments {
			sure = sure || e.Form == "permanent" && e.Occupation == "underskoterska" && e.KnownFrom <= "2023-07-01" && (e.End == "" || e.End >= "2023-07-01")
		}
		if within := on >= "2023-07-01" && on < "2033-07-01"; sure && within && (!ok || right.Presumed) {
			t.Fatalf("no right from %+v on %s", f, on)
		}
		f.Denied = true
		if _, ok := r.Holds(f, on); ok {
			t.Fatal("denied, and holds")
		}
	})
}
