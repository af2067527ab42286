package paper_test

import (
	"bytes"
	"fmt"
	"time"

	"yrkesresan/internal/platform/paper"
)

// certificate is a realistic one-page document; the people are invented.
func certificate() paper.Document {
	return paper.Document{
		Title:   "Intyg: Basala hygienrutiner, Žaneta Šåström-Wałęsa",
		Author:  "Exempelköpings kommun",
		Created: time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC),
		Foot:    "Intyg YR-7K2M-48Q · Exempelköpings kommun",
		Elements: []paper.Element{
			paper.Mark{Name: "Yrkesresan"},
			paper.Rule{},
			paper.Space{MM: 14},
			paper.Heading{Level: 1, Text: "Basala hygienrutiner", Kicker: "Intyg · Yrkesresan, äldreomsorg"},
			paper.Space{MM: 5},
			paper.Paragraph{Text: "Žaneta Šåström-Wałęsa", Style: paper.Large},
			paper.Paragraph{Text: "har gått utbildningen och klarat provet.", Style: paper.Lead},
			paper.Space{MM: 9},
			paper.Facts{Pairs: []paper.Pair{
				{Term: "Klar", Value: "20 november 2026"},
				{Term: "Gäller till", Value: "20 november 2028"},
				{Term: "Omfattning", Value: "1 timme, med prov"},
				{Term: "Arbetsplats", Value: "Äldreboendet Björkgården"},
				{Term: "Utfärdat av", Value: "Exempelköpings kommun, vård- och omsorgsförvaltningen"},
			}},
			paper.Heading{Level: 2, Text: "Det här kan du nu"},
			paper.List{Items: []string{
				"Tvätta och sprita händerna på rätt sätt och vid rätt tillfälle.",
				"Välja rätt skydd: handskar, förkläde, munskydd och visir.",
				"Förklara för en ny kollega varför ringar, klockor och långa ärmar inte hör hemma i vårdnära arbete.",
				"Rengöra och desinficera ytor och hjälpmedel efter användning.",
			}},
			paper.QR{
				URL: "https://yrkesresan.exempel.se/kontroll/YR-7K2M-48Q", Alt: "Kontrollera intyget på webben",
				Title: "Kontrollkod YR-7K2M-48Q", Text: "Den som vill veta om intyget är äkta och gäller kan läsa av rutan med mobilen eller gå till adressen:",
				AtBottom: true,
			},
		},
	}
}

func ExampleWrite() {
	var out bytes.Buffer
	if err := paper.Write(&out, certificate()); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Len() < 60_000)
	// Output: true
}
