package circle_test

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"yrkesresan/content"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// What is shipped later never touches a guide that was made here, though its id is the same: that is told, and the rest is
// taken in. Work under way on a shipped guide outlives its next version.
func TestShippedGuidesLeaveOthersAlone(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx := t.Context()
	w.Employ("kim", circletest.Other, "administrator")
	w.Grant("kim", may.Municipality, gaptest.Town)
	kim, nation := w.Actor("kim"), may.Operator()
	model, err := fs.ReadFile(content.Guides(), circletest.Model+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	named := func(id, about string) []byte {
		text := bytes.Replace(model, []byte("id: "+circletest.Model), []byte("id: "+id), 1)
		return append(text, []byte("# "+about+"\n")...)
	}
	take := func(a may.Actor, owner, id string) {
		t.Helper()
		if _, problems, err := w.Circles.TakeGuide(ctx, a, owner, named(id, "")); err != nil {
			t.Fatal(err, problems)
		}
	}
	take(kim, gaptest.Town, "ett-utkast")
	take(kim, gaptest.Town, "kommunens")
	wants(t, w.Circles.PublishGuide(ctx, kim, "kommunens", 1), nil)
	take(nation, org.Sweden, "nationens")
	take(nation, org.Sweden, circletest.Model) // work on the shipped one
	shipped := fstest.MapFS{}
	for _, id := range []string{"ett-utkast", "kommunens", "nationens", "ny", circletest.Model} {
		shipped[id+".yaml"] = &fstest.MapFile{Data: named(id, "a later release")}
	}
	for range 2 {
		taken, err := w.Circles.Seed(ctx, shipped)
		if err != nil || !slices.Equal(taken, []string{"ett-utkast", "kommunens", "nationens"}) {
			t.Fatalf("%v %v", taken, err)
		}
	}
	for id, want := range map[string]struct {
		owner         string
		version       int64
		shipped, work bool
	}{"ett-utkast": {gaptest.Town, 0, false, true}, "kommunens": {gaptest.Town, 1, false, false}, "nationens": {org.Sweden, 0, false, true}, "ny": {org.Sweden, 1, true, false}, circletest.Model: {org.Sweden, 2, true, true}} {
		g, err := w.Circles.GuideOf(ctx, nation, id)
		if err != nil || g.OwnerID != want.owner || g.Version != want.version || g.Shipped != want.shipped || g.Kept.Draft != want.work {
			t.Errorf("%s: of %s, version %d, shipped %v, work %v, want %+v (%v)", id, g.OwnerID, g.Version, g.Shipped, g.Kept.Draft, want, err)
		}
	}
}

// A copy can be saved and published wherever it is made, however long the guide's id and the place's are.
func TestCopiesOfGuidesCanBePublished(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx := t.Context()
	const employer = "0199f0a2-7c1e-7b4d-9f00-3f5a6b7c8d9e"
	w.Place("employer", employer, "Vårdbolaget", gaptest.Town)
	long := strings.Repeat("ett-langt-namn-", 5) + "slut5" // 80 letters
	text, err := fs.ReadFile(content.Guides(), circletest.Model+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	a := may.Operator()
	if _, problems, err := w.Circles.TakeGuide(ctx, a, org.Sweden, bytes.Replace(text, []byte("id: "+circletest.Model), []byte("id: "+long), 1)); err != nil {
		t.Fatal(err, problems)
	}
	wants(t, w.Circles.PublishGuide(ctx, a, long, 1), nil)
	seen := map[string]bool{}
	for _, from := range []string{circletest.Model, long} {
		for _, owner := range []string{employer, "rss-GR", gaptest.Town, employer} {
			id, err := w.Circles.CopyGuide(ctx, a, from, owner)
			if err != nil || seen[id] {
				t.Fatalf("%s at %s: %q %v", from, owner, id, err)
			}
			seen[id] = true
			g, err := w.Circles.GuideOf(ctx, a, id)
			if err != nil {
				t.Fatal(err)
			}
			if problems, err := w.Circles.SaveGuide(ctx, a, g.Draft, g.Revision); err != nil {
				t.Fatalf("%s: %v %v", id, problems, err)
			}
			wants(t, w.Circles.PublishGuide(ctx, a, id, g.Revision+1), nil)
			again, err := w.Circles.CopyGuide(ctx, a, id, owner)
			if err != nil {
				t.Fatalf("a copy of %s: %v", id, err)
			}
			seen[again] = true
		}
	}
}
