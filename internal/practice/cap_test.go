package practice_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/attendance/attendancetest"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/practice/rule"
)

// pilot begins one of so many people.
func (w *world) pilot(most int64) practice.Pilot {
	w.T.Helper()
	x, err := w.Practice.AddPilot(w.T.Context(), w.rita, practice.Pilot{OwnerID: attendancetest.RSS, Name: "KTC", Cap: most, Needs: "a", Goals: "b", Way: "c", Plan: "d", Follow: "e"})
	w.must(err)
	return x
}

// days adds occasions of so many seats, months from now.
func (w *world) days(seats int64, ids ...string) {
	w.T.Helper()
	for i, id := range ids {
		w.Occasion(id, fmt.Sprintf("2099-0%d-05", i+1), [2]string{"09:00", "12:00"})
		w.Exec(`UPDATE occasion SET seats = $2 WHERE id = $1`, id, seats)
	}
}

func (w *world) reseat(id string, seats int64) error {
	_, err := w.Occasions.Reseat(w.T.Context(), w.rita, id, seats, 1)
	return err
}

// The seats of a round stay within the cap also when they are raised after the occasion was linked (R276).
func TestSeatsAreNotRaisedOverAPilotsCap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.pilot(50)
	w.days(20, "ett", "tva", "fritt")
	w.must(w.Practice.Link(ctx, w.rita, x.ID, "ett"))
	w.must(w.Practice.Link(ctx, w.rita, x.ID, "tva"))
	w.must(w.reseat("fritt", 500)) // of no pilot
	w.must(w.reseat("ett", 30))    // the whole cap
	err := w.reseat("ett", 31)
	w.is(err, occasion.ErrPilotCap)
	if f := fault.Of(err); f == nil || f.Args["name"] != "KTC" || f.Args["cap"] != "50" || f.Args["others"] != "20" || f.Args["most"] != "30" {
		t.Errorf("what is said: %v", f)
	}
	o, err := w.Occasions.Find(ctx, "tva")
	w.must(err)
	o.Seats, o.Note = 21, "Ta med inneskor."
	_, err = w.Occasions.Change(ctx, w.rita, o, "")
	w.is(err, occasion.ErrPilotCap)
	if o, err = w.Occasions.Find(ctx, "tva"); err != nil || o.Seats != 20 || o.Note != "" || o.Revision != 1 {
		t.Errorf("something was kept: %+v, %v", o, err)
	}
	o.Note = "Ta med inneskor."
	o, err = w.Occasions.Change(ctx, w.rita, o, "") // the seats stay
	w.must(err)
	if _, err := w.Occasions.Cancel(ctx, w.rita, "ett", "Lokalen är stängd."); err != nil {
		t.Fatal(err)
	}
	w.must(w.reseat("tva", 50)) // what is called off has no seats
	x.Cap, x.Revision = 49, 1
	w.is(w.Practice.SavePilot(ctx, w.rita, x), practice.ErrOverCap)
	w.must(w.Practice.Unlink(ctx, w.rita, x.ID, "tva"))
	w.must(w.reseat("tva", 51))
	w.is(w.Practice.Link(ctx, w.rita, x.ID, "tva"), practice.ErrOverCap)
}

// A round that is over its cap since before is not locked, and an earlier round has no bearing on the cap.
func TestOtherRoundsAndOldRoundsOverTheCap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.pilot(50)
	w.days(40, "ett", "tva")
	w.must(w.Practice.Decide(ctx, w.rita, x.ID, rule.Trial, "Vi kör.", 1))
	w.must(w.Practice.Link(ctx, w.rita, x.ID, "ett"))
	w.Exec(`UPDATE occasion SET seats = 70 WHERE id = 'ett'`)
	err := w.reseat("ett", 71)
	if f := fault.Of(err); !errors.Is(err, occasion.ErrPilotCap) || f.Args["most"] != "70" {
		t.Errorf("%v", err)
	}
	w.must(w.reseat("ett", 60))
	w.must(w.Practice.Decide(ctx, w.rita, x.ID, rule.Learn, "Klart.", 2))
	w.must(w.Practice.Learn(ctx, w.rita, x.ID, practice.Lesson{Lesson: "För lång kö."}))
	w.must(w.Practice.Decide(ctx, w.rita, x.ID, rule.Trial, "Igen.", 3))
	w.must(w.Practice.Link(ctx, w.rita, x.ID, "tva"))
	w.must(w.reseat("ett", 80)) // of round one
	w.must(w.reseat("tva", 50))
	w.is(w.reseat("tva", 51), occasion.ErrPilotCap)
}

