package journey

import (
	"context"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Faults of drafts.
var (
	ErrNoDraft    = fault.New(fault.Missing, "journey.draft_missing")
	ErrMoved      = fault.New(fault.Conflict, "journey.draft_moved")     // somebody has saved since: look again
	ErrPartGone   = fault.New(fault.Conflict, "journey.part_gone")       // somebody has taken the part away
	ErrHasItems   = fault.New(fault.Conflict, "journey.block_has_items") // empty the block first
	ErrRetire     = fault.New(fault.Conflict, "journey.retire")          // people have it: give it a last day instead
	ErrTaken      = fault.New(fault.Conflict, "journey.id_taken")
	ErrNoTitle    = fault.New(fault.Invalid, "journey.title_missing")
	ErrNoOwner    = fault.New(fault.Invalid, "journey.owner_wrong")
	ErrNoCourse   = fault.New(fault.Invalid, "journey.course_missing")
	ErrUnchanged  = fault.New(fault.Invalid, "journey.draft_same")
	ErrLargeDraft = fault.New(fault.Invalid, "journey.draft_large")
)

// Draft is the next version of a journey in the making.
type Draft struct {
	Journey   plan.Journey
	OwnerPath string
	Base      int64 // the version it began from; 0: a new journey
	Before    plan.Journey
	Revision  int64
	Problems  []plan.Problem
	ChangedBy string
	ChangedAt time.Time
}

// Broken tells whether the draft cannot be published as it is.
func (d *Draft) Broken() bool { return plan.Broken(d.Problems) }

// Entry is a journey that somebody may work on.
type Entry struct {
	ID, Title, Owner, OwnerID string
	Status                    plan.JourneyStatus
	Versions                  []Version // the latest first; none: it is only a draft
	Draft                     int64     // the draft's revision; 0: none
	DraftBy                   string
	DraftAt                   time.Time
}

// mostEntries bounds the portfolio: some tens of national and regional journeys.
const mostEntries = 300

// Editable lists the journeys that the actor may work on, in the order of their ids.
func (js *Journeys) Editable(ctx context.Context, a may.Actor) ([]Entry, error) {
	if err := may.AskSomewhere(a, may.DraftJourney); err != nil {
		return nil, err
	}
	type row struct {
		Entry
		path string
	}
	rows, err := db.All(ctx, js.DB, func(r db.Scanner) (e row, err error) {
		err = r.Scan(&e.ID, &e.OwnerID, &e.Owner, &e.path)
		return e, err
	}, `
		SELECT j.id, j.owner_id, p.name, p.path
		FROM (
			SELECT id, owner_id
			FROM journey
			UNION
			SELECT journey_id, owner_id
			FROM journey_draft
		) j
		JOIN node_place p ON p.node_id = j.owner_id AND p.valid_until = $1
		ORDER BY j.id
		LIMIT $2`,
		db.NoEnd, mostEntries)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, r := range rows {
		if may.AskAbout(a, may.DraftJourney, r.path, r.ID) != nil {
			continue
		}
		e := r.Entry
		if err := js.fillEntry(ctx, &e); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (js *Journeys) fillEntry(ctx context.Context, e *Entry) (err error) {
	if e.Versions, err = js.versions(ctx, js.DB, e.ID); err != nil {
		return err
	}
	d, err := js.draft(ctx, js.DB, e.ID)
	switch {
	case errors.Is(err, ErrNoDraft):
	case err != nil:
		return err
	default:
		e.Draft, e.DraftBy, e.DraftAt, e.Title, e.Status = d.Revision, d.ChangedBy, d.ChangedAt, d.Journey.Title, d.Journey.Status
	}
	if len(e.Versions) > 0 {
		shown := e.Versions[0].Number
		for _, v := range e.Versions {
			if v.State == InForce {
				shown = v.Number
			}
		}
		j, err := js.definition(ctx, e.ID, shown)
		if err != nil {
			return err
		}
		e.Title, e.Status = j.Title, j.Status
	}
	return nil
}

func (js *Journeys) draft(ctx context.Context, q db.Q, id string) (d Draft, err error) {
	var body string
	d, err = db.One(ctx, q, func(r db.Scanner) (d Draft, err error) {
		err = r.Scan(&d.Base, &d.Revision, &body, &d.ChangedBy, &d.ChangedAt)
		return d, err
	}, `
		SELECT base_version, revision, body, changed_by, changed_at
		FROM journey_draft
		WHERE journey_id = $1`,
		id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return d, ErrNoDraft
	}
	if err != nil {
		return d, err
	}
	d.Journey, d.Problems = plan.Parse([]byte(body))
	return d, nil
}

// Draft gives the draft of a journey, with what is wrong in it, to who may work on it.
func (js *Journeys) Draft(ctx context.Context, a may.Actor, id string) (Draft, error) {
	owner, err := js.askJourney(ctx, js.DB, a, may.DraftJourney, id)
	if err != nil {
		return Draft{}, err
	}
	d, err := js.draft(ctx, js.DB, id)
	if err != nil {
		return d, err
	}
	return d, js.finishDraft(ctx, &d, owner)
}

// finishDraft adds the version before and what the reference data does not have.
func (js *Journeys) finishDraft(ctx context.Context, d *Draft, owner org.Node) (err error) {
	d.OwnerPath, d.Before = owner.Path, plan.Journey{ID: d.Journey.ID}
	if d.Base > 0 {
		if d.Before, err = js.definition(ctx, d.Journey.ID, d.Base); err != nil {
			return err
		}
	}
	ref, err := js.Tree.CachedReference(ctx)
	if err != nil {
		return err
	}
	d.Problems = append(d.Problems, d.Journey.Unknown(
		func(id string) bool { return ref.Occupation(id).ID != "" }, func(id string) bool { return ref.AreaName(id) != "" })...)
	return nil
}

// BeginDraft makes a draft from the version that holds, or the latest that waits; one that is there already is kept.
func (js *Journeys) BeginDraft(ctx context.Context, a may.Actor, id string) error {
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		owner, err := js.askJourney(ctx, tx, a, may.DraftJourney, id)
		if err != nil {
			return err
		}
		all, err := js.versions(ctx, tx, id)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(v Version) bool { return v.State != Withdrawn })
		if i < 0 {
			return ErrNoVersion
		}
		body, err := db.One(ctx, tx, db.Text, `SELECT body FROM journey_version WHERE journey_id = $1 AND version = $2`, id, all[i].Number)
		if err != nil {
			return err
		}
		return js.insertDraft(ctx, tx, a, id, owner.ID, all[i].Number, body)
	})
}

