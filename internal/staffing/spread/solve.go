package spread

import "slices"

// Solve splits the wanted people over the dates. It places as many as can be; when all cannot, those due first.
// Among such answers it takes one where people get dates they asked for and before they are due, and where
// teams and groups are spread. No date gets more than its seats, and no day more of the unit or a team than may
// be away.
func Solve(q Question) Answer {
	s := newSolver(q.sorted())
	s.search()
	return s.answer()
}

// split is which date each wanted person has; -1 for none.
type split []int

// solver tries to split. The dates' own limits are a flow, whose best answer is found directly; where several
// dates share a day their common limit is held by trying less for one of them (branch and bound).
type solver struct {
	q      Question
	wanted []*Person
	teams  []string  // "" first
	team   []int     // wanted person → team
	can    [][]bool  // wanted person × date
	urgent []int64   // by wanted person
	unit   []int     // by date: seats, and how many of the unit may be away
	inTeam [][]int   // team × date: how many of the team may be away
	shared []sharing // days of several dates
	best   split
	worth  value
	proven bool
	tried  int
	left   int // how many flows may still be tried
}

// fine is how many flows look for every improvement; later ones only for more people, or more urgent ones.
const fine = 16

// sharing is a day that several dates have, and how many of the unit (team -1) or a team may be away then.
type sharing struct {
	team  int
	dates []int
	most  int
}

// value is how good a split is: how many are placed, and what it costs.
type value struct {
	placed int
	cost   int64
}

func (v value) better(o value) bool {
	return v.placed > o.placed || v.placed == o.placed && v.cost < o.cost
}

// more tells whether more people, or more urgent ones, are placed.
func (v value) more(o value) bool {
	return v.placed > o.placed || v.placed == o.placed && v.cost/perUrgency < o.cost/perUrgency
}

func newSolver(q Question) *solver {
	s := &solver{q: q, teams: []string{""}, proven: true}
	for i := range q.People {
		if p := &q.People[i]; p.Wanted {
			if s.wanted = append(s.wanted, p); !slices.Contains(s.teams, p.Team) {
				s.teams = append(s.teams, p.Team)
			}
		}
	}
	slices.Sort(s.teams)
	for _, p := range s.wanted {
		s.team = append(s.team, slices.Index(s.teams, p.Team))
		s.urgent = append(s.urgent, urgency(p, q.Today))
		can := make([]bool, len(q.Dates))
		for d := range q.Dates {
			can[d] = blocked(p, &q.Dates[d], q.Nights) == ""
		}
		s.can = append(s.can, can)
	}
	s.limits()
	// So many flows take some hundred milliseconds at most, however the question is.
	s.left = fine + 60_000/(1+len(s.wanted)*len(q.Dates))/8
	return s
}

// limits counts how many of the unit and of each team may have each date, and what days dates share.
func (s *solver) limits() {
	days := map[string][]int{}
	s.inTeam = make([][]int, len(s.teams))
	for t := range s.teams {
		s.inTeam[t] = make([]int, len(s.q.Dates))
	}
	for d := range s.q.Dates {
		s.unit = append(s.unit, max(0, s.q.Dates[d].Seats))
		for t := range s.teams {
			s.inTeam[t][d] = len(s.wanted)
		}
		for _, day := range s.q.Dates[d].days() {
			days[day] = append(days[day], d)
		}
	}
	names := make([]string, 0, len(days))
	for day := range days {
		names = append(names, day)
	}
	slices.Sort(names)
	for _, day := range names {
		unit, teams := Spaces(s.q.People, s.q.Limit, day)
		s.limit(-1, days[day], unit.Free())
		for t, id := range s.teams {
			if id != "" {
				s.limit(t, days[day], teams[id].Free())
			}
		}
	}
}

func (s *solver) limit(team int, dates []int, most int) {
	caps := s.unit
	if team >= 0 {
		caps = s.inTeam[team]
	}
	for _, d := range dates {
		caps[d] = min(caps[d], most)
	}
	if len(dates) > 1 {
		s.shared = append(s.shared, sharing{team, dates, most})
	}
}

// days are the days of a date, each once.
func (d *Date) days() []string {
	var out []string
	for _, s := range d.Sessions {
		if !slices.Contains(out, s.Day) {
			out = append(out, s.Day)
		}
	}
	return out
}

// caps are the limits of one try.
type caps struct {
	unit []int
	team [][]int
}

