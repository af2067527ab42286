package spread_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/staffing/spread"
)

// draw is a question of any shape: teams, groups, leaves, days that dates share, people who are not wanted.
func draw(t *rapid.T, people, dates int) spread.Question {
	days := []string{"2027-01-11", "2027-01-12", "2027-01-13", "2027-01-14"}
	q := spread.Question{Today: "2026-11-22", Nights: rapid.Bool().Draw(t, "nights"), Limit: spread.Limit{Percent: rapid.Bool().Draw(t, "percent")}}
	most := 3
	if q.Limit.Percent {
		most = 100
	}
	q.Limit.Unit, q.Limit.Team = rapid.IntRange(0, most).Draw(t, "unit"), rapid.IntRange(0, most).Draw(t, "team")
	for i := range rapid.IntRange(0, dates).Draw(t, "dates") {
		d := spread.Date{ID: fmt.Sprint("d", i), Seats: rapid.IntRange(0, 4).Draw(t, "seats")}
		for _, day := range rapid.SliceOfNDistinct(rapid.SampledFrom(days), 1, 2, rapid.ID).Draw(t, "days") {
			d.Sessions = append(d.Sessions, spread.Session{Day: day, Begins: rapid.SampledFrom([]string{"09:00", "13:00", "18:30"}).Draw(t, "begins")})
		}
		q.Dates = append(q.Dates, d)
	}
	for i := range rapid.IntRange(0, people).Draw(t, "people") {
		p := spread.Person{ID: fmt.Sprint("p", i), From: "2024-01-01", Team: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "team"), Wanted: rapid.IntRange(0, 4).Draw(t, "wanted") > 0,
			Group: rapid.SampledFrom(append(spread.Groups(), spread.Unsaid)).Draw(t, "group"), Due: rapid.SampledFrom([]string{"", "", "2027-01-12", "2027-06-01"}).Draw(t, "due")}
		if rapid.IntRange(0, 5).Draw(t, "leave") == 0 {
			p.Leaves = []spread.Away{{From: "2027-01-12", To: "2027-01-13"}}
		}
		if rapid.IntRange(0, 5).Draw(t, "booked") == 0 {
			p.Booked = []string{rapid.SampledFrom(days).Draw(t, "on")}
		}
		if rapid.IntRange(0, 8).Draw(t, "ends") == 0 {
			p.Until = "2027-01-12"
		}
		if rapid.IntRange(0, 3).Draw(t, "asks") == 0 && len(q.Dates) > 0 {
			p.Asked = []string{q.Dates[0].ID}
		}
		q.People = append(q.People, p)
	}
	return q
}

func placed(a spread.Answer) map[string]string {
	out := map[string]string{}
	for _, p := range a.Placed {
		out[p.PersonID] = p.DateID
	}
	return out
}

// broken tells what a split breaks that a proposal may never break: counted here by itself, from the question.
func broken(q spread.Question, at map[string]string) string {
	date := map[string]spread.Date{}
	for _, d := range q.Dates {
		date[d.ID] = d
	}
	seats, unit, team := map[string]int{}, map[string]int{}, map[string]int{}
	there := func(p spread.Person, day string) bool {
		return p.From <= day && (p.Until == "" || day <= p.Until) && !slices.ContainsFunc(p.Leaves, func(l spread.Away) bool { return l.From <= day && day <= l.To })
	}
	heads, teamHeads := map[string]int{}, map[string]int{}
	begun := map[string]int{} // away already
	days := map[string]bool{}
	for _, d := range q.Dates {
		for _, s := range d.Sessions {
			days[s.Day] = true
		}
	}
	for _, p := range q.People {
		for day := range days {
			if !there(p, day) {
				continue
			}
			heads[day]++
			teamHeads[p.Team+day]++
			if slices.Contains(p.Booked, day) {
				begun[day]++
				begun["team "+p.Team+day]++
			}
		}
		d, has := date[at[p.ID]]
		if !has {
			continue
		}
		if seats[d.ID]++; seats[d.ID] > d.Seats {
			return "too few seats at " + d.ID
		}
		mine := map[string]bool{}
		for _, s := range d.Sessions {
			if !there(p, s.Day) || slices.Contains(p.Booked, s.Day) || p.Group == spread.Night && !q.Nights && s.Begins < "18:00" {
				return p.ID + " cannot have " + d.ID
			}
			mine[s.Day] = true
		}
		for day := range mine {
			unit[day]++
			if p.Team != "" {
				team[p.Team+day]++
			}
		}
	}
	most := func(of, heads int) int {
		if q.Limit.Percent {
			return max(1, heads*of/100)
		}
		return of
	}
	for day, n := range unit {
		if n+begun[day] > most(q.Limit.Unit, heads[day]) {
			return "too many of the unit on " + day
		}
	}
	for key, n := range team {
		if n+begun["team "+key] > most(q.Limit.Team, teamHeads[key]) {
			return "too many of a team on " + key
		}
	}
	return ""
}

