package bookweb

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/group"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staffing"
	"yrkesresan/internal/staffing/spread"
)

// pickView is the days that a manager can book people of a unit for.
type pickView struct {
	Back, Unit, Course string
	Filter             bool
	Courses            []ui.Option
	Days               []dayRow
	Pager              ui.PagerProps
	Empty, EmptyText   string
}

// peopleView is whom of a unit to book for a day.
type peopleView struct {
	Title, Back, Unit, Occasion string
	Facts                       []ui.Fact
	People                      []ui.Choice
	Wrong                       map[string]string
	Warned                      []string // before those who are chosen are booked all the same
}

// answersView is what came of booking people.
type answersView struct {
	Title, Back, Said string
	Tone              ui.NoticeKind
	People            []ui.Part
}

// pick shows the days to book, or whom to book for the one that is chosen.
func (p *Pages) pick(w http.ResponseWriter, r *http.Request) error {
	unit, err := p.unit(r)
	if err != nil {
		return err
	}
	if r.FormValue("tillfalle") != "" {
		return p.showPeople(w, r, http.StatusOK, unit, nil, nil, nil)
	}
	c, q := p.catalog(r), r.URL.Query()
	v := pickView{Back: page.At("/min-grupp/kursdagar", "enhet", unit.ID), Unit: unit.ID, Course: q.Get("kurs"), Empty: c.T("booking.book.none"), EmptyText: c.T("booking.book.none_text")}
	seen, err := p.Bookings.SeenFrom(r.Context(), unit)
	if err != nil {
		return err
	}
	choices, _, err := p.Occasions.Visible(r.Context(), seen, occasion.Filter{Limit: mostChoices})
	if err != nil {
		return err
	}
	courses := map[string]string{}
	for _, o := range choices {
		courses[o.CourseID] = o.Title
	}
	v.Courses, v.Filter = options(c.T("booking.filter.all_courses"), courses), len(courses) > 1 || v.Course != ""
	number := page.Number(q.Get("sida"))
	f := occasion.Filter{Limit: onPage, Offset: (number - 1) * onPage}
	if v.Course != "" {
		f.CourseIDs = []string{v.Course}
	}
	days, n, err := p.Occasions.Visible(r.Context(), seen, f)
	if err != nil {
		return err
	}
	v.Pager = page.Pager(page.At("/min-grupp/kursdagar/boka", "enhet", unit.ID, "kurs", v.Course), "sida", number, n, onPage)
	t, err := p.teller(r, days...)
	if err != nil {
		return err
	}
	left, err := p.Bookings.LeftAt(r.Context(), unit, days)
	if err != nil {
		return err
	}
	for _, o := range days {
		d := t.row(o, left[o.ID])
		d.Href, d.Button = page.At("/min-grupp/kursdagar/boka", "enhet", unit.ID, "tillfalle", o.ID), c.T("booking.book.choose")
		v.Days = append(v.Days, d)
	}
	return p.Frame.Show(w, r, http.StatusOK, "booking.book.title", pickPage(v))
}

// bookable finds the day that people of a unit are to be booked for.
func (p *Pages) bookable(r *http.Request, unit org.Node) (occasion.Occasion, error) {
	o, err := p.Occasions.Find(r.Context(), r.FormValue("tillfalle"))
	if err != nil {
		return o, err
	}
	seen, err := p.Bookings.SeenFrom(r.Context(), unit)
	if err == nil && !seen.IsVisible(o) {
		err = occasion.ErrNoOccasion
	}
	return o, err
}

func (p *Pages) showPeople(w http.ResponseWriter, r *http.Request, status int, unit org.Node, chosen []string, wrong map[string]string, warned []string) error {
	o, err := p.bookable(r, unit)
	if err != nil {
		return err
	}
	t, err := p.teller(r, o)
	if err != nil {
		return err
	}
	left, err := p.Bookings.LeftAt(r.Context(), unit, []occasion.Occasion{o})
	if err != nil {
		return err
	}
	v := peopleView{Title: t.c.T("booking.book.of", "course", o.Title), Back: page.At("/min-grupp/kursdagar/boka", "enhet", unit.ID), Unit: unit.ID, Occasion: o.ID, Wrong: wrong, Warned: warned}
	v.Facts = t.toBook(t.facts(o, false), o, left[o.ID])
	if v.People, err = p.colleagues(r, t, unit, o, chosen); err != nil {
		return err
	}
	return p.render(w, r, status, v.Title, peoplePage(v))
}

// colleague is somebody of a unit, with how the person stands in the course of a day.
type colleague struct {
	*group.Member
	cell  group.Cell // "" when the course is not in the person's journey
	line  *group.Line
	state seat.State // of a live booking of the day
}

// wants orders people: who lacks the course, then who does not have it in the journey, then who has done it.
func (x colleague) wants() int {
	switch x.cell {
	case group.Overdue:
		return 0
	case group.Renew, group.Missing, group.Ongoing:
		return 1
	case group.Done:
		return 4
	case group.Paused:
		return 3
	}
	return 2
}

