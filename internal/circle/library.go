package circle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	files "io/fs"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Kept is a guide in the library.
type Kept struct {
	ID, OwnerID string
	Owner       string // the name of the place that keeps it
	Kind        guide.Kind
	Title       string
	Version     int64 // the latest published; 0 = none yet
	Draft       bool  // somebody works on the next
	EndedOn     string
	Revision    int64
	Shipped     bool // as it came with the program
	Guide       guide.Guide
	ChangedAt   time.Time
}

// usable gives the version of a guide that meetings at a place are planned from. Errors: ErrNoGuide, ErrGuideOff.
func (c *Circles) usable(ctx context.Context, at Place, id string) (g guide.Guide, version int64, err error) {
	all, err := c.guidesAt(ctx, at)
	if err != nil {
		return g, 0, err
	}
	if !slices.ContainsFunc(all, func(k Kept) bool { return k.ID == id }) {
		return g, 0, ErrNoGuide
	}
	return published(ctx, c.DB, id, 0)
}

// guidesAt gives the guides that a place may use: the nation's, its RSS's and its employer's and those between.
func (c *Circles) guidesAt(ctx context.Context, at Place) ([]Kept, error) {
	owners := strings.Split(at.Unit.Path, "/")
	rss, err := c.Tree.RSSByMunicipality(ctx, "", c.Today())
	if err != nil {
		return nil, err
	}
	for _, id := range strings.Split(at.Unit.Path, "/") {
		if rss[id] != "" && !slices.Contains(owners, rss[id]) {
			owners = append(owners, rss[id])
		}
	}
	return c.keptBy(ctx, owners, `g.ended_on = '' AND g.version > 0`)
}

// GuidesAt gives the guides that meetings at a unit can be planned from, in the order of kind and title, with what they say.
func (c *Circles) GuidesAt(ctx context.Context, a may.Actor, unitID string) ([]Kept, error) {
	p, err := c.planner(ctx, a, unitID)
	if err != nil {
		return nil, err
	}
	return c.guidesAt(ctx, p)
}

// keptBy gives the guides of some places that meet a condition, in the order of kind and title.
func (c *Circles) keptBy(ctx context.Context, owners []string, condition string) ([]Kept, error) {
	if len(owners) == 0 {
		return nil, nil
	}
	out, err := db.All(ctx, c.DB, scanKept, `
		SELECT `+keptColumns+`
		FROM guide g
		LEFT JOIN guide_version v ON v.guide_id = g.id AND v.version = g.version
		WHERE g.owner_id IN (`+db.Marks(1, len(owners))+`) AND `+condition+`
		ORDER BY g.title, g.id
		LIMIT 500`,
		db.Args(owners)...)
	if err != nil {
		return nil, err
	}
	order := func(k guide.Kind) int { return slices.Index(guide.Kinds(), k) }
	slices.SortStableFunc(out, func(a, b Kept) int { return order(a.Kind) - order(b.Kind) })
	return out, nil
}

const keptColumns = `g.id, g.owner_id, COALESCE((SELECT n.name FROM node_place n WHERE n.node_id = g.owner_id AND n.valid_until = '9999-12-31'), ''), g.kind, g.title, g.version,
			CASE WHEN g.draft = '' THEN FALSE ELSE TRUE END, g.ended_on, g.revision, CASE WHEN COALESCE(v.source, '') = '' THEN FALSE ELSE TRUE END, COALESCE(v.body, g.draft), g.changed_at`

func scanKept(s db.Scanner) (k Kept, err error) {
	var body string
	if err = s.Scan(&k.ID, &k.OwnerID, &k.Owner, &k.Kind, &k.Title, &k.Version, &k.Draft, &k.EndedOn, &k.Revision, &k.Shipped, &body, &k.ChangedAt); err != nil {
		return k, err
	}
	if err := json.Unmarshal([]byte(body), &k.Guide); err != nil {
		return k, fmt.Errorf("guide %s: %w", k.ID, err)
	}
	return k, nil
}

// Seed publishes the shipped guides (a folder of YAML files) as the nation's. What has changed since is a new version; a file
// that has been taken in before is left, and so is a guide that somebody has published a version of since. Guides whose id
// somebody here has given to a guide of their own are not taken in: taken names them.
func (c *Circles) Seed(ctx context.Context, shipped files.FS) (taken []string, err error) {
	names, err := files.Glob(shipped, "*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := files.ReadFile(shipped, name)
		if err != nil {
			return taken, err
		}
		g, problems := guide.Parse(text)
		if len(problems) > 0 {
			return taken, fmt.Errorf("%s: %+v", name, problems)
		}
		sum := sha256.Sum256(text)
		err = c.DB.Tx(ctx, func(tx *db.Tx) error { return c.seedOne(ctx, tx, g, hex.EncodeToString(sum[:])) })
		if errors.Is(err, ErrGuideID) {
			taken = append(taken, g.ID)
			continue
		}
		if err != nil {
			return taken, fmt.Errorf("%s: %w", name, err)
		}
	}
	return taken, nil
}

// seedOne takes one in. Errors: ErrGuideID when the id is of a guide that was not shipped.
func (c *Circles) seedOne(ctx context.Context, tx *db.Tx, g guide.Guide, source string) error {
	type row struct{ owner, draft string }
	was, err := db.One(ctx, tx, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.owner, &r.draft); return r, err }, `SELECT owner_id, draft FROM guide WHERE id = $1`, g.ID)
	if errors.Is(err, db.ErrMissing) {
		if _, err := tx.Exec(ctx, `
			INSERT INTO guide (id, owner_id, kind, title, version, draft, ended_on, revision, made_by, made_at, changed_by, changed_at)
			VALUES ($1, $2, $3, $4, 0, '', '', 0, 'operator', $5, 'operator', $5)`,
			g.ID, org.Sweden, string(g.Kind), g.Title, c.Now()); err != nil {
			return err
		}
		return c.putVersion(ctx, tx, g, source, "operator")
	}
	if err != nil {
		return err
	}
	seen, err := db.All(ctx, tx, db.Text, `SELECT source FROM guide_version WHERE guide_id = $1 ORDER BY version`, g.ID)
	switch {
	case err != nil:
		return err
	case was.owner != org.Sweden || len(seen) == 0 || seen[0] == "":
		return ErrGuideID
	case slices.Contains(seen, source), seen[len(seen)-1] == "":
		return nil
	}
	if err := c.putVersion(ctx, tx, g, source, "operator"); err != nil || was.draft == "" {
		return err
	}
	// The work under way goes on.
	_, err = tx.Exec(ctx, `UPDATE guide SET draft = $2 WHERE id = $1`, g.ID, was.draft)
	return err
}

// putVersion publishes the next version of a guide whose row is there.
func (c *Circles) putVersion(ctx context.Context, tx *db.Tx, g guide.Guide, source, by string) error {
	body, err := json.Marshal(g)
	if err != nil {
		return err
	}
	version, err := db.One(ctx, tx, number, `
		UPDATE guide SET kind = $2, title = $3, version = version + 1, draft = '', revision = revision + 1, changed_by = $4, changed_at = $5
		WHERE id = $1
		RETURNING version`,
		g.ID, string(g.Kind), g.Title, by, c.Now())
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO guide_version (guide_id, version, body, source, published_by, published_at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		g.ID, version, string(body), source, by, c.Now())
	return err
}
