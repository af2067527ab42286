package privacy

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults of requests.
var (
	ErrNoRequest  = fault.New(fault.Missing, "privacy.request_missing")
	ErrAnswered   = fault.New(fault.Conflict, "privacy.request_answered")
	ErrWaiting    = fault.New(fault.Conflict, "privacy.request_waiting")
	ErrNoField    = fault.New(fault.Invalid, "privacy.field_missing")
	ErrNoWish     = fault.New(fault.Invalid, "privacy.wish_missing")
	ErrLongWish   = fault.New(fault.Invalid, "privacy.wish_long")
	ErrIdentity   = fault.New(fault.Invalid, "privacy.wish_identity")
	ErrNoAnswer   = fault.New(fault.Invalid, "privacy.answer_missing")
	ErrNoDecision = fault.New(fault.Invalid, "privacy.decision_missing")
)

// Kind is what a person asks for.
type Kind string

// The kinds.
const (
	Correct Kind = "correct"
	Erase   Kind = "erase"
)

// State is how far a request has come.
type State string

// The states.
const (
	Waiting  State = "waiting"
	Done     State = "done"
	Declined State = "declined"
)

// Fields are what can be asked to be corrected.
func Fields() []string { return []string{"name", "email", "mobile", "employment", "other"} }

// Request is what a person asks of an employer.
type Request struct {
	ID, PersonID, EmployerID string
	Kind                     Kind
	Field                    string // of Fields; "" for an erasure
	Wish                     string
	State                    State
	Answer                   string
	MadeAt                   time.Time
	AnsweredAt               *time.Time
	AnsweredBy               string

	Employer string // its name
	Who      string // the person as the employer's lists show it: by contact code when protected
}

// longestWish is how much a request or its answer may say.
const longestWish = 1000

// Ask lets a person ask an employer that knows the person for a correction or an erasure. One of a
// kind waits at a time.
func (p *Privacy) Ask(ctx context.Context, a may.Actor, r Request) error {
	there, err := p.Staff.Holds(ctx, p.DB, a.PersonID, r.EmployerID)
	switch {
	case err != nil:
		return err
	case !a.Known():
		return may.ErrSignIn
	case !there:
		return staff.ErrNoPerson
	case r.Kind == Correct && !slices.Contains(Fields(), r.Field):
		return ErrNoField.On("falt")
	case r.Kind == Erase:
		r.Field = ""
	}
	if r.Wish, err = p.checkText(r.Wish, "onskan"); err != nil {
		return err
	}
	if r.Kind == Correct && r.Wish == "" {
		return ErrNoWish.On("onskan")
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		id := p.NewID()
		n, err := tx.Exec(ctx, `
			INSERT INTO data_request (id, person_id, employer_id, kind, field, wish, state, answer, made_at, answered_by)
			VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '', $7, '')
			ON CONFLICT (person_id, employer_id, kind, field) WHERE state = 'waiting' DO NOTHING`,
			id, a.PersonID, r.EmployerID, string(r.Kind), r.Field, r.Wish, p.Now())
		if err == nil && n == 0 {
			err = ErrWaiting
		}
		if err != nil {
			return err
		}
		return p.tellHandlers(ctx, tx, r.EmployerID, message.Note{EmployerID: r.EmployerID, Key: "privacy.told.request", Href: "/kommun/personuppgifter/begaran/" + id, OnceKey: "request:" + id})
	})
}

