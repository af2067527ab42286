package demo

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"
)

// seed decides, together with the day, everything that is invented.
const seed = 1481_0583_2303

// world is everybody and everything, before any of it is in the database. The same day always
// gives the same world.
type world struct {
	day time.Time // midnight
	places
	people    []*person
	stories   map[string]*person // by key
	decisions []decision

	pools  []names
	learnt learnt
	used   map[string]bool // names
}

// person is somebody invented.
type person struct {
	story
	town   *town // nil: works at an RSS or nationally
	unit   *unit
	number string
	second string // of the second employment
	also   *unit
	before *unit
	email  string
	mobile string
	hourly bool
	last   int // the last day of the employment; 0: none

	id, employment string // as the database has them
	other          string // whose the second employment is in the files
}

// invent makes the world of a day.
func invent(day time.Time) (*world, error) {
	w := &world{day: day, stories: map[string]*person{}, used: map[string]bool{}}
	var err error
	if w.places, err = read[places]("kommuner"); err != nil {
		return nil, err
	}
	if w.pools, err = read[[]names]("names"); err != nil {
		return nil, err
	}
	if w.learnt, err = read[learnt]("kurser"); err != nil {
		return nil, err
	}
	if w.decisions, err = read[[]decision]("beslut"); err != nil {
		return nil, err
	}
	stories, err := read[[]story]("personer")
	if err != nil {
		return nil, err
	}
	for _, t := range w.Towns {
		for _, u := range t.Units {
			u.town = t
		}
	}
	for _, s := range stories {
		if err := w.tell(s); err != nil {
			return nil, err
		}
	}
	for _, t := range w.Towns {
		for _, u := range t.Units {
			w.man(u)
		}
	}
	return w, nil
}

// tell puts somebody with a story into the world.
func (w *world) tell(s story) error {
	p := &person{story: s}
	if s.Office == "" {
		if p.unit = w.unit(s.At); p.unit == nil {
			return fmt.Errorf("demo: %s works at an unknown unit %q", s.Key, s.At)
		}
		p.town = p.unit.town
		p.number = p.town.next()
		p.hourly = s.Form == w.Forms["hourly"]
		if p.Form == "" {
			p.Form = w.Forms["permanent"]
		}
		if s.Before != nil {
			p.before = w.unit(s.Before.At)
		}
		if s.Also != nil {
			p.also = w.unit(s.Also.At)
			p.second = p.also.town.next()
		}
		if s.Mobile {
			p.mobile = mobile(len(w.people))
		}
		if s.Chief || p.unit.ID == "stab" {
			p.email = email(p)
		}
	}
	w.used[s.Name[0]+" "+s.Name[1]] = true
	w.people, w.stories[s.Key] = append(w.people, p), p
	return nil
}

// man fills a unit with people.
func (w *world) man(u *unit) {
	for _, c := range u.Crew {
		if slices.Contains(w.Chiefs, c.title) && w.chiefOf(u) != nil {
			continue // one with a story leads it
		}
		for i := range c.n {
			w.hire(u, c.title, i)
		}
	}
}

// hire invents one employee. The dice are the person's own, so that a unit more does not make
// everybody else somebody else.
func (w *world) hire(u *unit, title string, i int) {
	dice := rand.New(rand.NewPCG(seed, hash(u.town.Code, u.ID, title, fmt.Sprint(i))))
	p := &person{town: u.town, unit: u, number: u.town.next()}
	p.Title, p.Name = title, w.name(dice)
	p.Chief = slices.Contains(w.Chiefs, title)
	w.employ(p, dice)
	if len(u.Teams) > 0 && !p.Chief {
		p.Team = u.Teams[(i+dice.IntN(2))%len(u.Teams)]
	}
	if p.Chief || dice.IntN(100) < 20 {
		p.email = email(p)
	}
	if dice.IntN(100) < 55 {
		p.mobile = mobile(dice.IntN(1000))
	}
	w.teach(p, dice)
	w.people = append(w.people, p)
}

