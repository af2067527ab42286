package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// tiers are the rooms; a root imports only roots of a lower tier. docs/architecture.md tells what each owns.
var tiers = map[string]int{
	"org": 0, "help": 0, "staff": 1, "access": 2, "record": 2, "message": 3, "framework": 2, "profile": 3, "competence": 3, "course": 4, "gap": 5, "journey": 6, "certificate": 7, "group": 7,
	"development": 7, "occasion": 5, "booking": 6, "staffing": 7, "attendance": 7, "practice": 7, "evaluation": 7, "demand": 8,
	"appointment": 5, "circle": 6, "introduction": 6, "uptake": 7, "certification": 7, "library": 7, "preset": 8,
	"report": 8, "search": 8, "privacy": 8, "demo": 9,
}

// What a package is: the doors between packages follow from that.
const (
	isCommand  = "command"  // cmd/…
	isApp      = "app"      // internal/app
	isPlatform = "platform" // internal/platform/…: knows no noun
	isRoot     = "root"     // internal/NOUN
	isPure     = "pure"     // internal/NOUN/PART: rules without a database
	isFace     = "face"     // internal/NOUN/NOUNweb
	isKit      = "kit"      // …test: helps tests, in no program
	isEmbedded = "embedded" // assets, content: files
)

// door is a package seen from its doors.
type door struct{ path, kind, noun string }

func doorOf(importPath string) door {
	name := strings.TrimPrefix(importPath, module+"/")
	at := door{path: name}
	parts := strings.Split(name, "/")
	switch {
	case strings.HasSuffix(parts[len(parts)-1], "test"):
		at.kind = isKit
	case parts[0] == "cmd":
		at.kind = isCommand
	case parts[0] != "internal":
		at.kind = isEmbedded
	case parts[1] == "app" || parts[1] == "platform":
		at.kind = parts[1]
	case len(parts) == 2:
		at.kind = isRoot
	case strings.HasSuffix(parts[2], "web"), strings.HasSuffix(parts[2], "api"):
		at.kind = isFace
	default:
		at.kind = isPure
	}
	if parts[0] == "internal" && parts[1] != "app" && parts[1] != "platform" {
		at.noun = parts[1]
	}
	return at
}

// may tells whether production code of from may import to; if not, why.
func (from door) may(to door) (bool, string) {
	below := tiers[to.noun] < tiers[from.noun] || to.noun == from.noun
	switch from.kind {
	case isEmbedded:
		return false, "files import nothing"
	case isPlatform:
		return to.kind == isPlatform || to.kind == isEmbedded, "platform knows no room"
	case isPure:
		// fault, identity and the rows of foreign sheets (values in, values out) know no database either.
		small := to.path == "internal/platform/fault" || to.path == "internal/platform/identity" || to.path == "internal/platform/grid/rows"
		return small || to.kind == isPure && below, "pure rules know values only"
	case isRoot:
		return to.kind == isPlatform || (to.kind == isRoot || to.kind == isPure) && below, "a root imports platform and lower rooms"
	case isFace:
		return to.kind == isPlatform || to.kind == isRoot || to.kind == isPure || to.kind == isEmbedded, "a face imports roots and platform"
	case isCommand:
		return to.kind != isFace, "commands speak to app and roots"
	}
	return true, ""
}

// exempt are imports that the doors would forbid, each with its reason.
var exempt = map[string]string{
	"cmd/bench → internal/platform/dbtest":                        "the bench fills a fresh database of its own",
	"internal/platform/dbtest/cluster → internal/platform/dbtest": "the command that starts the tests' server",
}

func TestDoorsBetweenPackagesHold(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		if f.isTest {
			continue
		}
		from := doorOf(module + "/" + f.folder)
		if _, known := tiers[from.noun]; from.noun != "" && !known {
			t.Errorf("%s: the room %q has no tier", f.path, from.noun)
		}
		for _, i := range f.tree.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil || !strings.HasPrefix(name, module+"/") {
				continue
			}
			to := doorOf(name)
			ok, why := from.may(to)
			if to.kind == isKit && from.kind != isKit {
				ok, why = false, "what helps tests belongs in no program"
			}
			if !ok && exempt[from.path+" → "+to.path] == "" {
				t.Errorf("%s imports %s: %s", f.path, to.path, why)
			}
		}
	}
}

func TestTheDoorsThemselves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"internal/course", "internal/record", true},
		{"internal/record", "internal/course", false},
		{"internal/access", "internal/record", false}, // the same tier
		{"internal/course", "internal/course/folder", true},
		{"internal/course/folder", "internal/platform/fault", true},
		{"internal/course/folder", "internal/platform/db", false},
		{"internal/staff/sheet", "internal/platform/grid/rows", true},
		{"internal/staff/sheet", "internal/platform/grid", false},
		{"internal/course/courseweb", "internal/journey", true},
		{"internal/course/courseweb", "internal/journey/journeyweb", false},
		{"internal/course", "internal/course/courseweb", false},
		{"internal/platform/web", "internal/access", false},
		{"internal/app", "internal/access/accessweb", true},
		{"cmd/yrkesresan", "internal/access/accessweb", false},
	} {
		if got, _ := doorOf(module + "/" + c.from).may(doorOf(module + "/" + c.to)); got != c.want {
			t.Errorf("%s → %s: %v", c.from, c.to, got)
		}
	}
}

// Sizes are looked at, not judged: run with -v to see what has grown.
func TestSizes(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		limit := map[bool]int{false: 300, true: 500}[f.isTest]
		if lines := f.set.Position(f.tree.FileEnd).Line; lines > limit {
			t.Logf("%s has %d lines: look again whether it is two", f.path, lines)
		}
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && !f.isTest {
				if lines := f.set.Position(fn.End()).Line - f.set.Position(fn.Pos()).Line + 1; lines > 50 {
					t.Logf("%s: %s has %d lines", f.path, fn.Name.Name, lines)
				}
			}
		}
	}
}

const module = "yrkesresan"

// source is one Go file that people write.
type source struct {
	path, folder string // from the top of the repository
	isTest       bool
	tree         *ast.File
	set          *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	const top = "../.."
	var out []source
	for _, folder := range []string{"assets", "cmd", "content", "internal"} {
		err := filepath.WalkDir(filepath.Join(top, folder), func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_templ.go") {
				return err
			}
			rel, err := filepath.Rel(top, name)
			if err != nil {
				return err
			}
			set := token.NewFileSet()
			tree, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
			out = append(out, source{filepath.ToSlash(rel), path.Dir(filepath.ToSlash(rel)), strings.HasSuffix(name, "_test.go"), tree, set})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 50 {
		t.Fatal(fmt.Errorf("only %d files found", len(out)))
	}
	return slices.Clip(out)
}

// texts hands over every text constant in a file.
func (f source) texts(use func(string, token.Position)) {
	ast.Inspect(f.tree, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				use(text, f.set.Position(lit.Pos()))
			}
		}
		return true
	})
}
