package library

import (
	"context"
	"fmt"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
)

// Found is something of the library that everybody may find.
type Found struct {
	ID, Kind           string // Kind: "material" or "example"
	Title, About, Text string
	Tags               []string // ids of areas and topics
}

// mostFound bounds what is given to be found.
const mostFound = 10_000

// OpenMark changes when what everybody may find does.
func (l *Library) OpenMark(ctx context.Context) (string, error) {
	type row struct {
		n    int64
		last *string
	}
	mark := ""
	for _, table := range []string{"material", "example"} {
		r, err := db.One(ctx, l.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.n, &r.last); return r, err }, `
			SELECT COUNT(*), MAX(CAST(changed_at AS TEXT))
			FROM `+table+`
			WHERE state = 'published' AND spread = 'all'`)
		if err != nil {
			return "", err
		}
		last := ""
		if r.last != nil {
			last = *r.last
		}
		mark += fmt.Sprintf("%s:%d:%s ", table, r.n, last)
	}
	return mark, nil
}

// ToAll lists what everybody may find: material and examples that are spread to all.
func (l *Library) ToAll(ctx context.Context) (out []Found, err error) {
	defer fault.Wrap(&err, "what everybody may find")
	items, err := db.All(ctx, l.DB, scanMaterial, selectMaterial+` WHERE m.state = 'published' AND m.spread = 'all' ORDER BY m.id LIMIT $1`, int64(mostFound))
	if err != nil {
		return nil, err
	}
	for _, m := range items {
		out = append(out, Found{ID: m.ID, Kind: "material", Title: m.Title, About: m.About, Text: m.Text, Tags: append(append([]string{}, m.Areas...), m.Topics...)})
	}
	examples, err := db.All(ctx, l.DB, scanExample, selectExample+` WHERE m.state = 'published' AND m.spread = 'all' ORDER BY m.id LIMIT $1`, int64(mostFound))
	for _, x := range examples {
		out = append(out, Found{ID: x.ID, Kind: "example", Title: x.Title, About: x.Story.Gave, Text: x.Story.Did + " " + x.Story.How + " " + x.Story.For, Tags: append([]string{x.Story.Area}, x.Story.Topics...)})
	}
	return out, err
}
