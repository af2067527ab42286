package staff

import (
	"context"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Faults of mapping titles.
var (
	ErrTitleChanged = fault.New(fault.Conflict, "staff.title_changed")
	ErrNoTitle      = fault.New(fault.Missing, "staff.no_title")
	ErrNoTitleUndo  = fault.New(fault.Conflict, "staff.title_undo_nothing")
)

// mostChanges is how many lines of a title's history are read.
const mostChanges = 50

// TitleMeaning is what somebody says that a title means at an employer: an occupation, or "" for work
// outside care; and an area when the title itself tells it. Seen is the mark of what the employer said
// before, as whoever decides saw it; "" when that does not matter.
type TitleMeaning struct {
	Title, Occupation, Area string
	Seen                    string
}

// AboutTitle is what an employer knows of one title.
type AboutTitle struct {
	Rule    org.TitleRule // what holds: the employer's own, else the nation's
	Known   bool          // some rule holds
	Mark    string        // of the employer's own, for TitleMeaning.Seen
	History []org.TitleChange
}

// AboutTitle tells what holds of a title at an employer and what has been said of it there.
func (im *Imports) AboutTitle(ctx context.Context, a may.Actor, employerID, title string) (t AboutTitle, err error) {
	if _, err := im.employer(ctx, a, may.MapTitles, employerID); err != nil {
		return t, err
	}
	rules, err := org.Titles(ctx, im.Staff.DB, employerID)
	if err != nil {
		return t, err
	}
	t.Rule, t.Known = rules[org.TitleKey(title)]
	own, err := org.OwnTitle(ctx, im.Staff.DB, employerID, title)
	if err != nil {
		return t, err
	}
	t.Mark = own.Mark()
	t.History, err = org.TitleHistory(ctx, im.Staff.DB, employerID, title, mostChanges)
	return t, err
}

// Suggested says what some titles of an employer may mean, of those that anything is like.
func (im *Imports) Suggested(ctx context.Context, a may.Actor, employerID string, titles []string) (map[string]org.TitleRule, error) {
	if _, err := im.employer(ctx, a, may.MapTitles, employerID); err != nil {
		return nil, err
	}
	rules, err := org.Titles(ctx, im.Staff.DB, employerID)
	out := map[string]org.TitleRule{}
	for _, t := range titles {
		if rule, ok := Suggest(t, rules); ok {
			out[t] = rule
		}
	}
	return out, err
}

// TitleImpact is what a new meaning would do.
type TitleImpact struct {
	Holders int            // current employments with the title
	Changed int            // of them, those that get another occupation or area
	From    map[string]int // of those that change, how many have each occupation now; "" is none
	Mark    string         // of what the employer says now, for TitleMeaning.Seen
}

// PreviewTitle tells what MapTitle would do, and does nothing.
func (im *Imports) PreviewTitle(ctx context.Context, a may.Actor, employerID string, m TitleMeaning) (i TitleImpact, err error) {
	employer, err := im.mayMean(ctx, a, employerID, m)
	if err != nil {
		return i, err
	}
	err = im.Staff.DB.Snapshot(ctx, func(tx *db.Tx) error {
		own, err := org.OwnTitle(ctx, tx, employerID, m.Title)
		if err != nil {
			return err
		}
		i = TitleImpact{From: map[string]int{}, Mark: own.Mark()}
		rule := org.TitleRule{Title: org.TitleKey(m.Title), Occupation: m.Occupation, Area: m.Area, Own: true}
		_, err = im.holders(ctx, tx, employer, m.Title, &rule, func(was, is placing) {
			i.Holders++
			if was != is {
				i.Changed++
				i.From[was.Occupation]++
			}
		})
		return err
	})
	return i, err
}

// MapTitle says what a title means at an employer. From today it holds for everybody who has the title;
// it tells how many that changed. ErrTitleChanged when somebody else changed it since m.Seen.
func (im *Imports) MapTitle(ctx context.Context, a may.Actor, employerID string, m TitleMeaning) (changed int, err error) {
	employer, err := im.mayMean(ctx, a, employerID, m)
	if err != nil {
		return 0, err
	}
	err = im.Staff.DB.Tx(ctx, func(tx *db.Tx) error {
		was, err := takeTitle(ctx, tx, employerID, m.Title)
		if err != nil {
			return err
		}
		if m.Seen != "" && m.Seen != was.Mark() {
			return ErrTitleChanged
		}
		changed, err = im.mean(ctx, tx, a, employer, org.TitleChange{Spelled: m.Title, Was: was, Is: org.TitleRule{Occupation: m.Occupation, Area: m.Area}})
		return err
	})
	return changed, err
}

// UndoTitle gives a title back the meaning it had before the last change, whose id the visitor saw; a
// title mapped before there was a history loses the employer's own rule (""). From today everybody who
// has the title gets what it meant; the history keeps both lines.
func (im *Imports) UndoTitle(ctx context.Context, a may.Actor, employerID, title, lastID string) (changed int, err error) {
	employer, err := im.employer(ctx, a, may.MapTitles, employerID)
	if err != nil {
		return 0, err
	}
	err = im.Staff.DB.Tx(ctx, func(tx *db.Tx) error {
		was, err := takeTitle(ctx, tx, employerID, title)
		if err != nil {
			return err
		}
		history, err := org.TitleHistory(ctx, tx, employerID, title, 1)
		if err != nil {
			return err
		}
		back := org.TitleRule{Occupation: org.NoRule}
		switch {
		case len(history) > 0 && history[0].ID != lastID || len(history) == 0 && lastID != "":
			return ErrTitleChanged
		case len(history) > 0:
			back, title = history[0].Was, history[0].Spelled
		case was.Occupation == org.NoRule:
			return ErrNoTitleUndo
		}
		changed, err = im.mean(ctx, tx, a, employer, org.TitleChange{Spelled: title, Was: was, Is: back, Undone: true})
		return err
	})
	return changed, err
}

// mayMean asks whether the visitor may say it and whether it can be said.
func (im *Imports) mayMean(ctx context.Context, a may.Actor, employerID string, m TitleMeaning) (org.Node, error) {
	employer, err := im.employer(ctx, a, may.MapTitles, employerID)
	if err != nil {
		return employer, err
	}
	ref, err := im.Tree.CachedReference(ctx)
	if err != nil {
		return employer, err
	}
	if org.TitleKey(m.Title) == "" || (m.Occupation != "" && ref.Occupation(m.Occupation).ID == "") || (m.Area != "" && ref.AreaName(m.Area) == "") {
		return employer, ErrNoOccupation.On("occupation")
	}
	return employer, nil
}

// takeTitle lets one at a time change an employer's titles, and tells what it says of one.
func takeTitle(ctx context.Context, tx *db.Tx, employerID, title string) (org.TitleRule, error) {
	if _, err := tx.Exec(ctx, `UPDATE node SET id = id WHERE id = $1`, employerID); err != nil {
		return org.TitleRule{}, err
	}
	return org.OwnTitle(ctx, tx, employerID, title)
}

// mean writes a meaning and its line in the history, and gives it to everybody who has the title.
func (im *Imports) mean(ctx context.Context, tx *db.Tx, a may.Actor, employer org.Node, c org.TitleChange) (int, error) {
	var err error
	if c.Is.Occupation == org.NoRule {
		err = org.UnmapTitle(ctx, tx, employer.ID, c.Spelled)
	} else {
		err = org.MapTitle(ctx, tx, employer.ID, c.Spelled, c.Is.Occupation, c.Is.Area)
	}
	if err != nil {
		return 0, err
	}
	news, err := im.holders(ctx, tx, employer, c.Spelled, nil, nil)
	if err != nil {
		return 0, err
	}
	if len(news) > 0 {
		if err := im.Staff.reopen(ctx, tx, employer.ID, im.Staff.Today(), "map:"+im.Staff.NewID(), news); err != nil {
			return 0, err
		}
		if err := im.tell(ctx, tx, employer.ID); err != nil {
			return 0, err
		}
	}
	c.ID, c.EmployerID, c.Touched, c.MadeBy, c.MadeAt = im.Staff.NewID(), employer.ID, int64(len(news)), a.PersonID, im.Staff.Now()
	return len(news), org.NoteTitle(ctx, tx, c)
}

// holders gives the current employments with a title that what it means changes, as they become. With a
// rule it asks what that would do. each, when given, is told of all who have the title.
func (im *Imports) holders(ctx context.Context, tx *db.Tx, employer org.Node, title string, rule *org.TitleRule, each func(was, is placing)) ([]knownRow, error) {
	nodes, err := org.Under(ctx, tx, employer.Path, im.Staff.Today())
	if err != nil {
		return nil, err
	}
	guess, err := newGuesser(ctx, tx, im.Tree, employer.ID)
	if err != nil {
		return nil, err
	}
	key := org.TitleKey(title)
	if rule != nil {
		guess.rules[key] = *rule
	}
	forest := newForest(employer, nodes, im.Staff.NewID)
	var news []knownRow
	err = db.Each(ctx, tx, scanKnown, func(r knownRow) error {
		unit := forest.places[r.now.UnitID]
		if unit == nil || org.TitleKey(r.now.Title) != key {
			return nil
		}
		was := r.now
		r.now.Occupation, r.now.Area, _ = guess.of(r.now.Title, r.now.AID, unit)
		if each != nil {
			each(was, r.now)
		}
		if was != r.now {
			news = append(news, r)
		}
		return nil
	}, selectKnown+`, p.id`, employer.ID)
	return news, err
}
