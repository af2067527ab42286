package journey

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Touch is whom a draft touches: how many people get or lose something, where, and how many places have decided on the
// same items themselves. It is counted on occupation, area and place, not on what each person has done: whoever has done
// a course keeps it.
type Touch struct {
	Revision    int64
	On          string
	State       string // waiting, running or done
	Done, Total int64  // municipalities
	Changed     time.Time
	Counts
	Municipalities, Occupations []Row
	Layers                      int // places below whose own layers speak of an item that changes
}

// Counts are people, of whom a person is in several.
type Counts struct {
	All     int64 // who have something that is another
	Gain    int64 // get something recommended or mandatory
	Lose    int64 // lose something that was
	Dates   int64 // get another date for something they keep
	Offered int64 // can choose something new
}

// Row is the people of one municipality or occupation.
type Row struct {
	ID string
	Counts
}

// TouchAsked asks for a draft's people to be counted.
type TouchAsked struct {
	JourneyID string `json:"journey_id"`
	Revision  int64  `json:"revision"`
}

// Kind implements job.Args.
func (TouchAsked) Kind() string { return "journey.touch_asked" }

// AskTouch begins to count whom a draft touches, in the background; counting the same revision the same day again changes
// nothing.
func (js *Journeys) AskTouch(ctx context.Context, a may.Actor, id string) error {
	return js.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := js.askJourney(ctx, tx, a, may.DraftJourney, id); err != nil {
			return err
		}
		d, err := js.draft(ctx, tx, id)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `
			INSERT INTO draft_touch (journey_id, revision, on_day, state, done, total, result, changed_at)
			VALUES ($1, $2, $3, 'waiting', 0, 0, '', $4)
			ON CONFLICT (journey_id) DO UPDATE SET
				revision = excluded.revision, on_day = excluded.on_day, state = 'waiting', done = 0, total = 0, result = '', changed_at = excluded.changed_at
			WHERE draft_touch.revision <> excluded.revision OR draft_touch.on_day <> excluded.on_day`,
			id, d.Revision, js.Staff.Today(), js.Now())
		if err != nil || n == 0 || js.Jobs == nil {
			return err
		}
		return js.Jobs.Add(ctx, tx, TouchAsked{id, d.Revision})
	})
}

// Touched gives what has been counted of a draft, the zero Touch when nobody has asked; it may be of an earlier revision.
func (js *Journeys) Touched(ctx context.Context, a may.Actor, id string) (Touch, error) {
	if _, err := js.askJourney(ctx, js.DB, a, may.DraftJourney, id); err != nil {
		return Touch{}, err
	}
	t, err := js.touch(ctx, id)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return Touch{}, nil
	}
	return t, err
}

func (js *Journeys) touch(ctx context.Context, id string) (Touch, error) {
	return db.One(ctx, js.DB, func(r db.Scanner) (t Touch, err error) {
		var result string
		var head Touch
		if err := r.Scan(&head.Revision, &head.On, &head.State, &head.Done, &head.Total, &result, &head.Changed); err != nil {
			return t, err
		}
		if result != "" {
			if err := json.Unmarshal([]byte(result), &t); err != nil {
				return t, err
			}
		}
		t.Revision, t.On, t.State, t.Done, t.Total, t.Changed = head.Revision, head.On, head.State, head.Done, head.Total, head.Changed
		return t, nil
	}, `
		SELECT revision, on_day, state, done, total, result, changed_at
		FROM draft_touch
		WHERE journey_id = $1`,
		id)
}

// OnTouchAsked counts, municipality by municipality. It may run twice, after a restart too: the result is written over.
// What was asked of a revision that is no more is left.
func (js *Journeys) OnTouchAsked(ctx context.Context, asked TouchAsked) error {
	t, err := js.touch(ctx, asked.JourneyID)
	if f := fault.Of(err); f != nil && f.Key == db.ErrMissing.Key {
		return nil
	}
	if err != nil || t.Revision != asked.Revision || t.State == "done" {
		return err
	}
	d, err := js.draft(ctx, js.DB, asked.JourneyID)
	if err != nil || d.Revision != asked.Revision {
		return err
	}
	towns, err := js.townsWith(ctx, asked.JourneyID, t.On)
	if err != nil {
		return err
	}
	c := &counting{js: js, on: t.On, id: asked.JourneyID, occupations: map[string]*Counts{}}
	if err := c.begin(ctx, &d); err != nil {
		return err
	}
	out := Touch{}
	for i, town := range towns {
		if i%10 == 0 {
			if err := js.touchStep(ctx, asked, "running", i, len(towns), ""); err != nil {
				return err
			}
		}
		row, err := c.town(ctx, town)
		if err != nil {
			return fmt.Errorf("count %s: %w", town.ID, err)
		}
		if row.All > 0 {
			out.Municipalities = append(out.Municipalities, row)
			out.add(row.Counts, 1)
		}
	}
	for id, counts := range c.occupations {
		out.Occupations = append(out.Occupations, Row{id, *counts})
	}
	slices.SortFunc(out.Occupations, func(a, b Row) int { return strings.Compare(a.ID, b.ID) })
	if out.Layers, err = js.layersOn(ctx, asked.JourneyID, t.On, plan.Diff(&c.before, &d.Journey)); err != nil {
		return err
	}
	result, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return js.touchStep(ctx, asked, "done", len(towns), len(towns), string(result))
}

