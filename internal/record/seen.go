package record

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
)

// Seen is a fact as an employer may see it, with when it could: its own from when it happened, another's while the person
// shares it (rule 19).
type Seen struct {
	Fact
	From      time.Time
	Until     time.Time // zero: it still may
	RevokedAt time.Time // zero: it has not been taken back
}

// SeenThrough gives what an employer may see and could see before of some people's facts, at most 200 people: about some
// courses, and from a source whatever they are about ("" = none). Facts taken back are among them. It is for rules that
// look at other days than today: it asks no leave. In the order of people and time.
func (r *Record) SeenThrough(ctx context.Context, q db.Q, employerID string, personIDs, courseIDs []string, source string) (out []Seen, err error) {
	if len(personIDs) == 0 || len(courseIDs) == 0 && source == "" {
		return nil, nil
	}
	shares, err := sharesWith(ctx, q, employerID, personIDs)
	if err != nil {
		return nil, err
	}
	var facts []Fact
	revoked := map[string]time.Time{}
	about := `f.source = $1 AND $1 <> ''`
	args := db.Args(personIDs, source)
	if len(courseIDs) > 0 {
		about += ` OR f.course_id IN (` + db.Marks(2+len(personIDs), len(courseIDs)) + `)`
		args = db.Args(courseIDs, args...)
	}
	if err := db.Each(ctx, q, scanFact, func(f Fact) error {
		if f.Kind == Revoked {
			revoked[f.Revokes] = f.At
		} else {
			facts = append(facts, f)
		}
		return nil
	}, `
		SELECT `+factColumns+`
		FROM fact f
		WHERE f.person_id IN (`+db.Marks(2, len(personIDs))+`) AND (`+about+`)
		ORDER BY f.person_id, f.at, f.id`,
		args...); err != nil {
		return nil, err
	}
	for _, f := range facts {
		if f.ControllerID == employerID {
			out = append(out, Seen{f, f.At, time.Time{}, revoked[f.ID]})
			continue
		}
		first := len(out)
		for _, s := range shares[f.PersonID] { // in the order they were made
			if s.FactID != "" && s.FactID != f.ID {
				continue
			}
			from := f.At
			if s.MadeAt.After(from) {
				from = s.MadeAt
			}
			if last := len(out) - 1; last >= first && (out[last].Until.IsZero() || !from.After(out[last].Until)) { // seen already
				if !out[last].Until.IsZero() && (s.until.IsZero() || s.until.After(out[last].Until)) {
					out[last].Until = s.until
				}
				continue
			}
			if s.until.IsZero() || s.until.After(from) {
				out = append(out, Seen{f, from, s.until, revoked[f.ID]})
			}
		}
	}
	return out, nil
}

type shared struct {
	Share
	until time.Time
}

// sharesWith gives what some people let an employer see, also what they have withdrawn.
func sharesWith(ctx context.Context, q db.Q, employerID string, personIDs []string) (map[string][]shared, error) {
	out := map[string][]shared{}
	return out, db.Each(ctx, q, func(s db.Scanner) (v shared, err error) {
		var until *time.Time
		if err = s.Scan(&v.PersonID, &v.FactID, &v.MadeAt, &until); until != nil {
			v.until = *until
		}
		return v, err
	}, func(v shared) error { out[v.PersonID] = append(out[v.PersonID], v); return nil }, `
		SELECT person_id, fact_id, made_at, withdrawn_at
		FROM record_share
		WHERE employer_id = $1 AND person_id IN (`+db.Marks(2, len(personIDs))+`)
		ORDER BY person_id, made_at, id`,
		db.Args(personIDs, employerID)...)
}
