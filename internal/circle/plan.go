package circle

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Plan is what somebody plans from a guide.
type Plan struct {
	UnitID, GuideID string
	Title           string // "" = the guide's
	LeaderID        string // "" = the actor
	CourseID        string // the course that it belongs to; "" = the guide's, if any
	NoCourse        bool   // it belongs to none, whatever the guide says
	Audience        string
	People          []string // of Chosen: who of the unit
	Day, Begins     string   // of the first meeting
	Times           int64    // how many; 0 = as many as the guide has
	Weeks           int64    // between two
	Place, Link     string
	GroupMost       int64 // of a small group; 0 = the guide's
}

// Plan plans a circle: copies the guide, makes its meetings, asks those who are to take part and tells them. Errors: ErrUnit,
// ErrNoGuide, ErrGuideOff, ErrLeader, ErrCourse, ErrDay, ErrTime, ErrTimes, ErrWeeks, ErrLink, ErrNobody, ErrTitle, ErrLong,
// ErrIdentity, may.ErrDenied.
func (c *Circles) Plan(ctx context.Context, a may.Actor, p Plan) (circleID string, err error) {
	defer fault.Wrap(&err, "plan a circle at %s", p.UnitID)
	at, err := c.planner(ctx, a, p.UnitID)
	if err != nil {
		return "", err
	}
	x, err := c.draw(ctx, a, at, &p)
	if err != nil {
		return "", err
	}
	meetings, err := c.meetingsFor(x, &p)
	if err != nil {
		return "", err
	}
	members, err := c.asked(ctx, a, at, x, p.People)
	if err != nil {
		return "", err
	}
	err = c.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := insertCircle(ctx, tx, x); err != nil {
			return err
		}
		for _, m := range meetings {
			if err := insertMeeting(ctx, tx, m); err != nil {
				return err
			}
		}
		for _, m := range members {
			if err := putMember(ctx, tx, m); err != nil {
				return err
			}
		}
		return c.tellAll(ctx, tx, a, x, members, "invited", meetings[0], "")
	})
	return x.ID, err
}

// draw makes the circle of a plan.
func (c *Circles) draw(ctx context.Context, a may.Actor, at Place, p *Plan) (x Circle, err error) {
	g, version, err := c.usable(ctx, at, p.GuideID)
	if err != nil {
		return x, err
	}
	if p.Title == "" {
		p.Title = g.Title
	}
	if err := c.needed(&p.Title, ErrTitle, mostShort); err != nil {
		return x, err
	}
	if p.LeaderID == "" {
		p.LeaderID = a.PersonID
	}
	if err := c.canLead(ctx, at, p.LeaderID); err != nil {
		return x, err
	}
	if p.CourseID == "" && !p.NoCourse {
		p.CourseID = g.Course
	}
	if p.CourseID != "" && !p.NoCourse {
		if _, err := c.Studies.Courses.Current(ctx, p.CourseID); err != nil {
			return x, ErrCourse
		}
	} else {
		p.CourseID = ""
	}
	if p.GroupMost == 0 {
		p.GroupMost = g.Groups.Most
	}
	if p.GroupMost < 0 || p.GroupMost == 1 || p.GroupMost > 30 {
		return x, ErrGroup
	}
	if p.Audience != WholeUnit && p.Audience != Chosen && !strings.HasPrefix(p.Audience, OfTeam) {
		return x, ErrNobody
	}
	now := c.Now()
	return Circle{ID: c.NewID(), UnitID: at.Unit.ID, EmployerID: at.Employer.ID, LeaderID: p.LeaderID, GuideID: g.ID, GuideVersion: version, Kind: g.Kind, Title: p.Title, Guide: g,
		CourseID: p.CourseID, Audience: p.Audience, GroupMost: p.GroupMost, Revision: 1, MadeBy: a.PersonID, MadeAt: now, ChangedAt: now}, nil
}

