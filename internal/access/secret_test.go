package access

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
)

func TestWhatMayBeAPINOrAPassword(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]any{
		"": ErrShortPIN, "48151": ErrShortPIN, "481516": PIN, "4815162342": PIN,
		"111111": ErrEasyPIN, "123456": ErrEasyPIN, "345678": ErrEasyPIN, "890123": ErrEasyPIN, "654321": ErrEasyPIN, "121212": ErrEasyPIN,
		"123123": ErrEasyPIN, "1212121212": ErrEasyPIN, "112233": ErrEasyPIN,
		"abc": ErrShortPass, "481516a": ErrShortPass, "åäöåäöåäö": ErrShortPass, "aaaaaaaaaaaa": ErrEasyPass, "abcabcabcabc": ErrEasyPass,
		"stol lampa": Password, "ÅÄÖstolbord": Password, "481 516 23 42": Password,
		strings.Repeat("1", 201): ErrLongSecret, strings.Repeat("äb", 100) + "c": ErrLongSecret,
		"٤٨١٥١٦": ErrShortPass, // digits that are not on the keyboard of a phone
	} {
		kind, err := kindOf(secret)
		if wantErr, ok := want.(error); ok && !errors.Is(err, wantErr) || !ok && (err != nil || kind != want) {
			t.Errorf("%q: %q %v, want %v", secret, kind, err, want)
		}
	}
}

// Nobody is refused a PIN that was drawn by lot, but for the few that look like a pattern.
func TestFewPINsAreTooEasy(t *testing.T) {
	t.Parallel()
	r, easy := rand.New(rand.NewPCG(1, 2)), 0
	const drawn = 100_000
	for range drawn {
		pin := make([]byte, 6+r.IntN(4))
		for i := range pin {
			pin[i] = '0' + byte(r.IntN(10))
		}
		switch _, err := kindOf(string(pin)); {
		case errors.Is(err, ErrEasyPIN):
			easy++
		case err != nil:
			t.Fatalf("%s: %v", pin, err)
		}
		twice := string(pin[:3]) + string(pin[:3])
		if _, err := kindOf(twice); !errors.Is(err, ErrEasyPIN) {
			t.Fatalf("%s passes", twice)
		}
	}
	if easy > drawn/200 {
		t.Errorf("%d of %d are too easy", easy, drawn)
	}
}

func TestASecretIsTypedTheSameTwice(t *testing.T) {
	t.Parallel()
	if _, err := (ChosenSecret{aminas, aminas + "1"}).check(); !errors.Is(err, ErrNotSame) {
		t.Error(err)
	}
}

func TestASecretIsKeptAsAHash(t *testing.T) {
	t.Parallel()
	a := New(Access{})
	hash, err := a.hash(t.Context(), "stol lampå")
	if err != nil || !strings.HasPrefix(hash, "argon2id$2$19456$") || strings.Contains(hash, "stol") {
		t.Fatal(hash, err)
	}
	again, _ := a.hash(t.Context(), "stol lampå")
	if again == hash {
		t.Error("two people with the same secret have the same hash")
	}
	for secret, want := range map[string]bool{"stol lampå": true, "stol lampa\u030a": true, "Stol lampå": false, "": false, strings.Repeat("x", 1e6): false} {
		if got, err := a.matches(t.Context(), hash, secret); got != want || err != nil {
			t.Errorf("%.20q: %v %v", secret, got, err)
		}
	}
	for _, broken := range []string{"x", "argon2id$2$19456$!$!", "md5$1$1$AAAA$AAAA"} {
		if got, err := a.matches(t.Context(), broken, ""); got || err == nil {
			t.Errorf("%q matches, or is no fault", broken)
		}
	}
}

// Whether there is an account, and whether it has a secret, cannot be told from the clock.
func TestAnAccountThatIsNotThereTakesAsLong(t *testing.T) {
	a := New(Access{})
	hash, err := a.hash(t.Context(), aminas)
	if err != nil {
		t.Fatal(err)
	}
	took := func(hash string) time.Duration {
		began := time.Now()
		if ok, err := a.matches(t.Context(), hash, "000000"); ok || err != nil {
			t.Fatal(ok, err)
		}
		return time.Since(began)
	}
	real, none := time.Hour, time.Hour
	for range 10 { // by turns: the machine may be busy with other things
		real, none = min(real, took(hash)), min(none, took(""))
	}
	if none < real/3 || none > 3*real {
		t.Errorf("an account: %v, none: %v", real, none)
	}
}

