package introduction_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// Who is new gets the introduction that fits, once, and nobody is late from the beginning; who was there before, and who
// changes work, gets none by itself.
func TestWhoIsNewGetsAnIntroduction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire("nils", gaptest.Town, "solen", "underskoterska", "permanent", w.in(-3), w.in(-3))
	w.hire("hana", gaptest.Town, "solen", "vardbitrade", "hourly", w.in(-1), w.in(-1))
	w.hire("sara", gaptest.Town, "solen", "sjukskoterska", "permanent", w.in(-20), w.in(0)) // told of late
	w.hire("vide", "vard", "vik", "underskoterska", "permanent", w.in(-5), w.in(0))
	w.hire("ola", gaptest.Town, "solen", "halsovetare", "permanent", w.in(-3), w.in(-3)) // no checklist fits
	w.hire("cora", gaptest.Town, "solen", "underskoterska", "permanent", w.in(5), w.in(0))
	w.Employ("omar", "manen", "underskoterska")
	w.Employ("omar", "solen", "underskoterska")
	w.Exec(`UPDATE employment_period SET start_date = $1, valid_from = $1 WHERE person_id = 'omar' AND unit_id = 'solen'`, w.in(-2))
	w.look()
	w.look()
	for person, want := range map[string]struct{ template, start string }{
		"nils": {"vard-och-omsorg", w.in(-3)}, "hana": {"timanstallda", w.in(-1)}, "sara": {"legitimerade", w.in(0)}, "vide": {"vard-och-omsorg", w.in(0)},
		"ola": {}, "cora": {}, "omar": {}, "mona": {}, "karin": {},
	} {
		if x := w.of(person); x.TemplateID != want.template || x.StartDay != want.start {
			t.Errorf("%s: %q from %q, want %+v", person, x.TemplateID, x.StartDay, want)
		}
	}
	if s := w.sight("sara", w.of("sara").ID); s.Standing.Late != 0 || !s.AsksBuddy || !s.AsksMentor {
		t.Errorf("%+v", s.Introduction)
	}
	if n := w.count(`SELECT COUNT(*) FROM introduction`); n != 4 {
		t.Errorf("%d introductions, want 4", n)
	}
	if n := w.count(`SELECT COUNT(*) FROM note WHERE key = 'introduction.told.begun'`); n != 0 {
		t.Errorf("%d told of what begins by itself", n)
	}
}

// On a municipality's first day everybody is known for the first time: nobody gets an introduction, and those who begin
// afterwards do.
func TestTheFirstDayOfAnEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Place("employer", "nyss", "Nyss AB", gaptest.Town)
	w.Place("unit", "norr", "Norr", "nyss")
	for _, p := range []string{"p1", "p2", "p3"} {
		w.hire(p, "nyss", "norr", "underskoterska", "permanent", w.in(-10), w.in(0))
	}
	w.hire("p4", "nyss", "norr", "underskoterska", "permanent", w.in(0), w.in(0))
	w.look()
	if w.of("p1").ID != "" || w.of("p4").ID == "" {
		t.Errorf("%+v %+v", w.of("p1"), w.of("p4"))
	}
}

// What nobody has touched gives way when a file is undone; what somebody has begun to work with stays.
func TestUndoingAFileFindsNothingInItsWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire("nils", gaptest.Town, "solen", "underskoterska", "permanent", w.in(0), w.in(0))
	w.hire("nina", gaptest.Town, "solen", "underskoterska", "permanent", w.in(0), w.in(0))
	w.look()
	w.must(w.Introductions.Confirm(t.Context(), w.Actor("nina"), w.of("nina").ID, "valkommen", true))
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Introductions.OnStaffChanged(ctx, tx, gaptest.Town)
	})
	if w.of("nils").ID != "" || w.of("nina").ID == "" {
		t.Error("the untouched stays, or the touched is gone")
	}
	w.look()
	if w.of("nils").ID == "" {
		t.Error("it has not begun anew")
	}
}

// National editors write no workplace items, local ones no profession's (R242), and the municipality none at a private
// employer.
func TestWhoWritesWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	item := func(node string) introduction.WorkItem {
		return introduction.WorkItem{NodeID: node, When: checklist.FirstDay, Who: checklist.Self, Text: "Hämta nyckel"}
	}
	for _, c := range []struct {
		who, node string
		want      error
	}{
		{"nadia", "se", introduction.ErrPlace}, {"nadia", gaptest.Town, may.ErrDenied}, {"nadia", "solen", may.ErrDenied}, {"rita", "rss-GR", introduction.ErrPlace}, {"rita", gaptest.Town, may.ErrDenied},
		{"karin", "manen", may.ErrDenied}, {"karin", gaptest.Town, may.ErrDenied}, {"karin", "solen", nil}, {"kim", gaptest.Town, nil}, {"kim", "omr", nil}, {"kim", "vik", may.ErrDenied}, {"vera", "vik", nil}, {"amina", "solen", may.ErrDenied}, {"olof", "omr", nil},
	} {
		_, err := w.Introductions.AddItem(t.Context(), w.Actor(c.who), item(c.node))
		if w.is(err, c.want); t.Failed() {
			t.Fatalf("%s at %s", c.who, c.node)
		}
		if err := w.Introductions.SetUse(t.Context(), w.Actor(c.who), c.node, "kunskapsguiden", true); (err == nil) != (c.want == nil) {
			t.Errorf("%s at %s: use: %v", c.who, c.node, err)
		}
	}
	v, err := w.Introductions.Template(t.Context(), w.Actor("nadia"), "timanstallda")
	w.must(err)
	text := strings.Replace(v.Text(), "Prata med chefen om hur det går.", "Prata med chefen om hur det har gått.", 1)
	for who, node := range map[string]string{"karin": "solen", "kim": gaptest.Town, "vera": "vard"} {
		if _, _, err := w.Introductions.Publish(t.Context(), w.Actor(who), node, []byte(text)); err == nil {
			t.Errorf("%s has published a profession's checklist", who)
		}
	}
	_, _, err = w.Introductions.Publish(t.Context(), w.Actor("nadia"), gaptest.Town, []byte(text))
	w.is(err, introduction.ErrOwner)
	next, _, err := w.Introductions.Publish(t.Context(), w.Actor("nadia"), org.Sweden, []byte(text))
	if err != nil || next.Version != 2 {
		t.Fatal(next.Version, err)
	}
	_, _, err = w.Introductions.Publish(t.Context(), w.Actor("nadia"), org.Sweden, []byte(text))
	w.is(err, introduction.ErrSame)
	_, problems, err := w.Introductions.Publish(t.Context(), w.Actor("nadia"), org.Sweden, []byte(strings.Replace(text, "day_1", "day_x", 1)))
	if w.is(err, introduction.ErrBroken); len(problems) == 0 {
		t.Error("nothing is told of what is wrong")
	}
}

