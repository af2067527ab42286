package bookweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/webtest"
)

// peopled is a world with somebody in every state.
func peopled(t *testing.T) (w *world, full, free occasion.Occasion) {
	t.Helper()
	w = newWorld(t)
	full, free = w.dayOf(20, 1), w.dayOf(34, 12)
	net := w.open(occasion.Occasion{CourseID: "bemotande", Form: occasion.Online, Link: "https://moten.example/1", Language: "sv", Seats: 10, Sessions: []occasion.Session{{Length: occasion.Half, Day: w.in(4), Begins: "13:00", Ends: "15:30"}, {Length: occasion.Half, Day: w.in(11), Begins: "13:00", Ends: "15:30"}}})
	karin := w.Actor("karin")
	w.must(w.Bookings.Book(t.Context(), karin, full.ID, "bengt", ""))
	w.must(w.Bookings.Book(t.Context(), karin, full.ID, "amina", ""))
	w.must(w.Bookings.Book(t.Context(), karin, full.ID, "carmen", ""))
	w.must(w.Bookings.Cancel(t.Context(), w.Actor("bengt"), w.own("bengt"), "")) // amina is offered the seat
	w.must(w.Bookings.Book(t.Context(), karin, net.ID, "amina", ""))
	w.must(w.Bookings.Ask(t.Context(), w.Actor("bengt"), free.ID, "Jag vill lära mig lyfta rätt."))
	return w, full, free
}

func TestCourseDaysInABrowser(t *testing.T) {
	b := browsertest.New(t)
	w, full, free := peopled(t)
	amina, bengt, carmen, karin := w.As("amina"), w.As("bengt"), w.As("carmen"), w.As("karin")
	offered := ""
	if all, err := w.Bookings.OfferedOf(t.Context(), w.Actor("karin"), []string{"solen"}); err != nil || len(all) != 1 {
		t.Fatal(all, err)
	} else {
		offered = "/min-grupp/kursdagar/plats/" + all[0].ID
	}
	for name, at := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{
		"lista": {amina, "/kursdagar"}, "lista-tom": {amina, "/kursdagar?kurs=x"}, "dag": {carmen, "/kursdagar/" + free.ID}, "dag-kö": {carmen, "/kursdagar/" + full.ID}, "dag-frågat": {bengt, "/kursdagar/" + free.ID},
		"erbjudande": {amina, "/kursdagar/" + full.ID + "/erbjudande"}, "avboka": {carmen, "/kursdagar/" + full.ID + "/avboka"}, "resan": {amina, "/min-resa"},
		"grupp": {karin, "/min-grupp/kursdagar"}, "boka": {karin, "/min-grupp/kursdagar/boka?enhet=solen"}, "vilka": {karin, "/min-grupp/kursdagar/boka?enhet=solen&tillfalle=" + free.ID},
		"plats": {karin, offered}, "lapp": {karin, offered + "/lapp"}, "plats-avboka": {karin, offered + "/avboka"}, "att-göra": {karin, "/min-grupp"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			at.who.Open(p)
			p.Open(w.Base + at.path)
			look(t, p, name)
		})
	}
}

// look holds a page against every view.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	if p.Status() != http.StatusOK {
		t.Errorf("%s: %d", p.Path(), p.Status())
	}
	dir := os.Getenv("YRKESRESAN_PICTURES")
	for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
		p.As(v)
		p.Axe(t)
		if dir != "" {
			p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
		}
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
	p.TabWalk(t)
}

