package competence

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/competence/programme"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of validations.
var (
	ErrNoValidation = fault.New(fault.Missing, "merit.validation.missing")
	ErrNoParts      = fault.New(fault.Invalid, "merit.validation.no_parts")
	ErrUnderWay     = fault.New(fault.Conflict, "merit.validation.under_way")
	ErrClosed       = fault.New(fault.Conflict, "merit.validation.closed")
	ErrNotWhole     = fault.New(fault.Invalid, "merit.validation.not_whole")
	ErrPart         = fault.New(fault.Invalid, "merit.validation.part")
	ErrMark         = fault.New(fault.Invalid, "merit.validation.mark")
)

// CaseState is how a validation stands.
type CaseState string

// The states of a validation.
const (
	Open    CaseState = "open"
	Whole   CaseState = "whole"   // every part passed: it has become a merit
	Partial CaseState = "partial" // ended with some parts passed; the rest is for a school
	Stopped CaseState = "stopped"
)

// MarkState is what came of a part.
type MarkState string

// What comes of a part: the person is to study what was not shown.
const (
	PartWaiting MarkState = "waiting"
	PartOngoing MarkState = "ongoing"
	PartPassed  MarkState = "passed"
	PartStudy   MarkState = "study"
)

// MarkStates names them, in the order of the pages.
func MarkStates() []MarkState { return []MarkState{PartWaiting, PartOngoing, PartPassed, PartStudy} }

// Validation is prior learning being validated against a programme (R213): start, parts, result.
type Validation struct {
	ID, PersonID, EmployerID string
	Programme, Orientation   string
	Provider                 string // who validates: a school, vuxenutbildningen
	StartedOn                string
	State                    CaseState
	Result                   string
	ClosedOn                 string
	MeritID                  string // what a whole one became
	MadeBy, ClosedBy         string
	MadeAt                   time.Time
	Parts                    []ValidationPart
}

// ValidationPart is a course of the programme and how it stands.
type ValidationPart struct {
	ID, Name string
	State    MarkState
	On, Note string
}

// Passed counts the parts that have been passed.
func (v Validation) Passed() (n int) {
	for _, p := range v.Parts {
		if p.State == PartPassed {
			n++
		}
	}
	return n
}

// StartValidation begins a validation of a person against a programme, with the programme's courses as its parts, and
// gives its id. A person has one under way against a programme.
func (c *Competence) StartValidation(ctx context.Context, a may.Actor, v Validation) (id string, err error) {
	defer fault.Wrap(&err, "start validation")
	employer, err := c.employerFor(ctx, a, may.NoteCompetence, v.PersonID, v.EmployerID)
	if err != nil {
		return "", err
	}
	if v.PersonID == a.PersonID {
		return "", ErrOwnMerit
	}
	prog, ok := programme.Find(v.Programme)
	switch {
	case !ok:
		return "", ErrProgramme.On("programme")
	case len(prog.Parts) == 0:
		return "", ErrNoParts.On("programme")
	}
	v.Provider, v.Orientation = strings.TrimSpace(v.Provider), strings.TrimSpace(v.Orientation)
	if err := c.checkWords(map[string]string{"provider": v.Provider, "orientation": v.Orientation}, longestWords); err != nil {
		return "", err
	}
	if err := c.checkDay(v.StartedOn, "from"); err != nil {
		return "", err
	}
	v.ID, v.EmployerID, v.State, v.MadeBy, v.MadeAt = c.NewID(), employer.ID, Open, a.PersonID, c.Now()
	return v.ID, c.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := c.Staff.Hold(ctx, tx, v.PersonID, v.EmployerID); err != nil {
			return err
		}
		n, err := db.One(ctx, tx, db.Number, `
			SELECT COUNT(*)
			FROM validation
			WHERE person_id = $1 AND controller_id = $2 AND programme = $3 AND state = 'open'`,
			v.PersonID, v.EmployerID, v.Programme)
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrUnderWay.On("programme")
		}
		if err := insertValidation(ctx, tx, v, prog.Parts); err != nil {
			return err
		}
		return c.tell(ctx, tx, a, Told{PersonID: v.PersonID, EmployerID: v.EmployerID, What: "validation", Args: map[string]string{"what": prog.Name},
			Href: "/min-kompetens/meriter/validering/" + v.ID, OnceKey: "validation:" + v.ID})
	})
}

// Mark is what came of one part of a validation on a day.
type Mark struct {
	Part  string
	State MarkState
	On    string
	Note  string
}

