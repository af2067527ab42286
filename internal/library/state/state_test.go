package state_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yrkesresan/internal/library/state"
)

// Only who reviews publishes, only the author sends, takes back and writes on, only the manager asks to wait.
func TestWhoMovesAnExample(t *testing.T) {
	published := map[state.Move]bool{}
	for _, from := range state.All() {
		for _, m := range state.Moves() {
			for _, who := range []state.Who{state.Author, state.Manager, state.Keeper} {
				to, ok := state.To(from, m, who)
				if ok && who != state.By(m) {
					t.Errorf("%s makes %s's move %s", who, state.By(m), m)
				}
				if !ok && to != from {
					t.Errorf("a move that cannot be made leads from %s to %s", from, to)
				}
				if ok && to == state.Published {
					published[m] = true
					if who != state.Keeper {
						t.Errorf("%s publishes by %s", who, m)
					}
				}
				if ok && to == state.Held && who != state.Manager {
					t.Errorf("%s asks to wait", who)
				}
			}
		}
	}
	if to, ok := state.To(state.Draft, state.Withdraw, state.Author); ok {
		t.Errorf("what nobody was sent is taken back: %s", to)
	}
	if len(published) != 3 {
		t.Errorf("published by %v", published)
	}
}

// However people move it, an example comes on from where it is: nothing is lost, and it is published only after it was sent.
func TestAnExampleIsNeverLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, sent := state.Draft, false
		for range rapid.IntRange(0, 30).Draw(t, "moves") {
			m := rapid.SampledFrom(state.Moves()).Draw(t, "move")
			who := rapid.SampledFrom([]state.Who{state.Author, state.Manager, state.Keeper}).Draw(t, "who")
			to, ok := state.To(s, m, who)
			if !ok {
				continue
			}
			sent = sent || m == state.Send
			if to == state.Published && !sent {
				t.Fatalf("published without being sent")
			}
			if !slices.Contains(state.All(), to) {
				t.Fatalf("%s leads to no state: %q", m, to)
			}
			s = to
		}
		// From everywhere the author can come back to writing.
		for i := 0; !s.Editable(); i++ {
			if i > 2 {
				t.Fatalf("%s: the author does not come back to writing", s)
			}
			if to, ok := state.To(s, state.Reopen, state.Author); ok {
				s = to
			} else if to, ok := state.To(s, state.Withdraw, state.Author); ok {
				s = to
			} else {
				t.Fatalf("%s: the author can do nothing", s)
			}
		}
	})
}

func TestHowFarAnExampleIsSpread(t *testing.T) {
	for _, tc := range []struct{ wish, may, want state.Spread }{
		{state.Own, state.Own, state.Own}, {state.Wide, state.Own, state.Own}, {state.RSS, state.Own, state.Own},
		{state.Own, state.Wide, state.Own}, {state.RSS, state.RSS, state.RSS}, {state.Wide, state.RSS, state.RSS}, {state.Wide, state.Wide, state.Wide},
	} {
		if got := state.Granted(tc.wish, tc.may); got != tc.want {
			t.Errorf("wished %s, may %s: %s, want %s", tc.wish, tc.may, got, tc.want)
		}
	}
	for i, a := range state.Spreads() {
		for j, b := range state.Spreads() {
			if a.Wider(b) != (i > j) {
				t.Errorf("%s wider than %s: %v", a, b, a.Wider(b))
			}
		}
		if !a.Wider(state.None) {
			t.Errorf("%s is no wider than nothing", a)
		}
	}
}