// Who began keeps the version of that day; a shipped file never writes over what a place has published.
func TestVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.begin("amina", "timanstallda")
	v, err := w.Introductions.Template(t.Context(), w.Actor("nadia"), "timanstallda")
	w.must(err)
	text := strings.Replace(v.Text(), "Visa en kollega hur du hjälper", "Visa två kollegor hur du hjälper", -1)
	_, _, err = w.Introductions.Publish(t.Context(), w.Actor("nadia"), org.Sweden, []byte(text))
	w.must(err)
	w.begin("bo", "timanstallda")
	if a, b := w.sight("amina", id), w.sight("bo", w.of("bo").ID); a.Version != 1 || b.Version != 2 || strings.Contains(a.Template.Items[8].Text, "två") || !strings.Contains(b.Template.Items[8].Text, "två") {
		t.Errorf("%d %q, %d %q", a.Version, a.Template.Items[8].Text, b.Version, b.Template.Items[8].Text)
	}
	w.must(w.Introductions.Seed(t.Context(), shippedFiles()))
	if now, err := w.Introductions.Template(t.Context(), w.Actor("bo"), "timanstallda"); err != nil || now.Version != 2 {
		t.Errorf("seeding again: version %d, %v", now.Version, err)
	}
}

// The workplace's layers add up, tell who decided, and go away for who has not done them.
func TestWhatTheWorkplaceAdds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, kim, karin := t.Context(), w.Actor("kim"), w.Actor("karin")
	add := func(who may.Actor, node, text string) introduction.WorkItem {
		x, err := w.Introductions.AddItem(ctx, who, introduction.WorkItem{NodeID: node, When: checklist.FirstDay, Who: checklist.Self, Text: text})
		w.must(err)
		return x
	}
	add(karin, "solen", "Nyckel")
	second := add(karin, "solen", "Skåp")
	add(kim, gaptest.Town, "Kommunens intranät")
	add(kim, "manen", "Bara Månen")
	w.must(w.Introductions.MoveItem(ctx, karin, second.ID, false))
	id := w.begin("amina", "vard-och-omsorg")
	var got []string
	for _, l := range w.sight("amina", id).Standing.Groups[0].Lines {
		if l.Local() {
			got = append(got, l.Text+" ("+l.Place+")")
		}
	}
	if s := strings.Join(got, ", "); s != "Kommunens intranät (Göteborg), Skåp (Solen), Nyckel (Solen)" {
		t.Error(s)
	}
	w.must(w.Introductions.Confirm(ctx, w.Actor("amina"), id, second.ID, true))
	w.is(w.Introductions.EndItem(ctx, karin, second.ID, 99), introduction.ErrChanged)
	before := w.sight("amina", id).Standing
	w.must(w.Introductions.EndItem(ctx, karin, second.ID, 1))
	if after := w.sight("amina", id).Standing; after.Done != before.Done || after.All != before.All {
		t.Errorf("who has done it lost it: %d of %d, was %d of %d", after.Done, after.All, before.Done, before.All)
	}
	w.begin("bo", "vard-och-omsorg")
	if _, ok := w.sight("bo", w.of("bo").ID).Standing.Line(second.ID); ok {
		t.Error("who has not done it still has it")
	}
	for _, c := range []struct {
		change func(x *introduction.WorkItem)
		want   error
	}{
		{func(x *introduction.WorkItem) { x.Text = " " }, introduction.ErrText}, {func(x *introduction.WorkItem) { x.Text = "Ring 19121212-1212" }, introduction.ErrIdentity},
		{func(x *introduction.WorkItem) { x.When = "x" }, introduction.ErrWhen}, {func(x *introduction.WorkItem) { x.Who = "x" }, introduction.ErrWho}, {func(x *introduction.WorkItem) { x.CourseID = "x" }, introduction.ErrCourse},
		{func(x *introduction.WorkItem) { x.Minutes = -1 }, introduction.ErrMinutes}, {func(x *introduction.WorkItem) { x.TemplateID = "x" }, introduction.ErrTemplate},
	} {
		x := introduction.WorkItem{NodeID: "solen", When: checklist.FirstDay, Who: checklist.Self, Text: "T"}
		c.change(&x)
		_, err := w.Introductions.AddItem(ctx, karin, x)
		w.is(err, c.want)
	}
}

// Each item is confirmed by whom it says; nobody confirms for oneself what is another's.
func TestWhoConfirmsWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.begin("amina", "vard-och-omsorg")
	w.must(w.Introductions.SetGuide(ctx, w.Actor("karin"), id, introduction.MentorPart, "mona"))
	for _, c := range []struct {
		who, item string
		want      error
	}{
		{"amina", "valkommen", nil}, {"amina", "rollen", introduction.ErrNotYours}, {"amina", "bredvid-dag", introduction.ErrNotYours}, {"amina", "samtal-3", introduction.ErrNotYours},
		{"amina", "hygien", introduction.ErrByCourse}, {"karin", "hygien", introduction.ErrByCourse}, {"amina", "lost", introduction.ErrNoItem},
		{"mona", "rollen", nil}, {"mona", "bredvid-dag", nil}, {"mona", "samtal-3", introduction.ErrNotYours}, {"mona", "samarbete", introduction.ErrNotYours},
		{"karin", "samtal-3", nil}, {"bo", "samarbete", introduction.ErrNone}, {"my", "samarbete", introduction.ErrNone}, {"vera", "samarbete", introduction.ErrNone}, {"nadia", "samarbete", introduction.ErrNone},
	} {
		err := w.Introductions.Confirm(ctx, w.Actor(c.who), id, c.item, true)
		if w.is(err, c.want); t.Failed() {
			t.Fatalf("%s: %s", c.who, c.item)
		}
	}
	w.is(w.Introductions.Confirm(ctx, w.Actor("amina"), id, "rollen", false), introduction.ErrNotYours)
	w.must(w.Introductions.Confirm(ctx, w.Actor("mona"), id, "rollen", false))
	w.must(w.Introductions.Confirm(ctx, w.Actor("mona"), id, "rollen", true))
	if s := w.sight("amina", id); s.Standing.Done != 4 || s.Names["mona"] != "Mona Exempel" {
		t.Errorf("%d done", s.Standing.Done)
	}
}

