package app

import (
	"context"
	"maps"
	"slices"

	"yrkesresan/internal/org"
	"yrkesresan/internal/org/referenceweb"
)

// ReferenceUsed implements referenceweb.Rooms: which journeys name an occupation, an area or a topic, and which
// courses carry an area or a topic. A course's own words are topics when the list knows them.
func (a *App) ReferenceUsed(ctx context.Context) (referenceweb.Used, error) {
	used := referenceweb.Used{Of: map[org.ReferenceKind]map[string]referenceweb.Uses{}, Strange: map[string][]string{}}
	for _, kind := range org.ReferenceKinds() {
		used.Of[kind] = map[string]referenceweb.Uses{}
	}
	journeys, err := a.Journeys.Catalogue(ctx, a.Staff.Today())
	if err != nil {
		return used, err
	}
	for i := range journeys {
		m := journeys[i].Mentions()
		for kind, ids := range map[org.ReferenceKind]map[string]bool{org.OccupationList: m.Occupations, org.AreaList: m.Areas, org.TagList: m.Tags} {
			for id := range ids {
				u := used.Of[kind][id]
				u.Journeys = append(u.Journeys, journeys[i].Title)
				used.Of[kind][id] = u
			}
		}
	}
	ref, err := a.Tree.CachedReference(ctx)
	if err != nil {
		return used, err
	}
	courses, err := a.Courses.All(ctx)
	if err != nil {
		return used, err
	}
	for _, c := range courses {
		content, err := a.Courses.Version(ctx, c.ID, c.Version)
		if err != nil {
			return used, err
		}
		areas, tags := map[string]bool{}, map[string]bool{}
		for _, id := range content.Areas {
			areas[id] = true
		}
		for _, word := range content.Tags {
			if tag, ok := ref.TagOf(word); ok {
				tags[tag.ID] = true
			} else {
				used.Strange[word] = append(used.Strange[word], c.Title)
			}
		}
		for kind, ids := range map[org.ReferenceKind]map[string]bool{org.AreaList: areas, org.TagList: tags} {
			for _, id := range slices.Sorted(maps.Keys(ids)) {
				u := used.Of[kind][id]
				u.Courses = append(u.Courses, c.Title)
				used.Of[kind][id] = u
			}
		}
	}
	return used, nil
}

// NamesOf implements referenceweb.Rooms. A protected identity has its code for a name.
func (a *App) NamesOf(ctx context.Context, people []string) (map[string]string, error) {
	cards, err := a.Staff.CardsOf(ctx, people)
	out := map[string]string{}
	for person, known := range cards {
		for _, c := range known {
			out[person] = c.Shown()
		}
	}
	return out, err
}
