package journey

import (
	"context"
	"strings"

	"yrkesresan/internal/journey/plan"
)

// shelf keeps, while one question is answered, what people at the same places share: definitions,
// switches, layers. A group of fifty is then as many reads as one person.
type shelf struct {
	js       *Journeys
	journeys map[string][]plan.Journey // municipalities → the versions that hold there
	on       map[string][]plan.Switch
	layers   map[string][]plan.Layer
	rss      map[string]map[string]string // municipality → journey → RSS
}

func newShelf(js *Journeys) *shelf {
	return &shelf{js: js, journeys: map[string][]plan.Journey{}, on: map[string][]plan.Switch{}, layers: map[string][]plan.Layer{}, rss: map[string]map[string]string{}}
}

// fill puts into in what the rules need of the nodes that current work stands under.
func (s *shelf) fill(ctx context.Context, in *plan.Input, nodes []string, on string) (err error) {
	key := strings.Join(municipalities(nodes), " ")
	if _, have := s.journeys[key]; !have {
		if s.journeys[key], err = s.js.definitions(ctx, nodes, on); err != nil {
			return err
		}
	}
	in.Journeys = s.journeys[key]
	key = strings.Join(nodes, " ")
	if _, have := s.on[key]; !have {
		if s.on[key], err = s.js.switches(ctx, nodes, on); err != nil {
			return err
		}
	}
	in.On = s.on[key]
	if nodes, err = s.takeRSS(ctx, in, nodes, on); err != nil {
		return err
	}
	key = strings.Join(nodes, " ")
	if _, have := s.layers[key]; !have {
		if s.layers[key], err = s.js.layers(ctx, nodes, on); err != nil {
			return err
		}
	}
	in.Layers = s.layers[key]
	return nil
}

// takeRSS notes where a journey runs in another RSS than the municipality's own (rule 2), and adds
// those RSS to the nodes.
func (s *shelf) takeRSS(ctx context.Context, in *plan.Input, nodes []string, on string) ([]string, error) {
	for i := range in.Person.Employments {
		e := &in.Person.Employments[i]
		for _, node := range e.Path {
			if !strings.HasPrefix(node, "k-") {
				continue
			}
			if _, have := s.rss[node]; !have {
				other, err := otherRSS(ctx, s.js.DB, node, on)
				if err != nil {
					return nil, err
				}
				s.rss[node] = other
			}
			if len(s.rss[node]) > 0 {
				e.RSS = s.rss[node]
			}
			for _, rss := range s.rss[node] {
				nodes = addNodes(nodes, []string{rss})
			}
		}
	}
	return nodes, nil
}

// municipalities are those of the nodes that are one.
func municipalities(nodes []string) []string {
	var out []string
	for _, n := range nodes {
		if strings.HasPrefix(n, "k-") {
			out = append(out, n)
		}
	}
	return out
}
