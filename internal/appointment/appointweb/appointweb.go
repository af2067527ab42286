// Package appointweb is the pages of leaders of workplace learning and representatives: the manager's and the
// municipality's, the holder's own, a learner's way to them, and a school's to a yrkesambassadör.
package appointweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"time"
	"unicode"
	"unicode/utf8"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// Texts are the words of these pages, of what is refused and of what people are told, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Tree is what these pages ask of the tree.
type Tree interface {
	// UnitsIn lists the units under paths on a day.
	UnitsIn(ctx context.Context, paths []string, on string, limit int) ([]org.Node, error)
	// Employers gives the municipalities and other employers where the actor holds a role that may do it.
	Employers(ctx context.Context, a may.Actor, do may.Action, on string) ([]org.Node, error)
	// EmployerNamed finds a municipality or another employer by its name or code.
	EmployerNamed(ctx context.Context, text, on string) (org.Node, error)
	// Find gives a place on a day.
	Find(ctx context.Context, id, on string) (org.Node, error)
	// CachedReference gives the occupations.
	CachedReference(ctx context.Context) (org.Reference, error)
}

// Step is one course of a holder's track.
type Step struct {
	Course string
	Title  string // "" the course has not come yet
	Status ui.StatusKind
}

// Courses is what these pages ask of courses, records and journeys.
type Courses interface {
	// Step tells how far the actor has come in a course; Title "" when there is none of that id.
	Step(ctx context.Context, a may.Actor, courseID string) (Step, error)
	// Track is what the actor's journeys have for who leads workplace learning.
	Track(ctx context.Context, a may.Actor) ([]Step, error)
	// Titles gives what every course is called.
	Titles(ctx context.Context) (map[string]string, error)
}

// Network is one that holders learn together in.
type Network struct {
	ID, Name, Owner string
	Next            string // when and where it meets next; ""
	Joined          bool
}

// Networks is what these pages ask of networks.
type Networks interface {
	// For lists those for some kinds where the actor works.
	For(ctx context.Context, a may.Actor, c *lang.Catalog, kinds []rule.Kind) ([]Network, error)
	// Join lets the actor be of one.
	Join(ctx context.Context, a may.Actor, id string) error
}

// Guide is a way to material or to a guide of meetings, for who leads.
type Guide struct{ Href, Title, About string }

// Pages serves them.
type Pages struct {
	Appointments *appointment.Appointments
	Tree         Tree
	Courses      Courses
	Networks     Networks
	// Colleagues finds who works for the employer of a place, by name or number.
	Colleagues func(ctx context.Context, a may.Actor, nodeID, text string) (found []Person, more bool, err error)
	// Borrowed finds one person at another employer by the exact employment number.
	Borrowed func(ctx context.Context, a may.Actor, nodeID, employerID, number string) ([]Person, error)
	// Guides, when set, are the ways to guides and material that the actor has.
	Guides func(ctx context.Context, a may.Actor, c *lang.Catalog) ([]Guide, error)
	Frame  *page.Frame
}

// Person is somebody who was found.
type Person struct{ ID, Name, Work string }

// Where the pages are.
const (
	unitAt    = "/min-grupp/ledare"
	newAt     = unitAt + "/ny"
	oneAt     = unitAt + "/uppdrag"
	townAt    = "/kommun/ledare"
	rulesAt   = townAt + "/regler"
	withoutAt = townAt + "/utan"
	askedAt   = townAt + "/forfragningar"
	ownAt     = "/ledare"
	ombudAt   = "/ombud"
	openAt    = "/yrkesambassadorer"
)

