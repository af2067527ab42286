package practice_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/practice/rule"
	"yrkesresan/internal/record"
)

// world is a day with amina, bengt and carmen, who has a protected identity; tora leads it and rita arranges it. Maria
// leads their unit, asta assesses there.
type world struct {
	*attendancetest.World
	rita, tora, maria, asta may.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: attendancetest.New(t)}
	w.Seat("amina", "bengt", "carmen")
	w.Employ("maria", "solen", "enhetschef")
	w.Grant("maria", may.Manager, "solen")
	w.Employ("asta", "solen", "sjukskoterska")
	w.Grant("asta", may.Assessor, "solen")
	w.rita, w.tora, w.maria, w.asta = w.Actor("rita"), w.Actor("tora"), w.Actor("maria"), w.Actor("asta")
	return w
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) station(required bool) practice.Station {
	w.T.Helper()
	s, err := w.Practice.AddStation(w.T.Context(), w.rita, practice.Station{OccasionID: attendancetest.Day, Name: "Kateter", Skill: "Lägga kateter rent", Steps: rule.Steps("Sprita händerna\n* Rätt patient\n* Rent fält"), Weeks: 8, Required: required})
	w.must(err)
	return s
}

func (w *world) sign(a may.Actor, id, station, who string, passed bool, ticked ...int) error {
	return w.Practice.Sign(w.T.Context(), a, practice.Try{ID: id, StationID: station, BookingID: "plats-" + who, Passed: passed, Ticked: ticked})
}

func (w *world) count(q string, args ...any) int64 {
	w.T.Helper()
	n, err := db.One(w.T.Context(), w.DB, db.Number, q, args...)
	w.must(err)
	return n
}

// later is the room some days on.
func (w *world) later(days int) *practice.Practice {
	p, s := *w.Practice, *w.Staff
	now := w.Now
	s.Now = func() time.Time { return now().AddDate(0, 0, days) }
	p.Staff, p.Now = &s, s.Now
	return &p
}

func (w *world) is(got, want error) {
	w.T.Helper()
	if !errors.Is(got, want) {
		w.T.Errorf("%v, want %v", got, want)
	}
}

func TestASkillIsSignedOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.station(false)
	w.is(w.sign(w.tora, "t1", s.ID, "amina", true, 0, 1), practice.ErrCritical)
	w.must(w.sign(w.tora, "t1", s.ID, "amina", false, 0, 1))
	w.must(w.sign(w.tora, "t1", s.ID, "amina", false, 0, 1)) // pressed twice
	w.must(w.sign(w.asta, "t2", s.ID, "amina", true, 1, 2))
	f, err := w.Practice.Floor(ctx, w.tora, attendancetest.Day)
	w.must(err)
	x, err := f.Person("plats-amina")
	w.must(err)
	if st := x.Standing[s.ID]; !st.Passed || st.Tries != 2 {
		t.Errorf("amina: %+v", st)
	}
	own, err := w.Practice.Own(ctx, w.Actor("amina"))
	w.must(err)
	if len(own) != 1 || !own[0].Passed || own[0].Tries != 2 || own[0].DueOn == "" {
		t.Errorf("own: %+v", own)
	}
	for name, tc := range map[string]struct {
		try  practice.Try
		want error
	}{
		"no key":          {practice.Try{StationID: s.ID, BookingID: "plats-bengt"}, practice.ErrKey},
		"no such step":    {practice.Try{ID: "x", StationID: s.ID, BookingID: "plats-bengt", Ticked: []int{7}}, practice.ErrKey},
		"no station":      {practice.Try{ID: "x", StationID: "x", BookingID: "plats-bengt"}, practice.ErrNoStation},
		"nobody":          {practice.Try{ID: "x", StationID: s.ID, BookingID: "plats-x"}, practice.ErrNobody},
		"identity number": {practice.Try{ID: "x", StationID: s.ID, BookingID: "plats-bengt", Note: "Gäller 19121212-1212"}, practice.ErrIdentity},
		"no such guest":   {practice.Try{ID: "x", StationID: s.ID, BookingID: "plats-bengt", Assessor: "plats-amina"}, practice.ErrAssessor},
	} {
		if err := w.Practice.Sign(ctx, w.tora, tc.try); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
	s.Ended = true
	w.must(w.Practice.SaveStation(ctx, w.rita, s))
	w.is(w.Practice.SaveStation(ctx, w.rita, s), practice.ErrChanged)
	w.is(w.sign(w.tora, "t3", s.ID, "amina", true, 1, 2), practice.ErrEnded)
	s.Revision++
	s.Steps = s.Steps[:1]
	w.is(w.Practice.SaveStation(ctx, w.rita, s), practice.ErrTried)
}

