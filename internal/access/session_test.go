package access

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// visit is a request with the cookie of token; it gives the cookie afterwards.
func (w *world) visit(m *scs.SessionManager, token string, f func(ctx context.Context)) string {
	w.t.Helper()
	ctx, err := m.Load(w.t.Context(), token)
	if err != nil {
		w.t.Fatal(err)
	}
	f(ctx)
	switch m.Status(ctx) {
	case scs.Destroyed:
		return ""
	case scs.Modified:
		if token, _, err = m.Commit(ctx); err != nil {
			w.t.Fatal(err)
		}
	}
	return token
}

func (w *world) begin(m *scs.SessionManager, token, person string, own bool) string {
	w.t.Helper()
	return w.visit(m, token, func(ctx context.Context) {
		w.want("begin", w.Begin(ctx, m, person, Where{Own: own, Device: "Chrome/Android"}), nil)
	})
}

func (w *world) who(m *scs.SessionManager, token string) (person string) {
	w.visit(m, token, func(ctx context.Context) { person = SignedIn(ctx, m) })
	return person
}

func TestASessionIsKeptByAHashAndGetsANewTokenAtSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.Sessions()
	smuggled := w.visit(m, "", func(ctx context.Context) { m.Put(ctx, "x", "y") })
	first := w.begin(m, smuggled, "a", true)
	if first == smuggled || w.who(m, first) != "a" || w.who(m, smuggled) != "" {
		t.Error("the token from before the sign-in holds")
	}
	if made := w.begin(m, "invented-by-a-stranger", "a", true); made == "invented-by-a-stranger" {
		t.Error("a stranger's token was taken")
	}
	w.visit(m, first, func(ctx context.Context) { LetAnew(ctx, m, w.Now()) })
	second := w.begin(m, first, "b", false) // another person on the same device
	if w.who(m, first) != "" || w.who(m, second) != "b" {
		t.Error("the other person's session goes on")
	}
	w.visit(m, second, func(ctx context.Context) {
		if MayAnew(ctx, m, w.Now()) || m.Exists(ctx, "x") {
			t.Error("something of the other person's is left")
		}
	})
	if n := w.number(`SELECT COUNT(*) FROM session WHERE token_hash = $1 OR body LIKE $2`, second, "%"+second+"%"); n != 0 {
		t.Error("the token is kept as it is")
	}
	if n := w.number(`SELECT COUNT(*) FROM session WHERE token_hash = $1 AND person_id = 'b'`, tokenHash(second)); n != 1 {
		t.Error("nobody can tell whose the session is")
	}
}

func TestASessionEndsAtSignOutAndInTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now.Store(time.Now().UnixMilli()) // the cookies' own clock is the machine's
	m := w.Sessions()
	own, shared := w.begin(m, "", "a", true), w.begin(m, "", "b", false)
	out := w.begin(m, "", "a", true)
	if left := w.visit(m, out, func(ctx context.Context) { w.want("sign out", m.Destroy(ctx), nil) }); left != "" || w.who(m, out) != "" {
		t.Error("the session goes on after the sign-out")
	}
	for _, step := range []struct {
		wait        time.Duration
		own, shared string
	}{{elsewhere - time.Minute, "a", "b"}, {2 * time.Minute, "a", ""}, {ownPhone - elsewhere - time.Hour, "a", ""}, {2 * time.Hour, "", ""}} {
		w.later(step.wait)
		if a, b := w.who(m, own), w.who(m, shared); a != step.own || b != step.shared {
			t.Errorf("after %v more: %q on the own phone, %q elsewhere", step.wait, a, b)
		}
	}
}

func TestANewSecretEndsTheSessionsElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.Sessions()
	here, lost, others := w.begin(m, "", "a", false), w.begin(m, "", "a", true), w.begin(m, "", "b", true)
	var before, after time.Time
	renewed := w.visit(m, here, func(ctx context.Context) {
		before = m.Deadline(ctx)
		LetAnew(ctx, m, w.Now())
		w.choose("a", "628394")
		w.want("renew", Renew(ctx, m), nil)
		after = m.Deadline(ctx)
		if MayAnew(ctx, m, w.Now()) {
			t.Error("the code stands for the PIN twice")
		}
	})
	if w.who(m, renewed) != "a" || w.who(m, here) != "" || w.who(m, lost) != "" || w.who(m, others) != "b" {
		t.Error("here, elsewhere or another's: the wrong session ended")
	}
	if !before.Equal(after) {
		t.Errorf("a session elsewhere became one of %v", after.Sub(before))
	}
}

func TestACodeStandsForThePINForAWhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.Sessions()
	token := w.visit(m, w.begin(m, "", "a", true), func(ctx context.Context) {
		if MayAnew(ctx, m, w.Now()) {
			t.Error("without a code")
		}
		LetAnew(ctx, m, w.Now())
	})
	for wait, want := range map[time.Duration]bool{0: true, anewTime - time.Second: true, anewTime: false, 48 * time.Hour: false} {
		w.visit(m, token, func(ctx context.Context) {
			if got := MayAnew(ctx, m, w.Now().Add(wait)); got != want {
				t.Errorf("after %v: %v", wait, got)
			}
		})
	}
}

func TestADeletedAccountIsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`DELETE FROM account WHERE person_id = 'b'`)
	_, err := w.Visitor(t.Context(), "b", "2026-03-02")
	w.want("the visitor", err, db.ErrMissing)
	code := w.code("c")
	w.exec(`DELETE FROM account WHERE person_id = 'c'`)
	_, err = w.EnterByCode(t.Context(), code, "192.0.2.1")
	w.want("by a code", err, ErrCode)
	w.want("by PIN", w.enter("1002", aminas, "192.0.2.1"), ErrWrong)
}

func TestTheStoreFailsAloud(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.Sessions()
	store := m.Store
	if err := store.Commit("x", []byte("no session"), w.Now()); err == nil {
		t.Error("nonsense was kept")
	}
	w.exec(`INSERT INTO session (token_hash, person_id, body, made_at, expires_at) VALUES ($1, '', '!', $2, $3)`, tokenHash("x"), w.Now(), w.Now().Add(time.Hour))
	if _, _, err := store.Find("x"); err == nil {
		t.Error("nonsense was read")
	}
	if err := store.Delete("x"); err != nil {
		t.Error(err)
	}
	w.DB.Close()
	if _, err := m.Load(t.Context(), "x"); err == nil {
		t.Error("a database that is gone is nobody signed in")
	}
}

func TestAGrantHoldsInItsTimeWhereItsPlaceStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE node_place SET valid_until = '2026-03-01' WHERE node_id = 'u'`)
	w.node("u", "unit", "se/r/k/o/u", "2026-03-01", "2026-09-01") // moved under another area, then closed
	w.grant("a", may.Manager, "u", "2026-02-01", "2026-12-01")
	w.grant("a", may.HR, "k", "2026-02-15", db.NoEnd)
	w.grant("a", may.HR, "k", "2026-03-01", "2026-04-01") // held already
	w.node("o", "operation", "se/r/k/o", "2000-01-01", db.NoEnd)
	w.grant("b", may.Manager, "u", "2026-02-01", db.NoEnd)
	for on, want := range map[string][]string{
		"2026-01-31": {}, "2026-02-01": {"manager se/r/k/u"}, "2026-02-28": {"hr se/r/k", "manager se/r/k/u"},
		"2026-03-01": {"hr se/r/k", "manager se/r/k/o/u"}, "2026-09-01": {"hr se/r/k"}, "2027-01-01": {"hr se/r/k"},
	} {
		v, err := w.Visitor(t.Context(), "a", on)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, g := range v.Grants {
			got = append(got, string(g.Role)+" "+g.Path)
		}
		if len(got) != len(want) || len(got) > 0 && got[len(got)-1] != want[len(want)-1] || len(got) > 1 && got[0] != want[0] {
			t.Errorf("%s: %v, want %v", on, got, want)
		}
	}
	if n := w.number(`SELECT COUNT(*) FROM role_grant WHERE person_id = 'a' AND role = 'hr'`); n != 1 {
		t.Errorf("the same role %d times", n)
	}
	for on, want := range map[string]int{"2026-01-31": 0, "2026-02-01": 2, "2026-12-01": 0} {
		if hs, err := w.Holders(t.Context(), may.Manager, "u", on); err != nil || len(hs) != want {
			t.Errorf("%s: %v %v", on, hs, err)
		}
	}
}

func TestHowOneReadsIsOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	want := Account{PersonID: "a", TextSize: "large", Theme: "mork", Easy: true, LowData: true, SecretKind: PIN, AskedDone: true}
	w.want("set", w.SetReading(t.Context(), as("a"), want), nil)
	w.want("asked", w.SetAskedDone(t.Context(), w.DB, "a"), nil)
	got, err := w.Account(t.Context(), as("a"))
	got.secretHash = ""
	if err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
	if other, err := w.Account(t.Context(), as("b")); err != nil || other != (Account{PersonID: "b"}) {
		t.Errorf("%+v %v", other, err)
	}
	if _, err := w.Account(t.Context(), as("x")); !errors.Is(err, db.ErrMissing) {
		t.Error(err)
	}
}

// A request that is under way when its session is ended from elsewhere does not bring it back.
func TestAnEndedSessionStaysEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.Sessions()
	stolen, here := w.begin(m, "", "a", true), w.begin(m, "", "a", true)
	w.visit(m, stolen, func(ctx context.Context) {
		m.Put(ctx, sessionSeen, w.Now().Unix()) // the session is to be written when the request ends
		w.visit(m, here, func(other context.Context) { w.want("end the others", w.EndOthers(other, as("a"), m), nil) })
	})
	if w.who(m, stolen) != "" || w.who(m, here) != "a" {
		t.Error("the session that was ended goes on, or the other does not")
	}
	if n := w.number(`SELECT COUNT(*) FROM session WHERE person_id = 'a'`); n != 1 {
		t.Errorf("%d sessions are left", n)
	}
}
