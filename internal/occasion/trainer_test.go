package occasion_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// trainer puts somebody in the register.
func (w *world) trainer(name string) string {
	w.t.Helper()
	t, err := w.AddTrainer(w.t.Context(), w.actor("rut"), occasion.Trainer{Name: name, Field: "Förflyttning", WorksAt: "Region Väst"})
	if err != nil {
		w.t.Fatal(err)
	}
	return t.ID
}

func (w *world) approve(person string, x occasion.Approval) {
	w.t.Helper()
	if _, err := w.Approve(w.t.Context(), w.actor(person), x); err != nil {
		w.t.Fatal(err)
	}
}

// Rule 32: an RSS approves for its own courses and course days, whoever produces a journey for all of that journey's
// courses, a municipality for its own.
func TestOnlyApprovedTrainersLead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		by       string
		approval occasion.Approval
		want     string
	}{
		{"nobody", "", occasion.Approval{}, "occasion.trainer_unapproved"},
		{"the RSS for all it arranges", "rut", occasion.Approval{NodeID: region}, ""},
		{"the RSS for the course", "rut", occasion.Approval{NodeID: region, CourseID: "forflyttning"}, ""},
		{"the RSS for another course", "rut", occasion.Approval{NodeID: region, CourseID: "bemotande"}, "occasion.trainer_unapproved"},
		{"another RSS for all it arranges", "vera", occasion.Approval{NodeID: other}, "occasion.trainer_unapproved"},
		{"the municipality for its own days", "kim", occasion.Approval{NodeID: town}, "occasion.trainer_unapproved"},
		{"the producer of a journey that has it", "paula", occasion.Approval{NodeID: "se", JourneyID: "vard-och-omsorg"}, ""},
		{"the nation, which owns the course", "nils", occasion.Approval{NodeID: "se", CourseID: "forflyttning"}, ""},
		{"the nation for its own days", "nils", occasion.Approval{NodeID: "se"}, "occasion.trainer_unapproved"},
		{"not yet", "rut", occasion.Approval{NodeID: region, From: "2027-02-04"}, "occasion.trainer_unapproved"},
		{"no more", "rut", occasion.Approval{NodeID: region, Until: "2027-02-03"}, "occasion.trainer_unapproved"},
		{"that day", "rut", occasion.Approval{NodeID: region, From: "2027-02-03", Until: "2027-02-04"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.trainer("Sven Exempel")
			if c.by != "" {
				c.approval.TrainerID = id
				w.approve(c.by, c.approval)
			}
			oc := plain("2027-02-03")
			oc.Sessions[0].Trainers = []string{id}
			_, err := w.Add(t.Context(), w.actor("rut"), oc)
			if key(err) != c.want {
				t.Errorf("%v", err)
			}
			if f := fault.Of(err); f != nil && f.Args["name"] != "Sven Exempel" {
				t.Errorf("%v", f.Args)
			}
		})
	}
}

func TestWhoMayApprove(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.trainer("Sven Exempel")
	for _, c := range []struct {
		person string
		x      occasion.Approval
		want   string
	}{
		{"rut", occasion.Approval{NodeID: town}, "may.denied"},
		{"rut", occasion.Approval{NodeID: region, JourneyID: "vard-och-omsorg"}, "may.denied"},
		{"paula", occasion.Approval{NodeID: "se", JourneyID: "barn-och-unga"}, "may.denied"},
		{"paula", occasion.Approval{NodeID: "se"}, "may.denied"},
		{"karin", occasion.Approval{NodeID: "solen"}, "may.denied"},
		{"rut", occasion.Approval{NodeID: region, From: "2027-02-03", Until: "2027-02-03"}, "occasion.period_wrong"},
		{"rut", occasion.Approval{NodeID: region, CourseID: "finns-inte"}, "occasion.course_missing"},
		{"rut", occasion.Approval{NodeID: "finns-inte"}, "occasion.approval_wrong"},
	} {
		c.x.TrainerID = id
		if _, err := w.Approve(t.Context(), w.actor(c.person), c.x); key(err) != c.want {
			t.Errorf("%s %+v: %v", c.person, c.x, err)
		}
	}
	if _, err := w.AddTrainer(t.Context(), w.actor("karin"), occasion.Trainer{Name: "X", Field: "Y"}); key(err) != "may.denied" {
		t.Error(err)
	}
}

