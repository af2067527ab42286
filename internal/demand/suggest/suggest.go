// Package suggest proposes, purely, which occasions to arrange of a course: how many, in which towns, on which days.
//
// It takes how many people need it in each municipality and how far it is between them. People are first given the seats
// that are free at occasions already planned. The rest go to the town nearest to them among those chosen; towns are chosen so
// that travel and the number of occasions together cost as little as may be: one more occasion is worth it when it
// saves Detour person-kilometres. Greedy, then swaps; the same input gives the same answer.
package suggest

import (
	"cmp"
	"slices"
	"time"
)

// What is reckoned with unless told otherwise.
const (
	Group  = 25   // people at an occasion
	Least  = 12   // fewer than this at a town is too few
	Detour = 1000 // person-kilometres that one more occasion has to save
	Most   = 40   // occasions that are proposed at once
	far    = 300  // kilometres, for choosing only, where the distance is not known
)

// Place is a municipality.
type Place struct {
	ID     string // SCB code
	People int64  // who need the course there
}

// Planned is an occasion that is open already.
type Planned struct {
	Town string // SCB code; "" online: nobody travels
	Free int64  // seats
}

// Input is what is to be proposed from.
type Input struct {
	Places      []Place // each once; who has nobody may be a town to meet in
	Planned     []Planned
	Km          func(from, to string) (int, bool)
	Group       int64 // 0: Group
	Least       int64 // 0: Least
	From, Until string
	Off         func(day string) bool // holidays and eves
	Taken       map[string][]string   // what has days already, by day: places, or Everywhere
	Wishes      map[time.Weekday]int  // how many have wished each weekday
}

// Everywhere stands in Taken for a day when the region has a course day for all.
const Everywhere = "*"

// Share is how many come from a place.
type Share struct {
	Place  string
	People int64
	Km     int
	Known  bool // the distance
}

// Proposal is an occasion to arrange.
type Proposal struct {
	Town   string
	People int64
	Seats  int64
	From   []Share // the most first
	Km     int     // in the mean, of those whose distance is known
	Far    int     // the longest
	Day    string  // "" when there is no day in the period
	Few    bool    // fewer than the least: better online, later or together with others
	Busy   bool    // every day near was taken: others have something that day too
}

// Result is what is proposed, and for whom there are seats already.
type Result struct {
	People    int64 // who need it
	Seated    int64 // of them those for whom there is a free seat at what is planned
	Proposals []Proposal
	Left      int64 // of them those beyond what is proposed at once
}

// Suggest proposes.
func Suggest(in Input) Result {
	if in.Group <= 0 {
		in.Group = Group
	}
	if in.Least <= 0 {
		in.Least = min(Least, in.Group)
	}
	in.Places = slices.Clone(in.Places)
	slices.SortFunc(in.Places, func(a, b Place) int { return cmp.Compare(a.ID, b.ID) })
	var out Result
	for _, p := range in.Places {
		out.People += p.People
	}
	out.Seated = in.seat()
	out.Proposals = in.split(in.sites())
	var told int64
	for _, p := range out.Proposals {
		told += p.People
	}
	out.Left = out.People - out.Seated - told
	in.date(out.Proposals)
	return out
}

// seat gives people the free seats of what is planned, the nearest first, and takes them from those who need one.
func (in *Input) seat() (seated int64) {
	for _, p := range in.Planned {
		order := make([]int, len(in.Places))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int {
			return cmp.Compare(in.reach(in.Places[a].ID, p.Town), in.reach(in.Places[b].ID, p.Town))
		})
		for _, i := range order {
			n := min(max(p.Free, 0), in.Places[i].People)
			in.Places[i].People, p.Free, seated = in.Places[i].People-n, p.Free-n, seated+n
		}
	}
	return seated
}

// reach is how far it is, for choosing.
func (in *Input) reach(from, to string) int64 {
	if to == "" {
		return 0
	}
	if km, known := in.Km(from, to); known {
		return int64(km)
	}
	return far
}

// plan is towns chosen: to which of them each place goes.
type plan struct {
	sites []int // in the order of the places
	goes  []int // by place: index in the places
	cost  int64
	ok    bool // enough people everywhere
}

