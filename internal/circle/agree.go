package circle

import (
	"cmp"
	"context"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// AgreementState is how an agreement stands.
type AgreementState string

// The states of an agreement.
const (
	Open    AgreementState = "open"
	Going   AgreementState = "going"
	Done    AgreementState = "done"
	Dropped AgreementState = "dropped"
)

// AgreementStates names every state.
func AgreementStates() []AgreementState { return []AgreementState{Open, Going, Done, Dropped} }

// Settled tells whether nothing more is to be done.
func (s AgreementState) Settled() bool { return s == Done || s == Dropped }

// Agreement is what a group agreed to do (R145). It is the unit's, and has no other name than the owner's.
type Agreement struct {
	ID, CircleID, MeetingID string
	UnitID, EmployerID      string
	What                    string
	OwnerID, Owner          string // "" = the unit; Owner is the name that lists show
	Due                     string // when it is followed up
	State                   AgreementState
	Outcome                 string
	Revision                int64
	ChangedAt               time.Time
	Circle                  string // its title
}

// Overdue tells whether it is to be followed up by a day.
func (g Agreement) Overdue(today string) bool { return !g.State.Settled() && g.Due <= today }

const agreementColumns = `g.id, g.circle_id, g.meeting_id, g.unit_id, g.employer_id, g.what, g.owner_id, g.due_day, g.state, g.outcome, g.revision, g.changed_at, c.title`

func scanAgreement(s db.Scanner) (g Agreement, err error) {
	err = s.Scan(&g.ID, &g.CircleID, &g.MeetingID, &g.UnitID, &g.EmployerID, &g.What, &g.OwnerID, &g.Due, &g.State, &g.Outcome, &g.Revision, &g.ChangedAt, &g.Circle)
	return g, err
}

// Agree notes what a group agreed on at a meeting: what, who (one who takes part and was not away, or "" the unit) and when
// it is followed up. Who takes part, leads or answers for the unit may. The owner is told. Errors: ErrWhat, ErrOwner, ErrDue,
// ErrLong, ErrIdentity, ErrNoMeeting, may.ErrDenied.
func (c *Circles) Agree(ctx context.Context, a may.Actor, g Agreement) (_ Agreement, err error) {
	defer fault.Wrap(&err, "agree at meeting %s", g.MeetingID)
	if err := c.needed(&g.What, ErrWhat, mostText); err != nil {
		return g, err
	}
	if !lang.IsDay(g.Due) || g.Due < c.Today() {
		return g, ErrDue
	}
	err = c.DB.Tx(ctx, func(tx *db.Tx) error {
		m, err := holdMeeting(ctx, tx, g.MeetingID)
		if err != nil {
			return err
		}
		x, err := circleOf(ctx, tx, m.CircleID)
		if err != nil {
			return err
		}
		s, _, err := c.standing(ctx, tx, a, x)
		if err != nil {
			return err
		}
		if !s.Takes && !s.Steers {
			return may.ErrDenied
		}
		owner, err := c.ownerOf(ctx, tx, x, m, g.OwnerID)
		if err != nil {
			return err
		}
		g.ID, g.CircleID, g.UnitID, g.EmployerID, g.State, g.Revision, g.ChangedAt, g.Circle = c.NewID(), x.ID, x.UnitID, x.EmployerID, Open, 1, c.Now(), x.Title
		if _, err := tx.Exec(ctx, `
			INSERT INTO agreement (id, circle_id, meeting_id, unit_id, employer_id, what, owner_id, due_day, state, outcome, revision, reminded_on, made_by, made_at, changed_by, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', 1, '', $9, $10, $9, $10)`,
			g.ID, g.CircleID, g.MeetingID, g.UnitID, g.EmployerID, g.What, g.OwnerID, g.Due, a.PersonID, g.ChangedAt); err != nil {
			return err
		}
		if g.OwnerID == "" || g.OwnerID == a.PersonID {
			return nil
		}
		return c.Messages.Tell(ctx, tx, message.Note{PersonID: g.OwnerID, EmployerID: owner.EmployerID, Key: "circle.told.owner", Kind: message.Reminders,
			Args: map[string]string{"circle": x.Title, "day": c.dayWords(g.Due)}, Href: "/traffar/serie/" + x.ID + "#overenskommelser", OnceKey: "agreement:" + g.ID})
	})
	return g, err
}

// ownerOf finds who is to own an agreement.
func (c *Circles) ownerOf(ctx context.Context, q db.Q, x Circle, m Meeting, personID string) (Member, error) {
	if personID == "" {
		return Member{}, nil
	}
	owner, is, err := memberOf(ctx, q, x.ID, personID)
	if err != nil {
		return owner, err
	}
	if !is || !owner.In() {
		return owner, ErrOwner
	}
	marks, err := marksOf(ctx, q, m.ID, personID)
	if err != nil {
		return owner, err
	}
	if s := judge(marks); len(marks) > 0 && !s.there && !s.alone {
		return owner, ErrOwner
	}
	return owner, nil
}

// FollowUp is what came of an agreement.
type FollowUp struct {
	ID       string
	What     string // said better, or without what points at somebody (rule 42); "" = as before
	State    AgreementState
	Outcome  string // must be there when it is done or dropped
	Due      string // the next follow-up of one that goes on; "" = as before
	Revision int64  // that was seen
}

// Follow notes what came of an agreement, and may say it in other words. Its owner may, who takes part, leads or answers for the unit. Errors: ErrState,
// ErrOutcome, ErrDue, ErrChanged, ErrNoAgreement, may.ErrDenied.
func (c *Circles) Follow(ctx context.Context, a may.Actor, f FollowUp) (err error) {
	defer fault.Wrap(&err, "follow agreement %s", f.ID)
	known := false
	for _, s := range AgreementStates() {
		known = known || s == f.State
	}
	if !known {
		return ErrState
	}
	if err = c.text(&f.What, "vad", mostText); err != nil {
		return err
	}
	if f.State.Settled() {
		err = c.needed(&f.Outcome, ErrOutcome, mostText)
	} else {
		err = c.text(&f.Outcome, "resultat", mostText)
	}
	if err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE agreement SET id = id WHERE id = $1`, f.ID); err != nil {
			return err
		}
		g, err := agreementOf(ctx, tx, f.ID)
		if err != nil {
			return err
		}
		x, err := circleOf(ctx, tx, g.CircleID)
		if err != nil {
			return err
		}
		s, _, err := c.standing(ctx, tx, a, x)
		switch {
		case err != nil:
			return err
		case !s.Takes && !s.Steers:
			return may.ErrDenied
		case g.Revision != f.Revision:
			return ErrChanged
		}
		f.Due, f.What = cmp.Or(f.Due, g.Due), cmp.Or(f.What, g.What)
		if !lang.IsDay(f.Due) || f.Due != g.Due && f.Due < c.Today() {
			return ErrDue
		}
		_, err = tx.Exec(ctx, `
			UPDATE agreement SET state = $2, outcome = $3, due_day = $4, revision = revision + 1, changed_by = $5, changed_at = $6,
				reminded_on = CASE WHEN due_day = $4 THEN reminded_on ELSE '' END, what = $7
			WHERE id = $1`,
			f.ID, string(f.State), f.Outcome, f.Due, a.PersonID, c.Now(), f.What)
		return err
	})
}

func agreementOf(ctx context.Context, q db.Q, id string) (Agreement, error) {
	return one(ctx, q, scanAgreement, ErrNoAgreement, `
		SELECT `+agreementColumns+`
		FROM agreement g
		JOIN circle c ON c.id = g.circle_id
		WHERE g.id = $1`,
		id)
}

// agreementsOf gives what a circle agreed on, open ones first.
func agreementsOf(ctx context.Context, q db.Q, circleID string) ([]Agreement, error) {
	return db.All(ctx, q, scanAgreement, `
		SELECT `+agreementColumns+`
		FROM agreement g
		JOIN circle c ON c.id = g.circle_id
		WHERE g.circle_id = $1
		ORDER BY CASE WHEN g.state IN ('open', 'going') THEN 0 ELSE 1 END, g.due_day, g.id
		LIMIT 300`,
		circleID)
}

// AgreementsOf gives the agreements of a unit, page by page, to who plans meetings there; open says whether those to do, else
// those settled.
func (c *Circles) AgreementsOf(ctx context.Context, a may.Actor, unitID string, open bool, limit, offset int) (out []Agreement, all int64, err error) {
	p, err := c.placeOf(ctx, c.DB, unitID)
	if err != nil {
		return nil, 0, err
	}
	if err := p.may(a, may.LeadMeetings); err != nil {
		return nil, 0, err
	}
	states := `g.state IN ('open', 'going')`
	order := `g.due_day, g.id`
	if !open {
		states, order = `g.state IN ('done', 'dropped')`, `g.changed_at DESC, g.id`
	}
	if all, err = db.One(ctx, c.DB, number, `SELECT COUNT(*) FROM agreement g WHERE g.unit_id = $1 AND `+states, unitID); err != nil {
		return nil, 0, err
	}
	if out, err = db.All(ctx, c.DB, scanAgreement, `
		SELECT `+agreementColumns+`
		FROM agreement g
		JOIN circle c ON c.id = g.circle_id
		WHERE g.unit_id = $1 AND `+states+`
		ORDER BY `+order+`
		LIMIT $2 OFFSET $3`,
		unitID, limit, offset); err != nil {
		return nil, 0, err
	}
	return out, all, c.nameOwners(ctx, out)
}

// nameOwners gives agreements the names of their owners.
func (c *Circles) nameOwners(ctx context.Context, all []Agreement) error {
	var ids []string
	for _, g := range all {
		if g.OwnerID != "" {
			ids = append(ids, g.OwnerID)
		}
	}
	names, _, err := c.names(ctx, ids)
	for i := range all {
		all[i].Owner = names[all[i].OwnerID]
	}
	return err
}

// AgreementOf gives one to who may follow it up. Errors: ErrNoAgreement, may.ErrDenied.
func (c *Circles) AgreementOf(ctx context.Context, a may.Actor, id string) (g Agreement, err error) {
	defer fault.Wrap(&err, "agreement %s", id)
	if g, err = agreementOf(ctx, c.DB, id); err != nil {
		return g, err
	}
	x, err := circleOf(ctx, c.DB, g.CircleID)
	if err != nil {
		return g, err
	}
	s, _, err := c.standing(ctx, c.DB, a, x)
	if err != nil {
		return g, err
	}
	if !s.Takes && !s.Steers {
		return g, may.ErrDenied
	}
	all := []Agreement{g}
	err = c.nameOwners(ctx, all)
	return all[0], err
}
