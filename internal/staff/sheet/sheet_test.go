package sheet

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const full = "Anst.nr;Pnr;Förnamn;Efternamn;Befattning;AID;Förvaltning;Verksamhet;Enhet;Ansvar;Arbetslag;E-post;Mobil;Chef;Anst.form;Syss.grad;Fr.o.m.;T.o.m.\n" +
	"1001;19800101-1231;Östen;Exempelsson;Undersköterska;207024;Omsorgsförvaltningen;Äldreomsorg;Solgläntan;5311;Lag 1;osten@exempel.example;070-000 00 00;Åsa Påhitt;Tillsvidare;75;2024-03-01;\n"

func TestReadsEveryColumn(t *testing.T) {
	t.Parallel()
	got := one(t, []byte(full))
	want := Row{
		Number: 2, EmploymentNumber: "1001", Identity: Identity{"198001011231"}, FirstName: "Östen", LastName: "Exempelsson",
		Title: "Undersköterska", AID: "207024", Operations: []Operation{{"Förvaltning", "Omsorgsförvaltningen"}, {"Verksamhet", "Äldreomsorg"}},
		Unit: "Solgläntan", Ansvar: "5311", Team: "Lag 1", Email: "osten@exempel.example", Mobile: "070-000 00 00",
		Manager: Manager{Name: "Åsa Påhitt"}, FormText: "Tillsvidare", Form: FormPermanent, ExtentPercent: 75, HasExtent: true, Start: "2024-03-01",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	encode := func(tr transform.Transformer) []byte {
		b, _, err := transform.Bytes(tr, []byte(full))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"utf-8":               {[]byte(full), "utf-8"},
		"utf-8 with mark":     {[]byte(bomUTF8 + full), "utf-8"},
		"windows-1252":        {encode(charmap.Windows1252.NewEncoder()), "windows-1252"},
		"utf-16 little":       {encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), "utf-16"},
		"utf-16 big":          {encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()), "utf-16"},
		"decomposed letters":  {[]byte(strings.NewReplacer("ö", "o\u0308", "Ö", "O\u0308", "ä", "a\u0308", "Å", "A\u030a").Replace(full)), "utf-8"},
		"carriage returns":    {[]byte(strings.ReplaceAll(full, "\n", "\r")), "utf-8"},
		"windows line breaks": {[]byte(strings.ReplaceAll(full, "\n", "\r\n")), "utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, head := mustRead(t, tc.data)
			if head.Encoding != tc.want || head.Delimiter != ";" {
				t.Errorf("read as %q with %q", head.Encoding, head.Delimiter)
			}
			if len(rows) != 1 || rows[0].FirstName != "Östen" || rows[0].Unit != "Solgläntan" || rows[0].Number != 2 {
				t.Errorf("got %+v", rows)
			}
		})
	}
}

func TestDelimiters(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"semicolon":              {"Anst.nr;Namn;Enhet\n1;Exempel, Ida;Nord\n", ";"},
		"comma":                  {"Anst.nr,Namn,Enhet\n1,\"Exempel, Ida\",Nord\n", ","},
		"tab":                    {"Anst.nr\tNamn\tEnhet\n1\tExempel, Ida\tNord\n", "\t"},
		"pipe":                   {"Anst.nr|Namn|Enhet\n1|Exempel, Ida|Nord\n", "|"},
		"sep line":               {"sep=,\r\nAnst.nr,Namn,Enhet\r\n1,\"Exempel, Ida\",Nord\r\n", ","},
		"commas in titles above": {"Lista, personal, april, maj\nAnst.nr;Namn;Enhet\n1;Exempel, Ida;Nord\n", ";"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, head := mustRead(t, []byte(tc.text))
			if head.Delimiter != tc.want || len(rows) != 1 || rows[0].FirstName != "Ida" || rows[0].LastName != "Exempel" || rows[0].Unit != "Nord" {
				t.Errorf("got %q %+v", head.Delimiter, rows)
			}
		})
	}
}

