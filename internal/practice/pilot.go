package practice

import (
	"context"
	"strings"
	"time"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/practice/rule"
)

// Pilot is a training that is tried out before it is for all (R272, R273, R276).
type Pilot struct {
	ID, OwnerID string
	Name        string
	Needs       string // behovsbild
	Goals       string // mål
	Way         string // arbetssätt
	Plan        string // tidplan
	Follow      string // uppföljning och anpassning
	Phase       rule.Phase
	Round       int64 // from 1
	Cap         int64 // participants at most, in a round
	Revision    int64
	ChangedAt   time.Time
}

const pilotColumns = `p.id, p.owner_id, p.name, p.needs, p.goals, p.way, p.plan, p.follow, p.phase, p.round, p.cap, p.revision, p.changed_at`

func scanPilot(s db.Scanner) (p Pilot, err error) {
	err = s.Scan(&p.ID, &p.OwnerID, &p.Name, &p.Needs, &p.Goals, &p.Way, &p.Plan, &p.Follow, &p.Phase, &p.Round, &p.Cap, &p.Revision, &p.ChangedAt)
	return p, err
}

// Decision is a step from one phase to the next, with who took it and when.
type Decision struct {
	From, To rule.Phase
	Round    int64
	Note     string
	By       string // a name
	At       time.Time
}

// Lesson is what was learnt, and what is changed to the next round.
type Lesson struct {
	OccasionID string // "" of no occasion
	Round      int64
	Lesson     string
	Changes    string
	By         string
	At         time.Time
}

// Tried is an occasion of a pilot.
type Tried struct {
	occasion.Occasion
	Round int64
	Held  int64 // seats that somebody has
}

// Whole is a pilot with all that belongs to it.
type Whole struct {
	Pilot
	Decisions []Decision
	Occasions []Tried
	Lessons   []Lesson
	Seats     int64                   // of this round's occasions
	Booked    int64                   // of them held
	Lacks     map[rule.Phase][]string // what each phase that may follow asks for
}

