package org

import (
	"context"
	"strings"

	"yrkesresan/internal/platform/db"
)

// TitleRule maps a local title to a national occupation, and to a service area when the title
// itself tells it.
type TitleRule struct{ Title, Occupation, Area string }

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

// Titles gives the rules that hold for an employer: its own before the nation's.
func Titles(ctx context.Context, q db.Q, employerID string) (map[string]TitleRule, error) {
	rules, err := db.All(ctx, q, func(s db.Scanner) (r TitleRule, err error) {
		err = s.Scan(&r.Title, &r.Occupation, &r.Area)
		return r, err
	}, `
		SELECT title, occupation, area
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
