package competence_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

func TestTheTransitionIsARightThatCounts(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	if n := w.counts("k-1", "p-amina", frame.ByTitle); n != 1 {
		t.Error("permanently employed on the day:", n)
	}
	if n := w.counts("k-1", "p-bengt", frame.ByTitle); n != 0 {
		t.Error("a temporary employee needs a certificate:", n)
	}
	w.employ("p-amina", "Amina", "Warsame", "a-privat", "u-granen", "underskoterska", "hourly", "2025-01-01", "2025-01-01")
	if n := w.counts("a-privat", "p-amina", frame.ByTitle); n != 0 {
		t.Error("another employer sees what was not shared:", n)
	}
	if err := w.rec.ShareAll(t.Context(), amina, "a-privat"); err != nil {
		t.Fatal(err)
	}
	if n := w.counts("a-privat", "p-amina", frame.ByTitle); n != 1 {
		t.Error("the right does not follow to another employer:", n)
	}
	nurse := competence.NewMerit{Seen: true, Merit: competence.Merit{PersonID: "p-bengt", Kind: frame.ByLicence, Ref: "sjukskoterska", From: "2020-01-01"}}
	w.add(hr, nurse)
	if n := w.counts("k-1", "p-bengt", frame.ByTitle); n != 1 {
		t.Error("a nurse may use the title:", n)
	}
	if ok, err := w.MayHold(t.Context(), "k-1", "p-bengt", "fast-omsorgskontakt", "hemtjanst", "2026-03-02"); err != nil || !ok {
		t.Error(ok, err)
	}
	if ok, err := w.MayHold(t.Context(), "k-1", "p-doris", "fast-omsorgskontakt", "hemtjanst", "2026-03-02"); err != nil || ok {
		t.Error("without the title, in home care:", ok, err)
	}
	if ok, err := w.MayHold(t.Context(), "k-1", "p-doris", "fast-omsorgskontakt", "sarskilt-boende", "2026-03-02"); err != nil || !ok {
		t.Error("outside home care it is not asked for:", ok, err)
	}
}

func names(list []competence.TitleUse) string {
	var out []string
	for _, u := range list {
		out = append(out, u.Name)
	}
	return strings.Join(out, ", ")
}

