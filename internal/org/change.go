package org

import (
	"context"
	"errors"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// ChangeKind is what is done to a place.
type ChangeKind string

// The kinds of changes. Split is none: one adds a place and moves what is to stand there.
const (
	Add    ChangeKind = "add"
	Rename ChangeKind = "rename" // name, the municipality's own word, code
	Move   ChangeKind = "move"
	Merge  ChangeKind = "merge" // what stood at the node goes on at another
	End    ChangeKind = "end"
)

// Faults of deciding.
var (
	ErrDay      = fault.New(fault.Invalid, "org.change.day")
	ErrEarly    = fault.New(fault.Invalid, "org.change.early")
	ErrLater    = fault.New(fault.Invalid, "org.change.contradicted")
	ErrChanged  = fault.New(fault.Conflict, "org.change.changed")
	ErrPlanned  = fault.New(fault.Conflict, "org.change.planned")
	ErrNoChange = fault.New(fault.Missing, "org.change.missing")
	ErrOver     = fault.New(fault.Conflict, "org.change.over")
	ErrStanding = fault.New(fault.Conflict, "org.change.standing")
)

// Change is what somebody decides about the tree from a day on.
type Change struct {
	ID, EmployerID string
	Kind           ChangeKind
	NodeID         string // for Add the id it gets
	From           string
	body
	State   string // planned, done, withdrawn or failed
	Why     string // message key of why it failed
	MadeBy  string
	MadeAt  time.Time
	EndedBy string // who withdrew it
}

// body is what a change carries beside what is asked for in SQL. The names are those of the day it was
// decided: history reads as people wrote it.
type body struct {
	Name     string `json:"name,omitempty"`
	Label    string `json:"label,omitempty"`
	Code     string `json:"code,omitempty"`
	NodeKind string `json:"kind,omitempty"`
	Into     string `json:"into,omitempty"`  // the parent, or the node that goes on
	Roles    bool   `json:"roles,omitempty"` // Merge: the roles go on too
	NodeName string `json:"node_name,omitempty"`
	IntoName string `json:"into_name,omitempty"`
}

// NewChange makes a change of a kind; the fields that it does not use are "".
func NewChange(kind ChangeKind, nodeID, from string) Change {
	return Change{Kind: kind, NodeID: nodeID, From: from}
}

// Merged is what other rooms hear when a place goes on as another: what stood at From goes on at Into.
type Merged struct {
	ChangeID, EmployerID string
	From, Into           Node
	On, By               string
	Roles                bool
}

// Follower is a room that has something standing on places.
type Follower interface {
	// Merged lets it go on at the other place from a day.
	Merged(ctx context.Context, tx *db.Tx, m Merged) error
	// Standing counts what would be left standing on nothing if a place ended on a day.
	Standing(ctx context.Context, q db.Q, nodeID, on string) (int64, error)
}

// Ended is what other rooms hear when a place ends and nobody is left there.
type Ended struct {
	ChangeID, EmployerID string
	Node                 Node
	On, By               string
}

// Ender is a Follower that has something to close when a place ends.
type Ender interface {
	Ended(ctx context.Context, tx *db.Tx, e Ended) error
}

// Forest gives an employer's tree on a day: as it was, as it is, or as it is planned to be.
func (t *Tree) Forest(ctx context.Context, a may.Actor, employerID, on, today string) (Forest, error) {
	employer, err := t.mayEdit(ctx, a, employerID, today)
	if err != nil {
		return Forest{}, err
	}
	planned, err := planned(ctx, t.DB, employerID)
	if err != nil {
		return Forest{}, err
	}
	f, err := forestOn(ctx, t.DB, employer, min(on, today))
	if err != nil {
		return f, err
	}
	return f.until(planned, on), nil
}

// until does what is planned up to a day; what cannot be done is left out, as it will be.
func (f Forest) until(planned []Change, day string) Forest {
	for _, c := range planned {
		if c.From > day {
			break
		}
		if next, err := f.Apply(c); err == nil {
			f = next
		}
	}
	return f
}

func forestOn(ctx context.Context, q db.Q, employer Node, on string) (Forest, error) {
	nodes, err := Under(ctx, q, employer.Path, on)
	return NewForest(employer.ID, nodes), err
}

// mayEdit asks for leave to change an employer's tree: only its own roles do (rule 3).
func (t *Tree) mayEdit(ctx context.Context, a may.Actor, employerID, today string) (Node, error) {
	n, err := t.Find(ctx, employerID, today)
	if err != nil {
		return n, err
	}
	if k := Kind(n.Kind); k != Municipality && k != Employer {
		return n, ErrKind
	}
	return n, may.Ask(a.Inside(n.Path), may.EditTree, n.Path)
}

// Revision is what a form that shows a node remembers: it changes when anybody decides about it.
func (t *Tree) Revision(ctx context.Context, nodeID string) (string, error) {
	return revision(ctx, t.DB, nodeID)
}

func revision(ctx context.Context, q db.Q, nodeID string) (string, error) {
	place, err := db.One(ctx, q, db.Text, `SELECT COALESCE(MAX(id), '') FROM node_place WHERE node_id = $1`, nodeID)
	if err != nil {
		return "", err
	}
	change, err := db.One(ctx, q, db.Text, `
		SELECT COALESCE(MAX(id || state), '')
		FROM tree_change
		WHERE node_id = $1`,
		nodeID)
	return place + "." + change, err
}

// Check says what a change would do to the tree: the forest on its day before and after it, or why
// it cannot be. It changes nothing.
func (t *Tree) Check(ctx context.Context, a may.Actor, c Change, today string) (before, after Forest, err error) {
	employer, err := t.mayEdit(ctx, a, c.EmployerID, today)
	if err != nil {
		return before, after, err
	}
	if c.Kind == Add && c.NodeID == "" {
		c.NodeID = t.NewID()
	}
	return t.check(ctx, t.DB, employer, c, today)
}

func (t *Tree) check(ctx context.Context, q db.Q, employer Node, c Change, today string) (before, after Forest, err error) {
	if !lang.IsDay(c.From) {
		return before, after, ErrDay.On("fran")
	}
	plan, err := planned(ctx, q, employer.ID)
	if err != nil {
		return before, after, err
	}
	if c.From <= today {
		return t.checkNow(ctx, q, employer, c, plan, today)
	}
	f, err := forestOn(ctx, q, employer, today)
	if err != nil {
		return before, after, err
	}
	before = f.until(plan, c.From)
	if after, err = before.Apply(c); err != nil {
		return before, after, err
	}
	return before, after, laterStill(after, plan, c.From)
}

// checkNow checks a change that holds from today or an earlier day.
func (t *Tree) checkNow(ctx context.Context, q db.Q, employer Node, c Change, plan []Change, today string) (before, after Forest, err error) {
	if c.From < today && (c.Kind == Merge || c.Kind == End) {
		return before, after, ErrEarly.On("fran")
	}
	if before, err = forestOn(ctx, q, employer, c.From); err != nil {
		return before, after, err
	}
	if after, err = before.Apply(c); err != nil {
		return before, after, err
	}
	if c.From < today {
		if err := uncontradicted(ctx, q, before, after, c.From); err != nil {
			return before, after, err
		}
	}
	if c.Kind == End && c.From == today {
		if err := t.empty(ctx, q, c.NodeID, today); err != nil {
			return before, after, err
		}
	}
	now, err := forestOn(ctx, q, employer, today)
	if err != nil {
		return before, after, err
	}
	if now, err = now.Apply(c); err != nil {
		return before, after, err
	}
	return before, after, laterStill(now, plan, today)
}

// laterStill says whether what is planned after a day can still be done.
func laterStill(f Forest, plan []Change, day string) error {
	for _, c := range plan {
		if c.From <= day {
			continue
		}
		next, err := f.Apply(c)
		if err != nil {
			return ErrPlanned.With("name", c.NodeName).With("date", c.From)
		}
		f = next
	}
	return nil
}

// uncontradicted says whether nothing that has happened since a day says otherwise about the places
// that a change writes.
func uncontradicted(ctx context.Context, q db.Q, before, after Forest, day string) error {
	for _, n := range differing(before, after) {
		if was := before.Nodes[n.ID]; was.Path != "" && was.Path != n.Path {
			low, high := Inside(was.Path)
			came, err := db.One(ctx, q, db.Number, `
				SELECT COUNT(*)
				FROM node_place
				WHERE path >= $1 AND path < $2 AND valid_from > $3 AND valid_from < valid_until`,
				low, high, day)
			if err != nil {
				return err
			}
			if came > 0 {
				return ErrLater.On("fran")
			}
		}
		for _, id := range []string{n.ID, n.Parent} {
			later, err := db.One(ctx, q, db.Number, `
				SELECT COUNT(*)
				FROM node_place
				WHERE node_id = $1 AND (valid_from > $2 OR (valid_until > $2 AND valid_until < '9999-12-31')) AND valid_from < valid_until`,
				id, day)
			if err != nil {
				return err
			}
			if later > 0 {
				return ErrLater.On("fran")
			}
		}
	}
	return nil
}

// differing are the nodes that stand otherwise after a change, parents first.
func differing(before, after Forest) []Node {
	var out []Node
	for _, n := range after.Sorted() {
		if was, ok := before.Nodes[n.ID]; !ok || was != n {
			out = append(out, n)
		}
	}
	return out
}

// empty says whether nobody would be left standing at a place that ends.
func (t *Tree) empty(ctx context.Context, q db.Q, nodeID, on string) error {
	for _, f := range t.Followers {
		n, err := f.Standing(ctx, q, nodeID, on)
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrStanding
		}
	}
	return nil
}

