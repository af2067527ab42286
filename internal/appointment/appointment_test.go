package appointment_test

import (
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/platform/may"
)

func TestAManagerAppointsALeaderAndEndsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen", "manen"}, Task: "Håll i träffarna."})
	w.stands(x, rule.Standing, true)
	leaders, err := w.LeadersOf(ctx, "manen", w.today())
	w.must(err)
	if len(leaders) != 1 || leaders[0].PersonID != "amina" || leaders[0].NodeID != "manen" {
		t.Errorf("leaders of Månen: %+v", leaders)
	}
	_, err = w.Appoint(ctx, w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"manen"}})
	w.is("twice", err, appointment.ErrHas)
	w.is("the role alone", w.World.Access.End(ctx, w.karin, w.grantOf("amina"), "", ""), access.ErrAppointed)
	w.must(w.End(ctx, w.karin, x.ID, "", "Ny tjänst"))
	w.stands(x, rule.Ended, false)
	w.is("ended twice", w.End(ctx, w.karin, x.ID, "", ""), appointment.ErrEnded)
}

func (w *world) grantOf(person string) string {
	w.T.Helper()
	all, err := w.World.Access.PersonRoles(w.T.Context(), w.kim, person)
	w.must(err)
	return all[0].ID
}

func TestWhoMayAppoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, tc := range map[string]struct {
		actor may.Actor
		p     appointment.Proposal
		want  error
	}{
		"another's unit":         {w.maja, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}}, may.ErrDenied},
		"a learner":              {w.amina, appointment.Proposal{Kind: rule.Leader, PersonID: "bengt", Places: []string{"solen"}}, may.ErrDenied},
		"the area as manager":    {w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "bengt", Places: []string{"omr"}}, may.ErrDenied},
		"a private employer":     {w.kim, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"privat"}}, may.ErrDenied},
		"oneself":                {w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "karin", Places: []string{"solen"}}, appointment.ErrSelf},
		"no kind":                {w.karin, appointment.Proposal{Kind: "boss", PersonID: "amina", Places: []string{"solen"}}, appointment.ErrKind},
		"nobody":                 {w.karin, appointment.Proposal{Kind: rule.Leader, Places: []string{"solen"}}, appointment.ErrPerson},
		"no place":               {w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina"}, appointment.ErrPlaces},
		"the municipality":       {w.kim, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"k-1480"}}, appointment.ErrPlaces},
		"yesterday":              {w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}, From: w.after(-1)}, appointment.ErrFrom},
		"ends before it begins":  {w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}, From: w.after(3), Last: w.after(2)}, appointment.ErrUntil},
		"a number in the task":   {w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}, Task: "Stöd 19121212-1212"}, appointment.ErrIdentity},
		"a long task":            {w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}, Task: strings.Repeat("x", 501)}, appointment.ErrLong},
		"by id from elsewhere":   {w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "ali", Places: []string{"solen"}}, appointment.ErrNotHere},
		"an ombud lent":          {w.karin, appointment.Proposal{Kind: rule.LanguageRep, LenderID: other, Number: w.number("ali"), Places: []string{"solen"}}, appointment.ErrNotLent},
		"nobody of that number":  {w.karin, appointment.Proposal{Kind: rule.Leader, LenderID: other, Number: "4711", Places: []string{"solen"}}, appointment.ErrNobody},
		"a function that is off": {w.karin, appointment.Proposal{Kind: rule.CompetenceRep, PersonID: "amina", Places: []string{"solen"}}, appointment.ErrOff},
	} {
		_, err := w.Appoint(t.Context(), tc.actor, tc.p)
		w.is(name, err, tc.want)
	}
	w.appoint(w.kim, appointment.Proposal{Kind: rule.Leader, PersonID: "bengt", Places: []string{"omr"}})
	above, err := w.LeadersOf(t.Context(), "solen", w.today())
	w.must(err)
	if len(above) != 1 || above[0].NodeID != "omr" {
		t.Errorf("a leader of the area leads at Solen: %+v", above)
	}
	private, err := w.LeadersOf(t.Context(), "privat", w.today())
	w.must(err)
	if len(private) != 0 {
		t.Errorf("a leader of the municipality at a private employer: %+v", private)
	}
}

