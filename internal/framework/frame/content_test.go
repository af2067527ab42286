package frame_test

import (
	"io/fs"
	"strings"
	"testing"

	"yrkesresan/content"
	"yrkesresan/internal/framework/frame"
)

// shipped reads every shipped framework.
func shipped(t *testing.T) map[string]frame.Shipped {
	t.Helper()
	out := map[string]frame.Shipped{}
	names, err := fs.Glob(content.Frameworks(), "*.yaml")
	if err != nil || len(names) < 15 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(content.Frameworks(), name)
		if err != nil {
			t.Fatal(err)
		}
		s, problems := frame.Parse(text)
		for _, p := range problems {
			t.Errorf("%s:%d: %s %v", name, p.Line, p.Key, p.Args)
		}
		if s.ID+".yaml" != name {
			t.Errorf("%s is called %s", name, s.ID)
		}
		out[s.ID] = s
	}
	return out
}

// What is shipped is whole, and invents no official text: what we do not have is a named shell (rule 27).
func TestShippedFrameworksHold(t *testing.T) {
	t.Parallel()
	all := shipped(t)
	for id, s := range all {
		for _, p := range frame.Check(&s.Frame, frame.Known{Framework: func(id string) bool { return all[id].ID != "" }}) {
			t.Errorf("%s: %+v", id, p)
		}
		if s.About == "" {
			t.Errorf("%s does not say where it comes from", id)
		}
	}
	for _, id := range []string{"sosfs-2011-12", "sosfs-2014-2", "socialstyrelsen-2018-underskoterska", "forum-carpe-yrkeskrav"} {
		if s := all[id]; !s.Shell || len(s.Areas) != 0 || len(s.Grounds) == 0 {
			t.Errorf("%s is no shell", id)
		}
	}
	if all["socialstyrelsen-2018-underskoterska"].Expect != 26 {
		t.Error("the 26 areas are not counted")
	}
	if g := all["sosfs-2014-2"].Grounds; g[1].From != "2022-02-01" || !strings.Contains(g[1].Reference, "HSLF-FS 2021:108") {
		t.Errorf("the amendment is not dated: %+v", g)
	}
}

// Rule 22: what is formal is filled by what is formal; the two programmes are kept apart (rule 27).
func TestFormalCompetenceIsFormal(t *testing.T) {
	t.Parallel()
	f := shipped(t)["formell-kompetens"]
	refs := map[string][]string{}
	for _, a := range f.Areas {
		for _, r := range a.Requirements {
			if !r.Formal || r.Lowest == "" {
				t.Errorf("%s: formal %v, lowest %q", r.ID, r.Formal, r.Lowest)
			}
			for _, e := range r.Evidence {
				refs[r.ID] = append(refs[r.ID], string(e.By)+" "+e.Ref+" "+e.Orientation)
			}
		}
	}
	for id, want := range map[string]string{
		"vard-och-omsorgsprogrammet":      "education vard-och-omsorg |validation vard-och-omsorg ",
		"barn-och-fritidsprogrammet":      "education barn-och-fritid |validation barn-och-fritid ",
		"specialistunderskoterska-demens": "education yh-specialistunderskoterska demens",
		"legitimation-sjukskoterska":      "licence sjukskoterska |licence specialistsjukskoterska |licence distriktsskoterska ", // whichever role the licence was noted for
	} {
		if got := strings.Join(refs[id], "|"); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}
