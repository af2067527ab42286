package certification

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Scheme is what units must fulfil, with its versions in the order they come into force.
type Scheme struct {
	ID, OwnerID string
	Title       string
	Newest      int64 // the number of the version saved last: the form's revision
	EndedOn     string
	MadeAt      time.Time

	Owner    org.Node
	Versions []rule.Version
	Units    int64 // that are in it
}

// On is the scheme as it is on a day; the first version before that.
func (s Scheme) On(day string) (v rule.Version) {
	for i, x := range s.Versions {
		if i == 0 || x.From <= day {
			v = x
		}
	}
	return v
}

const schemeColumns = `s.id, s.owner_id, s.title, s.newest, s.ended_on, s.made_at, (
			SELECT COUNT(*)
			FROM unit_programme p
			WHERE p.scheme_id = s.id AND p.left_on = '9999-12-31' AND p.joined_on <> '')`

func scanScheme(s db.Scanner) (x Scheme, err error) {
	err = s.Scan(&x.ID, &x.OwnerID, &x.Title, &x.Newest, &x.EndedOn, &x.MadeAt, &x.Units)
	return x, err
}

// CheckScheme tells what is wrong with a scheme, by field: "requirements.2.key". Refs of courses and occupations are
// looked up. Nothing: it may be saved.
func (c *Certifications) CheckScheme(ctx context.Context, s rule.Scheme) ([]rule.Problem, error) {
	s = s.Tidy()
	out := s.Check()
	for field, text := range map[string]string{"title": s.Title, "about": s.About} {
		if err := c.text(&text, field); err == ErrIdentity.On(field) || fault.Of(err) != nil && fault.Of(err).Key == ErrIdentity.Key {
			out = append(out, rule.Problem{Field: field, Key: "identity"})
		}
	}
	all, err := c.Courses.All(ctx)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, x := range all {
		known[x.ID] = true
	}
	for i, r := range s.Requirements {
		for _, e := range r.OneOf {
			if (e.Kind == rule.ByCourse || e.Kind == rule.ByTest) && e.Ref != "" && !known[e.Ref] {
				out = append(out, rule.Problem{Field: "requirements." + itoa(i) + ".one_of", Key: "course"})
			}
		}
	}
	ref, err := c.Tree.CachedReference(ctx)
	if err != nil {
		return nil, err
	}
	for id := range s.Weights {
		if ref.Occupation(id).ID == "" {
			out = append(out, rule.Problem{Field: "weights", Key: "occupation"})
		}
	}
	return out, nil
}

// askOwner finds the place that a scheme is or is to be of, and asks whether the actor may edit schemes there.
func (c *Certifications) askOwner(ctx context.Context, a may.Actor, ownerID string) (org.Node, error) {
	owner, err := c.Tree.Find(ctx, ownerID, c.Today())
	if err != nil {
		return owner, err
	}
	if k := org.Kind(owner.Kind); k == org.Unit || k == org.Team {
		return owner, ErrOffered
	}
	if a.IsOperator() {
		return owner, nil
	}
	return owner, org.AskWithin(ctx, c.DB, a, may.EditScheme, owner, c.Today())
}

// AddScheme makes a scheme of a place, in force from a day; "" is today. Errors: ErrScheme, ErrFrom, may.ErrDenied.
func (c *Certifications) AddScheme(ctx context.Context, a may.Actor, ownerID string, s rule.Scheme, from string) (id string, err error) {
	defer fault.Wrap(&err, "add a scheme at %s", ownerID)
	if _, err := c.askOwner(ctx, a, ownerID); err != nil {
		return "", err
	}
	if from, err = c.check(ctx, &s, from); err != nil {
		return "", err
	}
	id = c.NewID()
	return id, c.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO scheme (id, owner_id, title, newest, ended_on, ended_by, made_by, made_at)
			VALUES ($1, $2, $3, 0, $4, '', $5, $6)`,
			id, ownerID, s.Title, db.NoEnd, a.PersonID, c.Now())
		if err != nil {
			return err
		}
		return c.addVersion(ctx, tx, a, id, 1, s, from)
	})
}

// check tidies a scheme and the day it is in force from.
func (c *Certifications) check(ctx context.Context, s *rule.Scheme, from string) (string, error) {
	*s = s.Tidy()
	wrong, err := c.CheckScheme(ctx, *s)
	if err != nil {
		return "", err
	}
	if len(wrong) > 0 {
		return "", ErrScheme.On(wrong[0].Field).With("what", wrong[0].Key)
	}
	today := c.Today()
	if from == "" {
		from = today
	}
	if !lang.IsDay(from) || from < today {
		return "", ErrFrom
	}
	return from, nil
}

func (c *Certifications) addVersion(ctx context.Context, tx *db.Tx, a may.Actor, id string, number int64, s rule.Scheme, from string) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO scheme_version (scheme_id, number, valid_from, body, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		id, number, from, string(body), a.PersonID, c.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE scheme SET title = $2, newest = $3 WHERE id = $1`, id, s.Title, number); err != nil {
		return err
	}
	for _, course := range s.Courses() {
		if _, err := tx.Exec(ctx, `INSERT INTO scheme_course (scheme_id, course_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, course); err != nil {
			return err
		}
	}
	return c.markScheme(ctx, tx, id)
}

// ChangeScheme adds a version that is in force from a day; seen is the newest version that the form was made from.
// Errors: as AddScheme, ErrNoScheme, ErrChanged.
func (c *Certifications) ChangeScheme(ctx context.Context, a may.Actor, id string, seen int64, s rule.Scheme, from string) (err error) {
	defer fault.Wrap(&err, "change scheme %s", id)
	was, err := c.scheme(ctx, id)
	if err != nil {
		return err
	}
	if _, err := c.askOwner(ctx, a, was.OwnerID); err != nil {
		return err
	}
	if from, err = c.check(ctx, &s, from); err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE scheme SET newest = newest + 1 WHERE id = $1 AND newest = $2`, id, seen)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		return c.addVersion(ctx, tx, a, id, seen+1, s, from)
	})
}

