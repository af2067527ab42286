package profile_test

import (
	"testing"

	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/profile/layer"
)

// Rule 42: in no note, description or path.
func TestNoIdentityNumberIsKeptWithAProfile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const number = "Gäller 19811218-9876"
	chief, ctx := w.actor(may.Municipality, town), t.Context()
	op := set(demand("a", ""))
	w.refused(w.Save(ctx, chief, town, []layer.Op{op}, "", number, ""), profile.ErrIdentity)
	op.Demand.Note = number
	w.refused(w.Save(ctx, chief, town, []layer.Op{op}, "", "", ""), profile.ErrIdentity)
	w.refused(w.SaveRole(ctx, chief, town, expert, said(number), 0), profile.ErrIdentity)
	steps := []profile.Step{{Occupation: "underskoterska", Level: layer.Base}, {Occupation: "underskoterska", Level: layer.Expert}}
	_, err := w.SavePath(ctx, chief, profile.Path{OwnerID: town, Name: number, Steps: steps})
	w.refused(err, profile.ErrIdentity)
	steps[1].About = number
	_, err = w.SavePath(ctx, chief, profile.Path{OwnerID: town, Name: "Vägen", Steps: steps})
	w.refused(err, profile.ErrIdentity)
}
