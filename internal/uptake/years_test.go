package uptake_test

import (
	"fmt"
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/uptake"
)

// What was closed over the years takes no room from what waits: the page lists what it counts, and of the closed ones the
// latest.
func TestWhatIsClosedTakesNoRoomFromWhatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	note := func(person, state, on string) string {
		w.T.Helper()
		id := fmt.Sprint(person, state, on)
		w.Exec(`INSERT INTO use_note (id, person_id, employer_id, unit_id, course_id, title, fact_id, once_key, own, added, added_by, follow_on, state, told_for, revision, made_on, made_at, changed_at)
			VALUES ($1, $2, $3, 'solen', 'hygien', 'Hygien', '', $1, 'Jag spritar', '', '', $4, $5, '', 1, $4, $6, $6)`, id, person, gaptest.Town, on, state, w.Now())
		return id
	}
	for i := range 520 {
		note([]string{"amina", "bengt", "carmen"}[i%3], "closed", inDays(-600+i))
	}
	for i := range 520 { // who never writes does not crowd out either
		note("carmen", "new", inDays(-600+i))
	}
	due, add, coming := note("amina", "agreed", inDays(-1)), note("bengt", "proposed", inDays(7)), note("carmen", "agreed", inDays(30))
	_, uses, err := w.Uptake.NotesAt(t.Context(), w.Actor("maria"), "solen")
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		got  []uptake.Note
		want string
	}{"due": {uses.Due, due}, "to add to": {uses.Add, add}, "coming": {uses.Coming, coming}} {
		if len(x.got) != 1 || x.got[0].ID != x.want {
			t.Errorf("%s: %+v", name, x.got)
		}
	}
	if n := len(uses.Earlier); n != 200 || uses.Earlier[0].FollowOn != inDays(-81) {
		t.Errorf("%d closed", n)
	}
	d, err := w.Uptake.DueAmong(t.Context(), gaptest.Town, []string{"amina", "bengt", "carmen"})
	if err != nil || d.Follow != len(uses.Due) || d.Add != len(uses.Add) {
		t.Errorf("%+v, %v", d, err)
	}
}
