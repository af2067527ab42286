package demand_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/demand"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

func TestAPersonCountsOnceWhateverTheReasons(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	if c := w.exact(); c.People != 0 {
		t.Fatalf("nobody has said anything, and %d need it: %+v", c.People, c.Reasons)
	}
	w.must(w.Say(ctx, w.actor("amina"), demand.Interest{CourseID: course, Weekdays: "42", Hours: "morning"}))
	w.must(w.Say(ctx, w.actor("amina"), demand.Interest{CourseID: course, Weekdays: "4"})) // said twice is once
	w.must(w.Say(ctx, w.actor("malin"), demand.Interest{CourseID: course}))
	full := w.day("2027-02-09", func(o *occasion.Occasion) { o.Seats, o.MinSeats = 1, 1 })
	_, err := w.Bookings.Book(ctx, w.actor("kim"), full.ID, "bengt", "")
	w.must(err)
	_, err = w.Bookings.Book(ctx, w.actor("kim"), full.ID, "amina", "") // no seat left: waits
	w.must(err)
	w.tx(func(ctx context.Context, tx *db.Tx) error { // malin's certificate runs out, kurt's does not soon
		for person, until := range map[string]string{"malin": "2027-02-01", "kurt": "2029-01-01"} {
			at := map[string]string{"malin": second, "kurt": third}[person]
			if _, err := w.Record.Append(ctx, tx, record.Fact{PersonID: person, Kind: record.Completed, CourseID: course, At: w.now, ValidUntil: until, Source: record.FromCourse, ControllerID: at}); err != nil {
				return err
			}
		}
		return nil
	})
	c := w.exact()
	if c.People != 2 || c.Seated != 1 || c.Reasons[demand.Interested] != 2 || c.Reasons[demand.Waiting] != 1 || c.Reasons[demand.Expiring] != 1 {
		t.Errorf("%d people, %d seated: %+v", c.People, c.Seated, c.Reasons)
	}
	if len(c.Towns) != 2 || c.Towns[0].ID != town || c.Towns[1].ID != second {
		t.Errorf("towns %+v", c.Towns)
	}
	after, err := w.Exact(ctx, may.Operator(), region, "2027-02-10") // the day has been: who was seated and who waits are of the past
	w.must(err)
	if c, _ := after.Course(course); c.Seated != 0 || c.Reasons[demand.Waiting] != 0 {
		t.Errorf("as of the day after: %d seated, %+v", c.Seated, c.Reasons)
	}
	w.must(w.Withdraw(ctx, w.actor("malin"), course))
	if err := w.Withdraw(ctx, w.actor("malin"), course); key(err) != "demand.interest_missing" {
		t.Errorf("withdrawn twice: %v", err)
	}
	if c := w.exact(); c.People != 2 || c.Reasons[demand.Interested] != 1 {
		t.Errorf("after withdrawing: %d people, %+v", c.People, c.Reasons)
	}
}

func TestWhoIsNewNeedsWhatTheJourneyHas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const course = "forflyttning" // the journey has it for all who work close to people, not by choice
	w.day("2027-02-09", func(o *occasion.Occasion) { o.CourseID = course })
	for _, p := range []string{"nya", "nyare"} {
		w.employ(p, "solen", town, "2026-10-01")
	}
	w.employ("gamla", "solen", town, "2021-10-01")
	journeys, err := w.JourneysWith(t.Context(), course)
	w.must(err)
	exact, err := w.Exact(t.Context(), may.Operator(), region, w.Today())
	w.must(err)
	c, _ := exact.Course(course)
	if len(journeys) == 0 {
		t.Fatalf("no journey has %s: the test sees nothing", course)
	}
	if c.Reasons[demand.Hired] != 2 || c.People != 2 {
		t.Errorf("%d people, %+v", c.People, c.Reasons)
	}
	w.must(w.OnCounted(t.Context(), demand.Counted{}))
	w.must(w.OnCounted(t.Context(), demand.Counted{})) // twice is the same
	p, err := w.Picture(t.Context(), w.actor("kim"), town)
	w.must(err)
	kept, _ := p.Course(course)
	if kept.People != 2 || p.Uncounted != 0 || p.Counted.IsZero() {
		t.Errorf("kept %d, uncounted %d", kept.People, p.Uncounted)
	}
	if n, err := w.OfPerson(t.Context(), course, "nya"); err != nil || n != 2 {
		t.Errorf("weight %d, %v", n, err)
	}
	places, err := w.OfPlaces(t.Context(), course, []string{town, second})
	if err != nil || places[town] != 2 || places[second] != 0 {
		t.Errorf("places %v, %v", places, err)
	}
}

func TestNumbersAreOfTheSamePeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.must(w.Say(ctx, w.actor("amina"), demand.Interest{CourseID: course}))
	period := demand.Periods(w.Today())[1]
	w.must(w.State(ctx, w.actor("kim"), demand.StatedNeed{NodeID: town, CourseID: course, Period: period, People: 30, Note: "Två nya boenden öppnar."}))
	w.must(w.State(ctx, w.actor("karin"), demand.StatedNeed{NodeID: "solen", CourseID: course, Period: period, People: 4})) // the unit's, for its municipality
	c := w.exact()
	if c.People != 30 || c.Reasons[demand.Stated] != 30 || len(c.Suggested.Proposals) != 2 {
		t.Errorf("%d people, %+v, %d suggested", c.People, c.Reasons, len(c.Suggested.Proposals))
	}
	if err := w.State(ctx, w.actor("kim"), demand.StatedNeed{NodeID: town, CourseID: course, Period: period, People: 20}); key(err) != "demand.changed" {
		t.Errorf("written over unseen: %v", err)
	}
	w.must(w.State(ctx, w.actor("kim"), demand.StatedNeed{NodeID: town, CourseID: course, Period: period, People: 20, Revision: 1}))
	if c := w.exact(); c.People != 20 {
		t.Errorf("revised to 20, counted %d", c.People)
	}
	all, err := w.StatedAt(ctx, w.actor("kim"), town)
	if err != nil || len(all) != 2 || all[0].People+all[1].People != 24 {
		t.Errorf("%+v, %v", all, err)
	}
	for name, c := range map[string]struct {
		s    demand.StatedNeed
		who  string
		want string
	}{
		"another's municipality": {demand.StatedNeed{NodeID: town, CourseID: course, Period: period, People: 3}, "maja", "may.denied"},
		"an RSS for its town":    {demand.StatedNeed{NodeID: town, CourseID: course, Period: period, People: 3}, "rut", "may.denied"},
		"fewer than none":        {demand.StatedNeed{NodeID: town, CourseID: course, Period: period, People: -1}, "kim", "demand.people_wrong"},
		"no course":              {demand.StatedNeed{NodeID: town, CourseID: "finns-inte", Period: period}, "kim", "demand.course_missing"},
		"no half-year":           {demand.StatedNeed{NodeID: town, CourseID: course}, "kim", "demand.period_wrong"},
		"an identity number":     {demand.StatedNeed{NodeID: town, CourseID: course, Period: period, Note: "19900101-0017"}, "kim", "demand.identity_number"},
	} {
		if err := w.State(ctx, w.actor(c.who), c.s); key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// Who has been there since the number was told is none of those it is of; who lost a day that was called off is.
func TestNeedFollowsDaysThatAreHeldAndCalledOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	period := demand.Periods(w.Today())[1]
	w.must(w.State(ctx, w.actor("kim"), demand.StatedNeed{NodeID: town, CourseID: course, Period: period, People: 10}))
	wants := func(when string, people, seated, waiting int64) {
		t.Helper()
		if c := w.exact(); c.People != people || c.Seated != seated || c.Reasons[demand.Waiting] != waiting {
			t.Errorf("%s: %d people, %d seated, %+v; want %d, %d and %d waiting", when, c.People, c.Seated, c.Reasons, people, seated, waiting)
		}
	}
	wants("stated", 10, 0, 0)
	held, off := w.day("2026-12-14", nil), w.day("2027-03-01", nil)
	book := func(o occasion.Occasion, person string) booking.Booking {
		k, err := w.Bookings.Book(ctx, w.actor("rut"), o.ID, person, "")
		w.must(err)
		return k
	}
	there, lost := book(held, "amina"), book(off, "bengt")
	wants("two are booked", 8, 2, 0)
	w.now = w.now.AddDate(0, 1, 0)
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Bookings.Mark(ctx, tx, there.ID, seat.Attended, "rut", "")
	})
	wants("one has been there", 8, 1, 0)
	if _, err := w.Occasions.Cancel(ctx, w.actor("rut"), off.ID, "Snö."); err != nil {
		t.Fatal(err)
	}
	wants("the other's day is called off", 9, 0, 1)
	book(w.day("2027-04-01", nil), lost.PersonID)
	wants("and has another", 8, 1, 0)
	w.now = w.now.AddDate(0, 1, 0)
	w.must(w.State(ctx, w.actor("kim"), demand.StatedNeed{NodeID: town, CourseID: course, Period: period, People: 10, Revision: 1}))
	wants("told anew", 9, 1, 0)
}

