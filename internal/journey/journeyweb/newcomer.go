package journeyweb

import (
	"context"

	"yrkesresan/internal/platform/ui"
)

// Welcomes is what these pages ask of introductions.
type Welcomes interface {
	// Open tells how far a person has come in an introduction that is under way, in counts; ok is false when none is.
	Open(ctx context.Context, personID string) (done, all int, ok bool, err error)
}

// welcome tells who is new of the introduction, on the first page; the zero notice when nobody is.
func (b *builder) welcome(personID string) (notice, error) {
	if b.p.Welcomes == nil {
		return notice{}, nil
	}
	done, all, ok, err := b.p.Welcomes.Open(b.ctx, personID)
	if err != nil || !ok {
		return notice{}, err
	}
	return notice{Text: b.c.T("journey.notice.welcome", "done", done, "n", all), Link: ui.Link{Href: "/introduktion", Text: b.c.T("journey.notice.welcome.see")}}, nil
}
