package rule_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/appointment/rule"
)

func TestWhatAnAppointmentComesTo(t *testing.T) {
	yes, no := map[rule.Side]bool{rule.ThePerson: true, rule.TheLender: true}, map[rule.Side]bool{rule.ThePerson: true, rule.TheLender: false}
	for name, tc := range map[string]struct {
		c    rule.Case
		want rule.State
	}{
		"one's own":                  {rule.Case{On: true}, rule.Standing},
		"one's own, off":             {rule.Case{}, rule.Resting},
		"a course is missing":        {rule.Case{On: true, Lacks: 1}, rule.Training},
		"a course is missing, off":   {rule.Case{Lacks: 1}, rule.Resting},
		"lent, nobody answered":      {rule.Case{Lent: true, On: true}, rule.Asked},
		"lent, one answered":         {rule.Case{Lent: true, On: true, Answers: map[rule.Side]bool{rule.TheLender: true}}, rule.Asked},
		"lent, one no":               {rule.Case{Lent: true, On: true, Answers: map[rule.Side]bool{rule.TheLender: false}}, rule.Declined},
		"lent, yes and no":           {rule.Case{Lent: true, On: true, Answers: no}, rule.Declined},
		"lent, both yes":             {rule.Case{Lent: true, On: true, Answers: yes}, rule.Standing},
		"lent, both yes, no course":  {rule.Case{Lent: true, On: true, Answers: yes, Lacks: 2}, rule.Training},
		"answers count only if lent": {rule.Case{On: true, Answers: no}, rule.Standing},
		"ended":                      {rule.Case{On: true, Ended: true}, rule.Ended},
	} {
		if got := rule.Judge(tc.c); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

// Whatever the case: it stands only when everybody asked has said yes, the function is on and nothing is missing.
func TestItStandsOnlyOnEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := rule.Case{Lent: rapid.Bool().Draw(t, "lent"), On: rapid.Bool().Draw(t, "on"), Ended: rapid.Bool().Draw(t, "ended"), Lacks: rapid.IntRange(0, 2).Draw(t, "lacks"), Answers: map[rule.Side]bool{}}
		agreed := true
		for _, side := range rule.Sides() {
			if rapid.Bool().Draw(t, "said") {
				c.Answers[side] = rapid.Bool().Draw(t, "yes")
			}
			agreed = agreed && c.Answers[side]
		}
		want := !c.Ended && c.On && c.Lacks == 0 && (!c.Lent || agreed)
		if got := rule.Judge(c) == rule.Standing; got != want {
			t.Fatalf("%+v stands: %v, want %v", c, got, want)
		}
	})
}

func TestWhatIsShipped(t *testing.T) {
	for _, k := range rule.Kinds() {
		s := rule.Shipped(k)
		if k.Protected() != s.Demanded {
			t.Errorf("%s: a name that a programme gives is demanded: %+v", k, s)
		}
		if rule.KindOf(k.Function()) != k {
			t.Errorf("%s is not switched by %s", k, k.Function())
		}
	}
	s := rule.Setting{Courses: []string{"a", "b"}, Demanded: true}
	if got := s.Lacks([]string{"b", "c"}); !slices.Equal(got, []string{"a"}) {
		t.Errorf("lacks %v", got)
	}
	if s.Demanded = false; len(s.Lacks(nil)) != 0 {
		t.Error("what is recommended is missing")
	}
}