// Row numbers are those Excel shows: title rows and empty rows count, a quoted
// line break does not, and the line sep=; is not shown.
func TestRowNumbersInText(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		text string
		want []int
	}{
		"titles and empty rows": {"Personallista\n\nUttag 2026-09-01\nAnst.nr;Namn;Enhet\n\n1;Ida Ek;Nord\n;;\n2;Bo Ek;Syd\n", []int{6, 8}},
		"quoted line break":     {"Anst.nr;Namn;Enhet;Not\n1;Ida Ek;Nord;\"rad ett\nrad två \"\"x\"\"\"\n2;Bo Ek;Syd;\n", []int{2, 3}},
		"break in the header":   {"\"Anst.\nnr\";Namn;Enhet\r\n1;Ida Ek;Nord\r\n", []int{2}},
		"sep line":              {"sep=;\nAnst.nr;Namn;Enhet\n1;Ida Ek;Nord", []int{2}},
		"ragged rows":           {"Anst.nr;Namn;Enhet;Titel\n1;Ida Ek;Nord\n2;Bo Ek;Syd;x;y;z\n", []int{2, 3}},
		"ruled line":            {"Anst.nr;Namn;Enhet\n-----;----;----\n1;Ida Ek;Nord\n", []int{3}},
		"header and title again": {
			"Personallista\nAnst.nr;Namn;Enhet\n1;Ida Ek;Nord\nPersonallista\nAnst.nr;Namn;Enhet\n2;Bo Ek;Syd\n", []int{3, 6}},
		"totals": {
			"Anst.nr;Namn;Enhet\n1;Ida Ek;Nord\nSumma;1;\n2;Summa Ek;Syd\nDelsumma Syd;;Syd\nAntal anställda: 412\nTotalt;;412\nSumma;40 rader;\nUtskriven 2026-09-01;;\n", []int{2, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, head := mustRead(t, []byte(tc.text))
			var got []int
			for _, r := range rows {
				got = append(got, r.Number)
				if r.Failed() {
					t.Errorf("row %d: %v", r.Number, keys(r))
				}
			}
			if !reflect.DeepEqual(got, tc.want) || head.Rows != len(tc.want) {
				t.Errorf("got rows %v, want %v", got, tc.want)
			}
		})
	}
}

// A stray quotation mark must not swallow the next person.
func TestStrayQuotes(t *testing.T) {
	t.Parallel()
	head := "Anst.nr;Namn;Enhet;Titel;Chef;Arbetslag;AID\n"
	for name, text := range map[string]string{
		"inside a word":       head + "1;Ida \"Idde\" Ek;Nord;;;;\n2;Bo Ek;Syd;;;;\n",
		"never closed":        head + "1;Ida Ek;\"Nord;;;;\n2;Bo Ek;Syd;;;;\n",
		"closed in the next":  head + "1;Ida Ek;\"Nord;;;;\n2;Bo Ek;\"Syd\";;;;\n",
		"text after the mark": head + "1;Ida Ek;\"Nord\" ;;;;\n2;Bo Ek;Syd;;;;\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, _ := mustRead(t, []byte(text))
			if len(rows) != 2 || rows[0].Unit != "Nord" || rows[1].Unit != "Syd" || rows[1].Number != 3 {
				t.Errorf("got %+v", rows)
			}
		})
	}
}

