package competence

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of assessing.
var (
	ErrTooMany       = fault.New(fault.Invalid, "assess.too_many")
	ErrNoRequirement = fault.New(fault.Missing, "assess.requirement_missing")
	ErrFormal        = fault.New(fault.Invalid, "assess.formal") // rule 22
	ErrLevel         = fault.New(fault.Invalid, "assess.level")
	ErrDay           = fault.New(fault.Invalid, "assess.day")
	ErrNote          = fault.New(fault.Invalid, "assess.note")
	ErrIdentity      = fault.New(fault.Invalid, "assess.identity") // rule 42
	ErrOwn           = fault.New(fault.Denied, "assess.own")       // nobody is the own colleague or manager
	ErrNotThere      = fault.New(fault.Missing, "assess.not_there")
	ErrNoAssessment  = fault.New(fault.Missing, "assess.missing")
)

const (
	mostJudged = 5000 // at once: 60 people and the requirements of a large area, many times over
	mostNote   = 1000 // letters
)

// Judgement is what somebody judges a person to hold of a requirement, or of one of its goals.
type Judgement struct {
	PersonID    string
	Requirement string // frame.Key
	Goal        string // "" the whole requirement: what the gap counts
	Level       string // key of the framework's level; "" has none of it
	Note        string
	NoteShown   bool   // self: whoever leads the person may read the note
	On          string // YYYY-MM-DD; "" today
}

// Assess notes judgements, all or none. The same again on the same day changes nothing. A person may
// judge oneself; a colleague what has been asked for; whoever may note competence the people who work
// there. ErrFormal for what only formal evidence fills (R215, rule 22).
func (c *Competence) Assess(ctx context.Context, a may.Actor, employerID string, all []Judgement, by held.Assessor) error {
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := c.assess(ctx, tx, a, employerID, all, by)
		return err
	})
}

// Saved is what one saving noted; At names it when it is taken back.
type Saved struct {
	Rows int
	At   time.Time
}

// AssessMany is Assess that tells how much was new.
func (c *Competence) AssessMany(ctx context.Context, a may.Actor, employerID string, all []Judgement, by held.Assessor) (s Saved, err error) {
	err = c.DB.Tx(ctx, func(tx *db.Tx) error {
		s, err = c.assess(ctx, tx, a, employerID, all, by)
		return err
	})
	return s, err
}

func (c *Competence) assess(ctx context.Context, tx *db.Tx, a may.Actor, employerID string, all []Judgement, by held.Assessor) (Saved, error) {
	s := Saved{At: c.Now().Truncate(time.Millisecond)}
	if len(all) > mostJudged {
		return s, ErrTooMany
	}
	all = slices.Clone(all)
	people := map[string]bool{}
	if err := c.checkJudgements(ctx, all); err != nil {
		return s, err
	}
	for _, j := range all {
		people[j.PersonID] = true
	}
	ids := sorted(people)
	for _, id := range ids {
		if err := c.askToAssess(ctx, tx, a, id, employerID, by, all); err != nil {
			return s, err
		}
		if n, err := tx.Exec(ctx, `UPDATE person SET id = id WHERE id = $1`, id); err != nil || n == 0 { // one at a time about a person
			return s, orElse(err, ErrNotThere)
		}
	}
	known, err := c.standing(ctx, tx, employerID, ids, by)
	if err != nil {
		return s, err
	}
	changed := map[string]bool{}
	var rows [][]any
	for _, j := range all {
		key := judged{j.PersonID, j.Requirement, j.Goal, j.On, ""}
		if by == held.Colleague {
			key.colleague = a.PersonID
		}
		if was, have := known[key]; have && was.Level == j.Level && was.Note == j.Note && was.NoteShown == j.NoteShown {
			continue
		}
		known[key] = Assessment{Judgement: j}
		rows = append(rows, []any{c.NewID(), j.PersonID, employerID, j.Requirement, j.Goal, j.Level, string(by), j.On, j.Note, j.NoteShown, a.PersonID, s.At, ""})
		changed[j.PersonID] = true
	}
	s.Rows = len(rows)
	if _, err := tx.Load(ctx, "assessment", []string{"id", "person_id", "controller_id", "requirement", "goal", "level", "assessor", "on_day", "note", "note_shown", "made_by", "made_at", "ended_by"}, slices.Values(rows)); err != nil {
		return s, err
	}
	return s, c.sayChanged(ctx, tx, changed)
}

