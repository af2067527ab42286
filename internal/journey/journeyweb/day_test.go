package journeyweb

import (
	"context"
	"strings"
	"testing"
	"time"
)

// stands stands in for the course days: how everybody stands, by course.
type stands struct {
	of   map[string]Day
	next *Day
}

func (s stands) OfCourses(context.Context, string, []string) (map[string]Day, error) {
	return s.of, nil
}

func (s stands) Next(context.Context, string) (Day, bool, error) {
	if s.next == nil {
		return Day{}, false, nil
	}
	return *s.next, true, nil
}

// The site's day is 3 February 2026.
func day(state DayState, on string) Day {
	begins, _ := time.Parse("2006-01-02 15:04 MST", on+" 08:00 UTC")
	return Day{State: state, Occasion: "o1", Title: "Förflyttning", On: on, Begins: begins, Until: time.Date(2026, 2, 5, 12, 0, 0, 0, time.UTC)}
}

func TestACoursesCardLeadsToItsDays(t *testing.T) {
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	for name, c := range map[string]struct {
		day        Day
		text, href string
	}{
		"choose":  {Day{State: DayChoose}, "Välj kursdag", "/kursdagar?kurs=forflyttning"},
		"asked":   {day(DayAsked, "2026-03-12"), "Du har frågat om kursdagen torsdag 12 mars", "/kursdagar/o1"},
		"waiting": {func() Day { d := day(DayWaiting, "2026-03-12"); d.Place = 3; return d }(), "Du är nummer 3 i kön till kursdagen torsdag 12 mars", "/kursdagar/o1"},
		"in line": {day(DayWaiting, "2026-03-12"), "Du står i kö till kursdagen torsdag 12 mars", "/kursdagar/o1"},
		"offered": {day(DayOffered, "2026-03-12"), "Du kan få en plats. Svara senast torsdag 5 februari klockan 13", "/kursdagar/o1/erbjudande"},
		"booked":  {day(DayBooked, "2026-03-12"), "Kursdag bokad torsdag 12 mars", "/kursdagar/o1"},
	} {
		s.Days = stands{of: map[string]Day{"forflyttning": c.day}}
		for _, address := range []string{"/min-resa", "/min-resa?visa=lista"} {
			_, body := s.get("amina", address)
			if strings.Count(body, c.text) != 1 {
				t.Errorf("%s: %s is said %d times at %s", name, c.text, strings.Count(body, c.text), address)
			}
			if address == "/min-resa" && !strings.Contains(body, `href="`+c.href+`"`) {
				t.Errorf("%s: nothing leads to %s", name, c.href)
			}
		}
	}
	s.Days = stands{of: map[string]Day{"forflyttning": day(DayBooked, "2026-03-12")}}
	s.done("amina", "forflyttning", "", s.now)
	if _, body := s.get("amina", "/min-resa"); strings.Contains(body, "Kursdag bokad") {
		t.Error("a course that is done asks for its day")
	}
}

// The order of what comes next: late and mandatory, a booked day with something to do before, begun, planned.
func TestABookedDayThatIsNotPreparedComesBeforeWhatIsBegun(t *testing.T) {
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	s.courses.begun["amina"] = []string{"sekretess-och-dokumentation"}
	first := func() string {
		t.Helper()
		_, body := s.get("amina", "/min-resa")
		_, card, _ := strings.Cut(body, `id="nasta-steg"`)
		card, _, _ = strings.Cut(card, "</section>")
		return card
	}
	homework := func(on string) Day { d := day(DayBooked, on); d.Homework = true; return d }
	for name, c := range map[string]struct {
		day  Day
		want string
	}{
		"within a week":       {homework("2026-02-10"), "Kursdagen är 10 februari 2026. Gör förberedelsen före dess."},
		"today":               {homework("2026-02-03"), "Förbered dig"},
		"after a week":        {homework("2026-02-11"), "Du har börjat på kursen."},
		"prepared":            {day(DayBooked, "2026-02-10"), "Du har börjat på kursen."},
		"only waits":          {func() Day { d := homework("2026-02-10"); d.State = DayWaiting; return d }(), "Du har börjat på kursen."},
		"the day has been":    {homework("2026-02-02"), "Du har börjat på kursen."},
		"no course day there": {Day{}, "Du har börjat på kursen."},
	} {
		s.Days = stands{of: map[string]Day{"forflyttning": c.day}}
		if got := first(); !strings.Contains(got, c.want) {
			t.Errorf("%s: no %q in %s", name, c.want, got)
		}
	}
}

func TestTheHomePageHasOneDatedNotice(t *testing.T) {
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	for name, c := range map[string]struct {
		next *Day
		want string
	}{
		"booked":  {func() *Day { d := day(DayBooked, "2026-03-12"); return &d }(), "Du har kursdag torsdag 12 mars klockan 9: Förflyttning."},
		"offered": {func() *Day { d := day(DayOffered, "2026-03-12"); return &d }(), "Du kan få en plats på kursdagen torsdag 12 mars: Förflyttning."},
	} {
		s.Days = stands{next: c.next}
		if _, body := s.get("amina", "/min-resa"); strings.Count(body, c.want) != 1 {
			t.Errorf("%s: %q is said %d times", name, c.want, strings.Count(body, c.want))
		}
	}
	s.Days = stands{}
	if _, body := s.get("amina", "/min-resa"); strings.Contains(body, "Du har kursdag") {
		t.Error("a notice of no day")
	}
}

// meets stands in for the meetings at the workplace.
type meets struct{ next *Meeting }

func (m meets) Next(context.Context, string) (Meeting, bool, error) {
	if m.next == nil {
		return Meeting{}, false, nil
	}
	return *m.next, true, nil
}

func TestTheNoticeIsOfWhatComesFirst(t *testing.T) {
	s := newSite(t)
	s.employ("amina", "underskoterska", "aldreomsorg", "2025-12-01")
	at := func(day string) *Meeting {
		begins, _ := time.Parse("2006-01-02 15:04 MST", day+" 08:00 UTC")
		return &Meeting{Title: "En händelse i sex steg", Begins: begins, Href: "/traff/m1/min"}
	}
	booked, offered := day(DayBooked, "2026-03-12"), day(DayOffered, "2026-03-12")
	const meeting, courseDay, offer = "Du har träff med din grupp", "Du har kursdag", "Du kan få en plats"
	for name, c := range map[string]struct {
		day     *Day
		meeting *Meeting
		want    string
	}{
		"only a meeting":            {nil, at("2026-03-10"), meeting},
		"a meeting before a day":    {&booked, at("2026-03-10"), meeting},
		"a day before a meeting":    {&booked, at("2026-03-20"), courseDay},
		"an offer before a meeting": {&offered, at("2026-02-04"), offer},
		"only a day":                {&booked, nil, courseDay},
		"nothing":                   {nil, nil, ""},
	} {
		s.Days, s.Meetings = stands{next: c.day}, meets{c.meeting}
		_, body := s.get("amina", "/min-resa")
		for _, said := range []string{meeting, courseDay, offer} {
			if strings.Contains(body, said) != (said == c.want) {
				t.Errorf("%s: %q is there: %v", name, said, said != c.want)
			}
		}
	}
}
