package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/record"
)

// areas is how many areas of competence the nation asks for (R191).
const areas = 26

// judged is how many requirements a manager has assessed each person on.
const judged = 6

// fillGap lets four levels ask for competence, and people hold some of it.
func fillGap(ctx context.Context, a *app.App, n *nation) error {
	f := frame.Frame{ID: "bench", Name: "Undersköterska", Areas: make([]frame.Area, areas+1)}
	for i := range areas {
		r := frame.Requirement{ID: fmt.Sprintf("mal-%02d", i), Name: fmt.Sprintf("Mål %d", i), Evidence: []frame.Evidence{{By: frame.ByAssessment, Ref: "manager"}}}
		if i < len(courses) {
			r.Evidence = append(r.Evidence, frame.Evidence{By: frame.ByCourse, Ref: courses[i]})
		}
		f.Areas[i] = frame.Area{ID: fmt.Sprintf("omrade-%02d", i), Name: fmt.Sprintf("Område %d", i), Requirements: []frame.Requirement{r}}
	}
	f.Areas[areas] = frame.Area{ID: "formellt", Name: "Formellt", Requirements: []frame.Requirement{
		{ID: "utbildning", Name: "Vård- och omsorgsutbildning", Formal: true, Evidence: []frame.Evidence{{By: frame.ByEducation, Ref: "vard-och-omsorg"}}},
		{ID: "specialist", Name: "Demensspecialist", Evidence: []frame.Evidence{{By: frame.ByFunction, Ref: "demens"}}}}}
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO framework (id, owner_id, made_by, made_at) VALUES ('bench', 'se', 'bench', $1)`, a.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO framework_version (framework_id, version, state, valid_from, valid_until, name, digest, body, revision, made_by, made_at, published_by)
			VALUES ('bench', 1, 'published', '2020-01-01', '9999-12-31', 'Bench', 'bench', $1, 1, 'bench', $2, 'bench')`, string(body), a.Now()); err != nil {
			return err
		}
		return n.askedFor(ctx, tx, a.Now())
	}); err != nil {
		return err
	}
	for from := 0; from < n.people; from += 10_000 {
		if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return n.holds(ctx, tx, from, min(n.people, from+10_000), a.Now()) }); err != nil {
			return err
		}
	}
	_, err = a.DB.Exec(ctx, `ANALYZE`)
	return err
}

// askedFor lets nation, municipalities, operations and units ask.
func (n *nation) askedFor(ctx context.Context, tx *db.Tx, now time.Time) error {
	demand := func(node, requirement string, d layer.Demand) layer.Op {
		d.ID, d.Requirement = node+"-"+requirement, "bench/"+requirement
		return layer.Op{Demand: d}
	}
	national := []layer.Op{demand("se", "utbildning", layer.Demand{Measure: layer.Each, Who: layer.Who{Occupations: []string{"underskoterska"}}})}
	for i := range areas {
		national = append(national, demand("se", fmt.Sprintf("mal-%02d", i), layer.Demand{Measure: layer.Each, Target: "do"}))
	}
	decided := map[string][]layer.Op{"se": national}
	for i := range n.people {
		employer, unit := n.employerOf[i], n.unitOf[i]
		department := "bo-" + employer[len("k-"):]
		decided[employer] = []layer.Op{demand(employer, "specialist", layer.Demand{Measure: layer.Count, Count: 1, At: "unit"})}
		decided[department] = []layer.Op{demand(department, "mal-03", layer.Demand{Measure: layer.Share, Percent: 50, Target: "master"}), demand(department, "specialist", layer.Demand{Measure: layer.Count, Count: 5, At: "operation"})}
		decided[unit] = []layer.Op{demand(unit, "mal-07", layer.Demand{Measure: layer.Each, Target: "master"})}
	}
	var rows [][]any
	for node, ops := range decided {
		body, err := json.Marshal(ops)
		if err != nil {
			return err
		}
		rows = append(rows, []any{"bench-" + node, node, string(body), "2023-01-01", db.NoEnd, "", "bench", now})
	}
	_, err := tx.Load(ctx, "profile_layer", []string{"id", "node_id", "body", "valid_from", "valid_until", "note", "made_by", "made_at"}, rowsOf(rows))
	return err
}

