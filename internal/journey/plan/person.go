package plan

// Person is what is known about one person. Pass only facts that the reader may see (rule 19).
type Person struct {
	Employments []Employment // earlier ones too: they count as experience
	Facts       []Fact
	Started     []string // courses with studies begun and not ended
	Roles       []string // functions and answers to the role questionnaire: "mas", "workplace_leader" …
	Backgrounds []string // what the person was before, for managers (R163)
	Wishes      []string // what the person asked for at the first sign-in: "digital"
	Steps       map[string]StepChoice
	Enrolled    []Enrolment
	Chosen      []string // journeys that the person and the manager have chosen although they overlap with another
}

// Employment is a person's work at one unit. Work at a unit other than the employing one (rule 4) is an Employment
// of its own.
type Employment struct {
	ID               string
	Occupation, Area string // ids
	Licensed         bool   // the occupation requires a licence
	Form             string // permanent, temporary, hourly …
	Start, End       Date   // first and last day
	Path             []string
	RSS              map[string]string // journey id → RSS node, where it is not the one in Path (rule 2)
	Known            Date              // the day anybody first knew of it here: nobody is late before
	Joined           map[string]Date   // node of Path → the day the work came under it, where that is later than Start
	Manager          bool              // leads a unit in this employment
	LacksFormal      bool              // lacks the formal level for this work, as competence says
	Leave            []Interval
}

// Interval is a leave, both days included. An empty Until means that the end is not known. A dormant employment is
// a leave too.
type Interval struct {
	From, Until Date
}

// Fact is one line of the learning record, as far as a journey needs it.
type Fact struct {
	ID         string
	Course     string // course id, or item id of an activity
	Kind       FactKind
	At         Date
	ValidUntil Date   // the last day it counts; empty: for ever
	Source     string // who says so, for credited facts: "own" is the person
	Part       bool   // attended: only some of the time, which begins the item and is never enough
	Revokes    string // revoked: the id of the fact taken back; empty: all about the course up to this day
}

// FactKind is what a fact says.
type FactKind string

// Completed and Passed make an item done, Credited makes it credited, Attended makes it started unless being there is
// enough for the item.
const (
	Completed FactKind = "completed"
	Passed    FactKind = "passed"
	Attended  FactKind = "attended"
	Credited  FactKind = "credited"
	Revoked   FactKind = "revoked"
)

// StepChoice is a step that the person and the manager have set instead of the proposed one (rule 9).
type StepChoice struct {
	Step, By, Note string
	At             Date
}

func (e *Employment) active(today Date) bool { return holds(e.Start, e.End, today) }

func (e *Employment) onLeave(today Date) bool {
	for _, l := range e.Leave {
		if holds(l.From, l.Until, today) {
			return true
		}
	}
	return false
}
