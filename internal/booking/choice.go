package booking

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Choice is how an employer wants its people's places to be given (rule 30).
type Choice struct {
	Approval bool // whoever asks needs the manager's yes
	Names    Side // Manager, or Contact: then the manager's yes waits for the contact
}

// ChoiceOf gives what an employer has chosen: the manager says yes and names, when nothing.
func (b *Bookings) ChoiceOf(ctx context.Context, employerID string) (Choice, error) {
	c, err := db.One(ctx, b.DB, func(s db.Scanner) (c Choice, err error) { err = s.Scan(&c.Approval, &c.Names); return c, err }, `
		SELECT approval, names
		FROM booking_choice
		WHERE employer_id = $1`,
		employerID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return Choice{Approval: true, Names: Manager}, nil
	}
	return c, err
}

// SetChoice keeps what an employer has chosen; whoever names people for its seats may.
func (b *Bookings) SetChoice(ctx context.Context, a may.Actor, employerID string, c Choice) (err error) {
	defer fault.Wrap(&err, "choose how %s books", employerID)
	employer, err := b.Tree.Find(ctx, employerID, b.Today())
	if err != nil {
		return err
	}
	if k := org.Kind(employer.Kind); k != org.Municipality && k != org.Employer {
		return ErrPlace
	}
	if err := may.Ask(a.Inside(employer.Path), may.NameSeats, employer.Path); err != nil {
		return err
	}
	if c.Names != Manager && c.Names != Contact {
		return ErrRule.On("names")
	}
	_, err = b.DB.Exec(ctx, `
		INSERT INTO booking_choice (employer_id, approval, names, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (employer_id) DO UPDATE SET approval = excluded.approval, names = excluded.names, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
		employerID, c.Approval, string(c.Names), a.PersonID, b.Now())
	return err
}
