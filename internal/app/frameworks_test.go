package app_test

import (
	"io/fs"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"yrkesresan/content"
	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/framework/frame"
)

// What shipped frameworks count as formal evidence is what people can note.
func TestShippedFrameworksNameEducationsThatExist(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(content.Frameworks(), "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no frameworks", err)
	}
	seen := 0
	for _, name := range names {
		text, err := fs.ReadFile(content.Frameworks(), name)
		if err != nil {
			t.Fatal(err)
		}
		var f frame.Frame
		if err := yaml.Unmarshal(text, &f); err != nil {
			t.Fatal(name, err)
		}
		for _, a := range f.Areas {
			for _, r := range a.Requirements {
				for _, e := range r.Evidence {
					if e.By != frame.ByEducation && e.By != frame.ByValidation || e.Ref == "" {
						continue
					}
					seen++
					p, ok := programme.Find(e.Ref)
					if !ok {
						t.Errorf("%s: %s asks for %q, which is no education", name, r.ID, e.Ref)
					}
					if e.Orientation != "" && !slices.ContainsFunc(p.Fields, func(f programme.Field) bool { return f.ID == e.Orientation }) {
						t.Errorf("%s: %s asks for the orientation %q, which nobody can choose", name, r.ID, e.Orientation)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no framework asks for an education")
	}
}
