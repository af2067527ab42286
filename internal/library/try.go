package library

import (
	"context"
	"database/sql"
	"io"
	"slices"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Try is somebody who wants to try an example, what was asked and what was answered. No address is shown to anybody.
type Try struct {
	ID, ExampleID, PersonID, UnitID string
	Title                           string // of the example
	Note, Answer                    string
	Name, Unit                      string // of who asks; of a protected identity the contact code, without the unit (rule 7)
	MadeAt, AnsweredAt              time.Time
}

// Ask tells whoever answers for an example that the actor wants to try it: the author who wishes so and works there still,
// else who leads the unit. Asked again it is the same question with another text until it is answered. Errors: ErrNoExample,
// ErrOwnTry, ErrNowhere, ErrNote, ErrLong, ErrIdentity, ErrAnswered.
func (l *Library) Ask(ctx context.Context, a may.Actor, exampleID, text string) (err error) {
	defer fault.Wrap(&err, "ask about example %s", exampleID)
	x, err := l.Example(ctx, a, exampleID)
	if err != nil {
		return err
	}
	if x.PersonID == a.PersonID {
		return ErrOwnTry
	}
	if err := l.needed(&text, ErrNote, mostNote); err != nil {
		return err
	}
	jobs, err := l.Workplaces(ctx, a)
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		return ErrNowhere
	}
	told, err := l.answerers(ctx, x)
	if err != nil {
		return err
	}
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			INSERT INTO example_try (id, example_id, person_id, employer_id, unit_id, note, answer, answered_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, '', '', $7)
			ON CONFLICT (example_id, person_id) DO UPDATE SET note = excluded.note, made_at = excluded.made_at
			WHERE example_try.answer = ''`,
			l.NewID(), x.ID, a.PersonID, jobs[0].EmployerID, jobs[0].UnitID, text, l.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrAnswered
		}
		for _, id := range told {
			if id == a.PersonID {
				continue
			}
			err := l.Messages.Tell(ctx, tx, message.Note{PersonID: id, Key: "library.told.try", Args: map[string]string{"title": x.Title}, AboutID: a.PersonID, Href: "/exempel/fragor",
				OnceKey: "library.try:" + x.ID + ":" + a.PersonID + ":" + id})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// answerers are those who answer for an example.
func (l *Library) answerers(ctx context.Context, x Example) ([]string, error) {
	if x.Contact && x.PersonID != may.Erased {
		works, err := l.Staff.WorkOf(ctx, []string{x.PersonID}, l.Today())
		if err != nil {
			return nil, err
		}
		if worksAt(works[x.PersonID], x.EmployerID) {
			return []string{x.PersonID}, nil
		}
	}
	return l.Leaders(ctx, x.UnitID, x.PersonID)
}

const selectTry = `
		SELECT t.id, t.example_id, t.person_id, t.unit_id, m.title, t.note, t.answer, t.made_at, t.answered_at
		FROM example_try t
		JOIN example m ON m.id = t.example_id`

func scanTry(s db.Scanner) (t Try, err error) {
	var at sql.NullTime
	err = s.Scan(&t.ID, &t.ExampleID, &t.PersonID, &t.UnitID, &t.Title, &t.Note, &t.Answer, &t.MadeAt, &at)
	t.AnsweredAt = at.Time
	return t, err
}

// Asked lists what the actor has asked about others' examples, the latest first.
func (l *Library) Asked(ctx context.Context, a may.Actor) ([]Try, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	return db.All(ctx, l.DB, scanTry, selectTry+` WHERE t.person_id = $1 ORDER BY t.made_at DESC, t.id LIMIT 100`, a.PersonID)
}

// Questions lists what others have asked about the actor's own examples, of employers where the actor works still, and those
// of the units that the actor leads, what is not answered first. That the actor saw who asks is logged.
func (l *Library) Questions(ctx context.Context, a may.Actor) (out []Try, err error) {
	defer fault.Wrap(&err, "questions about examples")
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	const order = ` ORDER BY CASE WHEN t.answer = '' THEN 0 ELSE 1 END, t.made_at DESC, t.id LIMIT 200`
	employers, err := l.worksFor(ctx, a.PersonID)
	if err != nil {
		return nil, err
	}
	if len(employers) > 0 {
		if out, err = db.All(ctx, l.DB, scanTry, selectTry+` WHERE m.person_id = $1 AND m.contact AND m.employer_id IN (`+db.Marks(2, len(employers))+`)`+order,
			append([]any{a.PersonID}, db.Args(employers)...)...); err != nil {
			return nil, err
		}
	}
	for _, path := range a.Scopes(may.PlanPerson) {
		low, high := org.Inside(path)
		all, err := db.All(ctx, l.DB, scanTry, selectTry+`
			JOIN node_place p ON p.node_id = m.unit_id AND p.valid_from <= $1 AND p.valid_until > $1
			WHERE (p.path = $2 OR (p.path >= $3 AND p.path < $4)) AND t.person_id <> $5`+order,
			l.Today(), path, low, high, a.PersonID)
		if err != nil {
			return nil, err
		}
		for _, t := range all {
			x, err := one(ctx, l.DB, scanExample, ErrNoExample, selectExample+` WHERE m.id = $1`, t.ExampleID)
			if err != nil {
				return nil, err
			}
			leads, err := l.leads(ctx, a, x.UnitID)
			if err != nil {
				return nil, err
			}
			if leads && !slices.ContainsFunc(out, func(o Try) bool { return o.ID == t.ID }) {
				out = append(out, t)
			}
		}
	}
	return out, l.nameAskers(ctx, a, out)
}

// worksFor are the employers that a person works for today.
func (l *Library) worksFor(ctx context.Context, personID string) (ids []string, err error) {
	works, err := l.Staff.WorkOf(ctx, []string{personID}, l.Today())
	for _, w := range works[personID] {
		if !slices.Contains(ids, w.EmployerID) {
			ids = append(ids, w.EmployerID)
		}
	}
	return ids, err
}

func (l *Library) nameAskers(ctx context.Context, a may.Actor, all []Try) error {
	var ids []string
	for _, t := range all {
		ids = append(ids, t.PersonID)
	}
	cards, err := l.Staff.CardsOf(ctx, ids)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for i := range all {
		t := &all[i]
		guarded := false
		for _, c := range cards[t.PersonID] {
			if t.Name == "" || c.Protected {
				t.Name = c.Shown()
			}
			guarded = guarded || c.Protected
		}
		if !guarded {
			if t.Unit, err = l.nameOf(ctx, names, t.UnitID); err != nil {
				return err
			}
		}
		if err := l.Audit.Person(ctx, l.DB, a, "library.try", t.PersonID); err != nil {
			return err
		}
	}
	return nil
}

// Answer answers a question about an example, once; who asked is told. Errors: ErrNoTry, ErrAnswered, ErrNote, ErrLong, ErrIdentity.
func (l *Library) Answer(ctx context.Context, a may.Actor, tryID, text string) (err error) {
	defer fault.Wrap(&err, "answer question %s", tryID)
	all, err := l.Questions(ctx, a)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(t Try) bool { return t.ID == tryID })
	if i < 0 {
		return ErrNoTry
	}
	if err := l.needed(&text, ErrNote.On("svar"), mostNote); err != nil {
		return err
	}
	t := all[i]
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE example_try
			SET answer = $2, answered_by = $3, answered_at = $4
			WHERE id = $1 AND answer = ''`,
			t.ID, text, a.PersonID, l.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrAnswered
		}
		return l.Messages.Tell(ctx, tx, message.Note{PersonID: t.PersonID, Key: "library.told.answered", Args: map[string]string{"title": t.Title}, Href: "/exempel/mina", OnceKey: "library.answered:" + t.ID})
	})
}

