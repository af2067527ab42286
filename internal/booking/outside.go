package booking

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Faults of organisations outside the tree.
var (
	ErrOrganisation  = fault.New(fault.Missing, "booking.organisation_missing")
	ErrInvitation    = fault.New(fault.Missing, "booking.invitation_gone") // no such address, closed, or the day is over
	ErrInvitedFull   = fault.New(fault.Conflict, "booking.invited_full")   // every seat of the organisation is taken; {n}
	ErrInvitedMany   = fault.New(fault.Conflict, "booking.invited_many")   // no more assessors of the organisation; {n}
	ErrInvitedName   = fault.New(fault.Invalid, "booking.organisation_name").On("namn")
	ErrInvitedSeats  = fault.New(fault.Invalid, "booking.organisation_seats").On("platser")
	ErrOrganisations = fault.New(fault.Conflict, "booking.organisations_many")
)

// How many organisations can book guests to one occasion, and how much one may be called and have.
const (
	mostOrganisations     = 40
	longestName           = 200
	mostOrganisationSeats = 9999
	mostAssessors         = 20 // of one organisation: they take no seat, so nothing else bounds them
)

// Organisation is one outside the tree that books guests itself: a region, a private provider, a school (rule 33).
// Its seats are a quota without a node.
type Organisation struct {
	ID, OccasionID, Name string
	Seats, Taken         int64
	ReleasedOn           string
	Open                 bool // it has an address that works
	MadeBy               string
	MadeAt               time.Time
}

// Invitation is what an organisation sees: the occasion, and its own guests.
type Invitation struct {
	Organisation Organisation
	Occasion     occasion.Occasion
	Guests       []Invited
	Closed       bool // the day has begun: guests can be read and not changed
}

// Invited is a guest of an organisation.
type Invited struct {
	BookingID string
	State     seat.State
	Guest
}

func scanOrganisation(s db.Scanner) (o Organisation, err error) {
	err = s.Scan(&o.ID, &o.OccasionID, &o.Name, &o.Seats, &o.ReleasedOn, &o.Open, &o.MadeBy, &o.MadeAt)
	return o, err
}

const selectOrganisation = `
		SELECT id, occasion_id, name, seats, released_on, token_hash <> '', made_by, made_at
		FROM guest_organisation`

func findOrganisation(ctx context.Context, q db.Q, id string) (Organisation, error) {
	o, err := db.One(ctx, q, scanOrganisation, selectOrganisation+`
		WHERE id = $1`,
		id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return o, ErrOrganisation
	}
	return o, err
}

// organisationsOf reads those of an occasion, in the order they were asked, without what they have taken.
func organisationsOf(ctx context.Context, q db.Q, occasionID string) ([]Organisation, error) {
	return db.All(ctx, q, scanOrganisation, selectOrganisation+`
		WHERE occasion_id = $1
		ORDER BY made_at, id`,
		occasionID)
}

// Organisations lists the organisations that book guests to an occasion, to who arranges it. Errors:
// may.ErrDenied, occasion.ErrNoOccasion.
func (b *Bookings) Organisations(ctx context.Context, a may.Actor, occasionID string) (_ []Organisation, err error) {
	defer fault.Wrap(&err, "organisations of %s", occasionID)
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	if err := b.Occasions.Owns(ctx, a, o); err != nil {
		return nil, err
	}
	all, err := organisationsOf(ctx, b.DB, occasionID)
	if err != nil {
		return nil, err
	}
	by, _, err := taken(ctx, b.DB, occasionID)
	for i := range all {
		all[i].Taken = by[all[i].ID]
	}
	return all, err
}

