// Package rule is how whole units are certified (R181–R186, rules 4, 37 and 39): what a scheme asks for, who counts,
// who meets it, and in which state a unit is on a day. Values in, values out: the same facts give the same answer.
package rule

import (
	"slices"
	"strings"
)

// State is how a unit stands to a scheme on a day.
type State string

// The states. Renewal and pending are certified too: within the time to renew, or with people who are waited for.
const (
	Preparing State = "preparing"
	Certified State = "certified"
	Pending   State = "pending"
	Renewal   State = "renewal"
	Lapsed    State = "lapsed"
	Revoked   State = "revoked"
)

// States names every state, in the order of the docs.
func States() []State { return []State{Preparing, Certified, Pending, Renewal, Lapsed, Revoked} }

// Holds tells whether a unit in the state is certified.
func (s State) Holds() bool { return s == Certified || s == Pending || s == Renewal }

// The steps of a programme, in their order (rule 39, R185). Certification is the rule's own: nobody notes it.
const (
	Visit         = "visit"
	Handbook      = "handbook"
	Web           = "web"
	SelfStudy     = "self_study"
	Seminars      = "seminars"
	Test          = "test"
	Certification = "certification"
	Support       = "support"
)

// Steps names the eight steps in their order.
func Steps() []string {
	return []string{Visit, Handbook, Web, SelfStudy, Seminars, Test, Certification, Support}
}

// The kinds of evidence.
const (
	ByCourse   = "course"   // a course completed, or credited by somebody else than the person
	ByTest     = "test"     // the test of a course passed
	ByTask     = "task"     // an individual task, assessed with a comment (R186)
	BySkill    = "skill"    // a practical skill signed off
	ByMeetings = "meetings" // so many reflection meetings or seminars that the person was at
)

// Kinds names every kind of evidence.
func Kinds() []string { return []string{ByCourse, ByTest, ByTask, BySkill, ByMeetings} }

// Who certifies.
const (
	ByRule         = "rule"         // by itself on the day when all is met
	ByLeader       = "programme"    // the leader of the unit's programme, utbildningsledare
	ByMunicipality = "municipality" // the municipality or employer
	ByRSS          = "rss"          // the leader of programmes at the RSS
)

// Certifiers names who may certify.
func Certifiers() []string { return []string{ByRule, ByLeader, ByMunicipality, ByRSS} }

// Which version of a course counts.
const (
	AnyVersion   = "any"
	RoundVersion = "round"  // the one that people got when the unit's round began, or a newer one
	NewestAlways = "always" // the newest, every day
)

// Evidence is one way to show that a requirement is met.
type Evidence struct {
	Kind  string `json:"kind" yaml:"kind"`
	Ref   string `json:"ref,omitempty" yaml:"ref,omitempty"`     // a course, a skill; of meetings a guide or "" for any; of a task nothing
	Count int    `json:"count,omitempty" yaml:"count,omitempty"` // of meetings: how many
}

// Requirement is something that each person shows, in one of several ways.
type Requirement struct {
	Key   string     `json:"key" yaml:"key"`
	Title string     `json:"title" yaml:"title"`
	OneOf []Evidence `json:"one_of" yaml:"one_of"`
}

// Scheme is what a unit must fulfil to be certified and to stay so.
type Scheme struct {
	Title        string        `json:"title" yaml:"title"`
	About        string        `json:"about,omitempty" yaml:"about,omitempty"`
	Requirements []Requirement `json:"requirements" yaml:"requirements"`
	Versions     string        `json:"versions" yaml:"versions"`
	// Share is how many percent of those who count must meet everything; 100 is each of them.
	Share int `json:"share" yaml:"share"`
	// Weights let an occupation count for more, or with 0 not at all. Who is not named weighs 1.
	Weights map[string]int `json:"weights,omitempty" yaml:"weights,omitempty"`
	// Hourly staff count, from so many months at the unit. Dormant staff never do.
	Hourly       bool `json:"hourly" yaml:"hourly"`
	HourlyMonths int  `json:"hourly_months,omitempty" yaml:"hourly_months,omitempty"`
	// Serving: those who serve the unit from elsewhere count (rule 4).
	Serving bool `json:"serving" yaml:"serving"`
	// LongLeave is how many days somebody may be away and still count; longer than that is left out while it lasts.
	LongLeave int `json:"long_leave" yaml:"long_leave"`
	// Grace is how many days somebody new is waited for without breaking a certification (R184); with GraceFirst the
	// first certification waits for nobody new either.
	Grace      int  `json:"grace" yaml:"grace"`
	GraceFirst bool `json:"grace_first,omitempty" yaml:"grace_first,omitempty"`
	// Repair is how many days there are to mend what has come to be missing.
	Repair int      `json:"repair" yaml:"repair"`
	Leader bool     `json:"leader" yaml:"leader"` // an appointed leader of workplace learning
	Steps  []string `json:"steps,omitempty" yaml:"steps,omitempty"`
	Months int      `json:"months" yaml:"months"` // how long a certification holds
	Window int      `json:"window" yaml:"window"` // months before its end when renewal begins
	// Anew: a renewal counts only what was done since its round began: the group takes the training again (R183).
	Anew bool   `json:"anew" yaml:"anew"`
	By   string `json:"by" yaml:"by"`
}

