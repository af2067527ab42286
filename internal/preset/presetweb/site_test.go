package presetweb_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"yrkesresan/internal/access"
	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/circle"
	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/gap/gaptest"
	"yrkesresan/internal/library"
	"yrkesresan/internal/platform/browsertest"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/ui/uitest"
)

// site is Göteborg with the unit Solen: mona is the municipality's, maria leads the unit, lena leads its learning, anna works there.
type site struct{ *gaptest.World }

const unit = "solen"

func newSite(t testing.TB) *site {
	t.Helper()
	w := &site{gaptest.New(t)}
	w.Place("operation", "stod", "Stöd", gaptest.Town)
	w.Place("unit", unit, "Solen", "stod")
	w.Place("unit", "kontoret", "Kontoret", "stod")
	for person, at := range map[string]string{"mona": "kontoret", "maria": "kontoret", "lena": unit, "anna": unit} {
		occupation := "stodassistent"
		if at == "kontoret" {
			occupation = "enhetschef"
		}
		w.Employ(person, at, occupation)
	}
	w.Exec(`UPDATE employment_period SET area = 'funktionshinder'`)
	w.Grant("mona", may.Municipality, gaptest.Town)
	w.Grant("maria", may.Manager, unit)
	w.Grant("lena", may.Leader, unit)
	return w
}

// as signs a person in at a browser; of "" nobody.
func (w *site) as(p *browsertest.Page, person string) *browsertest.Page {
	w.T.Helper()
	code, err := w.Access.GiveCode(w.T.Context(), may.Operator(), person, access.ForDemo)
	w.must(err)
	jar, err := cookiejar.New(nil)
	w.must(err)
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := c.PostForm(w.Base+"/in/"+code.Code, url.Values{})
	w.must(err)
	r.Body.Close()
	at, err := url.Parse(w.Base)
	w.must(err)
	p.Open(w.Base + "/healthz")
	for _, k := range jar.Cookies(at) {
		p.Eval(fmt.Sprintf("document.cookie = %q", k.Name+"="+k.Value+"; path=/"), nil)
	}
	return p
}

