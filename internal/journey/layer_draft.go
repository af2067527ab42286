package journey

import (
	"context"
	"slices"
	"unicode/utf8"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Faults of tailoring.
var (
	ErrNoLayer      = fault.New(fault.Missing, "journey.layer_missing")
	ErrNoLayerDraft = fault.New(fault.Conflict, "journey.layer_draft_missing") // saved or dropped by somebody meanwhile
	ErrDraftOpen    = fault.New(fault.Conflict, "journey.draft_open")          // what is worked on must be saved or dropped first
	ErrMeanwhile    = fault.New(fault.Conflict, "journey.meanwhile")           // somebody has changed the same, otherwise
	ErrDraftMoved   = fault.New(fault.Conflict, "journey.layer_draft_moved")   // the draft is not what was looked through
	ErrRebased      = fault.New(fault.Conflict, "journey.draft_rebased")       // the layer is another; the draft now builds on it
	ErrPast         = fault.New(fault.Invalid, "journey.from_past")            // a layer holds from today or later
	ErrLater        = fault.New(fault.Invalid, "journey.from_later")           // something holds from a later day already
	ErrRules        = fault.New(fault.Invalid, "journey.may_not")              // what the place may not decide (rule 8)
	ErrReasonless   = fault.New(fault.Invalid, "journey.reason_missing")       // declining needs a reason
	ErrAnswer       = fault.New(fault.Invalid, "journey.answer_unknown")       // what may not be answered so
	ErrNoNews       = fault.New(fault.Conflict, "journey.news_answered")       // answered by somebody meanwhile
	ErrLongWhy      = fault.New(fault.Invalid, "journey.reason_long")
)

// Clash is what two people have changed otherwise in the same place.
type Clash = plan.Merged

// Edit is everything that one place decides about one item from now on.
type Edit struct {
	Item, Course string
	Ops          []plan.Op
	Seen         Sight
}

// Edit puts it in the draft, which begins with the first edit. What somebody else has changed since
// it was seen is kept; where both have changed the same it is ErrMeanwhile with both, and nothing is
// saved. Problems tell what the place may not decide.
func (js *Journeys) Edit(ctx context.Context, a may.Actor, nodeID, journeyID string, e Edit) (Clash, []plan.Problem, error) {
	return js.change(ctx, a, nodeID, journeyID, e.Seen, func(base []plan.Op) ([]plan.Op, error) {
		return replaceAbout(base, e.Item, e.Course, e.Ops), nil
	})
}

// replaceAbout puts operations in place of all that speak of an item, where the first of those stood.
func replaceAbout(ops []plan.Op, item, course string, with []plan.Op) []plan.Op {
	out := make([]plan.Op, 0, len(ops)+len(with))
	at := -1
	for i := range ops {
		if len(plan.About(ops[i:i+1], item, course)) == 0 {
			out = append(out, ops[i])
		} else if at < 0 {
			at = len(out)
		}
	}
	if at < 0 {
		at = len(out)
	}
	return slices.Insert(out, at, with...)
}

// Empty makes a draft in which the place decides nothing of its own: saved, it switches the layer
// off.
func (js *Journeys) Empty(ctx context.Context, a may.Actor, nodeID, journeyID string, s Sight) (Clash, error) {
	clash, _, err := js.change(ctx, a, nodeID, journeyID, s, func([]plan.Op) ([]plan.Op, error) { return []plan.Op{}, nil })
	return clash, err
}

// Restore makes a draft of an earlier layer. A draft that is open must be saved or dropped first.
func (js *Journeys) Restore(ctx context.Context, a may.Actor, nodeID, journeyID, layerID string) error {
	return js.atPlace(ctx, a, nodeID, journeyID, func(tx *db.Tx, t *Tailoring) error {
		if t.Draft.Version > 0 {
			return ErrDraftOpen
		}
		l, err := layerByID(ctx, tx, nodeID, journeyID, layerID)
		if err != nil {
			return err
		}
		if l.ID == "" {
			return ErrNoLayer
		}
		_, err = js.insertLayerDraft(ctx, tx, nodeID, journeyID, t.Layer.ID, append([]plan.Op{}, l.Ops...), a.PersonID)
		return err
	})
}

// atPlace runs a change at a place: asks, takes the place's row and reads how it is now.
func (js *Journeys) atPlace(ctx context.Context, a may.Actor, nodeID, journeyID string, f func(tx *db.Tx, t *Tailoring) error) error {
	node, err := js.Tree.Find(ctx, nodeID, js.Staff.Today())
	if err != nil {
		return err
	}
	if err := js.askLayer(ctx, a, node, js.Staff.Today()); err != nil {
		return err
	}
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := holdPlace(ctx, tx, nodeID); err != nil {
			return err
		}
		t, err := js.tailoring(ctx, tx, node, journeyID)
		if err != nil {
			return err
		}
		return f(tx, &t)
	})
}

