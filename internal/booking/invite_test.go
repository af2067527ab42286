package booking_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/mail"
)

// diary is a calendar program: it opens the files that come, in the order that they come.
type diary struct {
	entries map[string]string // "begins ends place" by UID
	number  map[string]int
}

// open takes a file in as RFC 5546 says: one UID, an organiser and the one who is invited, never an older telling.
func (d *diary) open(f mail.File, to string) error {
	method, ok := strings.CutPrefix(f.Type, "text/calendar; charset=utf-8; method=")
	if !ok {
		return fmt.Errorf("type %q", f.Type)
	}
	says := map[string]string{}
	for _, line := range strings.Split(strings.ReplaceAll(f.Text, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		if name == "UID" && says[name] != "" {
			return fmt.Errorf("two entries in one file:\n%s", f.Text)
		}
		if name != "BEGIN" && name != "END" {
			says[name] = value
		}
	}
	n, err := strconv.Atoi(says["SEQUENCE"])
	switch uid := says["UID"]; {
	case err != nil || uid == "" || says["METHOD"] != method || says["ATTENDEE"] != "mailto:"+to || says["ORGANIZER"] == "" || says["DTSTAMP"] == "":
		return fmt.Errorf("to %s:\n%s", to, f.Text)
	case n < d.number[uid]:
		return fmt.Errorf("%s goes back from %d to %d", uid, d.number[uid], n)
	case method == "REQUEST":
		d.entries[uid], d.number[uid] = says["DTSTART"]+" "+says["DTEND"]+" "+strings.ReplaceAll(says["LOCATION"], `\,`, ","), n
	case method == "CANCEL" && d.entries[uid] == "":
		return fmt.Errorf("%s is taken away and was never there", uid)
	case method == "CANCEL":
		delete(d.entries, uid)
		d.number[uid] = n
	default:
		return fmt.Errorf("method %q", method)
	}
	return nil
}

// letters carries what is to be told and gives what lies in the outbox for an address since the last time.
func (w *world) letters(address string) (out []mail.Shown) {
	w.t.Helper()
	w.must(w.app.Messages.Carry(w.t.Context()))
	files, err := db.All(w.t.Context(), w.DB, func(s db.Scanner) (m mail.Shown, err error) {
		var files string
		if err = s.Scan(&m.ID, &m.Subject, &m.Body, &files); err != nil || files == "" {
			return m, err
		}
		return m, json.Unmarshal([]byte(files), &m.Files)
	}, `SELECT id, subject, body, files FROM message WHERE address = $1 AND state = 'waiting' ORDER BY made_at, id`, address)
	w.must(err)
	_, err = w.DB.Exec(w.t.Context(), `UPDATE message SET state = 'sent' WHERE address = $1`, address)
	w.must(err)
	return files
}

// reachable gives people an e-mail address.
func (w *world) reachable(people ...string) {
	w.t.Helper()
	for _, p := range people {
		_, err := w.DB.Exec(w.t.Context(), `UPDATE employee SET email = $2 WHERE person_id = $1`, p, p+"@kommun.example")
		w.must(err)
	}
}

// meant are the entries that a calendar is to have of an occasion.
func meant(w *world, o occasion.Occasion) map[string]string {
	out := map[string]string{}
	for _, e := range w.Occasions.Entries(o, false, time.Time{}) {
		if e.Ends.After(w.now) && o.State == occasion.Open {
			out[e.UID] = e.Begins.UTC().Format("20060102T150405Z") + " " + e.Ends.UTC().Format("20060102T150405Z") + " " + e.Location
		}
	}
	return out
}

// Whatever happens to a day and to the seats, the calendars that open the files of the letters have the sessions that
// the person, the guest and the trainer are to come to, as they are, and nothing else; and no file comes for nothing.
func TestLettersKeepCalendarsRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reachable("amina")
	ctx, rut := t.Context(), w.actor("rut")
	trainer, err := w.Occasions.AddTrainer(ctx, rut, occasion.Trainer{Name: "Lisa Ledare", Email: "lisa@skolan.example", Field: "Förflyttning"})
	w.must(err)
	_, err = w.Occasions.Approve(ctx, rut, occasion.Approval{TrainerID: trainer.ID, NodeID: region, From: "2026-01-01", Until: db.NoEnd})
	w.must(err)
	begun, round := w.now, 0
	rapid.Check(t, func(rt *rapid.T) {
		told := map[string]bool{}
		round++
		w.now = begun.Add(time.Duration(round) * time.Second)
		w.clear()
		o := w.occasionOn("2026-12-14", 3)
		guestAt := fmt.Sprintf("gast%d@regionen.example", round)
		var own, guest booking.Booking
		diaries := map[string]*diary{"amina@kommun.example": {map[string]string{}, map[string]int{}}, guestAt: {map[string]string{}, map[string]int{}}, "lisa@skolan.example": {map[string]string{}, map[string]int{}}}
		read := func(address string) {
			for _, l := range w.letters(address) {
				for _, f := range l.Files {
					if err := diaries[address].open(f, address); err != nil {
						rt.Fatal(err)
					}
				}
			}
		}
		hours := rapid.SampledFrom([][2]string{{"09:00", "16:00"}, {"08:30", "12:00"}, {"13:00", "16:30"}})
		changed := func(what string, f func(*occasion.Occasion)) {
			want := o
			want.Sessions = slices.Clone(o.Sessions)
			f(&want)
			next, err := w.Occasions.Change(ctx, rut, want, "Vi ändrar.")
			if err != nil {
				rt.Fatalf("%s: %v", what, err)
			}
			o = next
		}
		check := func() {
			w.now = w.now.Add(time.Second)
			w.tellChanges(o.ID, told)
			has := func(is bool) map[string]string {
				if !is {
					return map[string]string{}
				}
				return meant(w, o)
			}
			led := o
			led.Sessions = slices.DeleteFunc(slices.Clone(o.Sessions), func(s occasion.Session) bool { return len(s.Trainers) == 0 })
			for address, want := range map[string]map[string]string{"amina@kommun.example": has(own.State == seat.Booked), guestAt: has(guest.State == seat.Booked), "lisa@skolan.example": meant(w, led)} {
				read(address)
				if fmt.Sprint(diaries[address].entries) != fmt.Sprint(want) {
					rt.Fatalf("%s has\n%v\nand is to have\n%v", address, diaries[address].entries, want)
				}
			}
		}
		events := map[string]func(*rapid.T){
			"book": func(rt *rapid.T) {
				if seat.Holds(own.State) || o.State != occasion.Open {
					return
				}
				k, err := w.Book(ctx, w.actor("karin"), o.ID, "amina", "")
				if err != nil {
					rt.Fatal(err)
				}
				own = k
			},
			"give up": func(rt *rapid.T) {
				if own.State != seat.Booked {
					return
				}
				by := rapid.SampledFrom([]string{"amina", "karin"}).Draw(rt, "by")
				k, err := w.Cancel(ctx, w.actor(by), own.ID, "Fick förhinder.")
				if err != nil {
					rt.Fatal(err)
				}
				own = k
			},
			"guest": func(rt *rapid.T) {
				if seat.Holds(guest.State) || o.State != occasion.Open {
					return
				}
				k, err := w.BookGuest(ctx, rut, o.ID, "", booking.Guest{Organisation: "Regionen", Name: "Gästa Gästsson", Email: guestAt, Part: booking.Participant}, "")
				if err != nil {
					rt.Fatal(err)
				}
				guest = k
			},
			"guest gives up": func(rt *rapid.T) {
				if guest.State != seat.Booked {
					return
				}
				k, err := w.Cancel(ctx, rut, guest.ID, "Fick förhinder.")
				if err != nil {
					rt.Fatal(err)
				}
				guest = k
			},
			"place": func(rt *rapid.T) {
				if o.State != occasion.Open {
					return
				}
				changed("place", func(o *occasion.Occasion) { o.Room = fmt.Sprint("Sal ", rapid.IntRange(1, 3).Draw(rt, "room")) })
			},
			"move": func(rt *rapid.T) {
				if o.State != occasion.Open {
					return
				}
				changed("move", func(o *occasion.Occasion) {
					h := hours.Draw(rt, "hours")
					o.Sessions[0].Day, o.Sessions[0].Begins, o.Sessions[0].Ends = fmt.Sprintf("2026-12-%02d", rapid.IntRange(14, 16).Draw(rt, "day")), h[0], h[1]
				})
			},
			"one more": func(rt *rapid.T) {
				if o.State != occasion.Open || len(o.Sessions) > 1 {
					return
				}
				changed("one more", func(o *occasion.Occasion) {
					o.Sessions = append(o.Sessions, occasion.Session{Day: "2026-12-18", Begins: "09:00", Ends: "12:00"})
				})
			},
			"one less": func(rt *rapid.T) {
				if o.State != occasion.Open || len(o.Sessions) < 2 {
					return
				}
				changed("one less", func(o *occasion.Occasion) { o.Sessions = o.Sessions[:1] })
			},
			"lead": func(rt *rapid.T) {
				if o.State != occasion.Open {
					return
				}
				changed("lead", func(o *occasion.Occasion) {
					o.Sessions[0].Trainers = nil
					if rapid.Bool().Draw(rt, "leads") {
						o.Sessions[0].Trainers = []string{trainer.ID}
					}
				})
			},
			"call off": func(rt *rapid.T) {
				if o.State != occasion.Open || rapid.IntRange(0, 4).Draw(rt, "really") > 0 {
					return
				}
				if _, err := w.Occasions.Cancel(ctx, rut, o.ID, "Snö."); err != nil {
					rt.Fatal(err)
				}
				o.State = occasion.Cancelled
				own, guest = w.ended(own), w.ended(guest)
			},
		}
		names := slices.Sorted(maps.Keys(events))
		for range rapid.IntRange(2, 12).Draw(rt, "events") {
			events[rapid.SampledFrom(names).Draw(rt, "event")](rt)
			if rapid.IntRange(0, 2).Draw(rt, "letters now") > 0 { // several things may happen before a letter leaves
				check()
			}
		}
		check()
		for address := range diaries {
			if again := w.letters(address); len(again) > 0 {
				rt.Fatalf("%s is told once more: %+v", address, again)
			}
		}
	})
}

