package appointment_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
)

// Those with specialist or stödpedagog education stand first with the reason; both groups stand in name order (R150).
func TestWhoIsSuggestedFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Employ("vera", "solen", "specialistunderskoterska")
	w.Merit("bengt", frame.ByEducation, "yh-stodpedagog", "2020-01-01")
	first, others, err := w.Suggestions(t.Context(), w.karin, "solen", rule.Leader)
	w.must(err)
	if names := list(first); !slices.Equal(names, []string{"Bengt Exempel", "Vera Exempel"}) || first[0].Reasons[0].Programme == "" || first[1].Reasons[0].Occupation != "specialistunderskoterska" {
		t.Errorf("first: %+v", first)
	}
	if names := list(others); !slices.Equal(names, []string{"Amina Exempel", "Kim Exempel"}) {
		t.Errorf("others: %v", names)
	}
	_, _, err = w.Suggestions(t.Context(), w.maja, "solen", rule.Leader)
	w.is("another's unit", err, may.ErrDenied)
}

func list(all []appointment.Candidate) (out []string) {
	for _, c := range all {
		out = append(out, c.Name)
	}
	return out
}

func TestAMunicipalitySetsWhatIsDemanded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.switchTo("sprakombud", true)
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}})
	set := func(k rule.Kind, revision int64, demanded bool, courses ...string) error {
		return w.SaveSetting(ctx, w.kim, appointment.Setting{EmployerID: gaptest.Town, Kind: k, Setting: rule.Setting{Courses: courses, Demanded: demanded}, Revision: revision})
	}
	w.must(set(rule.Leader, 0, true, "att-leda-larande"))
	w.stands(x, rule.Training, false)
	w.is("an older page", set(rule.Leader, 0, false), appointment.ErrChanged)
	w.completed("amina", "att-leda-larande")
	w.stands(x, rule.Standing, true)
	w.is("a name without its programme", set(rule.LanguageRep, 0, false, "sprakombud"), appointment.ErrProtected)
	w.is("demands nothing", set(rule.LanguageRep, 0, true), appointment.ErrCourses)
	w.is("a manager", w.SaveSetting(ctx, w.karin, appointment.Setting{EmployerID: gaptest.Town, Kind: rule.Leader}), may.ErrDenied)
	w.is("no address", w.SaveSetting(ctx, w.kim, appointment.Setting{EmployerID: gaptest.Town, Kind: rule.Ambassador, Setting: rule.Shipped(rule.Ambassador), Contact: "nej"}), appointment.ErrContact)
}

func TestAColleagueFindsTheLanguageRepresentative(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.switchTo("sprakombud", true)
	w.appoint(w.karin, appointment.Proposal{Kind: rule.LanguageRep, PersonID: "amina", Places: []string{"solen"}})
	bengt := w.Actor("bengt")
	near, err := w.Ombud(ctx, bengt)
	w.must(err)
	if len(near) != 1 || len(near[0].People) != 0 {
		t.Errorf("the name is borne before the programme is done: %+v", near)
	}
	w.completed("amina", "sprakombud")
	w.must(w.SaveReach(ctx, w.amina, appointment.Reach{EmployerID: gaptest.Town, Text: "Prata med mig på morgonmötet"}))
	w.is("who has none", w.SaveReach(ctx, bengt, appointment.Reach{EmployerID: gaptest.Town, Text: "x"}), appointment.ErrNoReach)
	if near, err = w.Ombud(ctx, bengt); err != nil || len(near[0].People) != 1 || near[0].People[0].Name != "Amina Exempel" || near[0].People[0].Reach == "" {
		t.Errorf("%+v %v", near, err)
	}
	code, err := w.World.Staff.NoteProtected(ctx, may.Operator(), gaptest.Town, "amina", true)
	w.must(err)
	if near, err = w.Ombud(ctx, bengt); err != nil || near[0].People[0].Name != code {
		t.Errorf("a protected identity: %+v %v", near, err)
	}
	town, _, err := w.Town(ctx, w.kim, gaptest.Town, "", 50, 0)
	w.must(err)
	unit, err := w.At(ctx, w.karin, "solen")
	w.must(err)
	if town[0].Name != code || unit.Open[0].Name != "Amina Exempel" {
		t.Errorf("the municipality reads %q, the manager %q", town[0].Name, unit.Open[0].Name)
	}
}

