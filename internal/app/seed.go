package app

import (
	"context"

	"yrkesresan/content"
	"yrkesresan/internal/platform/db"
)

// seed fills an empty installation and checks that a used one has its own keys.
func (a *App) seed(ctx context.Context) error {
	mark, err := db.Setting(ctx, a.DB, "keys")
	if err != nil {
		return err
	}
	if mark != "" && mark != a.Keys.Fingerprint() {
		return ErrKeys
	}
	if err := a.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := db.SetSetting(ctx, tx, "keys", a.Keys.Fingerprint()); err != nil {
			return err
		}
		return a.Tree.Seed(ctx, tx)
	}); err != nil {
		return err
	}
	return a.seedContent(ctx)
}

// seedContent takes in the shipped courses, frameworks and journeys when they have changed since last time;
// each is taken in whole or not at all, and the same again changes nothing.
func (a *App) seedContent(ctx context.Context) error {
	digest, err := content.Digest()
	if err != nil {
		return err
	}
	have, err := db.Setting(ctx, a.DB, "content")
	if err != nil || have == digest {
		return err
	}
	if err := a.Courses.Seed(ctx, content.Courses()); err != nil {
		return err
	}
	// Shipped frameworks hold from before anything that is asked; each file may say a later day.
	if err := a.Frameworks.Seed(ctx, content.Frameworks(), "2021-01-01"); err != nil {
		return err
	}
	// Shipped journeys hold from before anything the programme records; no due date counts from before
	// an employment was known.
	if err := a.Journeys.Seed(ctx, content.Journeys(), "2021-01-01"); err != nil {
		return err
	}
	if err := a.Library.Seed(ctx, content.Material()); err != nil {
		return err
	}
	taken, err := a.Circles.Seed(ctx, content.Guides())
	if err != nil {
		return err
	}
	if len(taken) > 0 {
		a.Log.WarnContext(ctx, "shipped guides are not taken in: guides made here have their ids", "guides", taken)
	}
	if err := a.Introductions.Seed(ctx, content.Introductions()); err != nil {
		return err
	}
	return db.SetSetting(ctx, a.DB, "content", digest)
}
