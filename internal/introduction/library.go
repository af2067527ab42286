package introduction

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	files "io/fs"
	"slices"
	"strings"

	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Version is a checklist for a profession as it was published.
type Version struct {
	checklist.Template
	OwnerID string
	Version int64
	From    string // the day since when it holds
	Shipped string // the digest of the file that it came with; "" a place has put it in itself
	Body    string
}

func scanVersion(s db.Scanner) (v Version, err error) {
	var id string
	if err = s.Scan(&id, &v.OwnerID, &v.Version, &v.From, &v.Shipped, &v.Body); err != nil {
		return v, err
	}
	err = json.Unmarshal([]byte(v.Body), &v.Template)
	v.ID = id
	return v, err
}

const selectVersion = `
		SELECT v.template_id, t.owner_id, v.version, v.valid_from, v.source, v.body
		FROM introduction_version v
		JOIN introduction_template t ON t.id = v.template_id`

// library gives the newest version of every checklist, by name.
func library(ctx context.Context, q db.Q) ([]Version, error) {
	return db.All(ctx, q, scanVersion, selectVersion+`
		WHERE v.version = (SELECT MAX(x.version) FROM introduction_version x WHERE x.template_id = v.template_id)
		ORDER BY v.template_id
		LIMIT 300`)
}

// findVersion gives one version of a checklist; 0 is the newest.
func findVersion(ctx context.Context, q db.Q, id string, version int64) (Version, error) {
	return one(ctx, q, scanVersion, ErrNoTemplate, selectVersion+`
		WHERE v.template_id = $1 AND v.version = CASE WHEN $2 > 0 THEN $2 ELSE (SELECT MAX(x.version) FROM introduction_version x WHERE x.template_id = $1) END`,
		id, version)
}

// Library lists the checklists for professions, by name: national content, open to all who are signed in.
func (in *Introductions) Library(ctx context.Context, a may.Actor) ([]Version, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	all, err := library(ctx, in.DB)
	slices.SortStableFunc(all, func(x, y Version) int { return cmp.Compare(x.Name, y.Name) })
	return all, err
}

// Template gives the newest version of a checklist. Errors: ErrNoTemplate.
func (in *Introductions) Template(ctx context.Context, a may.Actor, id string) (Version, error) {
	if !a.Known() {
		return Version{}, may.ErrSignIn
	}
	return findVersion(ctx, in.DB, id, 0)
}

// Versions lists the versions of a checklist, the newest first.
func (in *Introductions) Versions(ctx context.Context, a may.Actor, id string) ([]Version, error) {
	if _, err := in.Template(ctx, a, id); err != nil {
		return nil, err
	}
	return db.All(ctx, in.DB, scanVersion, selectVersion+`
		WHERE v.template_id = $1
		ORDER BY v.version DESC
		LIMIT 50`,
		id)
}

// MayWrite tells whether the actor may publish a checklist that a place keeps, or a new one there.
func (in *Introductions) MayWrite(ctx context.Context, a may.Actor, ownerID, journey string) bool {
	return in.keeper(ctx, a, ownerID, journey) == nil
}

// keeper asks for work on a profession's checklist: the nation's or the producing RSS's (R240, R242).
func (in *Introductions) keeper(ctx context.Context, a may.Actor, ownerID, journey string) error {
	n, err := in.Tree.Find(ctx, ownerID, in.Today())
	if err != nil {
		return err
	}
	if k := org.Kind(n.Kind); k != org.Nation && k != org.RSS {
		return ErrOwner
	}
	return may.AskAbout(a, may.WriteProfession, n.Path, journey)
}

