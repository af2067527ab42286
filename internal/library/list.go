package library

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/library/state"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Filter is what somebody looks for; empty fields narrow nothing.
type Filter struct {
	Words                   string
	Topic, Area, Occupation string
	Role, Form, Level       string // of material
	Users                   bool   // only what is for use with service users
	Municipality            string // of examples
	Limit, Offset           int
}

// PerPage is how many are shown at a time.
const PerPage = 25

// narrow adds a filter's conditions on a table m to a statement.
func (l *Library) narrow(kind string, f Filter, where string, args []any) (string, []any) {
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		where += " AND " + condition
	}
	for _, t := range []struct{ what, value string }{{"topic", f.Topic}, {"area", f.Area}, {"occupation", f.Occupation}, {"role", f.Role}} {
		if t.value != "" {
			add(`EXISTS (SELECT 1 FROM library_tag t WHERE t.kind = ? AND t.thing_id = m.id AND t.what = ? AND t.value = ?)`, kind, t.what, t.value)
		}
	}
	// A word finds what begins so, too: the first part of a compound.
	words := l.stems(f.Words)
	for _, w := range words[:min(len(words), 8)] {
		if len(w) < 4 {
			add(`EXISTS (SELECT 1 FROM library_word w WHERE w.kind = ? AND w.thing_id = m.id AND w.word = ?)`, kind, w)
			continue
		}
		add(`EXISTS (SELECT 1 FROM library_word w WHERE w.kind = ? AND w.thing_id = m.id AND w.word >= ? AND w.word < ?)`, kind, w, w+"\U0010FFFF")
	}
	if kind == "material" {
		if f.Form != "" {
			add(`m.form = ?`, f.Form)
		}
		if f.Level != "" {
			add(`m.level = ?`, f.Level)
		}
		if f.Users {
			add(`m.for_users = ?`, true)
		}
	}
	if kind == "example" && f.Municipality != "" {
		add(`m.municipality_id = ?`, f.Municipality)
	}
	return where, args
}

// Find lists the material that reaches the actor and is asked for, the latest first, and how much there is.
func (l *Library) Find(ctx context.Context, a may.Actor, f Filter) (out []Material, all int, err error) {
	defer fault.Wrap(&err, "find material")
	r, err := l.reachOf(ctx, a)
	if err != nil {
		return nil, 0, err
	}
	where, args := r.seen()
	where, args = l.narrow("material", f, where, args)
	n, err := db.One(ctx, l.DB, db.Number, `SELECT COUNT(*) FROM material m WHERE `+where, args...)
	if err != nil || n == 0 {
		return nil, 0, err
	}
	limit, offset := page(f)
	out, err = db.All(ctx, l.DB, scanMaterial, selectMaterial+` WHERE `+where+`
		ORDER BY m.changed_at DESC, m.id
		LIMIT `+strconv.Itoa(limit)+` OFFSET `+strconv.Itoa(offset), args...)
	if err != nil {
		return nil, 0, err
	}
	return out, int(n), l.nameOwners(ctx, out)
}

func page(f Filter) (limit, offset int) {
	if limit = f.Limit; limit < 1 || limit > mostListed {
		limit = PerPage
	}
	return limit, max(f.Offset, 0)
}

func (l *Library) nameOwners(ctx context.Context, all []Material) (err error) {
	names := map[string]string{}
	for i := range all {
		if all[i].Owner, err = l.nameOf(ctx, names, all[i].OwnerID); err != nil {
			return err
		}
	}
	return nil
}