// A carer on a phone without script asks, the manager says yes, the carer has a place and gives it up.
func TestACarerGetsAPlaceWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	w.dayOf(20, 2)
	p, boss := b.Page(t, browsertest.Phone), b.Page(t, browsertest.Phone)
	w.As("amina").Open(p)
	w.As("karin").Open(boss)
	p.As(browsertest.Phone.NoScript())
	boss.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/min-resa")
	p.Click("Kursdagar")
	p.Click("Se dagen och anmäl dig")
	p.Type("Vill du säga något till din chef?", "Jag är 19800101-1231.")
	p.Click("Anmäl dig")
	if p.Status() != http.StatusUnprocessableEntity {
		t.Error(p.Status())
	}
	p.Sees("Skriv inte personnummer.")
	p.Type("Vill du säga något till din chef?", "Min rygg är trött.")
	p.Click("Anmäl dig")
	p.Sees("Din fråga är skickad till din chef.", "Din chef svarar ja eller nej.")

	boss.Open(w.Base + "/min-grupp")
	boss.Sees("1 person väntar på ditt svar om en kursdag")
	boss.Click("Svara om kursdagar")
	boss.Sees("Min rygg är trött.")
	boss.Click("Säg ja till de valda")
	boss.Sees("1 person har fått plats.")

	p.Reload()
	p.Sees("Du har plats")
	p.Click("Avboka min plats")
	p.Sees("Platsen går till nästa i kön.")
	p.Click("Avboka min plats")
	p.Sees("Det är avbokat.")
}

// Full: one waits, is offered the seat that comes free, and takes it, with the keyboard only.
func TestWhoWaitsTakesAnOfferWithTheKeyboard(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	o := w.dayOf(20, 1)
	karin := w.Actor("karin")
	w.must(w.Bookings.Book(t.Context(), karin, o.ID, "bengt", ""))
	p := b.Page(t, browsertest.Phone)
	w.As("amina").Open(p)
	p.Open(w.Base + "/kursdagar/" + o.ID)
	p.Sees("Dagen är full")
	p.Eval(`[...document.querySelectorAll('button')].find(b => b.textContent.includes('Ställ dig i kö')).focus()`, nil)
	p.Submit()
	p.Sees("Din fråga är skickad till din chef.")
	w.must(w.Bookings.Approve(t.Context(), karin, w.own("amina"), ""))
	p.Reload()
	p.Sees("Du är nummer 1 i kön")
	w.must(w.Bookings.Cancel(t.Context(), w.Actor("bengt"), w.own("bengt"), ""))
	p.Open(w.Base + "/min-resa")
	p.Sees("Du kan få en plats på kursdagen")
	p.Eval(`document.querySelector('a[href$="/erbjudande"]').focus()`, nil)
	p.Submit()
	p.Eval(`[...document.querySelectorAll('button')].find(b => b.textContent.includes('Ta platsen')).focus()`, nil)
	p.Submit()
	p.Sees("Platsen är din.", "Du har plats")
}

// A manager books two, sends a colleague and prints a paper.
func TestAManagerBooksAndPrints(t *testing.T) {
	b, w := browsertest.New(t), newWorld(t)
	w.dayOf(20, 2)
	p := b.Page(t, browsertest.Desktop)
	w.As("karin").Open(p)
	p.Open(w.Base + "/min-grupp/kursdagar")
	p.Click("Boka plats")
	p.Click("Välj vilka som ska gå")
	p.Click("Boka de valda")
	p.Sees("Välj minst en person.")
	p.Click("Amina Exempel")
	p.Click("Bengt Exempel")
	p.Click("Boka de valda")
	p.Sees("Tänk på det här innan du bokar", "2 av 5 på enheten blir borta")
	p.Click("Boka dem ändå")
	p.Sees("2 personer är anmälda.", "Amina Exempel")
	p.Click("Amina Exempel")
	p.Select("Vem går i stället?", "Carmen Exempel. Har kursen i sin resa och har inte gått den.")
	p.Click("Ge kollegan platsen")
	p.Sees("Kollegan har fått platsen.", "Carmen Exempel: Förflyttning")
	p.Click("Skriv ut en lapp")
	p.Sees("Du har plats på kursdagen Förflyttning", "Säg till din chef om du inte kan gå.")
	if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
		p.Print(filepath.Join(dir, "lapp.pdf"))
	}
}
