package plan

import (
	"slices"
	"testing"
)

// second adds an employment at unit e2.
func (in *Input) second(change func(*Employment)) {
	e := Employment{
		ID: "2", Occupation: "vardbitrade", Area: "funktionshinder", Start: "2026-10-01", Path: []string{"se", "rss", "k", "omr", "e2"},
	}
	if change != nil {
		change(&e)
	}
	in.Person.Employments = append(in.Person.Employments, e)
}

func TestSeveralEmploymentsAreJoined(t *testing.T) {
	in := world()
	in.second(nil)
	in.layer("e", Op{Kind: Recommend, Item: "akk", Due: &Due{90, FromStart}, Why: "Vi behöver det"}, Op{Kind: Hide, Item: "pfa"})
	in.layer("e2", Op{Kind: Require, Item: "akk", Due: &Due{85, FromStart}})
	out := Resolve(in)
	it := seen(out, "akk")
	if it.Requirement != Mandatory || it.Due != "2026-11-30" {
		t.Errorf("got %s %s, want the strongest requirement and the earliest date", it.Requirement, it.Due)
	}
	if want := []Rule{RuleRequired, RuleRecommended, RuleNewEmployee, RuleNewEmployee}; !slices.Equal(rules(it), want) {
		t.Errorf("reasons %v, want %v", rules(it), want)
	}
	if it.Reasons[1].Why != "Vi behöver det" {
		t.Error("the decider's words are lost")
	}
	if seen(out, "pfa") == nil {
		t.Error("what one unit hides the other still offers")
	}
}

func TestLeaveFromOneOfTwoEmploymentsPausesOnlyItsOwn(t *testing.T) {
	in := world()
	in.second(nil)
	in.Person.Employments[0].Leave = []Interval{{From: "2026-11-01"}}
	out := Resolve(in)
	if s := seen(out, "hygien").Status; s != Paused {
		t.Errorf("the first employment's own item is %s", s)
	}
	if s := seen(out, "lagar").Status; s != NotStarted {
		t.Errorf("an item of both is %s", s)
	}
	if out[0].Paused {
		t.Error("the journey is paused")
	}
}

func TestOverlappingLeavesCountOnce(t *testing.T) {
	in := world()
	in.item("lagar").Due = &Due{90, FromStart}
	in.Person.Employments[0].Leave = []Interval{{"2026-10-05", "2026-10-14"}, {"2026-10-01", "2026-10-10"}, {"2026-10-02", "2026-10-03"}}
	if due := seen(Resolve(in), "lagar").Due; due != "2026-12-14" {
		t.Errorf("due %s, want 14 days later", due)
	}
}

func TestAChangeOfJobRecomputesAndKeepsWhatIsDone(t *testing.T) {
	in := world()
	in.fact(Completed, "hygien", "2026-10-01", "")
	in.fact(Completed, "lagar", "2026-10-02", "")
	in.Person.Employments[0].End = "2026-10-31"
	in.second(func(e *Employment) { e.Start = "2026-11-01" })
	out := Resolve(in)
	if p := out[0]; p.Blocks[len(p.Blocks)-1].Kind != Earlier || seen(out, "hygien").Status != Done {
		t.Error("what was done in the old track is not among the earlier")
	}
	if it := seen(out, "lagar"); it.Status != Done || it.Reasons[0].Rule != RuleEveryone {
		t.Errorf("what is shared is %+v", it)
	}
}

