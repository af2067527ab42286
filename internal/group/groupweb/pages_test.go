package groupweb_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yrkesresan/internal/app"
	"yrkesresan/internal/group"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
	"yrkesresan/internal/record"
)

const hygiene = "basala-hygienrutiner"

// What is to be done stands first, over both units; a reminder reaches the inbox once and rests.
func TestAManagerRemindsOverAllUnits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	page := karin.Raw("/min-grupp", 200)
	do, _, _ := strings.Cut(page, "För dig som leder")
	webtest.Says(w.t, do, "Att göra nu", "Amina Exempel, Bengt Exempel", "Påminn 6", "Basala hygienrutiner")
	webtest.Says(w.t, page, "Solen", "Manen", "/min-grupp/seminarier")
	webtest.Silent(w.t, page, "Per Exempel")
	form := url.Values{"gor": {"late"}, "vad": {hygiene}}
	to, _ := karin.Form("/min-grupp/paminn", form, http.StatusSeeOther)
	webtest.Says(w.t, karin.Raw(to, 200), "6 personer är påminda om Basala hygienrutiner.")
	if got := w.notes("amina"); got != "group.told.late" || w.notes("clara") != "" || w.notes("per") != "" {
		t.Errorf("amina %q, clara %q, per %q", got, w.notes("clara"), w.notes("per"))
	}
	if to, _ = karin.Form("/min-grupp/paminn", form, http.StatusSeeOther); strings.Contains(to, "paminda") || w.notes("amina") != "group.told.late" {
		t.Errorf("reminded twice: %s, %q", to, w.notes("amina"))
	}
	webtest.Silent(w.t, karin.Raw("/min-grupp", 200), "Påminn 6")
	webtest.Says(w.t, karin.Raw("/min-grupp?enhet=manen", 200), "Min grupp: Manen", "Bengt Exempel")
	webtest.Silent(w.t, karin.Raw("/min-grupp?enhet=manen", 200), "Amina Exempel")
}

// R133: a course that a manager adds stands in the journey with who decided it, is told, and can be taken back.
func TestAManagerEnrolsAndWithdraws(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	webtest.Says(w.t, karin.Raw("/min-grupp/lagg-till", 200), "Amina Exempel", "Hela gruppen")
	_, body := karin.Form("/min-grupp/lagg-till", url.Values{"kurs": {"e-autism"}, "due": {"2001-01-01"}, "person": {"amina"}, "note": {"Hej"}}, 422)
	webtest.Says(w.t, body, "Välj ett datum som är i dag eller senare.", `value="e-autism" selected`, "Hej</textarea>")
	for field, form := range map[string]url.Values{"Välj minst en person.": {"kurs": {"e-autism"}}, "Välj en kurs.": {"person": {"amina"}},
		"personnummer": {"kurs": {"e-autism"}, "person": {"amina"}, "note": {"19800101-1231"}}} {
		_, body := karin.Form("/min-grupp/lagg-till", form, 422)
		webtest.Says(w.t, body, field)
	}
	karin.Form("/min-grupp/lagg-till", url.Values{"kurs": {"e-autism"}, "person": {"per"}}, 403)
	due := string(plan.Date(w.Staff.Today()).AddDays(10))
	to, _ := karin.Form("/min-grupp/lagg-till", url.Values{"kurs": {"e-autism"}, "due": {due}, "person": {"amina", "bengt"}, "note": {"Bra inför mötet."}}, 303)
	webtest.Says(w.t, karin.Raw(to, 200), "2 personer har fått kursen.", "Amina Exempel")
	if got := w.notes("amina"); got != "group.told.enrolled_by" {
		t.Errorf("amina is told %q", got)
	}
	find := func(person string) *plan.PersonalItem {
		own, err := w.Journeys.Own(t.Context(), may.Actor{PersonID: person}, w.Staff.Today())
		if err != nil {
			t.Fatal(err)
		}
		for i := range own {
			for _, it := range group.Counted(&own[i]) {
				if it.Course == "e-autism" {
					return it
				}
			}
		}
		return nil
	}
	it := find("amina")
	if it == nil || it.Requirement != plan.Recommended || string(it.Due) != due {
		t.Fatalf("in the journey: %+v", it)
	}
	if r := it.Reasons[0]; r.Rule != plan.RuleEnrolled || r.DecidedByID != "solen" || string(r.Since) != w.Staff.Today() || r.Why != "Bra inför mötet." {
		t.Errorf("because %+v", r)
	}
	if r := find("bengt").Reasons[0]; r.DecidedByID != "manen" {
		t.Errorf("bengt because %+v", r)
	}
	webtest.Says(w.t, karin.Raw("/min-grupp/person/amina", 200), "Tillagt av dig eller en annan chef", "Hälsning: Bra inför mötet.", "Solen har lagt till den")
	w.as("follows").Form("/min-grupp/person/amina/ta-bort-kurs", url.Values{"kurs": {"e-autism"}}, 403)
	to, _ = karin.Form("/min-grupp/person/amina/ta-bort-kurs", url.Values{"kurs": {"e-autism"}}, 303)
	webtest.Says(w.t, karin.Raw(to, 200), "Kursen är borttagen.")
	if find("amina") != nil || find("bengt") == nil || w.notes("amina") != "group.told.enrolled_by group.told.withdrawn" {
		t.Errorf("after: amina %+v, told %q", find("amina"), w.notes("amina"))
	}
	_, body = karin.Form("/min-grupp/person/amina/ta-bort-kurs", url.Values{"kurs": {"e-autism"}}, 422)
	webtest.Says(w.t, body, "Kursen är redan borttagen.")
	to, _ = karin.Form("/min-grupp/lagg-till", url.Values{"kurs": {"e-autism"}, "alla": {"1"}}, 303)
	webtest.Says(w.t, karin.Raw(to, 200), "7 personer har fått kursen.")
}