func (js *Journeys) touchStep(ctx context.Context, asked TouchAsked, state string, done, total int, result string) error {
	_, err := js.DB.Exec(ctx, `
		UPDATE draft_touch
		SET state = $3, done = $4, total = $5, result = $6, changed_at = $7
		WHERE journey_id = $1 AND revision = $2`,
		asked.JourneyID, asked.Revision, state, done, total, result, js.Now())
	return err
}

// townsWith lists the municipalities where a journey is on; a journey that is new is on nowhere yet, and those where it
// may be switched on are all.
func (js *Journeys) townsWith(ctx context.Context, id, on string) ([]org.Node, error) {
	all, err := js.Tree.Municipalities(ctx, on)
	if err != nil {
		return nil, err
	}
	ids, err := db.All(ctx, js.DB, db.Text, `
		SELECT municipality_id
		FROM journey_switch
		WHERE journey_id = $1 AND valid_from <= $2 AND valid_until > $2
		ORDER BY municipality_id`,
		id, on)
	return slices.DeleteFunc(all, func(n org.Node) bool { return !slices.Contains(ids, n.ID) }), err
}

func (c *Counts) add(d Counts, times int64) {
	c.All += d.All * times
	c.Gain += d.Gain * times
	c.Lose += d.Lose * times
	c.Dates += d.Dates * times
	c.Offered += d.Offered * times
}

// counting goes through the people of one municipality after the other.
type counting struct {
	js          *Journeys
	id, on      string
	ref         org.Reference
	before      plan.Journey
	old, new    []plan.Journey
	byYear      bool
	occupations map[string]*Counts
}

func (c *counting) begin(ctx context.Context, d *Draft) (err error) {
	if c.ref, err = c.js.Tree.Reference(ctx); err != nil {
		return err
	}
	if c.old, err = c.js.definitions(ctx, nil, c.on); err != nil {
		return err
	}
	c.before = plan.Journey{ID: c.id}
	c.new = slices.Clone(c.old)
	if i := slices.IndexFunc(c.new, func(j plan.Journey) bool { return j.ID == c.id }); i >= 0 {
		c.before, c.new[i] = c.old[i], d.Journey
	} else {
		c.new = append(c.new, d.Journey)
	}
	c.byYear = c.before.Scheme.Kind == plan.Experience || d.Journey.Scheme.Kind == plan.Experience
	return nil
}

// town counts one municipality. People who work alike under the same layers are resolved once.
func (c *counting) town(ctx context.Context, town org.Node) (Row, error) {
	row := Row{ID: town.ID}
	layers, rss, err := c.layers(ctx, town)
	if err != nil {
		return row, err
	}
	on, err := c.js.switches(ctx, []string{town.ID}, c.on)
	if err != nil {
		return row, err
	}
	known := map[string]Counts{}
	err = c.js.Staff.Profiles(ctx, town.Path, c.on, c.byYear, func(p staff.Profile) error {
		path := strings.Split(p.UnitPath, "/")
		there, key := reach(layers, append(slices.Clone(path), values(rss)...))
		key += "|" + p.Occupation + "|" + p.Area + "|" + p.Form + "|" + p.Year
		one, have := known[key]
		if !have {
			one = c.compare(p, path, rss, there, on)
			known[key] = one
		}
		row.add(one, p.People)
		if one.All > 0 {
			if c.occupations[p.Occupation] == nil {
				c.occupations[p.Occupation] = &Counts{}
			}
			c.occupations[p.Occupation].add(one, p.People)
		}
		return nil
	})
	return row, err
}

