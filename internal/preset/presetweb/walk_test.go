package presetweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"yrkesresan/internal/appointment"
	appoint "yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/course"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// Evikomp: the municipality takes the preset in, the learner reads and waits for the talk, the leader holds the meeting,
// and the manager sees that the team is done together (R330).
func TestEvikompFromLoadToATeamThatIsDone(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone)
	w.load(p, "Berättelse och samtal", "evikomp", unit, "Solen")

	for _, person := range []string{"anna", "lena"} {
		w.read(person, "film-att-mota-oro")
	}
	w.as(p, "anna")
	p.Open(w.Base + "/kurs/film-att-mota-oro")
	p.Sees("Du är klar med kursen när du har varit med på en reflektionsträff.")

	m := w.meet("samtal-att-mota-oro")
	w.as(p, "lena")
	p.Open(w.Base + "/traff/" + m + "/narvaro")
	p.Sees("0 av 2 är med")
	w.must(w.mark(m, "anna", "lena"))
	p.Open(w.Base + "/traff/" + m + "/hallen")
	p.Type("Hur många minuter blev träffen?", "60")
	p.Click("Träffen är hållen")
	p.Sees("Träffen är hållen.")

	task, err := w.Uptake.Lasting(t.Context(), unit, "film-att-mota-oro")
	w.must(err)
	w.as(p, "maria")
	p.Open(w.Base + "/min-grupp/anvanda/tillsammans/" + task)
	p.Sees("2 av 2 är klara")
	e, err := w.Journeys.EnrolmentsAt(t.Context(), gaptest.Town, []string{"maria"})
	if err != nil || len(e["maria"]) == 0 || e["maria"][0].CourseID != "att-leda-larande" {
		t.Errorf("the manager's course: %v %v", e, err)
	}
}

// Pedagogiska ramverket: the unit joins, walks the eight steps, and is certified by the last pass (R182, R331).
func TestPedagogiskaRamverketFromLoadToACertifiedUnit(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Desktop)
	w.load(p, "Ett gemensamt arbetssätt med certifiering", "pedagogiska-ramverket", unit, "Solen")
	_, err := w.Appointments.Appoint(t.Context(), w.Actor("maria"), appointment.Proposal{Kind: appoint.Leader, PersonID: "lena", Places: []string{unit}})
	if err != nil && !strings.Contains(err.Error(), "has_already") {
		t.Fatal(err)
	}
	w.Employ("ulla", "kontoret", "stodpedagog")
	w.Grant("ulla", may.Programme, "stod")
	w.settle()
	programme := w.programme()
	for _, step := range []string{"visit", "handbook", "web", "self_study", "seminars", "test", "support"} {
		w.must(w.Certification.NoteStep(t.Context(), w.Actor("ulla"), programme, step, true, "", ""))
	}
	for range 3 {
		w.meet("pedagogiska-ramverket-seminarier", "anna", "lena")
	}
	for _, person := range []string{"anna", "lena"} {
		w.read(person, "pedagogiska-ramverket")
	}
	w.pass("lena", "pedagogiska-ramverket")
	w.settle()
	w.as(p, "maria")
	p.Open(w.Base + "/certifiering/enhet/" + programme)
	p.SeesNot("Certifierad till")
	if s := w.standing(programme); s != "preparing" {
		t.Fatalf("%s with one pass missing", s)
	}
	w.as(p, "anna")
	p.Open(w.Base + "/kurs/pedagogiska-ramverket")
	p.Sees("Ett gemensamt arbetssätt")
	w.pass("anna", "pedagogiska-ramverket")
	w.settle()
	if s := w.standing(programme); s != "certified" {
		t.Fatalf("%s after the last pass", s)
	}
	w.as(p, "maria")
	p.Open(w.Base + "/certifiering/enhet/" + programme)
	p.Sees("Certifierad")
	if boxes, err := w.Library.Toolboxes(t.Context(), w.Actor("anna")); err != nil || !strings.Contains(titles(boxes), "Pedagogisk bank") {
		t.Errorf("the bank of material: %s %v", titles(boxes), err)
	}
}

