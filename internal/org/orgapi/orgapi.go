// Package orgapi is the tree as JSON.
package orgapi

import (
	"context"
	"net/http"

	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/api"
)

// Part serves it.
type Part struct {
	Tree  *org.Tree
	Today func() string
}

// Register implements api.Part.
func (p *Part) Register(s *api.Service) {
	api.Handle(s, api.Operation{ID: "nodes-list", Method: http.MethodGet, Path: "nodes", Scope: "org:read", Tag: "nodes"}, p.nodes)
}

type nodesInput struct {
	Municipality string `query:"municipality" pattern:"^[0-9]{4}$" doc:"Kommunens SCB-kod."`
	Under        string `query:"under" doc:"Platsens id. Utan den ges allt under den plats som nyckeln gäller."`
	api.Paging
}

// Node is a place in the organisation as it stands today.
type Node struct {
	ID     string `json:"id"`
	Kind   string `json:"kind" doc:"nation, rss, municipality, employer, operation, unit eller team."`
	Name   string `json:"name"`
	Label  string `json:"label" doc:"Kommunens eget ord för nivån."`
	Code   string `json:"code"`
	Parent string `json:"parent"`
	path   string
}

func (p *Part) nodes(ctx context.Context, c api.Caller, in *nodesInput) (*api.Of[Node], error) {
	after, err := in.After()
	if err != nil {
		return nil, err
	}
	id := c.NodeID
	switch {
	case in.Under != "":
		id = in.Under
	case in.Municipality != "":
		id = org.MunicipalityID(in.Municipality)
	}
	found, err := p.Tree.List(ctx, c.Actor, id, after, p.Today(), in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := make([]Node, len(found))
	for i, n := range found {
		out[i] = Node{ID: n.ID, Kind: n.Kind, Name: n.Name, Label: n.Label, Code: n.Code, Parent: n.Parent, path: n.Path}
	}
	return api.Cut(out, in.Limit, func(n Node) string { return n.path }), nil
}
