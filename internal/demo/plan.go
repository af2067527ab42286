package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"yrkesresan/internal/development"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/platform/may"
)

// planned is data/planer.yaml: what people and places plan.
type planned struct {
	Plans []struct {
		Person, On, Town, Area, By, Goals string
		From, Until, Follow               int
		Study                             float64
		Agree                             []string
		Items                             []struct {
			Requirement, How, Ref, Title, Responsible, State string
			Due                                              int
		}
	}
	Hires []struct {
		Unit, Occupation, Area, By, Note string
		Number, From                     int
	}
	Duties []struct {
		Person, By, Requirement, Duty, Near string
		From                                int
	}
	Ages []struct {
		On, Town string
		Bands    []int64
	}
	Submits  []string
	Together []struct{ Requirement, Area, Title, Goal, Where, Town, Answer, Why string }
}

// plan lets people and places plan, municipalities submit what they lack, and the region propose what to do
// together. It is done today: a plan that is weeks old would have reminded people since.
func (m *maker) plan(ctx context.Context) error {
	all, err := read[planned]("planer")
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, planned) error{m.plans, m.hires, m.duties, m.submit, m.together} {
		if err := step(ctx, all); err != nil {
			return err
		}
	}
	return nil
}

// as is somebody of the stories, with the roles of today.
func (m *maker) as(ctx context.Context, key string) (may.Actor, error) {
	p := m.stories[key]
	if p == nil {
		return may.Actor{}, fmt.Errorf("demo: nobody is called %q", key)
	}
	return m.actor(ctx, p.id, m.Staff.Today())
}

func (m *maker) plans(ctx context.Context, all planned) error {
	for _, p := range all.Plans {
		by, err := m.as(ctx, p.By)
		if err != nil {
			return err
		}
		var whose development.Whose
		if p.Person != "" {
			whose = development.Person(m.stories[p.Person].id, m.nodes[m.stories[p.Person].town.Code].ID)
		} else {
			node, err := m.node(p.On, m.town(p.Town))
			if err != nil {
				return err
			}
			whose = development.Unit(node.ID)
			if p.Area != "" {
				whose = development.Area(node.ID, p.Area)
			}
		}
		have, err := m.Plans.Of(ctx, by, whose)
		if err != nil {
			return fmt.Errorf("plan of %s%s: %w", p.Person, p.On, err)
		}
		head := development.Head{From: m.date(p.From), Until: m.date(p.Until), Goals: p.Goals, Study: development.Study{Hours: p.Study, Per: development.PerWeek, Paid: true}}
		if p.Follow != 0 {
			head.FollowOn = m.date(p.Follow)
		}
		if _, err := m.Plans.SetHead(ctx, by, whose, head, have.HeadRevision); err != nil {
			return fmt.Errorf("plan of %s%s: %w", p.Person, p.On, err)
		}
		for _, i := range p.Items {
			item := development.Item{Whose: whose, Requirement: i.Requirement, How: development.How(i.How), Ref: i.Ref, Title: i.Title, Responsible: i.Responsible,
				Due: m.date(i.Due), State: development.State(i.State)}
			if _, _, err := m.Plans.Add(ctx, by, item); err != nil {
				return fmt.Errorf("%s of %s%s: %w", i.Requirement, p.Person, p.On, err)
			}
		}
		for _, key := range p.Agree {
			who, err := m.as(ctx, key)
			if err != nil {
				return err
			}
			now, err := m.Plans.Of(ctx, who, whose)
			if err != nil {
				return err
			}
			if err := m.Plans.Agree(ctx, who, whose, now.Revision); err != nil {
				return fmt.Errorf("%s agrees: %w", key, err)
			}
		}
	}
	return nil
}

func (m *maker) hires(ctx context.Context, all planned) error {
	for _, h := range all.Hires {
		by, err := m.as(ctx, h.By)
		if err != nil {
			return err
		}
		have, err := m.Gaps.Hires(ctx, by, m.nodes[h.Unit].ID)
		if err != nil {
			return err
		}
		if len(have) > 0 { // planned before a crash
			continue
		}
		hire := gap.Hire{UnitID: m.nodes[h.Unit].ID, Occupation: h.Occupation, Area: h.Area, Number: h.Number, From: m.later(h.From), Note: h.Note}
		if _, err := m.Gaps.PlanHire(ctx, by, hire); err != nil {
			return fmt.Errorf("hiring at %s: %w", h.Unit, err)
		}
	}
	for _, a := range all.Ages {
		node, err := m.node(a.On, m.town(a.Town))
		if err != nil {
			return err
		}
		bands := map[string]int64{}
		for i, n := range a.Bands {
			bands[gap.Bands()[i]] = n
		}
		if err := m.Gaps.CountAges(ctx, may.Operator(), node.ID, bands); err != nil {
			return err
		}
	}
	return nil
}

// later is a coming day: the demo's own day may be long ago.
func (m *maker) later(days int) string {
	return m.Staff.Now().In(m.Staff.Place).AddDate(0, 0, days).Format(time.DateOnly)
}

func (m *maker) duties(ctx context.Context, all planned) error {
	for _, d := range all.Duties {
		by, err := m.as(ctx, d.By)
		if err != nil {
			return err
		}
		duty := development.Duty{PersonID: m.stories[d.Person].id, Requirement: d.Requirement, Duty: d.Duty, Near: development.Near(d.Near), From: m.date(d.From)}
		have, err := m.Plans.Duties(ctx, by, development.Person(duty.PersonID, ""))
		if err != nil {
			return err
		}
		if len(have) > 0 {
			continue
		}
		if _, err := m.Plans.AddDuty(ctx, by, duty); err != nil {
			return fmt.Errorf("duty of %s: %w", d.Person, err)
		}
	}
	return nil
}

func (m *maker) submit(ctx context.Context, all planned) error {
	for _, code := range all.Submits {
		s, err := m.Gaps.Submission(ctx, may.Operator(), m.nodes[code].ID)
		if err != nil {
			return err
		}
		if len(s.History) > 0 {
			continue
		}
		if _, err := m.Gaps.Submit(ctx, may.Operator(), m.nodes[code].ID, s.Draft.Digest()); err != nil {
			return fmt.Errorf("gap of %s: %w", code, err)
		}
	}
	return nil
}

func (m *maker) together(ctx context.Context, all planned) error {
	region, err := m.as(ctx, "region")
	if err != nil {
		return err
	}
	for _, t := range all.Together {
		town := m.nodes[t.Town]
		board, err := m.Gaps.Board(ctx, region, town.Parent, gap.EveryArea, gap.Filter{})
		if err != nil {
			return err
		}
		var work gap.Work
		if i := slices.IndexFunc(board.Works, func(w gap.Work) bool { return w.Title == t.Title }); i >= 0 { // proposed before a crash
			work = board.Works[i]
		} else if work.ID, err = m.Gaps.Propose(ctx, region, gap.Work{RSSID: town.Parent, Requirement: t.Requirement, Area: gap.PlanArea(t.Area), Title: t.Title,
			Goal: t.Goal, Where: t.Where}); err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
		if slices.ContainsFunc(work.Answers, func(x gap.Answer) bool { return x.MunicipalityID == town.ID && x.Reply != "" }) {
			continue
		}
		by, err := m.as(ctx, "municipality")
		if err != nil {
			return err
		}
		if err := m.Gaps.Answer(ctx, by, gap.Answer{WorkID: work.ID, MunicipalityID: town.ID, Reply: gap.Reply(t.Answer), Note: t.Why}); err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
	}
	return nil
}
