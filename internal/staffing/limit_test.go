package staffing_test

import (
	"errors"
	"slices"
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staffing"
	"yrkesresan/internal/staffing/spread"
)

func TestALimitHoldsForWhatStandsUnderItAndSaysWhoseWordItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin, kim := t.Context(), w.Actor("karin"), w.Actor("kim")
	l, err := w.Staffing.LimitOf(ctx, karin, "solen")
	if err != nil || l.Limit != staffing.Standard || l.From.ID != "" {
		t.Fatalf("%+v %v", l, err)
	}
	_, err = w.Staffing.SetLimit(ctx, kim, gaptest.Town, staffing.Percent, 30, 50, "")
	w.must(err)
	_, err = w.Staffing.SetLimit(ctx, kim, "omr", staffing.Number, 3, 2, "")
	w.must(err)
	l, err = w.Staffing.LimitOf(ctx, karin, "solen")
	if err != nil || l.Limit != (spread.Limit{Unit: 3, Team: 2}) || l.From.ID != "omr" || l.Said.By != "kim" {
		t.Errorf("%+v %v", l, err)
	}
	own, err := w.Staffing.SetLimit(ctx, karin, "solen", staffing.Percent, 10, 25, "")
	if err != nil || own.Limit != (spread.Limit{Percent: true, Unit: 10, Team: 25}) || own.From.ID != "solen" {
		t.Errorf("%+v %v", own, err)
	}
	if l, err = w.Staffing.LimitOf(ctx, w.Actor("vera"), "vik"); err != nil || l.Limit != staffing.Standard {
		t.Errorf("a municipality's word at a private employer: %+v %v", l, err)
	}
	l, err = w.Staffing.SetLimit(ctx, karin, "solen", staffing.Inherit, 0, 0, own.Own.ID)
	if err != nil || l.From.ID != "omr" {
		t.Errorf("taken back: %+v %v", l, err)
	}
	said, err := w.Staffing.LimitHistory(ctx, karin, "solen")
	if err != nil || len(said) != 2 || said[0].Measure != staffing.Inherit || said[1].Unit != 10 {
		t.Errorf("%+v %v", said, err)
	}
}

func TestTwoWhoSayALimitAtOnceGetTheDifference(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin, dora := t.Context(), w.Actor("karin"), w.Actor("dora")
	first, err := w.Staffing.SetLimit(ctx, karin, "solen", staffing.Number, 2, 1, "")
	w.must(err)
	stands, err := w.Staffing.SetLimit(ctx, dora, "solen", staffing.Number, 5, 1, "")
	if !errors.Is(err, staffing.ErrChanged) || stands.Own.Unit != 2 || stands.Own.ID != first.Own.ID {
		t.Errorf("%+v %v", stands, err)
	}
	if _, err := w.Staffing.SetLimit(ctx, dora, "solen", staffing.Number, 2, 1, ""); err != nil {
		t.Errorf("the same said twice: %v", err)
	}
	if _, err := w.Staffing.SetLimit(ctx, dora, "solen", staffing.Number, 5, 1, stands.Own.ID); err != nil {
		t.Error(err)
	}
}

func TestALimitIsANumberThatCanBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		m          staffing.Measure
		unit, team int64
		want       error
	}{
		{"x", 1, 1, staffing.ErrMeasure}, {staffing.Percent, 0, 1, staffing.ErrPercent}, {staffing.Percent, 101, 1, staffing.ErrPercent}, {staffing.Percent, 1, 0, staffing.ErrPercent},
		{staffing.Number, 0, 1, staffing.ErrNumber}, {staffing.Number, 501, 1, staffing.ErrNumber}, {staffing.Number, 1, 501, staffing.ErrNumber},
	} {
		if _, err := w.Staffing.SetLimit(t.Context(), w.Actor("karin"), "solen", c.m, c.unit, c.team, ""); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// Whose each call is: the manager's and the deputy's for their unit, the municipality's for its own units, nobody else's; money
// is for who sees funding.
func TestStaffingIsForWhoBooksAndCostsForWhoSeesFunding(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	books := func(a may.Actor, unit string) []error {
		_, err1 := w.Staffing.LimitOf(ctx, a, unit)
		_, _, err2 := w.Staffing.Crew(ctx, a, unit)
		_, _, err3 := w.Staffing.SetGroups(ctx, a, unit, nil)
		_, err4 := w.Staffing.Propose(ctx, a, staffing.Ask{UnitID: unit, CourseID: "forflyttning"})
		_, _, err5 := w.Staffing.AheadOf(ctx, a, unit)
		_, err6 := w.Staffing.BookAll(ctx, a, unit, nil)
		return []error{err1, err2, err3, err4, err5, err6}
	}
	sees := func(a may.Actor, unit string) []error {
		_, _, err1 := w.Staffing.Records(ctx, a, unit, 2026, 10, 0)
		_, err2 := w.Staffing.ReportOf(ctx, a, unit, 2026)
		r := w.study("p0")
		r.UnitID = unit
		_, err3 := w.Staffing.Save(ctx, a, r)
		err4 := w.Staffing.Remove(ctx, a, unit, "x")
		_, err5 := w.Staffing.LiftOf(ctx, a, unit, 2026, 10, 0)
		return []error{err1, err2, err3, err4, err5}
	}
	denied := func(err error) bool { return errors.Is(err, may.ErrDenied) || errors.Is(err, may.ErrSignIn) }
	for _, c := range []struct {
		who, unit   string
		books, sees bool
	}{{"karin", "solen", true, true}, {"dora", "solen", true, false}, {"kim", "solen", true, true}, {"mona", "solen", false, false}, {"p0", "solen", false, false}, {"", "solen", false, false},
		{"rita", "solen", false, false}, {"kim", "vik", false, false}, {"vera", "vik", true, true}, {"vera", "solen", false, false}} {
		a := may.Actor{}
		if c.who != "" {
			a = w.Actor(c.who)
		}
		for i, err := range books(a, c.unit) {
			if denied(err) == c.books {
				t.Errorf("%s at %s, booking %d: %v", c.who, c.unit, i, err)
			}
		}
		for i, err := range sees(a, c.unit) {
			if denied(err) == c.sees {
				t.Errorf("%s at %s, costs %d: %v", c.who, c.unit, i, err)
			}
		}
	}
}

func TestGroupsAreSaidForManyAndNothingIsLostWhenTwoSayThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin, dora := t.Context(), w.Actor("karin"), w.Actor("dora")
	_, crew, err := w.Staffing.Crew(ctx, karin, "solen")
	w.must(err)
	at := func(id string) staffing.Member {
		i := slices.IndexFunc(crew, func(m staffing.Member) bool { return m.ID() == id })
		if i < 0 {
			t.Fatalf("%s is not there", id)
		}
		return crew[i]
	}
	p0, p7, p8 := at("p0"), at("p7"), at("p8")
	if p0.Hint != spread.Day || p7.Hint != spread.Night || p7.Usual != spread.Unsaid || p7.Team != "Natten" {
		t.Errorf("what the teams' names point at: %+v %+v", p0, p7)
	}
	n, clashes, err := w.Staffing.SetGroups(ctx, karin, "solen", []staffing.Choice{{Job: p0.Job(), Now: spread.Day}, {Job: p7.Job(), Now: spread.Night}, {Job: p8.Job()}})
	if err != nil || n != 2 || len(clashes) != 0 {
		t.Fatalf("%d %+v %v", n, clashes, err)
	}
	n, clashes, err = w.Staffing.SetGroups(ctx, dora, "solen", []staffing.Choice{{Job: p0.Job(), Now: spread.Evening}, {Job: p8.Job(), Now: spread.Mixed}})
	if err != nil || n != 1 || len(clashes) != 1 || clashes[0].Stands != spread.Day {
		t.Errorf("%d %+v %v", n, clashes, err)
	}
	n, _, err = w.Staffing.SetGroups(ctx, dora, "solen", []staffing.Choice{{Job: p0.Job(), Was: spread.Day}})
	if err != nil || n != 1 {
		t.Errorf("taken back: %d %v", n, err)
	}
	_, crew, err = w.Staffing.Crew(ctx, karin, "solen")
	if p0, p7, p8 = at("p0"), at("p7"), at("p8"); err != nil || p0.Usual != "" || p7.Usual != spread.Night || p7.By != "karin" || p8.Usual != spread.Mixed {
		t.Errorf("%+v %+v %+v %v", p0, p7, p8, err)
	}
	if _, _, err := w.Staffing.SetGroups(ctx, karin, "solen", []staffing.Choice{{Job: "somebody else's", Now: spread.Day}}); !errors.Is(err, staffing.ErrNotHere) {
		t.Error(err)
	}
	if _, _, err := w.Staffing.SetGroups(ctx, karin, "solen", []staffing.Choice{{Job: p8.Job(), Was: spread.Mixed, Now: "noon"}}); !errors.Is(err, staffing.ErrGroup) {
		t.Error(err)
	}
}

