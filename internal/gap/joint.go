package gap

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Faults of joint work.
var (
	ErrNoWork   = fault.New(fault.Missing, "submit.work_missing")
	ErrWorkTold = fault.New(fault.Conflict, "submit.work_changed")
	ErrWorkOver = fault.New(fault.Conflict, "submit.work_over")
	ErrTitle    = fault.New(fault.Invalid, "submit.title_missing").On("titel")
	ErrAnswer   = fault.New(fault.Invalid, "submit.answer_missing").On("svar")
	ErrWhen     = fault.New(fault.Invalid, "submit.when_missing").On("nar")
	ErrPeriod   = fault.New(fault.Invalid, "submit.period_wrong").On("till")
	ErrNeed     = fault.New(fault.Invalid, "submit.need_missing").On("krav")
	ErrLong     = fault.New(fault.Invalid, "submit.too_long")
	ErrSeats    = fault.New(fault.Invalid, "submit.seats_wrong").On("platser")
)

// PlanArea is one of the areas that RSS plan by (R200).
type PlanArea string

// The areas.
const (
	EveryArea   PlanArea = ""
	Disability  PlanArea = "funktionshinder"
	Psychiatry  PlanArea = "socialpsykiatri"
	CareOfOlder PlanArea = "vard_och_omsorg"
)

// PlanAreas names the areas that a plan may be for.
func PlanAreas() []PlanArea { return []PlanArea{Disability, Psychiatry, CareOfOlder} }

// services are the service areas that each is about.
var services = map[PlanArea][]string{Disability: {"funktionshinder"}, Psychiatry: {"socialpsykiatri"}, CareOfOlder: {"aldreomsorg", "halso-och-sjukvard"}}

// about tells whether a framework is for an area: one that names no service area is for all.
func (a PlanArea) about(f *frame.Frame) bool {
	return a == EveryArea || len(f.Service) == 0 || slices.ContainsFunc(f.Service, func(id string) bool { return slices.Contains(services[a], id) })
}

// Stage is how far a joint work has come.
type Stage string

// The stages.
const (
	Proposed Stage = "proposed"
	Planned  Stage = "planned"
	Finished Stage = "done"
	Dropped  Stage = "dropped"
)

// Reply is what a municipality says to a proposal, or has decided about a need of its own.
type Reply string

// The replies. Own: the municipality sees to it itself.
const (
	Yes   Reply = "yes"
	No    Reply = "no"
	Own   Reply = "own"
	Joint Reply = "joint" // of a choice: rather with others
	Open  Reply = "open"  // of a choice: not decided
)

// Work is something that an RSS proposes that municipalities do together (R199). When and Where are words,
// until course days have a place of their own.
type Work struct {
	ID, RSSID   string
	Requirement string
	Figure      Figure // what the requirement is called
	Area        PlanArea
	From, Until string // the period, as days; "" open
	Title, Goal string
	Stage       Stage
	When, Where string
	Seats       int64 // 0: not said
	Outcome     string
	Revision    int64
	MadeBy      string
	MadeAt      time.Time
	ChangedBy   string
	ChangedAt   time.Time
	Answers     []Answer // in Swedish name order of the municipalities
	Asked       int      // municipalities that are asked
}

// Said counts the answers of a sort.
func (w Work) Said(r Reply) int {
	n := 0
	for _, a := range w.Answers {
		if a.Reply == r {
			n++
		}
	}
	return n
}

// People is how many the municipalities that said yes want to send.
func (w Work) People() (n int64) {
	for _, a := range w.Answers {
		if a.Reply == Yes {
			n += a.People
		}
	}
	return n
}

// NeedCard is a need that the municipalities' submissions show, with what they have decided themselves.
type NeedCard struct {
	Asked
	Choices []Choice
}

// Board is an RSS's board: needs, and works by how far they have come.
type Board struct {
	Overview // the submissions that the needs come from
	Area     PlanArea
	Mine     bool       // the actor may change it
	Needs    []NeedCard // without those that a work is under way for
	Works    []Work     // the oldest first; of those that are over the latest mostOver
}