func TestAProposalBreaksNoLimitAndAnswersForEverybody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := draw(t, 14, 5)
		a := spread.Solve(q)
		if why := broken(q, placed(a)); why != "" {
			t.Fatalf("%s: %+v", why, a)
		}
		answered := map[string]int{}
		for _, p := range a.Placed {
			if answered[p.PersonID]++; p.Why == "" {
				t.Fatalf("%s has a date and no reason", p.PersonID)
			}
		}
		for _, l := range a.Left {
			answered[l.PersonID]++
			if len(l.Blocks) != len(q.Dates) {
				t.Fatalf("%s has %d reasons for %d dates", l.PersonID, len(l.Blocks), len(q.Dates))
			}
			for _, b := range l.Blocks {
				if b.Why == "" {
					t.Fatalf("%s could have %s and got none: %+v", l.PersonID, b.DateID, a)
				}
			}
		}
		for _, p := range q.People {
			if want := map[bool]int{true: 1, false: 0}[p.Wanted]; answered[p.ID] != want {
				t.Fatalf("%s is answered %d times, wanted: %v", p.ID, answered[p.ID], p.Wanted)
			}
		}
		for _, r := range spread.Check(q, placed(a)) {
			if r.Why == spread.NoSeat || r.Why == spread.UnitLimit || r.Why == spread.TeamLimit || r.Why == spread.OnLeave || r.Why == spread.Busy || r.Why == spread.NotThere {
				t.Fatalf("its own check complains of the proposal: %+v", r)
			}
		}
	})
}

// The most that can be placed, and who is then left, by trying everything.
func TestAProposalPlacesAsManyAsCanBe(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := draw(t, 6, 3)
		a := spread.Solve(q)
		if !a.Best {
			t.Fatalf("so small a question is not solved to the end")
		}
		most := 0
		at := map[string]string{}
		var try func(i int)
		try = func(i int) {
			if i == len(q.People) {
				if len(at) > most && broken(q, at) == "" {
					most = len(at)
				}
				return
			}
			if len(at)+len(q.People)-i <= most {
				return
			}
			if q.People[i].Wanted {
				for _, d := range q.Dates {
					at[q.People[i].ID] = d.ID
					try(i + 1)
				}
				delete(at, q.People[i].ID)
			}
			try(i + 1)
		}
		try(0)
		if len(a.Placed) != most {
			t.Fatalf("%d placed, %d can be: %+v", len(a.Placed), most, a)
		}
	})
}

func TestAProposalIsTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := draw(t, 10, 4)
		a := spread.Solve(q)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		other := q
		other.People, other.Dates = slices.Clone(q.People), slices.Clone(q.Dates)
		r.Shuffle(len(other.People), func(i, k int) { other.People[i], other.People[k] = other.People[k], other.People[i] })
		r.Shuffle(len(other.Dates), func(i, k int) { other.Dates[i], other.Dates[k] = other.Dates[k], other.Dates[i] })
		if b := spread.Solve(other); !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v\nand\n%+v", a, b)
		}
	})
}

func people(n int, change func(i int, p *spread.Person)) (out []spread.Person) {
	for i := range n {
		p := spread.Person{ID: fmt.Sprintf("p%02d", i), From: "2024-01-01", Wanted: true}
		if change != nil {
			change(i, &p)
		}
		out = append(out, p)
	}
	return out
}

func dates(n, seats int) (out []spread.Date) {
	for i := range n {
		out = append(out, spread.Date{ID: fmt.Sprint("d", i), Seats: seats, Sessions: []spread.Session{{Day: fmt.Sprintf("2027-01-%02d", 10+i), Begins: "09:00"}}})
	}
	return out
}

var fifth = spread.Limit{Percent: true, Unit: 20, Team: 20}

func TestWhoIsDueFirstGoesFirst(t *testing.T) {
	t.Parallel()
	q := spread.Question{Today: "2026-11-22", Limit: spread.Limit{Unit: 1, Team: 1}, Dates: dates(2, 9), People: people(4, func(i int, p *spread.Person) {
		p.Due = []string{"", "2027-03-01", "2027-01-10", ""}[i]
	})}
	a := spread.Solve(q)
	at := placed(a)
	if at["p02"] != "d0" || at["p01"] != "d1" || len(a.Left) != 2 {
		t.Errorf("%+v", a)
	}
	for _, p := range a.Placed {
		if p.Why != spread.InTime {
			t.Errorf("%+v", p)
		}
	}
	if b := a.Left[0].Blocks; b[0].Why != spread.UnitLimit || b[1].Why != spread.UnitLimit {
		t.Errorf("%+v", a.Left)
	}
}

func TestTeamsAndGroupsAreSpread(t *testing.T) {
	t.Parallel()
	q := spread.Question{Today: "2026-11-22", Limit: spread.Limit{Unit: 4, Team: 4}, Dates: dates(2, 9), People: people(8, func(i int, p *spread.Person) {
		p.Team, p.Group = []string{"a", "b"}[i%2], []spread.Group{spread.Day, spread.Evening}[i/2%2]
	})}
	at := placed(spread.Solve(q))
	n := map[string]int{}
	for _, p := range q.People {
		n[at[p.ID]+p.Team+string(p.Group)]++
	}
	for key, each := range n {
		if each != 1 {
			t.Errorf("%d of %s: %+v", each, key, at)
		}
	}
}

