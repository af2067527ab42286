package app

import (
	"time"

	"yrkesresan/internal/library"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/search/word"
)

// buildLibrary builds the room of material and good examples.
func (a *App) buildLibrary() error {
	texts, err := Texts()
	a.Library = &library.Library{DB: a.DB, Blobs: a.Blobs, Staff: a.Staff, Tree: a.Tree, Access: a.Access, Messages: a.Messages, Jobs: a.Jobs, Tasks: a.Tasks, Audit: a.Audit, Texts: texts,
		Now: a.Now, NewID: NewID, Stems: stems, Leaders: a.leadersOf}
	job.Handle(a.Jobs, a.Library.OnPacked)
	job.Handle(a.Jobs, a.Library.OnDue)
	job.Every(a.Jobs, 24*time.Hour, library.Due{})
	return err
}

// stems are the stems of the words of a text that say something.
func stems(text string) (out []string) {
	for _, w := range word.Split(text) {
		if !word.Common(w) {
			out = append(out, word.Stem(w))
		}
	}
	return out
}
