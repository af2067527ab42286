package competence

import (
	"context"
	"errors"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// AddMerit adds a merit of a person and gives its id (R075, R210). The person adds what is the person's own: it
// counts when somebody with leave to check has seen the evidence. A manager or HR who has seen it adds it checked.
// With Replaces the merit takes the place of another of the person's. ErrMeritThere: the same stands already.
func (c *Competence) AddMerit(ctx context.Context, a may.Actor, n NewMerit) (id string, err error) {
	defer fault.Wrap(&err, "add merit")
	added, err := c.add(ctx, a, n, []string{n.PersonID})
	if err == nil && len(added.IDs) == 0 {
		err = ErrMeritThere
	}
	if err != nil {
		return "", err
	}
	return added.IDs[0], nil
}

// Added is what came of adding a merit to several people.
type Added struct {
	IDs   []string
	There int // had it already
}

// mostTogether is how many people get the same merit at once.
const mostTogether = 200

// AddMerits adds the same merit to several people, whose evidence the actor has seen: all of them or none. Who
// has it already is left as is.
func (c *Competence) AddMerits(ctx context.Context, a may.Actor, n NewMerit, personIDs []string) (added Added, err error) {
	defer fault.Wrap(&err, "add merits")
	if !n.Seen {
		return added, ErrMeritSeen.On("seen")
	}
	if len(personIDs) == 0 || len(personIDs) > mostTogether {
		return added, ErrNobody.On("person")
	}
	return c.add(ctx, a, n, personIDs)
}

func (c *Competence) add(ctx context.Context, a may.Actor, n NewMerit, personIDs []string) (added Added, err error) {
	employers := make([]string, len(personIDs))
	for i, id := range personIDs {
		if employers[i], err = c.mayAdd(ctx, a, n, id); err != nil {
			return added, err
		}
	}
	ref, err := c.Tree.CachedReference(ctx)
	if err != nil {
		return added, err
	}
	n.tidy()
	if err := n.check(ref, c.Staff.Today(), c.Now()); err != nil {
		return added, err
	}
	if err := c.keepPaper(ctx, &n); err != nil {
		return added, err
	}
	err = c.DB.Tx(ctx, func(tx *db.Tx) error {
		added = Added{}
		for i, id := range personIDs {
			m := n.Merit
			m.PersonID, m.EmployerID = id, employers[i]
			m, err := c.put(ctx, tx, a, m, n.Seen)
			if errors.Is(err, ErrMeritThere) {
				added.There++
				continue
			}
			if err != nil {
				return err
			}
			added.IDs = append(added.IDs, m.ID)
		}
		return nil
	})
	return added, err
}

// mayAdd asks for leave and gives the employer through which the merit is added.
func (c *Competence) mayAdd(ctx context.Context, a may.Actor, n NewMerit, personID string) (string, error) {
	if a.PersonID == personID && a.Known() {
		if n.Seen { // somebody else looks at one's own evidence
			return "", ErrOwnMerit
		}
		return c.ownEmployer(ctx, personID, n.EmployerID)
	}
	do := may.NoteCompetence
	if n.Seen {
		do = may.CheckMerit
	}
	employer, err := c.employerFor(ctx, a, do, personID, n.EmployerID)
	return employer.ID, err
}

// keepPaper puts the evidence in the store.
func (c *Competence) keepPaper(ctx context.Context, n *NewMerit) error {
	if n.Paper == nil {
		return nil
	}
	if identity.In(n.FileName, c.Now()) { // rule 42
		return ErrMeritID.On("file")
	}
	p, err := blob.PutPaper(ctx, c.Blobs, n.Paper, n.FileName, "bevis")
	switch {
	case errors.Is(err, blob.ErrLarge):
		return ErrFileLarge.On("file")
	case errors.Is(err, blob.ErrSort):
		return ErrFileKind.On("file")
	case errors.Is(err, blob.ErrBroken):
		return ErrPicture.On("file")
	}
	n.hash, n.FileName = p.Hash, p.Name
	return err
}

// put adds a row. The person's row is taken first: who adds the same at once, or erases the person, comes before
// or after.
func (c *Competence) put(ctx context.Context, tx *db.Tx, a may.Actor, m Merit, seen bool) (Merit, error) {
	if err := c.Staff.Hold(ctx, tx, m.PersonID, m.EmployerID); err != nil {
		return m, err
	}
	if m.hash == "" {
		m.FileName = ""
	}
	if m.Replaces != "" {
		if err := c.replace(ctx, tx, a, &m); err != nil {
			return m, err
		}
	}
	there, err := sameMerit(ctx, tx, m)
	if err != nil {
		return m, err
	}
	if there {
		return m, ErrMeritThere
	}
	m.ID, m.MadeBy, m.MadeAt = c.NewID(), a.PersonID, c.Now()
	if seen {
		at := m.MadeAt
		m.CheckedBy, m.CheckedAt = a.PersonID, &at
	}
	if err := insertMerit(ctx, tx, m); err != nil {
		return m, err
	}
	if seen {
		if err := c.tell(ctx, tx, a, c.told(ctx, m, "noted")); err != nil {
			return m, err
		}
	}
	return m, c.changed(ctx, tx, m.PersonID)
}

// replace ends the merit that another takes the place of, and lets the evidence go over when no other came along.
func (c *Competence) replace(ctx context.Context, tx *db.Tx, a may.Actor, m *Merit) error {
	old, err := meritByID(ctx, tx, m.Replaces)
	if err != nil {
		return err
	}
	if old.PersonID != m.PersonID || old.EmployerID != m.EmployerID {
		return ErrNoMerit
	}
	if old.CheckedAt != nil && a.PersonID != old.PersonID { // what counts is ended by whoever may check
		if _, err := c.employerFor(ctx, a, may.CheckMerit, old.PersonID, old.EmployerID); err != nil {
			return err
		}
	}
	took, err := endMerit(ctx, tx, old.ID, Replaced, "", a.PersonID, c.Now())
	if err != nil {
		return err
	}
	if !took {
		return ErrMeritDecided
	}
	if m.hash == "" {
		m.hash, m.FileName = old.hash, old.FileName
	}
	return nil
}

func (c *Competence) told(ctx context.Context, m Merit, what string) Told {
	return Told{PersonID: m.PersonID, EmployerID: m.EmployerID, What: what, Args: map[string]string{"what": c.MeritName(ctx, m)},
		Href: "/min-kompetens/meriter", OnceKey: "merit:" + m.ID + ":" + what}
}
