package recordweb

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/web"
	"yrkesresan/internal/record"
)

// send gives the browser a file to keep, named by the day.
func (p *Pages) send(w http.ResponseWriter, kind, extension string, body []byte) error {
	return grid.Send(w, kind, "mitt-larande-"+lang.ISO(p.Frame.Now())+"."+extension, body)
}

// csv is the record as a sheet that Swedish Excel opens: docs/record-copy.md.
func (p *Pages) csv(w http.ResponseWriter, r *http.Request) error {
	a := web.ActorOf(r.Context())
	lines, err := p.Record.Lines(r.Context(), a, a.PersonID)
	if err != nil {
		return err
	}
	t := writer{Catalog: p.Frame.Texts}
	rows := [][]string{{t.T("record.course"), t.T("record.course_id"), t.T("record.version"), t.T("record.what"), t.T("record.date"), t.T("record.valid_until"),
		t.T("record.hours"), t.T("record.source"), t.T("record.by"), t.T("record.employer"), t.T("record.revoked"), t.T("record.reason"), t.T("record.id")}}
	for _, l := range slices.Backward(lines) {
		revoked, reason := "", ""
		if l.Revoked != nil {
			revoked, reason = lang.ISO(l.Revoked.At), l.Revoked.Reason()
		}
		rows = append(rows, []string{l.Title, l.CourseID, strconv.FormatInt(l.Version, 10), t.kind(l.Fact), lang.ISO(l.At), l.ValidUntil,
			strings.ReplaceAll(strconv.FormatFloat(l.Hours, 'f', -1, 64), ".", ","), t.source(l.Fact), t.who(l.By), l.Employer, revoked, reason, l.ID})
	}
	return p.send(w, grid.CSVType, "csv", grid.CSV(rows))
}

// copied is the record for other programs: docs/record-copy.md.
type copied struct {
	Format string        `json:"format"`
	Made   string        `json:"made"`
	Name   string        `json:"name"`
	Facts  []copiedFact  `json:"facts"`
	Shares []copiedShare `json:"shares"`
}

type copiedFact struct {
	ID         string          `json:"id"`
	Kind       string          `json:"kind"`
	Course     string          `json:"course"`
	Title      string          `json:"title"`
	Version    int64           `json:"version"`
	At         string          `json:"at"`
	ValidUntil *string         `json:"valid_until"`
	Hours      float64         `json:"hours"`
	Source     string          `json:"source"`
	Actor      copiedWho       `json:"actor"`
	Employer   string          `json:"employer"`
	Revokes    *string         `json:"revokes"`
	Detail     json.RawMessage `json:"detail"`
}

type copiedWho struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Employer string `json:"employer"`
}

type copiedShare struct {
	Employer string  `json:"employer"`
	Fact     *string `json:"fact"` // null: everything
	Since    string  `json:"since"`
}

func (p *Pages) json(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), web.ActorOf(r.Context())
	lines, err := p.Record.Lines(ctx, a, a.PersonID)
	if err != nil {
		return err
	}
	me, err := p.Record.Me(ctx, a)
	if err != nil {
		return err
	}
	shares, err := p.shares(ctx, a)
	if err != nil {
		return err
	}
	out := copied{Format: "yrkesresan-record/1", Made: p.Frame.Now().UTC().Format(time.RFC3339), Name: me.Name, Facts: []copiedFact{}, Shares: shares}
	for _, l := range lines {
		out.Facts = append(out.Facts, copyFact(l.Fact, l.By, l.Employer))
		if l.Revoked != nil {
			out.Facts = append(out.Facts, copyFact(*l.Revoked, l.RevokedBy, l.Employer))
		}
	}
	slices.SortFunc(out.Facts, func(a, b copiedFact) int { return cmp.Or(strings.Compare(a.At, b.At), strings.Compare(a.ID, b.ID)) })
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	return p.send(w, "application/json", "json", append(body, '\n'))
}

// shares are what the person shares now, with the employers' names.
func (p *Pages) shares(ctx context.Context, a may.Actor) ([]copiedShare, error) {
	sharings, err := p.Record.Sharings(ctx, a)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, s := range sharings {
		names[s.EmployerID] = s.Employer
	}
	open, err := p.Record.Shares(ctx, a)
	out := []copiedShare{}
	for _, s := range open {
		out = append(out, copiedShare{Employer: names[s.EmployerID], Fact: orNull(s.FactID), Since: s.MadeAt.UTC().Format(time.RFC3339)})
	}
	return out, err
}

func copyFact(f record.Fact, by record.Who, employer string) copiedFact {
	c := copiedFact{ID: f.ID, Kind: string(f.Kind), Course: f.CourseID, Title: f.Title, Version: f.Version, At: f.At.UTC().Format(time.RFC3339),
		ValidUntil: orNull(f.ValidUntil), Hours: f.Hours, Source: f.Source, Actor: copiedWho{by.PersonID, by.Name, by.Employer}, Employer: employer, Revokes: orNull(f.Revokes)}
	if json.Valid([]byte(f.Detail)) {
		c.Detail = json.RawMessage(f.Detail)
	}
	return c
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
