package access

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// roleWorld adds to the world a private employer e with unit x in Ale, where Dan (d) works, the
// municipality's administrators Eva (e1) and Fia (e2), and who is told.
func roleWorld(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.node("se", "nation", "se", "2000-01-01", db.NoEnd)
	w.node("r", "rss", "se/r", "2000-01-01", db.NoEnd)
	w.node("e", "employer", "se/r/k/e", "2000-01-01", db.NoEnd)
	w.node("x", "unit", "se/r/k/e/x", "2000-01-01", db.NoEnd)
	w.hire("d", "e", "x", "1")
	w.hire("e1", "k", "u", "1003")
	w.hire("e2", "k", "u", "1004")
	return w
}

func at(role may.Role, path string) may.Grant {
	return may.Grant{Role: role, NodeID: path[len(path)-1:], Path: path}
}

var (
	managerA = as("a", at(may.Manager, "se/r/k/u"))
	adminE1  = as("e1", at(may.Municipality, "se/r/k"))
	nation   = as("n", may.Grant{Role: may.National, NodeID: "se", Path: "se"})
)

func (w *world) give(actor may.Actor, g Gift) error { return w.Give(w.t.Context(), actor, g) }

func TestWhoGivesWhatToWhom(t *testing.T) {
	t.Parallel()
	w := roleWorld(t)
	region := as("r1", may.Grant{Role: may.Region, NodeID: "r", Path: "se/r"})
	for name, c := range map[string]struct {
		actor may.Actor
		gift  Gift
		want  error
	}{
		"a manager hands over a task":             {managerA, Gift{PersonID: "b", Roles: []may.Role{may.EnrolTask, may.CodeTask}, NodeID: "u"}, nil},
		"a manager makes no administrator":        {managerA, Gift{PersonID: "b", Roles: []may.Role{may.Municipality}, NodeID: "k"}, may.ErrDenied},
		"a manager gives no HR at the unit":       {managerA, Gift{PersonID: "b", Roles: []may.Role{may.HR}, NodeID: "u"}, may.ErrDenied},
		"a manager gives nothing elsewhere":       {managerA, Gift{PersonID: "c", Roles: []may.Role{may.Mentor}, NodeID: "v"}, may.ErrDenied},
		"a deputy has an end":                     {managerA, Gift{PersonID: "b", Roles: []may.Role{may.Deputy}, NodeID: "u"}, ErrMustEnd},
		"a deputy is for a year":                  {managerA, Gift{PersonID: "b", Roles: []may.Role{may.Deputy}, NodeID: "u", Until: "2027-03-03"}, ErrTooLong},
		"a deputy of a year":                      {managerA, Gift{PersonID: "b", Roles: []may.Role{may.Deputy}, NodeID: "u", Until: "2027-03-02"}, nil},
		"who works elsewhere has no role here":    {managerA, Gift{PersonID: "c", Roles: []may.Role{may.Mentor}, NodeID: "u"}, ErrNotHere},
		"nobody gives to oneself":                 {managerA, Gift{PersonID: "a", Roles: []may.Role{may.Mentor}, NodeID: "u"}, ErrOwnRole},
		"not yesterday":                           {managerA, Gift{PersonID: "b", Roles: []may.Role{may.Mentor}, NodeID: "u", From: "2026-03-01"}, ErrFromDay},
		"not backwards":                           {managerA, Gift{PersonID: "b", Roles: []may.Role{may.Mentor}, NodeID: "u", From: "2026-04-01", Until: "2026-03-31"}, ErrUntilDay},
		"no number in the reason":                 {managerA, Gift{PersonID: "b", Roles: []may.Role{may.Mentor}, NodeID: "u", Note: "19800101-1231"}, ErrNumberInIt},
		"nobody that is not there":                {adminE1, Gift{PersonID: "nobody", Roles: []may.Role{may.Delegator}, NodeID: "k"}, ErrNoHolder},
		"a role is chosen":                        {adminE1, Gift{PersonID: "b", NodeID: "k"}, ErrNoRole},
		"a MAS may be employed elsewhere":         {adminE1, Gift{PersonID: "c", Roles: []may.Role{may.Delegator}, NodeID: "k"}, nil},
		"a municipality at a private employer":    {adminE1, Gift{PersonID: "d", Roles: []may.Role{may.Manager}, NodeID: "x"}, may.ErrDenied},
		"the private employer's own":              {as("d2", at(may.Municipality, "se/r/k/e")), Gift{PersonID: "d", Roles: []may.Role{may.Manager}, NodeID: "x"}, nil},
		"no place that does not fit":              {adminE1, Gift{PersonID: "b", Roles: []may.Role{may.Manager}, NodeID: "k"}, may.ErrDenied},
		"the nation makes the first contact":      {nation, Gift{PersonID: "b", Roles: []may.Role{may.Municipality}, NodeID: "k"}, nil},
		"and that of a private employer":          {nation, Gift{PersonID: "d", Roles: []may.Role{may.Municipality}, NodeID: "e"}, nil},
		"the nation makes no managers":            {nation, Gift{PersonID: "b", Roles: []may.Role{may.Manager}, NodeID: "u"}, may.ErrDenied},
		"the nation gives a journey to an RSS":    {nation, Gift{PersonID: "c", Roles: []may.Role{may.Producer}, NodeID: "r", Subject: "barn-och-unga"}, nil},
		"a producer produces one journey":         {nation, Gift{PersonID: "c", Roles: []may.Role{may.Producer}, NodeID: "r"}, ErrSubject},
		"a region makes a colleague":              {region, Gift{PersonID: "c", Roles: []may.Role{may.Region}, NodeID: "r"}, nil},
		"a region gives no national assignment":   {region, Gift{PersonID: "c", Roles: []may.Role{may.Producer}, NodeID: "r", Subject: "x"}, may.ErrDenied},
		"a region gives nothing in the employers": {region, Gift{PersonID: "b", Roles: []may.Role{may.Municipality}, NodeID: "k"}, may.ErrDenied},
		"a producer gives nothing":                {as("p", may.Grant{Role: may.Producer, NodeID: "r", Path: "se/r", Subject: "x"}), Gift{PersonID: "c", Roles: []may.Role{may.Trainer}, NodeID: "r"}, may.ErrDenied},
	} {
		if err := w.give(c.actor, c.gift); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	w.want("the same again", w.give(managerA, Gift{PersonID: "b", Roles: []may.Role{may.EnrolTask}, NodeID: "u", From: "2026-05-01"}), ErrHasRole)
	w.want("all or none", w.give(managerA, Gift{PersonID: "b", Roles: []may.Role{may.LeaveTask, may.EnrolTask}, NodeID: "u"}), ErrHasRole)
	if n := w.number(`SELECT COUNT(*) FROM role_grant WHERE role = 'task_leave'`); n != 0 {
		t.Error("a refused gift gave something")
	}
}

// told remembers what people were told.
type told []string

func (s *told) RoleChanged(_ context.Context, _ *db.Tx, what Done, h Held, place, employer string) error {
	*s = append(*s, string(what)+" "+h.PersonID+" "+string(h.Role)+" "+place+" "+employer)
	return nil
}

func TestARoleIsGivenProlongedAndEndedAndNothingIsForgotten(t *testing.T) {
	t.Parallel()
	w := roleWorld(t)
	var said told
	w.Teller = &said
	ctx := t.Context()
	w.want("given", w.give(managerA, Gift{PersonID: "b", Roles: []may.Role{may.Deputy}, NodeID: "u", From: "2026-03-05", Until: "2026-03-20", Note: "Semester"}), nil)
	held, n, err := w.Roles(ctx, managerA, "u", RoleFilter{Role: may.Deputy}, 10, 0)
	if err != nil || n != 1 || held[0].Until != "2026-03-21" || held[0].Name != "Namn b " || !held[0].Counts {
		t.Fatal(held, n, err)
	}
	id := held[0].ID
	has := func(day string) bool {
		t.Helper()
		gs, err := Grants(ctx, w.DB, "b", day)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(gs, func(g may.Grant) bool { return g.Role == may.Deputy })
	}
	for day, want := range map[string]bool{"2026-03-04": false, "2026-03-05": true, "2026-03-20": true, "2026-03-21": false} {
		if has(day) != want {
			t.Errorf("%s: holds %v", day, !want)
		}
	}
	w.want("not shorter", w.Prolong(ctx, managerA, id, "2026-03-20", ""), ErrNotLonger)
	w.want("not for ever", w.Prolong(ctx, managerA, id, "", ""), ErrMustEnd)
	w.want("not by oneself", w.Prolong(ctx, as("b", at(may.Manager, "se/r/k/u")), id, "2026-04-01", ""), ErrOwnRole)
	w.want("prolonged", w.Prolong(ctx, managerA, id, "2026-04-01", "Längre semester"), nil)
	w.want("prolonged twice", w.Prolong(ctx, managerA, id, "2026-04-02", ""), ErrHasRole)
	if !has("2026-04-01") || has("2026-04-02") {
		t.Error("prolonged to another day")
	}
	w.want("another's manager", w.End(ctx, as("c", at(may.Manager, "se/r/m/v")), id, "", ""), may.ErrDenied)
	w.want("later than it ends", w.End(ctx, managerA, id, "2026-05-01", ""), ErrNotSooner)
	w.want("before today", w.End(ctx, managerA, id, "2026-03-01", ""), ErrUntilDay)
	w.want("ended", w.End(ctx, adminE1, id, "", "Ångrade sig"), nil)
	if has("2026-03-10") || !has("2026-03-25") {
		t.Error("what is ended before it begins is held, or its prolonging went with it")
	}
	w.want("ended twice", w.End(ctx, managerA, id, "", ""), ErrEnded)
	w.want("no such role", w.End(ctx, managerA, "x", "", ""), ErrNoGrant)

	one, err := w.Role(ctx, managerA, id)
	if err != nil || len(one.Log) != 3 {
		t.Fatal(one.Log, err)
	}
	var log []string
	for _, l := range one.Log {
		log = append(log, string(l.Done)+" "+l.By+l.Note)
	}
	if want := []string{"ended Namn e1 Ångrade sig", "prolonged Namn a Längre semester", "given Namn a Semester"}; !slices.Equal(sorted(log), sorted(want)) {
		t.Errorf("%q", log)
	}
	if want := []string{"given b deputy u k", "prolonged b deputy u k", "ended b deputy u k"}; !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
	if ls, err := w.RoleLog(ctx, adminE1, "k", false, 10); err != nil || len(ls) != 3 {
		t.Error(ls, err)
	}
	if _, err := w.RoleLog(ctx, as("d2", at(may.Municipality, "se/r/k/e")), "u", true, 10); !errors.Is(err, may.ErrDenied) {
		t.Error("a private employer reads the municipality's log:", err)
	}
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	w := roleWorld(t)
	ctx := t.Context()
	w.grant("e1", may.Municipality, "k", "2026-01-01", db.NoEnd)
	first := w.idOf("e1")
	w.want("alone", w.End(ctx, adminE1, first, "", ""), ErrLastOne)
	w.want("a second from May", w.give(nation, Gift{PersonID: "e2", Roles: []may.Role{may.Municipality}, NodeID: "k", From: "2026-05-01", Until: "2026-08-31"}), nil)
	w.want("before the second begins", w.End(ctx, nation, first, "2026-04-01", ""), ErrLastOne)
	w.want("after the second ends", w.End(ctx, nation, first, "2026-09-30", ""), ErrLastOne)
	w.exec(`UPDATE employment_period SET end_date = '2026-06-01' WHERE person_id = 'e2'`)
	w.want("when the second has left", w.End(ctx, nation, first, "2026-07-01", ""), ErrLastOne)
	w.want("while the second holds", w.End(ctx, nation, first, "2026-05-15", ""), nil)
}

func (w *world) idOf(person string) string {
	w.t.Helper()
	id, err := db.One(w.t.Context(), w.DB, db.Text, `SELECT id FROM role_grant WHERE person_id = $1`, person)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// Two administrators who end each other's role at once leave one of them; two who give the same role
// at once give it once.
func TestTwoAtOnceAreOneAfterTheOther(t *testing.T) {
	t.Parallel()
	w := roleWorld(t)
	ctx := t.Context()
	w.grant("e1", may.Municipality, "k", "2026-01-01", db.NoEnd)
	w.grant("e2", may.Municipality, "k", "2026-01-01", db.NoEnd)
	ids := []string{w.idOf("e1"), w.idOf("e2")}
	both := func(do func(i int) error) (ok int) {
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wait.Go(func() { errs[i] = do(i) })
		}
		wait.Wait()
		for _, err := range errs {
			if err == nil {
				ok++
			} else if !errors.Is(err, ErrLastOne) && !errors.Is(err, ErrHasRole) {
				t.Error(err)
			}
		}
		return ok
	}
	if ok := both(func(i int) error { return w.End(ctx, adminE1, ids[i], "", "") }); ok != 1 {
		t.Errorf("%d of two were ended", ok)
	}
	if ok := both(func(int) error {
		return w.give(adminE1, Gift{PersonID: "b", Roles: []may.Role{may.HR}, NodeID: "k"})
	}); ok != 1 {
		t.Errorf("the same role was given %d times", ok)
	}
}

func TestARoleLastsAsLongAsTheEmployment(t *testing.T) {
	t.Parallel()
	w := roleWorld(t)
	ctx := t.Context()
	w.grant("b", may.Manager, "u", "2026-01-01", db.NoEnd)
	w.grant("b", may.Delegator, "u", "2026-01-01", db.NoEnd)
	w.grant("b", may.Manager, "x", "2026-01-01", db.NoEnd) // at a private employer in the municipality, where b does not work
	roles := func(person, day string) (out []string) {
		t.Helper()
		gs, err := Grants(ctx, w.DB, person, day)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range gs {
			out = append(out, string(g.Role)+" "+g.NodeID)
		}
		return sorted(out)
	}
	if got := roles("b", "2026-03-02"); !slices.Equal(got, []string{"delegator u", "manager u"}) {
		t.Errorf("employed by the municipality: %v", got)
	}
	if hs, err := w.Holders(ctx, may.Manager, "x", "2026-03-02"); err != nil || len(hs) != 0 {
		t.Errorf("holders at the private employer: %v %v", hs, err)
	}
	w.exec(`UPDATE employment_period SET end_date = '2026-03-10' WHERE person_id = 'b'`)
	for day, want := range map[string][]string{"2026-03-10": {"delegator u", "manager u"}, "2026-03-11": {"delegator u"}} {
		if got := roles("b", day); !slices.Equal(got, want) {
			t.Errorf("%s: %v", day, got)
		}
	}
	w.exec(`UPDATE employment_period SET end_date = '', valid_until = '2026-03-05' WHERE person_id = 'b'`) // gone from the staff file
	if got := roles("b", "2026-03-05"); !slices.Equal(got, []string{"delegator u"}) {
		t.Errorf("gone from the file: %v", got)
	}
	w.later(9 * 24 * time.Hour)
	held, _, err := w.Roles(ctx, adminE1, "k", RoleFilter{Role: may.Manager}, 10, 0)
	if err != nil || len(held) != 1 || held[0].Counts {
		t.Errorf("the list says that it counts: %v %v", held, err)
	}
}

func TestAListShowsWhatOneMayGive(t *testing.T) {
	t.Parallel()
	w := roleWorld(t)
	ctx := t.Context()
	sorter := staff.NewSorter()
	for id, name := range map[string][2]string{"a": {"Åsa", "Östlund"}, "b": {"Björn", "Lindqvist"}, "d": {"Dan", "Lindh"}, "e2": {"Fia", "Ahl"}} {
		w.exec(`UPDATE employee SET first_name = $2, last_name = $3, sort_name = $4 WHERE person_id = $1`, id, name[0], name[1], sorter.Key(name[0], name[1]))
	}
	w.exec(`UPDATE employee SET protected = TRUE, contact_code = 'K-77' WHERE person_id = 'e2'`)
	w.grant("a", may.Manager, "u", "2026-01-01", db.NoEnd)
	w.grant("b", may.HR, "k", "2026-01-01", db.NoEnd)
	w.grant("e2", may.Mentor, "u", "2026-01-01", db.NoEnd)
	w.grant("d", may.Manager, "x", "2026-01-01", db.NoEnd)
	w.grant("d", may.Municipality, "e", "2026-01-01", db.NoEnd)
	w.grant("b", may.Leader, "u", "2026-01-01", "2026-03-02") // over
	names := func(actor may.Actor, node string, f RoleFilter) (out []string) {
		t.Helper()
		hs, all, err := w.Roles(ctx, actor, node, f, 10, 0)
		if err != nil || all != len(hs) {
			t.Fatal(all, err)
		}
		for _, h := range hs {
			out = append(out, string(h.Role)+" "+h.Name)
		}
		return sorted(out)
	}
	for name, c := range map[string]struct {
		actor may.Actor
		node  string
		f     RoleFilter
		want  []string
	}{
		"a municipality sees its own":   {adminE1, "k", RoleFilter{}, []string{"hr Björn Lindqvist", "manager Åsa Östlund", "mentor K-77"}},
		"by last name":                  {adminE1, "k", RoleFilter{Name: "lind"}, []string{"hr Björn Lindqvist"}},
		"by first name":                 {adminE1, "k", RoleFilter{Name: "åsa"}, []string{"manager Åsa Östlund"}},
		"by both, either way":           {adminE1, "k", RoleFilter{Name: "lindqvist bj"}, []string{"hr Björn Lindqvist"}},
		"nobody protected by name":      {adminE1, "k", RoleFilter{Name: "fia"}, nil},
		"here only":                     {adminE1, "k", RoleFilter{Here: true}, []string{"hr Björn Lindqvist"}},
		"the nation sees contacts":      {nation, "se", RoleFilter{}, []string{"municipality Dan Lindh"}},
		"a manager sees those of hers":  {managerA, "u", RoleFilter{}, []string{"manager Åsa Östlund", "mentor Fia Ahl"}},
		"a private employer's own only": {as("d2", at(may.Municipality, "se/r/k/e")), "e", RoleFilter{}, []string{"manager Dan Lindh", "municipality Dan Lindh"}},
	} {
		if got := names(c.actor, c.node, c.f); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	found := func(actor may.Actor, node, text string) (out []string) {
		t.Helper()
		cs, _, err := w.Colleagues(ctx, actor, node, text)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cs {
			out = append(out, c.PersonID)
		}
		return sorted(out)
	}
	for text, want := range map[string][]string{"": nil, "lind": {"b"}, "ÖST": {"a"}, "1002": {"b"}, "fia": nil, "k-77": {"e2"}, "dan": nil, "1004": nil} {
		if got := found(managerA, "u", text); !slices.Equal(got, want) {
			t.Errorf("a colleague called %q: %v", text, got)
		}
	}
	if _, err := w.Elsewhere(ctx, managerA, "u", "m", "1001"); !errors.Is(err, may.ErrDenied) {
		t.Errorf("a manager looks for people at another employer: %v", err)
	}
	if n := w.number(`SELECT COUNT(*) FROM access_log WHERE person_id = 'c'`); n != 0 {
		t.Errorf("%d viewings of who was not shown", n)
	}
	for range mostElsewhere - 1 { // the numbers of another employer cannot be gone through
		if cs, err := w.Elsewhere(ctx, adminE1, "k", "m", "9"); err != nil || len(cs) != 0 {
			t.Fatal(cs, err)
		}
	}
	defer func() {
		if _, err := w.Elsewhere(ctx, adminE1, "k", "m", "1001"); !errors.Is(err, ErrWait) {
			t.Errorf("one more: %v", err)
		}
		if n := w.number(`SELECT COUNT(*) FROM access_log WHERE person_id = 'c' AND what = 'role.search'`); n != 1 {
			t.Errorf("who was found can read of %d viewings", n)
		}
	}()
	if cs, err := w.Elsewhere(ctx, adminE1, "k", "m", "1001"); err != nil || len(cs) != 1 || cs[0].PersonID != "c" {
		t.Errorf("somebody elsewhere by number: %v %v", cs, err)
	}
	if _, err := w.PersonRoles(ctx, adminE1, "d"); !errors.Is(err, ErrNoGrant) && !errors.Is(err, may.ErrDenied) {
		t.Errorf("a person of the private employer: %v", err)
	}
	if hs, err := w.PersonRoles(ctx, adminE1, "b"); err != nil || len(hs) != 2 {
		t.Errorf("a person's roles: %v %v", hs, err)
	}
}

func TestAccountsTellADayAndNothingElse(t *testing.T) {
	t.Parallel()
	w := roleWorld(t)
	ctx := t.Context()
	w.code("b")
	w.want("signs in", w.enter("1001", aminas, "203.0.113.9"), nil)
	lines, all, err := w.Accounts(ctx, adminE1, "k", AccountFilter{}, 10, 0)
	if err != nil || all != 4 || len(lines) != 4 {
		t.Fatal(lines, all, err)
	}
	for _, l := range lines {
		if l.Last.IsZero() == (l.PersonID == "a") || l.Unit != "u" {
			t.Errorf("%+v", l)
		}
	}
	// Where a protected identity stands in the list tells nothing of the name (rule 7).
	w.exec(`UPDATE employee SET sort_name = '01' WHERE person_id IN ('a', 'b') AND employer_id = 'k'`)
	w.exec(`UPDATE employee SET sort_name = '00', protected = TRUE, contact_code = 'K-ABCDEF' WHERE person_id = 'e2' AND employer_id = 'k'`)
	w.exec(`UPDATE employee SET sort_name = '02' WHERE person_id = 'e1' AND employer_id = 'k'`)
	if lines, _, err := w.Accounts(ctx, adminE1, "k", AccountFilter{}, 10, 0); err != nil || lines[3].Name != "K-ABCDEF" || lines[3].Unit != "" {
		t.Errorf("%+v %v", lines, err)
	}
	if _, all, err := w.Accounts(ctx, adminE1, "k", AccountFilter{Never: true}, 10, 0); err != nil || all != 3 {
		t.Error(all, err)
	}
	for _, other := range []may.Actor{managerA, nation, as("d2", at(may.Municipality, "se/r/k/e"))} {
		if _, _, err := w.Accounts(ctx, other, "k", AccountFilter{}, 10, 0); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%v sees the accounts: %v", other.Grants, err)
		}
	}
	if _, _, err := w.Accounts(ctx, adminE1, "e", AccountFilter{}, 10, 0); !errors.Is(err, may.ErrDenied) {
		t.Errorf("a municipality sees a private employer's accounts: %v", err)
	}
}

// Whatever is given, prolonged and ended, by whom and when: a person holds on a day what the rows say,
// rows never overlap, and the log has one line for each thing done.
func TestRolesNeverOverlap(t *testing.T) {
	t.Parallel()
	w := roleWorld(t)
	ctx := t.Context()
	done := int64(0)
	rapid.Check(t, func(rt *rapid.T) {
		day := func(name string) string {
			return addDays("2026-03-02", rapid.IntRange(-2, 700).Draw(rt, name))
		}
		ids, err := db.All(ctx, w.DB, db.Text, `SELECT id FROM role_grant WHERE person_id = 'b' ORDER BY id`)
		if err != nil {
			rt.Fatal(err)
		}
		switch what := rapid.IntRange(0, 2).Draw(rt, "what"); {
		case what == 0 || len(ids) == 0:
			// Short ones, mostly to come: there is room for many beside one another.
			from := rapid.IntRange(-2, 700).Draw(rt, "from")
			until := addDays("2026-03-02", from+rapid.IntRange(-1, 40).Draw(rt, "days"))
			err = w.give(managerA, Gift{PersonID: "b", Roles: []may.Role{may.Mentor}, NodeID: "u", From: addDays("2026-03-02", from), Until: until})
		case what == 1:
			err = w.End(ctx, managerA, rapid.SampledFrom(ids).Draw(rt, "id"), day("last"), "")
		default:
			err = w.Prolong(ctx, managerA, rapid.SampledFrom(ids).Draw(rt, "id"), day("last"), "")
		}
		if err == nil {
			done++
		}
		if n := w.number(`SELECT COUNT(*) FROM role_log WHERE person_id = 'b'`); n != done {
			rt.Fatalf("%d lines for %d things done (%v)", n, done, err)
		}
		overlaps := w.number(`SELECT COUNT(*) FROM role_grant x JOIN role_grant y ON y.person_id = x.person_id AND y.role = x.role AND y.node_id = x.node_id
			WHERE x.id < y.id AND x.valid_from < y.valid_until AND y.valid_from < x.valid_until`)
		if overlaps != 0 {
			rt.Fatalf("%d overlap", overlaps)
		}
	})
	if done < 5 {
		t.Errorf("only %d things were done", done)
	}
}

// What one employer protects is told by no card of another: above the employers, and at a third one.
func TestAProtectedNameIsNotTakenFromAnotherCard(t *testing.T) {
	t.Parallel()
	cards := []staff.Employee{{EmployerID: "k", FirstName: "Anna", LastName: "Ask", Protected: true, ContactCode: "K-1"}, {EmployerID: "m", FirstName: "Anna", LastName: "Ask"}}
	for employer, want := range map[string]string{"": "K-1", "e": "K-1", "k": "K-1", "m": "Anna Ask"} {
		for range 2 {
			if got := shownName(as("x"), cards, employer, "a", "se"); got != want {
				t.Errorf("at %q: %q, want %q", employer, got, want)
			}
			cards[0], cards[1] = cards[1], cards[0]
		}
	}
}
