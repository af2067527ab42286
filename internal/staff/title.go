package staff

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Unmapped is a title that nobody has said what it means, and how many have it.
type Unmapped struct {
	Title string
	Count int64
}

// Unmapped lists the titles of current employments that map to nothing, the most common first.
func (im *Imports) Unmapped(ctx context.Context, a may.Actor, employerID string) ([]Unmapped, error) {
	if _, err := im.employer(ctx, a, may.MapTitles, employerID); err != nil {
		return nil, err
	}
	rules, err := org.Titles(ctx, im.Staff.DB, employerID)
	if err != nil {
		return nil, err
	}
	found := map[string]*Unmapped{}
	err = db.Each(ctx, im.Staff.DB, func(s db.Scanner) (u Unmapped, err error) { err = s.Scan(&u.Title, &u.Count); return u, err },
		func(u Unmapped) error {
			key := org.TitleKey(u.Title)
			if _, ok := rules[key]; ok || key == "" {
				return nil
			}
			if found[key] == nil {
				found[key] = &Unmapped{Title: u.Title}
			}
			found[key].Count += u.Count
			return nil
		}, `
		SELECT title, COUNT(*)
		FROM employment_period
		WHERE employer_id = $1 AND valid_until = '9999-12-31' AND occupation = ''
		GROUP BY title
		ORDER BY title`,
		employerID)
	out := make([]Unmapped, 0, len(found))
	for _, u := range found {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b Unmapped) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Title, b.Title))
	})
	return out, err
}

// Held is a title that current employments at an employer have, how many, and what it means there.
type Held struct {
	Title string
	Count int64
	Rule  org.TitleRule
	Known bool // somebody has said what it means
}

// Held lists the titles of an employer's current employments, the most common first: as many as the
// employer has words for its work.
func (im *Imports) Held(ctx context.Context, a may.Actor, employerID string) ([]Held, error) {
	if _, err := im.employer(ctx, a, may.MapTitles, employerID); err != nil {
		return nil, err
	}
	rules, err := org.Titles(ctx, im.Staff.DB, employerID)
	if err != nil {
		return nil, err
	}
	found := map[string]*Held{}
	err = db.Each(ctx, im.Staff.DB, func(s db.Scanner) (u Unmapped, err error) { err = s.Scan(&u.Title, &u.Count); return u, err },
		func(u Unmapped) error {
			key := org.TitleKey(u.Title)
			if key == "" {
				return nil
			}
			if found[key] == nil {
				rule, known := rules[key]
				found[key] = &Held{Title: u.Title, Rule: rule, Known: known}
			}
			found[key].Count += u.Count
			return nil
		}, `
		SELECT title, COUNT(*)
		FROM employment_period
		WHERE employer_id = $1 AND valid_until = '9999-12-31'
		GROUP BY title
		ORDER BY title`,
		employerID)
	out := make([]Held, 0, len(found))
	for _, h := range found {
		out = append(out, *h)
	}
	slices.SortFunc(out, func(a, b Held) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Title, b.Title))
	})
	return out, err
}

// NationalTitles lists the nation's rules, by title.
func (im *Imports) NationalTitles(ctx context.Context) ([]org.TitleRule, error) {
	rules, err := org.Titles(ctx, im.Staff.DB, org.Sweden)
	out := make([]org.TitleRule, 0, len(rules))
	for _, r := range rules {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b org.TitleRule) int { return strings.Compare(a.Title, b.Title) })
	return out, err
}

// reopen closes the current periods of some employments on a day and opens others. A period that began
// later is replaced from its own first day.
func (s *Staff) reopen(ctx context.Context, tx *db.Tx, employerID, day, by string, news []knownRow) error {
	columns := []string{"id", "employment_id", "employer_id", "person_id", "unit_id", "team_id", "title", "aid", "occupation", "area", "form", "extent",
		"start_date", "end_date", "dormant", "manager", "row_hash", "valid_from", "valid_until", "opened_by", "closed_by"}
	_, err := tx.Load(ctx, "employment_period", columns, func(yield func([]any) bool) {
		for _, r := range news {
			n := r.now
			if !yield([]any{s.NewID(), r.id, employerID, r.personID, n.UnitID, n.TeamID, n.Title, n.AID, n.Occupation, n.Area, n.Form, n.Extent,
				n.Start, n.End, n.Dormant, n.Manager, n.RowHash, max(day, r.since), db.NoEnd, by, ""}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE employment_period
		SET valid_until = CASE WHEN valid_from > $2 THEN valid_from ELSE $2 END, closed_by = $3
		WHERE employer_id = $1 AND valid_until = '9999-12-31' AND opened_by <> $3
		      AND employment_id IN (SELECT n.employment_id FROM employment_period n WHERE n.opened_by = $3)`,
		employerID, day, by)
	return err
}
