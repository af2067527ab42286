package app_test

import (
	"testing"

	"yrkesresan/internal/platform/browsertest"
)

// TestAWalkFromNeedToPlanned walks as a municipality, its RSS and the nation, without script: submit, read,
// propose, answer, plan. Every page is tested as many see it.
func TestAWalkFromNeedToPlanned(t *testing.T) {
	b := browsertest.New(t)
	w := newWorld(t)
	w.needs(t)
	w.exec(t, `DELETE FROM joint_work`)
	as := func(person string) *browsertest.Page {
		p := b.Page(t, browsertest.Phone.NoScript())
		w.enter(t, p, person)
		return p
	}
	town, region, nation := as("municipality-1480"), as("region-1480"), as("national-1480")
	region.Open(w.base + "/rss/kompetens")
	region.Sees("0 av 13 kommuner har lämnat in sitt kompetensbehov än.")
	look(t, region, "behov-rss-tom")

	town.Open(w.base + "/kommun")
	town.Click("Kommunens kompetensbehov")
	town.Sees("Kommunen har inga inlämnade siffror just nu.", "Omsorg AB")
	look(t, town, "behov-kommun")
	town.Click("Visa varje grupp för sig")
	look(t, town, "behov-kommun-grupper")
	town.Click("Lämna in behovet")
	town.Sees("Behovet är inlämnat.", "Gäller nu")

	region.Open(w.base + "/rss")
	region.Click("Kompetens i regionen")
	region.Sees("1 av 13 kommuner har lämnat in", "Färre än 5 visas inte.")
	look(t, region, "behov-rss")
	region.Click("Göteborg")
	region.Sees("Kommunen lämnade in sitt kompetensbehov")
	look(t, region, "behov-rss-kommun")

	nation.Open(w.base + "/nationen/kompetens")
	nation.Sees("1 av 290 kommuner")
	look(t, nation, "behov-nationen")
	nation.Select("Krav", "Bara formell kompetens")
	nation.Click("Visa")
	nation.Sees("Legitimation")
	nation.SeesNot("Bemötande")

	town.Open(w.base + "/kommun/behov/gemensamt")
	town.Sees("Regionen har inget förslag just nu.", "Bestäm hur ni gör")
	look(t, town, "behov-gemensamt-tom")

	region.Open(w.base + "/rss/kompetens/tavla")
	region.Sees("Inget förslag väntar på svar.")
	look(t, region, "behov-tavla-tom")
	region.Click("Föreslå något gemensamt")
	region.Sees("Behovet:")
	look(t, region, "behov-nytt")
	region.Type("Vad föreslår ni?", "")
	region.Click("Skicka förslaget till kommunerna")
	region.Sees("Skriv vad ni föreslår.")
	region.Type("Vad föreslår ni?", "Validering tillsammans")
	region.Select("Plan för", "Vård och omsorg")
	region.Click("Skicka förslaget till kommunerna")
	region.Sees("Förslaget är skickat.", "Validering tillsammans", "Inte svarat: 13.")
	look(t, region, "behov-tavla")

	town.Open(w.base + "/meddelanden")
	town.Sees("föreslår något gemensamt: Validering tillsammans")
	town.Open(w.base + "/kommun/behov/gemensamt")
	look(t, town, "behov-gemensamt")
	town.Click("Skicka svaret")
	town.Sees("Välj ett svar.")
	town.Click("Ja, vi är med")
	town.Type("Hur många vill ni skicka?", "8")
	town.Click("Skicka svaret")
	town.Sees("Svaret är skickat till")

	region.Open(w.base + "/rss/kompetens/tavla")
	region.Sees("Ja: 1.", "8 personer är anmälda.")
	region.Click("Se svaren och planera")
	region.Sees("Göteborg")
	look(t, region, "behov-arbete")
	region.Click("Planerat")
	region.Click("Spara")
	region.Sees("Skriv när det är.")
	region.Type("När är det?", "14 mars")
	region.Type("Antal platser", "30")
	region.Click("Planerat")
	region.Click("Spara")
	region.Sees("Ändringen är sparad.", "14 mars, 30 platser")
	town.Open(w.base + "/kommun/behov/gemensamt")
	town.Sees("14 mars, 30 platser", "Ert svar")
	town.Open(w.base + "/kommun/behov")
	town.Click("Ta tillbaka siffrorna")
	town.Sees("Siffrorna är tillbakatagna.")
}
