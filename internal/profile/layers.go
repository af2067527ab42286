package profile

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// Faults.
var (
	ErrPast      = fault.New(fault.Invalid, "profile.wrong.past") // a layer holds from today or later
	ErrDay       = fault.New(fault.Invalid, "profile.wrong.day")  // not a day
	ErrMeanwhile = fault.New(fault.Conflict, "profile.meanwhile") // somebody has changed the same, otherwise
	ErrNoLayer   = fault.New(fault.Missing, "profile.layer_gone") // no such version of the place's layer
	ErrBegun     = fault.New(fault.Conflict, "profile.has_begun") // what has begun is not withdrawn, it is changed
	ErrNote      = fault.New(fault.Invalid, "profile.wrong.long") // the note is too long
	ErrIdentity  = fault.New(fault.Invalid, "profile.identity")   // an identity number in a text (rule 42)
	ErrTeam      = fault.New(fault.Invalid, "profile.wrong.team") // the gap is reckoned at the unit: what a team asked would count nowhere
	ErrTooMany   = fault.New(fault.Invalid, "profile.wrong.many") // a place asks for more than it can keep in sight
)

// mostOps bounds what one place asks for, mostNote its note, mostVersions its history on a page.
const (
	mostOps      = 500
	mostNote     = 1000
	mostVersions = 100
)

// Version is what a place decided, from one day until another.
type Version struct {
	ID          string
	Ops         []layer.Op
	From, Until string // Until is the first day it no longer holds; db.NoEnd for none
	Note        string
	By          string
	At          time.Time
}

// Replaced tells whether it never came to hold: another was decided for the same day.
func (v Version) Replaced() bool { return v.Until <= v.From }

// Place is what a place asks for: by itself, and by what stands above.
type Place struct {
	Node    org.Node
	MayEdit bool
	Now     Version       // what the place has decided and holds today; the zero Version when it has decided nothing
	Coming  []Version     // what it has decided for coming days, the nearest first
	Above   []layer.Asked // what comes from above, with what is announced
	Here    []layer.Asked // what holds here, with what is announced
}

// Layer gives what a place asks for today to who may see the place or edit its profile; a team asks for
// nothing (ErrTeam).
func (ps *Profiles) Layer(ctx context.Context, a may.Actor, nodeID string) (Place, error) {
	on := ps.Staff.Today()
	node, err := ps.Tree.Find(ctx, nodeID, on)
	if err != nil {
		return Place{}, err
	}
	if org.Kind(node.Kind) == org.Team {
		return Place{}, ErrTeam
	}
	p := Place{Node: node, MayEdit: ps.mayEdit(ctx, a, node, on)}
	if !p.MayEdit {
		if err := org.AskWithin(ctx, ps.DB, a, may.SeeNode, node, on); err != nil {
			return Place{}, err
		}
	}
	versions, err := ps.timeline(ctx, ps.DB, nodeID, on)
	if err != nil {
		return Place{}, err
	}
	for _, v := range versions {
		if v.From <= on {
			p.Now = v
		} else {
			p.Coming = append(p.Coming, v)
		}
	}
	r := ps.Reader(on)
	if p.Above, err = r.Above(ctx, node.Path); err != nil {
		return Place{}, err
	}
	p.Here, err = r.At(ctx, node.Path)
	return p, err
}

func (ps *Profiles) mayEdit(ctx context.Context, a may.Actor, node org.Node, on string) bool {
	return org.AskWithin(ctx, ps.DB, a, may.EditProfile, node, on) == nil
}

// History gives what a place has decided, the latest decided first, to who may see its profile.
func (ps *Profiles) History(ctx context.Context, a may.Actor, nodeID string) ([]Version, error) {
	on := ps.Staff.Today()
	node, err := ps.Tree.Find(ctx, nodeID, on)
	if err != nil {
		return nil, err
	}
	if !ps.mayEdit(ctx, a, node, on) {
		if err := org.AskWithin(ctx, ps.DB, a, may.SeeNode, node, on); err != nil {
			return nil, err
		}
	}
	return db.All(ctx, ps.DB, scanVersion, selectVersion+`
		WHERE node_id = $1
		ORDER BY made_at DESC, valid_from DESC, id DESC
		LIMIT $2`,
		nodeID, mostVersions)
}

