package circle

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Keepers are the places whose guides the actor keeps: the nation, RSS, municipalities and other employers.
func (c *Circles) Keepers(ctx context.Context, a may.Actor) ([]org.Node, error) {
	if err := may.AskSomewhere(a, may.KeepMaterial); err != nil {
		return nil, err
	}
	var out []org.Node
	for _, path := range a.Scopes(may.KeepMaterial) {
		n, err := c.Tree.Find(ctx, path[strings.LastIndex(path, "/")+1:], c.Today())
		if errors.Is(err, org.ErrNoNode) {
			continue
		}
		if err != nil {
			return nil, err
		}
		switch org.Kind(n.Kind) {
		case org.Nation, org.RSS, org.Municipality, org.Employer:
			out = append(out, n)
		}
	}
	return out, nil
}

// KeptGuides gives the guides of the places that the actor keeps guides of, also drafts and ended ones, by kind and title.
func (c *Circles) KeptGuides(ctx context.Context, a may.Actor) ([]Kept, error) {
	places, err := c.Keepers(ctx, a)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(places))
	for i, n := range places {
		ids[i] = n.ID
	}
	return c.keptBy(ctx, ids, `1 = 1`)
}

// OneGuide is a guide as an actor sees it.
type OneGuide struct {
	Kept              // Guide is the latest published version; of one never published, the draft
	May   bool        // the actor keeps it
	Draft guide.Guide // the work under way, for who keeps it; zero when there is none
	Work  bool        // there is such work
}

// GuideOf gives a guide: the nation's and RSS' to who plans meetings or keeps guides anywhere, an employer's to who does so
// there or above. Errors: ErrNoGuide, may.ErrDenied.
func (c *Circles) GuideOf(ctx context.Context, a may.Actor, id string) (g OneGuide, err error) {
	defer fault.Wrap(&err, "guide %s", id)
	if may.AskSomewhere(a, may.LeadMeetings) != nil {
		if err := may.AskSomewhere(a, may.KeepMaterial); err != nil {
			return g, err
		}
	}
	if g.Kept, err = one(ctx, c.DB, scanKept, ErrNoGuide, `
		SELECT `+keptColumns+`
		FROM guide g
		LEFT JOIN guide_version v ON v.guide_id = g.id AND v.version = g.version
		WHERE g.id = $1`,
		id); err != nil {
		return g, err
	}
	owner, err := c.Tree.FindEver(ctx, g.OwnerID)
	if err != nil {
		return g, err
	}
	g.May = may.Ask(a.Inside(owner.Path), may.KeepMaterial, owner.Path) == nil
	if !g.May && !reaches(a, owner) || !g.May && g.Version == 0 {
		return g, ErrNoGuide
	}
	if !g.May || !g.Kept.Draft {
		return g, nil
	}
	body, err := db.One(ctx, c.DB, db.Text, `SELECT draft FROM guide WHERE id = $1`, id)
	if err != nil {
		return g, err
	}
	g.Work = true
	return g, json.Unmarshal([]byte(body), &g.Draft)
}

// reaches tells whether a place's guides are for the actor.
func reaches(a may.Actor, owner org.Node) bool {
	if kind := org.Kind(owner.Kind); kind == org.Nation || kind == org.RSS {
		return true
	}
	for _, do := range []may.Action{may.LeadMeetings, may.KeepMaterial} {
		for _, path := range a.Scopes(do) {
			if may.Within(path, owner.Path) || may.Within(owner.Path, path) {
				return true
			}
		}
	}
	return false
}

// keeper gives a place whose guides the actor keeps.
func (c *Circles) keeper(ctx context.Context, a may.Actor, ownerID string) (org.Node, error) {
	all, err := c.Keepers(ctx, a)
	if err != nil {
		return org.Node{}, err
	}
	if a.IsOperator() {
		return c.Tree.Find(ctx, ownerID, c.Today())
	}
	i := slices.IndexFunc(all, func(n org.Node) bool { return n.ID == ownerID })
	if i < 0 {
		return org.Node{}, ErrKeeper
	}
	return all[i], nil
}

// CopyGuide begins a guide of a place as a copy of one that the actor may read, and gives its id. Errors: ErrNoGuide, ErrKeeper.
func (c *Circles) CopyGuide(ctx context.Context, a may.Actor, fromID, ownerID string) (id string, err error) {
	defer fault.Wrap(&err, "copy guide %s", fromID)
	from, err := c.GuideOf(ctx, a, fromID)
	if err != nil {
		return "", err
	}
	owner, err := c.keeper(ctx, a, ownerID)
	if err != nil {
		return "", err
	}
	g := from.Guide
	for n := 1; n < 1000; n++ {
		g.ID = guide.CopyID(fromID, owner.ID, n)
		if err := c.begin(ctx, a, g, owner.ID); !errors.Is(err, ErrGuideID) {
			return g.ID, err
		}
	}
	return "", ErrGuideID
}

