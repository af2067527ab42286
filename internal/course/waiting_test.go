package course_test

import (
	"errors"
	"testing"

	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/may"
)

// A version that waits is there for whoever keeps the course, and nobody begins on it until somebody says so.
func TestAVersionThatWaitsIsNotCurrent(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	ctx, keeper := t.Context(), may.Operator()
	takeIn := func(lessons int, want, current int64) {
		t.Helper()
		id, version, problems, err := w.Courses.ImportWaiting(ctx, keeper, coursetest.Folder("kurs", lessons))
		if err != nil || version != want {
			t.Fatalf("version %d, want %d: %v %v", version, want, problems, err)
		}
		if is, err := w.Courses.Current(ctx, id); err != nil || is != current {
			t.Errorf("current is %d, want %d, %v", is, current, err)
		}
	}
	takeIn(3, 1, 1) // the first does not wait
	takeIn(2, 2, 1)
	takeIn(2, 2, 1) // the same again
	if err := w.Courses.MakeCurrent(ctx, keeper, "kurs", 2); err != nil {
		t.Fatal(err)
	}
	takeIn(3, 1, 2) // an earlier one is not turned back to
	if _, _, _, err := w.Courses.ImportWaiting(ctx, coursetest.Learner, coursetest.Folder("kurs", 1)); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
}
