package certweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
)

const home = "/certifiering"

// newUnit is a unit in a programme with anna and bo, who have something left, and asta who assesses tasks.
func newUnit(t testing.TB) (w *certificationtest.World, at string) {
	t.Helper()
	w = certificationtest.New(t)
	s := certificationtest.Scheme()
	s.Requirements = append(s.Requirements, rule.Requirement{Key: certificationtest.Task, Title: "Egen uppgift", OneOf: []rule.Evidence{{Kind: rule.ByTask}}})
	s.Steps = []string{rule.Visit, rule.Seminars}
	w.Hire("anna")
	w.Hire("bo")
	w.Join(s)
	w.Employ("asta", "kontoret", "sjukskoterska")
	w.Grant("asta", may.Assessor, certificationtest.Unit)
	w.Day()
	return w, home + "/enhet/" + w.ID
}

// A unit goes all the way: the manager proposes, the programme leader says yes, notes the steps and assesses tasks, people
// take the course, and the last pass makes it ready. It is certified, revoked, and asks for a new assessment that somebody
// else decides on (R182, R185, R186, rule 39).
func TestAUnitGoesAllTheWay(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	w.Hire("anna")
	w.Hire("bo")
	mona, maria, ulla, anna := w.As("mona"), w.As("maria"), w.As("ulla"), w.As("anna")
	scheme := mona.Post(home+"/program/nytt", http.StatusSeeOther, "plats", gaptest.Town, "titel", "Pedagogiska ramverket", "om", "Alla arbetar likadant.", "krav0", "Bemötande", "krav0-satt0", "course", "krav0-satt0-kurs", certificationtest.Course,
		"krav1", "Egen uppgift", "krav1-satt0", "task", "andel", "100", "borta", "30", "nya", "30", "laga", "14", "steg", rule.Visit, "manader", "24", "fonster", "6", "omigen", "1", "versioner", rule.AnyVersion, "av", rule.ByLeader)
	scheme = strings.TrimSuffix(scheme, "?gjort=sparat")
	w.Says(anna.Get(scheme, http.StatusOK), "Bemötande: kursen Bemötande", "Egen uppgift: en uppgift som bedöms", "Alla som räknas behöver klara allt.", "Utbildningsledaren certifierar.")

	at := maria.Post(home+"/borja", http.StatusSeeOther, "enhet", certificationtest.Unit, "scheme", strings.TrimPrefix(scheme, home+"/program/"), "note", "Vi vill arbeta likadant.")
	at, _, _ = strings.Cut(at, "?")
	w.Says(maria.Get(at, http.StatusOK), "Föreslagen, väntar på svar")
	w.Says(ulla.Get(home, http.StatusOK), "Väntar på ditt svar", "Solen")
	ulla.Post(at+"/svar", http.StatusSeeOther, "svar", "ja", "leader", "ulla")
	w.Says(ulla.Get(at, http.StatusOK), "Förbereder sig", "0 av 2 har klarat allt (0 %)", "Steget är inte klart: Besök av utbildningsledare.", "Anna Exempel", "Saknar Bemötande.")

	ulla.Post(at+"/steg/visit", http.StatusSeeOther, "day", w.Staff.Today(), "note", "Alla var med.")
	w.Learn("anna", "bo")
	ulla.Post(at+"/person/anna", http.StatusSeeOther, "requirement", "krav-2", "resultat", "ja", "comment", "Visade hur hon väntar in.")
	w.Says(ulla.Get(at, http.StatusOK), "1 av 2 har klarat allt (50 %)", "Egen uppgift")
	w.Says(ulla.Post(at+"/person/bo", http.StatusUnprocessableEntity, "requirement", "krav-2", "resultat", "ja", "comment", " "), "Skriv en kommentar till uppgiften.")
	ulla.Post(at+"/person/bo", http.StatusSeeOther, "requirement", "krav-2", "resultat", "ja", "comment", "Lugn och tydlig.")
	w.Says(ulla.Get(at, http.StatusOK), "Allt är klart. Enheten kan certifieras.", "Certifiera enheten")
	w.Silent(maria.Get(at, http.StatusOK), "Certifiera enheten")
	maria.Post(at+"/beslut", http.StatusForbidden, "gor", "certifiera")
	ulla.Post(at+"/beslut", http.StatusSeeOther, "gor", "certifiera", "note", "Bra jobbat.")
	w.Day()
	w.Says(maria.Get(at, http.StatusOK), "Certifierad", "Gäller till och med 9 januari 2029.")
	w.Says(w.As("").Get("/certifierade-enheter", http.StatusOK), "En certifierad enhet.", "Solen", "Pedagogiska ramverket")
	w.Silent(w.As("").Get("/certifierade-enheter", http.StatusOK), "Anna", "Exempel")
	w.Says(anna.Get(home+"/mina", http.StatusOK), "Du har klarat allt", "Visade hur hon väntar in.")

	ulla.Post(at+"/beslut", http.StatusSeeOther, "gor", "aterkalla", "reason", "Två arbetar inte efter ramverket.")
	w.Says(w.As("").Get("/certifierade-enheter", http.StatusOK), "Inga certifierade enheter att visa.") // at once, before any job
	w.Says(maria.Get(at, http.StatusOK), "Certifieringen är återkallad", "Begär ny bedömning")
	again := maria.Get(at+"/beslut?gor=fornya", http.StatusOK)
	w.Says(again, "Enheten är inte certifierad under tiden.")
	w.Silent(again, "gäller tiden ut")
	maria.Post(at+"/beslut", http.StatusSeeOther, "gor", "begar", "reason", "Det gällde en vikarie.")
	w.Says(ulla.Post(at+"/beslut", http.StatusUnprocessableEntity, "gor", "omprova", "andrat", "ja", "reason", "Ja."), "Du fattade beslutet. Någon annan gör den nya bedömningen.")
	mona.Post(at+"/beslut", http.StatusSeeOther, "gor", "omprova", "andrat", "ja", "reason", "Enheten arbetar efter ramverket.")
	w.Says(maria.Get(at+"/historik", http.StatusOK), "Enheten certifierades", "Certifieringen återkallades", "Enheten begärde ny bedömning", "Beslutet ändrades", "Det gällde en vikarie.")
	w.Day()
	w.Says(maria.Get(at, http.StatusOK), "Certifierad")
}

