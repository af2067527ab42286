package practice

import (
	"context"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/practice/rule"
	"yrkesresan/internal/staff"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/lang"
)

// Skill is how somebody stands at a station, with the latest try.
type Skill struct {
	Station
	rule.Standing
	PersonID, BookingID string
	Name                string // in a unit's list
	Latest              Try
	Later               *Try   // the latest look at the workplace
	DueOn               string // when the workplace looks next; "" = not
}

// skillsOf puts tries together by person and station, the latest first.
func (p *Practice) skillsOf(ctx context.Context, employerID string, people []string) ([]Skill, error) {
	var out []Skill
	for chunk := range slices.Chunk(people, 500) {
		args := db.Args(chunk, employerID)
		in := `person_id IN (` + db.Marks(2, len(chunk)) + `) AND $1 IN ('', t.employer_id)`
		all, err := db.All(ctx, p.DB, scanTry, `
			SELECT `+tryColumns+`
			FROM skill_try t
			WHERE t.`+in+`
			ORDER BY t.tried_at DESC, t.id DESC
			LIMIT 2000`,
			args...)
		if err != nil {
			return nil, err
		}
		some, err := p.together(ctx, all)
		if err != nil {
			return nil, err
		}
		due := map[[2]string]string{}
		err = db.Each(ctx, p.DB, func(s db.Scanner) (x [3]string, err error) { err = s.Scan(&x[0], &x[1], &x[2]); return x, err },
			func(x [3]string) error { due[[2]string{x[0], x[1]}] = x[2]; return nil }, `
			SELECT t.station_id, t.booking_id, t.due_on
			FROM skill_due t
			WHERE t.`+in,
			args...)
		if err != nil {
			return nil, err
		}
		for i := range some {
			some[i].DueOn = due[[2]string{some[i].ID, some[i].BookingID}]
		}
		out = append(out, some...)
	}
	return out, nil
}

// together makes skills of tries that come with the latest first.
func (p *Practice) together(ctx context.Context, all []Try) ([]Skill, error) {
	var out []Skill
	at, tries := map[[2]string]int{}, map[[2]string][]rule.Try{}
	for _, t := range all {
		k := [2]string{t.StationID, t.BookingID}
		i, seen := at[k]
		if !seen {
			s, err := findStation(ctx, p.DB, t.StationID)
			if err != nil {
				return nil, err
			}
			i = len(out)
			at[k] = i
			out = append(out, Skill{Station: s, PersonID: t.PersonID, BookingID: t.BookingID})
		}
		switch {
		case t.Kind == Later && out[i].Later == nil:
			out[i].Later = &t
		case t.Kind == AtDay:
			if len(tries[k]) == 0 {
				out[i].Latest = t
			}
			tries[k] = append(tries[k], rule.Try{ID: t.ID, Passed: t.Passed, At: t.At})
		}
	}
	for k, i := range at {
		out[i].Standing = rule.Stand(tries[k])
	}
	return out, nil
}

// Own gives the actor's own skills, the latest first.
func (p *Practice) Own(ctx context.Context, a may.Actor) ([]Skill, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	return p.skillsOf(ctx, "", []string{a.PersonID})
}

// unit gives a unit whose people's skills the actor signs, and whose it is.
func (p *Practice) unit(ctx context.Context, a may.Actor, do may.Action, unitID string) (unit, employer org.Node, err error) {
	if unit, err = p.Tree.Find(ctx, unitID, p.Today()); err != nil {
		return unit, employer, err
	}
	if err := org.AskWithin(ctx, p.DB, a, do, unit, p.Today()); err != nil {
		return unit, employer, err
	}
	employer, err = p.Tree.EmployerAt(ctx, unit.Path, p.Today())
	return unit, employer, err
}

// AtUnit lists the skills of those who work at a unit, what is to be looked at first, for who signs skills there. The
// reading is logged. Errors: org.ErrNoNode, may.ErrDenied.
func (p *Practice) AtUnit(ctx context.Context, a may.Actor, unitID string) (_ org.Node, out []Skill, err error) {
	defer fault.Wrap(&err, "skills at %s", unitID)
	unit, employer, err := p.unit(ctx, a, may.SignSkill, unitID)
	if err != nil {
		return unit, nil, err
	}
	crew, err := p.Staff.Crew(ctx, a, []string{unitID}, employer.ID, p.Today())
	if err != nil {
		return unit, nil, err
	}
	names, ids := crewNames(crew)
	if out, err = p.skillsOf(ctx, employer.ID, ids); err != nil {
		return unit, nil, err
	}
	for i := range out {
		out[i].Name = names[out[i].PersonID]
	}
	lang.SortBy(out, func(s Skill) string { return s.Name })
	slices.SortStableFunc(out, func(x, y Skill) int {
		return cmpDue(x.DueOn, y.DueOn)
	})
	return unit, out, p.Audit.Node(ctx, p.DB, a, "practice.unit", unitID)
}