func TestAListOfGroupsTellsEachRowThatIsWrong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, crew, err := w.Staffing.Crew(t.Context(), w.Actor("karin"), "solen")
	w.must(err)
	choices, wrong, err := w.Staffing.Take(t.Context(), w.Actor("karin"), "solen", []staffing.Listed{{Row: 2, Number: crew[0].Number, Group: spread.Night}, {Row: 3, Number: "nobody", Group: spread.Day}, {Row: 4, Number: crew[0].Number, Group: spread.Day}})
	if err != nil || len(choices) != 1 || choices[0].Now != spread.Night || !slices.Equal(wrong, []staffing.Remark{{Row: 3, Key: "staffing.list.not_here"}, {Row: 4, Key: "staffing.list.twice"}}) {
		t.Errorf("%+v %+v %v", choices, wrong, err)
	}
}

// Hourly staff belong to the unit; those who are absent from the files do not.
func TestWhoIsDormantIsNotOfTheUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Exec(`UPDATE employment_period SET form = 'hourly' WHERE person_id IN ('p0', 'p1')`)
	w.Exec(`UPDATE employment_period SET dormant = TRUE WHERE person_id = 'p1'`)
	_, crew, err := w.Staffing.Crew(t.Context(), w.Actor("karin"), "solen")
	w.must(err)
	has := func(id string) bool {
		return slices.ContainsFunc(crew, func(m staffing.Member) bool { return m.ID() == id })
	}
	if !has("p0") || has("p1") || has("karin") {
		t.Errorf("%+v", crew)
	}
}

func TestWhatStandsOnAUnitFollowsWhenItMerges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, kim := t.Context(), w.Actor("kim")
	_, crew, err := w.Staffing.Crew(ctx, kim, "solen")
	w.must(err)
	_, _, err = w.Staffing.SetGroups(ctx, kim, "solen", []staffing.Choice{{Job: crew[0].Job(), Now: spread.Night}})
	w.must(err)
	_, err = w.Staffing.SetLimit(ctx, kim, "solen", staffing.Number, 4, 2, "")
	w.must(err)
	_, err = w.Staffing.Save(ctx, kim, w.study("p0"))
	w.must(err)
	c := org.NewChange(org.Merge, "solen", w.Staff.Today())
	c.Into = "manen"
	w.decide(c)
	if l, err := w.Staffing.LimitOf(ctx, w.Actor("mona"), "manen"); err != nil || l.Limit != (spread.Limit{Unit: 4, Team: 2}) {
		t.Errorf("%+v %v", l, err)
	}
	n, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM work_group WHERE unit_id = 'manen' AND usual = 'night'`)
	if err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
	if _, n, err := w.Staffing.Records(ctx, w.Actor("mona"), "manen", 2026, 10, 0); err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
}
