package libraryweb

import (
	"fmt"
	"net/http"
	"strings"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/library"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// bank is the first page: toolboxes, and all material by what is looked for.
func (p *Pages) bank(w http.ResponseWriter, r *http.Request) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	f, n := filter(r)
	all, total, err := p.Library.Find(ctx, a, f)
	if err != nil {
		return err
	}
	ref, err := p.Reference.CachedReference(ctx)
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: c.T("library.bank"), Lead: c.T("library.bank_lead"), Said: said(c, r), Back: ui.Link{Href: string(page.LearningHub), Text: c.T("library.learning")}}
	if f.Words == "" && !narrowed(f) && n == 1 {
		boxes, err := p.Library.Toolboxes(ctx, a)
		if err != nil {
			return err
		}
		if len(boxes) > 0 {
			s.Add(sheet.Heading(c.T("library.toolboxes")), ui.Parts(boxParts(boxes)))
		}
	}
	chosen := ref.Chosen()
	users := ""
	if f.Users {
		users = "1"
	}
	s.Add(sheet.Heading(c.T("library.all")), p.searchForm(c, bankAt, f, narrowed(f),
		pick(c, "amne", "topic", f.Topic, p.topics(c, chosen)), pick(c, "omrade", "area", f.Area, p.areas(c, chosen)), pick(c, "yrke", "occupation", f.Occupation, p.occupations(c, chosen)),
		pick(c, "roll", "role", f.Role, words(c, "library.role.", collection.Roles())), pick(c, "form", "form", f.Form, words(c, "library.form.", collection.Forms())),
		pick(c, "niva", "level", f.Level, words(c, "library.level.", collection.Levels())),
		ui.Check(ui.CheckProps{Name: "brukare", Text: c.T("library.f.users_only"), Chosen: users != ""})))
	if total == 0 {
		s.Add(ui.Empty(ui.EmptyProps{Icon: "search", Title: c.T("library.nothing"), Text: c.T("library.nothing_tip")}))
	} else {
		s.Add(sheet.Para(c.T("library.found", "n", total)), ui.Parts(itemParts(c, all)), ui.Pager(page.Pager(filtered(bankAt, f), "sida", n, total, library.PerPage)))
	}
	links := []ui.LinkButtonProps{{Href: examplesAt, Text: c.T("library.examples"), Kind: ui.Secondary}}
	if may.AskSomewhere(a, may.KeepMaterial) == nil || may.AskSomewhere(a, may.LeadMeetings) == nil {
		links = append(links, ui.LinkButtonProps{Href: keepAt, Text: c.T("library.keep"), Kind: ui.Secondary})
	}
	s.Add(sheet.Links(links...))
	return s.Show(w, r, p.Frame)
}

func boxParts(all []library.Toolbox) (out []ui.Part) {
	for _, t := range all {
		note := sentence(t.Theme) + " " + sentence(t.About)
		if t.Owner != "" {
			note += " " + t.Owner + "."
		}
		out = append(out, ui.Part{Href: at(boxAt, t.ID), Title: t.Title, Note: note})
	}
	return out
}

func itemParts(c *lang.Catalog, all []library.Material) (out []ui.Part) {
	for _, m := range all {
		word := formWord(c, m.Item)
		if m.Users {
			word += ", " + c.T("library.users_short")
		}
		out = append(out, ui.Part{Href: at(itemAt, m.ID), Title: m.Title, Note: sentence(m.About) + " " + word + ". " + m.Owner + "."})
	}
	return out
}

// sentence ends a text as one.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// item is a piece of material.
func (p *Pages) item(w http.ResponseWriter, r *http.Request) error { return p.showItem(w, r, nil) }

