package access

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
)

func TestWhoGetsInWithWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.choose("c", "628394")
	w.want("a name", w.SetLogin(t.Context(), as("c"), " Cilla.S "), nil)
	for name, tc := range map[string]struct {
		employer, who, secret string
		person                string // "" when refused
	}{
		"number and PIN":                        {"k", "1001", aminas, "a"},
		"with spaces around":                    {"k", " 1001 ", aminas, "a"},
		"a wrong PIN":                           {"k", "1001", "481517", ""},
		"no PIN":                                {"k", "1001", "", ""},
		"the same number elsewhere":             {"m", "1001", "628394", "c"},
		"the number here with the PIN of there": {"k", "1001", "628394", ""},
		"nobody's number":                       {"k", "9999", aminas, ""},
		"a number without a municipality":       {"", "1001", aminas, ""},
		"a municipality that is none":           {"x", "1001", aminas, ""},
		"nobody has chosen a PIN yet":           {"k", "1002", "", ""},
		"a chosen name":                         {"", "cilla.s", "628394", "c"},
		"in capitals":                           {"", "CILLA.S", "628394", "c"},
		"with another municipality":             {"k", "cilla.s", "628394", "c"},
		"a chosen name and a wrong PIN":         {"", "cilla.s", aminas, ""},
		"nobody's name":                         {"", "cilla", "628394", ""},
		"no name":                               {"", "", "", ""},
		"SQL":                                   {"k", "' OR 1=1 --", aminas, ""},
		"not text":                              {"k", "10\xff01", aminas, ""},
		"a PIN that is a book":                  {"k", "1001", strings.Repeat("4", 1<<20), ""},
	} {
		e, err := w.Enter(t.Context(), Attempt{EmployerID: tc.employer, Who: strings.ToValidUTF8(tc.who, "?"), Secret: tc.secret, From: name})
		if tc.person == "" && !errors.Is(err, ErrWrong) || tc.person != "" && (err != nil || e.PersonID != tc.person) {
			t.Errorf("%s: %+v %v", name, e, err)
		}
	}
}

