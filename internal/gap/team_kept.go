package gap

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/staff"
)

// laid is a matrix without names: the columns, and each employment's row.
type laid struct {
	columns []TeamColumn
	items   map[string][]*Item // by employment
}

// laidTeams holds matrices that were laid out lately. A leader goes to and fro between the matrix, a
// requirement and a person, and judging sixty people by everything they hold costs many times what it costs
// to ask whether anything has changed: each room stamps what it tells, and a matrix holds while the stamps
// do. Names are not kept, nor who may see them: those are read each time.
type laidTeams struct {
	mu    sync.Mutex
	teams map[string]laidTeam
}

type laidTeam struct {
	laid
	book  *frame.Book // the frameworks that it was judged by
	stamp [sha256.Size]byte
	at    time.Time
}

// What bounds what is kept: how many matrices, and for how long. The time bounds what no stamp tells of: what
// a course is called and how long it takes.
const (
	mostLaid = 96
	laidFor  = time.Minute
)

func (k *laidTeams) get(key string, now time.Time) (laidTeam, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	t, ok := k.teams[key]
	return t, ok && now.Sub(t.at) < laidFor && !t.at.After(now)
}

func (k *laidTeams) put(key string, t laidTeam) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.teams == nil {
		k.teams = map[string]laidTeam{}
	}
	if _, have := k.teams[key]; !have && len(k.teams) >= mostLaid {
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

// laid lays out the matrix of some employments at a unit; one that nothing has changed is the one that was
// kept. The stamp is taken before the rest is read: what changes in between makes the next reading anew.
func (g *Gaps) laid(ctx context.Context, unit, employer org.Node, here []staff.Working, on string) (laid, error) {
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return laid{}, err
	}
	stamp, err := g.stampTeam(ctx, unit, employer, here, on)
	if err != nil {
		return laid{}, err
	}
	key, now := unit.ID+" "+on, g.Now()
	if old, have := g.teams.get(key, now); have && old.book == r.book && old.stamp == stamp {
		return old.laid, nil
	}
	all, err := r.of(ctx, here)
	if err != nil {
		return laid{}, err
	}
	out, err := g.lay(ctx, all)
	if err == nil {
		g.teams.put(key, laidTeam{out, r.book, stamp, now})
	}
	return out, err
}

// stampTeam asks every room whether what it tells of the employments is what it was. Who works there, is away or
// shown is in what is asked about: it has been read.
func (g *Gaps) stampTeam(ctx context.Context, unit, employer org.Node, here []staff.Working, on string) (out [sha256.Size]byte, err error) {
	h := sha256.New()
	io.WriteString(h, unit.Path+" "+employer.ID+"\n")
	var people, employments []string
	for _, w := range here {
		fmt.Fprintln(h, w.ID, w.PersonID, w.UnitPath, w.Occupation, w.Area)
		employments = append(employments, w.ID)
		if !slices.Contains(people, w.PersonID) {
			people = append(people, w.PersonID)
		}
	}
	levels, err := g.Profiles.LevelsOf(ctx, g.DB, employments, on)
	if err != nil {
		return out, err
	}
	fmt.Fprintln(h, levels)
	for _, ask := range []func() (string, error){
		func() (string, error) { return g.Profiles.StampAt(ctx, unit.Path, on) },
		func() (string, error) { return g.Competence.StampAmong(ctx, people) },
	} {
		text, err := ask()
		if err != nil {
			return out, err
		}
		io.WriteString(h, text+"\n\n")
	}
	h.Sum(out[:0])
	return out, nil
}
