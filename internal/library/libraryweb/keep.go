package libraryweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/library"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func (p *Pages) mountKeeping(r web.Router) {
	one, box := keepAt+"/{material}", keepBoxAt+"/{toolbox}"
	r.Page("GET "+keepAt, web.Own, p.kept)
	r.Page("GET "+keepAt+"/ny", web.Own, p.newItem)
	r.Page("POST "+keepAt+"/ny", web.Own, p.addItem)
	r.Page("GET "+one, web.Own, p.editItem)
	r.Page("POST "+one, web.Own, p.saveItem)
	r.Page("POST "+one+"/lage", web.Own, p.itemState)
	r.Page("POST "+one+"/fil", web.Own, p.addFile)
	r.Page("POST "+one+"/fil/{file}/ta-bort", web.Own, p.dropFile)
	r.Page("GET "+one+"/versioner", web.Own, p.versions)
	r.Page("POST "+one+"/versioner", web.Own, p.restore)
	r.Page("GET "+keepBoxAt+"/ny", web.Own, p.newBox)
	r.Page("POST "+keepBoxAt+"/ny", web.Own, p.saveBox)
	r.Page("GET "+box, web.Own, p.editBox)
	r.Page("POST "+box, web.Own, p.saveBox)
	r.Page("POST "+box+"/lage", web.Own, p.boxState)
}

// kept lists what the visitor keeps: what is to be looked over first.
func (p *Pages) kept(w http.ResponseWriter, r *http.Request) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	all, err := p.Library.Kept(ctx, a)
	if err != nil {
		return err
	}
	boxes, err := p.Library.KeptToolboxes(ctx, a)
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: c.T("library.keep"), Lead: c.T("library.keep_lead"), Said: said(c, r), Back: ui.Link{Href: bankAt, Text: c.T("library.bank")}}
	s.Add(sheet.Links(ui.LinkButtonProps{Href: keepAt + "/ny", Text: c.T("library.new_item"), Icon: "plus"}, ui.LinkButtonProps{Href: keepBoxAt + "/ny", Text: c.T("library.new_box"), Icon: "plus", Kind: ui.Secondary}))
	if len(boxes) > 0 {
		var parts []ui.Part
		for _, t := range boxes {
			kind, word := stateStatus(c, t.State)
			parts = append(parts, ui.Part{Href: at(keepBoxAt+"/", t.ID), Title: t.Title, Note: t.Owner, Status: kind, Word: word})
		}
		s.Add(sheet.Heading(c.T("library.toolboxes")), ui.Parts(parts))
	}
	s.Add(sheet.Heading(c.T("library.items")))
	if len(all) == 0 {
		s.Add(ui.Empty(ui.EmptyProps{Icon: "file-text", Title: c.T("library.none_kept")}))
	} else {
		s.Add(ui.Parts(p.keptParts(c, all)))
	}
	return s.Show(w, r, p.Frame)
}

func (p *Pages) keptParts(c *lang.Catalog, all []library.Material) (out []ui.Part) {
	for _, m := range all {
		kind, word := stateStatus(c, m.State)
		note := m.Owner
		if m.State == library.Published && m.ReviewOn <= p.Library.Today() {
			kind, word = ui.Renew, c.T("library.review_now")
		} else if m.ReviewOn != db.NoEnd {
			note += ". " + c.T("library.review_by", "day", c.DateOf(m.ReviewOn))
		}
		out = append(out, ui.Part{Href: at(keepAt+"/", m.ID), Title: m.Title, Note: note, Status: kind, Word: word})
	}
	return out
}

func stateStatus(c *lang.Catalog, state string) (ui.StatusKind, string) {
	word := c.T("library.state." + state)
	switch state {
	case library.Published:
		return ui.Done, word
	case library.Ended:
		return ui.NotApplicable, word
	}
	return ui.Ongoing, word
}

// typedItem reads what was written about an item.
func typedItem(r *http.Request) library.Material {
	months := number(r, "manader") // reads the form, too
	f := r.PostForm
	return library.Material{OwnerID: f.Get("agare"), Spread: state.Spread(f.Get("spridning")), Revision: number(r, "utgava"), Item: collection.Item{
		Title: f.Get("rubrik"), About: f.Get("om"), Form: f.Get("form"), Level: f.Get("niva"), Users: f.Get("brukare") != "", Topics: f["amnen"], Areas: f["omraden"], Occupations: f["yrken"], Roles: f["roller"],
		Text: strings.ReplaceAll(f.Get("text"), "\r\n", "\n"), Links: typedLinks(f.Get("lankar")), Source: f.Get("kalla"), Licence: f.Get("licens"), Months: months}}
}

