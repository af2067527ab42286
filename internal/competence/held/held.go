// Package held tells, purely, what a person holds of a requirement on a day, why it counts and until
// when: the level of the best valid evidence (rule 22; what is formal is filled by formal evidence only).
package held

import (
	"cmp"
	"slices"
	"time"

	"yrkesresan/internal/framework/frame"
)

// Done is a course that stands as done in the learning record.
type Done struct {
	FactID, Course, Title string
	On                    string // the day
	Until                 string // the first day it no longer holds; "" for ever
}

// Merit is something formal, or a function, that a person holds from one day until another.
type Merit struct {
	ID          string
	By          frame.By // education, licence, title, validation or function
	Ref         string   // programme, occupation, title or function
	Orientation string
	Credits     float64
	From, Until string // "" since always, for ever
	Checked     bool   // somebody has seen the evidence; what is not checked does not count
}

// Assessor is who assessed.
type Assessor string

// The assessors, the one who weighs least first (R215).
const (
	Self      Assessor = "self"
	Colleague Assessor = "colleague"
	Manager   Assessor = "manager"
)

// Assessors names them, the one who weighs least first.
func Assessors() []Assessor { return []Assessor{Self, Colleague, Manager} }

// Assessed is what somebody judged a person to hold of a requirement. The latest by each assessor counts.
type Assessed struct {
	ID          string
	Requirement string // frame.Key, as it was when it was assessed
	Level       string // key of the framework's level; "" has none of it
	By          Assessor
	On          string
}

// Person is everything that may count for a person.
type Person struct {
	Done     []Done
	Merits   []Merit
	Assessed []Assessed
}

// Proof is one piece of evidence that counts, and for how long.
type Proof struct {
	frame.Evidence
	Source      string // id of the fact, merit or assessment
	Title       string // of a course
	Rank        int    // the level it gives, from 1
	From, Until string // Until "" for ever
}

// Holding is what a person holds of a requirement.
type Holding struct {
	Rank   int     // of the highest level held today; 0 none
	Proofs []Proof // valid today, the one that gives most and lasts longest first
	Faded  []Proof // what counted before
}

// Until is the first day that a rank is no longer held, by what is known today; "" never; ok is false
// when it is not held today.
func (h Holding) Until(rank int) (day string, ok bool) {
	for _, p := range h.Proofs {
		if p.Rank < rank {
			continue
		}
		if p.Until == "" {
			return "", true
		}
		day, ok = max(day, p.Until), true
	}
	return day, ok
}

// Of gives what a person holds of a requirement on a day (YYYY-MM-DD). counts is what counts as
// evidence, months how long (0 for ever), when the evidence itself says nothing.
func Of(e frame.Entry, counts []frame.Evidence, months int, p Person, now func(key string) []string, on string) Holding {
	var h Holding
	if later := func(a Assessed) bool { return a.On > on }; slices.ContainsFunc(p.Assessed, later) { // what came later changes nothing today
		p.Assessed = slices.DeleteFunc(slices.Clone(p.Assessed), later)
	}
	for _, ev := range counts {
		if e.Formal && !ev.By.Formal() {
			continue
		}
		for _, proof := range proofs(e, ev, p, now) {
			proof.Until = soonest(proof.Until, after(proof.From, cmp.Or(ev.Months, months)))
			switch {
			case proof.Rank == 0 || proof.From > on:
			case proof.Until != "" && proof.Until <= on:
				h.Faded = append(h.Faded, proof)
			default:
				h.Proofs = append(h.Proofs, proof)
				h.Rank = max(h.Rank, proof.Rank)
			}
		}
	}
	slices.SortStableFunc(h.Proofs, best)
	slices.SortStableFunc(h.Faded, best)
	return h
}

// best puts what gives most first, then what lasts longest.
func best(a, b Proof) int {
	forever := func(day string) string { return cmp.Or(day, "9999-12-31") }
	return cmp.Or(b.Rank-a.Rank, cmp.Compare(forever(b.Until), forever(a.Until)), cmp.Compare(a.Source, b.Source))
}

// proofs gives everything of a person that is evidence of the sort asked for, whenever it counts.
func proofs(e frame.Entry, ev frame.Evidence, p Person, now func(string) []string) (out []Proof) {
	rank := e.Frame.Rank(ev.Level)
	switch ev.By {
	case frame.ByCourse:
		for _, d := range p.Done {
			if d.Course == ev.Ref {
				out = append(out, Proof{ev, d.FactID, d.Title, rank, d.On, d.Until})
			}
		}
	case frame.ByAssessment:
		for i, a := range p.Assessed {
			if slices.Contains(now(a.Requirement), e.Key) && weighs(a.By, ev.Ref) && !reassessed(p.Assessed, i, now, e.Key) {
				got := 0
				if a.Level != "" {
					got = e.Frame.Rank(a.Level)
				}
				out = append(out, Proof{ev, a.ID, "", got, a.On, ""})
			}
		}
	default:
		for _, m := range p.Merits {
			if m.By == ev.By && m.Checked && (ev.Ref == "" || m.Ref == ev.Ref) && (ev.Orientation == "" || m.Orientation == ev.Orientation) && m.Credits >= ev.Credits {
				out = append(out, Proof{ev, m.ID, "", rank, m.From, m.Until})
			}
		}
	}
	return out
}

// weighs tells whether an assessor weighs at least as much as is asked for; "" asks for a manager.
func weighs(by Assessor, least string) bool {
	all := Assessors()
	return slices.Index(all, by) >= slices.Index(all, cmp.Or(Assessor(least), Manager))
}

// reassessed tells whether the same assessor has assessed the requirement again later; of two of one day
// the later in the list counts.
func reassessed(all []Assessed, i int, now func(string) []string, key string) bool {
	for k, a := range all {
		if k != i && a.By == all[i].By && slices.Contains(now(a.Requirement), key) && (a.On > all[i].On || a.On == all[i].On && k > i) {
			return true
		}
	}
	return false
}

// soonest is the earlier of two last days; "" is never.
func soonest(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// after is the day some months after another; "" for 0 months or no day.
func after(day string, months int) string {
	if months <= 0 || day == "" {
		return ""
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, months, 0).Format(time.DateOnly)
}
