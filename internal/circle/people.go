package circle

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Choosable is who can be asked to a unit's meetings.
type Choosable struct {
	People []Named // of the unit, in name order
	Teams  []Named
}

// ToAsk gives who of a unit can be asked to its meetings, to who plans there. It is logged as one viewing of the unit.
func (c *Circles) ToAsk(ctx context.Context, a may.Actor, unitID string) (out Choosable, err error) {
	p, err := c.planner(ctx, a, unitID)
	if err != nil {
		return out, err
	}
	crew, err := c.roster(ctx, p)
	if err != nil {
		return out, err
	}
	teams := map[string]bool{}
	for _, k := range crew {
		n := Named{ID: k.Employee.PersonID, Name: k.Shown(), Detail: k.Title}
		if k.Protected {
			n.Detail = ""
		}
		out.People = append(out.People, n)
		if k.TeamID != "" && !teams[k.TeamID] {
			teams[k.TeamID] = true
			team, err := c.Tree.FindEver(ctx, k.TeamID)
			if err != nil {
				return out, err
			}
			out.Teams = append(out.Teams, Named{ID: team.ID, Name: team.Name})
		}
	}
	lang.SortBy(out.People, func(n Named) string { return n.Name })
	lang.SortBy(out.Teams, func(n Named) string { return n.Name })
	return out, c.Audit.Node(ctx, c.DB, a, "circle.people", p.Unit.ID)
}

// FindColleagues finds who works for the circle's employer by name or number, to be asked as an equal from another unit
// (rule 38), to who plans meetings at its unit. A protected identity is found by its contact code only.
func (c *Circles) FindColleagues(ctx context.Context, a may.Actor, circleID, text string) (found []access.Colleague, more bool, err error) {
	x, err := circleOf(ctx, c.DB, circleID)
	if err != nil {
		return nil, false, err
	}
	p, err := c.placeOf(ctx, c.DB, x.UnitID)
	if err != nil {
		return nil, false, err
	}
	if err := p.may(a, may.LeadMeetings); err != nil {
		return nil, false, err
	}
	if text == "" {
		return nil, false, nil
	}
	if err := c.Audit.Node(ctx, c.DB, a, "circle.search", p.Unit.ID); err != nil {
		return nil, false, err
	}
	return c.Access.Named(ctx, p.Employer.ID, text)
}

// Invite asks somebody of the circle's employer: of the unit, or a colleague from another unit as an equal. The person is
// told, and of a guest who answers for the person. Twice is once; who declined is asked again. Errors: ErrPerson, ErrNobody
// when there are too many, ErrEnded, ErrNoCircle, may.ErrDenied.
func (c *Circles) Invite(ctx context.Context, a may.Actor, circleID, personID string) (err error) {
	defer fault.Wrap(&err, "invite to circle %s", circleID)
	if personID == a.PersonID {
		return ErrPerson // somebody else asks one in
	}
	x, at, err := c.inviting(ctx, a, circleID)
	if err != nil {
		return err
	}
	m, err := c.leaderOf(ctx, at, x, personID, a.PersonID) // of the unit before a guest
	if err != nil {
		return err
	}
	if m.UnitID == "" || m.How == Guest && m.EmployerID != x.EmployerID {
		return ErrPerson // of other employers by number only: InviteNumber
	}
	return c.invite(ctx, a, x, m)
}

// mostNumbers is how many numbers at other employers somebody may try within an hour.
const mostNumbers = 30

// InviteNumber asks somebody at another employer by the exact employment number. Nobody can look through the staff of
// another that way: numbers are tried slowly, and who is found can read of it. Errors: as Invite.
func (c *Circles) InviteNumber(ctx context.Context, a may.Actor, circleID, employerID, number string) (err error) {
	defer fault.Wrap(&err, "invite to circle %s", circleID)
	x, _, err := c.inviting(ctx, a, circleID)
	if err != nil {
		return err
	}
	if ok, err := c.Access.Turn(ctx, "circle:"+a.PersonID, mostNumbers, time.Hour); err != nil || !ok {
		if err == nil {
			err = access.ErrWait
		}
		return err
	}
	personID, err := c.Staff.ByNumber(ctx, employerID, number)
	if fault.Of(err) != nil && fault.Of(err).Kind == fault.Missing || number == "" {
		return ErrPerson
	}
	if err != nil {
		return err
	}
	jobs, err := c.Staff.Employments(ctx, personID, c.Today())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(jobs, func(j staff.Employment) bool {
		return j.EmployerID == employerID && j.Number == number && j.Current(c.Today())
	})
	if i < 0 {
		return ErrPerson
	}
	if err := c.Audit.Person(ctx, c.DB, a, "circle.search", personID); err != nil {
		return err
	}
	return c.invite(ctx, a, x, Member{CircleID: x.ID, PersonID: personID, EmployerID: employerID, UnitID: jobs[i].UnitID, How: Guest, State: Invited, InvitedBy: a.PersonID, ChangedAt: c.Now()})
}

