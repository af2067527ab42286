package gapweb

import (
	"context"
	"net/http"

	"yrkesresan/internal/development"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/page"
)

// add puts one way to close a gap in a person's plan, as the form of a way says it. What is there already
// stays as it is.
func (p *Pages) add(r *http.Request, personID, employerID string) error {
	_, _, err := p.Plans.Add(r.Context(), page.Of(r.Context()).Actor, development.Item{Whose: development.Person(personID, employerID),
		Requirement: r.PostFormValue("krav"), How: development.How(r.PostFormValue("hur")), Ref: r.PostFormValue("vad")})
	return err
}

// planned gives what stands in a person's plan and is not dropped: requirement, how and what.
func (p *Pages) planned(ctx context.Context, personID, employerID string) (map[string]bool, error) {
	plan, err := p.Plans.Of(ctx, page.Of(ctx).Actor, development.Person(personID, employerID))
	if f := fault.Of(err); f != nil && (f.Kind == fault.Missing || f.Kind == fault.Denied) {
		return nil, nil // whoever may not read the plan is told nothing of it
	}
	out := map[string]bool{}
	for _, i := range plan.Items {
		if i.State != development.Dropped {
			out[i.Requirement+" "+string(i.How)+" "+i.Ref] = true
		}
	}
	return out, err
}
