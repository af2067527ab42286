package rule_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/attendance/rule"
)

// day is 9–16 with a talk, a break, a talk in groups, lunch and practice: 360 minutes without breaks.
var day = rule.Session{Begins: "09:00", Ends: "16:00", Parts: []rule.Part{{Title: "Föreläsning", Minutes: 90}, {Title: "Paus", Break: true, Minutes: 15}, {Title: "Samtal", Minutes: 75},
	{Title: "Lunch", Break: true, Minutes: 45}, {Title: "Övning", Minutes: 195}}}

var nine = time.Date(2026, 3, 19, 8, 0, 0, 0, time.UTC)

func mark(minute int, what rule.What, clock string) rule.Mark {
	return rule.Mark{ID: strconv.Itoa(minute) + string(what), What: what, Time: clock, At: nine.Add(time.Duration(minute) * time.Minute)}
}

func TestWhatMarksSayOfASession(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		marks  []rule.Mark
		state  rule.State
		there  int
		missed []string
	}{
		"nothing is noted":                        {nil, rule.Unknown, 0, nil},
		"here":                                    {[]rule.Mark{mark(0, rule.Here, "")}, rule.Was, 360, nil},
		"ten minutes late is the whole day":       {[]rule.Mark{mark(0, rule.Late, "09:10")}, rule.Was, 350, nil},
		"an hour late":                            {[]rule.Mark{mark(0, rule.Late, "10:00")}, rule.WasPart, 300, []string{"Föreläsning"}},
		"left at half past two":                   {[]rule.Mark{mark(0, rule.Here, ""), mark(330, rule.Left, "14:30")}, rule.WasPart, 270, nil},
		"left without a note of coming":           {[]rule.Mark{mark(330, rule.Left, "12:00")}, rule.WasPart, 165, []string{"Övning"}},
		"late and left":                           {[]rule.Mark{mark(60, rule.Late, "10:00"), mark(330, rule.Left, "14:30")}, rule.WasPart, 210, []string{"Föreläsning"}},
		"the time of coming is put right":         {[]rule.Mark{mark(60, rule.Late, "10:00"), mark(330, rule.Left, "14:30"), mark(340, rule.Late, "09:05")}, rule.WasPart, 265, nil},
		"here takes back that one left":           {[]rule.Mark{mark(0, rule.Here, ""), mark(330, rule.Left, "14:30"), mark(340, rule.Here, "")}, rule.Was, 360, nil},
		"absent after here is absent":             {[]rule.Mark{mark(0, rule.Here, ""), mark(1, rule.Absent, "")}, rule.WasAbsent, 0, nil},
		"came after all":                          {[]rule.Mark{mark(0, rule.Absent, ""), mark(30, rule.Late, "09:30")}, rule.WasPart, 330, nil},
		"left, absent, then late: to the end":     {[]rule.Mark{mark(0, rule.Left, "10:00"), mark(1, rule.Absent, ""), mark(2, rule.Late, "09:05")}, rule.Was, 355, nil},
		"excused":                                 {[]rule.Mark{mark(0, rule.Excused, "")}, rule.WasAway, 0, nil},
		"taken back":                              {[]rule.Mark{mark(0, rule.Here, ""), mark(1, rule.None, "")}, rule.Unknown, 0, nil},
		"the newest holds, also if it came first": {[]rule.Mark{mark(9, rule.Absent, ""), mark(0, rule.Here, "")}, rule.WasAbsent, 0, nil},
		"a time before the beginning":             {[]rule.Mark{mark(0, rule.Late, "07:00")}, rule.Was, 360, nil},
		"left and came back":                      {[]rule.Mark{mark(0, rule.Here, ""), mark(180, rule.Left, "12:00"), mark(270, rule.Late, "13:30")}, rule.WasPart, 315, nil},
		"left for ten minutes":                    {[]rule.Mark{mark(0, rule.Here, ""), mark(60, rule.Left, "10:00"), mark(70, rule.Late, "10:10")}, rule.Was, 350, nil},
		"late, left and back":                     {[]rule.Mark{mark(0, rule.Late, "09:30"), mark(60, rule.Left, "10:00"), mark(90, rule.Late, "10:30")}, rule.WasPart, 300, []string{"Föreläsning"}},
		"left twice and came back once":           {[]rule.Mark{mark(0, rule.Here, ""), mark(60, rule.Left, "10:00"), mark(90, rule.Late, "10:30"), mark(300, rule.Left, "14:00")}, rule.WasPart, 210, []string{"Övning"}},
		"left and came back twice":                {[]rule.Mark{mark(0, rule.Here, ""), mark(60, rule.Left, "10:00"), mark(70, rule.Late, "10:10"), mark(300, rule.Left, "14:00"), mark(330, rule.Late, "14:30")}, rule.WasPart, 320, nil},
		"the time of coming back is put right":    {[]rule.Mark{mark(0, rule.Here, ""), mark(60, rule.Left, "10:00"), mark(90, rule.Late, "10:30"), mark(91, rule.Late, "10:05")}, rule.Was, 355, nil},
		"back, and came late to begin with":       {[]rule.Mark{mark(0, rule.Here, ""), mark(60, rule.Left, "10:00"), mark(65, rule.Late, "10:05"), mark(91, rule.Late, "09:20")}, rule.WasPart, 335, nil},
		"left before coming, then came":           {[]rule.Mark{mark(0, rule.Late, "12:00"), mark(1, rule.Left, "10:00"), mark(2, rule.Late, "13:00")}, rule.WasPart, 180, []string{"Föreläsning", "Samtal"}},
		"here after a gap is the whole day":       {[]rule.Mark{mark(0, rule.Here, ""), mark(60, rule.Left, "10:00"), mark(90, rule.Late, "10:30"), mark(91, rule.Here, "")}, rule.Was, 360, nil},
		"left before coming":                      {[]rule.Mark{mark(0, rule.Late, "12:00"), mark(1, rule.Left, "10:00")}, rule.WasAbsent, 0, []string{"Föreläsning", "Samtal", "Övning"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := rule.At(day, tc.marks)
			if got.State != tc.state || got.Minutes != tc.there || got.OfMinutes != 360 || !slices.Equal(got.Missed, tc.missed) {
				t.Errorf("%+v, want %v %d %v", got, tc.state, tc.there, tc.missed)
			}
		})
	}
}

