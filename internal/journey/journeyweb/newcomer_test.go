package journeyweb

import (
	"context"
	"strings"
	"testing"
)

// welcomes stands in for the introductions: how many of four are done; -1 is no introduction.
type welcomes int

func (w welcomes) Open(context.Context, string) (int, int, bool, error) {
	return int(w), 4, w >= 0, nil
}

func TestWhoIsNewMeetsTheIntroductionFirst(t *testing.T) {
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	for done, want := range map[welcomes]bool{1: true, -1: false} {
		s.Welcomes = done
		_, body := s.get("amina", "/min-resa")
		if got := strings.Contains(body, "Klart i din introduktion: 1 av 4 punkter.") && strings.Contains(body, `href="/introduktion"`); got != want {
			t.Errorf("%d: the notice is there: %v", done, got)
		}
	}
}
