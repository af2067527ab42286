package plan

import "slices"

// draft is an item while the employments are joined.
type draft struct {
	PersonalItem
	key    string
	held   held
	paused bool
	wish   bool
}

// blocks gives the blocks that the person sees, with their items.
func (pl *planning) blocks() []PersonalBlock {
	placed := make(map[string]*draft, len(pl.entries))
	drafts := make([]draft, len(pl.entries))
	rows := make([][]*draft, len(pl.order))
	for b := range pl.order {
		for _, i := range pl.order[b] {
			d := &drafts[i]
			if !pl.draft(d, &pl.entries[i]) {
				continue
			}
			if first := placed[d.key]; first != nil {
				first.join(d)
				continue
			}
			placed[d.key] = d
			rows[b] = append(rows[b], d)
		}
	}
	out := make([]PersonalBlock, 0, len(rows)+1)
	for b := range rows {
		if pl.sees(b) {
			out = append(out, pl.block(b, rows[b]))
		}
	}
	return out
}

func (pl *planning) block(b int, rows []*draft) PersonalBlock {
	def := &pl.j.Blocks[b]
	out := PersonalBlock{
		ID: def.ID, Title: def.Title, Helper: def.Helper, Icon: def.Icon, Kind: def.Kind, Level: def.Level,
		Current: def.Kind == StepBlock && pl.step != nil && pl.step.ID == def.Level,
	}
	slices.SortStableFunc(rows, func(a, b *draft) int { return btoi(b.wish) - btoi(a.wish) })
	out.Items = make([]PersonalItem, len(rows))
	for i, d := range rows {
		pl.settle(d)
		out.Items[i] = d.PersonalItem
	}
	return out
}

// sees tells whether any of the employments has the block.
func (pl *planning) sees(b int) bool {
	return pl.any(func(w *who) bool { return blockFor(&pl.j.Blocks[b], w) })
}

// blockFor tells whether the block is for the employment; a manager block is for managers only (R071).
func blockFor(b *Block, w *who) bool {
	return (b.Kind != Manager || w.manager) && b.Audience.matches(w)
}

// draft joins what the employments say about an entry; false when it is not in the person's journey.
func (pl *planning) draft(d *draft, en *entry) bool {
	it := en.item
	d.key, d.paused, d.held = it.key(), true, pl.rec.of(it.key(), it.DoneBy)
	in, hidden, visible := false, false, false
	for s := range pl.seats {
		st := pl.decide(en, s)
		sees := blockFor(&pl.j.Blocks[en.block], &pl.seats[s])
		hidden, visible = hidden || st.hidden, visible || sees
		if st.in && !st.hidden && sees {
			in = true
			d.take(pl, &st, pl.seats[s].e)
		}
	}
	if !in {
		if !d.held.started || d.held.ever() || hidden || !visible {
			return false
		}
		d.keepStarted(pl)
	}
	d.ID, d.Course, d.Title, d.Text, d.URL = it.ID, it.Course, it.Title, it.Text, it.URL
	d.Kind, d.Introduction, d.Tags = it.Kind, it.Introduction, it.Tags
	d.wish = it.Wish != "" && slices.Contains(pl.seats[0].p.Wishes, it.Wish)
	return true
}

// take adds what one employment has.
func (d *draft) take(pl *planning, st *state, e *Employment) {
	d.Requirement = stronger(d.Requirement, st.req)
	if d.Reasons == nil {
		d.Reasons = pl.room(len(st.reasons) + 1)
	}
	for _, r := range st.reasons {
		d.Reasons = addReason(d.Reasons, r)
	}
	due := pl.deadline(st, &d.held, e)
	d.Due = earliest(d.Due, due.date)
	for _, r := range due.reasons {
		d.Reasons = addReason(d.Reasons, r)
	}
	if !e.onLeave(pl.today) {
		d.paused = false
	}
	d.LocalTo = firstText(d.LocalTo, st.local)
	for _, g := range st.gates {
		d.Notices = addNotice(d.Notices, Notice{Course: g.Course, Why: g.Why, Mode: g.Mode, DecidedBy: g.by, Since: g.since})
	}
}

// room gives an empty slice for n reasons, cut from a larger one; more than n move elsewhere by themselves.
func (pl *planning) room(n int) []Reason {
	if cap(pl.pool)-len(pl.pool) < n {
		pl.pool = make([]Reason, 0, max(n, len(pl.entries)))
	}
	at := len(pl.pool)
	pl.pool = pl.pool[:at+n]
	return pl.pool[at : at : at+n]
}

