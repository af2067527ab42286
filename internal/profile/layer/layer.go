// Package layer resolves, purely, what competence a place asks for: each node of the tree adds, changes
// or drops requirements for what stands under it, as journeys' layers do (rules 1, 8, 22 and 23).
package layer

import (
	"slices"

	"yrkesresan/internal/framework/frame"
)

// Measure is how many are to hold a requirement.
type Measure string

// The measures (rule 23).
const (
	Each  Measure = "each"  // every person it is for
	Share Measure = "share" // at least a share of them, per unit
	Count Measure = "count" // at least so many at each node of a named level
)

// Measures names every measure.
func Measures() []Measure { return []Measure{Each, Share, Count} }

// Weight is how much it matters.
type Weight string

// The weights, heaviest first.
const (
	Critical  Weight = "critical"
	Important Weight = "important"
	Useful    Weight = "useful"
)

// Weights names every weight.
func Weights() []Weight { return []Weight{Critical, Important, Useful} }

// RoleLevel is how far a role goes (R202). It is the role's, given to an employment by its manager.
type RoleLevel string

// The levels of roles, lowest first. Who has been given none is at Base.
const (
	Base     RoleLevel = "base"
	Advanced RoleLevel = "advanced"
	Expert   RoleLevel = "expert"
)

// RoleLevels names every level, lowest first.
func RoleLevels() []RoleLevel { return []RoleLevel{Base, Advanced, Expert} }

// Reaches tells whether somebody at a level has what is asked from another on.
func (l RoleLevel) Reaches(from RoleLevel) bool {
	all := RoleLevels()
	return max(slices.Index(all, l), 0) >= max(slices.Index(all, from), 0)
}

// Who is whom a requirement is for; what is empty is everybody.
type Who struct {
	Occupations []string  `json:"occupations,omitempty"`
	Areas       []string  `json:"areas,omitempty"` // service areas
	Level       RoleLevel `json:"level,omitempty"` // from this level of the role on
}

// Matches tells whether it is for an employment.
func (w Who) Matches(occupation, area string, level RoleLevel) bool {
	return in(w.Occupations, occupation) && in(w.Areas, area) && level.Reaches(w.Level)
}

// Concerns tells whether it is for a place where somebody works in an area, whatever the occupation.
func (w Who) Concerns(area string) bool { return in(w.Areas, area) }

func in(all []string, one string) bool { return len(all) == 0 || slices.Contains(all, one) }

// Demand is one requirement of a profile. ID is made where it is first added; a lower layer changes or
// drops it by that id. Dates are YYYY-MM-DD; Until is the first day it no longer holds.
type Demand struct {
	ID          string  `json:"id"`
	Requirement string  `json:"requirement"` // frame.Key
	Who         Who     `json:"who"`
	Target      string  `json:"target,omitempty"` // key of the level to reach; "" the highest
	Measure     Measure `json:"measure"`
	Percent     int     `json:"percent,omitempty"` // Share: 1–100
	Count       int     `json:"count,omitempty"`   // Count: at least so many
	At          string  `json:"at,omitempty"`      // Count: unit, team, municipality (any employer), operation, or operation:WORD
	Weight      Weight  `json:"weight,omitempty"`
	From        string  `json:"from,omitempty"` // "": from the layer's day. A coming day announces and fails nobody
	Until       string  `json:"until,omitempty"`
	Evidence    []By    `json:"evidence,omitempty"` // what counts; none: as the framework says
	Months      int     `json:"months,omitempty"`   // how long what is held counts; 0: as the framework says
	Note        string  `json:"note,omitempty"`     // why
}

// By is evidence that counts, as frame.Evidence; a type of its own so that profiles are kept by themselves.
type By struct {
	By          string  `json:"by"`
	Ref         string  `json:"ref,omitempty"`
	Level       string  `json:"level,omitempty"`
	Orientation string  `json:"orientation,omitempty"`
	Credits     float64 `json:"credits,omitempty"`
	Months      int     `json:"months,omitempty"`
}

// Evidence is it as frameworks say it.
func (b By) Evidence() frame.Evidence {
	return frame.Evidence{By: frame.By(b.By), Ref: b.Ref, Level: b.Level, Orientation: b.Orientation, Credits: b.Credits, Months: b.Months}
}

// ByOf is evidence of a framework as profiles say it.
func ByOf(e frame.Evidence) By {
	return By{By: string(e.By), Ref: e.Ref, Level: e.Level, Orientation: e.Orientation, Credits: e.Credits, Months: e.Months}
}

// Op is one decision of a layer.
type Op struct {
	Drop   bool   `json:"drop,omitempty"` // the demand of that id is not asked for here
	Demand Demand `json:"demand"`         // set: added or changed; of a drop only ID and Note
}

// Layer is what one node has decided, from one day until another.
type Layer struct {
	NodeID, NodeName, NodeKind string
	Since                      string
	Until                      string // the first day it no longer holds; "" for none
	Ops                        []Op
}

// Asked is a demand as it holds at a place, and who decided it.
type Asked struct {
	Demand
	NodeID, NodeName, NodeKind string
	Since                      string // from when it holds
	Announced                  bool   // it holds from a coming day: shown, counted nowhere
	Ends                       string // the coming day from which, as far as is decided, it is not asked for or otherwise; "" none
}
