package certificate

import (
	"context"
	"time"

	"yrkesresan/internal/platform/fault"
)

// Verified is what anyone who has the code may know (rule 20). All but Status is empty when the
// code is unknown.
type Verified struct {
	Status     Status
	Holds      bool // it stands, and its time has not run out
	Code       string
	CourseID   string
	Title      string
	Version    int64
	Issued     string // YYYY-MM-DD
	ValidUntil string
	Expired    bool
	Hours      float64
	RevokedAt  *time.Time
	Name       string // as the holder chose; "" by default

	EvidenceOnly bool
}

// Verify tells what a code stands for on a day. An erased certificate is as unknown as one that
// never was.
func (cs *Certificates) Verify(ctx context.Context, typed, on string) (v Verified, err error) {
	defer fault.Wrap(&err, "verify certificate")
	unknown := Verified{Status: Unknown}
	code, ok := Normal(typed)
	if !ok {
		return unknown, nil
	}
	c, err := cs.byCode(ctx, code)
	if isMissing(err) {
		return unknown, nil
	}
	if err != nil {
		return unknown, err
	}
	status := c.StatusOn(on, cs.Staff.Place)
	if status == Unknown {
		return unknown, nil
	}
	v = Verified{Status: status, Holds: status == Valid && !c.Expired(on), Code: c.Code, CourseID: c.CourseID, Title: c.Title, Version: c.Version,
		Issued: c.IssuedAt.In(cs.Staff.Place).Format(time.DateOnly), ValidUntil: c.ValidUntil, Expired: c.Expired(on), Hours: c.Hours,
		EvidenceOnly: c.EvidenceOnly}
	if status == Revoked {
		v.RevokedAt = c.RevokedAt
	}
	if c.ShowName {
		h, err := cs.holder(ctx, c.PersonID)
		if err != nil {
			return unknown, err
		}
		v.Name = h.public()
	}
	return v, nil
}

// holder is what is needed to name a person.
type holder struct {
	name, contactCode string
	protected         bool
}

// public is the name where anyone may read it: a contact code for a protected identity (rule 7).
func (h holder) public() string {
	if h.protected {
		return h.contactCode
	}
	return h.name
}

// onPaper is the name on the holder's own paper. A protected identity is told there by the
// contact code, unless the holder has switched the name on for this certificate: the paper stays
// in the holder's hand, and showing it to somebody is the holder's own act.
func (h holder) onPaper(showName bool) string {
	if h.protected && !showName {
		return h.contactCode
	}
	return h.name
}

// holder names a person by the card of the current employer; protected anywhere is protected here.
func (cs *Certificates) holder(ctx context.Context, personID string) (h holder, err error) {
	own, err := cs.Staff.Own(ctx, personID)
	if isMissing(err) {
		return h, nil // every employer has erased the name
	}
	if err != nil {
		return h, err
	}
	cards, err := cs.Staff.Cards(ctx, personID)
	if err != nil {
		return h, err
	}
	h = holder{name: own.Name(), protected: own.Protected, contactCode: own.ContactCode}
	for _, c := range cards {
		if c.Protected && !h.protected {
			h.protected, h.contactCode = true, c.ContactCode
		}
	}
	return h, nil
}

func isMissing(err error) bool {
	f := fault.Of(err)
	return f != nil && f.Kind == fault.Missing
}
