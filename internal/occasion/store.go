package occasion

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

const columns = `o.id, o.course_id, COALESCE(v.title, ''), o.organiser_id, o.outside, o.place_form, o.town, o.place, o.address, o.room, o.access_notes, o.link, o.language, o.seats, o.min_seats,
	o.cut_off, o.fee, o.terms, o.note, o.state, o.decided, o.first_day, o.last_day, o.uid, o.sequence, o.series_id, o.revision, o.made_by, o.made_at, o.changed_by, o.changed_at`

// from has the title beside: what the course is called now.
const from = `
		FROM occasion o
		LEFT JOIN course c ON c.id = o.course_id
		LEFT JOIN course_version v ON v.course_id = c.id AND v.version = c.current`

func scan(s db.Scanner) (o Occasion, err error) {
	err = s.Scan(&o.ID, &o.CourseID, &o.Title, &o.OrganiserID, &o.Outside, &o.Form, &o.Town, &o.Place, &o.Address, &o.Room, &o.AccessNotes, &o.Link, &o.Language, &o.Seats, &o.MinSeats,
		&o.CutOff, &o.Fee, &o.Terms, &o.Note, &o.State, &o.Decided, &o.FirstDay, &o.LastDay, &o.UID, &o.Sequence, &o.SeriesID, &o.Revision, &o.MadeBy, &o.MadeAt, &o.ChangedBy, &o.ChangedAt)
	return o, err
}

// Find gives an occasion with all that stands under it, also inside a transaction.
func Find(ctx context.Context, q db.Q, id string) (Occasion, error) {
	o, err := db.One(ctx, q, scan, `
		SELECT `+columns+from+`
		WHERE o.id = $1`,
		id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return o, ErrNoOccasion
	}
	if err != nil {
		return o, err
	}
	one := []Occasion{o}
	err = fill(ctx, q, one)
	return one[0], err
}

