package backup

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
)

// Restore puts the backup at path into an empty installation and brings it up to this program's
// shape. Files and keys go in first and every row in one transaction last: cut off anywhere, the
// database is still empty and the same command does the rest.
func Restore(ctx context.Context, p Parts, path string) (Counts, error) {
	h, m, err := check(path)
	if err != nil {
		return Counts{}, err
	}
	if err := db.MigrateTo(ctx, p.DB, h.Schema); err != nil {
		return Counts{}, err
	}
	if err := empty(ctx, p.DB, h); err != nil {
		return Counts{}, err
	}
	if err := restoreFiles(ctx, p, path); err != nil {
		return Counts{}, err
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return loadRows(ctx, p, tx, h, path) }); err != nil {
		return Counts{}, err
	}
	return m.Counts, db.Migrate(ctx, p.DB)
}

// empty refuses a database with rows in it, and one whose tables are not those of the backup.
func empty(ctx context.Context, d *db.DB, h head) error {
	return d.Snapshot(ctx, func(tx *db.Tx) error {
		tables, err := db.Tables(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			n, err := db.One(ctx, tx, db.Number, "SELECT COUNT(*) FROM (SELECT 1 FROM "+t.Name+" LIMIT 1) AS found")
			if err != nil {
				return err
			}
			if n > 0 {
				return ErrNotEmpty.With("table", t.Name)
			}
		}
		if want, have := layoutOf(tables), h.Tables; !slices.EqualFunc(want, have, sameLayout) {
			return fmt.Errorf("the backup's tables are not those of migration %d in this program", h.Schema)
		}
		return nil
	})
}

func sameLayout(a, b layout) bool { return a.Name == b.Name && slices.Equal(a.Columns, b.Columns) }

func restoreFiles(ctx context.Context, p Parts, path string) error {
	ring := map[string][]byte{}
	err := walk(path, func(name string, r io.Reader) error {
		if key := keyName.FindStringSubmatch(name); key != nil {
			body, err := io.ReadAll(io.LimitReader(r, 1<<16))
			ring[key[1]] = body
			return err
		}
		if fileName.MatchString(name) {
			_, _, err := p.Blobs.Put(ctx, r) // names it by its content, right or damaged
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	return keys.Restore(p.Keys, ring)
}

func loadRows(ctx context.Context, p Parts, tx *db.Tx, h head, path string) error {
	columns := map[string][]column{}
	for _, t := range h.Tables {
		columns[t.Name] = t.Columns
	}
	return walk(path, func(name string, r io.Reader) error {
		if table := tableName.FindStringSubmatch(name); table != nil {
			return loadPart(ctx, tx, table[1], columns[table[1]], r)
		}
		if name == jobsName {
			return loadJobs(ctx, p, tx, r)
		}
		return nil
	})
}

func loadPart(ctx context.Context, tx *db.Tx, table string, columns []column, r io.Reader) error {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	var wrong error
	if _, err := tx.Load(ctx, table, names, rowsOf(r, columns, tx.Engine(), &wrong)); err != nil {
		return fmt.Errorf("table %s: %w", table, err)
	}
	return wrong
}

// rowsOf reads a part's lines; the first that cannot be read ends it and is told in wrong.
func rowsOf(r io.Reader, columns []column, to db.Engine, wrong *error) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		lines := bufio.NewReaderSize(r, 1<<16)
		for {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				if err != io.EOF || len(line) > 0 {
					*wrong = because(ErrDamaged, err)
				}
				return
			}
			row, err := readRow(line, columns)
			if err != nil {
				*wrong = because(ErrDamaged, err)
				return
			}
			if to == db.Postgres {
				dropNulls(row)
			}
			if !yield(row) {
				return
			}
		}
	}
}

// dropNulls leaves out the one character that SQLite keeps in a text and PostgreSQL cannot.
func dropNulls(row []any) {
	for i, v := range row {
		if s, ok := v.(string); ok && strings.Contains(s, "\x00") {
			row[i] = strings.ReplaceAll(s, "\x00", "")
		}
	}
}

func loadJobs(ctx context.Context, p Parts, tx *db.Tx, r io.Reader) error {
	body, err := io.ReadAll(io.LimitReader(r, largest))
	if err != nil {
		return err
	}
	var kept []job.Kept
	for line := range bytes.Lines(body) {
		var k job.Kept
		if err := json.Unmarshal(line, &k); err != nil {
			return because(ErrDamaged, err)
		}
		kept = append(kept, k)
	}
	return p.Jobs.Restore(ctx, tx, kept)
}
