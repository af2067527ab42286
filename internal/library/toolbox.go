package library

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

const selectToolbox = `
		SELECT m.id, m.owner_id, m.slug, m.state, m.spread, m.title, m.theme, m.audience, m.about, m.revision, m.changed_at
		FROM toolbox m`

func scanToolbox(s db.Scanner) (t Toolbox, err error) {
	err = s.Scan(&t.ID, &t.OwnerID, &t.Slug, &t.State, &t.Spread, &t.Title, &t.Theme, &t.Audience, &t.About, &t.Revision, &t.ChangedAt)
	return t, err
}

// Toolboxes lists those that reach the actor, by theme and title, without their items.
func (l *Library) Toolboxes(ctx context.Context, a may.Actor) (out []Toolbox, err error) {
	defer fault.Wrap(&err, "toolboxes")
	r, err := l.reachOf(ctx, a)
	if err != nil {
		return nil, err
	}
	where, args := r.seen()
	if out, err = db.All(ctx, l.DB, scanToolbox, selectToolbox+` WHERE `+where+` ORDER BY m.theme, m.title, m.id LIMIT 100`, args...); err != nil {
		return nil, err
	}
	return out, l.nameBoxes(ctx, out)
}

func (l *Library) nameBoxes(ctx context.Context, all []Toolbox) (err error) {
	names := map[string]string{}
	for i := range all {
		if all[i].Owner, err = l.nameOf(ctx, names, all[i].OwnerID); err != nil {
			return err
		}
	}
	return nil
}

// ToolboxFor gives the toolbox of an audience (leader, manager, newcomer) that is nearest to the actor: the own unit's
// before the employer's, the RSS's, the nation's. Errors: ErrNoToolbox, may.ErrSignIn.
func (l *Library) ToolboxFor(ctx context.Context, a may.Actor, audience string) (best Toolbox, err error) {
	defer fault.Wrap(&err, "toolbox for %s", audience)
	all, err := l.Toolboxes(ctx, a)
	if err != nil {
		return best, err
	}
	deepest := -1
	for _, t := range all {
		if t.Audience != audience {
			continue
		}
		n, err := l.Tree.FindEver(ctx, t.OwnerID)
		if err != nil {
			return best, err
		}
		if depth := strings.Count(n.Path, "/"); depth > deepest {
			best, deepest = t, depth
		}
	}
	if best.ID == "" {
		return best, ErrNoToolbox
	}
	return l.Toolbox(ctx, a, best.ID)
}

// Toolbox gives one with the items that reach the actor, in their order; to who keeps it also a draft, with the ids of all
// items. Errors: ErrNoToolbox, may.ErrSignIn.
func (l *Library) Toolbox(ctx context.Context, a may.Actor, id string) (t Toolbox, err error) {
	defer fault.Wrap(&err, "toolbox %s", id)
	r, err := l.reachOf(ctx, a)
	if err != nil {
		return t, err
	}
	if t, err = one(ctx, l.DB, scanToolbox, ErrNoToolbox, selectToolbox+` WHERE m.id = $1`, id); err != nil {
		return t, err
	}
	keeps, err := l.IsKeeper(ctx, a, t.OwnerID)
	if err != nil {
		return t, err
	}
	if !keeps && !(t.State == Published && (r.all || t.Spread == state.Wide || slices.Contains(r.nodes, t.OwnerID))) {
		return Toolbox{}, ErrNoToolbox
	}
	if keeps {
		if t.IDs, err = l.itemIDs(ctx, l.DB, id); err != nil {
			return t, err
		}
	}
	where, args := r.seen()
	args = append(args, id)
	if t.Items, err = db.All(ctx, l.DB, scanMaterial, selectMaterial+`
		JOIN toolbox_item i ON i.material_id = m.id
		WHERE `+where+` AND i.toolbox_id = $`+strconv.Itoa(len(args))+`
		ORDER BY i.number
		LIMIT 200`, args...); err != nil {
		return t, err
	}
	if err := l.nameOwners(ctx, t.Items); err != nil {
		return t, err
	}
	t.Owner, err = l.nameOf(ctx, map[string]string{}, t.OwnerID)
	return t, err
}