func TestWhoUsesTheTitleWithoutRight(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	w.employ("p-fatima", "Fatima", "Öz", "k-1", "u-asken", "underskoterska", "permanent", "2012-01-01", "2026-01-10")
	uses := func(a may.Actor, node string) competence.TitleUses {
		u, err := w.TitleUses(t.Context(), a, node, "underskoterska")
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	u := uses(hr, "k-1")
	if u.All != 3 || names(u.Without) != "Bengt Lind" || names(u.Presumed) != "Fatima Öz" || len(u.Ending) != 0 {
		t.Errorf("%+v", u)
	}
	if u := uses(carmen, "u-bjorken"); u.All != 2 || names(u.Without) != "Bengt Lind" || len(u.Presumed) != 0 {
		t.Errorf("%+v", u)
	}
	for who, c := range map[string]struct {
		a    may.Actor
		node string
	}{"a manager of another unit": {doris, "u-bjorken"}, "the municipality at a private employer": {hr, "a-privat"}, "a deputy": {deputy, "u-bjorken"}} {
		if _, err := w.TitleUses(t.Context(), c.a, c.node, "underskoterska"); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if err := w.DenyTransition(t.Context(), hr, "p-fatima", "", "underskoterska", "Var provanställd."); err != nil {
		t.Fatal(err)
	}
	if u := uses(hr, "k-1"); names(u.Without) != "Bengt Lind, Fatima Öz" || len(u.Presumed) != 0 || w.counts("k-1", "p-fatima", frame.ByTitle) != 0 {
		t.Errorf("%+v", u)
	}
	confirm := competence.NewMerit{Seen: true, Merit: competence.Merit{Kind: frame.ByTitle, Ref: "underskoterska", Details: competence.Details{Ground: title.ByTransition}}}
	if _, err := w.AddMerits(t.Context(), hr, confirm, []string{"p-fatima"}); err != nil {
		t.Fatal(err)
	}
	if u := uses(hr, "k-1"); names(u.Without) != "Bengt Lind" || w.counts("k-1", "p-fatima", frame.ByTitle) != 1 {
		t.Errorf("%+v", u)
	}
	w.mu.Lock()
	w.now = time.Date(2032, 7, 2, 9, 0, 0, 0, time.UTC)
	w.mu.Unlock()
	if u := uses(hr, "k-1"); names(u.Ending) != "Amina Warsame, Fatima Öz" {
		t.Errorf("a year before the end: %+v", u)
	}
}

func TestAWholeValidationBecomesAMerit(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	start := competence.Validation{PersonID: "p-bengt", Programme: "vard-och-omsorg", Provider: "Vuxenutbildningen", StartedOn: "2026-02-01"}
	for who, a := range map[string]may.Actor{"another manager": doris, "the person": bengt} {
		if _, err := w.StartValidation(t.Context(), a, start); err == nil {
			t.Errorf("%s started it", who)
		}
	}
	none := start
	none.Programme = "annan-gymnasial"
	if _, err := w.StartValidation(t.Context(), carmen, none); !errors.Is(err, competence.ErrNoParts) {
		t.Error(err)
	}
	id, err := w.StartValidation(t.Context(), carmen, start)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.StartValidation(t.Context(), carmen, start); !errors.Is(err, competence.ErrUnderWay) {
		t.Error(err)
	}
	v, err := w.Validation(t.Context(), bengt, id)
	if err != nil || len(v.Parts) < 5 || v.Passed() != 0 || v.State != competence.Open {
		t.Fatal(v, err)
	}
	if _, err := w.Validation(t.Context(), doris, id); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if err := w.MarkParts(t.Context(), carmen, id, []competence.Mark{{Part: v.Parts[0].ID, State: competence.PartPassed, On: "2026-03-03"}}); !errors.Is(err, competence.ErrMeritFuture) {
		t.Error(err)
	}
	var marks []competence.Mark
	for _, p := range v.Parts {
		marks = append(marks, competence.Mark{Part: p.ID, State: competence.PartPassed, On: "2026-02-20"})
	}
	marks[0].State = competence.PartStudy
	if err := w.MarkParts(t.Context(), carmen, id, marks); err != nil {
		t.Fatal(err)
	}
	if err := w.CloseValidation(t.Context(), carmen, id, competence.Whole, "2026-03-01", ""); !errors.Is(err, competence.ErrNotWhole) {
		t.Error(err)
	}
	marks[0].State = competence.PartPassed
	if err := w.MarkParts(t.Context(), carmen, id, marks); err != nil {
		t.Fatal(err)
	}
	if err := w.CloseValidation(t.Context(), carmen, id, competence.Whole, "2026-03-01", "Alla delar godkända"); err != nil {
		t.Fatal(err)
	}
	if err := w.MarkParts(t.Context(), carmen, id, marks); !errors.Is(err, competence.ErrClosed) {
		t.Error(err)
	}
	v, err = w.Validation(t.Context(), bengt, id)
	if err != nil || v.State != competence.Whole || v.MeritID == "" || v.Passed() != len(v.Parts) || w.counts("k-1", "p-bengt", frame.ByValidation) != 1 {
		t.Error(v, err)
	}
	if n, err := db.One(t.Context(), w.db, db.Number, `SELECT COUNT(*) FROM validation_mark WHERE validation_id = $1`, id); err != nil || int(n) != len(v.Parts)+1 {
		t.Error("what said the same was noted again, or something was lost:", n, err)
	}
}

func TestCoursesThatMapStandInTheValidation(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	town := may.Actor{PersonID: "p-hr", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-1", Path: ekby}}}
	m := competence.Mapping{OwnerID: "k-1", Programme: "vard-och-omsorg", Part: "medicin-1", CourseID: "hygien", Note: "Vårdhygien"}
	if err := w.Map(t.Context(), carmen, m); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if err := w.Map(t.Context(), town, competence.Mapping{OwnerID: "k-1", Programme: "vard-och-omsorg", Part: "trollkonst", CourseID: "hygien"}); !errors.Is(err, competence.ErrPart) {
		t.Error(err)
	}
	if err := w.Map(t.Context(), town, m); err != nil {
		t.Fatal(err)
	}
	if err := w.Map(t.Context(), town, m); !errors.Is(err, competence.ErrMapped) {
		t.Error(err)
	}
	err := w.db.Tx(t.Context(), func(tx *db.Tx) error {
		for _, course := range []string{"hygien", "annan"} {
			if _, err := w.rec.Append(t.Context(), tx, record.Fact{PersonID: "p-bengt", Kind: record.Completed, CourseID: course, Version: 3, Title: "Rena händer", Source: record.FromCourse, ActorID: "p-bengt", ControllerID: "k-1", At: w.clock()}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	id, err := w.StartValidation(t.Context(), carmen, competence.Validation{PersonID: "p-bengt", Programme: "vard-och-omsorg", StartedOn: "2026-02-01"})
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.Validation(t.Context(), carmen, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []may.Actor{bengt, carmen} {
		shown, err := w.ShownFor(t.Context(), a, v)
		if err != nil || len(shown) != 1 || shown[0].Part != "medicin-1" || shown[0].Version != 3 || shown[0].On != "2026-03-02" || shown[0].Note != "Vårdhygien" {
			t.Error(shown, err)
		}
	}
	if _, err := w.ShownFor(t.Context(), doris, v); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	list, err := w.Mappings(t.Context(), ekby)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if err := w.Unmap(t.Context(), town, "k-1", list[0].ID); err != nil {
		t.Fatal(err)
	}
	if shown, err := w.ShownFor(t.Context(), carmen, v); err != nil || len(shown) != 0 {
		t.Error(shown, err)
	}
}

func (w *meritWorld) stage(text string) (string, []string, error) {
	w.t.Helper()
	id, problems, err := w.StageMerits(w.t.Context(), hr, "k-1", "meriter.csv", strings.NewReader(text), int64(len(text)))
	var out []string
	for _, p := range problems {
		out = append(out, fmt.Sprintf("%d %s %s", p.Row, p.Column, p.Key))
	}
	return id, out, err
}

func TestABadFileWritesNothing(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	_, problems, err := w.stage("Anställningsnummer;Sort;Utbildning;Inriktning;Skola;Datum;Poäng\n" +
		"nr-p-amina;;Vård- och omsorgsprogrammet;Äldre;Ekbyskolan;2019-06-10;2500\n" +
		"nr-ingen;;Vård- och omsorgsprogrammet;;;2019-06-10;\n" +
		"nr-p-bengt;;Trollkonst;;;2019-06-10;\n" +
		"nr-p-bengt;;Barn- och fritidsprogrammet;;;i våras;\n" +
		"nr-p-bengt;kurs;Barn- och fritidsprogrammet;;;2019-06-10;\n" +
		"nr-p-bengt;;Barn- och fritidsprogrammet;;;2019-06-10;många\n" +
		";;Barn- och fritidsprogrammet;;;2019-06-10;\n" +
		"nr-p-hr;;Barn- och fritidsprogrammet;;;2019-06-10;\n")
	want := "4 Utbildning merit.wrong.programme, 5 Datum merit.wrong.date, 6 Sort merit.file.kind, 7 Poäng merit.wrong.credits, 8 Anställningsnummer merit.file.no_number, 3 Anställningsnummer merit.file.nobody, 9 Anställningsnummer merit.own"
	if got := strings.Join(problems, ", "); err != nil || got != want {
		t.Errorf("%s\n%v", got, err)
	}
	if n, err := db.One(t.Context(), w.db, db.Number, `SELECT (SELECT COUNT(*) FROM merit) + (SELECT COUNT(*) FROM merit_import)`); err != nil || n != 0 {
		t.Error(n, err)
	}
	if _, problems, err := w.stage("Namn;Utbildning\nAmina;x\n"); err != nil || len(problems) != 2 {
		t.Error(problems, err)
	}
	if _, _, err := w.stage("Anställningsnummer;Utbildning;Datum\n"); !errors.Is(err, competence.ErrNoRows) {
		t.Error(err)
	}
	if _, _, err := w.StageMerits(t.Context(), carmen, "k-1", "x", strings.NewReader("x"), 1); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
}

func TestAFileIsSeenBeforeItIsTakenIn(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	w.add(amina, education("p-amina"))
	file := "Anställningsnummer;Sort;Utbildning;Inriktning;Skola;Datum;Poäng\n" +
		"nr-p-amina;utbildning;Vård- och omsorgsprogrammet;Äldre;Ekbyskolan;2019-06-10;2500\n" +
		"nr-p-bengt;;barn- och fritidsprogrammet;;;2018-06-10;\n" +
		"nr-p-bengt;legitimation;Sjuksköterska;;;2020-01-10;\n" +
		"nr-p-bengt;övergångsregel;undersköterska;;;;\n"
	id, problems, err := w.stage(file)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if n := len(w.known("k-1", "p-bengt").Merits); n != 0 {
		t.Error("written before it was taken in:", n)
	}
	m, list, err := w.MeritImport(t.Context(), hr, id, 50)
	if err != nil || m.Rows != 4 || len(list) != 4 || list[1].Merit.Ref != "barn-och-fritid" || m.State != "waiting" {
		t.Fatal(m, list, err)
	}
	if err := w.TakeInMerits(t.Context(), carmen, id); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if err := w.TakeInMerits(t.Context(), hr, id); err != nil {
		t.Fatal(err)
	}
	if err := w.TakeInMerits(t.Context(), hr, id); !errors.Is(err, competence.ErrImportDone) {
		t.Error(err)
	}
	m, list, err = w.MeritImport(t.Context(), hr, id, 50)
	if err != nil || m.State != "done" || m.Added != 3 || m.There != 1 || len(list) != 0 {
		t.Error(m, list, err)
	}
	if w.counts("k-1", "p-bengt", frame.ByEducation) != 1 || w.counts("k-1", "p-bengt", frame.ByLicence) != 1 {
		t.Error(w.known("k-1", "p-bengt"))
	}
	id, _, err = w.stage(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.DropMerits(t.Context(), hr, id); err != nil {
		t.Fatal(err)
	}
	if m, list, err := w.MeritImport(t.Context(), hr, id, 50); err != nil || m.State != "dropped" || len(list) != 0 {
		t.Error(m, list, err)
	}
}

// A large file is worked some rows at a time; broken off, it goes on where it was.
func TestALargeFileGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	w := openMerits(t)
	var file strings.Builder
	file.WriteString("Anställningsnummer;Utbildning;Datum\n")
	for i := range 450 {
		fmt.Fprintf(&file, "nr-p-bengt;Vård- och omsorgsprogrammet;%s\n", time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i).Format(time.DateOnly))
	}
	id, problems, err := w.stage(file.String())
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	w.do(`UPDATE merit_import SET state = 'asked' WHERE id = $1`, id)
	broken := errors.New("broken off")
	left := 230
	w.Changed = func(context.Context, *db.Tx, string) error {
		if left--; left < 0 {
			return broken
		}
		return nil
	}
	if err := w.OnMeritsAsked(t.Context(), competence.MeritImportAsked{ImportID: id, PersonID: "p-hr"}); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if m, _, err := w.MeritImport(t.Context(), hr, id, 1); err != nil || m.Added != 200 || m.State != "asked" {
		t.Error(m, err)
	}
	w.Changed = nil
	if err := w.OnMeritsAsked(t.Context(), competence.MeritImportAsked{ImportID: id, PersonID: "p-hr"}); err != nil {
		t.Fatal(err)
	}
	if m, _, err := w.MeritImport(t.Context(), hr, id, 1); err != nil || m.Added != 450 || m.State != "done" {
		t.Error(m, err)
	}
}
