package competence

import (
	"context"
	"maps"
	"slices"
	"time"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/platform/db"
)

// Assessment is a judgement as it was noted.
type Assessment struct {
	Judgement
	ID, ControllerID string
	By               held.Assessor
	MadeBy           string
	MadeAt           time.Time
	EndedAt          *time.Time
}

// judged tells standing assessments by one sort of assessor apart: each colleague is one of the own.
type judged struct{ person, requirement, goal, on, colleague string }

const selectAssessment = `
			SELECT m.id, m.person_id, m.controller_id, m.requirement, m.goal, m.level, m.assessor, m.on_day, m.note, m.note_shown, m.made_by, m.made_at, m.ended_at
			FROM assessment m`

func scanAssessment(s db.Scanner) (m Assessment, err error) {
	err = s.Scan(&m.ID, &m.PersonID, &m.ControllerID, &m.Requirement, &m.Goal, &m.Level, &m.By, &m.On, &m.Note, &m.NoteShown, &m.MadeBy, &m.MadeAt, &m.EndedAt)
	return m, err
}

// standing gives the latest of each day of what one sort of assessor has noted of some people for an employer.
func (c *Competence) standing(ctx context.Context, q db.Q, employerID string, personIDs []string, by held.Assessor) (map[judged]Assessment, error) {
	out := map[judged]Assessment{}
	for some := range slices.Chunk(personIDs, 200) {
		err := db.Each(ctx, q, scanAssessment, func(m Assessment) error {
			key := judged{m.PersonID, m.Requirement, m.Goal, m.On, ""}
			if m.By == held.Colleague {
				key.colleague = m.MadeBy
			}
			out[key] = m
			return nil
		}, selectAssessment+`
			WHERE m.person_id IN (`+db.Marks(3, len(some))+`) AND m.controller_id = $1 AND m.assessor = $2 AND m.ended_at IS NULL
			ORDER BY m.on_day, m.made_at, m.id`,
			db.Args(some, employerID, string(by))...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