func (c caps) with(team, date, most int) caps {
	out := caps{slices.Clone(c.unit), slices.Clone(c.team)}
	if team < 0 {
		out.unit[date] = min(out.unit[date], most)
		return out
	}
	out.team[team] = slices.Clone(out.team[team])
	out.team[team][date] = min(out.team[team][date], most)
	return out
}

func (s *solver) search() {
	s.best = s.nobody()
	s.worth = s.value(s.best)
	s.try(caps{s.unit, s.inTeam})
}

func (s *solver) nobody() split {
	out := make(split, len(s.wanted))
	for i := range out {
		out[i] = -1
	}
	return out
}

// try finds the best split within limits, and tries less where it breaks a shared day.
func (s *solver) try(c caps) {
	if s.left--; s.left < 0 {
		s.proven = false
		return
	}
	s.tried++
	x := s.flow(c)
	bound := s.value(x)
	if !bound.better(s.worth) || s.tried > fine && !bound.more(s.worth) {
		return
	}
	broken := s.broken(x)
	if broken == nil {
		s.best, s.worth = x, bound
		return
	}
	if fixed := s.mended(x); s.value(fixed).better(s.worth) {
		s.best, s.worth = fixed, s.value(fixed)
	}
	for _, b := range s.branches(x, *broken) {
		s.try(c.with(broken.team, b.date, b.most))
	}
}

// count is how many of a unit or team have a date.
func (s *solver) count(x split, team, date int) (n int) {
	for i, d := range x {
		if d == date && (team < 0 || s.team[i] == team) {
			n++
		}
	}
	return n
}

// broken is the first shared day whose limit a split breaks; nil none.
func (s *solver) broken(x split) *sharing {
	for i := range s.shared {
		n := 0
		for _, d := range s.shared[i].dates {
			n += s.count(x, s.shared[i].team, d)
		}
		if n > s.shared[i].most {
			return &s.shared[i]
		}
	}
	return nil
}

type branch struct{ date, most int }

// branches are limits of which every split that holds a shared day holds at least one, and the split at hand
// none: if each date had one more than its limit here, the day would have more than it may.
func (s *solver) branches(x split, b sharing) []branch {
	var out []branch
	sum := 0
	for _, d := range b.dates {
		if n := s.count(x, b.team, d); n > 0 {
			out = append(out, branch{d, n - 1})
			sum += n
		}
	}
	for sum-1 > b.most { // lower the highest: both sides come down together
		top := 0
		for i := range out {
			if out[i].most > out[top].most {
				top = i
			}
		}
		if out[top].most == 0 {
			break
		}
		out[top].most--
		sum--
	}
	return out
}

// mended leaves people out until no shared day is broken, the least urgent first, and then puts in whom there is
// room for.
func (s *solver) mended(x split) split {
	out := slices.Clone(x)
	for b := s.broken(out); b != nil; b = s.broken(out) {
		least := -1
		for i, d := range out {
			if slices.Contains(b.dates, d) && (b.team < 0 || s.team[i] == b.team) && (least < 0 || s.urgent[i] <= s.urgent[least]) {
				least = i
			}
		}
		out[least] = -1
	}
	s.fill(out)
	return out
}

// fill places whom there is room for, the most urgent first.
func (s *solver) fill(x split) {
	order := make([]int, 0, len(x))
	for i := range x {
		if x[i] < 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(s.urgent[b] - s.urgent[a]) })
	for _, i := range order {
		for d := range s.q.Dates {
			if s.can[i][d] && s.room(x, i, d) == "" {
				x[i] = d
				break
			}
		}
	}
}

// room tells what stands in the way when one more gets a date; "" nothing.
func (s *solver) room(x split, person, date int) Why {
	if s.count(x, -1, date) >= s.q.Dates[date].Seats {
		return NoSeat
	}
	t := s.team[person]
	switch {
	case s.count(x, -1, date) >= s.unit[date]:
		return UnitLimit
	case s.count(x, t, date) >= s.inTeam[t][date]:
		return TeamLimit
	}
	for _, b := range s.shared {
		if !slices.Contains(b.dates, date) || b.team >= 0 && b.team != t {
			continue
		}
		n := 0
		for _, d := range b.dates {
			n += s.count(x, b.team, d)
		}
		if n < b.most {
			continue
		}
		if b.team < 0 {
			return UnitLimit
		}
		return TeamLimit
	}
	return ""
}
