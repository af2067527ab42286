// Package recordapi is completions as JSON: what an employer is controller of, for its own systems.
package recordapi

import (
	"context"
	"net/http"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/record"
)

// Part serves them.
type Part struct{ Record *record.Record }

// Register implements api.Part.
func (p *Part) Register(s *api.Service) {
	api.Handle(s, api.Operation{ID: "completions-list", Method: http.MethodGet, Path: "completions", Scope: "completions:read", Tag: "completions"}, p.completions)
}

type completionsInput struct {
	Municipality string `query:"municipality" pattern:"^[0-9]{4}$" doc:"Kommunens SCB-kod."`
	Employer     string `query:"employer" doc:"Arbetsgivarens id, när det inte är en kommun."`
	Since        string `query:"since" doc:"Bara det som hände från den här dagen (ÅÅÅÅ-MM-DD) eller tiden (2026-01-31T12:00:00Z)."`
	api.Paging
}

// Completion is a fact about a course.
type Completion struct {
	ID         string    `json:"id"`
	Person     string    `json:"person" doc:"Samma id som i /people."`
	Kind       string    `json:"kind" doc:"completed, passed, attended, credited eller revoked."`
	Course     string    `json:"course"`
	Version    int64     `json:"version"`
	Title      string    `json:"title"`
	At         time.Time `json:"at"`
	ValidUntil string    `json:"valid_until" doc:"Första dagen som det inte längre gäller. Tomt: för alltid."`
	Hours      float64   `json:"hours"`
	Source     string    `json:"source"`
	Revokes    string    `json:"revokes" doc:"Det faktum som tas tillbaka."`
}

func (p *Part) completions(ctx context.Context, c api.Caller, in *completionsInput) (*api.Of[Completion], error) {
	since, err := instant(in.Since)
	if err != nil {
		return nil, err
	}
	employer := c.NodeID
	switch {
	case in.Employer != "":
		employer = in.Employer
	case in.Municipality != "":
		employer = org.MunicipalityID(in.Municipality)
	case c.Wide:
		employer = ""
	}
	return api.Gather(ctx, in.Paging, employer, p.Record.ControllerAfter, func(ctx context.Context, employer, after string, limit int) ([]Completion, error) {
		found, err := p.Record.Controlled(ctx, c.Actor, employer, after, since, limit)
		out := make([]Completion, len(found))
		for i, f := range found {
			out[i] = Completion{ID: f.ID, Person: f.PersonID, Kind: string(f.Kind), Course: f.CourseID, Version: f.Version, Title: f.Title, At: f.At,
				ValidUntil: f.ValidUntil, Hours: f.Hours, Source: f.Source, Revokes: f.Revokes}
		}
		return out, err
	}, func(c Completion) string { return c.ID })
}

// errSince says that a time is none.
var errSince = fault.New(fault.Invalid, "record.api.since")

// instant reads a day in Sweden or an instant; "" is the beginning of time.
func instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, lang.Zone()); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, errSince.On("query.since")
	}
	return t, nil
}
