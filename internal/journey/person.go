package journey

import (
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// employments turns what staff knows into what the rules read, and names the nodes that current
// work stands under, each once.
func (k known) employments(ref org.Reference, on string) ([]plan.Employment, []string) {
	var out []plan.Employment
	var nodes []string
	for i, p := range k.history {
		e := employment(p, begins(k.history[:i], p), k.leaves, k.grants, ref, on)
		own := e
		if k.reader != "" && k.reader != p.EmployerID {
			own.End = earliest(e.End, plan.Date(on).AddDays(-1)) // experience, but no work here
		} else if p.CurrentOn(on) {
			nodes = addNodes(nodes, e.Path)
		}
		out = append(out, own)
		for _, s := range k.served {
			if s.EmploymentID == p.ID && p.CurrentOn(on) { // work at a unit served is work of its own (rule 4)
				there := e
				there.ID, there.Path = e.ID+"@"+s.UnitID, strings.Split(s.UnitPath, "/")
				out, nodes = append(out, there), addNodes(nodes, there.Path)
			}
		}
	}
	return out, nodes
}

// earliest is the earlier of two days; "" is no day.
func earliest(a, b plan.Date) plan.Date {
	if a == "" || b < a {
		return b
	}
	return a
}

// begins is the day the work that a period tells of began: the employment's first day, or the day
// occupation or area changed within it, so that years and clocks count the work and not the file.
func begins(earlier []staff.Period, p staff.Period) string {
	since := p
	for _, q := range slices.Backward(earlier) {
		if q.ID != p.ID {
			continue
		}
		if q.Occupation != p.Occupation || q.Area != p.Area {
			return since.KnownFrom
		}
		since = q
	}
	return p.StartDate
}

func employment(p staff.Period, start string, leaves []staff.Leave, grants []may.Grant, ref org.Reference, on string) plan.Employment {
	o := ref.Occupation(p.Occupation)
	e := plan.Employment{ID: p.ID, Occupation: p.Occupation, Area: p.Area, Licensed: o.Licensed, Form: p.Form,
		Start: plan.Date(start), End: plan.Date(p.EndDate), Path: strings.Split(p.UnitPath, "/")}
	if p.KnownUntil <= on { // no longer so: it counts as experience
		last := plan.Date(p.KnownUntil).AddDays(-1)
		if e.End == "" || last < e.End {
			e.End = last
		}
	}
	for _, l := range leaves {
		e.Leave = append(e.Leave, plan.Interval{From: plan.Date(l.From), Until: plan.Date(l.To)})
	}
	if p.Dormant {
		e.Leave = append(e.Leave, plan.Interval{From: plan.Date(p.KnownFrom)})
	}
	e.Manager = o.Manager || slices.ContainsFunc(grants, func(g may.Grant) bool {
		return g.Role == may.Manager && may.Within(p.UnitPath, g.Path)
	})
	return e
}

func addNodes(nodes, path []string) []string {
	for _, n := range path {
		if !slices.Contains(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// planFacts turns the record into what the rules read. A fact holds until the day before its
// valid_until.
func planFacts(facts []record.Fact, place *time.Location) []plan.Fact {
	out := make([]plan.Fact, len(facts))
	for i, f := range facts {
		source := f.Source
		if source == record.FromOwnWord {
			source = "own"
		}
		out[i] = plan.Fact{ID: f.ID, Course: f.CourseID, Kind: plan.FactKind(f.Kind), At: plan.Date(org.Today(f.At, place)), Source: source, Revokes: f.Revokes}
		if f.ValidUntil != "" {
			out[i].ValidUntil = plan.Date(f.ValidUntil).AddDays(-1)
		}
	}
	return out
}

// roleOf names a granted role as journeys do.
var roleOf = map[may.Role]string{may.Leader: "workplace_leader", may.Trainer: "trainer", may.Mentor: "mentor"}

func roles(grants []may.Grant) []string {
	var out []string
	for _, g := range grants {
		if name := roleOf[g.Role]; name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
