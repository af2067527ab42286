package gap

import (
	"context"
	"fmt"

	"yrkesresan/internal/competence/held"
	"yrkesresan/internal/gap/count"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/profile/layer"
	"yrkesresan/internal/staff"
)

// Forecast is a place today and on a coming day, by what is known: who has said that they leave, whom
// units plan to employ, what fades unless it is renewed, what is announced (R204, R218).
type Forecast struct {
	Now, Then View
	Leavers   int64 // employments that count today and have ended by then
	Comers    int64 // employments that have begun by then: known of today
	Hired     int64 // people whom units plan to employ by then
	Fading    int64 // positions that hold today and not then, of those who are still there
	Hires     []Hire
	Ages      Ages
}

// Forecast gives it to who may see figures and names at the place (ErrUnnamed to who may see figures only). Planned people hold what is formal, since they are
// employed for it, and nothing besides.
func (g *Gaps) Forecast(ctx context.Context, a may.Actor, nodeID string, f Filter, on string) (out Forecast, err error) {
	today := g.Staff.Today()
	v, nodes, err := g.open(ctx, a, nodeID, today)
	if err != nil {
		return out, err
	}
	if on <= today {
		return out, ErrDay.On("day")
	}
	if err := g.askNamed(ctx, a, v.Node); err != nil {
		return out, err
	}
	now, err := g.sources(ctx, v, nodes, today)
	if err != nil {
		return out, err
	}
	then, err := g.sources(ctx, v, nodes, on)
	if err != nil {
		return out, err
	}
	return out, g.foresee(ctx, &out, v, nodes, f, now, then, on)
}

// foresee puts a place's positions today and on a coming day beside one another, with whom one plans to
// employ.
func (g *Gaps) foresee(ctx context.Context, out *Forecast, v View, nodes []org.Node, f Filter, now, then []kept, on string) (err error) {
	if out.Hires, err = g.hires(ctx, v, on); err != nil {
		return err
	}
	hired, err := g.hired(ctx, v, nodes, out.Hires, on)
	if err != nil {
		return err
	}
	out.compare(f, now, then)
	out.Hired = int64(len(hired))
	if out.Now, err = g.viewOf(ctx, v, nodes, f, now, g.Staff.Today()); err != nil {
		return err
	}
	if out.Then, err = g.viewOf(ctx, v, nodes, f, append(then, hired...), on); err != nil {
		return err
	}
	out.Ages, err = g.ages(ctx, v)
	return err
}

// sources reckons the positions at a place from their sources, of the employer's own units.
func (g *Gaps) sources(ctx context.Context, v View, nodes []org.Node, on string) ([]kept, error) {
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return nil, err
	}
	works, err := g.Staff.WorkUnder(ctx, v.Node.Path, "", on)
	if err != nil {
		return nil, err
	}
	others := foreign(v, nodes)
	var own []staff.Working
	for _, w := range counted(works) {
		if !within(w.UnitPath, others) {
			own = append(own, w)
		}
	}
	return g.keptOf(ctx, r, own)
}

// foreign are the paths of other employers inside a place.
func foreign(v View, nodes []org.Node) (out []string) {
	for _, n := range nodes {
		if v.Employer.ID != "" && n.Kind == string(org.Employer) && n.ID != v.Employer.ID {
			out = append(out, n.Path)
		}
	}
	return out
}

func (g *Gaps) viewOf(ctx context.Context, v View, nodes []org.Node, f Filter, all []kept, on string) (View, error) {
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return v, err
	}
	v.On = on
	l := loadedOf(all, f, r.book)
	v.roll(nodes, l, r.book)
	v.choices(l, r.book)
	return v, nil
}

// hired gives the positions of people who are planned for: what is formal is held.
func (g *Gaps) hired(ctx context.Context, v View, nodes []org.Node, hires []Hire, on string) ([]kept, error) {
	r, err := g.reckoner(ctx, on)
	if err != nil {
		return nil, err
	}
	paths := map[string]string{}
	for _, n := range nodes {
		paths[n.ID] = n.Path
	}
	var out []kept
	for _, h := range hires {
		p, err := r.place(ctx, paths[h.UnitID])
		if err != nil {
			return nil, err
		}
		s := stood{Working: staff.Working{Employment: staff.Employment{EmployerID: v.Employer.ID, UnitID: h.UnitID, UnitPath: paths[h.UnitID], Occupation: h.Occupation, Area: h.Area}}, Level: layer.Base}
		s.Positions = p.Of(s.work(), held.Person{}, r.book.Now, on)
		for i := range s.Positions {
			if q := &s.Positions[i]; q.Entry.Formal && q.Mark != count.Out {
				q.Mark = count.Has
			}
		}
		for i := range h.Number {
			s.ID, s.PersonID = fmt.Sprintf("%s/%d", h.ID, i), fmt.Sprintf("%s/%d", h.ID, i)
			out = append(out, s.keep())
		}
	}
	return out, nil
}

// compare tells what becomes otherwise of those who are there today.
func (out *Forecast) compare(f Filter, now, then []kept) {
	later := map[string]kept{}
	for _, k := range then {
		later[k.EmploymentID] = k
	}
	was := map[string]bool{}
	for _, k := range now {
		was[k.EmploymentID] = true
		if !f.who().takes(k) {
			continue
		}
		l, stays := later[k.EmploymentID]
		if !stays {
			out.Leavers++
			continue
		}
		marks := map[string]byte{}
		for i, n := range l.Needs {
			marks[n.Key] = l.Marks[i]
		}
		for i, n := range k.Needs {
			if m, asked := marks[n.Key]; asked && k.Marks[i] == byte(count.Has) && m != byte(count.Has) {
				out.Fading++
			}
		}
	}
	for _, k := range then {
		if !was[k.EmploymentID] && f.who().takes(k) {
			out.Comers++
		}
	}
}
