// Package offline takes what a browser has kept while there was no network. The browser gives each thing an id
// and the moment it was made; it may send it again and again until it hears that it was taken (assets/utan-nat.js).
// Whoever takes it must not mind an id that it knows.
//
// The pages that work without network are kept by the browser's own worker (assets/vakt.js), and only those that
// a person has asked to keep.
package offline

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"yrkesresan/internal/platform/fault"
)

// Faults.
var (
	ErrBatch = fault.New(fault.Invalid, "offline.batch") // it is no batch: nothing of it is taken
	ErrOther = fault.New(fault.Denied, "offline.other")  // somebody else has signed in since: it stays in the phone
)

// MostItems is how many things one request may carry; the browser sends the rest in the next.
const MostItems = 200

// mostID bounds an id: a browser's own are 36 letters.
const mostID = 64

// Item is one thing that somebody did without network.
type Item struct {
	ID     string
	At     time.Time // when it was done, by our clock
	Fields map[string]string
}

// Answer is what became of an item.
type Answer struct {
	ID    string `json:"id"`
	State State  `json:"state"`
	Text  string `json:"text,omitempty"` // what to tell the person
}

// State is what became of an item. Of all but Later the browser lets go.
type State string

// The states.
const (
	Taken   State = "taken"   // it holds; also when it was taken before
	Older   State = "older"   // it is kept, and something newer holds
	Refused State = "refused" // it can never be taken: Text says why
	Later   State = "later"   // it was not judged; send it again
)

// batch is what the browser sends: milliseconds of its own clock.
type batch struct {
	Now   int64  `json:"now"`
	Who   string `json:"vem"` // whose page it was; "" of a page from before it was sent
	Items []struct {
		ID     string            `json:"id"`
		At     int64             `json:"at"`
		Fields map[string]string `json:"fields"`
	} `json:"items"`
}

// Read reads a batch. A phone's clock may be wrong: what counts is how long before the sending a thing was done,
// counted back from now. Nothing is done in the future. who is the one who is signed in, as the page knows the person: a page
// that somebody else left open sends nothing in the name of who came after. Errors: ErrBatch, ErrOther.
func Read(body io.Reader, now time.Time, who string) ([]Item, error) {
	var b batch
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, err
		}
		return nil, ErrBatch
	}
	if _, err := d.Token(); err != io.EOF || len(b.Items) > MostItems {
		return nil, ErrBatch
	}
	if b.Who != "" && b.Who != who {
		return nil, ErrOther
	}
	out := make([]Item, 0, len(b.Items))
	for _, i := range b.Items {
		if i.ID == "" || len(i.ID) > mostID {
			return nil, ErrBatch
		}
		ago := min(max(b.Now-i.At, 0), longest.Milliseconds())
		out = append(out, Item{ID: i.ID, At: now.Add(-time.Duration(ago) * time.Millisecond).UTC().Truncate(time.Millisecond), Fields: i.Fields})
	}
	return out, nil
}

// longest is how old a thing may be; older is taken as that old.
const longest = 60 * 24 * time.Hour

// Write answers a batch.
func Write(w http.ResponseWriter, answers []Answer) error {
	if answers == nil {
		answers = []Answer{}
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(map[string]any{"items": answers})
}
