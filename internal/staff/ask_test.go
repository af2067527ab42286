package staff_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// stage leaves a file waiting for a decision.
func (w *world) stage(text string) (string, staff.ImportResult) {
	w.t.Helper()
	id, r, err := w.im.Stage(w.t.Context(), may.Operator(), solna, file(text))
	if err != nil {
		w.t.Fatal(err)
	}
	return id, r
}

// work runs the queue until a task has ended.
func (w *world) work(t *testing.T, id string) job.Task {
	t.Helper()
	job.Handle(w.jobs, w.im.OnAsked)
	if err := w.jobs.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.jobs.Stop(context.WithoutCancel(t.Context())) })
	for range 600 {
		task, err := w.im.Tasks.Find(t.Context(), id, may.Operator().PersonID)
		if err != nil {
			t.Fatal(err)
		}
		if task.State == "done" || task.State == "failed" {
			return task
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the job did not run")
	return job.Task{}
}

func TestAWaitingImportIsCommittedWhenAskedFor(t *testing.T) {
	t.Parallel()
	w := open(t)
	before := w.dump()
	id, r := w.stage(of(many(1, 20)...))
	w.wantCounts(r, 20, 0, 0, 0)
	wantSame(t, w.dump(), before)
	for range 2 { // two presses are one commit
		if err := w.im.Ask(t.Context(), may.Operator(), id, staff.Decision{}); err != nil {
			t.Fatal(err)
		}
	}
	if task := w.work(t, id); task.State != "done" {
		t.Fatalf("%+v", task)
	}
	l, err := w.im.Find(t.Context(), may.Operator(), id)
	if err != nil || l.State != "committed" || !l.Result.Committed || l.Result.CreatedNodes[1].ID == "" {
		t.Errorf("%v %+v", err, l)
	}
	w.wantCounts(w.must(of(many(1, 20)...)), 0, 0, 0, 20)
}

func TestAWaitingImportIsRefusedWhenTheStaffHasChangedSince(t *testing.T) {
	t.Parallel()
	w := open(t)
	id, _ := w.stage(of(many(1, 20)...))
	w.must(of(many(1, 5)...))
	if err := w.im.Ask(t.Context(), may.Operator(), id, staff.Decision{}); err != nil {
		t.Fatal(err)
	}
	if task := w.work(t, id); task.State != "failed" || task.Result != staff.ErrStale.Key {
		t.Errorf("%+v", task)
	}
	if n := w.texts(`SELECT id FROM employment`); len(n) != 5 {
		t.Errorf("%d employments", len(n))
	}
	if left := w.texts(`SELECT import_id FROM staff_import_row`); len(left) > 0 {
		t.Error("its rows are left")
	}
}

func TestErrorsAndTheStopNeedADecision(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.must(of(many(1, 20)...))
	withError, _ := w.stage(of(append(many(1, 19), broken(many(20, 1))...)...))
	stopped, r := w.stage(of(many(1, 10)...))
	if !r.Stopped {
		t.Fatalf("%+v", r)
	}
	ask := func(id string, d staff.Decision) error { return w.im.Ask(t.Context(), may.Operator(), id, d) }
	if err := ask(withError, staff.Decision{}); !errors.Is(err, staff.ErrHasErrors) {
		t.Error(err)
	}
	if err := ask(stopped, staff.Decision{SkipErrors: true}); !errors.Is(err, staff.ErrStopped) {
		t.Error(err)
	}
	if err := ask(stopped, staff.Decision{AllowEnded: true}); err != nil {
		t.Error(err)
	}
	if err := w.im.Drop(t.Context(), may.Operator(), withError); err != nil {
		t.Error(err)
	}
	if err := ask(withError, staff.Decision{SkipErrors: true}); !errors.Is(err, staff.ErrStale) {
		t.Error(err)
	}
	if task := w.work(t, stopped); task.State != "done" {
		t.Errorf("%+v", task)
	}
	logs, err := w.im.List(t.Context(), may.Operator(), solna, 10)
	if err != nil || len(logs) != 3 {
		t.Errorf("%v, %d in the history", err, len(logs))
	}
}

func TestATitleIsMappedForEverybodyWhoHasIt(t *testing.T) {
	t.Parallel()
	w := open(t)
	title := func(s string) func(*line) { return func(l *line) { l.Title = s } }
	text := of(someone(1, title("Trollkarl")), someone(2, title("TROLLKARL.")), someone(3, title("Häxa"), at("Ängens hemtjänst", "")), someone(4))
	w.must(text)
	list, err := w.im.Unmapped(t.Context(), may.Operator(), solna)
	if err != nil || len(list) != 2 || list[0].Count != 2 || list[1].Title != "Häxa" {
		t.Fatalf("%v %+v", err, list)
	}
	w.day("2026-03-09")
	if n, err := w.im.MapTitle(t.Context(), may.Operator(), solna, staff.TitleMeaning{Title: "trollkarl", Occupation: "stodassistent", Area: ""}); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	if n, err := w.im.MapTitle(t.Context(), may.Operator(), solna, staff.TitleMeaning{Title: "Häxa", Occupation: "", Area: ""}); err != nil || n != 0 {
		t.Fatal(n, err)
	}
	got := w.texts(`SELECT k.number || ' ' || p.occupation || ' ' || p.area || ' ' || p.valid_from FROM employment_period p JOIN employment k ON k.id = p.employment_id
		WHERE p.valid_until = '9999-12-31' ORDER BY k.number`)
	want := []string{"1 stodassistent funktionshinder 2026-03-09", "2 stodassistent funktionshinder 2026-03-09", "3  aldreomsorg 2026-03-02", "4 underskoterska aldreomsorg 2026-03-02"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if list, err := w.im.Unmapped(t.Context(), may.Operator(), solna); err != nil || len(list) > 0 {
		t.Errorf("%v %+v", err, list)
	}
	r := w.must(text)
	w.wantCounts(r, 0, 0, 0, 4)
	if len(r.Warnings) > 0 {
		t.Errorf("%v", keysOf(r.Warnings))
	}
	for _, wrong := range [][2]string{{"trollkonst", ""}, {"", "norr"}} {
		if _, err := w.im.MapTitle(t.Context(), may.Operator(), solna, staff.TitleMeaning{Title: "Häxa", Occupation: wrong[0], Area: wrong[1]}); !errors.Is(err, staff.ErrNoOccupation) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	manager := may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.Manager, Path: "se/rss-STOCKHOLM/" + solna}}}
	if _, err := w.im.MapTitle(t.Context(), manager, solna, staff.TitleMeaning{Title: "Häxa", Occupation: "", Area: ""}); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
}

func TestAMappingIsPreviewedAndTakenBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	title := func(s string) func(*line) { return func(l *line) { l.Title = s } }
	w.must(of(someone(1, title("Trollkarl")), someone(2, title("trollkarl")), someone(3, title("Häxa"))))
	ctx, a := t.Context(), may.Operator()
	m := staff.TitleMeaning{Title: "Trollkarl", Occupation: "stodassistent"}
	before := w.dump()
	impact, err := w.im.PreviewTitle(ctx, a, solna, m)
	if err != nil || impact.Holders != 2 || impact.Changed != 2 || impact.From[""] != 2 {
		t.Fatalf("%+v %v", impact, err)
	}
	wantSame(t, w.dump(), before)
	w.day("2026-03-09")
	m.Seen = impact.Mark
	if n, err := w.im.MapTitle(ctx, a, solna, m); err != nil || n != impact.Changed {
		t.Fatal(n, err)
	}
	if _, err := w.im.MapTitle(ctx, a, solna, staff.TitleMeaning{Title: "Trollkarl", Occupation: "vardbitrade", Seen: impact.Mark}); !errors.Is(err, staff.ErrTitleChanged) {
		t.Errorf("the second does not see the first: %v", err)
	}
	about := func() staff.AboutTitle {
		t.Helper()
		got, err := w.im.AboutTitle(ctx, a, solna, "TROLLKARL")
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	first := about()
	if !first.Rule.Own || first.Rule.Occupation != "stodassistent" || len(first.History) != 1 || first.History[0].Touched != 2 {
		t.Fatalf("%+v", first)
	}
	w.day("2026-03-16")
	if _, err := w.im.MapTitle(ctx, a, solna, staff.TitleMeaning{Title: "Trollkarl", Occupation: "vardbitrade"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.im.UndoTitle(ctx, a, solna, "Trollkarl", first.History[0].ID); !errors.Is(err, staff.ErrTitleChanged) {
		t.Errorf("undid what nobody saw: %v", err)
	}
	w.day("2026-03-23")
	if n, err := w.im.UndoTitle(ctx, a, solna, "Trollkarl", about().History[0].ID); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	got := about()
	if got.Rule.Occupation != "stodassistent" || len(got.History) != 3 || !got.History[0].Undone || got.History[0].Is.Occupation != "stodassistent" {
		t.Fatalf("%+v", got)
	}
	periods := w.texts(`SELECT p.occupation || ' ' || p.valid_from FROM employment_period p JOIN employment k ON k.id = p.employment_id WHERE k.number = '1' ORDER BY p.valid_from, p.id`)
	if want := []string{" 2026-03-02", "stodassistent 2026-03-09", "vardbitrade 2026-03-16", "stodassistent 2026-03-23"}; !slices.Equal(periods, want) {
		t.Errorf("%q, want %q", periods, want)
	}
	if _, err := w.im.UndoTitle(ctx, a, solna, "Häxa", ""); !errors.Is(err, staff.ErrNoTitleUndo) {
		t.Errorf("nothing was undone: %v", err)
	}
	held, err := w.im.Held(ctx, a, solna)
	if err != nil || len(held) != 2 || held[0].Count != 2 || !held[0].Known || held[1].Known {
		t.Errorf("%+v %v", held, err)
	}
	manager := may.Actor{PersonID: "p", Grants: []may.Grant{{Role: may.Manager, Path: "se/rss-STOCKHOLM/" + solna}}}
	for name, err := range map[string]error{
		"preview": second(w.im.PreviewTitle(ctx, manager, solna, m)), "undo": second(w.im.UndoTitle(ctx, manager, solna, "Trollkarl", "")),
		"about": second(w.im.AboutTitle(ctx, manager, solna, "Trollkarl")), "held": second(w.im.Held(ctx, manager, solna)),
	} {
		if !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
