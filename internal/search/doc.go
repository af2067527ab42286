package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/search/word"
)

// doc is something that can be found by its words.
type doc struct {
	ID, Title, About, Href string
	Kind                   Kind
	Path                   string // of a place; "" is for everyone
	fields                 []field
}

// field is a text of a doc and how much a hit in it says about the doc.
type field struct {
	text   string
	weight float64
}

// How much a hit says, by where it is.
const (
	inTitle = 10
	inHead  = 5 // titles of parts, what a word means
	inGoals = 3
	inText  = 1
)

// longestAbout is how many letters of a text a hit shows.
const longestAbout = 160

func courseDocs(c *folder.Content, names map[string]string) []doc {
	href := "/kurs/" + c.ID
	why := plainText(c.WhyHTML)
	whole := doc{ID: "course:" + c.ID, Kind: Course, Title: c.Title, About: cut(why), Href: href,
		fields: []field{{c.Title, inTitle}, {c.EasyTitle, inHead}, {why, inText}}}
	for _, g := range c.Goals {
		whole.fields = append(whole.fields, field{g.Text, inGoals})
	}
	for _, id := range slices.Concat(c.Tags, c.Areas) {
		whole.fields = append(whole.fields, field{names[id], inGoals})
	}
	for _, l := range c.Laws {
		whole.fields = append(whole.fields, field{l.Title + " " + l.Number, inGoals})
	}
	out, seen := []doc{}, map[string]bool{}
	for i := range c.Lessons {
		l := &c.Lessons[i]
		whole.fields = append(whole.fields, field{l.Title, inHead})
		out = append(out, lessonDoc(c, l, href))
		for _, w := range wordsIn(l) {
			if !seen[w.Word] {
				seen[w.Word] = true
				out = append(out, doc{ID: "word:" + c.ID + ":" + w.Word, Kind: Word, Title: w.Word, About: w.Easy, Href: href,
					fields: []field{{w.Word, inTitle}, {w.Easy, inText}}})
			}
		}
	}
	return append(out, whole)
}

func lessonDoc(c *folder.Content, l *folder.Lesson, href string) doc {
	d := doc{ID: "lesson:" + c.ID + ":" + l.ID, Kind: Lesson, Title: l.Title, About: c.Title, Href: href,
		fields: []field{{l.Title, inTitle}, {l.EasyTitle, inHead}, {c.Title, inGoals}}}
	for i := range l.Steps {
		d.fields = append(d.fields, field{l.Steps[i].Title, inHead})
		for j := range l.Steps[i].Blocks {
			b := &l.Steps[i].Blocks[j]
			d.fields = append(d.fields, field{strings.Join([]string{plainText(b.HTML), b.Title, b.Text, b.Alt, b.Caption}, " "), inText})
		}
	}
	return d
}

func wordsIn(l *folder.Lesson) (words []folder.Word) {
	for i := range l.Steps {
		words = append(words, l.Steps[i].Words...)
	}
	return words
}

func journeyDoc(j *plan.Journey) doc {
	d := doc{ID: "journey:" + j.ID, Kind: Journey, Title: j.Title, About: j.Short, Href: "/resor/" + j.ID,
		fields: []field{{j.Title, inTitle}, {j.Short, inGoals}, {j.Target, inGoals}}}
	for i := range j.Tracks {
		d.fields = append(d.fields, field{j.Tracks[i].Title, inHead})
	}
	for i := range j.Blocks {
		d.fields = append(d.fields, field{j.Blocks[i].Title, inGoals})
	}
	return d
}

func placeDoc(n org.Node, above string) doc {
	return doc{ID: "place:" + n.ID, Kind: Place, Title: n.Name, About: above, Href: "/oversikt/" + n.ID, Path: n.Path,
		fields: []field{{n.Name, inTitle}, {above, inText}}}
}

