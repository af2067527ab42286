package record_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// sees is what the employer's manager sees of a.
func (w *world) sees(employer, unit string) []string {
	w.t.Helper()
	facts, err := w.ForEmployer(w.t.Context(), manager("boss-"+unit, unit), "a", employer)
	if err != nil {
		w.t.Fatalf("%s: %v", employer, err)
	}
	return ids(facts)
}

func twoJobs(t *testing.T) (*world, may.Actor) {
	w := newWorld(t)
	a := w.person("a", "k", "p")
	w.employ("a", "k", "u1", "2024-01-01", db.NoEnd)
	w.employ("a", "p", "u2", "2024-01-01", db.NoEnd)
	return w, a
}

func TestParallelEmployersNeverSeeEachOtherUntilThePersonShares(t *testing.T) {
	t.Parallel()
	w, a := twoJobs(t)
	at, elsewhere := w.completed("a", "hygien", "k"), w.completed("a", "demens", "p")
	check := func(when string, k, p []string) {
		t.Helper()
		if got := w.sees("k", "u1"); !slices.Equal(got, k) {
			t.Errorf("%s: k sees %v, want %v", when, got, k)
		}
		if got := w.sees("p", "u2"); !slices.Equal(got, p) {
			t.Errorf("%s: p sees %v, want %v", when, got, p)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check("at first", []string{at.ID}, []string{elsewhere.ID})
	must(w.ShareAll(t.Context(), a, "k"))
	must(w.ShareAll(t.Context(), a, "k"))
	w.now = w.now.Add(time.Minute)
	later := w.completed("a", "akk", "p")
	check("all is shared with k", []string{at.ID, elsewhere.ID, later.ID}, []string{elsewhere.ID, later.ID})
	must(w.ShareOnly(t.Context(), a, "k", []string{later.ID}))
	check("one line is", []string{at.ID, later.ID}, []string{elsewhere.ID, later.ID})
	must(w.Withdraw(t.Context(), a, "k"))
	check("nothing is", []string{at.ID}, []string{elsewhere.ID, later.ID})
}

func TestOnlyOnesOwnEmployersCanBeSharedWith(t *testing.T) {
	t.Parallel()
	w, a := twoJobs(t)
	w.person("b", "m")
	theirs := w.completed("b", "hygien", "m")
	own := w.completed("a", "hygien", "k")
	for name, tc := range map[string]struct{ got, want error }{
		"not the employer":   {w.ShareAll(t.Context(), a, "m"), record.ErrNoEmployer},
		"nothing is chosen":  {w.ShareOnly(t.Context(), a, "p", nil), record.ErrNoneChosen},
		"somebody else's":    {w.ShareOnly(t.Context(), a, "p", []string{theirs.ID}), record.ErrNoFact},
		"a visitor":          {w.ShareOnly(t.Context(), may.Actor{}, "p", []string{own.ID}), may.ErrSignIn},
		"a visitor, all":     {w.ShareAll(t.Context(), may.Actor{}, "p"), record.ErrNoEmployer},
		"the person's own":   {w.ShareOnly(t.Context(), a, "p", []string{own.ID}), nil},
		"the same once more": {w.ShareOnly(t.Context(), a, "p", []string{own.ID, own.ID}), nil},
	} {
		if !errors.Is(tc.got, tc.want) {
			t.Errorf("%s: %v, want %v", name, tc.got, tc.want)
		}
	}
	if shares, err := w.Shares(t.Context(), a); err != nil || len(shares) != 1 {
		t.Error(shares, err)
	}
}

func TestTheRoleMustStandAtTheEmployer(t *testing.T) {
	t.Parallel()
	w, _ := twoJobs(t)
	w.person("c", "p")
	w.employ("c", "p", "u2", "2024-01-01", db.NoEnd)
	municipality := may.Actor{PersonID: "x", Grants: []may.Grant{{Role: may.Municipality, NodeID: "k", Path: places["k"]}}}
	for name, tc := range map[string]struct {
		who              may.Actor
		person, employer string
		want             error
	}{
		"the municipality's own staff":               {municipality, "a", "k", nil},
		"a provider under the municipality":          {municipality, "a", "p", may.ErrDenied},
		"the provider's staff as the municipality's": {municipality, "c", "k", may.ErrDenied},
		"the provider's manager":                     {manager("x", "u2"), "c", "p", nil},
		"the provider's manager, for k":              {manager("x", "u2"), "a", "k", may.ErrDenied},
		"another municipality":                       {manager("x", "u3"), "a", "m", may.ErrDenied},
		"an operator":                                {may.Operator(), "a", "k", nil},
	} {
		if _, err := w.ForEmployer(t.Context(), tc.who, tc.person, tc.employer); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
}

func TestWhoServesAUnitIsSeenThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.person("a", "k")
	w.employ("a", "k", "u1", "2024-01-01", db.NoEnd)
	served := func(unit string) {
		w.exec(`INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until)
			SELECT $1, id, 'a', $1, '2024-01-01', '9999-12-31' FROM employment LIMIT 1`, unit)
	}
	served("u2")
	f, elsewhere := w.completed("a", "hygien", "p"), w.completed("a", "demens", "k")
	if got := w.sees("p", "u2"); !slices.Equal(got, []string{f.ID}) {
		t.Errorf("p sees %v and not only its own; %v is k's", got, elsewhere.ID)
	}
	if _, err := w.ForEmployer(t.Context(), manager("x", "u2"), "a", "k"); !errors.Is(err, may.ErrDenied) {
		t.Errorf("the served provider sees the municipality's record: %v", err)
	}
}

// Whatever is appended, shared, withdrawn and revoked: an employer sees its own lines and those
// shared with it, with what took them back, and no others.
func TestWhatAnEmployerSeesIsOwnAndShared(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w, a := twoJobs(t)
			units := map[string]string{"k": "u1", "p": "u2"}
			random := rand.New(rand.NewPCG(seed, 7))
			all := map[string]bool{}
			chosen := map[string]map[string]bool{"k": {}, "p": {}}
			var facts []record.Fact
			for range 40 {
				w.now = w.now.Add(time.Second)
				employer := []string{"k", "p"}[random.IntN(2)]
				switch random.IntN(6) {
				case 0, 1:
					facts = append(facts, w.completed("a", fmt.Sprint("c", len(facts)), []string{"k", "p", "m"}[random.IntN(3)]))
				case 2:
					if err := w.ShareAll(t.Context(), a, employer); err != nil {
						t.Fatal(err)
					}
					all[employer], chosen[employer] = true, map[string]bool{}
				case 3:
					pick := map[string]bool{}
					for _, f := range facts {
						if f.Kind != record.Revoked && random.IntN(3) == 0 {
							pick[f.ID] = true
						}
					}
					err := w.ShareOnly(t.Context(), a, employer, keysOf(pick))
					if (len(pick) == 0) != errors.Is(err, record.ErrNoneChosen) {
						t.Fatal(err)
					}
					if len(pick) > 0 {
						all[employer], chosen[employer] = false, pick
					}
				case 4:
					if err := w.Withdraw(t.Context(), a, employer); err != nil {
						t.Fatal(err)
					}
					all[employer], chosen[employer] = false, map[string]bool{}
				case 5:
					if len(facts) > 0 {
						if r, err := w.Revoke(t.Context(), may.Operator(), facts[random.IntN(len(facts))].ID, "fel"); err == nil {
							facts = append(facts, r)
						}
					}
				}
				for employer, unit := range units {
					want := []string{}
					for _, f := range facts {
						if f.ControllerID == employer || all[employer] || chosen[employer][f.ID] || chosen[employer][f.Revokes] {
							want = append(want, f.ID)
						}
					}
					if got := w.sees(employer, unit); !slices.Equal(got, want) {
						t.Fatalf("%s sees %v, want %v", employer, got, want)
					}
				}
			}
		})
	}
}

