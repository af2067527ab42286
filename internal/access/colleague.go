package access

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// mostFound bounds a search for a colleague: who finds more writes more of the name.
const mostFound = 20

// Colleague is somebody who can be given a role.
type Colleague struct {
	PersonID, Name string
	Title, Unit    string
}

// Colleagues finds who works for the employer of a place, by the beginning of a first or last name,
// both, or the employment number; at an RSS or nationally, who is known there. A protected identity
// is found by its contact code only (rule 7). Whoever may give a role at the place may ask; one
// viewing of the place is logged. more tells that there are others.
func (a *Access) Colleagues(ctx context.Context, actor may.Actor, nodeID, text string) (found []Colleague, more bool, err error) {
	place, roles, err := a.RolePlace(ctx, actor, nodeID)
	if err != nil {
		return nil, false, err
	}
	if len(roles) == 0 {
		return nil, false, mayNot(actor)
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, false, nil
	}
	if err := a.Staff.Audit.Node(ctx, a.DB, actor, "role.search", nodeID); err != nil {
		return nil, false, err
	}
	employer := place.Employer.ID
	if employer == "" {
		employer = place.ID
	}
	return a.find(ctx, employer, text)
}

// mostElsewhere is how many numbers at other employers somebody may try within an hour.
const mostElsewhere = 30

// Elsewhere finds one person at another employer by the exact employment number: for roles that ask
// for no employment here. Nobody can look through the staff of another that way: numbers are tried
// slowly, and who is found can read of it.
func (a *Access) Elsewhere(ctx context.Context, actor may.Actor, nodeID, employerID, number string) ([]Colleague, error) {
	_, roles, err := a.RolePlace(ctx, actor, nodeID)
	if err != nil {
		return nil, err
	}
	free := false
	for _, r := range roles {
		free = free || !may.TermsOf(r).Employed
	}
	if !free {
		return nil, mayNot(actor)
	}
	return a.numbered(ctx, actor, nodeID, employerID, number)
}

// Borrowed finds, as Elsewhere, whom another employer is asked to lend: for who may appoint at the place.
func (a *Access) Borrowed(ctx context.Context, actor may.Actor, nodeID, employerID, number string) ([]Colleague, error) {
	place, err := placeOf(ctx, a.DB, nodeID, a.Staff.Today())
	if err != nil {
		return nil, err
	}
	if err := may.Ask(actor.Inside(place.Employer.Path), may.Appoint, place.Path); err != nil {
		return nil, err
	}
	return a.numbered(ctx, actor, nodeID, employerID, number)
}

func (a *Access) numbered(ctx context.Context, actor may.Actor, nodeID, employerID, number string) ([]Colleague, error) {
	if err := a.Staff.Audit.Node(ctx, a.DB, actor, "role.search", nodeID); err != nil {
		return nil, err
	}
	if ok, err := a.Turn(ctx, "elsewhere:"+actor.PersonID, mostElsewhere, time.Hour); err != nil || !ok {
		return nil, or(err, ErrWait)
	}
	q := &question{args: []any{a.Staff.Today()}}
	found, _, err := a.colleagues(ctx, q, q.mark(employerID), `e.person_id IN (
			SELECT m.person_id
			FROM employment m
			WHERE m.employer_id = e.employer_id AND m.number = `+q.mark(strings.TrimSpace(number))+`)`)
	for _, c := range found {
		err = errors.Join(err, a.Staff.Audit.Person(ctx, a.DB, actor, "role.search", c.PersonID))
	}
	return found, err
}

func (a *Access) find(ctx context.Context, employerID, text string) ([]Colleague, bool, error) {
	q := &question{args: []any{a.Staff.Today()}}
	at := q.mark(employerID)
	which := `(NOT e.protected AND (` + nameCondition(q, text) + `))
			OR (e.protected AND e.contact_code = ` + q.mark(strings.ToUpper(text)) + `)
			OR (NOT e.protected AND e.person_id IN (SELECT m.person_id FROM employment m WHERE m.employer_id = e.employer_id AND m.number = ` + q.mark(text) + `))`
	return a.colleagues(ctx, q, at, which)
}

