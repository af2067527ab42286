package appointment

import (
	"context"
	"encoding/json"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// employer gives an employer to who appoints for all of it.
func (a *Appointments) employer(ctx context.Context, actor may.Actor, do may.Action, id string) (org.Node, error) {
	n, err := a.Tree.Find(ctx, id, a.Today())
	if err != nil {
		return n, err
	}
	if k := org.Kind(n.Kind); k != org.Municipality && k != org.Employer {
		return n, org.ErrKind
	}
	return n, may.Ask(actor.Inside(n.Path), do, n.Path)
}

// Placed is an appointment at one of its places.
type Placed struct {
	Appointment
	Place org.Node
}

// Town lists an employer's open appointments by place, of one kind or ("") all: at most limit from offset, and how many
// there are. One viewing of the employer is logged.
func (a *Appointments) Town(ctx context.Context, actor may.Actor, employerID string, kind rule.Kind, limit, offset int) (out []Placed, all int64, err error) {
	n, err := a.employer(ctx, actor, may.Appoint, employerID)
	if err != nil {
		return nil, 0, err
	}
	err = db.Each(ctx, a.DB, func(s db.Scanner) (p Placed, err error) {
		err = s.Scan(&p.ID, &p.Kind, &p.PersonID, &p.EmployerID, &p.HomeID, &p.From, &p.Until, &p.Task, &p.State, &p.AwaySince, &p.Revision, &p.MadeBy, &p.MadeAt, &p.Place.ID, &p.Place.Name, &p.Place.Path, &all)
		return p, err
	}, func(p Placed) error { out = append(out, p); return nil }, `
		SELECT `+columns+`, n.node_id, n.name, n.path, COUNT(*) OVER ()
		FROM appointment x
		JOIN appointment_place p ON p.appointment_id = x.id
		JOIN node_place n ON n.node_id = p.node_id AND n.valid_from <= $2 AND n.valid_until > $2
		WHERE x.employer_id = $1 AND $3 IN ('', x.kind) AND x.state NOT IN ('ended', 'declined') AND x.valid_until > $2
		ORDER BY n.name, n.node_id, x.kind, x.id
		LIMIT $4 OFFSET $5`,
		employerID, a.Today(), kind, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	list := make([]Appointment, len(out))
	for i, p := range out {
		list[i] = p.Appointment
	}
	if err := a.name(ctx, actor, list); err != nil {
		return nil, 0, err
	}
	for i := range out {
		out[i].Name = list[i].Name
	}
	return out, all, a.Audit.Node(ctx, a.DB, actor, "appointment.list", n.ID)
}

// Without lists an employer's units where nobody holds a kind today, in name order, and how many units there are.
func (a *Appointments) Without(ctx context.Context, actor may.Actor, employerID string, kind rule.Kind) (none []org.Node, units int, err error) {
	n, err := a.employer(ctx, actor, may.Appoint, employerID)
	if err != nil {
		return nil, 0, err
	}
	all, err := a.Tree.UnitsIn(ctx, []string{n.Path}, a.Today(), 10_000)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]string, len(all))
	for i, u := range all {
		ids[i] = u.ID
	}
	held, err := a.Holding(ctx, ids, kind, a.Today())
	for _, u := range all {
		if len(held[u.ID]) == 0 {
			none = append(none, u)
		}
	}
	return none, len(all), err
}

// Setting gives what an employer asks of a kind, to who appoints for it.
func (a *Appointments) Setting(ctx context.Context, actor may.Actor, employerID string, kind rule.Kind) (Setting, error) {
	if _, err := a.employer(ctx, actor, may.Appoint, employerID); err != nil {
		return Setting{}, err
	}
	return setting(ctx, a.DB, employerID, kind)
}

// Settings gives it of every kind, as the employer of a place that the actor appoints at asks.
func (a *Appointments) Settings(ctx context.Context, employerID string) (map[rule.Kind]Setting, error) {
	out := map[rule.Kind]Setting{}
	for _, k := range rule.Kinds() {
		s, err := setting(ctx, a.DB, employerID, k)
		if err != nil {
			return nil, err
		}
		out[k] = s
	}
	return out, nil
}

const mostCourses = 5

