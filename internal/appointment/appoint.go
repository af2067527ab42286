package appointment

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Proposal is that somebody is to be appointed. Of somebody whom another employer is to lend it says that employer and
// the exact employment number there, never an id.
type Proposal struct {
	Kind     rule.Kind
	PersonID string
	LenderID string
	Number   string
	Places   []string // units and operations of one employer
	From     string   // "" is today
	Last     string   // the last day; "" until further notice
	Task     string
}

const (
	mostPlaces = 20
	mostTask   = 500
)

// Appoint appoints somebody at places where the actor may: at once when the person works for their employer; else when
// the person and the manager there have said yes (R140). Who does not have a demanded programme is on the way until it is
// done (rule 41). Errors: ErrKind, ErrOff, ErrPerson, ErrPlaces, ErrTwoOwners, ErrFrom, ErrUntil, ErrLong, ErrIdentity,
// ErrSelf, ErrHas, ErrNotHere, ErrNotLent, ErrNobody, access.ErrWait, may.ErrDenied.
func (a *Appointments) Appoint(ctx context.Context, actor may.Actor, p Proposal) (x Appointment, err error) {
	defer fault.Wrap(&err, "appoint %s", p.Kind)
	if x, err = a.check(p); err != nil {
		return x, err
	}
	if x.Places, x.EmployerID, err = a.places(ctx, actor, p.Places); err != nil {
		return x, err
	}
	if err := a.whom(ctx, actor, p, &x); err != nil {
		return x, err
	}
	if x.PersonID == actor.PersonID {
		return x, ErrSelf
	}
	x.ID, x.MadeBy, x.MadeAt, x.Revision, x.Answers = a.NewID(), actor.PersonID, a.Now(), 1, map[rule.Side]Answer{}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := a.Staff.HoldPerson(ctx, tx, x.PersonID); err != nil {
			return err
		}
		if err := a.free(ctx, tx, x); err != nil {
			return err
		}
		k, err := a.learn(ctx, tx, x)
		if err != nil {
			return err
		}
		if !k.on {
			return ErrOff
		}
		x.State = rule.Judge(rule.Case{Lent: x.Lent(), Lacks: len(k.lacks), On: true})
		if err := a.insert(ctx, tx, x); err != nil {
			return err
		}
		if err := a.keepSpans(ctx, tx, x, actor.PersonID); err != nil {
			return err
		}
		return a.tellState(ctx, tx, "", x, actor.PersonID)
	})
	return x, err
}

// check looks at what was asked for, before anything is read.
func (a *Appointments) check(p Proposal) (Appointment, error) {
	today := a.Today()
	x := Appointment{Kind: p.Kind, PersonID: p.PersonID, From: p.From, Until: db.NoEnd, Task: strings.TrimSpace(p.Task)}
	if x.From == "" {
		x.From = today
	}
	switch {
	case !p.Kind.Known():
		return x, ErrKind
	case len(p.Places) == 0 || len(p.Places) > mostPlaces:
		return x, ErrPlaces
	case !lang.IsDay(x.From) || x.From < today:
		return x, ErrFrom
	case p.Last != "" && (!lang.IsDay(p.Last) || p.Last < x.From):
		return x, ErrUntil
	case utf8.RuneCountInString(x.Task) > mostTask:
		return x, ErrLong.On("uppdrag")
	case identity.In(x.Task, a.Now()):
		return x, ErrIdentity.On("uppdrag")
	case p.LenderID == "" && p.PersonID == "":
		return x, ErrPerson
	}
	if p.Last != "" {
		x.Until = dayAfter(p.Last)
	}
	return x, nil
}

func dayAfter(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return d.AddDate(0, 0, 1).Format(time.DateOnly)
}

// places are those that were named, when the actor may appoint at each and they are one employer's.
func (a *Appointments) places(ctx context.Context, actor may.Actor, ids []string) (out []org.Node, employerID string, err error) {
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		n, employer, err := a.place(ctx, actor, id)
		if err != nil {
			return nil, "", err
		}
		if k := org.Kind(n.Kind); k != org.Unit && k != org.Operation {
			return nil, "", ErrPlaces
		}
		if employerID != "" && employerID != employer.ID {
			return nil, "", ErrTwoOwners
		}
		out, employerID = append(out, n), employer.ID
	}
	return out, employerID, nil
}

// place gives a place and its employer to who may appoint there: a role at a municipality is none at a private employer
// there (rule 3).
func (a *Appointments) place(ctx context.Context, actor may.Actor, id string) (n, employer org.Node, err error) {
	n, err = a.Tree.Find(ctx, id, a.Today())
	if errors.Is(err, org.ErrNoNode) {
		return n, employer, ErrPlaces
	}
	if err != nil {
		return n, employer, err
	}
	if employer, err = a.Tree.EmployerAt(ctx, n.Path, a.Today()); errors.Is(err, org.ErrNoNode) {
		return n, employer, may.ErrDenied
	}
	if err != nil {
		return n, employer, err
	}
	return n, employer, may.Ask(actor.Inside(employer.Path), may.Appoint, n.Path)
}

// whom finds who is to be appointed, and where the person is employed.
func (a *Appointments) whom(ctx context.Context, actor may.Actor, p Proposal, x *Appointment) error {
	x.HomeID = x.EmployerID
	if p.LenderID != "" && p.LenderID != x.EmployerID {
		if !x.Kind.Lends() {
			return ErrNotLent
		}
		found, err := a.Access.Borrowed(ctx, actor, x.Places[0].ID, p.LenderID, p.Number)
		if err != nil {
			return err
		}
		if len(found) != 1 {
			return ErrNobody
		}
		x.PersonID, x.HomeID = found[0].PersonID, p.LenderID
	}
	stints, err := a.Staff.Stints(ctx, a.DB, []string{x.PersonID})
	if err != nil {
		return err
	}
	for _, w := range stints[x.PersonID] {
		if w.EmployerID == x.HomeID && w.Until > x.From {
			return nil
		}
	}
	return ErrNotHere
}

// free refuses what the person has, at one of the places, on some of the days: it is changed or ended instead.
func (a *Appointments) free(ctx context.Context, tx *db.Tx, x Appointment) error {
	ids := make([]string, len(x.Places))
	for i, n := range x.Places {
		ids[i] = n.ID
	}
	n, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM appointment x
		JOIN appointment_place p ON p.appointment_id = x.id
		WHERE x.person_id = $1 AND x.kind = $2 AND x.valid_from < $3 AND x.valid_until > $4 AND x.id <> $5 AND x.state NOT IN ('ended', 'declined')
		      AND p.node_id IN (`+db.Marks(6, len(ids))+`)`,
		db.Args(ids, x.PersonID, x.Kind, x.Until, x.From, x.ID)...)
	if err == nil && n > 0 {
		err = ErrHas
	}
	return err
}
