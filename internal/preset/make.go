package preset

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/library"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/preset/recipe"
	"yrkesresan/internal/uptake"
	reflection "yrkesresan/internal/uptake/rule"
)

// standing tells whether a place has what a step makes already, from the room that keeps it.
func (p *Presets) standing(ctx context.Context, a may.Actor, s Step) (Outcome, string, error) {
	there := func(id string, is bool, err error) (Outcome, string, error) {
		if err != nil || !is {
			return New, "", err
		}
		return There, id, nil
	}
	switch s.Kind {
	case recipe.Guide:
		return There, s.Ref, nil // guides that are shipped are everybody's; name has found it
	case recipe.Reflect:
		return p.ruleStands(ctx, a, s)
	case recipe.Together:
		id, err := p.Uptake.Lasting(ctx, s.Place.ID, s.Ref)
		return there(id, id != "", err)
	case recipe.Managers:
		if s.journey == "" {
			lacks, err := p.unenrolled(ctx, s)
			return there("", err == nil && len(lacks) == 0, err)
		}
		t, err := p.Journeys.Tailoring(ctx, a, s.Place.ID, s.journey)
		if err != nil {
			return New, "", err
		}
		return there(s.journey, slices.ContainsFunc(t.Layer.Ops, func(o plan.Op) bool { return asks(o, itemOf(*t.Frame(), s.Ref), s.Ref) }), nil)
	case recipe.Scheme:
		id, _, err := p.schemeAt(ctx, a, s)
		return there(id, id != "", err)
	case Join:
		return p.joinStands(ctx, a, s)
	case recipe.Function:
		have, err := p.Tree.Chosen(ctx, s.Place.ID, p.Today())
		return there(s.Ref, have[org.FunctionKind(s.Ref)] != "", err)
	case recipe.Journey:
		x, err := p.switched(ctx, a, s)
		return there(s.Ref, x.On, err)
	case recipe.Toolbox: // a shipped one of the nation's is there from the start
		c, err := p.toolbox(s.Ref)
		if err != nil {
			return New, "", err
		}
		all, err := p.Library.KeptToolboxes(ctx, a)
		i := slices.IndexFunc(all, func(t library.Toolbox) bool { return t.OwnerID == s.Place.ID && t.Slug == c.ID })
		if i < 0 {
			return New, "", err
		}
		return there(all[i].ID, true, err)
	}
	return New, "", nil
}

// make makes what a step says, through the door of the room that keeps it.
func (p *Presets) make(ctx context.Context, a may.Actor, s Step) (Outcome, string, error) {
	switch s.Kind {
	case recipe.Reflect:
		err := p.Uptake.Decide(ctx, a, uptake.Rule{Decided: reflection.Decided{NodeID: s.Place.ID, Reflect: reflection.Need(s.part.Need), UseWeeks: s.part.Weeks}, CourseID: s.Ref}, "")
		return Made, s.Ref, err
	case recipe.Together:
		w := uptake.Together{NodeID: s.Place.ID, Courses: []string{s.Ref}, Kind: uptake.Assign, Note: s.part.Note}
		if s.part.Weeks > 0 {
			w.Due = p.Now().AddDate(0, 0, int(s.part.Weeks)*7).Format(time.DateOnly)
		}
		tasks, err := p.Uptake.Begin(ctx, a, w)
		if err != nil || len(tasks) == 0 {
			return New, "", err
		}
		return Made, tasks[0].ID, nil
	case recipe.Managers:
		if s.journey == "" {
			return Made, s.Ref, p.enrol(ctx, a, s)
		}
		return Made, s.journey, p.require(ctx, a, s)
	case recipe.Scheme:
		return p.makeScheme(ctx, a, s)
	case Join:
		return p.join(ctx, a, s)
	case recipe.Toolbox:
		c, err := p.toolbox(s.Ref)
		if err != nil {
			return New, "", err
		}
		files, err := fs.Sub(p.Files, "material")
		if err != nil {
			return New, "", err
		}
		box, err := p.Library.Load(ctx, a, s.Place.ID, c, files)
		return Made, box.ID, err
	case recipe.Introduction:
		return Made, s.Ref, p.Newcomer.Load(ctx, a, s.Place.ID, s.Ref)
	case recipe.Function:
		return Made, s.Ref, p.Tree.Choose(ctx, a, s.Place.ID, org.FunctionKind(s.Ref), true, p.Today())
	case recipe.Journey:
		x, err := p.switched(ctx, a, s)
		if err != nil {
			return New, "", err
		}
		return Made, s.Ref, p.Journeys.SwitchJourney(ctx, a, s.Place.ID, s.Ref, true, p.Today(), x.Seen)
	}
	return New, "", fmt.Errorf("no door for %s", s.Kind)
}

