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
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Faults of versions.
var (
	ErrNoVersion = fault.New(fault.Missing, "journey.version_missing")
	ErrInForce   = fault.New(fault.Conflict, "journey.version_in_force") // it holds for all: publish another instead
	ErrNewer     = fault.New(fault.Conflict, "journey.version_newer")    // a later version holds already
	ErrPending   = fault.New(fault.Conflict, "journey.version_pending")  // another version is announced or tried: decide on that first
	ErrPastDay   = fault.New(fault.Invalid, "journey.day_past")
	ErrNoDay     = fault.New(fault.Invalid, "journey.day_wrong")
	ErrNoPilots  = fault.New(fault.Invalid, "journey.pilots_missing")
	ErrNoPilot   = fault.New(fault.Missing, "journey.pilot_missing")
)

// VersionState is how a version stands on a day.
type VersionState string

// The states of a version.
const (
	InForce   VersionState = "in_force"
	Replaced  VersionState = "replaced"
	Announced VersionState = "announced" // holds for all from a later day
	Tried     VersionState = "tried"     // held by its pilots, no day for the others
	Withdrawn VersionState = "withdrawn"
)

// Version is one version of a journey: who made it, from when it holds, who tries it before.
type Version struct {
	Number    int64
	From      string // the first day it holds for all; db.NoEnd when that is not decided
	Withdrawn string // the day it was taken back; ""
	MadeBy    string // id of the person, or "operator"
	MadeAt    time.Time
	Note      string // what the publisher says is new
	State     VersionState
	Pilots    []Pilot
}

// Pilot is a municipality that has a version before the others, with its own words about it.
type Pilot struct {
	MunicipalityID, Name string
	From, Until          string // Until is the first day it has it no more; db.NoEnd
	Note, NotedBy        string
}

// Active tells whether the pilot has the version on a day or will have it.
func (p Pilot) Active(on string) bool { return p.Until > on }

// mostVersions bounds what a page of versions shows; the latest come first.
const mostVersions = 50

// Versions lists a journey's versions, the latest first, to who may work on it.
func (js *Journeys) Versions(ctx context.Context, a may.Actor, id string) ([]Version, error) {
	if _, err := js.askJourney(ctx, js.DB, a, may.DraftJourney, id); err != nil {
		return nil, err
	}
	return js.versions(ctx, js.DB, id)
}

func (js *Journeys) versions(ctx context.Context, q db.Q, id string) ([]Version, error) {
	all, err := db.All(ctx, q, func(r db.Scanner) (v Version, err error) {
		err = r.Scan(&v.Number, &v.From, &v.Withdrawn, &v.MadeBy, &v.MadeAt, &v.Note)
		return v, err
	}, `
		SELECT version, valid_from, withdrawn_on, made_by, made_at, note
		FROM journey_version
		WHERE journey_id = $1
		ORDER BY version DESC
		LIMIT $2`,
		id, mostVersions)
	if err != nil {
		return nil, err
	}
	type row struct {
		version int64
		Pilot
	}
	pilots, err := db.All(ctx, q, func(r db.Scanner) (p row, err error) {
		err = r.Scan(&p.version, &p.MunicipalityID, &p.Name, &p.From, &p.Until, &p.Note, &p.NotedBy)
		return p, err
	}, `
		SELECT p.version, p.municipality_id, n.name, p.valid_from, p.valid_until, p.note, p.noted_by
		FROM journey_pilot p
		JOIN node_place n ON n.node_id = p.municipality_id AND n.valid_until = $2
		WHERE p.journey_id = $1
		ORDER BY p.version DESC, n.name, p.municipality_id
		LIMIT 2000`,
		id, db.NoEnd)
	if err != nil {
		return nil, err
	}
	for _, p := range pilots {
		if i := slices.IndexFunc(all, func(v Version) bool { return v.Number == p.version }); i >= 0 {
			all[i].Pilots = append(all[i].Pilots, p.Pilot)
		}
	}
	today := js.Staff.Today()
	held := false
	for i := range all {
		all[i].State = all[i].stateOn(today, held)
		held = held || all[i].State == InForce
	}
	return all, nil
}