// inviting gives a circle to which the actor may ask people.
func (c *Circles) inviting(ctx context.Context, a may.Actor, circleID string) (x Circle, at Place, err error) {
	if x, err = circleOf(ctx, c.DB, circleID); err != nil {
		return x, at, err
	}
	if at, err = c.placeOf(ctx, c.DB, x.UnitID); err != nil {
		return x, at, err
	}
	if err := at.may(a, may.LeadMeetings); err != nil {
		return x, at, err
	}
	if x.EndedOn != "" {
		return x, at, ErrEnded
	}
	return x, at, nil
}

func (c *Circles) invite(ctx context.Context, a may.Actor, x Circle, m Member) error {
	var answer []string
	if m.How == Guest {
		var err error
		if answer, err = c.Answer(ctx, m.UnitID, m.PersonID); err != nil {
			return err
		}
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := c.steeredCircle(ctx, tx, a, x.ID); err != nil {
			return err
		}
		was, is, err := memberOf(ctx, tx, x.ID, m.PersonID)
		if err != nil || is && was.In() {
			return err
		}
		all, err := membersOf(ctx, tx, x.ID)
		if err != nil {
			return err
		}
		if len(all) >= mostMembers {
			return ErrNobody
		}
		if err := putMember(ctx, tx, m); err != nil {
			return err
		}
		next, err := c.next(ctx, tx, x.ID)
		if err != nil {
			return err
		}
		what, about := "invited", "guest"
		if next.ID == "" { // no day is set
			what, about = "asked", "guest_open"
		}
		next.Revision = c.Now().UnixMilli() // asked again after a no: told again
		if err := c.tellAll(ctx, tx, a, x, []Member{m}, what, next, ""); err != nil {
			return err
		}
		for _, boss := range answer {
			if boss == a.PersonID {
				continue
			}
			n := message.Note{PersonID: boss, EmployerID: m.EmployerID, AboutID: m.PersonID, Key: "circle.told." + about, Kind: message.Learning,
				Args: map[string]string{"circle": x.Title, "day": c.dayWords(next.Day), "time": strings.Replace(next.Begins, ":", ".", 1)}, OnceKey: "circle:guest:" + x.ID + ":" + m.PersonID + ":" + boss}
			if err := c.Messages.Tell(ctx, tx, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// next is the first planned meeting of a circle from today; the zero Meeting when there is none.
func (c *Circles) next(ctx context.Context, q db.Q, circleID string) (Meeting, error) {
	all, err := meetingsOf(ctx, q, circleID)
	if err != nil {
		return Meeting{}, err
	}
	for _, m := range all {
		if m.State == Planned && m.Day >= c.Today() {
			return m, nil
		}
	}
	return Meeting{}, nil
}

// Reply lets the actor say no to taking part, or yes again. The leader is told of a no. Errors: ErrNotIn, ErrOut,
// ErrNotOne.
func (c *Circles) Reply(ctx context.Context, a may.Actor, circleID string, yes bool) (err error) {
	defer fault.Wrap(&err, "reply to circle %s", circleID)
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := hold(ctx, tx, circleID)
		if err != nil {
			return err
		}
		m, is, err := memberOf(ctx, tx, circleID, a.PersonID)
		switch {
		case err != nil:
			return err
		case !is || !a.Known():
			return ErrNotIn
		case x.LeaderID == a.PersonID && !yes:
			return ErrNotOne
		}
		works, err := c.worksStill(ctx, tx, m)
		if err != nil {
			return err
		}
		if m.State == Left || !works {
			return ErrOut
		}
		state := Declined
		if yes {
			state = Invited
		}
		if m.State == state {
			return nil
		}
		m.State, m.ChangedAt = state, c.Now()
		if err := putMember(ctx, tx, m); err != nil || yes || x.LeaderID == "" {
			return err
		}
		return c.Messages.Tell(ctx, tx, message.Note{PersonID: x.LeaderID, EmployerID: m.EmployerID, AboutID: a.PersonID, Key: "circle.told.declined", Kind: message.Learning,
			Args: map[string]string{"circle": x.Title}, Href: "/traffar/serie/" + x.ID, OnceKey: "circle:declined:" + x.ID + ":" + a.PersonID + ":" + strconv.FormatInt(c.Now().UnixMilli(), 10)})
	})
}

// Remove takes somebody out of a circle. What is in the record stays. Errors: ErrNotIn, ErrNotOne, ErrEnded, may.ErrDenied.
func (c *Circles) Remove(ctx context.Context, a may.Actor, circleID, personID string) (err error) {
	defer fault.Wrap(&err, "take out of circle %s", circleID)
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := c.steeredCircle(ctx, tx, a, circleID)
		if err != nil {
			return err
		}
		m, is, err := memberOf(ctx, tx, circleID, personID)
		switch {
		case err != nil:
			return err
		case !is:
			return ErrNotIn
		case personID == x.LeaderID:
			return ErrNotOne
		}
		m.State, m.ChangedAt = Left, c.Now()
		return putMember(ctx, tx, m)
	})
}

