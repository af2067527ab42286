package roster_test

import (
	"slices"
	"strings"
	"testing"

	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/staffing/roster"
	"yrkesresan/internal/staffing/spread"
)

var words = roster.Words{Number: []string{"anställningsnummer", "nummer"}, Group: []string{"grupp"}, Groups: map[string]spread.Group{"dag": spread.Day, "natt": spread.Night, "n": spread.Night}}

func TestAListIsReadFromCSVAndExcel(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Namn", "Nummer", "Grupp"}, {"A", "1", "Dag"}, {"B", "2", " N "}, {"", "", ""}, {"C", "", "natt"}, {"D", "4", ""}, {"E", "5", "middag"}}
	book, err := grid.Excel("lista", rows)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"csv": string(grid.CSV(rows)), "excel": string(book)} {
		got, err := roster.Read(strings.NewReader(text), int64(len(text)), words)
		want := []roster.Row{{2, "1", spread.Day, ""}, {3, "2", spread.Night, ""}, {5, "", spread.Night, "staffing.list.no_number"}, {6, "4", "", "staffing.list.no_group"}, {7, "5", "", "staffing.list.group"}}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestAListThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	long := "nummer;grupp\n" + strings.Repeat("1;dag\n", roster.MostRows+1)
	for text, key := range map[string]string{"a;b\n1;2\n": "staffing.list.heading", "nummer;grupp\n": "staffing.list.empty", long: "staffing.list.rows"} {
		_, err := roster.Read(strings.NewReader(text), int64(len(text)), words)
		if f := fault.Of(err); f == nil || f.Key != key {
			t.Errorf("%.20q: %v, want %s", text, err, key)
		}
	}
	if _, err := roster.Read(strings.NewReader("\x00\x01\x02"), 3, words); fault.Of(err) == nil {
		t.Errorf("noise: %v", err)
	}
}