func TestOnlyWhatIsSubmittedCountsOfGaps(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	book, err := w.Frameworks.Book(t.Context(), w.Today())
	w.must(err)
	requirement, closer := "", ""
	for key, courses := range demand.Closers(book) {
		if requirement == "" || key < requirement {
			requirement, closer = key, courses[0]
		}
	}
	if requirement == "" {
		t.Fatal("no shipped requirement is shown by a course: the test sees nothing")
	}
	w.day("2027-02-09", func(o *occasion.Occasion) { o.CourseID = closer; o.Seats = 1; o.MinSeats = 1 })
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for id, latest := range map[string]bool{"old": false, "new": true} {
			n := map[string]int64{"old": 90, "new": 14}[id]
			err := gap.InsertSummary(ctx, tx, gap.Summary{ID: id, MunicipalityID: second, AsOf: "2026-11-01", MadeAt: w.now, Persons: 40, Latest: latest,
				Figures: []gap.Exact{{Requirement: requirement, Required: 40, Held: 40 - n, Develop: n}}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	p, err := w.Exact(t.Context(), may.Operator(), region, w.Today())
	w.must(err)
	c, _ := p.Course(closer)
	if c.Reasons[demand.Gap] != 14 || c.People != 14 || len(c.Towns) != 1 || c.Towns[0].AsOf != "2026-11-01" || c.Suggested.Seated != 1 {
		t.Errorf("%d people, %+v, %+v", c.People, c.Reasons, c.Towns)
	}
	shown, err := w.Picture(t.Context(), w.actor("rut"), region)
	w.must(err)
	if c, _ := shown.Course(closer); c.Reasons[demand.Gap] != 0 {
		t.Errorf("what may not be told of a gap is shown: %+v", c.Reasons)
	}
}

func TestWhoSeesWhatIsNeeded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.Say(t.Context(), w.actor("amina"), demand.Interest{CourseID: course}))
	for name, c := range map[string]struct{ who, place, want string }{
		"its RSS":               {"rut", region, ""},
		"the first of its RSS":  {"rut", "", ""},
		"another RSS":           {"vera", region, "may.denied"},
		"an RSS, a town's own":  {"rut", town, "may.denied"},
		"the town":              {"kim", town, ""},
		"a town, its RSS":       {"kim", region, "may.denied"},
		"another town":          {"maja", town, "may.denied"},
		"a learner":             {"amina", town, "may.denied"},
		"the nation":            {"nils", "se", ""},
		"the nation, an RSS":    {"nils", region, ""},
		"a unit is not a place": {"kim", "solen", "demand.rss_missing"},
		"nowhere":               {"nils", "rss-INGEN", "demand.rss_missing"},
	} {
		if _, err := w.Picture(t.Context(), w.actor(c.who), c.place); key(err) != c.want {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	p, err := w.Picture(t.Context(), w.actor("rut"), region)
	w.must(err)
	one, _ := p.Course(course)
	if people, hidden := one.Shown(); people != 0 || hidden != 1 {
		t.Errorf("a single person is told of: %d, %d hidden", people, hidden)
	}
	all, err := w.Wishers(t.Context(), w.actor("kim"), town, course)
	if err != nil || len(all) != 1 || all[0].Name != "amina Exempel" || all[0].Unit != "Solen" {
		t.Errorf("%+v, %v", all, err)
	}
	if err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `
			INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ('k-1481', 'amina', 'amina', 'Exempel', 'amina', '', '', TRUE, 'K-9')`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if all, err = w.Wishers(t.Context(), w.actor("kim"), town, course); err != nil || len(all) != 1 || all[0].Name != "K-9" || all[0].Unit != "" {
		t.Errorf("protected at another employer: %+v, %v", all, err)
	}
	for _, who := range []string{"rut", "maja", "amina", "karin"} {
		if _, err := w.Wishers(t.Context(), w.actor(who), town, course); key(err) != "may.denied" {
			t.Errorf("%s reads names: %v", who, err)
		}
	}
	if n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM access_log WHERE what = 'demand.wishers' AND person_id = 'amina'`); err != nil || n != 2 {
		t.Errorf("%d readings logged, %v", n, err)
	}
}

// Who was interested and has been there needs it no more, anywhere, until the person says so again or it is to be renewed.
func TestInterestEndsWhenOneHasBeenThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	amina := w.actor("amina")
	wants := func(when string, want int64) {
		t.Helper()
		c := w.exact()
		weight, err := w.OfPerson(ctx, course, "amina")
		w.must(err)
		places, err := w.OfPlaces(ctx, course, []string{town})
		w.must(err)
		named, err := w.Wishers(ctx, w.actor("kim"), town, course)
		w.must(err)
		own, err := w.Own(ctx, amina)
		w.must(err)
		if c.People != want || c.Reasons[demand.Interested] != want || weight != want || places[town] != want || int64(len(named)) != want || int64(len(own)) != want {
			t.Errorf("%s: %d people, %+v, weight %d, places %v, %d named, %d own; want %d", when, c.People, c.Reasons, weight, places, len(named), len(own), want)
		}
	}
	var there record.Fact
	fact := func(f record.Fact) {
		w.tx(func(ctx context.Context, tx *db.Tx) (err error) {
			f.PersonID, f.CourseID, f.At, f.Source, f.ControllerID = "amina", course, w.now, record.FromCourse, town
			there, err = w.Record.Append(ctx, tx, f)
			return err
		})
	}
	fact(record.Fact{Kind: record.Attended}) // before saying so: once more, then
	w.now = w.now.AddDate(0, 0, 1)
	w.must(w.Say(ctx, amina, demand.Interest{CourseID: course}))
	wants("said", 1)
	w.now = w.now.AddDate(0, 0, 1)
	fact(record.Fact{Kind: record.Attended, Detail: `{"part":true}`})
	w.now = w.now.AddDate(0, 3, 0)
	wants("three months after having been there", 0)
	w.must(w.Say(ctx, amina, demand.Interest{CourseID: course}))
	wants("said again", 1)
	w.now = w.now.AddDate(0, 0, 1)
	fact(record.Fact{Kind: record.Completed})
	wants("completed", 0)
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Record.TakeBack(ctx, tx, there, "kim", "Fel person.")
	})
	wants("that was wrong", 1)
	fact(record.Fact{Kind: record.Completed, ValidUntil: "2027-06-01", OnceKey: "om"})
	if c := w.exact(); c.People != 1 || c.Reasons[demand.Interested] != 0 || c.Reasons[demand.Expiring] != 1 {
		t.Errorf("to be renewed: %d people, %+v", c.People, c.Reasons)
	}
}

// Whatever few municipalities there are: from what is told of all together none of them can be worked out, though it is
// known that each of the hidden has one to four.
func TestNoFewMunicipalitiesCanBeWorkedOut(t *testing.T) {
	t.Parallel()
	sees := map[string][][]int64{}
	var every func(few []int64)
	every = func(few []int64) {
		if len(few) > 0 {
			c := demand.Course{Towns: []demand.Town{{People: 12}}}
			for _, n := range few {
				c.Towns = append(c.Towns, demand.Town{People: n})
			}
			people, hidden := c.Shown()
			look := fmt.Sprint(people, hidden)
			sees[look] = append(sees[look], slices.Clone(few))
		}
		for n := int64(1); n < 5 && len(few) < 5; n++ {
			every(append(few, n))
		}
	}
	every(nil)
	for look, all := range sees {
		for i, n := range all[0] {
			if !slices.ContainsFunc(all, func(few []int64) bool { return few[i] != n }) {
				t.Errorf("told %s, the %d:th is always %d", look, i+1, n)
			}
		}
	}
	if len(sees) < 10 {
		t.Errorf("%d pictures: the test sees nothing", len(sees))
	}
}

func TestWhatInterestMaySay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		i    demand.Interest
		want string
	}{
		"no course":         {demand.Interest{CourseID: "finns-inte"}, "demand.course_missing"},
		"a half-year past":  {demand.Interest{CourseID: course, Period: "2020-1"}, "demand.period_wrong"},
		"a Sunday":          {demand.Interest{CourseID: course, Weekdays: "7"}, "demand.wish_wrong"},
		"an hour of no day": {demand.Interest{CourseID: course, Hours: "night"}, "demand.wish_wrong"},
	} {
		if err := w.Say(t.Context(), w.actor("amina"), c.i); key(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	if err := w.Say(t.Context(), may.Actor{PersonID: "ingen"}, demand.Interest{CourseID: course}); key(err) != "demand.no_work" {
		t.Errorf("without work: %v", err)
	}
	w.must(w.Say(t.Context(), w.actor("amina"), demand.Interest{CourseID: course, Weekdays: "4244", Period: demand.Periods(w.Today())[2]}))
	own, err := w.Own(t.Context(), w.actor("amina"))
	if err != nil || len(own) != 1 || own[0].Weekdays != "24" || own[0].Title == "" {
		t.Errorf("%+v, %v", own, err)
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{"2026-11-23": "2026-2", "2027-01-01": "2027-1", "2027-06-30": "2027-1", "2027-07-01": "2027-2"} {
		if got := demand.Periods(day); got[0] != want || len(got) != 4 {
			t.Errorf("%s: %v", day, got)
		}
	}
}
