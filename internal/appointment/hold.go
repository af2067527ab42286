package appointment

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/staff"
)

// Holder is that somebody holds a kind at a place, from a day until another (the first that it no longer holds).
type Holder struct {
	AppointmentID string
	Kind          rule.Kind
	PersonID      string
	NodeID        string // the unit asked about, or a place above it within the employer
	From, Until   string
}

// On tells whether it holds on a day.
func (h Holder) On(day string) bool { return h.From <= day && h.Until > day }

// chunk is how many ids one statement asks about.
const chunk = 400

// LeadersOf gives who leads workplace learning at a unit on a day: at the unit, or at a place above it within the
// employer. It is for rules: it asks no leave. In the order of the days and ids.
func (a *Appointments) LeadersOf(ctx context.Context, unitID, on string) ([]Holder, error) {
	all, err := a.Holding(ctx, []string{unitID}, rule.Leader, on)
	return all[unitID], err
}

// Holding gives who holds a kind at some units on a day, by unit, as LeadersOf.
func (a *Appointments) Holding(ctx context.Context, unitIDs []string, kind rule.Kind, on string) (map[string][]Holder, error) {
	all, err := a.Histories(ctx, unitIDs, kind)
	for id, list := range all {
		if all[id] = slices.DeleteFunc(list, func(h Holder) bool { return !h.On(on) }); len(all[id]) == 0 {
			delete(all, id)
		}
	}
	return all, err
}

// History gives who has held and holds a kind at a unit, with the days, as Histories.
func (a *Appointments) History(ctx context.Context, unitID string, kind rule.Kind) ([]Holder, error) {
	all, err := a.Histories(ctx, []string{unitID}, kind)
	return all[unitID], err
}

// Histories gives who has held, holds and is to hold a kind at some units or above them within the employer, by unit:
// the days that the appointment held, the person worked at home and the unit stood under the place. What is answered for
// a date stays the same whenever it is asked, unless what is known of that date is corrected.
func (a *Appointments) Histories(ctx context.Context, unitIDs []string, kind rule.Kind) (map[string][]Holder, error) {
	out := map[string][]Holder{}
	for ids := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(unitIDs))), chunk) {
		if err := a.histories(ctx, out, ids, kind); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// stood is where a unit stood for a time.
type stood struct{ unit, path, from, until string }

func (a *Appointments) histories(ctx context.Context, out map[string][]Holder, unitIDs []string, kind rule.Kind) error {
	places, err := db.All(ctx, a.DB, func(s db.Scanner) (p stood, err error) {
		err = s.Scan(&p.unit, &p.path, &p.from, &p.until)
		return p, err
	}, `
		SELECT node_id, path, valid_from, valid_until
		FROM node_place
		WHERE node_id IN (`+db.Marks(1, len(unitIDs))+`) AND valid_from < valid_until
		ORDER BY node_id, valid_from`,
		db.Args(unitIDs)...)
	if err != nil {
		return err
	}
	above := map[string]bool{}
	for _, p := range places {
		for id := range strings.SplitSeq(p.path, "/") {
			above[id] = true
		}
	}
	spans, err := a.spansAt(ctx, slices.Sorted(maps.Keys(above)), kind)
	if err != nil || len(spans) == 0 {
		return err
	}
	byNode, people := map[string][]span{}, map[string]bool{}
	for _, s := range spans {
		byNode[s.nodeID] = append(byNode[s.nodeID], s)
		people[s.personID] = true
	}
	stints := map[string][]staff.Stint{}
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(people)), chunk) {
		some, err := a.Staff.Stints(ctx, a.DB, ids)
		if err != nil {
			return err
		}
		for id, all := range some {
			stints[id] = all
		}
	}
	employers, err := a.employersAmong(ctx, slices.Sorted(maps.Keys(above)))
	if err != nil {
		return err
	}
	for _, p := range places {
		out[p.unit] = append(out[p.unit], p.holders(byNode, stints, employers)...)
	}
	for id := range out {
		out[id] = joined(out[id])
	}
	return nil
}