// weigh sends everybody to the nearest of some towns and says what it costs.
func (in *Input) weigh(sites []int, km [][]int64) plan {
	p := plan{sites: sites, goes: make([]int, len(in.Places)), ok: true}
	people := make(map[int]int64, len(sites))
	for i, place := range in.Places {
		best := sites[0]
		for _, s := range sites[1:] {
			if km[i][s] < km[i][best] {
				best = s
			}
		}
		p.goes[i] = best
		people[best] += place.People
		p.cost += place.People * km[i][best]
	}
	for _, s := range sites {
		if n := people[s]; len(sites) > 1 && n < in.Least {
			p.ok = false
		} else {
			p.cost += Detour * ((n + in.Group - 1) / in.Group)
		}
	}
	return p
}

// sites chooses the towns.
func (in *Input) sites() plan {
	var people int64
	for _, p := range in.Places {
		people += p.People
	}
	if people == 0 {
		return plan{}
	}
	km := make([][]int64, len(in.Places))
	for i := range km {
		km[i] = make([]int64, len(in.Places))
		for k := range km[i] {
			km[i][k] = in.reach(in.Places[i].ID, in.Places[k].ID)
		}
	}
	best := in.weigh([]int{0}, km)
	for s := range in.Places {
		best = in.better(best, in.weigh([]int{s}, km))
	}
	for range in.Places { // each round makes it cheaper
		next := best
		for s := range in.Places {
			if slices.Contains(best.sites, s) {
				continue
			}
			next = in.better(next, in.weigh(with(best.sites, s), km))
			for i := range best.sites { // or instead of one
				next = in.better(next, in.weigh(with(slices.Delete(slices.Clone(best.sites), i, i+1), s), km))
			}
		}
		for i := range best.sites { // or without one
			if len(best.sites) > 1 {
				next = in.better(next, in.weigh(slices.Delete(slices.Clone(best.sites), i, i+1), km))
			}
		}
		if next.cost == best.cost && slices.Equal(next.sites, best.sites) {
			break
		}
		best = next
	}
	return best
}

func with(sites []int, s int) []int {
	out := append(slices.Clone(sites), s)
	slices.Sort(out)
	return out
}

// better chooses between two: what costs less, else where more people are already, else what comes first.
func (in *Input) better(a, b plan) plan {
	if !b.ok || b.cost > a.cost {
		return a
	}
	if b.cost < a.cost || in.home(b) > in.home(a) {
		return b
	}
	return a
}

// home is how many need not travel.
func (in *Input) home(p plan) (n int64) {
	for _, s := range p.sites {
		n += in.Places[s].People
	}
	return n
}

// split shares the people of each town among occasions: as many at each, and of each place some at each, so that no
// workplace is emptied in one day and groups are mixed.
func (in *Input) split(p plan) (out []Proposal) {
	for _, s := range p.sites {
		var people int64
		for i, place := range in.Places {
			if p.goes[i] == s {
				people += place.People
			}
		}
		if people == 0 {
			continue
		}
		all := make([]Proposal, (people+in.Group-1)/in.Group)
		for i := range all {
			all[i] = Proposal{Town: in.Places[s].ID}
		}
		next := 0
		for i, place := range in.Places {
			if p.goes[i] != s || place.People == 0 {
				continue
			}
			shares := make([]int64, len(all))
			for range place.People {
				shares[next%len(all)]++
				next++
			}
			km, known := in.Km(place.ID, in.Places[s].ID)
			for k, n := range shares {
				if n > 0 {
					all[k].From = append(all[k].From, Share{Place: place.ID, People: n, Km: km, Known: known})
				}
			}
		}
		for i := range all {
			all[i].sum(in)
		}
		out = append(out, all...)
	}
	slices.SortStableFunc(out, func(a, b Proposal) int { return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Town, b.Town)) })
	return out[:min(len(out), Most)]
}

// sum fills in what follows from who comes.
func (p *Proposal) sum(in *Input) {
	var km, known int64
	for _, s := range p.From {
		p.People += s.People
		if s.Known {
			km, known, p.Far = km+s.People*int64(s.Km), known+s.People, max(p.Far, s.Km)
		}
	}
	if known > 0 {
		p.Km = int((km + known/2) / known)
	}
	p.Few = p.People < in.Least
	p.Seats = max(p.People, in.Least)
	slices.SortStableFunc(p.From, func(a, b Share) int { return cmp.Compare(b.People, a.People) })
}
