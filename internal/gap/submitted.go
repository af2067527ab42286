package gap

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
)

// Faults.
var (
	ErrNoSummary = fault.New(fault.Missing, "submit.summary_missing")
	ErrChanged   = fault.New(fault.Conflict, "submit.figures_changed")
	ErrNothing   = fault.New(fault.Invalid, "submit.nothing")
	ErrNotTown   = fault.New(fault.Missing, "submit.not_municipality")
)

// Exact is the figures of one requirement in a summary, or of a target (At).
type Exact struct {
	Requirement string       `json:"k"`
	Name        string       `json:"n"` // as it was called then
	At          string       `json:"at,omitempty"`
	Weight      layer.Weight `json:"w,omitempty"` // the heaviest that the municipality, its RSS or the nation gives it
	Required    int64        `json:"r"`
	Held        int64        `json:"h"`
	Develop     int64        `json:"d"`
	Recruit     int64        `json:"c"`
}

// Column is its figures.
func (e Exact) Column() count.Column {
	return count.Column{Required: e.Required, Held: e.Held, Develop: e.Develop, Recruit: e.Recruit}
}

// Told is what others may see of one requirement. A key of its groups is OCCUPATION/AREA, or Numbers.
type Told struct {
	Requirement string       `json:"k"`
	Weight      layer.Weight `json:"w,omitempty"`
	hide.Told
}

// Numbers is the key of what is asked of units as a number or a share: it is no occupation's alone.
const Numbers = "*"

// Summary is what a municipality submitted: its gap on a day (R198). Private employers under it are not
// in it (rule 3).
type Summary struct {
	ID, MunicipalityID string
	AsOf               string // the day that the figures are of
	MadeAt             time.Time
	MadeBy             string
	Persons            int64
	Figures            []Exact // by requirement
	Targets            []Exact // what the municipality, or operations in it, are to have together
	Told               []Told  // by requirement
	Latest             bool    // what RSS and nation read
	WithdrawnAt        *time.Time
	WithdrawnBy        string
}

// Of gives what is told of a requirement; nothing when nothing is.
func (s Summary) Of(requirement string) Told {
	i, ok := slices.BinarySearchFunc(s.Told, requirement, func(t Told, key string) int { return strings.Compare(t.Requirement, key) })
	if !ok {
		return Told{Requirement: requirement}
	}
	return s.Told[i]
}

// Exactly gives the figures of a requirement; ok is false when it was not asked for.
func (s Summary) Exactly(requirement string) (e Exact, ok bool) {
	i, ok := slices.BinarySearchFunc(s.Figures, requirement, func(e Exact, key string) int { return strings.Compare(e.Requirement, key) })
	if !ok {
		return Exact{}, false
	}
	return s.Figures[i], true
}

// Total adds the figures of all requirements up.
func (s Summary) Total() count.Column {
	var c count.Column
	for _, e := range s.Figures {
		c.Add(e.Column())
	}
	return c
}