// meetingsFor makes the meetings of a plan: one for each of the guide's, or as many as were asked for.
func (c *Circles) meetingsFor(x Circle, p *Plan) ([]Meeting, error) {
	n := p.Times
	if n == 0 {
		n = int64(len(x.Guide.Meetings))
	}
	switch {
	case n < 1 || n > 30:
		return nil, ErrTimes
	case n > 1 && (p.Weeks < 1 || p.Weeks > 26):
		return nil, ErrWeeks
	}
	first := Meeting{Day: p.Day, Begins: p.Begins, Minutes: 1, Place: p.Place, Link: p.Link}
	if err := c.checkMeeting(&first); err != nil {
		return nil, err
	}
	if first.Day < c.Today() {
		return nil, ErrDay
	}
	out := make([]Meeting, n)
	for i := range n {
		part := x.Guide.Part(i + 1)
		out[i] = Meeting{ID: c.NewID(), CircleID: x.ID, Part: i%int64(len(x.Guide.Meetings)) + 1, Title: part.Title, Day: addDays(first.Day, int(i*p.Weeks*7)), Begins: first.Begins, Minutes: part.Minutes,
			Place: first.Place, Link: first.Link, State: Planned, Revision: 1, ChangedAt: x.MadeAt}
		if !lang.IsOnTheWall(out[i].Day, out[i].Begins) {
			return nil, ErrSkipped
		}
	}
	return out, nil
}

// checkMeeting holds the day, time and place of a meeting against what they may be.
func (c *Circles) checkMeeting(m *Meeting) error {
	if !lang.IsDay(m.Day) || m.Day > addDays(c.Today(), 3*366) {
		return ErrDay
	}
	if _, err := time.Parse("15:04", m.Begins); err != nil || len(m.Begins) != 5 {
		return ErrTime
	}
	if !lang.IsOnTheWall(m.Day, m.Begins) {
		return ErrSkipped
	}
	if m.Minutes < 1 || m.Minutes > mostMinutes {
		return ErrMinutes
	}
	if err := c.text(&m.Place, "lokal", mostShort); err != nil {
		return err
	}
	if m.Link = strings.TrimSpace(m.Link); m.Link != "" && !strings.HasPrefix(m.Link, "https://") {
		return ErrLink
	}
	return c.text(&m.Link, "lank", 500)
}

// canLead says whether somebody may lead meetings at a unit.
func (c *Circles) canLead(ctx context.Context, at Place, personID string) error {
	grants, err := access.Grants(ctx, c.DB, personID, c.Today())
	if err != nil {
		return err
	}
	if at.may(may.Actor{PersonID: personID, Grants: grants}, may.LeadMeetings) != nil {
		return ErrLeader
	}
	return nil
}

// Named is somebody to choose in a form.
type Named struct{ ID, Name, Detail string }

// LeadersAt gives who may lead meetings at a unit and is near it: those who hold a role there, and leaders and programme
// leaders of places above; in name order.
func (c *Circles) LeadersAt(ctx context.Context, a may.Actor, unitID string) ([]Named, error) {
	p, err := c.planner(ctx, a, unitID)
	if err != nil {
		return nil, err
	}
	ids := []string{a.PersonID}
	nodes := strings.Split(strings.TrimPrefix(p.Unit.Path, strings.TrimSuffix(p.Employer.Path, p.Employer.ID)), "/")
	for _, node := range nodes {
		roles := []may.Role{may.Leader, may.Programme}
		if node == p.Unit.ID {
			roles = append(roles, may.Manager, may.Deputy)
		}
		for _, role := range roles {
			held, err := c.Access.Holders(ctx, role, node, c.Today())
			if err != nil {
				return nil, err
			}
			for _, h := range held {
				if !slices.Contains(ids, h.PersonID) && len(ids) < 100 {
					ids = append(ids, h.PersonID)
				}
			}
		}
	}
	names, _, err := c.names(ctx, ids)
	var out []Named
	for _, id := range ids {
		if names[id] != "" {
			out = append(out, Named{ID: id, Name: names[id]})
		}
	}
	lang.SortBy(out, func(n Named) string { return n.Name })
	return out, err
}

