// Package title tells, purely, who may use a protected title, on what ground and until when (R211, rule 28).
//
// A title is not a licence, and neither is a course certificate: the right to a title rests on a certificate
// of its own (bevis), on a licence that includes it, or on the transition for those who had the title in a
// permanent employment when it was protected. Every date is data (rules.yaml).
package title

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"yrkesresan/internal/framework/frame"
)

//go:embed rules.yaml
var shipped []byte

// Title is a protected title and what a right to it rests on. Until-days are the first that no longer hold.
type Title struct {
	ID          string         `yaml:"id"`
	Name        string         `yaml:"name"`
	Since       string         `yaml:"since"`       // protected from this day
	Certificate string         `yaml:"certificate"` // what the certificate is called
	Issuer      string         `yaml:"issuer"`
	Occupations []string       `yaml:"occupations"` // whose people use the title
	Licences    []string       `yaml:"licences"`    // licences that include the right
	Transition  *Transition    `yaml:"transition"`
	Tasks       []Task         `yaml:"tasks"`
	Grounds     []frame.Ground `yaml:"grounds"`
}

// Transition keeps the right of those who had the title in some forms of employment on a day.
type Transition struct {
	On            string   `yaml:"on"`
	Until         string   `yaml:"until"`
	Forms         []string `yaml:"forms"`
	PresumeMonths int      `yaml:"presume_months"`
}

// Task is what only those with the right may be, in some settings.
type Task struct {
	ID       string   `yaml:"id"`
	Name     string   `yaml:"name"`
	Since    string   `yaml:"since"`
	Settings []string `yaml:"settings"`
}

// Ground is what a right rests on.
type Ground string

// The grounds. None is a right that nobody has shown.
const (
	None          Ground = ""
	ByCertificate Ground = "certificate" // bevis
	ByLicence     Ground = "licence"
	ByTransition  Ground = "transition"
)

// Paper is a certificate, a licence or HR's word on the transition, that somebody has seen.
type Paper struct {
	ID          string
	Ground      Ground
	Ref         string // of a licence: the occupation
	From, Until string // "" since always, for ever
}

// Employment is what is known of an employment from one day until another.
type Employment struct {
	ID                    string // the employment's
	Occupation, Form      string
	Start, End            string // End is the last day; "" until further notice
	KnownFrom, KnownUntil string // KnownUntil is the first day it was known otherwise
}

// Facts is what is known about one person and one title.
type Facts struct {
	Papers      []Paper
	Employments []Employment
	Denied      bool // HR has said that the transition does not hold
}

// Right is a right to use a title, from one day until another.
type Right struct {
	Title       string
	Ground      Ground
	Source      string // id of the paper or the employment
	From, Until string // Until "" for ever
	Presumed    bool   // the staff file makes it likely; nobody has confirmed it
}

// On tells whether the right holds on a day.
func (r Right) On(day string) bool { return r.From <= day && (r.Until == "" || day < r.Until) }

// Rights gives every right to the title, whenever it holds: certificates first, then licences, then the
// transition.
func (t Title) Rights(f Facts) (out []Right) {
	for _, p := range f.Papers {
		switch p.Ground {
		case ByCertificate:
			out = append(out, Right{t.ID, ByCertificate, p.ID, p.From, p.Until, false})
		case ByLicence:
			if slices.Contains(t.Licences, p.Ref) {
				out = append(out, Right{t.ID, ByLicence, p.ID, p.From, p.Until, false})
			}
		case ByTransition:
			if t.Transition != nil {
				out = append(out, Right{t.ID, ByTransition, p.ID, t.Transition.On, soonest(p.Until, t.Transition.Until), false})
			}
		}
	}
	if r, ok := t.kept(f); ok && !slices.ContainsFunc(out, func(have Right) bool { return have.Ground == ByTransition }) {
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b Right) int { return cmp.Compare(order(a.Ground), order(b.Ground)) })
	return out
}

