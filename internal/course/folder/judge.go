package folder

import "strings"

// Answer is what a learner gave. Picks are places in the question as it is
// written, never as it was shown:
//
//	single    one option
//	multiple  the options, in any order
//	order     the items in the order given
//	match     for each left side in turn, the pair whose right side was chosen
//
// Text is the answer to reflect.
type Answer struct {
	Picks []int  `json:"picks,omitempty"`
	Text  string `json:"text,omitempty"`
}

// Verdict is the judgement of an answer. Whole is false when the answer does
// not fit the question (nothing chosen, chosen twice, out of range): then it
// is not judged and the learner is asked to answer. A reflect question is
// never judged: Judged is false and Whole tells whether something was written.
type Verdict struct {
	Whole  bool       `json:"whole"`
	Judged bool       `json:"judged"`
	Right  bool       `json:"right"`
	Parts  []Feedback `json:"parts,omitempty"`
}

// Feedback is about one option, one place in the order, or one left side, in
// the order of the question as it is written. Right tells whether the learner
// did right there: chose a right option or left a wrong one, and so on.
type Feedback struct {
	Chosen bool   `json:"chosen"` // only options: the learner chose it
	Right  bool   `json:"right"`
	Why    string `json:"why"`
}

// Judge judges a against q.
func (q Question) Judge(a Answer) Verdict {
	switch q.Kind {
	case "single", "multiple":
		return q.judgeOptions(a.Picks)
	case "order":
		return q.judgeOrder(a.Picks)
	case "match":
		return q.judgeMatch(a.Picks)
	}
	return Verdict{Whole: strings.TrimSpace(a.Text) != ""}
}

func (q Question) judgeOptions(picks []int) Verdict {
	chosen, ok := distinct(picks, len(q.Options))
	if !ok || len(picks) == 0 || q.Kind == "single" && len(picks) != 1 {
		return Verdict{}
	}
	v := Verdict{Whole: true, Judged: true, Right: true}
	for i, o := range q.Options {
		right := chosen[i] == o.Right
		v.Right = v.Right && right
		v.Parts = append(v.Parts, Feedback{Chosen: chosen[i], Right: right, Why: o.Why})
	}
	return v
}

// judgeOrder gives feedback per item: right when the item stands in its place.
func (q Question) judgeOrder(picks []int) Verdict {
	if _, ok := distinct(picks, len(q.Items)); !ok || len(picks) != len(q.Items) {
		return Verdict{}
	}
	v := Verdict{Whole: true, Judged: true, Right: true}
	for i, item := range q.Items {
		right := picks[i] == i
		v.Right = v.Right && right
		v.Parts = append(v.Parts, Feedback{Right: right, Why: item.Why})
	}
	return v
}

// judgeMatch gives feedback per left side. Two pairs may share a right side
// with the same words; then either will do, and it may be chosen twice.
func (q Question) judgeMatch(picks []int) Verdict {
	if len(picks) != len(q.Pairs) {
		return Verdict{}
	}
	v := Verdict{Whole: true, Judged: true, Right: true}
	for i, pair := range q.Pairs {
		if picks[i] < 0 || picks[i] >= len(q.Pairs) {
			return Verdict{}
		}
		right := q.Pairs[picks[i]].Right == pair.Right
		v.Right = v.Right && right
		v.Parts = append(v.Parts, Feedback{Right: right, Why: pair.Why})
	}
	return v
}

// distinct marks picks in a list of n; ok is false when one is out of range or
// there twice.
func distinct(picks []int, n int) (chosen []bool, ok bool) {
	chosen = make([]bool, n)
	for _, p := range picks {
		if p < 0 || p >= n || chosen[p] {
			return nil, false
		}
		chosen[p] = true
	}
	return chosen, true
}

// Shown is the order in which to show the options, the items, or the right
// sides of the pairs: Shown(seed)[0] is the place in q of the one shown first.
// The same seed always gives the same order. Items and right sides are never
// shown in the order that is the answer.
func (q Question) Shown(seed uint64) []int {
	n := max(len(q.Options), len(q.Items), len(q.Pairs))
	dice := newDice(seed, q.ID)
	shown := dice.shuffled(n)
	if len(q.Options) == 0 && n > 1 && sorted(shown) {
		return append(shown[1:], shown[0])
	}
	return shown
}

func sorted(places []int) bool {
	for i, p := range places {
		if p != i {
			return false
		}
	}
	return true
}