// Groups gives the small groups of a circle: as the leader has set them, else as even and mixed as can be (R147), by person.
// It is for who takes part and who leads. most 0 is the circle's own limit; another is a proposal.
func (c *Circles) Groups(ctx context.Context, a may.Actor, circleID string, most int64) (map[string]int64, error) {
	x, err := circleOf(ctx, c.DB, circleID)
	if err != nil {
		return nil, err
	}
	s, _, err := c.standing(ctx, c.DB, a, x)
	if err != nil {
		return nil, err
	}
	if !s.Reads() && !s.Steers {
		return nil, may.ErrDenied
	}
	all, err := membersOf(ctx, c.DB, circleID)
	if err != nil {
		return nil, err
	}
	return c.groups(ctx, x, all, most)
}

func (c *Circles) groups(ctx context.Context, x Circle, all []Member, most int64) (map[string]int64, error) {
	in := slices.DeleteFunc(slices.Clone(all), func(m Member) bool { return !m.In() })
	out := map[string]int64{}
	if x.GroupsSet && most == 0 {
		for _, m := range in {
			out[m.PersonID] = m.Small
		}
		return out, nil
	}
	if most == 0 {
		most = x.GroupMost
	}
	ids := make([]string, len(in))
	for i, m := range in {
		ids[i] = m.PersonID
	}
	kinds := make([]string, len(in))
	for some := range slices.Chunk(ids, 300) {
		works, err := c.Staff.WorkOf(ctx, some, c.Today())
		if err != nil {
			return nil, err
		}
		for i, m := range in {
			if all := works[m.PersonID]; len(all) > 0 {
				kinds[i] = all[0].Occupation + " " + m.UnitID
			}
		}
	}
	for i, n := range guide.Split(kinds, most) {
		out[ids[i]] = n
	}
	return out, nil
}

// SetGroups says who is in which small group; nil lets the proposal stand again. Who is not in it is in none. Errors: ErrGroup,
// ErrChanged, ErrEnded, may.ErrDenied.
func (c *Circles) SetGroups(ctx context.Context, a may.Actor, circleID string, most int64, groups map[string]int64, revision int64) (err error) {
	defer fault.Wrap(&err, "set groups of circle %s", circleID)
	if most < 0 || most == 1 || most > 30 {
		return ErrGroup
	}
	for _, n := range groups {
		if n < 0 || n > 99 {
			return ErrGroup
		}
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		x, err := c.steeredCircle(ctx, tx, a, circleID)
		if err != nil {
			return err
		}
		if x.Revision != revision {
			return ErrChanged
		}
		for id, n := range groups {
			if _, err := tx.Exec(ctx, `UPDATE circle_member SET small_group = $3 WHERE circle_id = $1 AND person_id = $2`, circleID, id, n); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `
			UPDATE circle SET group_most = $2, groups_set = $3, revision = revision + 1, changed_at = $4
			WHERE id = $1`,
			circleID, most, groups != nil, c.Now())
		return err
	})
}

// Employers are the municipalities, for asking somebody who works at another.
func (c *Circles) Employers(ctx context.Context) ([]Named, error) {
	all, err := c.Tree.Municipalities(ctx, c.Today())
	out := make([]Named, len(all))
	for i, n := range all {
		out[i] = Named{ID: n.ID, Name: n.Name}
	}
	lang.SortBy(out, func(n Named) string { return n.Name })
	return out, err
}
