package staffingweb_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
	"yrkesresan/internal/staffing"
)

const rss = "rss-GR"

// world is Göteborg with the unit solen, led by karin with dora as deputy; six work there by day and two at night.
// mona leads manen, kim is the municipality's contact, rita arranges course days at the RSS.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	w.Place("team", "dagen", "Dagen", "solen")
	w.Place("team", "natten", "Natten", "solen")
	for i, person := range []string{"amina", "bengt", "carmen", "david", "eva", "farid", "greta", "hugo"} {
		w.Employ(person, "solen", "underskoterska")
		team := "dagen"
		if i > 5 {
			team = "natten"
		}
		w.Exec(`UPDATE employment_period SET team_id = $1 WHERE person_id = $2`, team, person)
	}
	for person, unit := range map[string]string{"karin": "solen", "dora": "solen", "mona": "manen", "kim": "manen", "rita": "manen"} {
		w.Employ(person, unit, "enhetschef")
	}
	w.Grant("karin", may.Manager, "solen")
	w.Grant("dora", may.Deputy, "solen")
	w.Grant("mona", may.Manager, "manen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("rita", may.Region, rss)
	return w
}

// in is a day so many days from today.
func (w *world) in(days int) string { return string(plan.Date(w.Staff.Today()).AddDays(days)) }

// day is an open course day of moving people.
func (w *world) day(days int, seats int64) occasion.Occasion {
	w.T.Helper()
	a := w.Actor("rita")
	o, err := w.Occasions.Add(w.T.Context(), a, occasion.Occasion{CourseID: "forflyttning", OrganiserID: rss, Form: occasion.AtPlace, Town: gaptest.Town, Place: "Folkets hus", Address: "Torget 1", Language: "sv", Seats: seats, MinSeats: 1,
		CutOff: w.in(days - 2), Sessions: []occasion.Session{{Length: occasion.Whole, Day: w.in(days), Begins: "09:00", Ends: "16:00"}}})
	if err == nil {
		err = w.Occasions.OpenUp(w.T.Context(), a, o.ID)
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return o
}

// crew is the unit's people by id.
func (w *world) crew() map[string]staffing.Member {
	w.T.Helper()
	_, all, err := w.Staffing.Crew(w.T.Context(), may.Operator(), "solen")
	if err != nil {
		w.T.Fatal(err)
	}
	out := map[string]staffing.Member{}
	for _, m := range all {
		out[m.ID()] = m
	}
	return out
}

// visitor is a signed-in person.
type visitor struct {
	w      *world
	client *http.Client
}

func (w *world) as(person string) *visitor {
	w.T.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.T.Fatal(err)
	}
	v := &visitor{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	code, err := w.Access.GiveCode(w.T.Context(), may.Operator(), person, access.ForDemo)
	if err != nil {
		w.T.Fatal(err)
	}
	v.post("/in/"+code.Code, nil, http.StatusSeeOther)
	return v
}

func (v *visitor) end(r *http.Response, err error, what string, status int) (to, body string) {
	v.w.T.Helper()
	if err != nil {
		v.w.T.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		v.w.T.Fatal(err)
	}
	if r.StatusCode != status {
		v.w.T.Fatalf("%s: %d, want %d\n%s", what, r.StatusCode, status, flat(string(text)))
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") && status != http.StatusSeeOther {
		uitest.Page(v.w.T, string(text))
	}
	return r.Header.Get("Location"), string(text)
}

func (v *visitor) get(path string, status int) string {
	v.w.T.Helper()
	r, err := v.client.Get(v.w.Base + path)
	_, body := v.end(r, err, path, status)
	return body
}

func (v *visitor) post(path string, form url.Values, status int) (to, body string) {
	v.w.T.Helper()
	r, err := v.client.PostForm(v.w.Base+path, form)
	return v.end(r, err, path, status)
}

// done posts a form that is taken and gives the page that it leads to.
func (v *visitor) done(path string, form url.Values) string {
	v.w.T.Helper()
	to, _ := v.post(path, form, http.StatusSeeOther)
	return v.get(to, http.StatusOK)
}

// send sends a list of groups.
func (v *visitor) send(list string, status int) string {
	v.w.T.Helper()
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	if err := m.WriteField("enhet", "solen"); err != nil {
		v.w.T.Fatal(err)
	}
	part, err := m.CreateFormFile("fil", "grupper.csv")
	if err == nil {
		_, err = part.Write([]byte(list))
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		v.w.T.Fatal(err)
	}
	r, err := v.client.Post(v.w.Base+"/min-grupp/bemanning/grupper/fil", m.FormDataContentType(), &form)
	_, body := v.end(r, err, "the list", status)
	return body
}

// open lets a browser be the person.
func (v *visitor) open(p *browsertest.Page) {
	at, err := url.Parse(v.w.Base)
	if err != nil {
		v.w.T.Fatal(err)
	}
	p.Open(v.w.Base + "/healthz")
	for _, c := range v.client.Jar.Cookies(at) {
		p.Eval(fmt.Sprintf("document.cookie = %q", c.Name+"="+c.Value+"; path=/"), nil)
	}
}

func (w *world) says(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if !strings.Contains(flat(body), p) {
			w.T.Errorf("no %q in %s", p, flat(body))
		}
	}
}

func (w *world) silent(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if strings.Contains(flat(body), p) {
			w.T.Errorf("%q in %s", p, flat(body))
		}
	}
}

var tag = regexp.MustCompile(`(?s)<head>.*</head>|<[^>]*>`)

// flat is the words of a page with one space between.
func flat(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}
