package certificate_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/certificate"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

func TestOnlyACourseCompletedHereGivesACertificate(t *testing.T) {
	t.Parallel()
	for _, k := range record.Kinds() {
		for _, source := range []string{record.FromCourse, record.FromExternal, record.FromOwnWord, ""} {
			want := k == record.Completed && source == record.FromCourse
			if got := certificate.Issues(record.Fact{Kind: k, Source: source}); got != want {
				t.Errorf("%s from %q: %v", k, source, got)
			}
		}
	}
}

func TestACompletionGivesACertificateThatAnyoneCanCheck(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a")
	f := w.completed("a", "delegering", "2027-03-01")
	c := w.of(a, f)
	want := certificate.Verified{Status: certificate.Valid, Holds: true, Code: c.Code, CourseID: "delegering", Title: "Kursen delegering", Version: 3,
		Issued: "2026-03-01", ValidUntil: "2027-03-01", Hours: 1.5, EvidenceOnly: true}
	if got := w.verify(c.Code, "2026-03-01"); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	for name, code := range map[string]string{
		"small letters": strings.ToLower(c.Code), "no hyphens": strings.ReplaceAll(c.Code, "-", ""), "spaces": strings.ReplaceAll(c.Code, "-", " "),
		"without YR": strings.TrimPrefix(c.Code, "YR-"), "the address": "https://exempel.se/intyg/" + c.Code,
	} {
		if got := w.verify(code, "2026-03-01"); got.Code != c.Code {
			t.Errorf("%s (%s): %+v", name, code, got)
		}
	}
	for _, code := range []string{"", "YR", "YR-2222-2222-22222", c.Code[:len(c.Code)-1], c.Code + "2", "'; DROP TABLE certificate; --"} {
		if got := w.verify(code, "2026-03-01"); got.Status != certificate.Unknown || got.Holds || got.Title != "" {
			t.Errorf("%q: %+v", code, got)
		}
	}
}

func TestTheStatusIsThatOfTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a")
	f := w.completed("a", "hygien", "2027-03-01")
	code := w.of(a, f).Code
	w.now = time.Date(2026, 6, 1, 23, 30, 0, 0, time.UTC) // the second of June in Sweden
	w.revoke(f)
	for _, tc := range []struct {
		on     string
		status certificate.Status
		holds  bool
	}{
		{"2026-02-28", certificate.Unknown, false}, {"2026-03-01", certificate.Valid, true}, {"2026-06-01", certificate.Valid, true},
		{"2026-06-02", certificate.Revoked, false}, {"2027-03-01", certificate.Revoked, false},
	} {
		v := w.verify(code, tc.on)
		if v.Status != tc.status || v.Holds != tc.holds || (v.RevokedAt != nil) != (tc.status == certificate.Revoked) {
			t.Errorf("%s: %+v", tc.on, v)
		}
	}
	g := w.completed("a", "akk", "2027-03-01")
	if v := w.verify(w.of(a, g).Code, "2027-03-01"); v.Status != certificate.Valid || v.Holds || !v.Expired {
		t.Errorf("its time has run out: %+v", v)
	}
}

func TestTheNameIsShownAsTheHolderChose(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.person("a"), w.person("b")
	code := w.of(a, w.completed("a", "hygien", "")).Code
	if err := w.ShowName(t.Context(), b, code, true); !errors.Is(err, may.ErrDenied) {
		t.Errorf("somebody else: %v", err)
	}
	if err := w.ShowName(t.Context(), a, "YR-2222-2222-22222", true); !errors.Is(err, certificate.ErrNoCertificate) {
		t.Errorf("no such code: %v", err)
	}
	check := func(when, public, paper string) {
		t.Helper()
		s, err := w.Sheet(t.Context(), a, code)
		if got := w.verify(code, "2026-03-01").Name; got != public || err != nil || s.Holder != paper {
			t.Errorf("%s: %q in public and %q on paper (%v), want %q and %q", when, got, s.Holder, err, public, paper)
		}
	}
	show := func(on bool) {
		t.Helper()
		if err := w.ShowName(t.Context(), a, code, on); err != nil {
			t.Fatal(err)
		}
	}
	check("by default", "", "Amina Warsame")
	show(true)
	check("the name is shown", "Amina Warsame", "Amina Warsame")
	w.card("a", "m", true, "K77")
	check("protected at another employer, shown", "K77", "Amina Warsame")
	show(false)
	check("protected, not shown", "", "K77")
	w.exec(`DELETE FROM employee WHERE person_id = 'a'`)
	show(true)
	check("every employer has forgotten the name", "", "")
}

func TestOnlyTheHolderReadsTheOwnListAndPaper(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.person("a"), w.person("b")
	f := w.completed("a", "hygien", "")
	code := w.of(a, f).Code
	for name, who := range map[string]may.Actor{"somebody else": b, "a visitor": {}} {
		if _, err := w.Own(t.Context(), who, "a"); err == nil {
			t.Errorf("%s reads the list", name)
		}
		if _, err := w.Sheet(t.Context(), who, code); err == nil {
			t.Errorf("%s gets the paper", name)
		}
		if _, err := w.Of(t.Context(), who, f.ID); err == nil {
			t.Errorf("%s finds it by its fact", name)
		}
	}
	w.revoke(f)
	if _, err := w.Sheet(t.Context(), a, code); !errors.Is(err, certificate.ErrRevoked) {
		t.Errorf("a paper of what is revoked: %v", err)
	}
}

func TestWhoSoonRunsOutIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a")
	f := w.completed("a", "hygien", "2027-03-01")
	forever := w.of(a, w.completed("a", "akk", ""))
	for on, want := range map[string]string{"2026-03-01": "", "2026-11-30": "", "2026-12-01": "2027-03-01", "2027-06-01": "2027-03-01"} {
		if got := w.of(a, f).RenewBy(on); got != want {
			t.Errorf("%s: %q, want %q", on, got, want)
		}
		if got := forever.RenewBy(on); got != "" {
			t.Errorf("what holds for ever: %q", got)
		}
	}
	w.now = w.now.AddDate(0, 10, 0)
	again := w.append(record.Fact{PersonID: "a", Kind: record.Credited, CourseID: "hygien", Source: record.FromExternal, ControllerID: "k"})
	if got := w.of(a, f).RenewBy("2027-01-01"); got != "" {
		t.Errorf("taken again: %q", got)
	}
	w.revoke(again)
	if got := w.of(a, f).RenewBy("2027-01-01"); got != "2027-03-01" {
		t.Errorf("that was taken back: %q", got)
	}
}

// A broken source of chance gives the same code again: another is drawn, and a source that never
// gives another is an error and no certificate without a code.
func TestATakenCodeIsDrawnAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a")
	same := strings.Repeat("\x00", 13)
	w.Random = strings.NewReader(same + same + strings.Repeat("\x01", 13))
	first, second := w.of(a, w.completed("a", "hygien", "")), w.of(a, w.completed("a", "akk", ""))
	if first.Code != "YR-2222-2222-22222" || second.Code != "YR-3333-3333-33333" {
		t.Fatal(first.Code, second.Code)
	}
	w.Random = strings.NewReader(strings.Repeat(same, 9))
	err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := w.Record.Append(t.Context(), tx, record.Fact{PersonID: "a", Kind: record.Completed, Source: record.FromCourse})
		return err
	})
	if facts, _ := w.Record.Facts(t.Context(), "a"); err == nil || len(facts) != 2 {
		t.Fatal(err, facts)
	}
}

// Whatever happens to the record, what certificates say follows from the facts alone: telling
// them again changes nothing, and with every certificate lost they come back the same but for
// the codes.
func TestCertificatesFollowFromTheFacts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			a := w.person("a")
			random := rand.New(rand.NewPCG(seed, 3))
			for range 40 {
				w.now = w.now.Add(time.Duration(random.IntN(72)) * time.Hour)
				facts, err := w.Record.Facts(t.Context(), "a")
				if err != nil {
					t.Fatal(err)
				}
				if len(facts) > 0 && random.IntN(4) == 0 {
					_, _ = w.Record.Revoke(t.Context(), may.Operator(), facts[random.IntN(len(facts))].ID, "fel") // refused when it is revoked
					continue
				}
				until := ""
				if random.IntN(2) == 0 {
					until = w.now.AddDate(0, random.IntN(3), 0).Format(time.DateOnly)
				}
				w.append(record.Fact{PersonID: "a", Kind: record.Kinds()[random.IntN(4)], CourseID: fmt.Sprint("c", random.IntN(4)), Title: "Kurs", Version: 1,
					Source: []string{record.FromCourse, record.FromExternal}[random.IntN(2)], ValidUntil: until, ControllerID: "k"})
			}
			check(t, w, a)
			before := list(t, w, a)
			w.exec(`DELETE FROM certificate`)
			facts, err := w.Record.Facts(t.Context(), "a")
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second time changes nothing
				if err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
					for _, f := range facts {
						if err := w.Issue(t.Context(), tx, f); err != nil {
							return err
						}
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
			}
			after := list(t, w, a)
			for i := range after {
				after[i].Code = before[i].Code
			}
			if !reflect.DeepEqual(before, after) {
				t.Errorf("%+v\n%+v", before, after)
			}
		})
	}
}

func list(t *testing.T, w *world, a may.Actor) []certificate.Certificate {
	t.Helper()
	out, err := w.Own(t.Context(), a, a.PersonID)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(out, func(a, b certificate.Certificate) int { return strings.Compare(a.FactID, b.FactID) })
	return out
}

// check holds the certificates against the facts, told in another way.
func check(t *testing.T, w *world, a may.Actor) {
	t.Helper()
	facts, err := w.Record.Facts(t.Context(), a.PersonID)
	if err != nil {
		t.Fatal(err)
	}
	standing := map[string]bool{}
	for _, f := range record.Standing(facts) {
		standing[f.ID] = true
	}
	on := w.Staff.Today()
	certificates := list(t, w, a)
	n := 0
	for _, f := range facts {
		i := slices.IndexFunc(certificates, func(c certificate.Certificate) bool { return c.FactID == f.ID })
		if i < 0 != !certificate.Issues(f) {
			t.Fatalf("%+v has a certificate: %v", f, i >= 0)
		}
		if i < 0 {
			continue
		}
		n++
		want := certificate.Revoked
		if standing[f.ID] {
			want = certificate.Valid
		}
		if v := w.verify(certificates[i].Code, on); v.Status != want || v.Holds != (standing[f.ID] && f.Holds(on)) || v.CourseID != f.CourseID {
			t.Fatalf("%+v of %+v, want %s", v, f, want)
		}
	}
	if n != len(certificates) {
		t.Fatalf("%d certificates of %d facts", len(certificates), n)
	}
}
