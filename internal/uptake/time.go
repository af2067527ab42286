package uptake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Sitting is a meeting that somebody can come to; the zero Sitting is none.
type Sitting struct {
	Href, Title string
	Day, Begins string // YYYY-MM-DD, HH:MM
	Alone       string // where one reflects alone; "" = one cannot
}

// Minutes is reflection time of one person.
type Minutes struct{ Planned, Held int64 }

// Meetings is what this room asks of the reflection meetings.
type Meetings interface {
	// Next is the next meeting about a course that a person is asked to; the zero Sitting when there is none.
	Next(ctx context.Context, personID, courseID string) (Sitting, error)
	// Time gives what was planned for and held by people from one day until another (not included), by person. It is
	// for sums; callers have asked for leave.
	Time(ctx context.Context, people []string, from, until string) (map[string]Minutes, error)
	// Plan is where a leader plans a meeting of a unit on a course; "" where one cannot.
	Plan(unitID, courseID string) string
}

// Quarter is three months of a year.
type Quarter struct{ Year, Number int }

// QuarterOf is the quarter that a day is in.
func QuarterOf(day string) Quarter {
	t, err := lang.ParseDate(day)
	if err != nil {
		return Quarter{}
	}
	return Quarter{t.Year(), (int(t.Month())-1)/3 + 1}
}

// ParseQuarter reads "2026-4"; ok is false when it is none.
func ParseQuarter(s string) (q Quarter, ok bool) {
	year, number, _ := strings.Cut(s, "-")
	y, err := strconv.Atoi(year)
	n, err2 := strconv.Atoi(number)
	return Quarter{y, n}, err == nil && err2 == nil && y >= 2000 && y < 3000 && n >= 1 && n <= 4
}

// String writes it as ParseQuarter reads it.
func (q Quarter) String() string { return fmt.Sprintf("%d-%d", q.Year, q.Number) }

// From is its first day.
func (q Quarter) From() string { return fmt.Sprintf("%04d-%02d-01", q.Year, q.Number*3-2) }

// Until is the first day after it.
func (q Quarter) Until() string { return q.Add(1).From() }

// Add is the quarter n later; earlier when n is negative.
func (q Quarter) Add(n int) Quarter {
	i := q.Year*4 + q.Number - 1 + n
	return Quarter{i / 4, i%4 + 1}
}

// Target is how many minutes of reflection an employer wants each person to have a quarter; 0 = it has said nothing.
type Target struct {
	Minutes int64
	From    string
}

// mostMinutes bounds a target: a working week.
const mostMinutes = 2400

// target is what holds in a quarter: what was said last before its end.
func (u *Uptake) target(ctx context.Context, employerID string, q Quarter) (Target, error) {
	return one(ctx, u.DB, func(s db.Scanner) (t Target, err error) { err = s.Scan(&t.Minutes, &t.From); return t, err }, nil, `
		SELECT minutes, valid_from
		FROM reflection_target
		WHERE employer_id = $1 AND valid_from < $2 AND valid_until >= $2
		ORDER BY valid_from DESC, made_at DESC
		LIMIT 1`,
		employerID, q.Until())
}

