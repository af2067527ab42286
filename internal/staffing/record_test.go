package staffing_test

import (
	"errors"
	"sync"
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/staffing"
)

func TestWhatARecordMustSay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.area("p1", "funktionshinder")
	w.Exec(`UPDATE employment_period SET start_date = '2026-04-01', valid_from = '2026-04-01', form = 'hourly', end_date = '2026-06-30' WHERE person_id = 'p2'`)
	for name, c := range map[string]struct {
		change func(r *staffing.Record)
		want   *fault.Fault
		field  string
	}{
		"nothing wrong":        {func(*staffing.Record) {}, nil, ""},
		"of nobody":            {func(r *staffing.Record) { r.PersonID = "" }, staffing.ErrPerson, "person"},
		"of nothing":           {func(r *staffing.Record) { r.Education = " " }, staffing.ErrWhat, "course"},
		"of two things":        {func(r *staffing.Record) { r.CourseID = "forflyttning" }, staffing.ErrBoth, "education"},
		"of no course":         {func(r *staffing.Record) { r.CourseID, r.Education = "nowhere", "" }, staffing.ErrCourse, "course"},
		"a course":             {func(r *staffing.Record) { r.CourseID, r.Education = "forflyttning", "" }, nil, ""},
		"no day":               {func(r *staffing.Record) { r.From = "1 mars" }, staffing.ErrDay, "from"},
		"no last day":          {func(r *staffing.Record) { r.Until = "" }, staffing.ErrDay, "until"},
		"backwards":            {func(r *staffing.Record) { r.Until = "2026-02-01" }, staffing.ErrPeriod, "until"},
		"no hours":             {func(r *staffing.Record) { r.Hours = 0 }, staffing.ErrHours, "hours"},
		"too many hours":       {func(r *staffing.Record) { r.Hours = 5000 }, staffing.ErrHours, "hours"},
		"a debt":               {func(r *staffing.Record) { r.Cost = -1 }, staffing.ErrCost, "cost"},
		"paid by nothing":      {func(r *staffing.Record) { r.Funding = "" }, staffing.ErrFunding, "funding"},
		"paid by something":    {func(r *staffing.Record) { r.Funding = staffing.Other }, staffing.ErrWord, "word"},
		"in words":             {func(r *staffing.Record) { r.Funding, r.Word = staffing.Other, "Prestationsbaserat bidrag" }, nil, ""},
		"the grant":            {func(r *staffing.Record) { r.Funding = staffing.Elderly }, nil, ""},
		"over a new year":      {func(r *staffing.Record) { r.Funding, r.Until = staffing.Elderly, "2027-01-31" }, staffing.ErrYear, "until"},
		"on the own time":      {func(r *staffing.Record) { r.Funding, r.Paid = staffing.Elderly, false }, staffing.ErrUnpaid, "paid"},
		"own time, own budget": {func(r *staffing.Record) { r.Paid = false }, nil, ""},
		"outside elderly care": {func(r *staffing.Record) { r.PersonID, r.Funding = "p1", staffing.Elderly }, staffing.ErrElderly, "funding"},
		"own budget there":     {func(r *staffing.Record) { r.PersonID = "p1" }, nil, ""},
		"before the hours":     {func(r *staffing.Record) { r.PersonID = "p2" }, staffing.ErrNotHere, "person"},
		"an hourly":            {func(r *staffing.Record) { r.PersonID, r.From, r.Funding = "p2", "2026-04-10", staffing.Elderly }, nil, ""},
		"of another unit":      {func(r *staffing.Record) { r.PersonID = "dan" }, staffing.ErrNotHere, "person"},
		"an identity number":   {func(r *staffing.Record) { r.Education = "Kurs för 19811228-9874" }, staffing.ErrIdentity, "education"},
	} {
		r := w.study("p0")
		c.change(&r)
		_, err := w.Staffing.Save(t.Context(), w.Actor("karin"), r)
		f := fault.Of(err)
		if c.want == nil && err != nil || c.want != nil && (!errors.Is(err, c.want) || f.Field != c.field) {
			t.Errorf("%s: %v on %+v", name, err, f)
		}
	}
}

