package group

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

const today = plan.Date("2026-11-22")

func item(course string, s plan.Status, due plan.Date) plan.PersonalItem {
	return plan.PersonalItem{ID: course, Course: course, Kind: plan.CourseItem, Requirement: plan.Recommended, Status: s, Due: due, Started: s == plan.Started}
}

func one(items ...plan.PersonalItem) plan.Personal {
	return plan.Personal{Journey: "j", Blocks: []plan.PersonalBlock{{Items: items}}}
}

func TestCountSaysHowAPersonStands(t *testing.T) {
	t.Parallel()
	free := item("frivillig", plan.Overdue, "2020-01-01")
	free.Requirement = plan.Elective
	paused := one(item("a", plan.Paused, "2026-01-01"))
	paused.Paused = true
	for name, c := range map[string]struct {
		journeys []plan.Personal
		want     Tally
	}{
		"no journey":  {nil, Tally{State: NoneNow}},
		"nothing yet": {[]plan.Personal{one(item("a", plan.NotStarted, "2026-05-01"), item("b", plan.NotStarted, "2026-04-01"))}, Tally{State: NotYet, Total: 2, Due: "2026-04-01"}},
		"begun":       {[]plan.Personal{one(item("a", plan.Started, ""), item("b", plan.NotStarted, ""))}, Tally{State: OnWay, Total: 2}},
		"late":        {[]plan.Personal{one(item("a", plan.Done, ""), item("b", plan.Overdue, "2026-01-01"))}, Tally{State: Late, Done: 1, Total: 2, Due: "2026-01-01"}},
		"done":        {[]plan.Personal{one(item("a", plan.Done, ""), item("b", plan.CreditedStatus, ""), free)}, Tally{State: AllDone, Done: 2, Total: 2}},
		"away":        {[]plan.Personal{paused}, Tally{State: Resting, Total: 1, Due: "2026-01-01"}},
		"in two":      {[]plan.Personal{one(item("a", plan.Done, "")), one(item("a", plan.Done, ""), item("b", plan.NotStarted, ""))}, Tally{State: OnWay, Done: 1, Total: 2}},
	} {
		got, _ := Count(c.journeys, today)
		got.Next = nil
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestACellSaysWhatIsToBeDone(t *testing.T) {
	t.Parallel()
	until := func(d plan.Date) plan.PersonalItem {
		it := item("a", plan.Done, "")
		it.ValidUntil = d
		return it
	}
	for _, c := range []struct {
		it   plan.PersonalItem
		want Cell
	}{
		{item("a", plan.NotStarted, ""), Missing}, {item("a", plan.Started, ""), Ongoing}, {item("a", plan.Overdue, "2026-01-01"), Overdue}, {item("a", plan.Paused, ""), Paused},
		{item("a", plan.Done, ""), Done}, {item("a", plan.CreditedStatus, ""), Done},
		{until(today.AddDays(soonOut)), Renew}, {until(today.AddDays(soonOut + 1)), Done}, {until(today), Renew},
	} {
		if got := cellOf(&c.it, today); got != c.want {
			t.Errorf("%+v: %s, want %s", c.it, got, c.want)
		}
	}
}

// drawTeam is a team of any shape.
func drawTeam(t *rapid.T) *Team {
	team := &Team{Today: today, Can: map[may.Action]bool{}}
	for _, do := range []may.Action{may.SeeProgress, may.DecideExternal, may.GiveCode, may.SetLeave} {
		team.Can[do] = rapid.Bool().Draw(t, string(do))
	}
	days := []plan.Date{"", "2026-01-01", "2026-11-21", "2026-11-22", "2026-12-01", "2026-12-06", "2026-12-07", "2027-06-01"}
	for i := range rapid.IntRange(0, 8).Draw(t, "people") {
		m := Member{Progress: rapid.Bool().Draw(t, "followed"), SignedIn: rapid.Bool().Draw(t, "signed in"), Tally: Tally{State: rapid.SampledFrom([]State{Late, OnWay, Resting}).Draw(t, "state")}}
		m.Employee.PersonID, m.StartDate = fmt.Sprint("p", i), "2026-10-01"
		for _, course := range []string{"a", "b", "c"} {
			if rapid.Bool().Draw(t, "has") {
				l := Line{Key: course, Course: course, Title: course, Cell: rapid.SampledFrom(Cells()[:6]).Draw(t, "cell"), Due: rapid.SampledFrom(days).Draw(t, "due")}
				if l.Cell == Renew {
					l.Until = "2026-12-30"
				}
				m.Lines = append(m.Lines, l)
			}
		}
		if rapid.Bool().Draw(t, "reports") {
			m.Waiting = []Waiting{{"x", "2026-11-01"}, {"y", "2026-11-02"}}
		}
		if rapid.Bool().Draw(t, "reminded") {
			m.Reminded = map[string]plan.Date{"a": rapid.SampledFrom(days[1:4]).Draw(t, "on")}
		}
		if rapid.Bool().Draw(t, "leave") {
			m.Leaves = []staff.Leave{{From: "2026-09-01", To: string(rapid.SampledFrom(days[1:]).Draw(t, "back"))}}
		}
		team.Members = append(team.Members, m)
	}
	return team
}

// Grouping neither loses nor doubles anybody: each thing about each person is in exactly one task,
// and no task has somebody whom it is not about.
func TestGroupingNeitherLosesNorDoublesAPerson(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		team := drawTeam(t)
		want := map[string]int{}
		for i := range team.Members {
			for _, th := range things(team, &team.Members[i]) {
				want[fmt.Sprint(th.kind, " ", th.item, " ", team.Members[i].ID())]++
			}
		}
		got := map[string]int{}
		by := plan.Date("0000-01-01")
		for _, task := range ToDo(team) {
			if len(task.People) == 0 {
				t.Fatalf("a task about nobody: %+v", task)
			}
			if orLast(task.By) < orLast(by) {
				t.Fatalf("%s comes after %s", task.By, by)
			}
			by = task.By
			for _, m := range task.People {
				got[fmt.Sprint(task.Kind, " ", task.Item, " ", m.ID())]++
			}
		}
		for key := range want {
			if got[key] != 1 {
				t.Fatalf("%s stands in %d tasks", key, got[key])
			}
		}
		for key := range got {
			if want[key] == 0 {
				t.Fatalf("%s is not to be done", key)
			}
		}
	})
}

