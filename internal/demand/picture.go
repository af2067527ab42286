package demand

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"yrkesresan/internal/demand/suggest"
	"yrkesresan/internal/demand/travel"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Town is how many need a course in a municipality.
type Town struct {
	org.Node
	People  int64            // who need it and have no seat yet
	Seated  int64            // who have a seat at a coming day
	Reasons map[Reason]int64 // a person may have several
	AsOf    string           // the day of what was submitted, or ""
}

// Hidden tells whether the figure may not be shown to others than the municipality (rule 25).
func (t Town) Hidden() bool { return t.People > 0 && t.People < hide.Few }

// Work is a joint work of a region's board about what a course closes.
type Work struct {
	ID, Title string
	People    int64
	Towns     int
}

// Course is who needs a course, and what could be arranged.
type Course struct {
	ID, Title string
	People    int64
	Seated    int64
	Reasons   map[Reason]int64
	Towns     []Town // the most first; those where nobody needs it are not in it
	Works     []Work
	Planned   []occasion.Occasion // open days with seats left, of the place
	Suggested suggest.Result
}

// Shown is how many are told to others than the municipalities: those of municipalities that may be shown, and those of the
// others together when they are too many to point at anybody and no single one could be worked out: it is known of each
// that it is one to four, so that two that are two or eight together are one or four each.
func (c Course) Shown() (people int64, hidden int) {
	var few int64
	for _, t := range c.Towns {
		if t.Hidden() {
			few, hidden = few+t.People, hidden+1
			continue
		}
		people += t.People
	}
	if k := int64(hidden); hidden > 1 && few >= hide.Few && k < few && few < k*(hide.Few-1) {
		people += few
	}
	return people, hidden
}

// Picture is who needs which courses at a place.
type Picture struct {
	Place     org.Node // the nation, an RSS or a municipality
	On        string
	Courses   []Course // the most needed first
	Counted   time.Time
	Uncounted int // municipalities where what runs out and who is new has not been counted
	Choices   []org.Node
}

// Course finds one.
func (p Picture) Course(id string) (Course, bool) {
	i := slices.IndexFunc(p.Courses, func(c Course) bool { return c.ID == id })
	if i < 0 {
		return Course{}, false
	}
	return p.Courses[i], true
}

// open finds a place and asks whether its needs may be seen: of the nation and RSS by who sees what is submitted, of a
// municipality by its own. "" is the first of the actor's places. It gives the places to choose from.
func (d *Demand) open(ctx context.Context, a may.Actor, placeID string) (org.Node, []org.Node, error) {
	regions, err := d.Tree.RSSNodes(ctx, d.Today())
	if err != nil {
		return org.Node{}, nil, err
	}
	regions = slices.DeleteFunc(regions, func(n org.Node) bool { return may.Ask(a, may.SeeSubmitted, n.Path) != nil })
	if len(regions) > 1 {
		if nation, err := d.Tree.Find(ctx, org.Sweden, d.Today()); err == nil && may.Ask(a, may.SeeSubmitted, nation.Path) == nil {
			regions = slices.Insert(regions, 0, nation)
		}
	}
	if placeID == "" {
		if len(regions) == 0 {
			return org.Node{}, nil, may.AskAny(a, may.SeeSubmitted, nil)
		}
		placeID = regions[0].ID
	}
	n, err := d.Tree.Find(ctx, placeID, d.Today())
	if errors.Is(err, org.ErrNoNode) {
		return n, nil, ErrNoRSS
	}
	if err != nil {
		return n, nil, err
	}
	switch org.Kind(n.Kind) {
	case org.Nation, org.RSS:
		return n, regions, may.Ask(a, may.SeeSubmitted, n.Path)
	case org.Municipality:
		if a.IsOperator() {
			return n, nil, nil
		}
		return n, nil, may.Ask(a.Inside(n.Path), may.NameSeats, n.Path)
	}
	return n, nil, ErrNoRSS
}

// townsOf gives the municipalities of a place: of an RSS also those that run a journey there though they belong to another.
func (d *Demand) townsOf(ctx context.Context, placeID string) ([]org.Node, error) {
	all, err := d.Tree.Municipalities(ctx, d.Today())
	if err != nil || placeID == org.Sweden {
		return all, err
	}
	rss, err := d.Tree.RSSByMunicipality(ctx, "", d.Today())
	if err != nil {
		return nil, err
	}
	also, err := d.Tree.JourneysElsewhere(ctx, placeID, d.Today())
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(n org.Node) bool { return n.ID != placeID && rss[n.ID] != placeID && also[n.ID] == nil }), nil
}

