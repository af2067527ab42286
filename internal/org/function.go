package org

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// FunctionKind is a function that the law names or that an employer chooses to have. A function is no role
// here: it opens nothing (what a MAS may see of delegations is a role, granted as such).
type FunctionKind string

// The functions of R172–R173 and rule 6.
const (
	MAS     FunctionKind = "mas"             // medicinskt ansvarig sjuksköterska: at least one per municipality
	MAR     FunctionKind = "mar"             // medicinskt ansvarig för rehabilitering: optional
	SAS     FunctionKind = "sas"             // socialt ansvarig samordnare: optional
	HeadHSL FunctionKind = "verksamhetschef" // in each healthcare operation
)

// Functions names them, in the order of the page.
func Functions() []FunctionKind { return []FunctionKind{MAS, HeadHSL, MAR, SAS} }

// OptionalFunctions are what an employer may choose to have (R258); what they do stands elsewhere.
func OptionalFunctions() []FunctionKind {
	return []FunctionKind{"sprakombud", "kompetensombud", "handledare", "yrkesambassador", "arbetsplatslarande"}
}

// Faults of functions.
var (
	ErrFunction   = fault.New(fault.Invalid, "org.function.unknown")
	ErrWho        = fault.New(fault.Invalid, "org.function.who")
	ErrIdentity   = fault.New(fault.Invalid, "org.function.identity")
	ErrNoHolder   = fault.New(fault.Missing, "org.function.missing")
	ErrDayOrder   = fault.New(fault.Invalid, "org.function.day_order")
	ErrHeldByThem = fault.New(fault.Conflict, "org.function.held")
)

// Holder is who holds a function at a place. PersonID "" is somebody employed elsewhere.
type Holder struct {
	ID, EmployerID, NodeID string
	Kind                   FunctionKind
	PersonID               string
	Name, Contact          string // of somebody employed elsewhere
	From, Until            string
	NodeName               string
}

// Care is a place that is healthcare from a day on.
type Care struct{ ID, NodeID, Name, Path, From string }

// Lack is a function that nobody holds where somebody must.
type Lack struct {
	Kind FunctionKind
	Node Node
}

// Register is an employer's functions on a day.
type Register struct {
	Holders []Holder // who hold one now or later
	Care    []Care
	Homes   []Care // what is home care
	Lacks   []Lack
}

// Register gives an employer's functions on a day and what is missing, to who edits its settings.
func (t *Tree) Register(ctx context.Context, a may.Actor, employerID, on string) (Register, error) {
	var reg Register
	employer, err := t.maySet(ctx, a, employerID, on)
	if err != nil {
		return reg, err
	}
	if reg.Holders, err = t.holders(ctx, employerID, on); err != nil {
		return reg, err
	}
	if reg.Care, err = care(ctx, t.DB, employerID, on); err != nil {
		return reg, err
	}
	if reg.Homes, err = homeCare(ctx, t.DB, employerID, on); err != nil {
		return reg, err
	}
	paths, err := t.paths(ctx, reg.Holders, on)
	if err != nil {
		return reg, err
	}
	reg.Lacks = lacks(employer, reg, paths, on)
	return reg, nil
}

// lacks is the rule: a municipality has a MAS, and each healthcare operation a verksamhetschef, there
// or above it. MAR and SAS are never missing (rule 6).
func lacks(employer Node, reg Register, paths map[string]string, on string) []Lack {
	var out []Lack
	held := func(kind FunctionKind, fits func(path string) bool) bool {
		return slices.ContainsFunc(reg.Holders, func(h Holder) bool { return h.Kind == kind && h.From <= on && h.Until > on && fits(paths[h.NodeID]) })
	}
	if Kind(employer.Kind) == Municipality && !held(MAS, func(string) bool { return true }) {
		out = append(out, Lack{MAS, employer})
	}
	for _, c := range reg.Care {
		if !held(HeadHSL, func(path string) bool { return path != "" && may.Within(c.Path, path) }) {
			out = append(out, Lack{HeadHSL, Node{ID: c.NodeID, Name: c.Name, Path: c.Path}})
		}
	}
	return out
}

