package journey_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// tailoring is the journey at a place as somebody sees it.
func (w *world) tailoring(a may.Actor, node string) *journey.Tailoring {
	w.t.Helper()
	t, err := w.Tailoring(w.t.Context(), a, node, "vard")
	if err != nil {
		w.t.Fatal(err)
	}
	return &t
}

// edit changes one item as somebody who has just looked.
func (w *world) edit(a may.Actor, node string, seen journey.Sight, ops ...plan.Op) (journey.Clash, error) {
	w.t.Helper()
	clash, problems, err := w.Edit(w.t.Context(), a, node, "vard", journey.Edit{Item: ops[0].Item, Ops: ops, Seen: seen})
	if len(problems) > 0 {
		w.t.Log(problems)
	}
	return clash, err
}

func (w *world) save(a may.Actor, node, from string) error {
	w.t.Helper()
	_, err := w.Save(w.t.Context(), a, node, "vard", w.tailoring(a, node).Draft.Version, from)
	return err
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// R073: a manager makes the unit's own, looks, and saves from a day on.
func TestAUnitTailorsAJourney(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	manager := w.actor("m", may.Manager, "solen")
	before := w.tailoring(manager, "solen")
	if !before.MayEdit || before.Layer.ID != "" || before.Draft.Version != 0 {
		t.Fatalf("before: %+v", before)
	}
	_, err := w.edit(manager, "solen", before.Sight(), plan.Op{Kind: plan.Require, Item: "hygien", Due: &plan.Due{Days: 30, From: plan.FromAssigned}, Why: "Vi har haft utbrott."})
	w.must(err)
	now := w.tailoring(manager, "solen")
	_, err = w.edit(manager, "solen", now.Sight(), plan.Op{Kind: plan.Hide, Item: "digital-grund"})
	w.must(err)
	w.want(w.on("kim", today), map[string]string{"hygien": "not_started recommended "}) // a draft touches nobody
	now = w.tailoring(manager, "solen")
	im, task, err := w.Count(t.Context(), manager, now)
	w.must(err)
	if task.ID != "" || im.All != 1 || im.Touched != 1 || im.More != 1 || im.Less != 1 || im.Items["hygien"] != 1 || im.Items["digital-grund"] != 1 || im.Items["lagar"] != 0 || im.Work["underskoterska"] != 1 {
		t.Errorf("whom it touches: %+v", im)
	}
	for name, c := range map[string]struct {
		version int64
		from    string
		want    error
	}{
		"a day that has been":    {now.Draft.Version, "2026-03-01", journey.ErrPast},
		"what nobody looked at":  {now.Draft.Version - 1, today, journey.ErrDraftMoved},
		"no draft":               {0, today, journey.ErrDraftMoved},
		"a draft that never was": {99, today, journey.ErrDraftMoved},
	} {
		if _, err := w.Save(t.Context(), manager, "solen", "vard", c.version, c.from); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	w.must(w.save(manager, "solen", "2026-03-10"))
	w.want(w.on("kim", "2026-03-09"), map[string]string{"hygien": "not_started recommended ", "digital-grund": "not_started recommended "})
	w.want(w.on("kim", "2026-03-10"), map[string]string{"hygien": "not_started mandatory 2026-04-09", "digital-grund": "absent"})
	if err := w.save(manager, "solen", today); !errors.Is(err, journey.ErrNoLayerDraft) {
		t.Errorf("saved twice: %v", err)
	}

	// What holds from a coming day is what the next draft begins from, and is not lost to an earlier day.
	now = w.tailoring(manager, "solen")
	_, err = w.edit(manager, "solen", now.Sight(), plan.Op{Kind: plan.Recommend, Item: "pfa", Audience: &plan.Audience{}})
	w.must(err)
	if err := w.save(manager, "solen", today); !errors.Is(err, journey.ErrLater) {
		t.Errorf("earlier than what is decided: %v", err)
	}
	w.must(w.save(manager, "solen", "2026-03-10"))
	w.want(w.on("kim", "2026-03-10"), map[string]string{"hygien": "not_started mandatory 2026-04-09", "digital-grund": "absent", "pfa": "not_started recommended "})

	// What was decided before keeps its day: its clock does not begin anew.
	for _, o := range w.tailoring(manager, "solen").Layer.Ops {
		if o.Item == "hygien" && o.Since != "2026-03-10" || o.Item == "pfa" && o.Since != "" {
			t.Errorf("%s since %q", o.Item, o.Since)
		}
	}

	// History: who, when, and back to an earlier one; then switched off.
	node := now.Node
	history, err := w.LayerHistory(t.Context(), manager, node, "vard")
	w.must(err)
	if len(history) != 2 || history[0].By != "m" || history[0].At.IsZero() || len(history[0].Ops) != 3 || len(history[1].Ops) != 2 {
		t.Fatalf("history: %+v", history)
	}
	w.must(w.Restore(t.Context(), manager, "solen", "vard", history[1].ID))
	if err := w.Restore(t.Context(), manager, "solen", "vard", history[1].ID); !errors.Is(err, journey.ErrDraftOpen) {
		t.Errorf("over a draft: %v", err)
	}
	w.must(w.save(manager, "solen", "2026-03-11"))
	w.want(w.on("kim", "2026-03-11"), map[string]string{"pfa": "not_started elective ", "digital-grund": "absent"})
	now = w.tailoring(manager, "solen")
	_, err = w.Empty(t.Context(), manager, "solen", "vard", now.Sight())
	w.must(err)
	w.must(w.save(manager, "solen", "2026-03-12"))
	w.want(w.on("kim", "2026-03-12"), map[string]string{"hygien": "not_started recommended ", "digital-grund": "not_started recommended "})
	now = w.tailoring(manager, "solen")
	_, err = w.edit(manager, "solen", now.Sight(), plan.Op{Kind: plan.Hide, Item: "lagar"})
	w.must(err)
	w.must(w.Drop(t.Context(), manager, "solen", "vard", w.tailoring(manager, "solen").Draft.Version))
	if d := w.tailoring(manager, "solen").Draft; d.Version != 0 {
		t.Errorf("dropped: %+v", d)
	}
}

// Two at once: what does not conflict is merged, what does is told to the second with both sides,
// and nothing is lost.
func TestTwoTailorAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.actor("a", may.Manager, "solen"), w.actor("b", may.Manager, "solen")
	w.layer("solen", "2026-01-01", plan.Op{Kind: plan.Recommend, Item: "pfa"})
	seen := w.tailoring(a, "solen").Sight() // both look at the same
	_, err := w.edit(a, "solen", seen, plan.Op{Kind: plan.Require, Item: "hygien", Why: "a"})
	w.must(err)
	_, err = w.edit(b, "solen", seen, plan.Op{Kind: plan.Hide, Item: "akk", Why: "b"})
	w.must(err)
	clash, err := w.edit(b, "solen", seen, plan.Op{Kind: plan.Elect, Item: "hygien", Why: "b"})
	if !errors.Is(err, journey.ErrMeanwhile) || len(clash.Conflicts) != 1 || clash.Conflicts[0].Mine[0].Kind != plan.Elect || clash.Conflicts[0].Theirs[0].Kind != plan.Require {
		t.Fatalf("%+v, %v", clash, err)
	}
	ops := w.tailoring(a, "solen").Ops()
	if len(ops) != 3 || ops[1].Kind != plan.Require || ops[2].Kind != plan.Hide {
		t.Errorf("together: %+v", ops)
	}
	_, err = w.edit(b, "solen", w.tailoring(b, "solen").Sight(), plan.Op{Kind: plan.Elect, Item: "hygien", Why: "b"}) // chosen by hand
	w.must(err)

	// The layer itself is changed by another way meanwhile: the draft goes on top of it.
	w.layer("solen", today, plan.Op{Kind: plan.Recommend, Item: "pfa"}, plan.Op{Kind: plan.Require, Item: "lagar"}, plan.Op{Kind: plan.Show, Item: "akk"})
	version := w.tailoring(a, "solen").Draft.Version
	clash, err = w.Save(t.Context(), a, "solen", "vard", version, today)
	if !errors.Is(err, journey.ErrMeanwhile) || len(clash.Conflicts) != 1 || clash.Conflicts[0].Item != "akk" {
		t.Fatalf("%+v, %v", clash, err)
	}
	w.must(w.Settle(t.Context(), a, "solen", "vard", version, []plan.Slot{clash.Conflicts[0].Slot}))
	w.must(w.save(a, "solen", today))
	got := map[string]plan.OpKind{}
	for _, o := range w.tailoring(a, "solen").Layer.Ops {
		got[o.Item] = o.Kind
	}
	if fmt.Sprint(got) != fmt.Sprint(map[string]plan.OpKind{"pfa": plan.Recommend, "lagar": plan.Require, "akk": plan.Hide, "hygien": plan.Elect}) {
		t.Errorf("saved: %v", got)
	}

	// Without a conflict it is looked through once more, and then saved.
	_, err = w.edit(a, "solen", w.tailoring(a, "solen").Sight(), plan.Op{Kind: plan.Hide, Item: "digital-grund"})
	w.must(err)
	w.layer("solen", today, plan.Op{Kind: plan.Recommend, Item: "pfa"})
	if err := w.save(a, "solen", today); !errors.Is(err, journey.ErrRebased) {
		t.Errorf("on top of another: %v", err)
	}
	w.must(w.save(a, "solen", today))
	if ops := w.tailoring(a, "solen").Layer.Ops; len(ops) != 2 || ops[1].Item != "digital-grund" {
		t.Errorf("saved on top: %+v", ops)
	}
}

// Many hands at the very same time, each with its own course: every change is in the draft.
func TestNobodysEditIsLostAtTheSameMoment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.actor("a", may.Municipality, town)
	seen := w.tailoring(a, town).Sight()
	var wait sync.WaitGroup
	failed := make(chan error, 8)
	for i := range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			_, _, err := w.Edit(t.Context(), a, town, "vard", journey.Edit{Item: fmt.Sprintf("c%d", i), Seen: seen,
				Ops: []plan.Op{{Kind: plan.Add, Item: fmt.Sprintf("c%d", i), Course: fmt.Sprintf("c%d", i), Title: "Vår"}}})
			failed <- err
		}()
	}
	wait.Wait()
	for range 8 {
		w.must(<-failed)
	}
	if ops := w.tailoring(a, town).Draft.Ops; len(ops) != 8 {
		t.Errorf("%d of 8 are there", len(ops))
	}
}

