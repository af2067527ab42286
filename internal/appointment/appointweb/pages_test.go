package appointweb_test

import (
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/practice"
)

func TestAManagerAppointsOnThePages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	karin := w.As("karin")
	page := karin.Get("/min-grupp/ledare?enhet=solen", 200)
	w.Says(page, "Ledare och ombud", "Ingen leder lärandet här än")
	w.Silent(page, "Utse ett språkombud") // the municipality has not switched it on
	w.Says(karin.Get("/min-grupp/ledare/ny?enhet=solen&typ=leader", 200), "Har specialist- eller stödpedagogutbildning", "Bengt Exempel", "Utbildning: ", "Andra på enheten", "Amina Exempel", "rekommenderas")
	w.Says(karin.Get("/min-grupp/ledare/ny?enhet=solen&typ=language_rep", 200), "Kommunen har inte slagit på uppdraget")
	today := w.Staff.Today()
	w.Says(karin.Post("/min-grupp/ledare/ny", 422, "enhet", "solen", "typ", "leader", "platser", "solen", "fran", today, "uppdrag", "Håll i träffarna"), "Välj vem som ska ha uppdraget", "Håll i träffarna")
	w.Says(karin.Post("/min-grupp/ledare/ny", 422, "enhet", "solen", "typ", "leader", "person", "amina", "fran", today), "Välj minst en enhet")
	to := karin.Post("/min-grupp/ledare/ny", 303, "enhet", "solen", "typ", "leader", "person", "bengt", "platser", "solen", "platser", "manen", "fran", today, "uppdrag", "Håll i träffarna")
	w.Says(karin.Get(to, 200), "Uppdraget är utsett", "Bengt Exempel", "Månen och Solen", "Gäller")
	own, err := w.Appointments.Own(t.Context(), w.Actor("bengt"))
	w.must(err)
	at := "/min-grupp/ledare/uppdrag/" + own[0].ID
	w.Says(karin.Get(at, 200), "Bengt Exempel, ledare för arbetsplatslärande", "Håll i träffarna", "Utsågs av Karin Exempel")
	w.Says(karin.Post(at+"/andra", 422, "utgava", "1", "till", "igår"), "Sista dagen")
	karin.Post(at+"/andra", 303, "utgava", "1", "uppdrag", "En träff i månaden", "till", "")
	w.Says(karin.Post(at+"/andra", 422, "utgava", "1", "uppdrag", "x"), "Någon annan har ändrat")
	w.As("amina").Get(at, 403)
	w.As("maja").Get(at, 403)
	w.Says(w.As("bengt").Get("/ledare", 200), "Mina uppdrag", "Ledare för arbetsplatslärande för Månen och Solen", "Din utbildning", "Gäller")
	w.Says(w.As("kim").Get("/kommun/ledare", 200), "Bengt Exempel", "Solen", "2 uppdrag")
	w.Says(w.As("kim").Get("/kommun/ledare/utan", 200), "0 av 2 enheter")
	w.Says(karin.Get("/min-grupp/ansvar?enhet=solen", 200), "Utse ledare för arbetsplatslärande på sidan Ledare och ombud")
	w.Silent(karin.Get("/min-grupp/ansvar/ge?plats=solen&vad=larande&sok=amina", 200), "Leder samtal")
	w.Says(karin.Post("/min-grupp/ansvar/ge", 422, "plats", "solen", "vad", "larande", "sok", "amina", "person", "amina", "roll", "leader", "fran", today), "utses på sidan Ledare och ombud")
	karin.Post(at+"/avsluta", 303, "varfor", "Ny tjänst")
	w.Says(karin.Get("/min-grupp/ledare?enhet=solen", 200), "Ingen leder lärandet här än", "Tidigare uppdrag", "Avslutat")
}

func TestAnotherMunicipalityIsAskedOnThePages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	karin, maja, ali := w.As("karin"), w.As("maja"), w.As("ali")
	form := "/min-grupp/ledare/ny?enhet=solen&typ=leader&hos=Ale&nummer="
	w.Says(karin.Get(form+"4711", 200), "Ingen har det numret")
	w.Says(karin.Get(form+url.QueryEscape(w.number("ali")), 200), "Ali Exempel", "Fråga om lån")
	w.Says(karin.Post("/min-grupp/ledare/ny", 422, "enhet", "solen", "typ", "leader", "hos", "Ale", "nummer", "4711", "platser", "solen"), "Ingen har det numret")
	to := karin.Post("/min-grupp/ledare/ny", 303, "enhet", "solen", "typ", "leader", "hos", "Ale", "nummer", w.number("ali"), "platser", "solen")
	w.Says(karin.Get(to, 200), "Frågan är skickad", "Väntar på svar")
	w.Says(ali.Get("/ledare", 200), "Väntar på ditt svar")
	own, err := w.Appointments.Own(t.Context(), w.Actor("ali"))
	w.must(err)
	at := "/min-grupp/ledare/uppdrag/" + own[0].ID
	w.Says(ali.Get(at, 200), "Säg ja", "Göteborg", "Svar väntas från personen själv och chefen där personen är anställd")
	ali.Post(at+"/svara", 303, "svar", "ja")
	w.Silent(ali.Get(at, 200), "Säg ja")
	w.Says(maja.Get("/min-grupp/ledare", 200), "Göteborg vill låna Ali Exempel")
	maja.Post(at+"/svara", 303, "svar", "ja")
	w.Says(maja.Post(at+"/svara", 422, "svar", "nej"), "redan besvarad")
	w.Says(karin.Get("/min-grupp/ledare?enhet=solen", 200), "Ali Exempel", "Lånas ut av en annan arbetsgivare", "Gäller")
	maja.Post(at+"/avsluta", 303)
	w.Says(karin.Get("/min-grupp/ledare?enhet=solen", 200), "Ingen leder lärandet här än", "Tidigare uppdrag Ali Exempel")
}

