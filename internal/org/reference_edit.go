package org

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Faults of editing the reference data.
var (
	ErrNoEntry    = fault.New(fault.Missing, "org.ref.missing")
	ErrEntryName  = fault.New(fault.Invalid, "org.ref.name_needed")
	ErrEntryLong  = fault.New(fault.Invalid, "org.ref.long")
	ErrEntryTaken = fault.New(fault.Invalid, "org.ref.taken")
	ErrTitleTaken = fault.New(fault.Invalid, "org.ref.title_taken")
	ErrMeans      = fault.New(fault.Invalid, "org.ref.means_needed")
	ErrEntryArea  = fault.New(fault.Invalid, "org.ref.area")
	ErrEntryWho   = fault.New(fault.Invalid, "org.ref.identity")
	ErrEntryBoth  = fault.New(fault.Conflict, "org.ref.both")
)

// How long a name and a longer text may be.
const (
	longestEntry = 120
	longestLines = 4000
)

// ReferenceChange is something that was changed in the reference data: by whom, when and why.
type ReferenceChange struct {
	Kind          ReferenceKind
	ID            string
	Before, After Fields // "retired" since when; Before is empty when the entry was new
	Why, MadeBy   string
	MadeAt        time.Time
}

// Manager topics are the eight that first-line managers need (R164); they are tags, which of them have courses is told.
func ManagerTopics() []string {
	return []string{"chef-kommunal-kontext", "chef-historik", "chef-hr", "chef-malgrupp", "chef-nara-ledarskap", "chef-uppfoljning",
		"chef-implementering", "chef-forandring"}
}

func askReference(a may.Actor) error { return may.Ask(a, may.EditReference, Sweden) }

// Entries gives a list as it is now, to who may edit it, in its order; words by the alphabet of bytes.
func (t *Tree) Entries(ctx context.Context, a may.Actor, kind ReferenceKind) ([]Entry, error) {
	if err := askReference(a); err != nil {
		return nil, err
	}
	if fieldsOf[kind] == nil {
		return nil, ErrNoEntry
	}
	ref, err := readReference(ctx, t.DB)
	return ref.entries(kind), err
}

// Entry gives one entry to who may edit it.
func (t *Tree) Entry(ctx context.Context, a may.Actor, kind ReferenceKind, id string) (Entry, error) {
	if err := askReference(a); err != nil {
		return Entry{}, err
	}
	return entry(ctx, t.DB, kind, id)
}

func entry(ctx context.Context, q db.Q, kind ReferenceKind, id string) (Entry, error) {
	ref, err := readReference(ctx, q)
	if err != nil {
		return Entry{}, err
	}
	for _, e := range ref.entries(kind) {
		if e.ID == id {
			e.Revision, err = db.One(ctx, q, db.Number, `SELECT COUNT(*) FROM reference_change WHERE kind = $1 AND ref_id = $2`, string(kind), id)
			return e, err
		}
	}
	return Entry{}, ErrNoEntry
}

// SaveEntry changes an entry from the revision that the form showed. What somebody else has changed meanwhile is kept;
// where both have changed the same field nothing is saved: ErrEntryBoth, the entry as it would be with mine, and
// theirs. Titles of an occupation hold from the next staff file on.
func (t *Tree) SaveEntry(ctx context.Context, a may.Actor, e Entry, why string, now time.Time, today string) (is Entry, theirs Fields, err error) {
	if err := askReference(a); err != nil {
		return e, nil, err
	}
	e.Fields = e.Fields.tidy(e.Kind)
	if e.Kind == WordList {
		e.Fields["name"] = e.ID // the word is the id
	}
	err = t.editing(ctx, today, func(tx *db.Tx) error {
		was, err := entry(ctx, tx, e.Kind, e.ID)
		if err != nil {
			return err
		}
		is = e
		is.Retired, is.Revision = was.Retired, was.Revision
		base, err := fieldsAt(ctx, tx, was, e.Revision)
		if err != nil {
			return err
		}
		if is.Fields, theirs = mergeFields(base, was.Fields.tidy(e.Kind), e.Fields); len(theirs) > 0 {
			return ErrEntryBoth
		}
		if err := t.checkEntry(ctx, tx, is, why, now); err != nil {
			return err
		}
		return t.putEntry(ctx, tx, a, &was, is, why, now, today)
	})
	return is, theirs, err
}

// AddEntry puts a new entry last in a list and gives its id, which is made from the name and never changes.
func (t *Tree) AddEntry(ctx context.Context, a may.Actor, e Entry, why string, now time.Time, today string) (id string, err error) {
	if err := askReference(a); err != nil {
		return "", err
	}
	if fieldsOf[e.Kind] == nil {
		return "", ErrNoEntry
	}
	e.Fields, e.Retired = e.Fields.tidy(e.Kind), ""
	err = t.editing(ctx, today, func(tx *db.Tx) error {
		e.ID = ""
		if err := t.checkEntry(ctx, tx, e, why, now); err != nil {
			return err
		}
		ref, err := readReference(ctx, tx)
		if err != nil {
			return err
		}
		if e.ID = e.Fields["name"]; e.Kind != WordList {
			e.ID = newEntryID(e.Name(), func(id string) bool {
				return slices.ContainsFunc(ref.entries(e.Kind), func(o Entry) bool { return o.ID == id })
			})
		}
		return t.putEntry(ctx, tx, a, nil, e, why, now, today)
	})
	return e.ID, err
}