// What somebody sees follows from the role: names to who answers for the people, counts to who leads the talk, the own part to
// the people themselves (rule 7, R184).
func TestWhoSeesWhatOfAUnit(t *testing.T) {
	t.Parallel()
	w, at := newUnit(t)
	w.Learn("anna")
	w.Employ("lotta", certificationtest.Unit, "underskoterska")
	w.Grant("lotta", may.Leader, certificationtest.Unit)
	w.Says(w.As("maria").Get(at, http.StatusOK), "Anna Exempel", "Bo Exempel")
	led := w.As("lotta").Get(at, http.StatusOK)
	w.Says(led, "Du ser hur många som är klara. Du ser inte vilka.")
	w.Silent(led, "Anna Exempel")
	own := w.As("anna").Get(home+"/mina", http.StatusOK)
	w.Says(own, "0 av 3 har klarat allt", "Saknar Egen uppgift.")
	w.Silent(own, "Bo Exempel")
	w.As("anna").Get(at, http.StatusForbidden)
	w.As("anna").Get(at+"/person/bo", http.StatusForbidden)
	w.As("bo").Get(at+"/prognos", http.StatusForbidden)
	w.As("").Get(at, http.StatusSeeOther)
	w.As("maria").Get(at+"/person/nobody", http.StatusNotFound)
	w.Exec(`UPDATE employee SET protected = $1, contact_code = 'K-7' WHERE person_id = 'bo'`, true)
	w.Silent(w.As("ulla").Get(at, http.StatusOK), "Bo Exempel")
	w.Says(w.As("ulla").Get(at, http.StatusOK), "K-7")
	w.Says(w.As("maria").Get(at, http.StatusOK), "Bo Exempel")
}

