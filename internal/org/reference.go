package org

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"yrkesresan/internal/platform/db"
)

//go:embed data/reference.yaml
var referenceText []byte

// Occupation is a national occupation that local titles map to (R207, R217).
type Occupation struct {
	ID        string   `yaml:"id" json:"id"`
	Name      string   `yaml:"name" json:"name"`
	Plural    string   `yaml:"plural" json:"plural"`
	Licensed  bool     `yaml:"licensed" json:"licensed"`
	Manager   bool     `yaml:"manager" json:"manager"`
	NoTrack   bool     `yaml:"no_track" json:"no_track"`
	Education string   `yaml:"education" json:"education"`
	SSYK      string   `yaml:"ssyk" json:"ssyk"`
	Titles    []string `yaml:"titles" json:"titles"`
	Retired   string   `yaml:"-" json:"retired,omitempty"` // since when it is not chosen anew
}

// Area is a service area; Words are found in the names of units and operations.
type Area struct {
	ID    string   `yaml:"id" json:"id"`
	Name  string   `yaml:"name" json:"name"`
	Words []string `yaml:"words" json:"words"`

	Retired string `yaml:"-" json:"retired,omitempty"`
}

// Tag is a topic (R310–R319).
type Tag struct {
	ID       string   `yaml:"id" json:"id"`
	Name     string   `yaml:"name" json:"name"`
	Area     string   `yaml:"area" json:"area"`
	About    string   `yaml:"about" json:"about"`
	Synonyms []string `yaml:"synonyms" json:"synonyms"`
	Retired  string   `yaml:"-" json:"retired,omitempty"`
}

// Synonym is an old or everyday word, and what is said today.
type Synonym struct {
	Word    string `yaml:"word"`
	Means   string `yaml:"means"`
	Old     bool   `yaml:"old"`
	Retired string `yaml:"-"`
}

// Reference is the reference data of the installation, read once and small.
type Reference struct {
	Occupations []Occupation
	Areas       []Area
	Tags        []Tag
	Synonyms    []Synonym
}

// Chosen is what can be chosen: what is not retired.
func (r Reference) Chosen() Reference {
	keep := Reference{}
	for _, o := range r.Occupations {
		if o.Retired == "" {
			keep.Occupations = append(keep.Occupations, o)
		}
	}
	for _, a := range r.Areas {
		if a.Retired == "" {
			keep.Areas = append(keep.Areas, a)
		}
	}
	for _, t := range r.Tags {
		if t.Retired == "" {
			keep.Tags = append(keep.Tags, t)
		}
	}
	for _, s := range r.Synonyms {
		if s.Retired == "" {
			keep.Synonyms = append(keep.Synonyms, s)
		}
	}
	return keep
}

// Occupation finds an occupation by id; the zero value when there is none.
func (r Reference) Occupation(id string) Occupation {
	for _, o := range r.Occupations {
		if o.ID == id {
			return o
		}
	}
	return Occupation{}
}

// AreaName is the name of an area, or "".
func (r Reference) AreaName(id string) string {
	for _, a := range r.Areas {
		if a.ID == id {
			return a.Name
		}
	}
	return ""
}

// AreaIn guesses the service area from names, the nearest to the person first.
func (r Reference) AreaIn(names ...string) string {
	for _, name := range names {
		low := " " + strings.ToLower(name) + " "
		best, length := "", 0
		for _, a := range r.Areas {
			for _, w := range a.Words {
				if a.Retired == "" && len(w) > length && containsWord(low, w) {
					best, length = a.ID, len(w)
				}
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}

// containsWord finds short words whole and long words also inside compounds (hemtjänsten).
func containsWord(low, word string) bool {
	if len(word) <= 4 {
		return strings.Contains(low, " "+word+" ")
	}
	return strings.Contains(low, word)
}

// CachedReference is Reference, read at most once a minute: it changes a few times a year. Where it was edited it is
// read again at once, on other replicas within the minute.
func (t *Tree) CachedReference(ctx context.Context) (Reference, error) {
	t.cache.Lock()
	defer t.cache.Unlock()
	if t.cache.ref != nil && time.Since(t.cache.read) < time.Minute {
		return *t.cache.ref, nil
	}
	ref, err := t.Reference(ctx)
	if err == nil && len(ref.Areas) > 0 {
		t.cache.ref, t.cache.read = &ref, time.Now()
	}
	return ref, err
}

type referenceCache struct {
	sync.Mutex
	ref  *Reference
	read time.Time
}

// Reference reads the reference data.
func (t *Tree) Reference(ctx context.Context) (Reference, error) { return readReference(ctx, t.DB) }

func readReference(ctx context.Context, q db.Q) (Reference, error) {
	var ref Reference
	type row struct{ kind, body string }
	rows, err := db.All(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.kind, &r.body); return r, err }, `
		SELECT kind, body
		FROM reference
		ORDER BY kind, position`)
	if err != nil {
		return ref, err
	}
	for _, r := range rows {
		switch r.kind {
		case "occupation":
			err = appendJSON(&ref.Occupations, r.body)
		case "area":
			err = appendJSON(&ref.Areas, r.body)
		case "tag":
			err = appendJSON(&ref.Tags, r.body)
		}
		if err != nil {
			return ref, err
		}
	}
	ref.Synonyms, err = db.All(ctx, q, func(s db.Scanner) (w Synonym, err error) {
		err = s.Scan(&w.Word, &w.Means, &w.Old, &w.Retired)
		return w, err
	}, `
		SELECT word, means, is_old, retired
		FROM synonym
		ORDER BY word`)
	return ref, err
}

func appendJSON[T any](to *[]T, body string) error {
	var v T
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return err
	}
	*to = append(*to, v)
	return nil
}

func shippedReference() (ref Reference, err error) {
	err = yaml.Unmarshal(referenceText, &ref)
	return ref, err
}

// TagOf finds the topic that a word on a course means: its id, its name or one of its old words.
func (r Reference) TagOf(word string) (Tag, bool) {
	key := TitleKey(word)
	for _, t := range r.Tags {
		if t.ID == word || TitleKey(t.Name) == key || slices.Contains(t.Synonyms, key) {
			return t, true
		}
	}
	return Tag{}, false
}
