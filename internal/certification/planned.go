package certification

import (
	"context"
	"slices"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// withdrawn is the body of a version that says that those before it from the same day come to nothing. What was planned, by
// whom, and who withdrew it stay in the table.
const withdrawn = `{"withdrawn": true}`

// standing leaves out versions that have been withdrawn, and what withdrew them. They come by scheme, day and number.
func standing(all []versionRow) (out []versionRow) {
	for _, v := range all {
		if !v.Withdrawn {
			out = append(out, v)
			continue
		}
		for n := len(out); n > 0 && out[n-1].scheme == v.scheme && out[n-1].From == v.From; n-- {
			out = out[:n-1]
		}
	}
	return out
}

// Planned gives the versions that come into force after a day, one for each day that something changes.
func (s Scheme) Planned(after string) (out []rule.Version) {
	for _, v := range s.Versions {
		switch n := len(out); {
		case v.From <= after:
		case n > 0 && out[n-1].From == v.From:
			out[n-1] = v
		default:
			out = append(out, v)
		}
	}
	return out
}

// WithdrawVersion takes back a version that is planned for a later day: what holds then holds on. For who edits schemes
// there. Errors: ErrNoScheme, ErrNotPlanned, ErrOnlyVersion, ErrChanged, may.ErrDenied.
func (c *Certifications) WithdrawVersion(ctx context.Context, a may.Actor, id string, number int64) (err error) {
	defer fault.Wrap(&err, "withdraw version %d of scheme %s", number, id)
	was, err := c.scheme(ctx, id)
	if err != nil {
		return err
	}
	if _, err := c.askOwner(ctx, a, was.OwnerID); err != nil {
		return err
	}
	planned := was.Planned(c.Today())
	i := slices.IndexFunc(planned, func(v rule.Version) bool { return v.Number == number })
	if i < 0 {
		return ErrNotPlanned
	}
	left := slices.DeleteFunc(slices.Clone(was.Versions), func(v rule.Version) bool { return v.From == planned[i].From })
	if len(left) == 0 {
		return ErrOnlyVersion
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE scheme SET title = $3, newest = newest + 1 WHERE id = $1 AND newest = $2`, id, was.Newest, left[len(left)-1].Scheme.Title)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO scheme_version (scheme_id, number, valid_from, body, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			id, was.Newest+1, planned[i].From, withdrawn, a.PersonID, c.Now()); err != nil {
			return err
		}
		return c.markScheme(ctx, tx, id)
	})
}
