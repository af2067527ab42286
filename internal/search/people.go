package search

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/search/word"
)

// Bounds of a search for people: how many are shown, and at how many of the actor's places they are
// looked for.
const (
	mostPeople = 40
	mostPlaces = 60
)

// A word and a blank after it come before every longer word: low until low+" " is that word alone.

// shortestName is how many letters of a name must be written.
const shortestName = 2

// found is a person with the place by which the actor may see the person.
type found struct {
	id, first, last, code string
	protected             bool
	path, unit            string
}

// people gives those whose names have every word of the question, at the places where the actor may
// see staff. Whoever has a protected identity is found by the contact code only (rule 7).
func (s *Search) people(ctx context.Context, a may.Actor, text string) ([]Hit, error) {
	scopes := a.Scopes(may.SeeStaff)
	if len(scopes) == 0 {
		return nil, nil
	}
	names := word.Split(strings.ReplaceAll(text, "-", " "))
	code := strings.ToLower(strings.TrimSpace(text))
	if len(names) == 0 || len(names) > 5 || len([]rune(names[0])) < shortestName && !isCode(code) {
		return nil, nil
	}
	on, seen := s.Staff.Today(), map[string]bool{}
	var out []Hit
	for _, scope := range scopes[:min(len(scopes), mostPlaces)] {
		employer, err := org.EmployerOf(ctx, s.DB, scope, on)
		if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
			continue // a role above the employers sees no staff
		}
		if err != nil {
			return nil, err
		}
		here, err := s.peopleAt(ctx, employer.ID, scope, names, code, on)
		if err != nil {
			return nil, err
		}
		for _, f := range here {
			if !seen[f.id] && len(out) < mostPeople {
				seen[f.id] = true
				out = append(out, f.hit(a.Inside(employer.Path)))
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Hit) int { return strings.Compare(x.Title, y.Title) })
	return out, nil
}

// hit is the person as the actor may know the person; a protected identity has neither name nor unit.
func (f found) hit(a may.Actor) Hit {
	h := Hit{Kind: Person, ID: f.id, Title: strings.TrimSpace(f.first + " " + f.last), About: f.unit}
	if f.protected {
		h.Title, h.About = f.code, ""
	}
	if may.Ask(a, may.SeeProgress, f.path) == nil {
		h.Href = "/min-grupp/person/" + url.PathEscape(f.id)
	}
	return h
}

// isCode tells whether a text may be the contact code of a protected identity.
func isCode(text string) bool { return strings.HasPrefix(text, "k-") }

