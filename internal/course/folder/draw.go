package folder

import (
	"cmp"
	"slices"
)

// Result is how a try at the test went.
type Result struct {
	Right  int          `json:"right"`
	Drawn  int          `json:"drawn"`
	Passed bool         `json:"passed"`
	Goals  []GoalResult `json:"goals"`
	Again  []string     `json:"again,omitempty"` // ids of lessons to read again, in test order
}

// GoalResult is how it went with the questions on one goal.
type GoalResult struct {
	Goal   string `json:"goal"`
	Right  int    `json:"right"`
	Drawn  int    `json:"drawn"`
	Passed bool   `json:"passed"`
}

// Question finds a question by id.
func (t Test) Question(id string) (Question, bool) {
	i := slices.IndexFunc(t.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return t.Questions[i], true
}

// DrawQuestions draws t.Draw questions per goal (all when it is 0 or there are
// no more) and gives their ids in test order. The draw follows from seed.
// previous are the ids drawn in earlier tries: those met least come first, so
// that a new try shows new questions as long as there are any.
func (t Test) DrawQuestions(seed uint64, previous []string) []string {
	met := map[string]int{}
	for _, id := range previous {
		met[id]++
	}
	byGoal := map[string][]int{}
	for i, q := range t.Questions {
		byGoal[q.Goal] = append(byGoal[q.Goal], i)
	}
	var drawn []int
	for goal, places := range byGoal {
		picked := make([]int, 0, len(places))
		for _, i := range newDice(seed, goal).shuffled(len(places)) {
			picked = append(picked, places[i])
		}
		slices.SortStableFunc(picked, func(a, b int) int {
			return cmp.Compare(met[t.Questions[a].ID], met[t.Questions[b].ID])
		})
		if t.Draw > 0 {
			picked = picked[:min(t.Draw, len(picked))]
		}
		drawn = append(drawn, picked...)
	}
	slices.Sort(drawn)
	ids := make([]string, 0, len(drawn))
	for _, i := range drawn {
		ids = append(ids, t.Questions[i].ID)
	}
	return ids
}

// Score counts a try. drawn are the ids asked; right tells which of them were
// answered right, and one that is absent counts as wrong. Ids that the test
// does not have are left out. The try passes when the right ones are at least
// t.Pass percent of the drawn; a goal likewise among its own. Again holds the
// lessons of the questions that went wrong on goals that did not pass.
func (t Test) Score(drawn []string, right map[string]bool) Result {
	var r Result
	goals := map[string]*GoalResult{}
	var order []string
	for _, q := range t.Questions {
		if !slices.Contains(drawn, q.ID) {
			continue
		}
		g := goals[q.Goal]
		if g == nil {
			g = &GoalResult{Goal: q.Goal}
			goals[q.Goal], order = g, append(order, q.Goal)
		}
		g.Drawn++
		if right[q.ID] {
			g.Right++
		}
	}
	for _, goal := range order {
		g := goals[goal]
		g.Passed = t.enough(g.Right, g.Drawn)
		r.Right, r.Drawn, r.Goals = r.Right+g.Right, r.Drawn+g.Drawn, append(r.Goals, *g)
	}
	r.Passed = t.enough(r.Right, r.Drawn)
	for _, q := range t.Questions {
		if slices.Contains(drawn, q.ID) && !right[q.ID] && !goals[q.Goal].Passed && !slices.Contains(r.Again, q.Lesson) {
			r.Again = append(r.Again, q.Lesson)
		}
	}
	return r
}

// enough tells whether right out of drawn is the percent needed. Nothing drawn
// is never enough.
func (t Test) enough(right, drawn int) bool { return drawn > 0 && right*100 >= t.Pass*drawn }