// Picture shows who needs which courses at a place, as kept, to who may see it. What is below the municipality's own is
// to be shown with Shown and Hidden. Errors: ErrNoRSS, may.ErrDenied.
func (d *Demand) Picture(ctx context.Context, a may.Actor, placeID string) (p Picture, err error) {
	defer fault.Wrap(&err, "who needs courses at %s", placeID)
	if p.Place, p.Choices, err = d.open(ctx, a, placeID); err != nil {
		return p, err
	}
	p.On = d.Today()
	towns, err := d.townsOf(ctx, p.Place.ID)
	if err != nil {
		return p, err
	}
	courses, err := d.coursesWithDays(ctx)
	if err != nil {
		return p, err
	}
	needs, err := d.kept(ctx, towns)
	if err != nil {
		return p, err
	}
	if p.Counted, p.Uncounted, err = d.passes(ctx, towns); err != nil {
		return p, err
	}
	return p, d.fill(ctx, &p, towns, courses, needs, org.Kind(p.Place.Kind) == org.Municipality)
}

// Exact gives the same for the operator, computed anew as of a day and with nothing hidden (`demand`). Errors: ErrNoRSS.
func (d *Demand) Exact(ctx context.Context, a may.Actor, rssID, on string) (p Picture, err error) {
	defer fault.Wrap(&err, "who needs courses in %s", rssID)
	then := *d
	then.asOf = on
	return then.exact(ctx, a, rssID)
}

func (d *Demand) exact(ctx context.Context, a may.Actor, rssID string) (p Picture, err error) {
	if p.Place, err = d.Tree.Find(ctx, rssID, d.Today()); err != nil || org.Kind(p.Place.Kind) != org.RSS {
		if err == nil || errors.Is(err, org.ErrNoNode) {
			err = ErrNoRSS.With("rss", rssID)
		}
		return p, err
	}
	if err := may.Ask(a, may.SeeInstallation, org.Sweden); err != nil {
		return p, err
	}
	p.On = d.Today()
	towns, err := d.townsOf(ctx, rssID)
	if err != nil {
		return p, err
	}
	courses, err := d.coursesWithDays(ctx)
	if err != nil {
		return p, err
	}
	c, err := d.counting(ctx, courses, towns, p.On)
	if err != nil {
		return p, err
	}
	var needs []Need
	for _, t := range towns {
		of, err := c.of(ctx, t)
		if err != nil {
			return p, err
		}
		needs = append(needs, of...)
	}
	return p, d.fill(ctx, &p, towns, courses, needs, true)
}

// kept reads what has been computed for some municipalities.
func (d *Demand) kept(ctx context.Context, towns []org.Node) ([]Need, error) {
	if len(towns) == 0 {
		return nil, nil
	}
	return db.All(ctx, d.DB, func(s db.Scanner) (n Need, err error) {
		err = s.Scan(&n.PersonID, &n.CourseID, &n.Reason, &n.EmployerID, &n.MunicipalityID)
		return n, err
	}, `
		SELECT person_id, course_id, reason, employer_id, municipality_id
		FROM course_need
		WHERE municipality_id IN (`+db.Marks(1, len(towns))+`)`,
		idsOf(towns)...)
}

// passes tells when the oldest count of some municipalities is of, and how many have none.
func (d *Demand) passes(ctx context.Context, towns []org.Node) (oldest time.Time, none int, err error) {
	if len(towns) == 0 {
		return oldest, 0, nil
	}
	all, err := db.All(ctx, d.DB, func(s db.Scanner) (t time.Time, err error) { err = s.Scan(&t); return t, err }, `
		SELECT ended_at
		FROM course_need_pass
		WHERE municipality_id IN (`+db.Marks(1, len(towns))+`)
		ORDER BY ended_at`,
		idsOf(towns)...)
	if len(all) > 0 {
		oldest = all[0]
	}
	return oldest, len(towns) - len(all), err
}

func idsOf(towns []org.Node) []any {
	out := make([]any, len(towns))
	for i, t := range towns {
		out[i] = t.ID
	}
	return out
}

// fill puts everything together.
func (d *Demand) fill(ctx context.Context, p *Picture, towns []org.Node, courses map[string]string, needs []Need, exact bool) error {
	wishes, err := d.wishes(ctx, towns)
	if err != nil {
		return err
	}
	people, err := d.people(ctx, needs, wishes, towns)
	if err != nil {
		return err
	}
	told, works, err := d.told(ctx, p.Place, towns, exact)
	if err != nil {
		return err
	}
	inside, err := d.inside(ctx, p.Place)
	if err != nil {
		return err
	}
	for id, title := range courses {
		within, err := inside(id)
		if err != nil {
			return err
		}
		c := Course{ID: id, Title: title, Reasons: map[Reason]int64{}, Works: works[id]}
		for _, t := range towns {
			if !within(t.ID) {
				continue
			}
			town := people.town(t, id, told)
			c.Seated += town.Seated
			if town.People == 0 {
				continue
			}
			c.People += town.People
			for r, n := range town.Reasons {
				c.Reasons[r] += n
			}
			c.Towns = append(c.Towns, town)
		}
		if c.People == 0 {
			continue
		}
		slices.SortFunc(c.Towns, func(a, b Town) int { return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Code, b.Code)) })
		p.Courses = append(p.Courses, c)
	}
	slices.SortFunc(p.Courses, func(a, b Course) int { return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.ID, b.ID)) })
	if org.Kind(p.Place.Kind) == org.Nation {
		return nil // towns and days are a region's
	}
	return d.suggest(ctx, p, towns, wishes)
}

