package app

import (
	"yrkesresan/content"
	"yrkesresan/internal/preset"
)

// buildPresets builds the room of presets, after the rooms that make their parts.
func (a *App) buildPresets() error {
	recipes, err := preset.Read(content.Presets())
	a.Presets = &preset.Presets{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Courses: a.Courses, Journeys: a.Journeys, Circles: a.Circles, Uptake: a.Uptake, Units: a.Certification,
		Newcomer: a.Introductions, Library: a.Library, Messages: a.Messages, Recipes: recipes, Files: content.Presets(), Now: a.Now, NewID: NewID}
	return err
}