// SetTarget lets an employer say how many minutes of reflection each person should have a quarter, from the quarter of
// today; 0 takes it back (R149). Errors: ErrPlace, ErrMinutes, may.ErrDenied.
func (u *Uptake) SetTarget(ctx context.Context, a may.Actor, employerID string, minutes int64) (err error) {
	defer fault.Wrap(&err, "target of reflection at %s", employerID)
	n, employer, err := u.place(ctx, u.DB, a, may.EditSettings, employerID)
	if err != nil {
		return err
	}
	if n.ID != employer.ID {
		return ErrPlace
	}
	if minutes < 0 || minutes > mostMinutes {
		return ErrMinutes
	}
	from := QuarterOf(u.Today()).From()
	return u.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, n.ID); err != nil { // one at a time
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE reflection_target SET valid_until = $2 WHERE employer_id = $1 AND valid_until = $3`, n.ID, from, db.NoEnd); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO reflection_target (id, employer_id, minutes, valid_from, valid_until, made_by, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			u.NewID(), n.ID, minutes, from, db.NoEnd, a.PersonID, u.Now())
		return err
	})
}

// PersonTime is the reflection time of one person in a quarter.
type PersonTime struct {
	PersonID, Name, Occupation string
	Minutes
	Below bool // less was held than the employer wants
}

// UnitTime is the reflection time of a unit's people.
type UnitTime struct {
	Unit    org.Node
	Quarter Quarter
	Target  Target
	People  []PersonTime // in name order
}

// Nurses is the occupation that can be told apart, since it needs more time to reflect (R153).
const Nurses = "underskoterska"

// TimeAt gives the reflection time of those who work at a unit, in name order and never ranked, to who follows them; with
// occupation only those of one. Dormant people, and those away the whole quarter, are not in it. Reading it is logged.
// Errors: ErrPlace, may.ErrDenied.
func (u *Uptake) TimeAt(ctx context.Context, a may.Actor, unitID string, q Quarter, occupation string) (out UnitTime, err error) {
	defer fault.Wrap(&err, "reflection time at %s", unitID)
	n, employer, err := u.place(ctx, u.DB, a, may.SeeProgress, unitID)
	if err != nil {
		return out, err
	}
	out = UnitTime{Unit: n, Quarter: q}
	if out.Target, err = u.target(ctx, employer.ID, q); err != nil {
		return out, err
	}
	crew, err := u.Staff.Crew(ctx, a, []string{unitID}, employer.ID, u.Today())
	if err != nil {
		return out, err
	}
	crew = slices.DeleteFunc(crew, func(m staff.CrewMember) bool {
		return m.Dormant || !m.Current(u.Today()) || occupation != "" && m.Occupation != occupation
	})
	ids := make([]string, len(crew))
	for i, m := range crew {
		ids[i] = m.Employee.PersonID
	}
	minutes, err := u.minutes(ctx, ids, q)
	if err != nil {
		return out, err
	}
	away, err := u.away(ctx, ids, q)
	if err != nil {
		return out, err
	}
	for _, m := range crew {
		id := m.Employee.PersonID
		if away[id] && minutes[id] == (Minutes{}) {
			continue
		}
		out.People = append(out.People, PersonTime{PersonID: id, Name: m.Shown(), Occupation: m.Occupation, Minutes: minutes[id], Below: minutes[id].Held < out.Target.Minutes})
	}
	return out, u.Audit.Node(ctx, u.DB, a, "uptake.unit", unitID)
}

func (u *Uptake) minutes(ctx context.Context, ids []string, q Quarter) (map[string]Minutes, error) {
	out := map[string]Minutes{}
	if u.Meetings == nil {
		return out, nil
	}
	for some := range slices.Chunk(ids, 200) {
		got, err := u.Meetings.Time(ctx, some, q.From(), q.Until())
		if err != nil {
			return nil, err
		}
		maps.Copy(out, got)
	}
	return out, nil
}

// away tells who is away the whole of a quarter.
func (u *Uptake) away(ctx context.Context, ids []string, q Quarter) (map[string]bool, error) {
	out := map[string]bool{}
	for some := range slices.Chunk(ids, 200) {
		leaves, err := u.Staff.LeavesOf(ctx, some)
		if err != nil {
			return nil, err
		}
		for id, all := range leaves {
			for _, l := range all {
				out[id] = out[id] || l.From <= q.From() && l.To >= lang.ISO(mustDay(q.Until()).AddDate(0, 0, -1))
			}
		}
	}
	return out, nil
}

// PlaceTime is the reflection time of a group of people that may be told: of at least hide.Few.
type PlaceTime struct {
	Names   []string `json:"names"` // the units or the occupations that are told together
	People  int64    `json:"people"`
	Planned int64    `json:"planned"` // minutes a person, rounded
	Held    int64    `json:"held"`
	Reached int64    `json:"reached"` // who had what the employer wants; of use when Split
	Split   bool     `json:"split"`
}

// TownTime is the reflection time of an employer in a quarter, without names.
type TownTime struct {
	Employer org.Node
	Quarter  Quarter
	Target   Target
	On       string // the day that it was counted on; "" = the quarter is not over
	Figures
}

// Figures are what is told of an employer in a quarter.
type Figures struct {
	Units       []PlaceTime `json:"units"`
	Occupations []PlaceTime `json:"occupations"`
	All         PlaceTime   `json:"all"`    // People 0: too few to be told
	Partly      bool        `json:"partly"` // some are told nowhere: they are too few
}

// mostStaff bounds the people of an employer that are summed up.
const mostStaff = 40_000

// TimeIn gives the reflection time of an employer by unit and by occupation, to who sees its figures. Groups of fewer than
// hide.Few people are told together with others, or nowhere. A quarter is told when it is over, of those who worked on its
// last day, and is counted once: two days laid side by side must not tell what somebody had who came or left between them
// (rule 25). Errors: ErrPlace, may.ErrDenied.
func (u *Uptake) TimeIn(ctx context.Context, a may.Actor, employerID string, q Quarter) (out TownTime, err error) {
	defer fault.Wrap(&err, "reflection time in %s", employerID)
	n, employer, err := u.place(ctx, u.DB, a, may.SeeFigures, employerID)
	if err != nil {
		return out, err
	}
	if n.ID != employer.ID {
		return out, ErrPlace
	}
	out = TownTime{Employer: n, Quarter: q}
	if out.Target, err = u.target(ctx, n.ID, q); err != nil || u.Today() < q.Until() {
		return out, err
	}
	if out.Figures, out.On, err = u.toldTime(ctx, n.ID, q); err != nil || out.On != "" {
		return out, err
	}
	if err := u.tellTime(ctx, n, q, out.Target); err != nil {
		return out, err
	}
	out.Figures, out.On, err = u.toldTime(ctx, n.ID, q)
	return out, err
}

// toldTime is what has been told of an employer in a quarter, and when it was counted; "" = it has not.
func (u *Uptake) toldTime(ctx context.Context, employerID string, q Quarter) (f Figures, on string, err error) {
	type row struct{ on, body string }
	r, err := one(ctx, u.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.on, &r.body); return r, err }, nil, `
		SELECT counted_on, figures
		FROM reflection_told
		WHERE employer_id = $1 AND quarter = $2`,
		employerID, q.String())
	if err != nil || r.on == "" {
		return f, "", err
	}
	return f, r.on, json.Unmarshal([]byte(r.body), &f)
}

// tellTime counts an employer's quarter. Of two who are first, one has counted.
func (u *Uptake) tellTime(ctx context.Context, employer org.Node, q Quarter, t Target) error {
	last := lang.ISO(mustDay(q.Until()).AddDate(0, 0, -1))
	works, err := u.Staff.WorkUnder(ctx, employer.Path, employer.ID, last)
	if err != nil {
		return err
	}
	if len(works) > mostStaff {
		works = works[:mostStaff]
	}
	f, err := u.sumUp(ctx, q, t, works)
	if err != nil {
		return err
	}
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	_, err = u.DB.Exec(ctx, `
		INSERT INTO reflection_told (employer_id, quarter, counted_on, figures)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (employer_id, quarter) DO NOTHING`,
		employer.ID, q.String(), u.Today(), string(body))
	return err
}

// sumUp counts each person once, at the work that is most of it.
func (u *Uptake) sumUp(ctx context.Context, q Quarter, t Target, works []staff.Working) (out Figures, err error) {
	var ids []string
	home := map[string]staff.Working{}
	for _, w := range works {
		if w.Dormant {
			continue
		}
		was, known := home[w.PersonID]
		if !known {
			ids = append(ids, w.PersonID)
		}
		if !known || w.Extent > was.Extent {
			home[w.PersonID] = w
		}
	}
	minutes, err := u.minutes(ctx, ids, q)
	if err != nil {
		return out, err
	}
	away, err := u.away(ctx, ids, q)
	if err != nil {
		return out, err
	}
	units, jobs := sums{}, sums{}
	for _, id := range ids {
		if m, w := minutes[id], home[id]; !away[id] || m != (Minutes{}) {
			units.add(w.UnitID, w.UnitPath, m, t)
			jobs.add(cmp.Or(w.Occupation, "-"), cmp.Or(w.Occupation, "-"), m, t)
		}
	}
	ref, err := u.Tree.CachedReference(ctx)
	if err != nil {
		return out, err
	}
	today := u.Today()
	var partly [2]bool
	out.Units, partly[0], err = units.told(today, func(id string) (string, error) {
		n, err := u.Tree.FindEver(ctx, id)
		return n.Name, err
	})
	if err != nil {
		return out, err
	}
	out.Occupations, partly[1], err = jobs.told(today, func(id string) (string, error) { return ref.Occupation(id).Name, nil })
	out.Partly = partly[0] || partly[1]
	for _, p := range out.Units { // what the parts make up: nothing can be had by subtraction
		out.All.Planned, out.All.Held = out.All.Planned+p.Planned*p.People, out.All.Held+p.Held*p.People
		out.All.People += p.People
	}
	if out.All.People > 0 {
		out.All.Planned, out.All.Held = per(out.All.Planned, out.All.People), per(out.All.Held, out.All.People)
	}
	for i := range out.Occupations { // whoever reached it is told once, by unit
		out.Occupations[i].Split = false
	}
	return out, err
}

// sum is the time of those of one key.
type sum struct {
	path            string
	people, reached int64
	planned, held   int64
}

type sums map[string]*sum

func (s sums) add(key, path string, m Minutes, t Target) {
	if s[key] == nil {
		s[key] = &sum{path: path}
	}
	x := s[key]
	x.people++
	x.planned, x.held = x.planned+m.Planned, x.held+m.Held
	if m.Held > 0 && m.Held >= t.Minutes {
		x.reached++
	}
}

// told pools what is too small, and names what is told.
func (s sums) told(today string, name func(id string) (string, error)) (out []PlaceTime, partly bool, err error) {
	var cells []hide.Cell
	for _, key := range slices.Sorted(maps.Keys(s)) {
		x := s[key]
		cells = append(cells, hide.Cell{Key: key, Path: x.path, Column: count.Column{Required: x.people, Held: x.reached, Develop: x.people - x.reached}})
	}
	told := hide.Tell(cells, hide.Told{}, today)
	for _, g := range told.Groups {
		p := PlaceTime{People: g.Required, Reached: g.Held, Split: g.Split}
		for _, key := range g.Keys {
			text, err := name(key)
			if err != nil && !errors.Is(err, org.ErrNoNode) {
				return nil, false, err
			}
			p.Names = append(p.Names, text)
			p.Planned, p.Held = p.Planned+s[key].planned, p.Held+s[key].held
		}
		lang.SortBy(p.Names, func(n string) string { return n })
		p.Planned, p.Held = per(p.Planned, p.People), per(p.Held, p.People)
		out = append(out, p)
	}
	lang.SortBy(out, func(p PlaceTime) string { return strings.Join(p.Names, " ") })
	return out, told.Partly, nil
}

// roundTo is how fine minutes are told where no names are: two ways to group the same people, laid side by side, must not
// tell what one of them had (rule 25).
const roundTo = 5

// per divides, rounded.
func per(n, people int64) int64 { return (n + people*roundTo/2) / (people * roundTo) * roundTo }
