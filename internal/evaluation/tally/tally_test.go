package tally_test

import (
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
		answered, asked := map[string]int{}, 0
		for i := range rapid.IntRange(0, 30).Draw(t, "lines") {
			l := tally.Line{Format: strconv.Itoa(i % 3), Occasions: 1, Asked: 4, Answered: rapid.IntRange(0, 4).Draw(t, "answered")}
			l.Good = rapid.IntRange(0, l.Answered).Draw(t, "good")
			lines, asked = append(lines, l), asked+l.Asked
			answered[l.Format] += l.Answered
		}
		for i, l := range tally.Compare(lines) {
			asked -= l.Asked
			switch n := answered[l.Format]; {
			case n < tally.Few && (l.Answered != 0 || l.Good != 0):
				t.Fatalf("%d answers are shown: %+v", n, l)
			case n >= tally.Few && l.Answered != n:
				t.Fatalf("%d answers, %+v", n, l)
			}
			if i > 0 && l.Answered > tally.Compare(lines)[i-1].Answered {
				t.Fatal("not in order")
			}
		}
		if asked != 0 {
			t.Fatalf("%d asked are lost", asked)
		}
	})
}