// Save puts what a place asks for in place of what it asked for before, from a day (today when it is
// ""). A day before today is for those who run the program. seenID is the version that the ops were made
// from, "" when there was none: what others have decided meanwhile is kept, and where both have changed
// the same demand it is ErrMeanwhile and nothing is saved (Difference tells). What the place has decided
// for a later day still comes, with what is changed now put in. Wrong ops are the first Problem as a fault.
func (ps *Profiles) Save(ctx context.Context, a may.Actor, nodeID string, ops []layer.Op, from, note, seenID string) error {
	from, err := ps.day(a, from)
	if err != nil {
		return err
	}
	node, err := ps.layered(ctx, a, nodeID)
	if err != nil {
		return err
	}
	if len([]rune(note)) > mostNote {
		return ErrNote.On("anteckning")
	}
	if identity.In(note, ps.Now()) {
		return ErrIdentity.On("anteckning")
	}
	for _, op := range ops {
		if identity.In(op.Demand.Note, ps.Now()) {
			return ErrIdentity.On("varfor")
		}
	}
	problems, err := ps.checker(ctx, node, ops, from)
	if err != nil {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, nodeID); err != nil {
			return err
		}
		base, later, seen, err := ps.versions(ctx, tx, nodeID, from, seenID)
		if err != nil {
			return err
		}
		mine := ops
		if base.ID != seenID {
			merged, clashes := layer.Merge(seen, dated(layer.KeepSince(ops, seen, from, from), from), base.Ops)
			if len(clashes) > 0 {
				return ErrMeanwhile
			}
			mine = merged
		}
		mine = dated(layer.KeepSince(mine, base.Ops, base.From, from), from)
		if sameOps(mine, base.Ops) {
			return nil
		}
		if err := refuse(problems(mine, base.Ops), mine); err != nil {
			return err
		}
		if err := ps.put(ctx, tx, nodeID, mine, base, later, Version{From: from, Note: strings.TrimSpace(note), By: a.PersonID, At: ps.Now()}); err != nil {
			return err
		}
		return ps.told(ctx, tx, nodeID)
	})
}

// editable finds a place and asks whether the actor speaks in its name.
func (ps *Profiles) editable(ctx context.Context, a may.Actor, nodeID string) (org.Node, error) {
	on := ps.Staff.Today()
	node, err := ps.Tree.Find(ctx, nodeID, on)
	if err != nil {
		return node, err
	}
	return node, org.AskWithin(ctx, ps.DB, a, may.EditProfile, node, on)
}

// layered is editable of a place that may ask for competence.
func (ps *Profiles) layered(ctx context.Context, a may.Actor, nodeID string) (org.Node, error) {
	node, err := ps.editable(ctx, a, nodeID)
	if err == nil && org.Kind(node.Kind) == org.Team {
		err = ErrTeam
	}
	return node, err
}

// Occupied gives the occupations of those who work at a place today. It is for pages that sort what the place
// asks for by whom it concerns: it names nobody and asks no leave.
func (ps *Profiles) Occupied(ctx context.Context, node org.Node) ([]string, error) {
	on := ps.Staff.Today()
	employer, err := ps.Tree.EmployerAt(ctx, node.Path, on)
	if err != nil {
		return nil, err
	}
	return ps.Staff.OccupationsUnder(ctx, node.Path, employer.ID, on)
}

// day reads the day from which something holds.
func (ps *Profiles) day(a may.Actor, from string) (string, error) {
	today := ps.Staff.Today()
	if from == "" {
		return today, nil
	}
	if !lang.IsDay(from) {
		return "", ErrDay.On("fran")
	}
	if from < today && !a.IsOperator() {
		return "", ErrPast.On("fran")
	}
	return from, nil
}

// versions reads what holds on a day, what comes after it, and what the editor saw.
func (ps *Profiles) versions(ctx context.Context, q db.Q, nodeID, from, seenID string) (base Version, later []Version, seen []layer.Op, err error) {
	all, err := ps.timeline(ctx, q, nodeID, from)
	if err != nil {
		return base, nil, nil, err
	}
	for _, v := range all {
		if v.From <= from {
			base = v
		} else {
			later = append(later, v)
		}
	}
	switch seenID {
	case "":
	case base.ID:
		seen = base.Ops
	default:
		v, err := ps.version(ctx, q, nodeID, seenID)
		if err != nil {
			return base, nil, nil, err
		}
		seen = v.Ops
	}
	return base, later, seen, nil
}

// put writes a new version: the one before ends, and what comes later has the change put in.
func (ps *Profiles) put(ctx context.Context, tx *db.Tx, nodeID string, ops []layer.Op, base Version, later []Version, v Version) error {
	if base.ID != "" {
		if err := endVersion(ctx, tx, base.ID, v.From); err != nil {
			return err
		}
	}
	v.ID, v.Ops, v.Until = ps.NewID(), ops, db.NoEnd
	if len(later) > 0 {
		v.Until = later[0].From
	}
	if err := ps.insertVersion(ctx, tx, nodeID, v); err != nil {
		return err
	}
	for _, l := range later {
		moved, _ := layer.Merge(base.Ops, ops, l.Ops) // what both change is as it was announced
		if sameOps(moved, l.Ops) {
			continue
		}
		if err := endVersion(ctx, tx, l.ID, l.From); err != nil {
			return err
		}
		l.ID, l.Ops, l.By, l.At = ps.NewID(), moved, v.By, v.At
		if err := ps.insertVersion(ctx, tx, nodeID, l); err != nil {
			return err
		}
	}
	return nil
}

