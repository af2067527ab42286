package plan

import (
	"slices"
	"testing"
)

// world is a small input with one journey and one person; tests change what they are about.
func world() Input {
	return Input{
		Today: "2026-11-23",
		On:    []Switch{{Journey: "j", NodeID: "k", NodeName: "Kommunen", From: "2026-01-01"}},
		Journeys: []Journey{{
			ID: "j", Title: "Resan", Owner: "se", OwnerName: "SKR", OwnerKind: Nation, Status: Live, Since: "2025-01-01",
			Audience: &Audience{Areas: []string{"aldreomsorg", "funktionshinder"}},
			Scheme:   Scheme{Kind: Content, Levels: []Level{{ID: "bas"}}},
			Tracks: []Track{
				{ID: "usk", Title: "Usk", Audience: &Audience{Occupations: []string{"underskoterska"}}, Status: TrackLive},
				{ID: "leg", Title: "Leg", Audience: &Audience{Licensed: yes()}, Status: TrackLive},
			},
			Blocks: []Block{
				{ID: "bas", Title: "Bas", Kind: Base, Items: []Item{
					course("hygien", Recommended, &Audience{Tracks: []string{"usk"}}),
					course("lagar", Recommended, nil),
					course("leg-kurs", Recommended, &Audience{Tracks: []string{"leg"}}),
				}},
				{ID: "mer", Title: "Mer", Kind: Advanced, Items: []Item{course("akk", Elective, nil), course("pfa", Elective, nil)}},
				{ID: "chef", Title: "Chef", Kind: Manager, Items: []Item{course("leda", Recommended, nil)}},
			},
		}},
		Person: Person{Employments: []Employment{{
			ID: "1", Occupation: "underskoterska", Area: "aldreomsorg", Start: "2026-09-01",
			Path: []string{"se", "rss", "k", "omr", "e"},
		}}},
	}
}

func yes() *bool { b := true; return &b }

func course(id string, r Requirement, a *Audience) Item {
	return Item{ID: id, Course: id, Kind: CourseItem, Requirement: r, Audience: a}
}

// item gives the frame's item for a test to change.
func (in *Input) item(id string) *Item {
	var found *Item
	in.Journeys[0].eachItem(func(it *Item) {
		if it.ID == id {
			found = it
		}
	})
	return found
}

var kinds = map[string]NodeKind{"se": Nation, "rss": RSS, "k": Municipality, "omr": Operation, "e": Unit, "e2": Unit, "t": Team}

func (in *Input) layer(node string, ops ...Op) {
	in.Layers = append(in.Layers, Layer{
		NodeID: node, NodeName: "N-" + node, NodeKind: kinds[node], Journey: "j", Since: "2026-02-01", Ops: ops,
	})
}

func (in *Input) fact(kind FactKind, course string, at, until Date) {
	in.Person.Facts = append(in.Person.Facts, Fact{Course: course, Kind: kind, At: at, ValidUntil: until})
}

// seen finds an item in the answer; nil when it is absent.
func seen(out []Personal, id string) *PersonalItem {
	var found *PersonalItem
	eachItem(out, func(_ *Personal, it *PersonalItem) {
		if it.ID == id && found == nil {
			found = it
		}
	})
	return found
}

func rules(it *PersonalItem) []Rule {
	var rs []Rule
	for _, r := range it.Reasons {
		rs = append(rs, r.Rule)
	}
	return rs
}

