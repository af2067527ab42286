package access

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults of keys.
var (
	ErrNoKey     = fault.New(fault.Missing, "access.api.missing")
	ErrNoScope   = fault.New(fault.Invalid, "access.api.scope")
	ErrKeyName   = fault.New(fault.Invalid, "access.api.name")
	ErrKeyPlace  = fault.New(fault.Invalid, "access.api.place")
	ErrKeyRights = fault.New(fault.Denied, "access.api.rights")
)

// Scope is one thing that a program's key opens.
type Scope string

// The scopes (contract: token create).
const (
	PeopleRead      Scope = "people:read"
	PeopleWrite     Scope = "people:write"
	OrgRead         Scope = "org:read"
	CatalogueRead   Scope = "catalogue:read"
	CompletionsRead Scope = "completions:read"
)

// Scopes names every scope, in the order of the docs.
func Scopes() []Scope {
	return []Scope{PeopleRead, PeopleWrite, OrgRead, CatalogueRead, CompletionsRead}
}

// lets is what a scope lets a program do, in the words of the permission table.
var lets = map[Scope][]may.Action{
	PeopleRead:      {may.SeeStaff},
	PeopleWrite:     {may.ImportStaff},
	OrgRead:         {may.SeeNode},
	CatalogueRead:   {},
	CompletionsRead: {may.SeeProgress},
}

// keyYear is how long a key holds unless said otherwise: one that is forgotten ends by itself.
const keyYear = 365

// APIKey is a program's key as people see it; the key itself is shown once.
type APIKey struct {
	ID, Name, NodeID string
	Scopes           []Scope
	MadeBy           string
	MadeAt           time.Time
	Until            string // the first day it no longer holds
	Ended            bool
	UsedOn           string // the last day it was used; "" before the first
}

// NewAPIKey is what a key is to be.
type NewAPIKey struct {
	NodeID string // the nation, a municipality or another employer
	Name   string // what it is for
	Scopes []Scope
	Until  string // "" is a year from today
}