// typedLinks reads a link a line: its name, a bar, its address.
func typedLinks(text string) (out []collection.Link) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		title, href, found := strings.Cut(line, "|")
		if !found { // an address alone has its own name
			title, href = host(line), line
		}
		out = append(out, collection.Link{Title: strings.TrimSpace(title), Href: strings.TrimSpace(href)})
	}
	return out
}

func linkLines(all []collection.Link) string {
	var lines []string
	for _, l := range all {
		lines = append(lines, l.Title+" | "+l.Href)
	}
	return strings.Join(lines, "\n")
}

// itemForm puts the fields of an item on a sheet.
func (p *Pages) itemForm(s *sheet.Sheet, r *http.Request, m library.Material, places []ui.Option, send sheet.Send) error {
	c := p.catalog(r)
	ref, err := p.Reference.CachedReference(r.Context())
	if err != nil {
		return err
	}
	chosen := ref.Chosen()
	users := ""
	if m.Users {
		users = "1"
	}
	pairs := []string{"rubrik", m.Title, "om", m.About, "form", m.Form, "niva", m.Level, "brukare", users, "text", m.Text, "lankar", linkLines(m.Links), "kalla", m.Source, "licens", m.Licence,
		"manader", strconv.FormatInt(m.Months, 10), "spridning", string(m.Spread), "agare", m.OwnerID}
	for name, values := range map[string][]string{"amnen": m.Topics, "omraden": m.Areas, "yrken": m.Occupations, "roller": m.Roles} {
		for _, v := range values {
			pairs = append(pairs, name, v)
		}
	}
	field := func(name, key string) sheet.Field { return p.field(c, name, key) }
	f := s.Form(r, pairs...)
	if places != nil {
		f.Pick(field("agare", "owner"), places)
	}
	f.Input(field("rubrik", "title")).Input(rows(field("om", "about"), 2, false))
	f.Choose(field("form", "form"), false, choices(words(c, "library.form.", collection.Forms())))
	f.Input(rows(field("text", "text"), 12, true)).Input(rows(field("lankar", "links"), 3, true))
	p.fold(s, r, f, c.T("library.whom"), func(f *sheet.Form) {
		f.Choose(field("roller", "role"), true, choices(words(c, "library.role.", collection.Roles())))
		f.Tick(field("brukare", "users"))
		f.Pick(field("niva", "level"), words(c, "library.level.", collection.Levels()))
		f.Choose(field("omraden", "area"), true, choices(p.areas(c, chosen)))
		f.Choose(field("yrken", "occupation"), true, choices(p.occupations(c, chosen)))
	}, pairs, "roller", "brukare", "niva", "omraden", "yrken")
	p.fold(s, r, f, c.T("library.topics"), func(f *sheet.Form) {
		f.Choose(field("amnen", "topic"), true, choices(p.topics(c, chosen)))
	}, pairs, "amnen")
	f.Input(rows(field("kalla", "source"), 2, true))
	licence := field("licens", "licence")
	licence.Optional = true
	months := field("manader", "months")
	months.Type = "number"
	f.Input(licence).Input(months)
	reach, err := p.reach(r, m.OwnerID)
	if err != nil {
		return err
	}
	f.Choose(field("spridning", "spread"), false, reach)
	f.End(send)
	return nil
}

// reach are whom what a place has may be for; of what is new, whose place is not chosen yet, at any place of the visitor's.
func (p *Pages) reach(r *http.Request, ownerID string) ([]ui.Choice, error) {
	c, a := p.catalog(r), actor(r)
	out := []ui.Choice{{Value: string(state.Own), Text: c.T("library.spread_own"), Note: c.T("library.spread_own_note")}}
	wide, err := may.AskSomewhere(a, may.KeepMaterial) == nil, error(nil)
	if ownerID != "" {
		wide, err = p.Library.SpreadsWide(r.Context(), a, ownerID)
	}
	if wide {
		out = append(out, ui.Choice{Value: string(state.Wide), Text: c.T("library.spread_all")})
	}
	return out, err
}

// field is a field by what it is called in the catalogue; its tip, when there is one.
func (p *Pages) field(c *lang.Catalog, name, key string) sheet.Field {
	return sheet.Named(c, name, "library.f."+key, "library.tip."+key)
}

