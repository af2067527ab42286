package staff_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

const head = "Anst.nr;Personnummer;Förnamn;Efternamn;Befattning;AID;Förvaltning;Område;Enhet;Ansvar;Arbetslag;E-post;Mobil;Chef;Anst.form;Syss.grad;Fr.o.m.;T.o.m."

// line is a row under head; what a test leaves out is usual.
type line struct {
	Nr, Pnr, First, Last, Title, AID, Admin, Area, Unit, Ansvar, Team, Email, Mobile, Chef, Form, Extent, From, To string
}

func (l line) String() string {
	return strings.Join([]string{l.Nr, l.Pnr, l.First, l.Last, l.Title, l.AID, l.Admin, l.Area, l.Unit, l.Ansvar, l.Team, l.Email, l.Mobile, l.Chef, l.Form, l.Extent, l.From, l.To}, ";")
}

// someone is employed as number n, with the changes a test needs.
func someone(n int, change ...func(*line)) line {
	l := line{Nr: fmt.Sprint(n), Pnr: pnr(n), First: fmt.Sprintf("Testa%d", n), Last: "Exempelsson", Title: "Undersköterska", Admin: "Omsorgsförvaltningen",
		Unit: "Solgläntan", Email: fmt.Sprintf("t%d@exempel.example", n), Mobile: "070-123 45 67", Form: "Tillsvidare", Extent: "75", From: "2024-03-01"}
	for _, f := range change {
		f(&l)
	}
	return l
}

func of(ls ...line) string {
	rows := make([]string, len(ls))
	for i, l := range ls {
		rows[i] = l.String()
	}
	return lines(head, rows...)
}

// many are n usual people from number first on.
func many(first, n int) []line {
	out := make([]line, n)
	for i := range out {
		out[i] = someone(first + i)
	}
	return out
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	w := open(t)
	text := of(append(many(1, 20), someone(30, func(l *line) { l.Form, l.Chef = "Timavlönad", "Testa1 Exempelsson" }))...)
	w.wantCounts(w.must(text), 21, 0, 0, 0)
	before := w.dump()
	w.day("2026-03-09")
	w.wantCounts(w.must(text), 0, 0, 0, 21)
	wantSame(t, w.dump(), before)
	if left := w.texts(`SELECT import_id FROM staff_import_row`); len(left) > 0 {
		t.Error("staged rows are left")
	}
}

func TestADryRunWritesNothing(t *testing.T) {
	t.Parallel()
	w := open(t)
	before := w.dump()
	r := w.read(of(many(1, 3)...), staff.ImportOptions{MaxEnded: 5, DryRun: true})
	w.wantCounts(r, 3, 0, 0, 0)
	if r.Committed || len(r.Errors) > 0 || len(r.CreatedNodes) != 2 || r.CreatedNodes[1].ID != "" {
		t.Errorf("%+v", r)
	}
	wantSame(t, w.dump(), before)
	if logged := w.texts(`SELECT id FROM staff_import`); len(logged) > 0 {
		t.Error("a dry run is logged")
	}
}

func TestWhoIsMissingFromTheFileEndsOnTheDayOfImport(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(many(1, 30)...))
	w.day("2026-03-09")
	r := w.read(of(many(1, 29)...), careful)
	w.wantCounts(r, 0, 0, 1, 29)
	got := w.texts(`SELECT p.valid_until FROM employment_period p JOIN employment k ON k.id = p.employment_id WHERE k.number = '30'`)
	if !r.Committed || !slices.Equal(got, []string{"2026-03-09"}) {
		t.Errorf("ends on %v", got)
	}
	w.day("2026-03-16")
	w.wantCounts(w.must(of(many(1, 30)...)), 1, 0, 0, 29)
	if n := w.texts(`SELECT id FROM employment WHERE number = '30'`); len(n) != 1 {
		t.Error("who comes back has two employments")
	}
}

