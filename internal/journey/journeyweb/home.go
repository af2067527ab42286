package journeyweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// homeView is everything the home page shows.
type homeView struct {
	Hello    string
	AskDone  bool // "Vad har du redan gått?" is not answered
	Next     *ui.NextStepProps
	Quiet    string   // instead of a next step
	Welcome  notice   // of an introduction
	Notice   notice   // of a course day; without a text there is none
	Unshared []string // what counts here and the employer does not see (rule 19)
	Journeys []journeyView
	List     bool
	Doors    []ui.Part
}

// journeyView is one journey on the home page.
type journeyView struct {
	ID, Title, Count string
	Notes            []string // the step, what is under investigation, what is beside
	Why              []string // why the person has the journey
	StepHref         string
	LeadHref         string // the questionnaire of those who lead
	Parallel         []plan.Path
	Stops            []ui.Stop
}

// builder turns what the rules answer into what a page shows.
type builder struct {
	ctx      context.Context
	p        *Pages
	c        *lang.Catalog
	ref      org.Reference
	journeys []plan.Personal
	cards    map[string]Card
	days     map[string]Day   // by course
	after    map[string]Ahead // by course
	now      time.Time
	easy     bool
}

func (p *Pages) builder(r *http.Request, journeys []plan.Personal) (*builder, error) {
	v := page.Of(r.Context())
	b := &builder{ctx: r.Context(), p: p, c: p.Frame.Catalog(v), journeys: journeys, cards: map[string]Card{}, now: p.Frame.Now(), easy: v.Easy}
	ref, err := p.Tree.CachedReference(r.Context())
	if err != nil {
		return nil, err
	}
	b.ref = ref
	if err := b.takeCards(); err != nil {
		return nil, err
	}
	if p.After != nil {
		if b.after, err = p.After.Ahead(r.Context(), v.Actor.PersonID); err != nil {
			return nil, err
		}
	}
	return b, b.takeDays(v.Actor.PersonID)
}

// takeCards reads each course once; the courses keep theirs in memory.
func (b *builder) takeCards() error {
	for _, j := range b.journeys {
		for _, block := range j.Blocks {
			for _, it := range block.Items {
				if _, have := b.cards[it.Course]; have || it.Course == "" {
					continue
				}
				card, ok, err := b.p.Courses.Card(b.ctx, it.Course)
				if err != nil {
					return err
				}
				if ok {
					b.cards[it.Course] = card
				}
			}
		}
	}
	return nil
}

// title is what an item is called: its own name in the journey, else the course's.
func (b *builder) title(it *plan.PersonalItem) string {
	card := b.cards[it.Course]
	switch {
	case it.Title != "":
		return it.Title
	case b.easy && card.EasyTitle != "":
		return card.EasyTitle
	case card.Title != "":
		return card.Title
	}
	return it.ID
}

func (b *builder) home(v page.Visit, elsewhere, list bool) (homeView, error) {
	h := homeView{Hello: b.c.T("journey.hello", "name", v.FirstName), Doors: b.p.Frame.Behind(page.JourneyHub, v), AskDone: !v.AskedDone && len(b.journeys) > 0, List: list}
	if v.FirstName == "" {
		h.Hello = b.c.T("journey.hello_nobody")
	}
	for i := range b.journeys {
		h.Journeys = append(h.Journeys, b.journey(&b.journeys[i]))
	}
	var err error
	if h.Notice, err = b.dated(v.Actor.PersonID); err != nil {
		return h, err
	}
	if h.Welcome, err = b.welcome(v.Actor.PersonID); err != nil {
		return h, err
	}
	if len(b.journeys) == 0 {
		h.Quiet, err = b.absent(v)
		return h, err
	}
	next, err := b.next(v.Actor.PersonID)
	if err != nil {
		return h, err
	}
	if next == nil {
		h.Quiet = b.quiet()
	}
	h.Next = next
	if elsewhere {
		h.Unshared, err = b.unshared(v)
	}
	return h, err
}

// absent says why there is no journey, and what to do about it.
func (b *builder) absent(v page.Visit) (string, error) {
	absent, err := b.p.Journeys.Absence(b.ctx, v.Actor, b.p.Today())
	return b.c.T("journey.none."+string(absent.Why), "date", b.date(absent.From), "journey", absent.Journey), err
}

