package journey_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// editor is somebody at the national owner.
func (w *world) editor(person string) may.Actor { return w.actor(person, may.National, org.Sweden) }

// begin gives a draft of vard.
func (w *world) begin(a may.Actor) journey.Draft {
	w.t.Helper()
	if err := w.BeginDraft(w.t.Context(), a, "vard"); err != nil {
		w.t.Fatal(err)
	}
	d, err := w.Draft(w.t.Context(), a, "vard")
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// change carries out an edit that nobody is in the way of.
func (w *world) change(a may.Actor, revision int64, edit plan.Edit) journey.Draft {
	w.t.Helper()
	d, conflicts, err := w.Change(w.t.Context(), a, "vard", revision, edit)
	if err != nil || len(conflicts) > 0 {
		w.t.Fatal(conflicts, err)
	}
	return d
}

// item gives an item of a draft, to be changed.
func itemOf(t *testing.T, d journey.Draft, id string) (string, plan.Item) {
	t.Helper()
	b, it := d.Journey.ItemAt(id)
	if it == nil {
		t.Fatal("no item " + id)
	}
	return b.ID, *it
}

func (w *world) wantFault(err, want error) {
	w.t.Helper()
	if !errors.Is(err, want) {
		w.t.Errorf("got %v, want %v", err, want)
	}
}

// From a draft to a version with a date of its own: nothing changes for anybody before that day.
func TestADraftBecomesAVersionFromADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, ed := t.Context(), w.editor("ed")
	w.employ("kim", work{})
	d := w.begin(ed)
	d = w.change(ed, d.Revision, plan.PutItem("bas", plan.Item{ID: "sar", Course: "sar", Kind: plan.CourseItem, Requirement: plan.Recommended}))
	block, it := itemOf(t, d, "pfa")
	it.Requirement = plan.Recommended
	d = w.change(ed, d.Revision, plan.PutItem(block, it))
	if len(plan.Diff(&d.Before, &d.Journey)) != 2 {
		t.Errorf("changes %+v", plan.Diff(&d.Before, &d.Journey))
	}
	_, err := w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{From: "2026-03-01"})
	w.wantFault(err, journey.ErrPastDay)
	version, err := w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{From: "2026-04-01", Note: "Sår är nytt."})
	if err != nil || version != 2 {
		t.Fatal(version, err)
	}
	w.want(w.on("kim", today), map[string]string{"sar": "absent", "pfa": "not_started elective "})
	w.want(w.on("kim", "2026-04-01"), map[string]string{"sar": "not_started recommended ", "pfa": "not_started recommended "})
	_, err = w.Draft(ctx, ed, "vard")
	w.wantFault(err, journey.ErrNoDraft)
	vs, err := w.Versions(ctx, ed, "vard")
	if err != nil || len(vs) != 2 || vs[0].State != journey.Announced || vs[0].Note != "Sår är nytt." || vs[0].MadeBy != "ed" || vs[1].State != journey.InForce {
		t.Errorf("%+v %v", vs, err)
	}
	// A version that waits is decided on before the next, and can be taken back before its day.
	d = w.begin(ed)
	if d.Base != 2 {
		t.Errorf("the next draft begins from %d", d.Base)
	}
	block, it = itemOf(t, d, "hygien")
	it.Requirement = plan.Elective
	d = w.change(ed, d.Revision, plan.PutItem(block, it))
	_, err = w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{From: "2026-05-01"})
	w.wantFault(err, journey.ErrPending)
	if err := w.TakeBack(ctx, ed, "vard", 2); err != nil {
		t.Fatal(err)
	}
	w.want(w.on("kim", "2026-04-01"), map[string]string{"sar": "absent"})
	if version, err = w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{From: "2026-05-01"}); err != nil || version != 3 {
		t.Error(version, err)
	}
	w.wantFault(w.TakeBack(ctx, ed, "vard", 1), journey.ErrInForce)
}

