package app_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
	"yrkesresan/internal/staff"
)

// Somebody with a protected identity, recognised by any of these.
const (
	guardedFirst = "Gunnvald"
	guardedLast  = "Skyddsberget"
	guardedMail  = "gunnvald.skyddsberget@kommun.example"
)

// TestAProtectedNameStandsOnNoPageButTheManagersOwn calls every page that can be read as everyone
// there is, and asks every search for the name (rule 7). It is made from the routes, so that a new
// page is looked at by being there.
func TestAProtectedNameStandsOnNoPageButTheManagersOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.guard(t, "learner-1480")
	everybody := []string{""}
	for _, role := range may.Roles() {
		everybody = append(everybody, string(role)+"-1480", string(role)+"-2480")
	}
	shown := 0
	for _, who := range everybody {
		c := w.browser(t, who)
		for _, address := range w.readable(t) {
			kind, body := w.read(t, c, address)
			if !tells(body, []string{guardedFirst, guardedLast, guardedMail}) {
				continue
			}
			leads := who == "manager-1480" || who == "deputy-1480"
			switch {
			case who == "learner-1480": // the person's own
				shown++
			case leads && strings.HasPrefix(address, "/min-grupp"):
				shown++
			default:
				t.Errorf("%s reads the protected name at %s (%s)", who, address, kind)
			}
		}
	}
	if shown < 3 {
		t.Errorf("the name is shown to the person and the manager only %d times: the test sees nothing", shown)
	}
}

// guard gives a person a name that is recognised, a protected identity and something to tell of.
func (w *world) guard(t *testing.T, person string) {
	t.Helper()
	ctx, a := t.Context(), w.app
	_, err := a.DB.Exec(ctx, `UPDATE employee SET first_name = $2, last_name = $3, sort_name = $3, email = $4 WHERE person_id = $1`, person, guardedFirst, guardedLast, guardedMail)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Staff.NoteProtected(ctx, may.Operator(), "k-1480", person, true); err != nil {
		t.Fatal(err)
	}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, f := range []record.Fact{
			{PersonID: person, Kind: record.Completed, CourseID: "forflyttning", Source: record.FromCourse, ActorID: person, ControllerID: "k-1480"},
			// The person has approved somebody else's course, and so stands in another's record.
			{PersonID: "mentor-1480", Kind: record.Credited, CourseID: "bemotande", Source: record.FromExternal, ActorID: person, ControllerID: "k-1480"},
		} {
			if _, err := a.Record.Append(ctx, tx, f); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Audit.Person(ctx, a.DB, may.Actor{PersonID: person}, "record.read", "mentor-1480"); err != nil {
		t.Fatal(err)
	}
	if err := a.Certificates.ShowName(ctx, may.Actor{PersonID: person}, w.here["code"], true); err != nil {
		t.Fatal(err)
	}
}

// readable are the addresses of all that can be read, and of every search for the name.
func (w *world) readable(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, route := range w.site.Routes {
		method, pattern, _ := strings.Cut(route.Pattern, " ")
		if method != "GET" {
			continue
		}
		address := w.address(t, pattern)
		out = append(out, address)
		for _, word := range []string{"Skyddsb", "learner-1480"} { // a part only: a search shows what was typed
			out = append(out, address+"?"+url.Values{"sok": {word}, "q": {word}, "namn": {word}}.Encode())
		}
	}
	return out
}

// read gives a page's body; that of a ZIP unpacked.
func (w *world) read(t *testing.T, c *http.Client, address string) (kind, body string) {
	t.Helper()
	r, err := c.Get(w.base + address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	kind = r.Header.Get("Content-Type")
	packed := kind == "application/zip" || strings.Contains(kind, "spreadsheetml")
	if r.StatusCode != http.StatusOK || !packed {
		return kind, string(raw)
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, part); err != nil {
			t.Fatal(err)
		}
	}
	return kind, all.String()
}

func TestAManagerProtectsOnlyWhoWorksThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	manager := w.manager(t, may.Manager)
	code, err := w.app.Staff.NoteProtected(t.Context(), manager, "k-1480", "learner-1480", true)
	if err != nil || !strings.HasPrefix(code, "K-") {
		t.Fatal(code, err)
	}
	list, err := w.app.Staff.Protected(t.Context(), manager, 10)
	if err != nil || len(list) != 1 || list[0] != (staff.Guarded{PersonID: "learner-1480", EmployerID: "k-1480", ContactCode: code}) {
		t.Errorf("%+v %v", list, err)
	}
	for who, actor := range map[string]may.Actor{"a deputy": w.manager(t, may.Deputy), "a leader": w.manager(t, may.Leader)} {
		if _, err := w.app.Staff.NoteProtected(t.Context(), actor, "k-1480", "learner-1480", false); err == nil {
			t.Errorf("%s lifts the protection", who)
		}
	}
	if _, err := w.app.Staff.NoteProtected(t.Context(), manager, "k-2480", "learner-2480", true); err == nil {
		t.Error("a manager protects somebody elsewhere")
	}
	f, err := w.app.Privacy.Find(t.Context(), may.Operator(), "k-1480", "learner-1480", 5)
	if err != nil || len(f) != 1 || f[0].Shown() != code {
		t.Errorf("by number: %+v %v", f, err)
	}
	if f, err := w.app.Privacy.Find(t.Context(), may.Operator(), "k-1480", "Testa learner", 5); err != nil || len(f) != 0 {
		t.Errorf("found by name: %+v %v", f, err)
	}
}
