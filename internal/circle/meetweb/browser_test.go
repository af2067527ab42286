package meetweb_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/webtest"
)

// press presses a person's button; with script no page is loaded.
func press(p *browsertest.Page, person, what string) {
	p.Eval(fmt.Sprintf(`document.querySelector('[data-rad="%s"] button[value=%s]').click()`, person, what), nil)
}

// A leader in a cellar: the meeting is made ready, the network is cut, five people are marked, the page is loaded again
// and the pages for the room are read. When the network is back everybody has one mark, and one fact when the meeting is
// held; sent once more nothing is doubled.
func TestMarkingWithTheNetworkCut(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	w.Employ("cai", circletest.Unit, "underskoterska")
	w.Employ("dag", circletest.Unit, "underskoterska")
	w.Employ("eva", circletest.Unit, "underskoterska")
	m, at := w.today()
	w.Clock = time.Time{}
	five := []string{circletest.Member, circletest.Second, "cai", "dag", "eva"}
	p := b.Page(t, browsertest.Phone)
	lena := w.As(circletest.Leader)
	lena.Open(p)
	p.Open(w.Base + at)
	p.Eval(`document.querySelector('[data-gor-redo]').click()`, nil)
	p.Sees("Listan finns i telefonen")

	w.cut.Store(true)
	p.Offline(true)
	p.Open(w.Base + at + "/narvaro")
	p.Sees("0 av 6 är med")
	for i, person := range five {
		press(p, person, "har")
		p.Sees(fmt.Sprintf("%d av 6 är med", i+1))
	}
	p.Sees("Du har inget internet. Sparat i telefonen: 5.")
	p.Open(w.Base + at + "/visa?sida=3")
	p.Sees("Vad hände?")
	p.Open(w.Base + at + "/narvaro")
	p.Sees("5 av 6 är med", "Sparat i telefonen. Skickas när du har internet.")
	if n := w.marks(circletest.Member); n != 0 {
		t.Fatalf("%d marks came through the cut network", n)
	}

	w.cut.Store(false)
	p.Offline(false)
	webtest.Soon(w.T, "the marks come", func() bool {
		for _, person := range five {
			if w.marks(person) != 1 {
				return false
			}
		}
		return true
	})
	p.Sees("Allt är skickat.")
	w.Hold(m.ID, 60)
	w.sendAgain(lena, at+"/skickat", m.ID)
	for _, person := range five {
		if marks, facts := w.marks(person), w.facts(person); marks != 1 || facts != 1 {
			t.Errorf("%s: %d marks, %d facts", person, marks, facts)
		}
	}
	p.Open(w.Base + at + "/narvaro")
	p.Sees("6 av 6 är med") // who leads was there
	webtest.Soon(w.T, "the phone is empty", func() bool {
		p.Eval(`caches.keys().then(k => document.body.dataset.kvar = k.length)`, nil)
		var left string
		p.Eval(`document.body.dataset.kvar || ''`, &left)
		return left == "0"
	})
}

// sendAgain sends all marks of a meeting once more, as a phone does that never heard the answer.
func (w *site) sendAgain(v *webtest.Visitor, to, meetingID string) {
	w.T.Helper()
	type mark struct{ id, person string }
	all, err := db.All(context.WithoutCancel(w.T.Context()), w.DB, func(s db.Scanner) (m mark, err error) { err = s.Scan(&m.id, &m.person); return m, err },
		`SELECT id, person_id FROM circle_mark WHERE meeting_id = $1 AND how = 'list' AND person_id <> by_id ORDER BY id`, meetingID)
	if err != nil {
		w.T.Fatal(err)
	}
	var items []string
	now := time.Now().UnixMilli()
	for _, m := range all {
		items = append(items, fmt.Sprintf(`{"id":%q,"at":%d,"fields":{"person":%q,"vad":"har"}}`, m.id, now, m.person))
	}
	body := v.JSON(to, fmt.Sprintf(`{"now":%d,"items":[%s]}`, now, strings.Join(items, ",")), http.StatusOK)
	if n := strings.Count(body, `"state":"taken"`); n != len(all) || n < 5 {
		w.T.Errorf("%d of %d taken: %s", n, len(all), body)
	}
}

// The session ends while marks wait: they stay in the phone, and are taken when the same person has signed in again.
func TestMarksOutliveTheSession(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	_, at := w.today()
	w.Clock = time.Time{}
	p := b.Page(t, browsertest.Phone)
	w.As(circletest.Leader).Open(p)
	p.Open(w.Base + at + "/narvaro")
	w.Exec(`DELETE FROM session`)
	press(p, circletest.Member, "har")
	p.Sees("Du har varit borta länge.", "Logga in igen")
	if n := w.marks(circletest.Member); n != 0 {
		t.Fatalf("%d marks of nobody", n)
	}
	w.As(circletest.Manager).Open(p) // somebody else on the same phone sends nothing of hers
	p.Open(w.Base + at + "/narvaro")
	p.Sees("0 av 3 är med")
	p.SeesNot("Sparat i telefonen")
	w.As(circletest.Leader).Open(p)
	p.Open(w.Base + at + "/narvaro")
	webtest.Soon(w.T, "the mark comes", func() bool { return w.marks(circletest.Member) == 1 })
	p.Sees("Allt är skickat.")
}

