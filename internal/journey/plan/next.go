package plan

import "slices"

// openCircles turns blocks into warnings where courses wait for each other, across layers and journeys, so that nobody
// is shut out for ever.
func openCircles(out []Personal) {
	waits := map[string][]string{}
	eachItem(out, func(_ *Personal, it *PersonalItem) {
		if !it.Blocked {
			return
		}
		for _, n := range it.Notices {
			if key := firstText(it.Course, it.ID); n.Mode == BlockMode {
				waits[key] = append(waits[key], n.Course)
			}
		}
	})
	if len(waits) < 2 && !selfWaiting(waits) {
		return
	}
	eachItem(out, func(_ *Personal, it *PersonalItem) {
		key := firstText(it.Course, it.ID)
		blocked := false
		for i := range it.Notices {
			n := &it.Notices[i]
			if n.Mode == BlockMode && reaches(waits, n.Course, key, nil) {
				n.Mode = Warn
			}
			blocked = blocked || n.Mode == BlockMode
		}
		it.Blocked = it.Blocked && blocked
	})
}

func selfWaiting(waits map[string][]string) bool {
	for key, on := range waits {
		if slices.Contains(on, key) {
			return true
		}
	}
	return false
}

// reaches tells whether from waits for to, directly or through others.
func reaches(waits map[string][]string, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen == nil {
		seen = map[string]bool{}
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, on := range waits[from] {
		if reaches(waits, on, to, seen) {
			return true
		}
	}
	return false
}

// count fills in how much is done of what is recommended and mandatory.
func count(p *Personal) {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		for k := range b.Items {
			if it := &b.Items[k]; it.Counts() {
				b.Total++
				b.Done += btoi(it.IsDone())
			}
		}
		p.Done, p.Total = p.Done+b.Done, p.Total+b.Total
	}
	p.AllDone = p.Done == p.Total
}

// maxNext is how many suggestions of one kind are given.
const maxNext = 3

// next says what to do now, and when all is done what comes next (R081). It is never empty.
func next(p *Personal) []Suggestion {
	if p.Paused {
		return []Suggestion{{Kind: NextPaused}}
	}
	var items []*PersonalItem
	for b := range p.Blocks {
		for i := range p.Blocks[b].Items {
			items = append(items, &p.Blocks[b].Items[i])
		}
	}
	var out []Suggestion
	for _, kind := range []SuggestionKind{NextOverdue, NextStarted, NextPlan} {
		out = suggest(out, items, kind)
	}
	if p.AllDone {
		out = suggest(out, items, NextElective)
		out = append(out, further(p)...)
		if s, ok := firstToRenew(items); ok {
			out = append(out, s)
		}
		out = append(out, Suggestion{Kind: NextTalk})
	}
	if len(out) == 0 { // all that is left is blocked or paused
		out = append(out, Suggestion{Kind: NextTalk})
	}
	return out
}

// suggest appends the items that fit the kind: late mandatory ones before other late ones, otherwise as on the page.
func suggest(out []Suggestion, items []*PersonalItem, kind SuggestionKind) []Suggestion {
	var fit []*PersonalItem
	for _, it := range items {
		if !it.Blocked && it.suggestedAs() == kind {
			fit = append(fit, it)
		}
	}
	if kind == NextOverdue {
		slices.SortStableFunc(fit, func(a, b *PersonalItem) int { return b.Requirement.rank() - a.Requirement.rank() })
	}
	for i := 0; i < len(fit) && i < maxNext; i++ {
		s := Suggestion{Kind: kind, Item: fit[i].ID}
		if kind == NextOverdue {
			s.Date = fit[i].Due
		}
		out = append(out, s)
	}
	return out
}

// suggestedAs gives the kind of suggestion the item makes, none for what is done, paused or only read.
func (it *PersonalItem) suggestedAs() SuggestionKind {
	switch {
	case it.Kind == Info:
		return ""
	case it.Status == Overdue:
		return NextOverdue
	case it.Status == Started:
		return NextStarted
	case it.Status == NotStarted && it.Requirement == Elective:
		return NextElective
	case it.Status == NotStarted:
		return NextPlan
	}
	return ""
}

// further gives the first entry about education beyond the journey.
func further(p *Personal) []Suggestion {
	for b := range p.Blocks {
		for i := range p.Blocks[b].Items {
			if it := &p.Blocks[b].Items[i]; p.Blocks[b].Kind == Expert && it.Kind == Info {
				return []Suggestion{{Kind: NextFurther, Item: it.ID}}
			}
		}
	}
	return nil
}

func firstToRenew(items []*PersonalItem) (s Suggestion, ok bool) {
	for _, it := range items {
		if it.IsDone() && it.ValidUntil != "" && it.Counts() && (!ok || it.ValidUntil < s.Date) {
			s, ok = Suggestion{Kind: NextRenew, Item: it.ID, Date: it.ValidUntil}, true
		}
	}
	return s, ok
}