// Rules 3 and 8: who speaks in a place's name, and what it may decide.
func TestWhoMayTailorWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require := plan.Op{Kind: plan.Require, Item: "hygien"}
	for name, c := range map[string]struct {
		actor may.Actor
		node  string
		op    plan.Op
		want  error
	}{
		"a manager the unit":                     {w.actor("m", may.Manager, "solen"), "solen", require, nil},
		"a manager another unit":                 {w.actor("m", may.Manager, "solen"), "manen", require, may.ErrDenied},
		"a manager the operation":                {w.actor("m", may.Manager, "solen"), "omr", require, may.ErrDenied},
		"a deputy":                               {w.actor("d", may.Deputy, "solen"), "solen", require, may.ErrDenied},
		"an operation":                           {w.actor("o", may.Operations, "omr"), "omr", require, nil},
		"the municipality a unit":                {w.actor("k", may.Municipality, town), "manen", require, nil},
		"the municipality a private employer":    {w.actor("k", may.Municipality, town), "granen", require, may.ErrDenied},
		"the private employer its unit":          {w.actor("f", may.Municipality, "firma"), "granen", require, nil},
		"a region a municipality":                {w.actor("r", may.Region, region), town, require, may.ErrDenied},
		"a region makes mandatory":               {w.actor("r", may.Region, region), region, require, journey.ErrRules},
		"a region hides":                         {w.actor("r", may.Region, region), region, plan.Op{Kind: plan.Hide, Item: "hygien"}, journey.ErrRules},
		"a region blocks":                        {w.actor("r", may.Region, region), region, plan.Op{Kind: plan.Gate, Item: "hygien", Link: &plan.Link{Course: "lagar", Mode: plan.BlockMode, Why: "x"}}, journey.ErrRules},
		"a region recommends":                    {w.actor("r", may.Region, region), region, plan.Op{Kind: plan.Recommend, Item: "pfa"}, nil},
		"the nation offers":                      {w.actor("n", may.National, "se"), "se", plan.Op{Kind: plan.Elect, Item: "pfa"}, nil},
		"a gate without a reason":                {w.actor("o", may.Operations, "omr"), "omr", plan.Op{Kind: plan.Gate, Item: "hygien", Link: &plan.Link{Course: "lagar", Mode: plan.BlockMode}}, journey.ErrRules},
		"a reason that names somebody (rule 42)": {w.actor("m", may.Manager, "solen"), "solen", plan.Op{Kind: plan.Require, Item: "hygien", Why: "Se 19800101-1231."}, journey.ErrIdentity},
		"a reason without end":                   {w.actor("m", may.Manager, "solen"), "solen", plan.Op{Kind: plan.Require, Item: "hygien", Why: strings.Repeat("a", 1001)}, journey.ErrLongWhy},
		"a visitor":                              {may.Actor{}, "solen", require, may.ErrSignIn},
		"a place that is not":                    {w.actor("n", may.National, "se"), "borta", require, org.ErrNoNode},
	} {
		seen := journey.Sight{}
		if c.want != org.ErrNoNode {
			seen = w.tailoring(may.Operator(), c.node).Sight()
		}
		if _, err := w.edit(c.actor, c.node, seen, c.op); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if see := w.tailoring(w.actor("r", may.Region, region), "solen"); see.MayEdit {
		t.Error("a region edits a unit")
	}
	if _, err := w.Tailoring(t.Context(), w.actor("n", may.National, "se"), "solen", "borta"); !errors.Is(err, journey.ErrNoJourney) {
		t.Errorf("no such journey: %v", err)
	}
}