// stateOn tells how a version stands; held: a later one holds for all.
func (v *Version) stateOn(on string, held bool) VersionState {
	switch {
	case v.Withdrawn != "":
		return Withdrawn
	case held:
		return Replaced
	case v.From <= on:
		return InForce
	case v.From == db.NoEnd:
		return Tried
	}
	return Announced
}

// askJourney asks about a journey where its owner stands, and gives the owner.
func (js *Journeys) askJourney(ctx context.Context, q db.Q, a may.Actor, do may.Action, id string) (org.Node, error) {
	ownerID, err := db.One(ctx, q, db.Text, `SELECT owner_id FROM journey WHERE id = $1`, id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		ownerID, err = db.One(ctx, q, db.Text, `SELECT owner_id FROM journey_draft WHERE journey_id = $1`, id)
	}
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return org.Node{}, ErrNoJourney
	}
	if err != nil {
		return org.Node{}, err
	}
	owner, err := org.Find(ctx, q, ownerID, js.Staff.Today())
	if err != nil {
		return owner, err
	}
	return owner, may.AskAbout(a, do, owner.Path, id)
}

// DefinitionAt gives a journey as it is defined on a day at a node, where the municipality may try a
// later version than others; ErrNoJourney when there is none yet.
func (js *Journeys) DefinitionAt(ctx context.Context, id, nodePath, on string) (plan.Journey, int64, error) {
	versions, err := versionsOn(ctx, js.DB, strings.Split(nodePath, "/"), on)
	if err != nil {
		return plan.Journey{}, 0, err
	}
	i := slices.IndexFunc(versions, func(v versionKey) bool { return v.id == id })
	if i < 0 {
		return plan.Journey{}, 0, ErrNoJourney
	}
	j, err := js.definition(ctx, id, versions[i].version)
	return j, versions[i].version, err
}

// DefinitionOf gives one version, to who may work on the journey.
func (js *Journeys) DefinitionOf(ctx context.Context, a may.Actor, id string, version int64) (plan.Journey, error) {
	if _, err := js.askJourney(ctx, js.DB, a, may.DraftJourney, id); err != nil {
		return plan.Journey{}, err
	}
	if version == 0 { // before the first there is nothing
		return plan.Journey{ID: id}, nil
	}
	j, err := js.definition(ctx, id, version)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return j, ErrNoVersion
	}
	return j, err
}

// Release is when a version begins to hold, and for whom first.
type Release struct {
	From      string   // the first day for all; "" with pilots: until it is decided
	Note      string   // what is new, for those who read of it
	Pilots    []string // municipalities that have it before the others …
	PilotFrom string   // … from this day
}

func (r *Release) check(today string) error {
	switch {
	case r.From != "" && !isDay(r.From):
		return ErrNoDay.On("from")
	case r.From != "" && r.From < today:
		return ErrPastDay.On("from")
	case len(r.Pilots) == 0 && r.From == "":
		return ErrNoDay.On("from")
	case len(r.Pilots) > 0 && !isDay(r.PilotFrom):
		return ErrNoDay.On("pilot_from")
	case len(r.Pilots) > 0 && r.PilotFrom < today:
		return ErrPastDay.On("pilot_from")
	case len(r.Pilots) > 0 && r.From != "" && r.From <= r.PilotFrom:
		return ErrPastDay.On("from")
	}
	return nil
}

func isDay(s string) bool { _, ok := plan.ParseDate(s); return ok }

