package gap

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/profile/layer"
)

// wire is how a need is kept: what is asked of each person is its requirement alone.
type wire struct {
	Key     string        `json:"k"`
	Need    string        `json:"n,omitempty"`
	Measure layer.Measure `json:"m,omitempty"`
	Percent int           `json:"p,omitempty"`
	Count   int           `json:"c,omitempty"`
	At      string        `json:"a,omitempty"`
}

// packNeeds gives the body of a list of needs, and its id; nothing for none.
func packNeeds(all []count.Need) (id, body string) {
	if len(all) == 0 {
		return "", ""
	}
	out := make([]wire, len(all))
	for i, n := range all {
		out[i] = wire{Key: n.Requirement}
		if n.Measure != layer.Each {
			out[i] = wire{n.Requirement, n.Key, n.Measure, n.Percent, n.Count, n.At}
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		panic(err) // strings and numbers
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12]), string(text)
}

func unpackNeeds(body string) ([]count.Need, error) {
	var in []wire
	if err := json.Unmarshal([]byte(body), &in); err != nil {
		return nil, err
	}
	out := make([]count.Need, len(in))
	for i, w := range in {
		out[i] = count.Need{Key: w.Key, Requirement: w.Key, Measure: layer.Each}
		if w.Need != "" {
			out[i] = count.Need{Key: w.Need, Requirement: w.Key, Measure: w.Measure, Percent: w.Percent, Count: w.Count, At: w.At}
		}
	}
	return out, nil
}

// lists reads lists by id; one that has been read is remembered, since a list never changes.
func (g *Gaps) lists(ctx context.Context, q db.Q, ids []string) (map[string][]count.Need, error) {
	out := map[string][]count.Need{"": nil}
	var unknown []string
	for _, id := range ids {
		if _, have := out[id]; have {
			continue
		}
		if known, ok := g.read.Load(id); ok {
			out[id] = known.([]count.Need)
			continue
		}
		out[id] = nil
		unknown = append(unknown, id)
	}
	type row struct{ id, body string }
	for some := range slices.Chunk(unknown, atOnce) {
		err := db.Each(ctx, q, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.id, &r.body); return r, err }, func(r row) error {
			needs, err := unpackNeeds(r.body)
			out[r.id] = needs
			g.read.Store(r.id, needs)
			return err
		}, `
			SELECT id, body
			FROM gap_list
			WHERE id IN (`+db.Marks(1, len(some))+`)`,
			db.Args(some)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// packed is a unit's figures as they are kept.
type packed struct {
	list, figures, poolList, pools string
	bodies                         map[string]string // of the lists
}

func (f figures) pack() packed {
	p := packed{bodies: map[string]string{}}
	var columns []count.Need
	var numbers []string
	for _, key := range slices.Sorted(maps.Keys(f.Columns)) {
		columns = append(columns, count.Need{Key: key, Requirement: key, Measure: layer.Each})
		c := f.Columns[key]
		numbers = append(numbers, words(c.Required, c.Held, c.Develop, c.Recruit))
	}
	var body string
	if p.list, body = packNeeds(columns); p.list != "" {
		p.bodies[p.list] = body
	}
	p.figures = strings.Join(numbers, " ")
	var needs []count.Need
	numbers = nil
	for _, key := range slices.Sorted(maps.Keys(f.Pools)) {
		needs = append(needs, f.Needs[key])
		numbers = append(numbers, words(f.Pools[key].Asked, f.Pools[key].Has, f.Pools[key].Learn))
	}
	if p.poolList, body = packNeeds(needs); p.poolList != "" {
		p.bodies[p.poolList] = body
	}
	p.pools = strings.Join(numbers, " ")
	return p
}

func words(all ...int64) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(out, " ")
}

// numbers reads the numbers of a text that words has made.
type numbers struct{ text string }

func (n *numbers) next() int64 {
	word, rest, _ := strings.Cut(n.text, " ")
	n.text = rest
	v, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		return 0
	}
	return v
}

// unpack reads what pack has made.
func unpack(columns []count.Need, text string, needs []count.Need, pools string) figures {
	f := figures{make(map[string]count.Column, len(columns)), make(map[string]count.Pool, len(needs)), make(map[string]count.Need, len(needs))}
	in := numbers{text}
	for _, n := range columns {
		f.Columns[n.Requirement] = count.Column{Required: in.next(), Held: in.next(), Develop: in.next(), Recruit: in.next()}
	}
	in = numbers{pools}
	for _, n := range needs {
		f.Pools[n.Key], f.Needs[n.Key] = count.Pool{Asked: in.next(), Has: in.next(), Learn: in.next()}, n
	}
	return f
}