// span is the days that an appointment held at a node, with what is needed to read it.
type span struct {
	appointmentID, nodeID, personID, employerID, homeID string
	kind                                                rule.Kind
	from, until                                         string
}

func (a *Appointments) spansAt(ctx context.Context, nodeIDs []string, kind rule.Kind) (out []span, err error) {
	for ids := range slices.Chunk(nodeIDs, chunk) {
		some, err := db.All(ctx, a.DB, func(s db.Scanner) (p span, err error) {
			err = s.Scan(&p.appointmentID, &p.nodeID, &p.personID, &p.employerID, &p.homeID, &p.kind, &p.from, &p.until)
			return p, err
		}, `
			SELECT s.appointment_id, s.node_id, x.person_id, x.employer_id, x.home_id, s.kind, s.valid_from, s.valid_until
			FROM appointment_span s
			JOIN appointment x ON x.id = s.appointment_id
			WHERE s.kind = $1 AND s.node_id IN (`+db.Marks(2, len(ids))+`) AND s.valid_from < s.valid_until
			ORDER BY s.valid_from, s.id`,
			db.Args(ids, kind)...)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// employersAmong tells which of some places are municipalities or other employers.
func (a *Appointments) employersAmong(ctx context.Context, nodeIDs []string) (map[string]bool, error) {
	out := map[string]bool{}
	for ids := range slices.Chunk(nodeIDs, chunk) {
		err := db.Each(ctx, a.DB, db.Text, func(id string) error { out[id] = true; return nil }, `
			SELECT id
			FROM node
			WHERE kind IN ('municipality', 'employer') AND id IN (`+db.Marks(1, len(ids))+`)`,
			db.Args(ids)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// holders are those of the unit while it stood there: of the places on its path from the employer down, on the days that
// the span, the place and the work at home have in common. A place above another employer is nothing here (rule 3).
func (p stood) holders(spans map[string][]span, stints map[string][]staff.Stint, employers map[string]bool) (out []Holder) {
	ids := strings.Split(p.path, "/")
	for i := len(ids) - 1; i > 0 && !employers[ids[i]]; i-- {
		for _, s := range spans[ids[i]] {
			for _, w := range stints[s.personID] {
				h := Holder{AppointmentID: s.appointmentID, Kind: s.kind, PersonID: s.personID, NodeID: ids[i],
					From: max(s.from, p.from, w.From), Until: min(s.until, p.until, w.Until)}
				if w.EmployerID == s.homeID && h.From < h.Until {
					out = append(out, h)
				}
			}
		}
	}
	return out
}

// joined puts together days that follow on one another or overlap: a new title or a second employment is no break.
func joined(all []Holder) (out []Holder) {
	slices.SortFunc(all, func(a, b Holder) int {
		return cmp.Or(strings.Compare(a.AppointmentID, b.AppointmentID), strings.Compare(a.NodeID, b.NodeID), strings.Compare(a.From, b.From), strings.Compare(a.Until, b.Until))
	})
	for _, h := range all {
		if n := len(out); n > 0 && out[n-1].AppointmentID == h.AppointmentID && out[n-1].NodeID == h.NodeID && h.From <= out[n-1].Until {
			out[n-1].Until = max(out[n-1].Until, h.Until)
			continue
		}
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b Holder) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.PersonID, b.PersonID), strings.Compare(a.AppointmentID, b.AppointmentID), strings.Compare(a.NodeID, b.NodeID))
	})
	return out
}

// works tells whether somebody works for an employer on a day.
func works(stints []staff.Stint, employerID, on string) bool {
	return slices.ContainsFunc(stints, func(w staff.Stint) bool {
		return w.EmployerID == employerID && w.From <= on && w.Until > on
	})
}
