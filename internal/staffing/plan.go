package staffing

import (
	"cmp"
	"context"
	"slices"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staffing/spread"
)

// Date is an occasion that the unit's people can have.
type Date struct {
	occasion.Occasion
	Free int // seats that the unit's people can take now: of the quota, and of the pool
}

// Candidate is somebody at the unit and how the course stands for the person.
type Candidate struct {
	Member
	Need
	Asked  []string // ids of occasions of the course that the person has asked for
	Has    string   // id of an occasion of the course where the person has a seat; "" none
	Wanted bool     // is to get a date: was chosen, or lacks the course or has asked for it
}

// Ask is what is to be split.
type Ask struct {
	UnitID, CourseID string
	Chosen           bool     // People says who; else those who lack the course or have asked for it
	People           []string // ids
	Nights           bool     // the night before is taken away for those who work at night
}

// Proposal is who could go when.
type Proposal struct {
	Ask
	Unit   org.Node
	Title  string // of the course
	Limit  Limit
	Dates  []Date
	People []Candidate // everybody at the unit, in name order
	Answer spread.Answer

	question spread.Question
	where    at
}

// mostDates is how many dates are split over; the nearest are taken.
const mostDates = 12

// Choice of courses: those with an occasion that the unit's people see.
type Course struct{ ID, Title string }

// CoursesFor gives the courses that have open occasions for the people of a unit, by what they are called.
func (s *Staffing) CoursesFor(ctx context.Context, a may.Actor, unitID string) ([]Course, error) {
	where, err := s.unit(ctx, a, may.BookStaff, unitID)
	if err != nil {
		return nil, err
	}
	all, err := s.open(ctx, where, nil, 200)
	if err != nil {
		return nil, err
	}
	var out []Course
	for _, o := range all {
		if slices.ContainsFunc(out, func(c Course) bool { return c.ID == o.CourseID }) {
			continue
		}
		title, err := s.Courses.Title(ctx, o.CourseID)
		if err != nil {
			return nil, err
		}
		out = append(out, Course{o.CourseID, cmp.Or(title, o.CourseID)})
	}
	slices.SortFunc(out, func(x, y Course) int { return cmp.Or(cmp.Compare(x.Title, y.Title), cmp.Compare(x.ID, y.ID)) })
	return out, nil
}

// open are the occasions that can be booked for people of a unit, the nearest first.
func (s *Staffing) open(ctx context.Context, where at, courses []string, most int) ([]occasion.Occasion, error) {
	today := s.Today()
	seen, err := s.Bookings.SeenFrom(ctx, where.unit)
	if err != nil {
		return nil, err
	}
	all, _, err := s.Occasions.Visible(ctx, seen, occasion.Filter{CourseIDs: courses, State: occasion.Open, From: today, Limit: most})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(o occasion.Occasion) bool {
		return len(o.Sessions) == 0 || o.FirstDay < today || o.CutOff != "" && o.CutOff < today
	}), nil
}

// Propose splits the people of a unit who are to take a course over its dates, to who books for them. Nothing is
// booked. It is logged as one viewing of the unit.
func (s *Staffing) Propose(ctx context.Context, a may.Actor, ask Ask) (p Proposal, err error) {
	defer fault.Wrap(&err, "propose who goes when")
	if p, err = s.gather(ctx, a, ask); err != nil {
		return p, err
	}
	p.Answer = spread.Solve(p.question)
	return p, nil
}

// Review tells what is to be known when people are placed as somebody wants it: person → occasion.
func (s *Staffing) Review(ctx context.Context, a may.Actor, ask Ask, placed map[string]string) (Proposal, []spread.Remark, error) {
	p, err := s.gather(ctx, a, ask)
	if err != nil {
		return p, nil, err
	}
	return p, spread.Check(p.question, placed), nil
}

