package certification_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// certified is a unit of three, certified by ulla on the first day.
func certified(t *testing.T, change ...func(*rule.Scheme)) *certificationtest.World {
	t.Helper()
	w := certificationtest.New(t)
	for _, p := range []string{"amina", "bengt", "carmen"} {
		w.Employ(p, certificationtest.Unit, "underskoterska")
	}
	s := certificationtest.Scheme()
	for _, f := range change {
		f(&s)
	}
	w.Join(s)
	w.Learn("amina", "bengt", "carmen")
	if s.By == rule.ByLeader {
		w.Must(w.Certification.Certify(t.Context(), w.Ulla, w.ID, ""))
	}
	return w
}

func told(w *certificationtest.World, person, key string) int64 {
	w.T.Helper()
	n, err := db.One(w.T.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM note WHERE person_id = $1 AND key = $2`, person, "certification.told."+key)
	w.Must(err)
	return n
}

// toldWith is what somebody is told with, last.
func toldWith(w *certificationtest.World, person, key string) string {
	w.T.Helper()
	s, err := db.One(w.T.Context(), w.DB, db.Text, `SELECT args FROM note WHERE person_id = $1 AND key = $2 ORDER BY made_at DESC LIMIT 1`, person, "certification.told."+key)
	w.Must(err)
	return s
}

// Rule 39: begäran om ny bedömning is asked for by the unit, and decided by somebody else than who decided.
func TestANewAssessmentIsDecidedBySomebodyElse(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	is(t, "nothing to ask about", c.AskAnew(ctx, w.Maria, w.ID, "varför"), certification.ErrNoAsk)
	is(t, "without a reason", c.Revoke(ctx, w.Ulla, w.ID, " "), certification.ErrReason)
	is(t, "an identity number", c.Revoke(ctx, w.Ulla, w.ID, "Gäller 19121212-1212"), certification.ErrIdentity)
	is(t, "the manager revokes", c.Revoke(ctx, w.Maria, w.ID, "fel"), may.ErrDenied)
	w.Must(c.Revoke(ctx, w.Ulla, w.ID, "Provet gjordes i grupp."))
	if k := w.Kept(); k.State != rule.Revoked || k.ValidUntil != "" || told(w, "maria", "revoked") != 1 {
		t.Errorf("%+v", k)
	}
	is(t, "twice", c.Revoke(ctx, w.Ulla, w.ID, "fel"), certification.ErrIsSo)
	is(t, "decided before it is asked for", c.Decide(ctx, w.Mona, w.ID, true, "nej"), certification.ErrNoAsk)
	w.Later(1)
	w.Must(c.AskAnew(ctx, w.Maria, w.ID, "Vi gjorde det var för sig."))
	is(t, "asked twice", c.AskAnew(ctx, w.Maria, w.ID, "igen"), certification.ErrIsSo)
	if told(w, "mona", "asked") != 1 || told(w, "ulla", "asked") != 0 {
		t.Error("those who may decide anew are told, and not who decided")
	}
	is(t, "who decided", c.Decide(ctx, w.Ulla, w.ID, true, "jo"), certification.ErrSame)
	is(t, "the manager", c.Decide(ctx, w.Maria, w.ID, true, "jo"), may.ErrDenied)
	if v := w.View(""); !v.Asked || v.Can.Decide || v.DecidedBy != "ulla" {
		t.Errorf("%+v", v.Can)
	}
	w.Must(c.Decide(ctx, w.Mona, w.ID, true, "Proven är var för sig."))
	if k := w.Kept(); k.State != rule.Certified || k.ValidUntil != "2029-01-10" || k.Since != "2027-01-11" {
		t.Errorf("%+v", k)
	}
	if v := w.View(certificationtest.Start); v.State != rule.Revoked {
		t.Errorf("the day before it was decided: %s", v.State)
	}
}

// Nobody certifies a unit that they lead, also with the role that certifies.
func TestNobodyCertifiesTheirOwnUnit(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By = rule.ByMunicipality })
	w.Grant("maria", may.Municipality, gaptest.Town)
	is(t, "the manager, who is the municipality's too", w.Certification.Certify(t.Context(), w.Actor("maria"), w.ID, ""), certification.ErrOwnUnit)
	is(t, "the leader of the programme", w.Certification.Certify(t.Context(), w.Ulla, w.ID, ""), certification.ErrNotYou)
	w.Employ("rita", "kontoret", "samordnare")
	w.Grant("rita", may.Programme, "rss-GR")
	is(t, "the RSS", w.Certification.Certify(t.Context(), w.Actor("rita"), w.ID, ""), certification.ErrNotYou)
	w.Must(w.Certification.Certify(t.Context(), w.Mona, w.ID, ""))
	above := certified(t, func(s *rule.Scheme) { s.By = rule.ByRSS })
	above.Employ("rita", "kontoret", "samordnare")
	above.Grant("rita", may.Programme, "rss-GR")
	rita := above.Actor("rita")
	above.Must(above.Certification.Certify(t.Context(), rita, above.ID, ""))
	v, err := above.Certification.View(t.Context(), rita, above.ID, "")
	if err != nil || v.Named || len(v.People) > 0 || v.Counted != 3 {
		t.Errorf("who certifies from above reads counts: %+v %v", v.People, err)
	}
}

// A role at the municipality is none at a private employer under it, nor does anybody else see the unit.
func TestWhoSeesAUnit(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	w.Place("employer", "omsorg-ab", "Omsorg AB", gaptest.Town)
	w.Place("unit", "manen", "Månen", "omsorg-ab")
	_, err := c.Join(ctx, w.Mona, "manen", w.SchemeID, "")
	is(t, "the municipality at a private employer", err, may.ErrDenied)
	w.Employ("olle", "kontoret", "underskoterska")
	w.Grant("olle", may.Leader, certificationtest.Unit)
	for name, tc := range map[string]struct {
		who   may.Actor
		named bool
		err   error
	}{
		"manager": {w.Maria, true, nil}, "programme": {w.Ulla, true, nil}, "municipality": {w.Mona, true, nil}, "leader of meetings": {w.Actor("olle"), false, nil},
		"a colleague": {w.Actor("amina"), false, may.ErrDenied}, "a visitor": {may.Actor{}, false, may.ErrSignIn},
	} {
		v, err := c.View(ctx, tc.who, w.ID, "")
		is(t, name, err, tc.err)
		if v.Named != tc.named || v.Named != (len(v.People) == 3) {
			t.Errorf("%s: %v %d", name, v.Named, len(v.People))
		}
		if _, err := c.Forecast(ctx, tc.who, w.ID, rule.Plan{}, "2027-06-01"); (err == nil) != tc.named {
			t.Errorf("%s forecasts: %v", name, err)
		}
	}
	_, all, err := c.List(ctx, w.Mona, certification.Filter{State: rule.Certified})
	if w.Day(); err != nil || all != 0 { // nothing is kept yet
		t.Errorf("%d %v", all, err)
	}
	if rows, all, err := c.List(ctx, w.Mona, certification.Filter{State: rule.Certified}); err != nil || all != 1 || rows[0].Unit != "Solen" || rows[0].Above != "Äldreomsorg" {
		t.Errorf("%+v %d %v", rows, all, err)
	}
	if _, all, err := c.List(ctx, w.Mona, certification.Filter{State: rule.Lapsed}); err != nil || all != 0 {
		t.Errorf("%d %v", all, err)
	}
	if f, err := c.Figures(ctx, w.Ulla, certification.Filter{}); err != nil || f.ByState[rule.Certified] != 1 || f.Units != 1 {
		t.Errorf("%+v %v", f, err)
	}
}

func TestAManagerProposesAndSomebodyElseSaysYes(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	ctx, c := t.Context(), w.Certification
	scheme, err := c.AddScheme(ctx, w.Mona, gaptest.Town, certificationtest.Scheme(), "")
	w.Must(err)
	_, err = c.Join(ctx, w.Maria, certificationtest.Unit, scheme, "")
	is(t, "the manager lets it join", err, may.ErrDenied)
	id, err := c.Propose(ctx, w.Maria, certificationtest.Unit, scheme, "Vi vill")
	w.Must(err)
	if told(w, "ulla", "proposed") != 1 || told(w, "mona", "proposed") != 1 || told(w, "maria", "proposed") != 0 {
		t.Error("those who guide units there are told, and not who proposed")
	}
	_, err = c.Propose(ctx, w.Maria, certificationtest.Unit, scheme, "")
	is(t, "twice", err, certification.ErrIn)
	if all, err := c.Proposals(ctx, w.Ulla); err != nil || len(all) != 1 || all[0].Unit != "Solen" || !all[0].Proposed() {
		t.Errorf("%+v %v", all, err)
	}
	is(t, "a step before it has joined", c.NoteStep(ctx, w.Ulla, id, rule.Visit, true, "", ""), certification.ErrNotJoined)
	is(t, "a leader who is the manager", c.Accept(ctx, w.Ulla, id, "maria"), certification.ErrLeader)
	w.Must(c.Accept(ctx, w.Ulla, id, "ulla"))
	w.ID = id
	if v := w.View(""); v.State != rule.Preparing || v.Leader.ID != "ulla" || len(v.Happened) != 2 {
		t.Errorf("%+v", v)
	}
	is(t, "an older form", c.SetLeader(ctx, w.Mona, id, 1, ""), certification.ErrChanged)
	if offered, err := c.Offered(ctx, w.Maria, certificationtest.Unit); err != nil || len(offered) != 0 {
		t.Errorf("%+v %v", offered, err)
	}
	w.Must(c.Leave(ctx, w.Mona, id, "Enheten läggs om."))
	for _, who := range []string{"maria", "ulla"} {
		if told(w, who, "left") != 1 || !strings.Contains(toldWith(w, who, "left"), "Enheten läggs om.") {
			t.Errorf("%s is not told that it has left, and why", who)
		}
	}
	is(t, "after it has left", c.NoteStep(ctx, w.Ulla, id, rule.Visit, true, "", ""), certification.ErrNotJoined)
	if k := w.Kept(); k.State != "" {
		t.Errorf("kept of a unit that has left: %+v", k)
	}
}

// R186: an individual task is assessed with a comment, the latest holds, and it may be taken back.
func TestATaskIsAssessed(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	ctx, c := t.Context(), w.Certification
	w.Employ("amina", certificationtest.Unit, "underskoterska")
	s := certificationtest.Scheme()
	s.Requirements = []rule.Requirement{{Key: certificationtest.Task, Title: "Egen uppgift", OneOf: []rule.Evidence{{Kind: rule.ByTask}}}}
	w.Join(s)
	say := func(a may.Actor, person, requirement string, passed bool, comment string) error {
		_, err := c.Assess(ctx, a, w.ID, person, requirement, passed, comment)
		return err
	}
	is(t, "no comment", say(w.Ulla, "amina", certificationtest.Task, true, ""), certification.ErrComment)
	is(t, "nobody there", say(w.Ulla, "x", certificationtest.Task, true, "bra"), certification.ErrPerson)
	is(t, "no such task", say(w.Ulla, "amina", "x", true, "bra"), certification.ErrTask)
	is(t, "the own task", say(w.Actor("amina"), "amina", certificationtest.Task, true, "bra"), certification.ErrSelf)
	is(t, "the manager", say(w.Maria, "amina", certificationtest.Task, true, "bra"), certification.ErrOwnUnit)
	w.Must(say(w.Ulla, "amina", certificationtest.Task, false, "Skriv mer om bemötande."))
	if v := w.View(""); v.People[0].Met || v.People[0].Reasons[0].Key != rule.LackTask || told(w, "amina", "task_failed") != 1 {
		t.Errorf("%+v", v.People)
	}
	w.Later(3)
	w.Must(say(w.Ulla, "amina", certificationtest.Task, true, "Nu är det tydligt."))
	v := w.View("")
	if !v.People[0].Met || len(v.People[0].Tasks) != 2 || v.People[0].Tasks[1].By == "" || !v.Ready {
		t.Errorf("%+v", v.People)
	}
	w.Later(1)
	w.Must(c.TakeBack(ctx, w.Ulla, v.People[0].Tasks[1].ID, "Fel person."))
	is(t, "taken back twice", c.TakeBack(ctx, w.Ulla, v.People[0].Tasks[1].ID, "Fel."), certification.ErrIsSo)
	if v := w.View(""); v.People[0].Met {
		t.Errorf("%+v", v.People)
	}
	if v := w.View(rule.AddDays(w.Staff.Today(), -1)); !v.People[0].Met {
		t.Error("what is taken back held until then")
	}
	own, err := c.Own(ctx, w.Actor("amina"), "amina")
	if err != nil || len(own) != 2 || own[0].Title != "Egen uppgift" || own[0].EndedWhy != "Fel person." {
		t.Errorf("%+v %v", own, err)
	}
	_, err = c.Own(ctx, w.Maria, "amina")
	is(t, "another's own tasks", err, may.ErrDenied)
}

// repeats notes what is asked to be taken again.
type repeats struct {
	units, courses []string
	due            string
}

func (r *repeats) Repeat(_ context.Context, _ *db.Tx, _ may.Actor, units, courses []string, _, due string) error {
	r.units, r.courses, r.due = units, courses, due
	return nil
}

// A forecast says what then happens: two untrained begin, one leaves, one comes back from leave.
func TestForecastsAgreeWithWhatThenHappens(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By = rule.ByRule })
	ctx, c := t.Context(), w.Certification
	w.Employ("dana", certificationtest.Unit, "underskoterska")
	w.Must(w.Staff.NoteLeave(ctx, may.Operator(), "dana", "2026-12-01", "2027-04-30"))
	if k := w.Kept(); k.State != rule.Certified || k.Counted != 3 {
		t.Fatalf("%+v", k)
	}
	plan := rule.Plan{Coming: []rule.Coming{{Day: "2027-05-01", Number: 2, Form: "permanent", Occupation: "underskoterska"}}, Leaving: map[string]string{"amina": "2027-05-03"}, Done: map[string]string{"dana": "2027-05-10"}}
	points, err := c.Forecast(ctx, w.Maria, w.ID, plan, "2027-08-01")
	w.Must(err)
	for day := certificationtest.Start; day <= "2027-08-01"; day = rule.AddDays(day, 1) {
		w.Go(day)
		switch day {
		case "2027-05-01":
			w.Hire("eli")
			w.Hire("fia")
		case "2027-05-03":
			w.Quit("amina")
		case "2027-05-10":
			w.Learn("dana")
		}
		if day > certificationtest.Start && !slices.ContainsFunc(points, func(p rule.Point) bool { return p.Day == day }) && day[8:] != "15" {
			continue // the days on which it changes, and one a month
		}
		i := len(points) - 1
		for points[i].Day > day {
			i--
		}
		k, p := w.Kept(), points[i]
		if k.State != p.State || int(k.Counted) != p.Counted || int(k.Met) != p.Met || int(k.Waiting) != p.Waiting || k.ValidUntil != p.ValidUntil {
			t.Errorf("%s: foreseen %+v, is %+v", day, p, k)
		}
	}
	if last := points[len(points)-1]; last.State != rule.Lapsed || last.Met != 3 || last.Counted != 5 {
		t.Errorf("%+v", points)
	}
	if points, err := c.Forecast(ctx, w.Maria, w.ID, rule.Plan{Coming: []rule.Coming{{Day: "2027-09-01", Number: 101}}}, "2027-10-01"); err == nil {
		t.Errorf("%+v", points)
	}
	n, err := c.Needed(ctx, w.Maria, w.ID, "2027-09-01")
	if err != nil || n.More != 2 || len(n.People) != 2 || n.People[0].Name != "Eli Exempel" {
		t.Errorf("%+v %v", n, err)
	}
}

// The public register names no people, and a hidden unit is not in it.
func TestTheRegister(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	w.Day()
	rows, all, err := c.Register(ctx, gaptest.Town, w.SchemeID, 10, 0)
	if err != nil || all != 1 || rows[0].Unit != "Solen" || rows[0].Employer != "Göteborg" || rows[0].Since != certificationtest.Start || rows[0].Until != "2029-01-10" {
		t.Errorf("%+v %d %v", rows, all, err)
	}
	if _, all, err := c.Register(ctx, "k-1481", "", 10, 0); err != nil || all != 0 {
		t.Errorf("%d %v", all, err)
	}
	schemes, towns, err := c.Choices(ctx)
	if err != nil || len(schemes) != 1 || len(towns) != 1 || towns[0].ID != gaptest.Town {
		t.Errorf("%v %v %v", schemes, towns, err)
	}
	is(t, "a colleague hides it", c.Hide(ctx, w.Actor("amina"), w.ID, true), may.ErrDenied)
	w.Must(c.Hide(ctx, w.Maria, w.ID, true))
	w.Day()
	if _, all, err := c.Register(ctx, "", "", 10, 0); err != nil || all != 0 {
		t.Errorf("hidden: %d %v", all, err)
	}
}

// Units that go on as one keep the certification: who comes along is not new, who was there is.
func TestMergedUnits(t *testing.T) {
	t.Parallel()
	w := certified(t)
	w.Place("unit", "manen", "Månen", "aldre")
	w.Employ("moa", "manen", "underskoterska")
	w.Later(10)
	today := w.Staff.Today()
	change := org.NewChange(org.Merge, certificationtest.Unit, today)
	change.EmployerID, change.Into = gaptest.Town, "manen"
	_, err := w.Tree.Decide(t.Context(), w.Mona, change, "", today, w.Staff.Now())
	w.Must(err)
	if k := w.Kept(); k.UnitID != "manen" || k.State != rule.Pending || k.Counted != 4 || k.Met != 3 || k.Waiting != 1 {
		t.Errorf("%+v", k)
	}
	if v := w.View(certificationtest.Start); v.State != rule.Certified || v.Counted != 3 {
		t.Errorf("before: %s, %d", v.State, v.Counted)
	}
}

// Schemes are checked, changed from a day on, and of two who change one the second is told.
func TestSchemes(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	ctx, c := t.Context(), w.Certification
	bad := certificationtest.Scheme()
	bad.Requirements[0].OneOf[0].Ref, bad.Title = "finns-inte", "Gäller 19121212-1212"
	wrong, err := c.CheckScheme(ctx, bad)
	if err != nil || len(wrong) != 2 || wrong[0] != (rule.Problem{Field: "title", Key: "identity"}) || wrong[1].Key != "course" {
		t.Errorf("%v %v", wrong, err)
	}
	_, err = c.AddScheme(ctx, w.Mona, gaptest.Town, bad, "")
	is(t, "wrong", err, certification.ErrScheme)
	_, err = c.AddScheme(ctx, w.Maria, gaptest.Town, certificationtest.Scheme(), "")
	is(t, "the manager", err, may.ErrDenied)
	_, err = c.AddScheme(ctx, w.Mona, gaptest.Town, certificationtest.Scheme(), "2027-01-09")
	is(t, "yesterday", err, certification.ErrFrom)
	id, err := c.AddScheme(ctx, w.Mona, gaptest.Town, certificationtest.Scheme(), "")
	w.Must(err)
	harder := certificationtest.Scheme()
	harder.Grace = 10
	w.Must(c.ChangeScheme(ctx, w.Mona, id, 1, harder, "2027-03-01"))
	is(t, "the second", c.ChangeScheme(ctx, w.Mona, id, 1, harder, ""), certification.ErrChanged)
	s, err := c.Scheme(ctx, w.Maria, id)
	if err != nil || len(s.Versions) != 2 || s.On("2027-02-28").Scheme.Grace != 30 || s.On("2027-03-01").Scheme.Grace != 10 || s.Owner.ID != gaptest.Town {
		t.Errorf("%+v %v", s, err)
	}
	if all, err := c.Schemes(ctx, w.Mona); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
	w.Must(c.EndScheme(ctx, w.Mona, id))
	_, err = c.Join(ctx, w.Ulla, certificationtest.Unit, id, "")
	is(t, "a unit joins a scheme that has ended", err, certification.ErrOffered)
}

// From above the employers only what is certified there is listed, nothing of hidden units, and no proposals (rules 24, 25).
func TestWhatIsListedFromAboveTheEmployers(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	ctx, c := t.Context(), w.Certification
	w.Employ("rita", "kontoret", "samordnare")
	w.Grant("rita", may.Programme, "rss-GR")
	rita := w.Actor("rita")
	w.Join(certificationtest.Scheme()) // the leader of the programme certifies
	above := certificationtest.Scheme()
	above.By, above.Title = rule.ByRSS, "Regionens program"
	scheme, err := c.AddScheme(ctx, w.Mona, gaptest.Town, above, "")
	w.Must(err)
	proposed, err := c.Propose(ctx, w.Maria, certificationtest.Unit, scheme, "")
	w.Must(err)
	w.Day()
	listed := func(a may.Actor, what string, want int) {
		t.Helper()
		rows, all, err := c.List(ctx, a, certification.Filter{})
		f, wrong := c.Figures(ctx, a, certification.Filter{})
		kept, bad := c.All(ctx, a, "")
		if err != nil || wrong != nil || bad != nil || all != want || len(rows) != want || f.Units != want || len(kept) != want {
			t.Errorf("%s: %d rows of %d, %d counted, %d kept, want %d: %v %v %v", what, len(rows), all, f.Units, len(kept), want, err, wrong, bad)
		}
		for _, r := range rows {
			if _, err := c.View(ctx, a, r.ID(), ""); err != nil {
				t.Errorf("%s: listed and not shown: %v", what, err)
			}
		}
	}
	listed(rita, "certified by the leader", 0)
	if all, err := c.Proposals(ctx, rita); err != nil || len(all) != 0 {
		t.Errorf("proposals from above: %+v %v", all, err)
	}
	if all, err := c.Proposals(ctx, w.Ulla); err != nil || len(all) != 1 {
		t.Errorf("proposals: %+v %v", all, err)
	}
	w.Must(c.Accept(ctx, w.Ulla, proposed, ""))
	w.Day()
	listed(rita, "certified by the RSS", 1)
	listed(w.Ulla, "who guides the unit", 2)
	listed(may.Operator(), "the operator", 2)
	w.Must(c.Hide(ctx, w.Maria, proposed, true))
	listed(rita, "hidden", 0)
	listed(w.Ulla, "who guides the unit, hidden", 2)
}

// Where the RSS certifies, its leaders of programmes are told when a new assessment is asked for; a unit that leaves is told
// that it is no longer certified.
func TestWhoIsToldWhereTheRSSCertifies(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By = rule.ByRSS })
	ctx, c := t.Context(), w.Certification
	for _, p := range []string{"rita", "rut"} {
		w.Employ(p, "kontoret", "samordnare")
		w.Grant(p, may.Programme, "rss-GR")
	}
	w.Must(c.Certify(ctx, w.Actor("rita"), w.ID, ""))
	w.Must(c.Revoke(ctx, w.Actor("rita"), w.ID, "Provet gjordes i grupp."))
	w.Must(c.AskAnew(ctx, w.Maria, w.ID, "Vi gjorde det var för sig."))
	if told(w, "rut", "asked") != 1 || told(w, "rita", "asked") != 0 {
		t.Error("the RSS is told, but who decided")
	}
	w.Must(c.Decide(ctx, w.Actor("rut"), w.ID, true, "Proven är var för sig."))
	w.Must(c.Leave(ctx, w.Ulla, w.ID, "Enheten läggs om."))
	if told(w, "maria", "left_certified") != 1 || told(w, "maria", "left") != 0 {
		t.Error("the manager is told that the certification has ended")
	}
}
