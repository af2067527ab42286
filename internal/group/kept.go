package group

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// kept holds teams that were read lately. A leader goes to and fro between what to do, the matrix
// and a person, and resolving sixty journeys costs ten times what it costs to ask whether anything
// has changed: each room stamps what it tells of the people, and a team holds while the stamps do.
type kept struct {
	mu    sync.Mutex
	teams map[string]keptTeam
}

type keptTeam struct {
	team  Team
	stamp [sha256.Size]byte
	ids   []string // of the people
	at    time.Time
}

// What bounds what is kept: how many teams, and for how long. The time bounds what no stamp tells
// of: what a course is called, the names of occupations.
const (
	mostKept = 96
	keptFor  = time.Minute
)

func (k *kept) get(key string, now time.Time) (keptTeam, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	t, ok := k.teams[key]
	return t, ok && now.Sub(t.at) < keptFor && !t.at.After(now)
}

func (k *kept) put(key string, t keptTeam) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.teams == nil {
		k.teams = map[string]keptTeam{}
	}
	if _, have := k.teams[key]; !have && len(k.teams) >= mostKept {
		oldest := ""
		for id, other := range k.teams {
			if oldest == "" || other.at.Before(k.teams[oldest].at) {
				oldest = id
			}
		}
		delete(k.teams, oldest)
	}
	k.teams[key] = t
}

// keyOf tells teams apart: who asks with which roles, about which units, on which day.
func keyOf(a may.Actor, units []org.Node, today string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %t", a.PersonID, today, a.IsOperator())
	for _, g := range a.Grants {
		fmt.Fprintf(&b, "\n%s %s %s", g.Role, g.Path, g.Subject)
	}
	for _, u := range units {
		fmt.Fprintf(&b, "\n%s", u.Path)
	}
	return b.String()
}

// stamp asks every room whether what it tells of the people is what it was.
func (g *Groups) stamp(ctx context.Context, sides []*side, ids []string, today string) (out [sha256.Size]byte, err error) {
	h := sha256.New()
	var paths []string
	for _, s := range sides {
		units := make([]string, len(s.units))
		for i, u := range s.units {
			units[i] = u.ID
			paths = append(paths, u.Path)
			io.WriteString(h, u.Path+" "+u.Name+"\n")
		}
		text, err := g.Staff.Stamp(ctx, units, s.employer.ID, today)
		if err != nil {
			return out, err
		}
		io.WriteString(h, text+"\n\n")
	}
	for some := range slices.Chunk(ids, 500) {
		for _, ask := range []func() (string, error){
			func() (string, error) { return g.Access.StampAmong(ctx, some, today) },
			func() (string, error) { return g.Journeys.Record.StampAmong(ctx, some) },
			func() (string, error) { return g.Studies.StampAmong(ctx, some) },
			func() (string, error) { return g.Journeys.StampAmong(ctx, some, paths, today) },
			func() (string, error) { return g.stampReminders(ctx, some) },
		} {
			text, err := ask()
			if err != nil {
				return out, err
			}
			io.WriteString(h, text+"\n\n")
		}
	}
	h.Sum(out[:0])
	return out, nil
}

func (g *Groups) stampReminders(ctx context.Context, ids []string) (string, error) {
	return db.One(ctx, g.DB, db.Text, `
		SELECT COALESCE(string_agg(id, ';'), '')
		FROM reminder
		WHERE person_id IN (`+db.Marks(1, len(ids))+`)`,
		db.Args(ids)...)
}