func (w *site) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// get fetches a page as a person and checks what every page must be.
func (w *site) get(person, path string, status int) string {
	w.T.Helper()
	code, err := w.Access.GiveCode(w.T.Context(), may.Operator(), person, access.ForDemo)
	w.must(err)
	jar, err := cookiejar.New(nil)
	w.must(err)
	c := &http.Client{Jar: jar}
	r, err := c.PostForm(w.Base+"/in/"+code.Code, url.Values{})
	w.must(err)
	r.Body.Close()
	r, err = c.Get(w.Base + path)
	w.must(err)
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	w.must(err)
	if r.StatusCode != status {
		w.T.Fatalf("%s as %s: %d, want %d\n%.2000s", path, person, r.StatusCode, status, text)
	}
	if status == http.StatusOK {
		uitest.Page(w.T, string(text))
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// read lets somebody begin a course, do what it asks for beforehand and read all of it.
func (w *site) read(person, id string) {
	w.T.Helper()
	ctx, me := w.T.Context(), may.Actor{PersonID: person}
	c, err := w.Courses.Version(ctx, id, 0)
	w.must(err)
	_, err = w.Studies.Begin(ctx, me, id)
	w.must(err)
	for _, task := range c.Preparation {
		w.must(w.Studies.Tick(ctx, me, id, task.ID, true))
	}
	for _, l := range c.Lessons {
		for _, s := range l.Steps {
			_, err := w.Studies.See(ctx, me, id, course.Spot{Lesson: l.ID, Step: s.ID})
			w.must(err)
		}
	}
}

// pass lets somebody pass the test of a course.
func (w *site) pass(person, id string) {
	w.T.Helper()
	ctx, me := w.T.Context(), may.Actor{PersonID: person}
	c, err := w.Courses.Version(ctx, id, 0)
	w.must(err)
	try, err := w.Studies.BeginTry(ctx, me, id)
	w.must(err)
	for _, q := range try.Questions {
		question, _ := c.Test.Question(q)
		var a folder.Answer
		for i, o := range question.Options {
			if o.Right {
				a.Picks = append(a.Picks, i)
			}
		}
		for i := range max(len(question.Items), len(question.Pairs)) {
			a.Picks = append(a.Picks, i)
		}
		_, err := w.Studies.AnswerTry(ctx, me, id, q, a)
		w.must(err)
	}
}

// meet lets lena plan a meeting today with the whole unit, mark people present and hold it.
func (w *site) meet(guide string, people ...string) (meetingID string) {
	w.T.Helper()
	ctx, lena := w.T.Context(), w.Actor("lena")
	id, err := w.Circles.Plan(ctx, lena, circle.Plan{UnitID: unit, GuideID: guide, Audience: circle.WholeUnit, Day: w.Circles.Today(), Begins: "08:00", Times: 1, Weeks: 1, Place: "Personalrummet"})
	w.must(err)
	x, err := w.Circles.Open(ctx, lena, id)
	w.must(err)
	meetingID = x.Meetings[0].ID
	for _, p := range people {
		w.must(w.Circles.MarkOne(ctx, lena, circle.Mark{ID: w.Circles.NewID(), MeetingID: meetingID, PersonID: p, Present: true}))
	}
	if len(people) > 0 {
		w.must(w.Circles.Hold(ctx, lena, meetingID, 60))
	}
	return meetingID
}

// load takes a preset in through its pages, as the municipality does: chooses, looks and loads; then once more.
func (w *site) load(p *browsertest.Page, title, id, node, place string) {
	w.T.Helper()
	w.as(p, "mona")
	p.Open(w.Base + "/forlagor")
	p.Click(title)
	p.Sees("Välj plats")
	p.Open(w.Base + "/forlagor/" + id + "?plats=" + node)
	p.Click("Se vad som görs: " + place)
	p.Sees("Det här görs")
	p.Click("Läs in: " + place)
	p.Sees("Förlagan är inläst.", "Det här finns nu")
	p.Open(w.Base + "/forlagor/" + id + "/plats/" + node)
	p.Sees("Allt i förlagan finns här.")
}

func (w *site) mark(meetingID string, people ...string) error {
	for _, person := range people {
		if err := w.Circles.MarkOne(w.T.Context(), w.Actor("lena"), circle.Mark{ID: w.Circles.NewID(), MeetingID: meetingID, PersonID: person, Present: true}); err != nil {
			return err
		}
	}
	return nil
}

// programme is the unit's only programme.
func (w *site) programme() string {
	w.T.Helper()
	rows, n, err := w.Certification.List(w.T.Context(), w.Actor("mona"), certification.Filter{NodeID: unit})
	w.must(err)
	if n != 1 {
		w.T.Fatalf("%d programmes", n)
	}
	return rows[0].ProgrammeID
}

// settle computes what has been marked, as a running program does behind.
func (w *site) settle() {
	w.T.Helper()
	w.must(w.Certification.OnChanged(w.T.Context(), certification.Changed{}))
}

// standing is the state of a programme today.
func (w *site) standing(programme string) string {
	w.T.Helper()
	v, err := w.Certification.View(w.T.Context(), w.Actor("mona"), programme, "")
	w.must(err)
	if v.Outcome.State == rule.Preparing {
		w.T.Logf("lacks %+v", v.Outcome.Lacks)
	}
	return string(v.Outcome.State)
}

func titles(all []library.Toolbox) string {
	var out []string
	for _, b := range all {
		out = append(out, b.Title)
	}
	return strings.Join(out, ", ")
}

// picture keeps a picture of the page where the environment says so.
func picture(t testing.TB, p *browsertest.Page, name string) {
	t.Helper()
	if dir := os.Getenv("YRKESRESAN_PICTURES"); dir != "" {
		p.Screenshot(filepath.Join(dir, name+".png"))
	}
}
