package course_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"yrkesresan/internal/course"
	"yrkesresan/internal/course/coursetest"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/may"
)

func TestTheSameBytesAreTheSameVersion(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	id, one := w.Import(t, coursetest.Folder("rena-hander", 3))
	_, again := w.Import(t, coursetest.Folder("rena-hander", 3))
	_, two := w.Import(t, coursetest.Folder("rena-hander", 2))
	_, back := w.Import(t, coursetest.Folder("rena-hander", 3))
	if id != "rena-hander" || one != 1 || again != 1 || two != 2 || back != 1 {
		t.Fatal(id, one, again, two, back)
	}
	c, err := w.Courses.Version(t.Context(), id, 0)
	if err != nil || c.Test.Tries != 3 { // what came in last is what those who begin get
		t.Fatal(c.Test.Tries, err)
	}
	all, err := w.Courses.All(t.Context())
	if err != nil || len(all) != 1 || all[0].Version != 1 || all[0].Title != "Rena händer" || all[0].OwnerID != "se" {
		t.Fatal(all, err)
	}
	if _, third := w.Import(t, coursetest.Folder("rena-hander", 1)); third != 3 {
		t.Fatalf("after turning back the next version is %d", third)
	}
}

func TestTwoImportsAtOnceGetANumberEach(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	w.Import(t, coursetest.Folder("rena-hander", 9))
	var wg sync.WaitGroup
	versions := make([]int64, 6)
	for i := range versions {
		wg.Go(func() {
			_, v, _, err := w.Courses.Import(t.Context(), may.Operator(), coursetest.Folder("rena-hander", i/2+1))
			if err != nil {
				t.Error(err)
			}
			versions[i] = v
		})
	}
	wg.Wait()
	seen := map[int64]int{}
	for _, v := range versions {
		seen[v]++
	}
	if len(seen) != 3 || seen[2] != 2 || seen[3] != 2 || seen[4] != 2 {
		t.Fatal(versions)
	}
}

func TestAFolderWithErrorsIsRefusedWithThem(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	bad := coursetest.Changed(t, coursetest.Folder("rena-hander", 3), "lessons/01-varfor.md", "goal: tvatta", "goal: okant")
	_, _, problems, err := w.Courses.Import(t.Context(), may.Operator(), bad)
	if !errors.Is(err, course.ErrRefused) || !folder.HasErrors(problems) {
		t.Fatal(err, problems)
	}
	if _, err := w.Courses.Version(t.Context(), "rena-hander", 0); !errors.Is(err, course.ErrNoCourse) {
		t.Fatal(err)
	}
}

func TestWhoeverMayNotPublishIsRefused(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	w.Import(t, coursetest.Folder("nationell", 3))
	municipal := may.Actor{PersonID: coursetest.Bengt, Grants: []may.Grant{{Role: may.Municipality, NodeID: "k-1", Path: "se/rss-X/k-1"}}}
	for name, c := range map[string]struct {
		actor may.Actor
		id    string
		want  error
	}{
		"a learner":                            {coursetest.Learner, "egen", may.ErrDenied},
		"a visitor":                            {may.Actor{}, "egen", may.ErrSignIn},
		"a municipality, a course of its own":  {municipal, "egen", nil},
		"a municipality, the nation's course":  {municipal, "nationell", may.ErrDenied},
		"a municipality, the same bytes again": {municipal, "nationell-2", nil},
	} {
		tries := 4
		if _, _, _, err := w.Courses.Import(t.Context(), c.actor, coursetest.Folder(c.id, tries)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := w.Courses.Export(t.Context(), coursetest.Learner, "nationell", 0); !errors.Is(err, may.ErrDenied) {
		t.Error(err)
	}
	if _, err := w.Courses.Export(t.Context(), municipal, "egen", 0); err != nil {
		t.Error(err)
	}
}

func TestExportGivesBackTheBytes(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	in := coursetest.Folder("rena-hander", 3)
	in["lessons/02-sa-gor-du.md"].Data = []byte(strings.ReplaceAll(string(in["lessons/02-sa-gor-du.md"].Data), "\n", "\r\n"))
	id, _ := w.Import(t, in)
	w.Import(t, coursetest.Folder("rena-hander", 1)) // a later version does not disturb
	out, err := w.Courses.Export(t.Context(), may.Operator(), id, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(out, keys(in)...); err != nil {
		t.Error(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, out); err != nil {
		t.Fatal(err)
	}
	same(t, in, os.DirFS(dir))
	other := coursetest.New(t)
	other.Import(t, os.DirFS(dir))
	again, err := other.Courses.Export(t.Context(), may.Operator(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	same(t, in, again)
	var zip bytes.Buffer
	if err := folder.WriteZip(again, &zip); err != nil || zip.Len() == 0 {
		t.Error(err)
	}
}

func TestSeedingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	shipped := fstest.MapFS{}
	for _, id := range []string{"ett", "tva"} {
		for name, f := range coursetest.Folder(id, 3) {
			shipped[id+"/"+name] = f
		}
	}
	for range 2 {
		if err := w.Courses.Seed(t.Context(), shipped); err != nil {
			t.Fatal(err)
		}
	}
	all, err := w.Courses.All(t.Context())
	if err != nil || len(all) != 2 || all[0].Version != 1 || all[1].Version != 1 {
		t.Fatal(all, err)
	}
}

func TestTheCoursesThatComeAlongCanBeSeeded(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	if err := w.Courses.Seed(t.Context(), os.DirFS("../../content/courses")); err != nil {
		t.Fatal(err)
	}
}

func TestMediaAreForWhoeverIsSignedIn(t *testing.T) {
	t.Parallel()
	w := coursetest.New(t)
	w.Import(t, coursetest.Folder("rena-hander", 3))
	f, kind, err := w.Courses.Media(t.Context(), coursetest.Other, "rena-hander", 1, "hander.svg")
	if err != nil || kind != "image/svg+xml" {
		t.Fatal(kind, err)
	}
	f.Close()
	if _, _, err := w.Courses.Media(t.Context(), may.Actor{}, "rena-hander", 1, "hander.svg"); !errors.Is(err, may.ErrSignIn) {
		t.Error(err)
	}
	for _, name := range []string{"../course.yaml", "test.yaml", "borta.svg"} {
		if _, _, err := w.Courses.Media(t.Context(), coursetest.Other, "rena-hander", 1, name); !errors.Is(err, course.ErrNoFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func keys(f fstest.MapFS) (names []string) {
	for name := range f {
		names = append(names, name)
	}
	return names
}

func same(t *testing.T, want fstest.MapFS, got fs.FS) {
	t.Helper()
	n := 0
	err := fs.WalkDir(got, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		body, err := fs.ReadFile(got, name)
		if err == nil && (want[name] == nil || !bytes.Equal(body, want[name].Data)) {
			t.Errorf("%s is not as it came in", name)
		}
		return err
	})
	if err != nil || n != len(want) {
		t.Errorf("%d files of %d: %v", n, len(want), err)
	}
}
