package demo

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// maker makes the demo data of a day, step by step.
type maker struct {
	*Demo
	*world
	nodes map[string]org.Node // by unit, by "town/operation", by town
}

// stepsDone is what is noted when every step is.
const stepsDone = "all"

// Fill makes the demo data in an empty installation. Over demo data it adds what a later release has come
// to invent and changes nothing else: data stays and time moves on. What a crash left half-made is made
// whole. Over real data it is refused.
func (d *Demo) Fill(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "demo data")
	made, err := d.Made(ctx)
	if err != nil {
		return err
	}
	added, err := db.Setting(ctx, d.DB, settingAdded)
	if err != nil || made && added == stepsDone+" "+strconv.Itoa(additions) {
		return err
	}
	day, err := d.claim(ctx)
	if err != nil {
		return err
	}
	w, err := invent(day)
	if err != nil {
		return err
	}
	m := &maker{d, w, nil}
	if !made {
		if err := d.run(ctx, settingMade, m.steps(), stepsDone); err != nil {
			return err
		}
	}
	return d.run(ctx, settingAdded, m.added(), stepsDone+" "+strconv.Itoa(additions))
}

func (d *Demo) claim(ctx context.Context) (time.Time, error) {
	day, err := db.Setting(ctx, d.DB, settingDay)
	if err != nil {
		return time.Time{}, err
	}
	if day == "" {
		day = d.Staff.Today()
		if err := d.DB.Tx(ctx, func(tx *db.Tx) error { return claim(ctx, tx, day) }); err != nil {
			return time.Time{}, err
		}
	}
	return time.ParseInLocation(time.DateOnly, day, d.Staff.Place)
}

// run does the steps that are not done by a setting's note, and notes each; whole is the note of all.
// Each can be done again: a crash between a step and its note costs nothing.
func (d *Demo) run(ctx context.Context, setting string, steps []func(context.Context) error, whole string) error {
	note, err := db.Setting(ctx, d.DB, setting)
	if err != nil {
		return err
	}
	done, _ := strconv.Atoi(strings.TrimPrefix(note, stepsDone+" ")) // "": none
	for i := done; i < len(steps); i++ {
		if err := steps[i](ctx); err != nil {
			return err
		}
		note := strconv.Itoa(i + 1)
		if i+1 == len(steps) {
			note = whole
		}
		if err := db.SetSetting(ctx, d.DB, setting, note); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) steps() []func(context.Context) error {
	var steps []func(context.Context) error
	for _, day := range m.Files {
		for _, t := range m.Towns {
			steps = append(steps, func(ctx context.Context) error { return m.takeFile(ctx, t, day) })
		}
	}
	for _, step := range []func(context.Context) error{m.settle, m.remember, m.study, m.correct, m.decide, m.write, m.administer, m.own, m.tell, m.lead, m.manage, m.renew, m.count} {
		steps = append(steps, m.found(step))
	}
	return steps
}

// found is a step that knows where everybody and everything is.
func (m *maker) found(step func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := m.find(ctx); err != nil {
			return err
		}
		return step(ctx)
	}
}

// additions is how many steps releases after 0.2 have added: a demo that was made before gets them when it is
// next opened.
const additions = 7

func (m *maker) added() []func(context.Context) error {
	return []func(context.Context) error{m.found(m.require), m.found(m.plan), m.found(m.support), m.found(m.arrange), m.found(m.meet), m.found(m.certify), m.found(m.welcome)}
}

// takeFile imports a municipality's staff file on the day it came.
func (m *maker) takeFile(ctx context.Context, t *town, day int) error {
	text, err := m.file(t, day)
	if err != nil {
		return err
	}
	_, then, _ := m.past(m.at(day, 6))
	im := *m.Imports
	im.Staff = then
	r, err := im.Run(ctx, may.Operator(), org.MunicipalityID(t.Code), staff.File{Reader: bytes.NewReader(text), Size: int64(len(text))}, staff.ImportOptions{MaxEnded: staff.DefaultMaxEnded}, nil)
	if err == nil && !r.Committed {
		err = fmt.Errorf("staff file of %s, day %d: %d errors, stopped %v, %v", t.Code, day, len(r.Errors), r.Stopped, r.Errors)
	}
	return err
}

// find looks up what the files have made: the people and the places.
func (m *maker) find(ctx context.Context) error {
	m.nodes = map[string]org.Node{}
	for _, t := range m.Towns {
		town, err := m.Tree.Municipality(ctx, t.Code, m.date(0))
		if err != nil {
			return err
		}
		under, err := org.Under(ctx, m.DB, town.Path, m.date(0))
		if err != nil {
			return err
		}
		m.nodes[t.Code] = town
		m.findUnits(t, under)
		all, err := everybody(ctx, m.DB, town.ID)
		if err != nil {
			return err
		}
		for _, p := range m.people {
			if p.town == t {
				p.id, p.employment = all[p.number].person, all[p.number].employment
			}
			if p.also != nil && p.also.town == t {
				p.other = all[p.second].person
			}
		}
	}
	return m.findOffices(ctx)
}

func (m *maker) findUnits(t *town, under []org.Node) {
	for _, n := range under {
		if n.Kind == string(org.Operation) {
			m.nodes[t.Code+"/"+n.Name] = n
		}
		for _, u := range t.Units {
			if n.Kind == string(org.Unit) && n.Name == u.Name {
				m.nodes[u.ID] = n
			}
		}
	}
}

func (m *maker) findOffices(ctx context.Context) (err error) {
	for _, p := range m.people {
		if p.Office == "" {
			continue
		}
		if p.id, err = employedBy(ctx, m.DB, m.office(p.Office), p.Name); err != nil {
			return err
		}
	}
	return nil
}

// office is the node of an RSS or of the nation. The RSS is that of the first municipality.
func (m *maker) office(name string) string {
	if name == "rss" {
		return m.nodes[m.Towns[0].Code].Parent
	}
	return name
}

// node finds a place of the data: a unit, "kommun" for the municipality of its person, an office.
func (m *maker) node(name string, t *town) (org.Node, error) {
	keys := []string{name}
	if t != nil {
		keys = append(keys, t.Code+"/"+name)
		if name == "kommun" || name == "" {
			keys = []string{t.Code}
		}
	}
	for _, key := range keys {
		if n, ok := m.nodes[key]; ok {
			return n, nil
		}
	}
	return org.Node{}, fmt.Errorf("demo: no place %q", name)
}

// at is an hour of a day counted from the demo's own.
func (w *world) at(day, hour int) time.Time {
	return time.Date(w.day.Year(), w.day.Month(), w.day.Day()+day, hour, 0, 0, 0, w.day.Location())
}
