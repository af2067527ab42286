package folder

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// exam is a test with n questions on each of the goals a, b and c.
func exam(n, draw int) Test {
	t := Test{Pass: 80, Draw: draw}
	for i := range n {
		for _, goal := range []string{"a", "b", "c"} {
			t.Questions = append(t.Questions, Question{ID: fmt.Sprintf("%s%d", goal, i), Goal: goal, Lesson: "lesson-" + goal})
		}
	}
	return t
}

func TestDrawProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, draw := rapid.IntRange(1, 8).Draw(t, "n"), rapid.IntRange(0, 10).Draw(t, "draw")
		x, seed := exam(n, draw), rapid.Uint64().Draw(t, "seed")
		ids := x.DrawQuestions(seed, nil)
		if !slices.Equal(ids, x.DrawQuestions(seed, nil)) {
			t.Fatal("one seed gave two draws")
		}
		want := draw
		if draw == 0 || draw > n {
			want = n
		}
		count, last := map[string]int{}, -1
		for _, id := range ids {
			q, ok := x.Question(id)
			if !ok {
				t.Fatalf("drew %s, which is not there", id)
			}
			count[q.Goal]++
			place := slices.IndexFunc(x.Questions, func(q Question) bool { return q.ID == id })
			if place <= last {
				t.Fatalf("not in test order, or twice: %v", ids)
			}
			last = place
		}
		for _, goal := range []string{"a", "b", "c"} {
			if count[goal] != want {
				t.Fatalf("%d questions on %s, want %d", count[goal], goal, want)
			}
		}
		// Tries in a row meet every question before any comes again.
		previous := ids
		for try := 1; try < n/max(want, 1); try++ {
			next := x.DrawQuestions(seed+uint64(try), previous)
			for _, id := range next {
				if slices.Contains(previous, id) {
					t.Fatalf("try %d repeats %s", try, id)
				}
			}
			previous = append(previous, next...)
		}
	})
}

func TestScore(t *testing.T) {
	t.Parallel()
	x := exam(5, 0)
	all := x.DrawQuestions(1, nil)
	for name, tc := range map[string]struct {
		drawn  []string
		wrong  []string
		passed bool
		again  []string
	}{
		"all right":             {drawn: all, passed: true},
		"just enough":           {drawn: all, wrong: []string{"a0", "b0", "c0"}, passed: true},
		"one too many":          {drawn: all, wrong: []string{"a0", "a1", "b0", "c0"}, again: []string{"lesson-a"}},
		"passes, goal does not": {drawn: all, wrong: []string{"b0", "b1"}, passed: true, again: []string{"lesson-b"}},
		"all wrong":             {drawn: all, wrong: all, again: []string{"lesson-a", "lesson-b", "lesson-c"}},
		"nothing drawn":         {},
		"unknown questions":     {drawn: []string{"x"}},
		"one drawn":             {drawn: []string{"a3", "x"}, passed: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			right := map[string]bool{}
			for _, id := range tc.drawn {
				right[id] = !slices.Contains(tc.wrong, id)
			}
			r := x.Score(tc.drawn, right)
			if r.Passed != tc.passed || !slices.Equal(r.Again, tc.again) {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestScoreProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := exam(rapid.IntRange(1, 6).Draw(t, "n"), rapid.IntRange(0, 6).Draw(t, "draw"))
		x.Pass = rapid.IntRange(1, 100).Draw(t, "pass")
		drawn := x.DrawQuestions(rapid.Uint64().Draw(t, "seed"), nil)
		right := map[string]bool{}
		for _, id := range drawn {
			right[id] = rapid.Bool().Draw(t, id)
		}
		r := x.Score(drawn, right)
		if r.Drawn != len(drawn) || r.Passed != (r.Right*100 >= x.Pass*r.Drawn) {
			t.Fatalf("%+v", r)
		}
		if !r.Passed && len(r.Again) == 0 {
			t.Fatalf("failed with nothing to read again: %+v", r)
		}
		right[drawn[0]] = true
		if better := x.Score(drawn, right); better.Right < r.Right || r.Passed && !better.Passed {
			t.Fatalf("a right answer made it worse: %+v, %+v", r, better)
		}
	})
}
