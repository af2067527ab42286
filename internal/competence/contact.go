package competence

import (
	"context"
	"slices"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/competence/title"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// CareContact is the fast omsorgskontakt: the one in home care whom a person who is helped turns to. Only who
// may use a protected title may be one (R211, rule 28). In merit.ref.
const CareContact = "fast-omsorgskontakt"

// HomeCare is the setting of home care in the rules of titles.
const HomeCare = "hemtjanst"

// Faults of who is a fast omsorgskontakt.
var (
	ErrNotHomeCare = fault.New(fault.Invalid, "assess.contact.not_home_care")
	ErrNoRight     = fault.New(fault.Invalid, "assess.contact.no_right")
	ErrRightEnds   = fault.New(fault.Invalid, "assess.contact.right_ends")
	ErrNotInUnit   = fault.New(fault.Invalid, "assess.contact.not_here")
)

// Contact is somebody who is a fast omsorgskontakt at a unit.
type Contact struct {
	ID, PersonID string
	From, Until  string      // Until "" until further notice, else the first day it no longer holds
	Right        title.Right // what lasts longest of what it rests on today; no ground where the right is gone
	Asked        bool        // the unit is home care still, and the law asks for the right
}

// NoteContact notes that somebody who works at a home care unit is a fast omsorgskontakt there from a day ("" today)
// until another ("" until further notice, or until the right ends). It is refused to whom the employer does
// not know to have the right on the first day, or not until the last one.
func (c *Competence) NoteContact(ctx context.Context, a may.Actor, unitID, personID, from, until string) (id string, err error) {
	if from == "" {
		from = c.Staff.Today()
	}
	unit, employer, err := c.homeCareUnit(ctx, a, may.NoteCompetence, unitID)
	if err != nil {
		return "", err
	}
	if err := c.askPerson(ctx, a, may.NoteCompetence, personID, employer.ID); err != nil {
		return "", err
	}
	if err := c.checkContact(ctx, unit, employer.ID, personID, from, until); err != nil {
		return "", err
	}
	if until, err = c.whileRight(ctx, employer.ID, personID, from, until); err != nil {
		return "", err
	}
	s := Specialist{ID: c.NewID(), PersonID: personID, EmployerID: employer.ID, Role: CareContact, From: from, Until: until, Supports: []Supported{{NodeID: unit.ID}}}
	return s.ID, c.DB.Tx(ctx, func(tx *db.Tx) error {
		if n, err := tx.Exec(ctx, `UPDATE person SET id = id WHERE id = $1`, personID); err != nil || n == 0 {
			return orElse(err, ErrNotThere)
		}
		same, err := db.One(ctx, tx, db.Number, `
			SELECT COUNT(*)
			FROM merit m
			JOIN specialist_group g ON g.merit_id = m.id
			WHERE m.person_id = $1 AND m.controller_id = $2 AND m.kind = 'function' AND m.ref = $3 AND g.node_id = $4 AND m.ended_at IS NULL
			      AND (m.until_date = '' OR m.until_date > $5) AND ($6 = '' OR m.from_date < $6)`,
			personID, employer.ID, CareContact, unit.ID, from, until)
		if err != nil || same > 0 {
			return orElse(err, ErrRoleTwice.On("person"))
		}
		return c.putFunction(ctx, tx, a, s)
	})
}

// checkContact tells what is wrong with the place or the days.
func (c *Competence) checkContact(ctx context.Context, unit org.Node, employerID, personID, from, until string) error {
	paths, err := c.Staff.PathsAt(ctx, personID, employerID, c.Staff.Today())
	if err != nil {
		return err
	}
	home, err := c.Tree.IsHomeCare(ctx, employerID, unit.Path, c.Staff.Today())
	if err != nil {
		return err
	}
	switch {
	case !home:
		return ErrNotHomeCare
	case !slices.Contains(paths, unit.Path):
		return ErrNotInUnit.On("person")
	case !lang.IsDay(from):
		return ErrPeriod.On("fran")
	case until != "" && (!lang.IsDay(until) || until <= from):
		return ErrPeriod.On("till")
	}
	return nil
}

// whileRight gives until when: what is asked for, or until the right ends. A right that ends before that is refused.
func (c *Competence) whileRight(ctx context.Context, employerID, personID, from, until string) (string, error) {
	if ok, err := c.MayHold(ctx, employerID, personID, CareContact, HomeCare, from); err != nil || !ok {
		return "", orElse(err, ErrNoRight.On("person"))
	}
	rights, err := c.contactRights(ctx, employerID, []string{personID}, from)
	if err != nil {
		return "", err
	}
	ends := rights[personID].Until // "" also where the law asks for nothing
	if ends != "" && until > ends {
		return "", ErrRightEnds.With("date", ends).On("till")
	}
	if until == "" {
		until = ends
	}
	return until, nil
}

// EndContact ends it from today on; one that begins later never was. It must stand at the unit.
func (c *Competence) EndContact(ctx context.Context, a may.Actor, unitID, id string) error {
	s, err := c.specialist(ctx, id)
	if err != nil {
		return err
	}
	if s.Role != CareContact || !slices.ContainsFunc(s.Supports, func(g Supported) bool { return g.NodeID == unitID }) {
		return ErrNoSpecialist
	}
	return c.EndSpecialist(ctx, a, id)
}

// Contacts lists who is a fast omsorgskontakt at a unit, today or later, and until when the right holds, to
// whoever sees competence there; home tells whether the unit is home care. Looking is logged.
func (c *Competence) Contacts(ctx context.Context, a may.Actor, unitID string) (list []Contact, home bool, err error) {
	on := c.Staff.Today()
	unit, employer, err := c.homeCareUnit(ctx, a, may.SeeCompetence, unitID)
	if err != nil {
		return nil, false, err
	}
	if err := c.Audit.Node(ctx, c.DB, a, "competence.contacts", unit.ID); err != nil {
		return nil, false, err
	}
	if home, err = c.Tree.IsHomeCare(ctx, employer.ID, unit.Path, on); err != nil {
		return nil, false, err
	}
	all, err := c.specialists(ctx, `m.controller_id = $2 AND m.ref = $3 AND (m.until_date = '' OR m.until_date > $1) AND EXISTS (
			SELECT 1
			FROM specialist_group x
			WHERE x.merit_id = m.id AND x.node_id = $4)`, on, employer.ID, CareContact, unit.ID)
	if err != nil {
		return nil, false, err
	}
	for some := range slices.Chunk(all, 200) {
		var ids []string
		for _, s := range some {
			ids = append(ids, s.PersonID)
		}
		rights, err := c.contactRights(ctx, employer.ID, ids, on)
		if err != nil {
			return nil, false, err
		}
		for _, s := range some {
			list = append(list, Contact{ID: s.ID, PersonID: s.PersonID, From: s.From, Until: s.Until, Right: rights[s.PersonID], Asked: home && titleAsked(max(on, s.From))})
		}
	}
	return list, home, nil
}

// homeCareUnit gives a unit and its employer to who may do it there.
func (c *Competence) homeCareUnit(ctx context.Context, a may.Actor, do may.Action, unitID string) (unit, employer org.Node, err error) {
	on := c.Staff.Today()
	if unit, err = c.Tree.Find(ctx, unitID, on); err != nil {
		return unit, employer, err
	}
	if employer, err = c.Tree.EmployerAt(ctx, unit.Path, on); err != nil {
		return unit, employer, err
	}
	return unit, employer, may.Ask(a.Inside(employer.Path), do, unit.Path)
}

// titleAsked tells whether the law asks for a protected title of a fast omsorgskontakt in home care on a day.
func titleAsked(on string) bool {
	return slices.ContainsFunc(title.All(), func(t title.Title) bool { return t.Requires(CareContact, HomeCare, on) })
}

// contactRights gives the right that lasts longest of each who has one on a day, as an employer knows it: the same
// that MayHold asks for. At most 200 people.
func (c *Competence) contactRights(ctx context.Context, employerID string, personIDs []string, on string) (map[string]title.Right, error) {
	out := map[string]title.Right{}
	people := make(map[string]held.Person, len(personIDs))
	if err := c.addMerits(ctx, people, employerID, personIDs); err != nil {
		return nil, err
	}
	for _, t := range title.All() {
		if !t.Requires(CareContact, HomeCare, on) {
			continue
		}
		facts, err := c.titleFacts(ctx, t, people, employerID, personIDs)
		if err != nil {
			return nil, err
		}
		for _, id := range personIDs {
			if r, ok := t.Holds(facts[id], on); ok {
				out[id] = r
			}
		}
	}
	return out, nil
}
