package course_test

import (
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
)

// A database of the release before knows when versions came in: those through the current one that are not taken back were
// given from then on, and minor ones count as the one that they mend.
func TestVersionsOfTheReleaseBeforeAreGivenSinceTheyCameIn(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d, err := db.Open(dbtest.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := db.MigrateTo(ctx, d, 49); err != nil {
		t.Fatal(err)
	}
	exec := func(q string, args ...any) {
		t.Helper()
		if _, err := d.Exec(ctx, q, args...); err != nil {
			t.Fatalf("%v: %s", err, q)
		}
	}
	exec(`INSERT INTO node (id, kind, code, population, made_by) VALUES ('k', 'municipality', '', 0, '')`)
	exec(`INSERT INTO course (id, owner_id, current) VALUES ('kurs', 'k', 4), ('ny', 'k', 1)`)
	first := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i, v := range []struct{ id, update, withdrawn string }{
		{"kurs", "major", ""}, {"kurs", "minor", ""}, {"kurs", "major", "2026-08-01"}, {"kurs", "minor", ""}, {"kurs", "major", ""}, {"ny", "minor", ""},
	} {
		body := `{"update":"` + v.update + `","text":"skriv \"update\":\"minor\" i mappen"}`
		exec(`INSERT INTO course_version (course_id, version, digest, title, kind, body, made_at, made_by, withdrawn_on) VALUES ($1, $2, '', '', 'web', $3, $4, '', $5)`,
			v.id, i%5+1, body, first.AddDate(0, i, 0), v.withdrawn)
	}
	if err := db.Migrate(ctx, d); err != nil {
		t.Fatal(err)
	}
	got, err := (&course.Courses{DB: d}).Releases(ctx, d, []string{"kurs", "ny"})
	want := []course.Release{{CourseID: "kurs", Version: 1, At: first}, {CourseID: "kurs", Version: 1, At: first.AddDate(0, 1, 0)}, {CourseID: "kurs", Version: 3, At: first.AddDate(0, 3, 0)}, {CourseID: "ny", Version: 1, At: first.AddDate(0, 5, 0)}}
	if err != nil || !slices.EqualFunc(got, want, func(a, b course.Release) bool {
		return a.CourseID == b.CourseID && a.Version == b.Version && a.At.Equal(b.At)
	}) {
		t.Errorf("%v %v", got, err)
	}
}
