package occasion_test

import (
	"context"
	"slices"
	"testing"

	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

func TestAnOccasionIsMadeOpenedAndSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	draft, err := w.Add(ctx, w.actor("rut"), plain("2027-02-03"))
	if err != nil {
		t.Fatal(err)
	}
	sees, err := w.Sees(ctx, "amina")
	if err != nil {
		t.Fatal(err)
	}
	if sees.IsVisible(w.find(draft.ID)) {
		t.Error("a draft is seen")
	}
	if all, n, err := w.Visible(ctx, sees, occasion.Filter{}); err != nil || n != 0 || len(all) != 0 {
		t.Errorf("a draft is listed: %d %v", n, err)
	}
	if err := w.OpenUp(ctx, w.actor("vera"), draft.ID); key(err) != "may.denied" {
		t.Errorf("another RSS opened it: %v", err)
	}
	if err := w.OpenUp(ctx, w.actor("rut"), draft.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.OpenUp(ctx, w.actor("rut"), draft.ID); key(err) != "occasion.closed" {
		t.Errorf("opened twice: %v", err)
	}
	oc := w.find(draft.ID)
	if oc.Title == "" || oc.State != occasion.Open || oc.FirstDay != "2027-02-03" || oc.Sequence != 0 || oc.Sessions[0].Length != occasion.Whole || !slices.Equal(oc.Owners, []string{region}) {
		t.Errorf("%+v", oc)
	}
	all, n, err := w.Visible(ctx, sees, occasion.Filter{From: "2026-11-23", CourseIDs: []string{"forflyttning"}, Form: occasion.AtPlace, Town: town})
	if err != nil || n != 1 || all[0].ID != oc.ID || len(all[0].Sessions) != 1 {
		t.Errorf("%d %+v %v", n, all, err)
	}
	if all, n, err := w.Visible(ctx, occasion.Seen{NodeIDs: []string{"se", other}}, occasion.Filter{}); err != nil || n != 0 {
		t.Errorf("seen from another region: %+v %v", all, err)
	}
	if _, n, err := w.Visible(ctx, occasion.Seen{NodeIDs: []string{other}, Extra: []string{oc.ID}}, occasion.Filter{}); err != nil || n != 1 {
		t.Errorf("with a quota: %d %v", n, err)
	}
	if _, n, err := w.Visible(ctx, occasion.Seen{Also: map[string][]string{region: {"forflyttning"}}}, occasion.Filter{}); err != nil || n != 1 {
		t.Errorf("by the journey's own RSS: %d %v", n, err)
	}
	if _, n, err := w.OwnedBy(ctx, w.actor("rut"), []string{region}, occasion.Filter{State: occasion.Open}); err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
	if _, _, err := w.OwnedBy(ctx, w.actor("vera"), []string{region}, occasion.Filter{}); key(err) != "may.denied" {
		t.Errorf("another RSS lists them: %v", err)
	}
	if many, err := w.FindMany(ctx, []string{oc.ID, "finns-inte"}); err != nil || len(many) != 1 {
		t.Errorf("%v %v", many, err)
	}
}

// An RSS arranges nothing in a municipality's name and sees no names there, and nobody above either (rule 30).
func TestOnlyRolesAtTheOwnerItselfArrange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	oc := plain("2027-02-03")
	oc.OrganiserID = town
	for _, person := range []string{"rut", "nils", "karin", "amina"} {
		if _, err := w.Add(t.Context(), w.actor(person), oc); key(err) != "may.denied" {
			t.Errorf("%s: %v", person, err)
		}
	}
	made := w.add("kim", oc)
	for _, person := range []string{"rut", "nils", "vera", "karin"} {
		if err := w.Owns(t.Context(), w.actor(person), made); key(err) != "may.denied" {
			t.Errorf("%s owns it: %v", person, err)
		}
	}
	if err := w.Owns(t.Context(), may.Operator(), made); err != nil {
		t.Error(err)
	}
}

