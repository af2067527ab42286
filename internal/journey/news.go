package journey

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
)

// News is something that has become otherwise above a place that has a layer of its own.
type News struct {
	plan.News
	Ours       []plan.Op // what the place says of the item that stands against it
	CanDecline bool
	FrameWas   *plan.Journey // the frame that the place has taken a stand on, for what is altered
}

// The answers to news.
const (
	TakeIt  = "take"
	KeepOur = "keep"
	Decline = "decline"
)

// Answer is what a place says to one piece of news.
type Answer struct {
	News        string // the key
	Answer, Why string
}

// Answered is an answer that has been given.
type Answered struct {
	Answer
	Item, By string
	At       time.Time
}

// stand is what a place has last taken a stand on.
type stand struct {
	version int64
	above   []string // layer ids
}

// takeStand notes what is above a place's layer now: with the first layer, and when all news is
// answered (again). A stand that is there is left otherwise: news waits until it is answered.
func (js *Journeys) takeStand(ctx context.Context, tx *db.Tx, node org.Node, journeyID string, again bool) error {
	have, err := newestLayer(ctx, tx, node.ID, journeyID)
	if err != nil {
		return err
	}
	if len(have.Ops) > 0 && !again {
		return nil
	}
	version, _, err := newest(ctx, tx, journeyID, strings.Split(node.Path, "/"), js.Staff.Today())
	if err != nil {
		return err
	}
	nodes, err := js.nodesAbove(ctx, tx, node, journeyID)
	if err != nil {
		return err
	}
	ids := []string{}
	if len(nodes) > 0 {
		ids, err = db.All(ctx, tx, db.Text, `
		SELECT id
		FROM layer
		WHERE journey_id = $1 AND valid_until = $2 AND node_id IN (`+db.Marks(3, len(nodes))+`)
		ORDER BY id`,
			db.Args(nodes, journeyID, db.NoEnd)...)
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO layer_stand (node_id, journey_id, version, above)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (node_id, journey_id) DO UPDATE SET version = excluded.version, above = excluded.above`,
		node.ID, journeyID, version, strings.Join(ids, " "))
	return err
}

// before is what stood above a layer when the place last took a stand.
func (js *Journeys) before(ctx context.Context, q db.Q, t *Tailoring) (plan.Above, error) {
	s, err := db.One(ctx, q, func(r db.Scanner) (s stand, err error) {
		var ids string
		err = r.Scan(&s.version, &ids)
		s.above = strings.Fields(ids)
		return s, err
	}, `
		SELECT version, above
		FROM layer_stand
		WHERE node_id = $1 AND journey_id = $2`,
		t.Node.ID, t.Frame().ID)
	if errors.Is(err, db.ErrMissing) {
		s, err = js.standOn(ctx, q, t)
	}
	if err != nil {
		return plan.Above{}, err
	}
	above := plan.Above{}
	if above.Frame, err = js.definitionIn(ctx, q, t.Frame().ID, s.version); err != nil || len(s.above) == 0 {
		return above, err
	}
	found, err := db.All(ctx, q, scanLayer, `
		SELECT l.node_id, p.name, n.kind, l.journey_id, l.valid_from, l.body
		FROM layer l
		JOIN node n ON n.id = l.node_id
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $1 AND p.valid_until > $1
		WHERE l.id IN (`+db.Marks(2, len(s.above))+`)
		ORDER BY p.path`,
		db.Args(s.above, js.Staff.Today())...)
	above.Layers = found
	return above, err
}

// standOn is what stood above on the day that a layer of an older release began to hold.
func (js *Journeys) standOn(ctx context.Context, q db.Q, t *Tailoring) (s stand, err error) {
	first, err := db.One(ctx, q, db.Text, `
		SELECT MIN(valid_from)
		FROM layer
		WHERE node_id = $1 AND journey_id = $2 AND body <> '[]' AND body <> 'null'`,
		t.Node.ID, t.Frame().ID)
	if err != nil {
		return s, err
	}
	s.version, err = db.One(ctx, q, db.Number, `
		SELECT COALESCE(MAX(CASE WHEN valid_from <= $2 THEN version END), MIN(version))
		FROM journey_version
		WHERE journey_id = $1`,
		t.Frame().ID, first)
	if err != nil {
		return s, err
	}
	nodes, err := js.nodesAbove(ctx, q, t.Node, t.Frame().ID)
	if err != nil || len(nodes) == 0 {
		return s, err
	}
	s.above, err = db.All(ctx, q, db.Text, `
		SELECT id
		FROM layer
		WHERE journey_id = $1 AND valid_from <= $2 AND valid_until > $2 AND node_id IN (`+db.Marks(3, len(nodes))+`)`,
		db.Args(nodes, t.Frame().ID, first)...)
	return s, err
}

// News lists what has become otherwise above the place's layer and waits for an answer (R073). A
// place without a layer of its own has the journey as it is, and no news.
func (js *Journeys) News(ctx context.Context, t *Tailoring) ([]News, error) {
	return js.news(ctx, js.DB, t)
}

func (js *Journeys) news(ctx context.Context, q db.Q, t *Tailoring) ([]News, error) {
	if len(t.Layer.Ops) == 0 {
		return nil, nil
	}
	was, err := js.before(ctx, q, t)
	if err != nil {
		return nil, err
	}
	answered, err := db.All(ctx, q, db.Text, `
		SELECT news
		FROM layer_answer
		WHERE node_id = $1 AND journey_id = $2`,
		t.Node.ID, t.Frame().ID)
	if err != nil {
		return nil, err
	}
	var out []News
	for _, n := range plan.Tell(was, t.Above, plan.Date(t.From)) {
		if slices.Contains(answered, n.Key()) {
			continue
		}
		_, can := n.Decline(plan.NodeKind(t.Node.Kind), "-")
		out = append(out, News{n, n.Conflicting(t.Layer.Ops), can, &was.Frame})
	}
	return out, nil
}

// AnswerNews takes a place's answers: what is taken lets go of what stands against it, what is
// declined is done without and says why, what is kept stays as it is. The layer is changed from today
// on; an open draft is put on top of it when it is saved.
func (js *Journeys) AnswerNews(ctx context.Context, a may.Actor, nodeID, journeyID string, answers []Answer) error {
	return js.atPlace(ctx, a, nodeID, journeyID, func(tx *db.Tx, t *Tailoring) error {
		waiting, err := js.news(ctx, tx, t)
		if err != nil {
			return err
		}
		ops := slices.Clone(t.Layer.Ops)
		for _, answer := range answers {
			i := slices.IndexFunc(waiting, func(n News) bool { return n.Key() == answer.News })
			if i < 0 {
				return ErrNoNews
			}
			if ops, err = js.answer(t, &waiting[i], ops, answer); err != nil {
				return err
			}
			if err := js.insertAnswer(ctx, tx, t, &waiting[i], answer, a.PersonID); err != nil {
				return err
			}
		}
		if !plan.SameOps(ops, t.Layer.Ops) {
			if _, err := js.check(t, ops); err != nil {
				return err
			}
			if err := js.replaceLayer(ctx, tx, t.Node, journeyID, ops, max(js.Staff.Today(), t.Layer.From), a.PersonID); err != nil {
				return err
			}
		}
		if len(answers) < len(waiting) {
			return nil
		}
		return js.endStand(ctx, tx, t)
	})
}

// endStand notes that the place has answered all: what comes from now on is news, also when it is
// what was news before.
func (js *Journeys) endStand(ctx context.Context, tx *db.Tx, t *Tailoring) error {
	_, err := tx.Exec(ctx, `
		UPDATE layer_answer
		SET news = id
		WHERE node_id = $1 AND journey_id = $2`,
		t.Node.ID, t.Frame().ID)
	if err != nil {
		return err
	}
	return js.takeStand(ctx, tx, t.Node, t.Frame().ID, true)
}

// answer gives the operations after one answer.
func (js *Journeys) answer(t *Tailoring, n *News, ops []plan.Op, answer Answer) ([]plan.Op, error) {
	switch answer.Answer {
	case TakeIt:
		return n.Take(ops), nil
	case KeepOur:
		return ops, nil
	case Decline:
		if strings.TrimSpace(answer.Why) == "" {
			return nil, ErrReasonless.On(answer.News)
		}
		if err := js.checkWhy(answer.Why); err != nil {
			return nil, err
		}
		if op, ok := n.News.Decline(plan.NodeKind(t.Node.Kind), answer.Why); ok {
			return plan.Put(ops, op.Slot(), []plan.Op{op}), nil
		}
	}
	return nil, ErrAnswer.On(answer.News)
}

func (js *Journeys) insertAnswer(ctx context.Context, tx *db.Tx, t *Tailoring, n *News, answer Answer, by string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO layer_answer (id, node_id, journey_id, news, item, answer, why, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		js.NewID(), t.Node.ID, t.Frame().ID, answer.News, n.Item, answer.Answer, answer.Why, by, js.Now())
	return err
}

// Answers lists what a place has answered, the latest first, to who may edit layers there or above.
func (js *Journeys) Answers(ctx context.Context, a may.Actor, node org.Node, journeyID string) ([]Answered, error) {
	if err := may.Ask(a, may.EditLayer, node.Path); err != nil {
		return nil, err
	}
	return db.All(ctx, js.DB, func(s db.Scanner) (d Answered, err error) {
		err = s.Scan(&d.News, &d.Answer.Answer, &d.Why, &d.Item, &d.By, &d.At)
		return d, err
	}, `
		SELECT news, answer, why, item, made_by, made_at
		FROM layer_answer
		WHERE node_id = $1 AND journey_id = $2
		ORDER BY made_at DESC, id DESC
		LIMIT $3`,
		node.ID, journeyID, mostHistory)
}
