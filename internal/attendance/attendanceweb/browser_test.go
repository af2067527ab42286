package attendanceweb_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/webtest"
)

// press presses a person's button; with script no page is loaded.
func press(p *browsertest.Page, person, what string) {
	p.Eval(fmt.Sprintf(`document.querySelector('[data-rad="plats-%s"] button[value=%s]').click()`, person, what), nil)
}

// A trainer in a cellar: the list is made ready, the network is cut, people are marked, the page is loaded again, and
// when the network is back everybody has exactly one mark.
func TestCheckingInWithTheNetworkCut(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	w.Seat("amina", "bengt", "carmen", "david")
	w.At("")
	p := b.Page(t, browsertest.Phone)
	w.As("tora").Open(p)
	p.Open(w.Base + list)
	p.Sees("0 av 4 är här", "Gör listan redo")
	p.Eval(`document.querySelector('[data-gor-redo]').click()`, nil)
	p.Sees("Listan finns i telefonen")

	w.cut.Store(true)
	p.Offline(true)
	press(p, "amina", "here")
	p.Sees("Sparat i telefonen. Skickas när du har internet.", "1 av 4 är här")
	press(p, "bengt", "absent")
	p.Sees("Du har inget internet. Sparat i telefonen: 2.")
	p.Open(w.Base + list)
	p.Sees("Amina Exempel", "Sparat i telefonen. Skickas när du har internet.", "1 av 4 är här")
	if n := w.marks("amina"); n != 0 {
		t.Fatalf("%d marks came through the cut network", n)
	}
	press(p, "carmen", "here")
	press(p, "amina", "here") // pressed again: the same once more
	p.Sees("2 av 4 är här")

	w.cut.Store(false)
	p.Offline(false)
	webtest.Soon(w.T, "the marks come", func() bool { return w.marks("amina") == 2 && w.marks("bengt") == 1 && w.marks("carmen") == 1 })
	p.Sees("Allt är skickat.")
	p.SeesNot("Sparat i telefonen. Skickas")
	p.Open(w.Base + list)
	p.Sees("2 av 4 är här", "Amina Exempel")
	for person, want := range map[string]string{"amina": "attended", "bengt": "absent", "carmen": "attended", "david": ""} {
		d, err := w.Attendance.Open(t.Context(), w.Actor("tora"), attendancetest.Day)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(d.Line("plats-" + person).Presence[attendancetest.Morning].State); got != want {
			t.Errorf("%s: %q, want %q", person, got, want)
		}
	}
}

// The session ends while marks wait: they stay in the phone, and are taken when the same person has signed in again.
func TestMarksOutliveTheSession(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	w.Seat("amina")
	w.At("")
	p := b.Page(t, browsertest.Phone)
	w.As("tora").Open(p)
	p.Open(w.Base + list)
	w.Exec(`DELETE FROM session`)
	press(p, "amina", "here")
	p.Sees("Du har varit borta länge.", "Logga in igen")
	if n := w.marks("amina"); n != 0 {
		t.Fatalf("%d marks of nobody", n)
	}
	w.Grant("rita", "trainer", attendancetest.RSS)
	w.As("rita").Open(p) // somebody else on the same phone sends nothing of tora's
	p.Open(w.Base + list)
	p.Sees("0 av 1 är här")
	p.SeesNot("Sparat i telefonen")
	w.As("tora").Open(p)
	p.Open(w.Base + list)
	webtest.Soon(w.T, "the mark comes", func() bool { return w.marks("amina") == 1 })
	p.Sees("Allt är skickat.")

	p.Eval(`document.querySelector('[data-gor-redo]').click()`, nil)
	p.Sees("Listan finns i telefonen")
	if err := w.Attendance.Close(t.Context(), w.Actor("rita"), attendancetest.Day, true); err != nil {
		w.At("15:00")
		if err := w.Attendance.Close(t.Context(), w.Actor("rita"), attendancetest.Day, true); err != nil {
			t.Fatal(err)
		}
	}
	p.Open(w.Base + list)
	p.Sees("Dagen är avslutad")
	webtest.Soon(w.T, "the phone is empty", func() bool {
		p.Eval(`caches.keys().then(k => document.body.dataset.kvar = k.length)`, nil)
		var left string
		p.Eval(`document.body.dataset.kvar || ''`, &left)
		return left == "0"
	})
}

// Without script the whole day works by plain pages.
func TestADayWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	w.Seat("amina", "bengt")
	p := b.Page(t, browsertest.Phone)
	w.As("tora").Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/kursledare")
	p.Click("Rena händer")
	p.Sees("0 av 2 är här")
	p.Click(`[data-rad="plats-amina"] button[value=here]`)
	p.Sees("1 av 2 är här")
	p.Click(`[data-rad="plats-bengt"] summary`)
	p.Type("#tid-plats-bengt", "10:30")
	p.Click(`[data-rad="plats-bengt"] button[value=late]`)
	p.Sees("2 av 2 är här", "Här, kom 10.30")
	w.At("15:00")
	p.Click("Avsluta dagen")
	p.Click("De som inte är markerade kom inte")
	p.Click("button")
	p.Sees("Dagen är avslutad")
}

func TestThePagesOfADayInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	w.Seat("amina", "bengt", "carmen", "david", "elsa", "fatima")
	w.Protect("carmen")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(w.Attendance.Tell(t.Context(), w.Actor("amina"), attendance.Need{OccasionID: attendancetest.Day, Able: "Tvätta händerna rätt, också när det är bråttom.", Hard: "Att hinna.", Diet: "Vegetarisk"}))
	must(w.Attendance.Tell(t.Context(), w.Actor("bengt"), attendance.Need{OccasionID: attendancetest.Day, Tried: "Sprit vid dörren.", Named: true, Access: "Hörselslinga"}))
	tora, rita, amina := w.As("tora"), w.As("rita"), w.As("amina")
	tora.Form(list, mark("k1", "amina", "late", "10:05"), 303)
	tora.Form(list, mark("k2", "bengt", "here", ""), 303)
	tora.Form(list, mark("k3", "david", "excused", ""), 303)
	own := "/kursdagar/" + attendancetest.Day
	open := map[string]struct {
		who  *webtest.Visitor
		path string
	}{
		"leder": {tora, "/kursledare"}, "dag": {rita, day}, "narvaro": {tora, list}, "kod": {tora, day + "/kod"}, "lista": {tora, day + "/lista"}, "skyltar": {tora, day + "/namnskyltar"},
		"avsluta": {tora, day + "/avsluta"}, "incheckning": {amina, "/incheckning"}, "behov": {amina, own + "/behov"}, "kok": {rita, "/kurstillfallen/" + attendancetest.Day + "/behov"},
	}
	for name, at := range open {
		visit(t, b, w, name, at.who, at.path)
	}
	w.At("15:00")
	must(w.Attendance.Close(t.Context(), w.Actor("tora"), attendancetest.Day, true))
	w.Settle()
	visit(t, b, w, "efter", tora, day+"/efter")
	visit(t, b, w, "en", rita, day+"/efter/plats-amina")
	visit(t, b, w, "egen", amina, own+"/pa-plats")
}

func visit(t *testing.T, b *browsertest.Browser, w *site, name string, who *webtest.Visitor, path string) {
	t.Run(name, func(t *testing.T) {
		p := b.Page(t, browsertest.Phone)
		who.Open(p)
		p.Open(w.Base + path)
		if p.Status() != http.StatusOK {
			t.Errorf("%s: %d", p.Path(), p.Status())
		}
		for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
			p.As(v)
			p.Axe(t)
			if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
				p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
			}
		}
		p.As(browsertest.Phone)
		p.NoOverflow(t)
		p.Targets(t)
		if name == "narvaro" || name == "en" {
			p.TabWalk(t)
		}
	})
}

// What one day does not take waits in the phone and says so; marks of other days go on. Who signs out is told of what waits.
func TestWhatIsRefusedHoldsNothingUp(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	w.Seat("amina")
	w.At("")
	p := b.Page(t, browsertest.Phone)
	w.As("tora").Open(p)
	p.Open(w.Base + list)
	p.Eval(`indexedDB.open('utkorg', 1).onsuccess = e => e.target.result.transaction('saker', 'readwrite').objectStore('saker')
		.put({ id: 'x', at: 1, vem: document.querySelector('[data-utkorg]').dataset.vem, till: '/kursledare/dag/finns-inte/skickat', rad: 'x', fields: {} })
		.onsuccess = () => document.body.dataset.lagt = 1`, nil)
	webtest.Soon(w.T, "it waits", func() (ok bool) {
		p.Eval(`document.body.dataset.lagt === '1'`, &ok)
		return ok
	})
	press(p, "amina", "here")
	webtest.Soon(w.T, "the mark comes", func() bool { return w.marks("amina") == 1 })
	p.Sees("Du får inte skicka det här just nu. Sparat i telefonen: 1.")

	p.Open(w.Base + "/installningar")
	p.Eval(`window.confirm = text => { document.body.dataset.fraga = text; return false; }; document.querySelector('form[data-osant] button').click()`, nil)
	webtest.Soon(w.T, "the question", func() bool {
		var asked string
		p.Eval(`document.body.dataset.fraga || ''`, &asked)
		return strings.HasPrefix(asked, "Inte skickat från telefonen: 1.")
	})
	p.Eval(`window.confirm = () => true; document.querySelector('form[data-osant] button').click()`, nil)
	p.Sees("Du är utloggad")
}
