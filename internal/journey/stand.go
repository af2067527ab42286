package journey

import (
	"context"
	"errors"
	"maps"
	"slices"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/staff"
)

// Stand is a person as one employer may see the person: the journeys, and the employment there that
// is most of the work.
type Stand struct {
	PersonID, EmployerID string
	Home                 staff.Employment
	Journeys             []plan.Personal
}

// Resolver resolves the journeys of many people on one day: what they share (definitions, switches,
// layers, whose places are) is read once. It is for rules that sum up; it asks no leave and logs
// nothing, and what comes of it is shown to nobody by name.
type Resolver struct {
	js        *Journeys
	on        string
	shelf     *shelf
	whose     map[string]string
	employers map[string]org.Node // path of a unit → whose it is
}

// Resolver makes one for a day. It is used by one goroutine.
func (js *Journeys) Resolver(on string) *Resolver {
	return &Resolver{js: js, on: on, shelf: newShelf(js), whose: map[string]string{}, employers: map[string]org.Node{}}
}

// On is the day it resolves on.
func (r *Resolver) On() string { return r.on }

// Stands gives how some people, at most 200, stand at each of their employers: who has no current
// work stands nowhere. People come in the order asked, employers in that of their ids.
func (r *Resolver) Stands(ctx context.Context, personIDs []string) ([]Stand, error) {
	history, err := r.js.Staff.HistoriesOn(ctx, personIDs, r.on)
	if err != nil {
		return nil, err
	}
	staffOf, whole := map[string][]string{}, map[string]org.Node{}
	for _, id := range personIDs {
		for employer, home := range homes(history[id], r.on) {
			node, err := r.employerOf(ctx, home.UnitPath)
			if err != nil {
				return nil, err
			}
			if node.ID == employer { // not at an RSS or in the nation: nobody there has a journey
				staffOf[employer], whole[employer] = append(staffOf[employer], id), node
			}
		}
	}
	seen := map[string]map[string]AsSeen{}
	for employer, ids := range staffOf {
		if seen[employer], err = r.js.amongOn(ctx, r.shelf, r.whose, whole[employer], ids, r.on); err != nil {
			return nil, err
		}
	}
	var out []Stand
	for _, id := range personIDs {
		at := homes(history[id], r.on)
		for _, employer := range slices.Sorted(maps.Keys(at)) {
			if s, ok := seen[employer][id]; ok {
				out = append(out, Stand{PersonID: id, EmployerID: employer, Home: at[employer], Journeys: s.Journeys})
			}
		}
	}
	return out, nil
}

// employerOf is whose a place is; none at an RSS or in the nation.
func (r *Resolver) employerOf(ctx context.Context, path string) (org.Node, error) {
	if n, have := r.employers[path]; have {
		return n, nil
	}
	n, err := org.EmployerOf(ctx, r.js.DB, path, r.on)
	if errors.Is(err, org.ErrNoNode) {
		n, err = org.Node{}, nil
	}
	if err == nil {
		r.employers[path] = n
	}
	return n, err
}

// homes gives, by employer, the current employment that is most of the work there.
func homes(history []staff.Period, on string) map[string]staff.Employment {
	out := map[string]staff.Employment{}
	for _, p := range history {
		if !p.CurrentOn(on) || !p.Current(on) {
			continue
		}
		have, some := out[p.EmployerID]
		earlier := p.StartDate < have.StartDate || p.StartDate == have.StartDate && p.ID < have.ID
		if !some || p.Extent > have.Extent || p.Extent == have.Extent && earlier {
			out[p.EmployerID] = p.Employment
		}
	}
	return out
}
