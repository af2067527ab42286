package app

import (
	"context"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/message"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// roleTeller tells people in their inbox what becomes of their roles.
type roleTeller struct {
	messages *message.Messages
	texts    *lang.Catalog
}

// RoleChanged implements access.Teller.
func (r roleTeller) RoleChanged(ctx context.Context, tx *db.Tx, what access.Done, h access.Held, placeName, employerID string) error {
	day := func(s string, less int) string {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return s
		}
		return r.texts.Date(d.AddDate(0, 0, -less))
	}
	when := r.texts.T("role.from", "from", day(h.From, 0))
	if h.Until != db.NoEnd {
		when = r.texts.T("role.from_to", "from", day(h.From, 0), "to", day(h.Until, 1))
	}
	return r.messages.Tell(ctx, tx, message.Note{PersonID: h.PersonID, EmployerID: employerID, Key: "role.told." + string(what), Href: "/installningar/roller",
		Args: map[string]string{"role": r.texts.T("role.name." + string(h.Role)), "place": placeName, "when": when, "last": day(h.Until, 1)}})
}

// journeyNames lists the journeys that a producer can produce.
type journeyNames struct {
	journeys *journey.Journeys
	today    func() string
}

// JourneyNames implements roleweb.Journeys.
func (j journeyNames) JourneyNames(ctx context.Context, ownerID string) ([]ui.Option, error) {
	all, err := j.journeys.Names(ctx, j.today())
	var out []ui.Option
	for _, n := range all {
		if n.Owner == ownerID {
			out = append(out, ui.Option{Value: n.ID, Text: n.Title})
		}
	}
	return out, err
}
