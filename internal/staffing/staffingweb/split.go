package staffingweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/staffing"
	"yrkesresan/internal/staffing/spread"
)

// splitView is a proposal of who goes when: the dates, and a row a person to change.
type splitView struct {
	Title, Unit, Course string
	Units               []ui.Option
	Courses             []ui.Option
	Back                ui.Link
	Nights, HasNights   bool
	Lead, NoDates       string
	Sum                 string
	NotBest             string
	Dates               ui.TableProps
	People              []splitRow
	Others              []splitRow // who need not go: done, or have a seat; can be added
	Settled             []ui.Fact  // who has a seat already
	Checked             string
	Refused             []ui.Problem
	Ready               bool // something can be booked
}

type splitRow struct {
	ID, Name, Note string
	Value          string
	Why            string
	Warnings       []string
	Error          string
	Options        []ui.Option
}

func (p *Pages) split(w http.ResponseWriter, r *http.Request) error {
	unit, units, err := p.unit(r, may.BookStaff)
	if err != nil {
		return err
	}
	c, a := p.catalog(r), web.ActorOf(r.Context())
	v := splitView{Title: c.T("staffing.split"), Unit: unit.ID, Units: units, Back: backHome(c, unit.ID), Course: r.FormValue("kurs"), Nights: r.FormValue("natter") != ""}
	if v.Courses, err = p.choices(r, unit.ID); err != nil {
		return err
	}
	if len(v.Courses) == 0 {
		v.NoDates = c.T("staffing.no_dates")
	}
	if v.Course == "" {
		v.Lead = c.T("staffing.split_lead")
		return p.render(w, r, http.StatusOK, v.Title, splitPage(v))
	}
	prop, err := p.Staffing.Propose(r.Context(), a, staffing.Ask{UnitID: unit.ID, CourseID: v.Course, Nights: v.Nights})
	if err != nil {
		return err
	}
	placed := map[string]string{}
	for _, x := range prop.Answer.Placed {
		placed[x.PersonID] = x.DateID
	}
	_, remarks, err := p.Staffing.Review(r.Context(), a, prop.Ask, placed)
	if err != nil {
		return err
	}
	p.fillSplit(c, &v, &prop, placed, remarks)
	p.reasons(c, &v, &prop)
	return p.render(w, r, http.StatusOK, v.Title, splitPage(v))
}

// choices are the courses that have dates for the unit's people.
func (p *Pages) choices(r *http.Request, unitID string) (out []ui.Option, err error) {
	courses, err := p.Staffing.CoursesFor(r.Context(), web.ActorOf(r.Context()), unitID)
	for _, x := range courses {
		out = append(out, ui.Option{Value: x.ID, Text: x.Title})
	}
	return out, err
}

// reasons say why each has the date, or none.
func (p *Pages) reasons(c *lang.Catalog, v *splitView, prop *staffing.Proposal) {
	all := len(prop.Answer.Placed) + len(prop.Answer.Left)
	v.Sum = c.T("staffing.split_sum", "n", len(prop.Answer.Placed), "all", all)
	if all == 0 {
		v.Sum = c.T("staffing.nobody_needs")
	}
	if !prop.Answer.Best {
		v.NotBest = c.T("staffing.not_best")
	}
	row := func(id string) *splitRow {
		if i := slices.IndexFunc(v.People, func(r splitRow) bool { return r.ID == id }); i >= 0 {
			return &v.People[i]
		}
		return &splitRow{}
	}
	for _, x := range prop.Answer.Placed {
		i := slices.IndexFunc(prop.People, func(k staffing.Candidate) bool { return k.ID() == x.PersonID })
		row(x.PersonID).Why = c.T("staffing.why."+string(x.Why), "due", c.DateOf(prop.People[i].Due))
	}
	for _, x := range prop.Answer.Left {
		row(x.PersonID).Why = p.whyNone(c, prop, x)
	}
}

