// Package hide decides, purely, which figures of a gap may be shown to whoever may not see names, so that
// no figure points at fewer than Few people (rule 25).
//
// A cell is the smallest there is: the positions of one requirement at one unit, or of one occupation and
// area in a municipality. A cell may be told by itself when at least Few hold what is asked for and at
// least Few lack it; where all stand alike, from Many on. Cells that may not are pooled with what lies
// nearest until the pool may be told. A pool that never may is told nowhere, in no total.
//
// That is why nothing hidden can be worked out, whatever tables are made of it: every figure in every
// table, for any place, filter or day, is a sum of whole pools, pools have no cell in common, and each of
// their figures is 0 or of at least Few people. There is no total that pools do not make up, so that nothing
// can be had by subtraction; and whoever is left when a filter is taken from the whole is whole pools too.
// Nothing is rounded.
//
// Between two days a pool's figures are replaced only when every one of them is the same or has changed by
// at least Few people: until then the earlier ones stand, with their day. What was pooled stays pooled for
// Hold days; pools are then made anew where that shows no smaller change either.
//
// What it does not promise stands in docs/decisions.md.
package hide

import (
	"time"

	"yrkesresan/internal/gap/count"
)

const (
	// Few is the number of people from which on a figure is told.
	Few = 5
	// Many is the number of people from which on it is told that all of them hold something, or none.
	Many = 20
	// Hold is how many days pools stay as they are.
	Hold = 365
)

// Cell is the figures of one requirement for those who are told apart by Key.
type Cell struct {
	Key  string // the same from day to day: a unit's id, or OCCUPATION/AREA
	Path string // where it stands, outermost first, by "/": what shares most of it is pooled first
	count.Column
	Extra int64 // how many of the positions are of people who have several: those may be fewer than their positions
}

// Group is cells that are told together.
type Group struct {
	Keys     []string `json:"keys"` // in order
	Required int64    `json:"required"`
	Held     int64    `json:"held"`    // 0 when Split is false
	Develop  int64    `json:"develop"` // 0 when Parts is false
	Recruit  int64    `json:"recruit"` // 0 when Parts is false
	Split    bool     `json:"split"`   // Held is told
	Parts    bool     `json:"parts"`   // Develop and Recruit are told
	Extra    int64    `json:"extra,omitempty"`
	AsOf     string   `json:"as_of"` // the day of the figures
}

// Gap is how many lack it, when Split.
func (g Group) Gap() int64 { return g.Required - g.Held }

// Told is what may be told of one requirement.
type Told struct {
	Groups []Group `json:"groups"` // in the order of their first keys; no key is in two
	Since  string  `json:"since"`  // when the pools were made
	Partly bool    `json:"partly"` // some are told nowhere: they are too few
}

// Sum is told figures added up.
type Sum struct {
	Groups   int   // that are in it; 0: nothing may be told
	Required int64 // positions
	Of       int64 // of them those of whom it is told how many hold it
	Held     int64 // of Of
	GapOf    int64 // of Of − Held those of whom it is told how
	Develop  int64 // of GapOf
	Recruit  int64 // of GapOf
	Partly   bool  // a group is in part inside: it is not counted here
	Oldest   string
	Newest   string
}

// Gap is how many lack it, of Of.
func (s Sum) Gap() int64 { return s.Of - s.Held }

// Add adds another sum: of another municipality, or of another requirement.
func (s *Sum) Add(o Sum) {
	s.Groups, s.Required, s.Of, s.Held = s.Groups+o.Groups, s.Required+o.Required, s.Of+o.Of, s.Held+o.Held
	s.GapOf, s.Develop, s.Recruit, s.Partly = s.GapOf+o.GapOf, s.Develop+o.Develop, s.Recruit+o.Recruit, s.Partly || o.Partly
	if s.Oldest == "" || o.Oldest != "" && o.Oldest < s.Oldest {
		s.Oldest = o.Oldest
	}
	s.Newest = max(s.Newest, o.Newest)
}

// Sum adds up the groups whose every key is asked for: of a place, or of a filter. nil asks for all.
func (t Told) Sum(in func(key string) bool) Sum {
	s := Sum{Partly: t.Partly && in == nil}
	for _, g := range t.Groups {
		inside := len(g.Keys)
		if in != nil {
			inside = 0
			for _, k := range g.Keys {
				if in(k) {
					inside++
				}
			}
		}
		switch {
		case inside < len(g.Keys):
			s.Partly = s.Partly || inside > 0
		default:
			s.Add(g.sum())
		}
	}
	return s
}

func (g Group) sum() Sum {
	s := Sum{Groups: 1, Required: g.Required, Oldest: g.AsOf, Newest: g.AsOf}
	if g.Split {
		s.Of, s.Held = g.Required, g.Held
	}
	if g.Parts {
		s.GapOf, s.Develop, s.Recruit = g.Gap(), g.Develop, g.Recruit
	}
	return s
}

// daysBetween is how many days it is from one day to another.
func daysBetween(from, to string) int {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, to)
	return int(b.Sub(a).Hours() / 24)
}
