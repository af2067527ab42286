package app_test

import (
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/report"
)

func TestTheDemoHasFigures(t *testing.T) {
	t.Parallel()
	a := newDemo(t, "2027-03-01")
	o, err := a.Figures.Overview(t.Context(), may.Operator(), report.Choice{})
	if err != nil || o.Total.Municipalities != 2 || o.Total.People < 50 || o.Total.Split != o.Total.People || o.OldOnes != 1 || o.All != 290 {
		t.Errorf("%+v, %d old, %d in all, %v", o.Total, o.OldOnes, o.All, err)
	}
	v, err := a.Figures.View(t.Context(), may.Operator(), "k-"+demoTown(t, a), report.Choice{})
	if err != nil || v.Total.People < 100 || v.Total.Late == 0 || v.Total.Done == 0 || len(v.Rows) == 0 || len(v.Units) < 5 || len(v.Courses) < 5 {
		t.Errorf("%+v, %d rows, %d units, %d courses, %v", v.Total, len(v.Rows), len(v.Units), len(v.Courses), err)
	}
}

// demoTown is the first municipality of the demo.
func demoTown(t *testing.T, a *app.App) string {
	t.Helper()
	list, err := a.Demo.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list.Municipalities[0]
}
