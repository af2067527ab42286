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
)

// A keeper writes an item, adds a file, publishes it, and puts it in a toolbox; a colleague finds it and takes it home.
func TestAKeeperFillsTheBank(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	kim, amina := w.as("kim"), w.as("amina")
	item := func(more ...string) []string {
		return append([]string{"agare", librarytest.Town, "rubrik", "Lugna kvällar", "om", "Tre vägar till lugn", "form", "method", "text", "Gör **så** här.", "manader", "24", "spridning", "own", "omraden", "aldreomsorg", "amnen", "bemotande"}, more...)
	}
	w.says(kim.get("/material/skot/ny", 200), "Lägg till material", "Göteborg")
	w.says(kim.post("/material/skot/ny", 422, item("lankar", "Mer | http://osaker.example")...), "https", "Tre vägar till lugn")
	at := strings.TrimSuffix(kim.post("/material/skot/ny", 303, item("lankar", "Mer | https://mer.example/a")...), "?gjort=sparat")
	id := at[strings.LastIndex(at, "/")+1:]
	w.says(kim.get(at, 200), "Utkast", "Mer | https://mer.example/a")
	amina.get("/material/om/"+id, 404)
	amina.get(at, 403)
	w.says(kim.upload(at+"/fil", 422, "x.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`)), "Filen går inte att ta emot", "Gör **så** här.")
	w.says(kim.upload(at+"/fil", 422, "x.pdf", bytes.Repeat([]byte("x"), 11<<20)), "större än 10 MB")
	kim.upload(at+"/fil", 303, "Kort.pdf", []byte("%PDF-1.7\n"), "filtext", "Kort att skriva ut")
	kim.post(at+"/lage", 303, "till", "published", "utgava", "2")
	w.says(kim.post(at+"/lage", 422, "till", "published", "utgava", "3"), "hunnit hända")
	page := amina.raw("/material/om/" + id)
	w.says(page, "<strong>så</strong>", "Kort att skriva ut", `href="https://mer.example/a"`)
	w.says(flat(page), "Äldreomsorg, Bemötande", "PDF, 1 kB", "Göteborg")
	w.says(amina.get("/material?q=kv%C3%A4llar&omrade=aldreomsorg&form=method", 200), "Lugna kvällar", "1 material.")
	w.says(amina.get("/material?q=zebra", 200), "Inget material hittades")
	file := page[strings.Index(page, "/material/om/"+id+"/fil/"):]
	r, err := amina.client.Get(w.Base + file[:strings.IndexByte(file, '"')])
	w.Must(err)
	r.Body.Close()
	if r.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") || r.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a file is shown: %v", r.Header)
	}
	w.says(kim.post("/material/lador/skot/ny", 422, "agare", librarytest.Town, "rubrik", "Kvällar", "tema", "", "spridning", "own"), "Skriv ett tema")
	box := strings.TrimSuffix(kim.post("/material/lador/skot/ny", 303, "agare", librarytest.Town, "rubrik", "Kvällar", "tema", "Lugn", "spridning", "own", "ordning-"+id, "1"), "?gjort=sparat")
	kim.post(box+"/lage", 303, "till", "published", "utgava", "1")
	boxID := box[strings.LastIndex(box, "/")+1:]
	w.says(amina.get("/material", 200), "Verktygslådor", "Kvällar", "Leda samtal på arbetsplatsen")
	w.says(amina.get("/material/lada/"+boxID, 200), "Lugna kvällar", "Ladda ner allt som ett paket")
	got, err := amina.client.PostForm(w.Base+"/material/lada/"+boxID+"/paket", url.Values{})
	w.Must(err)
	body, err := io.ReadAll(got.Body)
	w.Must(err)
	got.Body.Close()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	w.Must(err)
	if len(z.File) != 4 || !strings.Contains(got.Header.Get("Content-Disposition"), "kvallar.zip") {
		t.Errorf("%d files, %v", len(z.File), got.Header)
	}
	w.as("frida").get("/material/lada/"+boxID, 404)
	w.says(kim.get(at+"/versioner", 200), "Version 1", "Kim Exempel")
	w.says(kim.get("/material/skot", 200), "Lugna kvällar", "Kvällar", "Publicerat")
	amina.get("/material/skot", 403)
	copied := w.as("lena").post("/material/om/"+id+"/kopiera", 303, "agare", "solen")
	w.says(w.as("lena").get(copied, 200), "Utkast", "Solen")
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
	amina := w.as("amina")
	at := amina.post("/material/lada/"+box.ID+"/paket", 303)
	w.says(amina.get(at, 200), "Paketet står på tur")
	w.as("bengt").get(at, 404)
	if to := amina.post("/material/lada/"+box.ID+"/paket", 303); to != at {
		t.Errorf("asked twice it is another task: %s", to)
	}
	w.Must(w.Library.OnPacked(t.Context(), library.Packed{TaskID: at[strings.LastIndex(at, "/")+1:], ToolboxID: box.ID, Items: []string{m.ID}}))
	w.says(amina.get(at, 200), "Paketet är klart", "Hämta paketet")
	if body := amina.raw(at + "/hamta"); !strings.HasPrefix(body, "PK") {
		t.Errorf("%.20q", body)
	}
}

