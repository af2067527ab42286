package appointment

import (
	"context"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/record"
)

// Settle asks for a person's appointments to be made what they come to: something that was learnt has been noted or
// taken back.
type Settle struct {
	PersonID string `json:"person"`
}

// Kind implements job.Args.
func (Settle) Kind() string { return "appointment.settle" }

// Due asks for all open appointments to be made what they come to today, and for old requests of schools to be forgotten.
type Due struct{}

// Kind implements job.Args.
func (Due) Kind() string { return "appointment.due" }

// OnFact implements record.Listener: when somebody with an open appointment has learnt something, or it is taken back,
// what follows is worked after the transaction.
func (a *Appointments) OnFact(ctx context.Context, tx *db.Tx, f record.Fact) error {
	if !f.Done() && f.Kind != record.Revoked {
		return nil
	}
	n, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM appointment
		WHERE person_id = $1 AND state IN ('training', 'standing')`,
		f.PersonID)
	if err != nil || n == 0 {
		return err
	}
	return a.Jobs.Add(ctx, tx, Settle{f.PersonID})
}

// OnSettle works Settle.
func (a *Appointments) OnSettle(ctx context.Context, s Settle) error {
	ids, err := db.All(ctx, a.DB, db.Text, `
		SELECT id
		FROM appointment
		WHERE person_id = $1 AND state NOT IN ('ended', 'declined')
		ORDER BY id`,
		s.PersonID)
	if err != nil {
		return err
	}
	return a.settleAll(ctx, ids, "")
}

// OnDue works Due: each open appointment by itself, in the order of ids.
func (a *Appointments) OnDue(ctx context.Context, _ Due) error {
	after := ""
	for {
		ids, err := db.All(ctx, a.DB, db.Text, `
			SELECT id
			FROM appointment
			WHERE id > $1 AND state NOT IN ('ended', 'declined') AND valid_until > $2
			ORDER BY id
			LIMIT 500`,
			after, a.Today())
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return a.forgetRequests(ctx)
		}
		if err := a.settleAll(ctx, ids, ""); err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

func (a *Appointments) settleAll(ctx context.Context, ids []string, by string) error {
	for _, id := range ids {
		err := a.DB.Tx(ctx, func(tx *db.Tx) error {
			x, err := hold(ctx, tx, id)
			if err != nil {
				return ignoring(err, ErrMissing) // forgotten meanwhile
			}
			_, err = a.settle(ctx, tx, x, by)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// keepRequests is how long what a school has written is kept.
const keepRequests = 90 * 24 * time.Hour

func (a *Appointments) forgetRequests(ctx context.Context) error {
	_, err := a.DB.Exec(ctx, `DELETE FROM ambassador_request WHERE made_at < $1`, a.Now().Add(-keepRequests))
	return err
}

// OnSwitched lets the appointments of an employer rest, or go on, when it switches a function: in its transaction.
func (a *Appointments) OnSwitched(ctx context.Context, tx *db.Tx, employerID string, kind org.FunctionKind, _ bool) error {
	k := rule.KindOf(string(kind))
	if k == "" {
		return nil
	}
	return a.settleOf(ctx, tx, employerID, k)
}

// settleOf settles what is open of a kind at an employer.
func (a *Appointments) settleOf(ctx context.Context, tx *db.Tx, employerID string, k rule.Kind) error {
	ids, err := db.All(ctx, tx, db.Text, `
		SELECT id
		FROM appointment
		WHERE employer_id = $1 AND kind = $2 AND state NOT IN ('ended', 'declined')
		ORDER BY id`,
		employerID, k)
	if err != nil {
		return err
	}
	for _, id := range ids {
		x, err := hold(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := a.settle(ctx, tx, x, ""); err != nil {
			return err
		}
	}
	return nil
}

// OnRole makes an appointment of a leader's role that was given by a command or a demo, in the same transaction: so that
// there is one truth.
func (a *Appointments) OnRole(ctx context.Context, tx *db.Tx, h access.Held) error {
	node, err := org.Find(ctx, tx, h.NodeID, max(h.From, a.Today()))
	if err != nil {
		return err
	}
	employer, err := org.EmployerOf(ctx, tx, node.Path, max(h.From, a.Today()))
	if err != nil {
		return err
	}
	x := Appointment{ID: h.ID, Kind: rule.Leader, PersonID: h.PersonID, EmployerID: employer.ID, HomeID: employer.ID, From: h.From, Until: h.Until, State: rule.Standing,
		MadeBy: h.MadeBy, MadeAt: a.Now(), Places: []org.Node{node}}
	if err := a.insert(ctx, tx, x); err != nil {
		return err
	}
	return a.insertSpan(ctx, tx, x, node.ID, h.From, h.ID)
}
