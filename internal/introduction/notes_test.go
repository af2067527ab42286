package introduction_test

import (
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/introduction"
	"yrkesresan/internal/platform/may"
)

// What a newcomer and a mentor note is for the two: whoever leads the unit is no mentor there, reads nothing after having come
// to lead it, and a mentor who comes after another reads what is noted from then on (R244).
func TestNotesAreForTheTwoWhoWroteThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, karin := t.Context(), w.Actor("karin")
	w.Employ("siv", "solen", "underskoterska")
	w.Grant("siv", may.Deputy, "solen")
	id := w.begin("amina", "vard-och-omsorg")
	name := func(person string) error {
		return w.Introductions.SetGuide(ctx, karin, id, introduction.MentorPart, person)
	}
	w.must(name("mona"))
	talk := w.sight("mona", id).Meetings[0].ID
	note := func(person, body string) {
		w.T.Helper()
		_, err := w.Introductions.AddNote(ctx, w.Actor(person), talk, body)
		w.must(err)
	}
	reads := func(person string, want ...string) {
		w.T.Helper()
		seen, err := w.Introductions.Talk(ctx, w.Actor(person), talk)
		w.must(err)
		var got []string
		for _, n := range seen.Notes {
			got = append(got, n.Body)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s reads %q, want %q", person, got, want)
		}
	}
	note("mona", "Det är svårt på kvällarna")
	note("amina", "Jag vågar inte fråga")
	w.Exec(`UPDATE introduction_guide SET made_at = $1`, w.Now().Add(-time.Hour))
	w.Exec(`UPDATE introduction_note SET at = $1`, w.Now().Add(-time.Minute))
	w.is(name("karin"), introduction.ErrLeads)
	w.is(name("siv"), introduction.ErrLeads)
	w.is(name("kim"), introduction.ErrLeads) // leads all of the municipality
	for _, text := range []string{"", "Siv"} {
		for part, want := range map[introduction.Part]bool{introduction.MentorPart: false, introduction.BuddyPart: true} {
			all, err := w.Introductions.Candidates(ctx, karin, id, part, text)
			w.must(err)
			if got := slices.ContainsFunc(all, func(c introduction.Candidate) bool { return c.PersonID == "siv" }); got != want {
				t.Errorf("who leads may be picked as %s by %q: %v", part, text, got)
			}
		}
	}
	reads("mona", "Det är svårt på kvällarna", "Jag vågar inte fråga")
	w.must(name("bo"))
	reads("bo")
	note("bo", "Nu börjar vi om")
	note("amina", "Tack")
	reads("bo", "Nu börjar vi om", "Tack")
	reads("amina", "Det är svårt på kvällarna", "Jag vågar inte fråga", "Nu börjar vi om", "Tack")
	reads("karin")
	w.must(name("mona"))
	w.Exec(`UPDATE introduction_note SET at = $1`, w.Now().Add(-time.Minute))
	reads("mona", "Det är svårt på kvällarna") // what one has written oneself
	w.Grant("mona", may.Manager, "solen")
	reads("mona")
	_, err := w.Introductions.AddNote(ctx, w.Actor("mona"), talk, "Jag är chef nu")
	w.is(err, introduction.ErrNotYours)
}