// gather reads all that a proposal stands on.
func (s *Staffing) gather(ctx context.Context, a may.Actor, ask Ask) (p Proposal, err error) {
	p.Ask = ask
	if p.where, err = s.unit(ctx, a, may.BookStaff, ask.UnitID); err != nil {
		return p, err
	}
	p.Unit = p.where.unit
	if p.Title, err = s.Courses.Title(ctx, ask.CourseID); err != nil {
		return p, err
	}
	if p.Title == "" {
		return p, ErrCourse.On("kurs")
	}
	if p.Limit, err = s.limit(ctx, s.DB, p.where.unit, p.where.employer); err != nil {
		return p, err
	}
	_, crew, err := s.Crew(ctx, a, ask.UnitID)
	if err != nil {
		return p, err
	}
	open, err := s.open(ctx, p.where, []string{ask.CourseID}, mostDates)
	if err != nil {
		return p, err
	}
	left, err := s.Bookings.LeftAt(ctx, p.where.unit, open)
	if err != nil {
		return p, err
	}
	for _, o := range open {
		p.Dates = append(p.Dates, Date{o, int(left[o.ID].Free)})
	}
	if err := s.candidates(ctx, a, &p, crew); err != nil {
		return p, err
	}
	busy, err := s.busy(ctx, crew, s.Today())
	if err != nil {
		return p, err
	}
	p.question, err = s.ask(ctx, crew, busy, p.Limit.Limit, p.Dates)
	p.question.Nights = ask.Nights
	for i := range p.People {
		c, q := &p.People[i], &p.question.People[i]
		for _, b := range busy[c.ID()] {
			if b.CourseID == ask.CourseID {
				c.Has = b.OccasionID
			}
		}
		c.Wanted = c.Has == "" && (ask.Chosen && slices.Contains(ask.People, c.ID()) || !ask.Chosen && (c.InJourney && !c.Done || len(c.Asked) > 0))
		q.Wanted, q.Due, q.Asked = c.Wanted, c.Due, c.Asked
		if c.Done {
			q.Due = ""
		}
	}
	return p, err
}

// candidates tells of everybody how the course stands, and what dates the person has asked for.
func (s *Staffing) candidates(ctx context.Context, a may.Actor, p *Proposal, crew []Member) error {
	ids := idsOf(crew)
	needs, err := s.Needs.Needs(ctx, p.where.employer, ids, p.CourseID, s.Today())
	if err != nil {
		return err
	}
	asked, err := s.Bookings.AskedOf(ctx, a, []string{p.where.unit.ID})
	if err != nil {
		return err
	}
	by := map[string][]string{}
	for _, u := range asked {
		if u.Occasion.CourseID == p.CourseID && (u.State == seat.Asked || u.State == seat.Approved) {
			by[u.PersonID] = append(by[u.PersonID], u.OccasionID)
		}
	}
	for _, m := range crew {
		p.People = append(p.People, Candidate{Member: m, Need: needs[m.ID()], Asked: by[m.ID()]})
	}
	return nil
}

func idsOf(crew []Member) []string {
	out := make([]string, len(crew))
	for i := range crew {
		out[i] = crew[i].ID()
	}
	return out
}

// busy is what seats people have from a day on, by person.
func (s *Staffing) busy(ctx context.Context, crew []Member, from string) (map[string][]booking.Busy, error) {
	all, err := s.Bookings.Days(ctx, idsOf(crew), from, db.NoEnd)
	out := map[string][]booking.Busy{}
	for _, b := range all {
		out[b.PersonID] = append(out[b.PersonID], b)
	}
	return out, err
}

// ask is the question of a crew and some dates; nobody is wanted yet.
func (s *Staffing) ask(ctx context.Context, crew []Member, busy map[string][]booking.Busy, limit spread.Limit, dates []Date) (spread.Question, error) {
	q := spread.Question{Limit: limit, Today: s.Today()}
	leaves, err := s.Staff.LeavesOf(ctx, idsOf(crew))
	if err != nil {
		return q, err
	}
	for _, d := range dates {
		date := spread.Date{ID: d.ID, Seats: d.Free}
		for _, x := range d.Sessions {
			date.Sessions = append(date.Sessions, spread.Session{Day: x.Day, Begins: x.Begins})
		}
		q.Dates = append(q.Dates, date)
	}
	for i := range crew {
		m := &crew[i]
		p := spread.Person{ID: m.ID(), Team: m.TeamID, Group: m.Usual, From: m.StartDate, Until: m.EndDate}
		for _, l := range leaves[m.ID()] {
			p.Leaves = append(p.Leaves, spread.Away{From: l.From, To: l.To})
		}
		for _, b := range busy[m.ID()] {
			p.Booked = append(p.Booked, b.Day)
		}
		q.People = append(q.People, p)
	}
	return q, nil
}

// Outcome is what came of one person's booking.
type Outcome struct {
	PersonID, Name string
	OccasionID     string
	State          seat.State // booked, or waiting when the seat had gone; "" when it was refused
	Err            error      // a fault: why it was refused
}