func (l *Library) itemIDs(ctx context.Context, q db.Q, toolboxID string) ([]string, error) {
	return db.All(ctx, q, db.Text, `SELECT material_id FROM toolbox_item WHERE toolbox_id = $1 ORDER BY number LIMIT 200`, toolboxID)
}

// KeptToolboxes lists those that the actor keeps. Errors: may.ErrDenied.
func (l *Library) KeptToolboxes(ctx context.Context, a may.Actor) (out []Toolbox, err error) {
	defer fault.Wrap(&err, "kept toolboxes")
	where, args, err := l.keptWhere(ctx, a)
	if err != nil {
		return nil, err
	}
	all, err := db.All(ctx, l.DB, scanToolbox, selectToolbox+` WHERE `+where+` ORDER BY m.title, m.id LIMIT 100`, args...)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		keeps, err := l.IsKeeper(ctx, a, t.OwnerID)
		if err != nil {
			return nil, err
		}
		if keeps {
			out = append(out, t)
		}
	}
	return out, l.nameBoxes(ctx, out)
}

// KeptToolbox gives one with the ids of all its items to who keeps it. Errors: ErrNoToolbox, may.ErrDenied.
func (l *Library) KeptToolbox(ctx context.Context, a may.Actor, id string) (t Toolbox, err error) {
	defer fault.Wrap(&err, "kept toolbox %s", id)
	if t, err = l.keptToolbox(ctx, a, id); err != nil {
		return t, err
	}
	if t.IDs, err = l.itemIDs(ctx, l.DB, id); err != nil {
		return t, err
	}
	t.Owner, err = l.nameOf(ctx, map[string]string{}, t.OwnerID)
	return t, err
}

