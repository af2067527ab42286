package app

import (
	"context"
	"errors"
	"net/http"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/course/courseapi"
	"yrkesresan/internal/org"
	"yrkesresan/internal/org/orgapi"
	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/record/recordapi"
	"yrkesresan/internal/staff/staffapi"
)

// API puts the rooms' JSON faces together.
func (a *App) API(texts *lang.Catalog) *api.Service {
	s := &api.Service{DB: a.DB, Texts: texts, Now: time.Now, Who: a.whoCalls, Log: func(ctx context.Context, err error) { a.Log.ErrorContext(ctx, "api", "err", err) }}
	s.Open(a.Config.Product, "1",
		&staffapi.Part{Staff: a.Staff, Imports: a.Imports, Texts: texts},
		&orgapi.Part{Tree: a.Tree, Today: a.Staff.Today},
		&courseapi.Part{Courses: a.Courses},
		&recordapi.Part{Record: a.Record},
	)
	return s
}

func (a *App) whoCalls(ctx context.Context, key string) (api.Caller, error) {
	c, err := a.Access.ByAPIKey(ctx, key)
	if errors.Is(err, access.ErrNoKey) {
		return api.Caller{}, api.ErrKey
	}
	out := api.Caller{KeyID: c.KeyID, Actor: c.Actor, NodeID: c.Node.ID, Wide: c.Node.Kind == string(org.Nation) || c.Node.Kind == string(org.RSS)}
	for _, s := range c.Scopes {
		out.Scopes = append(out.Scopes, string(s))
	}
	return out, err
}

// logged notes every call as the pages' requests are noted: what was asked, never what was said.
func (a *App) logged(pattern string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		next.ServeHTTP(w, r)
		a.Log.InfoContext(r.Context(), "request", "pattern", r.Method+" "+pattern, "ms", time.Since(began).Milliseconds())
	})
}
