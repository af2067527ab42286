package search

import (
	"context"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// mostHits is how many docs are ranked: what comes after them is of no use to anybody.
const mostHits = 400

// Question is what somebody looks for.
type Question struct {
	Text          string
	Kind          Kind // "" is every kind
	Limit, Offset int
}

// Find gives what a signed-in person may find. Places are those under the actor's SeeNode, people
// those under SeeStaff: a condition of the statements, never a filter afterwards. Every word counts;
// what has them all comes before what has some.
func (s *Search) Find(ctx context.Context, a may.Actor, q Question) (Result, error) {
	if !a.Known() {
		return Result{}, may.ErrSignIn
	}
	terms, err := s.terms(ctx, q.Text)
	if err != nil || len(terms) == 0 {
		return Result{}, err
	}
	hits, nearly, err := s.docHits(ctx, a, terms)
	if err != nil {
		return Result{}, err
	}
	people, err := s.people(ctx, a, q.Text)
	if err != nil {
		return Result{}, err
	}
	out := Result{ByKind: map[Kind]int{}}
	if len(hits) > 0 {
		out.Nearly = nearly
	}
	hits = append(people, hits...)
	for _, h := range hits {
		out.ByKind[h.Kind]++
	}
	hits = slices.DeleteFunc(hits, func(h Hit) bool { return q.Kind != "" && h.Kind != q.Kind })
	out.All = len(hits)
	from := min(q.Offset, len(hits))
	out.Hits = hits[from:min(from+q.Limit, len(hits))]
	return out, s.noteSeen(ctx, a, out.Hits)
}

// scored is a doc while the words of the question are added up.
type scored struct {
	terms int
	score float64
}

// docHits ranks the docs: all words before some, then by weight.
func (s *Search) docHits(ctx context.Context, a may.Actor, terms []term) ([]Hit, []string, error) {
	scope, scopeArgs := placeScope(a)
	found := map[string]*scored{}
	nearBy := map[string][]string{} // doc → misspelt words it was found by
	for _, t := range terms {
		one, err := s.postings(ctx, t, scope, scopeArgs)
		if err != nil {
			return nil, nil, err
		}
		for id, p := range one {
			d := found[id]
			if d == nil {
				d = &scored{}
				found[id] = d
			}
			d.terms, d.score = d.terms+1, d.score+p.score
			if p.near != "" {
				nearBy[id] = append(nearBy[id], p.near)
			}
		}
	}
	most := 0
	for _, d := range found {
		most = max(most, d.terms)
	}
	var ids []string
	for id, d := range found {
		if d.terms == most { // who writes three words wants the three
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(x, y string) int {
		switch {
		case found[x].score > found[y].score:
			return -1
		case found[x].score < found[y].score:
			return 1
		}
		return strings.Compare(x, y)
	})
	ids = ids[:min(len(ids), mostHits)]
	hits, err := s.read(ctx, ids)
	var nearly []string
	for _, id := range ids {
		for _, w := range nearBy[id] {
			if !slices.Contains(nearly, w) {
				nearly = append(nearly, w)
			}
		}
	}
	return hits, nearly[:min(len(nearly), 3)], err
}

// placeScope is the condition that lets everyone at what is open, and an actor at the places under
// its roles; $1 is the limit, the scope's own begin at $2.
func placeScope(a may.Actor) (string, []any) {
	text, args := "w.path = ''", []any{}
	for _, p := range a.Scopes(may.SeeNode) {
		low, high := org.Inside(p)
		n := len(args) + 2
		text += " OR w.path = " + db.Marks(n, 1) + " OR (w.path >= " + db.Marks(n+1, 1) + " AND w.path < " + db.Marks(n+2, 1) + ")"
		args = append(args, p, low, high)
	}
	return text, args
}

type posting struct {
	score float64
	near  string
}

// postings gives the docs that have a word that the term stands for, the weightiest first.
func (s *Search) postings(ctx context.Context, t term, scope string, scopeArgs []any) (map[string]posting, error) {
	words := sortedWords(t.words)
	args := append(append([]any{mostPostings}, scopeArgs...), db.Args(words)...)
	out := map[string]posting{}
	type row struct {
		word, doc string
		weight    float64
	}
	err := db.Each(ctx, s.DB, func(r db.Scanner) (v row, err error) { err = r.Scan(&v.word, &v.doc, &v.weight); return v, err }, func(v row) error {
		p := out[v.doc]
		p.score += t.words[v.word] * v.weight
		if slices.Contains(t.near, v.word) {
			p.near = v.word
		}
		out[v.doc] = p
		return nil
	}, `
		SELECT w.word, w.doc_id, w.weight
		FROM search_word w
		WHERE w.word IN (`+db.Marks(2+len(scopeArgs), len(words))+`) AND (`+scope+`)
		ORDER BY w.weight DESC, w.doc_id
		LIMIT $1`,
		args...)
	return out, err
}

// read gives docs as hits, in the order of the ids.
func (s *Search) read(ctx context.Context, ids []string) ([]Hit, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	at := map[string]Hit{}
	type row struct {
		id string
		h  Hit
	}
	err := db.Each(ctx, s.DB, func(r db.Scanner) (v row, err error) {
		err = r.Scan(&v.id, &v.h.Kind, &v.h.Title, &v.h.About, &v.h.Href)
		return v, err
	}, func(v row) error { at[v.id] = v.h; return nil }, `
		SELECT id, kind, title, about, href
		FROM search_doc
		WHERE id IN (`+db.Marks(1, len(ids))+`)`,
		db.Args(ids)...)
	var out []Hit
	for _, id := range ids {
		if h, ok := at[id]; ok { // it may have gone since
			out = append(out, h)
		}
	}
	return out, err
}