// RetireEntry takes an entry out of what can be chosen from today on, or (is false) puts it back. Twice is once.
func (t *Tree) RetireEntry(ctx context.Context, a may.Actor, kind ReferenceKind, id string, is bool, why string, now time.Time, today string) error {
	if err := askReference(a); err != nil {
		return err
	}
	return t.editing(ctx, today, func(tx *db.Tx) error {
		was, err := entry(ctx, tx, kind, id)
		if err != nil || (was.Retired != "") == is {
			return err
		}
		e := was
		if e.Retired = ""; is {
			e.Retired = today
		} else if err := t.checkEntry(ctx, tx, e, why, now); err != nil {
			return err
		}
		if identity.In(why, now) {
			return ErrEntryWho.On("why")
		}
		return t.putEntry(ctx, tx, a, &was, e, why, now, today)
	})
}

// editing is one edit at a time: they are few, and titles and names must not be taken twice. What this replica has
// read is read again; the others do so within a minute.
func (t *Tree) editing(ctx context.Context, today string, do func(tx *db.Tx) error) error {
	err := t.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, Sweden, today); err != nil {
			return err
		}
		return do(tx)
	})
	t.cache.Lock()
	t.cache.ref = nil
	t.cache.Unlock()
	return err
}

// fieldsAt gives what an entry was at a revision.
func fieldsAt(ctx context.Context, tx *db.Tx, was Entry, revision int64) (Fields, error) {
	if revision >= was.Revision || revision < 0 {
		return was.Fields.tidy(was.Kind), nil
	}
	body, err := db.One(ctx, tx, db.Text, `
		SELECT before
		FROM reference_change
		WHERE kind = $1 AND ref_id = $2
		ORDER BY made_at, id
		LIMIT 1 OFFSET $3`,
		string(was.Kind), was.ID, revision)
	if err != nil || body == "" {
		return Fields{}, err
	}
	var f Fields
	err = json.Unmarshal([]byte(body), &f)
	return f.tidy(was.Kind), err
}

// checkEntry is the rule: a name of its own, short texts, nobody's identity number, titles that lead to nothing else.
func (t *Tree) checkEntry(ctx context.Context, tx *db.Tx, e Entry, why string, now time.Time) error {
	f := e.Fields
	if f["name"] == "" {
		return ErrEntryName.On("name")
	}
	for _, name := range fieldsOf[e.Kind] {
		most := longestEntry
		if name == "titles" || name == "words" || name == "synonyms" || name == "about" {
			most = longestLines
		}
		if len([]rune(f[name])) > most {
			return ErrEntryLong.On(name)
		}
		if identity.In(f[name], now) {
			return ErrEntryWho.On(name)
		}
	}
	if len([]rune(why)) > longestLines {
		return ErrEntryLong.On("why")
	}
	if identity.In(why, now) {
		return ErrEntryWho.On("why")
	}
	if e.Kind == WordList && (f["means"] == "" || TitleKey(f["means"]) == f["name"]) {
		return ErrMeans.On("means")
	}
	ref, err := readReference(ctx, tx)
	if err != nil {
		return err
	}
	if e.Kind == TagList && f["area"] != "" && ref.AreaName(f["area"]) == "" {
		return ErrEntryArea.On("area")
	}
	for _, o := range ref.entries(e.Kind) {
		if o.ID != e.ID && TitleKey(o.Name()) == TitleKey(f["name"]) {
			return ErrEntryTaken.On("name").With("name", o.Name())
		}
	}
	if e.Kind == OccupationList {
		return checkTitles(ctx, tx, ref, e)
	}
	return nil
}

func checkTitles(ctx context.Context, tx *db.Tx, ref Reference, e Entry) error {
	rules, err := Titles(ctx, tx, Sweden)
	if err != nil {
		return err
	}
	for _, title := range lines(e.Fields["titles"]) {
		if r, is := rules[title]; is && r.Occupation != e.ID {
			return ErrTitleTaken.On("titles").With("title", title).With("name", ref.Occupation(r.Occupation).Name)
		}
	}
	return nil
}