// Rule 19: what one employer has added no other employer sees.
func TestAnotherEmployerSeesNoEnrolment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Journeys.Enrol(ctx, tx, journey.Enrolment{PersonID: "amina", NodeID: "solen", EmployerID: "k-2480", CourseID: "e-autism", MadeBy: "x"})
		return err
	})
	s, err := w.Journeys.Seen(t.Context(), w.actor("karin"), "amina", w.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Journeys {
		for _, it := range group.Counted(&s.Journeys[i]) {
			if it.Course == "e-autism" {
				t.Error("the manager sees what another employer has added")
			}
		}
	}
}

func TestTheMatrixIsFilteredSortedAndTakenHome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE employee SET first_name = '=SUM(A1)' WHERE person_id = 'bengt'`)
	w.tx(func(ctx context.Context, tx *db.Tx) error { // clara has it all
		for _, course := range []string{"kommunens-uppdrag-och-lagarna", "bemotande", "sekretess-och-dokumentation", "forflyttning", "lakemedel-och-delegering", "demens-abc", "digital-grund"} {
			if _, err := w.Record.Append(ctx, tx, record.Fact{PersonID: "clara", Kind: record.Completed, CourseID: course, Title: course, Source: record.FromCourse, ActorID: "clara", ControllerID: town}); err != nil {
				return err
			}
		}
		return nil
	})
	karin := w.as("karin")
	page := karin.Raw("/min-grupp/matris", 200)
	webtest.Says(w.t, page, `scope="row"`, "Försenad", "Saknas", "Amina Exempel", "Visar 6 av 7 personer.")
	webtest.Silent(w.t, page, "Clara Exempel")
	all := karin.Raw("/min-grupp/matris?visa=allt&ordna="+hygiene, 200)
	webtest.Says(w.t, all, "Clara Exempel", `aria-sort="ascending"`)
	if strings.Index(all, "Clara Exempel") < strings.LastIndex(all, "Leaves Exempel") {
		t.Error("who is done does not stand last when sorted by the course")
	}
	webtest.Says(w.t, karin.Raw("/min-grupp/matris?visa=allt&ordna="+hygiene+"&vand=1", 200), `aria-sort="descending"`)
	webtest.Says(w.t, karin.Raw("/min-grupp/matris?lage=done", 200), "Clara Exempel", "Visar 1 av 7 personer.")
	webtest.Says(w.t, karin.Raw("/min-grupp/matris?enhet=manen", 200), "Visar 1 av 1 personer.")
	webtest.Says(w.t, karin.Raw("/min-grupp/matris?form=lista", 200), "Försenad: ")
	webtest.Says(w.t, karin.Raw("/min-grupp/matris?enhet=manen&lage=paused", 200), "Ingen att visa")

	body, ok := strings.CutPrefix(karin.Raw("/min-grupp/matris.csv?visa=allt", 200), "\ufeff")
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || !ok || len(rows) != 8 || rows[2][0] != "'=SUM(A1) Exempel" {
		t.Fatalf("%v, %v", err, rows)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(karin.Raw("/min-grupp/matris.xlsx?visa=allt", 200))))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet, err := book.GetRows(book.GetSheetList()[0])
	if err != nil || len(sheet) != 8 || !reflect.DeepEqual(sheet[0], rows[0]) || sheet[2][0] != rows[2][0] {
		t.Errorf("%v, %v", err, sheet)
	}
}

// R166: who has a single task sees what the task needs, and no progress where it needs none.
func TestWhoHasASingleTaskSeesThatOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	type call struct {
		method, path string
		form         url.Values
		status       int
	}
	for person, c := range map[string]struct {
		sees, not []string
		calls     []call
	}{
		"codes": {[]string{"Amina Exempel", "Har aldrig loggat in", "Koder att skriva ut"}, []string{"Bengt", "klara.", "Försenad", "Påminn", "Personer och kurser"}, []call{
			{"GET", "/min-grupp/koder", nil, 200}, {"POST", "/min-grupp/koder", url.Values{"person": {"amina"}}, 200}, {"POST", "/min-grupp/koder", url.Values{"person": {"bengt"}}, 403},
			{"GET", "/min-grupp/matris", nil, 403}, {"GET", "/min-grupp/person/amina", nil, 403}, {"GET", "/min-grupp/person/amina/ledighet", nil, 403}}},
		"leaves": {[]string{"Amina Exempel", "/min-grupp/person/amina/ledighet"}, []string{"Bengt", "klara.", "Försenad", "loggat in", "Påminn"}, []call{
			{"GET", "/min-grupp/person/amina/ledighet", nil, 200}, {"GET", "/min-grupp/person/bengt/ledighet", nil, 403}, {"GET", "/min-grupp/koder", nil, 403}, {"GET", "/min-grupp/matris", nil, 403}}},
		"follows": {[]string{"Amina Exempel", "Påminn", "Personer och kurser"}, []string{"Bengt", "Lägg till en kurs", "Koder att skriva ut"}, []call{
			{"GET", "/min-grupp/matris", nil, 200}, {"GET", "/min-grupp/person/amina", nil, 200}, {"GET", "/min-grupp/lagg-till", nil, 403}}},
		"enrols": {[]string{"Amina Exempel", "Lägg till en kurs"}, []string{"Bengt", "Koder att skriva ut"}, []call{
			{"POST", "/min-grupp/lagg-till", url.Values{"kurs": {"pfa"}, "person": {"amina"}}, 303}, {"POST", "/min-grupp/lagg-till", url.Values{"kurs": {"pfa"}, "person": {"bengt"}}, 403}}},
		"amina": {nil, nil, []call{{"GET", "/min-grupp", nil, 403}}},
	} {
		v := w.as(person)
		if len(c.sees) > 0 {
			page := v.Raw("/min-grupp", 200)
			webtest.Says(w.t, page, append(c.sees, `href="/min-grupp"`)...) // it is in the menu
			webtest.Silent(w.t, page, c.not...)
		}
		for _, x := range c.calls {
			if x.method == "GET" {
				v.Raw(x.path, x.status)
			} else {
				v.Form(x.path, x.form, x.status)
			}
		}
	}
}

func TestLeaveIsNotedAndEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	v := w.as("leaves")
	at, today := "/min-grupp/person/amina/ledighet", w.Staff.Today()
	_, body := v.Form(at, url.Values{"from": {"2026-02-30"}}, 422)
	webtest.Says(w.t, body, "Välj ett datum.")
	_, body = v.Form(at, url.Values{"from": {"2026-05-02"}, "to": {"2026-05-01"}}, 422)
	webtest.Says(w.t, body, "Den sista dagen kan inte vara före den första.")
	to, _ := v.Form(at, url.Values{"from": {"2026-01-02"}}, 303)
	webtest.Says(w.t, v.Raw(to, 200), "Från 2 januari 2026, tills vidare", "Tillbaka i dag")
	webtest.Says(w.t, w.as("karin").Raw("/min-grupp/person/amina", 200), "Pausad")
	v.Form(at, url.Values{"from": {"2026-01-02"}, "gor": {"tillbaka"}}, 303)
	leaves, err := w.Staff.Leaves(t.Context(), "amina")
	if err != nil || len(leaves) != 1 || leaves[0].To != string(plan.Date(today).AddDays(-1)) {
		t.Errorf("ended: %v, %v", leaves, err)
	}
	webtest.Says(w.t, v.Raw("/min-grupp", 200), "Amina Exempel: tillbaka från ledighet")
	v.Form(at, url.Values{"from": {"2026-01-02"}, "gor": {"ta-bort"}}, 303)
	if leaves, err = w.Staff.Leaves(t.Context(), "amina"); err != nil || len(leaves) != 0 {
		t.Errorf("taken away: %v, %v", leaves, err)
	}
}

// Rule 4: somebody from the pool serves the unit; both managers see it, and it ends.
func TestWhoServesTheUnitIsAddedByNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	at := "/min-grupp/fler-som-arbetar-har"
	webtest.Says(w.t, karin.Raw(at, 200), "Solen", "Manen")
	for number, says := range map[string]string{"nr-okand": "Ingen här har det anställningsnumret.", "nr-amina": "Personen hör redan till enheten.", "": "Ingen här har"} {
		_, body := karin.Form(at, url.Values{"enhet": {"solen"}, "number": {number}}, 422)
		webtest.Says(w.t, body, says)
	}
	karin.Form(at, url.Values{"enhet": {"pool"}, "number": {"nr-amina"}}, 403)
	to, _ := karin.Form(at, url.Values{"enhet": {"solen"}, "number": {"nr-per"}}, 303)
	webtest.Says(w.t, karin.Raw(to, 200), "Per Exempel", "Hör till Pool.")
	webtest.Says(w.t, karin.Raw("/min-grupp", 200), "Per Exempel", "Arbetar här ibland. Hör till Pool.")
	if w.notes("per") != "group.told.serves" {
		t.Errorf("per is told %q", w.notes("per"))
	}
	karin.Form(at+"/avsluta", url.Values{"enhet": {"solen"}, "anstallning": {"e-per"}}, 303)
	webtest.Silent(w.t, karin.Raw("/min-grupp", 200), "Per Exempel")
}

func TestCodesOnASheet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin") // has signed in now
	w.as("clara")
	form := karin.Raw("/min-grupp/koder", 200)
	webtest.Says(w.t, form, `value="amina" checked`)
	webtest.Silent(w.t, form, `value="clara" checked`)
	_, body := karin.Form("/min-grupp/koder", nil, 422)
	webtest.Says(w.t, body, "Välj minst en person.")
	_, sheet := karin.Form("/min-grupp/koder", url.Values{"person": {"amina", "bengt"}}, 200)
	webtest.Says(w.t, sheet, "Amina Exempel", "Bengt Exempel", "QR-kod för Amina Exempel")
	if n := strings.Count(sheet, "<svg role=\"img\""); n != 2 {
		t.Errorf("%d codes", n)
	}
	codes, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM signin_code WHERE made_by = 'karin'`)
	if err != nil || codes != 2 {
		t.Errorf("%d codes, %v", codes, err)
	}
}

