package search_test

import (
	"context"
	"testing"

	"yrkesresan/internal/search"
)

// Every word that is shipped leads to something that is shipped: a word that finds nothing is no help.
func TestEveryShippedWordFindsSomething(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ref, err := w.Tree.Reference(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(ref.Synonyms); n < 40 {
		t.Errorf("only %d words are shipped", n)
	}
	var pairs []search.Synonym
	for _, s := range ref.Synonyms {
		pairs = append(pairs, search.Synonym{Old: s.Word, New: s.Means})
	}
	w.Synonyms = func(context.Context) ([]search.Synonym, error) { return pairs, nil }
	for _, p := range pairs {
		r, err := w.Find(t.Context(), learner, search.Question{Text: p.Old, Limit: 5})
		if err != nil || len(r.Hits) == 0 {
			t.Errorf("%s (%s) finds %d, %v", p.Old, p.New, len(r.Hits), err)
		}
		if len(r.Nearly) > 0 {
			t.Errorf("%s (%s) is taken for %q", p.Old, p.New, r.Nearly)
		}
	}
	// A word that is taken back is understood no more, one that comes is understood at once.
	pairs = []search.Synonym{{Old: "brorskapet", New: "hygien"}}
	w.finds(learner, "brorskapet", w.found(learner, "hygien")[0])
	pairs = nil
	if got := w.found(learner, "brorskapet"); len(got) != 0 {
		t.Errorf("a word that is gone finds %q", got)
	}
}
