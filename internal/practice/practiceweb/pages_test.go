package practiceweb_test

import (
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/attendance/attendancetest"
)

// An organiser puts stations on a day, from one that is kept, and names who assesses.
func TestAnOrganiserMakesStations(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	rita := w.as("rita")
	w.says(rita.get("/ovning", 200), "Praktiska färdigheter", "Stationer på kursdagar", "Rena händer")
	w.says(rita.post("/ovning/mallar", 422, "plats", attendancetest.RSS, "namn", "HLR", "fardighet", "HLR på docka", "moment", "", "veckor", "8"), "Skriv minst ett moment")
	rita.post("/ovning/mallar", 303, "plats", attendancetest.RSS, "namn", "HLR", "fardighet", "HLR på docka", "moment", "* Larma\nTryck", "veckor", "8")
	w.says(rita.get("/ovning/mallar", 200), "HLR, 2 moment")
	all, err := w.Practice.Templates(t.Context(), w.Actor("rita"))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	w.says(rita.get(stations+"/ny?mall="+all[0].ID, 200), "* Larma Tryck")
	w.says(rita.post(stations+"/ny", 422, "namn", "", "fardighet", "HLR", "moment", "Larma", "veckor", "x"), "Skriv ett namn")
	rita.post(stations+"/ny", 303, "namn", "HLR", "fardighet", "HLR på docka", "moment", "* Larma\nTryck", "veckor", "8", "kravs", "1")
	w.says(rita.get(stations, 200), "HLR på docka. 0 har provat, 0 godkända. Krävs för kursen.", "Amina Exempel")
	rita.post(stations, 303, "bedomare", "amina")
	amina := w.as("amina")
	w.says(amina.get(floor, 200), "Bengt Exempel")
	rita.post(stations, 303, "bort", "amina")
	amina.get(floor, 403)
	amina.get(stations, 403)
	rita.post("/ovning/mallar/"+all[0].ID+"/ta-bort", 303)
}

// The assessor on a phone, by plain pages: station, person, steps, result; pressed twice is one.
func TestAnAssessorSignsOff(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	s := w.station()
	tora := w.as("tora")
	w.says(tora.get(floor, 200), "Amina Exempel", "Inte provat")
	form := tora.raw(floor + "?station=" + s.ID + "&plats=plats-amina")
	key := w.hidden(form, "nyckel")
	try := func(more ...string) []string {
		return append([]string{"station", s.ID, "plats", "plats-amina", "nyckel", key}, more...)
	}
	w.says(tora.post(floor, 422, try("steg", "0")...), "Välj hur det gick")
	page := tora.post(floor, 422, try("steg", "0", "resultat", "ja", "anteckning", "Lugn hand")...)
	w.says(page, "Ett kritiskt moment är inte kryssat", "Lugn hand")
	w.says(tora.post(floor, 422, try("resultat", "nej", "anteckning", "19121212-1212")...), "personnummer")
	for range 2 {
		to := tora.post(floor, 303, try("steg", "1", "steg", "2", "resultat", "ja", "anteckning", "Lugn hand")...)
		w.says(tora.get(to, 200), "Amina Exempel: Godkänd, 1 försök")
	}
	w.says(tora.get(floor+"?station="+s.ID+"&sok=beng", 200), "Bengt Exempel")
	w.silent(tora.get(floor+"?station="+s.ID+"&sok=beng", 200), "Amina Exempel")
	w.says(w.as("amina").get("/ovning/mina", 200), "Lägga kateter rent", "Godkänd, 1 försök", "Lugn hand", "Rent fält: rätt", "Arbetsplatsen ser om det sitter")
	w.says(w.as("bengt").get("/ovning/mina", 200), "Du har inte provat någon färdighet än")
	code := w.Protect("carmen")
	list := w.as("asta").get(floor, 200)
	w.says(list, code)
	w.silent(list, "Carmen")
}

