package certification_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
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

// R183: people are reminded in time, the group takes the training again, and what is not renewed lapses and is told.
func TestRenewal(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	again := &repeats{}
	c.Repeater = again
	is(t, "too early", c.Renew(ctx, w.Maria, w.ID, ""), certification.ErrNotReady)
	for _, on := range []string{"2028-07-09", "2028-07-10", "2028-07-11", "2028-10-10", "2028-10-11"} {
		w.Go(on)
		w.Day()
	}
	if n := told(w, "maria", "ends"); n != 2 || told(w, "ulla", "ends") != 2 {
		t.Errorf("reminded %d times before the end", n)
	}
	if k := w.Kept(); k.State != rule.Renewal {
		t.Errorf("%+v", k)
	}
	w.Must(c.Renew(ctx, w.Maria, w.ID, ""))
	is(t, "twice", c.Renew(ctx, w.Maria, w.ID, ""), certification.ErrIsSo)
	if !slices.Equal(again.units, []string{certificationtest.Unit}) || !slices.Equal(again.courses, []string{certificationtest.Course}) || again.due != "2029-01-09" { // the last day that it holds
		t.Errorf("%+v", again)
	}
	if s := toldWith(w, "ulla", "renewal"); !strings.Contains(s, "9 januari 2029") {
		t.Errorf("told of another day: %s", s)
	}
	if s := toldWith(w, "maria", "ends"); !strings.Contains(s, "9 januari 2029") {
		t.Errorf("told of another day: %s", s)
	}
	is(t, "before they have taken it again", c.Certify(ctx, w.Ulla, w.ID, ""), certification.ErrNotReady)
	w.Go("2029-01-10")
	if k := w.Kept(); k.State != rule.Lapsed || k.ValidUntil != "" || told(w, "maria", "lapsed") != 1 {
		t.Errorf("%+v", k)
	}
	w.Learn("amina", "bengt", "carmen")
	w.Must(c.Certify(ctx, w.Ulla, w.ID, ""))
	if k := w.Kept(); k.State != rule.Certified || k.ValidUntil != "2031-01-10" || k.Round != 2 {
		t.Errorf("%+v", k)
	}
}

// Rule 39: the unit's own manager does not undo a revocation by beginning a new round; what is done after it certifies.
func TestAManagerDoesNotRenewARevocationAway(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By, s.Anew = rule.ByRule, false })
	ctx, c := t.Context(), w.Certification
	again := &repeats{}
	c.Repeater = again
	w.Must(c.Revoke(ctx, w.Mona, w.ID, "Provet gjordes i grupp.")) // on the day when the rule certified
	w.Must(c.Renew(ctx, w.Maria, w.ID, ""))
	if k := w.Kept(); k.State != rule.Revoked || k.Ready || len(again.courses) != 1 {
		t.Errorf("%+v, asked to take %v again", k, again.courses)
	}
	w.Later(1)
	w.Learn("amina", "bengt", "carmen")
	if k := w.Kept(); k.State != rule.Certified || k.Round != 2 {
		t.Errorf("%+v", k)
	}
}

// A leave that is made longer is one leave: whoever is away so long does not count, from its first day.
func TestALeaveInPartsIsOneLeave(t *testing.T) {
	t.Parallel()
	w := certified(t)
	w.Employ("dana", certificationtest.Unit, "underskoterska")
	for _, part := range [][2]string{{"2027-01-08", "2027-02-02"}, {"2027-02-03", "2027-02-28"}, {"2027-02-20", "2027-03-26"}} {
		w.Must(w.Staff.NoteLeave(t.Context(), may.Operator(), "dana", part[0], part[1]))
	}
	for _, on := range []string{"2027-01-10", "2027-02-03", "2027-03-26"} {
		if v := w.View(on); v.Counted != 3 || v.State == rule.Lapsed {
			t.Errorf("%s: %d count, %s", on, v.Counted, v.State)
		}
	}
	if v := w.View("2027-03-27"); v.Counted != 4 {
		t.Errorf("back: %d count", v.Counted)
	}
}

