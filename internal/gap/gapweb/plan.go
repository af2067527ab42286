package gapweb

import (
	"context"
	"net/http"
)

func (p *Pages) add(r *http.Request, personID, employerID string) error { return nil }

func (p *Pages) planned(ctx context.Context, personID, employerID string) (map[string]bool, error) {
	return nil, nil
}