// SaveSetting writes what an employer asks of a kind; open appointments are judged anew. A name that a programme gives
// stays demanded (rule 41). Errors: ErrKind, ErrCourses, ErrProtected, ErrContact, ErrChanged, may.ErrDenied.
func (a *Appointments) SaveSetting(ctx context.Context, actor may.Actor, s Setting) (err error) {
	defer fault.Wrap(&err, "set %s at %s", s.Kind, s.EmployerID)
	if _, err := a.employer(ctx, actor, may.Appoint, s.EmployerID); err != nil {
		return err
	}
	if err := a.checkSetting(&s); err != nil {
		return err
	}
	courses, err := json.Marshal(append([]string{}, s.Courses...))
	if err != nil {
		return err
	}
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			INSERT INTO appointment_setting (employer_id, kind, demanded, courses, contact, revision, changed_by, changed_at)
			VALUES ($1, $2, $3, $4, $5, 1, $6, $7)
			ON CONFLICT (employer_id, kind) DO UPDATE SET
				demanded = excluded.demanded, courses = excluded.courses, contact = excluded.contact, revision = appointment_setting.revision + 1,
				changed_by = excluded.changed_by, changed_at = excluded.changed_at
			WHERE appointment_setting.revision = $8`,
			s.EmployerID, s.Kind, s.Demanded, string(courses), s.Contact, actor.PersonID, a.Now(), s.Revision)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		return a.settleOf(ctx, tx, s.EmployerID, s.Kind)
	})
}

func (a *Appointments) checkSetting(s *Setting) error {
	s.Contact = strings.TrimSpace(s.Contact)
	s.Courses = slices.DeleteFunc(slices.Clone(s.Courses), func(c string) bool { return c == "" })
	switch {
	case !s.Kind.Known():
		return ErrKind
	case s.Kind.Protected() && !s.Demanded:
		return ErrProtected
	case len(s.Courses) > mostCourses, s.Demanded && len(s.Courses) == 0:
		return ErrCourses
	case s.Contact != "" && !isAddress(s.Contact):
		return ErrContact
	}
	return nil
}

func isAddress(s string) bool {
	at, err := mail.ParseAddress(s)
	return err == nil && at.Address == s && utf8.RuneCountInString(s) <= 200
}

// Reach is how a holder wants to be reached by colleagues, and whether schools may read the name.
type Reach struct {
	PersonID, EmployerID string
	Text                 string
	ShowName             bool
}

const mostReach = 200

// SaveReach writes the actor's own, at an employer where the actor has an appointment. Errors: ErrNoReach, ErrLong, ErrIdentity.
func (a *Appointments) SaveReach(ctx context.Context, actor may.Actor, r Reach) error {
	if !actor.Known() {
		return may.ErrSignIn
	}
	r.Text = strings.TrimSpace(r.Text)
	switch {
	case utf8.RuneCountInString(r.Text) > mostReach:
		return ErrLong.On("nas")
	case identity.In(r.Text, a.Now()):
		return ErrIdentity.On("nas")
	}
	n, err := a.DB.Exec(ctx, `
		INSERT INTO appointment_reach (person_id, employer_id, reach, show_name)
		SELECT $1, $2, $3, $4
		FROM node
		WHERE id = $2 AND EXISTS (SELECT 1 FROM appointment x WHERE x.person_id = $1 AND x.employer_id = $2)
		ON CONFLICT (person_id, employer_id) DO UPDATE SET reach = excluded.reach, show_name = excluded.show_name`,
		actor.PersonID, r.EmployerID, r.Text, r.ShowName)
	if err == nil && n == 0 {
		err = ErrNoReach
	}
	return err
}

// reaches gives how some people are reached at an employer, by person.
func (a *Appointments) reaches(ctx context.Context, employerID string, personIDs []string) (map[string]Reach, error) {
	out := map[string]Reach{}
	for ids := range slices.Chunk(personIDs, chunk) {
		err := db.Each(ctx, a.DB, func(s db.Scanner) (r Reach, err error) {
			err = s.Scan(&r.PersonID, &r.EmployerID, &r.Text, &r.ShowName)
			return r, err
		}, func(r Reach) error { out[r.PersonID] = r; return nil }, `
			SELECT person_id, employer_id, reach, show_name
			FROM appointment_reach
			WHERE employer_id = $1 AND person_id IN (`+db.Marks(2, len(ids))+`)`,
			db.Args(ids, employerID)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
