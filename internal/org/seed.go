package org

import (
	"context"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/platform/db"
)

//go:embed data/kommuner.csv
var municipalitiesText string

//go:embed data/rss.csv
var rssText string

// seededFrom is the first day of the shipped tree: before anything the programme records.
const seededFrom = "2000-01-01"

// Seed puts the nation, the 24 RSS and the 290 municipalities into an empty installation, and the reference data that it
// does not have: what has been edited or retired since stays as it is. Seeding twice changes nothing.
func (t *Tree) Seed(ctx context.Context, tx *db.Tx) error {
	n, err := tx.Exec(ctx, `
		INSERT INTO node (id, kind, code, population, made_by)
		VALUES ('se', 'nation', 'SE', 0, 'seed')
		ON CONFLICT (id) DO NOTHING`)
	if err != nil {
		return err
	}
	if n == 0 {
		return t.seedReference(ctx, tx)
	}
	if err := t.insertPlace(ctx, tx, Node{ID: Sweden, Path: Sweden, Name: "Sverige"}, seededFrom); err != nil {
		return err
	}
	if err := t.seedRSS(ctx, tx); err != nil {
		return err
	}
	if err := t.seedMunicipalities(ctx, tx); err != nil {
		return err
	}
	return t.seedReference(ctx, tx)
}

func (t *Tree) seedRSS(ctx context.Context, tx *db.Tx) error {
	return eachRow(rssText, func(get func(string) string) error {
		id := RSSID(get("rss_code"))
		_, err := t.Add(ctx, tx, Node{ID: id, Kind: string(RSS), Code: get("rss_code"), Name: get("name"), Parent: Sweden, Path: Sweden + "/" + id}, seededFrom, "seed")
		return err
	})
}

func (t *Tree) seedMunicipalities(ctx context.Context, tx *db.Tx) error {
	return eachRow(municipalitiesText, func(get func(string) string) error {
		id, rss := MunicipalityID(get("municipality_code")), RSSID(get("rss_code"))
		population, err := strconv.ParseInt(get("population"), 10, 64)
		if err != nil {
			return err
		}
		n := Node{ID: id, Kind: string(Municipality), Code: get("municipality_code"), Name: get("name"), Label: get("official_name"),
			Parent: rss, Path: Sweden + "/" + rss + "/" + id, Population: population}
		if _, err := t.Add(ctx, tx, n, seededFrom, "seed"); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO municipality_rss (municipality_id, journey_id, rss_id, valid_from, valid_until)
			VALUES ($1, '', $2, $3, $4)`,
			id, rss, seededFrom, db.NoEnd)
		return err
	})
}

func (t *Tree) seedReference(ctx context.Context, tx *db.Tx) error {
	ref, err := shippedReference()
	if err != nil {
		return err
	}
	for i, o := range ref.Occupations {
		isNew, err := insertReference(ctx, tx, OccupationList, o.ID, o.Name, o, i)
		if err != nil {
			return err
		}
		for _, title := range o.Titles {
			if !isNew {
				break
			}
			if err := addTitle(ctx, tx, title, o.ID); err != nil {
				return fmt.Errorf("title %q: %w", title, err)
			}
		}
	}
	for i, a := range ref.Areas {
		if _, err := insertReference(ctx, tx, AreaList, a.ID, a.Name, a, i); err != nil {
			return err
		}
	}
	for i, g := range ref.Tags {
		if _, err := insertReference(ctx, tx, TagList, g.ID, g.Name, g, i); err != nil {
			return err
		}
	}
	for _, s := range ref.Synonyms {
		_, err := tx.Exec(ctx, `
			INSERT INTO synonym (word, means, is_old, retired, made_by, made_at)
			VALUES ($1, $2, $3, '', 'seed', $4)
			ON CONFLICT (word) DO NOTHING`,
			TitleKey(s.Word), s.Means, s.Old, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
		if err != nil {
			return err
		}
	}
	return nil
}

// insertReference puts in what is not there yet, and tells whether it was new.
func insertReference(ctx context.Context, tx *db.Tx, kind ReferenceKind, id, name string, v any, position int) (isNew bool, err error) {
	body, err := json.Marshal(v)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `
		INSERT INTO reference (kind, id, name, body, position)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (kind, id) DO NOTHING`,
		string(kind), id, name, string(body), position)
	return n > 0, err
}

// addTitle maps a shipped title, unless somebody has said where it leads.
func addTitle(ctx context.Context, tx *db.Tx, title, occupation string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO title_rule (node_id, title, occupation, area)
		VALUES ($1, $2, $3, '')
		ON CONFLICT (node_id, title) DO NOTHING`,
		Sweden, TitleKey(title), occupation)
	return err
}

func eachRow(text string, use func(get func(column string) string) error) error {
	r := csv.NewReader(strings.NewReader(text))
	header, err := r.Read()
	if err != nil {
		return err
	}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		get := func(column string) string {
			for i, name := range header {
				if name == column {
					return row[i]
				}
			}
			return ""
		}
		if err := use(get); err != nil {
			return err
		}
	}
}
