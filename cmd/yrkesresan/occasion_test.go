package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"yrkesresan/internal/app"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/may"
)

func TestOccasionsAreListedAndShown(t *testing.T) {
	dir, database := t.TempDir(), emptyDatabase(t)
	a, err := app.Open(t.Context(), app.Config{Data: dir, Database: database}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	day := a.Now().AddDate(0, 2, 0).Format("2006-01-02")
	make := func(ctx context.Context, open bool) occasion.Occasion {
		oc, err := a.Occasions.Add(ctx, may.Operator(), occasion.Occasion{CourseID: "forflyttning", OrganiserID: "rss-GR", Form: occasion.AtPlace, Town: "k-1480", Place: "Folkets hus", Seats: 20,
			Sessions: []occasion.Session{{Day: day, Begins: "09:00", Ends: "16:00", Parts: []occasion.Part{{Kind: occasion.Lecture, Title: "Grunder", Minutes: 60}}}}})
		if err != nil {
			t.Fatal(err)
		}
		if open {
			if err := a.Occasions.OpenUp(ctx, may.Operator(), oc.ID); err != nil {
				t.Fatal(err)
			}
		}
		return oc
	}
	oc := make(t.Context(), true)
	make(t.Context(), false)
	a.Close()
	for region, want := range map[string]int{"": 1, "GR": 1, "SKANE": 0} {
		line := []string{"occasion", "list", "--format", "json"}
		if region != "" {
			line = append(line, "--region", region)
		}
		code, out := command(t, dir, database, line...)
		var got struct {
			Occasions []shownOccasion `json:"occasions"`
		}
		read := json.NewDecoder(strings.NewReader(out))
		read.DisallowUnknownFields()
		if err := read.Decode(&got); err != nil || code != 0 || got.Occasions == nil || len(got.Occasions) != want {
			t.Errorf("%q: exit %d, %v, %s", region, code, err, out)
		}
	}
	code, out := command(t, dir, database, "occasion", "show", oc.ID, "--format", "json")
	var got shownOccasion
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 || got.ID != oc.ID || got.State != "open" || got.First != day || got.Town != "1480" || len(got.Sessions) != 1 || got.Sessions[0].Parts[0].Minutes != 60 || got.UID != oc.UID {
		t.Errorf("exit %d, %v, %s", code, err, out)
	}
	for line, key := range map[string]string{"occasion show x": "occasion.missing", "occasion list --region NOWHERE": "demand.rss_missing"} {
		code, out := command(t, dir, database, append(strings.Fields(line), "--format", "json")...)
		var answer struct {
			Error struct{ Code, Message string }
		}
		if err := json.Unmarshal([]byte(out), &answer); err != nil || code != 1 || !strings.Contains(answer.Error.Code, "missing") || answer.Error.Message == "" {
			t.Errorf("%s: exit %d, %q, %v, want %s", line, code, out, err, key)
		}
	}
}
