package competence

import (
	"context"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Told is what this room tells a person.
type Told struct {
	PersonID, EmployerID string
	What                 string // the sentence is merit.told.<what>, its subject merit.told.<what>.subject
	Args                 map[string]string
	Href                 string
	OnceKey              string // the same twice is told once
}

// tell tells a person, when anybody listens; nobody is told of what one has done oneself.
func (c *Competence) tell(ctx context.Context, tx *db.Tx, a may.Actor, t Told) error {
	if c.Tell == nil || t.PersonID == a.PersonID {
		return nil
	}
	return c.Tell(ctx, tx, t)
}

// changed tells that what a person holds has changed.
func (c *Competence) changed(ctx context.Context, tx *db.Tx, personID string) error {
	if c.Changed == nil {
		return nil
	}
	return c.Changed(ctx, tx, personID)
}
