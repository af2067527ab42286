package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
)

// shownAnswer is the contract's answer, read strictly.
type shownAnswer struct {
	Journeys []struct {
		ID, Name string
		Blocks   []struct {
			Name  string
			Items []shownItem
		}
	}
}

type showing struct {
	t        *testing.T
	common   []string
	database string
	data     string
}

// inDays is a day some days from today.
func inDays(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }

// hired is an installation with a staff file of five people.
func hired(t *testing.T) showing {
	t.Helper()
	s := showing{t: t, data: t.TempDir(), database: dbtest.Empty(t)}
	s.common = []string{"--data", s.data, "--database", s.database}
	file := filepath.Join(t.TempDir(), "personal.csv")
	rows := "Anställningsnummer;Förnamn;Efternamn;Enhet;Titel;Anställd från\n" +
		"1;Amina;Warsame;Hemtjänst Norr;Undersköterska;" + inDays(-10) + "\n" +
		"2;Bo;Ek;Hemtjänst Norr;Undersköterska;" + inDays(30) + "\n" +
		"3;Cia;Al;Hemtjänst Norr;Enhetschef;" + inDays(-400) + "\n" +
		"4;Dan;Ask;Hemtjänst Norr;Klurighetsexpert;" + inDays(-10) + "\n" +
		"5;Eva;Lind;Enheten;Socialsekreterare;" + inDays(-10) + "\n"
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	got := answered(t, 0, append([]string{"staff", "import", file, "--municipality", "1480"}, s.common...)...)
	if got["new"].(float64) != 5 || got["committed"] != true {
		t.Fatalf("imported %v", got)
	}
	return s
}

func (s showing) raw(want int, number string, more ...string) string {
	s.t.Helper()
	args := append([]string{"journey", "show", "--municipality", "1480", "--employee", number, "--format", "json"}, more...)
	var out, complaint strings.Builder
	if code := start(append(args, s.common...), &out, &complaint); code != want {
		s.t.Fatalf("%v: exit %d, want %d: %s%s", args, code, want, out.String(), complaint.String())
	}
	return out.String()
}

// of gives a person's journeys, and checks what holds for every item.
func (s showing) of(number string, more ...string) shownAnswer {
	s.t.Helper()
	var a shownAnswer
	d := json.NewDecoder(strings.NewReader(s.raw(0, number, more...)))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		s.t.Fatal(err)
	}
	if a.Journeys == nil {
		s.t.Error("journeys is null")
	}
	for _, j := range a.Journeys {
		for _, b := range j.Blocks {
			if j.Name == "" || b.Name == "" || b.Items == nil {
				s.t.Errorf("%q %q: %v", j.Name, b.Name, b.Items)
			}
			for _, it := range b.Items {
				s.wantContract(it)
			}
		}
	}
	return a
}

func (s showing) wantContract(it shownItem) {
	s.t.Helper()
	_, err := time.Parse(time.DateOnly, first(it.Due, inDays(0)))
	if it.Course == "" || it.Title == "" || err != nil || len(it.Reasons) == 0 ||
		!slices.Contains([]string{"not_started", "started", "done", "credited", "overdue", "paused"}, it.Status) ||
		!slices.Contains([]string{"recommended", "elective", "mandatory"}, it.Requirement) {
		s.t.Errorf("%+v", it)
	}
	for _, r := range it.Reasons {
		if _, err := time.Parse(time.DateOnly, r.Since); r.Rule == "" || r.DecidedBy == "" || err != nil {
			s.t.Errorf("%s: %+v", it.Course, r)
		}
	}
}

func first(a *string, or string) string {
	if a == nil {
		return or
	}
	return *a
}

// item is what is said of a course; "absent" when it is not shown.
func (a shownAnswer) item(course string) string {
	for _, j := range a.Journeys {
		for _, b := range j.Blocks {
			for _, it := range b.Items {
				if it.Course == course {
					return fmt.Sprintf("%s %s %s", it.Status, it.Requirement, first(it.Due, "-"))
				}
			}
		}
	}
	return "absent"
}

func TestJourneyShowKeepsTheContract(t *testing.T) {
	t.Parallel()
	s := hired(t)
	amina := s.of("1")
	if len(amina.Journeys) != 1 || amina.Journeys[0].ID != "vard-och-omsorg" || amina.Journeys[0].Name != "Vård och omsorg" {
		t.Fatalf("%+v", amina)
	}
	var order []string
	for _, b := range amina.Journeys[0].Blocks {
		order = append(order, b.Name)
	}
	if want := []string{"Bas", "Fördjupning", "Spets", "Lärande på arbetsplatsen"}; !slices.Equal(order, want) {
		t.Errorf("blocks %v, want %v", order, want)
	}
	due := inDays(-10 + 90)
	for course, want := range map[string]string{
		"bemotande": "not_started recommended " + due, "e-autism": "not_started elective -", "prata-om-kursen": "not_started elective -", "att-leda-larande": "absent",
	} {
		if got := amina.item(course); got != want {
			t.Errorf("%s: %q, want %q", course, got, want)
		}
	}
	if got := s.of("1", "--as-of", inDays(200)).item("bemotande"); got != "overdue recommended "+due {
		t.Errorf("later: %s", got)
	}
	if got := s.of("1", "--as-of", inDays(-11)); len(got.Journeys) != 0 {
		t.Errorf("before the employment: %+v", got)
	}
	if now, then := s.of("2"), s.of("2", "--as-of", inDays(30)); len(now.Journeys) != 0 || then.item("bemotande") != "not_started recommended "+inDays(120) {
		t.Errorf("who begins later: %+v, %s", now, then.item("bemotande"))
	}
	// Long employed and known from today: the days count from today, for nobody is late on the first day.
	if got := s.of("3").item("att-leda-larande"); got != "not_started recommended "+inDays(180) {
		t.Errorf("a manager's course: %s", got)
	}
	if got := s.of("4").item("sekretess-och-dokumentation"); got != "not_started recommended "+due {
		t.Errorf("a title that nobody knows: %s", got)
	}
	if got := s.of("5"); len(got.Journeys) != 0 {
		t.Errorf("a unit of an unknown area: %+v", got)
	}
}

func TestJourneyShowFollowsWhatAMunicipalityDecides(t *testing.T) {
	t.Parallel()
	s := hired(t)
	a, err := app.Open(t.Context(), app.Config{Data: s.data, Database: s.database}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ops := []plan.Op{{Kind: plan.Require, Item: "forflyttning", Due: &plan.Due{Days: 20, From: plan.FromStart}}, {Kind: plan.Hide, Item: "e-autism"}, {Kind: plan.Move, Item: "demens-abc"}, {Kind: plan.Add, Course: "finns-inte-an"}}
	_, err = a.Journeys.SetLayer(t.Context(), may.Operator(), "k-1480", "vard-och-omsorg", ops, inDays(-5))
	if a.Close(); err != nil {
		t.Fatal(err)
	}
	got := s.of("1")
	if got.item("forflyttning") != "not_started mandatory "+inDays(10) || got.item("e-autism") != "absent" || got.item("finns-inte-an") != "not_started recommended -" {
		t.Errorf("%s, %s, %s", got.item("forflyttning"), got.item("e-autism"), got.item("finns-inte-an"))
	}
	if top := got.Journeys[0].Blocks[0].Items[0].Course; top != "demens-abc" {
		t.Errorf("first stands %s", top)
	}
	if got := s.of("1", "--as-of", inDays(-6)); got.item("e-autism") != "not_started elective -" || !strings.HasPrefix(got.item("forflyttning"), "not_started recommended") {
		t.Errorf("before: %s, %s", got.item("e-autism"), got.item("forflyttning"))
	}
}

func TestJourneyShowRefuses(t *testing.T) {
	t.Parallel()
	s := hired(t)
	for name, c := range map[string]struct {
		args []string
		code string
		exit int
	}{
		"nobody":          {[]string{"--municipality", "1480", "--employee", "999"}, "staff.person_missing", 1},
		"no municipality": {[]string{"--municipality", "9999", "--employee", "1"}, "org.node_missing", 1},
	} {
		got := answered(t, c.exit, append(append([]string{"journey", "show"}, c.args...), s.common...)...)
		if e, _ := got["error"].(map[string]any); e["code"] != c.code || e["message"] == "" || e["message"] == c.code {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, args := range map[string][]string{"without an employee": {"--municipality", "1480"}, "no day": {"--municipality", "1480", "--employee", "1", "--as-of", "2026-02-30"}} {
		var out, complaint strings.Builder
		if code := start(append(append([]string{"journey", "show"}, args...), s.common...), &out, &complaint); code != 2 || out.Len() > 0 {
			t.Errorf("%s: exit %d, %s", name, code, out.String())
		}
	}
}
