package certweb

import (
	"net/http"
	"slices"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// decisions are what may be decided about a unit: who may, and whether a reason is asked for.
var decisions = map[string]struct {
	key    string
	may    func(certification.Can) bool
	reason bool
}{
	"certifiera": {"certify", func(c certification.Can) bool { return c.Certify }, false},
	"avsla":      {"decline", func(c certification.Can) bool { return c.Certify }, true},
	"aterkalla":  {"revoke", func(c certification.Can) bool { return c.Revoke }, true},
	"begar":      {"ask", func(c certification.Can) bool { return c.Ask }, true},
	"omprova":    {"decide", func(c certification.Can) bool { return c.Decide }, true},
	"fornya":     {"renew", func(c certification.Can) bool { return c.Renew }, false},
}

// decision tells what a decision means before it is taken.
func (p *Pages) decision(w http.ResponseWriter, r *http.Request) error {
	return p.showDecision(w, r, nil)
}

func (p *Pages) showDecision(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Certifications.View(r.Context(), actor(r), r.PathValue("unitprogramme"), "")
	if err != nil {
		return err
	}
	what := r.FormValue("gor")
	d, known := decisions[what]
	if !known || !d.may(x.Can) && wrong == nil {
		return may.ErrDenied
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("cert.do." + d.key), Lead: x.Unit.Name + ", " + x.SchemeTitle, Wrong: wrong, Back: ui.Link{Href: at(x.Programme.ID), Text: x.Unit.Name}}
	if d.key == "renew" && !x.State.Holds() {
		v.Add(sheet.Para(c.T("cert.do_about.renew_ended")))
	} else {
		v.Add(sheet.Para(c.T("cert.do_about." + d.key)))
	}
	f := v.Form(r)
	switch what {
	case "omprova":
		f.Choose(field(c, "andrat", "outcome"), false, []ui.Choice{{Value: "ja", Text: c.T("cert.changed.yes")}, {Value: "nej", Text: c.T("cert.changed.no")}})
	case "fornya":
		day := field(c, "day", "due")
		day.Type, day.Optional = "date", true
		f.Input(day)
	}
	if what != "fornya" {
		name := "reason"
		if !d.reason {
			name = "note"
		}
		why := field(c, name, name)
		why.Rows, why.Optional = 4, !d.reason
		f.Input(why)
	}
	f.End(sheet.Send{Action: at(x.Programme.ID, "beslut"), Hidden: [][2]string{{"gor", what}}, Button: c.T("cert.do." + d.key)})
	return v.Show(w, r, p.Frame)
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) (err error) {
	id, ctx, a, reason := r.PathValue("unitprogramme"), r.Context(), actor(r), r.PostFormValue("reason")
	switch r.PostFormValue("gor") {
	case "certifiera":
		err = p.Certifications.Certify(ctx, a, id, r.PostFormValue("note"))
	case "avsla":
		err = p.Certifications.Decline(ctx, a, id, reason)
	case "aterkalla":
		err = p.Certifications.Revoke(ctx, a, id, reason)
	case "begar":
		err = p.Certifications.AskAnew(ctx, a, id, reason)
	case "omprova":
		err = p.Certifications.Decide(ctx, a, id, r.PostFormValue("andrat") == "ja", reason)
	case "fornya":
		err = p.Certifications.Renew(ctx, a, id, r.PostFormValue("day"))
	default:
		err = may.ErrDenied
	}
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showDecision(w, r, wrong)
	}
	return web.Redirect(w, r, at(id)+"?gjort=beslut")
}

// step is one step of the programme: what it is about, and that it is done.
func (p *Pages) step(w http.ResponseWriter, r *http.Request) error { return p.showStep(w, r, nil) }

func (p *Pages) showStep(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	x, err := p.Certifications.View(r.Context(), actor(r), r.PathValue("unitprogramme"), "")
	if err != nil {
		return err
	}
	name := r.PathValue("step")
	i := slices.IndexFunc(x.Steps, func(s rule.Step) bool { return s.Name == name })
	switch {
	case !x.Can.Guide:
		return may.ErrDenied
	case i < 0 || name == rule.Certification:
		return certification.ErrNoProgramme
	}
	c, s := p.catalog(r), x.Steps[i]
	v := &sheet.Sheet{Title: c.T("cert.step." + name), Lead: x.Unit.Name, Wrong: wrong, Back: ui.Link{Href: at(x.Programme.ID), Text: x.Unit.Name}}
	v.Add(sheet.Para(c.T("cert.step_about." + name)))
	send := sheet.Send{Action: at(x.Programme.ID, "steg", name), Button: c.T("cert.step_mark")}
	f := v.Form(r, "day", p.Certifications.Today())
	if s.Done != "" {
		v.Add(sheet.State(ui.Done, stepDone(c, x, s)))
		send.Hidden, send.Button, send.Kind = [][2]string{{"angra", "1"}}, c.T("cert.step_unmark"), ui.Secondary
	} else {
		day := field(c, "day", "held_on")
		day.Type, day.Tip = "date", c.T("cert.tip.held_on", "from", c.DateOf(x.JoinedOn), "today", c.DateOf(p.Certifications.Today()))
		f.Input(day)
	}
	note := field(c, "note", "step_note")
	note.Rows, note.Optional = 4, true
	f.Input(note).End(send)
	return v.Show(w, r, p.Frame)
}

func (p *Pages) noteStep(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("unitprogramme")
	done := r.PostFormValue("angra") == ""
	err := p.Certifications.NoteStep(r.Context(), actor(r), id, r.PathValue("step"), done, r.PostFormValue("day"), r.PostFormValue("note"))
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showStep(w, r, wrong)
	}
	return web.Redirect(w, r, at(id)+"?gjort=sparat")
}
