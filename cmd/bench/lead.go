package main

import (
	"context"
	"fmt"
	"net/http"

	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// leads is how many units one manager leads: 60 people at 20 a unit.
const leads = 3

// manager makes somebody the manager of three units whose people have 20 courses each and work at the first of
// them, so that their competence is one matrix of 60, and gives a one-time code.
func manager(ctx context.Context, a *app.App, n *nation) (string, error) {
	first := n.firstOfLargest()
	who := personID(n.leader())
	municipality := n.employerOf[first]
	err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		for i := range leads {
			unit := n.unitOf[first+i*20]
			if err := a.Access.Grant(ctx, tx, who, may.Manager, unit, "2023-01-01", db.NoEnd, "bench"); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE employment_period SET unit_id = $1 WHERE unit_id = $2`, n.unitOf[first], unit); err != nil {
				return err
			}
		}
		for i := range leads * 20 {
			if err := a.Figures.Mark(ctx, tx, personID(first+i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	var ops []plan.Op
	for i := range 12 {
		ops = append(ops, plan.Op{Kind: plan.Add, Course: fmt.Sprintf("lokal-%d", i), Title: fmt.Sprintf("Lokal kurs nummer %d", i), Block: "bas",
			Due: &plan.Due{Days: 60 + i*40, From: plan.FromStart}})
	}
	if problems, err := a.Journeys.SetLayer(ctx, may.Operator(), municipality, "vard-och-omsorg", ops, "2023-01-01"); err != nil {
		return "", fmt.Errorf("%w %v", err, problems)
	}
	c, err := a.Access.GiveCode(ctx, may.Operator(), who, access.ForSignIn)
	return c.Code, err
}

// leader is who leads the first units of the largest municipality, and works in the one after them.
func (n *nation) leader() int { return n.firstOfLargest() + leads*20 }

// owner is who reads the nation's figures.
func (n *nation) owner() int { return n.people / 2 }

// firstOfLargest is the first person of the municipality with the most people.
func (n *nation) firstOfLargest() int {
	best, most, from := 0, 0, 0
	for i := range n.employerOf {
		if i > 0 && n.employerOf[i] != n.employerOf[i-1] {
			from = i
		}
		if i-from > most {
			best, most = from, i-from
		}
	}
	return best
}

// ofManager are the pages of whoever leads people.
func ofManager(n *nation) []target {
	unit := n.unitOf[n.firstOfLargest()]
	return []target{
		page("att göra nu", "/min-grupp"),
		page("team, missing", "/min-grupp/matris"),
		page("team, all", "/min-grupp/matris?visa=allt"),
		page("competence of 60, missing", "/min-grupp/kompetens?enhet="+unit),
		page("competence of 60, all", "/min-grupp/kompetens?visa=allt&enhet="+unit),
	}
}

func page(name, path string) target {
	return target{name, func(_ *visitor, base string) (*http.Request, error) { return http.NewRequest("GET", base+path, nil) }}
}

// owner makes somebody read the nation's figures, and gives a one-time code.
func owner(ctx context.Context, a *app.App, n *nation) (string, error) {
	who := personID(n.owner())
	err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		return a.Access.Grant(ctx, tx, who, may.National, org.Sweden, "2023-01-01", db.NoEnd, "bench")
	})
	if err != nil {
		return "", err
	}
	c, err := a.Access.GiveCode(ctx, may.Operator(), who, access.ForSignIn)
	return c.Code, err
}

// ofOwner is the page of whoever follows the nation.
var ofOwner = []target{page("nation", "/nationen")}

// leading measures the pages of who leads, and what they weigh.
func leading(base string, v *visitor, o options, pages []target, pid int) error {
	for _, t := range pages {
		r, err := t.send(v, base)
		if err != nil {
			return err
		}
		size, body, err := v.fetch(r.URL.String())
		if err != nil {
			return err
		}
		fmt.Printf("%s: %.1f KB sent, %.1f KB plain\n", t.name, kb(size), kb(len(body)))
		for _, connections := range []int{1, 8} {
			if err := t.measure(base, []*visitor{v}, connections, o.each, pid); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
	}
	return nil
}
