package journey_test

import (
	"slices"
	"testing"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// R079: the track follows where one works; what is done stays.
func TestAChangeOfJobGivesAnotherJourneyAndKeepsWhatIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{start: "2024-01-01", until: "2026-02-01"}, work{start: "2024-01-01", unit: "manen", area: "funktionshinder", from: "2026-02-01"})
	w.complete("kim", "hygien", "2025-05-05")
	w.complete("kim", "lagar", "2025-05-06")
	w.want(w.on("kim", "2026-01-31"), map[string]string{"hygien": "done recommended ", "akk": "absent", "lagar": "done recommended "})
	now := w.on("kim", today)
	w.want(now, map[string]string{"hygien": "done elective ", "akk": "not_started recommended ", "lagar": "done recommended "})
	if last := now[0].Blocks[len(now[0].Blocks)-1]; last.Kind != plan.Earlier || !slices.Equal(now.rules("hygien"), []plan.Rule{plan.RuleKept}) {
		t.Errorf("what was done in the old job stands in %s because of %v", last.Kind, now.rules("hygien"))
	}
}

// A new unit, or a unit served, asks from the day the person came there: nobody is late on the
// first day.
func TestAnotherUnitAsksFromTheDayThePersonCame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must := plan.Op{Kind: plan.Require, Item: "pfa", Due: &plan.Due{Days: 30, From: plan.FromStart}}
	w.layer("manen", "2022-01-01", must)
	w.layer(town, "2022-01-01", plan.Op{Kind: plan.Require, Item: "digital-grund", Due: &plan.Due{Days: 30, From: plan.FromStart}})
	w.employ("moved", work{until: "2026-02-20"}, work{unit: "manen", from: "2026-02-20"})
	w.employ("serves", work{})
	w.serve("serves", "manen", "2026-02-25")
	w.employ("there", work{unit: "manen"})
	for person, due := range map[string]string{"moved": "not_started mandatory 2026-03-22", "serves": "not_started mandatory 2026-03-27", "there": "overdue mandatory 2024-01-31"} {
		w.want(w.on(person, today), map[string]string{"pfa": due, "digital-grund": "overdue mandatory 2024-01-31"})
	}
	w.want(w.on("serves", "2026-02-24"), map[string]string{"pfa": "not_started elective "})
}

func TestSeveralEmploymentsGiveOneJourneyOrTwo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("two", work{}, work{number: "second", unit: "manen", occupation: "vardbitrade", area: "funktionshinder", start: "2025-12-20"})
	s := w.on("two", today)
	w.wantJourneys(s, "vard")
	w.want(s, map[string]string{"hygien": "not_started recommended ", "akk": "not_started recommended ", "lagar": "overdue recommended 2024-03-31"})
	w.employ("both", work{}, work{number: "third", employer: "firma", unit: "granen", occupation: "socialsekreterare", area: "barn-och-unga", start: "2025-12-20"})
	s = w.on("both", today)
	w.wantJourneys(s, "vard", "barn")
	if !slices.Contains(s.rules("lagar"), plan.RuleShared) {
		t.Errorf("a course of two journeys says %v", s.rules("lagar"))
	}
	w.complete("both", "lagar", "2026-02-02")
	s = w.on("both", today)
	for _, j := range s {
		w.want(shown{j}, map[string]string{"lagar": "done recommended "}) // R072: once is enough
	}
}

