package held_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
)

func entry(goals ...frame.Goal) frame.Entry {
	f := &frame.Frame{ID: "f"}
	return frame.Entry{Key: "f/r", Frame: f, Requirement: &frame.Requirement{ID: "r", Goals: goals}}
}

func TestGoalsAddUp(t *testing.T) {
	t.Parallel()
	all := []frame.Goal{{ID: "a"}, {ID: "b"}}
	steps := []frame.Goal{{ID: "a", Level: "know"}, {ID: "b", Level: "do"}}
	for name, c := range map[string]struct {
		goals []frame.Goal
		said  map[string]string
		want  held.Sum
	}{
		"no goals":                   {nil, nil, held.Sum{}},
		"nothing said":               {all, nil, held.Sum{Of: 2}},
		"the lowest decides":         {all, map[string]string{"a": "master", "b": "understand"}, held.Sum{Rank: 2, Assessed: 2, Of: 2}},
		"one is not said":            {all, map[string]string{"a": "master"}, held.Sum{Assessed: 1, Of: 2}},
		"none of it":                 {all, map[string]string{"a": "master", "b": ""}, held.Sum{Assessed: 2, Of: 2}},
		"the first step":             {steps, map[string]string{"a": "know"}, held.Sum{Rank: 2, Assessed: 1, Of: 2}},
		"both steps":                 {steps, map[string]string{"a": "do", "b": "do"}, held.Sum{Rank: 4, Assessed: 2, Of: 2}},
		"the second without a first": {steps, map[string]string{"b": "master"}, held.Sum{Assessed: 1, Of: 2}},
	} {
		if got := held.SumGoals(entry(c.goals...), c.said); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// A goal judged higher never lowers what the goals bear, and what is borne is held by each goal that it asks.
func TestAGoalJudgedHigherNeverLowersTheSum(t *testing.T) {
	t.Parallel()
	levels := []string{"", "know", "understand", "do", "master"}
	rapid.Check(t, func(rt *rapid.T) {
		var goals []frame.Goal
		said := map[string]string{}
		for i := range rapid.IntRange(1, 6).Draw(rt, "goals") {
			g := frame.Goal{ID: fmt.Sprint(i), Level: rapid.SampledFrom(levels).Draw(rt, "belongs")}
			goals = append(goals, g)
			if rapid.Bool().Draw(rt, "said") {
				said[g.ID] = rapid.SampledFrom(levels).Draw(rt, "level")
			}
		}
		e := entry(goals...)
		before := held.SumGoals(e, said)
		for _, g := range goals {
			if g.Level == "" && before.Rank > 0 && (said[g.ID] == "" || e.Frame.Rank(said[g.ID]) < before.Rank) {
				rt.Fatalf("%+v is borne and %s is at %q", before, g.ID, said[g.ID])
			}
		}
		said[rapid.SampledFrom(goals).Draw(rt, "raised").ID] = "master"
		if after := held.SumGoals(e, said); after.Rank < before.Rank {
			rt.Fatalf("%+v was %+v", after, before)
		}
	})
}
