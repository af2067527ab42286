package seatweb_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/search"
)

// The places of the world.
const (
	goteborg = "k-1480"
	molndal  = "k-1481"
	region   = "rss-GR"
	other    = "rss-FYRBODAL"
)

// world is two municipalities of one RSS: Göteborg with the unit solen and the private employer omsorgab under it, and
// Mölndal with the unit granen. Rut arranges for their RSS, vera for another; kim names people for Göteborg, mia for
// Mölndal; karin leads solen.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, w.App.Place) }
	w.Occasions.Now, w.Staff.Now, w.Bookings.Now, w.Messages.Now, w.Audit.Now = now, now, now, now, now
	w.Place("unit", "solen", "Solen", goteborg)
	w.Place("unit", "granen", "Granen", molndal)
	w.Place("employer", "omsorgab", "Omsorg AB", goteborg)
	w.Place("unit", "villan", "Villan", "omsorgab")
	for _, person := range []string{"anna", "bo", "cecilia", "david", "karin", "kim", "rut", "vera", "olle"} {
		w.Employ(person, "solen", "underskoterska")
	}
	for _, person := range []string{"elsa", "fia", "mia"} {
		w.EmployAt(person, molndal, "granen", "vardbitrade")
	}
	w.EmployAt("gun", "omsorgab", "villan", "underskoterska")
	w.Grant("karin", may.Manager, "solen")
	w.Grant("kim", may.Municipality, goteborg)
	w.Grant("mia", may.Municipality, molndal)
	w.Grant("rut", may.Region, region)
	w.Grant("vera", may.Region, other)
	if err := w.App.Search.OnSwept(t.Context(), search.Swept{}); err != nil {
		t.Fatal(err)
	}
	return w
}

// day is an open occasion with seats on a day, arranged by places.
func (w *world) day(on string, seats int64, owners ...string) occasion.Occasion {
	w.T.Helper()
	if len(owners) == 0 {
		owners = []string{region}
	}
	o, err := w.Occasions.Add(w.T.Context(), may.Operator(), occasion.Occasion{CourseID: "forflyttning", OrganiserID: owners[0], Owners: owners, Form: occasion.AtPlace, Town: goteborg, Place: "Folkets hus",
		Address: "Storgatan 1", Room: "Stora salen", Seats: seats, MinSeats: 1, Language: "sv", Sessions: []occasion.Session{{Day: on, Length: occasion.Whole, Begins: "09:00", Ends: "16:00"}}})
	if err != nil {
		w.T.Fatal(err)
	}
	if err := w.Occasions.OpenUp(w.T.Context(), may.Operator(), o.ID); err != nil {
		w.T.Fatal(err)
	}
	if o, err = w.Occasions.Find(w.T.Context(), o.ID); err != nil {
		w.T.Fatal(err)
	}
	return o
}

// quotas gives places seats: place, seats, place, seats …
func (w *world) quotas(o occasion.Occasion, pairs ...any) {
	w.T.Helper()
	var all []booking.Quota
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, booking.Quota{OccasionID: o.ID, NodeID: pairs[i].(string), Seats: int64(pairs[i+1].(int))})
	}
	if err := w.Bookings.SetQuotas(w.T.Context(), w.Actor("rut"), o.ID, all, ""); err != nil {
		w.T.Fatal(err)
	}
}

// book books somebody, as somebody.
func (w *world) book(as string, o occasion.Occasion, person string) booking.Booking {
	w.T.Helper()
	k, err := w.Bookings.Book(w.T.Context(), w.Actor(as), o.ID, person, "")
	if err != nil {
		w.T.Fatal(err)
	}
	return k
}

// ask lets somebody ask for a place.
func (w *world) ask(o occasion.Occasion, person string) booking.Booking {
	w.T.Helper()
	k, err := w.Bookings.Ask(w.T.Context(), w.Actor(person), o.ID, "")
	if err != nil {
		w.T.Fatal(err)
	}
	return k
}

// look holds a page against every view.
func look(t *testing.T, p *browsertest.Page, name string) {
	t.Helper()
	if p.Status() != http.StatusOK {
		t.Errorf("%s: %d", p.Path(), p.Status())
	}
	for view, v := range map[string]browsertest.View{"390": browsertest.Phone, "390-mork": browsertest.Phone.Dark(), "1280": browsertest.Desktop, "1280-mork": browsertest.Desktop.Dark()} {
		p.As(v)
		p.Axe(t)
		if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
			p.Screenshot(filepath.Join(dir, name+"-"+view+".png"))
		}
	}
	p.As(browsertest.Phone)
	p.NoOverflow(t)
	p.Targets(t)
}
