package introduction_test

import (
	"testing"

	"yrkesresan/internal/introduction"
)

// Who is paused and on leave over the same days has each day off once, while it lasts and afterwards.
func TestAPauseAndLeaveOverTheSameDaysCountOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	id := w.begin("amina", "vard-och-omsorg")
	due := func(want int) {
		w.T.Helper()
		if got := w.sight("karin", id).Standing.Groups[0].Due; got != w.in(want) {
			t.Errorf("the first day is due %s, want %s", got, w.in(want))
		}
	}
	w.Exec(`UPDATE introduction SET start_day = $1`, w.in(-30))
	due(-30)
	w.must(w.Introductions.Pause(ctx, karin, id, 1))
	w.Exec(`UPDATE introduction SET start_day = $1, paused_on = $1`, w.in(-30))
	w.Exec(`INSERT INTO leave (id, person_id, from_date, to_date, made_by) VALUES ('a', 'amina', $1, $2, 'test'), ('b', 'amina', $3, $4, 'test')`, w.in(-30), w.in(-21), w.in(-25), w.in(-16))
	due(0)
	w.must(w.Introductions.Resume(ctx, karin, id, 2))
	if x := w.of("amina"); x.PausedDays != 15 || x.State != introduction.Active {
		t.Errorf("%+v", x)
	}
	due(0)
}
