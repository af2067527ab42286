package paste_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/competence/paste"
	"yrkesresan/internal/framework/frame"
)

var (
	people = []paste.Person{{"a", "101", "Åsa Berg"}, {"b", "102", "Bo Ek"}, {"c", "103", "Bo Ek"}}
	asked  = []paste.Requirement{{"f/bemota", "Bemöta", frame.StandardLevels()}, {"f/lyfta", "Lyfta", frame.StandardLevels()}, {"g/x", "Samma", frame.StandardLevels()}, {"g/y", "samma", frame.StandardLevels()}}
)

func TestReading(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text   string
		words  string
		wrongs string
	}{
		"by number":                     {"Anställningsnummer\tNamn\tBemöta\tLyfta\n101\tNågon\tGör\t2\n102\t\t\t0", "a f/bemota do, a f/lyfta understand, b f/lyfta ", ""},
		"by name, the other way round":  {"Namn;lyfta\nberg, åsa;Behärskar", "a f/lyfta master", ""},
		"as our own sheet says a level": {"Namn\tLyfta\nÅsa Berg\t3 Gör", "a f/lyfta do", ""},
		"nothing said changes nothing":  {"Nr\tLyfta\n101\t–\n102\t-", "", ""},
		"nothing":                       {"", "", "A1 empty"},
		"only a header":                 {"Nr\tLyfta", "", "A1 empty"},
		"no requirement":                {"Nr\tNamn\n101\tÅsa", "", "A1 no_header"},
		"nobody named":                  {"Bemöta\tLyfta\nGör\tGör", "", "A1 no_header"},
		"an unknown column":             {"Nr\tTrolla\tLyfta\n101\tGör\tGör", "", "B1 no_column"},
		"two of a column":               {"Nr\tLyfta\tLyfta\n101\tGör\tGör", "", "C1 twice"},
		"a name of two":                 {"Nr\tSamma\n101\tGör", "", "B1 two_columns"},
		"nobody so":                     {"Nr\tLyfta\n999\tGör\n101\tGör", "", "A2 unknown"},
		"two of a name":                 {"Namn\tLyfta\nBo Ek\tGör", "", "A2 ambiguous"},
		"a person twice":                {"Nr\tLyfta\n101\tGör\n\n101\tKänner till", "", "A4 twice_row"},
		"no level":                      {"Nr\tBemöta\tLyfta\n101\tkanske\t5", "", "B2 no_level, C2 no_level"},
	} {
		words, problems := paste.Read(paste.Lines(c.text), people, asked)
		var said, wrong []string
		for _, w := range words {
			said = append(said, w.PersonID+" "+w.Requirement+" "+w.Level)
		}
		for _, p := range problems {
			wrong = append(wrong, p.Cell()+" "+p.Key)
		}
		if got := strings.Join(wrong, ", "); got != c.wrongs {
			t.Errorf("%s: wrong %q, want %q", name, got, c.wrongs)
		}
		if got := strings.Join(said, ", "); c.wrongs == "" && got != c.words {
			t.Errorf("%s: %q, want %q", name, got, c.words)
		}
	}
}

func TestColumnsAreNamedAsExcelDoes(t *testing.T) {
	t.Parallel()
	for at, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := paste.Letter(at); got != want {
			t.Errorf("%d: %s, want %s", at, got, want)
		}
	}
}

