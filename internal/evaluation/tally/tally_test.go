package tally_test

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/evaluation/tally"
)

func TestAnAnswerFitsItsQuestions(t *testing.T) {
	whole := map[string]string{"day": "good", "useful": "much", "level": "right", "talk": "more"}
	with := func(key, value string) map[string]string {
		out := map[string]string{}
		for k, v := range whole {
			out[k] = v
		}
		if out[key] = value; value == "" {
			delete(out, key)
		}
		return out
	}
	for name, c := range map[string]struct {
		joint   bool
		choices map[string]string
		missing string
		ok      bool
	}{
		"all of them":            {false, whole, "", true},
		"one is missing":         {false, with("level", ""), "level", false},
		"no such choice":         {false, with("talk", "loud"), "talk", false},
		"a question of another":  {false, with("seen", "clearly"), "", false},
		"joint and not answered": {true, whole, "together", false},
		"joint":                  {true, with("together", "same"), "", true},
	} {
		if missing, ok := tally.Fits(tally.Reaction, c.joint, c.choices); missing != c.missing || ok != c.ok {
			t.Errorf("%s: %q %v", name, missing, ok)
		}
	}
}

func drawAnswers(t *rapid.T, k tally.Kind) []map[string]string {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) map[string]string {
		out := map[string]string{}
		for _, q := range tally.Questions(k, rapid.Bool().Draw(t, "joint")) {
			out[q.ID] = rapid.SampledFrom(q.Choices).Draw(t, q.ID)
		}
		return out
	}), 0, 12).Draw(t, "answers")
}

func TestFewAnswersAreNeverShownAndCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom(tally.Kinds()).Draw(t, "kind")
		answers := drawAnswers(t, k)
		counted, ok := tally.Sum(k, answers)
		if ok != (len(answers) >= tally.Few) {
			t.Fatalf("%d answers shown: %v", len(answers), ok)
		}
		for _, q := range counted {
			n, good := 0, 0
			for i, c := range q.Counts {
				n += c.N
				if i < q.Good {
					good += c.N
				}
			}
			if q.N < tally.Few || n != q.N || good != q.WasGood {
				t.Fatalf("%+v", q)
			}
		}
	})
}

func TestFormatsAreComparedAndFewAreHidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []tally.Line
		want := map[string]tally.Line{}
		for i := range rapid.IntRange(0, 30).Draw(t, "occasions") {
			l := drawLine(t, strconv.Itoa(i%3))
			lines = append(lines, l)
			w := want[l.Format]
			if w.Format = l.Format; l.Answered >= tally.Few {
				w.Occasions, w.Asked, w.Answered, w.Good = w.Occasions+1, w.Asked+l.Asked, w.Answered+l.Answered, w.Good+l.Good
			}
			want[l.Format] = w
		}
		got := tally.Compare(lines)
		for i, l := range got {
			if w := want[l.Format]; l.Shown() && l != w || !l.Shown() && (w.Answered != 0 || l.Answered != 0 || l.Good != 0 || l.Occasions == 0) {
				t.Fatalf("%+v, want %+v", l, w)
			}
			if i > 0 && l.Answered > got[i-1].Answered {
				t.Fatal("not in order")
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d formats of %d", len(got), len(want))
		}
	})
}

func drawLine(t *rapid.T, format string) tally.Line {
	l := tally.Line{Format: format, Occasions: 1, Asked: 9, Answered: rapid.IntRange(0, 9).Draw(t, "answered")}
	l.Good = rapid.IntRange(0, l.Answered).Draw(t, "good")
	return l
}

// Two comparisons that differ by one occasion, of another period or of one course, tell nothing of who answered there
// when they were few.
func TestTwoComparisonsTellNothingOfFewAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []tally.Line
		for range rapid.IntRange(0, 6).Draw(t, "occasions") {
			lines = append(lines, drawLine(t, "place.half"))
		}
		one := drawLine(t, "place.half")
		one.Answered = rapid.IntRange(1, tally.Few-1).Draw(t, "few")
		one.Good = rapid.IntRange(0, one.Answered).Draw(t, "good of few")
		with := tally.Compare(append(slices.Clone(lines), one))[0]
		var without tally.Line
		if all := tally.Compare(lines); len(all) > 0 {
			without = all[0]
		}
		if with.Answered != without.Answered || with.Good != without.Good {
			t.Fatalf("%+v differs from %+v by %+v", with, without, one)
		}
	})
}
