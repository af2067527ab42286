package uptake_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/record"
	"yrkesresan/internal/uptake/rule"
)

// Reading, reflecting and taking back in any order: the course is done exactly when it is read and a reflection stands.
func TestTheOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.need("maria", "solen", rule.Group)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		if n++; n > 12 {
			return // each round makes a person
		}
		person := "prov" + string(rune('a'+n))
		w.Employ(person, "solen", "underskoterska")
		read, standing := false, []record.Fact{}
		for range rapid.IntRange(2, 6).Draw(rt, "deeds") {
			switch rapid.SampledFrom([]string{"read", "reflect", "alone", "back"}).Draw(rt, "deed") {
			case "read":
				if !read {
					w.read(person)
					read = true
				}
			case "reflect":
				standing = append(standing, w.reflect(person, time.Now(), false))
			case "alone":
				w.reflect(person, time.Now(), true)
			case "back":
				if len(standing) > 0 {
					w.unreflect(standing[0])
					standing = standing[1:]
				}
			}
			want := 0
			if read && len(standing) > 0 {
				want = 1
			}
			if got := len(w.completions(person)); got != want {
				rt.Fatalf("read %v, %d reflections stand, %d completions", read, len(standing), got)
			}
			if waits := w.waits(person); waits != (read && want == 0) {
				rt.Fatalf("read %v, %d reflections stand, waits %v", read, len(standing), waits)
			}
		}
	})
}
