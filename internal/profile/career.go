package profile

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoPath    = fault.New(fault.Missing, "profile.no_path")
	ErrPathName  = fault.New(fault.Invalid, "profile.path_name")
	ErrPathSteps = fault.New(fault.Invalid, "profile.path_steps")
	ErrPathMoved = fault.New(fault.Conflict, "profile.path_moved")
)

// mostSteps bounds a path, and mostPaths those of an employer.
const (
	mostSteps = 10
	mostPaths = 100
)

// Step is a role on a path, and what the employer says of it.
type Step struct {
	Occupation string          `json:"occupation"`
	Level      layer.RoleLevel `json:"level"`
	About      string          `json:"about,omitempty"`
}

// Role is the step's role.
func (s Step) Role() Role { return Role{s.Occupation, s.Level} }

// Path is roles one after another, kept by an employer (R205). What each asks for is what the profiles of
// the place ask of that role; nothing about pay stands here.
type Path struct {
	ID, OwnerID, Name string
	Steps             []Step
	Revision          int64
	EndedOn           string
	At                time.Time
}

// employerNode finds an employer whose paths the actor may keep.
func (ps *Profiles) employerNode(ctx context.Context, a may.Actor, nodeID string) (org.Node, error) {
	node, err := ps.editable(ctx, a, nodeID)
	if err != nil {
		return node, err
	}
	if k := org.Kind(node.Kind); k != org.Municipality && k != org.Employer {
		return node, staff.ErrNotEmployer
	}
	return node, nil
}

// Paths lists an employer's paths that go on, in the order they were made, to who keeps them.
func (ps *Profiles) Paths(ctx context.Context, a may.Actor, nodeID string) (org.Node, []Path, error) {
	node, err := ps.employerNode(ctx, a, nodeID)
	if err != nil {
		return node, nil, err
	}
	all, err := ps.pathsOf(ctx, nodeID)
	return node, all, err
}

func (ps *Profiles) pathsOf(ctx context.Context, ownerID string) ([]Path, error) {
	return db.All(ctx, ps.DB, scanPath, selectPath+`
		WHERE owner_id = $1 AND ended_on = ''
		ORDER BY id
		LIMIT $2`,
		ownerID, mostPaths)
}

// SavePath makes a path or, with an id, changes one. revision is what was seen, 0 for a new one.
func (ps *Profiles) SavePath(ctx context.Context, a may.Actor, p Path) (id string, err error) {
	if _, err := ps.employerNode(ctx, a, p.OwnerID); err != nil {
		return "", err
	}
	if err := ps.checkPath(ctx, &p); err != nil {
		return "", err
	}
	body, err := json.Marshal(p.Steps)
	if err != nil {
		return "", err
	}
	return p.ID, ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if p.Revision == 0 { // the same form sent twice makes one
			n, err := tx.Exec(ctx, `
				INSERT INTO career_path (id, owner_id, name, body, revision, ended_on, made_by, made_at)
				VALUES ($1, $2, $3, $4, 1, '', $5, $6)
				ON CONFLICT (id) DO NOTHING`,
				p.ID, p.OwnerID, p.Name, string(body), a.PersonID, ps.Now())
			if err != nil || n == 1 {
				return err
			}
			had, err := db.One(ctx, tx, scanPath, selectPath+` WHERE id = $1 AND owner_id = $2`, p.ID, p.OwnerID)
			if err != nil {
				return err
			}
			if had.Name != p.Name || !slices.Equal(had.Steps, p.Steps) {
				return ErrPathMoved
			}
			return nil
		}
		return one(tx.Exec(ctx, `
			UPDATE career_path
			SET name = $3, body = $4, revision = revision + 1, made_by = $5, made_at = $6
			WHERE id = $1 AND owner_id = $2 AND revision = $7 AND ended_on = ''`,
			p.ID, p.OwnerID, p.Name, string(body), a.PersonID, ps.Now(), p.Revision))
	})
}

func one(n int64, err error) error {
	if err == nil && n == 0 {
		return ErrPathMoved
	}
	return err
}

func (ps *Profiles) checkPath(ctx context.Context, p *Path) error {
	p.Name = strings.TrimSpace(p.Name)
	if n := len([]rune(p.Name)); n == 0 || n > 100 {
		return ErrPathName.On("namn")
	}
	if identity.In(p.Name, ps.Now()) {
		return ErrIdentity.On("namn")
	}
	if len(p.Steps) < 2 || len(p.Steps) > mostSteps {
		return ErrPathSteps.On("yrke-1")
	}
	if p.ID == "" {
		p.ID = ps.NewID()
	}
	for _, s := range p.Steps {
		if len([]rune(s.About)) > mostNote {
			return ErrNote.On("om-1")
		}
		if identity.In(s.About, ps.Now()) {
			return ErrIdentity.On("om-1")
		}
		if err := ps.checkRole(ctx, s.Role()); err != nil {
			return err
		}
	}
	return nil
}

