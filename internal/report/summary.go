package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/report/pool"
)

// Summary is what a municipality submitted on a day: figures of a day, in which nobody can be
// pointed at.
type Summary struct {
	ID, MunicipalityID string
	AsOf               string // the day that the figures are of
	MadeAt             time.Time
	MadeBy             string
	Journeys           []Told
	Latest             bool // what RSS and nation read
	WithdrawnAt        *time.Time
	WithdrawnBy        string
}

// Told is what is told of one journey.
type Told struct {
	Journey string `json:"journey"`
	Since   string `json:"since"` // since when the same groups are told together
	pool.Told
}

// Of gives what is told of a journey; nothing when the municipality has told nothing of it.
func (s Summary) Of(journeyID string) Told {
	for _, t := range s.Journeys {
		if t.Journey == journeyID {
			return t
		}
	}
	return Told{Journey: journeyID}
}

// poolsHold is how many days groups that were told together stay so.
const poolsHold = 365

// Digest tells whether two summaries say the same.
func (s Summary) Digest() string {
	body, err := json.Marshal(s.Journeys)
	if err != nil {
		return "" // cannot be: plain values
	}
	sum := sha256.Sum256(append(body, s.AsOf...))
	return hex.EncodeToString(sum[:8])
}

// daysBetween is how many days it is from one day to another.
func daysBetween(from, to string) int {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, to)
	return int(b.Sub(a).Hours() / 24)
}

// Submission is what a municipality would submit now, beside what it has submitted.
type Submission struct {
	Municipality org.Node
	Draft        Summary // without an id
	Titles       map[string]string
	History      []Summary // the newest first, at most some
	Behind       int       // people whose figures are not up to date yet
}

// mostHistory is how many submissions are shown.
const mostHistory = 20

// Submission gives what the municipality would submit now to who may submit.
func (f *Figures) Submission(ctx context.Context, a may.Actor, municipalityID string) (Submission, error) {
	town, err := f.town(ctx, a, municipalityID)
	if err != nil {
		return Submission{}, err
	}
	s := Submission{Municipality: town}
	if s.History, err = history(ctx, f.DB, town.ID, mostHistory); err != nil {
		return s, err
	}
	if _, s.Titles, err = f.names(ctx); err != nil {
		return s, err
	}
	if s.Behind, err = f.behind(ctx); err != nil {
		return s, err
	}
	s.Draft, err = f.draft(ctx, f.DB, town, s.History)
	return s, err
}

func (f *Figures) town(ctx context.Context, a may.Actor, id string) (org.Node, error) {
	town, err := f.Tree.Find(ctx, id, f.today())
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

// draft makes the summary of today. What was pooled in the last submission stays pooled.
func (f *Figures) draft(ctx context.Context, q db.Q, town org.Node, before []Summary) (Summary, error) {
	cells, err := cellsOf(ctx, q, town.ID)
	if err != nil {
		return Summary{}, err
	}
	s := Summary{MunicipalityID: town.ID, AsOf: f.today(), Latest: true}
	var last Summary
	if len(before) > 0 {
		last = before[0]
	}
	for _, j := range slices.Sorted(maps.Keys(cells)) {
		told := Told{Journey: j, Since: f.today()}
		var partition [][]pool.Key
		if was := last.Of(j); len(was.Groups) > 0 && daysBetween(was.Since, f.today()) < poolsHold {
			told.Since, partition = was.Since, was.Partition()
		}
		if told.Told = pool.Tell(cells[j], partition); len(told.Groups) > 0 {
			s.Journeys = append(s.Journeys, told)
		}
	}
	return s, nil
}

// Submit gives the municipality's figures to RSS and nation as they are today, in place of what was
// submitted before. seen is the digest of the draft that was shown: figures that have changed since
// are shown again first.
func (f *Figures) Submit(ctx context.Context, a may.Actor, municipalityID, seen string) (Summary, error) {
	town, err := f.town(ctx, a, municipalityID)
	if err != nil {
		return Summary{}, err
	}
	var s Summary
	err = f.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, town.ID); err != nil {
			return err
		}
		before, err := history(ctx, tx, town.ID, 1)
		if err != nil {
			return err
		}
		if s, err = f.draft(ctx, tx, town, before); err != nil {
			return err
		}
		switch {
		case len(s.Journeys) == 0:
			return ErrFew
		case s.Digest() != seen:
			return ErrChanged
		}
		if err := unlatest(ctx, tx, town.ID); err != nil {
			return err
		}
		s.ID, s.MadeAt, s.MadeBy = f.NewID(), f.Now().UTC().Truncate(time.Millisecond), a.PersonID
		return insertSummary(ctx, tx, s)
	})
	return s, err
}

// Withdraw takes back what the municipality submitted last: RSS and nation read nothing of it until
// it submits again. Withdrawing twice is done once.
func (f *Figures) Withdraw(ctx context.Context, a may.Actor, municipalityID, summaryID string) error {
	town, err := f.town(ctx, a, municipalityID)
	if err != nil {
		return err
	}
	return f.DB.Tx(ctx, func(tx *db.Tx) error {
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
			UPDATE summary
			SET latest = FALSE, withdrawn_at = $2, withdrawn_by = $3
			WHERE id = $1 AND latest`,
			s.ID, f.Now(), a.PersonID)
		return err
	})
}

// hold lets one submission at a time change what a municipality has submitted.
func hold(ctx context.Context, tx *db.Tx, municipalityID string) error {
	_, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, municipalityID)
	return err
}

func unlatest(ctx context.Context, tx *db.Tx, municipalityID string) error {
	_, err := tx.Exec(ctx, `
		UPDATE summary
		SET latest = FALSE
		WHERE municipality_id = $1 AND latest`,
		municipalityID)
	return err
}
