package main

import (
	"io"
	"strings"
	"testing"
)

func (s showing) run(want int, args ...string) {
	s.t.Helper()
	var complaint strings.Builder
	if code := start(append(args, s.common...), io.Discard, &complaint); code != want {
		s.t.Errorf("%v: exit %d, want %d: %s", args, code, want, complaint.String())
	}
}

func TestLeaveAndUnitsServedAreNoted(t *testing.T) {
	t.Parallel()
	s := hired(t)
	due := inDays(-10 + 90)
	s.run(0, "staff", "leave", "--municipality", "1480", "--employee", "1")
	if got := s.of("1").item("bemotande"); !strings.HasPrefix(got, "paused recommended") {
		t.Errorf("on leave: %s", got)
	}
	s.run(0, "staff", "leave", "--municipality", "1480", "--employee", "1", "--to", inDays(9))
	if got := s.of("1", "--as-of", inDays(30)).item("bemotande"); got != "not_started recommended "+inDays(-10+90+10) {
		t.Errorf("after ten days of leave: %s, without it %s", got, due)
	}
	s.run(1, "staff", "leave", "--municipality", "1480", "--employee", "1", "--from", inDays(5), "--to", inDays(1))

	var list strings.Builder
	start(append([]string{"org", "list", "--municipality", "1480", "--format", "text"}, s.common...), &list, io.Discard)
	unit := ""
	for line := range strings.Lines(list.String()) {
		if strings.Contains(line, "Hemtjänst Norr (unit)") {
			unit = line[strings.LastIndex(line, " ")+1:]
		}
	}
	s.run(0, "staff", "serves", "--municipality", "1480", "--employee", "5", "--unit", strings.TrimSpace(unit))
	s.run(1, "staff", "serves", "--municipality", "1480", "--employee", "5", "--unit", "k-1480")
	s.run(1, "staff", "serves", "--municipality", "1480", "--employee", "99", "--unit", strings.TrimSpace(unit))
}

func TestProtectionIsNotedWithAContactCode(t *testing.T) {
	t.Parallel()
	s := hired(t)
	got := answered(t, 0, append([]string{"staff", "protect", "--municipality", "1480", "--employee", "1"}, s.common...)...)
	if code, _ := got["contact_code"].(string); !strings.HasPrefix(code, "K-") || len(code) != 8 {
		t.Errorf("%v", got)
	}
	got = answered(t, 0, append([]string{"staff", "protect", "--municipality", "1480", "--employee", "1", "--off"}, s.common...)...)
	if got["protected"] != false || got["contact_code"] != "" {
		t.Errorf("%v", got)
	}
	s.run(1, "staff", "protect", "--municipality", "1480", "--employee", "99")
}
