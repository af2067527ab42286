package competence

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of asking a colleague.
var (
	ErrNoColleague = fault.New(fault.Invalid, "assess.ask.no_colleague")
	ErrNoneAsked   = fault.New(fault.Invalid, "assess.ask.none")
	ErrAskedOnce   = fault.New(fault.Conflict, "assess.ask.open")
	ErrNoAsk       = fault.New(fault.Missing, "assess.ask.missing")
	ErrAskUntil    = fault.New(fault.Invalid, "assess.ask.until")
)

// How an asking stands.
const (
	AskOpen      = "open"
	AskAnswered  = "answered"
	AskDeclined  = "declined"
	AskWithdrawn = "withdrawn"
)

const (
	askDays   = 30 // how long a colleague has, unless something else is said
	longest   = 90
	mostAsked = 60 // requirements at once
)

// Request is an asking: a colleague is to judge a person on some requirements and nothing else.
type Request struct {
	ID, PersonID, ColleagueID, ControllerID string
	Requirements                            []string
	State                                   string
	MadeBy                                  string
	MadeAt                                  time.Time
	Until                                   string // the last day to answer
}

// Open tells whether it can be answered on a day.
func (r Request) Open(on string) bool { return r.State == AskOpen && r.Until >= on }

// AskColleague asks a colleague to judge a person: the person asks, or whoever may note competence there.
// The colleague works for the same employer and is told (Asked). With until "" there are 30 days.
func (c *Competence) AskColleague(ctx context.Context, a may.Actor, r Request) (Request, error) {
	if may.AskSelf(a, r.PersonID) != nil {
		if err := c.askPerson(ctx, a, may.NoteCompetence, r.PersonID, r.ControllerID); err != nil {
			return r, err
		}
	} else if err := c.worksFor(ctx, r.PersonID, r.ControllerID); err != nil {
		return r, err
	}
	if err := c.checkRequest(ctx, &r); err != nil {
		return r, err
	}
	r.ID, r.State, r.MadeBy, r.MadeAt = c.NewID(), AskOpen, a.PersonID, c.Now()
	body, err := json.Marshal(r.Requirements)
	if err != nil {
		return r, err
	}
	return r, c.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE person SET id = id WHERE id = $1`, r.PersonID); err != nil {
			return err
		}
		open, err := db.One(ctx, tx, db.Number, `
			SELECT COUNT(*)
			FROM assessment_ask
			WHERE person_id = $1 AND colleague_person_id = $2 AND controller_id = $3 AND state = 'open' AND until_day >= $4`,
			r.PersonID, r.ColleagueID, r.ControllerID, c.Staff.Today())
		if err != nil || open > 0 {
			return orElse(err, ErrAskedOnce.On("kollega"))
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO assessment_ask (id, person_id, colleague_person_id, controller_id, requirements, state, made_by, made_at, until_day)
			VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8)`,
			r.ID, r.PersonID, r.ColleagueID, r.ControllerID, string(body), r.MadeBy, r.MadeAt, r.Until); err != nil {
			return err
		}
		if c.Asked == nil {
			return nil
		}
		return c.Asked(ctx, tx, r)
	})
}

func (c *Competence) checkRequest(ctx context.Context, r *Request) error {
	today := c.Staff.Today()
	now, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return err
	}
	if r.Until == "" {
		r.Until = now.AddDate(0, 0, askDays).Format(time.DateOnly)
	}
	slices.Sort(r.Requirements)
	r.Requirements = slices.Compact(r.Requirements)
	switch {
	case len(r.Requirements) == 0:
		return ErrNoneAsked.On("krav")
	case len(r.Requirements) > mostAsked:
		return ErrTooMany.On("krav")
	case r.ColleagueID == "" || r.ColleagueID == r.PersonID:
		return ErrNoColleague.On("kollega")
	case !lang.IsDay(r.Until) || r.Until < today || r.Until > now.AddDate(0, 0, longest).Format(time.DateOnly):
		return ErrAskUntil.On("senast")
	}
	if err := c.worksFor(ctx, r.ColleagueID, r.ControllerID); err != nil {
		return hidden(err, ErrNoColleague.On("kollega"))
	}
	book, err := c.Frameworks.Book(ctx, today)
	if err != nil {
		return err
	}
	for _, key := range r.Requirements {
		e, ok := book.Find(key)
		if !ok {
			return ErrNoRequirement
		}
		if e.Formal {
			return ErrFormal.With("requirement", e.Name).On("krav")
		}
	}
	return nil
}