func (p *Pages) showItem(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	m, err := p.Library.Material(ctx, a, r.PathValue("material"))
	if err != nil {
		return err
	}
	ref, err := p.Reference.CachedReference(ctx)
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: m.Title, Lead: m.About, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: bankAt, Text: c.T("library.bank")}}
	if m.State != library.Published {
		s.Add(sheet.State(ui.NotApplicable, c.T("library.state."+m.State)))
	}
	html, _ := folder.Text(m.Text) // what cannot be shown was refused when it was saved
	if html != "" {
		s.Add(sheet.Heading(c.T("library.says")), prose(html)) // its own headings stand under it
	}
	if len(m.Files) > 0 {
		var links []linkView
		for _, f := range m.Files {
			text := f.About
			if text == "" {
				text = f.Name
			}
			links = append(links, linkView{Href: at(itemAt, m.ID, "/fil/", f.ID), Text: text, Note: fileNote(c, f)})
		}
		s.Add(sheet.Heading(c.T("library.files")), linkList(links))
	}
	if len(m.Links) > 0 {
		var links []linkView
		for _, l := range m.Links {
			links = append(links, linkView{Href: l.Href, Text: l.Title, Note: host(l.Href)})
		}
		s.Add(sheet.Heading(c.T("library.links")), linkList(links))
	}
	s.Add(sheet.Heading(c.T("library.about_this")), ui.Facts(p.facts(c, ref, m)))
	return p.itemDoes(w, r, s, m)
}

// itemDoes adds what the visitor may do with an item.
func (p *Pages) itemDoes(w http.ResponseWriter, r *http.Request, s *sheet.Sheet, m library.Material) error {
	c, a := p.catalog(r), actor(r)
	keeps, err := p.Library.IsKeeper(r.Context(), a, m.OwnerID)
	if err != nil {
		return err
	}
	if keeps {
		s.Add(sheet.Links(ui.LinkButtonProps{Href: at(keepAt+"/", m.ID), Text: c.T("library.edit"), Kind: ui.Secondary, Icon: "pencil"}))
	}
	if may.AskSomewhere(a, may.KeepMaterial) != nil && may.AskSomewhere(a, may.LeadMeetings) != nil {
		return s.Show(w, r, p.Frame)
	}
	places, err := p.Library.Places(r.Context(), a)
	if err != nil {
		return err
	}
	s.Add(sheet.Heading(c.T("library.copy")), sheet.Para(c.T("library.copy_lead")))
	s.Form(r).Pick(sheet.Field{Name: "agare", Label: c.T("library.f.owner")}, placeOptions(places)).End(sheet.Send{Action: at(itemAt, m.ID, "/kopiera"), Button: c.T("library.copy_do"), Kind: ui.Secondary})
	return s.Show(w, r, p.Frame)
}

func placeOptions(places []org.Node) (out []ui.Option) {
	for _, n := range places {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out
}

// facts tell what an item is about, for whom, and where it comes from.
func (p *Pages) facts(c *lang.Catalog, ref org.Reference, m library.Material) (out []ui.Fact) {
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: c.T("library.f." + key), Text: text})
		}
	}
	add("form", formWord(c, m.Item))
	if m.Level != "" {
		add("level", c.T("library.level."+m.Level))
	}
	add("about_for", strings.Join(tagWords(ref, m.Topics, m.Areas, m.Occupations), ", "))
	var roles []string
	for _, role := range m.Roles {
		roles = append(roles, c.T("library.role."+role))
	}
	add("role", strings.Join(roles, ", "))
	if m.Users {
		add("users", c.T("library.yes"))
	}
	add("owner", m.Owner)
	if m.Basis != nil {
		body := ui.Text(c.T("library.basis", "title", m.Basis.Title, "owner", m.Basis.Owner))
		if m.Basis.ID != "" {
			body = linkList([]linkView{{Href: at(itemAt, m.Basis.ID), Text: c.T("library.basis", "title", m.Basis.Title, "owner", m.Basis.Owner)}})
		}
		out = append(out, ui.Fact{Term: c.T("library.f.based_on"), Body: body})
	}
	add("source", m.Source)
	add("licence", m.Licence)
	add("reviewed", c.DateOf(m.ReviewedOn))
	return out
}

func fileNote(c *lang.Catalog, f library.File) string {
	return fmt.Sprintf("%s, %s", strings.ToUpper(f.Name[strings.LastIndexByte(f.Name, '.')+1:]), sizeWords(c, f.Bytes))
}

// sizeWords say how large something is, so that nobody loads a film by mistake.
func sizeWords(c *lang.Catalog, bytes int64) string {
	if bytes < 1<<20 {
		return c.T("library.kb", "n", max(1, bytes>>10))
	}
	return c.T("library.mb", "n", (bytes+1<<19)>>20)
}

func host(href string) string {
	rest := strings.TrimPrefix(href, "https://")
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return rest
}

