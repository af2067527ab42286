package library_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"yrkesresan/content"
	"yrkesresan/internal/library"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/librarytest"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/picture/picturetest"
)

func is(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// sees are the titles of what somebody finds.
func sees(w *librarytest.World, person string, f library.Filter) (titles []string) {
	w.T.Helper()
	f.Limit = 100
	all, n, err := w.Library.Find(w.T.Context(), w.Actor(person), f)
	w.Must(err)
	if n != len(all) {
		w.T.Errorf("%d of %d", len(all), n)
	}
	for _, m := range all {
		if m.Slug == "" {
			titles = append(titles, m.Title)
		}
	}
	slices.Sort(titles)
	return titles
}

// Who keeps material, and whom it reaches: the nation's everybody, an RSS's, an employer's and a unit's their own.
func TestWhomMaterialReaches(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	w.Published("nina", org.Sweden, "Nation", state.Own)
	w.Published("rita", librarytest.RSS, "RSS", state.Own)
	w.Published("kim", librarytest.Town, "Kommun", state.Own)
	w.Published("lena", "solen", "Enhet", state.Own)
	w.Published("kim", "solen", "Enhet till alla", state.Wide)
	for person, want := range map[string][]string{
		"amina": {"Enhet", "Enhet till alla", "Kommun", "Nation", "RSS"},
		"pia":   {"Enhet till alla", "Kommun", "Nation", "RSS"},
		"olle":  {"Enhet till alla", "Nation", "RSS"},
		"petra": {"Enhet till alla", "Nation", "RSS"},
		"frida": {"Enhet till alla", "Nation"},
	} {
		if got := sees(w, person, library.Filter{}); !slices.Equal(got, want) {
			t.Errorf("%s sees %v, want %v", person, got, want)
		}
	}
	for _, tc := range []struct {
		person, owner string
		want          error
	}{
		{"amina", "solen", may.ErrDenied}, {"lena", "lunden", may.ErrDenied}, {"lena", librarytest.Town, may.ErrDenied}, {"kim", librarytest.Private, may.ErrDenied}, {"kim", "privata", may.ErrDenied},
		{"kim", librarytest.RSS, may.ErrDenied}, {"rita", librarytest.Town, may.ErrDenied}, {"nina", librarytest.Town, may.ErrDenied}, {"nina", "ingenstans", library.ErrOwner}, {"kim", "lunden", nil},
	} {
		_, err := w.Library.Add(t.Context(), w.Actor(tc.person), library.Material{Item: librarytest.Item("x"), OwnerID: tc.owner, Spread: state.Own})
		if !errors.Is(err, tc.want) {
			t.Errorf("%s adds at %s: %v, want %v", tc.person, tc.owner, err, tc.want)
		}
	}
	if _, _, err := w.Library.Find(t.Context(), may.Actor{}, library.Filter{}); !errors.Is(err, may.ErrSignIn) {
		t.Errorf("a visitor: %v", err)
	}
}

// What an item says is checked, kept in versions, and two who save at once do not overwrite each other.
func TestMaterialIsWrittenAndKept(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx, kim := t.Context(), w.Actor("kim")
	for name, tc := range map[string]struct {
		change func(*library.Material)
		want   error
	}{
		"no title":        {func(m *library.Material) { m.Title = " " }, library.ErrTitle},
		"no about":        {func(m *library.Material) { m.About = "" }, library.ErrAbout},
		"unknown form":    {func(m *library.Material) { m.Form = "x" }, library.ErrForm},
		"identity number": {func(m *library.Material) { m.Text = "Gäller 19121212-1212" }, library.ErrIdentity},
		"raw HTML":        {func(m *library.Material) { m.Text = "<script>alert(1)</script>" }, library.ErrMarkdown},
		"http":            {func(m *library.Material) { m.Links = []collection.Link{{Title: "x", Href: "http://a.example"}} }, library.ErrLinks},
		"script link":     {func(m *library.Material) { m.Links = []collection.Link{{Title: "x", Href: "javascript:alert(1)"}} }, library.ErrLinks},
		"unknown topic":   {func(m *library.Material) { m.Topics = []string{"finns-inte"} }, library.ErrChoice},
		"unknown area":    {func(m *library.Material) { m.Areas = []string{"finns-inte"} }, library.ErrChoice},
		"unknown work":    {func(m *library.Material) { m.Occupations = []string{"finns-inte"} }, library.ErrChoice},
		"unknown role":    {func(m *library.Material) { m.Roles = []string{"finns-inte"} }, library.ErrChoice},
		"unknown level":   {func(m *library.Material) { m.Level = "x" }, library.ErrChoice},
		"too rarely":      {func(m *library.Material) { m.Months = 121 }, library.ErrMonths},
		"rss as spread":   {func(m *library.Material) { m.Spread = state.RSS }, library.ErrChoice},
	} {
		m := library.Material{Item: librarytest.Item("x"), OwnerID: librarytest.Town, Spread: state.Own}
		tc.change(&m)
		if _, err := w.Library.Add(ctx, kim, m); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
	m, err := w.Library.Add(ctx, kim, library.Material{Item: librarytest.Item("Lugna kvällar"), OwnerID: librarytest.Town, Spread: state.Own})
	w.Must(err)
	if got := sees(w, "amina", library.Filter{}); len(got) != 0 {
		t.Errorf("a draft is seen: %v", got)
	}
	if _, err := w.Library.Material(ctx, w.Actor("amina"), m.ID); !errors.Is(err, library.ErrNoMaterial) {
		t.Errorf("a draft is opened: %v", err)
	}
	w.Must(w.Library.Publish(ctx, kim, m.ID, 1))
	is(t, w.Library.Publish(ctx, kim, m.ID, 2), library.ErrState)
	m.Revision, m.Text = 2, "En annan text."
	w.Must(w.Library.Save(ctx, kim, m))
	is(t, w.Library.Save(ctx, kim, m), library.ErrChanged)
	is(t, w.Library.Save(ctx, w.Actor("maria"), m), may.ErrDenied)
	_, versions, err := w.Library.Versions(ctx, kim, m.ID)
	w.Must(err)
	if len(versions) != 2 || versions[0].Item.Text != "En annan text." || versions[0].By != "Kim Exempel" {
		t.Errorf("%+v", versions)
	}
	w.Must(w.Library.Restore(ctx, kim, m.ID, 1, 3))
	again, err := w.Library.Material(ctx, w.Actor("amina"), m.ID)
	w.Must(err)
	if !strings.Contains(again.Text, "**så**") || again.Owner != "Göteborg" {
		t.Errorf("%+v", again)
	}
	w.Must(w.Library.End(ctx, kim, m.ID, 4))
	if got := sees(w, "amina", library.Filter{}); len(got) != 0 {
		t.Errorf("ended and seen: %v", got)
	}
	empty := librarytest.Item("Tomt")
	empty.Text = ""
	e, err := w.Library.Add(ctx, kim, library.Material{Item: empty, OwnerID: librarytest.Town, Spread: state.Own})
	w.Must(err)
	is(t, w.Library.Publish(ctx, kim, e.ID, 1), library.ErrEmpty)
}

// Material is found by what it is about, for whom it is, and its words, also parts of compounds and other forms.
func TestMaterialIsFound(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx, kim := t.Context(), w.Actor("kim")
	for _, item := range []collection.Item{
		{Title: "Kartläggning i vardagen", About: "Blankett", Form: "template", Text: "Frågor om rutiner.", Topics: []string{"kartlaggning"}, Areas: []string{"funktionshinder"}, Roles: []string{"newcomer"}, Level: "easy", Users: true},
		{Title: "Handledarens checklista", About: "Före och efter", Form: "checklist", Text: "Steg.", Topics: []string{"handledning"}, Occupations: []string{"underskoterska"}, Roles: []string{"leader"}},
	} {
		m, err := w.Library.Add(ctx, kim, library.Material{Item: item, OwnerID: librarytest.Town, Spread: state.Own})
		w.Must(err)
		w.Must(w.Library.Publish(ctx, kim, m.ID, 1))
	}
	for name, tc := range map[string]struct {
		f    library.Filter
		want []string
	}{
		"topic":        {library.Filter{Topic: "kartlaggning"}, []string{"Kartläggning i vardagen"}},
		"area":         {library.Filter{Area: "funktionshinder"}, []string{"Kartläggning i vardagen"}},
		"occupation":   {library.Filter{Occupation: "underskoterska"}, []string{"Handledarens checklista"}},
		"role":         {library.Filter{Role: "leader"}, []string{"Handledarens checklista"}},
		"form":         {library.Filter{Form: "template"}, []string{"Kartläggning i vardagen"}},
		"level":        {library.Filter{Level: "easy"}, []string{"Kartläggning i vardagen"}},
		"users":        {library.Filter{Users: true}, []string{"Kartläggning i vardagen"}},
		"another form": {library.Filter{Words: "vardag rutin"}, []string{"Kartläggning i vardagen"}},
		"a beginning":  {library.Filter{Words: "check"}, []string{"Handledarens checklista"}},
		"both":         {library.Filter{Words: "checklista", Form: "template"}, nil},
		"nothing":      {library.Filter{Words: "zebra"}, nil},
	} {
		if got := sees(w, "amina", tc.f); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

// Files are taken in by what their bytes are, and given to who sees the item.
func TestFilesOfMaterial(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx, kim := t.Context(), w.Actor("kim")
	m := w.Published("kim", librarytest.Town, "Med fil", state.Own)
	for name, tc := range map[string]struct {
		body string
		want error
	}{
		"a drawing that can hold script": {`<svg xmlns="http://www.w3.org/2000/svg"/>`, library.ErrKind},
		"a page":                         {"<!doctype html><script>1</script>", library.ErrKind},
		"a program":                      {"MZ\x90\x00", library.ErrKind},
		"a document with macros":         {zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), library.ErrKind},
		"another ZIP":                    {zipped("a.txt"), library.ErrKind},
		"nothing":                        {"", library.ErrFile},
		"too much":                       {"%PDF-" + strings.Repeat("x", 10<<20), library.ErrLarge},
		"a document":                     {zipped("[Content_Types].xml", "word/document.xml"), nil},
		"a PDF":                          {"%PDF-1.7\n", nil},
		"a picture":                      {string(librarytest.PNG()), nil},
		"a photo":                        {string(picturetest.Photo(t, binary.BigEndian, 6)), nil},
		"half a photo":                   {string(picturetest.Photo(t, binary.BigEndian, 6)[:200]), library.ErrBroken},
		"sound":                          {"ID3\x03\x00", nil},
		"film":                           {"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00", nil},
	} {
		err := w.Library.AddFile(ctx, kim, m.ID, library.Upload{File: strings.NewReader(tc.body), Name: "../Min fil.html"}, "")
		if !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
	is(t, w.Library.AddFile(ctx, w.Actor("amina"), m.ID, library.Upload{File: strings.NewReader("%PDF-1.7\n"), Name: "x"}, ""), may.ErrDenied)
	got, err := w.Library.Material(ctx, w.Actor("amina"), m.ID)
	w.Must(err)
	var names []string
	for _, f := range got.Files {
		names = append(names, f.Name)
		r, _, err := w.Library.Open(ctx, w.Actor("amina"), m.ID, f.ID)
		w.Must(err)
		if body, err := io.ReadAll(r); err != nil || bytes.Contains(body, []byte(picturetest.Secret)) {
			t.Errorf("%s tells where it was taken: %v", f.Name, err)
		}
		w.Must(r.Close())
		if _, _, err := w.Library.Open(ctx, w.Actor("olle"), m.ID, f.ID); !errors.Is(err, library.ErrNoMaterial) {
			t.Errorf("opened from elsewhere: %v", err)
		}
	}
	slices.Sort(names)
	if want := []string{"Min fil.html.docx", "Min fil.html.jpg", "Min fil.html.mp3", "Min fil.html.mp4", "Min fil.html.pdf", "Min fil.html.png"}; !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
	w.Must(w.Library.DropFile(ctx, kim, m.ID, got.Files[0].ID))
	is(t, w.Library.DropFile(ctx, kim, m.ID, got.Files[0].ID), library.ErrNoFile)
}

func zipped(names ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		if _, err := z.Create(n); err != nil {
			panic(err) // memory does not refuse
		}
	}
	if err := z.Close(); err != nil {
		panic(err) // as above
	}
	return b.String()
}

// A toolbox is read in its order, with what reaches the reader; taken home it is one package, small ones at once.
func TestAToolboxIsTakenHome(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx, kim := t.Context(), w.Actor("kim")
	a, b := w.Published("kim", librarytest.Town, "Andra", state.Own), w.Published("kim", librarytest.Town, "Första", state.Wide)
	w.Must(w.Library.AddFile(ctx, kim, b.ID, library.Upload{File: strings.NewReader("%PDF-1.7\n"), Name: "Kort.pdf"}, "Kort att skriva ut"))
	box, err := w.Library.SaveToolbox(ctx, kim, library.Toolbox{OwnerID: librarytest.Town, Title: "Kvällar", Theme: "Lugn", Audience: "leader", Spread: state.Wide, IDs: []string{b.ID, a.ID}})
	w.Must(err)
	if _, err := w.Library.SaveToolbox(ctx, w.Actor("lena"), library.Toolbox{OwnerID: "solen", Title: "x", Theme: "x", Spread: state.Own, IDs: []string{b.ID, b.ID}}); !errors.Is(err, library.ErrItems) {
		t.Errorf("twice: %v", err)
	}
	w.Must(w.Library.SetToolboxState(ctx, kim, box.ID, 1, library.Published))
	is(t, w.Library.SetToolboxState(ctx, kim, box.ID, 1, library.Ended), library.ErrChanged)
	got, err := w.Library.ToolboxFor(ctx, w.Actor("amina"), "leader")
	w.Must(err)
	if got.ID != box.ID || len(got.Items) != 2 || got.Items[0].Title != "Första" {
		t.Errorf("%+v", got)
	}
	far, err := w.Library.ToolboxFor(ctx, w.Actor("frida"), "leader")
	w.Must(err)
	if far.ID == box.ID && len(far.Items) != 1 {
		t.Errorf("what is the town's own reaches far away: %+v", far)
	}
	read := func(person string) ([]byte, string) {
		t.Helper()
		p, err := w.Library.Pack(ctx, w.Actor(person), box.ID)
		w.Must(err)
		defer p.Body.Close()
		body, err := io.ReadAll(p.Body)
		w.Must(err)
		return body, p.Name
	}
	body, name := read("amina")
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	w.Must(err)
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if want := []string{"index.html", "index.txt", "texter/01-forsta.html", "filer/01-kort.pdf", "texter/02-andra.html"}; name != "kvallar.zip" || !slices.Equal(names, want) {
		t.Errorf("%s: %v", name, names)
	}
	if again, _ := read("bengt"); !bytes.Equal(body, again) {
		t.Error("for a colleague it is other bytes")
	}
	if other, _ := read("frida"); bytes.Equal(body, other) || bytes.Contains(other, []byte("andra")) {
		t.Error("the package holds what does not reach the reader")
	}
}

// A large package is made in the background, once; everybody who may see the same gets it at once afterwards.
func TestALargePackageIsMadeInTheBackground(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx, kim := t.Context(), w.Actor("kim")
	m := w.Published("kim", librarytest.Town, "Stor", state.Own)
	w.Must(w.Library.AddFile(ctx, kim, m.ID, library.Upload{File: strings.NewReader("%PDF-1.7\n" + strings.Repeat("stort ", 9<<20/6)), Name: "Stor.pdf"}, ""))
	box, err := w.Library.SaveToolbox(ctx, kim, library.Toolbox{OwnerID: librarytest.Town, Title: "Stor", Theme: "x", Spread: state.Own, IDs: []string{m.ID}})
	w.Must(err)
	w.Must(w.Library.SetToolboxState(ctx, kim, box.ID, 1, library.Published))
	amina := w.Actor("amina")
	p, err := w.Library.Pack(ctx, amina, box.ID)
	w.Must(err)
	q, err := w.Library.Pack(ctx, amina, box.ID)
	w.Must(err)
	if p.TaskID == "" || p.Body != nil || q.TaskID != p.TaskID {
		t.Fatalf("%+v, again %+v", p, q)
	}
	task, _, err := w.Library.Making(ctx, amina, p.TaskID)
	w.Must(err)
	if task.State != "waiting" {
		t.Errorf("%+v", task)
	}
	if _, _, err := w.Library.Making(ctx, w.Actor("bengt"), p.TaskID); err == nil {
		t.Error("somebody else's task is shown")
	}
	w.Must(w.Library.OnPacked(ctx, library.Packed{TaskID: p.TaskID, ToolboxID: box.ID, Items: []string{m.ID}}))
	task, ready, err := w.Library.Making(ctx, amina, p.TaskID)
	w.Must(err)
	if task.State != "done" || task.Done != 4 || ready.Body == nil {
		t.Fatalf("%+v %+v", task, ready)
	}
	w.Must(ready.Body.Close())
	at, err := w.Library.Pack(ctx, w.Actor("bengt"), box.ID)
	w.Must(err)
	if at.Body == nil || at.Bytes != ready.Bytes {
		t.Errorf("a colleague waits: %+v", at)
	}
	w.Must(at.Body.Close())
	hash, err := db.One(ctx, w.DB, db.Text, `SELECT blob FROM library_package`)
	w.Must(err)
	if needs, err := w.Library.RefersTo(ctx, w.DB, hash); err != nil || !needs {
		t.Errorf("the package would be swept: %v", err)
	}
}

// Shipped toolboxes are there, are not loaded twice, follow a new text, and leave alone what somebody has changed here.
func TestShippedMaterial(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx := t.Context()
	count := func() int64 {
		n, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM material`)
		w.Must(err)
		return n
	}
	had := count()
	w.Must(w.Library.Seed(ctx, content.Material()))
	if n := count(); n != had || n < 10 {
		t.Errorf("%d items, then %d", had, n)
	}
	for _, audience := range []string{"leader", "manager"} {
		box, err := w.Library.ToolboxFor(ctx, w.Actor("amina"), audience)
		w.Must(err)
		if len(box.Items) < 3 {
			t.Errorf("the toolbox of a %s has %d items", audience, len(box.Items))
		}
		p, err := w.Library.Pack(ctx, w.Actor("amina"), box.ID)
		w.Must(err)
		w.Must(p.Body.Close())
	}
	file := func(text string) fstest.MapFS {
		return fstest.MapFS{"prov.yaml": {Data: []byte("id: prov\ntitle: Prov\ntheme: Prov\nitems:\n  - id: ett\n    title: Ett\n    about: Om ett\n    form: method\n    text: " + text +
			"\n    files: [{path: a.pdf, about: A}]\n  - id: tva\n    title: Två\n    about: Om två\n    form: method\n    text: x\n")}, "a.pdf": {Data: []byte("%PDF-1.7\n")}}
	}
	text := func(slug string) string {
		body, err := db.One(ctx, w.DB, db.Text, `SELECT content FROM material WHERE slug = $1`, slug)
		w.Must(err)
		return body
	}
	w.Must(w.Library.Seed(ctx, file("Först")))
	w.Must(w.Library.Seed(ctx, file("Sedan")))
	if !strings.Contains(text("ett"), "Sedan") {
		t.Error("a new text is not taken in")
	}
	id, err := db.One(ctx, w.DB, db.Text, `SELECT id FROM material WHERE slug = 'ett'`)
	w.Must(err)
	m, err := w.Library.Material(ctx, w.Actor("nina"), id)
	w.Must(err)
	if len(m.Files) != 1 {
		t.Errorf("%+v", m.Files)
	}
	m.Text = "Vår egen"
	w.Must(w.Library.Save(ctx, w.Actor("nina"), m))
	w.Must(w.Library.Seed(ctx, file("Tredje")))
	if !strings.Contains(text("ett"), "Vår egen") {
		t.Error("what was changed here is written over")
	}
	if err := w.Library.Seed(ctx, fstest.MapFS{"fel.yaml": {Data: []byte("id: fel\n")}}); err == nil {
		t.Error("a broken file is taken in")
	}
	c, problems := collection.Parse([]byte(file("x")["prov.yaml"].Data))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	box, err := w.Library.Load(ctx, w.Actor("kim"), librarytest.Town, c, file("x"))
	w.Must(err)
	if again, err := w.Library.Load(ctx, w.Actor("kim"), librarytest.Town, c, file("x")); err != nil || again.ID != box.ID {
		t.Errorf("loaded twice: %v %v", again, err)
	}
	if _, err := w.Library.Load(ctx, w.Actor("kim"), org.Sweden, c, file("x")); !errors.Is(err, may.ErrDenied) {
		t.Errorf("the nation's: %v", err)
	}
}

// Who keeps material is told once when it is time to look it over; looking it over puts it off.
func TestMaterialIsLookedOverInTime(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx, kim := t.Context(), w.Actor("kim")
	item := librarytest.Item("Gammalt")
	item.Months = 12
	m, err := w.Library.Add(ctx, kim, library.Material{Item: item, OwnerID: librarytest.Town, Spread: state.Own})
	w.Must(err)
	w.Must(w.Library.Publish(ctx, kim, m.ID, 1))
	told := func() int64 {
		n, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM note WHERE person_id = 'kim' AND key = 'library.told.review'`)
		w.Must(err)
		return n
	}
	w.Must(w.Library.OnDue(ctx, library.Due{}))
	if told() != 0 {
		t.Error("told at once")
	}
	later, staff := *w.Library, *w.Staff
	staff.Now = func() time.Time { return w.Now().AddDate(0, 13, 0) }
	later.Staff, later.Now = &staff, staff.Now
	for range 2 {
		w.Must(later.OnDue(ctx, library.Due{}))
	}
	if told() != 1 {
		t.Errorf("told %d times", told())
	}
	kept, err := later.Kept(ctx, kim)
	w.Must(err)
	if kept[0].ID != m.ID {
		t.Errorf("what is due does not stand first: %+v", kept[0])
	}
	w.Must(later.Reviewed(ctx, kim, m.ID))
	w.Must(later.OnDue(ctx, library.Due{}))
	if told() != 1 {
		t.Error("told although it was looked over")
	}
}

// A copy at another place says what it builds on, also to those who may not see that.
func TestACopySaysWhatItBuildsOn(t *testing.T) {
	t.Parallel()
	w := librarytest.New(t)
	ctx := t.Context()
	m := w.Published("rita", librarytest.RSS, "Grunden", state.Own)
	c, err := w.Library.CopyTo(ctx, w.Actor("lena"), m.ID, "solen")
	w.Must(err)
	w.Must(w.Library.Publish(ctx, w.Actor("lena"), c.ID, 1))
	got, err := w.Library.Material(ctx, w.Actor("amina"), c.ID)
	w.Must(err)
	if got.Basis == nil || got.Basis.Title != "Grunden" || got.Basis.ID != m.ID || got.Basis.Owner == "" {
		t.Errorf("%+v", got.Basis)
	}
	w.Must(w.Library.End(ctx, w.Actor("rita"), m.ID, 2))
	got, err = w.Library.Material(ctx, w.Actor("amina"), c.ID)
	w.Must(err)
	if got.Basis == nil || got.Basis.ID != "" || got.Basis.Title != "Grunden" {
		t.Errorf("%+v", got.Basis)
	}
	if _, err := w.Library.CopyTo(ctx, w.Actor("frida"), c.ID, "fjarran"); !errors.Is(err, library.ErrNoMaterial) {
		t.Errorf("copied unseen: %v", err)
	}
}