// R073: a national change reaches everybody at its date, and waits at a place with a layer of its
// own until it is answered.
func TestANationalChangeIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.employ("boss", work{unit: "manen"})
	w.grant("boss", may.Municipality, town)
	town1 := w.actor("boss", may.Municipality, town)
	w.Messages = &message.Messages{DB: w.DB, Now: w.Now, NewID: w.NewID}
	w.layer(town, "2025-01-01", plan.Op{Kind: plan.Require, Item: "hygien"}, plan.Op{Kind: plan.Elect, Item: "lagar"}, plan.Op{Kind: plan.Add, Item: "lokal", Course: "lokal", Title: "Vår"})
	news := func() []journey.News {
		tl := w.tailoring(town1, town)
		out, err := w.News(t.Context(), tl)
		w.must(err)
		return out
	}
	if n := news(); len(n) != 0 {
		t.Fatalf("news of nothing: %+v", n)
	}
	text := strings.Replace(careText, "{course: hygien, requirement: recommended, tracks: [omvardnad]}", "{course: nytt, requirement: recommended}", 1)
	text = strings.Replace(text, "{course: lagar, requirement: recommended, due: {days: 90, from: employment_start}}", "{course: lagar, requirement: recommended, due: {days: 30, from: employment_start}}", 1)
	w.publish(text, "2026-04-01")
	waiting := news()
	if len(waiting) != 3 {
		t.Fatalf("news: %+v", waiting)
	}
	by := map[string]journey.News{}
	for _, n := range waiting {
		by[n.Item] = n
	}
	if n := by["nytt"]; n.Kind != plan.Arrived || n.Since != "2026-04-01" || len(n.Ours) != 0 || !n.CanDecline {
		t.Errorf("what is new: %+v", n)
	}
	if n := by["hygien"]; n.Kind != plan.Dropped || len(n.Ours) != 1 {
		t.Errorf("what is dropped: %+v", n)
	}
	if n := by["lagar"]; n.Kind != plan.Altered || len(n.Ours) != 1 {
		t.Errorf("what is altered: %+v", n)
	}
	// The place is told once, also when the work is done twice.
	for range 2 {
		w.must(w.OnAboveChanged(t.Context(), journey.AboveChanged{JourneyID: "vard"}))
	}
	told, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM note WHERE person_id = 'boss' AND key = 'journey.told.news'`)
	if err != nil || told != 1 {
		t.Errorf("told %d times, %v", told, err)
	}
	o, err := w.Overview(t.Context(), w.actor("n", may.National, "se"), "vard", 10, 0)
	if err != nil || len(o.Places) != 1 || o.Places[0].Waits != 3 || o.Places[0].Node.ID != town || o.Version != 2 {
		t.Errorf("who runs what: %+v, %v", o, err)
	}
	answer := func(item, what, why string) error {
		n := by[item]
		return w.AnswerNews(t.Context(), town1, town, "vard", []journey.Answer{{News: n.Key(), Answer: what, Why: why}})
	}
	if err := answer("nytt", journey.Decline, " "); !errors.Is(err, journey.ErrReasonless) {
		t.Errorf("declined without a reason: %v", err)
	}
	if err := answer("nytt", "kanske", ""); !errors.Is(err, journey.ErrAnswer) {
		t.Errorf("another answer: %v", err)
	}
	w.must(answer("nytt", journey.Decline, "Vi har en egen kurs om det."))
	w.must(answer("hygien", journey.KeepOur, ""))
	if n := news(); len(n) != 1 || n[0].Item != "lagar" {
		t.Errorf("what waits: %+v", n)
	}
	if err := answer("hygien", journey.TakeIt, ""); !errors.Is(err, journey.ErrNoNews) {
		t.Errorf("answered twice: %v", err)
	}
	w.must(answer("lagar", journey.TakeIt, ""))
	if n := news(); len(n) != 0 {
		t.Errorf("all is answered: %+v", n)
	}
	w.want(w.on("kim", "2026-04-01"), map[string]string{"hygien": "not_started mandatory ", "lokal": "not_started recommended ", "nytt": "absent", "lagar": "overdue recommended 2024-01-31"})
	given, err := w.Answers(t.Context(), w.actor("n", may.National, "se"), w.tailoring(town1, town).Node, "vard")
	if err != nil || len(given) != 3 || given[2].Why == "" {
		t.Errorf("given: %+v, %v", given, err)
	}
	// What comes back later is news again.
	w.publish(careText, "2026-05-01")
	if n := news(); len(n) != 3 {
		t.Errorf("it comes back: %+v", n)
	}
}

// What a level above decides is news below, and a layer of an older release has a stand too.
func TestAMunicipalChangeIsNewsInAUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	manager := w.actor("m", may.Manager, "solen")
	w.layer("solen", "2025-06-01", plan.Op{Kind: plan.Hide, Item: "pfa"})
	w.exec(`DELETE FROM layer_stand`) // as it was before stands were kept
	w.layer(town, "2026-02-01", plan.Op{Kind: plan.Require, Item: "pfa"}, plan.Op{Kind: plan.Hide, Item: "akk"})
	tl := w.tailoring(manager, "solen")
	news, err := w.News(t.Context(), tl)
	w.must(err)
	if len(news) != 2 || news[0].By != "Göteborg" || news[0].CanDecline || len(news[0].Ours) != 1 || !news[1].CanDecline {
		t.Fatalf("news: %+v", news)
	}
	w.must(w.AnswerNews(t.Context(), manager, "solen", "vard", []journey.Answer{{News: news[0].Key(), Answer: journey.TakeIt}, {News: news[1].Key(), Answer: journey.Decline, Why: "Vi behöver den."}}))
	if ops := w.tailoring(manager, "solen").Layer.Ops; len(ops) != 1 || ops[0].Kind != plan.Show {
		t.Errorf("%+v", ops)
	}
	if err := w.AnswerNews(t.Context(), w.actor("r", may.Region, region), "solen", "vard", nil); !errors.Is(err, may.ErrDenied) {
		t.Errorf("a region answers for a unit: %v", err)
	}
}

func TestWhereOneMayTailor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.layer(town, "2026-01-01", plan.Op{Kind: plan.Require, Item: "pfa"})
	p, err := w.Tailorable(t.Context(), w.actor("k", may.Municipality, town), town, 50, 0)
	if err != nil || len(p.Journeys) != 2 || p.Journeys[1].Ops != 1 || !p.MayEdit || len(p.Children) != 3 {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := w.Tailorable(t.Context(), w.actor("r", may.Region, region), region, 50, 0); err != nil || len(p.Journeys) != 2 || len(p.Children) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := w.Tailorable(t.Context(), w.actor("m", may.Manager, "solen"), town, 50, 0); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
}
