package report

import (
	"context"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/report/pool"
)

// Sum is submitted figures added up. Split is of how many people Done tells.
type Sum struct {
	Municipalities int // that are in it
	People, Done   int64
	Split          int64 // people of whom it is told how many are done
	LateOf, Late   int64 // people of whom it is told how many are late, and how many
	Oldest, Newest string
}

func (s *Sum) add(asOf string, t Told, c Choice) {
	var in bool
	for _, g := range t.Groups {
		if !chosen(g, c) {
			continue
		}
		in = true
		s.People += g.People
		if g.Split {
			s.Split, s.Done = s.Split+g.People, s.Done+g.Done
		}
	}
	if !in {
		return
	}
	s.Municipalities++
	if c.Occupation == "" && c.Area == "" && t.LateTold {
		s.Late += t.Late
		for _, g := range t.Groups {
			s.LateOf += g.People
		}
	}
	if s.Oldest == "" || asOf < s.Oldest {
		s.Oldest = asOf
	}
	s.Newest = max(s.Newest, asOf)
}

// chosen tells whether all of a group is in the choice. What is pooled with others is in none.
func chosen(g pool.Group, c Choice) bool {
	if c.Occupation != "" {
		if id, one := g.Occupation(); !one || id != c.Occupation {
			return false
		}
	}
	if c.Area != "" {
		if id, one := g.Area(); !one || id != c.Area {
			return false
		}
	}
	return true
}

// Line is a place's submitted figures: a region's or a municipality's.
type Line struct {
	org.Node
	Sum
	All   int      // municipalities that are there
	AsOf  string   // a municipality's: the day of its figures; "" when it has submitted none
	Only  []string // a municipality's: the journeys that run here alone (rule 2); nil: all
	On    []string // a municipality's: the journeys that are switched on
	Tasks []Task
}

// Task is something open at a municipality that the region can help with.
type Task string

// The tasks.
const (
	NoContact    Task = "no_contact"    // nobody is its contact person
	NotSubmitted Task = "not_submitted" // it has never submitted figures
	OldFigures   Task = "old_figures"   // its figures are old
	NoJourney    Task = "no_journey"    // no journey is switched on
)

// Old is after how many days figures are old.
const Old = 90

// Overview is what the nation reads: the regions with what their municipalities have submitted.
type Overview struct {
	Choice
	Journeys    []journey.Name
	Occupations []string // ids that some municipality tells of by themselves
	Areas       []string
	Regions     []Line // in Swedish name order
	Total       Sum
	All         int // municipalities
	OldOnes     int // municipalities whose figures are older than Old days
}

// Overview gives the nation's figures of a journey to who may see what the nation is told. They are
// the latest submissions and nothing else (rule 24). An unknown journey is that with most people.
func (f *Figures) Overview(ctx context.Context, a may.Actor, c Choice) (Overview, error) {
	if err := may.Ask(a, may.SeeSubmitted, org.Sweden); err != nil {
		return Overview{}, err
	}
	o := Overview{Choice: c}
	names, titles, err := f.names(ctx)
	if err != nil {
		return o, err
	}
	latest, err := f.latest(ctx)
	if err != nil {
		return o, err
	}
	o.Journeys = told(names, latest)
	if titles[o.Journey] == "" {
		o.Journey = largest(latest)
	}
	rssOf, err := f.Tree.RSSByMunicipality(ctx, o.Journey, f.today())
	if err != nil {
		return o, err
	}
	regions, err := f.Tree.RSSNodes(ctx, f.today())
	if err != nil {
		return o, err
	}
	at := make(map[string]*Line, len(regions))
	o.Regions = make([]Line, len(regions))
	for i, n := range regions {
		o.Regions[i] = Line{Node: n}
		at[n.ID] = &o.Regions[i]
	}
	o.All = len(rssOf)
	for town, rss := range rssOf {
		line := at[rss]
		if line == nil {
			continue
		}
		line.All++
		s, have := latest[town]
		if !have {
			continue
		}
		line.add(s.AsOf, s.Of(o.Journey), o.Choice)
		o.Total.add(s.AsOf, s.Of(o.Journey), o.Choice)
		if daysBetween(s.AsOf, f.today()) > Old {
			o.OldOnes++
		}
	}
	o.Occupations, o.Areas = filters(latest, o.Journey)
	return o, nil
}

// told leaves the journeys that somebody has submitted figures of.
func told(names []journey.Name, latest map[string]Summary) []journey.Name {
	return slices.DeleteFunc(slices.Clone(names), func(n journey.Name) bool {
		for _, s := range latest {
			if len(s.Of(n.ID).Groups) > 0 {
				return false
			}
		}
		return true
	})
}

// largest is the journey with most people; "" when nothing is submitted.
func largest(latest map[string]Summary) string {
	n := map[string]int64{}
	for _, s := range latest {
		for _, t := range s.Journeys {
			for _, g := range t.Groups {
				n[t.Journey] += g.People
			}
		}
	}
	best := ""
	for id, people := range n {
		if best == "" || people > n[best] || people == n[best] && id < best {
			best = id
		}
	}
	return best
}

