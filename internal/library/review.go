package library

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/library/state"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Step is what somebody does with an example.
type Step struct {
	Move     state.Move
	Revision int64        // the one that was seen
	Note     string       // why, or what is to be changed
	Spread   state.Spread // of Publish: how far, at most what the place may and the author wishes; "" = so far
	Looked   bool         // of Send: the author has looked over what may point at somebody
}

// Event is something that was done to an example, by somebody of a part: no names.
type Event struct {
	Move state.Move
	Who  state.Who
	Note string
	At   time.Time
}

// Case is an example as one sees it who has a part in it.
type Case struct {
	Example
	Parts  []state.Who
	Events []Event
	May    []state.Move // what one may do now
	Widest state.Spread // of who reviews: how far the place may spread it
}

// Case gives an example to its author, its unit's manager and who reviews it now or may take it down. That others saw
// the author's name is logged. Errors: ErrNoExample, may.ErrSignIn.
func (l *Library) Case(ctx context.Context, a may.Actor, id string) (c Case, err error) {
	defer fault.Wrap(&err, "case of example %s", id)
	if !a.Known() {
		return c, may.ErrSignIn
	}
	if c.Example, err = one(ctx, l.DB, scanExample, ErrNoExample, selectExample+` WHERE m.id = $1`, id); err != nil {
		return c, err
	}
	if c.Parts, err = l.parts(ctx, a, c.Example); err != nil {
		return c, err
	}
	if len(c.Parts) == 0 {
		return Case{}, ErrNoExample
	}
	for _, m := range state.Moves() {
		if _, ok := state.To(c.State, m, state.By(m)); ok && slices.Contains(c.Parts, state.By(m)) && l.fits(c.Example, m) {
			c.May = append(c.May, m)
		}
	}
	if c.Widest, err = l.level(ctx, c.DeskID); err != nil {
		return c, err
	}
	r, err := l.reachOf(ctx, a)
	if err != nil {
		return c, err
	}
	if err := l.whole(ctx, a, r, &c.Example); err != nil {
		return c, err
	}
	if c.PersonID != a.PersonID {
		c.Example = c.asSent()
	}
	if err := l.showAuthor(ctx, a, &c); err != nil {
		return c, err
	}
	c.Events, err = l.events(ctx, id)
	return c, err
}

// fits tells whether a move of who reviews has its time: what is published is spread further only while somebody is asked to.
func (l *Library) fits(x Example, m state.Move) bool {
	switch m {
	case state.Widen, state.Keep:
		return x.DeskID != ""
	}
	return true
}

// showAuthor names the author to the unit's manager and to who reviews at the same employer; the manager sees the unit, too.
func (l *Library) showAuthor(ctx context.Context, a may.Actor, c *Case) error {
	near := slices.Contains(c.Parts, state.Manager)
	if slices.Contains(c.Parts, state.Keeper) && !near {
		keeps, err := l.IsKeeper(ctx, a, c.EmployerID)
		if err != nil {
			return err
		}
		near = keeps
	}
	if !near || c.PersonID == a.PersonID || c.PersonID == may.Erased {
		return nil
	}
	names, err := l.names(ctx, []string{c.PersonID})
	if err != nil {
		return err
	}
	c.Author = names[c.PersonID]
	return l.Audit.Person(ctx, l.DB, a, "library.example", c.PersonID)
}

// parts are what an actor has to do with an example. Nobody reviews the own, nor asks the own to wait.
func (l *Library) parts(ctx context.Context, a may.Actor, x Example) (out []state.Who, err error) {
	if x.PersonID == a.PersonID {
		return []state.Who{state.Author}, nil
	}
	if !x.readByOthers() {
		return nil, nil
	}
	if leads, err := l.leads(ctx, a, x.UnitID); err != nil {
		return nil, err
	} else if leads {
		out = append(out, state.Manager)
	}
	for _, id := range l.desks(x) {
		keeps, err := l.IsKeeper(ctx, a, id)
		if err != nil {
			return nil, err
		}
		if keeps {
			return append(out, state.Keeper), nil
		}
	}
	return out, nil
}

