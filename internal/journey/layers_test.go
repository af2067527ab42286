package journey_test

import (
	"errors"
	"slices"
	"testing"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// R073 and rule 8: nation and RSS recommend, the employer's levels demand and hide, and the reason
// names who.
func TestLayersFromTheNationToTheUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.employ("lo", work{unit: "manen"})
	w.layer(region, "2025-01-01", plan.Op{Kind: plan.Recommend, Item: "pfa", Audience: &plan.Audience{}, Why: "Fler behöver den."})
	w.layer(town, "2025-02-01", plan.Op{Kind: plan.Add, Course: "lokal", Title: "Vår kommun"})
	w.layer("omr", "2025-03-01", plan.Op{Kind: plan.Require, Item: "pfa", Due: &plan.Due{Days: 30, From: plan.FromAssigned}})
	w.layer("solen", "2025-04-01", plan.Op{Kind: plan.Hide, Item: "lokal"}, plan.Op{Kind: plan.Hide, Item: "pfa"})
	kim, lo := w.on("kim", today), w.on("lo", today)
	w.want(kim, map[string]string{"pfa": "overdue mandatory 2025-03-31", "lokal": "absent"})
	w.want(lo, map[string]string{"pfa": "not_started recommended ", "lokal": "not_started recommended "})
	if r := kim.item("pfa").Reasons[0]; r.Rule != plan.RuleRequired || r.DecidedBy != "Äldreomsorg" || r.Since != "2025-03-01" {
		t.Errorf("who demands it: %+v", r)
	}
	if r := lo.item("pfa").Reasons[0]; r.Rule != plan.RuleRecommended || r.DecidedByID != region || r.Why != "Fler behöver den." {
		t.Errorf("who recommends it: %+v", r)
	}
	if lo.item("lokal").LocalTo != "Göteborg" {
		t.Errorf("the local course is local to %q", lo.item("lokal").LocalTo)
	}
	w.want(w.on("lo", "2025-01-31"), map[string]string{"pfa": "not_started recommended ", "lokal": "absent"})
}

// Rule 2: one journey can run in another RSS than the municipality's own.
func TestARegionPerJourney(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.layer("rss-GAVLEBORG", "2025-01-01", plan.Op{Kind: plan.Recommend, Item: "pfa", Audience: &plan.Audience{}})
	w.want(w.on("kim", today), map[string]string{"pfa": "not_started elective "})
	w.exec(`INSERT INTO municipality_rss (municipality_id, journey_id, rss_id, valid_from, valid_until) VALUES ($1, 'vard', 'rss-GAVLEBORG', '2026-02-01', $2)`, town, db.NoEnd)
	w.want(w.on("kim", "2026-01-31"), map[string]string{"pfa": "not_started elective "})
	w.want(w.on("kim", "2026-02-01"), map[string]string{"pfa": "not_started recommended "})
}

// Rule 12.
func TestAJourneyIsThereOnlyWhereItIsSwitchedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.exec(`UPDATE journey_switch SET valid_until = '2026-04-01' WHERE journey_id = 'vard'`)
	w.wantJourneys(w.on("kim", "2026-03-31"), "vard")
	w.wantJourneys(w.on("kim", "2026-04-01"))
	w.wantJourneys(w.on("kim", "2020-12-31"))
	w.tx(func(tx *db.Tx) error {
		_, err := w.Tree.Add(t.Context(), tx, org.Node{ID: "solna", Kind: "unit", Name: "Solna", Parent: "k-0184"}, "2020-01-01", "test")
		return err
	})
	w.employ("neighbour", work{employer: "k-0184", unit: "solna"})
	w.wantJourneys(w.on("neighbour", today))
}

// Rule 12: of two that overlap the person has one, and is told of the other.
func TestOfOverlappingJourneysOneIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(`{id: aldre, title: Äldre, short: X, owner: se, status: live, target: X, audience: {areas: [aldreomsorg]},
		scheme: {kind: content, levels: [{id: bas, title: Bas}]}, blocks: [{id: bas, title: Bas, kind: base, items: [{course: lagar}]}]}`, "2021-01-01")
	w.switchOn("aldre", "2021-01-01")
	w.employ("kim", work{})
	s := w.on("kim", today)
	w.wantJourneys(s, "vard")
	if i := s[0].Instead; len(i) != 1 || i[0].Journey != "aldre" || i[0].Reason.Journey != "Vård" {
		t.Errorf("instead: %+v", i)
	}
}

func TestWhyThereIsNoJourney(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("ended", work{until: "2026-02-01"})
	w.employ("coming", work{start: "2026-04-01", from: "2026-02-01"})
	w.employ("no area", work{area: none})
	w.employ("cook", work{occupation: none, area: "barn-och-unga"})
	w.employ("off", work{occupation: "socialsekreterare", area: "barn-och-unga"})
	w.exec(`UPDATE journey_switch SET valid_until = '2026-01-01' WHERE journey_id = 'barn'`)
	for person, want := range map[string]journey.Absence{
		"nobody": {Why: journey.NoWork}, "ended": {Why: journey.NoWork}, "coming": {Why: journey.Coming, From: "2026-04-01"},
		"no area": {Why: journey.NoArea}, "off": {Why: journey.Off, Journey: "Barn"}, "cook": {Why: journey.NothingFit},
	} {
		got, err := w.Absence(t.Context(), may.Actor{PersonID: person}, today)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", person, got, err)
		}
	}
	if _, err := w.Absence(t.Context(), may.Actor{}, today); !errors.Is(err, may.ErrSignIn) {
		t.Errorf("a visitor: %v", err)
	}
}

