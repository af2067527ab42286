package demand

import (
	"context"
	"slices"
	"strconv"
	"time"

	"yrkesresan/internal/booking"
	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
)

// at is a course in a municipality.
type at struct{ town, course string }

// crowd is who needs courses, each once.
type crowd struct {
	people  map[at]map[string]bool // who has no seat yet
	reasons map[at]map[Reason]int64
	seated  map[at]map[string]bool
	been    map[at]map[string]string // who was there lately, and on which day at last
}

// missedFor is for how many days whoever had a place at a day that was called off is counted as waiting for another; and
// how old a number told by a municipality may be for those who have been there since to be taken from it.
const missedFor, toldFor = 180, 730

func (c *crowd) add(n Need) {
	k := at{n.MunicipalityID, n.CourseID}
	if c.seated[k][n.PersonID] {
		return
	}
	if c.people[k] == nil {
		c.people[k], c.reasons[k] = map[string]bool{}, map[Reason]int64{}
	}
	c.people[k][n.PersonID] = true
	c.reasons[k][n.Reason]++
}

// people gathers everybody who needs a course: what is computed, who is interested, and who has asked or waits. Who has a
// seat already needs none. A person's reason counts once, however many days it has been asked for.
func (d *Demand) people(ctx context.Context, needs []Need, wishes []Interest, towns []org.Node) (*crowd, error) {
	c := &crowd{people: map[at]map[string]bool{}, reasons: map[at]map[Reason]int64{}, seated: map[at]map[string]bool{}, been: map[at]map[string]string{}}
	ids := make([]string, len(towns))
	for i, t := range towns {
		ids[i] = t.ID
	}
	if err := d.lately(ctx, c, ids); err != nil {
		return nil, err
	}
	wanting, err := d.wanting(ctx, c, ids)
	if err != nil {
		return nil, err
	}
	for _, w := range wanting {
		if k := (at{w.MunicipalityID, w.CourseID}); w.Seated {
			if c.seated[k] == nil {
				c.seated[k] = map[string]bool{}
			}
			c.seated[k][w.WhoID] = true
		}
	}
	for _, n := range needs {
		c.add(n)
	}
	for _, w := range wishes {
		c.add(Need{w.PersonID, w.CourseID, Interested, w.EmployerID, w.MunicipalityID})
	}
	asked := map[Need]bool{}
	for _, w := range wanting {
		n := Need{w.WhoID, w.CourseID, Waiting, w.EmployerID, w.MunicipalityID}
		if !w.Seated && !asked[n] {
			asked[n] = true
			c.add(n)
		}
	}
	return c, nil
}

// lately notes who has been at courses.
func (d *Demand) lately(ctx context.Context, c *crowd, townIDs []string) error {
	attended, err := d.Bookings.AttendedSince(ctx, d.daysAgo(toldFor), townIDs)
	for _, x := range attended {
		k := at{x.MunicipalityID, x.CourseID}
		if c.been[k] == nil {
			c.been[k] = map[string]string{}
		}
		c.been[k][x.PersonID] = max(c.been[k][x.PersonID], x.Day)
	}
	return err
}

// wanting is who has a place or wishes for one, and whose day was called off and who has not been there since.
func (d *Demand) wanting(ctx context.Context, c *crowd, townIDs []string) ([]booking.Wanting, error) {
	all, err := d.Bookings.WantingOn(ctx, d.Today(), townIDs)
	if err != nil {
		return nil, err
	}
	calledOff, err := d.Bookings.CalledOffSince(ctx, d.daysAgo(missedFor), townIDs)
	for _, x := range calledOff {
		if c.been[at{x.MunicipalityID, x.CourseID}][x.PersonID] < x.Day {
			all = append(all, booking.Wanting{WhoID: x.PersonID, CourseID: x.CourseID, EmployerID: x.EmployerID, MunicipalityID: x.MunicipalityID})
		}
	}
	return all, err
}

func (d *Demand) daysAgo(n int) string {
	return d.Now().In(d.Place).AddDate(0, 0, -n).Format(time.DateOnly)
}

// town counts a course in a municipality. What the municipality tells as a number is of the same people: the largest of the
// numbers counts, less those who have a seat and those who were there since the day of the number, and nothing is added up.
func (c *crowd) town(n org.Node, courseID string, told map[at]map[Reason]number64) Town {
	k := at{n.ID, courseID}
	out := Town{Node: n, People: int64(len(c.people[k])), Seated: int64(len(c.seated[k])), Reasons: map[Reason]int64{}}
	for r, count := range c.reasons[k] {
		out.Reasons[r] = count
	}
	for r, x := range told[k] {
		if x.n == 0 {
			continue
		}
		out.Reasons[r] = x.n
		out.People = max(out.People, x.n-out.Seated-c.since(k, x.asOf))
		out.AsOf = max(out.AsOf, x.asOf)
	}
	return out
}

