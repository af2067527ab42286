package rule

import (
	"cmp"
	"slices"
	"strconv"
)

// Verdict is how a person stands to a unit's scheme on a day.
type Verdict struct {
	PersonID string
	Counted  bool
	Met      bool
	New      bool     // waited for: came lately
	Until    string   // the first day when the person is no longer waited for; "" when nobody waits
	Lacks    []string // keys of the requirements that are not met
	Reasons  []Reason
	Weight   int
	Serving  bool

	first string // the first day when the person counted
}

// Waited tells whether the person does not meet the scheme and does not break the certification yet.
func (v Verdict) Waited() bool { return v.Counted && !v.Met && v.Until != "" }

// judge judges people on a day. It notes which coming days time alone may change something on.
type judge struct {
	in     *Input
	scheme *Scheme
	on     string
	since  string // what happened before does not count; "" = everything does
	round  string // when the round began whose evidence it is
	next   string // the next day on which time alone may change something
}

// due notes a coming day.
func (j *judge) due(day string) {
	if day > j.on && (j.next == "" || day < j.next) {
		j.next = day
	}
}

// away tells when the leave ends that leaves somebody out on a day; "" when none does.
func (j *judge) away(p *Person, on string) string {
	end := ""
	for _, l := range p.Leaves {
		if l.holds(on) && daysFrom(l) > j.scheme.LongLeave {
			end = max(end, l.Until)
		}
	}
	return end
}

// counts tells from which day a stint counts, with its weight; if it does not, why.
func (j *judge) counts(p *Person, s *Stint) (weight int, from string, out Reason) {
	weight, named := j.scheme.Weights[s.Occupation]
	if !named {
		weight = 1
	}
	switch {
	case s.Dormant:
		return 0, "", Reason{Key: OutDormant}
	case s.Serving && !j.scheme.Serving:
		return 0, "", Reason{Key: OutServing}
	case s.Form == "hourly" && !j.scheme.Hourly:
		return 0, "", Reason{Key: OutHourly}
	case weight == 0:
		return 0, "", Reason{Key: OutOccupation}
	case s.Form == "hourly" && j.scheme.HourlyMonths > 0:
		return weight, max(s.Arrived, j.worked(p, s)), Reason{}
	}
	return weight, s.Arrived, Reason{}
}

// back follows the stints that touch, from a day back to the first one: those that begin tells a day for.
func (j *judge) back(p *Person, day string, begin func(*Stint) (string, bool)) string {
	for again := len(p.Stints) > 1; again; {
		again = false
		for i := range p.Stints {
			s := &p.Stints[i]
			if s.From > j.on || s.Until < day {
				continue
			}
			if from, ok := begin(s); ok && from < day {
				day, again = from, true
			}
		}
	}
	return day
}

// worked is the day on which somebody has worked for the months that the scheme asks of hourly staff, at the unit without a
// break: days when there was no work but a dormant employment are not among them.
func (j *judge) worked(p *Person, s *Stint) string {
	came := j.back(p, s.Arrived, func(o *Stint) (string, bool) { return o.Arrived, true })
	var work []Span
	for i := range p.Stints {
		if o := &p.Stints[i]; !o.Dormant && o.From <= j.on && o.Until >= came {
			work = append(work, Span{o.Arrived, o.Until})
		}
	}
	work = Join(work)
	day := addMonths(work[0].From, j.scheme.HourlyMonths)
	for i := 1; i < len(work) && work[i-1].Until < day; i++ {
		day = addDays(day, daysFrom(Span{work[i-1].Until, work[i].From}))
	}
	return day
}

// first is the first day of the time without a break in which somebody has counted, who counts from a day on. Being away does
// not break it; who came and was away at once counts from the day of being back.
func (j *judge) first(p *Person, from string) string {
	first := j.back(p, from, func(s *Stint) (string, bool) {
		_, from, why := j.counts(p, s)
		return from, why.Key == ""
	})
	for range len(p.Leaves) {
		end := j.away(p, first)
		if end == "" {
			break
		}
		first = end
	}
	return first
}

// today tells whether a stint counts today, with its weight and the first day; if not, why.
func (j *judge) today(p *Person, s *Stint) (weight int, first string, out Reason) {
	weight, from, out := j.counts(p, s)
	switch {
	case out.Key != "":
		return 0, "", out
	case from > j.on:
		j.due(from)
		return 0, "", Reason{OutMonths, map[string]string{"day": from}}
	case j.away(p, j.on) != "":
		return 0, "", Reason{Key: OutAway}
	}
	return weight, j.first(p, from), Reason{}
}

