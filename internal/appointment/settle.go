package appointment

import (
	"cmp"
	"context"
	"slices"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// known is what an appointment is judged by, besides itself.
type known struct {
	on    bool // the employer has the function
	lacks []string
	works string // the first day that the person no longer works at home; "" works there or has not begun
}

// learn reads it. What a person has done counts as the employer may see it, or the one at home (rule 19).
func (a *Appointments) learn(ctx context.Context, q db.Q, x Appointment) (k known, err error) {
	today := a.Today()
	chosen, err := org.Chosen(ctx, q, x.EmployerID, today)
	if err != nil {
		return k, err
	}
	_, k.on = chosen[org.FunctionKind(x.Kind.Function())]
	s, err := setting(ctx, q, x.EmployerID, x.Kind)
	if err != nil {
		return k, err
	}
	if s.Demanded && len(s.Courses) > 0 {
		done, err := a.done(ctx, x)
		if err != nil {
			return k, err
		}
		k.lacks = s.Lacks(done)
	}
	k.works, err = a.leftOn(ctx, q, x, today)
	return k, err
}

// done are the courses that stand as done today.
func (a *Appointments) done(ctx context.Context, x Appointment) (out []string, err error) {
	for _, employer := range slices.Compact([]string{x.EmployerID, x.HomeID}) {
		seen, err := a.Record.SeenBy(ctx, employer, []string{x.PersonID})
		if err != nil {
			return nil, err
		}
		for _, f := range record.Standing(seen[x.PersonID]) {
			if f.Done() && f.Holds(a.Today()) {
				out = append(out, f.CourseID)
			}
		}
	}
	return out, nil
}

// leftOn is the first day that the person no longer worked at home; "" when the person does, or will.
func (a *Appointments) leftOn(ctx context.Context, q db.Q, x Appointment, today string) (string, error) {
	stints, err := a.Staff.Stints(ctx, q, []string{x.PersonID})
	if err != nil {
		return "", err
	}
	left := ""
	for _, w := range stints[x.PersonID] {
		if w.EmployerID != x.HomeID {
			continue
		}
		if w.Until > today {
			return "", nil
		}
		left = max(left, w.Until)
	}
	if left == "" {
		left = today // nobody that home knows any more
	}
	return left, nil
}

// awayFor is how long somebody may be missing at home before the appointment ends: a file that was wrong is corrected.
const awayFor = 14 * 24 * time.Hour

// settle makes an appointment what it comes to today: its state, the days that it holds, the role, and who is told. by
// is who did what made it so; "" nobody in particular.
func (a *Appointments) settle(ctx context.Context, tx *db.Tx, x Appointment, by string) (Appointment, error) {
	if !x.State.Open() || x.Until <= a.Today() && x.State != rule.Asked {
		return x, nil
	}
	k, err := a.learn(ctx, tx, x)
	if err != nil {
		return x, err
	}
	was := x
	x.State = rule.Judge(rule.Case{Lent: x.Lent(), Answers: said(x), Lacks: len(k.lacks), On: k.on})
	if x.AwaySince = k.works; k.works != "" && a.since(k.works) >= awayFor {
		x.State, x.Until = rule.Ended, max(x.From, min(x.Until, k.works))
	}
	if x.State == was.State && x.AwaySince == was.AwaySince {
		return x, a.keepSpans(ctx, tx, x, by)
	}
	if err := a.save(ctx, tx, x); err != nil {
		return x, err
	}
	if err := a.keepSpans(ctx, tx, x, by); err != nil || x.State == was.State {
		return x, err
	}
	if err := a.note(ctx, tx, x.ID, string(x.State), "", by); err != nil {
		return x, err
	}
	return x, a.tellState(ctx, tx, was.State, x, by)
}

func said(x Appointment) map[rule.Side]bool {
	out := map[rule.Side]bool{}
	for side, answer := range x.Answers {
		out[side] = answer.Yes
	}
	return out
}

func (a *Appointments) since(day string) time.Duration {
	then, err := time.Parse(time.DateOnly, day)
	now, wrong := time.Parse(time.DateOnly, a.Today())
	if err != nil || wrong != nil {
		return 0
	}
	return now.Sub(then)
}

func (a *Appointments) save(ctx context.Context, tx *db.Tx, x Appointment) error {
	_, err := tx.Exec(ctx, `
		UPDATE appointment
		SET state = $2, valid_until = $3, away_since = $4, revision = revision + 1
		WHERE id = $1`,
		x.ID, x.State, x.Until, x.AwaySince)
	return err
}

// keepSpans lets the days that an appointment holds at each place begin, end or go on as it says. The role that goes
// with it is given and ended here, and nowhere else.
func (a *Appointments) keepSpans(ctx context.Context, tx *db.Tx, x Appointment, by string) error {
	today := a.Today()
	until := x.Until
	if x.State != rule.Standing {
		until = min(until, today)
	}
	spans, err := spansOf(ctx, tx, x.ID)
	if err != nil {
		return err
	}
	lasts := map[string]string{} // by place, until when it holds
	for _, s := range spans {
		if s.until > until {
			s.until = max(s.from, until)
			if err := a.cut(ctx, tx, s, by); err != nil {
				return err
			}
		}
		lasts[s.node] = max(lasts[s.node], s.until)
	}
	if x.State != rule.Standing {
		return nil
	}
	for _, n := range x.Places {
		from := max(x.From, today)
		if last := lasts[n.ID]; last > today {
			from = max(from, last)
		}
		if from < until {
			if err := a.open(ctx, tx, x, n.ID, from, by); err != nil {
				return err
			}
		}
	}
	return nil
}

type openSpan struct{ id, node, from, until, grant string }

func spansOf(ctx context.Context, q db.Q, id string) ([]openSpan, error) {
	return db.All(ctx, q, func(s db.Scanner) (o openSpan, err error) {
		err = s.Scan(&o.id, &o.node, &o.from, &o.until, &o.grant)
		return o, err
	}, `
		SELECT id, node_id, valid_from, valid_until, grant_id
		FROM appointment_span
		WHERE appointment_id = $1 AND valid_from < valid_until
		ORDER BY valid_from, id`,
		id)
}

// cut ends a span on its day, and the role with it.
func (a *Appointments) cut(ctx context.Context, tx *db.Tx, s openSpan, by string) error {
	if _, err := tx.Exec(ctx, `UPDATE appointment_span SET valid_until = $2 WHERE id = $1`, s.id, s.until); err != nil {
		return err
	}
	if err := a.told(ctx, tx, s.node); err != nil || s.grant == "" {
		return err
	}
	return a.Access.EndHeld(ctx, tx, s.grant, s.until, by)
}

// open begins a span at a place, with the role that goes with the kind.
func (a *Appointments) open(ctx context.Context, tx *db.Tx, x Appointment, nodeID, from, by string) (err error) {
	grant := ""
	if x.Kind == rule.Leader {
		h := access.Held{PersonID: x.PersonID, Role: may.Leader, NodeID: nodeID, From: from, Until: x.Until, MadeBy: cmp.Or(by, x.MadeBy)}
		if x.Lent() {
			h.LentBy = x.HomeID
		}
		if grant, err = a.Access.GrantHeld(ctx, tx, h); err != nil {
			return err
		}
	}
	return a.insertSpan(ctx, tx, x, nodeID, from, grant)
}

func (a *Appointments) insertSpan(ctx context.Context, tx *db.Tx, x Appointment, nodeID, from, grant string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO appointment_span (id, appointment_id, node_id, kind, valid_from, valid_until, grant_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		a.NewID(), x.ID, nodeID, x.Kind, from, x.Until, grant)
	if err != nil {
		return err
	}
	return a.told(ctx, tx, nodeID)
}

// told says that who holds what at a place is another.
func (a *Appointments) told(ctx context.Context, tx *db.Tx, nodeID string) error {
	if a.Changed == nil {
		return nil
	}
	return a.Changed(ctx, tx, nodeID)
}
