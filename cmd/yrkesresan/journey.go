package main

import (
	"fmt"
	"io"

	"yrkesresan/internal/app"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/may"
)

type journeyCmd struct {
	Show struct {
		Municipality string `help:"SCB code." required:""`
		Employee     string `help:"Any employment number of the person." required:""`
		AsOf         day    `help:"The day, YYYY-MM-DD."`
	} `cmd:"" help:"A person's journeys with the reason for each stop."`
}

type shownJourney struct {
	ID     string       `json:"id"`
	Name   string       `json:"name"`
	Blocks []shownBlock `json:"blocks"`
}

type shownBlock struct {
	Name  string      `json:"name"`
	Items []shownItem `json:"items"`
}

type shownItem struct {
	Course      string        `json:"course"`
	Title       string        `json:"title"`
	Status      string        `json:"status"`
	Requirement string        `json:"requirement"`
	Due         *string       `json:"due"`
	Reasons     []shownReason `json:"reasons"`
}

type shownReason struct {
	Rule      string `json:"rule"`
	DecidedBy string `json:"decided_by"`
	Since     string `json:"since"`
}

// Run shows the journeys as the person's own page has them, in its order.
func (c journeyCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		on := c.Show.AsOf.or(a.Staff.Today())
		person, err := a.Person(r.ctx, c.Show.Municipality, c.Show.Employee)
		if err != nil {
			return err
		}
		journeys, err := a.Journeys.Of(r.ctx, may.Operator(), person, on)
		if err != nil {
			return err
		}
		titles, err := a.CourseTitles(r.ctx)
		if err != nil {
			return err
		}
		out := make([]shownJourney, 0, len(journeys))
		for i := range journeys {
			out = append(out, showJourney(&journeys[i], titles))
		}
		return r.print(map[string]any{"journeys": out}, func(w io.Writer) { writeJourneys(w, out) })
	})
}

func showJourney(j *plan.Personal, titles map[string]string) shownJourney {
	out := shownJourney{ID: j.Journey, Name: j.Title, Blocks: make([]shownBlock, 0, len(j.Blocks))}
	for _, b := range j.Blocks {
		block := shownBlock{Name: b.Title, Items: make([]shownItem, 0, len(b.Items))}
		if b.Kind == plan.Earlier {
			block.Name = app.EarlierBlock()
		}
		for i := range b.Items {
			block.Items = append(block.Items, showItem(&b.Items[i], titles))
		}
		out.Blocks = append(out.Blocks, block)
	}
	return out
}

func showItem(it *plan.PersonalItem, titles map[string]string) shownItem {
	s := shownItem{Course: it.Course, Title: it.Title, Status: string(it.Status), Requirement: string(it.Requirement), Reasons: make([]shownReason, 0, len(it.Reasons))}
	if s.Course == "" {
		s.Course = it.ID
	}
	if s.Title == "" {
		s.Title = titles[it.Course]
	}
	if s.Title == "" { // the catalogue does not have it
		s.Title = s.Course
	}
	if it.Due != "" {
		due := string(it.Due)
		s.Due = &due
	}
	for _, reason := range it.Reasons {
		s.Reasons = append(s.Reasons, shownReason{string(reason.Rule), reason.DecidedBy, string(reason.Since)})
	}
	return s
}

func writeJourneys(w io.Writer, journeys []shownJourney) {
	for _, j := range journeys {
		fmt.Fprintf(w, "%s\n", j.Name)
		for _, b := range j.Blocks {
			fmt.Fprintf(w, "  %s\n", b.Name)
			for _, it := range b.Items {
				due := ""
				if it.Due != nil {
					due = " " + *it.Due
				}
				fmt.Fprintf(w, "    %-12s %-12s %s%s\n", it.Status, it.Requirement, it.Title, due)
				for _, reason := range it.Reasons {
					fmt.Fprintf(w, "      %s, %s, %s\n", reason.Rule, reason.DecidedBy, reason.Since)
				}
			}
		}
	}
}