func (t *Tree) maySet(ctx context.Context, a may.Actor, employerID, on string) (Node, error) {
	n, err := t.Find(ctx, employerID, on)
	if err != nil {
		return n, err
	}
	if k := Kind(n.Kind); k != Municipality && k != Employer {
		return n, ErrKind
	}
	return n, may.Ask(a.Inside(n.Path), may.EditSettings, n.Path)
}

func (t *Tree) holders(ctx context.Context, employerID, on string) ([]Holder, error) {
	return db.All(ctx, t.DB, func(s db.Scanner) (h Holder, err error) {
		err = s.Scan(&h.ID, &h.EmployerID, &h.NodeID, &h.Kind, &h.PersonID, &h.Name, &h.Contact, &h.From, &h.Until, &h.NodeName)
		return h, err
	}, `
		SELECT f.id, f.employer_id, f.node_id, f.kind, f.person_id, f.name, f.contact, f.valid_from, f.valid_until, COALESCE(p.name, '')
		FROM function_holder f
		LEFT JOIN node_place p ON p.node_id = f.node_id AND p.valid_from <= $2 AND p.valid_until > $2
		WHERE f.employer_id = $1 AND f.valid_until > $2
		ORDER BY f.kind, p.name, f.valid_from, f.id
		LIMIT 500`,
		employerID, on)
}

// paths gives where the holders' places stand on a day.
func (t *Tree) paths(ctx context.Context, holders []Holder, on string) (map[string]string, error) {
	out := map[string]string{}
	for _, h := range holders {
		if _, have := out[h.NodeID]; have {
			continue
		}
		n, err := t.Find(ctx, h.NodeID, on)
		if err != nil && fault.Of(err) != ErrNoNode {
			return nil, err
		}
		out[h.NodeID] = n.Path
	}
	return out, nil
}

func care(ctx context.Context, q db.Q, employerID, on string) ([]Care, error) {
	return db.All(ctx, q, func(s db.Scanner) (c Care, err error) {
		err = s.Scan(&c.ID, &c.NodeID, &c.Name, &c.Path, &c.From)
		return c, err
	}, `
		SELECT h.id, h.node_id, p.name, p.path, h.valid_from
		FROM healthcare h
		JOIN node_place p ON p.node_id = h.node_id AND p.valid_from <= $2 AND p.valid_until > $2
		WHERE h.employer_id = $1 AND h.valid_from <= $2 AND h.valid_until > $2
		ORDER BY p.name, h.id
		LIMIT 500`,
		employerID, on)
}

// Appoint notes who holds a function at a place of the employer from a day until another.
func (t *Tree) Appoint(ctx context.Context, a may.Actor, h Holder, now time.Time, today string) error {
	employer, err := t.maySet(ctx, a, h.EmployerID, today)
	if err != nil {
		return err
	}
	h.Name, h.Contact = strings.TrimSpace(h.Name), strings.TrimSpace(h.Contact)
	if h.Until == "" {
		h.Until = db.NoEnd
	}
	switch {
	case !slices.Contains(Functions(), h.Kind):
		return ErrFunction.On("funktion")
	case h.PersonID == "" && (h.Name == "" || h.Contact == ""):
		return ErrWho.On("vem")
	case len([]rune(h.Name)) > longestName || len([]rune(h.Contact)) > longestName:
		return ErrLongName.On("namn")
	case identity.In(h.Name+" "+h.Contact, now):
		return ErrIdentity.On("namn")
	case !lang.IsDay(h.From) || h.Until != db.NoEnd && !lang.IsDay(h.Until):
		return ErrDay.On("fran")
	case h.Until <= h.From:
		return ErrDayOrder.On("till")
	}
	node, err := t.Find(ctx, h.NodeID, max(today, h.From))
	if err != nil {
		return err
	}
	if of, err := EmployerOf(ctx, t.DB, node.Path, today); err != nil || of.ID != employer.ID {
		return ErrNoNode.On("plats")
	}
	return t.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, employer.ID, today); err != nil {
			return err
		}
		n, err := db.One(ctx, tx, db.Number, `
			SELECT COUNT(*)
			FROM function_holder
			WHERE employer_id = $1 AND node_id = $2 AND kind = $3 AND person_id = $4 AND name = $5 AND valid_from < $7 AND valid_until > $6`,
			h.EmployerID, h.NodeID, string(h.Kind), h.PersonID, h.Name, h.From, h.Until)
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrHeldByThem.On("vem")
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO function_holder (id, employer_id, node_id, kind, person_id, name, contact, valid_from, valid_until, made_by, ended_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')`,
			t.NewID(), h.EmployerID, h.NodeID, string(h.Kind), h.PersonID, h.Name, h.Contact, h.From, h.Until, a.PersonID)
		return err
	})
}

