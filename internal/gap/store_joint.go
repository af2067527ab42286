package gap

import (
	"context"
	"slices"
	"strconv"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

const workColumns = `id, rss_id, requirement, plan_area, from_day, until_day, title, goal, state, planned_when, planned_where, planned_seats, outcome, revision, made_by, made_at, changed_by, changed_at`

func scanWork(s db.Scanner) (w Work, err error) {
	err = s.Scan(&w.ID, &w.RSSID, &w.Requirement, &w.Area, &w.From, &w.Until, &w.Title, &w.Goal, &w.Stage, &w.When, &w.Where, &w.Seats, &w.Outcome, &w.Revision,
		&w.MadeBy, &w.MadeAt, &w.ChangedBy, &w.ChangedAt)
	return w, err
}

func findWork(ctx context.Context, q db.Q, id string) (Work, error) {
	w, err := db.One(ctx, q, scanWork, `
		SELECT `+workColumns+`
		FROM joint_work
		WHERE id = $1`,
		id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return w, ErrNoWork
	}
	return w, err
}

// holdWork lets one at a time change a work or answer to it.
func holdWork(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE joint_work SET id = id WHERE id = $1`, id)
	return err
}

func insertWork(ctx context.Context, tx *db.Tx, w Work) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO joint_work (`+workColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		w.ID, w.RSSID, w.Requirement, string(w.Area), w.From, w.Until, w.Title, w.Goal, string(w.Stage), w.When, w.Where, w.Seats, w.Outcome, w.Revision, w.MadeBy, w.MadeAt, w.ChangedBy, w.ChangedAt)
	return err
}

func updateWork(ctx context.Context, tx *db.Tx, w Work) error {
	_, err := tx.Exec(ctx, `
		UPDATE joint_work
		SET plan_area = $2, from_day = $3, until_day = $4, title = $5, goal = $6, state = $7, planned_when = $8, planned_where = $9, planned_seats = $10,
		    outcome = $11, revision = $12, changed_by = $13, changed_at = $14
		WHERE id = $1`,
		w.ID, string(w.Area), w.From, w.Until, w.Title, w.Goal, string(w.Stage), w.When, w.Where, w.Seats, w.Outcome, w.Revision, w.ChangedBy, w.ChangedAt)
	return err
}

// works lists an RSS's works with their answers, the oldest first: all that are under way, and the latest of
// those that are over.
func (g *Gaps) works(ctx context.Context, q db.Q, rss org.Node) ([]Work, error) {
	all, err := db.All(ctx, q, scanWork, `
		SELECT `+workColumns+`
		FROM joint_work
		WHERE rss_id = $1 AND state IN ('proposed', 'planned')
		ORDER BY made_at, id
		LIMIT 300`,
		rss.ID)
	if err != nil {
		return nil, err
	}
	over, err := db.All(ctx, q, scanWork, `
		SELECT `+workColumns+`
		FROM joint_work
		WHERE rss_id = $1 AND state IN ('done', 'dropped')
		ORDER BY changed_at DESC, id DESC
		LIMIT $2`,
		rss.ID, mostOver)
	if err != nil {
		return nil, err
	}
	all = append(all, over...)
	towns, err := g.townsOf(ctx, rss)
	if err != nil {
		return nil, err
	}
	book, err := g.Frameworks.Book(ctx, g.Staff.Today())
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i := range all {
		at[all[i].ID] = i
		all[i].Figure, all[i].Asked = figure(all[i].Requirement, book), len(towns)
	}
	answers, err := db.All(ctx, q, func(s db.Scanner) (a Answer, err error) {
		err = s.Scan(&a.WorkID, &a.MunicipalityID, &a.Reply, &a.People, &a.Note, &a.MadeAt)
		return a, err
	}, `
		SELECT a.work_id, a.municipality_id, a.answer, a.people, a.note, a.made_at
		FROM joint_answer a
		JOIN joint_work w ON w.id = a.work_id
		WHERE w.rss_id = $1 AND a.latest`,
		rss.ID)
	if err != nil {
		return nil, err
	}
	for _, n := range towns { // in Swedish name order
		for _, a := range answers {
			if i, shown := at[a.WorkID]; shown && a.MunicipalityID == n.ID {
				a.Municipality = n.Name
				all[i].Answers = append(all[i].Answers, a)
			}
		}
	}
	return all, nil
}

