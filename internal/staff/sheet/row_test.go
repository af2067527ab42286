package sheet

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const head = "Anst.nr;Pnr;Förnamn;Efternamn;Enhet;E-post;Syss.grad;Fr.o.m.;T.o.m.;Chef;Titel\n"

func TestProblems(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		row  string
		want []string
		fail bool
	}{
		"nothing":              {"1;;Ida;Ek;Nord;i@e.example;75;2024-03-01;;;", nil, false},
		"bad check digit":      {"1;19800101-1238;Ida;Ek;Nord;i@e.example;;;;;", []string{"identity_bad"}, true},
		"only a bad number":    {";19800101-1238;Ida;Ek;Nord;i@e.example;;;;;", []string{"identity_bad"}, true},
		"interim number":       {"1;19800101-T123;Ida;Ek;Nord;i@e.example;;;;;", []string{"identity_interim"}, false},
		"interim alone":        {";19800101-T123;Ida;Ek;Nord;i@e.example;;;;;", []string{"identity_interim", "key_missing"}, true},
		"masked number":        {"1;19800101-XXXX;Ida;Ek;Nord;i@e.example;;;;;", []string{"identity_partial"}, false},
		"no number at all":     {";;Ida;Ek;Nord;i@e.example;;;;;", []string{"key_missing"}, true},
		"rounded number":       {"1,2E+09;;Ida;Ek;Nord;i@e.example;;;;;", []string{"number_rounded"}, true},
		"identity as number":   {"198001011231;;Ida;Ek;Nord;i@e.example;;;;;", []string{"number_identity"}, false},
		"no name":              {"1;;;;Nord;i@e.example;;;;;", []string{"name_missing"}, true},
		"half a name":          {"1;;Ida;;Nord;i@e.example;;;;;", []string{"name_partial"}, false},
		"no unit":              {"1;;Ida;Ek;;i@e.example;;;;;", []string{"unit_missing"}, true},
		"no e-mail":            {"1;;Ida;Ek;Nord;;;;;;", []string{"email_missing"}, false},
		"bad e-mail":           {"1;;Ida;Ek;Nord;ida(at)e;;;;;", []string{"email_bad"}, false},
		"bad percent":          {"1;;Ida;Ek;Nord;i@e.example;heltid;;;;", []string{"percent_bad"}, false},
		"bad date":             {"1;;Ida;Ek;Nord;i@e.example;;2024-02-30;;;", []string{"date_bad"}, true},
		"words for date":       {"1;;Ida;Ek;Nord;i@e.example;;Kalle Ek;;;", []string{"date_text"}, true},
		"end before start":     {"1;;Ida;Ek;Nord;i@e.example;;2024-03-01;2024-02-01;;", []string{"end_before_start"}, true},
		"formula error":        {"1;;Ida;Ek;#N/A;i@e.example;;;;;", []string{"formula", "unit_missing"}, true},
		"identity in the name": {"1;;Ida;Ek 800101-1231;Nord;i@e.example;;;;;", []string{"identity_in_text"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := one(t, []byte(head+tc.row+"\n"))
			if got := keys(r); !reflect.DeepEqual(got, tc.want) || r.Failed() != tc.fail {
				t.Errorf("got %v (failed %v), want %v", got, r.Failed(), tc.want)
			}
			for _, p := range r.Problems {
				if p.Row != 2 || p.Column == "" {
					t.Errorf("problem without place: %+v", p)
				}
			}
		})
	}
}

// Nothing that can be printed of a row may hold an identity number.
func TestIdentityNumbersDoNotSlipOut(t *testing.T) {
	t.Parallel()
	for _, row := range []string{
		"198001011231;19800101-1231;Ida;Ek 8001011231;Nord (19800101-1231);800101-1231@e.example;198001011231;198001011231;800101-1231;19800101-1231;Usk 800101 1231",
		"A-198001011231;198001011238;800101+1231;x;19800101–1231;;;800101-1238;8001011238;Ek, Åsa (8001011231);",
	} {
		r := one(t, []byte(head+row+"\n"))
		marshalled, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, shown := range []string{fmt.Sprintf("%+v", r), fmt.Sprintf("%#v", r), fmt.Sprint(r.Identity), fmt.Sprintf("%d %x", r.Identity, &r.Identity), string(marshalled)} {
			if strings.Contains(shown, "1231") || strings.Contains(shown, "1238") {
				t.Errorf("shows an identity number: %s", shown)
			}
		}
	}
}