// Dismissed ends somebody's function today; one that has not begun is taken away. Twice is once.
func (t *Tree) Dismissed(ctx context.Context, a may.Actor, employerID, holderID, today string) error {
	if _, err := t.maySet(ctx, a, employerID, today); err != nil {
		return err
	}
	n, err := t.DB.Exec(ctx, `
		UPDATE function_holder
		SET valid_until = CASE WHEN valid_from > $3 THEN valid_from ELSE $3 END, ended_by = $4
		WHERE id = $1 AND employer_id = $2 AND valid_until > $3`,
		holderID, employerID, today, a.PersonID)
	if err == nil && n == 0 {
		return ErrNoHolder
	}
	return err
}

// SetCare says that a place is healthcare, or no longer is, from today.
func (t *Tree) SetCare(ctx context.Context, a may.Actor, employerID, nodeID string, is bool, today string) error {
	employer, err := t.maySet(ctx, a, employerID, today)
	if err != nil {
		return err
	}
	node, err := t.Find(ctx, nodeID, today)
	if err != nil {
		return err
	}
	if of, err := EmployerOf(ctx, t.DB, node.Path, today); err != nil || of.ID != employer.ID {
		return ErrNoNode.On("plats")
	}
	return t.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, employer.ID, today); err != nil {
			return err
		}
		if !is {
			_, err := tx.Exec(ctx, `
				UPDATE healthcare
				SET valid_until = $3
				WHERE employer_id = $1 AND node_id = $2 AND valid_until > $3`,
				employerID, nodeID, today)
			return err
		}
		return t.addCare(ctx, tx, employerID, nodeID, today, a.PersonID)
	})
}

// addCare is once for a place that is healthcare already.
func (t *Tree) addCare(ctx context.Context, tx *db.Tx, employerID, nodeID, from, by string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO healthcare (id, employer_id, node_id, valid_from, valid_until, made_by)
		SELECT $1, $2, $3, $4, '9999-12-31', $5
		WHERE NOT EXISTS (SELECT 1 FROM healthcare h WHERE h.node_id = $3 AND h.valid_until = '9999-12-31')`,
		t.NewID(), employerID, nodeID, from, by)
	return err
}

// followFunctions lets healthcare and the functions of a place go on at the one it merges into.
func (t *Tree) followFunctions(ctx context.Context, tx *db.Tx, m Merged) error {
	was, err := db.One(ctx, tx, db.Number, `
		SELECT COUNT(*)
		FROM healthcare
		WHERE node_id = $1 AND valid_until > $2`,
		m.From.ID, m.On)
	if err != nil {
		return err
	}
	if was > 0 {
		if err := t.addCare(ctx, tx, m.EmployerID, m.Into.ID, m.On, m.By); err != nil {
			return err
		}
	}
	going, err := db.All(ctx, tx, func(s db.Scanner) (h Holder, err error) {
		err = s.Scan(&h.Kind, &h.PersonID, &h.Name, &h.Contact, &h.From, &h.Until)
		return h, err
	}, `
		SELECT kind, person_id, name, contact, valid_from, valid_until
		FROM function_holder
		WHERE node_id = $1 AND valid_until > $2
		ORDER BY id`,
		m.From.ID, m.On)
	if err != nil {
		return err
	}
	for _, h := range going {
		_, err := tx.Exec(ctx, `
			INSERT INTO function_holder (id, employer_id, node_id, kind, person_id, name, contact, valid_from, valid_until, made_by, ended_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')`,
			t.NewID(), m.EmployerID, m.Into.ID, string(h.Kind), h.PersonID, h.Name, h.Contact, max(h.From, m.On), h.Until, m.By)
		if err != nil {
			return err
		}
	}
	for _, q := range []string{`
		UPDATE function_holder
		SET valid_until = CASE WHEN valid_from > $2 THEN valid_from ELSE $2 END
		WHERE node_id = $1 AND valid_until > $2`, `
		UPDATE healthcare
		SET valid_until = $2
		WHERE node_id = $1 AND valid_until > $2`} {
		if _, err := tx.Exec(ctx, q, m.From.ID, m.On); err != nil {
			return err
		}
	}
	return nil
}

