package checklist_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/introduction/checklist"
)

func shipped(t testing.TB) map[string]checklist.Template {
	t.Helper()
	names, err := filepath.Glob("../../../content/introductions/*.yaml")
	if err != nil || len(names) < 6 {
		t.Fatal(names, err)
	}
	out := map[string]checklist.Template{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		x, problems := checklist.Parse(text)
		if problems = append(problems, checklist.Check(x, checklist.Known{Today: time.Now()})...); len(problems) > 0 {
			t.Fatalf("%s: %+v", name, problems)
		}
		out[x.ID] = x
	}
	return out
}

// What ships holds what the rules ask for (rule 40).
func TestTheShippedChecklistsSayWhatTheRulesAskFor(t *testing.T) {
	t.Parallel()
	all := shipped(t)
	texts := func(id, part string) (n int) {
		x := all[id]
		for _, item := range x.Items {
			if strings.Contains(item.Text, part) {
				n++
			}
		}
		return n
	}
	for _, c := range []struct {
		id, part string
		least    int
	}{
		{"vard-och-omsorg", "Din roll:", 1}, {"vard-och-omsorg", "möta", 1}, {"vard-och-omsorg", "Särskilda behov:", 2}, {"vard-och-omsorg", "Samarbetspartner:", 1}, // R240
		{"legitimerade", "Kommunen och lagarna:", 2}, {"legitimerade", "Diagnoser:", 1}, {"legitimerade", "Teamarbete:", 1}, {"legitimerade", "Att handleda:", 1}, // R245
		{"timanstallda", "bredvid", 2},
	} {
		if n := texts(c.id, c.part); n < c.least {
			t.Errorf("%s has %d items with %q", c.id, n, c.part)
		}
	}
	sessions := 0
	for _, item := range all["chefer"].Items {
		if item.Session {
			sessions++
		}
	}
	if sessions != 4 {
		t.Errorf("managers have %d sessions, R247 asks for 4", sessions)
	}
	if !all["legitimerade"].Buddy || all["vard-och-omsorg"].Buddy {
		t.Error("a buddy is asked for of licensed staff only (R246)")
	}
	if x := all["handlaggare"]; x.Months != 12 || len(x.Steps) < 3 {
		t.Errorf("case workers have %d months and %d steps", x.Months, len(x.Steps))
	}
	for id, x := range all {
		if id != "handlaggare" && len(x.Steps) > 0 {
			t.Errorf("%s has steps of responsibility: they are for case workers only", id)
		}
		for _, item := range x.Items {
			if strings.HasPrefix(item.ID, "bredvid") && item.Who != checklist.Colleague {
				t.Errorf("%s/%s is not signed by the colleague", id, item.ID)
			}
		}
	}
	for id, area := range map[string]string{"kunskapsguiden-introduktion-funktionshinder": "funktionshinder", "kunskapsguiden-introduktion-socialpsykiatri": "socialpsykiatri"} { // R243
		if !slices.ContainsFunc(all["vard-och-omsorg"].Items, func(i checklist.Item) bool { return i.Course == id && slices.Equal(i.Areas, []string{area}) }) {
			t.Errorf("no item leads to %s", id)
		}
	}
}

func TestWhichChecklistSomebodyGets(t *testing.T) {
	t.Parallel()
	var all []checklist.Template
	for _, x := range shipped(t) {
		all = append(all, x)
	}
	for _, c := range []struct {
		name string
		p    checklist.Person
		want string
		load bool
	}{
		{"permanent", checklist.Person{Form: "permanent", Occupation: "underskoterska", Area: "aldreomsorg", Start: "2026-01-01"}, "vard-och-omsorg", false},
		{"hourly", checklist.Person{Form: "hourly", Occupation: "vardbitrade", Start: "2026-01-01"}, "timanstallda", false},
		{"a summer", checklist.Person{Form: "substitute", Occupation: "vardbitrade", Start: "2026-06-01", End: "2026-08-31"}, "timanstallda", false},
		{"a year's substitute", checklist.Person{Form: "substitute", Occupation: "vardbitrade", Start: "2026-06-01", End: "2027-05-31"}, "vard-och-omsorg", false},
		{"licensed", checklist.Person{Form: "permanent", Occupation: "sjukskoterska", Licensed: true, Start: "2026-01-01"}, "legitimerade", false},
		{"licensed on hours", checklist.Person{Form: "hourly", Occupation: "sjukskoterska", Licensed: true, Start: "2026-01-01"}, "legitimerade", false},
		{"manager with a licence", checklist.Person{Form: "permanent", Occupation: "enhetschef", Licensed: true, Manager: true, Start: "2026-01-01"}, "chefer", false},
		{"case worker", checklist.Person{Form: "permanent", Occupation: "lss-handlaggare", Start: "2026-01-01"}, "handlaggare", false},
		{"nobody's", checklist.Person{Form: "permanent", Occupation: "halsovetare", Start: "2026-01-01"}, "", false},
		{"offered, not taken in", checklist.Person{Form: "permanent", Occupation: "stodassistent", Area: "funktionshinder", Start: "2026-01-01"}, "vard-och-omsorg", false},
		{"offered and taken in", checklist.Person{Form: "permanent", Occupation: "stodassistent", Area: "funktionshinder", Start: "2026-01-01"}, "kunskapsguiden", true},
	} {
		got := ""
		if x := checklist.Choose(all, c.p, func(x *checklist.Template) bool { return !x.Offered || c.load }); x != nil {
			got = x.ID
		}
		if got != c.want {
			t.Errorf("%s gets %q, want %q", c.name, got, c.want)
		}
	}
}

