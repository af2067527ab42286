package folder

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var (
	single = Question{ID: "a", Kind: "single", Options: []Option{{"A", true, "a"}, {"B", false, "b"}, {"C", false, "c"}}}
	some   = Question{ID: "b", Kind: "multiple", Options: []Option{{"A", true, "a"}, {"B", false, "b"}, {"C", true, "c"}}}
	order  = Question{ID: "c", Kind: "order", Items: []Item{{"A", "a"}, {"B", "b"}, {"C", "c"}}}
	match  = Question{ID: "d", Kind: "match", Pairs: []Pair{{"A", "1", "a"}, {"B", "2", "b"}, {"C", "1", "c"}}}
	mirror = Question{ID: "e", Kind: "reflect"}
)

func TestJudge(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		q             Question
		picks         []int
		whole, right  bool
		rightParts    []bool
		judgedAnyways bool
	}{
		"single right":            {q: single, picks: []int{0}, whole: true, right: true, rightParts: []bool{true, true, true}},
		"single wrong":            {q: single, picks: []int{1}, whole: true, rightParts: []bool{false, false, true}},
		"single nothing":          {q: single},
		"single two":              {q: single, picks: []int{0, 1}},
		"single out of range":     {q: single, picks: []int{3}},
		"single below range":      {q: single, picks: []int{-1}},
		"multiple right":          {q: some, picks: []int{2, 0}, whole: true, right: true, rightParts: []bool{true, true, true}},
		"multiple half":           {q: some, picks: []int{0}, whole: true, rightParts: []bool{true, true, false}},
		"multiple too much":       {q: some, picks: []int{0, 1, 2}, whole: true, rightParts: []bool{true, false, true}},
		"multiple same twice":     {q: some, picks: []int{0, 0}},
		"order right":             {q: order, picks: []int{0, 1, 2}, whole: true, right: true, rightParts: []bool{true, true, true}},
		"order swapped":           {q: order, picks: []int{0, 2, 1}, whole: true, rightParts: []bool{true, false, false}},
		"order short":             {q: order, picks: []int{0, 1}},
		"order same twice":        {q: order, picks: []int{0, 1, 1}},
		"match right":             {q: match, picks: []int{0, 1, 2}, whole: true, right: true, rightParts: []bool{true, true, true}},
		"match with same words":   {q: match, picks: []int{2, 1, 0}, whole: true, right: true, rightParts: []bool{true, true, true}},
		"match same one twice":    {q: match, picks: []int{0, 1, 0}, whole: true, right: true, rightParts: []bool{true, true, true}},
		"match wrong":             {q: match, picks: []int{1, 0, 2}, whole: true, rightParts: []bool{false, false, true}},
		"match short":             {q: match, picks: []int{0}},
		"match out of range":      {q: match, picks: []int{0, 1, 9}},
		"nothing to choose among": {q: Question{Kind: "single"}, picks: []int{0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := tc.q.Judge(Answer{Picks: tc.picks})
			if v.Whole != tc.whole || v.Judged != tc.whole || v.Right != tc.right {
				t.Errorf("%+v", v)
			}
			var parts []bool
			for _, p := range v.Parts {
				parts = append(parts, p.Right)
				if p.Why == "" {
					t.Error("feedback without a why")
				}
			}
			if !slices.Equal(parts, tc.rightParts) {
				t.Errorf("parts %v, want %v", parts, tc.rightParts)
			}
		})
	}
}

func TestReflectIsNeverJudged(t *testing.T) {
	t.Parallel()
	if v := mirror.Judge(Answer{Text: "Jag lyssnar."}); v.Judged || v.Right || !v.Whole {
		t.Errorf("%+v", v)
	}
	if v := mirror.Judge(Answer{Text: " \n"}); v.Whole {
		t.Errorf("an empty text is whole: %+v", v)
	}
}

// anyQuestion draws a question of any kind that the check would pass.
func anyQuestion(t *rapid.T) Question {
	q := Question{
		ID:   rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "id"),
		Kind: rapid.SampledFrom([]string{"single", "multiple", "order", "match"}).Draw(t, "kind"),
	}
	n := rapid.IntRange(2, mostOptions).Draw(t, "n")
	right := rapid.IntRange(0, n-1).Draw(t, "right")
	for i := range n {
		text := string(rune('A' + i))
		switch q.Kind {
		case "single":
			q.Options = append(q.Options, Option{text, i == right, "w"})
		case "multiple":
			q.Options = append(q.Options, Option{text, i == right || rapid.Bool().Draw(t, "more"), "w"})
		case "order":
			q.Items = append(q.Items, Item{text, "w"})
		case "match":
			q.Pairs = append(q.Pairs, Pair{text, rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "side"), "w"})
		}
	}
	return q
}

// rightAnswer is the answer that the writer of q had in mind.
func rightAnswer(q Question) Answer {
	var a Answer
	for i, o := range q.Options {
		if o.Right {
			a.Picks = append(a.Picks, i)
		}
	}
	for i := range max(len(q.Items), len(q.Pairs)) {
		a.Picks = append(a.Picks, i)
	}
	return a
}

func TestJudgeProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := anyQuestion(t)
		if v := q.Judge(rightAnswer(q)); !v.Right || !v.Whole {
			t.Fatalf("the right answer is not right: %+v", v)
		}
		a := Answer{Picks: rapid.SliceOfN(rapid.IntRange(-1, mostOptions), 0, mostOptions).Draw(t, "picks")}
		v := q.Judge(a)
		all := !slices.ContainsFunc(v.Parts, func(p Feedback) bool { return !p.Right })
		if v.Whole && v.Right != all || !v.Whole && (v.Right || v.Parts != nil) {
			t.Fatalf("the whole and its parts disagree: %+v", v)
		}
	})
}

func TestShownProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q, seed := anyQuestion(t), rapid.Uint64().Draw(t, "seed")
		shown := q.Shown(seed)
		if !slices.Equal(shown, q.Shown(seed)) {
			t.Fatal("one seed gave two orders")
		}
		if len(q.Options) == 0 && sorted(shown) {
			t.Fatalf("shown in the order that is the answer: %v", shown)
		}
		slices.Sort(shown)
		if !sorted(shown) || len(shown) != max(len(q.Options), len(q.Items), len(q.Pairs)) {
			t.Fatalf("something is missing or there twice: %v", shown)
		}
	})
	if mirror.Shown(1) == nil || len(mirror.Shown(1)) != 0 {
		t.Error("reflect has something to show")
	}
}

// TestShownStays pins the order: learners come back after an update.
func TestShownStays(t *testing.T) {
	t.Parallel()
	for seed, want := range map[uint64][]int{1: {1, 2, 0}, 2: {1, 2, 0}, 3: {1, 2, 0}} {
		if got := single.Shown(seed); !slices.Equal(got, want) {
			t.Errorf("seed %d shows %v, showed %v before", seed, got, want)
		}
	}
}

func TestShownIsFair(t *testing.T) {
	t.Parallel()
	first := map[int]int{}
	for seed := range uint64(3000) {
		first[single.Shown(seed)[0]]++
	}
	for i, n := range first {
		if n < 850 || n > 1150 {
			t.Errorf("option %d comes first %d times in 3000", i, n)
		}
	}
}