// Who leads, arranges or is named sees all; who signs for a unit sees its people; nobody assesses themself.
func TestWhoSignsOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.station(false)
	w.Place("unit", "manen", "Månen", "omr")
	w.Employ("moa", "manen", "underskoterska")
	w.Grant("moa", may.Assessor, "manen")
	w.Employ("nina", "manen", "underskoterska")
	for who, want := range map[string]int{"tora": 3, "rita": 3, "maria": 3, "asta": 3} {
		f, err := w.Practice.Floor(ctx, w.Actor(who), attendancetest.Day)
		if err != nil || len(f.People) != want || f.Whole != (who == "tora" || who == "rita") {
			t.Errorf("%s: %d people, whole is %v, %v", who, len(f.People), f.Whole, err)
		}
	}
	for _, who := range []string{"moa", "nina", "amina"} {
		if _, err := w.Practice.Floor(ctx, w.Actor(who), attendancetest.Day); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s: %v", who, err)
		}
		if err := w.sign(w.Actor(who), "x-"+who, s.ID, "bengt", true, 1, 2); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s signs: %v", who, err)
		}
	}
	w.is(w.Practice.NameAssessor(ctx, w.tora, attendancetest.Day, "bengt"), may.ErrDenied)
	w.is(w.Practice.NameAssessor(ctx, w.rita, attendancetest.Day, "nina"), practice.ErrAssessor)
	w.must(w.Practice.NameAssessor(ctx, w.rita, attendancetest.Day, "bengt"))
	bengt := w.Actor("bengt")
	w.must(w.sign(bengt, "b1", s.ID, "amina", true, 1, 2))
	w.is(w.sign(bengt, "b2", s.ID, "bengt", true, 1, 2), practice.ErrSelf)
	w.must(w.Practice.DropAssessor(ctx, w.rita, attendancetest.Day, "bengt"))
	w.is(w.sign(bengt, "b3", s.ID, "amina", true, 1, 2), may.ErrDenied)

	code := w.Protect("carmen")
	f, err := w.Practice.Floor(ctx, w.asta, attendancetest.Day)
	w.must(err)
	if x, _ := f.Person("plats-carmen"); x.Name != code {
		t.Errorf("carmen is %q", x.Name)
	}
	w.Occasion("senare", time.Now().AddDate(0, 0, 30).Format(time.DateOnly), [2]string{"09:00", "12:00"})
	w.Exec(`INSERT INTO booking (id, occasion_id, person_id, guest_id, employer_id, municipality_id, unit_id, state, takes, need, rank, common_rank, lot, note, replaces, revision, made_by, made_at, changed_at)
		VALUES ('senare-amina', 'senare', 'amina', '', $1, $1, 'solen', 'booked', 'pool', 0, 0, 0, 0, '', '', 1, 'test', $2, $2)`, gaptest.Town, time.Now())
	s2, err := w.Practice.AddStation(ctx, w.rita, practice.Station{OccasionID: "senare", Name: "x", Skill: "x", Steps: rule.Steps("a")})
	w.must(err)
	w.is(w.Practice.Sign(ctx, w.rita, practice.Try{ID: "s1", StationID: s2.ID, BookingID: "senare-amina"}), practice.ErrEarly)
}