// Leave and rest stop the clock (rule 4), and only while they last.
func TestAwayIsPaused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("away", work{start: "2025-12-20"})
	w.employ("back", work{start: "2025-12-20"})
	w.employ("dormant", work{start: "2025-12-20", form: "hourly", until: "2026-01-20"}, work{start: "2025-12-20", form: "hourly", from: "2026-01-20", dormant: true})
	w.employ("rested", work{start: "2025-10-01", form: "hourly", until: "2025-11-10"}, work{start: "2025-10-01", form: "hourly", from: "2025-11-10", until: "2026-02-18", dormant: true}, work{start: "2025-10-01", form: "hourly", from: "2026-02-18"})
	w.employ("elsewhere", work{start: "2025-12-20"}, work{number: "other", unit: "manen", start: "2025-12-20"})
	for person, leave := range map[string]staff.Leave{"away": {From: "2026-02-01", To: "2026-06-30"}, "back": {From: "2026-01-01", To: "2026-01-10"}} {
		if err := w.Staff.SetLeave(t.Context(), w.DB, person, leave.From, leave.To, "test"); err != nil {
			t.Fatal(err)
		}
	}
	for person, want := range map[string]string{
		"away":    "paused recommended 2026-08-17", // 90 days and 150 of leave
		"back":    "not_started recommended 2026-03-30",
		"dormant": "paused recommended 2026-05-01", // a rest without end moves the date day by day
		"rested":  "not_started recommended 2026-04-09",
	} {
		s := w.on(person, today)
		w.want(s, map[string]string{"lagar": want})
		if paused := s[0].Paused; paused != (person == "away" || person == "dormant") {
			t.Errorf("%s: paused %v", person, paused)
		}
		if !slices.Contains(s.rules("lagar"), plan.RuleLeave) {
			t.Errorf("%s is not told why: %v", person, s.rules("lagar"))
		}
	}
	if s := w.on("away", "2026-07-01"); s[0].Paused {
		t.Error("paused after the leave")
	}
}

// Rule 9: the step is proposed from years in the occupation, over employments and employers.
func TestYearsInTheOccupationGiveTheStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	soc := func(p work) work {
		p.occupation, p.area = "socialsekreterare", "barn-och-unga"
		return p
	}
	for person, c := range map[string]struct {
		want string
		work []work
	}{
		"new":              {"ny", []work{soc(work{start: "2024-03-03"})}},
		"two years today":  {"van", []work{soc(work{start: "2024-03-02"})}},
		"five years today": {"van", []work{soc(work{start: "2021-03-02"})}},
		"more than five":   {"erfaren", []work{soc(work{start: "2021-03-01"})}},
		"at an earlier employer": {"van", []work{soc(work{number: "old", employer: "firma", unit: "granen", start: "2023-01-01", end: "2025-01-31", until: "2025-02-01"}),
			soc(work{start: "2026-01-01"})}},
		"in another occupation before": {"ny", []work{{start: "2018-01-01", until: "2026-01-01"}, soc(work{start: "2018-01-01", from: "2026-01-01"})}},
		"with another unit before":     {"erfaren", []work{soc(work{start: "2018-01-01", until: "2026-01-01"}), soc(work{start: "2018-01-01", unit: "manen", from: "2026-01-01"})}},
		"a title mapped late":          {"erfaren", []work{{start: "2018-01-01", occupation: none, area: "barn-och-unga", until: "2026-01-01"}, soc(work{start: "2018-01-01", from: "2026-01-01"})}},
		"a title mapped wrong":         {"erfaren", []work{{title: "Soc 1", start: "2018-01-01", area: "barn-och-unga", until: "2026-01-01"}, soc(work{title: "soc  1", start: "2018-01-01", from: "2026-01-01"})}},
		"a file that came late":        {"erfaren", []work{soc(work{start: "2018-01-01", from: "2026-03-01"})}},
		"gone and back":                {"ny", []work{soc(work{number: "old", start: "2010-01-01", end: "2010-12-31", until: "2011-01-01"}), soc(work{start: "2026-01-01"})}},
	} {
		t.Run(person, func(t *testing.T) {
			for i := range c.work {
				if c.work[i].number != "" {
					c.work[i].number += person
				}
			}
			w.employ(person, c.work...)
			if s := w.on(person, today); len(s) != 1 || s[0].Step == nil || s[0].Step.ID != c.want {
				t.Errorf("%+v, want %s", s, c.want)
			}
		})
	}
}

func TestWhoHasNoWorkHasNoJourney(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("ended", work{start: "2020-01-01", until: "2026-02-01"})
	w.employ("last day past", work{start: "2020-01-01", end: "2026-03-01"})
	w.employ("last day today", work{start: "2020-01-01", end: today})
	w.employ("coming", work{start: "2026-04-01", from: "2026-02-20"})
	w.complete("ended", "hygien", "2025-01-01")
	for person, days := range map[string]map[string]int{
		"ended":          {"2026-01-31": 1, "2026-02-01": 0},
		"last day past":  {"2026-03-01": 1, today: 0},
		"last day today": {today: 1, "2026-03-03": 0},
		"coming":         {"2026-03-31": 0, "2026-04-01": 1},
	} {
		for day, n := range days {
			if s := w.on(person, day); len(s) != n {
				t.Errorf("%s on %s: %v", person, day, s.names())
			}
		}
	}
}

