package ui

import (
	"context"
	"io"
	"io/fs"
	"testing"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
)

// The demo pages show every component with words as long as real ones.

func texts(t testing.TB) *lang.Catalog {
	t.Helper()
	c, err := lang.New(map[string]fs.FS{"ui": Texts})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// with gives a component its children.
func with(parent templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return parent.Render(templ.WithChildren(ctx, all(children...)), w)
	})
}

func all(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range parts {
			if err := part.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

func raw(html string) templ.Component { return templ.Raw(html) }

func shell(c *lang.Catalog, title string) Shell {
	return Shell{
		Product: "Yrkesresan", Title: title, Texts: c,
		Account: Link{Href: "/installningar", Text: "Amina", Icon: "user"},
		Nav: []Link{
			{Href: "/", Text: "Min resa", Icon: "map", Current: true},
			{Href: "/intyg", Text: "Mina intyg", Icon: "award"},
			{Href: "/kursdagar", Text: "Kursdagar", Icon: "calendar"},
			{Href: "/hjalp", Text: "Hjälp", Icon: "circle-help"},
		},
		Footer:  []Link{{Href: "/hjalp", Text: "Hjälp"}, {Href: "/tillganglighet", Text: "Tillgänglighet"}, {Href: "/personuppgifter", Text: "Personuppgifter"}},
		Contact: "Ring 000-000 00 00. Vi svarar vardagar klockan 8 till 16.",
	}
}

func startPage(c *lang.Catalog) templ.Component {
	return with(Layout(shell(c, "Min resa")),
		raw("<h1>Hej Amina!</h1>"),
		NextStep(NextStepProps{
			Over: "Nästa steg för dig", Title: "Bemötande vid demens", Text: "Du är på del 3 av 5. Det tar ungefär 6 minuter.",
			Steps: StepsProps{Done: 2, All: 5, Now: 3, Text: "2 av 5 delar är klara."}, Why: "Därför att du har börjat med kursen.",
			Button: LinkButtonProps{Href: "/steg", Text: "Fortsätt", Describes: "med Bemötande vid demens"},
		}),
		with(Notice(NoticeProps{Icon: "calendar"}), raw(`<p>Du har en kursdag på <strong>torsdag 14 mars klockan 13</strong>. <a href="/kursdagar/1">Se tid och plats</a></p>`)),
		raw("<h2>Din resa</h2><p class=dampa>Du har gjort 5 av 13 kurser.</p>"),
		Route([]Stop{
			{Marker: MarkBase, Title: "Bas", Helper: "Grunden i ditt yrke", Count: "4 av 6 är klara.", Here: "Här är du nu.", Stages: []Stage{
				{Href: "/k/1", Title: "Bemötande vid demens", Note: "6 minuter kvar", Status: Ongoing, Why: Link{Href: "/k/1/varfor", Text: "Alla i äldreomsorgen går den"}},
				{Href: "/k/2", Title: "Hygien och smitta", Note: "20 minuter", Status: NotStarted},
				{Href: "/k/3", Title: "Ditt uppdrag", Note: "Klar 3 februari", Status: Done},
				{Href: "/k/4", Title: "Läkemedel", Note: "Skulle vara klar 1 mars", Status: Overdue},
			}},
			{Marker: MarkAdvanced, Title: "Fördjupning", Helper: "Lär dig mer", Count: "1 av 5 är klar", Stages: []Stage{
				{Href: "/k/5", Title: "Samtal med anhöriga och närstående", Note: "Klar 20 februari", Status: Done},
				{Href: "/k/6", Title: "Undvik fall", Note: "30 minuter", Status: Paused},
			}},
			{Marker: MarkWorkplace, Title: "Lärande på arbetsplatsen", Stages: []Stage{{Href: "/c/1", Title: "Studiecirkel: Trygg natt", Note: "Torsdag 14 mars klockan 13", Status: Booked}}},
			{Marker: MarkManager, Title: "Chef", Helper: "För dig som leder", Stages: []Stage{{Href: "/k/8", Title: "Leda på natten", Note: "40 minuter", Status: Renew}}},
			{Marker: MarkExpert, Title: "Spets", Helper: "Vidareutbildning på yrkeshögskola, högskola och universitet", Stages: []Stage{{Title: "Handleda nya kollegor", Note: "Öppnas när Fördjupning är klar", Status: Locked}}},
			{Marker: MarkNew, Title: "Ny i yrket", Count: "Klar"},
			{Marker: MarkPractised, Title: "Van i yrket", Count: "2 av 4 är klara"},
			{Marker: MarkExperienced, Title: "Erfaren i yrket", Empty: "Här finns inget än."},
			{Marker: MarkOther, Title: "Annat"},
		}),
	)
}

func lessonPage(c *lang.Catalog) templ.Component {
	words := []Word{
		{ID: "demens", Word: "Demens", Meaning: "En sjukdom i hjärnan. Det blir svårt att minnas och att förstå.", Support: Support{Lang: "ar", Dir: "rtl", Word: "الخرف", Text: "مرض في الدماغ يجعل التذكر والفهم صعبًا."}},
		{ID: "kropp", Word: "Kroppsspråk", Meaning: "Det du säger med ansiktet, händerna och kroppen."},
	}
	return with(Layout(shell(c, "Bemötande vid demens, del 3")), with(wrap("lektion"),
		BackLink("/", "Till min resa"), BlockName(MarkBase, "Bas"),
		raw("<h1>Del 3: Prata så att det går att förstå</h1>"),
		Steps(StepsProps{Done: 2, All: 5, Now: 3, Text: "Del 3 av 5"}),
		with(Toolbar(),
			LinkButton(LinkButtonProps{Href: "?ljud", Text: "Lyssna", Icon: "headphones", Kind: Secondary}),
			LinkButton(LinkButtonProps{Href: "?latt", Text: "Lättläst", Icon: "book-open", Kind: Secondary}),
			LinkButton(LinkButtonProps{Href: "?ord=so", Text: "Soomaali", Icon: "languages", Kind: Secondary, Attrs: templ.Attributes{"lang": "so", "hreflang": "so"}}),
			ReadAloudButton("texten", "Läs upp")),
		with(wrap("text"), raw(`<div id="texten"><p>En person med `), WordButton(words[0], "demens"), raw(` kan behöva mer tid för att förstå. Använd korta meningar. Säg en sak i taget.</p><p>Det kallas `),
			WordButton(words[1], "kroppsspråk"), raw(`.</p><ul><li>Sätt dig i samma höjd.</li><li>Vänta på svar.</li></ul></div>`)),
		WordBoxes(words),
		with(Card(CardProps{Title: "Fråga"}),
			with(Notice(NoticeProps{Kind: OK, Title: "Ja, det stämmer.", Focus: true}), raw("<p>När du säger en sak i taget hinner personen förstå.</p>")),
			with(Form(FormProps{Action: "/svar", Autosave: true}), Choices(ChoicesProps{
				Name: "svar", Legend: "Karin förstår inte när du säger att det är dags att äta. Vad gör du först?", Choices: []Choice{
					{Value: "a", Text: "Jag säger samma sak igen, men högre."},
					{Value: "b", Text: "Jag säger en kort mening och väntar.", Chosen: true, Mark: Right, MarkText: "Ditt svar är rätt"},
					{Value: "c", Text: "Jag går och kommer tillbaka senare."},
				}}), Button(ButtonProps{Text: "Svara igen", Kind: Secondary}))),
		with(StepBar(), LinkButton(LinkButtonProps{Href: "/2", Text: "Tillbaka", Kind: Secondary}), LinkButton(LinkButtonProps{Href: "/4", Text: "Nästa del", IconAfter: "arrow-right"})),
		WordList("Ord på sidan", words),
		with(Details("Vem ser det här?"), raw("<p>Din chef ser att du är klar. Din chef ser inte dina svar.</p>")),
	))
}

func wrap(class string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		ctx = templ.ClearChildren(ctx)
		return all(raw(`<div class="`+class+`">`), children, raw("</div>")).Render(ctx, w)
	})
}