// Of those who raise, link and lower the cap at once, only as many pass as there is room for.
func TestTheCapHoldsForManyAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.days(10, "ett", "tva", "tre")
	for turn := range int64(6) {
		x := w.pilot(40)
		w.must(w.Practice.Link(ctx, w.rita, x.ID, "ett"))
		w.must(w.Practice.Link(ctx, w.rita, x.ID, "tva"))
		var all sync.WaitGroup
		all.Go(func() { w.allowed(w.reseat("ett", 25+turn)) })
		all.Go(func() { w.allowed(w.reseat("tva", 26+turn)) })
		all.Go(func() { w.allowed(w.Practice.Link(ctx, w.rita, x.ID, "tre")) })
		all.Go(func() { w.allowed(w.reseat("tre", 20+turn)) })
		all.Go(func() { y := x; y.Cap = 35; w.allowed(w.Practice.SavePilot(ctx, w.rita, y)) })
		all.Wait()
		whole, err := w.Practice.Pilot(ctx, w.rita, x.ID)
		w.must(err)
		if whole.Seats > whole.Cap {
			t.Errorf("%d seats of %d", whole.Seats, whole.Cap)
		}
		for _, id := range []string{"ett", "tva", "tre"} {
			w.must(w.Practice.Unlink(ctx, w.rita, x.ID, id))
			w.must(w.reseat(id, 10))
		}
	}
}

// allowed lets pass what is done, or refused for the cap's sake.
func (w *world) allowed(err error) {
	if err != nil && !errors.Is(err, occasion.ErrPilotCap) && !errors.Is(err, practice.ErrOverCap) {
		w.T.Error(err)
	}
}

// Whatever is done in any order, no round is over its cap.
func TestNoOrderTakesARoundOverItsCap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	ids := []string{"ett", "tva", "tre"}
	w.days(10, ids...)
	rapid.Check(t, func(r *rapid.T) {
		w.Exec(`DELETE FROM pilot_occasion`)
		x := w.pilot(40)
		one := func() string { return rapid.SampledFrom(ids).Draw(r, "occasion") }
		r.Repeat(map[string]func(*rapid.T){
			"link":   func(*rapid.T) { _ = w.Practice.Link(ctx, w.rita, x.ID, one()) },
			"unlink": func(*rapid.T) { _ = w.Practice.Unlink(ctx, w.rita, x.ID, one()) },
			"reseat": func(*rapid.T) { w.allowed(w.reseat(one(), rapid.Int64Range(1, 45).Draw(r, "seats"))) },
			"cap": func(*rapid.T) {
				y := x
				y.Cap = rapid.Int64Range(20, 60).Draw(r, "cap")
				if w.Practice.SavePilot(ctx, w.rita, y) == nil {
					x.Revision++
				}
			},
			"": func(r *rapid.T) {
				whole, err := w.Practice.Pilot(ctx, w.rita, x.ID)
				if err != nil || whole.Seats > whole.Cap {
					r.Fatalf("%d seats of %d, %v", whole.Seats, whole.Cap, err)
				}
			},
		})
	})
}

// A draft that is of a pilot and has stations can be taken away.
func TestADraftOfAPilotIsTakenAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	x := w.pilot(60)
	w.days(20, "ett")
	w.Exec(`UPDATE occasion SET state = 'draft' WHERE id = 'ett'`)
	w.must(w.Practice.Link(ctx, w.rita, x.ID, "ett"))
	_, err := w.Practice.AddStation(ctx, w.rita, practice.Station{OccasionID: "ett", Name: "HLR", Skill: "HLR på docka", Steps: rule.Steps("* Larma"), Weeks: 8})
	w.must(err)
	w.must(w.Occasions.Discard(ctx, w.rita, "ett"))
	whole, err := w.Practice.Pilot(ctx, w.rita, x.ID)
	if err != nil || len(whole.Occasions) != 0 {
		t.Errorf("%+v, %v", whole.Occasions, err)
	}
}
