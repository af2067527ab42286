package certificate

import (
	"context"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Own gives a person's certificates to the person, newest first.
func (cs *Certificates) Own(ctx context.Context, a may.Actor, personID string) (_ []Certificate, err error) {
	defer fault.Wrap(&err, "certificates of %s", personID)
	if err := may.AskSelf(a, personID); err != nil {
		return nil, err
	}
	rows, err := rowsOf(ctx, cs.DB, personID)
	if err != nil {
		return nil, err
	}
	return cs.fill(ctx, personID, rows)
}

// Of gives the certificate of one of the actor's own facts, for the page that ends a course.
func (cs *Certificates) Of(ctx context.Context, a may.Actor, factID string) (Certificate, error) {
	r, err := rowOfFact(ctx, cs.DB, factID)
	if err != nil {
		return Certificate{}, err
	}
	return cs.own(ctx, a, r)
}

// ShowName sets whether the page where anyone can check the certificate tells the holder's name.
func (cs *Certificates) ShowName(ctx context.Context, a may.Actor, typed string, show bool) error {
	c, err := cs.ownByCode(ctx, a, typed)
	if err != nil {
		return err
	}
	return setShowName(ctx, cs.DB, c.Code, show)
}

// Sheet is what stands on the holder's own paper.
type Sheet struct {
	Certificate
	Holder  string // name or contact code; "" when neither is known
	Expired bool
}

// Sheet gives the holder the certificate to put on paper. What has been revoked is not.
func (cs *Certificates) Sheet(ctx context.Context, a may.Actor, typed string) (s Sheet, err error) {
	c, err := cs.ownByCode(ctx, a, typed)
	if err != nil {
		return s, err
	}
	if c.RevokedAt != nil {
		return s, ErrRevoked
	}
	h, err := cs.holder(ctx, c.PersonID)
	if err != nil {
		return s, err
	}
	return Sheet{Certificate: c, Holder: h.onPaper(c.ShowName), Expired: c.Expired(cs.Staff.Today())}, nil
}

func (cs *Certificates) ownByCode(ctx context.Context, a may.Actor, typed string) (c Certificate, err error) {
	code, ok := Normal(typed)
	if !ok {
		return c, ErrNoCertificate
	}
	r, err := rowByCode(ctx, cs.DB, code)
	if err != nil {
		return c, err
	}
	return cs.own(ctx, a, r)
}

func (cs *Certificates) own(ctx context.Context, a may.Actor, r row) (Certificate, error) {
	if err := may.AskSelf(a, r.personID); err != nil {
		return Certificate{}, err
	}
	return cs.one(ctx, r)
}

func (cs *Certificates) byCode(ctx context.Context, code string) (Certificate, error) {
	r, err := rowByCode(ctx, cs.DB, code)
	if err != nil {
		return Certificate{}, err
	}
	return cs.one(ctx, r)
}

func (cs *Certificates) one(ctx context.Context, r row) (Certificate, error) {
	list, err := cs.fill(ctx, r.personID, []row{r})
	if err != nil {
		return Certificate{}, err
	}
	if len(list) == 0 {
		return Certificate{}, ErrNoCertificate
	}
	return list[0], nil
}

// fill derives certificates of one person and adds what their courses say.
func (cs *Certificates) fill(ctx context.Context, personID string, rows []row) ([]Certificate, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	facts, err := cs.Record.Facts(ctx, personID)
	if err != nil {
		return nil, err
	}
	list := derive(rows, facts)
	for i := range list {
		if err := cs.addCard(ctx, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// addCard keeps the title of the day of the fact: a version's title never changes, and the fact
// stands also where the course is gone.
func (cs *Certificates) addCard(ctx context.Context, c *Certificate) error {
	if cs.Courses == nil {
		return nil
	}
	card, err := cs.Courses.Content(ctx, c.CourseID, c.Version)
	if isMissing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if c.Title != "" {
		card.Title = c.Title
	}
	c.Card = card
	return nil
}