// The five parts of R160 and the template of R165 stand on what there is, and the meeting names nobody.
func TestTheFivePartsAndTheMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.as("karin")
	for path, says := range map[string][]string{
		"kurser": {"Att leda lärande", "Åtta ämnen för chefer", "leda förändring"}, "seminarier": {"Inga seminarier än"}, "stod": {"Hur ska du använda det?"},
		"resan": {"Vård och omsorg", "7 personer"}, "uppfoljning": {"Solen", "1 av 7", "6 saknar"}, "mote": {"Solen och Manen", "30", ": 0 av 7 är klara", "Så går det för oss"},
	} {
		page := karin.Raw("/min-grupp/"+path, 200)
		for _, s := range says {
			if s != "30" && !strings.Contains(strings.ToLower(page), strings.ToLower(s)) && !strings.Contains(page, strings.Replace(s, "Solen och Manen", "Manen och Solen", 1)) {
				t.Errorf("%s does not say %q: %s", path, s, page)
			}
		}
		if path == "mote" || path == "stod" {
			webtest.Silent(w.t, page, "Amina")
		}
	}
}

// A team that is kept is the team that is there, whatever has changed meanwhile.
func TestWhatIsKeptIsWhatIsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.actor("karin")
	append1 := func(f record.Fact) func() {
		return func() {
			w.tx(func(ctx context.Context, tx *db.Tx) error { _, err := w.Record.Append(ctx, tx, f); return err })
		}
	}
	for _, c := range []struct {
		name   string
		change func()
	}{
		{"a fact", append1(record.Fact{PersonID: "amina", Kind: record.Completed, CourseID: "bemotande", Title: "x", Source: record.FromCourse, ActorID: "amina", ControllerID: town})},
		{"a fact of another employer", append1(record.Fact{PersonID: "bengt", Kind: record.Completed, CourseID: "forflyttning", Title: "x", Source: record.FromCourse, ActorID: "bengt", ControllerID: "k-2480"})},
		{"sharing it", func() {
			if err := w.Record.ShareAll(t.Context(), may.Actor{PersonID: "bengt"}, town); err != nil {
				t.Fatal(err)
			}
		}},
		{"a leave", func() {
			if err := w.Staff.NoteLeave(t.Context(), may.Operator(), "amina", "2026-01-01", ""); err != nil {
				t.Fatal(err)
			}
		}},
		{"a name", func() { w.exec(`UPDATE employee SET last_name = 'Nygift' WHERE person_id = 'amina'`) }},
		{"protection", func() { w.exec(`UPDATE employee SET protected = TRUE, contact_code = 'K-1' WHERE person_id = 'clara'`) }},
		{"an occupation", func() { w.exec(`UPDATE employment_period SET occupation = 'sjukskoterska' WHERE person_id = 'bengt'`) }},
		{"serving", func() {
			if err := w.Staff.NoteServes(t.Context(), may.Operator(), town, "nr-per", "solen", "2024-01-01", ""); err != nil {
				t.Fatal(err)
			}
		}},
		{"a layer", func() {
			op := plan.Op{Kind: plan.Require, Item: "forflyttning", Due: &plan.Due{Days: 40, From: plan.FromStart}}
			if _, err := w.Journeys.SetLayer(t.Context(), may.Operator(), "solen", "vard-och-omsorg", []plan.Op{op}, "2024-01-01"); err != nil {
				t.Fatal(err)
			}
		}},
		{"an enrolment", func() {
			if _, err := w.Groups.Enrol(t.Context(), karin, group.Enrolment{People: []string{"clara"}, Course: "pfa"}, func(plan.Date) string { return "" }); err != nil {
				t.Fatal(err)
			}
		}},
		{"a reminder", func() {
			if _, err := w.Groups.Remind(t.Context(), karin, "", group.RemindLate, hygiene, func(plan.Date) string { return "" }); err != nil {
				t.Fatal(err)
			}
		}},
		{"signing in", func() { w.as("clara") }},
		{"a course begun", func() {
			if _, err := w.Studies.Begin(t.Context(), may.Actor{PersonID: "clara"}, "digital-grund"); err != nil {
				t.Fatal(err)
			}
		}},
		{"a role", func() {
			w.tx(func(ctx context.Context, tx *db.Tx) error {
				return w.Access.Grant(ctx, tx, "clara", may.Manager, "pool", "2024-01-01", db.NoEnd, "test")
			})
		}},
		{"somebody new", func() { w.tx(func(ctx context.Context, tx *db.Tx) error { return employ(ctx, tx, "zoe", "manen") }) }},
		{"somebody gone", func() { w.exec(`UPDATE employment_period SET valid_until = '2025-01-01' WHERE person_id = 'follows'`) }},
		{"a report", func() {
			w.exec(`INSERT INTO external_report (id, person_id, course_id, version, done_on, blob, file_name, made_at, decided_by, decision, reason)
				VALUES ('r', 'amina', 'demens-abc', 1, '2026-01-01', '', '', '2026-01-01 00:00:00', '', '', '')`)
		}},
		{"a place's name", func() {
			w.exec(`UPDATE node_place SET name = 'Solen nya' WHERE node_id = 'solen'`)
		}},
	} {
		before, err := w.Groups.Team(t.Context(), karin, "")
		if err != nil {
			t.Fatal(c.name, err)
		}
		again, err := w.Groups.Team(t.Context(), karin, "")
		if err != nil || len(again.Members) > 0 && &again.Members[0] != &before.Members[0] {
			t.Errorf("before %s: nothing has changed, and it is read again (%v)", c.name, err)
		}
		c.change()
		kept, err := w.Groups.Team(t.Context(), karin, "")
		if err != nil {
			t.Fatal(c.name, err)
		}
		anew := &group.Groups{DB: w.DB, Staff: w.Staff, Access: w.Access, Studies: w.Studies, Courses: w.Groups.Courses, Journeys: w.Journeys, Messages: w.Messages, Tree: w.Tree, Now: w.Now, NewID: app.NewID}
		want, err := anew.Team(t.Context(), karin, "")
		if err != nil {
			t.Fatal(c.name, err)
		}
		if !reflect.DeepEqual(kept, want) {
			t.Errorf("after %s what is kept is not what is there", c.name)
		}
		if reflect.DeepEqual(before, want) && c.name != "a fact of another employer" && c.name != "a role" && c.name != "protection" {
			t.Errorf("%s changes nothing that is seen: the case shows nothing", c.name)
		}
	}
	if _, err := w.Groups.Team(t.Context(), may.Actor{}, ""); !errors.Is(err, may.ErrSignIn) {
		t.Errorf("a visitor: %v", err)
	}
}
