package message_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

func TestTheInboxIsThePersonsOwnAndNewestFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 25 {
		n := late
		if i == 24 {
			n = message.Note{PersonID: "a", EmployerID: "k", Key: "access.told", AboutID: "b", OnceKey: "role:1"}
			w.tell(n) // and again, below: it is one
		}
		w.tell(n)
		w.wait(time.Minute)
	}
	b, err := w.Inbox(t.Context(), amina, w.Texts, 1)
	if err != nil || len(b.Entries) != 20 || b.All != 25 || b.Unread != 25 || b.Pages() != 2 {
		t.Fatal(len(b.Entries), b.All, b.Unread, err)
	}
	if got := b.Entries[0].Said; got != (message.Said{Subject: "Du har fått en roll", Sentence: "Du ersätter Kod 42 från i dag."}) {
		t.Errorf("a protected person is named: %+v", got)
	}
	if got := b.Entries[1].Said; got != (message.Said{Subject: "Påminnelse", Sentence: "Förflyttning skulle ha varit klar 1 mars."}) {
		t.Errorf("%+v", got)
	}
	easy, err := w.Inbox(t.Context(), amina, w.Texts.Easy(), 2)
	if err != nil || len(easy.Entries) != 5 || !strings.HasPrefix(easy.Entries[0].Sentence, "Förflyttning är sen.") {
		t.Errorf("%+v %v", easy, err)
	}
	if _, err := w.Open(t.Context(), may.Actor{PersonID: "b"}, b.Entries[1].ID); !errors.Is(err, message.ErrNoNote) {
		t.Error("another opens it:", err)
	}
	if _, err := w.Inbox(t.Context(), may.Actor{}, w.Texts, 1); !errors.Is(err, may.ErrSignIn) && !errors.Is(err, may.ErrDenied) {
		t.Error("a visitor has an inbox:", err)
	}
	if href, err := w.Open(t.Context(), amina, b.Entries[1].ID); err != nil || href != "/kurs/forflyttning" {
		t.Error(href, err)
	}
	shown := time.UnixMilli(w.now.Load())
	w.wait(time.Second)
	w.tell(late)
	if err := w.ReadAll(t.Context(), amina, shown); err != nil {
		t.Fatal(err)
	}
	if b, err = w.Inbox(t.Context(), amina, w.Texts, 1); err != nil || b.Unread != 1 || b.Entries[0].Read || !b.Entries[1].Read {
		t.Errorf("what came after the page was shown is read too: %d unread, %v", b.Unread, err)
	}
}

func TestANoteIsCarriedOutAsThePersonHasChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(late)
	w.carry()
	w.carry()
	got := w.out()
	if len(got) != 1 || !strings.HasPrefix(got[0], "email amina@ale.example | Påminnelse | Förflyttning skulle ha varit klar 1 mars.\n\nhttps://y.example/kurs/forflyttning\n") {
		t.Fatalf("%q", got)
	}
	for _, want := range []string{"/installningar/meddelanden", "Sluta få mejl och sms om påminnelser om datum:"} {
		if !strings.Contains(got[0], want) {
			t.Errorf("no %q in %q", want, got[0])
		}
	}
	if strings.Contains(got[0], "Amina") || strings.Contains(got[0], "Nilsson") {
		t.Errorf("a name leaves the program: %q", got[0])
	}
	w.wish("a", func(x *message.Wishes) { x.BySMS, x.ByEmail = true, false })
	w.wait(time.Minute)
	w.tell(late)
	w.tell(late)
	w.carry()
	if got = w.out(); len(got) != 2 || got[1] != "sms 0701234567 |  | Yrkesresan: 2 nya meddelanden. https://y.example/meddelanden" {
		t.Errorf("%q", got)
	}
	w.wish("a", func(x *message.Wishes) { x.Silent = []message.Kind{message.Reminders} })
	w.tell(late)
	w.carry()
	w.wish("a", func(x *message.Wishes) { x.Silent, x.BySMS = nil, false })
	w.tell(late)
	w.carry()
	if got = w.out(); len(got) != 2 {
		t.Errorf("what the person keeps in the program leaves it: %q", got)
	}
	// Another employer's matter goes to that employer's address.
	w.wish("a", func(x *message.Wishes) { x.ByEmail = true })
	n := late
	n.EmployerID = "m"
	w.wait(time.Minute)
	w.tell(n)
	w.tell(late)
	w.carry()
	if got = w.out(); len(got) != 4 || !strings.HasPrefix(got[2], "email amina@ale.example") || !strings.HasPrefix(got[3], "email amina@boras.example") {
		t.Errorf("%q", got)
	}
	if b, err := w.Inbox(t.Context(), amina, w.Texts, 1); err != nil || b.All != 7 {
		t.Error("in the program all of it stands:", b.All, err)
	}
}