// Days are told as the last on which somebody is waited for.
func TestDaysAreTheLastOnes(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	s := certificationtest.Scheme()
	s.Requirements = []rule.Requirement{{Key: certificationtest.Task, Title: "Egen uppgift", OneOf: []rule.Evidence{{Kind: rule.ByTask}}}}
	s.Leader = true
	w.Leading[certificationtest.Unit] = []rule.Span{{From: "2027-01-01", Until: "2027-01-20"}}
	w.Hire("anna")
	w.Join(s)
	at, maria := home+"/enhet/"+w.ID, w.As("maria")
	w.Says(maria.Get(at, http.StatusOK), "Är ny och har tid till och med 8 februari 2027.") // 30 days
	task, err := w.Certification.Assess(t.Context(), w.Ulla, w.ID, "anna", certificationtest.Task, true, "Lugn och tydlig.")
	w.Must(err)
	w.Must(w.Certification.Certify(t.Context(), w.Ulla, w.ID, ""))
	w.Go("2027-03-01")
	w.Leading[certificationtest.Unit][0].Until = "2027-02-20"
	w.Must(w.Certification.TakeBack(t.Context(), w.Ulla, task, "Fel person."))
	w.Says(maria.Get(at, http.StatusOK), "Enheten har tid att ordna det till och med 5 mars 2027.", "Har tid att ordna det till och med 14 mars 2027.") // 14 days
	w.Go("2027-03-05")
	w.Says(maria.Get(at, http.StatusOK), "Certifierad")
	w.Go("2027-03-06")
	w.Says(maria.Get(at, http.StatusOK), "Certifieringen har upphört")
}

// The forecast tells what comes of a plan, and what is needed to be certified on a day.
func TestWhatComesOfAPlan(t *testing.T) {
	t.Parallel()
	w, at := newUnit(t)
	w.Learn("anna", "bo")
	body := w.As("maria").Get(at+"/prognos?antal=2&fran=2027-05-01&till=2027-12-31&klarden=2027-06-01", http.StatusOK)
	w.Says(body, "1 maj 2027", "0 av 4", "Det här behövs för att vara certifierad 1 juni 2027", "Anna Exempel: Saknar Egen uppgift.")
	for _, tc := range []struct{ query, field, says string }{
		{"antal=900&fran=2027-05-01", "antal", "Det går att räkna med 1 till 100 personer."},
		{"antal=abc", "antal", "Det går att räkna med 1 till 100 personer."},
		{"antal=2", "fran", "Välj vilken dag de börjar, i dag eller senare."},
		{"antal=2&fran=1999-01-01", "fran", "Välj vilken dag de börjar, i dag eller senare."},
		{"till=2126-01-01", "till", "Välj en dag från i dag och högst tre år framåt."},
		{"slutar=anna", "slutardag", "Välj den första dagen hen är borta, i dag eller senare."},
		{"slutar=nobody&slutardag=2027-05-01", "slutar", ""},
		{"klarden=1999-01-01", "klarden", "Välj en dag från i dag och högst tre år framåt."},
	} {
		body := w.As("maria").Raw(at+"/prognos?"+tc.query, http.StatusUnprocessableEntity)
		w.Says(body, tc.says, "0 av 2") // the table stays
		if !strings.Contains(body, `href="#`+tc.field+`"`) {
			t.Errorf("%s is not refused at %s", tc.query, tc.field)
		}
		if tc.field != "klarden" {
			w.Says(body, "Så här ser det ut utan det du har fyllt i.")
		}
	}
}