func (js *Journeys) insertDraft(ctx context.Context, tx *db.Tx, a may.Actor, id, owner string, base int64, body string) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO journey_draft (journey_id, owner_id, base_version, revision, body, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, 1, $4, $5, $6, $5, $6)
		ON CONFLICT (journey_id) DO NOTHING`,
		id, owner, base, body, a.PersonID, js.Now())
	if err != nil || n == 0 {
		return err
	}
	return js.insertRevision(ctx, tx, a, id, 1, body)
}

func (js *Journeys) insertRevision(ctx context.Context, tx *db.Tx, a may.Actor, id string, revision int64, body string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO draft_revision (journey_id, revision, body, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5)`,
		id, revision, body, a.PersonID, js.Now())
	return err
}

// NewJourney is what somebody says of a journey that is not there yet.
type NewJourney struct{ Title, Short, Target, Owner string }

// BeginNew makes a draft of a new journey at a node and gives its id, which is made of the title and never changes. The
// nation, an RSS and a municipality own journeys.
func (js *Journeys) BeginNew(ctx context.Context, a may.Actor, n NewJourney) (id string, err error) {
	id = plan.IDOf(n.Title)
	if id == "" {
		return "", ErrNoTitle.On("title")
	}
	owner, err := js.Tree.Find(ctx, n.Owner, js.Staff.Today())
	if err != nil {
		return "", ErrNoOwner.On("owner")
	}
	switch org.Kind(owner.Kind) {
	case org.Nation, org.RSS, org.Municipality:
	default:
		return "", ErrNoOwner.On("owner")
	}
	if err := may.AskAbout(a, may.DraftJourney, owner.Path, ""); err != nil {
		return "", err
	}
	if identity.In(n.Title+" "+n.Short+" "+n.Target, js.Now()) {
		return "", ErrIdentity.On("title")
	}
	j := plan.Journey{ID: id, Title: n.Title, Short: n.Short, Target: n.Target, Owner: owner.ID, OwnerName: owner.Name, Status: plan.Live,
		Scheme: plan.Scheme{Kind: plan.Content, Levels: []plan.Level{{ID: "bas", Title: "Bas"}, {ID: "fordjupning", Title: "Fördjupning"}}}}
	return id, js.DB.Tx(ctx, func(tx *db.Tx) error {
		taken, err := db.One(ctx, tx, db.Number, `
			SELECT (SELECT COUNT(*) FROM journey WHERE id = $1) + (SELECT COUNT(*) FROM journey_draft WHERE journey_id = $1)`,
			id)
		if err != nil {
			return err
		}
		if taken > 0 {
			return ErrTaken.On("title")
		}
		return js.insertDraft(ctx, tx, a, id, owner.ID, 0, string(plan.Write(&j)))
	})
}