// OpenPicture opens a picture of an example to whoever sees the example, and tells what its bytes are. Errors: ErrNoExample, ErrNoFile.
func (l *Library) OpenPicture(ctx context.Context, a may.Actor, exampleID, pictureID string) (_ io.ReadSeekCloser, kind string, err error) {
	defer fault.Wrap(&err, "picture %s of example %s", pictureID, exampleID)
	x, err := l.Example(ctx, a, exampleID)
	if err != nil {
		if x, err = one(ctx, l.DB, scanExample, ErrNoExample, selectExample+` WHERE m.id = $1`, exampleID); err != nil {
			return nil, "", err
		}
		parts, err := l.parts(ctx, a, x)
		if err != nil || len(parts) == 0 {
			return nil, "", orElse(err, ErrNoExample)
		}
	}
	if x.Pictures, err = l.pictures(ctx, exampleID); err != nil {
		return nil, "", err
	}
	if x.PersonID != a.PersonID {
		x = x.asSent()
	}
	all := x.Pictures
	i := slices.IndexFunc(all, func(p Picture) bool { return p.ID == pictureID })
	if i < 0 {
		return nil, "", ErrNoFile
	}
	f, kind, err := blob.GetPaper(ctx, l.Blobs, all[i].Blob)
	if fault.Of(err) != nil && fault.Of(err).Key == blob.ErrMissing.Key {
		err = ErrNoFile
	}
	return f, kind, err
}
