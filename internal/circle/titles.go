package circle

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// TitleOf gives the title of a guide that meetings can be planned from; "" when there is none of that id. It is for rooms
// that name guides: it asks no leave.
func (c *Circles) TitleOf(ctx context.Context, guideID string) (string, error) {
	all, err := db.All(ctx, c.DB, db.Text, `SELECT title FROM guide WHERE id = $1 AND version > 0 AND ended_on = ''`, guideID)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}
