package journey

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// choice is one thing that a person, or the manager, has chosen.
type choice struct {
	journeyID, what, value, note, by string
	at                               time.Time
}

// What can be chosen.
const (
	choseStep    = "step"    // the experience step in a journey (rule 9)
	choseJourney = "journey" // a journey although it overlaps with another (rule 12)
	choseWish    = "wish:"   // something asked for at the first sign-in: wish:digital (rule 16)
)

func (js *Journeys) choices(ctx context.Context, personID string) ([]choice, error) {
	return db.All(ctx, js.DB, func(r db.Scanner) (c choice, err error) {
		err = r.Scan(&c.journeyID, &c.what, &c.value, &c.note, &c.by, &c.at)
		return c, err
	}, `
		SELECT journey_id, what, value, note, made_by, made_at
		FROM journey_choice
		WHERE person_id = $1
		ORDER BY journey_id, what
		LIMIT 100`,
		personID)
}

// take puts choices where the rules read them, as they were on a day.
func take(p *plan.Person, choices []choice, place *time.Location, on string) {
	for _, c := range choices {
		day := org.Today(c.at, place)
		switch {
		case day > on: // not chosen yet
		case c.what == choseStep:
			if p.Steps == nil {
				p.Steps = map[string]plan.StepChoice{}
			}
			p.Steps[c.journeyID] = plan.StepChoice{Step: c.value, By: c.by, Note: c.note, At: plan.Date(day)}
		case c.what == choseJourney:
			p.Chosen = append(p.Chosen, c.journeyID)
		case strings.HasPrefix(c.what, choseLeading):
			lead(p, c)
		case strings.HasPrefix(c.what, choseWish):
			p.Wishes = append(p.Wishes, strings.TrimPrefix(c.what, choseWish))
		}
	}
}

func (js *Journeys) choose(ctx context.Context, tx *db.Tx, personID string, c choice) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO journey_choice (person_id, journey_id, what, value, note, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (person_id, journey_id, what) DO UPDATE SET
			value = excluded.value, note = excluded.note, made_by = excluded.made_by, made_at = excluded.made_at`,
		personID, c.journeyID, c.what, c.value, c.note, c.by, js.Now())
	if err != nil {
		return err
	}
	return js.tellOf(ctx, tx, personID)
}

// longestNote is how much a note may say.
const longestNote = 1000

// ChooseStep changes the person's own experience step in a journey that the person has, with a note
// (rule 9). It closes no course. A note with a national identity number is refused (rule 42).
func (js *Journeys) ChooseStep(ctx context.Context, a may.Actor, journeyID, step, note string) error {
	journeys, err := js.Own(ctx, a, js.Staff.Today())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(journeys, func(j plan.Personal) bool { return j.Journey == journeyID && j.Step != nil })
	switch {
	case at < 0:
		return ErrNoJourney
	case !slices.ContainsFunc(journeys[at].Scheme.Levels, func(l plan.Level) bool { return l.ID == step }):
		return ErrNoStep.On("step")
	case identity.In(note, js.Now()):
		return ErrIdentity.On("note")
	case utf8.RuneCountInString(note) > longestNote:
		return ErrLongNote.On("note")
	}
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		return js.choose(ctx, tx, a.PersonID, choice{journeyID: journeyID, what: choseStep, value: step, note: note, by: a.PersonID})
	})
}

// Earlier is what a person says at the first sign-in: "Vad har du redan gått?" (rule 14).
type Earlier struct {
	Courses map[string]string // course id → title, of those the person has already taken
	Digital bool              // wants the basics of phone and computer first (rule 16)
}

// SayEarlier credits what the person has learnt before, on the person's own word, and notes the
// wish. Saying it again adds what is new; nothing is credited twice.
func (js *Journeys) SayEarlier(ctx context.Context, a may.Actor, e Earlier) error {
	if !a.Known() {
		return may.ErrSignIn
	}
	employments, err := js.Staff.Employments(ctx, a.PersonID, js.Staff.Today())
	if err != nil {
		return err
	}
	controller := ""
	if len(employments) > 0 {
		controller = employments[0].EmployerID
	}
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		for id, title := range e.Courses {
			_, err := js.Record.Append(ctx, tx, record.Fact{PersonID: a.PersonID, Kind: record.Credited, CourseID: id, Title: title, Source: record.FromOwnWord,
				ActorID: a.PersonID, ControllerID: controller, OnceKey: "own-word:" + a.PersonID + ":" + id})
			if err != nil {
				return err
			}
		}
		if e.Digital {
			if err := js.choose(ctx, tx, a.PersonID, choice{what: choseWish + "digital", value: "1", by: a.PersonID}); err != nil {
				return err
			}
		}
		return js.Access.SetAskedDone(ctx, tx, a.PersonID)
	})
}