// peopleAt finds people by name at a path. Where nobody has a name that begins so, names written
// almost alike are tried.
func (s *Search) peopleAt(ctx context.Context, employerID, path string, names []string, code, on string) ([]found, error) {
	ids, err := s.named(ctx, employerID, path, on, func(add func(...any) string) string {
		var each []string
		for _, n := range names {
			each = append(each, "EXISTS (SELECT 1 FROM search_person n WHERE n.employer_id = e.employer_id AND n.person_id = e.person_id AND n.word >= "+
				add(n)+" AND n.word < "+add(n+lastRune)+")")
		}
		return "e.protected = FALSE AND " + strings.Join(each, " AND ")
	}, names[0], names[0]+lastRune)
	if err != nil || len(ids) > 0 {
		return ids, err
	}
	if isCode(code) {
		return s.named(ctx, employerID, path, on, func(func(...any) string) string { return "e.protected = TRUE" }, code, code+" ")
	}
	near, err := s.nearly(ctx, names...)
	if err != nil || len(near) == 0 {
		return nil, err
	}
	var out []found
	for _, n := range near[:min(len(near), 8)] {
		more, err := s.named(ctx, employerID, path, on, func(add func(...any) string) string {
			return "e.protected = FALSE" + s.others(add, names, n)
		}, n, n+" ")
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// others asks for the words of the question that the near word does not stand for.
func (s *Search) others(add func(...any) string, names []string, near string) string {
	text := ""
	for _, n := range names {
		if word.Near(n, near) {
			continue
		}
		text += " AND EXISTS (SELECT 1 FROM search_person n WHERE n.employer_id = e.employer_id AND n.person_id = e.person_id AND n.word >= " +
			add(n) + " AND n.word < " + add(n+lastRune) + ")"
	}
	return text
}

// named finds people who have a word from low until high and work at or serve a unit under the path
// on a day. More is a further condition; it adds its arguments.
func (s *Search) named(ctx context.Context, employerID, path, on string, more func(add func(...any) string) string, low, high string) ([]found, error) {
	from, until := org.Inside(path)
	args := []any{employerID, low, high, on, path, from, until, mostPeople}
	add := func(v ...any) string {
		args = append(args, v...)
		return fmt.Sprint("$", len(args))
	}
	condition := more(add)
	place, err := org.Find(ctx, s.DB, path[strings.LastIndexByte(path, '/')+1:], on)
	if err != nil {
		return nil, err
	}
	if kind := org.Kind(place.Kind); kind == org.Unit || kind == org.Team {
		return db.All(ctx, s.DB, scanFound, namedAtUnit+condition+`
		LIMIT $8`, args...)
	}
	return db.All(ctx, s.DB, scanFound, `
		WITH one AS (
			SELECT DISTINCT w.person_id, w.employer_id
			FROM search_person w
			JOIN employee e ON e.employer_id = w.employer_id AND e.person_id = w.person_id
			WHERE w.employer_id = $1 AND w.word >= $2 AND w.word < $3 AND `+condition+`
		)
		SELECT e.person_id, e.first_name, e.last_name, e.protected, e.contact_code, u.path, u.name
		FROM one
		JOIN employee e ON e.employer_id = one.employer_id AND e.person_id = one.person_id
		JOIN employment_period p ON p.person_id = one.person_id AND p.employer_id = one.employer_id AND p.valid_from <= $4 AND p.valid_until > $4
		JOIN node_place u ON u.node_id = p.unit_id AND u.valid_from <= $4 AND u.valid_until > $4
		WHERE u.path = $5 OR (u.path >= $6 AND u.path < $7)
		UNION
		SELECT e.person_id, e.first_name, e.last_name, e.protected, e.contact_code, u.path, u.name
		FROM one
		JOIN employee e ON e.employer_id = one.employer_id AND e.person_id = one.person_id
		JOIN serves v ON v.person_id = one.person_id AND v.valid_from <= $4 AND v.valid_until > $4
		JOIN node_place u ON u.node_id = v.unit_id AND u.valid_from <= $4 AND u.valid_until > $4
		WHERE u.path = $5 OR (u.path >= $6 AND u.path < $7)
		LIMIT $8`,
		args...)
}

func scanFound(r db.Scanner) (f found, err error) {
	err = r.Scan(&f.id, &f.first, &f.last, &f.protected, &f.code, &f.path, &f.unit)
	return f, err
}

// namedAtUnit begins with the few people of a unit: a large municipality has thousands with a common
// name. The arguments are those of the other way round.
const namedAtUnit = `
		WITH here AS (
			SELECT p.person_id, u.path, u.name
			FROM node_place u
			JOIN employment_period p ON p.unit_id = u.node_id AND p.employer_id = $1 AND p.valid_from <= $4 AND p.valid_until > $4
			WHERE (u.path = $5 OR (u.path >= $6 AND u.path < $7)) AND u.valid_from <= $4 AND u.valid_until > $4
			UNION
			SELECT v.person_id, u.path, u.name
			FROM node_place u
			JOIN serves v ON v.unit_id = u.node_id AND v.valid_from <= $4 AND v.valid_until > $4
			WHERE (u.path = $5 OR (u.path >= $6 AND u.path < $7)) AND u.valid_from <= $4 AND u.valid_until > $4
		)
		SELECT e.person_id, e.first_name, e.last_name, e.protected, e.contact_code, here.path, here.name
		FROM here
		JOIN employee e ON e.employer_id = $1 AND e.person_id = here.person_id
		WHERE EXISTS (
			SELECT 1
			FROM search_person w
			WHERE w.person_id = e.person_id AND w.employer_id = e.employer_id AND w.word >= $2 AND w.word < $3) AND `

// noteSeen logs the people who are shown, so that each can read it.
func (s *Search) noteSeen(ctx context.Context, a may.Actor, hits []Hit) error {
	for _, h := range hits {
		if h.Kind == Person {
			if err := s.Audit.Person(ctx, s.DB, a, "search.people", h.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