// holds lets people hold some of it: two of three an education, one of thirty a function, and what managers
// have assessed.
func (n *nation) holds(ctx context.Context, tx *db.Tx, from, until int, now time.Time) error {
	merits := func(yield func([]any) bool) {
		for i := from; i < until; i++ {
			kind, ref := "education", "vard-och-omsorg"
			if i%3 == 0 {
				continue
			}
			if i%30 == 1 {
				kind, ref = "function", "demens"
			}
			if !yield([]any{fmt.Sprintf("bm%07d", i), personID(i), n.employerOf[i], kind, ref, "", 0.0, "", "2015-06-10", "", "{}", "", "", "bench", now, "bench", now, "", ""}) {
				return
			}
		}
	}
	if _, err := tx.Load(ctx, "merit", []string{"id", "person_id", "controller_id", "kind", "ref", "orientation", "credits", "credit_system", "from_date", "until_date", "body", "evidence_hash", "evidence_name", "made_by", "made_at", "checked_by", "checked_at", "ended_by", "ended_why"}, merits); err != nil {
		return err
	}
	levels := []string{"know", "understand", "do", "do", "master"}
	assessed := func(yield func([]any) bool) {
		for i := from; i < until; i++ {
			for k := range judged {
				what := (i + k*5) % areas
				if !yield([]any{fmt.Sprintf("ba%07d-%d", i, k), personID(i), n.employerOf[i], fmt.Sprintf("bench/mal-%02d", what), "", levels[(i+k)%5], "manager", "2026-03-01", "", "bench", now, ""}) {
					return
				}
			}
		}
	}
	_, err := tx.Load(ctx, "assessment", []string{"id", "person_id", "controller_id", "requirement", "goal", "level", "assessor", "on_day", "note", "made_by", "made_at", "ended_by"}, assessed)
	return err
}

// gaps measures recomputing everybody's positions from nothing, the nation's gap from what is kept, one fact's way
// into the figures, and what people wait for.
func gaps(ctx context.Context, a *app.App, n *nation) error {
	began := time.Now()
	if err := fillGap(ctx, a, n); err != nil {
		return err
	}
	fmt.Printf("gap: %d areas, profiles in four layers (made in %.0f s)\n", areas, time.Since(began).Seconds())
	if file := os.Getenv("BENCH_PROFILE"); file != "" {
		f, err := os.Create(file)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
	}
	began = time.Now()
	err := a.Gaps.Rebuild(ctx)
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	took := time.Since(began)
	rows, err := db.One(ctx, a.DB, db.Number, `SELECT COUNT(*) FROM gap_position`)
	if err != nil {
		return err
	}
	fmt.Printf("gap: %d employments' positions from nothing: %.1f s, %.2f ms each\n", rows, took.Seconds(), float64(took.Microseconds())/1000/float64(max(rows, 1)))
	began = time.Now()
	if err := a.Gaps.Rebuild(ctx); err != nil {
		return err
	}
	fmt.Printf("gap: the same when nothing has changed: %.1f s\n", time.Since(began).Seconds())
	if _, err := a.DB.Exec(ctx, `ANALYZE`); err != nil {
		return err
	}
	if err := gapReads(ctx, a, n); err != nil {
		return err
	}
	if err := submitted(ctx, a); err != nil {
		return err
	}
	return freshFact(ctx, a, n)
}