// Hold lets one at a time decide about an occasion's seats or change it; the rest wait.
func Hold(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE occasion SET id = id WHERE id = $1`, id)
	return err
}

// fill adds owners, sessions, parts and trainers to occasions.
func fill(ctx context.Context, q db.Q, all []Occasion) error {
	if len(all) == 0 {
		return nil
	}
	at, ids := map[string]*Occasion{}, make([]any, len(all))
	for i := range all {
		at[all[i].ID], ids[i] = &all[i], all[i].ID
	}
	marks := db.Marks(1, len(ids))
	type pair struct{ one, other string }
	scanPair := func(s db.Scanner) (p pair, err error) { err = s.Scan(&p.one, &p.other); return p, err }
	if err := db.Each(ctx, q, scanPair, func(p pair) error { at[p.one].Owners = append(at[p.one].Owners, p.other); return nil }, `
		SELECT occasion_id, node_id
		FROM occasion_owner
		WHERE occasion_id IN (`+marks+`)
		ORDER BY occasion_id, node_id`,
		ids...); err != nil {
		return err
	}
	if err := db.Each(ctx, q, scanSession, func(s Session) error { at[s.OccasionID].Sessions = append(at[s.OccasionID].Sessions, s); return nil }, `
		SELECT id, occasion_id, number, length, on_day, begins, ends
		FROM occasion_session
		WHERE occasion_id IN (`+marks+`)
		ORDER BY occasion_id, number`,
		ids...); err != nil {
		return err
	}
	sessions := map[string]*Session{}
	for _, o := range at {
		for i := range o.Sessions {
			sessions[o.Sessions[i].ID] = &o.Sessions[i]
		}
	}
	if err := db.Each(ctx, q, scanPair, func(p pair) error { sessions[p.one].Trainers = append(sessions[p.one].Trainers, p.other); return nil }, `
		SELECT t.session_id, t.trainer_id
		FROM session_trainer t
		JOIN occasion_session s ON s.id = t.session_id
		WHERE s.occasion_id IN (`+marks+`)
		ORDER BY t.session_id, t.trainer_id`,
		ids...); err != nil {
		return err
	}
	type partOf struct {
		Part
		session string
	}
	return db.Each(ctx, q, func(s db.Scanner) (p partOf, err error) {
		err = s.Scan(&p.session, &p.Kind, &p.Title, &p.Minutes, &p.Material, &p.Link, &p.Blob, &p.FileName)
		return p, err
	}, func(p partOf) error {
		sessions[p.session].Parts = append(sessions[p.session].Parts, p.Part)
		return nil
	}, `
		SELECT p.session_id, p.kind, p.title, p.minutes, p.material, p.link, p.blob, p.file_name
		FROM session_part p
		JOIN occasion_session s ON s.id = p.session_id
		WHERE s.occasion_id IN (`+marks+`)
		ORDER BY p.session_id, p.number`,
		ids...)
}

func scanSession(s db.Scanner) (x Session, err error) {
	err = s.Scan(&x.ID, &x.OccasionID, &x.Number, &x.Length, &x.Day, &x.Begins, &x.Ends)
	return x, err
}

// insert writes a new occasion whole. What it says has been checked.
func insert(ctx context.Context, tx *db.Tx, o Occasion) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO occasion (id, course_id, organiser_id, outside, place_form, town, place, address, room, access_notes, link, language, seats, min_seats,
			cut_off, fee, terms, note, state, decided, first_day, last_day, uid, sequence, series_id, revision, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)`,
		o.ID, o.CourseID, o.OrganiserID, o.Outside, string(o.Form), o.Town, o.Place, o.Address, o.Room, o.AccessNotes, o.Link, o.Language, o.Seats, o.MinSeats,
		o.CutOff, o.Fee, o.Terms, o.Note, string(o.State), o.Decided, o.FirstDay, o.LastDay, o.UID, o.Sequence, o.SeriesID, o.Revision, o.MadeBy, o.MadeAt, o.ChangedBy, o.ChangedAt); err != nil {
		return err
	}
	for _, id := range o.Owners {
		if _, err := tx.Exec(ctx, `INSERT INTO occasion_owner (occasion_id, node_id) VALUES ($1, $2)`, o.ID, id); err != nil {
			return err
		}
	}
	for _, s := range o.Sessions {
		if err := insertSession(ctx, tx, o.ID, s); err != nil {
			return err
		}
	}
	return nil
}

func insertSession(ctx context.Context, tx *db.Tx, occasionID string, s Session) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO occasion_session (id, occasion_id, number, length, on_day, begins, ends)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.ID, occasionID, s.Number, string(s.Length), s.Day, s.Begins, s.Ends); err != nil {
		return err
	}
	return fillSession(ctx, tx, s)
}

