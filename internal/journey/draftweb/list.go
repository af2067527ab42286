package draftweb

import (
	"errors"
	"net/http"
	"strconv"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

type listView struct {
	Journeys []ui.Part
	MayNew   bool
	Said     string
}

// list shows the journeys that the visitor may work on, and how each stands.
func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	actor := web.ActorOf(r.Context())
	all, err := p.Journeys.Editable(r.Context(), actor)
	if err != nil {
		return err
	}
	v := &listView{MayNew: len(actor.Scopes(may.DraftJourney)) > 0, Said: said(s, r, "slangt")}
	for _, e := range all {
		part := ui.Part{Href: at(e.ID), Title: e.Title, Note: s.t("owned", "owner", e.Owner), Status: ui.Done, Word: s.t("state.live")}
		for _, version := range e.Versions {
			switch version.State {
			case journey.Announced:
				part.Note += " " + s.t("announced", "n", version.Number, "date", s.c.DateOf(version.From))
			case journey.Tried:
				part.Note += " " + s.t("tried", "n", version.Number, "places", s.places(version.Pilots, p.Today()))
			}
		}
		if e.Status == plan.Planned {
			part.Status, part.Word = ui.NotStarted, s.t("state.planned")
		}
		if e.Draft > 0 {
			part.Note += " " + s.t("draft_since", "date", s.c.Near(e.DraftAt, p.Journeys.Now()))
			part.Status, part.Word = ui.Ongoing, s.t("state.draft")
		}
		if len(e.Versions) == 0 {
			part.Word = s.t("state.new")
		}
		v.Journeys = append(v.Journeys, part)
	}
	return p.Frame.Show(w, r, http.StatusOK, "journey.edit.title", listPage(v))
}

// places counts or names the municipalities that try a version.
func (s *speaker) places(pilots []journey.Pilot, today string) string {
	var names []string
	for _, pilot := range pilots {
		if pilot.Active(today) {
			names = append(names, pilot.Name)
		}
	}
	if len(names) > 3 {
		return s.t("places", "n", len(names))
	}
	return s.c.And(names...)
}

type newView struct {
	New      journey.NewJourney
	Owners   []ui.Option
	Problems []ui.Problem
	Wrong    map[string]string
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	return p.showNew(w, r, http.StatusOK, journey.NewJourney{}, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, n journey.NewJourney, f *fault.Fault) error {
	c := p.Frame.Catalog(page.Of(r.Context()))
	v := &newView{New: n, Wrong: map[string]string{}, Problems: problems(c, f)}
	if f != nil {
		v.Wrong[f.Field] = page.Say(c, f)
	}
	for _, path := range web.ActorOf(r.Context()).Scopes(may.DraftJourney) {
		node, err := p.Tree.Find(r.Context(), last(path), p.Today())
		if err != nil {
			return err
		}
		v.Owners = append(v.Owners, ui.Option{Value: node.ID, Text: node.Name})
	}
	if len(v.Owners) == 0 {
		return may.ErrDenied
	}
	return p.Frame.Show(w, r, status, "journey.edit.new", newPage(v))
}

func (p *Pages) beginNew(w http.ResponseWriter, r *http.Request) error {
	n := journey.NewJourney{Title: trimmed(r, "title"), Short: trimmed(r, "short"), Target: trimmed(r, "target"), Owner: r.FormValue("owner")}
	id, err := p.Journeys.BeginNew(r.Context(), web.ActorOf(r.Context()), n)
	if f := refused(err); f != nil {
		return p.showNew(w, r, web.Status(f), n, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, at(id, "/utkast"))
}

type versionLine struct {
	Number, Href, Title, Note, By, State string
	Status                               ui.StatusKind
}

type journeyView struct {
	ID, Title, Owner, Said string
	Draft                  string // what is said of the draft; "" when there is none
	Versions               []versionLine
	Problems               []ui.Problem
}

// show is one journey: its draft and its versions.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showJourney(w, r, http.StatusOK, nil)
}

func (p *Pages) showJourney(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	id, actor := r.PathValue("journey"), web.ActorOf(r.Context())
	versions, err := p.Journeys.Versions(r.Context(), actor, id)
	if err != nil {
		return err
	}
	v := &journeyView{ID: id, Problems: problems(s.c, f), Said: said(s, r, "publicerad", "prova", "alla", "taget", "kastat")}
	d, err := p.Journeys.Draft(r.Context(), actor, id)
	drafted := err == nil
	if err != nil && !errors.Is(err, journey.ErrNoDraft) {
		return err
	}
	people := []string{}
	for _, ver := range versions {
		people = append(people, ver.MadeBy)
	}
	names, err := p.Journeys.Makers(r.Context(), actor, id, append(people, d.ChangedBy))
	if err != nil {
		return err
	}
	if drafted {
		v.Title = d.Journey.Title
		v.Draft = s.t("draft_of", "who", s.who(names, d.ChangedBy), "date", s.c.Near(d.ChangedAt, p.Journeys.Now()))
	}
	for _, ver := range versions {
		v.Versions = append(v.Versions, p.versionLine(s, id, ver, names))
	}
	if len(versions) > 0 {
		j, err := p.Journeys.DefinitionOf(r.Context(), actor, id, shown(versions).Number)
		if err != nil {
			return err
		}
		v.Title, v.Owner = j.Title, j.OwnerName
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, v.Title), journeyPage(v))
}