// clear calls off what there is and lets its letters go.
func (w *world) clear() {
	w.t.Helper()
	open, err := db.All(w.t.Context(), w.DB, db.Text, `SELECT id FROM occasion WHERE state = 'open'`)
	w.must(err)
	for _, id := range open {
		_, err := w.Occasions.Cancel(w.t.Context(), w.actor("rut"), id, "Snö.")
		w.must(err)
	}
	for _, q := range []string{`DELETE FROM invitation`, `UPDATE note SET carry_at = NULL`, `DELETE FROM message`} {
		_, err := w.DB.Exec(w.t.Context(), q)
		w.must(err)
	}
}

// ended is a booking as it is after its day has been called off.
func (w *world) ended(k booking.Booking) booking.Booking {
	if k.ID == "" {
		return k
	}
	return w.is(k.ID)
}

// tellChanges tells of the changes to an occasion, as its jobs do.
func (w *world) tellChanges(occasionID string, told map[string]bool) {
	w.t.Helper()
	all, err := db.All(w.t.Context(), w.DB, func(s db.Scanner) (c occasion.Change, err error) {
		err = s.Scan(&c.ID, &c.What, &c.Body, &c.Why)
		return c, err
	}, `SELECT id, what, body, why FROM occasion_change WHERE occasion_id = $1 AND what IN ('moved', 'postponed', 'online', 'in_place', 'cancelled') ORDER BY at, id`, occasionID)
	w.must(err)
	for _, c := range all {
		if !told[c.ID] {
			told[c.ID] = true
			w.must(w.OnChanged(w.t.Context(), booking.AsChanged(occasionID, c)))
		}
	}
}