func TestOverlappingJourneys(t *testing.T) {
	base := func() Input {
		in := world()
		other := world().Journeys[0]
		other.ID, other.Title, other.Tracks, other.Overlaps = "aldre", "Äldre", nil, []string{"j"}
		other.Blocks = []Block{{ID: "b", Title: "B", Kind: Base, Items: []Item{course("lagar", Recommended, nil)}}}
		in.Journeys = append(in.Journeys, other)
		in.On = append(in.On, Switch{Journey: "aldre", NodeID: "k", NodeName: "Kommunen", From: "2026-03-01"})
		return in
	}
	for name, tc := range map[string]struct {
		change func(*Input)
		want   []string
	}{
		"the best fit wins":                {nil, []string{"j"}},
		"also with the declaration turned": {func(in *Input) { in.Journeys[1].Overlaps, in.Journeys[0].Overlaps = nil, []string{"aldre"} }, []string{"j"}},
		"then priority": {func(in *Input) {
			in.Journeys[0].Tracks, in.Journeys[0].Blocks, in.Journeys[1].Priority = nil, nil, 1
		}, []string{"aldre"}},
		"then the id":                     {func(in *Input) { in.Journeys[0].Tracks, in.Journeys[0].Blocks = nil, nil }, []string{"aldre"}},
		"a choice goes before":            {func(in *Input) { in.Person.Chosen = []string{"aldre"} }, []string{"aldre"}},
		"both when both are chosen":       {func(in *Input) { in.Person.Chosen = []string{"aldre", "j"} }, []string{"j", "aldre"}},
		"both when they do not overlap":   {func(in *Input) { in.Journeys[1].Overlaps = nil }, []string{"j", "aldre"}},
		"a planned one is no alternative": {func(in *Input) { in.Journeys[0].Status = Planned }, []string{"aldre"}},
		"nor one that is switched off":    {func(in *Input) { in.On = in.On[1:] }, []string{"aldre"}},
		"nor one switched on tomorrow":    {func(in *Input) { in.On[0].From = "2026-11-24" }, []string{"aldre"}},
		"nor one of another municipality": {func(in *Input) { in.On[0].NodeID = "k2" }, []string{"aldre"}},
		"none without employment":         {func(in *Input) { in.Person.Employments[0].End = "2026-11-22" }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			in := base()
			if tc.change != nil {
				tc.change(&in)
			}
			out := Resolve(in)
			var got []string
			for _, p := range out {
				got = append(got, p.Journey)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
	p := Resolve(base())[0]
	if len(p.Instead) != 1 || p.Instead[0].Journey != "aldre" || p.Instead[0].Reason.Rule != RuleOverlap {
		t.Errorf("what was passed over is not told: %+v", p.Instead)
	}
	if r := p.Reasons[0]; r.Rule != RuleJourney || r.DecidedBy != "Kommunen" || r.Since != "2026-09-01" {
		t.Errorf("why the journey: %+v", r)
	}
	in := base()
	in.Journeys[1].Overlaps = nil
	in.fact(Completed, "lagar", "2026-10-01", "")
	for _, p := range Resolve(in) {
		it := seen([]Personal{p}, "lagar")
		if it.Status != Done || !slices.Contains(rules(it), RuleShared) {
			t.Errorf("%s: one completion counts in both: %+v", p.Journey, it)
		}
	}
}

func TestOneCanLearnInOneJourneyAndManageInAnother(t *testing.T) {
	in := world()
	in.Journeys = append(in.Journeys, world().Journeys[0])
	in.Journeys[0].Audience = &Audience{Areas: []string{"aldreomsorg"}}
	in.Journeys[1].ID, in.Journeys[1].Audience = "f", &Audience{Areas: []string{"funktionshinder"}}
	in.On = append(in.On, Switch{Journey: "f", NodeID: "k"})
	in.second(func(e *Employment) { e.Manager = true })
	for _, p := range Resolve(in) {
		if sees := seen([]Personal{p}, "leda") != nil; sees != (p.Journey == "f") {
			t.Errorf("%s: manager block %v", p.Journey, sees)
		}
	}
}

func TestOtherRssPerJourney(t *testing.T) {
	in := world()
	in.layer("rss", Op{Kind: Recommend, Item: "akk"})
	in.layer("rss2", Op{Kind: Recommend, Item: "pfa"})
	in.Layers[1].NodeKind = RSS
	in.Person.Employments[0].RSS = map[string]string{"j": "rss2"}
	out := Resolve(in)
	if seen(out, "akk").Requirement != Elective || seen(out, "pfa").Requirement != Recommended {
		t.Error("the layer is not that of the journey's own RSS")
	}
}

func TestOrder(t *testing.T) {
	bas := func(ops ...Op) []string {
		in := world()
		in.item("leg-kurs").Audience = nil
		in.layer("e", ops...)
		return courses(Resolve(in)[0], "bas")
	}
	for name, tc := range map[string]struct {
		ops  []Op
		want []string
	}{
		"the frame's":         {nil, []string{"hygien", "lagar", "leg-kurs"}},
		"moved first":         {[]Op{{Kind: Move, Item: "leg-kurs"}}, []string{"leg-kurs", "hygien", "lagar"}},
		"moved after another": {[]Op{{Kind: Move, Item: "hygien", After: "lagar"}}, []string{"lagar", "hygien", "leg-kurs"}},
		"moved to a block": {[]Op{{Kind: Move, Item: "akk", Block: "bas", After: "hygien"}},
			[]string{"hygien", "akk", "lagar", "leg-kurs"}},
		"added last":  {[]Op{{Kind: Add, Course: "ny"}}, []string{"hygien", "lagar", "leg-kurs", "ny"}},
		"added after": {[]Op{{Kind: Add, Course: "ny", After: "hygien"}}, []string{"hygien", "ny", "lagar", "leg-kurs"}},
		"added to a block that is gone": {[]Op{{Kind: Add, Course: "ny", Block: "borta"}},
			[]string{"hygien", "lagar", "leg-kurs", "ny"}},
		"not to the manager block": {[]Op{{Kind: Move, Item: "hygien", Block: "chef"}}, []string{"hygien", "lagar", "leg-kurs"}},
		"nor out of it":            {[]Op{{Kind: Move, Item: "leda", Block: "bas"}}, []string{"hygien", "lagar", "leg-kurs"}},
		"after itself":             {[]Op{{Kind: Move, Item: "hygien", After: "hygien"}}, []string{"lagar", "leg-kurs", "hygien"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := bas(tc.ops...); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestACourseThatStandsTwiceIsShownOnce(t *testing.T) {
	in := world()
	mer := &in.Journeys[0].Blocks[1]
	mer.Items = append(mer.Items, Item{ID: "lagar-mer", Course: "lagar", Kind: CourseItem, Requirement: Elective})
	out := Resolve(in)
	if seen(out, "lagar-mer") != nil || !slices.Equal(rules(seen(out, "lagar")), []Rule{RuleEveryone}) {
		t.Errorf("got %+v", seen(out, "lagar"))
	}
}

func gate(item, first string, mode Mode) Op {
	return Op{Kind: Gate, Item: item, Link: &Link{Course: first, Mode: mode, Why: "Därför."}}
}

func TestGates(t *testing.T) {
	for name, tc := range map[string]struct {
		change  func(*Input)
		mode    Mode // of the only notice; empty: none
		blocked bool
	}{
		"none":                  {func(*Input) {}, "", false},
		"the frame warns":       {func(in *Input) { in.item("akk").Requires = []Link{{"lagar", Warn, "Därför."}} }, Warn, false},
		"a national one cannot": {func(in *Input) { in.item("akk").Requires = []Link{{"lagar", BlockMode, "Därför."}} }, Warn, false},
		"a unit blocks":         {func(in *Input) { in.layer("e", gate("akk", "lagar", BlockMode)) }, BlockMode, true},
		"an RSS warns":          {func(in *Input) { in.layer("rss", gate("akk", "lagar", BlockMode)) }, Warn, false},
		"a unit takes a warning away": {func(in *Input) {
			in.item("akk").Requires = []Link{{"lagar", Warn, "Därför."}}
			in.layer("e", gate("akk", "lagar", Off))
		}, "", false},
		"but not the municipality's block": {func(in *Input) {
			in.layer("k", gate("akk", "lagar", BlockMode))
			in.layer("e", gate("akk", "lagar", Off))
		}, BlockMode, true},
		"done opens": {func(in *Input) {
			in.layer("e", gate("akk", "lagar", BlockMode))
			in.fact(Credited, "lagar", "2026-10-01", "")
		}, "", false},
		"expired does not": {func(in *Input) {
			in.layer("e", gate("akk", "lagar", BlockMode))
			in.fact(Completed, "lagar", "2025-10-01", "2026-10-01")
		}, BlockMode, true},
		"what is begun is not blocked": {func(in *Input) {
			in.layer("e", gate("akk", "lagar", BlockMode))
			in.Person.Started = []string{"akk"}
		}, BlockMode, false},
		"a circle across layers only warns": {func(in *Input) {
			in.layer("k", gate("lagar", "pfa", BlockMode))
			in.layer("omr", gate("pfa", "akk", BlockMode))
			in.layer("e", gate("akk", "lagar", BlockMode))
		}, Warn, false},
		"so does a course that waits for itself": {func(in *Input) { in.layer("e", gate("akk", "akk", BlockMode)) }, Warn, false},
	} {
		t.Run(name, func(t *testing.T) {
			in := world()
			tc.change(&in)
			it := seen(Resolve(in), "akk")
			if it.Blocked != tc.blocked || len(it.Notices) != btoi(tc.mode != "") || tc.mode != "" && it.Notices[0].Mode != tc.mode {
				t.Errorf("blocked %v, notices %+v", it.Blocked, it.Notices)
			}
			if it.CanStart() == tc.blocked {
				t.Error("CanStart does not follow")
			}
		})
	}
}

func experience() Input {
	in := world()
	in.Journeys[0].Scheme = Scheme{Kind: Experience, Years: YearsInOccupation, Levels: []Level{
		{ID: "ny", Title: "Ny"}, {ID: "van", Title: "Van", Years: 2}, {ID: "erfaren", Title: "Erfaren", Years: 5, Over: true},
	}}
	in.Journeys[0].Blocks = []Block{
		{ID: "ny", Kind: StepBlock, Level: "ny", Items: []Item{course("a", Recommended, nil)}},
		{ID: "van", Kind: StepBlock, Level: "van", Items: []Item{course("b", Recommended, nil)}},
	}
	return in
}

func TestStepsAreProposedAndCloseNoCourse(t *testing.T) {
	in := experience()
	out := Resolve(in)
	if s := out[0].Step; s.ID != "ny" || s.Chosen || s.Since != "2026-09-01" {
		t.Errorf("step %+v", s)
	}
	if a, b := seen(out, "a"), seen(out, "b"); a.Requirement != Recommended || b.Requirement != Elective || b.Blocked ||
		a.Reasons[0].Rule != RuleStep || a.Reasons[0].Step != "Ny" || b.Reasons[0].Rule != RuleStepOther {
		t.Errorf("a %+v\nb %+v", a, b)
	}
	in.Person.Steps = map[string]StepChoice{"j": {Step: "van", By: "Bo", Note: "Har arbetat i Norge", At: "2026-11-23"}}
	out = Resolve(in)
	if s := out[0].Step; s.ID != "van" || s.Proposed != "ny" || !s.Chosen || s.Note == "" || !out[0].Blocks[1].Current {
		t.Errorf("chosen step %+v", s)
	}
	if seen(out, "b").Requirement != Recommended {
		t.Error("the chosen step's courses are not recommended")
	}
	in.Person.Steps = map[string]StepChoice{"j": {Step: "borta", At: "2026-11-23"}}
	if Resolve(in)[0].Step.Chosen {
		t.Error("a step that does not exist was chosen")
	}
}

func TestEarlierWorkCountsAsExperience(t *testing.T) {
	in := experience()
	in.Person.Employments = append(in.Person.Employments,
		Employment{ID: "0", Occupation: "underskoterska", Area: "funktionshinder", Start: "2020-01-01", End: "2021-12-31", Path: []string{"x"}},
		Employment{ID: "00", Occupation: "underskoterska", Start: "2021-01-01", End: "2021-06-30", Path: []string{"x"}},
	)
	if s := Resolve(in)[0].Step; s.ID != "van" {
		t.Errorf("two years earlier in the occupation: %+v", s)
	}
	in.Journeys[0].Scheme.Years = YearsInArea
	if s := Resolve(in)[0].Step; s.ID != "ny" {
		t.Errorf("not in the area: %+v", s)
	}
}

func kindsOf(ss []Suggestion) []SuggestionKind {
	var ks []SuggestionKind
	for _, s := range ss {
		ks = append(ks, s.Kind)
	}
	return ks
}

func TestWhatComesNext(t *testing.T) {
	in := world()
	in.item("lagar").Due = &Due{10, FromStart}
	in.Person.Started = []string{"akk"}
	p := Resolve(in)[0]
	if got := kindsOf(p.Next); !slices.Equal(got, []SuggestionKind{NextOverdue, NextStarted, NextPlan}) || p.Next[0].Item != "lagar" {
		t.Errorf("next %+v", p.Next)
	}
	if p.Done != 0 || p.Total != 2 || p.AllDone {
		t.Errorf("%d of %d", p.Done, p.Total)
	}
	in.Person.Started = nil
	in.Journeys[0].Blocks = append(in.Journeys[0].Blocks,
		Block{ID: "spets", Kind: Expert, Items: []Item{{ID: "yh", Title: "YH", Kind: Info, Requirement: Elective}}})
	in.fact(Completed, "lagar", "2026-10-01", "2027-10-01")
	in.fact(Credited, "hygien", "2026-10-01", "")
	p = Resolve(in)[0]
	want := []SuggestionKind{NextElective, NextElective, NextFurther, NextRenew, NextTalk}
	if got := kindsOf(p.Next); !slices.Equal(got, want) || !p.AllDone || p.Done != 2 {
		t.Errorf("all done: next %+v, %d of %d", p.Next, p.Done, p.Total)
	}
	in.Person.Employments[0].Leave = []Interval{{From: "2026-11-01"}}
	if p = Resolve(in)[0]; !p.Paused || !slices.Equal(kindsOf(p.Next), []SuggestionKind{NextPaused}) {
		t.Errorf("on leave: %v %+v", p.Paused, p.Next)
	}
}

func TestWhoLacksTheFormalLevelSeesPathsBesideTheJourney(t *testing.T) {
	in := world()
	in.Journeys[0].Parallel = []Path{{ID: "v"}, {ID: "lss", Audience: &Audience{Areas: []string{"funktionshinder"}}}}
	if p := Resolve(in)[0]; p.Parallel != nil {
		t.Errorf("shown to all: %+v", p.Parallel)
	}
	in.Person.Employments[0].LacksFormal = true
	if p := Resolve(in)[0]; len(p.Parallel) != 1 || p.Parallel[0].ID != "v" || p.Total != 2 {
		t.Errorf("beside the journey: %+v", p.Parallel)
	}
}

func TestAWishStandsFirst(t *testing.T) {
	in := world()
	in.item("lagar").Wish, in.Person.Wishes = "digital", []string{"digital"}
	if got := courses(Resolve(in)[0], "bas"); !slices.Equal(got, []string{"lagar", "hygien"}) {
		t.Errorf("got %v", got)
	}
}

func TestManagersDifferByBackground(t *testing.T) {
	in := world()
	in.Person.Employments[0].Manager = true
	in.item("leda").Audience = &Audience{Backgrounds: []string{"socionom"}}
	if seen(Resolve(in), "leda") != nil {
		t.Error("shown without the background")
	}
	in.Person.Backgrounds = []string{"socionom"}
	if seen(Resolve(in), "leda") == nil {
		t.Error("not shown with it")
	}
}

func TestAudiences(t *testing.T) {
	w := who{e: &Employment{Occupation: "a", Area: "b", Form: "hourly", Licensed: true}, p: &Person{Roles: []string{"mas"}},
		manager: true, step: "ny", tracks: []string{"t"}}
	no := false
	for name, tc := range map[string]struct {
		a    *Audience
		want bool
	}{
		"nil":                {nil, true},
		"empty":              {&Audience{}, true},
		"one of a list":      {&Audience{Occupations: []string{"x", "a"}}, true},
		"all lists":          {&Audience{Occupations: []string{"a"}, Areas: []string{"x"}}, false},
		"form":               {&Audience{Forms: []string{"hourly"}}, true},
		"role of the person": {&Audience{Roles: []string{"mas"}}, true},
		"manager":            {&Audience{Roles: []string{"manager"}}, true},
		"no such role":       {&Audience{Roles: []string{"x"}}, false},
		"licensed":           {&Audience{Licensed: yes()}, true},
		"not licensed":       {&Audience{Licensed: &no}, false},
		"step and track":     {&Audience{Steps: []string{"ny"}, Tracks: []string{"t"}}, true},
		"any":                {&Audience{Any: []Audience{{Areas: []string{"x"}}, {Areas: []string{"b"}}}}, true},
		"none of any":        {&Audience{Any: []Audience{{Areas: []string{"x"}}}}, false},
		"all":                {&Audience{All: []Audience{{Areas: []string{"b"}}, {Areas: []string{"x"}}}}, false},
		"not":                {&Audience{Not: &Audience{Areas: []string{"b"}}}, false},
	} {
		if got := tc.a.matches(&w); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
