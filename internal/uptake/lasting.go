package uptake

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// Lasting gives the task by which everybody at a unit or a team takes a course now, once or again; "" when there is none. It
// is for rooms that would begin one: it asks no leave and names nobody.
func (u *Uptake) Lasting(ctx context.Context, nodeID, courseID string) (taskID string, err error) {
	ids, err := db.All(ctx, u.DB, db.Text, `
		SELECT id
		FROM team_task
		WHERE node_id = $1 AND course_id = $2 AND whole AND ended_on = $3
		ORDER BY made_at, id
		LIMIT 1`, nodeID, courseID, db.NoEnd)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}
