// Package search owns finding: one question over courses, lessons, words, journeys and, where it is
// permitted, places and people.
//
// The index is plain tables, so that both databases give the same hits in the same order; the
// rules of words stand in search/word. Everything here is made from other rooms and can be made
// again: a sweep in the background follows what has changed.
//
// Tables: search_doc, search_word, search_person, search_near, search_mark. Asks: course, journey,
// org, staff, may, audit.
package search

import (
	"context"
	"sync"

	"yrkesresan/internal/course"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/staff"
)

// Kind is what is found.
type Kind string

// The kinds, in the order that a page offers them.
const (
	Course   Kind = "course"
	Lesson   Kind = "lesson"
	Word     Kind = "word"
	Journey  Kind = "journey"
	Material Kind = "material"
	Example  Kind = "example"
	Place    Kind = "place"
	Person   Kind = "person"
)

// Kinds names every kind.
func Kinds() []Kind { return []Kind{Course, Lesson, Word, Journey, Material, Example, Place, Person} }

// Synonym is an old or everyday word and what is said today: missbruk, skadligt bruk och beroende.
type Synonym struct{ Old, New string }

// Search is the door to this room.
type Search struct {
	DB       *db.DB
	Courses  *course.Courses
	Journeys *journey.Journeys
	Tree     *org.Tree
	Staff    *staff.Staff
	Audit    *audit.Log
	// Synonyms gives the old words, each time something is looked for: cheap, always in the same order. Nil is none.
	Synonyms func(ctx context.Context) ([]Synonym, error)

	// More are what other rooms let everybody find.
	More []Source

	mu      sync.Mutex
	lexicon lexicon
}

// Source is a room that lets everybody find something of its own.
type Source interface {
	// FoundMark changes when what is found does, at the cost of a small read.
	FoundMark(ctx context.Context) (string, error)
	// Found gives it, in a fixed order.
	Found(ctx context.Context) ([]Entry, error)
}

// Entry is something of another room: what it is called, a few words, what else it says, and the names of what it is about.
type Entry struct {
	Kind                         Kind
	ID, Title, About, Text, Href string
	Tags                         []string // ids of areas and topics
}

// Hit is one thing found.
type Hit struct {
	Kind  Kind
	Title string
	About string // a few words: the course of a lesson, what a word means, the unit of a person
	Href  string
	ID    string // of a person: whoever shows the hit notes that it was seen
}

// Result is one page of what was found, best first.
type Result struct {
	Hits   []Hit
	All    int          // hits in all, at most mostHits of each kind
	ByKind map[Kind]int // hits of each kind
	Nearly []string     // words that were looked for in place of misspelt ones
}