// tellHandlers tells all who handle people's data at an employer.
func (p *Privacy) tellHandlers(ctx context.Context, tx *db.Tx, employerID string, n message.Note) error {
	holders, err := db.All(ctx, tx, db.Text, `
		SELECT DISTINCT person_id
		FROM role_grant
		WHERE node_id = $1 AND role = $2 AND subject = '' AND valid_from <= $3 AND valid_until > $3
		ORDER BY person_id
		LIMIT 50`,
		employerID, string(may.Municipality), p.Staff.Today())
	if err != nil {
		return err
	}
	once := n.OnceKey
	for _, id := range holders {
		n.PersonID, n.OnceKey = id, once+":"+id
		if err := p.Messages.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// checkText takes what somebody wrote: not too long, and nobody's identity number (rule 42).
func (p *Privacy) checkText(text, field string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case utf8.RuneCountInString(text) > longestWish:
		return text, ErrLongWish.On(field)
	case identity.In(text, p.Now()):
		return text, ErrIdentity.On(field)
	}
	return text, nil
}

const selectRequest = `
		SELECT r.id, r.person_id, r.employer_id, r.kind, r.field, r.wish, r.state, r.answer, r.made_at, r.answered_at, r.answered_by
		FROM data_request r`

func scanRequest(s db.Scanner) (r Request, err error) {
	err = s.Scan(&r.ID, &r.PersonID, &r.EmployerID, &r.Kind, &r.Field, &r.Wish, &r.State, &r.Answer, &r.MadeAt, &r.AnsweredAt, &r.AnsweredBy)
	return r, err
}

// Requests gives what the actor has asked for, the latest first.
func (p *Privacy) Requests(ctx context.Context, a may.Actor) ([]Request, error) {
	list, err := db.All(ctx, p.DB, scanRequest, selectRequest+`
		WHERE r.person_id = $1
		ORDER BY r.made_at DESC
		LIMIT 50`,
		a.PersonID)
	if err != nil {
		return nil, err
	}
	return list, p.name(ctx, list)
}

// Waiting gives what people wait for at an employer, who has waited longest first.
func (p *Privacy) Waiting(ctx context.Context, a may.Actor, employerID string, limit int) ([]Request, error) {
	if _, err := p.ask(ctx, a, employerID); err != nil {
		return nil, err
	}
	list, err := db.All(ctx, p.DB, scanRequest, selectRequest+`
		WHERE r.employer_id = $1 AND r.state = 'waiting'
		ORDER BY r.made_at
		LIMIT $2`,
		employerID, limit)
	if err != nil {
		return nil, err
	}
	return list, p.name(ctx, list)
}

// name fills in who asks and whom.
func (p *Privacy) name(ctx context.Context, list []Request) error {
	names := map[string]string{}
	for i, r := range list {
		if _, known := names[r.EmployerID]; !known {
			n, err := org.Find(ctx, p.DB, r.EmployerID, p.Staff.Today())
			if f := fault.Of(err); err != nil && (f == nil || f.Key != org.ErrNoNode.Key) {
				return err
			}
			names[r.EmployerID] = n.Name
		}
		list[i].Employer = names[r.EmployerID]
		cards, err := p.Staff.Cards(ctx, r.PersonID)
		if err != nil {
			return err
		}
		for _, c := range cards {
			if c.EmployerID == r.EmployerID {
				list[i].Who = c.Shown()
			}
		}
	}
	return nil
}

// Request gives one request to who handles it; looking at it is logged.
func (p *Privacy) Request(ctx context.Context, a may.Actor, id string) (Request, error) {
	r, err := db.One(ctx, p.DB, scanRequest, selectRequest+`
		WHERE r.id = $1`,
		id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return r, ErrNoRequest
	}
	if err != nil {
		return r, err
	}
	if _, err := p.ask(ctx, a, r.EmployerID); err != nil {
		return Request{}, err
	}
	if err := p.Audit.Person(ctx, p.DB, a, "privacy.request", r.PersonID); err != nil {
		return Request{}, err
	}
	list := []Request{r}
	err = p.name(ctx, list)
	return list[0], err
}

// Answer answers a request that waits, with a note that the person reads. Two who answer at once:
// the second is told that it is answered.
func (p *Privacy) Answer(ctx context.Context, a may.Actor, id string, s State, note string) error {
	r, err := p.Request(ctx, a, id)
	switch {
	case err != nil:
		return err
	case a.PersonID == r.PersonID:
		return ErrSelf
	case s != Done && s != Declined:
		return ErrNoDecision.On("svar")
	}
	if note, err = p.checkText(note, "text"); err != nil {
		return err
	}
	if note == "" {
		return ErrNoAnswer.On("text")
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE data_request
			SET state = $2, answer = $3, answered_at = $4, answered_by = $5
			WHERE id = $1 AND state = 'waiting'`,
			id, string(s), note, p.Now(), a.PersonID)
		if err == nil && n == 0 {
			err = ErrAnswered
		}
		if err != nil {
			return err
		}
		return p.Messages.Tell(ctx, tx, message.Note{PersonID: r.PersonID, EmployerID: r.EmployerID, Key: "privacy.told." + string(s),
			Args: map[string]string{"employer": r.Employer, "answer": note}, Href: "/mina-uppgifter", OnceKey: "answer:" + id})
	})
}
