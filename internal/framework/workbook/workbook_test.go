package workbook_test

import (
	"bytes"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/content"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/framework/workbook"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/grid/rows"
)

var (
	most  = rows.Most{Bytes: 20 << 20, Rows: 20000, Columns: 60}
	names = workbook.Names{Today: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
)

// excel writes a framework as a file.
func excel(t interface{ Fatal(...any) }, f *frame.Frame) []byte {
	var sheets []grid.Sheet
	for _, s := range workbook.Write(f) {
		sheets = append(sheets, grid.Sheet{Name: s.Name, Rows: s.Rows})
	}
	body, err := grid.Workbook(sheets)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func read(t interface{ Fatal(...any) }, body []byte, base *frame.Frame) *workbook.Read {
	sheets, err := rows.ReadSheets(bytes.NewReader(body), int64(len(body)), most, workbook.LooksLike)
	if err != nil {
		t.Fatal(err)
	}
	return workbook.From(sheets, base, names)
}

// The shipped frameworks go out and come in again as they were.
func TestExportAndImportGiveTheSame(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(content.Frameworks(), "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(content.Frameworks(), name)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := frame.Parse(text)
		got := read(t, excel(t, &s.Frame), nil)
		if len(got.Problems) > 0 || len(frame.Diff(&s.Frame, &got.Frame)) > 0 {
			t.Errorf("%s: %v %+v", name, got.Problems, frame.Diff(&s.Frame, &got.Frame))
		}
	}
}

// anyText is what people may write in a cell: also what a program for sheets would run.
func anyText(t *rapid.T, name string) string {
	return strings.TrimSpace(rapid.StringMatching(`['=+@\-]?[a-zåäöA-Z0-9,;"'=\n ]{0,12}[a-zåäö0-9]`).Draw(t, name))
}

func anyID(t *rapid.T, name string, taken map[string]bool) string {
	return rapid.StringMatching(`[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,3})?`).Filter(func(s string) bool { return !taken[s] }).Draw(t, name)
}

// anyFrame draws a framework that holds.
func anyFrame(t *rapid.T) *frame.Frame {
	f := &frame.Frame{ID: anyID(t, "id", nil), Name: anyText(t, "name"), About: anyText(t, "about")}
	f.Levels = []frame.Level{{Key: "bas", Name: "Bas"}, {Key: "expert", Name: anyText(t, "level")}}
	level := rapid.SampledFrom([]string{"", "bas", "expert"})
	grounds := func() (out []frame.Ground) {
		for range rapid.IntRange(0, 2).Draw(t, "grounds") {
			out = append(out, frame.Ground{Basis: rapid.SampledFrom(frame.Bases()).Draw(t, "basis"), Reference: anyText(t, "reference"),
				URL: rapid.SampledFrom([]string{"", "https://exempel.example/a"}).Draw(t, "url"), From: rapid.SampledFrom([]string{"", "2025-07-01"}).Draw(t, "from")})
		}
		return out
	}
	f.Grounds = grounds()
	areas, ids := map[string]bool{}, map[string]bool{}
	for range rapid.IntRange(1, 3).Draw(t, "areas") {
		a := frame.Area{ID: anyID(t, "area", areas), Name: anyText(t, "area name"), About: rapid.SampledFrom([]string{"", "om"}).Draw(t, "area about")}
		areas[a.ID] = true
		for range rapid.IntRange(0, 3).Draw(t, "requirements") {
			r := frame.Requirement{ID: anyID(t, "requirement", ids), Name: anyText(t, "requirement name"), About: rapid.SampledFrom([]string{"", "rad\nrad"}).Draw(t, "requirement about"),
				Formal: rapid.Bool().Draw(t, "formal"), Risk: rapid.Bool().Draw(t, "risk"), Lowest: level.Draw(t, "lowest"), Months: rapid.IntRange(0, 60).Draw(t, "months"), Grounds: grounds()}
			ids[r.ID] = true
			for i := range rapid.IntRange(0, 3).Draw(t, "goals") {
				r.Goals = append(r.Goals, frame.Goal{ID: "mal-" + string(rune('a'+i)), Text: anyText(t, "goal"), Kind: rapid.SampledFrom(frame.Kinds()).Draw(t, "kind"),
					Form: rapid.SampledFrom(append(frame.Forms(), "")).Draw(t, "form"), Level: level.Draw(t, "goal level")})
			}
			if r.Formal {
				r.Evidence = []frame.Evidence{{By: frame.ByEducation, Ref: "vard-och-omsorg", Orientation: "demens", Credits: 1240.5}}
			} else {
				r.Evidence = []frame.Evidence{{By: frame.ByAssessment, Ref: "manager", Months: 24}, {By: frame.ByCourse, Ref: "akk", Level: level.Draw(t, "gives")}}
			}
			a.Requirements = append(a.Requirements, r)
		}
		f.Areas = append(f.Areas, a)
	}
	return f
}

func TestAnyFrameworkGoesOutAndInAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := anyFrame(t)
		got := read(t, excel(t, f), nil)
		if len(got.Problems) > 0 {
			t.Fatalf("%+v", got.Problems)
		}
		if d := frame.Diff(f, &got.Frame); len(d) > 0 {
			t.Fatalf("%+v", d)
		}
		if again := read(t, excel(t, &got.Frame), nil); !reflect.DeepEqual(again.Frame, got.Frame) {
			t.Fatal("twice is not once")
		}
	})
}