// Jönköping: the journey has two steps by years; the learner sees the own step, comes to three days and follows up (R336).
func TestJonkopingFromLoadToADoneStep(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone)
	w.load(p, "Utbildning i två steg efter år i yrket", "jonkoping-tva-steg", gaptest.Town, "Göteborg")
	w.Exec(`UPDATE employment_period SET start_date = $1 WHERE person_id = 'anna'`, w.Now().AddDate(0, -6, 0).Format("2006-01-02"))
	w.as(p, "anna")
	p.Open(w.Base + "/min-resa?resa=stod-i-tva-steg")
	p.Sees("Stöd i två steg", "Grund för stöd")
	w.as(p, "maria")
	p.Open(w.Base + "/min-grupp/person/anna")
	p.Sees("Grund för stöd")

	w.read("anna", "jonkoping-steg-1")
	for day := int64(1); day <= 3; day++ {
		w.Tx(func(ctx context.Context, tx *db.Tx) error {
			return w.Studies.Attended(ctx, tx, course.Attendance{PersonID: "anna", CourseID: "jonkoping-steg-1", SessionID: "s" + string(rune('0'+day)), Session: day, Sessions: 3, Day: day, At: w.Now(), ControllerID: gaptest.Town, ActorID: "mona", OnceKey: "s" + string(rune('0'+day)) + ":anna"})
		})
	}
	w.must(w.Studies.WriteFollowUp(t.Context(), w.Actor("anna"), "jonkoping-steg-1", "Vi satte tassar under stolarna."))
	w.done("anna", "jonkoping-steg-1")
}

// Språkombud: the manager appoints, the name is borne when the whole programme is done, and colleagues see it (rule 41).
func TestSprakombudFromLoadToTheName(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone)
	w.load(p, "Språkombud", "sprakombud", unit, "Solen")
	w.appointed(p, appoint.LanguageRep, "lena", func() {
		w.meet("sprakombudets-uppgifter", "anna", "lena")
		w.read("lena", "sprakombud")
		for day := int64(1); day <= 4; day++ {
			w.Tx(func(ctx context.Context, tx *db.Tx) error {
				return w.Studies.Attended(ctx, tx, course.Attendance{PersonID: "lena", CourseID: "sprakombud", SessionID: "s" + string(rune('0'+day)), Session: day, Sessions: 4, Day: day, At: w.Now(), ControllerID: gaptest.Town, ActorID: "mona", OnceKey: "s" + string(rune('0'+day)) + ":lena"})
			})
		}
		w.must(w.Studies.WriteFollowUp(t.Context(), w.Actor("lena"), "sprakombud", "Rapporten har fått en tavla."))
	})
	w.as(p, "anna")
	p.Open(w.Base + "/ombud")
	p.Sees("Lena Exempel")
}

// Yrkesambassadör: four modules and a test give the role (R267, R340).
func TestYrkesambassadorFromLoadToTheRole(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone)
	w.load(p, "Yrkesambassadör", "yrkesambassador", unit, "Solen")
	w.appointed(p, appoint.Ambassador, "anna", func() {
		w.read("anna", "yrkesambassador")
		w.pass("anna", "yrkesambassador")
	})
}

// appointed lets maria appoint somebody, who holds the role only when the programme is done.
func (w *site) appointed(p *browsertest.Page, kind appoint.Kind, person string, learn func()) {
	w.T.Helper()
	ctx := w.T.Context()
	x, err := w.Appointments.Appoint(ctx, w.Actor("maria"), appointment.Proposal{Kind: kind, PersonID: person, Places: []string{unit}})
	w.must(err)
	if x.State != appoint.Training {
		w.T.Fatalf("%s at once", x.State)
	}
	w.as(p, "maria")
	p.Open(w.Base + "/min-grupp/ledare")
	p.Sees("Går utbildning")
	learn()
	w.must(w.Appointments.OnSettle(ctx, appointment.Settle{PersonID: person}))
	p.Open(w.Base + "/min-grupp/ledare")
	p.SeesNot("Går utbildning")
	held, err := w.Appointments.Holding(ctx, []string{unit}, kind, w.Appointments.Today())
	if err != nil || len(held[unit]) != 1 || held[unit][0].PersonID != person {
		w.T.Errorf("%v %v", held, err)
	}
	w.as(p, person)
	p.Open(w.Base + "/ledare")
	p.Sees("Gäller")
}