// Who goes over to a work that counts is new from that day, also after years at the unit.
func TestWhoBeginsToCountIsNew(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By = rule.ByRule })
	w.Employ("dana", certificationtest.Unit, "underskoterska")
	w.Exec(`UPDATE employment_period SET form = 'hourly' WHERE person_id = 'dana'`)
	w.Changed("dana")
	if k := w.Kept(); k.State != rule.Certified || k.Counted != 3 {
		t.Fatalf("%+v", k)
	}
	w.Go("2027-05-01")
	w.Exec(`UPDATE employment_period SET valid_until = '2027-05-01' WHERE person_id = 'dana'`)
	w.Exec(`
		INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent, start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		SELECT 'fast', employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, 'permanent', extent, start_date, end_date, dormant, manager, row_hash, '2027-05-01', '9999-12-31', opened_by, closed_by
		FROM employment_period WHERE person_id = 'dana'`)
	w.Changed("dana")
	if k := w.Kept(); k.State != rule.Pending || k.Counted != 4 || k.Waiting != 1 {
		t.Errorf("%+v", k)
	}
	w.Go("2027-05-30")
	if k := w.Kept(); k.State != rule.Pending {
		t.Errorf("%+v", k)
	}
	w.Later(1)
	if k := w.Kept(); k.State != rule.Lapsed {
		t.Errorf("%+v", k)
	}
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

