package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"strings"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

const (
	days     = 2000 // course days in the country
	perDay   = 50   // bookings of each: 30 seats and 20 who wait
	measured = 200  // bookings that are measured of each kind
)

// seats fills the country's course days and measures a booking: processor time, which is what a server runs out of.
func seats(ctx context.Context, a *app.App, n *nation) error {
	began := time.Now()
	if err := fillDays(ctx, a, n); err != nil {
		return fmt.Errorf("course days: %w", err)
	}
	if _, err := a.DB.Exec(ctx, `ANALYZE`); err != nil {
		return err
	}
	fmt.Printf("seats: %d course days and %d bookings (made in %.0f s)\n", days, days*perDay, time.Since(began).Seconds())
	first := n.firstOfLargest()
	town := n.employerOf[first]
	node, err := a.Tree.Find(ctx, town, a.Staff.Today())
	if err != nil {
		return err
	}
	arranges := may.Actor{PersonID: "bench", Grants: []may.Grant{{Role: may.Region, NodeID: node.Parent, Path: strings.TrimSuffix(node.Path, "/"+town)}}}
	leads := may.Actor{PersonID: "bench-chef", Grants: []may.Grant{{Role: may.Manager, Path: node.Path}}}
	var made []booking.Booking
	for _, m := range []struct {
		what string
		do   func(occasionID, personID string) error
	}{
		{"a manager books", func(occasionID, personID string) error {
			k, err := a.Bookings.Book(ctx, leads, occasionID, personID, "")
			made = append(made, k)
			return err
		}},
		{"a learner asks", func(occasionID, personID string) error {
			_, err := a.Bookings.Ask(ctx, may.Actor{PersonID: personID}, occasionID, "Jag vill gärna gå.")
			return err
		}},
	} {
		ids, err := openDays(ctx, a, arranges, node.Parent, town)
		if err != nil {
			return err
		}
		if err := measureSeats(m.what, func(i int) error {
			return m.do(ids[i/20], personID(first+100+i*3))
		}); err != nil {
			return err
		}
		first += measured * 3
	}
	return measureSeats("a seat is given up and offered to the next", func(i int) error {
		_, err := a.Bookings.Cancel(ctx, leads, made[i].ID, "Sjuk.")
		return err
	})
}

// measureSeats prints the processor time of a kind of booking, of the program and of PostgreSQL.
func measureSeats(what string, do func(i int) error) error {
	began, program, database := time.Now(), cpu(os.Getpid()), databaseCPU()
	for i := range measured {
		if err := do(i); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	fmt.Printf("seats: %s: %.2f ms CPU, database %.2f ms CPU, %.1f ms\n", what, (cpu(os.Getpid())-program)*1000/measured, (databaseCPU()-database)*1000/measured,
		float64(time.Since(began).Microseconds())/1000/measured)
	return nil
}

// openDays are course days with ten seats for twenty who come: half wait.
func openDays(ctx context.Context, a *app.App, arranges may.Actor, rss, town string) (ids []string, err error) {
	for i := range measured / 20 {
		o, err := a.Occasions.Add(ctx, arranges, occasion.Occasion{CourseID: "forflyttning", OrganiserID: rss, Form: occasion.AtPlace, Town: town, Place: "Folkets hus", Seats: 10,
			Sessions: []occasion.Session{{Day: a.Now().AddDate(1, 0, i).Format(time.DateOnly), Begins: "09:00", Ends: "16:00"}}})
		if err != nil {
			return nil, err
		}
		if err := a.Occasions.OpenUp(ctx, arranges, o.ID); err != nil {
			return nil, err
		}
		if err := a.Bookings.SetQuotas(ctx, arranges, o.ID, []booking.Quota{{NodeID: town, Seats: 6}}, ""); err != nil {
			return nil, err
		}
		ids = append(ids, o.ID)
	}
	return ids, nil
}

// fillDays writes course days of every RSS over a year, each with bookings and their history.
func fillDays(ctx context.Context, a *app.App, n *nation) error {
	rss, err := a.Tree.RSSNodes(ctx, a.Staff.Today())
	if err != nil {
		return err
	}
	now := a.Now()
	each := func(rows func(i int) []any, count int) iter.Seq[[]any] {
		return func(yield func([]any) bool) {
			for i := range count {
				if !yield(rows(i)) {
					return
				}
			}
		}
	}
	id := func(i int) string { return fmt.Sprintf("bd%05d", i) }
	on := func(i int) string { return now.AddDate(0, 0, i%365-180).Format(time.DateOnly) }
	who := func(k int) int { return (k*37 + k/perDay) % n.people }
	return a.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, t := range []struct {
			name    string
			columns string
			count   int
			row     func(i int) []any
		}{
			{"occasion", "id course_id organiser_id outside place_form town place address room access_notes link language seats min_seats cut_off fee terms note state decided first_day last_day uid sequence series_id revision made_by made_at changed_by changed_at",
				days, func(i int) []any {
					return []any{id(i), courses[i%len(courses)], rss[i%len(rss)].ID, "", "place", "k-1480", "Folkets hus", "", "", "", "", "sv", int64(30), int64(10), "", int64(0), "", "", "open", "", on(i), on(i), id(i), int64(0), "", int64(1), "bench", now, "bench", now}
				}},
			{"occasion_owner", "occasion_id node_id", days, func(i int) []any { return []any{id(i), rss[i%len(rss)].ID} }},
			{"occasion_session", "id occasion_id number length on_day begins ends", days, func(i int) []any { return []any{"s" + id(i), id(i), int64(1), "whole", on(i), "09:00", "16:00"} }},
			{"booking", "id occasion_id person_id guest_id employer_id municipality_id unit_id state takes queued_at need rank common_rank lot note replaces revision made_by made_at changed_at",
				days * perDay, func(k int) []any {
					state, takes := "booked", "pool"
					if k%perDay >= 30 {
						state, takes = "waiting", ""
					}
					p := who(k)
					return []any{fmt.Sprintf("bk%07d", k), id(k / perDay), personID(p), "", n.employerOf[p], n.employerOf[p], n.unitOf[p], state, takes, now, int64(0), int64(0), int64(0), int64(0), "", "", int64(1), "bench", now, now}
				}},
			{"booking_event", "id booking_id what from_state to_state why by_id at", days * perDay, func(k int) []any {
				return []any{fmt.Sprintf("be%07d", k), fmt.Sprintf("bk%07d", k), "book", "", "booked", "", "bench", now}
			}},
		} {
			if _, err := tx.Load(ctx, t.name, strings.Fields(t.columns), each(t.row, t.count)); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		return nil
	})
}
