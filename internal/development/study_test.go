package development_test

import (
	"errors"
	"slices"
	"testing"

	"yrkesresan/internal/development"
)

// agreed is amina's plan with study time that both have said yes to.
func (w *world) agreed(per string) {
	w.t.Helper()
	ctx := w.t.Context()
	_, err := w.SetHead(ctx, w.actor("karin"), amina(), development.Head{Goals: "x", FollowOn: "2026-12-14", Study: development.Study{Hours: 2, Per: per, Paid: true}}, 0)
	w.must(err)
	p := w.plan("karin", amina())
	w.must(w.Agree(ctx, w.actor("karin"), amina(), p.Revision))
	w.must(w.Agree(ctx, w.actor("amina"), amina(), p.Revision))
}

// days lets some days pass, with the work of each done twice as after a restart.
func (w *world) days(n int) {
	w.t.Helper()
	for range n {
		w.must(w.OnDue(w.t.Context(), development.Due{}))
		w.must(w.OnDue(w.t.Context(), development.Due{}))
		w.now = w.now.AddDate(0, 0, 1)
	}
}

func count(all []string, key string) (n int) {
	for _, k := range all {
		if k == key {
			n++
		}
	}
	return n
}

// Every Friday the learner is asked once; two no in a row are told to the manager; who has answered is not
// asked; who is away is not asked (R288).
func TestStudyTimeIsAskedAboutAndTwoNoAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, she := t.Context(), w.actor("amina")
	if err := w.AnswerStudy(ctx, she, amina(), true); !errors.Is(err, development.ErrNoTime) {
		t.Errorf("answered about no study time: %v", err)
	}
	w.agreed("week") // a Monday
	w.days(4)
	if n := count(w.told("amina"), "development.told.study_week"); n != 0 {
		t.Fatalf("asked %d times before Friday", n)
	}
	w.days(3)
	if n := count(w.told("amina"), "development.told.study_week"); n != 1 {
		t.Fatalf("asked %d times over a weekend", n)
	}
	w.must(w.AnswerStudy(ctx, she, amina(), false))
	if err := w.AnswerStudy(ctx, w.actor("karin"), amina(), false); err == nil {
		t.Error("the manager answered")
	}
	w.days(7)
	if n := count(w.told("amina"), "development.told.study_week"); n != 1 {
		t.Errorf("asked about a week that was answered: %d", n)
	}
	if slices.Contains(w.told("karin"), "development.told_manager.no_study") {
		t.Error("one no is told")
	}
	w.must(w.AnswerStudy(ctx, she, amina(), false))
	w.must(w.AnswerStudy(ctx, she, amina(), false))
	if count(w.told("karin"), "development.told_manager.no_study") != 1 || count(w.told("amina"), "development.told.no_study") != 1 {
		t.Errorf("karin %v, amina %v", w.told("karin"), w.told("amina"))
	}
	w.now = w.now.AddDate(0, 0, 7)
	w.must(w.AnswerStudy(ctx, she, amina(), true))
	w.now = w.now.AddDate(0, 0, 7)
	w.must(w.AnswerStudy(ctx, she, amina(), false))
	if n := count(w.told("karin"), "development.told_manager.no_study"); n != 1 {
		t.Errorf("told %d times", n)
	}
	asked := count(w.told("amina"), "development.told.study_week")
	w.must(w.Staff.NoteLeave(ctx, w.actor("karin"), "amina", w.Staff.Today(), ""))
	w.days(14)
	if n := count(w.told("amina"), "development.told.study_week"); n != asked {
		t.Errorf("asked while away: %d, %d", asked, n)
	}
}

// A follow-up is told a week ahead and on its day, to both, once each.
func TestAFollowUpIsToldToBoth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agreed("month")
	w.days(30)
	for person, keys := range map[string][2]string{"amina": {"development.told.follow_soon", "development.told.follow_due"}, "karin": {"development.told_manager.follow_soon", "development.told_manager.follow_due"}} {
		if told := w.told(person); count(told, keys[0]) != 1 || count(told, keys[1]) != 1 {
			t.Errorf("%s is told %v", person, told)
		}
	}
	if n := count(w.told("amina"), "development.told.study_month"); n != 1 {
		t.Errorf("asked %d times a month", n)
	}
	w.must(w.FollowUp(t.Context(), w.actor("karin"), amina(), "Bra", "2027-06-01"))
	before := len(w.told("amina"))
	w.days(3)
	if p := w.plan("amina", amina()); len(w.told("amina")) != before || p.FollowOn != "2027-06-01" || len(p.Follows) != 1 || p.Standing() != development.AgreedOn {
		t.Errorf("%v %+v", w.told("amina"), p)
	}
}

// Other study time than was agreed is not asked about until both have said yes again; a change of an item
// does not stop the asking.
func TestOnlyAgreedStudyTimeIsAskedAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agreed("week")
	_, _, err := w.Add(t.Context(), w.actor("karin"), development.Item{Whose: amina(), How: development.ByOther, Title: "x"})
	w.must(err)
	if p := w.plan("amina", amina()); p.StudyFrom == "" {
		t.Error("a new item ended the study time")
	}
	p := w.plan("karin", amina())
	p.Study.Hours = 3
	_, err = w.SetHead(t.Context(), w.actor("karin"), amina(), p.Head, p.HeadRevision)
	w.must(err)
	if got := w.plan("amina", amina()); got.StudyFrom != "" {
		t.Errorf("%+v", got)
	}
}
