// Package courseapi is the catalogue as JSON.
package courseapi

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/api"
)

// Part serves it.
type Part struct{ Courses *course.Courses }

// Register implements api.Part.
func (p *Part) Register(s *api.Service) {
	api.Handle(s, api.Operation{ID: "courses-list", Method: http.MethodGet, Path: "courses", Scope: "catalogue:read", Tag: "courses"}, p.courses)
}

// Course is a course as its current version says.
type Course struct {
	ID             string   `json:"id"`
	Version        int64    `json:"version"`
	Title          string   `json:"title"`
	Kind           string   `json:"kind" doc:"lessons, external eller day."`
	Provider       string   `json:"provider" doc:"Vem som ger en extern kurs."`
	Hours          float64  `json:"hours"`
	Areas          []string `json:"areas"`
	Tags           []string `json:"tags"`
	ValidityMonths int      `json:"validity_months" doc:"0: för alltid."`
	Reviewed       string   `json:"reviewed"`
}

func (p *Part) courses(ctx context.Context, _ api.Caller, in *api.Paging) (*api.Of[Course], error) {
	after, err := in.After()
	if err != nil {
		return nil, err
	}
	all, err := p.Courses.All(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b course.Course) int { return cmp.Compare(a.ID, b.ID) })
	all = slices.DeleteFunc(all, func(c course.Course) bool { return c.ID <= after })
	out := []Course{}
	for _, c := range all[:min(len(all), in.Limit+1)] {
		content, err := p.Courses.Version(ctx, c.ID, c.Version)
		if err != nil {
			return nil, err
		}
		v := Course{ID: c.ID, Version: c.Version, Title: c.Title, Kind: c.Kind, Hours: content.Hours, Areas: orEmpty(content.Areas), Tags: orEmpty(content.Tags),
			ValidityMonths: content.ValidityMonths, Reviewed: content.Reviewed}
		if content.External != nil {
			v.Provider, v.Hours = content.External.Provider, content.External.Hours
		}
		out = append(out, v)
	}
	return api.Cut(out, in.Limit, func(c Course) string { return c.ID }), nil
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
