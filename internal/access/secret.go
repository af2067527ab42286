package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"yrkesresan/internal/platform/fault"
)

// The cost of a guess: 19 MiB, two passes (OWASP's least for argon2id).
const (
	argonTime, argonMemory, argonThreads = 2, 19 * 1024, 1
)

// hashWait is how long a sign-in waits for its turn to be hashed.
const hashWait = 10 * time.Second

// hash keeps a secret so that it can be checked and not read.
func (a *Access) hash(ctx context.Context, secret string) (string, error) {
	salt := make([]byte, 16)
	rand.Read(salt)
	sum, err := a.argon(ctx, secret, salt, argonTime, a.memory)
	return kept(argonTime, a.memory, salt, sum), err
}

func kept(passes, memory uint32, salt, sum []byte) string {
	return fmt.Sprintf("argon2id$%d$%d$%s$%s", passes, memory, base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum))
}

// matches checks a secret. An empty hash takes as long as a real one: whether an account exists
// cannot be told from the clock.
func (a *Access) matches(ctx context.Context, hash, secret string) (bool, error) {
	if len(secret) > maxSecret*utf8.UTFMax {
		hash, secret = "", ""
	}
	if hash == "" { // an account that is not there or has no secret
		hash = kept(argonTime, a.memory, make([]byte, 16), nil)
	}
	var passes, memory uint32
	parts := strings.Split(hash, "$")
	if len(parts) != 5 || parts[0] != "argon2id" {
		return false, fmt.Errorf("a secret is not kept as it should be")
	}
	if _, err := fmt.Sscan(parts[1]+" "+parts[2], &passes, &memory); err != nil {
		return false, err
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[3])
	if err != nil {
		return false, err
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, err
	}
	got, err := a.argon(ctx, secret, salt, passes, memory)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

// argon hashes when it is this one's turn. Whoever has gone, or comes when too many wait, costs nothing.
func (a *Access) argon(ctx context.Context, secret string, salt []byte, passes, memory uint32) ([]byte, error) {
	select {
	case a.queue <- struct{}{}:
		defer func() { <-a.queue }()
	default:
		return nil, ErrCrowd
	}
	ctx, stop := context.WithTimeout(ctx, hashWait)
	defer stop()
	select {
	case a.hashes <- struct{}{}:
		defer func() { <-a.hashes }()
	case <-ctx.Done():
		return nil, ErrCrowd
	}
	// The same letter can be written in two ways: å as one sign, or as a and a ring.
	return argon2.IDKey([]byte(norm.NFC.String(secret)), salt, passes, memory, argonThreads, 32), nil
}

// Kinds of secrets.
const (
	PIN      = "pin"
	Password = "password"
)

// maxSecret is how many characters a secret may have.
const maxSecret = 200

// kindOf tells a PIN from a password and refuses what is too easy to guess.
func kindOf(secret string) (string, error) {
	digits := strings.Trim(secret, "0123456789") == ""
	switch n := utf8.RuneCountInString(secret); {
	case n > maxSecret:
		return "", ErrLongSecret
	case digits && n < 6:
		return "", ErrShortPIN
	case digits && easyToGuess(secret):
		return "", ErrEasyPIN
	case digits:
		return PIN, nil
	case n < 10:
		return "", ErrShortPass
	case repeats([]rune(secret)):
		return "", ErrEasyPass
	}
	return Password, nil
}

// common are the PINs that people choose most and that no pattern below finds.
var common = []string{"112233", "123321", "159753", "147258", "147852", "258456", "789456", "456789", "741852", "696969", "007007", "100200", "102030", "111222"}

// easyToGuess finds what strangers try first: one digit, a stair, a group over and over.
func easyToGuess(pin string) bool {
	up, down := true, true
	for i := 1; i < len(pin); i++ {
		step := int(pin[i]) - int(pin[i-1])
		up = up && (step == 1 || step == -9)
		down = down && (step == -1 || step == 9)
	}
	return up || down || repeats([]rune(pin)) || slices.Contains(common, pin)
}

// repeats tells whether a text is a shorter one twice or more.
func repeats(text []rune) bool {
	for part := 1; part <= len(text)/2; part++ {
		same := len(text)%part == 0
		for i := part; same && i < len(text); i++ {
			same = text[i] == text[i-part]
		}
		if same {
			return true
		}
	}
	return false
}

// ChosenSecret is what a person typed twice.
type ChosenSecret struct{ Secret, Again string }

func (c ChosenSecret) check() (string, error) {
	kind, err := kindOf(c.Secret)
	if err != nil {
		return "", fault.Of(err).On("secret")
	}
	if c.Secret != c.Again {
		return "", ErrNotSame.On("again")
	}
	return kind, nil
}
