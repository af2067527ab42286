package groupweb_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/group"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/webtest"
)

// due stands in for the course days: what waits at every unit.
type due group.DaysDue

func (d due) Due(context.Context, may.Actor, []org.Node) (group.DaysDue, error) {
	return group.DaysDue(d), nil
}

// What somebody waits for comes before reminders, offers that run out first; the page still has five things at most.
func TestCourseDaysThatWaitComeFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Groups.Days = due{Asked: 3, Since: "2026-03-01", Ending: 1, Until: time.Date(2026, 3, 5, 11, 0, 0, 0, time.UTC), Href: "/min-grupp/kursdagar"}
	karin := w.as("karin")
	page := karin.Raw("/min-grupp", 200)
	_, do, _ := strings.Cut(page, `id="gora"`)
	do, _, _ = strings.Cut(do, "</section>")
	webtest.Says(w.t, do, "1 person har ett erbjudande om plats på en kursdag", "Det första går ut torsdag 5 mars", "3 personer väntar på ditt svar om kursdagar", "Den första frågade 1 mars 2026.", `href="/min-grupp/kursdagar"`)
	if n := strings.Count(do, "<li>"); n > 5 {
		t.Errorf("%d things to do", n)
	}
	first, second, rest := strings.Index(do, "har ett erbjudande"), strings.Index(do, "väntar på ditt svar"), strings.Index(do, "Påminn")
	if first > second || rest >= 0 && second > rest {
		t.Errorf("the order is %d, %d, %d", first, second, rest)
	}
	lines, err := group.Digests{Groups: w.Groups}.ToDo(t.Context(), "karin")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"group.digest.offers", "group.digest.asked"} {
		if !slices.ContainsFunc(lines, func(l message.DigestLine) bool { return l.Key == key }) {
			t.Errorf("no %s in %v", key, lines)
		}
	}
	w.Groups.Days = due{}
	webtest.Silent(w.t, karin.Raw("/min-grupp", 200), "väntar på ditt svar om kursdagar", "har erbjudande om plats")
}