func subjects(all []mail.Shown) (out []string) {
	for _, l := range all {
		out = append(out, fmt.Sprint(l.Subject, " ", len(l.Files)))
	}
	return out
}

func TestWhatALetterBrings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reachable("amina", "bengt", "karin")
	ctx, amina := t.Context(), "amina@kommun.example"
	o := w.occasion(3)
	want := func(address string, want ...string) {
		t.Helper()
		if got := subjects(w.letters(address)); !slices.Equal(got, want) {
			t.Errorf("%s got %q, want %q", address, got, want)
		}
	}
	k, err := w.Ask(ctx, w.actor("amina"), o.ID, "")
	w.must(err)
	want(amina)
	_, err = w.Approve(ctx, w.actor("karin"), k.ID, "")
	w.must(err)
	// What is read needs no letter, but the calendar has not read it.
	w.must(w.app.Messages.ReadAll(ctx, w.actor("amina"), w.now.Add(time.Hour)))
	want(amina, "Du har plats på en kursdag 1")
	_, err = w.Cancel(ctx, w.actor("amina"), k.ID, "")
	w.must(err)
	want(amina, "Du har avbokat en kursdag 1")
	w.book("karin", "amina", o)
	w.must(w.app.Messages.ReadAll(ctx, w.actor("amina"), w.now.Add(time.Hour)))
	want(amina, "Du har plats på en kursdag 1")
	w.must(w.OnReminded(ctx, booking.Reminded{}))
	want(amina)
	// A calendar that subscribes reads the day itself.
	token, err := w.Occasions.MakeFeed(ctx, w.actor("bengt"), "")
	w.must(err)
	_, err = w.Occasions.ReadFeed(ctx, token, "127.0.0.1")
	w.must(err)
	w.book("karin", "bengt", o)
	want("bengt@kommun.example", "Du har plats på en kursdag 0")
}

