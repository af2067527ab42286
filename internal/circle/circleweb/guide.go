package circleweb

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) guides(w http.ResponseWriter, r *http.Request) error {
	return p.showGuides(w, r, nil, nil)
}

// showGuides lists the guides that the visitor may use or keeps.
func (p *Pages) showGuides(w http.ResponseWriter, r *http.Request, wrong map[string]string, problems []guide.Problem) error {
	c := p.catalog(r)
	v := &sheet.Sheet{Title: c.T("circle.door.guides"), Lead: c.T("circle.guides_lead"), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: homeAt, Text: c.T("circle.home")}}
	leads, keeps := may.AskSomewhere(actor(r), may.LeadMeetings) == nil, may.AskSomewhere(actor(r), may.KeepMaterial) == nil
	if !leads && !keeps {
		return may.ErrDenied
	}
	if len(problems) > 0 {
		v.Add(sheet.List(problemWords(c, problems)))
	}
	var all []circle.Kept
	if keeps {
		kept, err := p.Circles.KeptGuides(r.Context(), actor(r))
		if err != nil {
			return err
		}
		v.Add(sheet.Heading(c.T("circle.guides_own")))
		p.addGuides(v, c, kept)
	}
	if leads {
		units, err := p.Circles.Units(r.Context(), actor(r))
		if err != nil {
			return err
		}
		if len(units) > 0 {
			if all, err = p.Circles.GuidesAt(r.Context(), actor(r), units[0].ID); err != nil {
				return err
			}
			v.Add(sheet.Heading(c.T("circle.guides_use")))
			p.addGuides(v, c, all)
		}
	}
	if !keeps {
		return p.show(w, r, v)
	}
	places, err := p.Circles.Keepers(r.Context(), actor(r))
	if err != nil {
		return err
	}
	f := fill(v, c, r).pick("plats", "keeper", nodes(places))
	f.Named("fil").Put(ui.Input(ui.FieldProps{Name: "fil", Label: c.T("circle.f.file"), Tip: c.T("circle.tip.file"), Type: "file", Error: v.Wrong["fil"], Attrs: templ.Attributes{"accept": ".yaml,.yml,text/plain"}}))
	f.area("text", "paste", 6, true)
	v.Add(sheet.Heading(c.T("circle.upload")), fileForm(guidesAt, c.T("circle.upload_do"), f.Fields()))
	return p.show(w, r, v)
}

func nodes(all []org.Node) (out []ui.Option) {
	for _, n := range all {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out
}

// fileForm is a form that sends a file.
func fileForm(action, button string, fields []templ.Component) templ.Component {
	inner := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, x := range append(fields, ui.Button(ui.ButtonProps{Text: button, Icon: "upload"})) {
			if err := x.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Form(ui.FormProps{Action: action, Files: true}).Render(templ.WithChildren(ctx, inner), w)
	})
}

// problemWords say what is wrong in a guide, each with its line.
func problemWords(c *lang.Catalog, problems []guide.Problem) (out []string) {
	for _, x := range problems {
		var pairs []any
		for k, v := range x.Args {
			pairs = append(pairs, k, v)
		}
		words := c.T(x.Key, pairs...)
		if x.Line > 0 {
			words = c.T("circle.line", "n", x.Line) + " " + words
		}
		out = append(out, words)
	}
	return out
}

func (p *Pages) addGuides(v *sheet.Sheet, c *lang.Catalog, all []circle.Kept) {
	var parts []ui.Part
	for _, k := range all {
		x := ui.Part{Href: guideOf(k.ID, ""), Title: k.Title, Note: c.T("circle.kind."+string(k.Kind)) + ". " + guideNote(c, k)}
		switch {
		case k.EndedOn != "":
			x.Status, x.Word = ui.NotApplicable, c.T("circle.guide_ended")
		case k.Version == 0:
			x.Status, x.Word = ui.NotStarted, c.T("circle.guide_draft")
		case k.Draft:
			x.Status, x.Word = ui.Ongoing, c.T("circle.guide_work")
		}
		parts = append(parts, x)
	}
	if len(parts) == 0 {
		v.Add(sheet.Para(c.T("circle.guides_none")))
		return
	}
	v.Add(ui.Parts(parts))
}

