package privacy

import (
	"context"
	"errors"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// What an employer decides how long to keep, in months.
const (
	KeepSignin   = "signin"   // a person, after the last sign-in or the end of the employment, whichever is later
	KeepLeave    = "leave"    // times away, after their last day
	KeepNotes    = "notes"    // what people were told, after they were told
	KeepFiles    = "files"    // uploaded certificates, after the decision; the fact stays
	KeepThoughts = "thoughts" // what people wrote for themselves at a meeting, after it
)

// Keeping is how long an employer keeps each kind of record, in months. 0: as long as the person.
type Keeping struct{ Signin, Leave, Notes, Files, Thoughts int }

// The defaults and bounds of what an employer decides.
const (
	DefaultSignin   = 69 // 5 years and 9 months
	DefaultThoughts = 12
	leastSignin     = 12
	mostMonths      = 240
	warnMonths      = 3 // how long before people are told
	batch           = 200
)

// ErrMonths says that a number of months is none that can be kept.
var ErrMonths = fault.New(fault.Invalid, "privacy.months_wrong")

// Keeping gives what an employer has decided, to who handles people's data there.
func (p *Privacy) Keeping(ctx context.Context, a may.Actor, employerID string) (Keeping, error) {
	if _, err := p.ask(ctx, a, employerID); err != nil {
		return Keeping{}, err
	}
	return p.KeepingOf(ctx, employerID)
}

// KeepingOf gives what an employer has decided: everybody whom it knows may know it.
func (p *Privacy) KeepingOf(ctx context.Context, employerID string) (Keeping, error) {
	k := Keeping{Signin: DefaultSignin, Thoughts: DefaultThoughts}
	return k, db.Each(ctx, p.DB, func(s db.Scanner) (r struct {
		kind   string
		months int
	}, err error) {
		err = s.Scan(&r.kind, &r.months)
		return r, err
	}, func(r struct {
		kind   string
		months int
	}) error {
		if at := k.at(r.kind); at != nil {
			*at = r.months
		}
		return nil
	}, `
		SELECT kind, months
		FROM retention
		WHERE employer_id = $1`,
		employerID)
}

func (k *Keeping) at(kind string) *int {
	return map[string]*int{KeepSignin: &k.Signin, KeepLeave: &k.Leave, KeepNotes: &k.Notes, KeepFiles: &k.Files, KeepThoughts: &k.Thoughts}[kind]
}

// Kinds names what is decided about, in the order of the form.
func Kinds() []string { return []string{KeepSignin, KeepLeave, KeepNotes, KeepFiles, KeepThoughts} }

// Check is the rule: months that can be kept.
func (k Keeping) Check() error {
	for _, kind := range Kinds() {
		least := 0
		if kind == KeepSignin {
			least = leastSignin
		}
		if m := *k.at(kind); m < least || m > mostMonths {
			return ErrMonths.On(kind)
		}
	}
	return nil
}

// Keep decides how long an employer keeps what. A shorter time touches nobody before each has been
// told and has had three months.
func (p *Privacy) Keep(ctx context.Context, a may.Actor, employerID string, k Keeping) error {
	if _, err := p.ask(ctx, a, employerID); err != nil {
		return err
	}
	if err := k.Check(); err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, kind := range Kinds() {
			_, err := tx.Exec(ctx, `
				INSERT INTO retention (employer_id, kind, months, made_by, made_at)
				VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (employer_id, kind) DO UPDATE SET months = excluded.months, made_by = excluded.made_by, made_at = excluded.made_at`,
				employerID, kind, *k.at(kind), a.PersonID, p.Now())
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Touched is whom a time touches now, in counts.
type Touched struct {
	Soon int64 // are told now, and erased in three months unless they sign in
	Told int64 // have been told already
}

// Touches counts whom a time since the last sign-in would touch today.
func (p *Privacy) Touches(ctx context.Context, a may.Actor, employerID string, months int) (t Touched, err error) {
	if _, err := p.ask(ctx, a, employerID); err != nil {
		return t, err
	}
	day, at := p.before(months - warnMonths)
	n, err := db.One(ctx, p.DB, db.Number, `SELECT COUNT(*)`+unused, employerID, p.Staff.Today(), at, day)
	if err != nil {
		return t, err
	}
	t.Told, err = db.One(ctx, p.DB, db.Number, `SELECT COUNT(*) FROM retention_warning WHERE employer_id = $1`, employerID)
	t.Soon = max(0, n-t.Told)
	return t, err
}

// before is the day, and the instant, so many months ago.
func (p *Privacy) before(months int) (string, time.Time) {
	at := p.Now().In(p.Staff.Place).AddDate(0, -months, 0)
	return at.Format(time.DateOnly), at
}

// unused are the people of an employer ($1) who on a day ($2) are neither employed nor coming there,
// hold no role, have not signed in since an instant ($3), and whose employment ended before a day ($4).
// Whoever is employed is never erased for not signing in: the next staff file would bring them back.
const unused = `
		FROM employee e
		JOIN person p ON p.id = e.person_id AND p.made_at < $3
		LEFT JOIN account a ON a.person_id = e.person_id
		WHERE e.employer_id = $1 AND (a.last_signin IS NULL OR a.last_signin < $3)
		      AND NOT EXISTS (
			SELECT 1
			FROM employment_period t
			WHERE t.person_id = e.person_id AND t.employer_id = e.employer_id AND (t.valid_until > $4 AND t.valid_until <= $2
			      OR t.valid_until > $2 AND (t.end_date = '' OR t.end_date > $4)))
		      AND NOT EXISTS (
			SELECT 1
			FROM role_grant g
			WHERE g.person_id = e.person_id AND g.valid_until > $2)`

// Aged asks for what is kept too long to be told of and erased: every night.
type Aged struct{}

// Kind implements job.Args.
func (Aged) Kind() string { return "privacy.aged" }

// OnAged works through every employer. Each person is a transaction of the own, so that nobody
// waits; what is not done tonight is done tomorrow.
func (p *Privacy) OnAged(ctx context.Context, _ Aged) error {
	employers, err := db.All(ctx, p.DB, db.Text, `
		SELECT n.id
		FROM node n
		WHERE n.kind IN ('municipality', 'employer') AND EXISTS (SELECT 1 FROM employee e WHERE e.employer_id = n.id)
		ORDER BY n.id`)
	if err != nil {
		return err
	}
	for _, id := range employers {
		employer, err := p.employerNamed(ctx, id)
		if err != nil {
			return err
		}
		if err := p.age(ctx, employer); err != nil {
			return err
		}
	}
	return errors.Join(p.forgetMarks(ctx), p.Files.Sweep(ctx))
}

func (p *Privacy) age(ctx context.Context, employer org.Node) error {
	k, err := p.KeepingOf(ctx, employer.ID)
	if err != nil {
		return err
	}
	if err := p.liftWarnings(ctx, employer.ID, k.Signin); err != nil {
		return err
	}
	if err := p.warn(ctx, employer, k.Signin); err != nil {
		return err
	}
	if err := p.eraseWarned(ctx, employer, k.Signin); err != nil {
		return err
	}
	for kind, months := range map[string]int{KeepLeave: k.Leave, KeepNotes: k.Notes, KeepFiles: k.Files, KeepThoughts: k.Thoughts} {
		if months == 0 {
			continue
		}
		day, at := p.before(months)
		if err := p.Shorten[kind](ctx, employer.ID, day, at); err != nil {
			return err
		}
	}
	return nil
}

// warn tells people that what the employer holds goes in three months, and the employer how many.
func (p *Privacy) warn(ctx context.Context, employer org.Node, months int) error {
	day, at := p.before(months - warnMonths)
	from := p.Now().In(p.Staff.Place).AddDate(0, warnMonths, 0).Format(time.DateOnly)
	people, err := db.All(ctx, p.DB, db.Text, `SELECT e.person_id`+unused+`
		      AND NOT EXISTS (SELECT 1 FROM retention_warning w WHERE w.employer_id = e.employer_id AND w.person_id = e.person_id)
		ORDER BY e.person_id
		LIMIT $5`,
		employer.ID, p.Staff.Today(), at, day, batch)
	if err != nil || len(people) == 0 {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, id := range people {
			n, err := tx.Exec(ctx, `
				INSERT INTO retention_warning (employer_id, person_id, warned_on, erase_from)
				VALUES ($1, $2, $3, $4)
				ON CONFLICT (employer_id, person_id) DO NOTHING`,
				employer.ID, id, p.Staff.Today(), from)
			if err != nil || n == 0 {
				return err
			}
			err = p.Messages.Tell(ctx, tx, message.Note{PersonID: id, EmployerID: employer.ID, Key: "privacy.told.aged",
				Args: map[string]string{"employer": employer.Name, "date": from}, Href: "/mina-uppgifter", OnceKey: "aged:" + employer.ID + ":" + id + ":" + from})
			if err != nil {
				return err
			}
		}
		return p.tellHandlers(ctx, tx, employer.ID, message.Note{EmployerID: employer.ID, Key: "privacy.told.aged_employer", Args: map[string]string{"date": from},
			Href: "/kommun/personuppgifter/lagring?hos=" + employer.ID, OnceKey: "aged:" + employer.ID + ":" + from})
	})
}

// liftWarnings takes back the warning of whoever has signed in, or is employed again.
func (p *Privacy) liftWarnings(ctx context.Context, employerID string, months int) error {
	day, at := p.before(months - warnMonths)
	_, err := p.DB.Exec(ctx, `
		DELETE FROM retention_warning
		WHERE employer_id = $1 AND person_id NOT IN (SELECT e.person_id`+unused+`)`,
		employerID, p.Staff.Today(), at, day)
	return err
}

func (p *Privacy) eraseWarned(ctx context.Context, employer org.Node, months int) error {
	day, at := p.before(months)
	due, err := db.All(ctx, p.DB, db.Text, `SELECT e.person_id`+unused+`
		      AND EXISTS (SELECT 1 FROM retention_warning w WHERE w.employer_id = e.employer_id AND w.person_id = e.person_id AND w.erase_from <= $2)
		ORDER BY e.person_id
		LIMIT $5`,
		employer.ID, p.Staff.Today(), at, day, batch)
	if err != nil {
		return err
	}
	for _, id := range due {
		if _, err := p.erase(ctx, "", employer, id, Overdue); err != nil && !isGone(err) {
			return err
		}
	}
	return nil
}

// marksFor is how long the keyed hash of an erasure is kept: no backup is kept longer.
const marksFor = 13

func (p *Privacy) forgetMarks(ctx context.Context) error {
	day, _ := p.before(marksFor)
	_, err := p.DB.Exec(ctx, `UPDATE erasure SET mark = '' WHERE mark <> '' AND day < $1`, day)
	return err
}
