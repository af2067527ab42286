package gap

import (
	"cmp"
	"slices"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/position"
)

// kept is an employment's positions as they are kept: what is asked of it, and how it stands to each.
type kept struct {
	EmploymentID, PersonID, EmployerID string
	UnitID, TeamID, Occupation, Area   string
	Needs                              []count.Need
	Marks                              string // one letter each, in the order of Needs
}

// keep is what is kept of positions, in the order of their names.
func (s stood) keep() kept {
	k := kept{EmploymentID: s.ID, PersonID: s.PersonID, EmployerID: s.EmployerID, UnitID: s.UnitID, TeamID: s.TeamID, Occupation: s.Occupation, Area: s.Area}
	all := slices.Clone(s.Positions)
	slices.SortFunc(all, func(a, b position.Position) int { return cmp.Compare(a.Key, b.Key) })
	marks := make([]byte, len(all))
	for i, p := range all {
		k.Needs = append(k.Needs, p.Need)
		marks[i] = byte(p.Mark)
	}
	k.Marks = string(marks)
	return k
}

// stand is the employment for counting.
func (k kept) stand() count.Stand {
	s := count.Stand{Team: k.TeamID, Marks: make(map[string]count.Mark, len(k.Needs))}
	for i, n := range k.Needs {
		s.Marks[n.Key] = count.Mark(k.Marks[i])
	}
	return s
}

// needs are what is asked of any of some employments, in the order of their names.
func needs(all []kept) []count.Need {
	seen := map[string]bool{}
	var out []count.Need
	for _, k := range all {
		for _, n := range k.Needs {
			if !seen[n.Key] {
				seen[n.Key] = true
				out = append(out, n)
			}
		}
	}
	slices.SortFunc(out, func(a, b count.Need) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

// Who chooses whom to count: "" is everybody.
type Who struct{ Occupation, Area string }

func (w Who) takes(k kept) bool {
	return (w.Occupation == "" || w.Occupation == k.Occupation) && (w.Area == "" || w.Area == k.Area)
}

// figures are a unit's: by requirement, and for what is asked for at higher levels who is there to fill it.
type figures struct {
	Columns map[string]count.Column
	Pools   map[string]count.Pool
	Needs   map[string]count.Need // of the pools
}

// tallyOf counts the employments of one unit. Where some are chosen, a number that the unit is to have is
// counted over all of the unit, when it is for any of them: it is never theirs alone to fill.
func tallyOf(unit []kept, who Who) figures {
	all, chosen := make([]count.Stand, len(unit)), []count.Stand(nil)
	meant := map[string]bool{}
	for i, k := range unit {
		all[i] = k.stand()
		if !who.takes(k) {
			continue
		}
		chosen = append(chosen, all[i])
		for key, m := range all[i].Marks {
			meant[key] = meant[key] || m != count.Out
		}
	}
	f := figures{Needs: map[string]count.Need{}}
	wanted := needs(unit)
	for _, n := range wanted {
		if !n.Local() {
			f.Needs[n.Key] = n
		}
	}
	if who == (Who{}) {
		f.Columns, f.Pools = count.Unit(wanted, all)
		return f
	}
	var alone, whole []count.Need
	for _, n := range wanted {
		if n.Measure == "count" && meant[n.Key] {
			whole = append(whole, n)
		} else if n.Measure != "count" {
			alone = append(alone, n)
		}
	}
	numbers, pools := count.Unit(whole, all)
	each, _ := count.Unit(alone, chosen)
	f.Columns, f.Pools = count.Sum(each, numbers), pools
	return f
}

// byNeed counts each demand of one unit by itself.
func byNeed(all []stood) map[string]count.Column {
	unit := make([]kept, len(all))
	stands := make([]count.Stand, len(all))
	for i, s := range all {
		unit[i] = s.keep()
		stands[i] = unit[i].stand()
	}
	out := map[string]count.Column{}
	for _, n := range needs(unit) {
		columns, _ := count.Unit([]count.Need{n}, stands)
		out[n.Key] = columns[n.Requirement]
	}
	return out
}
