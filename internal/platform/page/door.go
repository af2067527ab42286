package page

import (
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
