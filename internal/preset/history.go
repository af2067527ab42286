package preset

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/preset/recipe"
)

// History lists what has been taken in where the actor loads presets, the latest first: at most limit from offset, and
// whether there is more. presetID narrows it; "" is every preset. Errors: may.ErrDenied.
func (p *Presets) History(ctx context.Context, a may.Actor, presetID string, limit, offset int) (out []Load, more bool, err error) {
	defer fault.Wrap(&err, "history of presets")
	if err := may.AskSomewhere(a, may.LoadPreset); err != nil {
		return nil, false, err
	}
	args := []any{presetID, p.Today(), limit + 1, max(offset, 0)}
	where := ""
	for i, path := range a.Scopes(may.LoadPreset) {
		low, high := org.Inside(path)
		if i > 0 {
			where += " OR "
		}
		n := len(args)
		where += `n.path = $` + itoa(n+1) + ` OR (n.path >= $` + itoa(n+2) + ` AND n.path < $` + itoa(n+3) + `)`
		args = append(args, path, low, high)
	}
	if where == "" {
		return nil, false, nil
	}
	out, err = db.All(ctx, p.DB, scanLoad, selectLoad+`
		JOIN node_place n ON n.node_id = l.node_id AND n.valid_from <= $2 AND n.valid_until > $2
		WHERE ($1 = '' OR l.preset_id = $1) AND (`+where+`)
		ORDER BY l.made_at DESC, l.id DESC
		LIMIT $3 OFFSET $4`, args...)
	if err != nil {
		return nil, false, err
	}
	if more = len(out) > limit; more {
		out = out[:limit]
	}
	if err := p.fill(ctx, out); err != nil {
		return nil, false, err
	}
	// What a private employer under the place has taken in is its own (rule 3), and so is a municipality's to who is above it (rule 8).
	own := out[:0]
	for _, x := range out {
		switch err := org.AskWithin(ctx, p.DB, a, may.LoadPreset, x.Place, p.Today()); {
		case err == nil:
			own = append(own, x)
		case fault.Of(err) == nil || fault.Of(err).Kind != fault.Denied:
			return nil, false, err
		}
	}
	return own, more, nil
}

// Loaded gives one load with what it made. Errors: ErrNoLoad, may.ErrDenied.
func (p *Presets) Loaded(ctx context.Context, a may.Actor, id string) (x Load, err error) {
	defer fault.Wrap(&err, "load %s", id)
	if err := may.AskSomewhere(a, may.LoadPreset); err != nil {
		return x, err
	}
	all, err := db.All(ctx, p.DB, scanLoad, selectLoad+` WHERE l.id = $1`, id)
	if err != nil {
		return x, err
	}
	if len(all) == 0 {
		return x, ErrNoLoad
	}
	if err := p.fill(ctx, all); err != nil {
		return x, err
	}
	x = all[0]
	if err := org.AskWithin(ctx, p.DB, a, may.LoadPreset, x.Place, p.Today()); err != nil {
		return x, err
	}
	if x.Steps, err = p.madeBy(ctx, a, x); err != nil {
		return x, err
	}
	return x, nil
}

// madeBy gives what a load made, in the order that it was made.
func (p *Presets) madeBy(ctx context.Context, a may.Actor, x Load) ([]Step, error) {
	steps, err := db.All(ctx, p.DB, func(s db.Scanner) (x Step, err error) {
		err = s.Scan(&x.Kind, &x.Ref, &x.Place.ID, &x.Outcome, &x.MadeID)
		return x, err
	}, `
		SELECT kind, ref, place_id, outcome, made_id
		FROM preset_made
		WHERE load_id = $1
		ORDER BY made_at, kind, ref, place_id
		LIMIT 500`, x.ID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(p.Recipes, func(r recipe.Preset) bool { return r.ID == x.PresetID })
	for k := range steps {
		s := &steps[k]
		s.Ref, s.journey = split(s.Ref)
		if i >= 0 {
			s.part = partOf(p.Recipes[i], *s)
		}
		if err := p.placeNames(ctx, &s.Place); err != nil {
			return nil, err
		}
	}
	if i < 0 {
		return steps, nil // a preset that is shipped no more: what it made stands under its id
	}
	return steps, p.name(ctx, a, slices.DeleteFunc(steps, func(s Step) bool { return s.part.Kind == "" }))
}

// partOf finds the part of a preset that a step was made of.
func partOf(x recipe.Preset, s Step) recipe.Part {
	for _, part := range x.Parts {
		switch {
		case part.Kind == s.Kind && part.Ref == s.Ref && part.Ref != "",
			part.Kind == recipe.Together && s.Kind == recipe.Together && slices.Contains(part.Courses, s.Ref),
			part.Kind == recipe.Scheme && s.Kind == Join && part.Ref == s.Ref:
			return part
		}
	}
	return recipe.Part{}
}

// fill gives loads the names of their places and of who made them.
func (p *Presets) fill(ctx context.Context, all []Load) error {
	var people []string
	for i := range all {
		if err := p.placeNames(ctx, &all[i].Place); err != nil {
			return err
		}
		people = append(people, all[i].MadeBy)
	}
	cards, err := p.Staff.CardsOf(ctx, people)
	if err != nil {
		return err
	}
	for i := range all {
		for _, c := range cards[all[i].MadeBy] {
			if all[i].By = c.Shown(); c.Protected {
				break // one employer's protection holds for all (rule 7)
			}
		}
	}
	return nil
}

// split takes a step's key apart: what it names, and of a layer the journey.
func split(key string) (ref, journeyID string) {
	ref, journeyID, _ = strings.Cut(key, "@")
	return ref, journeyID
}