// A mentor sees the own newcomer's and nobody else's; one who is no mentor any more sees nothing.
func TestAMentorSeesTheOwnNewcomerOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin, mona := t.Context(), w.Actor("karin"), w.Actor("mona")
	own, other := w.begin("amina", "vard-och-omsorg"), w.begin("bo", "vard-och-omsorg")
	w.is(w.Introductions.SetGuide(ctx, karin, own, introduction.MentorPart, "amina"), introduction.ErrSelf)
	w.is(w.Introductions.SetGuide(ctx, karin, own, introduction.MentorPart, "vera"), introduction.ErrElsewhere)
	w.is(w.Introductions.SetGuide(ctx, mona, own, introduction.MentorPart, "mona"), introduction.ErrNone)
	w.must(w.Introductions.SetGuide(ctx, karin, own, introduction.MentorPart, "mona"))
	w.must(w.Introductions.SetGuide(ctx, karin, own, introduction.MentorPart, "mona"))
	w.must(w.Introductions.SetGuide(ctx, karin, other, introduction.BuddyPart, "mona"))
	if s := w.sight("mona", own); !s.Mentors || s.Leads {
		t.Errorf("%+v", s)
	}
	_, err := w.Introductions.Sight(ctx, mona, other)
	w.is(err, introduction.ErrNone)
	all, err := w.Introductions.Guiding(ctx, mona)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	for _, g := range all {
		if g.Part == introduction.BuddyPart && g.Standing.All != 0 {
			t.Error("a buddy sees how the newcomer stands")
		}
	}
	if n := w.count(`SELECT COUNT(*) FROM access_log WHERE what = 'introduction.read' AND person_id = 'amina' AND viewer_id = 'mona'`); n != 1 {
		t.Errorf("%d viewings are logged", n)
	}
	w.must(w.Introductions.Decline(ctx, mona, own))
	_, err = w.Introductions.Sight(ctx, mona, own)
	w.is(err, introduction.ErrNone)
	if n := w.count(`SELECT COUNT(*) FROM note WHERE person_id = 'karin' AND key = 'introduction.told.declined'`); n != 1 {
		t.Errorf("the manager is told %d times", n)
	}
	w.must(w.Introductions.SetGuide(ctx, karin, own, introduction.BuddyPart, "vera")) // a buddy may work elsewhere (R246)
}

// A mentor who has left the employer reads and ticks nothing more from that day, and the manager sees that one is lacking;
// a file that is corrected within two weeks gives the part back, afterwards it has ended.
func TestAMentorWhoHasLeftIsNoMentor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin, mona := t.Context(), w.Actor("karin"), w.Actor("mona")
	id := w.begin("amina", "vard-och-omsorg")
	w.must(w.Introductions.SetGuide(ctx, karin, id, introduction.MentorPart, "mona"))
	talk := w.sight("mona", id).Meetings[0].ID
	_, err := w.Introductions.AddNote(ctx, w.Actor("amina"), talk, "Det går bra")
	w.must(err)
	lacks := func() bool {
		_, lines, err := w.Introductions.AtUnit(ctx, karin, "solen", false)
		w.must(err)
		return lines[0].LacksMentor()
	}
	w.EmployAt("mona", "vard", "vik", "underskoterska") // works elsewhere now
	w.Exec(`UPDATE introduction_meeting SET on_day = $2 WHERE id = $1`, talk, w.in(1))
	for _, left := range []string{`UPDATE employment_period SET end_date = $1 WHERE person_id = 'mona' AND unit_id = 'solen'`, `UPDATE employment_period SET end_date = '', valid_until = $1 WHERE person_id = 'mona' AND unit_id = 'solen'`} {
		w.Exec(left, w.in(-1))
		w.look()
		_, err := w.Introductions.Talk(ctx, mona, talk)
		w.is(err, introduction.ErrNone)
		w.is(w.Introductions.Confirm(ctx, mona, id, "rollen", true), introduction.ErrNone)
		if all, err := w.Introductions.Guiding(ctx, mona); err != nil || len(all) != 0 || !lacks() {
			t.Errorf("follows %d, %v, lacks: %v", len(all), err, lacks())
		}
	}
	if n := w.count(`SELECT COUNT(*) FROM note WHERE key = 'introduction.told.meeting' AND person_id = 'mona'`); n != 0 {
		t.Error("who has left is reminded")
	}
	w.Exec(`UPDATE employment_period SET valid_until = $1 WHERE person_id = 'mona' AND unit_id = 'solen'`, db.NoEnd)
	if s := w.sight("mona", id); !s.Mentors || lacks() {
		t.Error("a corrected file does not give the part back")
	}
	w.Exec(`UPDATE employment_period SET valid_from = $1, valid_until = $2 WHERE person_id = 'mona' AND unit_id = 'solen'`, w.in(-90), w.in(-14))
	w.look()
	if n := w.count(`SELECT COUNT(*) FROM introduction_guide WHERE until_day = $1`, db.NoEnd); n != 0 {
		t.Error("the part has not ended")
	}
}