// crew are the people of a unit, those who need the course of a day first.
func (p *Pages) crew(r *http.Request, unit org.Node, o occasion.Occasion) ([]colleague, error) {
	a := web.ActorOf(r.Context())
	team, err := p.Groups.Team(r.Context(), a, unit.ID)
	if err != nil {
		return nil, err
	}
	at, err := p.Bookings.AtUnit(r.Context(), a, unit.ID, p.Bookings.Today())
	if err != nil {
		return nil, err
	}
	booked := map[string]seat.State{}
	for _, x := range at {
		if x.OccasionID == o.ID {
			booked[x.PersonID] = x.State
		}
	}
	var out []colleague
	for i := range team.Members {
		m := &team.Members[i]
		x := colleague{Member: m, state: booked[m.ID()]}
		for k := range m.Lines {
			if m.Lines[k].Course == o.CourseID {
				x.cell, x.line = m.Lines[k].Cell, &m.Lines[k]
			}
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b colleague) int { return a.wants() - b.wants() })
	return out, nil
}

// colleagues are the people to choose from.
func (p *Pages) colleagues(r *http.Request, t teller, unit org.Node, o occasion.Occasion, chosen []string) ([]ui.Choice, error) {
	crew, err := p.crew(r, unit, o)
	if err != nil {
		return nil, err
	}
	var out []ui.Choice
	for _, x := range crew {
		c := ui.Choice{Value: x.ID(), Text: x.Listed(), Note: t.stands(x, o), Chosen: slices.Contains(chosen, x.ID())}
		if comes(x.state) && x.state != seat.Asked {
			c.Disabled = true
		}
		out = append(out, c)
	}
	return out, nil
}

// stands says how somebody stands in a day's course, and whether the person is away then.
func (t teller) stands(x colleague, o occasion.Occasion) string {
	var said []string
	switch {
	case x.state != "":
		said = append(said, t.c.T("booking.of."+string(x.state))+".")
	case x.line == nil:
		said = append(said, t.c.T("booking.stands.not_in"))
	case x.cell == group.Done && x.line.At != "":
		said = append(said, t.c.T("booking.stands.done_on", "date", t.long(string(x.line.At))))
	case x.line.Due != "" && (x.cell == group.Missing || x.cell == group.Ongoing || x.cell == group.Overdue):
		said = append(said, t.c.T("booking.stands.lacks_by", "date", t.long(string(x.line.Due))))
	default:
		said = append(said, t.c.T("booking.stands."+string(x.cell)))
	}
	for _, l := range x.Leaves {
		if l.From <= o.LastDay && (l.To >= o.FirstDay || l.To == db.NoEnd) {
			said = append(said, t.c.T("booking.stands.away"))
			break
		}
	}
	return strings.Join(said, " ")
}

// long writes a day with its year.
func (t teller) long(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.c.Date(d)
}

// book books the chosen people and tells what came of each.
func (p *Pages) book(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	unit, err := p.unit(r)
	if err != nil {
		return err
	}
	o, err := p.bookable(r, unit)
	if err != nil {
		return err
	}
	c, people := p.catalog(r), r.PostForm["person"]
	crew, err := p.crew(r, unit, o)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, x := range crew {
		names[x.ID()] = x.Listed()
	}
	for _, id := range people {
		if names[id] == "" {
			return booking.ErrNotYours
		}
	}
	if r.PostFormValue("anda") == "" {
		warned, err := p.warned(r, o.ID, people, names)
		if err != nil {
			return err
		}
		if len(warned) > 0 {
			return p.showPeople(w, r, http.StatusOK, unit, people, nil, warned)
		}
	}
	answers, err := p.Bookings.BookMany(r.Context(), web.ActorOf(r.Context()), o.ID, people)
	if err != nil {
		bad, status, err := wrong(c, err, "person")
		if err != nil {
			return err
		}
		return p.showPeople(w, r, status, unit, people, bad, nil)
	}
	t, err := p.teller(r, o)
	if err != nil {
		return err
	}
	v := t.answered(o, unit, answers, names)
	return p.render(w, r, http.StatusOK, v.Title, answersPage(v))
}

// answered tells what came of booking each of several people.
func (t teller) answered(o occasion.Occasion, unit org.Node, answers []booking.Answer, names map[string]string) answersView {
	v := answersView{Title: t.describes(o), Back: page.At("/min-grupp/kursdagar", "enhet", unit.ID)}
	done := 0
	for _, x := range answers {
		part := ui.Part{Title: names[x.PersonID]}
		if x.Err != nil {
			part.Status, part.Word, part.Note = ui.Missing, t.c.T("booking.book.not"), page.Say(t.c, fault.Of(x.Err))
		} else {
			done++
			part.Href, part.Status, part.Word = placeHref(x.Booking.ID), statuses[x.Booking.State], t.groupWord(booking.Entry{Booking: x.Booking})
		}
		v.People = append(v.People, part)
	}
	v.Tone, v.Said = ui.OK, t.c.T("booking.book.done", "n", done)
	if done < len(answers) {
		v.Tone, v.Said = ui.Warn, t.c.T("booking.book.some", "done", done, "all", len(answers))
	}
	return v
}

// ofUnit tells whether a warning is about how many are away, not about the person.
func ofUnit(w staffing.Warning) bool { return w.Why == spread.UnitLimit || w.Why == spread.TeamLimit }

// warned are what is to be known before people are booked, as lines with their names.
func (p *Pages) warned(r *http.Request, occasionID string, people []string, names map[string]string) ([]string, error) {
	all, err := p.Staffing.Warnings(r.Context(), web.ActorOf(r.Context()), occasionID, people)
	var out []string
	for _, warning := range all {
		said := warning.Text(p.catalog(r))
		if name := names[warning.PersonID]; name != "" && !ofUnit(warning) {
			said = name + ": " + said
		}
		if !slices.Contains(out, said) {
			out = append(out, said)
		}
	}
	return out, err
}
