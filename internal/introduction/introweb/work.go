package introweb

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// place is the workplace that is written about: the one of the address, or the visitor's first.
func (p *Pages) place(r *http.Request, at string) (id string, chooser templ.Component, err error) {
	paths := actor(r).Scopes(may.WriteWorkplace)
	var options []ui.Option
	for _, path := range paths {
		n, err := p.Tree.Find(r.Context(), last(path), p.Introductions.Today())
		if err != nil {
			return "", nil, err
		}
		options = opt(options, n.ID, n.Name)
		below, err := org.Under(r.Context(), p.Tree.DB, path, p.Introductions.Today())
		if err != nil {
			return "", nil, err
		}
		for _, x := range below {
			if k := org.Kind(x.Kind); x.ID != n.ID && (k == org.Operation || k == org.Unit) && len(options) < 500 {
				options = opt(options, x.ID, x.Name)
			}
		}
	}
	if id = r.FormValue("plats"); id == "" && len(options) > 0 {
		id = options[0].Value
	}
	if id == "" {
		return "", nil, org.ErrNoNode
	}
	if len(options) < 2 {
		return id, nil, nil
	}
	c := p.catalog(r)
	return id, sheet.FormOf(sheet.Send{Action: at, Get: true, Button: c.T("introduction.show"), Kind: ui.Secondary}, ui.Select(ui.FieldProps{Name: "plats", Label: c.T("introduction.f.place"), Value: id, Options: options})), nil
}

func last(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return path[i+1:]
		}
	}
	return path
}

// work is what a place has added to the introduction there.
func (p *Pages) work(w http.ResponseWriter, r *http.Request) error { return p.showWork(w, r, nil) }

func (p *Pages) showWork(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	id, chooser, err := p.place(r, workAt)
	if err != nil {
		return err
	}
	x, err := p.Introductions.Workplace(r.Context(), actor(r), id)
	if err != nil {
		return err
	}
	v := &sheet.Sheet{Title: c.T("introduction.work"), Lead: c.T("introduction.work_lead", "place", x.Node.Name), Wrong: wrong, Said: said(c, r)}
	if chooser != nil {
		v.Add(chooser)
	}
	v.Add(sheet.Heading(c.T("introduction.work_own", "place", x.Node.Name)))
	if len(x.Items) == 0 {
		v.Add(sheet.Para(c.T("introduction.work_none")))
	}
	for i, item := range x.Items {
		at := workAt + "/" + url.PathEscape(item.ID)
		does := []templ.Component{ui.LinkButton(ui.LinkButtonProps{Href: at, Text: c.T("introduction.edit"), Kind: ui.Secondary, Describes: item.Text})}
		if i > 0 {
			does = append(does, sheet.FormOf(sheet.Send{Action: at, Hidden: hidden("gor", "upp"), Button: c.T("introduction.up"), Kind: ui.Quiet, About: item.Text}))
		}
		if i < len(x.Items)-1 {
			does = append(does, sheet.FormOf(sheet.Send{Action: at, Hidden: hidden("gor", "ned"), Button: c.T("introduction.down"), Kind: ui.Quiet, About: item.Text}))
		}
		v.Add(sheet.Row(item.Text, p.itemNote(c, item), does...))
	}
	if len(x.Above) > 0 {
		var above []ui.Part
		for _, y := range x.Above {
			above = append(above, ui.Part{Title: y.Text, Note: c.T("introduction.from_place", "place", y.Place) + " " + p.itemNote(c, y.WorkItem), Status: ui.Locked, Word: c.T("introduction.from_above")})
		}
		v.Add(sheet.Heading(c.T("introduction.work_above")), ui.Parts(above))
	}
	f, err := p.workForm(r, v, c, introduction.WorkItem{When: checklist.FirstDay, Who: checklist.Self})
	if err != nil {
		return err
	}
	v.Add(sheet.Heading(c.T("introduction.add_item")), f.end(sheet.Send{Action: workAt, Hidden: hidden("plats", id), Button: c.T("introduction.add")}))
	return p.show(w, r, v)
}

func (p *Pages) itemNote(c *lang.Catalog, x introduction.WorkItem) string {
	return whenWords(c, x.When) + ". " + c.T("introduction.by."+string(x.Who))
}

