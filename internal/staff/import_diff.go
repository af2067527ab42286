package staff

import (
	"yrkesresan/internal/staff/sheet"
)

// staged is one row that waits for the commit: what it makes, closes and opens.
type staged struct {
	number                          int
	employment, person, fromPerson  string
	key, employmentNumber           string
	makesJob, makesPerson, setsHash bool
	hash                            string
	card                            string // "", "write" or "remove"
	is                              card
	closes, opens                   string // periods
	placing
}

// protect notes which employments the file tells of, and which it tells of in rows with errors:
// nobody ends for an error in the file. A row protects by number, by identity, and when it has
// neither by name; a row that says nothing at all protects everybody.
func (p *plan) protect() {
	var all bool
	names := map[string]bool{}
	for _, e := range p.rd.entries {
		if !e.failed {
			if e.known != nil {
				e.known.seen = true
			}
			continue
		}
		if e.known != nil {
			e.known.kept = true
		}
		if who := p.st.hashed(e.identity); who != nil {
			for _, k := range p.st.byPerson[who.id] {
				k.kept = true
			}
		}
		if len(e.keys) > 0 || len(e.identity) > 0 {
			continue
		}
		name := nameKey(e.row.FirstName + " " + e.row.LastName)
		names[name], all = true, all || name == ""
	}
	if len(names) == 0 {
		return
	}
	for _, k := range p.st.known {
		c := p.st.cards[k.personID]
		k.kept = k.kept || all || names[nameKey(c.First+" "+c.Last)]
	}
	if all {
		p.rd.warnings = append(p.rd.warnings, Note{Key: "staff.import.nobody_ends"})
	}
}

// keepTheRest leaves everybody alone of whom a partial file says nothing.
func (p *plan) keepTheRest() {
	for _, k := range p.st.known {
		k.kept = k.kept || !k.seen
	}
}

// difference counts every employment and stages what must be written.
func (p *plan) difference() {
	for _, e := range p.rd.taken() {
		p.compareRow(e)
	}
	absent := 0
	for _, k := range p.st.known {
		if k.period == "" || k.seen || k.kept || k.now.Dormant {
			continue
		}
		absent++
		s := staged{number: -absent, employment: k.id, person: k.personID, closes: k.period}
		if k.now.Form == string(sheet.FormHourly) {
			p.result.Changed++
			s.placing, s.opens = k.now, p.im.Staff.NewID()
			s.Dormant = true
		} else {
			p.result.Ended++
		}
		p.rows = append(p.rows, s)
	}
	for _, person := range p.left {
		absent++
		p.rows = append(p.rows, staged{number: -absent, person: person, card: "remove"})
	}
}

func (p *plan) compareRow(e *entry) {
	want := placing{UnitID: e.unitOf().ID, TeamID: e.teamOf(), Title: e.row.Title, AID: e.row.AID, Occupation: e.occupation, Area: e.area,
		Form: string(e.row.Form), Extent: e.row.ExtentPercent, Start: e.row.Start, End: e.row.End, Manager: e.manager, RowHash: rowHash(e.row)}
	s := staged{number: e.row.Number, person: e.person.id, placing: want, employmentNumber: e.row.EmploymentNumber}
	switch k := e.known; {
	case k == nil:
		p.result.New++
		s.employment, s.key, s.makesJob, s.opens = p.im.Staff.NewID(), e.keys[0], true, p.im.Staff.NewID()
	case k.period == "":
		p.result.New++
		s.employment, s.opens = k.id, p.im.Staff.NewID()
	case k.now != want:
		p.result.Changed++
		s.employment, s.closes, s.opens = k.id, k.period, p.im.Staff.NewID()
	case e.touched, e.rehashed:
		p.result.Changed++
		s.employment = k.id
	default:
		p.result.Unchanged++
		s.employment = k.id
	}
	if e.touched {
		s.fromPerson = e.known.personID
	}
	if p.stagePerson(e, &s) || s.opens != "" || e.touched {
		p.rows = append(p.rows, s)
	}
}

// stagePerson adds to a person's first row what the rows together say of the person, and tells
// whether that is anything new.
func (p *plan) stagePerson(e *entry, s *staged) bool {
	who := e.person
	if who.staged {
		return false
	}
	who.staged = true
	s.hash, s.makesPerson, s.setsHash = who.sets, who.isNew, who.sets != "" && !who.isNew
	is := cardOf(who.entries)
	if had, ok := p.st.cards[who.id]; !ok || had != is {
		s.card, s.is = "write", is
	}
	return s.makesPerson || s.setsHash || s.card != ""
}