// unshared says to which employers the person has shown nothing of what was learnt elsewhere.
func (b *builder) unshared(v page.Visit) ([]string, error) {
	all, err := b.p.Journeys.Record.Sharings(b.ctx, v.Actor)
	var out []string
	for _, s := range all {
		if s.Current && len(s.Elsewhere) > 0 && s.Count() == 0 {
			out = append(out, b.c.T("journey.unshared", "employer", s.Employer))
		}
	}
	return out, err
}

func (b *builder) journey(j *plan.Personal) journeyView {
	v := journeyView{ID: j.Journey, Title: j.Title, Parallel: j.Parallel}
	if j.Total > 0 {
		v.Count = b.c.T("journey.count", "done", j.Done, "n", j.Total)
	}
	v.Notes = b.notes(j)
	for _, r := range j.Reasons {
		v.Why = append(v.Why, b.reason(r))
	}
	if j.Step != nil {
		v.StepHref = "/min-resa/steg/" + j.Journey
	}
	if journey.Leads(*j) {
		v.LeadHref = "/min-resa/chef"
	}
	here := false
	for i := range j.Blocks {
		v.Stops = append(v.Stops, b.stop(j, &j.Blocks[i], &here))
	}
	return v
}

func (b *builder) notes(j *plan.Personal) []string {
	var notes []string
	if j.Paused && len(b.journeys) > 1 { // of a single journey the notice at the top says it
		notes = append(notes, b.c.T("journey.next.paused"))
	}
	if !slices.ContainsFunc(j.Reasons, func(r plan.Reason) bool { return r.Occupation != "" }) {
		notes = append(notes, b.c.T("journey.no_occupation"))
	}
	if s := j.Step; s != nil && s.Chosen {
		notes = append(notes, b.c.T("journey.step.chosen_short", "step", s.Title))
	} else if s != nil {
		notes = append(notes, b.c.T("journey.step.proposed", "step", s.Title))
	}
	for _, t := range j.Tracks {
		if t.Note != "" {
			notes = append(notes, t.Note)
		}
	}
	for _, other := range j.Instead {
		notes = append(notes, b.c.T("journey.instead", "journey", j.Title, "other", other.Title))
	}
	return notes
}

// standsIn tells whether the person is in the block now: the person's own step, where there are
// steps, else the first block with something left to do.
func standsIn(j *plan.Personal, block *plan.PersonalBlock) bool {
	if j.Step != nil {
		return block.Current
	}
	return block.Done < block.Total
}

// markers are the shapes of the kinds of blocks; a step block has the shape of its step.
var markers = map[plan.BlockKind]ui.Marker{plan.Base: ui.MarkBase, plan.Advanced: ui.MarkAdvanced, plan.Expert: ui.MarkExpert,
	plan.Workplace: ui.MarkWorkplace, plan.Manager: ui.MarkManager, plan.Earlier: ui.MarkOther}

var stepMarkers = map[string]ui.Marker{"ny": ui.MarkNew, "van": ui.MarkPractised, "erfaren": ui.MarkExperienced}

func (b *builder) stop(j *plan.Personal, block *plan.PersonalBlock, here *bool) ui.Stop {
	s := ui.Stop{Marker: markers[block.Kind], Title: block.Title, Helper: block.Helper, Empty: b.c.T("journey.block.empty")}
	if block.Kind == plan.StepBlock {
		s.Marker = stepMarkers[block.Level]
	}
	if s.Marker == "" {
		s.Marker = ui.MarkOther
	}
	if block.Kind == plan.Earlier {
		s.Title, s.Helper = b.c.T("journey.block.earlier"), b.c.T("journey.block.earlier.helper")
	}
	if block.Total > 0 {
		s.Count = b.c.T("journey.block.count", "done", block.Done, "n", block.Total)
	}
	if !*here && !j.Paused && standsIn(j, block) {
		*here, s.Here = true, b.c.T("journey.here")
	}
	for i := range block.Items {
		s.Stages = append(s.Stages, b.stage(j, &block.Items[i]))
	}
	return s
}