func TestRules(t *testing.T) {
	type want struct {
		absent bool
		req    Requirement
		status Status
		due    Date
		rules  []Rule
		by     string // of the first reason
	}
	leave := func(from, until Date) func(*Input) {
		return func(in *Input) {
			in.item("lagar").Due = &Due{Days: 90, From: FromStart}
			in.Person.Employments[0].Leave = []Interval{{from, until}}
		}
	}
	for name, tc := range map[string]struct {
		change func(*Input)
		item   string
		want   want
	}{
		"a track gives the course": {nil, "hygien", want{req: Recommended, status: NotStarted, rules: []Rule{RuleTrack}, by: "SKR"}},
		"another track does not":   {nil, "leg-kurs", want{absent: true}},
		"everyone has what is for everyone": {nil, "lagar",
			want{req: Recommended, status: NotStarted, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"licensed staff have their own": {func(in *Input) {
			in.Person.Employments[0].Occupation, in.Person.Employments[0].Licensed = "sjukskoterska", true
		}, "leg-kurs", want{req: Recommended, status: NotStarted, rules: []Rule{RuleLicensed}, by: "SKR"}},
		"an elective is offered": {nil, "akk", want{req: Elective, status: NotStarted, rules: []Rule{RuleElective}, by: "SKR"}},
		"an elective starts at once": {func(in *Input) { in.Person.Started = []string{"akk"} }, "akk",
			want{req: Elective, status: Started, rules: []Rule{RuleElective}, by: "SKR"}},
		"the manager block is hidden from others": {nil, "leda", want{absent: true}},
		"a manager sees it": {func(in *Input) { in.Person.Employments[0].Manager = true }, "leda",
			want{req: Recommended, status: NotStarted, rules: []Rule{RuleManager}, by: "SKR"}},
		"a layer cannot open it for others": {func(in *Input) { in.layer("e", Op{Kind: Require, Item: "leda"}) }, "leda",
			want{absent: true}},
		"a unit requires": {func(in *Input) { in.layer("e", Op{Kind: Require, Item: "akk"}) }, "akk",
			want{req: Mandatory, status: NotStarted, rules: []Rule{RuleRequired}, by: "N-e"}},
		"a requirement keeps the item's audience": {func(in *Input) { in.layer("k", Op{Kind: Require, Item: "leg-kurs"}) },
			"leg-kurs", want{absent: true}},
		"unless it names another": {func(in *Input) {
			in.layer("k", Op{Kind: Require, Item: "leg-kurs", Audience: &Audience{Areas: []string{"aldreomsorg"}}})
		}, "leg-kurs", want{req: Mandatory, status: NotStarted, rules: []Rule{RuleRequired}, by: "N-k"}},
		"another unit's layer does not reach": {func(in *Input) { in.layer("e2", Op{Kind: Require, Item: "akk"}) }, "akk",
			want{req: Elective, status: NotStarted, rules: []Rule{RuleElective}, by: "SKR"}},
		"a nation's requirement recommends": {func(in *Input) { in.layer("se", Op{Kind: Require, Item: "akk"}) }, "akk",
			want{req: Recommended, status: NotStarted, rules: []Rule{RuleRecommended}, by: "N-se"}},
		"an RSS cannot hide": {func(in *Input) { in.layer("rss", Op{Kind: Hide, Item: "akk"}) }, "akk",
			want{req: Elective, status: NotStarted, rules: []Rule{RuleElective}, by: "SKR"}},
		"a team cannot hide": {func(in *Input) {
			in.Person.Employments[0].Path = append(in.Person.Employments[0].Path, "t")
			in.layer("t", Op{Kind: Hide, Item: "akk"})
		}, "akk", want{req: Elective, status: NotStarted, rules: []Rule{RuleElective}, by: "SKR"}},
		"a nation's frame cannot demand": {func(in *Input) { in.item("lagar").Requirement = Mandatory }, "lagar",
			want{req: Recommended, status: NotStarted, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"a municipality's frame can": {func(in *Input) {
			in.item("lagar").Requirement, in.Journeys[0].OwnerKind = Mandatory, Municipality
		}, "lagar", want{req: Mandatory, status: NotStarted, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"a municipality hides": {func(in *Input) { in.layer("k", Op{Kind: Hide, Item: "akk"}) }, "akk", want{absent: true}},
		"a unit shows it again": {func(in *Input) {
			in.layer("k", Op{Kind: Hide, Item: "lagar"})
			in.layer("e", Op{Kind: Show, Item: "lagar"})
		}, "lagar", want{req: Recommended, status: NotStarted, rules: []Rule{RuleEveryone, RuleShown}, by: "SKR"}},
		"a unit's requirement beats a hide above": {func(in *Input) {
			in.layer("e", Op{Kind: Require, Item: "lagar"})
			in.layer("k", Op{Kind: Hide, Item: "lagar"})
		}, "lagar", want{req: Mandatory, status: NotStarted, rules: []Rule{RuleRequired, RuleEveryone}, by: "N-e"}},
		"a unit cannot hide what the municipality requires": {func(in *Input) {
			in.layer("k", Op{Kind: Require, Item: "lagar"})
			in.layer("e", Op{Kind: Hide, Item: "lagar"})
		}, "lagar", want{req: Mandatory, status: NotStarted, rules: []Rule{RuleRequired, RuleEveryone}, by: "N-k"}},
		"nor make it elective": {func(in *Input) {
			in.layer("k", Op{Kind: Require, Item: "lagar"})
			in.layer("e", Op{Kind: Elect, Item: "lagar"})
		}, "lagar", want{req: Mandatory, status: NotStarted, rules: []Rule{RuleRequired, RuleEveryone}, by: "N-k"}},
		"a unit makes a recommended course elective": {func(in *Input) { in.layer("e", Op{Kind: Elect, Item: "lagar"}) }, "lagar",
			want{req: Elective, status: NotStarted, rules: []Rule{RuleEveryone, RuleOffered}, by: "SKR"}},
		"in one layer the later wins: hide": {func(in *Input) {
			in.layer("e", Op{Kind: Require, Item: "lagar"}, Op{Kind: Hide, Item: "lagar"})
		}, "lagar", want{absent: true}},
		"in one layer the later wins: require": {func(in *Input) {
			in.layer("e", Op{Kind: Hide, Item: "lagar"}, Op{Kind: Require, Item: "lagar"})
		}, "lagar", want{req: Mandatory, status: NotStarted, rules: []Rule{RuleRequired, RuleEveryone}, by: "N-e"}},
		"in one layer the later wins: recommend": {func(in *Input) {
			in.layer("e", Op{Kind: Require, Item: "lagar"}, Op{Kind: Recommend, Item: "lagar"})
		}, "lagar", want{req: Recommended, status: NotStarted, rules: []Rule{RuleEveryone, RuleRecommended}, by: "SKR"}},
		"a unit adds a local course": {func(in *Input) { in.layer("e", Op{Kind: Add, Course: "lokal", Title: "Vår kurs"}) },
			"lokal", want{req: Recommended, status: NotStarted, rules: []Rule{RuleAdded}, by: "N-e"}},
		"and makes it mandatory": {func(in *Input) {
			in.layer("e", Op{Kind: Add, Course: "lokal", Title: "Vår kurs", Requirement: Mandatory, Due: &Due{30, FromStart}})
		}, "lokal", want{req: Mandatory, status: Overdue, due: "2026-10-01", rules: []Rule{RuleRequired, RuleNewEmployee}, by: "N-e"}},
		"an RSS adds, to recommend": {func(in *Input) {
			in.layer("rss", Op{Kind: Add, Course: "regional", Requirement: Mandatory})
		}, "regional", want{req: Recommended, status: NotStarted, rules: []Rule{RuleAdded}, by: "N-rss"}},
		"what a layer added for some is required of those": {func(in *Input) {
			in.layer("k", Op{Kind: Add, Course: "lokal", Audience: &Audience{Licensed: yes()}})
			in.layer("e", Op{Kind: Require, Item: "lokal"})
		}, "lokal", want{absent: true}},
		"an addition of a frame course reaches everyone": {func(in *Input) { in.layer("e", Op{Kind: Add, Course: "leg-kurs"}) },
			"leg-kurs", want{req: Recommended, status: NotStarted, rules: []Rule{RuleAdded}, by: "N-e"}},
		"a retired course is gone": {func(in *Input) { in.item("lagar").Retired = "2026-11-23" }, "lagar", want{absent: true}},
		"a layer that required it keeps it": {func(in *Input) {
			in.item("lagar").Retired = "2026-11-23"
			in.layer("e", Op{Kind: Require, Item: "lagar"})
		}, "lagar", want{req: Mandatory, status: NotStarted, rules: []Rule{RuleRequired, RuleKeptLocal}, by: "N-e"}},
		"also when the frame has dropped it": {func(in *Input) { in.layer("e", Op{Kind: Require, Item: "borta", Title: "Borta"}) },
			"borta", want{req: Mandatory, status: NotStarted, rules: []Rule{RuleRequired, RuleKeptLocal}, by: "N-e"}},
		"a hide of what is gone is nothing": {func(in *Input) { in.layer("e", Op{Kind: Hide, Item: "borta"}) }, "borta",
			want{absent: true}},
		"an operation of tomorrow waits": {func(in *Input) {
			in.layer("e", Op{Kind: Require, Item: "akk", Since: "2026-11-24"})
		}, "akk", want{req: Elective, status: NotStarted, rules: []Rule{RuleElective}, by: "SKR"}},
		"an operation that has ended rests": {func(in *Input) {
			in.layer("e", Op{Kind: Require, Item: "akk", Until: "2026-11-22"})
		}, "akk", want{req: Elective, status: NotStarted, rules: []Rule{RuleElective}, by: "SKR"}},
		"due 90 days from the start": {func(in *Input) { in.item("lagar").Due = &Due{90, FromStart} }, "lagar",
			want{req: Recommended, status: NotStarted, due: "2026-11-30", rules: []Rule{RuleEveryone, RuleNewEmployee}, by: "SKR"}},
		"due today is not late": {func(in *Input) { in.item("lagar").Due = &Due{83, FromStart} }, "lagar",
			want{req: Recommended, status: NotStarted, due: "2026-11-23", rules: []Rule{RuleEveryone, RuleNewEmployee}, by: "SKR"}},
		"due yesterday is late": {func(in *Input) { in.item("lagar").Due = &Due{82, FromStart} }, "lagar",
			want{req: Recommended, status: Overdue, due: "2026-11-22", rules: []Rule{RuleEveryone, RuleNewEmployee}, by: "SKR"}},
		"late although begun": {func(in *Input) {
			in.item("lagar").Due = &Due{82, FromStart}
			in.Person.Started = []string{"lagar"}
		}, "lagar", want{req: Recommended, status: Overdue, due: "2026-11-22", rules: []Rule{RuleEveryone, RuleNewEmployee}, by: "SKR"}},
		"nobody is late for what did not exist": {func(in *Input) {
			in.Person.Employments[0].Start = "2010-01-01"
			in.layer("e", Op{Kind: Require, Item: "lagar", Due: &Due{30, FromStart}, Since: "2026-11-20"})
		}, "lagar", want{req: Mandatory, status: NotStarted, due: "2026-12-20", rules: []Rule{RuleRequired, RuleEveryone, RuleNewEmployee}, by: "N-e"}},
		"due from the day it was asked": {func(in *Input) {
			in.layer("e", Op{Kind: Require, Item: "lagar", Due: &Due{10, FromAssigned}, Since: "2026-11-20"})
		}, "lagar", want{req: Mandatory, status: NotStarted, due: "2026-11-30", rules: []Rule{RuleRequired, RuleEveryone, RuleAssigned}, by: "N-e"}},
		"asked before the start counts from the start": {func(in *Input) {
			in.layer("e", Op{Kind: Require, Item: "lagar", Due: &Due{90, FromAssigned}})
		}, "lagar", want{req: Mandatory, status: NotStarted, due: "2026-11-30", rules: []Rule{RuleRequired, RuleEveryone, RuleAssigned}, by: "N-e"}},
		"a lower layer may ask for it earlier": {func(in *Input) {
			in.layer("k", Op{Kind: Require, Item: "lagar", Due: &Due{90, FromStart}})
			in.layer("e", Op{Kind: SetDue, Item: "lagar", Due: &Due{85, FromStart}})
		}, "lagar", want{req: Mandatory, status: NotStarted, due: "2026-11-25", rules: []Rule{RuleRequired, RuleEveryone, RuleNewEmployee}, by: "N-k"}},
		"but not later": {func(in *Input) {
			in.layer("k", Op{Kind: Require, Item: "lagar", Due: &Due{90, FromStart}})
			in.layer("e", Op{Kind: SetDue, Item: "lagar", Due: &Due{200, FromStart}})
		}, "lagar", want{req: Mandatory, status: NotStarted, due: "2026-11-30", rules: []Rule{RuleRequired, RuleEveryone, RuleNewEmployee}, by: "N-k"}},
		"of what is only recommended the nearest date counts": {func(in *Input) {
			in.item("lagar").Due = &Due{90, FromStart}
			in.layer("e", Op{Kind: SetDue, Item: "lagar", Due: &Due{200, FromStart}})
		}, "lagar", want{req: Recommended, status: NotStarted, due: "2027-03-20", rules: []Rule{RuleEveryone, RuleNewEmployee}, by: "SKR"}},
		"a date that was for others does not stay": {func(in *Input) {
			in.layer("k", Op{Kind: Require, Item: "leg-kurs", Due: &Due{30, FromStart}})
			in.layer("e", Op{Kind: Add, Course: "leg-kurs"})
		}, "leg-kurs", want{req: Recommended, status: NotStarted, rules: []Rule{RuleAdded}, by: "N-e"}},
		"an elective has no date": {func(in *Input) { in.layer("e", Op{Kind: SetDue, Item: "akk", Due: &Due{1, FromStart}}) }, "akk",
			want{req: Elective, status: NotStarted, rules: []Rule{RuleElective}, by: "SKR"}},
		"leave moves the date": {leave("2026-10-01", "2026-10-10"), "lagar",
			want{req: Recommended, status: NotStarted, due: "2026-12-10", rules: []Rule{RuleEveryone, RuleNewEmployee, RuleLeave}, by: "SKR"}},
		"on leave it is paused": {leave("2026-11-20", ""), "lagar",
			want{req: Recommended, status: Paused, due: "2026-12-04", rules: []Rule{RuleEveryone, RuleNewEmployee, RuleLeave}, by: "SKR"}},
		"leave after the date moves nothing": {leave("2026-12-05", "2026-12-24"), "lagar",
			want{req: Recommended, status: NotStarted, due: "2026-11-30", rules: []Rule{RuleEveryone, RuleNewEmployee}, by: "SKR"}},
		"on leave an elective is paused too": {leave("2026-11-20", ""), "akk",
			want{req: Elective, status: Paused, rules: []Rule{RuleElective, RuleLeave}, by: "SKR"}},
		"completed is done": {func(in *Input) { in.fact(Completed, "lagar", "2026-10-01", "") }, "lagar",
			want{req: Recommended, status: Done, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"passed is done": {func(in *Input) { in.fact(Passed, "lagar", "2026-10-01", "") }, "lagar",
			want{req: Recommended, status: Done, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"a fact of tomorrow is not": {func(in *Input) { in.fact(Completed, "lagar", "2026-11-24", "") }, "lagar",
			want{req: Recommended, status: NotStarted, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"attended is begun": {func(in *Input) { in.fact(Attended, "lagar", "2026-10-01", "") }, "lagar",
			want{req: Recommended, status: Started, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"attended is done where that is enough": {func(in *Input) {
			in.item("lagar").DoneBy = Attended
			in.fact(Attended, "lagar", "2026-10-01", "")
		}, "lagar", want{req: Recommended, status: Done, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"credited is credited": {func(in *Input) { in.fact(Credited, "lagar", "2026-10-01", "") }, "lagar",
			want{req: Recommended, status: CreditedStatus, rules: []Rule{RuleEveryone, RuleCredited}, by: "SKR"}},
		"taken beats credited": {func(in *Input) {
			in.fact(Credited, "lagar", "2026-10-01", "")
			in.fact(Completed, "lagar", "2026-10-02", "")
		}, "lagar", want{req: Recommended, status: Done, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"revoked counts no more": {func(in *Input) {
			in.fact(Completed, "lagar", "2026-10-01", "")
			in.fact(Revoked, "lagar", "2026-10-05", "")
		}, "lagar", want{req: Recommended, status: NotStarted, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"taken again after that counts": {func(in *Input) {
			in.fact(Revoked, "lagar", "2026-10-05", "")
			in.fact(Completed, "lagar", "2026-10-06", "")
		}, "lagar", want{req: Recommended, status: Done, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"valid today": {func(in *Input) { in.fact(Completed, "lagar", "2024-11-23", "2026-11-23") }, "lagar",
			want{req: Recommended, status: Done, rules: []Rule{RuleEveryone}, by: "SKR"}},
		"expired comes again": {func(in *Input) { in.fact(Completed, "lagar", "2024-11-22", "2026-11-22") }, "lagar",
			want{req: Recommended, status: NotStarted, rules: []Rule{RuleEveryone, RuleRenew}, by: "SKR"}},
		"expired and mandatory is late": {func(in *Input) {
			in.fact(Completed, "lagar", "2024-11-22", "2026-11-22")
			in.layer("e", Op{Kind: Require, Item: "lagar"})
		}, "lagar", want{req: Mandatory, status: Overdue, due: "2026-11-22", rules: []Rule{RuleRequired, RuleEveryone, RuleRenew}, by: "N-e"}},
		"begun stays though it fits no more": {func(in *Input) { in.Person.Started = []string{"leg-kurs"} }, "leg-kurs",
			want{req: Elective, status: Started, rules: []Rule{RuleKeptStarted}, by: "SKR"}},
		"begun and hidden is hidden": {func(in *Input) {
			in.Person.Started = []string{"akk"}
			in.layer("e", Op{Kind: Hide, Item: "akk"})
		}, "akk", want{absent: true}},
		"done and hidden stays": {func(in *Input) {
			in.fact(Completed, "akk", "2026-10-01", "")
			in.layer("e", Op{Kind: Hide, Item: "akk"})
		}, "akk", want{req: Elective, status: Done, rules: []Rule{RuleKept}, by: "SKR"}},
		"done in another track stays": {func(in *Input) { in.fact(Completed, "leg-kurs", "2026-10-01", "2026-10-02") }, "leg-kurs",
			want{req: Elective, status: Done, rules: []Rule{RuleKept}, by: "SKR"}},
		"done anywhere stays": {func(in *Input) { in.fact(Completed, "annat", "2026-10-01", "") }, "annat",
			want{req: Elective, status: Done, rules: []Rule{RuleKept}, by: "SKR"}},
		"a wish stands first": {func(in *Input) {
			in.item("leg-kurs").Wish, in.Person.Wishes = "digital", []string{"digital"}
		}, "leg-kurs", want{req: Recommended, status: NotStarted, rules: []Rule{RuleWish}, by: "SKR"}},
		"the frame's own date": {func(in *Input) { in.item("lagar").Since = "2026-11-24" }, "lagar", want{absent: true}},
	} {
		t.Run(name, func(t *testing.T) {
			in := world()
			if tc.change != nil {
				tc.change(&in)
			}
			it := seen(Resolve(in), tc.item)
			if it == nil || tc.want.absent {
				if (it == nil) != tc.want.absent {
					t.Fatalf("got %+v, want absent %v", it, tc.want.absent)
				}
				return
			}
			if it.Requirement != tc.want.req || it.Status != tc.want.status || it.Due != tc.want.due {
				t.Errorf("got %s %s %q, want %s %s %q",
					it.Requirement, it.Status, it.Due, tc.want.req, tc.want.status, tc.want.due)
			}
			if !slices.Equal(rules(it), tc.want.rules) || it.Reasons[0].DecidedBy != tc.want.by {
				t.Errorf("reasons %+v, want %v by %s", it.Reasons, tc.want.rules, tc.want.by)
			}
		})
	}
}