func TestAMunicipalitySeesWhoIsWhatAndWhereNobodyIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}})
	all, n, err := w.Town(ctx, w.kim, gaptest.Town, rule.Leader, 50, 0)
	w.must(err)
	if n != 1 || all[0].Place.ID != "solen" || all[0].Name != "Amina Exempel" {
		t.Errorf("%+v", all)
	}
	none, units, err := w.Without(ctx, w.kim, gaptest.Town, rule.Leader)
	w.must(err)
	if units != 2 || len(none) != 1 || none[0].ID != "manen" {
		t.Errorf("without: %+v of %d", none, units)
	}
	_, _, err = w.Town(ctx, w.karin, gaptest.Town, "", 50, 0)
	w.is("a manager", err, may.ErrDenied)
}

func TestASchoolBooksAnAmbassador(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.switchTo("yrkesambassador", true)
	w.appoint(w.karin, appointment.Proposal{Kind: rule.Ambassador, PersonID: "amina", Places: []string{"solen"}})
	w.completed("amina", "yrkesambassador")
	ask := appointment.Request{EmployerID: gaptest.Town, School: "Björkskolan", Contact: "larare@skola.example", Wish: "Vecka 5, årskurs 9"}
	w.is("no address for schools yet", w.Appointments.Ask(ctx, ask, "1"), appointment.ErrNoTown)
	w.must(w.SaveSetting(ctx, w.kim, appointment.Setting{EmployerID: gaptest.Town, Kind: rule.Ambassador, Setting: rule.Shipped(rule.Ambassador), Contact: "ambassad@goteborg.example"}))
	towns, err := w.Ambassadors(ctx)
	w.must(err)
	if len(towns) != 1 || towns[0].Count != 1 || len(towns[0].Names) != 0 {
		t.Errorf("nobody is named unasked: %+v", towns)
	}
	w.must(w.SaveReach(ctx, w.amina, appointment.Reach{EmployerID: gaptest.Town, ShowName: true}))
	if towns, err = w.Ambassadors(ctx); err != nil || !slices.Equal(towns[0].Names, []string{"Amina Exempel"}) {
		t.Errorf("%+v %v", towns, err)
	}
	for name, tc := range map[string]struct {
		change func(*appointment.Request)
		want   error
	}{
		"no school":  {func(r *appointment.Request) { r.School = " " }, appointment.ErrSchool},
		"no contact": {func(r *appointment.Request) { r.Contact = "hej" }, appointment.ErrSchoolReach},
		"no wish":    {func(r *appointment.Request) { r.Wish = "" }, appointment.ErrWish},
		"a number":   {func(r *appointment.Request) { r.Wish = "Elev 19121212-1212" }, appointment.ErrIdentity},
		"long":       {func(r *appointment.Request) { r.Wish = strings.Repeat("x", 1001) }, appointment.ErrLongWish},
	} {
		bad := ask
		tc.change(&bad)
		w.is(name, w.Appointments.Ask(ctx, bad, name), tc.want)
	}
	for range 5 {
		w.must(w.Appointments.Ask(ctx, ask, "1"))
	}
	w.is("a sixth within the hour", w.Appointments.Ask(ctx, ask, "1"), appointment.ErrOften)
	mine, err := w.Requests(ctx, w.amina, gaptest.Town)
	w.must(err)
	_, err = w.Requests(ctx, w.Actor("bengt"), gaptest.Town)
	w.is("a colleague", err, may.ErrDenied)
	letters, err := db.One(ctx, w.World.DB, db.Number, `SELECT COUNT(*) FROM message WHERE address = 'ambassad@goteborg.example'`)
	w.must(err)
	if len(mine) != 5 || letters != 5 {
		t.Errorf("%d requests, %d letters", len(mine), letters)
	}
	w.must(w.Answered(ctx, w.kim, gaptest.Town, mine[0].ID))
	w.must(w.later(91).OnDue(ctx, appointment.Due{}))
	if mine, err = w.Requests(ctx, w.kim, gaptest.Town); err != nil || len(mine) != 0 {
		t.Errorf("after 90 days: %+v %v", mine, err)
	}
}

