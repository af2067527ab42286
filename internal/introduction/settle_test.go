package introduction_test

import (
	"testing"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
)

// When the last thing that was left is asked for no more, everything is done: the place takes it away or keeps it for
// another checklist, the person moves from there, and what was paused meanwhile is done when it goes on.
func TestWhatIsAskedForNoMoreIsWaitedForNoMore(t *testing.T) {
	t.Parallel()
	for name, ease := range map[string]func(w *world, id, item string){
		"taken away": func(w *world, _, item string) {
			w.must(w.Introductions.EndItem(w.T.Context(), w.Actor("kim"), item, 1))
			w.relieve("omr")
		},
		"for others": func(w *world, _, item string) {
			x, err := w.Introductions.WorkItem(w.T.Context(), w.Actor("kim"), item)
			w.must(err)
			x.TemplateID = "chefer"
			w.must(w.Introductions.SaveItem(w.T.Context(), w.Actor("kim"), x))
			w.relieve("omr")
		},
		"moved": func(w *world, _, _ string) {
			w.Place("unit", "parken", "Parken", gaptest.Town)
			w.Exec(`UPDATE employment_period SET unit_id = 'parken' WHERE person_id = 'amina'`)
			w.look()
			if n := w.count(`SELECT COUNT(*) FROM river_job WHERE kind = 'introduction.settled'`); n != 1 {
				w.T.Errorf("asked to settle %d times", n)
			}
			w.must(w.Introductions.OnSettled(w.T.Context(), introduction.Settled{PersonID: "amina"}))
		},
		"paused": func(w *world, id, item string) {
			karin := w.Actor("karin")
			w.must(w.Introductions.Pause(w.T.Context(), karin, id, 1))
			w.must(w.Introductions.EndItem(w.T.Context(), w.Actor("kim"), item, 1))
			w.relieve("omr")
			if x := w.of("amina"); x.State != introduction.Paused {
				w.T.Errorf("%+v", x)
			}
			w.must(w.Introductions.Resume(w.T.Context(), karin, id, 2))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			x, err := w.Introductions.AddItem(t.Context(), w.Actor("kim"), introduction.WorkItem{NodeID: "omr", When: checklist.FirstDay, Who: checklist.Manager, Text: "Nyckel"})
			w.must(err)
			id := w.begin("amina", "vard-och-omsorg")
			w.finish(id, x.ID)
			ease(w, id, x.ID)
			if x := w.of("amina"); x.State != introduction.Done || x.DoneOn != w.in(0) {
				t.Errorf("%+v", x)
			}
			if n := w.count(`SELECT COUNT(*) FROM river_job WHERE kind = 'introduction.completed'`); n != 1 {
				t.Errorf("%d are told", n)
			}
		})
	}
}

// relieve works the job that a place has asked for since it asks for less.
func (w *world) relieve(node string) {
	w.T.Helper()
	if n := w.count(`SELECT COUNT(*) FROM river_job WHERE kind = 'introduction.relieved'`); n != 1 {
		w.T.Errorf("asked to look %d times", n)
	}
	w.must(w.Introductions.OnRelieved(w.T.Context(), introduction.Relieved{NodeID: node}))
}