// Kept lists the material that the actor keeps, what is to be looked over first, then drafts. Errors: may.ErrDenied.
func (l *Library) Kept(ctx context.Context, a may.Actor) (out []Material, err error) {
	defer fault.Wrap(&err, "kept material")
	where, args, err := l.keptWhere(ctx, a)
	if err != nil {
		return nil, err
	}
	args = append(args, l.Today())
	all, err := db.All(ctx, l.DB, scanMaterial, selectMaterial+`
		WHERE `+where+`
		ORDER BY CASE WHEN m.state = 'published' AND m.review_on <= $`+strconv.Itoa(len(args))+` THEN 0 WHEN m.state = 'draft' THEN 1 WHEN m.state = 'published' THEN 2 ELSE 3 END, m.title, m.id
		LIMIT 300`, args...)
	if err != nil {
		return nil, err
	}
	keeps := map[string]bool{}
	for _, m := range all {
		if _, asked := keeps[m.OwnerID]; !asked {
			if keeps[m.OwnerID], err = l.IsKeeper(ctx, a, m.OwnerID); err != nil {
				return nil, err
			}
		}
		if keeps[m.OwnerID] {
			out = append(out, m)
		}
	}
	return out, l.nameOwners(ctx, out)
}

// keptWhere is the condition on what an actor may keep of a table m: above the employers the place itself, at an employer
// and below also what stands under it. keeps has the last word.
func (l *Library) keptWhere(ctx context.Context, a may.Actor) (string, []any, error) {
	if err := may.AskSomewhere(a, may.KeepMaterial); err != nil {
		if err := may.AskSomewhere(a, may.LeadMeetings); err != nil {
			return "", nil, err
		}
	}
	where, args := "(m.owner_id = ''", []any{}
	mark := func(v any) string { args = append(args, v); return "$" + strconv.Itoa(len(args)) }
	for _, path := range slices.Concat(a.Scopes(may.KeepMaterial), a.Scopes(may.LeadMeetings)) {
		employer, err := l.Tree.EmployerAt(ctx, path, l.Today())
		if denied(err) || err == nil && employer.ID == "" {
			where += " OR m.owner_id = " + mark(path[strings.LastIndexByte(path, '/')+1:])
			continue
		}
		if err != nil {
			return "", nil, err
		}
		low, high := org.Inside(path)
		where += ` OR EXISTS (SELECT 1 FROM node_place p WHERE p.node_id = m.owner_id AND p.valid_from <= ` + mark(l.Today()) + ` AND p.valid_until > ` + mark(l.Today()) +
			` AND (p.path = ` + mark(path) + ` OR (p.path >= ` + mark(low) + ` AND p.path < ` + mark(high) + `)))`
	}
	return where + ")", args, nil
}

// Open opens a file of an item to somebody who sees the item. Errors: ErrNoMaterial, ErrNoFile.
func (l *Library) Open(ctx context.Context, a may.Actor, materialID, fileID string) (io.ReadSeekCloser, File, error) {
	m, err := l.Material(ctx, a, materialID)
	if err != nil {
		return nil, File{}, err
	}
	i := slices.IndexFunc(m.Files, func(f File) bool { return f.ID == fileID })
	if i < 0 {
		return nil, File{}, ErrNoFile
	}
	f, err := l.Blobs.Get(ctx, m.Files[i].Blob)
	if fault.Of(err) != nil && fault.Of(err).Key == blob.ErrMissing.Key {
		err = ErrNoFile
	}
	return f, m.Files[i], err
}

// CopyTo begins an item at another place that builds on one that the actor sees, with its words and files (R291).
// Errors: ErrNoMaterial, ErrOwner, may.ErrDenied.
func (l *Library) CopyTo(ctx context.Context, a may.Actor, materialID, ownerID string) (_ Material, err error) {
	defer fault.Wrap(&err, "build on material %s at %s", materialID, ownerID)
	from, err := l.Material(ctx, a, materialID)
	if err != nil {
		return from, err
	}
	if _, err := l.keeps(ctx, a, ownerID); err != nil {
		return from, err
	}
	m := Material{Item: from.Item, ID: l.NewID(), OwnerID: ownerID, State: Draft, Spread: state.Own, BasedOn: from.ID, ReviewedOn: l.Today(), Revision: 1}
	return m, l.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := l.insert(ctx, tx, a, m, ""); err != nil {
			return err
		}
		for _, f := range from.Files {
			if err := l.insertFile(ctx, tx, a.PersonID, m.ID, blob.Material{Hash: f.Blob, Name: f.Name, Kind: f.Kind, Bytes: f.Bytes}, f.About); err != nil {
				return err
			}
		}
		return nil
	})
}
