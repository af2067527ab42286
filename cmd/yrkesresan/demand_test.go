package main

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/demand"
	"yrkesresan/internal/platform/may"
)

// The answer is the contract's: who needs which course, why, and what to arrange.
func TestWhoNeedsCourseDaysIsShownAsTheContractSays(t *testing.T) {
	t.Parallel()
	s := hired(t)
	ask := func(args ...string) (int, string, string) {
		var out, complaint strings.Builder
		code := start(append(append([]string{"demand", "--format", "json"}, args...), s.common...), &out, &complaint)
		return code, out.String(), complaint.String()
	}
	var got shownDemand
	read := func(out string) {
		t.Helper()
		got = shownDemand{}
		d := json.NewDecoder(strings.NewReader(out))
		d.DisallowUnknownFields()
		if err := d.Decode(&got); err != nil {
			t.Fatal(err, out)
		}
	}
	code, out, complaint := ask("--region", "GR")
	if code != 0 || !strings.Contains(out, `"courses":[`) {
		t.Fatal(code, out, complaint)
	}
	a, err := app.Open(t.Context(), app.Config{Data: s.data, Database: s.database, Product: "Yrkesresan"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	period := demand.Periods(a.Staff.Today())[1]
	err = a.Demand.State(t.Context(), may.Operator(), demand.StatedNeed{NodeID: "k-1480", CourseID: "bemotande-vid-demens", Period: period, People: 30})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if code, out, complaint = ask("--region", "gr"); code != 0 {
		t.Fatal(code, out, complaint)
	}
	read(out)
	var seats int64
	for _, c := range got.Courses {
		if c.Course != "bemotande-vid-demens" {
			continue
		}
		for _, x := range c.Suggested {
			seats += x.Seats
			if x.Town != "Göteborg" || x.Municipality != "1480" || x.Day == "" || x.Period == "" || len(x.From) != 1 {
				t.Errorf("%+v", x)
			}
		}
		if c.People != 30 || c.Reasons["stated"] != 30 || seats < 30 || len(c.Suggested) != 2 {
			t.Errorf("%+v", c)
		}
	}
	if seats == 0 {
		t.Error("nothing is suggested:", out)
	}
	if code, out, _ = ask("--region", "GR", "--as-of", "2027-03-01"); code != 0 {
		t.Error(code, out)
	}
	if read(out); got.AsOf != "2027-03-01" {
		t.Error(got.AsOf)
	}
	if code, out, _ = ask("--region", "INGEN"); code != 1 || !strings.Contains(out, `"error":{"code":"demand.rss_missing"`) {
		t.Errorf("an RSS that is none: %d, %s", code, out)
	}
	if code, _, _ = ask(); code != 2 {
		t.Errorf("without a region: %d", code)
	}
}
