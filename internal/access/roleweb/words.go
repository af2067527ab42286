package roleweb

import (
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

type component = templ.Component

// writer says roles in words, on a day.
type writer struct {
	*lang.Catalog
	today string
}

func nameKey(r may.Role) string { return "role.name." + string(r) }

// role is what a role is called.
func (t writer) role(r may.Role) string { return t.T(nameKey(r)) }

// does is what a role lets a person see and do.
func (t writer) does(r may.Role) string { return t.T("role.does." + string(r)) }

// last is the last day of something that no longer holds from a day on.
func (t writer) last(until string) string {
	d, err := time.Parse(time.DateOnly, until)
	if err != nil {
		return until
	}
	return t.Date(d.AddDate(0, 0, -1))
}

// when says from which day through which a role holds.
func (t writer) when(from, until string) string {
	if until == db.NoEnd {
		return t.T("role.from", "from", t.DateOf(from))
	}
	return t.T("role.from_to", "from", t.DateOf(from), "to", t.last(until))
}

// status is whether a role holds now, as an icon and a word.
func (t writer) status(h access.Holding) (ui.StatusKind, string) {
	switch {
	case h.Until <= t.today:
		return ui.NotApplicable, t.T("role.state.over")
	case h.From > t.today:
		return ui.Booked, t.T("role.state.coming")
	case !h.Counts:
		return ui.Paused, t.T("role.state.not_here")
	}
	return ui.Done, t.T("role.state.now")
}

// giver says who gave a role: a person, an import, or whoever runs the service.
func (t writer) giver(h access.Held, names map[string]string) string {
	switch {
	case names[h.MadeBy] != "":
		return names[h.MadeBy]
	case h.MadeBy == may.Operator().PersonID || h.Role != may.Manager:
		return t.T("role.by_service")
	}
	return t.T("role.by_file")
}

// leadersAt is where roles that are held through an appointment are given and ended, for a place.
func leadersAt(node string) string { return page.At("/min-grupp/ledare", "enhet", node) }

// line is a role in a list of holders. One that is held through an appointment leads there.
func (t writer) line(h access.Holding, href string) ui.Part {
	if may.TermsOf(h.Role).Appointed {
		href = leadersAt(h.NodeID)
	}
	p := ui.Part{Href: href, Title: t.T("role.line", "name", h.Name, "role", t.role(h.Role)), Note: t.T("role.line_note", "place", h.PlaceName, "when", t.when(h.From, h.Until))}
	p.Status, p.Word = t.status(h)
	return p
}

// logged is one line of the log.
func (t writer) logged(l access.Logged) logLine {
	by := l.By
	if by == "" {
		by = t.T("role.by_service")
	}
	said := logLine{When: t.Date(l.At), Note: l.Note}
	args := []any{"by", by, "name", l.Name, "role", t.role(l.Role), "place", l.PlaceName}
	switch l.Done {
	case access.Ended:
		said.Text = t.T("role.log.ended", append(args, "last", t.last(l.Until))...)
	case access.Prolonged:
		said.Text = t.T("role.log.prolonged", append(args, "when", t.when(l.From, l.Until))...)
	default:
		said.Text = t.T("role.log.given", append(args, "when", t.when(l.From, l.Until))...)
	}
	return said
}

func (t writer) log(ls []access.Logged) []logLine {
	out := make([]logLine, len(ls))
	for i, l := range ls {
		out[i] = t.logged(l)
	}
	return out
}

// logLine is a line of the log in words.
type logLine struct{ When, Text, Note string }
