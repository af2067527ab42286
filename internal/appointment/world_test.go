package appointment_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/appointment/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// world is Göteborg, where karin leads Solen and Månen under an operation and kim is the municipality; Ale, where maja
// leads Eken. Amina and bengt work at Solen, ali at Eken.
type world struct {
	*gaptest.World
	*appointment.Appointments
	karin, kim, maja, amina, ali may.Actor
}

const other = "k-1440"

func newWorld(t *testing.T) *world {
	t.Helper()
	g := gaptest.New(t)
	w := &world{World: g, Appointments: g.App.Appointments}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	w.Place("employer", "bolaget", "Omsorg i väst AB", gaptest.Town)
	w.Place("unit", "privat", "Privata hemmet", "bolaget")
	w.Place("unit", "eken", "Eken", other)
	for _, p := range []string{"karin", "kim", "amina", "bengt"} {
		w.Employ(p, "solen", "underskoterska")
	}
	w.EmployAt("maja", other, "eken", "enhetschef")
	w.EmployAt("ali", other, "eken", "underskoterska")
	w.Grant("karin", may.Manager, "solen")
	w.Grant("karin", may.Manager, "manen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("maja", may.Manager, "eken")
	w.karin, w.kim, w.maja, w.amina, w.ali = w.Actor("karin"), w.Actor("kim"), w.Actor("maja"), w.Actor("amina"), w.Actor("ali")
	return w
}

func (w *world) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func (w *world) is(what string, err, want error) {
	w.T.Helper()
	if !errors.Is(err, want) || want == nil && err != nil {
		w.T.Errorf("%s: %v, want %v", what, err, want)
	}
}

func (w *world) appoint(a may.Actor, p appointment.Proposal) appointment.Appointment {
	w.T.Helper()
	x, err := w.Appoint(w.T.Context(), a, p)
	w.must(err)
	return x
}

// own is the person's appointment as it stands now.
func (w *world) own(person, id string) appointment.Appointment {
	w.T.Helper()
	all, err := w.Own(w.T.Context(), may.Actor{PersonID: person})
	w.must(err)
	for _, x := range all {
		if x.ID == id {
			return x
		}
	}
	w.T.Fatalf("%s has no appointment %s", person, id)
	return appointment.Appointment{}
}

// stands checks the state of somebody's appointment, and who holds it at Solen today.
func (w *world) stands(x appointment.Appointment, want rule.State, holds bool) {
	w.T.Helper()
	now := w.own(x.PersonID, x.ID)
	if now.State != want {
		w.T.Errorf("%s stands as %s, want %s", x.PersonID, now.State, want)
	}
	all, err := w.Holding(w.T.Context(), []string{"solen"}, x.Kind, w.Staff().Today())
	w.must(err)
	if is := len(all["solen"]) > 0; is != holds {
		w.T.Errorf("%s holds at Solen: %v, want %v", x.PersonID, is, holds)
	}
	leads := may.Ask(w.Actor(x.PersonID), may.LeadMeetings, w.path("solen")) == nil
	if x.Kind == rule.Leader && leads != holds {
		w.T.Errorf("%s leads meetings at Solen: %v, want %v", x.PersonID, leads, holds)
	}
}

func (w *world) path(id string) string {
	w.T.Helper()
	n, err := w.World.Tree.Find(w.T.Context(), id, w.Staff().Today())
	w.must(err)
	return n.Path
}

// Staff is the world's, by a name of its own: both parts of the world have one.
func (w *world) Staff() interface{ Today() string } { return w.World.Staff }

func (w *world) number(person string) string {
	w.T.Helper()
	n, err := db.One(w.T.Context(), w.World.DB, db.Text, `SELECT number FROM employment WHERE person_id = $1`, person)
	w.must(err)
	return n
}

func (w *world) today() string { return w.World.Staff.Today() }

func (w *world) after(days int) string {
	w.T.Helper()
	d, err := time.Parse(time.DateOnly, w.today())
	w.must(err)
	return d.AddDate(0, 0, days).Format(time.DateOnly)
}

// later is the room some days on.
func (w *world) later(days int) *appointment.Appointments {
	a, s := *w.Appointments, *w.World.Staff
	now := w.World.Now
	s.Now = func() time.Time { return now().AddDate(0, 0, days) }
	a.Staff, a.Now = &s, s.Now
	return &a
}

func (w *world) switchTo(kind org.FunctionKind, is bool) {
	w.T.Helper()
	w.must(w.World.Tree.Choose(w.T.Context(), w.kim, gaptest.Town, kind, is, w.today()))
}

func (w *world) completed(person, course string) record.Fact {
	w.T.Helper()
	w.Complete(person, course, course, w.World.Now())
	facts, err := w.World.Record.Facts(w.T.Context(), person)
	w.must(err)
	w.must(w.OnSettle(w.T.Context(), appointment.Settle{PersonID: person}))
	return facts[len(facts)-1]
}

func (w *world) tx(f func(ctx context.Context, tx *db.Tx) error) { w.T.Helper(); w.World.Tx(f) }
