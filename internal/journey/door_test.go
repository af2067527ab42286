package journey_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// Rule 14 and 16: what one has learnt before is said with a few taps, and counts.
func TestEarlierLearningIsSaidOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.employ("kim", work{})
	w.grant("kim", may.Learner, "solen") // an account
	for range 2 {
		if err := w.SayEarlier(t.Context(), me, journey.Earlier{Courses: map[string]string{"hygien": "Hygien"}, Digital: true}); err != nil {
			t.Fatal(err)
		}
	}
	s := w.on("kim", today)
	w.want(s, map[string]string{"hygien": "credited recommended ", "digital-grund": "not_started recommended "})
	first := s[0].Blocks[0].Items[0]
	if first.ID != "digital-grund" || first.Reasons[0].Rule != plan.RuleWish {
		t.Errorf("first stands %s because of %v", first.ID, first.Reasons)
	}
	facts, err := w.Record.Facts(t.Context(), "kim")
	if err != nil || len(facts) != 1 || facts[0].Kind != record.Credited || facts[0].Source != record.FromOwnWord || facts[0].ControllerID != town {
		t.Errorf("facts: %+v, %v", facts, err)
	}
	if last := s.item("hygien").Reasons; last[len(last)-1].Key() != "journey.why.credited.own" {
		t.Errorf("why it counts: %v", last)
	}
	asked, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM account WHERE person_id = 'kim' AND asked_done`)
	if err != nil || asked != 1 {
		t.Errorf("asked %d, %v", asked, err)
	}
	if err := w.SayEarlier(t.Context(), may.Actor{}, journey.Earlier{}); !errors.Is(err, may.ErrSignIn) {
		t.Errorf("a visitor: %v", err)
	}
}

// Rule 9: another step may be chosen, with a note, and closes no course.
func TestAStepIsChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := w.employ("kim", work{occupation: "socialsekreterare", area: "barn-och-unga", start: "2025-11-01"})
	w.employ("care", work{})
	for name, c := range map[string]struct {
		actor               may.Actor
		journey, step, note string
		want                error
	}{
		"a visitor":               {may.Actor{}, "barn", "van", "", may.ErrSignIn},
		"a step that is not":      {me, "barn", "bas", "", journey.ErrNoStep.On("step")},
		"no step":                 {me, "barn", "", "", journey.ErrNoStep.On("step")},
		"a journey without steps": {may.Actor{PersonID: "care"}, "vard", "bas", "", journey.ErrNoJourney},
		"somebody else's journey": {may.Actor{PersonID: "care"}, "barn", "van", "", journey.ErrNoJourney},
		"a journey that is not":   {me, "borta", "van", "", journey.ErrNoJourney},
		"an identity number":      {me, "barn", "van", "Jag är 19800101-1231.", journey.ErrIdentity.On("note")},
		"a long note":             {me, "barn", "van", strings.Repeat("a", 1001), journey.ErrLongNote.On("note")},
		"an unknown person":       {may.Actor{PersonID: "x"}, "barn", "van", "", journey.ErrNoJourney},
		"well":                    {me, "barn", "van", "Jag har gjort det här länge.", nil},
	} {
		if err := w.ChooseStep(t.Context(), c.actor, c.journey, c.step, c.note); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	s := w.on("kim", today)
	if st := s[0].Step; st.ID != "van" || !st.Chosen || st.Proposed != "ny" || st.Note != "Jag har gjort det här länge." || st.By != "kim" {
		t.Errorf("step %+v", st)
	}
	w.want(s, map[string]string{"barnsamtal": "not_started recommended ", "lagar": "not_started elective "})
	if st := w.on("kim", "2026-03-01")[0].Step; st.ID != "ny" || st.Chosen {
		t.Errorf("the day before: %+v", st)
	}
	w.now = time.Date(2026, 3, 2, 23, 30, 0, 0, time.UTC) // already the next day in Sweden
	if err := w.ChooseStep(t.Context(), me, "barn", "erfaren", ""); err != nil {
		t.Fatal(err)
	}
	if st := w.on("kim", "2026-03-03")[0].Step; st.ID != "erfaren" {
		t.Errorf("chosen again: %+v", st)
	}
}

func TestPublishing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if v := w.publish(careText, today); v != 1 {
		t.Errorf("the same text is version %d", v)
	}
	ours := strings.Replace(careText, "owner: se\n", "owner: "+region+"\n", 1)
	for name, c := range map[string]struct {
		actor may.Actor
		text  string
		want  error
	}{
		"broken":                              {may.Operator(), "id: x\nkaka: 1\n", journey.ErrBroken},
		"not YAML":                            {may.Operator(), "\x00", journey.ErrBroken},
		"an RSS its own":                      {w.actor("r", may.Producer, region), childText + "priority: 1\n", nil},
		"an RSS the nation's":                 {w.actor("r", may.Producer, region), careText + "priority: 1\n", may.ErrDenied},
		"an RSS takes the nation's":           {w.actor("r", may.Producer, region), ours, may.ErrDenied},
		"a municipality":                      {w.actor("k", may.Municipality, town), careText + "priority: 1\n", may.ErrDenied},
		"a visitor":                           {may.Actor{}, careText + "priority: 1\n", may.ErrSignIn},
		"an RSS another's, refused as broken": {w.actor("r", may.Producer, region), strings.Replace(childText, "id: ny, title: Ny", "id: NY, title: Ny", 1), journey.ErrBroken},
	} {
		_, _, problems, err := w.Publish(t.Context(), c.actor, []byte(c.text), today)
		if !errors.Is(err, c.want) || plan.Broken(problems) != (c.want == journey.ErrBroken) {
			t.Errorf("%s: %v, want %v; %v", name, err, c.want, problems)
		}
	}
	if _, _, problems, err := w.Publish(t.Context(), w.actor("n", may.National, "se"), []byte(ours), today); err != nil {
		t.Errorf("the nation gives away what it owns: %v, %v", err, problems)
	}
}

func TestPublishingWarnsOfWhatReachesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := strings.Replace(careText, "occupations: [mas]}, status", "occupations: [mass], areas: [aldre]}, status", 1)
	_, version, problems, err := w.Publish(t.Context(), may.Operator(), []byte(text), today)
	var said []string
	for _, p := range problems {
		said = append(said, p.Key+" "+p.Args["at"]+" "+p.Args["value"])
	}
	want := "journey.problem.occupation_unknown track/mas mass, journey.problem.area_unknown track/mas aldre"
	if err != nil || version != 2 || strings.Join(said, ", ") != want {
		t.Errorf("version %d, %v, %v", version, said, err)
	}
}

// R073: a national change reaches everybody and keeps what is local.
func TestANationalChangeKeepsLocalLayers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.layer(town, "2025-01-01", plan.Op{Kind: plan.Require, Item: "hygien"}, plan.Op{Kind: plan.Add, Course: "lokal", Title: "Lokal", Block: "ford"})
	changed := strings.Replace(careText, "{course: hygien, requirement: recommended, tracks: [omvardnad]}", "{course: nytt, requirement: recommended}", 1)
	if v := w.publish(changed, "2026-03-01"); v != 2 {
		t.Errorf("version %d", v)
	}
	w.want(w.on("kim", "2026-02-28"), map[string]string{"hygien": "not_started mandatory ", "lokal": "not_started recommended ", "nytt": "absent"})
	now := w.on("kim", "2026-03-01")
	w.want(now, map[string]string{"hygien": "not_started mandatory ", "lokal": "not_started recommended ", "nytt": "not_started recommended "})
	if it := now.item("hygien"); it.LocalTo != "Göteborg" {
		t.Errorf("what the frame dropped: %+v", it)
	}
}

func TestSeedingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`DELETE FROM journey_switch`)
	rows := func() (n [2]int64) {
		for i, table := range []string{"journey_version", "journey_switch"} {
			var err error
			if n[i], err = db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM `+table); err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	seed := func(text string) {
		t.Helper()
		files := fstest.MapFS{}
		for _, id := range []string{"vard-och-omsorg", "barn-och-unga"} {
			files[id+".yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(text, "id: vard\n", "id: "+id+"\n", 1))}
		}
		if err := w.Seed(t.Context(), files, "2021-01-01"); err != nil {
			t.Fatal(err)
		}
	}
	seed(careText)
	if got := rows(); got != [2]int64{4, 580} {
		t.Errorf("seeded %v", got)
	}
	w.exec(`DELETE FROM journey_switch WHERE municipality_id = $1`, town) // somebody switched off
	seed(careText)
	if got := rows(); got != [2]int64{4, 578} {
		t.Errorf("seeded again: %v", got)
	}
	w.publish(strings.Replace(careText, "id: vard\n", "id: barn-och-unga\n", 1)+"priority: 3\n", today) // somebody's own version
	seed(careText)
	if got := rows(); got[0] != 5 {
		t.Errorf("what somebody published was undone: %v", got)
	}
	seed(careText + "priority: 4\n")
	from, err := db.One(t.Context(), w.DB, db.Text, `SELECT valid_from FROM journey_version WHERE journey_id = 'vard-och-omsorg' AND version = 2`)
	if err != nil || from != today {
		t.Errorf("a changed journey holds from %s, %v", from, err)
	}
}

