package folder

// Content is a compiled course: what is stored as JSON and shown to learners.
// Fields that end in HTML are sanitised and carry no style attributes.
type Content struct {
	ID             string    `json:"id"`
	Title          string    `json:"title"`
	EasyTitle      string    `json:"easy_title,omitempty"`
	Kind           string    `json:"kind"`     // lessons | external | day
	Update         string    `json:"update"`   // minor | major
	Reviewed       string    `json:"reviewed"` // YYYY-MM-DD
	ValidityMonths int       `json:"validity_months"`
	Hours          float64   `json:"hours"`
	Areas          []string  `json:"areas"`
	Tags           []string  `json:"tags,omitempty"`
	EvidenceOnly   bool      `json:"evidence_only,omitempty"` // R255
	WhyHTML        string    `json:"why_html"`                // R256
	WhyEasyHTML    string    `json:"why_easy_html,omitempty"`
	Goals          []Goal    `json:"goals"`
	Laws           []Law     `json:"laws,omitempty"` // R360
	Sources        []Source  `json:"sources,omitempty"`
	Preparation    []Task    `json:"preparation,omitempty"`
	Days           []Day     `json:"days,omitempty"`      // of a course with course days (R120)
	FollowUp       *FollowUp `json:"follow_up,omitempty"` // some weeks after the last day
	Reflection     *Reflect  `json:"reflection,omitempty"`
	External       *External `json:"external,omitempty"`
	Lessons        []Lesson  `json:"lessons,omitempty"`
	Test           *Test     `json:"test,omitempty"`
	Media          []Media   `json:"media,omitempty"` // sorted by name
	Files          []string  `json:"files"`           // every file of the folder, sorted
}

// Goal is something the course should lead to.
type Goal struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	Form string `json:"form"` // fact | understanding | skill | familiarity
	Kind string `json:"kind"` // theory | method | skill
}

// Law is a law that the course rests on (R360).
type Law struct {
	Title  string `json:"title"`
	Number string `json:"number"`
	Date   string `json:"date"` // YYYY-MM-DD
	About  string `json:"about"`
}

// Source is a text that the course is reviewed against.
type Source struct {
	Title     string `json:"title"`
	Publisher string `json:"publisher"`
	Date      string `json:"date,omitempty"` // YYYY-MM-DD; absent when the source has none
	URL       string `json:"url,omitempty"`
}

// Task is a timed preparation before the lessons.
type Task struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Minutes int    `json:"minutes"`
	Reason  string `json:"reason"`
	Goal    string `json:"goal,omitempty"`
	Course  string `json:"course,omitempty"` // a course to take as preparation: its id
	URL     string `json:"url,omitempty"`    // something to read, see or hear elsewhere
}

// Day is a course day: people meet at a place or online, at one of several dates (R120, R134).
type Day struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	EasyTitle string   `json:"easy_title,omitempty"`
	Hours     float64  `json:"hours"`
	Goals     []string `json:"goals"`
	Text      string   `json:"text"`
	Easy      string   `json:"easy,omitempty"`
	Optional  bool     `json:"optional,omitempty"` // the course can be completed without it
}

// FollowUp is the question after the last day: how what was learnt has been used.
type FollowUp struct {
	Weeks int    `json:"weeks"` // after the last day
	Text  string `json:"text"`
	Easy  string `json:"easy,omitempty"`
	Done  string `json:"done"` // what has to be done for it to be done
}

// DayHours is how long all the days are together.
func (c *Content) DayHours() float64 {
	var sum float64
	for _, d := range c.Days {
		sum += d.Hours
	}
	return sum
}

// Reflect is the question after the course.
type Reflect struct {
	Text string `json:"text"`
	Easy string `json:"easy,omitempty"`
}

// External is a course that somebody else gives (R095).
type External struct {
	Provider string  `json:"provider"`
	URL      string  `json:"url"`
	Hours    float64 `json:"hours"`
	Report   string  `json:"report"`
}

