package frame

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/platform/fault"
)

// Faults of edits.
var (
	ErrSeen = fault.New(fault.Conflict, "frame.seen") // somebody has changed the same part since it was shown
	ErrGone = fault.New(fault.Conflict, "frame.gone") // somebody has taken the part away
	ErrFull = fault.New(fault.Conflict, "frame.full") // the area has requirements
)

// Edit changes a draft, or says why it cannot.
type Edit func(f *Frame) error

// Copy is a framework that shares nothing with the one it is a copy of.
func (f *Frame) Copy() *Frame {
	body, err := json.Marshal(f)
	if err != nil {
		panic(err) // plain values
	}
	c := &Frame{}
	if err := json.Unmarshal(body, c); err != nil {
		panic(err) // written by the same type just now
	}
	return c
}

// Seen is a mark of what a part says, for a form to carry: an edit that saw something else is told.
func Seen(part any) string {
	body, err := json.Marshal(part)
	if err != nil {
		panic(err) // plain values
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}

// Head is what a framework says of itself besides its levels and areas.
type Head struct {
	Name, About                 string
	Shell                       bool
	Expect                      int
	Grounds                     []Ground
	Occupations, Service, Links []string
}

// Head gives it.
func (f *Frame) Head() Head {
	return Head{f.Name, f.About, f.Shell, f.Expect, f.Grounds, f.Occupations, f.Service, f.Links}
}

// SetHead changes it.
func SetHead(seen string, h Head) Edit {
	return func(f *Frame) error {
		if Seen(f.Head()) != seen {
			return ErrSeen
		}
		f.Name, f.About, f.Shell, f.Expect, f.Grounds, f.Occupations, f.Service, f.Links = h.Name, h.About, h.Shell, h.Expect, h.Grounds, h.Occupations, h.Service, h.Links
		return nil
	}
}

// SetLevels changes the scheme of levels.
func SetLevels(seen string, levels []Level) Edit {
	return func(f *Frame) error {
		if Seen(f.Levels) != seen {
			return ErrSeen
		}
		f.Levels = levels
		return nil
	}
}

// AreaHead is an area without its requirements.
func (a *Area) AreaHead() Area { return Area{ID: a.ID, Name: a.Name, About: a.About} }

// AddArea puts an area last. Its id is made from its name. A shell is none any longer.
func AddArea(name, about string) Edit {
	return func(f *Frame) error {
		id := NewID(name, func(id string) bool { return f.area(id) != nil })
		f.Areas = append(f.Areas, Area{ID: id, Name: name, About: about})
		f.Shell = false
		return nil
	}
}

func (f *Frame) area(id string) *Area {
	for i := range f.Areas {
		if f.Areas[i].ID == id {
			return &f.Areas[i]
		}
	}
	return nil
}

// FindArea gives an area; ok is false when there is none.
func (f *Frame) FindArea(id string) (a *Area, ok bool) {
	a = f.area(id)
	return a, a != nil
}

// SetArea changes what an area is called and says.
func SetArea(seen, id, name, about string) Edit {
	return func(f *Frame) error {
		a := f.area(id)
		switch {
		case a == nil:
			return ErrGone
		case Seen(a.AreaHead()) != seen:
			return ErrSeen
		}
		a.Name, a.About = name, about
		return nil
	}
}

// MoveArea moves an area a step up (-1) or down (1).
func MoveArea(id string, by int) Edit {
	return func(f *Frame) error {
		i := slices.IndexFunc(f.Areas, func(a Area) bool { return a.ID == id })
		if i < 0 {
			return ErrGone
		}
		swap(f.Areas, i, by)
		return nil
	}
}

// RemoveArea takes an empty area away.
func RemoveArea(id string) Edit {
	return func(f *Frame) error {
		i := slices.IndexFunc(f.Areas, func(a Area) bool { return a.ID == id })
		switch {
		case i < 0:
			return ErrGone
		case len(f.Areas[i].Requirements) > 0:
			return ErrFull
		}
		f.Areas = slices.Delete(f.Areas, i, i+1)
		return nil
	}
}

// AddRequirement puts a requirement last in an area. Its id is made from its name and stays; made is told it.
func AddRequirement(areaID string, r Requirement, made *string) Edit {
	return func(f *Frame) error {
		a := f.area(areaID)
		if a == nil {
			return ErrGone
		}
		r.ID = NewID(r.Name, func(id string) bool { _, _, taken := f.Find(id); return taken })
		NameGoals(&r)
		*made = r.ID
		a.Requirements = append(a.Requirements, r)
		return nil
	}
}

// SetRequirement changes a requirement; its id stays, and an area id other than its own moves it there.
func SetRequirement(seen string, r Requirement, areaID string) Edit {
	return func(f *Frame) error {
		was, area, ok := f.Find(r.ID)
		switch {
		case !ok:
			return ErrGone
		case Seen(was) != seen:
			return ErrSeen
		}
		NameGoals(&r)
		*was = r
		if areaID == "" || areaID == area.ID {
			return nil
		}
		to := f.area(areaID)
		if to == nil {
			return ErrGone
		}
		area.Requirements = slices.DeleteFunc(area.Requirements, func(x Requirement) bool { return x.ID == r.ID })
		to.Requirements = append(to.Requirements, r)
		return nil
	}
}

// NameGoals gives goals that have none an id.
func NameGoals(r *Requirement) {
	taken := map[string]bool{}
	for _, g := range r.Goals {
		taken[g.ID] = true
	}
	for i := range r.Goals {
		for n := 1; r.Goals[i].ID == ""; n++ {
			if id := "mal-" + strconv.Itoa(n); !taken[id] {
				r.Goals[i].ID, taken[id] = id, true
			}
		}
	}
}

// MoveRequirement moves a requirement a step up (-1) or down (1) in its area.
func MoveRequirement(id string, by int) Edit {
	return func(f *Frame) error {
		_, a, ok := f.Find(id)
		if !ok {
			return ErrGone
		}
		swap(a.Requirements, slices.IndexFunc(a.Requirements, func(r Requirement) bool { return r.ID == id }), by)
		return nil
	}
}

// RemoveRequirement takes a requirement away.
func RemoveRequirement(id string) Edit {
	return func(f *Frame) error {
		_, a, ok := f.Find(id)
		if !ok {
			return ErrGone
		}
		a.Requirements = slices.DeleteFunc(a.Requirements, func(r Requirement) bool { return r.ID == id })
		return nil
	}
}

func swap[T any](list []T, i, by int) {
	if k := i + by; k >= 0 && k < len(list) {
		list[i], list[k] = list[k], list[i]
	}
}

// NewID makes an id from a name that nobody else has.
func NewID(name string, taken func(id string) bool) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch r {
		case 'å', 'ä':
			r = 'a'
		case 'ö':
			r = 'o'
		case 'é', 'è':
			r = 'e'
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	id := strings.Trim(b.String(), "-")
	if len(id) > 60 {
		id = strings.Trim(id[:60], "-")
	}
	if id == "" {
		id = "ny"
	}
	for n, base := 2, id; taken(id); n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	return id
}
