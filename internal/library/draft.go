package library

import (
	"context"
	"encoding/json"
	"slices"

	"yrkesresan/internal/library/state"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Sent is what an example said when it was sent last: others read it while its author changes what was asked for.
type Sent struct {
	Title    string
	Story    Story
	Wish     state.Spread
	Pictures []string // their ids
}

// readByOthers tells whether anybody but the author reads an example: no draft, nothing that is taken back, and of what is
// being changed only what was sent.
func (x Example) readByOthers() bool {
	switch x.State {
	case state.Draft, state.Withdrawn:
		return false
	case state.Changes:
		return x.Story.Sent != nil
	}
	return true
}

// asSent is an example as others than its author read it.
func (x Example) asSent() Example {
	was := x.Story.Sent
	if x.State != state.Changes || was == nil {
		return x
	}
	x.Title, x.Story, x.Wish = was.Title, was.Story, was.Wish
	x.Pictures = slices.DeleteFunc(slices.Clone(x.Pictures), func(p Picture) bool { return !slices.Contains(was.Pictures, p.ID) })
	return x
}

// remember keeps what was sent while it is changed, and only then.
func (x *Example) remember() {
	x.Story.Sent = nil
	if x.State != state.Changes {
		return
	}
	was := &Sent{Title: x.Title, Story: x.Story, Wish: x.Wish}
	for _, p := range x.Pictures {
		was.Pictures = append(was.Pictures, p.ID)
	}
	x.Story.Sent = was
}

func (x Example) body() (string, error) {
	text, err := json.Marshal(x.Story)
	return string(text), err
}

// DeleteExample takes the actor's own draft away for good, with its pictures and what was asked about it. The revision is
// the one that was seen. Errors: ErrNoExample, ErrState of what is no draft, ErrChanged, may.ErrSignIn.
func (l *Library) DeleteExample(ctx context.Context, a may.Actor, id string, revision int64) (err error) {
	defer fault.Wrap(&err, "delete example %s", id)
	x, err := l.authored(ctx, a, id)
	if err != nil {
		return err
	}
	if x.State != state.Draft {
		return ErrState
	}
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		// It is taken first, so that nobody sends it or puts a picture up meanwhile.
		n, err := tx.Exec(ctx, `UPDATE example SET revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'draft'`, id, revision)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		for _, q := range []string{
			`DELETE FROM example_try WHERE example_id = $1`,
			`DELETE FROM example_event WHERE example_id = $1`,
			`DELETE FROM example_picture WHERE example_id = $1`,
			`DELETE FROM library_tag WHERE kind = 'example' AND thing_id = $1`,
			`DELETE FROM library_word WHERE kind = 'example' AND thing_id = $1`,
			`DELETE FROM example WHERE id = $1`,
		} {
			if _, err := tx.Exec(ctx, q, id); err != nil {
				return err
			}
		}
		return nil
	})
}
