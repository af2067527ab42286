package course

import (
	"context"
	"path"
	"strings"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// ToDecide is a report that waits, and who sent it.
type ToDecide struct {
	Report
	Title    string
	Name     string
	UnitName string
}

// most people that are looked through for waiting reports under one place: a manager's group is
// some hundred at most.
const mostMembers = 2000

// ToDecide lists the reports that wait for the actor, in name order. It is logged as a viewing of
// each place the actor decides for.
func (s *Studies) ToDecide(ctx context.Context, a may.Actor) (_ []ToDecide, err error) {
	defer fault.Wrap(&err, "reports to decide")
	if err := may.AskSomewhere(a, may.DecideExternal); err != nil {
		return nil, err
	}
	members, order, err := s.under(ctx, a)
	if err != nil {
		return nil, err
	}
	waiting, err := waitingReports(ctx, s.DB, order)
	if err != nil {
		return nil, err
	}
	var out []ToDecide
	for _, person := range order {
		for _, r := range waiting[person] {
			if person == a.PersonID {
				continue // somebody else decides about one's own
			}
			c, err := s.Courses.edition(ctx, edition{r.CourseID, r.Version})
			if err != nil {
				return nil, err
			}
			m := members[person]
			out = append(out, ToDecide{r, c.Title, strings.TrimSpace(m.Name()), m.UnitName})
		}
	}
	return out, nil
}

// WaitingAmong gives the reports of some people that wait for a decision, by person, the oldest
// first. Callers have asked for leave.
func (s *Studies) WaitingAmong(ctx context.Context, personIDs []string) (map[string][]Report, error) {
	return waitingReports(ctx, s.DB, personIDs)
}

// under gives who works where the actor decides, and in which order they stand.
func (s *Studies) under(ctx context.Context, a may.Actor) (map[string]staff.Member, []string, error) {
	members, order := map[string]staff.Member{}, []string(nil)
	for _, scope := range a.Scopes(may.DecideExternal) {
		list, err := s.Staff.At(ctx, a, path.Base(scope), mostMembers, 0)
		if err != nil {
			return nil, nil, err
		}
		for _, m := range list {
			id := m.Employee.PersonID
			if _, known := members[id]; !known {
				order = append(order, id)
			}
			members[id] = m
		}
	}
	return members, order, nil
}

// DecideExternal approves a report, which then counts from the day the course was done, or
// declines it with a reason that the learner reads.
func (s *Studies) DecideExternal(ctx context.Context, a may.Actor, reportID string, approve bool, reason string) (err error) {
	defer fault.Wrap(&err, "decide report %s", reportID)
	reason = strings.TrimSpace(reason)
	if !approve && reason == "" {
		return ErrReason.On("reason")
	}
	if err := checkText(reason, s.Now()); err != nil {
		return fault.Of(err).On("reason")
	}
	r, err := reportByID(ctx, s.DB, reportID)
	if err != nil {
		return err
	}
	if r.PersonID == a.PersonID {
		return ErrOwnReport
	}
	if err := s.askAbout(ctx, a, may.DecideExternal, r.PersonID); err != nil {
		return err
	}
	c, err := s.Courses.edition(ctx, edition{r.CourseID, r.Version})
	if err != nil {
		return err
	}
	return s.ending(ctx, r.PersonID, func(tx *db.Tx, e *employer) error {
		if e == nil && approve {
			return errEmployer
		}
		decision := Declined
		if approve {
			decision = Approved
		}
		took, err := decideReport(ctx, tx, reportID, decision, reason, a.PersonID, s.Now())
		if err != nil {
			return err
		}
		if !took {
			return ErrDecided
		}
		if err := s.tellDecided(ctx, tx, r, c.Title, decision, e); err != nil {
			return err
		}
		if !approve {
			return nil
		}
		return s.recordExternal(ctx, tx, r, c, a, e)
	})
}

// tellDecided lets the learner know. The reason stays on the course's page: what somebody has written about
// a person does not leave the program.
func (s *Studies) tellDecided(ctx context.Context, tx *db.Tx, r Report, title string, d Decision, e *employer) error {
	if s.Tell == nil {
		return nil
	}
	n := message.Note{PersonID: r.PersonID, Key: "course.told." + string(d), Args: map[string]string{"course": title}, Href: "/kurs/" + r.CourseID,
		OnceKey: "report:" + r.ID}
	if e != nil {
		n.EmployerID = e.id
	}
	return s.Tell(ctx, tx, n)
}

// Evidence is what somebody who delegates may know of a delegation course: passed, and when.
type Evidence struct {
	Passed bool
	On     string // YYYY-MM-DD
}

// DelegationEvidence tells whether a person has passed a course that is evidence for a
// delegation, and when; nothing else, and nothing about other courses (rule 18). It tells of what
// the employer of that place holds, and of what the person has shared with it (rule 19).
func (s *Studies) DelegationEvidence(ctx context.Context, a may.Actor, personID, courseID string) (e Evidence, err error) {
	defer fault.Wrap(&err, "delegation evidence %s", courseID)
	paths, err := s.Staff.Paths(ctx, personID, s.Staff.Today())
	if err != nil {
		return e, err
	}
	if err := may.AskAny(a, may.SeeDelegation, paths); err != nil {
		return e, err
	}
	c, err := s.Courses.Version(ctx, courseID, 0)
	if err != nil {
		return e, err
	}
	if !c.EvidenceOnly {
		return e, ErrNotEvidence
	}
	if err := s.Audit.Person(ctx, s.DB, a, "course.delegation", personID); err != nil {
		return e, err
	}
	facts, err := s.Record.Facts(ctx, personID)
	if err != nil {
		return e, err
	}
	shares, err := s.Record.Shares(ctx, may.Actor{PersonID: personID})
	if err != nil {
		return e, err
	}
	here := s.placesOf(a, paths)
	for _, f := range record.Standing(facts) {
		if f.CourseID != courseID || !f.Holds(s.Staff.Today()) || f.Kind != record.Passed && f.Kind != record.Completed {
			continue
		}
		if !here[f.ControllerID] && !shared(shares, here, f.ID) {
			continue
		}
		if f.Kind == record.Passed || c.Test == nil || c.Kind == WithDays { // the day of the test, where there is one
			e = Evidence{true, day(f.At, s.Place)}
		}
	}
	return e, nil
}

// placesOf are the nodes on the way to the places where the actor may see delegations: an
// employer among them is one whose facts may be told.
func (s *Studies) placesOf(a may.Actor, paths []string) map[string]bool {
	here := map[string]bool{}
	for _, p := range paths {
		if may.Ask(a, may.SeeDelegation, p) != nil {
			continue
		}
		for part := range strings.SplitSeq(p, "/") {
			here[part] = true
		}
	}
	return here
}

func shared(shares []record.Share, here map[string]bool, factID string) bool {
	for _, s := range shares {
		if here[s.EmployerID] && (s.FactID == "" || s.FactID == factID) {
			return true
		}
	}
	return false
}