// inside tells, course by course, which municipalities a place has people in: a municipality that belongs to another RSS
// counts for the courses of the journeys that it runs here (rule 2).
func (d *Demand) inside(ctx context.Context, place org.Node) (func(courseID string) (func(townID string) bool, error), error) {
	all := func(string) bool { return true }
	if org.Kind(place.Kind) != org.RSS || d.JourneysWith == nil {
		return func(string) (func(string) bool, error) { return all, nil }, nil
	}
	rss, err := d.Tree.RSSByMunicipality(ctx, "", d.Today())
	if err != nil {
		return nil, err
	}
	also, err := d.Tree.JourneysElsewhere(ctx, place.ID, d.Today())
	if err != nil {
		return nil, err
	}
	return func(courseID string) (func(string) bool, error) {
		if len(also) == 0 {
			return all, nil
		}
		journeys, err := d.JourneysWith(ctx, courseID)
		return func(townID string) bool {
			return rss[townID] == place.ID || slices.ContainsFunc(also[townID], func(j string) bool { return slices.Contains(journeys, j) })
		}, err
	}, nil
}

// suggest proposes for every course of a region or municipality what to arrange.
func (d *Demand) suggest(ctx context.Context, p *Picture, towns []org.Node, wishes []Interest) error {
	from := shift(p.On, 0, leadDays)
	until := shift(from, 0, spanDays)
	own, err := d.Occasions.Planned(ctx, []string{p.Place.ID}, p.On, until)
	if err != nil {
		return err
	}
	filled, err := d.Bookings.FilledOf(ctx, own)
	if err != nil {
		return err
	}
	codes := map[string]string{}
	for _, t := range towns {
		codes[t.ID] = t.Code
	}
	theirs, err := d.Occasions.Planned(ctx, slices.Sorted(maps.Keys(codes)), from, until)
	if err != nil {
		return err
	}
	taken := takenDays(own, theirs, codes)
	for i := range p.Courses {
		c := &p.Courses[i]
		in := suggest.Input{Km: travel.Km, From: from, Until: until, Off: d.Off, Taken: taken, Wishes: map[time.Weekday]int{}}
		for _, t := range towns {
			in.Places = append(in.Places, suggest.Place{ID: t.Code})
		}
		for _, t := range c.Towns {
			k := slices.IndexFunc(in.Places, func(x suggest.Place) bool { return x.ID == t.Code })
			in.Places[k].People = t.People
		}
		for _, o := range own {
			if free := filled[o.ID].Free; o.CourseID == c.ID && o.StateOn(p.On) == occasion.Open && (o.CutOff == "" || o.CutOff >= p.On) && free > 0 {
				c.Planned = append(c.Planned, o)
				in.Planned = append(in.Planned, suggest.Planned{Town: codes[o.Town], Free: free})
			}
		}
		for _, w := range wishes {
			if w.CourseID == c.ID {
				for _, day := range w.Days() {
					in.Wishes[day]++
				}
			}
		}
		c.Suggested = suggest.Suggest(in)
		for _, s := range c.Suggested.Proposals {
			taken[s.Day] = append(taken[s.Day], suggest.Everywhere)
		}
	}
	return nil
}

// takenDays tells by day where there is something already: everywhere for what the place itself arranges, in their own
// municipality (by code) for what municipalities do.
func takenDays(own, theirs []occasion.Occasion, codes map[string]string) map[string][]string {
	taken := map[string][]string{}
	note := func(o occasion.Occasion, place string) {
		for _, s := range o.Sessions {
			taken[s.Day] = append(taken[s.Day], place)
		}
	}
	for _, o := range own {
		note(o, suggest.Everywhere)
	}
	for _, o := range theirs {
		for _, owner := range o.Owners {
			if code := codes[owner]; code != "" {
				note(o, code)
			}
		}
	}
	return taken
}

// TownNames gives what municipalities are called, by SCB code.
func (d *Demand) TownNames(ctx context.Context) (map[string]string, error) {
	all, err := d.Tree.Municipalities(ctx, d.Today())
	out := make(map[string]string, len(all))
	for _, n := range all {
		out[n.Code] = n.Name
	}
	return out, err
}