func TestAMoveIsToldWithItsHours(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.reachable("amina", "malin")
	ctx, rut := t.Context(), w.actor("rut")
	o := w.occasion(1)
	w.book("karin", "amina", o)
	w.book("mia", "malin", o)
	w.letters("amina@kommun.example")
	w.letters("malin@kommun.example")
	_, err := w.BookGuest(ctx, rut, o.ID, "", booking.Guest{Organisation: "Regionen", Name: "Gästa Gästsson", Mobile: "0701234567", Part: booking.Assessor}, "")
	w.must(err)
	o, err = w.Occasions.Find(ctx, o.ID)
	w.must(err)
	_, err = w.Occasions.Postpone(ctx, rut, o.ID, o.Revision, map[string]occasion.Slot{o.Sessions[0].ID: {Day: "2026-12-14", Begins: "13:00", Ends: "17:00"}}, "Salen är upptagen.")
	w.must(err)
	w.now = w.now.Add(time.Minute)
	w.tellChanges(o.ID, map[string]bool{})
	moved := "måndag 14 december 09.00–16.00 blir måndag 14 december 13.00–17.00."
	for address, also := range map[string]string{"amina@kommun.example": "Din bokning gäller.", "malin@kommun.example": "Du har ingen plats än.", "0701234567": "har nya tider"} {
		all := w.letters(address)
		if last := all[len(all)-1]; !strings.Contains(last.Body, moved) || !strings.Contains(last.Body, also) {
			t.Errorf("%s: %s", address, last.Body)
		}
	}
}

func TestGuestsAreForgottenAfterTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	o := w.occasion(3)
	_, err := w.BookGuest(ctx, w.actor("rut"), o.ID, "", booking.Guest{Organisation: "Regionen", Name: "Gästa Gästsson", Email: "gasta@regionen.example", Mobile: "070", Part: booking.Participant}, "")
	w.must(err)
	for _, c := range []struct{ day, want string }{
		{"2026-12-21", "Gästa Gästsson gasta@regionen.example 070"}, {"2026-12-22", "Gästa Gästsson  "}, {"2027-03-14", "Gästa Gästsson  "}, {"2027-03-15", "Regionen  "},
	} {
		day, err := time.ParseInLocation(time.DateOnly, c.day, w.Place)
		w.must(err)
		w.now = day.Add(time.Hour)
		w.must(w.ForgetGuests(ctx))
		got, err := db.One(ctx, w.DB, db.Text, `SELECT name || ' ' || email || ' ' || mobile FROM guest`)
		w.must(err)
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.day, got, c.want)
		}
	}
}
