package uptake_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/uptake"
	"yrkesresan/internal/uptake/rule"
)

func inDays(n int) string { return lang.ISO(time.Now().In(lang.Zone()).AddDate(0, 0, n)) }

// "How will we use it": the learner first, the manager then, and it comes back on its day to both (R146).
func TestHowItIsUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.decide("maria", uptake.Rule{CourseID: "hygien", Decided: rule.Decided{NodeID: "solen", Reflect: rule.None, UseWeeks: 4}})
	w.read("amina")
	amina, maria := may.Actor{PersonID: "amina"}, w.Actor("maria")
	n, ok, err := w.Uptake.OwnNoteOf(ctx, "amina", "hygien")
	if err != nil || !ok || n.State != uptake.New || n.FollowOn != inDays(28) {
		t.Fatalf("%+v, %v", n, err)
	}
	if err := w.Uptake.Add(ctx, maria, n.ID, "Jag ordnar sprit.", inDays(28), 1); !errors.Is(err, uptake.ErrFirst) {
		t.Errorf("the manager before the learner: %v", err)
	}
	if err := w.Uptake.Propose(ctx, amina, n.ID, "Jag spritar, 19121212-1212.", inDays(28), 1); !errors.Is(err, uptake.ErrIdentity) {
		t.Errorf("an identity number: %v", err)
	}
	if err := w.Uptake.Propose(ctx, w.Actor("bengt"), n.ID, "Något.", inDays(28), 1); !errors.Is(err, may.ErrDenied) {
		t.Errorf("somebody else: %v", err)
	}
	if err := w.Uptake.Propose(ctx, amina, n.ID, "Jag spritar före varje besök.", inDays(28), 1); err != nil {
		t.Fatal(err)
	}
	if err := w.Uptake.Add(ctx, maria, n.ID, "Jag ordnar sprit.", inDays(21), 1); !errors.Is(err, uptake.ErrChanged) {
		t.Errorf("of an older reading: %v", err)
	}
	if err := w.Uptake.Add(ctx, maria, n.ID, "Jag ordnar sprit.", inDays(21), 2); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Uptake.Note(ctx, w.Actor("olle"), n.ID); !errors.Is(err, may.ErrDenied) {
		t.Errorf("another unit's manager: %v", err)
	}
	w.Exec(`UPDATE use_note SET follow_on = $1`, w.Staff.Today())
	for range 2 {
		if err := w.Uptake.OnDue(ctx, uptake.DueNow{}); err != nil {
			t.Fatal(err)
		}
	}
	for key, want := range map[string]int64{"uptake.told.use": 1, "uptake.told.proposed": 1, "uptake.told.added": 1, "uptake.told.follow": 1, "uptake.told.follow_lead": 1} {
		if got := w.count(`SELECT COUNT(*) FROM note WHERE key = $1`, key); got != want {
			t.Errorf("%s: %d", key, got)
		}
	}
	if d, err := w.Uptake.DueAmong(ctx, gaptest.Town, []string{"amina", "bengt"}); err != nil || d != (uptake.Due{Follow: 1}) {
		t.Errorf("%+v, %v", d, err)
	}
	if err := w.Uptake.FollowUp(ctx, amina, n.ID, uptake.Follow{Outcome: uptake.Partly, Hindered: "Spriten tog slut.", NextOn: inDays(14)}, 3); err != nil {
		t.Fatal(err)
	}
	if err := w.Uptake.FollowUp(ctx, maria, n.ID, uptake.Follow{Outcome: uptake.Used}, 4); err != nil {
		t.Fatal(err)
	}
	got, err := w.Uptake.Note(ctx, maria, n.ID)
	if err != nil || got.State != uptake.Closed || len(got.Follows) != 2 || !got.Follows[0].Own || got.Follows[1].Own {
		t.Errorf("%+v, %v", got, err)
	}
	_, uses, err := w.Uptake.NotesAt(ctx, maria, "solen")
	if err != nil || len(uses.Earlier) != 1 || uses.Earlier[0].Name != "Amina Exempel" {
		t.Errorf("%+v, %v", uses, err)
	}
}

