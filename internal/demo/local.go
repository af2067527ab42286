package demo

import (
	"context"

	"yrkesresan/internal/course"
	"yrkesresan/internal/platform/may"
)

// write lets a municipality and a unit write beside a national course (R105).
func (m *maker) write(ctx context.Context) error {
	for _, l := range []struct {
		on    string
		local course.Local
	}{
		{"", course.Local{Place: "start", Kind: course.LocalTask, Title: "Hitta hygienpärmen", Body: "Gå till personalrummet. Bläddra i pärmen **Hygien hos oss**. Där står vem du ringer."}},
		{"bjorkhagen", course.Local{Place: "start", Kind: course.LocalPage, Title: "Så gör vi på Björkhagen", Body: "- Handsprit finns vid varje dörr.\n- Förkläden hänger i sköljrummet.\n- Säg till när något är slut."}},
	} {
		node, err := m.node(l.on, m.Towns[0])
		if err != nil {
			return err
		}
		l.local.NodeID, l.local.CourseID = node.ID, "basala-hygienrutiner"
		have, err := m.Locals.Pages(ctx, may.Operator(), node.ID, l.local.CourseID)
		if err != nil {
			return err
		}
		if len(have.Own) > 0 { // a crash came between the writing and its note
			continue
		}
		if _, _, err := m.Locals.Save(ctx, may.Operator(), l.local); err != nil {
			return err
		}
	}
	return nil
}
