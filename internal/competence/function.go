package competence

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// SpecialistRole is something that few are and that others need: R283 and R285, or an employer's own.
type SpecialistRole struct {
	Key        string // in merit.ref and in frame.Evidence.Ref
	Occupation string // whose; "" anybody's
	Name       string // of an employer's own; the national ones have the text assess.role.KEY
	EmployerID string // "" national
}

// NationalRoles are the specialist roles that everybody has.
func NationalRoles() []SpecialistRole {
	var out []SpecialistRole
	for _, of := range []struct {
		occupation string
		fields     []string
	}{
		{"sjukskoterska", []string{"palliativ", "psykiatri", "demens", "distrikt", "geriatrik"}},
		{"underskoterska", []string{"geriatrik", "demens", "rehab", "psykiatri"}},
	} {
		for _, f := range of.fields {
			out = append(out, SpecialistRole{Key: of.occupation + "-" + f, Occupation: of.occupation})
		}
	}
	return out
}

// Faults of specialists.
var (
	ErrNoRole          = fault.New(fault.Invalid, "assess.function.role")
	ErrNoSpecialist    = fault.New(fault.Missing, "assess.function.missing")
	ErrRoleName        = fault.New(fault.Invalid, "assess.function.name")
	ErrRoleTwice       = fault.New(fault.Conflict, "assess.function.twice")
	ErrGroupName       = fault.New(fault.Invalid, "assess.function.group")
	ErrSupportsChanged = fault.New(fault.Conflict, "assess.function.changed")
	ErrPeriod          = fault.New(fault.Invalid, "assess.function.period")
)

const (
	mostGroups      = 50
	mostOwnRoles    = 100
	mostSpecialists = 2000 // of one employer
)

// Supported is a group that a specialist supports: a place, or with a name a group of people under it
// (PAS-sjuksköterskor).
type Supported struct{ NodeID, Group string }

// Specialist is somebody who holds a specialist role from one day until another.
type Specialist struct {
	ID, PersonID, EmployerID string
	Role                     string
	From, Until              string // Until "" until further notice, else the first day it no longer holds
	Supports                 []Supported
}

// Holds tells whether it holds on a day.
func (s Specialist) Holds(on string) bool { return s.From <= on && (s.Until == "" || s.Until > on) }

// SpecialistRoles gives the roles that can be held at an employer: the national ones and its own.
func (c *Competence) SpecialistRoles(ctx context.Context, employerID string) ([]SpecialistRole, error) {
	own, err := db.All(ctx, c.DB, func(s db.Scanner) (r SpecialistRole, err error) {
		err = s.Scan(&r.Key, &r.EmployerID, &r.Name, &r.Occupation)
		return r, err
	}, `
		SELECT id, employer_id, name, occupation
		FROM specialist_role
		WHERE employer_id = $1 AND NOT retired
		ORDER BY name, id`,
		employerID)
	return append(NationalRoles(), own...), err
}

