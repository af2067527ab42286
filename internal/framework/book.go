package framework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
)

// The most that is kept in memory: frames of a large country with some versions each, and the books of the days
// that are looked at now.
const (
	mostFrames = 3000
	mostBooks  = 8
)

// cache keeps what has been read. What has been published never changes, and a frame is kept under what it
// says, so that nothing in it gets old whichever replica published; what holds is asked of the database each time.
type cache struct {
	mu     sync.Mutex
	frames map[string]*frame.Frame // by digest
	books  []kept                  // the latest used last
}

type kept struct {
	key  string
	book *frame.Book
}

func (c *cache) frame(digest string) *frame.Frame {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frames[digest]
}

func (c *cache) keepFrame(digest string, f *frame.Frame) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.frames == nil || len(c.frames) >= mostFrames {
		c.frames = map[string]*frame.Frame{}
	}
	c.frames[digest] = f
}

func (c *cache) book(key string) *frame.Book {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, k := range c.books {
		if k.key == key {
			c.books = append(append(c.books[:i:i], c.books[i+1:]...), k)
			return k.book
		}
	}
	return nil
}

func (c *cache) keepBook(key string, b *frame.Book) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.books) >= mostBooks {
		c.books = append([]kept(nil), c.books[len(c.books)-mostBooks+1:]...)
	}
	c.books = append(c.books, kept{key, b})
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
	key := strings.Join(held, " ")
	if b := fs.held.book(key); b != nil {
		return b, nil
	}
	frames := make([]*frame.Frame, len(held))
	for i, digest := range held {
		if frames[i], err = fs.frameOf(ctx, digest); err != nil {
			return nil, err
		}
	}
	b := frame.NewBook(frames)
	fs.held.keepBook(key, b)
	return b, nil
}

// frameOf reads what a published version says.
func (fs *Frameworks) frameOf(ctx context.Context, digest string) (*frame.Frame, error) {
	if f := fs.held.frame(digest); f != nil {
		return f, nil
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
	f, err := read(body)
	if err != nil {
		return nil, err
	}
	fs.held.keepFrame(digest, f)
	return f, nil
}

func read(body string) (*frame.Frame, error) {
	f := &frame.Frame{}
	if err := json.Unmarshal([]byte(body), f); err != nil {
		return nil, fmt.Errorf("what a framework says: %w", err)
	}
	return f, nil
}
