package certification

import (
	"context"
	"encoding/json"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/db"
)

const programmeColumns = `p.id, p.scheme_id, s.title, p.unit_id, p.employer_id, p.joined_on, p.left_on, p.leader_id, p.hidden, p.revision, p.made_by, p.made_at`

const fromProgrammes = `
		FROM unit_programme p
		JOIN scheme s ON s.id = p.scheme_id`

func scanProgramme(s db.Scanner) (p Programme, err error) {
	err = s.Scan(&p.ID, &p.SchemeID, &p.SchemeTitle, &p.UnitID, &p.EmployerID, &p.JoinedOn, &p.LeftOn, &p.LeaderID, &p.Hidden, &p.Revision, &p.MadeBy, &p.MadeAt)
	return p, err
}

func programmeByID(ctx context.Context, q db.Q, id string) (Programme, error) {
	return one(ctx, q, scanProgramme, ErrNoProgramme, `SELECT `+programmeColumns+fromProgrammes+` WHERE p.id = $1`, id)
}

// programmesOf gives the programmes of some units, the newest first; proposals too.
func programmesOf(ctx context.Context, q db.Q, unitIDs []string) ([]Programme, error) {
	if len(unitIDs) == 0 {
		return nil, nil
	}
	return db.All(ctx, q, scanProgramme, `
		SELECT `+programmeColumns+fromProgrammes+`
		WHERE p.unit_id IN (`+db.Marks(1, len(unitIDs))+`)
		ORDER BY p.unit_id, p.made_at DESC, p.id DESC`,
		db.Args(unitIDs)...)
}

// notedBefore gives of some programmes the day before which what the rule did is among the events.
func notedBefore(ctx context.Context, q db.Q, programmeIDs []string) (map[string]string, error) {
	out := map[string]string{}
	if len(programmeIDs) == 0 {
		return out, nil
	}
	type row struct{ id, day string }
	return out, db.Each(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.id, &r.day); return r, err },
		func(r row) error { out[r.id] = r.day; return nil }, `
		SELECT id, noted_before
		FROM unit_programme
		WHERE id IN (`+db.Marks(1, len(programmeIDs))+`) AND noted_before <> ''`,
		db.Args(programmeIDs)...)
}

const eventColumns = `e.id, e.programme_id, e.kind, e.step, e.on_day, e.held_on, e.note, e.by_rule, e.by_id, e.at, e.cause`

func scanEvent(s db.Scanner) (e Event, err error) {
	cause := ""
	if err = s.Scan(&e.ID, &e.ProgrammeID, &e.Kind, &e.Step, &e.Day, &e.HeldOn, &e.Note, &e.ByRule, &e.ByID, &e.At, &cause); err != nil || cause == "" {
		return e, err
	}
	return e, json.Unmarshal([]byte(cause), &e.Cause)
}

// eventsOf gives what happened to some programmes, in the order it was noted.
func eventsOf(ctx context.Context, q db.Q, programmeIDs []string) (map[string][]Event, error) {
	out := map[string][]Event{}
	if len(programmeIDs) == 0 {
		return out, nil
	}
	return out, db.Each(ctx, q, scanEvent, func(e Event) error { out[e.ProgrammeID] = append(out[e.ProgrammeID], e); return nil }, `
		SELECT `+eventColumns+`
		FROM unit_event e
		WHERE e.programme_id IN (`+db.Marks(1, len(programmeIDs))+`)
		ORDER BY e.on_day, e.at, e.id`,
		db.Args(programmeIDs)...)
}

func insertEvent(ctx context.Context, tx *db.Tx, e Event) error {
	cause := ""
	if len(e.Cause) > 0 {
		body, err := json.Marshal(e.Cause)
		if err != nil {
			return err
		}
		cause = string(body)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO unit_event (id, programme_id, kind, step, on_day, held_on, note, by_rule, by_id, at, cause)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		e.ID, e.ProgrammeID, e.Kind, e.Step, e.Day, e.HeldOn, e.Note, e.ByRule, e.ByID, e.At, cause)
	return err
}

const taskColumns = `t.id, t.programme_id, t.person_id, t.employer_id, t.requirement, t.passed, t.comment, t.on_day, t.by_id, t.at, t.ended_on, t.ended_why`

func scanTask(s db.Scanner) (t Task, err error) {
	err = s.Scan(&t.ID, &t.ProgrammeID, &t.PersonID, &t.EmployerID, &t.Requirement, &t.Passed, &t.Comment, &t.Day, &t.ByID, &t.At, &t.EndedOn, &t.EndedWhy)
	return t, err
}

// tasksOf gives the assessed tasks of some programmes, the oldest first.
func tasksOf(ctx context.Context, q db.Q, programmeIDs []string) (map[string][]Task, error) {
	out := map[string][]Task{}
	if len(programmeIDs) == 0 {
		return out, nil
	}
	return out, db.Each(ctx, q, scanTask, func(t Task) error { out[t.ProgrammeID] = append(out[t.ProgrammeID], t); return nil }, `
		SELECT `+taskColumns+`
		FROM unit_task t
		WHERE t.programme_id IN (`+db.Marks(1, len(programmeIDs))+`)
		ORDER BY t.on_day, t.at, t.id`,
		db.Args(programmeIDs)...)
}

// versionRow is a version of a scheme, or what withdrew one.
type versionRow struct {
	scheme string
	rule.Version
	Withdrawn bool
}

func scanVersion(s db.Scanner) (v versionRow, err error) {
	var text []byte
	if err = s.Scan(&v.scheme, &v.Number, &v.From, &text); err != nil {
		return v, err
	}
	body := struct {
		*rule.Scheme
		Withdrawn *bool `json:"withdrawn"`
	}{&v.Scheme, &v.Withdrawn}
	return v, json.Unmarshal(text, &body)
}

// versionsOf gives the versions of some schemes, in the order in which they come into force, but those that were withdrawn.
func versionsOf(ctx context.Context, q db.Q, schemeIDs []string) (map[string][]rule.Version, error) {
	out := map[string][]rule.Version{}
	if len(schemeIDs) == 0 {
		return out, nil
	}
	all, err := db.All(ctx, q, scanVersion, `
		SELECT scheme_id, number, valid_from, body
		FROM scheme_version
		WHERE scheme_id IN (`+db.Marks(1, len(schemeIDs))+`)
		ORDER BY scheme_id, valid_from, number`,
		db.Args(schemeIDs)...)
	for _, v := range standing(all) {
		out[v.scheme] = append(out[v.scheme], v.Version)
	}
	return out, err
}
