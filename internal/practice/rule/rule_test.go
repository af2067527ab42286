package rule_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/practice/rule"
)

// The latest try holds, in whatever order tries come and however often.
func TestTheLatestTryHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(t, "n")
		var tries []rule.Try
		for i := range n {
			tries = append(tries, rule.Try{ID: string(rune('a' + i)), Passed: rapid.Bool().Draw(t, "passed"), At: time.Unix(int64(rapid.IntRange(0, 3).Draw(t, "at")), 0)})
		}
		want := rule.Stand(tries)
		mixed := rapid.Permutation(slices.Concat(tries, tries)).Draw(t, "mixed")
		if got := rule.Stand(mixed); got != want || got.Tries != n {
			t.Fatalf("%+v, want %+v", got, want)
		}
		if n == 0 && want.Passed {
			t.Fatal("passed without a try")
		}
		later := append(slices.Clone(tries), rule.Try{ID: "z", Passed: true, At: time.Unix(9, 0)})
		if got := rule.Stand(later); !got.Passed || got.Tries != n+1 {
			t.Fatalf("after a later one that was passed: %+v", got)
		}
	})
}

func TestStepsAreLines(t *testing.T) {
	got := rule.Steps("Sprita händerna\n\n* Kontrollera identitet \r\n *Kontrollera dos\n*")
	want := []rule.Step{{Text: "Sprita händerna"}, {Text: "Kontrollera identitet", Critical: true}, {Text: "Kontrollera dos", Critical: true}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if again := rule.Steps(rule.Lines(got)); !slices.Equal(again, want) {
		t.Errorf("written and read again: %v", again)
	}
	for _, tc := range []struct {
		ticked []int
		ready  bool
	}{{nil, false}, {[]int{0, 1}, false}, {[]int{1, 2}, true}, {[]int{2, 1, 0}, true}} {
		if rule.Ready(want, tc.ticked) != tc.ready {
			t.Errorf("%v: ready is %v", tc.ticked, !tc.ready)
		}
	}
}

// A request ends, and what has ended stays so; a trainer answers only what is given to a trainer.
func TestARequestGoesOneWay(t *testing.T) {
	allowed := "asked>assigned asked>done asked>declined assigned>assigned assigned>answered assigned>done assigned>declined " +
		"answered>assigned answered>answered answered>done answered>declined"
	var got []string
	for _, from := range rule.States() {
		for _, to := range rule.States() {
			if rule.Follows(from, to) {
				got = append(got, string(from)+">"+string(to))
			}
		}
		if open := from != rule.Done && from != rule.Declined; from.Open() != open {
			t.Errorf("%s: open is %v", from, !open)
		}
	}
	if strings.Join(got, " ") != allowed {
		t.Errorf("%v", got)
	}
}

func TestTheGateOfAPilotsPhases(t *testing.T) {
	written := rule.Pilot{Phase: rule.Prepare, Needs: true, Goals: true, Way: true, Plan: true}
	at := func(p rule.Phase, change func(*rule.Pilot)) rule.Pilot {
		x := written
		x.Phase = p
		change(&x)
		return x
	}
	none := func(*rule.Pilot) {}
	for name, tc := range map[string]struct {
		pilot rule.Pilot
		to    rule.Phase
		want  string
	}{
		"nothing is written":         {rule.Pilot{Phase: rule.Prepare}, rule.Trial, "needs goals way plan"},
		"one part is missing":        {at(rule.Prepare, func(p *rule.Pilot) { p.Goals = false }), rule.Trial, "goals"},
		"ready to be tried":          {written, rule.Trial, ""},
		"over a phase":               {written, rule.Learn, "phase"},
		"tried without an occasion":  {at(rule.Trial, none), rule.Learn, "follow occasion"},
		"tried":                      {at(rule.Trial, func(p *rule.Pilot) { p.Follow, p.Occasions = true, 1 }), rule.Learn, ""},
		"nothing was learnt":         {at(rule.Learn, func(p *rule.Pilot) { p.Follow = true }), rule.Spread, "lesson"},
		"another round":              {at(rule.Learn, func(p *rule.Pilot) { p.Follow, p.Lessons = true, 2 }), rule.Trial, ""},
		"spread":                     {at(rule.Learn, func(p *rule.Pilot) { p.Follow, p.Lessons = true, 1 }), rule.Spread, ""},
		"nothing follows the spread": {at(rule.Spread, none), rule.Prepare, "phase"},
		"back":                       {at(rule.Trial, none), rule.Prepare, "phase"},
	} {
		if got := strings.Join(rule.Missing(tc.pilot, tc.to), " "); got != tc.want {
			t.Errorf("%s: lacks %q, want %q", name, got, tc.want)
		}
	}
}

// A gate opens by what is added, never closes by it.
func TestAGateNeverClosesByWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rule.Pilot{Phase: rapid.SampledFrom([]rule.Phase{rule.Prepare, rule.Trial, rule.Learn, rule.Spread}).Draw(t, "phase"), Needs: rapid.Bool().Draw(t, "needs"), Goals: rapid.Bool().Draw(t, "goals"),
			Way: rapid.Bool().Draw(t, "way"), Plan: rapid.Bool().Draw(t, "plan"), Follow: rapid.Bool().Draw(t, "follow"), Occasions: rapid.IntRange(0, 2).Draw(t, "occasions"), Lessons: rapid.IntRange(0, 2).Draw(t, "lessons")}
		more := p
		switch rapid.IntRange(0, 6).Draw(t, "added") {
		case 0:
			more.Needs = true
		case 1:
			more.Goals = true
		case 2:
			more.Way = true
		case 3:
			more.Plan = true
		case 4:
			more.Follow = true
		case 5:
			more.Occasions++
		case 6:
			more.Lessons++
		}
		for _, to := range rule.Next(p.Phase) {
			for _, lack := range rule.Missing(more, to) {
				if !slices.Contains(rule.Missing(p, to), lack) {
					t.Fatalf("to %s %s lacks when more is written", to, lack)
				}
			}
		}
	})
}

func TestATrainersFieldMatchesANeed(t *testing.T) {
	for _, tc := range []struct {
		need, field string
		want        int
	}{
		{"Vi behöver lära oss om epidermolysis bullosa", "Hudsjukdomar, epidermolysis", 1},
		{"Huntingtons sjukdom: mat och rörelse", "huntington", 1},
		{"Att äta vid Huntingtons sjukdom, Huntingtons", "Sjukdomen Huntington och att äta", 2},
		{"Att äta", "Att äta", 0},
		{"Prader-Willi", "Demens", 0},
		{"", "Demens", 0},
	} {
		if got := rule.Matches(tc.need, tc.field); got != tc.want {
			t.Errorf("%q with %q: %d, want %d", tc.need, tc.field, got, tc.want)
		}
	}
}
