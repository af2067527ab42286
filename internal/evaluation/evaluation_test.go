package evaluation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/evaluation"
	"yrkesresan/internal/evaluation/tally"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

var five = []string{"amina", "bo", "cilla", "dan", "eva"}

// attended is a day that five people were at, with a manager of theirs.
func attended(t *testing.T) *attendancetest.World {
	t.Helper()
	w := attendancetest.New(t)
	w.Seat(five...)
	w.Seat("frans")
	w.Exec(`UPDATE booking SET state = 'attended' WHERE person_id <> 'frans'`)
	w.Exec(`UPDATE booking SET state = 'absent' WHERE person_id = 'frans'`)
	w.Employ("maria", "solen", "enhetschef")
	w.Grant("maria", may.Manager, "solen")
	return w
}

// later gives the room some days after the course day.
func later(w *attendancetest.World, days int) *evaluation.Evaluations {
	e, s := *w.Evaluations, *w.Staff
	now := w.Now
	s.Now = func() time.Time { return now().AddDate(0, 0, days) }
	e.Staff, e.Now = &s, s.Now
	return &e
}

func due(t *testing.T, e *evaluation.Evaluations) {
	t.Helper()
	if err := e.OnDue(t.Context(), evaluation.Due{}); err != nil {
		t.Fatal(err)
	}
}

func number(t *testing.T, w *attendancetest.World, q string) int64 {
	t.Helper()
	n, err := db.One(t.Context(), w.DB, db.Number, q)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func only(t *testing.T, w *attendancetest.World, e *evaluation.Evaluations, who string) evaluation.Ask {
	t.Helper()
	all, err := e.Own(t.Context(), w.Actor(who))
	if err != nil || len(all) != 1 {
		t.Fatalf("%s is asked %v %v", who, all, err)
	}
	return all[0]
}

func choices(k tally.Kind) map[string]string {
	out := map[string]string{}
	for _, q := range tally.Questions(k, false) {
		out[q.ID] = q.Choices[0]
	}
	return out
}

func TestThoseWhoWereThereAreAskedOnceTheDayAfter(t *testing.T) {
	t.Parallel()
	w := attended(t)
	due(t, w.Evaluations)
	if n := number(t, w, `SELECT COUNT(*) FROM evaluation_ask`); n != 0 {
		t.Fatalf("%d are asked on the day", n)
	}
	e := later(w, 1)
	due(t, e)
	due(t, e)
	if n := number(t, w, `SELECT COUNT(*) FROM evaluation_ask WHERE kind = 'reaction'`); n != 5 {
		t.Errorf("%d are asked, want the five who were there", n)
	}
	if n := number(t, w, `SELECT COUNT(*) FROM note WHERE key LIKE 'evaluation.told.asked.%'`); n != 5 {
		t.Errorf("%d are told", n)
	}
	if all, err := e.Own(t.Context(), w.Actor("frans")); err != nil || len(all) != 0 {
		t.Errorf("who was not there is asked %v %v", all, err)
	}
}

func TestOnlyOneReminderAndNoneAfterAnAnswer(t *testing.T) {
	t.Parallel()
	w := attended(t)
	e := later(w, 1)
	due(t, e)
	ask := only(t, w, e, "amina")
	if err := e.Answer(t.Context(), w.Actor("amina"), ask.ID, choices(tally.Reaction), ""); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		due(t, later(w, 9))
	}
	if n := number(t, w, `SELECT COUNT(*) FROM note WHERE key = 'evaluation.told.reminded.reaction'`); n != 4 {
		t.Errorf("%d are reminded, want the four who have not answered", n)
	}
}

func TestAfterThreeMonthsUseAndTheManagersView(t *testing.T) {
	t.Parallel()
	w := attended(t)
	due(t, later(w, 40))
	if n := number(t, w, `SELECT COUNT(*) FROM evaluation_ask`); n != 0 {
		t.Fatalf("%d are asked in between", n)
	}
	due(t, later(w, 90))
	if n := number(t, w, `SELECT COUNT(*) FROM evaluation_ask WHERE kind = 'use'`); n != 5 {
		t.Errorf("%d are asked about use", n)
	}
	if n := number(t, w, `SELECT COUNT(*) FROM evaluation_ask WHERE kind = 'manager' AND person_id = 'maria'`); n != 1 {
		t.Errorf("the manager is asked %d times", n)
	}
}

