// Package attendancetest makes a course day with people who have seats there, for the tests of the day.
package attendancetest

import (
	"fmt"
	"testing"
	"time"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/may"
)

// The world's fixed points: the course, the RSS that arranges, the day and its two sessions.
const (
	Course  = "hygien"
	RSS     = "rss-GR"
	Day     = "dag-1"
	Morning = "dag-1-1"
	Later   = "dag-1-2"
)

// World is Göteborg with the unit solen, where everybody works; tora leads the day and rita arranges it for the RSS.
type World struct {
	*gaptest.World
	Clock time.Time // what the rules of the day see; the zero time is the machine's clock
}

// New makes the world, with a day of two sessions today: 9–12 and 13–16. The clock of the rules stands at nine.
func New(t testing.TB) *World {
	t.Helper()
	w := &World{World: gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Employ("tora", "solen", "underskoterska")
	w.Employ("rita", "solen", "underskoterska")
	w.Grant("rita", may.Region, RSS)
	if _, _, problems, err := w.Courses.Import(t.Context(), may.Operator(), coursetest.DayFolder(Course, false)); err != nil {
		t.Fatal(err, problems)
	}
	w.Occasion(Day, w.Staff.Today(), [2]string{"09:00", "12:00"}, [2]string{"13:00", "16:00"})
	w.Exec(`INSERT INTO trainer (id, person_id, name, email, works_at, field, made_by, made_at) VALUES ('tora', 'tora', 'Tora Exempel', '', '', '', 'test', $1)`, time.Now())
	w.Exec(`INSERT INTO session_trainer (session_id, trainer_id) VALUES ($1, 'tora'), ($2, 'tora')`, Morning, Later)
	w.At("09:00")
	w.Attendance.Now = func() time.Time {
		if w.Clock.IsZero() {
			return w.Now()
		}
		return w.Clock
	}
	return w
}

// Occasion adds an occasion on a day, with sessions from and to times on the wall. The first has a plan: a talk, a
// break and an exercise.
func (w *World) Occasion(id, day string, sessions ...[2]string) {
	w.T.Helper()
	w.Exec(`INSERT INTO occasion (id, course_id, organiser_id, outside, place_form, town, place, address, room, access_notes, link, language, seats, min_seats, cut_off, fee, terms, note, state, decided,
			first_day, last_day, uid, sequence, series_id, revision, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, '', 'place', $4, 'Folkets hus', 'Storgatan 1', 'Sal 2', '', '', 'sv', 60, 1, $5, 0, '', '', 'open', '', $5, $5, $1, 0, '', 1, 'rita', $6, 'rita', $6)`,
		id, Course, RSS, gaptest.Town, day, time.Now())
	w.Exec(`INSERT INTO occasion_owner (occasion_id, node_id) VALUES ($1, $2)`, id, RSS)
	for i, s := range sessions {
		session := fmt.Sprintf("%s-%d", id, i+1)
		w.Exec(`INSERT INTO occasion_session (id, occasion_id, number, length, on_day, begins, ends) VALUES ($1, $2, $3, 'half', $4, $5, $6)`, session, id, int64(i+1), day, s[0], s[1])
		if i > 0 {
			continue
		}
		for n, part := range []struct {
			kind, title string
			minutes     int64
		}{{"lecture", "Smittvägar", 75}, {"break", "Fika", 15}, {"practice", "Rena händer", 90}} {
			w.Exec(`INSERT INTO session_part (session_id, number, kind, title, minutes, material, link, blob, file_name) VALUES ($1, $2, $3, $4, $5, '', '', '', '')`, session, int64(n+1), part.kind, part.title, part.minutes)
		}
	}
}

// Seat employs somebody who has a seat at the day; the booking's id is "plats-" and the name.
func (w *World) Seat(people ...string) {
	w.T.Helper()
	for _, person := range people {
		w.Employ(person, "solen", "underskoterska")
		w.Book(person, Day)
	}
}

// Book gives somebody a seat at an occasion.
func (w *World) Book(person, occasion string) {
	w.T.Helper()
	w.Exec(`INSERT INTO booking (id, occasion_id, person_id, guest_id, employer_id, municipality_id, unit_id, state, takes, need, rank, common_rank, lot, note, replaces, revision, made_by, made_at, changed_at)
		VALUES ($1, $2, $3, '', $4, $4, 'solen', 'booked', 'pool', 0, 0, 0, 0, '', '', 1, 'test', $5, $5)`, "plats-"+person, occasion, person, gaptest.Town, time.Now())
}

// Protect notes that somebody has a protected identity, and gives the contact code.
func (w *World) Protect(person string) string {
	w.T.Helper()
	code, err := w.Staff.NoteProtected(w.T.Context(), may.Operator(), gaptest.Town, person, true)
	if err != nil {
		w.T.Fatal(err)
	}
	return code
}

// At sets the clock of the rules to a time on the wall today; "" is the machine's clock.
func (w *World) At(clock string) {
	w.T.Helper()
	if w.Clock = (time.Time{}); clock == "" {
		return
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", w.Staff.Today()+" "+clock, w.App.Place)
	if err != nil {
		w.T.Fatal(err)
	}
	w.Clock = at
}

// Settle works what waits after a day was closed or corrected.
func (w *World) Settle() {
	w.T.Helper()
	if err := w.Attendance.OnClosed(w.T.Context(), attendance.Closed{OccasionID: Day}); err != nil {
		w.T.Fatal(err)
	}
}

// Text reads one text.
func (w *World) State(bookingID string) string {
	w.T.Helper()
	d, err := w.Attendance.Open(w.T.Context(), w.Actor("tora"), Day)
	if err != nil {
		w.T.Fatal(err)
	}
	l := d.Line(bookingID)
	if l == nil {
		return ""
	}
	return string(l.Sum.State)
}