func (js *Journeys) change(ctx context.Context, a may.Actor, nodeID, journeyID string, s Sight, f func(base []plan.Op) ([]plan.Op, error)) (clash Clash, problems []plan.Problem, err error) {
	err = js.atPlace(ctx, a, nodeID, journeyID, func(tx *db.Tx, t *Tailoring) error {
		base, err := seen(ctx, tx, nodeID, journeyID, s)
		if err != nil {
			return err
		}
		mine, err := f(base)
		if err != nil {
			return err
		}
		m := plan.Merge(base, mine, t.Ops())
		if len(m.Conflicts) > 0 {
			clash = m
			return ErrMeanwhile
		}
		if problems, err = js.check(t, m.Ops); err != nil || plan.SameOps(m.Ops, t.Ops()) {
			return err
		}
		baseID := t.Layer.ID
		if t.Draft.Version > 0 {
			baseID = t.Draft.BaseID
		}
		_, err = js.insertLayerDraft(ctx, tx, nodeID, journeyID, baseID, append([]plan.Op{}, m.Ops...), a.PersonID)
		return err
	})
	return clash, problems, err
}

// check tells what the place may not decide, and refuses texts that name somebody (rule 42).
func (js *Journeys) check(t *Tailoring, ops []plan.Op) ([]plan.Problem, error) {
	layer := t.Own(ops, js.Staff.Today())
	if problems := layer.Validate(t.Frame(), t.Above.Layers); plan.Broken(problems) {
		return problems, ErrRules
	}
	for i := range ops {
		texts := []string{ops[i].Why, ops[i].Title, ops[i].Text}
		if ops[i].Link != nil {
			texts = append(texts, ops[i].Link.Why)
		}
		for _, text := range texts {
			if err := js.checkWhy(text); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

func (js *Journeys) checkWhy(text string) error {
	switch {
	case identity.In(text, js.Now()):
		return ErrIdentity.On("why")
	case utf8.RuneCountInString(text) > longestNote:
		return ErrLongWhy.On("why")
	}
	return nil
}

// Drop ends the draft that was seen; what is saved stays as it is.
func (js *Journeys) Drop(ctx context.Context, a may.Actor, nodeID, journeyID string, version int64) error {
	return js.atPlace(ctx, a, nodeID, journeyID, func(tx *db.Tx, t *Tailoring) error {
		if err := same(t, version); err != nil {
			return err
		}
		_, err := js.insertLayerDraft(ctx, tx, nodeID, journeyID, "", nil, a.PersonID)
		return err
	})
}

func same(t *Tailoring, version int64) error {
	switch t.Draft.Version {
	case version:
	case 0:
		return ErrNoLayerDraft
	default:
		return ErrDraftMoved
	}
	if version == 0 {
		return ErrNoLayerDraft
	}
	return nil
}

// Save makes the draft that was looked through the place's layer from a day on, today or later.
// When the layer has been changed since the draft began, the draft is put on top of it: with
// ErrRebased where they agree, to be looked through once more, and with ErrMeanwhile and both sides
// where they do not.
func (js *Journeys) Save(ctx context.Context, a may.Actor, nodeID, journeyID string, version int64, from string) (clash Clash, err error) {
	var rebased bool
	err = js.atPlace(ctx, a, nodeID, journeyID, func(tx *db.Tx, t *Tailoring) error {
		if err := same(t, version); err != nil {
			return err
		}
		if from < js.Staff.Today() {
			return ErrPast.On("from")
		}
		if t.Layer.ID != t.Draft.BaseID {
			rebased = true
			clash, err = js.rebase(ctx, tx, a, t, nil)
			return err
		}
		if t.Layer.From > from && t.Layer.ID != "" {
			return ErrLater.On("from").With("date", t.Layer.From)
		}
		if _, err := js.check(t, t.Draft.Ops); err != nil {
			return err
		}
		return js.saveLayer(ctx, tx, a, t, from)
	})
	if err == nil && rebased {
		err = ErrRebased
	}
	return clash, err
}

func (js *Journeys) saveLayer(ctx context.Context, tx *db.Tx, a may.Actor, t *Tailoring, from string) error {
	if err := js.replaceLayer(ctx, tx, t.Node, t.Frame().ID, t.Draft.Ops, from, a.PersonID); err != nil {
		return err
	}
	_, err := js.insertLayerDraft(ctx, tx, t.Node.ID, t.Frame().ID, "", nil, a.PersonID)
	return err
}

// rebase puts the draft on top of the layer that somebody has saved since it began. mine are the
// conflicts in which the draft is chosen; with conflicts and no choice it is ErrMeanwhile.
func (js *Journeys) rebase(ctx context.Context, tx *db.Tx, a may.Actor, t *Tailoring, choice *[]plan.Slot) (Clash, error) {
	base, err := layerByID(ctx, tx, t.Node.ID, t.Frame().ID, t.Draft.BaseID)
	if err != nil {
		return Clash{}, err
	}
	m := plan.Merge(base.Ops, t.Draft.Ops, t.Layer.Ops)
	ops := m.Ops
	switch {
	case choice != nil:
		ops = m.Choose(*choice)
	case len(m.Conflicts) > 0:
		return m, ErrMeanwhile
	}
	_, err = js.insertLayerDraft(ctx, tx, t.Node.ID, t.Frame().ID, t.Layer.ID, append([]plan.Op{}, ops...), a.PersonID)
	return m, err
}

// Clashes tells where the open draft and a layer saved since it began say otherwise about the same.
func (js *Journeys) Clashes(ctx context.Context, t *Tailoring) (Clash, error) {
	if t.Draft.Version == 0 || t.Draft.BaseID == t.Layer.ID {
		return Clash{}, nil
	}
	base, err := layerByID(ctx, js.DB, t.Node.ID, t.Frame().ID, t.Draft.BaseID)
	return plan.Merge(base.Ops, t.Draft.Ops, t.Layer.Ops), err
}

// Settle puts the draft on top of the newer layer as somebody has chosen: mine names the conflicts in
// which the draft holds; in the others the layer does.
func (js *Journeys) Settle(ctx context.Context, a may.Actor, nodeID, journeyID string, version int64, mine []plan.Slot) error {
	return js.atPlace(ctx, a, nodeID, journeyID, func(tx *db.Tx, t *Tailoring) error {
		if err := same(t, version); err != nil {
			return err
		}
		_, err := js.rebase(ctx, tx, a, t, &mine)
		return err
	})
}

// mostHistory bounds the history that is shown.
const mostHistory = 50

// LayerHistory lists what a place has decided about a journey, the newest first, to who may edit
// layers there or above.
func (js *Journeys) LayerHistory(ctx context.Context, a may.Actor, node org.Node, journeyID string) ([]LayerVersion, error) {
	if err := may.Ask(a, may.EditLayer, node.Path); err != nil {
		return nil, err
	}
	return db.All(ctx, js.DB, scanLayerVersion, selectLayer+`
		WHERE node_id = $1 AND journey_id = $2
		ORDER BY valid_from DESC, valid_until DESC, id DESC
		LIMIT $3`,
		node.ID, journeyID, mostHistory)
}
