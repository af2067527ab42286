package introduction

import (
	"context"
	"slices"
	"time"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Supervision is one time that licensed staff supervised base staff (R248): who, when, how long and about what, and
// nothing about a patient.
type Supervision struct {
	ID, ByID, EmployerID, UnitID string
	Unit, By                     string // what they are called
	Day                          string
	Minutes                      int64
	Topic                        string
	People                       []Supervised
}

// Supervised is one who was supervised.
type Supervised struct {
	PersonID, EmployerID, Name string
	Denied                     bool // the person says that it is not so
}

const (
	mostSupervised = 30
	mostLogged     = 60 * 8
)

// MayLog tells whether the actor keeps a log of supervision: licensed staff, and who delegates at a unit.
func (in *Introductions) MayLog(ctx context.Context, a may.Actor) (bool, error) {
	units, err := in.LogUnits(ctx, a)
	return len(units) > 0, err
}

// LogUnits are the units whose staff the actor supervises: where the actor works or serves with a licence, and where the
// actor delegates (rule 18).
func (in *Introductions) LogUnits(ctx context.Context, a may.Actor) (out []org.Node, err error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	ref, err := in.Tree.CachedReference(ctx)
	if err != nil {
		return nil, err
	}
	jobs, err := in.Staff.Employments(ctx, a.PersonID, in.Today())
	if err != nil {
		return nil, err
	}
	paths, licensed := []string{}, map[string]bool{}
	for _, e := range jobs {
		if e.Current(in.Today()) && ref.Occupation(e.Occupation).Licensed {
			licensed[e.ID] = true
			paths = append(paths, e.UnitPath)
		}
	}
	served, err := in.Staff.Served(ctx, a.PersonID, in.Today())
	if err != nil {
		return nil, err
	}
	for _, v := range served {
		if licensed[v.EmploymentID] {
			paths = append(paths, v.UnitPath)
		}
	}
	paths = append(paths, a.Scopes(may.SeeDelegation)...)
	slices.Sort(paths)
	all, err := in.Tree.UnitsIn(ctx, slices.Compact(paths), in.Today(), mostListed)
	seen := map[string]bool{}
	for _, n := range all {
		if !seen[n.ID] {
			seen[n.ID] = true
			out = append(out, n)
		}
	}
	return out, err
}

// logUnit gives one of the units whose staff the actor supervises, and whose it is.
func (in *Introductions) logUnit(ctx context.Context, a may.Actor, unitID string) (unit, employer org.Node, err error) {
	all, err := in.LogUnits(ctx, a)
	if err != nil {
		return unit, employer, err
	}
	if len(all) == 0 {
		return unit, employer, ErrLicence
	}
	i := slices.IndexFunc(all, func(n org.Node) bool { return n.ID == unitID })
	if i < 0 {
		return unit, employer, ErrUnit
	}
	employer, err = in.Tree.EmployerAt(ctx, all[i].Path, in.Today())
	return all[i], employer, err
}

// ToSupervise lists who works at a unit, for who supervises there: of a protected identity the contact code. The reading
// is logged. Errors: ErrLicence, ErrUnit.
func (in *Introductions) ToSupervise(ctx context.Context, a may.Actor, unitID string) (out []Candidate, err error) {
	unit, employer, err := in.logUnit(ctx, a, unitID)
	if err != nil {
		return nil, err
	}
	crew, err := in.Staff.Crew(ctx, a, []string{unit.ID}, employer.ID, in.Today())
	if err != nil {
		return nil, err
	}
	for _, m := range crew {
		out = append(out, Candidate{PersonID: m.Employee.PersonID, Name: m.Shown()})
	}
	return out[:min(len(out), mostListed)], in.Audit.Node(ctx, in.DB, a, "introduction.crew", unit.ID)
}

// Log notes a time of supervision. warned tells that the topic may point at a patient: the page says so and keeps it all
// the same (rule 42). Errors: ErrLicence, ErrUnit, ErrDay, ErrEarly, ErrMinutes, ErrTopic, ErrPeople, ErrLong, ErrIdentity.
func (in *Introductions) Log(ctx context.Context, a may.Actor, s Supervision) (warned bool, err error) {
	defer fault.Wrap(&err, "log supervision at %s", s.UnitID)
	unit, employer, err := in.logUnit(ctx, a, s.UnitID)
	if err != nil {
		return false, err
	}
	if err := in.needed(&s.Topic, ErrTopic, mostName); err != nil {
		return false, err
	}
	switch {
	case day(s.Day) != nil:
		return false, ErrDay
	case s.Day > in.Today():
		return false, ErrEarly.On("dag")
	case s.Minutes < 1 || s.Minutes > mostLogged:
		return false, ErrMinutes
	}
	crew, err := in.Staff.Crew(ctx, a, []string{unit.ID}, employer.ID, in.Today())
	if err != nil {
		return false, err
	}
	names, employers := map[string]bool{}, map[string]string{}
	for _, p := range s.People {
		names[p.PersonID] = true
	}
	for _, m := range crew {
		employers[m.Employee.PersonID] = m.Employee.EmployerID
	}
	if len(names) == 0 || len(names) > mostSupervised {
		return false, ErrPeople
	}
	for id := range names {
		if employers[id] == "" {
			return false, ErrPeople
		}
	}
	return checklist.Points(s.Topic), in.DB.Tx(ctx, func(tx *db.Tx) error {
		id := in.NewID()
		if _, err := tx.Exec(ctx, `
			INSERT INTO supervision (id, by_id, employer_id, unit_id, on_day, minutes, topic, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, a.PersonID, employer.ID, unit.ID, s.Day, s.Minutes, s.Topic, in.Now()); err != nil {
			return err
		}
		for person := range names {
			if _, err := tx.Exec(ctx, `INSERT INTO supervision_person (supervision_id, person_id, employer_id, denied) VALUES ($1, $2, $3, $4)`, id, person, employers[person], false); err != nil {
				return err
			}
			if err := in.Messages.Tell(ctx, tx, message.Note{PersonID: person, EmployerID: employer.ID, Kind: message.Other, Key: "introduction.told." + "supervised", AboutID: a.PersonID, Href: logHref}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unlog takes the actor's own entry away, on the day that it was made: a mistake. Errors: ErrNoLog.
func (in *Introductions) Unlog(ctx context.Context, a may.Actor, id string) error {
	return in.DB.Tx(ctx, func(tx *db.Tx) error {
		at, err := one(ctx, tx, func(s db.Scanner) (at time.Time, err error) { err = s.Scan(&at); return at, err }, ErrNoLog, `SELECT made_at FROM supervision WHERE id = $1 AND by_id = $2`, id, a.PersonID)
		if err != nil {
			return err
		}
		if org.Today(at, in.Staff.Place) != in.Today() {
			return ErrNoLog
		}
		if _, err := tx.Exec(ctx, `DELETE FROM supervision_person WHERE supervision_id = $1`, id); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM supervision WHERE id = $1`, id)
		return err
	})
}

// Logged lists what the actor has logged, and what others have logged of supervising the actor, the latest first.
func (in *Introductions) Logged(ctx context.Context, a may.Actor) (given, had []Supervision, err error) {
	if !a.Known() {
		return nil, nil, may.ErrSignIn
	}
	const what = `s.id, s.by_id, s.employer_id, s.unit_id, s.on_day, s.minutes, s.topic`
	scan := func(s db.Scanner) (x Supervision, err error) {
		err = s.Scan(&x.ID, &x.ByID, &x.EmployerID, &x.UnitID, &x.Day, &x.Minutes, &x.Topic)
		return x, err
	}
	if given, err = db.All(ctx, in.DB, scan, `
		SELECT `+what+`
		FROM supervision s
		WHERE s.by_id = $1
		ORDER BY s.on_day DESC, s.id DESC
		LIMIT 100`,
		a.PersonID); err != nil {
		return nil, nil, err
	}
	if had, err = db.All(ctx, in.DB, scan, `
		SELECT `+what+`
		FROM supervision_person p
		JOIN supervision s ON s.id = p.supervision_id
		WHERE p.person_id = $1
		ORDER BY s.on_day DESC, s.id DESC
		LIMIT 100`,
		a.PersonID); err != nil {
		return nil, nil, err
	}
	if err := in.fillLog(ctx, given, ""); err != nil {
		return nil, nil, err
	}
	return given, had, in.fillLog(ctx, had, a.PersonID)
}

// fillLog adds units, names and the supervised; only, when given, leaves the other supervised out.
func (in *Introductions) fillLog(ctx context.Context, all []Supervision, only string) error {
	var ids []string
	units := map[string]string{}
	for i := range all {
		people, err := db.All(ctx, in.DB, func(s db.Scanner) (p Supervised, err error) {
			err = s.Scan(&p.PersonID, &p.EmployerID, &p.Denied)
			return p, err
		}, `
			SELECT person_id, employer_id, denied
			FROM supervision_person
			WHERE supervision_id = $1 AND $2 IN ('', person_id)
			ORDER BY person_id`,
			all[i].ID, only)
		if err != nil {
			return err
		}
		all[i].People = people
		if ids = append(ids, all[i].ByID); units[all[i].UnitID] == "" {
			unit, _, err := in.place(ctx, in.DB, all[i].UnitID, all[i].EmployerID)
			if err != nil {
				return err
			}
			units[unit.ID] = unit.Name
		}
		for _, p := range people {
			ids = append(ids, p.PersonID)
		}
	}
	slices.Sort(ids)
	names, err := in.names(ctx, slices.Compact(ids))
	for i := range all {
		all[i].By, all[i].Unit = names[all[i].ByID], units[all[i].UnitID]
		for k := range all[i].People {
			all[i].People[k].Name = names[all[i].People[k].PersonID]
		}
	}
	return err
}

// Deny says that an entry about the actor is not so, or that it is after all. Who made it sees that. Errors: ErrNoLog.
func (in *Introductions) Deny(ctx context.Context, a may.Actor, id string, denied bool) error {
	n, err := in.DB.Exec(ctx, `UPDATE supervision_person SET denied = $3 WHERE supervision_id = $1 AND person_id = $2`, id, a.PersonID, denied)
	if err == nil && n == 0 {
		return ErrNoLog
	}
	return err
}

// LogSum is what was logged of supervision at a unit in a period: sums, without names or topics.
type LogSum struct{ Times, Minutes, People, Denied int64 }

// LogSum gives it, for who leads the unit. Errors: ErrPeriod, org.ErrNoNode, may.ErrDenied.
func (in *Introductions) LogSum(ctx context.Context, a may.Actor, unitID, from, until string) (unit org.Node, sum LogSum, err error) {
	if unit, _, err = in.unit(ctx, a, may.PlanPerson, unitID); err != nil {
		return unit, sum, err
	}
	if day(from) != nil || day(until) != nil || from > until {
		return unit, sum, ErrPeriod
	}
	sum, err = db.One(ctx, in.DB, func(s db.Scanner) (x LogSum, err error) { err = s.Scan(&x.Times, &x.Minutes); return x, err }, `
		SELECT COUNT(*), CAST(COALESCE(SUM(minutes), 0) AS BIGINT)
		FROM supervision
		WHERE unit_id = $1 AND on_day >= $2 AND on_day <= $3`,
		unitID, from, until)
	if err != nil {
		return unit, sum, err
	}
	people, err := db.One(ctx, in.DB, func(s db.Scanner) (x LogSum, err error) { err = s.Scan(&x.People, &x.Denied); return x, err }, `
		SELECT COUNT(DISTINCT p.person_id), COUNT(CASE WHEN p.denied THEN 1 END)
		FROM supervision s
		JOIN supervision_person p ON p.supervision_id = s.id
		WHERE s.unit_id = $1 AND s.on_day >= $2 AND s.on_day <= $3`,
		unitID, from, until)
	sum.People, sum.Denied = people.People, people.Denied
	return unit, sum, err
}
