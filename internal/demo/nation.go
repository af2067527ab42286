package demo

import (
	"context"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/may"
)

// The journeys that are edited in the demo. Nobody in it gets another demand by what is tried or announced: that changes
// texts only.
const (
	drafted   = "vard-och-omsorg"
	tried     = "barn-och-unga"
	announced = "skadligt-bruk-och-beroende"
)

// renew lets the journeys have a next version in every state, each made by who would: a version of the producer's that the
// first municipality tries and has written about, one of the nation's that holds from a later day, and a draft.
func (m *maker) renew(ctx context.Context) error {
	for _, step := range []func(context.Context) error{m.tryVersion, m.announce, m.draft} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// edited gives the journeys as they were on a day, and somebody with a story as an actor then. Nobody is told: a message
// that is weeks old does not wait.
func (m *maker) edited(ctx context.Context, who string, day int) (*journey.Journeys, may.Actor, error) {
	clock, then, _ := m.past(m.at(day, 10))
	p := m.stories[who]
	if p == nil {
		return nil, may.Actor{}, ErrNobody
	}
	a, err := m.actor(ctx, p.id, m.date(day))
	return &journey.Journeys{DB: m.DB, Staff: then, Access: m.Access, Record: m.Record, Tree: m.Tree, Studies: m.Journeys.Studies,
		Now: clock.now, NewID: m.NewID, Changed: m.Journeys.Changed}, a, err
}

// publish makes an edit of a journey its second version, unless it is there since before a crash.
func (m *maker) publish(ctx context.Context, who string, day int, id string, edit plan.Edit, r journey.Release) error {
	js, a, err := m.edited(ctx, who, day)
	if err != nil {
		return err
	}
	before, err := js.Versions(ctx, a, id)
	if err != nil || len(before) > 1 {
		return err
	}
	d, err := m.change(ctx, js, a, id, edit)
	if err != nil {
		return err
	}
	_, err = js.PublishDraft(ctx, a, id, d.Revision, r)
	return err
}

// change begins a draft and changes it once.
func (m *maker) change(ctx context.Context, js *journey.Journeys, a may.Actor, id string, edit plan.Edit) (journey.Draft, error) {
	if err := js.BeginDraft(ctx, a, id); err != nil {
		return journey.Draft{}, err
	}
	d, err := js.Draft(ctx, a, id)
	if err != nil || d.Revision > 1 {
		return d, err
	}
	d, _, err = js.Change(ctx, a, id, d.Revision, edit)
	return d, err
}

// tryVersion lets the first municipality have another text in a journey before the others, and say what it thinks.
func (m *maker) tryVersion(ctx context.Context) error {
	town := m.nodes[m.Towns[0].Code].ID
	err := m.publish(ctx, "producer", -24, tried, func(_, j *plan.Journey) ([]plan.Change, error) {
		_, it := j.ItemAt("handlaggning-med-barnet-i-centrum")
		if it == nil {
			return nil, plan.ErrPartGone
		}
		it.Text = "Kursen ingår i den nationella resan. Innehållet finns inte här än. Fråga din arbetsledare vad du kan läsa så länge."
		return nil, nil
	}, journey.Release{Note: "Vi har skrivit vem du frågar medan kursen saknas.", Pilots: []string{town}, PilotFrom: m.date(-21)})
	if err != nil {
		return err
	}
	js, a, err := m.edited(ctx, "municipality", -6)
	if err != nil {
		return err
	}
	return js.NotePilot(ctx, a, tried, 2, town, "Våra nya socialsekreterare förstår texten. Skriv gärna också var den som är arbetsledare hittar stöd.")
}

// announce gives a journey without content a text that holds for all from a later day.
func (m *maker) announce(ctx context.Context) error {
	return m.publish(ctx, "national", -9, announced, func(_, j *plan.Journey) ([]plan.Change, error) {
		j.Short = "För dig som möter, utreder och beslutar om stöd till personer med skadligt bruk eller beroende."
		return nil, nil
	}, journey.Release{Note: "Resan säger nu tydligare vem den är till för.", From: m.date(30)})
}

// draft leaves a draft that the nation is working on: a course that more would get.
func (m *maker) draft(ctx context.Context) error {
	js, a, err := m.edited(ctx, "national", -2)
	if err != nil {
		return err
	}
	_, err = m.change(ctx, js, a, drafted, func(_, j *plan.Journey) ([]plan.Change, error) {
		_, it := j.ItemAt("lagaffektivt-bemotande")
		if it == nil || it.Audience == nil {
			return nil, plan.ErrPartGone
		}
		it.Audience.Tracks = append(it.Audience.Tracks, "bas-aldreomsorg")
		return nil, nil
	})
	return err
}