// Invite gives an organisation seats of its own and an address where it books its guests. The address's token is
// given once and only its hash is kept. Errors: ErrInvitedName, ErrInvitedSeats, ErrIdentity, ErrSeats (more than
// the pool has), ErrOrganisations, ErrOver, ErrCancelled, may.ErrDenied.
func (b *Bookings) Invite(ctx context.Context, a may.Actor, occasionID, name string, seats int64) (_ Organisation, token string, err error) {
	defer fault.Wrap(&err, "invite an organisation to %s", occasionID)
	name = strings.TrimSpace(name)
	switch {
	case name == "" || utf8.RuneCountInString(name) > longestName:
		return Organisation{}, "", ErrInvitedName
	case identity.In(name, b.Now()):
		return Organisation{}, "", ErrIdentity
	case seats < 1 || seats > mostOrganisationSeats:
		return Organisation{}, "", ErrInvitedSeats
	}
	token = rand.Text()
	x := Organisation{ID: b.NewID(), OccasionID: occasionID, Name: name, Seats: seats, Open: true, MadeBy: a.PersonID, MadeAt: b.Now()}
	return x, token, b.owned(ctx, a, occasionID, func(t *turn) error {
		all, err := organisationsOf(ctx, t.tx, occasionID)
		if err != nil {
			return err
		}
		if len(all) >= mostOrganisations {
			return ErrOrganisations
		}
		if free := t.stand.PoolFree(); seats > free {
			return ErrFew.With("n", digits(free))
		}
		if _, err := t.tx.Exec(ctx, `
			INSERT INTO guest_organisation (id, occasion_id, name, seats, released_on, token_hash, made_by, made_at)
			VALUES ($1, $2, $3, $4, '', $5, $6, $7)`,
			x.ID, x.OccasionID, x.Name, x.Seats, hashOf(token), x.MadeBy, x.MadeAt); err != nil {
			return err
		}
		return t.noteQuota(ctx, "invite", Pool, x.ID, seats, name)
	})
}

// Reinvite gives an organisation a new address; the one before works no more. Errors: ErrOrganisation, may.ErrDenied.
func (b *Bookings) Reinvite(ctx context.Context, a may.Actor, id string) (name, token string, err error) {
	defer fault.Wrap(&err, "a new address for organisation %s", id)
	x, err := findOrganisation(ctx, b.DB, id)
	if err != nil {
		return "", "", err
	}
	token = rand.Text()
	return x.Name, token, b.owned(ctx, a, x.OccasionID, func(t *turn) error {
		_, err := t.tx.Exec(ctx, `UPDATE guest_organisation SET token_hash = $2 WHERE id = $1`, id, hashOf(token))
		return err
	})
}

// SetInvited gives an organisation more or fewer seats, never fewer than it has taken; what it no longer has goes to
// the pool. With 0 seats its address is closed too. Errors: ErrOrganisation, ErrInvitedSeats, ErrTaken, ErrFew,
// may.ErrDenied.
func (b *Bookings) SetInvited(ctx context.Context, a may.Actor, id string, seats int64) (err error) {
	defer fault.Wrap(&err, "seats of organisation %s", id)
	x, err := findOrganisation(ctx, b.DB, id)
	if err != nil {
		return err
	}
	if seats < 0 || seats > mostOrganisationSeats {
		return ErrInvitedSeats
	}
	return b.owned(ctx, a, x.OccasionID, func(t *turn) error {
		x, err := findOrganisation(ctx, t.tx, id)
		if err != nil {
			return err
		}
		own, _ := t.stand.Of(id)
		switch free := t.stand.PoolFree(); {
		case seats < own.Taken:
			return ErrTaken.With("place", x.Name).With("n", digits(own.Taken))
		case seats-x.Seats > free:
			return ErrFew.With("n", digits(free))
		}
		if _, err := t.tx.Exec(ctx, `
			UPDATE guest_organisation
			SET seats = $2, token_hash = CASE WHEN $2 = 0 THEN '' ELSE token_hash END
			WHERE id = $1`,
			id, seats); err != nil {
			return err
		}
		if seats > x.Seats {
			err = t.noteQuota(ctx, "invite", Pool, id, seats-x.Seats, x.Name)
		} else {
			err = t.noteQuota(ctx, "invite", id, Pool, x.Seats-seats, x.Name)
		}
		if err != nil {
			return err
		}
		return t.settle(ctx)
	})
}

// Invited gives what an organisation sees at its address: the occasion and its own guests. Whoever has the address
// may. Errors: ErrInvitation.
func (b *Bookings) Invited(ctx context.Context, token string) (Invitation, error) {
	x, o, err := b.invitation(ctx, b.DB, token)
	if err != nil {
		return Invitation{}, err
	}
	in := Invitation{Organisation: x, Occasion: o, Closed: b.open(o, Owner) != nil}
	in.Guests, err = db.All(ctx, b.DB, func(s db.Scanner) (g Invited, err error) {
		err = s.Scan(&g.BookingID, &g.State, &g.ID, &g.Organisation, &g.Name, &g.Email, &g.Mobile, &g.Part, &g.MadeBy, &g.MadeAt)
		return g, err
	}, `
		SELECT b.id, b.state, g.id, g.organisation, g.name, g.email, g.mobile, g.part, g.made_by, g.made_at
		FROM booking b
		JOIN guest g ON g.id = b.guest_id
		WHERE b.occasion_id = $1 AND g.organisation_id = $2 AND b.state NOT IN ('cancelled', 'substituted', 'declined')
		ORDER BY g.name, b.id`,
		o.ID, x.ID)
	for _, g := range in.Guests {
		if g.Part == Participant {
			in.Organisation.Taken++
		}
	}
	return in, err
}

