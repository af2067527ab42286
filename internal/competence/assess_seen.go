package competence

import (
	"context"
	"slices"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Assessments gives what a person has been assessed to hold, the earliest first. The person sees
// everything, with "" also what every employer keeps. Whoever sees competence where the person works sees
// what that employer keeps, all three sorts of assessors side by side, and what the person has shared
// with it; the note of a self-assessment only when the person shows it. Looking is logged.
func (c *Competence) Assessments(ctx context.Context, a may.Actor, personID, employerID string) ([]Assessment, error) {
	own := may.AskSelf(a, personID) == nil
	if !own {
		if err := c.askPerson(ctx, a, may.SeeCompetence, personID, employerID); err != nil {
			return nil, err
		}
		if err := c.Audit.Person(ctx, c.DB, a, "competence.assessed", personID); err != nil {
			return nil, err
		}
	}
	list, err := db.All(ctx, c.DB, scanAssessment, selectAssessment+`
			WHERE m.person_id = $2 AND m.ended_at IS NULL AND ($1 = '' OR m.controller_id = $1 OR `+shared+`)
			ORDER BY m.on_day, m.made_at, m.id
			LIMIT 5000`,
		employerID, personID)
	if err != nil || own {
		return list, err
	}
	for i := range list {
		if list[i].By == held.Self && !list[i].NoteShown {
			list[i].Note = ""
		}
	}
	return list, nil
}

// AssessedAt gives what the people of a place have been assessed to hold of some requirements, whole and by
// goal, by person: the latest by each assessor, as whoever leads them sees it. What was said of a requirement
// that a later version of its framework has led elsewhere counts there, as in the gap. The place is a unit; the
// people are those given. It is logged as one viewing of the place.
func (c *Competence) AssessedAt(ctx context.Context, a may.Actor, nodeID string, personIDs, requirements []string) (map[string]Sides, error) {
	node, err := c.Tree.Find(ctx, nodeID, c.Staff.Today())
	if err != nil {
		return nil, err
	}
	employer, err := c.Tree.EmployerAt(ctx, node.Path, c.Staff.Today())
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a.Inside(employer.Path), may.SeeCompetence, node.Path); err != nil {
		return nil, err
	}
	if err := c.Audit.Node(ctx, c.DB, a, "competence.group", nodeID); err != nil {
		return nil, err
	}
	book, err := c.Frameworks.Book(ctx, c.Staff.Today())
	if err != nil {
		return nil, err
	}
	out := make(map[string]Sides, len(personIDs))
	for some := range slices.Chunk(personIDs, 200) {
		err := db.Each(ctx, c.DB, scanAssessment, func(m Assessment) error {
			if m.By == held.Self && !m.NoteShown {
				m.Note = ""
			}
			for _, key := range book.Now(m.Requirement) {
				if !slices.Contains(requirements, key) {
					continue
				}
				if out[m.PersonID] == nil {
					out[m.PersonID] = Sides{}
				}
				out[m.PersonID][Side{key, m.Goal, m.By}] = m
			}
			return nil
		}, selectAssessment+`
			WHERE m.person_id IN (`+db.Marks(2, len(some))+`) AND m.ended_at IS NULL AND (m.controller_id = $1 OR `+shared+`)
			ORDER BY m.on_day, m.made_at, m.id`,
			db.Args(some, employer.ID)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Side is one assessor's word about a requirement, or with a goal about that.
type Side struct {
	Requirement, Goal string
	By                held.Assessor
}

// Sides are the latest words of all assessors about one person.
type Sides map[Side]Assessment

// LatestNow is Latest by the requirements that hold today: what was said of one that a later version of its
// framework has led elsewhere counts there.
func (c *Competence) LatestNow(ctx context.Context, list []Assessment) (Sides, error) {
	book, err := c.Frameworks.Book(ctx, c.Staff.Today())
	if err != nil {
		return nil, err
	}
	out := Sides{}
	for _, m := range list {
		for _, key := range book.Now(m.Requirement) {
			out[Side{key, m.Goal, m.By}] = m
		}
	}
	return out, nil
}

// Latest gives the latest word of each assessor in a list, the earliest first.
func Latest(list []Assessment) Sides {
	out := Sides{}
	for _, m := range list {
		out[Side{m.Requirement, m.Goal, m.By}] = m
	}
	return out
}

// Goals gives what an assessor has said of the goals of a requirement, by goal: the key of the level, ""
// none of it.
func (s Sides) Goals(e frame.Entry, by held.Assessor) map[string]string {
	out := map[string]string{}
	for _, g := range e.Goals {
		if m, have := s[Side{e.Key, g.ID, by}]; have {
			out[g.ID] = m.Level
		}
	}
	return out
}
