package frame_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/framework/frame"
)

func good() *frame.Frame {
	return &frame.Frame{ID: "x", Name: "X", Areas: []frame.Area{{ID: "a", Name: "A", Requirements: []frame.Requirement{
		{ID: "k", Name: "K", Goals: []frame.Goal{{ID: "m", Text: "M", Kind: frame.Theory, Form: frame.Fact}}, Evidence: []frame.Evidence{{By: frame.ByAssessment, Ref: "manager"}}},
		{ID: "f", Name: "F", Formal: true, Lowest: "do", Evidence: []frame.Evidence{{By: frame.ByEducation, Ref: "vard-och-omsorg"}}}}}}}
}

// Everything that a framework must hold to is found, and where (R191, R192, R201, R212; rule 22).
func TestWhatIsWrongInAFrameworkIsFound(t *testing.T) {
	t.Parallel()
	known := frame.Known{Course: func(id string) bool { return id == "akk" }, Occupation: func(id string) bool { return id == "sjukskoterska" },
		Area: func(id string) bool { return id == "aldreomsorg" }, Tag: func(id string) bool { return id == "etik" }, Framework: func(id string) bool { return id == "y" }}
	if got := frame.Check(good(), known); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
	first := func(f *frame.Frame) *frame.Requirement { return &f.Areas[0].Requirements[0] }
	for want, change := range map[string]func(f *frame.Frame){
		"goal goal_kind":     func(f *frame.Frame) { first(f).Goals[0].Kind = "" },
		"goal goal_form":     func(f *frame.Frame) { first(f).Goals[0].Form = "x" },
		"goal goal_no_form?": func(f *frame.Frame) { first(f).Goals[0].Form = "" },
		"goal goal_text":     func(f *frame.Frame) { first(f).Goals[0].Text = " " },
		"goal level":         func(f *frame.Frame) { first(f).Goals[0].Level = "topp" },
		"goal id_twice":      func(f *frame.Frame) { first(f).Goals = append(first(f).Goals, first(f).Goals[0]) },
		"requirement level":  func(f *frame.Frame) { first(f).Lowest = "topp" },
		"requirement id":     func(f *frame.Frame) { first(f).ID = "Å b" },
		"requirement id_twice": func(f *frame.Frame) {
			f.Areas = append(f.Areas, frame.Area{ID: "b", Name: "B", Requirements: []frame.Requirement{*first(f)}})
		},
		"requirement name":         func(f *frame.Frame) { first(f).Name = "" },
		"requirement months":       func(f *frame.Frame) { first(f).Months = -1 },
		"requirement tag":          func(f *frame.Frame) { first(f).Tags = []string{"a, b"} },
		"requirement unknown_tag?": func(f *frame.Frame) { first(f).Tags = []string{"annat"} },
		"requirement no_evidence?": func(f *frame.Frame) { first(f).Evidence = nil },
		"evidence evidence":        func(f *frame.Frame) { first(f).Evidence[0].By = "x" },
		"evidence evidence_formal": func(f *frame.Frame) {
			f.Areas[0].Requirements[1].Evidence = []frame.Evidence{{By: frame.ByCourse, Ref: "akk"}}
		},
		"evidence unknown_course":     func(f *frame.Frame) { first(f).Evidence = []frame.Evidence{{By: frame.ByCourse, Ref: "borta"}} },
		"evidence unknown_occupation": func(f *frame.Frame) { first(f).Evidence = []frame.Evidence{{By: frame.ByLicence, Ref: "borta"}} },
		"evidence assessor":           func(f *frame.Frame) { first(f).Evidence[0].Ref = "granne" },
		"evidence level":              func(f *frame.Frame) { first(f).Evidence[0].Level = "topp" },
		"evidence credits":            func(f *frame.Frame) { first(f).Evidence[0].Credits = -1 },
		"ground basis":                func(f *frame.Frame) { f.Grounds = []frame.Ground{{Basis: "x", Reference: "y"}} },
		"ground reference":            func(f *frame.Frame) { f.Grounds = []frame.Ground{{Basis: frame.Law}} },
		"ground date": func(f *frame.Frame) {
			f.Grounds = []frame.Ground{{Basis: frame.Law, Reference: "y", From: "2025-02-30"}}
		},
		"ground dates": func(f *frame.Frame) {
			f.Grounds = []frame.Ground{{Basis: frame.Law, Reference: "y", From: "2025-01-01", Until: "2025-01-01"}}
		},
		"ground url": func(f *frame.Frame) {
			f.Grounds = []frame.Ground{{Basis: frame.Law, Reference: "y", URL: "javascript:x"}}
		},
		"frame expect":             func(f *frame.Frame) { f.Expect = 26 },
		"frame empty":              func(f *frame.Frame) { f.Areas = nil },
		"frame shell_filled":       func(f *frame.Frame) { f.Shell = true },
		"frame unknown_occupation": func(f *frame.Frame) { f.Occupations = []string{"borta"} },
		"frame unknown_area":       func(f *frame.Frame) { f.Service = []string{"borta"} },
		"frame unknown_framework":  func(f *frame.Frame) { f.Links = []string{"borta"} },
		"level id_twice":           func(f *frame.Frame) { f.Levels = []frame.Level{{Key: "do", Name: "a"}, {Key: "do", Name: "b"}} },
		"change change_to":         func(f *frame.Frame) { f.Changes = []frame.Change{{From: "g", To: "borta"}} },
		"change change_kept":       func(f *frame.Frame) { f.Changes = []frame.Change{{From: "k", To: "f"}} },
	} {
		f := good()
		change(f)
		var got []string
		for _, p := range frame.Check(f, known) {
			word := string(p.Part) + " " + strings.TrimPrefix(p.Key, "frame.problem.")
			if p.Warning {
				word += "?"
			}
			got = append(got, word)
		}
		if !slices.Contains(got, want) {
			t.Errorf("want %s, got %v", want, got)
		}
	}
	shell := &frame.Frame{ID: "x", Name: "X", Shell: true, Expect: 26}
	if got := frame.Check(shell, known); len(got) != 0 {
		t.Errorf("a shell may be empty: %+v", got)
	}
}

