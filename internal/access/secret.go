package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"yrkesresan/internal/platform/fault"
)

// The cost of a guess: 19 MiB, two passes (OWASP's least for argon2id).
const (
	argonTime, argonMemory, argonThreads = 2, 19 * 1024, 1
)

// hash keeps a secret so that it can be checked and not read.
func (a *Access) hash(secret string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return fmt.Sprintf("argon2id$%d$%d$%s$%s", argonTime, argonMemory,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(a.argon(secret, salt, argonTime, argonMemory)))
}

// matches checks a secret. An empty hash takes as long as a real one: whether an account exists
// cannot be told from the clock.
func (a *Access) matches(hash, secret string) bool {
	var passes, memory uint32
	parts := strings.Split(hash, "$")
	if len(parts) != 5 {
		a.argon(secret, make([]byte, 16), argonTime, argonMemory)
		return false
	}
	if _, err := fmt.Sscan(parts[1], &passes); err != nil {
		return false
	}
	if _, err := fmt.Sscan(parts[2], &memory); err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[3])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[4])
	return err1 == nil && err2 == nil && subtle.ConstantTimeCompare(a.argon(secret, salt, passes, memory), want) == 1
}

func (a *Access) argon(secret string, salt []byte, passes, memory uint32) []byte {
	a.hashes <- struct{}{}
	defer func() { <-a.hashes }()
	return argon2.IDKey([]byte(secret), salt, passes, memory, argonThreads, 32)
}

// Kinds of secrets.
const (
	PIN      = "pin"
	Password = "password"
)

// kindOf tells a PIN from a password and refuses what is too easy to guess.
func kindOf(secret string) (string, error) {
	digits := strings.Trim(secret, "0123456789") == ""
	switch {
	case digits && len(secret) < 6:
		return "", ErrShortPIN
	case digits && easyToGuess(secret):
		return "", ErrEasyPIN
	case digits:
		return PIN, nil
	case utf8.RuneCountInString(secret) < 10:
		return "", ErrShortPass
	}
	return Password, nil
}

// easyToGuess finds what strangers try first: one digit, a stair, a pair over and over.
func easyToGuess(pin string) bool {
	same, up, down, pair := true, true, true, len(pin)%2 == 0
	for i := 1; i < len(pin); i++ {
		step := int(pin[i]) - int(pin[i-1])
		same = same && step == 0
		up = up && (step == 1 || step == -9)
		down = down && (step == -1 || step == 9)
		pair = pair && pin[i] == pin[i%2]
	}
	return same || up || down || pair
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
