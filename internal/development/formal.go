package development

import (
	"context"
	"slices"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/record"
)

// known is what is known of a person that may have done what stands in the plan.
type known struct {
	facts  []record.Fact
	formal held.Person // merits
	book   *frame.Book // nil when merits were not asked for
}

// know gives what the reader may see, merits when they are asked for: the person all, the employer its own and
// what is shared (rule 19).
func (ps *Plans) know(ctx context.Context, where at, merits bool) (k known, err error) {
	if where.Kind != OfPerson {
		return k, nil
	}
	employer := where.controller.ID
	if where.side == PersonSide {
		employer = ""
		k.facts, err = ps.Record.Facts(ctx, where.PersonID)
	} else {
		var seen map[string][]record.Fact
		seen, err = ps.Record.SeenBy(ctx, employer, []string{where.PersonID})
		k.facts = seen[where.PersonID]
	}
	if err != nil || !merits {
		return k, err
	}
	has, err := ps.Competence.KnownFormal(ctx, employer, []string{where.PersonID})
	if err != nil {
		return k, err
	}
	k.formal = has[where.PersonID]
	k.book, err = ps.Frameworks.Book(ctx, ps.Staff.Today())
	return k, err
}

// awaitsMerit tells whether a checked merit may end the item.
func (i Item) awaitsMerit() bool { return i.Open() && len(i.by()) > 0 }

// awaitMerits tells whether a checked merit may end any of them.
func awaitMerits(items []Item) bool { return slices.ContainsFunc(items, Item.awaitsMerit) }

// by is what sort of merit the item leads to: an education to a diploma and what follows from it, a validation
// to a whole validation.
func (i Item) by() []frame.By {
	switch i.How {
	case ByEducation:
		return []frame.By{frame.ByEducation, frame.ByLicence, frame.ByTitle}
	case ByValidation:
		return []frame.By{frame.ByValidation}
	}
	return nil
}

// deriveMerit makes an open item about an education or a validation done when a checked merit of its sort
// holds today: the one that it names, or else one that fills its requirement as far as that sort can. What
// somebody has ended otherwise stays as it was ended.
func deriveMerit(i *Item, k known, today string) {
	if !i.awaitsMerit() || k.book == nil {
		return
	}
	for _, p := range i.proofs(k, today) {
		if !i.FromRecord || p.From >= i.StateOn {
			i.State, i.StateOn, i.FromRecord, i.FactID = Done, p.From, true, p.Source
		}
	}
}

// proofs are the merits that have done the item.
func (i *Item) proofs(k known, today string) []held.Proof {
	var out []held.Proof
	for _, key := range k.book.Now(i.Requirement) {
		e, _ := k.book.Find(key)
		var counts []frame.Evidence
		most := 0
		for _, ev := range e.Evidence {
			if slices.Contains(i.by(), ev.By) && (i.Ref == "" || ev.Ref == i.Ref) {
				counts, most = append(counts, ev), max(most, e.Frame.Rank(ev.Level))
			}
		}
		if len(counts) == 0 {
			continue
		}
		for _, p := range held.Of(e, counts, e.Months, k.formal, k.book.Now, today).Proofs {
			if p.Rank >= most {
				out = append(out, p)
			}
		}
		if i.Ref != "" {
			return out // what the requirement asks of this merit, credits or orientation, was asked
		}
	}
	if i.Ref == "" {
		return out
	}
	for _, m := range k.formal.Merits {
		if m.Checked && m.Ref == i.Ref && slices.Contains(i.by(), m.By) && m.From <= today && (m.Until == "" || m.Until > today) {
			out = append(out, held.Proof{Source: m.ID, From: m.From, Until: m.Until})
		}
	}
	return out
}
