package plan

import "slices"

// state is what the frame and the layers have decided about one item for one employment.
type state struct {
	in, hidden bool
	meant      bool // the item's own audience takes the person in
	added      bool // a layer of this employment adds it, perhaps to others
	req        Requirement
	sticky     bool // mandatory by an employer's decision
	dues       []dueRule
	gates      []gateRule
	reasons    []Reason
	local      string // name of the node that brought or kept it
}

// dueRule is a due date with who decided it. The earliest of several counts.
type dueRule struct {
	Due
	since    Date
	by, byID string
}

// gateRule is a link with who decided it.
type gateRule struct {
	Link
	since Date
	by    string
	stays bool // an employer's block
}

// decide goes through frame and layers for one entry and one employment, from the top down. The reasons are valid until
// the next decision.
func (pl *planning) decide(en *entry, seat int) state {
	w := &pl.seats[seat]
	st := pl.fromFrame(en, w)
	if st.reasons == nil {
		st.reasons = pl.scratch[:0]
	}
	for i := 0; i < len(en.ops); {
		k := i + 1
		for k < len(en.ops) && en.ops[k].layer == en.ops[i].layer {
			k++
		}
		if l := &pl.layers[en.ops[i].layer]; l.seats[seat] {
			pl.apply(&st, en, w, l.Layer, en.ops[i:k])
		}
		i = k
	}
	pl.scratch = st.reasons[:0]
	return st
}

// fromFrame is what the frame itself says; what it does not give the person leaves only whom it is meant for.
func (pl *planning) fromFrame(en *entry, w *who) state {
	if !en.frame {
		return state{}
	}
	it, j := en.item, pl.j
	// Nothing is asked of anybody before the journey was switched on there.
	since := firstDate(latest(firstDate(it.Since, j.Since), w.on.From), w.e.Start, pl.today)
	st := state{meant: it.Audience.matches(w), req: j.OwnerKind.weaken(it.Requirement)}
	for i := range it.Requires {
		st.gates = setGate(st.gates, &it.Requires[i], j.OwnerKind, since, j.owner())
	}
	if it.Since > pl.today || pl.retired(it) {
		return st
	}
	if pl.otherStep(en, w) {
		st.req = Elective
	}
	rule := pl.frameRule(en, w, st.req)
	if it.Wish != "" && slices.Contains(w.p.Wishes, it.Wish) {
		rule, st.meant, st.req = RuleWish, true, stronger(st.req, Recommended)
	}
	if st.in = st.meant; !st.in {
		return st
	}
	r := Reason{
		Rule: rule, DecidedBy: j.owner(), DecidedByID: j.Owner, Since: since,
		Occupation: w.e.Occupation, Area: w.e.Area,
	}
	if rule == RuleStep {
		r.Step = pl.step.Title
	}
	st.sticky, st.reasons = st.req == Mandatory, append(pl.scratch[:0], r)
	if it.Due != nil {
		st.dues = []dueRule{{Due: *it.Due, since: since, by: r.DecidedBy, byID: r.DecidedByID}}
	}
	return st
}

// otherStep tells whether the entry stands in a step block that is not the person's.
func (pl *planning) otherStep(en *entry, w *who) bool {
	b := &pl.j.Blocks[en.block]
	return pl.step != nil && b.Kind == StepBlock && b.Level != w.step
}

func (pl *planning) retired(it *Item) bool { return it.Retired != "" && it.Retired <= pl.today }

// frameRule names the rule by which the frame has the item for this employment.
func (pl *planning) frameRule(en *entry, w *who, req Requirement) Rule {
	b, a := &pl.j.Blocks[en.block], en.item.Audience
	switch {
	case b.Kind == Manager:
		return RuleManager
	case pl.otherStep(en, w):
		return RuleStepOther
	case b.Kind == StepBlock && pl.step != nil:
		return RuleStep
	case req == Elective:
		return RuleElective
	case a == nil:
		return RuleEveryone
	case a.Licensed != nil && *a.Licensed || inLicensedTrack(pl.j, a, w):
		return RuleLicensed
	case len(a.Tracks) > 0 || len(a.Occupations) > 0 && len(a.Areas) > 0:
		return RuleTrack
	}
	return RuleAudience
}

// inLicensedTrack tells whether the audience names a track for licensed staff that the person is in.
func inLicensedTrack(j *Journey, a *Audience, w *who) bool {
	for i := range j.Tracks {
		t := &j.Tracks[i]
		if t.Audience != nil && t.Audience.Licensed != nil && *t.Audience.Licensed &&
			slices.Contains(w.tracks, t.ID) && slices.Contains(a.Tracks, t.ID) {
			return true
		}
	}
	return false
}

