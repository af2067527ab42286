package occasionweb

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/occasion/calendar"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// planView is a session's plan and trainers.
type planView struct {
	Back       ui.Link
	Title      string
	Said       string
	Wrong      string
	Problems   []ui.Problem
	Warning    string
	Sum        string
	Parts      []planPart
	Action     string
	Revision   string
	Heading    string
	Fields     []templ.Component
	Button     string
	Trainers   ui.ChoicesProps
	NoTrainers string
	Register   ui.Link
}

type planPart struct {
	partView
	N    string
	Edit string
}

func (p *Pages) session(w http.ResponseWriter, r *http.Request) error {
	oc, err := p.own(r)
	if err != nil {
		return err
	}
	s, ok := oc.Session(r.PathValue("session"))
	if !ok {
		return occasion.ErrNoOccasion
	}
	n := int(number(r.URL.Query().Get("moment")))
	typed := url.Values{"slag": {occasion.Lecture}}
	if n >= 1 && n <= len(s.Parts) {
		x := s.Parts[n-1]
		typed = url.Values{"nummer": {strconv.Itoa(n)}, "slag": {x.Kind}, "moment": {x.Title}, "minuter": {numeral(x.Minutes)}, "material": {x.Material}, "materiallank": {x.Link}}
	}
	return p.plan(w, r, oc, s, typed, http.StatusOK, nil)
}

func (p *Pages) plan(w http.ResponseWriter, r *http.Request, oc occasion.Occasion, s occasion.Session, typed url.Values, status int, wrong *fault.Fault) error {
	c := p.words(r)
	v := planView{Back: ui.Link{Href: home(oc), Text: oc.Title}, Title: c.T("occasion.plan_of", "when", p.when(c, s)), Action: home(oc) + "/pass/" + s.ID, Revision: numeral(oc.Revision),
		Sum: c.T("occasion.plan_sum", "planned", c.Duration(s.Planned()), "all", c.Duration(s.Minutes()))}
	if r.URL.Query().Get("klart") != "" {
		v.Said = c.T("occasion.saved")
	}
	if s.Overfull() {
		v.Warning = c.T("occasion.warn.plan", "day", c.DateOf(s.Day), "name", "")
	}
	at := map[string]string{}
	if wrong != nil {
		f := formView{}
		f.refuse(c, wrong, at, "moment", "minuter", "material", "materiallank", "fil", "kursledare")
		v.Wrong, v.Problems = f.Wrong, f.Problems
	}
	for i, x := range p.parts(c, oc, s) {
		n := strconv.Itoa(i + 1)
		v.Parts = append(v.Parts, planPart{x, n, v.Action + "?moment=" + n + "#nytt-moment"})
	}
	v.partForm(c, typed, at)
	free, err := p.Occasions.Approved(r.Context(), actorOf(r), oc, s.Day)
	if err != nil {
		return err
	}
	v.Trainers = ui.ChoicesProps{Name: "kursledare", Legend: c.T("occasion.trainers"), Tip: c.T("occasion.trainers_tip"), Many: true, Error: at["kursledare"]}
	for _, t := range free {
		v.Trainers.Choices = append(v.Trainers.Choices, ui.Choice{Value: t.ID, Text: t.Name, Note: t.Field, Chosen: slices.Contains(s.Trainers, t.ID)})
	}
	for _, id := range s.Trainers { // whose approval has ended since stays until taken away
		if !slices.ContainsFunc(free, func(t occasion.Registered) bool { return t.ID == id }) {
			t, err := p.Occasions.Trainer(r.Context(), actorOf(r), id)
			if err != nil {
				return err
			}
			v.Trainers.Choices = append(v.Trainers.Choices, ui.Choice{Value: id, Text: t.Name, Note: c.T("occasion.trainer_ended"), Chosen: true})
		}
	}
	v.NoTrainers = c.T("occasion.no_approved")
	v.Register = ui.Link{Href: "/kursledare/register", Text: c.T("occasion.to_register")}
	return p.show(w, r, status, v.Title, wrong != nil, planPage(v))
}

func (v *planView) partForm(c *lang.Catalog, typed url.Values, at map[string]string) {
	v.Heading, v.Button = c.T("occasion.add_part"), c.T("occasion.add_part_button")
	if typed.Get("nummer") != "" {
		v.Heading, v.Button = c.T("occasion.change_part"), c.T("occasion.save")
		v.Fields = append(v.Fields, hidden("nummer", typed.Get("nummer")))
	}
	kinds := []ui.Option{}
	for _, k := range occasion.PartKinds() {
		kinds = append(kinds, ui.Option{Value: k, Text: c.T("occasion.part." + k)})
	}
	v.Fields = append(v.Fields,
		ui.Select(ui.FieldProps{Name: "slag", Label: c.T("occasion.part_kind"), Value: typed.Get("slag"), Options: kinds}),
		ui.Input(ui.FieldProps{Name: "moment", Label: c.T("occasion.part_title"), Value: typed.Get("moment"), Error: at["moment"]}),
		ui.Input(ui.FieldProps{Name: "minuter", Label: c.T("occasion.part_minutes"), InputMode: "numeric", Value: typed.Get("minuter"), Error: at["minuter"]}),
		ui.TextArea(ui.FieldProps{Name: "material", Label: c.T("occasion.material"), Tip: c.T("occasion.material_tip"), Value: typed.Get("material"), Error: at["material"], Optional: true, Rows: 3}),
		ui.Input(ui.FieldProps{Name: "materiallank", Label: c.T("occasion.material_address"), Type: "url", Value: typed.Get("materiallank"), Error: at["materiallank"], Optional: true}),
		ui.Input(ui.FieldProps{Name: "fil", Label: c.T("occasion.material_upload"), Tip: c.T("occasion.material_upload_tip"), Type: "file", Error: at["fil"], Optional: true, Attrs: templ.Attributes{"accept": ".pdf,.jpg,.jpeg,.png"}}))
}

