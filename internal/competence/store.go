package competence

import (
	"context"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/platform/db"
)

// shared tells that a row's person lets an employer see everything ($1, as in record.SeenBy).
const shared = `EXISTS (
			SELECT 1
			FROM record_share s
			WHERE s.person_id = m.person_id AND s.employer_id = $1 AND s.withdrawn_at IS NULL AND s.fact_id = '')`

// addMerits adds what stands of people's merits, as an employer sees it or ("") all.
func (c *Competence) addMerits(ctx context.Context, to map[string]held.Person, employerID string, personIDs []string) error {
	type row struct {
		held.Merit
		person string
	}
	return db.Each(ctx, c.DB, func(s db.Scanner) (m row, err error) {
		err = s.Scan(&m.ID, &m.person, &m.By, &m.Ref, &m.Orientation, &m.Credits, &m.From, &m.Until, &m.Checked)
		return m, err
	}, func(m row) error {
		p := to[m.person]
		p.Merits = append(p.Merits, m.Merit)
		to[m.person] = p
		return nil
	}, `
		SELECT m.id, m.person_id, m.kind, m.ref, m.orientation, m.credits, m.from_date, m.until_date, m.checked_at IS NOT NULL
		FROM merit m
		WHERE m.person_id IN (`+db.Marks(2, len(personIDs))+`) AND m.ended_at IS NULL AND ($1 = '' OR m.controller_id = $1 OR `+shared+`)
		ORDER BY m.person_id, m.id`,
		db.Args(personIDs, employerID)...)
}

// addAssessed adds what people have been assessed to hold of whole requirements, the earliest first.
func (c *Competence) addAssessed(ctx context.Context, to map[string]held.Person, employerID string, personIDs []string) error {
	type row struct {
		held.Assessed
		person string
	}
	return db.Each(ctx, c.DB, func(s db.Scanner) (a row, err error) {
		err = s.Scan(&a.ID, &a.person, &a.Requirement, &a.Level, &a.By, &a.On)
		return a, err
	}, func(a row) error {
		p := to[a.person]
		p.Assessed = append(p.Assessed, a.Assessed)
		to[a.person] = p
		return nil
	}, `
		SELECT m.id, m.person_id, m.requirement, m.level, m.assessor, m.on_day
		FROM assessment m
		WHERE m.person_id IN (`+db.Marks(2, len(personIDs))+`) AND m.goal = '' AND m.ended_at IS NULL AND (m.controller_id = $1 OR `+shared+`)
		ORDER BY m.person_id, m.on_day, m.made_at, m.id`,
		db.Args(personIDs, employerID)...)
}
