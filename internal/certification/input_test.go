package certification_test

import (
	"context"
	"testing"
	"time"

	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// A leave that is made longer is one leave: whoever is away so long does not count, from its first day.
func TestALeaveInPartsIsOneLeave(t *testing.T) {
	t.Parallel()
	w := certified(t)
	w.Employ("dana", certificationtest.Unit, "underskoterska")
	for _, part := range [][2]string{{"2027-01-08", "2027-02-02"}, {"2027-02-03", "2027-02-28"}, {"2027-02-20", "2027-03-26"}} {
		w.Must(w.Staff.NoteLeave(t.Context(), may.Operator(), "dana", part[0], part[1]))
	}
	for _, on := range []string{"2027-01-10", "2027-02-03", "2027-03-26"} {
		if v := w.View(on); v.Counted != 3 || v.State == rule.Lapsed {
			t.Errorf("%s: %d count, %s", on, v.Counted, v.State)
		}
	}
	if v := w.View("2027-03-27"); v.Counted != 4 {
		t.Errorf("back: %d count", v.Counted)
	}
}

// Who goes over to a work that counts is new from that day, also after years at the unit.
func TestWhoBeginsToCountIsNew(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By = rule.ByRule })
	w.Employ("dana", certificationtest.Unit, "underskoterska")
	w.Exec(`UPDATE employment_period SET form = 'hourly' WHERE person_id = 'dana'`)
	w.Changed("dana")
	if k := w.Kept(); k.State != rule.Certified || k.Counted != 3 {
		t.Fatalf("%+v", k)
	}
	w.Go("2027-05-01")
	w.Exec(`UPDATE employment_period SET valid_until = '2027-05-01' WHERE person_id = 'dana'`)
	w.Exec(`
		INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent, start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		SELECT 'fast', employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, 'permanent', extent, start_date, end_date, dormant, manager, row_hash, '2027-05-01', '9999-12-31', opened_by, closed_by
		FROM employment_period WHERE person_id = 'dana'`)
	w.Changed("dana")
	if k := w.Kept(); k.State != rule.Pending || k.Counted != 4 || k.Waiting != 1 {
		t.Errorf("%+v", k)
	}
	w.Go("2027-05-30")
	if k := w.Kept(); k.State != rule.Pending {
		t.Errorf("%+v", k)
	}
	w.Later(1)
	if k := w.Kept(); k.State != rule.Lapsed {
		t.Errorf("%+v", k)
	}
}

// Evidence is what the unit's employer may see (rule 19), and what somebody says of themself is none.
func TestWhatIsEvidence(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	w.Employ("amina", certificationtest.Unit, "underskoterska")
	w.Join(certificationtest.Scheme())
	add := func(f record.Fact) {
		f.PersonID, f.CourseID, f.Version = "amina", certificationtest.Course, 1
		w.Tx(func(ctx context.Context, tx *db.Tx) error { _, err := w.Record.Append(ctx, tx, f); return err })
	}
	add(record.Fact{Kind: record.Credited, Source: record.FromOwnWord, ControllerID: gaptest.Town})
	add(record.Fact{Kind: record.Attended, Source: "day", ControllerID: gaptest.Town})
	add(record.Fact{Kind: record.Completed, Source: record.FromCourse, ControllerID: "k-1481"})
	if k := w.Kept(); k.Met != 0 {
		t.Errorf("%+v", k)
	}
	share := func(until *time.Time) {
		w.Exec(`DELETE FROM record_share`)
		w.Exec(`INSERT INTO record_share (id, person_id, employer_id, fact_id, made_at, withdrawn_at) VALUES ('s', 'amina', $1, '', '2027-01-11 10:00:00', $2)`, gaptest.Town, until)
		w.Tx(func(ctx context.Context, tx *db.Tx) error { return w.Record.Shared(ctx, tx, "amina") })
	}
	w.Later(2)
	share(nil)
	if k := w.Kept(); k.Met != 1 {
		t.Errorf("shared: %+v", k)
	}
	if v := w.View(certificationtest.Start); v.Met != 0 {
		t.Error("it was not shared then")
	}
	at := w.Staff.Now()
	share(&at)
	if v := w.View(""); v.Met != 0 || v.People[0].Reasons[0].Key != rule.LackUnshared {
		t.Errorf("withdrawn: %+v", v.People)
	}
	if v := w.View("2027-01-11"); v.Met != 1 {
		t.Error("it was shared then")
	}
}
