package uptake_test

import (
	"testing"
	"time"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
)

// Who has moved to another unit or employer, or has come to lead the unit, is of the group no more: the person reads
// neither that it takes a course together nor how far it has come. Who serves there is of it.
func TestWhoHasMovedIsOfTheGroupNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Place("employer", "vard", "Vård AB", gaptest.Town)
	w.Place("unit", "vik", "Viken", "vard")
	w.begin("maria", uptake.Assign)
	own := func(person string) int {
		w.T.Helper()
		plain, err := w.Uptake.OwnTasks(t.Context(), may.Actor{PersonID: person}, false)
		if err != nil {
			t.Fatal(err)
		}
		counted, err := w.Uptake.OwnTasks(t.Context(), may.Actor{PersonID: person}, true)
		if err != nil || len(counted) != len(plain) {
			t.Errorf("%d with counts, %d without: %v", len(counted), len(plain), err)
		}
		return len(plain)
	}
	for _, p := range []string{"amina", "bengt", "carmen"} {
		if n := own(p); n != 1 {
			t.Errorf("%s has %d", p, n)
		}
	}
	w.Exec(`UPDATE employment_period SET unit_id = 'manen' WHERE person_id = 'amina'`)
	w.Exec(`UPDATE employment_period SET end_date = $1 WHERE person_id = 'bengt'`, lang.ISO(time.Now().AddDate(0, 0, -2)))
	w.EmployAt("bengt", "vard", "vik", "underskoterska")
	w.Grant("carmen", may.Deputy, "solen")
	for _, p := range []string{"amina", "bengt", "carmen"} {
		if n := own(p); n != 0 {
			t.Errorf("%s has %d", p, n)
		}
	}
	w.Exec(`INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until) SELECT 's', employment_id, person_id, 'solen', '2024-01-01', '9999-12-31' FROM employment_period WHERE person_id = 'amina'`)
	if n := own("amina"); n != 1 {
		t.Errorf("who serves there has %d", n)
	}
}
