package plan

import "strconv"

// Personal is one journey as one person has it on one day.
type Personal struct {
	Journey, Title, Short string
	Scheme                Scheme
	Reasons               []Reason     // why the person has this journey
	Instead               []PassedOver // overlapping journeys that also fit, and are not shown
	Step                  *Step        // experience schemes only
	Tracks                []Track      // the person's tracks; one under investigation carries its note
	Parallel              []Path       // education and validation beside the journey
	Paused                bool         // on leave from all the work this journey is for
	Blocks                []PersonalBlock
	Done, Total           int          // recommended and mandatory items, all blocks
	AllDone               bool         // everything counted is done; Next says how it goes on (R081)
	Next                  []Suggestion // what to do now, best first; never empty
}

// PersonalBlock is a block with the items that the person sees.
type PersonalBlock struct {
	ID, Title, Helper, Icon string // an Earlier block has no title: the page gives it one
	Kind                    BlockKind
	Level                   string
	Current                 bool // a step block: the person's own step
	Items                   []PersonalItem
	Done, Total             int
}

// PersonalItem is an item with its state and the reasons for it.
type PersonalItem struct {
	ID, Course, Title, Text, URL string
	Kind                         ItemKind
	Introduction                 Introduction
	Tags                         []string
	LocalTo                      string // name of the node whose layer brought it; empty: in the frame
	Requirement                  Requirement
	Status                       Status
	Due                          Date
	Started                      bool // also when the status says overdue, paused or done (a repeat)
	At                           Date // the day it was last done
	ValidUntil                   Date // the last day that counts
	Reasons                      []Reason
	Notices                      []Notice // courses that should come first
	Blocked                      bool     // one of the notices blocks; an item begun is never blocked
}

// Counts tells whether the item is in "4 av 6 är klara".
func (it *PersonalItem) Counts() bool {
	return it.Kind != Info && it.Requirement != Elective
}

// IsDone is true for done and credited.
func (it *PersonalItem) IsDone() bool { return it.Status == Done || it.Status == CreditedStatus }

// CanStart tells whether the person may begin now, without asking anybody (R063).
func (it *PersonalItem) CanStart() bool { return it.Kind == CourseItem && !it.Blocked }

// Status is an item's state for the person.
type Status string

// The statuses of the public contract.
const (
	NotStarted     Status = "not_started"
	Started        Status = "started"
	Done           Status = "done"
	CreditedStatus Status = "credited"
	Overdue        Status = "overdue"
	Paused         Status = "paused"
)

// Reason is one answer to "why is this here, who decided it and from when". Rule, DecidedBy and Since are never empty.
type Reason struct {
	Rule             Rule
	DecidedBy        string // the deciding node's name
	DecidedByID      string
	Since            Date
	Occupation, Area string // ids
	Journey          string // title of the other journey
	Step             string // title of the step
	Days             int
	Date             Date
	Source           string
	Why              string // the decider's own words
}

// Key is the reason's key in the messages: some rules have a sentence of their own for a person whose occupation nobody
// knows, and for what the person has said of the person's own learning.
func (r Reason) Key() string {
	key := "journey.why." + string(r.Rule)
	switch {
	case (r.Rule == RuleJourney || r.Rule == RuleTrack) && r.Occupation == "":
		return key + ".area"
	case r.Rule == RuleCredited && r.Source == "own":
		return key + ".own"
	}
	return key
}

// Args are the reason's values for the message. Occupation and area are ids: the caller puts their names instead.
func (r Reason) Args() map[string]string {
	args := map[string]string{"node": r.DecidedBy, "since": string(r.Since)}
	for k, v := range map[string]string{
		"occupation": r.Occupation, "area": r.Area, "journey": r.Journey, "step": r.Step,
		"date": string(r.Date), "source": r.Source, "why": r.Why,
	} {
		if v != "" {
			args[k] = v
		}
	}
	if r.Days != 0 {
		args["days"] = strconv.Itoa(r.Days)
	}
	return args
}

// Rule is the stable name of a rule that put an item, or a journey, where it is.
type Rule string

