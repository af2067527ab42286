package libraryweb_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/library"
	"yrkesresan/internal/library/librarytest"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/webtest"
)

// A keeper writes an item, adds a file, publishes it, and puts it in a toolbox; a colleague finds it and takes it home.
func TestAKeeperFillsTheBank(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	kim, amina := w.As("kim"), w.As("amina")
	item := func(more ...string) []string {
		return append([]string{"agare", librarytest.Town, "rubrik", "Lugna kvällar", "om", "Tre vägar till lugn", "form", "method", "text", "Gör **så** här.", "manader", "24", "spridning", "own", "omraden", "aldreomsorg", "amnen", "bemotande"}, more...)
	}
	w.Says(kim.Get("/material/skot/ny", 200), "Lägg till material", "Göteborg")
	w.Says(kim.Post("/material/skot/ny", 422, item("lankar", "Mer | http://osaker.example")...), "https", "Tre vägar till lugn")
	at := strings.TrimSuffix(kim.Post("/material/skot/ny", 303, item("lankar", "Mer | https://mer.example/a")...), "?gjort=sparat")
	id := at[strings.LastIndex(at, "/")+1:]
	w.Says(kim.Get(at, 200), "Utkast", "Mer | https://mer.example/a")
	amina.Get("/material/om/"+id, 404)
	amina.Get(at, 403)
	w.Says(upload(kim, at+"/fil", 422, "x.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`)), "Filen går inte att ta emot", "Gör **så** här.")
	w.Says(upload(kim, at+"/fil", 422, "x.pdf", bytes.Repeat([]byte("x"), 11<<20)), "större än 10 MB")
	upload(kim, at+"/fil", 303, "Kort.pdf", []byte("%PDF-1.7\n"), "filtext", "Kort att skriva ut")
	kim.Post(at+"/lage", 303, "till", "published", "utgava", "2")
	w.Says(kim.Post(at+"/lage", 422, "till", "published", "utgava", "3"), "hunnit hända")
	page := amina.Raw("/material/om/"+id, http.StatusOK)
	w.Says(page, "<strong>så</strong>", "Kort att skriva ut", `href="https://mer.example/a"`)
	w.Says(webtest.Words(page), "Äldreomsorg, Bemötande", "PDF, 1 kB", "Göteborg")
	w.Says(amina.Get("/material?q=kv%C3%A4llar&omrade=aldreomsorg&form=method", 200), "Lugna kvällar", "1 material.")
	w.Says(amina.Get("/material?q=zebra", 200), "Inget material hittades")
	file := page[strings.Index(page, "/material/om/"+id+"/fil/"):]
	r, err := amina.Client.Get(w.Base + file[:strings.IndexByte(file, '"')])
	w.Must(err)
	r.Body.Close()
	if r.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") || r.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a file is shown: %v", r.Header)
	}
	w.Says(kim.Post("/material/lador/skot/ny", 422, "agare", librarytest.Town, "rubrik", "Kvällar", "tema", "", "spridning", "own"), "Skriv ett tema")
	box := strings.TrimSuffix(kim.Post("/material/lador/skot/ny", 303, "agare", librarytest.Town, "rubrik", "Kvällar", "tema", "Lugn", "spridning", "own", "ordning-"+id, "1"), "?gjort=sparat")
	kim.Post(box+"/lage", 303, "till", "published", "utgava", "1")
	boxID := box[strings.LastIndex(box, "/")+1:]
	w.Says(amina.Get("/material", 200), "Verktygslådor", "Kvällar", "Leda samtal på arbetsplatsen")
	w.Says(amina.Get("/material/lada/"+boxID, 200), "Lugna kvällar", "Ladda ner allt som ett paket")
	got, err := amina.Client.PostForm(w.Base+"/material/lada/"+boxID+"/paket", url.Values{})
	w.Must(err)
	body, err := io.ReadAll(got.Body)
	w.Must(err)
	got.Body.Close()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	w.Must(err)
	if len(z.File) != 4 || !strings.Contains(got.Header.Get("Content-Disposition"), "kvallar.zip") {
		t.Errorf("%d files, %v", len(z.File), got.Header)
	}
	w.As("frida").Get("/material/lada/"+boxID, 404)
	w.Says(kim.Get(at+"/versioner", 200), "Version 1", "Kim Exempel")
	w.Says(kim.Get("/material/skot", 200), "Lugna kvällar", "Kvällar", "Publicerat")
	amina.Get("/material/skot", 403)
	copied := w.As("lena").Post("/material/om/"+id+"/kopiera", 303, "agare", "solen")
	w.Says(w.As("lena").Get(copied, 200), "Utkast", "Solen")
}