// The mentor's meetings are proposed, can be moved, and are held or not; their notes are for the two (R244).
func TestMeetingsAndNotes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.begin("amina", "vard-och-omsorg")
	w.must(w.Introductions.SetGuide(ctx, w.Actor("karin"), id, introduction.MentorPart, "mona"))
	s := w.sight("mona", id)
	if len(s.Meetings) != 5 {
		t.Fatalf("%d meetings", len(s.Meetings))
	}
	m := s.Meetings[0]
	m.State = introduction.Held
	w.is(w.Introductions.SetMeeting(ctx, w.Actor("mona"), m), introduction.ErrEarly)
	m.Day = w.in(0)
	w.must(w.Introductions.SetMeeting(ctx, w.Actor("amina"), m))
	w.is(w.Introductions.SetMeeting(ctx, w.Actor("mona"), m), introduction.ErrChanged)
	w.is(w.Introductions.SetMeeting(ctx, w.Actor("bo"), m), introduction.ErrNone)
	_, err := w.Introductions.AddNote(ctx, w.Actor("mona"), m.ID, "Ring 19121212-1212")
	w.is(err, introduction.ErrIdentity)
	warned, err := w.Introductions.AddNote(ctx, w.Actor("mona"), m.ID, "Vi pratade om rum 12")
	if err != nil || !warned {
		t.Error(warned, err)
	}
	_, err = w.Introductions.AddNote(ctx, w.Actor("karin"), m.ID, "Jag också")
	w.is(err, introduction.ErrNotYours)
	talk, err := w.Introductions.Talk(ctx, w.Actor("amina"), m.ID)
	if err != nil || len(talk.Notes) != 1 || talk.Notes[0].Name != "Mona Exempel" || talk.Notes[0].Own {
		t.Fatalf("%+v %v", talk.Notes, err)
	}
	seen, err := w.Introductions.Talk(ctx, w.Actor("karin"), m.ID)
	if err != nil || len(seen.Notes) != 0 || seen.Reads || seen.State != introduction.Held {
		t.Errorf("the manager sees %+v %v", seen.Notes, err)
	}
	w.is(w.Introductions.DropNote(ctx, w.Actor("amina"), talk.Notes[0].ID), introduction.ErrNoNote)
	w.must(w.Introductions.DropNote(ctx, w.Actor("mona"), talk.Notes[0].ID))
	w.Exec(`UPDATE introduction_meeting SET on_day = $2 WHERE id = $1`, s.Meetings[1].ID, w.in(1))
	w.look()
	w.look()
	if n := w.count(`SELECT COUNT(*) FROM note WHERE key = 'introduction.told.meeting'`); n != 2 {
		t.Errorf("%d are reminded of tomorrow's meeting", n)
	}
}

// A manager's four sessions are ticked as they are held (R247).
func TestSessionsOfManagers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.begin("amina", "chefer")
	s := w.sight("amina", id)
	if len(s.Meetings) != 4 {
		t.Fatalf("%d sessions", len(s.Meetings))
	}
	w.is(w.Introductions.Confirm(ctx, w.Actor("amina"), id, "traff-1", true), introduction.ErrBySession)
	m := s.Meetings[0]
	m.Day, m.State = w.in(0), introduction.Dropped
	w.is(w.Introductions.SetMeeting(ctx, w.Actor("amina"), m), introduction.ErrBySession)
	m.State = introduction.Held
	w.must(w.Introductions.SetMeeting(ctx, w.Actor("amina"), m))
	if l, _ := w.sight("amina", id).Standing.Line("traff-1"); !l.Done() {
		t.Error("a held session is not ticked")
	}
	m.State, m.Revision = introduction.Planned, 2
	w.must(w.Introductions.SetMeeting(ctx, w.Actor("amina"), m))
	if l, _ := w.sight("amina", id).Standing.Line("traff-1"); l.Done() {
		t.Error("a session that was not held is ticked")
	}
}

// A colleague signs with a code on the own phone, or when asked by name; never the newcomer, nor who works elsewhere or has left.
func TestAColleagueSigns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.begin("amina", "vard-och-omsorg")
	ask, err := w.Introductions.AskSign(ctx, w.Actor("amina"), id, "bredvid-dag", "")
	if err != nil || len(ask.Code) != 6 {
		t.Fatal(ask, err)
	}
	_, err = w.Introductions.AskSign(ctx, w.Actor("amina"), id, "rollen", "")
	w.is(err, introduction.ErrNotYours)
	_, err = w.Introductions.AskSign(ctx, w.Actor("amina"), id, "bredvid-kvall", "bo")
	w.is(err, introduction.ErrKnown)
	for who, want := range map[string]error{"amina": introduction.ErrOwnSign, "vera": introduction.ErrCode} {
		_, err = w.Introductions.LookUp(ctx, w.Actor(who), ask.Code)
		w.is(err, want)
		w.is(w.Introductions.Sign(ctx, w.Actor(who), ask.Code, "", ""), want)
	}
	_, err = w.Introductions.LookUp(ctx, w.Actor("bo"), "AAAAAA")
	w.is(err, introduction.ErrCode)
	found, err := w.Introductions.LookUp(ctx, w.Actor("bo"), strings.ToLower(ask.Code[:3])+" "+ask.Code[3:])
	if err != nil || found.Name != "Amina Exempel" || !strings.Contains(found.Text, "Gå bredvid") {
		t.Fatal(found, err)
	}
	w.must(w.Introductions.Sign(ctx, w.Actor("bo"), ask.Code, "", ""))
	w.is(w.Introductions.Sign(ctx, w.Actor("bo"), ask.Code, "", ""), introduction.ErrCode)
	l, _ := w.sight("amina", id).Standing.Line("bredvid-dag")
	if l.Tick == nil || l.Tick.By != "bo" || l.Tick.How != checklist.Colleague {
		t.Fatalf("%+v", l.Tick)
	}
	_, err = w.Introductions.AskSign(ctx, w.Actor("amina"), id, "bredvid-kvall", "bo") // now known
	w.must(err)
	all, err := w.Introductions.ToSign(ctx, w.Actor("bo"))
	if err != nil || len(all) != 1 || all[0].ItemID != "bredvid-kvall" {
		t.Fatal(all, err)
	}
	w.is(w.Introductions.Sign(ctx, w.Actor("mona"), "", id, "bredvid-kvall"), introduction.ErrNoItem)
	end := func(day string) {
		w.Exec(`UPDATE employment_period SET end_date = $1 WHERE person_id = 'bo'`, day)
	}
	end(w.in(-1))
	w.is(w.Introductions.Sign(ctx, w.Actor("bo"), "", id, "bredvid-kvall"), introduction.ErrCode) // who has left signs nothing
	if all, err = w.Introductions.ToSign(ctx, w.Actor("bo")); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
	end("")
	w.must(w.Introductions.Sign(ctx, w.Actor("bo"), "", id, "bredvid-kvall"))
	w.Exec(`UPDATE introduction_ask SET until = $1`, time.Now().Add(-time.Hour))
	for range 25 {
		_, err = w.Introductions.LookUp(ctx, w.Actor("mona"), "BBBBBB")
	}
	w.is(err, introduction.ErrWait)
}

