package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Merged implements org.Follower: who worked at a unit or team that goes on as another works there from
// the day, and who served it serves the other. What was known until then stays as history.
func (im *Imports) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	if m.From.Kind != string(org.Unit) && m.From.Kind != string(org.Team) {
		return nil
	}
	employer, err := org.Find(ctx, tx, m.EmployerID, m.On)
	if err != nil {
		return err
	}
	nodes, err := org.Under(ctx, tx, employer.Path, m.On)
	if err != nil {
		return err
	}
	guess, err := newGuesser(ctx, tx, im.Tree, employer.ID)
	if err != nil {
		return err
	}
	into := newForest(employer, nodes, im.Staff.NewID).places[m.Into.ID]
	var news []knownRow
	err = db.Each(ctx, tx, scanKnown, func(r knownRow) error {
		switch m.From.ID {
		case r.now.UnitID:
			r.now.UnitID = m.Into.ID
			_, r.now.Area, _ = guess.of(r.now.Title, r.now.AID, into)
		case r.now.TeamID:
			r.now.TeamID, r.now.UnitID = m.Into.ID, m.Into.Parent
		default:
			return nil
		}
		news = append(news, r)
		return nil
	}, selectKnown, employer.ID)
	if err != nil {
		return err
	}
	if len(news) > 0 {
		if err := im.Staff.reopen(ctx, tx, employer.ID, m.On, "change:"+m.ChangeID, news); err != nil {
			return err
		}
	}
	return im.Staff.serveInstead(ctx, tx, m)
}

// serveInstead lets those who serve a unit serve the one it goes on as; who is employed there or serves it
// already does so once.
func (s *Staff) serveInstead(ctx context.Context, tx *db.Tx, m org.Merged) error {
	type service struct{ employment, person, from, until string }
	serving, err := db.All(ctx, tx, func(r db.Scanner) (v service, err error) {
		err = r.Scan(&v.employment, &v.person, &v.from, &v.until)
		return v, err
	}, `
		SELECT v.employment_id, v.person_id, v.valid_from, v.valid_until
		FROM serves v
		WHERE v.unit_id = $1 AND v.valid_until > $2
		      AND NOT EXISTS (SELECT 1 FROM serves o WHERE o.employment_id = v.employment_id AND o.unit_id = $3 AND o.valid_until > $2)
		      AND NOT EXISTS (
			SELECT 1
			FROM employment_period p
			WHERE p.employment_id = v.employment_id AND p.unit_id = $3 AND p.valid_until = '9999-12-31')
		ORDER BY v.id`,
		m.From.ID, m.On, m.Into.ID)
	if err != nil {
		return err
	}
	for _, v := range serving {
		_, err := tx.Exec(ctx, `
			INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			s.NewID(), v.employment, v.person, m.Into.ID, max(v.from, m.On), v.until)
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `
		UPDATE serves
		SET valid_until = CASE WHEN valid_from > $2 THEN valid_from ELSE $2 END
		WHERE unit_id = $1 AND valid_until > $2`,
		m.From.ID, m.On)
	return err
}

// Standing implements org.Follower: how many employments there are at a unit or team on a day, and how
// many serve it.
func (im *Imports) Standing(ctx context.Context, q db.Q, nodeID, on string) (int64, error) {
	return db.One(ctx, q, db.Number, `
		SELECT (SELECT COUNT(*)
		        FROM employment_period p
		        JOIN node_place n ON n.node_id = $1 AND n.valid_from <= $2 AND n.valid_until > $2
		        WHERE p.unit_id = CASE WHEN EXISTS (SELECT 1 FROM node k WHERE k.id = $1 AND k.kind = 'team') THEN n.parent_id ELSE $1 END
		              AND (p.unit_id = $1 OR p.team_id = $1) AND p.valid_from <= $2 AND p.valid_until > $2)
		     + (SELECT COUNT(*)
		        FROM serves v
		        WHERE v.unit_id = $1 AND v.valid_from <= $2 AND v.valid_until > $2)`,
		nodeID, on)
}