func TestADifferenceIsToldOnce(t *testing.T) {
	t.Parallel()
	a, b := good(), good()
	b.Name = "Y"
	b.Areas = append(b.Areas, frame.Area{ID: "b", Name: "B"})
	b.Areas[1].Requirements = []frame.Requirement{b.Areas[0].Requirements[1], {ID: "ny", Name: "Ny"}}
	b.Areas[0].Requirements = b.Areas[0].Requirements[:1]
	b.Areas[0].Requirements[0].Risk = true
	b.Areas[0].Requirements[0].Goals = []frame.Goal{{ID: "m", Text: "M2", Kind: frame.Theory, Form: frame.Fact}, {ID: "n", Text: "N", Kind: frame.Skill}}
	b.Levels = []frame.Level{{Key: "know", Name: "Vet"}, {Key: "do", Name: "Gör"}}
	var got []string
	for _, d := range frame.Diff(a, b) {
		got = append(got, fmt.Sprint(d.Sort, " ", d.Part, " ", d.Name, " ", d.Fields))
	}
	want := []string{"changed frame Y [name]", "changed level Vet [name]", "changed level Gör [order]", "removed level Förstår []", "removed level Behärskar []", "added area B []",
		"changed requirement K [risk]", "changed goal M2 [text]", "added goal N []", "moved requirement F []", "added requirement Ny []"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if d := frame.Diff(a, a.Copy()); len(d) != 0 {
		t.Errorf("a copy differs: %+v", d)
	}
}

// versions draws a chain of versions of one framework: each takes some requirements away, adds some, and says where
// evidence of what is gone counts. It gives the frames as they are published, and where each id of the first leads by
// following the steps one at a time.
func versions(t *rapid.T) ([]*frame.Frame, func(id string) []string) {
	make1 := func(ids []string) *frame.Frame {
		f := &frame.Frame{ID: "x", Name: "X", Areas: []frame.Area{{ID: "a", Name: "A"}}}
		for _, id := range ids {
			f.Areas[0].Requirements = append(f.Areas[0].Requirements, frame.Requirement{ID: id, Name: id})
		}
		return f
	}
	ids := []string{"k0", "k1", "k2", "k3"}
	next := len(ids)
	out := []*frame.Frame{make1(ids)}
	var steps []map[string][]string
	for range rapid.IntRange(1, 4).Draw(t, "versions") {
		var kept []string
		for _, id := range ids {
			if rapid.Bool().Draw(t, "kept") {
				kept = append(kept, id)
			}
		}
		for range rapid.IntRange(1, 2).Draw(t, "new") {
			kept = append(kept, fmt.Sprintf("k%d", next))
			next++
		}
		f, before := make1(kept), out[len(out)-1]
		var chosen []frame.Change
		step := map[string][]string{}
		for _, r := range frame.Gone(before, f) {
			for _, to := range rapid.SliceOfNDistinct(rapid.SampledFrom(kept), 0, 2, rapid.ID).Draw(t, "to") {
				chosen = append(chosen, frame.Change{From: r.ID, To: to})
				step[r.ID] = append(step[r.ID], to)
			}
		}
		f.Changes = frame.Carry(before, f, chosen)
		steps = append(steps, step)
		out, ids = append(out, f), kept
	}
	return out, func(id string) []string {
		at := []string{id}
		for i, step := range steps {
			var then []string
			for _, one := range at {
				if _, _, ok := out[i+1].Find(one); ok {
					then = append(then, one)
				}
				then = append(then, step[one]...)
			}
			at = then
		}
		slices.Sort(at)
		return slices.Compact(at)
	}
}

// Evidence noted under any earlier version counts where following every step leads it, and the last version alone says so.
func TestOldEvidenceFollowsEveryStep(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all, follow := versions(t)
		last := all[len(all)-1]
		if broken := frame.Check(last, frame.Known{}); frame.Broken(broken) {
			t.Fatalf("%+v", broken)
		}
		book := frame.NewBook([]*frame.Frame{last})
		for _, id := range []string{"k0", "k1", "k2", "k3"} {
			var got []string
			for _, key := range book.Now("x/" + id) {
				got = append(got, strings.TrimPrefix(key, "x/"))
			}
			slices.Sort(got)
			if want := follow(id); !slices.Equal(got, want) {
				t.Fatalf("%s counts as %v, want %v", id, got, want)
			}
		}
	})
}

