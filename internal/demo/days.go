package demo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	wanting "yrkesresan/internal/demand"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// arranged is data/kursdagar.yaml: who leads course days, and which are arranged.
type arranged struct {
	Trainers  []trainer
	Days      []courseDay
	Interests []struct{ Person, Course string }
	Stated    []struct {
		On, By, Course, Note string
		People               int64
	}
}

type trainer struct {
	Key, Person, Name, Email, Works, Field string
	On                                     []string
}

type courseDay struct {
	Key, Course, By, On, Outside, Form, Town, Place, Address, Room, Access, Link, Terms, Note, State, Why string
	Seats, Min                                                                                            int64
	Cut, Release, Made                                                                                    int
	Quotas                                                                                                map[string]int64
	Sessions                                                                                              []struct {
		In       int
		From, To string
		Trainers []string
		Parts    []struct {
			Kind, Title, Material string
			Minutes               int64
		}
	}
	Booked, Asked []string
	Crowd         struct {
		Town, By      string
		Titles, Units []string
		Number        int
	}
	Guests []struct{ Organisation, Name, Email, Part string }
	Told   []struct {
		Person, Able, Hard, Tried, Diet, Access string
		Named                                   bool
	}
	// Closed is how the day went; those without a mark were there.
	Closed *struct {
		Marks []struct{ Person, What, Time string }
	}
}

// rooms are the rooms of course days, as they were on a day.
type rooms struct {
	occasions  *occasion.Occasions
	bookings   *booking.Bookings
	attendance *attendance.Attendance
	at         *clock
}

// daysOn gives the rooms of course days as they were so many days before now.
func (m *maker) daysOn(before int) rooms {
	at := m.Staff.Now()
	if before > 0 {
		at = at.AddDate(0, 0, -before)
	}
	clock, then, studies := m.past(at)
	o, b, t := *m.Occasions, *m.Bookings, *m.Attendance
	o.Staff, o.Now = then, clock.now
	b.Staff, b.Now, b.Occasions = then, clock.now, &o
	t.Staff, t.Now, t.Occasions, t.Bookings, t.Studies = then, clock.now, &o, &b, studies
	return rooms{&o, &b, &t, clock}
}

// arrange lets the region and a municipality arrange course days, and people book them.
func (m *maker) arrange(ctx context.Context) error {
	all, err := read[arranged]("kursdagar")
	if err != nil {
		return err
	}
	leaders, err := m.register(ctx, all.Trainers)
	if err != nil {
		return err
	}
	for _, d := range all.Days {
		if err := m.hold(ctx, d, leaders); err != nil {
			return fmt.Errorf("course day %s: %w", d.Key, err)
		}
	}
	return m.want(ctx, all)
}

// want lets people say what they are interested in, and places how many they want to send.
func (m *maker) want(ctx context.Context, all arranged) error {
	for _, i := range all.Interests {
		who, err := m.as(ctx, i.Person)
		if err != nil {
			return err
		}
		if err := m.Demand.Say(ctx, who, wanting.Interest{CourseID: i.Course}); err != nil {
			return fmt.Errorf("interest of %s: %w", i.Person, err)
		}
	}
	now := m.Staff.Now().In(m.Staff.Place)
	next := fmt.Sprintf("%d-1", now.Year()+1) // the half-year after this one
	if now.Month() < time.July {
		next = fmt.Sprintf("%d-2", now.Year())
	}
	for _, n := range all.Stated {
		by, err := m.as(ctx, n.By)
		if err != nil {
			return err
		}
		place, err := m.node(n.On, m.stories[n.By].town)
		if err != nil {
			return err
		}
		have, err := m.Demand.StatedAt(ctx, by, place.ID)
		if err != nil {
			return err
		}
		if len(have) > 0 { // stated before a crash
			continue
		}
		if err := m.Demand.State(ctx, by, wanting.StatedNeed{NodeID: place.ID, CourseID: n.Course, Period: next, People: n.People, Note: n.Note}); err != nil {
			return fmt.Errorf("need of %s: %w", n.On, err)
		}
	}
	return nil
}

// register puts those who lead course days in the register, and gives their ids by key.
func (m *maker) register(ctx context.Context, all []trainer) (map[string]string, error) {
	ids := map[string]string{}
	for _, t := range all {
		want := occasion.Trainer{Name: t.Name, Email: t.Email, WorksAt: t.Works, Field: t.Field}
		if t.Person != "" {
			want.PersonID = m.stories[t.Person].id
		}
		have, err := m.Occasions.Trainers(ctx, may.Operator(), t.Name)
		if err != nil {
			return nil, err
		}
		var made occasion.Registered
		if i := slices.IndexFunc(have, func(r occasion.Registered) bool { return r.Field == t.Field }); i >= 0 { // registered before a crash
			made = have[i]
		} else if made.Trainer, err = m.Occasions.AddTrainer(ctx, may.Operator(), want); err != nil {
			return nil, fmt.Errorf("trainer %s: %w", t.Key, err)
		}
		ids[t.Key] = made.ID
		for _, on := range t.On {
			place := m.arranger(on)
			if slices.ContainsFunc(made.Approvals, func(x occasion.Approval) bool { return x.NodeID == place }) {
				continue
			}
			if _, err := m.Occasions.Approve(ctx, may.Operator(), occasion.Approval{TrainerID: made.ID, NodeID: place, From: m.date(-300)}); err != nil {
				return nil, fmt.Errorf("trainer %s: %w", t.Key, err)
			}
		}
	}
	return ids, nil
}