// An item with a course is done when the record says so, and not when it is taken back.
func TestTheLearningRecordTicks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.Complete("amina", "sekretess-och-dokumentation", "S", time.Now())
	id := w.begin("amina", "vard-och-omsorg")
	settle := func() { w.must(w.Introductions.OnSettled(ctx, introduction.Settled{PersonID: "amina"})) }
	done := func(item string) bool { l, _ := w.sight("amina", id).Standing.Line(item); return l.Done() }
	if !done("sekretess") || done("hygien") {
		t.Error("what was done before is not ticked")
	}
	w.Complete("amina", "basala-hygienrutiner", "B", time.Now())
	settle()
	if !done("hygien") {
		t.Error("what is done now is not ticked")
	}
	facts, err := w.Record.Facts(ctx, "amina")
	w.must(err)
	_, err = w.Record.Revoke(ctx, may.Operator(), facts[len(facts)-1].ID, "fel")
	w.must(err)
	settle()
	if done("hygien") || !done("sekretess") {
		t.Error("what was taken back stays")
	}
}

// What is done is under way again when something in it is taken back on a later day: by who confirmed it, or in the
// record. That a course has grown old, or that the workplace adds an item, does not undo it.
func TestWhatIsDoneIsTakenBackLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	w.Complete("amina", "basala-hygienrutiner", "B", time.Now())
	id := w.begin("amina", "vard-och-omsorg")
	w.finish(id, "rollen")
	done := func() {
		w.T.Helper()
		w.must(w.Introductions.Confirm(ctx, karin, id, "rollen", true))
		w.Exec(`UPDATE introduction SET done_on = $1`, w.in(-3))
	}
	is := func(want introduction.State, day string) {
		w.T.Helper()
		if x := w.of("amina"); x.State != want || x.DoneOn != day {
			t.Fatalf("%s on %q, want %s on %q", x.State, x.DoneOn, want, day)
		}
	}
	settle := func() { w.must(w.Introductions.OnSettled(ctx, introduction.Settled{PersonID: "amina"})) }
	done()
	w.must(w.Introductions.Confirm(ctx, karin, id, "rollen", false))
	is(introduction.Active, "")
	done()
	_, err := w.Introductions.AddItem(ctx, karin, introduction.WorkItem{NodeID: "solen", When: checklist.FirstDay, Who: checklist.Self, Text: "Nyckel"})
	w.must(err)
	w.Exec(`UPDATE fact SET valid_until = $1 WHERE person_id = 'amina'`, w.in(-1))
	settle()
	is(introduction.Done, w.in(-3))
	facts, err := w.Record.Facts(ctx, "amina")
	w.must(err)
	f := facts[len(facts)-1]
	_, err = w.Record.Revoke(ctx, may.Operator(), f.ID, "fel")
	w.must(err)
	before := w.count(`SELECT COUNT(*) FROM river_job WHERE kind = 'introduction.settled'`)
	f.Kind = record.Revoked
	w.tx(func(ctx context.Context, tx *db.Tx) error { return w.Introductions.OnFact(ctx, tx, f) })
	if n := w.count(`SELECT COUNT(*) FROM river_job WHERE kind = 'introduction.settled'`); n == before {
		t.Error("a revocation is not listened to")
	}
	settle()
	is(introduction.Active, "")
	if l, _ := w.sight("amina", id).Standing.Line("hygien"); l.Done() {
		t.Error("what was revoked is ticked")
	}
}

// Sessions of an introduction that is made anew with a staff file are not told of again.
func TestASessionIsToldOfOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire("chris", gaptest.Town, "solen", "enhetschef", "permanent", w.in(0), w.in(0))
	for range 2 {
		w.look()
		if x := w.of("chris"); x.TemplateID != "chefer" {
			t.Fatalf("%+v", x)
		}
		w.Exec(`UPDATE introduction_meeting SET on_day = $1 WHERE item_id = 'traff-1'`, w.in(1))
		w.look()
		w.tx(func(ctx context.Context, tx *db.Tx) error {
			return w.Introductions.OnStaffChanged(ctx, tx, gaptest.Town)
		})
		if w.of("chris").ID != "" {
			t.Fatal("it is not made anew")
		}
	}
	if n := w.count(`SELECT COUNT(*) FROM note WHERE person_id = 'chris' AND key = 'introduction.told.meeting'`); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// All done is done, with its day, and told; taken back the same day it is under way again.
func TestWhenAllIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.begin("amina", "timanstallda")
	w.finish(id, "uppdraget")
	if done, all, ok, err := w.Introductions.Open(ctx, "amina"); err != nil || !ok || done != all-1 {
		t.Error(done, all, ok, err)
	}
	w.must(w.Introductions.Confirm(ctx, w.Actor("amina"), id, "uppdraget", true))
	if _, _, ok, err := w.Introductions.Open(ctx, "amina"); err != nil || ok {
		t.Error("what is done is under way", err)
	}
	if x := w.of("amina"); x.State != introduction.Done || x.DoneOn != w.in(0) {
		t.Fatalf("%+v", x)
	}
	w.must(w.Introductions.OnCompleted(ctx, introduction.Completed{ID: id}))
	w.must(w.Introductions.OnCompleted(ctx, introduction.Completed{ID: id}))
	if n := w.count(`SELECT COUNT(*) FROM note WHERE key IN ('introduction.told.done', 'introduction.told.newcomer_done')`); n != 2 {
		t.Errorf("%d are told", n)
	}
	on, err := w.Introductions.CompletedOn(ctx, w.DB, gaptest.Town, []string{"amina", "bo"})
	if err != nil || on["amina"] != w.in(0) || on["bo"] != "" {
		t.Error(on, err)
	}
	w.must(w.Introductions.Confirm(ctx, w.Actor("amina"), id, "uppdraget", false))
	if x := w.of("amina"); x.State != introduction.Active || x.DoneOn != "" {
		t.Errorf("%+v", x)
	}
}

