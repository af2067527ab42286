package gap

import (
	"context"
	"encoding/json"
	"slices"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// ErrMany answers who asks for figures of another day than today, of more people than a page can wait for:
// AskFor reckons them behind.
var ErrMany = fault.New(fault.Conflict, "gap.asked.many")

// mostAtOnce is of how many people figures of another day are reckoned while somebody waits.
const mostAtOnce = 1000

// mostSplit is of how many units what was reckoned behind keeps the figures by requirement.
const mostSplit = 300

// ErrBusy answers who lets as many be reckoned behind already as one may at once.
var ErrBusy = fault.New(fault.Conflict, "gap.asked.busy")

// How many one may let be reckoned at once, and for how many days what came out is kept.
const (
	mostReckoning = 3
	keptDays      = 30
)

// Question is figures that somebody has asked to be reckoned behind: of a place on another day than today.
type Question struct {
	NodeID   string
	Filter   Filter
	On       string
	Forecast bool // with who leaves, whom one plans to employ and what fades
}

// Reckoning is the job of it.
type Reckoning struct{ TaskID string }

// Kind implements job.Args.
func (Reckoning) Kind() string { return "gap.asked" }

// Many tells whether a place has too many people for another day than today to be reckoned while one waits.
func (g *Gaps) Many(ctx context.Context, path, on string) (bool, error) {
	if on == g.Staff.Today() {
		return false, nil
	}
	n, err := g.Staff.CountUnder(ctx, path, on)
	return n > mostAtOnce, err
}

// AskFor lets figures be reckoned behind, for who may see names at the place, and gives the task to follow.
func (g *Gaps) AskFor(ctx context.Context, a may.Actor, asked Question) (taskID string, err error) {
	v, _, err := g.open(ctx, a, asked.NodeID, g.Staff.Today())
	if err != nil {
		return "", err
	}
	if err := g.askNamed(ctx, a, v.Node); err != nil {
		return "", err
	}
	if asked.Forecast && asked.On <= g.Staff.Today() {
		return "", ErrDay.On("day")
	}
	subject, err := json.Marshal(asked)
	if err != nil {
		return "", err
	}
	id := g.NewID()
	return id, g.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := g.Staff.HoldPerson(ctx, tx, a.PersonID); err != nil { // one at a time asks
			return err
		}
		under, err := g.Tasks.UnderWay(ctx, tx, Reckoning{}.Kind(), a.PersonID, g.Now().AddDate(0, 0, -keptDays))
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(under, func(t job.Task) bool { return t.Subject == string(subject) }); i >= 0 {
			id = under[i].ID // the same is being reckoned
			return nil
		}
		if len(under) >= mostReckoning {
			return ErrBusy
		}
		if err := g.Tasks.Begin(ctx, tx, id, Reckoning{}.Kind(), string(subject), a.PersonID); err != nil {
			return err
		}
		return g.Jobs.Add(ctx, tx, Reckoning{id})
	})
}

// OnAsked reckons it. Once it is done it is not done again.
func (g *Gaps) OnAsked(ctx context.Context, r Reckoning) error {
	task, err := g.Tasks.Work(ctx, r.TaskID)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing || err == nil && (task.State == "done" || task.State == "failed") {
		return nil // taken away meanwhile, or done before a crash
	}
	if err != nil {
		return err
	}
	var asked Question
	if err := json.Unmarshal([]byte(task.Subject), &asked); err != nil {
		return err
	}
	out, err := g.reckonAsked(ctx, asked, func(done, total int) error { return g.Tasks.Step(ctx, g.DB, r.TaskID, done, total) })
	if f := fault.Of(err); f != nil {
		return g.Tasks.End(ctx, g.DB, r.TaskID, "failed", f.Key)
	}
	if err != nil {
		return err
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return g.Tasks.End(ctx, g.DB, r.TaskID, "done", string(body))
}

// reckonAsked reckons what was asked for, and tells how far it has come.
func (g *Gaps) reckonAsked(ctx context.Context, asked Question, step func(done, total int) error) (out Forecast, err error) {
	today := g.Staff.Today()
	var v View
	v.On = asked.On
	if v.Node, err = g.Tree.Find(ctx, asked.NodeID, min(asked.On, today)); err != nil {
		return out, err
	}
	if v.Employer, err = org.EmployerOf(ctx, g.DB, v.Node.Path, min(asked.On, today)); err != nil {
		return out, err
	}
	nodes, err := org.Under(ctx, g.DB, v.Node.Path, min(asked.On, today))
	if err != nil {
		return out, err
	}
	part := 0
	parts := 1
	if asked.Forecast {
		parts = 2
	}
	of := func(on string) ([]kept, error) {
		all, err := g.stepwise(ctx, v, nodes, on, func(done, total int) error { return step(part*total+done, parts*total) })
		part++
		return all, err
	}
	if !asked.Forecast {
		all, err := of(asked.On)
		if err != nil {
			return out, err
		}
		out.Then, err = g.viewOf(ctx, v, nodes, asked.Filter, all, asked.On)
		out.Then.slim()
		return out, err
	}
	now, err := of(today)
	if err != nil {
		return out, err
	}
	then, err := of(asked.On)
	if err != nil {
		return out, err
	}
	err = g.foresee(ctx, &out, v, nodes, asked.Filter, now, then, asked.On)
	out.Now.slim()
	out.Then.slim()
	return out, err
}

// stepwise reckons the positions at a place from their sources, some people at a time.
func (g *Gaps) stepwise(ctx context.Context, v View, nodes []org.Node, on string, step func(done, total int) error) ([]kept, error) {
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
	var out []kept
	for from := 0; from < len(own); from += 5 * atOnce {
		if err := step(from, len(own)); err != nil {
			return nil, err
		}
		some, err := r.kept(ctx, own[from:min(from+5*atOnce, len(own))])
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// slim leaves out what a kept result need not say.
func (v *View) slim() {
	for i, f := range v.Frameworks {
		v.Frameworks[i] = &frame.Frame{ID: f.ID, Name: f.Name}
	}
	if len(v.Units) > mostSplit {
		for i := range v.Units {
			v.Units[i].Columns = nil
		}
	}
}

// AskedFor gives how far what the actor asked for has come, and what came out when it is done. Who may no
// longer see names there is refused.
func (g *Gaps) AskedFor(ctx context.Context, a may.Actor, taskID string) (asked Question, task job.Task, out Forecast, err error) {
	if task, err = g.Tasks.Find(ctx, taskID, a.PersonID); err != nil {
		return asked, task, out, err
	}
	if task.Kind != (Reckoning{}).Kind() {
		return asked, task, out, job.ErrNoTask
	}
	if err = json.Unmarshal([]byte(task.Subject), &asked); err != nil {
		return asked, task, out, err
	}
	v, _, err := g.open(ctx, a, asked.NodeID, g.Staff.Today())
	if err != nil {
		return asked, task, out, err
	}
	if err = g.askNamed(ctx, a, v.Node); err != nil {
		return asked, task, out, err
	}
	if task.State == "done" {
		err = json.Unmarshal([]byte(task.Result), &out)
		out.Now.Up, out.Then.Up = v.Up, v.Up
	}
	return asked, task, out, err
}
