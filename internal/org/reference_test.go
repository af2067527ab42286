package org_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

var (
	editor = may.Actor{PersonID: "nina", Grants: []may.Grant{{Role: may.National, NodeID: "se", Path: "se"}}}
	other  = may.Actor{PersonID: "olle", Grants: []may.Grant{{Role: may.National, NodeID: "se", Path: "se"}}}
	editAt = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
)

const editDay = "2026-11-22"

func entryOf(t *testing.T, tree *org.Tree, kind org.ReferenceKind, id string) org.Entry {
	t.Helper()
	e, err := tree.Entry(t.Context(), editor, kind, id)
	if err != nil {
		t.Fatal(kind, id, err)
	}
	return e
}

// with gives an entry as a form sends it back, with some fields changed.
func with(e org.Entry, changes ...string) org.Entry {
	f := org.Fields{}
	for k, v := range e.Fields {
		f[k] = v
	}
	for i := 0; i < len(changes); i += 2 {
		f[changes[i]] = changes[i+1]
	}
	e.Fields = f
	return e
}

func TestReferenceDataIsEditedWithWhoWhenAndWhat(t *testing.T) {
	t.Parallel()
	tree, ctx := seeded(t), t.Context()
	if _, err := tree.CachedReference(ctx); err != nil {
		t.Fatal(err)
	}
	e := entryOf(t, tree, org.TagList, "etik")
	if _, _, err := tree.SaveEntry(ctx, editor, with(e, "name", "Etik i vardagen", "synonyms", "Moral\nmoral\n  Samvete "), "Tydligare.", editAt, editDay); err != nil {
		t.Fatal(err)
	}
	ref, err := tree.CachedReference(ctx) // read again at once where it was edited
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(ref.Tags, func(g org.Tag) bool { return g.ID == "etik" })
	if i < 0 || ref.Tags[i].Name != "Etik i vardagen" || !slices.Equal(ref.Tags[i].Synonyms, []string{"moral", "samvete"}) {
		t.Fatalf("%+v", ref.Tags)
	}
	changes, err := tree.ReferenceChanges(ctx, editor, org.TagList, "etik", 10, 0)
	if err != nil || len(changes) != 1 {
		t.Fatal(changes, err)
	}
	if c := changes[0]; c.MadeBy != "nina" || c.Why != "Tydligare." || c.Before["name"] != "Etik" || c.After["name"] != "Etik i vardagen" || !c.MadeAt.Equal(editAt) {
		t.Errorf("%+v", c)
	}
	// The same again is no change.
	if _, _, err := tree.SaveEntry(ctx, editor, entryOf(t, tree, org.TagList, "etik"), "", editAt, editDay); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(t, tree, org.TagList, "etik"); e.Revision != 1 {
		t.Error(e.Revision)
	}
}