// cmpDue puts the earliest day first and what has none last.
func cmpDue(x, y string) int {
	if x == "" {
		x = db.NoEnd
	}
	if y == "" {
		y = db.NoEnd
	}
	if x < y {
		return -1
	}
	if x > y {
		return 1
	}
	return 0
}

func crewNames(crew []staff.CrewMember) (map[string]string, []string) {
	names, ids := map[string]string{}, make([]string, 0, len(crew))
	for _, m := range crew {
		ids = append(ids, m.Employee.PersonID)
		names[m.Employee.PersonID] = m.Shown()
	}
	return names, ids
}

// ToCheck gives what is to be looked at of one person at a unit. Errors: ErrNoDue.
func (p *Practice) ToCheck(ctx context.Context, a may.Actor, unitID, stationID, bookingID string) (s Skill, err error) {
	_, all, err := p.AtUnit(ctx, a, unitID)
	if err != nil {
		return s, err
	}
	for _, x := range all {
		if x.ID == stationID && x.BookingID == bookingID && x.DueOn != "" {
			return x, nil
		}
	}
	return s, ErrNoDue
}

// Check notes whether somebody keeps a skill at the workplace (R275), with the same checklist. Kept ends the row; else
// the next look is as many weeks ahead. The same id twice is one. Errors: as Sign, ErrNoDue, ErrEarly before the day.
func (p *Practice) Check(ctx context.Context, a may.Actor, unitID string, t Try) (err error) {
	defer fault.Wrap(&err, "look at a skill at %s", unitID)
	was, err := db.One(ctx, p.DB, db.Number, `SELECT COUNT(*) FROM skill_try WHERE id = $1 AND by_id = $2`, t.ID, a.PersonID)
	if err != nil || was > 0 {
		return err
	}
	s, err := p.ToCheck(ctx, a, unitID, t.StationID, t.BookingID)
	if err != nil {
		return err
	}
	if s.DueOn > p.Today() {
		return ErrEarly
	}
	t.PersonID, t.EmployerID, t.Kind, t.Assessor = s.PersonID, s.Latest.EmployerID, Later, ""
	if err := p.checkTry(&t, s.Station); err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		added, err := p.insertTry(ctx, tx, a, t)
		if err != nil || !added {
			return err
		}
		if t.Passed {
			_, err = tx.Exec(ctx, `DELETE FROM skill_due WHERE station_id = $1 AND booking_id = $2`, t.StationID, t.BookingID)
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE skill_due SET due_on = $3 WHERE station_id = $1 AND booking_id = $2`, t.StationID, t.BookingID, dueDay(p.Today(), max(s.Weeks, 1)))
		return err
	})
}

// Due asks for whoever is to look at skills to be told, once a day.
type Due struct{}

// Kind implements job.Args.
func (Due) Kind() string { return "practice.due" }

type dueRow struct{ station, booking, person, employer, on string }

// OnDue tells those who answer for a unit, and its assessors, that it is time to look whether skills are kept: once for
// each unit and day, without names. Twice is once.
func (p *Practice) OnDue(ctx context.Context, _ Due) (err error) {
	defer fault.Wrap(&err, "tell that skills are to be looked at")
	for {
		rows, err := db.All(ctx, p.DB, func(s db.Scanner) (r dueRow, err error) {
			err = s.Scan(&r.station, &r.booking, &r.person, &r.employer, &r.on)
			return r, err
		}, `
			SELECT station_id, booking_id, person_id, employer_id, due_on
			FROM skill_due
			WHERE due_on <= $1 AND told_for <> due_on
			ORDER BY due_on, station_id, booking_id
			LIMIT 200`,
			p.Today())
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			if err := p.tellDue(ctx, r); err != nil {
				return err
			}
		}
	}
}

func (p *Practice) tellDue(ctx context.Context, r dueRow) error {
	jobs, err := p.Staff.Employments(ctx, r.person, p.Today())
	if err != nil {
		return err
	}
	type note struct{ unit, name, to string }
	var notes []note
	for _, j := range jobs {
		if j.EmployerID != r.employer || !j.Current(p.Today()) {
			continue
		}
		to, err := p.Leaders(ctx, j.UnitID, r.person)
		if err != nil {
			return err
		}
		assessors, err := p.Access.Holders(ctx, may.Assessor, j.UnitID, p.Today())
		if err != nil {
			return err
		}
		for _, h := range assessors {
			if h.PersonID != r.person && !slices.Contains(to, h.PersonID) {
				to = append(to, h.PersonID)
			}
		}
		for _, id := range to {
			notes = append(notes, note{j.UnitID, j.UnitName, id})
		}
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, n := range notes {
			err := p.Messages.Tell(ctx, tx, message.Note{PersonID: n.to, EmployerID: r.employer, Kind: message.Reminders, Key: "practice.told.due", Args: map[string]string{"unit": n.name},
				Href: "/min-grupp/ovning?enhet=" + n.unit, OnceKey: "practice.due:" + n.unit + ":" + p.Today() + ":" + n.to})
			if err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE skill_due SET told_for = due_on WHERE station_id = $1 AND booking_id = $2 AND due_on = $3`, r.station, r.booking, r.on)
		return err
	})
}
