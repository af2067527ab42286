package booking_test

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

const crowd = 500

var towns = []string{"k-1401", "k-1402", "k-1415", "k-1440", "k-1441", "k-1480", "k-1481", "k-1482"}

// TestFiveHundredAtOnce lets 500 people ask and be booked at the same time for 25 seats, of which eight municipalities have two
// each. On PostgreSQL two programs take turns. Exactly 25 get a seat, every quota is used and none overdrawn, and everybody
// else stands on the reserve list once.
func TestFiveHundredAtOnce(t *testing.T) {
	t.Parallel()
	data, database := t.TempDir(), dbtest.URL(t)
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	apps := []*app.App{program(t, data, database, now)}
	if apps[0].DB.Engine() == db.Postgres {
		apps = append(apps, program(t, data, database, now))
	}
	rut := may.Actor{PersonID: "rut", Grants: []may.Grant{{Role: may.Region, NodeID: region, Path: "se/" + region}}}
	people(t, apps[0])
	o := crowdedDay(t, apps[0], rut)
	ctx := t.Context()
	var wait sync.WaitGroup
	failed := make(chan error, crowd)
	begin := make(chan struct{})
	for i := range crowd {
		wait.Go(func() {
			<-begin
			if err := gets(ctx, apps[i%len(apps)].Bookings, o.ID, i); err != nil {
				failed <- fmt.Errorf("person %d: %w", i, err)
			}
		})
	}
	since := time.Now()
	close(begin)
	wait.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	t.Logf("%d people in %v", crowd, time.Since(since))
	b := apps[0].Bookings
	all, err := b.Of(ctx, b.DB, o.ID)
	if err != nil {
		t.Fatal(err)
	}
	by, who := map[string]int{}, map[string]bool{}
	for _, k := range all {
		by[string(k.State)+" "+k.Takes]++
		who[k.PersonID] = true
	}
	if len(all) != crowd || len(who) != crowd {
		t.Errorf("%d bookings of %d people", len(all), len(who))
	}
	want := map[string]int{"waiting ": crowd - 25, "booked pool": 9}
	for _, id := range towns {
		want["booked "+id] = 2
	}
	for key, n := range want {
		if by[key] != n {
			t.Errorf("%s: %d, want %d (%v)", key, by[key], n, by)
		}
	}
	if err := sound(ctx, b, o.ID); err != nil {
		t.Error(err)
	}
	freed(t, apps, o, all)
}

// freed lets ten give up their seats at the same time: ten others are offered them.
func freed(t *testing.T, apps []*app.App, o occasion.Occasion, all []booking.Booking) {
	t.Helper()
	var wait sync.WaitGroup
	n := 0
	for _, k := range all {
		if k.State != seat.Booked || n == 10 {
			continue
		}
		b := apps[n%len(apps)].Bookings
		n++
		wait.Go(func() {
			if _, err := b.Cancel(t.Context(), may.Actor{PersonID: k.PersonID}, k.ID, ""); err != nil {
				t.Errorf("%s cannot give up: %v", k.PersonID, err)
			}
		})
	}
	wait.Wait()
	s, err := apps[0].Bookings.StandingOf(t.Context(), may.Actor{PersonID: "rut"}, o.ID)
	if err != nil {
		t.Fatal(err)
	}
	if s.Taken != 25 || s.Offered != 10 || s.Waiting != crowd-35 || s.Free != 0 {
		t.Errorf("after ten gave up: %d taken, %d offered, %d wait, %d free", s.Taken, s.Offered, s.Waiting, s.Free)
	}
	if err := sound(t.Context(), apps[0].Bookings, o.ID); err != nil {
		t.Error(err)
	}
}