func TestWhatComesOfAnOccasion(t *testing.T) {
	t.Parallel()
	p := func(s rule.State, minutes int) rule.Presence {
		return rule.Presence{State: s, Minutes: minutes, OfMinutes: 180}
	}
	for name, tc := range map[string]struct {
		all     []rule.Presence
		want    rule.State
		unknown int
	}{
		"all":                         {[]rule.Presence{p(rule.Was, 180), p(rule.Was, 180)}, rule.Was, 0},
		"one of two":                  {[]rule.Presence{p(rule.Was, 180), p(rule.WasAbsent, 0)}, rule.WasPart, 0},
		"one of two, the other by no": {[]rule.Presence{p(rule.Was, 180), p(rule.WasAway, 0)}, rule.WasPart, 0},
		"some of one":                 {[]rule.Presence{p(rule.WasPart, 90)}, rule.WasPart, 0},
		"excused":                     {[]rule.Presence{p(rule.WasAway, 0), p(rule.WasAway, 0)}, rule.WasAway, 0},
		"excused once, then away":     {[]rule.Presence{p(rule.WasAway, 0), p(rule.WasAbsent, 0)}, rule.WasAbsent, 0},
		"nothing noted":               {[]rule.Presence{p(rule.Unknown, 0)}, rule.WasAbsent, 1},
		"noted at one of two":         {[]rule.Presence{p(rule.Was, 180), p(rule.Unknown, 0)}, rule.WasPart, 1},
		"no sessions":                 {nil, rule.WasAbsent, 0},
	} {
		if got := rule.Sum(tc.all); got.State != tc.want || got.Unknown != tc.unknown {
			t.Errorf("%s: %+v, want %s %d", name, got, tc.want, tc.unknown)
		}
	}
	for s, enough := range map[rule.State]bool{rule.Was: true, rule.WasPart: true, rule.WasAbsent: false, rule.WasAway: false} {
		if rule.Counts(s, true) != enough || rule.Counts(s, false) != (s == rule.Was) {
			t.Errorf("%s counts wrongly", s)
		}
	}
}