// Digest tells whether two summaries say the same.
func (s Summary) Digest() string {
	body, err := json.Marshal([]any{s.AsOf, s.Persons, s.Figures, s.Targets, s.Told})
	if err != nil {
		return "" // cannot be: plain values
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}

// Submission is what a municipality would submit now, beside what it has submitted.
type Submission struct {
	Municipality org.Node
	Draft        Summary // without an id
	Meta         map[string]Figure
	History      []Summary // the newest first, at most mostHistory
	Private      []string  // employers under the municipality, whose figures are not in it
}

// Last is what RSS and nation read now; ok is false when it is nothing.
func (s Submission) Last() (last Summary, ok bool) {
	i := slices.IndexFunc(s.History, func(h Summary) bool { return h.Latest })
	if i < 0 {
		return last, false
	}
	return s.History[i], true
}

// mostHistory is how many submissions are shown.
const mostHistory = 20

// Submission gives what the municipality would submit now to who may submit. Errors: ErrNotTown,
// may.ErrDenied.
func (g *Gaps) Submission(ctx context.Context, a may.Actor, municipalityID string) (s Submission, err error) {
	if s.Municipality, err = g.town(ctx, a, municipalityID); err != nil {
		return s, err
	}
	if s.History, err = summaries(ctx, g.DB, s.Municipality.ID, mostHistory); err != nil {
		return s, err
	}
	all, err := g.cellsOf(ctx, s.Municipality)
	if err != nil {
		return s, err
	}
	s.Draft, s.Private, s.Meta = g.draft(s.Municipality, all, s.History), all.private, map[string]Figure{}
	book, err := g.Frameworks.Book(ctx, g.Staff.Today())
	if err != nil {
		return s, err
	}
	for _, e := range slices.Concat(s.Draft.Figures, s.Draft.Targets) {
		s.Meta[e.Requirement] = figure(e.Requirement, book)
	}
	return s, nil
}

func (g *Gaps) town(ctx context.Context, a may.Actor, id string) (org.Node, error) {
	town, err := g.Tree.Find(ctx, id, g.Staff.Today())
	if err != nil {
		return town, err
	}
	if err := may.Ask(a, may.SubmitFigures, town.Path); err != nil {
		return town, err
	}
	if org.Kind(town.Kind) != org.Municipality {
		return town, ErrNotTown
	}
	return town, nil
}

// draft makes the summary of today. What others may see depends on what they have seen last.
func (g *Gaps) draft(town org.Node, all cells, before []Summary) Summary {
	today := g.Staff.Today()
	s := Summary{MunicipalityID: town.ID, AsOf: today, Persons: all.persons, Latest: true}
	var last Summary
	if len(before) > 0 {
		last = before[0]
	}
	exact := func(f Figure) Exact {
		return Exact{f.Key, f.Name, f.At, all.weights[f.Key], f.Required, f.Held, f.Develop, f.Recruit}
	}
	for _, f := range all.figures {
		s.Figures = append(s.Figures, exact(f))
	}
	for _, f := range all.targets {
		s.Targets = append(s.Targets, exact(f))
	}
	slices.SortFunc(s.Figures, func(a, b Exact) int { return strings.Compare(a.Requirement, b.Requirement) })
	keys := maps.Clone(all.byKey)
	for _, t := range last.Told { // what nobody is asked for any longer may still be told of an earlier day
		if _, have := keys[t.Requirement]; !have && len(t.Groups) > 0 {
			keys[t.Requirement] = nil
		}
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		told := hide.Tell(keys[key], last.Of(key).Told, today)
		if len(told.Groups) > 0 || told.Partly {
			s.Told = append(s.Told, Told{key, all.weights[key], told})
		}
	}
	return s
}

// Submit gives the municipality's figures to RSS and nation as they are today, in place of what was
// submitted before. seen is the digest of the draft that was shown: figures that have changed since are
// shown again first. Errors: ErrNothing, ErrChanged, ErrNotTown, may.ErrDenied.
func (g *Gaps) Submit(ctx context.Context, a may.Actor, municipalityID, seen string) (s Summary, err error) {
	town, err := g.town(ctx, a, municipalityID)
	if err != nil {
		return s, err
	}
	all, err := g.cellsOf(ctx, town)
	if err != nil {
		return s, err
	}
	return s, g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, town.ID); err != nil {
			return err
		}
		before, err := summaries(ctx, tx, town.ID, 1)
		if err != nil {
			return err
		}
		s = g.draft(town, all, before)
		switch {
		case len(s.Figures) == 0:
			return ErrNothing
		case s.Digest() != seen:
			return ErrChanged
		}
		if _, err := tx.Exec(ctx, `UPDATE gap_summary SET latest = FALSE WHERE municipality_id = $1 AND latest`, town.ID); err != nil {
			return err
		}
		s.ID, s.MadeAt, s.MadeBy = g.NewID(), g.Now().UTC().Truncate(time.Millisecond), a.PersonID
		return InsertSummary(ctx, tx, s)
	})
}

// Withdraw takes back what the municipality submitted last: RSS and nation read nothing of it until it
// submits again. Withdrawing twice is done once. Errors: ErrNoSummary, ErrNotTown, may.ErrDenied.
func (g *Gaps) Withdraw(ctx context.Context, a may.Actor, municipalityID, summaryID string) error {
	town, err := g.town(ctx, a, municipalityID)
	if err != nil {
		return err
	}
	return g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, town.ID); err != nil {
			return err
		}
		s, err := findSummary(ctx, tx, summaryID)
		if err != nil {
			return err
		}
		if s.MunicipalityID != town.ID {
			return ErrNoSummary
		}
		_, err = tx.Exec(ctx, `
			UPDATE gap_summary
			SET latest = FALSE, withdrawn_at = $2, withdrawn_by = $3
			WHERE id = $1 AND latest`,
			s.ID, g.Now().UTC(), a.PersonID)
		return err
	})
}

// hold lets one at a time change what a place has submitted or answered.
func hold(ctx context.Context, tx *db.Tx, nodeID string) error {
	_, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, nodeID)
	return err
}