// A package too large to wait for is made behind: one sees how far it has come, and fetches it.
func TestALargePackageOnItsPages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	m := w.Published("kim", librarytest.Town, "Stor", state.Own)
	w.Must(w.Library.AddFile(t.Context(), w.Actor("kim"), m.ID, library.Upload{File: strings.NewReader("%PDF-1.7\n" + strings.Repeat("stort ", 9<<20/6)), Name: "Stor.pdf"}, ""))
	box, err := w.Library.SaveToolbox(t.Context(), w.Actor("kim"), library.Toolbox{OwnerID: librarytest.Town, Title: "Stor", Theme: "x", Spread: state.Own, IDs: []string{m.ID}})
	w.Must(err)
	w.Must(w.Library.SetToolboxState(t.Context(), w.Actor("kim"), box.ID, 1, library.Published))
	amina := w.As("amina")
	at := amina.Post("/material/lada/"+box.ID+"/paket", 303)
	w.Says(amina.Get(at, 200), "Paketet står på tur")
	w.As("bengt").Get(at, 404)
	if to := amina.Post("/material/lada/"+box.ID+"/paket", 303); to != at {
		t.Errorf("asked twice it is another task: %s", to)
	}
	w.Must(w.Library.OnPacked(t.Context(), library.Packed{TaskID: at[strings.LastIndex(at, "/")+1:], ToolboxID: box.ID, Items: []string{m.ID}}))
	w.Says(amina.Get(at, 200), "Paketet är klart", "Hämta paketet")
	if body := amina.Raw(at+"/hamta", http.StatusOK); !strings.HasPrefix(body, "PK") {
		t.Errorf("%.20q", body)
	}
}

