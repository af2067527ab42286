package meetweb

import (
	"strings"
	"testing"
)

func TestTheSheetHasRoomToWrite(t *testing.T) {
	t.Parallel()
	steps := func(n, letters int) (out []paperStep) {
		for range n {
			out = append(out, paperStep{Question: strings.Repeat("å", letters)})
		}
		return out
	}
	rules := []string{"Det vi säger här stannar här.", strings.Repeat("x", 150)}
	for name, c := range map[string]struct {
		rules []string
		steps []paperStep
		ask   int
		want  int
	}{
		"few questions have no more than five lines": {nil, steps(2, 60), 2, 5},
		"seven with rules":                           {rules, steps(7, 60), 7, 1},
		"long questions take from the lines":         {nil, steps(5, 350), 5, 1},
		"more than there is room for have one each":  {rules, steps(24, 60), 24, 1},
		"none asks anything":                         {rules, steps(3, 0), 0, 5},
	} {
		if got := room(c.rules, c.steps, c.ask); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
