package gap

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/profile/layer"
)

// What is packed is unpacked to the same.
func TestFiguresArePackedWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1<<40)
		f := figures{map[string]count.Column{}, map[string]count.Pool{}, map[string]count.Need{}}
		for i := range rapid.IntRange(0, 5).Draw(t, "columns") {
			f.Columns[fmt.Sprintf("f/%d", i)] = count.Column{Required: n.Draw(t, "required"), Held: n.Draw(t, "held"), Develop: n.Draw(t, "develop"), Recruit: n.Draw(t, "recruit")}
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "pools") {
			need := count.Need{Key: fmt.Sprintf("d%d@f/1", i), Requirement: "f/1", Measure: layer.Count, Count: i + 1, At: "operation:Område"}
			f.Pools[need.Key], f.Needs[need.Key] = count.Pool{Asked: n.Draw(t, "asked"), Has: n.Draw(t, "has"), Learn: n.Draw(t, "learn")}, need
		}
		p := f.pack()
		columns, err := unpackNeeds(bodyOf(p, p.list))
		if err != nil {
			t.Fatal(err)
		}
		needs, err := unpackNeeds(bodyOf(p, p.poolList))
		if err != nil {
			t.Fatal(err)
		}
		got := unpack(columns, p.figures, needs, p.pools)
		if !maps.Equal(got.Columns, f.Columns) || !maps.Equal(got.Pools, f.Pools) || !maps.Equal(got.Needs, f.Needs) {
			t.Fatalf("%+v became %+v", f, got)
		}
	})
}

func bodyOf(p packed, id string) string {
	if id == "" {
		return "[]"
	}
	return p.bodies[id]
}