// csv is separated text with requirements and goals, for a framework that is there.
func fromCSV(t *testing.T, text string) *workbook.Read {
	t.Helper()
	return read(t, []byte(text), &frame.Frame{ID: "x", Name: "X", Levels: []frame.Level{{Key: "bas", Name: "Bas"}, {Key: "hog", Name: "Hög nivå"}}})
}

// A person who knows no ids writes names only.
func TestAPersonFillsItInByName(t *testing.T) {
	t.Parallel()
	got := fromCSV(t, "Bra att veta: fyll i en rad per mål\n\nOmråde;Krav;Mål;Kompetensslag;Kunskapsform;Målets nivå;Formellt;Lägsta nivå;Ämnesord\n"+
		"Demens och sånt;Bemötande, demens;Kan lyssna;praktisk färdighet eller förhållningssätt;förtrogenhet;hög nivå;nej;Bas;demens, bemotande\n"+
		";;Vet varför;Teori;FÖRSTÅELSE;;;;\n"+
		"Demens och sånt;Mat;Kan laga;Metod;färdighet;bas;;;\n")
	if len(got.Problems) != 1 || got.Problems[0].Key != "framework.file.no_area" || got.Problems[0].Row != 5 {
		t.Fatalf("%+v", got.Problems)
	}
	got = fromCSV(t, "Område;Krav;Mål;Kompetensslag;Kunskapsform;Målets nivå;Lägsta nivå;Ämnesord\n"+
		"Demens och sånt;Bemötande, demens;Kan lyssna;praktisk färdighet eller förhållningssätt;förtrogenhet;hög nivå;Bas;demens, bemotande\n"+
		"Demens och sånt;;Vet varför;Teori;FÖRSTÅELSE;;;\n"+
		"Demens och sånt;Mat;Kan laga;Metod;färdighet;bas;;\n")
	want := []frame.Area{{ID: "demens-och-sant", Name: "Demens och sånt", Requirements: []frame.Requirement{
		{ID: "bemotande-demens", Name: "Bemötande, demens", Lowest: "bas", Tags: []string{"demens", "bemotande"}, Goals: []frame.Goal{
			{ID: "mal-1", Text: "Kan lyssna", Kind: frame.Skill, Form: frame.Familiarity, Level: "hog"},
			{ID: "mal-2", Text: "Vet varför", Kind: frame.Theory, Form: frame.Understanding}}},
		{ID: "mat", Name: "Mat", Goals: []frame.Goal{{ID: "mal-1", Text: "Kan laga", Kind: frame.Method, Form: frame.Ability, Level: "bas"}}},
	}}}
	if len(got.Problems) > 0 || !reflect.DeepEqual(got.Frame.Areas, want) {
		t.Errorf("%+v\n%+v", got.Problems, got.Frame.Areas)
	}
}

// What is wrong is told by row and column, also what only the check of the whole can see.
func TestWhatIsWrongIsToldByRowAndColumn(t *testing.T) {
	t.Parallel()
	head := "Område;Krav;Mål;Kompetensslag;Målets nivå;Formellt;Gäller i månader\n"
	for row, want := range map[string]string{
		"A;K;Mål;Magi;;;":        "3 Kompetensslag frame.problem.goal_kind",
		"A;K;Mål;;;;":            "3 Kompetensslag frame.problem.goal_kind",
		"A;K;Mål;Teori;Topp;;":   "3 Målets nivå frame.problem.level",
		"A;K;;Teori;;;":          "3 Mål frame.problem.goal_text",
		"A;K;Mål;Teori;;kanske;": "3 Formellt framework.file.yes",
		"A;K;Mål;Teori;;;två":    "3 Gäller i månader framework.file.number",
		"A;K;Mål;Teori;;;999":    "3 Gäller i månader frame.problem.months",
		";K;Mål;Teori;;;":        "3 Område framework.file.no_area",
		"A;Först;Mål;Teori;;Ja;": "3 Formellt framework.file.differs",
	} {
		got := fromCSV(t, head+"A;Först;Ett;Teori;;;\n"+row+"\n")
		all := got.Problems
		for _, p := range frame.Check(&got.Frame, frame.Known{}) {
			if !p.Warning {
				all = append(all, got.Where(p))
			}
		}
		found := false
		for _, p := range all {
			found = found || strings.HasPrefix(want, string(rune('0'+p.Row))+" "+p.Column+" "+p.Key)
		}
		if !found {
			t.Errorf("%s: %+v", row, all)
		}
	}
}

