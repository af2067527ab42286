package competence

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Rights gives every right to a protected title that a person has or has had: to the person all, to others those
// that one employer sees.
func (c *Competence) Rights(ctx context.Context, a may.Actor, personID, employerID string) ([]title.Right, error) {
	if may.AskSelf(a, personID) != nil {
		employer, err := c.employerFor(ctx, a, may.SeeCompetence, personID, employerID)
		if err != nil {
			return nil, err
		}
		employerID = employer.ID
	}
	people := map[string]held.Person{}
	if err := c.addMerits(ctx, people, employerID, []string{personID}); err != nil {
		return nil, err
	}
	var out []title.Right
	for _, t := range title.All() {
		facts, err := c.titleFacts(ctx, t, people, employerID, []string{personID})
		if err != nil {
			return nil, err
		}
		out = append(out, t.Rights(facts[personID])...)
	}
	return out, nil
}

// MayHold tells whether an employer knows that a person may be something that asks for a protected title (fast
// omsorgskontakt in home care): true where nothing is asked, in that setting on that day. It is for the rules:
// callers have asked for leave.
func (c *Competence) MayHold(ctx context.Context, employerID, personID, task, setting, on string) (bool, error) {
	for _, t := range title.All() {
		if !t.Requires(task, setting, on) {
			continue
		}
		people := map[string]held.Person{}
		if err := c.addMerits(ctx, people, employerID, []string{personID}); err != nil {
			return false, err
		}
		facts, err := c.titleFacts(ctx, t, people, employerID, []string{personID})
		if err != nil {
			return false, err
		}
		if _, ok := t.Holds(facts[personID], on); !ok {
			return false, nil
		}
	}
	return true, nil
}

// TitleUse is somebody who uses a protected title in the employment.
type TitleUse struct {
	PersonID, Name, Unit, Occupation string
	Right                            title.Right // what it rests on; the ground is None where nobody has shown any
}

// TitleUses is who uses a title at a place, by what HR has to do about it. Each is in name order.
type TitleUses struct {
	Title    title.Title
	All      int        // who use it
	Without  []TitleUse // without a right that anybody has shown
	Ending   []TitleUse // whose right ends within a year
	Presumed []TitleUse // whose right the staff file makes likely, and nobody has confirmed
}

// mostUsers bounds who is looked through: more than any municipality has.
const mostUsers = 30_000

// TitleUses tells who uses a protected title in their employment at a place without the right, whose right ends within
// a year, and whose nobody has confirmed (R211). It is logged as a viewing of the place.
func (c *Competence) TitleUses(ctx context.Context, a may.Actor, nodeID, titleID string) (u TitleUses, err error) {
	defer fault.Wrap(&err, "uses of title %s at %s", titleID, nodeID)
	t, ok := title.Of(titleID)
	if !ok {
		return u, ErrTitle
	}
	node, employer, err := c.placeFor(ctx, a, may.CheckMerit, nodeID)
	if err != nil {
		return u, err
	}
	if err := c.Audit.Node(ctx, c.DB, a, "competence.titles", node.ID); err != nil {
		return u, err
	}
	list, err := c.users(ctx, a, t, node, employer.ID)
	if err != nil {
		return u, err
	}
	u = TitleUses{Title: t, All: len(list)}
	on := c.Staff.Today()
	soon := inAYear(on)
	for some := range slices.Chunk(list, 200) {
		facts, err := c.factsOf(ctx, t, employer.ID, some)
		if err != nil {
			return u, err
		}
		for _, use := range some {
			right, ok := t.Holds(facts[use.PersonID], on)
			use.Right = right
			switch {
			case !ok:
				u.Without = append(u.Without, use)
			case right.Until != "" && right.Until <= soon:
				u.Ending = append(u.Ending, use)
			case right.Presumed:
				u.Presumed = append(u.Presumed, use)
			}
		}
	}
	return u, nil
}

