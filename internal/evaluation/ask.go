package evaluation

import (
	"context"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/booking/seat"
	"yrkesresan/internal/evaluation/tally"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/staff"
)

// Due is the job that asks and reminds, once a day or more often.
type Due struct{}

// Kind implements job.Args.
func (Due) Kind() string { return "evaluation.due" }

// OnDue asks whoever is to be asked by now, and reminds once. It may run twice: each is asked once.
func (e *Evaluations) OnDue(ctx context.Context, _ Due) (err error) {
	defer fault.Wrap(&err, "ask about course days")
	today := e.Today()
	ids, err := e.Occasions.Held(ctx, plus(today, -lookBack), today)
	if err != nil {
		return err
	}
	var failed error
	for _, id := range ids {
		failed = errors.Join(failed, e.askAbout(ctx, id, today)) // one occasion that cannot be asked about holds up no other
	}
	return errors.Join(failed, e.remind(ctx, today))
}

// plus is a day so many days from another.
func plus(day string, days int) string {
	t, _ := time.Parse(time.DateOnly, day) // days are checked where they come in
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// askAbout makes the asks of an occasion that its day has come for: everybody who was there is asked and, once for an
// occasion, whoever leads them.
func (e *Evaluations) askAbout(ctx context.Context, occasionID, today string) error {
	o, err := e.Occasions.Find(ctx, occasionID)
	if err != nil {
		return err
	}
	kind, until := tally.Reaction, plus(o.LastDay, reactionDays)
	switch {
	case today >= plus(o.LastDay, useAfter):
		kind, until = tally.Use, plus(o.LastDay, useAfter+useDays)
	case today > until:
		return nil
	}
	all, err := e.Bookings.Of(ctx, e.DB, occasionID)
	if err != nil {
		return err
	}
	var asks []Ask
	for _, b := range all {
		if b.PersonID != "" && (b.State == seat.Attended || b.State == seat.Part) {
			asks = append(asks, Ask{Kind: kind, OccasionID: o.ID, PersonID: b.PersonID, EmployerID: b.EmployerID, UnitID: b.UnitID, MadeOn: today, Until: until})
		}
	}
	if kind == tally.Use {
		led, err := e.askLeaders(ctx, asks)
		if err != nil {
			return err
		}
		asks = append(asks, led...)
	}
	return e.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, ask := range asks {
			if err := e.make(ctx, tx, o, ask); err != nil {
				return err
			}
		}
		return nil
	})
}

// askLeaders makes the asks of those who lead the people who are asked about use: where each works now, since who led
// them when the seat was booked may not have seen them since. Who works at the employer no longer has nobody to ask.
func (e *Evaluations) askLeaders(ctx context.Context, people []Ask) (out []Ask, err error) {
	ids := make([]string, len(people))
	for i, ask := range people {
		ids[i] = ask.PersonID
	}
	work, err := e.Staff.WorkOf(ctx, ids, e.Today())
	if err != nil {
		return nil, err
	}
	led := map[string]bool{}
	for _, ask := range people {
		at := slices.DeleteFunc(work[ask.PersonID], func(w staff.Working) bool { return w.EmployerID != ask.EmployerID })
		if len(at) == 0 {
			continue
		}
		if !slices.ContainsFunc(at, func(w staff.Working) bool { return w.UnitID == ask.UnitID }) {
			ask.UnitID = at[0].UnitID
		}
		if led[ask.UnitID] {
			continue
		}
		led[ask.UnitID] = true
		leaders, err := e.Leaders(ctx, ask.UnitID, "")
		if err != nil {
			return nil, err
		}
		for _, id := range leaders {
			ask.Kind, ask.PersonID = tally.Manager, id
			out = append(out, ask)
		}
	}
	return out, nil
}

// make puts an ask, and tells the person of it, unless it has been asked.
func (e *Evaluations) make(ctx context.Context, tx *db.Tx, o occasion.Occasion, ask Ask) error {
	ask.ID = e.NewID()
	made, err := insertAsk(ctx, tx, ask)
	if err != nil || !made {
		return err
	}
	return e.tell(ctx, tx, o.Title, ask, "asked")
}

func (e *Evaluations) tell(ctx context.Context, tx *db.Tx, title string, ask Ask, what string) error {
	sentence := what + "." + string(ask.Kind)
	return e.Messages.Tell(ctx, tx, message.Note{PersonID: ask.PersonID, EmployerID: ask.EmployerID, Key: "evaluation.told." + sentence,
		Args: map[string]string{"course": title, "until": e.Messages.Texts.DateOf(ask.Until)}, Href: "/utvardering/" + ask.ID, OnceKey: "evaluation." + what + ":" + ask.ID})
}

// remind reminds once of what is asked and not answered.
func (e *Evaluations) remind(ctx context.Context, today string) error {
	for {
		some, err := silent(ctx, e.DB, plus(today, -remindAfter), today)
		if err != nil || len(some) == 0 {
			return err
		}
		found := map[string]occasion.Occasion{}
		err = e.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, ask := range some {
				if err := setReminded(ctx, tx, ask.ID); err != nil {
					return err
				}
				o, ok := found[ask.OccasionID]
				if !ok {
					var err error
					if o, err = occasion.Find(ctx, tx, ask.OccasionID); err != nil {
						return err
					}
					found[ask.OccasionID] = o
				}
				if err := e.tell(ctx, tx, o.Title, ask, "reminded"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
