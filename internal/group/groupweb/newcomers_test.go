package groupweb_test

import (
	"context"
	"testing"

	"yrkesresan/internal/group"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// fresh stands in for introductions: what is to be done at every unit.
type fresh group.NewcomersDue

func (f fresh) Due(context.Context, may.Actor, []org.Node) (group.NewcomersDue, error) {
	return group.NewcomersDue(f), nil
}

// waits stands in for what comes after courses.
type waits group.UsesDue

func (x waits) Due(context.Context, string, []string) (group.UsesDue, error) {
	return group.UsesDue(x), nil
}

// Who is new is among what to do, also where so much else waits that no reminder has room.
func TestNewcomersAreAmongWhatToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Groups.Newcomers = fresh{Late: 1, Lack: 2, Href: "/min-grupp/introduktion?enhet=u"}
	w.Groups.Days = due{Asked: 3, Since: "2026-03-01", Ending: 1, Href: "/min-grupp/kursdagar"}
	w.Groups.Uses = waits{Reflect: 1, Follow: 2, Href: "/min-grupp/anvanda"}
	webtest.Says(w.t, w.as("karin").Raw("/min-grupp", 200), "1 ny har något sent i sin introduktion", "2 nya saknar mentor eller kollegastödjare", `href="/min-grupp/introduktion?enhet=u"`)
	w.Groups.Newcomers = fresh{}
	webtest.Silent(w.t, w.as("karin").Raw("/min-grupp", 200), "sin introduktion", "saknar mentor")
}
