package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/course"
	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/may"
)

// A child process studies until it is killed; what it was told is saved must be there afterwards.
const (
	crashData     = "YRKESRESAN_CRASH_DATA"
	crashDatabase = "YRKESRESAN_CRASH_DATABASE"
	crashPeople   = 200
	crashCourse   = "bemotande"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashData); dir != "" {
		if err := study(context.Background(), dir, os.Getenv(crashDatabase), os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func openApp(ctx context.Context, dir, database string) (*app.App, error) {
	return app.Open(ctx, app.Config{Data: dir, Database: database, Product: "Yrkesresan", URL: "http://127.0.0.1"}, slog.New(slog.DiscardHandler))
}

// study takes a course as one person after another and says aloud what it was told is saved.
func study(ctx context.Context, dir, database string, out io.Writer) error {
	a, err := openApp(ctx, dir, database)
	if err != nil {
		return err
	}
	for i := range crashPeople {
		if err := studyAs(ctx, a, may.Actor{PersonID: fmt.Sprintf("p%04d", i)}, out); err != nil {
			return err
		}
	}
	return nil
}

func studyAs(ctx context.Context, a *app.App, who may.Actor, out io.Writer) error {
	p, err := a.Studies.Own(ctx, who, crashCourse)
	if err != nil || p.Finished() {
		return err
	}
	if _, err := a.Studies.Begin(ctx, who, crashCourse); err != nil {
		return err
	}
	for _, lesson := range p.Course.Lessons {
		for _, step := range lesson.Steps {
			if err := readStep(ctx, a, who, lesson.ID, step, out); err != nil {
				return err
			}
		}
	}
	return passTest(ctx, a, who, p.Course.Test, out)
}

func readStep(ctx context.Context, a *app.App, who may.Actor, lesson string, step folder.Step, out io.Writer) error {
	for _, b := range step.Blocks {
		if b.Question == nil || b.Question.Kind == "reflect" {
			continue
		}
		if _, err := a.Studies.Answer(ctx, who, crashCourse, b.Question.ID, rightAnswer(*b.Question)); err != nil {
			return err
		}
		fmt.Fprintln(out, "answered", who.PersonID, b.Question.ID)
	}
	if _, err := a.Studies.See(ctx, who, crashCourse, course.Spot{Lesson: lesson, Step: step.ID}); err != nil {
		return err
	}
	fmt.Fprintln(out, "seen", who.PersonID, lesson+"/"+step.ID)
	return nil
}

func passTest(ctx context.Context, a *app.App, who may.Actor, test *folder.Test, out io.Writer) error {
	try, err := a.Studies.BeginTry(ctx, who, crashCourse)
	if err != nil {
		return err
	}
	for _, id := range try.Questions {
		q, _ := test.Question(id)
		if _, err := a.Studies.AnswerTry(ctx, who, crashCourse, id, rightAnswer(q)); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "completed", who.PersonID, "-")
	return nil
}

// rightAnswer is what whoever has read the lesson would say.
func rightAnswer(q folder.Question) folder.Answer {
	var a folder.Answer
	for i, o := range q.Options {
		if o.Right {
			a.Picks = append(a.Picks, i)
		}
	}
	for i := range max(len(q.Items), len(q.Pairs)) {
		a.Picks = append(a.Picks, i)
	}
	return a
}

func TestKillingTheProgramLosesNothingThatWasAcknowledged(t *testing.T) {
	rounds := 6
	if os.Getenv("YRKESRESAN_FULL") != "" {
		rounds = 60
	}
	dir, database := t.TempDir(), freshDatabase(t)
	a, err := openApp(t.Context(), dir, database)
	if err != nil {
		t.Fatal(err)
	}
	hire(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for round := 0; round < rounds || len(told) < 50 && round < 5*rounds; round++ { // on a slow machine some more
		killMidway(t, dir, database, told)
		a, err := openApp(t.Context(), dir, database)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		checkTold(t, a, told)
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(told) < 50 {
		t.Fatalf("only %d things were acknowledged: the test proves nothing", len(told))
	}
	t.Logf("%d rounds, %d acknowledged things", rounds, len(told))
}

// killMidway lets a child study for a random while and kills it without warning.
func killMidway(t *testing.T, dir, database string, told map[string]bool) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashData+"="+dir, crashDatabase+"="+database)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	first := true
	for lines.Scan() {
		if first { // it has begun: from here on any moment is a good one
			first = false
			time.AfterFunc(time.Duration(rand.IntN(700))*time.Millisecond, func() { child.Process.Kill() })
		}
		told[lines.Text()] = true
	}
	child.Wait() // it was killed; that is the point
}

// checkTold looks up every acknowledged thing, and that each completion has its certificate.
func checkTold(t *testing.T, a *app.App, told map[string]bool) {
	t.Helper()
	progress := map[string]*course.Progress{}
	for line := range told {
		part := strings.Fields(line)
		if len(part) != 3 {
			continue // cut off by the kill
		}
		p := progress[part[1]]
		if p == nil {
			var err error
			if p, err = a.Studies.Own(t.Context(), may.Actor{PersonID: part[1]}, crashCourse); err != nil {
				t.Fatal(err)
			}
			progress[part[1]] = p
		}
		if !stands(p, part[0], part[2]) {
			t.Errorf("lost: %s", line)
		}
	}
	n, err := db.One(t.Context(), a.DB, db.Number, `
		SELECT COUNT(*)
		FROM fact f
		LEFT JOIN certificate c ON c.fact_id = f.id
		WHERE f.kind = 'completed' AND c.fact_id IS NULL`)
	if err != nil || n != 0 {
		t.Errorf("%d completions without a certificate, %v", n, err)
	}
}

func stands(p *course.Progress, what, id string) bool {
	switch what {
	case "answered":
		_, ok := p.Answers[id]
		return ok
	case "seen":
		lesson, step, _ := strings.Cut(id, "/")
		_, ok := p.Seen[course.Spot{Lesson: lesson, Step: step}]
		return ok
	}
	return p.Finished()
}

// hire gives the people of the test an employment.
func hire(t *testing.T, a *app.App) {
	t.Helper()
	err := a.DB.Tx(t.Context(), func(tx *db.Tx) error {
		for i := range crashPeople {
			id := fmt.Sprintf("p%04d", i)
			if _, err := tx.Exec(t.Context(), `INSERT INTO person (id, made_at, made_by) VALUES ($1, $2, 'test')`, id, a.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// freshDatabase is a database of the engine under test that nobody has migrated; "" = SQLite in
// the data directory.
func freshDatabase(t *testing.T) string {
	if os.Getenv(dbtest.PostgresVariable) == "" {
		return ""
	}
	return dbtest.Empty(t)
}