func TestAnAnswerHasNoNameAndIsGivenOnce(t *testing.T) {
	t.Parallel()
	w := attended(t)
	e := later(w, 1)
	due(t, e)
	ask, amina := only(t, w, e, "amina"), w.Actor("amina")
	for name, c := range map[string]struct {
		who     string
		choices map[string]string
		words   string
		want    error
	}{
		"somebody else's":     {"bo", choices(tally.Reaction), "", evaluation.ErrNoAsk},
		"nothing is chosen":   {"amina", nil, "", evaluation.ErrChoice},
		"an identity number":  {"amina", choices(tally.Reaction), "Det var 19121212-1212 som sa det", evaluation.ErrIdentity},
		"too long":            {"amina", choices(tally.Reaction), strings.Repeat("a", 1001), evaluation.ErrLong},
		"of another question": {"amina", choices(tally.Use), "", evaluation.ErrChoice},
	} {
		if err := e.Answer(t.Context(), w.Actor(c.who), ask.ID, c.choices, c.words); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := later(w, 20).Answer(t.Context(), amina, ask.ID, choices(tally.Reaction), ""); !errors.Is(err, evaluation.ErrLate) {
		t.Errorf("too late: %v", err)
	}
	if err := e.Answer(t.Context(), amina, ask.ID, choices(tally.Reaction), "Mer övning"); err != nil {
		t.Fatal(err)
	}
	if err := e.Answer(t.Context(), amina, ask.ID, choices(tally.Reaction), ""); !errors.Is(err, evaluation.ErrAnswered) {
		t.Errorf("twice: %v", err)
	}
	if n := number(t, w, `SELECT COUNT(*) FROM evaluation_answer WHERE words = 'Mer övning'`); n != 1 {
		t.Errorf("%d answers", n)
	}
	left, err := db.All(t.Context(), w.DB, db.Text, `SELECT id || choices || words || month FROM evaluation_answer`)
	if err != nil || strings.Contains(strings.Join(left, " "), "amina") || strings.Contains(strings.Join(left, " "), ask.ID) {
		t.Errorf("the answer tells who: %v %v", left, err)
	}
}

func TestResultsAreSeenByWhoArrangesAndLeadsFromFiveAnswers(t *testing.T) {
	t.Parallel()
	w := attended(t)
	e := later(w, 1)
	due(t, e)
	result := func(who string) (evaluation.Result, error) {
		_, all, err := e.Results(t.Context(), w.Actor(who), attendancetest.Day)
		if err != nil {
			return evaluation.Result{}, err
		}
		return all[slices.IndexFunc(all, func(r evaluation.Result) bool { return r.Kind == tally.Reaction })], nil
	}
	for i, who := range five {
		if r, err := result("rita"); err != nil || r.Answered != i || r.Enough || r.Counted != nil || r.Words != nil {
			t.Errorf("with %d answers: %+v %v", i, r, err)
		}
		if err := e.Answer(t.Context(), w.Actor(who), only(t, w, e, who).ID, choices(tally.Reaction), "Ord "+string(rune('e'-i))); err != nil {
			t.Fatal(err)
		}
	}
	for who, want := range map[string]error{"rita": nil, "tora": nil, "amina": may.ErrDenied, "maria": may.ErrDenied} {
		r, err := result(who)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v", who, err)
		}
		if want == nil && (!r.Enough || r.Asked != 5 || r.Counted[0].WasGood != 5 || !slices.IsSorted(r.Words) || len(r.Words) != 5) {
			t.Errorf("%s sees %+v", who, r)
		}
	}
	compared, n, err := e.Compare(t.Context(), w.Actor("rita"), "", "", "")
	if err != nil || n != 1 || len(compared) != 3 || len(compared[0].Lines) != 1 || compared[0].Lines[0].Format != "place.half" || compared[0].Lines[0].Good != 5 {
		t.Errorf("%+v %d %v", compared, n, err)
	}
	if other, n, err := e.Compare(t.Context(), w.Actor("amina"), "", "", ""); err == nil && (n != 0 || len(other[0].Lines) != 0) {
		t.Errorf("a learner compares %+v", other)
	}
}

