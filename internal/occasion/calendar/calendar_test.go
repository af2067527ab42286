package calendar_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"yrkesresan/internal/occasion/calendar"
	"yrkesresan/internal/platform/lang"
)

// property is a content line, read strictly as RFC 5545 has it.
type property struct {
	name, value string
	parameters  []string
}

var contentLine = regexp.MustCompile(`^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f]*"|[^";:,\x00-\x08\x0a-\x1f]*))*):(.*)$`)

// read reads a calendar and refuses what a strict reader would.
func read(text string) (out []property, err error) {
	if !strings.HasSuffix(text, "\r\n") {
		return nil, fmt.Errorf("does not end with CRLF")
	}
	if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
		return nil, fmt.Errorf("a line break that is no CRLF")
	}
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 {
			return nil, fmt.Errorf("%d octets: %q", len(line), line)
		}
		if !utf8.ValidString(line) {
			return nil, fmt.Errorf("a letter is cut in two: %q", line)
		}
	}
	for _, line := range strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n") {
		m := contentLine.FindStringSubmatch(line)
		if m == nil {
			return nil, fmt.Errorf("no content line: %q", line)
		}
		if i := strings.IndexFunc(line, func(r rune) bool { return r != '\t' && unicode.IsControl(r) }); i >= 0 {
			return nil, fmt.Errorf("a control character: %q", line)
		}
		out = append(out, property{m[1], m[3], strings.Split(strings.TrimPrefix(m[2], ";"), ";")})
	}
	if out[0].name != "BEGIN" || out[0].value != "VCALENDAR" || out[len(out)-1].name != "END" || out[len(out)-1].value != "VCALENDAR" {
		return nil, fmt.Errorf("no calendar: %v", out)
	}
	return out, nil
}

// unescape reads a text value.
func unescape(s string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && strings.IndexByte(`\;,`, s[i+1]) >= 0:
			i++
			b.WriteByte(s[i])
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == 'n' || s[i+1] == 'N'):
			i++
			b.WriteByte('\n')
		case s[i] == '\\', s[i] == ';', s[i] == ',':
			return "", fmt.Errorf("%q stands bare at %d of %q", s[i], i, s)
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), nil
}

func only(all []property, name string) (found []string) {
	for _, p := range all {
		if p.name == name {
			found = append(found, p.value)
		}
	}
	return found
}

func entry(day, begins, ends string) calendar.Entry {
	at := func(hour string) time.Time {
		t, _ := time.ParseInLocation("2006-01-02 15:04", day+" "+hour, lang.Zone())
		return t
	}
	return calendar.Entry{UID: "a.b@yrkesresan", Sequence: 3, Begins: at(begins), Ends: at(ends), Title: "Förflyttning", Changed: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)}
}

// Whatever is typed in a field, a strict reader reads the calendar and gets back what was typed.
func TestAnyTextIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		runes := rapid.OneOf(rapid.SampledFrom([]rune("aåäö \n;,\\:\"é😀<>=^'")), rapid.Rune())
		text := func(label string, most int) string { return string(rapid.SliceOfN(runes, 0, most).Draw(t, label)) }
		e := entry("2026-12-01", "09:00", "16:00")
		e.Title, e.Location, e.Text, e.OrganiserName = text("title", 60), text("location", 120), text("text", 400), text("organiser", 40)
		e.Organiser, e.Attendee, e.URL = "https://yrkesresan.example/kurstillfallen/1", "mailto:amina@kommun.example", "https://yrkesresan.example/kursdagar/1"
		method := rapid.SampledFrom([]calendar.Method{calendar.Publish, calendar.Request, calendar.Cancel}).Draw(t, "method")
		out := calendar.Write(text("name", 30), method, []calendar.Entry{e, entry("2026-12-02", "09:00", "12:00")})
		all, err := read(out)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for name, want := range map[string]string{"SUMMARY": e.Title, "LOCATION": e.Location, "DESCRIPTION": e.Text} {
			got := only(all, name)
			if want == "" && name != "SUMMARY" {
				continue
			}
			said, err := unescape(got[0])
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, out)
			}
			if said != heard(want) {
				t.Fatalf("%s: %q, want %q\n%s", name, said, heard(want), out)
			}
		}
		if got := only(all, "METHOD"); !slices.Equal(got, []string{string(method)}) {
			t.Fatal(got)
		}
	})
}

// heard is a text without what a calendar cannot hold.
func heard(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(s)
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// A session at nine is at nine on the wall on both sides of every change of the clock.
func TestSummerTimeMovesNoSession(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"2026-03-28": "20260328T080000Z", "2026-03-29": "20260329T070000Z", "2026-03-30": "20260330T070000Z",
		"2026-10-24": "20261024T070000Z", "2026-10-25": "20261025T080000Z", "2026-10-26": "20261026T080000Z",
		"2027-03-27": "20270327T080000Z", "2027-03-28": "20270328T070000Z", "2027-10-30": "20271030T070000Z", "2027-10-31": "20271031T080000Z",
	} {
		all, err := read(calendar.Write("x", calendar.Publish, []calendar.Entry{entry(day, "09:00", "12:00")}))
		if err != nil {
			t.Fatal(err)
		}
		if got := only(all, "DTSTART"); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v, want %s", day, got, want)
		}
		at, err := time.Parse("20060102T150405Z", want)
		if err != nil || at.In(lang.Zone()).Format("15:04") != "09:00" {
			t.Errorf("%s is not nine in Sweden", want)
		}
	}
}

func TestWhatACalendarSays(t *testing.T) {
	t.Parallel()
	e := entry("2026-12-01", "09:00", "16:00")
	gone := e
	gone.UID, gone.Cancelled = "c@yrkesresan", true
	all, err := read(calendar.Write("Mina kursdagar", calendar.Publish, []calendar.Entry{e, gone}))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"VERSION": {"2.0"}, "METHOD": {"PUBLISH"}, "X-WR-CALNAME": {"Mina kursdagar"}, "UID": {"a.b@yrkesresan", "c@yrkesresan"}, "SEQUENCE": {"3", "3"},
		"STATUS": {"CONFIRMED", "CANCELLED"}, "DTSTAMP": {"20261101T080000Z", "20261101T080000Z"}, "LAST-MODIFIED": {"20261101T080000Z", "20261101T080000Z"},
		"DTEND": {"20261201T150000Z", "20261201T150000Z"}, "ORGANIZER": nil,
	} {
		if got := only(all, name); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	e.Organiser, e.Attendee = "https://yrkesresan.example/kurstillfallen/1", "mailto:amina@kommun.example"
	all, err = read(calendar.Write("", calendar.Cancel, []calendar.Entry{e}))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{"METHOD": {"CANCEL"}, "STATUS": {"CANCELLED"}, "ORGANIZER": {e.Organiser}, "ATTENDEE": {e.Attendee}} {
		if got := only(all, name); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A calendar without days is one that a strict reader takes, too: it has a part.
func TestAnEmptyCalendarHasAPart(t *testing.T) {
	t.Parallel()
	all, err := read(calendar.Write("Kursdagar", calendar.Publish, nil))
	if err != nil || len(only(all, "BEGIN")) != 3 || only(all, "TZID")[0] != "UTC" || only(all, "TZOFFSETTO")[0] != "+0000" {
		t.Errorf("%v %v", all, err)
	}
	e := entry("2026-12-01", "09:00", "16:00")
	e.Tentative = true
	if all, err = read(calendar.Write("", calendar.Publish, []calendar.Entry{e})); err != nil || only(all, "STATUS")[0] != "TENTATIVE" {
		t.Errorf("%v %v", all, err)
	}
}