func TestNothingLeavesOutsideTheHoursThatThePersonChose(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wait(4*24*time.Hour + 9*time.Hour) // Friday evening at seven
	w.tell(late)
	w.carry()
	w.wait(40 * time.Hour) // Sunday
	w.carry()
	if got := w.out(); len(got) != 0 {
		t.Fatalf("in free time: %q", got)
	}
	unread := late
	unread.Key, unread.AboutID = "access.told", "b"
	w.tell(unread)
	b, err := w.Inbox(t.Context(), amina, w.Texts, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Open(t.Context(), amina, b.Entries[1].ID); err != nil { // read on Sunday: nothing more to tell
		t.Fatal(err)
	}
	w.wait(20*time.Hour - time.Minute) // Monday, a minute to seven
	w.carry()
	if got := w.out(); len(got) != 0 {
		t.Fatalf("before seven: %q", got)
	}
	w.wait(time.Minute)
	w.carry()
	if got := w.out(); len(got) != 1 || !strings.Contains(got[0], "Du har fått en roll") || strings.Contains(got[0], "Bengt") {
		t.Errorf("%q", got)
	}
}

func TestReplicasCarryANoteOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 15 {
		w.tell(late)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := w.Carry(context.WithoutCancel(t.Context())); err != nil && !errors.Is(err, db.ErrBusy) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	w.carry()
	if got := w.out(); len(got) != 1 {
		t.Errorf("%d messages", len(got))
	}
}

// The first moment within the hours is within them, not before now, and nothing before it is.
func TestTheHoursOpenAtTheFirstMoment(t *testing.T) {
	t.Parallel()
	place := lang.Zone()
	rapid.Check(t, func(t *rapid.T) {
		w := message.Wishes{Days: rapid.SliceOfNDistinct(rapid.SampledFrom(message.Week()), 1, 7, rapid.ID).Draw(t, "days"), From: rapid.IntRange(0, 23).Draw(t, "from")}
		w.Until = rapid.IntRange(w.From+1, 24).Draw(t, "until")
		if err := w.Check(); err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(1_767_000_000, 1_830_000_000).Draw(t, "now"), 0)
		within := func(at time.Time) bool {
			at = at.In(place)
			return slices.Contains(w.Days, at.Weekday()) && at.Hour() >= w.From && at.Hour() < w.Until
		}
		opens := w.Opens(now, place)
		skipped := w.From == 2 && w.Until == 3 // the hour that does not exist on one night in spring
		if opens.Before(now) || !within(opens) && !skipped {
			t.Fatalf("%s opens at %s", now.In(place), opens.In(place))
		}
		for at := now; at.Before(opens); at = at.Add(7 * time.Minute) {
			if within(at) {
				t.Fatalf("%s was open before %s", at.In(place), opens.In(place))
			}
		}
	})
}

func TestWishesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change func(*message.Wishes)
		want   error
	}{
		{func(w *message.Wishes) { w.Days = nil }, message.ErrDays},
		{func(w *message.Wishes) { w.From, w.Until = 18, 7 }, message.ErrHours},
		{func(w *message.Wishes) { w.From, w.Until = 7, 7 }, message.ErrHours},
		{func(w *message.Wishes) { w.From = -1 }, message.ErrHours},
		{func(w *message.Wishes) { w.Until = 25 }, message.ErrHours},
		{func(w *message.Wishes) {}, nil},
	} {
		w := message.Begin()
		c.change(&w)
		if err := w.Check(); !errors.Is(err, c.want) && !(err == nil && c.want == nil) {
			t.Errorf("%+v: %v", w, err)
		}
	}
}

