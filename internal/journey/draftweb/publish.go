package draftweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

func sortOptions(options []ui.Option) {
	c := collate.New(language.Swedish)
	slices.SortFunc(options, func(a, b ui.Option) int {
		return cmp.Or(c.CompareString(a.Text, b.Text), cmp.Compare(a.Value, b.Value))
	})
}

type countRow struct{ Name, All, Gain, Lose, Dates string }

type reviewView struct {
	ID, Title, Revision string
	Changes             []string
	New                 bool
	Broken              bool
	Touch               journey.Touch
	Old                 bool // counted of an earlier revision
	Counting            string
	Counted             string
	Facts               []ui.Fact
	Towns, Occupations  []countRow
	Layers              string
	MayPublish          bool
	Release             journey.Release
	First               string // all or pilots
	Places              []ui.Option
	Chosen              []string
	Today               string
	Problems            []ui.Problem
	Wrong               map[string]string
}

// review shows what a draft changes and whom it touches, and lets the owner publish it.
func (p *Pages) review(w http.ResponseWriter, r *http.Request) error {
	return p.showReview(w, r, http.StatusOK, journey.Release{From: p.Today()}, nil)
}

func (p *Pages) showReview(w http.ResponseWriter, r *http.Request, status int, release journey.Release, f *fault.Fault) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	id, actor := r.PathValue("journey"), web.ActorOf(r.Context())
	d, err := p.Journeys.Draft(r.Context(), actor, id)
	if err != nil {
		return err
	}
	v := &reviewView{ID: id, Title: d.Journey.Title, Revision: strconv.FormatInt(d.Revision, 10), New: d.Base == 0, Broken: d.Broken(), Release: release,
		Problems: problems(s.c, f), Wrong: map[string]string{}, Today: p.Today(), Chosen: release.Pilots, First: oneOf(r.FormValue("vem"), "alla", "nagra"),
		MayPublish: may.AskAbout(actor, may.PublishJourney, d.OwnerPath, id) == nil}
	if f != nil {
		v.Wrong[f.Field] = page.Say(s.c, f)
	}
	if !v.New {
		v.Changes = s.changes(&d.Before, &d.Journey)
	}
	if v.Touch, err = p.Journeys.Touched(r.Context(), actor, id); err != nil {
		return err
	}
	if err := p.tellTouch(r, s, v, d.Revision); err != nil {
		return err
	}
	if v.MayPublish {
		if v.Places, err = p.towns(r); err != nil {
			return err
		}
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, s.t("review", "title", v.Title)), reviewPage(v))
}

// people writes a number so that it points at nobody: few are told as few, the others to the nearest ten, so that a
// hidden number cannot be worked out from those around it (rule 25).
func (s *speaker) people(n int64) string {
	switch {
	case n == 0:
		return s.t("nobody")
	case n < 5:
		return s.t("few")
	}
	return s.t("about", "n", (n+5)/10*10)
}

func (p *Pages) tellTouch(r *http.Request, s *speaker, v *reviewView, revision int64) error {
	t := &v.Touch
	v.Old = t.Revision > 0 && t.Revision != revision
	switch {
	case t.State == "waiting":
		v.Counting = s.t("count.waiting")
	case t.State == "running":
		v.Counting = s.t("count.running", "done", t.Done, "total", t.Total)
	}
	if t.State != "done" {
		return nil
	}
	v.Counted = s.t("count.done", "date", s.c.Near(t.Changed, p.Journeys.Now()))
	for _, f := range []struct {
		key string
		n   int64
	}{{"all", t.All}, {"gain", t.Gain}, {"lose", t.Lose}, {"dates", t.Dates}, {"offered", t.Offered}} {
		v.Facts = append(v.Facts, ui.Fact{Term: s.t("count." + f.key), Text: s.people(f.n)})
	}
	if v.Layers = s.t("count.no_layers"); t.Layers > 0 {
		v.Layers = s.t("count.layers", "n", t.Layers)
	}
	all, err := p.Tree.Municipalities(r.Context(), p.Today())
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, n := range all {
		names[n.ID] = n.Name
	}
	v.Towns = s.rows(t.Municipalities, func(id string) string { return names[id] })
	v.Occupations = s.rows(t.Occupations, func(id string) string {
		if name := s.ref.Occupation(id).Name; name != "" {
			return name
		}
		return s.t("no_occupation")
	})
	return nil
}

func (s *speaker) rows(from []journey.Row, name func(string) string) []countRow {
	out := make([]countRow, len(from))
	for i, row := range from {
		out[i] = countRow{cmp.Or(name(row.ID), row.ID), s.people(row.All), s.people(row.Gain), s.people(row.Lose), s.people(row.Dates)}
	}
	c := collate.New(language.Swedish)
	slices.SortFunc(out, func(a, b countRow) int { return c.CompareString(a.Name, b.Name) })
	return out
}

// count begins to count whom the draft touches.
func (p *Pages) count(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("journey")
	if err := p.Journeys.AskTouch(r.Context(), web.ActorOf(r.Context()), id); err != nil {
		return err
	}
	return web.Redirect(w, r, at(id, "/utkast/granska#vem"))
}

// publish makes the draft a version.
func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("journey")
	release := journey.Release{From: trimmed(r, "from"), Note: trimmed(r, "note")}
	done := "publicerad"
	if r.FormValue("vem") == "nagra" {
		release.Pilots, release.PilotFrom, release.From = pilots(r), trimmed(r, "pilot_from"), trimmed(r, "later")
		done = "prova"
		if len(release.Pilots) == 0 {
			return p.refuse(w, r, release, journey.ErrNoPilots.On("pilot1"))
		}
	}
	_, err := p.Journeys.PublishDraft(r.Context(), web.ActorOf(r.Context()), id, revisionOf(r), release)
	if f := refused(err); f != nil {
		if f.Field == "from" && len(release.Pilots) > 0 {
			f = f.On("later")
		}
		return p.refuse(w, r, release, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, at(id, "?klart=", done))
}

func (p *Pages) refuse(w http.ResponseWriter, r *http.Request, release journey.Release, f *fault.Fault) error {
	return p.showReview(w, r, web.Status(f), release, f)
}
