package practiceweb_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/platform/webtest"
)

// An organiser puts stations on a day, from one that is kept, and names who assesses.
func TestAnOrganiserMakesStations(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	rita := w.As("rita")
	w.Says(rita.Get("/ovning", 200), "Praktiska färdigheter", "Stationer på kursdagar", "Rena händer")
	w.Says(rita.Post("/ovning/mallar", 422, "plats", attendancetest.RSS, "namn", "HLR", "fardighet", "HLR på docka", "moment", "", "veckor", "8"), "Skriv minst ett moment")
	rita.Post("/ovning/mallar", 303, "plats", attendancetest.RSS, "namn", "HLR", "fardighet", "HLR på docka", "moment", "* Larma\nTryck", "veckor", "8")
	w.Says(rita.Get("/ovning/mallar", 200), "HLR, 2 moment")
	all, err := w.Practice.Templates(t.Context(), w.Actor("rita"))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	w.Says(rita.Get(stations+"/ny?mall="+all[0].ID, 200), "* Larma Tryck")
	w.Says(rita.Post(stations+"/ny", 422, "namn", "", "fardighet", "HLR", "moment", "Larma", "veckor", "x"), "Skriv ett namn")
	rita.Post(stations+"/ny", 303, "namn", "HLR", "fardighet", "HLR på docka", "moment", "* Larma\nTryck", "veckor", "8", "kravs", "1")
	w.Says(rita.Get(stations, 200), "HLR på docka. 0 har provat, 0 godkända. Krävs för kursen.", "Amina Exempel")
	rita.Post(stations, 303, "bedomare", "amina")
	amina := w.As("amina")
	w.Says(amina.Get(floor, 200), "Bengt Exempel")
	rita.Post(stations, 303, "bort", "amina")
	amina.Get(floor, 403)
	amina.Get(stations, 403)
	rita.Post("/ovning/mallar/"+all[0].ID+"/ta-bort", 303)
}

// The assessor on a phone, by plain pages: station, person, steps, result; pressed twice is one.
func TestAnAssessorSignsOff(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	s := w.station()
	tora := w.As("tora")
	w.Says(tora.Get(floor, 200), "Amina Exempel", "Inte provat")
	form := tora.Raw(floor+"?station="+s.ID+"&plats=plats-amina", http.StatusOK)
	key := w.hidden(form, "nyckel")
	try := func(more ...string) []string {
		return append([]string{"station", s.ID, "plats", "plats-amina", "nyckel", key}, more...)
	}
	w.Says(tora.Post(floor, 422, try("steg", "0")...), "Välj hur det gick")
	page := tora.Post(floor, 422, try("steg", "0", "resultat", "ja", "anteckning", "Lugn hand")...)
	w.Says(page, "Ett kritiskt moment är inte kryssat", "Lugn hand")
	w.Says(tora.Post(floor, 422, try("resultat", "nej", "anteckning", "19121212-1212")...), "personnummer")
	for range 2 {
		to := tora.Post(floor, 303, try("steg", "1", "steg", "2", "resultat", "ja", "anteckning", "Lugn hand")...)
		w.Says(tora.Get(to, 200), "Amina Exempel: Godkänd, 1 försök")
	}
	w.Says(tora.Get(floor+"?station="+s.ID+"&sok=beng", 200), "Bengt Exempel")
	w.Silent(tora.Get(floor+"?station="+s.ID+"&sok=beng", 200), "Amina Exempel")
	w.Says(w.As("amina").Get("/ovning/mina", 200), "Lägga kateter rent", "Godkänd, 1 försök", "Lugn hand", "Rent fält: rätt", "Arbetsplatsen ser om det sitter")
	w.Says(w.As("bengt").Get("/ovning/mina", 200), "Du har inte provat någon färdighet än")
	code := w.Protect("carmen")
	list := w.As("asta").Get(floor, 200)
	w.Says(list, code)
	w.Silent(list, "Carmen")
}

