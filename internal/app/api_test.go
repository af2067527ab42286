package app_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// program is another program with a key.
type program struct {
	t    *testing.T
	base string
	key  string
}

func (w *world) program(t *testing.T, node string, scopes ...access.Scope) program {
	t.Helper()
	key, _, err := w.app.Access.MakeAPIKey(t.Context(), may.Operator(), access.NewAPIKey{NodeID: node, Name: "Lön", Scopes: scopes})
	if err != nil {
		t.Fatal(err)
	}
	return program{t, w.base, key}
}

// call sends a request and reads the answer; headers in pairs.
func (p program) call(method, path, body string, headers ...string) (int, map[string]any, http.Header) {
	p.t.Helper()
	r, err := http.NewRequest(method, p.base+"/api/v1/"+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+p.key)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(text, &v); err != nil {
		p.t.Fatalf("%s %s: %d %s", method, path, answer.StatusCode, text)
	}
	if answer.StatusCode >= 400 && !strings.HasPrefix(answer.Header.Get("Content-Type"), "application/problem+json") {
		p.t.Errorf("%s %s: a problem as %s", method, path, answer.Header.Get("Content-Type"))
	}
	return answer.StatusCode, v, answer.Header
}

// all reads a whole list, a page at a time.
func (p program) all(path string) (items []map[string]any) {
	p.t.Helper()
	next := ""
	for range 1000 {
		status, page, _ := p.call("GET", path+"&next="+next, "")
		if status != 200 {
			p.t.Fatalf("%s: %d %v", path, status, page)
		}
		for _, it := range page["items"].([]any) {
			items = append(items, it.(map[string]any))
		}
		if next = page["next"].(string); next == "" {
			return items
		}
	}
	p.t.Fatalf("%s never ends", path)
	return nil
}

// reach is each address of the API and the scope that opens it.
var reach = []struct {
	method, path, body string
	scope              access.Scope
}{
	{"GET", "people?municipality=1480", "", access.PeopleRead},
	{"GET", "employments?municipality=1480", "", access.PeopleRead},
	{"POST", "people", `{"municipality":"1480","number":"learner-1480","email":"","mobile":""}`, access.PeopleWrite},
	{"POST", "employments", `{"municipality":"1480","dry_run":true,"employments":[{"number":"learner-1480","first_name":"Testa","last_name":"learner-1480","unit":"Hemtjänst 1480","title":"Undersköterska"}]}`, access.PeopleWrite},
	{"GET", "nodes?municipality=1480", "", access.OrgRead},
	{"GET", "courses", "", access.CatalogueRead},
	{"GET", "completions?municipality=1480", "", access.CompletionsRead},
}

func TestEveryAddressAsEveryKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, at := range []struct {
		name, node string
		reaches    bool
	}{{"its own", "k-1480", true}, {"another's", "k-2480", false}, {"the installation's", "se", true}} {
		for _, scope := range access.Scopes() {
			p := w.program(t, at.node, scope)
			for _, r := range reach {
				want := http.StatusOK
				if r.scope != scope || !at.reaches && r.scope != access.CatalogueRead {
					want = http.StatusForbidden
				}
				if got, v, _ := p.call(r.method, r.path, r.body); got != want {
					t.Errorf("%s key with %s: %s %s: %d, want %d: %v", at.name, scope, r.method, r.path, got, want, v)
				}
			}
		}
	}
}

func TestAKeyThatIsNoneOpensNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.program(t, "k-1480", access.PeopleRead)
	keys, err := w.app.Access.APIKeys(t.Context(), may.Operator(), "k-1480")
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	if n, err := db.One(t.Context(), w.app.DB, db.Number, `SELECT COUNT(*) FROM api_key WHERE key_hash = $1 OR name = $1 OR id = $1`, p.key); err != nil || n != 0 {
		t.Error("the key is kept as it is")
	}
	if status, _, _ := p.call("GET", "people", ""); status != 200 {
		t.Fatalf("a key in force: %d", status)
	}
	if err := w.app.Access.EndAPIKey(t.Context(), may.Operator(), keys[0].ID); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{p.key, "", "yr_invented", "Bearer x"} {
		p.key = key
		status, v, h := p.call("GET", "people", "")
		if status != http.StatusUnauthorized || h.Get("WWW-Authenticate") == "" || v["detail"] != "Nyckeln saknas, är fel eller gäller inte längre." {
			t.Errorf("%q: %d %v", key, status, v)
		}
	}
	old, _, err := w.app.Access.MakeAPIKey(t.Context(), may.Operator(), access.NewAPIKey{NodeID: "k-1480", Name: "Gammal", Scopes: []access.Scope{access.PeopleRead}, Until: w.app.Staff.Today()})
	if err != nil {
		t.Fatal(err)
	}
	p.key = old
	if status, _, _ := p.call("GET", "people", ""); status != http.StatusUnauthorized {
		t.Errorf("a key whose time is over: %d", status)
	}
}

func TestListsAreGivenAPageAtATimeWholeAndOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.program(t, "se", access.PeopleRead, access.OrgRead, access.CatalogueRead, access.CompletionsRead)
	for _, path := range []string{"people?municipality=1480", "employments?municipality=1480", "nodes?municipality=1480", "courses?", "completions?municipality=1480", "people?", "employments?", "completions?"} {
		whole, parts := p.all(path+"&limit=500"), p.all(path+"&limit=1")
		if len(whole) == 0 || fmt.Sprint(whole) != fmt.Sprint(parts) {
			t.Errorf("%s: %d at once, %d a page at a time", path, len(whole), len(parts))
		}
	}
	if status, v, _ := p.call("GET", "courses?next=%C3%A5%C3%A4", ""); status != 422 || v["detail"] == "" {
		t.Errorf("an invented next: %d %v", status, v)
	}
	if status, v, _ := p.call("GET", "people?municipality=1480&next=garbage", ""); status != 422 || v["detail"] == "" {
		t.Errorf("a next that merely decodes: %d %v", status, v)
	}
	for since, want := range map[string]int{"2020-01-01": 200, "2020-01-01T00:00:00Z": 200, "i+g%C3%A5r": 422} {
		if status, v, _ := p.call("GET", "completions?municipality=1480&since="+since, ""); status != want || want == 200 && len(v["items"].([]any)) == 0 {
			t.Errorf("since %s: %d %v", since, status, v)
		}
	}
	if status, v, _ := p.call("GET", "completions?municipality=1480&since=2999-01-01", ""); status != 200 || len(v["items"].([]any)) != 0 {
		t.Errorf("since a day to come: %d %v", status, v)
	}
	if status, v, _ := p.call("GET", "courses?limit=100000", ""); status != 422 || !strings.HasPrefix(v["detail"].(string), "Anropet går inte") {
		t.Errorf("too many at once: %d %v", status, v)
	}
}

func TestAProgramNeverReadsAProtectedName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code, err := w.app.Staff.NoteProtected(t.Context(), may.Operator(), "k-1480", "learner-1480", true)
	if err != nil {
		t.Fatal(err)
	}
	p := w.program(t, "k-1480", access.PeopleRead)
	for _, it := range p.all("people?limit=500") {
		if it["id"] == "learner-1480" && (it["first_name"] != "" || it["last_name"] != "" || it["contact_code"] != code) {
			t.Errorf("%v", it)
		}
	}
	for _, it := range p.all("employments?limit=500") {
		if it["person"] == "learner-1480" && (it["unit"] != "" || it["unit_name"] != "") {
			t.Errorf("%v", it)
		}
	}
	seen, err := w.app.Record.Looks(t.Context(), may.Actor{PersonID: "learner-1480"}, "learner-1480", 10)
	if err != nil || len(seen) == 0 || !strings.HasPrefix(seen[0].What, "api.") {
		t.Errorf("the person does not see that a program read: %+v %v", seen, err)
	}
}

const newcomer = `{"municipality":"1480","employments":[{"number":"90001","first_name":"Nya","last_name":"Nilsson","email":"NYA@kommun.example","title":"Undersköterska","unit":"Hemtjänst 1480","form":"tillsvidare","extent":75,"start_date":"2026-01-01"}]}`

func TestEmploymentsComeInAndNobodyElseEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.program(t, "k-1480", access.PeopleWrite, access.PeopleRead)
	before := len(p.all("employments?limit=500"))
	status, v, _ := p.call("POST", "employments", newcomer)
	if status != 200 || v["new"] != 1.0 || v["committed"] != true {
		t.Fatalf("%d %v", status, v)
	}
	if status, v, _ = p.call("POST", "employments", newcomer); status != 200 || v["new"] != 0.0 || v["unchanged"] != 1.0 {
		t.Errorf("the same again: %d %v", status, v)
	}
	if after := len(p.all("employments?limit=500")); after != before+1 {
		t.Errorf("%d employments, then %d", before, after)
	}
	status, v, _ = p.call("POST", "people", `{"municipality":"1480","number":"90001","email":"Nilsson@kommun.example","mobile":"070-123 45 67"}`)
	if status != 200 || v["email"] != "nilsson@kommun.example" || v["first_name"] != "Nya" || v["mobile"] == "" {
		t.Errorf("%d %v", status, v)
	}
	if status, v, _ := p.call("POST", "people", `{"municipality":"1480","number":"nobody","email":"","mobile":""}`); status != 404 {
		t.Errorf("nobody: %d %v", status, v)
	}
}

func TestWhatIsWrongIsToldByItsPlaceAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.program(t, "k-1480", access.PeopleWrite, access.PeopleRead)
	before := fmt.Sprint(p.all("employments?limit=500"))
	bad := strings.Replace(newcomer, `"start_date":"2026-01-01"`, `"start_date":"i våras"`, 1)
	status, v, _ := p.call("POST", "employments", bad)
	errs, _ := v["errors"].([]any)
	if status != 422 || len(errs) == 0 || errs[0].(map[string]any)["location"] != "body.employments[0].start_date" {
		t.Errorf("%d %v", status, v)
	}
	if status, v, _ := p.call("POST", "employments", `{"employments":[]}`); status != 422 || v["detail"] == "" {
		t.Errorf("none: %d %v", status, v)
	}
	if status, _, _ := p.call("POST", "employments", `{"employments":`); status != 400 && status != 422 {
		t.Errorf("half a body: %d", status)
	}
	if after := fmt.Sprint(p.all("employments?limit=500")); after != before {
		t.Error("something was written")
	}
}

func TestAKeyForAllReadsEveryEmployer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.program(t, "se", access.PeopleRead, access.PeopleWrite, access.CompletionsRead)
	for _, path := range []string{"people?", "employments?"} {
		employers := map[any]bool{}
		for _, it := range p.all(path + "&limit=3") {
			employers[it["employer"]] = true
		}
		if !employers["k-1480"] || !employers["k-2480"] {
			t.Errorf("%s: %v", path, employers)
		}
	}
	if len(p.all("completions?")) == 0 {
		t.Error("no completions")
	}
	if status, v, _ := p.call("POST", "people", `{"number":"learner-1480","email":"","mobile":""}`); status != 422 || !strings.Contains(fmt.Sprint(v["detail"]), "municipality") {
		t.Errorf("a write that does not say where: %d %v", status, v)
	}
}

func TestWhatIsSentIsNeitherSentBackNorKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.program(t, "k-1480", access.PeopleWrite)
	const identity = "19811218-9876"
	for i, body := range []string{
		`{"employments":[{"identity":"` + identity + `"}]}`,
		`{"employments":[{"first_name":"A","last_name":"B","unit":"C","identity":"` + identity + `"}],"more":1}`,
		`{"employments":[{"identity":"` + identity + `"`,
	} {
		status, v, _ := p.call("POST", "employments", body, "Idempotency-Key", fmt.Sprint("natt-", i))
		if status < 400 || status >= 500 || strings.Contains(fmt.Sprint(v), identity) {
			t.Errorf("%d %v", status, v)
		}
	}
	if n, err := db.One(t.Context(), w.app.DB, db.Number, `SELECT COUNT(*) FROM api_call WHERE body LIKE '%9876%'`); err != nil || n != 0 {
		t.Errorf("%d answers keep an identity number: %v", n, err)
	}
}

func TestTheSameWriteTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.program(t, "k-1480", access.PeopleWrite)
	first, one, _ := p.call("POST", "employments", newcomer, "Idempotency-Key", "natt-1")
	again, two, h := p.call("POST", "employments", newcomer, "Idempotency-Key", "natt-1")
	if first != 200 || again != 200 || fmt.Sprint(one) != fmt.Sprint(two) || two["new"] != 1.0 || h.Get("Idempotent-Replay") != "true" {
		t.Errorf("%d %v, then %d %v", first, one, again, two)
	}
	other := strings.Replace(newcomer, "90001", "90002", 1)
	if status, v, _ := p.call("POST", "employments", other, "Idempotency-Key", "natt-1"); status != http.StatusConflict {
		t.Errorf("another write under the same key: %d %v", status, v)
	}
	if status, v, _ := p.call("POST", "employments", other, "Idempotency-Key", "natt-2"); status != 200 || v["new"] != 1.0 {
		t.Errorf("another write: %d %v", status, v)
	}
	if status, _, _ := p.call("POST", "employments", other, "Idempotency-Key", strings.Repeat("x", 300)); status != 422 {
		t.Errorf("a very long key: %d", status)
	}
}

func TestTheDocumentIsOpenAndTellsEveryAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r, err := http.Get(w.base + "/api/v1/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			Security []map[string][]string
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&doc); err != nil || r.StatusCode != 200 || doc.OpenAPI != "3.1.0" {
		t.Fatalf("%s %v %s", r.Status, err, doc.OpenAPI)
	}
	for _, a := range reach {
		path, _, _ := strings.Cut(a.path, "?")
		op, ok := doc.Paths["/api/v1/"+path][strings.ToLower(a.method)]
		if !ok || len(op.Security) != 1 || op.Security[0]["key"][0] != string(a.scope) {
			t.Errorf("%s %s: %+v", a.method, path, op)
		}
	}
}

func TestKeysAreMadeAndEndedInAPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.browser(t, "municipality-1480")
	post := func(path string, form map[string][]string) (int, string) {
		t.Helper()
		r, err := c.PostForm(w.base+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r.StatusCode, string(text)
	}
	if status, text := post("/kommun/nycklar", map[string][]string{"plats": {"k-1480"}, "name": {"Lön"}}); status != 422 || !strings.Contains(text, "Välj minst en sak") || !strings.Contains(text, `value="Lön"`) {
		t.Errorf("without a scope: %d", status)
	}
	status, text := post("/kommun/nycklar", map[string][]string{"plats": {"k-1480"}, "name": {"Lön"}, "scope": {"people:read"}})
	_, rest, found := strings.Cut(text, "yr_")
	key, _, _ := strings.Cut(rest, "<")
	p := program{t, w.base, "yr_" + key}
	if answer, _, _ := p.call("GET", "people", ""); status != 200 || !found || answer != 200 {
		t.Fatalf("made: %d, used: %d", status, answer)
	}
	for _, plats := range []string{"k-2480", "se"} {
		if status, _ := post("/kommun/nycklar", map[string][]string{"plats": {plats}, "name": {"Lön"}, "scope": {"people:read"}}); status != 403 {
			t.Errorf("at %s: %d", plats, status)
		}
	}
	keys, err := w.app.Access.APIKeys(t.Context(), may.Operator(), "k-1480")
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	other := w.browser(t, "municipality-2480")
	if r, err := other.PostForm(w.base+"/kommun/nycklar/"+keys[0].ID+"/avsluta", nil); err != nil || r.StatusCode != 403 {
		t.Errorf("another municipality ends it: %v %v", r.Status, err)
	}
	if status, _ := post("/kommun/nycklar/"+keys[0].ID+"/avsluta", nil); status != 303 {
		t.Errorf("ended: %d", status)
	}
	if answer, _, _ := p.call("GET", "people", ""); answer != http.StatusUnauthorized {
		t.Errorf("after it was ended: %d", answer)
	}
}
