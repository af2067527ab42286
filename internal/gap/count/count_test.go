package count_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/profile/layer"
)

// anyUnit draws what a unit asks for, and how its people stand to it.
func anyUnit(t *rapid.T) ([]count.Need, []count.Stand) {
	var needs []count.Need
	for i := range rapid.IntRange(0, 4).Draw(t, "needs") {
		n := count.Need{Requirement: fmt.Sprintf("r/%d", i%3), Measure: rapid.SampledFrom(layer.Measures()).Draw(t, "measure"), Percent: rapid.IntRange(1, 100).Draw(t, "percent"), Count: rapid.IntRange(1, 5).Draw(t, "count"),
			At: rapid.SampledFrom([]string{"unit", "team", "operation", "municipality"}).Draw(t, "at")}
		n.Key = fmt.Sprintf("%d@%s", i, n.Requirement)
		needs = append(needs, n)
	}
	var stands []count.Stand
	for range rapid.IntRange(0, 8).Draw(t, "people") {
		s := count.Stand{Team: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "team"), Marks: map[string]count.Mark{}}
		for _, n := range needs {
			if m := rapid.SampledFrom([]count.Mark{0, count.Has, count.Learn, count.Hire, count.Out}).Draw(t, "mark"); m != 0 && (m != count.Out || n.Measure == layer.Count) {
				s.Marks[n.Key] = m
			}
		}
		stands = append(stands, s)
	}
	return needs, stands
}

func TestAUnitsColumnsAddUpWhateverIsAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		needs, stands := anyUnit(t)
		columns, pools := count.Unit(needs, stands)
		for key, c := range columns {
			if c.Held > c.Required || c.Held < 0 || c.Develop < 0 || c.Recruit < 0 || c.Gap() != c.Develop+c.Recruit {
				t.Fatalf("%s: %+v", key, c)
			}
		}
		for key, p := range pools {
			if p.Has+p.Learn > p.Asked {
				t.Fatalf("%s: %+v", key, p)
			}
		}
	})
}

// Whoever learns what is missing closes a gap and opens none.
func TestLearningNeverMakesAGapLarger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		needs, stands := anyUnit(t)
		before, _ := count.Unit(needs, stands)
		for _, s := range stands {
			for key, m := range s.Marks {
				if m == count.Learn || m == count.Hire {
					s.Marks[key] = count.Has
					after, _ := count.Unit(needs, stands)
					for r, c := range after {
						if c.Gap() > before[r].Gap() || c.Required != before[r].Required {
							t.Fatalf("%s: %+v, then %+v", r, before[r], c)
						}
					}
					return
				}
			}
		}
	})
}

func TestASurplusOfOneUnitCoversNoOtherUnit(t *testing.T) {
	n := count.Need{Key: "d@r", Requirement: "r", Measure: layer.Count, Count: 2, At: "unit"}
	has, lacks := count.Stand{Marks: map[string]count.Mark{"d@r": count.Has}}, count.Stand{Marks: map[string]count.Mark{"d@r": count.Learn}}
	rich, _ := count.Unit([]count.Need{n}, []count.Stand{has, has, has, has})
	poor, _ := count.Unit([]count.Need{n}, []count.Stand{lacks})
	if got := count.Sum(rich, poor)["r"]; got != (count.Column{Required: 4, Held: 2, Develop: 1, Recruit: 1}) {
		t.Errorf("%+v", got)
	}
}

func TestHowManyAreAskedFor(t *testing.T) {
	five := make([]count.Stand, 5)
	for i := range five {
		five[i] = count.Stand{Team: []string{"a", "a", "b", "b", ""}[i], Marks: map[string]count.Mark{"n": []count.Mark{count.Has, count.Learn, count.Learn, count.Hire, count.Out}[i]}}
	}
	for _, c := range []struct {
		need count.Need
		want count.Column
	}{
		{count.Need{Measure: layer.Each}, count.Column{Required: 4, Held: 1, Develop: 2, Recruit: 1}},
		{count.Need{Measure: layer.Share, Percent: 51}, count.Column{Required: 3, Held: 1, Develop: 2}}, // half a person more is a person
		{count.Need{Measure: layer.Share, Percent: 50}, count.Column{Required: 2, Held: 1, Develop: 1}},
		{count.Need{Measure: layer.Count, Count: 4, At: "unit"}, count.Column{Required: 4, Held: 1, Develop: 2, Recruit: 1}},
		{count.Need{Measure: layer.Count, Count: 1, At: "team"}, count.Column{Required: 2, Held: 1, Develop: 1}},
	} {
		c.need.Key, c.need.Requirement = "n", "r"
		got, _ := count.Unit([]count.Need{c.need}, five)
		if got["r"] != c.want {
			t.Errorf("%+v: %+v, want %+v", c.need, got["r"], c.want)
		}
	}
	if columns, pools := count.Unit([]count.Need{{Key: "n", Requirement: "r", Measure: layer.Count, Count: 3, At: "operation"}}, five); len(columns) > 0 || pools["n"] != (count.Pool{Asked: 4, Has: 1, Learn: 2}) {
		t.Errorf("a target of a higher level: %+v %+v", columns, pools)
	}
}
