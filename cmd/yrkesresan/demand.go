package main

import (
	"fmt"
	"io"
	"strings"

	"yrkesresan/internal/app"
	"yrkesresan/internal/demand"
	"yrkesresan/internal/demand/suggest"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

type demandCmd struct {
	Region string `help:"Code of an RSS: who needs course days in its municipalities." required:""`
	AsOf   day    `help:"The day, YYYY-MM-DD."`
}

// shownDemand is who needs which courses in a region.
type shownDemand struct {
	Region  string        `json:"region"`
	AsOf    string        `json:"as_of"`
	Courses []shownCourse `json:"courses"`
}

type shownCourse struct {
	Course         string           `json:"course"`
	Title          string           `json:"title"`
	People         int64            `json:"people"`
	Seated         int64            `json:"seated"` // who have a seat at a coming day: not among people
	Reasons        map[string]int64 `json:"reasons"`
	Municipalities []shownTown      `json:"municipalities"`
	FreeSeats      int64            `json:"free_seats"` // of people, those for whom there is a seat at what is planned
	Suggested      []shownProposal  `json:"suggested"`
	Left           int64            `json:"left"` // of people, those beyond what is suggested at once
}

type shownTown struct {
	Municipality string           `json:"municipality"`
	Name         string           `json:"name"`
	People       int64            `json:"people"`
	Reasons      map[string]int64 `json:"reasons"`
}

type shownProposal struct {
	Municipality string       `json:"municipality"` // where to meet
	Town         string       `json:"town"`
	Seats        int64        `json:"seats"`
	People       int64        `json:"people"`
	Day          string       `json:"day"`
	Period       string       `json:"period"`
	Km           int          `json:"km"` // in the mean, as the crow flies
	Few          bool         `json:"few"`
	From         []shownShare `json:"from"`
}

type shownShare struct {
	Municipality string `json:"municipality"`
	People       int64  `json:"people"`
	Km           *int   `json:"km"` // null: not known
}

// Run shows who needs which course days in a region, and what could be arranged; nothing is hidden.
func (c demandCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		p, err := a.Demand.Exact(r.ctx, may.Operator(), org.RSSID(strings.ToUpper(c.Region)), c.AsOf.or(a.Staff.Today()))
		if err != nil {
			return err
		}
		names, err := a.Demand.TownNames(r.ctx)
		if err != nil {
			return err
		}
		out := showDemand(p, names)
		return r.print(out, func(w io.Writer) { writeDemand(w, out) })
	})
}

func showDemand(p demand.Picture, names map[string]string) shownDemand {
	out := shownDemand{Region: p.Place.Code, AsOf: p.On, Courses: []shownCourse{}}
	for _, c := range p.Courses {
		s := shownCourse{Course: c.ID, Title: c.Title, People: c.People, Seated: c.Seated, Reasons: showReasons(c.Reasons), Municipalities: []shownTown{},
			FreeSeats: c.Suggested.Seated, Suggested: []shownProposal{}, Left: c.Suggested.Left}
		for _, t := range c.Towns {
			s.Municipalities = append(s.Municipalities, shownTown{t.Code, t.Name, t.People, showReasons(t.Reasons)})
		}
		for _, x := range c.Suggested.Proposals {
			s.Suggested = append(s.Suggested, showProposal(x, names))
		}
		out.Courses = append(out.Courses, s)
	}
	return out
}

func showProposal(x suggest.Proposal, names map[string]string) shownProposal {
	out := shownProposal{Municipality: x.Town, Town: names[x.Town], Seats: x.Seats, People: x.People, Day: x.Day, Km: x.Km, Few: x.Few, From: []shownShare{}}
	if x.Day != "" {
		out.Period = demand.PeriodOf(x.Day)
	}
	for _, f := range x.From {
		s := shownShare{Municipality: f.Place, People: f.People}
		if f.Known {
			s.Km = &f.Km
		}
		out.From = append(out.From, s)
	}
	return out
}

func showReasons(all map[demand.Reason]int64) map[string]int64 {
	out := map[string]int64{}
	for _, r := range demand.Reasons() {
		if all[r] > 0 {
			out[string(r)] = all[r]
		}
	}
	return out
}

func writeDemand(w io.Writer, out shownDemand) {
	if len(out.Courses) == 0 {
		fmt.Fprintln(w, "nobody needs a course day")
	}
	for _, c := range out.Courses {
		fmt.Fprintf(w, "%s (%s): %d people", c.Title, c.Course, c.People)
		for _, r := range demand.Reasons() {
			if n := c.Reasons[string(r)]; n > 0 {
				fmt.Fprintf(w, ", %s %d", r, n)
			}
		}
		fmt.Fprintln(w)
		if c.FreeSeats > 0 {
			fmt.Fprintf(w, "  %d of them fit in what is planned\n", c.FreeSeats)
		}
		for _, s := range c.Suggested {
			fmt.Fprintf(w, "  %s %s: %d seats, %d people from %d municipalities, %d km in the mean\n", s.Day, s.Town, s.Seats, s.People, len(s.From), s.Km)
		}
	}
}