// fillSession writes the parts and the trainers of a session that has none.
func fillSession(ctx context.Context, tx *db.Tx, s Session) error {
	for i, p := range s.Parts {
		if _, err := tx.Exec(ctx, `
			INSERT INTO session_part (session_id, number, kind, title, minutes, material, link, blob, file_name)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			s.ID, int64(i+1), p.Kind, p.Title, p.Minutes, p.Material, p.Link, p.Blob, p.FileName); err != nil {
			return err
		}
	}
	for _, id := range s.Trainers {
		if _, err := tx.Exec(ctx, `INSERT INTO session_trainer (session_id, trainer_id) VALUES ($1, $2)`, s.ID, id); err != nil {
			return err
		}
	}
	return nil
}

// update writes an occasion anew. Its sessions keep their ids; was is as it stands in the database, held.
func update(ctx context.Context, tx *db.Tx, was, o Occasion) error {
	if _, err := tx.Exec(ctx, `
		UPDATE occasion
		SET outside = $2, place_form = $3, town = $4, place = $5, address = $6, room = $7, access_notes = $8, link = $9, language = $10, seats = $11, min_seats = $12,
			cut_off = $13, fee = $14, terms = $15, note = $16, state = $17, decided = $18, first_day = $19, last_day = $20, sequence = $21, revision = $22, changed_by = $23, changed_at = $24
		WHERE id = $1`,
		o.ID, o.Outside, string(o.Form), o.Town, o.Place, o.Address, o.Room, o.AccessNotes, o.Link, o.Language, o.Seats, o.MinSeats,
		o.CutOff, o.Fee, o.Terms, o.Note, string(o.State), o.Decided, o.FirstDay, o.LastDay, o.Sequence, o.Revision, o.ChangedBy, o.ChangedAt); err != nil {
		return err
	}
	if err := updateOwners(ctx, tx, was, o); err != nil {
		return err
	}
	return updateSessions(ctx, tx, was, o)
}

func updateOwners(ctx context.Context, tx *db.Tx, was, o Occasion) error {
	for _, id := range was.Owners {
		if !slices.Contains(o.Owners, id) {
			if _, err := tx.Exec(ctx, `DELETE FROM occasion_owner WHERE occasion_id = $1 AND node_id = $2`, o.ID, id); err != nil {
				return err
			}
		}
	}
	for _, id := range o.Owners {
		if !slices.Contains(was.Owners, id) {
			if _, err := tx.Exec(ctx, `INSERT INTO occasion_owner (occasion_id, node_id) VALUES ($1, $2)`, o.ID, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func updateSessions(ctx context.Context, tx *db.Tx, was, o Occasion) error {
	for _, s := range was.Sessions {
		for _, q := range []string{`DELETE FROM session_part WHERE session_id = $1`, `DELETE FROM session_trainer WHERE session_id = $1`} {
			if _, err := tx.Exec(ctx, q, s.ID); err != nil {
				return err
			}
		}
		if _, stays := o.session(s.ID); !stays {
			if _, err := tx.Exec(ctx, `DELETE FROM occasion_session WHERE id = $1`, s.ID); err != nil {
				return err
			}
		}
	}
	// Out of the way first, since no two may have one number at any moment.
	if _, err := tx.Exec(ctx, `UPDATE occasion_session SET number = number + 1000 WHERE occasion_id = $1`, o.ID); err != nil {
		return err
	}
	for _, s := range o.Sessions {
		if _, old := was.session(s.ID); !old {
			if err := insertSession(ctx, tx, o.ID, s); err != nil {
				return err
			}
			continue
		}
		if _, err := tx.Exec(ctx, `
			UPDATE occasion_session
			SET number = $2, length = $3, on_day = $4, begins = $5, ends = $6
			WHERE id = $1`,
			s.ID, s.Number, string(s.Length), s.Day, s.Begins, s.Ends); err != nil {
			return err
		}
		if err := fillSession(ctx, tx, s); err != nil {
			return err
		}
	}
	return nil
}

// remove takes a draft away with all that stands under it.
func remove(ctx context.Context, tx *db.Tx, id string) error {
	for _, q := range []string{
		`DELETE FROM session_part WHERE session_id IN (SELECT id FROM occasion_session WHERE occasion_id = $1)`,
		`DELETE FROM session_trainer WHERE session_id IN (SELECT id FROM occasion_session WHERE occasion_id = $1)`,
		`DELETE FROM occasion_session WHERE occasion_id = $1`,
		`DELETE FROM occasion_change WHERE occasion_id = $1`,
		`DELETE FROM occasion_owner WHERE occasion_id = $1`,
		`DELETE FROM occasion WHERE id = $1`,
	} {
		if _, err := tx.Exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}

func insertChange(ctx context.Context, tx *db.Tx, c Change) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO occasion_change (id, occasion_id, what, body, why, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		c.ID, c.OccasionID, c.What, c.Body, c.Why, c.By, c.At)
	return err
}

// days are the first and the last day of the sessions.
func days(all []Session) (first, last string) {
	if len(all) == 0 {
		return "", ""
	}
	earlier := func(a, b Session) int { return strings.Compare(a.Day, b.Day) }
	return slices.MinFunc(all, earlier).Day, slices.MaxFunc(all, earlier).Day
}
