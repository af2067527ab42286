package competence

import (
	"context"
	"errors"
	"slices"
	"strings"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// Faults of mappings.
var (
	ErrMapped    = fault.New(fault.Conflict, "merit.map.there")
	ErrMapCourse = fault.New(fault.Invalid, "merit.map.no_course")
)

// Mapping says that one of our courses says something about a course of a programme (R187).
type Mapping struct {
	ID, OwnerID, OwnerName string
	Programme, Part        string
	CourseID               string
	Note                   string
}

// Map adds a mapping at a place: the nation, an RSS or a municipality. Callers have seen that there is such a course.
func (c *Competence) Map(ctx context.Context, a may.Actor, m Mapping) (err error) {
	defer fault.Wrap(&err, "map course %s", m.CourseID)
	if err := c.askOwner(ctx, a, m.OwnerID); err != nil {
		return err
	}
	prog, _ := programme.Find(m.Programme)
	if !slices.ContainsFunc(prog.Parts, func(p programme.Part) bool { return p.ID == m.Part }) {
		return ErrPart.On("part")
	}
	m.Note = strings.TrimSpace(m.Note)
	if err := c.checkWords(map[string]string{"note": m.Note}, longestWords); err != nil {
		return err
	}
	_, err = c.DB.Exec(ctx, `
		INSERT INTO programme_map (id, owner_id, programme, part, course_id, note, made_by, made_at, ended_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')`,
		c.NewID(), m.OwnerID, m.Programme, m.Part, m.CourseID, m.Note, a.PersonID, c.Now())
	if errors.Is(err, db.ErrTaken) {
		return ErrMapped.On("course")
	}
	return err
}

// Unmap ends a mapping.
func (c *Competence) Unmap(ctx context.Context, a may.Actor, ownerID, id string) (err error) {
	defer fault.Wrap(&err, "unmap %s", id)
	if err := c.askOwner(ctx, a, ownerID); err != nil {
		return err
	}
	_, err = c.DB.Exec(ctx, `
		UPDATE programme_map
		SET ended_by = $3, ended_at = $4
		WHERE id = $1 AND owner_id = $2 AND ended_at IS NULL`,
		id, ownerID, a.PersonID, c.Now())
	return err
}

// askOwner lets who keeps frameworks at a place keep its mappings. A role at a municipality is none at a private
// employer under it.
func (c *Competence) askOwner(ctx context.Context, a may.Actor, nodeID string) error {
	node, err := org.Find(ctx, c.DB, nodeID, c.Staff.Today())
	if err != nil {
		return err
	}
	if org.Kind(node.Kind) == org.Employer && !a.IsOperator() {
		a = a.Inside(node.Path)
	}
	return may.Ask(a, may.EditFramework, node.Path)
}

// Mappings gives what holds at a place: its own and what stands above it. What maps to what is open to all who
// are signed in.
func (c *Competence) Mappings(ctx context.Context, path string) ([]Mapping, error) {
	ids := strings.Split(strings.Trim(path, "/"), "/")
	return db.All(ctx, c.DB, func(s db.Scanner) (m Mapping, err error) {
		err = s.Scan(&m.ID, &m.OwnerID, &m.OwnerName, &m.Programme, &m.Part, &m.CourseID, &m.Note)
		return m, err
	}, `
		SELECT m.id, m.owner_id, p.name, m.programme, m.part, m.course_id, m.note
		FROM programme_map m
		JOIN node_place p ON p.node_id = m.owner_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE m.ended_at IS NULL AND m.owner_id IN (`+db.Marks(2, len(ids))+`)
		ORDER BY m.programme, m.part, m.course_id, m.id
		LIMIT 1000`,
		db.Args(ids, c.Staff.Today())...)
}

// Shown is a course that a person has done and that says something about a part of a validation.
type Shown struct {
	Part, CourseID, Title string
	Version               int64
	On, Until             string
	Note                  string
}

// ShownFor gives what a person has done that maps to the parts of a validation, as its employer may see it and the
// person all of it, in the order of the parts.
func (c *Competence) ShownFor(ctx context.Context, a may.Actor, v Validation) (out []Shown, err error) {
	defer fault.Wrap(&err, "shown for validation %s", v.ID)
	employer, err := org.Find(ctx, c.DB, v.EmployerID, c.Staff.Today())
	if err != nil {
		return nil, err
	}
	maps, err := c.Mappings(ctx, employer.Path)
	if err != nil {
		return nil, err
	}
	var facts []record.Fact
	if may.AskSelf(a, v.PersonID) == nil {
		facts, err = c.Record.Own(ctx, a, v.PersonID)
	} else {
		if _, err := c.employerFor(ctx, a, may.SeeCompetence, v.PersonID, v.EmployerID); err != nil {
			return nil, err
		}
		var seen map[string][]record.Fact
		seen, err = c.Record.SeenBy(ctx, v.EmployerID, []string{v.PersonID})
		facts = seen[v.PersonID]
	}
	if err != nil {
		return nil, err
	}
	standing := record.Standing(facts)
	for _, p := range v.Parts {
		for _, m := range maps {
			if m.Programme != v.Programme || m.Part != p.ID {
				continue
			}
			for _, f := range standing {
				if f.CourseID == m.CourseID && f.Done() {
					out = append(out, Shown{p.ID, f.CourseID, f.Title, f.Version, org.Today(f.At, c.Staff.Place), f.ValidUntil, m.Note})
				}
			}
		}
	}
	return out, nil
}
