package development

import (
	"cmp"
	"context"
	"unicode/utf8"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Merged implements org.Follower: the plan of a unit or an operation goes on at the one that it merges into. What
// stands in it goes along, and the same thing twice is one; the plan that was is closed and stays as it was.
func (ps *Plans) Merged(ctx context.Context, tx *db.Tx, m org.Merged) error {
	kind := placeKind(m.From.Kind)
	if kind == "" || kind != placeKind(m.Into.Kind) {
		return nil
	}
	employer, err := org.Find(ctx, tx, m.EmployerID, m.On)
	if err != nil {
		return err
	}
	was, err := findPlan(ctx, tx, at{Whose: Whose{Kind: kind, NodeID: m.From.ID}, controller: employer, node: m.From})
	if err != nil || was.ID == "" {
		return err
	}
	going, err := itemsOf(ctx, tx, was.ID)
	if err != nil {
		return err
	}
	into, err := ps.hold(ctx, tx, at{Whose: Whose{Kind: kind, NodeID: m.Into.ID}, controller: employer, node: m.Into}, m.By)
	if err != nil {
		return err
	}
	there, err := itemsOf(ctx, tx, into.ID)
	if err != nil {
		return err
	}
	n := len(there)
	have := map[string]bool{}
	for _, i := range there {
		have[i.once()] = true
	}
	for _, open := range []bool{true, false} { // what remains first: a plan is bounded
		for _, i := range going {
			if i.Open() != open || have[i.once()] || n >= mostItems {
				continue
			}
			have[i.once()] = true
			n++
			i.ID, i.PlanID = ps.NewID(), into.ID
			if err := putItem(ctx, tx, &i, m.By); err != nil {
				return err
			}
		}
	}
	head := joined(into.Head, was.Head)
	if _, err := tx.Exec(ctx, `
		UPDATE development_plan
		SET from_date = $2, until_date = $3, goals = $4, follow_on = $5, head = head + 1
		WHERE id = $1`,
		into.ID, head.From, head.Until, head.Goals, head.FollowOn); err != nil {
		return err
	}
	if err := ps.touch(ctx, tx, into.ID, m.By); err != nil {
		return err
	}
	return ps.closePlace(ctx, tx, m.From.ID, m.By)
}

// Ended implements org.Ender: the plan of a place that ends is closed; Closed gives it to those above.
func (ps *Plans) Ended(ctx context.Context, tx *db.Tx, e org.Ended) error {
	return ps.closePlace(ctx, tx, e.Node.ID, e.By)
}

// Standing implements org.Follower: plans close with their place, so none stands in the way.
func (ps *Plans) Standing(context.Context, db.Q, string, string) (int64, error) { return 0, nil }

// closePlace closes the plans of a place, and lets go of sheets that waited for it.
func (ps *Plans) closePlace(ctx context.Context, tx *db.Tx, nodeID, by string) error {
	if _, err := tx.Exec(ctx, `
		UPDATE development_plan
		SET ended_at = $2, ended_by = $3
		WHERE node_id = $1 AND kind <> 'person' AND ended_at IS NULL`,
		nodeID, ps.Now(), by); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM development_sheet WHERE node_id = $1 AND state = 'staged'`, nodeID)
	return err
}

// placeKind is the kind of plan that a place of a kind has; "" none that follows it.
func placeKind(kind string) Kind {
	switch org.Kind(kind) {
	case org.Unit:
		return OfUnit
	case org.Operation:
		return OfOperation
	}
	return ""
}

// once names an item among those that remain, or among those that have ended in a way.
func (i *Item) once() string {
	if i.Open() {
		return i.same()
	}
	return string(i.State) + "\n" + i.same()
}

// joined is the head of two plans that go on as one: what the other says is added where the first says nothing,
// goals of both when they fit, and the follow-up that comes first.
func joined(into, was Head) Head {
	if into.From == "" && into.Until == "" {
		into.From, into.Until = was.From, was.Until
	}
	switch both := into.Goals + "\n\n" + was.Goals; {
	case into.Goals == "":
		into.Goals = was.Goals
	case was.Goals != "" && was.Goals != into.Goals && utf8.RuneCountInString(both) <= longestText:
		into.Goals = both
	}
	if was.FollowOn != "" {
		into.FollowOn = min(cmp.Or(into.FollowOn, was.FollowOn), was.FollowOn)
	}
	return into
}
