package course_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

var townHall = may.Actor{PersonID: coursetest.Bengt, Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-1", Path: "se/rss-X/k-1"}}}

func local(place, kind, title, body string) course.Local {
	return course.Local{CourseID: "hygien", NodeID: coursetest.Unit, Place: place, Kind: kind, Title: title, Body: body}
}

// national is every byte of the course as it is kept and as it is given out.
func national(t *testing.T, w *coursetest.World) string {
	t.Helper()
	body, err := db.One(t.Context(), w.DB, db.Text, `SELECT digest || body FROM course_version WHERE course_id = 'hygien' AND version = 1`)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	sum.Write([]byte(body))
	out, err := w.Courses.Export(t.Context(), may.Operator(), "hygien", 1)
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(out, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(out, path)
		fmt.Fprintf(sum, "%s %x\n", path, b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// R105: a place adds a page and a task; the course itself stays as it is, to the byte.
func TestALocalPageLeavesTheCourseAsItIs(t *testing.T) {
	t.Parallel()
	w := begun(t, -1)
	before := national(t, w)
	page := local("varfor/last", course.LocalPage, "Så gör vi på Björken", "Spriten står **vid dörren**.")
	if _, problems, err := w.Locals.Save(t.Context(), coursetest.Manager, page); err != nil {
		t.Fatal(problems, err)
	}
	task := local("start", course.LocalTask, "Hitta spriten", "Gå runt med en kollega.")
	task.NodeID = "k-1"
	if _, _, err := w.Locals.Save(t.Context(), townHall, task); err != nil {
		t.Fatal(err)
	}
	all, err := w.Locals.Own(t.Context(), coursetest.Learner, "hygien")
	if err != nil || len(all) != 2 || all[0].From != "Ekby" || all[1].From != "Björken" || all[1].HTML != "<p>Spriten står <strong>vid dörren</strong>.</p>" {
		t.Fatalf("%+v, %v", all, err)
	}
	if after := national(t, w); after != before {
		t.Error("the national course has changed")
	}
	// A local task that is not done does not keep the course from being done.
	seeAll(t, w)
	if p := own(t, w); !p.Finished() {
		t.Error("the local task holds the course")
	}
	for _, done := range []bool{true, true, false, true} {
		if _, err := w.Locals.Tick(t.Context(), coursetest.Learner, "hygien", all[0].ID, done); err != nil {
			t.Fatal(err)
		}
	}
	if all, err = w.Locals.Own(t.Context(), coursetest.Learner, "hygien"); err != nil || !all[0].Done || all[1].Done {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := w.Locals.Tick(t.Context(), coursetest.Learner, "hygien", all[1].ID, true); !errors.Is(err, course.ErrNoLocal) {
		t.Errorf("a page is ticked: %v", err)
	}
	if _, err := w.Locals.Tick(t.Context(), may.Actor{PersonID: "nobody"}, "hygien", all[0].ID, true); !errors.Is(err, course.ErrNoLocal) {
		t.Errorf("somebody who does not work there ticks: %v", err)
	}
}

func TestWhatALocalPageMayHold(t *testing.T) {
	t.Parallel()
	w := begun(t, -1)
	for name, c := range map[string]struct {
		actor may.Actor
		local course.Local
		want  error
	}{
		"no title":               {coursetest.Manager, local("start", course.LocalPage, " ", "x"), course.ErrLocalTitle},
		"a long title":           {coursetest.Manager, local("start", course.LocalPage, strings.Repeat("a", 101), "x"), course.ErrLocalTitle},
		"no text":                {coursetest.Manager, local("start", course.LocalPage, "A", " "), course.ErrLocalText},
		"HTML":                   {coursetest.Manager, local("start", course.LocalPage, "A", "<script>x</script>"), course.ErrLocalText},
		"a picture":              {coursetest.Manager, local("start", course.LocalPage, "A", "![x](https://x.example/a.png)"), course.ErrLocalText},
		"another kind":           {coursetest.Manager, local("start", "test", "A", "x"), course.ErrLocalKind},
		"no such place":          {coursetest.Manager, local("borta/last", course.LocalPage, "A", "x"), course.ErrLocalPlace},
		"an identity number":     {coursetest.Manager, local("start", course.LocalPage, "A", "Ring 19800101-1231."), course.ErrIdentity},
		"a learner":              {coursetest.Learner, local("start", course.LocalPage, "A", "x"), may.ErrDenied},
		"a visitor":              {may.Actor{}, local("start", course.LocalPage, "A", "x"), may.ErrSignIn},
		"a region in its name":   {may.Actor{PersonID: "r", Grants: []may.Grant{{Role: may.Region, NodeID: "rss-X", Path: "se/rss-X"}}}, local("start", course.LocalPage, "A", "x"), may.ErrDenied},
		"no such course":         {coursetest.Manager, course.Local{CourseID: "borta", NodeID: coursetest.Unit, Place: "start", Kind: course.LocalPage, Title: "A", Body: "x"}, course.ErrNoCourse},
		"what is not there":      {coursetest.Manager, course.Local{ID: "x", CourseID: "hygien", NodeID: coursetest.Unit, Place: "start", Kind: course.LocalPage, Title: "A", Body: "x"}, course.ErrNoLocal},
		"a region at its own":    {may.Actor{PersonID: "r", Grants: []may.Grant{{Role: may.Region, NodeID: "rss-X", Path: "se/rss-X"}}}, course.Local{CourseID: "hygien", NodeID: "rss-X", Place: "start", Kind: course.LocalPage, Title: "A", Body: "x"}, course.ErrNotLocal},
		"the town in the unit":   {townHall, local("start", course.LocalPage, "A", "x"), nil},
		"a link to another site": {coursetest.Manager, local("start", course.LocalPage, "A", "[Rutin](https://kommun.example/rutin)"), nil},
	} {
		if _, _, err := w.Locals.Save(t.Context(), c.actor, c.local); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// Two who change the same page: the second gets the first one's text, and nothing is lost.
func TestALocalPageIsChangedByTwo(t *testing.T) {
	t.Parallel()
	w := begun(t, -1)
	if _, _, err := w.Locals.Save(t.Context(), coursetest.Manager, local("start", course.LocalPage, "Ett", "x")); err != nil {
		t.Fatal(err)
	}
	seen := func() course.Local {
		v, err := w.Locals.Pages(t.Context(), coursetest.Manager, coursetest.Unit, "hygien")
		if err != nil || len(v.Own) != 1 || !v.Own[0].HasPlace {
			t.Fatalf("%+v, %v", v.Own, err)
		}
		return v.Own[0]
	}
	mine, yours := seen(), seen()
	mine.Title, yours.Title = "Två", "Tre"
	if _, _, err := w.Locals.Save(t.Context(), coursetest.Manager, mine); err != nil {
		t.Fatal(err)
	}
	theirs, _, err := w.Locals.Save(t.Context(), townHall, yours)
	if !errors.Is(err, course.ErrLocalMoved) || theirs.Title != "Två" || theirs.Version != 2 {
		t.Fatalf("%+v, %v", theirs, err)
	}
	if err := w.Locals.Remove(t.Context(), coursetest.Manager, mine); !errors.Is(err, course.ErrLocalMoved) {
		t.Errorf("removed what was not seen: %v", err)
	}
	if err := w.Locals.Remove(t.Context(), coursetest.Manager, seen()); err != nil {
		t.Error(err)
	}
	if all, err := w.Locals.Own(t.Context(), coursetest.Learner, "hygien"); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
}

// A new version keeps a place by the lesson's id; what has none is told and not lost.
func TestALocalPageSurvivesANewVersion(t *testing.T) {
	t.Parallel()
	w := begun(t, 3)
	for _, place := range []string{"varfor/first", "sa-gor-du/last"} {
		if _, _, err := w.Locals.Save(t.Context(), coursetest.Manager, local(place, course.LocalPage, place, "x")); err != nil {
			t.Fatal(err)
		}
	}
	f := coursetest.Folder("hygien", -1)
	f = coursetest.Changed(t, f, "course.yaml", "title: ", "title: Nya ")
	f = coursetest.Changed(t, f, "lessons/02-sa-gor-du.md", "id: sa-gor-du", "id: sa-har")
	if id, version, problems, err := w.Courses.Import(t.Context(), may.Operator(), coursetest.Without(f, "test.yaml")); err != nil || version != 2 {
		t.Fatal(id, version, problems, err)
	}
	v, err := w.Locals.Pages(t.Context(), coursetest.Manager, coursetest.Unit, "hygien")
	if err != nil || len(v.Own) != 2 || !v.Own[0].HasPlace || v.Own[1].HasPlace {
		t.Errorf("%+v, %v", v.Own, err)
	}
}