func rows(x sheet.Field, n int, optional bool) sheet.Field {
	x.Rows, x.Optional = n, optional
	return x
}

// fold puts some fields of a form behind a summary, open when one of them is wrong.
func (p *Pages) fold(s *sheet.Sheet, r *http.Request, f *sheet.Form, summary string, fill func(*sheet.Form), pairs []string, names ...string) {
	inner := s.Form(r, pairs...)
	fill(inner)
	open := slices.ContainsFunc(names, func(n string) bool { return s.Wrong[n] != "" })
	f.Put(folded(summary, open, inner.Fields()...))
}

func (p *Pages) newItem(w http.ResponseWriter, r *http.Request) error {
	return p.showNewItem(w, r, nil)
}

func (p *Pages) showNewItem(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	c := p.catalog(r)
	places, err := p.Library.Places(r.Context(), actor(r))
	if err != nil {
		return err
	}
	s := &sheet.Sheet{Title: c.T("library.new_item"), Lead: c.T("library.new_lead"), Wrong: wrong, Back: ui.Link{Href: keepAt, Text: c.T("library.keep")}}
	m := library.Material{Item: collection.Item{Months: 24}, Spread: state.Own}
	if err := p.itemForm(s, r, m, placeOptions(places), sheet.Send{Action: keepAt + "/ny", Button: c.T("library.save_draft")}); err != nil {
		return err
	}
	return s.Show(w, r, p.Frame)
}

func (p *Pages) addItem(w http.ResponseWriter, r *http.Request) error {
	m, err := p.Library.Add(r.Context(), actor(r), typedItem(r))
	if err != nil {
		wrong, err := p.refused(r, err)
		if err != nil {
			return err
		}
		return p.showNewItem(w, r, wrong)
	}
	return web.Redirect(w, r, at(keepAt+"/", m.ID)+"?gjort=sparat")
}

func (p *Pages) editItem(w http.ResponseWriter, r *http.Request) error {
	return p.showEdit(w, r, nil)
}

// showEdit is an item for who keeps it: what it says, its files, its state.
func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, wrong map[string]string) error {
	ctx, c, a := r.Context(), p.catalog(r), actor(r)
	m, err := p.Library.KeptMaterial(ctx, a, r.PathValue("material"))
	if err != nil {
		return err
	}
	here := at(keepAt+"/", m.ID)
	s := &sheet.Sheet{Title: m.Title, Lead: m.Owner, Wrong: wrong, Said: said(c, r), Back: ui.Link{Href: keepAt, Text: c.T("library.keep")}}
	kind, word := stateStatus(c, m.State)
	s.Add(sheet.State(kind, word))
	p.stateForms(s, r, m, here)
	s.Add(sheet.Links(ui.LinkButtonProps{Href: at(itemAt, m.ID), Text: c.T("library.show"), Icon: "eye", Kind: ui.Secondary}, ui.LinkButtonProps{Href: here + "/versioner", Text: c.T("library.versions"), Kind: ui.Secondary}))
	if m.State == library.Ended {
		return s.Show(w, r, p.Frame)
	}
	s.Add(sheet.Heading(c.T("library.files")))
	for _, f := range m.Files {
		s.Add(sheet.Row(f.Name, f.About, sheet.FormOf(sheet.Send{Action: here + "/fil/" + url.PathEscape(f.ID) + "/ta-bort", Button: c.T("library.remove"), Kind: ui.Secondary, About: f.Name})))
	}
	file := p.field(c, "fil", "file")
	file.Type = "file"
	about := p.field(c, "filtext", "file_about")
	about.Optional = true
	s.Form(r).Input(file).Input(about).End(sheet.Send{Action: here + "/fil", Files: true, Button: c.T("library.add_file"), Kind: ui.Secondary})
	s.Add(sheet.Heading(c.T("library.says")))
	if err := p.itemForm(s, r, m, nil, sheet.Send{Action: here, Hidden: [][2]string{revision(m.Revision)}, Button: c.T("library.save")}); err != nil {
		return err
	}
	return s.Show(w, r, p.Frame)
}