// At lists the works of a stage.
func (b Board) At(s Stage) []Work {
	return slices.DeleteFunc(slices.Clone(b.Works), func(w Work) bool { return w.Stage != s })
}

// mostOver is how many works that are over a board shows.
const mostOver = 30

// Board gives an RSS's board to who may see what its municipalities have submitted. "" is the first of the
// actor's regions. Errors: org.ErrNoNode, may.ErrDenied.
func (g *Gaps) Board(ctx context.Context, a may.Actor, rssID string, area PlanArea, f Filter) (b Board, err error) {
	if rssID == org.Sweden {
		return b, org.ErrNoNode
	}
	b.Area = area
	if b.Overview, err = g.Overview(ctx, a, rssID, f); err != nil {
		return b, err
	}
	if org.Kind(b.Node.Kind) != org.RSS {
		return b, org.ErrNoNode
	}
	b.Mine = may.Ask(a, may.PlanJointly, b.Node.Path) == nil
	if b.Works, err = g.works(ctx, g.DB, b.Node); err != nil {
		return b, err
	}
	choices, err := g.choicesOf(ctx, b.Overview.Lines)
	if err != nil {
		return b, err
	}
	underWay := map[string]bool{}
	for _, w := range b.Works {
		underWay[w.Requirement] = underWay[w.Requirement] || w.Stage == Proposed || w.Stage == Planned
	}
	b.Works = slices.DeleteFunc(b.Works, func(w Work) bool { return area != EveryArea && w.Area != area })
	frames := map[string]*frame.Frame{}
	for _, f := range b.Overview.Frameworks {
		frames[f.ID] = f
	}
	for _, q := range b.Overview.Asked {
		if f := frames[q.FrameworkID]; f != nil && !area.about(f) {
			continue
		}
		if !underWay[q.Key] && (q.Told.Gap() > 0 || len(choices[q.Key]) > 0) {
			b.Needs = append(b.Needs, NeedCard{q, choices[q.Key]})
		}
	}
	return b, nil
}

// Work gives one work, to who may see the board. Errors: ErrNoWork, may.ErrDenied.
func (g *Gaps) Work(ctx context.Context, a may.Actor, id string) (w Work, rss org.Node, err error) {
	if w, err = findWork(ctx, g.DB, id); err != nil {
		return w, rss, err
	}
	if rss, err = g.Tree.Find(ctx, w.RSSID, g.Staff.Today()); err != nil {
		return w, rss, err
	}
	if err := may.Ask(a, may.SeeSubmitted, rss.Path); err != nil {
		return w, rss, err
	}
	all, err := g.works(ctx, g.DB, rss)
	if err != nil {
		return w, rss, err
	}
	i := slices.IndexFunc(all, func(o Work) bool { return o.ID == id })
	if i < 0 {
		return w, rss, ErrNoWork
	}
	return all[i], rss, nil
}

// Propose puts a work on an RSS's board and tells its municipalities. It gives the work's id. Errors:
// ErrTitle, ErrNeed, ErrPeriod, ErrLong, org.ErrNoNode, may.ErrDenied.
func (g *Gaps) Propose(ctx context.Context, a may.Actor, w Work) (string, error) {
	rss, err := g.boardOf(ctx, a, w.RSSID)
	if err != nil {
		return "", err
	}
	book, err := g.Frameworks.Book(ctx, g.Staff.Today())
	if err != nil {
		return "", err
	}
	if _, ok := book.Find(w.Requirement); !ok {
		return "", ErrNeed
	}
	if err := w.check(g.Now()); err != nil {
		return "", err
	}
	towns, err := g.townsOf(ctx, rss)
	if err != nil {
		return "", err
	}
	contacts, err := g.contacts(ctx, towns)
	if err != nil {
		return "", err
	}
	w.ID, w.Stage, w.Revision = g.NewID(), Proposed, 1
	w.MadeBy, w.MadeAt = a.PersonID, g.Now().UTC().Truncate(time.Millisecond)
	w.ChangedBy, w.ChangedAt = w.MadeBy, w.MadeAt
	return w.ID, g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := insertWork(ctx, tx, w); err != nil {
			return err
		}
		return g.tellTowns(ctx, tx, contacts, w, rss, "proposed")
	})
}