// asked are those whom a plan asks to take part: those of the unit, of a team, or chosen of the unit; and who leads.
func (c *Circles) asked(ctx context.Context, a may.Actor, at Place, x Circle, chosen []string) ([]Member, error) {
	crew, err := c.wanted(ctx, at, x, chosen)
	if err != nil {
		return nil, err
	}
	if len(crew) > mostMembers || len(crew) == 0 && x.Audience != Chosen {
		return nil, ErrNobody
	}
	var out []Member
	for _, k := range crew {
		if k.Employee.PersonID != x.LeaderID {
			out = append(out, Member{CircleID: x.ID, PersonID: k.Employee.PersonID, EmployerID: k.Employee.EmployerID, UnitID: at.Unit.ID, How: OfUnit, State: Invited, InvitedBy: a.PersonID, ChangedAt: x.ChangedAt})
		}
	}
	leader, err := c.leaderOf(ctx, at, x, x.LeaderID, a.PersonID)
	if leader.ChangedAt = x.ChangedAt; leader.UnitID != "" {
		out = append(out, leader)
	}
	return out, err
}

// wanted are those of a unit whom a circle is for. What a group says is the group's: who answers for its people is not asked
// with everybody, only when chosen.
func (c *Circles) wanted(ctx context.Context, at Place, x Circle, chosen []string) ([]staff.CrewMember, error) {
	crew, err := c.roster(ctx, at)
	if err != nil {
		return nil, err
	}
	answer, err := access.ManagersAt(ctx, c.DB, at.Unit.Path, at.Employer.Path, c.Today())
	return slices.DeleteFunc(crew, func(k staff.CrewMember) bool {
		return !audience(x, k, chosen) || x.Audience != Chosen && slices.Contains(answer, k.Employee.PersonID)
	}), err
}

// audience tells whether a plan asks somebody of the unit.
func audience(x Circle, k staff.CrewMember, chosen []string) bool {
	if team, is := strings.CutPrefix(x.Audience, OfTeam); is {
		return k.TeamID == team
	}
	return x.Audience == WholeUnit || slices.Contains(chosen, k.Employee.PersonID)
}

// guest makes a member of somebody who works elsewhere, at the circle's employer before others. Errors: ErrPerson.
func (c *Circles) guest(ctx context.Context, x Circle, personID, by string) (Member, error) {
	jobs, err := c.Staff.Employments(ctx, personID, c.Today())
	if err != nil {
		return Member{}, err
	}
	m := Member{CircleID: x.ID, PersonID: personID, How: Guest, State: Invited, InvitedBy: by, ChangedAt: c.Now()}
	for _, j := range jobs {
		if j.Current(c.Today()) && (m.UnitID == "" || j.EmployerID == x.EmployerID && m.EmployerID != x.EmployerID) {
			m.UnitID, m.EmployerID = j.UnitID, j.EmployerID
		}
	}
	if m.UnitID == "" {
		return m, ErrPerson
	}
	return m, nil
}

// tellAll tells members what has happened to a circle: "invited", "asked", "moved", "cancelled", "added", "ended". Who did it
// is not told; neither is who has said no.
func (c *Circles) tellAll(ctx context.Context, tx *db.Tx, a may.Actor, x Circle, members []Member, what string, m Meeting, why string) error {
	for _, k := range members {
		if !k.In() || k.PersonID == a.PersonID {
			continue
		}
		if err := c.tellOne(ctx, tx, x, k, what, m, why); err != nil {
			return err
		}
	}
	return nil
}

func (c *Circles) tellOne(ctx context.Context, tx *db.Tx, x Circle, k Member, what string, m Meeting, why string) error {
	return c.Messages.Tell(ctx, tx, message.Note{PersonID: k.PersonID, EmployerID: k.EmployerID, Key: "circle.told." + what, Kind: message.Learning,
		Args: map[string]string{"circle": x.Title, "day": c.dayWords(m.Day), "time": strings.Replace(m.Begins, ":", ".", 1), "place": m.Place, "why": why}, Href: "/traffar/serie/" + x.ID,
		OnceKey: "circle:" + what + ":" + x.ID + ":" + m.ID + ":" + strconv.FormatInt(m.Revision, 10) + ":" + k.PersonID})
}

// CheckPlan says what is wrong with a plan, but for who takes part; it plans nothing.
func (c *Circles) CheckPlan(ctx context.Context, a may.Actor, p Plan) error {
	at, err := c.planner(ctx, a, p.UnitID)
	if err != nil {
		return err
	}
	p.Audience = WholeUnit
	x, err := c.draw(ctx, a, at, &p)
	if err == nil {
		_, err = c.meetingsFor(x, &p)
	}
	return err
}