func formPage(c *lang.Catalog) templ.Component {
	s := shell(c, "Anmäl dig till kursdag")
	s.Wrong = true
	s.Banner = "Det här är en demo. Inget du skriver sparas."
	return with(Layout(s), with(wrap("lektion"),
		BackLink("/kursdagar", "Till alla kursdagar"),
		ErrorSummary([]Problem{{Field: "dag", Text: "Välj vilken dag du vill gå"}, {Field: "mobil", Text: "Skriv ett mobilnummer med bara siffror, till exempel 0701234567"}}),
		raw("<h1>Anmäl dig till kursdag: Förflyttning</h1>"),
		with(Form(FormProps{Action: "/anmal"}),
			Choices(ChoicesProps{Name: "dag", Legend: "Vilken dag vill du gå?", Error: "Välj vilken dag du vill gå", Choices: []Choice{
				{Value: "1", Text: "Tisdag 19 mars klockan 9–16", Note: "Sundsvall, Kulturmagasinet. 4 platser kvar."},
				{Value: "2", Text: "Torsdag 11 april klockan 9–16", Note: "Härnösand, Sambiblioteket. Fullt – du hamnar i kö."}}}),
			Input(FieldProps{Name: "mobil", Label: "Mobilnummer", Tip: "Vi skickar en påminnelse dagen innan.", Error: "Skriv ett mobilnummer med bara siffror, till exempel 0701234567", Value: "070-12 34 x", Type: "tel", InputMode: "tel", Autocomplete: "tel"}),
			Input(FieldProps{Name: "fodd", Label: "Från vilken dag?", Type: "date"}),
			Select(FieldProps{Name: "mat", Label: "Mat", Value: "v", Options: []Option{{"", "Vanlig mat"}, {"v", "Vegetarisk mat"}}}),
			TextArea(FieldProps{Name: "behov", Label: "Behöver du något för att kunna vara med?", Tip: "Till exempel tolk, hörslinga eller plats för rullstol.", Optional: true}),
			Input(FieldProps{Name: "fil", Label: "Ditt gamla intyg", Type: "file"}),
			Choices(ChoicesProps{Name: "hjalp", Legend: "Vad vill du ha hjälp med?", Many: true, Choices: []Choice{{Value: "a", Text: "Läsa"}, {Value: "b", Text: "Skriva", Chosen: true}}}),
			Check(CheckProps{Name: "sms", Text: "Skicka påminnelse med SMS", Note: "Du kan ändra det när du vill."}),
			with(Actions(), Button(ButtonProps{Text: "Skicka anmälan", Large: true}), LinkButton(LinkButtonProps{Href: "/", Text: "Avbryt", Kind: Quiet}), Button(ButtonProps{Text: "Avboka min plats", Kind: Danger}))),
	))
}