// A named assessor sees the people of a day as long as who leads it does; who arranges it sees them on.
func TestANamedAssessorIsLetOutAsWhoLeads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.station(false)
	w.must(w.Practice.NameAssessor(t.Context(), w.rita, attendancetest.Day, "bengt"))
	for days, want := range map[int]error{-89: nil, -92: may.ErrDenied} {
		w.Exec(`UPDATE occasion SET first_day = $1, last_day = $1`, w.Now().In(w.App.Place).AddDate(0, 0, days).Format(time.DateOnly))
		for who, want := range map[string]error{"bengt": want, "tora": want, "rita": nil} {
			if _, err := w.Practice.Floor(t.Context(), w.Actor(who), attendancetest.Day); !errors.Is(err, want) {
				t.Errorf("%s %d days after: %v, want %v", who, -days, err, want)
			}
		}
		if err := w.sign(w.Actor("bengt"), fmt.Sprint("b", days), s.ID, "amina", true, 1, 2); !errors.Is(err, want) {
			t.Errorf("bengt signs %d days after: %v, want %v", -days, err, want)
		}
	}
}

// Guests are assessed, and assess through whoever leads (rule 33).
func TestGuestsAtAStation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := w.station(false)
	for id, part := range map[string]string{"gast": "participant", "lakare": "assessor"} {
		w.Exec(`INSERT INTO guest (id, organisation, name, email, mobile, part, made_by, made_at) VALUES ($1, 'Regionen', $1, '', '', $2, 'test', $3)`, id, part, time.Now())
		w.Exec(`INSERT INTO booking (id, occasion_id, person_id, guest_id, employer_id, municipality_id, unit_id, state, takes, need, rank, common_rank, lot, note, replaces, revision, made_by, made_at, changed_at)
			VALUES ($1, $2, '', $3, '', '', '', 'booked', 'pool', 0, 0, 0, 0, '', '', 1, 'test', $4, $4)`, "plats-"+id, attendancetest.Day, id, time.Now())
	}
	f, err := w.Practice.Floor(t.Context(), w.tora, attendancetest.Day)
	w.must(err)
	if len(f.People) != 4 || len(f.Guests) != 1 || f.Guests[0].ID != "plats-lakare" {
		t.Errorf("%d people, guests %v", len(f.People), f.Guests)
	}
	w.must(w.Practice.Sign(t.Context(), w.tora, practice.Try{ID: "g1", StationID: s.ID, BookingID: "plats-gast", Passed: true, Ticked: []int{1, 2}, Assessor: "plats-lakare"}))
	if n := w.count(`SELECT COUNT(*) FROM skill_due`); n != 0 {
		t.Error("a guest's workplace is asked")
	}
}