// Weeks later the manager sees what is due and answers with the same checklist.
func TestAManagerLooksWhetherItIsKept(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	s := w.station()
	w.as("tora").post(floor, 303, "station", s.ID, "plats", "plats-amina", "nyckel", "k1", "steg", "1", "steg", "2", "resultat", "ja")
	maria := w.as("maria")
	w.says(maria.get("/min-grupp/ovning", 200), "Inget att se efter nu", "Amina Exempel", "Godkänd, 1 försök")
	w.Exec(`UPDATE skill_due SET due_on = $1`, w.Staff.Today())
	w.says(maria.get("/min-grupp/ovning", 200), "Se nu")
	check := "/min-grupp/ovning/kontroll"
	w.says(maria.get(check+"?enhet=solen&station="+s.ID+"&plats=plats-amina", 200), "Sitter det kvar? Amina Exempel")
	w.says(maria.post(check, 422, "enhet", "solen", "station", s.ID, "plats", "plats-amina", "nyckel", "k2"), "Välj hur det gick")
	to := maria.post(check, 303, "enhet", "solen", "station", s.ID, "plats", "plats-amina", "nyckel", "k2", "steg", "1", "steg", "2", "resultat", "ja")
	w.says(maria.get(to, 200), "Sparat", "Inget att se efter nu", "Sitter kvar på arbetsplatsen")
	w.as("amina").get("/min-grupp/ovning", 403)
}

// A manager asks, the RSS finds a trainer, the trainer answers and it ends.
func TestARequestFromAUnitToItsEnd(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	maria, rita, tora := w.as("maria"), w.as("rita"), w.as("tora")
	ask := "/min-grupp/ovning/forfragan"
	w.says(maria.get(ask, 200), "Skriv inget om en viss person")
	w.says(maria.post(ask, 422, "enhet", "solen", "behov", "Om 19121212-1212", "antal", "3", "dag", w.Staff.Today()), "personnummer")
	maria.post(ask, 303, "enhet", "solen", "behov", "Vård vid epidermolysis bullosa", "antal", "3", "dag", w.Staff.Today())
	w.Exec(`UPDATE trainer SET field = 'Hud och epidermolysis'`)
	all, err := w.Practice.Incoming(t.Context(), w.Actor("rita"))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	at := "/ovning/forfragningar/" + all[0].ID
	w.says(rita.get("/ovning/forfragningar", 200), "epidermolysis", "Solen", "Ny")
	form := rita.raw(at + "?gor=tilldela")
	w.says(flat(form), "Passar: Hud och epidermolysis")
	w.says(rita.post(at, 422, "gor", "tilldela", "utgava", "1"), "Välj en kursledare")
	rita.post(at, 303, "gor", "tilldela", "utgava", "1", "kursledare", "tora")
	w.says(tora.get("/ovning/uppdrag", 200), "epidermolysis")
	w.says(tora.get(at+"?gor=svara", 200), "Ditt svar")
	tora.post(at, 303, "gor", "svara", "utgava", "2", "text", "Ja, en halvdag.", "dag", w.Staff.Today())
	w.says(rita.get(at+"?gor=klart", 200), "Hur blev det?", "Ja, en halvdag.")
	rita.post(at, 303, "gor", "klart", "utgava", "3", "text", "Klart på Solen.", "tillfalle", attendancetest.Day)
	w.says(maria.get(at, 200), "Klart på Solen.", "Till kursdagen")
	w.as("amina").get(at, 404)
}

