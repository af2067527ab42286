package certification

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Public is a certified unit as anybody may read of it: no names of people.
type Public struct {
	Unit, Employer, Scheme string
	Since                  string // certified on
	Until                  string // the first day that it does not hold
}

// mostPublic is how many a page of the register has at most.
const mostPublic = 100

// Register gives certified units, by scheme, employer and name, from offset, and how many they are in all; those that are
// hidden are not among them. municipalityID and schemeID narrow it; "" is all. It is open to everybody.
func (c *Certifications) Register(ctx context.Context, municipalityID, schemeID string, limit, offset int) (rows []Public, all int, err error) {
	if limit < 1 || limit > mostPublic {
		limit = mostPublic
	}
	path, low, high := "", "", ""
	if municipalityID != "" {
		n, err := c.Tree.Find(ctx, municipalityID, c.Today())
		if err != nil {
			return nil, 0, err
		}
		path = n.Path
		low, high = org.Inside(path)
	}
	type counted struct {
		Public
		all int64
	}
	return rows, all, db.Each(ctx, c.DB, func(s db.Scanner) (x counted, err error) {
		err = s.Scan(&x.Unit, &x.Employer, &x.Scheme, &x.Since, &x.Until, &x.all)
		return x, err
	}, func(x counted) error { rows, all = append(rows, x.Public), int(x.all); return nil }, `
		SELECT u.name, e.name, s.title, k.certified_on, k.valid_until, COUNT(*) OVER ()
		FROM unit_state k
		JOIN unit_programme p ON p.id = k.programme_id AND p.left_on = $2 AND NOT p.hidden
		JOIN scheme s ON s.id = k.scheme_id
		JOIN node_place u ON u.node_id = k.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
		JOIN node_place e ON e.node_id = k.employer_id AND e.valid_from <= $1 AND e.valid_until > $1
		WHERE k.state IN ('certified', 'pending', 'renewal') AND k.valid_until > $1 AND $3 IN ('', k.scheme_id)
		      AND ($4 = '' OR (u.path >= $5 AND u.path < $6))
		ORDER BY s.title, e.name, u.name, p.id
		LIMIT $7 OFFSET $8`,
		c.Today(), db.NoEnd, schemeID, path, low, high, limit, offset)
}

// Choice is something to choose in the register.
type Choice struct{ ID, Name string }

// Choices gives the schemes and the municipalities of the register, by name.
func (c *Certifications) Choices(ctx context.Context) (schemes, municipalities []Choice, err error) {
	scan := func(s db.Scanner) (x Choice, err error) { err = s.Scan(&x.ID, &x.Name); return x, err }
	if schemes, err = db.All(ctx, c.DB, scan, `
		SELECT DISTINCT s.id, s.title
		FROM unit_state k
		JOIN unit_programme p ON p.id = k.programme_id AND p.left_on = $1 AND NOT p.hidden
		JOIN scheme s ON s.id = k.scheme_id
		WHERE k.state IN ('certified', 'pending', 'renewal')
		ORDER BY s.title, s.id
		LIMIT 300`, db.NoEnd); err != nil {
		return nil, nil, err
	}
	municipalities, err = db.All(ctx, c.DB, scan, `
		SELECT DISTINCT m.node_id, m.name
		FROM unit_state k
		JOIN unit_programme p ON p.id = k.programme_id AND p.left_on = $2 AND NOT p.hidden
		JOIN node_place u ON u.node_id = k.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
		JOIN node_place m ON u.path >= m.path || '/' AND u.path < m.path || '0' AND m.valid_from <= $1 AND m.valid_until > $1
		JOIN node n ON n.id = m.node_id AND n.kind = 'municipality'
		WHERE k.state IN ('certified', 'pending', 'renewal')
		ORDER BY m.name, m.node_id
		LIMIT 300`, c.Today(), db.NoEnd)
	return schemes, municipalities, err
}
