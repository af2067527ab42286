package plan

import (
	"cmp"
	"slices"
)

// Enrolment is a course that whoever leads the person has put in the person's journey (R133). It holds while the
// person works under the node; it adds to what the layers say and takes nothing from it.
type Enrolment struct {
	Course           string
	NodeID, NodeName string // whose decision it is: the unit
	Since            Date
	Due              Date // empty: no date
	Note             string
}

// enrol puts the enrolments in: a course that is in a journey is recommended at least, another one stands last in the
// base block of the journey that knows it, else of the first. What is done stays done.
func enrol(in *Input, out []Personal, rec *record) {
	for i := range in.Person.Enrolled {
		a := &in.Person.Enrolled[i]
		work := worksUnder(in, a)
		if work == nil || a.Since > in.Today || len(out) == 0 {
			continue
		}
		found := false
		eachItem(out, func(p *Personal, it *PersonalItem) {
			if it.Course == a.Course {
				found = true
				a.strengthen(in, p, it, rec, work)
			}
		})
		if !found {
			a.add(in, out, rec, work)
		}
	}
}

// worksUnder gives the current work that stands under the enrolment's node; nil when there is none.
func worksUnder(in *Input, a *Enrolment) []*Employment {
	var work []*Employment
	for i := range in.Person.Employments {
		if e := &in.Person.Employments[i]; e.active(in.Today) && slices.Contains(e.Path, a.NodeID) {
			work = append(work, e)
		}
	}
	// The order in which the employments stand does not matter, nor one that stands twice.
	slices.SortStableFunc(work, func(a, b *Employment) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(work, func(a, b *Employment) bool { return a.ID == b.ID })
}

func (a *Enrolment) add(in *Input, out []Personal, rec *record, work []*Employment) {
	home := 0
	for i := range out {
		if itemOf(in, journeyOf(in, out[i].Journey), a.Course) != nil {
			home = i
			break
		}
	}
	p := &out[home]
	it := PersonalItem{ID: a.Course, Course: a.Course, Kind: CourseItem, Status: NotStarted, LocalTo: a.NodeName}
	if known := itemOf(in, journeyOf(in, p.Journey), a.Course); known != nil {
		it.ID, it.Title, it.Text, it.Tags = known.ID, known.Title, known.Text, known.Tags
	}
	h := rec.of(a.Course, "")
	it.Started, it.At, it.ValidUntil = h.started, h.at, h.until
	if h.valid {
		it.Status = h.status()
	} else if h.started {
		it.Status = Started
	}
	a.strengthen(in, p, &it, rec, work)
	b := slices.IndexFunc(p.Blocks, func(b PersonalBlock) bool { return b.Kind == Base })
	if b < 0 {
		b = slices.IndexFunc(p.Blocks, func(b PersonalBlock) bool { return b.Kind != Manager })
	}
	if b < 0 {
		p.Blocks, b = append(p.Blocks, PersonalBlock{ID: "enrolled", Kind: Base, Title: a.NodeName}), len(p.Blocks)
	}
	p.Blocks[b].Items = append(slices.Clip(p.Blocks[b].Items), it)
}

// strengthen makes an item at least recommended, with the earliest date, and says who decided.
func (a *Enrolment) strengthen(in *Input, p *Personal, it *PersonalItem, rec *record, work []*Employment) {
	it.Requirement = stronger(it.Requirement, Recommended)
	it.Reasons = slices.DeleteFunc(slices.Clone(it.Reasons), offer)
	it.Reasons = addReason(it.Reasons, Reason{Rule: RuleEnrolled, DecidedBy: firstText(a.NodeName, a.NodeID), DecidedByID: a.NodeID, Since: a.Since, Date: a.Due, Why: a.Note})
	if it.IsDone() {
		return
	}
	if h := rec.of(a.Course, ""); h.expired && !slices.ContainsFunc(it.Reasons, func(r Reason) bool { return r.Rule == RuleRenew }) {
		it.Reasons = append(it.Reasons, Reason{Rule: RuleRenew, DecidedBy: firstText(a.NodeName, a.NodeID), DecidedByID: a.NodeID, Since: h.until.AddDays(1), Date: h.until})
	}
	away := true
	for _, e := range work {
		away = away && e.onLeave(in.Today)
	}
	if a.Due != "" {
		it.Due = earliest(it.Due, a.due(in, p, it, work))
	}
	switch {
	case it.Status == Paused && !away:
		it.Status = NotStarted // other work that gives the item is on leave; this asks for it
		if it.Started {
			it.Status = Started
		}
	case away:
		it.Status = Paused
	}
	if it.Status != Paused && it.Due != "" && it.Due < in.Today {
		it.Status = Overdue
	}
}

// due is the enrolment's date, put off by leave as every other date is; with several employments the earliest.
func (a *Enrolment) due(in *Input, p *Personal, it *PersonalItem, work []*Employment) Date {
	pl := planning{candidate: &candidate{j: journeyOf(in, p.Journey)}, today: in.Today}
	var best Date
	for _, e := range work {
		date, moved := pl.moved(a.Since, max(a.Since.DaysTo(a.Due), 0), e)
		if best == "" || date < best {
			best = date
		}
		for _, r := range pl.leaveReason(nil, e, moved) {
			it.Reasons = addReason(it.Reasons, r)
		}
	}
	return best
}