// Pilot municipalities have the version first; everybody else when it is let go, and nobody when it is taken back.
func TestPilotsHaveAVersionBeforeTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, ed := t.Context(), w.editor("ed")
	w.tx(func(tx *db.Tx) error {
		_, err := w.Tree.Add(ctx, tx, org.Node{ID: "mol", Kind: "unit", Name: "Mölnlycke", Parent: "k-1481"}, "2020-01-01", "test")
		return err
	})
	if err := w.SwitchOn(ctx, w.DB, "k-1481", "vard", "2021-01-01"); err != nil {
		t.Fatal(err)
	}
	w.employ("kim", work{})
	w.employ("lo", work{employer: "k-1481", unit: "mol"})
	w.employ("both", work{number: "e1"}, work{number: "e2", employer: "k-1481", unit: "mol"})
	d := w.begin(ed)
	d = w.change(ed, d.Revision, plan.PutItem("bas", plan.Item{ID: "sar", Course: "sar", Kind: plan.CourseItem, Requirement: plan.Recommended}))
	_, err := w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{Pilots: []string{"k-1481"}, PilotFrom: "2026-03-10", From: "2026-03-05"})
	w.wantFault(err, journey.ErrPastDay)
	_, err = w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{Pilots: []string{"omr"}, PilotFrom: "2026-03-10"})
	w.wantFault(err, org.ErrKind)
	version, err := w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{Pilots: []string{"k-1481"}, PilotFrom: "2026-03-10"})
	if err != nil {
		t.Fatal(err)
	}
	seen := func(person, day, want string) {
		t.Helper()
		if got := w.on(person, day).line("sar"); !strings.HasPrefix(got, want) {
			t.Errorf("%s on %s: %q, want %q", person, day, got, want)
		}
	}
	seen("lo", "2026-03-09", "absent")
	seen("lo", "2026-03-10", "not_started")
	seen("both", "2026-03-10", "not_started")
	seen("kim", "2030-01-01", "absent")
	if j, v, err := w.DefinitionAt(ctx, "vard", "se/rss-GR/k-1481/mol", "2026-03-10"); err != nil || v != version || j.ID != "vard" {
		t.Error(v, err)
	}
	// The pilot's words reach the editor; an identity number does not.
	contact := w.actor("contact", may.Municipality, "k-1481")
	w.wantFault(w.NotePilot(ctx, contact, "vard", version, "k-1481", "Ring 19900101-0017 om du undrar."), journey.ErrIdentity)
	w.wantFault(w.NotePilot(ctx, w.actor("other", may.Municipality, town), "vard", version, "k-1481", "Bra."), may.ErrDenied)
	if err := w.NotePilot(ctx, contact, "vard", version, "k-1481", "Kursen är för lång."); err != nil {
		t.Fatal(err)
	}
	vs, err := w.Versions(ctx, ed, "vard")
	if err != nil || vs[0].State != journey.Tried || len(vs[0].Pilots) != 1 || vs[0].Pilots[0].Note != "Kursen är för lång." {
		t.Fatalf("%+v %v", vs, err)
	}
	w.now = w.now.AddDate(0, 0, 20)
	if err := w.ReleaseToAll(ctx, ed, "vard", version, "2026-04-01"); err != nil {
		t.Fatal(err)
	}
	seen("kim", "2026-03-31", "absent")
	seen("kim", "2026-04-01", "not_started")
	if err := w.TakeBack(ctx, ed, "vard", version); err != nil {
		t.Fatal(err)
	}
	seen("lo", "2026-03-15", "not_started") // so it was then
	seen("lo", "2026-03-22", "absent")
	seen("kim", "2026-04-01", "absent")
}

// Two who edit at once: what was changed apart is merged, what both changed is told with both, and nothing is lost.
func TestTwoEditAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	anna, bo := w.editor("anna"), w.editor("bo")
	d := w.begin(anna)
	if again := w.begin(bo); again.Revision != d.Revision {
		t.Fatal("the second begins another draft")
	}
	seen := d.Revision
	block, it := itemOf(t, d, "pfa")
	it.Requirement, it.Text = plan.Recommended, "Annas text"
	d = w.change(anna, seen, plan.PutItem(block, it))
	_, mine := itemOf(t, w.asOf(d, seen), "pfa")
	mine.Text, mine.URL = "Bos text", "https://exempel.se"
	d, conflicts, err := w.Change(ctx, bo, "vard", seen, plan.PutItem(block, mine))
	if err != nil || len(conflicts) != 1 || conflicts[0].Field != "text" || conflicts[0].Before != "Annas text" || conflicts[0].After != "Bos text" {
		t.Fatalf("%+v %v", conflicts, err)
	}
	_, now := itemOf(t, d, "pfa")
	if now.Text != "Annas text" || now.URL != "https://exempel.se" || now.Requirement != plan.Recommended {
		t.Errorf("%+v", now)
	}
	// Having read both, the second decides.
	mine = now
	mine.Text = "Vår text"
	w.change(bo, d.Revision, plan.PutItem(block, mine))
	_, err = w.PublishDraft(ctx, anna, "vard", seen, journey.Release{From: today})
	w.wantFault(err, journey.ErrMoved)
	w.wantFault(w.Discard(ctx, anna, "vard", seen), journey.ErrMoved)
	// Many at once: every one is there afterwards.
	d = w.begin(anna)
	var all sync.WaitGroup
	for _, c := range []string{"c1", "c2", "c3", "c4", "c5", "c6"} {
		all.Go(func() {
			if _, conflicts, err := w.Change(ctx, bo, "vard", d.Revision, plan.PutItem("ford", plan.Item{ID: c, Course: c, Kind: plan.CourseItem, Requirement: plan.Elective})); err != nil || len(conflicts) > 0 {
				t.Error(c, conflicts, err)
			}
		})
	}
	all.Wait()
	d = w.begin(anna)
	for _, c := range []string{"c1", "c2", "c3", "c4", "c5", "c6"} {
		itemOf(t, d, c)
	}
}

