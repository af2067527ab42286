package app

import (
	"context"

	"yrkesresan/internal/search"
)

// buildSearch lets what the rooms hold be found.
func (a *App) buildSearch() {
	a.Search = &search.Search{DB: a.DB, Courses: a.Courses, Journeys: a.Journeys, Tree: a.Tree, Staff: a.Staff, Audit: a.Audit, Synonyms: a.oldWords}
}

// oldWords are the words of yesterday and of every day: those of the topics, and those kept as words.
func (a *App) oldWords(ctx context.Context) ([]search.Synonym, error) {
	ref, err := a.Tree.CachedReference(ctx)
	if err != nil {
		return nil, err
	}
	ref = ref.Chosen()
	var out []search.Synonym
	for _, s := range ref.Synonyms {
		out = append(out, search.Synonym{Old: s.Word, New: s.Means})
	}
	for _, t := range ref.Tags {
		for _, old := range t.Synonyms {
			out = append(out, search.Synonym{Old: old, New: t.Name})
		}
	}
	return out, nil
}