// putEntry writes an entry, what follows from it, and what was changed. Nothing changed leaves no trace.
func (t *Tree) putEntry(ctx context.Context, tx *db.Tx, a may.Actor, was *Entry, e Entry, why string, now time.Time, today string) error {
	before := ""
	if was != nil {
		var err error
		if before, err = was.said(); err != nil {
			return err
		}
	}
	after, err := e.said()
	if err != nil || before == after {
		return err
	}
	if e.Kind == WordList {
		_, err = tx.Exec(ctx, `
			INSERT INTO synonym (word, means, is_old, retired, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (word) DO UPDATE SET means = excluded.means, is_old = excluded.is_old, retired = excluded.retired`,
			e.ID, e.Fields["means"], e.Fields["is_old"] != "", e.Retired, a.PersonID, now)
	} else {
		err = t.putReference(ctx, tx, e)
	}
	if err != nil {
		return err
	}
	if e.Kind == OccupationList {
		had := ""
		if was != nil {
			had = was.Fields["titles"]
		}
		if err := putTitles(ctx, tx, e, lines(had)); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO reference_change (id, kind, ref_id, before, after, holds_from, why, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.NewID(), string(e.Kind), e.ID, before, after, today, strings.TrimSpace(why), a.PersonID, now)
	if err != nil || e.Kind != OccupationList && e.Kind != AreaList {
		return err
	}
	return t.told(ctx, tx, Sweden) // how people stand follows from occupations and areas
}

func (t *Tree) putReference(ctx context.Context, tx *db.Tx, e Entry) error {
	body, err := e.body()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO reference (kind, id, name, body, position)
		VALUES ($1, $2, $3, $4, (SELECT COALESCE(MAX(r.position), -1) + 1 FROM reference r WHERE r.kind = $1))
		ON CONFLICT (kind, id) DO UPDATE SET name = excluded.name, body = excluded.body`,
		string(e.Kind), e.ID, e.Name(), body)
	return err
}

// putTitles lets the titles of an occupation lead there in the whole country, and those that were taken away nowhere.
func putTitles(ctx context.Context, tx *db.Tx, e Entry, had []string) error {
	now := lines(e.Fields["titles"])
	for _, title := range had {
		if slices.Contains(now, title) {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM title_rule WHERE node_id = $1 AND title = $2 AND occupation = $3`, Sweden, title, e.ID); err != nil {
			return err
		}
	}
	for _, title := range now {
		if slices.Contains(had, title) {
			continue
		}
		if err := MapTitle(ctx, tx, Sweden, title, e.ID, ""); err != nil {
			return err
		}
	}
	return nil
}

// ReferenceChanges tells what was changed, the latest first, to who may edit: of one entry, of a list (id "") or of all
// (kind ""), at most limit from offset.
func (t *Tree) ReferenceChanges(ctx context.Context, a may.Actor, kind ReferenceKind, id string, limit, offset int) ([]ReferenceChange, error) {
	if err := askReference(a); err != nil {
		return nil, err
	}
	return db.All(ctx, t.DB, func(s db.Scanner) (c ReferenceChange, err error) {
		var before, after string
		if err = s.Scan(&c.Kind, &c.ID, &before, &after, &c.Why, &c.MadeBy, &c.MadeAt); err != nil {
			return c, err
		}
		c.Before, c.After = Fields{}, Fields{}
		if before != "" {
			if err = json.Unmarshal([]byte(before), &c.Before); err != nil {
				return c, err
			}
		}
		return c, json.Unmarshal([]byte(after), &c.After)
	}, `
		SELECT kind, ref_id, before, after, why, made_by, made_at
		FROM reference_change
		WHERE $1 IN ('', kind) AND $2 IN ('', ref_id)
		ORDER BY made_at DESC, id DESC
		LIMIT $3 OFFSET $4`,
		string(kind), id, limit, offset)
}

// TitlesTo counts the titles that lead to each occupation: those of the whole country, and those that employers have
// added themselves.
func (t *Tree) TitlesTo(ctx context.Context, a may.Actor) (nation, local map[string]int64, err error) {
	if err := askReference(a); err != nil {
		return nil, nil, err
	}
	type row struct {
		occupation   string
		ours, theirs int64
	}
	rows, err := db.All(ctx, t.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.occupation, &r.ours, &r.theirs); return r, err }, `
		SELECT occupation, SUM(CASE WHEN node_id = 'se' THEN 1 ELSE 0 END), SUM(CASE WHEN node_id = 'se' THEN 0 ELSE 1 END)
		FROM title_rule
		GROUP BY occupation`)
	nation, local = map[string]int64{}, map[string]int64{}
	for _, r := range rows {
		nation[r.occupation], local[r.occupation] = r.ours, r.theirs
	}
	return nation, local, err
}

// FunctionsHeld counts the employers that have each function on a day.
func (t *Tree) FunctionsHeld(ctx context.Context, a may.Actor, on string) (map[FunctionKind]int64, error) {
	if err := askReference(a); err != nil {
		return nil, err
	}
	type row struct {
		kind FunctionKind
		n    int64
	}
	rows, err := db.All(ctx, t.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.kind, &r.n); return r, err }, `
		SELECT kind, COUNT(DISTINCT employer_id)
		FROM function_holder
		WHERE valid_from <= $1 AND valid_until > $1
		GROUP BY kind`,
		on)
	out := map[FunctionKind]int64{}
	for _, r := range rows {
		out[r.kind] = r.n
	}
	return out, err
}
