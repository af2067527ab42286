package profile_test

import (
	"context"
	"errors"
	"testing"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

var expert = profile.Role{Occupation: "underskoterska", Level: layer.Expert}

func said(s string) profile.RoleText {
	return profile.RoleText{Texts: map[profile.Heading]string{profile.Mission: s}, Now: []string{"f/a"}}
}

func (w *world) describe(a may.Actor, node string) profile.RoleView {
	w.t.Helper()
	v, err := w.Describe(w.t.Context(), a, node, expert)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// R202: filled in, published from a day, and the version before is kept.
func TestARoleIsDescribedVersionAfterVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	chief, ctx := w.actor(may.Municipality, town), t.Context()
	if v := w.describe(chief, town); !v.MayEdit || v.Draft.ID != "" || v.Now.ID != "" {
		t.Fatalf("%+v", v)
	}
	w.refused(w.PublishRole(ctx, chief, town, expert, "", 0), profile.ErrNoDraft)
	for i, s := range []string{"Första", "Andra"} {
		if err := w.SaveRole(ctx, chief, town, expert, said(s), int64(i)); err != nil {
			t.Fatal(err)
		}
	}
	w.refused(w.SaveRole(ctx, chief, town, expert, said("För sent"), 1), profile.ErrDraftMoved)
	w.refused(w.PublishRole(ctx, chief, town, expert, "", 1), profile.ErrDraftMoved)
	w.refused(w.PublishRole(ctx, chief, town, expert, "2020-01-01", 2), profile.ErrPast)
	if err := w.PublishRole(ctx, chief, town, expert, "", 2); err != nil {
		t.Fatal(err)
	}
	v := w.describe(chief, town)
	if v.Now.Version != 1 || v.Now.Text.Texts[profile.Mission] != "Andra" || v.Draft.ID != "" {
		t.Fatalf("%+v", v)
	}
	if err := w.SaveRole(ctx, chief, town, expert, said("Ny"), 0); err != nil {
		t.Fatal(err)
	}
	if err := w.PublishRole(ctx, chief, town, expert, "2027-01-01", 1); err != nil {
		t.Fatal(err)
	}
	if v = w.describe(chief, town); v.Now.Version != 1 || len(v.Coming) != 1 || v.Coming[0].Version != 2 {
		t.Fatalf("%+v", v)
	}
	if err := w.SaveRole(ctx, chief, town, expert, said("Mellan"), 0); err != nil {
		t.Fatal(err)
	}
	w.refused(w.PublishRole(ctx, chief, town, expert, "2026-12-01", 1), profile.ErrDraftEarlier)
	w.refused(w.DropRole(ctx, chief, town, expert, 7), profile.ErrDraftMoved)
	if err := w.DropRole(ctx, chief, town, expert, 1); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.AddDate(0, 3, 0)
	if v = w.describe(chief, town); v.Now.Version != 2 || len(v.Earlier) != 1 || v.Earlier[0].Until != "2027-01-01" {
		t.Fatalf("%+v", v)
	}
	if err := w.SaveRole(ctx, chief, town, expert, profile.RoleText{Texts: map[profile.Heading]string{profile.Tasks: " "}}, 0); err != nil {
		t.Fatal(err)
	}
	w.refused(w.PublishRole(ctx, chief, town, expert, "", 1), profile.ErrEmptyRole)
}

func TestATemplateFromTheNation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	national, chief, ctx := w.actor(may.National, "se"), w.actor(may.Municipality, town), t.Context()
	begin, err := w.Begin(ctx, w.describe(chief, town), expert)
	if err != nil || len(begin.Texts) != 0 {
		t.Error(begin, err)
	}
	if err := w.SaveRole(ctx, national, "se", expert, said("Mall"), 0); err != nil {
		t.Fatal(err)
	}
	if err := w.PublishRole(ctx, national, "se", expert, "", 1); err != nil {
		t.Fatal(err)
	}
	v := w.describe(chief, town)
	if _, _, applies := v.Applies(); applies || !v.Template || v.Owner.ID != "se" {
		t.Errorf("a template describes nobody: %+v", v)
	}
	if begin, err = w.Begin(ctx, v, expert); err != nil || begin.Texts[profile.Mission] != "Mall" {
		t.Error(begin, err)
	}
	for name, c := range map[string]struct {
		actor may.Actor
		node  string
		role  profile.Role
		want  error
	}{
		"a unit":                              {w.actor(may.Manager, "solen"), "solen", expert, profile.ErrNoOwner},
		"the nation in a town's name":         {national, town, expert, may.ErrDenied},
		"a town in a private employer's name": {chief, "firma", expert, may.ErrDenied},
		"an occupation that is not there":     {chief, town, profile.Role{Occupation: "x", Level: layer.Base}, profile.ErrNoRole},
		"a level that is not there":           {chief, town, profile.Role{Occupation: "underskoterska", Level: "x"}, profile.ErrNoRole},
		"an operation of its own":             {w.actor(may.Operations, "omr"), "omr", expert, nil},
	} {
		if err := w.SaveRole(ctx, c.actor, c.node, c.role, said("x"), 0); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestOnesOwnRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", town, "solen")
	w.employ("lo", "firma", "granen")
	chief, ctx := w.actor(may.Municipality, town), t.Context()
	if err := w.SetRoleLevel(ctx, may.Operator(), "e-kim", layer.Expert, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.SetRoleLevel(ctx, may.Operator(), "e-lo", layer.Expert, ""); err != nil {
		t.Fatal(err)
	}
	if err := w.SaveRole(ctx, chief, town, expert, said("Leda andra"), 0); err != nil {
		t.Fatal(err)
	}
	for _, has := range []bool{false, true} {
		own, err := w.OwnRoles(ctx, may.Actor{PersonID: "kim"})
		if err != nil || len(own) != 1 || own[0].Role != expert || own[0].Has != has {
			t.Errorf("%+v %v", own, err)
		}
		if !has {
			if err := w.PublishRole(ctx, chief, town, expert, "", 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	if own, err := w.OwnRoles(ctx, may.Actor{PersonID: "lo"}); err != nil || len(own) != 1 || own[0].Has {
		t.Errorf("another employer's description is not one's own: %+v %v", own, err)
	}
	_, err := w.OwnRoles(ctx, may.Actor{})
	w.refused(err, may.ErrSignIn)
}

// holder holds some requirements.
type holder map[string]bool

func (h holder) Meets(_ context.Context, _, _ string, demands []layer.Asked) (out []bool, err error) {
	for _, d := range demands {
		out = append(out, h[d.Requirement])
	}
	return out, nil
}

// R205.
func TestACareerPathTellsWhatTheNextStepAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", town, "solen")
	chief, ctx := w.actor(may.Municipality, town), t.Context()
	steps := []profile.Step{{Occupation: "underskoterska", Level: layer.Base}, {Occupation: "underskoterska", Level: layer.Expert}, {Occupation: "specialistunderskoterska", Level: layer.Base}}
	path := profile.Path{ID: "vag", OwnerID: town, Name: "Omsorg", Steps: steps}
	for range 2 { // the same form twice
		if _, err := w.SavePath(ctx, chief, path); err != nil {
			t.Fatal(err)
		}
	}
	all := demand("all", "do")
	experts, others := demand("experts", "do"), demand("others", "do")
	experts.Requirement, experts.Who.Level = "f/c", layer.Expert
	others.Requirement, others.Who.Occupations = "f/b", []string{"sjukskoterska"}
	w.save(chief, town, "", "", set(all), set(experts), set(others))
	own, err := w.OwnPaths(ctx, may.Actor{PersonID: "kim"}, holder{"f/a": true})
	if err != nil || len(own) != 1 || own[0].At != 0 || len(own[0].Asked) != 2 || !own[0].Holds[0] || own[0].Holds[1] {
		t.Fatalf("%+v %v", own, err)
	}
	if err := w.SetRoleLevel(ctx, chief, "e-kim", layer.Expert, ""); err != nil {
		t.Fatal(err)
	}
	if own, err = w.OwnPaths(ctx, may.Actor{PersonID: "kim"}, holder{}); err != nil || own[0].At != 1 || len(own[0].Asked) != 1 {
		t.Fatalf("%+v %v", own, err)
	}
	path.Revision, path.Name = 1, "Vård"
	if _, err := w.SavePath(ctx, chief, path); err != nil {
		t.Fatal(err)
	}
	_, err = w.SavePath(ctx, chief, path)
	w.refused(err, profile.ErrPathMoved)
	for name, c := range map[string]struct {
		actor may.Actor
		path  profile.Path
		want  error
	}{
		"no name":            {chief, profile.Path{OwnerID: town, Steps: steps}, profile.ErrPathName},
		"one step":           {chief, profile.Path{OwnerID: town, Name: "x", Steps: steps[:1]}, profile.ErrPathSteps},
		"no such occupation": {chief, profile.Path{OwnerID: town, Name: "x", Steps: append([]profile.Step{{Occupation: "x", Level: layer.Base}}, steps...)}, profile.ErrNoRole},
		"another employer's": {chief, profile.Path{OwnerID: "firma", Name: "x", Steps: steps}, may.ErrDenied},
		"a unit's":           {w.actor(may.Manager, "solen"), profile.Path{OwnerID: "solen", Name: "x", Steps: steps}, staff.ErrNotEmployer},
	} {
		if _, err := w.SavePath(ctx, c.actor, c.path); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	w.refused(w.EndPath(ctx, chief, town, "vag", 1), profile.ErrPathMoved)
	if err := w.EndPath(ctx, chief, town, "vag", 2); err != nil {
		t.Fatal(err)
	}
	if own, err = w.OwnPaths(ctx, may.Actor{PersonID: "kim"}, holder{}); err != nil || len(own) != 0 {
		t.Errorf("%+v %v", own, err)
	}
}