// EndPath takes a path out of use; it stays with its day.
func (ps *Profiles) EndPath(ctx context.Context, a may.Actor, ownerID, id string, revision int64) error {
	if _, err := ps.employerNode(ctx, a, ownerID); err != nil {
		return err
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		return one(tx.Exec(ctx, `
			UPDATE career_path
			SET ended_on = $3, revision = revision + 1, made_by = $4, made_at = $5
			WHERE id = $1 AND owner_id = $2 AND revision = $6 AND ended_on = ''`,
			id, ownerID, ps.Staff.Today(), a.PersonID, ps.Now(), revision))
	})
}

// Meeting tells whether a person meets demands today, one by one.
type Meeting interface {
	Meets(ctx context.Context, personID, employerID string, demands []layer.Asked) ([]bool, error)
}

// OwnPath is a path of an employer of somebody's own, and where on it the person stands.
type OwnPath struct {
	Path
	Employer string
	At       int // the step on which the person is, from 0; -1 on none
	Asked    []layer.Asked
	Holds    []bool // of Asked: held already
}

// Next is the step after the person's own; ok is false when there is none.
func (o OwnPath) Next() (s Step, ok bool) {
	if o.At+1 >= len(o.Steps) {
		return s, false
	}
	return o.Steps[o.At+1], true
}

// OwnPaths gives the paths of a person's own employers, with what the next step asks for at the unit and
// how much of it the person holds. A path on which the person has no step begins with its first.
func (ps *Profiles) OwnPaths(ctx context.Context, a may.Actor, meeting Meeting) (out []OwnPath, err error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	on := ps.Staff.Today()
	works, err := ps.Staff.Employments(ctx, a.PersonID, on)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, e := range works {
		ids = append(ids, e.ID)
	}
	levels, err := ps.LevelsOf(ctx, ps.DB, ids, on)
	if err != nil {
		return nil, err
	}
	reader := ps.Reader(on)
	for _, e := range works {
		if !e.Current(on) {
			continue
		}
		if out, err = ps.addPaths(ctx, out, reader, e, levels[e.ID], meeting); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (ps *Profiles) addPaths(ctx context.Context, out []OwnPath, reader *Reader, e staff.Employment, level layer.RoleLevel, meeting Meeting) ([]OwnPath, error) {
	employer, err := ps.Tree.Find(ctx, e.EmployerID, ps.Staff.Today())
	if err != nil {
		return nil, err
	}
	paths, err := ps.pathsOf(ctx, e.EmployerID)
	if err != nil {
		return nil, err
	}
	asked, err := reader.At(ctx, e.UnitPath)
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		own := OwnPath{Path: p, Employer: employer.Name, At: stepOf(p.Steps, e.Occupation, level)}
		if slices.ContainsFunc(out, func(o OwnPath) bool { return o.ID == own.ID && o.At == own.At }) {
			continue
		}
		if next, ok := own.Next(); ok {
			own.Asked = ofRole(asked, next, e.Area)
			if own.Holds, err = meeting.Meets(ctx, e.PersonID, e.EmployerID, own.Asked); err != nil {
				return nil, err
			}
		}
		out = append(out, own)
	}
	return out, nil
}

// stepOf is the last step with an occupation that a level of the role reaches; -1 when there is none.
func stepOf(steps []Step, occupation string, level layer.RoleLevel) int {
	at := -1
	for i, s := range steps {
		if s.Occupation == occupation && level.Reaches(s.Level) {
			at = i
		}
	}
	return at
}

// ofRole leaves what is asked of each person in a role, of several demands on one requirement the last.
func ofRole(asked []layer.Asked, s Step, area string) (out []layer.Asked) {
	for _, a := range asked {
		if a.Announced || a.Measure != layer.Each || !a.Who.Matches(s.Occupation, area, s.Level) {
			continue
		}
		if at := slices.IndexFunc(out, func(o layer.Asked) bool { return o.Requirement == a.Requirement }); at >= 0 {
			out[at] = a
			continue
		}
		out = append(out, a)
	}
	return out
}

const selectPath = `
		SELECT id, owner_id, name, body, revision, ended_on, made_at
		FROM career_path`

func scanPath(s db.Scanner) (p Path, err error) {
	var body string
	if err = s.Scan(&p.ID, &p.OwnerID, &p.Name, &body, &p.Revision, &p.EndedOn, &p.At); err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(body), &p.Steps)
}