// --as-of: what held then holds then, and a day to come is reckoned from what is known.
func TestAJourneyOnAnotherDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{start: "2026-01-10", from: "2026-02-15"})
	w.layer(town, "2026-02-01", plan.Op{Kind: plan.Require, Item: "hygien", Due: &plan.Due{Days: 60, From: plan.FromAssigned}})
	w.layer("solen", "2026-06-01", plan.Op{Kind: plan.Hide, Item: "pfa"})
	w.publish(careText+"parallel: [{id: x, title: X, text: Text.}]\n", "2026-05-01")
	for day, want := range map[string]map[string]string{
		"2026-01-09": {"lagar": "absent"},
		"2026-01-31": {"lagar": "not_started recommended 2026-04-10", "hygien": "not_started recommended "},
		"2026-02-01": {"hygien": "not_started mandatory 2026-04-16"},
		today:        {"lagar": "not_started recommended 2026-04-10", "pfa": "not_started elective "},
		"2026-04-11": {"lagar": "overdue recommended 2026-04-10", "hygien": "not_started mandatory 2026-04-16"},
		"2026-06-01": {"pfa": "absent"},
	} {
		w.want(w.on("kim", day), want)
	}
	w.complete("kim", "lagar", "2026-02-20")
	w.want(w.on("kim", "2026-02-19"), map[string]string{"lagar": "not_started recommended 2026-04-10"})
	w.want(w.on("kim", "2026-04-11"), map[string]string{"lagar": "done recommended "})
}

// A reorganisation keeps its history: a day in the past is read in the tree of that day.
func TestAMovedUnitHasThePastOfItsOldPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.layer("omr", "2025-01-01", plan.Op{Kind: plan.Require, Item: "pfa"})
	w.tx(func(tx *db.Tx) error { return w.Tree.Move(t.Context(), tx, "solen", town, "2026-02-01") })
	w.want(w.on("kim", "2026-01-31"), map[string]string{"pfa": "not_started mandatory "})
	w.want(w.on("kim", "2026-02-01"), map[string]string{"pfa": "not_started elective "})
}

func TestAnUnknownTitleOrAreaStillGivesWhatIsForAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("title", work{title: "Omsorgsvärd", occupation: none})
	w.employ("area", work{area: none})
	s := w.on("title", today)
	w.wantJourneys(s, "vard")
	w.want(s, map[string]string{"lagar": "overdue recommended 2024-03-31", "hygien": "absent", "pfa": "not_started elective "})
	w.wantJourneys(w.on("area", today))
}

// R071, R167, R170, R080: a manager's block is for managers, licensed staff have their own, and a
// track under investigation says so.
func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("base", work{})
	w.employ("nurse", work{occupation: "sjukskoterska"})
	w.employ("mas", work{occupation: "mas"})
	w.employ("chief", work{occupation: "enhetschef"})
	w.employ("leads", work{})
	w.grant("leads", may.Manager, "solen")
	w.employ("leads another", work{})
	w.grant("leads another", may.Manager, "manen")
	w.employ("leads elsewhere", work{})
	w.grant("leads elsewhere", may.Manager, "granen")
	w.employ("deputy", work{})
	w.grant("deputy", may.Deputy, "solen")
	for person, c := range map[string]struct{ leda, team, hygien bool }{
		"base": {hygien: true}, "nurse": {team: true}, "mas": {}, "chief": {leda: true}, "leads": {leda: true, hygien: true},
		"leads another": {leda: true, hygien: true}, "deputy": {hygien: true},
	} {
		s := w.on(person, today)
		if (s.item("leda") != nil) != c.leda || (s.item("team") != nil) != c.team || (s.item("hygien") != nil) != c.hygien {
			t.Errorf("%s: %v %v %v", person, s.item("leda"), s.item("team"), s.item("hygien"))
		}
		if blocks := s[0].Blocks; slices.ContainsFunc(blocks, func(b plan.PersonalBlock) bool { return b.Kind == plan.Manager }) != c.leda {
			t.Errorf("%s: the manager's block", person)
		}
	}
	if tracks := w.on("mas", today)[0].Tracks; len(tracks) != 1 || tracks[0].Status != plan.Investigating || tracks[0].Note == "" {
		t.Errorf("MAS: %+v", tracks)
	}
}