// Profession and workplace stand in one list, by time; layers add up and tell who decided (R241).
func TestOneListOfProfessionAndWorkplace(t *testing.T) {
	t.Parallel()
	x := checklist.Template{ID: "a", Items: []checklist.Item{{ID: "p1", When: checklist.FirstWeek, Who: checklist.Self}, {ID: "p2", When: checklist.FirstDay, Who: checklist.Self},
		{ID: "p3", When: checklist.FirstDay, Who: checklist.Self, Areas: []string{"lss"}}}}
	c := checklist.Case{Template: x, Area: "aldreomsorg", Start: "2026-03-02", Locals: []checklist.Local{
		{ID: "u", Place: "Solen", Depth: 2, When: checklist.FirstDay, Who: checklist.Self},
		{ID: "m", Place: "Kommunen", Depth: 0, Order: 2, When: checklist.FirstDay, Who: checklist.Self},
		{ID: "m0", Place: "Kommunen", Depth: 0, Order: 1, When: checklist.FirstDay, Who: checklist.Self},
		{ID: "other", Place: "Kommunen", When: checklist.FirstDay, Who: checklist.Self, Template: "b"},
	}, Ticks: map[string]checklist.Tick{"p2": {How: checklist.Self, On: "2026-03-02"}}}
	s := c.Stand("2026-03-03")
	var got []string
	for _, l := range s.Lines() {
		got = append(got, l.ID+l.Place)
	}
	if want := []string{"p2", "m0Kommunen", "mKommunen", "uSolen", "p1"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if s.Done != 1 || s.All != 5 || s.Late != 3 || s.Now != 0 {
		t.Errorf("%+v", s)
	}
	c.Resting = true
	if s := c.Stand("2026-03-03"); s.Late != 0 {
		t.Errorf("%d late while resting", s.Late)
	}
	c.Resting, c.Paused = false, 10
	if s := c.Stand("2026-03-12"); s.Late != 0 || s.Groups[0].Due != "2026-03-12" {
		t.Errorf("a pause has not moved the days: %+v", s)
	}
}

func TestStepsOfResponsibility(t *testing.T) {
	t.Parallel()
	c := checklist.Case{Template: shipped(t)["handlaggare"], Start: "2026-01-15", Ticks: map[string]checklist.Tick{}}
	at := func(today string, step, proposed int) {
		t.Helper()
		if s := c.Stand(today); s.Step != step || s.Proposed != proposed {
			t.Errorf("%s: step %d, proposed %d; want %d and %d", today, s.Step, s.Proposed, step, proposed)
		}
	}
	at("2026-01-15", 1, 1)
	at("2026-03-15", 1, 2) // the calendar proposes; a manager decides
	c.Ticks["steg-3"] = checklist.Tick{How: checklist.Manager}
	at("2026-03-15", 1, 2) // no step is jumped over
	c.Ticks["steg-2"] = checklist.Tick{How: checklist.Manager}
	at("2026-12-31", 3, 4)
}

func TestWhatIsWrongInAFile(t *testing.T) {
	t.Parallel()
	const head = "id: a\nname: A\neasy_name: A\nabout: A\neasy_about: A\nmonths: 3\nfor: {rank: 1}\n"
	const item = "items:\n  - {id: x, when: day_1, text: T, easy: T, who: self"
	for _, c := range []struct{ name, text, key string }{
		{"right", head + item + "}\n", ""},
		{"unknown word", head + "nmae: x\n" + item + "}\n", "introduction.problem.yaml"},
		{"two documents", head + item + "}\n---\nid: b\n", "introduction.problem.yaml"},
		{"no items", head, "introduction.problem.items"},
		{"unknown time", head + strings.Replace(item, "day_1", "day_2", 1) + "}\n", "introduction.problem.when"},
		{"unknown confirmer", head + strings.Replace(item, "self", "chef", 1) + "}\n", "introduction.problem.who"},
		{"twice", head + item + "}\n  - {id: x, when: day_1, text: T, easy: T, who: self}\n", "introduction.problem.twice"},
		{"identity number", head + strings.Replace(item, "text: T", "text: Ring 19121212-1212", 1) + "}\n", "introduction.problem.identity"},
		{"course that is not", head + item + ", course: lost}\n", "introduction.problem.course"},
		{"session without week", head + item + ", session: true}\n", "introduction.problem.week"},
		{"step that nobody reaches", head + "steps:\n  - {name: A, month: 0}\n  - {name: B, month: 2}\n" + item + "}\n", "introduction.problem.step_lost"},
		{"bad id", strings.Replace(head, "id: a", "id: A b", 1) + item + "}\n", "introduction.problem.id"},
	} {
		x, problems := checklist.Parse([]byte(c.text))
		if len(problems) == 0 {
			problems = checklist.Check(x, checklist.Known{Today: time.Now(), Course: func(id string) bool { return id != "lost" }})
		}
		found := c.key == "" && len(problems) == 0 || slices.ContainsFunc(problems, func(p checklist.Problem) bool { return p.Key == c.key })
		if !found {
			t.Errorf("%s: %+v, want %s", c.name, problems, c.key)
		}
	}
}

// FuzzParse wants that no text stops the program, and that what may be kept can be written and read again.
func FuzzParse(f *testing.F) {
	for _, x := range shipped(f) {
		text, err := checklist.Write(x)
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(text))
	}
	f.Add([]byte("items: [{id: a}]"))
	f.Add([]byte("id: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		x, problems := checklist.Parse(text)
		if len(problems) > 0 || len(checklist.Check(x, checklist.Known{})) > 0 {
			return
		}
		out, err := checklist.Write(x)
		if err != nil {
			t.Fatal(err)
		}
		if y, problems := checklist.Parse([]byte(out)); len(problems) > 0 || y.ID != x.ID || len(y.Items) != len(x.Items) {
			t.Fatalf("%+v after writing", problems)
		}
		c := checklist.Case{Template: x, Start: "2026-01-01"}
		c.Stand("2026-06-01")
	})
}

