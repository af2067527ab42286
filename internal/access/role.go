package access

import (
	"context"
	"errors"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of giving and ending roles.
var (
	ErrNoRole     = fault.New(fault.Invalid, "role.none_chosen")
	ErrNoHolder   = fault.New(fault.Invalid, "role.nobody_chosen")
	ErrOwnRole    = fault.New(fault.Denied, "role.own")
	ErrNotHere    = fault.New(fault.Invalid, "role.not_employed")
	ErrHasRole    = fault.New(fault.Conflict, "role.has_already")
	ErrFromDay    = fault.New(fault.Invalid, "role.from_day")
	ErrUntilDay   = fault.New(fault.Invalid, "role.until_day")
	ErrMustEnd    = fault.New(fault.Invalid, "role.must_end")
	ErrTooLong    = fault.New(fault.Invalid, "role.too_long")
	ErrSubject    = fault.New(fault.Invalid, "role.subject")
	ErrLongNote   = fault.New(fault.Invalid, "role.note_long")
	ErrNumberInIt = fault.New(fault.Invalid, "role.note_number")
	ErrNoGrant    = fault.New(fault.Missing, "role.missing")
	ErrEnded      = fault.New(fault.Conflict, "role.ended_already")
	ErrLastOne    = fault.New(fault.Conflict, "role.last_one")
	ErrNotLonger  = fault.New(fault.Invalid, "role.not_longer")
	ErrNotSooner  = fault.New(fault.Invalid, "role.not_sooner")
	ErrAppointed  = fault.New(fault.Invalid, "role.by_appointment") // it is given and ended with an appointment
	ErrNotProlong = fault.New(fault.Invalid, "role.no_end_yet")
)

// Done is what was done with a role.
type Done string

// What is done.
const (
	Given     Done = "given"
	Ended     Done = "ended"
	Prolonged Done = "prolonged"
)

// longestNote bounds why something was done, in letters.
const longestNote = 500

// lastOfARole are the roles of which somebody is always left: nobody could give roles after that.
var lastOfARole = []may.Role{may.National, may.Municipality}

// Teller is told what becomes of a person's role, in the transaction where it does.
type Teller interface {
	RoleChanged(ctx context.Context, tx *db.Tx, what Done, h Held, placeName, employerID string) error
}

// Held is a role that a person holds, has held or is to hold.
type Held struct {
	ID, PersonID    string
	Role            may.Role
	NodeID, Subject string
	From, Until     string // Until is the first day it no longer holds
	MadeBy, EndedBy string // a person, "operator", an import or another part of the program
	LentBy          string // the employer that lends the person; "" the role rests on an employment at the place's own
}

// On tells whether the role holds on a day.
func (h Held) On(day string) bool { return h.From <= day && h.Until > day }

// Place is a node with the employer whose it is; above the employers there is none.
type Place struct {
	org.Node
	Employer org.Node
}

// asked is the place as the permission table asks for it.
func (p Place) asked() may.Place {
	return may.Place{Kind: p.Kind, Path: p.Path, Employer: p.Employer.Path}
}

// placeOf finds a node and its employer on a day.
func placeOf(ctx context.Context, q db.Q, nodeID, on string) (Place, error) {
	node, err := org.Find(ctx, q, nodeID, on)
	if err != nil {
		return Place{}, err
	}
	p := Place{Node: node}
	if k := org.Kind(node.Kind); k == org.Nation || k == org.RSS {
		return p, nil
	}
	p.Employer, err = org.EmployerOf(ctx, q, node.Path, on)
	if errors.Is(err, org.ErrNoNode) {
		err = nil
	}
	return p, err
}

// Gift is one or several roles that somebody is given at a place.
type Gift struct {
	PersonID string
	Roles    []may.Role
	NodeID   string
	Subject  string // the journey, for a role that is about one
	From     string // "" is today
	Until    string // the last day; "" for no end
	Note     string // why
}

// Give gives a person roles, when the actor may give each of them there. All or none; the place is
// held meanwhile, so that two who give the same at once give it once, and the second is told.
func (a *Access) Give(ctx context.Context, actor may.Actor, g Gift) error {
	today := a.Staff.Today()
	if err := a.checkGift(&g, today); err != nil {
		return err
	}
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		place, err := a.holdPlace(ctx, tx, g.NodeID, today)
		if err != nil {
			return err
		}
		for _, role := range g.Roles {
			if err := may.AskGrant(actor, role, place.asked()); err != nil {
				return err
			}
		}
		if actor.PersonID == g.PersonID {
			return ErrOwnRole
		}
		return a.giveAll(ctx, tx, actor, g, place, today)
	})
}

func (a *Access) giveAll(ctx context.Context, tx *db.Tx, actor may.Actor, g Gift, place Place, today string) error {
	known, err := a.known(ctx, tx, g.PersonID)
	if err != nil {
		return err
	}
	if !known {
		return ErrNoHolder.On("person")
	}
	for _, role := range g.Roles {
		if err := a.mayHold(ctx, tx, g.PersonID, role, place, today); err != nil {
			return err
		}
		if err := a.free(ctx, tx, g, role); err != nil {
			return err
		}
		h := Held{ID: a.NewID(), PersonID: g.PersonID, Role: role, NodeID: g.NodeID, Subject: g.Subject, From: g.From, Until: g.Until, MadeBy: actor.PersonID}
		if err := a.insertGrant(ctx, tx, h, Given, g.Note); err != nil {
			return err
		}
		if err := a.tell(ctx, tx, Given, h, place); err != nil {
			return err
		}
	}
	return nil
}