// Weeks later the manager sees what is due and answers with the same checklist.
func TestAManagerLooksWhetherItIsKept(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	s := w.station()
	w.As("tora").Post(floor, 303, "station", s.ID, "plats", "plats-amina", "nyckel", "k1", "steg", "1", "steg", "2", "resultat", "ja")
	maria := w.As("maria")
	w.Says(maria.Get("/min-grupp/ovning", 200), "Inget att se efter nu", "Amina Exempel", "Godkänd, 1 försök")
	w.Exec(`UPDATE skill_due SET due_on = $1`, w.Staff.Today())
	w.Says(maria.Get("/min-grupp/ovning", 200), "Se nu")
	check := "/min-grupp/ovning/kontroll"
	w.Says(maria.Get(check+"?enhet=solen&station="+s.ID+"&plats=plats-amina", 200), "Sitter det kvar? Amina Exempel")
	w.Says(maria.Post(check, 422, "enhet", "solen", "station", s.ID, "plats", "plats-amina", "nyckel", "k2"), "Välj hur det gick")
	to := maria.Post(check, 303, "enhet", "solen", "station", s.ID, "plats", "plats-amina", "nyckel", "k2", "steg", "1", "steg", "2", "resultat", "ja")
	w.Says(maria.Get(to, 200), "Sparat", "Inget att se efter nu", "Sitter kvar på arbetsplatsen")
	w.As("amina").Get("/min-grupp/ovning", 403)
}

// A manager asks, the RSS finds a trainer, the trainer answers and it ends.
func TestARequestFromAUnitToItsEnd(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	maria, rita, tora := w.As("maria"), w.As("rita"), w.As("tora")
	ask := "/min-grupp/ovning/forfragan"
	w.Says(maria.Get(ask, 200), "Skriv inget om en viss person")
	w.Says(maria.Post(ask, 422, "enhet", "solen", "behov", "Om 19121212-1212", "antal", "3", "dag", w.Staff.Today()), "personnummer")
	maria.Post(ask, 303, "enhet", "solen", "behov", "Vård vid epidermolysis bullosa", "antal", "3", "dag", w.Staff.Today())
	w.Exec(`UPDATE trainer SET field = 'Hud och epidermolysis'`)
	all, err := w.Practice.Incoming(t.Context(), w.Actor("rita"))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	at := "/ovning/forfragningar/" + all[0].ID
	w.Says(rita.Get("/ovning/forfragningar", 200), "epidermolysis", "Solen", "Ny")
	form := rita.Raw(at+"?gor=tilldela", http.StatusOK)
	w.Says(webtest.Words(form), "Passar: Hud och epidermolysis")
	w.Says(rita.Post(at, 422, "gor", "tilldela", "utgava", "1"), "Välj en kursledare")
	rita.Post(at, 303, "gor", "tilldela", "utgava", "1", "kursledare", "tora")
	w.Says(tora.Get("/ovning/uppdrag", 200), "epidermolysis")
	w.Says(tora.Get(at+"?gor=svara", 200), "Ditt svar")
	tora.Post(at, 303, "gor", "svara", "utgava", "2", "text", "Ja, en halvdag.", "dag", w.Staff.Today())
	w.Says(rita.Get(at+"?gor=klart", 200), "Hur blev det?", "Ja, en halvdag.")
	rita.Post(at, 303, "gor", "klart", "utgava", "3", "text", "Klart på Solen.", "tillfalle", attendancetest.Day)
	w.Says(maria.Get(at, 200), "Klart på Solen.", "Till kursdagen")
	w.As("amina").Get(at, 404)
}

