// Package position tells, purely, how one employment stands to what its unit asks for: one position for
// each requirement (R196; rules 22 and 23).
package position

import (
	"cmp"
	"slices"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/profile/layer"
)

// Work is an employment as the rules read it.
type Work struct {
	Occupation, Area string
	Level            layer.RoleLevel
}

// Ask is one demand on one requirement, as it holds at a place.
type Ask struct {
	layer.Asked
	Entry  frame.Entry
	Rank   int              // of the level to reach, from 1
	Counts []frame.Evidence // what counts as evidence
	Months int              // how long, when the evidence itself says nothing; 0 for ever
}

// key is the name under which the demand is counted.
func (a Ask) key() string {
	if a.Measure == layer.Each || a.Measure == "" {
		return a.Entry.Key
	}
	return a.ID + "@" + a.Entry.Key
}

func (a Ask) need() count.Need {
	return count.Need{Key: a.key(), Requirement: a.Entry.Key, Measure: cmp.Or(a.Measure, layer.Each), Percent: a.Percent, Count: a.Count, At: a.At}
}

// Learnable tells whether whoever lacks it can be developed to hold it: there is evidence that counts
// besides a licence, which nobody gives but the authority.
func (a Ask) Learnable() bool {
	return len(a.Counts) == 0 || slices.ContainsFunc(a.Counts, func(e frame.Evidence) bool { return e.By != frame.ByLicence })
}

// Place is what a place asks for, ready to be asked about many employments. It is used by one goroutine.
type Place struct {
	asks   []Ask               // what holds
	coming []Ask               // what is announced
	like   map[Work][]Position // what is asked of work of one sort, before anybody is looked at
}

// NewPlace makes one of what is asked, in the order in which it was decided. What no framework that holds
// has any longer is left out; what a later version has mapped is asked for there.
func NewPlace(asked []layer.Asked, book *frame.Book) *Place {
	p := &Place{like: map[Work][]Position{}}
	for _, a := range asked {
		for _, key := range book.Now(a.Requirement) {
			e, ok := book.Find(key)
			if !ok {
				continue
			}
			ask := newAsk(a, e)
			if a.Announced {
				p.coming = append(p.coming, ask)
			} else {
				p.asks = append(p.asks, ask)
			}
		}
	}
	return p
}

func newAsk(a layer.Asked, e frame.Entry) Ask {
	rank := e.Frame.Rank(a.Target)
	if rank == 0 { // a level that the scheme no longer has: the highest
		rank = e.Frame.Rank("")
	}
	ask := Ask{Asked: a, Entry: e, Rank: rank, Counts: e.Evidence, Months: cmp.Or(a.Months, e.Months)}
	if len(a.Evidence) > 0 {
		ask.Counts = nil
		for _, by := range a.Evidence {
			ask.Counts = append(ask.Counts, by.Evidence())
		}
	}
	if len(ask.Counts) == 0 && !e.Formal { // nobody has said what counts: what a manager sees
		ask.Counts = []frame.Evidence{{By: frame.ByAssessment, Ref: string(held.Manager)}}
	}
	ask.Counts = slices.DeleteFunc(slices.Clone(ask.Counts), func(ev frame.Evidence) bool { return e.Formal && !ev.By.Formal() })
	return ask
}

// Position is how an employment stands to one requirement.
type Position struct {
	count.Need
	Entry   frame.Entry
	Rank    int   // of the level to reach
	Asks    []Ask // everybody who asks; the first is the one that counts
	Mark    count.Mark
	Holding held.Holding
}

// Weight is the heaviest that anybody gives it; "" when nobody says.
func (p Position) Weight() layer.Weight {
	out := layer.Weight("")
	all := layer.Weights()
	for _, a := range p.Asks {
		if at := slices.Index(all, a.Weight); at >= 0 && (out == "" || at < slices.Index(all, out)) {
			out = a.Weight
		}
	}
	return out
}

// Of gives the positions of an employment on a day, in the order in which they were asked for. Of several
// demands on each person that ask for the same, the one with the highest target counts, of two alike the
// one decided last. now tells where evidence counts today (frame.Book.Now).
func (p *Place) Of(w Work, has held.Person, now func(key string) []string, on string) []Position {
	like, known := p.like[w]
	if !known {
		like = gather(p.asks, w)
		p.like[w] = like
	}
	out := slices.Clone(like)
	for i := range out {
		out[i].settle(w, has, now, on)
	}
	return out
}

// Coming gives what is announced for an employment: how it stands today to what will be asked.
func (p *Place) Coming(w Work, has held.Person, now func(key string) []string, on string) []Position {
	out := slices.DeleteFunc(gather(p.coming, w), func(q Position) bool { return !q.Asks[0].Who.Matches(w.Occupation, w.Area, w.Level) })
	for i := range out {
		out[i].settle(w, has, now, on)
	}
	return out
}

func gather(asks []Ask, w Work) []Position {
	var out []Position
	at := map[string]int{}
	for _, a := range asks {
		if !a.Who.Matches(w.Occupation, w.Area, w.Level) && !(a.Measure == layer.Count && a.Who.Concerns(w.Area)) {
			continue
		}
		key := a.key()
		i, have := at[key]
		if !have {
			at[key] = len(out)
			out = append(out, Position{Need: a.need(), Entry: a.Entry, Rank: a.Rank, Asks: []Ask{a}})
			continue
		}
		q := &out[i]
		if a.Rank >= q.Rank {
			q.Rank, q.Asks = a.Rank, append([]Ask{a}, q.Asks...)
		} else {
			q.Asks = append(q.Asks, a)
		}
	}
	return out
}

func (q *Position) settle(w Work, has held.Person, now func(string) []string, on string) {
	a := q.Asks[0]
	if !a.Who.Matches(w.Occupation, w.Area, w.Level) {
		q.Mark = count.Out
		return
	}
	q.Holding = held.Of(q.Entry, a.Counts, a.Months, has, now, on)
	switch {
	case q.Holding.Rank >= q.Rank:
		q.Mark = count.Has
	case a.Learnable():
		q.Mark = count.Learn
	default:
		q.Mark = count.Hire
	}
}

// Formal tells whether anything formal is asked of each person.
func (p *Place) Formal() bool {
	return slices.ContainsFunc(p.asks, func(a Ask) bool { return a.Entry.Formal && a.need().Measure == layer.Each })
}
