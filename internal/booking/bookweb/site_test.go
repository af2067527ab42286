package bookweb_test

import (
	"testing"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/may"
)

// rss is the regional support of Göteborg; rita arranges course days there.
const rss = "rss-GR"

// world is Göteborg with the units solen and manen. Karin leads solen with amina, bengt and carmen; mona leads manen with
// dan; kim is the municipality's contact.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	for _, person := range []string{"amina", "bengt", "carmen", "karin", "kim", "rita"} {
		w.Employ(person, "solen", "underskoterska")
	}
	for _, person := range []string{"dan", "mona"} {
		w.Employ(person, "manen", "underskoterska")
	}
	w.Grant("karin", may.Manager, "solen")
	w.Grant("mona", may.Manager, "manen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("rita", may.Region, rss)
	return w
}

// in is a day so many days from today.
func (w *world) in(days int) string { return string(plan.Date(w.Staff.Today()).AddDays(days)) }

// dayOf is an open day of moving people, at Folkets hus.
func (w *world) dayOf(days int, seats int64) occasion.Occasion {
	w.T.Helper()
	return w.open(occasion.Occasion{CourseID: "forflyttning", Form: occasion.AtPlace, Town: gaptest.Town, Place: "Folkets hus", Address: "Olof Palmes plats 3", Room: "Sal 2", AccessNotes: "Hiss finns. Hörslinga i salen.",
		Language: "sv", Seats: seats, MinSeats: 1, CutOff: w.in(days - 3), Note: "Ta på dig kläder som du kan röra dig i.", Terms: "Enheten betalar 500 kronor.",
		Sessions: []occasion.Session{{Length: occasion.Whole, Day: w.in(days), Begins: "09:00", Ends: "16:00", Parts: []occasion.Part{
			{Kind: occasion.Lecture, Title: "Så mår din rygg", Minutes: 60}, {Kind: occasion.Break, Minutes: 15}, {Kind: occasion.Practice, Title: "Öva i par", Minutes: 120, Material: "Ta med skor för inomhus."}}}}})
}

func (w *world) open(o occasion.Occasion) occasion.Occasion {
	w.T.Helper()
	o.OrganiserID = rss
	o, err := w.Occasions.Add(w.T.Context(), w.Actor("rita"), o)
	if err == nil {
		err = w.Occasions.OpenUp(w.T.Context(), w.Actor("rita"), o.ID)
	}
	if err == nil {
		o, err = w.Occasions.Find(w.T.Context(), o.ID)
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return o
}

// must is a booking that was made.
func (w *world) must(k booking.Booking, err error) booking.Booking {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
	return k
}