// desks are the places whose keepers may do something with an example: while it is reviewed the one that has it, and
// when it is published all that it was spread by.
func (l *Library) desks(x Example) (ids []string) {
	if x.DeskID != "" {
		ids = append(ids, x.DeskID)
	}
	if x.State == state.Published {
		ids = append(ids, x.EmployerID)
		if x.Spread != state.Own && x.RSSID != "" {
			ids = append(ids, x.RSSID)
		}
		if x.Spread == state.Wide {
			ids = append(ids, org.Sweden)
		}
	}
	return ids
}

// leads tells whether the actor leads the people of a unit, by a role of its employer.
func (l *Library) leads(ctx context.Context, a may.Actor, unitID string) (bool, error) {
	n, err := l.Tree.Find(ctx, unitID, l.Today())
	if errors.Is(err, org.ErrNoNode) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = org.AskWithin(ctx, l.DB, a, may.PlanPerson, n, l.Today())
	if denied(err) {
		return false, nil
	}
	return err == nil, err
}

func (l *Library) events(ctx context.Context, id string) ([]Event, error) {
	return db.All(ctx, l.DB, func(s db.Scanner) (e Event, err error) {
		err = s.Scan(&e.Move, &e.Note, &e.At)
		e.Who = state.By(e.Move)
		return e, err
	}, `SELECT what, note, at FROM example_event WHERE example_id = $1 ORDER BY at, id LIMIT 200`, id)
}

// Go takes an example on: the author sends, takes back and writes on, the manager asks to wait, who keeps material reviews.
// Everybody concerned is told. Errors: ErrNoExample, ErrState, ErrReason, ErrDid, ErrGave, ErrHints, ErrChoice, ErrChanged,
// ErrLong, ErrIdentity, may.ErrDenied.
func (l *Library) Go(ctx context.Context, a may.Actor, id string, step Step) (err error) {
	defer fault.Wrap(&err, "%s example %s", step.Move, id)
	c, err := l.Case(ctx, a, id)
	if err != nil {
		return err
	}
	who := state.By(step.Move)
	if !slices.Contains(c.Parts, who) {
		return may.ErrDenied
	}
	to, ok := state.To(c.State, step.Move, who)
	if !ok || !l.fits(c.Example, step.Move) {
		return ErrState
	}
	if err := l.text(&step.Note, "skal", mostNote); err != nil {
		return err
	}
	if step.Note == "" && state.Reasoned(step.Move) {
		return ErrReason
	}
	x := c.Example
	x.State, x.Revision = to, step.Revision
	if err := l.placed(ctx, &x, step); err != nil {
		return err
	}
	x.remember()
	body, err := x.body()
	if err != nil {
		return err
	}
	told, err := l.concerned(ctx, a, c.Example, x, step)
	if err != nil {
		return err
	}
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec(ctx, `
			UPDATE example
			SET state = $3, spread = $4, desk_id = $5, wish = $6, published_on = $7, rss_id = $8, content = $9, revision = revision + 1, changed_at = $10
			WHERE id = $1 AND revision = $2`,
			x.ID, x.Revision, string(x.State), string(x.Spread), x.DeskID, string(x.Wish), x.PublishedOn, x.RSSID, body, l.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrChanged
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO example_event (id, example_id, what, note, by_id, at)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			l.NewID(), x.ID, string(step.Move), step.Note, a.PersonID, l.Now()); err != nil {
			return err
		}
		return l.tellAll(ctx, tx, told)
	})
}