func TestWhatIsToBeDoneAboutAPerson(t *testing.T) {
	t.Parallel()
	all := map[may.Action]bool{may.SeeProgress: true, may.DecideExternal: true, may.GiveCode: true, may.SetLeave: true}
	line := func(c Cell, due plan.Date) []Line { return []Line{{Key: "k", Title: "K", Cell: c, Due: due}} }
	followed := Member{Progress: true, SignedIn: true, Tally: Tally{State: OnWay}}
	for name, c := range map[string]struct {
		can  map[may.Action]bool
		with func(m *Member)
		want []thing
	}{
		"late":             {all, func(m *Member) { m.Lines = line(Overdue, "2026-11-01") }, []thing{{RemindLate, "k", "K", "2026-11-01"}}},
		"due in two weeks": {all, func(m *Member) { m.Lines = line(Missing, "2026-12-06") }, []thing{{RemindSoon, "k", "K", "2026-12-06"}}},
		"due later":        {all, func(m *Member) { m.Lines = line(Missing, "2026-12-07") }, nil},
		"runs out":         {all, func(m *Member) { m.Lines = []Line{{Key: "k", Title: "K", Cell: Renew, Until: "2026-12-30"}} }, []thing{{RemindRenew, "k", "K", "2026-12-31"}}},
		"reminded the other day": {all, func(m *Member) {
			m.Lines, m.Reminded = line(Overdue, "2026-11-01"), map[string]plan.Date{"k": today.AddDays(-6)}
		}, nil},
		"reminded a week ago": {all, func(m *Member) {
			m.Lines, m.Reminded = line(Overdue, "2026-11-01"), map[string]plan.Date{"k": today.AddDays(-7)}
		}, []thing{{RemindLate, "k", "K", "2026-11-01"}}},
		"late and away":        {all, func(m *Member) { m.Lines, m.State = line(Overdue, "2026-11-01"), Resting }, nil},
		"not followed":         {all, func(m *Member) { m.Lines, m.Progress = line(Overdue, "2026-11-01"), false }, nil},
		"new":                  {all, func(m *Member) { m.SignedIn, m.StartDate = false, "2026-11-10" }, []thing{{kind: GiveCodes, by: "2026-11-10"}}},
		"old, never signed in": {all, func(m *Member) { m.SignedIn, m.StartDate = false, "2020-11-10" }, []thing{{kind: GiveCodes}}},
		"away, never signed in": {all, func(m *Member) {
			m.SignedIn, m.Leaves = false, []staff.Leave{{From: "2026-01-01", To: "9999-12-31"}}
		}, nil},
		"a report":          {all, func(m *Member) { m.Waiting = []Waiting{{"x", "2026-11-01"}} }, []thing{{kind: Approve, by: "2026-11-01"}}},
		"a report, may not": {map[may.Action]bool{may.SeeProgress: true}, func(m *Member) { m.Waiting = []Waiting{{"x", "2026-11-01"}} }, nil},
		"back next week":    {all, func(m *Member) { m.Leaves = []staff.Leave{{From: "2026-01-01", To: "2026-11-28"}} }, []thing{{kind: Welcome, by: "2026-11-29"}}},
		"back in a month":   {all, func(m *Member) { m.Leaves = []staff.Leave{{From: "2026-01-01", To: "2026-12-28"}} }, nil},
		"back since long":   {all, func(m *Member) { m.Leaves = []staff.Leave{{From: "2026-01-01", To: "2026-10-01"}} }, nil},
		"one leave after other": {all, func(m *Member) {
			m.Leaves = []staff.Leave{{From: "2026-01-01", To: "2026-11-20"}, {From: "2026-11-21", To: "2027-01-01"}}
		}, nil},
	} {
		m := followed
		c.with(&m)
		if got := things(&Team{Today: today, Can: c.can}, &m); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// The matrix shows everybody once, hides only whom the view leaves out, and its sums are those of the cells.
func TestTheMatrixIsTheTeam(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		team := drawTeam(t)
		v := View{Lacking: rapid.Bool().Draw(t, "lacking"), Course: rapid.SampledFrom([]string{"", "a", "nowhere"}).Draw(t, "course"),
			Status: rapid.SampledFrom(append(Cells(), "")).Draw(t, "status"), Sort: rapid.SampledFrom([]string{"", "b"}).Draw(t, "sort"), Down: rapid.Bool().Draw(t, "down")}
		m := Lay(team, v)
		followed := 0
		for i := range team.Members {
			if team.Members[i].Progress {
				followed++
			}
		}
		if len(m.Rows)+m.Hidden != followed {
			t.Fatalf("%d rows and %d hidden of %d", len(m.Rows), m.Hidden, followed)
		}
		seen := map[string]bool{}
		for i := range m.Rows {
			r := &m.Rows[i]
			if seen[r.ID()] || len(r.Cells) != len(m.Columns) {
				t.Fatalf("%s twice or with %d cells", r.ID(), len(r.Cells))
			}
			seen[r.ID()] = true
			for k, l := range r.Cells {
				if l != nil && l.Key != m.Columns[k].Key {
					t.Fatalf("%s stands under %s", l.Key, m.Columns[k].Key)
				}
			}
		}
		everything := Lay(team, View{})
		for k, col := range everything.Columns {
			of, done := 0, 0
			for i := range everything.Rows {
				if l := everything.Rows[i].Cells[k]; l != nil {
					of++
					if l.done() {
						done++
					}
				}
			}
			if of != col.Of || done != col.Done {
				t.Fatalf("%s says %d of %d, it is %d of %d", col.Key, col.Done, col.Of, done, of)
			}
		}
	})
}