// Lesson is at most 15 minutes, divided into steps.
type Lesson struct {
	ID        string   `json:"id"`
	File      string   `json:"file"`
	Title     string   `json:"title"`
	EasyTitle string   `json:"easy_title,omitempty"`
	Minutes   int      `json:"minutes"`
	Goals     []string `json:"goals"`
	Steps     []Step   `json:"steps"`
	HasEasy   bool     `json:"has_easy,omitempty"`
	Lix       int      `json:"lix"` // R251
	Words     int      `json:"words"`
	EasyLix   int      `json:"easy_lix,omitempty"`
	EasyWords int      `json:"easy_words,omitempty"`
}

// Step is one screen. Easy is empty when the lesson has no easy variant.
type Step struct {
	ID        string  `json:"id"`
	Title     string  `json:"title"`
	EasyTitle string  `json:"easy_title,omitempty"`
	Blocks    []Block `json:"blocks"`
	Easy      []Block `json:"easy,omitempty"`
	Words     []Word  `json:"words,omitempty"`      // explained in Blocks
	EasyWords []Word  `json:"easy_words,omitempty"` // explained in Easy

	line int
}

// Word is a hard word and what it means in easy Swedish.
type Word struct {
	Word string `json:"word"`
	Easy string `json:"easy"`
}

// Block is a part of a step. Kind says which fields are set: text (HTML),
// picture (File Alt Caption Width Height), film (File Captions Alt Minutes),
// audio (File HTML), document (File Title), link (URL Title Text), word (Word
// Easy), facts (Title HTML), discussion (Title HTML Minutes), case (Title
// Areas) and question (Question). Bytes is the size of File: low-data mode
// tells it before a film loads (R253).
type Block struct {
	Kind     string            `json:"kind"`
	HTML     string            `json:"html,omitempty"`
	Title    string            `json:"title,omitempty"`
	Text     string            `json:"text,omitempty"`
	File     string            `json:"file,omitempty"` // name inside media/
	Alt      string            `json:"alt,omitempty"`
	Caption  string            `json:"caption,omitempty"`
	Captions string            `json:"captions,omitempty"` // name inside media/
	Minutes  int               `json:"minutes,omitempty"`
	Width    int               `json:"width,omitempty"`  // pixels, or the units of an SVG
	Height   int               `json:"height,omitempty"` // as Width
	Bytes    int64             `json:"bytes,omitempty"`
	Word     string            `json:"word,omitempty"`
	Easy     string            `json:"easy,omitempty"`
	URL      string            `json:"url,omitempty"`
	Areas    map[string]string `json:"areas,omitempty"` // service area or "all" → HTML
	Question *Question         `json:"question,omitempty"`

	line int
}

// Question is asked in a lesson or in the test.
type Question struct {
	ID      string   `json:"id"`
	Goal    string   `json:"goal,omitempty"`
	Lesson  string   `json:"lesson,omitempty"` // in the test: where to read again
	Kind    string   `json:"kind"`             // single | multiple | order | match | reflect
	Text    string   `json:"text"`
	Options []Option `json:"options,omitempty"`
	Items   []Item   `json:"items,omitempty"` // in the right order
	Pairs   []Pair   `json:"pairs,omitempty"`

	line int
}

// Option is an answer to choose.
type Option struct {
	Text  string `json:"text"`
	Right bool   `json:"right,omitempty"`
	Why   string `json:"why"`
}

// Item is a thing to put in order.
type Item struct {
	Text string `json:"text"`
	Why  string `json:"why"`
}

// Pair is two things that belong together.
type Pair struct {
	Left  string `json:"left"`
	Right string `json:"right"`
	Why   string `json:"why"`
}

// Test ends the course.
type Test struct {
	Pass      int        `json:"pass"`  // percent of the questions drawn
	Tries     int        `json:"tries"` // 0: as many as you like
	Draw      int        `json:"draw"`  // per goal; 0: all
	Questions []Question `json:"questions"`
	Lix       int        `json:"lix"`
	Words     int        `json:"words"`
}

// Media is a file in media/.
type Media struct {
	Name   string `json:"name"` // inside media/
	Type   string `json:"type"` // as in Content-Type
	Bytes  int64  `json:"bytes"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}