// Rules 3 and 8: what a node may decide, and who may decide for it.
func TestALayerIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	require, recommend := plan.Op{Kind: plan.Require, Item: "pfa"}, plan.Op{Kind: plan.Recommend, Item: "pfa"}
	for name, c := range map[string]struct {
		actor   may.Actor
		node    string
		journey string
		op      plan.Op
		want    error
	}{
		"a unit's manager demands":                        {w.actor("m", may.Manager, "solen"), "solen", "vard", require, nil},
		"of another unit":                                 {w.actor("m", may.Manager, "solen"), "manen", "vard", require, may.ErrDenied},
		"a municipality demands":                          {w.actor("k", may.Municipality, town), town, "vard", require, nil},
		"a municipality for its unit":                     {w.actor("k", may.Municipality, town), "solen", "vard", require, nil},
		"a municipality for a private employer":           {w.actor("k", may.Municipality, town), "granen", "vard", recommend, may.ErrDenied},
		"a private employer's manager":                    {w.actor("g", may.Manager, "granen"), "granen", "vard", require, nil},
		"an RSS recommends":                               {w.actor("r", may.Region, region), region, "vard", recommend, nil},
		"an RSS demands":                                  {w.actor("r", may.Region, region), region, "vard", require, journey.ErrBroken},
		"an RSS hides":                                    {w.actor("r", may.Region, region), region, "vard", plan.Op{Kind: plan.Hide, Item: "pfa"}, journey.ErrBroken},
		"an RSS adds as mandatory":                        {w.actor("r", may.Region, region), region, "vard", plan.Op{Kind: plan.Add, Course: "x", Requirement: plan.Mandatory}, journey.ErrBroken},
		"an RSS blocks":                                   {w.actor("r", may.Region, region), region, "vard", plan.Op{Kind: plan.Gate, Item: "pfa", Link: &plan.Link{Course: "lagar", Mode: plan.BlockMode, Why: "x"}}, journey.ErrBroken},
		"an RSS in a municipality's name":                 {w.actor("r", may.Region, region), town, "vard", require, may.ErrDenied},
		"the nation recommends":                           {w.actor("n", may.National, "se"), "se", "vard", recommend, nil},
		"the nation demands":                              {w.actor("n", may.National, "se"), "se", "vard", require, journey.ErrBroken},
		"the nation in a unit's name":                     {w.actor("n", may.National, "se"), "solen", "vard", require, may.ErrDenied},
		"a learner":                                       {w.actor("l", may.Learner, "solen"), "solen", "vard", recommend, may.ErrDenied},
		"a visitor":                                       {may.Actor{}, "solen", "vard", recommend, may.ErrSignIn},
		"a node that is not there":                        {may.Operator(), "borta", "vard", recommend, org.ErrNoNode},
		"a journey that is not there":                     {may.Operator(), "solen", "borta", recommend, journey.ErrNoJourney},
		"an operation that nobody knows":                  {may.Operator(), "solen", "vard", plan.Op{Kind: "x", Item: "pfa"}, journey.ErrBroken},
		"an item that the frame no longer has is allowed": {may.Operator(), "solen", "vard", plan.Op{Kind: plan.Hide, Item: "borta"}, nil},
	} {
		problems, err := w.SetLayer(t.Context(), c.actor, c.node, c.journey, []plan.Op{c.op}, today)
		if !errors.Is(err, c.want) || (c.want == journey.ErrBroken && !plan.Broken(problems)) {
			t.Errorf("%s: %v, want %v; %v", name, err, c.want, problems)
		}
	}
}

func TestALayerReplacesTheOneBeforeFromItsDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.layer("solen", "2026-01-01", plan.Op{Kind: plan.Require, Item: "pfa"})
	w.layer("solen", "2026-02-01", plan.Op{Kind: plan.Hide, Item: "pfa"})
	w.layer("solen", "2026-02-01", plan.Op{Kind: plan.Recommend, Item: "pfa", Audience: &plan.Audience{}})
	for day, want := range map[string]string{"2025-12-31": "not_started elective ", "2026-01-31": "not_started mandatory ", "2026-02-01": "not_started recommended "} {
		w.want(w.on("kim", day), map[string]string{"pfa": want})
	}
	// What a layer above adds a layer below may speak of, without a warning.
	w.layer(town, today, plan.Op{Kind: plan.Add, Course: "lokal", Title: "Lokal"})
	problems, err := w.SetLayer(t.Context(), may.Operator(), "solen", "vard", []plan.Op{{Kind: plan.Require, Item: "lokal"}}, today)
	if err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
}

// Rule 15: the layers around a person say whether a report is approved.
func TestApprovalFollowsWhereThePersonWorks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.employ("kim", work{})
	w.employ("lo", work{unit: "manen"})
	w.serve("lo", "granen", "2026-01-01")
	w.employ("gone", work{until: "2026-02-01"})
	w.layer("omr", "2026-01-01", plan.Op{Kind: plan.Approve, Item: "pfa"})
	w.layer("granen", "2026-01-01", plan.Op{Kind: plan.Approve, Item: "akk"})
	w.layer(town, "2026-04-01", plan.Op{Kind: plan.Approve, Item: "lagar"})
	for person, want := range map[string][]string{"kim": {"pfa"}, "lo": {"akk"}, "gone": nil, "nobody": nil} {
		var got []string
		for _, course := range []string{"pfa", "akk", "lagar"} {
			needs, err := w.NeedsApproval(t.Context(), person, course)
			if err != nil {
				t.Fatal(err)
			}
			if needs {
				got = append(got, course)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", person, got, want)
		}
	}
}
