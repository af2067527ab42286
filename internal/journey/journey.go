// Package journey owns the journeys: their definitions, what each node of the tree adds, and the
// journey of one person.
//
// The rules are pure and stand in journey/plan; this package fetches what they need and keeps
// what people choose. Nothing that can be resolved is stored.
//
// What a place adds is its layer. It is worked on as a draft that two may edit at once, saved from a
// day on, and told of what becomes otherwise above it (layer_draft.go, news.go).
//
// Tables: journey, journey_version, journey_pilot, journey_draft, draft_revision,
// draft_touch, journey_switch, layer, layer_draft, layer_stand, layer_answer,
// journey_choice, assignment. Says: facts of kind credited to the record; journey.above_changed, layer.asked; notes
// to whoever edits a layer. Asks: staff, access, record, course, message, org, may.
package journey

import (
	"context"
	"sync"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoJourney = fault.New(fault.Missing, "journey.missing")
	ErrNoItem    = fault.New(fault.Missing, "journey.item_missing")
	ErrBroken    = fault.New(fault.Invalid, "journey.broken")
	ErrNoStep    = fault.New(fault.Invalid, "journey.step_unknown")
	ErrIdentity  = fault.New(fault.Invalid, "journey.identity")
	ErrLongNote  = fault.New(fault.Invalid, "journey.note_long")
)

// Studies is what a journey asks of the courses: which ones people have begun and not ended.
type Studies interface {
	Begun(ctx context.Context, personID string) ([]string, error)
	BegunAmong(ctx context.Context, personIDs []string) (map[string][]string, error)
}

// Formal tells which employments of some people lack something formal that their unit asks for (R213).
type Formal interface {
	Lacks(ctx context.Context, personIDs []string, on string) (map[string]bool, error)
}

// Journeys is the door to this room.
type Journeys struct {
	DB      *db.DB
	Staff   *staff.Staff
	Access  *access.Access
	Record  *record.Record
	Tree    *org.Tree
	Studies Studies
	Formal  Formal // nil: nobody lacks anything
	// Jobs, Tasks and Messages carry what goes on after a change: who builds on it is told, and whom a
	// draft touches is counted. Without them nobody is told, and counting waits in the page.
	Jobs     *job.Queue
	Tasks    *job.Tasks
	Messages *message.Messages
	Now      func() time.Time
	NewID    func() string
	// Changed, when set, is told in the transaction that what a node decides has changed.
	Changed func(ctx context.Context, tx *db.Tx, nodeID string) error
	// PersonChanged, when set, is told in the transaction that what is decided about a person has changed.
	PersonChanged func(ctx context.Context, tx *db.Tx, personID string) error

	parsed sync.Map // journey id + "@" + version → plan.Journey; a version never changes
}

// Own gives the signed-in person's journeys on a day, best fitting first.
func (js *Journeys) Own(ctx context.Context, a may.Actor, on string) ([]plan.Personal, error) {
	mine, err := js.Mine(ctx, a, on)
	return mine.Journeys, err
}

// Mine is what the person's own first page needs.
type Mine struct {
	Journeys  []plan.Personal
	Elsewhere bool // some of what counts is held by another than one of the employers: it can be shared (rule 19)
}

// Mine gives the signed-in person's journeys, and whether there is anything to share.
func (js *Journeys) Mine(ctx context.Context, a may.Actor, on string) (m Mine, err error) {
	if !a.Known() {
		return m, may.ErrSignIn
	}
	k, err := js.known(ctx, a.PersonID, on)
	if err != nil {
		return m, err
	}
	for _, p := range k.history {
		for _, f := range k.facts {
			m.Elsewhere = m.Elsewhere || (p.CurrentOn(on) && f.ControllerID != p.EmployerID)
		}
	}
	m.Journeys, err = js.settle(ctx, k, newShelf(js), on)
	return m, err
}

// Of gives another person's journeys to who may see progress where the person works, with what
// that employer may see. It is logged.
func (js *Journeys) Of(ctx context.Context, a may.Actor, personID, on string) ([]plan.Personal, error) {
	if !a.IsOperator() {
		s, err := js.Seen(ctx, a, personID, on)
		return s.Journeys, err
	}
	if err := js.Staff.Audit.Person(ctx, js.DB, a, "journey.read", personID); err != nil {
		return nil, err
	}
	return js.resolve(ctx, personID, on)
}

func (js *Journeys) resolve(ctx context.Context, personID, on string) ([]plan.Personal, error) {
	known, err := js.known(ctx, personID, on)
	if err != nil {
		return nil, err
	}
	return js.settle(ctx, known, newShelf(js), on)
}

// settle resolves what is known of a person. The shelf keeps what people at the same places share.
func (js *Journeys) settle(ctx context.Context, k known, shelf *shelf, on string) ([]plan.Personal, error) {
	in := plan.Input{Today: plan.Date(on)}
	ref, err := js.Tree.CachedReference(ctx)
	if err != nil {
		return nil, err
	}
	var nodes []string
	in.Person, nodes = k.person(ref, js.Staff.Place, on)
	if len(nodes) == 0 {
		return nil, nil // no current employment: no journey
	}
	if err := shelf.fill(ctx, &in, nodes, on); err != nil {
		return nil, err
	}
	return plan.Resolve(in), nil
}
