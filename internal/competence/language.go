package competence

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/competence/spoken"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// LanguageLevels are the levels of CEFR, lowest first.
func LanguageLevels() []string { return []string{"A1", "A2", "B1", "B2", "C1", "C2"} }

// LanguageExpected is the level that whoever runs care for the elderly works for since 2026-07-01 (SoL
// 2025:400, prop. 2025/26:93). It is no demand on a person.
const LanguageExpected = "B2"

// Faults of language.
var (
	ErrLanguage    = fault.New(fault.Invalid, "assess.language.level")
	ErrLanguageDay = fault.New(fault.Invalid, "assess.language.day")
)

// countedDays is how long language figures stand before they are counted again.
const countedDays = 90

// LanguageLevel is how well a person knows Swedish, as the person says.
type LanguageLevel struct {
	Level     string
	Validated bool   // a school or a test has said so
	On        string // since when
}

// Language is the person's own level; the zero value when nothing has been said. Nobody else is given it by
// name, whatever role (R250, rule 26).
func (c *Competence) Language(ctx context.Context, a may.Actor) (LanguageLevel, error) {
	if !a.Known() {
		return LanguageLevel{}, may.ErrSignIn
	}
	l, err := db.One(ctx, c.DB, func(s db.Scanner) (l LanguageLevel, err error) {
		err = s.Scan(&l.Level, &l.Validated, &l.On)
		return l, err
	}, `
		SELECT level, validated, on_day
		FROM language_level
		WHERE person_id = $1 AND ended_at IS NULL
		ORDER BY made_at DESC, id DESC
		LIMIT 1`,
		a.PersonID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return LanguageLevel{}, nil
	}
	return l, err
}

