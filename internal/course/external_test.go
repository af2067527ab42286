package course_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/picture/picturetest"
	"yrkesresan/internal/record"
)

type approval bool

func (a approval) NeedsApproval(context.Context, string, string) (bool, error) { return bool(a), nil }

func external(t *testing.T, needs bool) *coursetest.World {
	t.Helper()
	w := coursetest.New(t)
	w.Import(t, coursetest.ExternalFolder("demens-abc"))
	w.Studies.Approval = approval(needs)
	return w
}

func TestAReportCountsFromItsDay(t *testing.T) {
	t.Parallel()
	w := external(t, false)
	if _, err := w.Studies.Begin(t.Context(), coursetest.Learner, "demens-abc"); !errors.Is(err, course.ErrExternal) {
		t.Error(err)
	}
	r, err := w.Studies.ReportExternal(t.Context(), coursetest.Learner, "demens-abc", course.Done{On: "2026-02-10", File: strings.NewReader("%PDF-1.4 intyg"), FileName: `C:\mina\intyg.pdf`})
	if err != nil || r.Decision != course.Approved || r.FileName != "intyg.pdf" {
		t.Fatal(r, err)
	}
	f := facts(t, w, coursetest.Amina)
	if len(f) != 1 || f[0].Kind != record.Completed || f[0].Source != record.FromExternal || f[0].Hours != 2 || f[0].At.Format("2006-01-02") != "2026-02-10" || f[0].ValidUntil != "" || f[0].ControllerID != "k-1" {
		t.Fatal(f)
	}
	if _, err := w.Studies.ReportExternal(t.Context(), coursetest.Learner, "demens-abc", course.Done{On: "2026-02-10"}); !errors.Is(err, course.ErrReported) {
		t.Error(err)
	}
	if len(facts(t, w, coursetest.Amina)) != 1 {
		t.Error("the same day counted twice")
	}
}

func TestAReportSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := external(t, false)
	w.Import(t, coursetest.Folder("hygien", 3))
	for name, c := range map[string]struct {
		course string
		done   course.Done
		want   error
	}{
		"no date":         {"demens-abc", course.Done{}, course.ErrDate},
		"not a date":      {"demens-abc", course.Done{On: "i går"}, course.ErrDate},
		"a day to come":   {"demens-abc", course.Done{On: "2026-03-03"}, course.ErrFuture},
		"half a picture":  {"demens-abc", course.Done{On: "2026-03-01", File: bytes.NewReader(picturetest.Screen(t, 1)[:60]), FileName: "intyg.png"}, course.ErrPicture},
		"another kind":    {"demens-abc", course.Done{On: "2026-03-01", File: strings.NewReader("<html>"), FileName: "intyg.pdf"}, course.ErrFileKind},
		"too large":       {"demens-abc", course.Done{On: "2026-03-01", File: io.LimitReader(pdf{}, course.MaxCertificate+1)}, course.ErrFileLarge},
		"a course of our": {"hygien", course.Done{On: "2026-03-01"}, course.ErrNotExternal},
		"no course":       {"borta", course.Done{On: "2026-03-01"}, course.ErrNoCourse},
	} {
		if _, err := w.Studies.ReportExternal(t.Context(), coursetest.Learner, c.course, c.done); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if len(facts(t, w, coursetest.Amina)) != 0 {
		t.Error("something counted")
	}
}

// pdf begins as a PDF and never ends.
type pdf struct{}

func (pdf) Read(b []byte) (int, error) { return copy(b, strings.Repeat("%PDF-", len(b)/5+1)), nil }

