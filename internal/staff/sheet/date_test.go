package sheet

import (
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	t.Parallel()
	d := dates{today: today}
	for text, want := range map[string]string{
		"2024-03-01": "2024-03-01", "2024-03-01 00:00:00": "2024-03-01", "2024-03-01T00:00:00Z": "2024-03-01", "2024-03-01 00:00": "2024-03-01",
		"2024-03-01 00:00:00.000": "2024-03-01", "20240301": "2024-03-01", "20240301.0": "2024-03-01", "2.0240301E7": "2024-03-01",
		"1/3 2024": "2024-03-01", "1/3-2024": "2024-03-01", "01/03 2024": "2024-03-01", "01.03.2024": "2024-03-01", "1.3.2024": "2024-03-01",
		"1 mars 2024": "2024-03-01", "den 1 mars 2024": "2024-03-01", "1 MAR. 2024": "2024-03-01", "1-mar-2024": "2024-03-01", "24-03-01": "2024-03-01",
		"240301": "2024-03-01", "84-03-01": "1984-03-01", "45352": "2024-03-01", "45352.0": "2024-03-01", "45352.75": "2024-03-01", "45352,0": "2024-03-01",
		"2024/03/01": "2024-03-01", "2024.03.01": "2024-03-01", "31/3/2024": "2024-03-31", "31-03-2024": "2024-03-31", "3/3/2024": "2024-03-03",
		"2958465": "9999-12-31", "29 februari 2024": "2024-02-29", "60": "1900-02-28", "1": "1900-01-01", "61": "1900-03-01",
	} {
		got, ok := d.read(cell{}, text)
		if !ok || got.Format(time.DateOnly) != want {
			t.Errorf("%s: got %v %v, want %s", text, got.Format(time.DateOnly), ok, want)
		}
	}
	for _, text := range []string{"1/3/2024", "01-03-2024", "2024-02-30", "2024-13-01", "20241301", "30 februari 2024", "1 foo 2024", "mars 2024",
		"2024", "-1", "0", "99999999", "2024-3", "x", "1e400"} {
		if got, ok := d.read(cell{}, text); ok && got.Year() >= firstYear {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

func TestDatesFrom1904(t *testing.T) {
	t.Parallel()
	d := dates{today: today, date1904: true}
	if got, _ := d.read(cell{number: true}, "43890"); got.Format(time.DateOnly) != "2024-03-01" {
		t.Errorf("got %v", got)
	}
	if got, _ := d.read(cell{}, "45352"); got.Format(time.DateOnly) != "2024-03-01" {
		t.Errorf("a text was counted from 1904: %v", got)
	}
}

func TestOpenEnds(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"", "9999-12-31", "2999-12-31", "99991231", "2958465", "401769", "99-12-31", "Tillsvidare", "-", "0000-00-00"} {
		r := one(t, []byte("Anst.nr;Namn;Enhet;Fr.o.m.;T.o.m.\n1;Ida Ek;Nord;2024-03-01;"+end+"\n"))
		if r.End != "" || r.Start != "2024-03-01" || len(r.Problems) != 0 {
			t.Errorf("%q: got %q %v", end, r.End, keys(r))
		}
	}
	r := one(t, []byte("Anst.nr;Namn;Enhet;Fr.o.m.;T.o.m.\n1;Ida Ek;Nord;9999-12-31;2024-12-31\n"))
	if r.End != "2024-12-31" || r.Start != "" || !r.Failed() {
		t.Errorf("got %+v", r)
	}
}
