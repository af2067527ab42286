package record_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

func TestTheSameWorkTwiceIsOneFactAndIsToldOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.person("a", "k")
	told := 0
	w.Listeners = append(w.Listeners, func(context.Context, *db.Tx, record.Fact) error { told++; return nil })
	f := record.Fact{PersonID: "a", Kind: record.Completed, CourseID: "hygien", Source: record.FromCourse, OnceKey: "study:1"}
	first, second := w.append(f), w.append(f)
	if first.ID != second.ID || !first.At.Equal(second.At) || told != 1 {
		t.Fatal(first, second, told)
	}
}

func TestAListenerThatFailsLeavesNoFact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a", "k")
	stop := errors.New("stop")
	w.Listeners = append(w.Listeners, func(context.Context, *db.Tx, record.Fact) error { return stop })
	err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := w.Append(t.Context(), tx, record.Fact{PersonID: "a", Kind: record.Passed, CourseID: "hygien"})
		return err
	})
	if facts, errOwn := w.Own(t.Context(), a, "a"); !errors.Is(err, stop) || errOwn != nil || len(facts) != 0 {
		t.Fatal(err, errOwn, facts)
	}
}

func TestAFactHasAKindThatExists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.person("a", "k")
	for name, f := range map[string]record.Fact{
		"unknown kind":              {PersonID: "a", Kind: "praised"},
		"revokes nothing":           {PersonID: "a", Kind: record.Revoked},
		"a completion that revokes": {PersonID: "a", Kind: record.Completed, Revokes: "x"},
	} {
		err := w.DB.Tx(t.Context(), func(tx *db.Tx) error { _, err := w.Append(t.Context(), tx, f); return err })
		if !errors.Is(err, record.ErrUnknownKind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOnlyThePersonReadsTheWholeRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a", "k")
	f := w.completed("a", "hygien", "k")
	if got, err := w.Own(t.Context(), a, "a"); err != nil || !slices.Equal(ids(got), []string{f.ID}) {
		t.Error(got, err)
	}
	for name, who := range map[string]may.Actor{"the manager": manager("b", "u1"), "a visitor": {}} {
		if _, err := w.Own(t.Context(), who, "a"); err == nil {
			t.Errorf("%s reads the record", name)
		}
		if _, err := w.Lines(t.Context(), who, "a"); err == nil {
			t.Errorf("%s reads the lines", name)
		}
		if _, err := w.Looks(t.Context(), who, "a", 10); err == nil {
			t.Errorf("%s reads who has looked", name)
		}
	}
}

func TestRevokingIsForTheEmployerOfTheFact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.person("a", "k", "p")
	w.employ("a", "k", "u1", "2024-01-01", db.NoEnd)
	w.employ("a", "p", "u2", "2024-01-01", db.NoEnd)
	f := w.completed("a", "hygien", "k")
	for name, tc := range map[string]struct {
		who    may.Actor
		fact   string
		reason string
		want   error
	}{
		"without a reason":                   {manager("b", "u1"), f.ID, " ", record.ErrNoReason},
		"no such fact":                       {manager("b", "u1"), "x", "fel", record.ErrNoFact},
		"the manager at the other job":       {manager("b", "u2"), f.ID, "fel", may.ErrDenied},
		"the person":                         {may.Actor{PersonID: "a"}, f.ID, "fel", may.ErrDenied},
		"a visitor":                          {may.Actor{}, f.ID, "fel", may.ErrSignIn},
		"a deputy":                           {may.Actor{PersonID: "b", Grants: []may.Grant{{Role: may.Deputy, NodeID: "u1", Path: places["u1"]}}}, f.ID, "fel", may.ErrDenied},
		"the manager of another's neighbour": {manager("b", "u3"), f.ID, "fel", may.ErrDenied},
	} {
		if _, err := w.Revoke(t.Context(), tc.who, tc.fact, tc.reason); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
	r, err := w.Revoke(t.Context(), manager("b", "u1"), f.ID, " fel person ")
	if err != nil || r.Revokes != f.ID || r.ActorID != "b" || r.ControllerID != "k" || r.Reason() != "fel person" {
		t.Fatal(r, err)
	}
	if _, err := w.Revoke(t.Context(), manager("b", "u1"), f.ID, "igen"); !errors.Is(err, record.ErrNotRevoked) {
		t.Errorf("twice: %v", err)
	}
	if _, err := w.Revoke(t.Context(), manager("b", "u1"), r.ID, "ångrar mig"); !errors.Is(err, record.ErrRevocation) {
		t.Errorf("the revocation: %v", err)
	}
	facts, err := w.Facts(t.Context(), "a")
	if err != nil || len(facts) != 2 || len(record.Standing(facts)) != 0 {
		t.Error(facts, err)
	}
}

func TestOfTwoWhoRevokeAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.person("a", "k")
	w.employ("a", "k", "u1", "2024-01-01", db.NoEnd)
	f := w.completed("a", "hygien", "k")
	var n atomic.Int64
	w.NewID = func() string { return "c" + time.Now().Format("150405.000000000") + string(rune('a'+n.Add(1))) }
	var done atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			_, err := w.Revoke(t.Context(), manager("b", "u1"), f.ID, "fel")
			switch {
			case err == nil:
				done.Add(1)
			case !errors.Is(err, record.ErrNotRevoked):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 {
		t.Errorf("%d revoked it", done.Load())
	}
}

func TestLinesTellWhoAndShowWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person("a", "k")
	w.person("b", "k", "m")
	w.employ("a", "k", "u1", "2024-01-01", db.NoEnd)
	first := w.completed("a", "hygien", "k")
	w.now = w.now.Add(time.Hour)
	second := w.append(record.Fact{PersonID: "a", Kind: record.Credited, CourseID: "pfa", Title: "PFA", Source: record.FromExternal, ActorID: "b", ControllerID: "k"})
	if _, err := w.Revoke(t.Context(), manager("b", "u1"), first.ID, "fel person"); err != nil {
		t.Fatal(err)
	}
	lines, err := w.Lines(t.Context(), a, "a")
	if err != nil || len(lines) != 2 {
		t.Fatal(lines, err)
	}
	if l := lines[0]; l.ID != second.ID || l.By.Name != "Kim-b Sjö" || l.By.Employer != "Namn k" || l.Employer != "Namn k" || l.Revoked != nil {
		t.Errorf("%+v", l)
	}
	if l := lines[1]; l.ID != first.ID || l.By.PersonID != "a" || l.Revoked == nil || l.Revoked.Reason() != "fel person" || l.RevokedBy.Name != "Kim-b Sjö" {
		t.Errorf("%+v", l)
	}
	w.exec(`UPDATE employee SET protected = TRUE, contact_code = 'K77' WHERE person_id = 'b' AND employer_id = 'm'`)
	if lines, err := w.Lines(t.Context(), a, "a"); err != nil || lines[0].By.Name != "K77" {
		t.Errorf("a protected identity is shown as %+v, %v", lines[0].By, err)
	}
}