// townsOf lists an RSS's municipalities in Swedish name order.
func (g *Gaps) townsOf(ctx context.Context, rss org.Node) ([]org.Node, error) {
	all, err := g.Tree.Municipalities(ctx, g.Staff.Today())
	all = slices.DeleteFunc(all, func(n org.Node) bool { return n.Parent != rss.ID })
	org.SortByName(all)
	return all, err
}

// choicesOf lists what municipalities have decided about needs of their own, by requirement.
func (g *Gaps) choicesOf(ctx context.Context, towns []Line) (map[string][]Choice, error) {
	out := map[string][]Choice{}
	if len(towns) == 0 {
		return out, nil
	}
	names, args := map[string]string{}, []any{}
	for _, n := range towns {
		names[n.ID] = n.Name
		args = append(args, n.ID)
	}
	all, err := db.All(ctx, g.DB, func(s db.Scanner) (c Choice, err error) {
		err = s.Scan(&c.MunicipalityID, &c.Requirement, &c.Reply, &c.Note, &c.MadeAt)
		return c, err
	}, `
		SELECT municipality_id, requirement, choice, note, made_at
		FROM joint_choice
		WHERE latest AND choice <> 'open' AND municipality_id IN (`+db.Marks(1, len(args))+`)`,
		args...)
	for _, n := range towns {
		for _, c := range all {
			if c.MunicipalityID == n.ID {
				c.Municipality = names[n.ID]
				out[c.Requirement] = append(out[c.Requirement], c)
			}
		}
	}
	return out, err
}

func insertAnswer(ctx context.Context, tx *db.Tx, id, by string, a Answer, at time.Time) error {
	if _, err := tx.Exec(ctx, `
		UPDATE joint_answer
		SET latest = FALSE
		WHERE work_id = $1 AND municipality_id = $2 AND latest`,
		a.WorkID, a.MunicipalityID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO joint_answer (id, work_id, municipality_id, answer, people, note, made_by, made_at, latest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE)`,
		id, a.WorkID, a.MunicipalityID, string(a.Reply), a.People, a.Note, by, at)
	return err
}

func insertChoice(ctx context.Context, tx *db.Tx, id, by string, c Choice, at time.Time) error {
	if _, err := tx.Exec(ctx, `
		UPDATE joint_choice
		SET latest = FALSE
		WHERE municipality_id = $1 AND requirement = $2 AND latest`,
		c.MunicipalityID, c.Requirement); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO joint_choice (id, municipality_id, requirement, choice, note, made_by, made_at, latest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE)`,
		id, c.MunicipalityID, c.Requirement, string(c.Reply), c.Note, by, at)
	return err
}

// contacts finds who speaks for municipalities.
func (g *Gaps) contacts(ctx context.Context, towns []org.Node) (out []access.Holder, err error) {
	for _, n := range towns {
		some, err := g.Access.Holders(ctx, may.Municipality, n.ID, g.Staff.Today())
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// tellTowns tells those who speak for the municipalities how far a work has come.
func (g *Gaps) tellTowns(ctx context.Context, tx *db.Tx, to []access.Holder, w Work, rss org.Node, what string) error {
	for _, h := range to {
		err := g.Messages.Tell(ctx, tx, message.Note{PersonID: h.PersonID, EmployerID: h.NodeID, Key: "submit.told." + what, Href: "/kommun/behov/gemensamt?plats=" + h.NodeID + "#" + w.ID,
			Args:    map[string]string{"title": w.Title, "rss": rss.Name, "when": w.When},
			OnceKey: "joint:" + w.ID + ":" + what + ":" + h.NodeID + ":" + h.PersonID})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellRegion tells the RSS what a municipality has answered.
func (g *Gaps) tellRegion(ctx context.Context, tx *db.Tx, to []access.Holder, w Work, town org.Node, x Answer, answerID string) error {
	for _, h := range to {
		err := g.Messages.Tell(ctx, tx, message.Note{PersonID: h.PersonID, Key: "submit.told.answered." + string(x.Reply), Href: "/rss/kompetens/tavla/" + w.ID,
			Args:    map[string]string{"title": w.Title, "municipality": town.Name, "n": strconv.FormatInt(x.People, 10)},
			OnceKey: "joint-answer:" + answerID + ":" + h.PersonID})
		if err != nil {
			return err
		}
	}
	return nil
}
