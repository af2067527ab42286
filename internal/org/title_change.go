package org

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
)

// TitleChange is one line of what an employer has said that a title means.
type TitleChange struct {
	ID, EmployerID, Title string
	Spelled               string // as whoever changed it saw it
	Was, Is               TitleRule
	Touched               int64 // how many employments it changed
	Undone                bool  // it took back the line before
	MadeBy                string
	MadeAt                time.Time
}

// NoteTitle adds a line to the history of a title.
func NoteTitle(ctx context.Context, q db.Q, c TitleChange) error {
	_, err := q.Exec(ctx, `
		INSERT INTO title_change (id, employer_id, title, spelled, was_occupation, was_area, occupation, area, touched, undone, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, c.EmployerID, TitleKey(c.Spelled), c.Spelled, c.Was.Occupation, c.Was.Area, c.Is.Occupation, c.Is.Area, c.Touched, c.Undone, c.MadeBy, c.MadeAt)
	return err
}

// TitleHistory lists what has been said of a title at an employer, or ("") of all its titles; the last
// first, at most limit.
func TitleHistory(ctx context.Context, q db.Q, employerID, title string, limit int) ([]TitleChange, error) {
	return db.All(ctx, q, func(s db.Scanner) (c TitleChange, err error) {
		err = s.Scan(&c.ID, &c.EmployerID, &c.Title, &c.Spelled, &c.Was.Occupation, &c.Was.Area, &c.Is.Occupation, &c.Is.Area, &c.Touched, &c.Undone,
			&c.MadeBy, &c.MadeAt)
		return c, err
	}, `
		SELECT id, employer_id, title, spelled, was_occupation, was_area, occupation, area, touched, undone, made_by, made_at
		FROM title_change
		WHERE employer_id = $1 AND $2 IN ('', title)
		ORDER BY id DESC
		LIMIT $3`,
		employerID, TitleKey(title), limit)
}
