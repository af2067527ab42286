package app

import (
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
)

// doors are the ways from the hubs to pages of other faces, in the order that the hubs show them.
func doors() []page.Door {
	return []page.Door{
		{Hub: page.GroupHub, Href: "/min-grupp/att-godkanna", Name: "app.door.approve", About: "app.door.approve_about", Do: may.DecideExternal},
		{Hub: page.SettingsHub, Href: "/mitt-larande", Name: "app.door.record", About: "app.door.record_about"},
	}
}
