package preset

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/preset/recipe"
)

// Plan is what taking a preset in at a place makes.
type Plan struct {
	Preset recipe.Preset
	Place  org.Node
	Steps  []Step
	Units  int // in how many units teams get something
	Last   Load
}

// New counts the steps that are not made yet.
func (x Plan) New() (n int) {
	for _, s := range x.Steps {
		if s.Outcome == New {
			n++
		}
	}
	return n
}

// Preview tells what a load would make, and changes nothing. Errors: ErrNoPreset, org.ErrNoNode, ErrPlace, ErrWide,
// may.ErrDenied.
func (p *Presets) Preview(ctx context.Context, a may.Actor, presetID, nodeID string) (out Plan, err error) {
	defer fault.Wrap(&err, "preview preset %s at %s", presetID, nodeID)
	if out.Preset, err = p.Find(a, presetID); err != nil {
		return out, err
	}
	if out.Place, err = p.place(ctx, a, out.Preset, nodeID); err != nil {
		return out, err
	}
	if out.Steps, out.Units, err = p.steps(ctx, a, out.Preset, out.Place); err != nil {
		return out, err
	}
	for i := range out.Steps {
		if err := p.look(ctx, a, out.Preset.ID, &out.Steps[i]); err != nil {
			return out, err
		}
	}
	out.Last, _, err = p.lastLoad(ctx, presetID, nodeID)
	return out, err
}

// steps lays out what a preset makes at a place: each part once, or once for each unit, journey or course of it.
func (p *Presets) steps(ctx context.Context, a may.Actor, x recipe.Preset, place org.Node) (out []Step, units int, err error) {
	kind := recipe.Place(place.Kind)
	small := kind == recipe.Operation || kind == recipe.Unit
	var teams []org.Node
	if small {
		if teams, err = p.Tree.UnitsIn(ctx, []string{place.Path}, p.Today(), MostUnits+1); err != nil {
			return nil, 0, err
		}
	}
	for _, part := range x.PartsAt(kind) {
		s := Step{Kind: part.Kind, Ref: part.Ref, Place: place, part: part}
		switch part.Kind {
		case recipe.Together:
			for _, unit := range teams {
				for _, id := range part.Courses {
					out = append(out, Step{Kind: part.Kind, Ref: id, Place: unit, part: part})
				}
			}
			units = len(teams)
		case recipe.Managers:
			more, err := p.leading(ctx, a, s, teams, small)
			if err != nil {
				return nil, 0, err
			}
			out = append(out, more...)
		case recipe.Scheme:
			if s.Place, err = p.ownerOf(ctx, place); err != nil {
				return nil, 0, err
			}
			s.owner = s.Place.ID
			out = append(out, s)
			for _, unit := range teams {
				out = append(out, Step{Kind: Join, Ref: part.Ref, Place: unit, part: part, owner: s.owner})
			}
			units = len(teams)
		case recipe.Function:
			if s.Place, err = p.Tree.EmployerAt(ctx, place.Path, p.Today()); err != nil {
				return nil, 0, err
			}
			out = append(out, s)
		case recipe.Journey:
			if s.Place, err = p.municipalityOf(ctx, place); err != nil {
				return nil, 0, err
			}
			out = append(out, s)
		default:
			out = append(out, s)
		}
	}
	if units > MostUnits {
		return nil, 0, ErrWide.With("n", itoa(MostUnits))
	}
	err = p.name(ctx, a, out)
	return slices.DeleteFunc(out, func(s Step) bool { return s.ended }), units, err // what has been ended since is promised to nobody
}

// leading are the steps of a course that whoever leads must take: in the layer of a place, so that who comes to lead later
// has it too; at a unit in the journeys of those who lead it today, wherever they are employed.
func (p *Presets) leading(ctx context.Context, a may.Actor, s Step, teams []org.Node, small bool) (out []Step, err error) {
	if small {
		for _, unit := range teams {
			led, err := p.Access.Holders(ctx, may.Manager, unit.ID, p.Today())
			if err != nil {
				return nil, err
			}
			if len(led) > 0 {
				out = append(out, Step{Kind: s.Kind, Ref: s.Ref, Place: unit, part: s.part})
			}
		}
		return out, nil
	}
	t, err := p.Journeys.Tailorable(ctx, a, s.Place.ID, 1, 0)
	if err != nil {
		return nil, err
	}
	for _, j := range t.Journeys {
		d, _, err := p.Journeys.DefinitionAt(ctx, j.ID, s.Place.Path, p.Today())
		if err != nil {
			return nil, err
		}
		if managersBlock(d) == nil {
			continue
		}
		x := s
		x.journey = j.ID
		out = append(out, x)
	}
	return out, nil
}

// managersBlock is the part of a journey for those who lead; nil when it has none.
func managersBlock(j plan.Journey) *plan.Block {
	for i := range j.Blocks {
		if j.Blocks[i].Kind == plan.Manager {
			return &j.Blocks[i]
		}
	}
	return nil
}

// ownerOf is whose a scheme is that units at a place join: the place, or of a unit the employer.
func (p *Presets) ownerOf(ctx context.Context, place org.Node) (org.Node, error) {
	if org.Kind(place.Kind) != org.Unit {
		return place, nil
	}
	return p.Tree.EmployerAt(ctx, place.Path, p.Today())
}

// municipalityOf is the municipality that a place lies in: journeys are switched on there.
func (p *Presets) municipalityOf(ctx context.Context, place org.Node) (org.Node, error) {
	for _, id := range strings.Split(place.Path, "/") {
		n, err := p.Tree.Find(ctx, id, p.Today())
		if err != nil {
			return n, err
		}
		if org.Kind(n.Kind) == org.Municipality {
			return n, nil
		}
	}
	return org.Node{}, ErrPlace.With("places", p.placeWords([]recipe.Place{recipe.Place(org.Municipality)}))
}

// look tells how a step stands: made by an earlier load, there already, kept otherwise, or new.
func (p *Presets) look(ctx context.Context, a may.Actor, presetID string, s *Step) error {
	type row struct {
		outcome Outcome
		id      string
	}
	rows, err := db.All(ctx, p.DB, func(sc db.Scanner) (r row, err error) { err = sc.Scan(&r.outcome, &r.id); return r, err }, `
		SELECT outcome, made_id
		FROM preset_made
		WHERE preset_id = $1 AND place_id = $2 AND kind = $3 AND ref = $4`,
		presetID, s.Place.ID, string(s.Kind), s.key())
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		s.Outcome, s.MadeID = There, rows[0].id
		if rows[0].outcome == Kept {
			s.Outcome = Kept
		}
		if s.Kind != recipe.Scheme {
			return nil
		}
		_, ended, err := p.schemeAt(ctx, a, *s)
		switch {
		case err != nil:
		case ended:
			s.Outcome = Kept
		case rows[0].outcome == Made:
			s.Outcome, err = p.schemeNow(ctx, a, *s)
		}
		return err
	}
	s.Outcome, s.MadeID, err = p.standing(ctx, a, *s)
	return err
}

// key is what a step is known by at its place.
func (s Step) key() string {
	if s.journey != "" {
		return s.Ref + "@" + s.journey
	}
	return s.Ref
}

// toolbox reads the toolbox of a preset.
func (p *Presets) toolbox(id string) (collection.Collection, error) {
	return Toolbox(p.Files, id)
}