// SetLanguage says the person's own level anew; with level "" nothing is said any longer and nothing is
// kept. Only the person does it.
func (c *Competence) SetLanguage(ctx context.Context, a may.Actor, l LanguageLevel) error {
	if !a.Known() {
		return may.ErrSignIn
	}
	today := c.Staff.Today()
	if l.On == "" {
		l.On = today
	}
	switch {
	case l.Level != "" && !slices.Contains(LanguageLevels(), l.Level):
		return ErrLanguage.On("niva")
	case !lang.IsDay(l.On) || l.On > today:
		return ErrLanguageDay.On("dag")
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if n, err := tx.Exec(ctx, `UPDATE person SET id = id WHERE id = $1`, a.PersonID); err != nil || n == 0 {
			return orElse(err, ErrNotThere)
		}
		if l.Level == "" {
			_, err := tx.Exec(ctx, `DELETE FROM language_level WHERE person_id = $1`, a.PersonID)
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE language_level SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL`, a.PersonID, c.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO language_level (id, person_id, level, validated, on_day, made_at)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			c.NewID(), a.PersonID, l.Level, l.Validated, l.On, c.Now())
		return err
	})
}

// LanguageFigure is how many of some units' people have reached LanguageExpected, are below it, or have said
// nothing, on the day when it was told.
type LanguageFigure struct {
	Units                  []org.Node
	Reached, Below, Unsaid int64
	On                     string
}

// LanguageFigures gives what may be told at a place: the pools of units in which some unit of the place is,
// to whoever sees figures there. They are counted at most once in 90 days (spoken), never of few people and
// never differing by few from the time before.
func (c *Competence) LanguageFigures(ctx context.Context, a may.Actor, nodeID string) ([]LanguageFigure, error) {
	on := c.Staff.Today()
	node, err := c.Tree.Find(ctx, nodeID, on)
	if err != nil {
		return nil, err
	}
	employer, err := c.Tree.EmployerAt(ctx, node.Path, on)
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a.Inside(employer.Path), may.SeeFigures, node.Path); err != nil {
		return nil, err
	}
	if err := c.countLanguage(ctx, employer, on); err != nil {
		return nil, err
	}
	type row struct {
		LanguageFigure
		units string
	}
	var out []LanguageFigure
	return out, db.Each(ctx, c.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.units, &r.Reached, &r.Below, &r.Unsaid, &r.On)
		return r, err
	}, func(r row) error {
		var ids []string
		if err := json.Unmarshal([]byte(r.units), &ids); err != nil {
			return err
		}
		here := false
		for _, id := range ids {
			u, err := c.Tree.Find(ctx, id, on)
			if f := fault.Of(err); f != nil && f.Key == org.ErrNoNode.Key {
				continue // has closed since
			}
			if err != nil {
				return err
			}
			r.Units, here = append(r.Units, u), here || may.Within(u.Path, node.Path)
		}
		if here {
			out = append(out, r.LanguageFigure)
		}
		return nil
	}, `
		SELECT units, reached, below, unsaid, as_of
		FROM language_figure
		WHERE employer_id = $1 AND latest
		ORDER BY id`,
		employer.ID)
}

// countLanguage counts an employer's figures when it is time.
func (c *Competence) countLanguage(ctx context.Context, employer org.Node, on string) error {
	day, err := time.Parse(time.DateOnly, on)
	if err != nil {
		return err
	}
	due := day.AddDate(0, 0, -countedDays).Format(time.DateOnly)
	fresh, err := db.One(ctx, c.DB, db.Number, `SELECT COUNT(*) FROM language_count WHERE employer_id = $1 AND as_of > $2`, employer.ID, due)
	if err != nil || fresh > 0 {
		return err
	}
	works, err := c.Staff.WorkUnder(ctx, employer.Path, employer.ID, on)
	if err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, employer.ID); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `
			INSERT INTO language_count (employer_id, as_of)
			VALUES ($1, $2)
			ON CONFLICT (employer_id) DO UPDATE SET as_of = $2 WHERE language_count.as_of <= $3`,
			employer.ID, on, due)
		if err != nil || n == 0 {
			return err // somebody else has counted meanwhile
		}
		told, err := c.toldLanguage(ctx, tx, employer.ID)
		if err != nil {
			return err
		}
		units, err := c.spokenUnits(ctx, tx, works)
		if err != nil {
			return err
		}
		for _, p := range spoken.Tell(units, told) {
			if err := c.putLanguage(ctx, tx, employer.ID, on, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// toldLanguage reads every pool that was told of an employer, the earliest first.
func (c *Competence) toldLanguage(ctx context.Context, tx *db.Tx, employerID string) (out []spoken.Pool, err error) {
	type row struct {
		id, units, person, part string
		told                    [3]int64
	}
	at := map[string]int{}
	var told [][3]int64
	err = db.Each(ctx, tx, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.id, &r.units, &r.person, &r.part, &r.told[0], &r.told[1], &r.told[2])
		return r, err
	}, func(r row) error {
		i, have := at[r.id]
		if !have {
			told = append(told, r.told)
			p := spoken.Pool{People: map[string]spoken.Part{}}
			if err := json.Unmarshal([]byte(r.units), &p.Units); err != nil {
				return err
			}
			i, at[r.id] = len(out), len(out)
			out = append(out, p)
		}
		if r.person != "" {
			out[i].People[r.person] = spoken.Part(r.part)
		}
		return nil
	}, `
		SELECT f.id, f.units, COALESCE(p.person_id, ''), COALESCE(p.part, ''), f.reached, f.below, f.unsaid
		FROM language_figure f
		LEFT JOIN language_counted p ON p.figure_id = f.id
		WHERE f.employer_id = $1
		ORDER BY f.as_of, f.id`,
		employerID)
	if err != nil {
		return nil, err
	}
	for i := range out {
		addErased(out[i], told[i])
	}
	return out, nil
}

// addErased adds, without saying who, those whom a pool told of and who have been erased since: they have gone
// from it. So a pool is not told anew until at least spoken.Few have, and whoever has both figures cannot work
// out where the erased person stood (rule 25).
func addErased(p spoken.Pool, told [3]int64) {
	for i, part := range []spoken.Part{spoken.Reached, spoken.Below, spoken.Unsaid} {
		for n := int64(p.Count(part)); n < told[i]; n++ {
			p.People[fmt.Sprintf("erased %s %d", part, n)] = part
		}
	}
}

// spokenUnits lays people out by unit, in the order of the tree; each person is in the first.
func (c *Competence) spokenUnits(ctx context.Context, tx *db.Tx, works []staff.Working) ([]spoken.Unit, error) {
	slices.SortStableFunc(works, func(a, b staff.Working) int { return strings.Compare(a.UnitPath, b.UnitPath) })
	var units []spoken.Unit
	said := map[string]spoken.Part{}
	for _, w := range works {
		if !w.Counts() {
			continue
		}
		if len(units) == 0 || units[len(units)-1].ID != w.UnitID {
			units = append(units, spoken.Unit{ID: w.UnitID, People: map[string]spoken.Part{}})
		}
		if _, have := said[w.PersonID]; !have {
			said[w.PersonID] = spoken.Unsaid
			units[len(units)-1].People[w.PersonID] = spoken.Unsaid
		}
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(said)), 200) {
		err := db.Each(ctx, tx, func(s db.Scanner) (r [2]string, err error) { err = s.Scan(&r[0], &r[1]); return r, err },
			func(r [2]string) error {
				if said[r[0]] = spoken.Below; r[1] >= LanguageExpected {
					said[r[0]] = spoken.Reached
				}
				return nil
			}, `
			SELECT person_id, level
			FROM language_level
			WHERE ended_at IS NULL AND person_id IN (`+db.Marks(1, len(some))+`)
			ORDER BY made_at, id`, db.Args(some)...)
		if err != nil {
			return nil, err
		}
	}
	for _, u := range units {
		for id := range u.People {
			u.People[id] = said[id]
		}
	}
	return units, nil
}

func (c *Competence) putLanguage(ctx context.Context, tx *db.Tx, employerID, on string, p spoken.Pool) error {
	units, err := json.Marshal(p.Units)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE language_figure SET latest = FALSE WHERE employer_id = $1 AND units = $2`, employerID, string(units)); err != nil {
		return err
	}
	id := c.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO language_figure (id, employer_id, as_of, units, reached, below, unsaid, latest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE)`,
		id, employerID, on, string(units), p.Count(spoken.Reached), p.Count(spoken.Below), p.Count(spoken.Unsaid)); err != nil {
		return err
	}
	var rows [][]any
	for _, person := range slices.Sorted(maps.Keys(p.People)) {
		rows = append(rows, []any{id, person, string(p.People[person])})
	}
	_, err = tx.Load(ctx, "language_counted", []string{"figure_id", "person_id", "part"}, slices.Values(rows))
	return err
}
