// Package audit keeps who looked at whom: one row per viewing, readable by the person looked at.
package audit

import (
	"context"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Log is the access log.
type Log struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
}

// Viewing is one row: who looked, at what, about whom or where, when.
type Viewing struct {
	ViewerID, What, PersonID, NodeID string
	At                               time.Time
}

// Person records that the actor looked at a person's data. Looking at one's own is not logged.
func (l *Log) Person(ctx context.Context, q db.Q, a may.Actor, what, personID string) error {
	if a.PersonID == personID {
		return nil
	}
	return l.add(ctx, q, a, what, personID, "")
}

// Node records that the actor looked at a list of people at a node; it is expanded to persons
// only when a person reads the log.
func (l *Log) Node(ctx context.Context, q db.Q, a may.Actor, what, nodeID string) error {
	return l.add(ctx, q, a, what, "", nodeID)
}

func (l *Log) add(ctx context.Context, q db.Q, a may.Actor, what, personID, nodeID string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO access_log (id, viewer_id, what, person_id, node_id, at)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		l.NewID(), a.PersonID, what, personID, nodeID, l.Now())
	return err
}

// About gives the latest viewings of one person, newest first, at most limit.
func (l *Log) About(ctx context.Context, personID string, limit int) ([]Viewing, error) {
	return db.All(ctx, l.DB, scanViewing, `
		SELECT viewer_id, what, person_id, node_id, at
		FROM access_log
		WHERE person_id = $1
		ORDER BY at DESC
		LIMIT $2`,
		personID, limit)
}

// At gives the latest viewings of lists at one node from an instant until another, newest first,
// at most limit.
func (l *Log) At(ctx context.Context, nodeID string, from, until time.Time, limit int) ([]Viewing, error) {
	return db.All(ctx, l.DB, scanViewing, `
		SELECT viewer_id, what, person_id, node_id, at
		FROM access_log
		WHERE node_id = $1 AND at >= $2 AND at < $3
		ORDER BY at DESC
		LIMIT $4`,
		nodeID, from, until, limit)
}

func scanViewing(s db.Scanner) (v Viewing, err error) {
	err = s.Scan(&v.ViewerID, &v.What, &v.PersonID, &v.NodeID, &v.At)
	return v, err
}