// AddSpecialistRole gives an employer a role of its own; the id is what merits name it by. For whoever
// notes competence at the whole employer.
func (c *Competence) AddSpecialistRole(ctx context.Context, a may.Actor, employerID, name, occupation string) (string, error) {
	if err := c.askEmployer(ctx, a, may.NoteCompetence, employerID); err != nil {
		return "", err
	}
	name = strings.TrimSpace(name)
	if name == "" || len([]rune(name)) > 80 || identity.In(name, c.Now()) {
		return "", ErrRoleName.On("namn")
	}
	ref, err := c.Tree.CachedReference(ctx)
	if err != nil {
		return "", err
	}
	if occupation != "" && ref.Occupation(occupation).ID == "" {
		return "", ErrNoRole.On("yrke")
	}
	id := c.NewID()
	return id, c.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, employerID); err != nil {
			return err
		}
		have, err := db.All(ctx, tx, db.Text, `SELECT name FROM specialist_role WHERE employer_id = $1 AND NOT retired`, employerID)
		if err != nil {
			return err
		}
		if len(have) >= mostOwnRoles {
			return ErrTooMany.On("namn")
		}
		if slices.ContainsFunc(have, func(n string) bool { return strings.EqualFold(n, name) }) {
			return ErrRoleTwice.On("namn")
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO specialist_role (id, employer_id, name, occupation, retired, made_by, made_at)
			VALUES ($1, $2, $3, $4, FALSE, $5, $6)`,
			id, employerID, name, occupation, a.PersonID, c.Now())
		return err
	})
}

// RetireSpecialistRole lets an own role be chosen no more. Who holds it keeps it.
func (c *Competence) RetireSpecialistRole(ctx context.Context, a may.Actor, employerID, key string) error {
	if err := c.askEmployer(ctx, a, may.NoteCompetence, employerID); err != nil {
		return err
	}
	n, err := c.DB.Exec(ctx, `UPDATE specialist_role SET retired = TRUE WHERE id = $1 AND employer_id = $2`, key, employerID)
	if err == nil && n == 0 {
		err = ErrNoRole
	}
	return err
}

// NoteSpecialist notes that somebody holds a specialist role and whom that supports (R283–R285, rule 29).
// It counts as it is noted: whoever leads the person, or HR, knows it. The same role of the same person
// from the same day is noted once.
func (c *Competence) NoteSpecialist(ctx context.Context, a may.Actor, s Specialist) (Specialist, error) {
	if a.PersonID == s.PersonID {
		return s, ErrOwn // it counts as it is noted: somebody else notes it
	}
	if err := c.askPerson(ctx, a, may.NoteCompetence, s.PersonID, s.EmployerID); err != nil {
		return s, err
	}
	if err := c.checkSpecialist(ctx, &s); err != nil {
		return s, err
	}
	s.ID = c.NewID()
	return s, c.DB.Tx(ctx, func(tx *db.Tx) error {
		if n, err := tx.Exec(ctx, `UPDATE person SET id = id WHERE id = $1`, s.PersonID); err != nil || n == 0 {
			return orElse(err, ErrNotThere)
		}
		same, err := db.One(ctx, tx, db.Number, `
			SELECT COUNT(*)
			FROM merit
			WHERE person_id = $1 AND controller_id = $2 AND kind = 'function' AND ref = $3 AND ended_at IS NULL AND (until_date = '' OR until_date > $4)`,
			s.PersonID, s.EmployerID, s.Role, s.From)
		if err != nil || same > 0 {
			return orElse(err, ErrRoleTwice.On("roll"))
		}
		return c.putFunction(ctx, tx, a, s)
	})
}

// putFunction notes who holds a function, as a merit that counts as it is noted.
func (c *Competence) putFunction(ctx context.Context, tx *db.Tx, a may.Actor, s Specialist) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO merit (id, person_id, controller_id, kind, ref, orientation, credits, credit_system, from_date, until_date, body, evidence_hash, evidence_name, made_by, made_at, checked_by, checked_at, ended_by, ended_why)
		VALUES ($1, $2, $3, 'function', $4, '', 0, '', $5, $6, '{}', '', '', $7, $8, $7, $8, '', '')`,
		s.ID, s.PersonID, s.EmployerID, s.Role, s.From, s.Until, a.PersonID, c.Now()); err != nil {
		return err
	}
	if err := c.putGroups(ctx, tx, s); err != nil {
		return err
	}
	return c.sayChanged(ctx, tx, map[string]bool{s.PersonID: true})
}

func (c *Competence) putGroups(ctx context.Context, tx *db.Tx, s Specialist) error {
	for _, g := range s.Supports {
		if _, err := tx.Exec(ctx, `
			INSERT INTO specialist_group (merit_id, node_id, group_name)
			VALUES ($1, $2, $3)
			ON CONFLICT DO NOTHING`,
			s.ID, g.NodeID, g.Group); err != nil {
			return err
		}
	}
	return nil
}

func (c *Competence) checkSpecialist(ctx context.Context, s *Specialist) error {
	if s.From == "" {
		s.From = c.Staff.Today()
	}
	roles, err := c.SpecialistRoles(ctx, s.EmployerID)
	switch {
	case err != nil:
		return err
	case !slices.ContainsFunc(roles, func(r SpecialistRole) bool { return r.Key == s.Role }):
		return ErrNoRole.On("roll")
	case !lang.IsDay(s.From) || s.Until != "" && (!lang.IsDay(s.Until) || s.Until <= s.From):
		return ErrPeriod.On("till")
	}
	return c.checkGroups(ctx, s)
}

// checkGroups checks whom a specialist supports: places of the employer, and groups under them.
func (c *Competence) checkGroups(ctx context.Context, s *Specialist) error {
	if len(s.Supports) > mostGroups {
		return ErrTooMany.On("enhet")
	}
	employer, err := c.Tree.Find(ctx, s.EmployerID, c.Staff.Today())
	if err != nil {
		return err
	}
	for i := range s.Supports {
		g := &s.Supports[i]
		if g.Group = strings.TrimSpace(g.Group); len([]rune(g.Group)) > 80 || identity.In(g.Group, c.Now()) {
			return ErrGroupName.On("grupp")
		}
		node, err := c.Tree.Find(ctx, g.NodeID, c.Staff.Today())
		if err != nil {
			return err
		}
		if !may.Within(node.Path, employer.Path) {
			return ErrGroupName.On("enhet")
		}
	}
	return nil
}

