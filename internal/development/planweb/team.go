package planweb

import (
	"net/http"
	"net/url"
	"strings"

	"yrkesresan/internal/development"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// teamView is a unit's people in name order, each with where the plan stands, and the ways on.
type teamView struct {
	Title, Summary, Unit string
	Units                []ui.Option
	People               []ui.Part
	Pager                ui.PagerProps
	Ways                 []ui.Part
}

// onPage is how many people a page lists.
const onPage = 50

var standings = map[development.Standing]ui.StatusKind{development.NoPlan: ui.NotStarted, development.WaitsBoth: ui.Missing, development.WaitsManager: ui.Missing, development.WaitsPerson: ui.Ongoing,
	development.AgreedOn: ui.Done}

// team lists the people of the chosen unit, or of the first that the visitor leads.
func (p *Pages) team(w http.ResponseWriter, r *http.Request) error {
	c, a, today := p.catalog(r), web.ActorOf(r.Context()), p.Staff.Today()
	units, err := p.units(r, may.SeeCompetence)
	if err != nil {
		return err
	}
	if len(units) == 0 {
		return p.render(w, r, http.StatusOK, c.T("development.team"), teamPage(teamView{Title: c.T("development.team"), Summary: c.T("development.no_units")}))
	}
	unit, err := p.unit(r, may.SeeCompetence)
	if err != nil {
		return err
	}
	_, all, err := p.Plans.Team(r.Context(), a, unit.ID)
	if err != nil {
		return err
	}
	v := teamView{Title: c.T("development.team_of", "unit", unit.Name), Unit: unit.ID}
	if len(units) > 1 {
		for _, u := range units {
			v.Units = append(v.Units, ui.Option{Value: u.ID, Text: u.Name})
		}
	}
	v.Summary = teamSum(c, all, today)
	number := page.Number(r.URL.Query().Get("sida"))
	from := min((number-1)*onPage, len(all))
	for _, m := range all[from:min(from+onPage, len(all))] {
		v.People = append(v.People, memberPart(c, m, today))
	}
	v.Pager = page.Pager(page.At("/min-grupp/plan", "enhet", unit.ID), "sida", number, len(all), onPage)
	v.Ways = p.teamWays(r, c, unit)
	return p.render(w, r, http.StatusOK, v.Title, teamPage(v))
}

// teamSum is how the plans of a unit's people stand, in a sentence or three.
func teamSum(c *lang.Catalog, all []development.Member, today string) string {
	n := map[development.Standing]int{}
	due := 0
	for i := range all {
		n[all[i].Standing]++
		if all[i].FollowDue(today) {
			due++
		}
	}
	said := c.T("development.team_sum", "agreed", n[development.AgreedOn], "all", len(all))
	if waits := n[development.WaitsManager]; waits > 0 {
		said += " " + c.T("development.team_waits", "n", waits)
	}
	if due > 0 {
		said += " " + c.T("development.team_due", "n", due)
	}
	return said
}

// memberPart leads to somebody's plan and says how it stands.
func memberPart(c *lang.Catalog, m development.Member, today string) ui.Part {
	part := ui.Part{Href: "/min-grupp/plan/person/" + url.PathEscape(m.Employee.PersonID), Title: strings.TrimSpace(m.FirstName + " " + m.LastName), Status: standings[m.Standing],
		Word: c.T("development.standing_word." + string(m.Standing))}
	var note []string
	if m.Open > 0 {
		note = append(note, c.T("development.open_n", "n", m.Open))
	}
	if m.Late > 0 {
		note = append(note, c.T("development.late_n", "n", m.Late))
	}
	if m.FollowDue(today) {
		part.Status, part.Word = ui.Overdue, c.T("development.standing_word.follow")
	} else if m.FollowOn != "" {
		note = append(note, c.T("development.follow_said", "date", c.DateOf(m.FollowOn)))
	}
	part.Note = strings.Join(note, " ")
	return part
}

// teamWays are the ways on from a unit's people.
func (p *Pages) teamWays(r *http.Request, c *lang.Catalog, unit org.Node) (ways []ui.Part) {
	a := web.ActorOf(r.Context())
	add := func(path, key string) {
		ways = append(ways, ui.Part{Href: page.At(path, "enhet", unit.ID), Title: c.T("development.way." + key), Note: c.T("development.way." + key + "_about")})
	}
	if p.Plans.MayChange(r.Context(), a, development.Unit(unit.ID)) {
		add("/min-grupp/plan/enhet", "unit")
	}
	if p.mayPlan(r, unit) == nil && may.AskSomewhere(a, may.PlanPerson) == nil {
		add("/min-grupp/plan/ark", "sheet")
	}
	add("/min-grupp/plan/uppdrag", "untasked")
	return ways
}

// untaskedView is who has learnt something and got no new duty, by name (R206).
type untaskedView struct {
	Title, Lead, Empty string
	Back               ui.Link
	People             []untaskedPerson
	Table              ui.TableProps
}

type untaskedPerson struct {
	Name  string
	Items []ui.Part
}

func (p *Pages) untasked(w http.ResponseWriter, r *http.Request) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	v := untaskedView{Title: c.T("development.untasked"), Lead: c.T("development.untasked_lead"), Back: ui.Link{Href: "/min-grupp/plan", Text: c.T("development.back_team")}}
	units, err := p.units(r, may.SeeCompetence)
	if err != nil {
		return err
	}
	if len(units) == 0 {
		v.Empty = c.T("development.no_units")
		return p.render(w, r, http.StatusOK, v.Title, untaskedPage(v))
	}
	unit, err := p.unit(r, may.SeeCompetence)
	if err != nil {
		return err
	}
	_, all, err := p.Plans.Untasked(r.Context(), a, unit.ID)
	if err != nil {
		return err
	}
	book, err := p.Frameworks.Book(r.Context(), p.Staff.Today())
	if err != nil {
		return err
	}
	v.Title, v.Back.Href = c.T("development.untasked_of", "unit", unit.Name), "/min-grupp/plan?"+url.Values{"enhet": {unit.ID}}.Encode()
	for _, m := range all {
		one := untaskedPerson{Name: strings.TrimSpace(m.FirstName + " " + m.LastName)}
		for _, i := range m.Untasked {
			one.Items = append(one.Items, ui.Part{Href: "/min-grupp/plan/person/" + url.PathEscape(m.Employee.PersonID) + "/uppdrag?" + url.Values{"del": {i.ID}}.Encode(), Title: titleOf(i, book),
				Note: c.T("development.done_on", "date", c.DateOf(i.StateOn))})
		}
		v.People = append(v.People, one)
	}
	if len(all) == 0 {
		v.Empty = c.T("development.untasked_none")
	}
	return p.render(w, r, http.StatusOK, v.Title, untaskedPage(v))
}