// A course waits for a skill that its occasion requires, and is done when it is signed off.
func TestACourseWaitsForARequiredSkill(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	folder := coursetest.Changed(t, coursetest.DayFolder(attendancetest.Course, false), "course.yaml", coursetest.FollowUpYAML, "") // its day can be the last part
	if _, _, problems, err := w.Courses.Import(ctx, may.Operator(), folder); err != nil {
		t.Fatal(err, problems)
	}
	s := w.station(true)
	open := func(who string) (is bool) {
		t.Helper()
		w.Tx(func(ctx context.Context, tx *db.Tx) (err error) {
			is, err = w.Practice.Open(ctx, tx, course.Study{PersonID: who, CourseID: attendancetest.Course})
			return err
		})
		return is
	}
	if open("amina") || !open("maria") {
		t.Error("the gate is open for who was there, or closed for who was not")
	}
	w.Exec(`UPDATE booking SET state = 'attended' WHERE person_id <> ''`)
	w.must(w.sign(w.tora, "a1", s.ID, "amina", false))
	if open("amina") {
		t.Error("open after a try that was not enough")
	}
	// All else of the course is done.
	amina := w.Actor("amina")
	for _, id := range []string{attendancetest.Morning, attendancetest.Later} {
		n := int64(1)
		if id == attendancetest.Later {
			n = 2
		}
		w.Tx(func(ctx context.Context, tx *db.Tx) error {
			return w.Studies.Attended(ctx, tx, course.Attendance{PersonID: "amina", CourseID: attendancetest.Course, OccasionID: attendancetest.Day, SessionID: id, Session: n, Sessions: 2, At: w.Now(), Hours: 3,
				ControllerID: gaptest.Town, ActorID: "tora", OnceKey: id + ":amina"})
		})
	}
	for _, task := range []string{"rutin", "handsprit"} {
		w.must(w.Studies.Tick(ctx, amina, attendancetest.Course, task, true))
	}
	done := func() int64 {
		return w.count(`SELECT COUNT(*) FROM fact WHERE person_id = 'amina' AND kind = $1`, string(record.Completed))
	}
	if done() != 0 {
		t.Fatal("done without the skill")
	}
	w.must(w.sign(w.tora, "a2", s.ID, "amina", true, 1, 2))
	if !open("amina") || open("bengt") {
		t.Error("the gate is not the person's own")
	}
	w.must(w.Practice.OnPassed(ctx, practice.Passed{PersonID: "amina", CourseID: attendancetest.Course}))
	w.must(w.Practice.OnPassed(ctx, practice.Passed{PersonID: "amina", CourseID: attendancetest.Course}))
	w.must(w.Practice.OnPassed(ctx, practice.Passed{PersonID: "bengt", CourseID: attendancetest.Course}))
	if done() != 1 {
		t.Errorf("done %d times with the skill", done())
	}
	if !slices.ContainsFunc(w.Studies.Gates, func(g course.Gate) bool { return g == w.Practice }) {
		t.Error("no course asks this room")
	}
	// The skill signed off at another occasion of the course counts.
	w.Occasion("annan", time.Now().AddDate(0, 0, -7).Format(time.DateOnly), [2]string{"09:00", "12:00"})
	again, err := w.Practice.AddStation(ctx, w.rita, practice.Station{OccasionID: "annan", Name: "Kateter igen", Skill: s.Skill, Steps: s.Steps})
	w.must(err)
	w.Exec(`INSERT INTO booking (id, occasion_id, person_id, guest_id, employer_id, municipality_id, unit_id, state, takes, need, rank, common_rank, lot, note, replaces, revision, made_by, made_at, changed_at)
		VALUES ('annan-bengt', 'annan', 'bengt', '', $1, $1, 'solen', 'attended', 'pool', 0, 0, 0, 0, '', '', 1, 'test', $2, $2)`, gaptest.Town, time.Now())
	w.must(w.Practice.Sign(ctx, w.rita, practice.Try{ID: "a3", StationID: again.ID, BookingID: "annan-bengt", Passed: true, Ticked: []int{1, 2}}))
	if !open("bengt") {
		t.Error("what was signed off elsewhere does not count")
	}
	s.Required = false
	w.must(w.Practice.SaveStation(ctx, w.rita, s))
	if !open("carmen") {
		t.Error("closed by a station that is not required any more")
	}
	w.must(w.Practice.OnEased(ctx, practice.Eased{OccasionID: attendancetest.Day}))
}