func TestColumnIsTheHeaderAsWritten(t *testing.T) {
	t.Parallel()
	r := one(t, []byte("ANST NR;Namn; T.O.M ;Arbetsställe\n1;Ida Ek;31/2 2024;Nord\n"))
	if len(r.Problems) != 1 || r.Problems[0].Column != "T.O.M" || r.Problems[0].Args["value"] != "31/2 2024" {
		t.Errorf("got %+v", r.Problems)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"Exempel, Ida Lisa":   {"Ida Lisa", "Exempel"},
		"Ida Lisa Exempel":    {"Ida Lisa", "Exempel"},
		"Ida von Exempel":     {"Ida", "von Exempel"},
		"Ida de la Exempel":   {"Ida", "de la Exempel"},
		"Al Exempel":          {"Al", "Exempel"},
		"Exempel":             {"", "Exempel"},
		"Exempel Påhitt, Ida": {"Ida", "Exempel Påhitt"},
	} {
		if first, last := splitName(text, false); first != want[0] || last != want[1] {
			t.Errorf("%s: got %q %q", text, first, last)
		}
	}
	if first, last := splitName("von Exempel Ida Lisa", true); first != "Ida Lisa" || last != "von Exempel" {
		t.Errorf("got %q %q", first, last)
	}
}

func TestManagers(t *testing.T) {
	t.Parallel()
	p := &parser{today: today}
	for text, want := range map[string]Manager{
		"":                    {},
		"Åsa Påhitt":          {Name: "Åsa Påhitt"},
		"Påhitt, Åsa":         {Name: "Åsa Påhitt"},
		"Åsa Påhitt (12345)":  {Name: "Åsa Påhitt", Number: "12345"},
		"12345":               {Number: "12345"},
		"asa@exempel.example": {Email: "asa@exempel.example"},
		"19800101-1231":       {Identity: Identity{"198001011231"}},
		"Åsa 19800101-1231":   {Name: "Åsa"},
	} {
		if got := p.readManager(text); got != want {
			t.Errorf("%s: got %+v", text, got)
		}
	}
}

func TestPercents(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"75": 75, "75 %": 75, "0,75": 75, "75,00": 75, "0.825": 82.5, "1": 100, "100%": 100, "0": 0, "0,5 %": 0.5, "33,333": 33.33} {
		if got, ok := readPercent(text); !ok || got != want {
			t.Errorf("%s: got %v %v", text, got, ok)
		}
	}
	for _, text := range []string{"101", "-1", "heltid", "%", "NaN", "Inf", "30/40"} {
		if got, ok := readPercent(text); ok {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Form{
		"": FormUnknown, "Tillsvidare": FormPermanent, "Tillsvidareanställning": FormPermanent, "Tv": FormPermanent, "TV.": FormPermanent,
		"Provanställning": FormProbation, "Tillsvidare, provanställning": FormProbation, "Visstid": FormFixed,
		"Särskild visstidsanställning": FormFixed, "SÄVA": FormFixed, "Allmän visstid": FormFixed, "Vikariat": FormSubstitute, "Vik": FormSubstitute,
		"Vikarie": FormSubstitute, "Timavlönad": FormHourly, "Timanställd": FormHourly, "Tim": FormHourly, "Intermittent": FormHourly,
		"Timvikarie": FormHourly, "Visstid, timavlönad": FormHourly, "PAN": FormOther, "Uppdragstagare": FormOther,
	} {
		if got := ReadForm(text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestEmploymentNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"12345": "12345", "12345.0": "12345", "12345,00": "12345", "1.2345E4": "12345", "1,2345E+04": "12345", "=\"00123\"": "00123",
		"'00123": "00123", "00123": "00123", "A-12": "A-12", "12E4": "12E4", " 12 ": "12",
	} {
		r := one(t, []byte("Anst.nr;Namn;Enhet\n"+text+";Ida Ek;Nord\n"))
		if r.EmploymentNumber != want || r.Failed() {
			t.Errorf("%s: got %q %v", text, r.EmploymentNumber, keys(r))
		}
	}
}
