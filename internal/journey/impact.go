package journey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
)

// Impact is whom a draft touches: every person's journey resolved as it is and as it would be.
type Impact struct {
	All     int            `json:"all"`     // who works there, each once
	Looked  int            `json:"looked"`  // how many were looked at; fewer than All is a sample
	Touched int            `json:"touched"` // have something otherwise
	More    int            `json:"more"`    // get something, or something more strongly meant
	Less    int            `json:"less"`    // something goes, or is meant less strongly
	Due     int            `json:"due"`     // get another date
	Items   map[string]int `json:"items"`   // item → how many have it otherwise
	Work    map[string]int `json:"work"`    // occupation → how many are touched
}

const (
	// countedAtOnce is how many people are looked at while the page waits; more is a job.
	countedAtOnce = 60
	// mostCounted is how many people are looked at in all: beyond it an even sample is.
	mostCounted = 2000
)

// LayerAsked asks for a draft to be counted.
type LayerAsked struct {
	TaskID    string `json:"task_id"`
	NodeID    string `json:"node_id"`
	JourneyID string `json:"journey_id"`
	Version   int64  `json:"version"`
}

// Kind implements job.Args.
func (LayerAsked) Kind() string { return "layer.asked" }

// TaskKind is what the task of a count is called.
const TaskKind = "layer.count"

// Count tells whom the open draft touches: at once where few work, else as a task that goes on
// behind the page. Asked again, the same draft has the same task.
func (js *Journeys) Count(ctx context.Context, a may.Actor, t *Tailoring) (Impact, job.Task, error) {
	if err := js.askLayer(ctx, a, t.Node, js.Staff.Today()); err != nil {
		return Impact{}, job.Task{}, err
	}
	all, err := js.Staff.CountUnder(ctx, t.Node.Path, js.Staff.Today())
	if err != nil {
		return Impact{}, job.Task{}, err
	}
	if all <= countedAtOnce || js.Jobs == nil {
		im, err := js.impact(ctx, t, all, func(int, int) error { return nil })
		return im, job.Task{}, err
	}
	sum := sha256.Sum256([]byte(t.Node.ID + " " + t.Frame().ID + " " + a.PersonID + " " + strconv.FormatInt(t.Draft.Version, 10)))
	id := "layer-" + hex.EncodeToString(sum[:12])
	task, err := js.Tasks.Find(ctx, id, a.PersonID)
	if errors.Is(err, job.ErrNoTask) {
		err = js.DB.Tx(ctx, func(tx *db.Tx) error {
			if err := js.Tasks.Begin(ctx, tx, id, TaskKind, t.Node.ID, a.PersonID); err != nil {
				return err
			}
			return js.Jobs.Add(ctx, tx, LayerAsked{id, t.Node.ID, t.Frame().ID, t.Draft.Version})
		})
		task = job.Task{ID: id, State: "waiting"}
	}
	if err != nil || task.State != "done" {
		return Impact{All: all}, task, err
	}
	var im Impact
	err = json.Unmarshal([]byte(task.Result), &im)
	return im, task, err
}

// OnAsked counts a draft that somebody waits for. A draft that has moved on is not counted any more.
func (js *Journeys) OnAsked(ctx context.Context, asked LayerAsked) error {
	node, err := js.Tree.Find(ctx, asked.NodeID, js.Staff.Today())
	if err != nil {
		return err
	}
	t, err := js.tailoring(ctx, js.DB, node, asked.JourneyID)
	if err != nil {
		return err
	}
	if t.Draft.Version != asked.Version {
		return js.Tasks.End(ctx, js.DB, asked.TaskID, "failed", "")
	}
	all, err := js.Staff.CountUnder(ctx, node.Path, js.Staff.Today())
	if err != nil {
		return err
	}
	im, err := js.impact(ctx, &t, all, func(done, total int) error { return js.Tasks.Step(ctx, js.DB, asked.TaskID, done, total) })
	if err != nil {
		return err
	}
	result, err := json.Marshal(im)
	if err != nil {
		return err
	}
	return js.Tasks.End(ctx, js.DB, asked.TaskID, "done", string(result))
}

// stepEvery is how often a count tells how far it has come.
const stepEvery = 50

// impact resolves everybody's journeys twice: with the layer that is, and with the draft in its
// place, both as if they held today. No name leaves it.
func (js *Journeys) impact(ctx context.Context, t *Tailoring, all int, step func(done, total int) error) (Impact, error) {
	on := js.Staff.Today()
	im := Impact{All: all, Items: map[string]int{}, Work: map[string]int{}}
	people, err := js.Staff.SampleUnder(ctx, t.Node.Path, on, (all+mostCounted-1)/mostCounted)
	if err != nil {
		return im, err
	}
	ref, err := js.Tree.CachedReference(ctx)
	if err != nil {
		return im, err
	}
	shelf := newShelf(js)
	for i, person := range people {
		if i%stepEvery == 0 {
			if err := step(i, len(people)); err != nil {
				return im, err
			}
		}
		k, err := js.known(ctx, person, on)
		if err != nil {
			return im, err
		}
		in := plan.Input{Today: plan.Date(on)}
		var nodes []string
		in.Person, nodes = k.person(ref, js.Staff.Place, on)
		if len(nodes) == 0 {
			continue
		}
		if err := shelf.fill(ctx, &in, nodes, on); err != nil {
			return im, err
		}
		im.add(&in, t, on)
	}
	im.Looked = len(people)
	return im, nil
}

// add looks at one person.
func (im *Impact) add(in *plan.Input, t *Tailoring, on string) {
	is, would := *in, *in
	is.Layers, would.Layers = instead(in.Layers, t.Own(t.Layer.Ops, on)), instead(in.Layers, t.Own(t.Ops(), on))
	touched, more, less, due := false, false, false, false
	before, now := standingIn(plan.Resolve(is), t.Frame().ID), standingIn(plan.Resolve(would), t.Frame().ID)
	for key := range union(before, now) {
		a, b := before[key], now[key]
		if a == b {
			continue
		}
		touched = true
		im.Items[key]++
		more, less, due = more || b.weight > a.weight, less || b.weight < a.weight, due || a.due != b.due && a.weight > 0 && b.weight > 0
	}
	if !touched {
		return
	}
	im.Touched++
	im.More, im.Less, im.Due = im.More+count(more), im.Less+count(less), im.Due+count(due)
	for _, e := range in.Person.Employments {
		if active(e, plan.Date(on)) && slices.Contains(e.Path, t.Node.ID) {
			im.Work[e.Occupation]++
			break
		}
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// instead puts a layer in place of the one of its node and journey.
func instead(layers []plan.Layer, l plan.Layer) []plan.Layer {
	out := slices.DeleteFunc(slices.Clone(layers), func(o plan.Layer) bool { return o.NodeID == l.NodeID && o.Journey == l.Journey })
	return append(out, l)
}

// had is how an item stands for a person: 0 is not there.
type had struct {
	weight  int
	due     plan.Date
	blocked bool
}

func standingIn(all []plan.Personal, journeyID string) map[string]had {
	out := map[string]had{}
	for _, p := range all {
		if p.Journey != journeyID {
			continue
		}
		for _, b := range p.Blocks {
			for i := range b.Items {
				it := &b.Items[i]
				w := map[plan.Requirement]int{plan.Elective: 1, plan.Recommended: 2, plan.Mandatory: 3}[it.Requirement]
				if b.Kind == plan.Earlier {
					w = 0
				}
				out[it.ID] = had{w, it.Due, it.Blocked}
			}
		}
	}
	return out
}

func union(a, b map[string]had) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}
