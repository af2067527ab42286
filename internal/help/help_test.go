package help_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"yrkesresan/internal/help"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/mail"
)

// turns lets so many through under each name.
type turns map[string]int64

func (ts turns) Turn(_ context.Context, name string, most int64, _ time.Duration) (bool, error) {
	ts[name]++
	return ts[name] <= most, nil
}

func say(r help.Report) (string, string) { return "Rapport", r.What + "|" + r.Page + "|" + r.Contact }

func newReports(t *testing.T) *help.Reports {
	t.Helper()
	next := 0
	now := func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }
	d := dbtest.Open(t)
	return &help.Reports{DB: d, Outbox: &mail.Outbox{Now: now, NewID: func() string { next++; return fmt.Sprint("m", next) }}, Turns: turns{}, To: "las@example.org", Now: now}
}

func TestAReportWaitsInTheOutbox(t *testing.T) {
	t.Parallel()
	rs := newReports(t)
	if err := rs.Send(t.Context(), help.Report{What: " Knappen syns inte. ", Page: "/hjalp"}, "192.0.2.1", say); err != nil {
		t.Fatal(err)
	}
	got, err := db.One(t.Context(), rs.DB, db.Text, `SELECT channel || ' ' || address || ' ' || subject || ' ' || body FROM message`)
	if err != nil || got != "email las@example.org Rapport Knappen syns inte.|/hjalp|" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAReportIsRefused(t *testing.T) {
	t.Parallel()
	rs := newReports(t)
	for name, c := range map[string]struct {
		r     help.Report
		want  error
		field string
	}{
		"empty":             {help.Report{What: "  ", Contact: "x"}, help.ErrEmpty, "what"},
		"identity":          {help.Report{What: "Det gäller 19800101-1231."}, help.ErrIdentity, "what"},
		"identity, contact": {help.Report{What: "Fel", Contact: "8001011231"}, help.ErrIdentity, "contact"},
		"long":              {help.Report{What: strings.Repeat("å", 5001)}, help.ErrLong, "what"},
		"long page":         {help.Report{What: "Fel", Page: strings.Repeat("å", 301)}, help.ErrLong, "page"},
	} {
		err := rs.Send(t.Context(), c.r, "192.0.2.1", say)
		if f := fault.Of(err); !errors.Is(err, c.want) || f.Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	n, err := db.One(t.Context(), rs.DB, db.Number, `SELECT COUNT(*) FROM message`)
	if err != nil || n != 0 {
		t.Errorf("%d messages, %v", n, err)
	}
}

func TestAnAddressSendsFiveAnHour(t *testing.T) {
	t.Parallel()
	rs := newReports(t)
	for i := range 6 {
		err := rs.Send(t.Context(), help.Report{What: "Fel"}, "192.0.2.1", say)
		if (i < 5) != (err == nil) || i == 5 && !errors.Is(err, help.ErrOften) {
			t.Errorf("report %d: %v", i+1, err)
		}
	}
	if err := rs.Send(t.Context(), help.Report{What: "Fel"}, "192.0.2.2", say); err != nil {
		t.Errorf("another address: %v", err)
	}
}