func TestAFloodOfSignInsIsTurnedAway(t *testing.T) {
	t.Parallel()
	a := New(Access{})
	a.hashes <- struct{}{} // both are busy
	a.hashes <- struct{}{}
	ctx, leave := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	for range cap(a.queue) {
		a.queue <- struct{}{}
	}
	if _, err := a.hash(ctx, aminas); !errors.Is(err, ErrCrowd) {
		t.Errorf("one too many: %v", err)
	}
	<-a.queue
	waiting.Go(func() {
		if _, err := a.hash(ctx, aminas); !errors.Is(err, ErrCrowd) {
			t.Errorf("who has gone: %v", err)
		}
	})
	leave()
	waiting.Wait()
	if len(a.queue) != cap(a.queue)-1 {
		t.Error("who has gone still stands in the queue")
	}
}

func TestWhoIsTurnedAwayHasNotFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range cap(w.queue) {
		w.queue <- struct{}{}
	}
	for range 10 {
		w.want("in the crowd", w.enter("1001", aminas, "192.0.2.1"), ErrCrowd)
	}
	for range cap(w.queue) {
		<-w.queue
	}
	w.want("after it", w.enter("1001", aminas, "192.0.2.1"), nil)
}

func TestASecretIsNotWhatOthersKnowOfAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire("a", "m", "v", "00771234")
	w.exec(`UPDATE employee SET mobile = '+46701740605' WHERE person_id = 'a'`)
	w.exec(`UPDATE account SET login = 'amina.warsame' WHERE person_id = 'a'`)
	for secret, want := range map[string]error{
		"00771234": ErrOwnNumber, "771234": ErrOwnNumber, "0701740605": ErrOwnNumber, "070-174 06 05": ErrOwnNumber, "Amina.Warsame": ErrOwnNumber, "771235": nil,
	} {
		w.want(secret, w.SetSecret(t.Context(), as("a"), SecretChange{Old: aminas, Anew: true, Chosen: ChosenSecret{secret, secret}}), want)
	}
}

func TestChangingTheSecretTakesTheOldOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	change := func(old, new string, anew bool) error {
		return w.SetSecret(t.Context(), as("a"), SecretChange{Old: old, Anew: anew, Chosen: ChosenSecret{new, new}})
	}
	w.want("without the old one", change("", "728394", false), ErrOldSecret)
	w.want("with the old one", change(aminas, "728394", false), nil)
	w.want("the old one is gone", w.enter("1001", aminas, "192.0.2.1"), ErrWrong)
	w.want("the new one", w.enter("1001", "728394", "192.0.2.1"), nil)
	for range 9 {
		w.want("a wrong one", change("000000", "628394", false), ErrOldSecret)
	}
	w.want("too many", change("728394", "628394", false), ErrWait)
	w.want("a code stands for it all the same", change("", "628394", true), nil)
	w.later(day)
	w.want("the next day", change("628394", "528394", false), nil)
	w.want("the first choice needs none", w.SetSecret(t.Context(), as("b"), SecretChange{Chosen: ChosenSecret{"528394", "528394"}}), nil)
	w.want("who has no account", w.SetSecret(t.Context(), as("x"), SecretChange{Chosen: ChosenSecret{"528394", "528394"}}), db.ErrMissing)
}

func TestOfTwoChangesAtOnceOneHolds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var group sync.WaitGroup
	errs := make([]error, 2)
	for i, secret := range []string{"728394", "628394"} {
		group.Go(func() {
			errs[i] = w.SetSecret(t.Context(), as("b"), SecretChange{Chosen: ChosenSecret{secret, secret}})
		})
	}
	group.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("both or none: %v", errs)
	}
	for _, err := range errs {
		if err != nil && !errors.Is(err, ErrOldSecret) {
			t.Error(err)
		}
	}
}