// ruleStands tells whether the place has said itself what comes after a course: the same, or otherwise.
func (p *Presets) ruleStands(ctx context.Context, a may.Actor, s Step) (Outcome, string, error) {
	_, own, _, err := p.Uptake.Rules(ctx, a, s.Place.ID)
	if err != nil {
		return New, "", err
	}
	for _, r := range own {
		switch {
		case r.CourseID != s.Ref || r.Until != db.NoEnd:
		case string(r.Reflect) == s.part.Need && r.UseWeeks == s.part.Weeks:
			return There, r.ID, nil
		default:
			return Kept, r.ID, nil
		}
	}
	return New, "", nil
}

// itemOf finds the item of a course among what a journey has for those who lead; "" when there is none.
func itemOf(j plan.Journey, course string) string {
	if b := managersBlock(j); b != nil {
		for _, i := range b.Items {
			if i.Course == course {
				return i.ID
			}
		}
	}
	return ""
}

// asks tells whether an operation of a layer asks for a course already, as an item of the journey or as one that it adds.
func asks(o plan.Op, item, course string) bool {
	return item != "" && o.Item == item || item == "" && o.Kind == plan.Add && o.Course == course
}

// require lets a place's layer ask for a course of those who lead. Those above an employer only recommend (rule 8).
func (p *Presets) require(ctx context.Context, a may.Actor, s Step) error {
	t, err := p.Journeys.Tailoring(ctx, a, s.Place.ID, s.journey)
	if err != nil {
		return err
	}
	kind, want := plan.Require, plan.Mandatory
	if k := org.Kind(s.Place.Kind); k == org.Nation || k == org.RSS {
		kind, want = plan.Recommend, plan.Recommended
	}
	op := plan.Op{Kind: kind, Item: itemOf(*t.Frame(), s.Ref)}
	if op.Item == "" {
		op = plan.Op{Kind: plan.Add, Item: "forlaga-" + s.Ref, Course: s.Ref, Block: managersBlock(*t.Frame()).ID, Requirement: want}
	}
	problems, err := p.Journeys.SetLayer(ctx, a, s.Place.ID, s.journey, append(slices.Clone(t.Layer.Ops), op), p.Today())
	if err != nil && len(problems) > 0 {
		return fmt.Errorf("%w: %+v", err, problems)
	}
	return err
}

// unenrolled are those who lead a unit and do not have a course put in their journey by its employer.
func (p *Presets) unenrolled(ctx context.Context, s Step) (out []string, err error) {
	held, err := p.Access.Holders(ctx, may.Manager, s.Place.ID, p.Today())
	if err != nil || len(held) == 0 {
		return nil, err
	}
	var people []string
	for _, h := range held {
		people = append(people, h.PersonID)
	}
	employer, err := p.Tree.EmployerAt(ctx, s.Place.Path, p.Today())
	if err != nil {
		return nil, err
	}
	all, err := p.Journeys.EnrolmentsAt(ctx, employer.ID, people)
	if err != nil {
		return nil, err
	}
	for _, id := range people {
		if !slices.ContainsFunc(all[id], func(e journey.Enrolment) bool { return e.CourseID == s.Ref }) {
			out = append(out, id)
		}
	}
	return out, nil
}

