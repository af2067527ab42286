package staff

import (
	"cmp"
	"context"
	"slices"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/staff/sheet"
)

// match finds who every row is about: the identity number decides, across employers; without one
// the employment number does; else it is somebody new. A file without identity numbers makes each
// number a person.
func (p *plan) match(ctx context.Context) error {
	var unknown []string
	for _, e := range p.rd.entries {
		for _, key := range e.keys {
			if k := p.st.byKey[key]; k != nil {
				e.known = k
				break
			}
		}
		if e.identity != nil && p.st.hashed(e.identity) == nil {
			unknown = append(unknown, e.identity...)
		}
	}
	if err := p.st.findPersons(ctx, p.im.Staff.DB, unknown); err != nil {
		return err
	}
	for _, e := range p.rd.entries {
		if e.failed {
			continue
		}
		if err := p.assign(ctx, e); err != nil {
			return err
		}
	}
	for _, e := range p.rd.taken() {
		e.person.entries = append(e.person.entries, e)
	}
	return nil
}

// assign settles the person of a row, or fails the row.
func (p *plan) assign(ctx context.Context, e *entry) error {
	same := p.st.hashed(e.identity)
	var holder *person // of the employment number
	if e.known != nil {
		holder = p.st.persons[e.known.personID]
	}
	switch {
	case holder == nil && same == nil:
		e.person = &person{id: p.im.Staff.NewID(), isNew: true}
		p.st.persons[e.person.id] = e.person
		p.giveHash(e)
	case holder == nil, holder == same:
		e.person = same
	case len(e.identity) == 0:
		e.person = holder
	case same == nil:
		p.identify(e, holder)
	default:
		return p.attach(ctx, e, holder, same)
	}
	return nil
}

// giveHash sets the identity of the row's person.
func (p *plan) giveHash(e *entry) {
	if len(e.identity) == 0 {
		return
	}
	e.person.sets, e.rehashed = e.identity[0], true
	for _, h := range e.identity {
		p.st.byHash[h] = e.person
	}
}

// identify gives the holder of a number the identity that the file tells. Another identity than
// before is believed when the name is the same (a coordination number has become a personal
// number); else the number has gone to somebody else, and that somebody must decide.
func (p *plan) identify(e *entry, holder *person) {
	if holder.hash != "" || holder.sets != "" {
		if holder.sets != "" || !sameName(p.st.cards[holder.id], e.row) {
			p.rd.wrong(e, sheet.FieldIdentity, "staff.import.number_of_other", nil)
			return
		}
		p.rd.doubt(e, sheet.FieldIdentity, "staff.import.identity_changed", nil)
	}
	e.person = holder
	p.giveHash(e)
}

// attach moves an employment to the person that the identity number tells. Only when nothing else
// is known of the one who held it: else two people's learning would be mixed.
func (p *plan) attach(ctx context.Context, e *entry, holder, same *person) error {
	if holder.hash != "" || holder.sets != "" {
		p.rd.wrong(e, sheet.FieldIdentity, "staff.import.number_of_other", nil)
		return nil
	}
	free, err := db.One(ctx, p.im.Staff.DB, db.Number, countOnlyEmployment, holder.id)
	if err != nil {
		return err
	}
	if free == 0 {
		p.rd.wrong(e, sheet.FieldIdentity, "staff.import.two_persons", nil)
		return nil
	}
	p.rd.doubt(e, sheet.FieldIdentity, "staff.import.attached", nil)
	e.person, e.touched = same, true
	p.left = append(p.left, holder.id)
	return nil
}

func sameName(c card, r sheet.Row) bool {
	return nameKey(c.First) == nameKey(r.FirstName) || nameKey(c.Last) == nameKey(r.LastName)
}

// cardOf is what the rows of a person together say: for each field the row that has it, in the
// order of the keys, so that the order of the file means nothing.
func cardOf(es []*entry) card {
	if len(es) > 1 {
		es = slices.SortedFunc(slices.Values(es), func(a, b *entry) int { return cmp.Compare(a.keys[0], b.keys[0]) })
	}
	var c card
	for _, e := range es {
		if e.failed {
			continue
		}
		if c.First == "" && c.Last == "" {
			c.First, c.Last = e.row.FirstName, e.row.LastName
		}
		c.Email = cmp.Or(c.Email, e.row.Email)
		c.Mobile = cmp.Or(c.Mobile, e.row.Mobile)
	}
	return c
}