// employ decides since when, how much and on which terms.
func (w *world) employ(p *person, dice *rand.Rand) {
	p.Start = tenure(dice)
	p.Extent = []int{100, 100, 100, 85, 80, 75, 75, 65, 50}[dice.IntN(9)]
	p.Form = w.Forms["permanent"]
	switch {
	case p.Chief:
		p.Extent, p.Start = 100, p.Start-400
	case p.unit.Hourly:
		p.Form, p.Extent, p.hourly = w.Forms["hourly"], 0, true
		p.Start = -1 - dice.IntN(900)
	case p.Start > -500 && dice.IntN(100) < 35:
		p.Form = []string{w.Forms["fixed"], w.Forms["substitute"]}[dice.IntN(2)]
		p.last = 20 + dice.IntN(200)
	}
	switch turn := dice.IntN(100); {
	case p.Chief:
	case turn < 3 && p.Start < w.Files[0]:
		p.Gone = w.Files[1+dice.IntN(len(w.Files)-1)]
	case turn < 5 && p.Start < -300:
		p.last = -1 - dice.IntN(200)
	case turn < 7 && !p.hourly:
		p.Leave = []int{-1 - dice.IntN(200), 10 + dice.IntN(200)}
	}
}

// tenure is on which day an employment began: most have been here for years, some are new.
func tenure(dice *rand.Rand) int {
	switch turn := dice.IntN(100); {
	case turn < 2:
		return 1 + dice.IntN(10)
	case turn < 14:
		return -1 - dice.IntN(365)
	case turn < 38:
		return -366 - dice.IntN(2*365)
	case turn < 72:
		return -3*365 - dice.IntN(7*365)
	}
	return -10*365 - dice.IntN(20*365)
}

// teach decides what somebody has done: some all, some nothing, most a part.
func (w *world) teach(p *person, dice *rand.Rand) {
	courses := w.coursesFor(p.Title)
	share := 35 + dice.IntN(60)
	switch turn := dice.IntN(100); {
	case turn < 18:
		share = 100
	case turn < 26:
		share = 0
	}
	for _, c := range courses {
		turn, when, again := dice.IntN(100), dice.IntN(700), dice.IntN(100)
		first := max(p.Start+5, -720)
		if share > 0 && p.Start < -120 && slices.Contains(w.learnt.First, c) {
			turn /= 2
		}
		if turn >= share || first >= -2 {
			continue
		}
		day := first + when%(-1-first)
		if p.last != 0 && day > p.last {
			continue
		}
		p.Done = append(p.Done, done{Course: c, Day: day})
		if again < 12 && day < -400 {
			p.Done = append(p.Done, done{Course: c, Day: day + 380})
		}
	}
}

func (w *world) coursesFor(title string) []string {
	for _, l := range w.learnt.ByTitle {
		if slices.Contains(l.Titles, title) {
			return l.Courses
		}
	}
	return nil
}

// name puts a first and a last name together that nobody has yet.
func (w *world) name(dice *rand.Rand) [2]string {
	total := 0
	for _, pool := range w.pools {
		total += pool.Weight
	}
	for {
		n := [2]string{}
		pool := w.pool(dice.IntN(total))
		n[0] = pool.First[dice.IntN(len(pool.First))]
		if dice.IntN(12) == 0 { // names meet
			pool = w.pool(dice.IntN(total))
		}
		n[1] = pool.Last[dice.IntN(len(pool.Last))]
		if key := n[0] + " " + n[1]; !w.used[key] {
			w.used[key] = true
			return n
		}
	}
}

func (w *world) pool(turn int) names {
	for _, pool := range w.pools {
		if turn < pool.Weight {
			return pool
		}
		turn -= pool.Weight
	}
	return w.pools[0]
}

func (w *world) unit(id string) *unit {
	for _, t := range w.Towns {
		for _, u := range t.Units {
			if u.ID == id {
				return u
			}
		}
	}
	return nil
}

// chiefOf is who leads a unit; nil: nobody.
func (w *world) chiefOf(u *unit) *person {
	if u.Chief != "" {
		u = w.unit(u.Chief)
	}
	for _, p := range w.people {
		if p.unit == u && p.Chief {
			return p
		}
	}
	return nil
}

// date is a day counted from the demo's own.
func (w *world) date(n int) string { return w.day.AddDate(0, 0, n).Format(time.DateOnly) }

func (t *town) next() string {
	t.numbers++
	return fmt.Sprintf("%s%04d", t.Prefix, 1000+t.numbers)
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write([]byte(p + "/")) // a hash takes everything
	}
	return h.Sum64()
}