// With a clicker: PageDown and PageUp lead through the pages, but not out of a text that somebody writes. The time runs
// when somebody asks for it, and nothing turns the page when it is out.
func TestTheRoomByKeyboardWithTime(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	_, at := w.today()
	p := b.Page(t, browsertest.Desktop)
	w.As(circletest.Leader).Open(p)
	p.Open(w.Base + at + "/visa")
	step := func(key, sees string) {
		t.Helper()
		p.Press(key)
		p.Sees(sees)
		webtest.Soon(w.T, "the page's script has begun", func() bool {
			var state string
			p.Eval(`document.readyState`, &state)
			return state == "complete"
		})
	}
	step("PageDown", "Ert eget exempel")
	step("PageDown", "Steg 1 av 7")
	step("ArrowRight", "Steg 2 av 7")
	step("PageUp", "Steg 1 av 7")
	step("PageDown", "Steg 2 av 7")
	p.Click("#text")
	p.Press("ArrowRight", "ArrowLeft")
	p.Sees("Steg 2 av 7")
	p.Type("Vi kom fram till", "Vi lyssnade först.")
	p.Sees("Sparat")
	p.Type("Vi kom fram till", "Vi lyssnade först. Sedan frågade vi.")
	webtest.Soon(w.T, "the text is saved twice", func() bool {
		return w.number(`SELECT COUNT(*) FROM circle_text WHERE text = $1`, "Vi lyssnade först. Sedan frågade vi.") == 1
	})

	p.SeesNot("7:5") // the time stands in words until somebody starts it
	p.Click("Starta tiden")
	p.Sees("Pausa tiden")
	ahead := func(minutes int) {
		p.Eval(fmt.Sprintf(`(() => { const now = Date.now.bind(Date); Date.now = () => now() + %d * 6e4 })()`, minutes), nil)
	}
	ahead(3)
	p.Sees("5 minuter kvar")
	p.Reload()
	p.Sees("Pausa tiden") // it runs on when the page is loaded again
	ahead(7)
	p.Sees("1 minut kvar")
	ahead(1)
	p.Sees("Tiden är slut", "Steg 2 av 7")
	p.Click("Börja om tiden")
	p.Sees("Starta tiden")
	p.HasFocus("Starta tiden")
	step("Escape", "Till dig som leder")
}

// On the unit's own computer who is quiet is asked and signed out; whoever has started a step's time is still there.
func TestARunningTimeCountsAsBeingThere(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	_, at := w.today()
	lena := w.As(circletest.Leader)
	w.share(lena, circletest.Leader)
	p := b.Page(t, browsertest.Desktop)
	lena.Open(p)
	p.Open(w.Base + at + "/visa?sida=3")
	p.Click("Starta tiden")
	p.Sees("Pausa tiden")
	p.Eval(`(() => {
		const real = fetch;
		window.fetch = (to, how) => { if (to === '/fortfarande-har') document.body.dataset.har = 'ja'; return real(to, how); };
		const now = Date.now.bind(Date);
		Date.now = () => now() + 2e5;
	})()`, nil)
	webtest.Soon(w.T, "the device hears that somebody is there", func() bool {
		var here string
		p.Eval(`document.body.dataset.har || ''`, &here)
		return here == "ja"
	})
	p.SeesNot("Är du kvar?")
}

// Two write at once: who saves later sees both texts, also when the script saves.
func TestTwoWriteTheGroupsText(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	m, at := w.today()
	p := b.Page(t, browsertest.Desktop)
	w.As(circletest.Leader).Open(p)
	p.Open(w.Base + at + "/visa?sida=3")
	if _, err := w.Circles.WriteStep(t.Context(), w.Actor(circletest.Second), m.ID, "handelse", "Bos text", 0); err != nil {
		t.Fatal(err)
	}
	p.Type("Vi kom fram till", "Lenas text")
	p.Sees("Någon annan har skrivit under tiden", "Bos text")
	if got := p.Value("Vi kom fram till"); got != "Lenas text" {
		t.Errorf("what was typed is %q", got)
	}
}

