package circle

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/record"
)

// HeldMeeting is a meeting of a unit as reports count it: planned, held or called off.
type HeldMeeting struct {
	Meeting
	UnitID, EmployerID string // that planned it
	CourseID, GuideID  string
	LeaderID           string
	Present            []Presence // whose being there counts, also guests; each in the unit and for the employer of the time
}

// HeldAt gives the meetings that some units planned, from a day through another, the earliest first, with who was there. It
// is for rules that sum up: it asks no leave and logs nothing.
func (c *Circles) HeldAt(ctx context.Context, unitIDs []string, from, to string) ([]HeldMeeting, error) {
	var out []HeldMeeting
	for some := range slices.Chunk(unitIDs, 300) {
		part, err := db.All(ctx, c.DB, func(s db.Scanner) (h HeldMeeting, err error) {
			err = s.Scan(append(h.fields(), &h.UnitID, &h.EmployerID, &h.CourseID, &h.GuideID, &h.LeaderID)...)
			return h, err
		}, `
			SELECT `+meetingColumns+`, c.unit_id, c.employer_id, c.course_id, c.guide_id, c.leader_id
			FROM circle c
			JOIN circle_meeting m ON m.circle_id = c.id
			WHERE c.unit_id IN (`+db.Marks(3, len(some))+`) AND m.on_day >= $1 AND m.on_day <= $2
			ORDER BY m.on_day, m.begins, m.id`,
			db.Args(some, from, to)...)
		if err != nil {
			return nil, err
		}
		out = append(out, part...)
	}
	ids := make([]string, len(out))
	for i, h := range out {
		ids[i] = h.ID
	}
	presence, err := presenceAt(ctx, c.DB, ids)
	if err != nil {
		return nil, err
	}
	for i := range out {
		for _, p := range presence[out[i].ID] {
			if p.Counted {
				out[i].Present = append(out[i].Present, p)
			}
		}
		slices.SortFunc(out[i].Present, func(a, b Presence) int { return compare(a.PersonID, b.PersonID) })
	}
	return out, nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Reflection is that somebody has reflected on a course, from when the record said so until it was taken back.
type Reflection struct {
	FactID    string
	At        time.Time // when the meeting was, or when the person reflected alone
	Minutes   int64
	TakenBack time.Time // zero: it stands
}

// Stands tells whether a reflection held at an instant: it had been, and was not taken back by then.
func (r Reflection) Stands(at time.Time) bool {
	return !r.At.After(at) && (r.TakenBack.IsZero() || r.TakenBack.After(at))
}

// Attended gives when some people have reflected on a course, by person, the earliest first; also what was taken back, with
// when. courseID is a course's, or "guide:" and a guide's id. It is for rules: it asks no leave.
func (c *Circles) Attended(ctx context.Context, personIDs []string, courseID string) (map[string][]Reflection, error) {
	facts, err := record.From(ctx, c.DB, Source, personIDs, courseID)
	if err != nil {
		return nil, err
	}
	out := map[string][]Reflection{}
	for id, all := range facts {
		gone := map[string]time.Time{}
		for _, f := range all {
			if f.Kind == record.Revoked {
				gone[f.Revokes] = f.At
			}
		}
		for _, f := range all {
			if f.Kind == record.Attended {
				out[id] = append(out[id], Reflection{FactID: f.ID, At: f.At, Minutes: int64(f.Hours*60 + 0.5), TakenBack: gone[f.ID]})
			}
		}
	}
	return out, nil
}
