package uptake_test

import (
	"errors"
	"testing"
	"time"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

// A course that a place wants reflected on is done when the person has reflected, with the date of the last of the two.
func TestACourseWaitsForTheReflection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.need("maria", "solen", rule.Group)
	w.read("amina")
	w.want("amina", 0, true)
	w.reflect("amina", time.Now(), true) // alone is not enough here
	w.want("amina", 0, true)
	at := time.Now().Add(time.Minute).Truncate(time.Millisecond)
	f := w.reflect("amina", at, false)
	w.want("amina", 1, false)
	if got := w.completions("amina")[0]; !got.At.Equal(at) || got.ControllerID != gaptest.Town {
		t.Errorf("completed at %v by %s, want %v", got.At, got.ControllerID, at)
	}
	w.unreflect(f)
	w.want("amina", 0, true)
	w.reflect("amina", at, false)
	w.want("amina", 1, false)
}

// Whether one reflects or reads first does not matter.
func TestReflectingFirstIsAsGood(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.need("maria", "solen", rule.Alone)
	w.reflect("bengt", time.Now().Add(-48*time.Hour), true)
	w.want("bengt", 0, false)
	w.read("bengt")
	w.want("bengt", 1, false)
}

// Who has completed a course is untouched by what a place decides afterwards, and by a reflection that is taken back.
func TestWhoIsDoneIsUntouched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.read("amina")
	f := w.reflect("amina", time.Now(), false)
	w.need("maria", "solen", rule.Group)
	w.want("amina", 1, false)
	w.unreflect(f)
	w.want("amina", 1, false)
}

// The strictest on the way down holds; what another unit decides does not. A place that asks for less lets go of who waits.
func TestTheStrictestHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.need("kim", gaptest.Town, rule.Alone)
	w.need("maria", "solen", rule.Group)
	w.need("olle", "manen", rule.Alone)
	w.read("amina")
	w.reflect("amina", time.Now(), true)
	w.want("amina", 0, true)
	w.need("maria", "solen", rule.None) // the town's word is left: alone is enough
	w.want("amina", 1, false)
	w.read("bengt")
	w.want("bengt", 0, true)
	w.need("kim", gaptest.Town, rule.None)
	w.want("bengt", 1, false)
	err := w.Uptake.Decide(t.Context(), w.Actor("maria"), uptake.Rule{CourseID: "hygien", Decided: rule.Decided{NodeID: "manen", Reflect: rule.Group}}, "")
	if !errors.Is(err, may.ErrDenied) {
		t.Errorf("maria decides at another unit: %v", err)
	}
}
