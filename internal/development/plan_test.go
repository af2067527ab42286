package development_test

import (
	"errors"
	"slices"
	"testing"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/development"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/may"
)

const hygiene = "basala-hygienrutiner"

func amina() development.Whose { return development.Person("amina", "") }

// Both agree by a press each; a change of content asks again, how far something has come does not, and who
// agreed to what stays.
func TestAPlanIsAgreedByBothAndAChangeAsksAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, she, boss := t.Context(), w.actor("amina"), w.actor("karin")
	if err := w.Agree(ctx, she, amina(), 1); !errors.Is(err, development.ErrEmpty) {
		t.Fatalf("an empty plan is agreed on: %v", err)
	}
	item, added, err := w.Add(ctx, she, development.Item{Whose: amina(), How: development.ByOther, Title: "Gå med Bengt en vecka"})
	w.must(err)
	if !added || w.plan("karin", amina()).Standing() != development.WaitsBoth {
		t.Fatalf("added %v, %s", added, w.plan("karin", amina()).Standing())
	}
	p := w.plan("amina", amina())
	w.must(w.Agree(ctx, she, amina(), p.Revision))
	w.must(w.Agree(ctx, she, amina(), p.Revision))
	if p = w.plan("karin", amina()); p.Standing() != development.WaitsManager || !slices.Equal(w.told("karin"), []string{"development.told_manager.to_agree"}) {
		t.Fatalf("%s, karin is told %v", p.Standing(), w.told("karin"))
	}
	if err := w.Agree(ctx, boss, amina(), p.Revision-1); !errors.Is(err, development.ErrChanged) {
		t.Fatalf("an earlier revision is agreed on: %v", err)
	}
	w.must(w.Agree(ctx, boss, amina(), p.Revision))
	if p = w.plan("amina", amina()); p.Standing() != development.AgreedOn || p.Agreed(development.ManagerSide).By != "karin" {
		t.Fatalf("%s %+v", p.Standing(), p.Consents)
	}
	item.State = development.Ongoing
	item, err = w.Change(ctx, boss, item)
	w.must(err)
	if s := w.plan("amina", amina()).Standing(); s != development.AgreedOn {
		t.Errorf("progress asked again: %s", s)
	}
	item.Due = "2027-02-01"
	_, err = w.Change(ctx, boss, item)
	w.must(err)
	if p = w.plan("amina", amina()); p.Standing() != development.WaitsBoth || p.Before(development.PersonSide) == nil || len(p.Consents) != 2 {
		t.Errorf("%s %+v", p.Standing(), p.Consents)
	}
}

func TestTheSameThingTwiceIsOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, boss := t.Context(), w.actor("karin")
	course := development.Item{Whose: amina(), How: development.ByCourse, Ref: hygiene, Requirement: "f/hygien", Due: "2027-01-31"}
	first, added, err := w.Add(ctx, boss, course)
	w.must(err)
	course.Requirement = ""
	again, twice, err := w.Add(ctx, w.actor("amina"), course)
	w.must(err)
	if !added || twice || first.ID != again.ID || len(w.plan("amina", amina()).Items) != 1 {
		t.Errorf("%v %v %s %s", added, twice, first.ID, again.ID)
	}
	enrolled, err := w.Journeys.EnrolmentsAt(ctx, town, []string{"amina"})
	w.must(err)
	if list := enrolled["amina"]; len(list) != 1 || list[0].CourseID != hygiene || list[0].Due != "2027-01-31" || !slices.Equal(w.told("amina"), []string{"development.told.course"}) {
		t.Errorf("%+v, amina is told %v", enrolled, w.told("amina"))
	}
}

// What a person puts in the own plan starts nothing and puts nothing in the journey (rule 10).
func TestAnOwnCourseStartsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, added, err := w.Add(t.Context(), w.actor("amina"), development.Item{Whose: amina(), How: development.ByCourse, Ref: hygiene})
	w.must(err)
	enrolled, err := w.Journeys.EnrolmentsAt(t.Context(), town, []string{"amina"})
	w.must(err)
	if !added || len(enrolled["amina"]) != 0 {
		t.Errorf("%v %v", added, enrolled)
	}
}

