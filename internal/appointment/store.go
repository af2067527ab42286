package appointment

import (
	"context"
	"encoding/json"
	"time"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

const columns = `x.id, x.kind, x.person_id, x.employer_id, x.home_id, x.valid_from, x.valid_until, x.task, x.state, x.away_since, x.revision, x.made_by, x.made_at`

func scanAppointment(s db.Scanner) (x Appointment, err error) {
	err = s.Scan(&x.ID, &x.Kind, &x.PersonID, &x.EmployerID, &x.HomeID, &x.From, &x.Until, &x.Task, &x.State, &x.AwaySince, &x.Revision, &x.MadeBy, &x.MadeAt)
	return x, err
}

// find gives an appointment with its places and answers. ErrMissing when there is none.
func find(ctx context.Context, q db.Q, id string) (Appointment, error) {
	x, err := one(ctx, q, scanAppointment, ErrMissing, `SELECT `+columns+` FROM appointment x WHERE x.id = $1`, id)
	if err != nil {
		return x, err
	}
	all := []Appointment{x}
	err = fill(ctx, q, all)
	return all[0], err
}

// fill puts places, as they are called now or were last, and answers into some appointments.
func fill(ctx context.Context, q db.Q, all []Appointment) error {
	at := make(map[string]*Appointment, len(all))
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = all[i].ID
		at[ids[i]] = &all[i]
		all[i].Answers = map[rule.Side]Answer{}
	}
	for len(ids) > 0 {
		some := ids[:min(chunk, len(ids))]
		ids = ids[len(some):]
		if err := fillSome(ctx, q, at, some); err != nil {
			return err
		}
	}
	return nil
}

func fillSome(ctx context.Context, q db.Q, at map[string]*Appointment, ids []string) error {
	type placed struct {
		id string
		org.Node
	}
	err := db.Each(ctx, q, func(s db.Scanner) (p placed, err error) {
		err = s.Scan(&p.id, &p.ID, &p.Kind, &p.Name, &p.Path)
		return p, err
	}, func(p placed) error { at[p.id].Places = append(at[p.id].Places, p.Node); return nil }, `
		SELECT x.appointment_id, n.id, n.kind, p.name, p.path
		FROM appointment_place x
		JOIN node n ON n.id = x.node_id
		JOIN node_place p ON p.node_id = n.id AND p.valid_until = (
			SELECT MAX(o.valid_until)
			FROM node_place o
			WHERE o.node_id = n.id AND o.valid_from < o.valid_until)
		WHERE x.appointment_id IN (`+db.Marks(1, len(ids))+`) AND p.valid_from < p.valid_until
		ORDER BY p.name, n.id`,
		db.Args(ids)...)
	if err != nil {
		return err
	}
	type said struct {
		id   string
		side rule.Side
		Answer
	}
	return db.Each(ctx, q, func(s db.Scanner) (v said, err error) {
		err = s.Scan(&v.id, &v.side, &v.Yes, &v.ByID, &v.At)
		return v, err
	}, func(v said) error { at[v.id].Answers[v.side] = v.Answer; return nil }, `
		SELECT appointment_id, side, yes, by_id, at
		FROM appointment_answer
		WHERE appointment_id IN (`+db.Marks(1, len(ids))+`)`,
		db.Args(ids)...)
}

// hold takes the row before it is decided on, and gives it as it is then.
func hold(ctx context.Context, tx *db.Tx, id string) (Appointment, error) {
	if _, err := tx.Exec(ctx, `UPDATE appointment SET id = id WHERE id = $1`, id); err != nil {
		return Appointment{}, err
	}
	return find(ctx, tx, id)
}

func (a *Appointments) insert(ctx context.Context, tx *db.Tx, x Appointment) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO appointment (id, kind, person_id, employer_id, home_id, valid_from, valid_until, task, state, away_since, revision, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 1, $10, $11)`,
		x.ID, x.Kind, x.PersonID, x.EmployerID, x.HomeID, x.From, x.Until, x.Task, x.State, x.MadeBy, x.MadeAt)
	if err != nil {
		return err
	}
	for _, n := range x.Places {
		if _, err := tx.Exec(ctx, `INSERT INTO appointment_place (appointment_id, node_id) VALUES ($1, $2)`, x.ID, n.ID); err != nil {
			return err
		}
	}
	return a.note(ctx, tx, x.ID, "made", "", x.MadeBy)
}

// note appends to the history of an appointment.
func (a *Appointments) note(ctx context.Context, tx *db.Tx, id, what, text, by string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO appointment_event (id, appointment_id, what, note, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		a.NewID(), id, what, text, by, a.Now())
	return err
}

// Event is a line of the history of an appointment.
type Event struct {
	What, Note, ByID string
	At               time.Time
	Name             string // of who did it; "" no person
}

// setting is what an employer asks of a kind, or what is shipped.
func setting(ctx context.Context, q db.Q, employerID string, kind rule.Kind) (Setting, error) {
	x := Setting{EmployerID: employerID, Kind: kind, Setting: rule.Shipped(kind)}
	all, err := db.All(ctx, q, func(s db.Scanner) (v Setting, err error) {
		var courses string
		v.EmployerID, v.Kind = employerID, kind
		if err = s.Scan(&v.Demanded, &courses, &v.Contact, &v.Revision); err == nil {
			err = json.Unmarshal([]byte(courses), &v.Courses)
		}
		return v, err
	}, `
		SELECT demanded, courses, contact, revision
		FROM appointment_setting
		WHERE employer_id = $1 AND kind = $2`,
		employerID, kind)
	if err == nil && len(all) > 0 {
		x = all[0]
	}
	return x, err
}

// Setting is what an employer asks of who holds a kind, and whom schools write to.
type Setting struct {
	EmployerID string
	Kind       rule.Kind
	rule.Setting
	Contact  string // e-mail; of ambassadors
	Revision int64  // 0: as shipped
}