// asOf gives the draft as somebody saw it in a revision.
func (w *world) asOf(d journey.Draft, revision int64) journey.Draft {
	w.t.Helper()
	body, err := db.One(w.t.Context(), w.DB, db.Text, `SELECT body FROM draft_revision WHERE journey_id = $1 AND revision = $2`, d.Journey.ID, revision)
	if err != nil {
		w.t.Fatal(err)
	}
	d.Journey, _ = plan.Parse([]byte(body))
	return d
}

func TestABrokenDraftIsKeptButNotPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, ed := t.Context(), w.editor("ed")
	d := w.begin(ed)
	block, it := itemOf(t, d, "pfa")
	it.Requirement = plan.Mandatory // the nation may not (rule 8)
	d = w.change(ed, d.Revision, plan.PutItem(block, it))
	if !d.Broken() {
		t.Fatal("nothing is wrong")
	}
	_, err := w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{From: today})
	w.wantFault(err, journey.ErrBroken)
	// What people have had gets a last day before it can be taken out.
	_, err = w.RemoveItem(ctx, ed, "vard", d.Revision, "pfa")
	w.wantFault(err, journey.ErrRetire)
	it.Requirement, it.Retired = plan.Elective, "2026-03-10"
	d = w.change(ed, d.Revision, plan.PutItem(block, it))
	_, err = w.PublishDraft(ctx, ed, "vard", d.Revision, journey.Release{From: today})
	if err != nil {
		t.Fatal(err)
	}
	d = w.begin(ed)
	_, err = w.RemoveItem(ctx, ed, "vard", d.Revision, "pfa")
	w.wantFault(err, journey.ErrRetire)
	w.now = w.now.AddDate(0, 0, 9)
	if d, err = w.RemoveItem(ctx, ed, "vard", d.Revision, "pfa"); err != nil {
		t.Fatal(err)
	}
	if _, gone := d.Journey.ItemAt("pfa"); gone != nil {
		t.Error("it is still there")
	}
	_, _, err = w.Change(ctx, ed, "vard", d.Revision, plan.RemovePart(plan.BlockPart, "bas"))
	w.wantFault(err, journey.ErrHasItems)
	block, it = itemOf(t, d, "hygien")
	it.Text = "Ring 19900101-0017."
	_, _, err = w.Change(ctx, ed, "vard", d.Revision, plan.PutItem(block, it))
	w.wantFault(err, journey.ErrIdentity)
}

// R004: a producer at an RSS works on the journey it produces and on no other, and runs no region by it.
func TestAProducerWorksOnItsOwnJourney(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	n, err := w.Tree.Find(ctx, region, today)
	if err != nil {
		t.Fatal(err)
	}
	producer := may.Actor{PersonID: "pia", Grants: []may.Grant{{Role: may.Producer, NodeID: region, Path: n.Path, Subject: "barn"}}}
	all, err := w.Editable(ctx, producer)
	if err != nil || len(all) != 1 || all[0].ID != "barn" {
		t.Fatalf("%+v %v", all, err)
	}
	if err := w.BeginDraft(ctx, producer, "barn"); err != nil {
		t.Fatal(err)
	}
	w.wantFault(w.BeginDraft(ctx, producer, "vard"), may.ErrDenied)
	_, err = w.Draft(ctx, producer, "vard")
	w.wantFault(err, may.ErrDenied)
	d, err := w.Draft(ctx, producer, "barn")
	if err != nil {
		t.Fatal(err)
	}
	d, _, err = w.Change(ctx, producer, "barn", d.Revision, plan.PutPath(plan.Path{ID: "yh", Title: "Yrkeshögskola"}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.PublishDraft(ctx, producer, "barn", d.Revision, journey.Release{From: today}); err != nil {
		t.Fatal(err)
	}
	_, err = w.BeginNew(ctx, producer, journey.NewJourney{Title: "En till", Owner: region})
	w.wantFault(err, may.ErrDenied)
	whole := may.Actor{PersonID: "ulla", Grants: []may.Grant{{Role: may.Producer, NodeID: region, Path: n.Path}}}
	id, err := w.BeginNew(ctx, whole, journey.NewJourney{Title: "Skola på väg", Target: "Du.", Owner: region})
	if err != nil || id != "skola-pa-vag" {
		t.Fatal(id, err)
	}
	_, err = w.BeginNew(ctx, whole, journey.NewJourney{Title: "Skola på väg!", Owner: region})
	w.wantFault(err, journey.ErrTaken)
	_, err = w.BeginNew(ctx, whole, journey.NewJourney{Title: "Sverige", Owner: org.Sweden})
	w.wantFault(err, may.ErrDenied)
	all, err = w.Editable(ctx, whole)
	if err != nil || len(all) != 2 || all[1].Title != "Skola på väg" || all[1].Draft != 1 || len(all[1].Versions) != 0 {
		t.Fatalf("%+v %v", all, err)
	}
	if d, err = w.Draft(ctx, whole, id); err != nil || d.Broken() {
		t.Fatal(d.Problems, err)
	}
	if v, err := w.PublishDraft(ctx, whole, id, d.Revision, journey.Release{From: today}); err != nil || v != 1 {
		t.Fatal(v, err)
	}
}
