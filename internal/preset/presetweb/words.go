package presetweb

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"yrkesresan/internal/certification"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/page/sheet"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/preset"
	"yrkesresan/internal/preset/recipe"
)

// lines are the steps with some outcomes in plain words: the same thing at several places is one line.
func (p *Pages) lines(c *lang.Catalog, steps []preset.Step, outcomes ...preset.Outcome) (out []string) {
	places := map[string][]string{}
	of := map[string]preset.Step{}
	var order []string
	for _, s := range steps {
		if !slices.Contains(outcomes, s.Outcome) {
			continue
		}
		key := string(s.Kind) + " " + s.Ref
		if places[key] == nil {
			order, of[key] = append(order, key), s
		}
		if !slices.Contains(places[key], s.Place.Name) {
			places[key] = append(places[key], s.Place.Name)
		}
	}
	for _, key := range order {
		where := c.And(places[key]...)
		if n := len(places[key]); n > 3 {
			where = c.T("preset.units", "n", n)
		}
		out = append(out, c.T("preset.step."+word(of[key]), "title", title(c, of[key]), "place", where))
	}
	return out
}

// word is the last part of a step's text key.
func word(s preset.Step) string {
	if s.Kind == recipe.Reflect {
		return "reflect_" + s.Need()
	}
	return string(s.Kind)
}

func title(c *lang.Catalog, s preset.Step) string {
	if s.Kind == recipe.Function {
		return c.T("preset.function." + s.Ref)
	}
	return s.Title
}

// links lead to the pages where what was made goes on: each page once.
func (p *Pages) links(c *lang.Catalog, steps []preset.Step) (out []ui.LinkButtonProps) {
	seen := map[string]bool{}
	add := func(href, text string) {
		if !seen[href] && len(out) < 8 {
			seen[href] = true
			out = append(out, ui.LinkButtonProps{Href: href, Text: text, Kind: ui.Secondary})
		}
	}
	for _, s := range steps {
		if s.Outcome == preset.Kept {
			continue
		}
		switch s.Kind {
		case recipe.Together:
			if small(s.Place) && s.MadeID != "" {
				add("/min-grupp/anvanda/tillsammans/"+url.PathEscape(s.MadeID), c.T("preset.to.together", "title", s.Title, "place", s.Place.Name))
			}
		case recipe.Reflect:
			add(page.At("/anvanda/regler", "plats", s.Place.ID), c.T("preset.to.reflect"))
		case preset.Join:
			if s.MadeID != "" {
				add(certification.Page+url.PathEscape(s.MadeID), c.T("preset.to.join", "place", s.Place.Name))
			}
		case recipe.Scheme:
			add("/certifiering", c.T("preset.to.scheme"))
		case recipe.Toolbox:
			add("/material", c.T("preset.to.toolbox"))
		case recipe.Journey:
			add("/kommun/resor", c.T("preset.to.journey"))
		case recipe.Function:
			add("/kommun/ledare", c.T("preset.to.function"))
		case recipe.Introduction:
			add("/kommun/introduktion", c.T("preset.to.introduction"))
		}
	}
	return out
}

// next lists who does what when a preset is taken in.
func (p *Pages) next(c *lang.Catalog, x recipe.Preset) templ.Component {
	var lines []string
	for _, n := range x.Next {
		lines = append(lines, c.T("preset.who."+n.Who)+" "+n.Text)
	}
	return sheet.List(lines)
}

// nextLinks lead whoever loads to what that person does next.
func (p *Pages) nextLinks(x recipe.Preset) (out []ui.LinkButtonProps) {
	for _, n := range x.Next {
		if n.Href != "" {
			out = append(out, ui.LinkButtonProps{Href: n.Href, Text: strings.TrimSuffix(n.Text, "."), Kind: ui.Secondary})
		}
	}
	return out
}
