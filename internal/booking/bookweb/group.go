package bookweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// unitsView is the units of one who books for many.
type unitsView struct {
	Units []ui.Part
	Pager ui.PagerProps
}

// groupView is what people of a unit have asked for, have and wait for. Of a few units together it is what they have
// asked for, and the units.
type groupView struct {
	Title, Unit string
	Back        ui.Link
	Said        string
	Wrong       map[string]string
	Asked       []ui.Choice
	Offered     []ui.Part // who has been offered a seat and has not answered
	Why         string
	Book        string
	Days        []groupDay
	Units       []ui.Part
	Pager       ui.PagerProps
}

// groupDay is a day with those of the unit who are in it.
type groupDay struct {
	ID, Course, When, Where, Book, Describes string
	People                                   []ui.Part
}

// together is how many units are shown together; with more one chooses a unit first.
const together = 20

// decision is what a manager has chosen on the page.
type decision struct {
	chosen []string
	why    string
	wrong  map[string]string
}

// units are those whose people the visitor books, in name order.
func (p *Pages) units(r *http.Request) ([]org.Node, error) {
	return p.Tree.UnitsIn(r.Context(), web.ActorOf(r.Context()).Scopes(may.BookStaff), p.Staff.Today(), mostUnits)
}

// unit is the chosen unit. It asks for no permission: the calls about it do.
func (p *Pages) unit(r *http.Request) (org.Node, error) {
	n, err := p.Tree.Find(r.Context(), r.FormValue("enhet"), p.Staff.Today())
	if err == nil && org.Kind(n.Kind) != org.Unit {
		err = org.ErrNoNode
	}
	if err != nil {
		return n, err
	}
	return n, org.AskWithin(r.Context(), p.Staff.DB, web.ActorOf(r.Context()), may.BookStaff, n, p.Staff.Today())
}

func (p *Pages) group(w http.ResponseWriter, r *http.Request) error {
	return p.showGroup(w, r, http.StatusOK, decision{})
}

func (p *Pages) showGroup(w http.ResponseWriter, r *http.Request, status int, d decision) error {
	c := p.catalog(r)
	if r.FormValue("enhet") != "" {
		n, err := p.unit(r)
		if err != nil {
			return err
		}
		return p.showUnits(w, r, status, []org.Node{n}, d)
	}
	units, err := p.units(r)
	if err != nil {
		return err
	}
	if len(units) > 0 && len(units) <= together {
		return p.showUnits(w, r, status, units, d)
	}
	var v unitsView
	number := page.Number(r.URL.Query().Get("sida"))
	v.Pager = page.Pager("/min-grupp/kursdagar", "sida", number, len(units), onPage)
	from := min((number-1)*onPage, len(units))
	for _, u := range units[from:min(from+onPage, len(units))] {
		v.Units = append(v.Units, ui.Part{Href: page.At("/min-grupp/kursdagar", "enhet", u.ID), Title: u.Name})
	}
	return p.render(w, r, status, c.T("booking.days"), unitsPage(v))
}

func (p *Pages) showUnits(w http.ResponseWriter, r *http.Request, status int, units []org.Node, d decision) error {
	c, a := p.catalog(r), web.ActorOf(r.Context())
	v := groupView{Title: c.T("booking.days"), Back: ui.Link{Href: "/min-grupp", Text: c.T("booking.back_group")}, Wrong: d.wrong, Why: d.why, Said: decided(c, r)}
	v.Unit = r.FormValue("enhet")
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.ID
		v.Units = append(v.Units, ui.Part{Href: page.At("/min-grupp/kursdagar", "enhet", u.ID), Title: u.Name})
	}
	asked, err := p.Bookings.AskedOf(r.Context(), a, ids)
	if err != nil {
		return err
	}
	if v.Offered, err = p.offeredOf(r, ids); err != nil {
		return err
	}
	if len(units) > 1 {
		if v.Asked, err = p.askedOf(r, units, asked, nil, d.chosen); err != nil {
			return err
		}
		return p.render(w, r, status, v.Title, groupPage(v.answerable()))
	}
	unit := units[0]
	v.Units, v.Title, v.Book = nil, c.T("booking.group.of", "unit", unit.Name), page.At("/min-grupp/kursdagar/boka", "enhet", unit.ID)
	at, err := p.Bookings.AtUnit(r.Context(), a, unit.ID, p.Bookings.Today())
	if err != nil {
		return err
	}
	if v.Asked, err = p.askedOf(r, units, asked, at, d.chosen); err != nil {
		return err
	}
	if v.Days, err = p.groupDays(r, unit, at); err != nil {
		return err
	}
	number := page.Number(r.URL.Query().Get("sida"))
	v.Pager = page.Pager(page.At("/min-grupp/kursdagar", "enhet", v.Unit), "sida", number, len(v.Days), onPage)
	from := min((number-1)*onPage, len(v.Days))
	v.Days = v.Days[from:min(from+onPage, len(v.Days))]
	return p.render(w, r, status, v.Title, groupPage(v.answerable()))
}