func TestTheTwoGrantsAreNotTakenForOneEducation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	r := w.study("p0")
	r.Funding = staffing.Elderly
	first, err := w.Staffing.Save(ctx, karin, r)
	w.must(err)
	r.ID, r.Revision, r.Funding, r.From, r.Until, r.Education = "", 0, staffing.Specialist, "2026-09-01", "2026-10-01", "specialist-undersköterska, DEMENS"
	_, err = w.Staffing.Save(ctx, karin, r)
	if f := fault.Of(err); !errors.Is(err, staffing.ErrTwoGrant) || f.Args["from"] != "2026-03-01" || f.Args["hours"] != "120" || f.Args["grant"] != "aldreomsorgslyftet" {
		t.Fatalf("%v %+v", err, f)
	}
	other := r
	other.PersonID = "p1"
	if _, err := w.Staffing.Save(ctx, karin, other); err != nil {
		t.Errorf("of somebody else: %v", err)
	}
	other = r
	other.Education = "Handledarutbildning"
	if _, err := w.Staffing.Save(ctx, karin, other); err != nil {
		t.Errorf("for another education: %v", err)
	}
	w.must(w.Staffing.Remove(ctx, karin, "solen", first.ID))
	if _, err := w.Staffing.Save(ctx, karin, r); err != nil {
		t.Errorf("when the first is taken away: %v", err)
	}
	// At another employer it is told that there is one, and no more.
	w.EmployAt("p0", "vard", "vik", "underskoterska")
	theirs := r
	theirs.UnitID, theirs.Funding = "vik", staffing.Elderly
	_, err = w.Staffing.Save(ctx, w.Actor("vera"), theirs)
	if f := fault.Of(err); !errors.Is(err, staffing.ErrTwoGrant) || f.Args["from"] != "" || f.Args["hours"] != "" {
		t.Errorf("%v %+v", err, f)
	}
}

