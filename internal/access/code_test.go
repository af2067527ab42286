package access

import (
	"crypto/rand"
	"errors"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

func TestACodeSignsInOnceWithinADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	enter := func(code string) (Entry, error) { return w.EnterByCode(t.Context(), code, "192.0.2.1") }
	code := w.code("b")
	for range 3 {
		if ok, err := w.CodeStands(t.Context(), code, "192.0.2.1"); !ok || err != nil {
			t.Fatal("looking uses the code:", err)
		}
	}
	e, err := enter(code)
	if want := (Entry{PersonID: "b", Purpose: ForSignIn, NeedsPIN: true}); err != nil || e != want {
		t.Errorf("%+v %v", e, err)
	}
	if ok, err := w.CodeStands(t.Context(), code, "192.0.2.1"); ok || err != nil {
		t.Error("a used code stands", err)
	}
	_, err = enter(code)
	w.want("twice", err, ErrCode)

	late, soon := w.code("b"), w.code("b")
	w.later(day - time.Millisecond)
	_, err = enter(soon)
	w.want("just before a day", err, nil)
	w.later(time.Millisecond)
	_, err = enter(late)
	w.want("after a day", err, ErrCode)

	if e, err = enter(w.code("a")); err != nil || e.NeedsPIN {
		t.Errorf("who has a PIN: %+v %v", e, err)
	}
	demo, err := w.GiveCode(t.Context(), may.Operator(), "b", ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	if e, err = enter(demo.Code); err != nil || e.NeedsPIN || e.Purpose != ForDemo {
		t.Errorf("of a demo: %+v %v", e, err)
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, typed := range []func(string) string{
		strings.ToLower,
		func(c string) string { return strings.ReplaceAll(c, "-", "") },
		func(c string) string { return " " + strings.ReplaceAll(c, "-", " ") + ".\n" },
	} {
		if _, err := w.EnterByCode(t.Context(), typed(w.code("b")), "192.0.2.1"); err != nil {
			t.Error(err)
		}
	}
	if got := PlainCode("acde fghj/../3467?<x>"); got != "ACDE-FGHJ-3467-X" {
		t.Error(got)
	}
	for _, wrong := range []string{"", "-", "ACDE", "å", "' OR 1=1 --", strings.Repeat("A", 1<<20)} {
		_, err := w.EnterByCode(t.Context(), wrong, "192.0.2.1")
		w.want(wrong[:min(len(wrong), 20)], err, ErrCode)
	}
}

func TestACodeUsedTwiceAtOnceIsOneSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code := w.code("b")
	var group sync.WaitGroup
	var in, refused atomic.Int64
	for i := range 8 {
		group.Go(func() {
			switch _, err := w.EnterByCode(t.Context(), code, stranger(i)); {
			case err == nil:
				in.Add(1)
			case errors.Is(err, ErrCode):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	group.Wait()
	if in.Load() != 1 || refused.Load() != 7 {
		t.Errorf("%d got in, %d were refused", in.Load(), refused.Load())
	}
}

func TestOnlyTheHashOfACodeIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code := w.code("b")
	kept, err := db.One(t.Context(), w.DB, db.Text, `SELECT code_hash FROM signin_code`)
	if err != nil || strings.Contains(kept, code) || strings.Contains(kept, strings.ReplaceAll(code, "-", "")) || len(kept) < 64 {
		t.Error(kept, err)
	}
}

func TestWrongCodesAreSlowedDownAndRightOnesAreNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const bad = "198.51.100.1"
	enter := func(code, from string) error { _, err := w.EnterByCode(t.Context(), code, from); return err }
	look := func(code, from string) error { _, err := w.CodeStands(t.Context(), code, from); return err }
	for range wrongCodes / 2 {
		w.want("typed", enter("ACDE-FGHJ-3467", bad), ErrCode)
		w.want("looked for", look("ACDE-FGHJ-3467", bad), nil)
	}
	w.want("one more", enter("ACDE-FGHJ-3467", bad), ErrWait)
	w.want("one more look", look("ACDE-FGHJ-3467", bad), ErrWait)
	w.want("a right one from there", enter(w.code("b"), bad), nil)
	w.want("a wrong one from elsewhere", enter("ACDE-FGHJ-3467", "192.0.2.1"), ErrCode)
	for range 10 * wrongCodes {
		if _, err := w.take(t.Context(), w.codeTries(bad)); errors.Is(err, ErrWait) {
			break
		}
	}
	code := w.code("b")
	w.want("nothing more is judged from there", enter(code, bad), ErrWait)
	w.want("a right one from elsewhere", enter(code, "192.0.2.1"), nil)
	w.later(quarter)
	w.want("a quarter later", enter("ACDE-FGHJ-3467", bad), ErrCode)
}

// Codes are spread over all that they could be, and are easy to read.
func TestCodesAreSpreadOut(t *testing.T) {
	t.Parallel()
	const made = 30_000
	seen, letters := map[string]bool{}, map[rune]int{}
	for range made {
		c := shapeCode(rand.Text())
		if len(c) != 14 || c[4] != '-' || c[9] != '-' || PlainCode(c) != c || seen[c] {
			t.Fatalf("%q", c)
		}
		seen[c] = true
		for _, r := range cleanCode(c) {
			letters[r]++
		}
	}
	want := made * 12 / float64(len(codeLetters))
	for _, r := range codeLetters {
		if off := math.Abs(float64(letters[r])-want) / want; off > 0.06 {
			t.Errorf("%c comes %d times, want about %.0f", r, letters[r], want)
		}
	}
}

func TestWhoMayGiveWhomACode(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.node("se", "nation", "se", "2000-01-01", db.NoEnd)
	w.node("r", "rss", "se/r", "2000-01-01", db.NoEnd)
	boss := as("b", managerOf("se/r/k/u"))
	staffOf := func(role may.Role, path string) may.Actor { return as("b", may.Grant{Role: role, Path: path}) }
	for name, tc := range map[string]struct {
		actor may.Actor
		role  may.Role // what a holds besides, at node
		node  string
		want  error
	}{
		"the manager":                       {actor: boss},
		"the manager of another unit":       {actor: as("b", managerOf("se/r/k/u2")), want: may.ErrDenied},
		"a colleague":                       {actor: as("b"), want: may.ErrDenied},
		"oneself":                           {actor: as("a"), want: may.ErrDenied},
		"nobody":                            {actor: may.Actor{}, want: may.ErrSignIn},
		"whoever runs the commands":         {actor: may.Operator(), role: may.National, node: "se"},
		"HR":                                {actor: staffOf(may.HR, "se/r/k")},
		"the region":                        {actor: staffOf(may.Region, "se/r"), want: may.ErrDenied},
		"a deputy":                          {actor: staffOf(may.Deputy, "se/r/k/u"), role: may.EnrolTask, node: "u"},
		"a deputy for the manager":          {actor: staffOf(may.Deputy, "se/r/k/u"), role: may.Manager, node: "u", want: ErrHigherRole},
		"who has the task for the manager":  {actor: staffOf(may.CodeTask, "se/r/k/u"), role: may.Manager, node: "u", want: ErrHigherRole},
		"who has the task for another task": {actor: staffOf(may.CodeTask, "se/r/k/u"), role: may.EnrolTask, node: "u", want: ErrHigherRole},
		"who has the task":                  {actor: staffOf(may.CodeTask, "se/r/k/u"), role: may.Mentor, node: "u"},
		"who has the task for who leads the learning": {actor: staffOf(may.CodeTask, "se/r/k/u"), role: may.Leader, node: "u", want: ErrHigherRole},
		"a co-manager for the other":                  {actor: boss, role: may.Manager, node: "u"},
		"the manager for who delegates":               {actor: boss, role: may.Delegator, node: "u"},
		"the municipality for its own":                {actor: staffOf(may.Municipality, "se/r/k"), role: may.Municipality, node: "k"},
		"the municipality for the manager":            {actor: staffOf(may.Municipality, "se/r/k"), role: may.Manager, node: "u"},
		"HR for the municipality's own":               {actor: staffOf(may.HR, "se/r/k"), role: may.Municipality, node: "k", want: ErrHigherRole},
		"HR for who sees figures of all":              {actor: staffOf(may.HR, "se/r/k"), role: may.Operations, node: "k", want: ErrHigherRole},
		"HR for the manager":                          {actor: staffOf(may.HR, "se/r/k"), role: may.Manager, node: "u"},
		"the manager for the municipality's own":      {actor: boss, role: may.Municipality, node: "k", want: ErrHigherRole},
		"the manager for who reads logs":              {actor: boss, role: may.Auditor, node: "k", want: ErrHigherRole},
		"the municipality for a national one":         {actor: staffOf(may.Municipality, "se/r/k"), role: may.National, node: "se", want: ErrHigherRole},
		"the manager for a manager at another unit":   {actor: boss, role: may.Manager, node: "v", want: ErrHigherRole},
		"the manager for a trainer, who sees figures": {actor: boss, role: may.Trainer, node: "r"},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			w.exec(`DELETE FROM role_grant`)
			w.exec(`DELETE FROM access_log`)
			if tc.role != "" {
				w.grant("a", tc.role, tc.node, "2026-04-01", db.NoEnd) // not even before it begins
			}
			_, err := w.GiveCode(t.Context(), tc.actor, "a", ForSignIn)
			w.want(name, err, tc.want)
			err = w.TextCode(t.Context(), tc.actor, "a", func(Code) string { return "" })
			if want := tc.want; want == nil {
				w.want(name+" by SMS", err, ErrNoMobile)
			} else {
				w.want(name+" by SMS", err, want)
			}
			logged := w.number(`SELECT COUNT(*) FROM access_log WHERE person_id = 'a' AND what = 'access.code'`)
			if should := tc.want == nil && !tc.actor.IsOperator(); (logged == 1) != should {
				t.Errorf("the person can read of %d codes", logged)
			}
		})
	}
}

func TestACodeIsSentBySMS(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`UPDATE employee SET mobile = '+46701740605' WHERE person_id = 'b'`)
	var sent Code
	if err := w.TextCode(t.Context(), may.Operator(), "b", func(c Code) string { sent = c; return "https://x/in/" + c.Code }); err != nil {
		t.Fatal(err)
	}
	got, err := db.One(t.Context(), w.DB, db.Text, `SELECT channel || ' ' || address || ' ' || body FROM message`)
	if err != nil || got != "sms +46701740605 https://x/in/"+sent.Code || !sent.ExpiresAt.Equal(w.Now().Add(day)) {
		t.Error(got, err)
	}
	if _, err := w.EnterByCode(t.Context(), sent.Code, "192.0.2.1"); err != nil {
		t.Error(err)
	}
}

