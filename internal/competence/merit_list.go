package competence

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Merits gives a person's formal merits: to the person all of them, or ("" is all) those of one employer; to
// others what that employer sees (rule 19), and then the person can read that they looked.
func (c *Competence) Merits(ctx context.Context, a may.Actor, personID, employerID string) (_ []Merit, err error) {
	defer fault.Wrap(&err, "merits of %s", personID)
	if may.AskSelf(a, personID) == nil {
		return meritsOf(ctx, c.DB, personID, employerID)
	}
	employer, err := c.employerFor(ctx, a, may.SeeCompetence, personID, employerID)
	if err != nil {
		return nil, err
	}
	if err := c.Audit.Person(ctx, c.DB, a, "competence.merits", personID); err != nil {
		return nil, err
	}
	return meritsOf(ctx, c.DB, personID, employer.ID)
}

// Merit gives one formal merit to the person and to who may see it at its employer.
func (c *Competence) Merit(ctx context.Context, a may.Actor, id string) (Merit, error) {
	m, err := meritByID(ctx, c.DB, id)
	if err != nil || may.AskSelf(a, m.PersonID) == nil {
		return m, err
	}
	if _, err := c.employerFor(ctx, a, may.SeeCompetence, m.PersonID, m.EmployerID); err != nil {
		return Merit{}, err
	}
	return m, c.Audit.Person(ctx, c.DB, a, "competence.merits", m.PersonID)
}

// Paper opens the evidence of a merit, to the person and to who may check it.
func (c *Competence) Paper(ctx context.Context, a may.Actor, id string) (_ io.ReadSeekCloser, name, kind string, err error) {
	defer fault.Wrap(&err, "paper of merit %s", id)
	m, err := meritByID(ctx, c.DB, id)
	if err != nil {
		return nil, "", "", err
	}
	if may.AskSelf(a, m.PersonID) != nil {
		if _, err := c.employerFor(ctx, a, may.CheckMerit, m.PersonID, m.EmployerID); err != nil {
			return nil, "", "", err
		}
		if err := c.Audit.Person(ctx, c.DB, a, "competence.paper", m.PersonID); err != nil {
			return nil, "", "", err
		}
	}
	if m.hash == "" {
		return nil, "", "", ErrNoPaper
	}
	f, kind, err := blob.GetPaper(ctx, c.Blobs, m.hash)
	return f, m.FileName, kind, err
}

// ToCheck is a merit that waits for somebody to see its evidence, and whose it is.
type ToCheck struct {
	Merit
	Name, Unit string
}

// ToCheck lists the merits that wait for the actor, the oldest first, from offset, and how many they are in all.
// It is logged as a viewing of each place the actor checks for.
func (c *Competence) ToCheck(ctx context.Context, a may.Actor, limit, offset int) (list []ToCheck, all int, err error) {
	defer fault.Wrap(&err, "merits to check")
	if err := may.AskSomewhere(a, may.CheckMerit); err != nil {
		return nil, 0, err
	}
	where, args, err := c.within(ctx, a, may.CheckMerit, c.Staff.Today(), a.PersonID)
	if err != nil || where == "" {
		return nil, 0, err
	}
	for _, path := range a.Scopes(may.CheckMerit) {
		if err := c.Audit.Node(ctx, c.DB, a, "competence.to_check", path[strings.LastIndexByte(path, '/')+1:]); err != nil {
			return nil, 0, err
		}
	}
	n := len(args)
	err = db.Each(ctx, c.DB, scanToCheck, func(r toCheckRow) error {
		r.hide(a)
		list, all = append(list, r.ToCheck), int(r.all)
		return nil
	}, `
		SELECT `+meritColumns+`, e.first_name, e.last_name, e.protected, e.contact_code,
		       COALESCE((SELECT MIN(u.path || '|' || u.name) FROM employment_period p JOIN node_place u ON u.node_id = p.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
		        WHERE p.person_id = m.person_id AND p.employer_id = m.controller_id AND p.valid_from <= $1 AND p.valid_until > $1), ''),
		       COUNT(*) OVER ()
		FROM merit m
		JOIN employee e ON e.employer_id = m.controller_id AND e.person_id = m.person_id
		WHERE m.checked_at IS NULL AND m.ended_at IS NULL AND m.kind <> 'function' AND m.person_id <> $2 AND (`+where+`)
		ORDER BY m.made_at, m.id
		LIMIT `+fmt.Sprintf("$%d OFFSET $%d", n+1, n+2),
		append(args, limit, offset)...)
	return list, all, err
}

