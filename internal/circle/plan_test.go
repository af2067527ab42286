package circle_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/circle"
	"yrkesresan/internal/circle/circletest"
	"yrkesresan/internal/circle/guide"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

type (
	ctxT = context.Context
	txT  = *db.Tx
)

// wants fails unless an error is the one.
func wants(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// notes are the keys of what somebody has been told.
func notes(t *testing.T, w *circletest.World, person string) string {
	t.Helper()
	all, err := db.All(t.Context(), w.DB, db.Text, `SELECT key FROM note WHERE person_id = $1 ORDER BY made_at, id`, person)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

// spring is the next day on which the clock is put forward: the last Sunday of a March.
func spring(from time.Time) time.Time {
	for d := from.AddDate(0, 0, 1); ; d = d.AddDate(0, 0, 1) {
		if d.Month() == time.March && d.Weekday() == time.Sunday && d.Day() > 24 {
			return d
		}
	}
}

func TestPlanAsksTheUnitAndKeepsItsGuide(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, leader := t.Context(), w.Actor(circletest.Leader)
	x, ms := w.Plan(w.Day(1), "", 3)
	if len(ms) != 3 || ms[1].Day != w.Day(15) || ms[2].Part != 1 {
		t.Fatalf("%+v", ms)
	}
	o, err := w.Circles.Open(ctx, leader, x.ID)
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]bool{}
	for _, p := range o.People {
		in[p.PersonID] = true
	}
	if !in[circletest.Member] || !in[circletest.Second] || !in[circletest.Leader] || in[circletest.Manager] || in[circletest.Nurse] {
		t.Errorf("asked: %v (who answers for the unit is not asked with everybody)", in)
	}
	if notes(t, w, circletest.Member) != "circle.told.invited" || notes(t, w, circletest.Leader) != "" {
		t.Errorf("told: %q, the leader %q", notes(t, w, circletest.Member), notes(t, w, circletest.Leader))
	}
	// A new version of the guide changes nothing that is planned.
	g, err := w.Circles.GuideOf(ctx, may.Operator(), circletest.Model)
	if err != nil {
		t.Fatal(err)
	}
	g.Guide.Title = "En annan"
	if _, err := w.Circles.SaveGuide(ctx, may.Operator(), g.Guide, g.Revision); err != nil {
		t.Fatal(err)
	}
	wants(t, w.Circles.PublishGuide(ctx, may.Operator(), g.ID, g.Revision), circle.ErrChanged)
	wants(t, w.Circles.PublishGuide(ctx, may.Operator(), g.ID, g.Revision+1), nil)
	if o, err = w.Circles.Open(ctx, leader, x.ID); err != nil || o.Circle.Guide.Title == "En annan" {
		t.Error(o.Circle.Guide.Title, err)
	}
	ok := circle.Plan{UnitID: circletest.Unit, GuideID: circletest.Model, Audience: circle.WholeUnit, Day: w.Day(1), Begins: "10:00", Times: 1}
	for name, c := range map[string]struct {
		change func(*circle.Plan)
		want   error
	}{
		"day passed": {func(p *circle.Plan) { p.Day = w.Day(-1) }, circle.ErrDay},
		"skipped":    {func(p *circle.Plan) { p.Day, p.Begins = spring(w.Clock).Format(time.DateOnly), "02:30" }, circle.ErrSkipped},
		"a later one": {func(p *circle.Plan) {
			p.Day, p.Begins, p.Times, p.Weeks = spring(w.Clock.AddDate(0, 0, 8)).AddDate(0, 0, -7).Format(time.DateOnly), "02:30", 2, 1
		}, circle.ErrSkipped},
		"no time":      {func(p *circle.Plan) { p.Begins = "10" }, circle.ErrTime},
		"no guide":     {func(p *circle.Plan) { p.GuideID = "finns-inte" }, circle.ErrNoGuide},
		"no leader":    {func(p *circle.Plan) { p.LeaderID = circletest.Member }, circle.ErrLeader},
		"no course":    {func(p *circle.Plan) { p.CourseID = "finns-inte" }, circle.ErrCourse},
		"not there":    {func(p *circle.Plan) { p.UnitID = circletest.Other }, may.ErrDenied},
		"no weeks":     {func(p *circle.Plan) { p.Times = 2 }, circle.ErrWeeks},
		"odd link":     {func(p *circle.Plan) { p.Link = "http://x" }, circle.ErrLink},
		"number in it": {func(p *circle.Plan) { p.Title = "Om 19811218-9876" }, circle.ErrIdentity},
		"nobody":       {func(p *circle.Plan) { p.Audience = "team:finns-inte" }, circle.ErrNobody},
	} {
		p := ok
		c.change(&p)
		if _, err := w.Circles.Plan(ctx, leader, p); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for _, who := range []string{circletest.Member, circletest.Outside, circletest.Boss} {
		if _, err := w.Circles.Plan(ctx, w.Actor(who), ok); !errors.Is(err, may.ErrDenied) {
			t.Errorf("%s plans at another's unit: %v", who, err)
		}
	}
}

// Colleagues from other units are asked as equals: their manager is told, they can say no, and being there is in their own record.
func TestColleagueFromElsewhere(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, leader, nurse := t.Context(), w.Actor(circletest.Leader), w.Actor(circletest.Nurse)
	x, ms := w.Plan(w.Day(0), circletest.Course, 1)
	wants(t, w.Circles.Invite(ctx, w.Actor(circletest.Member), x.ID, circletest.Nurse), may.ErrDenied)
	wants(t, w.Circles.Invite(ctx, leader, x.ID, circletest.Outside), circle.ErrPerson)
	found, _, err := w.Circles.FindColleagues(ctx, leader, x.ID, "Nin")
	if err != nil || len(found) != 1 || found[0].PersonID != circletest.Nurse {
		t.Fatalf("%+v %v", found, err)
	}
	wants(t, w.Circles.Invite(ctx, leader, x.ID, circletest.Nurse), nil)
	wants(t, w.Circles.Invite(ctx, leader, x.ID, circletest.Nurse), nil)
	if notes(t, w, circletest.Nurse) != "circle.told.invited" || notes(t, w, circletest.Boss) != "circle.told.guest" {
		t.Errorf("told: %q and %q", notes(t, w, circletest.Nurse), notes(t, w, circletest.Boss))
	}
	wants(t, w.Circles.Reply(ctx, nurse, x.ID, false), nil)
	if !strings.Contains(notes(t, w, circletest.Leader), "circle.told.declined") {
		t.Error("the leader is not told of a no")
	}
	if _, err := w.Circles.WriteStep(ctx, nurse, ms[0].ID, "handelse", "Hej", 0); !errors.Is(err, may.ErrDenied) {
		t.Errorf("who said no writes: %v", err)
	}
	wants(t, w.Circles.Reply(ctx, nurse, x.ID, true), nil)
	w.Was(ms[0].ID, circletest.Nurse)
	w.Hold(ms[0].ID, 60)
	got := facts(t, w, circletest.Nurse)
	if len(got) != 1 || got[0].ControllerID != gaptest.Town || got[0].CourseID != circletest.Course {
		t.Errorf("%+v", got)
	}
	held, err := w.Circles.HeldAt(ctx, []string{circletest.Unit}, w.Day(0), w.Day(0))
	if err != nil || len(held) != 1 || len(held[0].Present) != 2 || held[0].Present[1].UnitID != circletest.Other {
		t.Errorf("%+v %v", held, err)
	}
	// The number of somebody at another employer is exact, and the person can read of it.
	var number string
	if number, err = db.One(ctx, w.DB, db.Text, `SELECT number FROM employment WHERE person_id = $1`, circletest.Outside); err != nil {
		t.Fatal(err)
	}
	wants(t, w.Circles.InviteNumber(ctx, leader, x.ID, "privat", number+"0"), circle.ErrPerson)
	wants(t, w.Circles.InviteNumber(ctx, leader, x.ID, "privat", number), nil)
	if n, err := db.One(ctx, w.DB, db.Number, `SELECT COUNT(*) FROM access_log WHERE person_id = $1 AND what = 'circle.search'`, circletest.Outside); err != nil || n != 1 {
		t.Errorf("logged %d times: %v", n, err)
	}
	// Who answers for the planning unit sees how many guests there are, not which.
	v, err := w.Circles.Meeting(ctx, w.Actor(circletest.Manager), ms[0].ID)
	if err != nil || v.Texts != nil {
		t.Fatal(err, v.Texts)
	}
	for _, p := range v.People {
		if p.How == circle.Guest {
			t.Errorf("the manager sees the guest %s", p.PersonID)
		}
	}
	if v.Present != 2 {
		t.Errorf("%d were there", v.Present)
	}
}

func TestProtectedIdentityStandsAsItsCode(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	code, err := w.App.Staff.NoteProtected(t.Context(), may.Operator(), gaptest.Town, circletest.Second, true)
	if err != nil {
		t.Fatal(err)
	}
	_, ms := w.Plan(w.Day(0), "", 1)
	v, err := w.Circles.Meeting(t.Context(), w.Actor(circletest.Member), ms[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range v.People {
		if p.PersonID == circletest.Second && (p.Name != code || p.Unit != "" || p.UnitID != "") {
			t.Errorf("%+v", p)
		}
	}
}

func TestMoveCallOffAddHandOverEnd(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, leader, manager := t.Context(), w.Actor(circletest.Leader), w.Actor(circletest.Manager)
	x, ms := w.Plan(w.Day(2), "", 2)
	m := ms[0]
	m.Day, m.Place = w.Day(3), "Matsalen"
	wants(t, w.Circles.Move(ctx, w.Actor(circletest.Member), m), may.ErrDenied)
	wants(t, w.Circles.Move(ctx, leader, m), nil)
	wants(t, w.Circles.Move(ctx, leader, m), circle.ErrChanged)
	wants(t, w.Circles.Hold(ctx, leader, m.ID, 45), circle.ErrEarly)
	wants(t, w.Circles.Cancel(ctx, leader, m.ID, "", 2), circle.ErrWhy)
	wants(t, w.Circles.Cancel(ctx, leader, m.ID, "Många är sjuka", 2), nil)
	if _, err := w.Circles.Add(ctx, manager, x.ID, circle.Meeting{Day: w.Day(5), Begins: "14:00"}); err != nil {
		t.Fatal(err)
	}
	wants(t, w.Circles.HandOver(ctx, manager, x.ID, circletest.Member), circle.ErrLeader)
	wants(t, w.Circles.HandOver(ctx, manager, x.ID, circletest.Manager), nil)
	if v, err := w.Circles.Meeting(ctx, manager, m.ID); err != nil || !v.Leads || v.Texts == nil {
		t.Errorf("the new leader does not lead: %v", err)
	}
	wants(t, w.Circles.End(ctx, manager, x.ID, ""), circle.ErrWhy)
	wants(t, w.Circles.End(ctx, manager, x.ID, "Vi börjar om i vår"), nil)
	wants(t, w.Circles.End(ctx, manager, x.ID, "Igen"), circle.ErrEnded)
	if got := notes(t, w, circletest.Member); got != "circle.told.invited circle.told.moved circle.told.cancelled circle.told.added circle.told.ended" {
		t.Errorf("told: %s", got)
	}
}

func TestSmallGroupsAreProposedAndSetByHand(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, leader := t.Context(), w.Actor(circletest.Leader)
	x, _ := w.Plan(w.Day(1), "", 1)
	groups, err := w.Circles.Groups(ctx, leader, x.ID, 2)
	if err != nil || len(groups) != 3 {
		t.Fatal(groups, err)
	}
	sizes := map[int64]int{}
	for _, n := range groups {
		sizes[n]++
	}
	if len(sizes) != 2 {
		t.Errorf("%v", groups)
	}
	want := map[string]int64{circletest.Member: 1, circletest.Second: 1, circletest.Leader: 2}
	wants(t, w.Circles.SetGroups(ctx, leader, x.ID, 2, want, x.Revision), nil)
	wants(t, w.Circles.SetGroups(ctx, leader, x.ID, 2, want, x.Revision), circle.ErrChanged)
	if groups, err = w.Circles.Groups(ctx, w.Actor(circletest.Member), x.ID, 0); err != nil || groups[circletest.Second] != 1 || groups[circletest.Leader] != 2 {
		t.Errorf("%v %v", groups, err)
	}
}

func TestAgreementIsFollowedUp(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, leader, member := t.Context(), w.Actor(circletest.Leader), w.Actor(circletest.Member)
	_, ms := w.Plan(w.Day(0), "", 1)
	g := circle.Agreement{MeetingID: ms[0].ID, What: "Vi frågar om livsberättelsen", OwnerID: circletest.Member, Due: w.Day(14)}
	for name, c := range map[string]struct {
		change func(*circle.Agreement)
		want   error
	}{
		"nothing":  {func(g *circle.Agreement) { g.What = " " }, circle.ErrWhat},
		"past":     {func(g *circle.Agreement) { g.Due = w.Day(-1) }, circle.ErrDue},
		"stranger": {func(g *circle.Agreement) { g.OwnerID = circletest.Nurse }, circle.ErrOwner},
		"number":   {func(g *circle.Agreement) { g.What = "811218-9876" }, circle.ErrIdentity},
	} {
		x := g
		c.change(&x)
		if _, err := w.Circles.Agree(ctx, leader, x); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	g, err := w.Circles.Agree(ctx, leader, g)
	if err != nil {
		t.Fatal(err)
	}
	w.Later(14)
	for range 2 { // twice on a day is once
		if err := w.Circles.OnDue(ctx, circle.Due{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := notes(t, w, circletest.Member); got != "circle.told.invited circle.told.owner circle.told.follow" {
		t.Errorf("owner: %s", got)
	}
	if got := notes(t, w, circletest.Leader); got != "circle.told.stalled circle.told.follow_led" {
		t.Errorf("leader: %s", got)
	}
	todo, err := w.Circles.ToDo(ctx, w.Actor(circletest.Manager))
	if err != nil || len(todo.Missed) != 1 || todo.Missed[0].Leads {
		t.Errorf("the manager does not see what is not held: %+v %v", todo, err)
	}
	f := circle.FollowUp{ID: g.ID, State: circle.Done, Revision: g.Revision}
	wants(t, w.Circles.Follow(ctx, member, f), circle.ErrOutcome)
	f.Outcome = "Alla nya har en berättelse"
	wants(t, w.Circles.Follow(ctx, w.Actor(circletest.Nurse), f), may.ErrDenied)
	wants(t, w.Circles.Follow(ctx, member, f), nil)
	wants(t, w.Circles.Follow(ctx, leader, f), circle.ErrChanged)
	open, n, err := w.Circles.AgreementsOf(ctx, w.Actor(circletest.Manager), circletest.Unit, true, 10, 0)
	if err != nil || n != 0 || len(open) != 0 {
		t.Errorf("%d open: %v", n, err)
	}
	settled, _, err := w.Circles.AgreementsOf(ctx, leader, circletest.Unit, false, 10, 0)
	if err != nil || len(settled) != 1 || settled[0].Outcome != f.Outcome || settled[0].Owner == "" {
		t.Errorf("%+v %v", settled, err)
	}
	if _, _, err := w.Circles.AgreementsOf(ctx, w.Actor(circletest.Outside), circletest.Unit, true, 10, 0); !errors.Is(err, may.ErrDenied) {
		t.Errorf("another employer's manager: %v", err)
	}
}

func TestTwoWhoWriteAtOnce(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx := t.Context()
	_, ms := w.Plan(w.Day(0), "", 1)
	one, two := w.Actor(circletest.Member), w.Actor(circletest.Second)
	first, err := w.Circles.WriteStep(ctx, one, ms[0].ID, "analys", "Ett", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Circles.WriteStep(ctx, two, ms[0].ID, "analys", "Två", 0); !errors.Is(err, circle.ErrChanged) {
		t.Errorf("the second wrote over the first: %v", err)
	}
	if _, err := w.Circles.WriteStep(ctx, two, ms[0].ID, "analys", "Ett och två", first); err != nil {
		t.Error(err)
	}
	if _, err := w.Circles.WriteStep(ctx, two, ms[0].ID, guide.Case, "Om 19811218-9876", 0); !errors.Is(err, circle.ErrIdentity) {
		t.Errorf("an identity number: %v", err)
	}
	if _, err := w.Circles.WriteStep(ctx, two, ms[0].ID, "finns-inte", "x", 0); !errors.Is(err, circle.ErrNoStep) {
		t.Errorf("no step: %v", err)
	}
	if _, err := w.Circles.WriteStep(ctx, w.Actor(circletest.Manager), ms[0].ID, "analys", "x", 2); !errors.Is(err, may.ErrDenied) {
		t.Errorf("the manager writes: %v", err)
	}
}

// Thoughts go some months after their meeting, also of a series that goes on; what the group came to stays.
func TestThoughtsGoInTime(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx, anna := t.Context(), w.Actor(circletest.Member)
	_, ms := w.Plan(w.Day(0), "", 2)
	for _, m := range ms {
		wants(t, w.Circles.Think(ctx, anna, m.ID, "analys", "Min"), nil)
	}
	if _, err := w.Circles.WriteStep(ctx, anna, ms[0].ID, "analys", "Vårt", 0); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		day  string
		want [2]int
	}{{w.Day(-300), [2]int{1, 1}}, {w.Day(0), [2]int{1, 1}}, {w.Day(1), [2]int{0, 1}}, {w.Day(14), [2]int{0, 1}}, {w.Day(15), [2]int{}}} {
		if err := w.Circles.ForgetThoughts(ctx, gaptest.Town, c.day, w.Clock); err != nil || thoughts(t, w, ms) != c.want {
			t.Errorf("%s: %v, want %v: %v", c.day, thoughts(t, w, ms), c.want, err)
		}
	}
	if v, err := w.Circles.Meeting(ctx, anna, ms[0].ID); err != nil || v.Texts["analys"].Text != "Vårt" {
		t.Errorf("%+v %v", v.Texts, err)
	}
}

// thoughts counts what the member has written for oneself at two meetings.
func thoughts(t *testing.T, w *circletest.World, ms []circle.Meeting) (n [2]int) {
	t.Helper()
	for i, m := range ms {
		v, err := w.Circles.Meeting(t.Context(), w.Actor(circletest.Member), m.ID)
		if err != nil {
			t.Fatal(err)
		}
		n[i] = len(v.Thoughts)
	}
	return n
}

// Guides of one's own: copied, changed, published, ended; another municipality does not see them.
func TestOwnGuides(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx := t.Context()
	w.Employ("kim", circletest.Other, "administrator")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Place("unit", "harryda", "Härryda", "k-1401")
	w.EmployAt("rut", "k-1401", "harryda", "administrator")
	w.Grant("rut", may.Municipality, "k-1401")
	kim, rut := w.Actor("kim"), w.Actor("rut")
	wantsID(t, w, w.Actor(circletest.Leader), circle.ErrKeeper)
	id, err := w.Circles.CopyGuide(ctx, kim, circletest.Model, gaptest.Town)
	if err != nil {
		t.Fatal(err)
	}
	g, err := w.Circles.GuideOf(ctx, kim, id)
	if err != nil || !g.May || !g.Work || g.Version != 0 {
		t.Fatalf("%+v %v", g, err)
	}
	if _, err := w.Circles.GuideOf(ctx, w.Actor(circletest.Leader), id); !errors.Is(err, circle.ErrNoGuide) {
		t.Errorf("a draft is read: %v", err)
	}
	bad := g.Draft
	bad.Title = ""
	if problems, err := w.Circles.SaveGuide(ctx, kim, bad, g.Revision); !errors.Is(err, circle.ErrBroken) || len(problems) == 0 {
		t.Errorf("%+v %v", problems, err)
	}
	g.Draft.Title = "Vår egen"
	if _, err := w.Circles.SaveGuide(ctx, kim, g.Draft, g.Revision); err != nil {
		t.Fatal(err)
	}
	wants(t, w.Circles.PublishGuide(ctx, rut, id, g.Revision+1), circle.ErrNoGuide)
	wants(t, w.Circles.PublishGuide(ctx, kim, id, g.Revision+1), nil)
	titles := func() string {
		all, err := w.Circles.GuidesAt(ctx, w.Actor(circletest.Leader), circletest.Unit)
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, k := range all {
			out += k.Title + ";"
		}
		return out
	}
	if !strings.Contains(titles(), "Vår egen") {
		t.Errorf("the unit does not have it: %s", titles())
	}
	wants(t, w.Circles.EndGuide(ctx, kim, id, false, g.Revision+2), nil)
	if strings.Contains(titles(), "Vår egen") {
		t.Error("an ended guide is offered")
	}
	body, err := guide.Write(g.Draft)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Circles.TakeGuide(ctx, rut, "k-1401", body); !errors.Is(err, circle.ErrGuideID) {
		t.Errorf("another's id: %v", err)
	}
	if got, _, err := w.Circles.TakeGuide(ctx, kim, gaptest.Town, body); err != nil || got != id {
		t.Errorf("%s %v", got, err)
	}
	if _, problems, err := w.Circles.TakeGuide(ctx, kim, gaptest.Town, []byte("id: x\nkind: fest\n")); !errors.Is(err, circle.ErrBroken) || len(problems) == 0 || problems[0].Line == 0 {
		t.Errorf("%+v %v", problems, err)
	}
}

func wantsID(t *testing.T, w *circletest.World, a may.Actor, want error) {
	t.Helper()
	if _, err := w.Circles.CopyGuide(t.Context(), a, circletest.Model, gaptest.Town); !errors.Is(err, want) && !errors.Is(err, may.ErrDenied) {
		t.Errorf("copies without leave: %v", err)
	}
}

// Whoever is new at a unit is asked to what all of it takes part in; and meetings are in one's own calendar.
func TestNewcomersAreAskedAndCalendarsFollow(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx := t.Context()
	_, ms := w.Plan(w.Day(2), "", 1)
	w.Employ("nya", circletest.Unit, "underskoterska")
	if err := w.Circles.OnDue(ctx, circle.Due{}); err != nil {
		t.Fatal(err)
	}
	if notes(t, w, "nya") != "circle.told.invited" {
		t.Errorf("told: %q", notes(t, w, "nya"))
	}
	token, err := w.Occasions.MakeFeed(ctx, may.Actor{PersonID: "nya"}, "")
	if err != nil {
		t.Fatal(err)
	}
	feed, err := w.Occasions.ReadFeed(ctx, token, "test")
	if err != nil || len(feed.Entries) != 1 || feed.Entries[0].Cancelled || feed.Entries[0].UID != "traff."+ms[0].ID {
		t.Fatalf("%+v %v", feed.Entries, err)
	}
	asked := feed.Entries[0]
	if asked.Title != ms[0].Title || asked.Text != "Reflektera i sex steg" || asked.URL != "/traff/"+ms[0].ID {
		t.Errorf("the meeting is called %q (%q) and leads to %s", asked.Title, asked.Text, asked.URL)
	}
	for _, yes := range []bool{false, true} {
		w.Clock = w.Clock.Add(time.Minute)
		wants(t, w.Circles.Reply(ctx, w.Actor("nya"), ms[0].CircleID, yes), nil)
		feed, err = w.Occasions.ReadFeed(ctx, token, "test")
		if err != nil || len(feed.Entries) != 1 || feed.Entries[0].Cancelled == yes || feed.Entries[0].Sequence <= asked.Sequence || !feed.Entries[0].Changed.Equal(w.Clock) {
			t.Fatalf("after the answer %t: %+v %v, before %+v", yes, feed.Entries, err, asked)
		}
		asked = feed.Entries[0]
	}
	wants(t, w.Circles.Cancel(ctx, w.Actor(circletest.Leader), ms[0].ID, "Sjukdom", ms[0].Revision), nil)
	if feed, err = w.Occasions.ReadFeed(ctx, token, "test"); err != nil || len(feed.Entries) != 1 || !feed.Entries[0].Cancelled {
		t.Errorf("%+v %v", feed.Entries, err)
	}
}

// What goes on at a unit goes on at the one that it becomes part of; with a unit that ends its circles end.
func TestCirclesFollowTheirUnit(t *testing.T) {
	t.Parallel()
	w := circletest.New(t)
	ctx := t.Context()
	x, _ := w.Plan(w.Day(1), "", 1)
	from, into := org.Node{ID: circletest.Unit}, org.Node{ID: circletest.Other}
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Circles.Merged(ctx, tx, org.Merged{From: from, Into: into, On: w.Day(0)})
	})
	boss := w.Actor(circletest.Boss)
	all, n, _, err := w.Circles.UnitCircles(ctx, boss, circletest.Other, false, 10, 0)
	if err != nil || n != 1 || all[0].ID != x.ID {
		t.Fatalf("%+v %v", all, err)
	}
	w.Tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Circles.Ended(ctx, tx, org.Ended{Node: into, On: w.Day(0)})
	})
	all, n, _, err = w.Circles.UnitCircles(ctx, boss, circletest.Other, true, 10, 0)
	if err != nil || n != 1 || all[0].EndedOn == "" || all[0].NextDay != "" {
		t.Errorf("%+v %v", all, err)
	}
}