// A book follows steps also where a version names an id that it has itself led on, and ends in a ring.
func TestABookFollowsAndEnds(t *testing.T) {
	t.Parallel()
	f := good()
	f.Changes = []frame.Change{{From: "a1", To: "a2"}, {From: "a2", To: "k"}, {From: "r1", To: "r2"}, {From: "r2", To: "r1"}, {From: "gone"}}
	b := frame.NewBook([]*frame.Frame{f})
	for key, want := range map[string]string{"x/a1": "[x/k]", "x/a2": "[x/k]", "x/r1": "[]", "x/gone": "[]", "x/k": "[x/k]", "y/k": "[]"} {
		if got := fmt.Sprint(b.Now(key)); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

// Who saves a part that somebody has changed since is told; other parts are merged.
func TestEditsSeeWhatOthersChanged(t *testing.T) {
	t.Parallel()
	f := good()
	seen := frame.Seen(&f.Areas[0].Requirements[0])
	other := f.Areas[0].Requirements[1]
	other.Name = "Annan"
	mine := f.Areas[0].Requirements[0]
	mine.Name = "Min"
	if err := frame.SetRequirement(frame.Seen(&f.Areas[0].Requirements[1]), other, "")(f); err != nil {
		t.Fatal(err)
	}
	if err := frame.SetRequirement(seen, mine, "")(f); err != nil || f.Areas[0].Requirements[1].Name != "Annan" {
		t.Fatal(err, f.Areas[0].Requirements)
	}
	if err := frame.SetRequirement(seen, mine, "")(f); !errors.Is(err, frame.ErrSeen) {
		t.Errorf("an old form was saved: %v", err)
	}
	if err := frame.SetHead("old", frame.Head{})(f); !errors.Is(err, frame.ErrSeen) {
		t.Error(err)
	}
	if err := frame.RemoveArea("a")(f); !errors.Is(err, frame.ErrFull) {
		t.Error(err)
	}
	made := ""
	for _, edit := range []frame.Edit{frame.AddArea("Åäö & Bö", ""), frame.AddRequirement("aao-bo", frame.Requirement{Name: "K", Goals: []frame.Goal{{Text: "x"}}}, &made), frame.MoveArea("aao-bo", -1)} {
		if err := edit(f); err != nil {
			t.Fatal(err)
		}
	}
	if made != "k-2" || f.Areas[0].ID != "aao-bo" || f.Areas[0].Requirements[0].Goals[0].ID != "mal-1" {
		t.Errorf("%s %+v", made, f.Areas[0])
	}
	moved := f.Areas[0].Requirements[0]
	if err := frame.SetRequirement(frame.Seen(&moved), moved, "a")(f); err != nil || len(f.Areas[0].Requirements) != 0 || len(f.Areas[1].Requirements) != 3 {
		t.Error(err, f.Areas)
	}
}

func TestAMisspelledFieldIsNotLeftOut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"id: x\nnamm: y\n": "frame.problem.yaml", "id: [\n": "frame.problem.yaml", "id: x\n---\nid: y\n": "frame.problem.yaml"} {
		if _, p := frame.Parse([]byte(text)); len(p) != 1 || p[0].Key != want {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

// A course that showed a requirement shows the one that takes over from it: facts are not noted by requirement.
func TestWhatShowedARequirementShowsTheNextOne(t *testing.T) {
	t.Parallel()
	make := func(id string, formal bool, by ...frame.Evidence) *frame.Frame {
		return &frame.Frame{ID: "f", Areas: []frame.Area{{ID: "a", Requirements: []frame.Requirement{{ID: id, Formal: formal, Evidence: by}}}}}
	}
	course, manager := frame.Evidence{By: frame.ByCourse, Ref: "hygien", Level: "understand"}, frame.Evidence{By: frame.ByAssessment, Ref: "manager"}
	other := frame.Evidence{By: frame.ByCourse, Ref: "gammal", Level: "niva-som-inte-finns"}
	before := make("gammalt", false, course, manager, other)
	for name, c := range map[string]struct {
		next   *frame.Frame
		chosen []frame.Change
		want   int
	}{
		"chosen":           {make("nytt", false, manager), []frame.Change{{From: "gammalt", To: "nytt"}}, 2},
		"already there":    {make("nytt", false, course), []frame.Change{{From: "gammalt", To: "nytt"}}, 1},
		"counts no longer": {make("nytt", false), []frame.Change{{From: "gammalt"}}, 0},
		"formal by papers": {make("nytt", true), []frame.Change{{From: "gammalt", To: "nytt"}}, 0},
	} {
		frame.CarryEvidence(before, c.next, c.chosen)
		if got := c.next.Areas[0].Requirements[0].Evidence; len(got) != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