// Decide takes a change: one from today or earlier is done, a later one waits for its day. Seen is the
// revision of the node that the form showed; "" when it showed none. ErrChanged: somebody else was
// first.
func (t *Tree) Decide(ctx context.Context, a may.Actor, c Change, seen, today string, now time.Time) (Change, error) {
	employer, err := t.mayEdit(ctx, a, c.EmployerID, today)
	if err != nil {
		return c, err
	}
	c.ID, c.State, c.MadeBy, c.MadeAt = t.NewID(), "planned", a.PersonID, now
	if c.Kind == Add {
		c.NodeID = t.NewID()
	}
	c.Name, c.Label, c.Code = strings.TrimSpace(c.Name), strings.TrimSpace(c.Label), strings.TrimSpace(c.Code)
	return c, t.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, employer.ID, today); err != nil {
			return err
		}
		if seen != "" {
			is, err := revision(ctx, tx, c.NodeID)
			if err != nil {
				return err
			}
			if is != seen {
				return ErrChanged
			}
		}
		before, after, err := t.check(ctx, tx, employer, c, today)
		if err != nil {
			return err
		}
		c.NodeName, c.IntoName = before.Nodes[c.NodeID].Name, before.Nodes[c.Into].Name
		if c.Kind == Add {
			c.NodeName = c.Name
		}
		if c.From <= today {
			if err := t.write(ctx, tx, employer, before, after, c); err != nil {
				return err
			}
			c.State = "done"
		}
		return insertChange(ctx, tx, c)
	})
}