// begin makes a guide with its first draft.
func (c *Circles) begin(ctx context.Context, a may.Actor, g guide.Guide, ownerID string) error {
	if err := c.sayable(g); err != nil {
		return err
	}
	body, err := json.Marshal(g)
	if err != nil {
		return err
	}
	n, err := c.DB.Exec(ctx, `
		INSERT INTO guide (id, owner_id, kind, title, version, draft, ended_on, revision, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, 0, $5, '', 1, $6, $7, $6, $7)
		ON CONFLICT (id) DO NOTHING`,
		g.ID, ownerID, string(g.Kind), g.Title, string(body), a.PersonID, c.Now())
	if err == nil && n == 0 {
		err = ErrGuideID
	}
	return err
}

// sayable refuses a guide with an identity number in it (rule 42).
func (c *Circles) sayable(g guide.Guide) error {
	text, err := guide.Write(g)
	if err != nil {
		return err
	}
	all := string(text)
	return c.text(&all, "text", len(all))
}

// SaveGuide keeps the work on a guide's next version; the published one stands until PublishGuide. revision is what was seen.
// Errors: ErrBroken when it is not a guide, ErrChanged, ErrNoGuide, ErrIdentity, may.ErrDenied.
func (c *Circles) SaveGuide(ctx context.Context, a may.Actor, g guide.Guide, revision int64) (problems []guide.Problem, err error) {
	defer fault.Wrap(&err, "save guide %s", g.ID)
	if problems = guide.Check(g); len(problems) > 0 {
		return problems, ErrBroken
	}
	if err := c.sayable(g); err != nil {
		return nil, err
	}
	body, err := json.Marshal(g)
	if err != nil {
		return nil, err
	}
	return nil, c.changeGuide(ctx, a, g.ID, revision, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE guide SET draft = $2, title = CASE WHEN version = 0 THEN $3 ELSE title END, kind = CASE WHEN version = 0 THEN $4 ELSE kind END,
				revision = revision + 1, changed_by = $5, changed_at = $6
			WHERE id = $1`,
			g.ID, string(body), g.Title, string(g.Kind), a.PersonID, c.Now())
		return err
	})
}

// changeGuide changes a guide that the actor keeps, in the state that was seen.
func (c *Circles) changeGuide(ctx context.Context, a may.Actor, id string, revision int64, change func(tx *db.Tx) error) error {
	seen, err := c.GuideOf(ctx, a, id)
	if err != nil {
		return err
	}
	if !seen.May {
		return may.ErrDenied
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE guide SET id = id WHERE id = $1 AND revision = $2`, id, revision)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		return change(tx)
	})
}

// PublishGuide lets the work under way be the version that meetings are planned from; what is planned already keeps its own.
// Errors: ErrGuideOff when there is no work, ErrBroken, ErrChanged, may.ErrDenied.
func (c *Circles) PublishGuide(ctx context.Context, a may.Actor, id string, revision int64) (err error) {
	defer fault.Wrap(&err, "publish guide %s", id)
	return c.changeGuide(ctx, a, id, revision, func(tx *db.Tx) error {
		body, err := db.One(ctx, tx, db.Text, `SELECT draft FROM guide WHERE id = $1`, id)
		if err != nil {
			return err
		}
		var g guide.Guide
		if body == "" {
			return ErrGuideOff
		}
		if err := json.Unmarshal([]byte(body), &g); err != nil {
			return err
		}
		if len(guide.Check(g)) > 0 {
			return ErrBroken
		}
		return c.putVersion(ctx, tx, g, "", a.PersonID)
	})
}

// EndGuide takes a guide out of the list, or with again puts it back. Meetings that are planned from it go on.
func (c *Circles) EndGuide(ctx context.Context, a may.Actor, id string, again bool, revision int64) (err error) {
	defer fault.Wrap(&err, "end guide %s", id)
	on := c.Today()
	if again {
		on = ""
	}
	return c.changeGuide(ctx, a, id, revision, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE guide SET ended_on = $2, revision = revision + 1, changed_by = $3, changed_at = $4
			WHERE id = $1`,
			id, on, a.PersonID, c.Now())
		return err
	})
}

// TakeGuide reads a guide from a file of text: a new one of a place, or the next draft of one that the place keeps. What is
// wrong in it is given with its lines. Errors: ErrBroken, ErrKeeper, ErrGuideID, ErrIdentity, may.ErrDenied.
func (c *Circles) TakeGuide(ctx context.Context, a may.Actor, ownerID string, text []byte) (id string, problems []guide.Problem, err error) {
	defer fault.Wrap(&err, "take a guide for %s", ownerID)
	owner, err := c.keeper(ctx, a, ownerID)
	if err != nil {
		return "", nil, err
	}
	g, problems := guide.Parse(text)
	if len(problems) > 0 {
		return "", problems, ErrBroken
	}
	err = c.begin(ctx, a, g, owner.ID)
	if !errors.Is(err, ErrGuideID) {
		return g.ID, nil, err
	}
	have, err := c.GuideOf(ctx, a, g.ID)
	if err != nil || have.OwnerID != owner.ID {
		return "", nil, ErrGuideID
	}
	_, err = c.SaveGuide(ctx, a, g, have.Revision)
	return g.ID, nil, err
}
