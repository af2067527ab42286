package circle

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// GuidesOf gives the guides of some places that meetings can be planned from, by kind and title. It is for rooms that name
// guides: it asks no leave.
func (c *Circles) GuidesOf(ctx context.Context, nodeIDs []string) ([]Kept, error) {
	return c.keptBy(ctx, nodeIDs, `g.ended_on = '' AND g.version > 0`)
}

// TitleOf gives the title of a guide that has been published, "" when there is none of that id, and whether meetings can be
// planned from it still. It is for rooms that name guides: it asks no leave.
func (c *Circles) TitleOf(ctx context.Context, guideID string) (title string, open bool, err error) {
	err = db.Each(ctx, c.DB, func(s db.Scanner) (ended string, err error) { err = s.Scan(&title, &ended); return ended, err },
		func(ended string) error { open = ended == ""; return nil }, `SELECT title, ended_on FROM guide WHERE id = $1 AND version > 0`, guideID)
	return title, open, err
}
