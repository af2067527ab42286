package introduction_test

import (
	"fmt"
	"slices"
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
)

// began lets people begin at a unit on a day: so many are done, so many not.
func (w *world) began(unit, form, template, start string, done, left int) {
	w.T.Helper()
	for i := range done + left {
		state, on := "active", ""
		if i < done {
			state, on = "done", w.in(-1)
		}
		w.Exec(`INSERT INTO introduction (id, person_id, employer_id, unit_id, employment_id, once_key, why, template_id, version, form, area, start_day, state, paused_on, paused_days, done_on, ended_on, end_reason, asks_mentor, asks_buddy, revision, made_by, made_at, changed_by, changed_at)
			VALUES ($1, $1, $2, $3, '', $1, 'new', $4, 1, $5, '', $6, $7, '', 0, $8, '', '', $9, $9, 1, '', $10, '', $10)`,
			fmt.Sprint(unit, form, template, start, i), gaptest.Town, unit, template, form, start, state, on, false, w.Now())
	}
}

// The share is of those whose time is up: with twelve months to go nobody can be done, and is told apart as in time. A
// pause and leave give more time; who was ready early is counted when the time is up.
func TestTheShareIsOfThoseWhoseTimeIsUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.began("solen", "permanent", "vard-och-omsorg", w.in(-400), 3, 1) // the twelve months are over
	w.began("solen", "permanent", "vard-och-omsorg", w.in(-200), 1, 7) // in time, one ready early
	w.began("manen", "hourly", "timanstallda", w.in(-45), 2, 3)
	w.Exec(`UPDATE introduction SET paused_days = 40 WHERE id = $1`, fmt.Sprint("manenhourlytimanstallda", w.in(-45), 2))
	away := fmt.Sprint("manenhourlytimanstallda", w.in(-45), 3)
	w.Exec(`INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test')`, away, w.Now())
	w.Exec(`INSERT INTO leave (id, person_id, from_date, to_date, made_by) VALUES ('l', $1, $2, $3, 'test')`, away, w.in(-44), w.in(60))
	read := func(who, node, from string) introduction.CompletedShare {
		w.T.Helper()
		s, err := w.Introductions.ShareCompleted(t.Context(), w.Actor(who), node, from, w.in(0))
		w.must(err)
		return s
	}
	s := read("kim", gaptest.Town, w.in(-365))
	if x := s.Total; x.Due != 7 || x.Done != 5 || x.Going != 9 {
		t.Errorf("%+v", x)
	}
	if len(s.Units) != 2 || s.Units[0].Due != 3 || s.Units[0].Done != 2 || s.Units[0].Going != 2 || s.Units[1].Due != 4 || s.Units[1].Done != 3 || s.Units[1].Going != 7 {
		t.Errorf("%+v", s.Units)
	}
	x, err := w.Introductions.AddItem(t.Context(), w.Actor("kim"), introduction.WorkItem{NodeID: "omr", When: "months_12", Who: "self", Text: "Ett år", TemplateID: "timanstallda"})
	w.must(err)
	if got := read("kim", gaptest.Town, w.in(-365)).Total; got.Due != 4 || got.Going != 10 {
		t.Errorf("an item of the operation gives no more time: %+v", got)
	}
	w.must(w.Introductions.EndItem(t.Context(), w.Actor("kim"), x.ID, 1))
	if got := read("kim", gaptest.Town, w.in(-20)).Total; got.Due != 3 || got.Going != 9 {
		t.Errorf("another period: %+v", got)
	}
}

// Who may not see names reads neither part when it is of too few people, in no row and not by taking one row from another;
// and not from one day to the next either.
func TestNoSmallCellOfTheShareIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.began("solen", "permanent", "timanstallda", w.in(-40), 9, 8)
	w.began("manen", "permanent", "timanstallda", w.in(-40), 1, 2)
	w.began("solen", "permanent", "vard-och-omsorg", w.in(-100), 0, 24)
	w.began("manen", "hourly", "vard-och-omsorg", w.in(-100), 0, 2)
	read := func() introduction.CompletedShare {
		w.T.Helper()
		s, err := w.Introductions.ShareCompleted(t.Context(), w.Actor("olof"), gaptest.Town, "", "")
		w.must(err)
		for _, x := range slices.Concat(s.Operations, s.Units, s.Forms, []introduction.Share{s.Total}) {
			for _, n := range []int64{x.Done, x.Due - x.Done, x.Going, s.Total.Done - x.Done, s.Total.Due - x.Due, s.Total.Going - x.Going} {
				if n > 0 && n < 5 {
					t.Errorf("of %d can be read: %+v", n, x)
				}
			}
		}
		return s
	}
	first := read()
	if first.Named || first.Total.Due == 0 || first.Total.Going < 24 || first.Total.Hidden || first.Total.GoingHidden {
		t.Fatalf("%+v", first)
	}
	w.Exec(`UPDATE introduction SET state = 'done' WHERE id = $1`, fmt.Sprint("solenpermanenttimanstallda", w.in(-40), 9))
	w.Exec(`UPDATE introduction SET state = 'ended' WHERE id = $1`, fmt.Sprint("solenpermanentvard-och-omsorg", w.in(-100), 0))
	w.Exec(`UPDATE introduction_told SET day = $1`, w.in(-1))
	if next := read(); next.Total != first.Total {
		t.Errorf("one person's change is told: %+v, then %+v", first.Total, next.Total)
	}
}