// Evidence is what the unit's employer may see (rule 19), and what somebody says of themself is none.
func TestWhatIsEvidence(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	w.Employ("amina", certificationtest.Unit, "underskoterska")
	w.Join(certificationtest.Scheme())
	add := func(f record.Fact) {
		f.PersonID, f.CourseID, f.Version = "amina", certificationtest.Course, 1
		w.Tx(func(ctx context.Context, tx *db.Tx) error { _, err := w.Record.Append(ctx, tx, f); return err })
	}
	add(record.Fact{Kind: record.Credited, Source: record.FromOwnWord, ControllerID: gaptest.Town})
	add(record.Fact{Kind: record.Attended, Source: "day", ControllerID: gaptest.Town})
	add(record.Fact{Kind: record.Completed, Source: record.FromCourse, ControllerID: "k-1481"})
	if k := w.Kept(); k.Met != 0 {
		t.Errorf("%+v", k)
	}
	share := func(until *time.Time) {
		w.Exec(`DELETE FROM record_share`)
		w.Exec(`INSERT INTO record_share (id, person_id, employer_id, fact_id, made_at, withdrawn_at) VALUES ('s', 'amina', $1, '', '2027-01-11 10:00:00', $2)`, gaptest.Town, until)
		w.Tx(func(ctx context.Context, tx *db.Tx) error { return w.Record.Shared(ctx, tx, "amina") })
	}
	w.Later(2)
	share(nil)
	if k := w.Kept(); k.Met != 1 {
		t.Errorf("shared: %+v", k)
	}
	if v := w.View(certificationtest.Start); v.Met != 0 {
		t.Error("it was not shared then")
	}
	at := w.Staff.Now()
	share(&at)
	if v := w.View(""); v.Met != 0 || v.People[0].Reasons[0].Key != rule.LackUnshared {
		t.Errorf("withdrawn: %+v", v.People)
	}
	if v := w.View("2027-01-11"); v.Met != 1 {
		t.Error("it was shared then")
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

// When somebody is erased, the day on which the rule certified stays.
func TestErasingDoesNotMoveACertification(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	for _, p := range []string{"amina", "bengt"} {
		w.Employ(p, certificationtest.Unit, "underskoterska")
	}
	s := certificationtest.Scheme()
	s.By = rule.ByRule
	w.Join(s)
	w.Learn("amina")
	w.Later(20)
	w.Quit("bengt")
	if k := w.Kept(); k.State != rule.Certified || k.CertifiedOn != "2027-01-30" {
		t.Fatalf("%+v", k)
	}
	w.Later(30)
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		if _, err := w.Certification.Forget(ctx, tx, "bengt", gaptest.Town, true); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM employment_period WHERE person_id = 'bengt'`)
		return err
	})
	if k := w.Kept(); k.State != rule.Certified || k.CertifiedOn != "2027-01-30" || k.ValidUntil != "2029-01-30" {
		t.Errorf("%+v", k)
	}
	if v := w.View(certificationtest.Start); v.State != rule.Preparing || v.Counted != 1 {
		t.Errorf("%s %d", v.State, v.Counted)
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

// When somebody is erased, the days on which the rule certified in earlier rounds stay too, also of a programme that the unit
// has left.
func TestErasingDoesNotMoveEarlierRounds(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	for _, p := range []string{"amina", "bengt"} {
		w.Employ(p, certificationtest.Unit, "underskoterska")
	}
	s := certificationtest.Scheme()
	s.By = rule.ByRule
	w.Join(s)
	w.Learn("amina")
	w.Later(20)
	w.Quit("bengt") // the unit is certified on 2027-01-30
	w.Go("2028-08-01")
	w.Must(w.Certification.Renew(t.Context(), w.Maria, w.ID, ""))
	w.Later(9)
	w.Learn("amina") // and again on 2028-08-10
	w.Later(30)
	forget := func() {
		w.Tx(func(ctx context.Context, tx *db.Tx) error {
			_, err := w.Certification.Forget(ctx, tx, "bengt", gaptest.Town, true)
			return err
		})
	}
	had := w.View("").History
	forget()
	forget() // each day is noted once
	w.Exec(`DELETE FROM employment_period WHERE person_id = 'bengt'`)
	if v := w.View(""); !slices.Equal(v.History, had) || v.CertifiedOn != "2028-08-10" || v.Round != 2 || len(v.Happened) != 4 {
		t.Errorf("was %v, is %v; %d have happened", had, v.History, len(v.Happened))
	}
	if v := w.View("2027-02-01"); v.CertifiedOn != "2027-01-30" || v.ValidUntil != "2029-01-30" {
		t.Errorf("the first round: %s %s", v.CertifiedOn, v.ValidUntil)
	}
}

// What a unit lapsed by stays when somebody is erased, and who decides: nobody certifies it but who may.
func TestErasingDoesNotUndoALapse(t *testing.T) {
	t.Parallel()
	w := certified(t)
	w.Go("2027-02-01")
	w.Hire("eli") // has 30 days, and is not trained
	w.Go("2027-03-20")
	w.Quit("eli")
	w.Go("2027-05-01")
	if k := w.Kept(); k.State != rule.Lapsed || k.Since != "2027-03-03" || !k.Ready {
		t.Fatalf("%+v", k)
	}
	had := w.View("")
	erase(w, "eli")
	v := w.View("")
	if v.State != rule.Lapsed || v.Since != had.Since || !reflect.DeepEqual(v.Cause, had.Cause) || len(v.Cause) != 1 || v.Cause[0].Key != rule.UnitPeople || v.Happened[0].Kind != rule.Lapse {
		t.Errorf("was %s %v, is %s %v", had.State, had.Cause, v.State, v.Cause)
	}
	if k := w.Kept(); k.State != rule.Lapsed {
		t.Errorf("%+v", k)
	}
	if rows, _, err := w.Certification.Register(t.Context(), "", "", 10, 0); err != nil || len(rows) != 0 {
		t.Errorf("in the register: %+v %v", rows, err)
	}
	w.Must(w.Certification.Certify(t.Context(), w.Ulla, w.ID, ""))
	if k := w.Kept(); k.State != rule.Certified || k.CertifiedOn != "2027-05-01" {
		t.Errorf("%+v", k)
	}
}

// R183: a new assessment of a refusal certifies nothing that has run out: a new round comes first.
func TestNoDecisionCertifiesWhatHasRunOut(t *testing.T) {
	t.Parallel()
	w := certified(t)
	ctx, c := t.Context(), w.Certification
	w.Go("2028-11-01")
	w.Hire("eli")
	w.Go("2028-12-10") // it has lapsed by somebody who is not trained, shortly before its end
	w.Must(c.Decline(ctx, w.Ulla, w.ID, "Eli saknas."))
	w.Must(c.AskAnew(ctx, w.Maria, w.ID, "Eli är klar i januari."))
	w.Go("2029-01-09")
	w.Learn("eli")
	if v := w.View(""); v.State != rule.Lapsed || !v.Ready || len(v.Lacks) > 0 {
		t.Errorf("%+v", v.Outcome)
	}
	w.Go("2029-01-10")
	if v := w.View(""); v.Ready || len(v.Lacks) != 1 || v.Lacks[0].Key != rule.UnitExpiry || w.Kept().Ready {
		t.Errorf("%+v", v.Outcome)
	}
	is(t, "decided anew after its end", c.Decide(ctx, w.Mona, w.ID, true, "Nu är alla klara."), certification.ErrNotReady)
	is(t, "certified after its end", c.Certify(ctx, w.Ulla, w.ID, ""), certification.ErrNotReady)
	w.Must(c.Decide(ctx, w.Mona, w.ID, false, "En ny omgång kommer först."))
	w.Must(c.Renew(ctx, w.Maria, w.ID, ""))
	w.Learn("amina", "bengt", "carmen", "eli")
	w.Must(c.Certify(ctx, w.Ulla, w.ID, ""))
}

// So it is with what the rule restored, as often as somebody is erased.
func TestErasingDoesNotMoveARestoration(t *testing.T) {
	t.Parallel()
	w := certified(t, func(s *rule.Scheme) { s.By = rule.ByRule })
	w.Go("2027-02-01")
	w.Hire("eli")
	w.Go("2027-03-20")
	w.Learn("eli")
	w.Go("2027-04-01")
	w.Hire("fia")
	w.Go("2027-06-01")
	w.Quit("eli")
	w.Quit("fia")
	w.Later(1)
	had := w.View("")
	holds := func(all []rule.Passage) (out []rule.Passage) {
		for _, p := range all {
			if p.State != rule.Pending {
				out = append(out, p)
			}
		}
		return out
	}
	want := []rule.Passage{{Day: certificationtest.Start, State: rule.Certified}, {Day: "2027-03-03", State: rule.Lapsed}, {Day: "2027-03-20", State: rule.Certified}, {Day: "2027-05-01", State: rule.Lapsed}, {Day: "2027-06-01", State: rule.Certified}}
	if !slices.Equal(holds(had.History), want) {
		t.Fatalf("%v", had.History)
	}
	for _, who := range []string{"eli", "fia"} {
		erase(w, who)
		if v := w.View(""); !slices.Equal(holds(v.History), want) || v.ValidUntil != had.ValidUntil || len(v.Happened) != 6 {
			t.Errorf("%s is erased: %v, valid until %s, %d have happened", who, v.History, v.ValidUntil, len(v.Happened))
		}
		w.Later(10)
	}
}

// erase forgets somebody, and takes away the work.
func erase(w *certificationtest.World, person string) {
	w.T.Helper()
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Certification.Forget(ctx, tx, person, gaptest.Town, true)
		return err
	})
	w.Exec(`DELETE FROM employment_period WHERE person_id = $1`, person)
}

func TestErasingDoesNotMoveWhatAUnitHasLeft(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	for _, p := range []string{"amina", "bengt"} {
		w.Employ(p, certificationtest.Unit, "underskoterska")
	}
	s := certificationtest.Scheme()
	s.By = rule.ByRule
	w.Join(s)
	w.Learn("amina")
	w.Later(20)
	w.Quit("bengt")
	w.Later(20)
	w.Must(w.Certification.Leave(t.Context(), w.Ulla, w.ID, "Enheten läggs om."))
	had := w.View("").History
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := w.Certification.Forget(ctx, tx, "bengt", gaptest.Town, true)
		return err
	})
	w.Exec(`DELETE FROM employment_period WHERE person_id = 'bengt'`)
	if v := w.View(""); len(had) < 2 || !slices.Equal(v.History, had) {
		t.Errorf("was %v, is %v", had, v.History)
	}
}
