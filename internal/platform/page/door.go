package page

import (
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

// Behind lists the doors of a hub that the visitor has, in their order.
func (f *Frame) Behind(hub Hub, v Visit) []ui.Part {
	c := f.Catalog(v)
	var out []ui.Part
	for _, d := range f.Doors {
		if d.Hub == hub && (d.Do == "" || may.AskSomewhere(v.Actor, d.Do) == nil) {
			out = append(out, ui.Part{Href: d.Href, Title: c.T(d.Name), Note: c.T(d.About)})
		}
	}
	return out
}

// Leads tells whether a hub has a door to an address that the visitor has.
func (f *Frame) Leads(hub Hub, href string, v Visit) bool {
	return slices.ContainsFunc(f.Behind(hub, v), func(d ui.Part) bool { return d.Href == href })
}