// Withdraw takes back what a place has decided for a coming day; what it decided before goes on.
func (ps *Profiles) Withdraw(ctx context.Context, a may.Actor, nodeID, versionID string) error {
	if _, err := ps.editable(ctx, a, nodeID); err != nil {
		return err
	}
	today := ps.Staff.Today()
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, nodeID); err != nil {
			return err
		}
		v, err := ps.version(ctx, tx, nodeID, versionID)
		switch {
		case err != nil:
			return err
		case v.Replaced():
			return ErrNoLayer
		case v.From <= today:
			return ErrBegun
		}
		if err := endVersion(ctx, tx, v.ID, v.From); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			UPDATE profile_layer
			SET valid_until = $3
			WHERE node_id = $1 AND valid_until = $2 AND valid_from < valid_until`,
			nodeID, v.From, v.Until); err != nil {
			return err
		}
		return ps.told(ctx, tx, nodeID)
	})
}

// Problems tells what is wrong with ops before they are saved. What a place asked for before and still
// does is not found wrong: what it was made from may have gone since.
func (ps *Profiles) Problems(ctx context.Context, a may.Actor, nodeID string, ops []layer.Op, from, seenID string) ([]layer.Problem, error) {
	from, err := ps.day(a, from)
	if err != nil {
		return nil, err
	}
	node, err := ps.layered(ctx, a, nodeID)
	if err != nil {
		return nil, err
	}
	var had []layer.Op
	if seenID != "" {
		v, err := ps.version(ctx, ps.DB, nodeID, seenID)
		if err != nil {
			return nil, err
		}
		had = v.Ops
	}
	problems, err := ps.checker(ctx, node, ops, from)
	if err != nil {
		return nil, err
	}
	return problems(ops, had), nil
}

// Difference tells, of ops that were made from a version, which others have decided otherwise about
// meanwhile.
func (ps *Profiles) Difference(ctx context.Context, a may.Actor, nodeID string, ops []layer.Op, from, seenID string) ([]layer.Clash, error) {
	from, err := ps.day(a, from)
	if err != nil {
		return nil, err
	}
	if _, err := ps.layered(ctx, a, nodeID); err != nil {
		return nil, err
	}
	base, _, seen, err := ps.versions(ctx, ps.DB, nodeID, from, seenID)
	if err != nil {
		return nil, err
	}
	_, clashes := layer.Merge(seen, dated(layer.KeepSince(ops, seen, from, from), from), base.Ops)
	return clashes, nil
}

func refuse(problems []layer.Problem, ops []layer.Op) error {
	switch {
	case len(ops) > mostOps:
		return ErrTooMany
	case len(problems) > 0:
		return fault.New(fault.Invalid, problems[0].Key).On(problems[0].Field)
	}
	return nil
}

// checker reads what operations are checked against. What a place asked for before and still does is not
// found wrong: what it was made from may have gone since.
func (ps *Profiles) checker(ctx context.Context, node org.Node, ops []layer.Op, from string) (func(ops, had []layer.Op) []layer.Problem, error) {
	book, err := ps.Frameworks.Book(ctx, from)
	if err != nil {
		return nil, err
	}
	above, err := ps.Reader(from).Above(ctx, node.Path)
	if err != nil {
		return nil, err
	}
	known, err := ps.known(ctx, node, ops, from)
	if err != nil {
		return nil, err
	}
	return func(ops, had []layer.Op) []layer.Problem {
		return slices.DeleteFunc(layer.Check(ops, above, book, known), func(p layer.Problem) bool {
			was, is := layer.Find(had, p.ID), layer.Find(ops, p.ID)
			return p.ID != "" && was != nil && was.Drop == is.Drop && layer.Same(was.Demand, is.Demand)
		})
	}, nil
}

// known is the reference data, with what has been retired, and the words for places that ops name.
func (ps *Profiles) known(ctx context.Context, node org.Node, ops []layer.Op, on string) (layer.Known, error) {
	ref, err := ps.Tree.CachedReference(ctx)
	if err != nil {
		return layer.Known{}, err
	}
	var words []string
	if slices.ContainsFunc(ops, func(o layer.Op) bool { return strings.HasPrefix(o.Demand.At, "operation:") }) {
		if words, err = ps.words(ctx, node.Path, on); err != nil {
			return layer.Known{}, err
		}
	}
	return layer.Known{Kind: node.Kind,
		Occupation: func(id string) bool { return ref.Occupation(id).ID != "" },
		Area:       func(id string) bool { return ref.AreaName(id) != "" },
		Word:       func(word string) bool { return slices.Contains(words, word) }}, nil
}

// dated writes out from when each operation holds.
func dated(ops []layer.Op, from string) []layer.Op {
	for i := range ops {
		if ops[i].Demand.From == "" {
			ops[i].Demand.From = from
		}
	}
	return ops
}

func sameOps(a, b []layer.Op) bool { return slices.EqualFunc(a, b, layer.SameOp) }

func (ps *Profiles) told(ctx context.Context, tx *db.Tx, nodeID string) error {
	if ps.Changed == nil {
		return nil
	}
	return ps.Changed(ctx, tx, nodeID)
}

// Words are what the places under one are called by their employers, to ask for so many at each: förvaltning,
// område … It is for forms: it asks no leave.
func (ps *Profiles) Words(ctx context.Context, node org.Node) ([]string, error) {
	return ps.words(ctx, node.Path, ps.Staff.Today())
}
