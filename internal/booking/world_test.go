package booking_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/access"
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

// world is an RSS with three towns. Göteborg has the units solen (amina, bengt, sara; karin leads) and manen (clara, dina;
// mona leads), and a private employer firma with the unit granen (frida; fredrik leads). Mölndal has the unit mlo (malin, mats;
// mia leads), Kungälv kuo (kurt). Kim names people for Göteborg, maja for Mölndal, filip for firma. Rut arranges for the RSS,
// vera for another one, where Uddevalla is (ulla).
type world struct {
	*booking.Bookings
	app *app.App
	t   testing.TB
	now time.Time
}

const (
	town    = "k-1480"
	second  = "k-1481"
	third   = "k-1482"
	outside = "k-1485"
	region  = "rss-GR"
	other   = "rss-FYRBODAL"
)

func newWorld(t testing.TB) *world {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: dbtest.URL(t), Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	w := &world{Bookings: a.Bookings, app: a, t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, a.Place)} // a Monday
	now := func() time.Time { return w.now }
	a.Bookings.Now, a.Occasions.Now, a.Staff.Now, a.Messages.Now, a.Audit.Now = now, now, now, now, now
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		for _, n := range []org.Node{{ID: "solen", Kind: "unit", Name: "Solen", Parent: town}, {ID: "manen", Kind: "unit", Name: "Månen", Parent: town},
			{ID: "firma", Kind: "employer", Name: "Omsorg AB", Parent: town}, {ID: "granen", Kind: "unit", Name: "Granen", Parent: "firma"},
			{ID: "mlo", Kind: "unit", Name: "Ängen", Parent: second}, {ID: "kuo", Kind: "unit", Name: "Backen", Parent: third}, {ID: "uddo", Kind: "unit", Name: "Viken", Parent: outside}} {
			if _, err := a.Tree.Add(ctx, tx, n, "2020-01-01", "test"); err != nil {
				return err
			}
		}
		for _, p := range [][3]string{{"amina", "solen", town}, {"bengt", "solen", town}, {"sara", "solen", town}, {"karin", "solen", town}, {"clara", "manen", town}, {"dina", "manen", town},
			{"mona", "manen", town}, {"kim", "manen", town}, {"frida", "granen", "firma"}, {"fredrik", "granen", "firma"}, {"filip", "granen", "firma"}, {"malin", "mlo", second}, {"mats", "mlo", second},
			{"mia", "mlo", second}, {"maja", "mlo", second}, {"kurt", "kuo", third}, {"ulla", "uddo", outside}, {"rut", "solen", town}, {"vera", "uddo", outside}} {
			if err := employ(ctx, tx, p[0], p[1], p[2]); err != nil {
				return err
			}
		}
		for _, g := range []struct {
			person string
			role   may.Role
			node   string
		}{{"karin", may.Manager, "solen"}, {"mona", may.Manager, "manen"}, {"fredrik", may.Manager, "granen"}, {"mia", may.Manager, "mlo"}, {"kim", may.Municipality, town},
			{"maja", may.Municipality, second}, {"filip", may.Municipality, "firma"}, {"rut", may.Region, region}, {"vera", may.Region, other}} {
			if err := a.Access.Grant(ctx, tx, g.person, g.role, g.node, "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

func employ(ctx context.Context, tx *db.Tx, person, unit, employer string) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, []any{person}},
		{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ($2, $1, $3, 'Exempel', $1, '', '', FALSE, '')`, []any{person, employer, strings.ToUpper(person[:1]) + person[1:]}},
		{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, $2, $1, 'nr-' || $1, $1, 'test')`, []any{person, employer}},
		{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ('t-' || $1, 'e-' || $1, $3, $1, $2, '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2024-01-01', '', FALSE, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{person, unit, employer}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return fmt.Errorf("%w: %s", err, q.text)
		}
	}
	return nil
}

func (w *world) tx(f func(context.Context, *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) error { return f(w.t.Context(), tx) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(err error, want *fault.Fault) {
	w.t.Helper()
	if f := fault.Of(err); f == nil || f.Key != want.Key {
		w.t.Errorf("%v, want %s", err, want.Key)
	}
}

// actor is a person with the roles held.
func (w *world) actor(person string) may.Actor {
	w.t.Helper()
	grants, err := access.Grants(w.t.Context(), w.DB, person, w.Staff.Today())
	w.must(err)
	return may.Actor{PersonID: person, Grants: grants}
}

// occasion is an open course day of the RSS in three weeks, with so many seats and quotas by place.
func (w *world) occasion(seats int64, quotas ...booking.Quota) occasion.Occasion {
	w.t.Helper()
	return w.occasionOn("2026-12-14", seats, quotas...)
}

func (w *world) occasionOn(day string, seats int64, quotas ...booking.Quota) occasion.Occasion {
	w.t.Helper()
	return w.arranged("rut", occasion.Occasion{CourseID: "forflyttning", OrganiserID: region, Form: occasion.AtPlace, Town: town, Place: "Folkets hus", Address: "Storgatan 1", Seats: seats, CutOff: before(day, 7),
		Sessions: []occasion.Session{{Day: day, Begins: "09:00", Ends: "16:00"}}}, quotas...)
}

func (w *world) arranged(by string, o occasion.Occasion, quotas ...booking.Quota) occasion.Occasion {
	w.t.Helper()
	o, err := w.Occasions.Add(w.t.Context(), w.actor(by), o)
	w.must(err)
	w.must(w.Occasions.OpenUp(w.t.Context(), w.actor(by), o.ID))
	if len(quotas) > 0 {
		w.must(w.SetQuotas(w.t.Context(), w.actor(by), o.ID, quotas, ""))
	}
	o, err = w.Occasions.Find(w.t.Context(), o.ID)
	w.must(err)
	return o
}

func before(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.AddDate(0, 0, -days).Format(time.DateOnly)
}

func quota(node string, seats int64) booking.Quota { return booking.Quota{NodeID: node, Seats: seats} }

// book lets somebody book somebody.
func (w *world) book(by, person string, o occasion.Occasion) booking.Booking {
	w.t.Helper()
	k, err := w.Book(w.t.Context(), w.actor(by), o.ID, person, "")
	w.must(err)
	return k
}

// is reads how a booking stands.
func (w *world) is(id string) booking.Booking {
	w.t.Helper()
	k, err := w.Look(w.t.Context(), w.DB, id)
	w.must(err)
	return k
}

func (w *world) stands(id string, want seat.State, takes string) {
	w.t.Helper()
	if k := w.is(id); k.State != want || k.Takes != takes {
		w.t.Errorf("%s is %s and takes %q, want %s and %q", k.PersonID, k.State, k.Takes, want, takes)
	}
}

// told are the keys of what a person has been told, in order.
func (w *world) told(person string) []string {
	w.t.Helper()
	keys, err := db.All(w.t.Context(), w.DB, db.Text, `SELECT key FROM note WHERE person_id = $1 AND key LIKE 'booking.%' ORDER BY made_at, id`, person)
	w.must(err)
	for i := range keys {
		keys[i] = strings.TrimPrefix(keys[i], "booking.told.")
	}
	return keys
}

// check holds an occasion's seats against what must always be true.
func (w *world) check(o occasion.Occasion) {
	w.t.Helper()
	if err := sound(w.t.Context(), w.Bookings, o.ID); err != nil {
		w.t.Fatal(err)
	}
}
