package introduction

import (
	"context"
	"slices"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Line is a newcomer in a manager's list.
type Line struct {
	Introduction
	Name          string
	Template      checklist.Template
	Standing      checklist.Standing
	Mentor, Buddy *Guide
	Away          bool // on leave today: nothing is late
	Guides        map[string]string
}

// LacksMentor tells that a mentor is asked for and there is none.
func (l Line) LacksMentor() bool { return l.Open() && l.AsksMentor && l.Mentor == nil }

// LacksBuddy tells that a buddy is asked for and there is none (R246).
func (l Line) LacksBuddy() bool { return l.Open() && l.AsksBuddy && l.Buddy == nil }

// Late tells whether something is late.
func (l Line) Late() bool { return l.Standing.Late > 0 }

// AtUnit lists the introductions of a unit, those that are late first, for who leads it: those under way, and with
// closed those that have ended. The reading is logged. Errors: org.ErrNoNode, may.ErrDenied.
func (in *Introductions) AtUnit(ctx context.Context, a may.Actor, unitID string, closed bool) (unit org.Node, out []Line, err error) {
	defer fault.Wrap(&err, "introductions at %s", unitID)
	unit, employer, err := in.unit(ctx, a, may.PlanPerson, unitID)
	if err != nil {
		return unit, nil, err
	}
	states := []string{string(Active), string(Paused)}
	if closed {
		states = []string{string(Done), string(Ended)}
	}
	all, err := in.of(ctx, unitID, states)
	if err != nil {
		return unit, nil, err
	}
	all = slices.DeleteFunc(all, func(x Introduction) bool { return x.PersonID == a.PersonID })
	if out, err = in.lines(ctx, unit, employer, all); err != nil {
		return unit, nil, err
	}
	var ids []string
	for _, l := range out {
		ids = append(ids, l.PersonID)
	}
	names, err := in.crowd(ctx, a, employer.ID, unit.Path, ids)
	if err != nil {
		return unit, nil, err
	}
	for i := range out {
		out[i].Name = names[out[i].PersonID]
	}
	lang.SortBy(out, func(l Line) string { return l.Name })
	slices.SortStableFunc(out, func(x, y Line) int { return weight(y) - weight(x) })
	return unit, out, in.Audit.Node(ctx, in.DB, a, "introduction.unit", unitID)
}

// weight puts what is to be acted on first.
func weight(l Line) int {
	switch {
	case l.Late():
		return 2
	case l.LacksMentor() || l.LacksBuddy():
		return 1
	}
	return 0
}

func (in *Introductions) of(ctx context.Context, unitID string, states []string) ([]Introduction, error) {
	return db.All(ctx, in.DB, scanIntroduction, `
		SELECT `+columns+`
		FROM introduction i
		WHERE i.unit_id = $1 AND i.state IN (`+db.Marks(2, len(states))+`)
		ORDER BY i.start_day DESC, i.id
		LIMIT 500`,
		db.Args(states, unitID)...)
}

// lines tells how the introductions of one unit stand.
func (in *Introductions) lines(ctx context.Context, unit, employer org.Node, all []Introduction) ([]Line, error) {
	var ids, people []string
	for _, x := range all {
		ids, people = append(ids, x.ID), append(people, x.PersonID)
	}
	ticks, err := ticksOf(ctx, in.DB, ids)
	if err != nil {
		return nil, err
	}
	guides, err := in.guides(ctx, ids)
	if err != nil {
		return nil, err
	}
	away, err := in.away(ctx, in.DB, people)
	if err != nil {
		return nil, err
	}
	locals, err := in.localsOf(ctx, in.DB, unit, employer, "")
	if err != nil {
		return nil, err
	}
	type key struct {
		id      string
		version int64
	}
	templates := map[key]checklist.Template{}
	out := make([]Line, 0, len(all))
	for _, x := range all {
		k := key{x.TemplateID, x.Version}
		if _, known := templates[k]; !known {
			v, err := findVersion(ctx, in.DB, x.TemplateID, x.Version)
			if err != nil {
				return nil, err
			}
			templates[k] = v.Template
		}
		l := Line{Introduction: x, Template: templates[k], Away: in.isAway(away[x.PersonID])}
		c := checklist.Case{Template: l.Template, Locals: locals, Area: x.Area, Start: x.StartDay, Paused: x.paused(in.Today(), away[x.PersonID]), Resting: in.resting(x, away[x.PersonID]), Away: away[x.PersonID], Ticks: ticks[x.ID]}
		l.Standing = c.Stand(in.Today())
		for _, g := range guides[x.ID] {
			if g.Part == MentorPart {
				l.Mentor = &g
			} else {
				l.Buddy = &g
			}
		}
		out = append(out, l)
	}
	return out, nil
}

// away gives the days on leave of some people, by person. What is to come is not known to be: it counts up to today.
func (in *Introductions) away(ctx context.Context, q db.Q, people []string) (map[string][]checklist.Away, error) {
	out, today := map[string][]checklist.Away{}, in.Today()
	for chunk := range slices.Chunk(people, 200) {
		leaves, err := in.Staff.LeavesIn(ctx, q, chunk)
		if err != nil {
			return nil, err
		}
		for id, all := range leaves {
			for _, l := range all {
				if l.From <= today {
					out[id] = append(out[id], checklist.Away{From: l.From, To: min(l.To, today)})
				}
			}
		}
	}
	return out, nil
}

// resting tells whether no time goes: nothing is late in what is paused, done or ended, nor while the person is away.
func (in *Introductions) resting(x Introduction, away []checklist.Away) bool {
	return x.State != Active || in.isAway(away)
}

func (in *Introductions) isAway(away []checklist.Away) bool {
	return slices.ContainsFunc(away, func(a checklist.Away) bool { return a.To == in.Today() })
}

// crowd are the names of some people of a unit, as the actor may know them (rule 7).
func (in *Introductions) crowd(ctx context.Context, a may.Actor, employerID, unitPath string, people []string) (map[string]string, error) {
	out := map[string]string{}
	for chunk := range slices.Chunk(people, 200) {
		works := make([]staff.Working, len(chunk))
		for i, id := range chunk {
			works[i] = staff.Working{Employment: staff.Employment{EmployerID: employerID, PersonID: id, UnitPath: unitPath}}
		}
		cards, err := in.Staff.Crowd(ctx, a, works)
		if err != nil {
			return nil, err
		}
		for _, m := range cards {
			out[m.Employee.PersonID] = m.Employee.Name()
			if m.Protected && m.LastName == "" {
				out[m.Employee.PersonID] = m.ContactCode
			}
		}
	}
	missing := slices.DeleteFunc(slices.Clone(people), func(id string) bool { return out[id] != "" })
	if len(missing) == 0 { // who serves from another employer has a card there only
		return out, nil
	}
	names, err := in.names(ctx, missing)
	for id, name := range names {
		out[id] = name
	}
	return out, err
}

// Due is what is to be done about the newcomers of some units.
type Due struct {
	Late int    // people with something late
	Lack int    // people without a mentor, or without a buddy that is asked for
	Unit string // the first unit with something to do
}

// DueAt counts it, for who leads the units; of the others nothing.
func (in *Introductions) DueAt(ctx context.Context, a may.Actor, units []org.Node) (d Due, err error) {
	for _, u := range units {
		unit, employer, err := in.unit(ctx, a, may.PlanPerson, u.ID)
		if isDenied(err) {
			continue
		}
		if err != nil {
			return d, err
		}
		all, err := in.of(ctx, unit.ID, []string{string(Active), string(Paused)})
		if err != nil {
			return d, err
		}
		lines, err := in.lines(ctx, unit, employer, slices.DeleteFunc(all, func(x Introduction) bool { return x.PersonID == a.PersonID }))
		if err != nil {
			return d, err
		}
		for _, l := range lines {
			if l.Late() {
				d.Late++
			}
			if l.LacksMentor() || l.LacksBuddy() {
				d.Lack++
			}
			if d.Unit == "" && weight(l) > 0 {
				d.Unit = unit.ID
			}
		}
	}
	return d, nil
}

// Own lists the actor's own introductions, those under way first, the latest first among each.
func (in *Introductions) Own(ctx context.Context, a may.Actor) ([]Introduction, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	return db.All(ctx, in.DB, scanIntroduction, `
		SELECT `+columns+`
		FROM introduction i
		WHERE i.person_id = $1
		ORDER BY CASE WHEN i.state IN ('active', 'paused') THEN 0 ELSE 1 END, i.start_day DESC, i.id
		LIMIT 50`,
		a.PersonID)
}

// Open tells how far a person has come in an introduction that is under way, for the person's first page; ok is false
// when none is. It is for the person alone: callers ask for nobody else.
func (in *Introductions) Open(ctx context.Context, personID string) (done, all int, ok bool, err error) {
	x, err := db.One(ctx, in.DB, scanIntroduction, `
		SELECT `+columns+`
		FROM introduction i
		WHERE i.person_id = $1 AND i.state = 'active'
		ORDER BY i.start_day DESC, i.id
		LIMIT 1`,
		personID)
	if isMissing(err) {
		return 0, 0, false, nil
	}
	if err != nil {
		return 0, 0, false, err
	}
	_, s, err := in.stand(ctx, in.DB, x)
	return s.Done, s.All, true, err
}

// Newcomers are those at a unit for whom an introduction may be begun by hand: who works there and has none under way.
func (in *Introductions) Newcomers(ctx context.Context, a may.Actor, unitID string) (unit org.Node, out []Candidate, err error) {
	unit, employer, err := in.unit(ctx, a, may.PlanPerson, unitID)
	if err != nil {
		return unit, nil, err
	}
	open, err := in.of(ctx, unitID, []string{string(Active), string(Paused)})
	if err != nil {
		return unit, nil, err
	}
	crew, err := in.Staff.Crew(ctx, a, []string{unitID}, employer.ID, in.Today())
	if err != nil {
		return unit, nil, err
	}
	for _, m := range crew {
		id := m.Employee.PersonID
		if !slices.ContainsFunc(open, func(x Introduction) bool { return x.PersonID == id }) {
			out = append(out, Candidate{PersonID: id, Name: m.Shown(), Unit: m.UnitName})
		}
	}
	return unit, out, in.Audit.Node(ctx, in.DB, a, "introduction.crew", unitID)
}