func TestNobodyIsPlacedAfterANightUnlessItIsTakenAway(t *testing.T) {
	t.Parallel()
	q := spread.Question{Today: "2026-11-22", Limit: fifth, Dates: dates(1, 9), People: people(1, func(_ int, p *spread.Person) { p.Group = spread.Night })}
	if a := spread.Solve(q); len(a.Left) != 1 || a.Left[0].Blocks[0].Why != spread.AfterRest {
		t.Errorf("%+v", a)
	}
	q.Nights = true
	if a := spread.Solve(q); len(a.Placed) != 1 || a.Placed[0].Why != spread.OnlyDate {
		t.Errorf("%+v", a)
	}
	if r := spread.Check(q, map[string]string{"p00": "d0"}); len(r) != 1 || r[0].Why != spread.AfterRest {
		t.Errorf("it is still told: %+v", r)
	}
	q.Nights, q.Dates[0].Sessions[0].Begins = false, "18:00"
	if a := spread.Solve(q); len(a.Placed) != 1 {
		t.Errorf("who has rested may go: %+v", a)
	}
}

func TestHowManyMayBeAway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l                  spread.Limit
		people, unit, team int
	}{
		{fifth, 0, 0, 0}, {fifth, 1, 1, 1}, {fifth, 4, 1, 1}, {fifth, 9, 1, 1}, {fifth, 10, 2, 2}, {fifth, 60, 12, 12},
		{spread.Limit{Unit: 3, Team: 1}, 60, 3, 1}, {spread.Limit{Percent: true, Unit: 100, Team: 50}, 7, 7, 3},
	} {
		if u, m := c.l.Most(c.l.Unit, c.people), c.l.Most(c.l.Team, c.people); u != c.unit || m != c.team {
			t.Errorf("%+v of %d: %d and %d", c.l, c.people, u, m)
		}
	}
}

func TestCheckTellsWhatIsToBeKnown(t *testing.T) {
	t.Parallel()
	q := spread.Question{Today: "2026-11-22", Limit: spread.Limit{Unit: 1, Team: 1}, Dates: dates(2, 1), People: people(5, func(i int, p *spread.Person) {
		p.Team = "a"
		switch i {
		case 1:
			p.Group, p.Due = spread.Mixed, "2027-01-01"
		case 2:
			p.Leaves = []spread.Away{{From: "2027-01-11", To: "2027-01-11"}}
		case 3:
			p.Booked = []string{"2027-01-11"}
		case 4:
			p.Until = "2027-01-01"
		}
	})}
	got := map[string][]spread.Why{}
	for _, r := range spread.Check(q, map[string]string{"p00": "d0", "p01": "d0", "p02": "d1", "p03": "d1", "p04": "d1"}) {
		got[r.PersonID] = append(got[r.PersonID], r.Why)
	}
	want := map[string][]spread.Why{
		"p00": {spread.NoSeat, spread.UnitLimit, spread.TeamLimit},
		"p01": {spread.MayRest, spread.TooLate, spread.NoSeat, spread.UnitLimit, spread.TeamLimit},
		"p02": {spread.OnLeave, spread.NoSeat}, "p03": {spread.Busy, spread.NoSeat}, "p04": {spread.NotThere, spread.NoSeat},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant\n%+v", got, want)
	}
	if r := spread.Check(q, map[string]string{"p00": "nowhere", "nobody": "d0"}); len(r) != 0 {
		t.Errorf("%+v", r)
	}
}

// full is sixty people in four teams and four groups, with a due each their own, and eight dates; two of them
// share a day.
func full(shared bool) spread.Question {
	q := spread.Question{Today: "2026-11-22", Limit: fifth, Nights: true, Dates: dates(8, 9), People: people(60, func(i int, p *spread.Person) {
		p.Team, p.Group = fmt.Sprint("t", i%4), spread.Groups()[i/4%4]
		p.Due = fmt.Sprintf("2027-%02d-%02d", 1+i%12, 1+i%27)
		if i%7 == 0 {
			p.Asked = []string{"d3"}
		}
		if i%11 == 0 {
			p.Leaves = []spread.Away{{From: "2027-01-12", To: "2027-01-14"}}
		}
	})}
	if shared {
		for i := range 4 {
			q.Dates[2*i+1].Sessions[0].Day = q.Dates[2*i].Sessions[0].Day
		}
	}
	return q
}

func BenchmarkSixtyPeopleOverEightDates(b *testing.B) {
	for name, shared := range map[string]bool{"own days": false, "days shared by two": true} {
		b.Run(name, func(b *testing.B) {
			q := full(shared)
			for b.Loop() {
				if a := spread.Solve(q); len(a.Placed) < 40 {
					b.Fatalf("%d placed", len(a.Placed))
				}
			}
		})
	}
}
