package introweb

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// library lists the professions' checklists: national content, to read for everybody.
func (p *Pages) library(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	all, err := p.Introductions.Library(r.Context(), actor(r))
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.library"), Lead: c.T("introduction.library_lead"), Said: said(c, r)}
	var parts []ui.Part
	for _, t := range all {
		note := c.T("introduction.template_note", "n", len(t.Items), "months", t.Months)
		if t.Offered {
			note += " " + c.T("introduction.is_offered")
		}
		parts = append(parts, ui.Part{Href: libraryAt + "/" + url.PathEscape(t.ID), Title: t.Name, Note: note, Status: ui.Done, Word: c.T("introduction.version", "n", t.Version)})
	}
	v.Add(ui.Parts(parts))
	if may.AskSomewhere(actor(r), may.WriteProfession) == nil {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: libraryAt + "/ny", Text: c.T("introduction.publish"), Kind: ui.Secondary, Icon: "upload"}))
	}
	return p.show(w, r, v)
}

// template shows one checklist.
func (p *Pages) template(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	t, err := p.Introductions.Template(r.Context(), actor(r), r.PathValue("checklist"))
	if err != nil {
		return err
	}
	versions, err := p.Introductions.Versions(r.Context(), actor(r), t.ID)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: easy(r, t.Name, t.EasyName), Lead: easy(r, t.About, t.EasyAbout), Back: ui.Link{Href: libraryAt, Text: c.T("introduction.library")}}
	if t.Source != "" {
		v.Add(sheet.Quiet(t.Source))
	}
	for i, s := range t.Steps {
		v.Add(sheet.Heading(c.T("introduction.step", "n", i+1, "of", len(t.Steps), "name", s.Name)))
		for _, part := range []struct {
			title string
			texts []string
		}{{c.T("introduction.step_alone"), s.Alone}, {c.T("introduction.step_together"), s.Together}, {c.T("introduction.step_not"), s.NotYet}} {
			if len(part.texts) > 0 {
				v.Add(sheet.Para(part.title), sheet.List(part.texts))
			}
		}
	}
	for _, when := range checklist.Times() {
		var texts []string
		for _, x := range t.Items {
			if x.When == when {
				texts = append(texts, easy(r, x.Text, x.Easy)+" "+p.templateNote(c, x))
			}
		}
		if len(texts) > 0 {
			v.Add(sheet.Heading(whenWords(c, when)), sheet.List(texts))
		}
	}
	var lines []string
	for _, x := range versions {
		lines = append(lines, c.T("introduction.version_line", "n", x.Version, "day", c.DateOf(x.From)))
	}
	v.Add(sheet.More(c.T("introduction.versions"), sheet.List(lines)))
	return p.show(w, r, v)
}

func (p *Pages) templateNote(c *lang.Catalog, x checklist.Item) string {
	switch {
	case x.Course != "":
		return c.T("introduction.by.course")
	case x.Session:
		return c.T("introduction.by.session")
	}
	return c.T("introduction.by." + string(x.Who))
}

// newTemplate takes in a file of text: a new checklist, or the next version of one.
func (p *Pages) newTemplate(w http.ResponseWriter, r *http.Request) error {
	return p.showNewTemplate(w, r, "", nil, nil)
}

