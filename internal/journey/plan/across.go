package plan

import (
	"cmp"
	"slices"
)

// keepEarlier adds what the person has done and no journey shows as a last block of the journey that knows it.
func keepEarlier(in *Input, out []Personal, rec *record) {
	shown := make(map[string]bool, 64)
	eachItem(out, func(_ *Personal, it *PersonalItem) { shown[firstText(it.Course, it.ID)] = true })
	tails := make([][]PersonalItem, len(out))
	for _, key := range rec.keys {
		if shown[key] {
			continue
		}
		item, home := lookUp(in, out, key)
		h := rec.of(key, item.DoneBy)
		if !h.ever() {
			continue
		}
		j := journeyOf(in, out[home].Journey)
		tails[home] = append(tails[home], earlierItem(&item, &h, j))
	}
	for i, tail := range tails {
		if len(tail) == 0 {
			continue
		}
		slices.SortFunc(tail, func(a, b PersonalItem) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
		out[i].Blocks = append(out[i].Blocks, PersonalBlock{ID: string(Earlier), Kind: Earlier, Items: tail})
	}
}

func earlierItem(item *Item, h *held, j *Journey) PersonalItem {
	it := PersonalItem{
		ID: item.ID, Course: item.Course, Title: item.Title, Text: item.Text, URL: item.URL, Kind: item.Kind, Tags: item.Tags,
		Requirement: Elective, Status: Done, Started: h.started, At: h.at, ValidUntil: h.until,
		Reasons: []Reason{{Rule: RuleKept, DecidedBy: j.owner(), DecidedByID: j.Owner, Since: h.at}},
	}
	if h.credited {
		it.Status = CreditedStatus
		r := it.Reasons[0]
		r.Rule, r.Source = RuleCredited, h.source
		it.Reasons = append(it.Reasons, r)
	}
	return it
}

// lookUp finds what key is called and which shown journey knows it; the first where none does.
func lookUp(in *Input, out []Personal, key string) (item Item, home int) {
	for i := range out {
		if it := itemOf(in, journeyOf(in, out[i].Journey), key); it != nil {
			return *it, i
		}
	}
	var from *Journey
	item = Item{ID: key, Course: key, Kind: CourseItem}
	for i := range in.Journeys {
		j := &in.Journeys[i]
		if it := itemOf(in, j, key); it != nil && (from == nil || j.ID < from.ID) {
			item, from = *it, j
		}
	}
	return item, 0
}

// itemOf finds what a journey's frame, or else a layer of it, calls key; nil when neither knows it.
func itemOf(in *Input, j *Journey, key string) *Item {
	for b := range j.Blocks {
		for i := range j.Blocks[b].Items {
			if it := &j.Blocks[b].Items[i]; it.key() == key {
				return it
			}
		}
	}
	var best *Layer
	var item *Item
	for i := range in.Layers {
		l := &in.Layers[i]
		if l.Journey != j.ID || best != nil && best.NodeID <= l.NodeID {
			continue
		}
		k := slices.IndexFunc(l.Ops, func(o Op) bool { return o.includes() && localItem(&o).key() == key && o.Title != "" })
		if k >= 0 {
			best, item = l, localItem(&l.Ops[k])
		}
	}
	return item
}

func journeyOf(in *Input, id string) *Journey {
	for i := range in.Journeys {
		if in.Journeys[i].ID == id {
			return &in.Journeys[i]
		}
	}
	return &Journey{ID: id}
}

// tellShared adds to every course that stands in several of the journeys that one completion counts in all (R072).
func tellShared(out []Personal) {
	if len(out) < 2 {
		return
	}
	in := map[string][]int{}
	eachItem(out, func(p *Personal, it *PersonalItem) {
		if it.Course != "" {
			k := slices.IndexFunc(out, func(o Personal) bool { return o.Journey == p.Journey })
			in[it.Course] = append(in[it.Course], k)
		}
	})
	eachItem(out, func(p *Personal, it *PersonalItem) {
		for _, k := range in[it.Course] {
			if o := &out[k]; o.Journey != p.Journey {
				r := o.Reasons[0]
				it.Reasons = addReason(it.Reasons, Reason{
					Rule: RuleShared, DecidedBy: r.DecidedBy, DecidedByID: r.DecidedByID, Since: r.Since, Journey: o.Title,
				})
			}
		}
	})
}

func eachItem(out []Personal, f func(*Personal, *PersonalItem)) {
	for p := range out {
		for b := range out[p].Blocks {
			for i := range out[p].Blocks[b].Items {
				f(&out[p], &out[p].Blocks[b].Items[i])
			}
		}
	}
}
