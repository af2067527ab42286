package app_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"yrkesresan/content"
	"yrkesresan/internal/access"
	"yrkesresan/internal/app"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/development"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/record"
)

// world is two municipalities with one unit each. Every role is held once in each: what is done
// to the first is inside the scope of its holders and outside that of the others'.
type world struct {
	app  *app.App
	site *app.Site
	base string
	here map[string]string // wildcard → value in the first municipality

	frameworks map[string]string // where a role is held → a framework kept there: nobody else keeps it (rule 8)

	visits int
}

// from is where a browser's requests come from, as the proxy tells: each person has an address of
// the own, or what one does wrong would slow the others down.
type from string

// RoundTrip implements http.RoundTripper.
func (f from) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("X-Forwarded-For", string(f))
	return http.DefaultTransport.RoundTrip(r)
}

// roleNode is where a role is held, at unit, municipality, RSS or nation.
var roleNode = map[may.Role]string{
	may.Manager: "unit", may.Deputy: "unit", may.Leader: "unit", may.Mentor: "unit", may.Assessor: "unit", may.Programme: "unit", may.Delegator: "unit",
	may.Municipality: "municipality", may.HR: "municipality", may.Operations: "municipality", may.Auditor: "municipality",
	may.EnrolTask: "unit", may.CodeTask: "unit", may.LeaveTask: "unit", may.ApproveTask: "unit", may.FollowTask: "unit",
	may.Trainer: "rss", may.Region: "rss", may.Producer: "rss", may.Quality: "nation", may.National: "nation",
}

