// Package checklist is the rules of introductions, without a database: what a checklist for a profession says, whom it
// is for, when each item is to be done, and how somebody stands to it together with what the workplace has added
// (R240–R247, rule 40).
package checklist

import (
	"slices"
	"strings"
	"time"
)

// When is when in an introduction something is to be done, counted from its first day.
type When string

// The times, in their order.
const (
	FirstDay     When = "day_1"
	FirstWeek    When = "week_1"
	FirstMonth   When = "month_1"
	ThreeMonths  When = "months_3"
	TwelveMonths When = "months_12"
)

// Times names every time, in their order.
func Times() []When { return []When{FirstDay, FirstWeek, FirstMonth, ThreeMonths, TwelveMonths} }

// days is by how many days after the first an item of a time is to be done.
var days = map[When]int{FirstDay: 0, FirstWeek: 7, FirstMonth: 30, ThreeMonths: 91, TwelveMonths: 365}

// Days is by how many days after the first day an item is to be done at the latest.
func (w When) Days() int { return days[w] }

// Who is who confirms that an item is done.
type Who string

// Who may confirm.
const (
	Self      Who = "self"
	Mentor    Who = "mentor"
	Colleague Who = "colleague" // who was walked beside signs (bredvidgång)
	Manager   Who = "manager"
)

// Confirmers names everybody who may confirm, in the order of forms.
func Confirmers() []Who { return []Who{Self, Mentor, Colleague, Manager} }

// Item is one thing to do or to learn.
type Item struct {
	ID      string   `yaml:"id" json:"id"`
	When    When     `yaml:"when" json:"when"`
	Text    string   `yaml:"text" json:"text"`
	Easy    string   `yaml:"easy" json:"easy"`
	Who     Who      `yaml:"who" json:"who"`
	Course  string   `yaml:"course,omitempty" json:"course,omitempty"` // done when the learning record says that this course is
	Minutes int64    `yaml:"minutes,omitempty" json:"minutes,omitempty"`
	Areas   []string `yaml:"areas,omitempty" json:"areas,omitempty"`     // only for who works in one of them; none: for all
	Session bool     `yaml:"session,omitempty" json:"session,omitempty"` // a meeting with a day: done when it has been held (R247)
	Week    int      `yaml:"week,omitempty" json:"week,omitempty"`       // of a session: the week that is proposed
	Step    int      `yaml:"step,omitempty" json:"step,omitempty"`       // confirming it takes the person on to this step of responsibility, from 2
}

// Step is how far somebody's responsibility goes for a time (context §2: gradual responsibility).
type Step struct {
	Name     string   `yaml:"name" json:"name"`
	Month    int      `yaml:"month" json:"month"` // from which month on it is proposed, from 0
	Alone    []string `yaml:"alone,omitempty" json:"alone,omitempty"`
	Together []string `yaml:"together,omitempty" json:"together,omitempty"`
	NotYet   []string `yaml:"not_yet,omitempty" json:"not_yet,omitempty"`
}

// For is whom a checklist is for. What is empty asks nothing.
type For struct {
	Occupations []string `yaml:"occupations,omitempty" json:"occupations,omitempty"`
	Areas       []string `yaml:"areas,omitempty" json:"areas,omitempty"`
	Licensed    bool     `yaml:"licensed,omitempty" json:"licensed,omitempty"` // licensed staff, of whatever occupation
	Managers    bool     `yaml:"managers,omitempty" json:"managers,omitempty"` // who leads a unit, of whatever occupation
	Short       bool     `yaml:"short,omitempty" json:"short,omitempty"`       // hourly staff, and who is employed for ShortDays at most
	Rank        int      `yaml:"rank" json:"rank"`                             // of several that fit the highest is taken
}

// ShortDays is how long an employment is at most that is short: a summer.
const ShortDays = 125

// Template is a checklist for a profession.
type Template struct {
	ID        string `yaml:"id" json:"id"`
	Name      string `yaml:"name" json:"name"`
	EasyName  string `yaml:"easy_name" json:"easy_name"`
	About     string `yaml:"about" json:"about"`
	EasyAbout string `yaml:"easy_about" json:"easy_about"`
	Source    string `yaml:"source,omitempty" json:"source,omitempty"`   // what it rests on
	Journey   string `yaml:"journey,omitempty" json:"journey,omitempty"` // whose producers work on it; "" only who speaks for the owner
	Months    int    `yaml:"months" json:"months"`                       // how long it is meant to take
	Mentor    bool   `yaml:"mentor,omitempty" json:"mentor,omitempty"`   // a mentor is asked for (R244)
	Buddy     bool   `yaml:"buddy,omitempty" json:"buddy,omitempty"`     // a buddy is asked for: who has it works alone (R246)
	Offered   bool   `yaml:"offered,omitempty" json:"offered,omitempty"` // only where a place has taken it in; else everywhere
	For       For    `yaml:"for" json:"for"`
	Steps     []Step `yaml:"steps,omitempty" json:"steps,omitempty"`
	Items     []Item `yaml:"items" json:"items"`
}

// Item finds an item by id.
func (t *Template) Item(id string) (Item, bool) {
	i := slices.IndexFunc(t.Items, func(x Item) bool { return x.ID == id })
	if i < 0 {
		return Item{}, false
	}
	return t.Items[i], true
}

// Person is what of somebody's work settles which introduction is meant.
type Person struct {
	Form, Occupation, Area string
	Licensed, Manager      bool
	Start, End             string // the employment's days; End "" = until further notice
}

// short tells whether the employment is hourly, or for a summer at most.
func (p Person) short() bool {
	return p.Form == "hourly" || p.End != "" && p.End <= Later(p.Start, ShortDays)
}

// Fits tells whether a checklist is for somebody.
func (f For) Fits(p Person) bool {
	switch {
	case f.Managers && !p.Manager, f.Licensed && !p.Licensed, f.Short && !p.short(),
		len(f.Occupations) > 0 && !slices.Contains(f.Occupations, p.Occupation), len(f.Areas) > 0 && !slices.Contains(f.Areas, p.Area):
		return false
	}
	return true
}

// Choose gives the checklist that is for somebody: of those that fit the one of the highest rank, of several the first
// by id; nil when none fits. used tells which the person's workplace uses.
func Choose(all []Template, p Person, used func(t *Template) bool) *Template {
	var best *Template
	for i := range all {
		t := &all[i]
		if !used(t) || !t.For.Fits(p) {
			continue
		}
		if best == nil || t.For.Rank > best.For.Rank || t.For.Rank == best.For.Rank && strings.Compare(t.ID, best.ID) < 0 {
			best = t
		}
	}
	return best
}

// Later is so many days after a day.
func Later(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// Between is how many days it is from one day to another.
func Between(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