// savePart adds a part to the plan, or writes one anew.
func (p *Pages) savePart(w http.ResponseWriter, r *http.Request) error {
	var large *http.MaxBytesError
	err := r.ParseMultipartForm(1 << 20)
	if errors.As(err, &large) {
		return p.refusedPart(w, r, url.Values{}, occasion.ErrFileLarge)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	f := r.PostForm
	part := occasion.Part{Kind: f.Get("slag"), Title: f.Get("moment"), Minutes: number(f.Get("minuter")), Material: f.Get("material"), Link: f.Get("materiallank")}
	up := occasion.Upload{}
	if file, header, err := r.FormFile("fil"); err == nil {
		defer file.Close()
		up.File, up.Name = file, header.Filename
	}
	n := int(number(f.Get("nummer")))
	return p.alterPlan(w, r, f, func(s *occasion.Session) error {
		if n >= 1 && n <= len(s.Parts) {
			part.Blob, part.FileName = s.Parts[n-1].Blob, s.Parts[n-1].FileName
		}
		if err := p.Occasions.KeepMaterial(r.Context(), &part, up); err != nil {
			return err
		}
		if n >= 1 && n <= len(s.Parts) {
			s.Parts[n-1] = part
		} else {
			s.Parts = append(s.Parts, part)
		}
		return nil
	})
}

func (p *Pages) dropPart(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	n := int(number(r.PostForm.Get("nummer")))
	return p.alterPlan(w, r, r.PostForm, func(s *occasion.Session) error {
		if n >= 1 && n <= len(s.Parts) {
			s.Parts = slices.Delete(s.Parts, n-1, n)
		}
		return nil
	})
}

func (p *Pages) saveTrainers(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	return p.alterPlan(w, r, r.PostForm, func(s *occasion.Session) error {
		s.Trainers = r.PostForm["kursledare"]
		return nil
	})
}

// alterPlan changes one session of an occasion as it was shown.
func (p *Pages) alterPlan(w http.ResponseWriter, r *http.Request, typed url.Values, f func(*occasion.Session) error) error {
	oc, err := p.own(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(oc.Sessions, func(s occasion.Session) bool { return s.ID == r.PathValue("session") })
	if i < 0 {
		return occasion.ErrNoOccasion
	}
	s := &oc.Sessions[i]
	s.Parts = slices.Clone(s.Parts)
	if err = f(s); err == nil {
		oc.Revision = number(typed.Get("andrad"))
		_, err = p.Occasions.Change(r.Context(), actorOf(r), oc, "")
	}
	if wrong := shown(err); wrong != nil {
		return p.refusedPart(w, r, typed, wrong)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, home(oc)+"/pass/"+url.PathEscape(r.PathValue("session"))+"?klart=sparat")
}

func (p *Pages) refusedPart(w http.ResponseWriter, r *http.Request, typed url.Values, wrong *fault.Fault) error {
	oc, err := p.own(r)
	if err != nil {
		return err
	}
	s, ok := oc.Session(r.PathValue("session"))
	if !ok {
		return occasion.ErrNoOccasion
	}
	return p.plan(w, r, oc, s, typed, web.Status(wrong), wrong)
}

// material gives a part's file to whoever sees the occasion.
func (p *Pages) material(w http.ResponseWriter, r *http.Request) error {
	f, name, err := p.Occasions.Material(r.Context(), actorOf(r), r.PathValue("occasion"), r.PathValue("session"), int(number(r.PathValue("n"))))
	if errors.Is(err, blob.ErrMissing) {
		return occasion.ErrNoOccasion
	}
	if err != nil {
		return err
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

// invitation is an occasion as a file for one's own calendar.
func (p *Pages) invitation(w http.ResponseWriter, r *http.Request) error {
	oc, err := p.Occasions.Find(r.Context(), r.PathValue("occasion"))
	if err != nil {
		return err
	}
	if err := p.Occasions.SeenBy(r.Context(), actorOf(r), oc); err != nil {
		return err
	}
	in, err := p.Occasions.Attends(r.Context(), actorOf(r), oc)
	if err != nil {
		return err
	}
	if !in {
		oc.Link = ""
	}
	card, err := p.Staff.Own(r.Context(), actorOf(r).PersonID)
	if err != nil && fault.Of(err) == nil {
		return err
	}
	method := calendar.Publish // an invitation is to somebody
	switch {
	case card.Email == "":
	case oc.State == occasion.Cancelled:
		method = calendar.Cancel
	default:
		method = calendar.Request
	}
	entries := p.Occasions.Entries(oc, oc.State == occasion.Cancelled, time.Time{})
	for i := range entries {
		if method != calendar.Publish {
			entries[i].Attendee = "mailto:" + card.Email
		}
		entries[i].Organiser, entries[i].OrganiserName, entries[i].URL = p.URL+home(oc), p.nodeName(r.Context(), oc.OrganiserID), p.URL+entries[i].URL
	}
	return writeCalendar(w, r, calendar.Write("", method, entries), method, "kursdag.ics", oc.ChangedAt)
}