// person judges one; ok tells whether the person is at the unit at all.
func (j *judge) person(p *Person) (v Verdict, ok bool) {
	v = Verdict{PersonID: p.ID, Serving: true}
	var out []Reason
	for i := range p.Stints {
		s := &p.Stints[i]
		if !s.holds(j.on) {
			continue
		}
		ok = true
		v.Serving = v.Serving && s.Serving
		weight, first, why := j.today(p, s)
		if why.Key != "" {
			out = append(out, why)
			continue
		}
		if !v.Counted || first < v.first {
			v.first = first
		}
		v.Counted, v.Weight = true, max(v.Weight, weight)
	}
	if !ok {
		return v, false
	}
	if v.Lacks, v.Reasons = j.lacks(p); !v.Counted {
		v.Reasons = out[:1]
	}
	v.Met = len(v.Lacks) == 0
	if v.Counted && !v.Met {
		if until := addDays(v.first, j.scheme.Grace); until > j.on {
			v.New, v.Until = true, until
			v.Reasons = append(v.Reasons, Reason{WaitNew, map[string]string{"day": until}})
			j.due(until)
		}
	}
	return v, true
}

// lacks gives what a person does not show, and why.
func (j *judge) lacks(p *Person) (keys []string, reasons []Reason) {
	for i := range j.scheme.Requirements {
		r := &j.scheme.Requirements[i]
		best := Reason{}
		met := slices.ContainsFunc(r.OneOf, func(e Evidence) bool {
			ok, why := j.shows(p, r, e)
			if rank(why.Key) > rank(best.Key) {
				best = why
			}
			return ok
		})
		if met {
			continue
		}
		if best.Args == nil {
			best.Args = map[string]string{}
		}
		best.Key = cmp.Or(best.Key, LackMissing)
		best.Args["requirement"], best.Args["title"] = r.Key, r.Title
		keys, reasons = append(keys, r.Key), append(reasons, best)
	}
	return keys, reasons
}

// told is the order of reasons: what says more stands later.
var told = []string{"", LackMissing, LackMeetings, LackUnshared, LackExpired, LackRound, LackVersion, LackRevoked, LackTask}

func rank(key string) int { return slices.Index(told, key) }

// shows tells whether one way is shown, and if not why.
func (j *judge) shows(p *Person, r *Requirement, e Evidence) (bool, Reason) {
	if e.Kind == ByMeetings {
		return j.meetings(p, e)
	}
	why := Reason{Key: LackMissing}
	for i := range p.Facts {
		f := &p.Facts[i]
		if f.From > j.on || !fits(f, r, e) {
			continue
		}
		lack := j.stands(f, e)
		if lack == "" {
			return true, Reason{}
		}
		if rank(lack) >= rank(why.Key) {
			why = Reason{lack, map[string]string{"day": f.Day}}
			if f.Until <= j.on {
				why.Args["day"] = f.Until
			}
		}
	}
	return false, why
}

// fits tells whether a fact is about the evidence.
func fits(f *Fact, r *Requirement, e Evidence) bool {
	switch e.Kind {
	case ByCourse:
		return f.Kind == Completed && f.Ref == e.Ref
	case ByTest:
		return f.Kind == Passed && f.Ref == e.Ref
	case BySkill:
		return f.Kind == Signed && f.Ref == e.Ref
	case ByTask:
		return (f.Kind == Assessed || f.Kind == Failed) && f.Ref == r.Key
	}
	return false
}

// stands tells why a fact that is about it does not show it today; "" when it does.
func (j *judge) stands(f *Fact, e Evidence) string {
	switch {
	case f.Until <= j.on:
		switch f.Why {
		case WhyRevoked:
			return LackRevoked
		case WhyUnshared:
			return LackUnshared
		}
		return LackExpired
	case f.Kind == Failed:
		return LackTask
	case f.Day < j.since:
		return LackRound
	case f.Version > 0 && f.Version < j.newest(e.Ref):
		return LackVersion
	}
	return ""
}

// newest is the lowest version of a course that counts: the one that people got when the round began, or since, should it
// have been turned back to an earlier one; or the one that they get on the day.
func (j *judge) newest(course string) (version int64) {
	from := j.on
	switch j.scheme.Versions {
	case RoundVersion:
		from = j.round
	case NewestAlways:
	default:
		return 0
	}
	for _, r := range j.in.Courses[course] {
		switch {
		case r.From > j.on:
			return version
		case r.From <= from:
			version = r.Version
		default:
			version = min(version, r.Version)
		}
	}
	return version
}

// meetings counts those that somebody was at.
func (j *judge) meetings(p *Person, e Evidence) (bool, Reason) {
	n := 0
	for i := range p.Facts {
		f := &p.Facts[i]
		if f.Kind == Attended && (e.Ref == "" || f.Ref == e.Ref) && f.holds(j.on) && f.Day >= j.since {
			n++
		}
	}
	if n >= e.Count {
		return true, Reason{}
	}
	return false, Reason{LackMeetings, map[string]string{"n": strconv.Itoa(n), "of": strconv.Itoa(e.Count)}}
}
