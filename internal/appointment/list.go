package appointment

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Unit is who is what at a unit, as who appoints there sees it.
type Unit struct {
	Node, Employer org.Node
	Open           []Appointment // at the unit, or above it within the employer; in name order
	Over           []Appointment // at the unit, the latest first
	Functions      map[rule.Kind]bool
}

// mostListed bounds what a unit's page lists.
const mostListed = 200

// At gives who is what at a unit or an operation. One viewing of the place is logged. Errors: ErrPlaces, may.ErrDenied.
func (a *Appointments) At(ctx context.Context, actor may.Actor, nodeID string) (u Unit, err error) {
	if u.Node, u.Employer, err = a.place(ctx, actor, nodeID); err != nil {
		return u, err
	}
	if u.Functions, err = a.functions(ctx, u.Employer.ID); err != nil {
		return u, err
	}
	ids := strings.Split(u.Node.Path[len(u.Employer.Path):], "/")[1:] // from below the employer down to the unit
	if len(ids) == 0 {
		return u, ErrPlaces
	}
	all, err := db.All(ctx, a.DB, scanAppointment, `
		SELECT `+columns+`
		FROM appointment x
		WHERE x.employer_id = $1 AND EXISTS (
			SELECT 1
			FROM appointment_place p
			WHERE p.appointment_id = x.id AND p.node_id IN (`+db.Marks(3, len(ids))+`))
		ORDER BY CASE WHEN x.state IN ('ended', 'declined') OR x.valid_until <= $2 THEN 1 ELSE 0 END, x.valid_until DESC, x.id
		LIMIT `+strconv.Itoa(mostListed),
		db.Args(ids, u.Employer.ID, a.Today())...)
	if err != nil {
		return u, err
	}
	if err := a.finish(ctx, actor, all); err != nil {
		return u, err
	}
	for _, x := range all {
		here := slices.ContainsFunc(x.Places, func(n org.Node) bool { return n.ID == u.Node.ID })
		switch {
		case !x.Over(a.Today()):
			u.Open = append(u.Open, x)
		case here:
			u.Over = append(u.Over, x)
		}
	}
	lang.SortBy(u.Open, func(x Appointment) string { return x.Name })
	return u, a.Audit.Node(ctx, a.DB, actor, "appointment.list", u.Node.ID)
}

// functions are the kinds that an employer has switched on.
func (a *Appointments) functions(ctx context.Context, employerID string) (map[rule.Kind]bool, error) {
	chosen, err := a.Tree.Chosen(ctx, employerID, a.Today())
	out := map[rule.Kind]bool{}
	for _, k := range rule.Kinds() {
		_, out[k] = chosen[org.FunctionKind(k.Function())]
	}
	return out, err
}

// finish puts places, answers and names into a list.
func (a *Appointments) finish(ctx context.Context, actor may.Actor, all []Appointment) error {
	if err := fill(ctx, a.DB, all); err != nil {
		return err
	}
	return a.name(ctx, actor, all)
}

// name puts in what each person is called. Of a protected identity only the person's own manager reads the name;
// everybody else the contact code (rule 7).
func (a *Appointments) name(ctx context.Context, actor may.Actor, all []Appointment) error {
	ids := make([]string, len(all))
	for i, x := range all {
		ids[i] = x.PersonID
	}
	cards, err := a.cards(ctx, ids)
	if err != nil {
		return err
	}
	for i := range all {
		x := &all[i]
		card, ok := cardOf(cards[x.PersonID], x.HomeID)
		if !ok {
			continue
		}
		x.Name = card.Shown()
		if card.Protected {
			own, err := a.manages(ctx, actor, x.PersonID, x.HomeID)
			if err != nil {
				return err
			}
			if own || actor.PersonID == x.PersonID {
				x.Name = card.Name()
			}
		}
	}
	return nil
}

func (a *Appointments) cards(ctx context.Context, ids []string) (map[string][]staff.Employee, error) {
	out := map[string][]staff.Employee{}
	for some := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(ids))), chunk) {
		cards, err := a.Staff.CardsOf(ctx, some)
		if err != nil {
			return nil, err
		}
		for id, all := range cards {
			out[id] = all
		}
	}
	return out, nil
}

// cardOf is a person as the home employer knows the person; where another protects the identity and home says nothing,
// as that one does.
func cardOf(cards []staff.Employee, homeID string) (card staff.Employee, ok bool) {
	for _, c := range cards {
		if c.EmployerID == homeID {
			return c, true
		}
	}
	for _, c := range cards {
		if card, ok = c, true; c.Protected {
			return c, true
		}
	}
	return card, ok
}

