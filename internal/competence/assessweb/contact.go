package assessweb

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// contactView is who is a fast omsorgskontakt at a home care unit, whose right ends, and the form that notes one.
type contactView struct {
	Unit, UnitName string
	Home           bool
	Settings       bool // may say that the unit is home care
	Here           []contactLine
	Without, Soon  string // names: whose right is gone, whose ends within a year
	People         []ui.Option
	Set            struct{ Person, From, Until string }
	Said           string
	Wrong          map[string]string
}

type contactLine struct {
	ID, Name, Note string
	Right          string
	Lacks          bool
}

const contactsTop = "/min-grupp/omsorgskontakter"

func (p *Pages) contacts(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	return p.showContacts(w, r, http.StatusOK, unit, contactView{})
}

func (p *Pages) showContacts(w http.ResponseWriter, r *http.Request, status int, unit org.Node, v contactView) error {
	visit, on := page.Of(r.Context()), p.Staff.Today()
	c := p.Frame.Catalog(visit)
	employer, err := p.Tree.EmployerAt(r.Context(), unit.Path, on)
	if err != nil {
		return err
	}
	list, home, err := p.Competence.Contacts(r.Context(), visit.Actor, unit.ID)
	if err != nil {
		return err
	}
	crew, err := p.Staff.Crew(r.Context(), visit.Actor, []string{unit.ID}, employer.ID, on)
	if err != nil {
		return err
	}
	v.Unit, v.UnitName, v.Home = unit.ID, unit.Name, home
	v.Settings = may.Ask(visit.Actor.Inside(employer.Path), may.EditSettings, employer.Path) == nil
	names := map[string]string{}
	v.People = []ui.Option{{Text: c.T("assess.specialist.choose_person")}}
	var order []string
	for _, m := range crew {
		names[m.Employee.PersonID] = strings.TrimSpace(m.FirstName + " " + m.LastName)
		order = append(order, m.Employee.PersonID)
		v.People = append(v.People, ui.Option{Value: m.Employee.PersonID, Text: names[m.Employee.PersonID]})
	}
	for _, k := range list {
		if names[k.PersonID] == "" { // has left the unit: the word still stands, and can be ended
			if names[k.PersonID], err = p.nameOf(r.Context(), k.PersonID, employer.ID); err != nil {
				return err
			}
			order = append(order, k.PersonID)
		}
	}
	var without, soon []string
	for _, id := range order {
		for _, k := range list {
			if k.PersonID != id {
				continue
			}
			line := contactLineOf(c, k, names[id])
			v.Here = append(v.Here, line)
			switch {
			case line.Lacks:
				without = append(without, line.Name)
			case k.Asked && k.Right.Until != "" && k.Right.Until <= yearAfter(on):
				soon = append(soon, line.Name)
			}
		}
	}
	v.Without, v.Soon = strings.Join(without, ", "), strings.Join(soon, ", ")
	switch r.URL.Query().Get("gjort") {
	case "ny":
		v.Said = c.T("assess.specialist.noted")
	case "slut":
		v.Said = c.T("assess.specialist.ended")
	}
	shell := p.Frame.Shell(r, c.T("assess.contact.title"))
	shell.Wrong = len(v.Wrong) > 0
	return p.Frame.ShowAs(w, r, status, shell, contactPage(v))
}

func contactLineOf(c *lang.Catalog, k competence.Contact, name string) contactLine {
	line := contactLine{ID: k.ID, Name: name, Note: c.T("assess.specialist.from", "date", c.DateOf(k.From))}
	if k.Until != "" {
		line.Note = c.T("assess.contact.period", "from", c.DateOf(k.From), "until", c.DateOf(dayBefore(k.Until)))
	}
	switch {
	case k.Right.Ground == title.None && k.Asked:
		line.Right, line.Lacks = c.T("assess.contact.lacks"), true
	case k.Right.Ground == title.None:
	case k.Right.Until != "":
		line.Right = c.T("assess.contact.right_until."+string(k.Right.Ground), "date", c.DateOf(dayBefore(k.Right.Until)))
	default:
		line.Right = c.T("assess.contact.right." + string(k.Right.Ground))
	}
	if k.Right.Presumed {
		line.Right += " " + c.T("assess.contact.presumed")
	}
	return line
}

// dayBefore is the last day of what ends when another begins.
func dayBefore(day string) string { return dayPlus(day, -1) }

func dayPlus(day string, n int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}

func yearAfter(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(1, 0, 0).Format(time.DateOnly)
}

func (p *Pages) noteContact(w http.ResponseWriter, r *http.Request) error {
	unit, shown, err := p.unit(w, r)
	if err != nil || shown {
		return err
	}
	visit := page.Of(r.Context())
	if id := r.PostFormValue("avsluta"); id != "" {
		if err := p.Competence.EndContact(r.Context(), visit.Actor, unit.ID, id); err != nil {
			return err
		}
		return web.Redirect(w, r, page.At(contactsTop, "enhet", unit.ID, "gjort", "slut"))
	}
	var v contactView
	v.Set.Person, v.Set.From, v.Set.Until = r.PostFormValue("person"), r.PostFormValue("fran"), r.PostFormValue("till")
	c := p.Frame.Catalog(visit)
	if v.Set.Person == "" {
		v.Wrong = map[string]string{"person": c.T("assess.specialist.who")}
		return p.showContacts(w, r, http.StatusUnprocessableEntity, unit, v)
	}
	until := v.Set.Until
	if until != "" {
		until = dayPlus(until, 1) // one writes the last day
	}
	_, err = p.Competence.NoteContact(r.Context(), visit.Actor, unit.ID, v.Set.Person, v.Set.From, until)
	if f := fault.Of(err); f != nil && errors.Is(f, competence.ErrRightEnds) {
		err = f.With("date", c.DateOf(dayBefore(f.Args["date"])))
	}
	if v.Wrong, err = wrong(c, err); err != nil {
		return err
	}
	if len(v.Wrong) > 0 {
		return p.showContacts(w, r, http.StatusUnprocessableEntity, unit, v)
	}
	return web.Redirect(w, r, page.At(contactsTop, "enhet", unit.ID, "gjort", "ny"))
}
