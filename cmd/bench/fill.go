package main

import (
	"context"
	"fmt"
	"iter"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// nation is how large the data set became, and where to find things in it.
type nation struct {
	people, units, facts int
	unitOf               []string // person → unit
	employerOf           []string // person → municipality
}

func personID(i int) string { return fmt.Sprintf("bp%07d", i) }

// factsEach is how many facts a person has gathered in three years: about three million in all.
const factsEach = 13

var courses = []string{"kommunens-uppdrag-och-lagarna", "bemotande", "sekretess-och-dokumentation", "basala-hygienrutiner", "forflyttning",
	"lakemedel-och-delegering", "demens-abc", "lagaffektivt-bemotande"}

// fill makes the nation. Identity numbers are not needed: employment numbers are the keys.
func fill(ctx context.Context, a *app.App, people int) (*nation, error) {
	n := &nation{people: people}
	municipalities, err := a.Tree.Municipalities(ctx, a.Staff.Today())
	if err != nil {
		return nil, err
	}
	if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return n.makeUnits(ctx, tx, municipalities) }); err != nil {
		return nil, err
	}
	for _, t := range n.tables(a.Now()) {
		// Ten thousand people a transaction keeps memory low and the log short.
		for from := 0; from < people; from += 10_000 {
			until := min(people, from+10_000)
			err := a.DB.Tx(ctx, func(tx *db.Tx) error {
				rows, err := tx.Load(ctx, t.name, t.columns, t.rows(from, until))
				if t.name == "fact" {
					n.facts += int(rows)
				}
				return err
			})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", t.name, err)
			}
		}
	}
	_, err = a.DB.Exec(ctx, `ANALYZE`)
	return n, err
}

// makeUnits spreads the people over the municipalities by population, some twenty a unit.
func (n *nation) makeUnits(ctx context.Context, tx *db.Tx, municipalities []org.Node) error {
	var all int64
	for _, m := range municipalities {
		all += m.Population
	}
	var nodes, places [][]any
	var before int64
	for _, m := range municipalities {
		first := int(before * int64(n.people) / all)
		before += m.Population
		last := int(before * int64(n.people) / all)
		department := "bo-" + m.Code
		nodes = append(nodes, []any{department, "operation", "", int64(0), "bench"})
		places = append(places, []any{department, department, m.ID, m.Path + "/" + department, "Vård- och omsorgsförvaltningen", "Förvaltning", "2020-01-01", db.NoEnd})
		for i := first; i < last; i++ {
			unit := fmt.Sprintf("bu-%s-%d", m.Code, (i-first)/20)
			if (i-first)%20 == 0 {
				nodes = append(nodes, []any{unit, "unit", "", int64(0), "bench"})
				places = append(places, []any{unit, unit, department, m.Path + "/" + department + "/" + unit, "Hemtjänst " + unit, "", "2020-01-01", db.NoEnd})
				n.units++
			}
			n.unitOf, n.employerOf = append(n.unitOf, unit), append(n.employerOf, m.ID)
		}
	}
	if _, err := tx.Load(ctx, "node", []string{"id", "kind", "code", "population", "made_by"}, rowsOf(nodes)); err != nil {
		return err
	}
	_, err := tx.Load(ctx, "node_place", []string{"id", "node_id", "parent_id", "path", "name", "label", "valid_from", "valid_until"}, rowsOf(places))
	return err
}

func rowsOf(rows [][]any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, r := range rows {
			if !yield(r) {
				return
			}
		}
	}
}

// table is one table's rows, made as they are loaded.
type table struct {
	name    string
	columns []string
	each    int
	row     func(person, k int) []any
}

func (t table) rows(from, until int) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i := from; i < until; i++ {
			for k := range t.each {
				if !yield(t.row(i, k)) {
					return
				}
			}
		}
	}
}

func (n *nation) tables(now time.Time) []table {
	start := func(i int) string { return now.AddDate(0, 0, -(i*37)%3000).Format(time.DateOnly) }
	return []table{
		{"person", []string{"id", "made_at", "made_by"}, 1, func(i, _ int) []any { return []any{personID(i), now, "bench"} }},
		{"employee", []string{"employer_id", "person_id", "first_name", "last_name", "sort_name", "email", "mobile", "protected", "contact_code"}, 1, func(i, _ int) []any {
			first, last := nameOf(i)
			return []any{n.employerOf[i], personID(i), first, last, fmt.Sprintf("%08d", i), "", "", false, ""}
		}},
		{"employment", []string{"id", "employer_id", "match_key", "number", "person_id", "made_by"}, 1, func(i, _ int) []any {
			return []any{"e" + personID(i), n.employerOf[i], fmt.Sprintf("number:%d", i), fmt.Sprint(i), personID(i), "bench"}
		}},
		{"employment_period", []string{"id", "employment_id", "employer_id", "person_id", "unit_id", "team_id", "title", "aid", "occupation", "area", "form", "extent",
			"start_date", "end_date", "dormant", "manager", "row_hash", "valid_from", "valid_until", "opened_by", "closed_by"}, 1, func(i, _ int) []any {
			return []any{"p" + personID(i), "e" + personID(i), n.employerOf[i], personID(i), n.unitOf[i], "", "Undersköterska", "", "underskoterska", "aldreomsorg", "permanent", 100.0,
				start(i), "", false, "", "", "2023-01-01", db.NoEnd, "bench", ""}
		}},
		{"account", []string{"person_id", "secret_kind", "secret_hash", "text_size", "theme", "easy", "low_data", "asked_done"}, 1, func(i, _ int) []any {
			return []any{personID(i), "pin", "", "", "", false, false, true}
		}},
		{"fact", []string{"id", "person_id", "kind", "course_id", "version", "title", "at", "valid_until", "hours", "source", "actor_id", "controller_id", "revokes", "once_key", "detail"},
			factsEach, func(i, k int) []any { return n.fact(i, k, now) }},
	}
}

// fact is one line of a life of learning: tests passed and courses completed, some renewed.
func (n *nation) fact(i, k int, now time.Time) []any {
	id := fmt.Sprintf("f%07d-%02d", i, k)
	kind, course := "passed", courses[(i+k/2)%len(courses)]
	if k%2 == 1 {
		kind = "completed"
	}
	at := now.AddDate(0, 0, -1000+(i*13+k*70)%990)
	return []any{id, personID(i), kind, course, int64(1), course, at, "", 1.0, "course", personID(i), n.employerOf[i], "", id, ""}
}