// manages tells whether the actor is the manager of a unit where the person works at home.
func (a *Appointments) manages(ctx context.Context, actor may.Actor, personID, homeID string) (bool, error) {
	paths, err := a.Staff.PathsAt(ctx, personID, homeID, a.Today())
	return slices.ContainsFunc(paths, func(path string) bool {
		return slices.ContainsFunc(actor.Grants, func(g may.Grant) bool { return g.Role == may.Manager && may.Within(path, g.Path) })
	}), err
}

// Detail is one appointment with its history and what the actor may do about it now.
type Detail struct {
	Appointment
	Employer, Home org.Node
	Lacks          []string // demanded courses that are not done
	Events         []Event
	MayAnswer      bool
	MayEnd         bool
	MayChange      bool
}

// Detail gives one to who appoints at its places, leads the person at home, or is the person. A viewing is logged.
func (a *Appointments) Detail(ctx context.Context, actor may.Actor, id string) (d Detail, err error) {
	if d.Appointment, err = find(ctx, a.DB, id); err != nil {
		return d, err
	}
	r, err := a.roleOf(ctx, actor, d.Appointment)
	if err != nil {
		return d, err
	}
	one := []Appointment{d.Appointment}
	if err := a.name(ctx, actor, one); err != nil {
		return d, err
	}
	d.Appointment = one[0]
	if d.Employer, err = a.Tree.FindEver(ctx, d.EmployerID); err != nil {
		return d, err
	}
	if d.Home, err = a.Tree.FindEver(ctx, d.HomeID); err != nil {
		return d, err
	}
	if open := !d.Over(a.Today()); open {
		k, err := a.learn(ctx, a.DB, d.Appointment)
		if err != nil {
			return d, err
		}
		d.Lacks = k.lacks
		d.MayChange, d.MayEnd = r.appoints, r.appoints || r.lends || r.self && d.Lent()
		d.MayAnswer = d.State == rule.Asked && (r.self && !d.has(rule.ThePerson) || r.lends && !r.self && !d.has(rule.TheLender))
		d.MayEnd = d.MayEnd && !d.MayAnswer // who is asked says yes or no
	}
	if d.Events, err = a.events(ctx, actor, d.Appointment); err != nil {
		return d, err
	}
	return d, a.Audit.Person(ctx, a.DB, actor, "appointment.one", d.PersonID)
}

func (x Appointment) has(side rule.Side) bool { _, said := x.Answers[side]; return said }

func (a *Appointments) events(ctx context.Context, actor may.Actor, x Appointment) ([]Event, error) {
	all, err := db.All(ctx, a.DB, func(s db.Scanner) (e Event, err error) {
		err = s.Scan(&e.What, &e.Note, &e.ByID, &e.At)
		return e, err
	}, `
		SELECT what, note, by_id, at
		FROM appointment_event
		WHERE appointment_id = $1
		ORDER BY at DESC, id DESC
		LIMIT 100`,
		x.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, e := range all {
		ids[i] = e.ByID
	}
	cards, err := a.cards(ctx, ids)
	for i, e := range all {
		if card, ok := cardOf(cards[e.ByID], x.EmployerID); ok {
			all[i].Name = card.Shown()
		}
		if e.ByID == x.PersonID {
			all[i].Name = x.Name
		}
	}
	return all, err
}

// Waiting gives what the actor is asked to lend somebody for, at most 100.
func (a *Appointments) Waiting(ctx context.Context, actor may.Actor) ([]Appointment, error) {
	scopes := actor.Scopes(may.Appoint)
	if len(scopes) == 0 {
		return nil, nil
	}
	all, err := db.All(ctx, a.DB, scanAppointment, `
		SELECT `+columns+`
		FROM appointment x
		WHERE x.state = 'asked' AND x.home_id <> x.employer_id AND x.valid_until > $1 AND x.home_id IN (`+db.Marks(2, len(above(scopes)))+`)
		ORDER BY x.made_at, x.id
		LIMIT 500`,
		db.Args(above(scopes), a.Today())...)
	if err != nil {
		return nil, err
	}
	var mine []Appointment
	for _, x := range all {
		leads, err := a.leads(ctx, actor, x.PersonID, x.HomeID)
		if err != nil {
			return nil, err
		}
		if leads && x.PersonID != actor.PersonID {
			mine = append(mine, x)
		}
	}
	mine = mine[:min(len(mine), 100)]
	if err := a.finish(ctx, actor, mine); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(mine, func(x Appointment) bool { return x.has(rule.TheLender) }), nil
}

// above are the ids of the places on some paths: the employer of each is among them.
func above(paths []string) (out []string) {
	for _, p := range paths {
		for id := range strings.SplitSeq(p, "/") {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}
