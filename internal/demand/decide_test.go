package demand_test

import (
	"testing"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/demand"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
)

func TestWhatIsProposedAtTheCutOff(t *testing.T) {
	t.Parallel()
	const today = "2027-01-10"
	codes := map[string]string{"k-2281": "2281", "k-2262": "2262", "k-2584": "2584"}
	at := func(id, town, day string) occasion.Occasion {
		return occasion.Occasion{ID: id, CourseID: "x", State: occasion.Open, Form: occasion.AtPlace, Town: town, MinSeats: 8, Seats: 20, CutOff: "2027-01-15", FirstDay: day, LastDay: day}
	}
	near, far := at("near", "k-2262", "2027-02-20"), at("far", "k-2584", "2027-02-20")
	for name, c := range map[string]struct {
		booked, asked, free int64
		others              []occasion.Occasion
		change              func(*occasion.Occasion)
		want                demand.Verdict
		into                string
	}{
		"enough":                     {8, 0, 20, nil, nil, demand.Go, ""},
		"enough with those who ask":  {5, 3, 20, nil, nil, demand.Await, ""},
		"asked, but it is too late":  {5, 3, 20, nil, func(o *occasion.Occasion) { o.CutOff = "2027-01-09" }, demand.GoOnline, ""},
		"another day near":           {5, 0, 5, []occasion.Occasion{far, near}, nil, demand.Merge, "near"},
		"another day too far":        {5, 0, 20, []occasion.Occasion{far}, nil, demand.GoOnline, ""},
		"another day without room":   {5, 0, 4, []occasion.Occasion{near}, nil, demand.GoOnline, ""},
		"nobody to merge":            {0, 0, 20, []occasion.Occasion{near}, nil, demand.CallOff, ""},
		"few, with time left":        {1, 0, 0, nil, func(o *occasion.Occasion) { o.FirstDay = "2027-03-20" }, demand.Postpone, ""},
		"few, and soon":              {1, 0, 0, nil, nil, demand.CallOff, ""},
		"nearly enough, held online": {5, 0, 0, nil, func(o *occasion.Occasion) { o.Form = occasion.Online }, demand.CallOff, ""},
	} {
		o := at("this", "k-2281", "2027-01-20")
		if c.change != nil {
			c.change(&o)
		}
		filled := map[string]booking.Filled{"near": {Free: c.free}, "far": {Free: c.free}}
		got, into, _ := demand.Judge(o, booking.Filled{Booked: c.booked, Asked: c.asked}, append(c.others, o), filled, today, codes)
		if got != c.want || into.ID != c.into {
			t.Errorf("%s: %s %s, want %s %s", name, got, into.ID, c.want, c.into)
		}
	}
}

func TestWhoArrangesIsRemindedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.day("2026-12-10", func(o *occasion.Occasion) { o.CutOff = "2026-11-22" })
	w.day("2026-12-11", func(o *occasion.Occasion) { o.CutOff = "2026-12-01" }) // not yet
	told := func() int64 {
		t.Helper()
		n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM note WHERE person_id = 'rut' AND key = 'demand.told.decide'`)
		w.must(err)
		return n
	}
	w.must(w.OnDue(t.Context(), demand.Due{}))
	w.must(w.OnDue(t.Context(), demand.Due{}))
	if told() != 1 {
		t.Errorf("told %d times", told())
	}
	all, err := w.Decisions(t.Context(), w.actor("rut"))
	if err != nil || len(all) != 2 || !all[0].Past || all[1].Past {
		t.Errorf("%d to decide on, %v", len(all), err)
	}
	if _, err := w.Occasions.Decide(t.Context(), w.actor("rut"), o.ID, "go"); err != nil {
		t.Fatal(err)
	}
	if all, err = w.Decisions(t.Context(), w.actor("rut")); err != nil || len(all) != 1 {
		t.Errorf("%d to decide on, %v", len(all), err)
	}
	if all, err := w.Decisions(t.Context(), w.actor("vera")); err != nil || len(all) != 0 {
		t.Errorf("another RSS decides on %d, %v", len(all), err)
	}
	if _, err := w.Decisions(t.Context(), w.actor("amina")); key(err) != "may.denied" {
		t.Errorf("a learner decides: %v", err)
	}
}

func TestADayThatIsNotHeldWaitsToBeCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	o := w.day("2027-02-10", func(o *occasion.Occasion) { o.CutOff = "2027-02-01" }) // not near yet
	listed := func(want int) {
		t.Helper()
		all, err := w.Decisions(ctx, rut)
		if err != nil || len(all) != want || want > 0 && all[0].Decided != "no_go" {
			t.Errorf("%d to do something about, %v, want %d", len(all), err, want)
		}
	}
	told := func(want int64) {
		t.Helper()
		w.must(w.OnDue(ctx, demand.Due{}))
		n, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM note WHERE person_id = 'rut' AND key = 'demand.told.no_go'`)
		if err != nil || n != want {
			t.Errorf("told %d times, %v, want %d", n, err, want)
		}
	}
	listed(0)
	if _, err := w.Occasions.Decide(ctx, rut, o.ID, "no_go"); err != nil {
		t.Fatal(err)
	}
	listed(1)
	told(0) // has just decided
	w.now = w.now.AddDate(0, 0, 2)
	told(1)
	told(1)
	if _, err := w.Occasions.Cancel(ctx, rut, o.ID, "För få anmälda."); err != nil {
		t.Fatal(err)
	}
	listed(0)
}

func TestMoreDaysThanAPageAreRemindedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 201 {
		w.day("2026-12-10", func(o *occasion.Occasion) { o.CutOff = "2026-11-22" })
	}
	w.must(w.OnDue(t.Context(), demand.Due{}))
	n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM note WHERE person_id = 'rut' AND key = 'demand.told.decide'`)
	if err != nil || n != 201 {
		t.Errorf("reminded of %d, %v", n, err)
	}
}

func TestTheCalendarOfAPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.day("2027-05-04", nil)
	second := w.day("2027-05-04", func(o *occasion.Occasion) { o.Town = second })
	third := w.day("2027-05-06", nil) // Ascension Day
	for _, o := range []occasion.Occasion{first, second} {
		w.must(w.Bookings.SetQuotas(t.Context(), w.actor("rut"), o.ID, []booking.Quota{{OccasionID: o.ID, NodeID: town, Seats: 3}}, ""))
	}
	c, err := w.Calendar(t.Context(), w.actor("rut"), "", "2027-05")
	w.must(err)
	clashes := map[string][]demand.Clash{}
	for _, d := range c.Dates {
		for _, e := range d.Entries {
			clashes[e.ID] = e.Clashes
		}
	}
	if c.Place.ID != region || len(clashes) != 3 || len(clashes[first.ID]) != 1 || clashes[first.ID][0].Kind != demand.SameQuota || len(clashes[third.ID]) != 1 || clashes[third.ID][0].Kind != demand.OnHoliday {
		t.Errorf("%s: %+v", c.Place.ID, clashes)
	}
	if c, err := w.Calendar(t.Context(), w.actor("kim"), town, "2027-05"); err != nil || len(c.Dates) < 2 {
		t.Errorf("the town's: %+v, %v", c.Dates, err)
	}
	for who, place := range map[string]string{"vera": region, "maja": town, "amina": ""} {
		if _, err := w.Calendar(t.Context(), w.actor(who), place, "2027-05"); key(err) != "may.denied" {
			t.Errorf("%s at %q: %v", who, place, err)
		}
	}
}