func TestALeaderFromElsewhereNeedsBothYes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	propose := appointment.Proposal{Kind: rule.Leader, LenderID: other, Number: w.number("ali"), Places: []string{"solen"}}
	x := w.appoint(w.karin, propose)
	w.stands(x, rule.Asked, false)
	w.is("who proposed answers", w.Answer(ctx, w.karin, x.ID, true), may.ErrDenied)
	w.is("a colleague answers", w.Answer(ctx, w.amina, x.ID, true), may.ErrDenied)
	w.must(w.Answer(ctx, w.ali, x.ID, true))
	w.is("twice", w.Answer(ctx, w.ali, x.ID, false), appointment.ErrAnswered)
	w.stands(x, rule.Asked, false)
	w.must(w.Answer(ctx, w.maja, x.ID, true))
	w.stands(x, rule.Standing, true)
	w.must(w.End(ctx, w.maja, x.ID, "", "Vi behöver Ali själva"))
	w.stands(x, rule.Ended, false)

	again := w.appoint(w.karin, propose)
	w.must(w.Answer(ctx, w.maja, again.ID, false))
	w.stands(again, rule.Declined, false)
	w.is("after a no", w.Answer(ctx, w.ali, again.ID, true), appointment.ErrEnded)
}

func TestANameIsBorneFromWhenTheProgrammeIsDone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.switchTo("sprakombud", true)
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.LanguageRep, PersonID: "amina", Places: []string{"solen"}})
	w.stands(x, rule.Training, false)
	done := w.completed("amina", "sprakombud")
	w.stands(x, rule.Standing, true)
	_, err := w.World.Record.Revoke(ctx, w.karin, done.ID, "Fel person")
	w.must(err)
	w.must(w.OnSettle(ctx, appointment.Settle{PersonID: "amina"}))
	w.stands(x, rule.Training, false)
}

func TestAFunctionThatIsOffLetsAppointmentsRest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}})
	w.switchTo("arbetsplatslarande", false)
	w.stands(x, rule.Resting, false)
	_, err := w.Appoint(t.Context(), w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "bengt", Places: []string{"solen"}})
	w.is("while it is off", err, appointment.ErrOff)
	w.switchTo("arbetsplatslarande", true)
	w.stands(x, rule.Standing, true)
}

func TestAnAppointmentEndsWhenThePersonHasLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.appoint(w.karin, appointment.Proposal{Kind: rule.Leader, PersonID: "amina", Places: []string{"solen"}})
	last := w.after(3)
	w.Exec(`UPDATE employment_period SET end_date = $1 WHERE person_id = 'amina'`, last)
	history, err := w.History(ctx, "solen", rule.Leader)
	w.must(err)
	if len(history) != 1 || history[0].Until != w.after(4) {
		t.Fatalf("held until the last day at work: %+v", history)
	}
	w.must(w.later(5).OnDue(ctx, appointment.Due{}))
	if now := w.own("amina", x.ID); now.State != rule.Standing || now.AwaySince != w.after(4) {
		t.Errorf("a file may be wrong: %+v", now)
	}
	w.must(w.later(20).OnDue(ctx, appointment.Due{}))
	if now := w.own("amina", x.ID); now.State != rule.Ended || now.Until != w.after(4) {
		t.Errorf("ended the day after the last: %+v", now)
	}
	again, err := w.History(ctx, "solen", rule.Leader)
	w.must(err)
	if len(again) != 1 || again[0] != history[0] {
		t.Errorf("the history was %+v and is %+v", history, again)
	}
}

func TestARoleGivenByACommandIsAnAppointment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Grant("amina", may.Leader, "solen")
	all, err := w.Own(t.Context(), w.amina)
	w.must(err)
	if len(all) != 1 || all[0].Kind != rule.Leader || len(all[0].Places) != 1 {
		t.Fatalf("%+v", all)
	}
	w.stands(all[0], rule.Standing, true)
	w.must(w.End(t.Context(), w.karin, all[0].ID, "", ""))
	w.stands(all[0], rule.Ended, false)
}