// filters are the occupations and areas that some municipality tells of by themselves.
func filters(latest map[string]Summary, journeyID string) (occupations, areas []string) {
	for _, s := range latest {
		for _, g := range s.Of(journeyID).Groups {
			if id, one := g.Occupation(); one && id != "" && !slices.Contains(occupations, id) {
				occupations = append(occupations, id)
			}
			if id, one := g.Area(); one && id != "" && !slices.Contains(areas, id) {
				areas = append(areas, id)
			}
		}
	}
	slices.Sort(occupations)
	slices.Sort(areas)
	return occupations, areas
}

// Region is what an RSS sees: its municipalities with what they have submitted and what is open.
type Region struct {
	Choice
	Node     org.Node
	Journeys []journey.Name
	Titles   map[string]string
	Towns    []Line // in Swedish name order
	Total    Sum
	Choices  []org.Node // the regions to choose from, when there are several
}

// Region gives an RSS's municipalities to who may see what they have submitted. "" is the first of
// the actor's regions. A municipality that runs one journey here and the others elsewhere is there with
// that journey alone (rule 2).
func (f *Figures) Region(ctx context.Context, a may.Actor, rssID string, c Choice) (Region, error) {
	g := Region{Choice: c}
	regions, err := f.regions(ctx, a)
	if err != nil {
		return g, err
	}
	if len(regions) > 1 {
		g.Choices = regions
	}
	if rssID == "" && len(regions) > 0 {
		rssID = regions[0].ID
	}
	if g.Node, err = f.Tree.Find(ctx, rssID, f.today()); err != nil {
		return g, err
	}
	if err := may.Ask(a, may.SeeSubmitted, g.Node.Path); err != nil {
		return g, err
	}
	if org.Kind(g.Node.Kind) != org.RSS {
		return g, org.ErrNoNode
	}
	names, titles, err := f.names(ctx)
	if err != nil {
		return g, err
	}
	g.Titles = titles
	latest, err := f.latest(ctx)
	if err != nil {
		return g, err
	}
	g.Journeys = told(names, latest)
	if titles[g.Journey] == "" {
		g.Journey = largest(latest)
	}
	return g, f.towns(ctx, &g, latest)
}

// regions gives the RSS whose submitted figures the actor may see.
func (f *Figures) regions(ctx context.Context, a may.Actor) ([]org.Node, error) {
	all, err := f.Tree.RSSNodes(ctx, f.today())
	return slices.DeleteFunc(all, func(n org.Node) bool { return may.Ask(a, may.SeeSubmitted, n.Path) != nil }), err
}

// towns fills in the region's municipalities.
func (f *Figures) towns(ctx context.Context, g *Region, latest map[string]Summary) error {
	on := f.today()
	own, err := f.Tree.RSSByMunicipality(ctx, "", on)
	if err != nil {
		return err
	}
	elsewhere, err := f.Tree.JourneysElsewhere(ctx, g.Node.ID, on)
	if err != nil {
		return err
	}
	forJourney, err := f.Tree.RSSByMunicipality(ctx, g.Journey, on)
	if err != nil {
		return err
	}
	switched, err := f.Journeys.SwitchedOn(ctx, on)
	if err != nil {
		return err
	}
	contacts, err := access.HeldSomewhere(ctx, f.DB, may.Municipality, on)
	if err != nil {
		return err
	}
	all, err := f.Tree.Municipalities(ctx, on)
	if err != nil {
		return err
	}
	org.SortByName(all)
	for _, n := range all {
		line := Line{Node: n, All: 1, On: switched[n.ID]}
		if own[n.ID] != g.Node.ID {
			if line.Only = elsewhere[n.ID]; len(line.Only) == 0 {
				continue
			}
			line.On = slices.DeleteFunc(slices.Clone(line.On), func(id string) bool { return !slices.Contains(line.Only, id) })
		}
		s, have := latest[n.ID]
		if have {
			line.AsOf = s.AsOf
			if forJourney[n.ID] == g.Node.ID {
				line.add(s.AsOf, s.Of(g.Journey), g.Choice)
				g.Total.add(s.AsOf, s.Of(g.Journey), g.Choice)
			}
		}
		if line.Only == nil {
			line.Tasks = tasks(line, slices.Contains(contacts, n.ID), on)
		}
		g.Towns = append(g.Towns, line)
	}
	return nil
}

// tasks are what is open at a municipality.
func tasks(l Line, contact bool, today string) []Task {
	var out []Task
	if !contact {
		out = append(out, NoContact)
	}
	if len(l.On) == 0 {
		out = append(out, NoJourney)
	}
	switch {
	case l.AsOf == "":
		out = append(out, NotSubmitted)
	case daysBetween(l.AsOf, today) > Old:
		out = append(out, OldFigures)
	}
	return out
}