// EndScheme lets no more units join; those in it stay. Twice is the same as once.
func (c *Certifications) EndScheme(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "end scheme %s", id)
	was, err := c.scheme(ctx, id)
	if err != nil {
		return err
	}
	if _, err := c.askOwner(ctx, a, was.OwnerID); err != nil {
		return err
	}
	_, err = c.DB.Exec(ctx, `UPDATE scheme SET ended_on = $2, ended_by = $3 WHERE id = $1 AND ended_on = $4`, id, c.Today(), a.PersonID, db.NoEnd)
	return err
}

// scheme reads one with its versions. It asks no leave.
func (c *Certifications) scheme(ctx context.Context, id string) (s Scheme, err error) {
	if s, err = one(ctx, c.DB, scanScheme, ErrNoScheme, `SELECT `+schemeColumns+` FROM scheme s WHERE s.id = $1`, id); err != nil {
		return s, err
	}
	all, err := versionsOf(ctx, c.DB, []string{id})
	if err != nil {
		return s, err
	}
	s.Versions = all[id]
	s.Owner, err = c.Tree.FindEver(ctx, s.OwnerID)
	return s, err
}

// Scheme gives a scheme with its versions: what is asked of units is open to everybody who is signed in.
func (c *Certifications) Scheme(ctx context.Context, a may.Actor, id string) (Scheme, error) {
	if !a.Known() {
		return Scheme{}, may.ErrSignIn
	}
	return c.scheme(ctx, id)
}

// MayEditScheme tells whether the actor may change a scheme.
func (c *Certifications) MayEditScheme(ctx context.Context, a may.Actor, s Scheme) bool {
	_, err := c.askOwner(ctx, a, s.OwnerID)
	return err == nil
}

// Schemes lists those of the places where the actor edits schemes, by owner and title, the ended ones last.
func (c *Certifications) Schemes(ctx context.Context, a may.Actor) ([]Scheme, error) {
	if err := may.AskSomewhere(a, may.EditScheme); err != nil {
		return nil, err
	}
	var out []Scheme
	for _, path := range a.Scopes(may.EditScheme) {
		low, high := org.Inside(path)
		all, err := db.All(ctx, c.DB, scanScheme, `
			SELECT `+schemeColumns+`
			FROM node_place n
			JOIN scheme s ON s.owner_id = n.node_id
			WHERE (n.path = $1 OR (n.path >= $2 AND n.path < $3)) AND n.valid_from <= $4 AND n.valid_until > $4
			ORDER BY s.ended_on DESC, s.title, s.id
			LIMIT $5`,
			path, low, high, c.Today(), mostListed)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			if _, err := c.askOwner(ctx, a, s.OwnerID); err == nil {
				out = append(out, s)
			}
		}
	}
	return c.filled(ctx, out)
}

// filled puts versions and owners into schemes.
func (c *Certifications) filled(ctx context.Context, all []Scheme) ([]Scheme, error) {
	ids := make([]string, len(all))
	for i, s := range all {
		ids[i] = s.ID
	}
	versions, err := versionsOf(ctx, c.DB, ids)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Versions = versions[all[i].ID]
		if all[i].Owner, err = c.Tree.FindEver(ctx, all[i].OwnerID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Offered lists the schemes that a unit may join: of the places above it, that have not ended and that it is not in.
// Whoever may propose or add the unit may read it.
func (c *Certifications) Offered(ctx context.Context, a may.Actor, unitID string) ([]Scheme, error) {
	at, err := c.at(ctx, a, unitID)
	if err != nil {
		return nil, err
	}
	if err := at.ask(may.Appoint, may.GuideUnit); err != nil {
		return nil, err
	}
	all, err := c.offered(ctx, c.DB, at.unit)
	if err != nil {
		return nil, err
	}
	in, err := programmesOf(ctx, c.DB, []string{unitID})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s Scheme) bool {
		return slices.ContainsFunc(in, func(p Programme) bool { return p.SchemeID == s.ID && p.LeftOn == db.NoEnd })
	})
	return c.filled(ctx, all)
}

func (c *Certifications) offered(ctx context.Context, q db.Q, unit org.Node) ([]Scheme, error) {
	above := strings.Split(unit.Path, "/")
	return db.All(ctx, q, scanScheme, `
		SELECT `+schemeColumns+`
		FROM scheme s
		WHERE s.owner_id IN (`+db.Marks(2, len(above))+`) AND s.ended_on = $1
		ORDER BY s.title, s.id
		LIMIT 300`,
		db.Args(above, db.NoEnd)...)
}
