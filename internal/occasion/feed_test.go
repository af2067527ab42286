package occasion_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/occasion/calendar"
)

func TestACalendarHasItsDaysAndEndsWhenSwitchedOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut, amina := t.Context(), w.actor("rut"), w.actor("amina")
	oc := w.add("rut", plain("2027-02-03"))
	gone := w.add("rut", plain("2027-02-10"))
	old := w.add("rut", plain("2026-11-25"))
	if _, err := w.Cancel(ctx, rut, gone.ID, "För få"); err != nil {
		t.Fatal(err)
	}
	w.BookedDays = func(_ context.Context, person string) ([]occasion.Booked, error) {
		if person != "amina" {
			return nil, nil
		}
		return []occasion.Booked{{OccasionID: oc.ID, Cancelled: true}, {OccasionID: oc.ID}, {OccasionID: gone.ID}, {OccasionID: old.ID, Cancelled: true}}, nil
	}
	token, err := w.MakeFeed(ctx, amina, "")
	if err != nil || len(token) < 22 {
		t.Fatal(token, err)
	}
	read, err := w.ReadFeed(ctx, token, "203.0.113.1")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range read.Entries {
		got = append(got, e.Begins.In(w.Place).Format("2006-01-02 15:04")+map[bool]string{true: " gone"}[e.Cancelled])
	}
	if strings.Join(got, ", ") != "2026-11-25 09:00 gone, 2027-02-03 09:00, 2027-02-10 09:00 gone" {
		t.Errorf("%v", got)
	}
	place, err := w.MakeFeed(ctx, rut, region)
	if err != nil {
		t.Fatal(err)
	}
	if read, err = w.ReadFeed(ctx, place, "203.0.113.1"); err != nil || len(read.Entries) != 3 || read.Place == "" {
		t.Errorf("%+v %v", read, err)
	}
	if _, err := w.MakeFeed(ctx, amina, region); key(err) != "may.denied" {
		t.Errorf("a learner has the region's calendar: %v", err)
	}
	feeds, err := w.Feeds(ctx, amina)
	if err != nil || len(feeds) != 1 || feeds[0].ReadOn != "2026-11-23" {
		t.Errorf("%+v %v", feeds, err)
	}
	renewed, err := w.MakeFeed(ctx, amina, "")
	if err != nil || renewed == token {
		t.Fatal(err)
	}
	if _, err := w.ReadFeed(ctx, token, "203.0.113.1"); key(err) != "occasion.feed_missing" {
		t.Errorf("the former address: %v", err)
	}
	if err := w.EndFeed(ctx, amina, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ReadFeed(ctx, renewed, "203.0.113.1"); key(err) != "occasion.feed_missing" {
		t.Errorf("switched off: %v", err)
	}
	// The place's calendar ends with the role.
	if _, err := w.DB.Exec(ctx, `UPDATE role_grant SET valid_until = '2026-11-23' WHERE person_id = 'rut'`); err != nil {
		t.Fatal(err)
	}
	if _, err := w.ReadFeed(ctx, place, "203.0.113.1"); key(err) != "occasion.feed_missing" {
		t.Errorf("without the role: %v", err)
	}
}

func TestWhoGuessesCalendarsWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := ""
	for range 40 {
		_, err := w.ReadFeed(t.Context(), "gissning", "203.0.113.9")
		last = key(err)
	}
	if last != "occasion.feed_often" {
		t.Errorf("forty wrong addresses: %s", last)
	}
	if _, err := w.ReadFeed(t.Context(), "gissning", "203.0.113.10"); key(err) != "occasion.feed_missing" {
		t.Errorf("somebody else: %v", err)
	}
}

// A moved session keeps its name in calendars and is told as a later telling; its hour on the wall stays over the
// change of the clock.
func TestAMovedSessionIsTheSameEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	oc := w.add("rut", plain("2027-03-27"))
	before := w.Entries(oc, false, time.Time{})[0]
	after, err := w.Postpone(t.Context(), w.actor("rut"), oc.ID, oc.Revision, map[string]occasion.Slot{oc.Sessions[0].ID: {"2027-03-29", "09:00", "16:00"}}, "Sjuk kursledare")
	if err != nil {
		t.Fatal(err)
	}
	now := w.Entries(after, false, time.Time{})[0]
	if now.UID != before.UID || now.Sequence != before.Sequence+1 || now.Begins.Sub(before.Begins) != 47*time.Hour || now.Begins.In(w.Place).Format("15:04") != "09:00" {
		t.Errorf("%+v, was %+v", now, before)
	}
	if text := calendar.Write("x", calendar.Publish, []calendar.Entry{now}); !strings.Contains(text, "DTSTART:20270329T070000Z\r\n") {
		t.Error(text)
	}
}

// Who leads one session has that one, who takes part has all; what is only offered is not settled.
func TestWhatIsLedOfferedAndGivenUpInACalendar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	oc := plain("2027-02-03")
	oc.Sessions = append(oc.Sessions, occasion.Session{Day: "2027-02-04", Begins: "09:00", Ends: "12:00"})
	oc = w.add("rut", oc)
	if _, err := w.DB.Exec(ctx, `INSERT INTO trainer (id, person_id, name, email, works_at, field, made_by, made_at) VALUES ('tor-leder', 'tor', '', '', '', 'Förflyttning', 'test', $1)`, w.now); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(ctx, `INSERT INTO session_trainer (session_id, trainer_id) VALUES ($1, 'tor-leder')`, oc.Sessions[1].ID); err != nil {
		t.Fatal(err)
	}
	token, err := w.MakeFeed(ctx, w.actor("tor"), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		booked []occasion.Booked
		want   string
	}{
		"leads":                    {nil, "02-04 "},
		"leads and takes part":     {[]occasion.Booked{{OccasionID: oc.ID}}, "02-03 , 02-04 "},
		"leads and is offered one": {[]occasion.Booked{{OccasionID: oc.ID, Offered: true}}, "02-03 offered, 02-04 offered"},
		"leads and gave it up":     {[]occasion.Booked{{OccasionID: oc.ID, Cancelled: true}}, "02-04 "},
	} {
		w.BookedDays = func(context.Context, string) ([]occasion.Booked, error) { return c.booked, nil }
		read, err := w.ReadFeed(ctx, token, "203.0.113.1")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range read.Entries {
			got = append(got, e.Begins.In(w.Place).Format("01-02 ")+map[bool]string{true: "offered"}[e.Tentative]+map[bool]string{true: "gone"}[e.Cancelled])
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