// What is written as a sheet is read back as it was, whatever the order of people and columns.
func TestASheetComesBackAsItWentOut(t *testing.T) {
	t.Parallel()
	levels := frame.StandardLevels()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(rt, "people")
		m := rapid.IntRange(1, 8).Draw(rt, "requirements")
		var who []paste.Person
		for i := range n {
			who = append(who, paste.Person{ID: fmt.Sprint("p", i), Number: fmt.Sprint(1000 + i), Name: rapid.StringMatching(`[A-ZÅÄÖ][a-zåäö]{1,8} [A-ZÅÄÖ][a-zåäö]{1,8}`).Draw(rt, "name")})
		}
		var need []paste.Requirement
		for i := range m {
			need = append(need, paste.Requirement{Key: fmt.Sprint("f/", i), Name: fmt.Sprint("Krav ", i), Levels: levels})
		}
		want := map[string]string{}
		lines := []string{"Anställningsnummer"}
		order := rapid.Permutation(need).Draw(rt, "columns")
		for _, r := range order {
			lines[0] += "\t" + r.Name
		}
		for _, p := range rapid.Permutation(who).Draw(rt, "rows") {
			line := p.Number
			for _, r := range order {
				switch at := rapid.IntRange(-1, 4).Draw(rt, "level"); at {
				case -1:
					line += "\t"
				case 0:
					line += "\tInget av det"
					want[p.ID+r.Key] = ""
				default:
					line += "\t" + levels[at-1].Name
					want[p.ID+r.Key] = levels[at-1].Key
				}
			}
			lines = append(lines, line)
		}
		words, problems := paste.Read(paste.Lines(strings.Join(lines, "\r\n")), who, need)
		if len(problems) > 0 || len(words) != len(want) {
			rt.Fatalf("%v, %d words, want %d", problems, len(words), len(want))
		}
		for _, w := range words {
			if level, have := want[w.PersonID+w.Requirement]; !have || level != w.Level {
				rt.Fatalf("%+v", w)
			}
		}
	})
}

// Whatever is pasted is read or refused, never both, and nobody is told of twice in one column.
func TestWhateverIsPasted(t *testing.T) {
	t.Parallel()
	pieces := []string{"Nr", "Namn", "Lyfta", "Bemöta", "101", "102", "999", "Åsa Berg", "Bo Ek", "Gör", "3", "x", "", "\t", "\t", "\n", "\r\n", ";", "\"", "'", "–"}
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(rt, "text"), "")
		words, problems := paste.Read(paste.Lines(text), people, asked)
		if len(problems) > 0 {
			return
		}
		for i, w := range words {
			if slices.ContainsFunc(words[:i], func(o paste.Word) bool { return o.PersonID == w.PersonID && o.Requirement == w.Requirement }) {
				rt.Fatalf("twice: %+v", w)
			}
		}
	})
}

// FuzzRead looks for pasted text that gives words about others than those asked about, or the same word twice.
func FuzzRead(f *testing.F) {
	f.Add("Namn\tDemens\nAmina Berg\tKan\n")
	f.Add("nr;Demens;Läkemedel\r\n7;-;0\r\n")
	f.Add("\n;;\nNamn;Demens;demens\n")
	people := []paste.Person{{ID: "a", Number: "7", Name: "Amina Berg"}, {ID: "b", Number: "8", Name: "Bo Ek"}, {ID: "c", Number: "9", Name: "Bo Ek"}}
	requirements := []paste.Requirement{{Key: "f/demens", Name: "Demens", Levels: []frame.Level{{Key: "know", Name: "Vet"}, {Key: "do", Name: "Kan"}}}, {Key: "f/lakemedel", Name: "Läkemedel", Levels: []frame.Level{{Key: "do", Name: "Kan"}}}}
	f.Fuzz(func(t *testing.T, text string) {
		rows := paste.Lines(text)
		words, problems := paste.Read(rows, people, requirements)
		seen := map[[2]string]bool{}
		for _, w := range words {
			key := [2]string{w.PersonID, w.Requirement}
			if seen[key] || w.PersonID == "" || w.Requirement != "f/demens" && w.Requirement != "f/lakemedel" || w.Level != "" && w.Level != "know" && w.Level != "do" {
				t.Errorf("%+v", w)
			}
			seen[key] = true
		}
		for _, p := range problems {
			if p.Key == "" || p.Row < 0 || p.Column < 0 || p.Cell() == "" {
				t.Errorf("%+v", p)
			}
		}
	})
}