// enrol puts a course in the journeys of those who lead a unit.
func (p *Presets) enrol(ctx context.Context, a may.Actor, s Step) error {
	if err := org.AskWithin(ctx, p.DB, a, may.Enrol, s.Place, p.Today()); err != nil {
		return err
	}
	people, err := p.unenrolled(ctx, s)
	if err != nil || len(people) == 0 {
		return err
	}
	employer, err := p.Tree.EmployerAt(ctx, s.Place.Path, p.Today())
	if err != nil {
		return err
	}
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, id := range people {
			if _, err := p.Journeys.Enrol(ctx, tx, journey.Enrolment{PersonID: id, NodeID: s.Place.ID, NodeName: s.Place.Name, EmployerID: employer.ID, CourseID: s.Ref, MadeBy: a.PersonID, MadeOn: p.Today(), EndedOn: db.NoEnd}); err != nil {
				return err
			}
		}
		return nil
	})
}

// schemeAt finds the scheme of a step at its owner: the one that was made or found there before, whatever it is called now,
// else an open one of the same title. ended tells that the owner has ended it.
func (p *Presets) schemeAt(ctx context.Context, a may.Actor, s Step) (id string, ended bool, err error) {
	all, err := p.Units.Schemes(ctx, a)
	if err != nil {
		return "", false, err
	}
	made, err := db.All(ctx, p.DB, db.Text, `SELECT made_id FROM preset_made WHERE place_id = $1 AND kind = $2 AND ref = $3 ORDER BY made_at DESC`, s.owner, string(recipe.Scheme), s.Ref)
	if err != nil {
		return "", false, err
	}
	for _, is := range []func(certification.Scheme) bool{
		func(x certification.Scheme) bool { return slices.Contains(made, x.ID) && x.EndedOn == db.NoEnd },
		func(x certification.Scheme) bool {
			return x.OwnerID == s.owner && x.Title == s.part.Scheme.Title && x.EndedOn == db.NoEnd
		},
		func(x certification.Scheme) bool { return slices.Contains(made, x.ID) },
	} {
		if i := slices.IndexFunc(all, is); i >= 0 {
			return all[i].ID, all[i].EndedOn != db.NoEnd, nil
		}
	}
	return "", false, nil
}

// joinStands tells whether a unit is in the scheme of a step. Into one that its owner has ended nobody is taken.
func (p *Presets) joinStands(ctx context.Context, a may.Actor, s Step) (Outcome, string, error) {
	id, ended, err := p.schemeAt(ctx, a, s)
	if err != nil || id == "" {
		return New, "", err
	}
	rows, _, err := p.Units.List(ctx, a, certification.Filter{NodeID: s.Place.ID, SchemeID: id, Limit: 1})
	switch {
	case err != nil:
		return New, "", err
	case len(rows) > 0:
		return There, rows[0].ProgrammeID, nil
	case ended:
		return Kept, "", nil
	}
	return New, "", nil
}

// join puts a unit in the scheme that an earlier step made or found.
func (p *Presets) join(ctx context.Context, a may.Actor, s Step) (Outcome, string, error) {
	id, _, err := p.schemeAt(ctx, a, s)
	if err != nil {
		return New, "", err
	}
	programme, err := p.Units.Join(ctx, a, s.Place.ID, id, "")
	if errors.Is(err, certification.ErrIn) {
		return There, "", nil
	}
	return Made, programme, err
}

func (p *Presets) switched(ctx context.Context, a may.Actor, s Step) (journey.Switched, error) {
	all, err := p.Journeys.Switches(ctx, a, s.Place.ID)
	if err != nil {
		return journey.Switched{}, err
	}
	i := slices.IndexFunc(all, func(x journey.Switched) bool { return x.ID == s.Ref })
	if i < 0 {
		return journey.Switched{}, journey.ErrNoJourney
	}
	return all[i], nil
}

// Toolbox reads a toolbox from the files of presets.
func Toolbox(files fs.FS, id string) (collection.Collection, error) {
	text, err := fs.ReadFile(files, "material/"+id+".yaml")
	if err != nil {
		return collection.Collection{}, err
	}
	c, problems := collection.Parse(text)
	if len(problems) > 0 {
		return c, fmt.Errorf("%s: %+v", id, problems)
	}
	return c, nil
}
