package demo

import (
	"context"
	"errors"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/privacy"
)

// own lets people have asked about their data: a correction that waits, and an erasure. Somebody who
// left the first town years ago is near the end of what is kept.
func (m *maker) own(ctx context.Context) error {
	for key, r := range map[string]privacy.Request{
		"all-done": {Kind: privacy.Correct, Field: "mobile", Wish: "Jag har bytt nummer. Det nya slutar på 0633."},
		"easy":     {Kind: privacy.Correct, Field: "employment", Wish: "Jag jobbar natt sedan i våras."},
	} {
		p := m.stories[key]
		r.EmployerID = org.MunicipalityID(p.town.Code)
		id, err := m.Staff.ByNumber(ctx, r.EmployerID, p.number)
		if err != nil {
			return err
		}
		if err := m.Privacy.Ask(ctx, may.Actor{PersonID: id}, r); err != nil && !errors.Is(err, privacy.ErrWaiting) {
			return err
		}
	}
	employer := org.MunicipalityID(m.Towns[0].Code)
	gone, err := longestGone(ctx, m.DB, employer, m.date(0))
	if err != nil || gone == "" {
		return err
	}
	left := m.at(0, 0).AddDate(0, -privacy.DefaultSignin+2, 0)
	return m.DB.Tx(ctx, func(tx *db.Tx) error { return leftThen(ctx, tx, gone, left) })
}
