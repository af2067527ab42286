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

// MapTitle says what a title means at an employer: an occupation, or "" for work outside care; and
// an area when the title itself tells it. From today it holds for everybody who has the title;
// it tells how many that changed.
func (im *Imports) MapTitle(ctx context.Context, a may.Actor, employerID, title, occupation, area string) (changed int, err error) {
	employer, err := im.employer(ctx, a, may.MapTitles, employerID)
	if err != nil {
		return 0, err
	}
	ref, err := im.Tree.CachedReference(ctx)
	if err != nil {
		return 0, err
	}
	if (occupation != "" && ref.Occupation(occupation).ID == "") || (area != "" && ref.AreaName(area) == "") {
		return 0, ErrNoOccupation.On("occupation")
	}
	err = im.Staff.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, employerID); err != nil {
			return err
		}
		if err := org.MapTitle(ctx, tx, employerID, title, occupation, area); err != nil {
			return err
		}
		changed, err = im.remap(ctx, tx, employer, title)
		return err
	})
	return changed, err
}

// remap gives current employments with a title what it means now, each in a new period.
func (im *Imports) remap(ctx context.Context, tx *db.Tx, employer org.Node, title string) (int, error) {
	nodes, err := org.Under(ctx, tx, employer.Path, im.Staff.Today())
	if err != nil {
		return 0, err
	}
	guess, err := newGuesser(ctx, tx, im.Tree, employer.ID)
	if err != nil {
		return 0, err
	}
	forest := newForest(employer, nodes, im.Staff.NewID)
	var news []knownRow
	err = db.Each(ctx, tx, scanKnown, func(r knownRow) error {
		unit := forest.places[r.now.UnitID]
		if unit == nil || org.TitleKey(r.now.Title) != org.TitleKey(title) {
			return nil
		}
		occupation, area, _ := guess.of(r.now.Title, r.now.AID, unit)
		if occupation != r.now.Occupation || area != r.now.Area {
			r.now.Occupation, r.now.Area = occupation, area
			news = append(news, r)
		}
		return nil
	}, selectKnown+`, p.id`, employer.ID)
	if err != nil || len(news) == 0 {
		return 0, err
	}
	return len(news), im.Staff.reopen(ctx, tx, employer.ID, im.Staff.Today(), "map:"+im.Staff.NewID(), news)
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