// Weeks later the workplace looks whether the skill is kept (R275).
func TestASkillIsLookedAtLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	s := w.station(false)
	for _, who := range []string{"amina", "bengt"} {
		w.must(w.sign(w.tora, "d-"+who, s.ID, who, true, 1, 2))
	}
	check := func(p *practice.Practice, a may.Actor, id, who string, kept bool) error {
		t.Helper()
		return p.Check(ctx, a, "solen", practice.Try{ID: id, StationID: s.ID, BookingID: "plats-" + who, Passed: kept, Ticked: []int{1, 2}})
	}
	w.is(check(w.Practice, w.maria, "l0", "amina", true), practice.ErrEarly)
	w.must(w.Practice.OnDue(ctx, practice.Due{}))
	if n := w.count(`SELECT COUNT(*) FROM note WHERE key = 'practice.told.due'`); n != 0 {
		t.Error("told before the day")
	}
	after := w.later(57)
	for range 2 { // safe twice
		w.must(after.OnDue(ctx, practice.Due{}))
	}
	if n := w.count(`SELECT COUNT(*) FROM note WHERE key = 'practice.told.due' AND person_id IN ('maria', 'asta')`); n != 2 {
		t.Errorf("%d notes", n)
	}
	w.is(check(after, w.Actor("amina"), "l1", "bengt", true), may.ErrDenied)
	w.must(check(after, w.maria, "l1", "amina", true))
	w.must(check(after, w.maria, "l1", "amina", true)) // sent twice
	w.is(check(after, w.maria, "l2", "amina", true), practice.ErrNoDue)
	w.must(check(after, w.asta, "l3", "bengt", false))
	_, all, err := after.AtUnit(ctx, w.maria, "solen")
	w.must(err)
	for _, x := range all {
		if x.PersonID == "amina" && (x.DueOn != "" || x.Later == nil || !x.Later.Passed || x.Tries != 1) {
			t.Errorf("amina: %+v", x)
		}
		if x.PersonID == "bengt" && (x.DueOn <= after.Today() || x.Later == nil || x.Later.Passed) {
			t.Errorf("bengt is not looked at again: %+v", x)
		}
	}
	set, err := w.Practice.Setup(ctx, w.rita, attendancetest.Day)
	w.must(err)
	if f := set.Figures[0]; f.People != 2 || f.Passed != 2 || f.Enough || f.Kept != 0 || f.Checked != 0 {
		t.Errorf("few people are told of: %+v", f)
	}
	for i, kept := range []bool{true, true, false} {
		id := string(rune('a' + i))
		w.Exec(`INSERT INTO skill_try (id, station_id, booking_id, person_id, employer_id, kind, passed, ticked, note, assessor, by_id, tried_on, tried_at)
			VALUES ($1, $2, $1, '', '', 'later', $3, '[]', '', '', 'x', '2026-01-01', $4)`, id, s.ID, kept, time.Now())
	}
	set, err = w.Practice.Setup(ctx, w.rita, attendancetest.Day)
	w.must(err)
	if f := set.Figures[0]; !f.Enough || f.Checked != 5 || f.Kept != 3 {
		t.Errorf("%+v", f)
	}
}