// Change carries out an edit in a draft as the actor saw it in a revision. What others have saved since in other places
// stays; where both have changed the same the draft keeps the other's and the conflicts tell of both, so that nothing is
// lost: the fields that are not in conflict are saved. A draft may be saved with problems, but not published.
func (js *Journeys) Change(ctx context.Context, a may.Actor, id string, revision int64, edit plan.Edit) (d Draft, conflicts []plan.Change, err error) {
	err = js.DB.Tx(ctx, func(tx *db.Tx) error {
		owner, base, err := js.holdDraft(ctx, tx, a, id, revision, &d)
		if err != nil {
			return err
		}
		j := d.Journey.Copy()
		conflicts, err = edit(&base, &j)
		switch {
		case errors.Is(err, plan.ErrPartGone):
			return ErrPartGone
		case errors.Is(err, plan.ErrHasItems):
			return ErrHasItems
		case err != nil:
			return err
		}
		if err := js.saveDraft(ctx, tx, a, &d, &j); err != nil {
			return err
		}
		return js.finishDraft(ctx, &d, owner)
	})
	return d, conflicts, err
}

// holdDraft takes the draft's row, asks, and gives the draft as it is and as it was in a revision.
func (js *Journeys) holdDraft(ctx context.Context, tx *db.Tx, a may.Actor, id string, revision int64, d *Draft) (owner org.Node, base plan.Journey, err error) {
	if _, err := tx.Exec(ctx, `UPDATE journey_draft SET journey_id = journey_id WHERE journey_id = $1`, id); err != nil {
		return owner, base, err
	}
	if owner, err = js.askJourney(ctx, tx, a, may.DraftJourney, id); err != nil {
		return owner, base, err
	}
	if *d, err = js.draft(ctx, tx, id); err != nil {
		return owner, base, err
	}
	body, err := db.One(ctx, tx, db.Text, `SELECT body FROM draft_revision WHERE journey_id = $1 AND revision = $2`, id, revision)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return owner, base, ErrMoved // the draft has begun again since
	}
	base, _ = plan.Parse([]byte(body))
	return owner, base, err
}

// mostRevisions is how far back an edit may begin: enough for a day of work by several.
const mostRevisions = 500

