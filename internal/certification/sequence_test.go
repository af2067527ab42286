package certification_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/certificationtest"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// life is two units in programmes, and what happens to their people.
type life struct {
	*certificationtest.World
	r      *rand.Rand
	units  [2]string
	ids    [2]string // programmes
	people []string
	at     map[string]int // person → unit, while employed at one of them
	facts  []record.Fact
	seen   map[string][2]rule.Outcome // by day
	round  int
	scheme string
	number int64
}

func (l *life) pick() string {
	if len(l.people) == 0 {
		return ""
	}
	return l.people[l.r.IntN(len(l.people))]
}

func (l *life) hire(form string) {
	p := fmt.Sprintf("r%dp%d", l.round, len(l.people))
	at := l.r.IntN(2)
	l.Employ(p, l.units[at], "underskoterska")
	l.Exec(`UPDATE employment_period SET start_date = $2, valid_from = $2, form = $3 WHERE person_id = $1`, p, l.Staff.Today(), form)
	l.people, l.at[p] = append(l.people, p), at
	if l.r.IntN(2) == 0 {
		l.facts = append(l.facts, l.Learn(p)...)
	}
}

// move ends what is known of somebody's work, and begins something else: another unit, dormant, awake, or nothing.
func (l *life) move(p string, end bool) {
	today := l.Staff.Today()
	l.Exec(`DELETE FROM employment_period WHERE person_id = $1 AND valid_from = $2`, p, today) // changed twice on a day: the last holds
	l.Exec(`UPDATE employment_period SET valid_until = $2 WHERE person_id = $1 AND valid_until > $2`, p, today)
	if end {
		delete(l.at, p)
		return
	}
	at := l.r.IntN(2)
	l.at[p] = at
	l.Exec(`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent, start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		SELECT $2, k.id, k.employer_id, k.person_id, $3, '', '', '', 'underskoterska', '', $4, 100, '2027-01-01', '', $5, '', '', $6, '9999-12-31', 'test', ''
		FROM employment k WHERE k.person_id = $1`, p, l.Certification.NewID(), l.units[at], []string{"permanent", "hourly"}[l.r.IntN(2)], l.r.IntN(3) == 0, today)
}

// happen lets one thing happen. What is refused is refused.
func (l *life) happen(ctx context.Context) {
	c, p, id := l.Certification, l.pick(), l.ids[l.r.IntN(2)]
	switch l.r.IntN(16) {
	case 0, 1:
		l.hire([]string{"permanent", "permanent", "hourly"}[l.r.IntN(3)])
	case 2, 3, 4:
		if p != "" {
			l.facts = append(l.facts, l.Learn(p)...)
		}
	case 5:
		if len(l.facts) > 0 {
			f := l.facts[l.r.IntN(len(l.facts))]
			l.Tx(func(ctx context.Context, tx *db.Tx) error { return l.Record.TakeBack(ctx, tx, f, "maria", "fel") })
		}
	case 6, 7:
		if p != "" {
			l.move(p, l.r.IntN(3) == 0)
			l.Changed(p)
			return
		}
	case 8:
		if p != "" {
			_ = l.Staff.NoteLeave(ctx, may.Operator(), p, l.Staff.Today(), rule.AddDays(l.Staff.Today(), 10+l.r.IntN(80)))
		}
	case 9:
		if p != "" && l.at[p] >= 0 {
			l.Exec(`INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until) SELECT $2, k.id, k.person_id, $3, $4, $5 FROM employment k WHERE k.person_id = $1`,
				p, c.NewID(), l.units[l.r.IntN(2)], l.Staff.Today(), rule.AddDays(l.Staff.Today(), 5+l.r.IntN(60)))
			l.Tx(func(ctx context.Context, tx *db.Tx) error { return c.MarkPerson(ctx, tx, p) })
		}
	case 10:
		l.lead()
	case 11:
		l.number++
		l.Must(c.ChangeScheme(ctx, l.Mona, l.scheme, l.number-1, l.rules(), ""))
	case 12:
		_ = c.Certify(ctx, l.Ulla, id, "")
	case 13:
		_ = c.Revoke(ctx, l.Ulla, id, "fel")
	case 14:
		if c.AskAnew(ctx, l.Maria, id, "läs igen") == nil {
			_ = c.Decide(ctx, l.Mona, id, l.r.IntN(2) == 0, "läst igen")
		}
	case 15:
		_ = c.Renew(ctx, l.Ulla, id, "")
	}
	if p != "" {
		l.Changed(p)
	}
}