// A manager pauses, goes on, chooses another checklist and ends with a reason; two at once do not write over each other.
func TestWhatAManagerDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin, in := t.Context(), w.Actor("karin"), w.Introductions
	id := w.begin("amina", "")
	if x := w.of("amina"); x.TemplateID != "vard-och-omsorg" || x.Why != introduction.ByHand {
		t.Fatalf("%+v", x)
	}
	_, err := in.Begin(ctx, karin, introduction.New{PersonID: "amina", UnitID: "solen"})
	w.is(err, introduction.ErrUnderWay)
	_, err = in.Begin(ctx, karin, introduction.New{PersonID: "my", UnitID: "solen"})
	w.is(err, introduction.ErrPerson)
	_, err = in.Begin(ctx, karin, introduction.New{PersonID: "bo", UnitID: "manen"})
	w.is(err, may.ErrDenied)
	w.is(in.Pause(ctx, w.Actor("amina"), id, 1), may.ErrDenied)
	w.must(in.Pause(ctx, karin, id, 1))
	w.is(in.Pause(ctx, karin, id, 1), introduction.ErrChanged)
	w.Exec(`UPDATE introduction SET paused_on = $1`, w.in(-30))
	w.is(in.Confirm(ctx, w.Actor("amina"), id, "valkommen", true), introduction.ErrState)
	w.must(in.Resume(ctx, karin, id, 2))
	if x := w.of("amina"); x.PausedDays != 30 || x.State != introduction.Active {
		t.Errorf("%+v", x)
	}
	w.must(in.Confirm(ctx, w.Actor("amina"), id, "valkommen", true))
	w.must(in.SetTemplate(ctx, karin, id, "legitimerade", 3))
	if s := w.sight("amina", id); !s.AsksBuddy || s.Standing.Done != 1 {
		t.Errorf("%+v", s.Introduction)
	}
	w.must(in.AskBuddy(ctx, karin, id, 4, false))
	w.is(in.End(ctx, karin, id, 5, " "), introduction.ErrReason)
	w.is(in.End(ctx, karin, id, 5, "Om 19121212-1212"), introduction.ErrIdentity)
	w.must(in.End(ctx, karin, id, 5, "Byter arbete"))
	w.is(in.End(ctx, karin, id, 6, "igen"), introduction.ErrState)
	w.begin("amina", "") // a new one may begin
	_, lines, err := in.AtUnit(ctx, karin, "solen", true)
	if err != nil || len(lines) != 1 || lines[0].EndReason != "Byter arbete" {
		t.Errorf("%+v %v", lines, err)
	}
}

// The manager's list: late first, then who lacks somebody; a protected identity's name for the manager only; who is on
// leave is not late.
func TestTheManagersList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	for _, p := range []string{"amina", "bo", "mona"} {
		w.begin(p, "vard-och-omsorg")
	}
	w.Exec(`UPDATE introduction SET start_day = $1 WHERE person_id IN ('mona', 'bo')`, w.in(-40))
	w.must(w.Introductions.SetGuide(ctx, karin, w.of("mona").ID, introduction.MentorPart, "bo"))
	w.Exec(`INSERT INTO leave (id, person_id, from_date, to_date, made_by) VALUES ('l', 'bo', $1, $2, 'test')`, w.in(-60), w.in(60))
	_, err := w.Staff.NoteProtected(ctx, may.Operator(), gaptest.Town, "mona", true)
	w.must(err)
	unit, lines, err := w.Introductions.AtUnit(ctx, karin, "solen", false)
	if err != nil || len(lines) != 3 || unit.Name != "Solen" {
		t.Fatal(lines, err)
	}
	if l := lines[0]; l.Name != "Mona Exempel" || !l.Late() || l.LacksMentor() {
		t.Errorf("%+v", l)
	}
	if l := lines[2]; l.Name != "Bo Exempel" || l.Late() || !l.Away {
		t.Errorf("%+v", l)
	}
	d, err := w.Introductions.DueAt(ctx, karin, []org.Node{{ID: "solen"}, {ID: "manen"}})
	if err != nil || d.Late != 1 || d.Lack != 2 || d.Unit != "solen" {
		t.Errorf("%+v %v", d, err)
	}
	_, _, err = w.Introductions.AtUnit(ctx, w.Actor("my"), "solen", false)
	w.is(err, may.ErrDenied)
	if s := w.sight("bo", w.of("bo").ID); s.Name != "Bo Exempel" || s.Standing.Late != 0 {
		t.Error(s.Name, s.Standing.Late)
	}
	w.Exec(`UPDATE leave SET to_date = $1 WHERE id = 'l'`, w.in(-1)) // back today: the days away do not count
	if s := w.sight("bo", w.of("bo").ID); s.Standing.Late != 0 || s.Standing.NextDue != w.in(0) {
		t.Errorf("back from leave: %d late, next %s", s.Standing.Late, s.Standing.NextDue)
	}
	guided, err := w.Introductions.Guiding(ctx, w.Actor("bo"))
	if err != nil || len(guided) != 1 || strings.Contains(guided[0].Name, "Mona") {
		t.Errorf("a mentor reads the name of a protected identity: %+v %v", guided, err)
	}
}

// An introduction goes where the work goes, and ends with it.
func TestItFollowsTheWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.begin("amina", "")
	w.begin("bo", "")
	w.Exec(`UPDATE employment_period SET unit_id = 'manen' WHERE person_id = 'amina'`)
	w.Exec(`UPDATE employment_period SET end_date = $1 WHERE person_id = 'bo'`, w.in(-1))
	w.look()
	if x := w.of("amina"); x.UnitID != "manen" || x.State != introduction.Active {
		t.Errorf("%+v", x)
	}
	if x := w.of("bo"); x.State != introduction.Ended || x.EndReason != "" {
		t.Errorf("%+v", x)
	}
}

