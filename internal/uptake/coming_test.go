package uptake_test

import (
	"errors"
	"testing"

	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

// What is changed or taken back from a coming day holds until then, and is listed until then with its last day; it can be
// taken back sooner. What never came to hold is not listed.
func TestWhatIsTakenBackFromAComingDayIsListedUntilThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	decide := func(need rule.Need, from, was string) error {
		return w.Uptake.Decide(t.Context(), w.Actor("maria"), uptake.Rule{CourseID: "hygien", From: from, Decided: rule.Decided{NodeID: "solen", Reflect: need}}, was)
	}
	type listed struct {
		need        rule.Need
		from, until string
	}
	lists := func(want ...listed) (last string) {
		w.T.Helper()
		_, own, _, err := w.Uptake.Rules(t.Context(), w.Actor("maria"), "solen")
		if err != nil || len(own) != len(want) {
			t.Fatalf("%+v, %v", own, err)
		}
		for i, r := range own {
			if got := (listed{r.Reflect, r.From, r.Until}); got != want[i] {
				t.Errorf("%+v, want %+v", got, want[i])
			}
			if r.Lasts() {
				last = r.ID
			}
		}
		return last
	}
	must := func(err error) {
		w.T.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const end = "9999-12-31"
	must(decide(rule.Group, "", ""))
	first := lists(listed{rule.Group, inDays(0), end})
	must(decide(rule.Alone, inDays(10), first))
	second := lists(listed{rule.Group, inDays(0), inDays(10)}, listed{rule.Alone, inDays(10), end})
	must(decide(rule.None, inDays(5), second))
	lists(listed{rule.Group, inDays(0), inDays(5)})
	if d, err := w.Uptake.Asked(t.Context(), "amina", "hygien"); err != nil || d.Reflect != rule.Group {
		t.Errorf("%+v, %v", d, err)
	}
	must(decide(rule.None, "", "")) // sooner
	lists()
	if err := decide(rule.None, "", ""); !errors.Is(err, uptake.ErrNothing) {
		t.Errorf("nothing is taken back: %v", err)
	}
}
