package gap

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of planning.
var (
	ErrNumber = fault.New(fault.Invalid, "gap.hire.number")
	ErrDay    = fault.New(fault.Invalid, "gap.hire.day")
	ErrNoHire = fault.New(fault.Missing, "gap.hire.missing")
	ErrWho    = fault.New(fault.Invalid, "gap.hire.occupation")
	ErrNote   = fault.New(fault.Invalid, "gap.hire.note")
	ErrArea   = fault.New(fault.Invalid, "gap.hire.area")
	// ErrIdentity refuses an identity number in what somebody writes (rule 42).
	ErrIdentity = fault.New(fault.Invalid, "gap.identity")
)

const (
	mostHired = 500 // people in one plan
	mostNote  = 500 // letters
	mostHires = 500 // plans of one place
)

// Hire is people whom a unit plans to employ from a coming day (R204): a number, no person.
type Hire struct {
	ID, UnitID, UnitName string
	Occupation, Area     string // national ids
	Number               int
	From                 string // YYYY-MM-DD, from tomorrow on
	Note                 string
	MadeBy               string
	MadeAt               time.Time
}

// PlanHire notes it, to who may edit plans of the unit. Errors: ErrNotUnit, ErrNumber (1–500), ErrDay,
// ErrWho, ErrNote, may.ErrDenied.
func (g *Gaps) PlanHire(ctx context.Context, a may.Actor, h Hire) (string, error) {
	today := g.Staff.Today()
	unit, err := g.Tree.Find(ctx, h.UnitID, today)
	if err != nil {
		return "", err
	}
	if org.Kind(unit.Kind) != org.Unit {
		return "", ErrNotUnit
	}
	if _, err := g.ask(ctx, a, may.EditPlan, unit, today); err != nil {
		return "", err
	}
	ref, err := g.Tree.CachedReference(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case h.Number < 1 || h.Number > mostHired:
		return "", ErrNumber.On("number")
	case !lang.IsDay(h.From) || h.From <= today:
		return "", ErrDay.On("from")
	case ref.Occupation(h.Occupation).ID == "":
		return "", ErrWho.On("occupation")
	case len([]rune(h.Note)) > mostNote:
		return "", ErrNote.On("note")
	case identity.In(h.Note, g.Now()):
		return "", ErrIdentity.On("note")
	case h.Area != "" && !slices.ContainsFunc(ref.Areas, func(a org.Area) bool { return a.ID == h.Area }):
		return "", ErrArea.On("area")
	}
	id := g.NewID()
	_, err = g.DB.Exec(ctx, `
		INSERT INTO gap_hire (id, unit_id, occupation, area, number, from_day, note, made_by, made_at, ended_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')`,
		id, unit.ID, h.Occupation, h.Area, int64(h.Number), h.From, h.Note, a.PersonID, g.Now())
	return id, err
}

// EndHire takes a plan away: it is done, or given up. Twice is the same as once.
func (g *Gaps) EndHire(ctx context.Context, a may.Actor, id string) error {
	all, err := db.All(ctx, g.DB, db.Text, `SELECT unit_id FROM gap_hire WHERE id = $1`, id)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return ErrNoHire
	}
	today := g.Staff.Today()
	unit, err := g.Tree.Find(ctx, all[0], today)
	if err != nil {
		return err
	}
	if _, err := g.ask(ctx, a, may.EditPlan, unit, today); err != nil {
		return err
	}
	_, err = g.DB.Exec(ctx, `UPDATE gap_hire SET ended_by = $2, ended_at = $3 WHERE id = $1 AND ended_at IS NULL`, id, a.PersonID, g.Now())
	return err
}

// Hires lists what is planned at a place and under it, the soonest first, to who may see figures there.
func (g *Gaps) Hires(ctx context.Context, a may.Actor, nodeID string) ([]Hire, error) {
	v, _, err := g.open(ctx, a, nodeID, g.Staff.Today())
	if err != nil {
		return nil, err
	}
	return g.hires(ctx, v, db.NoEnd)
}

// hires gives what is planned at a place for days until one.
func (g *Gaps) hires(ctx context.Context, v View, until string) ([]Hire, error) {
	today := g.Staff.Today()
	others, err := g.others(ctx, v, today)
	if err != nil {
		return nil, err
	}
	low, high := org.Inside(v.Node.Path)
	type row struct {
		Hire
		path   string
		number int64
	}
	rows, err := db.All(ctx, g.DB, func(s db.Scanner) (h row, err error) {
		err = s.Scan(&h.ID, &h.UnitID, &h.UnitName, &h.path, &h.Occupation, &h.Area, &h.number, &h.From, &h.Note, &h.MadeBy, &h.MadeAt)
		return h, err
	}, `
		SELECT h.id, h.unit_id, u.name, u.path, h.occupation, h.area, h.number, h.from_day, h.note, h.made_by, h.made_at
		FROM node_place u
		JOIN gap_hire h ON h.unit_id = u.node_id AND h.ended_at IS NULL AND h.from_day <= $5
		WHERE (u.path = $2 OR (u.path >= $3 AND u.path < $4)) AND u.valid_from <= $1 AND u.valid_until > $1
		ORDER BY h.from_day, u.name, h.id
		LIMIT $6`,
		today, v.Node.Path, low, high, until, mostHires)
	var out []Hire
	for _, r := range rows {
		if !within(r.path, others) {
			r.Hire.Number = int(r.number)
			out = append(out, r.Hire)
		}
	}
	return out, err
}