// BookAll books people as somebody has placed them, person → occasion: each on its own, so that what has gone
// meanwhile for one undoes nothing for another. Who is not at the unit is refused.
func (s *Staffing) BookAll(ctx context.Context, a may.Actor, unitID string, placed map[string]string) (out []Outcome, err error) {
	defer fault.Wrap(&err, "book people of %s", unitID)
	_, crew, err := s.Crew(ctx, a, unitID)
	if err != nil {
		return nil, err
	}
	names, by := map[string]string{}, map[string][]string{}
	for i := range crew {
		if o := placed[crew[i].ID()]; o != "" {
			names[crew[i].ID()] = shown(&crew[i])
			by[o] = append(by[o], crew[i].ID())
		}
	}
	if len(names) != len(placed) {
		return nil, ErrNotHere
	}
	occasions := make([]string, 0, len(by))
	for id := range by {
		occasions = append(occasions, id)
	}
	slices.Sort(occasions)
	for _, id := range occasions {
		answers, err := s.Bookings.BookMany(ctx, a, id, by[id])
		if err != nil && fault.Of(err) == nil {
			return out, err
		}
		if err != nil { // the occasion itself cannot be booked
			for _, p := range by[id] {
				out = append(out, Outcome{PersonID: p, Name: names[p], OccasionID: id, Err: err})
			}
			continue
		}
		for _, x := range answers {
			o := Outcome{PersonID: x.PersonID, Name: names[x.PersonID], OccasionID: id, Err: x.Err}
			if x.Err == nil {
				o.State = x.Booking.State
			}
			out = append(out, o)
		}
	}
	return out, nil
}

// shown is what somebody is called: a protected identity by name only to who leads the person (staff.Crew).
func shown(m *Member) string {
	if m.FirstName == "" && m.LastName == "" {
		return m.Shown()
	}
	return m.Name()
}

// Ahead is a day when people of a unit have course days.
type Ahead struct {
	Day    string
	People []AheadOne
	Unit   spread.Space
	Teams  []TeamSpace // those where too many are away
}

// AheadOne is one of them.
type AheadOne struct {
	PersonID, Name, BookingID, OccasionID, CourseID, Title, Begins, Ends string
	Night                                                                bool // after a night
}

// TeamSpace is how many of a team are away.
type TeamSpace struct {
	Team string
	spread.Space
}

// aheadDays is how far ahead the days of a unit are shown.
const aheadDays = 120

// AheadOf gives the days ahead when people of a unit have course days, and whether too many are away, to who
// books for them. It is logged as one viewing of the unit.
func (s *Staffing) AheadOf(ctx context.Context, a may.Actor, unitID string) (Limit, []Ahead, error) {
	where, err := s.unit(ctx, a, may.BookStaff, unitID)
	if err != nil {
		return Limit{}, nil, err
	}
	limit, err := s.limit(ctx, s.DB, where.unit, where.employer)
	if err != nil {
		return limit, nil, err
	}
	_, crew, err := s.Crew(ctx, a, unitID)
	if err != nil {
		return limit, nil, err
	}
	today := s.Today()
	busy, err := s.busy(ctx, crew, today)
	if err != nil {
		return limit, nil, err
	}
	q, err := s.ask(ctx, crew, busy, limit.Limit, nil)
	if err != nil {
		return limit, nil, err
	}
	days := map[string]*Ahead{}
	for i := range crew {
		for _, b := range busy[crew[i].ID()] {
			if b.Day > plusDays(today, aheadDays) {
				continue
			}
			d := days[b.Day]
			if d == nil {
				d = &Ahead{Day: b.Day}
				days[b.Day] = d
			}
			title, err := s.Courses.Title(ctx, b.CourseID)
			if err != nil {
				return limit, nil, err
			}
			d.People = append(d.People, AheadOne{b.PersonID, shown(&crew[i]), b.BookingID, b.OccasionID, b.CourseID, cmp.Or(title, b.CourseID), b.Begins, b.Ends, crew[i].Usual == spread.Night && b.Begins < spread.RestHour})
		}
	}
	names, err := s.teams(ctx, unitID)
	if err != nil {
		return limit, nil, err
	}
	var out []Ahead
	for day, d := range days {
		var teams map[string]spread.Space
		d.Unit, teams = spread.Spaces(q.People, limit.Limit, day)
		for id, t := range teams {
			if t.Over() {
				d.Teams = append(d.Teams, TeamSpace{names[id], t})
			}
		}
		slices.SortFunc(d.Teams, func(x, y TeamSpace) int { return cmp.Compare(x.Team, y.Team) })
		out = append(out, *d)
	}
	slices.SortFunc(out, func(x, y Ahead) int { return cmp.Compare(x.Day, y.Day) })
	return limit, out, nil
}

// plusDays is a day some days later.
func plusDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}
