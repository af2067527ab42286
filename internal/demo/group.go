package demo

import (
	"context"
	"fmt"

	"yrkesresan/internal/group"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
)

// notYet is every how many of those who have worked a while has never signed in.
const notYet = 11

// manage gives leaders something to do and something done: most people have signed in, the new ones
// have not, and the ready manager has put a course in a colleague's journey.
func (m *maker) manage(ctx context.Context) error {
	err := m.DB.Tx(ctx, func(tx *db.Tx) error {
		for i, p := range m.people {
			if p.Start > -14 || p.Gone != 0 || p.last != 0 || p.Login == "" && i%notYet == 0 {
				continue
			}
			if err := m.Access.NoteSignIn(ctx, tx, p.id, m.at(-1-i%9, 7+i%12)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	karin, err := m.actor(ctx, m.stories["manager"].id, m.date(0))
	if err != nil {
		return err
	}
	_, err = m.Groups.Enrol(ctx, karin, group.Enrolment{People: []string{m.stories["leader"].id}, Course: "lagaffektivt-bemotande",
		Note: "Bra inför vårt nya arbetssätt."}, func(plan.Date) string { return "" }) // no date is told
	if err != nil {
		return fmt.Errorf("the manager's enrolment: %w", err)
	}
	return nil
}
