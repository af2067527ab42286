package staff

import (
	"yrkesresan/internal/staff/sheet"
)

// managerPlan is what the file says of managers, in ids.
type managerPlan struct {
	Told  bool       `json:"told"` // the file says something of managers at all
	Named []Managing `json:"named"`
	Keep  []string   `json:"keep"` // units where a manager is named who cannot be found
}

// several marks a name or address that more than one person has.
const several = "*"

// finder finds the person that a Chef column means.
type finder struct{ number, hash, email, name map[string]string }

func newFinder() *finder {
	return &finder{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
}

func learn(m map[string]string, key, person string) {
	switch had, ok := m[key]; {
	case key == "":
	case !ok:
		m[key] = person
	case had != person:
		m[key] = several
	}
}

func (f *finder) person(m sheet.Manager, hashes []string) string {
	if id := f.number[m.Number]; m.Number != "" && id != "" {
		return id
	}
	for _, h := range hashes {
		if id := f.hash[h]; id != "" {
			return id
		}
	}
	if id := f.email[nameKey(m.Email)]; m.Email != "" && id != "" {
		return id
	}
	if m.Name != "" {
		return f.name[nameKey(m.Name)]
	}
	return ""
}

// findManagers resolves the Chef of every row (rule 5): first among the rows of the file, then
// among those who stay though the file does not have them.
func (p *plan) findManagers() {
	inFile, staying := p.inFile(), p.staying()
	column := p.managerColumn()
	keep := map[string]bool{}
	for _, e := range p.rd.taken() {
		m := e.row.Manager
		if m.Name == "" && m.Number == "" && m.Email == "" && e.chef == nil {
			continue
		}
		p.managers.Told = true
		id := inFile.person(m, e.chef)
		if id == "" {
			id = staying.person(m, e.chef)
		}
		if id != "" && id != several {
			e.manager = id
			continue
		}
		key := "staff.import.manager_missing"
		if id == several {
			key = "staff.import.manager_ambiguous"
		}
		p.rd.doubt(e, column, key, nil)
		keep[e.unitOf().ID] = true
	}
	for _, k := range p.st.known {
		if k.kept && k.period != "" {
			keep[k.now.UnitID] = true
		}
	}
	for id := range keep {
		p.managers.Keep = append(p.managers.Keep, id)
	}
	p.nameManagers()
}

func (p *plan) managerColumn() sheet.Field {
	for _, f := range []sheet.Field{sheet.FieldManager, sheet.FieldManagerNumber, sheet.FieldManagerEmail} {
		if p.rd.columns[f] != "" {
			return f
		}
	}
	return sheet.FieldManagerIdentity
}

func (p *plan) inFile() *finder {
	f := newFinder()
	for _, e := range p.rd.taken() {
		learn(f.number, e.row.EmploymentNumber, e.person.id)
		learn(f.email, e.row.Email, e.person.id)
		learn(f.name, nameKey(e.row.FirstName+" "+e.row.LastName), e.person.id)
		for _, h := range e.identity {
			learn(f.hash, h, e.person.id)
		}
	}
	return f
}

func (p *plan) staying() *finder {
	f := newFinder()
	for _, k := range p.st.known {
		if k.period == "" || k.seen || !k.kept && k.now.Form != string(sheet.FormHourly) {
			continue
		}
		c := p.st.cards[k.personID]
		learn(f.number, k.number, k.personID)
		learn(f.hash, p.st.persons[k.personID].hash, k.personID)
		learn(f.email, c.Email, k.personID)
		learn(f.name, nameKey(c.First+" "+c.Last), k.personID)
	}
	return f
}

// nameManagers lists who manages which unit. The Chef of somebody who manages the unit is a manager
// of managers, and gets no grant there for it.
func (p *plan) nameManagers() {
	named := map[Managing]bool{}
	for _, e := range p.rd.taken() {
		if e.manager != "" {
			named[Managing{e.manager, e.unitOf().ID}] = true
		}
	}
	done := map[Managing]bool{}
	for _, e := range p.rd.taken() {
		if e.manager == "" {
			continue
		}
		m := Managing{e.manager, e.unitOf().ID}
		own := e.person.id != e.manager && named[Managing{e.person.id, m.UnitID}]
		if !own && !done[m] {
			done[m] = true
			p.managers.Named = append(p.managers.Named, m)
		}
	}
}