// release sets when a new version holds and for whom first.
func (js *Journeys) release(ctx context.Context, tx *db.Tx, a may.Actor, id string, version int64, r Release) error {
	from := r.From
	if from == "" {
		from = db.NoEnd
	}
	_, err := tx.Exec(ctx, `
		UPDATE journey_version
		SET valid_from = $3, note = $4
		WHERE journey_id = $1 AND version = $2`,
		id, version, from, r.Note)
	if err != nil {
		return err
	}
	if err := js.addPilots(ctx, tx, a, id, version, r.Pilots, r.PilotFrom); err != nil {
		return err
	}
	return js.tellBelow(ctx, tx, id, "")
}

func (js *Journeys) addPilots(ctx context.Context, tx *db.Tx, a may.Actor, id string, version int64, places []string, from string) error {
	for _, place := range places {
		n, err := org.Find(ctx, tx, place, js.Staff.Today())
		if err != nil {
			return err
		}
		if n.Kind != string(org.Municipality) {
			return org.ErrKind.On("pilots")
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO journey_pilot (journey_id, version, municipality_id, valid_from, valid_until, made_by, made_at, note, noted_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, '', '')
			ON CONFLICT (journey_id, version, municipality_id) DO UPDATE SET
				valid_from = CASE WHEN journey_pilot.valid_until > $4 THEN journey_pilot.valid_from ELSE excluded.valid_from END,
				valid_until = excluded.valid_until`,
			id, version, n.ID, from, db.NoEnd, a.PersonID, js.Now())
		if err != nil {
			return err
		}
		if err := js.tell(ctx, tx, n.ID); err != nil {
			return err
		}
	}
	return nil
}

// waiting gives the version that nobody but its pilots has yet, under the hold of the journey.
func (js *Journeys) waiting(ctx context.Context, tx *db.Tx, a may.Actor, id string, version int64) (v Version, err error) {
	if _, err := tx.Exec(ctx, `UPDATE journey SET id = id WHERE id = $1`, id); err != nil {
		return v, err
	}
	if _, err := js.askJourney(ctx, tx, a, may.PublishJourney, id); err != nil {
		return v, err
	}
	all, err := js.versions(ctx, tx, id)
	if err != nil {
		return v, err
	}
	i := slices.IndexFunc(all, func(v Version) bool { return v.Number == version })
	switch {
	case i < 0:
		return v, ErrNoVersion
	case all[i].State == Replaced:
		return v, ErrNewer
	case all[i].State != Announced && all[i].State != Tried:
		return v, ErrInForce
	}
	return all[i], nil
}

// ReleaseToAll lets a version that is tried or announced hold for all from a day on, today or later.
func (js *Journeys) ReleaseToAll(ctx context.Context, a may.Actor, id string, version int64, from string) error {
	if !isDay(from) {
		return ErrNoDay.On("from")
	}
	if from < js.Staff.Today() {
		return ErrPastDay.On("from")
	}
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := js.waiting(ctx, tx, a, id, version); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			UPDATE journey_version
			SET valid_from = $3
			WHERE journey_id = $1 AND version = $2`,
			id, version, from)
		if err != nil {
			return err
		}
		if err := js.tell(ctx, tx, org.Sweden); err != nil {
			return err
		}
		return js.tellBelow(ctx, tx, id, "")
	})
}

// AddPilots lets more municipalities try a version that does not hold for all yet.
func (js *Journeys) AddPilots(ctx context.Context, a may.Actor, id string, version int64, places []string, from string) error {
	r := Release{Pilots: places, PilotFrom: from}
	if len(places) == 0 {
		return ErrNoPilots.On("pilots")
	}
	if err := r.check(js.Staff.Today()); err != nil {
		return err
	}
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := js.waiting(ctx, tx, a, id, version); err != nil {
			return err
		}
		return js.addPilots(ctx, tx, a, id, version, places, from)
	})
}