// shown is the version that a page about the journey speaks of: what holds, else the latest.
func shown(all []journey.Version) journey.Version {
	for _, v := range all {
		if v.State == journey.InForce {
			return v
		}
	}
	return all[0]
}

// who names a person; the installation itself made what came with it.
func (s *speaker) who(names map[string]string, id string) string {
	if name := names[id]; name != "" {
		return name
	}
	if id == may.Operator().PersonID {
		return s.t("installation")
	}
	return s.t("somebody")
}

func (p *Pages) versionLine(s *speaker, id string, ver journey.Version, names map[string]string) versionLine {
	l := versionLine{Number: strconv.FormatInt(ver.Number, 10), Title: s.t("version", "n", ver.Number), Note: ver.Note,
		Href: at(id, "/version/", strconv.FormatInt(ver.Number, 10)),
		By:   s.t("made_by", "who", s.who(names, ver.MadeBy), "date", s.c.Date(ver.MadeAt))}
	l.State, l.Status = s.versionState(ver, p.Today())
	return l
}

// versionState tells how a version stands, in words.
func (s *speaker) versionState(ver journey.Version, today string) (string, ui.StatusKind) {
	switch ver.State {
	case journey.InForce:
		return s.t("version.in_force", "date", s.c.DateOf(ver.From)), ui.Done
	case journey.Announced:
		return s.t("version.announced", "date", s.c.DateOf(ver.From)), ui.Booked
	case journey.Tried:
		return s.t("version.tried", "places", s.places(ver.Pilots, today)), ui.Ongoing
	case journey.Withdrawn:
		return s.t("version.withdrawn", "date", s.c.DateOf(ver.Withdrawn)), ui.NotApplicable
	}
	return s.t("version.replaced", "date", s.c.DateOf(ver.From)), ui.NotApplicable
}

type pilotLine struct{ Name, When, Note string }

type versionView struct {
	JourneyID, Journey, Number string
	versionLine
	Changes     []string
	First       bool // nothing came before it
	Pilots      []pilotLine
	Waiting     bool // it can be let go or taken back
	Tried       bool
	MayPublish  bool
	Towns       []ui.Option
	Today, From string
	Problems    []ui.Problem
	Wrong       map[string]string
}

// version is what a version changed, and what can be done to one that does not hold for all yet.
func (p *Pages) version(w http.ResponseWriter, r *http.Request) error {
	return p.showVersion(w, r, http.StatusOK, nil)
}