func (p *Pages) workForm(r *http.Request, v *sheet.Sheet, c *lang.Catalog, x introduction.WorkItem) (*form, error) {
	titles, err := p.Introductions.Courses(r.Context())
	if err != nil {
		return nil, err
	}
	var courses []ui.Option
	for id, title := range titles {
		courses = opt(courses, id, title)
	}
	lang.SortBy(courses, func(o ui.Option) string { return o.Text })
	courses = append(opt(nil, "", c.T("introduction.no_course")), courses...)
	templates, err := p.templates(r, c.T("introduction.all_templates"))
	if err != nil {
		return nil, err
	}
	minutes := ""
	if x.Minutes > 0 {
		minutes = strconv.FormatInt(x.Minutes, 10)
	}
	f := fill(v, c, r, "text", x.Text, "latt", x.Easy, "nar", string(x.When), "vem", string(x.Who), "kurs", x.CourseID, "minuter", minutes, "mall", x.TemplateID)
	f.area("text", "item", 3, false).area("latt", "item_easy", 3, true).pick("nar", "when", whenOptions(c)).pick("vem", "who", whoOptions(c)).pick("mall", "for_template", templates).pick("kurs", "course", courses)
	m := f.named("minuter", "minutes")
	m.Type, m.Optional = "number", true
	f.Input(m)
	return f, nil
}

func workOf(r *http.Request) introduction.WorkItem {
	minutes := int64(0)
	if s := r.PostFormValue("minuter"); s != "" {
		minutes = number(s)
	}
	return introduction.WorkItem{NodeID: r.PostFormValue("plats"), TemplateID: r.PostFormValue("mall"), When: checklist.When(r.PostFormValue("nar")), Text: r.PostFormValue("text"), Easy: r.PostFormValue("latt"),
		Who: checklist.Who(r.PostFormValue("vem")), CourseID: r.PostFormValue("kurs"), Minutes: minutes, Revision: number(r.PostFormValue("utgava"))}
}

func (p *Pages) addWork(w http.ResponseWriter, r *http.Request) error {
	x, err := p.Introductions.AddItem(r.Context(), actor(r), workOf(r))
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showWork(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(workAt, "plats", x.NodeID, "gjort", "sparat"))
}

func (p *Pages) oneWork(w http.ResponseWriter, r *http.Request) error {
	return p.showOneWork(w, r, nil)
}

func (p *Pages) showOneWork(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	x, err := p.Introductions.WorkItem(r.Context(), actor(r), r.PathValue("workitem"))
	if err != nil {
		return err
	}
	at, rev := workAt+"/"+url.PathEscape(x.ID), strconv.FormatInt(x.Revision, 10)
	v := &sheet.Sheet{Title: c.T("introduction.edit_item"), Back: ui.Link{Href: page.At(workAt, "plats", x.NodeID), Text: c.T("introduction.work")}, Wrong: wrong}
	if wrong[""] != "" { // somebody else saved meanwhile: what stands there now is shown beside what was typed
		v.Add(sheet.Heading(c.T("introduction.theirs")), sheet.Written(x.Text), sheet.Quiet(p.itemNote(c, x)))
	}
	f, err := p.workForm(r, v, c, x)
	if err != nil {
		return err
	}
	v.Add(f.end(sheet.Send{Action: at, Hidden: hidden("utgava", rev), Button: c.T("introduction.save")}))
	v.Add(sheet.Heading(c.T("introduction.end_item")), sheet.Para(c.T("introduction.end_item_about")), sheet.FormOf(sheet.Send{Action: at, Hidden: hidden("gor", "bort", "utgava", rev), Button: c.T("introduction.end_item_now"), Kind: ui.Danger}))
	return p.show(w, r, v)
}

func (p *Pages) saveWork(w http.ResponseWriter, r *http.Request) error {
	id, a, in := r.PathValue("workitem"), actor(r), p.Introductions
	had, err := in.WorkItem(r.Context(), a, id)
	if err != nil {
		return err
	}
	switch gor := r.PostFormValue("gor"); gor {
	case "upp", "ned":
		err = in.MoveItem(r.Context(), a, id, gor == "ned")
	case "bort":
		err = in.EndItem(r.Context(), a, id, number(r.PostFormValue("utgava")))
	default:
		x := workOf(r)
		x.ID, x.NodeID = id, had.NodeID
		err = in.SaveItem(r.Context(), a, x)
	}
	if err != nil {
		wrong, err := refused(p.catalog(r), err)
		if err != nil {
			return err
		}
		return p.showOneWork(w, r, wrong)
	}
	return web.Redirect(w, r, page.At(workAt, "plats", had.NodeID, "gjort", "sparat"))
}
