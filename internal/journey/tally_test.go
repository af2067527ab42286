package journey

import (
	"testing"

	"yrkesresan/internal/journey/plan"
)

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
		got := Count(c.journeys)
		late := len(got.Late)
		got.Next, got.Late = nil, nil
		if got.State != c.want.State || got.Done != c.want.Done || got.Total != c.want.Total || got.Due != c.want.Due || (late > 0) != (got.State == Late) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
