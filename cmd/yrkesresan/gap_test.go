package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// The answer is the contract's: every column is the sum over the children, and nothing waits for a server.
func TestTheGapIsShownAsTheContractSays(t *testing.T) {
	t.Parallel()
	var out, complaint strings.Builder
	s := hired(t)
	if code := start(append([]string{"gap", "--municipality", "1480", "--format", "json"}, s.common...), &out, &complaint); code != 0 {
		t.Fatal(code, complaint.String())
	}
	var got struct {
		Requirements []shownFigure `json:"requirements"`
		Targets      []shownFigure `json:"targets"`
		Persons      *int64        `json:"persons"`
		Children     []struct {
			ID, Name     string
			Requirements []shownFigure
			Targets      []shownFigure
			Persons      *int64
		} `json:"children"`
	}
	read := json.NewDecoder(strings.NewReader(out.String()))
	read.DisallowUnknownFields()
	if err := read.Decode(&got); err != nil {
		t.Fatal(err, out.String())
	}
	if got.Persons == nil || *got.Persons != 4 || len(got.Children) == 0 { // one of five begins later
		t.Fatal(out.String())
	}
	var persons int64
	for _, c := range got.Children {
		if c.ID == "" || c.Name == "" || c.Persons == nil {
			t.Errorf("%+v", c)
		}
		persons += *c.Persons
	}
	if persons != 4 {
		t.Errorf("%d persons at the places", persons)
	}
	if !strings.Contains(out.String(), `"requirements":[`) || strings.Contains(out.String(), "null") {
		t.Errorf("a list that is empty is a list: %s", out.String())
	}
	for place, children := range map[string]int{"--nation": 24, "--region=GR": 13} { // what has been submitted: nothing
		out.Reset()
		if code := start(append([]string{"gap", place, "--format", "json"}, s.common...), &out, &complaint); code != 0 {
			t.Fatal(code, complaint.String())
		}
		read := json.NewDecoder(strings.NewReader(out.String()))
		read.DisallowUnknownFields()
		got.Children, got.Persons = nil, nil
		if err := read.Decode(&got); err != nil || len(got.Children) != children || got.Persons == nil || *got.Persons != 0 || strings.Contains(out.String(), "null") {
			t.Errorf("%s: %d children, %v, %.300s", place, len(got.Children), err, out.String())
		}
	}
	out.Reset()
	if code := start(append([]string{"gap", "--region", "finns-inte", "--format", "json"}, s.common...), &out, &complaint); code != 1 || !strings.Contains(out.String(), `"code"`) {
		t.Error(code, out.String())
	}
	out.Reset()
	if code := start(append([]string{"gap", "--node", "finns-inte", "--format", "json"}, s.common...), &out, &complaint); code != 1 || !strings.Contains(out.String(), `"code"`) {
		t.Error(code, out.String())
	}
	got.Requirements, got.Children = nil, nil
	out.Reset() // long before anything was there
	if code := start(append([]string{"gap", "--municipality", "1480", "--as-of", "1900-01-01", "--format", "json"}, s.common...), &out, &complaint); code != 0 || strings.TrimSpace(out.String()) != `{"requirements":[],"targets":[],"persons":0,"children":[]}` {
		t.Error(code, out.String())
	}
	if code := start(append([]string{"gap", "--municipality", "9999", "--as-of", "1900-01-01"}, s.common...), &out, &complaint); code != 1 {
		t.Errorf("an unknown place of long ago: %d", code)
	}
	if code := start(append([]string{"gap", "--municipality", "1480", "--depth=-1"}, s.common...), &out, &complaint); code != 2 {
		t.Errorf("a depth that is none: %d", code)
	}
	if code := start(append([]string{"gap"}, s.common...), &out, &complaint); code != 2 {
		t.Errorf("without a place: %d", code)
	}
	if code := start(append([]string{"gap", "--municipality", "1480", "--node", "x"}, s.common...), &out, &complaint); code != 2 {
		t.Errorf("two places: %d", code)
	}
}