// apply adds one layer's operations on the item to the state.
func (pl *planning) apply(st *state, en *entry, w *who, l *Layer, ops []opRef) {
	var verdict, added *Op
	for _, ref := range ops {
		op := ref.op
		switch {
		case op.Kind == Add:
			st.added = true
			if op.Audience.matches(w) {
				verdict, added = op, op
			}
		case op.Kind == Move || op.Kind == SetDue || op.Kind == Gate || op.Kind == Approve: // these say nothing of who has it
		case op.Audience.matches(w) && pl.concerns(st, en, op, added):
			verdict = op
		}
	}
	wasSticky := st.sticky
	if added != nil && verdict != added {
		pl.include(st, en, w, l, added)
	}
	st.sticky = wasSticky
	switch {
	case verdict == nil:
	case verdict.Kind == Hide:
		st.hidden = st.hidden || l.NodeKind.MayDemand() && !wasSticky
	case verdict.Kind == Show:
		pl.show(st, w, l, verdict)
	default:
		pl.include(st, en, w, l, verdict)
	}
	pl.detail(st, w, l, ops, wasSticky, func(op *Op) bool { return op == verdict || op == added || op.Kind == SetDue })
}

// concerns tells whether the operation reaches a person whom it does not name.
func (pl *planning) concerns(st *state, en *entry, op, added *Op) bool {
	switch {
	case op.Kind == Hide || op.Kind == Show || op.Audience != nil || added != nil || st.in || st.meant:
		return true
	}
	return !en.frame && !st.added // the frame has dropped it and nobody knows any more whom it was for
}

// include puts the item in, as strongly as the layer may say, unless mandatory from above already says more.
func (pl *planning) include(st *state, en *entry, w *who, l *Layer, op *Op) {
	want := l.NodeKind.weaken(op.wants())
	dropped := !st.added && st.local == "" && (!en.frame || pl.retired(en.item))
	st.in, st.hidden = true, false
	if !st.sticky {
		st.req, st.sticky = want, want == Mandatory
	}
	r := pl.reason(l, op, w)
	switch {
	case want == Mandatory:
		r.Rule = RuleRequired
	case op.Kind == Add:
		r.Rule = RuleAdded
	case want == Recommended:
		r.Rule = RuleRecommended
	default:
		r.Rule = RuleOffered
	}
	if want == st.req || op.Kind == Add {
		st.reasons = addReason(st.reasons, r)
	}
	if op.Kind == Add && st.local == "" {
		st.local = l.name()
	}
	if dropped {
		r.Rule, st.local = RuleKeptLocal, l.name()
		st.reasons = addReason(st.reasons, r)
	}
}

// wants is the requirement an including operation asks for.
func (o *Op) wants() Requirement {
	switch o.Kind {
	case Require:
		return Mandatory
	case Elect:
		return Elective
	case Add:
		if o.Requirement != "" {
			return o.Requirement
		}
	}
	return Recommended
}

func (pl *planning) show(st *state, w *who, l *Layer, op *Op) {
	if !st.hidden {
		return
	}
	st.hidden = false
	r := pl.reason(l, op, w)
	r.Rule = RuleShown
	st.reasons = addReason(st.reasons, r)
}

// detail takes the layer's gates, and the last of its due dates that dates accepts. A date of what is mandatory from
// above can only be made earlier.
func (pl *planning) detail(st *state, w *who, l *Layer, ops []opRef, wasSticky bool, dates func(*Op) bool) {
	var due *Op
	for _, ref := range ops {
		op := ref.op
		if !op.Audience.matches(w) {
			continue
		}
		if op.Due != nil && dates(op) {
			due = op
		}
		if op.Kind == Gate && op.Link != nil {
			st.gates = setGate(st.gates, op.Link, l.NodeKind, pl.since(l, op, w), l.name())
		}
	}
	if due == nil {
		return
	}
	if !wasSticky {
		st.dues = nil
	}
	st.dues = append(st.dues, dueRule{
		Due: *due.Due, since: pl.since(l, due, w), by: l.name(), byID: l.NodeID,
	})
}

func (pl *planning) reason(l *Layer, op *Op, w *who) Reason {
	return Reason{
		DecidedBy: l.name(), DecidedByID: l.NodeID, Since: pl.since(l, op, w), Why: op.Why,
		Occupation: w.e.Occupation, Area: w.e.Area,
	}
}

func (pl *planning) since(l *Layer, op *Op, w *who) Date {
	return firstDate(l.since(op), w.e.Start, pl.today)
}

// setGate puts a link in place of an earlier one to the same course. An employer's block stays against lower layers.
func setGate(gs []gateRule, l *Link, kind NodeKind, since Date, by string) []gateRule {
	g := gateRule{Link: *l, since: since, by: by}
	if g.Mode == BlockMode {
		if g.stays = kind.MayDemand(); !g.stays {
			g.Mode = Warn
		}
	}
	k := slices.IndexFunc(gs, func(o gateRule) bool { return o.Course == g.Course })
	switch {
	case k < 0 && g.Mode == Off:
		return gs
	case k < 0:
		return append(gs, g)
	case gs[k].stays && gs[k].by != by:
		return gs
	case g.Mode == Off:
		return slices.Delete(slices.Clone(gs), k, k+1)
	}
	gs[k] = g
	return gs
}