// takeGuide reads a guide from a file, or from text that was pasted.
func (p *Pages) takeGuide(w http.ResponseWriter, r *http.Request) error {
	text := []byte(r.FormValue("text"))
	if file, _, err := r.FormFile("fil"); err == nil {
		defer file.Close()
		if body, err := io.ReadAll(io.LimitReader(file, 1<<20)); err == nil && len(body) > 0 {
			text = body
		}
	}
	id, problems, err := p.Circles.TakeGuide(r.Context(), actor(r), r.FormValue("plats"), text)
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showGuides(w, r, wrong, problems)
	}
	return web.Redirect(w, r, page.At(guideOf(id, ""), "gjort", "sparat"))
}

func (p *Pages) guide(w http.ResponseWriter, r *http.Request) error { return p.showGuide(w, r, nil) }

// showGuide is a guide to read: how to prepare, the rules, and each step with time and question.
func (p *Pages) showGuide(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	g, err := p.Circles.GuideOf(r.Context(), actor(r), r.PathValue("guide"))
	if err != nil {
		return err
	}
	c := p.catalog(r)
	v := &sheet.Sheet{Title: g.Guide.Title, Lead: c.T("circle.kind."+string(g.Kept.Kind)) + ". " + guideNote(c, g.Kept), Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: guidesAt, Text: c.T("circle.door.guides")}}
	if g.EndedOn != "" {
		v.Add(sheet.Note(ui.Info, c.T("circle.guide_ended")))
	}
	links := []ui.LinkButtonProps{{Href: guideOf(g.ID, "/fil"), Text: c.T("circle.download"), Kind: ui.Secondary, Icon: "download"}}
	if may.AskSomewhere(actor(r), may.LeadMeetings) == nil && g.Version > 0 && g.EndedOn == "" {
		links = append([]ui.LinkButtonProps{{Href: page.At(planAt+"/nar", "mall", g.ID), Text: c.T("circle.plan_from")}}, links...)
	}
	v.Add(sheet.Para(g.Guide.About))
	v.Add(sheet.Links(links...))
	p.readGuide(v, c, g.Guide)
	if err := p.addKeeping(v, c, r, g); err != nil {
		return err
	}
	return p.show(w, r, v)
}

// readGuide lays a guide out.
func (p *Pages) readGuide(v *sheet.Sheet, c *lang.Catalog, g guide.Guide) {
	var facts []ui.Fact
	for _, x := range [][2]string{{"circle.f.for", g.For}, {"circle.f.source", g.Source}} {
		if x[1] != "" {
			facts = append(facts, ui.Fact{Term: c.T(x[0]), Text: x[1]})
		}
	}
	if g.Groups.Most > 0 {
		facts = append(facts, ui.Fact{Term: c.T("circle.small"), Text: c.T("circle.most_in", "n", g.Groups.Most)})
	}
	if len(facts) > 0 {
		v.Add(ui.Facts(facts))
	}
	for _, x := range []struct {
		key  string
		list []string
	}{{"circle.f.preparation", g.Preparation}, {"circle.f.rules", g.Rules}, {"circle.small", told(g.Groups.How, g.Groups.Help)}} {
		if len(x.list) > 0 {
			v.Add(sheet.Heading(c.T(x.key)), sheet.List(x.list))
		}
	}
	for i, m := range g.Meetings {
		title := m.Title
		if len(g.Meetings) > 1 {
			title = c.T("circle.meeting_n", "n", i+1, "title", m.Title)
		}
		v.Add(sheet.Heading(title), sheet.Quiet(c.Duration(int(m.Minutes))))
		if m.About != "" {
			v.Add(sheet.Para(m.About))
		}
		for _, s := range m.Steps {
			v.Add(sheet.Smaller(s.Title), sheet.Quiet(c.Duration(int(s.Minutes))+". "+c.T("circle.how."+string(s.How))+"."))
			for _, text := range told(s.Text, s.Question) {
				v.Add(sheet.Written(text))
			}
			if s.Note != "" {
				v.Add(sheet.Quiet(c.T("circle.for_leader") + " " + s.Note))
			}
			for _, x := range s.Material {
				v.Add(sheet.Links(ui.LinkButtonProps{Href: x.Href(), Text: x.Title, Kind: ui.Secondary, Icon: "link"}))
			}
		}
	}
}