func (p *Pages) showNewTemplate(w http.ResponseWriter, r *http.Request, text string, problems []checklist.Problem, wrong map[string]string) error {
	c := p.catalog(r)
	keepers, err := p.Introductions.Keepers(r.Context(), actor(r))
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.publish"), Lead: c.T("introduction.publish_lead"), Back: ui.Link{Href: libraryAt, Text: c.T("introduction.library")}, Wrong: wrong}
	if len(problems) > 0 {
		v.Add(sheet.Heading(c.T("introduction.problems")), sheet.List(say(c, problems)))
	}
	var owners []ui.Option
	for _, n := range keepers {
		owners = opt(owners, n.ID, n.Name)
	}
	if text == "" {
		if id := r.URL.Query().Get("fran"); id != "" {
			t, err := p.Introductions.Template(r.Context(), actor(r), id)
			if err != nil {
				return err
			}
			text = t.Text()
		}
	}
	f := fill(v, c, r, "text", text, "plats", r.FormValue("plats"))
	f.pick("plats", "owner", owners)
	f.Put(ui.Input(ui.FieldProps{Name: "fil", Label: c.T("introduction.f.file"), Tip: c.T("introduction.tip.file"), Type: "file", Error: wrong["fil"], Attrs: map[string]any{"accept": ".yaml,.yml"}})).Named("fil")
	f.area("text", "file_text", 14, true)
	v.Add(f.end(sheet.Send{Action: libraryAt + "/ny", Files: true, Button: c.T("introduction.publish_now")}))
	all, err := p.Introductions.Library(r.Context(), actor(r))
	if err != nil {
		return err
	}
	var links []ui.LinkButtonProps
	for _, t := range all {
		links = append(links, ui.LinkButtonProps{Href: page.At(libraryAt+"/ny", "fran", t.ID), Text: t.Name, Kind: ui.Quiet})
	}
	v.Add(sheet.Heading(c.T("introduction.from_one")), sheet.Links(links...))
	return p.show(w, r, v)
}

// say tells what is wrong in a file, a sentence each.
func say(c *lang.Catalog, all []checklist.Problem) (out []string) {
	for _, p := range all[:min(len(all), 50)] {
		var pairs []any
		for name, value := range p.Args {
			pairs = append(pairs, name, value)
		}
		text := c.T(p.Key, pairs...)
		if p.Where != "" {
			text = p.Where + ": " + text
		}
		if p.Line > 0 {
			text = c.T("introduction.problem_line", "n", p.Line, "text", text)
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	text := []byte(r.FormValue("text"))
	if file, _, err := r.FormFile("fil"); err == nil {
		defer file.Close()
		if text, err = io.ReadAll(io.LimitReader(file, 1<<20)); err != nil {
			return err
		}
	}
	t, problems, err := p.Introductions.Publish(r.Context(), actor(r), r.FormValue("plats"), text)
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showNewTemplate(w, r, string(text), problems, wrong)
	}
	return web.Redirect(w, r, page.At(libraryAt, "gjort", "publicerat", "mall", t.ID))
}

// uses is which checklists a municipality uses.
func (p *Pages) uses(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	id, chooser, err := p.place(r, usesAt)
	if err != nil {
		return err
	}
	n, all, err := p.Introductions.Uses(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.uses"), Lead: c.T("introduction.uses_lead", "place", n.Name), Said: said(c, r)}
	if chooser != nil {
		v.Add(chooser)
	}
	for _, u := range all {
		text, button, to := c.T("introduction.not_used"), c.T("introduction.use"), "1"
		if u.Used {
			text, button, to = c.T("introduction.used"), c.T("introduction.use_not"), ""
		}
		v.Add(sheet.Row(u.Name, text+" "+c.T("introduction.template_note", "n", len(u.Items), "months", u.Months),
			ui.LinkButton(ui.LinkButtonProps{Href: libraryAt + "/" + url.PathEscape(u.ID), Text: c.T("introduction.read"), Kind: ui.Quiet, Describes: u.Name}),
			sheet.FormOf(sheet.Send{Action: usesAt, Hidden: hidden("plats", n.ID, "mall", u.ID, "ja", to), Button: button, Kind: ui.Secondary, About: u.Name})))
	}
	return p.show(w, r, v)
}

func (p *Pages) setUse(w http.ResponseWriter, r *http.Request) error {
	id := r.PostFormValue("plats")
	err := p.Introductions.SetUse(r.Context(), actor(r), id, r.PostFormValue("mall"), r.PostFormValue("ja") != "")
	if f := fault.Of(err); f != nil && f.Key == introduction.ErrPlace.Key {
		return may.ErrDenied
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, page.At(usesAt, "plats", id, "gjort", "sparat"))
}

// plain is a number as programs for sheets read it.
func plain(n int64) string { return strconv.FormatInt(n, 10) }
