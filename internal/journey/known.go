package journey

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// known is what the rooms know of one person, as one reader may see it.
type known struct {
	history  []staff.Period
	served   []staff.Service
	leaves   []staff.Leave
	grants   []may.Grant
	facts    []record.Fact
	begun    []string
	choices  []choice
	enrolled []Enrolment
	lacks    map[string]bool // employments that lack something formal
	reader   string          // the employer that reads; "" is the person, who sees all
}

// known gathers all that there is of a person: what the person's own journey is made of.
func (js *Journeys) known(ctx context.Context, personID, on string) (k known, err error) {
	if k.history, err = js.Staff.HistoryOn(ctx, personID, on); err != nil {
		return k, err
	}
	if k.served, err = js.Staff.Served(ctx, personID, on); err != nil {
		return k, err
	}
	if k.leaves, err = js.Staff.Leaves(ctx, personID); err != nil {
		return k, err
	}
	if k.grants, err = access.Grants(ctx, js.DB, personID, on); err != nil {
		return k, err
	}
	if k.facts, err = js.Record.Facts(ctx, personID); err != nil {
		return k, err
	}
	if k.begun, err = js.Studies.Begun(ctx, personID); err != nil {
		return k, err
	}
	if k.choices, err = js.choices(ctx, personID); err != nil {
		return k, err
	}
	enrolled, err := js.enrolments(ctx, []string{personID})
	k.enrolled = enrolled[personID]
	if err != nil || js.Formal == nil {
		return k, err
	}
	k.lacks, err = js.Formal.Lacks(ctx, []string{personID}, on)
	return k, err
}

// person turns what is known into what the rules read, and names the nodes that the current
// employments stand under.
func (k known) person(ref org.Reference, place *time.Location, on string) (p plan.Person, nodes []string) {
	p.Started = k.begun
	p.Employments, nodes = k.employments(ref, on)
	p.Facts = planFacts(k.facts, place)
	p.Roles = roles(k.grants)
	take(&p, k.choices, place, on)
	p.Enrolled = enrolledOn(k.enrolled, on)
	return p, nodes
}

// at is what an employer may see of what is known: its own facts and the shared ones, its own
// grants and units served; not what somebody who leads has answered for the own eyes (rule 11). Current work for others gives no journey here, but its years count as
// experience, as they do in the person's own journey (rules 9 and 19).
func (k known) at(employer org.Node, facts []record.Fact, served []staff.Service) known {
	k.reader, k.facts, k.served, k.choices = employer.ID, facts, served, unsaid(k.choices)
	k.enrolled = slices.DeleteFunc(slices.Clone(k.enrolled), func(e Enrolment) bool { return e.EmployerID != employer.ID })
	k.grants = slices.DeleteFunc(slices.Clone(k.grants), func(g may.Grant) bool { return !may.Within(g.Path, employer.Path) })
	return k
}
