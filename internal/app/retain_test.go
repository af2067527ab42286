package app_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/staff"
)

// left lets somebody have ended long ago, without a role since.
func (w *world) left(t *testing.T, person, day string) {
	t.Helper()
	err := w.app.DB.Tx(t.Context(), func(tx *db.Tx) error {
		if err := run(t.Context(), tx, `UPDATE employment_period SET valid_until = $2, end_date = $2 WHERE person_id = $1`, person, day); err != nil {
			return err
		}
		return run(t.Context(), tx, `UPDATE role_grant SET valid_until = $2 WHERE person_id = $1`, person, day)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) night(t *testing.T) {
	t.Helper()
	if err := w.app.Privacy.OnAged(t.Context(), privacy.Aged{}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) count(t *testing.T, q string, args ...any) int64 {
	t.Helper()
	n, err := db.One(t.Context(), w.app.DB, db.Number, q, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhoHasLeftIsToldAndThenErasedUnlessSignedIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := w.app.Staff.Today()
	w.left(t, "mentor-1480", "2020-01-01")   // long gone
	w.left(t, "assessor-1480", "2020-01-01") // long gone, and comes back in time
	recent := time.Now().AddDate(0, -privacy.DefaultSignin+4, 0).Format(time.DateOnly)
	w.left(t, "leader-1480", recent) // is not to be told before another month
	const warned = `SELECT COUNT(*) FROM retention_warning WHERE person_id = $1 AND employer_id = 'k-1480' AND warned_on = $2 AND erase_from > $2`
	for range 2 { // the job may run twice
		w.night(t)
	}
	for person, want := range map[string]int64{"mentor-1480": 1, "assessor-1480": 1, "leader-1480": 0, "learner-1480": 0, "municipality-1480": 0} {
		if n := w.count(t, warned, person, today); n != want {
			t.Errorf("%s: %d warnings, want %d", person, n, want)
		}
		if n := w.count(t, `SELECT COUNT(*) FROM note WHERE person_id = $1 AND key = 'privacy.told.aged'`, person); n != want {
			t.Errorf("%s: told %d times, want %d", person, n, want)
		}
	}
	if n := w.count(t, `SELECT COUNT(*) FROM note WHERE person_id = 'municipality-1480' AND key = 'privacy.told.aged_employer'`); n != 1 {
		t.Errorf("the municipality is told %d times", n)
	}
	touched, err := w.app.Privacy.Touches(t.Context(), may.Operator(), "k-1480", privacy.DefaultSignin)
	if err != nil || touched != (privacy.Touched{Soon: 0, Told: 2}) {
		t.Errorf("%+v %v", touched, err)
	}
	if touched, err = w.app.Privacy.Touches(t.Context(), may.Operator(), "k-1480", privacy.DefaultSignin-2); err != nil || touched.Soon != 1 {
		t.Errorf("a shorter time: %+v %v", touched, err)
	}
	if n := w.count(t, `SELECT COUNT(*) FROM employee WHERE person_id IN ('mentor-1480', 'assessor-1480')`); n != 2 {
		t.Fatal("somebody is erased on the day of the warning")
	}
	err = w.app.DB.Tx(t.Context(), func(tx *db.Tx) error {
		if err := run(t.Context(), tx, `UPDATE retention_warning SET erase_from = $1`, today); err != nil {
			return err
		}
		return run(t.Context(), tx, `UPDATE account SET last_signin = $1 WHERE person_id = 'assessor-1480'`, time.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	w.night(t)
	for person, want := range map[string]int64{"mentor-1480": 0, "assessor-1480": 1, "leader-1480": 1, "learner-1480": 1} {
		if n := w.count(t, `SELECT COUNT(*) FROM person WHERE id = $1`, person); n != want {
			t.Errorf("%s: %d, want %d", person, n, want)
		}
	}
	if n := w.count(t, `SELECT COUNT(*) FROM retention_warning`); n != 0 {
		t.Errorf("%d warnings are left", n)
	}
	list, all, err := w.app.Privacy.Erasures(t.Context(), may.Operator(), "k-1480", 10, 0)
	if err != nil || all != 1 || list[0].Reason != privacy.Overdue || !list[0].Whole || list[0].Day != today {
		t.Errorf("%+v %v", list, err)
	}
}

func TestAnEmployersTimesAreKeptWithinBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, wrong := range []privacy.Keeping{{Signin: 11}, {Signin: 241}, {Signin: 69, Leave: -1}, {Signin: 69, Notes: 300}} {
		if err := w.app.Privacy.Keep(t.Context(), may.Operator(), "k-1480", wrong); !errors.Is(err, privacy.ErrMonths) {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
	want := privacy.Keeping{Signin: 24, Leave: 6, Notes: 12, Files: 3, Thoughts: 9}
	for range 2 {
		if err := w.app.Privacy.Keep(t.Context(), may.Operator(), "k-1480", want); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := w.app.Privacy.KeepingOf(t.Context(), "k-1480"); err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := w.app.Privacy.KeepingOf(t.Context(), "k-2480"); err != nil || got != (privacy.Keeping{Signin: 69, Thoughts: 12}) {
		t.Errorf("another's: %+v %v", got, err)
	}
	err := w.app.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for _, q := range []string{
			`INSERT INTO leave (id, person_id, from_date, to_date, made_by) VALUES ('old', 'learner-1480', '2025-01-01', '2025-02-01', 'x'), ('other', 'learner-2480', '2025-01-01', '2025-02-01', 'x'), ('open', 'learner-1480', '2025-01-01', '9999-12-31', 'x')`,
			`INSERT INTO note (id, person_id, employer_id, key, args, href, once_key, made_at) VALUES ('old', 'learner-1480', 'k-1480', 'x', '{}', '', 'old', '2025-01-01 00:00:00'), ('other', 'learner-1480', 'k-2480', 'x', '{}', '', 'other', '2025-01-01 00:00:00')`,
		} {
			if err := run(t.Context(), tx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.night(t)
	if n := w.count(t, `SELECT COUNT(*) FROM leave`); n != 2 {
		t.Errorf("%d times away are left, want the other municipality's and the one that goes on", n)
	}
	if n := w.count(t, `SELECT COUNT(*) FROM note WHERE id IN ('old', 'other')`); n != 1 {
		t.Errorf("%d notes are left, want the other municipality's", n)
	}
}

// One person asks, the municipality answers, gives out and erases: by the pages, without JavaScript.
func TestARequestIsMadeAnsweredAndAPersonErasedByThePages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	person, handler, other := w.browser(t, "learner-1480"), w.browser(t, "municipality-1480"), w.browser(t, "municipality-2480")
	at := w.base + "/mina-uppgifter/radera/k-1480"
	if status := w.post(t, person, w.base+"/mina-uppgifter/ratta/k-1480", url.Values{"falt": {"email"}, "onskan": {"19811228-9874"}}); status != 422 {
		t.Errorf("an identity number is taken: %d", status)
	}
	if status := w.post(t, person, at, url.Values{"onskan": {"Jag har slutat."}}); status != 303 {
		t.Errorf("%d", status)
	}
	if status := w.post(t, person, at, url.Values{}); status != 409 {
		t.Errorf("asked twice: %d", status)
	}
	if status := w.post(t, person, w.base+"/mina-uppgifter/radera/k-2480", url.Values{}); status != 404 {
		t.Errorf("asked of somebody who has nothing: %d", status)
	}
	request, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT id FROM data_request WHERE kind = 'erase'`)
	if err != nil {
		t.Fatal(err)
	}
	where := w.base + "/kommun/personuppgifter/begaran/" + request
	if status := w.post(t, other, where, url.Values{"svar": {"done"}, "text": {"Ja"}}); status != 403 {
		t.Errorf("another municipality answers: %d", status)
	}
	for _, wrong := range []url.Values{{}, {"svar": {"done"}}, {"text": {"Ja"}}} {
		if status := w.post(t, handler, where, wrong); status != 422 {
			t.Errorf("%v: %d", wrong, status)
		}
	}
	if status := w.post(t, handler, where, url.Values{"svar": {"declined"}, "text": {"Du är anställd till den 31 mars."}}); status != 303 {
		t.Errorf("%d", status)
	}
	if status := w.post(t, handler, where, url.Values{"svar": {"done"}, "text": {"Ja"}}); status != 409 {
		t.Errorf("answered twice: %d", status)
	}
	if page := w.page(t, person, "/mina-uppgifter"); !strings.Contains(page, "Du är anställd till den 31 mars.") {
		t.Error("the person does not read the answer")
	}
	if page := w.page(t, person, "/mitt-larande"); !strings.Contains(page, "Läste ditt önskemål") {
		t.Error("the person does not see who has read the request")
	}

	erase := w.base + "/kommun/personuppgifter/person/learner-1480/radera"
	for _, wrong := range []url.Values{{}, {"varfor": {"decided"}, "nummer": {"123"}}, {"nummer": {"learner-1480"}}, {"varfor": {"aged"}, "nummer": {"learner-1480"}}} {
		if status := w.post(t, handler, erase, wrong); status != 422 {
			t.Errorf("%v: %d", wrong, status)
		}
	}
	if page := w.page(t, handler, "/kommun/personuppgifter/person/learner-1480/radera"); !strings.Contains(page, "Kontot försvinner också") {
		t.Errorf("the preview does not say that all goes: %s", page)
	}
	if status := w.post(t, other, erase, url.Values{"varfor": {"decided"}, "nummer": {"learner-1480"}}); status != 404 && status != 403 {
		t.Errorf("another municipality erases: %d", status)
	}
	if status := w.post(t, handler, erase, url.Values{"varfor": {"decided"}, "nummer": {" learner-1480 "}}); status != 303 {
		t.Errorf("%d", status)
	}
	if _, err := w.app.Staff.ByNumber(t.Context(), "k-1480", "learner-1480"); !errors.Is(err, staff.ErrNoPerson) {
		t.Errorf("the person is there: %v", err)
	}
	if r, err := person.Get(w.base + "/mina-uppgifter"); err != nil || r.StatusCode != http.StatusSeeOther {
		t.Errorf("the erased person is signed in still: %v %v", r.Status, err)
	}
	if status := w.post(t, handler, w.base+"/kommun/personuppgifter/person/municipality-1480/radera", url.Values{"varfor": {"decided"}, "nummer": {"municipality-1480"}}); status != 403 {
		t.Errorf("somebody erases themselves: %d", status)
	}
}

func (w *world) post(t *testing.T, c *http.Client, address string, form url.Values) int {
	t.Helper()
	r, err := c.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	return r.StatusCode
}

func (w *world) page(t *testing.T, c *http.Client, address string) string {
	t.Helper()
	r, err := c.Get(w.base + address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", address, r.Status, err)
	}
	return string(body)
}

func TestTheDemoHasWhoAsksAndWhoIsNearTheEnd(t *testing.T) {
	t.Parallel()
	a := newDemo(t, "")
	if err := a.Privacy.OnAged(t.Context(), privacy.Aged{}); err != nil {
		t.Fatal(err)
	}
	list, err := a.Demo.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var waiting, told int64
	for _, code := range list.Municipalities {
		requests, err := a.Privacy.Waiting(t.Context(), may.Operator(), "k-"+code, 10)
		if err != nil {
			t.Fatal(err)
		}
		touched, err := a.Privacy.Touches(t.Context(), may.Operator(), "k-"+code, privacy.DefaultSignin)
		if err != nil {
			t.Fatal(err)
		}
		waiting, told = waiting+int64(len(requests)), told+touched.Told
	}
	if waiting != 2 || told != 1 {
		t.Errorf("%d requests wait and %d people are told, want 2 and 1", waiting, told)
	}
}

func TestFilesThatNobodyRefersToAreSwept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.app.DB.Tx(t.Context(), func(tx *db.Tx) error { return employ(t.Context(), tx, tracedID, "k-1480", "unit-1480") }); err != nil {
		t.Fatal(err)
	}
	needed := w.upload(t)
	old, _, err := w.app.Blobs.Put(t.Context(), strings.NewReader("nobody's"))
	if err != nil {
		t.Fatal(err)
	}
	fresh, _, err := w.app.Blobs.Put(t.Context(), strings.NewReader("on its way into a row"))
	if err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-2 * time.Hour)
	for _, hash := range []string{needed, old} {
		if err := os.Chtimes(filepath.Join(w.app.Config.Data, "files", hash[:2], hash), long, long); err != nil {
			t.Fatal(err)
		}
	}
	w.night(t)
	for hash, want := range map[string]bool{needed: true, old: false, fresh: true} {
		f, err := w.app.Blobs.Get(t.Context(), hash)
		if there := err == nil; there != want {
			t.Errorf("%s: there %v, want %v", hash, there, want)
		}
		if err == nil {
			f.Close()
		}
	}
}

// Typing nothing never confirms, also where a person has no number.
func TestNothingTypedErasesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, err := w.app.Access.Visitor(t.Context(), "municipality-1480", w.app.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	who := may.Actor{PersonID: "municipality-1480", Grants: a.Grants}
	for _, number := range []string{"learner-1480", ""} {
		if _, err := w.app.DB.Exec(t.Context(), `UPDATE employment SET number = $1 WHERE person_id = 'learner-1480'`, number); err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{"", "  ", "nobody"} {
			if _, err := w.app.Privacy.EraseTyped(t.Context(), who, "learner-1480", typed, privacy.Asked); !errors.Is(err, privacy.ErrConfirm) {
				t.Errorf("number %q, typed %q: %v", number, typed, err)
			}
		}
	}
	f, err := w.app.Privacy.Person(t.Context(), who, "learner-1480")
	if err != nil || f.Mark() == "" {
		t.Fatal(f.Mark(), err)
	}
	if _, err := w.app.Privacy.EraseTyped(t.Context(), who, "learner-1480", f.Mark(), privacy.Asked); err != nil {
		t.Error(err)
	}
}