// Somebody tells about what works; the manager and the municipality take it on; others find it, ask and build on it.
func TestAnExampleOnItsPages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	amina, maria, kim, pia := w.As("amina"), w.As("maria"), w.As("kim"), w.As("pia")
	told := func(more ...string) []string {
		return append([]string{"rubrik", "Lugn överlämning", "gjorde", "Vi flyttade överlämningen från rum 12.", "gav", "Lugnare kvällar.", "omrade", "aldreomsorg", "spridning", "rss", "kontakt", "1"}, more...)
	}
	w.Says(amina.Get("/exempel/nytt", 200), "Berätta om något som fungerar", "Inga namn, rumsnummer eller adresser")
	w.Says(amina.Post("/exempel/nytt", 422, told("hur", "Ring 19121212-1212")...), "personnummer", "Lugnare kvällar.")
	at := strings.TrimSuffix(amina.Post("/exempel/nytt", 303, told()...), "?gjort=sparat")
	id := at[strings.LastIndex(at, "/")+1:]
	w.Says(amina.Get(at, 200), "Utkast", "rums- eller lägenhetsnummer", "Skicka in exemplet")
	bengt := w.As("bengt")
	bengt.Get(at, 404)
	bengt.Get("/exempel/granska/"+id, 404)
	w.Silent(amina.Get(at, 200), "Ta tillbaka exemplet")
	w.Says(upload(amina, at+"/bild", 422, "bild.png", librarytest.PNG(), "bildtext", "En lampa"), "Bocka för att ingen går att känna igen", "Lugnare kvällar.")
	upload(amina, at+"/bild", 303, "bild.png", librarytest.PNG(), "bildtext", "En lampa", "samtycke", "1")
	w.Says(amina.Post(at+"/steg", 422, "steg", "send", "utgava", "2"), "Läs texten en gång till")
	w.Says(amina.Post(at+"/steg", 409, "steg", "publish", "utgava", "2"), "hunnit hända")
	amina.Post(at+"/steg", 303, "steg", "send", "utgava", "2", "sett", "1")
	w.Says(maria.Get("/exempel/gruppen", 200), "Lugn överlämning", "Granskas")
	w.Says(maria.Get("/exempel/granska/"+id, 200), "Be dem vänta", "Amina Exempel")
	w.Silent(maria.Get("/exempel/granska/"+id, 200), "Publicera hos")
	w.Says(kim.Get("/exempel/granska", 200), "Lugn överlämning")
	w.Says(kim.Post("/exempel/granska/"+id, 422, "steg", "decline", "utgava", "3"), "Skriv varför")
	w.Says(kim.Post("/exempel/granska/"+id, 422, "utgava", "3"), "Välj något")
	w.Says(kim.Post("/exempel/granska/"+id, 422, "steg", "publish all", "utgava", "3"), "Välj något")
	kim.Post("/exempel/granska/"+id, 303, "steg", "publish own", "utgava", "3")
	w.Says(kim.Post("/exempel/granska/"+id, 422, "steg", "publish own", "utgava", "3"), "hunnit hända")
	page := pia.Raw("/exempel/om/"+id, http.StatusOK)
	w.Says(page, "Vi flyttade överlämningen", `alt="En lampa"`)
	w.Silent(page, "Amina")
	src := page[strings.Index(page, "/exempel/om/"+id+"/bild/"):]
	r, err := pia.Client.Get(w.Base + src[:strings.IndexByte(src, '"')])
	w.Must(err)
	r.Body.Close()
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
	w.Says(pia.Get("/exempel?omrade=aldreomsorg&q=%C3%B6verl%C3%A4mningar&kommun="+librarytest.Town, 200), "Lugn överlämning", "Solen, Göteborg", "1 exempel.")
	olle := w.As("olle")
	olle.Get("/exempel/om/"+id, 404)
	rita := w.As("rita")
	w.Says(rita.Get("/exempel/granska/"+id, 200), "Sprid till alla i RSS", "Låt det stanna där det är")
	w.Silent(rita.Get("/exempel/granska/"+id, 200), "Amina")
	rita.Post("/exempel/granska/"+id, 303, "steg", "widen rss", "utgava", "4")
	w.Says(olle.Get("/exempel", 200), "Lugn överlämning")
	w.Says(pia.Post("/exempel/om/"+id+"/prova", 422, "fraga", ""), "Skriv vad du undrar")
	w.Says(pia.Get(pia.Post("/exempel/om/"+id+"/prova", 303, "fraga", "Hur lång tid tog det?"), 200), "Frågan är skickad")
	questions := amina.Raw("/exempel/fragor", http.StatusOK)
	w.Says(webtest.Words(questions), "Pia Exempel, Lunden", "Hur lång tid tog det?")
	answer := questions[strings.Index(questions, `action="/exempel/fragor/`)+8:]
	amina.Post(answer[:strings.IndexByte(answer, '"')], 303, "svar", "Tre veckor.")
	w.Says(pia.Get("/exempel/mina", 200), "Tre veckor.")
	built := pia.Post("/exempel/om/"+id+"/bygg", 303)
	w.Says(pia.Get(built, 200), "Utkast", "Lunden")
	w.Says(amina.Get(at, 200), "Publicerat", "Spritt till fler", "Ta tillbaka exemplet")
	amina.Post(at+"/steg", 303, "steg", "withdraw", "utgava", "5")
	pia.Get("/exempel/om/"+id, 404)
	pia.Get("/exempel/granska", 403)
}

