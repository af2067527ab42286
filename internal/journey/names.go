package journey

import "context"

// Name is what a journey is called, and the node whose it is.
type Name struct{ ID, Title, Owner string }

// Names gives every journey that there is a definition of on a day, by id.
func (js *Journeys) Names(ctx context.Context, on string) ([]Name, error) {
	all, err := js.definitions(ctx, nil, on)
	out := make([]Name, 0, len(all))
	for _, j := range all {
		out = append(out, Name{j.ID, j.Title, j.Owner})
	}
	return out, err
}