func (js *Journeys) saveDraft(ctx context.Context, tx *db.Tx, a may.Actor, d *Draft, j *plan.Journey) error {
	body := plan.Write(j)
	switch {
	case string(body) == string(plan.Write(&d.Journey)):
		return nil
	case len(body) > 900_000:
		return ErrLargeDraft
	case identity.In(string(body), js.Now()):
		return ErrIdentity
	}
	d.Journey, d.Problems = plan.Parse(body)
	d.Revision++
	d.ChangedBy, d.ChangedAt = a.PersonID, js.Now()
	_, err := tx.Exec(ctx, `
		UPDATE journey_draft
		SET revision = $2, body = $3, changed_by = $4, changed_at = $5
		WHERE journey_id = $1`,
		j.ID, d.Revision, string(body), a.PersonID, js.Now())
	if err != nil {
		return err
	}
	if err := js.insertRevision(ctx, tx, a, j.ID, d.Revision, string(body)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		DELETE FROM draft_revision
		WHERE journey_id = $1 AND revision <= $2`,
		j.ID, d.Revision-mostRevisions)
	return err
}

// RemoveItem takes an item out of a draft. One that people have had in a published version gets a last day first, so that
// nobody wonders where it went; when that day has passed it can be taken out.
func (js *Journeys) RemoveItem(ctx context.Context, a may.Actor, id string, revision int64, item string) (Draft, error) {
	today := plan.Date(js.Staff.Today())
	d, err := js.Draft(ctx, a, id)
	if err != nil {
		return d, err
	}
	if _, had := d.Before.ItemAt(item); had != nil && (had.Retired == "" || had.Retired > today) {
		return d, ErrRetire
	}
	d, _, err = js.Change(ctx, a, id, revision, plan.RemovePart(plan.ItemPart, item))
	return d, err
}

// Discard throws a draft away; somebody who has saved since is not lost by it.
func (js *Journeys) Discard(ctx context.Context, a may.Actor, id string, revision int64) error {
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		var d Draft
		if _, _, err := js.holdDraft(ctx, tx, a, id, revision, &d); err != nil {
			return err
		}
		if d.Revision != revision {
			return ErrMoved
		}
		return deleteDraft(ctx, tx, id)
	})
}

func deleteDraft(ctx context.Context, tx *db.Tx, id string) error {
	for _, q := range []string{
		`DELETE FROM draft_touch WHERE journey_id = $1`,
		`DELETE FROM draft_revision WHERE journey_id = $1`,
		`DELETE FROM journey_draft WHERE journey_id = $1`,
	} {
		if _, err := tx.Exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}

// PublishDraft makes a draft, as it is in a revision, the journey's next version: for all from a day on, or for named
// municipalities first. One version at a time may wait: what is announced or tried is decided on first.
func (js *Journeys) PublishDraft(ctx context.Context, a may.Actor, id string, revision int64, r Release) (version int64, err error) {
	if err := r.check(js.Staff.Today()); err != nil {
		return 0, err
	}
	if identity.In(r.Note, js.Now()) {
		return 0, ErrIdentity.On("note")
	}
	err = js.DB.Tx(ctx, func(tx *db.Tx) error {
		var d Draft
		if _, _, err := js.holdDraft(ctx, tx, a, id, revision, &d); err != nil {
			return err
		}
		if err := js.mayPublish(ctx, tx, a, &d, revision); err != nil {
			return err
		}
		if err := js.holdJourney(ctx, tx, a, d.Journey); err != nil {
			return err
		}
		if version, err = js.insertVersion(ctx, tx, id, plan.Write(&d.Journey), db.NoEnd, a.PersonID); err != nil {
			return err
		}
		if err := js.release(ctx, tx, a, id, version, r); err != nil {
			return err
		}
		return deleteDraft(ctx, tx, id)
	})
	return version, err
}

func (js *Journeys) mayPublish(ctx context.Context, tx *db.Tx, a may.Actor, d *Draft, revision int64) error {
	id := d.Journey.ID
	if _, err := js.askJourney(ctx, tx, a, may.PublishJourney, id); err != nil {
		return err
	}
	if d.Revision != revision {
		return ErrMoved
	}
	if plan.Broken(d.Problems) {
		return ErrBroken
	}
	versions, err := js.versions(ctx, tx, id)
	if err != nil {
		return err
	}
	for _, v := range versions {
		if v.State == Announced || v.State == Tried {
			return ErrPending
		}
	}
	if len(versions) > 0 {
		before, err := js.definition(ctx, id, versions[0].Number)
		if err != nil {
			return err
		}
		if versions[0].State != Withdrawn && len(plan.Diff(&before, &d.Journey)) == 0 {
			return ErrUnchanged
		}
	}
	return nil
}