// Keepers are the places in whose name the actor may publish checklists: the nation and RSS.
func (in *Introductions) Keepers(ctx context.Context, a may.Actor) (out []org.Node, err error) {
	for _, g := range a.Grants {
		if !may.Allowed(g.Role, may.WriteProfession) || slices.ContainsFunc(out, func(n org.Node) bool { return n.ID == g.NodeID }) {
			continue
		}
		n, err := in.Tree.Find(ctx, g.NodeID, in.Today())
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// knows tells what exists outside a checklist.
func (in *Introductions) knows(ctx context.Context) (checklist.Known, error) {
	ref, err := in.Tree.CachedReference(ctx)
	if err != nil {
		return checklist.Known{}, err
	}
	known := checklist.Known{Today: in.Now(),
		Occupation: func(id string) bool { return ref.Occupation(id).ID != "" },
		Area:       func(id string) bool { return ref.AreaName(id) != "" },
	}
	titles, err := in.titles(ctx)
	if titles != nil {
		known.Course = func(id string) bool { _, ok := titles[id]; return ok }
	}
	return known, err
}

// Read reads a file of text and tells everything wrong in it; nothing is kept.
func (in *Introductions) Read(ctx context.Context, a may.Actor, text []byte) (checklist.Template, []checklist.Problem, error) {
	if err := may.AskSomewhere(a, may.WriteProfession); err != nil {
		return checklist.Template{}, nil, err
	}
	t, problems := checklist.Parse(text)
	if len(problems) > 0 {
		return t, problems, nil
	}
	known, err := in.knows(ctx)
	if err != nil {
		return t, nil, err
	}
	return t, checklist.Check(t, known), nil
}

// Publish makes the next version of a checklist from a file of text, or its first; ownerID is the place that keeps it.
// Who has begun keeps the version of that day. Errors: ErrBroken with what is wrong, ErrOwner, ErrKeeper, ErrSame,
// may.ErrDenied.
func (in *Introductions) Publish(ctx context.Context, a may.Actor, ownerID string, text []byte) (v Version, problems []checklist.Problem, err error) {
	defer fault.Wrap(&err, "publish a checklist at %s", ownerID)
	t, problems, err := in.Read(ctx, a, text)
	if err != nil {
		return v, nil, err
	}
	if err := in.keeper(ctx, a, ownerID, t.Journey); err != nil {
		return v, nil, err
	}
	if len(problems) > 0 {
		return v, problems, ErrBroken
	}
	err = in.DB.Tx(ctx, func(tx *db.Tx) error {
		v, err = in.put(ctx, tx, a, t, ownerID, "", in.Today())
		return err
	})
	return v, nil, err
}

// put keeps a version.
func (in *Introductions) put(ctx context.Context, tx *db.Tx, a may.Actor, t checklist.Template, ownerID, source, from string) (Version, error) {
	n, err := tx.Exec(ctx, `UPDATE introduction_template SET id = id WHERE id = $1`, t.ID)
	if err != nil {
		return Version{}, err
	}
	v := Version{Template: t, OwnerID: ownerID, Version: 1, From: from, Shipped: source, Body: packed(t)}
	if n == 0 {
		if _, err := tx.Exec(ctx, `INSERT INTO introduction_template (id, owner_id, made_by, made_at) VALUES ($1, $2, $3, $4)`, t.ID, ownerID, a.PersonID, in.Now()); err != nil {
			return v, err
		}
	} else {
		was, err := findVersion(ctx, tx, t.ID, 0)
		switch {
		case err != nil:
			return v, err
		case was.OwnerID != ownerID:
			return v, ErrKeeper.On("fil")
		case was.Body == v.Body:
			return v, ErrSame
		case was.Journey != t.Journey && source == "":
			if err := in.keeper(ctx, a, ownerID, was.Journey); err != nil { // nobody takes another journey's checklist over
				return v, err
			}
		}
		v.Version = was.Version + 1
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO introduction_version (template_id, version, valid_from, source, body, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		t.ID, v.Version, v.From, v.Shipped, v.Body, a.PersonID, in.Now())
	return v, err
}

// since is the setting that says from which day introductions begin by themselves in an installation that had staff
// before this room was there.
const since = "introduction.since"

// Seed takes in the shipped checklists (a folder of YAML files). A file that has been taken in before is left, and so is
// a checklist of which somebody has published a version of their own since.
func (in *Introductions) Seed(ctx context.Context, shipped files.FS) error {
	if err := in.begin(ctx); err != nil {
		return err
	}
	names, err := files.Glob(shipped, "*.yaml")
	if err != nil {
		return err
	}
	known, err := in.knows(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := files.ReadFile(shipped, name)
		if err != nil {
			return err
		}
		t, problems := checklist.Parse(text)
		if len(problems) == 0 {
			problems = checklist.Check(t, known)
		}
		if len(problems) > 0 {
			return fmt.Errorf("%s: %+v", name, problems)
		}
		sum := sha256.Sum256(text)
		if err := in.seedOne(ctx, t, hex.EncodeToString(sum[:])); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// begin notes once from which day introductions begin by themselves: in an installation with staff from today on, so
// that nobody is late on the day it is upgraded.
func (in *Introductions) begin(ctx context.Context) error {
	was, err := db.Setting(ctx, in.DB, since)
	if err != nil || was != "" {
		return err
	}
	people, err := in.Staff.PeopleAfter(ctx, "", 1)
	if err != nil {
		return err
	}
	first := "2000-01-01"
	if len(people) > 0 {
		first = in.Today()
	}
	return db.SetSetting(ctx, in.DB, since, first)
}

func (in *Introductions) seedOne(ctx context.Context, t checklist.Template, source string) error {
	type row struct {
		source  string
		version int64
	}
	seen, err := db.All(ctx, in.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.source, &r.version); return r, err }, `
		SELECT source, version
		FROM introduction_version
		WHERE template_id = $1
		ORDER BY version DESC`,
		t.ID)
	if err != nil || slices.ContainsFunc(seen, func(r row) bool { return r.source == source }) {
		return err
	}
	from := "2021-01-01" // before anything that the programme records
	if len(seen) > 0 {
		if seen[0].source == "" {
			return nil
		}
		from = in.Today()
	}
	err = in.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := in.put(ctx, tx, may.Operator(), t, org.Sweden, source, from)
		return err
	})
	if errors.Is(err, ErrSame) {
		return nil
	}
	return err
}

// Use says whether a place uses a checklist.
type Use struct {
	Version
	Used    bool
	Decided string // the place that decided; "" the checklist itself
}

// employerPlace gives a place at an employer or below it where the actor may write about the workplace. The nation and
// RSS have none (R242), and the municipality speaks in no private employer's name.
func (in *Introductions) employerPlace(ctx context.Context, a may.Actor, do may.Action, nodeID string) (node, employer org.Node, err error) {
	if node, err = in.Tree.Find(ctx, nodeID, in.Today()); err != nil {
		return node, employer, err
	}
	switch org.Kind(node.Kind) {
	case org.Municipality, org.Employer, org.Operation, org.Unit:
	default:
		return node, employer, ErrPlace
	}
	if err := org.AskWithin(ctx, in.DB, a, do, node, in.Today()); err != nil {
		return node, employer, err
	}
	employer, err = in.Tree.EmployerAt(ctx, node.Path, in.Today())
	return node, employer, err
}

// Load lets a place use a checklist that is offered, from now on, for who begins there: a preset is taken in (R344).
// Twice is once. Errors: ErrNoTemplate, ErrPlace, org.ErrNoNode, may.ErrDenied.
func (in *Introductions) Load(ctx context.Context, a may.Actor, nodeID, templateID string) error {
	return in.DB.Tx(ctx, func(tx *db.Tx) error { return in.LoadIn(ctx, tx, a, nodeID, templateID, true) })
}

// SetUse lets a place use a checklist or not. Errors: as Load.
func (in *Introductions) SetUse(ctx context.Context, a may.Actor, nodeID, templateID string, used bool) error {
	return in.DB.Tx(ctx, func(tx *db.Tx) error { return in.LoadIn(ctx, tx, a, nodeID, templateID, used) })
}

// LoadIn is SetUse in a transaction, for a preset that is taken in as a whole.
func (in *Introductions) LoadIn(ctx context.Context, tx *db.Tx, a may.Actor, nodeID, templateID string, used bool) error {
	if _, err := findVersion(ctx, tx, templateID, 0); err != nil {
		return err
	}
	node, err := org.Find(ctx, tx, nodeID, in.Today())
	if err != nil {
		return err
	}
	switch org.Kind(node.Kind) {
	case org.Municipality, org.Employer, org.Operation, org.Unit:
	default:
		return ErrPlace
	}
	if err := org.AskWithin(ctx, tx, a, may.WriteWorkplace, node, in.Today()); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO introduction_use (node_id, template_id, used, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (node_id, template_id) DO UPDATE SET used = excluded.used, made_by = excluded.made_by, made_at = excluded.made_at`,
		node.ID, templateID, used, a.PersonID, in.Now())
	return err
}

// Uses lists what a place uses, and which place decided, for who writes about the workplace there.
func (in *Introductions) Uses(ctx context.Context, a may.Actor, nodeID string) (node org.Node, out []Use, err error) {
	node, employer, err := in.employerPlace(ctx, a, may.WriteWorkplace, nodeID)
	if err != nil {
		return node, nil, err
	}
	all, err := in.Library(ctx, a)
	if err != nil {
		return node, nil, err
	}
	used, err := in.usedAt(ctx, in.DB, node.Path, employer.Path)
	if err != nil {
		return node, nil, err
	}
	for _, v := range all {
		is, by := used.of(&v.Template)
		out = append(out, Use{v, is, by})
	}
	return node, out, nil
}

// uses are what the places along a path have decided, the nearest first.
type uses []use

type use struct {
	node, template string
	depth          int
	used           bool
}

// of tells whether a checklist is used, and which place decided.
func (u uses) of(t *checklist.Template) (is bool, by string) {
	for _, x := range u {
		if x.template == t.ID {
			return x.used, x.node
		}
	}
	return !t.Offered, ""
}

// usedAt reads what the places along a path have decided, from the employer's on.
func (in *Introductions) usedAt(ctx context.Context, q db.Q, path, employerPath string) (uses, error) {
	ids := own(path, employerPath)
	all, err := db.All(ctx, q, func(s db.Scanner) (x use, err error) { err = s.Scan(&x.node, &x.template, &x.used); return x, err }, `
		SELECT node_id, template_id, used
		FROM introduction_use
		WHERE node_id IN (`+db.Marks(1, len(ids))+`)
		LIMIT 500`,
		db.Args(ids)...)
	for i := range all {
		all[i].depth = slices.Index(ids, all[i].node)
	}
	slices.SortStableFunc(all, func(a, b use) int { return b.depth - a.depth })
	return all, err
}

// own are the ids of a path from the employer's on: what stands above speaks in nobody's workplace (rules 3 and 8).
func own(path, employerPath string) []string {
	all := strings.Split(path, "/")
	return all[min(strings.Count(employerPath, "/"), len(all)-1):]
}

// Text is a version as a file of text, to go on from.
func (v Version) Text() string {
	out, err := checklist.Write(v.Template)
	if err != nil {
		return ""
	}
	return out
}