// gets is how somebody gets a place or waits: some ask where nobody needs to say yes, some are booked by their manager, some ask
// and are answered, and some do both at once.
func gets(ctx context.Context, b *booking.Bookings, occasionID string, i int) error {
	id, at := person(i), i%len(towns)
	boss := may.Actor{PersonID: "boss-" + towns[at], Grants: []may.Grant{{Role: may.Manager, NodeID: "unit-" + towns[at], Path: "se/" + region + "/" + towns[at] + "/unit-" + towns[at]}}}
	if at%2 == 0 { // asks without a manager
		_, err := b.Ask(ctx, may.Actor{PersonID: id}, occasionID, "")
		return err
	}
	if i%3 == 0 {
		_, err := b.Book(ctx, boss, occasionID, id, "")
		return err
	}
	k, err := b.Ask(ctx, may.Actor{PersonID: id}, occasionID, "")
	if err != nil {
		return err
	}
	if i%3 == 1 {
		_, err = b.Approve(ctx, boss, k.ID, "")
		return err
	}
	both := make(chan error, 2)
	go func() { _, err := b.Approve(ctx, boss, k.ID, ""); both <- err }()
	go func() { _, err := b.Book(ctx, boss, occasionID, id, ""); both <- err }()
	one, two := <-both, <-both
	if one == nil {
		one, two = two, one
	}
	if two != nil {
		return two
	}
	if f := fault.Of(one); f == nil || f.Key != booking.ErrAnswered.Key && f.Key != booking.ErrAlready.Key {
		return fmt.Errorf("answered twice: %w", one)
	}
	return nil
}

func person(i int) string { return fmt.Sprintf("p-%03d", i) }

func program(t *testing.T, data, database string, now time.Time) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: data, Database: database, Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	at := func() time.Time { return now }
	a.Bookings.Now, a.Occasions.Now, a.Staff.Now, a.Messages.Now, a.Audit.Now = at, at, at, at, at
	return a
}

// crowdedDay is a day with 25 seats: two of each municipality's own, nine in common.
func crowdedDay(t *testing.T, a *app.App, rut may.Actor) occasion.Occasion {
	t.Helper()
	o, err := a.Occasions.Add(t.Context(), rut, occasion.Occasion{CourseID: "forflyttning", OrganiserID: region, Form: occasion.AtPlace, Town: town, Place: "Folkets hus", Seats: 25,
		Sessions: []occasion.Session{{Day: "2026-12-14", Begins: "09:00", Ends: "16:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Occasions.OpenUp(t.Context(), rut, o.ID); err != nil {
		t.Fatal(err)
	}
	quotas := make([]booking.Quota, len(towns))
	for i, id := range towns {
		quotas[i] = quota(id, 2)
		contact := may.Actor{PersonID: "kim", Grants: []may.Grant{{Role: may.Municipality, NodeID: id, Path: "se/" + region + "/" + id}}}
		if err := a.Bookings.SetChoice(t.Context(), contact, id, booking.Choice{Approval: i%2 == 1, Names: booking.Manager}); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Bookings.SetQuotas(t.Context(), rut, o.ID, quotas, ""); err != nil {
		t.Fatal(err)
	}
	return o
}

// people puts the crowd into units of the municipalities, in turn.
func people(t *testing.T, a *app.App) {
	t.Helper()
	rows := func(row func(i int, id, town string) []any) iter.Seq[[]any] {
		return func(yield func([]any) bool) {
			for i := range crowd {
				if !yield(row(i, person(i), towns[i%len(towns)])) {
					return
				}
			}
		}
	}
	err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for _, id := range towns {
			if _, err := a.Tree.Add(t.Context(), tx, org.Node{ID: "unit-" + id, Kind: "unit", Name: "Enhet " + id, Parent: id}, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		for _, load := range []struct {
			table   string
			columns []string
			rows    iter.Seq[[]any]
		}{
			{"person", []string{"id", "made_at", "made_by"}, rows(func(_ int, id, _ string) []any { return []any{id, time.Unix(0, 0), "test"} })},
			{"employee", []string{"employer_id", "person_id", "first_name", "last_name", "sort_name", "email", "mobile", "protected", "contact_code"},
				rows(func(_ int, id, town string) []any { return []any{town, id, "Test", id, id, "", "", false, ""} })},
			{"employment", []string{"id", "employer_id", "match_key", "number", "person_id", "made_by"},
				rows(func(_ int, id, town string) []any { return []any{"e-" + id, town, id, id, id, "test"} })},
			{"employment_period", []string{"id", "employment_id", "employer_id", "person_id", "unit_id", "team_id", "title", "aid", "occupation", "area", "form", "extent", "start_date", "end_date",
				"dormant", "manager", "row_hash", "valid_from", "valid_until", "opened_by", "closed_by"},
				rows(func(_ int, id, town string) []any {
					return []any{"t-" + id, "e-" + id, town, id, "unit-" + town, "", "Undersköterska", "", "underskoterska", "aldreomsorg", "permanent", 100.0, "2024-01-01", "",
						false, "", "", "2024-01-01", db.NoEnd, "test", ""}
				})},
		} {
			if _, err := tx.Load(t.Context(), load.table, load.columns, load.rows); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
