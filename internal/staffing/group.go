package staffing

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/staffing/spread"
)

// Member is somebody at a unit and when the person usually works there.
type Member struct {
	staff.CrewMember
	Team  string // its name; "" none
	Usual spread.Group
	By    string // who said so
	At    time.Time
	Hint  spread.Group // what the team's name points at; proposed, never assumed
}

// ID is the person's.
func (m *Member) ID() string { return m.Employee.PersonID }

// Job is the employment that the group is of.
func (m *Member) Job() string { return m.Employment.ID }

// usual is what has been said of an employment at a unit.
type usual struct {
	job, unit string
	group     spread.Group
	by        string
	at        time.Time
}

func scanUsual(r db.Scanner) (u usual, err error) {
	err = r.Scan(&u.job, &u.unit, &u.group, &u.by, &u.at)
	return u, err
}

// Crew gives who works at a unit, hourly staff too but not those who are absent from the files (rule 4), in name
// order with when they usually work, to who books for them. It is logged as one viewing of the unit.
func (s *Staffing) Crew(ctx context.Context, a may.Actor, unitID string) (org.Node, []Member, error) {
	where, err := s.unit(ctx, a, may.BookStaff, unitID)
	if err != nil {
		return where.unit, nil, err
	}
	if err := s.Audit.Node(ctx, s.DB, a, "staffing.crew", unitID); err != nil {
		return where.unit, nil, err
	}
	crew, err := s.crew(ctx, a, where)
	return where.unit, crew, err
}

// crew is Crew without asking.
func (s *Staffing) crew(ctx context.Context, a may.Actor, where at) ([]Member, error) {
	all, err := s.Staff.Crew(ctx, a, []string{where.unit.ID}, where.employer.ID, s.Today())
	if err != nil {
		return nil, err
	}
	teams, err := s.teams(ctx, where.unit.ID)
	if err != nil {
		return nil, err
	}
	said, err := saidAt(ctx, s.DB, where.unit.ID)
	if err != nil {
		return nil, err
	}
	var out []Member
	for _, c := range all {
		if c.Dormant {
			continue
		}
		m := Member{CrewMember: c, Team: teams[c.TeamID]}
		if u, have := said[m.Job()]; have {
			m.Usual, m.By, m.At = u.group, u.by, u.at
		}
		m.Hint = hint(m.Team)
		out = append(out, m)
	}
	return out, nil
}

// saidAt is what has been said at a unit, by employment.
func saidAt(ctx context.Context, q db.Q, unitID string) (map[string]usual, error) {
	said := map[string]usual{}
	err := db.Each(ctx, q, scanUsual, func(u usual) error { said[u.job] = u; return nil }, `
		SELECT g.employment_id, g.unit_id, g.usual, g.made_by, g.made_at
		FROM work_group g
		WHERE g.unit_id = $1`,
		unitID)
	return said, err
}

// mostTeams bounds the teams of a unit.
const mostTeams = 200

func (s *Staffing) teams(ctx context.Context, unitID string) (map[string]string, error) {
	all, err := s.Tree.Children(ctx, unitID, s.Today(), mostTeams, 0)
	out := map[string]string{}
	for _, n := range all {
		out[n.ID] = n.Name
	}
	return out, err
}

// hint is what a team's name points at.
func hint(team string) spread.Group {
	team = strings.ToLower(team)
	for _, h := range []struct {
		word  string
		group spread.Group
	}{{"natt", spread.Night}, {"kväll", spread.Evening}, {"dag", spread.Day}} {
		if strings.Contains(team, h.word) {
			return h.group
		}
	}
	return spread.Unsaid
}

// Choice is what somebody says about an employment: what the form showed, and what it is to be.
type Choice struct {
	Job      string
	Was, Now spread.Group
}

// Clash is a choice that was not taken, since somebody has said otherwise after the form was read.
type Clash struct {
	Choice
	Stands spread.Group
}

// SetGroups says when people at a unit usually work, many at once. Those whose choice is as it was are left. What
// somebody else has changed meanwhile is left too, and given back; who does not work there is refused.
func (s *Staffing) SetGroups(ctx context.Context, a may.Actor, unitID string, all []Choice) (changed int, clashes []Clash, err error) {
	defer fault.Wrap(&err, "set groups at %s", unitID)
	where, err := s.unit(ctx, a, may.BookStaff, unitID)
	if err != nil {
		return 0, nil, err
	}
	crew, err := s.crew(ctx, a, where)
	if err != nil {
		return 0, nil, err
	}
	at := make(map[string]*Member, len(crew))
	for i := range crew {
		at[crew[i].Job()] = &crew[i]
	}
	for _, c := range all {
		switch {
		case c.Now == c.Was:
		case at[c.Job] == nil:
			return 0, nil, ErrNotHere
		case c.Now != spread.Unsaid && !slices.Contains(spread.Groups(), c.Now):
			return 0, nil, ErrGroup
		}
	}
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		changed, clashes = 0, nil
		// Whoever sets groups of the unit at the same time waits here, and then sees what was set.
		if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, unitID); err != nil {
			return err
		}
		said, err := saidAt(ctx, tx, unitID)
		if err != nil {
			return err
		}
		for _, c := range all {
			switch stands := said[c.Job].group; {
			case c.Now == c.Was || c.Now == stands:
			case c.Was == stands:
				changed++
				if err := s.putGroup(ctx, tx, a, where, at[c.Job], c.Now); err != nil {
					return err
				}
			default:
				clashes = append(clashes, Clash{c, stands})
			}
		}
		return nil
	})
	return changed, clashes, err
}

func (s *Staffing) putGroup(ctx context.Context, tx *db.Tx, a may.Actor, where at, m *Member, is spread.Group) error {
	if is == spread.Unsaid {
		_, err := tx.Exec(ctx, `DELETE FROM work_group WHERE employment_id = $1 AND unit_id = $2`, m.Job(), where.unit.ID)
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO work_group (employment_id, unit_id, person_id, employer_id, usual, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (employment_id, unit_id) DO UPDATE SET usual = $5, made_by = $6, made_at = $7`,
		m.Job(), where.unit.ID, m.ID(), where.employer.ID, string(is), a.PersonID, s.Now())
	return err
}

// Listed is a row of a list of who works when.
type Listed struct {
	Row    int // as Excel shows it
	Number string
	Group  spread.Group
}

// Remark is what is wrong with a row of a list.
type Remark struct {
	Row int
	Key string
}

// Take tells what a list of employment numbers and groups would change at a unit: nothing is saved. Rows that
// cannot be taken are told by their number in the sheet.
func (s *Staffing) Take(ctx context.Context, a may.Actor, unitID string, rows []Listed) (choices []Choice, wrong []Remark, err error) {
	_, crew, err := s.Crew(ctx, a, unitID)
	if err != nil {
		return nil, nil, err
	}
	byNumber := map[string]*Member{}
	for i := range crew {
		if n := crew[i].Number; n != "" {
			byNumber[n] = &crew[i]
		}
	}
	seen := map[string]bool{}
	for _, r := range rows {
		m := byNumber[r.Number]
		switch {
		case m == nil:
			wrong = append(wrong, Remark{r.Row, "staffing.list.not_here"})
		case seen[r.Number]:
			wrong = append(wrong, Remark{r.Row, "staffing.list.twice"})
		default:
			seen[r.Number] = true
			choices = append(choices, Choice{Job: m.Job(), Was: m.Usual, Now: r.Group})
		}
	}
	return choices, wrong, nil
}
