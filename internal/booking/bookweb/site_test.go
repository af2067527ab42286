package bookweb_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// rss is the regional support of Göteborg; rita arranges course days there.
const rss = "rss-GR"

// world is Göteborg with the units solen and manen. Karin leads solen with amina, bengt and carmen; mona leads manen with
// dan; kim is the municipality's contact.
type world struct{ *gaptest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{gaptest.New(t)}
	w.Place("operation", "omr", "Äldreomsorg", gaptest.Town)
	w.Place("unit", "solen", "Solen", "omr")
	w.Place("unit", "manen", "Månen", "omr")
	for _, person := range []string{"amina", "bengt", "carmen", "karin", "kim", "rita"} {
		w.Employ(person, "solen", "underskoterska")
	}
	for _, person := range []string{"dan", "mona"} {
		w.Employ(person, "manen", "underskoterska")
	}
	w.Grant("karin", may.Manager, "solen")
	w.Grant("mona", may.Manager, "manen")
	w.Grant("kim", may.Municipality, gaptest.Town)
	w.Grant("rita", may.Region, rss)
	return w
}

// in is a day so many days from today.
func (w *world) in(days int) string { return string(plan.Date(w.Staff.Today()).AddDays(days)) }

// dayOf is an open day of moving people, at Folkets hus.
func (w *world) dayOf(days int, seats int64) occasion.Occasion {
	w.T.Helper()
	return w.open(occasion.Occasion{CourseID: "forflyttning", Form: occasion.AtPlace, Town: gaptest.Town, Place: "Folkets hus", Address: "Olof Palmes plats 3", Room: "Sal 2", AccessNotes: "Hiss finns. Hörslinga i salen.",
		Language: "sv", Seats: seats, MinSeats: 1, CutOff: w.in(days - 3), Note: "Ta på dig kläder som du kan röra dig i.", Terms: "Enheten betalar 500 kronor.",
		Sessions: []occasion.Session{{Length: occasion.Whole, Day: w.in(days), Begins: "09:00", Ends: "16:00", Parts: []occasion.Part{
			{Kind: occasion.Lecture, Title: "Så mår din rygg", Minutes: 60}, {Kind: occasion.Break, Minutes: 15}, {Kind: occasion.Practice, Title: "Öva i par", Minutes: 120, Material: "Ta med skor för inomhus."}}}}})
}

func (w *world) open(o occasion.Occasion) occasion.Occasion {
	w.T.Helper()
	o.OrganiserID = rss
	o, err := w.Occasions.Add(w.T.Context(), w.Actor("rita"), o)
	if err == nil {
		err = w.Occasions.OpenUp(w.T.Context(), w.Actor("rita"), o.ID)
	}
	if err == nil {
		o, err = w.Occasions.Find(w.T.Context(), o.ID)
	}
	if err != nil {
		w.T.Fatal(err)
	}
	return o
}

// must is a booking that was made.
func (w *world) must(k booking.Booking, err error) booking.Booking {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
	return k
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
	return flat(body)
}

func (v *visitor) post(path string, form url.Values, status int) (to, body string) {
	v.w.T.Helper()
	r, err := v.client.PostForm(v.w.Base+path, form)
	to, body = v.end(r, err, path, status)
	return to, flat(body)
}

// redirected is where a page sends the visitor.
func (v *visitor) redirected(path string) (to, body string) {
	v.w.T.Helper()
	r, err := v.client.Get(v.w.Base + path)
	return v.end(r, err, path, http.StatusSeeOther)
}

// done posts a form that is taken and gives the page that it leads to.
func (v *visitor) done(path string, form url.Values) string {
	v.w.T.Helper()
	to, _ := v.post(path, form, http.StatusSeeOther)
	return v.get(to, http.StatusOK)
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
		if !strings.Contains(body, p) {
			w.T.Errorf("no %q in %s", p, body)
		}
	}
}

func (w *world) silent(body string, parts ...string) {
	w.T.Helper()
	for _, p := range parts {
		if strings.Contains(body, p) {
			w.T.Errorf("%q in %s", p, body)
		}
	}
}

var tag = regexp.MustCompile(`(?s)<head>.*</head>|<[^>]*>`)

// flat is the words of a page with one space between.
func flat(body string) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(body, " ")), " ")
}
