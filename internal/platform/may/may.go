// Package may says who may do what. One table (table.go) is read by the code, the tests and
// the docs; asking is pure: an Actor carries the grants that were valid when the request came.
package may

import (
	"slices"
	"strings"

	"yrkesresan/internal/platform/fault"
)

// ErrDenied answers whoever is signed in and not allowed.
var ErrDenied = fault.New(fault.Denied, "may.denied")

// ErrSignIn answers whoever must sign in first.
var ErrSignIn = fault.New(fault.Denied, "may.sign_in")

// Grant is a role on a node of the tree; it reaches the node and everything under it.
type Grant struct {
	Role   Role
	NodeID string
	Path   string // the node's path, ids joined by "/"
	// Subject narrows the role to one thing there: the journey that a producer produces (R004). "" is
	// everything.
	Subject string
	only    []Action // of a program: what its key lets it do
}

// allows tells whether the grant lets an action be done at its place.
func (g Grant) allows(do Action) bool { return Allowed(g.Role, do) || slices.Contains(g.only, do) }

// Actor is who asks. The zero Actor is a visitor.
type Actor struct {
	PersonID string
	Grants   []Grant
	operator bool
}

// Operator is whoever runs commands on the machine: what the operating system let in.
func Operator() Actor { return Actor{PersonID: "operator", operator: true} }

// Program is another program that came with a key: it may do some actions at a path and under it, and
// holds no role. The id names the key.
func Program(id, path string, do ...Action) Actor {
	return Actor{PersonID: id, Grants: []Grant{{Path: path, only: do}}}
}

// Erased stands in place of the id of somebody who made something or looked at somebody, and has
// been erased since: what was made, and that somebody looked, stays.
const Erased = "erased"

// IsOperator tells whether it is whoever runs commands on the machine.
func (a Actor) IsOperator() bool { return a.operator }

// Inside is the actor with only the grants that stand at a path or under it: a role at the
// municipality is none at a private employer there.
func (a Actor) Inside(path string) Actor {
	a.Grants = slices.DeleteFunc(slices.Clone(a.Grants), func(g Grant) bool { return !Within(g.Path, path) })
	return a
}

// Known tells whether somebody is signed in.
func (a Actor) Known() bool { return a.PersonID != "" }

// Ask says whether the actor may do it to what stands at path in the tree. nil: yes. A grant for
// one subject is none here.
func Ask(a Actor, do Action, path string) error { return AskAbout(a, do, path, "") }

// AskAbout says whether the actor may do it to one thing at path: a grant for everything there
// lets, and so does one for that subject.
func AskAbout(a Actor, do Action, path, subject string) error {
	if a.operator {
		return nil
	}
	for _, g := range a.Grants {
		if g.allows(do) && Within(path, g.Path) && (g.Subject == "" || g.Subject == subject) {
			return nil
		}
	}
	return denied(a)
}

// AskAny says whether the actor may do it to something standing at one of the paths: a person
// stands wherever the person works.
func AskAny(a Actor, do Action, paths []string) error {
	for _, p := range paths {
		if Ask(a, do, p) == nil {
			return nil
		}
	}
	if a.operator {
		return nil
	}
	return denied(a)
}

// AskSomewhere says whether the actor may do it anywhere at all: the first, cheap barrier of a
// route. The domain call still asks about the place.
func AskSomewhere(a Actor, do Action) error {
	some := func(g Grant) bool { return g.allows(do) }
	if a.operator || slices.ContainsFunc(a.Grants, some) {
		return nil
	}
	return denied(a)
}

// AskSelf lets a person at what is the person's own, and nobody else.
func AskSelf(a Actor, personID string) error {
	if a.operator || (a.Known() && a.PersonID == personID) {
		return nil
	}
	return denied(a)
}

func denied(a Actor) error {
	if !a.Known() {
		return ErrSignIn
	}
	return ErrDenied
}

// Scopes are the paths under which the actor may do it: the condition of a list's statement.
// Paths inside one another are given once, outermost; a grant for one subject gives no path.
func (a Actor) Scopes(do Action) []string {
	if a.operator {
		return []string{"se"}
	}
	var out []string
	for _, g := range a.Grants {
		if g.allows(do) && g.Subject == "" {
			out = append(out, g.Path)
		}
	}
	slices.Sort(out)
	kept := out[:0]
	for _, p := range out {
		if len(kept) == 0 || !Within(p, kept[len(kept)-1]) {
			kept = append(kept, p)
		}
	}
	return kept
}

// Has tells whether the actor holds a role anywhere.
func (a Actor) Has(r Role) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == r })
}

// Within tells whether path is root or stands under it.
func Within(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}
