package profile

import (
	"context"
	"strings"
)

// mostNodes bounds the nodes of one reading.
const mostNodes = 400

// Prepare reads the layers of many places at once: At asks nothing more about them.
func (r *Reader) Prepare(ctx context.Context, paths []string) error {
	var unknown []string
	seen := map[string]bool{}
	for _, path := range paths {
		if _, have := r.asked[path]; have {
			continue
		}
		for _, id := range strings.Split(strings.Trim(path, "/"), "/") {
			if _, have := r.layers[id]; have || seen[id] {
				continue
			}
			seen[id] = true
			unknown = append(unknown, id)
		}
	}
	for len(unknown) > 0 {
		n := min(mostNodes, len(unknown))
		if err := r.fetch(ctx, unknown[:n]); err != nil {
			return err
		}
		unknown = unknown[n:]
	}
	return nil
}