// guideFile gives a guide as a file of text; of work under way to who keeps it.
func (p *Pages) guideFile(w http.ResponseWriter, r *http.Request) error {
	g, err := p.Circles.GuideOf(r.Context(), actor(r), r.PathValue("guide"))
	if err != nil {
		return err
	}
	x := g.Guide
	if g.Work {
		x = g.Draft
	}
	body, err := guide.Write(x)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/yaml; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+g.ID+`.yaml"`)
	_, err = w.Write(body)
	return err
}

// addKeeping lets who keeps guides copy, change, publish and end.
func (p *Pages) addKeeping(v *sheet.Sheet, c *lang.Catalog, r *http.Request, g circle.OneGuide) error {
	if may.AskSomewhere(actor(r), may.KeepMaterial) != nil {
		return nil
	}
	places, err := p.Circles.Keepers(r.Context(), actor(r))
	if err != nil || len(places) == 0 {
		return err
	}
	at, revision := guideOf(g.ID, ""), [2]string{"revision", strconv.FormatInt(g.Revision, 10)}
	v.Add(sheet.Heading(c.T("circle.keeping")))
	if g.May {
		v.Add(sheet.Links(ui.LinkButtonProps{Href: at + "/andra", Text: c.T("circle.edit"), Icon: "pencil"}))
		if g.Work {
			v.Add(sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"gor", "publicera"}, revision}, Button: c.T("circle.publish")}))
		}
		word := "circle.end_guide"
		if g.EndedOn != "" {
			word = "circle.again_guide"
		}
		v.Add(sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"gor", "avsluta"}, {"igen", g.EndedOn}, revision}, Button: c.T(word), Kind: ui.Secondary}))
	}
	f := fill(v, c, r).pick("plats", "keeper", nodes(places))
	v.Add(sheet.More(c.T("circle.copy"), sheet.Para(c.T("circle.copy_text")), sheet.FormOf(sheet.Send{Action: at, Hidden: [][2]string{{"gor", "kopiera"}}, Button: c.T("circle.copy_do"), Kind: ui.Secondary}, f.Fields()...)))
	return nil
}

func (p *Pages) keepGuide(w http.ResponseWriter, r *http.Request) (err error) {
	id := r.PathValue("guide")
	revision, bad := strconv.ParseInt(r.PostFormValue("revision"), 10, 64)
	if bad != nil {
		revision = -1 // told as changed
	}
	to := page.At(guideOf(id, ""), "gjort", "sparat")
	switch r.PostFormValue("gor") {
	case "kopiera":
		copied := ""
		copied, err = p.Circles.CopyGuide(r.Context(), actor(r), id, r.PostFormValue("plats"))
		to = guideOf(copied, "/andra")
	case "publicera":
		err = p.Circles.PublishGuide(r.Context(), actor(r), id, revision)
		to = page.At(guideOf(id, ""), "gjort", "publicerat")
	default:
		err = p.Circles.EndGuide(r.Context(), actor(r), id, r.PostFormValue("igen") != "", revision)
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showGuide(w, r, wrong)
	}
	return web.Redirect(w, r, to)
}