// ForToolbox lists what can be in a toolbox: what is in it, in its order, then what else reaches the actor.
func (l *Library) ForToolbox(ctx context.Context, a may.Actor, t Toolbox) (out []Material, err error) {
	defer fault.Wrap(&err, "material for toolbox %s", t.ID)
	for _, id := range t.IDs {
		m, err := one(ctx, l.DB, scanMaterial, ErrNoMaterial, selectMaterial+` WHERE m.id = $1`, id)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	all, _, err := l.Find(ctx, a, Filter{Limit: collection.MostItems})
	for _, m := range all {
		if !slices.Contains(t.IDs, m.ID) {
			out = append(out, m)
		}
	}
	return out, errors.Join(err, l.nameOwners(ctx, out))
}

// SaveToolbox writes a toolbox with its items in the order of IDs; without an ID it is a new draft. Items are such as reach
// the actor or are in it already. Errors: ErrOwner, ErrUnitOnly, ErrTitle, ErrTheme, ErrItems, ErrChoice, ErrLong, ErrIdentity,
// ErrNoToolbox, ErrChanged, may.ErrDenied.
func (l *Library) SaveToolbox(ctx context.Context, a may.Actor, t Toolbox) (_ Toolbox, err error) {
	defer fault.Wrap(&err, "save toolbox %s", t.ID)
	var had []string
	if t.ID != "" {
		was, err := l.keptToolbox(ctx, a, t.ID)
		if err != nil {
			return t, err
		}
		t.OwnerID, t.State = was.OwnerID, was.State
		if had, err = l.itemIDs(ctx, l.DB, t.ID); err != nil {
			return t, err
		}
	} else if _, err := l.keeps(ctx, a, t.OwnerID); err != nil {
		return t, err
	}
	if err := l.checkToolbox(ctx, a, &t, had); err != nil {
		return t, err
	}
	return t, l.DB.Tx(ctx, func(tx *db.Tx) error {
		if t.ID == "" {
			t.ID, t.State, t.Revision = l.NewID(), Draft, 1
			return l.insertToolbox(ctx, tx, a, t, "")
		}
		return l.updateToolbox(ctx, tx, a, t, "")
	})
}

func (l *Library) keptToolbox(ctx context.Context, a may.Actor, id string) (Toolbox, error) {
	t, err := one(ctx, l.DB, scanToolbox, ErrNoToolbox, selectToolbox+` WHERE m.id = $1`, id)
	if err != nil {
		return t, err
	}
	_, err = l.keeps(ctx, a, t.OwnerID)
	if errors.Is(err, ErrOwner) {
		err = may.ErrDenied
	}
	return t, err
}

func (l *Library) checkToolbox(ctx context.Context, a may.Actor, t *Toolbox, had []string) error {
	if err := l.needed(&t.Title, ErrTitle, collection.MostTitle); err != nil {
		return err
	}
	if err := l.needed(&t.Theme, ErrTheme, collection.MostTitle); err != nil {
		return err
	}
	if err := l.text(&t.About, "om", collection.MostAbout); err != nil {
		return err
	}
	if t.Audience != "" && !slices.Contains(collection.Roles(), t.Audience) {
		return ErrChoice.On("malgrupp")
	}
	if t.Spread != state.Own && t.Spread != state.Wide {
		return ErrChoice.On("spridning")
	}
	if err := l.askSpread(ctx, a, t.OwnerID, t.Spread); err != nil {
		return err
	}
	if len(t.IDs) > collection.MostItems {
		return ErrItems
	}
	seen := map[string]bool{}
	for _, id := range t.IDs {
		if seen[id] {
			return ErrItems
		}
		seen[id] = true
		if slices.Contains(had, id) {
			continue
		}
		if _, err := l.Material(ctx, a, id); err != nil {
			return orElse(orNone(err, ErrNoMaterial), ErrItems)
		}
	}
	return nil
}

// SetToolboxState publishes or ends a toolbox. Errors: ErrItems when a published one would be empty, ErrUnitOnly, ErrState, ErrChanged,
// ErrNoToolbox, may.ErrDenied.
func (l *Library) SetToolboxState(ctx context.Context, a may.Actor, id string, revision int64, to string) (err error) {
	defer fault.Wrap(&err, "toolbox %s becomes %s", id, to)
	t, err := l.keptToolbox(ctx, a, id)
	if err != nil {
		return err
	}
	if to == Published {
		if err := l.askSpread(ctx, a, t.OwnerID, t.Spread); err != nil {
			return err
		}
	}
	ids, err := l.itemIDs(ctx, l.DB, id)
	switch {
	case err != nil:
		return err
	case to == Published && len(ids) == 0:
		return ErrItems
	case t.State == to || to != Published && to != Ended:
		return ErrState
	}
	n, err := l.DB.Exec(ctx, `
		UPDATE toolbox
		SET state = $3, digest = '', revision = revision + 1, changed_by = $4, changed_at = $5
		WHERE id = $1 AND revision = $2`,
		id, revision, to, a.PersonID, l.Now())
	if err == nil && n == 0 {
		err = ErrChanged
	}
	return err
}

func (l *Library) insertToolbox(ctx context.Context, tx *db.Tx, a may.Actor, t Toolbox, digest string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO toolbox (id, owner_id, slug, digest, state, spread, title, theme, audience, about, revision, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12, $13)`,
		t.ID, t.OwnerID, t.Slug, digest, t.State, string(t.Spread), t.Title, t.Theme, t.Audience, t.About, t.Revision, a.PersonID, l.Now())
	if err != nil {
		return err
	}
	return setItems(ctx, tx, t)
}

func (l *Library) updateToolbox(ctx context.Context, tx *db.Tx, a may.Actor, t Toolbox, digest string) error {
	n, err := tx.Exec(ctx, `
		UPDATE toolbox
		SET digest = $3, spread = $4, title = $5, theme = $6, audience = $7, about = $8, revision = revision + 1, changed_by = $9, changed_at = $10
		WHERE id = $1 AND revision = $2`,
		t.ID, t.Revision, digest, string(t.Spread), t.Title, t.Theme, t.Audience, t.About, a.PersonID, l.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrChanged
	}
	return setItems(ctx, tx, t)
}

func setItems(ctx context.Context, tx *db.Tx, t Toolbox) error {
	if _, err := tx.Exec(ctx, `DELETE FROM toolbox_item WHERE toolbox_id = $1`, t.ID); err != nil {
		return err
	}
	for i, id := range t.IDs {
		if _, err := tx.Exec(ctx, `INSERT INTO toolbox_item (toolbox_id, material_id, number) VALUES ($1, $2, $3)`, t.ID, id, int64(i+1)); err != nil {
			return err
		}
	}
	return nil
}
