package app

import "yrkesresan/internal/platform/page"

// topics are what the doors of a hub with many stand under, in the order of the page.
func topics() []page.Topic {
	return []page.Topic{
		{Name: "app.topic.competence", Hrefs: []string{"/min-grupp/kompetens", "/kommun/kompetens", "/omrade/kompetens", "/rss/kompetens", "/nationen/kompetens", "/min-grupp/kartlagg",
			"/krav", "/min-grupp/bedomning", "/min-grupp/plan", "/plan", "/min-grupp/meriter", "/kommun/meriter", "/min-grupp/specialister", "/min-grupp/omsorgskontakter", "/kommun/specialister", "/kommun/specialistroller", "/min-grupp/sprak", "/kommun/sprak",
			"/uppdrag", "/karriar", "/kommun/behov", "/rss/kompetens/tavla", "/rss/plan/vard-och-omsorg", "/ramverk", "/kommun/meriter/programkurser"}},
		{Name: "app.topic.learning", Hrefs: []string{"/min-grupp/introduktion", "/kommun/introduktion", "/introduktion/punkter", "/kommun/introduktion/mallar", "/introduktion/mallar", "/min-grupp/att-godkanna", "/kommun/resor", "/nationen/resor", "/nationen/kurser", "/anpassa", "/kommun/prova-resor", "/kommun/prova-kurser", "/nationen/referens"}},
		{Name: "app.topic.days", Hrefs: []string{"/min-grupp/kursdagar", "/min-grupp/kursdagar/behov", "/kommun/kursdagar", "/kommun/kursdagar/behov", "/kommun/kursdagar/kalender", "/kurstillfallen/behov", "/kurstillfallen/beslut", "/kurstillfallen/kalender", "/min-grupp/bemanning", "/kommun/aldreomsorgslyftet", "/kurstillfallen/utvardering", "/kurstillfallen", "/kursledare/register", "/min-grupp/ovning", "/min-grupp/ovning/forfragan", "/ovning"}},
		{Name: "app.topic.workplace", Hrefs: []string{"/forlagor", "/larande", "/traffar/enhet", "/min-grupp/ledare", "/kommun/ledare", "/ombud", "/ledare", "/certifiering", "/certifiering/program", "/min-grupp/anvanda", "/kommun/reflektionstid", "/anvanda/regler",
			"/material", "/exempel", "/exempel/gruppen", "/exempel/granska", "/material/skot",
		}},
		{Name: "app.topic.people", Hrefs: []string{"/min-grupp/ansvar", "/kommun/inlasning", "/kommun/titlar", "/roller", "/roller/konton"}},
		{Name: "app.topic.place", Hrefs: []string{"/kommun/organisation", "/kommun/funktioner", "/kommun/kontakter", "/rss/kontakter"}},
		{Name: "app.topic.figures", Hrefs: []string{"/kommun/genomforande", "/kommun/siffror"}},
		{Name: "app.topic.data", Hrefs: []string{"/kommun/personuppgifter", "/kommun/personuppgifter/skydd", "/kommun/nycklar", "/nationen/utskick"}},
	}
}
