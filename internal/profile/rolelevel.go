package profile

import (
	"context"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

// ErrRoleLevel answers a level of a role that there is not.
var ErrRoleLevel = fault.New(fault.Invalid, "profile.wrong.level")

// Standing is an employment at a unit and how far its role goes.
type Standing struct {
	staff.Member
	Level layer.RoleLevel
	Next  layer.RoleLevel // noted for a coming day; "" none
	From  string          // that day
}

// SetRoleLevel notes how far an employment's role goes, from a day (today when it is ""), to who may note
// competence where it is (R202). A day before today is for those who run the program.
func (ps *Profiles) SetRoleLevel(ctx context.Context, a may.Actor, employmentID string, level layer.RoleLevel, from string) error {
	from, err := ps.day(a, from)
	if err != nil {
		return err
	}
	e, err := ps.Staff.EmploymentOn(ctx, employmentID, ps.Staff.Today())
	if err != nil {
		return err
	}
	if _, err := ps.askUnit(ctx, a, may.NoteCompetence, e.UnitID); err != nil {
		return err
	}
	if !slices.Contains(layer.RoleLevels(), level) {
		return ErrRoleLevel.On("steg")
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := ps.putRoleLevel(ctx, tx, e, level, from, a.PersonID); err != nil || ps.PersonChanged == nil {
			return err
		}
		return ps.PersonChanged(ctx, tx, e.PersonID)
	})
}

// SetRoleLevels notes how far the roles of several employments at one unit go, all or none, as
// SetRoleLevel.
func (ps *Profiles) SetRoleLevels(ctx context.Context, a may.Actor, unitID string, all []Standing, from string) error {
	from, err := ps.day(a, from)
	if err != nil {
		return err
	}
	if _, err := ps.askUnit(ctx, a, may.NoteCompetence, unitID); err != nil {
		return err
	}
	for _, s := range all {
		if !slices.Contains(layer.RoleLevels(), s.Level) {
			return ErrRoleLevel.On("steg")
		}
	}
	var there []staff.Employment
	for _, s := range all {
		e, err := ps.Staff.EmploymentOn(ctx, s.Employment.ID, ps.Staff.Today())
		if err != nil {
			return err
		}
		if e.UnitID != unitID {
			return staff.ErrNoPerson
		}
		there = append(there, e)
	}
	return ps.DB.Tx(ctx, func(tx *db.Tx) error {
		for i, e := range there {
			if err := ps.putRoleLevel(ctx, tx, e, all[i].Level, from, a.PersonID); err != nil {
				return err
			}
			if ps.PersonChanged == nil {
				continue
			}
			if err := ps.PersonChanged(ctx, tx, e.PersonID); err != nil {
				return err
			}
		}
		return nil
	})
}

// putRoleLevel ends what was noted from the day on and writes the new level. What was noted for a later
// day goes: the latest word counts.
func (ps *Profiles) putRoleLevel(ctx context.Context, tx *db.Tx, e staff.Employment, level layer.RoleLevel, from, by string) error {
	if _, err := tx.Exec(ctx, `
		UPDATE role_level
		SET valid_until = CASE WHEN valid_from > $2 THEN valid_from ELSE $2 END
		WHERE employment_id = $1 AND valid_until > $2`,
		e.ID, from); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO role_level (id, employment_id, person_id, employer_id, level, valid_from, valid_until, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		ps.NewID(), e.ID, e.PersonID, e.EmployerID, string(level), from, db.NoEnd, by, ps.Now())
	return err
}

// askUnit asks for something about the people of a unit: a role at another employer gives nothing here.
func (ps *Profiles) askUnit(ctx context.Context, a may.Actor, do may.Action, unitID string) (org.Node, error) {
	on := ps.Staff.Today()
	unit, err := ps.Tree.Find(ctx, unitID, on)
	if err != nil {
		return unit, err
	}
	return unit, org.AskWithin(ctx, ps.DB, a, do, unit, on)
}

// RoleLevels lists who is employed at a unit, in name order, and how far each role goes. It is logged as
// one viewing of the unit.
func (ps *Profiles) RoleLevels(ctx context.Context, a may.Actor, unitID string) (unit org.Node, all []Standing, err error) {
	unit, err = ps.askUnit(ctx, a, may.NoteCompetence, unitID)
	if err != nil {
		return unit, nil, err
	}
	on := ps.Staff.Today()
	employer, err := ps.Tree.EmployerAt(ctx, unit.Path, on)
	if err != nil {
		return unit, nil, err
	}
	if err := ps.Audit.Node(ctx, ps.DB, a, "profile.levels", unitID); err != nil {
		return unit, nil, err
	}
	crew, err := ps.Staff.Crew(ctx, a, []string{unitID}, employer.ID, on)
	if err != nil {
		return unit, nil, err
	}
	var ids []string
	for _, m := range crew {
		if !m.Serving {
			all = append(all, Standing{Member: m.Member, Level: layer.Base})
			ids = append(ids, m.Employment.ID)
		}
	}
	return unit, all, ps.addLevels(ctx, all, ids, on)
}

func (ps *Profiles) addLevels(ctx context.Context, all []Standing, ids []string, on string) error {
	if len(ids) == 0 {
		return nil
	}
	type row struct {
		employment, from string
		level            layer.RoleLevel
	}
	return db.Each(ctx, ps.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.employment, &r.level, &r.from); return r, err }, func(r row) error {
		for i := range all {
			if all[i].Employment.ID != r.employment {
				continue
			}
			if r.from <= on {
				all[i].Level = r.level
			} else {
				all[i].Next, all[i].From = r.level, r.from
			}
		}
		return nil
	}, `
		SELECT employment_id, level, valid_from
		FROM role_level
		WHERE valid_until > $1 AND valid_from < valid_until AND employment_id IN (`+db.Marks(2, len(ids))+`)
		ORDER BY valid_from`,
		db.Args(ids, on)...)
}