// Whoever has a code can be the person: a role above a private employer gives none there (rule 3),
// nor does a unit that the person only serves.
func TestNoCodeReachesIntoAnotherEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.node("e", "employer", "se/r/k/e", "2000-01-01", db.NoEnd)
	w.node("x", "unit", "se/r/k/e/x", "2000-01-01", db.NoEnd)
	w.hire("d", "e", "x", "1")
	town := as("b", may.Grant{Role: may.Municipality, Path: "se/r/k"})
	give := func(actor may.Actor, person string) error {
		_, err := w.GiveCode(t.Context(), actor, person, ForSignIn)
		return err
	}
	w.want("the municipality at a private employer", give(town, "d"), may.ErrDenied)
	w.want("the employer's own", give(as("b", may.Grant{Role: may.HR, Path: "se/r/k/e"}), "d"), nil)
	w.grant("a", may.Manager, "x", "2026-01-01", db.NoEnd)
	w.want("the municipality for whoever leads at a private employer too", give(town, "a"), ErrHigherRole)

	w.exec(`DELETE FROM role_grant`)
	w.node("u2", "unit", "se/r/k/u2", "2000-01-01", db.NoEnd)
	w.exec(`INSERT INTO serves (id, employment_id, person_id, unit_id, valid_from, valid_until) SELECT 's', id, person_id, 'u2', '2026-01-01', '9999-12-31' FROM employment WHERE person_id = 'a'`)
	w.want("the manager of a unit that the person serves", give(as("b", managerOf("se/r/k/u2")), "a"), may.ErrDenied)
	w.want("the manager of the unit that employs", give(as("b", managerOf("se/r/k/u")), "a"), nil)
}