// A course that goes on for six weeks is asked about like others: what counts is its last day.
func TestUseIsAskedAboutLongCourses(t *testing.T) {
	t.Parallel()
	w := attended(t)
	w.Exec(`UPDATE occasion SET first_day = $1`, w.Now().AddDate(0, 0, -42).Format(time.DateOnly))
	due(t, later(w, 89))
	if n := number(t, w, `SELECT COUNT(*) FROM evaluation_ask`); n != 0 {
		t.Fatalf("%d are asked too early", n)
	}
	due(t, later(w, 95))
	for kind, want := range map[string]int64{"use": 5, "manager": 1} {
		if n := number(t, w, `SELECT COUNT(*) FROM evaluation_ask WHERE kind = '`+kind+`'`); n != want {
			t.Errorf("%d asks of kind %s, want %d", n, kind, want)
		}
	}
	due(t, later(w, 121))
	if n := number(t, w, `SELECT COUNT(*) FROM evaluation_ask`); n != 6 {
		t.Errorf("%d asks, want no more", n)
	}
}

// Three months later somebody works elsewhere: whoever leads there is asked, and nobody when the person has left.
func TestUseIsAskedOfWhoeverLeadsThePersonNow(t *testing.T) {
	t.Parallel()
	w := attended(t)
	w.Place("unit", "linden", "Linden", "omr")
	w.Employ("nils", "linden", "enhetschef")
	w.Grant("nils", may.Manager, "linden")
	w.Exec(`UPDATE booking SET state = 'absent' WHERE person_id NOT IN ('amina', 'bo')`)
	w.Exec(`UPDATE employment_period SET unit_id = 'linden' WHERE employment_id IN (SELECT id FROM employment WHERE person_id = 'amina')`)
	w.Exec(`DELETE FROM employment_period WHERE employment_id IN (SELECT id FROM employment WHERE person_id = 'bo')`)
	due(t, later(w, 90))
	asked, err := db.All(t.Context(), w.DB, db.Text, `SELECT person_id || ' ' || unit_id FROM evaluation_ask WHERE kind = 'manager'`)
	if err != nil || !slices.Equal(asked, []string{"nils linden"}) {
		t.Errorf("asked: %v %v", asked, err)
	}
}

// Comparisons tell no single answer: of two days where six and five answered, the difference is not the one person who
// answered about a third.
func TestComparingFormatsTellsNoSingleAnswer(t *testing.T) {
	t.Parallel()
	w := attended(t)
	w.Occasion("dag-2", w.Now().AddDate(0, 0, -5).In(w.App.Place).Format(time.DateOnly), [2]string{"09:00", "12:00"})
	w.Exec(`INSERT INTO evaluation_answer (id, kind, occasion_id, choices, words, month) VALUES ('ensam', 'reaction', 'dag-2', '{"day":"bad"}', '', '2026-01')`)
	for i := range 5 {
		w.Exec(`INSERT INTO evaluation_answer (id, kind, occasion_id, choices, words, month) VALUES ($1, 'reaction', $2, '{"day":"good"}', '', '2026-01')`, "svar"+string(rune('a'+i)), attendancetest.Day)
	}
	e := later(w, 1)
	all, n, err := e.Compare(t.Context(), w.Actor("rita"), "", "", "")
	if err != nil || n != 2 || len(all[0].Lines) != 1 || all[0].Lines[0].Answered != 5 || all[0].Lines[0].Good != 5 {
		t.Errorf("%+v %d %v", all, n, err)
	}
	one, _, err := e.Compare(t.Context(), w.Actor("rita"), "", w.Staff.Today(), "")
	if err != nil || one[0].Lines[0].Answered != all[0].Lines[0].Answered || one[0].Lines[0].Good != all[0].Lines[0].Good {
		t.Errorf("%+v differs from %+v: %v", one, all, err)
	}
}

// Who is forgotten takes the ask along and leaves the answer, which has no name: no more answer than were asked.
func TestNoMoreAnswerThanWereAsked(t *testing.T) {
	t.Parallel()
	w := attended(t)
	e := later(w, 1)
	due(t, e)
	for _, who := range five {
		if err := e.Answer(t.Context(), w.Actor(who), only(t, w, e, who).ID, choices(tally.Reaction), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := e.Forget(t.Context(), tx, "amina", "", true)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	_, all, err := e.Results(t.Context(), w.Actor("rita"), attendancetest.Day)
	if err != nil || all[0].Answered != 5 || all[0].Asked < all[0].Answered {
		t.Errorf("%+v %v", all, err)
	}
	compared, _, err := e.Compare(t.Context(), w.Actor("rita"), "", "", "")
	if err != nil || compared[0].Lines[0].Asked < compared[0].Lines[0].Answered {
		t.Errorf("%+v %v", compared, err)
	}
}
