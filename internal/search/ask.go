package search

import (
	"context"
	"slices"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/search/word"
)

// How much a hit by each way is worth beside one by the word itself.
const (
	bySynonym = 0.8
	byNear    = 0.6
	byPart    = 0.5
	byPrefix  = 0.4
)

// shortestPrefix is how many letters the beginning of a word must have to find the word.
const shortestPrefix = 3

// mostWords bounds the words that one asked word may stand for, mostPostings the places looked at
// for it: the weightiest come first.
const (
	mostWords    = 40
	mostPostings = 600
)

// term is a word of the question, with the words of the index that it stands for.
type term struct {
	asked string
	words map[string]float64
	near  []string // words that stand in place of a misspelt one
}

// lexicon is what the index knows of words, kept while the docs and the synonyms stay the same.
type lexicon struct {
	mark     string
	stems    map[string]bool
	pairs    []Synonym
	synonyms []synonym
}

type synonym struct{ old, new []string }

// knows gives the lexicon of the docs and the synonyms as they are now.
func (s *Search) knows(ctx context.Context) (lexicon, error) {
	m, err := mark(ctx, s.DB, docsSource)
	if err != nil {
		return lexicon{}, err
	}
	var pairs []Synonym
	if s.Synonyms != nil {
		if pairs, err = s.Synonyms(ctx); err != nil {
			return lexicon{}, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.lexicon
	if known.stems == nil || known.mark != m {
		stems, err := db.All(ctx, s.DB, db.Text, `SELECT DISTINCT word FROM search_word WHERE path = ''`)
		if err != nil {
			return lexicon{}, err
		}
		known.mark, known.stems = m, make(map[string]bool, len(stems))
		for _, w := range stems {
			known.stems[w] = true
		}
	}
	if !slices.Equal(known.pairs, pairs) {
		known.pairs, known.synonyms = pairs, make([]synonym, 0, len(pairs))
		for _, p := range pairs {
			known.synonyms = append(known.synonyms, synonym{stemmed(p.Old), stemmed(p.New)})
		}
	}
	s.lexicon = known
	return known, nil
}

func stemmed(text string) []string {
	var out []string
	for _, w := range word.Asked(text) {
		out = append(out, word.Stem(w))
	}
	return out
}

// terms gives what each word of a question stands for.
func (s *Search) terms(ctx context.Context, question string) ([]term, error) {
	known, err := s.knows(ctx)
	if err != nil {
		return nil, err
	}
	var out []term
	asked := word.Asked(question)
	for i, w := range asked {
		t := term{asked: w, words: map[string]float64{}}
		stem := word.Stem(w)
		t.add(stem, 1)
		for _, part := range word.Parts(w, func(stem string) bool { return known.stems[stem] }) {
			t.add(part, byPart)
		}
		for _, syn := range known.synonyms {
			if at := slices.Index(syn.old, stem); at == 0 && said(asked[i:], syn.old) {
				for _, n := range syn.new {
					t.add(n, bySynonym)
				}
			}
		}
		if err := s.widen(ctx, &t, stem); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// said tells whether the words begin with those of a synonym.
func said(asked, old []string) bool {
	if len(asked) < len(old) {
		return false
	}
	for i, stem := range old {
		if word.Stem(asked[i]) != stem {
			return false
		}
	}
	return true
}

func (t *term) add(w string, factor float64) {
	if w != "" && factor > t.words[w] {
		t.words[w] = factor
	}
}

// widen adds words that begin as the asked one, and, where the index has no such word, those that
// are written almost alike.
func (s *Search) widen(ctx context.Context, t *term, stem string) error {
	begin := func(prefix string) ([]string, error) {
		return db.All(ctx, s.DB, db.Text, `
			SELECT DISTINCT word
			FROM search_word
			WHERE word >= $1 AND word < $2
			ORDER BY word
			LIMIT $3`,
			prefix, prefix+lastRune, mostWords)
	}
	if len([]rune(t.asked)) >= shortestPrefix {
		words, err := begin(t.asked)
		if err != nil {
			return err
		}
		for _, w := range words {
			t.add(w, byPrefix)
		}
	}
	found, err := s.exists(ctx, t.words)
	if err != nil || found {
		return err
	}
	near, err := s.nearly(ctx, t.asked, stem)
	if err != nil {
		return err
	}
	for _, w := range near {
		t.add(word.Stem(w), byNear)
		t.near = append(t.near, word.Stem(w))
	}
	return nil
}

// lastRune follows every letter, in the order of bytes.
const lastRune = "\U0010FFFF"

// exists tells whether the index has any of the words.
func (s *Search) exists(ctx context.Context, words map[string]float64) (bool, error) {
	args := db.Args(sortedWords(words))
	n, err := db.One(ctx, s.DB, db.Number, `
		SELECT COUNT(*)
		FROM (SELECT 1 FROM search_word WHERE word IN (`+db.Marks(1, len(args))+`) LIMIT 1) AS found`,
		args...)
	return n > 0, err
}

// nearly gives the words that are written almost as the asked ones, the likeliest first.
func (s *Search) nearly(ctx context.Context, asked ...string) ([]string, error) {
	var keys []string
	for _, w := range asked {
		keys = append(keys, word.NearKeys(w)...)
	}
	slices.Sort(keys)
	if keys = slices.Compact(keys); len(keys) == 0 {
		return nil, nil
	}
	words, err := db.All(ctx, s.DB, db.Text, `
		SELECT DISTINCT word
		FROM search_near
		WHERE near IN (`+db.Marks(1, len(keys))+`)
		ORDER BY word
		LIMIT 400`,
		db.Args(keys)...)
	if err != nil {
		return nil, err
	}
	words = slices.DeleteFunc(words, func(w string) bool {
		return !slices.ContainsFunc(asked, func(a string) bool { return word.Near(a, w) })
	})
	slices.SortStableFunc(words, func(a, b string) int { return distance(a, asked) - distance(b, asked) })
	return words[:min(len(words), mostWords)], nil
}

func distance(w string, asked []string) int {
	least := len(w)
	for _, a := range asked {
		least = min(least, word.Distance(word.Fold(a), word.Fold(w)))
	}
	return least
}
