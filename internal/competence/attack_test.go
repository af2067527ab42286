package competence_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/may"
)

// What tries to get round the rules: nobody lets the own count, and no identity number is kept.

// A file that HR has read in cannot be taken in by somebody whose own merits are in it.
func TestNobodyTakesInTheOwnMerits(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	id, problems, err := w.stage("Anställningsnummer;Sort;Utbildning;Datum\nnr-p-doris;legitimation;Sjuksköterska;2020-01-10\n")
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	other := may.Actor{PersonID: "p-doris", Grants: []may.Grant{{Role: may.HR, NodeID: "k-1", Path: ekby}}}
	if err := w.TakeInMerits(t.Context(), other, id); !errors.Is(err, competence.ErrOwnMerit) {
		t.Error(err)
	}
	if n := w.counts("k-1", "p-doris", frame.ByLicence); n != 0 {
		t.Error("counts:", n)
	}
	if err := w.TakeInMerits(t.Context(), hr, id); err != nil {
		t.Error(err)
	}
}

// Whoever may note, but not check, ends nothing that counts by putting another in its place.
func TestADeputyReplacesNothingThatCounts(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	id := w.add(amina, education("p-amina"))
	if err := w.CheckMerit(t.Context(), carmen, id); err != nil {
		t.Fatal(err)
	}
	again := education("p-amina")
	again.Orientation, again.Replaces = "Funktionsnedsättning", id
	if _, err := w.AddMerit(t.Context(), deputy, again); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if w.counts("k-1", "p-amina", frame.ByEducation) != 1 {
		t.Error("what counted was ended")
	}
	again.Seen = true
	if _, err := w.AddMerit(t.Context(), carmen, again); err != nil {
		t.Error(err)
	}
}

func TestNoIdentityNumberInAFilesName(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	n := education("p-amina")
	n.Paper, n.FileName = strings.NewReader("%PDF-1.4"), "betyg 19811218-9876.pdf"
	if _, err := w.AddMerit(t.Context(), amina, n); !errors.Is(err, competence.ErrMeritID) {
		t.Error(err)
	}
	file := "Anställningsnummer;Sort;Utbildning;Datum\nnr-p-bengt;legitimation;Sjuksköterska;2020-01-10\n"
	if _, _, err := w.StageMerits(t.Context(), hr, "k-1", "811218-9876.csv", strings.NewReader(file), int64(len(file))); !errors.Is(err, competence.ErrMeritID) {
		t.Error(err)
	}
	id, _, err := w.StageMerits(t.Context(), hr, "k-1", strings.Repeat("å", 5000)+".csv", strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if m, _, err := w.MeritImport(t.Context(), hr, id, 1); err != nil || len([]rune(m.FileName)) > 200 || !strings.HasSuffix(m.FileName, ".csv") {
		t.Error(len(m.FileName), err)
	}
}

func TestCreditsAreANumber(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	for _, n := range []float64{math.NaN(), math.Inf(1), -1} {
		m := education("p-amina")
		m.Credits = n
		if _, err := w.AddMerit(t.Context(), amina, m); !errors.Is(err, competence.ErrCredits) {
			t.Error(n, err)
		}
	}
	_, problems, err := w.stage("Anställningsnummer;Utbildning;Datum;Poäng\nnr-p-bengt;Vård- och omsorgsprogrammet;2019-06-10;NaN\n")
	if err != nil || len(problems) != 1 || problems[0] != "2 Poäng merit.wrong.credits" {
		t.Error(problems, err)
	}
}

// A manager works at the unit that the manager leads: that gives nobody a say about oneself.
func TestAManagerHasNoSayAboutTheOwn(t *testing.T) {
	t.Parallel()
	w := openAssessing(t)
	karin := w.as("karin")
	boss := may.Actor{PersonID: "clara", Grants: []may.Grant{{Role: may.Manager, NodeID: town, Path: karin.Grants[0].Path[:strings.LastIndexByte(karin.Grants[0].Path, '/')]}}}
	want(t, w.Competence.Assess(t.Context(), boss, town, []competence.Judgement{{PersonID: "karin", Requirement: "grund/lyfta"}}, held.Manager), nil)
	said, err := w.Competence.Assessments(t.Context(), karin, "karin", town)
	if err != nil || len(said) != 1 {
		t.Fatal(said, err)
	}
	want(t, w.Competence.TakeBack(t.Context(), karin, town, []string{said[0].ID}), competence.ErrOwn)
	want(t, w.Competence.TakeBack(t.Context(), boss, town, []string{said[0].ID}), nil)

	_, err = w.Competence.NoteSpecialist(t.Context(), karin, competence.Specialist{PersonID: "karin", EmployerID: town, Role: "sjukskoterska-palliativ"})
	want(t, err, competence.ErrOwn)
	_, err = w.Competence.NoteSpecialist(t.Context(), boss, competence.Specialist{PersonID: "karin", EmployerID: town, Role: "sjukskoterska-palliativ"})
	want(t, err, nil)
}
