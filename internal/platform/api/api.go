// Package api is the frame of the JSON faces under /api/v1: keys and their scopes, paging, problems
// (RFC 9457), writes that may be sent twice, and the OpenAPI document. It knows no noun.
package api

import (
	"context"
	"embed"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Texts are the words of the API, for lang.New.
//
//go:embed sv.json
var Texts embed.FS

// Prefix is where the API is mounted.
const Prefix = "/api/v1/"

// Document is the address of the OpenAPI document, open to all.
const Document = Prefix + "openapi.json"

// Faults of the frame.
var (
	ErrKey      = fault.New(fault.Denied, "api.key")
	ErrScope    = fault.New(fault.Denied, "api.scope")
	ErrNext     = fault.New(fault.Invalid, "api.next")
	ErrOther    = fault.New(fault.Conflict, "api.once_other")
	ErrUnderWay = fault.New(fault.Conflict, "api.once_under_way")
	ErrOnce     = fault.New(fault.Invalid, "api.once_long")
	ErrWhich    = fault.New(fault.Invalid, "api.which")
)

// Caller is the program behind a request.
type Caller struct {
	KeyID  string
	Actor  may.Actor
	NodeID string // the place that the key is for
	Wide   bool   // that place is above employers: a region, or all
	Scopes []string
}

// Service is the API.
type Service struct {
	DB    *db.DB
	Texts *lang.Catalog
	Now   func() time.Time
	// Who tells which program a key belongs to; ErrKey when there is none.
	Who func(ctx context.Context, key string) (Caller, error)
	// Log hears of what went wrong on our side.
	Log func(ctx context.Context, err error)

	mux  *http.ServeMux
	huma huma.API
}

// Part is a room's JSON face.
type Part interface{ Register(s *Service) }

// Open builds the API from its parts.
func (s *Service) Open(product, version string, parts ...Part) {
	s.mux = http.NewServeMux()
	schemas := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	s.huma = humago.New(s.mux, huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: product, Version: version, Description: s.Texts.T("api.about")},
			Components: &huma.Components{Schemas: schemas, SecuritySchemes: map[string]*huma.SecurityScheme{
				"key": {Type: "http", Scheme: "bearer", Description: s.Texts.T("api.key_about")},
			}},
		},
		OpenAPIPath:   Prefix + "openapi",
		Formats:       huma.DefaultFormats,
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{s.inSwedish},
	})
	for _, p := range parts {
		p.Register(s)
	}
}

// Spec is the OpenAPI document, for the page that shows it.
func (s *Service) Spec() *huma.OpenAPI { return s.huma.OpenAPI() }

// Operation is one thing that a program can ask for or do.
type Operation struct {
	ID     string // also the key of its texts: api.op.ID and api.op.ID.about
	Method string
	Path   string // under Prefix
	Scope  string
	Tag    string
}

// maxBody is how much a write may carry, maxOnce how long its Idempotency-Key may be.
const (
	maxBody = 8 << 20
	maxOnce = 200
)

// Handle puts an operation in the API. The handler has a caller whose key opens the scope; the domain
// call still asks about the place.
func Handle[I, O any](s *Service, op Operation, do func(ctx context.Context, c Caller, in *I) (*O, error)) {
	said := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: Prefix + op.Path, Tags: []string{op.Tag}, MaxBodyBytes: maxBody,
		Summary: s.Texts.T("api.op." + op.ID), Description: s.Texts.T("api.op."+op.ID+".about") + " " + s.Texts.T("api.needs", "scope", op.Scope),
		Security: []map[string][]string{{"key": {op.Scope}}},
		Errors:   []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity},
	}
	if op.Method != http.MethodGet {
		long := maxOnce
		said.Parameters = []*huma.Param{{Name: "Idempotency-Key", In: "header", Description: s.Texts.T("api.once_about"), Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &long}}}
		said.Errors = append(said.Errors, http.StatusBadRequest, http.StatusConflict, http.StatusUnsupportedMediaType)
	}
	huma.Register(s.huma, said, func(ctx context.Context, in *I) (*O, error) {
		c := callerOf(ctx)
		if !contains(c.Scopes, op.Scope) {
			return nil, s.problem(ctx, ErrScope.With("scope", op.Scope))
		}
		out, err := do(ctx, c, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

type callerKey struct{}

func callerOf(ctx context.Context) Caller { c, _ := ctx.Value(callerKey{}).(Caller); return c }
