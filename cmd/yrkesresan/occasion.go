package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"yrkesresan/internal/app"
	"yrkesresan/internal/demand"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

type occasionCmd struct {
	List occasionListCmd `cmd:"" help:"Course days that are open, or were."`
	Show occasionShowCmd `cmd:"" help:"One occasion."`
}

// shownSession is a session of an occasion.
type shownSession struct {
	ID       string      `json:"id"`
	Day      string      `json:"day"`
	Begins   string      `json:"begins"`
	Ends     string      `json:"ends"`
	Length   string      `json:"length"`
	Trainers []string    `json:"trainers"`
	Parts    []shownPart `json:"parts"`
}

type shownPart struct {
	Kind    string `json:"kind"`
	Title   string `json:"title"`
	Minutes int64  `json:"minutes"`
}

// shownOccasion is an occasion as the contract has it. Who has a seat is not told.
type shownOccasion struct {
	ID        string         `json:"id"`
	Course    string         `json:"course"`
	Title     string         `json:"title"`
	State     string         `json:"state"`
	Organiser string         `json:"organiser"`
	Owners    []string       `json:"owners"`
	Form      string         `json:"form"`
	Town      string         `json:"municipality"`
	Place     string         `json:"place"`
	First     string         `json:"first_day"`
	Last      string         `json:"last_day"`
	CutOff    string         `json:"cut_off"`
	Seats     int64          `json:"seats"`
	MinSeats  int64          `json:"min_seats"`
	Taken     int64          `json:"taken"`
	Language  string         `json:"language"`
	Fee       int64          `json:"fee"`
	UID       string         `json:"uid"`
	Sequence  int64          `json:"sequence"`
	Sessions  []shownSession `json:"sessions"`
}

func (r run) showOccasion(a *app.App, oc occasion.Occasion) (shownOccasion, error) {
	out := shownOccasion{ID: oc.ID, Course: oc.CourseID, Title: oc.Title, State: string(oc.StateOn(a.Staff.Today())), Organiser: oc.OrganiserID, Owners: oc.Owners, Form: string(oc.Form),
		Town: strings.TrimPrefix(oc.Town, "k-"), Place: oc.Place, First: oc.FirstDay, Last: oc.LastDay, CutOff: oc.CutOff, Seats: oc.Seats, MinSeats: oc.MinSeats, Language: oc.Language, Fee: oc.Fee,
		UID: oc.UID, Sequence: oc.Sequence, Sessions: []shownSession{}}
	var ids []string
	for _, s := range oc.Sessions {
		ids = append(ids, s.Trainers...)
	}
	trainers, err := a.Occasions.TrainersByID(r.ctx, ids)
	if err != nil {
		return out, err
	}
	for _, s := range oc.Sessions {
		session := shownSession{s.ID, s.Day, s.Begins, s.Ends, string(s.Length), []string{}, []shownPart{}}
		for _, id := range s.Trainers {
			session.Trainers = append(session.Trainers, trainers[id].Name)
		}
		for _, p := range s.Parts {
			session.Parts = append(session.Parts, shownPart{p.Kind, p.Title, p.Minutes})
		}
		out.Sessions = append(out.Sessions, session)
	}
	if a.Occasions.Seats != nil {
		out.Taken, err = a.Occasions.Seats.Held(r.ctx, a.DB, oc.ID)
	}
	return out, err
}

type occasionListCmd struct {
	Region string `help:"Code of an RSS: those that it arranges."`
	From   day    `help:"The first day, YYYY-MM-DD; without it today."`
}

// Run lists occasions by day, drafts aside.
func (c occasionListCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		node := ""
		if c.Region != "" {
			node = org.RSSID(strings.ToUpper(c.Region))
		}
		out := struct {
			Occasions []shownOccasion `json:"occasions"`
		}{[]shownOccasion{}}
		for offset := 0; ; {
			some, all, err := a.Occasions.Of(r.ctx, may.Operator(), node, occasion.Filter{From: c.From.or(a.Staff.Today()), Limit: 200, Offset: offset})
			if errors.Is(err, org.ErrNoNode) && c.Region != "" {
				return demand.ErrNoRSS // as demand says of an unknown code
			}
			if err != nil {
				return err
			}
			for _, oc := range some {
				shown, err := r.showOccasion(a, oc)
				if err != nil {
					return err
				}
				out.Occasions = append(out.Occasions, shown)
			}
			if offset += len(some); len(some) == 0 || offset >= all {
				break
			}
		}
		return r.print(out, func(w io.Writer) {
			for _, oc := range out.Occasions {
				fmt.Fprintln(w, oc.ID, oc.First, oc.State, fmt.Sprintf("%d/%d", oc.Taken, oc.Seats), oc.Title)
			}
		})
	})
}

type occasionShowCmd struct {
	ID string `arg:"" help:"Id of an occasion."`
}

// Run shows one occasion.
func (c occasionShowCmd) Run(r run) error {
	return r.with(func(a *app.App) error {
		oc, err := a.Occasions.Find(r.ctx, c.ID)
		if err != nil {
			return err
		}
		shown, err := r.showOccasion(a, oc)
		if err != nil {
			return err
		}
		return r.print(shown, func(w io.Writer) {
			fmt.Fprintln(w, shown.ID, shown.Title, shown.State)
			for _, s := range shown.Sessions {
				fmt.Fprintln(w, " ", s.Day, s.Begins+"–"+s.Ends, strings.Join(s.Trainers, ", "))
			}
		})
	})
}