// Chosen are the optional functions that an employer has on a day, with the day since; "" since always.
func (t *Tree) Chosen(ctx context.Context, employerID, on string) (map[FunctionKind]string, error) {
	return Chosen(ctx, t.DB, employerID, on)
}

// Chosen is Tree.Chosen, also within a transaction. A function that all have unless they choose otherwise is there
// until a first choice.
func Chosen(ctx context.Context, q db.Q, employerID, on string) (map[FunctionKind]string, error) {
	type row struct {
		kind         FunctionKind
		since, until string
	}
	rows, err := db.All(ctx, q, func(s db.Scanner) (r row, err error) {
		err = s.Scan(&r.kind, &r.since, &r.until)
		return r, err
	}, `
		SELECT kind, valid_from, valid_until
		FROM function_switch
		WHERE employer_id = $1 AND valid_from <= $2
		ORDER BY valid_from, valid_until`,
		employerID, on)
	out := map[FunctionKind]string{}
	for _, k := range shippedFunctions {
		out[k] = ""
	}
	for _, r := range rows {
		if delete(out, r.kind); r.until > on {
			out[r.kind] = r.since
		}
	}
	return out, err
}

// shippedFunctions are had by who has not chosen: national training and support are for leaders of workplace learning
// everywhere (R142).
var shippedFunctions = []FunctionKind{"arbetsplatslarande"}

// Choose switches an optional function on or off for an employer from today. Twice is once.
func (t *Tree) Choose(ctx context.Context, a may.Actor, employerID string, kind FunctionKind, is bool, today string) error {
	if _, err := t.maySet(ctx, a, employerID, today); err != nil {
		return err
	}
	if !slices.Contains(OptionalFunctions(), kind) {
		return ErrFunction.On("funktion")
	}
	return t.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := hold(ctx, tx, employerID, today); err != nil {
			return err
		}
		if err := t.choose(ctx, tx, a, employerID, kind, is, today); err != nil || t.Switched == nil {
			return err
		}
		return t.Switched(ctx, tx, employerID, kind, is)
	})
}

func (t *Tree) choose(ctx context.Context, tx *db.Tx, a may.Actor, employerID string, kind FunctionKind, is bool, today string) error {
	chosen, err := Chosen(ctx, tx, employerID, today)
	if err != nil {
		return err
	}
	if _, has := chosen[kind]; has == is {
		return nil
	}
	until := db.NoEnd
	if !is {
		n, err := tx.Exec(ctx, `
			UPDATE function_switch
			SET valid_until = $3
			WHERE employer_id = $1 AND kind = $2 AND valid_until > $3`,
			employerID, string(kind), today)
		if err != nil || n > 0 || !slices.Contains(shippedFunctions, kind) {
			return err
		}
		until = today // a choice against what all have: it leaves a row of no days
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO function_switch (id, employer_id, kind, valid_from, valid_until, made_by)
		SELECT $1, $2, $3, $4, $6, $5
		WHERE NOT EXISTS (SELECT 1 FROM function_switch f WHERE f.employer_id = $2 AND f.kind = $3 AND f.valid_until = '9999-12-31')`,
		t.NewID(), employerID, string(kind), today, a.PersonID, until)
	return err
}
