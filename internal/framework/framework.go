// Package framework owns the library of competence frameworks: named and dated versions of what there
// is to hold, kept by the nation, an RSS or a municipality (R190–R195, rule 27).
//
// A version that has been published never changes; a new one takes over from its day and says where
// evidence of the former counts. What a framework says is a frame (framework/frame, pure).
//
// Tables: framework, framework_version. Says: Changed, in the same transaction. Asks: org, may, audit.
package framework

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
)

// Frameworks is the door to this room.
type Frameworks struct {
	DB    *db.DB
	Tree  *org.Tree
	Audit *audit.Log
	Today func() string // the day in Sweden
	Now   func() time.Time
	NewID func() string
	// Changed, when set, is told in the transaction that what holds has changed: for everybody under the node.
	Changed func(ctx context.Context, tx *db.Tx, nodeID string) error

	read  sync.Map // digest → *frame.Frame: what has been published never changes
	books sync.Map // digests of what holds → *frame.Book
}

// Book gives every framework that holds on a day, to look requirements up in. It is for the rules; what
// a framework says is open to all who are signed in.
func (fs *Frameworks) Book(ctx context.Context, on string) (*frame.Book, error) {
	held, err := db.All(ctx, fs.DB, db.Text, `
		SELECT digest
		FROM framework_version
		WHERE state = 'published' AND valid_from <= $1 AND valid_until > $1
		ORDER BY name, framework_id`,
		on)
	if err != nil {
		return nil, err
	}
	key, err := json.Marshal(held)
	if err != nil {
		return nil, err
	}
	if b, ok := fs.books.Load(string(key)); ok {
		return b.(*frame.Book), nil
	}
	var frames []*frame.Frame
	for _, digest := range held {
		f, err := fs.frameOf(ctx, digest)
		if err != nil {
			return nil, err
		}
		frames = append(frames, f)
	}
	b := frame.NewBook(frames)
	fs.books.Store(string(key), b)
	return b, nil
}

// frameOf reads what a published version says.
func (fs *Frameworks) frameOf(ctx context.Context, digest string) (*frame.Frame, error) {
	if f, ok := fs.read.Load(digest); ok {
		return f.(*frame.Frame), nil
	}
	body, err := db.One(ctx, fs.DB, db.Text, `
		SELECT body
		FROM framework_version
		WHERE digest = $1 AND state = 'published'
		LIMIT 1`,
		digest)
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{}
	if err := json.Unmarshal([]byte(body), f); err != nil {
		return nil, err
	}
	fs.read.Store(digest, f)
	return f, nil
}