// factsOf gives what is known of the right of those who use a title.
func (c *Competence) factsOf(ctx context.Context, t title.Title, employerID string, some []TitleUse) (map[string]title.Facts, error) {
	ids := make([]string, len(some))
	for i, use := range some {
		ids[i] = use.PersonID
	}
	people := make(map[string]held.Person, len(ids))
	if err := c.addMerits(ctx, people, employerID, ids); err != nil {
		return nil, err
	}
	return c.titleFacts(ctx, t, people, employerID, ids)
}

// users lists who uses a title at a place today, each once, in name order.
func (c *Competence) users(ctx context.Context, a may.Actor, t title.Title, node org.Node, employerID string) (out []TitleUse, err error) {
	low, high := org.Inside(node.Path)
	seen := map[string]bool{}
	return out, db.Each(ctx, c.DB, func(s db.Scanner) (r userRow, err error) {
		err = s.Scan(&r.PersonID, &r.first, &r.last, &r.protected, &r.code, &r.Unit, &r.path, &r.Occupation)
		return r, err
	}, func(r userRow) error {
		if seen[r.PersonID] {
			return nil
		}
		seen[r.PersonID] = true
		r.Name = strings.TrimSpace(r.first + " " + r.last)
		if r.protected && !manages(a, r.path) {
			r.Name, r.Unit = r.code, ""
		}
		out = append(out, r.TitleUse)
		return nil
	}, fmt.Sprintf(`
		SELECT p.person_id, e.first_name, e.last_name, e.protected, e.contact_code, u.name, u.path, p.occupation
		FROM node_place u
		JOIN employment_period p ON p.unit_id = u.node_id
		JOIN employee e ON e.employer_id = p.employer_id AND e.person_id = p.person_id
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1 AND p.employer_id = $5
		      AND p.valid_from <= $1 AND p.valid_until > $1 AND p.start_date <= $1 AND (p.end_date = '' OR p.end_date >= $1) AND NOT p.dormant
		      AND p.occupation IN (%s)
		ORDER BY CASE WHEN e.protected THEN e.contact_code ELSE e.sort_name END, p.person_id, p.id
		LIMIT %d`, db.Marks(6, len(t.Occupations)), mostUsers),
		db.Args(t.Occupations, c.Staff.Today(), node.Path, low, high, employerID)...)
}

type userRow struct {
	TitleUse
	first, last, code, path string
	protected               bool
}

// placeFor gives a place and whose it is to who may do it there.
func (c *Competence) placeFor(ctx context.Context, a may.Actor, do may.Action, nodeID string) (node, employer org.Node, err error) {
	on := c.Staff.Today()
	if node, err = org.Find(ctx, c.DB, nodeID, on); err != nil {
		return node, employer, err
	}
	if err = may.Ask(a, do, node.Path); err != nil {
		return node, employer, err
	}
	if employer, err = org.EmployerOf(ctx, c.DB, node.Path, on); err != nil || a.IsOperator() {
		return node, employer, err
	}
	return node, employer, may.Ask(a.Inside(employer.Path), do, node.Path)
}

// DenyTransition notes that the transition does not give a person the right to a title, though the staff file makes
// it likely, and why; the person reads it.
func (c *Competence) DenyTransition(ctx context.Context, a may.Actor, personID, employerID, titleID, why string) (err error) {
	defer fault.Wrap(&err, "deny transition of %s", personID)
	if why, err = c.words(why); err != nil {
		return err
	}
	t, ok := title.Of(titleID)
	if !ok || t.Transition == nil {
		return ErrTitle
	}
	if personID == a.PersonID {
		return ErrOwnMerit
	}
	employer, err := c.employerFor(ctx, a, may.CheckMerit, personID, employerID)
	if err != nil {
		return err
	}
	m := Merit{PersonID: personID, EmployerID: employer.ID, Kind: frame.ByTitle, Ref: t.ID, From: t.Transition.On, Until: t.Transition.Until, Details: Details{Ground: title.ByTransition}}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if m, err = c.put(ctx, tx, a, m, false); err != nil {
			return err
		}
		if _, err := endMerit(ctx, tx, m.ID, Refused, why, a.PersonID, c.Now()); err != nil {
			return err
		}
		return c.tell(ctx, tx, a, c.told(ctx, m, "refused"))
	})
}

func inAYear(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(1, 0, 0).Format(time.DateOnly)
}