// MarkParts notes what came of parts of a validation that is under way. What says the same as before is left out.
func (c *Competence) MarkParts(ctx context.Context, a may.Actor, id string, marks []Mark) (err error) {
	defer fault.Wrap(&err, "mark validation %s", id)
	v, err := c.toHandle(ctx, a, may.NoteCompetence, id)
	if err != nil {
		return err
	}
	for i, m := range marks {
		marks[i].Note = strings.TrimSpace(m.Note)
		if !slices.ContainsFunc(v.Parts, func(p ValidationPart) bool { return p.ID == m.Part }) {
			return ErrPart
		}
		if !slices.Contains(MarkStates(), m.State) {
			return ErrMark.On("state-" + m.Part)
		}
		if m.State == PartWaiting {
			marks[i].On = ""
			continue
		}
		if err := c.checkDay(m.On, "on-"+m.Part); err != nil {
			return err
		}
		if err := c.checkWords(map[string]string{"note-" + m.Part: marks[i].Note}, longestWords); err != nil {
			return err
		}
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if v, err = c.holdOpen(ctx, tx, id); err != nil {
			return err
		}
		for _, m := range marks {
			i := slices.IndexFunc(v.Parts, func(p ValidationPart) bool { return p.ID == m.Part })
			if p := v.Parts[i]; p.State == m.State && p.On == m.On && p.Note == m.Note {
				continue
			}
			if err := insertMark(ctx, tx, c.NewID(), id, m, a.PersonID, c.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// CloseValidation ends a validation. Whole asks that every part has been passed, and becomes a merit that counts from
// the day; who ends it so has seen the school's word.
func (c *Competence) CloseValidation(ctx context.Context, a may.Actor, id string, how CaseState, on, result string) (err error) {
	defer fault.Wrap(&err, "close validation %s", id)
	v, err := c.toHandle(ctx, a, may.CheckMerit, id)
	if err != nil {
		return err
	}
	result = strings.TrimSpace(result)
	if how != Whole && how != Partial && how != Stopped {
		return ErrMark.On("how")
	}
	if err := c.checkDay(on, "on"); err != nil {
		return err
	}
	if err := c.checkWords(map[string]string{"result": result}, longestText); err != nil {
		return err
	}
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		if v, err = c.holdOpen(ctx, tx, id); err != nil {
			return err
		}
		meritID := ""
		if how == Whole {
			if v.Passed() < len(v.Parts) {
				return ErrNotWhole.On("how")
			}
			m, err := c.put(ctx, tx, a, Merit{PersonID: v.PersonID, EmployerID: v.EmployerID, Kind: frame.ByValidation, Ref: v.Programme, Orientation: v.Orientation, From: on,
				Details: Details{School: v.Provider, Case: v.ID}}, true)
			if err != nil {
				return err
			}
			meritID = m.ID
		}
		return closeValidation(ctx, tx, id, how, on, result, meritID, a.PersonID)
	})
}

// toHandle gives a validation to who may do it about somebody else.
func (c *Competence) toHandle(ctx context.Context, a may.Actor, do may.Action, id string) (Validation, error) {
	v, err := validationByID(ctx, c.DB, id)
	if err != nil {
		return v, err
	}
	if v.PersonID == a.PersonID {
		return v, ErrOwnMerit
	}
	_, err = c.employerFor(ctx, a, do, v.PersonID, v.EmployerID)
	return v, err
}

// holdOpen takes a validation that is under way: who comes at the same time waits.
func (c *Competence) holdOpen(ctx context.Context, tx *db.Tx, id string) (Validation, error) {
	if _, err := tx.Exec(ctx, `UPDATE validation SET id = id WHERE id = $1`, id); err != nil {
		return Validation{}, err
	}
	v, err := validationByID(ctx, tx, id)
	if err == nil && v.State != Open {
		err = ErrClosed
	}
	return v, err
}

// Validation gives one validation to the person and to who may see it at its employer.
func (c *Competence) Validation(ctx context.Context, a may.Actor, id string) (Validation, error) {
	v, err := validationByID(ctx, c.DB, id)
	if err != nil || may.AskSelf(a, v.PersonID) == nil {
		return v, err
	}
	if _, err := c.employerFor(ctx, a, may.SeeCompetence, v.PersonID, v.EmployerID); err != nil {
		return Validation{}, err
	}
	return v, c.Audit.Person(ctx, c.DB, a, "competence.merits", v.PersonID)
}

// Validations gives a person's validations: to the person all, to others those of one employer.
func (c *Competence) Validations(ctx context.Context, a may.Actor, personID, employerID string) ([]Validation, error) {
	if may.AskSelf(a, personID) != nil {
		employer, err := c.employerFor(ctx, a, may.SeeCompetence, personID, employerID)
		if err != nil {
			return nil, err
		}
		employerID = employer.ID
	}
	return validationsOf(ctx, c.DB, personID, employerID)
}

func (c *Competence) checkDay(day, field string) error {
	if !lang.IsDay(day) || day < earliestMerit {
		return ErrMeritDate.On(field)
	}
	if day > c.Staff.Today() {
		return ErrMeritFuture.On(field)
	}
	return nil
}

func (c *Competence) checkWords(texts map[string]string, most int) error {
	for field, text := range texts {
		switch {
		case utf8.RuneCountInString(text) > most:
			return ErrMeritLong.On(field)
		case identity.In(text, c.Now()):
			return ErrMeritID.On(field)
		}
	}
	return nil
}