// within is the condition that a merit m belongs to somebody whom the actor may do it about, with its arguments
// after the first two (the day, the actor): in each place the role stands, of that place's employer only (rule 3).
func (c *Competence) within(ctx context.Context, a may.Actor, do may.Action, on, self string) (string, []any, error) {
	args := []any{on, self}
	var some []string
	for _, path := range a.Scopes(do) {
		employer, err := org.EmployerOf(ctx, c.DB, path, on)
		if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
			continue // a role above every employer checks nobody's papers
		}
		if err != nil {
			return "", nil, err
		}
		low, high := org.Inside(path)
		n := len(args)
		args = append(args, employer.ID, path, low, high)
		place := fmt.Sprintf(`(u.path = $%d OR (u.path >= $%d AND u.path < $%d)) AND u.valid_from <= $1 AND u.valid_until > $1`, n+2, n+3, n+4)
		some = append(some, fmt.Sprintf(`(m.controller_id = $%d AND (EXISTS (
			SELECT 1
			FROM employment_period p
			JOIN node_place u ON u.node_id = p.unit_id
			WHERE p.person_id = m.person_id AND p.employer_id = m.controller_id AND p.valid_from <= $1 AND p.valid_until > $1 AND %s) OR EXISTS (
			SELECT 1
			FROM serves v
			JOIN node_place u ON u.node_id = v.unit_id
			WHERE v.person_id = m.person_id AND v.valid_from <= $1 AND v.valid_until > $1 AND %s)))`, n+1, place, place))
	}
	return strings.Join(some, " OR "), args, nil
}

type toCheckRow struct {
	ToCheck
	first, last, code, path string
	protected               bool
	all                     int64
}

func scanToCheck(s db.Scanner) (r toCheckRow, err error) {
	var body, unit string
	if err := s.Scan(append(r.fields(&body), &r.first, &r.last, &r.protected, &r.code, &unit, &r.all)...); err != nil {
		return r, err
	}
	r.path, r.Unit, _ = strings.Cut(unit, "|")
	return r, json.Unmarshal([]byte(body), &r.Details)
}

// hide names the person, by the contact code to others than the manager when the identity is protected (rule 7).
func (r *toCheckRow) hide(a may.Actor) {
	r.Name = strings.TrimSpace(r.first + " " + r.last)
	if r.protected && !manages(a, r.path) {
		r.Name, r.Unit = r.code, ""
	}
}

// manages tells whether an actor is manager at a path.
func manages(a may.Actor, path string) bool {
	return path != "" && slices.ContainsFunc(a.Grants, func(g may.Grant) bool { return g.Role == may.Manager && may.Within(path, g.Path) })
}

// MeritName is what a merit is called in a sentence: the programme, the licence, the certificate.
func (c *Competence) MeritName(ctx context.Context, m Merit) string {
	switch m.Kind {
	case frame.ByEducation, frame.ByValidation:
		if p, ok := programme.Find(m.Ref); ok {
			return p.Name
		}
	case frame.ByTitle:
		if t, ok := title.Of(m.Ref); ok {
			return t.Name
		}
	case frame.ByLicence:
		if ref, err := c.Tree.CachedReference(ctx); err == nil && ref.Occupation(m.Ref).Name != "" {
			return ref.Occupation(m.Ref).Name
		}
	}
	return m.Ref
}