// placed tells how far an example is spread after a step, and who has it then.
func (l *Library) placed(ctx context.Context, x *Example, step Step) error {
	switch step.Move {
	case state.Send:
		if x.Story.Did == "" {
			return ErrDid
		}
		if x.Story.Gave == "" {
			return ErrGave
		}
		if hints := x.Hints(); len(hints) > 0 && !step.Looked {
			return ErrHints
		}
		return l.firstDesk(ctx, x)
	case state.Publish, state.Widen:
		at, err := l.level(ctx, x.DeskID)
		if err != nil {
			return err
		}
		granted := state.Granted(x.Wish, at)
		if step.Spread != state.None {
			if step.Spread.Wider(granted) || !slices.Contains(state.Spreads(), step.Spread) {
				return ErrChoice.On("spridning")
			}
			granted = step.Spread
		}
		if step.Move == state.Widen && !granted.Wider(x.Spread) {
			return ErrChoice.On("spridning")
		}
		x.Spread = granted
		if x.PublishedOn == "" {
			x.PublishedOn = l.Today()
		}
		x.DeskID = l.nextDesk(*x)
	case state.Keep:
		x.Wish, x.DeskID = x.Spread, ""
	case state.Ask, state.Decline, state.Withdraw, state.TakeDown:
		x.DeskID = ""
	}
	if x.State != state.Published {
		x.Spread, x.PublishedOn = state.None, ""
	}
	return nil
}

// firstDesk gives an example to the nearest place where somebody else than its author keeps material: the employer, its
// RSS, the nation.
func (l *Library) firstDesk(ctx context.Context, x *Example) error {
	employer, err := l.Tree.Find(ctx, x.EmployerID, l.Today())
	if err != nil {
		return err
	}
	if _, x.RSSID, err = l.above(ctx, employer); err != nil {
		return err
	}
	for _, id := range []string{x.EmployerID, x.RSSID} {
		if id == "" {
			continue
		}
		n, err := l.Tree.Find(ctx, id, l.Today())
		if err != nil {
			return err
		}
		keepers, err := l.keepersOf(ctx, n)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(keepers, func(p string) bool { return p != x.PersonID }) {
			x.DeskID = id
			return nil
		}
	}
	x.DeskID = org.Sweden
	return nil
}

// nextDesk is who decides whether an example is spread further; nobody when it is as far as its author wishes.
func (l *Library) nextDesk(x Example) string {
	switch {
	case !x.Wish.Wider(x.Spread):
		return ""
	case x.Wish == state.RSS:
		return x.RSSID
	}
	return org.Sweden
}

// level is how far a place may spread examples.
func (l *Library) level(ctx context.Context, deskID string) (state.Spread, error) {
	switch {
	case deskID == "":
		return state.None, nil
	case deskID == org.Sweden:
		return state.Wide, nil
	case strings.HasPrefix(deskID, org.RSSID("")):
		return state.RSS, nil
	}
	return state.Own, nil
}

// concerned are the notes of a step, but to who made it: to the author what others did; to who reviews what came to the
// desk; to the unit's manager what was sent.
func (l *Library) concerned(ctx context.Context, a may.Actor, was, x Example, step Step) (out []message.Note, err error) {
	args := map[string]string{"title": x.Title}
	note := func(person, what, href string) {
		if person != a.PersonID && person != may.Erased && person != "" {
			out = append(out, message.Note{PersonID: person, EmployerID: "", Key: "library.told." + what, Args: args, Href: href})
		}
	}
	if who := state.By(step.Move); who != state.Author {
		note(x.PersonID, string(step.Move), "/exempel/mitt/"+x.ID)
	}
	if x.DeskID != "" && (step.Move == state.Send || step.Move == state.Release || x.DeskID != was.DeskID) {
		desk, err := l.Tree.Find(ctx, x.DeskID, l.Today())
		if err != nil {
			return nil, err
		}
		keepers, err := l.keepersOf(ctx, desk)
		if err != nil {
			return nil, err
		}
		for _, id := range keepers {
			if id != x.PersonID {
				note(id, "review_example", "/exempel/granska/"+x.ID)
			}
		}
	}
	if step.Move == state.Send {
		leaders, err := l.Leaders(ctx, x.UnitID, x.PersonID)
		if err != nil {
			return nil, err
		}
		for _, id := range leaders {
			note(id, "from_unit", "/exempel/granska/"+x.ID)
		}
	}
	return out, nil
}