func TestAnotherSeedDoesNotUndoEdits(t *testing.T) {
	t.Parallel()
	tree, ctx := seeded(t), t.Context()
	e := entryOf(t, tree, org.OccupationList, "fysioterapeut")
	if _, _, err := tree.SaveEntry(ctx, editor, with(e, "plural", "fysioterapeuter och sjukgymnaster", "titles", "fysioterapeut\nrehabterapeut"), "", editAt, editDay); err != nil {
		t.Fatal(err)
	}
	if err := tree.RetireEntry(ctx, editor, org.WordList, "medicin", true, "", editAt, editDay); err != nil {
		t.Fatal(err)
	}
	if err := tree.DB.Tx(ctx, func(tx *db.Tx) error { return tree.Seed(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(t, tree, org.OccupationList, "fysioterapeut"); e.Fields["plural"] != "fysioterapeuter och sjukgymnaster" {
		t.Error(e.Fields)
	}
	titles, err := org.Titles(ctx, tree.DB, "k-1480")
	if err != nil {
		t.Fatal(err)
	}
	if _, back := titles["sjukgymnast"]; back || titles["rehabterapeut"].Occupation != "fysioterapeut" {
		t.Error(titles["sjukgymnast"], titles["rehabterapeut"])
	}
	if e := entryOf(t, tree, org.WordList, "medicin"); e.Retired != editDay {
		t.Error("a retired word is back")
	}
	// What a new release ships reaches an installation that has been seeded before.
	if _, err := tree.DB.Exec(ctx, `DELETE FROM synonym WHERE word = 'piller'`); err != nil {
		t.Fatal(err)
	}
	if err := tree.DB.Tx(ctx, func(tx *db.Tx) error { return tree.Seed(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
	entryOf(t, tree, org.WordList, "piller")
}

func TestTwoEditReferenceDataAtOnce(t *testing.T) {
	t.Parallel()
	tree, ctx := seeded(t), t.Context()
	seen := entryOf(t, tree, org.OccupationList, "dietist")
	if _, _, err := tree.SaveEntry(ctx, editor, with(seen, "name", "Dietist och nutritionist", "ssyk", "2283"), "", editAt, editDay); err != nil {
		t.Fatal(err)
	}
	// Another field, from the same page: both are kept.
	if _, _, err := tree.SaveEntry(ctx, other, with(seen, "plural", "dietister m.fl."), "", editAt.Add(time.Second), editDay); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(t, tree, org.OccupationList, "dietist"); e.Name() != "Dietist och nutritionist" || e.Fields["plural"] != "dietister m.fl." || e.Revision != 2 {
		t.Fatalf("%+v", e)
	}
	// The same field: nothing is saved, both are told, and what only the first changed is already in.
	mine, theirs, err := tree.SaveEntry(ctx, other, with(seen, "name", "Kostexpert"), "", editAt, editDay)
	if !errors.Is(err, org.ErrEntryBoth) || theirs["name"] != "Dietist och nutritionist" || mine.Name() != "Kostexpert" || mine.Fields["ssyk"] != "2283" || mine.Revision != 2 {
		t.Fatalf("%+v %v %v", mine, theirs, err)
	}
	if _, _, err := tree.SaveEntry(ctx, other, mine, "", editAt, editDay); err != nil { // knowing, mine
		t.Fatal(err)
	}
	if e := entryOf(t, tree, org.OccupationList, "dietist"); e.Name() != "Kostexpert" || e.Fields["plural"] != "dietister m.fl." {
		t.Fatalf("%+v", e)
	}
}

func TestAnIdNeverChangesAndNothingIsDeleted(t *testing.T) {
	t.Parallel()
	tree, ctx := seeded(t), t.Context()
	add := func(e org.Entry) string {
		t.Helper()
		id, err := tree.AddEntry(ctx, editor, e, "", editAt, editDay)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	id := add(org.Entry{Kind: org.AreaList, Fields: org.Fields{"name": "Stöd åt äldre hemma", "words": "trygghetslarm"}})
	if id != "stod-at-aldre-hemma" {
		t.Fatal(id)
	}
	if _, _, err := tree.SaveEntry(ctx, editor, with(entryOf(t, tree, org.AreaList, id), "name", "Hemma"), "", editAt, editDay); err != nil {
		t.Fatal(err)
	}
	if again := add(org.Entry{Kind: org.AreaList, Fields: org.Fields{"name": "Stöd åt äldre hemma"}}); again != id+"-2" {
		t.Error(again)
	}
	guess := func() string {
		ref, err := tree.CachedReference(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return ref.AreaIn("Trygghetslarm Norr")
	}
	if guess() != id {
		t.Error(guess())
	}
	for range 2 { // twice is once
		if err := tree.RetireEntry(ctx, editor, org.AreaList, id, true, "", editAt, editDay); err != nil {
			t.Fatal(err)
		}
	}
	if guess() != "" {
		t.Error("a retired area is guessed")
	}
	ref, err := tree.CachedReference(ctx)
	if err != nil || ref.AreaName(id) != "Hemma" || slices.ContainsFunc(ref.Chosen().Areas, func(a org.Area) bool { return a.ID == id }) {
		t.Error("a retired area lost its name, or can be chosen")
	}
	if err := tree.RetireEntry(ctx, editor, org.AreaList, id, false, "", editAt, editDay); err != nil || guess() != id {
		t.Error(err, guess())
	}
	word := add(org.Entry{Kind: org.WordList, Fields: org.Fields{"name": " Kuratela. ", "means": "god man", "is_old": "1"}})
	if e := entryOf(t, tree, org.WordList, word); word != "kuratela" || e.Fields["means"] != "god man" || e.Fields["is_old"] != "1" {
		t.Errorf("%s %+v", word, e)
	}
}

func TestWhatReferenceDataMayNotSay(t *testing.T) {
	t.Parallel()
	tree, ctx := seeded(t), t.Context()
	for name, c := range map[string]struct {
		kind  org.ReferenceKind
		f     org.Fields
		want  error
		field string
	}{
		"no name":           {org.TagList, org.Fields{}, org.ErrEntryName, "name"},
		"a name taken":      {org.AreaList, org.Fields{"name": "äldreomsorg"}, org.ErrEntryTaken, "name"},
		"a title taken":     {org.OccupationList, org.Fields{"name": "Ny", "titles": "ny titel\nSSK"}, org.ErrTitleTaken, "titles"},
		"an identity":       {org.TagList, org.Fields{"name": "Ny", "about": "Fråga 19900101-0017."}, org.ErrEntryWho, "about"},
		"no such area":      {org.TagList, org.Fields{"name": "Ny", "area": "månen"}, org.ErrEntryArea, "area"},
		"a word of itself":  {org.WordList, org.Fields{"name": "Läkemedel", "means": "läkemedel"}, org.ErrMeans, "means"},
		"a word of nothing": {org.WordList, org.Fields{"name": "lavemang"}, org.ErrMeans, "means"},
		"a long name":       {org.TagList, org.Fields{"name": strings.Repeat("å", 121)}, org.ErrEntryLong, "name"},
	} {
		_, err := tree.AddEntry(ctx, editor, org.Entry{Kind: c.kind, Fields: c.f}, "", editAt, editDay)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, a := range map[string]may.Actor{
		"a municipality": {PersonID: "kim", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-1480", Path: "se/rss-GR/k-1480"}}},
		"a producer":     {PersonID: "pia", Grants: []may.Grant{{Role: may.Producer, NodeID: "rss-GR", Path: "se/rss-GR"}}},
	} {
		_, err := tree.AddEntry(ctx, a, org.Entry{Kind: org.TagList, Fields: org.Fields{"name": "Ny"}}, "", editAt, editDay)
		_, _, err2 := tree.SaveEntry(ctx, a, entryOf(t, tree, org.TagList, "etik"), "", editAt, editDay)
		err3 := tree.RetireEntry(ctx, a, org.TagList, "etik", true, "", editAt, editDay)
		if !errors.Is(err, may.ErrDenied) || !errors.Is(err2, may.ErrDenied) || !errors.Is(err3, may.ErrDenied) {
			t.Errorf("%s: %v %v %v", name, err, err2, err3)
		}
	}
}
