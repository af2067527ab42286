// Package rule tells from what was noted on a course day who was there, for how long and what is missing, as
// pure functions: values in, values with reasons out.
package rule

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// What is noted of somebody at a session.
type What string

// The marks. None takes back what was noted.
const (
	Here    What = "here"    // from the beginning
	Late    What = "late"    // came at a time
	Left    What = "left"    // left at a time, before the end
	Absent  What = "absent"  // was not there
	Excused What = "excused" // was not there, and has said why
	None    What = "none"
)

// Whats names every mark.
func Whats() []What { return []What{Here, Late, Left, Absent, Excused, None} }

// Timed tells whether a mark has a time on the wall.
func (w What) Timed() bool { return w == Late || w == Left }

// Mark is one note, made on some device at a moment. The id is made there: the same id twice is one mark.
type Mark struct {
	ID   string
	What What
	Time string // HH:MM of Late and Left
	At   time.Time
}

// Part is a piece of a session's plan.
type Part struct {
	Title   string
	Break   bool
	Minutes int
}

// Session is what was to be: times on the wall, and the plan in its order.
type Session struct {
	Begins, Ends string // HH:MM
	Parts        []Part
}

// State is what is known of somebody at a session.
type State string

// The states. Unknown: nothing has been noted.
const (
	Unknown   State = ""
	Was       State = "attended"
	WasPart   State = "part"
	WasAbsent State = "absent"
	WasAway   State = "excused"
)

// Presence is somebody's time at a session.
type Presence struct {
	State     State
	Came      string   // HH:MM
	Went      string   // HH:MM
	Minutes   int      // there, without breaks
	OfMinutes int      // of the whole session, without breaks
	Gaps      []Gap    // when the person had left and came back, between Came and Went
	Missed    []string // titles of parts that were missed for the most
	Last      Mark     // the mark that was made last
}

// Gap is a time of a session when somebody was not there, HH:MM.
type Gap struct{ From, Until string }

// Grace is how many minutes may be missing of a session that counts as whole: a bus that is late.
const Grace = 15

// Order puts marks in the order they were made, each once. Marks of the same moment are ordered by id, so that
// everybody who reads them reads the same.
func Order(marks []Mark) []Mark {
	out := slices.Clone(marks)
	slices.SortFunc(out, func(a, b Mark) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return slices.CompactFunc(out, func(a, b Mark) bool { return a.ID == b.ID })
}

// At tells what marks say of somebody at a session, in whatever order and however often they came.
func At(s Session, marks []Mark) Presence {
	begins, ends := Clock(s.Begins), Clock(s.Ends)
	p := Presence{OfMinutes: s.minutes(begins, ends)}
	state, t := Unknown, stay{came: begins, went: ends}
	for _, m := range Order(marks) {
		p.Last = m
		at := min(max(Clock(m.Time), begins), ends)
		if !m.What.Timed() || state != Was { // what was noted before says nothing of this stay
			t = stay{came: begins, went: ends}
		}
		switch m.What {
		case Here:
			state = Was
		case Late:
			t.comes(at, ends)
			state = Was
		case Left:
			t.leaves(at)
			state = Was
		case Absent:
			state = WasAbsent
		case Excused:
			state = WasAway
		case None:
			state = Unknown
		}
	}
	if p.State = state; state != Was {
		return p
	}
	t.went = max(t.came, t.went)
	p.Came, p.Went, p.Gaps = Hour(t.came), Hour(t.went), t.away()
	p.Minutes = t.of(s.minutes)
	p.Missed = s.missed(t)
	switch {
	case p.Minutes == 0 && p.OfMinutes > 0:
		p.State = WasAbsent
	case p.OfMinutes-p.Minutes > Grace:
		p.State = WasPart
	}
	return p
}

// Outcome is what came of an occasion for somebody.
type Outcome struct {
	State     State
	Minutes   int
	OfMinutes int
	Unknown   int // sessions where nothing is noted
}

// Sum tells what came of all sessions: attended when all were, excused when none was and each was excused, absent
// when none was. A session without a note counts as not attended.
func Sum(all []Presence) Outcome {
	var o Outcome
	whole, some, excused := 0, 0, 0
	for _, p := range all {
		o.Minutes += p.Minutes
		o.OfMinutes += p.OfMinutes
		switch p.State {
		case Was:
			whole++
		case WasPart:
			some++
		case WasAway:
			excused++
		case Unknown:
			o.Unknown++
		}
	}
	switch {
	case len(all) > 0 && whole == len(all):
		o.State = Was
	case whole+some > 0:
		o.State = WasPart
	case len(all) > 0 && excused == len(all):
		o.State = WasAway
	default:
		o.State = WasAbsent
	}
	return o
}

// Counts tells whether an outcome is enough: all was attended, or the organiser has decided that the part was.
func Counts(s State, enough bool) bool { return s == Was || s == WasPart && enough }

// Clock reads a time on the wall as minutes since midnight; -1 when it is none.
func Clock(s string) int {
	if len(s) != 5 || s[2] != ':' {
		return -1
	}
	h, err := strconv.Atoi(s[:2])
	m, err2 := strconv.Atoi(s[3:])
	if err != nil || err2 != nil || h < 0 || h > 23 || m < 0 || m > 59 {
		return -1
	}
	return h*60 + m
}

// Hour writes minutes since midnight as a time on the wall.
func Hour(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// minutes counts those between two times, without the breaks of the plan.
func (s Session) minutes(from, to int) int {
	n := max(to-from, 0)
	s.each(func(p Part, begins, ends int) {
		if p.Break {
			n -= overlap(from, to, begins, ends)
		}
	})
	return max(n, 0)
}

// missed are the parts of which less than half was attended.
func (s Session) missed(t stay) (out []string) {
	s.each(func(p Part, begins, ends int) {
		there := t.of(func(from, to int) int { return overlap(from, to, begins, ends) })
		if !p.Break && ends > begins && 2*there < ends-begins {
			out = append(out, p.Title)
		}
	})
	return out
}

// each hands over the parts with their times; what does not fit in the session is cut off.
func (s Session) each(use func(p Part, begins, ends int)) {
	at, end := Clock(s.Begins), Clock(s.Ends)
	for _, p := range s.Parts {
		next := min(at+max(p.Minutes, 0), end)
		use(p, at, next)
		at = next
	}
}

func overlap(a, b, c, d int) int { return max(min(b, d)-max(a, c), 0) }