func TestAnOwnAddressIsUsedWhenItIsConfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, wrong := range []string{"amina", "Amina <a@b.example>", "a@b", "a@b.example, c@d.example", strings.Repeat("a", 200) + "@b.example"} {
		if err := w.AskEmail(t.Context(), amina, wrong); !errors.Is(err, message.ErrAddress) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	ask := func(address string) string {
		w.wait(time.Minute)
		if err := w.AskEmail(t.Context(), amina, address); err != nil {
			t.Fatal(err)
		}
		got := w.out()
		return token(got[len(got)-1], "bekrafta")
	}
	first := ask("amina@hemma.example")
	w.tell(late)
	w.carry()
	if got := w.out(); !slices.ContainsFunc(got, func(m string) bool { return strings.HasPrefix(m, "email amina@ale.example | Påminnelse") }) {
		t.Errorf("an address that nobody has confirmed is used: %q", got)
	}
	if address, err := w.Asked(t.Context(), first); err != nil || address != "amina@hemma.example" {
		t.Error(address, err)
	}
	second := ask("amina@annan.example")
	for _, gone := range []string{first, second + "A", "", "x"} {
		if err := w.Confirm(t.Context(), gone); !errors.Is(err, message.ErrLink) {
			t.Errorf("%q: %v", gone, err)
		}
	}
	for range 2 {
		if err := w.Confirm(t.Context(), second); err != nil {
			t.Fatal(err)
		}
	}
	w.wait(time.Minute)
	w.tell(late)
	w.carry()
	if got := w.out(); !strings.HasPrefix(got[len(got)-1], "email amina@annan.example | Påminnelse") {
		t.Errorf("%q", got)
	}
	third := ask("amina@tredje.example")
	w.wait(4 * 24 * time.Hour)
	if err := w.Confirm(t.Context(), third); !errors.Is(err, message.ErrLink) {
		t.Error("an old link:", err)
	}
	if err := w.AskEmail(t.Context(), amina, ""); err != nil {
		t.Fatal(err)
	}
	if s, err := w.Settings(t.Context(), amina); err != nil || s.OwnEmail != "" || s.AskedEmail != "" || s.WorkEmail != "amina@ale.example" {
		t.Errorf("%+v %v", s, err)
	}
	for i := range 6 {
		err := w.AskEmail(t.Context(), amina, "a@b.example")
		if (i >= 5) != errors.Is(err, message.ErrOften) {
			t.Errorf("question %d: %v", i, err)
		}
	}
}

func TestALinkInTheLetterStopsItsKindOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(late)
	w.carry()
	stop := token(w.out()[0], "sluta")
	if what, err := w.Stopping(stop); err != nil || what != string(message.Reminders) {
		t.Fatal(what, err)
	}
	if _, err := w.Stop(t.Context(), stop[:len(stop)-2]+"AA"); !errors.Is(err, message.ErrLink) {
		t.Error("a link that somebody made up:", err)
	}
	if err := w.Confirm(t.Context(), stop); !errors.Is(err, message.ErrLink) {
		t.Error("a link for one thing does another:", err)
	}
	for range 2 {
		if _, err := w.Stop(t.Context(), stop); err != nil {
			t.Fatal(err)
		}
	}
	s, err := w.Settings(t.Context(), amina)
	if err != nil || !slices.Equal(s.Silent, []message.Kind{message.Reminders}) || !s.ByEmail {
		t.Errorf("%+v %v", s, err)
	}
}

func TestWhatIsToldGoesWithThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(late)
	n := late
	n.EmployerID = "m"
	w.tell(n)
	w.tell(message.Note{PersonID: "b", EmployerID: "k", Key: "access.told", AboutID: "a"})
	w.carry()
	w.wish("a", func(x *message.Wishes) { x.BySMS = true })
	forget := func(employer string, last bool) map[string]int64 {
		var counts map[string]int64
		err := w.DB.Tx(t.Context(), func(tx *db.Tx) (err error) { counts, err = w.Forget(t.Context(), tx, "a", employer, last); return err })
		if err != nil {
			t.Fatal(err)
		}
		return counts
	}
	if c := forget("k", false); c["note"] != 2 || c["message_wish"] != 0 {
		t.Errorf("%v", c)
	}
	if c := forget("m", true); c["note"] != 1 || c["message_wish"] != 1 {
		t.Errorf("%v", c)
	}
}