// Whatever is ticked: done, late and left add up, time only makes more late, and nothing done is late.
func TestHowItStandsAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := checklist.Case{Start: "2026-01-01", Ticks: map[string]checklist.Tick{}, Paused: rapid.IntRange(0, 60).Draw(t, "paused")}
		for i := range rapid.IntRange(1, 12).Draw(t, "items") {
			id := string(rune('a' + i))
			c.Template.Items = append(c.Template.Items, checklist.Item{ID: id, When: rapid.SampledFrom(checklist.Times()).Draw(t, "when")})
			if rapid.Bool().Draw(t, "done") {
				c.Ticks[id] = checklist.Tick{How: checklist.Self}
			}
		}
		day := checklist.Later("2026-01-01", rapid.IntRange(0, 400).Draw(t, "day"))
		s, later := c.Stand(day), c.Stand(checklist.Later(day, 30))
		if s.All != len(c.Template.Items) || s.Done != len(c.Ticks) || s.Late > s.All-s.Done || later.Late < s.Late || s.Whole() != (s.Now < 0) {
			t.Fatalf("%+v then %+v", s, later)
		}
		for _, l := range s.Lines() {
			if l.Late && (l.Done() || l.Due >= day) {
				t.Fatalf("%+v is late on %s", l, day)
			}
		}
	})
}

// Days away move every due day so that as many days at work pass before it, however leaves overlap.
func TestDaysAwayMoveWhatIsDue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const start = "2026-03-01"
		c := checklist.Case{Start: start, Paused: rapid.IntRange(0, 10).Draw(t, "paused")}
		for range rapid.IntRange(0, 4).Draw(t, "leaves") {
			from := checklist.Later(start, rapid.IntRange(-20, 120).Draw(t, "from"))
			c.Away = append(c.Away, checklist.Away{From: from, To: checklist.Later(from, rapid.IntRange(0, 40).Draw(t, "days"))})
		}
		slices.SortFunc(c.Away, func(a, b checklist.Away) int { return cmp.Compare(a.From, b.From) })
		when := rapid.SampledFrom(checklist.Times()).Draw(t, "when")
		c.Template.Items = []checklist.Item{{ID: "a", When: when}}
		want := start
		for left := when.Days() + c.Paused; ; want = checklist.Later(want, 1) {
			if slices.ContainsFunc(c.Away, func(a checklist.Away) bool { return a.From <= want && want <= a.To }) {
				continue
			}
			if left == 0 {
				break
			}
			left--
		}
		if got := c.Stand(start).Groups[0].Due; got != want {
			t.Fatalf("%s is due on %s, want %s: %+v", when, got, want, c)
		}
	})
}

func TestWhatMayPointAtSomebody(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Vi övade på rum 12": true, "hemma på Storgatan 4": true, "om Fru Andersson": true, "patienten Karin": true, "K.A. ringde": true, "född 1941": true,
		"Vi pratade om trycksår": false, "Delegering av insulin, 3 kollegor": false, "Rummet var kallt": false,
	} {
		if got := checklist.Points(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestDaysOfMeetings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		start     string
		week      int
		notBefore string
		want      string
	}{{"2026-11-02", 1, "2026-11-02", "2026-11-06"}, {"2026-11-02", 1, "2026-11-21", "2026-11-23"}, {"2026-11-04", 1, "", "2026-11-09"}} {
		if got := checklist.Proposed(c.start, c.week, c.notBefore); got != c.want {
			t.Errorf("week %d from %s: %s, want %s", c.week, c.start, got, c.want)
		}
	}
}