// A step counts from the day it is noted; when it was held is said beside it, and is no day before the unit joined.
func TestWhenAStepWasHeldIsSaid(t *testing.T) {
	t.Parallel()
	w, at := newUnit(t)
	ulla := w.As("ulla")
	w.Go("2027-01-20")
	w.Says(ulla.Get(at+"/steg/visit", http.StatusOK), "Tidigast 10 januari 2027, när enheten gick med.", "Steget räknas från i dag, 20 januari 2027.")
	for _, day := range []string{"2000-01-01", "2027-01-09", "2027-01-21", "i går"} {
		w.Says(ulla.Post(at+"/steg/visit", http.StatusUnprocessableEntity, "day", day), "Välj en dag från det att enheten gick med")
	}
	ulla.Post(at+"/steg/visit", http.StatusSeeOther, "day", "2027-01-15")
	for _, page := range []string{at, at + "/steg/visit"} {
		w.Says(ulla.Get(page, http.StatusOK), "Hölls 15 januari 2027. Räknas från 20 januari 2027.")
	}
	w.Says(ulla.Get(at+"/historik", http.StatusOK), "Hölls 15 januari 2027.")
}

// A scheme is changed in a new version; what is wrong is told at its field, and nothing typed is lost.
func TestASchemeIsKeptInPages(t *testing.T) {
	t.Parallel()
	w, _ := newUnit(t)
	at := home + "/program/" + w.SchemeID
	mona := w.As("mona")
	w.Says(mona.Get(home+"/program", http.StatusOK), "Pedagogiska ramverket", "En enhet")
	body := mona.Post(at+"/andra", http.StatusUnprocessableEntity, "utgava", "1", "titel", "", "krav0", "Bemötande", "krav0-satt0", "course", "andel", "140", "borta", "x", "nya", "30", "laga", "14", "manader", "24", "fonster", "6", "versioner", "any", "av", "programme", "vikter", "Trollkarl: 2")
	w.Says(body, "Skriv något här.", "Välj kurs, eller skriv vilken färdighet.", "Skriv ett tal som går.", "Yrket finns inte i listan över yrken.", "Trollkarl: 2")
	mona.Post(at+"/andra", http.StatusSeeOther, "utgava", "1", "titel", "Ramverket", "krav0", "Bemötande", "krav0-satt0", "course", "krav0-satt0-kurs", certificationtest.Course, "andel", "80", "borta", "30", "nya", "30", "laga", "14",
		"manader", "24", "fonster", "6", "versioner", "any", "av", "programme", "vikter", "Undersköterska: 2", "from", "2027-03-01")
	w.Says(mona.Get(at, http.StatusOK), "Programmet ändras 1 mars 2027.", "Alla som räknas behöver klara allt.")
	w.Says(mona.Post(at+"/andra", http.StatusUnprocessableEntity, "utgava", "1", "titel", "Annat", "krav0", "Bemötande", "krav0-satt0", "course", "krav0-satt0-kurs", certificationtest.Course, "andel", "80", "borta", "30", "nya", "30", "laga", "14",
		"manader", "24", "fonster", "6", "versioner", "any", "av", "programme"), "Någon annan hann spara före dig.")
	w.As("maria").Get(at+"/andra", http.StatusForbidden)
	mona.Post(at+"/avsluta", http.StatusSeeOther)
	w.Says(mona.Get(home+"/program", http.StatusOK), "Tar inte emot fler.")
}

// Settings: who leads the programme, and a protected home stays off the public list.
func TestAUnitIsKeptOffThePublicList(t *testing.T) {
	t.Parallel()
	w, at := newUnit(t)
	maria := w.As("maria")
	maria.Post(at+"/installningar", http.StatusSeeOther, "gor", "dold", "dold", "1")
	w.Says(maria.Get(at+"/historik", http.StatusOK), "Enheten togs bort från den öppna listan")
	maria.Post(at+"/installningar", http.StatusForbidden, "gor", "lamna", "reason", "Vi orkar inte.")
	ulla := w.As("ulla")
	w.Says(ulla.Post(at+"/installningar", http.StatusUnprocessableEntity, "gor", "lamna", "reason", ""), "Skriv varför.")
	ulla.Post(at+"/installningar", http.StatusSeeOther, "gor", "lamna", "reason", "Enheten läggs ned.")
	w.Says(ulla.Get(at+"/historik", http.StatusOK), "Enheten lämnade programmet")
}

