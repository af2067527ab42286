package staffing

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/staffing/spread"
)

// Warning is what whoever books somebody should know first. It hinders nothing.
type Warning struct {
	PersonID string
	spread.Remark
	TeamName string
}

// Text is the warning as a sentence.
func (w Warning) Text(c *lang.Catalog) string { return Say(c, w.Remark, w.TeamName) }

// Say is a remark as a sentence; team is the name of its team.
func Say(c *lang.Catalog, r spread.Remark, team string) string {
	return c.T("staffing.warn."+string(r.Why), "day", c.DateOf(r.Day), "team", team, "away", r.Space.Away, "people", r.Space.People, "most", r.Space.Most)
}

// everySeat lets seats be no limit, where somebody else counts them.
const everySeat = 1 << 30

// Warnings tells what is to be known before some people are booked at an occasion, or their wishes for it are
// approved: too many away, a night before, leave, another course day. Those whom the actor does not book for are
// left out.
func (s *Staffing) Warnings(ctx context.Context, a may.Actor, occasionID string, personIDs []string) ([]Warning, error) {
	o, err := s.Occasions.Find(ctx, occasionID)
	if err != nil {
		return nil, err
	}
	byUnit, order := map[string][]string{}, []string(nil)
	for _, id := range personIDs {
		k, err := s.Staff.Know(ctx, a, may.BookStaff, id, s.Today())
		if errors.Is(err, may.ErrDenied) || errors.Is(err, staff.ErrNoPerson) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if byUnit[k.At.ID] == nil {
			order = append(order, k.At.ID)
		}
		byUnit[k.At.ID] = append(byUnit[k.At.ID], id)
	}
	var out []Warning
	for _, unitID := range order {
		some, err := s.warn(ctx, a, unitID, o, byUnit[unitID])
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// warn is Warnings at one unit.
func (s *Staffing) warn(ctx context.Context, a may.Actor, unitID string, o occasion.Occasion, personIDs []string) ([]Warning, error) {
	t, err := s.look(ctx, a, unitID, o)
	if err != nil {
		return nil, err
	}
	placed := map[string]string{}
	for _, id := range personIDs {
		placed[id] = o.ID
	}
	for i := range t.q.People {
		p := &t.q.People[i]
		if placed[p.ID] != "" {
			p.Booked = t.elsewhere(p.ID, o.ID) // the seat here is what is asked about
		}
	}
	var out []Warning
	for _, r := range spread.Check(t.q, placed) {
		out = append(out, Warning{r.PersonID, r, t.teams[r.Team]})
	}
	return out, nil
}

// unitLook is a unit seen against one occasion.
type unitLook struct {
	at
	crew  []Member
	busy  map[string][]booking.Busy
	q     spread.Question
	teams map[string]string
}

func (t *unitLook) elsewhere(personID, occasionID string) (days []string) {
	for _, b := range t.busy[personID] {
		if b.OccasionID != occasionID {
			days = append(days, b.Day)
		}
	}
	return days
}

func (s *Staffing) look(ctx context.Context, a may.Actor, unitID string, o occasion.Occasion) (t unitLook, err error) {
	if t.at, err = s.unit(ctx, a, may.BookStaff, unitID); err != nil {
		return t, err
	}
	limit, err := s.limit(ctx, s.DB, t.unit, t.employer)
	if err != nil {
		return t, err
	}
	if t.crew, err = s.crew(ctx, a, t.at); err != nil {
		return t, err
	}
	if t.busy, err = s.busy(ctx, t.crew, min(s.Today(), o.FirstDay)); err != nil {
		return t, err
	}
	if t.q, err = s.ask(ctx, t.crew, t.busy, limit.Limit, []Date{{o, everySeat}}); err != nil {
		return t, err
	}
	t.teams, err = s.teams(ctx, unitID)
	return t, err
}

// Colleague is somebody who could go in another's place.
type Colleague struct {
	PersonID, Name string
	Need
	Asked    bool
	Warnings []Warning // what is to be known; nobody who cannot go is given
}

// Text tells why the colleague is proposed.
func (k Colleague) Text(c *lang.Catalog) string {
	switch {
	case k.Due != "":
		return c.T("staffing.colleague.due", "day", c.DateOf(k.Due))
	case k.Asked:
		return c.T("staffing.colleague.asked")
	case k.InJourney:
		return c.T("staffing.colleague.lacks")
	}
	return c.T("staffing.colleague.free")
}

// mostColleagues is how many colleagues are proposed.
const mostColleagues = 20

// Colleagues gives who of the same unit could go in somebody's place, those who need the course most first, to who
// books for the unit: people who work those days, are not on leave, have no other course day and no seat at the
// course, and have not done it.
func (s *Staffing) Colleagues(ctx context.Context, a may.Actor, bookingID string) (out []Colleague, err error) {
	defer fault.Wrap(&err, "colleagues for booking %s", bookingID)
	k, err := s.Bookings.Find(ctx, a, bookingID)
	if err != nil {
		return nil, err
	}
	t, err := s.look(ctx, a, k.UnitID, k.Occasion)
	if err != nil {
		return nil, err
	}
	if err := s.Audit.Node(ctx, s.DB, a, "staffing.crew", k.UnitID); err != nil {
		return nil, err
	}
	needs, err := s.Needs.Needs(ctx, t.employer, idsOf(t.crew), k.Occasion.CourseID, s.Today())
	if err != nil {
		return nil, err
	}
	asked, err := s.Bookings.AskedOf(ctx, a, []string{k.UnitID})
	if err != nil {
		return nil, err
	}
	for i := range t.crew {
		m := &t.crew[i]
		has := slices.ContainsFunc(t.busy[m.ID()], func(b booking.Busy) bool { return b.CourseID == k.Occasion.CourseID })
		if m.ID() == k.PersonID || has || needs[m.ID()].Done || spread.Hindered(&t.q, m.ID(), k.OccasionID) {
			continue
		}
		c := Colleague{PersonID: m.ID(), Name: shown(m), Need: needs[m.ID()]}
		c.Asked = slices.ContainsFunc(asked, func(u booking.Unit) bool {
			return u.PersonID == m.ID() && u.Occasion.CourseID == k.Occasion.CourseID
		})
		c.Warnings = t.instead(k.Occasion.ID, m.ID(), k.PersonID)
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(x, y Colleague) int {
		return cmp.Or(cmp.Compare(len(x.Warnings), len(y.Warnings)), cmp.Compare(x.rank(), y.rank()))
	})
	return out[:min(len(out), mostColleagues)], nil
}

// rank puts who needs the course first: by the day it is due, then who asked, then who has it in the journey.
func (k Colleague) rank() string {
	switch {
	case k.Due != "":
		return k.Due
	case k.Asked:
		return "a"
	case k.InJourney:
		return "b"
	}
	return "c"
}

// instead are the warnings when one goes in another's place.
func (t *unitLook) instead(occasionID, personID, goneID string) []Warning {
	q := t.q
	q.People = slices.Clone(q.People)
	for i := range q.People {
		if q.People[i].ID == goneID {
			q.People[i].Booked = t.elsewhere(goneID, occasionID)
		}
	}
	var out []Warning
	for _, r := range spread.Check(q, map[string]string{personID: occasionID}) {
		out = append(out, Warning{r.PersonID, r, t.teams[r.Team]})
	}
	return out
}
