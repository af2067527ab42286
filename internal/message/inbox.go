package message

import (
	"context"
	"encoding/json"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Entry is a note as it lies in the inbox, in words.
type Entry struct {
	ID string
	Said
	Href   string
	MadeAt time.Time
	Read   bool
}

// Inbox is a page of a person's inbox, newest first.
type Inbox struct {
	Entries     []Entry
	All, Unread int64
}

// pageOf is how many notes one page of the inbox holds.
const pageOf = 20

// Pages is how many pages the inbox has, at least one.
func (b Inbox) Pages() int { return max(1, int((b.All+pageOf-1)/pageOf)) }

// Inbox gives a page (from 1) of the actor's own inbox in the words of a catalogue.
func (m *Messages) Inbox(ctx context.Context, a may.Actor, c *lang.Catalog, page int) (b Inbox, err error) {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return b, err
	}
	b, err = db.One(ctx, m.DB, func(s db.Scanner) (b Inbox, err error) { err = s.Scan(&b.All, &b.Unread); return b, err }, `
		SELECT COUNT(*), COALESCE(SUM(CASE WHEN read_at IS NULL THEN 1 ELSE 0 END), 0)
		FROM note
		WHERE person_id = $1`,
		a.PersonID)
	if err != nil {
		return b, err
	}
	rows, err := db.All(ctx, m.DB, scanNote, selectNote+`
		WHERE person_id = $1
		ORDER BY made_at DESC, id DESC
		LIMIT $2 OFFSET $3`,
		a.PersonID, pageOf, (max(page, 1)-1)*pageOf)
	if err != nil {
		return b, err
	}
	for _, r := range rows {
		said, err := m.say(ctx, c, r.Note)
		if err != nil {
			return b, err
		}
		b.Entries = append(b.Entries, Entry{ID: r.id, Said: said, Href: r.Href, MadeAt: r.madeAt, Read: r.read})
	}
	return b, nil
}

// Open marks one of the actor's own notes read, and gives where one does something about it.
func (m *Messages) Open(ctx context.Context, a may.Actor, noteID string) (href string, err error) {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return "", err
	}
	found, err := db.All(ctx, m.DB, db.Text, `
		UPDATE note
		SET read_at = COALESCE(read_at, $3)
		WHERE id = $1 AND person_id = $2
		RETURNING href`,
		noteID, a.PersonID, m.Now())
	if err == nil && len(found) == 0 {
		err = ErrNoNote
	}
	if err != nil {
		return "", err
	}
	return found[0], nil
}

// ReadAll marks the actor's own notes read: those that were there at a time, so that one that came
// after the page was shown stays unread.
func (m *Messages) ReadAll(ctx context.Context, a may.Actor, until time.Time) error {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return err
	}
	_, err := m.DB.Exec(ctx, `
		UPDATE note
		SET read_at = $2
		WHERE person_id = $1 AND read_at IS NULL AND made_at <= $3`,
		a.PersonID, m.Now(), until)
	return err
}

// row is a note as it is kept.
type row struct {
	Note
	id     string
	madeAt time.Time
	read   bool
}

const selectNote = `
		SELECT id, person_id, employer_id, kind, key, args, about_id, href, days_of, made_at, CASE WHEN read_at IS NULL THEN 0 ELSE 1 END
		FROM note`

func scanNote(s db.Scanner) (r row, err error) {
	var args string
	var read int64
	if err = s.Scan(&r.id, &r.PersonID, &r.EmployerID, &r.Kind, &r.Key, &args, &r.AboutID, &r.Href, &r.DaysOf, &r.madeAt, &read); err != nil {
		return r, err
	}
	r.read = read == 1
	return r, json.Unmarshal([]byte(args), &r.Args)
}