// gapReads measures what is read.
func gapReads(ctx context.Context, a *app.App, n *nation) error {
	today := a.Staff.Today()
	first := n.firstOfLargest()
	employer, unit, person := n.employerOf[first], n.unitOf[first], personID(first)
	op := may.Operator()
	for _, m := range []struct {
		what   string
		rounds int
		do     func() error
	}{
		{"the nation from what is kept", 5, func() error { _, err := a.Gaps.KeptLevels(ctx, op, org.Sweden, 1); return err }},
		{"the largest municipality", 10, func() error { _, err := a.Gaps.Place(ctx, op, employer, gap.Filter{}, today); return err }},
		{"the largest municipality, one occupation", 5, func() error {
			_, err := a.Gaps.Place(ctx, op, employer, gap.Filter{Occupation: "underskoterska"}, today)
			return err
		}},
		{"the largest municipality in half a year", 2, func() error {
			_, err := a.Gaps.Place(ctx, op, employer, gap.Filter{}, a.Now().AddDate(0, 6, 0).Format(time.DateOnly))
			return err
		}},
		{"a unit's people and requirements", 50, func() error { _, err := a.Gaps.Team(ctx, op, unit, today); return err }},
		{"a person", 50, func() error { _, err := a.Gaps.Person(ctx, op, person, employer, today); return err }},
	} {
		began := time.Now()
		for range m.rounds {
			if err := m.do(); err != nil {
				return fmt.Errorf("%s: %w", m.what, err)
			}
		}
		fmt.Printf("gap: %s: %.1f ms\n", m.what, float64(time.Since(began).Microseconds())/1000/float64(m.rounds))
	}
	return nil
}

// freshFact measures how long it takes until a new fact is in the figures of its unit, the queue doing its work.
func freshFact(ctx context.Context, a *app.App, n *nation) error {
	if err := a.Jobs.Start(ctx); err != nil {
		return err
	}
	defer a.Jobs.Stop(ctx)
	// Nothing tells when what a start sets going is done. Were this too short, the figures would be worse, never better.
	time.Sleep(3 * time.Second)
	if err := freshFacts(ctx, a, n, "", 0); err != nil {
		return err
	}
	if err := a.DB.Tx(ctx, func(tx *db.Tx) error { return a.Figures.MarkUnder(ctx, tx, org.Sweden) }); err != nil {
		return err
	}
	time.Sleep(2 * time.Second) // lets the queue begin with the nation, which at full size takes far longer
	return freshFacts(ctx, a, n, " while the nation is computed again", 300)
}

func freshFacts(ctx context.Context, a *app.App, n *nation, when string, from int) error {
	const rounds = 5
	var worst, all time.Duration
	for i := range rounds {
		k := n.firstOfLargest() + from + i*7
		person, employer := personID(k), n.employerOf[k]
		had, err := marksOf(ctx, a, person)
		if err != nil {
			return err
		}
		began := time.Now()
		err = a.DB.Tx(ctx, func(tx *db.Tx) error {
			for _, course := range courses {
				if _, err := a.Record.Append(ctx, tx, record.Fact{PersonID: person, Kind: record.Completed, CourseID: course, Title: course, Source: record.FromCourse, ActorID: person, ControllerID: employer}); err != nil {
					return err
				}
			}
			_, err := tx.Exec(ctx, `UPDATE assessment SET level = 'master' WHERE person_id = $1`, person)
			return err
		})
		if err != nil {
			return err
		}
		for {
			now, err := marksOf(ctx, a, person)
			if err != nil {
				return err
			}
			if now != had || time.Since(began) > time.Minute {
				break
			}
			time.Sleep(5 * time.Millisecond) // how exact the figure is; nothing tells when a row changes
		}
		took := time.Since(began)
		all, worst = all+took, max(worst, took)
	}
	fmt.Printf("gap: a new fact is in the figures after %.0f ms, at most %.0f ms%s\n", float64((all / rounds).Milliseconds()), float64(worst.Milliseconds()), when)
	return nil
}

func marksOf(ctx context.Context, a *app.App, person string) (string, error) {
	return db.One(ctx, a.DB, db.Text, `SELECT COALESCE(MAX(marks), '') FROM gap_position WHERE person_id = $1`, person)
}