func TestALeaderFollowsAMergedUnit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}})
	y := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "bengt", Places: []string{"solen", "manen"}})
	from, err := w.World.Tree.Find(ctx, "solen", w.today())
	w.must(err)
	into, err := w.World.Tree.Find(ctx, "manen", w.today())
	w.must(err)
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Merged(ctx, tx, org.Merged{ChangeID: "c", EmployerID: gaptest.Town, From: from, Into: into, On: w.after(5), By: "kim", Roles: true})
	})
	for day, want := range map[string][]string{w.today(): {"bengt"}, w.after(6): {"amina", "bengt"}} {
		held, err := w.Holding(ctx, []string{"manen"}, rule.Leader, day)
		w.must(err)
		var got []string
		for _, h := range held["manen"] {
			got = append(got, h.PersonID)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("leaders of Månen on %s: %v, want %v", day, got, want)
		}
	}
	if held, err := w.Holding(ctx, []string{"solen"}, rule.Leader, w.after(6)); err != nil || len(held["solen"]) != 0 {
		t.Errorf("leaders of the old unit: %+v %v", held, err)
	}
	_ = x
	_ = y
}

// Whoever is asked about, and whatever day: the day's answer is that of the dated holdings, and a leader's role stands on
// the same days as the spans.
func TestADayAndTheHistoryAgree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen", "manen"}, From: w.after(2), Last: w.after(30)})
	w.appoint(w.kim, appointment.Proposal{Kind: rule.Leader, PersonID: "bengt", Places: []string{"omr"}, Last: w.after(10)})
	w.must(w.Change(ctx, w.karin, x.ID, w.own("amina", x.ID).Revision, "Längre", w.after(60)))
	w.must(w.Change(ctx, w.karin, x.ID, w.own("amina", x.ID).Revision, "Kortare", w.after(40)))
	w.is("an older page", w.Change(ctx, w.karin, x.ID, x.Revision, "x", ""), appointment.ErrChanged)
	w.Exec(`UPDATE employment_period SET end_date = $1 WHERE person_id = 'bengt'`, w.after(7))
	for _, unit := range []string{"solen", "manen", "privat", "eken"} {
		history, err := w.History(ctx, unit, rule.Leader)
		w.must(err)
		for day := -2; day < 65; day++ {
			on := w.after(day)
			now, err := w.LeadersOf(ctx, unit, on)
			w.must(err)
			want := slices.DeleteFunc(slices.Clone(history), func(h appointment.Holder) bool { return !h.On(on) })
			if !slices.Equal(now, want) {
				t.Fatalf("%s on %s: %+v, want %+v", unit, on, now, want)
			}
			if leads := slices.ContainsFunc(now, func(h appointment.Holder) bool { return h.PersonID == "amina" }); unit == "solen" && leads != (day >= 2 && day <= 40) {
				t.Errorf("amina leads on day %d: %v", day, leads)
			}
		}
	}
	grants, err := db.All(ctx, w.World.DB, func(s db.Scanner) (v [2]string, err error) { err = s.Scan(&v[0], &v[1]); return v, err }, `
		SELECT MIN(valid_from), MAX(valid_until) FROM role_grant WHERE person_id = 'amina' AND role = 'leader' AND node_id = 'solen' AND valid_from < valid_until`)
	w.must(err)
	if grants[0] != [2]string{w.after(2), w.after(41)} {
		t.Errorf("the role stands %v", grants[0])
	}
}

// A lent leader's role rests on the work at the lender.
func TestALentLeaderWhoLeavesLosesTheRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, LenderID: other, Number: w.number("ali"), Places: []string{"solen"}})
	waiting, err := w.Waiting(ctx, w.maja)
	w.must(err)
	if len(waiting) != 1 || waiting[0].ID != x.ID || waiting[0].Name != "Ali Exempel" {
		t.Errorf("maja is asked: %+v", waiting)
	}
	w.must(w.Answer(ctx, w.ali, x.ID, true))
	w.must(w.Answer(ctx, w.maja, x.ID, true))
	w.is("for longer than was agreed", w.Change(ctx, w.karin, x.ID, 1, "", ""), appointment.ErrChanged)
	d, err := w.Detail(ctx, w.maja, x.ID)
	w.must(err)
	if !d.MayEnd || d.MayChange || d.MayAnswer {
		t.Errorf("the lender ends and no more: %+v", d)
	}
	_, err = w.Detail(ctx, w.amina, x.ID)
	w.is("a colleague", err, may.ErrDenied)
	w.Exec(`UPDATE employment_period SET end_date = $1 WHERE person_id = 'ali'`, w.after(-1))
	if may.Ask(w.Actor("ali"), may.LeadMeetings, w.path("solen")) == nil {
		t.Error("the role outlives the work at the lender")
	}
}

func TestForgettingAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}})
	w.must(w.SaveReach(ctx, w.amina, appointment.Reach{EmployerID: gaptest.Town, Text: "x"}))
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		gone, err := w.Forget(ctx, tx, "amina", gaptest.Town, false)
		if gone["appointment"] != 1 || gone["appointment_span"] != 1 || gone["appointment_reach"] != 1 {
			t.Errorf("%v", gone)
		}
		return err
	})
}

// A database of the release before has leaders by role only: they are appointments after the upgrade.
func TestLeadersOfTheReleaseBeforeAreAppointments(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d, err := db.Open(dbtest.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := db.MigrateTo(ctx, d, 39); err != nil {
		t.Fatal(err)
	}
	exec := func(q string, args ...any) {
		t.Helper()
		if _, err := d.Exec(ctx, q, args...); err != nil {
			t.Fatalf("%v: %s", err, q)
		}
	}
	for _, n := range [][4]string{{"k", "municipality", "se", "se/k"}, {"e", "employer", "k", "se/k/e"}, {"u", "unit", "k", "se/k/u"}, {"x", "unit", "e", "se/k/e/x"}} {
		exec(`INSERT INTO node (id, kind, code, population, made_by) VALUES ($1, $2, '', 0, '')`, n[0], n[1])
		exec(`INSERT INTO node_place (id, node_id, parent_id, path, name, label, valid_from, valid_until) VALUES ($1, $1, $2, $3, $1, '', '2000-01-01', '9999-12-31')`, n[0], n[2], n[3])
	}
	exec(`INSERT INTO person (id, made_at, made_by) VALUES ('jonas', $1, '')`, time.Now())
	for _, g := range [][4]string{{"g1", "leader", "u", "9999-12-31"}, {"g2", "leader", "x", "2026-05-01"}, {"g3", "manager", "u", "9999-12-31"}, {"g4", "leader", "u", "2026-01-01"}} {
		exec(`INSERT INTO role_grant (id, person_id, role, node_id, subject, valid_from, valid_until, made_by, ended_by) VALUES ($1, 'jonas', $2, $3, '', '2026-01-01', $4, 'karin', '')`, g[0], g[1], g[2], g[3])
	}
	if err := db.Migrate(ctx, d); err != nil {
		t.Fatal(err)
	}
	got, err := db.All(ctx, d, db.Text, `
		SELECT x.id || ' ' || x.employer_id || ' ' || s.node_id || ' ' || s.valid_until || ' ' || s.grant_id || ' ' || x.state
		FROM appointment x
		JOIN appointment_place p ON p.appointment_id = x.id
		JOIN appointment_span s ON s.appointment_id = x.id AND s.node_id = p.node_id
		ORDER BY x.id`)
	if err != nil || !slices.Equal(got, []string{"g1 k u 9999-12-31 g1 standing", "g2 e x 2026-05-01 g2 standing"}) {
		t.Errorf("%q %v", got, err)
	}
}

// Leaders are there for an employer that has chosen nothing; a choice holds from its day, however often it is made.
func TestLeadersAreThereUntilAnEmployerChoosesOtherwise(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	has := func(day string, kind org.FunctionKind) bool {
		t.Helper()
		chosen, err := w.World.Tree.Chosen(ctx, gaptest.Town, day)
		w.must(err)
		_, on := chosen[kind]
		return on
	}
	if !has(w.today(), "arbetsplatslarande") || has(w.today(), "sprakombud") {
		t.Error("as shipped")
	}
	for _, is := range []bool{true, false, false, true, true, false, true} {
		w.switchTo("arbetsplatslarande", is)
		w.switchTo("sprakombud", is)
		if has(w.today(), "arbetsplatslarande") != is || has(w.today(), "sprakombud") != is || !has(w.after(-1), "arbetsplatslarande") || has(w.after(-1), "sprakombud") {
			t.Errorf("chosen: %v", is)
		}
	}
}

// Nobody is told of what they did themself; the person, and who leads the other side, are.
func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, LenderID: other, Number: w.number("ali"), Places: []string{"solen"}})
	w.must(w.Answer(ctx, w.ali, x.ID, true))
	w.must(w.Answer(ctx, w.maja, x.ID, true))
	told, err := db.All(ctx, w.World.DB, db.Text, `SELECT person_id || ' ' || key FROM note WHERE key LIKE 'appointment.%' ORDER BY made_at, id`)
	w.must(err)
	slices.Sort(told)
	if want := []string{"ali appointment.told.asked", "ali appointment.told.standing", "karin appointment.managers.standing", "maja appointment.managers.asked"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
}