func TestWhatAnOccasionMaySay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		want string
		do   func(*occasion.Occasion)
	}{
		{"", func(*occasion.Occasion) {}},
		{"", func(o *occasion.Occasion) { o.Sessions = nil }},
		{"occasion.course_missing", func(o *occasion.Occasion) { o.CourseID = "finns-inte" }},
		{"occasion.organiser_wrong", func(o *occasion.Occasion) { o.OrganiserID = "finns-inte" }},
		{"occasion.owner_wrong", func(o *occasion.Occasion) { o.Owners = []string{"k-1480"} }},
		{"", func(o *occasion.Occasion) { o.Owners = []string{other} }},
		{"occasion.form_missing", func(o *occasion.Occasion) { o.Form = "moon" }},
		{"occasion.town_missing", func(o *occasion.Occasion) { o.Town = region }},
		{"occasion.link_wrong", func(o *occasion.Occasion) { o.Link = "javascript:alert(1)" }},
		{"occasion.language_wrong", func(o *occasion.Occasion) { o.Language = "Svenska!" }},
		{"occasion.seats_wrong", func(o *occasion.Occasion) { o.Seats = -1 }},
		{"occasion.min_seats_wrong", func(o *occasion.Occasion) { o.MinSeats = 21 }},
		{"occasion.fee_wrong", func(o *occasion.Occasion) { o.Fee = -1 }},
		{"occasion.cut_off_wrong", func(o *occasion.Occasion) { o.CutOff = "2027-02-04" }},
		{"occasion.identity_number", func(o *occasion.Occasion) { o.Note = "Fråga efter 19811228-9874" }},
		{"occasion.day_wrong", func(o *occasion.Occasion) { o.Sessions[0].Day = "2027-02-30" }},
		{"occasion.hours_wrong", func(o *occasion.Occasion) { o.Sessions[0].Ends = "08:00" }},
		{"occasion.hours_wrong", func(o *occasion.Occasion) { o.Sessions[0].Begins = "9:00" }},
		{"occasion.time_skipped", func(o *occasion.Occasion) {
			o.Sessions[0] = occasion.Session{Day: "2027-03-28", Begins: "02:30", Ends: "16:00"}
		}},
		{"occasion.time_skipped", func(o *occasion.Occasion) {
			o.Sessions[0] = occasion.Session{Day: "2027-03-28", Begins: "00:30", Ends: "02:30"}
		}},
		{"occasion.sessions_overlap", func(o *occasion.Occasion) {
			o.Sessions = append(o.Sessions, occasion.Session{Day: "2027-02-03", Begins: "15:00", Ends: "17:00"})
		}},
		{"occasion.part_wrong", func(o *occasion.Occasion) {
			o.Sessions[0].Parts = []occasion.Part{{Kind: "song", Title: "x", Minutes: 10}}
		}},
		{"occasion.identity_number", func(o *occasion.Occasion) {
			o.Sessions[0].Parts = []occasion.Part{{Kind: "lecture", Title: "811228-9874", Minutes: 10}}
		}},
		{"occasion.trainer_missing", func(o *occasion.Occasion) { o.Sessions[0].Trainers = []string{"finns-inte"} }},
	} {
		oc := plain("2027-02-03")
		c.do(&oc)
		if _, err := w.Add(t.Context(), w.actor("rut"), oc); key(err) != c.want {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

func TestWhatAnOccasionLacksToBeOpened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		want string
		do   func(*occasion.Occasion)
	}{
		{"occasion.no_sessions", func(o *occasion.Occasion) { o.Sessions = nil }},
		{"occasion.day_past", func(o *occasion.Occasion) { o.Sessions[0].Day = "2026-11-22" }},
		{"occasion.town_missing", func(o *occasion.Occasion) { o.Town = "" }},
		{"occasion.place_missing", func(o *occasion.Occasion) { o.Place, o.Address = "", "" }},
		{"occasion.seats_wrong", func(o *occasion.Occasion) { o.Seats, o.MinSeats = 0, 0 }},
		{"", func(o *occasion.Occasion) { o.Form, o.Place, o.Address = occasion.Online, "", "" }},
	} {
		oc := plain("2027-02-03")
		c.do(&oc)
		oc, err := w.Add(t.Context(), w.actor("rut"), oc)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.OpenUp(t.Context(), w.actor("rut"), oc.ID); key(err) != c.want {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

// Who changes it while somebody else does gets what the other made; nothing is lost.
func TestTwoWhoChangeAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	oc := w.add("rut", plain("2027-02-03"))
	one, two := oc, oc
	one.Note, two.Room = "Ta med matlåda", "Sal 3"
	if _, err := w.Change(t.Context(), w.actor("rut"), one, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Change(t.Context(), w.actor("rut"), two, ""); key(err) != "occasion.changed" {
		t.Errorf("%v", err)
	}
	if now := w.find(oc.ID); now.Note != "Ta med matlåda" || now.Room != "" || now.Revision != oc.Revision+1 {
		t.Errorf("%+v", now)
	}
}

// Calendars are told of days, hours and places, not of what else is said; the name there stays for life.
func TestWhenCalendarsAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, rut := t.Context(), w.actor("rut")
	var told []string
	w.Told = func(_ context.Context, _ *db.Tx, _ occasion.Occasion, c occasion.Change) error {
		told = append(told, c.What)
		return nil
	}
	oc := w.add("rut", plain("2027-02-03"))
	uid, sequence := oc.UID, oc.Sequence
	step := func(what string, raises int64, f func(o occasion.Occasion) (occasion.Occasion, error)) {
		t.Helper()
		if _, err := f(w.find(oc.ID)); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		now := w.find(oc.ID)
		sequence += raises
		if now.UID != uid || now.Sequence != sequence {
			t.Errorf("%s: sequence %d, want %d; %s", what, now.Sequence, sequence, now.UID)
		}
	}
	step("note", 0, func(o occasion.Occasion) (occasion.Occasion, error) { o.Note = "x"; return w.Change(ctx, rut, o, "") })
	step("nothing", 0, func(o occasion.Occasion) (occasion.Occasion, error) { return w.Change(ctx, rut, o, "") })
	step("room", 1, func(o occasion.Occasion) (occasion.Occasion, error) {
		o.Room = "Sal 3"
		return w.Change(ctx, rut, o, "")
	})
	step("seats", 0, func(o occasion.Occasion) (occasion.Occasion, error) { return w.Reseat(ctx, rut, o.ID, 25, 5) })
	step("more days", 1, func(o occasion.Occasion) (occasion.Occasion, error) {
		o.Sessions = append(o.Sessions, occasion.Session{Day: "2027-02-01", Begins: "09:00", Ends: "12:00"})
		return w.Change(ctx, rut, o, "")
	})
	step("postpone", 1, func(o occasion.Occasion) (occasion.Occasion, error) {
		return w.Postpone(ctx, rut, o.ID, o.Revision, map[string]occasion.Slot{o.Sessions[0].ID: {"2027-03-01", "09:00", "12:00"}, o.Sessions[1].ID: {"2027-03-02", "09:00", "16:00"}}, "Kursledaren är sjuk")
	})
	step("online", 1, func(o occasion.Occasion) (occasion.Occasion, error) {
		return w.GoOnline(ctx, rut, o.ID, o.Revision, "https://mote.example/1", "Snöstorm")
	})
	step("back", 1, func(o occasion.Occasion) (occasion.Occasion, error) {
		return w.GoToPlace(ctx, rut, o.ID, o.Revision, occasion.Occasion{Form: occasion.AtPlace, Town: town, Place: "Rådhuset"}, "Vädret är bättre")
	})
	step("cancel", 1, func(o occasion.Occasion) (occasion.Occasion, error) {
		return w.Cancel(ctx, rut, o.ID, "För få anmälda")
	})
	if want := []string{"opened", "changed", "moved", "seats", "postponed", "postponed", "online", "in_place", "cancelled"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	if _, err := w.Change(ctx, rut, w.find(oc.ID), ""); key(err) != "occasion.closed" {
		t.Errorf("changed when cancelled: %v", err)
	}
	history, err := w.History(ctx, rut, oc.ID)
	if err != nil || len(history) != len(told) || history[0].Why != "För få anmälda" || history[3].Differences()[0].Was != "2027-02-01 09:00–12:00" {
		t.Errorf("%+v %v", history, err)
	}
	if got := w.told("rut"); len(got) != 0 {
		t.Errorf("who did it is told: %v", got)
	}
}

func TestPostponingAndCancellingAskForAReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rut := w.actor("rut")
	oc := w.add("rut", plain("2027-02-03"))
	to := map[string]occasion.Slot{oc.Sessions[0].ID: {"2027-02-10", "09:00", "16:00"}}
	if _, err := w.Postpone(t.Context(), rut, oc.ID, oc.Revision, to, " "); key(err) != "occasion.why_missing" {
		t.Error(err)
	}
	if _, err := w.Postpone(t.Context(), rut, oc.ID, oc.Revision, nil, "Sjuk"); key(err) != "occasion.days_missing" {
		t.Error(err)
	}
	if _, err := w.Postpone(t.Context(), rut, oc.ID, oc.Revision-1, to, "Sjuk"); key(err) != "occasion.changed" {
		t.Error(err)
	}
	if _, err := w.Cancel(t.Context(), rut, oc.ID, ""); key(err) != "occasion.why_missing" {
		t.Error(err)
	}
	if err := w.Discard(t.Context(), rut, oc.ID); key(err) != "occasion.not_draft" {
		t.Error(err)
	}
}
