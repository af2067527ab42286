package org_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
)

func seeded(t *testing.T) *org.Tree {
	t.Helper()
	next := 0
	tree := &org.Tree{DB: dbtest.Open(t), NewID: func() string { next++; return fmt.Sprintf("n%05d", next) }}
	for range 2 { // twice: seeding again changes nothing
		if err := tree.DB.Tx(t.Context(), func(tx *db.Tx) error { return tree.Seed(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

func TestTheShippedTreeHas290MunicipalitiesIn24RSS(t *testing.T) {
	t.Parallel()
	tree := seeded(t)
	all, err := org.Under(t.Context(), tree.DB, org.Sweden, "2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	count, people := map[string]int{}, int64(0)
	for _, n := range all {
		count[n.Kind]++
		people += n.Population
	}
	if count["municipality"] != 290 || count["rss"] != 24 || count["nation"] != 1 || people != 10_609_461 {
		t.Fatal(count, people)
	}
	// Kungsbacka lies in Halland and belongs to GR (rule 2).
	k, err := tree.Municipality(t.Context(), "1384", "2026-11-22")
	if err != nil || k.Path != "se/rss-GR/k-1384" {
		t.Fatal(k, err)
	}
}

func TestAMoveKeepsHistory(t *testing.T) {
	t.Parallel()
	tree, ctx := seeded(t), t.Context()
	add := func(id, kind, parent string) {
		t.Helper()
		if err := tree.DB.Tx(ctx, func(tx *db.Tx) error {
			_, err := tree.Add(ctx, tx, org.Node{ID: id, Kind: kind, Name: strings.ToUpper(id), Parent: parent}, "2024-01-01", "test")
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	add("nord", "operation", "k-1480")
	add("syd", "operation", "k-1480")
	add("bjorken", "unit", "nord")
	add("natt", "team", "bjorken")
	if err := tree.DB.Tx(ctx, func(tx *db.Tx) error { return tree.Move(ctx, tx, "bjorken", "syd", "2025-07-01") }); err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]string{"2025-06-30": "se/rss-GR/k-1480/nord/bjorken/natt", "2025-07-01": "se/rss-GR/k-1480/syd/bjorken/natt"} {
		n, err := tree.Find(ctx, "natt", on)
		if err != nil || n.Path != want {
			t.Errorf("%s: %s, %v", on, n.Path, err)
		}
	}
	if _, err := tree.Find(ctx, "natt", "2023-12-31"); !errors.Is(err, org.ErrNoNode) {
		t.Errorf("before it was: %v", err)
	}
	err := tree.DB.Tx(ctx, func(tx *db.Tx) error { return tree.Move(ctx, tx, "syd", "natt", "2026-01-01") })
	if !errors.Is(err, org.ErrCircle) {
		t.Errorf("a node under itself: %v", err)
	}
}

func TestAnRSSMayDifferPerJourney(t *testing.T) {
	t.Parallel()
	tree, ctx := seeded(t), t.Context()
	if _, err := tree.DB.Exec(ctx, `
		INSERT INTO municipality_rss (municipality_id, journey_id, rss_id, valid_from, valid_until)
		VALUES ('k-1384', 'aldreomsorg', 'rss-HALLAND', '2026-01-01', $1)`, db.NoEnd); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ journey, on, want string }{
		{"aldreomsorg", "2026-03-01", "rss-HALLAND"}, {"aldreomsorg", "2025-12-31", "rss-GR"}, {"barn-och-unga", "2026-03-01", "rss-GR"},
	} {
		got, err := org.RSSOf(ctx, tree.DB, "k-1384", c.journey, c.on)
		if err != nil || got != c.want {
			t.Errorf("%+v: %s, %v", c, got, err)
		}
	}
}

func TestMunicipalTitlesExtendTheNational(t *testing.T) {
	t.Parallel()
	tree, ctx := seeded(t), t.Context()
	if err := org.MapTitle(ctx, tree.DB, "k-1480", "Omsorgsstjärna ", "stodassistent", "funktionshinder"); err != nil {
		t.Fatal(err)
	}
	titles, err := org.Titles(ctx, tree.DB, "k-1480")
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{"omsorgsstjärna": "stodassistent", "Leg.  Sjuksköterska": "", "Undersköterska": "underskoterska", "USK.": "underskoterska"} {
		if got := titles[org.TitleKey(title)].Occupation; got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

func TestTheAreaIsReadFromNames(t *testing.T) {
	t.Parallel()
	ref, err := seeded(t).Reference(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for names, want := range map[string]string{
		"Björkens hemtjänst": "aldreomsorg", "Gruppbostad Tallen": "funktionshinder", "Boendestöd centrum": "socialpsykiatri",
		"Hemsjukvårdsteam": "halso-och-sjukvard", "Kontaktcenter": "", "Daglig verksamhet LSS": "funktionshinder",
	} {
		if got := ref.AreaIn(names); got != want {
			t.Errorf("%s: %q, want %q", names, got, want)
		}
	}
}