// A course that the record holds as done is done in the plan, with the record's day, and nothing is written.
func TestWhatTheRecordSaysIsDoneIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, _, err := w.Add(t.Context(), w.actor("karin"), development.Item{Whose: amina(), How: development.ByCourse, Ref: hygiene})
	w.must(err)
	w.now = w.now.AddDate(0, 0, 3)
	w.does("amina", hygiene)
	p := w.plan("karin", amina())
	i := p.Items[0]
	if i.State != development.Done || i.StateOn != "2026-11-26" || !i.FromRecord || i.Title == "" || i.Revision != 1 {
		t.Errorf("%+v", i)
	}
	i.UseManager = "Amina visar de nya hur vi gör."
	if _, err := w.Change(t.Context(), w.actor("karin"), i); err != nil {
		t.Fatal(err)
	}
	if got := w.plan("amina", amina()); got.Revision != p.Revision || !got.Items[0].FromRecord || got.Items[0].UseManager == "" {
		t.Errorf("%+v", got)
	}
}

func TestWhoMayComeToAPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	item := development.Item{How: development.ByOther, Title: "x"}
	for _, c := range []struct {
		as    string
		whose development.Whose
		want  error
	}{
		{"amina", amina(), nil}, {"karin", amina(), nil}, {"kim", amina(), nil}, {"olle", amina(), may.ErrDenied}, {"bengt", amina(), may.ErrDenied},
		{"karin", development.Person("clara", ""), may.ErrDenied}, {"kim", development.Person("frida", ""), may.ErrDenied}, {"amina", development.Person("amina", "firma"), development.ErrNoPlan},
		{"karin", development.Unit("solen"), nil}, {"karin", development.Unit("manen"), may.ErrDenied}, {"olle", development.Unit("solen"), nil}, {"kim", development.Unit("granen"), may.ErrDenied},
		{"olle", development.Operation("omr"), nil}, {"olle", development.Operation(town), may.ErrDenied}, {"kim", development.Operation(town), nil}, {"karin", development.Operation("omr"), may.ErrDenied},
		{"kim", development.Area(town, "socialpsykiatri"), nil}, {"kim", development.Area(town, "skola"), development.ErrPlace}, {"kim", development.Area("omr", "socialpsykiatri"), development.ErrPlace},
		{"kim", development.Unit("omr"), development.ErrPlace}, {"kim", development.Operation("solen"), development.ErrPlace},
	} {
		item.Whose = c.whose
		if _, _, err := w.Add(t.Context(), w.actor(c.as), item); !errors.Is(err, c.want) {
			t.Errorf("%s at %+v: %v, want %v", c.as, c.whose, err, c.want)
		}
		if _, err := w.Of(t.Context(), w.actor(c.as), c.whose); !errors.Is(err, c.want) {
			t.Errorf("%s reads %+v: %v, want %v", c.as, c.whose, err, c.want)
		}
	}
}

// Two who save at once: the second is told, and nothing is lost.
func TestTheSecondToSaveIsToldWhatStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, boss := t.Context(), w.actor("karin")
	p, err := w.SetHead(ctx, boss, amina(), development.Head{Goals: "Handleda", Study: development.Study{Hours: 2, Per: "week", Paid: true}}, 0)
	w.must(err)
	if _, err = w.SetHead(ctx, w.actor("amina"), amina(), development.Head{Goals: "Lära mig om demens"}, 0); !errors.Is(err, development.ErrChanged) {
		t.Errorf("written over: %v", err)
	}
	if _, err = w.SetHead(ctx, w.actor("amina"), amina(), development.Head{Goals: "Handleda och lära mig om demens", Study: p.Study}, p.HeadRevision); err != nil {
		t.Error(err)
	}
	i, _, err := w.Add(ctx, boss, development.Item{Whose: amina(), How: development.ByOther, Title: "x"})
	w.must(err)
	a, b := i, i
	a.Note, b.Note = "A", "B"
	_, err = w.Change(ctx, boss, a)
	w.must(err)
	if stands, err := w.Change(ctx, w.actor("amina"), b); !errors.Is(err, development.ErrChanged) || stands.Note != "A" {
		t.Errorf("%v %+v", err, stands)
	}
}