// Kunskapsguiden: the newcomer has the checklist, goes the external introduction, and the item is done (R344).
func TestKunskapsguidenFromLoadToADoneItem(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone)
	w.load(p, "Kunskapsguidens yrkesintroduktion", "kunskapsguiden-introduktion", unit, "Solen")
	id, err := w.Introductions.Begin(t.Context(), w.Actor("maria"), introduction.New{PersonID: "anna", UnitID: unit, TemplateID: "kunskapsguiden"})
	w.must(err)
	w.as(p, "anna")
	p.Open(w.Base + "/introduktion")
	p.Click("Första månaden")
	p.Sees("Läs yrkesintroduktionen för dig som är ny i funktionshinderområdet.")
	_, err = w.Studies.ReportExternal(t.Context(), w.Actor("anna"), "kunskapsguiden-introduktion-funktionshinder", course.Done{On: w.Staff.Today()})
	w.must(err)
	w.must(w.Introductions.OnSettled(t.Context(), introduction.Settled{PersonID: "anna"}))
	p.Reload()
	p.Sees("1 av 3 klara")
	w.as(p, "maria")
	p.Open(w.Base + "/min-grupp/introduktion/" + id)
	p.Sees("Anna")
}

// done tells whether somebody has completed a course.
func (w *site) done(person, id string) {
	w.T.Helper()
	facts, err := w.Record.Facts(w.T.Context(), person)
	w.must(err)
	for _, f := range record.Standing(facts) {
		if f.Kind == record.Completed && f.CourseID == id {
			return
		}
	}
	w.T.Errorf("%s has not completed %s", person, id)
}

// The pages are readable on a phone and a desk, light and dark, and work without script.
func TestThePagesOfPresetsInABrowser(t *testing.T) {
	b, w := browsertest.New(t), newSite(t)
	p := b.Page(t, browsertest.Phone.NoScript())
	w.load(p, "Berättelse och samtal", "evikomp", unit, "Solen")
	p.As(browsertest.Phone)
	for _, path := range []string{"/forlagor", "/forlagor/pedagogiska-ramverket?plats=stod", "/forlagor/pedagogiska-ramverket/plats/stod", "/forlagor/historik"} {
		p.Open(w.Base + path)
		if p.Status() != http.StatusOK {
			t.Errorf("%s: %d", path, p.Status())
		}
		for name, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
			p.As(v)
			p.Axe(t)
			picture(t, p, strings.ReplaceAll(path, "/", "-")+"-"+name)
		}
		p.As(browsertest.Phone)
		p.NoOverflow(t)
		p.Targets(t)
		p.TabWalk(t)
	}
	if body := w.get("mona", "/forlagor/historik", http.StatusOK); !strings.Contains(body, "Solen") {
		t.Errorf("history: %.3000s", body)
	}
	w.get("maria", "/forlagor", http.StatusForbidden)
}

// Every page that a preset or a result leads to is there.
func TestWhereThePagesOfPresetsLead(t *testing.T) {
	w := newSite(t)
	all, err := w.Presets.All(may.Operator())
	w.must(err)
	for _, x := range all {
		for _, n := range x.Next {
			if n.Href == "" {
				continue
			}
			w.get("mona", n.Href, http.StatusOK)
		}
	}
	for _, path := range []string{"/anvanda/regler?plats=solen", "/certifiering", "/material", "/kommun/resor", "/kommun/ledare", "/kommun/introduktion"} {
		w.get("mona", path, http.StatusOK)
	}
}