// A completion that is taken back leaves no note that nobody wrote in; one that is done again has the same note.
func TestANoteFollowsTheCompletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.need("maria", "solen", rule.Group)
	w.read("amina")
	f := w.reflect("amina", time.Now(), false)
	has := func(want int64) {
		t.Helper()
		if n := w.count(`SELECT COUNT(*) FROM use_note WHERE person_id = 'amina'`); n != want {
			t.Errorf("%d notes, want %d", n, want)
		}
	}
	has(1)
	w.unreflect(f)
	has(0)
	f = w.reflect("amina", time.Now(), false)
	has(1)
	n, _, err := w.Uptake.OwnNoteOf(t.Context(), "amina", "hygien")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Uptake.Propose(t.Context(), may.Actor{PersonID: "amina"}, n.ID, "Jag spritar.", inDays(10), n.Revision); err != nil {
		t.Fatal(err)
	}
	w.unreflect(f)
	has(1)
	w.reflect("amina", time.Now(), false)
	has(1)
}

// sittings are meetings of a test: what each person has of every quarter.
type sittings map[string]uptake.Minutes

// A quarter's time is told by name to the manager, and once, when it is over, by groups of at least five to the town; below the target in words.
func TestTimeToReflect(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	times := sittings{"amina": {Planned: 90, Held: 60}, "bengt": {Planned: 90, Held: 90}}
	w.Uptake.Meetings = times
	for i := range 10 {
		id := "ny" + string(rune('a'+i))
		w.Employ(id, "manen", "underskoterska")
		times[id] = uptake.Minutes{Planned: 60, Held: int64(60 * (i % 2))}
	}
	if err := w.Uptake.SetTarget(ctx, w.Actor("maria"), gaptest.Town, 60); !errors.Is(err, may.ErrDenied) {
		t.Errorf("a manager sets the target: %v", err)
	}
	if err := w.Uptake.SetTarget(ctx, w.Actor("kim"), gaptest.Town, 60); err != nil {
		t.Fatal(err)
	}
	q := uptake.QuarterOf(w.Staff.Today())
	at, err := w.Uptake.TimeAt(ctx, w.Actor("maria"), "solen", q, uptake.Nurses)
	if err != nil || len(at.People) != 3 || at.People[0].Name != "Amina Exempel" || at.People[0].Below || at.People[1].Held != 90 || !at.People[2].Below {
		t.Errorf("%+v, %v", at, err)
	}
	if town, err := w.Uptake.TimeIn(ctx, w.Actor("kim"), gaptest.Town, q); err != nil || town.On != "" || town.All.People != 0 {
		t.Errorf("a quarter that is not over: %+v, %v", town, err)
	}
	q = q.Add(-1)
	w.Exec(`UPDATE reflection_target SET valid_from = $1`, q.From())
	town, err := w.Uptake.TimeIn(ctx, w.Actor("kim"), gaptest.Town, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(town.Units, town.Occupations...) {
		if p.People < 5 || p.Split && (p.Reached < 5 || p.People-p.Reached < 5) {
			t.Errorf("too few: %+v", p)
		}
	}
	if len(town.Units) == 0 || town.Target.Minutes != 60 || town.On != w.Staff.Today() {
		t.Errorf("%+v", town)
	}
	w.Employ("sent", "manen", "underskoterska")
	times["sent"] = uptake.Minutes{Planned: 600, Held: 600}
	if again, err := w.Uptake.TimeIn(ctx, w.Actor("kim"), gaptest.Town, q); err != nil || !reflect.DeepEqual(again, town) {
		t.Errorf("told anew: %+v, was %+v, %v", again, town, err)
	}
	if _, err := w.Uptake.TimeIn(ctx, w.Actor("maria"), gaptest.Town, q); !errors.Is(err, may.ErrDenied) {
		t.Errorf("a manager reads the town's: %v", err)
	}
}
