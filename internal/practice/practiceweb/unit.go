package practiceweb

import (
	"net/http"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/practice"
)

// unit lists what those of a unit have practised, what is to be looked at first.
func (p *Pages) unit(w http.ResponseWriter, r *http.Request) error {
	id, chooser, err := p.units(r, may.SignSkill, unitAt)
	if err != nil {
		return err
	}
	n, all, err := p.Practice.AtUnit(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.unit"), Lead: n.Name, Back: ui.Link{Href: "/min-grupp", Text: c.T("practice.to_group")}, Said: said(c, r)}
	if chooser != nil {
		v.Add(chooser)
	}
	if may.AskSomewhere(actor(r), may.BookStaff) == nil {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: page.At(askAt, "enhet", id), Text: c.T("practice.ask_link"), Kind: ui.Secondary}))
	}
	var due, rest []ui.Part
	for _, s := range all {
		if s.DueOn != "" && s.DueOn <= p.Practice.Today() {
			due = append(due, ui.Part{Href: page.At(checkAt, "enhet", id, "station", s.ID, "plats", s.BookingID), Title: s.Name, Note: c.T("practice.due_line", "skill", s.Skill, "day", c.DateOf(s.DueOn)), Status: ui.Renew, Word: c.T("practice.due_word")})
			continue
		}
		rest = append(rest, restPart(c, s))
	}
	v.Add(sheet.Heading(c.T("practice.due")))
	if len(due) == 0 {
		v.Add(sheet.Para(c.T("practice.nothing_due")))
	} else {
		v.Add(sheet.Para(c.T("practice.due_lead")), ui.Parts(due))
	}
	v.Add(sheet.Heading(c.T("practice.all")))
	if len(rest) == 0 {
		v.Add(sheet.Para(c.T("practice.nothing")))
	} else {
		v.Add(ui.Parts(rest))
	}
	return p.show(w, r, v)
}

func restPart(c *lang.Catalog, s practice.Skill) ui.Part {
	kind, text := stands(c, s.Standing)
	note := s.Skill + ". " + c.DateOf(s.Latest.On) + "."
	if s.Later != nil {
		note += " " + c.T("practice.try.later."+yesNo(s.Later.Passed)) + ", " + c.DateOf(s.Later.On) + "."
	}
	if s.DueOn != "" {
		note += " " + c.T("practice.looks_on", "day", c.DateOf(s.DueOn))
	}
	return ui.Part{Title: s.Name, Note: note, Status: kind, Word: text}
}

func (p *Pages) check(w http.ResponseWriter, r *http.Request) error { return p.showCheck(w, r, nil) }

func (p *Pages) showCheck(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	unit := r.FormValue("enhet")
	s, err := p.Practice.ToCheck(r.Context(), actor(r), unit, r.FormValue("station"), r.FormValue("plats"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("practice.check", "name", s.Name), Lead: s.Skill, Wrong: wrong, Back: ui.Link{Href: page.At(unitAt, "enhet", unit), Text: c.T("practice.unit")}}
	v.Add(sheet.Para(c.T("practice.check_lead", "day", c.DateOf(s.Latest.On))))
	f := fill(v, c, r)
	f.Named("steg", "resultat")
	f.put(ui.Choices(stepRows(c, s.Station, f.Values("steg"), "")))
	f.put(ui.Choices(results(c, c.T("practice.yes_later"), c.T("practice.no_later"), f.value("resultat"), wrong["resultat"])))
	f.area("anteckning", "note", 3, true)
	key := r.PostFormValue("nyckel")
	if key == "" {
		key = p.NewID()
	}
	v.Add(sheet.FormOf(sheet.Send{Action: checkAt, Hidden: [][2]string{{"enhet", unit}, {"station", s.ID}, {"plats", s.BookingID}, {"nyckel", key}}, Button: c.T("practice.save_check")}, f.Fields()...))
	return p.show(w, r, v)
}

func (p *Pages) checked(w http.ResponseWriter, r *http.Request) (err error) {
	t, ok := tryOf(r)
	if !ok {
		err = practice.ErrResult
	} else {
		err = p.Practice.Check(r.Context(), actor(r), r.PostFormValue("enhet"), t)
	}
	if err != nil {
		wrong, err := p.refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showCheck(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(unitAt, "enhet", r.PostFormValue("enhet"), "gjort", "sparat"))
}