// What ended because a staff file was wrong goes on when the employment is there again, with its ticks and with the days
// between as a pause; what a manager has ended stays ended, and so does what another has come in the place of.
func TestAWrongFileEndsNothingForGood(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	w.hire("nils", gaptest.Town, "solen", "underskoterska", "permanent", w.in(0), w.in(0))
	w.look()
	w.must(w.Introductions.Confirm(ctx, w.Actor("nils"), w.of("nils").ID, "valkommen", true))
	for _, p := range []string{"amina", "bo", "mona"} {
		w.begin(p, "")
	}
	w.must(w.Introductions.Pause(ctx, karin, w.of("amina").ID, 1))
	w.must(w.Introductions.End(ctx, karin, w.of("bo").ID, 1, "Byter arbete"))
	w.Exec(`UPDATE employment_period SET valid_until = $1 WHERE person_id IN ('nils', 'amina', 'bo', 'mona')`, w.in(0))
	w.look()
	w.look()
	if x := w.of("nils"); x.State != introduction.Ended {
		t.Fatalf("%+v", x)
	}
	w.Exec(`UPDATE introduction SET ended_on = $1 WHERE state = 'ended'`, w.in(-5))
	w.Exec(`UPDATE employment_period SET valid_until = $1 WHERE person_id IN ('nils', 'amina', 'bo', 'mona')`, db.NoEnd)
	w.begin("mona", "timanstallda")
	w.look()
	w.look()
	if x := w.of("nils"); x.State != introduction.Active || x.EndedOn != "" || x.PausedDays != 5 || w.sight("nils", x.ID).Standing.Done != 1 {
		t.Errorf("%+v", x)
	}
	if x := w.of("amina"); x.State != introduction.Paused || x.PausedDays != 0 {
		t.Errorf("%+v", x)
	}
	if x := w.of("bo"); x.State != introduction.Ended {
		t.Errorf("%+v", x)
	}
	if n := w.count(`SELECT COUNT(*) FROM introduction WHERE person_id = 'mona' AND state = 'active'`); n != 1 {
		t.Errorf("%d are under way", n)
	}
}

// Of a unit that goes on as another everything stands on the other, also when somebody has one at both.
func TestMergedUnits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.begin("amina", "")
	w.Employ("amina", "manen", "underskoterska")
	_, err := w.Introductions.Begin(ctx, w.Actor("my"), introduction.New{PersonID: "amina", UnitID: "manen"})
	w.must(err)
	x, err := w.Introductions.AddItem(ctx, w.Actor("karin"), introduction.WorkItem{NodeID: "solen", When: checklist.FirstDay, Who: checklist.Self, Text: "Nyckel"})
	w.must(err)
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		return w.Introductions.Merged(ctx, tx, org.Merged{From: org.Node{ID: "solen"}, Into: org.Node{ID: "manen"}})
	})
	if n := w.count(`SELECT COUNT(*) FROM introduction WHERE unit_id = 'manen' AND state = 'active'`); n != 1 {
		t.Errorf("%d are under way", n)
	}
	if got, err := w.Introductions.WorkItem(ctx, w.Actor("my"), x.ID); err != nil || got.NodeID != "manen" {
		t.Error(got, err)
	}
}

// Supervision is logged by licensed staff, of colleagues, without patients; who was supervised may say that it is not so;
// the manager sees sums (R248).
func TestTheLogOfSupervision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.Employ("sara", "solen", "sjukskoterska")
	in, sara := w.Introductions, w.Actor("sara")
	entry := introduction.Supervision{UnitID: "solen", Day: w.in(0), Minutes: 45, Topic: "Trycksår", People: []introduction.Supervised{{PersonID: "amina"}, {PersonID: "bo"}}}
	_, err := in.Log(ctx, w.Actor("amina"), entry)
	w.is(err, introduction.ErrLicence)
	for _, c := range []struct {
		change func(*introduction.Supervision)
		want   error
	}{
		{func(s *introduction.Supervision) { s.UnitID = "manen" }, introduction.ErrUnit}, {func(s *introduction.Supervision) { s.Topic = "" }, introduction.ErrTopic}, {func(s *introduction.Supervision) { s.Topic = "Om 19121212-1212" }, introduction.ErrIdentity},
		{func(s *introduction.Supervision) { s.Day = w.in(1) }, introduction.ErrEarly}, {func(s *introduction.Supervision) { s.Minutes = 0 }, introduction.ErrMinutes}, {func(s *introduction.Supervision) { s.People = nil }, introduction.ErrPeople},
		{func(s *introduction.Supervision) { s.People = []introduction.Supervised{{PersonID: "my"}} }, introduction.ErrPeople},
	} {
		s := entry
		c.change(&s)
		_, err := in.Log(ctx, sara, s)
		w.is(err, c.want)
	}
	warned, err := in.Log(ctx, sara, entry)
	if err != nil || warned {
		t.Fatal(warned, err)
	}
	entry.Topic, entry.People = "Såret på rum 12", entry.People[:1]
	if warned, err = in.Log(ctx, sara, entry); err != nil || !warned {
		t.Error(warned, err)
	}
	_, had, err := in.Logged(ctx, w.Actor("bo"))
	if err != nil || len(had) != 1 || had[0].By != "Sara Exempel" || len(had[0].People) != 1 || had[0].People[0].PersonID != "bo" {
		t.Fatalf("%+v %v", had, err)
	}
	w.must(in.Deny(ctx, w.Actor("bo"), had[0].ID, true))
	w.is(in.Deny(ctx, w.Actor("karin"), had[0].ID, true), introduction.ErrNoLog)
	given, _, err := in.Logged(ctx, sara)
	if err != nil || len(given) != 2 || len(given[1].People) != 2 {
		t.Fatalf("%+v %v", given, err)
	}
	unit, sum, err := in.LogSum(ctx, w.Actor("karin"), "solen", w.in(-7), w.in(0))
	if want := (introduction.LogSum{Times: 2, Minutes: 90, People: 2, Denied: 1}); err != nil || sum != want || unit.Name != "Solen" {
		t.Errorf("%+v %v", sum, err)
	}
	_, _, err = in.LogSum(ctx, w.Actor("my"), "solen", w.in(-7), w.in(0))
	w.is(err, may.ErrDenied)
	w.is(in.Unlog(ctx, w.Actor("bo"), given[0].ID), introduction.ErrNoLog)
	w.must(in.Unlog(ctx, sara, given[0].ID))
	w.Exec(`UPDATE supervision SET made_at = $1`, time.Now().AddDate(0, 0, -2))
	w.is(in.Unlog(ctx, sara, given[1].ID), introduction.ErrNoLog)
}