// boardOf finds the RSS whose board the actor may change.
func (g *Gaps) boardOf(ctx context.Context, a may.Actor, rssID string) (org.Node, error) {
	rss, err := g.Tree.Find(ctx, rssID, g.Staff.Today())
	if err != nil {
		return rss, err
	}
	if err := may.Ask(a, may.PlanJointly, rss.Path); err != nil {
		return rss, err
	}
	if org.Kind(rss.Kind) != org.RSS {
		return rss, org.ErrNoNode
	}
	return rss, nil
}

// longest bounds what is written on a card.
const longest = 2000

func (w *Work) check(now time.Time) error {
	for _, s := range []*string{&w.Title, &w.Goal, &w.When, &w.Where, &w.Outcome} {
		if *s = strings.TrimSpace(*s); len(*s) > longest {
			return ErrLong
		}
		if identity.In(*s, now) {
			return ErrIdentity
		}
	}
	if w.Area != EveryArea && !slices.Contains(PlanAreas(), w.Area) {
		w.Area = EveryArea
	}
	for _, d := range []string{w.From, w.Until} {
		if d != "" && !lang.IsDay(d) {
			return ErrPeriod
		}
	}
	switch {
	case w.Title == "":
		return ErrTitle
	case w.From != "" && w.Until != "" && w.Until < w.From:
		return ErrPeriod
	case w.Seats < 0 || w.Seats > 100000:
		return ErrSeats
	}
	return nil
}

// ChangeWork writes a work anew, and moves it on when its stage is another: planned, done or dropped. Its
// municipalities are told when it moves. revision is the one that was shown. Errors: ErrNoWork,
// ErrWorkTold (somebody changed it meanwhile), ErrWorkOver, ErrWhen (planned without a time), as Propose.
func (g *Gaps) ChangeWork(ctx context.Context, a may.Actor, w Work) error {
	was, err := findWork(ctx, g.DB, w.ID)
	if err != nil {
		return err
	}
	rss, err := g.boardOf(ctx, a, was.RSSID)
	if err != nil {
		return err
	}
	if err := w.check(g.Now()); err != nil {
		return err
	}
	if w.Stage == Planned && w.When == "" {
		return ErrWhen
	}
	towns, err := g.townsOf(ctx, rss)
	if err != nil {
		return err
	}
	contacts, err := g.contacts(ctx, towns)
	if err != nil {
		return err
	}
	return g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := holdWork(ctx, tx, w.ID); err != nil {
			return err
		}
		now, err := findWork(ctx, tx, w.ID)
		if err != nil {
			return err
		}
		switch {
		case now.Revision != w.Revision:
			return ErrWorkTold
		case !now.Stage.leads(w.Stage):
			return ErrWorkOver
		}
		w.RSSID, w.Requirement, w.MadeBy, w.MadeAt = now.RSSID, now.Requirement, now.MadeBy, now.MadeAt
		w.Revision, w.ChangedBy, w.ChangedAt = now.Revision+1, a.PersonID, g.Now().UTC().Truncate(time.Millisecond)
		if err := updateWork(ctx, tx, w); err != nil || w.Stage == now.Stage {
			return err
		}
		return g.tellTowns(ctx, tx, contacts, w, rss, string(w.Stage))
	})
}

// leads tells whether a work may go from one stage to another: on, never back.
func (s Stage) leads(to Stage) bool {
	switch s {
	case Proposed:
		return to == Proposed || to == Planned || to == Dropped
	case Planned:
		return to == Planned || to == Finished || to == Dropped
	}
	return false
}