// digest changes when anything of the doc does.
func (d doc) digest() string {
	text, err := json.Marshal([]any{d.Title, d.About, d.Href, d.Path, fmt.Sprint(d.fields)})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// weights gives the doc's stems with how much each says; a part of a compound says half.
func (d doc) weights(known func(stem string) bool) map[string]float64 {
	out := map[string]float64{}
	for _, f := range d.fields {
		for _, w := range word.Split(f.text) {
			if word.Common(w) {
				continue
			}
			stem := word.Stem(w)
			out[stem] = more(out[stem], f.weight)
			for _, part := range word.Parts(w, known) {
				if part != stem {
					out[part] = more(out[part], f.weight/2)
				}
			}
		}
	}
	return out
}

// eachWord hands over the doc's words as they are written.
func (d doc) eachWord(use func(w string)) {
	for _, f := range d.fields {
		for _, w := range word.Split(f.text) {
			if !word.Common(w) {
				use(w)
			}
		}
	}
}

// more is the weight of a word that stands once more: the weightiest place counts, and a little
// for each further one, at most as much again.
func more(has, weight float64) float64 {
	if weight > has {
		has, weight = weight, has
	}
	return min(has+weight/8, 2*max(has, weight))
}

// stemsOf are all stems of the docs' whole words: what compounds may be put together from.
func stemsOf(docs []doc) map[string]bool {
	out := map[string]bool{}
	for _, d := range docs {
		if d.Kind == Place {
			continue // names of places are no words
		}
		d.eachWord(func(w string) { out[word.Stem(w)] = true })
	}
	return out
}

// plainText is the text of sanitised HTML.
func plainText(markup string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(out.String()), " ")
		case html.TextToken:
			out.Write(z.Text())
		default:
			out.WriteByte(' ')
		}
	}
}

// cut shortens a text at a word.
func cut(text string) string {
	r := []rune(text)
	if len(r) <= longestAbout {
		return text
	}
	short := string(r[:longestAbout])
	if at := strings.LastIndexByte(short, ' '); at > 0 {
		short = short[:at]
	}
	return strings.TrimRight(short, ",;:–- ") + " …"
}

// docs are all that everyone may find, and the places.
func (s *Search) docs(ctx context.Context, on string) ([]doc, error) {
	names, err := s.names(ctx)
	if err != nil {
		return nil, err
	}
	courses, err := s.Courses.All(ctx)
	if err != nil {
		return nil, err
	}
	var out []doc
	for _, c := range courses {
		content, err := s.Courses.Version(ctx, c.ID, c.Version)
		if err != nil {
			return nil, err
		}
		out = append(out, courseDocs(content, names)...)
	}
	journeys, err := s.Journeys.Catalogue(ctx, on)
	if err != nil {
		return nil, err
	}
	for i := range journeys {
		out = append(out, journeyDoc(&journeys[i]))
	}
	for _, source := range s.More {
		entries, err := source.Found(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			out = append(out, entryDoc(e, names))
		}
	}
	places, err := s.places(ctx, on)
	return append(out, places...), err
}

// entryDoc is something of another room.
func entryDoc(e Entry, names map[string]string) doc {
	d := doc{ID: string(e.Kind) + ":" + e.ID, Kind: e.Kind, Title: e.Title, About: cut(e.About), Href: e.Href, fields: []field{{e.Title, inTitle}, {e.About, inGoals}, {e.Text, inText}}}
	for _, id := range e.Tags {
		d.fields = append(d.fields, field{names[id], inGoals})
	}
	return d
}

// names are what areas and tags are called.
func (s *Search) names(ctx context.Context) (map[string]string, error) {
	ref, err := s.Tree.CachedReference(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, a := range ref.Areas {
		out[a.ID] = a.Name
	}
	for _, t := range ref.Tags {
		out[t.ID] = t.Name
	}
	return out, nil
}

// places are the tree's nodes on a day, each with the name of the municipality or RSS it is in.
func (s *Search) places(ctx context.Context, on string) ([]doc, error) {
	nodes, err := org.Under(ctx, s.DB, org.Sweden, on)
	if err != nil {
		return nil, err
	}
	called := map[string]string{}
	for _, n := range nodes {
		called[n.ID] = n.Name
	}
	var out []doc
	for _, n := range nodes {
		above := ""
		for id := range strings.SplitSeq(n.Path, "/") {
			if id != n.ID && (strings.HasPrefix(id, "k-") || above == "" && id != org.Sweden) {
				above = called[id]
			}
		}
		out = append(out, placeDoc(n, above))
	}
	return out, nil
}

// sortedWords are the words of a weighing in a fixed order.
func sortedWords(weights map[string]float64) []string { return slices.Sorted(maps.Keys(weights)) }