func TestALearnerFindsTheOmbudAndASchoolTheAmbassador(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	ctx := t.Context()
	w.switchOn("sprakombud", "yrkesambassador")
	_, err := w.Appointments.Appoint(ctx, w.Actor("karin"), appointment.Proposal{Kind: rule.LanguageRep, PersonID: "amina", Places: []string{"solen"}})
	w.must(err)
	_, err = w.Appointments.Appoint(ctx, w.Actor("karin"), appointment.Proposal{Kind: rule.Ambassador, PersonID: "amina", Places: []string{"solen"}})
	w.must(err)
	bengt, amina, kim, school := w.As("bengt"), w.As("amina"), w.As("kim"), w.As("")
	w.Says(bengt.Get("/ombud", 200), "Ingen är utsedd här än")
	w.Says(amina.Get("/ledare", 200), "Blivande språkombud", "Går utbildning")
	w.Says(w.As("karin").Get("/min-grupp/ledare?enhet=solen", 200), "Går utbildning")
	for _, course := range []string{"sprakombud", "yrkesambassador"} {
		w.Complete("amina", course, course, w.Now())
	}
	w.must(w.Appointments.OnSettle(ctx, appointment.Settle{PersonID: "amina"}))
	w.Says(amina.Post("/ledare/nas", 422, "hos", gaptest.Town, "nas", "Mitt nummer är 19121212-1212"), "personnummer")
	amina.Post("/ledare/nas", 303, "hos", gaptest.Town, "nas", "Ring avdelningen")
	w.Says(bengt.Get("/ombud", 200), "Amina Exempel, språkombud", "Ring avdelningen")
	w.Silent(bengt.Get("/ombud", 200), "yrkesambassadör")
	w.Says(school.Get("/yrkesambassadorer", 200), "Ingen kommun tar emot bokningar än")
	at := "/yrkesambassadorer/" + gaptest.Town
	school.Get(at, 404)
	w.Says(kim.Post("/kommun/ledare/regler", 422, "typ", "ambassador", "krav-ambassador", "1", "kurser", "yrkesambassador", "kontakt", "nej", "utgava", "0"), "Skriv en e-postadress")
	kim.Post("/kommun/ledare/regler", 303, "typ", "ambassador", "krav-ambassador", "1", "kurser", "yrkesambassador", "kontakt", "ambassad@goteborg.example", "utgava", "0")
	w.Says(kim.Get("/kommun/ledare/regler", 200), "Utbildningen krävs alltid")
	page := school.Get(at, 200)
	w.Says(page, "1 yrkesambassadör", "ambassad@goteborg.example")
	w.Silent(page, "Amina")
	w.Says(school.Post(at, 422, "skola", "Björkskolan", "kontakt", "x", "onskemal", "Vecka 5"), "Skriv en e-postadress eller ett telefonnummer", "Vecka 5")
	w.Says(school.Get(school.Post(at, 303, "skola", "Björkskolan", "kontakt", "031-123 45 67", "onskemal", "Vecka 5"), 200), "Förfrågan är skickad")
	w.Says(amina.Get("/ledare", 200), "Björkskolan", "Vecka 5")
	w.Says(kim.Get("/kommun/ledare/forfragningar", 200), "Björkskolan", "031-123 45 67")
	all, err := w.Appointments.Requests(ctx, w.Actor("kim"), gaptest.Town)
	w.must(err)
	kim.Post("/kommun/ledare/forfragningar", 303, "forfragan", all[0].ID)
	w.Says(kim.Get("/kommun/ledare/forfragningar", 200), "Inga förfrågningar väntar")
}

func TestAHolderJoinsANetworkWithOneTap(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	ctx := t.Context()
	_, err := w.Appointments.Appoint(ctx, w.Actor("karin"), appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}})
	w.must(err)
	n, err := w.Practice.AddNetwork(ctx, w.Actor("kim"), practice.Network{OwnerID: gaptest.Town, Name: "Ledarnätverket", About: "Vi delar det vi provat.", Audience: "leader"})
	w.must(err)
	_, err = w.Practice.AddNetwork(ctx, w.Actor("kim"), practice.Network{OwnerID: gaptest.Town, Name: "Språknätverket", About: "Om språk.", Audience: "language_rep"})
	w.must(err)
	_, err = w.Practice.AddNetwork(ctx, w.Actor("kim"), practice.Network{OwnerID: gaptest.Town, Name: "x", About: "x", Audience: "boss"})
	if err == nil || !strings.Contains(err.Error(), "audience_wrong") {
		t.Errorf("an audience that there is none of: %v", err)
	}
	amina := w.As("amina")
	page := amina.Get("/ledare", 200)
	w.Says(page, "Ledarnätverket", "Gå med")
	w.Silent(page, "Språknätverket")
	w.Says(amina.Get(amina.Post("/ledare/natverk/"+n.ID, 303), 200), "Du är med i nätverket", "Öppna nätverket")
}
