package demo

import (
	"context"
	"time"

	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
)

// tell puts what people have been told lately in their inboxes, and lets what they have not read leave
// the program on the last working day: the demo's outbox shows it, and nothing is sent.
func (m *maker) tell(ctx context.Context) error {
	day := -1
	for m.at(day, 0).Weekday() == time.Saturday || m.at(day, 0).Weekday() == time.Sunday {
		day--
	}
	then := *m.Messages
	out := *m.Messages.Outbox
	then.Outbox = &out
	at := func(day, hour int) {
		now := m.at(day, hour)
		then.Now = func() time.Time { return now }
		out.Now = then.Now
	}
	at(day, 9)
	for _, key := range []string{"learner", "leader", "manager", "easy", "nurse"} {
		if err := m.DB.Tx(ctx, func(tx *db.Tx) error { return m.tellOne(ctx, tx, &then, key) }); err != nil {
			return err
		}
	}
	at(day, 10)
	if err := then.Carry(ctx); err != nil {
		return err
	}
	monday := day
	for m.at(monday, 0).Weekday() != time.Monday {
		monday--
	}
	at(monday, 8)
	return then.Digest(ctx)
}

// tellOne tells somebody with a story what a leader has done about the person.
func (m *maker) tellOne(ctx context.Context, tx *db.Tx, then *message.Messages, key string) error {
	p := m.stories[key]
	n := message.Note{PersonID: p.id, EmployerID: m.nodes[p.town.Code].ID, OnceKey: "demo:" + key}
	role := n
	n.Key, n.Href, n.Args = "group.told.enrolled", "/kurs/basala-hygienrutiner", map[string]string{"item": "Basala hygienrutiner"}
	if err := then.Tell(ctx, tx, n); err != nil || key != "leader" && key != "manager" {
		return err
	}
	names := map[string]string{"leader": "role.name.leader", "manager": "role.name.manager"}
	role.Key, role.Href, role.OnceKey = "role.told.given", "/installningar/roller", "demo:role:"+key
	role.Args = map[string]string{"role": m.Messages.Texts.T(names[key]), "place": p.unit.Name, "when": m.Messages.Texts.T("role.from", "from", m.Messages.Texts.Date(m.at(-1, 0)))}
	return then.Tell(ctx, tx, role)
}
