package booking

import (
	"cmp"
	"context"
	"slices"
	"time"

	"yrkesresan/internal/booking/mix"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Attendee is a line of the roll with what tells people of a group apart (R127).
type Attendee struct {
	Line
	Municipality string // its name; "" of guests and protected identities
	Occupation   string // a national id; "" when unknown
	Step         mix.Step
	Hidden       bool // a protected identity: the contact code stands for the name
}

// RollOf is Roll with municipality, occupation and how long each has done the work. Of a protected identity they are
// left out of the line; the sums of mix.SpreadOf count them all the same.
func (b *Bookings) RollOf(ctx context.Context, a may.Actor, occasionID string) (out []Attendee, people []mix.Person, err error) {
	defer fault.Wrap(&err, "roll of %s", occasionID)
	lines, err := b.Roll(ctx, a, occasionID)
	if err != nil {
		return nil, nil, err
	}
	all := make([]Booking, len(lines))
	for i, l := range lines {
		all[i] = l.Booking
	}
	if people, err = b.mixOf(ctx, all); err != nil {
		return nil, nil, err
	}
	hidden, err := b.protected(ctx, all)
	if err != nil {
		return nil, nil, err
	}
	var towns []string
	for _, k := range all {
		towns = append(towns, k.MunicipalityID)
	}
	names, err := b.placeNames(ctx, slices.Compact(slices.Sorted(slices.Values(towns))))
	if err != nil {
		return nil, nil, err
	}
	for i, l := range lines {
		p := Attendee{Line: l, Hidden: hidden[l.PersonID]}
		if !p.Hidden {
			p.Municipality, p.Occupation, p.Step = names[l.MunicipalityID], people[i].Occupation, people[i].Step
		}
		out = append(out, p)
	}
	return out, people, nil
}

// mixOf tells what tells people of bookings apart, in their order: the municipality, the occupation they have at the
// employer, and how long they have had it anywhere.
func (b *Bookings) mixOf(ctx context.Context, all []Booking) ([]mix.Person, error) {
	var ids []string
	for _, k := range all {
		if k.Person() {
			ids = append(ids, k.PersonID)
		}
	}
	histories := map[string][]staff.Period{}
	for chunk := range slices.Chunk(ids, 500) {
		some, err := b.Staff.HistoriesOn(ctx, chunk, b.Today())
		if err != nil {
			return nil, err
		}
		for id, of := range some {
			histories[id] = of
		}
	}
	out := make([]mix.Person, len(all))
	for i, k := range all {
		out[i] = mix.Person{ID: k.ID, Municipality: k.MunicipalityID, Waiting: k.Takes == ""}
		if k.Person() {
			out[i].Occupation = occupationAt(histories[k.PersonID], k.EmployerID, b.Today())
			out[i].Step = mix.StepOf(since(histories[k.PersonID], out[i].Occupation, b.Today()), b.Today())
		}
	}
	return out, nil
}

// occupationAt is the occupation of a person's work at an employer on a day; of several the largest.
func occupationAt(all []staff.Period, employerID, on string) string {
	best := staff.Period{}
	for _, p := range all {
		if p.EmployerID == employerID && p.CurrentOn(on) && p.Current(on) && p.Occupation != "" && (best.Occupation == "" || p.Extent > best.Extent) {
			best = p
		}
	}
	return best.Occupation
}

// since is the day from which somebody's years in an occupation count, as if there had been no gap: each day of work is
// counted once (rule 9). "" when there is none.
func since(all []staff.Period, occupation, on string) string {
	type span struct{ from, until string }
	var spans []span
	for _, p := range all {
		if p.Occupation != occupation || occupation == "" || p.StartDate == "" || p.StartDate > on {
			continue
		}
		until := on
		if p.EndDate != "" && p.EndDate < on {
			until = p.EndDate
		}
		spans = append(spans, span{p.StartDate, until})
	}
	slices.SortFunc(spans, func(x, y span) int { return cmp.Compare(x.from, y.from) })
	worked, upTo := 0, ""
	for _, s := range spans {
		from := max(s.from, upTo)
		if s.until > from {
			worked += daysBetween(from, s.until)
			upTo = s.until
		}
	}
	day, err := time.Parse(time.DateOnly, on)
	if err != nil || len(spans) == 0 {
		return ""
	}
	return day.AddDate(0, 0, -worked).Format(time.DateOnly)
}

func daysBetween(from, until string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, until)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}
