package org

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
)

// TitleRule maps a local title to a national occupation, and to a service area when the title
// itself tells it.
type TitleRule struct {
	Title, Occupation, Area string
	Own                     bool // the employer's own, not the nation's
}

// NoRule stands as the occupation where an employer has no rule of its own for a title.
const NoRule = "-"

// Mark tells one meaning of a title from another, so that two who change it see each other.
func (r TitleRule) Mark() string { return r.Occupation + "/" + r.Area }

// TitleKey is how titles are compared: lower case, one space, no trailing dots.
func TitleKey(title string) string {
	return strings.Trim(strings.Join(strings.Fields(strings.ToLower(title)), " "), ". ")
}

// MapTitle sets what a title means at a node: the nation, or a municipality that extends it.
func MapTitle(ctx context.Context, q db.Q, nodeID, title, occupation, area string) error {
	_, err := q.Exec(ctx, `
		INSERT INTO title_rule (node_id, title, occupation, area)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (node_id, title) DO UPDATE SET occupation = excluded.occupation, area = excluded.area`,
		nodeID, TitleKey(title), occupation, area)
	return err
}

// UnmapTitle takes away what an employer has said that a title means; the nation's rule holds again, if
// there is one.
func UnmapTitle(ctx context.Context, q db.Q, employerID, title string) error {
	_, err := q.Exec(ctx, `DELETE FROM title_rule WHERE node_id = $1 AND title = $2 AND node_id <> 'se'`, employerID, TitleKey(title))
	return err
}

// Titles gives the rules that hold for an employer: its own before the nation's.
func Titles(ctx context.Context, q db.Q, employerID string) (map[string]TitleRule, error) {
	rules, err := db.All(ctx, q, func(s db.Scanner) (r TitleRule, err error) {
		var node string
		err = s.Scan(&node, &r.Title, &r.Occupation, &r.Area)
		r.Own = node != Sweden
		return r, err
	}, `
		SELECT node_id, title, occupation, area
		FROM title_rule
		WHERE node_id IN ('se', $1)
		ORDER BY CASE node_id WHEN 'se' THEN 0 ELSE 1 END`,
		employerID)
	if err != nil {
		return nil, err
	}
	out := make(map[string]TitleRule, len(rules))
	for _, r := range rules {
		out[r.Title] = r
	}
	return out, nil
}

// OwnTitle gives what an employer itself has said of a title; NoRule as its occupation when nothing.
func OwnTitle(ctx context.Context, q db.Q, employerID, title string) (TitleRule, error) {
	rules, err := db.All(ctx, q, func(s db.Scanner) (r TitleRule, err error) {
		err = s.Scan(&r.Title, &r.Occupation, &r.Area)
		r.Own = true
		return r, err
	}, `
		SELECT title, occupation, area
		FROM title_rule
		WHERE node_id = $1 AND title = $2`,
		employerID, TitleKey(title))
	if err != nil || len(rules) == 0 {
		return TitleRule{Title: TitleKey(title), Occupation: NoRule}, err
	}
	return rules[0], nil
}