// Withdraw takes back a change whose day has not come.
func (t *Tree) Withdraw(ctx context.Context, a may.Actor, id, today string) (Change, error) {
	c, err := t.change(ctx, t.DB, id)
	if err != nil {
		return c, err
	}
	employer, err := t.mayEdit(ctx, a, c.EmployerID, today)
	if err != nil {
		return c, err
	}
	return c, t.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, employer.ID, today); err != nil {
			return err
		}
		if c, err = t.change(ctx, tx, id); err != nil {
			return err
		}
		if c.State != "planned" {
			return ErrOver
		}
		plan, err := planned(ctx, tx, employer.ID)
		if err != nil {
			return err
		}
		f, err := forestOn(ctx, tx, employer, today)
		if err != nil {
			return err
		}
		var rest []Change
		for _, p := range plan {
			if p.ID != c.ID {
				rest = append(rest, p)
			}
		}
		if err := laterStill(f, rest, today); err != nil {
			return err
		}
		return t.endChange(ctx, tx, id, "withdrawn", "", a.PersonID)
	})
}

// Due does what is planned for a day or earlier, in the order of the days. What cannot be done any
// more is noted as failed with its reason; the municipality's first page tells of it.
func (t *Tree) Due(ctx context.Context, today string) error {
	due, err := db.All(ctx, t.DB, scanChange, selectChange+`
		WHERE state = 'planned' AND from_date <= $1
		ORDER BY from_date, id
		LIMIT 1000`,
		today)
	if err != nil {
		return err
	}
	for _, c := range due {
		if err := t.due(ctx, c.ID, today); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tree) due(ctx context.Context, id, today string) error {
	var no *fault.Fault
	err := t.DB.Tx(ctx, func(tx *db.Tx) error {
		c, err := t.change(ctx, tx, id)
		if err != nil {
			return err
		}
		employer, err := hold(ctx, tx, c.EmployerID, today)
		if err != nil {
			return err
		}
		if c, err = t.change(ctx, tx, id); err != nil || c.State != "planned" {
			return err // another replica was first
		}
		err = t.doDue(ctx, tx, employer, c, today)
		if f := fault.Of(err); f != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict || f.Kind == fault.Missing) {
			no = f
		}
		return err
	})
	if no != nil { // the transaction has taken back what it began
		return t.DB.Tx(ctx, func(tx *db.Tx) error { return t.endChange(ctx, tx, id, "failed", no.Key, "") })
	}
	return err
}

// doDue does a planned change on its own day, also when the program was not running then. Where
// something has happened since that says otherwise, it holds from today.
func (t *Tree) doDue(ctx context.Context, tx *db.Tx, employer Node, c Change, today string) error {
	day := c.From
	before, after, err := t.on(ctx, tx, employer, c, day)
	if err == nil && day < today {
		err = uncontradicted(ctx, tx, before, after, day)
	}
	if day < today && (errors.Is(err, ErrLater) || errors.Is(err, ErrNoNode)) {
		day = today
		before, after, err = t.on(ctx, tx, employer, c, day)
	}
	if err != nil {
		return err
	}
	if c.Kind == End {
		if err := t.empty(ctx, tx, c.NodeID, today); err != nil {
			return err
		}
	}
	c.From = day
	if err := t.write(ctx, tx, employer, before, after, c); err != nil {
		return err
	}
	return t.endChange(ctx, tx, c.ID, "done", "", "")
}

func (t *Tree) on(ctx context.Context, q db.Q, employer Node, c Change, day string) (before, after Forest, err error) {
	if before, err = forestOn(ctx, q, employer, day); err != nil {
		return before, after, err
	}
	after, err = before.Apply(c)
	return before, after, err
}
