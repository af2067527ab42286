package certification

import (
	"context"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// Beginners gives the units that the actor may propose for a scheme or let join one, each once and in name order, at most
// limit: those of the roles' own employers. A role above the employers begins nothing (rules 3 and 8).
func (c *Certifications) Beginners(ctx context.Context, a may.Actor, limit int) ([]org.Node, error) {
	scopes, err := c.beginScopes(ctx, a)
	if err != nil || len(scopes) == 0 {
		return nil, err
	}
	var paths []string
	for _, s := range scopes {
		within := func(x scope) bool { return x != s && x.employer == s.employer && may.Within(s.path, x.path) }
		if !slices.ContainsFunc(scopes, within) {
			paths = append(paths, s.path)
		}
	}
	return c.Tree.UnitsIn(ctx, paths, c.Today(), limit)
}

// MayBegin tells whether there may be such units.
func (c *Certifications) MayBegin(ctx context.Context, a may.Actor) (bool, error) {
	scopes, err := c.beginScopes(ctx, a)
	return len(scopes) > 0, err
}

// beginScopes are where the actor's roles propose units or let them join, each once. Each role is asked on its own: one
// above the employers must not hide one within.
func (c *Certifications) beginScopes(ctx context.Context, a may.Actor) (out []scope, err error) {
	for _, g := range a.Grants {
		one := may.Actor{PersonID: a.PersonID, Grants: []may.Grant{g}}
		for _, path := range append(one.Scopes(may.Appoint), one.Scopes(may.GuideUnit)...) {
			s, err := c.scopeAt(ctx, path)
			if err != nil {
				return nil, err
			}
			if !s.above && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out, nil
}
