package occasion

import (
	"context"

	"yrkesresan/internal/platform/db"
)

// mostPlanned bounds what is read for planning at once.
const mostPlanned = 200

// CourseIDs gives the courses that have had occasions, or have. It is for rules that plan: it asks no leave.
func (o *Occasions) CourseIDs(ctx context.Context) ([]string, error) {
	return db.All(ctx, o.DB, db.Text, `
		SELECT DISTINCT course_id
		FROM occasion
		ORDER BY course_id`)
}

// Planned lists what some places arrange that is neither cancelled nor over, with a session from a day until another, by
// day, the first 200. It is for rules that plan: it asks no leave.
func (o *Occasions) Planned(ctx context.Context, nodeIDs []string, from, until string) ([]Occasion, error) {
	c := &condition{text: []string{"o.state IN ('draft', 'open')", "o.first_day <> ''"}}
	c.text = append(c.text, "EXISTS (SELECT 1 FROM occasion_owner w WHERE w.occasion_id = o.id AND w.node_id IN ("+c.marks(nodeIDs)+"))")
	if len(nodeIDs) == 0 {
		return nil, nil
	}
	all, _, err := o.list(ctx, c, Filter{From: from, Until: until, Limit: mostPlanned})
	return all, err
}

// Undecided lists the open occasions that have not begun and that somebody is to do something about: of which nobody has
// decided whether they are held, when the last day to book, or without one the first day, is not after a day; and those that
// are not to be held and have not been cancelled. They come by first day, 200 at a time from an offset. With no places it is
// those of all. It is for rules that plan: it asks no leave.
func (o *Occasions) Undecided(ctx context.Context, nodeIDs []string, through string, offset int) ([]Occasion, error) {
	c := &condition{text: []string{"o.state = 'open'"}}
	c.is("(o.decided = 'no_go' OR o.decided = '' AND CASE WHEN o.cut_off = '' THEN o.first_day ELSE o.cut_off END <= ?)", through)
	c.is("o.first_day >= ?", o.Today())
	if nodeIDs != nil {
		c.text = append(c.text, "EXISTS (SELECT 1 FROM occasion_owner w WHERE w.occasion_id = o.id AND w.node_id IN ("+c.marks(nodeIDs)+"))")
		if len(nodeIDs) == 0 {
			return nil, nil
		}
	}
	all, _, err := o.list(ctx, c, Filter{Limit: mostPlanned, Offset: offset})
	return all, err
}