// wasAsked asks whether the actor has been asked to judge all of it that is about a person.
func (c *Competence) wasAsked(ctx context.Context, q db.Q, a may.Actor, personID, employerID string, all []Judgement) error {
	open, err := db.All(ctx, q, scanRequest, selectRequest+`
		WHERE colleague_person_id = $1 AND person_id = $2 AND controller_id = $3 AND state = 'open' AND until_day >= $4
		LIMIT 100`,
		a.PersonID, personID, employerID, c.Staff.Today())
	if err != nil {
		return err
	}
	for _, j := range all {
		if j.PersonID == personID && !slices.ContainsFunc(open, func(r Request) bool { return slices.Contains(r.Requirements, j.Requirement) }) {
			return may.ErrDenied
		}
	}
	return nil
}

// Answer notes what a colleague judges and closes the asking. Judgements are about the person who is to be
// judged, whatever they say.
func (c *Competence) Answer(ctx context.Context, a may.Actor, askID string, all []Judgement) error {
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		r, err := c.takeRequest(ctx, tx, a, askID)
		if err != nil {
			return err
		}
		for i := range all {
			all[i].PersonID = r.PersonID
		}
		if _, err := c.assess(ctx, tx, a, r.ControllerID, all, held.Colleague); err != nil {
			return err
		}
		if err := c.close(ctx, tx, r.ID, AskAnswered); err != nil || c.Asked == nil {
			return err
		}
		r.State = AskAnswered
		return c.Asked(ctx, tx, r)
	})
}

// Decline closes an asking without an answer; nobody has to judge a colleague, and nobody is told why.
func (c *Competence) Decline(ctx context.Context, a may.Actor, askID string) error {
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		r, err := c.takeRequest(ctx, tx, a, askID)
		if err != nil {
			return err
		}
		return c.close(ctx, tx, r.ID, AskDeclined)
	})
}

// takeRequest gives an open asking to the colleague who has been asked, and holds its row until tx ends.
func (c *Competence) takeRequest(ctx context.Context, tx *db.Tx, a may.Actor, askID string) (Request, error) {
	if _, err := tx.Exec(ctx, `UPDATE assessment_ask SET id = id WHERE id = $1`, askID); err != nil {
		return Request{}, err
	}
	return c.request(ctx, tx, a, askID)
}

func (c *Competence) request(ctx context.Context, q db.Q, a may.Actor, askID string) (Request, error) {
	r, err := db.One(ctx, q, scanRequest, selectRequest+`
		WHERE id = $1`, askID)
	if err != nil {
		return r, hidden(err, ErrNoAsk)
	}
	if a.PersonID != r.ColleagueID || !r.Open(c.Staff.Today()) {
		return r, ErrNoAsk
	}
	return r, nil
}

// Request gives an open asking to the colleague who has been asked.
func (c *Competence) Request(ctx context.Context, a may.Actor, askID string) (Request, error) {
	return c.request(ctx, c.DB, a, askID)
}

// WithdrawAsk takes an open asking back: the person it is about, or whoever made it.
func (c *Competence) WithdrawAsk(ctx context.Context, a may.Actor, askID string) error {
	return c.DB.Tx(ctx, func(tx *db.Tx) error {
		r, err := db.One(ctx, tx, scanRequest, selectRequest+`
			WHERE id = $1`, askID)
		if err != nil || r.State != AskOpen || a.PersonID != r.PersonID && a.PersonID != r.MadeBy {
			return hidden(orElse(err, ErrNoAsk), ErrNoAsk)
		}
		return c.close(ctx, tx, r.ID, AskWithdrawn)
	})
}

func (c *Competence) close(ctx context.Context, tx *db.Tx, id, state string) error {
	_, err := tx.Exec(ctx, `UPDATE assessment_ask SET state = $2, closed_at = $3 WHERE id = $1 AND state = 'open'`, id, state, c.Now())
	return err
}

// Requests gives what the actor has been asked to judge and can still answer, the oldest first.
func (c *Competence) Requests(ctx context.Context, a may.Actor) ([]Request, error) {
	return db.All(ctx, c.DB, scanRequest, selectRequest+`
		WHERE colleague_person_id = $1 AND state = 'open' AND until_day >= $2
		ORDER BY made_at, id
		LIMIT 100`,
		a.PersonID, c.Staff.Today())
}

// RequestsAbout gives the askings about the actor, the latest first.
func (c *Competence) RequestsAbout(ctx context.Context, a may.Actor) ([]Request, error) {
	return db.All(ctx, c.DB, scanRequest, selectRequest+`
		WHERE person_id = $1
		ORDER BY made_at DESC, id
		LIMIT 50`,
		a.PersonID)
}

const selectRequest = `
		SELECT id, person_id, colleague_person_id, controller_id, requirements, state, made_by, made_at, until_day
		FROM assessment_ask`

func scanRequest(s db.Scanner) (r Request, err error) {
	var body string
	if err = s.Scan(&r.ID, &r.PersonID, &r.ColleagueID, &r.ControllerID, &body, &r.State, &r.MadeBy, &r.MadeAt, &r.Until); err != nil {
		return r, err
	}
	return r, json.Unmarshal([]byte(body), &r.Requirements)
}