func managerPage(c *lang.Catalog) templ.Component {
	cell := func(k StatusKind) templ.Component { return Status(k, "") }
	row := func(name string, kinds ...StatusKind) Row {
		r := Row{Head: CellLink("/p/"+name, name)}
		for _, k := range kinds {
			r.Cells = append(r.Cells, cell(k))
		}
		return r
	}
	return with(Layout(shell(c, "Min grupp")),
		raw("<h1>Min grupp: Björkens äldreboende, natt</h1><p class=ingress>5 medarbetare. 17 av 24 är klara, 2 pågår, 3 saknas och 2 ska förnyas.</p><h2>Gör det här nu</h2>"),
		with(Tasks(),
			with(Task(TaskProps{Title: "Amina och Carmen saknar Läkemedel.", Text: "De får inte ge läkemedel förrän kursen är klar."}), LinkButton(LinkButtonProps{Href: "/b", Text: "Boka plats för 2"})),
			with(Task(TaskProps{Title: "Bengt och Dragan ska förnya en kurs före 1 april.", Text: "Det tar ungefär 40 minuter var."}), with(Form(FormProps{Action: "/p"}), Button(ButtonProps{Text: "Påminn båda", Kind: Secondary})))),
		raw("<h2>Alla kurser</h2>"),
		with(Form(FormProps{Action: "/grupp", Get: true}), with(wrap("filter"), Select(FieldProps{Name: "visa", Label: "Visa", Options: []Option{{"", "Bara det som saknas"}, {"allt", "Allt"}}}), Input(FieldProps{Name: "q", Label: "Namn", Type: "search"}), Button(ButtonProps{Text: "Visa", Kind: Secondary}))),
		Table(TableProps{ID: "matris", Caption: "Vem har gått vad", Cards: true,
			Columns: []Column{{Title: "Namn", SortHref: "?s=namn", Sorted: Ascending}, {Title: "Bemötande vid demens", SortHref: "?s=demens"}, {Title: "Hygien och smitta"}, {Title: "Läkemedel"}, {Title: "Brandskydd"}},
			Rows:    []Row{row("Amina Warsame", Ongoing, Done, Missing, Done), row("Bengt Lind", Done, Done, Renew, Done), row("Dragan Petrović", Done, Overdue, Done, NotApplicable)},
			Foot:    []Row{{Head: Text("Summa"), Cells: []templ.Component{Text("2 av 3"), Text("2 av 3"), Text("1 av 3"), Text("2 av 2")}}},
		}),
		Pager(PagerProps{Page: 2, Pages: 5, Previous: "?sida=1", Next: "?sida=3"}),
		Table(TableProps{ID: "antal", Caption: "Antal per enhet", Columns: []Column{{Title: "Enhet"}, {Title: "Klara", Number: true}, {Title: "Alla", Number: true}},
			Rows: []Row{{Head: Text("Björken"), Cells: []templ.Component{Text(lang.Number(1234)), Text(lang.Number(22600))}}}}),
		Chart(ChartProps{ID: "staplar", Title: "Klara med allt, per region", Text: "En stapel per region. Samma siffror står i tabellen.", Bars: []Bar{
			{Name: "Kommunförbundet Västernorrland", Text: "12 345 av 23 456", Part: 12345, All: 23456}, {Name: "Region Gotland", Text: "0 av 1 200", All: 1200}, {Name: "Blekinge", Text: "900 av 900", Part: 900, All: 900}}}),
		with(wrap("spalter"),
			with(Card(CardProps{Over: "Kurs", Title: "Hygien och smitta"}), Facts([]Fact{{Term: "Klar", Text: "3 februari 2026"}, {Term: "Gäller till", Text: "3 februari 2028"}, {Term: "Läge", Body: Status(Renew, "")}, {Term: "Kontrollkod", Text: "YR-7K2M-48Q"}}),
				with(Actions(), LinkButton(LinkButtonProps{Href: "/pdf", Text: "Hämta intyg", Icon: "download"}), CopyButton("kopierat", "Kopiera länken", "https://exempel.se/intyg/1"), PrintButton("Skriv ut"))),
			with(Card(CardProps{Title: "Delar"}), Parts([]Part{{Href: "/1", Title: "1. Vad är demens?", Status: Done}, {Href: "/2", Title: "2. Prata så att det går att förstå", Note: "6 minuter", Status: Ongoing, Word: "Du är här"}, {Title: "3. Prov", Status: NotStarted}}))),
		with(Notice(NoticeProps{Kind: Warn, Title: "Förnya Brandskydd före 1 april"}), raw(`<p>Det tar ungefär 20 minuter. <a href="/f">Förnya nu</a></p>`)),
		Empty(EmptyProps{Icon: "calendar", Title: "Inget att göra nu", Text: "Nästa: Bengt, 1 april.", Action: Link{Href: "/alla", Text: "Se alla kurser"}}),
	)
}

func pages(c *lang.Catalog) map[string]templ.Component {
	return map[string]templ.Component{
		"start": startPage(c), "lektion": lessonPage(c), "formular": formPage(c), "chef": managerPage(c),
		"fel403": ErrorPage(shell(c, ""), ErrorPageProps{Status: 403}),
		"fel500": ErrorPage(shell(c, ""), ErrorPageProps{Status: 500, Phone: "Ring 000-000 00 00.", Ref: "K7M2"}),
	}
}