// answerable lets what is wrong lead to the requests only where there are any left.
func (v groupView) answerable() groupView {
	if len(v.Asked) == 0 && v.Wrong["plats"] != "" {
		v.Wrong = map[string]string{"": v.Wrong["plats"]}
	}
	return v
}

// askedOf are the requests to answer: who, which day, what is left, and who else of the unit is away then.
func (p *Pages) askedOf(r *http.Request, units []org.Node, asked, at []booking.Unit, chosen []string) ([]ui.Choice, error) {
	var days []occasion.Occasion
	for _, x := range asked {
		days = append(days, x.Occasion)
	}
	t, err := p.teller(r, days...)
	if err != nil {
		return nil, err
	}
	warned, err := p.warningsOf(r, asked)
	if err != nil {
		return nil, err
	}
	var out []ui.Choice
	for _, x := range asked {
		if x.State != seat.Asked {
			continue // the contact names people
		}
		i := slices.IndexFunc(units, func(n org.Node) bool { return n.ID == x.UnitID })
		if i < 0 {
			continue
		}
		left, err := p.Bookings.LeftAt(r.Context(), units[i], []occasion.Occasion{x.Occasion})
		if err != nil {
			return nil, err
		}
		said := []string{t.when(x.Occasion) + ".", t.where(x.Occasion) + ".", t.seats(left[x.OccasionID]) + "."}
		if len(units) > 1 {
			said = append([]string{units[i].Name + "."}, said...)
		}
		if n := awayWith(x, at); n > 0 {
			said = append(said, t.c.T("booking.group.away", "n", n))
		}
		said = append(said, warned[x.ID]...)
		if x.Left {
			said = append(said, t.c.T("booking.group.left"))
		}
		if x.Note != "" {
			said = append(said, t.c.T("booking.group.note", "note", x.Note))
		}
		out = append(out, ui.Choice{Value: x.ID, Text: x.Name + ": " + x.Occasion.Title, Note: strings.Join(said, " "), Chosen: slices.Contains(chosen, x.ID)})
	}
	if len(out) == 1 && chosen == nil {
		out[0].Chosen = true
	}
	return out, nil
}

// warningsOf are what is to be known before requests are approved, by booking.
func (p *Pages) warningsOf(r *http.Request, asked []booking.Unit) (map[string][]string, error) {
	out := map[string][]string{}
	people := map[string][]string{}
	for _, x := range asked {
		people[x.OccasionID] = append(people[x.OccasionID], x.PersonID)
	}
	for occasionID, ids := range people {
		warned, err := p.Staffing.Warnings(r.Context(), web.ActorOf(r.Context()), occasionID, ids)
		if err != nil {
			return nil, err
		}
		for _, x := range asked {
			for _, warning := range warned {
				if x.OccasionID == occasionID && x.PersonID == warning.PersonID {
					out[x.ID] = append(out[x.ID], warning.Text(p.catalog(r)))
				}
			}
		}
	}
	return out, nil
}

// offeredOf are the offers that nobody has answered, what runs out first at the top.
func (p *Pages) offeredOf(r *http.Request, unitIDs []string) ([]ui.Part, error) {
	all, err := p.Bookings.OfferedOf(r.Context(), web.ActorOf(r.Context()), unitIDs)
	if err != nil {
		return nil, err
	}
	t, err := p.teller(r)
	var out []ui.Part
	for _, x := range all {
		out = append(out, ui.Part{Href: placeHref(x.ID), Title: x.Name + ": " + x.Occasion.Title, Note: t.when(x.Occasion) + ". " + t.c.T("booking.group.until", "until", t.until(x.Booking)), Status: statuses[x.State], Word: t.groupWord(x.Entry)})
	}
	return out, err
}

// awayWith counts who else of a unit has a seat of a course day on one of the same days.
func awayWith(x booking.Unit, at []booking.Unit) int {
	away := map[string]bool{}
	for _, y := range at {
		if y.PersonID == x.PersonID || !seat.Holds(y.State) {
			continue
		}
		for _, s := range y.Occasion.Sessions {
			if slices.ContainsFunc(x.Occasion.Sessions, func(o occasion.Session) bool { return o.Day == s.Day }) {
				away[y.PersonID] = true
			}
		}
	}
	return len(away)
}