// A draft is its author's alone: neither the manager nor who reviews reads it, or what is changed and not sent again, or what
// is taken back. The author takes a draft away for good, with its pictures.
func TestADraftIsItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	amina, maria, kim := w.As("amina"), w.As("maria"), w.As("kim")
	text := func(did string, more ...string) []string {
		return append([]string{"rubrik", "Kvällskaffe", "gjorde", did, "gav", "Lugn.", "spridning", "own"}, more...)
	}
	hidden := func(id string) {
		t.Helper()
		w.Silent(maria.Get("/exempel/gruppen", 200), "Kvällskaffe", "Amina")
		maria.Get("/exempel/granska/"+id, 404)
		kim.Get("/exempel/granska/"+id, 404)
	}
	at := strings.TrimSuffix(amina.Post("/exempel/nytt", 303, text("Kaffe klockan fem.")...), "?gjort=sparat")
	id := at[strings.LastIndex(at, "/")+1:]
	upload(amina, at+"/bild", 303, "bild.png", librarytest.PNG(), "bildtext", "En kopp", "samtycke", "1")
	amina.Post(at+"/steg", 422, "steg", "withdraw", "utgava", "2")
	hidden(id)
	amina.Post(at+"/steg", 303, "steg", "send", "utgava", "2")
	kim.Post("/exempel/granska/"+id, 303, "steg", "ask", "skal", "Skriv mer.", "utgava", "3")
	amina.Post(at, 303, text("Osänt: kaffe klockan sex.", "utgava", "4")...)
	upload(amina, at+"/bild", 303, "ny.png", librarytest.PNG(), "bildtext", "Osänd bild", "samtycke", "1")
	page := maria.Raw("/exempel/granska/"+id, http.StatusOK)
	w.Says(page, "Kaffe klockan fem.", "En kopp")
	w.Silent(page, "Osän")
	own := amina.Raw(at, http.StatusOK)
	w.Says(own, "Osänt: kaffe klockan sex.", "Osänd bild")
	pictures := strings.Split(own, `src="/exempel/om/`+id+"/bild/")
	first, second := strings.SplitN(pictures[1], `"`, 2)[0], strings.SplitN(pictures[2], `"`, 2)[0]
	maria.Get("/exempel/om/"+id+"/bild/"+first, 200)
	maria.Get("/exempel/om/"+id+"/bild/"+second, 404)
	amina.Post(at+"/steg", 303, "steg", "send", "utgava", "6")
	w.Says(maria.Raw("/exempel/granska/"+id, http.StatusOK), "Osänt: kaffe klockan sex.", "Osänd bild")
	amina.Post(at+"/ta-bort", 422, "utgava", "7")
	amina.Post(at+"/steg", 303, "steg", "withdraw", "utgava", "7")
	w.Says(amina.Get(at, 200), "Ingen annan ser det")
	hidden(id)
	amina.Post(at+"/steg", 303, "steg", "reopen", "utgava", "8")
	hidden(id)
	w.Says(amina.Get(at, 200), "De går inte att få tillbaka", "Ta bort utkastet för gott")
	w.As("bengt").Get(at, 404)
	w.Says(amina.Post(at+"/ta-bort", 422, "utgava", "3"), "Någon annan sparade")
	w.Says(amina.Get(amina.Post(at+"/ta-bort", 303, "utgava", "9"), 200), "Utkastet är borttaget")
	amina.Get(at, 404)
	left, err := db.One(t.Context(), w.DB, db.Number, `
		SELECT (SELECT COUNT(*) FROM example WHERE id = $1) + (SELECT COUNT(*) FROM example_picture WHERE example_id = $1) + (SELECT COUNT(*) FROM example_event WHERE example_id = $1)
			+ (SELECT COUNT(*) FROM library_word WHERE thing_id = $1)`, id)
	w.Must(err)
	if left != 0 {
		t.Errorf("%d rows are left of what was taken away", left)
	}
}

// What others get of a picture tells neither where nor when nor with what it was taken; which way is up it does.
func TestAPictureTellsNotWhereItWasTaken(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	amina := w.As("amina")
	at := strings.TrimSuffix(amina.Post("/exempel/nytt", 303, "rubrik", "Ljus", "gjorde", "Vi bytte lampor.", "gav", "Lugn.", "spridning", "own"), "?gjort=sparat")
	id := at[strings.LastIndex(at, "/")+1:]
	photo := librarytest.Photo()
	if !bytes.Contains(photo, []byte(librarytest.Hidden)) {
		t.Fatal("the photo of the test hides nothing")
	}
	w.Says(upload(amina, at+"/bild", 422, "bild.jpg", photo[:len(photo)-20], "bildtext", "En lampa", "samtycke", "1"), "Bilden går inte att läsa")
	upload(amina, at+"/bild", 303, "bild.jpg", photo, "bildtext", "En lampa", "samtycke", "1")
	amina.Post(at+"/steg", 303, "steg", "send", "utgava", "2")
	w.As("kim").Post("/exempel/granska/"+id, 303, "steg", "publish own", "utgava", "3")
	pia := w.As("pia")
	page := pia.Raw("/exempel/om/"+id, http.StatusOK)
	src := page[strings.Index(page, "/exempel/om/"+id+"/bild/"):]
	got := pia.Raw(src[:strings.IndexByte(src, '"')], http.StatusOK)
	if strings.Contains(got, librarytest.Hidden) {
		t.Error("others read where the picture was taken")
	}
	if !strings.Contains(got, "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06") {
		t.Error("the picture lies on its side")
	}
}

