package page

import (
	"cmp"
	"slices"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui"
)

// Hub is a page from which others are reached that other faces own.
type Hub string

// The hubs.
const (
	GroupHub        Hub = "/min-grupp"
	MunicipalityHub Hub = "/kommun"
	RegionHub       Hub = "/rss"
	NationHub       Hub = "/nationen"
	SettingsHub     Hub = "/installningar"
	JourneyHub      Hub = "/min-resa"
	AreaHub         Hub = "/omrade"
	CompetenceHub   Hub = "/min-kompetens"
	DaysHub         Hub = "/kursdagar"
	LearningHub     Hub = "/larande"
	HelpHub         Hub = "/hjalp" // pages that are open to everybody

	// About one unit, one person, one place: the page adds which to the door's address.
	UnitCompetenceHub   Hub = "/min-grupp/kompetens"        // + ?enhet=UNIT
	PersonCompetenceHub Hub = "/min-grupp/kompetens/person" // + /PERSON
	PlaceCompetenceHub  Hub = "/kommun/kompetens"           // + ?plats=NODE
)

// Door leads from a hub to a page of another face. No face knows another: app lists the doors.
type Door struct {
	Hub   Hub
	Href  string
	Name  string     // message key: what it is called
	About string     // message key: what one does there, in one sentence
	Do    may.Action // who has it; "" is everyone who sees the hub
}

// Topic is what some doors have in common: a hub with many shows them under their topics.
type Topic struct {
	Name  string   // message key
	Hrefs []string // of its doors, in their order
}

// manyDoors is how many doors of a hub are read in one list at most.
const manyDoors = 7

// Behind lists the doors of a hub that the visitor has, in their order; where they are many, by topic.
func (f *Frame) Behind(hub Hub, v Visit) []ui.Part {
	c := f.Catalog(v)
	var out []ui.Part
	for _, d := range f.Doors {
		if d.Hub == hub && (d.Do == "" || may.AskSomewhere(v.Actor, d.Do) == nil) {
			out = append(out, ui.Part{Href: d.Href, Title: c.T(d.Name), Note: c.T(d.About)})
		}
	}
	if len(out) <= manyDoors {
		return out
	}
	place := func(d ui.Part) (topic, at int) {
		for i, t := range f.Topics {
			if k := slices.Index(t.Hrefs, d.Href); k >= 0 {
				return i, k
			}
		}
		return len(f.Topics), 0
	}
	slices.SortStableFunc(out, func(a, b ui.Part) int {
		at, ak := place(a)
		bt, bk := place(b)
		return cmp.Or(at-bt, ak-bk)
	})
	for i, d := range out {
		if t, _ := place(d); t < len(f.Topics) {
			out[i].Topic = c.T(f.Topics[t].Name)
		}
	}
	return out
}

// Leads tells whether a hub has a door to an address that the visitor has.
func (f *Frame) Leads(hub Hub, href string, v Visit) bool {
	return slices.ContainsFunc(f.Behind(hub, v), func(d ui.Part) bool { return d.Href == href })
}
