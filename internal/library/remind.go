package library

import (
	"context"
	"errors"

	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
)

// Due asks for what is to be looked over to be told, and for old packages to be forgotten.
type Due struct{}

// Kind implements job.Args.
func (Due) Kind() string { return "library.due" }

// OnDue tells who keeps material that it is time to look it over: once for each time it is due.
func (l *Library) OnDue(ctx context.Context, _ Due) error {
	today := l.Today()
	due, err := db.All(ctx, l.DB, scanMaterial, selectMaterial+`
		WHERE m.state = 'published' AND m.review_on <= $1
		ORDER BY m.review_on, m.id
		LIMIT 1000`, today)
	if err != nil {
		return err
	}
	keepers := map[string][]string{}
	for _, m := range due {
		told, asked := keepers[m.OwnerID]
		if !asked {
			n, err := l.Tree.Find(ctx, m.OwnerID, today)
			if err == nil {
				told, err = l.keepersOf(ctx, n)
			}
			if err != nil && !errors.Is(err, org.ErrNoNode) {
				return err
			}
			keepers[m.OwnerID] = told
		}
		if err := l.DB.Tx(ctx, func(tx *db.Tx) error { return l.tellDue(ctx, tx, m, told) }); err != nil {
			return err
		}
	}
	return l.forgetPackages(ctx, l.Now())
}

func (l *Library) tellDue(ctx context.Context, tx *db.Tx, m Material, told []string) error {
	for _, id := range told {
		err := l.Messages.Tell(ctx, tx, message.Note{PersonID: id, Kind: message.Reminders, Key: "library.told.review", Args: map[string]string{"title": m.Title},
			Href: "/material/skot/" + m.ID, OnceKey: "library.review:" + m.ID + ":" + m.ReviewOn + ":" + id})
		if err != nil {
			return err
		}
	}
	return nil
}