// addNotice keeps one notice per course, the strictest.
func addNotice(ns []Notice, n Notice) []Notice {
	k := slices.IndexFunc(ns, func(o Notice) bool { return o.Course == n.Course })
	switch {
	case k < 0:
		return append(ns, n)
	case ns[k].Mode != BlockMode && n.Mode == BlockMode:
		ns[k] = n
	}
	return ns
}

func (d *draft) keepStarted(pl *planning) {
	d.Requirement, d.paused = Elective, pl.allOnLeave()
	d.Reasons = []Reason{{
		Rule: RuleKeptStarted, DecidedBy: pl.j.owner(), DecidedByID: pl.j.Owner,
		Since: firstDate(pl.j.Since, pl.seats[0].on.From, pl.seats[0].e.Start, pl.today),
	}}
}

func (pl *planning) allOnLeave() bool {
	return !pl.any(func(w *who) bool { return !w.e.onLeave(pl.today) })
}

// join takes a second standing of the same course into the first.
func (d *draft) join(o *draft) {
	d.Requirement = stronger(d.Requirement, o.Requirement)
	d.Due = earliest(d.Due, o.Due)
	d.paused = d.paused && o.paused
	d.wish = d.wish || o.wish
	for _, r := range o.Reasons {
		d.Reasons = addReason(d.Reasons, r)
	}
	for _, n := range o.Notices {
		d.Notices = addNotice(d.Notices, n)
	}
	if o.held.ever() && !d.held.valid {
		d.held = o.held
	}
}

// settle gives the item its status, and the reasons that come from the record.
func (pl *planning) settle(d *draft) {
	h := &d.held
	d.Started, d.At, d.ValidUntil = h.started, h.at, h.until
	if d.Requirement != Elective {
		d.Reasons = slices.DeleteFunc(d.Reasons, offer)
	}
	if byWeight := func(a, b Reason) int { return a.Rule.weight() - b.Rule.weight() }; !slices.IsSortedFunc(d.Reasons, byWeight) {
		slices.SortStableFunc(d.Reasons, byWeight)
	}
	own := Reason{DecidedBy: pl.j.owner(), DecidedByID: pl.j.Owner, Since: firstDate(h.at, pl.today)}
	if h.credited {
		own.Rule, own.Source = RuleCredited, h.source
		d.Reasons = append(d.Reasons, own)
	}
	if h.expired {
		own.Rule, own.Since, own.Date = RuleRenew, h.until.AddDays(1), h.until
		d.Reasons = append(d.Reasons, own)
	}
	d.Status = pl.status(d)
	if d.Status == Paused && !slices.ContainsFunc(d.Reasons, func(r Reason) bool { return r.Rule == RuleLeave }) {
		d.Reasons = append(d.Reasons, pl.onLeaveReason(pl.firstOnLeave(), 0))
	}
	d.Notices = slices.DeleteFunc(d.Notices, func(n Notice) bool { return d.IsDone() || pl.has(n.Course) })
	for _, n := range d.Notices {
		d.Blocked = d.Blocked || n.Mode == BlockMode && !h.started
	}
}

// has tells whether the course (or activity) that should come first is done and counts.
func (pl *planning) has(key string) bool {
	var doneBy FactKind
	for i := range pl.entries {
		if pl.entries[i].item.key() == key {
			doneBy = pl.entries[i].item.DoneBy
		}
	}
	h := pl.rec.of(key, doneBy)
	return h.valid
}

func (pl *planning) firstOnLeave() *Employment {
	for i := range pl.seats {
		if pl.seats[i].e.onLeave(pl.today) {
			return pl.seats[i].e
		}
	}
	return pl.seats[0].e
}

func (pl *planning) status(d *draft) Status {
	switch {
	case d.Kind == Info:
		return NotStarted
	case d.held.valid:
		return d.held.status()
	case d.paused:
		return Paused
	case d.Due != "" && d.Due < pl.today:
		return Overdue
	case d.held.started:
		return Started
	}
	return NotStarted
}

// offer tells whether the reason is only that the item may be chosen.
func offer(r Reason) bool {
	return r.Rule == RuleElective || r.Rule == RuleOffered || r.Rule == RuleStepOther
}

// weight orders reasons: what demands, what brings it in, then when it is due.
func (r Rule) weight() int {
	switch r {
	case RuleRequired:
		return 0
	case RuleNewEmployee, RuleAssigned:
		return 2
	case RuleLeave:
		return 3
	}
	return 1
}