func (l *Library) tellAll(ctx context.Context, tx *db.Tx, notes []message.Note) error {
	seen := map[string]bool{}
	for _, n := range notes {
		if seen[n.PersonID] { // who both leads the unit and reviews is told once
			continue
		}
		seen[n.PersonID] = true
		if err := l.Messages.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// Queue lists the examples that wait for the actor to review them, the earliest first; and those that are published from
// the employers where the actor keeps material. Errors: may.ErrDenied.
func (l *Library) Queue(ctx context.Context, a may.Actor) (waiting, published []Example, err error) {
	defer fault.Wrap(&err, "examples to review")
	if err := may.AskSomewhere(a, may.KeepMaterial); err != nil {
		return nil, nil, err
	}
	places, err := l.Places(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	var desks []string
	for _, n := range places {
		keeps, err := l.IsKeeper(ctx, a, n.ID)
		if err != nil {
			return nil, nil, err
		}
		if keeps {
			desks = append(desks, n.ID)
		}
	}
	if len(desks) == 0 {
		return nil, nil, nil
	}
	args := db.Args(desks)
	marks := db.Marks(1, len(desks))
	if waiting, err = db.All(ctx, l.DB, scanExample, selectExample+` WHERE m.desk_id IN (`+marks+`) AND m.state IN ('sent', 'held', 'published') ORDER BY m.changed_at, m.id LIMIT 200`, args...); err != nil {
		return nil, nil, err
	}
	waiting = slices.DeleteFunc(waiting, func(x Example) bool { return x.PersonID == a.PersonID })
	if published, err = db.All(ctx, l.DB, scanExample, selectExample+` WHERE m.employer_id IN (`+marks+`) AND m.state = 'published' AND m.desk_id = '' ORDER BY m.published_on DESC, m.id DESC LIMIT 50`, args...); err != nil {
		return nil, nil, err
	}
	return waiting, published, errors.Join(l.dress(ctx, waiting), l.dress(ctx, published))
}

// FromUnits lists what people of the units that the actor leads have sent, the latest first, as it was sent: no drafts and
// nothing that is taken back. Errors: may.ErrDenied.
func (l *Library) FromUnits(ctx context.Context, a may.Actor) (out []Example, err error) {
	defer fault.Wrap(&err, "examples from the own units")
	if err := may.AskSomewhere(a, may.PlanPerson); err != nil {
		return nil, err
	}
	for _, path := range a.Scopes(may.PlanPerson) {
		low, high := org.Inside(path)
		all, err := db.All(ctx, l.DB, scanExample, selectExample+`
			JOIN node_place p ON p.node_id = m.unit_id AND p.valid_from <= $1 AND p.valid_until > $1
			WHERE (p.path = $2 OR (p.path >= $3 AND p.path < $4)) AND m.state NOT IN ('draft', 'withdrawn') AND m.person_id <> $5
			ORDER BY m.changed_at DESC, m.id
			LIMIT 200`,
			l.Today(), path, low, high, a.PersonID)
		if err != nil {
			return nil, err
		}
		out = append(out, all...)
	}
	led := map[string]bool{}
	out = slices.DeleteFunc(out, func(x Example) bool { // a private employer's are not the municipality's (rule 3)
		is, asked := led[x.UnitID]
		if !asked && err == nil {
			is, err = l.leads(ctx, a, x.UnitID)
			led[x.UnitID] = is
		}
		return !is || !x.readByOthers()
	})
	for i := range out {
		out[i] = out[i].asSent()
	}
	if err != nil {
		return nil, err
	}
	return out, l.dress(ctx, out)
}