// whyNone says why somebody got no date: one sentence when it is the same of all, else one a date.
func (p *Pages) whyNone(c *lang.Catalog, prop *staffing.Proposal, l spread.Left) string {
	if len(l.Blocks) == 0 {
		return c.T("staffing.none.no_dates")
	}
	same := true
	for _, b := range l.Blocks {
		same = same && b.Why == l.Blocks[0].Why
	}
	if same {
		return c.T("staffing.none." + string(l.Blocks[0].Why))
	}
	words := []string{c.T("staffing.none.mixed")}
	for _, b := range l.Blocks {
		if i := slices.IndexFunc(prop.Dates, func(d staffing.Date) bool { return d.ID == b.DateID }); i >= 0 {
			words = append(words, c.T("staffing.none_on."+string(b.Why), "day", c.DateOf(prop.Dates[i].FirstDay)))
		}
	}
	return strings.Join(words, " ")
}

// fillSplit puts the dates and the people in the form, with who is placed where.
func (p *Pages) fillSplit(c *lang.Catalog, v *splitView, prop *staffing.Proposal, placed map[string]string, remarks []spread.Remark) {
	v.Title = c.T("staffing.split_of", "course", prop.Title)
	v.Lead = p.holds(c, prop.Limit)
	options := []ui.Option{{Text: c.T("staffing.no_day")}}
	for _, d := range prop.Dates {
		options = append(options, ui.Option{Value: d.ID, Text: dateWords(c, d)})
	}
	if len(prop.Dates) == 0 {
		v.NoDates = c.T("staffing.no_dates_of", "course", prop.Title)
	}
	teams := map[string]string{}
	for i := range prop.People {
		teams[prop.People[i].TeamID] = prop.People[i].Team
	}
	for i := range prop.People {
		k := &prop.People[i]
		row := splitRow{ID: k.ID(), Name: nameOf(&k.Member), Note: p.candidateNote(c, k), Value: placed[k.ID()], Options: options}
		for _, m := range remarks {
			if m.PersonID == k.ID() {
				if text := staffing.Say(c, m, teams[m.Team]); !slices.Contains(row.Warnings, text) {
					row.Warnings = append(row.Warnings, text)
				}
			}
		}
		switch {
		case k.Has != "":
			v.Settled = append(v.Settled, ui.Fact{Term: row.Name, Text: c.T("staffing.has_seat", "day", p.dayOf(c, prop, k.Has))})
		case k.Wanted || row.Value != "":
			v.People = append(v.People, row)
		default:
			v.Others = append(v.Others, row)
		}
		v.HasNights = v.HasNights || k.Usual == spread.Night
	}
	v.Ready = len(prop.Dates) > 0 && len(v.People)+len(v.Others) > 0
	v.Dates = p.dateTable(c, prop, placed)
}

func (p *Pages) dayOf(c *lang.Catalog, prop *staffing.Proposal, occasionID string) string {
	for _, d := range prop.Dates {
		if d.ID == occasionID {
			return c.DateOf(d.FirstDay)
		}
	}
	return ""
}

// candidateNote is what is told of somebody: team and group, and how the course stands.
func (p *Pages) candidateNote(c *lang.Catalog, k *staffing.Candidate) string {
	var words []string
	if k.Team != "" {
		words = append(words, k.Team)
	}
	if k.Usual != spread.Unsaid {
		words = append(words, groupWord(c, k.Usual))
	}
	switch {
	case k.Done:
		words = append(words, c.T("staffing.course_done"))
	case k.Due != "":
		words = append(words, c.T("staffing.course_due", "day", c.DateOf(k.Due)))
	case len(k.Asked) > 0:
		words = append(words, c.T("staffing.course_asked"))
	}
	return strings.Join(words, ", ")
}

// dateWords is a date in a list to choose from.
func dateWords(c *lang.Catalog, d staffing.Date) string {
	words := c.DateOf(d.FirstDay)
	if d.LastDay != d.FirstDay {
		words = c.T("staffing.days", "from", c.DateOf(d.FirstDay), "until", c.DateOf(d.LastDay))
	}
	if len(d.Sessions) > 0 {
		words += " " + d.Sessions[0].Begins + "–" + d.Sessions[0].Ends
	}
	if d.Place != "" {
		words += ", " + d.Place
	}
	return words
}