// Who has left an employer answers nobody there and reads no names of who asks; who leads the unit does.
func TestWhoHasLeftAnswersNobody(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	ctx := t.Context()
	x := librarytest.Story("Lugn överlämning", state.Own)
	x.Contact = true
	x, err := w.Library.SaveExample(ctx, w.Actor("amina"), x)
	w.Must(err)
	w.Do("amina", x.ID, state.Send, "")
	w.Do("kim", x.ID, state.Publish, "")
	w.Must(w.Library.Ask(ctx, w.Actor("pia"), x.ID, "Hur lång tid tog det?"))
	amina := w.As("amina")
	questions := amina.Raw("/exempel/fragor", http.StatusOK)
	w.Says(webtest.Words(questions), "Pia Exempel, Lunden")
	answer := questions[strings.Index(questions, `action="/exempel/fragor/`)+8:]
	answer = answer[:strings.IndexByte(answer, '"')]
	w.EmployAt("amina", librarytest.Private, "privata", "underskoterska")
	w.Exec(`UPDATE employment_period SET valid_until = '2025-01-01' WHERE person_id = 'amina' AND employer_id = $1`, librarytest.Town)
	w.Silent(amina.Get("/exempel/fragor", 200), "Pia", "Lunden", "Hur lång tid tog det?")
	amina.Post(answer, 404, "svar", "Tre veckor.")
	maria := w.As("maria")
	w.Says(maria.Get("/exempel/fragor", 200), "Pia Exempel, Lunden")
	maria.Post(answer, 303, "svar", "Tre veckor.")
}

// Who leads a unit's meetings keeps material for the unit; what everybody is to see takes who keeps the employer's.
func TestAUnitKeepsMaterialForItself(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	item := func(spread string, more ...string) []string {
		return append([]string{"agare", "solen", "rubrik", "Våra kvällar", "om", "Så gör vi", "form", "method", "text", "Så här.", "manader", "24", "spridning", spread}, more...)
	}
	box := func(spread string, more ...string) []string {
		return append([]string{"agare", "solen", "rubrik", "Kvällar", "tema", "Lugn", "spridning", spread}, more...)
	}
	const refused = "Be den som sköter arbetsgivarens material"
	lena, kim, frida := w.As("lena"), w.As("kim"), w.As("frida")
	w.Silent(lena.Raw("/material/skot/ny", 200), `value="all"`)
	w.Silent(lena.Raw("/material/lador/skot/ny", 200), `value="all"`)
	w.Says(kim.Raw("/material/skot/ny", 200), `value="all"`)
	w.Says(lena.Post("/material/skot/ny", 422, item("all")...), refused, "Så gör vi")
	at := strings.TrimSuffix(lena.Post("/material/skot/ny", 303, item("own")...), "?gjort=sparat")
	id := at[strings.LastIndex(at, "/")+1:]
	w.Says(lena.Post(at, 422, item("all", "utgava", "1")...), refused)
	lena.Post(at+"/lage", 303, "till", "published", "utgava", "1")
	w.Says(lena.Post("/material/lador/skot/ny", 422, box("all", "ordning-"+id, "1")...), refused)
	shelf := strings.TrimSuffix(lena.Post("/material/lador/skot/ny", 303, box("own", "ordning-"+id, "1")...), "?gjort=sparat")
	w.Says(lena.Post(shelf, 422, box("all", "utgava", "1", "ordning-"+id, "1")...), refused)
	w.As("amina").Get("/material/om/"+id, 200)
	frida.Get("/material/om/"+id, 404)
	// The municipality lets everybody see it; from then on the unit changes it no more without taking it home.
	w.Says(kim.Raw(at, 200), `value="all"`)
	kim.Post(at, 303, item("all", "utgava", "2")...)
	frida.Get("/material/om/"+id, 200)
	w.Silent(lena.Raw(at, 200), `value="all"`)
	w.Says(upload(lena, at+"/fil", 422, "Kort.pdf", []byte("%PDF-1.7\n")), refused)
	lena.Post(at+"/lage", 303, "till", "ended", "utgava", "3")
	w.Says(lena.Post(at+"/lage", 422, "till", "published", "utgava", "4"), refused)
	kim.Post(shelf, 303, box("all", "utgava", "1", "ordning-"+id, "1")...)
	w.Says(lena.Post(shelf+"/lage", 422, "till", "published", "utgava", "2"), refused)
}
