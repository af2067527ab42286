package app

import (
	"context"
	"net/url"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/group"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/may"
)

// lacks lets whoever leads people see what formal competence is lacked among them.
type lacks struct{ gaps *gap.Gaps }

// FormalLack implements group.Gaps.
func (l lacks) FormalLack(ctx context.Context, a may.Actor, units []org.Node) (group.Lack, error) {
	found, err := l.gaps.FormalLack(ctx, a, units)
	if err != nil || found.People == 0 {
		return group.Lack{}, err
	}
	to := url.Values{"enhet": {found.Unit.ID}, "krav": {found.Key}}
	return group.Lack{Unit: found.Unit.Name, Name: found.Name, People: found.People, Href: "/min-grupp/kompetens?" + to.Encode() + "#personer"}, nil
}
