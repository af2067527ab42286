package framework_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"yrkesresan/internal/framework"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// A new version closes the former on its day, says where old evidence counts, and changes nothing that was published.
func TestAVersionTakesOverFromItsDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, nation := t.Context(), w.actor(may.National, org.Sweden)
	w.publish(said("x", "a1", "b1"), org.Sweden, "2025-01-01")
	old, err := w.Book(ctx, today)
	w.ok(err)
	for _, step := range []struct {
		from    string
		edit    frame.Edit
		changes []frame.Change
	}{
		{"2026-12-01", func(f *frame.Frame) error { f.Areas[0].Requirements[0].ID = "a2"; return nil }, []frame.Change{{From: "a1", To: "a2"}}},
		{"2027-01-01", func(f *frame.Frame) error { f.Areas[0].Requirements[0].ID = "a3"; return nil }, []frame.Change{{From: "a2", To: "a3"}}},
	} {
		w.ok(w.BeginVersion(ctx, nation, "x"))
		w.refused(w.BeginVersion(ctx, nation, "x"), framework.ErrHasDraft)
		w.ok(w.Change(ctx, nation, "x", step.edit))
		d, err := w.Draft(ctx, nation, "x")
		w.ok(err)
		_, err = w.PublishDraft(ctx, nation, "x", d.Revision-1, framework.Release{From: step.from})
		w.refused(err, framework.ErrMoved)
		_, err = w.PublishDraft(ctx, nation, "x", d.Revision, framework.Release{From: "2026-11-21"})
		w.refused(err, framework.ErrPast)
		_, err = w.PublishDraft(ctx, nation, "x", d.Revision, framework.Release{From: step.from, Changes: step.changes})
		w.ok(err)
	}
	if !slices.Equal(w.told, []string{org.Sweden, org.Sweden, org.Sweden}) {
		t.Errorf("told %v", w.told)
	}
	for day, want := range map[string]string{"2024-12-31": "", "2026-11-30": "x/a1", "2026-12-01": "x/a2", "2026-12-31": "x/a2", "2027-01-01": "x/a3"} {
		b, err := w.Book(ctx, day)
		w.ok(err)
		if got := strings.Join(b.Now("x/a1"), " "); got != want {
			t.Errorf("%s: a1 counts as %q, want %q", day, got, want)
		}
	}
	if again, _ := w.Book(ctx, today); again != old {
		t.Error("what has been read is read again")
	}
	versions, err := w.Versions(ctx, nation, "x")
	w.ok(err)
	var got []string
	for _, v := range versions {
		got = append(got, string(v.State)+" "+v.From+" "+v.Until)
	}
	if want := []string{"announced 2027-01-01 ", "announced 2026-12-01 2027-01-01", "published 2025-01-01 2026-12-01"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	// What waits is not overtaken by something earlier.
	w.ok(w.BeginVersion(ctx, nation, "x"))
	w.ok(w.Change(ctx, nation, "x", frame.AddArea("Ny", "")))
	d, err := w.Draft(ctx, nation, "x")
	w.ok(err)
	_, err = w.PublishDraft(ctx, nation, "x", d.Revision, framework.Release{From: today})
	w.refused(err, framework.ErrEarly)
}

func TestADraftWithProblemsIsKeptAndNotPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, chief := t.Context(), w.actor(may.Municipality, town)
	id, err := w.Begin(ctx, chief, framework.New{Name: "Vårt ramverk", Owner: town})
	w.ok(err)
	made := ""
	w.ok(w.Change(ctx, chief, id, frame.AddArea("Område", "")))
	w.ok(w.Change(ctx, chief, id, frame.AddRequirement("omrade", frame.Requirement{Name: "Krav", Goals: []frame.Goal{{Text: "Mål"}}}, &made)))
	d, err := w.Draft(ctx, chief, id)
	w.ok(err)
	if id != "vart-ramverk" || !d.Broken() || d.Revision != 3 {
		t.Fatalf("%s %+v", id, d)
	}
	_, err = w.PublishDraft(ctx, chief, id, d.Revision, framework.Release{From: today})
	w.refused(err, framework.ErrBroken)
	w.refused(w.Change(ctx, chief, id, func(f *frame.Frame) error { f.About = "Ring 19800101-1231"; return nil }), framework.ErrIdentity)
	_, err = w.Holding(ctx, chief, id)
	w.refused(err, framework.ErrNone)
	w.refused(w.Discard(ctx, chief, id, 1), framework.ErrMoved)
	w.ok(w.Discard(ctx, chief, id, d.Revision))
	_, err = w.Draft(ctx, chief, id)
	w.refused(err, framework.ErrNone) // it went with its draft
}

