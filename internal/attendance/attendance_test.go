package attendance_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/attendance"
	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/attendance/rule"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/offline"
	"yrkesresan/internal/record"
)

const (
	day     = attendancetest.Day
	morning = attendancetest.Morning
	later   = attendancetest.Later
)

func note(w *attendancetest.World, id, person, session string, what rule.What, clock string) error {
	_, err := w.Attendance.Note(w.T.Context(), w.Actor("tora"), attendance.Mark{ID: id, OccasionID: day, SessionID: session, BookingID: "plats-" + person, What: what, Time: clock, How: attendance.ByList})
	return err
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func wants(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func count(t testing.TB, w *attendancetest.World, q string, args ...any) int64 {
	t.Helper()
	n, err := db.One(t.Context(), w.DB, db.Number, q, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// facts are what stands in somebody's record of the day.
func facts(t testing.TB, w *attendancetest.World, person string, kind record.Kind) []record.Fact {
	t.Helper()
	all, err := w.Record.Facts(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(record.Standing(all), func(f record.Fact) bool { return f.Kind != kind })
}

func TestOnlyWhoLeadsOrArrangesSeesTheDay(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	for person, want := range map[string]error{"tora": nil, "rita": nil, "amina": may.ErrDenied} {
		d, err := w.Attendance.Open(t.Context(), w.Actor(person), day)
		wants(t, person, err, want)
		if err == nil && (len(d.Lines) != 1 || d.Arranges != (person == "rita")) {
			t.Errorf("%s: %+v", person, d)
		}
		_, err = w.Attendance.Note(t.Context(), w.Actor(person), attendance.Mark{ID: "n-" + person, OccasionID: day, SessionID: morning, BookingID: "plats-amina", What: rule.Here})
		wants(t, person+" notes", err, want)
	}
	_, err := w.Attendance.Open(t.Context(), may.Actor{}, day)
	wants(t, "a visitor", err, may.ErrSignIn)
	long := w.Now().AddDate(0, 0, -92).Format(time.DateOnly)
	w.Exec(`UPDATE occasion SET first_day = $1, last_day = $1 WHERE id = $2`, long, day)
	for person, want := range map[string]error{"tora": may.ErrDenied, "rita": nil} {
		_, err := w.Attendance.Open(t.Context(), w.Actor(person), day)
		wants(t, person+" three months later", err, want)
	}
	w.Exec(`UPDATE occasion SET first_day = $1, last_day = $1 WHERE id = $2`, w.Staff.Today(), day)
	_, err = w.Attendance.Kitchen(t.Context(), w.Actor("tora"), day)
	wants(t, "who leads reads diets", err, may.ErrDenied)
	if n := count(t, w, `SELECT COUNT(*) FROM access_log WHERE person_id = 'amina' AND what = 'attendance.roll'`); n != 2 {
		t.Errorf("%d looks are told, want one each of tora and rita", n)
	}
	_, err = w.Attendance.Open(t.Context(), w.Actor("tora"), day)
	must(t, err)
	if n := count(t, w, `SELECT COUNT(*) FROM access_log WHERE person_id = 'amina' AND what = 'attendance.roll'`); n != 2 {
		t.Errorf("a second look the same day is told again: %d", n)
	}
}

func TestWhatCannotBeNoted(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	wants(t, "nobody's seat", note(w, "a", "bengt", morning, rule.Here, ""), attendance.ErrNoSeat)
	wants(t, "no such session", note(w, "a", "amina", "x", rule.Here, ""), attendance.ErrNoSession)
	wants(t, "no such mark", note(w, "a", "amina", morning, "gone", ""), attendance.ErrWhat)
	wants(t, "no key", note(w, "", "amina", morning, rule.Here, ""), attendance.ErrWhat)
	wants(t, "no time", note(w, "a", "amina", morning, rule.Late, "halv tio"), attendance.ErrTime)
	w.Clock = w.Clock.AddDate(0, 0, -1)
	wants(t, "the day before", note(w, "a", "amina", morning, rule.Here, ""), attendance.ErrEarly)
	if n := count(t, w, `SELECT COUNT(*) FROM day_mark`); n != 0 {
		t.Errorf("%d marks", n)
	}
}

func TestADayBecomesFacts(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina", "bengt", "carmen", "david", "elsa")
	wants(t, "before the last session", w.Attendance.Close(t.Context(), w.Actor("tora"), day, true), attendance.ErrNotBegun)
	must(t, note(w, "1", "amina", morning, rule.Here, ""), note(w, "2", "amina", later, rule.Here, ""),
		note(w, "3", "bengt", morning, rule.Late, "10:30"), note(w, "4", "bengt", later, rule.Here, ""),
		note(w, "5", "carmen", morning, rule.Excused, ""), note(w, "6", "carmen", later, rule.Excused, ""),
		note(w, "7", "david", morning, rule.Absent, ""), note(w, "8", "david", later, rule.Absent, ""))
	w.At("15:00")
	wants(t, "elsa has no mark", w.Attendance.Close(t.Context(), w.Actor("tora"), day, false), attendance.ErrUnmarked)
	must(t, w.Attendance.Close(t.Context(), w.Actor("tora"), day, true), w.Attendance.Close(t.Context(), w.Actor("tora"), day, true))
	w.Settle()
	w.Settle() // a job may run again
	for person, want := range map[string]string{"amina": "attended", "bengt": "part", "carmen": "excused", "david": "absent", "elsa": "absent"} {
		state, err := db.One(t.Context(), w.DB, db.Text, `SELECT state FROM booking WHERE person_id = $1`, person)
		if err != nil || state != want {
			t.Errorf("%s: %q %v, want %s", person, state, err, want)
		}
	}
	hours := func(person string) (sum float64) {
		for _, f := range facts(t, w, person, record.Attended) {
			sum += f.Hours
		}
		return sum
	}
	if got := hours("amina"); got != 5.75 { // 165 minutes without the break, and 180
		t.Errorf("amina: %v hours", got)
	}
	if got := hours("bengt"); got != 4.5 { // from 10.30: 90 minutes, and 180
		t.Errorf("bengt: %v hours", got)
	}
	if n := len(facts(t, w, "carmen", record.Attended)) + len(facts(t, w, "elsa", record.Attended)); n != 0 {
		t.Errorf("%d facts of who was not there", n)
	}
	wants(t, "a mark after the day is closed", note(w, "9", "elsa", later, rule.Here, ""), attendance.ErrClosed)

	s, err := w.Attendance.Own(t.Context(), w.Actor("bengt"), day)
	must(t, err)
	if len(s.MadeUp) != 1 || s.MadeUp[0].Session.ID != morning || !slices.Equal(s.MadeUp[0].Presence.Missed, []string{"Smittvägar"}) {
		t.Errorf("bengt makes up %+v", s.MadeUp)
	}
	w.Occasion("dag-2", w.Staff.Today(), [2]string{"09:00", "12:00"})
	if s, err = w.Attendance.Own(t.Context(), w.Actor("bengt"), day); err != nil || len(s.Again) != 1 || s.Again[0].ID != "dag-2" {
		t.Errorf("bengt can make up at %+v %v", s.Again, err)
	}
}

func TestACorrectionHasAReasonAndReachesTheRecord(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	must(t, note(w, "1", "amina", morning, rule.Here, ""), note(w, "2", "amina", later, rule.Here, ""))
	m := attendance.Mark{ID: "3", OccasionID: day, SessionID: later, BookingID: "plats-amina", What: rule.Absent}
	wants(t, "an open day", w.Attendance.Correct(t.Context(), w.Actor("tora"), m), attendance.ErrOpen)
	w.At("15:00")
	must(t, w.Attendance.Close(t.Context(), w.Actor("tora"), day, false))
	w.Settle()
	wants(t, "no reason", w.Attendance.Correct(t.Context(), w.Actor("tora"), m), attendance.ErrWhy)
	m.Why = "Hon är 800101-1231"
	wants(t, "an identity number", w.Attendance.Correct(t.Context(), w.Actor("tora"), m), attendance.ErrIdentity)
	m.Why = "Fel namn bockades av."
	w.At("16:30")
	must(t, w.Attendance.Correct(t.Context(), w.Actor("tora"), m), w.Attendance.Correct(t.Context(), w.Actor("tora"), m))
	w.Settle()
	if n := len(facts(t, w, "amina", record.Attended)); n != 1 || w.State("plats-amina") != "part" {
		t.Errorf("%d facts, %s", n, w.State("plats-amina"))
	}
	d, err := w.Attendance.Open(t.Context(), w.Actor("rita"), day)
	must(t, err)
	revision := d.Lines[0].Outcome.Revision
	wants(t, "who only leads decides", w.Attendance.Decide(t.Context(), w.Actor("tora"), day, "plats-amina", true, "x", revision), may.ErrDenied)
	wants(t, "an old revision", w.Attendance.Decide(t.Context(), w.Actor("rita"), day, "plats-amina", true, "x", revision-1), attendance.ErrChanged)
	must(t, w.Attendance.Decide(t.Context(), w.Actor("rita"), day, "plats-amina", true, "Hon visade allt före lunch.", revision))
	w.Settle()
	for _, f := range facts(t, w, "amina", record.Attended) {
		if strings.Contains(f.Detail, `"part"`) {
			t.Errorf("what is enough stands as a part: %s", f.Detail)
		}
	}
	if s, err := w.Attendance.Own(t.Context(), w.Actor("amina"), day); err != nil || len(s.MadeUp) != 0 {
		t.Errorf("there is something to make up of what is enough: %+v %v", s.MadeUp, err)
	}
}

// What is enough is enough for the course, too: the session that was missed is waived, and stands as that.
func TestWhatIsEnoughWaivesTheSessionThatWasMissed(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	must(t, note(w, "1", "amina", morning, rule.Excused, ""), note(w, "2", "amina", later, rule.Here, ""))
	w.At("15:00")
	must(t, w.Attendance.Close(t.Context(), w.Actor("tora"), day, false))
	w.Settle()
	left := func() int {
		t.Helper()
		p, err := w.Studies.Own(t.Context(), w.Actor("amina"), attendancetest.Course)
		must(t, err)
		return len(p.DaysLeft())
	}
	decide := func(enough bool, revision int64) {
		t.Helper()
		must(t, w.Attendance.Decide(t.Context(), w.Actor("rita"), day, "plats-amina", enough, "Hon kunde det redan.", revision))
		w.Settle()
		w.Settle() // a job may run again
	}
	if n := left(); n != 1 {
		t.Fatalf("%d days left", n)
	}
	decide(true, 1)
	all := facts(t, w, "amina", record.Attended)
	if n := left(); n != 0 || len(all) != 2 {
		t.Errorf("%d days left, %+v", n, all)
	}
	for _, f := range all {
		if waived := strings.Contains(f.OnceKey, morning); f.Waived() != waived || (f.Hours == 0) != waived {
			t.Errorf("%+v", f)
		}
	}
	decide(false, 2)
	if n := left(); n != 1 || len(facts(t, w, "amina", record.Attended)) != 1 {
		t.Errorf("not enough after all: %d days left", n)
	}
}

func TestAMarkMadeBeforeTheCloseIsTakenAfterIt(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	w.At("15:00")
	must(t, w.Attendance.Close(t.Context(), w.Actor("tora"), day, true))
	w.Settle()
	closed := w.Clock
	w.At("17:00")
	item := func(id string, at time.Time, session string) offline.Item {
		return offline.Item{ID: id, At: at, Fields: map[string]string{"pass": session, "bokning": "plats-amina", "vad": "here"}}
	}
	answers, err := w.Attendance.Take(t.Context(), w.Actor("tora"), day, []offline.Item{item("a", closed.Add(-time.Hour), morning), item("b", closed.Add(-time.Hour), later), item("c", closed.Add(time.Hour), later)})
	must(t, err)
	if answers[0].State != offline.Taken || answers[1].State != offline.Taken || answers[2].State != offline.Refused || answers[2].Text != "attendance.is_closed" {
		t.Errorf("%+v", answers)
	}
	w.Settle()
	if n := len(facts(t, w, "amina", record.Attended)); n != 2 {
		t.Errorf("%d facts, want those of both sessions", n)
	}
}

func TestTheNewestMarkHoldsHoweverTheyCome(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	nine := w.Clock
	w.At("10:00")
	item := func(id string, minute int, what rule.What) offline.Item {
		return offline.Item{ID: id, At: nine.Add(time.Duration(minute) * time.Minute), Fields: map[string]string{"pass": morning, "bokning": "plats-amina", "vad": string(what)}}
	}
	take := func(want offline.State, i offline.Item) {
		t.Helper()
		answers, err := w.Attendance.Take(t.Context(), w.Actor("tora"), day, []offline.Item{i})
		if err != nil || len(answers) != 1 || answers[0].State != want {
			t.Fatalf("%v %+v, want %s", err, answers, want)
		}
	}
	take(offline.Taken, item("new", 30, rule.Absent))
	take(offline.Older, item("old", 5, rule.Here)) // another phone, that had no network
	take(offline.Taken, item("old", 5, rule.Here)) // and sends again
	if got := w.State("plats-amina"); got != "absent" {
		t.Errorf("an older mark holds: %s", got)
	}
	if n := count(t, w, `SELECT COUNT(*) FROM day_mark`); n != 2 {
		t.Errorf("%d marks are kept, want both", n)
	}
}

// Forty people, marked on two phones that had no network, and sent by both twice at the same time.
func TestFortyPeopleSentTwiceInParallelAreMarkedOnce(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	var people []string
	for i := range 40 {
		people = append(people, fmt.Sprintf("person%02d", i))
	}
	w.Seat(people...)
	nine := w.Clock
	w.At("12:30")
	var one, other []offline.Item
	for i, p := range people {
		fields := map[string]string{"pass": morning, "bokning": "plats-" + p, "vad": "here"}
		one = append(one, offline.Item{ID: "one-" + p, At: nine.Add(time.Duration(i) * time.Second), Fields: fields})
		absent := map[string]string{"pass": morning, "bokning": "plats-" + p, "vad": "absent"}
		if i%4 == 0 { // the other phone says of every fourth, an hour later, that they left for good
			other = append(other, offline.Item{ID: "other-" + p, At: nine.Add(time.Hour), Fields: absent})
		}
	}
	var all sync.WaitGroup
	fails := make(chan error, 8)
	for _, items := range [][]offline.Item{one, other, one, other} {
		all.Add(1)
		go func() {
			defer all.Done()
			back := slices.Clone(items)
			slices.Reverse(back)
			for some := range slices.Chunk(back, 7) {
				if _, err := w.Attendance.Take(t.Context(), w.Actor("tora"), day, some); err != nil {
					fails <- err
					return
				}
			}
		}()
	}
	all.Wait()
	close(fails)
	for err := range fails {
		t.Fatal(err)
	}
	if n := count(t, w, `SELECT COUNT(*) FROM day_mark`); n != 50 {
		t.Errorf("%d marks, want 40 and 10", n)
	}
	d, err := w.Attendance.Open(t.Context(), w.Actor("tora"), day)
	must(t, err)
	here := 0
	for _, l := range d.Lines {
		if l.Presence[morning].State == rule.Was {
			here++
		}
	}
	if here != 30 {
		t.Errorf("%d are here, want 30", here)
	}
}

// More ask at once than there are connections: whoever holds the day needs no second one.
func TestAWholeRoomIsNotedAtOnce(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	var people []string
	for i := range 40 {
		people = append(people, fmt.Sprintf("person%02d", i))
	}
	w.Seat(people...)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	var all sync.WaitGroup
	fails := make(chan error, len(people))
	for _, p := range people {
		all.Go(func() {
			_, err := w.Attendance.Note(ctx, w.Actor("tora"), attendance.Mark{ID: "m-" + p, OccasionID: day, SessionID: morning, BookingID: "plats-" + p, What: rule.Here})
			fails <- err
		})
	}
	all.Wait()
	close(fails)
	for err := range fails {
		must(t, err)
	}
	if n := count(t, w, `SELECT COUNT(*) FROM day_mark`); n != 40 {
		t.Errorf("%d marks, want 40", n)
	}
}

func TestCheckingInOneself(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina", "bengt")
	w.Employ("carmen", "solen", "underskoterska")
	_, k, err := w.Attendance.Codes(t.Context(), w.Actor("tora"), day, morning, false)
	must(t, err)
	_, _, err = w.Attendance.Codes(t.Context(), w.Actor("amina"), day, morning, false)
	wants(t, "a participant asks for the code", err, may.ErrDenied)
	in, err := w.Attendance.CheckIn(t.Context(), w.Actor("amina"), k.PIN[:3]+" "+k.PIN[3:], "in-1")
	must(t, err)
	if in.Before || in.Presence.State != rule.Was || in.Session.ID != morning {
		t.Errorf("%+v", in)
	}
	if in, err = w.Attendance.CheckIn(t.Context(), w.Actor("amina"), k.Token, "in-2"); err != nil || !in.Before {
		t.Errorf("the second time: %+v %v", in, err)
	}
	_, err = w.Attendance.CheckIn(t.Context(), w.Actor("carmen"), k.Token, "in-3")
	wants(t, "who has no seat", err, attendance.ErrOnline)
	w.At("09:40")
	if in, err = w.Attendance.CheckIn(t.Context(), w.Actor("bengt"), k.Token, "in-4"); err != nil || in.Presence.Came != "09:40" || in.Presence.State != rule.WasPart {
		t.Errorf("late: %+v %v", in, err)
	}
	_, fresh, err := w.Attendance.Codes(t.Context(), w.Actor("tora"), day, morning, true)
	must(t, err)
	if fresh.Token == k.Token || fresh.PIN == k.PIN {
		t.Error("the new code is the old one")
	}
	_, err = w.Attendance.At(t.Context(), w.Actor("amina"), k.Token)
	wants(t, "the old code", err, attendance.ErrCode)
	w.At("15:00")
	_, err = w.Attendance.At(t.Context(), w.Actor("amina"), fresh.Token)
	wants(t, "after the session", err, attendance.ErrCode)
}

// Who was noted as having left and scans the code on the wall again has come back, and was there before.
func TestWhoLeftAndChecksInAgainHasComeBack(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	_, k, err := w.Attendance.Codes(t.Context(), w.Actor("tora"), day, morning, false)
	must(t, err)
	_, err = w.Attendance.CheckIn(t.Context(), w.Actor("amina"), k.Token, "in-1")
	must(t, err)
	w.At("10:00")
	must(t, note(w, "left", "amina", morning, rule.Left, ""))
	w.At("10:45")
	in, err := w.Attendance.CheckIn(t.Context(), w.Actor("amina"), k.Token, "in-2")
	must(t, err)
	if p := in.Presence; in.Before || p.State != rule.WasPart || p.Came != "09:00" || p.Minutes != 135 || len(p.Gaps) != 1 || p.Gaps[0] != (rule.Gap{From: "10:00", Until: "10:45"}) {
		t.Errorf("%+v", in)
	}
}

func TestPINsCannotBeTriedForEver(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	_, k, err := w.Attendance.Codes(t.Context(), w.Actor("tora"), day, morning, false)
	must(t, err)
	for i := range 40 {
		_, err = w.Attendance.At(t.Context(), w.Actor("amina"), fmt.Sprintf("%06d", i))
		if errors.Is(err, attendance.ErrOften) {
			break
		}
		wants(t, "a wrong code", err, attendance.ErrCode)
	}
	_, err = w.Attendance.At(t.Context(), w.Actor("amina"), k.PIN)
	wants(t, "the right one after too many", err, attendance.ErrOften)
}

func TestNeedsAreToldToWhomTheyAreFor(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina", "bengt", "carmen")
	code := w.Protect("carmen")
	tell := func(person string, n attendance.Need) error {
		n.OccasionID = day
		return w.Attendance.Tell(t.Context(), w.Actor(person), n)
	}
	must(t, tell("amina", attendance.Need{Able: "Lyfta rätt", Diet: "Vegetarisk"}), tell("bengt", attendance.Need{Hard: "Tiden", Named: true}), tell("carmen", attendance.Need{Diet: "Nötallergi", Access: "Nära dörren"}))
	wants(t, "an identity number", tell("amina", attendance.Need{Able: "800101-1231"}), attendance.ErrIdentity)
	wants(t, "too long", tell("amina", attendance.Need{Able: strings.Repeat("a", 501)}), attendance.ErrLong)
	wants(t, "no seat", tell("rita", attendance.Need{Able: "x"}), attendance.ErrNoSeat)
	g, err := w.Attendance.Group(t.Context(), w.Actor("tora"), day)
	must(t, err)
	if len(g.Answers) != 2 || fmt.Sprint(g.Answers) != fmt.Sprint([]attendance.Answer{{"Bengt Exempel", "", "Tiden", ""}, {"", "Lyfta rätt", "", ""}}) {
		t.Errorf("%+v", g.Answers)
	}
	if n := count(t, w, `SELECT COUNT(*) FROM access_log WHERE what = 'attendance.needs' AND person_id = 'bengt'`); n != 1 || count(t, w, `SELECT COUNT(*) FROM access_log WHERE what = 'attendance.needs'`) != 1 {
		t.Errorf("%d looks at who agreed to be named are told, want one, and of nobody else", n)
	}
	if !g.Prepared.Asked || g.Prepared.None != 3 {
		t.Errorf("%+v", g.Prepared)
	}
	for _, x := range g.Occupations {
		if !x.Hidden {
			t.Errorf("three people are told apart: %+v", x)
		}
	}
	k, err := w.Attendance.Kitchen(t.Context(), w.Actor("rita"), day)
	must(t, err)
	if fmt.Sprint(k.Needs) != fmt.Sprint([]attendance.KitchenLine{{"Amina Exempel", "Vegetarisk", ""}, {code, "Nötallergi", "Nära dörren"}}) {
		t.Errorf("%+v", k.Needs)
	}
	if n := count(t, w, `SELECT COUNT(*) FROM access_log WHERE what = 'attendance.diet'`); n != 2 {
		t.Errorf("%d looks are told", n)
	}
}

func TestWhatWasToldIsDeletedAfterTheDay(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	must(t, w.Attendance.Tell(t.Context(), w.Actor("amina"), attendance.Need{OccasionID: day, Able: "Lyfta rätt", Named: true, Diet: "Vegetarisk"}))
	aged := func() int64 {
		t.Helper()
		must(t, w.Attendance.OnAged(t.Context(), attendance.Aged{}))
		return count(t, w, `SELECT COUNT(*) FROM day_need`)
	}
	if n := aged(); n != 1 {
		t.Fatalf("%d needs on the day itself", n)
	}
	before := w.Now().AddDate(0, 0, -2).Format(time.DateOnly)
	w.Exec(`UPDATE occasion SET first_day = $1, last_day = $1 WHERE id = $2`, before, day)
	k, err := w.Attendance.Kitchen(t.Context(), w.Actor("rita"), day)
	if must(t, err); len(k.Needs) != 0 {
		t.Errorf("after the day: %+v", k.Needs)
	}
	g, err := w.Attendance.Group(t.Context(), w.Actor("tora"), day)
	if must(t, err); len(g.Answers) != 0 {
		t.Errorf("after the day: %+v", g.Answers)
	}
	for range 2 { // the job may run twice
		if aged() != 0 {
			t.Error("diet is there after the day")
		}
	}
	wants(t, "telling after the day", w.Attendance.Tell(t.Context(), w.Actor("amina"), attendance.Need{OccasionID: day, Diet: "x"}), attendance.ErrOver)
	w.Exec(`UPDATE occasion SET first_day = '2099-01-01', last_day = '2099-01-01' WHERE id = $1`, day)
	must(t, w.Attendance.Tell(t.Context(), w.Actor("amina"), attendance.Need{OccasionID: day, Diet: "x"}))
	w.Exec(`UPDATE occasion SET state = 'cancelled' WHERE id = $1`, day)
	if aged() != 0 {
		t.Error("diet is there after the day was cancelled")
	}
}

// Who gives the seat up cannot take back what was told: it is deleted, and that of the others stays.
func TestWhatWasToldGoesWithTheSeat(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina", "bengt")
	for _, who := range []string{"amina", "bengt"} {
		must(t, w.Attendance.Tell(t.Context(), w.Actor(who), attendance.Need{OccasionID: day, Diet: "Vegetarisk"}))
	}
	w.Exec(`UPDATE booking SET state = 'cancelled', takes = '' WHERE person_id = 'amina'`)
	must(t, w.Attendance.OnAged(t.Context(), attendance.Aged{}), w.Attendance.OnAged(t.Context(), attendance.Aged{}))
	left, err := db.All(t.Context(), w.DB, db.Text, `SELECT person_id FROM day_need`)
	if err != nil || !slices.Equal(left, []string{"bengt"}) {
		t.Errorf("left: %v %v", left, err)
	}
}

func TestAProtectedIdentityIsACodeOnTheList(t *testing.T) {
	t.Parallel()
	w := attendancetest.New(t)
	w.Seat("amina")
	code := w.Protect("amina")
	for _, person := range []string{"tora", "rita"} {
		d, err := w.Attendance.Open(t.Context(), w.Actor(person), day)
		must(t, err)
		if l := d.Lines[0]; l.Name != code || l.From != "" || l.UnitID != "" || strings.Contains(fmt.Sprintf("%+v", l), "Amina") {
			t.Errorf("%s: %+v", person, l)
		}
	}
}