// invitation finds the organisation that an address is of, while it works.
func (b *Bookings) invitation(ctx context.Context, q db.Q, token string) (x Organisation, o occasion.Occasion, err error) {
	if len(token) < 20 || len(token) > 60 {
		return x, o, ErrInvitation
	}
	x, err = db.One(ctx, q, scanOrganisation, selectOrganisation+`
		WHERE token_hash = $1`,
		hashOf(token))
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return x, o, ErrInvitation
	}
	if err != nil {
		return x, o, err
	}
	if o, err = occasion.Find(ctx, q, x.OccasionID); err != nil {
		return x, o, err
	}
	if o.LastDay < b.Today() || o.State == occasion.Draft {
		return x, o, ErrInvitation
	}
	return x, o, nil
}

// AddInvited books a guest of the organisation, within its seats. An assessor takes none. Errors: ErrInvitation,
// ErrInvitedFull, ErrInvitedMany, ErrOver, and those of BookGuest.
func (b *Bookings) AddInvited(ctx context.Context, token string, g Guest) (err error) {
	defer fault.Wrap(&err, "a guest of an organisation")
	x, o, err := b.invitation(ctx, b.DB, token)
	if err != nil {
		return err
	}
	g.Organisation, g.OrganisationID = x.Name, x.ID
	if g, err = b.checkGuest(g); err != nil {
		return err
	}
	if g.Email == "" && g.Mobile == "" {
		return ErrGuestReach
	}
	return b.held(ctx, o.ID, x.ID, func(t *turn) error {
		if err := t.open(t.o, Owner); err != nil {
			return err
		}
		if notHeld(t.o) {
			return ErrNoGo
		}
		x, _, err := b.invitation(ctx, t.tx, token)
		if err != nil {
			return err
		}
		if own, _ := t.stand.Of(x.ID); g.Part == Participant && own.Free() == 0 {
			return ErrInvitedFull.With("n", digits(x.Seats))
		}
		if n, err := assessorsOf(ctx, t.tx, o.ID, x.ID); err != nil {
			return err
		} else if g.Part == Assessor && n >= mostAssessors {
			return ErrInvitedMany.With("n", digits(n))
		}
		g.ID, g.MadeBy, g.MadeAt = t.NewID(), x.ID, t.at
		if err := insertGuest(ctx, t.tx, g); err != nil {
			return err
		}
		k := Booking{OccasionID: o.ID, GuestID: g.ID}
		if err := t.step(ctx, &k, seat.Book, ""); err != nil {
			return err
		}
		return t.tellPlaced(ctx, k)
	})
}

// assessorsOf counts the assessors that an organisation has booked.
func assessorsOf(ctx context.Context, q db.Q, occasionID, organisationID string) (int64, error) {
	return db.One(ctx, q, db.Number, `
		SELECT COUNT(*)
		FROM booking b
		JOIN guest g ON g.id = b.guest_id
		WHERE b.occasion_id = $1 AND g.organisation_id = $2 AND g.part = '`+Assessor+`' AND b.state NOT IN ('cancelled', 'substituted', 'declined')`,
		occasionID, organisationID)
}

// DropInvited takes back a guest of the organisation. Errors: ErrInvitation, ErrNoBooking, ErrEnded, ErrOver.
func (b *Bookings) DropInvited(ctx context.Context, token, bookingID string) (err error) {
	defer fault.Wrap(&err, "a guest of an organisation is taken back")
	x, o, err := b.invitation(ctx, b.DB, token)
	if err != nil {
		return err
	}
	return b.held(ctx, o.ID, x.ID, func(t *turn) error {
		k, err := find(ctx, t.tx, bookingID)
		if err != nil {
			return err
		}
		if k.OccasionID != o.ID || k.GuestID == "" {
			return ErrNoBooking
		}
		g, err := guestOf(ctx, t.tx, k.GuestID)
		if err != nil {
			return err
		}
		if g.OrganisationID != x.ID {
			return ErrNoBooking
		}
		if !t.at.Before(t.begins()) {
			return ErrOver
		}
		if err := t.step(ctx, &k, seat.Cancel, ""); err != nil {
			return err
		}
		if err := t.tell(ctx, k, "cancelled", nil); err != nil {
			return err
		}
		return t.fill(ctx)
	})
}

// hashOf is how the token of an address is kept.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }
