package group

import (
	"slices"
	"strings"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Kind is what is to be done about people.
type Kind string

// The kinds of things to do.
const (
	RemindLate  Kind = "late"    // a date has passed
	RemindSoon  Kind = "soon"    // a date comes
	RemindRenew Kind = "renew"   // what is done runs out
	Approve     Kind = "approve" // a report waits
	GiveCodes   Kind = "code"    // has never signed in
	Welcome     Kind = "back"    // comes back from leave
)

// Kinds names every kind.
func Kinds() []Kind { return []Kind{RemindLate, RemindSoon, RemindRenew, Approve, GiveCodes, Welcome} }

// Reminds tells whether what is done about it is to remind.
func (k Kind) Reminds() bool { return k == RemindLate || k == RemindSoon || k == RemindRenew }

// How far ahead one looks, in days, and how long a reminder rests.
const (
	dueWithin  = 14
	backWithin = 14
	newWithin  = 60
	restsFor   = 7
)

// Task is one thing to do: who, what and by when. People with the same thing to do are one task.
type Task struct {
	Kind        Kind
	Item, Title string    // of what; "" when it is not about one thing
	By          plan.Date // the first of the people's dates; "" = none
	People      []*Member // in the team's order, each once
}

// thing is one person's part of a task.
type thing struct {
	kind        Kind
	item, title string
	by          plan.Date
}

// ToDo groups what is to be done about the people of a team, the earliest date first; what has no
// date comes last. A person is in each task once, and in no other of the same kind and item.
func ToDo(t *Team) []Task {
	var tasks []Task
	at := map[thing]int{}
	for i := range t.Members {
		m := &t.Members[i]
		for _, th := range things(t, m) {
			key := thing{kind: th.kind, item: th.item}
			k, have := at[key]
			if !have {
				k, at[key] = len(tasks), len(tasks)
				tasks = append(tasks, Task{Kind: th.kind, Item: th.item, Title: th.title, By: th.by})
			}
			task := &tasks[k]
			if n := len(task.People); n == 0 || task.People[n-1] != m {
				task.People = append(task.People, m)
			}
			if task.By == "" || th.by != "" && th.by < task.By {
				task.By = th.by
			}
		}
	}
	slices.SortStableFunc(tasks, func(a, b Task) int {
		return strings.Compare(string(orLast(a.By)), string(orLast(b.By)))
	})
	return tasks
}

func orLast(d plan.Date) plan.Date {
	if d == "" {
		return db.NoEnd
	}
	return d
}

// things is what is to be done about one person.
func things(t *Team, m *Member) []thing {
	var out []thing
	if m.Progress && m.State != Resting {
		for i := range m.Lines {
			if th, ok := m.remind(&m.Lines[i], t.Today); ok {
				out = append(out, th)
			}
		}
	}
	if t.Can[may.DecideExternal] && len(m.Waiting) > 0 {
		out = append(out, thing{kind: Approve, by: m.Waiting[0].On})
	}
	if t.Can[may.GiveCode] && !m.Serving && !m.SignedIn && !m.away(t.Today) && !m.Dormant {
		th := thing{kind: GiveCodes}
		if start := plan.Date(m.StartDate); start >= t.Today.AddDays(-newWithin) {
			th.by = start
		}
		out = append(out, th)
	}
	if by, ok := m.back(t.Today); ok && t.Can[may.SetLeave] {
		out = append(out, thing{kind: Welcome, by: by})
	}
	return out
}

// remind tells what the person may be reminded of on a line. Who was reminded lately rests.
func (m *Member) remind(l *Line, today plan.Date) (thing, bool) {
	if last := m.Reminded[l.Key]; last != "" && last > today.AddDays(-restsFor) {
		return thing{}, false
	}
	th := thing{item: l.Key, title: l.Title, by: l.Due}
	switch {
	case l.Cell == Overdue:
		th.kind = RemindLate
	case l.Cell == Renew:
		th.kind, th.by = RemindRenew, l.Until.AddDays(1)
	case (l.Cell == Missing || l.Cell == Ongoing) && l.Due != "" && l.Due <= today.AddDays(dueWithin):
		th.kind = RemindSoon
	default:
		return thing{}, false
	}
	return th, true
}

// away tells whether the person is on leave on a day.
func (m *Member) away(on plan.Date) bool {
	for _, l := range m.Leaves {
		if plan.Date(l.From) <= on && plan.Date(l.To) >= on {
			return true
		}
	}
	return false
}

// back is the first day after a leave that has just ended or soon does.
func (m *Member) back(today plan.Date) (plan.Date, bool) {
	for _, l := range m.Leaves {
		if l.To == db.NoEnd {
			continue
		}
		first := plan.Date(l.To).AddDays(1)
		if first >= today.AddDays(-backWithin) && first <= today.AddDays(restsFor) && !m.away(first) {
			return first, true
		}
	}
	return "", false
}

// Coming is whose date comes first after those that are to be acted on now, and what it is; nil when nobody has one.
func Coming(t *Team) (m *Member, l *Line) {
	for i := range t.Members {
		one := &t.Members[i]
		if !one.Progress || one.State == Resting {
			continue
		}
		for k := range one.Lines {
			line := &one.Lines[k]
			if line.done() || line.Cell == Overdue || line.Cell == Paused || line.Due <= t.Today.AddDays(dueWithin) {
				continue
			}
			if l == nil || line.Due < l.Due {
				m, l = one, line
			}
		}
	}
	return m, l
}
