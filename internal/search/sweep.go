package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/search/word"
)

// Swept asks for the index to follow what has changed.
type Swept struct{}

// Kind implements job.Args.
func (Swept) Kind() string { return "search.swept" }

// SweepEvery is how old the index may be.
const SweepEvery = time.Minute

// OnSwept brings the index up to date; nothing changed costs a few small reads. It may be cut off
// anywhere and goes on the next time.
func (s *Search) OnSwept(ctx context.Context, _ Swept) error {
	if err := s.sweepDocs(ctx); err != nil {
		return err
	}
	return s.sweepPeople(ctx)
}

// sweepDocs makes the docs again when a course, a journey, the tree or the day has changed.
func (s *Search) sweepDocs(ctx context.Context) error {
	on := s.Staff.Today()
	now, err := s.docsMark(ctx, on)
	if err != nil {
		return err
	}
	was, err := mark(ctx, s.DB, docsSource)
	if err != nil || was == now {
		return err
	}
	docs, err := s.docs(ctx, on)
	if err != nil {
		return err
	}
	if err := s.indexDocs(ctx, docs); err != nil {
		return err
	}
	return setMark(ctx, s.DB, docsSource, now)
}

// docsSource names the docs among the marks, peopleSource a place's people.
const docsSource = "docs"

func peopleSource(employerID string) string { return "people:" + employerID }

// docsMark tells what the docs are made from, in a few words. Form is what to change when the same
// content is indexed in another way.
func (s *Search) docsMark(ctx context.Context, on string) (string, error) {
	const form = "1"
	courses, err := s.Courses.All(ctx)
	if err != nil {
		return "", err
	}
	said := []string{form, on}
	for _, c := range courses {
		said = append(said, fmt.Sprint(c.ID, "@", c.Version))
	}
	journeys, err := s.Journeys.Editions(ctx, on)
	if err != nil {
		return "", err
	}
	names, err := s.names(ctx)
	if err != nil {
		return "", err
	}
	called := sha256.New()
	for _, id := range slices.Sorted(maps.Keys(names)) {
		fmt.Fprintln(called, id, names[id])
	}
	for _, source := range s.More {
		m, err := source.FoundMark(ctx)
		if err != nil {
			return "", err
		}
		said = append(said, m)
	}
	tree, err := org.Mark(ctx, s.DB)
	return strings.Join(append(append(said, journeys...), tree, hex.EncodeToString(called.Sum(nil)[:8])), " "), err
}

// indexBatch is how many docs, or people, are written in one transaction: learners' answers go in between.
const indexBatch = 500

// indexDocs writes the docs that are new or changed and removes those that are gone.
func (s *Search) indexDocs(ctx context.Context, docs []doc) error {
	have, err := digests(ctx, s.DB)
	if err != nil {
		return err
	}
	stems := stemsOf(docs)
	known := func(stem string) bool { return stems[stem] }
	var batch []doc
	flush := func() error {
		err := s.writeDocs(ctx, batch, known)
		batch = batch[:0]
		return err
	}
	for _, d := range docs {
		same := have[d.ID] == d.digest()
		delete(have, d.ID)
		if same {
			continue
		}
		if batch = append(batch, d); len(batch) == indexBatch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	var gone []string
	for id := range have {
		gone = append(gone, id)
	}
	return s.removeDocs(ctx, gone)
}

func (s *Search) writeDocs(ctx context.Context, docs []doc, known func(string) bool) error {
	if len(docs) == 0 {
		return nil
	}
	return s.DB.Tx(ctx, func(tx *db.Tx) error {
		words := map[string]bool{}
		var rows [][]any
		for _, d := range docs {
			if err := putDoc(ctx, tx, d); err != nil {
				return err
			}
			weights := d.weights(known)
			d.eachWord(func(w string) { words[w] = true })
			for _, w := range sortedWords(weights) {
				rows = append(rows, []any{w, d.ID, d.Path, weights[w]})
			}
		}
		if err := load(ctx, tx, "search_word", []string{"word", "doc_id", "path", "weight"}, rows); err != nil {
			return err
		}
		return addNear(ctx, tx, words)
	})
}

// sweepPeople follows one employer's staff after another's. What an import, an undo or a note has
// changed shows in the employer's mark.
func (s *Search) sweepPeople(ctx context.Context) error {
	now, err := s.Staff.NameMarks(ctx)
	if err != nil {
		return err
	}
	was, err := marks(ctx, s.DB, peopleSource(""))
	if err != nil {
		return err
	}
	for employer, m := range now {
		source := peopleSource(employer)
		if was[source] == m {
			continue
		}
		if err := s.indexPeople(ctx, employer); err != nil {
			return err
		}
		if err := setMark(ctx, s.DB, source, m); err != nil {
			return err
		}
	}
	return nil
}

// indexPeople makes the words of an employer's people again, a batch at a time.
func (s *Search) indexPeople(ctx context.Context, employerID string) error {
	after := ""
	for {
		people, err := s.Staff.Names(ctx, employerID, after, indexBatch)
		if err != nil {
			return err
		}
		until := "~" // after every id
		if len(people) == indexBatch {
			until = people[len(people)-1].PersonID
		}
		var rows [][]any
		words := map[string]bool{}
		for _, p := range people {
			for _, w := range namesOf(p.FirstName, p.LastName, p.Protected, p.ContactCode) {
				rows = append(rows, []any{employerID, w, p.PersonID})
				words[w] = true
			}
		}
		err = s.DB.Tx(ctx, func(tx *db.Tx) error { return replacePeople(ctx, tx, employerID, after, until, rows, words) })
		if err != nil || until == "~" {
			return err
		}
		after = until
	}
}

// namesOf are the words that a person is found by: the names, or a contact code in their place
// (rule 7).
func namesOf(first, last string, protected bool, code string) []string {
	if protected {
		return []string{strings.ToLower(code)}
	}
	var out []string
	seen := map[string]bool{}
	for _, w := range word.Split(first + " " + last) {
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