// arranger is the node of the region or of a municipality.
func (m *maker) arranger(on string) string {
	if on == "rss" {
		return m.office(on)
	}
	return org.MunicipalityID(on)
}

// hold lets one course day be arranged, booked and, where it has been, held. What was done before a crash is there, and
// is gone on from.
func (m *maker) hold(ctx context.Context, d courseDay, leaders map[string]string) error {
	by, err := m.as(ctx, d.By)
	if err != nil {
		return err
	}
	r := m.daysOn(d.Made)
	made, err := m.made(ctx, r, by, m.occasionOf(d, leaders))
	if err != nil || d.State == string(occasion.Draft) || made.State == occasion.Cancelled {
		return err
	}
	if made.State == occasion.Draft {
		if err := r.occasions.OpenUp(ctx, by, made.ID); err != nil {
			return err
		}
	}
	there, err := m.Bookings.Of(ctx, m.DB, made.ID)
	if err != nil {
		return err
	}
	if len(there) == 0 {
		if err := m.share(ctx, r, by, made, d); err != nil {
			return err
		}
	}
	if err := m.book(ctx, r, made, d, there); err != nil {
		return err
	}
	if err := m.invite(ctx, r, by, made, d, there); err != nil {
		return err
	}
	for _, n := range d.Told {
		who, err := m.as(ctx, n.Person)
		if err != nil {
			return err
		}
		if err := r.attendance.Tell(ctx, who, attendance.Need{OccasionID: made.ID, Able: n.Able, Hard: n.Hard, Tried: n.Tried, Named: n.Named, Diet: n.Diet, Access: n.Access}); err != nil {
			return fmt.Errorf("%s tells: %w", n.Person, err)
		}
	}
	switch {
	case d.Closed != nil:
		return m.wentBy(ctx, r, made, d)
	case d.State == string(occasion.Cancelled):
		_, err = r.occasions.Cancel(ctx, by, made.ID, d.Why)
	}
	return err
}

// made is the occasion, as it stands or new.
func (m *maker) made(ctx context.Context, r rooms, by may.Actor, want occasion.Occasion) (occasion.Occasion, error) {
	have, _, err := m.Occasions.OwnedBy(ctx, by, []string{want.OrganiserID}, occasion.Filter{CourseIDs: []string{want.CourseID}, From: want.Sessions[0].Day, Until: want.Sessions[0].Day, Limit: 1})
	if err != nil {
		return want, err
	}
	if len(have) > 0 {
		return have[0], nil
	}
	return r.occasions.Add(ctx, by, want)
}

// invite books the guests.
func (m *maker) invite(ctx context.Context, r rooms, by may.Actor, made occasion.Occasion, d courseDay, there []booking.Booking) error {
	if slices.ContainsFunc(there, func(b booking.Booking) bool { return b.GuestID != "" }) {
		return nil
	}
	for _, g := range d.Guests {
		if _, err := r.bookings.BookGuest(ctx, by, made.ID, "", booking.Guest{Organisation: g.Organisation, Name: g.Name, Email: g.Email, Part: g.Part}, ""); err != nil {
			return err
		}
	}
	return nil
}

// wentBy lets the day come and go: whoever leads it marks who is there, and closes it.
func (m *maker) wentBy(ctx context.Context, r rooms, made occasion.Occasion, d courseDay) error {
	leader, err := m.as(ctx, "trainer")
	if err != nil {
		return err
	}
	done, err := m.Attendance.Closed(ctx, []string{made.ID})
	if err != nil {
		return err
	}
	closed := done[made.ID]
	marks := map[string]attendance.Mark{}
	for _, k := range d.Closed.Marks {
		marks[m.stories[k.Person].id] = attendance.Mark{What: rule.What(k.What), Time: k.Time}
	}
	for _, s := range made.Sessions {
		r.at.at = s.EndsAt(m.Staff.Place)
		if closed { // before a crash
			continue
		}
		day, err := r.attendance.Open(ctx, leader, made.ID)
		if err != nil {
			return err
		}
		for _, l := range day.Lines {
			mark, ok := marks[l.PersonID]
			if !ok {
				mark.What = rule.Here
			}
			mark.ID, mark.OccasionID, mark.SessionID, mark.BookingID = fmt.Sprintf("demo:%d:%s", s.Number, l.BookingID), made.ID, s.ID, l.BookingID
			if _, err := r.attendance.Note(ctx, leader, mark); err != nil {
				return fmt.Errorf("mark: %w", err)
			}
		}
	}
	if !closed {
		if err := r.attendance.Close(ctx, leader, made.ID, true); err != nil {
			return err
		}
	}
	return r.attendance.OnClosed(ctx, attendance.Closed{OccasionID: made.ID})
}