func TestAPilotOnItsPages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	rita := w.as("rita")
	w.says(rita.post("/ovning/piloter", 422, "plats", attendancetest.RSS, "namn", "KTC", "tak", "0"), "Skriv hur många som får vara med")
	at := rita.post("/ovning/piloter", 303, "plats", attendancetest.RSS, "namn", "KTC", "tak", "59")
	w.says(rita.get(at, 200), "Förbered", "Fasen Pröva öppnar när det finns behovsbild, mål, arbetssätt och tidplan")
	w.says(rita.post(at+"/beslut", 422, "fas", "try", "text", "Vi kör.", "utgava", "1"), "Innan nästa fas behövs behovsbild")
	rita.post(at+"/delar", 303, "utgava", "1", "namn", "KTC", "behov", "a", "mal", "b", "arbetssatt", "c", "tidplan", "d", "uppfoljning", "e", "tak", "59")
	rita.post(at+"/beslut", 303, "fas", "try", "text", "Vi kör.", "utgava", "2")
	w.says(rita.post(at, 422, "tillfalle", attendancetest.Day), "Tillfällena har 60 platser tillsammans. Piloten får ha 59.")
	rita.post(at+"/delar", 303, "utgava", "3", "namn", "KTC", "behov", "a", "mal", "b", "arbetssatt", "c", "tidplan", "d", "uppfoljning", "e", "tak", "60")
	rita.post(at, 303, "tillfalle", attendancetest.Day)
	rita.post(at+"/lardom", 303, "tillfalle", attendancetest.Day, "text", "För lång kö.", "andras", "Två stationer.")
	w.says(rita.get(at, 200), "Rita Exempel", "Vi kör.", "För lång kö.", "Ändras till omgång 2: Två stationer.", "3 bokade på 60 platser")
	w.as("maria").get(at, 403)
}

// Anybody reads about a network; who works near joins; the organiser keeps it.
func TestANetworkOnItsPages(t *testing.T) {
	t.Parallel()
	w := newSite(t)
	rita, amina, nobody := w.as("rita"), w.as("amina"), w.as("")
	at := rita.post("/ovning/natverk", 303, "plats", attendancetest.RSS, "namn", "Kliniskt lärande", "text", "Vi delar det vi provat.")
	id := at[strings.LastIndex(at, "/")+1:]
	w.says(rita.post(at+"/ny", 422, "dag", "x", "fran", "13:00", "till", "14:00", "antal", "1", "veckor", "4"), "Välj en dag")
	day := time.Now().AddDate(0, 0, 10).Format(time.DateOnly)
	rita.post(at+"/ny", 303, "dag", day, "fran", "13:00", "till", "14:00", "lank", "https://mote.example/1", "antal", "2", "veckor", "4")
	w.says(nobody.get("/natverk", 200), "Kliniskt lärande", "Nästa möte")
	page := nobody.get("/natverk/"+id, 200)
	w.says(page, "Vi delar det vi provat.", "Logga in för att gå med")
	w.silent(page, "Till mötet på nätet")
	amina.post("/natverk/"+id+"/med", 303)
	page = amina.get("/natverk/"+id, 200)
	w.says(page, "Du är med i nätverket", "Till mötet på nätet")
	w.silent(page, "1 medlem")
	w.says(rita.get(at, 200), "1 medlem", "Amina Exempel, Solen")
	kept, err := w.Practice.Network(t.Context(), w.Actor("rita"), id)
	if err != nil {
		t.Fatal(err)
	}
	m := at + "/mote/" + kept.Meetings[0].ID
	w.says(rita.get(m, 200), "Vilka var med?")
	w.says(rita.post(m, 422, "utgava", "1", "dag", day, "fran", "13:00", "till", "12:00"), "Till ska vara senare")
	rita.post(m, 303, "utgava", "1", "dag", day, "fran", "13:00", "till", "14:00", "text", "Vi såg en film.", "var", "amina")
	w.says(rita.get(at, 200), "1 var med")
	w.says(amina.get("/natverk/"+id, 200), "Vi såg en film.")
	w.silent(nobody.get("/natverk/"+id, 200), "Vi såg en film.", "Amina")
	amina.post("/natverk/"+id+"/lamna", 303)
	w.silent(rita.get(at, 200), "Amina")
	amina.get(at, 403)
}