func TestHeaderNames(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]Field{
		"Anst nr": FieldNumber, "ANSTÄLLNINGSNUMMER": FieldNumber, "Anst.nr": FieldNumber, "Anstallningsnr": FieldNumber, "Anställnings-\nnummer": FieldNumber,
		"Pers.nr": FieldIdentity, "Pnr": FieldIdentity, "Person-/samordningsnummer": FieldIdentity, "Personnummer (12 siffror)": FieldIdentity,
		"Förnamn": FieldFirst, "EFTERNAMN": FieldLast, "Namn": FieldName, "Efternamn, förnamn": FieldName, "Namn (efternamn, förnamn)": FieldName,
		"Befattning": FieldTitle, "Titel": FieldTitle, "Yrke": FieldTitle, "Yrkesbenämning": FieldTitle, "Yrkesbefattning": FieldTitle, "Befattning/Titel": FieldTitle,
		"AID": FieldAID, "AID-kod": FieldAID, "Förvaltning": FieldOperation, "Verksamhet": FieldOperation, "Organisation": FieldOperation,
		"Organisationsnivå 3": FieldOperation, "Enhet": FieldUnit, "Enhetsnamn": FieldUnit, "Arbetsplats": FieldUnit, "Arbetsställe": FieldUnit,
		"Org.enhet": FieldUnit, "Ansvar": FieldAnsvar, "Kostnadsställe": FieldAnsvar, "Arbetslag": FieldTeam, "Grupp": FieldTeam,
		"E-post": FieldEmail, "E-mail": FieldEmail, "Mejl": FieldEmail, "E-postadress": FieldEmail, "Mobil": FieldMobile, "Mobiltelefon": FieldMobile,
		"Chef": FieldManager, "Närmaste chef": FieldManager, "Chefens e-post": FieldManagerEmail, "Chef anst.nr": FieldManagerNumber,
		"Anst.form": FieldForm, "Anställningsform": FieldForm, "Syss.grad": FieldExtent, "Sysselsättningsgrad (%)": FieldExtent,
		"Tjänstgöringsgrad": FieldExtent, "Fr.o.m.": FieldStart, "Startdatum": FieldStart, "Anställd fr o m": FieldStart, "FROM": FieldStart,
		"T.o.m": FieldEnd, "Slutdatum": FieldEnd, "Anställd t.o.m.": FieldEnd,
		"Skostorlek": FieldNone, "Privat e-post": FieldNone, "Födelsedatum": FieldNone, "Semesterrätt": FieldNone,
	} {
		t.Run(header, func(t *testing.T) {
			t.Parallel()
			got := FieldNone
			if m := meaningsOf(header); m != nil {
				got = m[0].field
			}
			if _, ok := rankOf(header, want); !ok && want != FieldNone || want == FieldNone && got != FieldNone {
				t.Errorf("means %v, want %v", meaningsOf(header), want)
			}
		})
	}
}

func TestLevelsAreOutermostFirstInAnyColumnOrder(t *testing.T) {
	t.Parallel()
	r := one(t, []byte("Område;Arbetsplats;Verksamhet;Namn;Enhet;Förvaltning;Anst.nr\nNorr;Solgläntan;Äldreomsorg;Ida Ek;Hemtjänst;Omsorg;7\n"))
	want := []Operation{{"Förvaltning", "Omsorg"}, {"Verksamhet", "Äldreomsorg"}, {"Område", "Norr"}, {"Enhet", "Hemtjänst"}}
	if !reflect.DeepEqual(r.Operations, want) || r.Unit != "Solgläntan" {
		t.Errorf("got %v in %q", r.Operations, r.Unit)
	}
	r = one(t, []byte("Orgnivå 2;Orgnivå 1;Namn;Enhet;Anst.nr\nB;A;Ida Ek;Hemtjänst;7\n"))
	if len(r.Operations) != 2 || r.Operations[0].Name != "A" || r.Unit != "Hemtjänst" {
		t.Errorf("got %v in %q", r.Operations, r.Unit)
	}
}

func TestBestOfTwoColumnsIsUsed(t *testing.T) {
	t.Parallel()
	rows, head := mustRead(t, []byte("Yrke;Befattning;Anst.nr;Namn;Enhet;Skostorlek\nVård;Undersköterska;1;Ida Ek;Nord;38\n"))
	if rows[0].Title != "Undersköterska" || !reflect.DeepEqual(head.Ignored, []string{"Yrke", "Skostorlek"}) || head.Row != 1 {
		t.Errorf("got %q, ignored %v", rows[0].Title, head.Ignored)
	}
	if len(head.Problems) != 1 || head.Problems[0].Key != "staff.sheet.email_column" {
		t.Errorf("header problems %v", head.Problems)
	}
}

func TestErrorFromEachComesBackAsItIs(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	_, err := Read(strings.NewReader(full), int64(len(full)), today, func(Row) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}

type lostDisk struct{}

var errLost = errors.New("disk is gone")

func (lostDisk) ReadAt([]byte, int64) (int, error) { return 0, errLost }

func TestALostDiskIsNotBlamedOnTheFile(t *testing.T) {
	t.Parallel()
	_, err := Read(lostDisk{}, 100, time.Now(), nil)
	var r *Refused
	if !errors.Is(err, errLost) || errors.As(err, &r) {
		t.Errorf("got %v", err)
	}
}