// The municipality reads the share of new staff that is introduced; who may not see names reads no small cell.
func TestTheShareOfTheIntroduced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.began("solen", "permanent", "timanstallda", w.in(-40), 6, 6)
	w.began("solen", "hourly", "timanstallda", w.in(-40), 1, 1)
	w.began("manen", "permanent", "timanstallda", w.in(-40), 2, 0)
	w.Exec(`INSERT INTO introduction (id, person_id, employer_id, unit_id, employment_id, once_key, why, template_id, version, form, area, start_day, state, paused_on, paused_days, done_on, ended_on, end_reason, asks_mentor, asks_buddy, revision, made_by, made_at, changed_by, changed_at)
		SELECT 'vik1', 'vik1', 'vard', 'vik', '', 'vik1', 'new', template_id, 1, form, '', start_day, 'done', '', 0, done_on, '', '', asks_mentor, asks_buddy, 1, '', made_at, '', changed_at FROM introduction WHERE id LIKE 'manen%' LIMIT 1`)
	s, err := w.Introductions.ShareCompleted(ctx, w.Actor("kim"), gaptest.Town, w.in(-60), w.in(0))
	if err != nil || !s.Named || s.Total.Due != 16 || s.Total.Done != 9 || len(s.Units) != 2 || len(s.Forms) != 2 || len(s.Operations) != 1 {
		t.Fatalf("%+v %v", s, err)
	}
	if early, err := w.Introductions.ShareCompleted(ctx, w.Actor("kim"), gaptest.Town, w.in(-5), w.in(0)); err != nil || early.Total.Due != 0 {
		t.Errorf("%+v %v", early.Total, err)
	}
	_, err = w.Introductions.ShareCompleted(ctx, w.Actor("kim"), gaptest.Town, w.in(0), w.in(-1))
	w.is(err, introduction.ErrPeriod)
	for who, node := range map[string]string{"kim": "vard", "nadia": gaptest.Town, "amina": "solen"} {
		if _, err := w.Introductions.ShareCompleted(ctx, w.Actor(who), node, w.in(-60), w.in(0)); !isDenied(err) {
			t.Errorf("%s at %s: %v", who, node, err)
		}
	}
	o, err := w.Introductions.ShareCompleted(ctx, w.Actor("olof"), gaptest.Town, w.in(-1), w.in(0))
	if err != nil || o.Named || o.From != w.in(-365) {
		t.Fatalf("%+v %v", o, err)
	}
	for _, x := range append(append(o.Units, o.Forms...), o.Total) {
		if left := x.Due - x.Done; !x.Hidden && (x.Done > 0 && x.Done < 5 || left > 0 && left < 5) {
			t.Errorf("a small cell is told: %+v", x)
		}
	}
	if _, err := w.Introductions.ShareCompleted(ctx, w.Actor("karin"), "solen", w.in(-60), w.in(0)); err != nil {
		t.Error(err)
	}
}

// What is offered begins where a place has taken it in, nearest place first, and not at another employer there.
func TestTakingInAPreset(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, kim := t.Context(), w.Actor("kim")
	w.must(w.Introductions.Load(ctx, kim, gaptest.Town, "kunskapsguiden"))
	w.must(w.Introductions.Load(ctx, kim, gaptest.Town, "kunskapsguiden"))
	w.must(w.Introductions.SetUse(ctx, w.Actor("my"), "manen", "kunskapsguiden", false))
	_, err := w.Introductions.Template(ctx, kim, "lost")
	w.is(err, introduction.ErrNoTemplate)
	w.is(w.Introductions.Load(ctx, kim, gaptest.Town, "lost"), introduction.ErrNoTemplate)
	for person, at := range map[string][2]string{"ada": {gaptest.Town, "solen"}, "ebbe": {gaptest.Town, "manen"}, "vide": {"vard", "vik"}} {
		w.hire(person, at[0], at[1], "stodassistent", "permanent", w.in(0), w.in(0))
		w.Exec(`UPDATE employment_period SET area = 'funktionshinder' WHERE person_id = $1`, person)
	}
	w.look()
	if a, e, v := w.of("ada").TemplateID, w.of("ebbe").TemplateID, w.of("vide").TemplateID; a != "kunskapsguiden" || e != "vard-och-omsorg" || v != "vard-och-omsorg" {
		t.Error(a, e, v)
	}
}

func TestErasingAndCopying(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	id := w.begin("amina", "vard-och-omsorg")
	w.must(w.Introductions.SetGuide(ctx, w.Actor("karin"), id, introduction.MentorPart, "mona"))
	m := w.sight("mona", id).Meetings[0]
	_, err := w.Introductions.AddNote(ctx, w.Actor("mona"), m.ID, "Vi ses igen")
	w.must(err)
	sheets, err := w.Introductions.Copy(ctx, w.DB, "amina", "")
	if err != nil || len(sheets) != 3 {
		t.Errorf("%+v %v", sheets, err)
	}
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		gone, err := w.Introductions.Forget(ctx, tx, "mona", gaptest.Town, true)
		if gone["introduction_note"] != 1 || gone["introduction_guide"] != 1 {
			t.Errorf("%+v", gone)
		}
		return err
	})
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		gone, err := w.Introductions.Forget(ctx, tx, "amina", "vard", false) // another controller holds nothing of it
		if len(gone) != 0 {
			t.Errorf("%+v", gone)
		}
		return err
	})
	if w.of("amina").ID == "" {
		t.Error("another employer's erasing took it")
	}
}

func isDenied(err error) bool { return err != nil && strings.Contains(err.Error(), "may.denied") }