// stateForms are what may be done with an item besides writing it.
func (p *Pages) stateForms(s *sheet.Sheet, r *http.Request, m library.Material, here string) {
	c := p.catalog(r)
	button := func(to, key string, kind ui.ButtonKind) {
		s.Form(r).End(sheet.Send{Action: here + "/lage", Hidden: [][2]string{{"till", to}, revision(m.Revision)}, Button: c.T(key), Kind: kind})
	}
	if m.State == library.Published {
		if m.ReviewOn != db.NoEnd {
			s.Add(sheet.Para(c.T("library.review_line", "day", c.DateOf(m.ReviewedOn), "by", c.DateOf(m.ReviewOn))))
			button("reviewed", "library.reviewed_do", ui.Secondary)
		}
		button(library.Ended, "library.end_do", ui.Secondary)
		return
	}
	button(library.Published, "library.publish_do", ui.Primary)
}

func (p *Pages) saveItem(w http.ResponseWriter, r *http.Request) error {
	m := typedItem(r)
	m.ID = r.PathValue("material")
	if err := p.Library.Save(r.Context(), actor(r), m); err != nil {
		return p.editRefused(w, r, err)
	}
	return web.Redirect(w, r, at(keepAt+"/", m.ID)+"?gjort=sparat")
}

func (p *Pages) editRefused(w http.ResponseWriter, r *http.Request, err error) error {
	wrong, err := p.refused(r, err)
	if err != nil {
		return err
	}
	return p.showEdit(w, r, wrong)
}

// besideRefused shows an item after something beside its text was refused: the form of the text shows what is saved.
func (p *Pages) besideRefused(w http.ResponseWriter, r *http.Request, err error) error {
	r.PostForm = nil
	return p.editRefused(w, r, err)
}

func (p *Pages) itemState(w http.ResponseWriter, r *http.Request) error {
	id, n, said := r.PathValue("material"), number(r, "utgava"), "avslutat"
	var err error
	switch r.PostFormValue("till") {
	case library.Published:
		err, said = p.Library.Publish(r.Context(), actor(r), id, n), "publicerat"
	case library.Ended:
		err = p.Library.End(r.Context(), actor(r), id, n)
	case "reviewed":
		err, said = p.Library.Reviewed(r.Context(), actor(r), id), "sett"
	default:
		err = library.ErrState
	}
	if err != nil {
		return p.besideRefused(w, r, err)
	}
	return web.Redirect(w, r, at(keepAt+"/", id)+"?gjort="+said)
}

func (p *Pages) addFile(w http.ResponseWriter, r *http.Request) error {
	up, closed, err := readForm(r)
	defer closed()
	id := r.PathValue("material")
	if err == nil {
		err = p.Library.AddFile(r.Context(), actor(r), id, up, r.PostFormValue("filtext"))
	}
	if err != nil {
		return p.besideRefused(w, r, err)
	}
	return web.Redirect(w, r, at(keepAt+"/", id)+"?gjort=sparat")
}

func (p *Pages) dropFile(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("material")
	if err := p.Library.DropFile(r.Context(), actor(r), id, r.PathValue("file")); err != nil {
		return err
	}
	return web.Redirect(w, r, at(keepAt+"/", id)+"?gjort=sparat")
}

// versions are the texts that an item has had.
func (p *Pages) versions(w http.ResponseWriter, r *http.Request) error {
	c := p.catalog(r)
	m, all, err := p.Library.Versions(r.Context(), actor(r), r.PathValue("material"))
	if err != nil {
		return err
	}
	here := at(keepAt+"/", m.ID)
	s := &sheet.Sheet{Title: c.T("library.versions_of", "title", m.Title), Back: ui.Link{Href: here, Text: m.Title}}
	for i, v := range all {
		s.Add(sheet.Heading(c.T("library.version", "n", v.Revision)), sheet.Quiet(c.T("library.version_line", "day", c.Date(v.At.In(lang.Zone())), "name", v.By)), sheet.Para(v.Item.About),
			sheet.More(c.T("library.version_text"), sheet.Written(v.Item.Text)))
		if i > 0 && m.State != library.Ended {
			s.Form(r).End(sheet.Send{Action: here + "/versioner", Hidden: [][2]string{{"version", strconv.FormatInt(v.Revision, 10)}, revision(m.Revision)}, Button: c.T("library.restore"), Kind: ui.Secondary, About: c.T("library.version", "n", v.Revision)})
		}
	}
	return s.Show(w, r, p.Frame)
}

func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("material")
	if err := p.Library.Restore(r.Context(), actor(r), id, number(r, "version"), number(r, "utgava")); err != nil {
		return p.besideRefused(w, r, err)
	}
	return web.Redirect(w, r, at(keepAt+"/", id)+"?gjort=sparat")
}