// Somebody tells about what works; the manager and the municipality take it on; others find it, ask and build on it.
func TestAnExampleOnItsPages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	amina, maria, kim, pia := w.as("amina"), w.as("maria"), w.as("kim"), w.as("pia")
	told := func(more ...string) []string {
		return append([]string{"rubrik", "Lugn överlämning", "gjorde", "Vi flyttade överlämningen från rum 12.", "gav", "Lugnare kvällar.", "omrade", "aldreomsorg", "spridning", "rss", "kontakt", "1"}, more...)
	}
	w.says(amina.get("/exempel/nytt", 200), "Berätta om något som fungerar", "Inga namn, rumsnummer eller adresser")
	w.says(amina.post("/exempel/nytt", 422, told("hur", "Ring 19121212-1212")...), "personnummer", "Lugnare kvällar.")
	at := strings.TrimSuffix(amina.post("/exempel/nytt", 303, told()...), "?gjort=sparat")
	id := at[strings.LastIndex(at, "/")+1:]
	w.says(amina.get(at, 200), "Utkast", "rums- eller lägenhetsnummer", "Skicka in exemplet")
	bengt := w.as("bengt")
	bengt.get(at, 404)
	bengt.get("/exempel/granska/"+id, 404)
	w.says(amina.upload(at+"/bild", 422, "bild.png", librarytest.PNG(), "bildtext", "En lampa"), "Bocka för att ingen går att känna igen", "Lugnare kvällar.")
	amina.upload(at+"/bild", 303, "bild.png", librarytest.PNG(), "bildtext", "En lampa", "samtycke", "1")
	w.says(amina.post(at+"/steg", 422, "steg", "send", "utgava", "2"), "Läs texten en gång till")
	w.says(amina.post(at+"/steg", 409, "steg", "publish", "utgava", "2"), "hunnit hända")
	amina.post(at+"/steg", 303, "steg", "send", "utgava", "2", "sett", "1")
	w.says(maria.get("/exempel/gruppen", 200), "Lugn överlämning", "Granskas")
	w.says(maria.get("/exempel/granska/"+id, 200), "Be dem vänta", "Amina Exempel")
	w.silent(maria.get("/exempel/granska/"+id, 200), "Publicera hos")
	w.says(kim.get("/exempel/granska", 200), "Lugn överlämning")
	w.says(kim.post("/exempel/granska/"+id, 422, "steg", "decline", "utgava", "3"), "Skriv varför")
	w.says(kim.post("/exempel/granska/"+id, 422, "utgava", "3"), "Välj något")
	w.says(kim.post("/exempel/granska/"+id, 422, "steg", "publish all", "utgava", "3"), "Välj något")
	kim.post("/exempel/granska/"+id, 303, "steg", "publish own", "utgava", "3")
	w.says(kim.post("/exempel/granska/"+id, 422, "steg", "publish own", "utgava", "3"), "hunnit hända")
	page := pia.raw("/exempel/om/" + id)
	w.says(page, "Vi flyttade överlämningen", `alt="En lampa"`)
	w.silent(page, "Amina")
	src := page[strings.Index(page, "/exempel/om/"+id+"/bild/"):]
	r, err := pia.client.Get(w.Base + src[:strings.IndexByte(src, '"')])
	w.Must(err)
	r.Body.Close()
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
	w.says(pia.get("/exempel?omrade=aldreomsorg&q=%C3%B6verl%C3%A4mningar&kommun="+librarytest.Town, 200), "Lugn överlämning", "Solen, Göteborg", "1 exempel.")
	olle := w.as("olle")
	olle.get("/exempel/om/"+id, 404)
	rita := w.as("rita")
	w.says(rita.get("/exempel/granska/"+id, 200), "Sprid till alla i RSS", "Låt det stanna där det är")
	w.silent(rita.get("/exempel/granska/"+id, 200), "Amina")
	rita.post("/exempel/granska/"+id, 303, "steg", "widen rss", "utgava", "4")
	w.says(olle.get("/exempel", 200), "Lugn överlämning")
	w.says(pia.post("/exempel/om/"+id+"/prova", 422, "fraga", ""), "Skriv vad du undrar")
	w.says(pia.get(pia.post("/exempel/om/"+id+"/prova", 303, "fraga", "Hur lång tid tog det?"), 200), "Frågan är skickad")
	questions := amina.raw("/exempel/fragor")
	w.says(flat(questions), "Pia Exempel, Lunden", "Hur lång tid tog det?")
	answer := questions[strings.Index(questions, `action="/exempel/fragor/`)+8:]
	amina.post(answer[:strings.IndexByte(answer, '"')], 303, "svar", "Tre veckor.")
	w.says(pia.get("/exempel/mina", 200), "Tre veckor.")
	built := pia.post("/exempel/om/"+id+"/bygg", 303)
	w.says(pia.get(built, 200), "Utkast", "Lunden")
	w.says(amina.get(at, 200), "Publicerat", "Spritt till fler", "Ta tillbaka exemplet")
	amina.post(at+"/steg", 303, "steg", "withdraw", "utgava", "5")
	pia.get("/exempel/om/"+id, 404)
	pia.get("/exempel/granska", 403)
}
