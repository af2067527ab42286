package spread

import "math"

// What things cost. Whom one places weighs more than all else together; then what people asked for and when it
// is due; then that teams and groups are spread.
const (
	perUrgency = 1 << 32
	tooLate    = 800 // a date after the person's due
	notAsked   = 300 // another date than one asked for
	afterNight = 400 // a day after a night that whoever leads takes away
	perhaps    = 20  // works by turns
	perDate    = 4   // each date later, for who has a due
	sameGroup  = 24  // for each more of the same team and group the same date
	sameTeam   = 10
	sameDate   = 3
)

// price is what it costs that a wanted person has a date, whoever else has it.
func (s *solver) price(person, date int) (cost int64) {
	p, d := s.wanted[person], &s.q.Dates[date]
	if p.Due != "" {
		cost += perDate * int64(date)
		if d.Last() > p.Due {
			cost += tooLate
		}
	}
	if len(p.Asked) > 0 && !p.asked(d.ID) {
		cost += notAsked
	}
	if d.early() {
		switch p.Group {
		case Night:
			cost += afterNight
		case Mixed:
			cost += perhaps
		}
	}
	return cost
}

func (p *Person) asked(dateID string) bool {
	for _, id := range p.Asked {
		if id == dateID {
			return true
		}
	}
	return false
}

// value is how good a split is, with the same costs as the flow.
func (s *solver) value(x split) (v value) {
	var top int64
	for _, u := range s.urgent {
		top = max(top, u)
	}
	cells, teams, dates := map[cell]int64{}, map[[2]int]int64{}, map[int]int64{}
	for i, d := range x {
		if d < 0 {
			continue
		}
		c := s.cell(i, d)
		v.placed++
		v.cost += (top-s.urgent[i])*perUrgency + s.price(i, d) + sameGroup*cells[c] + sameTeam*teams[[2]int{c.team, d}] + sameDate*dates[d]
		cells[c]++
		teams[[2]int{c.team, d}]++
		dates[d]++
	}
	return v
}

// cell is the people of one team and group at one date.
type cell struct {
	team  int
	group Group
	date  int
}

func (s *solver) cell(person, date int) cell {
	return cell{s.team[person], s.wanted[person].Group, date}
}

// edge is an edge of the network; the one after or before it goes the other way.
type edge struct {
	to, room int
	cost     int64
}

// network is a flow from node 0 to node 1, each unit of it a person.
type network struct {
	edges []edge
	out   [][]int
	dist  []int64
	by    []int // the edge that a node is reached by; -1 none
	waits []bool
	queue []int
}

func (n *network) node() int {
	n.out = append(n.out, nil)
	return len(n.out) - 1
}

func (n *network) edge(from, to, room int, cost int64) int {
	n.edges = append(n.edges, edge{to, room, cost}, edge{from, 0, -cost})
	at := len(n.edges) - 2
	n.out[from], n.out[to] = append(n.out[from], at), append(n.out[to], at+1)
	return at
}

// rising adds edges whose each more costs a step more: that spreads.
func (n *network) rising(from, to, room int, step int64) {
	for k := range room {
		n.edge(from, to, 1, step*int64(k))
	}
}

// flow is the split of most people at least cost within the limits of single dates: from the people, through
// their team and group and then their team at a date, to the date and its seats.
func (s *solver) flow(c caps) split {
	var n network
	source, sink := n.node(), n.node()
	var top int64
	for _, u := range s.urgent {
		top = max(top, u)
	}
	dates, teams, cells, sizes := make([]int, len(s.q.Dates)), map[[2]int]int{}, map[cell]int{}, s.sizes()
	for d := range dates {
		dates[d] = n.node()
		n.rising(dates[d], sink, min(c.unit[d], len(s.wanted)), sameDate)
	}
	choice := make([][]int, len(s.wanted)) // the edge of each person and date
	for i := range s.wanted {
		p := n.node()
		n.edge(source, p, 1, (top-s.urgent[i])*perUrgency)
		choice[i] = make([]int, len(dates))
		for d := range dates {
			if choice[i][d] = -1; !s.can[i][d] {
				continue
			}
			k := s.cell(i, d)
			at, have := cells[k]
			if !have {
				team, known := teams[[2]int{k.team, d}]
				if !known {
					team = n.node()
					teams[[2]int{k.team, d}] = team
					n.rising(team, dates[d], min(c.team[k.team][d], c.unit[d], len(s.wanted)), sameTeam)
				}
				at = n.node()
				cells[k] = at
				n.rising(at, team, min(c.team[k.team][d], c.unit[d], sizes[k]), sameGroup)
			}
			choice[i][d] = n.edge(p, at, 1, s.price(i, d))
		}
	}
	for n.augment(source, sink) {
	}
	x := s.nobody()
	for i := range choice {
		for d, e := range choice[i] {
			if e >= 0 && n.edges[e].room == 0 {
				x[i] = d
			}
		}
	}
	return x
}

// sizes counts who could be in each cell.
func (s *solver) sizes() map[cell]int {
	out := map[cell]int{}
	for i := range s.wanted {
		for d := range s.q.Dates {
			if s.can[i][d] {
				out[s.cell(i, d)]++
			}
		}
	}
	return out
}

// augment sends one more person along the cheapest way there is, which may move those already sent; false when
// there is no way.
func (n *network) augment(source, sink int) bool {
	n.dist, n.by, n.waits, n.queue = n.dist[:0], n.by[:0], n.waits[:0], append(n.queue[:0], source)
	for range n.out {
		n.dist, n.by, n.waits = append(n.dist, math.MaxInt64), append(n.by, -1), append(n.waits, false)
	}
	n.dist[source] = 0
	for k := 0; k < len(n.queue); k++ {
		at := n.queue[k]
		n.waits[at] = false
		for _, e := range n.out[at] {
			x := &n.edges[e]
			if x.room == 0 || n.dist[at]+x.cost >= n.dist[x.to] {
				continue
			}
			n.dist[x.to], n.by[x.to] = n.dist[at]+x.cost, e
			if !n.waits[x.to] {
				n.waits[x.to] = true
				n.queue = append(n.queue, x.to)
			}
		}
	}
	if n.by[sink] < 0 {
		return false
	}
	for at := sink; at != source; at = n.edges[n.by[at]^1].to {
		n.edges[n.by[at]].room--
		n.edges[n.by[at]^1].room++
	}
	return true
}