// checkGift looks at what was asked for, before anything is read. Until becomes the first day that
// the role no longer holds.
func (a *Access) checkGift(g *Gift, today string) error {
	g.Note = strings.TrimSpace(g.Note)
	switch {
	case g.PersonID == "":
		return ErrNoHolder.On("person")
	case len(g.Roles) == 0:
		return ErrNoRole.On("roll")
	}
	if g.From == "" {
		g.From = today
	}
	if !lang.IsDay(g.From) || g.From < today {
		return ErrFromDay.On("fran")
	}
	var err error
	for _, role := range g.Roles {
		terms := may.TermsOf(role)
		if terms.Appointed {
			return ErrAppointed.On("roll")
		}
		if err := checkDays(terms, g.From, g.Until); err != nil {
			return err
		}
		if terms.Subject == (g.Subject == "") {
			return ErrSubject.On("resa")
		}
	}
	if g.Until, err = after(g.Until); err != nil {
		return err
	}
	return a.checkNote(g.Note)
}

// checkDays looks at the last day of a role: not before the first, and there is one when its terms
// say so.
func checkDays(terms may.Terms, from, last string) error {
	switch {
	case last == "" && terms.MostDays > 0:
		return ErrMustEnd.On("till")
	case last == "":
		return nil
	case !lang.IsDay(last) || last < from:
		return ErrUntilDay.On("till")
	case terms.MostDays > 0 && last >= addDays(from, terms.MostDays):
		return ErrTooLong.On("till")
	}
	return nil
}

func (a *Access) checkNote(note string) error {
	if len([]rune(note)) > longestNote {
		return ErrLongNote.On("varfor")
	}
	if identity.In(note, a.Staff.Now()) {
		return ErrNumberInIt.On("varfor")
	}
	return nil
}

// holdPlace takes the node's row before its roles are decided on.
func (a *Access) holdPlace(ctx context.Context, tx *db.Tx, nodeID, on string) (Place, error) {
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, nodeID); err != nil {
		return Place{}, err
	}
	return placeOf(ctx, tx, nodeID, on)
}

// known tells whether there is such a person at all.
func (a *Access) known(ctx context.Context, tx *db.Tx, personID string) (bool, error) {
	n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM employee WHERE person_id = $1`, personID)
	return n > 0, err
}

// mayHold refuses a role at an employer to who does not work there, where its terms ask for it.
func (a *Access) mayHold(ctx context.Context, tx *db.Tx, personID string, role may.Role, place Place, on string) error {
	if !may.TermsOf(role).Employed {
		return nil
	}
	here, err := works(ctx, tx, personID, place.Employer.ID, on)
	if err == nil && !here {
		err = ErrNotHere.On("person").With("place", place.Employer.Name)
	}
	return err
}

// free refuses a role that the person has during some of the days: it is prolonged or ended instead.
func (a *Access) free(ctx context.Context, tx *db.Tx, g Gift, role may.Role) error {
	n, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM role_grant
		WHERE person_id = $1 AND role = $2 AND node_id = $3 AND subject = $4 AND valid_from < $5 AND valid_until > $6`,
		g.PersonID, role, g.NodeID, g.Subject, g.Until, g.From)
	if err == nil && n > 0 {
		err = ErrHasRole.On("roll")
	}
	return err
}

// insertGrant notes the role and that it was given.
func (a *Access) insertGrant(ctx context.Context, tx *db.Tx, h Held, what Done, note string) error {
	if _, err := a.holdAccount(ctx, tx, h.PersonID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO role_grant (id, person_id, role, node_id, subject, valid_from, valid_until, made_by, ended_by, lent_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9)`,
		h.ID, h.PersonID, h.Role, h.NodeID, h.Subject, h.From, h.Until, h.MadeBy, h.LentBy)
	if err != nil {
		return err
	}
	return a.insertLog(ctx, tx, what, h, h.MadeBy, note)
}

// told says that a person's roles have changed.
func (a *Access) told(ctx context.Context, tx *db.Tx, personID string) error {
	if a.Changed == nil {
		return nil
	}
	return a.Changed(ctx, tx, personID)
}

func (a *Access) insertLog(ctx context.Context, tx *db.Tx, what Done, h Held, by, note string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO role_log (id, grant_id, person_id, role, node_id, subject, what, valid_from, valid_until, note, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		a.NewID(), h.ID, h.PersonID, h.Role, h.NodeID, h.Subject, what, h.From, h.Until, note, by, a.Staff.Now())
	if err != nil {
		return err
	}
	return a.told(ctx, tx, h.PersonID)
}

func (a *Access) tell(ctx context.Context, tx *db.Tx, what Done, h Held, place Place) error {
	if a.Teller == nil {
		return nil
	}
	return a.Teller.RoleChanged(ctx, tx, what, h, place.Name, place.Employer.ID)
}

// after gives the day after a last day; db.NoEnd when there is none.
func after(last string) (string, error) {
	if last == "" {
		return db.NoEnd, nil
	}
	d, err := time.Parse(time.DateOnly, last)
	return d.AddDate(0, 0, 1).Format(time.DateOnly), err
}

func addDays(day string, n int) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, n).Format(time.DateOnly)
}