// SetSupports says anew whom a specialist supports. was is whom the page said: when somebody has changed it
// meanwhile, nothing is saved.
func (c *Competence) SetSupports(ctx context.Context, a may.Actor, id string, was, groups []Supported) error {
	s, err := c.Specialist(ctx, a, id)
	if err != nil {
		return err
	}
	if s.Supports = groups; len(groups) > 0 {
		if err := c.checkGroups(ctx, &s); err != nil {
			return err
		}
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE merit SET id = id WHERE id = $1`, id); err != nil {
			return err
		}
		now, err := db.All(ctx, tx, func(s db.Scanner) (g Supported, err error) { err = s.Scan(&g.NodeID, &g.Group); return g, err }, `
			SELECT node_id, group_name
			FROM specialist_group
			WHERE merit_id = $1`, id)
		if err != nil {
			return err
		}
		if !sameGroups(now, was) {
			return ErrSupportsChanged
		}
		if _, err := tx.Exec(ctx, `DELETE FROM specialist_group WHERE merit_id = $1`, id); err != nil {
			return err
		}
		return c.putGroups(ctx, tx, s)
	})
}

func sameGroups(a, b []Supported) bool {
	all := func(in, of []Supported) bool {
		return !slices.ContainsFunc(in, func(g Supported) bool { return !slices.Contains(of, g) })
	}
	return all(a, b) && all(b, a)
}

// Specialist gives one specialist and whom that supports, to whoever notes competence where the person works.
func (c *Competence) Specialist(ctx context.Context, a may.Actor, id string) (Specialist, error) {
	s, err := c.specialist(ctx, id)
	if err != nil {
		return s, err
	}
	if s.Role == CareContact {
		return s, ErrNoSpecialist
	}
	return s, c.askPerson(ctx, a, may.NoteCompetence, s.PersonID, s.EmployerID)
}

// EndSpecialist ends a specialist role from today on; one that begins later never was.
func (c *Competence) EndSpecialist(ctx context.Context, a may.Actor, id string) error {
	s, err := c.specialist(ctx, id)
	if err != nil {
		return err
	}
	if err := c.askPerson(ctx, a, may.NoteCompetence, s.PersonID, s.EmployerID); err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		today := c.Staff.Today()
		q, args := `UPDATE merit SET until_date = $2 WHERE id = $1`, []any{id, today}
		if s.From >= today {
			q, args = `UPDATE merit SET ended_at = $2, ended_by = $3 WHERE id = $1`, []any{id, c.Now(), a.PersonID}
		}
		if _, err := tx.Exec(ctx, q, args...); err != nil {
			return err
		}
		return c.sayChanged(ctx, tx, map[string]bool{s.PersonID: true})
	})
}

func (c *Competence) specialist(ctx context.Context, id string) (Specialist, error) {
	list, err := c.specialists(ctx, `m.id = $2`, "", id)
	if err != nil || len(list) == 0 {
		return Specialist{}, orElse(err, ErrNoSpecialist)
	}
	return list[0], nil
}

// Specialists lists who holds a specialist role at an employer and whom they support, today or later, to
// whoever sees competence at all of it. Looking is logged.
func (c *Competence) Specialists(ctx context.Context, a may.Actor, employerID string) ([]Specialist, error) {
	if err := c.askEmployer(ctx, a, may.SeeCompetence, employerID); err != nil {
		return nil, err
	}
	if err := c.Audit.Node(ctx, c.DB, a, "competence.specialists", employerID); err != nil {
		return nil, err
	}
	return c.specialists(ctx, `m.controller_id = $2 AND (m.until_date = '' OR m.until_date > $1) AND `+supporting, c.Staff.Today(), employerID)
}

// SpecialistsIn lists who of a unit's people holds a specialist role, today or later, to whoever sees
// competence there. The people are those given, at most 2000. Looking is logged.
func (c *Competence) SpecialistsIn(ctx context.Context, a may.Actor, unitID string, personIDs []string) ([]Specialist, error) {
	on := c.Staff.Today()
	unit, err := c.Tree.Find(ctx, unitID, on)
	if err != nil {
		return nil, err
	}
	employer, err := c.Tree.EmployerAt(ctx, unit.Path, on)
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a.Inside(employer.Path), may.SeeCompetence, unit.Path); err != nil {
		return nil, err
	}
	if err := c.Audit.Node(ctx, c.DB, a, "competence.specialists", unitID); err != nil {
		return nil, err
	}
	var out []Specialist
	for some := range slices.Chunk(personIDs, 200) {
		list, err := c.specialists(ctx, `m.controller_id = $2 AND (m.until_date = '' OR m.until_date > $1) AND `+supporting+` AND m.person_id IN (`+db.Marks(3, len(some))+`)`, db.Args(some, on, employer.ID)...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// SupportOf lists who supports a unit today: its place or one above it within the employer. It is told to
// everybody who works there, and to whoever sees its staff. The person is given as id: who shows it takes
// the name from staff.
func (c *Competence) SupportOf(ctx context.Context, a may.Actor, unitID string) ([]Specialist, error) {
	on := c.Staff.Today()
	unit, err := c.Tree.Find(ctx, unitID, on)
	if err != nil {
		return nil, err
	}
	employer, err := c.Tree.EmployerAt(ctx, unit.Path, on)
	if err != nil {
		return nil, err
	}
	paths, err := c.Staff.PathsAt(ctx, a.PersonID, employer.ID, c.Staff.Today())
	if err != nil {
		return nil, err
	}
	if !slices.Contains(paths, unit.Path) {
		if err := may.Ask(a.Inside(employer.Path), may.SeeCompetence, unit.Path); err != nil {
			return nil, err
		}
	}
	over := strings.Split(unit.Path, "/")
	over = over[slices.Index(over, employer.ID):]
	all, err := c.specialists(ctx, `m.controller_id = $2 AND m.from_date <= $1 AND (m.until_date = '' OR m.until_date > $1) AND `+supporting+` AND EXISTS (
			SELECT 1
			FROM specialist_group x
			WHERE x.merit_id = m.id AND x.group_name = '' AND x.node_id IN (`+db.Marks(3, len(over))+`))`, db.Args(over, on, employer.ID)...)
	return all, err
}

// supporting leaves out the fast omsorgskontakt, who supports no colleagues.
const supporting = `m.ref <> '` + CareContact + `'`

// specialists reads those that a condition holds for; its arguments begin with the day.
func (c *Competence) specialists(ctx context.Context, where string, args ...any) ([]Specialist, error) {
	type row struct {
		Specialist
		g Supported
	}
	var out []Specialist
	err := db.Each(ctx, c.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.ID, &r.PersonID, &r.EmployerID, &r.Role, &r.From, &r.Until, &r.g.NodeID, &r.g.Group)
		return r, err
	}, func(r row) error {
		if len(out) == 0 || out[len(out)-1].ID != r.ID {
			out = append(out, r.Specialist)
		}
		if r.g.NodeID != "" {
			last := &out[len(out)-1]
			last.Supports = append(last.Supports, r.g)
		}
		return nil
	}, `
		SELECT m.id, m.person_id, m.controller_id, m.ref, m.from_date, m.until_date, COALESCE(g.node_id, ''), COALESCE(g.group_name, '')
		FROM merit m
		LEFT JOIN specialist_group g ON g.merit_id = m.id
		WHERE m.kind = 'function' AND m.ended_at IS NULL AND $1 >= '' AND `+where+`
		ORDER BY m.ref, m.from_date, m.id, g.node_id, g.group_name
		LIMIT 20000`, args...)
	return out[:min(len(out), mostSpecialists)], err
}

// Unsupported tells which units have nobody in a role: none of the specialists supports the unit or a place
// above it on a day. Pure; units and specialists are of one employer.
func Unsupported(units []org.Node, all []Specialist, role, on string) []org.Node {
	var out []org.Node
	for _, u := range units {
		if !slices.ContainsFunc(all, func(s Specialist) bool { return s.Role == role && s.Holds(on) && s.supports(u.Path) }) {
			out = append(out, u)
		}
	}
	return out
}

func (s Specialist) supports(path string) bool {
	over := strings.Split(path, "/")
	return slices.ContainsFunc(s.Supports, func(g Supported) bool { return g.Group == "" && slices.Contains(over, g.NodeID) })
}

// askEmployer asks about the whole of an employer.
func (c *Competence) askEmployer(ctx context.Context, a may.Actor, do may.Action, employerID string) error {
	employer, err := c.Tree.Find(ctx, employerID, c.Staff.Today())
	if err != nil {
		return err
	}
	return may.Ask(a.Inside(employer.Path), do, employer.Path)
}
