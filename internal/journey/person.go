package journey

import (
	"maps"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
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
		earlier := sameEmployment(k.history[:i], p)
		now := knownOn(earlier, p, on)
		if !now && p.KnownFrom > on {
			continue // nobody knew it yet
		}
		e := k.employment(earlier, p, ref, on)
		own := e
		if k.reader != "" && k.reader != p.EmployerID {
			own.End = earliest(e.End, plan.Date(on).AddDays(-1)) // experience, but no work here
		} else if now {
			nodes = addNodes(nodes, e.Path)
		}
		out = append(out, own)
		for _, s := range k.served {
			if s.EmploymentID == p.ID && now { // work at a unit served is work of its own (rule 4)
				there := serving(e, s)
				out, nodes = append(out, there), addNodes(nodes, there.Path)
			}
		}
	}
	return out, nodes
}

// knownOn tells whether the period is what holds on a day. What was known first has been so since
// the employment began, also before anybody told us.
func knownOn(earlier []staff.Period, p staff.Period, on string) bool {
	return p.KnownUntil > on && (p.KnownFrom <= on || len(earlier) == 0 && p.StartDate <= on)
}

// sameEmployment gives the earlier periods of the period's own employment.
func sameEmployment(earlier []staff.Period, p staff.Period) []staff.Period {
	var out []staff.Period
	for _, q := range earlier {
		if q.ID == p.ID {
			out = append(out, q)
		}
	}
	return out
}

// serving is the work at a unit served: what the places there ask is asked from the day the person
// began to serve.
func serving(e plan.Employment, s staff.Service) plan.Employment {
	own := e.Path
	e.ID, e.Path = e.ID+"@"+s.UnitID, strings.Split(s.UnitPath, "/")
	e.Joined = maps.Clone(e.Joined)
	for _, n := range e.Path {
		if !slices.Contains(own, n) {
			join(&e, n, s.From)
		}
	}
	return e
}

func join(e *plan.Employment, node, day string) {
	if e.Joined == nil {
		e.Joined = map[string]plan.Date{}
	}
	e.Joined[node] = plan.Date(day)
}

// earliest is the earlier of two days; "" is no day.
func earliest(a, b plan.Date) plan.Date {
	if a == "" || b < a {
		return b
	}
	return a
}

// begins is the day the work that a period tells of began: the employment's first day, or the day
// the work changed within it, so that years and clocks count the work and not the file.
func begins(earlier []staff.Period, p staff.Period) string {
	since := p
	for _, q := range slices.Backward(earlier) {
		if !sameWork(q, since) {
			return since.KnownFrom
		}
		since = q
	}
	return p.StartDate
}

// sameWork tells whether two periods of an employment, one after the other, tell of the same work.
// What only came to mean something else is the same: a title that somebody mapped, a unit whose
// area became known.
func sameWork(a, b staff.Period) bool {
	sameTitle := a.Title != "" && org.TitleKey(a.Title) == org.TitleKey(b.Title) && a.AID == b.AID
	occupation := a.Occupation == b.Occupation || a.Occupation == "" || sameTitle
	area := a.Area == b.Area || a.Area == "" || a.UnitID == b.UnitID
	return occupation && area
}

// joined notes the nodes that the work came under later than it began: a new unit asks from the day
// the person came there.
func joined(e *plan.Employment, earlier []staff.Period, p staff.Period) {
	for _, node := range e.Path {
		since := p
		for _, q := range slices.Backward(earlier) {
			if !slices.Contains(strings.Split(q.UnitPath, "/"), node) {
				join(e, node, since.KnownFrom)
				break
			}
			since = q
		}
	}
}

func (k known) employment(earlier []staff.Period, p staff.Period, ref org.Reference, on string) plan.Employment {
	o := ref.Occupation(p.Occupation)
	e := plan.Employment{ID: p.ID, Occupation: p.Occupation, Area: p.Area, Licensed: o.Licensed, Form: p.Form,
		Start: plan.Date(begins(earlier, p)), End: plan.Date(p.EndDate), Path: strings.Split(p.UnitPath, "/"),
		LacksFormal: k.lacks[p.ID]}
	e.Known = plan.Date(p.KnownFrom)
	if len(earlier) > 0 {
		e.Known = plan.Date(earlier[0].KnownFrom)
	}
	if p.KnownUntil <= on { // no longer so: it counts as experience
		e.End = earliest(e.End, plan.Date(p.KnownUntil).AddDays(-1))
	}
	for _, l := range k.leaves {
		e.Leave = append(e.Leave, plan.Interval{From: plan.Date(l.From), Until: plan.Date(strings.TrimSuffix(l.To, db.NoEnd))})
	}
	for _, q := range earlier {
		if q.Dormant { // rested then: the clock stood still
			e.Leave = append(e.Leave, plan.Interval{From: plan.Date(q.KnownFrom), Until: plan.Date(q.KnownUntil).AddDays(-1)})
		}
	}
	if p.Dormant {
		e.Leave = append(e.Leave, plan.Interval{From: plan.Date(p.KnownFrom)})
	}
	joined(&e, earlier, p)
	e.Manager = o.Manager || k.leads(p, on)
	return e
}

// leads tells whether the person leads a unit in the employment: the unit it is at, or another of
// the same employer that none of the person's own units stands in.
func (k known) leads(p staff.Period, on string) bool {
	for _, g := range k.grants {
		if g.Role != may.Manager {
			continue
		}
		if may.Within(p.UnitPath, g.Path) {
			return true
		}
		elsewhere := slices.ContainsFunc(k.history, func(q staff.Period) bool { return q.CurrentOn(on) && may.Within(q.UnitPath, g.Path) })
		if !elsewhere && slices.Contains(strings.Split(g.Path, "/"), p.EmployerID) {
			return true
		}
	}
	return false
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
// valid_until. Meetings at the workplace are left out: having talked about a course neither begins nor completes it.
func planFacts(facts []record.Fact, place *time.Location) []plan.Fact {
	out := make([]plan.Fact, 0, len(facts))
	for _, f := range facts {
		if f.Source == record.FromCircle {
			continue
		}
		source := f.Source
		if source == record.FromOwnWord {
			source = "own"
		}
		is := plan.Fact{ID: f.ID, Course: f.CourseID, Kind: plan.FactKind(f.Kind), At: plan.Date(org.Today(f.At, place)), Source: source, Revokes: f.Revokes, Part: f.Part()}
		if f.ValidUntil != "" {
			is.ValidUntil = plan.Date(f.ValidUntil).AddDays(-1)
		}
		out = append(out, is)
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
