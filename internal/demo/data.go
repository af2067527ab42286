package demo

import (
	"bytes"
	"embed"

	"go.yaml.in/yaml/v3"
)

//go:embed data/*.yaml
var data embed.FS

// places is data/kommuner.yaml: the organisation and how its staff files look.
type places struct {
	Header header            `yaml:"header"`
	Forms  map[string]string `yaml:"forms"`
	Chiefs []string          `yaml:"chiefs"` // titles
	Files  []int             `yaml:"files"`  // days
	Towns  []*town           `yaml:"towns"`
}

// header is the column names of a staff file.
type header struct {
	Number, First, Last, Title, Unit, Code, Team, Email, Mobile, Chief, Form, Extent, Start, End string
}

// town is a municipality.
type town struct {
	Code, Prefix string
	Columns      []string
	Units        []*unit

	numbers int // given so far
}

type unit struct {
	ID, Name string
	Ansvar   string
	In       []string // operations, outermost first
	Teams    []string
	Crew     crew
	Hourly   bool
	Chief    string // the unit whose chief leads this one too

	town *town
}

// crew is how many of each title, in the order of the file: order decides who gets which name.
type crew []struct {
	title string
	n     int
}

// UnmarshalYAML keeps the order that a map would lose.
func (c *crew) UnmarshalYAML(node *yaml.Node) error {
	for i := 0; i+1 < len(node.Content); i += 2 {
		var n int
		if err := node.Content[i+1].Decode(&n); err != nil {
			return err
		}
		*c = append(*c, struct {
			title string
			n     int
		}{node.Content[i].Value, n})
	}
	return nil
}

// names is one of the lists that names are put together from.
type names struct {
	First, Last []string
	Weight      int
}

// story is a person of data/personer.yaml. Days count from the demo's own day.
type story struct {
	Key           string
	Name          [2]string
	At, Team      string
	Office        string // rss or se: works there, in no municipality
	Title, Form   string
	Extent, Start int
	Gone          int
	Before        *before
	Also          *also
	Chief, Mobile bool
	Asked         *bool
	Reading       reading
	Protected     string // the contact code
	Login, Wish   string
	Leave         []int
	Serves        []string
	Share         bool
	Step          *step
	Done          []done
	Taken         []taken
	Open          []open
	Reports       []report
	Grants        []grant
}

type before struct {
	At, Team, Title string
	Until           int
}

type also struct {
	At, Team, Title string
	Extent, Start   int
}

type reading struct {
	Easy  bool
	Low   bool `yaml:"low_data"`
	Large bool
	Theme string
}

type step struct{ Journey, Step, Note string }

// done is a fact of the past.
type done struct {
	Course, Kind, From string
	Day                int
	Revoked            string // why it was taken back
}

type taken struct {
	Course string
	Day    int
	Tries  []string // right or wrong, one a day
}

type open struct {
	Course     string
	Day, Steps int
}

type report struct {
	Course   string
	Day      int
	Decision string
}

type grant struct {
	Role, On, Subject string
	Day, Until        int
}

// learnt is what holders of some titles have learnt.
type learnt struct {
	First   []string                             // courses with a date: nearly everybody who is not new has them
	ByTitle []struct{ Titles, Courses []string } `yaml:"by_title"`
}

// decision is a layer of a node.
type decision struct {
	Town, On, Journey string
	Day               int
	Ops               []op
}

type op struct {
	Op, Item, Block, Requirement, Title, Text, From, First, Mode, Why string
	Days                                                              int
}

// read decodes a file of data; a word that nobody knows is a mistake in it.
func read[T any](name string) (v T, err error) {
	text, err := data.ReadFile("data/" + name + ".yaml")
	if err != nil {
		return v, err
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	return v, d.Decode(&v)
}
