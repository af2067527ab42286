package staffingweb

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staffing"
)

// homeView is a unit's course days ahead and the ways on.
type homeView struct {
	Title, Unit string
	Units       []ui.Option
	Said        string
	Waits       string
	Limit       string
	Ways        []ui.Part
	Days        ui.TableProps
	Over        string
}

func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	unit, units, err := p.unit(r, may.BookStaff)
	if err != nil {
		return err
	}
	limit, days, err := p.Staffing.AheadOf(r.Context(), a, unit.ID)
	if err != nil {
		return err
	}
	v := homeView{Title: c.T("staffing.title", "unit", unit.Name), Unit: unit.ID, Units: units, Limit: p.holds(c, limit)}
	v.Said, v.Waits = p.done(c, r)
	sees := p.Staffing.May(r.Context(), a, may.SeeFunding, unit.ID)
	way := func(at, key string) {
		v.Ways = append(v.Ways, ui.Part{Href: page.At(at, "enhet", unit.ID), Title: c.T("staffing.way." + key), Note: c.T("staffing.way." + key + "_about")})
	}
	way(splitAt, "split")
	way(groupsAt, "groups")
	way(limitAt, "limit")
	if sees {
		way(recordsAt, "records")
		way(reportAt, "report")
	}
	v.Days, v.Over = p.ahead(c, unit.ID, days, sees)
	return p.render(w, r, http.StatusOK, v.Title, homePage(v))
}

// done says what was just done.
func (p *Pages) done(c *lang.Catalog, r *http.Request) (said, waits string) {
	q := r.URL.Query()
	switch q.Get("klart") {
	case "bokat":
		n, _ := strconv.Atoi(q.Get("platser"))
		m, _ := strconv.Atoi(q.Get("ko"))
		if n > 0 {
			said = c.T("staffing.booked", "n", n)
		}
		if m > 0 {
			waits = c.T("staffing.queued", "n", m)
		}
	case "grans":
		said = c.T("staffing.limit_saved")
	case "grupper":
		n, _ := strconv.Atoi(q.Get("n"))
		said = c.T("staffing.groups_saved", "n", n)
	case "sparat":
		said = c.T("staffing.record_saved")
	case "borttaget":
		said = c.T("staffing.record_removed")
	}
	return said, waits
}

// holds says what limit holds and whose word it is.
func (p *Pages) holds(c *lang.Catalog, l staffing.Limit) string {
	if l.From.ID == "" {
		return c.T("staffing.holds_standard", "unit", allows(c, l.Limit, l.Unit), "team", allows(c, l.Limit, l.Team))
	}
	return c.T("staffing.holds", "unit", allows(c, l.Limit, l.Unit), "team", allows(c, l.Limit, l.Team), "place", l.From.Name, "date", c.Date(l.Said.At))
}

// ahead is the table of days with how many are away.
func (p *Pages) ahead(c *lang.Catalog, unitID string, days []staffing.Ahead, sees bool) (t ui.TableProps, over string) {
	t = ui.TableProps{ID: "dagar", Caption: c.T("staffing.ahead"), Cards: true, Columns: []ui.Column{{Title: c.T("staffing.day")}, {Title: c.T("staffing.who")}, {Title: c.T("staffing.away")}}}
	n := 0
	for _, d := range days {
		bad := d.Unit.Over() || len(d.Teams) > 0
		if bad {
			n++
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(c.DateOf(d.Day)), Cells: []templ.Component{whoAway(unitID, d.People, sees), awayCell(p.awayWords(c, d), bad)}})
	}
	if n > 0 {
		over = c.T("staffing.over", "n", n)
	}
	return t, over
}

func (p *Pages) awayWords(c *lang.Catalog, d staffing.Ahead) string {
	words := []string{c.T("staffing.away_of", "away", d.Unit.Away, "people", d.Unit.People)}
	if d.Unit.Over() {
		words = append(words, c.T("staffing.most", "n", d.Unit.Most))
	}
	for _, t := range d.Teams {
		words = append(words, c.T("staffing.team_over", "team", t.Team, "away", t.Away, "people", t.People, "most", t.Most))
	}
	for _, one := range d.People {
		if one.Night {
			words = append(words, c.T("staffing.night_one", "name", one.Name))
		}
	}
	return strings.Join(words, " ")
}
