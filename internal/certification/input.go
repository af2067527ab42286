package certification

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// fromCircle is the source of facts about meetings (room circle).
const fromCircle = "circle"

// day is the day of an instant.
func (c *Certifications) day(at time.Time) string { return at.In(c.Place).Format(time.DateOnly) }

// dayOr is the day of an instant; a day that never comes where there is none.
func (c *Certifications) dayOr(at time.Time) string {
	if at.IsZero() {
		return db.NoEnd
	}
	return c.day(at)
}

// inputs reads what decides how some programmes stand, by their ids. It asks no leave.
func (c *Certifications) inputs(ctx context.Context, q db.Q, programmes []Programme) (map[string]rule.Input, error) {
	out := map[string]rule.Input{}
	for some := range slices.Chunk(programmes, atOnce) {
		l, err := c.loading(ctx, q, some)
		if err != nil {
			return nil, err
		}
		byEmployer := map[string][]Programme{}
		for _, p := range some {
			byEmployer[p.EmployerID] = append(byEmployer[p.EmployerID], p)
		}
		for _, employer := range slices.Sorted(maps.Keys(byEmployer)) {
			if err := l.of(ctx, employer, byEmployer[employer], out); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// loading is what one reading of programmes has in common.
type loading struct {
	c        *Certifications
	q        db.Q
	versions map[string][]rule.Version
	events   map[string][]Event
	noted    map[string]string // by programme
	tasks    map[string][]Task
	leaders  map[string][]rule.Span
	places   map[string][]stay                  // where a programme was, by programme, in the order of the days
	stints   map[string]map[string][]rule.Stint // by programme and person
	leaves   map[string][]rule.Span             // by person
	releases map[string][]rule.Release
}

func (c *Certifications) loading(ctx context.Context, q db.Q, programmes []Programme) (l *loading, err error) {
	l = &loading{c: c, q: q}
	var ids, units, schemes []string
	for _, p := range programmes {
		ids, units, schemes = append(ids, p.ID), append(units, p.UnitID), append(schemes, p.SchemeID)
	}
	if l.places, err = placesOf(ctx, q, programmes); err != nil {
		return nil, err
	}
	for _, all := range l.places {
		for _, s := range all {
			units = append(units, s.unit)
		}
	}
	units, schemes = distinct(units), distinct(schemes)
	if l.versions, err = versionsOf(ctx, q, schemes); err != nil {
		return nil, err
	}
	if l.events, err = eventsOf(ctx, q, ids); err != nil {
		return nil, err
	}
	if l.noted, err = notedBefore(ctx, q, ids); err != nil {
		return nil, err
	}
	if l.tasks, err = tasksOf(ctx, q, ids); err != nil {
		return nil, err
	}
	if c.Leaders != nil {
		if l.leaders, err = c.Leaders.LeaderSpans(ctx, units); err != nil {
			return nil, err
		}
	}
	present, err := c.Staff.Presences(ctx, q, units)
	if err != nil {
		return nil, err
	}
	byUnit := map[string][]staff.Presence{}
	for _, p := range present {
		byUnit[p.UnitID] = append(byUnit[p.UnitID], p)
	}
	l.stints = make(map[string]map[string][]rule.Stint, len(programmes))
	for _, p := range programmes {
		l.stints[p.ID] = stints(l.places[p.ID], byUnit)
	}
	if err := l.readLeaves(ctx, present); err != nil {
		return nil, err
	}
	return l, l.readReleases(ctx)
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// stay is a unit that a programme was at, until a day.
type stay struct{ unit, from, until string }

// placesOf gives where some programmes were, by programme: one unit, but where units have been merged.
func placesOf(ctx context.Context, q db.Q, programmes []Programme) (map[string][]stay, error) {
	ids := make([]string, len(programmes))
	for i, p := range programmes {
		ids[i] = p.ID
	}
	type row struct{ programme, unit, until string }
	before, err := db.All(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.programme, &r.unit, &r.until); return r, err }, `
		SELECT programme_id, unit_id, until_day
		FROM unit_before
		WHERE programme_id IN (`+db.Marks(1, len(ids))+`)
		ORDER BY programme_id, until_day`,
		db.Args(ids)...)
	out := map[string][]stay{}
	from := map[string]string{}
	for _, b := range before {
		out[b.programme] = append(out[b.programme], stay{b.unit, from[b.programme], b.until})
		from[b.programme] = b.until
	}
	for _, p := range programmes {
		out[p.ID] = append(out[p.ID], stay{p.UnitID, from[p.ID], db.NoEnd})
	}
	return out, err
}

// stints are the times of people at a programme's units, by person. Who was known to work there from the beginning of the
// employment came on its first day; who was at a unit that the programme came to, came then.
func stints(places []stay, byUnit map[string][]staff.Presence) map[string][]rule.Stint {
	out := map[string][]rule.Stint{}
	for _, at := range places {
		for _, p := range byUnit[at.unit] { // by days, within a person
			arrived := p.From
			if p.First {
				arrived = min(arrived, p.Start)
			}
			arrived = max(arrived, at.from)
			from, until := max(p.From, at.from), min(p.Until, at.until)
			if from >= until {
				continue
			}
			out[p.PersonID] = append(out[p.PersonID], rule.Stint{Span: rule.Span{From: from, Until: until}, Arrived: arrived,
				Occupation: p.Occupation, Form: p.Form, Dormant: p.Dormant, Serving: p.Serving})
		}
	}
	return out
}

// led are the times when a leader was appointed at a programme's units.
func (l *loading) led(p Programme) (out []rule.Span) {
	for _, at := range l.places[p.ID] {
		for _, s := range l.leaders[at.unit] {
			if s = (rule.Span{From: max(s.From, at.from), Until: min(s.Until, at.until)}); s.From < s.Until {
				out = append(out, s)
			}
		}
	}
	return out
}

// readLeaves reads when people are away. What is noted in parts, as when it is made longer, is one time away.
func (l *loading) readLeaves(ctx context.Context, present []staff.Presence) error {
	ids := make([]string, len(present))
	for i, p := range present {
		ids[i] = p.PersonID
	}
	l.leaves = map[string][]rule.Span{}
	for some := range slices.Chunk(distinct(ids), atOnce) {
		all, err := l.c.Staff.LeavesIn(ctx, l.q, some)
		if err != nil {
			return err
		}
		for id, leaves := range all {
			for _, v := range leaves {
				l.leaves[id] = append(l.leaves[id], rule.Span{From: v.From, Until: staff.DayAfter(v.To)})
			}
			l.leaves[id] = rule.Join(l.leaves[id])
		}
	}
	return nil
}

func (l *loading) readReleases(ctx context.Context) error {
	var courses []string
	for _, versions := range l.versions {
		for _, v := range versions {
			if v.Scheme.Versions != rule.AnyVersion {
				courses = append(courses, v.Scheme.Courses()...)
			}
		}
	}
	l.releases = map[string][]rule.Release{}
	all, err := l.c.Courses.Releases(ctx, l.q, distinct(courses))
	for _, r := range all {
		l.releases[r.CourseID] = append(l.releases[r.CourseID], rule.Release{Version: r.Version, From: l.c.day(r.At)})
	}
	return err
}

// of reads the facts of one employer's programmes, and puts all together.
func (l *loading) of(ctx context.Context, employer string, programmes []Programme, out map[string]rule.Input) error {
	var people, courses []string
	var meetings, skills bool
	for _, p := range programmes {
		people = slices.AppendSeq(people, maps.Keys(l.stints[p.ID]))
		for _, v := range l.versions[p.SchemeID] {
			courses = append(courses, v.Scheme.Courses()...)
			meetings, skills = meetings || v.Scheme.Asks(rule.ByMeetings), skills || v.Scheme.Asks(rule.BySkill)
		}
	}
	facts := map[string][]rule.Fact{}
	for some := range slices.Chunk(distinct(people), atOnce) {
		if err := l.facts(ctx, facts, employer, some, distinct(courses), meetings, skills); err != nil {
			return err
		}
	}
	for _, p := range programmes {
		in := rule.Input{Versions: l.versions[p.SchemeID], Courses: l.releases, Leaders: l.led(p), Noted: l.noted[p.ID]}
		in.Events = toRule(l.events[p.ID])
		tasks := taskFacts(l.tasks[p.ID])
		for _, id := range slices.Sorted(maps.Keys(l.stints[p.ID])) {
			who := rule.Person{ID: id, Stints: l.stints[p.ID][id], Leaves: l.leaves[id], Facts: facts[id]}
			if own := tasks[id]; len(own) > 0 {
				who.Facts = slices.Concat(who.Facts, own)
			}
			in.People = append(in.People, who)
		}
		out[p.ID] = in
	}
	return nil
}

// toRule gives what the rule reads of what happened.
func toRule(events []Event) (out []rule.Event) {
	for _, e := range events {
		switch e.Kind {
		case Proposed, Refused, LedBy, Hid, Shown:
		default:
			out = append(out, rule.Event{Day: e.Day, Kind: e.Kind, Step: e.Step, Rule: e.ByRule, Cause: e.Cause})
		}
	}
	return out
}

// taskFacts gives assessed tasks as facts, by person: the latest of each holds.
func taskFacts(tasks []Task) map[string][]rule.Fact {
	out := map[string][]rule.Fact{}
	for i, t := range tasks {
		f := rule.Fact{Kind: rule.Failed, Ref: t.Requirement, Day: t.Day, Span: rule.Span{From: t.Day, Until: t.EndedOn}}
		if t.Passed {
			f.Kind = rule.Assessed
		}
		if t.EndedOn < db.NoEnd {
			f.Why = rule.WhyRevoked
		}
		for _, later := range tasks[i+1:] {
			if later.PersonID == t.PersonID && later.Requirement == t.Requirement && later.Day < f.Until {
				f.Until, f.Why = later.Day, rule.WhyRevoked
			}
		}
		if f.From < f.Until {
			out[t.PersonID] = append(out[t.PersonID], f)
		}
	}
	return out
}

var kinds = map[record.Kind]rule.FactKind{record.Completed: rule.Completed, record.Credited: rule.Completed, record.Passed: rule.Passed, record.Attended: rule.Attended}

// facts reads what some people have done, as an employer sees it and has seen it.
func (l *loading) facts(ctx context.Context, out map[string][]rule.Fact, employer string, people, courses []string, meetings, skills bool) error {
	source := ""
	if meetings {
		source = fromCircle
	}
	seen, err := l.c.Record.SeenThrough(ctx, l.q, employer, people, courses, source)
	if err != nil {
		return err
	}
	for _, s := range seen {
		if f, ok := l.c.fact(s); ok {
			out[s.PersonID] = append(out[s.PersonID], f)
		}
	}
	if !skills || l.c.Skills == nil {
		return nil
	}
	signed, err := l.c.Skills.SignedAmong(ctx, employer, people)
	for _, s := range signed {
		f := rule.Fact{Kind: rule.Signed, Ref: s.Skill, Day: s.From, Span: s.Span}
		if s.Until < db.NoEnd {
			f.Why = rule.WhyRevoked
		}
		out[s.PersonID] = append(out[s.PersonID], f)
	}
	return err
}

// fact is one of the record as the rule reads it. What somebody says of themself is no evidence, nor is having been at
// part of something.
func (c *Certifications) fact(s record.Seen) (rule.Fact, bool) {
	kind := kinds[s.Kind]
	if kind == "" || s.Source == record.FromOwnWord || s.Part() || kind == rule.Attended && s.Source != fromCircle {
		return rule.Fact{}, false
	}
	f := rule.Fact{Kind: kind, Ref: s.CourseID, Version: s.Version, Day: c.day(s.At), Span: rule.Span{From: c.day(s.From), Until: db.NoEnd}}
	for _, end := range []struct{ day, why string }{
		{cmp.Or(s.ValidUntil, db.NoEnd), rule.WhyExpired}, {c.dayOr(s.RevokedAt), rule.WhyRevoked}, {c.dayOr(s.Until), rule.WhyUnshared},
	} {
		if end.day < f.Until {
			f.Until, f.Why = end.day, end.why
		}
	}
	return f, f.From < f.Until
}
