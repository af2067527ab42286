package group

import (
	"context"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// Remind tells everybody in a task that something is to be done, in their inboxes, once a day each,
// and gives whom. The task is worked out again: who has done it meanwhile is not told. say writes a
// day as the person reads it.
func (g *Groups) Remind(ctx context.Context, a may.Actor, nodeID string, kind Kind, item string, say func(plan.Date) string) (Task, error) {
	t, err := g.Team(ctx, a, nodeID)
	if err != nil {
		return Task{}, err
	}
	if !t.Can[may.SeeProgress] {
		return Task{}, may.ErrDenied
	}
	for _, task := range ToDo(&t) {
		if task.Kind == kind && task.Item == item && kind.Reminds() {
			return task, g.DB.Tx(ctx, func(tx *db.Tx) error { return g.tell(ctx, tx, a, &t, task, say) })
		}
	}
	return Task{}, ErrNothing
}

func (g *Groups) tell(ctx context.Context, tx *db.Tx, a may.Actor, t *Team, task Task, say func(plan.Date) string) error {
	for _, m := range task.People {
		_, err := tx.Exec(ctx, `
			INSERT INTO reminder (id, person_id, employer_id, item, made_by, made_on)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (person_id, employer_id, item, made_on) DO NOTHING`,
			g.NewID(), m.ID(), m.EmployerID, task.Item, a.PersonID, string(t.Today))
		if err != nil {
			return err
		}
		by, href := task.By, "/min-resa"
		for _, l := range m.Lines {
			if l.Key != task.Item {
				continue
			}
			if by = l.Due; task.Kind == RemindRenew {
				by = l.Until.AddDays(1)
			}
			if l.Course != "" {
				href = "/kurs/" + l.Course
			}
		}
		err = g.Messages.Tell(ctx, tx, message.Note{PersonID: m.ID(), EmployerID: m.EmployerID, Key: "group.told." + string(task.Kind), Href: href,
			Args: map[string]string{"item": task.Title, "date": say(by)}, OnceKey: "remind:" + m.ID() + ":" + task.Item + ":" + string(t.Today)})
		if err != nil {
			return err
		}
	}
	return nil
}

// reminded gives the last day that each was reminded of each thing, those that still rest.
func (g *Groups) reminded(ctx context.Context, employerID string, ids []string, today plan.Date) (map[string]map[string]plan.Date, error) {
	type row struct {
		person, item string
		on           plan.Date
	}
	out := map[string]map[string]plan.Date{}
	if len(ids) == 0 {
		return out, nil
	}
	err := db.Each(ctx, g.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.person, &r.item, &r.on); return r, err }, func(r row) error {
		if out[r.person] == nil {
			out[r.person] = map[string]plan.Date{}
		}
		out[r.person][r.item] = max(out[r.person][r.item], r.on)
		return nil
	}, `
		SELECT person_id, item, made_on
		FROM reminder
		WHERE employer_id = $1 AND made_on > $2 AND person_id IN (`+db.Marks(3, len(ids))+`)`,
		db.Args(ids, employerID, string(today.AddDays(-restsFor)))...)
	return out, err
}

// Forget removes what an employer's leaders have reminded a person of; with last, what anybody has,
// and whom the person reminded is no longer told of by whom.
func (g *Groups) Forget(ctx context.Context, tx *db.Tx, personID, employerID string, last bool) (map[string]int64, error) {
	gone := db.Gone{}
	if err := gone.Destroy(ctx, tx, `DELETE FROM reminder WHERE person_id = $1 AND (employer_id = $2 OR $3)`, personID, employerID, last); err != nil {
		return nil, err
	}
	if last {
		if _, err := tx.Exec(ctx, `UPDATE reminder SET made_by = $2 WHERE made_by = $1`, personID, may.Erased); err != nil {
			return nil, err
		}
	}
	return gone, nil
}
