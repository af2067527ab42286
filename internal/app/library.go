package app

import (
	"context"
	"time"

	"yrkesresan/internal/library"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/search"
	"yrkesresan/internal/search/word"
)

// buildLibrary builds the room of material and good examples.
func (a *App) buildLibrary() error {
	texts, err := Texts()
	a.Library = &library.Library{DB: a.DB, Blobs: a.Blobs, Staff: a.Staff, Tree: a.Tree, Access: a.Access, Messages: a.Messages, Jobs: a.Jobs, Tasks: a.Tasks, Audit: a.Audit, Texts: texts,
		Now: a.Now, NewID: NewID, Stems: stems, Leaders: a.leadersOf}
	a.Search.More = append(a.Search.More, libraryFound{a.Library})
	job.Handle(a.Jobs, a.Library.OnPacked)
	job.Handle(a.Jobs, a.Library.OnDue)
	job.Every(a.Jobs, 24*time.Hour, library.Due{})
	return err
}

// libraryFound lets what the library gives to everybody be found by searching.
type libraryFound struct{ library *library.Library }

// FoundMark implements search.Source.
func (f libraryFound) FoundMark(ctx context.Context) (string, error) { return f.library.OpenMark(ctx) }

// Found implements search.Source.
func (f libraryFound) Found(ctx context.Context) ([]search.Entry, error) {
	all, err := f.library.ToAll(ctx)
	out := make([]search.Entry, len(all))
	for i, x := range all {
		out[i] = search.Entry{Kind: search.Kind(x.Kind), ID: x.ID, Title: x.Title, About: x.About, Text: x.Text, Tags: x.Tags, Href: libraryAt[x.Kind] + x.ID}
	}
	return out, err
}

// libraryAt is where the library shows what.
var libraryAt = map[string]string{"material": "/material/om/", "example": "/exempel/om/"}

// stems are the stems of the words of a text that say something.
func stems(text string) (out []string) {
	for _, w := range word.Split(text) {
		if !word.Common(w) {
			out = append(out, word.Stem(w))
		}
	}
	return out
}
