package app

import (
	"context"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/staffing"
)

// buildStaffing builds the room of units' staffing on course days.
func (a *App) buildStaffing() {
	a.Staffing = &staffing.Staffing{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Occasions: a.Occasions, Bookings: a.Bookings, Courses: a.learning, Needs: courseNeeds{a.Journeys}, Audit: a.Audit, Now: a.Now, NewID: NewID}
}

// courseNeeds lets staffing know how a course stands in people's journeys.
type courseNeeds struct{ journeys *journey.Journeys }

// Needs implements staffing.Needs.
func (n courseNeeds) Needs(ctx context.Context, employer org.Node, personIDs []string, courseID, on string) (map[string]staffing.Need, error) {
	seen, err := n.journeys.Among(ctx, employer, personIDs, on)
	if err != nil {
		return nil, err
	}
	out := make(map[string]staffing.Need, len(seen))
	for id, s := range seen {
		need := staffing.Need{}
		for i := range s.Journeys {
			for _, b := range s.Journeys[i].Blocks {
				for k := range b.Items {
					it := &b.Items[k]
					if it.Course != courseID {
						continue
					}
					need.InJourney, need.Done = true, need.Done || it.IsDone()
					if d := string(it.Due); d != "" && (need.Due == "" || d < need.Due) {
						need.Due = d
					}
				}
			}
		}
		if need.Done {
			need.Due = ""
		}
		out[id] = need
	}
	return out, nil
}