// groupDays are the days that people of a unit are in, by day.
func (p *Pages) groupDays(r *http.Request, unit org.Node, at []booking.Unit) ([]groupDay, error) {
	var days []occasion.Occasion
	for _, x := range at {
		days = append(days, x.Occasion)
	}
	t, err := p.teller(r, days...)
	if err != nil {
		return nil, err
	}
	var out []groupDay
	for _, x := range at {
		o := x.Occasion
		i := slices.IndexFunc(out, func(d groupDay) bool { return d.ID == o.ID })
		if i < 0 {
			i = len(out)
			d := groupDay{ID: o.ID, Course: o.Title, When: t.when(o), Where: t.where(o), Describes: t.describes(o)}
			if o.State == occasion.Cancelled {
				d.Where = t.c.T("booking.occasion_cancelled")
			} else if (o.CutOff == "" || o.CutOff >= p.Bookings.Today()) && t.mayCancel(o) {
				d.Book = page.At("/min-grupp/kursdagar/boka", "enhet", unit.ID, "tillfalle", o.ID)
			}
			out = append(out, d)
		}
		part := ui.Part{Href: placeHref(x.ID), Title: x.Name, Status: statuses[x.State], Word: t.groupWord(x.Entry)}
		if x.State == seat.Offered {
			part.Note = t.c.T("booking.group.until", "until", t.until(x.Booking))
		}
		if x.Left {
			part.Note = strings.TrimSpace(part.Note + " " + t.c.T("booking.group.left"))
		}
		out[i].People = append(out[i].People, part)
	}
	return out, nil
}

// groupWord is how somebody else's booking stands, in a few words.
func (t teller) groupWord(x booking.Entry) string {
	if x.State == seat.Waiting && x.Queue > 0 {
		return t.c.T("booking.of.waiting.place", "n", x.Queue)
	}
	return t.c.T("booking.of." + string(x.State))
}

// decide answers requests: yes or no to each that was chosen. What cannot be answered is told by name, the rest is done.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	c, a := p.catalog(r), web.ActorOf(r.Context())
	d := decision{chosen: r.PostForm["plats"], why: r.PostFormValue("why")}
	if len(d.chosen) == 0 {
		d.chosen, d.wrong = []string{}, map[string]string{"plats": c.T("booking.group.none_chosen")}
		return p.showGroup(w, r, http.StatusUnprocessableEntity, d)
	}
	yes := r.PostFormValue("svar") == "ja"
	var failed []string
	n, left := map[seat.State]int{}, []string{}
	for _, id := range d.chosen[:min(len(d.chosen), mostAnswers)] {
		var k booking.Booking
		var err error
		if yes {
			k, err = p.Bookings.Approve(r.Context(), a, id, "")
		} else {
			k, err = p.Bookings.Decline(r.Context(), a, id, d.why)
		}
		if err == nil {
			n[k.State]++
			continue
		}
		f := fault.Of(err)
		if f == nil || f.Kind == fault.Internal || f.Kind == fault.Missing {
			return err
		}
		if f.Field == "why" {
			d.wrong = map[string]string{"why": page.Say(c, f)}
			return p.showGroup(w, r, http.StatusUnprocessableEntity, d)
		}
		failed, left = append(failed, p.nameOf(r, id)+": "+page.Say(c, f)), append(left, id)
	}
	if len(failed) > 0 {
		d.chosen, d.wrong = left, map[string]string{"plats": strings.Join(failed, " ")}
		return p.showGroup(w, r, http.StatusConflict, d)
	}
	q := []string{"enhet", r.PostFormValue("enhet")}
	for _, s := range []seat.State{seat.Booked, seat.Waiting, seat.Approved, seat.Declined} {
		if n[s] > 0 {
			q = append(q, string(s), strconv.Itoa(n[s]))
		}
	}
	return web.Redirect(w, r, page.At("/min-grupp/kursdagar", q...))
}

// mostAnswers is how many requests are answered at once.
const mostAnswers = 200

// nameOf is what somebody with a booking is called, to who may see it.
func (p *Pages) nameOf(r *http.Request, bookingID string) string {
	seen, err := p.Bookings.Find(r.Context(), web.ActorOf(r.Context()), bookingID)
	if err != nil {
		return ""
	}
	return seen.Name
}

// decided says what has been answered, as the address tells.
func decided(c *lang.Catalog, r *http.Request) string {
	if s := said(c, r, "cancelled_for"); s != "" {
		return s
	}
	var out []string
	for _, s := range []seat.State{seat.Booked, seat.Waiting, seat.Approved, seat.Declined} {
		if n, err := strconv.Atoi(r.URL.Query().Get(string(s))); err == nil && n > 0 && n <= mostAnswers {
			out = append(out, c.T("booking.decided."+string(s), "n", n))
		}
	}
	return strings.Join(out, " ")
}
