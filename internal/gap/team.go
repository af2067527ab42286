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

// Team is people × requirements of a unit, in name order: nobody is ranked. What it says is kept and read by many:
// nobody changes it.
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
	laid, err := g.laid(ctx, t.Unit, t.Employer, here, on)
	if err != nil {
		return t, err
	}
	t.Columns = laid.columns
	cards, err := g.Staff.Crowd(ctx, a, here)
	if err != nil {
		return t, err
	}
	of := map[string][]staff.Working{}
	for _, w := range here {
		of[w.PersonID] = append(of[w.PersonID], w)
	}
	for _, card := range cards {
		for _, w := range of[card.Employee.PersonID] {
			if card.Protected && card.LastName == "" { // a contact code stands for the name: nor does the work tell who it is (rule 7)
				w.Title = ""
			}
			t.Members = append(t.Members, Member{Card: card, Work: w, Items: laid.items[w.ID]})
		}
	}
	return t, nil
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
func (g *Gaps) lay(ctx context.Context, all []stood) (laid, error) {
	out := laid{items: make(map[string][]*Item, len(all))}
	at := map[string]int{}
	for _, s := range all {
		for _, p := range s.Positions {
			if _, have := at[p.Key]; !have {
				at[p.Key] = 0
				out.columns = append(out.columns, TeamColumn{Item: newItem(p, false).bare()})
			}
		}
	}
	slices.SortFunc(out.columns, func(a, b TeamColumn) int { return cmp.Or(byPlace(a.Item, b.Item), cmp.Compare(a.Need, b.Need)) })
	figures := byNeed(all)
	heads := make([]Item, len(out.columns))
	for i := range out.columns {
		at[out.columns[i].Need] = i
		out.columns[i].Column = figures[out.columns[i].Need]
		heads[i] = out.columns[i].Item
	}
	if err := g.close(ctx, heads); err != nil {
		return out, err
	}
	for i := range heads {
		out.columns[i].Close = heads[i].Close
	}
	for _, s := range all {
		out.items[s.ID] = row(s, at, out.columns)
	}
	return out, nil
}

// row lays out one employment.
func row(s stood, at map[string]int, columns []TeamColumn) []*Item {
	out := make([]*Item, len(columns))
	for _, p := range s.Positions {
		if p.Mark == count.Out {
			continue
		}
		it := newItem(p, false)
		if it.Mark != count.Has {
			it.Close = columns[at[p.Key]].Close
		}
		out[at[p.Key]] = &it
	}
	return out
}

// bare is the item without what is one person's.
func (i Item) bare() Item {
	i.Mark, i.Held, i.HeldRank, i.Until, i.Proofs, i.Faded = 0, frame.Level{}, 0, "", nil, nil
	return i
}
