// Package fault names the ways an operation can fail. Rules return faults;
// only package web turns them into status codes and only the catalog turns
// their keys into sentences a person reads.
package fault

import (
	"errors"
	"fmt"
)

// Kind is the coarse class of a failure. The set is closed: add one only when
// some caller must behave differently.
type Kind uint8

const (
	Internal Kind = iota // a bug or a broken dependency; never shown in detail
	Invalid              // the person can fix the input
	Denied               // signed in, but not allowed
	Missing              // no such thing, or not visible to this person
	Conflict             // somebody or something got there first
	Busy                 // try again later
	Often                // this person or address has tried too often; wait
)

// Fault is an expected failure. Key is looked up in the message catalog.
type Fault struct {
	Kind  Kind
	Key   string            // looked up in the catalogue: "course.full"
	Field string            // form field at fault, if any
	Args  map[string]string // what the sentence needs to be said in full
	Cause error
}

func (f *Fault) Error() string {
	if f.Cause != nil {
		return f.Key + ": " + f.Cause.Error()
	}
	return f.Key
}

func (f *Fault) Unwrap() error { return f.Cause }

// Is matches two faults by key, so a package can export one as a sentinel.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Key == f.Key
}

// New makes a fault to be declared once, at package level.
func New(k Kind, key string) *Fault { return &Fault{Kind: k, Key: key} }

// On reports the same fault against one form field.
func (f *Fault) On(field string) *Fault {
	c := *f
	c.Field = field
	return &c
}

// With reports the same fault with a value for the sentence a person reads.
func (f *Fault) With(name, value string) *Fault {
	c := *f
	c.Args = map[string]string{name: value}
	for k, v := range f.Args {
		if k != name {
			c.Args[k] = v
		}
	}
	return &c
}

// Of returns the fault inside err, or nil when err is not an expected failure.
func Of(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return nil
}

// Wrap adds an operation name to *errp. Use it with defer and a named result.
func Wrap(errp *error, format string, args ...any) {
	if *errp != nil {
		*errp = fmt.Errorf(format+": %w", append(args, *errp)...)
	}
}
