package held

import "yrkesresan/internal/framework/frame"

// Sum is how the goals of a requirement add up.
type Sum struct {
	Rank         int // the highest level that the goals bear; 0 none
	Assessed, Of int // goals that have been assessed, and all
}

// SumGoals adds up a requirement's goals, each judged by its own (R215): the goals bear a level when every
// goal that belongs to it or to a lower one is held: a goal with a level of its own at that level, a goal
// for all levels at the level borne. What has not been assessed is not held. It is a suggestion: what
// counts is the assessment of the whole.
func SumGoals(e frame.Entry, judged map[string]string) Sum {
	s := Sum{Of: len(e.Goals)}
	if s.Of == 0 {
		return s
	}
	rank := func(g frame.Goal) int {
		level, have := judged[g.ID]
		if !have || level == "" {
			return 0
		}
		return e.Frame.Rank(level)
	}
	for _, g := range e.Goals {
		if _, have := judged[g.ID]; have {
			s.Assessed++
		}
	}
	for at := 1; at <= len(e.Frame.Scheme()); at++ {
		belongs := false
		for _, g := range e.Goals {
			needs := at
			if g.Level != "" {
				needs = e.Frame.Rank(g.Level)
			}
			if needs > at {
				continue
			}
			if belongs = true; rank(g) < needs {
				return s
			}
		}
		if belongs {
			s.Rank = at
		}
	}
	return s
}