// A letter outlives whom it was to: its link keeps nothing of who has been erased.
func TestALinkOfWhoIsErasedKeepsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell(late)
	w.carry()
	stop := token(w.out()[0], "sluta")
	for _, q := range []string{`DELETE FROM note`, `DELETE FROM message`, `DELETE FROM message_wish`, `DELETE FROM employment_period`, `DELETE FROM employment`, `DELETE FROM employee`, `DELETE FROM role_grant`, `DELETE FROM account`, `DELETE FROM person`} {
		if _, err := w.DB.Exec(t.Context(), q); err != nil {
			t.Fatal(q, err)
		}
	}
	if _, err := w.Stop(t.Context(), stop); !errors.Is(err, message.ErrLink) {
		t.Errorf("%v, want %v", err, message.ErrLink)
	}
	if n, err := db.One(t.Context(), w.DB, db.Number, `SELECT COUNT(*) FROM message_wish`); err != nil || n != 0 {
		t.Error(n, err)
	}
}

// group is a group of which the test decides what is to be done.
type group struct {
	leaders []string
	lines   []message.DigestLine
	asked   int
}

func (g *group) Leaders(_ context.Context, after string, n int) (out []string, err error) {
	for _, id := range g.leaders {
		if id > after && len(out) < n {
			out = append(out, id)
		}
	}
	return out, nil
}

func (g *group) ToDo(context.Context, string) ([]message.DigestLine, error) {
	g.asked++
	return g.lines, nil
}

func TestWhoLeadsGetsADigestOnceAWeekWhenThereIsSomethingToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := &group{leaders: []string{"a", "b"}}
	w.Digests = g
	digest := func() []string {
		t.Helper()
		if err := w.Digest(t.Context()); err != nil {
			t.Fatal(err)
		}
		return w.out()
	}
	w.wait(-150 * time.Minute) // Monday at half past seven
	if digest(); g.asked != 0 {
		t.Error("before eight")
	}
	w.wait(time.Hour)
	if got := digest(); len(got) != 0 || g.asked != 2 {
		t.Errorf("nothing to do: %q, asked %d", got, g.asked)
	}
	g.lines = []message.DigestLine{{Key: "group.todo.late", Args: map[string]string{"n": "3"}}}
	if got := digest(); len(got) != 0 {
		t.Errorf("twice the same week: %q", got)
	}
	w.wait(7 * 24 * time.Hour)
	w.wish("b", func(x *message.Wishes) { x.BySMS = true })
	for range 2 {
		digest()
	}
	got := w.out()
	if len(got) != 2 || !strings.HasPrefix(got[0], "email amina@ale.example | En sak att göra i din grupp | Att göra i din grupp:\n\n- 3 personer har passerat ett datum\n\nhttps://y.example/min-grupp\n") ||
		got[1] != "sms 0709999999 |  | En sak att göra i din grupp. https://y.example/min-grupp" {
		t.Fatalf("%q", got)
	}
	w.wish("b", func(x *message.Wishes) { x.Digest = message.Daily; x.From = 12 })
	if _, err := w.Stop(t.Context(), token(got[0], "sluta")); err != nil {
		t.Fatal(err)
	}
	w.wait(24 * time.Hour)
	if got := digest(); len(got) != 2 {
		t.Errorf("before the chosen hours: %q", got)
	}
	w.wait(5 * time.Hour)
	if got := digest(); len(got) != 3 || !strings.HasPrefix(got[2], "sms") {
		t.Errorf("%q", got)
	}
	w.wait(7 * 24 * time.Hour)
	if got := digest(); len(got) != 4 || !strings.HasPrefix(got[3], "sms") {
		t.Errorf("whoever stopped them gets one: %q", got)
	}
}

func TestAKeySaysItsKind(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]message.Kind{"group.told.late": message.Reminders, "access.told": message.Roles, "course.told.approved": message.Learning, "staff.x": message.Other} {
		if got := message.KindOf(key); got != want {
			t.Errorf("%s is %s", key, got)
		}
	}
}