func newWorld(t *testing.T) *world {
	t.Helper()
	a, err := openApp(t.Context(), t.TempDir(), freshDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	site, err := a.Site()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(site.Handler)
	t.Cleanup(server.Close)
	w := &world{app: a, site: site, base: server.URL}
	for _, code := range []string{"1480", "2480"} {
		w.fill(t, code)
	}
	w.here = map[string]string{"id": "bemotande", "person": "learner-1480", "node": "unit-1480", "employer": "k-1480", "journey": "vard-och-omsorg", "item": "bemotande",
		"lesson": "mota", "step": "forsta", "task": "x", "question": "x", "version": "1", "path": "x.svg", "name": "x.svg", "n": "1", "key": "x", "code": "ACDE-FGHJ-3467", "role": "learner", "report": "x", "request": "x", "import": "x", "task_id": "x", "note": "x", "token": "x", "message": "x"}
	w.here["request"] = w.asked(t)
	w.here["change"], w.here["holder"], w.here["merit"], w.here["case"] = "x", "x", "x", "x"
	w.here["course"], w.here["local"] = "bemotande", "x"
	w.here["code"] = w.certificate(t)
	w.here["course"] = w.ownCourse(t)
	w.here["framework"], w.here["frame_area"], w.here["requirement"] = "formell-kompetens", "legitimation", "socionom"
	w.frameworks = map[string]string{"nation": "formell-kompetens", "rss": w.frameworkOf(t, "rss"), "municipality": w.frameworkOf(t, "municipality")}
	w.here["part"], w.here["produced"] = "resan", "barn-och-unga"
	w.here["list"], w.here["entry"] = "amnen", "etik"
	w.here["planned"], w.here["planarea"] = w.planned(t), "socialpsykiatri"
	w.here["occupation"], w.here["reach"] = "underskoterska", "base"
	w.here["specialist"] = "x"
	w.here["hire"] = "x"
	w.here["staffingrecord"] = "x"
	w.here["plansheet"] = "x"
	w.here["teamtask"], w.here["usenote"] = "x", "x"
	w.here["grant"] = w.grantOf(t, "mentor-1480")
	w.here["work"] = w.jointWork(t)
	w.here["occasion"], w.here["booking"], w.here["ask"] = "x", "x", "x"
	w.here["organisation"] = "x"
	w.here["unitprogramme"], w.here["scheme"] = "x", "x"
	w.here["session"], w.here["trainer"] = "x", "x"
	w.here["material"], w.here["toolbox"], w.here["pack"], w.here["file"], w.here["example"], w.here["picture"], w.here["question"] = "x", "x", "x", "x", "x", "x", "x"
	w.here["preset"], w.here["presetplace"], w.here["presetload"] = "evikomp", "k-1480", "x"
	w.here["station"], w.here["template"], w.here["skillrequest"], w.here["pilot"], w.here["network"], w.here["meeting"] = "x", "x", "x", "x", "x", "x"
	w.here["appointment"] = "x"
	w.here["circle"], w.here["agreement"], w.here["guide"] = "x", "x", "x"
	w.here["introduction"], w.here["talk"], w.here["checklist"], w.here["workitem"] = "x", "x", "x", "x"
	return w
}

// jointWork is something that the first municipality's RSS proposes.
func (w *world) jointWork(t *testing.T) string {
	t.Helper()
	_, err := w.app.DB.Exec(t.Context(), `
		INSERT INTO joint_work (id, rss_id, requirement, plan_area, from_day, until_day, title, goal, state, planned_when, planned_where, planned_seats, outcome, revision, made_by, made_at, changed_by, changed_at)
		VALUES ('joint-1', 'rss-GR', 'x/y', '', '', '', 'Demens tillsammans', '', 'proposed', '', '', 0, '', 1, 'test', '2026-01-01 00:00:00', 'test', '2026-01-01 00:00:00')`)
	if err != nil {
		t.Fatal(err)
	}
	return "joint-1"
}

// planned is something in the plan of who works in the first municipality.
func (w *world) planned(t *testing.T) string {
	t.Helper()
	item, _, err := w.app.Plans.Add(t.Context(), may.Operator(), development.Item{Whose: development.Person("learner-1480", ""), How: development.ByOther, Title: "x"})
	if err != nil {
		t.Fatal(err)
	}
	return item.ID
}

// frameworkOf is a framework that the first municipality, or its RSS, keeps.
func (w *world) frameworkOf(t *testing.T, kind string) string {
	t.Helper()
	m, err := w.app.Municipality(t.Context(), "1480")
	if err != nil {
		t.Fatal(err)
	}
	owner := map[string]string{"municipality": m.ID, "rss": m.Parent}[kind]
	f := &frame.Frame{ID: "egen-" + kind, Name: "Eget", Areas: []frame.Area{{ID: "legitimation", Name: "A", Requirements: []frame.Requirement{{ID: "socionom", Name: "B"}}}}}
	if _, err := w.app.Frameworks.Publish(t.Context(), may.Operator(), f, owner, w.app.Staff.Today()); err != nil {
		t.Fatal(err)
	}
	return f.ID
}

// ownCourse is a course of the first municipality.
func (w *world) ownCourse(t *testing.T) string {
	t.Helper()
	m, err := w.app.Municipality(t.Context(), "1480")
	if err != nil {
		t.Fatal(err)
	}
	a := may.Actor{PersonID: "municipality-1480", Grants: []may.Grant{{Role: may.Municipality, NodeID: m.ID, Path: m.Path}}}
	id, _, problems, err := w.app.Courses.Import(t.Context(), a, coursetest.Folder("egen-kurs", 3))
	if err != nil {
		t.Fatal(problems, err)
	}
	return id
}

// fill makes a unit with a learner, and a holder of every role.
func (w *world) fill(t *testing.T, code string) {
	t.Helper()
	ctx, a := t.Context(), w.app
	m, err := a.Municipality(ctx, code)
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		unit := org.Node{ID: "unit-" + code, Kind: "unit", Name: "Hemtjänst " + code, Parent: m.ID}
		if _, err := a.Tree.Add(ctx, tx, unit, "2020-01-01", "test"); err != nil {
			return err
		}
		nodes := map[string]string{"unit": unit.ID, "municipality": m.ID, "rss": m.Parent, "nation": org.Sweden}
		for _, role := range may.Roles() {
			person := string(role) + "-" + code
			if err := employ(ctx, tx, person, m.ID, unit.ID); err != nil {
				return err
			}
			node := nodes[roleNode[role]]
			if role == may.Learner {
				node = unit.ID
			}
			if err := a.Access.Grant(ctx, tx, person, role, node, "2020-01-01", db.NoEnd, "test"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func employ(ctx context.Context, tx *db.Tx, person, employer, unit string) error {
	for _, q := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', 'test')`, []any{person}},
		{`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
			VALUES ($2, $1, 'Testa', $1, $1, '', '', $3, '')`, []any{person, employer, false}},
		{`INSERT INTO employment (id, employer_id, match_key, number, person_id, made_by) VALUES ('e-' || $1, $2, $1, $1, $1, 'test')`, []any{person, employer}},
		{`INSERT INTO employment_period (id, employment_id, employer_id, person_id, unit_id, team_id, title, aid, occupation, area, form, extent,
				start_date, end_date, dormant, manager, row_hash, valid_from, valid_until, opened_by, closed_by)
			VALUES ('t-' || $1, 'e-' || $1, $2, $1, $3, '', 'Undersköterska', '', 'underskoterska', 'aldreomsorg', 'permanent', 100,
				'2024-01-01', '', $4, '', '', '2024-01-01', '9999-12-31', 'test', '')`, []any{person, employer, unit, false}},
	} {
		if _, err := tx.Exec(ctx, q.text, q.args...); err != nil {
			return fmt.Errorf("%w: %s", err, q.text)
		}
	}
	return nil
}

// asked lets the learner of the first municipality ask for a correction, and gives the request.
func (w *world) asked(t *testing.T) string {
	t.Helper()
	err := w.app.Privacy.Ask(t.Context(), may.Actor{PersonID: "learner-1480"}, privacy.Request{EmployerID: "k-1480", Kind: privacy.Correct, Field: "name", Wish: "Testina"})
	if err != nil {
		t.Fatal(err)
	}
	id, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT id FROM data_request WHERE person_id = 'learner-1480'`)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// certificate gives the learner of the first municipality one, and its code.
func (w *world) certificate(t *testing.T) string {
	t.Helper()
	err := w.app.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := w.app.Record.Append(t.Context(), tx, record.Fact{PersonID: "learner-1480", Kind: record.Completed, CourseID: "bemotande", Version: 1, Title: "Bemötande",
			Source: record.FromCourse, ActorID: "learner-1480", ControllerID: "k-1480"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	code, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT code FROM certificate WHERE person_id = 'learner-1480'`)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// grantOf gives the id of the role that somebody has.
func (w *world) grantOf(t *testing.T, person string) string {
	t.Helper()
	id, err := db.One(t.Context(), w.app.DB, db.Text, `SELECT id FROM role_grant WHERE person_id = $1`, person)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// browser is a signed-in person, or a visitor.
func (w *world) browser(t *testing.T, person string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w.visits++
	c := &http.Client{Jar: jar, Transport: from(fmt.Sprintf("203.0.113.%d", w.visits)), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if person == "" {
		return c
	}
	code, err := w.app.Access.GiveCode(t.Context(), may.Operator(), person, access.ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.PostForm(w.base+"/in/"+code.Code, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in: %s", person, r.Status)
	}
	return c
}

// call sends a request to a route and gives its status.
func (w *world) call(t *testing.T, c *http.Client, route web.Route) (int, string) {
	t.Helper()
	method, pattern, _ := strings.Cut(route.Pattern, " ")
	address := w.base + w.address(t, pattern)
	r, err := http.NewRequest(method, address, strings.NewReader(url.Values{}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode, answer.Header.Get("Location")
}

// address fills the wildcards of a pattern with what stands in the first municipality.
func (w *world) address(t *testing.T, pattern string) string {
	t.Helper()
	var parts []string
	for part := range strings.SplitSeq(strings.TrimSuffix(pattern, "{$}"), "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			name = strings.TrimSuffix(strings.TrimSuffix(name, "}"), "...")
			value, known := w.here[name]
			if !known {
				t.Fatalf("%s: the test has no value for {%s}", pattern, name)
			}
			if strings.HasPrefix(pattern, "/min-grupp/person/") && name == "id" {
				value = "learner-1480"
			}
			if strings.HasPrefix(pattern, "/nationen/resor/") && name == "journey" {
				value = w.here["produced"]
			}
			part = url.PathEscape(value)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "/")
}

// TestEveryRouteAsEveryRole calls all that the site has as everyone there is: a visitor, and each
// role inside and outside of what the route is about. It is made from the routes and the
// permission table, so that a new page is tested by being there.
func TestEveryRouteAsEveryRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	visitor := w.browser(t, "")
	for _, route := range w.site.Routes {
		status, to := w.call(t, visitor, route)
		checkVisitor(t, route, status, to)
	}
	for _, role := range may.Roles() {
		for place, code := range map[string]string{"inside": "1480", "outside": "2480"} {
			c := w.browser(t, string(role)+"-"+code)
			w.here["framework"] = cmp.Or(w.frameworks[roleNode[role]], "formell-kompetens")
			// Who stands above a municipality takes presets in at their own place (rule 8).
			w.here["presetplace"] = cmp.Or(map[string]string{"rss": "rss-GR", "nation": org.Sweden}[roleNode[role]], "k-1480")
			for _, route := range w.site.Routes {
				if endsSession(route) {
					continue
				}
				status, _ := w.call(t, c, route)
				checkRole(t, route, role, place, status)
			}
		}
	}
}

// TestNoRouteOpensForARoleThatDoesNotHold calls all that the site has as three people who have every
// role there is, and of whom none of it holds: it has ended, it has not begun, or the employment
// that it asks for has ended. They are met as somebody without a role.
func TestNoRouteOpensForARoleThatDoesNotHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	today := w.app.Staff.Today()
	w.holdAll(t, "ended", "2020-01-01", today)
	w.holdAll(t, "coming", lang.ISO(w.app.Now().AddDate(0, 0, 1)), db.NoEnd)
	w.holdAll(t, "left", "2020-01-01", db.NoEnd)
	if _, err := w.app.DB.Exec(t.Context(), `UPDATE employment_period SET end_date = '2026-01-01' WHERE person_id = 'left'`); err != nil {
		t.Fatal(err)
	}
	for _, person := range []string{"ended", "coming", "left"} {
		c := w.browser(t, person)
		for _, route := range w.site.Routes {
			if endsSession(route) || person == "left" && needsNoEmployment(route) {
				continue
			}
			status, _ := w.call(t, c, route)
			if open := route.Need.Public || route.Need.Own; !open && status != 403 || status >= 500 && status != 503 {
				t.Errorf("%s %s: %d, want 403", person, route.Pattern, status)
			}
		}
	}
}

// holdAll employs a person who is given every role from a day until another.
func (w *world) holdAll(t *testing.T, person, from, until string) {
	t.Helper()
	ctx, a := t.Context(), w.app
	m, err := a.Municipality(ctx, "1480")
	if err != nil {
		t.Fatal(err)
	}
	nodes := map[string]string{"unit": "unit-1480", "municipality": m.ID, "rss": m.Parent, "nation": org.Sweden}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := employ(ctx, tx, person, m.ID, "unit-1480"); err != nil {
			return err
		}
		for role, kind := range roleNode {
			if err := a.Access.Grant(ctx, tx, person, role, nodes[kind], from, until, "test"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// needsNoEmployment tells whether a route opens for some role that is held without working there.
func needsNoEmployment(route web.Route) bool {
	return slices.ContainsFunc(may.Roles(), func(r may.Role) bool { return !may.TermsOf(r).Employed && may.Allowed(r, route.Need.Do) })
}

// A producer of one journey is let at that one where it stands, and at no other.
func TestAProducerIsLetAtTheOwnJourneyOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, a := t.Context(), w.app
	m, err := a.Municipality(ctx, "1480")
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := employ(ctx, tx, "one-journey", m.ID, "unit-1480"); err != nil {
			return err
		}
		return a.Access.GrantAbout(ctx, tx, "one-journey", may.Producer, m.Parent, "barn-och-unga", "2020-01-01", db.NoEnd, "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	grants, err := access.Grants(ctx, a.DB, "one-journey", a.Staff.Today())
	if err != nil {
		t.Fatal(err)
	}
	producer := may.Actor{PersonID: "one-journey", Grants: grants}
	for id, want := range map[string]error{"barn-och-unga": nil, "vard-och-omsorg": may.ErrDenied} {
		text, err := fs.ReadFile(content.Journeys(), id+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		_, _, _, err = a.Journeys.Publish(ctx, producer, append(text, "\n# again\n"...), a.Staff.Today())
		if !errors.Is(err, want) || want == nil && err != nil {
			t.Errorf("%s: %v, want %v", id, err, want)
		}
	}
	w.here["produced"] = "vard-och-omsorg"
	c := w.browser(t, "one-journey")
	for _, route := range w.site.Routes {
		if endsSession(route) {
			continue
		}
		status, _ := w.call(t, c, route) // {journey} is vard-och-omsorg
		open := route.Need.Public || route.Need.Own || may.Allowed(may.Producer, route.Need.Do)
		switch about := strings.Contains(route.Pattern, "{journey}"); {
		case !open && status != 403, status >= 500 && status != 503:
			t.Errorf("%s: %d, want 403", route.Pattern, status)
		case about && !route.Need.Public && !route.Need.Own && status != 403 && status != 404:
			t.Errorf("%s: %d about another's journey", route.Pattern, status)
		}
	}
}

// endsSession leaves out the routes after which nobody is signed in any more, or somebody else.
func endsSession(route web.Route) bool {
	return strings.HasSuffix(route.Pattern, "/logga-ut") || strings.HasPrefix(route.Pattern, "POST /in/")
}

func checkVisitor(t *testing.T, route web.Route, status int, to string) {
	t.Helper()
	switch {
	case status >= 500 && status != 503:
		t.Errorf("visitor %s: %d", route.Pattern, status)
	case route.Need.Public && status == 403:
		t.Errorf("visitor %s: public, but %d", route.Pattern, status)
	case route.Need.Public:
	case strings.HasPrefix(route.Pattern, "GET ") && !(status == 303 && strings.HasPrefix(to, "/logga-in")):
		t.Errorf("visitor %s: %d to %q, want the sign-in", route.Pattern, status, to)
	case strings.HasPrefix(route.Pattern, "POST ") && status != 403:
		t.Errorf("visitor %s: %d, want 403", route.Pattern, status)
	}
}

// checkRole holds the answer against the table. A role that may do it somewhere passes the door;
// about something outside its scope the domain answers 403 or 404, and never the thing itself.
func checkRole(t *testing.T, route web.Route, role may.Role, place string, status int) {
	t.Helper()
	allowed := route.Need.Public || route.Need.Own || may.Allowed(role, route.Need.Do)
	who := fmt.Sprintf("%s %s: %s", role, place, route.Pattern)
	about := strings.Contains(route.Pattern, "/person/") || strings.Contains(route.Pattern, "/begaran/") || strings.Contains(route.Pattern, "/{node}") || strings.Contains(route.Pattern, "/{grant}")
	if allowed && about && givesRoles(route) && !mayGiveAt(role, "unit") {
		allowed = false // gives roles, and none to those who work at a unit
		if status == 404 {
			return
		}
	}
	reach := roleNode[role] == "nation"
	if speaks(route) && (roleNode[role] == "rss" || reach) {
		allowed = allowed && (place == "inside" || reach) && looks[route.Pattern] // nobody above speaks in an employer's name (rule 8)
	}
	switch {
	case status >= 500 && status != 503:
		t.Errorf("%s: %d", who, status)
	case !allowed && status != 403:
		t.Errorf("%s: %d, want 403", who, status)
	case allowed && about && place == "outside" && !reach && status != 403 && status != 404:
		t.Errorf("%s: %d, want 403 or 404", who, status)
	case allowed && about && place == "inside" && !route.Need.Own && (status == 403 || status == 404):
		t.Errorf("%s: %d, want to be let in", who, status)
	case allowed && place == "inside" && status == 403 && !ownThings(route):
		t.Errorf("%s: %d, want to be let in", who, status)
	}
}

// givesRoles tells whether a route is about giving roles.
func givesRoles(route web.Route) bool {
	return strings.HasPrefix(route.Pattern[strings.Index(route.Pattern, "/"):], "/roller/")
}

// mayGiveAt tells whether a role gives any role on a kind of node.
func mayGiveAt(role may.Role, kind string) bool {
	return slices.ContainsFunc(may.Grantable(role), func(o may.Offer) bool { return slices.Contains(o.On, kind) })
}

// ownThings are routes about one's own, called here with something that is another's.
func ownThings(route web.Route) bool { return route.Need.Own }

// speaks tells whether a route is what a place says in its own name.
func speaks(route web.Route) bool {
	return strings.Contains(route.Pattern, " /anpassa/{node}") || strings.Contains(route.Pattern, " /krav/{node}") || strings.Contains(route.Pattern, " /uppdrag/{node}") || strings.Contains(route.Pattern, " /karriar/{node}")
}

// looks are the pages of it that whoever stands above may read: who runs which version is no secret.
var looks = map[string]bool{"GET /anpassa/{node}/{journey}": true, "GET /anpassa/{node}/{journey}/historik": true, "GET /anpassa/{node}/{journey}/skillnader": true}