// Who certifies lists what has been certified, also what the public list leaves out, and nobody else does.
func TestWhoCertifiesListsItsUnits(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	w.Hire("anna")
	w.Learn("anna")
	s := certificationtest.Scheme()
	s.By = rule.ByRSS
	w.Join(s)
	w.Employ("rita", "kontoret", "samordnare")
	w.Grant("rita", may.Programme, "rss-GR")
	w.Must(w.Certification.Hide(t.Context(), w.Maria, w.ID, true))
	w.Day()
	rita, list := w.As("rita"), home+"?visa=certifierade"
	w.Says(rita.Get(home, http.StatusOK), "Se vad ni har certifierat")
	w.Says(rita.Get(list, http.StatusOK), "Enheter som ni har certifierat", "Ingen enhet som ni svarar för är eller har varit certifierad.")
	rita.Post(home+"/enhet/"+w.ID+"/beslut", http.StatusSeeOther, "gor", "certifiera")
	w.Day()
	w.Says(rita.Get(list, http.StatusOK), "En enhet", "Solen", "Göteborg", "Pedagogiska ramverket", "10 januari 2027", "Gäller till och med 9 januari 2029.", "Visas inte på den öppna listan.")
	w.Silent(rita.Get(list+"&lage=revoked", http.StatusOK), "Solen")
	w.Silent(w.As("").Get("/certifierade-enheter", http.StatusOK), "Solen")
	maria := w.As("maria")
	w.Silent(maria.Get(home, http.StatusOK), "Se vad ni har certifierat")
	maria.Get(list, http.StatusForbidden)
}

// Every page of the room is readable on a phone and a desk, light and dark.
func TestThePagesOfCertificationInABrowser(t *testing.T) {
	b := browsertest.New(t)
	w, at := newUnit(t)
	w.Learn("anna", "bo")
	if _, err := w.Certification.Assess(t.Context(), w.Ulla, w.ID, "anna", certificationtest.Task, true, "Visade hur hon väntar in."); err != nil {
		t.Fatal(err)
	}
	w.Place("unit", "manen", "Månen", "aldre")
	w.Employ("moa", "manen", "underskoterska")
	w.Learn("moa")
	ctx, plain := t.Context(), certificationtest.Scheme()
	plain.Title = "Bemötande hos oss"
	scheme, err := w.Certification.AddScheme(ctx, w.Mona, gaptest.Town, plain, "")
	w.Must(err)
	other, err := w.Certification.Join(ctx, w.Ulla, "manen", scheme, "")
	w.Must(err)
	w.Must(w.Certification.Certify(ctx, w.Ulla, other, ""))
	w.Must(w.Certification.Hide(ctx, w.Ulla, other, true))
	w.Day()
	for name, x := range map[string]struct{ who, path string }{
		"certifierade": {"ulla", home + "?visa=certifierade"},
		"hem":          {"ulla", home}, "enhet": {"ulla", at}, "chef": {"maria", at}, "person": {"ulla", at + "/person/anna"}, "steg": {"ulla", at + "/steg/visit"}, "beslut": {"ulla", at + "/beslut?gor=avsla"},
		"prognos": {"maria", at + "/prognos?antal=2&fran=2027-05-01"}, "historik": {"maria", at + "/historik"}, "installningar": {"ulla", at + "/installningar"}, "mina": {"anna", home + "/mina"},
		"program": {"mona", home + "/program/" + w.SchemeID}, "andra": {"mona", home + "/program/" + w.SchemeID + "/andra"}, "borja": {"maria", home + "/borja"}, "oppen": {"", "/certifierade-enheter"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Page(t, browsertest.Phone)
			w.As(x.who).Open(p)
			p.Open(w.Base + x.path)
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
			if name == "enhet" {
				p.TabWalk(t)
			}
		})
	}
}