// A unit asks, the RSS gives it to a trainer whose field fits, the trainer answers, and it ends (R277).
func TestARequestForTraining(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	today := w.Staff.Today()
	ask := func(a may.Actor, need string, n int64, by string) (practice.Request, error) {
		return w.Practice.Ask(ctx, a, practice.Request{UnitID: "solen", Need: need, People: n, By: by})
	}
	for name, tc := range map[string]struct {
		a    may.Actor
		need string
		n    int64
		by   string
		want error
	}{
		"a carer":         {w.Actor("amina"), "x", 1, today, may.ErrDenied},
		"an assessor":     {w.asta, "x", 1, today, may.ErrDenied},
		"nothing":         {w.maria, " ", 1, today, practice.ErrNeed},
		"identity number": {w.maria, "Om 19121212-1212", 1, today, practice.ErrIdentity},
		"nobody":          {w.maria, "x", 0, today, practice.ErrPeople},
		"a day that was":  {w.maria, "x", 1, "2020-01-01", practice.ErrDay},
	} {
		if _, err := ask(tc.a, tc.need, tc.n, tc.by); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
	r, err := ask(w.maria, "Vård vid epidermolysis bullosa", 6, today)
	w.must(err)
	if r.RSSID != attendancetest.RSS {
		t.Fatalf("sent to %q", r.RSSID)
	}
	all, err := w.Practice.Incoming(ctx, w.rita)
	if err != nil || len(all) != 1 || all[0].Unit != "Solen" {
		t.Fatalf("%+v, %v", all, err)
	}
	if _, err := w.Practice.Request(ctx, w.Actor("amina"), r.ID); !errors.Is(err, practice.ErrNoRequest) {
		t.Errorf("a carer reads it: %v", err)
	}
	w.Exec(`INSERT INTO trainer (id, person_id, name, email, works_at, field, made_by, made_at) VALUES ('hud', '', 'Hudspecialist Exempel', '', '', 'Hud, epidermolysis', 'test', $1)`, time.Now())
	match, err := w.Practice.Matching(ctx, w.rita, r.Need)
	if err != nil || len(match) != 2 || match[0].ID != "hud" || match[0].Words != 1 {
		t.Errorf("%+v, %v", match, err)
	}
	step := func(a may.Actor, s practice.Step) error { return w.Practice.Go(ctx, a, r.ID, s) }
	w.is(step(w.rita, practice.Step{To: rule.Answered, Revision: 1, Note: "x"}), may.ErrDenied)
	w.is(step(w.maria, practice.Step{To: rule.Assigned, Revision: 1, TrainerID: "tora"}), may.ErrDenied)
	w.is(step(w.rita, practice.Step{To: rule.Assigned, Revision: 1, TrainerID: "x"}), practice.ErrTrainer)
	w.must(step(w.rita, practice.Step{To: rule.Assigned, Revision: 1, TrainerID: "tora", Note: "Kan du?"}))
	w.is(step(w.rita, practice.Step{To: rule.Assigned, Revision: 1, TrainerID: "hud"}), practice.ErrChanged)
	mine, err := w.Practice.AssignedTo(ctx, w.tora)
	if err != nil || len(mine) != 1 {
		t.Fatalf("%v, %v", mine, err)
	}
	w.is(step(w.tora, practice.Step{To: rule.Answered, Revision: 2}), practice.ErrText)
	w.must(step(w.tora, practice.Step{To: rule.Answered, Revision: 2, Note: "Ja, en halvdag.", Day: today}))
	w.is(step(w.tora, practice.Step{To: rule.Done, Revision: 3, Note: "x"}), may.ErrDenied)
	w.must(step(w.rita, practice.Step{To: rule.Done, Revision: 3, Note: "Halvdag på Solen.", OccasionID: attendancetest.Day}))
	w.is(step(w.rita, practice.Step{To: rule.Declined, Revision: 4, Note: "x"}), practice.ErrState)
	seen, err := w.Practice.Request(ctx, w.maria, r.ID)
	w.must(err)
	if seen.State != rule.Done || len(seen.Events) != 4 || seen.Arranges || !seen.Books || seen.OccasionID != attendancetest.Day {
		t.Errorf("%+v", seen)
	}
	for key, want := range map[string]int64{"asked": 1, "assigned": 2, "answered": 2, "done": 2} {
		if n := w.count(`SELECT COUNT(*) FROM note WHERE key = $1`, "practice.told."+key); n != want {
			t.Errorf("%s: told %d, want %d", key, n, want)
		}
	}
}

func TestAPilotGoesFromPhaseToPhase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	if _, err := w.Practice.AddPilot(ctx, w.maria, practice.Pilot{OwnerID: attendancetest.RSS, Name: "KTC", Cap: 60}); !errors.Is(err, may.ErrDenied) {
		t.Errorf("a manager begins one: %v", err)
	}
	x, err := w.Practice.AddPilot(ctx, w.rita, practice.Pilot{OwnerID: attendancetest.RSS, Name: "KTC", Cap: 60, Needs: "Många är osäkra."})
	w.must(err)
	w.is(w.Practice.Decide(ctx, w.rita, x.ID, rule.Trial, "Vi kör.", 1), practice.ErrGate)
	x.Goals, x.Way, x.Plan = "Säkra händer.", "Stationer.", "Våren."
	w.must(w.Practice.SavePilot(ctx, w.rita, x))
	w.is(w.Practice.SavePilot(ctx, w.rita, x), practice.ErrChanged)
	w.is(w.Practice.Decide(ctx, w.rita, x.ID, rule.Trial, "", 2), practice.ErrText)
	w.must(w.Practice.Decide(ctx, w.rita, x.ID, rule.Trial, "Vi kör.", 2))
	w.must(w.Practice.Link(ctx, w.rita, x.ID, attendancetest.Day)) // 60 seats: the whole cap
	w.is(w.Practice.Link(ctx, w.rita, x.ID, attendancetest.Day), practice.ErrLinked)
	w.Occasion("till", w.Staff.Today(), [2]string{"09:00", "12:00"})
	w.is(w.Practice.Link(ctx, w.rita, x.ID, "till"), practice.ErrOverCap)
	whole, err := w.Practice.Pilot(ctx, w.rita, x.ID)
	w.must(err)
	if whole.Seats != 60 || whole.Booked != 3 || len(whole.Lacks[rule.Learn]) != 1 {
		t.Errorf("%+v", whole)
	}
	x.Follow, x.Revision = "Möte varje månad.", whole.Revision
	w.must(w.Practice.SavePilot(ctx, w.rita, x))
	x.Cap, x.Revision = 10, x.Revision+1
	w.is(w.Practice.SavePilot(ctx, w.rita, x), practice.ErrOverCap)
	w.must(w.Practice.Decide(ctx, w.rita, x.ID, rule.Learn, "Klart.", x.Revision))
	w.is(w.Practice.Decide(ctx, w.rita, x.ID, rule.Trial, "Igen.", x.Revision+1), practice.ErrGate)
	w.is(w.Practice.Learn(ctx, w.rita, x.ID, practice.Lesson{OccasionID: "till", Lesson: "x"}), practice.ErrOccasion)
	w.must(w.Practice.Learn(ctx, w.rita, x.ID, practice.Lesson{OccasionID: attendancetest.Day, Lesson: "För lång kö vid stationen.", Changes: "Två stationer."}))
	w.must(w.Practice.Decide(ctx, w.rita, x.ID, rule.Trial, "Igen, med två stationer.", x.Revision+1))
	w.must(w.Practice.Link(ctx, w.rita, x.ID, "till")) // a new round has the whole cap
	whole, err = w.Practice.Pilot(ctx, w.rita, x.ID)
	w.must(err)
	if whole.Round != 2 || whole.Phase != rule.Trial || len(whole.Decisions) != 3 || whole.Decisions[2].Note != "Igen, med två stationer." || whole.Decisions[2].By == "" || len(whole.Lessons) != 1 || whole.Seats != 60 {
		t.Errorf("%+v", whole)
	}
}

