package app_test

import (
	"errors"
	"testing"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/record"
)

func TestAForecastKnowsWhoLeavesWhoComesWhatFadesAndWhatIsAnnounced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, g := t.Context(), w.app.Gaps
	w.library(t)
	w.places(t)
	hygiene := each("nation-hygien", "hygien")
	hygiene.Target = "do"
	coming := each("omrade-bemotande", "bemotande")
	coming.From = w.inDays(20)
	w.asks(t, "se", hygiene, each("nation-utbildning", "utbildning"))
	w.asks(t, "omrade", coming)
	for _, person := range []string{"norr-1", "norr-2"} {
		w.merit(t, person, "k-1480", frame.ByEducation, "vard-och-omsorg")
		if _, err := appendFact(t, w.app, record.Fact{PersonID: person, Kind: record.Completed, CourseID: "basala-hygienrutiner", Title: "x", Source: record.FromCourse, ActorID: person, ControllerID: "k-1480", ValidUntil: w.inDays(15)}); err != nil {
			t.Fatal(err)
		}
	}
	w.exec(t, `UPDATE employment_period SET end_date = $1 WHERE person_id IN ('norr-1', 'norr-4')`, w.inDays(10))
	manager := w.at(t, may.Manager, "norr")
	h := gap.Hire{UnitID: "norr", Occupation: "underskoterska", Area: "aldreomsorg", Number: 3, From: w.inDays(25)}
	id, err := g.PlanHire(ctx, manager, h)
	if err != nil {
		t.Fatal(err)
	}
	f, err := g.Forecast(ctx, manager, "norr", gap.Filter{}, w.inDays(30))
	if err != nil {
		t.Fatal(err)
	}
	if f.Leavers != 2 || f.Hired != 3 || f.Fading != 1 || f.Comers != 0 {
		t.Errorf("%d leave, %d are employed, %d fade, %d come", f.Leavers, f.Hired, f.Fading, f.Comers)
	}
	for _, c := range []struct {
		v           gap.View
		requirement string
		want        count.Column
	}{
		{f.Now, "hygien", count.Column{Required: 5, Held: 2, Develop: 3}},
		{f.Now, "utbildning", count.Column{Required: 5, Held: 2, Develop: 3}},
		{f.Now, "bemotande", count.Column{}},
		{f.Then, "hygien", count.Column{Required: 6, Develop: 6}},
		{f.Then, "utbildning", count.Column{Required: 6, Held: 4, Develop: 2}}, // who is employed for it has it
		{f.Then, "bemotande", count.Column{Required: 6, Develop: 6}},
	} {
		if got := column(t, c.v.Figures, c.requirement); got != c.want {
			t.Errorf("%s on %s: %+v, want %+v", c.requirement, c.v.On, got, c.want)
		}
	}
	early, err := g.Forecast(ctx, manager, "norr", gap.Filter{}, w.inDays(24))
	if err != nil || early.Hired != 0 {
		t.Errorf("%d are employed before the day, %v", early.Hired, err)
	}
	if err := g.EndHire(ctx, manager, id); err != nil {
		t.Fatal(err)
	}
	if all, err := g.Hires(ctx, manager, "norr"); err != nil || len(all) != 0 {
		t.Errorf("%v %v", all, err)
	}
	for _, wrong := range []struct {
		change func(*gap.Hire)
		want   error
	}{
		{func(h *gap.Hire) { h.Number = 0 }, gap.ErrNumber},
		{func(h *gap.Hire) { h.From = w.app.Staff.Today() }, gap.ErrDay},
		{func(h *gap.Hire) { h.From = "i morgon" }, gap.ErrDay},
		{func(h *gap.Hire) { h.Occupation = "trollkarl" }, gap.ErrWho},
		{func(h *gap.Hire) { h.UnitID = "omrade" }, gap.ErrNotUnit},
		{func(h *gap.Hire) { h.UnitID = "soder" }, may.ErrDenied},
	} {
		bad := h
		wrong.change(&bad)
		if _, err := g.PlanHire(ctx, manager, bad); !errors.Is(err, wrong.want) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := g.Forecast(ctx, manager, "norr", gap.Filter{}, w.app.Staff.Today()); !errors.Is(err, gap.ErrDay) {
		t.Errorf("a forecast of today: %v", err)
	}
}

func TestAgesAreToldAsAggregatesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, g := t.Context(), w.app.Gaps
	w.library(t)
	w.places(t)
	hr := w.at(t, may.HR, "k-1480")
	boss := w.at(t, may.Operations, "omrade")
	for unit, bands := range map[string]map[string]int64{"norr": {"-29": 6, "50-59": 9, "60-64": 2}, "soder": {"-29": 7, "60-64": 1}} {
		if err := g.CountAges(ctx, hr, unit, bands); err != nil {
			t.Fatal(err)
		}
	}
	ages, err := g.Ages(ctx, boss, "omrade")
	if err != nil {
		t.Fatal(err)
	}
	// three are 60–64: not told, and another band neither, else the whole would tell it
	if ages.All != 25 || len(ages.Bands) != 1 || ages.Bands["-29"] != 13 || ages.On != w.app.Staff.Today() {
		t.Errorf("%+v", ages)
	}
	if err := g.CountAges(ctx, hr, "omrade", map[string]int64{"60-64": 30, "65-": 10}); err != nil {
		t.Fatal(err)
	}
	if ages, err = g.Ages(ctx, boss, "omrade"); err != nil || ages.All != 40 || ages.Bands["60-64"] != 30 {
		t.Errorf("what is counted of the whole stands for it: %+v %v", ages, err)
	}
	for _, try := range []struct {
		a     may.Actor
		node  string
		bands map[string]int64
		want  error
	}{
		{boss, "omrade", map[string]int64{"65-": 1}, may.ErrDenied},
		{hr, "privat-hus", map[string]int64{"65-": 1}, may.ErrDenied},
		{hr, "norr", map[string]int64{"17": 1}, gap.ErrBand},
		{hr, "norr", map[string]int64{"65-": -1}, gap.ErrAges},
		{hr, "k-1480", map[string]int64{"65-": 1}, gap.ErrWhere},
	} {
		if err := g.CountAges(ctx, try.a, try.node, try.bands); !errors.Is(err, try.want) {
			t.Errorf("%s %v: %v", try.node, try.bands, err)
		}
	}
}

func TestTheTrendIsTheFirstPassOfEachMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, a := t.Context(), w.app
	w.library(t)
	w.places(t)
	d := each("nation-hygien", "hygien")
	d.Target = "do"
	w.asks(t, "se", d)
	w.pass(t)
	town := w.at(t, may.Municipality, "k-1480")
	first, err := a.Gaps.Trend(ctx, town, "omrade", "")
	if err != nil || len(first) != 1 || first[0].Required != 10 || first[0].Held != 0 {
		t.Fatal(first, err)
	}
	if _, err := appendFact(t, a, record.Fact{PersonID: "norr-1", Kind: record.Completed, CourseID: "basala-hygienrutiner", Title: "x", Source: record.FromCourse, ActorID: "norr-1", ControllerID: "k-1480"}); err != nil {
		t.Fatal(err)
	}
	w.workOff(t)
	now := a.Now()
	for _, day := range []string{a.Staff.Today(), now.AddDate(0, 1, 0).Format(time.DateOnly), now.AddDate(0, 1, 1).Format(time.DateOnly)} {
		if err := a.Gaps.Passed(ctx, day); err != nil {
			t.Fatal(err)
		}
	}
	all, err := a.Gaps.Trend(ctx, town, "omrade", "bas/hygien")
	if err != nil || len(all) < 2 || all[0].Held != 0 || all[1].Held != 1 || all[1].Required != 10 {
		t.Errorf("%+v %v", all, err)
	}
	whole, err := a.Gaps.Trend(ctx, town, "k-1480", "bas/hygien")
	if err != nil {
		t.Fatal(err)
	}
	v, err := a.Gaps.Place(ctx, town, "k-1480", gap.Filter{}, a.Staff.Today())
	if err != nil || whole[1].Column != column(t, v.Figures, "hygien") {
		t.Errorf("%+v, today %+v: another employer's units are in it", whole, v.Figures)
	}
	if err := a.Gaps.Passed(ctx, now.AddDate(4, 0, 0).Format(time.DateOnly)); err != nil {
		t.Fatal(err)
	}
	if n := w.count(t, `SELECT COUNT(DISTINCT on_day) FROM gap_month`); n != 1 {
		t.Errorf("%d months are kept after three years", n)
	}
}

// Who is erased stands in no figure any more, and the unit's are counted again.
func TestForgettingAPersonCountsTheUnitAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, a := t.Context(), w.app
	w.library(t)
	w.places(t)
	w.asks(t, "se", each("nation-hygien", "hygien"), layer.Demand{ID: "x", Requirement: "bas/demens", Measure: layer.Count, Count: 1, At: "unit"})
	w.pass(t)
	if err := a.DB.Tx(ctx, func(tx *db.Tx) error { _, err := a.Gaps.Forget(ctx, tx, "norr-1", "k-1480", false); return err }); err != nil {
		t.Fatal(err)
	}
	v, err := a.Gaps.Place(ctx, w.at(t, may.Manager, "norr"), "norr", gap.Filter{}, a.Staff.Today())
	if err != nil || column(t, v.Figures, "hygien").Required != 4 || v.Total.Persons != 4 {
		t.Errorf("%+v %v", v.Figures, err)
	}
}
