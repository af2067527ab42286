package org

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Matters are what employees ask about, each with its contact.
func Matters() []string { return []string{"yrkesresan", "kursdagar", "personuppgifter", "teknik"} }

// Faults of contacts.
var (
	ErrMatter  = fault.New(fault.Invalid, "org.contact.matter")
	ErrNoWay   = fault.New(fault.Invalid, "org.contact.no_way")
	ErrAddress = fault.New(fault.Invalid, "org.contact.address")
	ErrPhone   = fault.New(fault.Invalid, "org.contact.phone")
)

// Contact is whom an employer's people turn to in a matter: a person or a shared mailbox.
type Contact struct {
	ID, EmployerID, EmployerName string
	Matter                       string
	Name, Email, Phone           string
	From                         string
}

const selectContact = `
		SELECT c.id, c.employer_id, p.name, c.matter, c.name, c.email, c.phone, c.valid_from
		FROM contact c
		JOIN node_place p ON p.node_id = c.employer_id AND p.valid_from <= $1 AND p.valid_until > $1`

func scanContact(s db.Scanner) (c Contact, err error) {
	err = s.Scan(&c.ID, &c.EmployerID, &c.EmployerName, &c.Matter, &c.Name, &c.Email, &c.Phone, &c.From)
	return c, err
}

// Contacts gives the contacts of a few employers on a day, to whoever works there: callers pass the
// person's own employers.
func (t *Tree) Contacts(ctx context.Context, employerIDs []string, on string) ([]Contact, error) {
	if len(employerIDs) == 0 {
		return nil, nil
	}
	return db.All(ctx, t.DB, scanContact, selectContact+`
		WHERE c.valid_from <= $1 AND c.valid_until > $1 AND c.employer_id IN (`+db.Marks(2, len(employerIDs))+`)
		ORDER BY p.name, c.employer_id, c.matter`,
		db.Args(employerIDs, on)...)
}

// ContactsUnder lists the contacts of the municipalities and other employers under a place, to who
// may see what they submit: the RSS and the nation.
func (t *Tree) ContactsUnder(ctx context.Context, a may.Actor, node Node, on string, limit, offset int) ([]Contact, error) {
	if err := may.Ask(a, may.SeeSubmitted, node.Path); err != nil {
		return nil, err
	}
	low, high := Inside(node.Path)
	return db.All(ctx, t.DB, scanContact, selectContact+`
		WHERE p.path >= $2 AND p.path < $3 AND c.valid_from <= $1 AND c.valid_until > $1
		ORDER BY p.name, c.employer_id, c.matter
		LIMIT $4 OFFSET $5`,
		on, low, high, limit, offset)
}

// SetContact puts a contact in place of the one that an employer had in a matter; one without name,
// address and number takes it away. The former ends today and stays as history; c.ID is the one that
// the form showed. ErrChanged: somebody else was first.
func (t *Tree) SetContact(ctx context.Context, a may.Actor, c Contact, now time.Time, today string) error {
	if _, err := t.maySet(ctx, a, c.EmployerID, today); err != nil {
		return err
	}
	c.Name, c.Email, c.Phone = strings.TrimSpace(c.Name), strings.TrimSpace(c.Email), strings.TrimSpace(c.Phone)
	if err := c.check(now); err != nil {
		return err
	}
	return t.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, c.EmployerID, today); err != nil {
			return err
		}
		is, err := db.All(ctx, tx, db.Text, `
			SELECT id
			FROM contact
			WHERE employer_id = $1 AND matter = $2 AND valid_until > $3`,
			c.EmployerID, c.Matter, today)
		if err != nil {
			return err
		}
		if strings.Join(is, "") != c.ID {
			return ErrChanged
		}
		_, err = tx.Exec(ctx, `
			UPDATE contact
			SET valid_until = $3, ended_by = $4
			WHERE employer_id = $1 AND matter = $2 AND valid_until > $3`,
			c.EmployerID, c.Matter, today, a.PersonID)
		if err != nil || c.none() {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO contact (id, employer_id, matter, name, email, phone, valid_from, valid_until, made_by, ended_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`,
			t.NewID(), c.EmployerID, c.Matter, c.Name, c.Email, c.Phone, today, db.NoEnd, a.PersonID)
		return err
	})
}

func (c Contact) none() bool { return c.Name == "" && c.Email == "" && c.Phone == "" }

// check is the rule: a contact has a name and a way to reach it, and nobody's identity number (rule 42).
func (c Contact) check(now time.Time) error {
	switch {
	case !slices.Contains(Matters(), c.Matter):
		return ErrMatter
	case c.none():
		return nil
	case c.Name == "":
		return ErrNoName.On("namn")
	case c.Email == "" && c.Phone == "":
		return ErrNoWay.On("epost")
	case identity.In(c.Name, now) || identity.In(c.Phone, now) || identity.In(c.Email, now):
		return ErrIdentity.On("namn")
	case len([]rune(c.Name)) > longestName:
		return ErrLongName.On("namn")
	}
	if a, err := mail.ParseAddress(c.Email); c.Email != "" && (err != nil || a.Address != c.Email || !strings.Contains(c.Email, ".")) {
		return ErrAddress.On("epost")
	}
	digits := 0
	for _, r := range c.Phone {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+- ()", r):
			return ErrPhone.On("telefon")
		}
	}
	if c.Phone != "" && (digits < 5 || digits > 15) {
		return ErrPhone.On("telefon")
	}
	return nil
}
