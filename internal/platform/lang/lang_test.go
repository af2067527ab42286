package lang

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func room(plain, easy string) fs.FS {
	dir := fstest.MapFS{"sv.json": {Data: []byte(plain)}}
	if easy != "" {
		dir["sv-latt.json"] = &fstest.MapFile{Data: []byte(easy)}
	}
	return dir
}

func catalog(t *testing.T, rooms map[string]fs.FS) *Catalog {
	t.Helper()
	c, err := New(rooms)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTextIsFilledAndCounted(t *testing.T) {
	c := catalog(t, map[string]fs.FS{"a": room(`{
		"a.hello": "Hej {name}!",
		"a.left": {"en": "1 kurs är kvar", "fler": "{n} kurser är kvar"},
		"a.day": "Klar {day}"
	}`, "")})
	day := time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)
	for want, got := range map[string]string{
		"Hej Amina!":                c.T("a.hello", "name", "Amina"),
		"Hej {n}!":                  c.T("a.hello", "name", "{n}"),
		"1 kurs är kvar":            c.T("a.left", "n", 1),
		"0 kurser är kvar":          c.T("a.left", "n", 0),
		"1\u00a0234 kurser är kvar": c.T("a.left", "n", int64(1234)),
		"Klar 3 februari 2026":      c.T("a.day", "day", day),
		"⟦a.none⟧":                  c.T("a.none"),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEasyTextOrThePlainOne(t *testing.T) {
	c := catalog(t, map[string]fs.FS{"a": room(`{"a.one": "Fullfölj", "a.two": "Spara"}`, `{"a.one": "Gör klart"}`)})
	easy := c.Easy()
	if got := easy.T("a.one") + easy.T("a.two") + c.T("a.one"); got != "Gör klartSparaFullfölj" {
		t.Error(got)
	}
	if keys := c.EasyKeys(); len(keys) != 1 || keys[0] != "a.one" {
		t.Errorf("easy keys %v", keys)
	}
}

func TestCatalogueThatContradictsItselfIsRefused(t *testing.T) {
	for name, rooms := range map[string]map[string]fs.FS{
		"is already taken":   {"a": room(`{"x.y": "1"}`, ""), "b": room(`{"x.y": "2"}`, "")},
		"has no plain text":  {"a": room(`{}`, `{"a.b": "1"}`)},
		`needs "en" and`:     {"a": room(`{"a.b": {"en": "1"}}`, "")},
		"unexpected end":     {"a": room(`{`, "")},
		"cannot be its name": {"a": room(`{"x": "1"}`, "")},
		"different places":   {"a": room(`{"a.b": "{x}"}`, `{"a.b": "{y}"}`)},
	} {
		_, err := New(rooms)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCatalogueOfARequest(t *testing.T) {
	c := catalog(t, map[string]fs.FS{"a": room(`{"a.b": "Hej"}`, "")})
	if got := T(With(context.Background(), c), "a.b"); got != "Hej" {
		t.Error(got)
	}
	if got := T(context.Background(), "a.b"); got != "⟦a.b⟧" {
		t.Errorf("without a catalogue: %q", got)
	}
}

// The hour that the spring night skips is no time; the one that the autumn night has twice is.
func TestIsOnTheWall(t *testing.T) {
	for at, want := range map[string]bool{"2027-03-28 01:59": true, "2027-03-28 02:00": false, "2027-03-28 02:30": false, "2027-03-28 03:00": true, "2027-10-31 02:30": true, "2027-02-30 10:00": false, "2027-03-28 25:00": false} {
		day, clock, _ := strings.Cut(at, " ")
		if IsOnTheWall(day, clock) != want {
			t.Errorf("%s: %t", at, !want)
		}
	}
}

func TestSwedishDates(t *testing.T) {
	c := catalog(t, nil)
	at := func(s string) time.Time {
		d, err := time.ParseInLocation("2006-01-02 15:04", s, Zone())
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	now := at("2026-03-11 23:30")
	for _, tc := range []struct{ got, want string }{
		{c.Date(at("2026-02-03 00:00")), "3 februari 2026"},
		{c.ShortDate(at("2026-02-03 00:00")), "3 februari"},
		{c.Weekday(at("2026-03-14 09:00"), now), "lördag 14 mars"},
		{c.Weekday(at("2027-03-14 09:00"), now), "söndag 14 mars 2027"},
		{c.When(at("2026-03-12 13:00"), now), "torsdag 12 mars klockan 13"},
		{c.Clock(at("2026-03-12 08:05")), "klockan 8.05"},
		{c.Clock(at("2026-03-12 00:00")), "klockan 0"},
		{c.Hours(at("2026-03-12 09:00"), at("2026-03-12 16:30")), "klockan 9–16.30"},
		{c.Near(now, now), "i dag"},
		{c.Near(at("2026-03-12 00:10"), now), "i morgon"},
		{c.Near(at("2026-03-10 23:59"), now), "i går"},
		{c.Near(at("2026-03-14 01:00"), now), "om 3 dagar"},
		{c.Near(at("2026-04-02 01:00"), now), "2 april"},
		{c.Near(at("2026-03-09 01:00"), now), "för 2 dagar sedan"},
		{c.Near(at("2025-03-09 01:00"), now), "9 mars 2025"},
		{ISO(time.Date(2026, 6, 30, 22, 30, 0, 0, time.UTC)), "2026-07-01"},
		{c.Date(time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)), "1 januari 2027"},
		{c.Minutes(6), "ungefär 6 minuter"},
		{c.Minutes(1), "ungefär 1 minut"},
		{c.Duration(90), "1 timme och 30 minuter"},
		{c.Duration(240), "4 timmar"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

// The night when the clocks change has 23 hours, and is still one day.
func TestDaysAreCountedOverTheChangeOfClocks(t *testing.T) {
	c := catalog(t, nil)
	before := time.Date(2026, 3, 28, 23, 0, 0, 0, Zone())
	if got := c.Near(before.AddDate(0, 0, 2), before); got != "om 2 dagar" {
		t.Error(got)
	}
}

func TestDateFieldIsReadInSweden(t *testing.T) {
	d, err := ParseDate("2026-07-01")
	if err != nil || ISO(d) != "2026-07-01" || d.UTC().Hour() != 22 {
		t.Errorf("%v %v", d, err)
	}
	if _, err := ParseDate("1/7 2026"); err == nil {
		t.Error("read what is no date")
	}
}

func TestSwedishNumbers(t *testing.T) {
	c := catalog(t, nil)
	for _, tc := range []struct{ got, want string }{
		{Number(0), "0"}, {Number(999), "999"}, {Number(222600), "222\u00a0600"}, {Number(-1234567), "−1\u00a0234\u00a0567"},
		{Decimal(1.5, 1), "1,5"}, {Decimal(2, 1), "2"}, {Decimal(-0.25, 2), "−0,25"}, {Decimal(1234.56, 1), "1\u00a0234,6"},
		{c.Of(4, 6), "4 av 6 är klara"}, {c.Of(1, 5), "1 av 5 är klar"}, {c.Of(0, 2), "0 av 2 är klara"}, {c.Of(1, 1), "1 av 1 är klar"},
		{c.Bytes(900), "900 byte"}, {c.Bytes(12_345), "12 kB"}, {c.Bytes(1_500_000), "1,5 MB"}, {c.Bytes(10_000_000), "10 MB"}, {c.Bytes(3_000_000_000), "3 GB"},
		{c.And("Amina"), "Amina"}, {c.And("Amina", "Bengt", "Carmen"), "Amina, Bengt och Carmen"}, {c.And(), ""},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
}

func TestSwedishOrder(t *testing.T) {
	names := []string{"Östen", "Åsa", "adam", "Zara", "Ärla", "Bo"}
	SortBy(names, func(s string) string { return s })
	if got := strings.Join(names, " "); got != "adam Bo Zara Åsa Ärla Östen" {
		t.Error(got)
	}
}

func TestAKeyThatStandsTwiceIsRefused(t *testing.T) {
	for text, wrong := range map[string]bool{
		`{"a.b": "x", "a.c": "y"}`:                                  false,
		`{"a.b": "x", "a.b": "y"}`:                                  true,
		`{"a.b": {"en": "a.c", "fler": "y"}, "a.c": "x"}`:           false,
		`{"a.b": {"en": "x", "fler": "y"}, "a.b": "z"}`:             true,
		`{"a.b": {"en": "x", "fler": "y"}, "a.c": "z", "a.c": "z"}`: true,
	} {
		_, err := New(map[string]fs.FS{"a": fstest.MapFS{"sv.json": {Data: []byte(text)}}})
		if (err != nil) != wrong {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestADayOfTheDatabaseIsWrittenAsADate(t *testing.T) {
	t.Parallel()
	c := catalog(t, nil)
	for day, want := range map[string]string{"2026-02-03": "3 februari 2026", "": "", "2026-02-30": "2026-02-30", "snart": "snart"} {
		if got := c.DateOf(day); got != want {
			t.Errorf("%q: got %q, want %q", day, got, want)
		}
	}
}

func TestNoneAndAllAloneAreNoneAndAllInPercent(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ part, all, want int64 }{{0, 7, 0}, {7, 7, 100}, {1, 1000, 1}, {999, 1000, 99}, {1, 2, 50}, {1, 3, 33}, {2, 3, 67}} {
		if got := Percent(tc.part, tc.all); got != tc.want {
			t.Errorf("%d of %d: got %d, want %d", tc.part, tc.all, got, tc.want)
		}
	}
}
