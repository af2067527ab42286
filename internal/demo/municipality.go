package demo

import (
	"context"
	"errors"
	"slices"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// mergeIn is how many days ahead the first municipality has planned to merge two units.
const mergeIn = 30

// administer lets the first municipality have what its administrators see: contacts, a MAS that works
// elsewhere, healthcare without a verksamhetschef, språkombud switched on, and a merge that is planned.
func (m *maker) administer(ctx context.Context) error {
	t := m.Towns[0]
	town, today, by := m.nodes[t.Code], m.date(0), may.Operator()
	have, err := m.Tree.Contacts(ctx, []string{town.ID}, today)
	if err != nil {
		return err
	}
	if err := m.planMerge(ctx, t, town); err != nil {
		return err
	}
	if i := slices.IndexFunc(t.Units, func(u *unit) bool { return len(u.In) > 0 }); i >= 0 {
		care := m.nodes[t.Code+"/"+t.Units[i].In[len(t.Units[i].In)-1]]
		if err := m.Tree.SetCare(ctx, by, town.ID, care.ID, true, today); err != nil {
			return err
		}
	}
	mas := org.Holder{EmployerID: town.ID, NodeID: town.ID, Kind: org.MAS, Name: "Maj-Britt Påhittsson", Contact: "mas@grannkommun.example", From: m.date(-200)}
	if err := m.Tree.Appoint(ctx, by, mas, time.Now(), today); err != nil && !errors.Is(err, org.ErrHeldByThem) {
		return err
	}
	if err := m.Tree.Choose(ctx, by, town.ID, "sprakombud", true, today); err != nil {
		return err
	}
	for _, c := range []org.Contact{
		{Matter: "teknik", Name: "Digitala stödet", Email: "digitaltstod@kommun" + t.Code + ".example", Phone: "031-390 06 00"},
		{Matter: "yrkesresan", Name: "Yrkesresans brevlåda", Email: "yrkesresan@kommun" + t.Code + ".example"},
	} {
		if slices.ContainsFunc(have, func(h org.Contact) bool { return h.Matter == c.Matter }) { // set before a crash
			continue
		}
		c.EmployerID = town.ID
		if err := m.Tree.SetContact(ctx, by, c, time.Now(), today); err != nil {
			return err
		}
	}
	return nil
}

// planMerge plans that the last unit of an operation goes on as the one before it there.
func (m *maker) planMerge(ctx context.Context, t *town, town org.Node) error {
	planned, err := m.Tree.Planned(ctx, may.Operator(), town.ID, m.date(0))
	if err != nil || len(planned) > 0 {
		return err
	}
	for i := len(t.Units) - 1; i > 0; i-- {
		for _, other := range t.Units[:i] {
			if !slices.Equal(other.In, t.Units[i].In) {
				continue
			}
			c := org.NewChange(org.Merge, m.nodes[t.Units[i].ID].ID, m.date(mergeIn))
			c.EmployerID, c.Into = town.ID, m.nodes[other.ID].ID
			_, err := m.Tree.Decide(ctx, may.Operator(), c, "", m.date(0), time.Now())
			return err
		}
	}
	return nil
}
