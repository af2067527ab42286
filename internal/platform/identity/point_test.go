package identity_test

import (
	"slices"
	"testing"

	"yrkesresan/internal/platform/identity"
)

func TestWhatMayPointAtSomebody(t *testing.T) {
	for text, want := range map[string][]identity.Hint{
		"Vi satt i små grupper och pratade om hur vi möter oro på kvällen.": nil,
		"Brukaren blev lugn när Solens personal väntade.":                   nil,
		"Vi provade i 14 dagar, tre gånger om dagen, klockan 08:30.":        nil,
		"Patienten Karin ville inte.":                                       {identity.HintName},
		"Hon heter Asta och tycker om musik":                                {identity.HintName},
		"Den som bor i rum 12 sover sämre":                                  {identity.HintRoom},
		"lgh 1102":                                                          {identity.HintRoom},
		"På Storgatan 12 finns hissen":                                      {identity.HintAddress},
		"Ring 070-123 45 67 om du vill veta mer":                            {identity.HintPhone},
		"skriv till asta@kommun.example":                                    {identity.HintMail},
		"en 84-åring som bodde ensam":                                       {identity.HintAge},
		"Vi pratade om K.L. och om maten":                                   {identity.HintInitial},
		"kom 1938-03-02":                                                    {identity.HintBirth},
		"Vi ses 2026-12-01 klockan 13":                                      nil,
		"född den 3 maj":                                                    {identity.HintBirth},
		"Fru Exempel i rum 4, 92 år gammal":                                 {identity.HintName, identity.HintRoom, identity.HintAge},
		"Rummet 2026 blev en plats för lugn":                                {identity.HintRoom},
	} {
		if got := identity.Hints(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	if got := identity.Hints("rum 3", "lägenhet 4", "Fru Exempel"); !slices.Equal(got, []identity.Hint{identity.HintName, identity.HintRoom}) {
		t.Errorf("each kind once: %v", got)
	}
}
