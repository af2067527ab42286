package competence_test

import (
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// The level is the person's own: in the own copy, in no employer's, and gone when the person takes it away.
func TestLanguageIsThePersonsOwn(t *testing.T) {
	t.Parallel()
	w := openAssessing(t)
	amina := w.as("amina")
	want(t, w.Competence.SetLanguage(t.Context(), amina, competence.LanguageLevel{Level: "B3"}), competence.ErrLanguage)
	want(t, w.Competence.SetLanguage(t.Context(), amina, competence.LanguageLevel{Level: "B1", On: "2999-01-01"}), competence.ErrLanguageDay)
	want(t, w.Competence.SetLanguage(t.Context(), amina, competence.LanguageLevel{Level: "A2"}), nil)
	want(t, w.Competence.SetLanguage(t.Context(), amina, competence.LanguageLevel{Level: "B1", Validated: true}), nil)
	is, err := w.Competence.Language(t.Context(), amina)
	if err != nil || is.Level != "B1" || !is.Validated {
		t.Errorf("%+v %v", is, err)
	}
	if theirs, err := w.Competence.Language(t.Context(), w.as("karin")); err != nil || theirs.Level != "" {
		t.Errorf("the manager reads %+v %v", theirs, err)
	}
	for employer, rows := range map[string]int{"": 2, town: 0} {
		sheets, err := w.Competence.Copy(t.Context(), w.DB, "amina", employer)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, s := range sheets {
			if s.Name == "language_level" {
				got = len(s.Rows)
			}
		}
		if got != rows {
			t.Errorf("the copy for %q has %d levels, want %d", employer, got, rows)
		}
	}
	want(t, w.Competence.SetLanguage(t.Context(), amina, competence.LanguageLevel{}), nil)
	if n := w.rows("language_level"); n != 0 {
		t.Errorf("%d levels are kept of who took the level away", n)
	}
}

// Figures are of many, of the day they were counted, and stand for 90 days whatever is said meanwhile.
func TestLanguageFiguresAreOfMany(t *testing.T) {
	t.Parallel()
	w := openAssessing(t)
	now := w.Now()
	w.Competence.Now = func() time.Time { return now }
	say := func(id, level string) {
		t.Helper()
		now = now.Add(time.Second)
		want(t, w.Competence.SetLanguage(t.Context(), may.Actor{PersonID: id}, competence.LanguageLevel{Level: level}), nil)
	}
	figures := func() []competence.LanguageFigure {
		t.Helper()
		got, err := w.Competence.LanguageFigures(t.Context(), w.as("karin"), "solen")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for i := range 20 {
			if err := employAt(t.Context(), tx, fmt.Sprintf("s%02d", i), town, "solen"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		say(fmt.Sprintf("s%02d", i), map[bool]string{true: "C1", false: "A2"}[i < 5])
	}
	if got := figures(); len(got) != 0 {
		t.Fatalf("four below are told of: %+v", got)
	}
	again := func() { // 90 days later
		if _, err := w.DB.Exec(t.Context(), `UPDATE language_count SET as_of = '2020-01-01'`); err != nil {
			t.Fatal(err)
		}
	}
	say("s09", "B1")
	if got := figures(); len(got) != 0 {
		t.Fatalf("counted again at once: %+v", got)
	}
	again()
	got := figures()
	if len(got) != 1 || got[0].Reached != 5 || got[0].Below != 5 || len(got[0].Units) != 2 && len(got[0].Units) != 1 {
		t.Fatalf("%+v", got)
	}
	say("s10", "B2")
	again()
	if next := figures(); len(next) != 1 || next[0].Reached != 5 {
		t.Fatalf("one more is told of: %+v", next)
	}
	for i := 11; i < 15; i++ {
		say(fmt.Sprintf("s%02d", i), "B2")
	}
	again()
	if next := figures(); len(next) != 1 || next[0].Reached != 10 {
		t.Fatalf("%+v", next)
	}
	// Who is erased takes the figure along: told anew at once without, the two would tell where that one stood.
	err = w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		if _, err := w.Competence.Forget(t.Context(), tx, "s00", town, true); err != nil {
			return err
		}
		_, err := tx.Exec(t.Context(), `DELETE FROM employment_period WHERE person_id = 's00'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if next := figures(); len(next) != 0 {
		t.Fatalf("it tells of who is erased: %+v", next)
	}
	again()
	if next := figures(); len(next) != 0 {
		t.Fatalf("told anew with one fewer: %+v", next)
	}
	err = w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for i := range 5 {
			if err := employAt(t.Context(), tx, fmt.Sprintf("t%02d", i), town, "solen"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		say(fmt.Sprintf("t%02d", i), "C2")
	}
	again()
	if next := figures(); len(next) != 0 {
		t.Fatalf("one has gone: %+v", next)
	}
	for _, id := range []string{"s01", "s02", "s03", "s04", "s10"} {
		say(id, "A2")
	}
	again()
	if next := figures(); len(next) != 1 || next[0].Reached != 9 || next[0].Below != 10 {
		t.Fatalf("at least five have gone, since each time it was told: %+v", next)
	}
	_, err = w.Competence.LanguageFigures(t.Context(), w.as("amina"), "solen")
	want(t, err, may.ErrDenied)
	_, err = w.Competence.LanguageFigures(t.Context(), w.as("karin"), "manen")
	want(t, err, may.ErrDenied)
}