// checkJudgements sets the day and holds each judgement against its framework.
func (c *Competence) checkJudgements(ctx context.Context, all []Judgement) error {
	today := c.Staff.Today()
	book, err := c.Frameworks.Book(ctx, today)
	if err != nil {
		return err
	}
	for i := range all {
		j := &all[i]
		if j.On == "" {
			j.On = today
		}
		j.Note = strings.TrimSpace(j.Note)
		e, ok := book.Find(j.Requirement)
		switch {
		case !ok || j.Goal != "" && !slices.ContainsFunc(e.Goals, func(g frame.Goal) bool { return g.ID == j.Goal }):
			return ErrNoRequirement
		case e.Formal:
			return ErrFormal.With("requirement", e.Name)
		case j.Level != "" && e.Frame.Rank(j.Level) == 0:
			return ErrLevel.With("requirement", e.Name)
		case !lang.IsDay(j.On) || j.On > today:
			return ErrDay.On("dag")
		case len([]rune(j.Note)) > mostNote:
			return ErrNote.On("note")
		case identity.In(j.Note, c.Now()):
			return ErrIdentity.On("note")
		}
	}
	return nil
}

// askToAssess asks whether the actor may judge a person as that sort of assessor.
func (c *Competence) askToAssess(ctx context.Context, tx *db.Tx, a may.Actor, personID, employerID string, by held.Assessor, all []Judgement) error {
	switch by {
	case held.Self:
		if err := may.AskSelf(a, personID); err != nil {
			return err
		}
		return c.worksFor(ctx, personID, employerID)
	case held.Colleague:
		if a.IsOperator() {
			return c.worksFor(ctx, personID, employerID)
		}
		return c.wasAsked(ctx, tx, a, personID, employerID, all)
	}
	if a.PersonID == personID {
		return ErrOwn
	}
	return c.askPerson(ctx, a, may.NoteCompetence, personID, employerID)
}

// sayChanged says that what people hold has changed.
func (c *Competence) sayChanged(ctx context.Context, tx *db.Tx, people map[string]bool) error {
	if c.Changed == nil {
		return nil
	}
	for _, id := range sorted(people) {
		if err := c.Changed(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// TakeBack takes back assessments that were noted by mistake: the person the own, a colleague the own,
// and whoever may note competence what managers have noted. What stood before stands again.
// ErrNoAssessment when one of them is not there, is taken back already or is somebody else's.
func (c *Competence) TakeBack(ctx context.Context, a may.Actor, employerID string, ids []string) error {
	if len(ids) == 0 || len(ids) > mostJudged {
		return ErrNoAssessment
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		changed := map[string]bool{}
		for _, id := range ids {
			m, err := db.One(ctx, tx, scanAssessment, selectAssessment+`
				WHERE m.id = $1 AND m.controller_id = $2 AND m.ended_at IS NULL`, id, employerID)
			if err != nil {
				return hidden(err, ErrNoAssessment)
			}
			if err := c.askToTakeBack(ctx, a, m); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE assessment SET ended_by = $2, ended_at = $3 WHERE id = $1`, id, a.PersonID, c.Now()); err != nil {
				return err
			}
			changed[m.PersonID] = true
		}
		return c.sayChanged(ctx, tx, changed)
	})
}

func (c *Competence) askToTakeBack(ctx context.Context, a may.Actor, m Assessment) error {
	switch m.By {
	case held.Self:
		return hidden(may.AskSelf(a, m.PersonID), ErrNoAssessment)
	case held.Colleague:
		if a.PersonID == m.MadeBy {
			return nil
		}
		return ErrNoAssessment
	}
	if a.PersonID == m.PersonID {
		return ErrOwn // what one's own manager has said is not one's to take back
	}
	return c.askPerson(ctx, a, may.NoteCompetence, m.PersonID, m.ControllerID)
}

// TakeBackSaved takes back all that the actor noted in one saving, and tells how many rows it was.
func (c *Competence) TakeBackSaved(ctx context.Context, a may.Actor, employerID string, at time.Time) (int, error) {
	ids, err := db.All(ctx, c.DB, db.Text, `
		SELECT id
		FROM assessment
		WHERE made_by = $1 AND made_at = $2 AND controller_id = $3 AND ended_at IS NULL
		ORDER BY id`,
		a.PersonID, at, employerID)
	if err != nil {
		return 0, err
	}
	return len(ids), c.TakeBack(ctx, a, employerID, ids)
}