// TakeBack takes back a version that does not hold for all yet: its pilots have the one before from
// today on. What anybody has done is kept, as it is in every change.
func (js *Journeys) TakeBack(ctx context.Context, a may.Actor, id string, version int64) error {
	today := js.Staff.Today()
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := js.waiting(ctx, tx, a, id, version); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			UPDATE journey_version
			SET withdrawn_on = $3, withdrawn_by = $4
			WHERE journey_id = $1 AND version = $2`,
			id, version, today, a.PersonID)
		if err != nil {
			return err
		}
		pilots, err := db.All(ctx, tx, db.Text, `
			UPDATE journey_pilot
			SET valid_until = CASE WHEN valid_from > $3 THEN valid_from ELSE $3 END
			WHERE journey_id = $1 AND version = $2 AND valid_until > $3
			RETURNING municipality_id`,
			id, version, today)
		if err != nil {
			return err
		}
		for _, place := range pilots {
			if err := js.tell(ctx, tx, place); err != nil {
				return err
			}
		}
		return nil
	})
}

// Makers tells what the people who made versions and drafts are called, by id.
func (js *Journeys) Makers(ctx context.Context, a may.Actor, id string, people []string) (map[string]string, error) {
	if _, err := js.askJourney(ctx, js.DB, a, may.DraftJourney, id); err != nil {
		return nil, err
	}
	cards, err := js.Staff.CardsOf(ctx, people)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for person, known := range cards {
		for _, c := range known {
			out[person] = c.Shown()
		}
	}
	return out, nil
}

// NotePilot keeps what a municipality that tries a version says of it, in place of what it said before (the editor reads
// it). Whoever edits the municipality's own layers speaks for it. Identity numbers are refused (rule 42).
func (js *Journeys) NotePilot(ctx context.Context, a may.Actor, id string, version int64, municipalityID, note string) error {
	n, err := js.Tree.Find(ctx, municipalityID, js.Staff.Today())
	if err != nil {
		return err
	}
	if err := may.Ask(a.Inside(n.Path), may.EditLayer, n.Path); err != nil {
		return err
	}
	note = strings.TrimSpace(note)
	if identity.In(note, js.Now()) {
		return ErrIdentity.On("note")
	}
	if utf8.RuneCountInString(note) > longestNote {
		return ErrLongNote.On("note")
	}
	rows, err := js.DB.Exec(ctx, `
		UPDATE journey_pilot
		SET note = $4, noted_by = $5, noted_at = $6
		WHERE journey_id = $1 AND version = $2 AND municipality_id = $3`,
		id, version, municipalityID, note, a.PersonID, js.Now())
	if err == nil && rows == 0 {
		return ErrNoPilot
	}
	return err
}

// Trying is a version that a municipality tries, as the municipality sees it.
type Trying struct {
	ID, Title string
	Version   int64
	News      string // what the publisher says is new
	Pilot
}

// Tried lists what a municipality tries or is about to try, to who edits its layers.
func (js *Journeys) Tried(ctx context.Context, a may.Actor, municipalityID string) ([]Trying, error) {
	today := js.Staff.Today()
	n, err := js.Tree.Find(ctx, municipalityID, today)
	if err != nil {
		return nil, err
	}
	if err := may.Ask(a.Inside(n.Path), may.EditLayer, n.Path); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, js.DB, func(r db.Scanner) (t Trying, err error) {
		t.MunicipalityID, t.Name = n.ID, n.Name
		err = r.Scan(&t.ID, &t.Version, &t.News, &t.From, &t.Until, &t.Note, &t.NotedBy)
		return t, err
	}, `
		SELECT p.journey_id, p.version, v.note, p.valid_from, p.valid_until, p.note, p.noted_by
		FROM journey_pilot p
		JOIN journey_version v ON v.journey_id = p.journey_id AND v.version = p.version
		WHERE p.municipality_id = $1 AND p.valid_until > $2 AND v.withdrawn_on = '' AND v.valid_from > $2
		ORDER BY p.journey_id, p.version
		LIMIT 100`,
		municipalityID, today)
	if err != nil {
		return nil, err
	}
	for i := range all {
		j, err := js.definition(ctx, all[i].ID, all[i].Version)
		if err != nil {
			return nil, err
		}
		all[i].Title = j.Title
	}
	return all, nil
}
