package competence_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"yrkesresan/internal/competence"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Two units of a municipality, and a private employer under it.
const (
	ekby    = "se/rss-X/k-1"
	bjorken = ekby + "/u-bjorken"
	asken   = ekby + "/u-asken"
	privat  = ekby + "/a-privat"
	granen  = privat + "/u-granen"
)

var (
	amina  = may.Actor{PersonID: "p-amina"}
	bengt  = may.Actor{PersonID: "p-bengt"}
	carmen = may.Actor{PersonID: "p-carmen", Grants: []may.Grant{{Role: may.Manager, NodeID: "u-bjorken", Path: bjorken}}}
	deputy = may.Actor{PersonID: "p-bengt", Grants: []may.Grant{{Role: may.Deputy, NodeID: "u-bjorken", Path: bjorken}}}
	doris  = may.Actor{PersonID: "p-doris", Grants: []may.Grant{{Role: may.Manager, NodeID: "u-asken", Path: asken}}}
	hr     = may.Actor{PersonID: "p-hr", Grants: []may.Grant{{Role: may.HR, NodeID: "k-1", Path: ekby}}}
	theirs = may.Actor{PersonID: "p-erik", Grants: []may.Grant{{Role: may.Manager, NodeID: "u-granen", Path: granen}}}
)

// meritWorld is the room on a fresh database, in March 2026. Amina, Bengt and Carmen work at Björken, Doris at Asken,
// Erik and Amina too at the private Granen.
type meritWorld struct {
	*competence.Competence
	t    *testing.T
	db   *db.DB
	told []competence.Told
	rec  *record.Record

	mu   sync.Mutex
	now  time.Time
	next int
}

func (w *meritWorld) clock() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }

func (w *meritWorld) id() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next++
	return fmt.Sprintf("id-%05d", w.next)
}

func (w *meritWorld) do(q string, args ...any) {
	w.t.Helper()
	if _, err := w.db.Exec(w.t.Context(), q, args...); err != nil {
		w.t.Fatalf("%v: %s", err, q)
	}
}

func openMerits(t *testing.T) *meritWorld {
	t.Helper()
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &meritWorld{t: t, db: dbtest.Open(t), now: time.Date(2026, 3, 2, 9, 0, 0, 0, lang.Zone())}
	log := &audit.Log{DB: w.db, Now: w.clock, NewID: w.id}
	tree := &org.Tree{DB: w.db, NewID: w.id}
	people := &staff.Staff{DB: w.db, Audit: log, Now: w.clock, NewID: w.id, Place: lang.Zone()}
	w.rec = &record.Record{DB: w.db, Staff: people, Audit: log, Now: w.clock, NewID: w.id}
	w.Competence = &competence.Competence{DB: w.db, Tree: tree, Staff: people, Record: w.rec, Audit: log, Blobs: blobs, Now: w.clock, NewID: w.id,
		Frameworks: &framework.Frameworks{DB: w.db, Tree: tree, Audit: log, Today: people.Today, Now: w.clock, NewID: w.id},
		Tell:       func(_ context.Context, _ *db.Tx, n competence.Told) error { w.told = append(w.told, n); return nil }}
	err = w.db.Tx(t.Context(), func(tx *db.Tx) error {
		for _, n := range []org.Node{
			{ID: org.Sweden, Kind: "nation", Path: org.Sweden, Name: "Sverige"},
			{ID: "rss-X", Kind: "rss", Parent: org.Sweden, Name: "RSS"},
			{ID: "k-1", Kind: "municipality", Parent: "rss-X", Name: "Ekby"},
			{ID: "u-bjorken", Kind: "unit", Parent: "k-1", Name: "Björken"},
			{ID: "u-asken", Kind: "unit", Parent: "k-1", Name: "Asken"},
			{ID: "a-privat", Kind: "employer", Parent: "k-1", Name: "Omsorg AB"},
			{ID: "u-granen", Kind: "unit", Parent: "a-privat", Name: "Granen"},
		} {
			if _, err := tree.Add(t.Context(), tx, n, "2000-01-01", "test"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.do(`INSERT INTO reference (kind, id, position, name, body) VALUES
		('occupation', 'underskoterska', 1, 'underskoterska', '{"id":"underskoterska","name":"Undersköterska","education":"gymnasial"}'),
		('occupation', 'stodpedagog', 2, 'stodpedagog', '{"id":"stodpedagog","name":"Stödpedagog","education":"yh"}'),
		('occupation', 'sjukskoterska', 3, 'sjukskoterska', '{"id":"sjukskoterska","name":"Sjuksköterska","licensed":true,"education":"högskola"}'),
		('area', 'aldreomsorg', 1, 'aldreomsorg', '{"id":"aldreomsorg","name":"Äldreomsorg"}')`)
	w.employ("p-amina", "Amina", "Warsame", "k-1", "u-bjorken", "underskoterska", "permanent", "2020-01-01", "2020-01-01")
	w.employ("p-bengt", "Bengt", "Lind", "k-1", "u-bjorken", "underskoterska", "fixed", "2024-01-01", "2024-01-01")
	w.employ("p-carmen", "Carmen", "Ek", "k-1", "u-bjorken", "enhetschef", "permanent", "2020-01-01", "2020-01-01")
	w.employ("p-doris", "Doris", "Alm", "k-1", "u-asken", "enhetschef", "permanent", "2020-01-01", "2020-01-01")
	w.employ("p-hr", "Hugo", "Rask", "k-1", "u-asken", "", "permanent", "2020-01-01", "2020-01-01")
	w.employ("p-erik", "Erik", "Sund", "a-privat", "u-granen", "enhetschef", "permanent", "2020-01-01", "2020-01-01")
	return w
}

// employ gives a person an employment that is known from a day.
func (w *meritWorld) employ(id, first, last, employer, unit, occupation, form, start, known string) {
	w.t.Helper()
	w.do(`INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test') ON CONFLICT (id) DO NOTHING`, id, w.now)
	w.do(`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ($5, $1, $2, $3, $4, '', '', FALSE, 'K-7')`, id, first, last, staff.NewSorter().Key(first, last), employer)
	key := "e-" + id + "-" + employer
	w.do(`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ($1, $2, $1, $3, $4, 'test')`, key, employer, "nr-"+id, id)
	w.do(`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
			start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
		VALUES ($1, $1, $2, $3, $4, '', 'Titel', '', $5, 'aldreomsorg', $6, 100, $7, '', FALSE, '', '', $8, '9999-12-31', 'test', '')`,
		key, employer, id, unit, occupation, form, start, known)
}
