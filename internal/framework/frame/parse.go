package frame

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// maxText is the largest file that Parse reads.
const maxText = 4 << 20

// Shipped is a framework as a file of text (docs/framework-format.md).
type Shipped struct {
	Owner string `yaml:"owner"` // the place that keeps it; "" the nation
	From  string `yaml:"from"`  // the day that its first version holds from; "" as the reader says
	Frame `yaml:",inline"`
}

// yamlLine finds the line in what the decoder says.
var yamlLine = regexp.MustCompile(`line (\d+)`)

// Parse reads a framework from a file of text. What is written and known to nobody is a problem, so that a
// misspelling is not silently left out. What the framework says is for Check.
func Parse(text []byte) (Shipped, []Problem) {
	var s Shipped
	if len(text) > maxText {
		return s, []Problem{{Key: "frame.problem.size"}}
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(&s)
	if err == nil {
		if next := d.Decode(&yaml.Node{}); !errors.Is(next, io.EOF) {
			err = errors.New("more than one document")
		}
	}
	if err != nil {
		p := Problem{Key: "frame.problem.yaml", Args: map[string]string{"text": err.Error()}}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			p.Line, _ = strconv.Atoi(m[1])
		}
		return s, []Problem{p}
	}
	return s, nil
}
