package app_test

import (
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/course"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// TestACourseWithADayFromBookingToCertificate goes through all parts of a course with a course day: the learner's page
// tells what is booked, the day is attended, the follow-up written; certificate and journey follow, and follow back when the
// attendance was wrong (R120, R134).
func TestACourseWithADayFromBookingToCertificate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, a, me := t.Context(), w.app, may.Actor{PersonID: "learner-1480"}
	const id = "forflyttning-i-praktiken"
	c := w.browser(t, me.PersonID)
	says := func(address string, words ...string) {
		t.Helper()
		page := w.page(t, c, address)
		for _, word := range words {
			if !strings.Contains(page, word) {
				t.Errorf("%s does not say %q", address, word)
			}
		}
	}
	post := func(address string, pairs ...string) {
		t.Helper()
		form := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		if status := w.post(t, c, w.base+address, form); status != 303 {
			t.Fatalf("%s: %d", address, status)
		}
	}
	says("/kurs/"+id, "1 kursdag på 6 timmar", "/kursdagar?kurs="+id, "Öppna kursen")
	post("/kurs/" + id + "/borja")

	region, day := w.at(t, may.Region, "rss-GR"), w.inDays(30)
	o, err := a.Occasions.Add(ctx, region, occasion.Occasion{CourseID: id, OrganiserID: "rss-GR", Form: occasion.AtPlace, Town: "k-1480", Place: "Folkets hus", Address: "Torget 1", Language: "sv",
		Seats: 10, MinSeats: 1, CutOff: w.inDays(20), Sessions: []occasion.Session{{Length: occasion.Whole, Day: day, Begins: "09:00", Ends: "16:00"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Occasions.OpenUp(ctx, region, o.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Bookings.Book(ctx, region, o.ID, me.PersonID, ""); err != nil {
		t.Fatal(err)
	}
	says("/kurs/"+id, "Du har en plats.", "klockan 9–16. Folkets hus", "/kursdagar/"+o.ID)

	content, err := a.Courses.Version(ctx, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	if left, err := a.Studies.PreparationLeft(ctx, []string{me.PersonID}, id); err != nil || left[me.PersonID] != len(content.Preparation) {
		t.Error(left, err)
	}
	for _, k := range content.Preparation {
		post("/kurs/"+id+"/forberedelse/"+k.ID, "klar", "1")
	}
	attended := course.Attendance{PersonID: me.PersonID, CourseID: id, OccasionID: o.ID, SessionID: o.Sessions[0].ID, Session: 1, Sessions: 1,
		ControllerID: "k-1480", ActorID: "trainer-1480", OnceKey: o.Sessions[0].ID + ":" + me.PersonID}
	attend := func() {
		t.Helper()
		if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return a.Studies.Attended(ctx, tx, attended) }); err != nil {
			t.Fatal(err)
		}
	}
	attend()
	post("/kurs/"+id+"/uppfoljning", "text", "Jag låter personen göra mer själv.")
	says("/kurs/"+id, "Du blev klar")
	says("/intyg", content.Title)
	if w.journeyStatus(t, me.PersonID, id) != plan.Done {
		t.Errorf("the journey says %s", w.journeyStatus(t, me.PersonID, id))
	}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		return a.Studies.Unattended(ctx, tx, me.PersonID, id, attended.OnceKey, "trainer-1480", "Fel person bockades av.")
	})
	if err != nil {
		t.Fatal(err)
	}
	if w.journeyStatus(t, me.PersonID, id) != plan.Started {
		t.Errorf("the journey says %s", w.journeyStatus(t, me.PersonID, id))
	}
	standing := record.Standing(w.factsOf(t, me.PersonID))
	for _, f := range standing {
		if f.CourseID == id {
			t.Errorf("%s still stands", f.Kind)
		}
	}
	attend()
	if w.journeyStatus(t, me.PersonID, id) != plan.Done {
		t.Error("the journey does not follow")
	}
}

func (w *world) factsOf(t *testing.T, person string) []record.Fact {
	t.Helper()
	facts, err := w.app.Record.Facts(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// journeyStatus is how a course stands in the person's journey.
func (w *world) journeyStatus(t *testing.T, person, courseID string) plan.Status {
	t.Helper()
	all, err := w.app.Journeys.Own(t.Context(), may.Actor{PersonID: person}, w.app.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range all {
		for _, b := range j.Blocks {
			for _, i := range b.Items {
				if i.Course == courseID {
					return i.Status
				}
			}
		}
	}
	t.Fatalf("%s is not in the journey", courseID)
	return ""
}
