package journey

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of switching.
var (
	ErrSwitchDay   = fault.New(fault.Invalid, "journey.switch.day")
	ErrSwitchSame  = fault.New(fault.Invalid, "journey.switch.same")
	ErrSwitchOther = fault.New(fault.Conflict, "journey.switch.changed")
)

// Switched is how a journey stands in a municipality.
type Switched struct {
	ID, Title   string
	Live        bool
	On          bool   // on the day asked for
	From, Until string // while it is on, or is to be; "" and db.NoEnd where there is none
	RSS         string // the one that runs the journey for the municipality (rule 2)
	Seen        string // what a form remembers: the latest change
}

// SwitchChange is what somebody decided about a journey.
type SwitchChange struct {
	JourneyID, Title, From, MadeBy string
	On                             bool
	MadeAt                         time.Time
}

// askSwitch asks for leave at the municipality itself; its journeys reach the other employers there too.
func (js *Journeys) askSwitch(ctx context.Context, a may.Actor, municipalityID string) (org.Node, error) {
	n, err := js.Tree.Find(ctx, municipalityID, js.Staff.Today())
	if err != nil {
		return n, err
	}
	if org.Kind(n.Kind) != org.Municipality {
		return n, org.ErrKind
	}
	return n, may.Ask(a.Inside(n.Path), may.SwitchJourney, n.Path)
}

// Switches lists every journey as it stands in a municipality today.
func (js *Journeys) Switches(ctx context.Context, a may.Actor, municipalityID string) ([]Switched, error) {
	if _, err := js.askSwitch(ctx, a, municipalityID); err != nil {
		return nil, err
	}
	today := js.Staff.Today()
	defs, err := js.definitions(ctx, []string{municipalityID}, today)
	if err != nil {
		return nil, err
	}
	var out []Switched
	for _, j := range defs {
		s := Switched{ID: j.ID, Title: j.Title, Live: j.Status == plan.Live}
		rows, err := js.switchRows(ctx, js.DB, municipalityID, j.ID, today)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			s.From, s.Until = rows[0].From, rows[0].Until
			s.On = s.From <= today
		}
		rss, err := org.RSSOf(ctx, js.DB, municipalityID, j.ID, today)
		if err != nil {
			return nil, err
		}
		n, err := js.Tree.Find(ctx, rss, today)
		if err != nil {
			return nil, err
		}
		s.RSS = n.Name
		if s.Seen, err = js.lastSwitch(ctx, js.DB, municipalityID, j.ID); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// switchRows are the times a journey is on from a day, the nearest first.
func (js *Journeys) switchRows(ctx context.Context, q db.Q, municipalityID, journeyID, on string) ([]Switched, error) {
	return db.All(ctx, q, func(r db.Scanner) (s Switched, err error) { err = r.Scan(&s.From, &s.Until); return s, err }, `
		SELECT valid_from, valid_until
		FROM journey_switch
		WHERE municipality_id = $1 AND journey_id = $2 AND valid_until > $3 AND valid_from < valid_until
		ORDER BY valid_from`,
		municipalityID, journeyID, on)
}

func (js *Journeys) lastSwitch(ctx context.Context, q db.Q, municipalityID, journeyID string) (string, error) {
	return db.One(ctx, q, db.Text, `
		SELECT COALESCE(MAX(id), '')
		FROM journey_switch_change
		WHERE municipality_id = $1 AND journey_id = $2`,
		municipalityID, journeyID)
}

// SwitchTouch is whom switching a journey touches, in employments.
type SwitchTouch struct {
	Gets, Loses int64
	Keeps       int64    // fit the journey too and keep another (rule 12)
	Instead     []string // the journeys that they keep
}

// SwitchTouches tells whom it touches when a journey is switched on or off. It changes nothing.
func (js *Journeys) SwitchTouches(ctx context.Context, a may.Actor, municipalityID, journeyID string, on bool) (SwitchTouch, error) {
	var t SwitchTouch
	node, err := js.askSwitch(ctx, a, municipalityID)
	if err != nil {
		return t, err
	}
	today := js.Staff.Today()
	defs, err := js.definitions(ctx, []string{municipalityID}, today)
	if err != nil {
		return t, err
	}
	if !slices.ContainsFunc(defs, func(j plan.Journey) bool { return j.ID == journeyID }) {
		return t, ErrNoJourney
	}
	before, err := js.switches(ctx, []string{municipalityID}, today)
	if err != nil {
		return t, err
	}
	after := slices.DeleteFunc(slices.Clone(before), func(s plan.Switch) bool { return s.Journey == journeyID })
	if on {
		after = append(after, plan.Switch{Journey: journeyID, NodeID: node.ID, NodeName: node.Name, From: plan.Date(today)})
	}
	groups, err := js.Staff.Groups(ctx, node, today)
	if err != nil {
		return t, err
	}
	ref, err := js.Tree.CachedReference(ctx)
	if err != nil {
		return t, err
	}
	title := map[string]string{}
	for _, j := range defs {
		title[j.ID] = j.Title
	}
	for _, g := range groups {
		o := ref.Occupation(g.Occupation)
		in := plan.Input{Today: plan.Date(today), Journeys: defs, Person: plan.Person{Employments: []plan.Employment{{ID: "e", Occupation: g.Occupation, Area: g.Area, Form: g.Form,
			Licensed: o.Licensed, Manager: o.Manager, Start: plan.Date(today), Path: strings.Split(node.Path, "/")}}}}
		in.On = before
		was, _ := plan.Picks(in)
		in.On = after
		is, gives := plan.Picks(in)
		had, has := slices.Contains(was, journeyID), slices.Contains(is, journeyID)
		switch {
		case has && !had:
			t.Gets += g.N
		case had && !has:
			t.Loses += g.N
		case on && slices.Contains(gives, journeyID):
			t.Keeps += g.N
			for _, id := range is {
				if !slices.Contains(t.Instead, title[id]) {
					t.Instead = append(t.Instead, title[id])
				}
			}
		}
	}
	return t, nil
}

// SwitchJourney turns a journey on or off for a municipality from today or a later day. Seen is the
// latest change that the form showed. ErrSwitchOther: somebody else was first.
func (js *Journeys) SwitchJourney(ctx context.Context, a may.Actor, municipalityID, journeyID string, on bool, from, seen string) error {
	if _, err := js.askSwitch(ctx, a, municipalityID); err != nil {
		return err
	}
	if _, err := js.current(ctx, journeyID); err != nil {
		return err
	}
	if !lang.IsDay(from) || from < js.Staff.Today() {
		return ErrSwitchDay.On("fran")
	}
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, municipalityID); err != nil {
			return err
		}
		last, err := js.lastSwitch(ctx, tx, municipalityID, journeyID)
		if err != nil {
			return err
		}
		if last != seen {
			return ErrSwitchOther
		}
		rows, err := js.switchRows(ctx, tx, municipalityID, journeyID, from)
		if err != nil {
			return err
		}
		if on == (len(rows) > 0 && rows[0].From <= from && rows[len(rows)-1].Until == db.NoEnd) || !on && len(rows) == 0 {
			return ErrSwitchSame.On("fran")
		}
		if err := js.setSwitch(ctx, tx, municipalityID, journeyID, on, from); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO journey_switch_change (id, municipality_id, journey_id, turned_on, from_date, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			js.NewID(), municipalityID, journeyID, on, from, a.PersonID, js.Now())
		if err != nil {
			return err
		}
		return js.tell(ctx, tx, municipalityID)
	})
}