// A municipality starts from the nation's and has its own; nobody speaks in another's name (rules 3 and 8).
func TestWhoKeepsAFramework(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.publish(said("x", "k"), org.Sweden, "2025-01-01")
	chief, region, nation, boss := w.actor(may.Municipality, town), w.actor(may.Region, "rss-GR"), w.actor(may.National, org.Sweden), w.actor(may.Manager, town)
	id, err := w.Begin(ctx, chief, framework.New{Like: "x", Owner: town})
	w.ok(err)
	d, err := w.Draft(ctx, chief, id)
	w.ok(err)
	if id != "ramverket-x" || !slices.Equal(d.Links, []string{"x"}) || len(d.Areas[0].Requirements) != 1 {
		t.Errorf("%s %+v", id, d.Frame)
	}
	for name, a := range map[string]may.Actor{"the region": region, "the nation": nation, "a manager": boss, "a learner": {PersonID: "kim"}} {
		if _, err := w.Draft(ctx, a, id); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s sees the town's draft: %v", name, err)
		}
		if err := w.Change(ctx, a, id, frame.AddArea("x", "")); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s changes the town's draft: %v", name, err)
		}
	}
	w.refused(w.BeginVersion(ctx, chief, "x"), may.ErrDenied)
	_, err = w.Begin(ctx, chief, framework.New{Name: "y", Owner: "rss-GR"})
	w.refused(err, may.ErrDenied)
	if _, err := w.Begin(ctx, region, framework.New{Name: "Regionens", Like: "x", Owner: "rss-GR"}); err != nil {
		t.Error(err)
	}
	// Reading is open to all who are signed in, and to nobody else.
	for _, a := range []may.Actor{{PersonID: "kim"}, region} {
		if _, err := w.Holding(ctx, a, "x"); err != nil {
			t.Error(err)
		}
	}
	_, err = w.Holding(ctx, may.Actor{}, "x")
	w.refused(err, may.ErrSignIn)
	drafts := func(a may.Actor) (out []string) {
		all, err := w.Draftings(ctx, a)
		w.ok(err)
		for _, d := range all {
			out = append(out, d.ID)
		}
		return out
	}
	if got := drafts(chief); !slices.Equal(got, []string{"ramverket-x"}) {
		t.Error(got)
	}
	if got := drafts(nation); !slices.Equal(got, []string{"regionens"}) { // an RSS is within the nation; a municipality speaks for itself
		t.Error(got)
	}
}

// What one replica publishes the other sees at once, and neither keeps what is old.
func TestReplicasSeeTheSameBook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	other := w.replica(w.DB, w.Tree)
	for i, f := range []*frame.Frame{said("x", "a"), said("x", "a", "b"), said("x", "b")} {
		w.publish(f, org.Sweden, today)
		one, err := w.Book(ctx, today)
		w.ok(err)
		two, err := other.Book(ctx, today)
		w.ok(err)
		for _, key := range []string{"x/a", "x/b"} {
			_, first := one.Find(key)
			_, second := two.Find(key)
			_, _, want := f.Find(strings.TrimPrefix(key, "x/"))
			if first != want || second != want {
				t.Errorf("step %d, %s: %v %v, want %v", i, key, first, second, want)
			}
		}
	}
}

