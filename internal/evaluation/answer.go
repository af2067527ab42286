package evaluation

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/evaluation/tally"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Own lists what the actor is asked and has not answered, what ends first first.
func (e *Evaluations) Own(ctx context.Context, a may.Actor) (_ []Ask, err error) {
	defer fault.Wrap(&err, "own evaluations")
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return nil, err
	}
	all, err := asksOf(ctx, e.DB, a.PersonID, e.Today())
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, ask := range all {
		ids[i] = ask.OccasionID
	}
	found, err := e.Occasions.FindMany(ctx, ids)
	for i := range all {
		all[i].Occasion = found[all[i].OccasionID]
	}
	return all, err
}

// Find gives what the actor is asked; somebody else's is as if it were not.
func (e *Evaluations) Find(ctx context.Context, a may.Actor, id string) (ask Ask, err error) {
	defer fault.Wrap(&err, "evaluation %s", id)
	if ask, err = findAsk(ctx, e.DB, id); err != nil {
		return ask, err
	}
	if may.AskSelf(a, ask.PersonID) != nil || a.IsOperator() {
		return Ask{}, ErrNoAsk
	}
	if ask.Occasion, err = e.Occasions.Find(ctx, ask.OccasionID); err != nil {
		return ask, err
	}
	ask.Joint, err = e.joint(ctx, ask.OccasionID)
	return ask, err
}

// joint tells whether people of several organisations were at an occasion (R271).
func (e *Evaluations) joint(ctx context.Context, occasionID string) (bool, error) {
	all, err := e.Bookings.Of(ctx, e.DB, occasionID)
	return several(all), err
}

func several(all []booking.Booking) bool {
	first := ""
	for _, b := range all {
		who := b.EmployerID
		if b.GuestID != "" {
			who = "guest"
		}
		if first != "" && who != first {
			return true
		}
		first = who
	}
	return false
}

// Answer keeps what the actor answers to an ask, once: which choice to each question, and words. The words may name
// nobody; an identity number in them is refused.
func (e *Evaluations) Answer(ctx context.Context, a may.Actor, id string, choices map[string]string, words string) (err error) {
	defer fault.Wrap(&err, "answer evaluation %s", id)
	ask, err := e.Find(ctx, a, id)
	if err != nil {
		return err
	}
	words = strings.TrimSpace(strings.ToValidUTF8(words, ""))
	missing, ok := tally.Fits(ask.Kind, ask.Joint, choices)
	switch {
	case ask.Answered:
		return ErrAnswered
	case ask.Until < e.Today():
		return ErrLate
	case !ok && missing != "":
		return ErrChoice.On(missing)
	case !ok:
		return ErrChoice
	case utf8.RuneCountInString(words) > longestWords:
		return ErrLong
	case identity.In(words, e.Now()):
		return ErrIdentity
	}
	body, err := json.Marshal(choices)
	if err != nil {
		return err
	}
	return e.DB.Tx(ctx, func(tx *db.Tx) error {
		first, err := setAnswered(ctx, tx, id)
		if err != nil {
			return err
		}
		if !first {
			return ErrAnswered
		}
		return insertAnswer(ctx, tx, e.Random(), ask, string(body), words, e.Today()[:len("2006-01")])
	})
}
