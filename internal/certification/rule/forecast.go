package rule

import (
	"fmt"
	"slices"
	"strings"
)

// Coming is people who are to begin at the unit: a number, nobody.
type Coming struct {
	Day        string
	Number     int
	Occupation string
	Form       string
	Trained    bool // they meet everything when they come
}

// Plan is what somebody supposes will happen.
type Plan struct {
	Coming  []Coming
	Leaving map[string]string   // person → the first day that the person is gone
	Done    map[string]string   // person → the day when the person meets everything that is missing then
	Shown   map[string][]string // person → keys of requirements that Done is about; none: all
	Led     *Span               // a leader to be appointed
}

// mostComing bounds the people of a plan.
const mostComing = 200

// Suppose gives what is given with a plan added to it.
func Suppose(in Input, p Plan) Input {
	people := make([]Person, 0, len(in.People)+4)
	for _, who := range in.People {
		if day := p.Leaving[who.ID]; day != "" {
			who.Stints = leaves(who.Stints, day)
		}
		if day := p.Done[who.ID]; day != "" {
			who.Facts = append(slices.Clip(who.Facts), shownAll(&in, day, p.Shown[who.ID])...)
		}
		people = append(people, who)
	}
	n := 0
	for _, c := range p.Coming {
		for range c.Number {
			if n++; n > mostComing {
				break
			}
			// The id sorts after every person's, and names nobody.
			who := Person{ID: fmt.Sprintf("~%03d", n), Stints: []Stint{{Span: Span{c.Day, noEnd}, Arrived: c.Day, Occupation: c.Occupation, Form: c.Form}}}
			if c.Trained {
				who.Facts = shownAll(&in, c.Day, nil)
			}
			people = append(people, who)
		}
	}
	in.People = people
	if p.Led != nil {
		in.Leaders = append(slices.Clip(in.Leaders), *p.Led)
	}
	return in
}

// Supposed tells whether a person is one of a plan's.
func Supposed(id string) bool { return strings.HasPrefix(id, "~") }

func leaves(all []Stint, day string) []Stint {
	var out []Stint
	for _, s := range all {
		if s.From < day {
			s.Until = min(s.Until, day)
			out = append(out, s)
		}
	}
	return out
}

// shownAll gives facts that show what the scheme asks for from a day on, by its first way.
func shownAll(in *Input, day string, keys []string) (out []Fact) {
	kinds := map[string]FactKind{ByCourse: Completed, ByTest: Passed, BySkill: Signed, ByTask: Assessed, ByMeetings: Attended}
	scheme := in.schemeOn(day)
	if scheme == nil {
		return nil
	}
	for _, r := range scheme.Requirements {
		if len(r.OneOf) == 0 || len(keys) > 0 && !slices.Contains(keys, r.Key) {
			continue
		}
		e := r.OneOf[0]
		f := Fact{Kind: kinds[e.Kind], Ref: e.Ref, Day: day, Span: Span{day, noEnd}}
		if e.Kind == ByTask {
			f.Ref = r.Key
		}
		for range max(1, e.Count) {
			out = append(out, f)
		}
	}
	return out
}

// schemeOn is the scheme as it is on a day; nil before its first version.
func (in *Input) schemeOn(day string) (s *Scheme) {
	for i := range in.Versions {
		if in.Versions[i].From <= day {
			s = &in.Versions[i].Scheme
		}
	}
	return s
}

// Point is how a unit stands from a day on.
type Point struct {
	Day          string
	State        State
	Counted, Met int
	Waiting      int
	ValidUntil   string
	Lacks        []Reason
}

// Forecast gives how a unit stands from a day through another, whenever something of it changes: the same rule, with
// what is known today of days to come.
func Forecast(in Input, from, through string) (out []Point) {
	at := func(m *machine) Point {
		o := m.outcome(m.day)
		return Point{m.day, o.State, o.Counted, o.Met, o.Waiting, o.ValidUntil, o.Lacks}
	}
	var before *Point
	walk(&in, through, func(m *machine) {
		p := at(m)
		if p.Day <= from {
			p.Day = from
			before = &p
			return
		}
		if before != nil {
			out, before = append(out, *before), nil
		}
		if last := len(out) - 1; last < 0 || !out[last].same(p) {
			out = append(out, p)
		}
	})
	if before != nil {
		out = append(out, *before)
	}
	return out
}

func (p Point) same(o Point) bool {
	return p.State == o.State && p.Counted == o.Counted && p.Met == o.Met && p.Waiting == o.Waiting && p.ValidUntil == o.ValidUntil && len(p.Lacks) == len(o.Lacks)
}

// Need is what a unit needs to be certified on a day.
type Need struct {
	Outcome
	Missing []Verdict // who counts that day and does not meet it
	More    int       // how many of them must at least
}

// Needed gives what is missing to be certified on a day, by what is known today.
func Needed(in Input, on string) Need {
	n := Need{Outcome: At(in, on)}
	sum, have := 0, 0
	var weights []int
	for _, v := range n.People {
		if !v.Counted {
			continue
		}
		sum += v.Weight
		if v.Met {
			have += v.Weight
			continue
		}
		if v.New && n.Scheme.GraceFirst {
			sum -= v.Weight
			continue
		}
		n.Missing, weights = append(n.Missing, v), append(weights, v.Weight)
	}
	slices.Sort(weights)
	for i := len(weights) - 1; i >= 0 && have*100 < min(n.Share, 100)*sum; i-- {
		have, n.More = have+weights[i], n.More+1
	}
	return n
}