// Two who save and publish at once: one version, and nothing lost.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, nation := t.Context(), w.actor(may.National, org.Sweden)
	w.publish(said("x", "k"), org.Sweden, "2025-01-01")
	w.ok(w.BeginVersion(ctx, nation, "x"))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if err := w.Change(ctx, nation, "x", frame.AddArea("Område "+string(rune('a'+i)), "")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	d, err := w.Draft(ctx, nation, "x")
	w.ok(err)
	if len(d.Areas) != 9 {
		t.Errorf("%d areas", len(d.Areas))
	}
	var mu sync.Mutex
	done := 0
	for range 4 {
		all.Go(func() {
			_, err := w.PublishDraft(ctx, nation, "x", d.Revision, framework.Release{From: today})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				done++
			} else if f := fault.Of(err); f == nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	versions, err := w.Versions(ctx, nation, "x")
	w.ok(err)
	if done != 1 || len(versions) != 2 {
		t.Errorf("%d published, %d versions", done, len(versions))
	}
}

func seeded(texts map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range texts {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

const shippedText = "id: x\nname: X\nareas:\n  - {id: a, name: A, requirements: [{id: k, name: K, evidence: [{by: assessment}]}]}\n"

// Seeding again changes nothing; a changed file is a new version from today; what somebody published is not overwritten.
func TestSeedingFollowsTheFilesAndLeavesOthersWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	files := map[string]string{"x.yaml": shippedText, "b.yaml": "id: b\nname: B\nshell: true\nlinks: [x]\n"}
	count := func() int64 {
		n, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM framework_version`)
		w.ok(err)
		return n
	}
	for range 2 {
		w.ok(w.Seed(ctx, seeded(files), "2021-01-01"))
		if n := count(); n != 2 {
			t.Fatalf("%d versions", n)
		}
	}
	files["x.yaml"] = strings.Replace(shippedText, "name: K", "name: K igen", 1)
	w.ok(w.Seed(ctx, seeded(files), "2021-01-01"))
	v, err := w.Holding(ctx, may.Operator(), "x")
	w.ok(err)
	if v.Version != 2 || v.From != today {
		t.Errorf("%+v", v)
	}
	w.publish(said("x", "eget"), "", today)
	files["x.yaml"] = shippedText + "about: Ny text\n"
	w.ok(w.Seed(ctx, seeded(files), "2021-01-01"))
	if v, err = w.Holding(ctx, may.Operator(), "x"); err != nil || v.Version != 3 || v.Frame.About != "" {
		t.Errorf("%+v %v", v, err)
	}
	bad := seeded(map[string]string{"y.yaml": "id: y\nname: Y\n"})
	if err := w.Seed(ctx, bad, today); !errors.Is(err, framework.ErrBroken) || !strings.Contains(err.Error(), "y.yaml") {
		t.Error(err)
	}
}

func TestTheLibraryIsNarrowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	one := said("demens", "k")
	one.Areas[0].Requirements[0].Tags = []string{"etik"}
	one.Areas[0].Requirements[0].Goals = []frame.Goal{{ID: "m", Text: "Möta oro", Kind: frame.Skill, Form: frame.Fact}}
	one.Occupations, one.Service = []string{"underskoterska"}, []string{"aldreomsorg"}
	w.publish(one, town, today)
	w.publish(said("allt", "k", "l"), org.Sweden, today)
	w.publish(said("sen", "k"), org.Sweden, "2027-01-01")
	for want, f := range map[string]framework.Filter{
		"allt demens": {}, "demens": {Owner: "municipality"}, "allt": {Owner: "nation"}, " demens": {Kind: frame.Skill}, "demens ": {Tag: "etik"},
		"demens  ": {Text: "möta ORO"}, "": {Kind: frame.Method}, "allt ": {Occupation: "stodassistent"}, "allt demens ": {Occupation: "underskoterska"}, "allt  ": {Service: "socialpsykiatri"},
	} {
		list, all, err := w.Library(ctx, may.Actor{PersonID: "kim"}, f, 30, 0)
		w.ok(err)
		var got []string
		for _, l := range list {
			got = append(got, l.ID)
		}
		if strings.Join(got, " ") != strings.TrimSpace(want) || all != len(got) {
			t.Errorf("%+v: %v of %d", f, got, all)
		}
	}
	list, all, err := w.Library(ctx, may.Operator(), framework.Filter{}, 1, 1)
	if err != nil || all != 2 || len(list) != 1 || list[0].ID != "demens" {
		t.Errorf("%v %d %v", list, all, err)
	}
}

// A workbook goes out and comes in again; a bad one writes nothing; names are understood; 25 areas are not 26.
func TestAWorkbookIsTakenInWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, chief := t.Context(), w.actor(may.Municipality, town)
	f := said("x", "k")
	f.Occupations = []string{"underskoterska"}
	w.publish(f, town, "2025-01-01")
	body, err := w.Workbook(ctx, chief, "x", false)
	w.ok(err)
	read := func(f *frame.Frame) *framework.Reading {
		body, err := framework.Excel(f)
		w.ok(err)
		r, err := w.Read(ctx, chief, bytes.NewReader(body), int64(len(body)), "")
		w.ok(err)
		return r
	}
	same, err := w.Read(ctx, chief, bytes.NewReader(body), int64(len(body)), "x")
	w.ok(err)
	if len(same.Errors) > 0 || len(frame.Diff(f, same.Frame)) > 0 || same.Owner != town || same.Areas != 1 || same.Requirements != 1 {
		t.Fatalf("%+v", same)
	}
	f.Expect = 26
	r := read(f)
	if len(r.Errors) != 1 || r.Errors[0].Args["expect"] != "26" || r.Errors[0].Args["has"] != "1" {
		t.Errorf("%+v", r.Errors)
	}
	w.refused(w.TakeIn(ctx, chief, r.Frame, "", 0), framework.ErrBroken)
	_, err = w.Draft(ctx, chief, "x")
	w.refused(err, framework.ErrNoDraft)
	f.Expect, f.About, f.Occupations = 0, "Ny", []string{"Undersköterska"}
	f.Areas[0].Requirements[0].Evidence = []frame.Evidence{{By: frame.ByCourse, Ref: "akk"}}
	r = read(f)
	if len(r.Errors) != 0 || !slices.Equal(r.Frame.Occupations, []string{"underskoterska"}) {
		t.Fatalf("%+v", r)
	}
	w.refused(w.TakeIn(ctx, w.actor(may.Region, "rss-GR"), r.Frame, "", 0), may.ErrDenied)
	w.refused(w.TakeIn(ctx, chief, r.Frame, org.Sweden, 0), framework.ErrOtherKeep)
	w.ok(w.TakeIn(ctx, chief, r.Frame, town, 0))
	w.refused(w.TakeIn(ctx, chief, r.Frame, town, 0), framework.ErrMoved) // a draft is not overwritten unseen
	w.ok(w.TakeIn(ctx, chief, r.Frame, town, 1))
	junk := []byte("PK\x03\x04 inte en fil")
	bad, err := w.Read(ctx, chief, bytes.NewReader(junk), int64(len(junk)), "")
	if err != nil || len(bad.Errors) != 1 || bad.Errors[0].Key != "grid.refused.broken" {
		t.Errorf("%+v %v", bad, err)
	}
	if _, err := w.Read(ctx, may.Actor{PersonID: "kim"}, bytes.NewReader(body), int64(len(body)), ""); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
}