// Holds gives the right that lasts longest of those that hold on a day. Of equals a certificate is told
// before a licence, and that before the transition.
func (t Title) Holds(f Facts, on string) (best Right, ok bool) {
	for _, r := range t.Rights(f) {
		if r.On(on) && (!ok || forever(r.Until) > forever(best.Until)) {
			best, ok = r, true
		}
	}
	return best, ok
}

// Uses tells whether an occupation uses the title.
func (t Title) Uses(occupation string) bool { return slices.Contains(t.Occupations, occupation) }

// Requires tells whether a task asks for the right in a setting on a day.
func (t Title) Requires(task, setting, on string) bool {
	return slices.ContainsFunc(t.Tasks, func(k Task) bool {
		return k.ID == task && k.Since <= on && slices.Contains(k.Settings, setting)
	})
}

// kept is the right by the transition, as the employments show it: what was known that day, or where
// nothing was known yet, the first that is known of an employment that was under way.
func (t Title) kept(f Facts) (Right, bool) {
	tr := t.Transition
	if tr == nil || f.Denied {
		return Right{}, false
	}
	right := func(e Employment, presumed bool) Right {
		return Right{t.ID, ByTransition, e.ID, tr.On, tr.Until, presumed}
	}
	first := map[string]Employment{}
	for _, e := range f.Employments {
		if !e.underWay(tr.On) {
			continue
		}
		if e.KnownFrom <= tr.On && e.KnownUntil > tr.On && t.counts(e) {
			return right(e, false), true
		}
		if was, ok := first[e.ID]; !ok || e.KnownFrom < was.KnownFrom {
			first[e.ID] = e
		}
	}
	var best Right
	found := false
	for _, e := range first {
		if tr.PresumeMonths > 0 && e.KnownFrom > tr.On && e.Start <= months(tr.On, -tr.PresumeMonths) && t.counts(e) && (!found || e.ID < best.Source) {
			best, found = right(e, true), true
		}
	}
	return best, found
}

func (t Title) counts(e Employment) bool {
	return t.Uses(e.Occupation) && slices.Contains(t.Transition.Forms, e.Form)
}

func (e Employment) underWay(on string) bool {
	return e.Start <= on && (e.End == "" || e.End >= on)
}

// All gives the titles whose rules are shipped.
func All() []Title { return all() }

// Of finds a title by id.
func Of(id string) (Title, bool) {
	i := slices.IndexFunc(all(), func(t Title) bool { return t.ID == id })
	if i < 0 {
		return Title{}, false
	}
	return all()[i], true
}

// all reads the shipped rules once; a program whose own rules are wrong does not start (Read is tested on them).
var all = sync.OnceValue(func() []Title {
	list, err := Read(shipped)
	if err != nil {
		panic(err) // part of the program, and a test reads it
	}
	return list
})

// Read reads rules and checks that they can be followed.
func Read(text []byte) ([]Title, error) {
	var list []Title
	if err := yaml.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	for _, t := range list {
		days := []string{t.Since}
		if t.Transition != nil {
			days = append(days, t.Transition.On, t.Transition.Until)
		}
		for _, k := range t.Tasks {
			days = append(days, k.Since)
		}
		for _, d := range days {
			if _, err := time.Parse(time.DateOnly, d); err != nil {
				return nil, fmt.Errorf("title %s: %w", t.ID, err)
			}
		}
		if t.ID == "" || t.Name == "" || len(t.Occupations) == 0 {
			return nil, fmt.Errorf("title %q has no name, or nobody uses it", t.ID)
		}
		if tr := t.Transition; tr != nil && (tr.Until <= tr.On || len(tr.Forms) == 0) {
			return nil, fmt.Errorf("title %s: the transition ends before it begins, or holds for no form", t.ID)
		}
	}
	return list, nil
}

func order(g Ground) int {
	return slices.Index([]Ground{ByCertificate, ByLicence, ByTransition}, g)
}

func forever(day string) string { return cmp.Or(day, "9999-12-31") }

func soonest(a, b string) string { return min(forever(a), forever(b)) }

// months is a day some months later, or earlier.
func months(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, n, 0).Format(time.DateOnly)
}