// The rules. They are part of the public contract: add, never rename.
const (
	RuleTrack       Rule = "track"             // the person's occupation and area have a track with it
	RuleAudience    Rule = "audience"          // the item is meant for some, and the person is one of them
	RuleEveryone    Rule = "everyone"          // everyone who has the journey has it
	RuleLicensed    Rule = "licensed"          // meant for licensed staff
	RuleElective    Rule = "elective"          // offered, to choose freely
	RuleStep        Rule = "step"              // meant for the person's step
	RuleStepOther   Rule = "step.other"        // meant for another step, open all the same
	RuleManager     Rule = "manager"           // the person is a manager
	RuleWish        Rule = "wish"              // the person asked for it
	RuleAdded       Rule = "layer.added"       // a layer added it
	RuleRequired    Rule = "layer.required"    // a layer made it mandatory
	RuleRecommended Rule = "layer.recommended" // a layer recommends it
	RuleOffered     Rule = "layer.elective"    // a layer offers it to choose
	RuleShown       Rule = "layer.shown"       // a layer shows what one above had hidden
	RuleKeptLocal   Rule = "layer.kept"        // the frame dropped it; the layer that asked for it keeps it
	RuleEnrolled    Rule = "enrolled"          // whoever leads the person has put it in the journey
	RuleNewEmployee Rule = "new_employee"      // due some days from the start of the employment
	RuleAssigned    Rule = "due.assigned"      // due some days from when it was asked of the person
	RuleRenew       Rule = "renew"             // done earlier, valid no more
	RuleLeave       Rule = "leave"             // leave stops the clock
	RuleCredited    Rule = "credited"          // credited as earlier learning
	RuleShared      Rule = "shared_course"     // also in another journey; one completion counts in both
	RuleKept        Rule = "kept"              // done, so it stays
	RuleKeptStarted Rule = "kept.started"      // begun, so it stays
	RuleJourney     Rule = "journey"           // the journey fits the person's work
	RuleChosen      Rule = "journey.chosen"    // the person and the manager chose it
	RuleOverlap     Rule = "journey.overlap"   // another journey covers the same and fits better
)

// Rules lists every rule, for tests of messages and for documentation.
func Rules() []Rule {
	return []Rule{
		RuleTrack, RuleAudience, RuleEveryone, RuleLicensed, RuleElective, RuleStep, RuleStepOther, RuleManager, RuleWish,
		RuleAdded, RuleRequired, RuleRecommended, RuleOffered, RuleShown, RuleKeptLocal, RuleEnrolled, RuleNewEmployee, RuleAssigned,
		RuleRenew, RuleLeave, RuleCredited, RuleShared, RuleKept, RuleKeptStarted, RuleJourney, RuleChosen, RuleOverlap,
	}
}

// Notice says which course should come first, and why. Message: journey.gate.warn or journey.gate.block.
type Notice struct {
	Course, Why string
	Mode        Mode // Warn or BlockMode
	DecidedBy   string
	Since       Date
}

// PassedOver is a journey that fits the person but overlaps with the one shown (rule 12).
type PassedOver struct {
	Journey, Title string
	Reason         Reason
}

// Step is the person's step in an experience scheme. It closes no course (rule 9).
type Step struct {
	ID, Title string
	Proposed  string // id of the step that the years give
	Since     Date   // the years count from this day, gaps taken out
	Chosen    bool   // set by person and manager
	By, Note  string
}

// Suggestion is something to do next. Item is empty for a suggestion that is not about one item.
// Message: journey.next.<Kind>.
type Suggestion struct {
	Kind SuggestionKind
	Item string // item id
	Date Date   // overdue: the due date; renew: the last valid day
}

// SuggestionKind says why it is suggested.
type SuggestionKind string

// In the order they are offered.
const (
	NextPaused   SuggestionKind = "paused"   // on leave: nothing is asked
	NextOverdue  SuggestionKind = "overdue"  // late
	NextStarted  SuggestionKind = "started"  // begun
	NextPlan     SuggestionKind = "plan"     // the next recommended or mandatory item
	NextElective SuggestionKind = "elective" // all is done: something to choose
	NextFurther  SuggestionKind = "further"  // all is done: education beyond the journey
	NextRenew    SuggestionKind = "renew"    // all is done: what runs out first
	NextTalk     SuggestionKind = "talk"     // talk with the manager about what comes next
)
