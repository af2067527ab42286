package gap

import (
	"context"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
)

// Answer is a municipality's.
type Answer struct {
	WorkID, MunicipalityID string
	Municipality           string // its name
	Reply                  Reply
	People                 int64 // how many it wants to send; 0: not said
	Note                   string
	MadeAt                 time.Time
}

// Choice is what a municipality has decided about a need of its own, before anybody proposes anything.
type Choice struct {
	MunicipalityID, Municipality, Requirement string
	Reply                                     Reply // Own, Joint or Open
	Note                                      string
	MadeAt                                    time.Time
}

// JointPage is what a municipality decides: its own needs, and what its RSS proposes.
type JointPage struct {
	Municipality, RSS org.Node
	Needs             []Need // of what it submitted last, formal first
	Works             []Work // with its own answer alone in Answers; those that are over last
	Submitted         string // the day of what it submitted; "" nothing
}

// Need is a need of a municipality's own, exact.
type Need struct {
	Figure
	Exact
	Choice Choice
}

// JointPage gives it to who submits the municipality's figures. Errors: ErrNotTown, may.ErrDenied.
func (g *Gaps) JointPage(ctx context.Context, a may.Actor, municipalityID string) (p JointPage, err error) {
	if p.Municipality, err = g.town(ctx, a, municipalityID); err != nil {
		return p, err
	}
	if p.RSS, err = g.Tree.Find(ctx, p.Municipality.Parent, g.Staff.Today()); err != nil {
		return p, err
	}
	works, err := g.works(ctx, g.DB, p.RSS)
	if err != nil {
		return p, err
	}
	for _, w := range works {
		if w.Stage == Dropped {
			continue
		}
		w.Answers = slices.DeleteFunc(w.Answers, func(x Answer) bool { return x.MunicipalityID != p.Municipality.ID })
		p.Works = append(p.Works, w)
	}
	choices, err := g.choicesOf(ctx, []Line{{Node: p.Municipality}})
	if err != nil {
		return p, err
	}
	latest, err := g.latest(ctx)
	if err != nil {
		return p, err
	}
	book, err := g.Frameworks.Book(ctx, g.Staff.Today())
	if err != nil {
		return p, err
	}
	s, have := latest[p.Municipality.ID]
	if !have {
		return p, nil
	}
	p.Submitted = s.AsOf
	for _, e := range s.Figures {
		n := Need{Figure: figure(e.Requirement, book), Exact: e}
		if all := choices[e.Requirement]; len(all) > 0 {
			n.Choice = all[0]
		}
		if e.Column().Gap() > 0 || n.Choice.Reply != "" {
			p.Needs = append(p.Needs, n)
		}
	}
	slices.SortStableFunc(p.Needs, func(a, b Need) int {
		return byUrgency(Asked{Figure: a.Figure, Weight: a.Weight}, Asked{Figure: b.Figure, Weight: b.Weight})
	})
	return p, nil
}

// Answer notes what a municipality says to a proposal, in place of what it said before, and tells the RSS.
// Errors: ErrAnswer, ErrNoWork, ErrWorkOver, ErrLong, ErrSeats, ErrNotTown, may.ErrDenied.
func (g *Gaps) Answer(ctx context.Context, a may.Actor, x Answer) error {
	town, err := g.town(ctx, a, x.MunicipalityID)
	if err != nil {
		return err
	}
	x.Note = strings.TrimSpace(x.Note)
	switch {
	case x.Reply != Yes && x.Reply != No && x.Reply != Own:
		return ErrAnswer
	case len(x.Note) > longest:
		return ErrLong
	case identity.In(x.Note, g.Now()):
		return ErrIdentity
	case x.People < 0 || x.People > 100000:
		return ErrSeats
	}
	if x.Reply != Yes {
		x.People = 0
	}
	region, err := g.Access.Holders(ctx, may.Region, town.Parent, g.Staff.Today())
	if err != nil {
		return err
	}
	return g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := holdWork(ctx, tx, x.WorkID); err != nil {
			return err
		}
		w, err := findWork(ctx, tx, x.WorkID)
		if err != nil {
			return err
		}
		switch {
		case w.RSSID != town.Parent:
			return ErrNoWork
		case w.Stage != Proposed && w.Stage != Planned:
			return ErrWorkOver
		}
		id := g.NewID()
		if err := insertAnswer(ctx, tx, id, a.PersonID, x, g.Now().UTC()); err != nil {
			return err
		}
		return g.tellRegion(ctx, tx, region, w, town, x, id)
	})
}

// Choose notes what a municipality has decided about a need of its own. Errors: ErrAnswer, ErrNeed,
// ErrLong, ErrNotTown, may.ErrDenied.
func (g *Gaps) Choose(ctx context.Context, a may.Actor, c Choice) error {
	town, err := g.town(ctx, a, c.MunicipalityID)
	if err != nil {
		return err
	}
	book, err := g.Frameworks.Book(ctx, g.Staff.Today())
	if err != nil {
		return err
	}
	c.Note = strings.TrimSpace(c.Note)
	if _, ok := book.Find(c.Requirement); !ok {
		return ErrNeed
	}
	if c.Reply != Own && c.Reply != Joint && c.Reply != Open {
		return ErrAnswer
	}
	if len(c.Note) > longest {
		return ErrLong
	}
	if identity.In(c.Note, g.Now()) {
		return ErrIdentity
	}
	return g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := hold(ctx, tx, town.ID); err != nil {
			return err
		}
		return insertChoice(ctx, tx, g.NewID(), a.PersonID, c, g.Now().UTC())
	})
}