func (m *maker) occasionOf(d courseDay, leaders map[string]string) occasion.Occasion {
	out := occasion.Occasion{CourseID: d.Course, OrganiserID: m.arranger(d.On), Outside: d.Outside, Form: occasion.Form(d.Form), Place: d.Place, Address: d.Address, Room: d.Room,
		AccessNotes: d.Access, Link: d.Link, Language: "sv", Seats: d.Seats, MinSeats: d.Min, Terms: d.Terms, Note: d.Note}
	if d.Town != "" {
		out.Town = org.MunicipalityID(d.Town)
	}
	for i, s := range d.Sessions {
		day := m.weekday(s.In)
		if i == 0 {
			out.CutOff = day.AddDate(0, 0, -d.Cut).Format(time.DateOnly)
		}
		session := occasion.Session{Day: day.Format(time.DateOnly), Begins: s.From, Ends: s.To}
		for _, p := range s.Parts {
			session.Parts = append(session.Parts, occasion.Part{Kind: p.Kind, Title: p.Title, Minutes: p.Minutes, Material: p.Material})
		}
		for _, key := range s.Trainers {
			session.Trainers = append(session.Trainers, leaders[key])
		}
		out.Sessions = append(out.Sessions, session)
	}
	return out
}

// weekday is a day on which people work, counted from now.
func (m *maker) weekday(in int) time.Time {
	day := m.Staff.Now().In(m.Staff.Place).AddDate(0, 0, in)
	for in != 0 && (day.Weekday() == time.Saturday || day.Weekday() == time.Sunday) { // the demo has a day to lead, whatever day it is
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// share divides the seats.
func (m *maker) share(ctx context.Context, r rooms, by may.Actor, made occasion.Occasion, d courseDay) error {
	if len(d.Quotas) == 0 {
		return nil
	}
	var quotas []booking.Quota
	for _, code := range slices.Sorted(maps.Keys(d.Quotas)) {
		q := booking.Quota{NodeID: org.MunicipalityID(code), Seats: d.Quotas[code], Basis: "hand"}
		if d.Release > 0 {
			q.ReleasedOn = m.weekday(d.Sessions[0].In).AddDate(0, 0, -d.Release).Format(time.DateOnly)
		}
		quotas = append(quotas, q)
	}
	return r.bookings.SetQuotas(ctx, by, made.ID, quotas, "")
}

// approver is who says yes to somebody: the manager of the stories to those of the same unit, else the contact.
func (m *maker) approver(key string) string {
	if m.stories[key].unit == m.stories["manager"].unit {
		return "manager"
	}
	return "municipality"
}

// book lets people ask and managers answer, and the municipality name others.
func (m *maker) book(ctx context.Context, r rooms, made occasion.Occasion, d courseDay, there []booking.Booking) error {
	have := map[string]booking.Booking{}
	for _, b := range there {
		have[b.PersonID] = b
	}
	for _, key := range slices.Concat(d.Booked, d.Asked) {
		who, err := m.as(ctx, key)
		if err != nil {
			return err
		}
		asked, ok := have[who.PersonID]
		if !ok {
			asked, err = r.bookings.Ask(ctx, who, made.ID, "")
		}
		if err == nil && asked.State == seat.Asked && slices.Contains(d.Booked, key) {
			var yes may.Actor
			if yes, err = m.as(ctx, m.approver(key)); err == nil {
				_, err = r.bookings.Approve(ctx, yes, asked.ID, "")
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	if d.Crowd.Number == 0 {
		return nil
	}
	by, err := m.as(ctx, d.Crowd.By)
	if err != nil {
		return err
	}
	left := d.Crowd.Number
	for _, p := range m.people {
		if left == 0 || !p.works() || p.Key != "" || p.town.Code != d.Crowd.Town || !slices.Contains(d.Crowd.Titles, p.Title) || !slices.Contains(d.Crowd.Units, p.unit.ID) {
			continue
		}
		if _, ok := have[p.id]; ok {
			left--
			continue
		}
		_, err := r.bookings.Book(ctx, by, made.ID, p.id, "")
		if errors.Is(err, booking.ErrNotYours) || errors.Is(err, booking.ErrJobless) { // came later than that
			continue
		}
		if err != nil {
			return err
		}
		left--
	}
	return nil
}
