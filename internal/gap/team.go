package gap

import (
	"cmp"
	"context"
	"slices"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNotUnit = fault.New(fault.Invalid, "gap.not_unit")
	ErrTeam    = fault.New(fault.Invalid, "gap.team")
	ErrLarge   = fault.New(fault.Invalid, "gap.too_many")
)

// mostTeam bounds the people of one matrix.
const mostTeam = 200

// Member is one employment at a unit with what is asked of it. Items stand as Team.Columns do; nil: it is
// not asked of this one.
type Member struct {
	Card  staff.Member // what the actor may see of the person; of who is protected the contact code (rule 7)
	Work  staff.Working
	Items []*Item
}

// TeamColumn is one requirement at a unit.
type TeamColumn struct {
	Item         // of the requirement; what is one person's is empty
	count.Column // the unit's figures
}

// Team is people × requirements of a unit, in name order: nobody is ranked.
type Team struct {
	Unit, Employer org.Node
	On             string
	Columns        []TeamColumn // formal first
	Members        []Member
	Away           int // people whose employment is not counted that day: away, or dormant
}

// Team gives a unit's people with what each holds and lacks on a day, to who may see competence there. It
// is logged as one viewing of the unit. Errors: ErrNotUnit, ErrLarge (more than 200), may.ErrDenied.
func (g *Gaps) Team(ctx context.Context, a may.Actor, unitID, on string) (t Team, err error) {
	today := g.Staff.Today()
	t.On = on
	if t.Unit, err = g.Tree.Find(ctx, unitID, today); err != nil {
		return t, err
	}
	if k := org.Kind(t.Unit.Kind); k != org.Unit && k != org.Team {
		return t, ErrNotUnit
	}
	if t.Employer, err = g.ask(ctx, a, may.SeeCompetence, t.Unit, today); err != nil {
		return t, err
	}
	if err := g.Audit.Node(ctx, g.DB, a, "gap.team", unitID); err != nil {
		return t, err
	}
	works, err := g.workAt(ctx, t.Unit, t.Employer.ID, on)
	if err != nil {
		return t, err
	}
	here := counted(works)
	t.Away = len(works) - len(here)
	if len(here) > mostTeam {
		return t, ErrLarge
	}
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return t, err
	}
	all, err := r.of(ctx, here)
	if err != nil {
		return t, err
	}
	return t, g.lay(ctx, a, &t, all)
}

// workAt gives the work at a unit, or in a team of one.
func (g *Gaps) workAt(ctx context.Context, n org.Node, employerID, on string) ([]staff.Working, error) {
	at := n
	if org.Kind(n.Kind) == org.Team {
		up, err := g.Tree.Find(ctx, n.Parent, on)
		if err != nil {
			return nil, err
		}
		at = up
	}
	works, err := g.Staff.WorkUnder(ctx, at.Path, employerID, on)
	if at.ID == n.ID {
		return works, err
	}
	return slices.DeleteFunc(works, func(w staff.Working) bool { return w.TeamID != n.ID }), err
}

// lay lays the matrix out.
func (g *Gaps) lay(ctx context.Context, a may.Actor, t *Team, all []stood) error {
	at := map[string]int{}
	var works []staff.Working
	for _, s := range all {
		works = append(works, s.Working)
		for _, p := range s.Positions {
			if _, have := at[p.Key]; !have {
				at[p.Key] = 0
				t.Columns = append(t.Columns, TeamColumn{Item: newItem(p, false).bare()})
			}
		}
	}
	slices.SortFunc(t.Columns, func(a, b TeamColumn) int { return cmp.Or(byPlace(a.Item, b.Item), cmp.Compare(a.Need, b.Need)) })
	figures := byNeed(all)
	heads := make([]Item, len(t.Columns))
	for i := range t.Columns {
		at[t.Columns[i].Need] = i
		t.Columns[i].Column = figures[t.Columns[i].Need]
		heads[i] = t.Columns[i].Item
	}
	if err := g.close(ctx, heads); err != nil {
		return err
	}
	for i := range heads {
		t.Columns[i].Close = heads[i].Close
	}
	cards, err := g.Staff.Crowd(ctx, a, works)
	if err != nil {
		return err
	}
	for _, card := range cards {
		for _, s := range all {
			if s.PersonID == card.Employee.PersonID {
				t.Members = append(t.Members, member(card, s, at, t.Columns))
			}
		}
	}
	return nil
}

// member lays out one row.
func member(card staff.Member, s stood, at map[string]int, columns []TeamColumn) Member {
	m := Member{Card: card, Work: s.Working, Items: make([]*Item, len(columns))}
	if card.Protected && card.LastName == "" { // a contact code stands for the name: nor does the work tell who it is (rule 7)
		m.Work.Title = ""
	}
	for _, p := range s.Positions {
		if p.Mark == count.Out {
			continue
		}
		it := newItem(p, false)
		if it.Mark != count.Has {
			it.Close = columns[at[p.Key]].Close
		}
		m.Items[at[p.Key]] = &it
	}
	return m
}

// bare is the item without what is one person's.
func (i Item) bare() Item {
	i.Mark, i.Held, i.HeldRank, i.Until, i.Proofs, i.Faded = 0, frame.Level{}, 0, "", nil, nil
	return i
}
