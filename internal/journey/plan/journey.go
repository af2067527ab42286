package plan

// Journey is a journey as its owner defines it: the common frame that every layer builds on (R065, R073).
type Journey struct {
	ID, Title, Short string
	Owner            string   // node id of whoever maintains the frame: "se", "rss-GR", "k-1480"
	OwnerName        string   // name of that node, for "who decided"; the id stands in when it is empty
	OwnerKind        NodeKind // decides what the frame may demand (rule 8); Parse reads it from the id
	Status           JourneyStatus
	Since            Date   // from when the frame holds; empty: from when it was switched on
	Target           string // whom it is for, in words
	Audience         *Audience
	Overlaps         []string // journeys that nobody gets beside this one by default (rule 12); counts both ways
	Priority         int      // among overlapping journeys that fit equally well the highest wins
	Managers         []string // occupations that are managers also when the tree names no unit for them
	Scheme           Scheme
	Tracks           []Track
	Blocks           []Block
	Parallel         []Path // for those who lack the formal level for their work (rule 13)
}

// JourneyStatus says whether anyone can have the journey yet.
type JourneyStatus string

// Only a live journey is resolved; a planned one is an entry in the portfolio.
const (
	Live    JourneyStatus = "live"
	Planned JourneyStatus = "planned"
)

// Scheme is the journey's own set of levels (R060, R061, R065).
type Scheme struct {
	Kind   SchemeKind
	Years  YearsIn // what an experience scheme counts years in
	Levels []Level
}

// SchemeKind says what a level is a property of.
type SchemeKind string

// A content level belongs to the course (bas, fördjupning, spets), an experience level to the person (ny, van, erfaren).
const (
	Content    SchemeKind = "content"
	Experience SchemeKind = "experience"
)

// YearsIn says which years an experience scheme counts.
type YearsIn string

// Years in the same occupation, or in the same service area.
const (
	YearsInOccupation YearsIn = "occupation"
	YearsInArea       YearsIn = "area"
)

// Level is one step of a scheme. Years apply to experience schemes only.
type Level struct {
	ID, Title, Helper string
	Years             int  // the step begins at this many years …
	Over              bool // … or, when true, the day after
}

// Track is the recommended way through the frame for some occupations in some service areas (R066, R079, R209).
type Track struct {
	ID, Title string
	Audience  *Audience
	Status    TrackStatus
	Note      string // what a person in the track reads about it
}

// TrackStatus says whether the track has content yet.
type TrackStatus string

// An investigated track is empty and says so (R170–R171: MAS, MAR, SAS).
const (
	TrackLive     TrackStatus = "live"
	Investigating TrackStatus = "investigating"
)

// Block is one part of the journey.
type Block struct {
	ID, Title, Helper, Icon string
	Kind                    BlockKind
	Level                   string // id in the scheme; in a step block the step it is meant for
	Audience                *Audience
	Items                   []Item
}

// BlockKind says what the block is for.
type BlockKind string

// The kinds of a definition; Earlier is made by Resolve for what a person has done besides ("Du har också gått").
const (
	Base      BlockKind = "base"
	Advanced  BlockKind = "advanced"
	Expert    BlockKind = "expert"
	Workplace BlockKind = "workplace"
	Manager   BlockKind = "manager"
	StepBlock BlockKind = "step"
	Earlier   BlockKind = "earlier"
)

// Item is a course or a step in a journey.
type Item struct {
	ID           string // unique in the journey; the course id unless given
	Course       string // empty for information and activities
	Title, Text  string // empty title: the catalogue's
	URL          string
	Kind         ItemKind
	Requirement  Requirement
	Audience     *Audience // nil: everyone who has the journey
	Due          *Due
	Since        Date // from when the item is in the frame
	Retired      Date // from this day it is in the frame no more; a layer that asked for it keeps it
	Requires     []Link
	DoneBy       FactKind // Attended: being there is enough
	Wish         string   // stands first, for those who have wished for it (rule 16)
	Introduction Introduction
	Tags         []string
}

// key is what facts and studies call the item.
func (it *Item) key() string {
	if it.Course != "" {
		return it.Course
	}
	return it.ID
}

// ItemKind says what one does with an item.
type ItemKind string

// An activity is done by a fact about its id. Information is only read, is never done and never counted.
const (
	CourseItem ItemKind = "course"
	Activity   ItemKind = "activity"
	Info       ItemKind = "info"
)

// Requirement is how strongly an item is meant.
type Requirement string

// From weakest to strongest.
const (
	Elective    Requirement = "elective"
	Recommended Requirement = "recommended"
	Mandatory   Requirement = "mandatory"
)

func (r Requirement) rank() int {
	switch r {
	case Mandatory:
		return 3
	case Recommended:
		return 2
	case Elective:
		return 1
	}
	return 0
}

func stronger(a, b Requirement) Requirement {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Due is a date relative to the person.
type Due struct {
	Days int
	From Anchor
}

// Anchor is the day a due date counts from.
type Anchor string

// From the start of the employment, or from the day the item was asked of the person.
const (
	FromStart    Anchor = "employment_start"
	FromAssigned Anchor = "assigned"
)

// Link says that another course should come first, and why (R067).
type Link struct {
	Course string // course, or item id of an activity
	Mode   Mode
	Why    string
}

// Mode is what happens while the other course is not done.
type Mode string

// Only an employer's layer may block; a nation's or RSS's block warns (rule 8). Off takes a warning away.
const (
	Warn      Mode = "warn"
	BlockMode Mode = "block"
	Off       Mode = "off"
)

// Introduction marks an item of an introduction list (R240–R242).
type Introduction string

// The workplace's own introduction is written by the employer only.
const (
	ProfessionIntroduction Introduction = "profession"
	WorkplaceIntroduction  Introduction = "workplace"
)

// Path is validation or education beside the journey (R075–R076).
type Path struct {
	ID, Title, Text, URL string
	Audience             *Audience
}

// owner gives the frame's node name for "who decided".
func (j *Journey) owner() string {
	return firstText(j.OwnerName, j.Owner, j.ID)
}

// Courses lists the ids of every course the frame names, each once, in the order of the page, so that whoever
// takes a journey in can check them against the catalogue.
func (j *Journey) Courses() []string {
	var ids []string
	seen := map[string]bool{"": true}
	j.eachItem(func(it *Item) {
		ids = addNew(ids, seen, it.Course)
		for _, l := range it.Requires {
			ids = addNew(ids, seen, l.Course)
		}
	})
	return ids
}

func (j *Journey) eachItem(f func(*Item)) {
	for b := range j.Blocks {
		for i := range j.Blocks[b].Items {
			f(&j.Blocks[b].Items[i])
		}
	}
}

func addNew(ids []string, seen map[string]bool, id string) []string {
	if seen[id] {
		return ids
	}
	seen[id] = true
	return append(ids, id)
}

func firstText(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
