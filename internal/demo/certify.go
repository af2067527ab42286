package demo

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"yrkesresan/internal/access"
	"yrkesresan/internal/certification"
	"yrkesresan/internal/certification/rule"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/record"
)

// programme is a unit's way through a scheme. Steps are the days they were done. Done is the day when people had done the
// course and the task, but for so many, Left, of the last; -1: it is left to what else the demo knows of them.
type programme struct {
	Scheme, On      string
	Joined, Done    int
	Left, Certified int
	Steps           map[string]int
}

// certify lets units of the first town be in programmes: one certified, with somebody new since, and others on their way.
func (m *maker) certify(ctx context.Context) error {
	all, err := read[workplace]("larande")
	if err != nil {
		return err
	}
	t := m.Towns[0]
	guide, err := m.guideOf(ctx, t)
	if err != nil {
		return err
	}
	schemes := map[string]string{}
	for _, x := range all.Schemes {
		if schemes[x.Key], err = m.schemeOf(ctx, t, x.Scheme); err != nil {
			return fmt.Errorf("scheme %s: %w", x.Key, err)
		}
	}
	for _, x := range all.Programmes {
		if err := m.programme(ctx, guide, schemes[x.Scheme], x); err != nil {
			return fmt.Errorf("programme at %s: %w", x.On, err)
		}
	}
	return nil
}

// guideOf is who leads programmes in a town: somebody of its staff office, who has had the role for a year.
func (m *maker) guideOf(ctx context.Context, t *town) (may.Actor, error) {
	var office []*person
	for _, p := range m.people {
		if p.town == t && p.unit != nil && p.unit.ID == "stab" && p.Title == "Administratör" && p.last == 0 {
			office = append(office, p)
		}
	}
	if len(office) == 0 {
		return may.Actor{}, fmt.Errorf("nobody of the staff office in %s", t.Code)
	}
	who := slices.MinFunc(office, func(a, b *person) int { return cmp.Compare(a.number, b.number) })
	grants, err := access.Grants(ctx, m.DB, who.id, m.date(0))
	if err != nil {
		return may.Actor{}, err
	}
	if !slices.ContainsFunc(grants, func(g may.Grant) bool { return g.Role == may.Programme }) {
		if err := m.DB.Tx(ctx, func(tx *db.Tx) error {
			return m.Access.Grant(ctx, tx, who.id, may.Programme, m.nodes[t.Code].ID, m.date(-400), db.NoEnd, "demo")
		}); err != nil {
			return may.Actor{}, err
		}
	}
	return m.actor(ctx, who.id, m.date(0))
}

// schemeOf makes a scheme of a town a year ago, or finds it.
func (m *maker) schemeOf(ctx context.Context, t *town, s rule.Scheme) (string, error) {
	have, err := m.Certifications.Schemes(ctx, may.Operator())
	if err != nil {
		return "", err
	}
	for _, x := range have {
		if x.Title == s.Title {
			return x.ID, nil
		}
	}
	return m.certificationsOn(-400, 9).AddScheme(ctx, may.Operator(), m.nodes[t.Code].ID, s, "")
}

// certificationsOn is the room as it was on a day.
func (m *maker) certificationsOn(day, hour int) *certification.Certifications {
	clock, then, studies := m.past(m.at(day, hour))
	c := *m.Certifications
	c.Now, c.Staff, c.Record = clock.now, then, studies.Record
	return &c
}

// programme lets a unit join, people do what is asked, and steps be noted. What was done before a crash is there.
func (m *maker) programme(ctx context.Context, guide may.Actor, schemeID string, x programme) error {
	unit, err := m.node(x.On, m.Towns[0])
	if err != nil {
		return err
	}
	have, err := m.Certifications.Unit(ctx, may.Operator(), unit.ID, "")
	if err != nil {
		return err
	}
	var v certification.View
	if i := slices.IndexFunc(have, func(v certification.View) bool { return v.SchemeID == schemeID }); i >= 0 {
		v = have[i]
	} else {
		id, err := m.certificationsOn(x.Joined, 9).Join(ctx, guide, unit.ID, schemeID, guide.PersonID)
		if err != nil {
			return err
		}
		if v, err = m.Certifications.View(ctx, may.Operator(), id, ""); err != nil {
			return err
		}
	}
	if x.Left >= 0 {
		if err := m.shown(ctx, guide, v, x); err != nil {
			return err
		}
	}
	certified := x.Certified == 0 || v.CertifiedOn != ""
	certify := func() error {
		certified = true
		return m.certificationsOn(x.Certified, 10).Certify(ctx, guide, v.Programme.ID, "Ni har tänkt igenom hur ni arbetar. Fortsätt så.")
	}
	for _, step := range slices.SortedFunc(maps.Keys(x.Steps), func(a, b string) int { return cmp.Compare(x.Steps[a], x.Steps[b]) }) {
		if !certified && x.Steps[step] > x.Certified { // the last step comes after the certification
			if err := certify(); err != nil {
				return err
			}
		}
		then := m.certificationsOn(x.Steps[step], 15)
		if err := then.NoteStep(ctx, guide, v.Programme.ID, step, true, "", ""); err != nil {
			return err
		}
	}
	if certified {
		return nil
	}
	return certify()
}

// shown lets those who worked at the unit then have done the course and the task, but for the last.
func (m *maker) shown(ctx context.Context, guide may.Actor, v certification.View, x programme) error {
	then := m.certificationsOn(x.Done, 14)
	was, err := then.View(ctx, guide, v.Programme.ID, "")
	if err != nil {
		return err
	}
	var who []certification.Person
	for _, p := range was.People {
		if p.Counted && p.PersonID != guide.PersonID {
			who = append(who, p)
		}
	}
	course := v.Scheme.Courses()[0]
	content, err := m.Courses.Version(ctx, course, 0)
	if err != nil {
		return err
	}
	at := m.at(x.Done, 11)
	for _, p := range who[:max(0, len(who)-x.Left)] {
		f := record.Fact{PersonID: p.PersonID, Kind: record.Completed, CourseID: course, Version: 1, Title: content.Title, At: at, Hours: content.Hours, ValidUntil: record.ValidFor(at, content.ValidityMonths),
			Source: record.FromCourse, ActorID: p.PersonID, ControllerID: org.MunicipalityID(m.Towns[0].Code), OnceKey: "demo:" + p.PersonID + ":" + course + ":" + m.date(x.Done)}
		if err := m.DB.Tx(ctx, func(tx *db.Tx) error { _, err := m.Record.Append(ctx, tx, f); return err }); err != nil {
			return err
		}
		if len(p.Tasks) > 0 {
			continue // assessed before a crash
		}
		if _, err := then.Assess(ctx, guide, v.Programme.ID, p.PersonID, "uppgift", true, "Visar i vardagen hur ramverket används."); err != nil {
			return err
		}
	}
	return nil
}
