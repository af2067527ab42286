package introduction

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/gap/hide"
	"yrkesresan/internal/introduction/checklist"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Share is how many of those whose introduction at a place should be done by now have done it, and how many are under way
// in time. Due is whose last item was due within the period and whose introduction has not been ended; Done is of Due.
type Share struct {
	ID, Name, Path string // of the place; of a form of employment the form
	Due, Done      int64
	Going          int64 // not done, and in time today: not of Due
	Hidden         bool  // Due and Done are of too few to be told (rule 25)
	GoingHidden    bool  // so is Going
}

// CompletedShare is the share of completed introductions of an employer in a period: in all, by operation and unit, and by
// form of employment.
type CompletedShare struct {
	Employer    org.Node
	From, Until string
	Total       Share
	Operations  []Share // by path
	Units       []Share // by name
	Forms       []Share
	Named       bool // the reader may see names there: nothing is hidden, and the period may be chosen
}

// told is what may be told without names: of those whose time was up, and of those under way. Nobody is in both.
type told struct {
	Up    hide.Told `json:"up"`
	Going hide.Told `json:"going"`
}

// ShareCompleted gives the share of completed introductions at an employer, of those that should be done, for who sees its
// figures. Who may not see names gets the last twelve months, with small cells hidden so that nothing can be worked out,
// also not from two days. Errors: ErrPeriod, ErrPlace, org.ErrNoNode, may.ErrDenied.
func (in *Introductions) ShareCompleted(ctx context.Context, a may.Actor, nodeID, from, until string) (s CompletedShare, err error) {
	defer fault.Wrap(&err, "share of completed introductions at %s", nodeID)
	node, err := in.Tree.Find(ctx, nodeID, in.Today())
	if err != nil {
		return s, err
	}
	if err := org.AskWithin(ctx, in.DB, a, may.SeeFigures, node, in.Today()); err != nil {
		return s, err
	}
	if s.Employer, err = in.Tree.EmployerAt(ctx, node.Path, in.Today()); err != nil {
		return s, err
	}
	s.Named = may.Ask(a.Inside(s.Employer.Path), may.SeeProgress, node.Path) == nil
	if s.From, s.Until = from, until; !s.Named {
		s.From, s.Until = checklist.Later(in.Today(), -365), in.Today()
	}
	if !lang.IsDay(s.From) || !lang.IsDay(s.Until) || s.From > s.Until {
		return s, ErrPeriod
	}
	rows, err := in.counted(ctx, s.Employer, s.From, s.Until)
	if err != nil {
		return s, err
	}
	places, err := org.Under(ctx, in.DB, node.Path, in.Today())
	if err != nil {
		return s, err
	}
	paths := map[string]org.Node{}
	for _, n := range places {
		paths[n.ID] = n
	}
	known := told{}
	if !s.Named {
		if known, err = in.told(ctx, s.Employer, rows); err != nil {
			return s, err
		}
	}
	sum(&s, node, places, paths, rows, known)
	return s, nil
}

// told decides, once a day for an employer, which figures may be told without names (package hide). The cells are units
// with a form of employment, so that no choice of either gives a smaller one away.
func (in *Introductions) told(ctx context.Context, employer org.Node, rows []unitCount) (known told, err error) {
	err = in.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO introduction_told (employer_id, day, body) VALUES ($1, '', '{}') ON CONFLICT (employer_id) DO NOTHING`, employer.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE introduction_told SET day = day WHERE employer_id = $1`, employer.ID); err != nil {
			return err
		}
		was, err := db.One(ctx, tx, func(s db.Scanner) (r [2]string, err error) { err = s.Scan(&r[0], &r[1]); return r, err }, `SELECT day, body FROM introduction_told WHERE employer_id = $1`, employer.ID)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(was[1]), &known); err != nil || was[0] == in.Today() {
			return err
		}
		up, going := make([]hide.Cell, 0, len(rows)), make([]hide.Cell, 0, len(rows))
		for _, r := range rows {
			unit, _, err := in.place(ctx, tx, r.unit, employer.ID)
			if err != nil {
				return err
			}
			cell := hide.Cell{Key: r.key(), Path: unit.Path + "/" + r.form}
			cell.Column = count.Column{Required: r.due, Held: r.done, Develop: r.due - r.done}
			up = append(up, cell)
			cell.Column = count.Column{Required: r.going, Develop: r.going}
			going = append(going, cell)
		}
		known = told{Up: hide.Tell(up, known.Up, in.Today()), Going: hide.Tell(going, known.Going, in.Today())}
		_, err = tx.Exec(ctx, `UPDATE introduction_told SET day = $2, body = $3 WHERE employer_id = $1`, employer.ID, in.Today(), packed(known))
		return err
	})
	return known, err
}

// sum puts the figures together, live or as they may be told.
func sum(s *CompletedShare, node org.Node, places []org.Node, paths map[string]org.Node, rows []unitCount, known told) {
	within := func(root string) func(key string) bool {
		return func(key string) bool {
			n, ok := paths[unitOf(key)]
			return ok && may.Within(n.Path, root)
		}
	}
	fill := func(x Share, in func(key string) bool) Share {
		if s.Named {
			for _, r := range rows {
				if in(r.key()) {
					x.Due, x.Done, x.Going = x.Due+r.due, x.Done+r.done, x.Going+r.going
				}
			}
			return x
		}
		up, going := known.Up.Sum(in), known.Going.Sum(in)
		x.Due, x.Done, x.Hidden = up.Of, up.Held, up.Of == 0
		x.Going, x.GoingHidden = going.Required, going.Required == 0
		return x
	}
	s.Total = fill(Share{ID: node.ID, Name: node.Name, Path: node.Path}, within(node.Path))
	forms := map[string]bool{}
	for _, r := range rows {
		forms[r.form] = true
	}
	for _, n := range places {
		if n.ID == node.ID {
			continue
		}
		x := fill(Share{ID: n.ID, Name: n.Name, Path: n.Path}, within(n.Path))
		switch {
		case x.Due+x.Going == 0:
		case org.Kind(n.Kind) == org.Operation:
			s.Operations = append(s.Operations, x)
		case org.Kind(n.Kind) == org.Unit:
			s.Units = append(s.Units, x)
		}
	}
	slices.SortFunc(s.Operations, func(a, b Share) int { return cmp.Compare(a.Path, b.Path) })
	lang.SortBy(s.Units, func(x Share) string { return x.Name })
	for form := range forms {
		if x := fill(Share{ID: form}, func(key string) bool { return formOf(key) == form && within(node.Path)(key) }); x.Due+x.Going > 0 {
			s.Forms = append(s.Forms, x)
		}
	}
	slices.SortFunc(s.Forms, func(a, b Share) int { return cmp.Compare(a.ID, b.ID) })
}