func TestAPilotOnItsPages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	rita := w.As("rita")
	w.Says(rita.Post("/ovning/piloter", 422, "plats", attendancetest.RSS, "namn", "KTC", "tak", "0"), "Skriv hur många som får vara med")
	at := rita.Post("/ovning/piloter", 303, "plats", attendancetest.RSS, "namn", "KTC", "tak", "59")
	w.Says(rita.Get(at, 200), "Förbered", "Fasen Pröva öppnar när det finns behovsbild, mål, arbetssätt och tidplan")
	w.Says(rita.Post(at+"/beslut", 422, "fas", "try", "text", "Vi kör.", "utgava", "1"), "Innan nästa fas behövs behovsbild")
	rita.Post(at+"/delar", 303, "utgava", "1", "namn", "KTC", "behov", "a", "mal", "b", "arbetssatt", "c", "tidplan", "d", "uppfoljning", "e", "tak", "59")
	rita.Post(at+"/beslut", 303, "fas", "try", "text", "Vi kör.", "utgava", "2")
	w.Says(rita.Post(at, 422, "tillfalle", attendancetest.Day), "Tillfällena har 60 platser tillsammans. Piloten får ha 59.")
	rita.Post(at+"/delar", 303, "utgava", "3", "namn", "KTC", "behov", "a", "mal", "b", "arbetssatt", "c", "tidplan", "d", "uppfoljning", "e", "tak", "60")
	rita.Post(at, 303, "tillfalle", attendancetest.Day)
	rita.Post(at+"/lardom", 303, "tillfalle", attendancetest.Day, "text", "För lång kö.", "andras", "Två stationer.")
	w.Says(rita.Get(at, 200), "Rita Exempel", "Vi kör.", "För lång kö.", "Ändras till omgång 2: Två stationer.", "3 bokade på 60 platser")
	seats := "/kurstillfallen/" + attendancetest.Day + "/anmalan"
	page := rita.Post(seats, 409, "andrad", "1", "antal", "61", "minst", "1", "sprak", "sv")
	w.Says(page, "Tillfället hör till piloten KTC. Omgången får ha 60 platser, och de andra tillfällena har 0. Skriv högst 60 här, eller höj pilotens tak först.")
	w.As("maria").Get(at, 403)
}

// Anybody reads about a network; who works near joins; the organiser keeps it.
func TestANetworkOnItsPages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	rita, amina, nobody := w.As("rita"), w.As("amina"), w.As("")
	at := rita.Post("/ovning/natverk", 303, "plats", attendancetest.RSS, "namn", "Kliniskt lärande", "text", "Vi delar det vi provat.")
	id := at[strings.LastIndex(at, "/")+1:]
	w.Says(rita.Post(at+"/ny", 422, "dag", "x", "fran", "13:00", "till", "14:00", "antal", "1", "veckor", "4"), "Välj en dag")
	day := time.Now().AddDate(0, 0, 10).Format(time.DateOnly)
	rita.Post(at+"/ny", 303, "dag", day, "fran", "13:00", "till", "14:00", "lank", "https://mote.example/1", "antal", "2", "veckor", "4")
	w.Says(nobody.Get("/natverk", 200), "Kliniskt lärande", "Nästa möte")
	page := nobody.Get("/natverk/"+id, 200)
	w.Says(page, "Vi delar det vi provat.", "Logga in för att gå med")
	w.Silent(page, "Till mötet på nätet")
	amina.Post("/natverk/"+id+"/med", 303)
	page = amina.Get("/natverk/"+id, 200)
	w.Says(page, "Du är med i nätverket", "Till mötet på nätet")
	w.Silent(page, "1 medlem")
	w.Says(rita.Get(at, 200), "1 medlem", "Amina Exempel, Solen")
	kept, err := w.Practice.Network(t.Context(), w.Actor("rita"), id)
	if err != nil {
		t.Fatal(err)
	}
	m := at + "/mote/" + kept.Meetings[0].ID
	w.Says(rita.Get(m, 200), "Vilka var med?")
	w.Says(rita.Post(m, 422, "utgava", "1", "dag", day, "fran", "13:00", "till", "12:00"), "Till ska vara senare")
	rita.Post(m, 303, "utgava", "1", "dag", day, "fran", "13:00", "till", "14:00", "text", "Vi såg en film.", "var", "amina")
	w.Says(rita.Get(at, 200), "1 var med")
	w.Says(amina.Get("/natverk/"+id, 200), "Vi såg en film.")
	w.Silent(nobody.Get("/natverk/"+id, 200), "Vi såg en film.", "Amina")
	amina.Post("/natverk/"+id+"/lamna", 303)
	w.Silent(rita.Get(at, 200), "Amina")
	amina.Get(at, 403)
}