// Nobody leads two sessions at one time, whether they are made, moved or opened at once.
func TestATrainerIsNotInTwoPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	id := w.trainer("Sven Exempel")
	w.approve("rut", occasion.Approval{TrainerID: id, NodeID: region})
	w.approve("vera", occasion.Approval{TrainerID: id, NodeID: other})
	led := func(day, begins, ends string) occasion.Occasion {
		oc := plain(day)
		oc.Sessions[0].Begins, oc.Sessions[0].Ends, oc.Sessions[0].Trainers = begins, ends, []string{id}
		return oc
	}
	first := w.add("rut", led("2027-02-03", "09:00", "12:00"))
	theirs := led("2027-02-03", "11:00", "15:00")
	theirs.OrganiserID = other
	_, err := w.Add(ctx, w.actor("vera"), theirs)
	if f := fault.Of(err); key(err) != "occasion.trainer_clash" || f.Args["when"] != "2027-02-03 09:00–12:00" || f.Args["name"] != "Sven Exempel" || f.Args["title"] != first.Title {
		t.Errorf("%v", err)
	}
	after := w.add("rut", led("2027-02-03", "12:00", "15:00")) // right after is no clash
	if _, err := w.Postpone(ctx, rut, after.ID, after.Revision, map[string]occasion.Slot{after.Sessions[0].ID: {"2027-02-03", "11:59", "15:00"}}, "Salen"); key(err) != "occasion.trainer_clash" {
		t.Errorf("moved onto the other: %v", err)
	}
	if _, err := w.Cancel(ctx, rut, first.ID, "Sjuk"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Postpone(ctx, rut, after.ID, after.Revision, map[string]occasion.Slot{after.Sessions[0].ID: {"2027-02-03", "09:00", "12:00"}}, "Salen"); err != nil {
		t.Errorf("a cancelled one is no clash: %v", err)
	}
	// Of many at once one gets the trainer.
	var wait sync.WaitGroup
	results := make([]string, 6)
	for i := range results {
		wait.Go(func() { _, err := w.Add(ctx, rut, led("2027-05-03", "09:00", "12:00")); results[i] = key(err) })
	}
	wait.Wait()
	slices.Sort(results)
	if results[0] != "" || results[1] != "occasion.trainer_clash" || results[5] != "occasion.trainer_clash" {
		t.Errorf("%q", results)
	}
}

func TestRepeatingKeepsThePlanAndLeavesBusyTrainersOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	id := w.trainer("Sven Exempel")
	w.approve("rut", occasion.Approval{TrainerID: id, NodeID: region})
	oc := plain("2027-02-03")
	oc.CutOff = "2027-01-20"
	oc.Sessions[0].Trainers = []string{id}
	oc.Sessions[0].Parts = []occasion.Part{{Kind: occasion.Lecture, Title: "Grunder", Minutes: 60}, {Kind: occasion.Dialogue, Title: "Så gör vi hos oss", Minutes: 45}}
	oc.Sessions = append(oc.Sessions, occasion.Session{Day: "2027-02-10", Begins: "13:00", Ends: "16:00"})
	oc = w.add("rut", oc)
	busy := plain("2027-03-31")
	busy.Sessions[0].Trainers = []string{id}
	w.add("rut", busy)
	days := occasion.SeriesDays("2027-03-31", 2, 3)
	if !slices.Equal(days, []string{"2027-03-31", "2027-04-14", "2027-04-28"}) { // over the change of the clock
		t.Fatal(days)
	}
	made, err := w.Repeat(ctx, rut, oc.ID, days)
	if err != nil || len(made.Made) != 3 {
		t.Fatalf("%+v %v", made, err)
	}
	for i, m := range made.Made {
		m = w.find(m.ID)
		if m.State != occasion.Draft || m.Sessions[0].Day != days[i] || len(m.Sessions[0].Parts) != 2 || m.UID == oc.UID || m.SeriesID == "" || m.SeriesID != w.find(oc.ID).SeriesID {
			t.Errorf("%+v", m)
		}
		if (len(m.Sessions[0].Trainers) == 0) != (i == 0) || len(made.Without[m.ID]) != map[bool]int{true: 1}[i == 0] {
			t.Errorf("trainers of %d: %v, without %v", i, m.Sessions[0].Trainers, made.Without[m.ID])
		}
	}
	if first := made.Made[0]; first.CutOff != "2027-03-17" || first.Sessions[1].Day != "2027-04-07" {
		t.Errorf("%+v", first)
	}
	if all, err := w.Series(ctx, rut, w.find(oc.ID)); err != nil || len(all) != 4 {
		t.Errorf("%d %v", len(all), err)
	}
	easter := plain("2027-03-29")
	easter.Sessions = append(easter.Sessions, occasion.Session{Day: "2027-06-25", Begins: "09:00", Ends: "12:00"}, occasion.Session{Day: "2027-02-06", Begins: "09:00", Ends: "12:00"})
	var warned []string
	for _, x := range easter.Warnings() {
		warned = append(warned, x.Key+" "+x.Name)
	}
	if !slices.Equal(warned, []string{"holiday Annandag påsk", "eve Midsommarafton", "weekend "}) {
		t.Errorf("%q", warned)
	}
}

func TestSeveralRegionsArrangeTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut, vera := t.Context(), w.actor("rut"), w.actor("vera")
	oc := w.add("rut", plain("2027-02-03"))
	if err := w.Share(ctx, vera, oc.ID, other); key(err) != "may.denied" {
		t.Errorf("took it herself: %v", err)
	}
	if err := w.Share(ctx, rut, oc.ID, town); key(err) != "occasion.owner_wrong" {
		t.Errorf("shared with a municipality: %v", err)
	}
	if err := w.Share(ctx, rut, oc.ID, other); err != nil {
		t.Fatal(err)
	}
	oc = w.find(oc.ID)
	if err := w.Owns(ctx, vera, oc); err != nil {
		t.Error(err)
	}
	if got := w.told("vera"); !slices.Equal(got, []string{"occasion.told.shared"}) {
		t.Errorf("%v", got)
	}
	if _, err := w.Reseat(ctx, vera, oc.ID, 30, 5); err != nil {
		t.Error(err)
	}
	if got := w.told("rut"); !slices.Equal(got, []string{"occasion.told.seats"}) {
		t.Errorf("%v", got)
	}
	if err := w.Leave(ctx, vera, oc.ID, region); key(err) != "occasion.last_owner" {
		t.Errorf("the organiser left: %v", err)
	}
	if err := w.Leave(ctx, vera, oc.ID, other); err != nil {
		t.Fatal(err)
	}
	if err := w.Owns(ctx, vera, w.find(oc.ID)); key(err) != "may.denied" {
		t.Error(err)
	}
}

// Each trainer reads what the change is to that one: a day more, a day less, or a day that is changed.
func TestTrainersAreToldWhatAChangeIsToThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	var ids []string
	for _, tr := range []occasion.Trainer{{Name: "Lisa Ledare", Email: "lisa@skolan.example", Field: "Förflyttning"}, {PersonID: "tor", Field: "Förflyttning"}} {
		tr, err := w.AddTrainer(ctx, rut, tr)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Approve(ctx, rut, occasion.Approval{TrainerID: tr.ID, NodeID: region, From: "2026-01-01", Until: db.NoEnd}); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, tr.ID)
	}
	oc := w.add("rut", plain("2027-02-03"))
	for _, led := range [][]string{{ids[0]}, {ids[0], ids[1]}, {ids[1]}} {
		oc.Sessions[0].Trainers = led
		var err error
		if oc, err = w.Change(ctx, rut, oc, ""); err != nil {
			t.Fatal(err)
		}
	}
	got := func(q string) string {
		all, err := db.All(ctx, w.DB, db.Text, q)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(all, ", ")
	}
	if said := got(`SELECT subject FROM message WHERE address = 'lisa@skolan.example' ORDER BY id`); said != "Du leder en kursdag, Din kursdag är ändrad, Du leder inte längre en kursdag" {
		t.Error(said)
	}
	if said := got(`SELECT key FROM note WHERE person_id = 'tor' ORDER BY id`); said != "occasion.led.opened, occasion.led.changed" {
		t.Error(said)
	}
}
