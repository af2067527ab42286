package app_test

import (
	"slices"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/course"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

func demoPerson(t *testing.T, a *app.App, key string) may.Actor {
	t.Helper()
	id, err := a.Demo.Person(t.Context(), key)
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	v, err := a.Access.Visitor(t.Context(), id, a.Staff.Today())
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	return may.Actor{PersonID: id, Grants: v.Grants}
}

func journeysOf(t *testing.T, a *app.App, key string) []plan.Personal {
	t.Helper()
	journeys, err := a.Journeys.Own(t.Context(), demoPerson(t, a, key), a.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	return journeys
}

func itemsOf(t *testing.T, a *app.App, key string) (items []plan.PersonalItem) {
	t.Helper()
	for _, j := range journeysOf(t, a, key) {
		for _, b := range j.Blocks {
			items = append(items, b.Items...)
		}
	}
	return items
}

// itemOf is somebody's item about a course; the zero item when there is none.
func itemOf(t *testing.T, a *app.App, key, courseID string) plan.PersonalItem {
	t.Helper()
	for _, it := range itemsOf(t, a, key) {
		if it.Course == courseID {
			return it
		}
	}
	return plan.PersonalItem{}
}

func (it itemIs) of(key, courseID string) func(*testing.T, *app.App) bool {
	return func(t *testing.T, a *app.App) bool { return it(itemOf(t, a, key, courseID)) }
}

type itemIs func(plan.PersonalItem) bool

func hasStatus(s plan.Status) itemIs {
	return func(it plan.PersonalItem) bool { return it.Status == s }
}

func because(rule plan.Rule, by string) itemIs {
	return func(it plan.PersonalItem) bool {
		return slices.ContainsFunc(it.Reasons, func(r plan.Reason) bool { return r.Rule == rule && (by == "" || r.DecidedBy == by) })
	}
}

func employments(t *testing.T, a *app.App, key string) []staff.Employment {
	t.Helper()
	list, err := a.Staff.Employments(t.Context(), demoPerson(t, a, key).PersonID, a.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func visitor(t *testing.T, a *app.App, key string) access.Visitor {
	t.Helper()
	v, err := a.Access.Visitor(t.Context(), demoPerson(t, a, key).PersonID, a.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func facts(t *testing.T, a *app.App, key string) []record.Fact {
	t.Helper()
	list, err := a.Record.Facts(t.Context(), demoPerson(t, a, key).PersonID)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func stepIs(key, step string, chosen bool) func(*testing.T, *app.App) bool {
	return func(t *testing.T, a *app.App) bool {
		j := journeysOf(t, a, key)
		return len(j) > 0 && j[0].Journey == "barn-och-unga" && j[0].Step != nil && j[0].Step.ID == step && j[0].Step.Chosen == chosen
	}
}

func reported(t *testing.T, a *app.App, courseID string, d course.Decision) bool {
	reports, err := a.Studies.OwnReports(t.Context(), demoPerson(t, a, "reported"), courseID)
	return err == nil && len(reports) == 1 && reports[0].Decision == d
}

// shownTo is the name by which somebody sees the person with a protected identity.
func shownTo(t *testing.T, a *app.App, viewer may.Actor, node string) (names []string) {
	t.Helper()
	members, err := a.Staff.At(t.Context(), viewer, node, 1000, 0)
	if err != nil {
		t.Fatal(err)
	}
	hidden := demoPerson(t, a, "protected").PersonID
	for _, m := range members {
		if m.Employee.PersonID == hidden || m.ContactCode != "" {
			names = append(names, m.FirstName)
		}
	}
	return names
}

// seen is how many facts of another employer the municipality of a person's second employment sees.
func seen(t *testing.T, a *app.App, key, code, employer string) int {
	t.Helper()
	there := may.Actor{PersonID: "somebody", Grants: []may.Grant{{Role: may.Municipality, NodeID: employer}}}
	node, err := a.Tree.Find(t.Context(), employer, a.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	there.Grants[0].Path = node.Path
	list, err := a.Record.ForEmployer(t.Context(), there, demoPerson(t, a, key).PersonID, employer)
	if err != nil {
		t.Fatal(err)
	}
	return len(slices.DeleteFunc(list, func(f record.Fact) bool { return f.ControllerID == employer }))
}

var demoStates = map[string]func(*testing.T, *app.App) bool{
	"all done": func(t *testing.T, a *app.App) bool {
		j := journeysOf(t, a, "all-done")
		return len(j) == 1 && j[0].AllDone && len(j[0].Next) > 0
	},
	"overdue":                     hasStatus(plan.Overdue).of("overdue", "basala-hygienrutiner"),
	"in the middle of a lesson":   hasStatus(plan.Started).of("learner", "basala-hygienrutiner"),
	"due and not begun":           itemIs(func(it plan.PersonalItem) bool { return it.Status == plan.NotStarted && it.Due != "" }).of("learner", "sekretess-och-dokumentation"),
	"credited on the own word":    hasStatus(plan.CreditedStatus).of("credited", "forflyttning"),
	"expired, so due again":       because(plan.RuleRenew, "").of("expired", "basala-hygienrutiner"),
	"renewed":                     hasStatus(plan.Done).of("renewed", "basala-hygienrutiner"),
	"revoked":                     hasStatus(plan.Overdue).of("revoked", "basala-hygienrutiner"),
	"mandatory by a municipality": because(plan.RuleRequired, "Mölndal").of("learner", "basala-hygienrutiner"),
	"mandatory by a unit":         because(plan.RuleRequired, "Gruppbostad Granen").of("two-jobs", "lagaffektivt-bemotande"),
	"hidden by an operation":      func(t *testing.T, a *app.App) bool { return itemOf(t, a, "dark", "forflyttning").ID == "" },
	"external, approved":          func(t *testing.T, a *app.App) bool { return reported(t, a, "demens-abc", course.Approved) },
	"external, waiting":           func(t *testing.T, a *app.App) bool { return reported(t, a, "e-autism", course.Waiting) },
	"external, in the record":     func(t *testing.T, a *app.App) bool { return slices.ContainsFunc(facts(t, a, "reported"), isExternal) },
	"experience step ny":          stepIs("socialworker", "ny", false),
	"experience step van":         stepIs("practised", "van", false),
	"experience step erfaren":     stepIs("experienced", "erfaren", false),
	"experience step chosen":      stepIs("chosen-step", "van", true),
	"on leave":                    func(t *testing.T, a *app.App) bool { return journeysOf(t, a, "away")[0].Paused },
	"first day, not asked": func(t *testing.T, a *app.App) bool {
		return employments(t, a, "new")[0].StartDate == a.Staff.Today() && !visitor(t, a, "new").AskedDone
	},
	"two employments":            func(t *testing.T, a *app.App) bool { return len(employments(t, a, "two-jobs")) == 2 },
	"two municipalities, shared": func(t *testing.T, a *app.App) bool { return seen(t, a, "shares", "2303", "k-2303") == 2 },
	"two municipalities, unshared": func(t *testing.T, a *app.App) bool {
		return len(employments(t, a, "keeps")) == 2 && seen(t, a, "keeps", "1481", "k-1481") == 0
	},
	"hourly, serving two units": func(t *testing.T, a *app.App) bool {
		served, err := a.Staff.Served(t.Context(), demoPerson(t, a, "hourly").PersonID, a.Staff.Today())
		return err == nil && len(served) == 2 && employments(t, a, "hourly")[0].Form == "hourly"
	},
	"dormant": func(t *testing.T, a *app.App) bool { return employments(t, a, "dormant")[0].Dormant },
	"ended": func(t *testing.T, a *app.App) bool {
		return len(employments(t, a, "ended")) == 0 && len(facts(t, a, "ended")) > 0
	},
	"unmapped title": func(t *testing.T, a *app.App) bool {
		e := employments(t, a, "unmapped")[0]
		return e.Title != "" && e.Occupation == ""
	},
	"moved, with history": func(t *testing.T, a *app.App) bool {
		h, err := a.Staff.History(t.Context(), demoPerson(t, a, "moved").PersonID)
		return err == nil && len(h) > 1 && h[0].UnitID != h[len(h)-1].UnitID && h[0].Occupation != h[len(h)-1].Occupation
	},
	"protected, seen by the municipality": func(t *testing.T, a *app.App) bool {
		return slices.Equal(shownTo(t, a, demoPerson(t, a, "municipality"), "k-1481"), []string{"K-2041"})
	},
	"easy Swedish":  func(t *testing.T, a *app.App) bool { v := visitor(t, a, "easy"); return v.Easy && v.LowData },
	"large text":    func(t *testing.T, a *app.App) bool { return visitor(t, a, "large-text").TextSize == "large" },
	"dark":          func(t *testing.T, a *app.App) bool { return visitor(t, a, "dark").Theme == "mork" },
	"a chosen name": func(t *testing.T, a *app.App) bool { return visitor(t, a, "named").Login == "nadia.farah" },
	"manager":       func(t *testing.T, a *app.App) bool { return demoPerson(t, a, "manager").Has(may.Manager) },
	"deputy on leave": func(t *testing.T, a *app.App) bool {
		return demoPerson(t, a, "deputy").Has(may.Deputy) && demoPerson(t, a, "manager-away").Has(may.Manager)
	},
	"licensed": func(t *testing.T, a *app.App) bool {
		return employments(t, a, "nurse")[0].Occupation == "sjukskoterska"
	},
	"MAS, investigated": func(t *testing.T, a *app.App) bool {
		return slices.ContainsFunc(journeysOf(t, a, "mas")[0].Tracks, func(t plan.Track) bool { return t.Note != "" })
	},
	"failed the test": func(t *testing.T, a *app.App) bool {
		p, err := a.Studies.Own(t.Context(), demoPerson(t, a, "failed"), "basala-hygienrutiner")
		return err == nil && len(p.Tries) == 1 && !p.Tries[0].Passed && !p.Finished()
	},
	"certificate": func(t *testing.T, a *app.App) bool {
		me := demoPerson(t, a, "all-done")
		list, err := a.Certificates.Own(t.Context(), me, me.PersonID)
		return err == nil && len(list) > 5
	},
	"regional coordinator": func(t *testing.T, a *app.App) bool {
		return demoPerson(t, a, "region").Has(may.Region) && !visitor(t, a, "region").Employed
	},
	"national administrator": func(t *testing.T, a *app.App) bool {
		return demoPerson(t, a, "national").Has(may.National) && visitor(t, a, "national").FirstName != ""
	},
}

func isExternal(f record.Fact) bool { return f.Source == record.FromExternal }

func TestTheDemoHasEveryState(t *testing.T) {
	t.Parallel()
	a := newDemo(t, "")
	for name, holds := range demoStates {
		t.Run(name, func(t *testing.T) {
			if !holds(t, a) {
				t.Error("nobody is in this state")
			}
		})
	}
}
