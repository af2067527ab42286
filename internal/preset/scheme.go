package preset

import (
	"context"
	"encoding/json"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// schemeNow tells how a scheme stands that a load has made: there when it says what the preset says today or has ended,
// new when the preset says something else today, kept when the place has changed the scheme itself since.
func (p *Presets) schemeNow(ctx context.Context, a may.Actor, s Step) (Outcome, error) {
	was, err := p.Units.Scheme(ctx, a, s.MadeID)
	if err != nil {
		return There, err
	}
	same, err := sameScheme(was, s)
	switch {
	case err != nil || same || was.EndedOn != db.NoEnd:
		return There, err
	case was.Newest > 1:
		return Kept, nil
	}
	return New, nil
}

// sameScheme tells whether the newest version of a scheme says what the step says.
func sameScheme(was certification.Scheme, s Step) (bool, error) {
	for _, v := range was.Versions {
		if v.Number != was.Newest {
			continue
		}
		is, err := json.Marshal(v.Scheme.Tidy())
		if err != nil {
			return false, err
		}
		want, err := json.Marshal(s.part.Scheme.Tidy())
		return string(is) == string(want), err
	}
	return false, nil
}

// makeScheme makes the scheme of a step; where an earlier load has made it, it becomes as the preset says from today.
func (p *Presets) makeScheme(ctx context.Context, a may.Actor, s Step) (Outcome, string, error) {
	if s.MadeID == "" {
		id, err := p.Units.AddScheme(ctx, a, s.Place.ID, *s.part.Scheme, "")
		return Made, id, err
	}
	return Made, s.MadeID, p.Units.ChangeScheme(ctx, a, s.MadeID, 1, *s.part.Scheme, "")
}