// lead lets a leader begin or end at a unit.
func (l *life) lead() {
	unit := l.units[l.r.IntN(2)]
	today := l.Staff.Today()
	if spans := l.Leading[unit]; len(spans) > 0 && spans[len(spans)-1].Until > today {
		if spans[len(spans)-1].Until = today; spans[len(spans)-1].From == today {
			l.Leading[unit] = spans[:len(spans)-1]
		}
	} else {
		l.Leading[unit] = append(spans, rule.Span{From: today, Until: db.NoEnd})
	}
	l.Tx(func(ctx context.Context, tx *db.Tx) error { return l.Certification.MarkUnder(ctx, tx, unit) })
}

func (l *life) rules() rule.Scheme {
	s := certificationtest.Scheme()
	s.By = []string{rule.ByRule, rule.ByLeader}[l.r.IntN(2)]
	s.Share = []int{100, 75}[l.r.IntN(2)]
	s.Hourly, s.Serving, s.Leader, s.Anew = l.r.IntN(2) == 0, l.r.IntN(2) == 0, l.r.IntN(4) == 0, l.r.IntN(2) == 0
	s.HourlyMonths, s.Grace, s.Repair, s.LongLeave = l.r.IntN(3), 20*l.r.IntN(3), 10*l.r.IntN(3), 30
	s.Months, s.Window = 4, 2
	return s
}

// outcomes are how the units stand on a day, read anew.
func (l *life) outcomes(on string) (out [2]rule.Outcome) {
	for i, id := range l.ids {
		v, err := l.Certification.View(l.T.Context(), l.Ulla, id, on)
		l.Must(err)
		v.Outcome.Next = "" // what is planned from another day on may have been added since
		out[i] = v.Outcome
	}
	return out
}

// What is kept is what comes out of the facts, after whatever happens, on every day; and what was answered for a day is
// answered still when more has happened.
func TestWhatIsKeptIsWhatFactsSay(t *testing.T) {
	t.Parallel()
	w := certificationtest.New(t)
	states := map[rule.State]int{}
	for round := range uint64(6) {
		l := &life{World: w, r: rand.New(rand.NewPCG(round, 7)), at: map[string]int{}, seen: map[string][2]rule.Outcome{}, round: int(round), number: 1}
		l.begin()
		for range 30 {
			for range l.r.IntN(3) {
				l.happen(t.Context())
			}
			l.endOfDay(states)
			w.Later(1 + l.r.IntN(12))
		}
		w.Day()
		for on, want := range l.seen {
			if got := l.outcomes(on); !reflect.DeepEqual(got, want) {
				t.Fatalf("round %d, %s was\n%+v\nis\n%+v", round, on, want, got)
			}
		}
	}
	for _, s := range rule.States() {
		if states[s] == 0 {
			t.Errorf("no unit was ever %s: %v", s, states)
		}
	}
}

// begin makes the round's units and lets them join.
func (l *life) begin() {
	ctx := l.T.Context()
	for i := range l.units {
		l.units[i] = fmt.Sprintf("r%du%d", l.round, i)
		l.Place("unit", l.units[i], "Enhet "+l.units[i], "aldre")
		l.Grant("maria", may.Manager, l.units[i])
	}
	l.Maria = l.Actor("maria")
	var err error
	l.scheme, err = l.Certification.AddScheme(ctx, l.Mona, gaptest.Town, l.rules(), "")
	l.Must(err)
	for i := range l.units {
		l.ids[i], err = l.Certification.Join(ctx, l.Ulla, l.units[i], l.scheme, "")
		l.Must(err)
	}
	for range 3 {
		l.hire("permanent")
	}
	l.Changed("")
}

// endOfDay does the day's jobs, and holds what is kept against what facts say.
func (l *life) endOfDay(states map[rule.State]int) {
	l.T.Helper()
	ctx := l.T.Context()
	l.Day()
	now := l.outcomes("")
	l.seen[l.Staff.Today()] = now
	kept, err := l.Certification.All(ctx, may.Operator(), gaptest.Town)
	l.Must(err)
	byID := map[string]certification.Kept{}
	for _, k := range kept {
		byID[k.ProgrammeID] = k
	}
	for i, o := range now {
		k := byID[l.ids[i]]
		states[o.State]++
		if k.State != o.State || k.Since != o.Since || k.ValidUntil != o.ValidUntil || k.CertifiedOn != o.CertifiedOn || int(k.Counted) != o.Counted || int(k.Met) != o.Met || int(k.Waiting) != o.Waiting || k.Ready != (o.Ready && (!o.State.Holds() || o.Round > o.Held)) || k.Asked != o.Asked {
			l.T.Fatalf("round %d, %s: kept %+v\nis %+v", l.round, l.Staff.Today(), k, o)
		}
	}
	if n, err := l.Certification.Rebuild(ctx); err != nil || n > 0 {
		l.T.Fatalf("round %d: %d units differ from what is kept, %v", l.round, n, err)
	}
}
