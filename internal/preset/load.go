package preset

import (
	"context"
	"errors"
	"strconv"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Load is one time that somebody took a preset in.
type Load struct {
	ID, PresetID string
	Place        org.Node
	Whole        bool // every part came in
	MadeBy       string
	By           string // a name, where somebody reads it
	MadeAt       time.Time
	Steps        []Step
}

// Load takes a preset in at a place: each part that is not there is made, in order, each in a transaction of its own. Loaded
// again it makes nothing twice; ID is "" when there was nothing to make. When a part is refused the parts before it stay,
// the load is kept as not whole, and the error is given: loaded again it goes on. Who leads units there is told. Errors:
// ErrNoPreset, org.ErrNoNode, ErrPlace, ErrWide, ErrBusy, may.ErrDenied and those of the rooms.
func (p *Presets) Load(ctx context.Context, a may.Actor, presetID, nodeID string) (out Load, err error) {
	defer fault.Wrap(&err, "load preset %s at %s", presetID, nodeID)
	x, err := p.Preview(ctx, a, presetID, nodeID)
	if err != nil {
		return out, err
	}
	free, err := p.hold(ctx, presetID, nodeID)
	if err != nil {
		return out, err
	}
	defer free()
	out = Load{PresetID: presetID, Place: x.Place, Whole: true, MadeBy: a.PersonID, MadeAt: p.Now(), Steps: x.Steps}
	for i := range out.Steps {
		s := &out.Steps[i]
		if err := p.look(ctx, a, presetID, s); err != nil { // what an earlier step made may be what this one asks for
			return out, err
		}
		if s.Outcome != New {
			continue
		}
		if out.ID == "" {
			if out.ID, err = p.begin(ctx, out); err != nil {
				return out, err
			}
		}
		if s.Outcome, s.MadeID, err = p.make(ctx, a, *s); err != nil {
			out.Whole = false
			return out, err
		}
		if err := p.note(ctx, presetID, out.ID, *s); err != nil {
			return out, err
		}
	}
	if out.ID == "" {
		return out, p.finish(ctx, presetID, nodeID)
	}
	return out, p.end(ctx, a, out, x)
}

// hold lets one at a time take a preset in at a place; it gives what lets go. A load that died lets go by itself.
func (p *Presets) hold(ctx context.Context, presetID, nodeID string) (free func(), err error) {
	until := p.Now().Add(10 * time.Minute)
	n, err := p.DB.Exec(ctx, `
		INSERT INTO preset_busy (preset_id, node_id, until_at)
		VALUES ($1, $2, $3)
		ON CONFLICT (preset_id, node_id) DO UPDATE SET until_at = excluded.until_at WHERE preset_busy.until_at <= $4`,
		presetID, nodeID, until, p.Now())
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, ErrBusy
	}
	return func() {
		// Who asked may be gone; what is held must be let go all the same.
		_, _ = p.DB.Exec(context.WithoutCancel(ctx), `DELETE FROM preset_busy WHERE preset_id = $1 AND node_id = $2`, presetID, nodeID)
	}, nil
}

// begin keeps that somebody loads, or goes on with the load that stopped.
func (p *Presets) begin(ctx context.Context, x Load) (string, error) {
	last, ok, err := p.lastLoad(ctx, x.PresetID, x.Place.ID)
	if err != nil {
		return "", err
	}
	if ok && !last.Whole {
		return last.ID, nil
	}
	id := p.NewID()
	_, err = p.DB.Exec(ctx, `
		INSERT INTO preset_load (id, preset_id, node_id, whole, made_by, made_at)
		VALUES ($1, $2, $3, FALSE, $4, $5)`,
		id, x.PresetID, x.Place.ID, x.MadeBy, x.MadeAt)
	return id, err
}

func (p *Presets) note(ctx context.Context, presetID, loadID string, s Step) error {
	_, err := p.DB.Exec(ctx, `
		INSERT INTO preset_made (preset_id, place_id, kind, ref, load_id, outcome, made_id, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (preset_id, place_id, kind, ref) DO NOTHING`,
		presetID, s.Place.ID, string(s.Kind), s.key(), loadID, string(s.Outcome), s.MadeID, p.Now())
	return err
}

// finish marks a load that had stopped as whole, when nothing was left of it.
func (p *Presets) finish(ctx context.Context, presetID, nodeID string) error {
	_, err := p.DB.Exec(ctx, `UPDATE preset_load SET whole = TRUE WHERE preset_id = $1 AND node_id = $2`, presetID, nodeID)
	return err
}

// end marks the load as whole and tells those who lead the units that got something.
func (p *Presets) end(ctx context.Context, a may.Actor, x Load, plan Plan) error {
	told, err := p.leadersOf(ctx, x)
	if err != nil {
		return err
	}
	employer := ""
	if e, err := p.Tree.EmployerAt(ctx, x.Place.Path, p.Today()); err == nil {
		employer = e.ID
	} else if !errors.Is(err, org.ErrNoNode) {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE preset_load SET whole = TRUE WHERE id = $1`, x.ID); err != nil {
			return err
		}
		for _, id := range told {
			if id == a.PersonID {
				continue
			}
			if err := p.Messages.Tell(ctx, tx, message.Note{PersonID: id, EmployerID: employer, Key: "preset.told." + "loaded", Href: "/min-grupp",
				Args: map[string]string{"preset": plan.Preset.Title, "place": x.Place.Name}, OnceKey: "preset|" + x.ID + "|" + id}); err != nil {
				return err
			}
		}
		return nil
	})
}

// leadersOf are those who lead the units where a load made something, and the place itself.
func (p *Presets) leadersOf(ctx context.Context, x Load) (out []string, err error) {
	seen, people := map[string]bool{}, map[string]bool{}
	for _, s := range x.Steps {
		k := org.Kind(s.Place.Kind)
		if s.Outcome != Made || seen[s.Place.ID] || k != org.Unit && k != org.Operation {
			continue
		}
		seen[s.Place.ID] = true
		held, err := p.Access.Holders(ctx, may.Manager, s.Place.ID, p.Today())
		if err != nil {
			return nil, err
		}
		for _, h := range held {
			if !people[h.PersonID] {
				people[h.PersonID] = true
				out = append(out, h.PersonID)
			}
		}
	}
	return out, nil
}

// lastLoad gives the latest load of a preset at a place.
func (p *Presets) lastLoad(ctx context.Context, presetID, nodeID string) (x Load, ok bool, err error) {
	all, err := db.All(ctx, p.DB, scanLoad, selectLoad+`
		WHERE l.preset_id = $1 AND l.node_id = $2
		ORDER BY l.made_at DESC, l.id DESC
		LIMIT 1`, presetID, nodeID)
	if err != nil || len(all) == 0 {
		return x, false, err
	}
	return all[0], true, nil
}

const selectLoad = `
		SELECT l.id, l.preset_id, l.node_id, l.whole, l.made_by, l.made_at
		FROM preset_load l`

func scanLoad(s db.Scanner) (x Load, err error) {
	err = s.Scan(&x.ID, &x.PresetID, &x.Place.ID, &x.Whole, &x.MadeBy, &x.MadeAt)
	return x, err
}