// setSwitch writes it. What ended that day or later, or was to, goes on; what was to begin later is on
// from the day.
func (js *Journeys) setSwitch(ctx context.Context, tx *db.Tx, municipalityID, journeyID string, on bool, from string) error {
	if !on {
		_, err := tx.Exec(ctx, `
			UPDATE journey_switch
			SET valid_until = CASE WHEN valid_from > $3 THEN valid_from ELSE $3 END
			WHERE municipality_id = $1 AND journey_id = $2 AND valid_until > $3`,
			municipalityID, journeyID, from)
		return err
	}
	_, err := tx.Exec(ctx, `
		DELETE FROM journey_switch
		WHERE municipality_id = $1 AND journey_id = $2 AND valid_from >= $3`,
		municipalityID, journeyID, from)
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE journey_switch
		SET valid_until = '9999-12-31'
		WHERE municipality_id = $1 AND journey_id = $2 AND valid_until >= $3 AND valid_from < valid_until`,
		municipalityID, journeyID, from)
	if err != nil || n > 0 {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO journey_switch (municipality_id, journey_id, valid_from, valid_until)
		VALUES ($1, $2, $3, '9999-12-31')`,
		municipalityID, journeyID, from)
	return err
}

// SwitchHistory lists who switched which journey in a municipality, the latest first, at most limit.
func (js *Journeys) SwitchHistory(ctx context.Context, a may.Actor, municipalityID string, limit int) ([]SwitchChange, error) {
	if _, err := js.askSwitch(ctx, a, municipalityID); err != nil {
		return nil, err
	}
	return db.All(ctx, js.DB, func(r db.Scanner) (c SwitchChange, err error) {
		err = r.Scan(&c.JourneyID, &c.On, &c.From, &c.MadeBy, &c.MadeAt)
		return c, err
	}, `
		SELECT journey_id, turned_on, from_date, made_by, made_at
		FROM journey_switch_change
		WHERE municipality_id = $1
		ORDER BY made_at DESC, id DESC
		LIMIT $2`,
		municipalityID, limit)
}