func TestTheSafetyStop(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		before, after []line
		o             staff.ImportOptions
		stopped       bool
	}{
		"five percent end":                     {many(1, 40), many(1, 38), careful, false},
		"more than five percent end":           {many(1, 40), many(1, 37), careful, true},
		"more may end":                         {many(1, 40), many(1, 20), staff.ImportOptions{MaxEnded: 50}, false},
		"none may end":                         {many(1, 40), many(1, 39), staff.ImportOptions{MaxEnded: 0}, true},
		"with no employments before":           {nil, many(1, 3), careful, false},
		"a file with nobody":                   {many(1, 3), nil, careful, true},
		"errors are skipped and too many end":  {many(1, 40), append(many(1, 30), someone(99, func(l *line) { l.From = "i våras" })), staff.ImportOptions{MaxEnded: 5, SkipErrors: true}, true},
		"hourly staff are outside":             {append(many(1, 30), hourly(50, 20)...), many(1, 30), careful, false},
		"who was to leave by now is outside":   {append(many(1, 30), leaving(50, 20)...), many(1, 30), careful, false},
		"rows with errors do not end anybody":  {many(1, 20), broken(many(1, 20)), staff.ImportOptions{MaxEnded: 5, SkipErrors: true}, false},
		"everybody is somebody else, replaced": {many(1, 20), many(101, 20), careful, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			if tc.before != nil {
				w.must(of(tc.before...))
			}
			w.day("2026-05-04")
			before := w.dump()
			r := w.read(of(tc.after...), tc.o)
			if r.Stopped != tc.stopped || r.Committed == tc.stopped {
				t.Fatalf("stopped %t, committed %t: %+v", r.Stopped, r.Committed, counts(r))
			}
			if tc.stopped {
				wantSame(t, w.dump(), before)
				if !slices.Contains(keysOf(r.Errors), "0  import.stopped") {
					t.Errorf("errors: %v", keysOf(r.Errors))
				}
			}
		})
	}
}

func hourly(first, n int) []line {
	out := many(first, n)
	for i := range out {
		out[i].Form = "Timavlönad"
	}
	return out
}

func leaving(first, n int) []line {
	out := many(first, n)
	for i := range out {
		out[i].Form, out[i].To = "Vikariat", "2026-04-30"
	}
	return out
}

func broken(ls []line) []line {
	for i := range ls {
		ls[i].From = "i våras"
	}
	return ls
}

func TestAbsentHourlyStaffSleepAndWake(t *testing.T) {
	t.Parallel()
	w := open(t)
	all := append(many(1, 10), hourly(50, 5)...)
	w.must(of(all...))
	w.day("2026-03-09")
	w.wantCounts(w.must(of(many(1, 10)...)), 0, 5, 0, 10)
	if n := w.texts(`SELECT id FROM employment_period WHERE dormant AND valid_until = '9999-12-31'`); len(n) != 5 {
		t.Errorf("%d sleep", len(n))
	}
	w.day("2026-03-16")
	w.wantCounts(w.must(of(many(1, 10)...)), 0, 0, 0, 10)
	w.day("2026-03-23")
	w.wantCounts(w.must(of(all...)), 0, 5, 0, 10)
	if n := w.texts(`SELECT id FROM employment_period WHERE dormant AND valid_until = '9999-12-31'`); len(n) != 0 {
		t.Errorf("%d sleep still", len(n))
	}
}

func TestAFileWithErrorsCommitsNothingUnlessTheyAreSkipped(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(many(1, 10)...))
	ls := append(many(1, 10), someone(11), someone(12, func(l *line) { l.First, l.Last = "", "" }))
	ls[3].From = "snart"
	before := w.dump()
	r := w.read(of(ls...), careful)
	if r.Committed || len(r.Errors) != 2 {
		t.Fatalf("%+v", r)
	}
	wantSame(t, w.dump(), before)
	r = w.read(of(ls...), staff.ImportOptions{MaxEnded: 5, SkipErrors: true})
	w.wantCounts(r, 1, 0, 0, 9)
	if !r.Committed || !slices.Equal(keysOf(r.Errors), []string{"5 Fr.o.m. sheet.date_text", "13 Efternamn sheet.name_missing"}) {
		t.Errorf("%t %v", r.Committed, keysOf(r.Errors))
	}
}