func TestWhoseEmploymentHasEndedStillGetsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE employment_period SET end_date = '2026-01-31', valid_until = '2026-02-01' WHERE person_id = 'a'`)
	w.want("by PIN", w.enter("1001", aminas, "192.0.2.1"), nil)
	v, err := w.Visitor(t.Context(), "a", "2026-03-02")
	if err != nil || !v.Employed || v.FirstName != "Namn a" {
		t.Errorf("%+v %v", v, err)
	}
	if _, err := w.EnterByCode(t.Context(), w.code("a"), "192.0.2.1"); err != nil {
		t.Errorf("by code: %v", err)
	}
}

func TestAStrangerIsStoppedLongBeforeTheAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wrong(5, "198.51.100.1")
	w.want("the sixth", w.enter("1001", "000000", "198.51.100.1"), ErrWait)
	w.want("the right one after five wrong", w.enter("1001", aminas, "198.51.100.1"), ErrWait)
	w.want("somebody else there", w.enter("1002", "000000", "198.51.100.1"), ErrWrong)
	for range 200 { // two days and nights
		w.later(quarter)
		w.wrong(6, "198.51.100.1")
	}
	w.want("the person from a new place", w.enter("1001", aminas, "192.0.2.1"), nil)
	if n := w.number(`SELECT count FROM throttle WHERE name = 'account-day:a'`); n > 60 {
		t.Errorf("one stranger guessed %d times in a day", n)
	}
	w.later(quarter)
	w.want("after a quarter", w.enter("1001", "000000", "198.51.100.2"), ErrWrong)
}

func TestStrangersWithManyAddressesCannotLockAPersonOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.want("the usual place", w.enter("1001", aminas, "192.0.2.7"), nil)
	phone := w.Remember("a")
	for i := range 40 {
		w.wrong(1, stranger(i))
	}
	try := func(from, device string) error {
		_, err := w.Enter(t.Context(), Attempt{EmployerID: "k", Who: "1001", Secret: aminas, From: from, Device: device})
		return err
	}
	w.want("from a new place, on a new device", try("203.0.113.9", ""), ErrWait)
	w.want("from the usual place", try("192.0.2.7", ""), nil)
	w.want("with the mark of another's phone", try("203.0.113.9", w.Remember("b")), ErrWait)
	w.want("with an invented mark", try("203.0.113.9", "x.0001:00"), ErrWait)
	if _, err := w.EnterByCode(t.Context(), w.code("a"), "203.0.113.9"); err != nil {
		t.Errorf("a code: %v", err)
	}
	w.want("where the code was used", try("203.0.113.9", ""), nil)
	w.want("on the own phone, anywhere", try("203.0.113.10", phone), nil)
	w.later(placeLife + time.Hour)
	w.wrong(1, "198.51.100.250")
	w.want("all is forgotten", try("192.0.2.8", ""), nil)
}

func TestALostPhoneCanGuessNoMoreThanOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	lost, own := w.Remember("a"), w.Remember("a")
	guess := func(device, secret string) error {
		_, err := w.Enter(t.Context(), Attempt{EmployerID: "k", Who: "1001", Secret: secret, From: "192.0.2.1", Device: device})
		return err
	}
	judged := 0
	for range 96 { // a day and night
		for range 11 {
			if errors.Is(guess(lost, "000000"), ErrWrong) {
				judged++
			}
		}
		w.later(quarter - time.Second)
	}
	if judged > 40 {
		t.Errorf("%d guesses in a day", judged)
	}
	w.want("the other phone", guess(own, aminas), nil)
	if w.number(`SELECT COUNT(*) FROM throttle WHERE name LIKE '%:0001:' OR name LIKE $1`, "%"+own+"%") > 0 {
		t.Error("the mark of a device stands among the failures")
	}
}

func TestAnAddressGuessesOfAllItsAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := triesOf("x", w.address("198.51.100.1"), "", false).shared[0]
	for range 200 {
		if _, err := w.take(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	w.want("one more from there", w.enter("1002", "000000", "198.51.100.1"), ErrWait)
	w.want("elsewhere", w.enter("1001", aminas, "192.0.2.1"), nil)
	if n := w.number(`SELECT COUNT(*) FROM throttle WHERE name LIKE '%198.51%' OR name LIKE '%192.0.2%'`); n > 0 {
		t.Error("an address can be read in the counts")
	}
}

// A hundred guesses at once are a hundred: no more are judged than when they come one by one.
func TestGuessesAtOnceAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var group sync.WaitGroup
	var judged, waited atomic.Int64
	for range 40 {
		group.Go(func() {
			switch err := w.enter("1001", "000000", "198.51.100.1"); {
			case errors.Is(err, ErrWrong):
				judged.Add(1)
			case errors.Is(err, ErrWait):
				waited.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if judged.Load() != 5 || waited.Load() != 35 {
		t.Errorf("%d were judged, %d told to wait", judged.Load(), waited.Load())
	}
}

func TestSigningInIsNoFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 30 {
		w.wrong(4, "192.0.2.1")
		w.want("the fifth is right", w.enter("1001", aminas, "192.0.2.1"), nil)
	}
	if n := w.number(`SELECT COUNT(*) FROM account WHERE person_id = 'a' AND last_signin IS NOT NULL`); n != 1 {
		t.Error("nobody notes that the account is used")
	}
	for range 250 {
		if ok, err := w.Turn(t.Context(), "hearts", 3, time.Hour); err != nil {
			t.Fatal(err)
		} else if !ok {
			break
		}
	}
	if n := w.number(`SELECT count FROM throttle WHERE name LIKE 'turn:%'`); n != 4 {
		t.Errorf("%d turns of three", n)
	}
}

// Nothing can be told from how often a number that nobody has may be tried.
func TestNobodyIsThrottledAsSomebody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, who := range []string{"1001", "1002", "9999"} {
		var got []string
		for range 8 {
			got = append(got, w.enter(who, "000000", "198.51.100."+who).Error())
		}
		if want := strings.Repeat("access.wrong ", 5) + strings.Repeat("access.wait ", 3); strings.Join(got, " ")+" " != want {
			t.Errorf("%s: %v", who, got)
		}
	}
}

func TestNamesToSignInWith(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, want := range map[string]error{
		"abc": ErrLoginShape, "1abc": ErrLoginShape, "-abc": ErrLoginShape, "ab cd": ErrLoginShape, "ab<cd": ErrLoginShape, strings.Repeat("a", 41): ErrLoginShape,
		"åsa.b": nil, "ÅSA.B": nil, "amina@ale.example": nil, "аmina": ErrLoginShape, // a Cyrillic а
		"amina\x00b": ErrLoginShape, "": nil, "  ": nil,
	} {
		w.want(name, w.SetLogin(t.Context(), as("a"), name), want)
	}
	w.want("a's", w.SetLogin(t.Context(), as("a"), "amina"), nil)
	w.want("taken", w.SetLogin(t.Context(), as("b"), " AMINA"), ErrLoginTaken)
	w.want("one's own again", w.SetLogin(t.Context(), as("a"), "Amina"), nil)
	w.want("taken away", w.SetLogin(t.Context(), as("a"), ""), nil)
	w.want("free again", w.SetLogin(t.Context(), as("b"), "amina"), nil)
	w.want("two without", w.SetLogin(t.Context(), as("c"), ""), nil)
}

func TestWhatHasRunOutIsSwept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wrong(3, "198.51.100.1")
	old := w.code("a")
	w.exec(`INSERT INTO session (token_hash, person_id, body, made_at, expires_at) VALUES ('old', 'a', '', $1, $1), ('new', 'a', '', $1, $2)`, w.Now(), w.Now().Add(48*time.Hour))
	w.later(25 * time.Hour)
	fresh := w.code("b")
	w.wrong(1, "198.51.100.2")
	if err := w.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := w.number(`SELECT COUNT(*) FROM signin_code`); n != 1 {
		t.Errorf("%d codes", n)
	}
	if left, err := db.All(t.Context(), w.DB, db.Text, `SELECT token_hash FROM session`); err != nil || len(left) != 1 || left[0] != "new" {
		t.Errorf("sessions: %v %v", left, err)
	}
	if n := w.number(`SELECT COUNT(*) FROM throttle WHERE until <= $1`, w.Now()); n != 0 || w.number(`SELECT COUNT(*) FROM throttle`) == 0 {
		t.Errorf("%d old counts, or no new ones", n)
	}
	if _, err := w.EnterByCode(t.Context(), old, "192.0.2.1"); !errors.Is(err, ErrCode) {
		t.Error(err)
	}
	if _, err := w.EnterByCode(t.Context(), fresh, "192.0.2.1"); err != nil {
		t.Error(err)
	}
}
