// Command bench measures the program on a national data set: 222,600 people in 290
// municipalities with three years of learning, some three million facts. It prints figures with
// the size of the data; nothing here passes or fails.
//
//	make bench                         both databases, all figures
//	go run ./cmd/bench -people 10000   a smaller nation, for a quick look
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/report"
)

// options is what one run measures.
type options struct {
	people  int
	each    time.Duration // of every load
	engines string
	imports bool
	pass    bool
	gapOnly bool
	seats   bool
	units   bool
	dir     string
	binary  string
}

func main() {
	var o options
	flag.IntVar(&o.people, "people", 222_600, "how many people the nation has")
	flag.DurationVar(&o.each, "each", 4*time.Second, "how long every load lasts")
	flag.StringVar(&o.engines, "engines", "both", "sqlite, postgres or both")
	flag.BoolVar(&o.imports, "imports", true, "measure staff imports too")
	flag.BoolVar(&o.pass, "pass", false, "compute everybody's standings, not for some seconds only")
	flag.BoolVar(&o.gapOnly, "gap", false, "measure competence and gaps only")
	flag.BoolVar(&o.seats, "seats", false, "measure seats of course days only")
	flag.BoolVar(&o.units, "certification", false, "measure the certification of units only")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	if o.dir, err = os.MkdirTemp("", "yrkesresan-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(o.dir)
	o.binary = filepath.Join(o.dir, "yrkesresan")
	build := exec.Command("go", "build", "-trimpath", "-o", o.binary, "./cmd/yrkesresan")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	fmt.Printf("Yrkesresan bench, %s, %s, %d cores; the load generator runs on the same machine\n", time.Now().Format(time.DateOnly), runtime.Version(), runtime.NumCPU())
	for _, engine := range []string{"sqlite", "postgres"} {
		if o.engines != "both" && o.engines != engine {
			continue
		}
		if err := measure(ctx, o, engine); err != nil {
			return fmt.Errorf("%s: %w", engine, err)
		}
	}
	return nil
}

// measure fills one database and prints its figures.
func measure(ctx context.Context, o options, engine string) error {
	c := app.Config{Data: filepath.Join(o.dir, engine), Product: "Yrkesresan"}
	if engine == "postgres" {
		if c.Database = os.Getenv(dbtest.PostgresVariable); c.Database == "" {
			fmt.Println("\npostgres: not measured; run through go run ./internal/platform/dbtest/cluster -durable go run ./cmd/bench")
			return nil
		}
	}
	a, err := app.Open(ctx, c, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	began := time.Now()
	n, err := fill(ctx, a, o.people)
	if err != nil {
		return err
	}
	fmt.Printf("\n## %s: %d people, %d units, %d facts, 290 municipalities (made in %.0f s)\n", engine, n.people, n.units, n.facts, time.Since(began).Seconds())
	if o.seats {
		return errors.Join(seats(ctx, a, n), a.Close())
	}
	if o.units {
		return errors.Join(certifications(ctx, a, n), a.Close())
	}
	if o.gapOnly {
		if err := giveStandings(ctx, a); err != nil {
			return err
		}
		return errors.Join(gaps(ctx, a, n), a.Close())
	}
	for _, part := range []func() error{
		func() error { return resolution(ctx, a, n) },
		func() error { return figures(ctx, a, o, n) },
		func() error { return gaps(ctx, a, n) },
		func() error { return seats(ctx, a, n) },
		func() error { return certifications(ctx, a, n) },
		func() error { return recurring(ctx, a) },
		func() error { return finding(ctx, a) },
		split,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	if err := served(ctx, a, o, c, n); err != nil || !o.imports {
		return err
	}
	return imports(ctx, o, c, engine)
}

// served measures the program as it is served, after closing a.
func served(ctx context.Context, a *app.App, o options, c app.Config, n *nation) error {
	visitors, err := visitors(ctx, a, n, 64)
	if err != nil {
		return err
	}
	leader, err := manager(ctx, a, n)
	if err != nil {
		return err
	}
	reader, err := owner(ctx, a, n)
	if err != nil {
		return err
	}
	if err := a.Figures.OnChanged(ctx, report.Changed{}); err != nil { // else the program does it while it is measured
		return err
	}
	if err := a.Close(); err != nil {
		return err
	}
	return load(ctx, o, c, n, visitors, leader, reader)
}