// Version is a scheme as it is from a day on.
type Version struct {
	Number int64
	From   string // YYYY-MM-DD
	Scheme Scheme
}

// Span is a time from a day until the first day it is over.
type Span struct{ From, Until string }

// Join gives spans as those that they make together, by day: two that overlap or touch are one.
func Join(all []Span) (out []Span) {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Span) int { return strings.Compare(a.From, b.From) })
	for _, s := range all {
		if last := len(out) - 1; last >= 0 && s.From <= out[last].Until {
			out[last].Until = max(out[last].Until, s.Until)
		} else {
			out = append(out, s)
		}
	}
	return out
}

func (s Span) holds(on string) bool { return s.From <= on && on < s.Until }

// Stint is a time at the unit in which nothing about the work changed.
type Stint struct {
	Span
	Arrived          string // since when it is so: before From where it was told of late
	Occupation, Form string
	Dormant          bool
	Serving          bool // employed elsewhere
}

// FactKind is what a fact shows.
type FactKind string

// The kinds of facts.
const (
	Completed FactKind = "completed"
	Passed    FactKind = "passed"
	Attended  FactKind = "attended" // a meeting
	Signed    FactKind = "signed"   // a skill
	Assessed  FactKind = "assessed" // a task, good enough
	Failed    FactKind = "failed"   // a task, not good enough: it fulfils nothing and explains
)

// Fact is something that a person did, as the unit's employer may see it.
type Fact struct {
	Kind    FactKind
	Ref     string // a course, a skill, a guide; of a task the requirement's key
	Version int64  // of the course; 0 where there is none
	Day     string // when it happened
	Span           // when it holds and is seen; a fact taken back holds until that day
	Why     string // why it ends: WhyExpired, WhyRevoked, WhyUnshared; "" when it does not
}

// Why a fact ends.
const (
	WhyExpired  = "expired"
	WhyRevoked  = "revoked"
	WhyUnshared = "unshared"
)

// Person is somebody who has been at the unit.
type Person struct {
	ID     string
	Stints []Stint
	Leaves []Span
	Facts  []Fact
}

// Release is the version of a course that those who begin get from a day on; they come in the order of the days. A version
// that only mends words counts as the one before it.
type Release struct {
	Version int64
	From    string
}

// What happens to a unit's programme.
const (
	Joined   = "joined"
	StepDone = "step_done"
	StepUndo = "step_undone"
	Certify  = "certified" // somebody has decided so, or the rule did and somebody's data has been erased since
	Decline  = "declined"
	Revoke   = "revoked"
	Ask      = "asked"   // begäran om ny bedömning
	Change   = "changed" // the new assessment: the decision is changed
	Uphold   = "upheld"  // the new assessment: the decision stands
	Renew    = "renewal" // a new round has begun
	Left     = "left"
	Lapse    = "lapsed"   // the rule let it lapse, as it is noted since somebody's data has been erased
	Restore  = "restored" // as Lapse: the rule restored what had lapsed
)

// Event is something that happened to a unit's programme. Events come in the order that they were noted.
type Event struct {
	Day, Kind string
	Step      string
	Rule      bool     // of Certify: the rule's own
	Cause     []Reason // of Lapse
}

// Input is everything that decides how a unit stands.
type Input struct {
	Versions []Version // by day
	Events   []Event   // by day; the first is Joined
	People   []Person  // by id
	Courses  map[string][]Release
	Leaders  []Span // when a leader of workplace learning is appointed at the unit
	// Noted is the first day on which the rule does anything by itself: of the days before it, what it did is among the
	// events, since the data that it did it by has been erased in part. "" = it has always done.
	Noted string
}

// Reason says why, as a stable key and what it is about.
type Reason struct {
	Key  string            `json:"key"`
	Args map[string]string `json:"args,omitempty"`
}

// Why somebody does not count.
const (
	OutAway       = "away"
	OutDormant    = "dormant"
	OutHourly     = "hourly"
	OutMonths     = "hourly_months" // on: from when
	OutServing    = "serving"
	OutOccupation = "occupation"
)

// Why somebody does not meet a requirement, or is waited for. Args: requirement (key), title, day, n, of.
const (
	LackMissing  = "missing"
	LackExpired  = "expired"
	LackRevoked  = "revoked"
	LackUnshared = "unshared"
	LackVersion  = "old_version"
	LackRound    = "before_round"
	LackTask     = "task_failed"
	LackMeetings = "few_meetings"
	WaitNew      = "new"    // day: the first when nobody waits any more
	WaitRepair   = "repair" // as above
)

// Why a unit does not fulfil its scheme.
const (
	UnitPeople = "people" // n of them do not meet it
	UnitShare  = "share"  // percent, of
	UnitNobody = "nobody"
	UnitLeader = "leader"
	UnitStep   = "step" // step
	UnitRevoke = "decision"
	UnitExpiry = "validity"
)