func (p *Pages) showVersion(w http.ResponseWriter, r *http.Request, status int, f *fault.Fault) error {
	s, err := p.speaker(r)
	if err != nil {
		return err
	}
	id, number, actor := r.PathValue("journey"), versionOf(r), web.ActorOf(r.Context())
	all, err := p.Journeys.Versions(r.Context(), actor, id)
	if err != nil {
		return err
	}
	v := &versionView{JourneyID: id, Number: strconv.FormatInt(number, 10), Problems: problems(s.c, f), Wrong: map[string]string{}, Today: p.Today(), First: true,
		MayPublish: may.AskSomewhere(actor, may.PublishJourney) == nil}
	if f != nil {
		v.Wrong[f.Field] = page.Say(s.c, f)
	}
	var ver, before journey.Version
	for _, one := range all {
		if one.Number == number {
			ver = one
		}
		if ver.Number > 0 && one.Number < number && before.Number == 0 && one.State != journey.Withdrawn {
			before = one
		}
	}
	if ver.Number == 0 {
		return journey.ErrNoVersion
	}
	names, err := p.Journeys.Makers(r.Context(), actor, id, []string{ver.MadeBy})
	if err != nil {
		return err
	}
	v.versionLine = p.versionLine(s, id, ver, names)
	now, err := p.Journeys.DefinitionOf(r.Context(), actor, id, number)
	if err != nil {
		return err
	}
	v.Journey = now.Title
	if before.Number > 0 {
		was, err := p.Journeys.DefinitionOf(r.Context(), actor, id, before.Number)
		if err != nil {
			return err
		}
		v.First, v.Changes = false, s.changes(&was, &now)
	}
	v.Waiting, v.Tried = ver.State == journey.Announced || ver.State == journey.Tried, ver.State == journey.Tried
	v.From = v.Today
	for _, pilot := range ver.Pilots {
		v.Pilots = append(v.Pilots, s.pilot(pilot))
	}
	if v.Waiting && v.MayPublish {
		v.Towns, err = p.towns(r)
	}
	if err != nil {
		return err
	}
	return p.Frame.ShowAs(w, r, status, p.Frame.Shell(r, v.Title+" · "+v.Journey), versionPage(v))
}

func (s *speaker) pilot(pilot journey.Pilot) pilotLine {
	when := s.t("pilot.from", "date", s.c.DateOf(pilot.From))
	if pilot.Until != db.NoEnd {
		when = s.t("pilot.was", "from", s.c.DateOf(pilot.From), "until", s.c.DateOf(pilot.Until))
	}
	return pilotLine{pilot.Name, when, pilot.Note}
}

// changes tells what differs between two definitions.
func (s *speaker) changes(before, after *plan.Journey) []string {
	all := plan.Diff(before, after)
	out := make([]string, len(all))
	for i := range all {
		out[i] = all[i].Say(s.Words)
	}
	return out
}

// towns are the municipalities to choose pilots among, in Swedish order.
func (p *Pages) towns(r *http.Request) ([]ui.Option, error) {
	all, err := p.Tree.Municipalities(r.Context(), p.Today())
	if err != nil {
		return nil, err
	}
	org.SortByName(all)
	out := []ui.Option{{}}
	for _, n := range all {
		out = append(out, ui.Option{Value: n.ID, Text: n.Name})
	}
	return out, nil
}

func (p *Pages) toAll(w http.ResponseWriter, r *http.Request) error {
	return p.decide(w, r, "alla", p.Journeys.ReleaseToAll(r.Context(), web.ActorOf(r.Context()), r.PathValue("journey"), versionOf(r), trimmed(r, "from")))
}

func (p *Pages) addPilots(w http.ResponseWriter, r *http.Request) error {
	return p.decide(w, r, "prova", p.Journeys.AddPilots(r.Context(), web.ActorOf(r.Context()), r.PathValue("journey"), versionOf(r), pilots(r), trimmed(r, "pilot_from")))
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	return p.decide(w, r, "taget", p.Journeys.TakeBack(r.Context(), web.ActorOf(r.Context()), r.PathValue("journey"), versionOf(r)))
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request, done string, err error) error {
	if f := refused(err); f != nil {
		return p.showVersion(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, at(r.PathValue("journey"), "?klart=", done))
}

// begin makes a draft, or goes on with the one that is there.
func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("journey")
	err := p.Journeys.BeginDraft(r.Context(), web.ActorOf(r.Context()), id)
	if f := refused(err); f != nil {
		return p.showJourney(w, r, web.Status(f), f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, at(id, "/utkast"))
}