func values(m map[string]string) []string {
	var out []string
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

// layers gives every layer in and above a municipality, and where journeys run in another RSS.
func (c *counting) layers(ctx context.Context, town org.Node) ([]plan.Layer, map[string]string, error) {
	rss, err := otherRSS(ctx, c.js.DB, town.ID, c.on)
	if err != nil {
		return nil, nil, err
	}
	above, err := c.js.layers(ctx, append(strings.Split(town.Path, "/"), values(rss)...), c.on)
	if err != nil {
		return nil, nil, err
	}
	low, high := org.Inside(town.Path)
	below, err := db.All(ctx, c.js.DB, scanLayer, `
		SELECT l.node_id, p.name, n.kind, l.journey_id, l.valid_from, l.body
		FROM node_place p
		JOIN layer l ON l.node_id = p.node_id AND l.valid_from <= $1 AND l.valid_until > $1
		JOIN node n ON n.id = l.node_id
		WHERE p.path >= $2 AND p.path < $3 AND p.valid_from <= $1 AND p.valid_until > $1
		ORDER BY l.node_id, l.journey_id`,
		c.on, low, high)
	return append(above, below...), rss, err
}

// reach picks the layers of the nodes, and names them.
func reach(layers []plan.Layer, nodes []string) (out []plan.Layer, key string) {
	for _, l := range layers {
		if slices.Contains(nodes, l.NodeID) {
			out = append(out, l)
			key += l.NodeID + "/" + l.Journey + " "
		}
	}
	return out, key
}

// compare resolves somebody who works like this under both definitions.
func (c *counting) compare(p staff.Profile, path []string, rss map[string]string, layers []plan.Layer, on []plan.Switch) Counts {
	o := c.ref.Occupation(p.Occupation)
	start := plan.Date(c.on).AddYears(-1)
	if p.Year != "" {
		start = earliest(plan.Date(p.Year+"-07-01"), plan.Date(c.on))
	}
	e := plan.Employment{ID: "e", Occupation: p.Occupation, Area: p.Area, Licensed: o.Licensed, Form: p.Form, Start: start, Known: start, Path: path,
		Manager: o.Manager, RSS: rss}
	in := plan.Input{Today: plan.Date(c.on), Person: plan.Person{Employments: []plan.Employment{e}}, Layers: layers, On: on}
	in.Journeys = c.old
	had := itemsOf(plan.Resolve(in))
	in.Journeys = c.new
	has := itemsOf(plan.Resolve(in))
	return differ(had, has)
}

// itemsOf gives what counts and what is offered, by course or item.
func itemsOf(journeys []plan.Personal) map[string]plan.PersonalItem {
	out := map[string]plan.PersonalItem{}
	for _, j := range journeys {
		for _, b := range j.Blocks {
			for _, it := range b.Items {
				key := it.Course
				if key == "" {
					key = j.Journey + "/" + it.ID
				}
				if before, twice := out[key]; !twice || !before.Counts() {
					out[key] = it
				}
			}
		}
	}
	return out
}

func differ(had, has map[string]plan.PersonalItem) Counts {
	var c Counts
	for key, now := range has {
		was, there := had[key]
		switch {
		case now.Counts() && !(there && was.Counts()):
			c.Gain = 1
		case !there:
			c.Offered = 1
		case now.Counts() && now.Due != was.Due:
			c.Dates = 1
		}
	}
	for key, was := range had {
		if now, there := has[key]; was.Counts() && !(there && now.Counts()) || !there {
			c.Lose = 1
		}
	}
	c.All = min(1, c.Gain+c.Lose+c.Dates+c.Offered)
	return c
}

// layersOn counts the places whose layers speak of an item that changes.
func (js *Journeys) layersOn(ctx context.Context, id, on string, changes []plan.Change) (int, error) {
	touched := map[string]bool{}
	for _, c := range changes {
		if c.Part == plan.ItemPart {
			touched[c.ID], touched[c.Course] = true, true
		}
	}
	delete(touched, "")
	places := map[string]bool{}
	err := db.Each(ctx, js.DB, scanLayer, func(l plan.Layer) error {
		for _, op := range l.Ops {
			if touched[op.Item] || touched[op.Course] {
				places[l.NodeID] = true
			}
		}
		return nil
	}, `
		SELECT l.node_id, '', n.kind, l.journey_id, l.valid_from, l.body
		FROM layer l
		JOIN node n ON n.id = l.node_id
		WHERE l.journey_id = $1 AND l.valid_until > $2`,
		id, on)
	return len(places), err
}