func TestRowsWithErrorsProtectWhomTheyAreAbout(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		row  line
		ends int // of two absent people, number 1 and 2
	}{
		"by number":                      {line{Nr: "1", First: "X", Last: "Y", Unit: "Z", From: "fel"}, 1},
		"by identity":                    {line{Pnr: pnr(1), First: "X", Last: "Y", Unit: "Z", From: "fel"}, 1},
		"by identity beside a new one":   {line{Nr: "77", Pnr: pnr(1), First: "X", Last: "Y", Unit: "Z", From: "fel"}, 1},
		"by name when there is no key":   {line{First: "testa1", Last: "Exempelsson", Unit: "Z"}, 1},
		"everybody when nothing is told": {line{Unit: "Z"}, 0},
		"nobody when it is a new one":    {line{Nr: "77", First: "Testa1", Last: "Exempelsson", Unit: "Z", From: "fel"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.must(of(many(1, 6)...))
			r := w.read(of(append(many(3, 4), tc.row)...), staff.ImportOptions{MaxEnded: 100, SkipErrors: true})
			if !r.Committed {
				t.Fatalf("%+v", r)
			}
			w.wantCounts(r, 0, 0, tc.ends, 4)
		})
	}
}

func TestDoublesNameBothRows(t *testing.T) {
	t.Parallel()
	w := open(t)
	twin := someone(2, func(l *line) { l.Nr = "1" })
	alone := someone(5, func(l *line) { l.Nr = "" })
	r := w.read(of(someone(1), twin, someone(3), alone, alone), careful)
	want := []string{"2 Anst.nr import.double_number", "3 Anst.nr import.double_number", "5 Personnummer import.double_person", "6 Personnummer import.double_person"}
	if !slices.Equal(keysOf(r.Errors), want) {
		t.Errorf("%v", keysOf(r.Errors))
	}
	if r.Errors[0].Args["row"] != "3" || r.Errors[1].Args["row"] != "2" {
		t.Errorf("%+v", r.Errors)
	}
}

func TestARefusedFileSaysWhy(t *testing.T) {
	t.Parallel()
	w := open(t)
	for text, key := range map[string]string{
		"": "staff.sheet.refused.empty",
		"Anst.nr;Förnamn;Efternamn\n1;Ida;Exempel\n":                  "staff.sheet.refused.missing",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 600): "staff.sheet.refused.",
	} {
		r := w.read(text, careful)
		if !r.Refused || r.Committed || len(r.Errors) != 1 || !strings.HasPrefix(r.Errors[0].Key, key) || r.CreatedNodes == nil || r.Warnings == nil {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

func TestOnlyWhoMayImportsAndOnlyForAnEmployer(t *testing.T) {
	t.Parallel()
	w := open(t)
	manager := may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.Manager, Path: "se/rss-STOCKHOLM/" + solna}}}
	elsewhere := may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.HR, Path: "se/rss-STOCKHOLM/k-0180"}}}
	for _, a := range []may.Actor{manager, elsewhere, {}} {
		if _, err := w.im.Run(t.Context(), a, solna, file(of(someone(1))), careful, nil); err == nil {
			t.Errorf("%+v imports", a)
		}
		if _, err := w.im.Undo(t.Context(), a, solna); err == nil {
			t.Errorf("%+v undoes", a)
		}
	}
	hr := may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.HR, Path: "se/rss-STOCKHOLM/" + solna}}}
	if r, err := w.im.Run(t.Context(), hr, solna, file(of(someone(1))), careful, nil); err != nil || !r.Committed {
		t.Errorf("HR does not import: %v %+v", err, r)
	}
	if _, err := w.im.Run(t.Context(), may.Operator(), "se", file(of(someone(1))), careful, nil); err == nil {
		t.Error("the nation employs")
	}
}