func keysOf(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return out
}

func TestSharingsTellWhatIsSharedWithWhom(t *testing.T) {
	t.Parallel()
	w, a := twoJobs(t)
	w.completed("a", "hygien", "k")
	one, two := w.completed("a", "demens", "p"), w.completed("a", "akk", "m")
	check := func(when, employer string, current, all bool, elsewhere, count int) {
		t.Helper()
		list, err := w.Sharings(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(list, func(s record.Sharing) bool { return s.EmployerID == employer })
		if i < 0 {
			t.Fatalf("%s: no %s in %+v", when, employer, list)
		}
		if s := list[i]; s.Current != current || s.All != all || len(s.Elsewhere) != elsewhere || s.Count() != count || s.Employer != "Namn "+employer {
			t.Errorf("%s: %+v", when, s)
		}
	}
	check("at first", "k", true, false, 2, 0)
	if err := w.ShareOnly(t.Context(), a, "k", []string{one.ID, two.ID}); err != nil {
		t.Fatal(err)
	}
	check("two lines", "k", true, false, 2, 2)
	if _, err := w.Revoke(t.Context(), may.Operator(), two.ID, "fel"); err != nil {
		t.Fatal(err)
	}
	check("one was taken back", "k", true, false, 1, 1)
	if err := w.ShareAll(t.Context(), a, "k"); err != nil {
		t.Fatal(err)
	}
	check("all", "k", true, true, 1, 1)
	w.exec(`UPDATE employment_period SET valid_until = '2026-02-01' WHERE employer_id = 'k'`)
	check("the employment has ended", "k", false, true, 1, 1)
	if err := w.Withdraw(t.Context(), a, "k"); err != nil {
		t.Fatal(err)
	}
	if list, err := w.Sharings(t.Context(), a); err != nil || len(list) != 1 {
		t.Error(list, err)
	}
}
