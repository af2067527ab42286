package profile

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/profile/layer"
)

// Reader resolves the profiles of many places on one day, also one that has been or that comes; each
// layer is read once, and places with the same layers share what is resolved: it is not to be changed.
// It is for rules that sum up: it asks no leave. It is used by one goroutine.
type Reader struct {
	q      db.Q
	on     string
	layers map[string][]layer.Layer // by node: what it has decided and holds then or later; empty: nothing
	asked  map[string][]layer.Asked // by the nodes that have decided something, outermost first
	whole  []string                 // paths of which everything under has been read
}

// Reader makes one for a day (YYYY-MM-DD).
func (ps *Profiles) Reader(on string) *Reader {
	return &Reader{q: ps.DB, on: on, layers: map[string][]layer.Layer{}, asked: map[string][]layer.Asked{}}
}

// Under reads every layer at a path and under it at once, for who is to ask about many places there.
func (r *Reader) Under(ctx context.Context, path string) error {
	low, high := org.Inside(path)
	r.whole = append(r.whole, path)
	return r.read(ctx, `p.path = $2 OR (p.path >= $3 AND p.path < $4)`, path, low, high)
}

// mostNodes bounds the nodes of one reading.
const mostNodes = 400

// Prepare reads the layers of many places at once: At asks nothing more about them.
func (r *Reader) Prepare(ctx context.Context, paths []string) error {
	var unknown []string
	for _, path := range paths {
		unknown = append(unknown, r.unknown(path, nodesOf(path))...)
	}
	slices.Sort(unknown)
	for nodes := range slices.Chunk(slices.Compact(unknown), mostNodes) {
		if err := r.fetch(ctx, nodes); err != nil {
			return err
		}
	}
	return nil
}

// At gives what is asked for at a place, given its path: by it and everything above it.
func (r *Reader) At(ctx context.Context, path string) ([]layer.Asked, error) {
	return r.resolve(ctx, path, nodesOf(path))
}

// Above gives what comes to a place from above it.
func (r *Reader) Above(ctx context.Context, path string) ([]layer.Asked, error) {
	nodes := nodesOf(path)
	return r.resolve(ctx, path, nodes[:len(nodes)-1])
}

func nodesOf(path string) []string { return strings.Split(path, "/") }

func (r *Reader) resolve(ctx context.Context, path string, nodes []string) ([]layer.Asked, error) {
	if err := r.fetch(ctx, r.unknown(path, nodes)); err != nil {
		return nil, err
	}
	var key strings.Builder
	for _, id := range nodes {
		if len(r.layers[id]) > 0 {
			key.WriteString(id)
			key.WriteByte('/')
		}
	}
	if have, ok := r.asked[key.String()]; ok {
		return have, nil
	}
	var layers []layer.Layer
	for _, id := range nodes {
		layers = append(layers, r.layers[id]...)
	}
	r.asked[key.String()] = layer.Resolve(layers, r.on)
	return r.asked[key.String()], nil
}

// unknown are the nodes of a path whose layers have not been read. What stands under a path that has
// been read whole and has no layer has none.
func (r *Reader) unknown(path string, nodes []string) (out []string) {
	end := -1
	for _, id := range nodes {
		end += len(id) + 1
		if _, ok := r.layers[id]; !ok && !r.isWhole(path[:end]) {
			out = append(out, id)
		}
	}
	return out
}

func (r *Reader) fetch(ctx context.Context, nodes []string) error {
	if len(nodes) == 0 {
		return nil
	}
	args := make([]any, len(nodes))
	for i, id := range nodes {
		r.layers[id], args[i] = nil, id
	}
	return r.read(ctx, `l.node_id IN (`+db.Marks(2, len(nodes))+`)`, args...)
}

func (r *Reader) isWhole(path string) bool {
	for _, w := range r.whole {
		if path == w || strings.HasPrefix(path, w+"/") {
			return true
		}
	}
	return false
}

// read takes in layers by a condition; the day is $1. A place is called what it was called on the day, and
// one that comes later what it is called first.
func (r *Reader) read(ctx context.Context, where string, args ...any) error {
	type row struct {
		layer.Layer
		body string
	}
	fresh := map[string]bool{}
	return db.Each(ctx, r.q, func(s db.Scanner) (l row, err error) {
		err = s.Scan(&l.NodeID, &l.NodeName, &l.NodeKind, &l.Since, &l.Until, &l.body)
		return l, err
	}, func(l row) error {
		if err := json.Unmarshal([]byte(l.body), &l.Ops); err != nil {
			return err
		}
		if l.Until == db.NoEnd {
			l.Until = ""
		}
		if !fresh[l.NodeID] {
			r.layers[l.NodeID], fresh[l.NodeID] = nil, true
		}
		r.layers[l.NodeID] = append(r.layers[l.NodeID], l.Layer)
		return nil
	}, `
		SELECT l.node_id, p.name, n.kind, l.valid_from, l.valid_until, l.body
		FROM profile_layer l
		JOIN node n ON n.id = l.node_id
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE l.valid_until > $1 AND l.valid_from < l.valid_until AND (`+where+`)
		ORDER BY l.node_id, l.valid_from`,
		append([]any{r.on}, args...)...)
}
