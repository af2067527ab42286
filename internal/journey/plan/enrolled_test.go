package plan

import (
	"slices"
	"testing"
)

func (in *Input) enrol(change func(*Enrolment)) {
	a := Enrolment{Course: "pfa", NodeID: "e", NodeName: "Enheten", Since: "2026-11-01", Due: "2026-12-01", Note: "Bra för oss"}
	change(&a)
	in.Person.Enrolled = append(in.Person.Enrolled, a)
}

// What whoever leads a person puts in is recommended at least, with the earlier date and who decided.
func TestAnEnrolmentIsOneMoreReason(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		with func(*Input)
		id   string
		want Requirement
		due  Date
		stat Status
		rule bool
	}{
		"an elective":        {func(in *Input) { in.enrol(func(*Enrolment) {}) }, "pfa", Recommended, "2026-12-01", NotStarted, true},
		"without a date":     {func(in *Input) { in.enrol(func(a *Enrolment) { a.Due = "" }) }, "pfa", Recommended, "", NotStarted, true},
		"late":               {func(in *Input) { in.enrol(func(a *Enrolment) { a.Due = "2026-11-10" }) }, "pfa", Recommended, "2026-11-10", Overdue, true},
		"one no journey has": {func(in *Input) { in.enrol(func(a *Enrolment) { a.Course = "lokal" }) }, "lokal", Recommended, "2026-12-01", NotStarted, true},
		"done":               {func(in *Input) { in.enrol(func(*Enrolment) {}); in.fact(Completed, "pfa", "2026-10-01", "") }, "pfa", Recommended, "", Done, true},
		"run out": {func(in *Input) {
			in.enrol(func(*Enrolment) {})
			in.fact(Completed, "lokal", "2026-01-01", "2026-02-01")
			in.Person.Enrolled[0].Course = "lokal"
		}, "lokal", Recommended, "2026-12-01", NotStarted, true},
		"hidden above": {func(in *Input) { in.layer("k", Op{Kind: Hide, Item: "pfa"}); in.enrol(func(*Enrolment) {}) }, "pfa", Recommended, "2026-12-01", NotStarted, true},
		"mandatory, earlier": {func(in *Input) {
			in.layer("e", Op{Kind: Require, Item: "pfa", Due: &Due{1, FromAssigned}, Since: "2026-11-22"})
			in.enrol(func(*Enrolment) {})
		}, "pfa", Mandatory, "2026-11-23", NotStarted, true},
		"another unit's": {func(in *Input) { in.enrol(func(a *Enrolment) { a.NodeID = "e2" }) }, "pfa", Elective, "", NotStarted, false},
		"not yet":        {func(in *Input) { in.enrol(func(a *Enrolment) { a.Since = "2027-01-01" }) }, "pfa", Elective, "", NotStarted, false},
		"leave moves it": {func(in *Input) {
			in.enrol(func(*Enrolment) {})
			in.Person.Employments[0].Leave = []Interval{{"2026-11-05", "2026-11-14"}}
		}, "pfa", Recommended, "2026-12-11", NotStarted, true},
		"on leave": {func(in *Input) {
			in.enrol(func(a *Enrolment) { a.Due = "2026-11-05" })
			in.Person.Employments[0].Leave = []Interval{{"2026-11-02", ""}}
		}, "pfa", Recommended, "2026-11-27", Paused, true},
	} {
		in := world()
		c.with(&in)
		it := seen(Resolve(in), c.id)
		if it == nil {
			t.Errorf("%s: not there", name)
			continue
		}
		if it.Requirement != c.want || it.Due != c.due || it.Status != c.stat || slices.Contains(rules(it), RuleEnrolled) != c.rule {
			t.Errorf("%s: %s %q %s %v, want %s %q %s", name, it.Requirement, it.Due, it.Status, rules(it), c.want, c.due, c.stat)
		}
	}
}
