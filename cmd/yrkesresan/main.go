// Command yrkesresan is the whole program: the server and the commands that operators use.
// What each command answers is the public contract (docs/commands.md).
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"yrkesresan/internal/app"
	"yrkesresan/internal/platform/fault"
)

// common is what every command takes.
type common struct {
	Data     string `help:"Directory of files, keys and the embedded database." env:"YRKESRESAN_DATA" default:"data" type:"path"`
	Database string `help:"Address of a PostgreSQL database; without it SQLite in the data directory." env:"YRKESRESAN_DATABASE"`
	Keys     string `help:"Directory of the keys; without it DATA/keys." env:"YRKESRESAN_KEYS" type:"path"`
	Files    string `help:"Directory of the files, shared by replicas; without it DATA/files." env:"YRKESRESAN_FILES" type:"path"`
	Product  string `help:"The name shown to users." env:"YRKESRESAN_PRODUCT" default:"Yrkesresan"`
	Contact  string `help:"Whom users call, as a sentence." env:"YRKESRESAN_CONTACT"`
	Reports  string `help:"E-mail address that reads reports about accessibility." env:"YRKESRESAN_REPORTS"`
	Format   string `help:"text or json: only the result on standard output." enum:"text,json" default:"text"`
}

// cli is the program's commands.
type cli struct {
	common
	Serve       serveCmd       `cmd:"" help:"Answer on an address."`
	Org         orgCmd         `cmd:"" help:"The organisation."`
	Staff       staffCmd       `cmd:"" help:"Staff files."`
	Course      courseCmd      `cmd:"" help:"Courses as folders."`
	Journey     journeyCmd     `cmd:"" help:"A person's journey."`
	Record      recordCmd      `cmd:"" help:"A person's learning record."`
	Certificate certificateCmd `cmd:"" help:"Course certificates."`
	Competence  competenceCmd  `cmd:"" help:"Competence frameworks as workbooks."`
	Gap         gapCmd         `cmd:"" help:"What competence is asked for and held."`
	Occasion    occasionCmd    `cmd:"" help:"Course days."`
	Demand      demandCmd      `cmd:"" help:"Who needs course days in a region, and what could be arranged."`
	Preset      presetCmd      `cmd:"" help:"Models of learning at the workplace."`
	Message     messageCmd     `cmd:"" help:"Messages by e-mail and SMS."`
	Token       tokenCmd       `cmd:"" help:"Keys of programs."`
	Signin      signinCmd      `cmd:"" help:"Ways in."`
	Person      personCmd      `cmd:"" help:"A person's data: given out and erased."`
	Demo        demoCmd        `cmd:"" help:"The demo with invented people."`
	May         mayCmd         `cmd:"" help:"Who may do what."`
	Backup      backupCmd      `cmd:"" help:"Keep everything in one file, beside a running server."`
	Restore     restoreCmd     `cmd:"" help:"Fill an empty installation from such a file."`
	Keys        keysCmd        `cmd:"" help:"The installation's secret keys."`
	Version     versionCmd     `cmd:"" help:"Which version this is."`

	Certification certificationCmd `cmd:"" help:"The certification of whole units."`
}

// run is what a command gets.
type run struct {
	ctx    context.Context
	common *common
	out    io.Writer
	log    *slog.Logger
}

func (r run) config() app.Config {
	return app.Config{Data: r.common.Data, Database: r.common.Database, Keys: r.common.Keys, Files: r.common.Files, Product: r.common.Product, Contact: r.common.Contact, Reports: r.common.Reports}
}

func (r run) open(change func(*app.Config)) (*app.App, error) {
	c := r.config()
	if change != nil {
		change(&c)
	}
	return app.Open(r.ctx, c, r.log)
}

// with opens the program for one command and closes it after.
func (r run) with(do func(*app.App) error) (err error) {
	a, err := r.open(nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return do(a)
}

// print gives the result: as JSON, or as text says it.
func (r run) print(v any, text func(io.Writer)) error {
	if r.common.Format == "json" {
		return json.NewEncoder(r.out).Encode(v)
	}
	text(r.out)
	return nil
}

// version is stamped by the build.
var version = "development"

// errRefused ends a command with 1 after it has printed its result.
var errRefused = errors.New("refused")

func main() { os.Exit(start(os.Args[1:], os.Stdout, os.Stderr)) }

// start runs a command line and gives the exit code: 0 done, 1 refused, 2 wrong usage.
func start(args []string, out, complain io.Writer) int {
	var c cli
	code := -1
	parser, err := kong.New(&c, kong.Name("yrkesresan"), kong.Description("Competence development for municipal care."),
		kong.Writers(out, complain), kong.Exit(func(n int) { code = n }), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(complain, err)
		return 2
	}
	command, err := parser.Parse(args)
	if code >= 0 {
		return code // --help
	}
	if err != nil {
		fmt.Fprintln(complain, "yrkesresan:", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	r := run{ctx: ctx, common: &c.common, out: out, log: app.NewLog(complain, command.Command() != "serve")}
	return answer(command.Run(r), c.Format, out, complain)
}

// answer turns an error into an exit code, and in JSON into the contract's error.
func answer(err error, format string, out, complain io.Writer) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errRefused):
		return 1
	}
	key, message := "web.internal", err.Error()
	if f := fault.Of(err); f != nil {
		key, message = f.Key, sentence(f)
	}
	if format == "json" {
		json.NewEncoder(out).Encode(map[string]any{"error": map[string]string{"code": key, "message": message}})
	}
	fmt.Fprintln(complain, "yrkesresan:", message)
	return 1
}

// sentence is what a person reads of a fault.
func sentence(f *fault.Fault) string {
	texts, err := app.Texts()
	if err != nil || !texts.Has(f.Key) {
		return f.Error()
	}
	pairs := []any{}
	for name, value := range f.Args {
		pairs = append(pairs, name, value)
	}
	return texts.T(f.Key, pairs...)
}
