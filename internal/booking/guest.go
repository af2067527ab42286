package booking

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// What a guest comes as.
const (
	Participant = "participant"
	Assessor    = "assessor"
)

// BookGuest books somebody without an account here, for an organisation (rule 33): whoever arranges the occasion with
// nodeID "", or a place whose quota it then takes. Assessors take no participant's seat.
func (b *Bookings) BookGuest(ctx context.Context, a may.Actor, occasionID, nodeID string, g Guest, why string) (k Booking, err error) {
	defer fault.Wrap(&err, "book a guest at %s", occasionID)
	if why, err = b.text(why, "why"); err != nil {
		return k, err
	}
	if g, err = b.checkGuest(g); err != nil {
		return k, err
	}
	o, err := b.Occasions.Find(ctx, occasionID)
	if err != nil {
		return k, err
	}
	as, municipality := Owner, ""
	if nodeID == "" {
		err = b.Occasions.Owns(ctx, a, o)
	} else {
		as, municipality, err = b.guestsPlace(ctx, a, occasionID, nodeID)
	}
	if err != nil {
		return k, err
	}
	if err := b.open(o, as); err != nil {
		return k, err
	}
	err = b.held(ctx, occasionID, a.PersonID, func(t *turn) error {
		if err := t.open(t.o, as); err != nil {
			return err
		}
		g.ID, g.MadeBy, g.MadeAt = t.NewID(), a.PersonID, t.at
		if err := insertGuest(ctx, t.tx, g); err != nil {
			return err
		}
		k = Booking{OccasionID: occasionID, GuestID: g.ID, EmployerID: nodeID, MunicipalityID: municipality}
		if err := t.step(ctx, &k, seat.Book, why); err != nil {
			return err
		}
		return t.tellPlaced(ctx, k)
	})
	return k, err
}

// guestsPlace lets whoever names people for a place with a quota book guests on it.
func (b *Bookings) guestsPlace(ctx context.Context, a may.Actor, occasionID, nodeID string) (Side, string, error) {
	node, err := b.Tree.Find(ctx, nodeID, b.Today())
	if err != nil {
		return Nobody, "", err
	}
	if err := may.Ask(a.Inside(node.Path), may.NameSeats, node.Path); err != nil {
		return Nobody, "", err
	}
	quotas, err := quotasOf(ctx, b.DB, occasionID)
	if err != nil {
		return Nobody, "", err
	}
	if !slices.ContainsFunc(quotas, func(q Quota) bool { return q.NodeID == nodeID }) {
		return Nobody, "", ErrNoQuota
	}
	municipality, err := b.municipalityOf(ctx, node)
	return Contact, municipality, err
}

func (b *Bookings) checkGuest(g Guest) (Guest, error) {
	for _, f := range []*string{&g.Organisation, &g.Name, &g.Email, &g.Mobile} {
		*f = strings.TrimSpace(*f)
		if utf8.RuneCountInString(*f) > 200 {
			return g, ErrLong
		}
		if _, err := b.text(*f, "name"); err != nil {
			return g, err
		}
	}
	switch {
	case g.Name == "":
		return g, ErrGuestName
	case g.Organisation == "":
		return g, ErrGuestFrom
	case g.Part != Participant && g.Part != Assessor:
		return g, ErrGuestPart
	}
	if _, err := mail.ParseAddress(g.Email); g.Email != "" && err != nil {
		return g, ErrGuestReach
	}
	return g, nil
}

func insertGuest(ctx context.Context, tx *db.Tx, g Guest) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO guest (id, organisation, name, email, mobile, part, made_by, made_at, organisation_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		g.ID, g.Organisation, g.Name, g.Email, g.Mobile, g.Part, g.MadeBy, g.MadeAt, g.OrganisationID)
	return err
}

const selectGuest = `
		SELECT g.id, g.organisation, g.name, g.email, g.mobile, g.part, g.made_by, g.made_at, g.organisation_id
		FROM guest g`

func scanGuest(s db.Scanner) (g Guest, err error) {
	err = s.Scan(&g.ID, &g.Organisation, &g.Name, &g.Email, &g.Mobile, &g.Part, &g.MadeBy, &g.MadeAt, &g.OrganisationID)
	return g, err
}

func guestOf(ctx context.Context, q db.Q, id string) (Guest, error) {
	return db.One(ctx, q, scanGuest, selectGuest+`
		WHERE g.id = $1`,
		id)
}

// guestsOf reads the guests of an occasion, by id.
func guestsOf(ctx context.Context, q db.Q, occasionID string) (map[string]Guest, error) {
	out := map[string]Guest{}
	err := db.Each(ctx, q, scanGuest, func(g Guest) error { out[g.ID] = g; return nil }, selectGuest+`
		JOIN booking b ON b.guest_id = g.id
		WHERE b.occasion_id = $1 AND b.guest_id <> ''`,
		occasionID)
	return out, err
}
