package main

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/may"
)

func TestTheCertificationIsShownAsTheContractSays(t *testing.T) {
	s := hired(t)
	a, err := app.Open(t.Context(), app.Config{Data: s.data, Database: s.database}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	works, err := a.Staff.WorkUnder(t.Context(), "se/rss-GR/k-1480", "", a.Staff.Today())
	if err != nil || len(works) == 0 {
		t.Fatal(works, err)
	}
	unit := works[0].UnitID
	id, err := a.Certification.AddScheme(t.Context(), may.Operator(), "k-1480", rule.Scheme{Title: "Ramverket", Hourly: true, Months: 24, Window: 6, By: rule.ByRule,
		Requirements: []rule.Requirement{{Key: "bemotande", Title: "Bemötande", OneOf: []rule.Evidence{{Kind: rule.ByCourse, Ref: "bemotande"}}}}}, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Certification.Join(t.Context(), may.Operator(), unit, id, ""); err != nil {
		t.Fatal(err)
	}
	a.Close()
	show := func(words ...string) (int, string) {
		var out, complaint strings.Builder
		code := start(append(append([]string{"certification", "show", "--format", "json"}, words...), s.common...), &out, &complaint)
		return code, out.String()
	}
	code, out := show("--unit", unit)
	var got shownCertification
	read := json.NewDecoder(strings.NewReader(out))
	read.DisallowUnknownFields()
	if err := read.Decode(&got); err != nil || code != 0 || got.State != rule.Preparing || got.ValidUntil != nil || got.Scheme != "Ramverket" || len(got.People) == 0 || strings.Contains(out, `"people":null`) {
		t.Fatalf("exit %d, %v, %s", code, err, out)
	}
	for _, p := range got.People {
		if p.Person == "" || p.Met || len(p.Reasons) == 0 || p.Reasons[0].Key != rule.LackMissing || p.Reasons[0].Args["requirement"] != "bemotande" {
			t.Errorf("%+v", p)
		}
	}
	var lines, complaint strings.Builder
	if code := start(append([]string{"certification", "show", "--unit", unit}, s.common...), &lines, &complaint); code != 0 || !strings.Contains(lines.String(), "Ramverket: preparing since ") ||
		!strings.Contains(lines.String(), "does not meet it: missing (requirement bemotande") || strings.ContainsAny(lines.String(), "{}[]") {
		t.Errorf("exit %d, as text:\n%s", code, lines.String())
	}
	for name, words := range map[string][]string{"certification.unit_missing": {"--unit", "x"}, "certification.programme_missing": {"--unit", unit, "--as-of", "2020-01-01"}} {
		code, out := show(words...)
		var answer struct {
			Error struct{ Code, Message string }
		}
		if err := json.Unmarshal([]byte(out), &answer); err != nil || code != 1 || answer.Error.Code != name || answer.Error.Message == "" {
			t.Errorf("%s: exit %d, %s", name, code, out)
		}
	}
	if code, _ := show("--unit", unit, "--as-of", "igår"); code != 2 {
		t.Errorf("a day that is none: exit %d", code)
	}
}