// Anybody in the RSS's municipalities joins and leaves a network; others read what it is about (R274).
func TestANetworkIsOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	n, err := w.Practice.AddNetwork(ctx, w.rita, practice.Network{OwnerID: attendancetest.RSS, Name: "Kliniskt lärande", About: "Vi delar det vi provat."})
	w.must(err)
	w.must(w.Practice.AddMeetings(ctx, w.rita, practice.Meeting{NetworkID: n.ID, Day: "2027-01-13", Begins: "13:00", Ends: "14:30", Link: "https://mote.example/1"}, 3, 4))
	w.is(w.Practice.AddMeetings(ctx, w.rita, practice.Meeting{NetworkID: n.ID, Day: "2027-01-13", Begins: "13:00", Ends: "12:00"}, 1, 1), practice.ErrTime)
	w.is(w.Practice.AddMeetings(ctx, w.maria, practice.Meeting{NetworkID: n.ID, Day: "2027-01-13", Begins: "13:00", Ends: "14:00"}, 1, 1), may.ErrDenied)
	out, err := w.Practice.Network(ctx, may.Actor{}, n.ID)
	w.must(err)
	if len(out.Meetings) != 3 || out.Meetings[2].Day != "2027-03-10" || out.Meetings[0].Link != "" || len(out.Members) != 0 || out.May {
		t.Errorf("a visitor: %+v", out)
	}
	amina := w.Actor("amina")
	w.must(w.Practice.Join(ctx, amina, n.ID))
	w.must(w.Practice.Join(ctx, amina, n.ID))
	in, err := w.Practice.Network(ctx, amina, n.ID)
	w.must(err)
	if !in.Joined || in.Meetings[0].Link == "" || len(in.Members) != 0 {
		t.Errorf("a member: %+v", in)
	}
	w.Exec(`INSERT INTO person (id, made_at, made_by) VALUES ('langt-bort', $1, 'test')`, time.Now())
	w.is(w.Practice.Join(ctx, may.Actor{PersonID: "langt-bort"}, n.ID), practice.ErrNotNear)
	w.must(w.Practice.Join(ctx, w.Actor("carmen"), n.ID))
	code := w.Protect("carmen")
	kept, err := w.Practice.Network(ctx, w.rita, n.ID)
	w.must(err)
	if len(kept.Members) != 2 || !slices.ContainsFunc(kept.Members, func(m practice.Member) bool { return m.Name == code && m.Unit == "" }) {
		t.Errorf("%+v", kept.Members)
	}
	m := kept.Meetings[0]
	m.Came, m.Note = []string{"amina", "bengt"}, "Vi såg en film."
	w.must(w.Practice.SaveMeeting(ctx, w.rita, m))
	w.is(w.Practice.SaveMeeting(ctx, w.rita, m), practice.ErrChanged)
	kept, err = w.Practice.Network(ctx, w.rita, n.ID)
	w.must(err)
	if came := kept.Meetings[0].Came; !slices.Equal(came, []string{"amina"}) {
		t.Errorf("came: %v", came)
	}
	w.must(w.Practice.Leave(ctx, amina, n.ID))
	if n := w.count(`SELECT COUNT(*) FROM network_tick`); n != 0 {
		t.Error("what was ticked stays")
	}
	n.Ended = true
	w.must(w.Practice.SaveNetwork(ctx, w.rita, n))
	w.is(w.Practice.Join(ctx, amina, n.ID), practice.ErrNotOpen)
}