func (a *Access) colleagues(ctx context.Context, q *question, employer, which string) (out []Colleague, more bool, err error) {
	last := ""
	err = db.Each(ctx, a.DB, func(s db.Scanner) (c Colleague, err error) {
		var first, family, code string
		var protected bool
		err = s.Scan(&c.PersonID, &first, &family, &protected, &code, &c.Title, &c.Unit)
		if c.Name = first + " " + family; protected {
			c.Name, c.Title, c.Unit = code, "", ""
		}
		return c, err
	}, func(c Colleague) error {
		if c.PersonID != last { // with two employments: the first is enough
			out, last = append(out, c), c.PersonID
		}
		return nil
	}, `
		SELECT e.person_id, e.first_name, e.last_name, e.protected, e.contact_code, COALESCE(k.title, ''), COALESCE(u.name, '')
		FROM employee e
		LEFT JOIN employment_period k ON k.person_id = e.person_id AND k.employer_id = e.employer_id
		          AND k.valid_from <= $1 AND k.valid_until > $1 AND (k.end_date = '' OR k.end_date >= $1)
		LEFT JOIN node_place u ON u.node_id = k.unit_id AND u.valid_from <= $1 AND u.valid_until > $1
		WHERE e.employer_id = `+employer+` AND (`+which+`)
		      AND (k.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM employment o WHERE o.person_id = e.person_id AND o.employer_id = e.employer_id))
		ORDER BY e.sort_name, e.person_id, k.start_date
		LIMIT `+q.mark(2*mostFound+1), q.args...)
	if len(out) > mostFound {
		return out[:mostFound], true, err
	}
	return out, false, err
}

// nameCondition finds employees e by the beginning of a last name, of a first name, or of both in
// either order. Names sort by a key whose beginning is that of the name, so that an index finds them.
func nameCondition(q *question, text string) string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return `1 = 0`
	}
	if len(words) == 1 {
		return lastName(q, words[0]) + ` OR ` + firstName(q, words[0])
	}
	first, last := words[0], words[len(words)-1]
	return `(` + firstName(q, first) + ` AND ` + lastName(q, last) + `) OR (` + firstName(q, last) + ` AND ` + lastName(q, first) + `) OR ` + lastName(q, text)
}

// lastName compares with the beginning of the sort key: the letters, before accents and capitals.
func lastName(q *question, text string) string {
	var b collate.Buffer
	key := collate.New(language.Swedish).KeyFromString(&b, text)
	end := 0
	for end+1 < len(key) && (key[end] != 0 || key[end+1] != 0) { // two zeros end the letters of a key
		end += 2
	}
	letters := hex.EncodeToString(key[:end])
	return `(e.sort_name >= ` + q.mark(letters) + ` AND e.sort_name < ` + q.mark(letters+"g") + `)`
}

func firstName(q *question, text string) string {
	name := capital(text)
	return `(e.first_name >= ` + q.mark(name) + ` AND e.first_name < ` + q.mark(name+string(utf8.MaxRune)) + `)`
}

// capital writes a name as names are written: a capital first, also after a hyphen.
func capital(s string) string {
	up := true
	return strings.Map(func(r rune) rune {
		c := unicode.ToLower(r)
		if up {
			c = unicode.ToUpper(r)
		}
		up = r == '-'
		return c
	}, s)
}

// Named finds who works for an employer by name or number, as Colleagues does, for a room that has asked for leave and logs
// the search.
func (a *Access) Named(ctx context.Context, employerID, text string) (found []Colleague, more bool, err error) {
	if text = strings.TrimSpace(text); text == "" {
		return nil, false, nil
	}
	return a.find(ctx, employerID, text)
}
