package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Table is one of our tables as it stands in the database. The tables of goose and River are
// theirs and are not told.
type Table struct {
	Name    string
	Columns []Column
	Key     []string // the primary key's columns in order
	refers  []string // tables that a row here may point into
}

// Column is a column and the one of our types that it holds.
type Column struct{ Name, Type string }

// The types our tables use, as both engines' names for them come down to.
const (
	TypeText    = "text"
	TypeNumber  = "bigint"
	TypeBool    = "boolean"
	TypeDecimal = "double precision"
	TypeTime    = "timestamp"
)

// Tables tells our tables, those first that others point into.
func Tables(ctx context.Context, tx *Tx) ([]Table, error) {
	var found []Table
	err := Each(ctx, tx, scanColumn, func(c columnRow) error {
		if len(found) == 0 || found[len(found)-1].Name != c.table {
			found = append(found, Table{Name: c.table})
		}
		t := &found[len(found)-1]
		kind := strings.TrimSuffix(strings.ToLower(c.kind), " without time zone")
		if !slices.Contains([]string{TypeText, TypeNumber, TypeBool, TypeDecimal, TypeTime}, kind) {
			return fmt.Errorf("column %s.%s is of type %s, which is not in the shared subset", c.table, c.column, c.kind)
		}
		t.Columns = append(t.Columns, Column{c.column, kind})
		return nil
	}, columnsOf[tx.engine])
	if err != nil {
		return nil, err
	}
	if err := fillKeys(ctx, tx, found); err != nil {
		return nil, err
	}
	return referredFirst(found)
}

type columnRow struct{ table, column, kind string }

func scanColumn(s Scanner) (c columnRow, err error) {
	err = s.Scan(&c.table, &c.column, &c.kind)
	return c, err
}

// Each engine keeps its catalogue its own way: these are pairs of necessity.
var columnsOf = map[Engine]string{
	SQLite: `
		SELECT t.name, c.name, c.type
		FROM sqlite_master t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'river_%' AND t.name NOT LIKE 'goose_%'
		ORDER BY t.name, c.cid`,
	Postgres: `
		SELECT c.table_name, c.column_name, c.data_type
		FROM information_schema.columns c
		JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
		WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
		AND c.table_name NOT LIKE 'river_%' AND c.table_name NOT LIKE 'goose_%'
		ORDER BY c.table_name COLLATE "C", c.ordinal_position`,
}

var keysOf = map[Engine]string{
	SQLite: `
		SELECT t.name, c.name
		FROM sqlite_master t, pragma_table_info(t.name) c
		WHERE t.type = 'table' AND c.pk > 0
		ORDER BY t.name, c.pk`,
	Postgres: `
		SELECT k.table_name, k.column_name
		FROM information_schema.table_constraints t
		JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema AND k.constraint_name = t.constraint_name
		WHERE t.table_schema = current_schema() AND t.constraint_type = 'PRIMARY KEY'
		ORDER BY k.table_name, k.ordinal_position`,
}

var referencesOf = map[Engine]string{
	SQLite: `
		SELECT t.name, r."table"
		FROM sqlite_master t, pragma_foreign_key_list(t.name) r
		WHERE t.type = 'table'`,
	Postgres: `
		SELECT t.relname, r.relname
		FROM pg_constraint f
		JOIN pg_class t ON t.oid = f.conrelid
		JOIN pg_class r ON r.oid = f.confrelid
		JOIN pg_namespace n ON n.oid = t.relnamespace
		WHERE f.contype = 'f' AND n.nspname = current_schema()`,
}

func fillKeys(ctx context.Context, tx *Tx, tables []Table) error {
	at := map[string]*Table{}
	for i := range tables {
		at[tables[i].Name] = &tables[i]
	}
	add := func(to func(*Table, string)) func([2]string) error {
		return func(p [2]string) error {
			if t := at[p[0]]; t != nil {
				to(t, p[1])
			}
			return nil
		}
	}
	if err := Each(ctx, tx, scanPair, add(func(t *Table, c string) { t.Key = append(t.Key, c) }), keysOf[tx.engine]); err != nil {
		return err
	}
	return Each(ctx, tx, scanPair, add(func(t *Table, r string) { t.refers = append(t.refers, r) }), referencesOf[tx.engine])
}

func scanPair(s Scanner) (p [2]string, err error) { err = s.Scan(&p[0], &p[1]); return p, err }

// referredFirst puts a table after those it points into.
func referredFirst(tables []Table) ([]Table, error) {
	var out []Table
	placed := map[string]bool{}
	for len(out) < len(tables) {
		before := len(out)
		for _, t := range tables {
			waits := func(r string) bool { return r != t.Name && !placed[r] }
			if !placed[t.Name] && !slices.ContainsFunc(t.refers, waits) {
				out, placed[t.Name] = append(out, t), true
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("tables point into each other in a circle")
		}
	}
	return out, nil
}
