package record

import (
	"context"
	"encoding/json"
	"slices"

	"yrkesresan/internal/platform/db"
)

// About gives all facts of a person about one course, oldest first, also those taken back and what took them
// back. It is for rules, also inside a transaction, and asks for no permission.
func About(ctx context.Context, q db.Q, personID, courseID string) ([]Fact, error) {
	return db.All(ctx, q, scanFact, `
		SELECT `+factColumns+`
		FROM fact
		WHERE person_id = $1 AND course_id = $2
		ORDER BY at, id
		LIMIT 2000`,
		personID, courseID)
}

// TakeBack takes back a fact in a transaction of the room that said it, which has asked for leave. A fact that
// is taken back already is left as it is.
func (r *Record) TakeBack(ctx context.Context, tx *db.Tx, f Fact, actorID, reason string) error {
	if f.Kind == Revoked {
		return ErrRevocation
	}
	_, _, err := r.add(ctx, tx, Fact{PersonID: f.PersonID, Kind: Revoked, CourseID: f.CourseID, Version: f.Version, Title: f.Title,
		Source: f.Source, ActorID: actorID, ControllerID: f.ControllerID, Revokes: f.ID, Detail: reasonJSON(reason)})
	return err
}

// Part tells whether a fact of kind attended says that the person was there only some of the time: it begins a
// course and never completes anything by itself.
func (f Fact) Part() bool {
	var d struct{ Part bool }
	return f.Kind == Attended && json.Unmarshal([]byte(f.Detail), &d) == nil && d.Part
}

// Waived tells whether a fact of kind attended says that the person was not there and need not make it up.
func (f Fact) Waived() bool {
	var d struct{ Waived bool }
	return f.Kind == Attended && json.Unmarshal([]byte(f.Detail), &d) == nil && d.Waived
}

// From gives the facts of some people about one course that come from one source, by person, oldest first; also those
// taken back and what took them back. It is for rules that look at many, and asks for no permission.
func From(ctx context.Context, q db.Q, source string, personIDs []string, courseID string) (map[string][]Fact, error) {
	out := make(map[string][]Fact, len(personIDs))
	for some := range slices.Chunk(personIDs, 400) {
		err := db.Each(ctx, q, scanFact, func(f Fact) error { out[f.PersonID] = append(out[f.PersonID], f); return nil }, `
			SELECT `+factColumns+`
			FROM fact
			WHERE course_id = $1 AND source = $2 AND person_id IN (`+db.Marks(3, len(some))+`)
			ORDER BY at, id`,
			db.Args(some, courseID, source)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