// since counts who was at a course after a day and has no seat at another.
func (c *crowd) since(k at, day string) (n int64) {
	for who, last := range c.been[k] {
		if day != "" && last > day && !c.seated[k][who] {
			n++
		}
	}
	return n
}

// number64 is a number that a municipality tells, and of which day.
type number64 struct {
	n    int64
	asOf string
}

// told gathers the numbers: submitted gaps, stated needs and joint works. exact takes the gaps as they are, else as they may
// be shown.
func (d *Demand) told(ctx context.Context, place org.Node, towns []org.Node, exact bool) (map[at]map[Reason]number64, map[string][]Work, error) {
	out, works := map[at]map[Reason]number64{}, map[string][]Work{}
	put := func(town, course string, r Reason, n int64, asOf string) {
		k := at{town, course}
		if out[k] == nil {
			out[k] = map[Reason]number64{}
		}
		if n > out[k][r].n {
			out[k][r] = number64{n, asOf}
		}
	}
	book, err := d.Frameworks.Book(ctx, d.Today())
	if err != nil {
		return nil, nil, err
	}
	closes := closers(book)
	var keys []string
	for key := range closes {
		keys = append(keys, key)
	}
	gaps, err := d.Gaps.ToLearn(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	for _, g := range gaps {
		for _, course := range closes[g.Requirement] {
			n := g.Told
			if exact {
				n = g.Exact
			}
			put(g.MunicipalityID, course, Gap, n, g.AsOf)
		}
	}
	sendings, err := d.Gaps.Sendings(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range sendings {
		if s.RSSID != place.ID && place.ID != org.Sweden && place.ID != s.MunicipalityID {
			continue
		}
		for _, course := range closes[s.Requirement] {
			put(s.MunicipalityID, course, Joint, s.People, "")
			i := slices.IndexFunc(works[course], func(w Work) bool { return w.ID == s.WorkID })
			if i < 0 {
				i = len(works[course])
				works[course] = append(works[course], Work{ID: s.WorkID, Title: s.Title})
			}
			works[course][i].People += s.People
			works[course][i].Towns++
		}
	}
	stated, err := d.statedTotals(ctx, towns)
	for _, s := range stated {
		put(s.MunicipalityID, s.CourseID, Stated, s.People, s.AsOf)
	}
	return out, works, err
}

// closers gives the courses that count as evidence, by requirement.
func closers(book *frame.Book) map[string][]string {
	out := map[string][]string{}
	for _, f := range book.Frames {
		for _, area := range f.Areas {
			for _, r := range area.Requirements {
				for _, e := range r.Evidence {
					if key := frame.Key(f.ID, r.ID); e.By == frame.ByCourse && e.Ref != "" && !slices.Contains(out[key], e.Ref) {
						out[key] = append(out[key], e.Ref)
					}
				}
			}
		}
	}
	return out
}

func number(n int) string { return strconv.Itoa(n) }

// OfPerson implements booking.Needs: what runs out weighs most, then being new, then having said so.
func (d *Demand) OfPerson(ctx context.Context, courseID, personID string) (int64, error) {
	return d.weightOf(ctx, courseID, personID)
}

// OfPlaces implements booking.Needs: how many need the course in municipalities, or of other employers' own people.
func (d *Demand) OfPlaces(ctx context.Context, courseID string, nodeIDs []string) (map[string]int64, error) {
	all, err := d.Tree.Municipalities(ctx, d.Today())
	if err != nil {
		return nil, err
	}
	needs, err := d.kept(ctx, all)
	if err != nil {
		return nil, err
	}
	wishes, err := d.wishes(ctx, all)
	if err != nil {
		return nil, err
	}
	needs = slices.DeleteFunc(needs, func(n Need) bool { return n.CourseID != courseID })
	wishes = slices.DeleteFunc(wishes, func(w Interest) bool { return w.CourseID != courseID })
	people, err := d.people(ctx, needs, wishes, all)
	if err != nil {
		return nil, err
	}
	told, _, err := d.told(ctx, org.Node{ID: org.Sweden}, all, true)
	if err != nil {
		return nil, err
	}
	byEmployer := map[string]map[string]bool{}
	note := func(employer, person string) {
		if byEmployer[employer] == nil {
			byEmployer[employer] = map[string]bool{}
		}
		byEmployer[employer][person] = true
	}
	for _, n := range needs {
		note(n.EmployerID, n.PersonID)
	}
	for _, w := range wishes {
		note(w.EmployerID, w.PersonID)
	}
	out := make(map[string]int64, len(nodeIDs))
	for _, id := range nodeIDs {
		if i := slices.IndexFunc(all, func(n org.Node) bool { return n.ID == id }); i >= 0 {
			out[id] = people.town(all[i], courseID, told).People
			continue
		}
		out[id] = int64(len(byEmployer[id]))
	}
	return out, nil
}