// dateTable is the dates with who goes, and the seats.
func (p *Pages) dateTable(c *lang.Catalog, prop *staffing.Proposal, placed map[string]string) ui.TableProps {
	t := ui.TableProps{ID: "dagar", Caption: c.T("staffing.dates"), Cards: true, Columns: []ui.Column{{Title: c.T("staffing.day")}, {Title: c.T("staffing.who")}, {Title: c.T("staffing.seats")}}}
	for _, d := range prop.Dates {
		var names []string
		for i := range prop.People {
			if placed[prop.People[i].ID()] == d.ID {
				names = append(names, nameOf(&prop.People[i].Member))
			}
		}
		who := c.T("staffing.nobody")
		if len(names) > 0 {
			who = c.T("staffing.n_people", "n", len(names)) + " " + strings.Join(names, ", ")
		}
		t.Rows = append(t.Rows, ui.Row{Head: ui.Text(dateWords(c, d)), Cells: []templ.Component{ui.Text(who), ui.Text(c.T("staffing.seats_free", "n", d.Free))}})
	}
	return t
}

// adjust looks again at who goes when as the visitor has changed it, or books it.
func (p *Pages) adjust(w http.ResponseWriter, r *http.Request) error {
	unit, units, err := p.unit(r, may.BookStaff)
	if err != nil {
		return err
	}
	c, a := p.catalog(r), web.ActorOf(r.Context())
	v := splitView{Unit: unit.ID, Units: units, Back: backHome(c, unit.ID), Course: r.PostFormValue("kurs"), Nights: r.PostFormValue("natter") != ""}
	if v.Courses, err = p.choices(r, unit.ID); err != nil {
		return err
	}
	placed := map[string]string{}
	var people []string
	for name := range r.PostForm {
		if id, is := strings.CutPrefix(name, "p."); is {
			if people = append(people, id); r.PostFormValue(name) != "" {
				placed[id] = r.PostFormValue(name)
			}
		}
	}
	slices.Sort(people)
	ask := staffing.Ask{UnitID: unit.ID, CourseID: v.Course, Nights: v.Nights, Chosen: true, People: splitList(r.PostFormValue("ska"))}
	status := http.StatusOK
	errs := map[string]string{}
	if r.PostFormValue("gor") == "boka" {
		done, err := p.book(r, unit.ID, placed, errs)
		if err != nil {
			return err
		}
		if len(errs) == 0 && done != "" {
			return web.Redirect(w, r, page.At(homeAt, "enhet", unit.ID)+"&"+done)
		}
		status = http.StatusUnprocessableEntity
	}
	prop, remarks, err := p.Staffing.Review(r.Context(), a, ask, placed)
	if err != nil {
		return err
	}
	if len(ask.People) == 0 { // somebody posts without the page: all that were sent
		ask.People = people
	}
	p.fillSplit(c, &v, &prop, placed, remarks)
	v.Sum = c.T("staffing.split_sum", "n", len(placed), "all", len(v.People))
	if status == http.StatusOK {
		if v.Checked = c.T("staffing.checked_fine"); len(remarks) > 0 {
			v.Checked = c.T("staffing.checked", "n", len(remarks))
		}
	} else if len(errs) == 0 {
		v.Refused = []ui.Problem{{Field: "kurs", Text: c.T("staffing.nobody_placed")}}
	}
	for i := range v.People {
		if v.People[i].Error = errs[v.People[i].ID]; v.People[i].Error != "" {
			v.Refused = append(v.Refused, ui.Problem{Field: "p." + v.People[i].ID, Text: c.T("staffing.one_refused", "name", v.People[i].Name, "why", v.People[i].Error)})
		}
	}
	return p.render(w, r, status, v.Title, splitPage(v))
}

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, " ")
}

// book books what is placed; what was refused stands in errs by person. It gives what to say of the rest.
func (p *Pages) book(r *http.Request, unitID string, placed, errs map[string]string) (done string, err error) {
	if len(placed) == 0 {
		return "", nil
	}
	c := p.catalog(r)
	all, err := p.Staffing.BookAll(r.Context(), web.ActorOf(r.Context()), unitID, placed)
	if err != nil {
		return "", err
	}
	booked, queued := 0, 0
	for _, o := range all {
		switch {
		case o.Err != nil:
			errs[o.PersonID] = say(c, fault.Of(o.Err))
		case o.State == seat.Waiting || o.State == seat.Approved:
			queued++
		default:
			booked++
		}
	}
	return "klart=bokat&platser=" + strconv.Itoa(booked) + "&ko=" + strconv.Itoa(queued), nil
}
