package record

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Look is one time that somebody looked at a person's data.
type Look struct {
	What string
	At   time.Time
	List bool // a list at a place where the person stood then
	By   Who
}

// Looks tells a person who has looked, newest first, at most limit. A viewing of a list is kept
// once; it is read as a viewing of the person when the person stood under that node at the time.
func (r *Record) Looks(ctx context.Context, a may.Actor, personID string, limit int) ([]Look, error) {
	if err := may.AskSelf(a, personID); err != nil {
		return nil, err
	}
	seen, err := r.Audit.About(ctx, personID, limit)
	if err != nil {
		return nil, err
	}
	stays, err := r.Staff.Stays(ctx, personID)
	if err != nil {
		return nil, err
	}
	for _, s := range spans(stays) {
		lists, err := r.Audit.At(ctx, s.node, r.midnight(s.from), r.midnight(s.until), limit)
		if err != nil {
			return nil, err
		}
		seen = append(seen, lists...)
	}
	seen = slices.DeleteFunc(seen, func(v audit.Viewing) bool { return v.ViewerID == personID })
	slices.SortStableFunc(seen, func(a, b audit.Viewing) int { return b.At.Compare(a.At) })
	return r.looks(ctx, personID, seen[:min(limit, len(seen))])
}

func (r *Record) looks(ctx context.Context, personID string, seen []audit.Viewing) ([]Look, error) {
	var viewers []string
	for _, v := range seen {
		viewers = append(viewers, v.ViewerID)
	}
	who, err := r.who(ctx, personID, viewers)
	if err != nil {
		return nil, err
	}
	out := make([]Look, len(seen))
	for i, v := range seen {
		out[i] = Look{What: v.What, At: v.At, List: v.NodeID != "", By: who[v.ViewerID]}
	}
	return out, nil
}

// span is from when until when a person stood under a node.
type span struct{ node, from, until string }

// spans gives for every node on the way to where the person stood the times, without overlap.
func spans(stays []staff.Stay) []span {
	var all []span
	for _, s := range stays {
		nodes := strings.Split(s.Path, "/")
		if s.TeamID != "" {
			nodes = append(nodes, s.TeamID)
		}
		for _, n := range nodes {
			all = append(all, span{n, s.From, s.Until})
		}
	}
	slices.SortFunc(all, func(a, b span) int {
		return strings.Compare(a.node+" "+a.from, b.node+" "+b.from)
	})
	var out []span
	for _, s := range all {
		last := len(out) - 1
		if last >= 0 && out[last].node == s.node && s.from <= out[last].until {
			out[last].until = max(out[last].until, s.until)
			continue
		}
		out = append(out, s)
	}
	return out
}

// midnight is when a day begins in Sweden.
func (r *Record) midnight(day string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, day, r.Staff.Place)
	if err != nil {
		return time.Time{} // days in the database are days
	}
	return t
}