// The 26 areas are counted, and both numbers are told (R191).
func TestTheAreasAreCounted(t *testing.T) {
	t.Parallel()
	f := &frame.Frame{ID: "x", Name: "X", Expect: 26}
	for i := range 25 {
		id := "a" + string(rune('a'+i))
		f.Areas = append(f.Areas, frame.Area{ID: id, Name: id, Requirements: []frame.Requirement{{ID: "k-" + id, Name: id}}})
	}
	got := read(t, excel(t, f), nil)
	for _, p := range frame.Check(&got.Frame, frame.Known{}) {
		if p.Key == "frame.problem.expect" {
			if at := got.Where(p); p.Args["expect"] != "26" || p.Args["has"] != "25" || at.Row != 6 || at.Sheet != "Ramverk" {
				t.Errorf("%+v", at)
			}
			return
		}
	}
	t.Error("25 areas are 26")
}

func TestASheetOrColumnThatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sheets []rows.Sheet
		want   string
	}{
		"no sheets of ours": {[]rows.Sheet{{Name: "Blad1", Lines: []rows.Line{{Number: 1, Cells: []string{"hej"}}}}}, "framework.file.no_sheet"},
		"no column":         {[]rows.Sheet{{Name: "krav och mål", Lines: []rows.Line{{Number: 2, Cells: []string{"Område", "Mål"}}}}}, "framework.file.no_column"},
		"unknown field":     {[]rows.Sheet{{Name: "Ramverk", Lines: []rows.Line{{Number: 1, Cells: []string{"Fält", "Värde"}}, {Number: 2, Cells: []string{"Naamn", "x"}}}}}, "framework.file.field"},
	} {
		got := workbook.From(c.sheets, nil, names)
		found := false
		for _, p := range got.Problems {
			found = found || p.Key == c.want
		}
		if !found {
			t.Errorf("%s: %+v", name, got.Problems)
		}
	}
}

// FuzzFrom looks for sheets that make the reader panic, or give a framework that does not survive going out and in.
func FuzzFrom(f *testing.F) {
	f.Add("Område;Krav;Mål;Kompetensslag\nA;K;M;Teori\n")
	f.Add("Område-id;Område;Krav-id;Krav;Mål-id;Mål;Kompetensslag;Kunskapsform;Formellt;Lägsta nivå;Ämnesord;Gäller i månader\na;A;k;K;m;M;Metod;Fakta;Ja;know;x, y;12\n;;;;;N;Teori;;;;;\n")
	f.Add("Fält;Värde\nId;x\nNamn;X\nAntal områden;26\n")
	f.Add("Krav-id;Krav;Bevis;Vad\nk;K;Kurs;akk\n")
	f.Add("Krav-id;Grund;Hänvisning;Från\n;Lag;SFS;45352\n")
	f.Fuzz(func(t *testing.T, text string) {
		sheets, err := rows.ReadSheets(strings.NewReader(text), int64(len(text)), most, workbook.LooksLike)
		if err != nil {
			return
		}
		got := workbook.From(sheets, &frame.Frame{ID: "x", Name: "X"}, names)
		problems := frame.Check(&got.Frame, frame.Known{})
		for _, p := range problems {
			got.Where(p)
		}
		if len(got.Problems) > 0 || frame.Broken(problems) {
			return
		}
		again := read(t, excel(t, &got.Frame), nil)
		if d := frame.Diff(&got.Frame, &again.Frame); len(d) > 0 || len(again.Problems) > 0 {
			t.Errorf("%+v %+v", d, again.Problems)
		}
	})
}

// Nothing that somebody has written is left out in silence, and only the heading that is missing is asked for.
func TestWhatWouldBeLeftOutIsTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Område;Krav;Kunskapsfrom\nA;K;fakta\n":   "1 Kunskapsfrom framework.file.column",
		"Område;Krav;Om kravet\nA;K;#REF!\n":      "2 Om kravet framework.file.formula",
		"Område;Krav;Egen anteckning\nA;K;\n":     "", // an empty column says nothing
		"Område;Krav;;Om kravet\nA;K;lös;#N/Aa\n": "",
	} {
		got := ""
		for _, p := range fromCSV(t, text).Problems {
			got += string(rune('0'+p.Row)) + " " + p.Column + " " + p.Key
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	lines := []rows.Line{{Number: 1, Cells: []string{"Vårt ramverk"}}, {Number: 3, Cells: []string{"Område", "Kraw", "Mål"}}, {Number: 4, Cells: []string{"A", "K", "M"}}}
	got := workbook.From([]rows.Sheet{{Name: "Krav och mål", Lines: lines}}, &frame.Frame{ID: "x", Name: "X"}, names).Problems
	if len(got) == 0 || got[0].Row != 3 || got[0].Column != "Krav" || len(got) > 1 && got[1].Key == "framework.file.no_column" {
		t.Errorf("%+v", got)
	}
}