func TestAManagerDecides(t *testing.T) {
	t.Parallel()
	w := external(t, true)
	report := func() course.Report {
		r, err := w.Studies.ReportExternal(t.Context(), coursetest.Learner, "demens-abc", course.Done{On: "2026-02-10", File: bytes.NewReader(picturetest.Screen(t, 1)), FileName: "bild.png"})
		if err != nil || r.Decision != course.Waiting {
			t.Fatal(r, err)
		}
		return r
	}
	decide := func(a may.Actor, id string, yes bool, reason string) error {
		return w.Studies.DecideExternal(t.Context(), a, id, yes, reason)
	}
	first := report()
	if len(facts(t, w, coursetest.Amina)) != 0 {
		t.Fatal("counted without approval")
	}
	if _, err := w.Studies.ReportExternal(t.Context(), coursetest.Learner, "demens-abc", course.Done{On: "2026-02-11"}); !errors.Is(err, course.ErrReported) {
		t.Error("a second report while one waits:", err)
	}
	list, err := w.Studies.ToDecide(t.Context(), coursetest.Manager)
	if err != nil || len(list) != 1 || list[0].Name != "Amina Warsame" || list[0].Title != "Demens ABC" || list[0].UnitName != "Björken" {
		t.Fatal(list, err)
	}
	if err := decide(coursetest.Other, first.ID, true, ""); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if err := decide(coursetest.Manager, first.ID, false, " "); !errors.Is(err, course.ErrReason) {
		t.Error(err)
	}
	if err := decide(coursetest.Manager, first.ID, false, "Lägg till intyget."); err != nil {
		t.Fatal(err)
	}
	second := report()
	if err := decide(coursetest.Manager, second.ID, true, ""); err != nil {
		t.Fatal(err)
	}
	if err := decide(coursetest.Manager, second.ID, true, ""); !errors.Is(err, course.ErrDecided) {
		t.Error(err)
	}
	if f := facts(t, w, coursetest.Amina); len(f) != 1 || f[0].ActorID != coursetest.Carmen || f[0].ControllerID != "k-1" {
		t.Fatal(f)
	}
	mine, err := w.Studies.OwnReports(t.Context(), coursetest.Learner, "demens-abc")
	if err != nil || len(mine) != 2 {
		t.Fatal(mine, err)
	}
	f, name, kind, err := w.Studies.Certificate(t.Context(), coursetest.Manager, second.ID)
	if err != nil || name != "bild.png" || kind != "image/png" {
		t.Fatal(name, kind, err)
	}
	if body, err := io.ReadAll(f); err != nil || bytes.Contains(body, []byte(picturetest.Secret)) {
		t.Error("the picture tells where it was taken", err)
	}
	f.Close()
	if _, _, _, err := w.Studies.Certificate(t.Context(), coursetest.Other, second.ID); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
}

func TestNobodyDecidesAboutOnesOwn(t *testing.T) {
	t.Parallel()
	w := external(t, true)
	r, err := w.Studies.ReportExternal(t.Context(), coursetest.Manager, "demens-abc", course.Done{On: "2026-02-10"})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Studies.DecideExternal(t.Context(), coursetest.Manager, r.ID, true, ""); !errors.Is(err, course.ErrOwnReport) {
		t.Error(err)
	}
	if list, err := w.Studies.ToDecide(t.Context(), coursetest.Manager); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

func TestADelegationCourseIsEvidenceOnly(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	w.Import(t, coursetest.Changed(t, coursetest.Folder("hygien", 3), "course.yaml", "evidence_only: false", "evidence_only: true"))
	w.Import(t, coursetest.Folder("annan", 3))
	begin(t, w)
	ask := func(a may.Actor, id string) (course.Evidence, error) {
		return w.Studies.DelegationEvidence(t.Context(), a, coursetest.Amina, id)
	}
	if e, err := ask(may.Operator(), "hygien"); err != nil || e.Passed {
		t.Fatal(e, err)
	}
	try(t, w, all)
	if e, err := ask(may.Operator(), "hygien"); err != nil || !e.Passed || e.On != "2026-03-02" {
		t.Fatal(e, err)
	}
	if _, err := ask(coursetest.Manager, "hygien"); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if _, err := ask(may.Operator(), "annan"); !errors.Is(err, course.ErrNotEvidence) {
		t.Error(err)
	}
}

func TestALearnerIsToldWhatWasDecided(t *testing.T) {
	t.Parallel()
	w := external(t, true)
	var told []message.Note
	w.Studies.Tell = func(_ context.Context, _ *db.Tx, n message.Note) error { told = append(told, n); return nil }
	for _, approve := range []bool{false, true} {
		r, err := w.Studies.ReportExternal(t.Context(), coursetest.Learner, "demens-abc", course.Done{On: "2026-02-11"})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Studies.DecideExternal(t.Context(), coursetest.Manager, r.ID, approve, "Datumet stämmer inte"); err != nil {
			t.Fatal(err)
		}
		if err := w.Studies.DecideExternal(t.Context(), coursetest.Manager, r.ID, approve, "Igen"); !errors.Is(err, course.ErrDecided) {
			t.Error(err)
		}
	}
	if len(told) != 2 {
		t.Fatalf("%+v", told)
	}
	keys := map[string]string{}
	for _, n := range told {
		keys[n.Key] = n.OnceKey
		if n.PersonID != coursetest.Amina || n.Args["course"] != "Demens ABC" || n.Href != "/kurs/demens-abc" || len(n.Args) != 1 {
			t.Errorf("%+v", n)
		}
	}
	if len(keys) != 2 || keys["course.told.approved"] == keys["course.told.declined"] || keys["course.told.declined"] == "" {
		t.Errorf("%v", keys)
	}
}