func (p *Pages) copyItem(w http.ResponseWriter, r *http.Request) error {
	m, err := p.Library.CopyTo(r.Context(), actor(r), r.PathValue("material"), r.PostFormValue("agare"))
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showItem(w, r, wrong)
	}
	return web.Redirect(w, r, at(keepAt+"/", m.ID)+"?gjort=sparat")
}

func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	body, f, err := p.Library.Open(r.Context(), actor(r), r.PathValue("material"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer body.Close()
	return give(w, r, body, f.Name)
}

// toolbox is one toolbox with its items in order, and the way to take it home.
func (p *Pages) toolbox(w http.ResponseWriter, r *http.Request) error {
	return p.showToolbox(w, r, nil)
}

func (p *Pages) showToolbox(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	t, err := p.Library.Toolbox(ctx, a, r.PathValue("toolbox"))
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: t.Title, Lead: t.About, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: bankAt, Text: c.T("library.bank")}}
	s.Add(sheet.Quiet(c.T("library.box_line", "theme", t.Theme, "owner", t.Owner)))
	if t.State != library.Published {
		s.Add(sheet.State(ui.NotApplicable, c.T("library.state."+t.State)))
	}
	if len(t.Items) == 0 {
		s.Add(ui.Empty(ui.EmptyProps{Icon: "list", Title: c.T("library.box_empty")}))
	} else {
		s.Add(ui.Parts(itemParts(c, t.Items)))
		s.Form(r).End(sheet.Send{Action: at(boxAt, t.ID, "/paket"), Button: c.T("library.package_do")})
		s.Add(sheet.Quiet(c.T("library.package_lead")))
	}
	keeps, err := p.Library.IsKeeper(ctx, a, t.OwnerID)
	if err != nil {
		return err
	}
	if keeps {
		s.Add(sheet.Links(ui.LinkButtonProps{Href: at(keepBoxAt+"/", t.ID), Text: c.T("library.edit_box"), Kind: ui.Secondary, Icon: "pencil"}))
	}
	return s.Show(w, r, p.Frame)
}

// pack gives the package, or leads to where one sees how far it has come.
func (p *Pages) pack(w http.ResponseWriter, r *http.Request) error {
	pack, err := p.Library.Pack(r.Context(), actor(r), r.PathValue("toolbox"))
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showToolbox(w, r, wrong)
	}
	if pack.Body == nil {
		return web.Redirect(w, r, at(packageAt, pack.TaskID))
	}
	defer pack.Body.Close()
	return giveZip(w, r, pack)
}

func giveZip(w http.ResponseWriter, r *http.Request, pack library.Package) error {
	return give(w, r, pack.Body, pack.Name)
}

// making shows how far a package has come; the page asks again by itself only where the visitor presses.
func (p *Pages) making(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	task, pack, err := p.Library.Making(r.Context(), actor(r), r.PathValue("pack"))
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: c.T("library.package"), Back: ui.Link{Href: at(boxAt, task.Subject), Text: c.T("library.to_box")}}
	switch {
	case pack.Body != nil:
		if err := pack.Body.Close(); err != nil {
			return err
		}
		s.Add(sheet.State(ui.Done, c.T("library.package_ready")), sheet.Links(ui.LinkButtonProps{Href: at(packageAt, pack.TaskID, "/hamta"), Text: c.T("library.package_get", "size", sizeWords(c, pack.Bytes)), Icon: "download"}))
	case task.State == "failed":
		s.Add(sheet.Note(ui.Bad, c.T("library.package_failed")))
	default:
		text := c.T("library.package_waits")
		if task.Total > 0 {
			text = c.T("library.package_so_far", "done", task.Done, "all", task.Total)
		}
		s.Add(sheet.State(ui.Ongoing, text), sheet.Links(ui.LinkButtonProps{Href: at(packageAt, pack.TaskID), Text: c.T("library.package_look"), Icon: "refresh-cw", Kind: ui.Secondary}))
	}
	return s.Show(w, r, p.Frame)
}

func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	_, pack, err := p.Library.Making(r.Context(), actor(r), r.PathValue("pack"))
	if err != nil {
		return err
	}
	if pack.Body == nil {
		return web.Redirect(w, r, at(packageAt, pack.TaskID))
	}
	defer pack.Body.Close()
	return giveZip(w, r, pack)
}