// Pilots lists those of the places that the actor arranges for.
func (p *Practice) Pilots(ctx context.Context, a may.Actor) ([]Pilot, error) {
	ids, err := p.owners(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return db.All(ctx, p.DB, scanPilot, `
		SELECT `+pilotColumns+`
		FROM pilot p
		WHERE p.owner_id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY p.name, p.id
		LIMIT 300`,
		db.Args(ids)...)
}

func (p *Practice) checkPilot(x *Pilot) error {
	if err := p.needed(&x.Name, ErrName, mostName); err != nil {
		return err
	}
	for field, s := range map[string]*string{"behov": &x.Needs, "mal": &x.Goals, "arbetssatt": &x.Way, "tidplan": &x.Plan, "uppfoljning": &x.Follow} {
		if err := p.text(s, field, mostText); err != nil {
			return err
		}
	}
	if x.Cap < 1 || x.Cap > 5000 {
		return ErrCap
	}
	return nil
}

// AddPilot begins one at a place that the actor arranges for: Name, Cap and as much of the five parts as there is.
// Errors: ErrPlace, ErrName, ErrCap, ErrLong, ErrIdentity, may.ErrDenied.
func (p *Practice) AddPilot(ctx context.Context, a may.Actor, x Pilot) (_ Pilot, err error) {
	defer fault.Wrap(&err, "begin a pilot at %s", x.OwnerID)
	if _, err := p.owner(ctx, a, x.OwnerID); err != nil {
		return x, err
	}
	if err := p.checkPilot(&x); err != nil {
		return x, err
	}
	x.ID, x.Phase, x.Round, x.Revision = p.NewID(), rule.Prepare, 1, 1
	_, err = p.DB.Exec(ctx, `
		INSERT INTO pilot (id, owner_id, name, needs, goals, way, plan, follow, phase, round, cap, revision, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, 1, $11, $12, $11, $12)`,
		x.ID, x.OwnerID, x.Name, x.Needs, x.Goals, x.Way, x.Plan, x.Follow, string(x.Phase), x.Cap, a.PersonID, p.Now())
	return x, err
}

// Pilot gives one with all that belongs to it, to who arranges for its place. Errors: ErrNoPilot, may.ErrDenied.
func (p *Practice) Pilot(ctx context.Context, a may.Actor, id string) (w Whole, err error) {
	defer fault.Wrap(&err, "pilot %s", id)
	if w.Pilot, err = one(ctx, p.DB, scanPilot, ErrNoPilot, `SELECT `+pilotColumns+` FROM pilot p WHERE p.id = $1`, id); err != nil {
		return w, err
	}
	if _, err := p.owner(ctx, a, w.OwnerID); err != nil {
		return w, err
	}
	if err := p.tried(ctx, &w); err != nil {
		return w, err
	}
	if err := p.log(ctx, &w); err != nil {
		return w, err
	}
	w.Lacks = map[rule.Phase][]string{}
	for _, to := range rule.Next(w.Phase) {
		w.Lacks[to] = rule.Missing(w.gate(), to)
	}
	return w, nil
}

// gate is what the rule of phases reads.
func (w Whole) gate() rule.Pilot {
	g := rule.Pilot{Phase: w.Phase, Needs: w.Needs != "", Goals: w.Goals != "", Way: w.Way != "", Plan: w.Plan != "", Follow: w.Follow != ""}
	for _, o := range w.Occasions {
		if o.Round == w.Round {
			g.Occasions++
		}
	}
	for _, l := range w.Lessons {
		if l.Round == w.Round {
			g.Lessons++
		}
	}
	return g
}

// tried reads a pilot's occasions; those that were called off take no seats.
func (p *Practice) tried(ctx context.Context, w *Whole) error {
	type link struct {
		id    string
		round int64
	}
	links, err := db.All(ctx, p.DB, func(s db.Scanner) (l link, err error) { err = s.Scan(&l.id, &l.round); return l, err },
		`SELECT occasion_id, round FROM pilot_occasion WHERE pilot_id = $1 ORDER BY made_at, occasion_id`, w.ID)
	if err != nil {
		return err
	}
	for _, l := range links {
		o, err := p.Occasions.Find(ctx, l.id)
		if err != nil {
			return err
		}
		held, err := p.Bookings.Held(ctx, p.DB, l.id)
		if err != nil {
			return err
		}
		w.Occasions = append(w.Occasions, Tried{o, l.round, held})
		if l.round == w.Round && o.State != occasion.Cancelled {
			w.Seats, w.Booked = w.Seats+o.Seats, w.Booked+held
		}
	}
	return nil
}

// log reads what was decided and learnt.
func (p *Practice) log(ctx context.Context, w *Whole) (err error) {
	if w.Decisions, err = db.All(ctx, p.DB, func(s db.Scanner) (d Decision, err error) {
		err = s.Scan(&d.From, &d.To, &d.Round, &d.Note, &d.By, &d.At)
		return d, err
	}, `SELECT from_phase, to_phase, round, note, by_id, at FROM pilot_decision WHERE pilot_id = $1 ORDER BY at, id LIMIT 300`, w.ID); err != nil {
		return err
	}
	if w.Lessons, err = db.All(ctx, p.DB, func(s db.Scanner) (l Lesson, err error) {
		err = s.Scan(&l.OccasionID, &l.Round, &l.Lesson, &l.Changes, &l.By, &l.At)
		return l, err
	}, `SELECT occasion_id, round, lesson, changes, by_id, at FROM pilot_lesson WHERE pilot_id = $1 ORDER BY at, id LIMIT 300`, w.ID); err != nil {
		return err
	}
	var ids []string
	for _, d := range w.Decisions {
		ids = append(ids, d.By)
	}
	for _, l := range w.Lessons {
		ids = append(ids, l.By)
	}
	names, err := p.names(ctx, ids)
	for i := range w.Decisions {
		w.Decisions[i].By = names[w.Decisions[i].By]
	}
	for i := range w.Lessons {
		w.Lessons[i].By = names[w.Lessons[i].By]
	}
	return err
}

// Unlink takes an occasion out of a pilot.
func (p *Practice) Unlink(ctx context.Context, a may.Actor, pilotID, occasionID string) error {
	if _, err := p.Pilot(ctx, a, pilotID); err != nil {
		return err
	}
	_, err := p.DB.Exec(ctx, `DELETE FROM pilot_occasion WHERE pilot_id = $1 AND occasion_id = $2`, pilotID, occasionID)
	return err
}

// Learn notes what was learnt, at an occasion of the pilot or ("") elsewhere, and what is changed to the next round (R273).
// Errors: ErrText, ErrOccasion, ErrLong, ErrIdentity, ErrNoPilot, may.ErrDenied.
func (p *Practice) Learn(ctx context.Context, a may.Actor, pilotID string, l Lesson) (err error) {
	defer fault.Wrap(&err, "a lesson of pilot %s", pilotID)
	w, err := p.Pilot(ctx, a, pilotID)
	if err != nil {
		return err
	}
	if err := p.needed(&l.Lesson, ErrText, mostText); err != nil {
		return err
	}
	if err := p.text(&l.Changes, "andras", mostText); err != nil {
		return err
	}
	l.Round = w.Round
	if l.OccasionID != "" {
		found := false
		for _, o := range w.Occasions {
			if found = found || o.ID == l.OccasionID; o.ID == l.OccasionID {
				l.Round = o.Round
			}
		}
		if !found {
			return ErrOccasion
		}
	}
	_, err = p.DB.Exec(ctx, `
		INSERT INTO pilot_lesson (id, pilot_id, occasion_id, round, lesson, changes, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		p.NewID(), pilotID, l.OccasionID, l.Round, l.Lesson, l.Changes, a.PersonID, p.Now())
	return err
}

// Decide takes a pilot to its next phase, when the parts that the phase asks for are there; with the reason, who and
// when. Another round after learning has the next number. Errors: ErrGate (what: the parts that are missing), ErrText,
// ErrChanged, ErrNoPilot, may.ErrDenied.
func (p *Practice) Decide(ctx context.Context, a may.Actor, pilotID string, to rule.Phase, note string, revision int64) (err error) {
	defer fault.Wrap(&err, "take pilot %s to %s", pilotID, to)
	w, err := p.Pilot(ctx, a, pilotID)
	if err != nil {
		return err
	}
	if lacks := rule.Missing(w.gate(), to); len(lacks) > 0 {
		return ErrGate.With("what", strings.Join(lacks, ","))
	}
	if err := p.needed(&note, ErrText, mostText); err != nil {
		return err
	}
	round := w.Round
	if w.Phase == rule.Learn && to == rule.Trial {
		round++
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE pilot SET phase = $3, round = $4, revision = revision + 1, changed_by = $5, changed_at = $6
			WHERE id = $1 AND revision = $2`,
			pilotID, revision, string(to), round, a.PersonID, p.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO pilot_decision (id, pilot_id, from_phase, to_phase, round, note, by_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			p.NewID(), pilotID, string(w.Phase), string(to), round, note, a.PersonID, p.Now())
		return err
	})
}
