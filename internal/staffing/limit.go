package staffing

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staffing/spread"
)

// Measure is how a limit is written.
type Measure string

// The measures. Inherit is no limit of the place's own: what stands above holds.
const (
	Inherit Measure = ""
	Percent Measure = "percent"
	Number  Measure = "number"
)

// Standard is what holds where nobody has said anything: a fifth of the unit, and of each team (a).
var Standard = spread.Limit{Percent: true, Unit: 20, Team: 20}

// Said is what a place has said about how many may be away.
type Said struct {
	ID, NodeID string // ID "" when it has said nothing
	Measure    Measure
	Unit, Team int64
	By         string
	At         time.Time
}

// Limit is what holds at a place.
type Limit struct {
	spread.Limit
	From  org.Node // whose word it is; the zero Node: the standard
	Said  Said     // of From
	Own   Said     // what the place itself has said last
	Place org.Node
}

func scanSaid(r db.Scanner) (s Said, err error) {
	err = r.Scan(&s.ID, &s.NodeID, &s.Measure, &s.Unit, &s.Team, &s.By, &s.At)
	return s, err
}

// LimitOf gives what holds at a place and who said it, to who books for people there.
func (s *Staffing) LimitOf(ctx context.Context, a may.Actor, nodeID string) (Limit, error) {
	n, employer, err := s.place(ctx, a, may.BookStaff, nodeID)
	if err != nil {
		return Limit{}, err
	}
	return s.limit(ctx, s.DB, n, employer)
}

// limit is what holds at a place: the nearest word on the way up to the employer, else the standard.
func (s *Staffing) limit(ctx context.Context, q db.Q, n, employer org.Node) (Limit, error) {
	ids := []string{employer.ID}
	if rest := strings.TrimPrefix(n.Path, employer.Path+"/"); rest != n.Path {
		ids = append(ids, strings.Split(rest, "/")...)
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	said, err := db.All(ctx, q, scanSaid, `
		SELECT l.id, l.node_id, l.measure, l.of_unit, l.of_team, l.made_by, l.made_at
		FROM staffing_limit l
		WHERE l.latest AND l.node_id IN (`+db.Marks(1, len(ids))+`)`,
		args...)
	if err != nil {
		return Limit{}, err
	}
	out := Limit{Limit: Standard, Place: n}
	at := -1
	for _, one := range said {
		if one.NodeID == n.ID {
			out.Own = one
		}
		if i := slices.Index(ids, one.NodeID); one.Measure != Inherit && i > at {
			at, out.Said = i, one
		}
	}
	if at < 0 {
		return out, nil
	}
	out.Limit = spread.Limit{Percent: out.Said.Measure == Percent, Unit: int(out.Said.Unit), Team: int(out.Said.Team)}
	out.From, err = org.Find(ctx, q, out.Said.NodeID, s.Today())
	return out, err
}

// Bounds of what can be said.
const (
	mostPercent = 100
	mostNumber  = 500
)

// SetLimit lets a place say how many of a unit, and of each team, may be away the same day. was is the id of what
// the place had said when the form was read: when somebody has said otherwise since, that is given with ErrChanged.
func (s *Staffing) SetLimit(ctx context.Context, a may.Actor, nodeID string, m Measure, unit, team int64, was string) (_ Limit, err error) {
	defer fault.Wrap(&err, "set limit at %s", nodeID)
	n, employer, err := s.place(ctx, a, may.BookStaff, nodeID)
	if err != nil {
		return Limit{}, err
	}
	switch m {
	case Inherit:
		unit, team = 0, 0
	case Percent:
		err = bounded(unit, team, mostPercent, ErrPercent)
	case Number:
		err = bounded(unit, team, mostNumber, ErrNumber)
	default:
		err = ErrMeasure.On("measure")
	}
	if err != nil {
		return Limit{}, err
	}
	var stands Limit
	err = s.DB.Tx(ctx, func(tx *db.Tx) error {
		said, err := s.say(ctx, tx, n.ID, Said{Measure: m, Unit: unit, Team: team, By: a.PersonID}, was)
		if err != nil {
			return err
		}
		if stands, err = s.limit(ctx, tx, n, employer); err != nil || said {
			return err
		}
		if own := stands.Own; own.Measure != m || own.Unit != unit || own.Team != team {
			return ErrChanged
		}
		return nil // two said the same, or one twice
	})
	return stands, err
}

// say writes a place's word after the one that was read; false when somebody was first. The index of the latest
// lets one through.
func (s *Staffing) say(ctx context.Context, tx *db.Tx, nodeID string, w Said, was string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE staffing_limit SET latest = FALSE WHERE id = $1 AND node_id = $2 AND latest`, was, nodeID)
	if err != nil || was != "" && n == 0 {
		return false, err
	}
	n, err = tx.Exec(ctx, `
		INSERT INTO staffing_limit (id, node_id, measure, of_unit, of_team, latest, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, TRUE, $6, $7)
		ON CONFLICT DO NOTHING`,
		s.NewID(), nodeID, string(w.Measure), w.Unit, w.Team, w.By, s.Now())
	return n == 1, err
}

func bounded(unit, team, most int64, wrong *fault.Fault) error {
	switch {
	case unit < 1 || unit > most:
		return wrong.On("unit")
	case team < 1 || team > most:
		return wrong.On("team")
	}
	return nil
}

// LimitHistory is what a place has said, the latest first.
func (s *Staffing) LimitHistory(ctx context.Context, a may.Actor, nodeID string) ([]Said, error) {
	if _, _, err := s.place(ctx, a, may.BookStaff, nodeID); err != nil {
		return nil, err
	}
	return db.All(ctx, s.DB, scanSaid, `
		SELECT l.id, l.node_id, l.measure, l.of_unit, l.of_team, l.made_by, l.made_at
		FROM staffing_limit l
		WHERE l.node_id = $1
		ORDER BY l.made_at DESC, l.id DESC
		LIMIT 20`,
		nodeID)
}