func TestTimesOnTheWall(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{"00:00": 0, "09:05": 545, "23:59": 1439, "24:00": -1, "9:05": -1, "ab:cd": -1, "": -1, "-1:00": -1, "12:60": -1} {
		if got := rule.Clock(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

func marksOf() *rapid.Generator[[]rule.Mark] {
	return rapid.Custom(func(t *rapid.T) []rule.Mark {
		var out []rule.Mark
		for i := range rapid.IntRange(0, 12).Draw(t, "n") {
			m := mark(rapid.IntRange(0, 20).Draw(t, "minute"), rapid.SampledFrom(rule.Whats()).Draw(t, "what"), "")
			m.ID = strconv.Itoa(i)
			if m.What.Timed() {
				m.Time = rule.Hour(rapid.IntRange(7*60, 18*60).Draw(t, "clock"))
			}
			out = append(out, m)
		}
		return out
	})
}

// In whatever order marks come, and however often each is sent again, the same is known afterwards.
func TestOrderAndRepetitionChangeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		marks := marksOf().Draw(t, "marks")
		want := rule.At(day, marks)
		again := slices.Clone(marks)
		for range rapid.IntRange(0, 10).Draw(t, "resent") {
			if len(marks) > 0 {
				again = append(again, rapid.SampledFrom(marks).Draw(t, "again"))
			}
		}
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		if got := rule.At(day, again); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

// Nobody is there for less than no time or for longer than the session, and who was there all the time missed nothing.
func TestMinutesStayWithinTheSession(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := rule.At(day, marksOf().Draw(t, "marks"))
		if p.Minutes < 0 || p.Minutes > p.OfMinutes || p.OfMinutes != 360 {
			t.Fatalf("%+v", p)
		}
		if p.Minutes == p.OfMinutes && len(p.Missed) > 0 || p.State == rule.Was && p.OfMinutes-p.Minutes > rule.Grace || p.State == rule.WasPart && p.Minutes == 0 {
			t.Fatalf("%+v", p)
		}
	})
}

// The newest mark decides between there and not there.
func TestTheNewestMarkHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		marks := append(marksOf().Draw(t, "marks"), mark(30, rapid.SampledFrom([]rule.What{rule.Here, rule.Absent, rule.Excused, rule.None}).Draw(t, "last"), ""))
		want := map[rule.What]rule.State{rule.Here: rule.Was, rule.Absent: rule.WasAbsent, rule.Excused: rule.WasAway, rule.None: rule.Unknown}[marks[len(marks)-1].What]
		if got := rule.At(day, marks); got.State != want || got.Last.ID != marks[len(marks)-1].ID {
			t.Fatalf("%+v, want %q", got, want)
		}
	})
}

// Who goes and comes back is there but for the gaps: coming back takes nothing away of what was attended before.
func TestWhoComesBackWasThereButForTheGaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := rule.Session{Begins: "09:00", Ends: "16:00"}
		clock := rapid.IntRange(9*60, 10*60).Draw(t, "came")
		marks, want := []rule.Mark{mark(0, rule.Late, rule.Hour(clock))}, 16*60-clock
		var gaps []rule.Gap
		for i := range rapid.IntRange(1, 4).Draw(t, "gaps") {
			left := clock + rapid.IntRange(1, 40).Draw(t, "stays")
			clock = left + rapid.IntRange(1, 40).Draw(t, "away")
			marks = append(marks, mark(2*i+1, rule.Left, rule.Hour(left)))
			before := rule.At(whole, marks).Minutes
			marks = append(marks, mark(2*i+2, rule.Late, rule.Hour(clock)))
			want -= clock - left
			gaps = append(gaps, rule.Gap{From: rule.Hour(left), Until: rule.Hour(clock)})
			if got := rule.At(whole, marks); got.Minutes < before || got.Minutes != want || got.State == rule.WasAbsent || !slices.Equal(got.Gaps, gaps) {
				t.Fatalf("%+v after %d minutes, want %d", got, before, want)
			}
		}
	})
}
