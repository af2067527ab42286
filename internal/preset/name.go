package preset

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/preset/recipe"
)

// Read reads the presets of a folder, by title. Errors: what is wrong in a file, by its name.
func Read(files fs.FS) (out []recipe.Preset, err error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		x, problems := recipe.Parse(text)
		if len(problems) > 0 {
			return nil, fmt.Errorf("%s: %+v", name, problems)
		}
		if x.ID+".yaml" != name {
			return nil, fmt.Errorf("%s: its id is %s", name, x.ID)
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(x, y recipe.Preset) int { return strings.Compare(x.Title, y.Title) })
	return out, nil
}

// name gives each step the title of what it names, from the room that keeps it.
func (p *Presets) name(ctx context.Context, a may.Actor, steps []Step) error {
	courses, err := p.Courses.All(ctx)
	if err != nil {
		return err
	}
	titles := map[string]string{}
	for _, c := range courses {
		titles[c.ID] = c.Title
	}
	for i := range steps {
		s := &steps[i]
		switch s.Kind {
		case recipe.Reflect, recipe.Together, recipe.Managers:
			s.Title = titles[s.Ref]
		case recipe.Scheme, Join:
			s.Title = s.part.Scheme.Title
		case recipe.Guide:
			var open bool
			s.Title, open, err = p.Circles.TitleOf(ctx, s.Ref)
			s.ended = !open
		case recipe.Toolbox:
			c, e := p.toolbox(s.Ref)
			s.Title, err = c.Title, e
		case recipe.Introduction:
			s.Title, err = p.checklist(ctx, a, s.Ref)
		case recipe.Journey:
			s.Title, err = p.journeyTitle(ctx, s.Ref)
		}
		if err != nil {
			return err
		}
		if s.Title == "" && s.Kind != recipe.Function {
			return fmt.Errorf("%s %s of a preset is not there", s.Kind, s.Ref)
		}
	}
	return nil
}

func (p *Presets) checklist(ctx context.Context, a may.Actor, id string) (string, error) {
	all, err := p.Newcomer.Library(ctx, a)
	if err != nil {
		return "", err
	}
	for _, v := range all {
		if v.Template.ID == id {
			return v.Template.Name, nil
		}
	}
	return "", nil
}

func (p *Presets) journeyTitle(ctx context.Context, id string) (string, error) {
	all, err := p.Journeys.Names(ctx, p.Today())
	if err != nil {
		return "", err
	}
	for _, j := range all {
		if j.ID == id {
			return j.Title, nil
		}
	}
	return "", nil
}

// placeNames fills in what places are called, also those that have ended.
func (p *Presets) placeNames(ctx context.Context, nodes ...*org.Node) error {
	for _, n := range nodes {
		found, err := p.Tree.FindEver(ctx, n.ID)
		if err != nil {
			return err
		}
		*n = found
	}
	return nil
}