func TestWhatIsWrongIsToldByField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good := development.Item{Whose: amina(), How: development.ByOther, Title: "x"}
	for field, spoil := range map[string]func(*development.Item){
		"how": func(i *development.Item) { i.How = "dans" }, "title": func(i *development.Item) { i.Title = "  " }, "due": func(i *development.Item) { i.Due = "i vår" },
		"hours": func(i *development.Item) { i.Hours = -1 }, "ref": func(i *development.Item) { i.How, i.Ref = development.ByCourse, "finns-inte" }, "why": func(i *development.Item) { i.State = development.Dropped },
		"note": func(i *development.Item) { i.Note = "Hen är 19800101-1231" }, "state": func(i *development.Item) { i.State = "kanske" },
	} {
		i := good
		spoil(&i)
		_, _, err := w.Add(t.Context(), w.actor("karin"), i)
		if got := fieldOf(err); got != field {
			t.Errorf("%s: %v (%s)", field, err, got)
		}
	}
	if n := len(w.plan("karin", amina()).Items); n != 0 {
		t.Errorf("%d items", n)
	}
}

// An education or a validation is done in the plan when its merit is checked, with the merit's day, and nothing is
// written; what nobody has checked, another programme and what another employer keeps end nothing.
func TestACheckedMeritEndsWhatLedToIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, boss := t.Context(), w.actor("karin")
	const formal = "formell-kompetens/vard-och-omsorgsprogrammet"
	for _, i := range []development.Item{
		{How: development.ByEducation, Ref: "vard-och-omsorg"},
		{How: development.ByEducation, Requirement: formal, Title: "Läs klart programmet"},
		{How: development.ByValidation, Requirement: formal, Title: "Validera"},
		{How: development.ByEducation, Ref: "barn-och-fritid"},
		{How: development.ByOther, Requirement: formal, Title: "Fråga skolan"},
	} {
		i.Whose = amina()
		_, _, err := w.Add(ctx, boss, i)
		w.must(err)
	}
	done := func(as string) (out []int) {
		for k, i := range w.plan(as, amina()).Items {
			if i.State == development.Done {
				if out = append(out, k); !i.FromRecord || i.FactID == "" || i.Revision != 1 {
					t.Errorf("%+v", i)
				}
			}
		}
		return out
	}
	merit := competence.NewMerit{Merit: competence.Merit{PersonID: "amina", Kind: frame.ByEducation, Ref: "vard-och-omsorg", Credits: 2500, System: "gy", From: "2026-06-10"}}
	id, err := w.app.Competence.AddMerit(ctx, w.actor("amina"), merit)
	w.must(err)
	if got := done("karin"); got != nil {
		t.Fatalf("what nobody has checked ended %v", got)
	}
	revision := w.plan("karin", amina()).Revision
	w.must(w.app.Competence.CheckMerit(ctx, boss, id))
	for _, as := range []string{"karin", "amina"} {
		if got := done(as); !slices.Equal(got, []int{0, 1}) {
			t.Errorf("%s sees %v done", as, got)
		}
	}
	if p := w.plan("karin", amina()); p.Items[0].StateOn != "2026-06-10" || p.Revision != revision {
		t.Errorf("%+v, %d", p.Items[0], p.Revision)
	}
	if _, team, err := w.Team(ctx, boss, "solen"); err != nil || team[0].Open != 3 {
		t.Errorf("%v %+v", err, team)
	}
	merit.Merit = competence.Merit{PersonID: "amina", Kind: frame.ByValidation, Ref: "vard-och-omsorg", From: "2026-11-20"}
	merit.Seen = true
	_, err = w.app.Competence.AddMerit(ctx, boss, merit)
	w.must(err)
	if got := done("karin"); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("%v done after a validation", got)
	}
	w.must(w.app.Competence.EndMerit(ctx, boss, id, "Det var någon annans betyg"))
	if got := done("karin"); !slices.Equal(got, []int{2}) {
		t.Errorf("%v done when the merit has ended", got)
	}
}
