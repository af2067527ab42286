package journey

import (
	"context"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// AsSeen is what an employer may know of one person's journeys.
type AsSeen struct {
	Journeys []plan.Personal
	Shared   int           // courses from elsewhere that the person has shared
	Leaves   []staff.Leave // times away
}

// mostAtOnce bounds the people of one reading: a statement names each of them.
const mostAtOnce = 200

// Among resolves the journeys of some people with what an employer may see (rule 19), in as many
// reads as for one person. Callers have asked for leave and log the viewing.
func (js *Journeys) Among(ctx context.Context, employer org.Node, personIDs []string, on string) (map[string]AsSeen, error) {
	return js.amongOn(ctx, newShelf(js), map[string]string{}, employer, personIDs, on)
}

// amongOn is Among with what earlier readings of the same day have learnt: the shelf, and whose places are.
func (js *Journeys) amongOn(ctx context.Context, shelf *shelf, whose map[string]string, employer org.Node, personIDs []string, on string) (map[string]AsSeen, error) {
	out := make(map[string]AsSeen, len(personIDs))
	for some := range slices.Chunk(personIDs, mostAtOnce) {
		all, err := js.knownAmong(ctx, employer, some, on)
		if err != nil {
			return nil, err
		}
		for _, id := range some {
			k := all[id]
			var there []staff.Service
			for _, s := range k.served {
				if _, have := whose[s.UnitPath]; !have {
					owner, err := org.EmployerOf(ctx, js.DB, s.UnitPath, on)
					if err != nil {
						return nil, err
					}
					whose[s.UnitPath] = owner.ID
				}
				if whose[s.UnitPath] == employer.ID {
					there = append(there, s)
				}
			}
			journeys, err := js.settle(ctx, k.at(employer, k.facts, there), shelf, on)
			if err != nil {
				return nil, err
			}
			out[id] = AsSeen{Journeys: journeys, Shared: shared(k.facts, employer.ID), Leaves: k.leaves}
		}
	}
	return out, nil
}

// knownAmong gathers what is known of some people at once; the facts are those that the employer may see.
func (js *Journeys) knownAmong(ctx context.Context, employer org.Node, ids []string, on string) (map[string]known, error) {
	history, err := js.Staff.HistoriesOn(ctx, ids, on)
	if err != nil {
		return nil, err
	}
	served, err := js.Staff.ServedBy(ctx, ids, on)
	if err != nil {
		return nil, err
	}
	leaves, err := js.Staff.LeavesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	grants, err := access.GrantsAmong(ctx, js.DB, ids, on)
	if err != nil {
		return nil, err
	}
	facts, err := js.Record.SeenBy(ctx, employer.ID, ids)
	if err != nil {
		return nil, err
	}
	begun, err := js.Studies.BegunAmong(ctx, ids)
	if err != nil {
		return nil, err
	}
	choices, err := js.choicesAmong(ctx, ids)
	if err != nil {
		return nil, err
	}
	enrolled, err := js.enrolments(ctx, ids)
	if err != nil {
		return nil, err
	}
	var lacks map[string]bool
	if js.Formal != nil {
		lacks, err = js.Formal.Lacks(ctx, ids, on)
	}
	out := make(map[string]known, len(ids))
	for _, id := range ids {
		out[id] = known{history: history[id], served: served[id], leaves: leaves[id], grants: grants[id], facts: facts[id], begun: begun[id],
			choices: choices[id], enrolled: enrolled[id], lacks: lacks}
	}
	return out, err
}

// shared counts the courses in what stands of the facts that are another's.
func shared(facts []record.Fact, employerID string) int {
	courses := map[string]bool{}
	for _, f := range record.Standing(facts) {
		if f.ControllerID != employerID {
			courses[f.CourseID] = true
		}
	}
	return len(courses)
}

func (js *Journeys) choicesAmong(ctx context.Context, ids []string) (map[string][]choice, error) {
	type row struct {
		choice
		person string
	}
	out := map[string][]choice{}
	if len(ids) == 0 {
		return out, nil
	}
	err := db.Each(ctx, js.DB, func(r db.Scanner) (c row, err error) {
		err = r.Scan(&c.person, &c.journeyID, &c.what, &c.value, &c.note, &c.by, &c.at)
		return c, err
	}, func(c row) error { out[c.person] = append(out[c.person], c.choice); return nil }, `
		SELECT person_id, journey_id, what, value, note, made_by, made_at
		FROM journey_choice
		WHERE person_id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY journey_id, what`,
		db.Args(ids)...)
	return out, err
}