// A station that is kept is begun from again; a station says what it must.
func TestStationsAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	good := practice.Template{OwnerID: attendancetest.RSS, Name: "HLR", Skill: "HLR på docka", Steps: rule.Steps("* Larma"), Weeks: 8}
	for name, tc := range map[string]struct {
		change func(*practice.Template)
		want   error
	}{
		"no name":   {func(x *practice.Template) { x.Name = " " }, practice.ErrName},
		"no skill":  {func(x *practice.Template) { x.Skill = "" }, practice.ErrSkill},
		"no steps":  {func(x *practice.Template) { x.Steps = nil }, practice.ErrSteps},
		"no weeks":  {func(x *practice.Template) { x.Weeks = -1 }, practice.ErrWeeks},
		"no place":  {func(x *practice.Template) { x.OwnerID = "x" }, practice.ErrPlace},
		"elsewhere": {func(x *practice.Template) { x.OwnerID = gaptest.Town }, may.ErrDenied},
		"a number":  {func(x *practice.Template) { x.Steps = rule.Steps("Se 19121212-1212") }, practice.ErrIdentity},
	} {
		x := good
		tc.change(&x)
		if _, err := w.Practice.AddTemplate(ctx, w.rita, x); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
	x, err := w.Practice.AddTemplate(ctx, w.rita, good)
	w.must(err)
	all, err := w.Practice.Templates(ctx, w.rita)
	if err != nil || len(all) != 1 || !all[0].Steps[0].Critical {
		t.Errorf("%+v, %v", all, err)
	}
	w.must(w.Practice.RetireTemplate(ctx, w.rita, x.ID))
	w.is(w.Practice.RetireTemplate(ctx, w.rita, x.ID), practice.ErrNoTemplate)
}