func TestTwoGrantsAtTheSameMomentBecomeOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	karin := w.Actor("karin")
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() {
			r := w.study("p3")
			r.Funding = []staffing.Funding{staffing.Elderly, staffing.Specialist}[i%2]
			_, errs[i] = w.Staffing.Save(t.Context(), karin, r)
		})
	}
	wait.Wait()
	refused := 0
	for _, err := range errs {
		if errors.Is(err, staffing.ErrTwoGrant) {
			refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(DISTINCT funding) FROM staffing_record WHERE person_id = 'p3'`)
	if err != nil || n != 1 || refused != 4 {
		t.Errorf("%d grants, %d refused, %v", n, refused, err)
	}
}

func TestARecordIsChangedOnceAndSentTwiceIsOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin, kim := t.Context(), w.Actor("karin"), w.Actor("kim")
	r := w.study("p0")
	r.ID = "same-form"
	_, err := w.Staffing.Save(ctx, karin, r)
	w.must(err)
	_, err = w.Staffing.Save(ctx, karin, r)
	w.must(err)
	if _, n, err := w.Staffing.Records(ctx, karin, "solen", 2026, 10, 0); err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
	one, err := w.Staffing.Record(ctx, karin, "solen", "same-form")
	w.must(err)
	mine, theirs := one, one
	mine.Hours, theirs.Hours = 100, 90
	_, err = w.Staffing.Save(ctx, karin, mine)
	w.must(err)
	stands, err := w.Staffing.Save(ctx, kim, theirs)
	if !errors.Is(err, staffing.ErrChanged) || stands.Hours != 100 || stands.Revision != 2 {
		t.Errorf("%+v %v", stands, err)
	}
	theirs.Revision = stands.Revision
	if _, err = w.Staffing.Save(ctx, kim, theirs); err != nil {
		t.Error(err)
	}
	if _, err := w.Staffing.Record(ctx, w.Actor("mona"), "manen", "same-form"); !errors.Is(err, staffing.ErrNoRecord) {
		t.Errorf("at another unit: %v", err)
	}
	w.must(w.Staffing.Remove(ctx, karin, "solen", "same-form"))
	if _, err := w.Staffing.Record(ctx, karin, "solen", "same-form"); !errors.Is(err, staffing.ErrNoRecord) {
		t.Errorf("removed: %v", err)
	}
}

func TestAReportSumsUpCoursesAndTheGrantNamesOnlyTheOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin, kim := t.Context(), w.Actor("karin"), w.Actor("kim")
	save := func(r staffing.Record) {
		t.Helper()
		a := karin
		if r.UnitID == "vik" {
			a = w.Actor("vera")
		}
		_, err := w.Staffing.Save(ctx, a, r)
		w.must(err)
	}
	course := func(person string, kind staffing.Kind, hours float64, cost int64, f staffing.Funding) staffing.Record {
		return staffing.Record{Kind: kind, PersonID: person, UnitID: "solen", CourseID: "forflyttning", From: "2026-03-01", Until: "2026-03-01", Hours: hours, Paid: true, Cost: cost, Funding: f}
	}
	save(course("p0", staffing.Study, 7.5, 1000, staffing.Elderly))
	save(course("p0", staffing.Substitute, 7.5, 1800, staffing.Elderly))
	save(course("p1", staffing.Study, 4, 0, staffing.Own))
	own := course("p1", staffing.Study, 3, 0, staffing.Own)
	own.Paid = false
	save(own)
	edu := w.study("p2")
	edu.Funding = staffing.Elderly
	save(edu)
	private := course("vilma", staffing.Study, 20, 4000, staffing.Elderly)
	private.UnitID = "vik"
	save(private)
	last := course("p0", staffing.Study, 100, 0, staffing.Elderly)
	last.From, last.Until = "2025-03-01", "2025-03-01"
	save(last)

	for _, place := range []string{"solen", "omr", gaptest.Town} {
		rep, err := w.Staffing.ReportOf(ctx, kim, place, 2026)
		if err != nil || len(rep.Courses) != 2 || rep.Sum.People != 3 || rep.Sum.Study != 131.5 || rep.Sum.Own != 3 || rep.Sum.Substitute != 7.5 || rep.Sum.Kronor != 26_800 || rep.Sum.By[staffing.Elderly] != 26_800 {
			t.Errorf("%s: %+v %v", place, rep, err)
		}
		if c := rep.Courses[0]; c.CourseID != "forflyttning" || c.People != 2 || c.Study != 11.5 {
			t.Errorf("%+v", c)
		}
	}
	l, err := w.Staffing.LiftOf(ctx, kim, gaptest.Town, 2026, 10, 0)
	if err != nil || len(l.Employers) != 2 || l.Employers[0].Employer.ID != gaptest.Town || l.Employers[1].Study != 20 || l.Sum.Kronor != 30_800 || len(l.Rows) != 2 || l.All != 2 {
		t.Fatalf("%+v %v", l, err)
	}
	for _, r := range l.Rows {
		if r.PersonID == "vilma" || r.Name == "" {
			t.Errorf("%+v", r)
		}
		if r.PersonID == "p0" && (r.Study != 7.5 || r.Substitute != 7.5 || r.Kronor != 2800) {
			t.Errorf("%+v", r)
		}
	}
	if l, err := w.Staffing.LiftOf(ctx, w.Actor("vera"), "vik", 2026, 10, 0); err != nil || len(l.Rows) != 1 || l.Rows[0].PersonID != "vilma" || len(l.Employers) != 1 || l.Sum.Study != 20 {
		t.Errorf("the private employer's own: %+v %v", l, err)
	}
	if l, err := w.Staffing.LiftOf(ctx, karin, "solen", 2025, 10, 0); err != nil || l.Sum.Study != 100 {
		t.Errorf("another year: %+v %v", l, err)
	}
}
