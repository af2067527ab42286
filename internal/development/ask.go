package development

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// at is a plan's place as an actor may come to it.
type at struct {
	Whose
	controller org.Node
	node       org.Node // the place; of a person the unit where the actor may
	side       Side     // of a person's plan: which of the two the actor is
}

// Of a person's plan a manager both sees what people hold and may plan (names); of a place one may plan.
var (
	readsPerson  = []may.Action{may.SeeCompetence}
	writesPerson = []may.Action{may.SeeCompetence, may.PlanPerson}
)

// ask finds whose plan is meant and asks for leave to read it, or to write in it.
func (ps *Plans) ask(ctx context.Context, a may.Actor, w Whose, write bool) (at, error) {
	if w.Kind == OfPerson {
		return ps.askPerson(ctx, a, w, write)
	}
	n, err := ps.Tree.Find(ctx, w.NodeID, ps.Staff.Today())
	if err != nil {
		return at{}, err
	}
	out := at{Whose: w, node: n, controller: n}
	if org.Kind(n.Kind) == org.RSS && w.Kind == OfArea { // the RSS plans its own joint work
		if err := may.Ask(a, may.PlanJointly, n.Path); err != nil {
			return at{}, err
		}
		return out, w.fits(n)
	}
	if err := may.Ask(a, may.EditPlan, n.Path); err != nil {
		return at{}, err
	}
	if err := w.fits(n); err != nil {
		return at{}, err
	}
	if out.controller, err = org.EmployerOf(ctx, ps.DB, n.Path, ps.Staff.Today()); err != nil {
		return at{}, err
	}
	return out, may.Ask(inside(a, out.controller.Path), may.EditPlan, n.Path)
}

// fits tells whether a place has plans of the kind.
func (w Whose) fits(n org.Node) error {
	fits := map[Kind][]org.Kind{OfUnit: {org.Unit}, OfOperation: {org.Operation, org.Municipality, org.Employer}, OfArea: {org.Municipality, org.Employer, org.RSS}}
	if !slices.Contains(fits[w.Kind], org.Kind(n.Kind)) || w.Kind == OfArea != slices.Contains(Areas(), w.Area) {
		return ErrPlace
	}
	return nil
}

func inside(a may.Actor, path string) may.Actor {
	if a.IsOperator() {
		return a
	}
	return a.Inside(path)
}

// askPerson lets the person at the own plan, and whoever leads the person where the person works.
func (ps *Plans) askPerson(ctx context.Context, a may.Actor, w Whose, write bool) (at, error) {
	today := ps.Staff.Today()
	if !a.Known() {
		return at{}, may.ErrSignIn
	}
	if a.PersonID == w.PersonID {
		if w.EmployerID == "" {
			own, err := ps.Staff.Own(ctx, a.PersonID)
			if err != nil {
				return at{}, err
			}
			w.EmployerID = own.EmployerID
		}
		return ps.own(ctx, w, today)
	}
	do := readsPerson
	if write {
		do = writesPerson
	}
	paths, err := ps.Staff.Paths(ctx, w.PersonID, today)
	if err != nil {
		return at{}, err
	}
	for _, path := range paths {
		employer, err := org.EmployerOf(ctx, ps.DB, path, today)
		if err != nil {
			return at{}, err
		}
		if w.EmployerID != "" && employer.ID != w.EmployerID || !all(inside(a, employer.Path), do, path) {
			continue
		}
		unit, err := ps.Tree.Find(ctx, last(path), today)
		w.EmployerID = employer.ID
		return at{Whose: w, controller: employer, node: unit, side: ManagerSide}, err
	}
	return at{}, may.ErrDenied
}

// own is the plan of the person who asks, at an employer that knows the person.
func (ps *Plans) own(ctx context.Context, w Whose, today string) (at, error) {
	cards, err := ps.Staff.Cards(ctx, w.PersonID)
	if err != nil {
		return at{}, err
	}
	for _, c := range cards {
		if c.EmployerID != w.EmployerID {
			continue
		}
		employer, err := ps.Tree.Find(ctx, w.EmployerID, today)
		out := at{Whose: w, controller: employer, node: employer, side: PersonSide}
		if err != nil {
			return out, err
		}
		paths, err := ps.Staff.Paths(ctx, w.PersonID, today)
		if err != nil {
			return out, err
		}
		for _, path := range paths {
			if may.Within(path, employer.Path) {
				out.node, err = ps.Tree.Find(ctx, last(path), today)
				break
			}
		}
		return out, err
	}
	return at{}, ErrNoPlan
}

func all(a may.Actor, do []may.Action, path string) bool {
	for _, d := range do {
		if may.Ask(a, d, path) != nil {
			return false
		}
	}
	return true
}

func last(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