// The page goes away while a save of it is under way: the last words follow upon that save.
func TestTheLastWordsAreSavedAsThePageGoes(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	m, at := w.today()
	p := b.Page(t, browsertest.Desktop)
	lena := w.As(circletest.Leader)
	lena.Open(p)
	p.Open(w.Base + at + "/visa?sida=3")
	p.Eval(`(() => {
		const real = fetch;
		window.fetch = (to, how) => { real(to, how); return new Promise(() => {}); }; // the answer never comes
	})()`, nil)
	saved := func(text string) {
		t.Helper()
		webtest.Soon(w.T, text, func() bool {
			v, err := w.Circles.Agenda(t.Context(), w.Actor(circletest.Leader), m.ID)
			return err == nil && v.Texts["handelse"].Text == text
		})
	}
	p.Type("Vi kom fram till", "Någon ville hem.")
	saved("Någon ville hem.")
	p.Type("Vi kom fram till", "Någon ville hem. Vi väntade.")
	p.Open(w.Base + at)
	saved("Någon ville hem. Vi väntade.")
}

// Night work in people's homes: the whole meeting alone, on a phone without script, in two sittings.
func TestAloneWithoutScript(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	_, at := w.today()
	p := b.Page(t, browsertest.Phone)
	w.As(circletest.Member).Open(p)
	p.As(browsertest.Phone.NoScript())
	p.Open(w.Base + "/traff")
	p.Click("En händelse i sex steg")
	p.Click("Gör träffen själv")
	for i := range 3 {
		p.Sees(fmt.Sprintf("Fråga %d av 7", i+1))
		p.Type("Dina tankar", fmt.Sprintf("Tanke %d.", i+1))
		p.Click("Spara och gå vidare")
	}
	p.Open(w.Base + at + "/min")
	p.Sees("3 av 7 är klara")
	p.Click("Fortsätt där du var")
	for i := 3; i < 7; i++ {
		p.Sees(fmt.Sprintf("Fråga %d av 7", i+1))
		p.Click(map[bool]string{true: "Spara", false: "Spara och gå vidare"}[i == 6])
	}
	p.Click("Jag är klar")
	p.Sees("Bra, du är klar", "Du har gjort den på egen hand", "Din chef ser inte vad du skrev.")
	if n := w.facts(circletest.Member); n != 1 {
		t.Errorf("%d facts", n)
	}
}

func TestThePagesOfAMeetingInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	m, at := w.today()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.Circles.WriteStep(t.Context(), w.Actor(circletest.Leader), m.ID, "handelse", "Någon ville hem på kvällen. Vi satte oss ner och väntade.", 0)
	must(err)
	must(w.Circles.Think(t.Context(), w.Actor(circletest.Second), m.ID, "kanslor", "Jag kände mig stressad."))
	must(w.Circles.Share(t.Context(), w.Actor(circletest.Second), m.ID, "kanslor", true))
	_, err = w.Circles.Agree(t.Context(), w.Actor(circletest.Leader), circle.Agreement{MeetingID: m.ID, What: "Vi släcker taklampan klockan 19.", OwnerID: circletest.Member, Due: w.Day(28)})
	must(err)
	w.Was(m.ID, circletest.Second)
	lena, anna := w.As(circletest.Leader), w.As(circletest.Member)
	for name, at := range map[string]struct {
		who  *webtest.Visitor
		path string
	}{
		"leder": {lena, at}, "narvaro": {lena, at + "/narvaro"}, "avsluta": {lena, at + "/hallen"}, "papper": {lena, at + "/papper"}, "visa": {lena, at + "/visa"}, "steg": {lena, at + "/visa?sida=3"},
		"slut": {lena, at + "/visa?sida=9"}, "mina": {anna, "/traff"}, "kollega": {lena, at + "/kollega?sok=nin"}, "min": {anna, at + "/min"}, "tanke": {anna, at + "/min/steg/kanslor"},
	} {
		t.Run(name, func(t *testing.T) { w.visit(t, b, name, at.who, at.path) })
	}
}

func (w *site) visit(t *testing.T, b *browsertest.Browser, name string, who *webtest.Visitor, path string) {
	p := b.Page(t, browsertest.Phone)
	who.Open(p)
	p.Open(w.Base + path)
	if p.Status() != http.StatusOK {
		t.Errorf("%s: %d", p.Path(), p.Status())
	}
	pictures := os.Getenv("YRKESRESAN_PICTURES")
	for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
		p.As(v)
		p.Axe(t)
		if pictures != "" {
			p.Screenshot(filepath.Join(pictures, name+"-"+view+".png"))
		}
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
	switch name {
	case "narvaro", "steg", "tanke":
		p.TabWalk(t)
	case "papper":
		file := filepath.Join(t.TempDir(), "papper.pdf")
		p.Print(file)
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(body, []byte("/Count 1\n")) {
			t.Error("the sheet takes more than one paper")
		}
		if pictures != "" {
			p.Print(filepath.Join(pictures, "papper.pdf"))
		}
	}
	if pictures != "" && strings.Contains(path, "/visa") {
		v := browsertest.Desktop
		v.Width, v.Height = 1920, 1080
		p.As(v)
		p.Screenshot(filepath.Join(pictures, name+"-1920.png"))
		p.As(v.Dark())
		p.Screenshot(filepath.Join(pictures, name+"-1920-mork.png"))
	}
}