// Rules 3 and 19: others see a journey only where they lead, and it is noted.
func TestOthersAreAskedAndNoted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.employ("lo", work{employer: "firma", unit: "granen"})
	for name, c := range map[string]struct {
		actor  may.Actor
		person string
		want   error
	}{
		"the manager":                  {w.actor("m", may.Manager, "solen"), "kim", nil},
		"another manager":              {w.actor("m2", may.Manager, "manen"), "kim", may.ErrDenied},
		"an RSS":                       {w.actor("r", may.Region, region), "kim", may.ErrDenied},
		"a learner":                    {may.Actor{PersonID: "lo"}, "kim", may.ErrDenied},
		"a visitor":                    {may.Actor{}, "kim", may.ErrSignIn},
		"the town a private employer":  {w.actor("k", may.Municipality, town), "lo", may.ErrDenied},
		"the operator":                 {may.Operator(), "kim", nil},
		"the operator, nobody's":       {may.Operator(), "nobody", nil},
		"the person is not another":    {may.Actor{PersonID: "kim"}, "kim", may.ErrDenied},
		"the manager, an unknown name": {w.actor("m", may.Manager, "solen"), "nobody", may.ErrDenied},
	} {
		before := w.viewings(c.person)
		_, err := w.Of(t.Context(), c.actor, c.person, today)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if noted := w.viewings(c.person) - before; (noted == 1) != (c.want == nil) {
			t.Errorf("%s: %d viewings noted", name, noted)
		}
	}
	if _, err := w.Own(t.Context(), may.Actor{PersonID: "kim"}, today); err != nil || w.viewings("kim") != 2 {
		t.Errorf("looking at one's own is noted: %d, %v", w.viewings("kim"), err)
	}
}

func (w *world) viewings(person string) int64 {
	w.t.Helper()
	n, err := db.One(w.t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM access_log WHERE person_id = $1 AND what = 'journey.read'`, person)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestAJourneyTakesFewStatements(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{}, work{number: "two", unit: "manen"})
	w.serve("kim", "granen", "2025-01-01")
	w.layer("solen", "2025-01-01", plan.Op{Kind: plan.Require, Item: "pfa"})
	w.on("kim", today) // reads definitions and reference once
	var asked []string
	w.DB.Watch(func(q string) { asked = append(asked, strings.Join(strings.Fields(q), " ")) })
	w.on("kim", today)
	if len(asked) > 12 {
		t.Errorf("%d statements:\n%s", len(asked), strings.Join(asked, "\n"))
	}
	t.Logf("%d statements", len(asked))
}