// MakeAPIKey makes a key for a program, and gives it: nobody can read it again. At an employer its
// own administrators make keys, and the whole country's reach is the nation's to give; nobody gives
// a program what they may not do themselves.
func (a *Access) MakeAPIKey(ctx context.Context, actor may.Actor, n NewAPIKey) (key string, id string, err error) {
	today := a.Staff.Today()
	node, err := org.Find(ctx, a.DB, n.NodeID, today)
	if err != nil {
		return "", "", err
	}
	kind := org.Kind(node.Kind)
	switch {
	case kind != org.Nation && kind != org.Municipality && kind != org.Employer:
		return "", "", ErrKeyPlace
	case strings.TrimSpace(n.Name) == "" || len([]rune(n.Name)) > 100:
		return "", "", ErrKeyName.On("name")
	case len(n.Scopes) == 0 || slices.ContainsFunc(n.Scopes, func(s Scope) bool { return !slices.Contains(Scopes(), s) }):
		return "", "", ErrNoScope.On("scope")
	}
	if err := askKey(actor, node, n.Scopes); err != nil {
		return "", "", err
	}
	if n.Until == "" {
		n.Until = a.Now().AddDate(0, 0, keyYear).Format(time.DateOnly)
	}
	key, id = "yr_"+a.Random(), a.NewID()
	scopes := make([]string, len(n.Scopes))
	for i, s := range n.Scopes {
		scopes[i] = string(s)
	}
	_, err = a.DB.Exec(ctx, `
		INSERT INTO api_key (id, key_hash, name, node_id, scopes, made_by, made_at, until)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, tokenHash(key), strings.TrimSpace(n.Name), n.NodeID, strings.Join(scopes, " "), actor.PersonID, a.Now(), n.Until)
	return key, id, err
}

// askKey asks for a key at a place. A role at a municipality makes none at a private employer there
// (rule 3); the place's own roles do.
func askKey(actor may.Actor, node org.Node, scopes []Scope) error {
	own := actor
	if org.Kind(node.Kind) != org.Nation {
		own = actor.Inside(node.Path)
	}
	if err := may.Ask(own, may.MakeToken, node.Path); err != nil {
		return err
	}
	for _, s := range scopes {
		for _, do := range lets[s] {
			if may.Ask(own, do, node.Path) != nil {
				return ErrKeyRights
			}
		}
	}
	return nil
}

// APIKeys lists the keys of a place to who may make them, the newest first.
func (a *Access) APIKeys(ctx context.Context, actor may.Actor, nodeID string) ([]APIKey, error) {
	node, err := org.Find(ctx, a.DB, nodeID, a.Staff.Today())
	if err != nil {
		return nil, err
	}
	if err := askKey(actor, node, nil); err != nil {
		return nil, err
	}
	return db.All(ctx, a.DB, func(s db.Scanner) (k APIKey, err error) {
		var scopes string
		var ended *time.Time
		err = s.Scan(&k.ID, &k.Name, &k.NodeID, &scopes, &k.MadeBy, &k.MadeAt, &k.Until, &ended, &k.UsedOn)
		k.Ended = ended != nil
		for _, name := range strings.Fields(scopes) {
			k.Scopes = append(k.Scopes, Scope(name))
		}
		return k, err
	}, `
		SELECT id, name, node_id, scopes, made_by, made_at, until, ended_at, used_on
		FROM api_key
		WHERE node_id = $1
		ORDER BY made_at DESC
		LIMIT 200`,
		nodeID)
}

// EndAPIKey ends a key at once.
func (a *Access) EndAPIKey(ctx context.Context, actor may.Actor, id string) error {
	at, err := db.One(ctx, a.DB, db.Text, `SELECT node_id FROM api_key WHERE id = $1`, id)
	if errors.Is(err, db.ErrMissing) {
		return ErrNoKey
	}
	if err != nil {
		return err
	}
	node, err := org.Find(ctx, a.DB, at, a.Staff.Today())
	if err != nil {
		return err
	}
	if err := askKey(actor, node, nil); err != nil {
		return err
	}
	_, err = a.DB.Exec(ctx, `
		UPDATE api_key
		SET ended_at = $2, ended_by = $3
		WHERE id = $1 AND ended_at IS NULL`,
		id, a.Now(), actor.PersonID)
	return err
}

// Caller is a program that called.
type Caller struct {
	KeyID  string
	Actor  may.Actor
	Node   org.Node
	Scopes []Scope
}

// Has tells whether the caller's key opens a scope.
func (c Caller) Has(s Scope) bool { return slices.Contains(c.Scopes, s) }

// ByAPIKey tells which program a key belongs to. ErrNoKey: none, or one that has ended.
func (a *Access) ByAPIKey(ctx context.Context, key string) (c Caller, err error) {
	today := a.Staff.Today()
	type row struct{ node, scopes, used string }
	r, err := db.One(ctx, a.DB, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&c.KeyID, &r.node, &r.scopes, &r.used)
		return r, err
	}, `
		SELECT id, node_id, scopes, used_on
		FROM api_key
		WHERE key_hash = $1 AND ended_at IS NULL AND until > $2`,
		tokenHash(key), today)
	if errors.Is(err, db.ErrMissing) {
		return c, ErrNoKey
	}
	if err != nil {
		return c, err
	}
	if c.Node, err = org.Find(ctx, a.DB, r.node, today); err != nil {
		return c, err
	}
	var do []may.Action
	for _, name := range strings.Fields(r.scopes) {
		c.Scopes = append(c.Scopes, Scope(name))
		do = append(do, lets[Scope(name)]...)
	}
	c.Actor = may.Program("api:"+c.KeyID, c.Node.Path, do...)
	if r.used != today { // once a day is enough to see that a key is in use
		_, err = a.DB.Exec(ctx, `UPDATE api_key SET used_on = $2 WHERE id = $1`, c.KeyID, today)
	}
	return c, err
}