// Mount puts the pages on the site.
func (p *Pages) Mount(r web.Router) {
	appoints, town := web.To(may.Appoint), web.To(may.EditSettings)
	r.Page("GET "+unitAt, appoints, p.unit)
	r.Page("GET "+newAt, appoints, p.form)
	r.Page("POST "+newAt, appoints, p.appoint)
	r.Page("GET "+oneAt+"/{appointment}", web.Own, p.one)
	r.Page("POST "+oneAt+"/{appointment}/svara", web.Own, p.answer)
	r.Page("POST "+oneAt+"/{appointment}/andra", appoints, p.change)
	r.Page("POST "+oneAt+"/{appointment}/avsluta", web.Own, p.end)
	r.Page("GET "+townAt, town, p.town)
	r.Page("GET "+withoutAt, town, p.without)
	r.Page("GET "+rulesAt, town, p.rules)
	r.Page("POST "+rulesAt, town, p.saveRule)
	r.Page("GET "+askedAt, town, p.requests)
	r.Page("POST "+askedAt, town, p.answered)
	r.Page("GET "+ownAt, web.Own, p.own)
	r.Page("POST "+ownAt+"/nas", web.Own, p.reach)
	r.Page("POST "+ownAt+"/natverk/{network}", web.Own, p.join)
	r.Page("GET "+ombudAt, web.Own, p.ombud)
	r.Page("GET "+openAt, web.Public, p.ambassadors)
	r.Page("GET "+openAt+"/{employer}", web.Public, p.ambassador)
	r.Page("POST "+openAt+"/{employer}", web.Public, p.book)
}

func (p *Pages) catalog(r *http.Request) *lang.Catalog { return p.Frame.Catalog(page.Of(r.Context())) }

func actor(r *http.Request) may.Actor { return web.ActorOf(r.Context()) }

// refused shows the page again with what was wrong, or gives the error back.
func refused(c *lang.Catalog, err error, again func(wrong map[string]string) error) error {
	wrong, err := sheet.Refused(c, err, "appointment.", "access.wait")
	if err != nil {
		return err
	}
	return again(wrong)
}

// said is what was just done, by a word in the address.
func said(c *lang.Catalog, r *http.Request) string {
	switch word := r.URL.Query().Get("gjort"); word {
	case "standing", "asked", "training", "saved", "ended", "changed", "yes", "no", "joined", "sent", "answered":
		return c.T("appointment.said." + word)
	}
	return ""
}

func kindName(c *lang.Catalog, k rule.Kind) string { return c.T("appointment.kind." + string(k)) }

// lastDay is the last day of something that no longer holds from a day on; "" for none.
func lastDay(until string) string {
	d, err := time.Parse(time.DateOnly, until)
	if until == db.NoEnd || err != nil {
		return ""
	}
	return d.AddDate(0, 0, -1).Format(time.DateOnly)
}

// when says from which day through which something holds.
func when(c *lang.Catalog, from, until string) string {
	switch last := lastDay(until); {
	case last != "" && last < from: // ended on its first day
		return c.T("appointment.one_day", "from", c.DateOf(from))
	case last != "":
		return c.T("appointment.from_to", "from", c.DateOf(from), "to", c.DateOf(last))
	}
	return c.T("appointment.from", "from", c.DateOf(from))
}

// standing is where an appointment stands, as an icon and a word.
func standing(c *lang.Catalog, x appointment.Appointment, today string) (ui.StatusKind, string) {
	switch {
	case x.State == rule.Declined:
		return ui.NotApplicable, c.T("appointment.state.declined")
	case x.Over(today):
		return ui.NotApplicable, c.T("appointment.state.ended")
	case x.State == rule.Asked:
		return ui.Ongoing, c.T("appointment.state.asked")
	case x.State == rule.Training:
		return ui.Ongoing, c.T("appointment.state.training")
	case x.State == rule.Resting:
		return ui.Paused, c.T("appointment.state.resting")
	case x.AwaySince != "":
		return ui.Missing, c.T("appointment.state.away")
	case x.From > today:
		return ui.Booked, c.T("appointment.state.coming")
	}
	return ui.Done, c.T("appointment.state.standing")
}

// bears is what somebody may be called: who is on the way does not bear the name (rule 41).
func bears(c *lang.Catalog, x appointment.Appointment) string {
	if x.State == rule.Training {
		return c.T("appointment.future", "kind", kindName(c, x.Kind))
	}
	return kindName(c, x.Kind)
}

// capital begins a line.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func names(c *lang.Catalog, places []org.Node) string {
	all := make([]string, len(places))
	for i, n := range places {
		all[i] = n.Name
	}
	return c.And(all...)
}

func oneOf(id string) string { return oneAt + "/" + url.PathEscape(id) }
